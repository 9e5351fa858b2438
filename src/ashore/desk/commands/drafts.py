"""Calls half typed: kept from the first keystroke, sealed, until they are logged or thrown away.

They are no entries: nobody has said yet that this is what was heard. The file `drafts.sqlite` holds ciphertext; each
draft's key is in `keys.sqlite` and is destroyed when it is finished; its name stays a day, so that a keystroke that
arrives late revives nothing. A draft's id is its call's command id, so a call whose draft outlived a crash is seen to
be logged already.
"""

from __future__ import annotations

import threading
import uuid
from dataclasses import dataclass
from pathlib import Path

from ashore.ledger.database import open_database, transaction
from ashore.ledger.sealing import KeyDestroyed, KeyNotHeld, KeyRing, new_key, seal, unseal
from ashore.model.clock import Surroundings
from ashore.model.errors import BadInput

LAYOUT = 1
APPLICATION_ID = 0x41534844  # "ASHD"
SCHEMA = """
CREATE TABLE drafts (
    id TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    key TEXT NOT NULL,
    version INTEGER NOT NULL,
    updated_ms INTEGER NOT NULL,
    sealed BLOB NOT NULL
) STRICT;
"""
MOST_BYTES = 256 * 1024
NEWEST = 2**53
NAMED_FOR_MS = 24 * 3_600_000
"""How long a finished draft's name is remembered."""

FINISHED = b""


class NotADraft(BadInput):
    """A draft without a proper name, or one too long."""

    code = "not-a-draft"
    says = "This cannot be kept as a draft: {why}."
    hint = "What you typed is still in this window; log it, or copy it out."


@dataclass(frozen=True, slots=True, kw_only=True)
class HalfTyped:
    """One draft: whose it is, what is typed, and when it last changed, UTC milliseconds.

    `version` counts the changes as its window counted them: of two copies the higher is the later.
    """

    id: str
    account: str
    version: int
    updated: int
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    key: str
    version: int
    finished: bool


class Drafts:
    """The drafts of a desk. Safe to use from several threads."""

    def __init__(self, path: Path, keyring: KeyRing, surroundings: Surroundings) -> None:
        self._path = path
        self._keyring = keyring
        self._surroundings = surroundings
        self._lock = threading.Lock()
        self._db = open_database(
            path, journal="truncate", layout=LAYOUT, application_id=APPLICATION_ID, schema=SCHEMA
        )
        path.chmod(0o600)

    def keep(self, draft: str, account: str, version: int, content: bytes) -> None:
        """Keep what is typed so far, durably; what is older than what is kept, or finished, changes nothing.

        Raises NotADraft.
        """
        name = _name(draft)
        if len(content) > MOST_BYTES:
            raise NotADraft(why="it is too long")
        if not 0 <= version < NEWEST:
            raise NotADraft(why="its version is no count of changes")
        with self._lock, transaction(self._db, self._path):
            held = self._held(name, account)
            if held is not None and (held.version >= version or held.finished):
                return
            key_id = held.key if held is not None else self._new_key()
            try:
                key = self._keyring.get(key_id)
            except KeyDestroyed:
                return  # finishing it was cut short after the key went
            sealed = seal(content, key, name, version, self._surroundings.random_bytes)
            self._db.execute(
                "INSERT OR REPLACE INTO drafts VALUES (?, ?, ?, ?, ?, ?)",
                (name, account, key_id, version, self._surroundings.clock(), sealed),
            )

    def of(self, account: str) -> tuple[HalfTyped, ...]:
        """Return an account's drafts, the last changed first."""
        with self._lock:
            rows = list(
                self._db.execute(
                    "SELECT id, version, updated_ms, key, sealed FROM drafts WHERE account = ? AND sealed != ? "
                    "ORDER BY updated_ms DESC, id",
                    (account, FINISHED),
                )
            )
        found = []
        for name, version, updated, key_id, sealed in rows:
            try:
                content = unseal(sealed, self._keyring.get(key_id), name, version)
            except (KeyDestroyed, KeyNotHeld):
                continue  # thrown away in the instant between
            found.append(
                HalfTyped(id=name, account=account, version=version, updated=updated, content=content)
            )
        return tuple(found)

    def finish(self, draft: str, account: str) -> None:
        """Let a draft go, and its key: the call was logged, or its writer threw it away. Raises NotADraft."""
        name, now = _name(draft), self._surroundings.clock()
        with self._lock, transaction(self._db, self._path):
            held = self._held(name, account)
            if held is not None and not held.finished:
                self._keyring.destroy([held.key])
            self._db.execute(
                "INSERT OR REPLACE INTO drafts VALUES (?, ?, ?, ?, ?, ?)",
                (name, account, "", 0, now, FINISHED),
            )
            self._db.execute(
                "DELETE FROM drafts WHERE sealed = ? AND updated_ms < ?", (FINISHED, now - NAMED_FOR_MS)
            )

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._db.close()

    def _held(self, name: str, account: str) -> _Row | None:
        """Return the row of a draft, None if there is none. Raises NotADraft where it is somebody else's."""
        found = self._db.execute(
            "SELECT key, version, account, sealed FROM drafts WHERE id = ?", (name,)
        ).fetchone()
        if found is None:
            return None
        key, version, owner, sealed = found
        if owner != account:
            raise NotADraft(why="another account began it")
        return _Row(key=key, version=version, finished=sealed == FINISHED)

    def _new_key(self) -> str:
        key_id, key = new_key(self._surroundings.random_bytes)
        self._keyring.add({key_id: key})
        return key_id


def _name(draft: str) -> str:
    try:
        return str(uuid.UUID(draft))
    except ValueError as error:
        raise NotADraft(why="its name is no UUID") from error
