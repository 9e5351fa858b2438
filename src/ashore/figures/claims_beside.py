"""Each claim beside the book: agrees, contradicts and by how much, overlaps in definition, or cannot be compared.

Compared is only what is of the same outcome, unit, part and days, as known at one date; what differs in one of them
is named. Our own cases hold only boats of which a report is held, so that a claim of more, of a longer time, refutes
nothing; and a claim of a part is the total's, which is compared once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from ashore.figures.basis import Basis
from ashore.figures.claims_chains import Chain, chains
from ashore.figures.claims_conflicts import Conflict, conflicts, ends
from ashore.figures.claims_said import Days, Said, no_count, stated_range
from ashore.figures.claims_totals import Total, published_under, totals
from ashore.figures.counting import Question, count
from ashore.figures.definitions import DEFINITIONS, Definition
from ashore.figures.outside import Outside, series_for
from ashore.figures.period import DEFAULT_ZONE, named, of_days
from ashore.figures.wording import coded, ranged
from ashore.model.counts import Range
from ashore.model.phrases import Phrase, say
from ashore.model.times import in_zone

AGREES, CONTRADICTS, OVERLAPS, NOT_COMPARABLE = "agrees", "contradicts", "overlaps", "not_comparable"

_INSIDE_OURS = {
    "handed_over": "rescued",
    "medical": "rescued",
    "hospital": "rescued",
    "body_recovered": "dead",
    "intercepted": "arrived",
}
"""Outcomes that no figure of ours counts alone, with the figure that holds those people or some of them."""

_CLOCKS = ("reported", "night", "landed", "arrived", "happened", "found")
"""By which clocks a claim that names none is set beside our cases."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """A claim beside one number of the book: `by` is the claim less the book, the least it can be; None but where
    they contradict."""

    figure: str
    scope: str
    clock: str
    period: str
    low: int
    high: int | None
    verdict: str
    by: int | None
    says: Phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A claim, what it comes to beside the book, and why; with whoever else says it, and what contradicts it.

    `part_of` is the total of its text under which it is published, None where it stands for itself.
    `verdict` is contradicts if any number of the book does, else agrees if any does, else overlaps or not_comparable.
    `chain` is all that is one source with it; `conflicts` are those it stands in.
    """

    said: Said
    part_of: Said | None
    verdict: str
    against: tuple[Beside, ...]
    says: tuple[Phrase, ...]
    chain: Chain
    conflicts: tuple[Conflict, ...]


def compare(basis: Basis, said: Sequence[Said], *, zone: str = DEFAULT_ZONE) -> tuple[Compared, ...]:
    """Return each claim beside the book as the basis knows it, in the order given."""
    chained = {each.id: chain for chain in chains(said) for each in chain.said}
    disputed: dict[str, list[Conflict]] = {}
    for conflict in conflicts(said):
        for each in conflict.said:
            disputed.setdefault(each.id, []).append(conflict)
    under = published_under(totals(said))
    book = _Book(basis, zone)
    return tuple(
        _compared(book, each, under.get(each.id), chained[each.id], tuple(disputed.get(each.id, ())))
        for each in said
    )


class _Book:
    """The book as claims are held against it: how far our cases reach, and each of their numbers counted once."""

    def __init__(self, basis: Basis, zone: str) -> None:
        self.basis = basis
        self.zone = zone
        self.reach = _reach(basis, zone)
        self._counted: dict[tuple[str, Days, str], Range] = {}

    def cases(self, definition: Definition, days: Days, clock: str) -> Range:
        """Return what our own cases have for these days by a clock."""
        key = (definition.name, days, clock)
        if key not in self._counted:
            question = Question(definition=definition, period=of_days(*days, self.zone), clock=clock)
            self._counted[key] = count(self.basis, question).range
        return self._counted[key]


def remainders(said: Iterable[Said]) -> tuple[Said, ...]:
    """Return what two running sums of one text leave between them: 8 to November, 9 to December, 1 in December.

    Only where both are exact, of one outcome and unit, and end on one day.
    """
    running = [
        each
        for each in said
        if each.claim.kind == "cumulative"
        and each.days is not None
        and ends(each) == (each.value, each.value)
    ]
    found = []
    for long in running:
        for short in running:
            if (
                long.document == short.document
                and (long.claim.outcome, long.claim.unit) == (short.claim.outcome, short.claim.unit)
                and long.days is not None
                and short.days is not None
                and long.days[1] == short.days[1]
                and long.days[0] < short.days[0]
                and (left := (long.value or 0) - (short.value or 0)) >= 0
            ):
                last = short.days[0] - timedelta(days=1)
                claim = replace(
                    long.claim,
                    quote=f"{long.claim.quote} … {short.claim.quote}",
                    start=None,
                    end=None,
                    value=left,
                    low=left,
                    high=left,
                    kind="derived",
                    when_start=long.days[0].isoformat(),
                    when_end=last.isoformat(),
                    period=None,
                    subset_of=None,
                    repeats=None,
                )
                found.append(replace(long, id=f"{long.id}-{short.id.rpartition(':')[2]}", claim=claim))
    return tuple(found)


def left_between(said: Said) -> bool:
    """Return whether a claim is what two running sums leave between them, which no text prints."""
    return "-" in said.id.rpartition(":")[2]


# -- one claim -----------------------------------------------------------------------------------------------


def _compared(
    book: _Book, said: Said, under: Total | None, chain: Chain, found: tuple[Conflict, ...]
) -> Compared:
    def told(verdict: str, says: tuple[Phrase, ...], against: tuple[Beside, ...] = ()) -> Compared:
        return Compared(
            said=said,
            part_of=None if under is None or under.said == said else under.said,
            verdict=verdict,
            against=against,
            says=says,
            chain=chain,
            conflicts=found,
        )

    reason = no_count(said.claim) or _not_compared(said, under)
    if reason is not None:
        return told(NOT_COMPARABLE, (reason,))
    definitions, same = _definitions(said)
    if not definitions and said.claim.outcome is None:
        return told(NOT_COMPARABLE, (say("It names no outcome that a figure counts."),))
    if not definitions:
        nothing = say("No figure of ours counts “{outcome}”.", outcome=coded(said.claim.outcome or "other"))
        return told(NOT_COMPARABLE, (nothing,))
    assert said.days is not None
    number, widened = stated_range(said)
    against = [
        *_beside_series(book.basis, said, definitions, number, same),
        *_beside_cases(book, said, definitions, number, same),
    ]
    says: list[Phrase] = []
    if widened:
        says.append(
            say(
                "“About {number}” is read as {range}.",
                number=said.value or 0,
                range=ranged(number.low, number.high),
            )
        )
    if said.places:
        says.append(
            say(
                "The place “{place}” is the claim's; the book is not cut by it.", place=said.claim.place or ""
            )
        )
    if said.published is not None:
        says.append(
            say(
                "Claimed on {day}; the book is as known on {known}.",
                day=said.published.isoformat(),
                known=in_zone(book.basis.known_at, book.zone).date().isoformat(),
            )
        )
    says += _unit_slip(book.basis, said, against)
    verdicts = {each.verdict for each in against if each.scope != "cases"}
    by_clock = {each.verdict for each in against if each.scope == "cases"}
    verdicts |= by_clock if len(by_clock) < 2 else {OVERLAPS}
    verdict = next((each for each in (CONTRADICTS, AGREES, OVERLAPS) if each in verdicts), NOT_COMPARABLE)
    if not against:
        says.append(say("Nothing held here is of {period}.", period=named(*said.days)))
    return told(verdict, tuple(says), tuple(against))


def _not_compared(said: Said, under: Total | None) -> Phrase | None:
    if under is not None and under.said != said:
        again = said in under.restated
        template = (
            "It says the {number} of the same text again; that is compared, once."
            if again
            else "It is a part of the {number} of the same text, which is compared, once."
        )
        return say(template, number=under.value)
    if said.claim.kind == "stock":
        return say(
            "It is how many there were on a day, each source's own: no sum and no figure of ours holds it."
        )
    if said.days is None:
        return say("It names no period, and none is supplied.")
    if said.part is None and said.claim.subset_of is not None:
        return say("It is a part of another number of its text, which is compared, once.")
    return None


def _definitions(said: Said) -> tuple[tuple[Definition, ...], bool]:
    """Return the figures to set a claim beside, their sum taken, and whether they count the same thing."""
    outcome, unit = said.claim.outcome or "", said.claim.unit
    wanted = ("dead", "missing") if outcome == "dead_or_missing" else (outcome,)
    found = tuple(
        each
        for name in wanted
        for each in DEFINITIONS.values()
        if (each.event, each.unit, each.part) == (name, unit, said.part)
    )
    if found:
        return found, True
    held_in = _INSIDE_OURS.get(outcome)
    return tuple(
        each
        for each in DEFINITIONS.values()
        if (each.event, each.unit, each.part) == (held_in, unit, said.part)
    ), False


# -- beside a published series -------------------------------------------------------------------------------


def _beside_series(
    basis: Basis, said: Said, definitions: Sequence[Definition], number: Range, same: bool
) -> Iterator[Beside]:
    assert said.days is not None
    by_scope: dict[str, list[Outside]] = {}
    for definition in definitions:
        for outside in series_for(basis.reports, definition, said.days):
            by_scope.setdefault(outside.scope, []).append(outside)
    for scope, held in sorted(by_scope.items()):
        if len(held) < len(definitions):
            continue
        book = Range(low=0, high=0)
        for each in held:
            book = book + Range(low=each.low, high=each.high)
        verdict, by = _verdict(number, book)
        fields = {"source": held[0].source, "book": ranged(book.low, book.high), "period": named(*said.days)}
        if not same:
            verdict, by = OVERLAPS, None
            says = say("{source} has {book} for {period}, of another definition.", **fields)
        elif verdict == CONTRADICTS:
            says = say(
                "{source} has {book} for {period}: the claim differs by {by}.", **fields, by=_signed(by)
            )
        elif verdict == AGREES:
            says = say("{source} has {book} for {period}.", **fields)
        else:
            says = say("{source} has {book} for {period}, which settles nothing.", **fields)
        yield Beside(
            figure=definitions[0].name if len(definitions) == 1 else said.claim.outcome or "",
            scope=scope,
            clock=held[0].clock or definitions[0].clock,
            period=named(*said.days),
            low=book.low,
            high=book.high,
            verdict=verdict,
            by=by,
            says=says,
        )


# -- beside our own cases ------------------------------------------------------------------------------------


def _beside_cases(
    book: _Book, said: Said, definitions: Sequence[Definition], number: Range, same: bool
) -> Iterator[Beside]:
    """Set a claim beside our cases by every clock; where the clocks disagree, the claim's own is what is wanting."""
    assert said.days is not None
    reach = book.reach
    if reach is None or said.days[1] < reach[0] or reach[1] < said.days[0]:
        return
    rows = []
    for clock in _CLOCKS:
        if not all(clock in definition.clocks for definition in definitions):
            continue
        ours = Range(low=0, high=0)
        for definition in definitions:
            ours = ours + book.cases(definition, said.days, clock)
        rows.append((clock, ours, *_verdict(number, ours)))
    open_clock = len({(verdict, by) for _, _, verdict, by in rows}) > 1
    for clock, ours, verdict, by in rows:
        yield _beside_ours(said, definitions, clock, ours, (verdict, by), same, open_clock, reach)


def _beside_ours(
    said: Said,
    definitions: Sequence[Definition],
    clock: str,
    book: Range,
    found: tuple[str, int | None],
    same: bool,
    open_clock: bool,
    reach: Days,
) -> Beside:
    assert said.days is not None
    verdict, by = found
    fields = {"book": ranged(book.low, book.high), "clock": clock}
    whole = reach[0] <= said.days[0] and said.days[1] <= reach[1]
    if not book.low and book.high is None:
        verdict, says = NOT_COMPARABLE, say("Our cases hold no count for these days; that is not nought.")
    elif not same:
        verdict = OVERLAPS
        says = say("Our cases have {book} by the clock “{clock}”, of another definition.", **fields)
    elif verdict == CONTRADICTS and not whole and (by or 0) > 0:
        verdict = OVERLAPS
        says = say(
            "Our cases have {book} by the clock “{clock}”, and hold {first} to {last} of these days only.",
            **fields,
            first=reach[0].isoformat(),
            last=reach[1].isoformat(),
        )
    elif verdict == CONTRADICTS and said.places and (by or 0) < 0:
        verdict = OVERLAPS
        says = say("Our cases have {book} by the clock “{clock}”, of all places.", **fields)
    elif open_clock and verdict != NOT_COMPARABLE:
        verdict = OVERLAPS if verdict == CONTRADICTS else verdict
        says = say("Our cases have {book} by the clock “{clock}”; the claim names no clock.", **fields)
    elif verdict == CONTRADICTS:
        says = say(
            "Our cases have {book} by the clock “{clock}”: the claim differs by {by}.",
            **fields,
            by=_signed(by),
        )
    elif verdict == AGREES:
        says = say("Our cases have {book} by the clock “{clock}”.", **fields)
    else:
        says = say("Our cases have {book} by the clock “{clock}”, which settles nothing.", **fields)
    return Beside(
        figure=definitions[0].name if len(definitions) == 1 else said.claim.outcome or "",
        scope="cases",
        clock=clock,
        period=named(*said.days),
        low=book.low,
        high=book.high,
        verdict=verdict,
        by=by if verdict == CONTRADICTS else None,
        says=says,
    )


def _verdict(claim: Range, book: Range) -> tuple[str, int | None]:
    """Return how a claim's range stands to the book's, and the least difference where they share no number.

    It agrees where everything the book allows makes it true; where the book allows it and other numbers too, the book
    settles nothing.
    """
    if claim.high is not None and claim.high < book.low:
        return CONTRADICTS, claim.high - book.low
    if book.high is not None and book.high < claim.low:
        return CONTRADICTS, claim.low - book.high
    inside = claim.low <= book.low and (
        claim.high is None or (book.high is not None and book.high <= claim.high)
    )
    return (AGREES, None) if inside else (NOT_COMPARABLE, None)


def _unit_slip(basis: Basis, said: Said, against: Sequence[Beside]) -> Iterator[Phrase]:
    """A number of boats that is in fact the number of people, or the other way about."""
    other = {"boat": "person", "person": "boat"}.get(said.claim.unit or "")
    if other is None or said.days is None or all(each.verdict != CONTRADICTS for each in against):
        return
    definitions, _ = _definitions(replace(said, claim=replace(said.claim, unit=other)))
    for definition in definitions:
        for outside in series_for(basis.reports, definition, said.days):
            if outside.low == outside.high == said.value:
                template = (
                    "{source} has {number} people for these days: the claim says boats."
                    if other == "person"
                    else "{source} has {number} boats for these days: the claim says people."
                )
                yield say(template, source=outside.source, number=said.value or 0)


def _reach(basis: Basis, zone: str) -> Days | None:
    """Return from which day to which our cases go, by their first reports; None where there are none."""
    if not basis.boats:
        return None
    days = [in_zone(boat.reported, zone).date() for boat in basis.boats]
    last: date = max(days)
    for boat in basis.boats:
        for event in boat.events:
            if event.timed:
                last = max(last, in_zone(event.when.latest, zone).date())
    return min(days), last


def _signed(number: int | None) -> str:
    return f"{number or 0:+,}"
