"""The missing-migrants table: every row as it stands, nothing counted twice, and any bytes answered."""

from __future__ import annotations

import csv
import io
import os
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_strategies import calm

from ashore.intake.iom import DIMENSIONS, is_table, read_incidents
from ashore.intake.rejection import Rejection
from ashore.intake.sources import recognise
from ashore.model.claims import Series
from ashore.model.report import Report
from ashore.model.times import moment

FULLER = (
    "Main ID,Incident ID,Incident Type,Incident date,No. dead,No. missing,No. dead/missing,No. survivors,"
    "No. minors,Cause of death (category),Route,Country of Incident,Location of death,Source,Source Quality"
).split(",")
PUBLIC = (
    "Main ID,Incident ID,Region,Incident Date,Year,Reported Month,Number Dead,Minimum Estimated Number of Missing,"
    "Number of Survivors,Number of Females,Number of Males,Number of Children,Cause of Death,Location of death,"
    "Information Source,Coordinates,Migration route,URL,UNSD Geographical Grouping,Source Quality"
).split(",")
ROUTE = "Mainland Europe to the UK"


def incident(number: int = 1, **cells: str) -> dict[str, str]:
    """Return a made-up row of the fuller layout."""
    return {
        "Main ID": f"2031.X{number:04}",
        "Incident ID": f"2031.X{number:04}",
        "Incident Type": "Incident",
        "Incident date": f"2031-02-{number:02}",
        "No. dead": "1.0",
        "No. missing": "0.0",
        "No. dead/missing": "1",
        "No. survivors": "",
        "No. minors": "",
        "Cause of death (category)": "Drowning",
        "Route": ROUTE,
        "Country of Incident": "France",
        "Location of death": f"beach {number}",
        "Source": "a paper, a group",
        "Source Quality": "4",
        **cells,
    }


def table(*rows: dict[str, str], header: list[str] | None = None) -> bytes:
    """Return the rows as a file of CSV."""
    out = io.StringIO()
    writer = csv.DictWriter(out, header or FULLER)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def read(raw: bytes) -> Report | Rejection:
    """Read a table."""
    return read_incidents(raw, received_by="north", received_at=moment("2031-03-01T00:00:00+00:00"))


def series(raw: bytes) -> tuple[Series, Series]:
    """Return the two series of a sound table."""
    result = read(raw)
    assert isinstance(result, Report), result.says
    return result.series[0], result.series[1]


def codes(raw: bytes) -> list[str]:
    """Return the codes of a refusal."""
    result = read(raw)
    assert isinstance(result, Rejection)
    assert result.raw == raw
    return [error.code for error in result.errors]


def label(of: Series, row: int, name: str) -> str | None:
    """Return what a row's label says."""
    return of.rows[row].labels[DIMENSIONS.index(name)]


def test_each_incident_is_a_row_with_its_place_cause_source_and_grade() -> None:
    """Dead, missing and survivors apart; what is blank is not stated."""
    raw = table(
        incident(3, **{"No. missing": "2", "No. dead/missing": "3", "No. survivors": "14"}),
        incident(1, **{"Cause of death (category)": "Violence"}),
    )
    every, drowned = series(raw)
    assert [(row.start, row.values[:3]) for row in every.rows] == [
        ("2031-02-01", (1, 0, None)),
        ("2031-02-03", (1, 2, 14)),
    ]
    assert [row.start for row in drowned.rows] == ["2031-02-03"]
    assert (label(every, 1, "place"), label(every, 1, "cause")) == ("beach 3", "Drowning")
    assert (label(every, 1, "source"), label(every, 1, "quality")) == ("a paper, a group", "4")
    assert label(every, 1, "incident") == "2031.X0003"
    assert every.covers == drowned.covers == ("2031-02-01", "2031-02-03")


def test_the_public_download_is_read_as_well() -> None:
    """Its columns have other names and no total of its own, so a blank stays not stated."""
    row = dict.fromkeys(PUBLIC, "")
    row |= {
        "Incident ID": "2031.A",
        "Incident Date": "2031-02-01",
        "Minimum Estimated Number of Missing": "2",
    }
    row |= {"Cause of Death": "Drowning", "Migration route": ROUTE, "Information Source": "a ship"}
    raw = table(row, header=PUBLIC)
    assert recognise(raw) == "iom"
    every, _ = series(raw)
    assert every.rows[0].values[:3] == (None, 2, None)
    assert label(every, 0, "source") == "a ship"


def test_a_blank_is_nought_only_by_the_rows_own_total() -> None:
    """The project leaves the dead blank where all are missing."""
    every, _ = series(table(incident(1, **{"No. dead": "", "No. missing": "2", "No. dead/missing": "2"})))
    assert every.rows[0].values[:2] == (0, 2)
    assert every.rows[0].note == "the dead are blank, nought by the row's own total"
    every, _ = series(table(incident(1, **{"No. dead": "", "No. missing": "2", "No. dead/missing": "5"})))
    assert every.rows[0].values[:2] == (None, 2)
    assert every.rows[0].note == "the row's own total of dead and missing is 5"


def test_a_row_told_twice_counts_once() -> None:
    """The same incident in the same words; a note says so."""
    every, drowned = series(table(incident(1), incident(2), incident(1), incident(1)))
    assert [row.start for row in every.rows] == ["2031-02-01", "2031-02-02"]
    assert every.rows[0].note == "stands in the file more than once, counted once"
    assert len(drowned.rows) == 2


def test_one_incident_in_two_wordings_is_refused() -> None:
    """Which of two counts of it holds is not ours to say."""
    assert codes(table(incident(1), incident(1, **{"No. dead": "2", "No. dead/missing": "2"}))) == [
        "incident-twice"
    ]


def test_a_row_that_sums_up_others_is_not_counted_beside_them() -> None:
    """With all of its parts in the file the parts count; with some of them the sum does, and says so."""
    whole = incident(9, **{"Incident ID": "2031.X0001,2031.X0002", "No. dead": "2", "No. dead/missing": "2"})
    every, _ = series(table(incident(1), incident(2), whole))
    assert [row.start for row in every.rows] == ["2031-02-01", "2031-02-02"]
    more = incident(9, **{"Incident ID": "2031.X0001,2031.X0007", "No. dead": "2", "No. dead/missing": "2"})
    every, _ = series(table(incident(1), incident(2), more))
    assert [row.start for row in every.rows] == ["2031-02-02", "2031-02-09"]
    assert every.rows[1].note == "some of its parts have rows of their own, which are not counted"


def test_two_incidents_of_one_day_and_place_are_both_counted_and_noted() -> None:
    """Two boats may be lost off one beach on one day."""
    every, _ = series(
        table(incident(1), incident(2, **{"Incident date": "2031-02-01", "Location of death": "beach 1"}))
    )
    assert [row.note for row in every.rows] == [
        "another incident has this day and place; both are counted"
    ] * 2


def test_a_grade_outside_one_to_five_is_kept_and_noted() -> None:
    """Published copies hold 45 and 345."""
    every, _ = series(table(incident(1, **{"Source Quality": "45"})))
    assert label(every, 0, "quality") == "45"
    assert every.rows[0].note == "the grade of the source is none of 1 to 5"


def test_rows_of_other_routes_are_left_out_and_counted() -> None:
    """The whole download holds the world."""
    every, _ = series(table(incident(1), incident(2, Route="Elsewhere"), incident(3, Route="")))
    assert len(every.rows) == 1
    assert every.does_not_count.endswith("2 rows of other routes were left out.")


def test_the_vintage_is_said_to_be_assumed() -> None:
    """The file names no day of release; two files that end on one day are two reports."""
    first, second = (read(table(incident(1, **{"No. survivors": each}))) for each in ("3", "4"))
    assert isinstance(first, Report)
    assert isinstance(second, Report)
    assert first.assumed == ("series[0].vintage", "series[1].vintage")
    assert first.series[0].vintage == second.series[0].vintage == "2031-02-01"
    assert first.id != second.id


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"Incident date": "01/02/2031"}, "not-an-incident"),
        ({"Incident date": "2031-02-30"}, "not-an-incident"),
        ({"No. dead": "four"}, "not-an-incident"),
        ({"No. dead": "1.5"}, "not-an-incident"),
        ({"No. dead": "-1"}, "not-an-incident"),
        ({"No. survivors": "99999999999"}, "not-an-incident"),
        ({"Incident ID": ""}, "not-an-incident"),
        ({"Route": "Elsewhere"}, "no-incidents"),
    ],
)
def test_what_is_no_incident_is_refused_by_its_row(cells: dict[str, str], code: str) -> None:
    """The row and the column are named, and no word of the row."""
    raw = table(incident(1, **cells))
    result = read(raw)
    assert isinstance(result, Rejection)
    assert codes(raw) == [code]
    assert not [word for word in ("four", "Elsewhere", "beach", "1.5") if word in result.says]


def test_every_fault_is_told_at_once() -> None:
    """A table is not sent back twice."""
    assert codes(table(incident(1, **{"No. dead": "x"}), incident(2, **{"Incident date": "x"}))) == [
        "not-an-incident",
        "not-an-incident",
    ]


def test_a_table_cut_inside_quotation_marks_is_refused_by_its_row() -> None:
    """And so are bytes that are no text, and a header with one meaning twice."""
    raw = table(incident(1))
    assert codes(raw + b'"open') == ["not-csv"]
    assert codes(raw + b"\x81\xff\n") == ["not-csv"]
    assert codes(raw.replace(b"Incident Type", b"Number Dead")) == ["column-twice"]


DRAWN = st.fixed_dictionaries(
    {}, optional={name: st.text('0123456789.,-" \n\x00é=', max_size=12) for name in FULLER}
)


@given(st.lists(DRAWN, max_size=4))
@calm()
def test_any_cells_get_an_answer(rows: list[dict[str, str]]) -> None:
    """Whatever stands in a known column: counts from 0 up, or a refusal."""
    result = read(table(*(incident(number, **cells) for number, cells in enumerate(rows, start=1))))
    if isinstance(result, Report):
        for each in result.series:
            assert all(value is None or value >= 0 for row in each.rows for value in row.values)
            assert [row.start for row in each.rows] == sorted(row.start for row in each.rows)


@given(st.binary(max_size=300), st.integers(0, 500))
@calm()
def test_any_bytes_get_an_answer(raw: bytes, cut: int) -> None:
    """Bytes, and a sound table cut or followed by bytes, never raise."""
    sound = table(incident(1), incident(2))
    for content in (raw, sound[:cut] + raw, sound + raw):
        assert isinstance(read(content), Report | Rejection)
        assert is_table(content) in (True, False)


@given(st.permutations(range(1, 7)))
@calm(max_examples=30)
def test_the_order_of_rows_does_not_matter(order: list[int]) -> None:
    """The same incidents in any order make the same series."""
    rows = {number: incident(number) for number in range(1, 7)}
    rows[6] = incident(6, **{"Incident ID": "2031.X0001,2031.X0002"})
    assert series(table(*(rows[number] for number in order))) == series(table(*rows.values()))


PUBLISHED = {
    2018: (10, 1, 1, 0),
    2019: (50, 0, 5, 0),
    2020: (10, 3, 6, 3),
    2021: (40, 5, 32, 5),
    2022: (16, 0, 5, 0),
    2023: (21, 3, 12, 3),
    2024: (82, 3, 59, 3),
    2025: (32, 4, 9, 4),
    2026: (10, 0, 4, 0),
}
"""Dead and missing by all causes, then by drowning."""


def test_the_published_table_adds_up() -> None:
    """Every row is read, and each year sums to what is printed of it."""
    path = (
        Path(os.environ.get("ASHORE_SHARED", "../shared")) / "data" / "iom_missing_migrants_europe_to_uk.csv"
    )
    if not path.exists():
        pytest.skip(f"no missing-migrants table at {path} (set ASHORE_SHARED)")
    raw = path.read_bytes()
    assert recognise(raw) == "iom"
    every, drowned = series(raw)
    assert len(every.rows) == 220
    sums: list[Counter[int]] = [Counter() for _ in range(4)]
    for number, (of, column) in enumerate(((every, 0), (every, 1), (drowned, 0), (drowned, 1))):
        for row in of.rows:
            sums[number][int(row.start[:4])] += row.values[column] or 0
    assert {year: tuple(each[year] for each in sums) for year in PUBLISHED} == PUBLISHED
    [wreck] = [row for row in every.rows if row.start == "2020-10-27"]
    assert wreck.values[:3] == (4, 3, 14)
