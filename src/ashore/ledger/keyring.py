"""Content keys in keys.sqlite, beside the ledger.

A destroyed key is 32 zero bytes. They are written over the key where it lies: a row that keeps its
length is rewritten in place, and rows are only ever added at the end, so SQLite never moves a key and
leaves no stale copy of it behind. The journal holds the old page until the commit and is then cut to
nothing, which is why this file does not use a write-ahead log.
"""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Final

from ashore.ledger.database import in_plain_words, open_database, transaction
from ashore.ledger.sealing import KEY_BYTES, KeyDestroyed, KeyNotHeld

LAYOUT: Final = 1
APPLICATION_ID: Final = 0x4153484B  # "ASHK"
SCHEMA: Final = """
CREATE TABLE keys (
    n INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    key BLOB NOT NULL CHECK (length(key) = 32)
);
"""
DESTROYED: Final = bytes(KEY_BYTES)


class SqliteKeyRing:
    """The KeyRing of a data directory. Threads and processes may share it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._connection = open_database(
            path, journal="truncate", layout=LAYOUT, application_id=APPLICATION_ID, schema=SCHEMA
        )
        path.chmod(0o600)

    def add(self, keys: dict[str, bytes]) -> None:
        if keys:
            with self._lock, transaction(self._connection, self._path):
                self._connection.executemany(
                    "INSERT OR IGNORE INTO keys(id, key) VALUES (?, ?)", keys.items()
                )

    def get(self, key_id: str) -> bytes:
        key = self._stored(key_id)
        if key is None:
            raise KeyNotHeld(key=key_id)
        if key == DESTROYED:
            raise KeyDestroyed(key=key_id)
        return key

    def destroy(self, key_ids: list[str]) -> int:
        with self._lock, transaction(self._connection, self._path):
            held = 0
            for key_id in key_ids:
                self._connection.execute(
                    "UPDATE keys SET key = zeroblob(32) WHERE id = ? AND key <> zeroblob(32)", (key_id,)
                )
                held += self._connection.changes()
                self._connection.execute(
                    "INSERT OR IGNORE INTO keys(id, key) VALUES (?, zeroblob(32))", (key_id,)
                )
        return held

    def is_destroyed(self, key_id: str) -> bool:
        return self._stored(key_id) == DESTROYED

    def close(self) -> None:
        self._connection.close()

    def _stored(self, key_id: str) -> bytes | None:
        with self._lock, in_plain_words(self._path):
            row = self._connection.execute("SELECT key FROM keys WHERE id = ?", (key_id,)).fetchone()
        return None if row is None else row[0]
