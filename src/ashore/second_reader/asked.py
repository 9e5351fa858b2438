"""What a second reader was asked and what it answered: the bytes as they came, and whose they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question to a second reader, and its answer.

    `raw` is the body of the answer as it came, which `reading.claims.second` reads; `model` the one that was asked
    for, `sent_to` host and port, `prompt` the SHA-256 of the instructions and the form of the answer, `words` that of
    the words sent, both in hex; `asked_at_ms` when, UTC milliseconds.
    """

    raw: bytes
    model: str
    sent_to: str
    prompt: str
    words: str
    asked_at_ms: int


class SecondReader(Protocol):
    """A model that can be asked what a public text claims."""

    @property
    def model(self) -> str:
        """The model's name, as it is asked for."""
        ...

    @property
    def where(self) -> str:
        """Where a text goes: host and port."""
        ...

    def ask(self, text: str) -> Asked:
        """Send a public text and return the answer. Raises NoSecondReading, TextTooLong."""
        ...
