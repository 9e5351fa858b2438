"""Snapshots save work and are never believed over the ledger."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from logs import Log, aboard
from test_fold import a_night, picture_of

from ashore.picture import snapshot
from ashore.picture.fingerprint import fingerprint
from ashore.picture.snapshot import from_snapshot, heads_in, snapshot_bytes

HEADS = {"ours": (9, "aa"), "theirs": (3, "bb")}


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 1_000), st.integers(0, 20))
def test_a_snapshot_and_the_entries_since_are_the_whole_fold(seed: int, at: int) -> None:
    """Starting from a snapshot and adding what came after gives the very same book."""
    entries = [held for log in a_night(seed, 14) for held in log.entries]
    whole = picture_of(*a_night(seed, 14))
    part = picture_of()
    part.extend(entries[:at])
    restored = from_snapshot(snapshot_bytes(part, HEADS, at), HEADS, entries[:at])

    assert restored is not None
    picture, arrived = restored
    picture.extend(entries[at:])
    assert at == arrived
    assert fingerprint(whole) == fingerprint(picture)


def test_a_snapshot_says_where_it_stands() -> None:
    """The heads in a snapshot can be read before anything of it is believed."""
    assert heads_in(snapshot_bytes(picture_of(), HEADS, 0)) == HEADS


def test_a_snapshot_at_other_heads_is_thrown_away() -> None:
    """A snapshot whose heads the ledger does not have is as if there were none."""
    assert from_snapshot(snapshot_bytes(picture_of(), HEADS, 0), {"ours": (9, "cc")}, []) is None


def test_a_snapshot_of_another_fold_is_thrown_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """A snapshot that an older program made is not used."""
    data = snapshot_bytes(picture_of(), HEADS, 0)
    monkeypatch.setattr(snapshot, "FOLD_VERSION", snapshot.FOLD_VERSION + 1)

    assert from_snapshot(data, HEADS, []) is None


@given(st.data())
def test_a_damaged_snapshot_is_thrown_away(data: st.DataObject) -> None:
    """Any changed byte, or any garbage, is no snapshot."""
    good = snapshot_bytes(picture_of(*a_night(2, 6)), HEADS, 5)
    at = data.draw(st.integers(0, len(good) - 1))
    flipped = bytearray(good)
    flipped[at] ^= data.draw(st.integers(1, 255))

    entries = list(picture_of(*a_night(2, 6)))
    assert from_snapshot(good, HEADS, entries) is not None
    assert from_snapshot(bytes(flipped), HEADS, entries) is None
    assert from_snapshot(data.draw(st.binary(max_size=80)), HEADS, entries) is None


def test_a_snapshot_altered_and_hashed_again_is_thrown_away() -> None:
    """A snapshot that says otherwise than the entries is as good as none, whatever hash stands over it."""
    log = Log()
    log.case("a")
    log.report("r", aboard(30))
    content = snapshot_bytes(picture_of(log), HEADS, 2).partition(b"\n")[2].replace(b"30", b"10")
    altered = hashlib.sha256(content).hexdigest().encode() + b"\n" + content

    assert from_snapshot(altered, HEADS, log.entries) is None


def test_a_snapshot_that_lacks_an_entry_or_has_one_too_many_is_thrown_away() -> None:
    """What the ledger holds and the snapshot does not, or the reverse, is reason enough to begin anew."""
    log = Log()
    log.case("a")
    log.case("b")
    data = snapshot_bytes(picture_of(log), HEADS, 2)

    assert from_snapshot(data, HEADS, log.entries) is not None
    assert from_snapshot(data, HEADS, log.entries[:1]) is None
    log.case("c")
    assert from_snapshot(data, HEADS, log.entries) is None
