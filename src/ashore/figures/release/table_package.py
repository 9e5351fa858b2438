"""Cross-tables as files: read from CSV, checked, and given out as a Data Package whose withheld cells say so."""

from __future__ import annotations

import csv
import hashlib
import io

from ashore.figures.release.columns import WITHHELD, Column, Table
from ashore.figures.release.disclosure import CrossTable, NotATable, SafeTable, rule
from ashore.figures.release.package import DESCRIPTOR, PROFILE, as_json, table_resource
from ashore.figures.release.release import Licence
from ashore.figures.wording import in_english

ALL = "(all)"
"""What stands in place of a row or a column that a total is over."""

MOST_CELLS = 4_000
"""Rows times columns that a table may have: some ten seconds of work, and beyond it most cells are small anyway."""


def read_table(content: bytes, file: str, *, open_rows: bool) -> CrossTable:
    """Return the table of a CSV file of three columns with a header: row, column, count. Raises NotATable."""
    try:
        lines = [line for line in csv.reader(io.StringIO(content.decode("utf-8-sig")), strict=True) if line]
    except (UnicodeDecodeError, csv.Error):
        raise NotATable(file=file, why="it is not CSV in UTF-8") from None
    if len(lines) < 2 or any(len(line) != 3 for line in lines):
        raise NotATable(file=file, why="not every line has three columns under a header")
    names = [name.strip() for name in lines[0]]
    counts: dict[tuple[str, str], int] = {}
    for number, line in enumerate(lines[1:], start=2):
        row, column, count = (cell.strip() for cell in line)
        if not (count.isascii() and count.isdigit() and len(count) < 10):
            raise NotATable(file=file, why=f"line {number} has no whole number in its third column")
        if (row, column) in counts:
            raise NotATable(file=file, why=f"line {number} gives a pair that stands above already")
        if ALL in (row, column):
            raise NotATable(file=file, why=f"line {number} is a total, and totals are made here")
        counts[row, column] = int(count)
    rows = tuple(dict.fromkeys(row for row, _ in counts))
    columns = tuple(dict.fromkeys(column for _, column in counts))
    if len(rows) * len(columns) > MOST_CELLS:
        raise NotATable(file=file, why=f"it has more than {MOST_CELLS} cells")
    return CrossTable(
        row_name=names[0],
        column_name=names[1],
        rows=rows,
        columns=columns,
        counts=counts,
        open_rows=open_rows,
    )


def as_table_package(table: SafeTable, licence: Licence) -> dict[str, bytes]:
    """Return the files of a Data Package that holds a table: a line for each cell and each total, and the rule."""
    says = "The people that a source put into this row and this column; 0 is nobody."
    held = Table(
        name="table",
        says=f"People by {table.row_name} and {table.column_name}; {ALL} is a total.",
        columns=(
            Column(name=table.row_name or "row", type="string", says="The row."),
            Column(name=table.column_name or "column", type="string", says="The column."),
            Column(name="people", type="integer", says=says, missing=(WITHHELD,)),
        ),
        key=(),
        rows=tuple(
            (row or ALL, column or ALL, WITHHELD if count is None else count)
            for (row, column), count in table.shown.items()
        ),
    )
    content = held.as_csv()
    digest = hashlib.sha256(content).hexdigest()
    descriptor = {
        "$schema": f"{PROFILE}/datapackage.json",
        "name": f"ashore-table-{digest[:16]}",
        "id": f"urn:ashore:table:{digest}",
        "title": held.says,
        "description": in_english(rule(table.threshold)),
        "version": digest[:16],
        "licenses": [{"name": licence.name, "title": licence.title, "path": licence.path}],
        "resources": [table_resource(held, "table.csv", content)],
        "ashore:threshold": table.threshold,
        "ashore:withheld": len(table.withheld),
    }
    return {"table.csv": content, DESCRIPTOR: as_json(descriptor)}
