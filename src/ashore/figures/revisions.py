"""What changed since last time: every vintage of a series by period, with the reason and the entry of each change.

No vintage is ever dropped: a newer file stands beside the older one, and a corrected one stays with its mark.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ashore.figures.outside import scope_of
from ashore.figures.period import named, period
from ashore.model.claims import Series, SeriesRow
from ashore.model.phrases import Phrase, say
from ashore.picture.fold import Held, Picture
from ashore.picture.relations import withdrawn

Days = tuple[date, date]
Cells = Mapping[str, tuple[Days, int | None, str | None]]
"""By the name of a period or an event: its days, its value, and the publisher's note."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vintage:
    """One release of a series as this record holds it; `stands` is false once a correction took its place."""

    vintage: str
    entry: str
    recorded_ms: int
    known_ms: int
    stands: bool
    last: str


Release = tuple[Held, Series, Vintage]
Releases = Mapping[str, Sequence[Release]]
"""Every release of each series, by the series' scope."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One value that differs from the release before it, which release changed it, and why as far as it says."""

    period: str
    before: int | None
    after: int | None
    vintage: str
    entry: str
    reason: Phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class Triangle:
    """One column of a series: a value for each vintage of every period that changed.

    `rows` are by period, a value for each of `vintages` in their order, None where it was not collected or not held.
    `same` periods did not change, `new` were first told in a later vintage than the first.
    """

    scope: str
    column: str
    vintages: tuple[Vintage, ...]
    rows: tuple[tuple[str, tuple[int | None, ...]], ...]
    changes: tuple[Change, ...]
    same: int
    new: int


def series_held(picture: Picture) -> tuple[tuple[str, Series, tuple[Vintage, ...]], ...]:
    """Return every series by its scope: its newest release that stands, and all its vintages, oldest first."""
    return tuple(
        (
            scope,
            next((one for _, one, each in reversed(held) if each.stands), held[-1][1]),
            _vintages(held),
        )
        for scope, held in releases(picture).items()
    )


def triangles(picture: Picture, days: Days | None = None, scope: str = "") -> tuple[Triangle, ...]:
    """Return for each column of each series what changed from release to release, in periods inside `days`.

    `scope` keeps the series whose name holds it. A series of one vintage has a triangle without changes.
    """
    return triangles_of(releases(picture, scope), days)


def triangles_of(held: Releases, days: Days | None = None) -> tuple[Triangle, ...]:
    """Return for each column of the series held what changed from release to release, in periods inside `days`."""
    return tuple(
        _triangle(name, column.name, of_one, days)
        for name, of_one in held.items()
        for column in of_one[-1][1].columns
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """One column of a series summed by month or year, in each vintage; None in one that does not hold it all."""

    scope: str
    column: str
    vintages: tuple[Vintage, ...]
    rows: tuple[tuple[str, tuple[int | None, ...]], ...]


SPANS = ("month", "year")
"""By what a column can be summed."""


def sums_of_releases(held: Releases, span: str, days: Days | None = None) -> tuple[Sums, ...]:
    """Return for each column of the series held its sum by each `span` of SPANS inside `days`, by vintage.

    A span that no vintage holds whole is left out.
    """
    return tuple(
        _sums(name, column.name, of_one, span, days)
        for name, of_one in held.items()
        for column in of_one[-1][1].columns
    )


def _sums(scope: str, column: str, held: Sequence[Release], span: str, days: Days | None) -> Sums:
    length = len("2031") if span == "year" else len("2031-02")
    told = {row.start[:length] for _, series, _ in held for row in series.rows}
    # A month without a row has its sum as well, in a list of events.
    for _, series, _ in held:
        if series.covers is not None:
            told |= {each[:length] for each in _months(*series.covers)}
    tables = [_cells_by_span(series, column, length) for _, series, _ in held]
    rows = []
    for name in sorted(told):
        whole = period(name).days
        if whole is None or (days is not None and not (days[0] <= whole[0] and whole[1] <= days[1])):
            continue
        sums = tuple(
            _sum(series, table.get(name, []), whole)
            for (_, series, _), table in zip(held, tables, strict=True)
        )
        if any(each is not None for each in sums):
            rows.append((name, sums))
    return Sums(scope=scope, column=column, vintages=_vintages(held), rows=tuple(rows))


def _months(first: str, last: str) -> Iterator[str]:
    year, month = int(first[:4]), int(first[5:7])
    while f"{year:04}-{month:02}" <= last[:7]:
        yield f"{year:04}-{month:02}"
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def releases(picture: Picture, scope: str = "") -> Releases:
    """Return every release held of each series, corrected ones too, by vintage and then as they were recorded.

    `scope` keeps the series whose name holds it.
    """
    found: dict[str, list[Release]] = {}
    for entry in picture.said(picture.by_type.get("report.received", ())):
        report = getattr(entry.body, "report", None)
        if report is None or not report.series:
            continue
        stands = bool(picture.standing([entry.id])) and not withdrawn(picture, report)
        for series in report.series:
            if scope not in scope_of(series):
                continue
            vintage = Vintage(
                vintage=series.vintage,
                entry=entry.id,
                recorded_ms=entry.wall_ms,
                known_ms=report.received_at.ms,
                stands=stands,
                last=max((row.end for row in series.rows), default=series.vintage),
            )
            found.setdefault(scope_of(series), []).append((entry, series, vintage))
    for held in found.values():
        held.sort(key=lambda release: (release[2].vintage, release[0].order))
    return dict(sorted(found.items()))


def _vintages(held: Sequence[Release]) -> tuple[Vintage, ...]:
    return tuple(vintage for _, _, vintage in held)


def _triangle(scope: str, column: str, held: Sequence[Release], days: Days | None) -> Triangle:
    tables = [_cells(series, column, days) for _, series, _ in held]
    periods = sorted({name for table in tables for name in table}, key=lambda name: _place(name, tables))
    changes: list[Change] = []
    new = 0
    for name in periods:
        found = _changes(name, tables, [vintage for _, _, vintage in held])
        changes += found
        new += name not in tables[0] and not found
    moved = dict.fromkeys(change.period for change in changes)
    return Triangle(
        scope=scope,
        column=column,
        vintages=_vintages(held),
        rows=tuple(
            (name, tuple(table[name][1] if name in table else None for table in tables)) for name in moved
        ),
        changes=tuple(changes),
        same=len(periods) - len(moved) - new,
        new=new,
    )


def _cells(series: Series, column: str, days: Days | None) -> Cells:
    at = next((at for at, each in enumerate(series.columns) if each.name == column), None)
    if at is None:
        return {}
    cells: dict[str, tuple[Days, int | None, str | None]] = {}
    for row in series.rows:
        span = date.fromisoformat(row.start), date.fromisoformat(row.end)
        if days is None or (days[0] <= span[0] and span[1] <= days[1]):
            cells[_name(series, row, span)] = (span, row.values[at], row.note)
    return cells


def _name(series: Series, row: SeriesRow, span: Days) -> str:
    """Return what names a row in every vintage: its event's id in a list of events, else its days."""
    if "incident" in series.dimensions:
        return row.labels[series.dimensions.index("incident")] or named(*span)
    return named(*span)


def _place(name: str, tables: Iterable[Cells]) -> tuple[Days, str]:
    return next(table[name][0] for table in tables if name in table), name


def _changes(name: str, tables: Sequence[Cells], vintages: Sequence[Vintage]) -> list[Change]:
    """Return the changes of one period or event from each release to the next that could have told it."""
    found = []
    told = None
    for at, (table, vintage) in enumerate(zip(tables, vintages, strict=True)):
        cell = table.get(name)
        if told is None:
            if cell is not None and any(_reached(vintages[earlier], cell[0]) for earlier in range(at)):
                found.append(
                    _change(name, None, cell, vintage, say("added: an earlier release passed it over"))
                )
        elif cell is None:
            found.append(_change(name, told, None, vintage, say("gone: this release no longer holds it")))
        elif cell[:2] != told[:2]:
            found.append(_change(name, told, cell, vintage, _reason(told, cell)))
        told = cell if cell is not None or told is None else None
    return found


def _reached(vintage: Vintage, days: Days) -> bool:
    return days[1].isoformat() <= vintage.last


Cell = tuple[Days, int | None, str | None]


def _change(name: str, before: Cell | None, after: Cell | None, vintage: Vintage, reason: Phrase) -> Change:
    return Change(
        period=name,
        before=None if before is None else before[1],
        after=None if after is None else after[1],
        vintage=vintage.vintage,
        entry=vintage.entry,
        reason=reason,
    )


def _reason(before: Cell, after: Cell) -> Phrase:
    if before[0] != after[0]:
        return say(
            "the day was changed from {before} to {after}", before=named(*before[0]), after=named(*after[0])
        )
    if "revised" in (after[2] or "").lower():
        return say("revised: the publisher marks the row")
    if before[1] is None:
        return say("collected since")
    if after[1] is None:
        return say("taken back: now a cell that was not collected")
    return say("changed without a mark or a reason by the publisher")


def _cells_by_span(series: Series, column: str, length: int) -> dict[str, list[tuple[Days, int | None]]]:
    """Return the cells that lie whole in one month or year, by the first `length` letters of their days."""
    found: dict[str, list[tuple[Days, int | None]]] = {}
    for span, value, _ in _cells(series, column, None).values():
        first, last = (day.isoformat()[:length] for day in span)
        if first == last:
            found.setdefault(first, []).append((span, value))
    return found


def _sum(series: Series, cells: Sequence[tuple[Days, int | None]], days: Days) -> int | None:
    if series.covers is not None:
        whole = series.covers[0] <= days[0].isoformat() and days[1].isoformat() <= series.covers[1]
    else:
        length = sum((span[1] - span[0]).days + 1 for span, _ in cells)
        whole = length == (days[1] - days[0]).days + 1
    values = [value for _, value in cells]
    return sum(value for value in values if value is not None) if whole and None not in values else None
