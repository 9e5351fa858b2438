"""What figures are made from: a picture cut at a date of knowledge, its boats, and their books."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from ashore.figures.claims_said import claims_held
from ashore.figures.claims_totals import published_under, totals
from ashore.figures.events import Event, disputed, events_of, reported
from ashore.figures.outside import reports_standing
from ashore.model.bodies import LogOpened, ReportReceived
from ashore.model.counts import Count
from ashore.model.facts import CaseFacts, MentionFacts
from ashore.model.report import index_of, report_of
from ashore.model.times import in_zone
from ashore.people import tied_groups
from ashore.people.account import CaseBook, PeopleBook
from ashore.picture.books import Books
from ashore.picture.fold import Held, Picture

BOATS = ("boat", "person_in_water")
"""Kinds of case whose people a boat figure counts."""

_IN_MENTION = re.compile(r"mentions\[(\d+)\]\.(.+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Boat:
    """One boat: the cases held to be it, its book, when it was first reported, and what befell its people.

    `perhaps` are cases that are perhaps the same boat.
    """

    id: str
    cases: tuple[CaseFacts, ...]
    book: CaseBook
    reported: int
    events: tuple[Event, ...]
    perhaps: frozenset[str]

    @property
    def mentions(self) -> tuple[MentionFacts, ...]:
        """Its mentions, each once, in the order in which they were said."""
        once = {mention.id: mention for case in self.cases for mention in case.mentions}
        return tuple(sorted(once.values(), key=lambda mention: mention.said))

    @property
    def name(self) -> str:
        """What people call it: its first label, else the id of its case."""
        return next((label.label for case in self.cases for label in case.labels), self.id)

    def is_in(self, cases: tuple[str, ...]) -> bool:
        """Whether it is one of these cases."""
        return any(case.id in cases for case in self.cases)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Boats whose people cannot be counted one without another, with their one book."""

    boats: tuple[Boat, ...]
    book: PeopleBook

    def disputes(self, name: str) -> tuple[Event, ...]:
        """Return the tellings of one event in this group whose times cannot both be true, each once."""
        told = {(event.facts.id, event.field): event for boat in self.boats for event in boat.events}
        return disputed(told.values(), name)


class Basis:
    """A picture as known and recorded by two instants (UTC ms; None is no cut), with everything counted once.

    `said` are the claims held, `stated` those of them that are no part or repetition of another of their text.
    """

    def __init__(
        self,
        picture: Picture,
        *,
        known_at: int | None = None,
        recorded_at: int | None = None,
        books: Books | None = None,
    ) -> None:
        """`books` are those the desk keeps; a cut picture has books of its own, which nobody keeps."""
        uncut = known_at is None and recorded_at is None
        self.picture = picture if uncut else picture.as_of(known=known_at, recorded=recorded_at)
        held = [
            entry for entry in picture.entries.values() if recorded_at is None or entry.wall_ms <= recorded_at
        ]
        self.known_at = _last_known(held) if known_at is None else known_at
        self.recorded_at = (
            max((entry.wall_ms for entry in held), default=0) if recorded_at is None else recorded_at
        )
        self.heads = _heads(held)
        self.reports = reports_standing(self.picture)
        self.said = claims_held(self.picture, self.reports)
        parts = published_under(totals(self.said))
        self.stated = tuple(each for each in self.said if each.id not in parts)
        self.kinds = tuple(
            sorted(
                {entry.body.kind for entry in picture.entries.values() if isinstance(entry.body, LogOpened)}
                - {"live"}
            )
        )
        self.cases = tuple(case for case in self.picture.all_cases() if self._was_known(case))
        afloat = [case for case in self.cases if case.kind in BOATS]
        book_of = (books if uncut and books is not None else Books()).of(afloat)
        groups = [_group(group, book_of[group[0].id], self._opened) for group in tied_groups(afloat)]
        self.groups = tuple(sorted(groups, key=lambda group: (group.boats[0].reported, group.boats[0].id)))

    @property
    def boats(self) -> tuple[Boat, ...]:
        """Every boat, group by group."""
        return tuple(boat for group in self.groups for boat in group.boats)

    def says_known_at(self, zone: str) -> str:
        """Return the date of knowledge as people of a zone read it."""
        return in_zone(self.known_at, zone).isoformat()

    def says_recorded_at(self, zone: str) -> str:
        """Return the instant of recording as people of a zone read it."""
        return in_zone(self.recorded_at, zone).isoformat()

    def sources_of(self, boat: Boat) -> set[str]:
        """Return the ids of the entries under a boat: its reports, links, comparisons and decisions."""
        found: set[str] = set()
        for case in boat.cases:
            found.add(case.opened)
            found |= {comparison.entry for comparison in case.comparisons}
            found |= {answer.entry for answer in case.answers}
            if case.ended is not None:
                found.add(case.ended.entry)
        for mention in boat.mentions:
            found.add(mention.entry)
            found |= {link.entry for link in mention.links}
            found |= {entry for _, entry in mention.set_aside}
        return found

    def _was_known(self, case: CaseFacts) -> bool:
        """Whether anything of a case was known by then: a report since withdrawn, or none ever, leaves it a case."""
        linked = self.picture.linked_mentions.get(case.id)
        return not linked or any(self.picture.reports.get(report_of(mention)) for mention in linked)

    def _opened(self, case: CaseFacts) -> int:
        return self.picture.entries[case.opened].wall_ms


def count_at(mention: MentionFacts, field: str) -> Count | None:
    """Return the count that stands at a path of format ashore.report/1 in a mention, None if there is none."""
    content = mention.mention
    if field.startswith("encounter.") and content.encounter is not None:
        found = getattr(content.encounter, field.removeprefix("encounter."), None)
        return found if isinstance(found, Count) else None
    if field.startswith("movements["):
        number = int(field.removeprefix("movements[").partition("]")[0])
        return content.movements[number].count if number < len(content.movements) else None
    if field == "event.count" and content.event is not None:
        return content.event.count
    return content.on_board if field == "on_board" else None


def assumed_in(mention: MentionFacts) -> tuple[str, ...]:
    """Return the paths of the values in a mention that no source gives, as seen from the mention itself."""
    index = index_of(mention.id.partition("~")[0])
    found = []
    for path in mention.assumed:
        inside = _IN_MENTION.fullmatch(path)
        if inside is None:
            found.append(path)
        elif int(inside[1]) == index:
            found.append(inside[2])
    return tuple(found)


def open_words(mention: MentionFacts, field: str) -> str:
    """Return the words at a path of a mention if anybody may read them, else the mention's id to look them up."""
    count = count_at(mention, field)
    return count.as_said if count is not None and count.as_said else f"mention {mention.id}"


def _group(cases: tuple[CaseFacts, ...], book: PeopleBook, opened: Callable[[CaseFacts], int]) -> Group:
    by_id = {case.id: case for case in cases}
    boats: list[Boat] = []
    for case in cases:
        one = book.case(case.id)
        same = tuple(sorted({case.id, *one.same_as} & by_id.keys()))
        if same[0] != case.id:
            continue
        facts = tuple(by_id[each] for each in same)
        first = [when for each in facts if (when := reported(each)) is not None]
        boats.append(
            Boat(
                id=case.id,
                cases=facts,
                book=one,
                reported=min(first) if first else min(opened(each) for each in facts),
                events=tuple(
                    {
                        (event.facts.id, event.name, event.field): event
                        for each in facts
                        for event in events_of(each)
                    }.values()
                ),
                perhaps=_perhaps(facts, same),
            )
        )
    return Group(boats=tuple(sorted(boats, key=lambda boat: (boat.reported, boat.id))), book=book)


def _perhaps(facts: tuple[CaseFacts, ...], same: tuple[str, ...]) -> frozenset[str]:
    """Return the cases that some comparison leaves perhaps the same boat as this one."""
    apart = {
        other
        for case in facts
        for comparison in case.comparisons
        if comparison.standing == "apart"
        for other in comparison.cases
    }
    return frozenset(
        other
        for case in facts
        for comparison in case.comparisons
        if comparison.standing in ("same", "perhaps")
        for other in comparison.cases
        if other not in same and other not in apart
    )


def _last_known(entries: list[Held]) -> int:
    """Return when the last report was received or published, a series among them."""
    reports = (entry.body.report for entry in entries if isinstance(entry.body, ReportReceived))
    return max((report.received_at.ms for report in reports), default=0)


def _heads(entries: list[Held]) -> dict[str, str]:
    """Return for each log the last entry held of it."""
    last: dict[str, tuple[int, str]] = {}
    for entry in entries:
        _, _, log, seq = entry.order
        last[log] = max(last.get(log, (seq, entry.id)), (seq, entry.id))
    return {log: entry for log, (_, entry) in sorted(last.items())}
