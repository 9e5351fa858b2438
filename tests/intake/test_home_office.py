"""The Home Office series as published, and what is done with a workbook that is not it."""

from __future__ import annotations

import os
from datetime import date, timedelta
from pathlib import Path

import pytest
import workbooks
from hypothesis import given
from hypothesis import strategies as st
from report_strategies import calm
from workbooks import Cell, workbook

from ashore.intake import home_office, workbook_size
from ashore.intake.home_office import read_workbook
from ashore.intake.rejection import Rejection
from ashore.model.claims import Series
from ashore.model.errors import BadInput
from ashore.model.report import Report
from ashore.model.times import moment

AT = moment("2026-08-21T09:30:00Z")
PUBLISHED = (
    Path(os.environ.get("ASHORE_SHARED", "../shared")) / "data/home_office_small_boats_to_2026-08-20.ods"
)


def read(raw: bytes) -> Report | Rejection:
    return read_workbook(raw, received_by="north", received_at=AT)


@pytest.fixture(scope="module")
def published() -> Report:
    """The release of 21 August 2026."""
    if not PUBLISHED.exists():
        pytest.skip(f"the published workbook is not at {PUBLISHED}; set ASHORE_SHARED to its folder")
    result = read(PUBLISHED.read_bytes())
    assert isinstance(result, Report)
    return result


def total(series: Series, first: str, last: str, column: int = 0) -> int:
    return sum(row.values[column] or 0 for row in series.rows if first <= row.end <= last)


def test_the_published_series_adds_up(published: Report) -> None:
    """Known sums of the published days come out to the digit."""
    daily = published.series[0]
    assert total(daily, "2020-09-01", "2020-09-30") == 1946
    assert total(daily, "2020-01-01", "2020-12-31") == 8462
    assert total(daily, "2020-01-01", "2020-12-31", column=1) == 641
    assert total(daily, "2020-01-01", "2020-12-09") == 8389
    assert total(daily, "2020-12-01", "2020-12-09") == 136
    assert [row.values for row in daily.rows if row.end == "2020-12-09"] == [(26, 2, None)]
    for year, spring in (("2022", 6691), ("2023", 5946), ("2024", 7567), ("2025", 11074)):
        assert total(daily, f"{year}-01-01", f"{year}-04-30") == spring


def test_the_published_preventions_add_up(published: Report) -> None:
    """People and events prevented come out to the digit, and were not collected before May 2024."""
    weekly = published.series[1]
    sums = [
        (
            total(weekly, f"{year}-01-01", f"{year}-12-31", 3),
            total(weekly, f"{year}-01-01", f"{year}-12-31", 4),
        )
        for year in (2024, 2025, 2026)
    ]
    assert sums == [(21317, 694), (22476, 845), (8231, 382)]
    collected = [row.end for row in weekly.rows if row.values[3] is not None]
    assert (collected[0], len(weekly.rows)) == ("2024-05-05", 450)
    assert all(row.values[3] is None for row in weekly.rows if row.end < "2024-05-05")


def test_the_published_revisions_are_kept(published: Report) -> None:
    """The days the publisher marks as revised carry its note, and no others do."""
    days = (
        "2023-02-08 2023-02-13 2023-04-04 2023-04-05 2023-06-10 2023-06-11 2023-06-22 2024-06-07 2025-09-06"
    )
    assert [row.end for row in published.series[0].rows if row.note] == days.split()
    assert {row.note for series in published.series for row in series.rows} == {None, "Revised"}


def test_the_published_series_says_what_it_is(published: Report) -> None:
    """Vintage, clocks, standing and definitions come with the numbers."""
    daily, weekly = published.series
    assert published.id == "small-boats-to-2026-08-20"
    assert (published.channel, published.received_by, published.received_at) == ("official", "north", AT)
    assert (daily.name, daily.vintage, daily.clock) == ("SB_01", "2026-08-20", "arrived")
    assert (weekly.name, weekly.vintage, weekly.clock) == ("SB_02", "2026-08-20", "week_ending")
    assert [(column.outcome, column.unit) for column in weekly.columns] == [
        ("arrived", "person"),
        ("arrived", "boat"),
        ("landed", "boat"),
        ("prevented", "person"),
        ("prevented", "incident"),
    ]
    assert "undetected" not in daily.definition
    assert "nobody detected" in daily.does_not_count
    assert "Prevented" in weekly.definition
    assert (daily.source_standing, weekly.source) == ("official", "Home Office")


def test_a_dash_is_not_zero() -> None:
    """A cell nobody collected is not known; an empty day is a zero the publisher wrote."""
    sheets = workbooks.sound()
    sheets["SB_01"][1][1] = 0
    result = read(workbook(sheets))
    assert isinstance(result, Report)
    assert result.series[0].rows[0].values == (0, 1, None)
    assert result.series[1].rows[0].start == "2024-05-06"
    assert result.series[0].rows[2].note == "Revised"


def test_a_week_that_disagrees_with_its_days_is_noted() -> None:
    """Where SB_02 and SB_01 differ both stand as published, and the week says so."""
    sheets = workbooks.sound()
    sheets["SB_01"][1][1] = 7
    result = read(workbook(sheets))
    assert isinstance(result, Report)
    week = result.series[1].rows[0]
    assert week.values[0] == 63
    assert week.note == "Revised; the days of SB_01 add up to 64 people in 7 boats"


def changed(sheet: str, row: int, column: int, cell: Cell) -> bytes:
    sheets = workbooks.sound()
    sheets[sheet][row][column] = cell
    return workbook(sheets)


def with_rows(sheet: str, keep: slice) -> bytes:
    sheets = workbooks.sound()
    sheets[sheet] = [sheets[sheet][0], *sheets[sheet][1:][keep]]
    return workbook(sheets)


def without(sheet: str) -> bytes:
    sheets = workbooks.sound()
    del sheets[sheet]
    return workbook(sheets)


def without_day(row: int) -> bytes:
    sheets = workbooks.sound()
    del sheets["SB_01"][row]
    return workbook(sheets)


def with_a_column_more() -> bytes:
    sheets = workbooks.sound()
    sheets["SB_01"][0].append("Children")
    return workbook(sheets)


REFUSALS = [
    (b"PK\x03\x04 no archive", "not-a-workbook", "This is not a spreadsheet that can be opened."),
    (without("SB_02"), "no-sheet", "The workbook has no sheet SB_02."),
    (
        b"Date;Migrants arrived;Boats arrived\r\n06/05/2024;6;1\r\n",
        "one-sheet-alone",
        "This is one sheet of the Home Office series, and the series is two.",
    ),
    (
        changed("SB_01", 0, 1, "People arrived"),
        "other-header",
        "The header of sheet SB_01 is not the one known here.",
    ),
    (
        changed("SB_02", 0, 6, "Remarks"),
        "other-header",
        "The header of sheet SB_02 is not the one known here.",
    ),
    (
        with_a_column_more(),
        "other-header",
        "The header of sheet SB_01 is not the one known here.",
    ),
    (
        changed("SB_01", 3, 0, "8 May 2024"),
        "not-a-day",
        "Sheet SB_01, row 4: the first cell is not a date. Sheet SB_01, row 5: 2024-05-08 should stand here.",
    ),
    (
        changed("SB_01", 3, 1, "26 (est.)"),
        "not-a-count",
        "Sheet SB_01, row 4, column Migrants arrived: neither a whole number nor a dash.",
    ),
    (
        changed("SB_01", 3, 2, 1.5),
        "not-a-count",
        "Sheet SB_01, row 4, column Boats arrived: neither a whole number nor a dash.",
    ),
    (
        changed("SB_02", 1, 3, None),
        "not-a-count",
        "Sheet SB_02, row 2, column Boats arrived - involved in uncontrolled landings: "
        "neither a whole number nor a dash.",
    ),
    (
        changed("SB_02", 1, 4, -4),
        "not-a-count",
        "Sheet SB_02, row 2, column Migrants prevented: neither a whole number nor a dash.",
    ),
    (
        changed("SB_01", 8, 0, date(2024, 5, 12)),
        "day-twice",
        "Sheet SB_01, row 9: 2024-05-12 stands there a second time.",
    ),
    (without_day(4), "day-missing", "Sheet SB_01, row 5: 2024-05-09 should stand here."),
    (with_rows("SB_02", slice(0)), "no-rows", "Sheet SB_02 holds no counts."),
    (
        changed("SB_02", 1, 0, date(2024, 4, 29)),
        "two-vintages",
        "SB_01 runs to 2024-05-13 and SB_02 to the week ending 2024-04-29: two releases in one workbook.",
    ),
]


@pytest.mark.parametrize(("raw", "code", "says"), REFUSALS, ids=[code for _, code, _ in REFUSALS])
def test_a_refusal_says_what_is_wrong_and_where(raw: bytes, code: str, says: str) -> None:
    """One fault gives its code, its sentence and something to do; nothing of the workbook is taken."""
    result = read(raw)
    assert isinstance(result, Rejection)
    assert (result.code, result.says) == (code, says)
    assert len(result.hint) > 10
    assert "{" not in result.says + result.hint
    assert result.raw == raw


@pytest.mark.parametrize("limit", ["LARGEST", "MOST_CELLS"])
def test_a_workbook_far_too_large_is_refused(monkeypatch: pytest.MonkeyPatch, limit: str) -> None:
    """The room a file would take in memory is looked at before it is taken."""
    monkeypatch.setattr(workbook_size, limit, 20)
    result = read(workbook(workbooks.sound()))
    assert isinstance(result, Rejection)
    assert result.code == "workbook-too-large"
    assert result.says.startswith("The spreadsheet is many times larger than the published series.")


def test_no_sentence_is_left_unprovoked() -> None:
    """Every error class of the workbook reader is provoked above."""
    known = {
        error.code
        for error in vars(home_office).values()
        if isinstance(error, type)
        and issubclass(error, BadInput)
        and error.__module__ == home_office.__name__
    }
    assert known == {code for _, code, _ in REFUSALS} | {"workbook-too-large"}


def test_faults_of_both_sheets_are_told_at_once() -> None:
    """A workbook is not sent back twice."""
    sheets = workbooks.sound()
    sheets["SB_01"][1][1] = "x"
    sheets["SB_02"][1][2] = "y"
    result = read(workbook(sheets))
    assert isinstance(result, Rejection)
    assert [error.code for error in result.errors] == ["not-a-count", "not-a-count"]


@given(st.data())
@calm(max_examples=60)
def test_a_damaged_workbook_gets_an_answer(data: st.DataObject) -> None:
    """Flipped bits and cut ends of a workbook never raise."""
    raw = bytearray(workbook(workbooks.sound()))
    for _ in range(data.draw(st.integers(1, 4))):
        raw[data.draw(st.integers(0, len(raw) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    cut = bytes(raw[: data.draw(st.integers(0, len(raw)) | st.just(len(raw)))])
    assert isinstance(read(cut), Report | Rejection)


cells = (
    st.integers(0, 50)
    | st.just("-")
    | st.text("0-. é", max_size=3)
    | st.floats(allow_nan=False)
    | st.dates(date(1901, 1, 1))
    | st.none()
)


@given(st.data())
@calm(max_examples=60)
def test_a_workbook_with_anything_in_a_cell_gets_an_answer(data: st.DataObject) -> None:
    """A report holds only counts and dashes from its cells; everything else is refused."""
    sheets = workbooks.sound()
    sheet = data.draw(st.sampled_from(["SB_01", "SB_02"]))
    row = data.draw(st.integers(0, len(sheets[sheet]) - 1))
    column = data.draw(st.integers(0, 3))
    cell = data.draw(cells)
    sheets[sheet][row][column] = cell
    result = read(workbook(sheets))
    if isinstance(result, Report) and row and column:
        kept = result.series[sheet == "SB_02"].rows[row - 1].values[column - 1]
        # A workbook keeps no blank at the end of a cell.
        assert kept == (None if str(cell).strip() == "-" else cell)


@given(first=st.dates(date(2018, 1, 1), date(2030, 1, 1)), counts=st.lists(st.integers(0, 900), min_size=7))
@calm(max_examples=30)
def test_every_sound_workbook_is_read_in_full(first: date, counts: list[int]) -> None:
    """Each published day comes out once, in order, with its number."""
    days: list[list[Cell]] = [
        [first + timedelta(days=n), count, 1, "-", ""] for n, count in enumerate(counts)
    ]
    week: list[Cell] = [first + timedelta(days=len(counts) // 7 * 7 - 1), 0, 0, "-", "-", "-", ""]
    sheets = {"SB_01": [list(workbooks.DAILY_HEADER), *days], "SB_02": [list(workbooks.WEEKLY_HEADER), week]}
    result = read(workbook(sheets))
    assert isinstance(result, Report)
    assert [row.values[0] for row in result.series[0].rows] == counts
    assert result.series[0].rows[0].end == first.isoformat()
