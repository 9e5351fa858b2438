"""Spreadsheet trackers: rows known by their headings, and known again when the list is sent again."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
import workbooks
from hypothesis import given
from hypothesis import strategies as st
from report_strategies import calm

from ashore.intake.cell_counts import count_of
from ashore.intake.cell_times import read_cell_time
from ashore.intake.headings import read_heading
from ashore.intake.rejection import Rejection
from ashore.intake.report_lines import ReadLine
from ashore.intake.sources import Receipt, read_content, recognise, reread
from ashore.intake.telephones import e164
from ashore.intake.tracker import read_row, rows_gone
from ashore.model.report import Report, open_part
from ashore.model.times import moment

AT = moment("2031-02-03T04:00:00+01:00")
RECEIPT = Receipt(received_by="north", received_at=AT)
HEADER = ("Case", "Date", "Time (UTC)", "Last position", "POB", "Children", "Phone", "Notes", "Police ref")
ROW = ("12", "03/02/2031", "01:15", "51°02.1 N 001°40.2 E", "~40", "3", "0612345678", "taking water", "X-9")


def sheet(*rows: Sequence[str], delimiter: str = ";", encoding: str = "utf-8") -> bytes:
    """Return a csv of these rows."""
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=delimiter).writerows(rows)
    return file.getvalue().encode(encoding)


def rows_of(content: bytes) -> list[ReadLine]:
    """Return what a list holds, each row read the same once more from its own bytes."""
    assert recognise(content) == "tracker"
    read = list(read_content(content, RECEIPT))
    for each in read:
        if isinstance(each.result, Report):
            assert reread("tracker", each.raw, RECEIPT) == each.result
    return read


def reports_of(content: bytes) -> list[Report]:
    """Return the reports in a list, of which no row may be refused."""
    results = [each.result for each in rows_of(content)]
    assert not [each.says for each in results if isinstance(each, Rejection)]
    return [each for each in results if isinstance(each, Report)]


def test_a_row_is_a_report_with_what_its_columns_say() -> None:
    """Place, time on the clock of the heading, count as its words entail it, parts, telephone and danger."""
    [report] = reports_of(sheet(HEADER, ROW))
    mention = report.mentions[0]

    assert (report.channel, report.source) == ("tracker", "tracker")
    assert report.said_at is not None
    assert report.said_at.stated == "2031-02-03T01:15:00+00:00"
    assert (mention.positions[0].lat, mention.positions[0].lon) == ("51.035", "1.67")
    assert mention.positions[0].at == report.said_at
    assert "mentions[0].positions[0].at" in report.assumed
    count = mention.on_board
    assert count is not None
    assert (count.low, count.high, count.value, count.qualifier) == (None, None, 40, "about")
    assert count.children is not None
    assert count.children.low == count.children.high == 3
    assert mention.danger == ("taking_water",)
    assert report.sender is not None
    assert report.sender.phone == "+33612345678"


def test_what_no_column_knows_stays_in_the_words_and_nothing_private_in_the_open() -> None:
    """Every cell stands in the text, which is sealed; the open part holds neither number nor note."""
    [report] = reports_of(sheet(HEADER, ROW))

    assert "Police ref: X-9" in (report.text or "")
    assert "0612345678" not in repr(open_part(report))
    assert "X-9" not in repr(open_part(report))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_delimiter_and_encoding_are_found_out(delimiter: str, encoding: str) -> None:
    """Whatever program saved the list, and in French."""
    header = (
        "N° de dossier",
        "Heure (heure française)",
        "Position",
        "Personnes à bord",
        "Départ",
        "Téléphone",
    )
    row = ("7", "03/02/2031 02:15", "51,0312 1,6712", "30 à 35", "Wissant", "06 12 34 56 78")
    [report] = reports_of(sheet(header, row, delimiter=delimiter, encoding=encoding))
    mention = report.mentions[0]

    assert report.said_at is not None
    assert report.said_at.stated == "2031-02-03T02:15:00+01:00"
    assert mention.on_board is not None
    assert (mention.on_board.low, mention.on_board.high) == (30, 35)
    assert (mention.positions[0].lat, mention.positions[0].lon) == ("51.0312", "1.6712")
    assert mention.craft is not None
    assert mention.craft.departed_from == "Wissant"


def test_the_header_may_stand_below_a_title_and_over_two_rows() -> None:
    """A title, a blank row, and a header of which the upper row groups the lower."""
    content = sheet(
        ("Night of 2 February", "", "", "", ""),
        ("", "", "", "", ""),
        ("Case", "Time (UTC)", "Position", "People", ""),
        ("", "", "", "Total", "Children"),
        ("1", "2031-02-03 01:15", "51.03 1.67", "30", "4"),
    )
    [report] = reports_of(content)
    count = report.mentions[0].on_board

    assert count is not None
    assert (count.low, count.high) == (30, 30)
    assert count.children is not None
    assert count.children.value == 4


def test_a_blank_cell_is_not_known_and_nought_is_nought() -> None:
    """Blank, a dash and a question mark state nothing; 0 states 0."""
    content = sheet(
        HEADER, *((f"1{n}", *ROW[1:4], cell, "", "", "", "") for n, cell in enumerate(["", "-", "?", "0"]))
    )
    counts = [report.mentions[0].on_board for report in reports_of(content)]

    assert counts[:3] == [None, None, None]
    assert counts[3] is not None
    assert (counts[3].low, counts[3].high) == (0, 0)


def test_cells_that_contradict_each_other_lose_no_boat() -> None:
    """Twelve children among ten people: both stand, and neither bounds how many are out there."""
    [report] = reports_of(sheet(HEADER, ("9", *ROW[1:4], "10", "12", "", "", "")))
    count = report.mentions[0].on_board

    assert count is not None
    assert (count.low, count.high, count.value) == (None, None, 10)
    assert count.children is not None
    assert count.children.value == 12
    assert "mentions[0].on_board" in report.assumed


def test_numbered_rows_without_words_totals_and_headers_are_no_boats() -> None:
    """Numbers filled in beforehand, the line of sums, and the header printed again on each page."""
    content = sheet(HEADER, ROW, ("13", *[""] * 8), HEADER, ("TOTAL", "", "", "", "345", "3", "", "", ""))

    assert len(reports_of(content)) == 1


def test_a_list_sent_again_yields_only_what_changed() -> None:
    """Inserting a row, changing a cell and adding an empty column leave the bytes of every other row alone."""
    other = ("14", *ROW[1:])
    before = {
        each.result.id: each.raw
        for each in rows_of(sheet(HEADER, ROW, other))
        if isinstance(each.result, Report)
    }
    changed = ("14", *ROW[1:4], "45", *ROW[5:])
    content = sheet((*HEADER, "New"), ("11", *ROW[1:], ""), (*ROW, ""), (*changed, ""))
    after = {each.result.id: each.raw for each in rows_of(content) if isinstance(each.result, Report)}

    assert set(before) < set(after)
    assert [before[each] == after[each] for each in before] == [True, False]


def test_case_numbers_of_other_nights_and_other_lists_are_other_boats() -> None:
    """A list begun again at 12 the next night, and another centre's case 12, never correct each other."""
    next_night = ("12", "04/02/2031", *ROW[2:])
    other_list = ("Ref", "Date", "Hour", "Position", "Total", "Children", "Phone", "Notes", "Police ref")
    ids = {
        reports_of(content)[0].id
        for content in (sheet(HEADER, ROW), sheet(HEADER, next_night), sheet(other_list, ROW))
    }
    undated = sheet(("Case", "Time", "Position", "POB"), ("12", "01:15", "51.03 1.67", "30"))
    later = Receipt(received_by="north", received_at=moment("2031-02-04T04:00:00+01:00"))
    nights = {
        each.result.id
        for receipt in (RECEIPT, later)
        for each in read_content(undated, receipt)
        if isinstance(each.result, Report)
    }

    assert len(ids) == 3
    assert len(nights) == 2


def test_two_rows_of_one_case_are_two_reports_of_one_boat() -> None:
    """A log with a row for each call: the later ones repeat the first, and none replaces it."""
    first, second = reports_of(sheet(HEADER, ROW, ("12", "03/02/2031", "01:45", "51.05 1.70", *[""] * 5)))

    assert first.id != second.id
    assert [(each.kind, each.id) for each in second.relates] == [("repeats", first.id)]


def test_without_case_numbers_rows_alike_are_told_by_all_their_cells() -> None:
    """Two boats of one hour and beach stay two, whichever of them is taken out of the list later."""
    header = ("Date", "Time", "Departed from", "Position", "POB", "Notes")
    one, two = (("03/02/2031", "02:00", "Wissant", f"51.0{n} 1.67", f"3{n}", "") for n in (1, 2))
    both = {report.id: report.mentions[0].positions[0].lat for report in reports_of(sheet(header, one, two))}
    [alone] = reports_of(sheet(header, two))

    assert len(both) == 2
    assert both.get(alone.id) in (None, alone.mentions[0].positions[0].lat)


def test_an_id_never_holds_a_telephone_number() -> None:
    """A column called numéro that holds telephones does not put them in the open."""
    header = ("Numéro", "Heure", "Position", "Personnes")
    [report] = reports_of(sheet(header, ("+33 6 12 34 56 78", "02:15", "51.03 1.67", "30")))

    assert "12 34" not in report.id
    assert "12345678" not in repr(open_part(report))


def test_rows_taken_out_are_told_and_only_of_the_lists_and_days_here() -> None:
    """A row of the same list and day that is gone is named; another night's rows are not."""
    two = [report.id for report in reports_of(sheet(HEADER, ROW, ("14", *ROW[1:])))]
    [other_night] = [report.id for report in reports_of(sheet(HEADER, ("12", "04/02/2031", *ROW[2:])))]

    assert rows_gone([*two, other_night], two[:1]) == (two[1],)
    assert rows_gone(two, []) == ()


def excel(*, serial: bool = False) -> bytes:
    """Return an xlsx with a merged case over two rows, real dates and numbers."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(["Tracker"])
    page.append(["Case no.", "First contact", "Latitude", "Longitude", "People", "Phone"])
    at = 47882.09375 if serial else datetime(2031, 2, 3, 2, 15)  # noqa: DTZ001 a workbook knows no zones
    page.append([5, at, 51.0312, 1.6712, 30, 33612345678])
    page.append([None, at, 51.05, 1.7, "30-35", None])
    page.merge_cells("A3:A4")
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("serial", [False, True])
def test_a_workbook_gives_dates_numbers_and_merged_cells(serial: bool) -> None:
    """A date or its bare serial is the same time; a case merged over two rows is the case of both."""
    first, second = reports_of(excel(serial=serial))

    assert first.said_at is not None
    assert first.said_at.stated == "2031-02-03T02:15:00+01:00"
    assert "said_at" in first.assumed
    assert (first.mentions[0].positions[0].lat, first.mentions[0].positions[0].lon) == ("51.0312", "1.6712")
    assert first.mentions[0].positions[0].at_error_s == 3600
    assert first.sender is not None
    assert first.sender.phone == "+33612345678"
    assert second.relates[0].id == first.id


def test_a_published_series_and_a_table_of_incidents_are_no_trackers() -> None:
    """A workbook with the series' sheets is the series; other tables in csv are nobody's list of boats."""
    assert recognise(workbooks.workbook(workbooks.sound())) == "home_office"
    assert (
        recognise(b"Main ID,Incident date,No. dead,No. minors,Latitude,Longitude\n1,2020-01-01,1,1,51,1\n")
        != "tracker"
    )
    assert recognise(b"time,lat,lon,speed\n2031-02-03T01:00Z,51,1.5,3\n") != "tracker"
    shared = (
        Path(os.environ.get("ASHORE_SHARED", "../shared")) / "data" / "iom_missing_migrants_europe_to_uk.csv"
    )
    if shared.exists():
        assert recognise(shared.read_bytes()) != "tracker"


def test_a_workbook_without_a_list_of_boats_is_refused_and_says_why() -> None:
    """Any other workbook gets one rejection that tells which headings are known, and damage another."""
    [refused] = rows_of(workbooks.workbook({"Sheet1": [["Name", "Price"], ["tea", 2]]}))

    assert isinstance(refused.result, Rejection)
    assert refused.result.code == "no-boat-columns"
    assert "tea" not in refused.result.says


def test_dates_begin_with_the_month_only_where_some_must() -> None:
    """02/13/2031 tells the order of all dates of its list; a list that leaves it open begins with the day."""
    header = ("Case", "Date", "Time (UTC)", "Position", "POB")
    american = reports_of(
        sheet(header, ("1", "02/03/2031", "01:00", "", "3"), ("2", "02/13/2031", "01:00", "", "3"))
    )
    open_ = reports_of(sheet(header, ("1", "02/03/2031", "01:00", "", "3")))

    assert american[0].said_at is not None
    assert american[0].said_at.stated.startswith("2031-02-03")
    assert open_[0].said_at is not None
    assert open_[0].said_at.stated.startswith("2031-03-02")


@pytest.mark.parametrize(
    ("cell", "count"),
    [
        ("45", {"value": 45, "qualifier": "exact"}),
        ("30-35", {"low": 30, "high": 35}),
        ("~40", {"value": 40, "qualifier": "about"}),
        ("ca. 40", {"value": 40, "qualifier": "about"}),
        ("40+", {"value": 40, "qualifier": "at_least"}),
        ("45?", {"value": 45, "qualifier": "about"}),
        (">40", {"value": 40, "qualifier": "more_than"}),
        ("<40", {"value": 40, "qualifier": "almost"}),
        ("45 + 3", {"value": 48, "qualifier": "about"}),
        ("30 people, 40 people", {"value": 40, "qualifier": "about"}),
        ("une trentaine", {"value": 30, "qualifier": "about"}),
        ("35-30", None),
        ("", None),
        ("45.5", None),
    ],
)
def test_a_count_is_what_its_cell_entails(cell: str, count: dict[str, object] | None) -> None:
    """Signs and ranges bound only what they say; two numbers in one cell bound nothing."""
    assert count_of(cell) == count


@pytest.mark.parametrize(
    ("heading", "means", "clock"),
    [
        ("Case #", "case", ""),
        ("Time (UTC)", "reported_at", "UTC"),
        ("Heure (locale)", "reported_at", ""),
        ("Nombre de personnes", "aboard", ""),
        ("No. of people", "aboard", ""),
        ("Longitude (E)", "lon", "E"),
    ],
)
def test_a_heading_is_known_with_its_clock(heading: str, means: str, clock: str) -> None:
    """In either language, whatever stands in brackets; the clock is kept in its own words."""
    read = read_heading(heading)
    assert read is not None
    assert (read.means, read.clock) == (means, clock)


@pytest.mark.parametrize("means", ["Patient", "Price", "", "x" * 200, "Incident date"])
def test_a_heading_is_never_known_by_a_likeness(means: str) -> None:
    """What is not in the list is no heading."""
    assert read_heading(means) is None


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("+33 6 12 34 56 78", "+33612345678"),
        ("0033612345678", "+33612345678"),
        ("06 12 34 56 78", "+33612345678"),
        ("33612345678", "+33612345678"),
        ("612345678", "+33612345678"),
        ("07400 123456", "+447400123456"),
        ("none / 06 12 34 56 78", "+33612345678"),
        ("withheld", None),
        ("12", None),
    ],
)
def test_a_telephone_number_is_read_as_people_write_them(written: str, number: str | None) -> None:
    """With its country's code, with the plus that a spreadsheet dropped, or of the one plan it is valid in."""
    assert e164(written) == number


words = st.text(max_size=30)
cells = st.one_of(
    words, st.sampled_from([*HEADER, *ROW, "30-35", "51.03, 1.67", "00:30", "TOTAL", "\x00", "\ud800"])
)


@given(rows=st.lists(st.lists(cells, max_size=12), max_size=12))
@calm(60)
def test_any_cells_get_an_answer(rows: list[list[str]]) -> None:
    """Whatever stands in a list with a known header, each row is a report that is read the same again."""
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=";").writerows([HEADER, *rows])
    content = file.getvalue().encode("utf-8", "replace")
    for each in read_content(content, RECEIPT):
        if isinstance(each.result, Report) and each.result.source == "tracker":
            assert reread("tracker", each.raw, RECEIPT) == each.result
        elif isinstance(each.result, Rejection):
            assert each.result.says


@given(
    raw=st.binary(max_size=300),
    start=st.sampled_from([b"", b"PK\x03\x04", b"Case;Time;POB\n", b'{"format":"ashore.tracker-row/1",']),
)
@calm()
def test_any_bytes_get_an_answer(raw: bytes, start: bytes) -> None:
    """No bytes make recognising, cutting or reading raise."""
    for each in read_content(start + raw, RECEIPT):
        assert isinstance(each.result, Report | Rejection)
    with_reader = reread_or_none(start + raw)
    assert with_reader is None or with_reader.source == "tracker"


def reread_or_none(raw: bytes) -> Report | None:
    """Return the report in one row's bytes, or None where they are none."""
    result = read_row(raw, received_by="north", received_at=AT)
    return result if isinstance(result, Report) else None


@given(row=st.dictionaries(st.sampled_from([*HEADER, "x"]), words, max_size=9), id_=words)
@calm()
def test_any_row_of_any_words_is_read(row: dict[str, str], id_: str) -> None:
    """A row's own bytes with any words in them make the reader answer."""
    raw = json.dumps({"format": "ashore.tracker-row/1", "row": row, "id": id_}).encode()
    reread_or_none(raw)


@given(number=st.integers(0, 400), low=st.integers(0, 200), wider=st.integers(0, 50))
@calm()
def test_every_number_comes_back(number: int, low: int, wider: int) -> None:
    """A whole number is exact, and a range its own ends."""
    assert count_of(str(number)) == {"value": number, "qualifier": "exact"}
    assert count_of(f"{low}-{low + wider}") == {"low": low, "high": low + wider}


@given(at=st.datetimes(datetime(2001, 1, 1), datetime(2090, 1, 1)))  # noqa: DTZ001
@calm()
def test_every_minute_comes_back_from_its_serial_and_its_words(at: datetime) -> None:
    """A serial, ISO 8601 and a day with an hour beside it are one instant."""
    minute = at.replace(second=0, microsecond=0)
    serial = (minute - datetime(1899, 12, 30)).total_seconds() / 86_400  # noqa: DTZ001
    stated = {
        None if read is None else read.moment.ms
        for read in (
            read_cell_time(f"{serial:.8f}", clock="UTC", zone="UTC", now=AT.ms),
            read_cell_time(minute.isoformat(), clock="UTC", zone="UTC", now=AT.ms),
            read_cell_time(f"{minute:%H:%M}", day=f"{minute:%d/%m/%Y}", clock="UTC", zone="UTC", now=AT.ms),
        )
    }
    assert stated == {moment(f"{minute.isoformat()}Z").ms}
