"""A sketch of where a mention lies beside the boats it may be about: circles, dots, areas and lines.

Nobody has to move it or wait for it: it holds one mention and three boats, and what it shows stands below it in words.
North is up; lengths are in units of the picture, WIDTH to HEIGHT.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from ashore.desk.commands import mapping
from ashore.desk.language import Tongue
from ashore.desk.web.clocks import hour
from ashore.forecast.cloud import Area, Cloud
from ashore.forecast.fixes import EARTH_M, Fix, distance_m
from ashore.model.facts import CaseFacts

WIDTH, HEIGHT = 640, 400
MARGIN = 46
LEAST_M = 2_000.0
"""The sketch never shows less than so many metres across: two dots at one place are one place."""

MOST_OLD = 4
"""So many positions of a boat are drawn, those nearest in time to the mention's."""

TOGETHER_MS = 45 * 60_000
"""An area of a forecast is drawn where it is for about the mention's time."""

CLEAR = 14
"""Of the picture: so far a label stands from its line."""

FINE = 1.5
"""Of the picture: a shore is drawn no finer."""

NM = 1852.0
SCALES_NM = (0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A boat a mention may be about, by the key it is chosen by: its positions, and its forecast if one is held."""

    key: str
    name: str
    case: CaseFacts
    fixes: tuple[Fix, ...]
    cloud: Cloud | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """A position on the sketch with its circle, and its time; `key` is the boat's, "" for the mention's own."""

    x: float
    y: float
    radius: float
    key: str
    nearest: bool
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """From the mention to the position of a boat nearest in time: how far and how long, in words.

    The label ends at `at` where `before` is set, and else begins there: clear of the cross at the line's first end.
    """

    x1: float
    y1: float
    x2: float
    y2: float
    key: str
    at: tuple[float, float]
    before: bool
    label: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """Everything that is drawn: paths of land and of areas, dots, lines, the scale's length and what it stands for."""

    width: int
    height: int
    land: str
    areas: tuple[str, ...]
    dots: tuple[Dot, ...]
    lines: tuple[Line, ...]
    scale: float
    scale_nm: str
    says: tuple[str, ...]


class _Chart:
    """Degrees to the picture's units, about the middle of what must be seen."""

    def __init__(self, fixes: Sequence[Fix]) -> None:
        lats = [side for fix in fixes for side in _spread(fix.lat, fix.error_m, 1.0)]
        lons = [
            side for fix in fixes for side in _spread(fix.lon, fix.error_m, math.cos(math.radians(fix.lat)))
        ]
        self.lat, self.lon = (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2
        self._narrow = math.cos(math.radians(self.lat))
        degree = math.radians(1) * EARTH_M
        high = max((max(lats) - min(lats)) * degree, LEAST_M)
        wide = max((max(lons) - min(lons)) * degree * self._narrow, LEAST_M)
        self.per_m = min((WIDTH - 2 * MARGIN) / wide, (HEIGHT - 2 * MARGIN) / high)
        self._per_degree = degree * self.per_m

    def at(self, lat: float, lon: float) -> tuple[float, float]:
        """Return where a place is drawn."""
        return (
            round(WIDTH / 2 + (lon - self.lon) * self._narrow * self._per_degree, 1),
            round(HEIGHT / 2 - (lat - self.lat) * self._per_degree, 1),
        )

    def path(self, rings: Iterable[Sequence[Sequence[float]]]) -> str:
        """Return rings of GeoJSON, longitude first, as a path; what lies off the picture altogether is left out."""
        return "".join(self._ring(ring) for ring in rings)

    def _ring(self, ring: Sequence[Sequence[float]]) -> str:
        corners = [self.at(lat, lon) for lon, lat in ring]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        if max(xs) < 0 or min(xs) > WIDTH or max(ys) < 0 or min(ys) > HEIGHT:
            return ""
        kept = [corners[0]]
        for x, y in corners[1:]:
            if abs(x - kept[-1][0]) + abs(y - kept[-1][1]) >= FINE:
                kept.append((x, y))
        if len(kept) < 3:
            return ""
        return "M" + "L".join(f"{x:g} {y:g}" for x, y in kept) + "Z"


def sketch(fixes: Sequence[Fix], candidates: Sequence[Candidate], tongue: Tongue) -> Sketch | None:
    """Return the sketch of a mention's positions and those of the boats it may be about; None without a position."""
    if not fixes:
        return None
    own = fixes[0]
    placed = [each for each in candidates if each.fixes]
    nearest = {each.key: min(each.fixes, key=lambda fix: (abs(fix.at - own.at), fix.name)) for each in placed}
    chart = _Chart([*fixes, *nearest.values()])
    shown_scale = _scale_nm(chart)
    lines = [_line(chart, own, nearest[each.key], each, tongue) for each in placed]
    return Sketch(
        width=WIDTH,
        height=HEIGHT,
        land=chart.path(_land()),
        areas=tuple(
            path
            for each in placed
            for area in _areas(each, own.at)
            if (path := chart.path(rings[0] for rings in area.area["coordinates"]))
        ),
        dots=(
            *(_dot(chart, fix, "", fix is own, tongue) for fix in fixes),
            *(
                _dot(chart, fix, each.key, fix is nearest[each.key], tongue)
                for each in placed
                for fix in _about(each.fixes, own.at)
            ),
        ),
        lines=tuple(lines),
        scale=round(shown_scale * NM * chart.per_m, 1),
        scale_nm=f"{shown_scale:g}",
        says=tuple(line.says for line in lines),
    )


def _line(chart: _Chart, own: Fix, other: Fix, candidate: Candidate, tongue: Tongue) -> Line:
    (x1, y1), (x2, y2) = chart.at(own.lat, own.lon), chart.at(other.lat, other.lon)
    nm = f"{distance_m(own.lat, own.lon, other.lat, other.lon) / NM:.1f}"
    minutes = abs(own.at - other.at) // 60_000
    fields = {"boat": candidate.name, "nm": nm, "minutes": minutes, "time": hour(other.at, tongue)}
    if other.at > own.at:
        says = tongue.says("{boat} was {nm} NM away {minutes} min later, at {time}.", **fields)
    else:
        says = tongue.says("{boat} was {nm} NM away {minutes} min before, at {time}.", **fields)
    before = (x1 + x2) / 2 > WIDTH / 2
    return Line(
        x1=x1,
        y1=y1,
        x2=x2,
        y2=y2,
        key=candidate.key,
        at=((x1 + x2) / 2 + (-CLEAR if before else CLEAR), (y1 + y2) / 2 + 4),
        before=before,
        label=tongue.says("{nm} NM, {minutes} min", nm=nm, minutes=minutes),
        says=says,
    )


def _dot(chart: _Chart, fix: Fix, key: str, nearest: bool, tongue: Tongue) -> Dot:
    x, y = chart.at(fix.lat, fix.lon)
    return Dot(
        x=x,
        y=y,
        radius=round(fix.error_m * chart.per_m, 1),
        key=key,
        nearest=nearest,
        says=hour(fix.at, tongue),
    )


def _about(fixes: Sequence[Fix], at: int) -> list[Fix]:
    return sorted(fixes, key=lambda fix: (abs(fix.at - at), fix.name))[:MOST_OLD]


def _areas(candidate: Candidate, at: int) -> Iterator[Area]:
    """Yield the areas of the people for the instant nearest to one, if it is near."""
    sought = [] if candidate.cloud is None else [a for a in candidate.cloud.areas if a.sought == "people"]
    nearest = min((abs(area.at - at) for area in sought), default=TOGETHER_MS)
    if nearest < TOGETHER_MS:
        yield from (area for area in sought if abs(area.at - at) == nearest)


def _spread(degrees: float, error_m: float, narrow: float) -> tuple[float, float]:
    off = math.degrees(error_m / EARTH_M) / max(narrow, 0.01)
    return degrees - off, degrees + off


def _scale_nm(chart: _Chart) -> float:
    """Return the longest round distance that takes no more than a third of the picture."""
    return max(
        (nm for nm in SCALES_NM if nm * NM * chart.per_m <= WIDTH / 3),
        default=SCALES_NM[0],
    )


@cache
def _land() -> tuple[list[list[float]], ...]:
    """Return the outer rings of the land, longitude first; none where no shoreline is held."""
    held = mapping.land()
    if held is None:
        return ()
    drawn: dict[str, Any] = json.loads(held)
    features = drawn.get("features", [drawn])
    return tuple(
        rings[0]
        for feature in features
        for rings in (
            feature["geometry"]["coordinates"]
            if feature["geometry"]["type"] == "MultiPolygon"
            else [feature["geometry"]["coordinates"]]
        )
    )
