"""How many there have been by the place of the last: "the 24th death this year", "la neuvième personne à se noyer"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ashore.reading.claims.day_names import MONTHS
from ashore.reading.claims.named import Named
from ashore.reading.claims.tables import table


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rules:
    first: int
    places: dict[str, int]
    last: re.Pattern[str]
    told: dict[str, tuple[str, str]]


@cache
def _rules(language: str) -> _Rules:
    told = table(f"ordinals_{language}")
    places = {word: place for place, word in enumerate(told["places"].split(), start=told["first"])}
    kinds = {words: (each["unit"], each["outcome"]) for each in told["kind"] for words in each["words"]}
    behind = "|".join(re.escape(each) for each in sorted(kinds, key=len, reverse=True))
    return _Rules(
        first=told["first"],
        places=places,
        last=re.compile(
            rf"(?<![\w.,-])(?:(?P<figures>\d{{1,4}}) ?(?:{told['endings']})|(?P<word>{'|'.join(places)})) "
            rf"(?:(?:{told['between']}) ){{0,2}}(?P<what>{behind})(?![\w-])(?! (?:{told['unless']}))"
        ),
        told=kinds,
    )


def ordinals(words: str, language: str) -> Iterator[Named]:
    """Yield what a sentence of these words counts by the place of the last."""
    rules = _rules(language)
    low = words.lower()
    if len(low) != len(words):  # a letter that lower case spells with two
        return
    for found in rules.last.finditer(low):
        unit, outcome = rules.told[found["what"]]
        value = int(found["figures"]) if found["figures"] else rules.places[found["word"]]
        before = low[: found.start()].split()[-1:]
        if value < rules.first or (before and before[0] in MONTHS):  # "on July 15th rescue teams"
            continue
        yield Named(
            start=found.start(),
            end=found.end(),
            value=value,
            unit=unit,
            outcome=outcome,
            kind="cumulative",
            says="the place of the last",
        )
