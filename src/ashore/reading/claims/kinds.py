"""What a number is where it is no plain count: an estimate, a demand, so many a day, a total that is still running.

`rules/kinds_*.toml` tells the words for it. A stock stays a stock, and a part of a number a part.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from ashore.reading.claims.days import Days
from ashore.reading.claims.tables import table

NEAR = 45
"""Letters before a claim in which a word such as "feared" is of it."""

CLOSED = 31
"""Days over which a count of a period that is over still counts what happened, and is no total that grew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kind:
    kind: str
    near: re.Pattern[str] | None
    after: re.Pattern[str] | None
    outcomes: frozenset[str]


@cache
def _kinds(language: str) -> tuple[_Kind, ...]:
    def compiled(words: list[str] | None, start: str, unless: list[str]) -> re.Pattern[str] | None:
        if not words:
            return None
        either, other = (
            "|".join(re.escape(each) for each in sorted(some, key=len, reverse=True))
            for some in (words, unless)
        )
        behind = rf"(?! (?:{other})\b)" if unless else ""
        return re.compile(rf"{start}(?<!\w)(?:{either})(?!\w){behind}")

    return tuple(
        _Kind(
            kind=each["kind"],
            near=compiled(each.get("near"), "", []),
            after=compiled(
                each.get("after"),
                r"^(?: (?:people|persons|dead|personnes|\w+s))?\W{0,2}",
                each.get("unless", []),
            ),
            outcomes=frozenset(each.get("outcomes", ())),
        )
        for each in table(f"kinds_{language}")["kind"]
    )


@cache
def demanded(language: str) -> tuple[tuple[str, ...], ...]:
    """Return the words for "must be", as words."""
    return tuple(tuple(each.split()) for each in table(f"kinds_{language}")["demand"]["words"])


def kind_of(kind: str, outcome: str | None, words: str, start: int, end: int, language: str) -> str:
    """Return what a claim of a kind is, by the words about [start, end) of its sentence."""
    if kind not in ("count", "cumulative"):
        if kind == "stock" and _demanded(words, start, language):
            return "demand"
        return kind
    low = words.lower().replace("’", "'")
    for each in _kinds(language):
        if each.outcomes and outcome not in each.outcomes:
            continue
        if each.near is not None and each.near.search(
            low, 0 if each.kind == "demand" else max(0, start - NEAR), end + 6
        ):
            return each.kind
        if each.after is not None and each.after.match(low[end : end + 30]):
            return each.kind
    return kind


def _demanded(words: str, start: int, language: str) -> bool:
    low = words[:start].lower().replace("’", "'")
    return any(
        each.kind == "demand"
        and each.near is not None
        and each.near.search(low, max(0, start - 2 * NEAR)) is not None
        for each in _kinds(language)
    )


def of_the_period(kind: str, near: Days) -> str:
    """Return "cumulative" for a count of a period that is still running or long: those grow, and are never added."""
    if kind != "count":
        return kind
    if "so far" in near.rule and not near.rule.startswith("the week"):
        return "cumulative"
    if near.first is None or near.last is None:
        return "cumulative" if near.rule.startswith("the year") else kind
    long = (near.last - near.first).days
    return "cumulative" if long > CLOSED or (long > 7 and near.running) else kind
