"""A table as comma-separated text: its header found by the names it must have, remarks above it, faults by row.

The remarks are lines of the form `# name: words`; any other line above the header is passed over, because
programs that write such files put the place of the grid point and the like there.
"""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Decimal

from ashore.model.errors import BadInput
from ashore.model.numbers import without_numbers

MOST_BYTES = 32 * 1024 * 1024
"""Bytes of one table; ten years of hourly weather are some 5 MB."""

MOST_ROWS = 300_000
"""Rows of one table: thirty-four years by the hour."""

BEFORE_HEADER = 40
"""Lines in which the header is looked for."""

_REMARK = re.compile(r"#\s*([A-Za-z_ ]{1,30}?)\s*:\s*(.{1,300})")


class NotCsv(BadInput):
    code = "not-csv"
    says = "Row {row}: the table cannot be read as comma-separated text."
    hint = "Save it again as CSV in UTF-8, with a comma between cells and quotation marks around commas."


class TableTooLarge(BadInput):
    code = "table-too-large"
    says = "The table is longer than any series read here."
    hint = "Send it in parts, each of some years."


class ColumnTwice(BadInput):
    code = "column-twice"
    says = "Two columns of the header mean the same: column {column} and column {again}."
    hint = "Leave the one that is meant in the file; which of two numbers counts is not guessed."


@dataclass(frozen=True, slots=True, kw_only=True)
class CsvRow:
    """One line of a table: its row in the file counted from 1, and its cells, blanks cut off, by column name."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class CsvTable:
    """A table's rows by the names its columns go by here, what was remarked above it, and its faults."""

    columns: tuple[str, ...]
    rows: tuple[CsvRow, ...]
    remarks: dict[str, str] = field(default_factory=dict)


def said_in(table: CsvTable, remark: str) -> str | None:
    """Return what a remark above the table says, private numbers left out, or None."""
    said = table.remarks.get(remark)
    return None if said is None else without_numbers(said)


_DECIMAL = re.compile(r"-?(?:\d{1,9}(?:\.\d{0,15})?|\.\d{1,15})(?:[eE][+-]?\d{1,2})?", re.ASCII)
_MOST_PLACES = 12
"""Places before the point of any number here; far above it a decimal can no longer be rounded to a whole one."""

_NONE = frozenset({"", "-", "--", "na", "n/a", "nan", "null", "none"})


def is_blank(cell: str) -> bool:
    """Return whether a cell says that nothing was measured."""
    return cell.lower() in _NONE


def scaled(cell: str, factor: Decimal) -> int | None:
    """Return a decimal number times a factor as the nearest whole number, None for none that anybody measures."""
    if _DECIMAL.fullmatch(cell) is None or Decimal(cell).adjusted() > _MOST_PLACES:
        return None
    return int((Decimal(cell) * factor).quantize(Decimal(1), ROUND_HALF_EVEN))


Namer = Callable[[str], str | None]
"""Gives the name by which a column goes here, None for a column nobody needs."""


def names_in(content: bytes, name: Namer) -> frozenset[str]:
    """Return the names of the columns of a table's header, none where there is no header; never raises.

    Only the beginning of the file is looked at.
    """
    if content[:4096].lstrip()[:1] in (b"{", b"["):
        return frozenset()  # reports come in this way by the thousand, and no header begins so
    try:
        text = content[:65536].decode("utf-8-sig", errors="ignore")
        lines = csv.reader(io.StringIO(text[: text.rfind("\n") + 1] or text))
        first = itertools.islice(lines, BEFORE_HEADER)
        return max(
            (frozenset(filter(None, map(name, cells))) for cells in first), key=len, default=frozenset()
        )
    except (csv.Error, ValueError):
        return frozenset()


def read_table(content: bytes, name: Namer, enough: Callable[[frozenset[str]], bool]) -> CsvTable | None:
    """Return the table whose header has names enough, None where no line is such a header.

    Raises NotCsv, TableTooLarge and ColumnTwice.
    """
    if len(content) > MOST_BYTES:
        raise TableTooLarge
    remarks: dict[str, str] = {}
    lines = _lines(content)
    for number, cells in lines:
        if number > BEFORE_HEADER:
            return None
        columns = [name(cell) for cell in cells]
        if enough(frozenset(filter(None, columns))):
            _each_once(columns)
            return CsvTable(columns=tuple(filter(None, columns)), rows=_rows(lines, columns), remarks=remarks)
        remark = _REMARK.fullmatch(",".join(cells).strip())
        if remark is not None:
            remarks[remark[1].lower()] = remark[2].strip()
    return None


def _lines(content: bytes) -> Iterable[tuple[int, list[str]]]:
    number = 0
    try:
        text = content.decode("utf-8-sig")
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        for cells in reader:
            number = reader.line_num
            if number > MOST_ROWS:
                raise TableTooLarge
            yield number, cells
    except (csv.Error, UnicodeDecodeError) as error:
        raise NotCsv(row=number + 1) from error


def _each_once(columns: list[str | None]) -> None:
    seen: dict[str, int] = {}
    for number, column in enumerate(columns, start=1):
        if column is not None and seen.setdefault(column, number) != number:
            raise ColumnTwice(column=seen[column], again=number)


def _rows(lines: Iterable[tuple[int, list[str]]], columns: list[str | None]) -> tuple[CsvRow, ...]:
    return tuple(
        CsvRow(
            number=number,
            cells={
                column: cell.strip()
                for column, cell in zip(columns, cells, strict=False)
                if column is not None
            },
        )
        for number, cells in lines
        if any(cell.strip() for cell in cells)
    )
