"""Per cents and multiples: how a count changed ("down by 60 per cent", "doublé"), and which share ended how."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ashore.reading.claims.lexicon import Lexicon, Unit
from ashore.reading.claims.numbers import DECIMAL, Number
from ashore.reading.claims.quantities import Quantity
from ashore.reading.claims.telling import tell
from ashore.reading.claims.text import Sentence
from ashore.reading.claims.told import NO_CODE, Told

NEAR = 9
"""Words about a per cent within which something must be said to rise or fall, for it to be of a count."""

Bound = int | str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """A per cent or a multiple by the words [first, last), its number at `digits`.

    `value`, `low` and `high` are whole numbers, or decimal text. A change has a `direction`, "up" or "down"; a share
    has none, and an `outcome` where its sentence says what became of that share.
    """

    first: int
    digits: int
    last: int
    value: int | str
    qualifier: str | None
    low: Bound
    high: Bound
    unit: str
    direction: str | None
    outcome: str | None = None


def changes(sentence: Sentence, said: Sequence[Number], rules: Lexicon) -> Iterator[Rate]:
    """Yield by how much something is said to have risen or fallen, of the numbers said in a sentence."""
    words = sentence.low
    for share in per_cents(words, said, rules):
        way = _way(words, share, rules)
        if way is not None:
            yield replace(share, direction=way)
    for number in said:
        times = rules.phrase_at("times", words, number.last)
        if times is not None and number.value is not None:
            yield _rate(number, number.value, number.last + times[0], "ratio", times[1])
    multiples = rules.phrases["multiple"]
    for at in (at for at, word in enumerate(words) if word in multiples):
        multiple = rules.phrase_at("multiple", words, at)
        if multiple is not None:
            before = rules.phrase_before("before", words, at)
            plus = "more_than" if words[max(0, at - 1) : at] == ("plus",) else "exact"
            qualifier = before[1] if before is not None and before[1] != "exact" else plus
            value = int(multiple[1])
            low, high = bounds(value, qualifier)
            yield Rate(
                first=at,
                digits=at,
                last=at + multiple[0],
                value=value,
                qualifier=qualifier,
                low=low,
                high=high,
                unit="ratio",
                direction="up",
            )


def shares(
    sentence: Sentence,
    said: Sequence[Number],
    counted: Sequence[Quantity],
    before: str | None,
    rules: Lexicon,
) -> Iterator[Rate]:
    """Yield which share of somebody ended how: "38 per cent were sent back", "82 % des arrivants".

    `counted` is who is counted in the sentence: what is told of them is told of no share. `before` is what became of
    those counted last, of whom a share is that has no end of its own: "Of the 7,200 who came, 76 % were men".
    """
    words = sentence.low
    found = [each for each in per_cents(words, said, rules) if _way(words, each, rules) is None]
    if not found:
        return
    parts = {each.digits: _of_whom(words, each, rules) for each in found}
    everyone = sorted([*counted, *parts.values()], key=lambda each: each.number.first)
    told = {each.quantity.number.digits: each for each in tell(sentence, everyone, rules)}
    for each in found:
        of = told[each.digits]
        if of.outcomes and of.outcomes[0] not in (NO_CODE, "aboard"):
            yield replace(each, last=max(each.last, of.quantity.last), outcome=of.outcomes[0])
        elif of.unreal is None and rules.grammar["ratio"].isdisjoint(words[: each.first]):
            those = _of_those(each, told) or before
            if those in _SHARED:
                yield replace(each, outcome=those)


_SHARED = frozenset("arrived rescued attempted prevented intercepted returned dead missing camp".split())
"""Ends of many, of whom a share may be told: 76 per cent of those who came."""


def _of_those(share: Rate, told: dict[int, Told]) -> str | None:
    """Return what became of those counted before a share in its sentence."""
    earlier = [each for at, each in told.items() if at < share.digits and each.outcomes]
    return earlier[-1].outcomes[0] if earlier else None


_SHARE = Unit(unit="person", outcome=None, plural=True, part=False)


def _of_whom(words: tuple[str, ...], share: Rate, rules: Lexicon) -> Quantity:
    """Return a share as a quantity of whom it is: "12 per cent of arrivals"."""
    number = Number(
        first=share.first,
        digits=share.digits,
        last=share.last,
        value=None,
        qualifier="about",
        low=None,
        high=None,
    )
    if share.last < len(words) and words[share.last] in rules.grammar["of"]:
        for at in range(share.last + 1, min(len(words), share.last + 6)):
            unit = rules.units.get(words[at])
            if unit is not None and (at + 1 == len(words) or words[at + 1] not in rules.units):
                return Quantity(number=number, noun=at, unit=unit, last=at + 1, other=False)
    return Quantity(number=number, noun=None, unit=_SHARE, last=share.last, other=False)


def per_cents(words: tuple[str, ...], said: Sequence[Number], rules: Lexicon) -> Iterator[Rate]:
    """Yield the per cents of a sentence in no order, with neither a way nor an outcome."""
    for number in said:
        after = rules.phrase_at("per_cent", words, number.last)
        if after is not None and number.value is not None:
            yield _rate(number, number.value, number.last + after[0], "per_cent")
    for at, word in enumerate(words):
        after = rules.phrase_at("per_cent", words, at + 1) if DECIMAL.fullmatch(word) else None
        if after is not None:
            before = rules.phrase_before("before", words, at)
            number = Number(
                first=at - before[0] if before is not None else at,
                digits=at,
                last=at + 1,
                value=None,
                qualifier=before[1] if before is not None else "exact",
                low=None,
                high=None,
            )
            yield _rate(number, word.replace(",", "."), at + 1 + after[0], "per_cent")


def _rate(number: Number, value: int | str, last: int, unit: str, way: str | None = None) -> Rate:
    low, high = bounds(value, number.qualifier)
    return Rate(
        first=number.first,
        digits=number.digits,
        last=last,
        value=value,
        qualifier=number.qualifier,
        low=low,
        high=high,
        unit=unit,
        direction=way,
    )


def bounds(value: int | str, qualifier: str | None) -> tuple[Bound, Bound]:
    """Return the ends of a rate: "more than 60 per cent" is above 60 by any fraction, so its low end is 60."""
    low = value if qualifier in ("exact", "at_least", "more_than") else None
    return low, value if qualifier in ("exact", "at_most", "almost") else None


_MADE = (("made",), ("make",), ("makes",), ("making",))


def _way(words: tuple[str, ...], share: Rate, rules: Lexicon) -> str | None:
    """Return which way a per cent goes: "up 42 %", "a fall of 22 %", "17 % lower"; None where it is a level."""
    grammar = rules.grammar
    sign = words[share.first - 1] if share.first else ""
    earlier = words[share.first - 2] if share.first > 1 else ""
    if sign == "+" or (sign in ("-", "−", "–") and (earlier[:1].isalpha() or earlier == "(")):
        return "up" if sign == "+" else "down"
    if sign in grammar["from"] or words[share.first - 2 : share.first - 1] in _MADE:
        return None
    after = words[share.last : share.last + 3]
    before = words[max(0, share.first - NEAR) : share.first][::-1]
    for near in (after, before):
        for place, word in enumerate(near):
            if near is before and not (place == 0 or near[0] in grammar["by"] or near[1:2] == ("by",)):
                break
            if word in grammar["rising"]:
                return "up"
            if word in grammar["falling"]:
                return "down"
    return None
