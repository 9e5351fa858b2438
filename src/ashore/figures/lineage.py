"""Why a figure is what it is: from the number down to the very words, each step naming the entry it stands in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from ashore.figures.basis import Basis, Boat, Group, count_at
from ashore.figures.counting import Question, count
from ashore.figures.definitions import Definition, definition_of
from ashore.figures.events import Event, tells_of
from ashore.figures.figure import Figure
from ashore.figures.outside import Outside, cells_of, said_outside
from ashore.figures.period import period
from ashore.model.facts import Link, MentionFacts
from ashore.model.times import Interval, iso, moment
from ashore.people.account import Bound
from ashore.people.claims import NOBODY_LOST, Statement
from ashore.picture.fold import Picture

Words = Callable[[str, str], str | None]
"""Gives the words at a field of a mention to whoever may read them: (mention id, field) to words or None."""

_COUNTED = {
    "on_board": " on board",
    "boats": " from this boat",
    "role": " aboard, the caller",
    "set_out": " set out",
    "seen": " seen aboard",
    "taken_off": " off the boat",
    "left_aboard": " left aboard",
    "in_water": " in the water",
    "dead": " dead",
}
"""What a count is of, by the last word of its field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """One step of a lineage and the steps under it.

    `kind` is figure, group, case, event, bound, statement, supplied (a statement no source made), source,
    decision, claim or cell; `says` a plain sentence. `entry` is the ledger entry it stands in; `mention` and
    `field` name the words (format ashore.report/1); `quote` holds them where anybody may read them.
    """

    kind: str
    says: str
    entry: str | None = None
    mention: str | None = None
    field: str | None = None
    quote: str | None = None
    under: tuple[Chain, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the chain as plain nested objects, fields without a value left out."""
        plain: dict[str, Any] = {"kind": self.kind, "says": self.says}
        for name in ("entry", "mention", "field", "quote"):
            value = getattr(self, name)
            if value is not None:
                plain[name] = value
        if self.under:
            plain["under"] = [step.as_json() for step in self.under]
        return plain

    def leaves(self) -> Iterator[Chain]:
        """Yield the steps with nothing under them, in order."""
        if not self.under:
            yield self
        for step in self.under:
            yield from step.leaves()


def why(picture: Picture, figure: Figure) -> Chain:
    """Return what is under a figure, from the picture as it was when the figure was made."""
    basis = Basis(picture, known_at=moment(figure.known_at).ms, recorded_at=moment(figure.recorded_at).ms)
    definition = definition_of(figure.figure)
    question = Question(
        definition=definition,
        period=period(figure.period, figure.zone),
        clock=figure.clock,
        place=figure.place,
    )
    under = _ours(basis, question) if figure.scope == "cases" else _theirs(basis, question, figure.scope)
    unit = {"person": "people", "boat": "boats"}[figure.unit]
    place = "" if figure.place is None else f", {figure.place}"
    return Chain(
        kind="figure",
        says=(
            f"{figure.name}: {figure.shown} {unit}, {figure.period}{place}, by the clock “{figure.clock}” "
            f"in {figure.zone}; {figure.definition}"
        ),
        under=under,
    )


def as_text(chain: Chain, words: Words | None = None) -> str:
    """Return a chain as indented lines; `words` opens what is sealed, for whoever may read it."""
    return "\n".join(_lines(chain, words, 0)) + "\n"


def _lines(chain: Chain, words: Words | None, depth: int) -> Iterator[str]:
    indent = "  " * depth
    opened = chain.quote
    if opened is None and words is not None and chain.kind in ("statement", "event"):
        opened = words(chain.mention, chain.field) if chain.mention and chain.field else None
    yield f"{indent}{chain.says}" + ("" if opened is None else f" “{opened}”")
    if chain.kind in ("statement", "supplied", "source", "claim", "decision") and chain.entry is not None:
        where = chain.entry if chain.mention is None else f"{chain.mention} {chain.field or ''}".rstrip()
        yield f"{indent}  ({where}" + ("" if chain.mention is None else f", entry {chain.entry}") + ")"
    for step in chain.under:
        yield from _lines(step, words, depth + 1)


def _ours(basis: Basis, question: Question) -> tuple[Chain, ...]:
    counted = count(basis, question)
    under = {boat.id for boat in counted.boats}
    steps = [_group(basis, question, group, under) for group in counted.groups]
    steps += [_told(event, question) for event in counted.told]
    return tuple(steps) or (Chain(kind="group", says="Nothing held falls in this period."),)


def _group(basis: Basis, question: Question, group: Group, under: set[str]) -> Chain:
    """A group of one boat is that boat; of several, what is said of more than one stands once, above them."""
    heard = Counter(mention.id for boat in group.boats for mention in boat.mentions)
    shared = {mention for mention, boats in heard.items() if boats > 1}
    boats = tuple(_boat(basis, question, boat, hidden=shared) for boat in group.boats if boat.id in under)
    if len(group.boats) == 1:
        return boats[0]
    mentions = {mention.id: mention for boat in group.boats for mention in boat.mentions}
    bound = _bound(group.book.joint, question.definition)
    events = {
        (event.facts.id, event.name, event.field): event for boat in group.boats for event in boat.events
    }
    return Chain(
        kind="group",
        says=f"{len(group.boats)} boats counted together: " + ", ".join(boat.name for boat in group.boats),
        under=(
            *(() if bound is None else _bounds(bound, mentions)),
            *_under(
                question,
                [event for event in events.values() if event.facts.id in shared],
                [mention for mention in mentions.values() if mention.id in shared],
            ),
            *boats,
        ),
    )


def _boat(basis: Basis, question: Question, boat: Boat, hidden: Container[str]) -> Chain:
    bound = _bound(boat.book.account, question.definition)
    return Chain(
        kind="case",
        says=f"{boat.name}: first reported {iso(boat.reported, question.period.zone)}",
        entry=boat.cases[0].opened,
        under=(
            *(() if bound is None else _bounds(bound, {mention.id: mention for mention in boat.mentions})),
            *_under(
                question,
                [event for event in boat.events if event.facts.id not in hidden],
                [mention for mention in boat.mentions if mention.id not in hidden],
            ),
            *_decided(boat),
        ),
    )


def _under(question: Question, events: Iterable[Event], mentions: Iterable[MentionFacts]) -> Iterator[Chain]:
    for event in events:
        if tells_of(event, question.definition.event) or event.name == question.clock:
            yield _told(event, question)
    links: dict[str, Link] = {}
    for mention in mentions:
        yield Chain(
            kind="source",
            says=f"{mention.channel} from {mention.speaker}, known {iso(mention.known, question.period.zone)}",
            entry=mention.entry,
            mention=mention.id,
            field="text",
        )
        links.update((link.entry, link) for link in mention.links)
    for entry, link in links.items():
        yield Chain(
            kind="decision",
            says=f"{link.standing} by {link.by}: {link.reason or 'no reason given'}",
            entry=entry,
        )


def _bound(account: Any, definition: Definition) -> Bound | None:
    if definition.tally is None:
        return None
    tally = getattr(account, definition.tally)
    if definition.part is None:
        total: Bound = tally.total
        return total
    part: Bound | None = tally.part(definition.part)
    return part


def _bounds(bound: Bound, mentions: dict[str, MentionFacts]) -> tuple[Chain, ...]:
    most = "not known" if bound.high is None else str(bound.high)
    if (bound.low, bound.low_because) == (bound.high, bound.high_because):
        return (_end(f"exactly {bound.low}", bound.low_because, mentions),)
    return (
        _end(f"at least {bound.low}", bound.low_because, mentions),
        _end(f"at most {most}", bound.high_because, mentions),
    )


def _end(says: str, because: Iterable[Statement], mentions: dict[str, MentionFacts]) -> Chain:
    steps = tuple(_statement(said, mentions) for said in because)
    return Chain(
        kind="bound", says=says + (", because" if steps else ", which no statement moves"), under=steps
    )


def _statement(said: Statement, mentions: dict[str, MentionFacts]) -> Chain:
    facts = mentions.get(said.mention.partition("~")[0]) or mentions.get(said.mention)
    if said.field == NOBODY_LOST or facts is None:
        return Chain(kind="statement", says="nobody was lost while a unit passed its people on")
    supplied = facts.assumes(said.field)
    who = f"{facts.speaker} {'counted by hand' if said.hand else 'said'}"
    if supplied:
        who = "supplied here, no source says it"
    reading = "" if said.read_as is None else f", read as {said.read_as}"
    return Chain(
        kind="supplied" if supplied else "statement",
        says=f"{who}: {_in_words(said)}{reading}",
        entry=facts.entry,
        mention=facts.id,
        field=said.field,
        quote=_quote(facts, said.field),
    )


def _in_words(said: Statement) -> str:
    part = "" if said.part is None else f" {said.part}"
    if said.field == "encounter.all_off":
        return f"all{part} off"
    counted = _COUNTED.get(said.field.partition(".")[2] or said.field, "")
    return f"{_number(said.low, said.high)}{part}{counted}"


def _told(event: Event, question: Question) -> Chain:
    facts = event.facts
    number = "no number" if event.count is None else _number(event.count.low, event.count.high)
    place = "" if event.place is None else f" at {event.place}"
    return Chain(
        kind="event",
        says=f"{event.name}{place}, {number}, {_span(event.when, question.period.zone)}: {facts.speaker}",
        entry=facts.entry,
        mention=facts.id,
        field=event.field or None,
        quote=_quote(facts, event.field) if event.field else None,
    )


def _decided(boat: Boat) -> Iterator[Chain]:
    for case in boat.cases:
        for comparison in case.comparisons:
            yield Chain(
                kind="decision",
                says=f"held {comparison.standing} by {comparison.by}: {comparison.reason or 'no reason given'}",
                entry=comparison.entry,
            )
        if case.ended is not None:
            yield Chain(
                kind="decision",
                says=f"ended ({case.ended.how}) by {case.ended.by}: {case.ended.reason}",
                entry=case.ended.entry,
            )


def _theirs(basis: Basis, question: Question, scope: str) -> tuple[Chain, ...]:
    days = question.period.days
    if days is None:
        return ()
    said = [one for one in said_outside(basis.reports, question.definition, days) if one.scope == scope]
    return tuple(_claim(basis, question, one) for one in said)


def _claim(basis: Basis, question: Question, one: Outside) -> Chain:
    cells = cells_of(basis.reports, question.definition, one)
    noughts = sum(value == 0 for _, value in cells)
    steps = [
        Chain(kind="cell", says=f"{row}: {'not collected' if value is None else value}", entry=one.entry)
        for row, value in cells
        if value != 0
    ]
    if noughts:
        steps.append(Chain(kind="cell", says=f"{noughts} cells of 0", entry=one.entry))
    return Chain(
        kind="claim", says=f"{one.source} says", entry=one.entry, quote=one.quote, under=tuple(steps)
    )


def _quote(facts: MentionFacts, field: str) -> str | None:
    found = count_at(facts, field)
    return None if found is None else found.as_said


def _number(low: int, high: int | None) -> str:
    if low == high:
        return str(low)
    return f"at least {low}" if high is None else f"{low}–{high}"


def _span(when: Interval, zone: str) -> str:
    if when.earliest == when.latest:
        return f"at {iso(when.earliest, zone)}"
    if when.earliest <= 0:
        return f"some time up to {iso(when.latest, zone)}"
    return f"some time from {iso(when.earliest, zone)} to {iso(when.latest, zone)}"
