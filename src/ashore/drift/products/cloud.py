"""Where the particles of a run are at one instant: the people's cloud or the craft's, with what is not known of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from ashore.drift.chart import Chart
from ashore.drift.datums import Start
from ashore.drift.ensemble import Ensemble, Part, Status
from ashore.drift.faults import DriftFault
from ashore.drift.products.writing import utc_minute
from ashore.drift.scenarios import scenario_of

Floats = NDArray[np.float64]

WORTH_LEADING = 0.05
"""From this share on, that no place is known leads every product: half of the rest is not half of the probability."""

APART_M = 100.0
"""People and hull this far from each other have parted company; before a craft fails they are at one place."""

STEPS_S = tuple(60.0 * minutes for minutes in (10, 15, 20, 30, 60, 120, 180, 240, 360, 480, 720, 1440, 2880))
"""How far apart the instants that a product shows may be, seconds."""


class OutsideRun(DriftFault):
    """An instant was asked for that the run doesn't reach."""

    code = "drift.outside-run"
    says = "The run goes from {start} to {end}; {asked} is outside it."
    hint = "Ask for a time within it, or make a longer run."


class NoSuchScenario(DriftFault):
    """A scenario was asked for that the run doesn't have."""

    code = "drift.no-such-scenario"
    says = "This run has no scenario called {key}."
    hint = "It has: {held}."


class NoPlaceKnown(DriftFault):
    """Not one particle has a known place at the instant asked for."""

    code = "drift.no-place-known"
    says = (
        "At {asked} no particle of this run has a known place: "
        "{waiting:.0%} have not started, {missing:.0%} had no currents or no wind."
    )
    hint = "Ask for another time, or give the run forcing that covers this place and hour."


class Sought(StrEnum):
    """What is looked for: the people, or the craft with or without them."""

    PEOPLE = "people"
    CRAFT = "craft"

    @property
    def parts(self) -> tuple[Part, Part]:
        """Return the parts of an ensemble that stand for it."""
        return (Part.BOAT, Part.PEOPLE if self is Sought.PEOPLE else Part.HULL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cloud:
    """The particles with a known place at one instant, stranded ones among them.

    `when` epoch seconds UTC; `x`, `y` metres on `chart` (n,); `weight` (n,), 1 in all over these particles;
    `scenario` (n,) the index into the run's scenarios.
    `waiting`, `missing`, `aground`: shares, by weight, of everything that was asked for: not started yet,
    lost for want of forcing, on the shore. `waiting` and `missing` are not in the cloud.
    """

    chart: Chart
    when: float
    sought: Sought
    x: Floats
    y: Floats
    weight: Floats
    scenario: NDArray[np.int16]
    waiting: float
    missing: float
    aground: float

    @property
    def middle(self) -> tuple[float, float]:
        """Return the mean place, metres on the chart."""
        return float((self.weight * self.x).sum()), float((self.weight * self.y).sum())

    def radius(self, x: float, y: float, share: float = 0.5) -> float:
        """Return the radius, metres at sea, of the circle about a place that holds a share of the cloud."""
        distance = np.hypot(self.x - x, self.y - y)
        order = np.argsort(distance)
        index = int(np.searchsorted(np.cumsum(self.weight[order]), share))
        return float(distance[order[min(index, len(order) - 1)]] / self.chart.scale(x, y))


@dataclass(frozen=True, slots=True, kw_only=True)
class Parting:
    """The people who are apart from their craft: their share by weight, and the mean place, on the chart, of each."""

    share: float
    people: tuple[float, float]
    hull: tuple[float, float]


def cloud_at(
    ensemble: Ensemble, when: float, sought: Sought = Sought.PEOPLE, scenario: str | None = None
) -> Cloud:
    """Return the cloud of a run, or of one of its scenarios, at an instant (epoch seconds UTC).

    Between two output times, what is adrift is on the straight line between its places, unless lost by the second;
    what waits or lies aground at the first, in the run's order, does so until the second.
    Raises OutsideRun, NoSuchScenario, and NoPlaceKnown where nothing is left to show.
    """
    chosen = np.isin(ensemble.part, sought.parts)
    if scenario is not None:
        chosen &= ensemble.scenario == _scenario_index(ensemble, scenario)
    x, y, status = places_at(ensemble, when)
    weight = np.where(chosen, ensemble.weight, 0.0)
    total = float(weight.sum())
    lost = _lost(status)
    waiting = status == Status.WAITING
    shares = [float(weight[which].sum()) / total if total else 0.0 for which in (waiting, lost)]
    known = chosen & ~lost & ~waiting & (weight > 0)
    if not known.any():
        raise NoPlaceKnown(asked=utc_minute(when), waiting=shares[0], missing=shares[1])
    return Cloud(
        chart=ensemble.chart,
        when=when,
        sought=sought,
        x=x[known],
        y=y[known],
        weight=weight[known] / weight[known].sum(),
        scenario=ensemble.scenario[known],
        waiting=shares[0],
        missing=shares[1],
        aground=float(weight[known & (status == Status.AGROUND)].sum()) / total,
    )


def missing_at(ensemble: Ensemble, when: float) -> float:
    """Return the share of the people, by weight, that have no known place at an instant for want of forcing."""
    _, _, status = places_at(ensemble, when)
    weight = np.where(np.isin(ensemble.part, Sought.PEOPLE.parts), ensemble.weight, 0.0)
    return float(weight[_lost(status)].sum() / weight.sum())


def places_at(ensemble: Ensemble, when: float) -> tuple[Floats, Floats, NDArray[np.uint8]]:
    """Return x, y (metres on the chart, NaN where there is none) and status of every particle at an instant."""
    index, share = _between(ensemble.times, when)
    x, y, status = (row[index] for row in (ensemble.x, ensemble.y, ensemble.status))
    x, y = x.astype(float), y.astype(float)
    if share == 0:
        return x, y, status
    moved = status == Status.ADRIFT
    x[moved] += share * (ensemble.x[index + 1][moved] - x[moved])
    y[moved] += share * (ensemble.y[index + 1][moved] - y[moved])
    later = ensemble.status[index + 1]
    status = np.where(moved & _lost(later), later, status)
    return x, y, status


def start_of(ensemble: Ensemble) -> tuple[float, float]:
    """Return where the run starts, metres on the chart: the mean of the first place of every particle by weight."""
    begun = ensemble.status != Status.WAITING
    first = np.argmax(begun, axis=0)
    each = np.arange(ensemble.x.shape[1])
    counted = begun.any(axis=0) & np.isin(ensemble.part, Sought.PEOPLE.parts)
    weight = np.where(counted, ensemble.weight, 0.0)
    x, y = (np.where(counted, rows[first, each], 0.0).astype(float) for rows in (ensemble.x, ensemble.y))
    return float((weight * x).sum() / weight.sum()), float((weight * y).sum() / weight.sum())


def starts(ensemble: Ensemble) -> tuple[Start, ...]:
    """Return every datum, segment and area that the record's scenarios start from, each once."""
    found: list[Start] = []
    for given in ensemble.record.request.get("scenarios", ()):
        found += [start for start in scenario_of(given).starts if start not in found]
    return tuple(found)


def begins(ensemble: Ensemble) -> float:
    """Return the epoch second of the last datum in the run's order, or the first output time where none is within it.

    A run begins a little before its datums where their times are uncertain; hours are counted from here.
    """
    first, last = float(ensemble.times[0]), float(ensemble.times[-1])
    at = [corner.at for start in starts(ensemble) for corner in start.corners()]
    if not at:
        return first
    datum = max(at) if last >= first else min(at)
    return datum if min(first, last) <= datum <= max(first, last) else first


def moments(ensemble: Ensemble, most: int = 5) -> tuple[float, ...]:
    """Return up to `most` instants to show a run at: ordinary steps of hours from its datum, and its end."""
    start = begins(ensemble)
    length = float(ensemble.times[-1]) - start
    if length == 0:
        return (start,)
    step = next((each for each in STEPS_S if abs(length) / each <= most), abs(length) / most)
    count = int(abs(length) / step + 1e-9)
    shown = [start + float(np.copysign(step * (1 + index), length)) for index in range(count)]
    left = abs(start + length - shown[-1]) if shown else abs(length)
    if left > step / 2:
        shown.append(start + length)
    else:
        shown[-1] = start + length
    return tuple(shown)


def parting(ensemble: Ensemble, when: float) -> Parting | None:
    """Return where those who have parted from their craft are at an instant, and it; None where none have."""
    people = np.flatnonzero(ensemble.part == Part.PEOPLE)
    hulls = np.flatnonzero(ensemble.part == Part.HULL)
    if not len(people) or not len(hulls):
        return None
    x, y, status = places_at(ensemble, when)
    key = ensemble.world * len(ensemble.scenarios) + ensemble.scenario
    order = hulls[np.argsort(key[hulls], kind="stable")]
    hull = order[np.minimum(np.searchsorted(key[order], key[people]), len(order) - 1)]
    distance = np.hypot(x[people] - x[hull], y[people] - y[hull])  # NaN where they wait
    apart = (key[hull] == key[people]) & (distance > APART_M)
    apart &= ~(_lost(status)[people] | _lost(status)[hull])
    people, hull = people[apart], hull[apart]
    weight = ensemble.weight[people]
    if not weight.sum() > 0:
        return None
    all_people = np.isin(ensemble.part, Sought.PEOPLE.parts)
    share, weight = weight.sum() / ensemble.weight[all_people].sum(), weight / weight.sum()
    return Parting(
        share=float(share),
        people=(float((weight * x[people]).sum()), float((weight * y[people]).sum())),
        hull=(float((weight * x[hull]).sum()), float((weight * y[hull]).sum())),
    )


def _lost(status: NDArray[np.uint8]) -> NDArray[np.bool_]:
    return np.isin(status, (Status.NO_CURRENT, Status.NO_WIND))


def _scenario_index(ensemble: Ensemble, key: str) -> int:
    held = [name for name, _ in ensemble.scenarios]
    if key not in held:
        raise NoSuchScenario(key=key, held=", ".join(held))
    return held.index(key)


def _between(times: Floats, when: float) -> tuple[int, float]:
    """Return the output time at or before an instant in the run's order, and how far it is to the next, 0 to 1."""
    forward = times if times[-1] >= times[0] else -times
    asked = when if times[-1] >= times[0] else -when
    if not forward[0] <= asked <= forward[-1]:
        start, end = sorted((float(times[0]), float(times[-1])))
        raise OutsideRun(start=utc_minute(start), end=utc_minute(end), asked=utc_minute(when))
    index = int(np.searchsorted(forward, asked, side="right")) - 1
    if index == len(times) - 1:
        return index, 0.0
    return index, float((asked - forward[index]) / (forward[index + 1] - forward[index]))
