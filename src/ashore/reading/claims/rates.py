"""Per cents and multiples that compare counts: "down by 60 per cent", "doublé", "trois fois plus"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ashore.reading.claims.lexicon import Lexicon
from ashore.reading.claims.numbers import Number
from ashore.reading.claims.text import Sentence

NEAR = 9
"""Words about a per cent within which something must be said to rise or fall, for it to be of a count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """A per cent or a multiple by the words [first, last), and which way it goes: "up", "down" or None."""

    first: int
    last: int
    value: int | None
    qualifier: str | None
    low: int | None
    high: int | None
    unit: str
    direction: str | None


def rates(sentence: Sentence, said: Sequence[Number], rules: Lexicon) -> Iterator[Rate]:
    """Yield the rates of a sentence, of the numbers said in it."""
    words = sentence.low
    for number in said:
        after = rules.phrase_at("per_cent", words, number.last)
        if after is not None:
            way = _way(words, number.first, number.last, rules)
            if way is not None and number.value is not None:
                low, high = _bounds(number)
                yield Rate(
                    first=number.first,
                    last=number.last + after[0],
                    value=number.value,
                    qualifier=number.qualifier,
                    low=low,
                    high=high,
                    unit="per_cent",
                    direction=way,
                )
            continue
        times = rules.phrase_at("times", words, number.last)
        if times is not None and number.value is not None:
            low, high = _bounds(number)
            yield Rate(
                first=number.first,
                last=number.last + times[0],
                value=number.value,
                qualifier=number.qualifier,
                low=low,
                high=high,
                unit="ratio",
                direction=times[1],
            )
    multiples = rules.phrases["multiple"]
    for at in (at for at, word in enumerate(words) if word in multiples):
        multiple = rules.phrase_at("multiple", words, at)
        if multiple is not None:
            qualifier = next(
                (
                    found[1]
                    for length in (2, 1)
                    if at >= length
                    and (found := rules.phrase_at("before", words, at - length)) is not None
                    and found[0] == length
                    and found[1] != "exact"
                ),
                "more_than" if words[max(0, at - 1) : at] == ("plus",) else "exact",
            )
            low, high = _ends(int(multiple[1]), qualifier)
            yield Rate(
                first=at,
                last=at + multiple[0],
                value=int(multiple[1]),
                qualifier=qualifier,
                low=low,
                high=high,
                unit="ratio",
                direction="up",
            )


def _bounds(number: Number) -> tuple[int | None, int | None]:
    """Return the bounds of a rate: "more than 60 per cent" is above 60 by any fraction, so its low end is 60."""
    return _ends(number.value, number.qualifier)


def _ends(value: int | None, qualifier: str | None) -> tuple[int | None, int | None]:
    low = value if qualifier in ("exact", "at_least", "more_than") else None
    return low, value if qualifier in ("exact", "at_most", "almost") else None


def _way(words: tuple[str, ...], first: int, last: int, rules: Lexicon) -> str | None:
    nearby = words[max(0, first - NEAR) : first] + words[last : last + 4]
    if set(nearby) & rules.grammar["rising"]:
        return "up"
    return "down" if set(nearby) & rules.grammar["falling"] else None
