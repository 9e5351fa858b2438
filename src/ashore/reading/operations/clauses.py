"""A communiqué cut into clauses: its sentences, parted where a semicolon parts them, and its lines of a log."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from ashore.reading.claims.text import Sentence, sentences
from ashore.reading.saying import folded


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A run of a text that tells of one thing after the other, at [start, end) of it, in code points.

    `words` is the run folded letter for letter, `sentence` the sentence it stands in.
    """

    start: int
    end: int
    words: str
    sentence: Sentence


def clauses_of(text: str) -> Iterator[Clause]:
    """Yield the clauses of a text in its order; a semicolon ends one, and so does a sentence."""
    low = folded(text)
    for sentence in sentences(text):
        start = sentence.start
        for mark in (*_PARTS.finditer(low, sentence.start, sentence.end), None):
            end = sentence.end if mark is None else mark.start()
            if low[start:end].strip():
                yield Clause(start=start, end=end, words=low[start:end], sentence=sentence)
            start = end if mark is None else mark.end()


def language_of_all(clauses: list[Clause]) -> str:
    """Return the language that most of the text's letters are in; English where there are none."""
    letters: Counter[str] = Counter()
    for clause in clauses:
        letters[clause.sentence.language] += clause.end - clause.start
    return max(sorted(letters), key=lambda language: letters[language], default="en")


_PARTS = re.compile(r";\s*")
