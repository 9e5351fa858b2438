"""A communiqué to the reports it tells of: each step of each boat, with its hour, its people and its words.

Pure, and never raises on any text. Nothing here is posted anywhere: a person takes each report, or leaves it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from ashore.model.phrases import Phrase, say
from ashore.reading.claims.days import days_in
from ashore.reading.claims.reader import read_claims
from ashore.reading.gazetteer import find_places
from ashore.reading.operations.boats import (
    Reference,
    cannot_be_told,
    each_ordinal,
    of_everybody,
    reference_in,
)
from ashore.reading.operations.clauses import Clause, clauses_of, language_of_all
from ashore.reading.operations.counted import STANDING, Counted, counted_in
from ashore.reading.operations.draft import Draft
from ashore.reading.operations.fields import Quote, fields_of, quotes_of
from ashore.reading.operations.fleet import Fleet
from ashore.reading.operations.gather import Gathering
from ashore.reading.operations.hours import Hour, clock_of, hours_in
from ashore.reading.operations.lexicon import rules
from ashore.reading.operations.people import People
from ashore.reading.operations.steps import ASHORE, TAKING
from ashore.reading.operations.units import Unit, units_in
from ashore.reading.positions import read_positions
from ashore.reading.positions_said import ReadPosition

LONGEST = 20_000
"""Letters of a text that are read; a communiqué has some thousand."""


A_WEEK = 7

FROM_THE_END = 60
"""Letters that show where the reading of a longer text ended."""

YEARS = range(1900, 2200)
"""Years of publication that are taken for years: a day of another is a slip of the hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """A report that a text's words make: one step of one boat.

    `boats` are numbers of the text's boats from 1, more than one where it tells of them together, none where it tells
    of several without saying which; `perhaps` those it may be of instead. `fields` are those of ashore.report/1 that
    the words give, `quotes` the words of each value, `notes` what was assumed or cannot be told.
    """

    step: str
    boats: tuple[int, ...]
    perhaps: tuple[int, ...]
    start: int
    end: int
    fields: dict[str, object]
    quotes: tuple[Quote, ...]
    notes: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """Words at [start, end) of the text that are left to a person, and why."""

    quote: str
    start: int
    end: int
    says: Phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class Operations:
    """What a text tells of operations: the reports it makes in its order, what it leaves open, and its language."""

    reports: tuple[Proposed, ...] = ()
    left: tuple[Left, ...] = ()
    language: str = "en"


def read_operations(text: str, *, published: date, until: int, speaker: str = "official") -> Operations:
    """Return the reports that the first LONGEST letters of a text make; pure, and never raises on any text.

    `published` is the civil day of publication, against which its days are resolved; one outside YEARS gives no
    reports. `until` is the instant at which the text was known, UTC milliseconds: nothing it tells was later.
    `speaker` is who says its numbers, a code of the report format.
    """
    if published.year not in YEARS:
        return Operations()
    whole, text = len(text), text[:LONGEST]
    clauses = list(clauses_of(text))
    language = language_of_all(clauses)
    units = {clause.start: units_in(text, clause) for clause in clauses}
    places = [(each.start, each.end) for each in read_positions(text)]
    masked = [span for span in places if any(letter.isdigit() for letter in text[slice(*span)])]
    claims = [each.claim for each in read_claims(text, published=published)]
    counted = {
        clause.sentence.start: list(counted_in(text, clause.sentence, claims, masked)) for clause in clauses
    }
    people = [(each.start, each.end) for some in counted.values() for each in some if each.noun]
    hours = hours_in(
        text,
        clauses,
        published=published,
        until=until,
        clock=clock_of(text, language),
        masked=masked + people,
    )
    fleet, left = Fleet(), list[Left]()
    _gather_all(text, clauses, units, counted, hours, fleet, left, published)
    drafts = _without_totals(text, _restated(fleet.drafts), left)
    if len(text) < whole:
        left.append(Left(quote="", start=LONGEST - FROM_THE_END, end=LONGEST, says=_TOO_LONG))
    return Operations(
        reports=tuple(_proposed(text, each, drafts, speaker) for each in drafts),
        left=tuple(
            replace(each, quote=text[each.start : each.end])
            for each in sorted(left, key=lambda one: one.start)
        ),
        language=language,
    )


def _gather_all(
    text: str,
    clauses: list[Clause],
    units: dict[int, list[Unit]],
    counted: dict[int, list[Counted]],
    hours: list[Hour],
    fleet: Fleet,
    left: list[Left],
    published: date,
) -> None:
    known: list[Unit] = []
    last: list[Draft] = []
    before: list[ReadPosition] = []
    paragraph = -1
    for clause in clauses:
        here = [each for each in counted[clause.sentence.start] if clause.start <= each.start < clause.end]
        told = rules(clause.sentence.language)
        if (
            told.background.search(clause.words)
            or _of_a_period(text, clause, published)
            or (here and all(each.kind in STANDING for each in here))
        ):
            continue
        mine = units[clause.start]
        spans = [(each.start, each.end) for each in mine]
        people = People(text, clause, fleet.of_current())
        times = [each for each in hours if clause.start <= each.start < clause.end]
        counts = [each for each in here if not _within(each, times)]
        people.take(counts)
        reference = reference_in(text, clause, spans, fleet.labels)
        if times or reference.way == "label":
            people.untold(counts)
        gathered = Gathering(text, clause, people.drafts)
        gathered.together(here)
        gathered.hours(times)
        gathered.units(mine, known)
        gathered.places(spans)
        gathered.ashore()
        gathered.signs()
        gathered.settle()
        steps = [
            each
            for each in gathered.drafts
            if each.step != "sent"
            and each.says_something
            and not (each.step == "sighted" and reference.way == "none" and not _at_sea(each))
        ]
        fleet.turn_to(reference, bool(steps))
        gathered.drafts = steps
        gathered.beside(fleet.of_current())
        for each in steps:
            own = _own_boat(each, steps, each_ordinal(text, clause, spans))
            if own is not None:
                fleet.turn_to(own, True)
            fleet.add(each, said_of=reference.way, everybody=of_everybody(clause))
        if paragraph != clause.sentence.paragraph:
            before, paragraph = [], clause.sentence.paragraph
        before = _placed(text, clause, steps, spans, before)
        if cannot_be_told(clause):
            fleet.doubt(steps or last)
        last = steps or last
        known += [each for each in mine if each.named or each.noun]
        left.extend(_left(text, each, _NO_STEP) for each in people.left if each.outcomes or each.noun)


def _of_a_period(text: str, clause: Clause, published: date) -> bool:
    """Whether a clause is of weeks and not of a night: what it tells was then, and no part of the operation."""
    return any(
        each.first is not None and each.last is not None and (each.last - each.first).days >= A_WEEK
        for each in days_in(text[clause.start : clause.end], published)
    )


def _at_sea(draft: Draft) -> bool:
    """Whether a view without a word of a boat is one at all: with an hour, a unit or a position it is."""
    return bool(draft.hour or draft.unit or draft.positions)


def _placed(
    text: str, clause: Clause, steps: list[Draft], units: list[tuple[int, int]], before: list[ReadPosition]
) -> list[ReadPosition]:
    """Give the first step at sea a place that a sentence before it names and no step of its own took.

    Return the places of this clause that wait for a step.
    """
    if steps:
        if before and steps[0].step not in ASHORE and not steps[0].positions:
            steps[0].positions += before[:1]
        return []
    own = [
        replace(each, start=each.start + clause.start, end=each.end + clause.start)
        for each in read_positions(text[clause.start : clause.end])
        if each.of == "craft" and each.alternative_of is None and not _is_a_bare_name(each)
    ]
    return [
        each for each in own if all(each.end <= first or last <= each.start for first, last in units)
    ] or before


def _own_boat(draft: Draft, steps: list[Draft], named: list[tuple[int, Reference]]) -> Reference | None:
    """Return the boat that a step's own words name by its order, where its clause tells of several."""
    ends = min((each.start for each in steps if each.start > draft.start), default=draft.sentence.end)
    begins = min((count.start for count in draft.counts.values()), default=draft.start)
    here = [reference for at, reference in named if min(begins, draft.start) <= at < ends]
    before = [reference for at, reference in named if at < draft.start]
    return here[0] if here else before[-1] if before else None


def _is_a_bare_name(read: ReadPosition) -> bool:
    """Whether a place is only named, as a station's or a crew's is; what is off it, or near it, is where a boat is."""
    named = next(find_places(read.quote), None)
    return named is not None and (named.start, named.end) == (0, len(read.quote))


def _within(each: Counted, hours: list[Hour]) -> bool:
    return any(hour.start < each.end and each.start < hour.end for hour in hours)


def _restated(drafts: list[Draft]) -> list[Draft]:
    """Return the steps, what is told twice of one boat once: a headline gives way to the account that has its hour."""
    kept: list[Draft] = []
    for draft in drafts:
        number = draft.counts.get("taken_off")
        same = next(
            (
                each
                for each in kept
                if number is not None
                and not number.further
                and each.step == draft.step
                and each.boats == draft.boats
                and (said := each.counts.get("taken_off")) is not None
                and (said.value, said.qualifier) == (number.value, number.qualifier)
                and (each.hour is None or draft.hour is None or each.hour.moment.ms == draft.hour.moment.ms)
            ),
            None,
        )
        if same is None:
            kept.append(draft)
        elif same.hour is None and draft.hour is not None:
            draft.take_over(same)
            kept[kept.index(same)] = draft
        else:
            same.take_over(draft)
    return kept


def _without_totals(text: str, drafts: list[Draft], left: list[Left]) -> list[Draft]:
    """Return the steps without those that add up boats which are told of one by one: nobody is counted twice."""
    kept: list[Draft] = []
    for each in drafts:
        total = each.counts.get("taken_off")
        others = [other for other in drafts if other is not each and other.together is None]
        adds_up = total is not None and each.step in TAKING and each.hour is None and _adds_up(total, others)
        if adds_up and total is not None:
            left.append(_left(text, total, _TOTAL))
        elif each.together is None or not each.counts or not any(_counts(other) for other in others):
            kept.append(each)
        elif total is not None:
            left.append(_left(text, total, _OTHER_TOTAL))
    return kept


def _counts(draft: Draft) -> bool:
    return draft.step in TAKING or "taken_off" in draft.counts or "on_board" in draft.counts


def _adds_up(total: Counted, others: list[Draft]) -> bool:
    """Whether a number is the sum of the people of two boats or more, each told of by itself."""
    taken: dict[int, int] = {}
    for each in others:
        number = each.counts.get("taken_off") or each.counts.get("on_board")
        if number is not None and number.exact is not None and len(each.boats) == 1:
            taken[each.boats[0]] = max(taken.get(each.boats[0], 0), number.exact)
    return len(taken) > 1 and total.exact == sum(taken.values())


def _left(text: str, each: Counted, says: Phrase) -> Left:
    return Left(quote=text[each.start : each.end], start=each.start, end=each.end, says=says)


_NO_STEP = say("A number of people, and no step of an operation that it is of: it is left to you.")
_TOO_LONG = say("The text is long: what follows these words was not read.")
_TOTAL = say("It adds up boats that are told of one by one: it is no report of its own.")
_OTHER_TOTAL = say(
    "It speaks of several boats together, and those told of one by one make another number: it is left to you."
)


def _proposed(text: str, draft: Draft, drafts: list[Draft], speaker: str) -> Proposed:
    fields, notes = fields_of(text, draft, drafts, speaker)
    return Proposed(
        step=draft.step,
        boats=draft.boats,
        perhaps=draft.perhaps,
        start=draft.start,
        end=draft.end,
        fields=fields,
        quotes=tuple(quotes_of(text, draft)),
        notes=notes,
    )
