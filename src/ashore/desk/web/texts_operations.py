"""What a public text tells of operations, boat by boat: each report it makes, with its words marked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from ashore.desk.commands.desk import Desk
from ashore.desk.commands.reading_operations import Offered, TextOperations, ask_operations
from ashore.desk.web.telling import Detail, Teller
from ashore.desk.web.visitors import Visitor
from ashore.model.facts import MentionFacts
from ashore.model.phrases import Phrase
from ashore.model.times import Interval
from ashore.reading.claims.text import sentences
from ashore.reading.operations.fields import Quote


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A run of a text, and whether a value was read from it."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldReport:
    """One report that a text makes, as the page shows it.

    `passages` are the sentences its words stand in, each as runs; `at` is when it happened, UTC milliseconds, None
    where no hour is said; `assumed` whether nobody said all of that hour.
    """

    offered: Offered
    at: int | None
    assumed: bool
    details: tuple[Detail, ...]
    passages: tuple[tuple[Run, ...], ...]
    notes: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldBoat:
    """The reports of one boat, or of several told of together: their numbers, none where it is not said which."""

    boats: tuple[int, ...]
    reports: tuple[ToldReport, ...]

    @property
    def perhaps(self) -> tuple[int, ...]:
        """The boats that any of its reports may be of instead."""
        return tuple(sorted({boat for each in self.reports for boat in each.offered.proposed.perhaps}))


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldOperations:
    """What a text tells of operations as its page shows it."""

    told: TextOperations
    boats: tuple[ToldBoat, ...]


def told_operations(desk: Desk, visiting: Visitor, key: str, text: str) -> ToldOperations:
    """Return what a text tells of operations, boat by boat in its order."""
    told = ask_operations(desk, key)
    teller = Teller(visiting.tongue, ())
    by_boat: dict[tuple[int, ...], list[ToldReport]] = {}
    for each in told.offered:
        by_boat.setdefault(each.proposed.boats, []).append(_told(each, text, teller))
    return ToldOperations(
        told=told,
        boats=tuple(ToldBoat(boats=boats, reports=tuple(some)) for boats, some in by_boat.items()),
    )


def _told(each: Offered, text: str, teller: Teller) -> ToldReport:
    report = each.report
    facts = MentionFacts(
        id=report.mention_id(0),
        report=report.key,
        entry=each.entry,
        channel=report.channel,
        received_by=report.received_by,
        sender=report.sender,
        mention=report.mentions[0],
        happened=Interval(earliest=0, latest=report.received_at.ms),
        known=report.received_at.ms,
        recorded=report.received_at.ms,
        links=(),
        assumed=report.assumed,
    )
    return ToldReport(
        offered=each,
        at=None if report.said_at is None else report.said_at.ms,
        assumed="said_at" in report.assumed,
        details=tuple(teller.details(facts)),
        passages=tuple(passages(text, each.proposed.quotes)),
        notes=each.proposed.notes,
    )


def passages(text: str, quotes: Iterable[Quote]) -> Iterable[tuple[Run, ...]]:
    """Yield the sentences of a text that hold quotes, each cut where what a value was read from begins or ends."""
    spans = [(each.start, each.end) for each in quotes]
    for sentence in sentences(text):
        inside = [
            (max(start, sentence.start), min(end, sentence.end))
            for start, end in spans
            if start < sentence.end and sentence.start < end
        ]
        if inside:
            cuts = sorted({sentence.start, sentence.end, *(cut for span in inside for cut in span)})
            yield tuple(
                Run(
                    text=text[first:last], marked=any(start <= first and last <= end for start, end in inside)
                )
                for first, last in pairwise(cuts)
            )
