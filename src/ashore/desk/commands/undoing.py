"""Undoing one's own last act within a minute: by an entry that says so, never by removing any."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Sequence

from ashore.desk.commands.acting import Acting
from ashore.desk.commands.acts import Undo
from ashore.desk.commands.errors import NothingToUndo, NotYourLastAct
from ashore.desk.commands.receiving import Taking
from ashore.desk.commands.registry import DOCUMENTING, JUDGING, command
from ashore.intake.rejection import Rejection
from ashore.intake.report_lines import read_line
from ashore.ledger.ledger import Ledger
from ashore.model.bodies import ActUndone, CaseOpened, EntryRetracted, ReportReceived
from ashore.model.report import Report
from ashore.model.times import iso
from ashore.picture.cases import MACHINE_ROLES
from ashore.picture.fold import FACTS, SHOWN, Held, Picture

WITHIN_S = 60
FOR_EVER = (
    (FACTS - {"report.received", "entry.retracted"})
    | SHOWN
    | {"advice.same_phone", "watch.taken", "sounds.tested"}
)
"""What no undoing takes back: what was destroyed is gone, what was shown was shown, what was heard was heard."""

WITHDRAWAL = "undo-"
"""How the id of a report begins that withdraws one logged by mistake."""

LOOKED_THROUGH = 2_000
"""In how many of the last entries one's last act is looked for: more never come in a minute."""


@command("undo", Undo, roles=DOCUMENTING | JUDGING, person=True)
def undo(acting: Acting, act: Undo) -> str:
    """Undo the asker's last act of the last minute; return what kind of entry it began with.

    Pressed twice, it undoes no second act.
    """
    shown = acting.picture.entries.get(act.entry)
    if shown is not None and (acting.picture.undone(shown.id) or _is_over(acting.picture, shown)):
        return shown.type
    last = last_act(acting.picture, acting.ledger, acting.who.account, acting.surroundings.clock())
    if not last:
        raise NothingToUndo(seconds=WITHIN_S)
    if act.entry not in ("", last[0].id):
        raise NotYourLastAct
    headers = [acting.ledger.get(held.id).header for held in last]
    acting.append(
        ActUndone(act=last[0].type),
        subjects={subject for header in headers for subject in header.subjects},
        replaces=[held.id for held in last],
    )
    for report in _first_heard(acting.picture, last):
        _withdraw(acting, report)
        _take_back_links(acting, report)
    return last[0].type


def last_act(picture: Picture, ledger: Ledger, account: str, now: int) -> Sequence[Held]:
    """Return what can be undone of somebody's last act, if it is at most a minute old and nobody built upon it.

    `now` is the clock's. An act that was undone is over, and so is the undoing.
    """
    recent = itertools.islice(reversed(picture.entries.values()), LOOKED_THROUGH)
    mine = [
        held for held in recent if _by(picture, held, account) and abs(now - held.wall_ms) <= WITHIN_S * 1_000
    ]
    for newest in sorted(mine, reverse=True):
        if newest.type in FOR_EVER or picture.undone(newest.id) or _is_over(picture, newest):
            continue
        command = ledger.get(newest.id).header.command
        whole = [picture.entries[entry.id] for entry in ledger.by_command(command)]
        act = [held for held in whole if held.type not in FOR_EVER]
        return () if _built_upon(picture, whole) else act
    return ()


def _by(picture: Picture, held: Held, account: str) -> bool:
    """Return whether a person did this here: what a program does under somebody's name, that person did not do."""
    return held.actor == account and held.role not in MACHINE_ROLES and picture.is_ours(held)


def _is_over(picture: Picture, held: Held) -> bool:
    """Return whether an entry is a report that was withdrawn by undoing it, or the report that withdrew it."""
    if not isinstance(held.body, ReportReceived):
        return False
    report: Report = held.body.report
    return report.id.startswith(WITHDRAWAL) or any(
        picture.entries[each].body.report.id.startswith(WITHDRAWAL)
        for each in picture.relating.get(report.key, ())
    )


def _built_upon(picture: Picture, act: Sequence[Held]) -> bool:
    """Return whether a later entry, not of the act, that stands replaces or speaks of something that the act said.

    What no person did meanwhile is in nobody's way: it was an answer to the act.
    """
    ids, first = {held.id for held in act}, min(held.order for held in act)
    later: set[str] = set()
    for held in act:
        later |= picture.replaced_by.get(held.id, set())
        if isinstance(held.body, CaseOpened):
            case = held.body.case
            later |= picture.of_case.get(case, set()) | picture.keeping.get(case, set())
            for mention in picture.linked_mentions.get(case, ()):
                later |= {link for link in picture.links[mention] if case in picture.entries[link].body.cases}
        elif isinstance(held.body, ReportReceived):
            report: Report = held.body.report
            for index in range(max(1, len(report.mentions))):
                mention = report.mention_id(index)
                later |= picture.links.get(mention, set()) | picture.asides.get(mention, set())
            later |= picture.relating.get(report.key, set()) | picture.relating.get(report.id, set())
    return any(
        picture.entries[each].order > first
        and picture.entries[each].type not in SHOWN
        and picture.entries[each].role not in MACHINE_ROLES
        and picture.stands(each)
        for each in later - ids
    )


def _first_heard(picture: Picture, act: Iterable[Held]) -> list[Report]:
    """Return the reports that came in by an act and corrected none of the same id: those stand until withdrawn."""
    reports = {
        held.body.report.key: held.body.report for held in act if isinstance(held.body, ReportReceived)
    }
    ids = {held.id for held in act}
    return [report for key, report in reports.items() if picture.reports.get(key, set()) <= ids]


def _take_back_links(acting: Acting, report: Report) -> None:
    """What the rule made of a report goes with it, and so does a case that it opened for nothing else."""
    links = [
        held
        for index in range(max(1, len(report.mentions)))
        for held in acting.picture.standing(acting.picture.links.get(report.mention_id(index), ()))
        if held.role in MACHINE_ROLES
    ]
    if links:
        acting.append(
            EntryRetracted(reason="its report was undone"),
            subjects={report.key, *(case for held in links for case in held.body.cases)},
            replaces=[held.id for held in links],
        )


def _withdraw(acting: Acting, report: Report) -> None:
    """A report is a fact: it is withdrawn by another that says so."""
    line = json.dumps(
        {
            "format": "ashore.report/1",
            "id": f"{WITHDRAWAL}{acting.surroundings.new_id()}",
            "channel": "note",
            "received_at": iso(acting.now),
            "received_by": report.received_by,
            "relates": [{"kind": "withdraws", "id": report.key}],
        },
        separators=(",", ":"),
    ).encode()
    read = read_line(line, received_by=acting.desk)
    assert not isinstance(read, Rejection)
    Taking(acting).report(read, line, 1)
