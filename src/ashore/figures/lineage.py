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
from ashore.figures.wording import coded, in_english, ranged
from ashore.model.bodies import ClaimJudged
from ashore.model.facts import Link, MentionFacts
from ashore.model.phrases import Phrase, say
from ashore.model.times import Interval, iso, moment
from ashore.people.account import Bound
from ashore.people.claims import NOBODY_LOST, Statement
from ashore.picture.fold import Held, Picture

Words = Callable[[str, str], str | None]
"""Gives the words at a field of a mention to whoever may read them: (mention id, field) to words or None."""

_COUNTED = {
    "on_board": "{number} on board",
    "boats": "{number} from this boat",
    "role": "{number} aboard, the caller",
    "set_out": "{number} set out",
    "seen": "{number} seen aboard",
    "taken_off": "{number} off the boat",
    "left_aboard": "{number} left aboard",
    "in_water": "{number} in the water",
    "dead": "{number} dead",
}
"""What a count is of, by the last word of its field."""

_UNITS = {"person": "{number} people", "boat": "{number} boats"}
_PARTS = {"children": "{count} children", "women": "{count} women", "men": "{count} men"}
_ALL_OFF = {None: "all off", "children": "all children off", "women": "all women off", "men": "all men off"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """One step of a lineage and the steps under it.

    `kind` is figure, group, case, event, bound, statement, supplied (a statement no source made), source,
    decision, claim or cell; `phrase` a plain sentence, `says` its English. `entry` is the ledger entry it stands
    in; `mention` and `field` name the words (format ashore.report/1); `quote` holds them where anybody may read
    them.
    """

    kind: str
    phrase: Phrase
    entry: str | None = None
    mention: str | None = None
    field: str | None = None
    quote: str | None = None
    under: tuple[Chain, ...] = ()

    @property
    def says(self) -> str:
        """The sentence in English."""
        return in_english(self.phrase)

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
    return Chain(
        kind="figure",
        phrase=say(
            "{figure}: {number}, {period}{place}, by the clock “{clock}” in {zone}; {definition}",
            figure=figure.title,
            number=say(_UNITS[figure.unit], number=figure.number),
            period=figure.period,
            place="" if figure.place is None else f", {figure.place}",
            clock=figure.clock,
            zone=figure.zone,
            definition=say(definition.says) if figure.scope == "cases" else figure.definition,
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
    return tuple(steps) or (Chain(kind="group", phrase=say("Nothing held falls in this period.")),)


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
        phrase=say(
            "{count} boats counted together: {boats}",
            count=len(group.boats),
            boats=", ".join(boat.name for boat in group.boats),
        ),
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
        phrase=say(
            "{boat}: first reported {time}", boat=boat.name, time=iso(boat.reported, question.period.zone)
        ),
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
            phrase=say(
                "{channel} from {speaker}, known {time}",
                channel=coded(mention.channel),
                speaker=coded(mention.speaker),
                time=iso(mention.known, question.period.zone),
            ),
            entry=mention.entry,
            mention=mention.id,
            field="text",
        )
        links.update((link.entry, link) for link in mention.links)
    for entry, link in links.items():
        yield Chain(
            kind="decision",
            phrase=say(
                "{standing} by {by}: {reason}",
                standing=coded(link.standing),
                by=link.by,
                reason=_reason(link.reason),
            ),
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
    most = say("at most not known") if bound.high is None else say("at most {high}", high=bound.high)
    if (bound.low, bound.low_because) == (bound.high, bound.high_because):
        return (_end(say("exactly {low}", low=bound.low), bound.low_because, mentions),)
    return (
        _end(say("at least {low}", low=bound.low), bound.low_because, mentions),
        _end(most, bound.high_because, mentions),
    )


def _end(bound: Phrase, because: Iterable[Statement], mentions: dict[str, MentionFacts]) -> Chain:
    steps = tuple(_statement(said, mentions) for said in because)
    template = "{bound}, because" if steps else "{bound}, which no statement moves"
    return Chain(kind="bound", phrase=say(template, bound=bound), under=steps)


def _statement(said: Statement, mentions: dict[str, MentionFacts]) -> Chain:
    facts = mentions.get(said.mention.partition("~")[0]) or mentions.get(said.mention)
    if said.field == NOBODY_LOST or facts is None:
        nobody = say("nobody was lost while a unit passed its people on")
        return Chain(kind="statement", phrase=nobody)
    supplied = facts.assumes(said.field)
    what, speaker = _in_words(said), coded(facts.speaker)
    if said.read_as is not None:
        what = say("{what}, read as {range}", what=what, range=said.read_as)
    if supplied:
        phrase = say("supplied here, no source says it: {what}", what=what)
    elif said.hand:
        phrase = say("{speaker} counted by hand: {what}", speaker=speaker, what=what)
    else:
        phrase = say("{speaker} said: {what}", speaker=speaker, what=what)
    return Chain(
        kind="supplied" if supplied else "statement",
        phrase=phrase,
        entry=facts.entry,
        mention=facts.id,
        field=said.field,
        quote=_quote(facts, said.field),
    )


def _in_words(said: Statement) -> Phrase:
    if said.field == "encounter.all_off":
        return say(_ALL_OFF[said.part])
    number = ranged(said.low, said.high)
    if said.part is not None:
        number = say(_PARTS[said.part], count=number)
    return say(_COUNTED.get(said.field.partition(".")[2] or said.field, "{number}"), number=number)


def _told(event: Event, question: Question) -> Chain:
    facts = event.facts
    name = coded(event.name)
    if event.place is not None:
        name = say("{event} at {place}", event=name, place=event.place)
    return Chain(
        kind="event",
        phrase=say(
            "{event}, {number}, {when}: {speaker}",
            event=name,
            number=say("no number") if event.count is None else ranged(event.count.low, event.count.high),
            when=_span(event.when, question.period.zone),
            speaker=coded(facts.speaker),
        ),
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
                phrase=say(
                    "held {standing} by {by}: {reason}",
                    standing=coded(comparison.standing),
                    by=comparison.by,
                    reason=_reason(comparison.reason),
                ),
                entry=comparison.entry,
            )
        if case.ended is not None:
            yield Chain(
                kind="decision",
                phrase=say(
                    "ended ({how}) by {by}: {reason}",
                    how=coded(case.ended.how),
                    by=case.ended.by,
                    reason=case.ended.reason,
                ),
                entry=case.ended.entry,
            )


def _theirs(basis: Basis, question: Question, scope: str) -> tuple[Chain, ...]:
    days = question.period.days
    if days is None:
        return ()
    said = [
        one
        for one in said_outside(basis.reports, basis.stated, question.definition, days)
        if one.scope == scope
    ]
    return tuple(_claim(basis, question, one) for one in said)


def _claim(basis: Basis, question: Question, one: Outside) -> Chain:
    cells = cells_of(basis.reports, question.definition, one)
    noughts = sum(value == 0 for _, value in cells)
    steps = [
        Chain(
            kind="cell",
            phrase=say("{days}: {value}", days=row, value=say("not collected") if value is None else value),
            entry=one.entry,
        )
        for row, value in cells
        if value != 0
    ]
    if noughts:
        steps.append(Chain(kind="cell", phrase=say("{count} cells of 0", count=noughts), entry=one.entry))
    if one.decided:
        judged = basis.picture.entries[one.decided]
        steps.append(Chain(kind="decision", phrase=_as_read(basis, judged), entry=one.decided))
    says = say("{source} says", source=one.source)
    return Chain(kind="claim", phrase=says, entry=one.entry, quote=one.quote, under=tuple(steps))


def _as_read(basis: Basis, judged: Held) -> Phrase:
    """Say who read a claim that somebody judged, the rules or a second reader, and who judged it."""
    body: ClaimJudged = judged.body
    verdict, reason = coded(body.verdict), _reason(body.reason)
    if body.read_by is not None:
        return say(
            "read from the report's words by a second reader, {model}, and {verdict} by {by}: {reason}",
            model=_model(basis, body.read_by),
            verdict=verdict,
            by=judged.actor,
            reason=reason,
        )
    if body.corrected_by is not None:
        return say(
            "read from the report's words, and {verdict} by {by} as a second reader, {model}, has it: {reason}",
            verdict=verdict,
            by=judged.actor,
            model=_model(basis, body.corrected_by),
            reason=reason,
        )
    return say(
        "read from the report's words, and {verdict} by {by}: {reason}",
        verdict=verdict,
        by=judged.actor,
        reason=reason,
    )


def _model(basis: Basis, entry: str) -> str | Phrase:
    made = basis.picture.entries.get(entry)
    named = None if made is None else getattr(made.body, "model", None)
    return named or say("its entry is not held here")


def _quote(facts: MentionFacts, field: str) -> str | None:
    found = count_at(facts, field)
    return None if found is None else found.as_said


def _reason(reason: str) -> str | Phrase:
    return reason or say("no reason given")


def _span(when: Interval, zone: str) -> Phrase:
    if when.earliest == when.latest:
        return say("at {time}", time=iso(when.earliest, zone))
    if when.earliest <= 0:
        return say("some time up to {time}", time=iso(when.latest, zone))
    return say("some time from {start} to {end}", start=iso(when.earliest, zone), end=iso(when.latest, zone))
