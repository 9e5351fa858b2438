"""A workbook's size is known before it is opened: a far cell would stop the whole program."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import openpyxl
import pytest
import workbooks
from hypothesis import given, settings
from hypothesis import strategies as st
from workbooks import ods
from workbooks import ods_row as row

from ashore.intake import workbook_size
from ashore.intake.rejection import Rejection
from ashore.intake.sources import Receipt, read_content
from ashore.intake.workbook_size import is_oversized
from ashore.model.report import Report
from ashore.model.times import Moment

RECEIPT = Receipt(
    received_by="north-centre", received_at=Moment(ms=1_927_850_000_000, stated="2031-02-03T02:00Z")
)
FILLED = (
    '<table:table-cell{} office:value-type="float" office:value="1"><text:p>1</text:p></table:table-cell>'
)
EMPTY = "<table:table-cell{}/>"


def changed(old: str, new: str) -> bytes:
    """Return a small xlsx of which the sheet says something else."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbooks.workbook({"A": [["Case", "POB"], [1, 30]]}))) as sound,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for member in sound.namelist():
            content = sound.read(member).decode()
            archive.writestr(member, content.replace(old, new) if "worksheets" in member else content)
    return file.getvalue()


def beside(more: str) -> bytes:
    """Return a small xlsx with more after its last row."""
    return changed("</sheetData>", f"{more}</sheetData>")


def columns(cell: str, times: int) -> str:
    """Return a cell of an ods, so many times over."""
    return cell.format(f' table:number-columns-repeated="{times}"')


FAR = {
    "corner": beside('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
    "corner without its row": beside('<row><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>'),
    "last row by its number": beside('<row r="1048576"><c><v>1</v></c><c><v>1</v></c></row>'),
    "other quotes and a prefix": beside(
        "<x:row r = '9'><x:c s='1' r = 'xfd1048576'><x:v>1</x:v></x:c></x:row>"
    ),
    "behind a sign": beside('<row r="9"><c s=">" r="XFD1048576"><v>1</v></c></row>'),
    "rows repeated": ods(row(columns(FILLED, 16_384), 5_000)),
    "after a gap": ods(
        row(FILLED.format(""))
        + row(columns(EMPTY, 16_384), 5_000)
        + row(columns(EMPTY, 9_999) + FILLED.format(""))
    ),
}


@pytest.mark.parametrize("name", FAR)
def test_a_filled_cell_far_away_is_refused_before_the_reader_lays_the_sheet_out(name: str) -> None:
    """The reader would ask for more memory than there is, and no error of Python's would be raised."""
    assert is_oversized(FAR[name])
    [line] = read_content(FAR[name], RECEIPT)
    assert isinstance(line.result, Rejection)
    assert line.result.code == "spreadsheet-too-large"
    assert line.raw == FAR[name]


def test_a_sheet_that_is_only_formatted_to_its_end_is_small() -> None:
    """Whole columns have a format in many a list; nothing is filled in there."""
    assert not is_oversized(
        beside('<row r="1048576" s="1"><c r="XFD1048576" s="1"/><c r="XFE9" s="1"></c></row>')
    )
    assert not is_oversized(
        ods(row(FILLED.format("") + columns(EMPTY, 16_383)) + row(columns(EMPTY, 16_384), 1_048_575))
    )


def test_what_is_of_no_sheet_is_not_counted() -> None:
    """A workbook of other programs, with styles, drawings and a table of words beside its sheets."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(["Case", "Date", "POB"])
    page.append([1, date(2031, 2, 3), 30])
    book.create_sheet("2031").append(["x"] * 300)
    file = io.BytesIO()
    book.save(file)
    assert not is_oversized(file.getvalue())


def test_many_sheets_count_together() -> None:
    """Each may be small enough, and sixty of them too much."""
    row = [["x"] * 20] * 100
    sheets = {f"S{number}": row for number in range(3)}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workbook_size, "MOST_CELLS", 5_999)
        assert is_oversized(workbooks.workbook(sheets))
        patch.setattr(workbook_size, "MOST_CELLS", 6_000)
        assert not is_oversized(workbooks.workbook(sheets))


def test_a_sheet_by_another_name_is_a_sheet() -> None:
    """Which members are sheets, a workbook says itself."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(FAR["corner"])) as far, zipfile.ZipFile(file, "w") as archive:
        for member in far.namelist():
            content = far.read(member).replace(b"sheet1.xml", b"sheet1.dat")
            archive.writestr(member.replace("sheet1.xml", "sheet1.dat"), content)
    assert is_oversized(file.getvalue())


def test_a_binary_workbook_is_no_spreadsheet_of_ours() -> None:
    """Its cells cannot be counted beforehand, so it is never opened."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("xl/workbook.bin", b"\x83\x01\x00")
    [line] = read_content(file.getvalue(), RECEIPT)
    assert isinstance(line.result, Rejection)
    assert line.result.code == "not-a-workbook"


@settings(max_examples=40)
@given(st.binary(max_size=60), st.integers(4, 3_000))
def test_a_damaged_workbook_is_refused_and_nothing_else_is_lost(noise: bytes, at: int) -> None:
    """Whatever was changed in it: a report or a rejection with every byte."""
    sound = workbooks.workbook({"A": [["Case", "Date", "POB"], [1, date(2031, 2, 3), 30]]})
    damaged = sound[:at] + noise + sound[at + len(noise) :]
    for line in read_content(damaged, RECEIPT):
        assert isinstance(line.result, Report | Rejection)
        if isinstance(line.result, Rejection):
            assert line.raw == damaged


@given(st.integers(1, 40), st.integers(1, 40), st.integers(0, 5))
def test_a_sheet_spans_its_farthest_filled_cell(rows: int, width: int, empty: int) -> None:
    """As openpyxl writes it, with rows of nothing between, to the cell."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.cell(row=1, column=1, value="x")
    page.cell(row=rows + empty, column=width, value=7)
    file = io.BytesIO()
    book.save(file)
    before = workbook_size.MOST_CELLS
    try:
        workbook_size.MOST_CELLS = (rows + empty) * width
        assert not is_oversized(file.getvalue())
        workbook_size.MOST_CELLS -= 1
        assert is_oversized(file.getvalue())
    finally:
        workbook_size.MOST_CELLS = before
