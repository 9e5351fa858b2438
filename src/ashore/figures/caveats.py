"""What one must know before printing a figure, in plain sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ashore.figures.basis import Basis, Boat, assumed_in
from ashore.figures.counting import Counted, Question
from ashore.figures.outside import Outside, part_held
from ashore.figures.period import Period
from ashore.figures.wording import coded
from ashore.model.facts import MentionFacts
from ashore.model.phrases import Phrase, say
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


def clock_means(clock: str) -> Phrase:
    """Return by which instant a clock puts people into a period."""
    return say(_CLOCKS[clock])


def caveats_of(
    basis: Basis, question: Question, counted: Counted, taken_from: Outside | None
) -> tuple[Phrase, ...]:
    """Return the caveats of a figure of our own cases, the gravest first."""
    return tuple(dict.fromkeys(_all(basis, question, counted, taken_from)))


def no_live_record(basis: Basis) -> Iterator[Phrase]:
    """Yield, for each kind of log held that is not live, that it is not."""
    for kind in basis.kinds:
        yield say("{kind}: this log is no live record.", kind=coded(kind.upper()))


def _all(basis: Basis, question: Question, counted: Counted, taken_from: Outside | None) -> Iterator[Phrase]:
    yield from no_live_record(basis)
    yield say(
        "Clock “{clock}”: {meaning}, by the clocks of {zone}.",
        clock=question.clock,
        meaning=clock_means(question.clock),
        zone=question.period.zone,
    )
    if question.definition.event == "prevented" and not counted.told:
        yield say("No report held here counts anybody prevented in this period; that is not nought.")
    if question.period.days is not None and question.place is None:
        for name, first, last in part_held(basis.reports, question.definition, question.period.days):
            yield say(
                "{series} has no number for all of {period}: of these days it holds {first} to {last}.",
                series=name,
                period=question.period.text,
                first=first,
                last=last,
            )
    if taken_from is not None:
        yield say(
            "Our own cases leave a range; “best” is {source}'s number for the same days.",
            source=taken_from.source,
        )
    if any(not group.book.exact for group in counted.groups):
        yield say("Not exact: the limit on work was reached, so the range is wider than the reports force.")
    yield from _unsettled(counted, question.period)
    yield from _disagreements(counted)
    mentions = _mentions(counted)
    yield from _assumed(mentions)
    yield from _approximate(counted)
    yield from _set_aside(mentions)


def _unsettled(counted: Counted, period: Period) -> Iterator[Phrase]:
    if counted.unsettled:
        names = ", ".join(boat.name for boat in counted.unsettled)
        yield say(
            "Whether it falls in {period} is not settled for: {boats}.", period=period.text, boats=names
        )
    for group in counted.groups:
        if any(boat.perhaps for boat in group.boats):
            names = ", ".join(boat.name for boat in group.boats if boat.perhaps)
            yield say("Perhaps one boat, not settled: {boats}; the range covers both.", boats=names)


def _disagreements(counted: Counted) -> Iterator[Phrase]:
    for boat in counted.boats:
        book = boat.book
        for conflict in book.place_conflicts:
            places = "; ".join(place for place, _ in conflict.places)
            yield say(
                "{boat}: sources name different places for one landing: {places}.",
                boat=boat.name,
                places=places,
            )
        for name in ("rescued", "landed", "arrived", "detained"):
            for group in counted.groups:
                if any(each.id == boat.id for each in group.boats) and group.disputes(name):
                    yield say(
                        "{boat}: sources give times that cannot both be true for one event.", boat=boat.name
                    )
        for contradiction in book.contradictions:
            if contradiction.more is not None and contradiction.fewer is not None:
                yield say(
                    "{boat}: {more} exceeds {fewer}; both are kept.",
                    boat=boat.name,
                    more=contradiction.more,
                    fewer=contradiction.fewer,
                )
            else:
                yield say(
                    "{boat}: sources contradict each other; the range covers every way to believe them.",
                    boat=boat.name,
                )
        if book.surplus is not None:
            yield say(
                "{boat}: {number} more were taken off than anybody said set out; "
                "a surplus pays for no other boat.",
                boat=boat.name,
                number=book.surplus.number,
            )


def _mentions(counted: Counted) -> list[MentionFacts]:
    once = {mention.id: mention for boat in counted.boats for mention in boat.mentions}
    once.update({event.facts.id: event.facts for event in counted.told})
    return [once[key] for key in sorted(once)]


def _assumed(mentions: Iterable[MentionFacts]) -> Iterator[Phrase]:
    """Every value that no source gives, in the words of the desk where it bears on who is still out."""
    by_path: dict[str, list[str]] = {}
    for mention in mentions:
        for field in assumed_in(mention):
            by_path.setdefault(field, []).append(mention.report)
    for path, reports in sorted(by_path.items()):
        named = ", ".join(dict.fromkeys(reports))
        if path in _SUPPLIED:
            what = say(_SUPPLIED[path])
            yield say("No source says {what}: it was supplied with {reports}.", what=what, reports=named)
        else:
            yield say("Assumed, no source gives it: {field} of {reports}.", field=path, reports=named)


def _approximate(counted: Counted) -> Iterator[Phrase]:
    for boat in counted.boats:
        for bound in _bounds(boat):
            for said in (*bound.low_because, *bound.high_because):
                if said.read_as is not None:
                    yield say(
                        "{boat}: an approximate number is read as {range} ({mention}).",
                        boat=boat.name,
                        range=said.read_as,
                        mention=said.mention,
                    )


def _bounds(boat: Boat) -> Iterator[Bound]:
    account = boat.book.account
    for tally in (account.still_out, account.rescued, account.landed, account.arrived):
        yield tally.total


def _set_aside(mentions: Iterable[MentionFacts]) -> Iterator[Phrase]:
    for mention in mentions:
        for field, _ in mention.set_aside:
            what = say("everything it says") if field == "*" else field
            yield say(
                "Set aside by an officer, and still listed: {what} of {mention}.",
                what=what,
                mention=mention.id,
            )
