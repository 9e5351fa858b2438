"""A snapshot of the picture: a way to begin from where one left off, thrown away at the first doubt.

It holds what the picture files of each entry, the heads it stands at, the fold's version and a hash over all of it.
Nothing is believed of a snapshot that the ledger does not bear out: other heads, another version or a flipped bit
and it is as if there were none.

No desk begins from one yet: reading the log anew is faster than checking a snapshot against every entry, and
a copy of what was erased must not lie about. It is here so that its correctness is settled before its speed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

import msgspec

from ashore.ledger.codec import NotUnderstood, decode, encode
from ashore.picture.fold import Held, Picture

FOLD_VERSION = 3
"""Changed whenever the same entries would be filed otherwise."""

Heads = dict[str, tuple[int, str]]


class _Filed(msgspec.Struct, array_like=True):
    order: tuple[int, int, str, int]
    id: str
    type: str
    actor: str
    role: str
    wall_ms: int
    replaces: tuple[str, ...]
    version: int
    body: str | None


class _Snapshot(msgspec.Struct, array_like=True):
    fold: int
    heads: Heads
    arrived: int
    entries: list[_Filed]


def snapshot_bytes(picture: Picture, heads: Heads, arrived: int) -> bytes:
    """Return a snapshot: a line of SHA-256 in hex, then the content it is of."""
    content = msgspec.json.encode(
        _Snapshot(FOLD_VERSION, heads, arrived, [_filed(held) for held in picture]), order="deterministic"
    )
    return hashlib.sha256(content).hexdigest().encode() + b"\n" + content


def from_snapshot(data: bytes, heads_then: Heads, entries: Iterable[Held]) -> tuple[Picture, int] | None:
    """Return the picture in a snapshot and the arrival number it stands at, or None if it cannot be believed.

    `heads_then` are the chain hashes the ledger itself has at the snapshot's places, and `entries` what it holds
    up to them: each must stand in the snapshot letter for letter, and nothing else may.
    """
    seal, _, content = data.partition(b"\n")
    if hashlib.sha256(content).hexdigest().encode() != seal:
        return None
    try:
        snapshot = msgspec.json.decode(content, type=_Snapshot)
    except msgspec.MsgspecError:
        return None
    if snapshot.fold != FOLD_VERSION or snapshot.heads != heads_then:
        return None
    picture = Picture()
    for filed in snapshot.entries:
        body: Any = None
        if filed.body is not None:
            body = decode(filed.type, filed.version, filed.body.encode())
        picture.add(
            Held(
                order=filed.order,
                id=filed.id,
                type=filed.type,
                actor=filed.actor,
                role=filed.role,
                wall_ms=filed.wall_ms,
                replaces=filed.replaces,
                body=body,
            )
        )
    held = list(entries)
    if len(held) != len(picture) or any(picture.entries.get(each.id) != each for each in held):
        return None
    return picture, snapshot.arrived


def heads_in(data: bytes) -> Heads:
    """Return the heads a snapshot says it stands at, unchecked; empty if it cannot be read."""
    try:
        return msgspec.json.decode(data.partition(b"\n")[2], type=_Snapshot).heads
    except msgspec.MsgspecError:
        return {}


def _filed(held: Held) -> _Filed:
    version, body = 1, None
    if isinstance(held.body, NotUnderstood):
        version, body = held.body.type_v, held.body.body.decode()
    elif held.body is not None:
        _, version, data = encode(held.body)
        body = data.decode()
    return _Filed(
        held.order, held.id, held.type, held.actor, held.role, held.wall_ms, held.replaces, version, body
    )
