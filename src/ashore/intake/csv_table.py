"""A table by the names of its header, in the dress its program gave it: CSV of any kind, or a sheet of a workbook.

Commas, semicolons, tabs or bars between cells; decimals after a point or a comma; UTF-8, UTF-16 or Windows' letters.
What cannot be told, such as whether 1,250 has decimals, is refused and not guessed.

Remarks above the header are lines of the form `# name: words`; any other line above the header is passed over, because
programs that write such files put the place of the grid point and the like there.
"""

from __future__ import annotations

import csv
import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Decimal

from ashore.intake.numerals import Numerals, numerals_of
from ashore.intake.text_file import beginning, decoded, delimiter_of, rows_of
from ashore.intake.workbook import is_workbook, read_workbook
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
    hint = "Save it again as CSV in UTF-8, or as xlsx or ods."


class TableTooLarge(BadInput):
    code = "table-too-large"
    says = "The table is longer than any series read here."
    hint = "Send it in parts, each of some years."


class ColumnTwice(BadInput):
    code = "column-twice"
    says = "Two columns of the header mean the same: column {column} and column {again}."
    hint = "Leave the one that is meant in the file; which of two numbers counts is not guessed."


class NumberTwoWays(BadInput):
    code = "number-two-ways"
    says = "Row {row}, {column}: this may be a number with three decimals or one of thousands."
    hint = "Nothing in the table tells which; write it with a point before decimals and nothing between thousands."


class SeveralTables(BadInput):
    code = "several-tables"
    says = "Two sheets of the workbook hold such a table, sheet {sheet} and sheet {again}."
    hint = "Send each as a file of its own; which of them is meant is not guessed."


@dataclass(frozen=True, slots=True, kw_only=True)
class CsvRow:
    """One line of a table: its row in the file counted from 1, and its cells, blanks cut off, by column name."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class CsvTable:
    """A table's rows by the names its columns go by here, what was remarked above it, and how it writes numbers."""

    columns: tuple[str, ...]
    rows: tuple[CsvRow, ...]
    remarks: dict[str, str] = field(default_factory=dict)
    numerals: Numerals = field(default_factory=Numerals)


def said_in(table: CsvTable, remark: str) -> str | None:
    """Return what a remark above the table says, private numbers left out, or None."""
    said = table.remarks.get(remark)
    return None if said is None else without_numbers(said)


_MOST_DIGITS = 40
"""Digits and signs of a number; far above that, none was measured."""

_MOST_PLACES = 12
"""Places before the point of any number here; far above it a decimal can no longer be rounded to a whole one."""

_NONE = frozenset({"", "-", "--", "na", "n/a", "nan", "null", "none"})


def is_blank(cell: str) -> bool:
    """Return whether a cell says that nothing was measured."""
    return cell.lower() in _NONE


def scaled(cell: str, factor: Decimal, numerals: Numerals) -> int | None:
    """Return a decimal number times a factor as the nearest whole number, None for none that anybody measures."""
    written = numerals.read(cell) if len(cell) <= _MOST_DIGITS else None
    if written is None or Decimal(written).adjusted() > _MOST_PLACES:
        return None
    return int((Decimal(written) * factor).quantize(Decimal(1), ROUND_HALF_EVEN))


Namer = Callable[[str], str | None]
"""Gives the name by which a column goes here, None for a column nobody needs."""


def names_in(content: bytes, name: Namer) -> frozenset[str]:
    """Return the names of the columns of a table's header, none where there is no header; never raises.

    Only the beginning of a text is looked at.
    """
    if content[:4096].lstrip()[:1] in (b"{", b"["):
        return frozenset()  # reports come in this way by the thousand, and no header begins so
    try:
        sheets = _sheets(content if is_workbook(content) else beginning(content, 65_536), name, strict=False)
        first = (cells for rows, _ in sheets for _, cells in itertools.islice(rows, BEFORE_HEADER))
        return max((_known(cells, name) for cells in first), key=len, default=frozenset())
    except (csv.Error, BadInput):
        return frozenset()


def read_table(content: bytes, name: Namer, enough: Callable[[frozenset[str]], bool]) -> CsvTable | None:
    """Return the table whose header has names enough, None where no row is such a header.

    Raises NotCsv, TableTooLarge, ColumnTwice and SeveralTables, and for a workbook what `workbook` raises.
    """
    if len(content) > MOST_BYTES:
        raise TableTooLarge
    found: CsvTable | None = None
    where = 0
    for sheet, (rows, plain) in enumerate(_sheets(content, name, strict=True), start=1):
        table = _table(rows, name, enough, plain=plain)
        if table is not None and found is not None:
            raise SeveralTables(sheet=where, again=sheet)
        if table is not None:
            found, where = table, sheet
    return found


_Rows = Iterator[tuple[int, Sequence[str]]]
"""Rows with their numbers."""


def _known(cells: Iterable[str], name: Namer) -> frozenset[str]:
    return frozenset(known for each in cells if (known := name(each)))


def _sheets(content: bytes, name: Namer, *, strict: bool) -> Iterator[tuple[_Rows, bool]]:
    """Yield the rows of each sheet, of a text there is one, and whether its numbers are plain.

    They are in a workbook, and where commas part the cells; whoever parts them otherwise may mean thousands by a point.
    """
    if is_workbook(content):
        for sheet in read_workbook(content):
            yield iter(enumerate(sheet.rows, start=1)), True
        return
    text = decoded(content)
    if text is None:
        raise NotCsv(row=1)
    delimiter = delimiter_of(text, lambda cells: len(_known(cells, name)))
    yield _lines(text, delimiter, strict=strict), delimiter == ","


def _lines(text: str, delimiter: str, *, strict: bool) -> _Rows:
    number = 0
    try:
        for number, cells in rows_of(text, delimiter, strict=strict):
            if number > MOST_ROWS:
                raise TableTooLarge
            yield number, cells
    except csv.Error as error:
        raise NotCsv(row=number + 1) from error


def _table(
    rows: _Rows, name: Namer, enough: Callable[[frozenset[str]], bool], *, plain: bool
) -> CsvTable | None:
    remarks: dict[str, str] = {}
    for number, cells in rows:
        if number > BEFORE_HEADER:
            return None
        columns = [name(cell) for cell in cells]
        if enough(frozenset(filter(None, columns))):
            _each_once(columns)
            held = _rows(rows, columns)
            return CsvTable(
                columns=tuple(filter(None, columns)),
                rows=held,
                remarks=remarks,
                numerals=numerals_of((cell for row in held for cell in row.cells.values()), plain=plain),
            )
        remark = _REMARK.fullmatch(",".join(cells).strip().rstrip(","))
        if remark is not None:
            remarks[remark[1].lower()] = remark[2].strip()
    return None


def _each_once(columns: list[str | None]) -> None:
    seen: dict[str, int] = {}
    for number, column in enumerate(columns, start=1):
        if column is not None and seen.setdefault(column, number) != number:
            raise ColumnTwice(column=seen[column], again=number)


def _rows(rows: _Rows, columns: list[str | None]) -> tuple[CsvRow, ...]:
    return tuple(
        CsvRow(
            number=number,
            cells={
                column: cell.strip()
                for column, cell in zip(columns, cells, strict=False)
                if column is not None
            },
        )
        for number, cells in rows
        if any(cell.strip() for cell in cells)
    )
