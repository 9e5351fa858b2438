"""Places of this sea by the names people give them, in both languages, misspelt by a letter or not.

The places are data, in places.tsv beside this module, with where each is from.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources

LONGEST_NAME = 6
"""Words in the longest name."""

SHORTEST_GUESSED = 7
"""Letters from which a name may be one letter off: shorter ones are too near to ordinary words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A named place: degrees WGS 84, the radius in metres that holds what is meant by the name.

    `seaward_deg` is the bearing of the open sea in degrees true, of a place on the coast.
    """

    name: str
    kind: str
    lat: float
    lon: float
    radius_m: int
    seaward_deg: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Where a text names a place: code points, the places of that name, and how sure the name is.

    `guessed` says that the name is a letter off; `ordinary` that it is an ordinary word besides.
    """

    start: int
    end: int
    places: tuple[Place, ...]
    guessed: bool = False
    ordinary: bool = False


def plain(text: str) -> str:
    """Return a text in small letters without accents, of the same length, so that its places are the text's own."""
    return "".join(map(_plain_letter, text))


def find_places(text: str) -> Iterator[Named]:
    """Yield the places named in a text, longest names first, none inside another, in the order of the text."""
    bare = plain(text)
    words = [(found.start(), found.end(), _same(found.group())) for found in _WORD.finditer(bare)]
    at = 0
    while at < len(words):
        named = _longest(text, bare, words, at)
        if named is None:
            at += 1
        else:
            yield named
            while at < len(words) and words[at][0] < named.end:
                at += 1


def _longest(text: str, bare: str, words: list[tuple[int, int, str]], first: int) -> Named | None:
    for last in range(_reach(bare, words, first), first - 1, -1):
        name = " ".join(word for _, _, word in words[first : last + 1])
        places, ordinary, guessed = _NAMES.get(name), name in _ORDINARY, False
        start, end = words[first][0], words[last][1]
        if places is None and (text[start].isupper() or (first and words[first - 1][2] in _LOCATING)):
            places, guessed = _one_letter_off(name), True
        if places is not None:
            return Named(start=start, end=end, places=places, guessed=guessed, ordinary=ordinary)
    return None


def _reach(bare: str, words: list[tuple[int, int, str]], first: int) -> int:
    """Return the last word that can still belong to a name begun at `first`: only a blank or a hyphen between."""
    last = first
    while (
        last + 1 < min(len(words), first + LONGEST_NAME)
        and bare[words[last][1] : words[last + 1][0]] in _BETWEEN
    ):
        last += 1
    return last


def _one_letter_off(name: str) -> tuple[Place, ...] | None:
    """Return the places whose name is this one but for one letter, or two the wrong way round, or doubled letters."""
    if len(name) < SHORTEST_GUESSED - 1 or name in _NO_PLACES or _ABBREVIATED.search(name):
        return None
    once = _undoubled(name)
    found = {known for shorter in (once, *_shorter(once)) for known in _NEARLY.get(shorter, ())}
    meant = [known for known in found if _is_one_off(once, _undoubled(known))]
    places = {place.name: place for known in meant for place in _NAMES[known]}
    return tuple(places[key] for key in sorted(places)) or None


def _is_one_off(name: str, known: str) -> bool:
    if len(name) == len(known):
        if name == known:
            return True
        wrong = [at for at, (one, other) in enumerate(zip(name, known, strict=True)) if one != other]
        swapped = (
            len(wrong) == 2
            and wrong[1] == wrong[0] + 1
            and name[wrong[0]] == known[wrong[1]]
            and name[wrong[1]] == known[wrong[0]]
        )
        return len(wrong) == 1 or swapped
    longer, shorter = (name, known) if len(name) > len(known) else (known, name)
    return len(longer) == len(shorter) + 1 and shorter in _shorter(longer)


def _undoubled(name: str) -> str:
    return _DOUBLED.sub(r"\1", name)


def _shorter(name: str) -> list[str]:
    return [name[:at] + name[at + 1 :] for at in range(len(name))]


def _plain_letter(letter: str) -> str:
    if letter.isascii():
        return letter.lower()
    if letter in _MARKS:
        return _MARKS[letter]
    return unicodedata.normalize("NFD", letter)[0].lower()[:1] or letter


def _same(word: str) -> str:
    return {"st": "saint", "ste": "sainte"}.get(word, word)


def _read() -> tuple[dict[str, tuple[Place, ...]], frozenset[str]]:
    names: dict[str, tuple[Place, ...]] = {}
    ordinary = set()
    lines = resources.files("ashore.reading").joinpath("places.tsv").read_text("utf-8").splitlines()
    _, *rows = (line for line in lines if not line.startswith("#"))
    for row in rows:
        name, kind, lat, lon, radius_m, seaward, _, also = row.split("\t")
        place = Place(
            name=name,
            kind=kind,
            lat=float(lat),
            lon=float(lon),
            radius_m=int(radius_m),
            seaward_deg=int(seaward) if seaward else None,
        )
        others = [each for each in also.split("; ") if each]
        marked = {_key(each) for each in others if each.startswith("~")}
        ordinary |= marked
        for key in dict.fromkeys((_key(name), *map(_key, others))):
            names[key] = (*names.get(key, ()), place)
    return names, frozenset(ordinary)


def _key(name: str) -> str:
    return " ".join(_same(word) for word in _WORD.findall(plain(name)))


_WORD = re.compile("[a-z0-9]+")
_BETWEEN = frozenset({" ", "-", "'", ". ", "- ", " - ", "  "})
_MARKS = {"’": "'", "‘": "'", "‐": "-", "‑": "-", "–": "-", "—": "-", "\u00a0": " ", "\u202f": " "}
_ABBREVIATED = re.compile(r"\b[a-z0-9]{1,2}\b|\d")
_DOUBLED = re.compile(r"([a-z])\1")
_LOCATING = frozenset("off near at of from in the a de du devant vers large plage beach coast face".split())
_NO_PLACES = frozenset("etapes seafood chamber chambers".split())
"""Ordinary words that are a letter off a place."""

_NAMES, _ORDINARY = _read()
_NEARLY: dict[str, list[str]] = {}
for _name in _NAMES:
    if (
        len(_undoubled(_name)) >= SHORTEST_GUESSED
        and _name not in _ORDINARY
        and not _ABBREVIATED.search(_name)
    ):
        for _each in (_undoubled(_name), *_shorter(_undoubled(_name))):
            _NEARLY.setdefault(_each, []).append(_name)

PLACES: dict[str, Place] = {place.name: place for places in _NAMES.values() for place in places}
"""Every place by its own name."""
