"""Every boat found is a free check: in which area of its own last forecast did it lie?

Only what was written before it was found counts, and only a link by a person says that the found boat is this one.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ashore.forecast.fixes import heard, number
from ashore.model.bodies import Forecast, ForecastArea
from ashore.model.facts import CaseFacts, MentionFacts

NEAR_MS = 45 * 60_000
"""How far in time an area may lie from the finding and still be held against it."""

LAST = 20
"""How many of the last boats found the areas are judged by: older ones had other forcing."""

SHARES = (50, 75, 95)

FOUND = frozenset("sighted alongside escorting recovered transferred winched towed empty_hull".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """One boat found: the case, the mention that found it, and the least of its areas that held it.

    `at` is when it was found, UTC milliseconds. `per_cent` is 50, 75 or 95; 100 where it lay outside them all.
    """

    at: int
    case: str
    mention: str
    forecast: str
    per_cent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A forecast in the log: its entry, when it was recorded (UTC milliseconds), and what it says."""

    entry: str
    at: int
    says: Forecast


def found_boats(cases: Iterable[CaseFacts], drawn: Iterable[Drawn]) -> tuple[Checked, ...]:
    """Return the check of every case that was first found after a forecast of it, in the order they were found."""
    by_case: dict[str, list[Drawn]] = {}
    for each in drawn:
        by_case.setdefault(each.says.case, []).append(each)
    checked = (_check(case, by_case[case.id]) for case in cases if case.id in by_case)
    return tuple(
        sorted((each for each in checked if each is not None), key=lambda each: (each.at, each.case))
    )


def judged(checked: Sequence[Checked]) -> tuple[str, ...]:
    """Return what the last boats found say of the areas of each share, a sentence for each.

    Raises ModuleNotFoundError where the extra `drift` is not installed.
    """
    from ashore.drift.calibration.checks import check_found

    levels = [each.per_cent / 100 for each in checked]
    return tuple(check_found(levels, nominal=share / 100, last=LAST).sentence() for share in SHARES)


def holds(area: ForecastArea, lat: float, lon: float) -> bool:
    """Return whether a kept area holds a place in degrees (even-odd over its rings; a ring's edge may be either)."""
    geometry = json.loads(area.area)
    odd = False
    for ring in (ring for piece in geometry["coordinates"] for ring in piece):
        for (x0, y0), (x1, y1) in itertools.pairwise(ring):
            if (y0 > lat) != (y1 > lat) and lon < (x1 - x0) * (lat - y0) / (y1 - y0) + x0:
                odd = not odd
    return odd


def _check(case: CaseFacts, drawn: list[Drawn]) -> Checked | None:
    for mention in heard(case):
        place = _found_at(case, mention)
        if place is None:
            continue
        at, lat, lon = place
        earlier = [
            each for each in drawn if each.says.made_at.ms <= at and mention.id not in each.says.rests_on
        ]
        if not earlier:
            return None
        last = max(earlier, key=lambda each: (each.says.made_at.ms, each.at, each.entry))
        sought = "craft" if mention.mention.about == "craft" else "people"
        return _against(case.id, mention.id, last, sought, at, lat, lon)
    return None


def _found_at(case: CaseFacts, facts: MentionFacts) -> tuple[int, float, float] | None:
    """Return when and where a unit met the boat, if a person linked that meeting to this case."""
    met = facts.mention.encounter
    by_person = any(
        link.by_person and link.cases == (case.id,) and link.standing == "linked" for link in facts.links
    )
    if met is None or met.action not in FOUND or not by_person:
        return None
    for position in facts.mention.positions:
        lat, lon = number(position.lat), number(position.lon)
        if position.of == "craft" and lat is not None and lon is not None:
            return (facts.at if position.at is None else position.at.ms), lat, lon
    return None


def _against(
    case: str, mention: str, last: Drawn, sought: str, at: int, lat: float, lon: float
) -> Checked | None:
    kinds = {area.sought for area in last.says.areas}
    kind = sought if sought in kinds else "people"
    near = [area for area in last.says.areas if area.sought == kind and abs(area.at.ms - at) <= NEAR_MS]
    if not near:
        return None
    nearest = min(abs(area.at.ms - at) for area in near)
    shares = [area.per_cent for area in near if abs(area.at.ms - at) == nearest and holds(area, lat, lon)]
    return Checked(at=at, case=case, mention=mention, forecast=last.entry, per_cent=min(shares, default=100))
