"""A store in memory, for tests and for trying things."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from ashore.ledger.entry import Entry
from ashore.ledger.store import AlreadyHeld, Head, Row, StoreTransaction

T = TypeVar("T")


class MemoryStore:
    """Keeps everything in lists and dicts, and undoes a failed transaction step by step.

    It is its own transaction: one lock admits one writer, and readers wait for the commit.
    """

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._committed = threading.Condition(self._lock)
        self._undo: list[Callable[[], object]] = []
        self._rows: list[Row] = []
        self._by_id: dict[str, int] = {}
        self._by_place: dict[tuple[str, int], int] = {}
        self._by_command: dict[str, list[tuple[str, int]]] = {}
        self._contents: dict[str, bytes] = {}
        self._heads: dict[str, Head] = {}

    def write(self, work: Callable[[StoreTransaction], T]) -> T:
        with self._lock:
            self._undo.clear()
            try:
                result = work(self)
            except BaseException:
                for step in reversed(self._undo):
                    step()
                raise
            self._committed.notify_all()
            return result

    def append(self, entry: Entry, head: Head) -> int:
        place = (head.log, entry.header.seq)
        if entry.id in self._by_id or place in self._by_place:
            raise AlreadyHeld(entry=entry.id)
        index = len(self._rows)
        row = (entry.id, entry.header_bytes, entry.signature, entry.body, index + 1, int(entry.ahead))
        self._rows.append(row)
        self._by_id[entry.id] = self._by_place[place] = index
        of_command = self._by_command.setdefault(entry.header.command, [])
        of_command.append((head.log, index))
        before = self._heads.get(head.log)
        self._heads[head.log] = head
        self._undo += [
            self._rows.pop,
            lambda: self._by_id.pop(entry.id),
            lambda: self._by_place.pop(place),
            of_command.pop,
            lambda: self._restore(self._heads, head.log, before),
        ]
        return index + 1

    def keep(self, sha256: str, content: bytes) -> None:
        if sha256 not in self._contents:
            self._contents[sha256] = content
            self._undo.append(lambda: self._contents.pop(sha256))

    def set_body(self, entry_id: str, body: bytes | None) -> None:
        index = self._by_id[entry_id]
        row = self._rows[index]
        self._rows[index] = (row[0], row[1], row[2], body, row[4], row[5])
        self._undo.append(lambda: self._rows.__setitem__(index, row))

    def erase(self, sha256: str) -> None:
        content = self._contents.pop(sha256, None)
        self._undo.append(lambda: self._restore(self._contents, sha256, content))

    def rows(self, after: int, limit: int) -> list[Row]:
        with self._lock:
            return self._rows[after : after + limit]

    def get(self, entry_id: str) -> Row | None:
        with self._lock:
            index = self._by_id.get(entry_id)
            return None if index is None else self._rows[index]

    def at(self, log: str, seq: int) -> Row | None:
        with self._lock:
            index = self._by_place.get((log, seq))
            return None if index is None else self._rows[index]

    def by_command(self, command: str) -> list[Row]:
        with self._lock:
            return [
                self._rows[index] for log, index in self._by_command.get(command, []) if self._heads[log].mine
            ]

    def content(self, sha256: str) -> bytes | None:
        with self._lock:
            return self._contents.get(sha256)

    def heads(self) -> list[Head]:
        with self._lock:
            return list(self._heads.values())

    def latest(self) -> int:
        with self._lock:
            return len(self._rows)

    def wait(self, after: int, timeout: float) -> int:
        with self._committed:
            self._committed.wait_for(lambda: len(self._rows) > after, timeout)
            return len(self._rows)

    def close(self) -> None:
        """Nothing is open."""

    @staticmethod
    def _restore(table: dict[str, T], key: str, value: T | None) -> None:
        if value is None:
            table.pop(key, None)
        else:
            table[key] = value
