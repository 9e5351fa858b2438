"""Decisions: who may take them, what they replace, and that one command is done once."""

from __future__ import annotations

from pathlib import Path

import pytest
from desks import MACHINE, OFFICER, SUPERVISOR, a_desk, line, receive

from ashore.desk.commands import REPLAYING, Desk
from ashore.desk.commands.acts import (
    AcceptHandover,
    CompareCases,
    EndCase,
    LabelCase,
    LinkMention,
    OfferHandover,
    OpenCase,
    PlaceHold,
    Retract,
    SetPhase,
    WriteNote,
)
from ashore.desk.commands.errors import (
    AlreadyInACase,
    BadValue,
    LiveOnly,
    NoOffer,
    NotSignedIn,
    PhoneInReason,
    RoleMayNot,
    SeveralCases,
    UnknownCase,
    UnknownEntry,
    UnknownMention,
)

MENTION = "north-centre/phone/n-1#0"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = a_desk(tmp_path)
    receive(desk, line("n-1"), line("n-2"))
    return desk


def opened(desk: Desk, label: str = "A", mention: str = "") -> str:
    done = desk.do(OpenCase(kind="boat", label=label, mention=mention), OFFICER)
    return str(done.entries[0].header.subjects[0])


def test_the_same_command_twice_gives_the_first_result(desk: Desk) -> None:
    """A client that asks again with the same command id opens no second case."""
    first = desk.do(OpenCase(label="A"), OFFICER, command="11111111")
    second = desk.do(OpenCase(label="A"), OFFICER, command="11111111")

    assert [entry.id for entry in first.entries] == [entry.id for entry in second.entries]
    with desk.looking() as picture:
        assert len(picture.cases) == 1


def test_a_link_takes_the_place_of_the_one_before(desk: Desk) -> None:
    """Linking a mention elsewhere replaces its link, and both entries stay."""
    a, b = opened(desk, "A", MENTION), opened(desk, "B")
    desk.do(LinkMention(mention=MENTION, cases=(b,), reason="the colour fits"), OFFICER)

    with desk.looking() as picture:
        assert picture.case(a).mentions == ()
        assert [mention.id for mention in picture.case(b).mentions] == [MENTION]
        assert len(picture.links[MENTION]) == 2


def test_held_apart_from_one_case_it_stays_linked_to_another(desk: Desk) -> None:
    """Saying that a mention is not about one case leaves its link to another."""
    a, b = opened(desk, "A", MENTION), opened(desk, "B")
    desk.do(LinkMention(mention=MENTION, cases=(b,), standing="apart", reason="another colour"), OFFICER)

    with desk.looking() as picture:
        assert [mention.id for mention in picture.case(a).mentions] == [MENTION]
        assert picture.case(b).mentions == ()


def test_same_boat_as_is_undone_by_taking_it_back(desk: Desk) -> None:
    """Two cases joined by mistake are two again when the entry is retracted."""
    a, b = opened(desk, "A"), opened(desk, "B")
    done = desk.do(CompareCases(cases=(a, b), standing="same", reason="one phone"), OFFICER)
    desk.do(Retract(entry=done.entries[0].id, reason="two phones after all"), OFFICER)

    with desk.looking() as picture:
        assert picture.case(a).comparisons == ()


def test_a_shared_letter_is_asked_about_and_an_id_is_not(desk: Desk) -> None:
    """A label that two cases carry names neither; the error lists both ids."""
    a, b = opened(desk, "Charlie"), opened(desk, "Charlie")

    with pytest.raises(SeveralCases) as refused:
        desk.do(LabelCase(case="charlie", label="C2"), OFFICER)
    assert a in refused.value.sentence()
    assert b in refused.value.sentence()
    desk.do(LabelCase(case=b, label="C2"), OFFICER)


def test_only_a_signed_in_person_ends_a_case(desk: Desk) -> None:
    """A machine account cannot end a case, whatever it says."""
    a = opened(desk)

    with pytest.raises((NotSignedIn, RoleMayNot)):
        desk.do(EndCase(case=a, how="suspended", owner="x", review_at="2031-02-03T08:00:00+01:00"), MACHINE)
    with desk.looking() as picture:
        assert picture.case(a).ended is None


def test_a_replays_person_cannot_act_in_a_live_log(desk: Desk) -> None:
    """The person who signs for replays is refused by a live log."""
    with pytest.raises(LiveOnly):
        desk.do(OpenCase(label="A"), REPLAYING)


def test_a_handover_moves_nobody_before_it_is_accepted(desk: Desk) -> None:
    """The case's people stay on the giver's book until the other centre accepts."""
    a = opened(desk)
    desk.do(OfferHandover(case=a, to="south-centre"), OFFICER)
    with desk.looking() as picture:
        assert (picture.case(a).holder, picture.case(a).offered_to) == ("", "south-centre")
    desk.do(AcceptHandover(case=a, to="south-centre", accepted_by="their duty officer"), OFFICER)

    with desk.looking() as picture:
        assert (picture.case(a).holder, picture.case(a).offered_to) == ("south-centre", "")


def test_nobody_accepts_what_was_not_offered(desk: Desk) -> None:
    """An acceptance without an offer is refused."""
    with pytest.raises(NoOffer):
        desk.do(AcceptHandover(case=opened(desk), to="south-centre", accepted_by="somebody"), OFFICER)


@pytest.mark.parametrize("reason", ["call +33 6 00 00 00 01", "his number 0600000001", "0033600000001"])
def test_a_reason_with_a_telephone_number_is_refused(desk: Desk, reason: str) -> None:
    """Reasons are open text for ever, so a number in one is turned away."""
    with pytest.raises(PhoneInReason):
        desk.do(SetPhase(case=opened(desk), phase="alert", reason=reason), OFFICER)


@pytest.mark.parametrize("reason", ["seen at 51.03 N 2.06 E", "30 aboard at 02:34", "case 2031-02-03"])
def test_a_reason_with_other_numbers_is_taken(desk: Desk, reason: str) -> None:
    """Positions, times and counts are no telephone numbers."""
    assert desk.do(SetPhase(case=opened(desk), phase="alert", reason=reason), OFFICER).entries


def test_a_note_is_sealed(desk: Desk, tmp_path: Path) -> None:
    """A note's words are in no file of the desk in the open."""
    a = opened(desk)
    [entry] = desk.do(WriteNote(case=a, text="her brother waits in Dover"), OFFICER).entries

    assert desk.open_part(entry, 0, OFFICER) == b"her brother waits in Dover"
    desk.close()
    assert not any(b"brother" in file.read_bytes() for file in (tmp_path / "desk").iterdir())


def test_what_is_a_fact_cannot_be_taken_back(desk: Desk) -> None:
    """A report is withdrawn by a report, never by retracting its entry."""
    with desk.looking() as picture:
        [report] = picture.reports["north-centre/phone/n-1"]

    with pytest.raises(UnknownEntry):
        desk.do(Retract(entry=report, reason="a slip"), OFFICER)


def test_unknown_names_are_said_plainly(desk: Desk) -> None:
    """An unknown case, mention, kind or standing is refused by a sentence that names it."""
    with pytest.raises(UnknownCase, match="Zulu"):
        desk.do(LabelCase(case="Zulu", label="x"), OFFICER)
    with pytest.raises(UnknownMention, match="nowhere"):
        desk.do(OpenCase(mention="nowhere"), OFFICER)
    with pytest.raises(BadValue, match="raft"):
        desk.do(OpenCase(kind="raft"), OFFICER)


def test_an_officer_may_not_what_a_supervisor_may(desk: Desk) -> None:
    """A legal hold is the supervisor's."""
    a = opened(desk)
    with pytest.raises(RoleMayNot) as refused:
        desk.do(PlaceHold(cases=(a,), reason="inquiry"), OFFICER)
    assert "supervisor" in refused.value.advice()
    assert desk.do(PlaceHold(cases=(a,), reason="inquiry"), SUPERVISOR).entries


def test_a_machine_never_undoes_what_a_person_linked(desk: Desk) -> None:
    """Its other view stands beside the person's; the boat keeps its people and its phase."""
    receive(desk, line("n-9", danger=["sinking"], on_board={"value": 30}))
    case = opened(desk, mention="north-centre/phone/n-9#0")
    for standing in ("apart", "proposed"):
        act = LinkMention(mention="north-centre/phone/n-9#0", cases=(case,), standing=standing)
        desk.do(act, MACHINE)
        with desk.looking() as picture:
            facts = picture.case(case)
            assert facts.phase == "distress"
            assert any(link.standing == "linked" and link.by_person for link in facts.mentions[0].links)


def test_who_may_not_place_a_hold_may_not_lift_it(desk: Desk) -> None:
    """A legal hold is the supervisor's to place and to take back."""
    [hold] = desk.do(PlaceHold(cases=(opened(desk),), reason="an inquiry asked"), SUPERVISOR).entries

    with pytest.raises(RoleMayNot):
        desk.do(Retract(entry=hold.id, reason="enough"), OFFICER)


def test_a_token_made_for_a_program_ends_no_case(desk: Desk) -> None:
    """Whoever's account it was made with, what it does a machine does."""
    desk.accounts.create("marie", "four plain words", "supervisor")
    who = desk.who(desk.sign_in("marie", "four plain words", through="token"))
    assert who is not None

    with pytest.raises((RoleMayNot, NotSignedIn)):
        desk.do(EndCase(case=opened(desk), how="accounted"), who)
    assert receive(desk, line("n-8"), who=who).entries


def test_two_people_open_no_two_cases_for_one_call(desk: Desk) -> None:
    """Whoever opens a case from a page that has grown old is told which case it is, and takes nothing from it."""
    first = desk.do(OpenCase(mention=MENTION, label="Charlie"), OFFICER)
    with pytest.raises(AlreadyInACase, match="Charlie"):
        desk.do(OpenCase(mention=MENTION, label="Charlie too"), SUPERVISOR)
    with desk.looking() as picture:
        [case] = picture.all_cases()

    assert case.opened == first.entries[0].id
    assert [each.id for each in case.mentions] == [MENTION]
