"""What every store of the ledger must do, as one suite.

A test module subclasses `StoreContract` and supplies a `store` fixture that yields an empty store.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from ashore.ledger import chain
from ashore.ledger.draft import Draft
from ashore.ledger.entry import Entry
from ashore.ledger.keys import SigningKey
from ashore.ledger.ledger import Ledger, open_log
from ashore.ledger.memory import MemoryStore
from ashore.ledger.sealing import MemoryKeyRing
from ashore.ledger.store import AlreadyHeld, Head, Row, Store, StoreTransaction, entry_of
from ashore.model.bodies import LogOpened
from ashore.model.clock import Surroundings
from ashore.testing.surroundings import repeatable

Linked = tuple[Entry, Head]


def signing_key(name: str) -> SigningKey:
    """Return a signing key that is the same in every run."""
    return SigningKey(name.encode("utf-8").ljust(32, b"."))


def note(command: str, *, body: bytes = b"{}", **more: object) -> Draft:
    """Return a draft of no meaning."""
    return Draft(
        type="note.written",
        type_v=1,
        body=body,
        actor="a-1",
        role="officer",
        command=command,
        class_="operational",
        **more,  # type: ignore[arg-type]
    )


def memory_ledger(
    desk: str = "north",
    *,
    kind: str = "live",
    stream: str = "ops",
    surroundings: Surroundings | None = None,
    store: Store | None = None,
) -> Ledger:
    """Return a new desk's ledger, in memory unless a store is given, with a repeatable clock and key."""
    surroundings, store = surroundings or repeatable(desk), store or MemoryStore()
    signer = signing_key(desk)
    opened = LogOpened(public_key=signer.public.hex(), desk=desk, stream=stream, kind=kind)
    open_log(store, signer, opened, surroundings)
    return Ledger(store, MemoryKeyRing(), signer, surroundings)


def linked_entries(count: int, *, desk: str = "north", mine: bool = True) -> list[Linked]:
    """Return a genesis entry and `count` more, each with the head that its log has after it."""
    ledger = memory_ledger(desk)
    for number in range(count):
        ledger.append(note(f"command-{number}", body=b'{"n":%d}' % number))
    public = signing_key(desk).public
    return [
        (entry, chain.head_at(entry, public_key=public, mine=mine, hlc=entry.header.hlc))
        for entry in ledger.read()
    ]


def stored(entry: Entry, arrival: int) -> Row:
    """Return the row in which a store hands an entry back."""
    return (entry.id, entry.header_bytes, entry.signature, entry.body, arrival, int(entry.ahead))


def append_all(store: Store, entries: list[Linked]) -> list[int]:
    """Append entries in one transaction and return their arrival numbers."""
    return store.write(lambda transaction: [transaction.append(*linked) for linked in entries])


class Interrupted(Exception):
    """Raised by work that is to be undone."""


class StoreContract:
    """Held by every store."""

    @pytest.fixture
    def store(self) -> Iterator[Store]:
        """Yield an empty store, and close it."""
        raise NotImplementedError

    def test_an_empty_store_has_nothing(self, store: Store) -> None:
        """A new store answers every question with nothing rather than an error."""
        assert store.rows(0, 10) == []
        assert store.get("no-such-id") is None
        assert store.at("no-such-log", 0) is None
        assert store.by_command("no-such-command") == []
        assert store.content("00") is None
        assert store.heads() == []
        assert store.latest() == 0

    def test_entries_come_back_as_the_bytes_they_were(self, store: Store) -> None:
        """Header, signature and body are returned byte for byte, under numbers that count commits."""
        entries = linked_entries(3)
        assert append_all(store, entries) == [1, 2, 3, 4]
        assert store.rows(0, 10) == [stored(entry, n) for n, (entry, _) in enumerate(entries, 1)]
        assert store.rows(2, 1) == [stored(entries[2][0], 3)]
        assert store.rows(4, 10) == []
        assert store.latest() == 4

    def test_an_entry_is_found_by_id_by_place_and_by_command(self, store: Store) -> None:
        """The three ways to look an entry up agree."""
        entries = linked_entries(3)
        append_all(store, entries)
        entry = entries[2][0]
        row = stored(entry, 3)
        assert store.get(entry.id) == store.at(entry.log, 2) == row
        assert store.by_command(entry.header.command) == [row]
        assert entry_of(row).header == entry.header

    def test_a_command_finds_only_entries_of_our_own_logs(self, store: Store) -> None:
        """Another desk that used the same command id cannot stand in for our own answer."""
        ours, theirs = linked_entries(1), linked_entries(1, desk="south", mine=False)
        append_all(store, theirs + ours)
        assert store.by_command("command-0") == [stored(ours[1][0], 4)]

    def test_heads_say_where_each_log_stands(self, store: Store) -> None:
        """A log's head is the last one recorded, and logs keep the order of their first arrival."""
        north, south = linked_entries(2), linked_entries(1, desk="south", mine=False)
        append_all(store, [*south, *north])
        assert store.heads() == [south[-1][1], north[-1][1]]

    def test_work_that_fails_leaves_nothing(self, store: Store) -> None:
        """An exception undoes entries, heads, bodies and content, and the next entry takes the number."""
        entries = linked_entries(3)
        append_all(store, entries[:2])
        store.write(lambda transaction: transaction.keep("aa", b"kept"))

        def fail(transaction: StoreTransaction) -> None:
            transaction.append(*entries[2])
            transaction.keep("bb", b"lost")
            transaction.erase("aa")
            transaction.set_body(entries[1][0].id, None)
            assert transaction.latest() == 3
            raise Interrupted

        with pytest.raises(Interrupted):
            store.write(fail)
        assert store.rows(0, 10) == [stored(entry, n) for n, (entry, _) in enumerate(entries[:2], 1)]
        assert (store.content("aa"), store.content("bb")) == (b"kept", None)
        assert store.heads() == [entries[1][1]]
        assert store.by_command("command-1") == []
        assert append_all(store, entries[2:]) == [3, 4]

    def test_a_transaction_reads_what_it_wrote(self, store: Store) -> None:
        """Inside a transaction its own entries and content are already there."""
        entries = linked_entries(1)

        def work(transaction: StoreTransaction) -> None:
            for linked in entries:
                transaction.append(*linked)
            transaction.keep("aa", b"content")
            assert transaction.rows(0, 10) == [stored(entry, n) for n, (entry, _) in enumerate(entries, 1)]
            assert transaction.get(entries[1][0].id) == stored(entries[1][0], 2)
            assert transaction.by_command("command-0") == [stored(entries[1][0], 2)]
            assert transaction.at(entries[0][0].log, 1) == stored(entries[1][0], 2)
            assert transaction.heads() == [entries[1][1]]
            assert transaction.content("aa") == b"content"

        store.write(work)

    def test_the_same_place_is_never_taken_twice(self, store: Store) -> None:
        """A second entry with the id or the place of a held one is refused, and nothing changes."""
        entries = linked_entries(2)
        append_all(store, entries)
        with pytest.raises(AlreadyHeld):
            append_all(store, entries[1:2])
        assert store.latest() == 3
        assert store.heads() == [entries[2][1]]

    def test_content_is_kept_once_and_can_be_erased(self, store: Store) -> None:
        """What is held under a hash stays as it is until it is erased, and can come back."""
        store.write(lambda transaction: transaction.keep("aa", b"\0first"))
        store.write(lambda transaction: transaction.keep("aa", b"second"))
        assert store.content("aa") == b"\0first"
        store.write(lambda transaction: transaction.erase("aa"))
        store.write(lambda transaction: transaction.erase("never held"))
        assert store.content("aa") is None
        store.write(lambda transaction: transaction.keep("aa", b"\0first"))
        assert store.content("aa") == b"\0first"

    def test_a_body_can_be_erased_and_filled_in(self, store: Store) -> None:
        """Erasing a body leaves header and signature; filling it in restores the row."""
        entries = linked_entries(1)
        append_all(store, entries)
        entry = entries[1][0]
        store.write(lambda transaction: transaction.set_body(entry.id, None))
        assert store.get(entry.id) == (*stored(entry, 2)[:3], None, 2, 0)
        store.write(lambda transaction: transaction.set_body(entry.id, entry.body))
        assert store.get(entry.id) == stored(entry, 2)

    def test_writers_in_many_threads_lose_nothing(self, store: Store) -> None:
        """Each of many threads gets the numbers of its own entries; together they leave no gap."""
        logs = [linked_entries(8, desk=f"desk-{n}", mine=False) for n in range(6)]

        def one_by_one(entries: list[Linked]) -> list[int]:
            return [append_all(store, [linked])[0] for linked in entries]

        with ThreadPoolExecutor(len(logs)) as pool:
            numbers = list(pool.map(one_by_one, logs))
        assert sorted(n for of_log in numbers for n in of_log) == list(range(1, 6 * 9 + 1))
        for entries, of_log in zip(logs, numbers, strict=True):
            assert of_log == sorted(of_log)
            assert [store.rows(n - 1, 1)[0] for n in of_log] == [
                stored(entry, n) for (entry, _), n in zip(entries, of_log, strict=True)
            ]

    def test_work_that_fails_beside_others_fails_alone(self, store: Store) -> None:
        """When pieces of work share a commit, the one that raises takes nobody with it."""
        logs = [linked_entries(0, desk=f"desk-{n}", mine=False) for n in range(12)]

        def work(number: int) -> Callable[[StoreTransaction], int]:
            def append_or_fail(transaction: StoreTransaction) -> int:
                arrival = transaction.append(*logs[number][0])
                if number % 3 == 0:
                    raise Interrupted
                return arrival

            return append_or_fail

        with ThreadPoolExecutor(len(logs)) as pool:
            promised = [pool.submit(store.write, work(number)) for number in range(12)]
        failed = [number for number, one in enumerate(promised) if one.exception() is not None]
        assert failed == [0, 3, 6, 9]
        assert sorted(one.result() for n, one in enumerate(promised) if n % 3) == list(range(1, 9))
        assert store.latest() == 8

    def test_a_reader_never_sees_half_a_transaction(self, store: Store) -> None:
        """While pairs are written, another thread only ever counts whole pairs."""
        pairs = [linked_entries(1, desk=f"desk-{n}", mine=False) for n in range(30)]
        done = threading.Event()
        seen: set[int] = set()

        def look() -> None:
            while not done.is_set():
                seen.add(store.latest())

        looker = threading.Thread(target=look)
        looker.start()
        for pair in pairs:
            append_all(store, pair)
        done.set()
        looker.join()
        assert seen
        assert all(count % 2 == 0 for count in seen)

    def test_waiting_ends_when_an_entry_arrives(self, store: Store) -> None:
        """A follower is woken by a commit in another thread, and is told the newest number."""
        append_all(store, linked_entries(0))
        with ThreadPoolExecutor(1) as pool:
            waiting = pool.submit(store.wait, 1, 30.0)
            append_all(store, linked_entries(1, desk="south", mine=False))
            assert waiting.result() == 3

    def test_waiting_ends_at_once_when_it_has_nothing_to_wait_for(self, store: Store) -> None:
        """What is already there is reported without waiting, and a timeout of nothing returns."""
        append_all(store, linked_entries(0))
        assert store.wait(0, 30.0) == 1
        assert store.wait(1, 0.0) == 1

    def test_a_result_comes_back_from_the_work(self, store: Store) -> None:
        """Whatever the work returns is what the caller gets."""
        marker = object()
        assert store.write(lambda _: marker) is marker
