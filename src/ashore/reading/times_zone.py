"""The clocks that times are said on: "2234B", "French time", "heure de Paris", "UTC+1", or the one of the place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from ashore.model.phrases import Phrase, say
from ashore.model.times import iso


def _either(words: Iterable[str]) -> str:
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) + ")"


ZONES = {
    "UTC": r"utc|gmt|zulu|tu|temps universel|universal time",
    "Europe/London": r"uk(?: time)?|gb|(?:british|london|english)(?: local)?(?: time)?"
    r"|heure (?:anglaise|britannique|de londres|uk|du royaume-uni)",
    "Europe/Paris": r"fr(?: time)?|france|(?:french|paris)(?: local)?(?: time)?"
    r"|heure (?:francaise|de paris|de calais|fr|france)|hf",
    "Europe/Brussels": r"belgian(?: time)?|brussels time|heure (?:belge|de bruxelles)",
}
"""Clocks as people name them; a clock named by its country is read with that country's summer time."""

OFFSETS = {"bst": 60, "cet": 60, "cest": 120, "alpha": 60, "bravo": 120}
"""Clocks named with their offset, in minutes: they mean that offset, also where it is not in force."""

LOCAL = r"local(?: time)?|heure locale|hl"
LETTERS = "zabcdefghiklmnopqrstuvwxy"
"""Military zone letters over UTC: Z 0, A +1 to M +12 (without J), N -1 to Y -12."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """A clock: an IANA name or an offset as in "+02:00", the words that named it, and what is to be said of it."""

    name: str
    tz: tzinfo
    stated: str | None = None
    said: tuple[Phrase, ...] = ()
    also: int | None = None
    """Another offset in minutes that the same letter is used for by habit."""


_ZONE = re.compile(
    r" ?[(,]? ?(?:(?:utc|gmt)? ?(?P<offset>\+ ?\d\d:?\d\d|(?<=utc|gmt)[+-]\d\d?(?::?\d\d)?)(?![\d/])"
    rf"|(?:(?P<local>{LOCAL})|{'|'.join(f'(?P<z{n}>{words})' for n, words in enumerate(ZONES.values()))}"
    rf"|(?P<named>{_either(OFFSETS)})|(?P<letter>(?<=\d)[a-z]|(?<=\d )[a-z]))(?![^\W_]))\)?"
)


def zone_at(low: str, at: int, *, written: str, own: str) -> tuple[Zone, int] | None:
    """Return the clock named at a place of a folded text and where its name ends, or None.

    `written` is the text before it was folded, as a letter parted by a space is a zone only if it is a capital;
    `own` the IANA name of the clock that "local" means.
    """
    said = _ZONE.match(low, at)
    if said is None:
        return None
    stated = written[said.start() : said.end()].strip(" (),")
    name = next((name for n, name in enumerate(ZONES) if said[f"z{n}"]), None)
    if said["offset"]:
        minutes = _minutes(said["offset"])
        return (offset_zone(minutes, stated), said.end()) if abs(minutes) <= 14 * 60 else None
    if name is not None:
        you = said[0].strip(" (),") == "tu" and not stated.isupper()
        return None if you else (Zone(name=name, tz=ZoneInfo(name), stated=stated), said.end())
    if said["local"]:
        return replace(own_zone(own), stated=stated), said.end()
    if said["named"]:
        zone = offset_zone(OFFSETS[said["named"]], stated)
        return replace(zone, also=60) if said["named"] == "bravo" else zone, said.end()
    letter = said["letter"]
    glued = said.start("letter") == at
    if letter != "j" and (stated.isupper() or (glued and letter not in "hm")):
        return replace(letter_zone(letter), stated=stated), said.end("letter")
    return None


def letter_zone(letter: str) -> Zone:
    """Return the clock of a military zone letter; B is by habit also British summer time, which is one hour."""
    place = LETTERS.index(letter)
    zone = offset_zone((place if place <= 12 else 12 - place) * 60, letter.upper())
    return replace(zone, also=60) if letter == "b" else zone


def own_zone(name: str) -> Zone:
    """Return the clock that is meant where none is named."""
    return Zone(
        name=name, tz=ZoneInfo(name), said=(say("No clock was named: read on that of {zone}.", zone=name),)
    )


def offset_zone(minutes: int, stated: str) -> Zone:
    """Return a clock that is so many minutes ahead of UTC."""
    sign = "-" if minutes < 0 else "+"
    name = f"{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
    return Zone(name=name, tz=timezone(timedelta(minutes=minutes)), stated=stated)


def minutes_ahead(ms: int, tz: tzinfo) -> int:
    """Return how many minutes a clock is ahead of UTC at an instant of UTC milliseconds."""
    offset = datetime.fromtimestamp(ms / 1000, tz).utcoffset() or timedelta()
    return int(offset.total_seconds()) // 60


def written_on(ms: int, zone: str) -> str:
    """Return an instant in ISO 8601 on a clock: an IANA name, or an offset as in +02:00."""
    if zone[0] not in "+-":
        return iso(ms, zone)
    tz = timezone(timedelta(minutes=_minutes(zone)))
    return datetime.fromtimestamp(ms // 1000, tz).isoformat()


def _minutes(offset: str) -> int:
    bare = re.sub("[^0-9]", "", offset)
    minutes = int(bare) * 60 if len(bare) <= 2 else int(bare[:-2]) * 60 + int(bare[-2:])
    return -minutes if "-" in offset else minutes
