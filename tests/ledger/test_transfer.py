"""Entries to a file and back: verbatim, checked before anything is kept, and never twice."""

from __future__ import annotations

import base64
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ashore.ledger.draft import Blob, Seal
from ashore.ledger.ledger import Ledger, rotate_key
from ashore.ledger.memory import MemoryStore
from ashore.ledger.sealing import KeyNotHeld
from ashore.ledger.sqlite import SqliteStore
from ashore.ledger.transaction import SigningKeyChanged
from ashore.ledger.transfer import (
    AccessNotExchanged,
    BadExport,
    DamagedEntry,
    Fork,
    Gap,
    Imported,
    OtherKind,
    export,
    import_entries,
)
from ashore.ledger.verify import verify
from ashore.model.bodies import LogOpened
from ashore.testing.ledger_contract import Interrupted, memory_ledger, note, signing_key
from ashore.testing.surroundings import START_MS, repeatable


def written(ledger: Ledger, after: int = 0) -> bytes:
    """Return the export of a ledger."""
    file = io.BytesIO()
    export(ledger, file, after=after)
    return file.getvalue()


def south() -> Ledger:
    """Return another desk's ledger, with sealed parts, a blob, an erased entry and a changed key."""
    ledger = memory_ledger("south")
    seal = (Seal(class_="personal", plaintext=b"words"),)
    ledger.append(note("s-1", sealed=seal, blobs=(Blob(media="text/plain", content=b"open"),)))
    ledger.erase(ledger.append(note("s-2", body=b'{"n":2}', sealed=seal)).id)
    new = signing_key("south, second")
    rotate_key(ledger, new, command="s-3", actor="a-1")
    ledger = Ledger(ledger.store, ledger.keyring, new, repeatable("later", start_ms=START_MS + 60_000))
    ledger.append(note("s-4"))
    return ledger


def changed(data: bytes, line: int, **members: Any) -> io.BytesIO:
    """Return an export with members of one line replaced."""
    lines = data.splitlines()
    lines[line] = json.dumps(json.loads(lines[line]) | members, ensure_ascii=False).encode()
    return io.BytesIO(b"\n".join(lines) + b"\n")


def held(ledger: Ledger) -> list[tuple[object, ...]]:
    """Return what a ledger holds of each entry, but for arrival numbers."""
    return [(entry.id, entry.header_bytes, entry.signature, entry.body) for entry in ledger.read()]


def test_entries_arrive_byte_for_byte() -> None:
    """Headers, signatures, bodies, ciphertext and blobs come through; what was erased stays absent."""
    source, target = south(), memory_ledger("north")
    assert import_entries(target, io.BytesIO(written(source))) == Imported(new=5, known=0, filled=0)
    assert held(target)[1:] == held(source)
    entry = list(target.read())[2]
    assert target.blob(entry, 0) == b"open"
    assert target.store.content(entry.header.sealed[0].sha256) is not None
    with pytest.raises(KeyNotHeld):
        target.open_sealed(entry, 0)
    assert verify(target.store, known_heads=source.heads()).sound


def test_an_export_holds_no_plaintext_and_no_key() -> None:
    """Sealed parts leave as ciphertext, and the key ring does not leave at all."""
    ledger = memory_ledger("south")
    entry = ledger.append(note("s-1", sealed=(Seal(class_="personal", plaintext=b"+33600000000"),)))
    data, key = written(ledger), ledger.keyring.get(entry.header.sealed[0].key)
    for secret in (b"+33600000000", key):
        for form in (secret, secret.hex().encode(), base64.b64encode(secret).rstrip(b"=")):
            assert form not in data


def test_importing_twice_changes_nothing() -> None:
    """Everything is recognised as held, and the record is the same."""
    source, target = south(), memory_ledger("north")
    import_entries(target, io.BytesIO(written(source)))
    before = held(target)
    assert import_entries(target, io.BytesIO(written(source))) == Imported(new=0, known=5, filled=0)
    assert held(target) == before


def test_a_later_export_goes_on_where_the_first_ended() -> None:
    """Only new entries are stored, from a whole export or from one that leaves out the old."""
    source, target = memory_ledger("south"), memory_ledger("north")
    import_entries(target, io.BytesIO(written(source)))
    source.append(note("s-1"))
    assert import_entries(target, io.BytesIO(written(source))).new == 1
    after = source.latest()
    source.append(note("s-2"))
    assert import_entries(target, io.BytesIO(written(source, after))) == Imported(new=1, known=0, filled=0)
    assert target.heads()[source.log] == source.heads()[source.log]


def test_an_import_goes_back_where_it_came_from() -> None:
    """A copy of our own log is recognised; and a third desk may pass on what it holds."""
    north, middle, far = memory_ledger("north"), memory_ledger("south"), memory_ledger("east")
    north.append(note("n-1"))
    import_entries(middle, io.BytesIO(written(north)))
    assert import_entries(north, io.BytesIO(written(middle))).known == 2
    import_entries(far, io.BytesIO(written(middle)))
    assert far.heads()[north.log] == north.heads()[north.log]
    assert north.append(note("n-2")).header.seq == 2


def test_a_withheld_body_is_filled_in_when_it_comes() -> None:
    """A first export without content, then one with it: the entry keeps its number and gains its content."""
    source, target = memory_ledger("south"), memory_ledger("north")
    entry = source.append(note("s-1", body=b'{"n":1}', sealed=(Seal(class_="personal", plaintext=b"w"),)))
    full = written(source)
    import_entries(target, changed(full, 2, body=None, sealed=[None]))
    assert target.get(entry.id).body is None
    assert import_entries(target, io.BytesIO(full)) == Imported(new=0, known=2, filled=2)
    assert target.get(entry.id).body == entry.body
    assert target.get(entry.id).arrival == 3


def test_an_import_cut_short_can_be_done_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was stored before the interruption stays, and the rest follows."""
    source, target = memory_ledger("south"), memory_ledger("north")
    for number in range(6):
        source.append(note(f"s-{number}"))
    monkeypatch.setattr("ashore.ledger.transfer.TOGETHER", 3)
    store, writes = target.store, iter([True, False])

    def write(work: Any) -> Any:
        if next(writes):
            return MemoryStore.write(store, work)  # type: ignore[arg-type]
        raise Interrupted

    with monkeypatch.context() as patch:
        patch.setattr(store, "write", write)
        with pytest.raises(Interrupted):
            import_entries(target, io.BytesIO(written(source)))
    assert target.latest() == 1 + 3
    assert import_entries(target, io.BytesIO(written(source))) == Imported(new=4, known=3, filled=0)
    assert verify(target.store, known_heads=source.heads()).sound


def test_a_gap_is_refused_and_names_both_entries() -> None:
    """An export that starts too late says where it should have started."""
    source, target = memory_ledger("south"), memory_ledger("north")
    import_entries(target, io.BytesIO(written(source)))
    source.append(note("s-1"))
    late = source.append(note("s-2"))
    with pytest.raises(Gap, match=late.id) as caught:
        import_entries(target, io.BytesIO(written(source, 2)))
    assert next(source.read()).id in caught.value.advice()
    with pytest.raises(Gap):
        import_entries(memory_ledger("east"), io.BytesIO(written(source, 2)))
    assert target.latest() == 2


@pytest.mark.parametrize("where", ["in the middle", "at the end"])
def test_a_fork_is_refused_and_names_both_entries(where: str) -> None:
    """Two histories that one key signed cannot both be taken."""
    one, other, target = memory_ledger("south"), memory_ledger("south"), memory_ledger("north")
    first, second = one.append(note("s-1", body=b'{"n":1}')), other.append(note("s-1", body=b'{"n":2}'))
    other.append(note("s-2"))
    import_entries(target, io.BytesIO(written(one)))
    after = 2 if where == "at the end" else 0
    with pytest.raises(Fork, match=first.id) as caught:
        import_entries(target, io.BytesIO(written(other, after)))
    assert second.id in str(caught.value) or where == "at the end"
    assert target.latest() == 3


@given(st.integers(1, 5), st.sampled_from(["header", "signature", "body"]), st.integers(0, 10**6))
def test_a_flipped_bit_stops_the_import_before_anything_is_stored(line: int, member: str, bit: int) -> None:
    """Whatever is altered in any line, nothing of the file is taken."""
    target, data = memory_ledger("north"), written(south())
    value = json.loads(data.splitlines()[line])[member]
    if value is None:
        return
    raw = bytearray(base64.b64decode(value) if member == "signature" else value.encode())
    raw[bit // 8 % len(raw)] ^= 1 << bit % 7  # within ASCII, so that the line is still text
    altered = base64.b64encode(raw).decode() if member == "signature" else raw.decode()
    with pytest.raises((BadExport, Gap)):
        import_entries(target, changed(data, line, **{member: altered}))
    assert target.latest() == 1


@pytest.mark.parametrize(
    ("line", "members", "why"),
    [
        (0, {"format": "ashore.entries/2"}, r"ashore\.entries/2"),
        (2, {"sealed": []}, "parts"),
        (2, {"blobs": [base64.b64encode(b"other").decode()]}, "body or part"),
        (1, {"body": None}, "signing key"),
        (4, {"body": None}, "signing key"),
        (2, {"signature": "not base64"}, "Line 3"),
        (2, {"header": "{}"}, "Line 3"),
        (2, {"header": 7}, "Line 3"),
    ],
)
def test_a_bad_line_is_named(line: int, members: dict[str, Any], why: str) -> None:
    """The sentence says which line, and what is wrong with it."""
    target = memory_ledger("north")
    with pytest.raises(BadExport, match=why):
        import_entries(target, changed(written(south()), line, **members))
    assert target.latest() == 1


@pytest.mark.parametrize("data", [b"", b"{}", b"words\n", b"\xff\n", b'{"format":"ashore.report/1"}\n'])
def test_a_file_that_is_no_export_is_refused(data: bytes) -> None:
    """Anything else is refused at its first line."""
    with pytest.raises(BadExport, match="Line 1"):
        import_entries(memory_ledger("north"), io.BytesIO(data))


def test_a_file_cut_short_is_refused() -> None:
    """A file that ends before the heads it promises, between lines or within one, is not taken."""
    target, data = memory_ledger("north"), written(south())
    lines = data.splitlines(keepends=True)
    for short in (b"".join(lines[:-1]), data[:-20]):
        with pytest.raises(BadExport):
            import_entries(target, io.BytesIO(short))
    assert target.latest() == 1


def test_the_same_line_twice_is_refused() -> None:
    """An entry may come once in a file."""
    lines = written(south()).splitlines(keepends=True)
    with pytest.raises(BadExport, match="second time"):
        import_entries(memory_ledger("north"), io.BytesIO(b"".join([*lines[:3], lines[2], *lines[3:]])))


@pytest.mark.parametrize(("ours", "theirs"), [("live", "exercise"), ("live", "replay"), ("replay", "live")])
def test_kinds_never_mix(ours: str, theirs: str) -> None:
    """A live record takes nothing from an exercise or a replay, and the reverse."""
    target = memory_ledger("north", kind=ours)
    with pytest.raises(OtherKind, match=f"This is a {ours} record.*south.*{theirs}"):
        import_entries(target, io.BytesIO(written(memory_ledger("south", kind=theirs))))
    assert target.latest() == 1


def test_access_streams_are_never_exchanged() -> None:
    """Neither into an access record nor out of one."""
    access = memory_ledger("south", stream="access")
    with pytest.raises(AccessNotExchanged):
        import_entries(memory_ledger("north"), io.BytesIO(written(access)))
    with pytest.raises(AccessNotExchanged):
        import_entries(access, io.BytesIO(written(memory_ledger("north"))))


def test_a_clock_far_ahead_is_kept_flagged_and_not_followed() -> None:
    """More than five minutes ahead: the entry is kept and marked, and our own time does not jump."""
    minutes = 60_000
    for ahead_by, believed in ((4 * minutes, True), (6 * minutes, False)):
        source = memory_ledger("south", surroundings=repeatable("south", start_ms=START_MS + ahead_by))
        target = memory_ledger("north", surroundings=repeatable("north", step_ms=1))
        import_entries(target, io.BytesIO(written(source)))
        foreign = list(target.read())[1]
        assert foreign.ahead is not believed
        ours = target.append(note("n-1"))
        assert (ours.header.hlc > foreign.header.hlc) is believed
        assert ours.header.wall_ms < START_MS + minutes


def test_damage_is_not_exported() -> None:
    """An altered body would be refused by everybody else, so it does not leave."""
    ledger = memory_ledger("south")
    entry = ledger.append(note("s-1"))
    ledger.store.write(lambda store: store.set_body(entry.id, b'{"n":9}'))
    with pytest.raises(DamagedEntry, match=entry.id):
        written(ledger)


def test_our_own_lost_entries_come_back_from_a_peer(tmp_path: Path) -> None:
    """A log of ours that fell behind takes its own entries back and goes on after them."""
    whole, peer = memory_ledger("north"), memory_ledger("south")
    whole.append(note("n-1"))
    early = written(whole)
    whole.append(note("n-2"))
    import_entries(peer, io.BytesIO(written(whole)))
    store = SqliteStore(tmp_path / "ledger.sqlite")
    behind = memory_ledger("north", store=store)
    assert behind.log == whole.log
    assert import_entries(behind, io.BytesIO(early)).new == 1
    assert import_entries(behind, io.BytesIO(written(peer))).new == 2
    assert behind.append(note("n-3")).header.seq == 3
    assert verify(store, known_heads=whole.heads()).sound
    store.close()


def test_a_key_changed_elsewhere_is_noticed_before_writing() -> None:
    """When an import brings a rotation of our own log, the old key cannot write any more."""
    whole, behind = memory_ledger("north"), memory_ledger("north")
    rotate_key(whole, signing_key("north, second"), command="n-1", actor="a-1")
    import_entries(behind, io.BytesIO(written(whole)))
    with pytest.raises(SigningKeyChanged):
        behind.append(note("n-2"))


def test_the_opening_says_whose_log_it_is() -> None:
    """What an importing desk learns of another is in its genesis."""
    opening = memory_ledger("south").opening
    key = signing_key("south").public.hex()
    assert opening == LogOpened(public_key=key, desk="south", stream="ops", kind="live", predecessor="")
