"""Drills: what the desk needs of one that is played on it, and what it hands one of its log.

The desk knows neither the truth nor who makes it. It takes reports in, and says afterwards what it held when.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from threading import Event
from typing import Protocol

from ashore.desk.commands.acting import Who
from ashore.desk.commands.acts import ReceiveReports
from ashore.desk.commands.asking import name_of
from ashore.desk.commands.desk import Desk
from ashore.desk.commands.receiving import RAW_PART
from ashore.intake.rejection import Rejection
from ashore.intake.report_lines import read_line
from ashore.model.bodies import CallTried, CaseEnded, CasesCompared, ReportReceived, SealOpened
from ashore.model.drills import (
    BoatNow,
    CalledBack,
    CaseChanged,
    Debrief,
    HeldIn,
    Kept,
    Received,
    Standing,
    Telling,
    WordsRead,
)
from ashore.model.errors import AshoreError, NotFound
from ashore.model.report import index_of, report_of
from ashore.picture import Held, Picture
from ashore.picture.cases import MACHINE_ROLES
from ashore.picture.entries import held_of

DRILLING = Who(account="drill", role="replay", person=False)
"""Who brings a drill's reports; a live log refuses them, and they decide nothing."""

MOVING = frozenset(
    "report.received mention.linked cases.compared case.opened case.ended case.reopened entry.retracted "
    "act.undone".split()
)
"""Types of entry after which a mention may be held in another case, or a case be open that was not."""


class NotDrilling(NotFound):
    """No drill is played on this desk."""

    code = "drill.none"
    says = "No drill is played on the desk {desk}."
    hint = "Begin one: ashore --data training drill --seed 7"


class Drill(Protocol):
    """What the desk needs of a drill that is played on it."""

    def play(self, stop: Event, say: Callable[[Standing], None] = ...) -> None:
        """Play until told to stop, or until it is over; `say` is told where it stands."""

    def wake(self) -> None:
        """Have whoever plays look again at once."""

    def standing(self) -> Standing:
        """Return where it stands."""

    def boats(self) -> tuple[BoatNow, ...]:
        """Return the boats as they truly are now."""

    def set_speed(self, speed: float) -> None:
        """Have its clock run so many times as fast as the wall's."""

    def pause(self) -> None:
        """Have its clock stand still."""

    def go_on(self) -> None:
        """Have it run again."""

    def skip(self) -> None:
        """Put its clock to when the next report is received."""

    def end(self) -> None:
        """End it, and open the debrief to everybody."""

    def prepared(self, name: str, boat: str) -> Telling:
        """Return a prepared report about a boat as it is now."""

    def tell(self, telling: Telling) -> None:
        """Tell the desk a report, and write down which boat it is about."""

    def debrief(self) -> Debrief:
        """Return what it has come to so far."""


class Played:
    """A desk as a drill has it: what takes its reports in, and says afterwards what was held when."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @property
    def name(self) -> str:
        """What the desk is called."""
        return self._desk.name

    @property
    def kind(self) -> str:
        """The kind of its log."""
        return self._desk.kind

    def now(self) -> int:
        """Return the instant the desk is at."""
        return self._desk.now()

    def fault(self, line: bytes) -> AshoreError | None:
        """Return why a report would be rejected, None where it would not."""
        read = read_line(line, received_by=self._desk.name)
        return read.errors[0] if isinstance(read, Rejection) else None

    def receive(self, lines: bytes) -> None:
        """Take in lines of reports; those that are held already change nothing."""
        if lines:
            self._desk.do(ReceiveReports(content=lines), DRILLING)

    def kept(self) -> Kept:
        """Return how the desk's view went, from its log."""
        return ask_kept(self._desk)


def ask_kept(desk: Desk) -> Kept:
    """Return what the desk held when: reports, links, cases and calls back, by the very entries that say so."""
    with desk.looking() as picture:
        following = _Following(Picture(picture.ours))
        for held in picture:
            following.add(held)
        return Kept(
            received=tuple(
                Received(at=held.wall_ms, report=key, entry=held.id)
                for key, versions in picture.reports.items()
                for held in picture.said(versions)[:1]
            ),
            held=tuple(replace(each, by=desk.accounts.name_of(each.by)) for each in following.held),
            cases=tuple(replace(each, by=desk.accounts.name_of(each.by)) for each in following.cases),
            called_back=tuple(
                CalledBack(
                    at=held.wall_ms,
                    case=following.one_of(held.body.case),
                    outcome=held.body.outcome,
                    entry=held.id,
                    by=desk.accounts.name_of(held.actor),
                )
                for held in picture.kept(CallTried)
            ),
            read=tuple(_words_read(desk, picture)),
            names={case.id: name_of(case) for case in picture.all_cases()},
        )


def _words_read(desk: Desk, picture: Picture) -> Iterator[WordsRead]:
    """Yield when each account first opened the words of each report, from the record of who looked."""
    seen: set[tuple[str, str]] = set()
    for look in map(held_of, desk.access.read(0)):
        body = look.body
        if not isinstance(body, SealOpened) or body.part != RAW_PART or (body.account, body.entry) in seen:
            continue
        seen.add((body.account, body.entry))
        opened = picture.entries.get(body.entry)
        if opened is not None and isinstance(opened.body, ReportReceived):
            yield WordsRead(
                at=look.wall_ms,
                report=opened.body.report.key,
                entry=opened.id,
                by=desk.accounts.name_of(body.account),
            )


class _Following:
    """The picture as it grew, entry by entry: where each mention stood, and which cases were open."""

    def __init__(self, empty: Picture) -> None:
        self._then = empty
        self._one: dict[str, str] = {}
        self._where: dict[str, tuple[str, ...]] = {}
        self._open: dict[str, bool] = {}
        self.held: list[HeldIn] = []
        self.cases: list[CaseChanged] = []

    def add(self, held: Held) -> None:
        """Take the next entry, and note what it moved."""
        self._then.add(held)
        if held.type in MOVING:
            self._one = self._groups()
            self.cases += self._case_changes(held)
            self.held += self._link_changes(held)

    def one_of(self, case: str) -> str:
        """Return the id that a case goes by together with those held to be the same boat."""
        return self._one.get(case, case)

    def _groups(self) -> dict[str, str]:
        """Return for each case the least id of those that are held to be one boat with it."""
        one = {case: case for case in self._then.cases}
        for held in self._then.standing(self._then.by_type.get("cases.compared", ())):
            body = held.body
            if isinstance(body, CasesCompared) and body.standing == "same" and set(body.cases) <= one.keys():
                first, second = sorted(one[case] for case in body.cases)
                one = {case: first if name == second else name for case, name in one.items()}
        return one

    def _case_changes(self, held: Held) -> Iterator[CaseChanged]:
        ended: dict[str, str | None] = {}
        for case, name in self._one.items():
            # Several cases of one boat are over when the last of them is.
            how = self._ending(case)
            ended[name] = how if ended.get(name, how) is not None else None
        for name in self._open.keys() - ended.keys():
            yield self._changed(held, name, "gone")
            del self._open[name]
        for name, how in sorted(ended.items()):
            was = self._open.get(name)
            if was is None:
                yield self._changed(held, name, "opened")
                self._open[name] = True
            if how is not None and self._open[name]:
                yield self._changed(held, name, "ended", how)
            elif how is None and was is False:
                yield self._changed(held, name, "reopened")
            self._open[name] = how is None

    def _ending(self, case: str) -> str | None:
        endings = [
            each.body.how
            for each in self._then.standing(self._then.of_case.get(case, ()))
            if isinstance(each.body, CaseEnded) and each.role not in MACHINE_ROLES
        ]
        return endings[-1] if endings else None

    def _changed(self, held: Held, case: str, what: str, how: str = "") -> CaseChanged:
        return CaseChanged(at=held.wall_ms, case=case, what=what, how=how, entry=held.id, by=held.actor)

    def _link_changes(self, held: Held) -> Iterator[HeldIn]:
        for mention, links in self._then.links.items():
            cases = self._cases_of(links)
            if cases != self._where.get(mention, ()):
                self._where[mention] = cases
                yield HeldIn(
                    at=held.wall_ms,
                    report=report_of(mention),
                    mention=index_of(mention),
                    cases=cases,
                    entry=held.id,
                    by=held.actor,
                )

    def _cases_of(self, links: set[str]) -> tuple[str, ...]:
        """Return the cases a mention is held to be about; one that may be about any of several is held in none."""
        standing = [held.body for held in self._then.standing(links)]
        apart = {case for body in standing if body.standing == "apart" for case in body.cases}
        settled = {
            self._one.get(case, case)
            for body in standing
            if body.standing == "linked" and (body.covers == "all" or len(body.cases) == 1)
            for case in set(body.cases) - apart
        }
        return tuple(sorted(settled))
