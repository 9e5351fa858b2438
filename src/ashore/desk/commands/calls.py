"""Logging a call: the report, and in the same act the case it is about."""

from __future__ import annotations

from ashore.desk.commands.acting import Acting, one_of
from ashore.desk.commands.acts import LogCall
from ashore.desk.commands.deciding import label_as, link
from ashore.desk.commands.errors import BadValue
from ashore.desk.commands.receiving import LineOutcome, Taking
from ashore.desk.commands.registry import DOCUMENTING, command
from ashore.intake.rejection import Rejection
from ashore.intake.report_lines import read_line
from ashore.model.bodies import CaseOpened
from ashore.model.vocabulary import CASE_KINDS


@command("log-call", LogCall, roles=DOCUMENTING)
def log_call(acting: Acting, act: LogCall) -> LineOutcome:
    """Take in one report, and link its mentions to a case or to one opened for it; a bad line writes nothing.

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
        for index in range(max(1, len(read.mentions))):
            link(acting, read.mention_id(index), (case,), "linked", "one", "")
    return outcome
