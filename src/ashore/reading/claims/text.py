"""An article as words with their places: paragraphs, sentences, and the language each paragraph is in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

_WORD = re.compile(
    r"https?://\S+|www\.\S+|\S+@\S+\.\w+|[@#]\w+"
    r"|\d{1,3}(?:[ ,\u00a0\u202f]\d{3})+(?![\d])"
    r"|\d+(?:[.,:]\d+)*(?:st|nd|rd|th|er|ère|e|ème|am|pm|h\d*|km|kg|m|nm)?(?!\w)"
    r"|(?:[Aa]ujourd|[Qq]uelqu|[Pp]resqu)['’]\w+|[^\W\d_]+['’](?=[^\W\d_])(?<=\b[cdjlmnstCDJLMNST]['’])"
    r"|[Qq]u['’]|(?:[Jj]us|[Ll]ors|[Pp]uis)qu['’]"
    r"|[^\W\d_]+(?:[-‑][^\W\d_]+)*(?:['’](?:s|t|re|ve|ll|d|m))?|\w+|[^\w\s]"
)
_PLAIN = str.maketrans("’‑", "'-")
_ABBREVIATED = frozenset(
    "mr mrs ms dr st no nos lt col gen rev prof approx est jan feb mar apr jun jul aug sep sept oct nov dec "
    "m mm mme p pp art pers env enf incl dt appr".split()
)


class Word(NamedTuple):
    """One word or mark: as it reads in lower case, where it stands in code points, and whether it has a capital."""

    low: str
    start: int
    end: int
    capital: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence: its words, the same in lower case, and its place.

    `paragraph` is the number of its paragraph from 0, and `language` "en" or "fr".
    """

    words: tuple[Word, ...]
    low: tuple[str, ...]
    start: int
    end: int
    paragraph: int
    language: str


def sentences(text: str) -> Iterator[Sentence]:
    """Yield the sentences of a text in its order; a line end ends a paragraph."""
    at = 0
    for number, line in enumerate(text.splitlines(keepends=True)):
        body = line.rstrip()
        if body:
            language, low = language_of(body), _low(body)
            for start, end in _cut(body):
                words = tuple(
                    Word(
                        low[start + first : start + last],
                        at + start + first,
                        at + start + last,
                        body[start + first].isupper(),
                    )
                    for first, last in map(re.Match.span, _WORD.finditer(body[start:end]))
                )
                if words:
                    yield Sentence(
                        words=words,
                        low=tuple([word[0] for word in words]),
                        start=at + start,
                        end=at + end,
                        paragraph=number,
                        language=language,
                    )
        at += len(line)


def cut(phrase: str) -> tuple[str, ...]:
    """Return the words of a phrase in lower case, cut as those of a text are."""
    words: list[str] = []
    for part in re.split(r"(?<=') +", _low(phrase)):
        # "plus d'", "l' *": an elided word is one only before another
        words.extend(_WORD.findall(part + "une")[:-1] if part.endswith("'") else _WORD.findall(part))
    return tuple(words)


def _low(line: str) -> str:
    """Return a line in lower case, character for character as long as it was."""
    low = line.translate(_PLAIN).lower()
    return low if len(low) == len(line) else "".join(each.lower()[:1] for each in line.translate(_PLAIN))


def _cut(line: str) -> Iterator[tuple[int, int]]:
    start = 0
    for mark in re.finditer(r"[.!?…]+[\"'”’»)\]]*(?=\s)", line):
        before = re.search(r"(\w+)$", line[start : mark.start()])
        word = before[1].lower() if before else ""
        after = line[mark.end() :].lstrip()[:1]
        if mark[0] == "." and (word in _ABBREVIATED or (len(word) == 1 and word.isalpha())):
            continue
        if after.islower():
            continue
        yield start, mark.end()
        start = mark.end() + (len(line[mark.end() :]) - len(line[mark.end() :].lstrip()))
    if line[start:].strip():
        yield start, len(line)


_FRENCH = frozenset(
    "le la les des du une un et est sont ont été dans sur au aux par pour qui que avec ce cette ces ses leur à de "
    "plus pas il elle ils en d' l' qu' s' n' était ne se non elles leurs avait après personnes hommes femmes".split()
)
_ENGLISH = frozenset(
    "the of and to in was were is are has have had been by for with that this who which from at it its their "
    "after they not more than people persons men women children".split()
)


_SMALL = re.compile(r"[^\W\d_]+'?")


def language_of(line: str) -> str:
    """Return "fr" or "en", whichever has more of its small words in a line; English where neither has."""
    words = _SMALL.findall(line.lower().replace("’", "'"))
    french = sum(word in _FRENCH for word in words) + (
        re.search("[àâçéèêîôùûœ]", line, re.IGNORECASE) is not None
    )
    return "fr" if french > sum(word in _ENGLISH for word in words) else "en"
