"""The ledger others use: transactions, commands, reading, opening."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import msgspec
import pytest

from ashore.ledger.canonical import NotCanonical
from ashore.ledger.chain import BadLogOpening
from ashore.ledger.draft import Blob, Seal
from ashore.ledger.entry import Entry
from ashore.ledger.ledger import (
    CannotErase,
    ContentWithheld,
    Ledger,
    NoKeyHere,
    NoLog,
    NoSuchEntry,
    open_log,
    rotate_key,
)
from ashore.ledger.memory import MemoryStore
from ashore.ledger.sealing import KeyDestroyed, KeyNotHeld, MemoryKeyRing, SealBroken
from ashore.ledger.transaction import SigningKeyChanged, Transaction
from ashore.model.bodies import LogOpened
from ashore.model.clock import Surroundings
from ashore.testing.ledger_contract import Interrupted, memory_ledger, note, signing_key
from ashore.testing.surroundings import START_MS, repeatable


def test_a_transaction_keeps_all_its_entries_or_none() -> None:
    """When the work raises, the entries before the error are gone as well, and their numbers are free."""
    ledger = memory_ledger()

    def fail(transaction: Transaction) -> None:
        transaction.append(note("c-1"))
        raise Interrupted

    with pytest.raises(Interrupted):
        ledger.transact(fail)
    assert ledger.latest() == 1
    assert ledger.append(note("c-2")).arrival == 2


def test_an_entry_may_cite_an_earlier_one_of_its_own_transaction() -> None:
    """`append` returns the entry with its id, so the next draft can name it."""
    ledger = memory_ledger()

    def work(transaction: Transaction) -> tuple[Entry, Entry]:
        first = transaction.append(note("c-1"))
        return first, transaction.append(note("c-1", causes=(first.id,), subjects=(first.id,)))

    first, second = ledger.transact(work)
    assert second.header.causes == (first.id,)
    assert ledger.by_command("c-1") == (first, second)


def test_the_same_command_twice_returns_the_first_result() -> None:
    """A repeated command appends nothing and answers with the entries of the first time."""
    ledger = memory_ledger()
    first = ledger.once("c-1", lambda transaction: transaction.append(note("c-1", body=b'{"n":1}')))
    again = ledger.once("c-1", lambda transaction: transaction.append(note("c-1", body=b'{"n":2}')))
    assert first == again
    assert ledger.latest() == 2


def test_the_same_command_from_many_threads_is_done_once() -> None:
    """Whoever comes first does it; everybody gets the same entries."""
    ledger = memory_ledger()
    with ThreadPoolExecutor(8) as pool:
        answers = list(
            pool.map(
                lambda n: ledger.once("c-1", lambda t: t.append(note("c-1", body=b'{"n":%d}' % n))), range(8)
            )
        )
    assert len(set(answers)) == 1
    assert ledger.latest() == 2


def test_a_transaction_sees_what_arrived_since_it_last_looked() -> None:
    """Deciding on the newest state: catch_up yields exactly the entries after a number."""
    ledger = memory_ledger()
    entries = [ledger.append(note(f"c-{n}")) for n in range(5)]
    assert ledger.transact(lambda transaction: list(transaction.catch_up(3))) == entries[2:]
    assert list(ledger.read(3)) == entries[2:]


def test_reading_goes_page_by_page_over_everything() -> None:
    """More entries than a page holds are read in order and without a seam."""
    ledger = memory_ledger()
    ledger.transact(lambda transaction: [transaction.append(note(f"c-{n}")) for n in range(2500)])
    assert [entry.arrival for entry in ledger.read()] == list(range(1, 2502))


def test_sealed_parts_open_and_blobs_come_back() -> None:
    """Plaintext and blob are returned as they were given; the header knows only hashes."""
    ledger = memory_ledger()
    entry = ledger.append(
        note(
            "c-1",
            sealed=(Seal(class_="personal", plaintext=b"words"),),
            blobs=(Blob(media="text/csv", content=b"a,b"),),
        )
    )
    assert ledger.open_sealed(entry, 0) == b"words"
    assert ledger.blob(entry, 0) == b"a,b"
    assert b"words" not in entry.header_bytes
    assert entry.header.blobs[0].media == "text/csv"


def test_what_cannot_be_opened_says_why() -> None:
    """Destroyed, never held, withheld and altered are four different answers."""
    ledger = memory_ledger()
    seal = (Seal(class_="personal", plaintext=b"words"),)
    destroyed, foreign, erased, altered = (ledger.append(note(f"c-{n}", sealed=seal)) for n in range(4))
    assert ledger.destroy_keys([destroyed.header.sealed[0].key]) == 1
    with pytest.raises(KeyDestroyed):
        ledger.open_sealed(destroyed, 0)
    with pytest.raises(KeyNotHeld):
        Ledger(ledger.store, MemoryKeyRing(), None, repeatable("reader")).open_sealed(foreign, 0)
    ledger.erase(erased.id)
    with pytest.raises(ContentWithheld):
        ledger.open_sealed(erased, 0)
    sha256 = altered.header.sealed[0].sha256
    ledger.store.write(lambda store: (store.erase(sha256), store.keep(sha256, b"other bytes")))
    with pytest.raises(SealBroken):
        ledger.open_sealed(altered, 0)


def test_erasing_keeps_the_header_and_refuses_what_names_a_key() -> None:
    """An erased entry still stands in the chain; a genesis cannot be erased."""
    ledger = memory_ledger()
    entry = ledger.append(note("c-1"))
    ledger.erase(entry.id)
    assert ledger.get(entry.id) == msgspec.structs.replace(entry, body=None)
    genesis = next(ledger.read())
    with pytest.raises(CannotErase):
        ledger.erase(genesis.id)
    with pytest.raises(NoSuchEntry):
        ledger.erase("no-such-entry")


def test_times_go_forward_when_the_wall_clock_goes_back() -> None:
    """The hybrid time never falls, and the wall time is recorded as the clock gave it."""
    walls = iter([START_MS, START_MS + 5, START_MS - 60_000, START_MS + 5, START_MS + 6])
    surroundings = Surroundings(
        clock=lambda: next(walls),
        random_bytes=repeatable("x").random_bytes,
        new_id=repeatable("x").new_id,
    )
    ledger = memory_ledger(surroundings=surroundings)
    for number in range(4):
        ledger.append(note(f"c-{number}"))
    assert [entry.header.hlc for entry in ledger.read()] == [
        (START_MS, 0),
        (START_MS + 5, 0),
        (START_MS + 5, 1),
        (START_MS + 5, 2),
        (START_MS + 6, 0),
    ]
    assert [entry.header.wall_ms for entry in ledger.read()][2] == START_MS - 60_000


@pytest.mark.parametrize("body", [b"", b"not json", b'{"a":1.5}', b"\xff"])
def test_a_body_that_is_not_plain_json_is_refused(body: bytes) -> None:
    """Nothing but JSON without decimals enters the log."""
    ledger = memory_ledger()
    with pytest.raises(NotCanonical):
        ledger.append(note("c-1", body=body))
    assert ledger.latest() == 1


def test_an_unknown_class_and_broken_text_are_refused() -> None:
    """A mistyped class would slip past every rule about classes; half a surrogate pair has no bytes."""
    ledger = memory_ledger()
    with pytest.raises(ValueError, match="secret"):
        ledger.append(note("c-1", sealed=(Seal(class_="secret", plaintext=b""),)))
    with pytest.raises(NotCanonical, match="not Unicode"):
        ledger.append(note("\ud800"))
    assert ledger.latest() == 1


def test_a_rotated_key_signs_from_the_next_entry_on() -> None:
    """The old key signs the handing over; after it only the new key may write."""
    ledger = memory_ledger()
    new = signing_key("north, second key")
    rotated = rotate_key(ledger, new, command="c-1", actor="a-1")
    assert rotated.header.key == signing_key("north").key_id
    with pytest.raises(SigningKeyChanged):
        ledger.append(note("c-2"))
    renewed = Ledger(ledger.store, ledger.keyring, new, repeatable("later"))
    assert renewed.append(note("c-3")).header.key == new.key_id


def test_a_ledger_without_its_key_reads_and_does_not_write() -> None:
    """Looking needs no key."""
    written = memory_ledger()
    reader = Ledger(written.store, MemoryKeyRing(), None, repeatable("reader"))
    assert list(reader.read()) == list(written.read())
    with pytest.raises(NoKeyHere):
        reader.append(note("c-1"))


def test_a_store_without_a_log_is_not_a_ledger() -> None:
    """An empty store is named as such instead of failing later."""
    with pytest.raises(NoLog):
        Ledger(MemoryStore(), MemoryKeyRing(), None, repeatable("nobody"))


def test_a_restored_ledger_goes_on_in_a_new_log_that_names_the_old() -> None:
    """The new log is the one written to; the old one stays as it was."""
    ledger = memory_ledger()
    ledger.append(note("c-1"))
    key = signing_key("north")
    opened = LogOpened(
        public_key=key.public.hex(), desk="north", stream="ops", kind="live", predecessor=ledger.log
    )
    open_log(ledger.store, key, opened, repeatable("restored"))
    restored = Ledger(ledger.store, ledger.keyring, key, repeatable("later"))
    entry = restored.append(note("c-2"))
    assert restored.opening.predecessor == ledger.log != restored.log
    assert restored.heads() == {ledger.log: ledger.heads()[ledger.log], restored.log: (1, entry.chain)}
    assert restored.by_command("c-1") != ()


def test_the_same_surroundings_give_the_same_bytes() -> None:
    """With clock, ids and randomness as parameters, a run can be repeated to the byte."""

    def run() -> list[bytes]:
        ledger = memory_ledger()
        ledger.append(note("c-1", sealed=(Seal(class_="personal", plaintext=b"words"),)))
        return [entry.header_bytes + entry.signature for entry in ledger.read()]

    assert run() == run()


@pytest.mark.parametrize("opened", [{"kind": "training"}, {"stream": "other"}])
def test_a_log_of_an_unknown_kind_or_stream_cannot_be_opened(opened: dict[str, str]) -> None:
    """A typing mistake here would make a log that nobody else can take."""
    with pytest.raises(BadLogOpening, match="is not known"):
        memory_ledger(**opened)  # type: ignore[arg-type]
