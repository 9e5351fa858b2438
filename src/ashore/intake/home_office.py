"""The Home Office's small-boat time series, as the department publishes it every Friday (ODS).

Sheet SB_01 counts by day, SB_02 by week; a dash is a cell nobody collected and never 0.
The workbook names no date of release, so its vintage is the last day of SB_01: the day its counts run to.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

import python_calamine

from ashore.intake.csv_table import names_in
from ashore.intake.fields import LARGEST_COUNT
from ashore.intake.rejection import Rejection
from ashore.intake.workbook_size import is_oversized
from ashore.model.claims import Series, SeriesColumn, SeriesRow
from ashore.model.errors import BadInput
from ashore.model.report import Report
from ashore.model.times import Moment

SOURCE = "home_office"
ZIP = b"PK\x03\x04"


class NotAWorkbook(BadInput):
    code = "not-a-workbook"
    says = "This is not a spreadsheet that can be opened."
    hint = "Download the ODS file again; a page saved from a browser is not the file."


class TooLarge(BadInput):
    code = "workbook-too-large"
    says = "The spreadsheet is many times larger than the published series."
    hint = "The series has some 16,000 cells in 3 MB; check where this file comes from."


class OneSheetAlone(BadInput):
    code = "one-sheet-alone"
    says = "This is one sheet of the Home Office series, and the series is two."
    hint = "Send the workbook as published (.ods), or saved as xlsx with all its sheets: each is checked by the other."


class NoSheet(BadInput):
    code = "no-sheet"
    says = "The workbook has no sheet {sheet}."
    hint = "Send the time series with its sheets SB_01 and SB_02, as published."


class OtherHeader(BadInput):
    code = "other-header"
    says = "The header of sheet {sheet} is not the one known here."
    hint = (
        "The columns may mean something else now, so nothing was read; expected are {expected}. "
        "Tell the makers of Ashore."
    )


class NotADay(BadInput):
    code = "not-a-day"
    says = "Sheet {sheet}, row {row}: the first cell is not a date."
    hint = "Every row needs its date; if the file was edited, take the published one."


class NotACount(BadInput):
    code = "not-a-count"
    says = "Sheet {sheet}, row {row}, column {column}: neither a whole number nor a dash."
    hint = "If the file was edited, take the published one; a count that was not collected is a dash."


class DayTwice(BadInput):
    code = "day-twice"
    says = "Sheet {sheet}, row {row}: {day} stands there a second time."
    hint = "Two counts of one period cannot both be the series; take the published file."


class DayMissing(BadInput):
    code = "day-missing"
    says = "Sheet {sheet}, row {row}: {day} should stand here."
    hint = (
        "The publisher writes 0 for a period without arrivals, so a gap is a loss; take the published file."
    )


class NoRows(BadInput):
    code = "no-rows"
    says = "Sheet {sheet} holds no counts."
    hint = "Take the published file."


class TwoVintages(BadInput):
    code = "two-vintages"
    says = "SB_01 runs to {last_day} and SB_02 to the week ending {last_week}: two releases in one workbook."
    hint = "Take both sheets from one published file."


ARRIVED = (
    "Persons detected as they arrived in the United Kingdom by small boat across the English Channel, or "
    "found in the Channel by UK authorities and then brought there; and the boats they came in, each boat "
    "counted for itself. Provisional operational data; the publisher marks the rows it has revised."
)
NOT_ARRIVED = (
    "Arrivals nobody detected, crossings reported without an encounter, people hidden in vehicles on "
    "ferries, and larger vessels such as yachts, tugs and fishing vessels. Not the final quarterly "
    "statistics, and not the figures the Ministry of Defence gave out in 2022 and 2023, which counted at "
    "another point and took boats arriving together as one event."
)
PREVENTED = (
    " Prevented are operational estimates by French authorities: people stopped from leaving France or who "
    "went back there; their events also hold finds of equipment and arrests of facilitators."
)
NOT_PREVENTED = " General dispersal of migrants in France is not in the prevented counts."

ARRIVALS = (
    SeriesColumn(name="Migrants arrived", unit="person", outcome="arrived", counted="people who arrived"),
    SeriesColumn(name="Boats arrived", unit="boat", outcome="arrived", counted="boats that arrived"),
    SeriesColumn(
        name="Boats arrived - involved in uncontrolled landings",
        unit="boat",
        outcome="landed",
        counted="boats that landed without being intercepted, part of the boats that arrived",
    ),
)
PREVENTIONS = (
    SeriesColumn(
        name="Migrants prevented",
        unit="person",
        outcome="prevented",
        counted="people stopped from leaving France or who went back there",
    ),
    SeriesColumn(
        name="Events prevented",
        unit="incident",
        outcome="prevented",
        counted="events of prevention, finds of equipment and arrests among them",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sheet:
    name: str
    first: str
    days: int
    clock: str
    columns: tuple[SeriesColumn, ...]
    definition: str
    does_not_count: str

    @property
    def header(self) -> tuple[str, ...]:
        return (self.first, *(column.name for column in self.columns), "Notes")


DAILY = _Sheet(
    name="SB_01",
    first="Date",
    days=1,
    clock="arrived",
    columns=ARRIVALS,
    definition=ARRIVED,
    does_not_count=NOT_ARRIVED,
)
WEEKLY = _Sheet(
    name="SB_02",
    first="Week ending",
    days=7,
    clock="week_ending",
    columns=ARRIVALS + PREVENTIONS,
    definition=ARRIVED + PREVENTED,
    does_not_count=NOT_ARRIVED + NOT_PREVENTED,
)


def is_sheet_alone(content: bytes) -> bool:
    """Return whether a text is one sheet of the series, as CSV in whatever dress; never raises."""
    columns = frozenset(each for sheet in (DAILY, WEEKLY) for each in sheet.header)
    found = names_in(content, lambda cell: name if (name := cell.strip()) in columns else None)
    return any(set(sheet.header[:3]) <= found for sheet in (DAILY, WEEKLY))


def read_workbook(raw: bytes, *, received_by: str, received_at: Moment) -> Report | Rejection:
    """Return one report with the series SB_01 and SB_02, or why there is none; it never raises.

    The report's id is its vintage, so the same release sent again with other bytes is a correction.
    """
    errors: list[BadInput] = []
    if not raw.startswith(ZIP) and is_sheet_alone(raw):
        return Rejection(source=SOURCE, raw=raw, errors=(OneSheetAlone(),))
    try:
        workbook = _open(raw)
    except BadInput as error:
        return Rejection(source=SOURCE, raw=raw, errors=(error,))
    daily, weekly = (_rows(workbook, sheet, errors) for sheet in (DAILY, WEEKLY))
    if not errors and not _one_release(daily, weekly):
        errors.append(TwoVintages(last_day=daily[-1].end, last_week=weekly[-1].end))
    if errors:
        return Rejection(source=SOURCE, raw=raw, errors=tuple(errors))
    vintage = daily[-1].end
    return Report(
        id=f"small-boats-to-{vintage}",
        channel="official",
        received_by=received_by,
        received_at=received_at,
        source=SOURCE,
        series=(_series(DAILY, daily, vintage), _series(WEEKLY, _compared(weekly, daily), vintage)),
    )


def _open(raw: bytes) -> python_calamine.CalamineWorkbook:
    try:
        if is_oversized(raw):
            raise TooLarge
        return python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(raw))
    except BadInput:
        raise
    except BaseException as error:
        raise _unless_stopped(error) from error


def _unless_stopped(error: BaseException) -> NotAWorkbook:
    """Return the refusal for whatever a damaged file made the reader raise.

    A panic of the Rust reader is no Exception; somebody stopping the program is none of ours.
    """
    if isinstance(error, (KeyboardInterrupt, SystemExit, GeneratorExit)):
        raise error
    return NotAWorkbook()


def _rows(
    workbook: python_calamine.CalamineWorkbook, sheet: _Sheet, errors: list[BadInput]
) -> list[SeriesRow]:
    """Return a sheet's rows, every fault noted; the sheet is empty if it cannot be read at all."""
    if sheet.name not in workbook.sheet_names:
        errors.append(NoSheet(sheet=sheet.name))
        return []
    try:
        table = workbook.get_sheet_by_name(sheet.name)
        cells: list[list[Any]] = table.to_python(skip_empty_area=False)
    except BaseException as error:
        errors.append(_unless_stopped(error))
        return []
    header = [str(cell).strip() for cell in cells[0]] if cells else []
    if tuple(header[: len(sheet.header)]) != sheet.header or any(header[len(sheet.header) :]):
        errors.append(OtherHeader(sheet=sheet.name, expected=" | ".join(sheet.header)))
        return []
    rows: dict[date, SeriesRow] = {}
    for number, row in enumerate(cells[1:], start=2):
        if any(cell != "" for cell in row):
            _read_row(sheet, number, row, rows, errors)
    if not rows and not errors:
        errors.append(NoRows(sheet=sheet.name))
    return list(rows.values())


def _read_row(
    sheet: _Sheet,
    number: int,
    cells: Sequence[Any],
    rows: dict[date, SeriesRow],
    errors: list[BadInput],
) -> None:
    day = cells[0].date() if isinstance(cells[0], datetime) else cells[0]
    if not isinstance(day, date) or not 1900 <= day.year < 3000:
        errors.append(NotADay(sheet=sheet.name, row=number))
        return
    period = timedelta(days=sheet.days)
    expected = next(reversed(rows)) + period if rows else day
    if day in rows:
        errors.append(DayTwice(sheet=sheet.name, row=number, day=day))
    elif day != expected:
        errors.append(DayMissing(sheet=sheet.name, row=number, day=expected))
    values = [_count(cell) for cell in cells[1 : 1 + len(sheet.columns)]]
    for column, cell, value in zip(sheet.columns, cells[1:], values, strict=False):
        if value is None and cell != "-":
            errors.append(NotACount(sheet=sheet.name, row=number, column=column.name))
    note = str(cells[1 + len(sheet.columns)]).strip()
    first = day - period + timedelta(days=1)
    rows[day] = SeriesRow(
        start=first.isoformat(), end=day.isoformat(), values=tuple(values), note=note or None
    )


def _count(cell: object) -> int | None:
    """Return a cell as a whole number, None for a dash and for what is no count."""
    if isinstance(cell, bool) or not isinstance(cell, (int, float)):
        return None
    return int(cell) if 0 <= cell <= LARGEST_COUNT and cell % 1 == 0 else None


def _one_release(daily: list[SeriesRow], weekly: list[SeriesRow]) -> bool:
    # The last week may be the one before, the running one or, early in a week, the one before that.
    behind = date.fromisoformat(daily[-1].end) - date.fromisoformat(weekly[-1].end)
    return timedelta(days=-7) < behind < timedelta(days=14)


def _compared(weekly: list[SeriesRow], daily: list[SeriesRow]) -> list[SeriesRow]:
    """Return the weeks, each noted where its days in SB_01 add up to something else; nothing is repaired."""
    at = {row.start: index for index, row in enumerate(daily)}
    compared = []
    for week in weekly:
        days = daily[at[week.start] :][:7] if week.start in at else []
        sums = tuple(sum(row.values[column] or 0 for row in days) for column in (0, 1))
        if len(days) == 7 and sums != week.values[:2]:
            differs = f"the days of SB_01 add up to {sums[0]} people in {sums[1]} boats"
            week = replace(week, note=f"{week.note}; {differs}" if week.note else differs)
        compared.append(week)
    return compared


def _series(sheet: _Sheet, rows: list[SeriesRow], vintage: str) -> Series:
    return Series(
        name=sheet.name,
        source="Home Office",
        source_standing="official",
        vintage=vintage,
        clock=sheet.clock,
        definition=sheet.definition,
        does_not_count=sheet.does_not_count,
        columns=sheet.columns,
        rows=tuple(rows),
    )
