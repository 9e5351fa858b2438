"""Who a log belongs to, and which key its next entry must be signed with."""

from __future__ import annotations

from typing import Final

from ashore.ledger.codec import decode
from ashore.ledger.entry import Entry, Hlc
from ashore.ledger.keys import VerifyingKey
from ashore.ledger.store import Head
from ashore.model.bodies import KeyRotated, LogOpened
from ashore.model.errors import LedgerFault

KINDS: Final = ("live", "exercise", "replay")
STREAMS: Final = ("ops", "access")
CARRIES_KEY: Final = ("log.opened", "key.rotated")
"""Types whose body may never be withheld or erased: without it the rest of the log cannot be checked."""


class BadLogOpening(LedgerFault):
    """A genesis or key rotation that cannot be used."""

    code = "bad-log-opening"
    says = "The entry {entry} should name a signing key, and does not: {why}."
    hint = "Nothing after it can be trusted. Ask the desk that wrote it for a new export."


def opening(entry: Entry) -> LogOpened:
    """Return what a genesis entry says of its log. Raises BadLogOpening."""
    body = None if entry.body is None else decode(entry.header.type, entry.header.type_v, entry.body)
    if entry.header.log or entry.header.prev or entry.header.seq or not isinstance(body, LogOpened):
        raise BadLogOpening(entry=entry.id, why="it does not open a log")
    if body.kind not in KINDS or body.stream not in STREAMS:
        raise BadLogOpening(entry=entry.id, why=f"a {body.kind} log of stream {body.stream} is not known")
    _public_key(body.public_key, entry)
    return body


def key_after(entry: Entry, current: bytes) -> bytes:
    """Return the public key for the entry after this one: another only after an opening or a rotation."""
    if entry.header.log and entry.header.type not in CARRIES_KEY:
        return current
    if not entry.header.log or entry.header.type == "log.opened":
        return _public_key(opening(entry).public_key, entry)
    body = None if entry.body is None else decode(entry.header.type, entry.header.type_v, entry.body)
    if not isinstance(body, KeyRotated):
        raise BadLogOpening(entry=entry.id, why="its body is missing or not understood")
    return _public_key(body.public_key, entry)


def head_at(entry: Entry, *, public_key: bytes, mine: bool, hlc: Hlc) -> Head:
    """Return where the entry's log stands with `entry` as its last; `public_key` signed that entry."""
    return Head(
        log=entry.log,
        seq=entry.header.seq,
        chain=entry.chain,
        hlc=hlc,
        public_key=key_after(entry, public_key),
        mine=mine,
    )


def _public_key(text: str, entry: Entry) -> bytes:
    try:
        public = bytes.fromhex(text)
        VerifyingKey(public)
    except ValueError as error:
        raise BadLogOpening(entry=entry.id, why="the key is not an Ed25519 key") from error
    return public
