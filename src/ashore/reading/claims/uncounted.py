"""Numbers that count nobody: an age is an attribute, an hour a time, a distance or a price a measure.

None of them is ever a count; `rules/uncounted_*.toml` tells the units and the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from ashore.reading.claims.day_names import MONTHS, WEEKDAYS
from ashore.reading.claims.lexicon import Lexicon
from ashore.reading.claims.numbers import Number
from ashore.reading.claims.tables import table
from ashore.reading.claims.text import Sentence

OLDEST = 110
"""Years above which a number is nobody's age."""

ATTRIBUTE, MEASURE, TIME = "attribute", "measure", "time"
CLOCK = "clock time"
ORDINAL = "ordinal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Uncounted:
    """A number at the words [first, last) that counts nobody: its kind and unit as in a claim.

    `digits` is the word of the number itself, None for an hour; `says` names the rule.
    """

    first: int
    last: int
    digits: int | None
    kind: str
    unit: str
    value: int | None
    qualifier: str | None
    low: int | None
    high: int | None
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    measures: dict[str, str]
    money: dict[str, str]
    behind: frozenset[str]
    words: dict[str, frozenset[str]]


@cache
def _words(language: str) -> _Words:
    told = table(f"uncounted_{language}")
    return _Words(
        measures={
            word: unit.replace("_", " ") for unit, words in told["measure"].items() for word in words.split()
        },
        behind=frozenset(
            word for name in ("measure", "money") for words in told[name].values() for word in words.split()
        ),
        money={word: unit for unit, words in told["money"].items() for word in words.split()},
        words={name: frozenset(words.split()) for name, words in told["words"].items()},
    )


def uncounted(sentence: Sentence, said: Sequence[Number], rules: Lexicon) -> Iterator[Uncounted]:
    """Yield the ages, measures and hours of a sentence, of the numbers said in it."""
    told = _words(sentence.language)
    words = tuple(word.low for word in sentence.words)
    ages: list[Uncounted | None] = []
    for number in said:
        stated = number.value is not None or (number.low is not None and number.high is not None)
        age = _age(sentence, words, number, told, rules) if stated else None
        if (
            age is None
            and ages
            and (before := ages[-1]) is not None
            and _also(words, before.last, number, rules)
        ):
            age = _of(number, number.first, number.last, ATTRIBUTE, before.unit, "age")
        ages.append(age)
    for place in range(len(said) - 2, -1, -1):
        number, following, after = said[place], said[place + 1], ages[place + 1]
        if ages[place] is None and after is not None and _also(words, number.last, following, rules):
            ages[place] = _of(number, number.first, number.last, ATTRIBUTE, after.unit, "age")
    for number, age in zip(said, ages, strict=True):
        found = age or _measure(words, number, told)
        if found is not None:
            yield found
    yield from _clocks(sentence, words, told)


def _also(words: tuple[str, ...], end: int, number: Number, rules: Lexicon) -> bool:
    """Whether a number only goes on with the ages that end at a word: "aged four and seven", "de 4 et 7 ans"."""
    gap, after = words[end : number.digits], words[number.last : number.last + 1]
    if gap not in (("and",), ("et",), (",",), (",", "and"), ("or",), ("ou",)) or number.value is None:
        return False
    return number.value <= OLDEST and not (
        after and (after[0] in rules.units or after[0] in rules.grammar["other"])
    )


def _of(number: Number, first: int, last: int, kind: str, unit: str, says: str) -> Uncounted:
    return Uncounted(
        first=first,
        last=last,
        digits=number.digits,
        kind=kind,
        unit=unit,
        value=number.value,
        qualifier=number.qualifier,
        low=number.low,
        high=number.high,
        says=says,
    )


def _age(
    sentence: Sentence, words: tuple[str, ...], number: Number, told: _Words, rules: Lexicon
) -> Uncounted | None:
    """An age: "14 years old", "a 14-year-old", "aged 14", "a boy of 14", "Anna Reed, 14,", "un garçon de 14 ans"."""
    at = number.last
    if at < len(words) and words[at] == "-":
        at += 1
    after = words[at : at + 3]
    before = words[number.digits - 1] if number.digits else ""
    group, unit = told.words, None
    for name, of in (("year_old", "year"), ("month_old", "month"), ("week_old", "week")):
        if after and after[0] in group[name]:
            unit, last = of, at + 1
    if unit is not None and sentence.language == "fr" and _lasts(words, number, group["lasting"]):
        return None
    if (
        unit is None
        and len(after) > 1
        and after[0] in told.measures
        and (after[1] == "-" or after[1] in group["old"])
    ):
        if after[1] == "-" and (len(after) < 3 or after[2] not in group["old"]):
            return None
        unit, last = told.measures[after[0]], at + (3 if after[1] == "-" else 2)
    if unit is None and before in group["aged"]:
        unit, last = "year", number.last
    if unit is None and after[:1] and after[0] in told.behind:
        return None
    if unit is None and _stands_behind_a_person(sentence, words, number, group, rules):
        unit, last = "year", number.last
    if unit is None:
        return None
    first = number.digits - 1 if before in group["aged"] | group["of"] else number.first
    return _of(number, first, last, ATTRIBUTE, unit, "age")


def _lasts(words: tuple[str, ...], number: Number, lasting: frozenset[str]) -> bool:
    """Whether years are a length of time and no age: "depuis 14 ans"."""
    return number.first > 0 and words[number.first - 1] in lasting


def _stands_behind_a_person(
    sentence: Sentence,
    words: tuple[str, ...],
    number: Number,
    group: dict[str, frozenset[str]],
    rules: Lexicon,
) -> bool:
    """Whether a bare number can only be an age: "a boy of 14", "Anna, nine, and", "his sister, 9, was"."""
    first, after = number.digits, words[number.last : number.last + 1]
    if number.qualifier != "exact" or number.value is None or number.value > OLDEST or first < 2:
        return False
    before = words[first - 1]
    if before in group["of"]:
        if number.value < GROWN and rules.phrase_before("parent_of", words, first) is not None:
            return False  # "a mother of three"
        noun = rules.units.get(words[first - 2])
        single = noun is not None and noun.unit == "person" and not noun.plural
        return single and (
            not after
            or after[0]
            in rules.grammar["conjunction"]
            | rules.grammar["be"]
            | {",", ".", ";", ")", "was", "who", "died", "has"}
        )
    if before not in (",", "(") or (after and after[0] not in (",", ".", ")", ";", "–", "—")):
        return False
    name = sentence.words[first - 2]
    if name.low in group["kin"]:
        return bool(after)
    noun = rules.units.get(name.low)
    if noun is not None and noun.unit == "person":
        return not noun.plural and noun.part and bool(after)
    return (
        name.capital
        and name.low not in MONTHS
        and name.low not in WEEKDAYS
        and first > 2
        and (sentence.words[first - 3].capital or sentence.words[first - 3].low in (",", "and", "et"))
    )


GROWN = 15
"""Years below which "a father of four" tells of children, and not of an age."""


def _measure(words: tuple[str, ...], number: Number, told: _Words) -> Uncounted | None:
    """A length, a time that lasts, a speed, a price."""
    before = words[number.digits - 1] if number.digits else ""
    if before in told.money:
        return _of(number, number.digits - 1, number.last, MEASURE, told.money[before], "price")
    at = number.last
    if at < len(words) and words[at] == "-":
        at += 1
    if at < len(words) and words[at] in told.measures:
        unit = told.measures[words[at]]
        if words[at] == "m" and at + 1 < len(words) and words[at + 1] in ("€", "£", "$"):
            return None
        return _of(number, number.first, at + 1, MEASURE, unit, "measure")
    return None


_CLOCK = re.compile(r"(?P<h>[01]?\d|2[0-4])(?:(?P<mark>[:.h])(?P<m>[0-5]\d)?)?(?P<half>am|pm)?")


def _clocks(sentence: Sentence, words: tuple[str, ...], told: _Words) -> Iterator[Uncounted]:
    """Hours, each with the words of its day before it; of a numbered incident, with its number."""
    group = told.words
    for at in [place for place, word in enumerate(words) if word[0].isdecimal()]:
        word = words[at]
        clock = _CLOCK.fullmatch(word)
        if clock is None:
            continue
        last = at + 1
        after = words[last] if last < len(words) else ""
        by = words[at - 1] if at else ""
        if clock["half"] is None and after in group["half"]:
            last += 1
            if sentence.language == "fr" and last < len(words) and re.fullmatch(r"[0-5]\d", words[last]):
                last += 1
            elif after in ("heures", "heure", "h") and by not in group["clock_at"]:
                continue
        elif clock["half"] is None and not (
            clock["mark"] == "h" or (clock["m"] and (clock["mark"] == ":" or by in group["clock_at"]))
        ):
            continue
        first = at
        while first and _of_the_day(words, first - 1, group["clock_before"]):
            first -= 1
        ordinal = _ordinal(words, first, group)
        yield Uncounted(
            first=0 if ordinal is not None else first,
            last=last,
            digits=None,
            kind=TIME,
            unit=CLOCK if ordinal is None else ORDINAL,
            value=ordinal,
            qualifier="none" if ordinal is None else "exact",
            low=ordinal,
            high=ordinal,
            says="hour",
        )


def _of_the_day(words: tuple[str, ...], at: int, before: frozenset[str]) -> bool:
    word = words[at]
    return (
        word in before
        or word in WEEKDAYS
        or (word in MONTHS and at > 0 and words[at - 1][0].isdecimal())
        or (word.isdecimal() and len(word) <= 2 and words[at + 1] in MONTHS)
    )


def _ordinal(words: tuple[str, ...], first: int, group: dict[str, frozenset[str]]) -> int | None:
    """Return which incident an hour is of: "The first call came at 10.04pm"; None where its sentence numbers none."""
    opening = words[: min(3, first)]
    for number in range(1, 6):
        for place, word in enumerate(opening):
            if (
                word in group[f"ordinal_{number}"]
                and words[place + 1 : place + 2]
                and words[place + 1] in _NUMBERED
            ):
                return number
    return None


_NUMBERED = frozenset(
    "incident call alert operation rescue boat appel alerte opération sauvetage intervention embarcation".split()
)
