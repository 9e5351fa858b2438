"""Undoing one's own last act: everything stands as it stood before, and the log has both."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest
from desks import OFFICER, SUPERVISOR, line, receive
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from watches import RELAY, Watch

from ashore.desk.commands import Who, acts
from ashore.desk.commands.comparing import compared_lists
from ashore.desk.commands.errors import NothingToUndo, NotYourLastAct
from ashore.desk.commands.handing import handover
from ashore.model.errors import AshoreError
from ashore.picture import board
from ashore.picture.alarms import alarms
from ashore.picture.books import Books
from ashore.picture.fingerprint import book_bytes

REVIEW = "2031-02-20T08:00:00+01:00"


@pytest.fixture
def watch(tmp_path: Path) -> Watch:
    return Watch(tmp_path)


def standing(watch: Watch, now: int) -> tuple[Any, ...]:
    """Return everything that stands at an instant: the book, what is awaited, units, alarms, lists and handover."""
    with watch.desk.looking() as picture:
        shown = board(picture, Books(), now)
        return (
            msgspec.json.decode(book_bytes(picture)),
            sorted(picture.cases),
            [(row.case.id, row.due, row.units, row.call, row.urgency) for row in shown.rows],
            [row.case.id for row in (*shown.reviews, *shown.ended)],
            (shown.calls, shown.units, shown.due),
            alarms(picture, shown),
            compared_lists(picture, [row.case for row in shown.rows]),
            handover(picture, Books(), now).items,
        )


def log_of(watch: Watch) -> list[str]:
    return [entry.id for entry in watch.desk.ledger.read()]


STEPS = st.tuples(st.integers(0, 18), st.integers(0, 3), st.integers(0, 3))


def an_act(watch: Watch, kind: int, one: int, other: int) -> object:
    """Return an act of a kind, about cases, mentions and entries that there are."""
    with watch.desk.looking() as picture:
        cases = sorted(picture.cases) or ["?"]
        mentions = sorted(picture.links) or ["north-centre/phone/first#0"]
        duties = sorted(held.id for held in picture if held.type in ("request.made", "unit.reported")) or [
            "?"
        ]
        decided = sorted(held.id for held in picture if held.type in ("mention.linked", "phase.set")) or ["?"]
        lists = sorted(picture.by_type.get("list.received", ())) or ["?"]
    case, mention = cases[one % len(cases)], mentions[other % len(mentions)]
    elsewhere = cases[other % len(cases)]
    report = line(f"n-{kind}{one}{other}")
    text = msgspec.json.encode(report | {"danger": ["sinking"], "on_board": {"value": 5 + one}}).decode()
    made: Sequence[object] = (
        acts.LogCall(report=text, case=case),
        acts.LogCall(report=text, open="boat", label="C"),
        acts.LogCall(report=text),
        acts.LinkMention(mention=mention, cases=(case,), standing=("linked", "proposed", "apart")[other % 3]),
        acts.LinkMention(mention=mention, cases=tuple({case, elsewhere}), covers="all"),
        acts.CompareCases(
            cases=(case, elsewhere), standing=("same", "perhaps", "apart")[one % 3], reason="x"
        ),
        acts.SetPhase(case=case, phase=("uncertainty", "alert", "distress")[other % 3], reason="x"),
        acts.SetAside(mention=mention, claim="*", reason="misheard"),
        acts.EndCase(case=case, how="suspended", owner="m", review_at=REVIEW),
        acts.ReopenCase(case=case),
        acts.TryCall(case=case, outcome=("answered", "no_answer")[other % 2]),
        acts.ReportUnit(unit=f"u{one}", doing="on_way", case=case, arrives_at="20"),
        acts.MakeRequest(to=("Dover", "Gris-Nez"), asks="a unit", case=case),
        acts.MeetDuty(entry=duties[one % len(duties)], outcome="arrived"),
        acts.SetReminder(due="5", reason="tide", case=case),
        acts.Retract(entry=decided[other % len(decided)], reason="wrong"),
        acts.ReceiveList(centre=f"c{one}", text="Bravo: 30\nCharlie"),
        acts.JudgeLine(
            list=lists[one % len(lists)],
            line=str(other % 2),
            standing=("same", "unknown")[one % 2],
            case=case,
        ),
        acts.OpenCase(label="D", mention=mention),
    )
    return made[kind]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(STEPS, min_size=1, max_size=9), st.integers(1, 4), st.booleans())
def test_undoing_puts_everything_back(steps: list[tuple[int, int, int]], times: int, reopened: bool) -> None:
    """After any acts, each undoing gives the very picture that stood before the act it undoes; the log only grows."""
    with tempfile.TemporaryDirectory() as path:
        watch = Watch(Path(path))
        receive(watch.desk, line("first", danger=["sinking"]))
        watch.do(acts.OpenCase(mention="north-centre/phone/first#0"), SUPERVISOR)
        watch.pass_(minutes=2)
        now = watch.clock.ms + 40 * 60_000
        before = [standing(watch, now)]
        for step in steps:
            try:
                done = watch.do(an_act(watch, *step))
            except AshoreError:
                continue
            if done.entries:
                before.append(standing(watch, now))
        for _ in range(min(times, len(before) - 1)):
            log = log_of(watch)
            before.pop()
            watch.do(acts.Undo())
            if reopened:
                watch.again()

            assert standing(watch, now) == before[-1]
            assert log_of(watch)[: len(log)] == log
            assert len(log_of(watch)) > len(log)
        if len(before) == 1:
            with pytest.raises(NothingToUndo):
                watch.do(acts.Undo())
        watch.desk.close()


def test_an_act_of_a_minute_ago_is_done(watch: Watch) -> None:
    """For sixty seconds an act can be undone, and then it is a decision like any other."""
    watch.do(acts.OpenCase())
    watch.pass_(seconds=61)
    with pytest.raises(NothingToUndo):
        watch.do(acts.Undo())
    watch.do(acts.OpenCase())
    watch.pass_(seconds=58)
    watch.do(acts.Undo())

    assert len(watch.board.rows) == 1


@pytest.mark.parametrize(
    "who",
    [
        SUPERVISOR,
        Who(account="a-another", role="officer", person=True),
        Who(account=OFFICER.account, role="machine", person=False),
    ],
)
def test_nobody_undoes_what_another_did(watch: Watch, who: Who) -> None:
    """Neither a colleague's act is undone, nor what a program did under one's own name."""
    receive(watch.desk, line("n-1"), who=who)
    with pytest.raises(NothingToUndo):
        watch.do(acts.Undo())


@pytest.mark.parametrize("build", ["phase", "call", "link", "note", "repeat", "aside", "same"])
def test_what_somebody_built_on_is_not_undone(watch: Watch, build: str) -> None:
    """Once a colleague decided, called or logged something about what one did, it stays."""
    watch.do(acts.OpenCase(label="other"), SUPERVISOR)
    receive(watch.desk, line("n-9"))
    case = watch.boat()
    watch.do(
        {
            "phase": acts.SetPhase(case=case, phase="alert", reason="x"),
            "call": acts.TryCall(case=case, outcome="no_answer"),
            "link": acts.LinkMention(mention="north-centre/phone/n-9#0", cases=(case,)),
            "note": acts.WriteNote(case=case, text="x"),
            "repeat": acts.LogCall(
                report=msgspec.json.encode(line("n-8", relates=[{"kind": "repeats", "id": "n-1"}])).decode()
            ),
            "aside": acts.SetAside(mention="north-centre/phone/n-1#0", claim="*", reason="x"),
            "same": acts.CompareCases(cases=(case, "other"), standing="same", reason="x"),
        }[build],
        SUPERVISOR,
    )
    before = log_of(watch)
    with pytest.raises(NothingToUndo):
        watch.do(acts.Undo())
    assert log_of(watch) == before


def test_what_a_colleague_took_back_is_no_hindrance(watch: Watch) -> None:
    """Nobody has built on it any more once they undid that themselves."""
    case = watch.boat()
    watch.do(acts.TryCall(case=case, outcome="no_answer"), SUPERVISOR)
    watch.do(acts.Undo(), SUPERVISOR)
    watch.do(acts.Undo())

    assert watch.board.rows == ()


def test_a_call_logged_by_mistake_is_withdrawn(watch: Watch) -> None:
    """The report stays in the log, withdrawn by another, and neither sounds, counts nor waits for a case."""
    case = watch.boat()
    watch.do(acts.Undo())
    with watch.desk.looking() as picture:
        assert case not in picture.cases
        assert len(picture.reports) == 2
        assert "north-centre/phone/n-1" in picture.reports
    shown = watch.board

    assert (shown.rows, shown.unlinked, shown.calls, watch.alarms) == ((), (), (), ())


def test_a_correction_undone_leaves_what_was_said_before(watch: Watch) -> None:
    """Undoing a correction of a colleague's report brings back the report, and withdraws nothing."""
    receive(watch.desk, line("n-1", on_board={"value": 30}), who=SUPERVISOR)
    watch.do(acts.OpenCase(mention="north-centre/phone/n-1#0"), SUPERVISOR)
    receive(watch.desk, line("n-1", on_board={"value": 3}), who=OFFICER)
    watch.do(acts.Undo())
    [row] = watch.board.rows

    assert row.still_out.low == 30


def test_pressed_twice_it_undoes_one_act(watch: Watch) -> None:
    """Whoever presses again what was just undone loses no act before it."""
    case = watch.boat()
    watch.do(acts.NoteWorry(worry="the fog", case=case))
    ending = watch.do(acts.EndCase(case=case, how="suspended", owner="m", review_at=REVIEW)).entries[0].id
    watch.do(acts.Undo(entry=ending))
    again = watch.do(acts.Undo(entry=ending))

    assert not again.entries
    with watch.desk.looking() as picture:
        assert len(picture.standing(picture.by_type["worry.noted"])) == 1


def test_only_the_act_that_was_shown_is_undone(watch: Watch) -> None:
    """A page left open names an act; what its reader did since in another window is not undone in its stead."""
    case = watch.boat()
    worry = watch.do(acts.NoteWorry(worry="the fog", case=case)).entries[0].id
    watch.do(acts.EndCase(case=case, how="suspended", owner="m", review_at=REVIEW))
    with pytest.raises(NotYourLastAct):
        watch.do(acts.Undo(entry=worry))

    assert watch.facts(case).ended


def test_an_ending_undone_is_open_again(watch: Watch) -> None:
    """The case is on the board, and nothing says that it was ever ended but the log."""
    case = watch.boat()
    watch.do(acts.EndCase(case=case, how="suspended", owner="m", review_at=REVIEW))
    watch.do(acts.Undo())

    assert [row.case.id for row in watch.board.rows] == [case]
    assert watch.facts(case).was_ended == ()


def test_a_programs_link_is_a_programs_again(watch: Watch) -> None:
    """What stood before an act stands as it was and by whom it was: undoing signs nothing for a program."""
    receive(watch.desk, line("n-1"))
    case = str(watch.do(acts.OpenCase(), SUPERVISOR).entries[0].header.subjects[0])
    machine = Who(account="a-machine", role="machine", person=False)
    mention = "north-centre/phone/n-1#0"
    watch.do(acts.LinkMention(mention=mention, cases=(case,)), machine)
    watch.do(acts.LinkMention(mention=mention, cases=(case,), reason="heard it"))
    watch.do(acts.Undo())
    [link] = watch.facts(case).mentions[0].links

    assert not link.by_person


def test_setting_back_by_hand_is_an_act_and_no_undoing(watch: Watch) -> None:
    """Whoever sets a phase, another and the first again, undoes the last of the three and then the others."""
    case = watch.boat()
    for phase in ("alert", "uncertainty", "alert"):
        watch.do(acts.SetPhase(case=case, phase=phase, reason="seen"))
    phases = []
    for _ in range(3):
        watch.do(acts.Undo())
        phases.append(watch.facts(case).phase)

    assert phases == ["uncertainty", "alert", "distress"]


def test_hearing_an_alarm_is_not_what_is_undone(watch: Watch) -> None:
    """Undo goes past an acknowledgement to the act before it; what was heard stays heard."""
    case = watch.boat()
    watch.do(acts.TryCall(case=case, outcome="answered", next_at="1"))
    watch.do(acts.AcknowledgeAlarm(alarm=(watch.alarms[0].id,)))
    watch.do(acts.Undo())

    assert [call.due - call.last for call in watch.board.calls] == [600_000]
    assert watch.alarms == ()


def test_a_file_of_many_reports_is_undone_whole(watch: Watch) -> None:
    """One act is one command, however many entries it wrote."""
    receive(watch.desk, *(line(f"m-{number}") for number in range(40)), who=RELAY)
    watch.pass_(seconds=5)
    watch.desk.do(acts.Undo(), RELAY)

    assert watch.board.unlinked == ()


def test_undoing_in_a_replay_does_not_move_the_night(tmp_path: Path) -> None:
    """The report that withdraws another is received when the night is, and not when somebody plays it."""
    watch = Watch(tmp_path, kind="replay")
    watch.boat(received_at="2020-12-08T22:00:00+00:00")
    before = watch.desk.now()
    watch.call(received_at="2020-12-08T21:50:00+00:00")
    watch.do(acts.Undo())

    assert watch.desk.now() == before
