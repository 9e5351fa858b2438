"""Telling a telephone number or a mail address in text that is to stand in the open, or to leave the desk."""

from __future__ import annotations

import re
import unicodedata

_DATE = re.compile(r"\b(?:\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d)\b")
_GAP = r"[\s()./_·‐-―-]{0,3}"
# An address begins where nothing of one stands before it: looked for from every letter, a long word takes a minute.
_PRIVATE = re.compile(
    rf"(?:\+|\b0){_GAP}\d(?:{_GAP}\d){{7,}}|\d{{10,}}|(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
)


def holds_number(text: str) -> bool:
    """Return whether a text holds what looks like a telephone number, as people here write them, or an address.

    Nine digits without a prefix are a ship's MMSI and pass; so do dates.
    """
    return _PRIVATE.search(_DATE.sub(" x ", unicodedata.normalize("NFKC", text))) is not None


def without_numbers(text: str) -> str:
    """Return the text with an ellipsis for each number or address in it; unchanged if it holds none."""
    while holds_number(text):  # what stood on both sides of one may look like another
        text = _PRIVATE.sub("…", unicodedata.normalize("NFKC", text))
    return text


BLANK = "•"


def blanked(text: str) -> str:
    """Return the text with each character of a number or an address in it blanked: every other keeps its place."""
    plain = "".join(
        folded if len(folded := unicodedata.normalize("NFKC", each)) == 1 else each for each in text
    )
    shown = list(text)
    while found := list(_PRIVATE.finditer(_DATE.sub(lambda date: "x" * len(date[0]), plain))):
        for each in found:
            shown[each.start() : each.end()] = BLANK * len(each[0])
            plain = plain[: each.start()] + BLANK * len(each[0]) + plain[each.end() :]
    return "".join(shown)
