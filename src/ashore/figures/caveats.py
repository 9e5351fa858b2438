"""What one must know before printing a figure, in plain sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ashore.figures.basis import Basis, Boat, assumed_in
from ashore.figures.counting import Counted, Question
from ashore.figures.outside import Outside, part_held
from ashore.figures.period import Period
from ashore.model.facts import MentionFacts
from ashore.people.account import Bound

_CLOCKS = {
    "reported": "a boat is counted when it was first reported",
    "night": "a boat is counted on the day on which the night of its first report ends, noon to noon",
    "happened": "people are counted when it happened to them",
    "landed": "people are counted when a unit brought them ashore",
    "arrived": "people are counted when they reached land",
    "found": "the dead are counted when they were found",
    "died": "the dead are counted between the first report of their boat and their finding",
    "week_ending": "people are counted on the Sunday that ends the week in which it happened",
}

_SUPPLIED = {
    "encounter.all_off": "that all are off",
    "encounter.set_out": "how many set out",
    "encounter.craft_after": "what became of the craft",
}


def caveats_of(
    basis: Basis, question: Question, counted: Counted, taken_from: Outside | None
) -> tuple[str, ...]:
    """Return the caveats of a figure of our own cases, the gravest first."""
    return tuple(dict.fromkeys(_all(basis, question, counted, taken_from)))


def _all(basis: Basis, question: Question, counted: Counted, taken_from: Outside | None) -> Iterator[str]:
    for kind in basis.kinds:
        yield f"{kind.upper()}: this log is no live record."
    yield f"Clock “{question.clock}”: {_CLOCKS[question.clock]}, by the clocks of {question.period.zone}."
    if question.definition.event == "prevented" and not counted.told:
        yield "No report held here counts anybody prevented in this period; that is not nought."
    if question.period.days is not None and question.place is None:
        for name, first, last in part_held(basis.reports, question.definition, question.period.days):
            yield (
                f"{name} has no number for all of {question.period.text}: of these days it holds {first} to {last}."
            )
    if taken_from is not None:
        yield f"Our own cases leave a range; “best” is {taken_from.source}'s number for the same days."
    if any(not group.book.exact for group in counted.groups):
        yield "Not exact: the limit on work was reached, so the range is wider than the reports force."
    yield from _unsettled(counted, question.period)
    yield from _disagreements(counted)
    mentions = _mentions(counted)
    yield from _assumed(mentions)
    yield from _approximate(counted)
    yield from _set_aside(mentions)


def _unsettled(counted: Counted, period: Period) -> Iterator[str]:
    if counted.unsettled:
        names = ", ".join(boat.name for boat in counted.unsettled)
        yield f"Whether it falls in {period.text} is not settled for: {names}."
    for group in counted.groups:
        if any(boat.perhaps for boat in group.boats):
            names = ", ".join(boat.name for boat in group.boats if boat.perhaps)
            yield f"Perhaps one boat, not settled: {names}; the range covers both."


def _disagreements(counted: Counted) -> Iterator[str]:
    for boat in counted.boats:
        book = boat.book
        for conflict in book.place_conflicts:
            places = "; ".join(place for place, _ in conflict.places)
            yield f"{boat.name}: sources name different places for one landing: {places}."
        for name in ("rescued", "landed", "arrived", "detained"):
            for group in counted.groups:
                if any(each.id == boat.id for each in group.boats) and group.disputes(name):
                    yield f"{boat.name}: sources give times that cannot both be true for one event."
        for contradiction in book.contradictions:
            if contradiction.more is not None and contradiction.fewer is not None:
                yield f"{boat.name}: {contradiction.more} exceeds {contradiction.fewer}; both are kept."
            else:
                yield f"{boat.name}: sources contradict each other; the range covers every way to believe them."
        if book.surplus is not None:
            yield (
                f"{boat.name}: {book.surplus.number} more were taken off than anybody said set out; "
                "a surplus pays for no other boat."
            )


def _mentions(counted: Counted) -> list[MentionFacts]:
    once = {mention.id: mention for boat in counted.boats for mention in boat.mentions}
    once.update({event.facts.id: event.facts for event in counted.told})
    return [once[key] for key in sorted(once)]


def _assumed(mentions: Iterable[MentionFacts]) -> Iterator[str]:
    """Every value that no source gives, in the words of the desk where it bears on who is still out."""
    by_path: dict[str, list[str]] = {}
    for mention in mentions:
        for field in assumed_in(mention):
            by_path.setdefault(field, []).append(mention.report)
    for path, reports in sorted(by_path.items()):
        named = ", ".join(dict.fromkeys(reports))
        if path in _SUPPLIED:
            yield f"No source says {_SUPPLIED[path]}: it was supplied with {named}."
        else:
            yield f"Assumed, no source gives it: {path} of {named}."


def _approximate(counted: Counted) -> Iterator[str]:
    for boat in counted.boats:
        for bound in _bounds(boat):
            for said in (*bound.low_because, *bound.high_because):
                if said.read_as is not None:
                    yield f"{boat.name}: an approximate number is read as {said.read_as} ({said.mention})."


def _bounds(boat: Boat) -> Iterator[Bound]:
    account = boat.book.account
    for tally in (account.still_out, account.rescued, account.landed, account.arrived):
        yield tally.total


def _set_aside(mentions: Iterable[MentionFacts]) -> Iterator[str]:
    for mention in mentions:
        for field, _ in mention.set_aside:
            what = "everything it says" if field == "*" else field
            yield f"Set aside by an officer, and still listed: {what} of {mention.id}."
