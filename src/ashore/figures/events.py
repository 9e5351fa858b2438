"""When and where what a figure counts took place, case by case, as an interval and never narrower than known.

The people book says how many; here stands when, so that a figure can be cut by time.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ashore.model.counts import Count, Range
from ashore.model.facts import CaseFacts, MentionFacts
from ashore.model.times import Interval
from ashore.people.acts import Act, acts_of, place_of
from ashore.people.claims import Statement, is_set_aside, read_range
from ashore.people.hypotheses import links_of

_EVENT_OF_ACT = {
    "take": "rescued",
    "transfer": "rescued",
    "land": "landed",
    "arrive": "arrived",
    "care": "arrived",
    "return": "returned",
    "body": "dead",
    "dead": "dead",
    "died": "dead",
    "missing": "missing",
}

_OF_NO_BOAT = frozenset({"lorry", "train", "land", "camp"})

OUTCOMES = frozenset({"rescued", "landed", "arrived", "returned", "dead", "detained"})
"""Events that say what became of people: a case without any of them is in nobody's figure."""

_TOLD_AFTERWARDS = frozenset("email article post official statement note".split())
"""Channels on which what is told was over when it was told."""

_TELLS_OF = {
    "rescued": ("rescued", "landed"),
    "landed": ("landed", "arrived"),
    "arrived": ("arrived", "detained"),
    "detained": ("detained",),
    "returned": ("returned",),
    "dead": ("dead",),
    "missing": ("missing",),
    "prevented": ("prevented",),
}
"""Which events date another, the nearest first: who was landed had been rescued by then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One mention's telling of what became of people.

    `timed` is whether the mention gives `when` itself, and not merely as something before it was said.
    `field` names the count it states, `count` that count, None where it states none;
    `sure` whether a settled link makes it about all of `cases`.
    """

    name: str
    facts: MentionFacts
    cases: tuple[str, ...]
    sure: bool
    when: Interval
    timed: bool
    unit: str | None
    place: str | None
    field: str
    count: Range | None


def events_of(case: CaseFacts) -> tuple[Event, ...]:
    """Return every event that the mentions of a case tell of, in the order in which they were said."""
    return tuple(event for facts in case.mentions for event in _told(facts))


def reported(case: CaseFacts) -> int | None:
    """Return when a source first reported the case: the first that is linked, else proposed; None if nobody did."""
    linked = [
        mention.known
        for mention in case.mentions
        if any(link.standing == "linked" and case.id in link.cases for link in mention.links)
    ]
    return min(linked or [mention.known for mention in case.mentions], default=None)


def dated(events: Iterable[Event], name: str, since: int, until: int) -> Interval:
    """Return when an event of this name took place, as wide as its tellers leave it.

    A telling with no time of its own dates only what no other does: one event told again is the same event.
    Nothing told leaves everything open from the first report, `since`, to the date of knowledge, `until`.
    """
    told = list(events)
    for teller in _TELLS_OF[name]:
        found = [event for event in told if event.name == teller]
        timed = [event.when for event in found if event.timed]
        if timed:
            span = _hull(timed)
        elif found:
            span = Interval(
                earliest=max(event.when.earliest for event in found),
                latest=min(event.when.latest for event in found),
            )
            if span.latest < span.earliest:
                span = _hull(event.when for event in found)
        else:
            continue
        return span if teller == name else Interval(earliest=min(since, span.earliest), latest=span.latest)
    return Interval(earliest=since, latest=max(since, until))


def disputed(events: Iterable[Event], name: str) -> tuple[Event, ...]:
    """Return the tellings of one event that give it times which cannot both be true."""
    told = [event for event in events if tells_of(event, name) and event.timed]
    return tuple(
        event
        for event in told
        if any(
            _same_movement(event, other)
            and (event.when.latest < other.when.earliest or other.when.latest < event.when.earliest)
            for other in told
        )
    )


def tells_of(event: Event, name: str) -> bool:
    """Whether an event tells of another by this name: who was landed had been rescued."""
    return event.name in _TELLS_OF.get(name, ())


def prevented(case: CaseFacts) -> tuple[Event, ...]:
    """Return the tellings of people kept from setting out that a case of any kind holds."""
    told = []
    for facts in case.mentions:
        event = facts.mention.event
        if event is None or event.kind != "prevented":
            continue
        reading = None if event.count is None else read_range(event.count)
        told.append(
            _event(
                "prevented", facts, _own_time(facts), None, event.place, "event.count", reading and reading[0]
            )
        )
    return tuple(told)


def lost_on_land(case: CaseFacts) -> tuple[Event, ...]:
    """Return the tellings of the dead and the missing in a case of no boat: a lorry, a train, a place or a camp."""
    told = [event for event in events_of(case) if event.name in ("dead", "missing")]
    for facts in case.mentions:
        mention = facts.mention
        if mention.about not in _OF_NO_BOAT:
            continue
        counts: list[tuple[str, str, Count | None, str | None]] = [
            (
                place_of(move.destination)[0],
                f"movements[{number}].count",
                move.count,
                place_of(move.origin)[1],
            )
            for number, move in enumerate(mention.movements)
        ]
        met = mention.encounter
        if met is not None and met.dead is not None:
            counts.append(("dead", "encounter.dead", met.dead, met.place))
        for name, field, count, place in counts:
            if name in ("dead", "missing") and not is_set_aside(facts, field):
                reading = None if count is None else read_range(count)
                told.append(
                    _event(name, facts, _own_time(facts), None, place or None, field, reading and reading[0])
                )
    return tuple(told)


def _told(facts: MentionFacts) -> list[Event]:
    events = []
    for act in acts_of(facts):
        name = _EVENT_OF_ACT.get(act.kind)
        detained = _detains(act)
        if name is None and not detained:
            continue
        when = (
            _own_time(facts)
            if act.stated_at is None
            else (Interval(earliest=act.stated_at, latest=act.stated_at), True)
        )
        total = next((each for each in act.statements if each.part is None), None)
        field = total.field if total is not None else ""
        counted = None if total is None else _range(total)
        if name is not None:
            events.append(_event(name, facts, when, act.unit, act.place, field, counted))
        if detained:
            events.append(_event("detained", facts, when, act.unit, act.place, field, counted))
    return events


def _detains(act: Act) -> bool:
    """Whether an act is a detention on the shore: by its name, or as people taken from a shore to a centre."""
    if act.form == "movement":
        return (act.origin[0], act.target[0]) == ("shore", "centre")
    met = act.facts.mention.encounter
    return (
        met is not None
        and met.action == "detained"
        and act.kind in ("care", "count")
        and bool(act.statements)
    )


def _event(
    name: str,
    facts: MentionFacts,
    when: tuple[Interval, bool],
    unit: str | None,
    place: str | None,
    field: str,
    count: Range | None,
) -> Event:
    options = links_of(facts)
    return Event(
        name=name,
        facts=facts,
        cases=tuple(sorted({case for option in options for case in option})),
        sure=len(options) == 1,
        when=when[0],
        timed=when[1],
        unit=unit,
        place=place,
        field=field,
        count=count,
    )


def _own_time(facts: MentionFacts) -> tuple[Interval, bool]:
    """Return when a mention says it was, and whether it gives a time of its own.

    A text that gives none, of a case nobody called from, is only known to tell of something before it was said.
    """
    happened = facts.happened
    stated = any(position.at is not None and position.of == "craft" for position in facts.mention.positions)
    if stated or happened.earliest < happened.latest:
        return happened, stated
    if facts.channel in _TOLD_AFTERWARDS and happened.latest == facts.known:
        return Interval(earliest=0, latest=facts.known), False
    return happened, True


def _same_movement(one: Event, other: Event) -> bool:
    if one.unit and other.unit and one.unit != other.unit:
        return False
    return one.cases == other.cases and (one.count is None or other.count is None or one.count == other.count)


def _range(statement: Statement) -> Range:
    return Range(low=statement.low, high=statement.high)


def _hull(intervals: Iterable[Interval]) -> Interval:
    spans = list(intervals)
    return Interval(earliest=min(span.earliest for span in spans), latest=max(span.latest for span in spans))
