"""How many cells a workbook lays out, counted before it is opened.

The reader lays a sheet out in one piece, from its first filled cell to its farthest. One filled cell in the last corner
of an xlsx of two kilobytes asks for half a terabyte; that is no error which could be caught: the whole program stops.
So the farthest filled cell is looked for first, in the bytes of the sheets. A sheet that is only formatted to its end,
as many are, is as small as what is filled in.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from itertools import pairwise

LARGEST = 100 * 1024 * 1024
"""Bytes a workbook may unpack to; the series of eight years takes 2.5 MB, a tracker of some thousand boats 2 MB."""

MOST_CELLS = 2_000_000
"""Cells that the filled parts of the sheets may span together."""

_ATTRIBUTES = rb"""((?:[^<>"']|"[^"]*"|'[^']*')*)"""
_XLSX = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?(row|c)(?=[\s/>])" + _ATTRIBUTES + rb">(\s*</)?")
_PLACE = re.compile(rb"""(?<![\w:])r\s*=\s*["']\s*([A-Za-z]{0,9})([0-9]{1,12})""")
_ODS = re.compile(
    rb"<(table:(?:table|table-row|table-cell|covered-table-cell))(?=[\s/>])" + _ATTRIBUTES + rb">"
)
_REPEATED = re.compile(rb"""table:number-(?:rows|columns)-repeated\s*=\s*["']\s*([0-9]{1,12})""")


def is_oversized(content: bytes) -> bool:
    """Return whether an archive unpacks to more than any of our workbooks, or its sheets span too many cells together.

    Every member is looked at, whatever it is called: which are sheets, a workbook says itself.
    Raises ValueError for a binary workbook (.xlsb), and what `zipfile` does for an archive that is damaged, under a
    password, or holds more than it says.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = archive.infolist()
        if any(member.filename.lower().endswith("workbook.bin") for member in members):
            raise ValueError("a binary workbook")
        if sum(member.file_size for member in members) > LARGEST:
            return True
        cells = 0
        for member in members:
            span = _span_of_ods if member.filename == "content.xml" else _span_of_xlsx
            cells += span(archive.read(member))
            if cells > MOST_CELLS:
                return True
        return False


def _span_of_xlsx(content: bytes) -> int:
    """Return how many cells lie between the first of a sheet and the farthest that is filled; 0 for no sheet."""
    rows = columns = 0
    row = column = 0
    for tag in _XLSX.finditer(content):
        place = _PLACE.search(tag[2])
        if tag[1] == b"row":
            row, column = int(place[2]) if place else row + 1, 0
            continue
        # Whichever cell does not say where it stands is the next one.
        column = _column(place[1]) if place else column + 1
        row = int(place[2]) if place else row
        if not tag[2].endswith(b"/") and tag[3] is None:
            rows, columns = max(rows, row), max(columns, column)
    return rows * columns


def _span_of_ods(content: bytes) -> int:
    """Return the same of all tables; rows and cells are repeated by a number beside them."""
    cells = rows = columns = row = column = 0
    for tag, following in pairwise((*_ODS.finditer(content), None)):
        assert tag is not None
        number = _REPEATED.search(tag[2])
        times = int(number[1]) if number else 1
        if tag[1] == b"table:table":
            cells += rows * columns
            rows = columns = row = column = 0
        elif tag[1] == b"table:table-row":
            row, column = row + times, 0
        else:
            column += times
            end = len(content) if following is None else following.start()
            if b"office:" in tag[2] or (not tag[2].endswith(b"/") and b"<text:" in content[tag.end() : end]):
                rows, columns = max(rows, row), max(columns, column)
    return cells + rows * columns


def _column(letters: Iterable[int]) -> int:
    column = 0
    for letter in letters:
        column = 26 * column + (letter & 0x1F)
    return column
