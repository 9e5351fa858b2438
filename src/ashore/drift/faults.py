"""Every way a drift run refuses, with stable codes; the same shape as the desk's own tree, which drift may not import.

A class is one kind of failure; its `code` never changes once published.
`says` is the sentence for whoever asked, `hint` what they can do about it.
"""

from __future__ import annotations

from typing import Any, ClassVar


class DriftFault(Exception):
    """Base of the tree: a stable code, one sentence and one hint, both templates filled from the fault's fields."""

    code: ClassVar[str] = "drift"
    says: ClassVar[str] = "The drift could not be worked out."
    hint: ClassVar[str] = ""

    def __init__(self, **fields: Any) -> None:
        self.fields = fields
        super().__init__(self.sentence())

    def sentence(self) -> str:
        """Return `says` with the fields filled in."""
        return self.says.format(**self.fields)

    def advice(self) -> str:
        """Return `hint` with the fields filled in."""
        return self.hint.format(**self.fields)

    def as_json(self) -> dict[str, str]:
        """Return the fault as the public formats give it: code, says, hint."""
        return {"code": self.code, "says": self.sentence(), "hint": self.advice()}
