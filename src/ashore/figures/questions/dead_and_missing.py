"""D6: dead or missing, where, of what, and who decided? Two columns that are never one, by scope, with both dates.

At sea the people book says how many; on land, where nothing balances, what was told is counted, told again once.
A body found on a beach is of the sea if its boat is; a death on a road, in a camp or on the shore stands apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ashore.figures.claims_conflicts import ends as ends_of
from ashore.figures.claims_said import no_count
from ashore.figures.compute import answers
from ashore.figures.counting import Question, told_again
from ashore.figures.definitions import definition_of
from ashore.figures.events import Event, events_of, lost_on_land, reported
from ashore.figures.period import Period, named
from ashore.figures.questions.answer import Answer, Asking, Row, answered, ends, nothing_held, reports_needed
from ashore.figures.wording import coded, ranged
from ashore.model.counts import Range, exactly
from ashore.model.facts import CaseFacts
from ashore.model.phrases import Phrase, say
from ashore.model.times import Interval, iso

_COLUMNS = ("dead", "missing")
_SCOPES = {"land": "shore", "lorry": "road", "train": "road", "camp": "camp"}
_AT_SEA = ("boat", "person_in_water")


def dead_and_missing(asking: Asking) -> Answer:
    """Count the dead and the missing by scope, list each telling with both its dates, and set others' counts beside."""
    period = asking.period
    figures = [
        figure
        for figure in answers(
            asking.basis,
            [
                Question(definition=definition_of(name), period=period, clock="reported", place=asking.place)
                for name in _COLUMNS
            ],
        )
        if figure.scope == "cases"
    ]
    afloat = [
        case
        for boat in asking.basis.boats
        for case in boat.cases
        if _within(case, period) and case.kind in _AT_SEA
    ]
    # Of a period in which no boat was reported nothing is known; nought would be a count.
    numbers: dict[tuple[str, str], Range | None] = {
        ("sea", figure.figure): Range(low=figure.low, high=figure.high) if afloat else None
        for figure in figures
    }
    on_land = [case for case in asking.basis.cases if case.kind in _SCOPES and _within(case, period)]
    for scope in dict.fromkeys(_SCOPES.values()):
        for column in _COLUMNS:
            numbers[scope, column] = _on_land(
                [case for case in on_land if _SCOPES[case.kind] == scope], column
            )
    rows = [
        _scope(scope, numbers[scope, "dead"], numbers[scope, "missing"])
        for scope in ("sea", *dict.fromkeys(_SCOPES.values()))
    ]
    rows += [row for case in (*afloat, *on_land) for row in _told(case, period)]
    rows += list(_others(asking))
    return answered(
        asking,
        "D6",
        "dead-and-missing",
        say("Who is dead or missing, where, and who says so, in {period}?", period=period.text),
        [
            say(
                "At sea: {dead} dead, {missing} missing.",
                dead=_some(numbers["sea", "dead"]),
                missing=_some(numbers["sea", "missing"]),
            )
            if afloat
            else nothing_held(asking),
            say(
                "Dead and missing are two numbers: a missing person who is found dead leaves the one for the other."
            ),
            say("Counts of other scope, cause or period are other definitions, and none of them is added."),
        ],
        rows,
        [caution for figure in figures for caution in figure.cautions],
        figures if afloat else (),
        needs=() if afloat else [reports_needed(asking)],
    )


def _within(case: CaseFacts, period: Period) -> bool:
    first = reported(case)
    return first is not None and period.holds(Interval(earliest=first, latest=first))


def _scope(scope: str, dead: Range | None, missing: Range | None) -> Row:
    plain = {
        "scope": scope,
        "dead": None if dead is None else ends(dead.low, dead.high),
        "missing": None if missing is None else ends(missing.low, missing.high),
    }
    if dead is None and missing is None:
        says = say("{scope}: no report held here tells of any; that is not nought.", scope=coded(scope))
    else:
        says = say(
            "{scope}: {dead} dead, {missing} missing.",
            scope=coded(scope),
            dead=_some(dead),
            missing=_some(missing),
        )
    return Row(says=says, plain=plain)


def _some(number: Range | None) -> Phrase:
    return say("not stated") if number is None else say("{number}", number=ranged(number.low, number.high))


def _on_land(cases: Iterable[CaseFacts], column: str) -> Range | None:
    """Return how many the cases of a scope tell of, one number for each case; None where none tells of any."""
    total: Range | None = None
    for case in cases:
        told = [event for event in lost_on_land(case) if event.name == column]
        if told:
            number = told_again(told)
            sure = all(event.sure for event in told)
            total = (total or exactly(0)) + (number if sure else Range(low=0, high=number.high))
    return total


def _told(case: CaseFacts, period: Period) -> Iterator[Row]:
    """Yield a row for each telling of a death or of somebody missing: found when, dead between when, told by whom."""
    first = reported(case)
    for event in events_of(case) if case.kind in _AT_SEA else lost_on_land(case):
        if event.name not in _COLUMNS:
            continue
        died = Interval(
            earliest=min(first or event.when.earliest, event.when.latest), latest=event.when.latest
        )
        declared = _declared_by(event)
        yield Row(
            says=say(
                "{number} {column}, found {found}, died {died}; said by {speaker}, {place}."
                if event.name == "dead"
                else "{number} {column}, since {found}; said by {speaker}, {place}.",
                number=say("not known how many")
                if event.count is None
                else say("{number}", number=ranged(event.count.low, event.count.high)),
                column=coded(event.name),
                found=_when(event.when, period.zone),
                speaker=coded(declared),
                place=event.place or say("place not stated"),
                **({"died": _when(died, period.zone)} if event.name == "dead" else {}),
            ),
            plain={
                "case": case.id,
                "column": event.name,
                "count": None if event.count is None else ends(event.count.low, event.count.high),
                "found": _plain(event.when, period.zone) if event.name == "dead" else None,
                "died": _plain(died, period.zone) if event.name == "dead" else None,
                "since": _plain(event.when, period.zone) if event.name == "missing" else None,
                "declared_by": declared,
                "place": event.place,
                "scope": "sea" if case.kind in _AT_SEA else _SCOPES[case.kind],
                "mention": event.facts.id,
                "settled": event.sure,
            },
        )


def _declared_by(event: Event) -> str:
    met = event.facts.mention.encounter
    said = met.says_who if met is not None else None
    return f"{event.facts.speaker} ({said})" if said else event.facts.speaker


def _others(asking: Asking) -> Iterator[Row]:
    """Yield what others count for exactly these days, each with its own words for what it counts."""
    days = asking.period.days
    for said in asking.basis.stated:
        if "missing" not in said.family or said.days != days or no_count(said.claim) is not None:
            continue
        low, high = ends_of(said)
        yield Row(
            says=say(
                "{source}: {number} ({outcome}), for {period}: “{quote}”. Counted: {counted}.",
                source=said.source,
                number=say("{number}", number=ranged(low, high)),
                outcome=coded(said.claim.outcome or "other"),
                period="" if said.days is None else named(*said.days),
                quote=said.claim.quote,
                counted=said.claim.definition or said.claim.counted or say("not stated by the source"),
            ),
            plain={
                "source": said.source,
                "outcome": said.claim.outcome,
                **ends(low, high),
                "counted": said.claim.definition or said.claim.counted,
                "place": said.claim.place,
                "quote": said.claim.quote,
                "entry": said.entry,
            },
        )


def _when(when: Interval, zone: str) -> Phrase:
    if when.earliest == when.latest:
        return say("at {time}", time=iso(when.earliest, zone))
    if when.earliest <= 0:
        return say("some time up to {time}", time=iso(when.latest, zone))
    return say("some time from {start} to {end}", start=iso(when.earliest, zone), end=iso(when.latest, zone))


def _plain(when: Interval, zone: str) -> dict[str, str | None]:
    return {
        "earliest": iso(when.earliest, zone) if when.earliest > 0 else None,
        "latest": iso(when.latest, zone),
    }
