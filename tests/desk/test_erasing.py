"""Destroying keys: two people, nothing in the way, and not a byte left of what they opened."""

from __future__ import annotations

from pathlib import Path

import pytest
from desks import a_desk, line, receive

from ashore.bootstrap import open_desk
from ashore.desk.commands import Desk, Who, asking, person
from ashore.desk.commands.acts import (
    DestroyKeys,
    EndCase,
    LinkMention,
    OpenCase,
    PlaceHold,
    Retract,
    WriteNote,
)
from ashore.desk.commands.errors import BadSignIn, HoldStands, RoleMayNot, TwoPeople
from ashore.ledger.sealing import KeyDestroyed
from ashore.ledger.verify import verify

WORDS = "engine dead and the floor is soft"
NUMBER = "+33600000001"
MENTION = "north-centre/phone/n-1#0"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = a_desk(tmp_path)
    receive(desk, line("n-1", text=WORDS, sender={"role": "aboard", "phone": NUMBER}))
    return desk


@pytest.fixture
def supervisor(desk: Desk) -> Who:
    desk.accounts.create("jean", "four plain words", "officer")
    return person(desk.accounts.create("marie", "four plain words", "supervisor"))


def ended_case(desk: Desk, who: Who) -> str:
    done = desk.do(OpenCase(label="A", mention=MENTION), who)
    case = str(done.entries[0].header.subjects[0])
    desk.do(EndCase(case=case, how="unexplained", owner="marie", review_at="2031-02-10T08:00:00+01:00"), who)
    return case


def destroy(case: str, second: str = "jean", password: str = "four plain words") -> DestroyKeys:
    return DestroyKeys(case=case, reason="kept long enough", second=second, second_password=password)


def files_with(directory: Path, needle: bytes) -> list[str]:
    return [file.name for file in directory.iterdir() if needle in file.read_bytes()]


def test_not_a_byte_of_the_key_is_left_in_any_file(desk: Desk, supervisor: Who, tmp_path: Path) -> None:
    """Number and words are in no file before or after; the key is in one before and in none after."""
    case = ended_case(desk, supervisor)
    with desk.looking() as picture:
        [report] = picture.reports["north-centre/phone/n-1"]
    entry = desk.ledger.get(report)
    [key_id] = {part.key for part in entry.header.sealed}
    key = desk.ledger.keyring.get(key_id)
    before = files_with(tmp_path / "desk", key)
    desk.do(destroy(case), supervisor)
    after = files_with(tmp_path / "desk", key)
    desk.close()

    assert before
    assert after == []
    for secret in (key, WORDS.encode(), NUMBER.encode(), NUMBER[1:].encode()):
        assert files_with(tmp_path / "desk", secret) == []


def test_what_was_erased_stays_in_the_book_and_still_verifies(desk: Desk, supervisor: Who) -> None:
    """The words are gone, the case and its counts stand, and every hash and signature still checks."""
    case = ended_case(desk, supervisor)
    desk.do(destroy(case), supervisor)
    with desk.looking() as picture:
        [report] = picture.reports["north-centre/phone/n-1"]
        assert [mention.id for mention in picture.case(case).mentions] == [MENTION]

    with pytest.raises(KeyDestroyed):
        desk.open_part(desk.ledger.get(report), 0, supervisor)
    assert asking.words_of_report(desk, report, supervisor) is None
    found = verify(desk.ledger.store, keyring=desk.ledger.keyring)
    assert found.sound
    assert found.parts_with_destroyed_key == 2


def test_the_number_is_not_recognised_any_more(desk: Desk, supervisor: Who) -> None:
    """After the keys are gone a new call from the number is a stranger's."""
    desk.do(destroy(ended_case(desk, supervisor)), supervisor)
    done = receive(desk, line("n-2", sender={"role": "aboard", "phone": NUMBER}))

    assert [entry.header.type for entry in done.entries] == ["report.received"]


def test_a_destruction_signed_before_a_crash_is_finished_at_the_next_start(
    desk: Desk, supervisor: Who, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The signed entry is a promise: if the desk dies before keeping it, the next start keeps it."""
    case = ended_case(desk, supervisor)
    with desk.looking() as picture:
        [report] = picture.reports["north-centre/phone/n-1"]
    [key_id] = {part.key for part in desk.ledger.get(report).header.sealed}
    monkeypatch.setattr(desk.ledger, "destroy_keys", lambda keys: 0)
    desk.do(destroy(case), supervisor)
    assert not desk.ledger.keyring.is_destroyed(key_id)
    desk.close()
    again = open_desk(tmp_path / "desk")

    assert again.ledger.keyring.is_destroyed(key_id)


def test_one_person_alone_cannot(desk: Desk, supervisor: Who) -> None:
    """The second signature must be somebody else's, and right."""
    case = ended_case(desk, supervisor)

    with pytest.raises(TwoPeople):
        desk.do(destroy(case, second="marie"), supervisor)
    with pytest.raises(BadSignIn):
        desk.do(destroy(case, password="a wrong password"), supervisor)


def test_never_while_the_case_is_open(desk: Desk, supervisor: Who) -> None:
    """An open case keeps its keys."""
    done = desk.do(OpenCase(label="A", mention=MENTION), supervisor)

    with pytest.raises(HoldStands, match="open"):
        desk.do(destroy(str(done.entries[0].header.subjects[0])), supervisor)


def test_never_while_people_are_missing(desk: Desk, supervisor: Who) -> None:
    """A case with missing people keeps its keys, ended or not."""
    receive(desk, line("n-2", movements=[{"from": "boat", "to": "missing", "count": {"value": 2}}]))
    case = ended_case(desk, supervisor)
    desk.do(LinkMention(mention="north-centre/phone/n-2#0", cases=(case,)), supervisor)

    with pytest.raises(HoldStands, match="missing"):
        desk.do(destroy(case), supervisor)


def test_never_while_a_hold_stands(desk: Desk, supervisor: Who) -> None:
    """A legal hold keeps the keys until it is taken back."""
    case = ended_case(desk, supervisor)
    [hold] = desk.do(PlaceHold(cases=(case,), reason="an inquiry asked"), supervisor).entries

    with pytest.raises(HoldStands, match="an inquiry asked"):
        desk.do(destroy(case), supervisor)
    desk.do(Retract(entry=hold.id, reason="the inquiry is over"), supervisor)
    assert desk.do(destroy(case), supervisor).entries


def test_never_while_an_open_case_shares_a_report(desk: Desk, supervisor: Who) -> None:
    """A report proposed to another open case keeps its key."""
    case = ended_case(desk, supervisor)
    other = str(desk.do(OpenCase(label="B"), supervisor).entries[0].header.subjects[0])
    desk.do(LinkMention(mention=MENTION, cases=(case, other), covers="one"), supervisor)

    with pytest.raises(HoldStands, match="also in the open case"):
        desk.do(destroy(case), supervisor)


def test_the_second_signature_is_a_persons_on_watch(desk: Desk, supervisor: Who) -> None:
    """A program's account, or an analyst's, signs for nothing."""
    case = ended_case(desk, supervisor)
    for role in ("machine", "analyst"):
        desk.accounts.create(role, "four plain words", role)
        with pytest.raises(RoleMayNot):
            desk.do(destroy(case, second=role), supervisor)


def test_what_was_withdrawn_or_corrected_and_the_notes_go_too(desk: Desk, supervisor: Who) -> None:
    """No sealed word about an erased case is left: not a corrected call, not its correction, not a note."""
    receive(desk, line("n-2", sender={"role": "aboard", "phone": NUMBER}))
    done = desk.do(OpenCase(label="A", mention=MENTION), supervisor)
    case = str(done.entries[0].header.subjects[0])
    desk.do(LinkMention(mention="north-centre/phone/n-2#0", cases=(case,)), supervisor)
    receive(desk, line("n-3", relates=[{"kind": "corrects", "id": "n-1"}]))
    receive(desk, line("n-4", relates=[{"kind": "withdraws", "id": "n-2"}]))
    desk.do(WriteNote(case=case, text=f"call {NUMBER}"), supervisor)
    desk.do(
        EndCase(case=case, how="unexplained", owner="m", review_at="2031-02-10T08:00:00+01:00"), supervisor
    )
    desk.do(destroy(case), supervisor)

    kept = [
        (entry.header.type, entry.header.subjects)
        for entry in desk.ledger.read(0)
        for part in entry.header.sealed
        if not desk.ledger.keyring.is_destroyed(part.key)
    ]
    assert kept == []


def test_a_line_with_an_erased_id_and_other_numbers_is_a_correction(desk: Desk, supervisor: Who) -> None:
    """After erasure the same line stays out, so that its words stay gone, and one that says otherwise comes in."""
    desk.do(destroy(ended_case(desk, supervisor)), supervisor)
    [same] = receive(desk, line("n-1", text=WORDS, sender={"role": "aboard", "phone": NUMBER})).outcome
    [other] = receive(desk, line("n-1", text="we are nine", on_board={"value": 9})).outcome

    assert (same.status, other.status) == ("duplicate", "accepted")
