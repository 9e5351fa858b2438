"""How long somebody looked: hours of patrol and of flight by the day or the week (CSV).

Without them a count of sightings or of people prevented says how many were met and not how many tried.
A header with `date` or `week_ending`, and `patrol_hours`, `flight_hours` or both; remarks above it say whose they are.
"""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from decimal import Decimal

from ashore.intake.csv_table import (
    CsvRow,
    CsvTable,
    NumberTwoWays,
    is_blank,
    names_in,
    read_table,
    said_in,
    scaled,
)
from ashore.intake.numerals import may_be_two_numbers
from ashore.intake.rejection import Rejection
from ashore.intake.series_dates import SeriesDates, dates_of
from ashore.model.claims import Series, SeriesColumn, SeriesRow
from ashore.model.errors import BadInput
from ashore.model.measures import FLIGHT_TIME, PATROL_TIME, Measure
from ashore.model.report import Report
from ashore.model.times import Moment

SOURCE = "effort_series"

_MEASURES: dict[str, Measure] = {"patrol_hours": PATROL_TIME, "flight_hours": FLIGHT_TIME}
_PERIODS = {"date": 1, "week_ending": 7}
"""The column that dates a row, and how many days end with its day."""


class NotEffortDay(BadInput):
    code = "not-effort-day"
    says = "Row {row}: the day is not a date."
    hint = "Write it as in 2031-02-03."


class NotHours(BadInput):
    code = "not-hours"
    says = "Row {row}, {column}: hours as a number from 0 on are needed, or nothing."
    hint = "Write 7.5 for seven and a half hours, 0 where nobody went, and nothing where it is not known."


class EffortTwice(BadInput):
    code = "effort-twice"
    says = "Row {row}: its day is in the period of an earlier row."
    hint = "Give each day or week once, with the hours of all patrols added up."


class NoEffort(BadInput):
    code = "no-effort"
    says = "The table holds no hours."
    hint = "Give at least one day or week with its hours."


class TwoKindsOfPeriod(BadInput):
    code = "two-kinds-of-period"
    says = "The header has both date and week_ending."
    hint = "Send days and weeks as two files."


_IN_FRENCH = {
    "jour": "date",
    "semaine_finissant_le": "week_ending",
    "heures_de_patrouille": "patrol_hours",
    "heures_de_vol": "flight_hours",
}


def name_of(column: str) -> str | None:
    """Return what a column of an effort table is here, None for one that nobody needs."""
    name = "_".join(column.lower().split())
    name = _IN_FRENCH.get(name, name)
    return name if name in _MEASURES or name in _PERIODS else None


def _enough(names: frozenset[str]) -> bool:
    return not names.isdisjoint(_PERIODS) and not names.isdisjoint(_MEASURES)


def is_table(content: bytes) -> bool:
    """Return whether a file is a table of hours of patrol or flight; never raises."""
    return _enough(names_in(content, name_of))


def read_effort(raw: bytes, *, received_by: str, received_at: Moment) -> Report | Rejection:
    """Return one report with one series of minutes by day or week, or why there is none; it never raises."""
    errors: list[BadInput] = []
    try:
        table = read_table(raw, name_of, _enough)
    except BadInput as error:
        return Rejection(source=SOURCE, raw=raw, errors=(error,))
    rows: tuple[SeriesRow, ...] = ()
    dates = SeriesDates()
    if table is not None:
        if set(_PERIODS) <= set(table.columns):
            errors.append(TwoKindsOfPeriod())
        else:
            dates = dates_of(row.cells.get(_dated(table), "") for row in table.rows)
            rows = _rows(table, dates, errors)
    if not errors and not rows:
        errors.append(NoEffort())
    if errors or table is None:
        return Rejection(source=SOURCE, raw=raw, errors=tuple(errors))
    return Report(
        id=f"effort-to-{rows[-1].end}-{hashlib.sha256(raw).hexdigest()[:8]}",
        channel="official",
        received_by=received_by,
        received_at=received_at,
        source=SOURCE,
        series=(_series(table, rows),),
        assumed=("series[0].dates",) if dates.assumed else (),
    )


def _measures(table: CsvTable) -> tuple[str, ...]:
    return tuple(name for name in _MEASURES if name in table.columns)


def _dated(table: CsvTable) -> str:
    return next(name for name in _PERIODS if name in table.columns)


def _rows(table: CsvTable, dates: SeriesDates, errors: list[BadInput]) -> tuple[SeriesRow, ...]:
    dated = _dated(table)
    length = timedelta(days=_PERIODS[dated] - 1)
    found: dict[date, SeriesRow] = {}
    taken: set[date] = set()
    for row in table.rows:
        end = _day(dates.iso(row.cells.get(dated, "")))
        values = _minutes(row, table, errors)
        if end is None:
            errors.append(NotEffortDay(row=row.number))
            continue
        start = end - length
        days = {start + timedelta(days=number) for number in range(length.days + 1)}
        if days & taken:
            errors.append(EffortTwice(row=row.number))
        taken |= days
        if any(value is not None for value in values):
            found[start] = SeriesRow(start=start.isoformat(), end=end.isoformat(), values=values)
    return tuple(found[start] for start in sorted(found))


def _minutes(row: CsvRow, table: CsvTable, errors: list[BadInput]) -> tuple[int | None, ...]:
    values: list[int | None] = []
    for name in _measures(table):
        cell, measure = row.cells.get(name, ""), _MEASURES[name]
        value = None if is_blank(cell) else scaled(cell, Decimal(measure.per_unit), table.numerals)
        if value is None and may_be_two_numbers(cell):
            errors.append(NumberTwoWays(row=row.number, column=name))
        elif not is_blank(cell) and (value is None or not 0 <= value <= measure.most):
            errors.append(NotHours(row=row.number, column=name))
        values.append(value)
    return tuple(values)


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None
    return day if day is not None and 1900 <= day.year < 3000 else None


def _series(table: CsvTable, rows: tuple[SeriesRow, ...]) -> Series:
    source = said_in(table, "source") or "source not stated"
    place = said_in(table, "place") or "place not stated"
    return Series(
        name=f"effort, {place}",
        source=source,
        source_standing="unknown",
        vintage=rows[-1].end,
        clock="happened" if rows[0].start == rows[0].end else "week_ending",
        definition=f"Hours that patrols or aircraft were out ({place}), held in minutes, as the source gives them.",
        does_not_count="Patrols and flights of others, and how well those who were out could see.",
        columns=tuple(
            SeriesColumn(
                name=_MEASURES[name].name,
                unit=_MEASURES[name].held_as,
                outcome="other",
                counted=name.replace("_", " "),
            )
            for name in _measures(table)
        ),
        rows=rows,
    )
