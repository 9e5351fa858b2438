"""A question becomes figures: one from our own cases, and one for each source that says otherwise, never added."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from ashore.figures.basis import Basis, Boat, count_at, open_words
from ashore.figures.caveats import caveats_of, no_live_record
from ashore.figures.counting import Counted, Question, count, without_outcome
from ashore.figures.definitions import DEFINITIONS, Definition, clock_of, definition_of
from ashore.figures.events import Event
from ashore.figures.figure import Figure, Otherwise, Overlap, WithoutOutcome, with_id
from ashore.figures.outside import Outside, said_outside
from ashore.figures.period import DEFAULT_ZONE, of_days, period
from ashore.model.phrases import Phrase, say
from ashore.model.times import in_zone
from ashore.picture.books import Books
from ashore.picture.fold import Picture


@dataclass(frozen=True, slots=True)
class _Answer:
    """A figure, and what in our own cases it was counted from (None for somebody else's number)."""

    figure: Figure
    counted: Counted | None


def figures(
    picture: Picture,
    names: Sequence[str],
    period_text: str,
    *,
    clock: str | None = None,
    zone: str = DEFAULT_ZONE,
    place: str | None = None,
    known_at: int | None = None,
    recorded_at: int | None = None,
    books: Books | None = None,
) -> tuple[Figure, ...]:
    """Return each figure asked for in a period: ours first, then what each source gives for exactly that period.

    No names asks for every figure that can be counted by the clock; no clock for each figure's own.
    `known_at` and `recorded_at` are UTC milliseconds; `books` the people books a desk keeps, to save making them.
    Raises NotAFigure, NotItsClock, NotAPeriod and NotAZone.
    """
    basis = Basis(picture, known_at=known_at, recorded_at=recorded_at, books=books)
    asked = period(period_text, zone)
    wanted = [definition_of(name) for name in names] or [
        definition for definition in DEFINITIONS.values() if clock is None or clock in definition.clocks
    ]
    return answers(
        basis,
        [
            Question(definition=each, period=asked, clock=clock_of(each, clock), place=place)
            for each in dict.fromkeys(wanted)
        ],
    )


def answers(basis: Basis, questions: Iterable[Question]) -> tuple[Figure, ...]:
    """Return the answers to questions of one period, each set beside the others."""
    ours: list[_Answer] = []
    theirs: list[_Answer] = []
    missing_outcome: dict[str, WithoutOutcome] = {}
    for question in questions:
        named = question.period.text
        if named not in missing_outcome:
            missing_outcome[named] = without_outcome(basis, question.period)
        outside = _outside(basis, question)
        ours.append(_ours(basis, question, outside, missing_outcome[named]))
        theirs += [
            _Answer(_theirs(basis, question, one, outside, missing_outcome[named]), None) for one in outside
        ]
    return _beside([*ours, *theirs])


def _outside(basis: Basis, question: Question) -> tuple[Outside, ...]:
    """Return what others give for the period; nobody gives it for one place of ours, nor for all time."""
    if question.place is not None or question.period.days is None:
        return ()
    return said_outside(basis.reports, basis.stated, question.definition, question.period.days)


def night_figures(
    picture: Picture, zone: str = DEFAULT_ZONE, books: Books | None = None
) -> tuple[Figure, ...]:
    """Return the figures of everything a picture holds: the whole first, then by day and clock, then others' claims.

    The whole runs from the day of the first report of a boat to the day of the last, and is cut by day where
    that is at most a week.
    """
    basis = Basis(picture, books=books)
    if not basis.boats:
        return _claimed(basis, zone, already=())
    first = in_zone(min(boat.reported for boat in basis.boats), zone).date()
    last = in_zone(max(boat.reported for boat in basis.boats), zone).date()
    whole = of_days(first, last, zone)
    shown = answers(
        basis,
        [
            Question(definition=each, period=whole, clock="reported")
            for each in DEFINITIONS.values()
            if each.event not in _OF_NO_BOAT
        ],
    )
    moving = [DEFINITIONS[figure.figure] for figure in shown if figure.scope == "cases" and _by_day(figure)]
    by_day = [
        figure
        for day in (whole.each_day() if last - first < _A_WEEK else ())
        for clock in ("reported", "night", "landed", "arrived")
        if (day.text, clock) != (whole.text, "reported")
        for figure in answers(
            basis,
            [Question(definition=each, period=day, clock=clock) for each in moving if clock in each.clocks],
        )
        if figure.scope == "cases" and figure.high != 0
    ]
    everything = (*shown, *by_day)
    return (*everything, *_claimed(basis, zone, already=everything))


_A_WEEK = timedelta(days=7)

_OF_NO_BOAT = ("prevented",)
"""Events that boat cases cannot answer, so that nought of them would mean nothing."""


def _by_day(figure: Figure) -> bool:
    """Whether a figure of the whole is worth cutting by day: something happened, and on some day or other."""
    return figure.high != 0 and figure.figure not in ("still_out", "missing")


def _claimed(basis: Basis, zone: str, already: Sequence[Figure]) -> tuple[Figure, ...]:
    """Return every single claim held, each for its own period, that does not stand there already."""
    standing = {(figure.figure, figure.scope, figure.period) for figure in already}
    found: list[_Answer] = []
    for definition in DEFINITIONS.values():
        for one in said_outside(basis.reports, basis.stated, definition):
            days = of_days(*one.days, zone)
            if (definition.name, one.scope, days.text) in standing:
                continue
            question = Question(definition=definition, period=days, clock=definition.clock)
            same_days = said_outside(basis.reports, basis.stated, definition, one.days)
            found.append(
                _Answer(_theirs(basis, question, one, same_days, without_outcome(basis, days)), None)
            )
    return tuple(with_id(answer.figure) for answer in found)


def _ours(
    basis: Basis, question: Question, outside: tuple[Outside, ...], missing_outcome: WithoutOutcome
) -> _Answer:
    counted = count(basis, question)
    low, high = counted.range.low, counted.range.high
    best, taken_from = _best(low, high, question.clock, outside)
    sources = {entry for boat in counted.boats for entry in basis.sources_of(boat)}
    for event in counted.told:
        sources |= {event.facts.entry, *(link.entry for link in event.facts.links)}
    figure = _figure(
        basis,
        question,
        scope="cases",
        clock=question.clock,
        low=low,
        high=high,
        best=best,
        status=_status(basis, counted, sources),
        definition=question.definition.says,
        does_not_count=question.definition.does_not_count,
        says_otherwise=(*_disputes(counted, question), *(one.otherwise for one in outside)),
        without_outcome=missing_outcome,
        sources=tuple(sorted(sources)),
        cautions=caveats_of(basis, question, counted, taken_from),
    )
    return _Answer(figure, counted)


def _theirs(
    basis: Basis,
    question: Question,
    one: Outside,
    outside: Iterable[Outside],
    missing_outcome: WithoutOutcome,
) -> Figure:
    return _figure(
        basis,
        question,
        scope=one.scope,
        clock=one.clock or question.clock,
        low=one.low,
        high=one.high,
        best=one.low if one.low == one.high else None,
        status="revised" if one.revised else "provisional",
        definition=one.definition,
        does_not_count=one.does_not_count,
        says_otherwise=tuple(other.otherwise for other in outside if other != one),
        without_outcome=missing_outcome,
        sources=one.sources,
        cautions=(
            *one.caveats,
            say("Which of our own cases are in it is not known."),
            *no_live_record(basis),
        ),
    )


def _figure(
    basis: Basis,
    question: Question,
    *,
    scope: str,
    clock: str,
    low: int,
    high: int | None,
    best: int | None,
    status: str,
    definition: str,
    does_not_count: str,
    says_otherwise: tuple[Otherwise, ...],
    without_outcome: WithoutOutcome,
    sources: tuple[str, ...],
    cautions: tuple[Phrase, ...],
) -> Figure:
    zone = question.period.zone
    return Figure(
        figure=question.definition.name,
        unit=question.definition.unit,
        period=question.period.text,
        clock=clock,
        zone=zone,
        place=question.place,
        scope=scope,
        low=low,
        high=high,
        best=best,
        status=status,
        known_at=basis.says_known_at(zone),
        recorded_at=basis.says_recorded_at(zone),
        heads=basis.heads,
        definition=definition,
        does_not_count=does_not_count,
        says_otherwise=says_otherwise,
        overlaps=(),
        without_outcome=without_outcome,
        sources=sources,
        cautions=cautions,
    )


def _best(
    low: int, high: int | None, clock: str, outside: Iterable[Outside]
) -> tuple[int | None, Outside | None]:
    """Return the one number to print, and whose it is if not ours.

    An official number stands in only where our own range allows it and its clock is ours: else the two count
    different things.
    """
    if low == high:
        return low, None
    for one in outside:
        allowed = low <= one.low and (high is None or one.low <= high)
        if one.official and one.low == one.high and one.clock in (None, clock) and allowed:
            return one.low, one
    return None, None


def _status(basis: Basis, counted: Counted, sources: Iterable[str]) -> str:
    """Return final where every boat under it is ended and the number is one; revised where anything was replaced."""
    cases = [case for boat in counted.boats for case in boat.cases]
    settled = {"accounted", "handed_over"}
    if cases and counted.range.exact and all(case.ended and case.ended.how in settled for case in cases):
        return "final"
    entries = [basis.picture.entries[entry] for entry in sources]
    corrected = any(
        relation.kind == "corrects"
        for entry in entries
        if entry.type == "report.received"
        for relation in entry.body.report.relates
    )
    aside = any(mention.set_aside for boat in counted.boats for mention in boat.mentions)
    return "revised" if corrected or aside or any(entry.replaces for entry in entries) else "provisional"


def _disputes(counted: Counted, question: Question) -> tuple[Otherwise, ...]:
    """Return both sentences wherever two sources time one event so differently that the period hangs on it."""
    unsettled = {boat.id for boat in counted.unsettled}
    said: dict[str, Otherwise] = {}
    for group in counted.groups:
        if any(boat.id in unsettled for boat in group.boats):
            told = group.disputes(question.definition.event)
            for event in sorted(told, key=lambda event: event.name != question.definition.event):
                said.setdefault(event.facts.id, _in_dispute(event, question.definition))
    return tuple(said[mention] for mention in sorted(said))


def _in_dispute(event: Event, definition: Definition) -> Otherwise:
    """Return one telling of a disputed event; its number only where it counts what the figure counts."""
    facts = event.facts
    stated = count_at(facts, event.field)
    if definition.unit == "boat":
        number = facts.mention.boats
    elif definition.part is not None:
        number = getattr(stated, definition.part, None)
    else:
        number = event.count
    after = f" ({stated.says_who})" if stated is not None and stated.says_who else ""
    return Otherwise(
        source=f"{facts.speaker}{after}",
        value=number.low if number is not None and number.low == number.high else None,
        quote=open_words(facts, event.field),
    )


def _beside(found: Sequence[_Answer]) -> tuple[Figure, ...]:
    """Return the figures with how each stands to every other, and with their ids."""
    return tuple(
        with_id(
            replace(
                one.figure,
                overlaps=tuple(
                    Overlap(figure=other.figure.name, relation=_relation(one, other))
                    for other in found
                    if other is not one and other.figure.unit == one.figure.unit
                ),
            )
        )
        for one in found
    )


def _relation(one: _Answer, other: _Answer) -> str:
    # Whether people kept from setting out set out later is known to nobody here.
    if "prevented" in (one.figure.figure, other.figure.figure):
        return "unknown"
    if one.counted is None or other.counted is None or one.counted.told or other.counted.told:
        return "unknown"
    mine, others = one.counted.boats, other.counted.boats
    shared = _ids(mine) & _ids(others)
    if shared:
        within = DEFINITIONS[other.figure.figure].within == one.figure.figure
        return "contains" if within and _ids(others) <= _ids(mine) else "overlaps"
    tied = {id(group) for group in one.counted.groups} & {id(group) for group in other.counted.groups}
    return "unknown" if tied else "disjoint"


def _ids(boats: Iterable[Boat]) -> set[str]:
    return {boat.id for boat in boats}
