"""Particles from scenarios: which world each belongs to, where it starts, and what it drifts as in each stage."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from ashore.drift.chart import Chart
from ashore.drift.datums import HALF_95, Draws, Start
from ashore.drift.engine import passes
from ashore.drift.engine.chance import normals, uniforms
from ashore.drift.engine.passes import Particles
from ashore.drift.ensemble import Part
from ashore.drift.faults import DriftFault
from ashore.drift.leeway.coefficients import Coefficients, draw, draw_as_peer, sides, sides_as_peer
from ashore.drift.leeway.dealing import START, dealt
from ashore.drift.leeway.mixtures import allot, mixture
from ashore.drift.scenarios import KNOT, Failure, Scenario, UnderWay
from ashore.drift.terms import Leeway

Floats = NDArray[np.float64]
Words = NDArray[np.uint64]

# Streams of what is drawn once for each world.
ACROSS, ALONG, LATE, SHARE = 0, 1, 2, 3
STOPS, FAILS, COURSE, SPEED = 4, 5, 6, 7
KEPT = 8  # and the three after it: the errors that were there before the first step
CURRENT_TAIL, WIND_TAIL, FIRST_JIBE = 12, 13, 14
DEVIATION = 16  # down the wind and across it, two for each kind of stage
AFLOAT_STAGE, PEOPLE_STAGE, HULL_STAGE = 0, 1, 2
ELSEWHERE = 100  # further tries of a start, four streams each
AREA = 10_000

MOST_TRIES = 64


class DatumOnLand(DriftFault):
    """No place of a datum is at sea. Fields: `what` (words)."""

    code: ClassVar[str] = "drift.datum-on-land"
    says: ClassVar[str] = "The datum {what} is on land, and so is everything within its error."
    hint: ClassVar[str] = "Check the position, or give it a larger error; the drift begins at sea."


@dataclass(frozen=True, slots=True, kw_only=True)
class Mustered:
    """The particles of a run before it begins, and what each stands for; see `Ensemble` for the arrays."""

    particles: Particles
    part: NDArray[np.uint8]
    scenario: NDArray[np.int16]
    world: NDArray[np.int64]
    weight: Floats
    drawn_again: int


Stream = Callable[[Floats, Floats, Floats], tuple[Floats, Floats]]
"""Gives the current's parts on the chart, m/s, at places on it and epoch seconds; NaN where there is none."""
Ashore = Callable[[Floats, Floats], NDArray[np.bool_]]
"""Tells of places on the chart whether they are on land."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """How particles come by their leeway: `sides` gives each its side at the start, `draw` its coefficients."""

    sides: Callable[[NDArray[np.int64]], NDArray[np.int64]]
    draw: Callable[[NDArray[np.int64], Floats, Floats, NDArray[np.int64]], Coefficients]


DRAWN: dict[Leeway, Drawing] = {
    "table": Drawing(sides, draw),
    "opendrift": Drawing(sides_as_peer, draw_as_peer),
}


def muster(
    scenarios: Sequence[Scenario],
    chart: Chart,
    *,
    worlds: int,
    key: int,
    zero: float,
    sign: float,
    stream: Stream,
    ashore: Ashore | None,
    jibe_mean_s: float,
    kept: tuple[float, float],
    tails: tuple[float | None, float | None],
    leeway: Drawing,
) -> Mustered:
    """Return the particles of `worlds` worlds shared among scenarios by weight.

    `zero` is the epoch second of the run's zero, and `sign` -1 for a run back in time.
    `kept` are the standard deviations, in sigmas, of what the errors of current and wind hold before the first step;
    `tails` their degrees of freedom. A world whose craft fails has two particles, which part when it does.
    A start that falls on land, as `ashore` tells, is drawn again: whoever drifts is at sea. Raises DatumOnLand.
    """
    shares = np.array([scenario.weight for scenario in scenarios])
    counts = _shared_out(shares, worlds)
    believed = shares[np.array(counts) > 0].sum()  # a belief too small for a single world has none
    made, begins = [], 0
    for index, (scenario, count) in enumerate(zip(scenarios, counts, strict=True)):
        numbers = np.arange(begins, begins + count, dtype=np.uint64)
        begins += count
        if count:
            one = _of_scenario(scenario, numbers, chart, key, zero, sign, stream, ashore, leeway)
            made.append((index, one, np.full(count, shares[index] / believed / count)))
    stages = max(one.stages.shape[0] for _, one, _ in made)
    whole = [_padded(one.stages, stages) for _, one, _ in made]
    number = np.concatenate([one.world for _, one, _ in made])
    total = number.size
    rows = np.zeros((passes.ROWS, total), np.float32)
    rows[passes.X] = np.concatenate([one.x for _, one, _ in made])
    rows[passes.Y] = np.concatenate([one.y for _, one, _ in made])
    rows[passes.RELEASE] = np.concatenate([one.release for _, one, _ in made])
    rows[passes.NEXT] = -np.inf
    for place, deviation in enumerate((kept[0], kept[0], kept[1], kept[1])):
        rows[passes.CURRENT_X + place] = deviation * normals(key, number, KEPT + place)
    rows[passes.CURRENT_TAIL] = _tail(tails[0], key, number, CURRENT_TAIL)
    rows[passes.WIND_TAIL] = _tail(tails[1], key, number, WIND_TAIL)
    jibe_at = np.full(total, np.inf, np.float32)
    if np.isfinite(jibe_mean_s):
        jibe_at = (rows[passes.RELEASE] - jibe_mean_s * np.log(uniforms(key, number, FIRST_JIBE))).astype(
            np.float32
        )
    particles = Particles(
        rows=passes.tiled(rows),
        stages=np.ascontiguousarray(np.concatenate(whole, axis=2), dtype=np.float32),
        world=number,
        status=np.full(total, passes.WAITING, np.uint8),
        stage=np.zeros(total, np.uint8),
        side=np.concatenate([one.side for _, one, _ in made]).astype(np.uint8),
        jibes=np.zeros(total, np.int32),
        refloats=np.zeros(total, np.int32),
        jibe_at=jibe_at,
        refloat_at=np.full(total, np.inf, np.float32),
    )
    return Mustered(
        particles=particles,
        part=np.concatenate([one.part for _, one, _ in made]),
        scenario=np.concatenate([np.full(one.x.size, index, np.int16) for index, one, _ in made]),
        world=number.astype(np.int64),
        weight=np.concatenate([np.tile(weight, one.x.size // weight.size) for _, one, weight in made]),
        drawn_again=sum(one.drawn_again for _, one, _ in made),
    )


@dataclass(frozen=True, slots=True)
class _Made:
    world: Words
    part: NDArray[np.uint8]
    x: Floats
    y: Floats
    release: Floats
    side: NDArray[np.int64]
    stages: Floats
    drawn_again: int


def _of_scenario(
    scenario: Scenario,
    world: Words,
    chart: Chart,
    key: int,
    zero: float,
    sign: float,
    stream: Stream,
    ashore: Ashore | None,
    leeway: Drawing,
) -> _Made:
    x, y, at, again = _starts(scenario.starts, world, chart, key, ashore)
    release = np.maximum(sign * (at - zero), 0.0)
    classes = allot(mixture(scenario.afloat), world.size)
    side = leeway.sides(classes)
    afloat = _drifting(classes, world, key, AFLOAT_STAGE, side, leeway)
    stages: list[tuple[Floats, Floats]] = []
    if scenario.way is not None:
        stops = release + 3600 * scenario.way.stops.hours(uniforms(key, world, STOPS))
        stages.append((_under_way(scenario.way, world, key, chart, x, y, at, stream), np.zeros(world.size)))
        stages.append((afloat, stops))
    else:
        stages.append((afloat, np.zeros(world.size)))
    if scenario.fails is None:
        part = np.full(world.size, Part.BOAT, np.uint8)
        return _Made(world, part, x, y, release, side, _staged(stages), again)
    fails_at = release + 3600 * scenario.fails.after.hours(uniforms(key, world, FAILS))
    return _parted(scenario.fails, fails_at, world, x, y, release, side, stages, again, key, leeway)


def _parted(
    fails: Failure,
    at: Floats,
    world: Words,
    x: Floats,
    y: Floats,
    release: Floats,
    side: NDArray[np.int64],
    stages: list[tuple[Floats, Floats]],
    again: int,
    key: int,
    leeway: Drawing,
) -> _Made:
    """Return two particles for each world: its people and its hull, one until the craft fails."""
    halves = []
    for stage, mixed in ((PEOPLE_STAGE, fails.people), (HULL_STAGE, fails.hull)):
        after = _drifting(allot(mixture(mixed), world.size, stage), world, key, stage, side, leeway)
        # A craft that fails while under way is never adrift afloat: that stage begins and ends with the failure.
        halves.append(_staged([*((was, np.minimum(begins, at)) for was, begins in stages), (after, at)]))
    return _Made(
        np.tile(world, 2),
        np.repeat(np.array([Part.PEOPLE, Part.HULL], np.uint8), world.size),
        np.tile(x, 2),
        np.tile(y, 2),
        np.tile(release, 2),
        np.tile(side, 2),
        np.concatenate(halves, axis=2),
        2 * again,
    )


def _starts(
    starts: Sequence[Start], world: Words, chart: Chart, key: int, ashore: Ashore | None
) -> tuple[Floats, Floats, Floats, int]:
    """Return x, y and epoch second of each world's start, and how many were drawn again; the datums share alike."""
    x, y, at = (np.empty(world.size) for _ in range(3))
    turn = np.empty(world.size, int)
    turn[np.argsort(dealt(world.size, START), kind="stable")] = (
        np.arange(world.size) * len(starts) // world.size
    )
    again = np.zeros(world.size, bool)
    for index, start in enumerate(starts):
        open_ = np.flatnonzero(turn == index)
        for tried in range(MOST_TRIES):
            x[open_], y[open_], at[open_] = start.scatter(chart, _draws(key, world[open_], tried))
            if ashore is None or not open_.size:
                break
            open_ = open_[ashore(x[open_], y[open_])]
            again[open_] = True
            if not open_.size:
                break
        else:
            _settle(start, turn == index, open_, (x, y, at), chart)
    return x, y, at, int(again.sum())


def _settle(
    start: Start, mine: NDArray[np.bool_], ashore: NDArray[np.int64], places: tuple[Floats, ...], chart: Chart
) -> None:
    """Put what is on land after every try where others of its datum are at sea; in turn, so that it is no one place."""
    at_sea = np.setdiff1d(np.flatnonzero(mine), ashore)
    if not at_sea.size:
        corner = start.corners()[0]
        raise DatumOnLand(what=f"at {corner.lat:.4f}, {corner.lon:.4f}")
    for part in places:
        part[ashore] = part[np.resize(at_sea, ashore.size)]


def _draws(key: int, world: Words, tried: int) -> Draws:
    shift = ELSEWHERE + 4 * tried if tried else 0
    across, along, late = (normals(key, world, shift + stream) for stream in (ACROSS, ALONG, LATE))

    def more(k: int) -> Floats:
        return uniforms(key, world, AREA + 1000 * tried + k)

    return Draws(across, along, late, uniforms(key, world, shift + SHARE), more)


def _drifting(
    classes: NDArray[np.int64],
    world: Words,
    key: int,
    stage: int,
    side: NDArray[np.int64],
    leeway: Drawing,
) -> Floats:
    """Return one stage's rows (STAGE_ROWS - 1, N) for particles adrift as classes."""
    first = DEVIATION + 2 * stage
    drawn = leeway.draw(classes, normals(key, world, first), normals(key, world, first + 1), side)
    return stage_rows(drawn, np.zeros(world.size), np.zeros(world.size))


def stage_rows(drawn: Coefficients, own_x: Floats, own_y: Floats) -> Floats:
    """Return one stage's rows for `Particles.stages`, but for when it begins."""
    return np.stack(
        [
            drawn.dw_slope,
            drawn.dw_offset,
            own_x,
            own_y,
            drawn.cw_slope[0],
            drawn.cw_offset[0],
            drawn.cw_slope[1],
            drawn.cw_offset[1],
        ]
    )


def _under_way(
    way: UnderWay, world: Words, key: int, chart: Chart, x: Floats, y: Floats, at: Floats, stream: Stream
) -> Floats:
    """Return the rows of making way: its own velocity through the water, along the chart's axes at the datum."""
    course = np.radians(way.course_deg + way.course_error_deg / HALF_95 * normals(key, world, COURSE))
    speed = KNOT * np.maximum(0.0, way.speed_kn + way.speed_error_kn / HALF_95 * normals(key, world, SPEED))
    north_x, north_y = chart.north(*chart.place(x, y))
    east, north = speed * np.sin(course), speed * np.cos(course)
    own_x, own_y = east * north_y + north * north_x, north * north_y - east * north_x
    if way.over == "ground":
        stream_x, stream_y = stream(x, y, at)
        # Where no stream is known at the datum there is none to take off; the particle will say so at its first step.
        own_x, own_y = own_x - np.nan_to_num(stream_x), own_y - np.nan_to_num(stream_y)
    still = np.zeros((4, world.size))
    return np.concatenate([still[:2], own_x[None], own_y[None], still])


def _staged(stages: list[tuple[Floats, Floats]]) -> Floats:
    """Return stages as (S, STAGE_ROWS, N)."""
    return np.stack([np.concatenate([rows, begins[None]]) for rows, begins in stages])


def _padded(stages: Floats, count: int) -> Floats:
    """Return stages with further ones that never begin."""
    never = np.zeros((count - stages.shape[0], *stages.shape[1:]))
    never[:, passes.STAGE_BEGINS] = np.inf
    return np.concatenate([stages, never])


def _shared_out(weights: Floats, count: int) -> list[int]:
    """Return whole numbers in proportion to weights, by largest remainder."""
    quota = weights / weights.sum() * count
    whole = np.floor(quota).astype(int)
    whole[np.argsort(whole - quota, kind="stable")[: count - whole.sum()]] += 1
    return [int(each) for each in whole]


def _tail(freedom: float | None, key: int, world: Words, stream: int) -> Floats:
    """Return each world's factor on its error: 1, or that of Student's t with the same variance.

    sqrt((ν - 2)/χ²) with χ² of ν degrees of freedom makes a normal number a t of variance 1.
    """
    if freedom is None:
        return np.ones(world.size)
    from scipy.special import chdtri

    factor: Floats = np.sqrt((freedom - 2) / chdtri(freedom, uniforms(key, world, stream)))
    return factor
