"""When a sentence says that something was: civil dates as intervals, each with the rule that gave it.

Relative words are resolved against the day of publication, or of the text that one is embedded in; without it they
give no dates, and the rule says so. The expressions are those of `day_rules`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from ashore.reading.claims.day_rules import FROM_BEFORE, RULES
from ashore.reading.claims.day_spans import DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """An expression of time at [start, end) of a text: its first and last day, None where they cannot be told.

    `running` says that it ends with the day it is resolved against, `compared` that it is of what a number is set
    against: "than in 2022", "on last year".
    """

    start: int
    end: int
    first: date | None
    last: date | None
    rule: str
    running: bool = False
    compared: bool = False


BEFORE, BEHIND = 32, 28
"""Letters before and behind the name of a month or a weekday that can belong to its expression."""

_NEEDED = frozenset().union(*(rule.needs for rule in RULES))
_WORDS = re.compile(r"[^\W\d_]+")
_SET_AGAINST = (
    "than",
    "compared",
    "against",
    " on",
    "same",
    "qu",
    "rapport",
    "contre",
    "chiffre",
    " of",
    "revise",
    "as",
)
_COMPARED = re.compile(
    r"(?:\b(?:than|as)(?: in| on| for| at)?|compared (?:with|to)(?: the)?|against|(?:up|down|per cent|%) on|the same "
    r"(?:period|point|time|months?|date|day) (?:of|in|on)?|\bqu'(?:en|au|à)?|\bque"
    r"|par rapport (?:à|au|aux)(?: l'année)?|\bcontre(?: [\d ]+%?)?|chiffres? (?:de|d')"
    r"|(?:total|highest|record|plus haut) of|revised? (?:from|in))"
    r"(?: the| le| la| l')?(?: same (?:period|point|time|months?|date) (?:of|in)?)? ?$"
)
_A_YEAR = re.compile(r"(?:19|20)\d\d")
_FIGURES = re.compile(r"\d[/.-]\d")


def days_in(text: str, published: date | None, at: int = 0) -> Iterator[Days]:
    """Yield the expressions of time in a sentence that begins at a place, in its order, none inside another."""
    low = text.lower().replace("’", "'")
    words = set(_WORDS.findall(low))
    if _A_YEAR.search(low) is not None:
        words.add("0")
    if _FIGURES.search(low) is not None:
        words.add("/")
    if words.isdisjoint(_NEEDED):
        return
    windows: dict[re.Pattern[str] | None, list[tuple[int, int]]] = {None: [(0, len(low))]}
    found = []
    for rule in RULES:
        if rule.needs.isdisjoint(words):
            continue
        if rule.named not in windows:
            windows[rule.named] = _about(low, rule.named)
        for start, end in windows[rule.named]:
            for match in rule.pattern.finditer(low, start, end):
                found.append((match.start(), -match.end(), rule.says, match, rule.when))
    end = 0
    for start, back, says, match, when in sorted(found, key=lambda each: each[:2]):
        if start < end:
            continue
        end = -back
        first, last = when(match, published)
        unresolved = "" if first is not None else f" (not resolved: {_why(says, published)})"
        running = published is not None and last == published
        yield Days(
            start=at + start,
            end=at + end,
            first=first,
            last=last,
            rule=says + unresolved,
            running=running,
            compared=_is_compared(low[max(0, start - 40) : start]),
        )


def _why(says: str, published: date | None) -> str:
    """Return why an expression gives no dates."""
    if says in FROM_BEFORE:
        return "no day is said before it"
    return "the day of publication is not known" if published is None else "there is no such day"


def _is_compared(before: str) -> bool:
    return any(each in before for each in _SET_AGAINST) and _COMPARED.search(before) is not None


def _about(low: str, named: re.Pattern[str] | None) -> list[tuple[int, int]]:
    """Return the stretches about the names of months or weekdays in which an expression with one stands."""
    stretches: list[tuple[int, int]] = []
    for name in named.finditer(low) if named is not None else ():
        start, end = max(0, name.start() - BEFORE), min(len(low), name.end() + BEHIND)
        if stretches and start <= stretches[-1][1]:
            start = stretches.pop()[0]
        stretches.append((start, end))
    return stretches


def from_before(days: Days, earlier: Days | None) -> Days:
    """Return an expression such as "the same day" as of the day said before it; as it is where none is known."""
    away = next((n for rule, n in FROM_BEFORE.items() if days.rule.startswith(rule)), None)
    if away is None or earlier is None or earlier.first is None or earlier.last is None:
        return days
    when = (earlier.last if away > 0 else earlier.first) + away * DAY
    last = earlier.last if away == 0 else when
    return replace(
        days, first=when, last=last, rule=next(rule for rule in FROM_BEFORE if days.rule.startswith(rule))
    )
