"""What a heading means: the columns of a tracker and the labels of a case text, in English or French.

The synonyms are data (`headings.toml`); a heading is known whole or not at all, never by a likeness.
"""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass
from importlib import resources

from ashore.reading.saying import folded
from ashore.reading.times_zone import ZONES, zone_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading that is known: what it means, and the clock it names, in its own words, "" for none."""

    means: str
    clock: str = ""


def read_heading(written: str) -> Heading | None:
    """Return what a heading means, or None; what stands in brackets is a unit or a clock, and no part of it."""
    if len(written) > LONGEST:
        return None
    clock = _clock(written)
    bare = re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", written)
    for words in (bare, bare.replace(clock, " ") if clock else bare):
        plain = _plain(words)
        means = _meanings().get(plain) or _meanings().get(_COUNTING.sub("", plain))
        if means is not None:
            return Heading(means=means, clock=clock)
    return None


LONGEST = 80
"""Letters of a heading; what is longer is a sentence."""

_COUNTING = re.compile(
    r"^(?:total )?(?:number of|no of|nr of|num|no|nb de|nb d|nbre de|nombre de|nombre d|nb|of) "
)
_CLOCK_START = re.compile(r"(?<![^\W_])[a-z+]")
_LETTER = re.compile(r"(?:\((?P<bracket>[A-Z])\)| (?P<bare>Z))$")


def _plain(words: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9]+", " ", folded(words)).split())


def _clock(written: str) -> str:
    """Return the words of a heading that name a clock: "(UTC)", "heure française", "BST"."""
    letter = _LETTER.search(written.strip())
    if letter is not None:
        return letter["bracket"] or letter["bare"]
    low = folded(written)
    for start in _CLOCK_START.finditer(low):
        named = zone_at(low, start.start(), written=written, own=ANY_ZONE)
        if named is not None and not named[0].said:
            return written[start.start() : named[1]].strip(" (),[]")
    return ""


ANY_ZONE = next(zone for zone in ZONES if zone != "UTC")
"""Stands in for the clock that "local" means, which names none."""


@functools.cache
def _meanings() -> dict[str, str]:
    listed = tomllib.loads(resources.files("ashore.intake").joinpath("headings.toml").read_text("utf-8"))
    return {words: means for means, each in listed.items() for words in each}
