"""What a desk hands a drill of its log: which mention was held where and when, and which case was open."""

from __future__ import annotations

from pathlib import Path

import pytest
from desks import OFFICER, START, SUPERVISOR, a_desk, line, receive

from ashore.desk.commands import Desk
from ashore.desk.commands.acts import (
    CompareCases,
    EndCase,
    LinkMention,
    OpenCase,
    ReopenCase,
    Retract,
    TryCall,
    Undo,
)
from ashore.desk.commands.asking import words_of_claim
from ashore.desk.commands.drilling import DRILLING, Played, ask_kept
from ashore.desk.commands.errors import LiveOnly
from ashore.model.drills import Kept

ONE, TWO, THREE = (f"north-centre/phone/n-{number}#0" for number in (1, 2, 3))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """An exercise desk with three calls."""
    made = a_desk(tmp_path, "exercise")
    receive(made, *(line(f"n-{number}") for number in (1, 2, 3)))
    yield made
    made.close()


def opened(desk: Desk, label: str, mention: str = "") -> str:
    """Open a case and return its id."""
    done = desk.do(OpenCase(label=label, mention=mention), OFFICER)
    return next(name for entry in done.entries for name in entry.header.subjects if name.startswith("c-"))


def moves(kept: Kept, mention: str) -> list[tuple[str, ...]]:
    """Return where a mention was held, one place after another, by the cases' labels."""
    return [
        tuple(sorted(kept.names.get(case, case) for case in each.cases))
        for each in kept.held
        if f"{each.report}#{each.mention}" == mention
    ]


def changes(kept: Kept) -> list[tuple[str, str]]:
    """Return what became of the cases, by their labels."""
    return [(kept.names.get(each.case, "?"), each.what) for each in kept.cases]


def test_where_a_mention_was_held_is_told_move_by_move(desk: Desk) -> None:
    """Linked with the case that was opened for it, moved to another, taken back, and by which entry each time."""
    alfa = opened(desk, "Alfa", ONE)
    bravo = opened(desk, "Bravo")
    desk.do(LinkMention(mention=ONE, cases=(bravo,)), OFFICER)
    moved = ask_kept(desk)
    link = moved.held[-1].entry
    desk.do(Retract(entry=link, reason="another boat"), OFFICER)
    kept = ask_kept(desk)
    assert moves(kept, ONE)[:2] == [("Alfa",), ("Bravo",)]
    assert moves(kept, ONE)[-1] in ((), ("Alfa",))
    assert changes(kept) == [("Alfa", "opened"), ("Bravo", "opened")]
    assert [each.at for each in kept.held] == sorted(each.at for each in kept.held)
    assert {each.by for each in kept.held} == {OFFICER.account}
    assert alfa in kept.names


def test_what_was_undone_at_once_is_told_as_what_it_was(desk: Desk) -> None:
    """Opened, and gone with the mention in it."""
    opened(desk, "Alfa", ONE)
    desk.do(Undo(), OFFICER)
    kept = ask_kept(desk)
    assert moves(kept, ONE)[-1] == ()
    assert [what for _, what in changes(kept)] == ["opened", "gone"]


def test_of_several_boats_none_is_settled_and_all_are(desk: Desk) -> None:
    """A mention about one of two is nobody's yet; one about both is both's."""
    alfa, bravo = opened(desk, "Alfa"), opened(desk, "Bravo")
    desk.do(LinkMention(mention=ONE, cases=(alfa, bravo), covers="one"), OFFICER)
    desk.do(LinkMention(mention=TWO, cases=(alfa, bravo), covers="all"), OFFICER)
    desk.do(LinkMention(mention=THREE, cases=(alfa,), standing="proposed"), OFFICER)
    kept = ask_kept(desk)
    assert moves(kept, ONE) == []
    assert moves(kept, TWO) == [("Alfa", "Bravo")]
    assert moves(kept, THREE) == []


def test_cases_held_to_be_one_boat_are_one(desk: Desk) -> None:
    """From the instant of that decision until it is taken back."""
    alfa, bravo = opened(desk, "Alfa", ONE), opened(desk, "Bravo", TWO)
    together = desk.do(CompareCases(cases=(alfa, bravo), standing="same", reason="one telephone"), OFFICER)
    kept = ask_kept(desk)
    one, gone = sorted((alfa, bravo))
    assert [(each.case, each.what) for each in kept.cases[2:]] == [(gone, "gone")]
    assert {each.cases for each in kept.held[-1:]} == {(one,)}
    desk.do(Retract(entry=together.entries[-1].id, reason="two boats"), OFFICER)
    kept = ask_kept(desk)
    assert [(each.case, each.what) for each in kept.cases[2:]] == [(gone, "gone"), (gone, "opened")]
    assert {moves(kept, ONE)[-1], moves(kept, TWO)[-1]} == {("Alfa",), ("Bravo",)}


def test_endings_reopenings_and_calls_back_are_told(desk: Desk) -> None:
    """How a case ended, that it was opened again, and each try to call."""
    alfa = opened(desk, "Alfa", ONE)
    desk.do(TryCall(case=alfa, outcome="no_answer"), OFFICER)
    desk.do(
        EndCase(
            case=alfa,
            how="suspended",
            reason="nothing found",
            owner="Paul",
            review_at="2031-03-04T08:00:00+00:00",
        ),
        OFFICER,
    )
    desk.do(ReopenCase(case=alfa), OFFICER)
    kept = ask_kept(desk)
    assert [(each.what, each.how) for each in kept.cases] == [
        ("opened", ""),
        ("ended", "suspended"),
        ("reopened", ""),
    ]
    (call,) = kept.called_back
    assert (call.case, call.outcome) == (alfa, "no_answer")
    assert len(kept.received) == 3
    assert all(each.at >= START for each in kept.received)


def test_a_drills_desk_says_what_it_would_reject_and_keeps_nothing_of_it(desk: Desk) -> None:
    """The trainer is told before anything is written."""
    played = Played(desk)
    before = desk.ledger.latest()
    fault = played.fault(b'{"channel": "phone"}')
    assert fault is not None
    assert "received_at" in fault.sentence()
    assert (
        played.fault(b'{"channel": "phone", "received_at": "2031-02-03T01:12:00+01:00", "text": "x"}') is None
    )
    assert desk.ledger.latest() == before


def test_a_live_log_refuses_a_drills_reports_by_a_sentence(tmp_path: Path) -> None:
    """Whatever led there: the door itself refuses."""
    live = a_desk(tmp_path)
    with pytest.raises(LiveOnly):
        Played(live).receive(b'{"channel": "phone"}')
    assert DRILLING.role == "replay"
    live.close()


def test_who_read_the_words_of_a_report_and_when_is_told_once(desk: Desk) -> None:
    """From the record of who looked: the first time each did."""
    for _ in range(2):
        assert words_of_claim(desk, ONE, "", OFFICER) == "words of n-1"
    words_of_claim(desk, ONE, "", SUPERVISOR)
    read = ask_kept(desk).read
    assert [(each.report, each.by) for each in read] == [
        ("north-centre/phone/n-1", OFFICER.account),
        ("north-centre/phone/n-1", SUPERVISOR.account),
    ]
    assert read[0].at >= START
