"""Where a text quotes: from the mark that opens a quotation to the one that closes it, over paragraphs too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_CLOSING = {"“": "”", "«": "»", "‘": "’", '"': '"'}
_MARKS = re.compile(r"""[“”«»"]|(?<![\w’])‘(?=\w)|(?<=[.,!?;:…\w])’(?!\w)""")
LONGEST = 12
"""Paragraphs over which a quotation can go on; a mark that is never closed stops at its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """What stands at [start, end) of a text between marks of quotation, marks included, over so many paragraphs."""

    start: int
    end: int
    paragraphs: int


def quotations(text: str) -> tuple[Quotation, ...]:
    """Return the quotations of a text in its order, none inside another.

    One that is open at the end of a paragraph goes on in the next if that begins with the same mark, or with the mark
    that ends it as in old French print; otherwise it ends with its paragraph.
    """
    return tuple(_quotations(text)) if any(each in text for each in _CLOSING) else ()


def _quotations(text: str) -> Iterator[Quotation]:
    start, mark, last, paragraphs = -1, "", -1, 0
    at = 0
    for line in text.splitlines(keepends=True):
        body = line.strip()
        first = at + len(line) - len(line.lstrip())
        if mark and body:
            goes_on = body[0] in (mark, _CLOSING[mark]) or (mark == "«" and _closes_first(body))
            if goes_on and paragraphs < LONGEST:
                paragraphs += 1
            else:
                yield Quotation(start=start, end=last, paragraphs=paragraphs)
                mark = ""
        marked = mark or any(each in line for each in _CLOSING)
        for found in _MARKS.finditer(line) if marked else ():
            place, said = at + found.start(), found[0]
            if not mark and said in _CLOSING:
                start, mark, paragraphs = place, said, 1
            elif mark and said == _CLOSING[mark] and not (place == first and start < at):
                yield Quotation(start=start, end=place + 1, paragraphs=paragraphs)
                mark = ""
        at += len(line)
        last = at - len(line) + len(line.rstrip()) if body else last
    if mark:
        yield Quotation(start=start, end=last, paragraphs=paragraphs)


def _closes_first(body: str) -> bool:
    """Whether a paragraph ends a French quotation that it does not open."""
    closed, opened = body.find("»"), body.find("«")
    return closed >= 0 and (opened < 0 or closed < opened)
