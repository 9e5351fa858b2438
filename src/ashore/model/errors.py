"""Every way Ashore refuses, as one tree with stable codes.

    AshoreError
    ├── BadInput            what came in cannot be read; the raw bytes are kept
    ├── Refused             the request was understood and will not be done
    ├── NotFound            nothing here has that name
    └── LedgerFault         the record itself is damaged, full or out of reach

A class is one kind of failure; its `code` never changes once published.
`says` is the sentence for the person at the desk, `hint` what they can do about it.
Both are templates filled from the error's fields, so that a translation may reorder them.
"""

from __future__ import annotations

from typing import Any, ClassVar


class AshoreError(Exception):
    """Base of the tree: a stable code, one sentence, and one hint."""

    code: ClassVar[str] = "ashore"
    says: ClassVar[str] = "Something went wrong."
    hint: ClassVar[str] = ""

    def __init__(self, **fields: Any) -> None:
        self.fields = fields
        super().__init__(self.sentence())

    def sentence(self) -> str:
        """Return `says` with the fields filled in."""
        return self.says.format_map(_Shown(self.fields))

    def advice(self) -> str:
        """Return `hint` with the fields filled in."""
        return self.hint.format_map(_Shown(self.fields))

    def as_json(self) -> dict[str, str]:
        """Return the error as the public formats give it: code, says, hint."""
        return {"code": self.code, "says": self.sentence(), "hint": self.advice()}


class _Shown(dict[str, Any]):
    """Fields for a template; a field nobody gave shows as its name instead of failing twice."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


class BadInput(AshoreError):
    """What came in cannot be read."""

    code = "bad-input"


class Refused(AshoreError):
    """The request was understood and will not be done."""

    code = "refused"


class NotFound(AshoreError):
    """Nothing here has that name."""

    code = "not-found"


class LedgerFault(AshoreError):
    """The record itself is damaged, full or out of reach."""

    code = "ledger-fault"
