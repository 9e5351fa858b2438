"""When a claim says that it was: the expression of time of its clause, or of the sentence before, on the right day."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from ashore.model.claims import Claim
from ashore.reading.claims.day_rules import FROM_BEFORE
from ashore.reading.claims.days import Days, days_in, from_before
from ashore.reading.claims.embedded import Embedded
from ashore.reading.claims.text import Sentence

BACK = 8
"""Sentences back to which "the next day" can count from a day."""

NEAREST = 5
"""Expressions before and behind a claim among which its own is sought."""

NOT_SAID = Days(start=0, end=0, first=None, last=None, rule="no time is said")
NO_TIME = replace(NOT_SAID, rule="an age or a measure is of no time")

_CLAUSE = re.compile(
    r";|, (?:and|but|while|whereas|et|mais|tandis|alors)\b"
    r"|\b(?:compared (?:with|to)|against|contre|while|whereas|tandis que)\b",
    re.IGNORECASE,
)


_AGAINST = re.compile(r"\b(?:compared (?:with|to)|against|contre|up from|down from)\W*$", re.IGNORECASE)


class When:
    """The times of one text, each resolved against the day of the text that it stands in.

    `published` is the day of publication, None where it is not known.
    """

    def __init__(self, text: str, published: date | None) -> None:
        self._text = text
        self._published = published
        self._found: dict[tuple[int, int], tuple[Days, ...]] = {}

    def said(self, sentences: Sequence[Sentence], claim: Claim, inside: Embedded | None) -> Days:
        """Return when a claim of the last of these sentences says that it was; its rule where it says nothing."""
        if claim.kind in ("attribute", "measure"):
            return NO_TIME
        here = sentences[-1]
        days = self._of(here, inside)
        if days and not all(each.compared for each in days):
            near = self._nearest(here, days, claim)
            if near.rule.startswith(tuple(FROM_BEFORE)):
                return from_before(near, self._one_day(sentences, near, days, inside))
            return near
        earlier = self._before(sentences, None, (), inside)
        if earlier is None:
            return self._at_publication(claim, inside)
        return replace(earlier, rule=f"as said before: {earlier.rule}")

    def _of(self, sentence: Sentence, inside: Embedded | None) -> tuple[Days, ...]:
        key = (sentence.start, inside.start if inside is not None else -1)
        if key not in self._found:
            start, end = sentence.start, sentence.end
            if inside is not None and inside.dated:
                start, end = max(start, inside.start), min(end, inside.end)
            anchor, of = _anchor(inside, self._published)
            found = days_in(self._text[start:end], anchor, start)
            self._found[key] = tuple(
                replace(each, rule=each.rule.replace(*of)) if of[0] else each for each in found
            )
        return self._found[key]

    def _nearest(self, sentence: Sentence, days: tuple[Days, ...], claim: Claim) -> Days:
        """Return the expression nearest to a claim, of those in its clause where there is one."""
        start, end = claim.start or 0, claim.end or 0
        at = bisect_left(days, start, key=lambda each: each.start)
        days = days[max(0, at - NEAREST) : at + NEAREST]
        if len(days) == 1:
            return days[0]

        def apart(each: Days) -> tuple[bool, bool, int, int]:
            between = self._text[each.end : start] if each.end <= start else self._text[end : each.start]
            return (
                each.compared and _AGAINST.search(self._text, sentence.start, start) is None,
                _CLAUSE.search(between) is not None,
                max(each.start - end, start - each.end, 0),
                each.start,
            )

        return min(days, key=apart)

    def _before(
        self,
        sentences: Sequence[Sentence],
        near: Days | None,
        days: tuple[Days, ...],
        inside: Embedded | None,
    ) -> Days | None:
        """Return the last expression before one, or before the sentence, in its paragraph."""
        earlier = [each for each in days if near is not None and each.end <= near.start]
        if earlier:
            return earlier[-1]
        here = sentences[-1]
        for each in reversed(sentences[:-1]):
            if each.paragraph < here.paragraph - 1 or (near is None and each.paragraph != here.paragraph):
                return None
            if inside is not None and not inside.holds(each.end - 1):
                return None
            found = self._of(each, inside)
            if found and not found[-1].compared:
                return found[-1]
        return None

    def _one_day(
        self, sentences: Sequence[Sentence], near: Days, days: tuple[Days, ...], inside: Embedded | None
    ) -> Days | None:
        """Return the last single day, or night between two, that was said before an expression."""
        earlier = [each for each in days if each.end <= near.start]
        for sentence in reversed(sentences[-1 - BACK : -1]):
            earlier = [*self._of(sentence, inside), *earlier]
        single = [each for each in earlier if each.first and each.last and (each.last - each.first).days <= 1]
        return single[-1] if single else None

    def _at_publication(self, claim: Claim, inside: Embedded | None) -> Days:
        """Return a stock as of the day it was published, which is when it is said to stand."""
        anchor, _ = _anchor(inside, self._published)
        if claim.kind not in ("stock", "state") or anchor is None:
            return NOT_SAID
        return replace(NOT_SAID, first=anchor, last=anchor, rule="no time is said: as of publication")


def _anchor(inside: Embedded | None, published: date | None) -> tuple[date | None, tuple[str, str]]:
    """Return the day against which relative words are resolved, and how its rules call it."""
    if inside is None or not inside.dated:
        return published, ("", "")
    if inside.day is None:
        return None, ("the day of publication is not known", f"{inside.name} with no date of its own")
    return inside.day, ("publication", f"{inside.name} of {inside.day.isoformat()}")
