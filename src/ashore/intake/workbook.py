"""A spreadsheet as rows of text: xlsx and ods by calamine, csv with its encoding and delimiter found out.

A cell is its text, whatever the program that saved it held it as: a whole number without its ".0",
a date as 2031-02-03, a time as 02:15, both as 2031-02-03T02:15. Merged cells all hold the text of the first.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import python_calamine

from ashore.intake.workbook_size import LARGEST, is_oversized
from ashore.model.errors import BadInput

ZIP = b"PK\x03\x04"
MOST_SHEETS = 60
LONGEST_CELL = 32_767
"""Letters in a cell, as many as any spreadsheet program holds; the rest of a longer one is cut off."""

DELIMITERS = ",;\t|"


class NotASpreadsheet(BadInput):
    code = "not-a-spreadsheet"
    says = "This spreadsheet is damaged, or locked by a password, and cannot be opened."
    hint = "Open it in the program it was made with, save it again as xlsx, ods or csv, and send that."


class SpreadsheetTooLarge(BadInput):
    code = "spreadsheet-too-large"
    says = "The spreadsheet is many times larger than any tracker."
    hint = "Send the sheet of this watch alone; a column or a row may have been filled to its very end."


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet: its name, "" in a csv, and its rows; the first row is row 1."""

    name: str
    rows: tuple[tuple[str, ...], ...]


def is_workbook(content: bytes) -> bool:
    """Return whether bytes are an archive such as xlsx and ods are."""
    return content.startswith(ZIP)


def sheet_names(content: bytes) -> tuple[str, ...]:
    """Return the names of a workbook's sheets. Raises NotASpreadsheet and SpreadsheetTooLarge."""
    return tuple(_open(content).sheet_names)


def read_workbook(content: bytes) -> tuple[Sheet, ...]:
    """Return the sheets of an xlsx or ods. Raises NotASpreadsheet and SpreadsheetTooLarge."""
    workbook = _open(content)
    if len(workbook.sheet_names) > MOST_SHEETS:
        raise SpreadsheetTooLarge
    return tuple(_sheet(workbook, name) for name in workbook.sheet_names)


def read_csv(content: bytes) -> Sheet | None:
    """Return the rows of a csv, or None where the bytes are no text in columns."""
    text = decoded(content)
    if text is None:
        return None
    delimiter = _delimiter(text)
    if delimiter is None:
        return None
    csv.field_size_limit(LARGEST)
    try:
        listed = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)
        rows = tuple(tuple(cell.strip()[:LONGEST_CELL] for cell in row) for row in listed)
    except csv.Error:
        return None
    return Sheet(name="", rows=rows)


def decoded(content: bytes) -> str | None:
    """Return text in UTF-8, UTF-16 with its mark, or what Windows writes in western Europe; None for no text."""
    for encoding in ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\0" in text else text
    return None


def _open(content: bytes) -> python_calamine.CalamineWorkbook:
    try:
        if is_oversized(content):
            raise SpreadsheetTooLarge
        return python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    except BadInput:
        raise
    except BaseException as error:
        raise _unless_stopped(error) from error


def _unless_stopped(error: BaseException) -> NotASpreadsheet:
    """Return the refusal for whatever a damaged file made the reader raise; a panic of its Rust is no Exception."""
    if isinstance(error, (KeyboardInterrupt, SystemExit, GeneratorExit)):
        raise error
    return NotASpreadsheet()


def _sheet(workbook: python_calamine.CalamineWorkbook, name: str) -> Sheet:
    try:
        table = workbook.get_sheet_by_name(name)
        cells = [[_text(cell) for cell in row] for row in table.to_python(skip_empty_area=False)]
        _spread(cells, table.merged_cell_ranges or ())
    except BadInput:
        raise
    except BaseException as error:
        raise _unless_stopped(error) from error
    return Sheet(name=name.strip(), rows=tuple(tuple(row) for row in cells))


def _spread(cells: list[list[str]], merged: Iterable[tuple[tuple[int, int], tuple[int, int]]]) -> None:
    """Write the text of each merged area's first cell into all of its cells."""
    for (top, left), (bottom, right) in merged:
        if top >= len(cells) or left >= len(cells[top]):
            continue
        for row in cells[top : bottom + 1]:
            row[left : right + 1] = [cells[top][left]] * len(row[left : right + 1])


def _text(cell: Any) -> str:
    match cell:
        case bool():
            return "TRUE" if cell else "FALSE"
        case float() if cell.is_integer() and abs(cell) < 1e15:
            return str(int(cell))
        case datetime():
            whole = _whole_second(cell)
            return whole.isoformat(timespec="minutes" if whole.second == 0 else "seconds")
        case date():
            return cell.isoformat()
        case time():
            return cell.isoformat(timespec="minutes" if cell.second == 0 else "seconds")
        case timedelta():
            minutes = round(cell.total_seconds() / 60)
            return f"{minutes // 60:02}:{minutes % 60:02}"
    return str(cell).strip()[:LONGEST_CELL]


def _whole_second(at: datetime) -> datetime:
    """Return the nearest second: a program holds a time as a fraction of a day, which is seldom exact."""
    try:
        return (at + timedelta(microseconds=500_000)).replace(microsecond=0)
    except OverflowError:
        return at.replace(microsecond=0)


def _delimiter(text: str) -> str | None:
    """Return the delimiter that cuts the first lines into the most columns alike, None where none does."""
    best, most = None, 0
    for delimiter in DELIMITERS:
        lines = csv.reader(io.StringIO(text[:50_000], newline=""), delimiter=delimiter)
        widths: list[int] = []
        try:
            for row in lines:
                widths.append(len(row))
                if len(widths) == 40:
                    break
        except csv.Error:
            pass
        columns = sum(width for width in widths if width > 1)
        if columns > most:
            best, most = delimiter, columns
    return best
