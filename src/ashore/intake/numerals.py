"""Numbers as offices write them: a point or a comma before decimals, thousands set apart by any of five signs.

“1,250” is twelve hundred and fifty in London and one and a quarter in Lille. The other numbers of a table tell which;
where none does, it is not guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

BLANKS = "\u202f\u00a0\u2009 '\u2019"
"""Between thousands: a narrow or plain no-break space, a thin one, a blank, an apostrophe straight or curved."""

_POINT = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,2})?"
_PLAIN = re.compile(_POINT, re.ASCII)
_APART = re.compile(rf"([+-]?\d{{1,3}}(?:([{BLANKS}])\d{{3}})(?:\2\d{{3}})*)(?:[.,](\d+))?", re.ASCII)
_BOTH = re.compile(r"([+-]?\d{1,3}(?:([.,])\d{3})+)(?!\2)[.,](\d+)", re.ASCII)
_MANY = re.compile(r"[+-]?\d{1,3}(?:([.,])\d{3})(?:\1\d{3})+", re.ASCII)
_COMMA = re.compile(r"([+-]?\d*),(\d+)", re.ASCII)
_TWO_WAYS = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}", re.ASCII)


def may_be_two_numbers(cell: str) -> bool:
    """Return whether a cell by itself is a number with three decimals, or one of thousands."""
    return _TWO_WAYS.fullmatch(cell.strip()) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Numerals:
    """How the numbers of one table are written: `decimal` is the sign before decimals, "" where none of them tells.

    `plain` is how its program writes: with a point before decimals and nothing between thousands, whatever else it may.
    """

    decimal: str = ""
    plain: bool = True

    def read(self, cell: str) -> str | None:
        """Return a number with a point before its decimals and nothing between thousands, None for what is none.

        None also for “1,250” where the table tells nothing; “1.250” is then one and a quarter if numbers are plain.
        """
        text = cell.strip().replace("\u2212", "-")
        if may_be_two_numbers(text):
            sign = "." if "." in text else ","
            if sign == self.decimal or (sign == "." and self.plain and not self.decimal):
                return text.replace(",", ".")
            return text.replace(sign, "") if self.decimal else None
        if _PLAIN.fullmatch(text):
            return text
        if apart := _APART.fullmatch(text) or _BOTH.fullmatch(text):
            return re.sub(r"[^\d+-]", "", apart[1]) + (f".{apart[3]}" if apart[3] else "")
        if _MANY.fullmatch(text):
            return re.sub(r"[.,]", "", text)
        comma = _COMMA.fullmatch(text)
        return None if comma is None else f"{comma[1]}.{comma[2]}"


def numerals_of(cells: Iterable[str], *, plain: bool = True) -> Numerals:
    """Return how the numbers among some cells are written, as far as those tell that can be read in one way only."""
    signs = {sign for each in cells if (sign := _decimal(each.strip()))}
    return Numerals(decimal=signs.pop() if len(signs) == 1 else "", plain=plain)


def _decimal(text: str) -> str:
    """Return the sign before the decimals of a number that has some and can be read in one way only, else ""."""
    if may_be_two_numbers(text):
        return ""
    if found := _BOTH.fullmatch(text) or _APART.fullmatch(text):
        return text[-len(found[3]) - 1] if found[3] else ""
    if many := _MANY.fullmatch(text):
        return "," if many[1] == "." else "."
    if _COMMA.fullmatch(text):
        return ","
    return "." if "." in text and _PLAIN.fullmatch(text) else ""
