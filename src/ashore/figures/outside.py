"""What others say: single claims in reports and the cells of published series, each for exactly its period.

Nothing here is repaired or added to our own book; a claim for another period is never set beside a figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from ashore.figures.claims_said import Said
from ashore.figures.definitions import Definition
from ashore.figures.figure import Otherwise
from ashore.figures.wording import coded
from ashore.model.claims import Claim, Series, SeriesRow
from ashore.model.phrases import Phrase, say
from ashore.picture.fold import Held, Picture
from ashore.picture.relations import withdrawn

_KINDS = frozenset({None, "count", "subset", "cumulative", "derived", "stock", "state"})
"""Kinds of claim that state how many; a rate, a trend or an estimate is no figure of ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """One number somebody else gives for one outcome, unit and stretch of civil days.

    `value` is the number in the words, `low` and `high` what the words entail. `scope` is `claim:…` or
    `series:…`; `official` whether its source is an authority; `entry` the report it stands in
    and `decided` the entry by which a person accepted it, where it was read from the report's words.
    """

    source: str
    scope: str
    days: tuple[date, date]
    clock: str | None
    value: int | None
    low: int
    high: int | None
    quote: str
    definition: str
    does_not_count: str
    official: bool
    revised: bool
    entry: str
    caveats: tuple[Phrase, ...]
    decided: str = ""

    @property
    def sources(self) -> tuple[str, ...]:
        """The entries it rests on."""
        return (self.entry, self.decided) if self.decided else (self.entry,)

    @property
    def otherwise(self) -> Otherwise:
        """It as it stands beside another figure."""
        return Otherwise(source=self.source, value=self.value, quote=self.quote)


def reports_standing(picture: Picture) -> list[Held]:
    """Return the reports that nothing replaced, corrected or withdrew, in the entries' order."""
    return [
        held
        for held in picture.standing(picture.by_type.get("report.received", ()))
        if held.body is not None and not withdrawn(picture, held.body.report)
    ]


def said_outside(
    reports: Iterable[Held],
    said: Iterable[Said],
    definition: Definition,
    days: tuple[date, date] | None = None,
) -> tuple[Outside, ...]:
    """Return what others claim for a figure: for exactly these days, or else every single claim for its own.

    `said` are the claims held: those that stood in a report and those a person accepted, the parts of others left
    out. Series come first and the newest vintage of each alone; what is said twice by one source stands once.
    """
    found = [] if days is None else _series(list(reports), definition, days)
    found += [outside for each in said if (outside := _claimed(each, definition, days)) is not None]
    once: dict[tuple[object, ...], Outside] = {}
    for outside in found:
        once.setdefault((outside.scope, outside.days, outside.value, outside.low, outside.high), outside)
    return tuple(once.values())


def series_for(
    reports: Iterable[Held], definition: Definition, days: tuple[date, date]
) -> tuple[Outside, ...]:
    """Return what published series hold for a figure on exactly these days, the newest vintage of each alone."""
    return tuple(_series(list(reports), definition, days))


def series_known(
    reports: Iterable[Held], definition: Definition, days: tuple[date, date], scope: str
) -> tuple[tuple[str, int], ...]:
    """Return what each vintage held of a series has for exactly these days, the oldest first: its date and the sum."""
    return tuple(
        sorted(
            (series.vintage, total.total)
            for held in reports
            for series in held.body.report.series
            if scope_of(series) == scope and (total := _sum(series, definition, days)) is not None
        )
    )


def part_held(
    reports: Iterable[Held], definition: Definition, days: tuple[date, date]
) -> tuple[tuple[str, str, str], ...]:
    """Return each series that holds some of these days and not all: its name, and the first and last it holds.

    Nothing where any series holds them all.
    """
    held = list(reports)
    if definition.part is not None or _series(held, definition, days):
        return ()
    found: dict[str, tuple[str, str]] = {}
    for entry in held:
        for series in entry.body.report.series:
            column = _column(series, definition)
            span = None if column is None else _span_held(series, column, days)
            if span is not None:
                name = f"{series.source} {series.name}"
                found[name] = max(found.get(name, span), span, key=lambda each: each[1])
    return tuple((name, *span) for name, span in sorted(found.items()))


def _span_held(series: Series, column: int, days: tuple[date, date]) -> tuple[str, str] | None:
    """Return the first and last of some days that a series holds a number of, None where it holds none."""
    if series.covers is not None:
        first = max(series.covers[0], days[0].isoformat())
        last = min(series.covers[1], days[1].isoformat())
        return (first, last) if first <= last else None
    filled = [row for row in _rows(series, days) if row.values[column] is not None]
    return (filled[0].start, filled[-1].end) if filled else None


def cells_of(
    reports: Iterable[Held], definition: Definition, outside: Outside
) -> list[tuple[str, int | None]]:
    """Return the cells a series' sum is made of, each with its days; nothing for a single claim."""
    held = next(held for held in reports if held.id == outside.entry)
    for series in held.body.report.series:
        column = _column(series, definition)
        if outside.scope == scope_of(series) and column is not None:
            return [(_cell_name(row), row.values[column]) for row in _rows(series, outside.days)]
    return []


def _cell_name(row: SeriesRow) -> str:
    """Return what a cell is called: its days, and in a list of events the first of its labels, the event's id."""
    days = row.start if row.start == row.end else f"{row.start}/{row.end}"
    return f"{days}, {row.labels[0]}" if row.labels and row.labels[0] else days


_NO_DEFINITION = say("The source gives no definition.")
_NOT_STATED = say("Not stated by the source.")


def _claimed(said: Said, definition: Definition, days: tuple[date, date] | None) -> Outside | None:
    claim, of = said.claim, said.days
    if of is None or (days is not None and of != days) or not _speaks_of(claim, definition):
        return None
    low = claim.low if isinstance(claim.low, int) else None
    high = claim.high if isinstance(claim.high, int) else None
    if low is None and high is None:
        if said.value is None:
            return None
        if claim.qualifier in (None, "exact"):
            low = high = said.value  # "about 40" entails no end and is still said, and so still stands here
    quote = claim.quote or f"report {said.document}, claim {said.id.rpartition(':')[2]}"
    return Outside(
        source=said.source,
        scope=f"claim:{said.source}",
        days=of,
        clock=None,
        value=said.value,
        low=low or 0,
        high=high,
        quote=quote,
        definition=claim.definition or claim.counted or _NO_DEFINITION.template,
        does_not_count=_NOT_STATED.template,
        official=claim.source_standing == "official",
        revised=False,
        entry=said.entry,
        decided=said.decided,
        caveats=_in_its_words(claim, quote, low, high),
    )


def _in_its_words(claim: Claim, quote: str, low: int | None, high: int | None) -> tuple[Phrase, ...]:
    source = claim.source or say("the source")
    words = say("In the words of {source}: “{quote}”.", source=source, quote=quote)
    if low == high:
        return (words,)
    least = low or 0
    ends = say("at least {low}", low=least) if high is None else say("{low} to {high}", low=least, high=high)
    return words, say("“{qualifier} {number}” is read as {range}.", **_as_qualified(claim), range=ends)


def _as_qualified(claim: Claim) -> dict[str, str | Phrase]:
    qualifier = (claim.qualifier or "").replace("_", " ")
    return {"qualifier": coded(qualifier), "number": str(claim.value)}


def _speaks_of(claim: Claim, definition: Definition) -> bool:
    if claim.outcome != definition.event or claim.unit != definition.unit or claim.kind not in _KINDS:
        return False
    part = claim.subset_of is not None or claim.kind == "subset"
    if definition.part is None:
        return not part
    return part and re.search(r"\bchild(ren)?\b", claim.counted or claim.quote) is not None


def _series(reports: list[Held], definition: Definition, days: tuple[date, date]) -> list[Outside]:
    if definition.part is not None:
        return []
    vintages: dict[str, list[tuple[str, Series, Held]]] = {}
    for held in reports:
        for series in held.body.report.series:
            vintages.setdefault(scope_of(series), []).append((series.vintage, series, held))
    found = []
    for scope, known in sorted(vintages.items()):
        known.sort(key=lambda each: (each[0], each[2].order))
        sums = [
            (vintage, series, held, total)
            for vintage, series, held in known
            if (total := _sum(series, definition, days)) is not None
        ]
        if sums:
            found.append(_of_series(scope, days, sums))
    return found


@dataclass(frozen=True, slots=True)
class _Sum:
    column: str
    total: int
    cells: int
    not_collected: int
    revised: int
    at_least: bool


def _sum(series: Series, definition: Definition, days: tuple[date, date]) -> _Sum | None:
    """Return the sum of the cells that make up exactly these days, None if no run of cells does."""
    column, rows = _column(series, definition), _rows(series, days)
    if column is None or not _holds(series, rows, days):
        return None
    values = [row.values[column] for row in rows]
    if values and all(value is None for value in values):
        return None
    return _Sum(
        series.columns[column].name,
        sum(value for value in values if value is not None),
        len(values),
        sum(value is None for value in values),
        sum("revised" in (row.note or "").lower() for row in rows),
        series.columns[column].qualifier == "at_least",
    )


def _column(series: Series, definition: Definition) -> int | None:
    for number, column in enumerate(series.columns):
        if (column.outcome, column.unit) == (definition.event, definition.unit):
            return number
    return None


def _rows(series: Series, days: tuple[date, date]) -> list[SeriesRow]:
    first, last = days[0].isoformat(), days[1].isoformat()
    return [row for row in series.rows if first <= row.start and row.end <= last]


def _holds(series: Series, rows: list[SeriesRow], days: tuple[date, date]) -> bool:
    """Whether a series says something of each of these days: by a row, or as a list of all events of its time."""
    if series.covers is None:
        return _cover(rows, days)
    return series.covers[0] <= days[0].isoformat() and days[1].isoformat() <= series.covers[1]


def _cover(rows: list[SeriesRow], days: tuple[date, date]) -> bool:
    next_day = days[0]
    for row in rows:
        if row.start != next_day.isoformat():
            return False
        next_day = date.fromisoformat(row.end) + timedelta(days=1)
    return bool(rows) and next_day == days[1] + timedelta(days=1)


def _of_series(scope: str, days: tuple[date, date], sums: list[tuple[str, Series, Held, _Sum]]) -> Outside:
    vintage, series, held, total = sums[-1]
    earlier: dict[str, int] = {}
    for old_vintage, _, _, old in sums[:-1]:
        if old.total != total.total:
            earlier[old_vintage] = old.total
    quote = (
        f"{series.name}, vintage {vintage}, “{total.column}”: {total.total} as the sum of {total.cells} cells, "
        f"{total.not_collected} of them not collected"
    )
    caveats = [
        say(
            "{series} counts whole civil days, by the clock “{clock}”.",
            series=f"{series.source} {series.name}",
            clock=series.clock,
        )
    ]
    if total.not_collected:
        caveats.append(
            say(
                "{missing} of {cells} cells were not collected, so the sum is a lower limit.",
                missing=total.not_collected,
                cells=total.cells,
            )
        )
    if total.at_least:
        caveats.append(say("The source gives least numbers, so the sum is a lower limit."))
    if total.revised:
        caveats.append(
            say(
                "The publisher marks {revised} of the {cells} cells as revised.",
                revised=total.revised,
                cells=total.cells,
            )
        )
    caveats += [
        say("Vintage {vintage} had {number}; vintages are never added.", vintage=old, number=number)
        for old, number in earlier.items()
    ]
    return Outside(
        source=f"{series.source} {series.name}",
        scope=scope,
        days=days,
        clock=series.clock,
        value=total.total,
        low=total.total,
        high=None if total.not_collected or total.at_least else total.total,
        quote=quote,
        definition=series.definition,
        does_not_count=series.does_not_count,
        official=series.source_standing == "official",
        revised=bool(total.revised or earlier),
        entry=held.id,
        caveats=tuple(caveats),
    )


def scope_of(series: Series) -> str:
    """Return the scope of a series: a name that all its vintages share."""
    return f"series:{_slug(series.source)}/{series.name}"


def _slug(text: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", text.casefold()))
