"""What the words about a place's name say of where from it: how far, which way, off it, near it, or at it.

English and French, on plain text (small letters, no accents), so that every place in it is the text's own.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from ashore.model.phrases import Phrase, say
from ashore.reading import offsets_grammar as grammar

MILE_M = 1852
BEFORE = 110
"""Letters before a name in which its bearing and distance are said."""

SHORTEST_M = 50
"""Metres: what is shorter is the length of a boat, and no distance from a place."""

DISTANCE_ERROR = 0.15
"""Of a distance said, beside half of its last figure; twice both where it is "about". An assumption of ours."""

DEGREES_ERROR = 5.0
"""Degrees: how good a bearing said in degrees is. An assumption of ours."""

MAGNETIC_ERROR = 3.0
"""Degrees added where a bearing is magnetic: the variation here was under 3° in the 2020s."""

NO_BEARING_ERROR = 90.0
"""Degrees either side of seaward where a distance was said and no way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """What is said about a name: `kind` is way, off, near, at or alone; code points of the whole phrase.

    Metres and degrees true with their errors, None where not said; `of` whose place it is.
    """

    start: int
    end: int
    kind: str
    metres: float | None = None
    metres_error: float = 0.0
    bearing: float | None = None
    bearing_error: float = 0.0
    of: str = "craft"
    guessed: tuple[Phrase, ...] = ()


def read_lead(text: str, bare: str, start: int, end: int, floor: int) -> Lead:
    """Return what a text says about the name at `start` to `end`, from its words after `floor` on.

    `bare` is the text in its plain form.
    """
    floor = max(floor, start - BEFORE)
    head = bare[floor:start]
    trailing = grammar.TRAILING.match(bare, end)
    end = trailing.end() if trailing else end
    after = grammar.DISTANCE_AND_WAY_AFTER.match(bare, end)
    for pattern, read in _LEADS:
        found = pattern.search(head)
        if found is not None:
            lead = read(found, text[floor:start], bare[end : end + 40])
            if lead is not None:
                lead = replace(lead, start=floor + found.start() + lead.start, end=end + lead.end)
                return replace(lead, of=whose(bare, lead.start) if lead.of == "craft" else lead.of)
    if after is not None and (lead := _way(after, text[end:], "")) is not None:
        return replace(lead, start=start, end=after.end())
    return Lead(start=start, end=end, kind="alone")


def opens_between(bare: str, start: int) -> re.Match[str] | None:
    """Return the words before a name that begin "between" or "halfway between"."""
    return grammar.BETWEEN.search(bare, max(0, start - BEFORE), start)


def whose(bare: str, start: int) -> str:
    """Return whose place is named by words that begin at `start`: the code of a position's `of`."""
    before = bare[max(0, start - 40) : start]
    if grammar.LEAVING.search(before):
        return "departure"
    if grammar.HEADING.search(before):
        return "destination"
    return "sender" if grammar.MYSELF.search(before) else "craft"


def _way(found: re.Match[str], text: str, after: str) -> Lead | None:
    """Read a bearing or a point of the compass, with a distance where one is said, before or after the name."""
    said = found.groupdict()
    end = 0
    guessed: tuple[Phrase, ...] = ()
    distance = _distance(said, text, found)
    if distance is None and said.get("n") is not None:
        return None
    if distance is None and (later := grammar.DISTANCE_AFTER.match(after)) is not None:
        distance, end = _distance(later.groupdict(), after, later), later.end()
    if said.get("degrees") is not None:
        if distance is None:
            return None
        bearing, error = float(said["degrees"]), DEGREES_ERROR
        if bearing > 360:
            return None
        if (said.get("north") or "").startswith("m"):
            error += MAGNETIC_ERROR
            guessed = (
                say(
                    "A magnetic bearing, taken as it is: {degrees}° more either way.",
                    degrees=int(MAGNETIC_ERROR),
                ),
            )
    else:
        letters = _letters(said["way"])
        if letters not in grammar.POINTS:
            return None
        bearing = grammar.POINTS.index(letters) * 22.5
        error = 11.25 if len(letters) == 3 else 22.5
    lead = Lead(start=0, end=end, kind="way", bearing=bearing, bearing_error=error, guessed=guessed)
    return lead if distance is None else _at_a_distance(lead, distance)


def _off(found: re.Match[str], text: str, after: str) -> Lead | None:
    lead = Lead(start=0, end=0, kind="off")
    distance = _distance(found.groupdict(), text, found)
    if distance is None:
        return None if found.groupdict().get("n") is not None else lead
    return _at_a_distance(lead, distance)


def _away(found: re.Match[str], text: str, after: str) -> Lead | None:
    """Read a distance without a way: anywhere about the place that is to seaward of it."""
    distance = _distance(found.groupdict(), text, found)
    if distance is None:
        return None
    lead = Lead(start=0, end=0, kind="off", bearing_error=NO_BEARING_ERROR)
    return _at_a_distance(lead, distance)


def _named(kind: str, of: str = "craft") -> Callable[[re.Match[str], str, str], Lead | None]:
    return lambda found, text, after: Lead(start=0, end=0, kind=kind, of=of)


def _at_a_distance(lead: Lead, distance: tuple[float, float, tuple[Phrase, ...]]) -> Lead:
    metres, error, guessed = distance
    return replace(lead, metres=metres, metres_error=error, guessed=lead.guessed + guessed)


def _distance(
    said: dict[str, str | None], text: str, found: re.Match[str]
) -> tuple[float, float, tuple[Phrase, ...]] | None:
    """Return metres, their error and what was assumed, or None where no distance is said."""
    number, unit = said.get("n"), said.get("unit")
    if number is None or unit is None:
        return None
    value, half = _number(number)
    if said.get("half"):
        value, half = value + 0.5, 0.25
    metre = _metres(unit, text[found.start("unit") : found.end("unit")])
    if value * metre < SHORTEST_M:
        return None
    error = max(half, DISTANCE_ERROR * value) * metre
    guessed: tuple[Phrase, ...] = ()
    if unit.startswith("mi") and "nautical" not in unit and not unit.startswith("mill"):
        guessed = (say("Miles are read as nautical miles."),)
    return value * metre, error * (2 if said.get("about") else 1), guessed


def _number(words: str) -> tuple[float, float]:
    """Return a number as said and half of its last figure; a round ten may be any of its ten."""
    if words[0].isdigit():
        typed = words.replace(",", ".")
        if "/" in typed:
            return 0.5, 0.25
        decimals = len(typed.partition(".")[2])
        return float(typed), 0.5 * 10.0 ** (
            -decimals if decimals else int(typed.endswith("0") and float(typed) > 0)
        )
    return grammar.NUMBERS[" ".join(words.split())]


def _metres(unit: str, written: str) -> float:
    """Return the metres in a unit; a lone capital M is the nautical mile of charts."""
    if unit == "m":
        return MILE_M if written == "M" else 1.0
    if unit.startswith("k"):
        return 1000.0
    if unit.startswith("met"):
        return 1.0
    if unit.startswith(("cable", "encablure")):
        return MILE_M / 10
    return 0.9144 if unit.startswith("y") else MILE_M


def _letters(words: str) -> str:
    spelt = words
    for word, letter in grammar.SIDES:
        spelt = spelt.replace(word, letter)
    return re.sub("[^nesw]", "", spelt.replace("o", "w"))


_LEADS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], str, str], Lead | None]], ...] = (
    (grammar.BEARING_THEN_DISTANCE, _way),
    (grammar.DISTANCE_THEN_BEARING, _way),
    (grammar.DISTANCE_AND_WAY, _way),
    (grammar.BEARING, _way),
    (grammar.FRENCH_WAY, _way),
    (grammar.ENGLISH_WAY, _way),
    (grammar.DISTANCE_OFF, _off),
    (grammar.DISTANCE_FROM, _away),
    (grammar.OFF, _off),
    (grammar.BOUND, _named("at", of="destination")),
    (grammar.NEAR, _named("near")),
    (grammar.FROM, _named("at", of="departure")),
    (grammar.AT, _named("at")),
)
"""The ways of saying it, the most telling first."""
