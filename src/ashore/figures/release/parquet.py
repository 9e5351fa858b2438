"""Figures as Parquet, for whoever counts further: whole numbers as such, and why a value is missing beside it."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from importlib import import_module

from ashore.figures.release.citation import citation_text
from ashore.figures.release.columns import MISSING, Column, tables_of
from ashore.figures.release.release import Release
from ashore.model.errors import Refused


class NoParquet(Refused):
    """The library that writes Parquet is not installed."""

    code = "no-parquet"
    says = "Parquet cannot be written here: its library is not installed."
    hint = "Install ashore with its extra “parquet”, or ask for the package: its tables are the same."


def as_parquet(releases: Sequence[Release]) -> bytes:
    """Return the table of figures as one Parquet file; a missing value is null, and `…_is` says why.

    The file's own metadata hold the citations, the licence and what each word for a missing value means.
    Raises NoParquet.
    """
    try:
        pyarrow, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")
    except ImportError as error:
        raise NoParquet from error
    table = tables_of(releases)[0]
    arrays, fields = [], []
    for number, column in enumerate(table.columns):
        cells = [row[number] for row in table.rows]
        kind = pyarrow.int64() if column.type == "integer" else pyarrow.string()
        arrays.append(pyarrow.array([None if _missing(cell, column) else cell for cell in cells], type=kind))
        fields.append(pyarrow.field(column.name, kind, metadata={"description": column.says}))
        if column.missing:
            why = [cell if _missing(cell, column) else "given" for cell in cells]
            arrays.append(pyarrow.array(why, type=pyarrow.string()))
            says = f"Whether {column.name} is given, or why it is missing."
            fields.append(
                pyarrow.field(f"{column.name}_is", pyarrow.string(), metadata={"description": says})
            )
    schema = pyarrow.schema(
        fields,
        metadata={
            "ashore:cite": json.dumps([citation_text(release) for release in releases], ensure_ascii=False),
            "ashore:licence": releases[0].licence.path,
            "ashore:missing": json.dumps(MISSING, ensure_ascii=False),
        },
    )
    out = io.BytesIO()
    parquet.write_table(pyarrow.Table.from_arrays(arrays, schema=schema), out, compression="zstd")
    return out.getvalue()


def _missing(cell: int | str, column: Column) -> bool:
    return isinstance(cell, str) and cell in column.missing
