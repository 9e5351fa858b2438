"""A workbook as sheets of rows of text: xlsx and ods by calamine.

A cell is its text, whatever the program that saved it held it as: a whole number without its ".0",
a date as 2031-02-03, a time as 02:15, both as 2031-02-03T02:15. Merged cells all hold the text of the first.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import python_calamine

from ashore.intake.workbook_size import is_oversized
from ashore.model.errors import BadInput

ZIP = b"PK\x03\x04"
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""What .xls begins with, and a workbook under a password; .doc and .msg do as well."""

_PARTS_OF_OLD = tuple(name.encode("utf-16-le") for name in ("Workbook", "Book\0", "EncryptedPackage"))
"""Names of the part that holds the sheets, by which those are known from other files of Office."""

MOST_SHEETS = 60
LONGEST_CELL = 32_767
"""Letters in a cell, as many as any spreadsheet program holds; the rest of a longer one is cut off."""


class NotASpreadsheet(BadInput):
    code = "not-a-spreadsheet"
    says = "This spreadsheet is damaged, or locked by a password, and cannot be opened."
    hint = "Open it in the program it was made with, save it again as xlsx, ods or csv, and send that."


class OldSpreadsheet(BadInput):
    code = "old-spreadsheet"
    says = "This workbook is of an older Excel (.xls), or it is locked by a password."
    hint = "Open it, save it without a password as xlsx, ods or csv, and send that."


class SpreadsheetTooLarge(BadInput):
    code = "spreadsheet-too-large"
    says = "The spreadsheet is many times larger than any tracker."
    hint = "Send the sheet of this watch alone; a column or a row may have been filled to its very end."


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet: its name, "" in a text, and its rows; the first row is row 1."""

    name: str
    rows: tuple[tuple[str, ...], ...]


def is_workbook(content: bytes) -> bool:
    """Return whether bytes are an archive such as xlsx and ods are."""
    return content.startswith(ZIP)


def is_old(content: bytes) -> bool:
    """Return whether bytes are a workbook as Excel wrote them until 2003, and still writes those under a password."""
    return content.startswith(OLD) and any(part in content for part in _PARTS_OF_OLD)


def sheet_names(content: bytes) -> tuple[str, ...]:
    """Return the names of a workbook's sheets. Raises NotASpreadsheet and SpreadsheetTooLarge."""
    return tuple(_open(content).sheet_names)


def read_workbook(content: bytes) -> tuple[Sheet, ...]:
    """Return the sheets of an xlsx or ods. Raises NotASpreadsheet and SpreadsheetTooLarge."""
    workbook = _open(content)
    if len(workbook.sheet_names) > MOST_SHEETS:
        raise SpreadsheetTooLarge
    return tuple(_sheet(workbook, name) for name in workbook.sheet_names)


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
