"""Latitude and longitude in digits, in any notation that people type, say or paste.

Degrees with decimals; degrees and minutes; degrees, minutes and seconds; packed, as ships' sets send them.
An angle counts as one when a sign, a word or a side of the world marks it; two bare numbers are a position
only where the sea that the desk looks after says so, or both have the decimals of a telephone's fix.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from decimal import Decimal

from ashore.model.phrases import Phrase, say
from ashore.reading.gazetteer import plain
from ashore.reading.positions_angles import Angle, find_angles
from ashore.reading.positions_said import Near, NotUnderstood, ReadPosition

FIX_ERROR_M = 100
"""Metres: a telephone's or set's own fix, with some age, where nobody said better. An assumption of ours."""

DEGREE_M = 111_320
"""Metres in a degree of latitude, and of longitude at the equator."""

FAR_M = 600_000
"""Metres from the desk's sea beyond which a bare pair of numbers is not taken for a place, or is questioned."""

TELEPHONE_DECIMALS = 4
"""Decimals in each of two bare numbers from which they are a fix wherever they lie."""


def read_typed(text: str, near: Near) -> Iterator[ReadPosition | NotUnderstood]:
    """Yield the positions typed in digits, in the order of the text, and what looks like one and is none."""
    angles = list(find_angles(text))
    at = 0
    while at < len(angles):
        first = angles[at]
        second = angles[at + 1] if at + 1 < len(angles) else None
        paired = _pair(text, first, second, near) if second and _together(text, first, second) else None
        if paired is not None:
            yield paired
            at += 2
        else:
            yield from _alone(text, first)
            at += 1


def position_text(degrees: Decimal) -> str:
    """Return degrees as plain decimal text with at most six decimals: a tenth of a metre."""
    text = f"{degrees:.6f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def distance_m(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Return the distance between two places along the great circle, metres (haversine, mean radius 6,371 km)."""
    north, east = math.radians(other_lat - lat), math.radians(other_lon - lon)
    across = math.cos(math.radians(lat)) * math.cos(math.radians(other_lat))
    half = math.sin(north / 2) ** 2 + across * math.sin(east / 2) ** 2
    return 2 * 6_371_008.8 * math.asin(math.sqrt(min(1.0, half)))


def _pair(text: str, first: Angle, second: Angle, near: Near) -> ReadPosition | NotUnderstood | None:
    """Return what two angles beside each other say together, or None where they are not about a place."""
    bare = not (first.marked or second.marked)
    if bare and not _bare_pair(text, first, second, near):
        return None
    if not bare and not (first.axis and second.axis) and not _alike(first, second):
        return None
    start, end = first.start, second.end
    fault = first.fault or second.fault
    if fault is None and first.axis and first.axis == second.axis:
        fault = say("Both of these are a {axis}: ask for the other one.", axis=_AXES[first.axis])
    if fault is not None:
        return NotUnderstood(quote=text[start:end], start=start, end=end, says=fault)
    swapped = first.axis == "lon" or second.axis == "lat"
    lat, lon = (second, first) if swapped else (first, second)
    guessed: tuple[Phrase, ...] = ()
    if not (first.axis or second.axis):
        if _far(lat, lon, near) and not _far(lon, lat, near):
            lat, lon = lon, lat
            guessed = (say("Read as longitude before latitude: the other way round it is far from here."),)
        elif lat.parts > 1:
            guessed = (say("Nobody said north or south, east or west: read as north and east."),)
    elif not (first.axis and second.axis):
        guessed = (say("Only one side was said: the other is read as {side}.", side=_sides(lat, lon)),)
    if abs(lat.degrees) > 90 or abs(lon.degrees) > 180:
        says = say("A latitude goes to 90 degrees and a longitude to 180: ask for the position again.")
        return NotUnderstood(quote=text[start:end], start=start, end=end, says=says)
    if not guessed and _far(lat, lon, near):
        guessed = (say("This is far from here: check the figures."),)
    error_m, end = _error(text, lat, lon, end)
    return ReadPosition(
        quote=text[start:end],
        start=start,
        end=end,
        lat=position_text(lat.degrees),
        lon=position_text(lon.degrees),
        error_m=str(error_m),
        guessed=guessed,
    )


def _alone(text: str, angle: Angle) -> Iterator[NotUnderstood]:
    """Yield an angle without its other half, where nothing but a position is written like it."""
    if not angle.axis or (angle.parts == 1 and angle.decimals == 1):
        return
    if _HOUR.fullmatch(text, angle.start, angle.end) or _LENGTH.fullmatch(text, angle.start, angle.end):
        return  # 2304N is an hour in a military zone, and "long 8.50" a length, sooner than half a position.
    missing = "lon" if angle.axis == "lat" else "lat"
    says = angle.fault or say("The {axis} is missing: ask for it.", axis=_AXES[missing])
    yield NotUnderstood(quote=text[angle.start : angle.end], start=angle.start, end=angle.end, says=says)


def _alike(first: Angle, second: Angle) -> bool:
    """Return whether two angles are typed the same way, so that the one without a side is the other's half."""
    return first.parts == second.parts and (first.decimals > 0) == (second.decimals > 0)


def _bare_pair(text: str, first: Angle, second: Angle, near: Near) -> bool:
    """Return whether two unmarked numbers are a position: told so, with a telephone's decimals, or near this sea."""
    if first.parts != second.parts or first.fault or second.fault:
        return False
    if first.parts > 1:
        # Three or four bare numbers in a row may be anything: both must have decimals of minutes, and lie near.
        return first.decimals > 0 and second.decimals > 0 and not _far(first, second, near)
    if min(first.decimals, second.decimals) >= TELEPHONE_DECIMALS:
        return True
    told = _TOLD.search(plain(text[max(0, first.start - 30) : first.start])) is not None
    told |= text[first.start : second.end] == text.strip()
    if first.decimals < 2 and second.decimals < 2 and not told:
        return False
    return not (_far(first, second, near) and _far(second, first, near))


def _together(text: str, first: Angle, second: Angle) -> bool:
    between = text[first.end : second.start]
    if not (first.marked or second.marked):
        fixes = min(first.decimals, second.decimals) >= TELEPHONE_DECIMALS
        return (_BETWEEN if fixes else _BARE_BETWEEN).fullmatch(between) is not None
    return _BETWEEN.fullmatch(plain(between)) is not None


def _far(lat: Angle, lon: Angle, near: Near) -> bool:
    if abs(lat.degrees) > 90 or abs(lon.degrees) > 180:
        return True
    return distance_m(float(lat.degrees), float(lon.degrees), near.lat, near.lon) > FAR_M


def _sides(lat: Angle, lon: Angle) -> Phrase:
    return say("east") if lat.axis else say("north")


def _error(text: str, lat: Angle, lon: Angle, end: int) -> tuple[int, int]:
    """Return the error in metres and the end of the words about it.

    As said beside the figures, or half of the last digit typed both ways, at least FIX_ERROR_M.
    """
    said = _ACCURACY.match(plain(text[end : end + 40]))
    if said is not None:
        metres = float(said["m"].replace(",", ".")) * (1000 if said["km"] else 1)
        return max(1, round(metres)), end + said.end()
    across = math.cos(math.radians(float(lat.degrees)))
    typed = DEGREE_M * math.hypot(float(lat.half), float(lon.half) * across)
    return max(FIX_ERROR_M, math.ceil(typed)), end


_AXES = {"lat": say("latitude"), "lon": say("longitude")}

_BETWEEN = re.compile(r"[\s,;:/|&+.\"{}-]{0,6}(?:(?:and|et|by|par)[\s,]{1,3})?[\s,;/|-]{0,3}")
_BARE_BETWEEN = re.compile(r"\s{1,3}|\s{0,3}[,;/|]\s{0,3}")
_HOUR = re.compile(r"(?:[01]\d|2[0-3])[0-5]\d\s?[A-Za-z]")
_LENGTH = re.compile(r"l[ao]\w*\W{0,4}[\d.,]+", re.IGNORECASE)
_TOLD = re.compile(
    r"\b(?:positions?|pos|gps|coords?|coordinates|coordonnees|fix|locali[sz]ation|location)\b\W{0,4}$"
)
_ACCURACY = re.compile(
    r"[\s,;(]{0,3}(?:±|\+/-|acc(?:uracy)?|precision|erreur|error)\s?(?:of |de |:\s?)?"
    r"(?P<m>\d{1,5}(?:[.,]\d)?)\s?(?P<km>k)?m(?:etres?|eters?)?\b\)?"
)
