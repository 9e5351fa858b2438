"""Whole numbers as they are written or spoken in English and French: 30, 1,200, thirty-five, soixante et onze."""

from __future__ import annotations

import re
from dataclasses import dataclass


def _table(first: int, words: str) -> dict[str, int]:
    return {word: first + index for index, word in enumerate(words.split())}


_ENGLISH_UNITS = _table(0, "zero one two three four five six seven eight nine")
_ENGLISH_TEENS = _table(10, "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen")
_ENGLISH_TENS = {
    word: (index + 2) * 10
    for index, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split())
} | {"thirthy": 30, "fourty": 40, "fifthy": 50, "ninty": 90}
_FRENCH_UNITS = _table(0, "zero un deux trois quatre cinq six sept huit neuf") | {"une": 1}
_FRENCH_TEENS = _table(10, "dix onze douze treize quatorze quinze seize")
_FRENCH_TENS = {
    "vingt": 20,
    "vingts": 20,
    "trente": 30,
    "trante": 30,
    "quarante": 40,
    "quarente": 40,
    "cinquante": 50,
    "cinquente": 50,
    "soixante": 60,
    "septante": 70,
    "huitante": 80,
    "octante": 80,
    "nonante": 90,
}
_VALUES = _ENGLISH_UNITS | _ENGLISH_TEENS | _ENGLISH_TENS | _FRENCH_UNITS | _FRENCH_TEENS | _FRENCH_TENS

_GAP = r"(?: ?- ?| )"


def _any(*tables: dict[str, int]) -> str:
    words = {word for table in tables for word in table}
    return "(?:" + "|".join(sorted(words, key=len, reverse=True)) + ")"


ENGLISH_BELOW_100 = (
    rf"(?:{_any(_ENGLISH_TENS)}(?:{_GAP}{_any(_ENGLISH_UNITS)})?"
    rf"|{_any(_ENGLISH_TEENS)}|{_any(_ENGLISH_UNITS)})"
)
_FRENCH_BELOW_20 = (
    rf"(?:dix{_GAP}(?:sept|huit|neuf)|{_any(_FRENCH_TEENS)}|{_any(_FRENCH_UNITS)})"
)  # fmt: skip
FRENCH_BELOW_100 = (
    rf"(?:(?:quatre{_GAP}vingts?|{_any(_FRENCH_TENS)})(?:{_GAP}(?:et{_GAP})?{_FRENCH_BELOW_20})?"
    rf"|{_FRENCH_BELOW_20})"
)
"""Patterns over folded text, which times are spoken in too."""


def _below_a_million(small: str, units: str, hundred: str, thousand: str, joined: str) -> re.Pattern[str]:
    middle = rf"(?:(?:(?:{units}|a){_GAP})?{hundred}(?:{_GAP}{joined}{small})?|{small})"
    return re.compile(
        rf"\b(?:(?:(?:{middle}|a){_GAP})?{thousand}(?:{_GAP}{joined}{middle})?|{middle})\b"
    )  # fmt: skip


_SPOKEN = (
    _below_a_million(ENGLISH_BELOW_100, _any(_ENGLISH_UNITS), "hundred", "thousand", rf"(?:and{_GAP})?"),
    _below_a_million(FRENCH_BELOW_100, _any(_FRENCH_UNITS), "cents?", "mille", ""),
)
_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+(?!\d)|[1-9]\d{0,2}(?: \d{3})+(?!\d)|\d+")
_WORD = re.compile("[a-z]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Numeral:
    """A whole number and where it stands; `article` is a lone un or une, which may only mean "a"."""

    value: int
    start: int
    end: int
    article: bool = False


def numeral_at(text: str, start: int) -> Numeral | None:
    """Return the number that begins at `start` of a folded text, in the longest way to read it.

    Thousands are parted by a comma or a space; a number of more than nine digits is no number of anything here.
    """
    digits = _DIGITS.match(text, start)
    if digits is not None:
        bare = re.sub("[ ,]", "", digits[0])
        return Numeral(value=int(bare), start=start, end=digits.end()) if len(bare) <= 9 else None
    spoken = [match for pattern in _SPOKEN if (match := pattern.match(text, start))]
    if not spoken:
        return None
    longest = max(spoken, key=re.Match.end)
    return Numeral(
        value=spoken_value(longest[0]),
        start=start,
        end=longest.end(),
        article=longest[0] in ("un", "une"),
    )


def spoken_value(words: str) -> int:
    """Return the value of a number in digits, or in the words of one language as the patterns here match them."""
    if words.isdigit():
        return int(words)
    total = current = 0
    before = ""
    for word in _WORD.findall(words):
        if word in ("hundred", "cent", "cents"):
            current = max(current, 1) * 100
        elif word in ("thousand", "mille"):
            total, current = total + max(current, 1) * 1000, 0
        elif word in ("vingt", "vingts") and before == "quatre":
            current += 76  # quatre-vingts: the four already counted, and 76 more
        else:
            current += _VALUES.get(word, 0)
        before = word
    return total + current
