"""Where the numbers of a text stand: what a claim must rest on, whoever read it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ashore.reading.claims.lexicon import Lexicon, lexicon
from ashore.reading.claims.numbers import Number, numbers
from ashore.reading.claims.quantities import quantities
from ashore.reading.claims.rates import changes, per_cents
from ashore.reading.claims.text import Sentence, sentences

COUNTED = "counted"
"""The unit of a spot that is no rate: what its number counts is not asked here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """One number of a text at [start, end), code points, with value, qualifier and ends as in format 8.3.

    `unit` is per_cent, ratio, or COUNTED; `noun` is what the noun behind it counts, None where it stands alone,
    and `counts` is false where the rules take it for a day, an hour, an age, a measure, a name or the like.
    """

    start: int
    end: int
    value: int | str | None
    qualifier: str | None
    low: int | str | None
    high: int | str | None
    unit: str
    direction: str | None = None
    noun: str | None = None
    counts: bool = True


def spots(text: str) -> tuple[Spot, ...]:
    """Return the numbers of a text in its order, none twice; never raises on any text."""
    return tuple(spot for sentence in sentences(text) for spot in _of(sentence))


def _of(sentence: Sentence) -> list[Spot]:
    rules = lexicon(sentence.language)
    said = tuple(numbers(sentence, rules))
    found = {spot.start: spot for spot in _counted(sentence, said, rules)}
    found |= {spot.start: spot for spot in _rates(sentence, said, rules)}
    return [found[start] for start in sorted(found)]


def _counted(sentence: Sentence, said: tuple[Number, ...], rules: Lexicon) -> Iterator[Spot]:
    counting = {each.number.digits: each for each in quantities(sentence, said, rules)}
    for number in said:
        quantity = counting.get(number.digits)
        # What stands behind the noun qualifies the number too: "dix-huit personnes au moins".
        read = number if quantity is None else quantity.number
        yield Spot(
            start=sentence.words[number.digits].start,
            end=sentence.words[number.last - 1].end,
            value=read.value,
            qualifier=read.qualifier,
            low=read.low,
            high=read.high,
            unit=COUNTED,
            noun=quantity.unit.unit if quantity is not None and quantity.unit is not None else None,
            counts=quantity is not None,
        )


def _rates(sentence: Sentence, said: tuple[Number, ...], rules: Lexicon) -> Iterator[Spot]:
    """Yield per cents and multiples; one that rises or falls has its way."""
    found = {each.digits: each for each in per_cents(sentence.low, said, rules)}
    found |= {each.digits: each for each in changes(sentence, said, rules)}
    for rate in found.values():
        yield Spot(
            start=sentence.words[rate.digits].start,
            end=sentence.words[rate.last - 1].end,
            value=rate.value,
            qualifier=rate.qualifier,
            low=rate.low,
            high=rate.high,
            unit=rate.unit,
            direction=rate.direction,
        )
