"""Numbers that are not said: which way one went, and that it may be higher than the one that was.

`rules/trends_*.toml` tells the subjects and the verbs. A sentence that says by how much or to how many gives a rate or
a count instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ashore.reading.claims.tables import table
from ashore.reading.claims.text import Sentence

REACH = 90
"""Letters between a subject and the verb that says which way it went."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """At [start, end) of a sentence a number that went up or down, or may be higher; `kind` is trend or estimate."""

    start: int
    end: int
    kind: str
    unit: str
    outcome: str | None
    direction: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rules:
    subjects: re.Pattern[str]
    counted: dict[str, tuple[str, str | None]]
    ways: re.Pattern[str]
    up: frozenset[str]
    between: frozenset[str]
    higher: re.Pattern[str]
    hedges: re.Pattern[str]
    openings: frozenset[str]


def _either(words: list[str]) -> str:
    return "|".join(re.escape(each) for each in sorted(words, key=len, reverse=True))


@cache
def _rules(language: str) -> _Rules:
    told = table(f"trends_{language}")
    counted = {
        words: (each["unit"], each.get("outcome")) for each in told["subject"] for words in each["words"]
    }
    return _Rules(
        subjects=re.compile(
            r"(?<![\w-])(?:(?:the|le|la|les) )?(?:(?:number|nombre) (?:of |de |d'))?"
            rf"(?P<who>{_either(list(counted))})(?![\w-])"
        ),
        counted=counted,
        ways=re.compile(rf"(?<![\w-])(?P<way>{_either(told['rising'] + told['falling'])})(?![\w-])"),
        up=frozenset(told["rising"]),
        between=frozenset(told["between"]),
        higher=re.compile(rf"(?<!\w)(?:{_either(told['higher'])})(?!\w)"),
        openings=frozenset(
            max(re.split(r"[ ']", each), key=len)
            for each in told["rising"] + told["falling"] + told["higher"]
        ),
        hedges=re.compile(rf"(?<!\w)(?:{_either(told['hedges'])})(?!\w)"),
    )


_NUMBER = re.compile(
    r"\d|\b(?:half|third|quarter|fifth|moitié|tiers|quart|double|doubled|triple|tripled|doublé|triplé)\b|%|per cent"
)


def trends(sentence: Sentence, words: str) -> Iterator[Trend]:
    """Yield the trends without a number, and the hedged higher numbers, that a sentence of these words states."""
    rules = _rules(sentence.language)
    if any(word.low in rules.openings for word in sentence.words):
        yield from _trends(words, rules)


def _trends(words: str, rules: _Rules) -> Iterator[Trend]:
    low = words.lower().replace("’", "'")
    if len(low) != len(words):  # a letter that lower case spells with two
        low = words
    for subject in rules.subjects.finditer(low):
        way = rules.ways.search(low, subject.end(), subject.end() + REACH)
        if way is None or not _belongs(low[subject.end() : way.start()], rules):
            continue
        if _NUMBER.search(low, subject.start(), way.end() + 40) is not None:
            continue
        unit, outcome = rules.counted[subject["who"]]
        yield Trend(
            start=subject.start(),
            end=way.end(),
            kind="trend",
            unit=unit,
            outcome=outcome,
            direction="up" if way["way"] in rules.up else "down",
            says="trend",
        )
        break
    higher = rules.higher.search(low)
    if higher is not None and rules.hedges.search(low) is not None and _NUMBER.search(low) is None:
        people = re.compile(r"\b(?:people|persons|migrants|personnes|children|enfants)\b").search(
            low, higher.end(), higher.end() + 30
        )
        if people is not None:
            yield Trend(
                start=higher.start(),
                end=people.end(),
                kind="estimate",
                unit="person",
                outcome=None,
                direction="up",
                says="a higher number, hedged",
            )


def _belongs(gap: str, rules: _Rules) -> bool:
    """Whether only small words and what is set in commas part a subject from its verb."""
    bare = re.sub(r",[^,]*,", " ", gap)
    return "." not in bare and all(each in rules.between for each in re.findall(r"[a-zà-ÿ]+'|[\w-]+", bare))
