"""Who may do what: the relay documents and presses, the observer looks on, the trainer plays."""

from __future__ import annotations

from pathlib import Path

import pytest
from desks import a_desk
from watches import NEXT_WATCH, Watch

from ashore.desk.commands import COMMANDS, Who, acts
from ashore.desk.commands.errors import LiveOnly, RoleMayNot


def someone(role: str) -> Who:
    return Who(account=f"a-{role}", role=role, person=role != "machine")


def may(path: Path, kind: str, role: str) -> set[str]:
    desk = a_desk(path, kind)
    allowed = {name for name in COMMANDS if desk.may(someone(role), name)}
    desk.close()
    return allowed


def test_a_relay_documents_and_presses(tmp_path: Path) -> None:
    """A hotline logs, links, asks, reminds, compares and hands over its watch; it tasks nobody and ends nothing."""
    allowed = may(tmp_path, "live", "relay")

    assert allowed >= {
        *("receive-reports", "log-call", "open-case", "label-case", "link-mention", "compare-cases"),
        *("make-request", "meet-duty", "try-call", "set-reminder", "note-worry", "join-interpreter"),
        *("acknowledge-alarm", "test-sounds", "receive-list", "judge-line", "issue-sitrep", "undo"),
        *("reopen-case", "write-note", "sign-item", "take-watch"),
    }
    assert not allowed & {
        *("set-phase", "end-case", "offer-handover", "accept-handover", "report-unit", "set-aside"),
        *("answer-question", "retract", "place-hold", "destroy-keys"),
    }


@pytest.mark.parametrize("kind", ["live", "exercise", "replay"])
def test_who_looks_on_does_nothing(tmp_path: Path, kind: str) -> None:
    """An observer writes nothing, in any kind of log."""
    assert may(tmp_path, kind, "observer") == set()


@pytest.mark.parametrize("kind", ["live", "exercise", "replay"])
def test_an_analyst_judges_claims_and_undoes_it(tmp_path: Path, kind: str) -> None:
    """What was read from a text an analyst accepts or not, and may have read twice; nothing of a case is theirs."""
    assert may(tmp_path, kind, "analyst") == {"ask-second-reader", "judge-claim", "undo"}


def test_a_trainer_plays_only_in_an_exercise(tmp_path: Path) -> None:
    """In an exercise a trainer does all that a supervisor does; in a live log or a replay nothing."""
    supervisor = may(tmp_path / "s", "exercise", "supervisor")

    assert may(tmp_path / "e", "exercise", "trainer") == supervisor
    assert may(tmp_path / "l", "live", "trainer") == may(tmp_path / "r", "replay", "trainer") == set()


def test_nobody_of_a_replay_acts_in_a_live_log(tmp_path: Path) -> None:
    """A replay's person is offered nothing there, and is refused by a sentence."""
    assert may(tmp_path / "l", "live", "replay") == set()
    assert "end-case" in may(tmp_path / "r", "replay", "replay")
    with pytest.raises(LiveOnly):
        a_desk(tmp_path / "x").do(acts.OpenCase(), someone("replay"))


def test_a_trainer_lifts_a_hold_in_an_exercise(tmp_path: Path) -> None:
    """What a supervisor may within a command, a trainer may in an exercise; the log says it was a trainer."""
    watch = Watch(tmp_path, kind="exercise")
    case = watch.boat()
    [hold] = watch.do(acts.PlaceHold(cases=(case,), reason="drill"), someone("trainer")).entries
    with pytest.raises(RoleMayNot):
        watch.do(acts.Retract(entry=hold.id, reason="over"), NEXT_WATCH)
    [lifted] = watch.do(acts.Retract(entry=hold.id, reason="over"), someone("trainer")).entries

    assert lifted.header.role == "trainer"


def test_no_program_does_what_a_person_must(tmp_path: Path) -> None:
    """A machine's account takes reports in, links them, and has the default rule place them, and nothing else."""
    assert may(tmp_path, "live", "machine") <= {
        "receive-reports",
        "link-mention",
        "place-mention",
        "paste",
        "receive-pasted",
    }
