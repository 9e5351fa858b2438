"""What intake answers when bytes cannot become a report: every reason at once, and the bytes kept."""

from __future__ import annotations

from dataclasses import dataclass

from ashore.model.errors import BadInput

SHOWN = 20
"""Reasons written out in one answer; the rest are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """Bytes that could not be read, with every reason found.

    `errors` is never empty and in the order of the input; `line` is counted from 1, None outside a file;
    `report` is the key of the report it was meant to be, where that could be read.
    The sentences name places in the input and never repeat its words, for they are stored in the open.
    """

    source: str
    raw: bytes
    errors: tuple[BadInput, ...]
    line: int | None = None
    report: str | None = None

    @property
    def code(self) -> str:
        """The stable code of the first reason."""
        return self.errors[0].code

    @property
    def says(self) -> str:
        """What is wrong and where, one sentence for each reason."""
        where = [] if self.line is None else [f"Line {self.line}:"]
        left = len(self.errors) - SHOWN
        more = [f"There are {left} more."] if left > 0 else []
        return " ".join(where + [error.sentence() for error in self.errors[:SHOWN]] + more)

    @property
    def hint(self) -> str:
        """What to do about it, each piece of advice once."""
        return " ".join(dict.fromkeys(error.advice() for error in self.errors[:SHOWN]))

    def as_json(self) -> dict[str, str]:
        """Return the reasons as the public formats give it: code, says, hint."""
        return {"code": self.code, "says": self.says, "hint": self.hint}
