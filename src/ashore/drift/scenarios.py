"""What may be happening to the craft: adrift as one thing or another, under way and stopping, failing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from ashore.drift.datums import Area, Datum, Segment, Start
from ashore.drift.faults import DriftFault
from ashore.drift.leeway.mixtures import boat, boats, mixture

Floats = NDArray[np.float64]

KNOT = 1852 / 3600
"""One knot in m/s."""


class BadScenario(DriftFault):
    """A scenario makes no sense. Fields: `what` (words)."""

    code: ClassVar[str] = "drift.bad-scenario"
    says: ClassVar[str] = "The scenario cannot be used: {what}."
    hint: ClassVar[str] = "Give weights above 0, hours of 0 or more in rising order, and at least one datum."


@dataclass(frozen=True, slots=True)
class Delay:
    """An unknown time, as the hours by which it has come with each probability: ((0, .5), (.5, 3), (.9, 8)).

    Straight lines between; what is left above the last probability is never.
    """

    by: tuple[tuple[float, float], ...]

    def __post_init__(self) -> None:
        shares, hours = zip(*self.by, strict=True) if self.by else ((), ())
        rising = all(a <= b for each in (shares, hours) for a, b in pairwise(each))
        known = bool(np.isfinite((*shares, *hours)).all())
        if not self.by or not known or not rising or shares[0] < 0 or shares[-1] > 1 or hours[0] < 0:
            raise BadScenario(what=f"{self.by} is no list of (probability, hours), both rising")

    def hours(self, share: Floats) -> Floats:
        """Return the hours at a share between 0 and 1, infinite where it never comes."""
        shares, hours = (np.array(part, float) for part in zip(*self.by, strict=True))
        return np.where(share > shares[-1], np.inf, np.interp(share, shares, hours))


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderWay:
    """Making way: course and speed with their errors, each the half-width that holds the truth with probability .95.

    `over` tells whether they are through the water or over the ground; over the ground, the stream at the datum is
    taken off, since it is a heading that a helmsman holds.
    `stops` is the time after the datum at which the engine stops, or the fuel ends.
    The wind's push is within the course and speed until then.
    """

    course_deg: float
    speed_kn: float
    course_error_deg: float = 20.0
    speed_error_kn: float = 1.0
    over: Literal["ground", "water"] = "ground"
    stops: Delay

    def __post_init__(self) -> None:
        if not (0 <= self.course_deg <= 360 and 0 <= self.speed_kn < 60):
            raise BadScenario(what=f"course {self.course_deg} and speed {self.speed_kn} kn are no way to go")
        if not (0 <= self.course_error_deg < np.inf and 0 <= self.speed_error_kn < np.inf):
            raise BadScenario(what="an error of course or speed is negative, without end or not a number")


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """The craft fails some time after the datum: its people are in the water, and its hull drifts without them."""

    after: Delay
    people: str
    hull: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One way the case may be going, and how much of the belief it has.

    `afloat`, `fails.people` and `fails.hull` are keys of documented mixtures, or `class:KEY` for a published class.
    `starts` share the scenario's particles alike. `says` is one plain sentence.
    `assumptions` are sentences that every forecast on it shows, besides those of its mixtures.
    """

    key: str
    says: str
    starts: tuple[Start, ...]
    afloat: str
    weight: float = 1.0
    way: UnderWay | None = None
    fails: Failure | None = None
    assumptions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 0 < self.weight < np.inf:
            raise BadScenario(what=f"the weight of {self.key} is not a number above 0")
        if not self.starts:
            raise BadScenario(what=f"{self.key} has no datum")

    def as_json(self) -> dict[str, Any]:
        """Return it as plain JSON values, from which `scenario_of` makes it again."""
        way, fails = self.way, self.fails
        return {
            "key": self.key,
            "says": self.says,
            "weight": self.weight,
            "afloat": self.afloat,
            "assumptions": list(self.assumptions),
            "starts": [start.as_json() for start in self.starts],
            "way": way
            and {
                "course_deg": way.course_deg,
                "speed_kn": way.speed_kn,
                "course_error_deg": way.course_error_deg,
                "speed_error_kn": way.speed_error_kn,
                "over": way.over,
                "stops": [list(pair) for pair in way.stops.by],
            },
            "fails": fails
            and {
                "after": [list(pair) for pair in fails.after.by],
                "people": fails.people,
                "hull": fails.hull,
            },
        }


def boat_scenarios(key: str, starts: Sequence[Start]) -> tuple[Scenario, ...]:
    """Return the documented scenarios of a kind of boat, or the single one of a mixture or a `class:KEY`, from datums.

    Raises UnknownBoat, UnknownMixture, UnknownClass.
    """
    if key.strip().lower() not in boats():
        drifting = mixture(key)
        return (Scenario(key=drifting.key, says=drifting.says, starts=tuple(starts), afloat=drifting.key),)
    known = boat(key)
    return tuple(
        Scenario(
            assumptions=tuple(filter(None, (known.assumption, one.fails.assumption if one.fails else ""))),
            key=one.key,
            says=one.says,
            starts=tuple(starts),
            afloat=one.craft,
            weight=one.share,
            fails=Failure(after=Delay(one.fails.by), people=one.people, hull=one.hull)
            if one.fails and one.people and one.hull
            else None,
        )
        for one in known.scenarios
    )


def scenario_of(given: Mapping[str, Any]) -> Scenario:
    """Return the scenario that `Scenario.as_json` wrote."""
    way, fails = given["way"], given["fails"]
    return Scenario(
        key=given["key"],
        says=given["says"],
        weight=given["weight"],
        afloat=given["afloat"],
        assumptions=tuple(given["assumptions"]),
        starts=tuple(_start_of(start) for start in given["starts"]),
        way=UnderWay(**{**way, "stops": _delay_of(way["stops"])}) if way else None,
        fails=Failure(after=_delay_of(fails["after"]), people=fails["people"], hull=fails["hull"])
        if fails
        else None,
    )


def _start_of(given: Mapping[str, Any]) -> Start:
    if "first" in given:
        return Segment(first=Datum(**given["first"]), last=Datum(**given["last"]))
    if "geometry" in given:
        return Area(**given)
    return Datum(**given)


def _delay_of(pairs: list[list[float]]) -> Delay:
    return Delay(tuple((share, hours) for share, hours in pairs))
