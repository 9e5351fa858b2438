"""Which of a case's positions are the boat's own, and how well each is known.

An observer's place, a beach of departure and a destination are not where the boat is.
Decimals become numbers here and nowhere in the book: a forecast is advice.
"""

from __future__ import annotations

import json
import math
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from typing import Any

from ashore.model.facts import CaseFacts, MentionFacts
from ashore.model.phrases import Instant, Phrase, say
from ashore.model.report import Position
from ashore.reading.positions import read_positions

AFLOAT = frozenset({"craft", "person_in_water"})
"""What a mention is about where its position is one that drifts."""

EARTH_M = 6_371_008.8


def rules(name: str) -> dict[str, Any]:
    """Return a rule file of this part: what is assumed where nobody said, under a version."""
    return tomllib.loads(resources.files("ashore.forecast").joinpath("rules", name).read_text("utf-8"))


_ERROR_M: dict[str, int] = rules("positions.toml")["error_m"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """One place where the boat, or somebody of it in the water, was: degrees WGS 84, metres, seconds.

    `error_m` is the radius that holds the truth with probability 0.95; `at` is UTC milliseconds.
    `rival` names the group of positions of which only one can be true, "" where it stands alone.
    `area` is the GeoJSON text of an area reported instead of a point; point and error are then a circle about it.
    `swims` marks a person in the water. `assumed` are the sentences about what no source says.
    """

    mention: str
    index: int
    lat: float
    lon: float
    error_m: float
    at: int
    at_error_s: int
    how: str
    who: Phrase | str
    rival: str = ""
    swims: bool = False
    assumed: tuple[Phrase, ...] = ()
    area: str | None = None

    @property
    def name(self) -> str:
        """The position's name everywhere: its mention and its index there."""
        return f"{self.mention}/{self.index}"

    @property
    def sentence(self) -> Phrase:
        """The position as a sentence: where, how exact, whose, when, and whether another may be true instead."""
        where, time = degrees(self.lat, self.lon), Instant(ms=self.at)
        nm = f"{max(self.error_m / 1852, 0.1):.1f}"  # never "within 0.0"
        if self.rival:
            return say(
                "{where}, within {nm} NM, by {who} at {time}: one of several, of which only one is true.",
                where=where,
                nm=nm,
                who=self.who,
                time=time,
            )
        return say(
            "{where}, within {nm} NM, by {who} at {time}.", where=where, nm=nm, who=self.who, time=time
        )


def fixes(case: CaseFacts) -> tuple[Fix, ...]:
    """Return the boat's own positions, the earliest first; what is only proposed, or set aside, is left out."""
    found = [fix for mention in heard(case) for fix in _of(mention)]
    once = {(fix.lat, fix.lon, fix.at, fix.rival and fix.name): fix for fix in reversed(found)}
    return tuple(sorted(once.values(), key=lambda fix: (fix.at, fix.mention, fix.index)))


def fixes_of(mention: MentionFacts) -> tuple[Fix, ...]:
    """Return the positions of the boat itself that one mention gives, whatever case it is about."""
    return tuple(_of(mention))


def heard(case: CaseFacts) -> tuple[MentionFacts, ...]:
    """Return the mentions that a standing link holds to be about this case and no other."""
    return tuple(
        mention
        for mention in case.mentions
        if mention.mention.about in AFLOAT
        and any(link.standing == "linked" and link.cases == (case.id,) for link in mention.links)
    )


def set_aside(mention: MentionFacts, field: str) -> bool:
    """Return whether an officer set aside what a field of a mention says."""
    return any(
        claim == "*" or field == claim or field.startswith(f"{claim}.") for claim, _ in mention.set_aside
    )


def speaker(mention: MentionFacts) -> Phrase | str:
    """Return who speaks: a unit by its name, anybody else by a code that a page has words for."""
    sender = mention.sender
    return mention.speaker if sender is not None and sender.unit else Phrase(template=mention.speaker)


def distance_m(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Return the distance between two places along the great circle, metres (haversine)."""
    north, east = math.radians(other_lat - lat), math.radians(other_lon - lon)
    across = math.cos(math.radians(lat)) * math.cos(math.radians(other_lat))
    half = math.sin(north / 2) ** 2 + across * math.sin(east / 2) ** 2
    return 2 * EARTH_M * math.asin(math.sqrt(min(1.0, half)))


def bearing_deg(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Return the first course of the great circle from one place to another, degrees true."""
    phi, other, east = math.radians(lat), math.radians(other_lat), math.radians(other_lon - lon)
    y = math.sin(east) * math.cos(other)
    x = math.cos(phi) * math.sin(other) - math.sin(phi) * math.cos(other) * math.cos(east)
    return math.degrees(math.atan2(y, x)) % 360


def _of(facts: MentionFacts) -> Iterator[Fix]:
    positions = facts.mention.positions
    for index, position in enumerate(positions):
        if not set_aside(facts, f"positions[{index}]") and _is_of_the_boat(facts, position):
            fix = _fix(facts, index, position)
            if fix is not None:
                yield fix


def _is_of_the_boat(facts: MentionFacts, position: Position) -> bool:
    """A sender's place is the boat's where the sender is aboard, and nobody else's is."""
    if position.of == "sender":
        return facts.sender is not None and facts.sender.role == "aboard"
    return position.of == "craft"


def _fix(facts: MentionFacts, index: int, position: Position) -> Fix | None:
    where = _where(position)
    if where is None:
        return None
    error_m, assumed = where.error_m, where.assumed
    if error_m is None or error_m <= 0:
        error_m = float(_ERROR_M.get(position.how, _ERROR_M["unknown"]))
        nm = f"{error_m / 1852:.1f}"
        assumed += (say("nobody said how exact this position is: {nm} NM (assumption)", nm=nm),)
    if position.at is not None:
        at, at_error_s = position.at.ms, position.at_error_s or 0
    else:
        earliest = facts.happened.earliest or facts.happened.latest
        at = (earliest + facts.happened.latest) // 2
        at_error_s = (facts.happened.latest - earliest) // 2_000
    rivals = {i for i, other in enumerate(facts.mention.positions) if other.alternative_of == index}
    first = position.alternative_of if position.alternative_of is not None else index if rivals else None
    return Fix(
        mention=facts.id,
        index=index,
        lat=where.lat,
        lon=where.lon,
        error_m=error_m,
        at=at,
        at_error_s=at_error_s,
        how=position.how,
        who=speaker(facts),
        rival="" if first is None else f"{facts.id}/{first}",
        swims=facts.mention.about == "person_in_water",
        assumed=assumed,
        area=where.area,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Where:
    lat: float
    lon: float
    error_m: float | None
    area: str | None = None
    assumed: tuple[Phrase, ...] = ()


def _where(position: Position) -> _Where | None:
    """Return where a position is: its figures, else its area, else the place that its words name."""
    lat, lon, error_m = number(position.lat), number(position.lon), number(position.error_m)
    if position.area and position.lat is None and (around := _around(position.area)) is not None:
        return _Where(lat=around[0], lon=around[1], error_m=around[2], area=position.area)
    if lat is not None and lon is not None and abs(lat) <= 90 and abs(lon) <= 360:
        return _Where(lat=lat, lon=lon, error_m=error_m)
    return _named(position.place or "", error_m)


def _named(words: str, error_m: float | None) -> _Where | None:
    """Return the place that words name; where they name several, the circle that holds them all."""
    read = read_positions(words)
    if not read:
        return None
    spots = [(float(each.lat), float(each.lon), float(each.error_m)) for each in read]
    lats, lons, _ = zip(*spots, strict=True)
    lat, lon = (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2
    reach = max(distance_m(lat, lon, *spot[:2]) + spot[2] for spot in spots)
    read_as = say("“{place}” is read as {where} (assumption)", place=words, where=degrees(lat, lon))
    stated = error_m is not None and error_m > 0
    return _Where(
        lat=lat,
        lon=lon,
        error_m=error_m if stated else reach,
        area=read[0].area if len(read) == 1 and not stated else None,
        assumed=(read_as, *(guess for each in read for guess in each.guessed)),
    )


def _around(area: str) -> tuple[float, float, float] | None:
    """Return the middle of a GeoJSON polygon and the radius that holds its corners, metres; None if it is none."""
    try:
        shape = json.loads(area)
        shape = shape.get("geometry") or shape
        polygons = {"Polygon": [shape["coordinates"]], "MultiPolygon": shape["coordinates"]}[shape["type"]]
        corners = [(float(lat), float(lon)) for rings in polygons for lon, lat, *_ in rings[0]]
        lats, lons = zip(*corners, strict=True)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError):
        return None
    lat, lon = (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2
    reach = max(distance_m(lat, lon, *corner) for corner in corners)
    inside = max(map(abs, lats)) <= 90 and max(map(abs, lons)) <= 180
    return (lat, lon, reach) if inside and 0 < reach < math.inf and len(set(corners)) >= 3 else None


def degrees(lat: float, lon: float) -> str:
    """Return a place in degrees and minutes with a tenth, as it is read over the radio."""
    return f"{_angle(lat, 2, 'NS')} {_angle(lon, 3, 'EW')}"


def _angle(value: float, width: int, sides: str) -> str:
    tenths = round(abs(value) * 600)
    return f"{tenths // 600:0{width}d}°{tenths % 600 / 10:04.1f}′{sides[value < 0]}"


def number(text: str | None) -> float | None:
    """Return a decimal as sent as a number, None where it is none or not finite."""
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if math.isfinite(value) else None
