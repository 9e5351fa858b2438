"""The table of the Missing Migrants Project of the International Organization for Migration (CSV).

A row is an incident: bodies, a least number of missing, survivors, where, of what, who said so, how good the source is.
Only rows of the route from mainland Europe to the United Kingdom are read; the project's other routes are counted.
Both layouts are known: the public download ("Number Dead") and the fuller export ("No. dead").
The file names no day of release, so its vintage is the day of its last incident: it was released then or later.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from ashore.intake.csv_table import CsvRow, CsvTable, names_in, read_table
from ashore.intake.fields import LARGEST_COUNT
from ashore.intake.rejection import Rejection
from ashore.intake.series_dates import dates_of
from ashore.model.claims import Series, SeriesColumn, SeriesRow
from ashore.model.errors import BadInput
from ashore.model.measures import SURVIVED
from ashore.model.report import Report
from ashore.model.times import Moment

SOURCE = "iom"
ROUTE = "Mainland Europe to the UK"
DROWNING = "drowning"

_LONGEST_LABEL = 300


class NoIncidents(BadInput):
    code = "no-incidents"
    says = "The table holds no incident of the route from mainland Europe to the United Kingdom."
    hint = "Download the table again without a filter on the route; other routes are not read here."


class NotAnIncident(BadInput):
    code = "not-an-incident"
    says = "Row {row}, “{column}”: this is not what the table has there."
    hint = (
        "An id is never blank, a day is written as in 2031-02-03, and counts are whole numbers or blank; "
        "if a spreadsheet saved the file, take the published one."
    )


class IncidentTwice(BadInput):
    code = "incident-twice"
    says = "Row {row} and row {first} are one incident by its id and say different things of it."
    hint = "Which of the two counts is the project's to say; take the published file."


_NAMES = {
    "main id": "main",
    "incident id": "incident",
    "incident type": "type",
    "incident date": "date",
    "no. dead": "dead",
    "number dead": "dead",
    "no. missing": "missing",
    "minimum estimated number of missing": "missing",
    "no. dead/missing": "dead_or_missing",
    "total number of dead and missing": "dead_or_missing",
    "no. survivors": "survivors",
    "number of survivors": "survivors",
    "no. female": "women",
    "number of females": "women",
    "no. male": "men",
    "number of males": "men",
    "no. minors": "children",
    "number of children": "children",
    "cause of death (category)": "cause",
    "cause of death": "cause",
    "route": "route",
    "migration route": "route",
    "country of incident": "country",
    "location of death": "place",
    "source": "source",
    "information source": "source",
    "source quality": "quality",
}
"""The names of a column in either layout, in small letters, and what it is here."""

_NEEDED = frozenset({"incident", "date", "dead", "missing", "cause", "route"})

DIMENSIONS = ("incident", "type", "cause", "country", "place", "source", "quality")
"""What the labels of a row say, in this order."""

_COUNTS = ("dead", "missing", "survivors", "women", "men", "children")
_NUMBERS = frozenset({*_COUNTS, "dead_or_missing"})

COLUMNS = (
    SeriesColumn(
        name="Number dead", unit="person", outcome="dead", counted="people whose body was found or who died"
    ),
    SeriesColumn(
        name="Minimum estimated number of missing",
        unit="person",
        outcome="missing",
        counted="people missing and presumed dead, the least number",
        qualifier="at_least",
    ),
    SeriesColumn(name="Number of survivors", unit="person", outcome="other", counted=SURVIVED),
    SeriesColumn(
        name="Number of females",
        unit="person",
        outcome="other",
        counted="women and girls among the dead and missing",
    ),
    SeriesColumn(
        name="Number of males",
        unit="person",
        outcome="other",
        counted="men and boys among the dead and missing",
    ),
    SeriesColumn(
        name="Number of children",
        unit="person",
        outcome="other",
        counted="children among the dead and missing",
    ),
)

_COUNTED = (
    "of people migrating from mainland Europe to the United Kingdom, by the day of the incident, or the day on which "
    "somebody was found where the day of death is not known. A body is dead; missing is a least number. "
    "Compiled from news, authorities and groups, whose quality the project grades from 1 to 5."
)
ALL_CAUSES = (
    "Deaths and disappearances, by any cause and in any place (sea, shore, road, rail, camp), " + _COUNTED
)
DROWNED = "Deaths and disappearances by drowning (cause of death in the table), " + _COUNTED
NOT_COUNTED = (
    "Incidents the project did not learn of, deaths after arrival, in detention or by illness in a camp unconnected "
    "with the journey, and whatever happened after the day of the last incident in the file."
)
NOT_DROWNED = "Deaths by vehicles, trains, violence, illness, cold or an unknown cause. " + NOT_COUNTED


@dataclass(frozen=True, slots=True, kw_only=True)
class _Incident:
    ids: frozenset[str]
    row: SeriesRow

    @property
    def drowned(self) -> bool:
        return DROWNING in (self.row.labels[DIMENSIONS.index("cause")] or "").lower()

    @property
    def where(self) -> tuple[str, str | None]:
        return self.row.start, self.row.labels[DIMENSIONS.index("place")]


def name_of(column: str) -> str | None:
    """Return what a column of the table is here, None for one that nobody needs."""
    return _NAMES.get(" ".join(column.lower().split()))


def is_table(content: bytes) -> bool:
    """Return whether a file is the project's table, in either layout; never raises."""
    return _NEEDED.issubset(names_in(content, name_of))


def read_incidents(raw: bytes, *, received_by: str, received_at: Moment) -> Report | Rejection:
    """Return one report with two series, all causes and drowning alone, or why there is none; it never raises.

    A row told twice is counted once, and so is an incident whose parts have rows of their own; a note says so.
    A file with other bytes is another report: that two files end on the same day does not make them one release.
    """
    errors: list[BadInput] = []
    try:
        table = read_table(raw, name_of, _NEEDED.issubset)
    except BadInput as error:
        return Rejection(source=SOURCE, raw=raw, errors=(error,))
    table = None if table is None else _undressed(table)
    found = [] if table is None else _incidents(table, errors)
    if not found and not errors:
        errors.append(NoIncidents())
    if errors or table is None:
        return Rejection(source=SOURCE, raw=raw, errors=tuple(errors))
    others = len(table.rows) - sum(_is_ours(row) for row in table.rows)
    rest = f" {others} rows of other routes were left out." if others else ""
    first, vintage = found[0].row.start, found[-1].row.start
    every = tuple(each.row for each in found)
    drowned = tuple(each.row for each in found if each.drowned)
    covers = (first, vintage)
    return Report(
        id=f"missing-migrants-to-{vintage}-{hashlib.sha256(raw).hexdigest()[:8]}",
        channel="official",
        received_by=received_by,
        received_at=received_at,
        source=SOURCE,
        series=(
            _series("all causes", ALL_CAUSES, NOT_COUNTED + rest, every, covers),
            _series("drowning", DROWNED, NOT_DROWNED + rest, drowned, covers),
        ),
        # What the file itself does not say: until when it was kept up.
        assumed=("series[0].vintage", "series[1].vintage"),
    )


def _undressed(table: CsvTable) -> CsvTable:
    """Return a table whose days and counts are written as the project does, whichever program saved it last."""
    dates = dates_of(row.cells.get("date", "") for row in table.rows)

    def plain(column: str, cell: str) -> str:
        if column == "date":
            # Where nothing tells the day from the month, a day that the project wrote otherwise is refused.
            return cell if dates.assumed else dates.iso(cell)
        return (table.numerals.read(cell) or cell) if column in _NUMBERS else cell

    rows = [
        replace(row, cells={column: plain(column, cell) for column, cell in row.cells.items()})
        for row in table.rows
    ]
    return replace(table, rows=tuple(rows))


def _series(
    name: str, definition: str, does_not_count: str, rows: tuple[SeriesRow, ...], covers: tuple[str, str]
) -> Series:
    return Series(
        name=name,
        source="IOM Missing Migrants Project",
        # It compiles what press, groups and authorities say: nobody's number is settled by it.
        source_standing="ngo",
        vintage=covers[1],
        clock="happened",
        definition=definition,
        does_not_count=does_not_count,
        columns=COLUMNS,
        rows=rows,
        covers=covers,
        dimensions=DIMENSIONS,
    )


def _is_ours(row: CsvRow) -> bool:
    return row.cells.get("route", "") == ROUTE


def _incidents(table: CsvTable, errors: list[BadInput]) -> list[_Incident]:
    """Return the incidents of our route in the order of their days, every fault noted."""
    read = {row.number: _read(row, errors) for row in table.rows if _is_ours(row)}
    once: dict[frozenset[str], tuple[int, _Incident]] = {}
    for number, incident in read.items():
        if incident is None:
            continue
        first, told = once.setdefault(incident.ids, (number, incident))
        if first == number:
            continue
        if told.row != incident.row and told.row != _noted(incident, _TWICE).row:
            errors.append(IncidentTwice(row=number, first=first))
        once[incident.ids] = (first, _noted(told, _TWICE) if _TWICE not in (told.row.note or "") else told)
    return _nearly_the_same(_each_once([incident for _, incident in once.values()]))


_TWICE = "stands in the file more than once, counted once"


def _each_once(found: list[_Incident]) -> list[_Incident]:
    """Return the incidents so that none is counted in two rows, its own and one that sums up several."""
    alone = {key for one in found if len(one.ids) == 1 for key in one.ids}
    sums = {one.ids for one in found if len(one.ids) > 1 and one.ids & alone}
    of_rows = {ids for ids in sums if ids <= alone}
    inside = frozenset().union(*(sums - of_rows))
    return [
        _noted(one, "some of its parts have rows of their own, which are not counted")
        if one.ids in sums
        else one
        for one in found
        if one.ids not in of_rows and (len(one.ids) > 1 or not one.ids <= inside)
    ]


def _nearly_the_same(found: Iterable[_Incident]) -> list[_Incident]:
    """Return the incidents in order of their days, those noted that share day and place; nothing is taken out."""
    ordered = sorted(found, key=lambda one: (one.row.start, sorted(one.ids)))
    at: dict[tuple[str, str | None], int] = {}
    for one in ordered:
        at[one.where] = at.get(one.where, 0) + 1
    return [
        _noted(one, "another incident has this day and place; both are counted")
        if one.where[1] is not None and at[one.where] > 1
        else one
        for one in ordered
    ]


def _noted(incident: _Incident, note: str) -> _Incident:
    row = incident.row
    said = f"{row.note}; {note}" if row.note else note
    return _Incident(
        ids=incident.ids,
        row=SeriesRow(start=row.start, end=row.end, values=row.values, note=said, labels=row.labels),
    )


def _read(row: CsvRow, errors: list[BadInput]) -> _Incident | None:
    before = len(errors)

    def refuse(column: str) -> None:
        errors.append(NotAnIncident(row=row.number, column=column))

    ids = frozenset(filter(None, (each.strip() for each in row.cells.get("incident", "").split(","))))
    if not ids:
        refuse("incident")
    day = _day(row.cells.get("date", ""))
    if day is None:
        refuse("date")
    values: dict[str, int | None] = {}
    for column in (*_COUNTS, "dead_or_missing"):
        text = row.cells.get(column, "")
        values[column] = _whole(text)
        if values[column] is None and text:
            refuse(column)
    if len(errors) > before or day is None:
        return None
    notes = _settle(values)
    quality = row.cells.get("quality", "")
    if quality and quality not in ("1", "2", "3", "4", "5"):
        notes.append("the grade of the source is none of 1 to 5")
    labels = {**row.cells, "incident": row.cells.get("main") or row.cells["incident"]}
    return _Incident(
        ids=ids,
        row=SeriesRow(
            start=day,
            end=day,
            values=tuple(values[column] for column in _COUNTS),
            note="; ".join(notes) or None,
            labels=tuple((labels.get(name) or "")[:_LONGEST_LABEL] or None for name in DIMENSIONS),
        ),
    )


def _settle(values: dict[str, int | None]) -> list[str]:
    """Set a blank to nought where the row's own total leaves nothing for it, and say where the total does not fit.

    The project leaves the dead blank where all are missing; without a total a blank stays not stated.
    """
    total = values["dead_or_missing"]
    stated = (values["dead"] or 0) + (values["missing"] or 0)
    if total is None:
        return []
    if total != stated:
        return [f"the row's own total of dead and missing is {total}"]
    filled = [column for column in ("dead", "missing") if values[column] is None]
    for column in filled:
        values[column] = 0
    return [f"the {column} are blank, nought by the row's own total" for column in filled]


_DATE = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2})?)?", re.ASCII)


def _day(text: str) -> str | None:
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    try:
        day = date.fromisoformat(match[1])
    except ValueError:
        return None
    return day.isoformat() if 1900 <= day.year < 3000 else None


def _whole(text: str) -> int | None:
    """Return a count as the table writes it, `4` or `4.0`; None for a blank and for what is no count."""
    match = re.fullmatch(r"(\d{1,10})(?:\.0*)?", text, re.ASCII)
    if match is None or int(match[1]) > LARGEST_COUNT:
        return None
    return int(match[1])
