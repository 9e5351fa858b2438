"""Positions as people say and paste them, a line each: what was meant, and what is read.

The answers: `51:05.2 1:23.4` degrees:minutes:seconds, latitude first; `at NAME` a place itself; `off NAME` the sea
before it; `from NAME bearing miles`; `between NAME NAME`; `near NAME metres`; `alternatives NAME NAME`; `departure`,
`destination` or `sender NAME` whose place it is; `none`; `?` not understood and said so; several with | between.
"""

from __future__ import annotations

import math
from pathlib import Path

from ashore.reading.gazetteer import PLACES, Place
from ashore.reading.positions import PositionsIn, ReadPosition, positions_in

HERE = Path(__file__).parent
FIRST_HALF = ("phrases_positions_en_before.tsv", "phrases_positions_fr_before.tsv")
SECOND_HALF = ("phrases_positions_en_after.tsv", "phrases_positions_fr_after.tsv")


def lines(*names: str) -> list[tuple[str, str]]:
    """Return the phrases of some files with what each was meant to be."""
    rows = [
        line.split("\t")
        for name in names
        for line in HERE.joinpath(name).read_text("utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    return [(phrase, meant) for phrase, meant in rows]


def is_right(phrase: str, meant: str) -> bool:
    """Return whether a phrase is read as it was meant."""
    read = positions_in(phrase)
    if meant == "none":
        return read == PositionsIn()
    if meant == "?":
        return not read.understood and len(read.not_understood) >= 1
    if meant.startswith("alternatives "):
        names = {name.strip() for name in meant.removeprefix("alternatives ").split(",")}
        return {each.names[0] for each in read.understood} == names and all(
            each.alternative_of == (0 if index else None) for index, each in enumerate(read.understood)
        )
    answers = [answer.strip() for answer in meant.split("|")]
    return len(read.understood) == len(answers) and all(map(fits, read.understood, answers))


def fits(read: ReadPosition, answer: str) -> bool:
    """Return whether one position is the one that was meant."""
    if answer.startswith(("departure ", "destination ", "sender ")):
        of, _, name = answer.partition(" ")
        return read.of == of and read.names == (name,)
    if read.of != "craft":
        return False
    how, _, rest = answer.partition(" ")
    if how in ("at", "off"):
        place = PLACES[rest]
        away = metres(float(read.lat), float(read.lon), place.lat, place.lon)
        if read.names != (rest,):
            return False
        return away < 50 if how == "at" else away < 12 * 1852 and is_seaward(place, read)
    if how == "near":
        name, _, reach = rest.rpartition(" ")
        place = PLACES[name]
        return metres(float(read.lat), float(read.lon), place.lat, place.lon) <= float(reach)
    if how == "from":
        name, bearing, miles = rest.rsplit(" ", 2)
        lat, lon = flat(PLACES[name], float(bearing), float(miles) * 1852)
        return read.names == (name,) and metres(float(read.lat), float(read.lon), lat, lon) < 60 + 20 * float(
            miles
        )
    if how == "between":
        one, other = [place for place in PLACES.values() if place.name in read.names]
        assert {one.name, other.name} == {name for name in PLACES if name in split(rest)}, answer
        middle = ((one.lat + other.lat) / 2, (one.lon + other.lon) / 2)
        return metres(float(read.lat), float(read.lon), *middle) < 100
    lat, lon = map(degrees, answer.split())
    return metres(float(read.lat), float(read.lon), lat, lon) < 30


def is_seaward(place: Place, read: ReadPosition) -> bool:
    """Return whether a position lies on the side of the open sea, or the place is in the sea itself."""
    if place.seaward_deg is None:
        return True
    north = float(read.lat) - place.lat
    east = (float(read.lon) - place.lon) * math.cos(math.radians(place.lat))
    seaward = math.radians(place.seaward_deg)
    return north * math.cos(seaward) + east * math.sin(seaward) > 0


def split(names: str) -> set[str]:
    """Return the two names of a line, which may hold blanks."""
    return {name for at in range(len(names)) if names[at] == " " for name in (names[:at], names[at + 1 :])}


def degrees(text: str) -> float:
    """Return degrees:minutes:seconds as degrees."""
    value = sum(float(part) / 60**at for at, part in enumerate(text.removeprefix("-").split(":")))
    return -value if text.startswith("-") else value


def metres(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Return a distance on the flat: good enough within this sea, and no code of ours."""
    across = math.cos(math.radians((lat + other_lat) / 2))
    return 111_195 * math.hypot(lat - other_lat, (lon - other_lon) * across)


def flat(place: Place, bearing: float, far: float) -> tuple[float, float]:
    """Return where a bearing and a distance lead on the flat."""
    north, east = far * math.cos(math.radians(bearing)), far * math.sin(math.radians(bearing))
    return place.lat + north / 111_195, place.lon + east / 111_195 / math.cos(math.radians(place.lat))
