"""The store of a data directory: one SQLite file, written ahead, flushed at every commit.

One thread at a time writes; other programs may write as well, because every transaction takes the write lock
first and reads the heads inside it. Readers have connections of their own and hold no transaction
between pages, so that the write-ahead log can always be folded back.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar

import apsw

from ashore.ledger.database import WAIT_MS, LedgerBusy, in_plain_words, open_database
from ashore.ledger.entry import Entry
from ashore.ledger.store import AlreadyHeld, Head, Row, StoreTransaction
from ashore.ledger.writer import Job, Writer

T = TypeVar("T")

LAYOUT: Final = 1
APPLICATION_ID: Final = 0x4153484C  # "ASHL"
SCHEMA: Final = """
CREATE TABLE logs (
    n INTEGER PRIMARY KEY,
    log TEXT NOT NULL UNIQUE,
    seq INTEGER NOT NULL,
    chain TEXT NOT NULL,
    hlc_ms INTEGER NOT NULL,
    hlc_counter INTEGER NOT NULL,
    public_key BLOB NOT NULL,
    mine INTEGER NOT NULL
);
CREATE TABLE entries (
    arrival INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    log INTEGER NOT NULL REFERENCES logs(n),
    seq INTEGER NOT NULL,
    command TEXT NOT NULL,
    ahead INTEGER NOT NULL,
    header BLOB NOT NULL,
    signature BLOB NOT NULL,
    body BLOB,
    UNIQUE (log, seq)
);
CREATE INDEX entries_by_command ON entries(command);
CREATE TABLE contents (n INTEGER PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE, content BLOB NOT NULL);
"""

ROW: Final = "id, header, signature, body, arrival, ahead"
CHECKPOINT_PAGES: Final = 4000
"""The write-ahead log is folded back at 16 MB: seldom enough that hot index pages are not copied again and again."""
POLL_SECONDS: Final = 0.1
"""How often a waiting follower looks for entries that another program wrote."""


class _Reader:
    """The questions of StoreReader, asked on one connection."""

    __slots__ = ("_connection",)

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection

    def rows(self, after: int, limit: int) -> list[Row]:
        sql = f"SELECT {ROW} FROM entries WHERE arrival > ? ORDER BY arrival LIMIT ?"
        rows: list[Row] = self._all(sql, (after, limit))
        return rows

    def get(self, entry_id: str) -> Row | None:
        sql = f"SELECT {ROW} FROM entries WHERE id = ?"
        row: Row | None = self._one(sql, (entry_id,))
        return row

    def at(self, log: str, seq: int) -> Row | None:
        sql = f"SELECT {ROW} FROM entries WHERE log = (SELECT n FROM logs WHERE log = ?) AND seq = ?"
        row: Row | None = self._one(sql, (log, seq))
        return row

    def by_command(self, command: str) -> list[Row]:
        sql = f"""SELECT {ROW} FROM entries
            WHERE command = ? AND log IN (SELECT n FROM logs WHERE mine) ORDER BY arrival"""
        rows: list[Row] = self._all(sql, (command,))
        return rows

    def content(self, sha256: str) -> bytes | None:
        row = self._one("SELECT content FROM contents WHERE sha256 = ?", (sha256,))
        return None if row is None else row[0]

    def heads(self) -> list[Head]:
        return [head for _, head in self._stored_heads()]

    def _stored_heads(self) -> list[tuple[int, Head]]:
        sql = "SELECT n, log, seq, chain, hlc_ms, hlc_counter, public_key, mine FROM logs ORDER BY n"
        return [
            (
                number,
                Head(log=log, seq=seq, chain=chain, hlc=(ms, counter), public_key=key, mine=bool(mine)),
            )
            for number, log, seq, chain, ms, counter, key, mine in self._all(sql, ())
        ]

    def latest(self) -> int:
        return self._one("SELECT coalesce(max(arrival), 0) FROM entries", ())[0]  # type: ignore[no-any-return]

    def _one(self, sql: str, values: tuple[object, ...]) -> Any:
        return self._connection.execute(sql, values).fetchone()

    def _all(self, sql: str, values: tuple[object, ...]) -> Any:
        return self._connection.execute(sql, values).fetchall()


class _Transaction(_Reader):
    """StoreTransaction on the writer's connection."""

    __slots__ = ("_changed", "_logs", "erased")

    def __init__(self, connection: apsw.Connection) -> None:
        super().__init__(connection)
        self._logs: dict[str, tuple[int, Head]] | None = None
        self._changed: set[str] = set()
        self.erased = False

    def heads(self) -> list[Head]:
        return [head for _, head in self._known().values()]

    def append(self, entry: Entry, head: Head) -> int:
        header, logs = entry.header, self._known()
        try:
            number = logs[head.log][0] if head.log in logs else self._add_log(head)
            self._connection.execute(
                """INSERT INTO entries(id, log, seq, command, ahead, header, signature, body)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
                (
                    entry.id,
                    number,
                    header.seq,
                    header.command,
                    entry.ahead,
                    entry.header_bytes,
                    entry.signature,
                    entry.body,
                ),
            )
        except apsw.ConstraintError as error:
            raise AlreadyHeld(entry=entry.id) from error
        logs[head.log] = (number, head)
        self._changed.add(head.log)
        return self._connection.last_insert_rowid()

    def flush(self) -> None:
        """Write where the logs stand now, once for all that was appended."""
        for log in self._changed:
            number, head = self._known()[log]
            self._connection.execute(
                "UPDATE logs SET seq = ?, chain = ?, hlc_ms = ?, hlc_counter = ?, public_key = ? WHERE n = ?",
                (head.seq, head.chain, *head.hlc, head.public_key, number),
            )

    def keep(self, sha256: str, content: bytes) -> None:
        self._connection.execute(
            "INSERT OR IGNORE INTO contents(sha256, content) VALUES (?, ?)", (sha256, content)
        )

    def set_body(self, entry_id: str, body: bytes | None) -> None:
        self._connection.execute("UPDATE entries SET body = ? WHERE id = ?", (body, entry_id))
        self.erased = self.erased or body is None

    def erase(self, sha256: str) -> None:
        self._connection.execute("DELETE FROM contents WHERE sha256 = ?", (sha256,))
        self.erased = True

    def _known(self) -> dict[str, tuple[int, Head]]:
        if self._logs is None:
            self._logs = {head.log: (number, head) for number, head in self._stored_heads()}
        return self._logs

    def _add_log(self, head: Head) -> int:
        self._connection.execute(
            """INSERT INTO logs(log, seq, chain, hlc_ms, hlc_counter, public_key, mine)
            VALUES (?, ?, ?, ?, ?, ?, ?)""",
            (head.log, head.seq, head.chain, *head.hlc, head.public_key, head.mine),
        )
        return self._connection.last_insert_rowid()


class _Outcome(NamedTuple):
    """What a job did before the commit."""

    result: Any
    error: BaseException | None
    erased: bool


class SqliteStore:
    """A Store in one file (with its -wal and -shm beside it while it is open)."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection = open_database(
            path, journal="wal", layout=LAYOUT, application_id=APPLICATION_ID, schema=SCHEMA
        )
        self._connection.wal_autocheckpoint(CHECKPOINT_PAGES)
        self._committed = threading.Condition()
        self._idle: list[apsw.Connection] = []
        self._writer = Writer(self._commit_together)

    def write(self, work: Callable[[StoreTransaction], T]) -> T:
        return self._writer.do(work)

    def rows(self, after: int, limit: int) -> list[Row]:
        with self._reader() as reader:
            return reader.rows(after, limit)

    def get(self, entry_id: str) -> Row | None:
        with self._reader() as reader:
            return reader.get(entry_id)

    def at(self, log: str, seq: int) -> Row | None:
        with self._reader() as reader:
            return reader.at(log, seq)

    def by_command(self, command: str) -> list[Row]:
        with self._reader() as reader:
            return reader.by_command(command)

    def content(self, sha256: str) -> bytes | None:
        with self._reader() as reader:
            return reader.content(sha256)

    def heads(self) -> list[Head]:
        with self._reader() as reader:
            return reader.heads()

    def latest(self) -> int:
        with self._reader() as reader:
            return reader.latest()

    def wait(self, after: int, timeout: float) -> int:
        deadline = time.monotonic() + timeout
        with self._committed:
            # Our own commits wake us; those of other programs are found by looking.
            while (latest := self.latest()) <= after and (left := deadline - time.monotonic()) > 0:
                self._committed.wait(min(left, POLL_SECONDS))
        return latest

    def close(self) -> None:
        self._writer.close()
        with self._committed:
            for connection in self._idle:
                connection.close()
            self._idle.clear()
            self._committed.notify_all()
        self._connection.close()

    @contextmanager
    def _reader(self) -> Iterator[_Reader]:
        """Lend a connection to one thread for one question."""
        with in_plain_words(self._path):
            try:
                connection = self._idle.pop()
            except IndexError:
                connection = apsw.Connection(str(self._path), flags=apsw.SQLITE_OPEN_READWRITE)
                connection.set_busy_timeout(WAIT_MS)
                connection.pragma("query_only", True)
            try:
                yield _Reader(connection)
            finally:
                self._idle.append(connection)

    def _commit_together(self, jobs: list[Job]) -> None:
        """Do the jobs in one transaction, commit once, and only then tell anybody."""
        try:
            with in_plain_words(self._path):
                self._connection.execute("BEGIN IMMEDIATE")
                outcomes = [self._alone(jobs[0])] if len(jobs) == 1 else [self._beside(job) for job in jobs]
                self._connection.execute("COMMIT")
                if any(outcome.erased for outcome in outcomes):
                    self._empty_write_ahead_log()
        except BaseException as error:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            for job in jobs:
                job.settle(None, error)
            return
        for job, outcome in zip(jobs, outcomes, strict=True):
            job.settle(outcome.result, outcome.error)
        with self._committed:
            self._committed.notify_all()

    def _alone(self, job: Job) -> _Outcome:
        transaction = _Transaction(self._connection)
        result = job.work(transaction)
        transaction.flush()
        return _Outcome(result, None, transaction.erased)

    def _beside(self, job: Job) -> _Outcome:
        """Do a job in a savepoint, so that it fails without the others."""
        execute = self._connection.execute
        execute("SAVEPOINT job")
        try:
            with in_plain_words(self._path):
                outcome = self._alone(job)
        except BaseException as error:
            if not self._connection.in_transaction:
                raise  # a full disk has undone everybody's work, not only this one's
            execute("ROLLBACK TO job")
            outcome = _Outcome(None, error, False)
        execute("RELEASE job")
        return outcome

    def _empty_write_ahead_log(self) -> None:
        """Fold the write-ahead log back and cut it to nothing: it may hold what was just erased."""
        busy = _Reader(self._connection)._one("PRAGMA wal_checkpoint(TRUNCATE)", ())[0]
        if busy:
            raise LedgerBusy(path=self._path, seconds=WAIT_MS // 1000)
