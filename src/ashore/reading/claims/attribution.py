"""Who says what stands at a place of a text: by its sentence, its quotation, its paragraph, or whom a pronoun means."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from ashore.reading.claims.embedded import Embedded
from ashore.reading.claims.quotations import Quotation
from ashore.reading.claims.speakers import Speaker, owned, speaker_in, standing_of, subject_in
from ashore.reading.claims.text import Sentence

BACK = 12
"""Sentences back over which a pronoun still means the last who spoke."""


class Attribution:
    """Who speaks in one text: asked in its order for each sentence that claims something.

    `said` are the sentences so far, the one asked about last.
    """

    def __init__(self, text: str, quoted: Sequence[Quotation], embedded: Sequence[Embedded]) -> None:
        self._text = text
        self._quoted = quoted
        self._embedded = embedded
        self._opened = [each.start for each in quoted]
        self._starts = [min(each.start, each.head_start) for each in embedded]
        self._around = _enclosing(embedded)
        self._named: dict[tuple[int, int], Speaker | None] = {}

    def within(self, at: int) -> Embedded | None:
        """Return the innermost embedded text that holds a place."""
        index: int | None = bisect_right(self._starts, at) - 1
        while index is not None and index >= 0:
            if self._embedded[index].holds(at):
                return self._embedded[index]
            index = self._around[index]
        return None

    def in_head(self, at: int) -> bool:
        """Return whether a place is in the head of an embedded text, where nothing but names and dates stand."""
        inside = self.within(at)
        return inside is not None and inside.formal and inside.head_start <= at < inside.head_end

    def speaker(self, said: Sequence[Sentence], at: int) -> Speaker | None:
        """Return who is said to say what stands at a place of the last of these sentences; None for the writer."""
        inside = self.within(at)
        here = said[-1]
        quotation = self._quotation(at)
        named = self._in_clause(here, at) or self._in_sentence(here, inside)
        if named is None and quotation is not None:
            named = self._of_quotation(quotation, here.language)
        if named is None:
            named = self._in_paragraph(said, inside)
        if named is not None and named.again:
            named = self._meant(named, said, inside)
        if named is not None:
            return self._standing(named, said, inside)
        if inside is not None and inside.dated:
            return author_of(inside)
        if quotation is not None:
            return self._last_before(said, inside, len(said) - 1)
        return None

    def _quotation(self, at: int) -> Quotation | None:
        """Return the quotation that holds a place."""
        index = bisect_right(self._opened, at) - 1
        return self._quoted[index] if index >= 0 and at < self._quoted[index].end else None

    def _in_clause(self, sentence: Sentence, at: int) -> Speaker | None:
        """Return whom a clause names that semicolons part from the rest: "19, he said; the mayor said 14"."""
        start = self._text.rfind(";", sentence.start, at) + 1
        end = self._text.find(";", at, sentence.end)
        if not start and end < 0:
            return None
        clause = self._text[start or sentence.start : end if end >= 0 else sentence.end]
        return speaker_in(clause, sentence.language)

    def _in_sentence(self, sentence: Sentence, inside: Embedded | None) -> Speaker | None:
        """Return whom the words of a sentence name, of those that stand in the same embedded text."""
        start, end = sentence.start, sentence.end
        if inside is not None and inside.dated:
            start, end = max(start, inside.start), min(end, inside.end)
        elif inside is None:
            cut = next((e for e in self._embedded if e.dated and start < e.start < end), None)
            end = cut.head_start if cut is not None and cut.head_start > start else end
        if (start, end) not in self._named:
            self._named[start, end] = (
                speaker_in(self._text[start:end], sentence.language) if start < end else None
            )
        return self._named[start, end]

    def _of_quotation(self, quotation: Quotation, language: str) -> Speaker | None:
        """Return who is named before a quotation in its paragraph, or behind it."""
        line = self._text.rfind("\n", 0, quotation.start) + 1
        end = self._text.find("\n", quotation.end)
        behind = self._text[max(0, quotation.end - 1) : end if end >= 0 else len(self._text)]
        behind = re.split(r"(?<=[a-zé])\. |[“«]", behind, maxsplit=1)[0]
        before = re.split(r"(?<=[a-zé”»])[.!?] ", self._text[line : quotation.start])[-1]
        return speaker_in(behind, language) or speaker_in(before, language)

    def _in_paragraph(self, said: Sequence[Sentence], inside: Embedded | None) -> Speaker | None:
        """Return the last source that the sentences before it in its paragraph name."""
        here = said[-1]
        for each in reversed(said[:-1]):
            if each.paragraph != here.paragraph or self.within(each.start) is not inside:
                return None
            named = self._in_sentence(each, inside)
            if named is not None:
                return named
        return None

    def _last_before(self, said: Sequence[Sentence], inside: Embedded | None, place: int) -> Speaker | None:
        """Return the last source named in so many sentences before one, in the same embedded text."""
        for index in range(place - 1, max(-1, place - 1 - BACK), -1):
            if self.within(said[index].start) is not inside:
                continue
            named = self._in_sentence(said[index], inside)
            if named is not None:
                return self._meant(named, said[: index + 1], inside) if named.again else named
        return None

    def _meant(self, named: Speaker, said: Sequence[Sentence], inside: Embedded | None) -> Speaker | None:
        """Return whom a pronoun or a title with a surname means; the name itself where that is not found."""
        if " " in named.name:
            return self._by_surname(named, said[-1].start)
        spoken = self._last_before(said, inside, len(said) - 1)
        if spoken is not None:
            return spoken
        here = said[-1].paragraph
        for each in reversed(said):
            if each.paragraph != here:
                return None
            subject = subject_in(self._text[each.start : each.end], each.language)
            if subject is not None:
                return subject
        return None

    def _standing(self, named: Speaker, said: Sequence[Sentence], inside: Embedded | None) -> Speaker:
        """Return "its spokesman" in the standing of whose he is, the last who is named before."""
        if not owned(named.name):
            return named
        for each in reversed(said[-1 - BACK :]):
            earlier = self._in_sentence(each, inside) if self.within(each.start) is inside else None
            if earlier is not None and not earlier.again and not owned(earlier.name):
                return replace(named, standing=earlier.standing)
        return named

    def _by_surname(self, named: Speaker, before: int) -> Speaker:
        """Return "Mr. Marsh" as the text names him first: "Paul Marsh, coxswain of the lifeboat"."""
        surname = re.escape(named.name.split()[-1])
        full = re.search(
            rf"(?P<who>(?:[A-ZÀ-Ý][\w'’-]+ ){{1,3}}{surname})(?P<role>, [^,.;:«»“”\"\n]{{3,90}}(?=[,.]))?",
            self._text[:before],
        )
        if full is None or full["who"].split()[0].rstrip(".").lower() in (
            "mr",
            "mrs",
            "ms",
            "m",
            "mme",
            "mlle",
            "dr",
        ):
            return named
        name = full["who"] + (full["role"] or "")
        found = standing_of(name)
        return Speaker(name=name, standing=found if found != "unknown" else named.standing)


def _enclosing(embedded: Sequence[Embedded]) -> list[int | None]:
    """Return for each embedded text the index of the one it stands in."""
    around: list[int | None] = []
    open_now: list[int] = []
    for index, each in enumerate(embedded):
        while open_now and max(embedded[open_now[-1]].end, embedded[open_now[-1]].head_end) <= min(
            each.start, each.head_start
        ):
            open_now.pop()
        around.append(open_now[-1] if open_now else None)
        open_now.append(index)
    return around


def author_of(inside: Embedded) -> Speaker | None:
    """Return the author that the head of an embedded text names; a chat's are private where nothing says otherwise."""
    if inside.who is None:
        return None
    standing = standing_of(inside.who)
    if standing == "unknown" and inside.name == "a message of a chat":
        standing = "private"
    return Speaker(name=inside.who, standing=standing)
