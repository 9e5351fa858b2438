"""From a ledger entry to what the picture holds of it."""

from __future__ import annotations

from ashore.ledger.codec import decode
from ashore.ledger.entry import Entry
from ashore.picture.fold import Held


def held_of(entry: Entry) -> Held:
    """Return the entry with its open body decoded; a withheld or erased body is None."""
    header = entry.header
    ms, counter = header.hlc
    body = entry.body
    return Held(
        (ms, counter, entry.log, header.seq),
        entry.id,
        header.type,
        header.actor,
        header.role,
        header.wall_ms,
        header.replaces,
        None if body is None else decode(header.type, header.type_v, body),
    )
