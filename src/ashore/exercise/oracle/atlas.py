"""Many voyages as a night's boats may have sailed them, drawn as the night's own and sailed by the same engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from ashore.drift.datums import HALF_95
from ashore.drift.ensemble import Ensemble, Part, Status
from ashore.drift.scenarios import Scenario
from ashore.exercise.boats import Boat, boats, engine
from ashore.exercise.habits import Habits, beaches
from ashore.exercise.lives import PRESSED, QUIET
from ashore.exercise.sea import NightSea
from ashore.exercise.voyages import GOES_ON_H, STEP_S, STRAIT, Track, leaving, leg, sail

Floats = NDArray[np.float64]
Singles = NDArray[np.float32]

NEVER = 1e18
"""An instant that does not come, seconds."""

OWN = 0.65
"""How much of what sets boats' headings and speeds apart an atlas draws; the rest is the width of the kernel."""

FLEET = 500
"""How many boats are drawn at a time; a few of them leave together or come back, as on a night."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How many voyages: `plans` of boats that go once, each sailed by `worlds` with headings, speeds and drift of their
    own; `again` of boats that are got going again and `turned` of such as turn back, one by one: they go on as they
    went before."""

    plans: int = 5_000
    worlds: int = 3
    again: int = 3_000
    turned: int = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Atlas:
    """V voyages on a common clock of T instants.

    `share` (V,) is how likely each is, 1 in all. `times` (T,) and every other instant are epoch seconds, NEVER for what
    does not happen. `x`, `y` (V, T) are metres on `voyages.STRAIT`: before a voyage its beach, after it where it ended.
    `beach` (V,) is an index into `habits.beaches()`. `called` (V, T) is the share of a voyage's calls that comes before
    each instant were nobody to find it, `rate` (V,) one second's share at the weight of 1, `mean_calls` (V,) how many
    there are on average.
    """

    share: Floats
    times: Floats
    x: Singles
    y: Singles
    beach: NDArray[np.int64]
    leaves: Floats
    until: Floats
    stops: Floats
    again: Floats
    swamps: Floats
    mean_calls: Floats
    rate: Floats
    called: Singles

    @property
    def count(self) -> int:
        """How many voyages it holds."""
        return int(self.leaves.size)


def atlas(habits: Habits, sea: NightSea, evening: int, year: int, seed: int, size: Size) -> Atlas:
    """Return an atlas of a night: its own sea and evening (UTC milliseconds), and boats as its habits make them."""
    chance = np.random.default_rng([seed, size.plans, size.again])
    once, again, turned = _drawn(habits, evening, year, chance, size)
    singly = [*again, *turned]
    latest = max(boat.leaves for boat in (*once, *singly)) / 1_000 + GOES_ON_H * 3_600
    first = min(boat.leaves for boat in (*once, *singly)) / 1_000 // STEP_S * STEP_S
    times = np.arange(first, latest + STEP_S, STEP_S)
    many = leg([_varied(boat, habits) for boat in once], sea, latest, seed, worlds=size.worlds)
    x, y, until, plan = _sailed(many, times)
    tracks = sail(singly, sea, seed + 1)
    further_x, further_y = _charted([tracks[boat.id] for boat in singly], times)
    shares = habits["going"]["stops"] * habits["going"]["goes_again"], habits["leaving"]["again"]
    return _timed(
        [*(once[index] for index in plan), *singly],
        share=np.concatenate(
            [
                np.full(count, share / max(1, count))
                for share, count in zip(
                    (1 - sum(shares), *shares), (plan.size, len(again), len(turned)), strict=True
                )
            ]
        ),
        times=times,
        x=np.concatenate([x, further_x]),
        y=np.concatenate([y, further_y]),
        until=np.concatenate([until, [tracks[boat.id].until / 1_000 for boat in singly]]),
        habits=habits,
    )


def _drawn(
    habits: Habits, evening: int, year: int, chance: Generator, size: Size
) -> tuple[list[Boat], list[Boat], list[Boat]]:
    """Return boats that go once, that are got going again, and that turn back, as many of each as asked for.

    Which of the first two a boat is of, its engine says, and that is drawn anew until it does.
    """
    once: list[Boat] = []
    again: list[Boat] = []
    turned: list[Boat] = []
    number = 0
    while len(once) < size.plans or len(again) < size.again or len(turned) < size.turned:
        for boat in boats(habits, FLEET, year, evening, chance):
            number += 1
            drawn = replace(boat, id=f"voyage-{number}")
            if drawn.turns is not None:
                turned.append(drawn)
            elif len(once) < size.plans:
                once.append(_with_engine(drawn, habits, chance, again=False))
            elif len(again) < size.again:
                again.append(_with_engine(drawn, habits, chance, again=True))
    return once, again, turned[: size.turned]


def _with_engine(boat: Boat, habits: Habits, chance: Generator, *, again: bool) -> Boat:
    stops, goes_again, swamps = boat.stops, boat.goes_again, boat.swamps
    while (goes_again is not None) != again:
        stops, goes_again, swamps = engine(habits["going"], boat.leaves, chance)
    mean, _ = habits["going"]["speed_kn"]
    return replace(
        boat,
        stops=stops,
        goes_again=goes_again,
        swamps=swamps,
        speed_kn=mean + OWN * (boat.speed_kn - mean),
        wobble_deg=OWN * boat.wobble_deg,
    )


def _varied(boat: Boat, habits: Habits) -> Scenario:
    """Return how a boat goes from its beach, with any heading and speed a boat may have that makes for its aim."""
    speed, spread = habits["going"]["speed_kn"]
    wobble = habits["going"]["wobble_deg"]
    scenario = leaving(replace(boat, wobble_deg=0.0, speed_kn=speed))
    assert scenario.way is not None
    own = OWN * HALF_95
    way = replace(scenario.way, course_error_deg=wobble * own, speed_error_kn=spread * own)
    return replace(scenario, way=way)


def _sailed(ensemble: Ensemble, times: Floats) -> tuple[Singles, Singles, Floats, NDArray[np.int64]]:
    """Return places (V, T) on the strait's chart, until when each voyage went, and which scenario it is of."""
    people = np.flatnonzero(ensemble.part != Part.HULL)
    lon, lat = ensemble.chart.place(ensemble.x[:, people], ensemble.y[:, people])
    x, y = STRAIT.project(lon, lat)
    started = np.isfinite(x)
    aground = started & (ensemble.status[:, people] == Status.AGROUND)
    last = np.where(aground.any(axis=0), aground.argmax(axis=0), len(ensemble.times) - 1)
    begun = started.argmax(axis=0)
    each = np.arange(people.size)
    held = np.clip(
        np.arange(len(ensemble.times))[:, None], begun, last
    )  # stands before it begins and after it ends
    x, y = x[held, each], y[held, each]
    step = (times - ensemble.times[0]) / STEP_S
    index = np.clip(step.astype(int), 0, len(ensemble.times) - 2)
    share = np.clip(step - index, 0, 1)[:, None]
    placed = [
        np.ascontiguousarray((part[index] * (1 - share) + part[index + 1] * share).T, np.float32)
        for part in (x, y)
    ]
    return placed[0], placed[1], ensemble.times[last], ensemble.scenario[people].astype(np.int64)


def _charted(tracks: Sequence[Track], times: Floats) -> tuple[Singles, Singles]:
    lat = np.array([np.interp(times, track.at, track.lat) for track in tracks]).reshape(-1, times.size)
    lon = np.array([np.interp(times, track.at, track.lon) for track in tracks]).reshape(-1, times.size)
    x, y = STRAIT.project(lon, lat)
    return x.astype(np.float32), y.astype(np.float32)


def _timed(
    fleet: Sequence[Boat],
    *,
    share: Floats,
    times: Floats,
    x: Singles,
    y: Singles,
    until: Floats,
    habits: Habits,
) -> Atlas:
    names = [spot.name for spot in beaches()]
    leaves = np.array([boat.leaves / 1_000 for boat in fleet])
    stops = _instants([boat.stops for boat in fleet])
    stops[stops >= until] = NEVER
    again, swamps = (
        np.where(stops < NEVER, _instants(instants), NEVER)
        for instants in ([boat.goes_again for boat in fleet], [boat.swamps for boat in fleet])
    )
    again[again >= until] = NEVER
    calling = habits["calling"]
    begins = leaves + calling["first_after_h"] * 3_600
    weight = np.where((times >= begins[:, None]) & (times < until[:, None]), 1.0, 0.0)
    weight *= pressed(times[None, :], stops[:, None], np.minimum(again, until)[:, None], calling["in_danger"])
    before = np.concatenate([np.zeros((len(fleet), 1)), np.cumsum(weight, axis=1)[:, :-1]], axis=1)
    total = np.maximum(weight.sum(axis=1), 1.0)
    return Atlas(
        share=share,
        times=times,
        x=x,
        y=y,
        beach=np.array([names.index(boat.beach.name) for boat in fleet]),
        leaves=leaves,
        until=until,
        stops=stops,
        again=again,
        swamps=swamps,
        mean_calls=calling["calls_a_boat"] * np.where(stops < NEVER, PRESSED, QUIET),
        rate=1.0 / (total * STEP_S),
        called=(before / total[:, None]).astype(np.float32),
    )


def pressed(at: Floats, stops: Floats, ends: Floats, in_danger: float) -> Floats:
    """Return how much more often than in calm a boat calls at an instant, its danger from and until as given."""
    danger = (at >= stops) & (at < ends)
    more = in_danger * np.exp(-np.where(danger, at - stops, 0.0) / 7_200)
    return np.asarray(1.0 + np.where(danger, more, 0.0))


def _instants(ms: Sequence[int | None]) -> Floats:
    return np.array([NEVER if each is None else each / 1_000 for each in ms])
