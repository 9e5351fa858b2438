"""Text to claims of format 8.3: who is said to be how many, what became of them, and the words that say so."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from ashore.model.claims import Claim
from ashore.reading.claims.attribution import Attribution, author_of
from ashore.reading.claims.context import Before, in_context
from ashore.reading.claims.days import Days
from ashore.reading.claims.demands import DEMANDED, demands
from ashore.reading.claims.embedded import Embedded, embedded_in
from ashore.reading.claims.kinds import kind_of, of_the_period
from ashore.reading.claims.lexicon import lexicon
from ashore.reading.claims.named import Named, added_up, named_in
from ashore.reading.claims.numbers import numbers
from ashore.reading.claims.ordinals import ordinals
from ashore.reading.claims.places import Where
from ashore.reading.claims.quantities import quantities
from ashore.reading.claims.quotations import quotations
from ashore.reading.claims.rates import Rate, changes, shares
from ashore.reading.claims.repeats import Repeats
from ashore.reading.claims.speakers import Speaker
from ashore.reading.claims.telling import tell
from ashore.reading.claims.text import Sentence, sentences
from ashore.reading.claims.told import NO_CODE, Told
from ashore.reading.claims.trends import Trend, trends
from ashore.reading.claims.uncounted import Uncounted, uncounted
from ashore.reading.claims.when import When


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadClaim:
    """A claim and why it was read: the rules that gave its outcome, in their own words."""

    claim: Claim
    because: tuple[str, ...]


def read_claims(text: str, *, published: date | None = None) -> tuple[ReadClaim, ...]:
    """Return the claims of a text in its order; never raises on any text.

    `published` is the day of publication, against which "today" and "Tuesday" are resolved; without it they stay
    without dates, and the claim's rule says so.
    """
    quoted = quotations(text)
    embedded = embedded_in(text, quoted, published)
    attribution, when = Attribution(text, quoted, embedded), When(text, published)
    where, repeats = Where(text), Repeats()
    found: list[ReadClaim] = []
    so_far: list[Sentence] = []
    heads = [each for each in embedded if each.formal and each.day is not None]
    for sentence in sentences(text):
        so_far.append(sentence)
        while heads and heads[0].head_end <= sentence.end:
            found.append(_date_of(text, heads.pop(0)))
        for read in _outside_heads(_of_sentence(text, sentence, found), len(found), attribution):
            at = read.claim.start or 0
            inside = attribution.within(at)
            days = when.said(so_far, read.claim, inside)
            speaker = attribution.speaker(so_far, at)
            place = where.said(so_far, read.claim)
            placed = _placed(read, sentence, text, days, speaker, inside, place, repeats)
            repeats.add(len(found), placed.claim)
            found.append(placed)
    return tuple(found)


def _outside_heads(made: list[ReadClaim], before: int, attribution: Attribution) -> list[ReadClaim]:
    """Return the claims of a sentence that do not stand in the head of an embedded text, their indices kept true.

    `before` is how many claims stand before them.
    """
    stay = [index for index, each in enumerate(made) if not attribution.in_head(each.claim.start or 0)]
    if len(stay) == len(made):
        return made
    now = {before + index: before + place for place, index in enumerate(stay)}
    return [_part_of(made[index], before, now) for index in stay]


def _part_of(read: ReadClaim, before: int, now: dict[int, int]) -> ReadClaim:
    whole = read.claim.subset_of
    if whole is None or whole < before:
        return read
    return replace(read, claim=replace(read.claim, subset_of=now.get(whole)))


def _date_of(text: str, inside: Embedded) -> ReadClaim:
    """Return the date that the head of an embedded text states, as a claim of its author."""
    start, end = _trimmed(text, inside.head_start, inside.head_end)
    author = author_of(inside)
    day = inside.day.isoformat() if inside.day is not None else None
    return ReadClaim(
        claim=Claim(
            quote=text[start:end],
            start=start,
            end=end,
            qualifier="none",
            unit="calendar date",
            inside=inside.number,
            when_start=day,
            when_end=day,
            when_rule=f"the date of {inside.name}",
            source=author.name if author is not None else None,
            source_standing=author.standing if author is not None else "unknown",
            kind="time",
        ),
        because=(inside.name,),
    )


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a stretch of a text without the spaces about it."""
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())


NO_COUNTS = frozenset({"rate", "trend", "time", "attribute", "measure"})
"""Kinds of claim that say how many of nobody."""


def _of_sentence(text: str, sentence: Sentence, found: list[ReadClaim]) -> list[ReadClaim]:
    rules = lexicon(sentence.language)
    said = tuple(numbers(sentence, rules))
    words = text[sentence.start : sentence.end]
    others = list(uncounted(sentence, said, rules)) if said or _DIGIT.search(words) else []
    taken = {each.digits for each in others}
    counted = [each for each in quantities(sentence, said, rules) if each.number.digits not in taken]
    told = in_context(sentence, tell(sentence, counted, rules), _before(found), rules) if counted else []
    told = demands(sentence, told, rules)
    kept = [each for each in told if each.outcomes]
    places = {id(each): len(found) + index for index, each in enumerate(kept)}
    read = [
        ReadClaim(claim=_claim(text, sentence, each, _whole(each, told, places, found)), because=each.rules)
        for each in kept
    ]
    low, last = set(sentence.low), next(iter(_before(found).outcomes), None)
    if kept or not low.isdisjoint(rules.units) or (found and low & rules.grammar["referring"]):
        read += [_rate(text, sentence, rate) for rate in changes(sentence, said, rules)]
        read += [_rate(text, sentence, rate) for rate in shares(sentence, said, counted, last, rules)]
    read += [_other(text, sentence, each) for each in others]
    read += [_trend(sentence, words, each, found) for each in trends(sentence, words)]
    read += [_named(sentence, words, each) for each in named_in(words)]
    read += [_named(sentence, words, each) for each in ordinals(words, sentence.language)]
    return read + _sum(text, sentence, kept, read)


_DIGIT = re.compile(r"\d")


def _trend(sentence: Sentence, words: str, each: Trend, found: list[ReadClaim]) -> ReadClaim:
    """Return a number that is not said; of a higher one than was said before, the least that it is then."""
    least = _said_before(found) if each.kind == "estimate" else None
    return ReadClaim(
        claim=Claim(
            quote=words[each.start : each.end],
            start=sentence.start + each.start,
            end=sentence.start + each.end,
            qualifier="more_than" if least is not None else "none",
            low=least + 1 if least is not None else None,
            unit=each.unit,
            direction=each.direction,
            outcome=each.outcome,
            outcomes=(each.outcome,) if each.outcome else (),
            kind=each.kind,
        ),
        because=(each.says,),
    )


def _said_before(found: list[ReadClaim]) -> int | None:
    """Return the last whole number of people that was stated as a total."""
    totals = (each.claim for each in reversed(found[-4:]) if each.claim.kind in ("count", "cumulative"))
    return next(
        (each.value for each in totals if each.unit == "person" and isinstance(each.value, int)), None
    )


def _named(sentence: Sentence, words: str, each: Named) -> ReadClaim:
    return ReadClaim(
        claim=Claim(
            quote=words[each.start : each.end],
            start=sentence.start + each.start,
            end=sentence.start + each.end,
            value=each.value,
            qualifier="exact",
            low=each.value,
            high=each.value,
            unit=each.unit,
            outcome=each.outcome,
            outcomes=(each.outcome,),
            kind=each.kind,
        ),
        because=(each.says,),
    )


def _sum(text: str, sentence: Sentence, kept: list[Told], read: list[ReadClaim]) -> list[ReadClaim]:
    """Return the sum that a family and others come to, part of what they are part of.

    `read` begins with the claims of those kept.
    """
    both = added_up(tuple(word.low for word in sentence.words), kept)
    if both is None:
        return []
    one, two = both
    start, end = sentence.words[one.quantity.number.first].start, sentence.words[two.last - 1].end
    value = (one.quantity.number.value or 0) + (two.quantity.number.value or 0)
    return [
        ReadClaim(
            claim=Claim(
                quote=text[start:end],
                start=start,
                end=end,
                value=value,
                qualifier="exact",
                low=value,
                high=value,
                unit="person",
                outcome=two.outcomes[0],
                outcomes=two.outcomes,
                subset_of=read[kept.index(two)].claim.subset_of,
                kind="derived",
            ),
            because=("a family and others",),
        )
    ]


def _other(text: str, sentence: Sentence, each: Uncounted) -> ReadClaim:
    start, end = sentence.words[each.first].start, sentence.words[each.last - 1].end
    return ReadClaim(
        claim=Claim(
            quote=text[start:end],
            start=start,
            end=end,
            value=each.value,
            qualifier=each.qualifier,
            low=each.low,
            high=each.high,
            unit=each.unit,
            kind=each.kind,
        ),
        because=(each.says,),
    )


def _placed(
    read: ReadClaim,
    sentence: Sentence,
    text: str,
    near: Days,
    speaker: Speaker | None,
    inside: Embedded | None,
    place: str | None,
    repeats: Repeats,
) -> ReadClaim:
    """Return a claim with where, when and by whom its sentence says it, in what, and which of those before it says."""
    start, end = (read.claim.start or 0) - sentence.start, (read.claim.end or 0) - sentence.start
    words = text[sentence.start : sentence.end]
    kind = kind_of(read.claim.kind or "count", read.claim.outcome, words, start, end, sentence.language)
    kind = of_the_period(kind, near)
    return ReadClaim(
        because=read.because,
        claim=replace(
            read.claim,
            kind=kind,
            repeats=repeats.repeated(read.claim, kind, near, words, start, end),
            place=place,
            when_start=near.first.isoformat() if near.first is not None else None,
            when_end=near.last.isoformat() if near.last is not None else None,
            when_rule=near.rule,
            source=speaker.name if speaker is not None else None,
            source_standing=speaker.standing if speaker is not None else "unknown",
            inside=inside.number if inside is not None else None,
        ),
    )


def _rate(text: str, sentence: Sentence, rate: Rate) -> ReadClaim:
    start, end = sentence.words[rate.first].start, sentence.words[rate.last - 1].end
    return ReadClaim(
        claim=Claim(
            quote=text[start:end],
            start=start,
            end=end,
            value=rate.value,
            qualifier=rate.qualifier,
            low=rate.low,
            high=rate.high,
            unit=rate.unit,
            direction=rate.direction,
            outcome=rate.outcome,
            outcomes=(rate.outcome,) if rate.outcome else (),
            kind="rate",
        ),
        because=(rate.unit,),
    )


def _kind(told: Told) -> str:
    if DEMANDED in told.rules:
        return "demand"
    if told.tie == "part":
        return "subset"
    if told.outcomes[0] == "camp":
        return "stock"
    return "cumulative" if told.total else "count"


def _before(found: list[ReadClaim]) -> Before:
    """Return what the claims so far leave for a sentence that builds on them."""
    counted = [each.claim for each in reversed(found) if each.claim.kind not in {"subset", *NO_COUNTS}]
    last = next((each for each in counted if each.unit is not None), None)
    return Before(
        outcomes=next((each.outcomes for each in counted if each.unit == "person"), ()),
        unit=(last.unit if last is not None else None) or "person",
        value=last.value if last is not None and isinstance(last.value, int) else None,
    )


_NO_WHOLE = frozenset({"subset", "estimate", *NO_COUNTS})
"""Kinds of claim that "of them" in a later sentence does not mean."""


def _whole(told: Told, all_told: list[Told], places: dict[int, int], found: list[ReadClaim]) -> int | None:
    """Return the place of the claim that this one is part of, None where it is part of none that was read."""
    if told.tie != "part" or told.host is None:
        return None
    if told.host >= 0:
        return places.get(id(all_told[told.host]))
    for place in range(len(found) - 1, -1, -1):
        if found[place].claim.unit == "person" and found[place].claim.kind not in _NO_WHOLE:
            return place
    return None


def _claim(text: str, sentence: Sentence, told: Told, whole: int | None) -> Claim:
    number = told.quantity.number
    coded = tuple(each for each in told.outcomes if each != NO_CODE)
    start, end = sentence.words[told.first].start, sentence.words[told.last - 1].end
    return Claim(
        quote=text[start:end],
        start=start,
        end=end,
        value=number.value,
        qualifier=number.qualifier,
        low=number.low,
        high=1 if told.tie == "part" and number.qualifier == "indefinite" else number.high,
        unit=told.quantity.unit.unit if told.quantity.unit is not None else told.as_unit,
        outcome=coded[0] if coded else None,
        outcomes=coded,
        subset_of=whole,
        kind=_kind(told),
    )
