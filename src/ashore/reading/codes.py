"""Codes for places: plus codes (Open Location Code), whole or short with a place named beside, and three words.

The code divides the globe into cells by base 20: pairs of digits for latitude and longitude down to 1/8000 of a
degree, then a grid of 4 by 5 for each further digit (the Open Location Code specification, which is public).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from ashore.model.phrases import Phrase, say
from ashore.reading.gazetteer import find_places
from ashore.reading.positions_said import Near, NotUnderstood, ReadPosition
from ashore.reading.positions_typed import DEGREE_M, FIX_ERROR_M

DIGITS = "23456789CFGHJMPQRVWX"
PAIRS = 10
"""Digits of a code that stand in pairs; those after them refine by a grid."""

NEIGHBOUR = 40
"""Letters after a short code within which the place that completes it is named."""


def read_codes(text: str, near: Near) -> Iterator[ReadPosition | NotUnderstood]:
    """Yield the plus codes and the three-word places of a text."""
    for found in _PLUS.finditer(text):
        read = _read_plus(text, found, near)
        if read is not None:
            yield read
    for found in _THREE_WORDS.finditer(text):
        says = say("Three words are not readable here: ask for the position as numbers.")
        yield NotUnderstood(quote=found.group(), start=found.start(), end=found.end(), says=says)


def encode(lat: float, lon: float) -> str:
    """Return the plus code of ten digits whose cell holds a place; degrees WGS 84."""
    north = min(int((lat + 90) * 8000 + 1e-9), 180 * 8000 - 1)
    east = int(((lon + 180) % 360) * 8000 + 1e-9)
    digits = ""
    for _ in range(PAIRS // 2):
        digits = DIGITS[north % 20] + DIGITS[east % 20] + digits
        north, east = north // 20, east // 20
    return f"{digits[:8]}+{digits[8:]}"


def decode(code: str) -> tuple[float, float, float, float] | None:
    """Return the middle of a whole code's cell and its height and width, degrees; None if it is no code."""
    digits = code.upper().replace("+", "")
    if code.find("+") != 8 or any(digit not in DIGITS for digit in digits) or len(digits) < PAIRS:
        return None
    south = west = 0.0
    size = 400.0
    for at in range(0, PAIRS, 2):
        size /= 20
        south += DIGITS.index(digits[at]) * size
        west += DIGITS.index(digits[at + 1]) * size
    height = width = size
    for digit in digits[PAIRS:15]:
        height, width = height / 5, width / 4
        row, column = divmod(DIGITS.index(digit), 4)
        south, west = south + row * height, west + column * width
    if south >= 180 or west >= 360:
        return None
    return south - 90 + height / 2, west - 180 + width / 2, height, width


def complete(short: str, near: Near) -> str | None:
    """Return the whole code nearest to a place that a short code stands for; None if it is none."""
    missing = 8 - short.find("+")
    if missing not in (2, 4, 6):
        return None
    code = encode(near.lat, near.lon)[:missing] + short.upper()
    cell = decode(code)
    if cell is None:
        return None
    step = 20.0 ** (2 - missing / 2)
    lat = cell[0] + step * max(-1, min(1, round((near.lat - cell[0]) / step)))
    lon = cell[1] + step * max(-1, min(1, round((near.lon - cell[1]) / step)))
    if not -90 <= lat < 90:
        lat = cell[0]
    return encode(lat, lon)[:missing] + short.upper()


def _read_plus(text: str, found: re.Match[str], near: Near) -> ReadPosition | NotUnderstood | None:
    code, end = found.group(), found.end()
    guessed: tuple[Phrase, ...] = ()
    names: tuple[str, ...] = ()
    if code.find("+") < 8:
        beside = next(find_places(text[end : end + NEIGHBOUR]), None)
        if beside is not None and _ASIDE.fullmatch(text[end : end + beside.start]):
            place = beside.places[0]
            near, end, names = Near(lat=place.lat, lon=place.lon), end + beside.end, (place.name,)
        else:
            guessed = (say("A short code without its town: read as the nearest to here."),)
        code = complete(code, near) or ""
    cell = decode(code)
    if cell is None:
        if len(found.group()) < 8:
            return None
        says = say("This is no whole plus code: ask for the position as numbers.")
        return NotUnderstood(quote=found.group(), start=found.start(), end=found.end(), says=says)
    lat, lon, height, width = cell
    half = DEGREE_M * math.hypot(height, width * math.cos(math.radians(lat))) / 2
    return ReadPosition(
        quote=text[found.start() : end],
        start=found.start(),
        end=end,
        lat=f"{lat:.6f}",
        lon=f"{lon:.6f}",
        error_m=str(max(FIX_ERROR_M, math.ceil(half))),
        names=names,
        guessed=guessed,
    )


_PLUS = re.compile(
    rf"(?<![\w+])(?:[{DIGITS}]{{8}}|[{DIGITS}]{{6}}|[{DIGITS}]{{4}}|[{DIGITS}]{{2}})\+[{DIGITS}]{{2,7}}(?![\w+])"
)
_ASIDE = re.compile(r"[\s,]{1,3}(?:(?:near|in|a|à|près de)\s)?", re.IGNORECASE)
_THREE_WORDS = re.compile(
    r"(?:///|\b(?:what3words|w3w)\b\W{1,4})(?P<words>[^\W\d_]{2,20}\.[^\W\d_]{2,20}\.[^\W\d_]{2,20})",
    re.IGNORECASE,
)
