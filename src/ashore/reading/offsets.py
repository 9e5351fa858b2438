"""Positions said from a named place: a bearing and a distance, off it, near it, between two, or its name alone.

On the great circle of a sphere, which at these distances differs from the spheroid by less than 0.5 %.
What an eye or a memory says is wide; every width here is an assumption of ours and is called one:

- a distance is good to half of the last figure said and to 15 %, twice that where it is "about";
- a point of the compass is good to half of its sector (45° for N or NE, 22.5° for NNE), degrees to 5°;
- "off" or a direction without a distance is from the shore to 6 NM; without a direction it is to seaward, 45°
  either way. Seamen's "off" has no agreed distance; 6 NM is what a caller in a small boat can have come;
- "near" is within 2 NM, and a name alone within 3 NM, beyond the place itself;
- "between" is half the way about the middle, "halfway between" a tenth of it.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator

from ashore.model.phrases import Phrase, say
from ashore.reading.gazetteer import Named, Place, find_places, plain
from ashore.reading.offsets_words import MILE_M, Lead, opens_between, read_lead, whose
from ashore.reading.positions_said import ReadPosition
from ashore.reading.positions_typed import distance_m

OFF_M = 3 * MILE_M
"""The middle of what "off" without a distance reaches to."""
NEAR_M = 2 * MILE_M
ALONE_M = 3 * MILE_M
_BEYOND = {"near": NEAR_M, "alone": ALONE_M, "at": 0}
"""Metres beyond the place's own radius, by the kind of lead."""
SEAWARD_ERROR = 45.0
"""Degrees either side of seaward where only "off" was said."""
REGION_M = 14_000
"""From this radius a name is that of a region, which gives way to a place named beside it."""


def read_offsets(text: str) -> Iterator[ReadPosition]:
    """Yield the positions that a text gives by the names of places; those of one name together, as alternatives."""
    bare = plain(text)
    named = [each for each in find_places(text) if _means_a_place(text, bare, each)]
    at = 0
    while at < len(named):
        one, other = named[at], named[at + 1] if at + 1 < len(named) else None
        opening = opens_between(bare, one.start)
        if other is not None and opening is not None and _AND.fullmatch(bare[one.end : other.start]):
            yield from _between(text, bare, opening, one, other)
            at += 2
            continue
        if other is None or not _gives_way(bare, one, other):
            yield from _from(text, bare, one, named[at - 1].end if at else 0)
        at += 1


def _means_a_place(text: str, bare: str, named: Named) -> bool:
    """Return whether a name is said as where somebody is.

    A station or a unit is no position, and what somebody sees is not where they are; nor is an ordinary word.
    """
    before, after = bare[max(0, named.start - 40) : named.start], bare[named.end : named.end + 30]
    if _STATION_BEFORE.search(before) or _STATION_AFTER.match(after) or _SEEN_BEFORE.search(before):
        return False
    if not named.ordinary:
        return True
    if _ORDINARY_AFTER.match(after):
        return False
    name = text[named.start : named.end].split()[-1]
    alone = not before.strip() and not after.strip(" .!?")
    return bool(_OFF.search(before) or _OF.search(before)) or (
        name[0].isupper() and (alone or _NEAR.search(before) is not None)
    )


def _gives_way(bare: str, one: Named, other: Named) -> bool:
    """Return whether a region is only the way to a place: "in the south west lane off Dover"."""
    region = all(place.radius_m >= REGION_M for place in one.places)
    return (
        region
        and re.fullmatch(
            rf"{_TRAILING}\W{{0,3}}(?:off|near|pres de|devant|au large de)\W*", bare[one.end : other.start]
        )
        is not None
    )


def _from(text: str, bare: str, named: Named, floor: int) -> Iterator[ReadPosition]:
    lead = read_lead(text, bare, named.start, named.end, floor)
    for place in named.places:
        lat, lon, error_m, area = _where(place, lead)
        guessed = lead.guessed + _about_the_way(lead, place) + _about_the_name(text, named, place)
        yield ReadPosition(
            quote=text[lead.start : lead.end],
            start=lead.start,
            end=lead.end,
            lat=f"{lat:.4f}",
            lon=f"{lon:.4f}",
            error_m=str(math.ceil(error_m)),
            how="place",
            of=lead.of,
            place=text[lead.start : lead.end],
            names=(place.name,),
            area=area,
            guessed=guessed,
        )


def _between(
    text: str, bare: str, opening: re.Match[str], one: Named, other: Named
) -> Iterator[ReadPosition]:
    start, end = opening.start(), other.end
    for first in one.places:
        for second in other.places:
            way = distance_m(first.lat, first.lon, second.lat, second.lon)
            share = 0.1 if opening["half"] else 0.5
            error_m = math.hypot(share * way, max(first.radius_m, second.radius_m))
            lat, lon = (first.lat + second.lat) / 2, (first.lon + second.lon) / 2
            guessed = _about_the_name(text, one, first) + _about_the_name(text, other, second)
            yield ReadPosition(
                quote=text[start:end],
                start=start,
                end=end,
                lat=f"{lat:.4f}",
                lon=f"{lon:.4f}",
                error_m=str(math.ceil(error_m)),
                how="place",
                of=whose(bare, start),
                place=text[start:end],
                names=(first.name, second.name),
                guessed=guessed,
            )


def _where(place: Place, lead: Lead) -> tuple[float, float, float, str | None]:
    """Return the middle, the radius in metres that holds the truth, and the sector as GeoJSON where there is one."""
    if lead.kind in _BEYOND:
        return place.lat, place.lon, place.radius_m + _BEYOND[lead.kind], None
    metres, error_m = (OFF_M, OFF_M) if lead.metres is None else (lead.metres, lead.metres_error)
    if lead.bearing is not None:
        bearing, error_deg = lead.bearing, lead.bearing_error
    elif place.seaward_deg is not None:
        bearing, error_deg = float(place.seaward_deg), lead.bearing_error or SEAWARD_ERROR
    else:
        return place.lat, place.lon, place.radius_m + metres + error_m, None
    lat, lon = along(place.lat, place.lon, bearing, metres)
    ring = _sector(place, bearing, error_deg, max(0.0, metres - error_m), metres + error_m)
    reach = max(distance_m(lat, lon, *corner) for corner in ring)
    area = {"type": "Polygon", "coordinates": [[[round(lon, 4), round(lat, 4)] for lat, lon in ring]]}
    return lat, lon, place.radius_m + reach, json.dumps(area, separators=(",", ":"))


def along(lat: float, lon: float, bearing_deg: float, metres: float) -> tuple[float, float]:
    """Return where a great circle of a length leads from a place: degrees WGS 84, bearing in degrees true."""
    angle, course, phi = metres / 6_371_008.8, math.radians(bearing_deg), math.radians(lat)
    sine = math.sin(phi) * math.cos(angle) + math.cos(phi) * math.sin(angle) * math.cos(course)
    east = math.atan2(
        math.sin(course) * math.sin(angle) * math.cos(phi), math.cos(angle) - math.sin(phi) * sine
    )
    return math.degrees(math.asin(max(-1.0, min(1.0, sine)))), (lon + math.degrees(east) + 540) % 360 - 180


def _sector(
    place: Place, bearing: float, error_deg: float, inner_m: float, outer_m: float
) -> list[tuple[float, float]]:
    """Return the part of a ring that the words leave open, closed and counterclockwise: latitudes and longitudes."""
    angles = [bearing + error_deg * share / 4 for share in range(-4, 5)]
    rim = [along(place.lat, place.lon, angle, outer_m) for angle in reversed(angles)]
    back = [along(place.lat, place.lon, angle, inner_m) for angle in (angles if inner_m else angles[:1])]
    return [*rim, *back, rim[0]]


def _about_the_way(lead: Lead, place: Place) -> tuple[Phrase, ...]:
    """Return what was assumed of how far from the place, and which way."""
    if lead.kind == "alone":
        return (say("A name alone: read as within {nm} NM of it.", nm=ALONE_M // MILE_M),)
    if lead.kind == "near":
        return (say("How near was not said: read as within {nm} NM.", nm=NEAR_M // MILE_M),)
    if lead.kind == "at":
        return ()
    said: tuple[Phrase, ...] = ()
    if lead.metres is None:
        said += (say("How far was not said: read as up to {nm} NM.", nm=2 * OFF_M // MILE_M),)
    if lead.bearing is not None:
        return said
    if place.seaward_deg is None:
        return (*said, say("Which way was not said: read as all round it."))
    error = int(lead.bearing_error or SEAWARD_ERROR)
    open_sea = say(
        "Which way was not said: read as {degrees}°, the open sea, and {error}° either way.",
        degrees=place.seaward_deg,
        error=error,
    )
    return (*said, open_sea)


def _about_the_name(text: str, named: Named, place: Place) -> tuple[Phrase, ...]:
    said: tuple[Phrase, ...] = ()
    if named.guessed:
        said += (
            say("“{words}” is taken for {place}.", words=text[named.start : named.end], place=place.name),
        )
    if len(named.places) > 1:
        said += (say("More than one place has this name: ask which."),)
    return said


_AND = re.compile(
    r"\W{0,3}(?:and|et|&)\s(?:the\s|l[ea]s?\s|l'|du\s|de\s)?(?:phare\s|feu\s|bouee\s|banc\s)?(?:de\s|du\s)?"
)
_STATION = (
    r"(?:coast ?guards?|mrcc|jrcc|cross|rescue|lifeboats?|rnli|snsm|radio|police|hospital|hopital|vts|traffic|hotline|"
    r"semaphore|station)"
)
_SEEN_BEFORE = re.compile(
    r"\b(?:lights? of|lumieres? d[eu]|sees?|seeing|voi[st]|voient|voyons|voyez)\s(?:the\s|le\s|la\s|les\s)?$"
)
_STATION_BEFORE = re.compile(rf"\b(?:{_STATION}|appel|call|message)\s(?:of\s|de\s|du\s|d')?(?:cap\s)?$")
_STATION_AFTER = re.compile(
    rf"\s{_STATION}\b|\s(?:camp|jungle|airport|castle|ferry|asks?|asked|wants?|calling|says?|said|told|called)\b"
    r"|\s(?:knows?|has been|have been|informed|confirms?)\b"
    r"|\s(?:demande|appelle|dit|a dit|a appele|confirme|previent|prevenue?)\b"
)
_ORDINARY_AFTER = re.compile(r"\swith\b|\sof\b")
_OFF = re.compile(r"\b(?:off|au large d[eu]|devant|en face d[eu])\s(?:the\s|la\s|le\s|de\s|d')?(?:la\s)?$")
_OF = re.compile(
    r"\b(?:miles?|milles?|nm|km|north|south|east|west|nord|sud|est|ouest)\s(?:of|from|off|de|du|d')\s(?:the\s|la\s|le\s)?$"
)
_NEAR = re.compile(
    r"\b(?:off|near|at|in|of|to|from|by|past|between|and|the|a|la|le|de|du|vers|devant|pres de)\s(?:the\s|la\s|le\s)?$"
)
_TRAILING = r"(?:\s(?:lane|bank|area))?"
