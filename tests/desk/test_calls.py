"""Logging a call: the report and the case it is about, in one act or not at all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from desks import OFFICER, line, receive
from watches import RELAY, Watch

from ashore.desk.commands import acts
from ashore.desk.commands.errors import BadValue, PhoneInReason, UnknownCase
from ashore.model.errors import AshoreError, BadInput


@pytest.fixture
def watch(tmp_path: Path) -> Watch:
    return Watch(tmp_path)


def log_call(report: dict[str, object], **where: str) -> acts.LogCall:
    return acts.LogCall(report=json.dumps(report), **where)


def test_a_call_opens_its_case(watch: Watch) -> None:
    """One act receives the report, opens a case under its label, and links every boat the call speaks of."""
    call = line("n-1", mentions=[{"on_board": {"value": 30}}, {"on_board": {"value": 12}}])
    done = watch.do(log_call(call, open="boat", label="Charlie"), RELAY)
    [row] = watch.board.rows

    assert [entry.header.type for entry in done.entries] == [
        *("report.received", "case.opened", "case.labelled", "mention.linked", "mention.linked")
    ]
    assert len({entry.header.command for entry in done.entries}) == 1
    assert [label.label for label in row.case.labels] == ["Charlie"]
    assert len(row.case.mentions) == 2
    assert watch.board.unlinked == ()


def test_a_call_about_a_case_is_linked_by_its_letter(watch: Watch) -> None:
    """A case is named as people name it; a call about none waits on the board."""
    case = watch.boat("Charlie")
    assert watch.call("charlie") == case
    assert watch.call() == ""

    assert len(watch.facts(case).mentions) == 2
    assert len(watch.board.unlinked) == 1


@pytest.mark.parametrize(
    ("act", "error"),
    [
        (acts.LogCall(report="not json", open="boat"), BadInput),
        (log_call(line("n-1"), case="nobody"), UnknownCase),
        (log_call(line("n-1"), open="raft"), BadValue),
        (log_call(line("n-1"), open="boat", case="Charlie"), BadValue),
        (log_call(line("n-1"), open="boat", label="x" * 61), BadValue),
        (log_call(line("n-1"), open="boat", label="0600000000"), PhoneInReason),
    ],
)
def test_a_call_that_cannot_be_logged_writes_nothing(
    watch: Watch, act: acts.LogCall, error: type[AshoreError]
) -> None:
    """What is wrong is said, and the log is as it was: the draft still holds what was typed."""
    before = watch.desk.arrived()
    with pytest.raises(error):
        watch.do(act)
    with watch.desk.looking():
        assert watch.desk.arrived() == before


def test_a_call_that_is_held_already_stays_where_it_is(watch: Watch) -> None:
    """The same call logged again opens no second case and is not moved to one."""
    receive(watch.desk, line("n-1"))
    first = watch.do(acts.OpenCase(mention="north-centre/phone/n-1#0")).entries[0].header.subjects[0]
    other = str(watch.do(acts.OpenCase()).entries[0].header.subjects[0])
    for act in (log_call(line("n-1"), open="boat"), log_call(line("n-1"), case=other)):
        assert watch.do(act).outcome.status == "duplicate"

    assert [len(watch.facts(str(case)).mentions) for case in (first, other)] == [1, 0]
    assert len(watch.board.rows) == 2


def test_the_same_command_logs_one_call(watch: Watch) -> None:
    """A call sent twice because the answer was lost is one call in one case."""
    act = log_call(line("n-1"), open="boat")
    command = "0b0b0b0b-0000-4000-8000-000000000001"
    one = watch.desk.do(act, OFFICER, command=command)
    two = watch.desk.do(act, OFFICER, command=command)

    assert [entry.id for entry in one.entries] == [entry.id for entry in two.entries]
    assert len(watch.board.rows) == 1
