"""Accounts and sessions of one desk: names live here, outside the log, beside opaque ids.

Passwords are kept as argon2id hashes, session tokens as SHA-256 of a random token.
"""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import apsw
from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from ashore.desk.commands.errors import BadSignIn, NameTaken, WeakPassword
from ashore.ledger.database import in_plain_words
from ashore.model.clock import Surroundings

LEAST_PASSWORD = 10
SESSION_MS = 14 * 3_600_000
"""A session outlasts a long watch and not the next one."""

FOR_A_PROGRAM = "program-"
"""How a token begins that was made for a program: what it does, a machine does, whoever made it."""

FAILURES = 5
WAIT_MS = 60_000

_SCHEMA = """
CREATE TABLE IF NOT EXISTS account (
    id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE COLLATE NOCASE, role TEXT NOT NULL, password TEXT NOT NULL,
    failures INTEGER NOT NULL DEFAULT 0, failed_ms INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE IF NOT EXISTS session (
    token TEXT PRIMARY KEY, account TEXT NOT NULL REFERENCES account (id), until_ms INTEGER NOT NULL
) STRICT;
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Somebody who can sign in; `id` is what the log knows of them."""

    id: str
    name: str
    role: str


class Accounts:
    """The accounts file. Safe to use from several threads."""

    def __init__(self, path: Path, surroundings: Surroundings, hasher: PasswordHasher | None = None) -> None:
        self._surroundings = surroundings
        self._hasher = hasher or PasswordHasher()
        self._lock = threading.RLock()
        self._path = path
        with in_plain_words(path):
            self._db = apsw.Connection(str(path))
            self._db.set_busy_timeout(5_000)
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA secure_delete=ON")
            self._db.execute(_SCHEMA)

    def any(self) -> bool:
        """Return whether there is any account yet."""
        return bool(self._rows("SELECT 1 FROM account LIMIT 1"))

    def create(self, name: str, password: str, role: str) -> Account:
        """Make an account. Raises WeakPassword and NameTaken."""
        if len(password) < LEAST_PASSWORD:
            raise WeakPassword(least=LEAST_PASSWORD)
        account = Account(id=f"a-{self._surroundings.random_bytes(6).hex()}", name=name.strip(), role=role)
        try:
            self._rows(
                "INSERT INTO account (id, name, role, password) VALUES (?, ?, ?, ?)",
                (account.id, account.name, role, self._hasher.hash(password)),
            )
        except apsw.ConstraintError as error:
            raise NameTaken(name=account.name) from error
        return account

    def check(self, name: str, password: str) -> Account:
        """Return the account that this name and password open. Raises BadSignIn."""
        rows = self._rows(
            "SELECT id, name, role, password, failures, failed_ms FROM account WHERE name = ?",
            (name.strip(),),
        )
        now = self._surroundings.clock()
        if not rows:
            self._hasher.hash(password)  # as long as a real check, so that a stranger learns no names
            raise BadSignIn
        account, shown, role, kept, failures, failed_ms = rows[0]
        if failures >= FAILURES and now - failed_ms < WAIT_MS:
            raise BadSignIn
        try:
            self._hasher.verify(kept, password)
        except VerifyMismatchError as error:
            self._rows(
                "UPDATE account SET failures = failures + 1, failed_ms = ? WHERE id = ?", (now, account)
            )
            raise BadSignIn from error
        self._rows("UPDATE account SET failures = 0 WHERE id = ?", (account,))
        return Account(id=account, name=shown, role=role)

    def open_session(self, account: Account, prefix: str = "") -> str:
        """Return a new session's token, which begins with `prefix`; only its hash is kept."""
        token = prefix + self._surroundings.random_bytes(24).hex()
        until = self._surroundings.clock() + SESSION_MS
        self._rows("DELETE FROM session WHERE until_ms < ?", (self._surroundings.clock(),))
        self._rows("INSERT INTO session VALUES (?, ?, ?)", (_digest(token), account.id, until))
        return token

    def of_session(self, token: str) -> Account | None:
        """Return whose session this is, or None if it is over or never was."""
        rows = self._rows(
            "SELECT a.id, a.name, a.role FROM session s JOIN account a ON a.id = s.account "
            "WHERE s.token = ? AND s.until_ms >= ?",
            (_digest(token), self._surroundings.clock()),
        )
        return Account(id=rows[0][0], name=rows[0][1], role=rows[0][2]) if rows else None

    def close_session(self, token: str) -> None:
        """End a session."""
        self._rows("DELETE FROM session WHERE token = ?", (_digest(token),))

    def name_of(self, account: str) -> str:
        """Return an account's name, or its opaque id where this desk knows none."""
        rows = self._rows("SELECT name FROM account WHERE id = ?", (account,))
        return str(rows[0][0]) if rows else account

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._db.close()

    def _rows(self, sql: str, values: tuple[str | int, ...] = ()) -> list[tuple[Any, ...]]:
        with self._lock, in_plain_words(self._path):
            return list(self._db.execute(sql, values))


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
