"""The fold: entries in any order into indexes, and from them the facts of each case.

Adding an entry only files it, so that a replay costs little;
a case's facts are made when somebody looks, and made again only after an entry has touched that case.
Every index is a set or a dictionary of what was said, and every list is put in the entries' own order
(hybrid clock, log, sequence) before it is read, so the order of arrival leaves no trace.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from ashore.ledger.codec import NotUnderstood
from ashore.model.bodies import (
    CaseEnded,
    CaseLabelled,
    CaseOpened,
    CaseReopened,
    CasesCompared,
    ClaimSetAside,
    EntryRetracted,
    Forecast,
    HandoverAccepted,
    HandoverOffered,
    HoldPlaced,
    KeyRotated,
    LogOpened,
    MentionLinked,
    NoteWritten,
    PhaseSet,
    QuestionAnswered,
    ReportReceived,
    SamePhone,
)
from ashore.model.facts import CaseFacts
from ashore.model.report import is_mention_id, report_of
from ashore.model.vocabulary import PHASES
from ashore.picture.cases import case_facts

Order = tuple[int, int, str, int]
"""Where an entry stands in every list: hybrid milliseconds and counter, then log, then sequence."""


FACTS = frozenset(
    ["log.opened", "key.rotated", "report.received", "report.rejected", "keys.destroyed", "entry.retracted"]
)
"""Types of entry that say what happened and not what somebody holds: no retraction takes them back."""


class Held(NamedTuple):
    """An entry as the picture holds it: its place in the order, who wrote it, and its open body."""

    order: Order
    id: str
    type: str
    actor: str
    role: str
    wall_ms: int
    replaces: tuple[str, ...]
    body: Any


class Picture:
    """Everything the entries say, filed so that any case can be read off."""

    def __init__(self) -> None:
        self.entries: dict[str, Held] = {}
        self.replaced_by: defaultdict[str, set[str]] = defaultdict(set)
        self.reports: defaultdict[str, set[str]] = defaultdict(set)
        self.report_keys_by_id: defaultdict[str, set[str]] = defaultdict(set)
        self.relating: defaultdict[str, set[str]] = defaultdict(set)
        self.links: defaultdict[str, set[str]] = defaultdict(set)
        self.linked_mentions: defaultdict[str, set[str]] = defaultdict(set)
        self.asides: defaultdict[str, set[str]] = defaultdict(set)
        self.same_phone: defaultdict[str, set[str]] = defaultdict(set)
        self.of_case: defaultdict[str, set[str]] = defaultdict(set)
        self.forecasts: defaultdict[str, set[str]] = defaultdict(set)
        self.cases: set[str] = set()
        self.not_understood: set[str] = set()
        self.by_type: defaultdict[str, set[str]] = defaultdict(set)
        self._opened_under: dict[str, tuple[str, str]] = {}
        self._keys_of: defaultdict[str, set[str]] = defaultdict(set)
        self.refolds = 0
        self._facts: dict[str, CaseFacts] = {}
        self._cases_of_report: defaultdict[str, set[str]] = defaultdict(set)

    def add(self, held: Held) -> None:
        """File one entry; the same entry twice changes nothing."""
        if held.id in self.entries:
            return
        self.entries[held.id] = held
        self.by_type[held.type].add(held.id)
        for replaced in held.replaces:
            self.replaced_by[replaced].add(held.id)
            old = self.entries.get(replaced)
            if old is not None:
                self._forget(old)
        file = _FILING.get(type(held.body))
        if file is not None:
            file(self, held)
        if self._facts:
            self._forget(held)

    def extend(self, entries: Iterable[Held]) -> None:
        """File many entries."""
        for held in entries:
            self.add(held)

    def stands(self, entry: str) -> bool:
        """Return whether nothing held replaces this entry."""
        replacing = self.replaced_by.get(entry)
        return not replacing or not any(self._may_replace(self.entries[each], entry) for each in replacing)

    def desk_of(self, log: str) -> str:
        """Return the first log of the desk that wrote a log: one that was restored goes on in a new log.

        A log is another's successor only if it was opened under that one's own key; anybody can name a log.
        """
        opened = self._opened_under.get(log)
        while opened is not None and opened[1] and opened[0] in self._keys_of.get(opened[1], ()):
            log = opened[1]
            opened = self._opened_under.get(log)
        return log

    def standing(self, ids: Iterable[str]) -> list[Held]:
        """Return those of these entries that nothing replaces, in the entries' order."""
        return sorted(
            self.entries[entry] for entry in ids if not self.replaced_by.get(entry) or self.stands(entry)
        )

    def said(self, ids: Iterable[str]) -> list[Held]:
        """Return all of these entries, replaced or not, in the entries' order."""
        return sorted(self.entries[entry] for entry in ids)

    def case(self, case: str) -> CaseFacts:
        """Return a case's facts; KeyError if no entry opened it."""
        facts = self._facts.get(case)
        if facts is None:
            if case not in self.cases:
                raise KeyError(case)
            facts = self._facts[case] = case_facts(self, case)
            self.refolds += 1
        return facts

    def all_cases(self) -> list[CaseFacts]:
        """Return every case's facts, by the order in which they were opened."""
        return [self.case(case) for case in sorted(self.cases, key=self._opened)]

    def as_of(self, *, known: int | None = None, recorded: int | None = None) -> Picture:
        """Return the picture as it was when no source had said more, and our log had taken no more.

        `known` keeps reports received or published by that instant, whenever we decided about them;
        `recorded` keeps entries our log held by that instant. Both are UTC milliseconds.
        """
        then = Picture()
        then.extend(
            held
            for held in self.entries.values()
            if (recorded is None or held.wall_ms <= recorded)
            and (
                known is None
                or not isinstance(held.body, ReportReceived)
                or held.body.report.received_at.ms <= known
            )
        )
        return then

    def instant(self) -> int:
        """Return when the latest report held here was received: a replay's own "now".

        A published series belongs to no night and moves no clock.
        """
        bodies = (self.entries[entry].body for entry in self.by_type["report.received"])
        reports = (body.report for body in bodies if isinstance(body, ReportReceived))
        return max((report.received_at.ms for report in reports if not report.series), default=0)

    def __iter__(self) -> Iterator[Held]:
        return iter(sorted(self.entries.values()))

    def __len__(self) -> int:
        return len(self.entries)

    def _may_replace(self, new: Held, entry: str) -> bool:
        """Return whether an entry may stand in the place of another.

        What was reported is a fact: only a report takes its place. A legal hold is lifted by its own desk.
        """
        old = self.entries[entry]
        if isinstance(old.body, ReportReceived):
            return isinstance(new.body, ReportReceived) and new.body.report.key == old.body.report.key
        if isinstance(old.body, HoldPlaced):
            return self.desk_of(new.order[2]) == self.desk_of(old.order[2])
        return not (isinstance(new.body, EntryRetracted) and old.type in FACTS)

    def _opened(self, case: str) -> tuple[Any, ...]:
        return min(held.order for held in self.said(self.of_case[case]) if isinstance(held.body, CaseOpened))

    def _forget(self, held: Held) -> None:
        """Drop the facts of every case this entry has a say in."""
        for case in self._touched(held):
            self._facts.pop(case, None)

    def _touched(self, held: Held) -> set[str]:
        body = held.body
        cases: set[str] = set()
        keys: set[str] = set()
        if isinstance(body, ReportReceived):
            keys = {body.report.key}
        elif isinstance(body, SamePhone):
            keys = {body.report, *body.same_as}
        elif isinstance(body, MentionLinked):
            cases, keys = set(body.cases), {report_of(body.mention)}
        elif isinstance(body, ClaimSetAside):
            keys = {report_of(body.mention)}
        elif isinstance(body, CasesCompared):
            cases = set(body.cases)
        elif hasattr(body, "case") and not isinstance(body, Forecast):
            cases = {body.case}
        return cases.union(*(self._cases_of_report.get(key, ()) for key in self._kin(keys)))

    def _kin(self, keys: set[str]) -> set[str]:
        """Return these reports and all that correct, withdraw or share an id with them, however far removed.

        A correction takes over the links of what it corrects, so an entry about either has a say in both's cases.
        """
        found: set[str] = set()
        waiting = list(keys)
        while waiting:
            key = waiting.pop()
            if key in found:
                continue
            found.add(key)
            for entry in self.reports.get(key, ()):
                report = self.entries[entry].body.report
                waiting += self.report_keys_by_id[report.id]
                for relation in report.relates:
                    waiting += [relation.id, *self.report_keys_by_id.get(relation.id, ())]
                for name in (report.id, key):
                    waiting += [self.entries[other].body.report.key for other in self.relating.get(name, ())]
        return found

    def _file_report(self, held: Held) -> None:
        report = held.body.report
        self.reports[report.key].add(held.id)
        self.report_keys_by_id[report.id].add(report.key)
        for relation in report.relates:
            self.relating[relation.id].add(held.id)

    def _file_log(self, held: Held) -> None:
        """Whose desk a log is decides whose word counts in every case."""
        log = held.order[2]
        self._keys_of[log].add(held.body.public_key)
        if isinstance(held.body, LogOpened):
            self._opened_under[log] = (held.body.public_key, held.body.predecessor)
        self._facts.clear()

    def _file_phase(self, held: Held) -> None:
        self._file_case(held) if held.body.phase in PHASES else self._file_unknown(held)

    def _file_link(self, held: Held) -> None:
        body = held.body
        if not is_mention_id(body.mention):
            self._file_unknown(held)
            return
        self.links[body.mention].add(held.id)
        report = report_of(body.mention)
        for case in body.cases:
            self.linked_mentions[case].add(body.mention)
            self._cases_of_report[report].add(case)

    def _file_case(self, held: Held) -> None:
        case = held.body.case
        self.of_case[case].add(held.id)
        if type(held.body) is CaseOpened:
            self.cases.add(case)

    def _file_forecast(self, held: Held) -> None:
        """Advice stands beside the case: who drew it holds no part of the case by that, and no fact changes."""
        self.forecasts[held.body.case].add(held.id)

    def _file_comparison(self, held: Held) -> None:
        for case in held.body.cases:
            self.of_case[case].add(held.id)

    def _file_aside(self, held: Held) -> None:
        self.asides[held.body.mention].add(held.id)

    def _file_phone(self, held: Held) -> None:
        body = held.body
        for other in body.same_as:
            self.same_phone[body.report].add(other)
            self.same_phone[other].add(body.report)

    def _file_unknown(self, held: Held) -> None:
        self.not_understood.add(held.id)


_FILING: dict[type, Callable[[Picture, Held], None]] = {
    ReportReceived: Picture._file_report,
    MentionLinked: Picture._file_link,
    CaseOpened: Picture._file_case,
    CaseLabelled: Picture._file_case,
    LogOpened: Picture._file_log,
    KeyRotated: Picture._file_log,
    PhaseSet: Picture._file_phase,
    HandoverOffered: Picture._file_case,
    HandoverAccepted: Picture._file_case,
    QuestionAnswered: Picture._file_case,
    CaseEnded: Picture._file_case,
    CaseReopened: Picture._file_case,
    NoteWritten: Picture._file_case,
    CasesCompared: Picture._file_comparison,
    ClaimSetAside: Picture._file_aside,
    SamePhone: Picture._file_phone,
    Forecast: Picture._file_forecast,
    NotUnderstood: Picture._file_unknown,
}
