"""Logging a call: the report, and in the same act the case it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ashore.desk.commands.acting import Acting, one_of
from ashore.desk.commands.acts import LogCall
from ashore.desk.commands.deciding import label_as, link
from ashore.desk.commands.errors import BadValue
from ashore.desk.commands.receiving import LineOutcome, Taking
from ashore.desk.commands.registry import DOCUMENTING, command
from ashore.desk.commands.waterfalls import Shown, as_it_stood
from ashore.intake.rejection import Rejection
from ashore.intake.report_lines import read_line
from ashore.model.bodies import CaseOpened
from ashore.model.vocabulary import CASE_KINDS

if TYPE_CHECKING:
    from ashore.desk.commands.desk import Desk


def _shown(desk: Desk, act: LogCall) -> Shown | None:
    """Return what was last shown of the call while it was typed."""
    read = read_line(act.report.encode(), received_by=desk.name)
    return None if isinstance(read, Rejection) else desk.waterfalls.of(read.mention_id(0))


@command("log-call", LogCall, roles=DOCUMENTING, first=_shown)
def log_call(acting: Acting, act: LogCall) -> LineOutcome:
    """Take in one report, and link its mentions to a case or to one opened for it; a bad line writes nothing.

    What was shown of the call as it was typed is the cause of its link.

    A call that is held already stays where it is: to move it is a decision of its own.
    """
    if act.case and act.open:
        raise BadValue(
            field="case", why="a case is named and one is to be opened", hint="Choose one of the two"
        )
    if act.open:
        one_of("open", act.open, CASE_KINDS)
    raw = act.report.encode()
    read = read_line(raw, received_by=acting.desk)
    if isinstance(read, Rejection):
        raise read.errors[0]
    case = acting.case(act.case) if act.case else ""
    outcome = Taking(acting).report(read, raw, 1)
    if outcome.status == "duplicate":
        return outcome
    if act.open:
        case = f"c-{acting.surroundings.new_id()}"
        acting.append(CaseOpened(case=case, kind=act.open), subjects=[case])
        if act.label:
            label_as(acting, case, act.label, "")
    if case:
        shown = as_it_stood(acting, "" if act.open else case, read.mention_id(0))
        for index in range(max(1, len(read.mentions))):
            mention = read.mention_id(index)
            link(acting, mention, (case,), "linked", "one", "", shown if index == 0 else ())
    return outcome
