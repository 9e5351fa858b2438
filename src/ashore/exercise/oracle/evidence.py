"""Everything the oracle's sums run over, as arrays: each message under each voyage, and what it says that lasts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ashore.exercise.habits import Habits, beaches
from ashore.exercise.oracle.atlas import NEVER, Atlas, pressed
from ashore.exercise.oracle.messages import CALL, SIGHT, Message
from ashore.exercise.oracle.tables import Priors, Words
from ashore.exercise.voyages import STEP_S, STRAIT

Floats = NDArray[np.float64]

NOWHERE = 255
"""The lag of a position that no lag brings near a voyage."""

IMPOSSIBLE = -1e9
NEAR, STALER = 14.0, 4.0
"""Squares of standard deviations: within how many a fix is near a voyage, and how much better an older one must fit."""

LAGS_MIN = (0.0, 13.0, 19.0, 25.0, 31.0, 37.0, 43.0, 48.0)
"""How old a fix may be: none, or one of so many parts of the ten to fifty minutes of the habits."""

FORGOT = 0.1
"""How much of what a voyage has of swamping is left open: too few of an atlas swamp to have one at every instant."""

AS_OFTEN = {"people_in_water": 0.08, "taking_water": 0.1, "drifting": 0.4}
"""How often a boat whose engine stopped is in each danger, roughly, where a voyage leaves it open."""

SQUARE_M = 8e9
"""The sea of the night, square metres."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kernel:
    """How wide a voyage of an atlas stands for those between it and the next: standard deviations of each part.

    `here_m` of its place at any time, `speed_m_h` for each hour under way, `drift_m_h` for each hour adrift,
    `stopped_m` once its engine stopped, `again_m_h` for each hour since it was got going again, `rough_m` of every fix
    by itself, because a neighbour's way is no straight offset of it; `instant_s` of every instant; `elsewhere` is the
    share of positions out of all reason. Chosen by the likelihood of the true boats of nights for training: see
    docs/exercises.md.
    """

    here_m: float = 650.0
    speed_m_h: float = 900.0
    drift_m_h: float = 200.0
    stopped_m: float = 1_000.0
    again_m_h: float = 1_600.0
    rough_m: float = 150.0
    instant_s: float = 900.0
    elsewhere: float = 0.006


class Evidence(NamedTuple):
    """U messages and V voyages. Logarithms are natural, instants epoch seconds, places metres.

    `plain` (V, U) the log-likelihood of all that is not a fix; `lag` (V, U) how old a fix would have to be, an index
    of LAGS_MIN or NOWHERE; `east`, `north` (V, U) how far the fix lies from the voyage then; `near` the voyages that
    come near each fix, those of message u from `begins[u]` to `begins[u + 1]`.
    """

    plain: NDArray[np.float32]
    lag: NDArray[np.uint8]
    east: NDArray[np.float32]
    north: NDArray[np.float32]
    near: NDArray[np.int64]
    begins: NDArray[np.int64]
    at: Floats
    what: NDArray[np.int64]
    sigma: Floats
    source: NDArray[np.int64]
    phone: NDArray[np.int64]
    ashore: NDArray[np.bool_]
    language: NDArray[np.int64]
    share: Floats
    leaves: Floats
    until: Floats
    stops: Floats
    again: Floats
    dead_by: Floats
    mean_calls: Floats
    times: Floats
    called: NDArray[np.float32]
    aboard: Floats
    children: Floats
    look: Floats
    length: Floats
    spoke: NDArray[np.bool_]
    people: Floats
    looks: Floats
    lengths: Floats
    languages: Floats
    phones: Floats
    constants: Floats


def evidence(
    said: Sequence[Message],
    sailed: Atlas,
    before: Priors,
    told: Words,
    habits: Habits,
    kernel: Kernel,
    boats: int,
) -> Evidence:
    """Return the evidence of a night of so many boats."""
    plain = np.array([_plain(each, sailed, habits, kernel) for each in said], np.float32)
    lag = np.full(plain.shape, NOWHERE, np.uint8)
    east, north = (np.zeros(plain.shape, np.float32) for _ in range(2))
    near: list[NDArray[np.int64]] = []
    for index, each in enumerate(said):
        if each.fix is not None and each.how not in ("cell", "place"):
            lag[index], east[index], north[index], off = _fixed(each, sailed, habits, kernel)
            fitting = np.flatnonzero((lag[index] != NOWHERE) & (plain[index] > IMPOSSIBLE / 2))
            # The likeliest first: once they are summed, most others are seen to be negligible at their first fix.
            near.append(fitting[np.argsort(off[fitting] / 2 - plain[index][fitting], kind="stable")])
        else:
            near.append(np.zeros(0, np.int64))
    names = list(habits["calling"]["languages"])
    numbers = habits["calling"]["phones"]
    return Evidence(
        plain=np.ascontiguousarray(plain.T),
        lag=np.ascontiguousarray(lag.T),
        east=np.ascontiguousarray(east.T),
        north=np.ascontiguousarray(north.T),
        near=np.concatenate([*near, np.zeros(0, np.int64)]),
        begins=np.cumsum([0, *(each.size for each in near)]),
        at=np.array([each.at for each in said]),
        what=np.array([each.what for each in said]),
        sigma=np.array(
            [
                0.0
                if each.fix is None or each.how in ("cell", "place")
                else np.hypot(each.fix[2], kernel.rough_m)
                for each in said
            ]
        ),
        source=_numbered([each.source for each in said]),
        phone=_numbered([each.phone for each in said]),
        ashore=np.array([each.ashore for each in said]),
        language=np.array([names.index(each.language) if each.language else -1 for each in said]),
        share=np.log(sailed.share),
        leaves=sailed.leaves,
        until=sailed.until,
        stops=sailed.stops,
        again=sailed.again,
        dead_by=np.minimum(sailed.until, sailed.swamps + habits["found"]["lost_after_h"] * 3_600),
        mean_calls=sailed.mean_calls,
        times=sailed.times,
        called=sailed.called,
        aboard=told.aboard,
        children=told.children,
        look=told.look,
        length=told.length,
        spoke=np.array(
            [(part < 1).any(axis=1) for part in (told.aboard, told.children, told.look, told.length)]
        ).T,
        people=before.people,
        looks=before.looks,
        lengths=before.lengths,
        languages=_shares([habits["calling"]["languages"][name] for name in names]),
        phones=_shares([numbers[name] for name in sorted(numbers)]),
        constants=np.array(
            [
                kernel.here_m**2,
                kernel.speed_m_h**2,
                kernel.drift_m_h**2,
                kernel.stopped_m**2,
                np.log(kernel.elsewhere / SQUARE_M),
                np.log(1 - habits["saying"]["stale"]),
                np.log(habits["saying"]["stale"] / (len(LAGS_MIN) - 1)),
                habits["calling"]["gathered"],
                np.log(habits["found"]["after_h"][0] * 3_600),
                habits["found"]["after_h"][1],
                habits["found"]["escorted"],
                habits["calling"]["main_phone"],
                np.log(boats),
                np.log(habits["leaving"]["again"] / boats),
                kernel.again_m_h**2,
            ]
        ),
    )


def _plain(message: Message, sailed: Atlas, habits: Habits, kernel: Kernel) -> Floats:
    """Return the log-likelihood, under each voyage, of all a message says that is neither a fix nor lasting."""
    at, wide = message.at, kernel.instant_s
    calling = habits["calling"]
    stopped = _passed(at, sailed.stops, wide) - _passed(at, sailed.again, wide)
    failed = _passed(at, sailed.swamps, wide)
    likely = 1.0 - _passed(at, sailed.until, wide)
    if message.what == CALL:
        likely *= _passed(at, sailed.leaves + calling["first_after_h"] * 3_600, wide)
    else:
        likely *= _passed(at, sailed.leaves + 900.0, wide)
    if message.engine:
        likely *= stopped if message.engine == "stopped" else 1.0 - stopped
    if message.what == CALL:
        likely *= _danger_said(message, stopped, failed, sailed, habits)
    if message.what == SIGHT:
        likely *= failed if "people_in_water" in message.danger else 1.0 - failed
    if message.departed:
        names = np.array([spot.name for spot in beaches()])
        likely *= names[sailed.beach] == message.departed
    if message.how in ("cell", "place"):
        likely *= _about(message, sailed, habits, kernel)
    with np.errstate(divide="ignore"):
        log = np.log(likely)
    if message.what == CALL:
        ends = np.minimum(sailed.again, sailed.until)
        log += np.log(
            sailed.mean_calls
            * sailed.rate
            * pressed(np.full(sailed.count, at), sailed.stops, ends, calling["in_danger"])
        )
    return np.where(likely > 1e-12, log, IMPOSSIBLE)


def _passed(at: float, instant: Floats, wide: float) -> Floats:
    """Return how likely an instant that is known so well lies before `at`."""
    return np.asarray(0.5 * (1 + np.tanh((at - instant) / (1.1 * wide))))


def _danger_said(message: Message, stopped: Floats, failed: Floats, sailed: Atlas, habits: Habits) -> Floats:
    named = habits["saying"]["danger"]
    soon = (sailed.swamps < NEVER) & (sailed.swamps - message.at < 5_400.0)
    said = message.danger
    calm = {(): 0.8, ("none_stated",): 0.2}.get(said, 0.0)
    if not said:
        pressed_: Floats | float = 1 - named
    elif said == ("people_in_water",):
        pressed_ = named * failed
    elif said == ("taking_water",):
        pressed_ = named * (1 - failed) * soon
    elif said[0] == "drifting":
        pressed_ = named * (1 - failed) * (1.0 - soon) * (0.6 if len(said) == 1 else 0.4)
    else:
        pressed_ = 0.0
    average = named * AS_OFTEN.get(said[0], 0.0) if said else 1 - named
    return np.asarray((1 - stopped) * calm + stopped * ((1 - FORGOT) * pressed_ + FORGOT * average))


def _about(message: Message, sailed: Atlas, habits: Habits, kernel: Kernel) -> Floats:
    """Return how likely the sector of a mast or the name of a place is from where each voyage was."""
    x, y = _where(sailed, np.full(sailed.count, message.at))
    assert message.fix is not None
    if message.how == "cell":
        wide = message.fix[2] ** 2 + kernel.here_m**2
        off = (x - message.fix[0]) ** 2 + (y - message.fix[1]) ** 2
        return np.asarray(np.exp(-off / (2 * wide)) / (2 * np.pi * wide))
    spots = beaches()
    at_x, at_y = STRAIT.project([spot.lon for spot in spots], [spot.lat for spot in spots])
    away = np.hypot(x[:, None] - at_x, y[:, None] - at_y)
    rank = np.argsort(np.argsort(away, axis=1), axis=1)
    own = rank[:, [spot.name for spot in spots].index(message.place)]
    return np.array([0.65, 0.25, 0.1, *([0.002] * len(spots))])[own]


def _fixed(
    message: Message, sailed: Atlas, habits: Habits, kernel: Kernel
) -> tuple[NDArray[np.uint8], Floats, Floats, Floats]:
    """Return by which lag a fix fits each voyage best, how far east and north of it then it lies, and how badly."""
    assert message.fix is not None
    fix_x, fix_y, sigma = message.fix
    lags = LAGS_MIN if message.what == CALL else LAGS_MIN[:1]
    best = np.full(sailed.count, NEAR)
    lag = np.full(sailed.count, NOWHERE, np.uint8)
    east, north = np.zeros(sailed.count), np.zeros(sailed.count)
    for index, minutes in enumerate(lags):
        at = np.maximum(message.at - 60 * minutes, sailed.leaves)
        x, y = _where(sailed, at)
        run, drift, after, anew = hours(at, sailed)
        wide = (
            sigma**2
            + kernel.rough_m**2
            + kernel.here_m**2
            + (kernel.speed_m_h * run) ** 2
            + (kernel.drift_m_h * drift) ** 2
            + (kernel.stopped_m * after) ** 2
            + (kernel.again_m_h * anew) ** 2
        )
        off = ((fix_x - x) ** 2 + (fix_y - y) ** 2) / wide
        off = off + (STALER if index else 0.0)
        better = off < best
        best[better], lag[better] = off[better], index
        east[better], north[better] = (fix_x - x)[better], (fix_y - y)[better]
    return lag, east, north, best


def hours(at: Floats, sailed: Atlas) -> tuple[Floats, Floats, Floats, Floats]:
    """Return for each voyage, until an instant of it, the hours under way and adrift, 1 once its engine stopped, and
    the hours since it was got going again."""
    anew = np.maximum(at - sailed.again, 0.0)
    run = np.maximum(np.minimum(at, sailed.stops) - sailed.leaves, 0.0) + anew
    drift = np.maximum(np.minimum(at, sailed.again) - sailed.stops, 0.0)
    return run / 3_600, drift / 3_600, (at >= sailed.stops).astype(float), anew / 3_600


def _where(sailed: Atlas, at: Floats) -> tuple[Floats, Floats]:
    step = np.clip((at - sailed.times[0]) / STEP_S, 0, sailed.times.size - 1.001)
    index = step.astype(np.int64)
    share = step - index
    each = np.arange(sailed.count)
    x = sailed.x[each, index] * (1 - share) + sailed.x[each, index + 1] * share
    y = sailed.y[each, index] * (1 - share) + sailed.y[each, index + 1] * share
    return x, y


def _shares(values: Sequence[float]) -> Floats:
    return np.array(values, float) / sum(values)


def _numbered(names: Sequence[str]) -> NDArray[np.int64]:
    known: dict[str, int] = {}
    return np.array([known.setdefault(name, len(known)) if name else -1 for name in names], np.int64)
