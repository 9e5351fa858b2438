"""How many of a figure fall in a period: exact sums of the books' bounds, widened by every time not settled."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from ashore.figures.basis import Basis, Boat, Group
from ashore.figures.definitions import Definition
from ashore.figures.events import OUTCOMES, Event, dated, prevented, reported
from ashore.figures.figure import WithoutOutcome
from ashore.figures.period import Period, night_shift, week_ending
from ashore.model.counts import NOT_KNOWN, Range, exactly
from ashore.model.facts import CaseFacts
from ashore.model.times import Interval
from ashore.people.account import Account

State = Literal["in", "maybe", "out"]

_NOBODY = exactly(0)

_PLACE_TOLD_BY = {"rescued": "landed", "detained": "arrived"}
"""The event whose place is meant where a figure's own is rarely told: people are rescued to a harbour."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked: a figure, a period, a clock, and perhaps a place."""

    definition: Definition
    period: Period
    clock: str
    place: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """The answer: the range, the boats or other cases under it, and those of them whose time is not settled."""

    range: Range
    boats: tuple[Boat, ...] = ()
    unsettled: tuple[Boat, ...] = ()
    groups: tuple[Group, ...] = ()
    told: tuple[Event, ...] = ()


def count(basis: Basis, question: Question) -> Counted:
    """Count a figure in our own cases."""
    if question.definition.event == "prevented":
        return _prevented(basis, question)
    total = _NOBODY
    boats: list[Boat] = []
    unsettled: list[Boat] = []
    groups: list[Group] = []
    for group in basis.groups:
        states = {boat.id: _state(basis, boat, question) for boat in group.boats}
        number = _of_group(group, states, question.definition)
        total = total + number
        under = [boat for boat in group.boats if _is_under(boat, states[boat.id], question.definition)]
        boats += under
        unsettled += [boat for boat in under if states[boat.id] == "maybe"]
        if under:
            groups.append(group)
    return Counted(range=total, boats=tuple(boats), unsettled=tuple(unsettled), groups=tuple(groups))


def without_outcome(basis: Basis, period: Period) -> WithoutOutcome:
    """Return the boats first reported in a period of which no settled report says what became of the people.

    Those never found are among them, ended or not; those another centre took over are not.
    """
    cases, total = 0, _NOBODY
    for group in basis.groups:
        states: dict[str, State] = {
            boat.id: "in" if no_outcome(boat) and period.holds(_at(boat.reported)) else "out"
            for boat in group.boats
        }
        cases += sum(state == "in" for state in states.values())
        total = total + _sum(group, states, lambda account: account.still_out.total.range)
    return WithoutOutcome(cases=cases, low=total.low, high=total.high)


def no_outcome(boat: Boat) -> bool:
    """Whether no settled report says what became of a boat's people, and nobody ended it by saying so."""
    ended = [case.ended.how for case in boat.cases if case.ended is not None]
    told = any(event.sure and event.name in OUTCOMES for event in boat.events)
    return not told and not ("accounted" in ended or "handed_over" in ended)


def _is_under(boat: Boat, state: State, definition: Definition) -> bool:
    if state == "out":
        return False
    if definition.tally in ("still_out", "missing", "dead"):
        return True
    if definition.event in ("detained", "returned"):
        return any(event.name == definition.event for event in boat.events)
    return _tally(boat.book.account, definition).high != 0


# -- when and where ----------------------------------------------------------------------------------------


def _state(basis: Basis, boat: Boat, question: Question) -> State:
    """Return whether what a figure counts of a boat falls in the period and place: surely, perhaps or not."""
    when = _when(basis, boat, question)
    told = {event.name for event in boat.events}
    time = _worse(_in_time(question.period, when), _of_the_kind(told, question.definition.event))
    return time if question.place is None else _worse(time, _in_place(boat, question))


def _when(basis: Basis, boat: Boat, question: Question) -> Interval:
    clock, event, period = question.clock, question.definition.event, question.period
    if clock == "reported":
        return _at(boat.reported)
    if clock == "night":
        return _at(boat.reported) if period.night else night_shift(_at(boat.reported), period.zone)
    if clock in ("landed", "arrived"):
        event = clock
    elif clock in ("found", "died"):
        event = "dead"
    when = dated(boat.events, event, boat.reported, basis.known_at)
    if clock == "died":
        return Interval(earliest=min(boat.reported, when.earliest), latest=when.latest)
    return week_ending(when, period.zone) if clock == "week_ending" else when


def _at(instant: int) -> Interval:
    return Interval(earliest=instant, latest=instant)


def _in_time(period: Period, when: Interval) -> State:
    if period.holds(when):
        return "in"
    return "maybe" if period.may_hold(when) else "out"


def _of_the_kind(told: set[str], event: str) -> State:
    """The book counts those who went back by themselves among the arrived; here they are told apart."""
    if event == "arrived" and "returned" in told:
        return "maybe" if "arrived" in told else "out"
    if event == "returned" and "returned" in told:
        return "maybe" if "arrived" in told else "in"
    return "in"


def _in_place(boat: Boat, question: Question) -> State:
    event = question.definition.event
    wanted = {event, _PLACE_TOLD_BY.get(event, event)}
    places = [told.place for told in boat.events if told.name in wanted and told.place]
    if question.definition.tally in ("still_out", "missing"):
        places = [
            position.place
            for mention in boat.mentions
            for position in mention.mention.positions
            if position.of == "craft" and position.place
        ]
    matching = [place for place in places if (question.place or "").casefold() in place.casefold()]
    if places and not matching:
        return "out"
    return "in" if places and len(matching) == len(places) else "maybe"


def _worse(one: State, other: State) -> State:
    return max(one, other, key=("in", "maybe", "out").index)


# -- how many ----------------------------------------------------------------------------------------------


def _of_group(group: Group, states: dict[str, State], definition: Definition) -> Range:
    if definition.unit == "boat":
        return _boats(group, states, definition)
    if definition.event == "detained":
        return _detained(group, states)
    if definition.event == "returned":
        went_back = {
            boat.id: states[boat.id] if any(event.name == "returned" for event in boat.events) else "out"
            for boat in group.boats
        }
        return _sum(group, went_back, lambda account: account.arrived.total.range)
    return _sum(group, states, lambda account: _tally(account, definition))


def _tally(account: Account, definition: Definition) -> Range:
    tally = getattr(account, definition.tally or "arrived")
    if definition.part is None:
        return Range(low=tally.total.low, high=tally.total.high)
    part = tally.part(definition.part)
    return Range(low=0, high=tally.total.high) if part is None else Range(low=part.low, high=part.high)


def _sum(group: Group, states: dict[str, State], of: Callable[[Account], Range]) -> Range:
    """Return how many of a group's people are in boats that count, from joint bounds wherever they are tied.

    With some boats in and some not, what the others can hold at most is taken from the joint least.
    """
    if all(state == "in" for state in states.values()):
        return of(group.book.joint)
    number = {boat.id: of(boat.book.account) for boat in group.boats}
    counted = [boat for boat in group.boats if states[boat.id] != "out"]
    if not counted:
        return _NOBODY
    joint = of(group.book.joint)
    high = _least_known(_total_high(number[boat] for boat in _with_perhaps(group, counted)), joint.high)
    apart = _total_high(number.values())
    if apart is not None and (joint.high is None or joint.high > apart):
        # As one boat they may hold more than as several, and all of it may fall on this day.
        high = joint.high
    low = sum(number[boat.id].low for boat in group.boats if states[boat.id] == "in" and not boat.perhaps)
    others = [boat for boat in group.boats if states[boat.id] != "in"]
    elsewhere = _total_high(number[boat] for boat in _with_perhaps(group, others))
    if elsewhere is not None:
        low = max(low, joint.low - elsewhere)
    return Range(low=low if high is None else min(low, high), high=high)


def _with_perhaps(group: Group, boats: Iterable[Boat]) -> list[str]:
    """Return these boats and every boat that is perhaps one of them: their people may be counted as its own."""
    by_id = {boat.id: boat for boat in group.boats}
    found = {boat.id for boat in boats}
    waiting = sorted(found)
    while waiting:
        for other in sorted(by_id[waiting.pop()].perhaps & by_id.keys() - found):
            found.add(other)
            waiting.append(other)
    return sorted(found)


def _total_high(numbers: Iterable[Range]) -> int | None:
    total = 0
    for number in numbers:
        if number.high is None:
            return None
        total += number.high
    return total


def _least_known(one: int | None, other: int | None) -> int | None:
    known = [each for each in (one, other) if each is not None]
    return min(known, default=None)


def _boats(group: Group, states: dict[str, State], definition: Definition) -> Range:
    """Count boats: surely one where a settled report tells of the event, at most one where the book allows it.

    Boats that are perhaps one are surely only one, and where any of them may count elsewhere, surely none.
    """
    wanted = {definition.event, _BOAT_TOLD_BY[definition.event]}
    sure: set[str] = set()
    possible = 0
    for boat in group.boats:
        number = _tally(boat.book.account, definition)
        told = [event for event in boat.events if event.name in wanted]
        if states[boat.id] == "out" or number.high == 0 or not (told or number.low):
            continue
        possible += 1
        together = _with_perhaps(group, [boat])
        if all(states[each] == "in" for each in together) and (
            number.low or any(event.sure for event in told)
        ):
            sure.add(together[0])
    return Range(low=len(sure), high=possible)


_BOAT_TOLD_BY = {"rescued": "landed", "arrived": "detained"}
"""What also shows that a boat's people were rescued or arrived."""


def _detained(group: Group, states: dict[str, State]) -> Range:
    """Sum the detentions told, one for each set of cases: told again it is the same one, and no two are added."""
    by_cases: dict[tuple[str, ...], dict[tuple[str, str], Event]] = {}
    for boat in group.boats:
        for event in boat.events:
            if event.name == "detained":
                by_cases.setdefault(event.cases, {})[(event.facts.id, event.field)] = event
    total = _NOBODY
    for cases, events in by_cases.items():
        about = {states[boat.id] for boat in group.boats if boat.is_in(cases)}
        number = told_again(events.values())
        if about == {"out"}:
            continue
        if about != {"in"} or not all(event.sure for event in events.values()):
            number = Range(low=0, high=number.high)
        total = total + number
    return total


def told_again(events: Iterable[Event]) -> Range:
    """Return the one number that several tell of: two with an upper end are alternatives, so both are covered."""
    numbers = [event.count or NOT_KNOWN for event in events]
    ended = [number for number in numbers if number.high is not None]
    if not ended:
        return Range(low=max(number.low for number in numbers), high=None)
    span = ended[0]
    for number in ended[1:]:
        span = span.hull(number)
    return span


def _prevented(basis: Basis, question: Question) -> Counted:
    total = _NOBODY
    told: list[Event] = []
    for case in basis.cases:
        events = [event for event in prevented(case) if _counts(case, event, question) != "out"]
        if events:
            number = told_again(events)
            settled = all(event.sure and _counts(case, event, question) == "in" for event in events)
            total = total + (number if settled else Range(low=0, high=number.high))
            told += events
    return Counted(range=total if told else NOT_KNOWN, told=tuple(told))


def _counts(case: CaseFacts, event: Event, question: Question) -> State:
    first = reported(case)
    when = event.when
    if question.clock in ("reported", "night") and first is not None:
        when = _at(first)
    if question.clock == "night" and not question.period.night:
        when = night_shift(when, question.period.zone)
    if question.clock == "week_ending":
        when = week_ending(when, question.period.zone)
    state = _in_time(question.period, when)
    if question.place is None or state == "out":
        return state
    if event.place is None:
        return "maybe"
    return state if question.place.casefold() in event.place.casefold() else "out"
