"""Both stores keep the contract; SQLite also across connections, processes and damage."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import apsw
import pytest

from ashore.ledger.database import LedgerNewer, NotALedger
from ashore.ledger.memory import MemoryStore
from ashore.ledger.sqlite import SqliteStore
from ashore.ledger.store import Store
from ashore.ledger.writer import LedgerClosed
from ashore.testing.ledger_contract import StoreContract, append_all, linked_entries, stored


class TestMemoryStore(StoreContract):
    """The store in memory."""

    @pytest.fixture
    def store(self) -> Store:  # type: ignore[override]
        return MemoryStore()


class TestSqliteStore(StoreContract):
    """The store in a file."""

    @pytest.fixture
    def store(self, tmp_path: Path) -> Iterator[Store]:
        store = SqliteStore(tmp_path / "ledger.sqlite")
        yield store
        store.close()

    def test_everything_is_there_after_closing_and_opening(self, tmp_path: Path) -> None:
        """A second opening of the file finds entries, heads and content."""
        entries = linked_entries(2)
        store = SqliteStore(tmp_path / "again.sqlite")
        append_all(store, entries)
        store.write(lambda transaction: transaction.keep("aa", b"content"))
        store.close()
        store = SqliteStore(tmp_path / "again.sqlite")
        assert store.rows(0, 10) == [stored(entry, n) for n, (entry, _) in enumerate(entries, 1)]
        assert store.heads() == [entries[-1][1]]
        assert store.content("aa") == b"content"
        store.close()

    def test_a_closed_store_takes_no_more_work(self, tmp_path: Path) -> None:
        """After closing, a writer is told so instead of waiting for ever."""
        store = SqliteStore(tmp_path / "closed.sqlite")
        store.close()
        store.close()
        with pytest.raises(LedgerClosed):
            store.write(lambda _: None)

    def test_another_process_writes_and_wakes_a_follower(self, tmp_path: Path) -> None:
        """Entries written by another program arrive here, and end a wait."""
        path = tmp_path / "shared.sqlite"
        store = SqliteStore(path)
        append_all(store, linked_entries(0))
        child = subprocess.Popen(
            [sys.executable, "-c", _APPEND, str(path), "south"],
        )
        assert store.wait(1, 60.0) > 1
        assert child.wait(60) == 0
        append_all(store, linked_entries(3)[1:])
        assert store.latest() == 1 + 9 + 3
        store.close()

    def test_processes_writing_at_once_leave_no_gap(self, tmp_path: Path) -> None:
        """Two other programs and this one write at the same time; every entry has a number of its own."""
        path = tmp_path / "shared.sqlite"
        store = SqliteStore(path)
        children = [
            subprocess.Popen([sys.executable, "-c", _APPEND, str(path), desk]) for desk in ("east", "west")
        ]
        for linked in linked_entries(30):
            append_all(store, [linked])
        assert [child.wait(60) for child in children] == [0, 0]
        rows = store.rows(0, 1000)
        assert [row[4] for row in rows] == list(range(1, 31 + 9 + 9 + 1))
        assert len({row[0] for row in rows}) == len(rows)
        store.close()

    def test_every_commit_is_flushed(self, tmp_path: Path) -> None:
        """The writer's connection runs ahead-logging with a flush at each commit and reads nothing mapped."""
        store = SqliteStore(tmp_path / "flushed.sqlite")
        pragma = store.write(
            lambda transaction: {
                name: transaction._connection.pragma(name)  # type: ignore[attr-defined]
                for name in ("journal_mode", "synchronous", "mmap_size", "secure_delete")
            }
        )
        assert pragma == {"journal_mode": "wal", "synchronous": 2, "mmap_size": 0, "secure_delete": 1}
        store.close()

    def test_a_file_from_a_newer_version_is_left_alone(self, tmp_path: Path) -> None:
        """A layout that this version does not know is refused by a sentence, and not touched."""
        path = tmp_path / "newer.sqlite"
        SqliteStore(path).close()
        connection = apsw.Connection(str(path))
        connection.pragma("user_version", 99)
        connection.close()
        with pytest.raises(LedgerNewer, match="layout 99; this one knows 1"):
            SqliteStore(path)

    def test_a_file_of_another_program_is_refused(self, tmp_path: Path) -> None:
        """Neither somebody else's database nor a text file is taken for a ledger."""
        theirs = tmp_path / "theirs.sqlite"
        connection = apsw.Connection(str(theirs))
        connection.execute("CREATE TABLE birds(name)")
        connection.close()
        with pytest.raises(NotALedger, match="another program"):
            SqliteStore(theirs)
        text = tmp_path / "text.sqlite"
        text.write_text("not a database at all, only some words that go on and on. " * 40)
        with pytest.raises(NotALedger):
            SqliteStore(text)


_APPEND = """
import sys
from pathlib import Path
from ashore.ledger.sqlite import SqliteStore
from ashore.testing.ledger_contract import append_all, linked_entries
store = SqliteStore(Path(sys.argv[1]))
for linked in linked_entries(8, desk=sys.argv[2], mine=False):
    append_all(store, [linked])
store.close()
"""
