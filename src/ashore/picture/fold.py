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
    TYPE_OF,
    ActUndone,
    AlarmAcknowledged,
    CallTried,
    CaseEnded,
    CaseLabelled,
    CaseOpened,
    CaseReopened,
    CasesCompared,
    ClaimJudged,
    ClaimSetAside,
    DutyMet,
    EntryRetracted,
    Forecast,
    HandoverAccepted,
    HandoverOffered,
    HoldPlaced,
    InterpreterJoined,
    ItemSigned,
    KeyRotated,
    LineJudged,
    LinkAdvice,
    ListReceived,
    LogOpened,
    MentionLinked,
    NoteWritten,
    PhaseSet,
    QuestionAnswered,
    ReminderSet,
    ReportReceived,
    RequestMade,
    SamePhone,
    SecondReadingMade,
    SitrepIssued,
    SoundsTested,
    TrackKept,
    UnitReported,
    WatchTaken,
    WorryNoted,
)
from ashore.model.facts import CaseFacts, MentionFacts
from ashore.model.report import is_mention_id, report_of
from ashore.model.vocabulary import PHASES
from ashore.picture.cases import MACHINE_ROLES, case_facts, loose_mentions

Order = tuple[int, int, str, int]
"""Where an entry stands in every list: hybrid milliseconds and counter, then log, then sequence."""


FACTS = frozenset(
    "log.opened key.rotated report.received report.rejected keys.destroyed entry.retracted act.undone".split()
)
"""Types of entry that say what happened and not what somebody holds: no retraction takes them back."""


KEEPING = (
    Forecast,
    LinkAdvice,
    CallTried,
    UnitReported,
    RequestMade,
    ReminderSet,
    WorryNoted,
    DutyMet,
    AlarmAcknowledged,
    InterpreterJoined,
    ItemSigned,
    LineJudged,
    SitrepIssued,
    TrackKept,
)
"""What stands beside a case and changes no fact of it: advice, and how the watch was kept."""

OF_ONE_DESK = frozenset(
    TYPE_OF[body][0]
    for body in (*KEEPING, ListReceived, SoundsTested, WatchTaken)
    if body not in (Forecast, LinkAdvice)
)
"""Types of entry that say how one desk keeps its watch: no other desk's entry takes their place."""

SHOWN = frozenset({"advice.forecast", "advice.link", "advice.second_reading", "alarm.acknowledged"})
"""Types of entry by which nobody builds upon a case: it was looked at."""


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
    """Everything the entries say, filed so that any case can be read off.

    `ours` are the logs of the desk that looks: how its watch stands, no other desk says.
    With none named, all entries are one desk's.
    """

    def __init__(self, ours: Iterable[str] = ()) -> None:
        self.ours = frozenset(ours)
        self.entries: dict[str, Held] = {}
        self.replaced_by: defaultdict[str, set[str]] = defaultdict(set)
        self.reports: defaultdict[str, set[str]] = defaultdict(set)
        self.report_keys_by_id: defaultdict[str, set[str]] = defaultdict(set)
        self.relating: defaultdict[str, set[str]] = defaultdict(set)
        self.links: defaultdict[str, set[str]] = defaultdict(set)
        self.linked_mentions: defaultdict[str, set[str]] = defaultdict(set)
        self.asides: defaultdict[str, set[str]] = defaultdict(set)
        self.judged: defaultdict[str, set[str]] = defaultdict(set)
        self.read_again: defaultdict[str, set[str]] = defaultdict(set)
        self._one_phone: dict[str, set[str]] = {}
        self.of_case: defaultdict[str, set[str]] = defaultdict(set)
        self.keeping: defaultdict[str, set[str]] = defaultdict(set)
        self._cases: set[str] = set()
        self._opened_alone: set[str] = set()
        self._opened: dict[str, Order] = {}
        self.not_understood: set[str] = set()
        self.by_type: defaultdict[str, set[str]] = defaultdict(set)
        self._opened_under: dict[str, LogOpened] = {}
        self._is_ours: dict[str, bool] = {}
        self._keys_of: defaultdict[str, set[str]] = defaultdict(set)
        self.refolds = 0
        self._latest_report = 0
        self._ahead: int | None = None
        self._facts: dict[str, CaseFacts] = {}
        self._loose: dict[str, tuple[MentionFacts, ...]] = {}
        self._to_look_at: set[str] = set()
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
                if isinstance(held.body, ActUndone):
                    self._forget_all(old.replaces)
        file = _FILING.get(type(held.body))
        if file is not None:
            file(self, held)
        if self._facts or self._loose:
            self._forget(held)

    def extend(self, entries: Iterable[Held]) -> None:
        """File many entries."""
        for held in entries:
            self.add(held)

    @property
    def cases(self) -> set[str]:
        """The cases there are; one whose opening was undone is none, unless somebody built upon it.

        One that no person opened is there for what stands in it: moved into another case, it leaves none behind.
        """
        undone = {
            old.body.case
            for undoing in self.by_type.get("act.undone", ())
            for each in self.entries[undoing].replaces
            if (old := self.entries.get(each)) is not None and isinstance(old.body, CaseOpened)
        }
        empty = {case for case in self._opened_alone if not self._holds_anything(case)}
        over = empty | {case for case in undone if not self._built_upon(case)}
        return self._cases - over if over else self._cases

    def stands(self, entry: str) -> bool:
        """Return whether nothing held replaces this entry; what was undone replaces nothing."""
        replacing = self.replaced_by.get(entry)
        return not replacing or not any(
            self._may_replace(self.entries[each], entry) and not self.undone(each) for each in replacing
        )

    def undone(self, entry: str) -> bool:
        """Return whether who wrote an entry undid it at once, so that it counts as never said."""
        return any(
            isinstance(self.entries[each].body, ActUndone) and self._may_replace(self.entries[each], entry)
            for each in self.replaced_by.get(entry, ())
        )

    def is_ours(self, held: Held) -> bool:
        """Return whether the desk that looks wrote an entry, in this log or one that it goes on from."""
        log = held.order[2]
        found = self._is_ours.get(log)
        if found is None:
            found = not self.ours or self.desk_of(log) in {self.desk_of(each) for each in self.ours}
            self._is_ours[log] = found
        return found

    def kept(self, body: type[Any]) -> list[Held]:
        """Return the standing entries of a type by which our desk keeps its watch, in the entries' order."""
        ids = self.by_type.get(TYPE_OF[body][0], ())
        return [held for held in self.standing(ids) if isinstance(held.body, body) and self.is_ours(held)]

    def desk_name(self, log: str) -> str:
        """Return what the desk that wrote a log calls itself, "" where its first entry is not held."""
        opened = self._opened_under.get(log)
        return "" if opened is None else opened.desk

    def desk_of(self, log: str) -> str:
        """Return the first log of the desk that wrote a log: one that was restored goes on in a new log.

        A log is another's successor only if it was opened under that one's own key; anybody can name a log.
        """
        opened = self._opened_under.get(log)
        while (
            opened is not None
            and opened.predecessor
            and opened.public_key in self._keys_of.get(opened.predecessor, ())
        ):
            log = opened.predecessor
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

    def same_phone(self, report: str) -> set[str]:
        """Return the other reports that came from the number this one came from."""
        return self._one_phone.get(report, set()) - {report}

    def case(self, case: str) -> CaseFacts:
        """Return a case's facts; KeyError if no entry opened it."""
        if case not in self._facts and case not in self.cases:
            raise KeyError(case)
        return self._case(case)

    def all_cases(self) -> list[CaseFacts]:
        """Return every case's facts, by the order in which they were opened."""
        return [self._case(case) for case in sorted(self.cases, key=self._opened.__getitem__)]

    def _case(self, case: str) -> CaseFacts:
        facts = self._facts.get(case)
        if facts is None:
            facts = self._facts[case] = case_facts(self, case)
            self.refolds += 1
        return facts

    def loose(self) -> list[MentionFacts]:
        """Return the mentions that no standing link or proposal places, in no order."""
        for key in self._to_look_at:
            self._loose[key] = loose_mentions(self, key)
        self._to_look_at.clear()
        return [facts for of_report in self._loose.values() for facts in of_report]

    def concerned(self, entry: str) -> set[str]:
        """Return the cases that an entry has a say in, found without making the facts of any."""
        held = self.entries.get(entry)
        return set() if held is None else self._touched(held)[0]

    def as_of(self, *, known: int | None = None, recorded: int | None = None) -> Picture:
        """Return the picture as it was when no source had said more, and our log had taken no more.

        `known` keeps reports received or published by that instant, whenever we decided about them;
        `recorded` keeps entries our log held by that instant. Both are UTC milliseconds.
        """
        then = Picture(self.ours)
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
        return self._latest_report

    def ahead(self) -> int:
        """Return how far the night of the reports held here is ahead of our clock, milliseconds.

        An exercise goes on from its latest report at the pace of the clock.
        """
        return 0 if self._ahead is None else self._ahead

    def __iter__(self) -> Iterator[Held]:
        return iter(sorted(self.entries.values()))

    def __len__(self) -> int:
        return len(self.entries)

    def _may_replace(self, new: Held, entry: str) -> bool:
        """Return whether an entry may stand in the place of another.

        What was reported is a fact: only a report takes its place. A legal hold is lifted by its own desk, and how
        a desk keeps its watch that desk says. An act is undone by whoever did it.
        """
        old = self.entries[entry]
        if isinstance(new.body, ActUndone) and new.actor != old.actor:
            return False
        if (
            isinstance(new.body, ActUndone) or isinstance(old.body, HoldPlaced) or old.type in OF_ONE_DESK
        ) and self.desk_of(new.order[2]) != self.desk_of(old.order[2]):
            return False
        if isinstance(old.body, ReportReceived):
            key = old.body.report.key
            if isinstance(new.body, ActUndone):
                return any(self._is_report(each, key) for each in old.replaces)
            return isinstance(new.body, ReportReceived) and new.body.report.key == key
        if isinstance(new.body, ActUndone) and isinstance(old.body, EntryRetracted):
            return True
        return not (isinstance(new.body, EntryRetracted | ActUndone) and old.type in FACTS)

    def _is_report(self, entry: str, key: str) -> bool:
        held = self.entries.get(entry)
        return held is not None and isinstance(held.body, ReportReceived) and held.body.report.key == key

    def _built_upon(self, case: str) -> bool:
        """Return whether anything that stands is said of a case, but that it was shown or heard."""
        links = (
            link
            for mention in self.linked_mentions.get(case, ())
            for link in self.links[mention]
            if case in self.entries[link].body.cases
        )
        said = (*self.of_case.get(case, ()), *self.keeping.get(case, ()), *links)
        return any(self.entries[each].type not in SHOWN and self.stands(each) for each in said)

    def _holds_anything(self, case: str) -> bool:
        """Return whether any mention stands in a case that no person opened, or anybody said anything of it."""
        if any(
            self.entries[link].body.standing != "apart" and self.stands(link)
            for mention in self.linked_mentions.get(case, ())
            for link in self.links[mention]
            if case in self.entries[link].body.cases
        ):
            return True
        said = (*self.of_case.get(case, ()), *self.keeping.get(case, ()))
        return any(
            self.entries[each].role not in MACHINE_ROLES
            and self.entries[each].type not in SHOWN
            and self.stands(each)
            for each in said
        )

    def opened_alone(self, case: str) -> bool:
        """Return whether no person opened a case: the rule did, for a mention that fits none that is known."""
        return case in self._opened_alone

    def _forget(self, held: Held) -> None:
        """Drop the facts of every case and report this entry has a say in."""
        cases, keys = self._touched(held)
        for case in cases:
            self._facts.pop(case, None)
        self._to_look_at |= keys

    def _forget_all(self, entries: Iterable[str]) -> None:
        for entry in entries:
            if entry in self.entries:
                self._forget(self.entries[entry])

    def _touched(self, held: Held) -> tuple[set[str], set[str]]:
        """Return the cases and the keys of the reports that an entry has a say in."""
        body = held.body
        cases: set[str] = set()
        keys: set[str] = set()
        if isinstance(body, ReportReceived):
            keys = {body.report.key}
        elif isinstance(body, SamePhone):
            keys = {body.report, *body.same_as, *self.same_phone(body.report)}
        elif isinstance(body, MentionLinked):
            cases, keys = set(body.cases), {report_of(body.mention)}
        elif isinstance(body, ClaimSetAside):
            keys = {report_of(body.mention)}
        elif isinstance(body, CasesCompared):
            cases = set(body.cases)
        elif hasattr(body, "case") and not isinstance(body, KEEPING):
            cases = {body.case}
        kin = self._kin(keys)
        return cases.union(*(self._cases_of_report.get(key, ()) for key in kin)), kin

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
        self._to_look_at.add(report.key)
        self.report_keys_by_id[report.id].add(report.key)
        for relation in report.relates:
            self.relating[relation.id].add(held.id)
        if not report.series:
            received = report.received_at.ms
            self._latest_report = max(self._latest_report, received)
            ahead = received - held.wall_ms
            self._ahead = ahead if self._ahead is None else max(self._ahead, ahead)

    def _file_log(self, held: Held) -> None:
        """Whose desk a log is decides whose word counts in every case."""
        log = held.order[2]
        self._keys_of[log].add(held.body.public_key)
        if isinstance(held.body, LogOpened):
            self._opened_under[log] = held.body
        self._is_ours.clear()
        self._facts.clear()
        self._to_look_at.update(self.reports)

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
            by_a_person = held.role not in MACHINE_ROLES
            if by_a_person:
                self._opened_alone.discard(case)
            elif case not in self._cases:
                self._opened_alone.add(case)
            self._cases.add(case)
            self._opened[case] = min(held.order, self._opened.get(case, held.order))

    def _file_keeping(self, held: Held) -> None:
        """Who drew up advice, called or asked holds no part of the case by that, and no fact changes."""
        self.keeping[held.body.case].add(held.id)

    def _file_link_advice(self, held: Held) -> None:
        """File advice on a mention with the case decided upon, and advice on two cases with both."""
        self._file_keeping(held)
        if not held.body.mention:
            for each in held.body.proposals:
                self.keeping[each.case].add(held.id)

    def _file_comparison(self, held: Held) -> None:
        for case in held.body.cases:
            self.of_case[case].add(held.id)

    def _file_aside(self, held: Held) -> None:
        self.asides[held.body.mention].add(held.id)

    def _file_judgement(self, held: Held) -> None:
        """A claim that was judged is of no case: it stands beside the figures, and changes no fact."""
        self.judged[held.body.report].add(held.id)

    def _file_second_reading(self, held: Held) -> None:
        """What a second reader answered stands beside a text, and changes no fact."""
        self.read_again[held.body.report].add(held.id)

    def _file_phone(self, held: Held) -> None:
        """Put all of one number's reports together: what shares a number with one of them shares it with each."""
        named = (held.body.report, *held.body.same_as)
        groups = {id(group): group for key in named if (group := self._one_phone.get(key))}
        together = max(groups.values(), key=len, default=set())
        joining = set(named).union(*groups.values()) - together
        together |= joining
        for key in joining:
            self._one_phone[key] = together

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
    ClaimJudged: Picture._file_judgement,
    SecondReadingMade: Picture._file_second_reading,
    SamePhone: Picture._file_phone,
    **dict.fromkeys(KEEPING, Picture._file_keeping),
    LinkAdvice: Picture._file_link_advice,
    NotUnderstood: Picture._file_unknown,
}
