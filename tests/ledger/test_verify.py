"""Verification finds every alteration and says where it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ashore.ledger.chain import head_at
from ashore.ledger.draft import Blob, Seal
from ashore.ledger.entry import Entry, entry_hash, header_bytes, short_id
from ashore.ledger.keys import SigningKey
from ashore.ledger.ledger import Ledger, rotate_key
from ashore.ledger.memory import MemoryStore
from ashore.ledger.store import Row
from ashore.ledger.verify import Finding, Verification, verify, verify_quickly
from ashore.testing.ledger_contract import append_all, linked_entries, memory_ledger, note, signing_key
from ashore.testing.surroundings import repeatable

NORTH = signing_key("north")
COUNT = 9
HELD = 4
"""The number of the entry that has a sealed part and a blob."""
ROTATION = 6
"""The number of the entry from which on another key signs."""


def record() -> Ledger:
    """Return a ledger with nine entries of its own, one of them a rotation, mixed with another desk's."""
    ledger = memory_ledger()
    foreign = linked_entries(5, desk="south", mine=False)
    for number in range(1, COUNT):
        if number == HELD:
            ledger.append(
                note(
                    f"c-{number}",
                    sealed=(Seal(class_="personal", plaintext=b"words"),),
                    blobs=(Blob(media="text/plain", content=b"open"),),
                )
            )
        elif number == ROTATION:
            new = signing_key("north, second")
            rotate_key(ledger, new, command="c-6", actor="a-1")
            ledger = Ledger(ledger.store, ledger.keyring, new, repeatable("later", start_ms=2 * 10**12))
        else:
            ledger.append(note(f"c-{number}", body=b'{"n":%d}' % number))
            if foreign:
                append_all(ledger.store, [foreign.pop(0)])
    return ledger


def rows_of(ledger: Ledger) -> list[Row]:
    """Return the rows of a store in memory, to be altered in place."""
    assert isinstance(ledger.store, MemoryStore)
    return ledger.store._rows


def contents_of(ledger: Ledger) -> dict[str, bytes]:
    """Return the contents of a store in memory, to be altered in place."""
    assert isinstance(ledger.store, MemoryStore)
    return ledger.store._contents


def own(ledger: Ledger, seq: int) -> int:
    """Return the row index of an entry of the ledger's own log."""
    row = ledger.store.at(ledger.log, seq)
    assert row is not None
    return row[4] - 1


def renumber(ledger: Ledger) -> None:
    """Give rows the arrival numbers of their places, as whoever edits a file would."""
    rows = rows_of(ledger)
    rows[:] = [(*row[:4], number, row[5]) for number, row in enumerate(rows, 1)]


def forged(entry: Entry, signer: SigningKey, **changes: Any) -> Row:
    """Return a row made by whoever holds `signer`: `entry` with changes to its header, signed again."""
    data = header_bytes(msgspec.structs.replace(entry.header, **changes))
    digest = entry_hash(data)
    return (short_id(digest), data, signer.sign(digest), entry.body, entry.arrival, 0)


def codes(result: Verification) -> list[str]:
    """Return what was found, in order."""
    return [finding.code for finding in result.findings]


def only(result: Verification) -> Finding:
    """Return the one finding there should be."""
    assert len(result.findings) == 1, result.findings
    return result.findings[0]


@pytest.mark.parametrize("check", [verify, verify_quickly])
def test_an_untouched_record_is_sound(check: Callable[..., Verification]) -> None:
    """Nothing is found, everything is counted, and the heads come out as the ledger has them."""
    ledger = record()
    result = check(ledger.store, keyring=ledger.keyring, known_heads=ledger.heads())
    assert result.sound
    assert result.entries == ledger.latest()
    assert result.heads == ledger.heads()
    assert result.bodies_withheld == result.parts_withheld == result.parts_with_destroyed_key == 0


def test_the_quick_way_looks_at_few_signatures() -> None:
    """One signature for each run of a key, beside those of the openings and rotations themselves."""
    ledger = record()
    assert verify(ledger.store).signatures == ledger.latest()
    assert verify_quickly(ledger.store).signatures == 2 + 1 + 2


def test_progress_is_told() -> None:
    """A long check says how far it is."""
    ledger = record()
    told: list[tuple[int, int]] = []
    verify(ledger.store, progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (ledger.latest(), ledger.latest())


@given(st.integers(0, COUNT - 1), st.sampled_from(["header", "signature", "body"]), st.integers(0, 10**6))
def test_a_flipped_bit_is_found_where_it_is(seq: int, part: str, bit: int) -> None:
    """One changed bit in any header, signature or body is found, and the first finding names its entry."""
    ledger = record()
    index, column = own(ledger, seq), ["header", "signature", "body"].index(part) + 1
    row = list(rows_of(ledger)[index])
    data = bytearray(row[column])  # type: ignore[arg-type]
    data[bit // 8 % len(data)] ^= 1 << bit % 8
    row[column] = bytes(data)
    rows_of(ledger)[index] = tuple(row)  # type: ignore[call-overload]
    first, *_ = verify(ledger.store).findings
    assert (first.log, first.seq, first.arrival) == (ledger.log, seq, index + 1)
    expected = {
        "header": {"header", "key", "opening"},
        "signature": {"signature"},
        "body": {"body", "opening"},
    }
    assert first.code in expected[part]
    assert not verify_quickly(ledger.store).sound


@pytest.mark.parametrize(("kind", "code"), [(0, "sealed"), (1, "blob")])
def test_a_flipped_bit_in_a_part_is_found(kind: int, code: str) -> None:
    """A changed sealed part or blob is told from an erased one."""
    ledger = record()
    sha256 = ledger.get(rows_of(ledger)[own(ledger, HELD)][0]).header.contents()[kind]
    contents_of(ledger)[sha256] = contents_of(ledger)[sha256][:-1] + b"!"
    finding = only(verify(ledger.store))
    assert (finding.code, finding.log, finding.seq) == (code, ledger.log, HELD)


@given(st.integers(0, COUNT - 2))
def test_a_dropped_entry_is_named_by_its_number(seq: int) -> None:
    """Taking any entry but the last out leaves a gap that is found."""
    ledger = record()
    del rows_of(ledger)[own(ledger, seq)]
    renumber(ledger)
    first = verify(ledger.store).findings[0]
    assert (first.code, first.log, first.seq) == ("missing", ledger.log, seq)


def test_several_dropped_entries_are_named_as_a_range() -> None:
    """A cut in the middle is one finding."""
    ledger = record()
    for seq in (4, 3, 2):
        del rows_of(ledger)[own(ledger, seq)]
    renumber(ledger)
    finding = only(verify(ledger.store))
    assert (finding.seq, finding.says) == (2, "entries 2 to 4 are missing")


def test_a_tail_cut_off_is_found_by_the_list_of_heads() -> None:
    """Whoever deletes the last rows and nothing else is found without any outside knowledge."""
    ledger = record()
    del rows_of(ledger)[own(ledger, COUNT - 1)]
    renumber(ledger)
    finding = only(verify(ledger.store))
    assert (finding.code, finding.seq) == ("tail", COUNT - 1)


def test_a_tail_cut_off_with_care_is_found_by_a_later_head() -> None:
    """When the list of heads was cut back too, only a head known from elsewhere shows it."""
    ledger = memory_ledger()
    first = ledger.append(note("c-1"))
    ledger.append(note("c-2"))
    known = ledger.heads()
    assert isinstance(ledger.store, MemoryStore)
    rows_of(ledger).pop()
    ledger.store._heads[ledger.log] = head_at(first, public_key=NORTH.public, mine=True, hlc=first.header.hlc)
    assert verify(ledger.store).sound
    finding = only(verify(ledger.store, known_heads=known))
    assert (finding.code, finding.log, finding.seq) == ("tail", ledger.log, 2)
    finding = only(verify(ledger.store, known_heads={"ab" * 32: (0, "cd" * 32)}))
    assert (finding.code, finding.log) == ("tail", "ab" * 32)


def test_a_history_rewritten_with_the_desks_own_key_is_found_by_a_known_head() -> None:
    """Two records that the same key signed look equally good until a head of the true one is shown."""
    true, false = (memory_ledger() for _ in range(2))
    for ledger, body in ((true, b'{"people":40}'), (false, b'{"people":33}')):
        ledger.append(note("c-1", body=body))
        ledger.append(note("c-2"))
    assert verify(false.store).sound
    for later in (true.heads(), {true.log: (1, true.get(rows_of(true)[1][0]).chain)}):
        finding = only(verify(false.store, known_heads=later))
        assert finding.code == "rewritten"
        assert verify(true.store, known_heads=later).sound


@given(st.integers(1, 5), st.integers(1, 5))
def test_a_moved_entry_is_named(one: int, other: int) -> None:
    """Two entries of one log that changed places are found; nothing is called missing."""
    ledger = record()
    rows, a, b = rows_of(ledger), own(ledger, one), own(ledger, other)
    rows[a], rows[b] = rows[b], rows[a]
    renumber(ledger)
    result = verify(ledger.store)
    if one == other:
        assert result.sound
    else:
        assert set(codes(result)) <= {"order", "time"}
        assert min(one, other) in {finding.seq for finding in result.findings}


def test_logs_may_arrive_in_any_mixture() -> None:
    """The order between two logs proves nothing, and is not blamed."""
    ledger = record()
    rows = rows_of(ledger)
    ours = {rows[own(ledger, seq)][0] for seq in range(COUNT)}
    rows[:] = sorted(rows, key=lambda row: row[0] not in ours)
    renumber(ledger)
    assert verify(ledger.store).sound


def test_an_entry_put_in_by_an_outsider_is_named() -> None:
    """Signed with another key, or claiming ours with a bad signature, it is the only entry blamed."""
    stranger = SigningKey(bytes(32))
    for changes, code in (({"key": stranger.key_id}, "key"), ({}, "signature")):
        ledger = record()
        index = own(ledger, 3)
        entry = ledger.get(rows_of(ledger)[index][0])
        row = forged(entry, stranger, command="forged", **changes)
        rows_of(ledger).insert(index, row)
        renumber(ledger)
        finding = only(verify(ledger.store))
        assert (finding.code, finding.entry, finding.arrival) == (code, row[0], index + 1)


def test_a_second_entry_in_one_place_is_named() -> None:
    """Even signed with the log's own key, it cannot take a number that is taken."""
    ledger = record()
    index = own(ledger, 3)
    row = forged(ledger.get(rows_of(ledger)[index][0]), NORTH, command="forged")
    rows_of(ledger).insert(index + 1, row)
    renumber(ledger)
    finding = only(verify(ledger.store))
    assert (finding.code, finding.seq, finding.entry) == ("extra", 3, row[0])


def test_an_entry_replaced_with_the_log_s_own_key_breaks_the_next_link() -> None:
    """The entry after it still names the one that stood there."""
    ledger = record()
    index = own(ledger, 3)
    rows_of(ledger)[index] = forged(ledger.get(rows_of(ledger)[index][0]), NORTH, role="nobody")
    finding = only(verify(ledger.store))
    assert (finding.code, finding.seq) == ("link", 4)


def test_a_time_not_after_its_predecessor_s_is_named() -> None:
    """A desk whose clock logic fails is shown, with the entry."""
    ledger = memory_ledger()
    ledger.append(note("c-1"))
    last = ledger.append(note("c-2"))
    for time in ((0, 0), ledger.get(rows_of(ledger)[1][0]).header.hlc):
        rows_of(ledger)[2] = forged(last, NORTH, hlc=time)
        findings = [finding for finding in verify(ledger.store).findings if finding.code == "time"]
        assert [(one.seq, one.log) for one in findings] == [(2, ledger.log)]


def test_an_entry_filed_under_another_id_is_named() -> None:
    """The id column is an index and not part of what is signed; a wrong one is found all the same."""
    ledger = record()
    index = own(ledger, 2)
    rows_of(ledger)[index] = ("a" * 32, *rows_of(ledger)[index][1:])
    finding = only(verify(ledger.store))
    assert (finding.code, finding.seq) == ("id", 2)


def test_withheld_and_erased_content_verifies_and_is_counted() -> None:
    """Absent bodies and parts and destroyed keys are reported as such, never as damage."""
    ledger = record()
    entry = ledger.get(rows_of(ledger)[own(ledger, HELD)][0])
    ledger.destroy_keys([entry.header.sealed[0].key])
    result = verify(ledger.store, keyring=ledger.keyring)
    assert (result.sound, result.parts_with_destroyed_key, result.parts_withheld) == (True, 1, 0)
    ledger.erase(entry.id)
    result = verify(ledger.store, keyring=ledger.keyring)
    assert (result.sound, result.bodies_withheld, result.parts_withheld) == (True, 1, 2)


def test_a_command_used_twice_is_no_damage() -> None:
    """Several entries of one command are ordinary."""
    ledger = memory_ledger()
    ledger.append(note("c-1"))
    ledger.append(note("c-1"))
    assert verify(ledger.store).sound


def test_a_key_that_was_never_named_is_found() -> None:
    """A genesis whose body is gone leaves the log without a key, and that is said."""
    ledger = record()
    rows_of(ledger)[0] = (*rows_of(ledger)[0][:3], None, *rows_of(ledger)[0][4:])
    finding = only(verify(ledger.store))
    assert (finding.code, finding.seq) == ("opening", 0)
