"""Entry v1: the signed header, its bytes, its id and its place in the chain (docs/entry-format.md).

Header and Entry are msgspec structs, not dataclasses: a replay makes one of each for every entry ever
written, and they are the difference between seconds and minutes.
"""

from __future__ import annotations

import hashlib
from typing import Final, TypeAlias

import msgspec

from ashore.model.errors import LedgerFault

VERSION: Final = 1
ALGORITHM: Final = "ed25519"
ID_PREFIX: Final = b"ashore.entry/1\n"
CLASSES: Final = ("public", "operational", "personal", "decision", "access")

Hlc = tuple[int, int]
"""A hybrid logical time: milliseconds since 1970-01-01 UTC, and a counter within the millisecond."""


class UnreadableHeader(LedgerFault):
    """Bytes that are not an entry v1 header."""

    code = "unreadable-header"
    says = "An entry's header cannot be read: {why}."
    hint = "Run `ashore verify` to see where the record is damaged; restore from an export or a peer."


class BodyRef(msgspec.Struct, frozen=True, gc=False):
    """What the header knows of the body: SHA-256 as lower-case hex, and length in bytes."""

    len: int
    sha256: str


class SealedRef(msgspec.Struct, frozen=True, gc=False, rename={"class_": "class"}):
    """What the header knows of a sealed part: its class, its key's id, and its ciphertext's hash."""

    class_: str
    key: str
    len: int
    sha256: str


class BlobRef(msgspec.Struct, frozen=True, gc=False):
    """What the header knows of an open attachment."""

    len: int
    media: str
    sha256: str


Ref: TypeAlias = BodyRef | SealedRef | BlobRef
"""Bytes that a header knows by length and hash."""


class Header(msgspec.Struct, frozen=True, gc=False, kw_only=True, rename={"class_": "class"}):
    """The signed part of an entry. Fields stand in RFC 8785 order, so that encoding needs no sort."""

    actor: str
    alg: str
    blobs: tuple[BlobRef, ...]
    body: BodyRef
    causes: tuple[str, ...]
    class_: str
    command: str
    hlc: Hlc
    key: str
    log: str
    prev: str
    replaces: tuple[str, ...]
    role: str
    sealed: tuple[SealedRef, ...]
    seq: int
    subjects: tuple[str, ...]
    type: str
    type_v: int
    v: int
    wall_ms: int

    def contents(self) -> tuple[str, ...]:
        """Return the hashes of the sealed parts, then of the blobs."""
        return (*(ref.sha256 for ref in self.sealed), *(ref.sha256 for ref in self.blobs))


class Entry(msgspec.Struct, frozen=True, gc=False):
    """One entry as it is held here.

    `body` is None where it is withheld or erased. `arrival` is the local order of commits, from 1.
    `ahead` marks a remote entry whose hybrid time was more than five minutes ahead when it arrived.
    """

    id: str
    header: Header
    header_bytes: bytes
    signature: bytes
    body: bytes | None
    arrival: int
    ahead: bool

    @property
    def log(self) -> str:
        """Return the log this entry belongs to; a genesis entry's own chain hash is its log."""
        return self.header.log or self.chain

    @property
    def chain(self) -> str:
        """Return the chain hash, which the next entry of the log carries as `prev`."""
        return chain_hash(self.header_bytes, self.signature)


def header_bytes(header: Header) -> bytes:
    """Return the header's RFC 8785 bytes: what is hashed, signed, stored and sent."""
    return _encode(header)


def read_header(data: bytes) -> Header:
    """Return the header in `data`. Raises UnreadableHeader."""
    try:
        return _decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UnreadableHeader(why=str(error)) from error


def entry_hash(header: bytes) -> bytes:
    """Return the 32 bytes that the signature is over; their first 20 are the entry's id."""
    return hashlib.sha256(ID_PREFIX + header).digest()


def short_id(digest: bytes) -> str:
    """Return the first 20 bytes of a hash as 32 characters of lower-case base32, without padding."""
    number = int.from_bytes(digest[:20], "big")
    return "".join([_PAIRS[number >> shift & 1023] for shift in range(150, -1, -10)])


def entry_id(header: bytes) -> str:
    """Return the id of the entry with this header."""
    return short_id(entry_hash(header))


def chain_hash(header: bytes, signature: bytes) -> str:
    """Return SHA-256(header || signature) as lower-case hex."""
    return hashlib.sha256(header + signature).hexdigest()


def sha256_hex(data: bytes) -> str:
    """Return the SHA-256 of `data` as lower-case hex."""
    return hashlib.sha256(data).hexdigest()


_BASE32 = "abcdefghijklmnopqrstuvwxyz234567"
_PAIRS = [
    high + low for high in _BASE32 for low in _BASE32
]  # ten bits at a time: base64.b32encode takes five
_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Header).decode
