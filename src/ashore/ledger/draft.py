"""What a caller hands to the ledger: an entry before it has a place, a hash and a signature."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """Content to be sealed before it touches the disk.

    Parts of one draft with the same `key_name` share one fresh random key: one for a report's raw bytes,
    text and sender, another for each attachment. The name stays here; the header gets a random key id.
    """

    class_: str
    plaintext: bytes
    key_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Blob:
    """Open content too large for a body, such as a published spreadsheet."""

    media: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An entry to be appended.

    `body` is RFC 8785 bytes (ashore.ledger.codec.encode makes them). `causes`, `replaces` and `subjects`
    hold ids; an entry appended earlier in the same transaction already has its id.
    """

    type: str
    type_v: int
    body: bytes
    actor: str
    role: str
    command: str
    class_: str
    causes: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    sealed: tuple[Seal, ...] = ()
    blobs: tuple[Blob, ...] = ()
