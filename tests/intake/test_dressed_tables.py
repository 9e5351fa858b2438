"""One table in every dress an office gives it: the same series and reports, or a refusal that says what is open."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl
import pytest
import python_calamine
import workbooks
from hypothesis import given, settings
from hypothesis import strategies as st

from ashore.intake.cell_times import EPOCH
from ashore.intake.numerals import Numerals, numerals_of
from ashore.intake.rejection import Rejection
from ashore.intake.series_dates import dates_of
from ashore.intake.sources import Receipt, read_content, recognise
from ashore.intake.text_file import beginning, decoded
from ashore.intake.workbook import OLD
from ashore.model.claims import SeriesRow
from ashore.model.report import Report
from ashore.model.times import Moment

RECEIPT = Receipt(
    received_by="north-centre", received_at=Moment(ms=1_927_900_000_000, stated="2031-02-03T16:00Z")
)
PUBLISHED = (
    Path(os.environ.get("ASHORE_SHARED", "../shared")) / "data" / "home_office_small_boats_to_2026-08-20.ods"
)
Value = str | date | datetime | Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dress:
    """How a program saves a table as text: its letters, what stands between cells, its numbers and its days."""

    encoding: str = "utf-8"
    mark: bytes = b""
    delimiter: str = ","
    decimal: str = "."
    thousands: str = ""
    day: str = "%Y-%m-%d"
    hour: str = "%Y-%m-%dT%H:%M"
    serial: bool = False
    says_delimiter: bool = False
    end: str = "\r\n"
    every_cell_quoted: bool = False

    def __call__(self, rows: Sequence[Sequence[Value]]) -> bytes:
        """Return the table as bytes."""
        file = io.StringIO(newline="")
        if self.says_delimiter:
            file.write(f"sep={self.delimiter}{self.end}")
        quoting = csv.QUOTE_ALL if self.every_cell_quoted else csv.QUOTE_MINIMAL
        writer = csv.writer(file, delimiter=self.delimiter, lineterminator=self.end, quoting=quoting)
        writer.writerows([[self._text(cell) for cell in row] for row in rows])
        return self.mark + file.getvalue().encode(self.encoding)

    def _text(self, cell: Value) -> str:
        match cell:
            case None:
                return ""
            case datetime():
                return self._serial(cell) if self.serial else cell.strftime(self.hour)
            case date():
                at = datetime(cell.year, cell.month, cell.day, tzinfo=UTC)
                return str((at - EPOCH).days) if self.serial else cell.strftime(self.day)
            case Decimal():
                whole, _, rest = f"{cell:,f}".partition(".")
                return whole.replace(",", self.thousands) + (self.decimal + rest if rest else "")
        return cell

    def _serial(self, at: datetime) -> str:
        days = Decimal((at.replace(tzinfo=UTC) - EPOCH) // timedelta(minutes=1)) / 1_440
        return f"{days:.10f}".replace(".", self.decimal)


ENGLISH = Dress()
FRENCH = Dress(
    encoding="cp1252", delimiter=";", decimal=",", thousands="\u00a0", day="%d/%m/%Y", hour="%d/%m/%Y %H:%M"
)
NARROW = "\u202f"
DRESSES = {
    "French Excel": FRENCH,
    "French Excel, UTF-8 with its mark": replace(
        FRENCH, encoding="utf-8", mark=b"\xef\xbb\xbf", thousands=NARROW
    ),
    "Unicode text of Excel": replace(
        FRENCH, encoding="utf-16-le", mark=b"\xff\xfe", delimiter="\t", thousands=NARROW
    ),
    "UTF-16 without a mark": replace(FRENCH, encoding="utf-16-le", end="\n"),
    "UTF-16, the other way round": replace(FRENCH, encoding="utf-16-be", mark=b"\xfe\xff"),
    "UTF-16, the other way round, no mark": replace(ENGLISH, encoding="utf-16-be", thousands=","),
    "sep=;": replace(FRENCH, says_delimiter=True, every_cell_quoted=True),
    "sep=, with decimal commas": replace(FRENCH, delimiter=",", says_delimiter=True),
    "Swiss": replace(
        FRENCH, decimal=".", thousands="'", day="%d.%m.%Y", hour="%d.%m.%Y %H:%M", encoding="utf-8"
    ),
    "Swiss, curved": replace(FRENCH, decimal=".", thousands="\u2019", day="%d.%m.%Y", hour="%d.%m.%Y %H:%M"),
    "German": replace(FRENCH, thousands=".", day="%d.%m.%Y", hour="%d.%m.%Y %H:%M:%S"),
    "English Excel": replace(
        ENGLISH, thousands=",", day="%d/%m/%Y", hour="%d/%m/%Y %H:%M", encoding="cp1252"
    ),
    "American Excel": replace(ENGLISH, day="%m/%d/%Y", hour="%m/%d/%Y %H:%M", thousands=","),
    "serials": replace(ENGLISH, serial=True),
    "French serials": replace(FRENCH, serial=True),
    "bars": replace(ENGLISH, delimiter="|", end="\n"),
}


def xlsx(rows: Sequence[Sequence[Value]], *sheets: str) -> bytes:
    """Return a table as an xlsx, its days as days, after sheets of words."""
    book = openpyxl.Workbook()
    for name in sheets:
        book.create_sheet(name, 0).append(["What this is", "a table"])
    page = book.worksheets[-1]
    for row in rows:
        page.append([float(cell) if isinstance(cell, Decimal) else cell for cell in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def ods(rows: Sequence[Sequence[Value]]) -> bytes:
    """Return a table as an ods, its days as days."""
    return workbooks.ods("".join(workbooks.ods_row("".join(map(_ods_cell, row))) for row in rows))


def _ods_cell(cell: Value) -> str:
    match cell:
        case None:
            return "<table:table-cell/>"
        case Decimal():
            return f'<table:table-cell office:value-type="float" office:value="{cell}"/>'
        case date():
            return f'<table:table-cell office:value-type="date" office:date-value="{cell.isoformat()}"/>'
    return f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p></table:table-cell>'


EVERY: dict[str, Callable[[Sequence[Sequence[Value]]], bytes]] = {
    **DRESSES,
    "xlsx": xlsx,
    "xlsx behind a page of words": lambda rows: xlsx(rows, "Lisez-moi"),
    "ods": ods,
}


def report_of(content: bytes) -> Report:
    """Return the one report in a file."""
    [line] = read_content(content, RECEIPT)
    assert isinstance(line.result, Report), line.result
    return line.result


def series_of(content: bytes) -> tuple[SeriesRow, ...]:
    """Return the rows of the one series in a file."""
    [series] = report_of(content).series
    assert series.source == "Bouées d’été"
    return series.rows


def code_of(content: bytes) -> str:
    """Return the code by which a file is refused."""
    [line] = read_content(content, RECEIPT)
    assert isinstance(line.result, Rejection), line.result
    assert line.raw == content
    return line.result.code


REMARK: list[Value] = ["# source: Bouées d’été"]
DAYS = st.dates(date(2029, 1, 1), date(2031, 1, 1))


@st.composite
def by_the_day(draw: st.DrawFn) -> list[list[Value]]:
    """Return waves and wind of a fortnight or more, so that some day is above twelve."""
    first, many = draw(DAYS), draw(st.integers(14, 20))
    height = st.none() | st.decimals(0, 9, places=2)
    values = [[draw(height), draw(st.none() | st.decimals(0, 40, places=1))] for _ in range(many)]
    # Where no number has decimals that can be read in one way only, nothing tells how the others are meant.
    values[0] = [Decimal("0.75"), Decimal("12.5")]
    rows: list[list[Value]] = [[first + timedelta(days=day), *value] for day, value in enumerate(values)]
    return [REMARK, ["date", "wave_height_max_m", "wind_speed_mean_ms"], *rows]


@settings(max_examples=12)
@given(by_the_day())
def test_waves_by_the_day_are_one_series_in_every_dress(rows: list[list[Value]]) -> None:
    """A table an English program saved, and the same from any other, to the last value."""
    plain = series_of(ENGLISH(rows))
    for name, dressed in EVERY.items():
        assert series_of(dressed(rows)) == plain, name


@settings(max_examples=8)
@given(DAYS, st.lists(st.decimals(0, 9, places=3), min_size=96, max_size=96))
def test_waves_by_the_hour_are_one_series_in_every_dress(first: date, heights: list[Decimal]) -> None:
    """Midnight too, which a spreadsheet holds as a day without an hour."""
    begins = datetime(first.year, first.month, 11, 0, 0)  # noqa: DTZ001 a workbook knows no zones
    heights[0] = Decimal("0.250")
    rows: list[list[Value]] = [REMARK, ["time", "wave_height_m"]]
    rows += [[begins + timedelta(hours=hour), height] for hour, height in enumerate(heights)]
    plain = series_of(ENGLISH(rows))
    for name, dressed in EVERY.items():
        assert series_of(dressed(rows)) == plain, name


@settings(max_examples=12)
@given(
    DAYS,
    st.lists(
        st.tuples(st.none() | st.decimals(0, 3_000, places=1), st.none() | st.integers(0, 60)),
        min_size=3,
        max_size=12,
    ),
)
def test_hours_of_patrol_are_one_series_in_every_dress(
    last: date, hours: list[tuple[Decimal | None, int | None]]
) -> None:
    """By the week, with hours above a thousand."""
    hours = [(Decimal("1234.5"), 7), *hours]
    rows: list[list[Value]] = [REMARK, ["Week ending", "Patrol hours", "Flight hours"]]
    rows += [
        [last.replace(day=13) + timedelta(weeks=week), patrol, None if flight is None else Decimal(flight)]
        for week, (patrol, flight) in enumerate(hours)
    ]
    plain = series_of(ENGLISH(rows))
    for name, dressed in EVERY.items():
        assert series_of(dressed(rows)) == plain, name


OURS = ("Drowning", "Mainland Europe to the UK")


@pytest.mark.parametrize(
    ("french", "english"),
    [
        (["Jour", "Heures de patrouille", "Heures de vol"], ["date", "patrol_hours", "flight_hours"]),
        (["Semaine finissant le", "Heures de patrouille", "x"], ["week_ending", "patrol_hours", "x"]),
        (
            ["Date et heure", "Hauteur significative (m)", "Vitesse du vent (nœuds)"],
            ["time", "swh", "wind_speed_kn"],
        ),
    ],
)
def test_a_header_in_french_is_the_same_series(french: list[Value], english: list[Value]) -> None:
    """Only the names differ."""
    rows: list[list[Value]] = [[date(2031, 2, 13), Decimal("1.5"), Decimal("7")]]
    assert series_of(FRENCH([REMARK, french, *rows])) == series_of(ENGLISH([REMARK, english, *rows]))


INCIDENTS: list[list[Value]] = [
    [
        *("Main ID", "Incident ID", "Incident date", "No. dead", "No. missing", "No. dead/missing"),
        *("Cause of death", "Route", "Location of death"),
    ],
    ["A1", "A1", date(2031, 2, 3), Decimal(4), Decimal("3.0"), Decimal(7), *OURS, "près d’une plage"],
    ["A2", "A2", date(2031, 2, 20), None, Decimal(2), Decimal(2), *OURS, "the strait; north"],
]


@pytest.mark.parametrize("name", EVERY)
def test_incidents_are_one_series_in_every_dress(name: str) -> None:
    """Counts, days and places of the missing-migrants table."""
    assert [each.rows for each in report_of(EVERY[name](INCIDENTS)).series] == [
        each.rows for each in report_of(ENGLISH(INCIDENTS)).series
    ]


BOATS: list[list[Value]] = [
    ["Dossier", "Date", "Heure (UTC)", "Dernière position", "Personnes", "Téléphone", "Remarques"],
    [
        "12",
        date(2031, 2, 3),
        "01:15",
        "51°02.1 N 001°40.2 E",
        "~40",
        "06 12 34 56 78",
        "prend l’eau, à l’aide",
    ],
    ["13", date(2031, 2, 13), "01:40", "51.0650, 1.7100", "30-35", None, "moteur arrêté; dérive"],
]


@pytest.mark.parametrize("name", [each for each in EVERY if each != "American Excel"])
def test_a_list_of_boats_is_the_same_reports_in_every_dress(name: str) -> None:
    """The same ids and the same fields, so that a list sent once from each desk tells of no boat twice."""
    plain, dressed = (
        [line.result for line in read_content(each, RECEIPT)] for each in (ENGLISH(BOATS), EVERY[name](BOATS))
    )
    assert len(plain) == 2
    for one, other in zip(plain, dressed, strict=True):
        assert isinstance(one, Report)
        assert isinstance(other, Report)
        assert (other.id, other.said_at, other.sender) == (one.id, one.said_at, one.sender)
        assert other.mentions == one.mentions


@pytest.mark.parametrize(
    "name", ["French Excel", "sep=, with decimal commas", "English Excel", "Unicode text of Excel"]
)
def test_a_thousand_or_three_decimals_is_refused_where_nothing_tells(name: str) -> None:
    """1,250 hours or one and a quarter: by a factor of a thousand, a rate would be wrong and look right."""
    dress = replace(DRESSES[name], thousands=",")
    rows: list[list[Value]] = [["week_ending", "patrol_hours"], [date(2031, 2, 16), Decimal(1250)]]
    assert code_of(dress(rows)) == "number-two-ways"
    told = [*rows, [date(2031, 2, 23), Decimal("7.5")]]
    dress = replace(dress, decimal=".")
    assert report_of(dress(told)).series[0].rows[0].values == (75_000,)


@pytest.mark.parametrize("name", DRESSES)
def test_one_sheet_of_the_home_office_is_refused_in_every_dress(name: str) -> None:
    """It is known for what it is, and the sentence says what to send."""
    rows: list[list[Value]] = [
        ["Date", "Migrants arrived", "Boats arrived", "Notes"],
        [date(2031, 2, 13), "7", "1", ""],
    ]
    assert recognise(DRESSES[name](rows)) == "home_office"
    assert code_of(DRESSES[name](rows)) == "one-sheet-alone"


def _instant(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001 a workbook knows no zones


def resaved(content: bytes) -> bytes:
    """Return a workbook as another program saves it: every sheet of it, days as instants at midnight."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    read = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    for name in read.sheet_names:
        page = book.create_sheet(name)
        for row in read.get_sheet_by_name(name).to_python():
            page.append([_instant(cell) if isinstance(cell, date) else cell for cell in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_the_home_office_series_saved_by_another_program_is_the_same_series() -> None:
    """With days as instants and counts as any number: the same columns, rows, vintage and id."""
    sound = workbooks.workbook(workbooks.sound())
    assert report_of(resaved(sound)) == report_of(sound)


@pytest.mark.skipif(not PUBLISHED.exists(), reason=f"the published workbook is not at {PUBLISHED}")
def test_the_published_series_saved_as_xlsx_is_the_same_series() -> None:
    """All eight years of it, day by day, to the last note."""
    published = PUBLISHED.read_bytes()
    assert report_of(resaved(published)) == report_of(published)


def test_a_table_on_two_sheets_is_refused() -> None:
    """Which of them is meant is not guessed, and neither is left out."""
    rows: list[list[workbooks.Cell]] = [["date", "patrol_hours"], [date(2031, 2, 3), 7]]
    assert code_of(workbooks.workbook({"2030": rows, "2031": rows})) == "several-tables"


@pytest.mark.parametrize("part", ["Workbook", "Book", "EncryptedPackage"])
def test_a_workbook_of_an_older_excel_is_refused_and_says_how_to_save_it(part: str) -> None:
    """An .xls, and anything under a password; its bytes are kept, and no reader lays it out."""
    assert code_of(OLD + bytes(504) + f"{part}\0\0".encode("utf-16-le") + bytes(6_000)) == "old-spreadsheet"
    letter = OLD + bytes(504) + "WordDocument\0\0".encode("utf-16-le") + bytes(6_000)
    assert recognise(letter) != "tracker"


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_a_point_may_part_thousands_where_cells_are_parted_as_on_the_continent(delimiter: str) -> None:
    """1.250 hours is refused beside whole numbers alone, and read where another number tells."""
    dress = replace(ENGLISH, delimiter=delimiter, thousands=".", decimal=",")
    rows: list[list[Value]] = [["week_ending", "patrol_hours"], [date(2031, 2, 16), Decimal(1250)]]
    assert code_of(dress(rows)) == "number-two-ways"
    told = [*rows, [date(2031, 2, 23), Decimal("7.5")]]
    assert report_of(dress(told)).series[0].rows[0].values == (75_000,)
    assert report_of(xlsx([*rows[:1], [date(2031, 2, 16), Decimal("1.125")]])).series[0].rows[0].values == (
        68,
    )


def test_a_header_over_two_rows_is_a_header_in_csv_too() -> None:
    """Where only both rows together name a column, the columns tell what parts the cells."""
    content = (
        "Contact;Contact;Personnes;Position\nDate;Heure (UTC);à bord;\n03/02/2031;01:15;40;51,03 N 1,67 E\n"
    )
    for raw in (content, content.replace(";", "\t")):
        [line] = read_content(raw.encode("cp1252"), RECEIPT)
        assert isinstance(line.result, Report), line.result
        assert line.result.mentions[0].on_board is not None


def test_days_that_leave_their_order_open_are_told_by_how_they_follow_and_that_is_said() -> None:
    """Six days in February or the second of six months: the former, and the report says that it was assumed."""
    rows: list[list[Value]] = [REMARK, ["date", "patrol_hours"]]
    rows += [[date(2031, 2, day), Decimal(day)] for day in range(1, 7)]
    for dress in (FRENCH, DRESSES["American Excel"]):
        report = report_of(dress(rows))
        assert report.series[0].rows == series_of(ENGLISH(rows))
        assert report.assumed == ("series[0].dates",)
    assert report_of(ENGLISH(rows)).assumed == ()


def test_days_of_both_orders_are_refused() -> None:
    """Some begin with the month and some cannot: whoever typed them meant both."""
    assert code_of(b"date;patrol_hours\n13/02/2031;1\n02/14/2031;2\n") == "not-effort-day"
    assert dates_of(["13/02/2031", "02/14/2031"]).month_first is None


@pytest.mark.parametrize(
    ("cell", "others", "number"),
    [
        ("1,250", [], None),
        ("1,250", ["0,5"], "1.250"),
        ("1,250", ["0.5"], "1250"),
        ("1.250", [], "1.250"),
        ("1.250", ["0,5"], "1250"),
        ("1.250", ["1,234,567"], "1.250"),
        ("1,250", ["0,5", "0.5"], None),
        ("0,125", [], "0.125"),
        ("1 250,75", [], "1250.75"),
        ("12\u202f500", [], "12500"),
        ("1'234'567", [], "1234567"),
        ("1’234.5", [], "1234.5"),
        ("1.234.567,8", [], "1234567.8"),
        ("1,234.5", [], "1234.5"),
        ("\u22121,5", [], "-1.5"),
        ("1 25", [], None),
        ("1,2,3", [], None),
        ("1 250'000", [], None),
        ("12:30", [], None),
        ("", [], None),
        (",", [], None),
    ],
)
def test_a_number_is_read_as_its_table_writes_numbers(
    cell: str, others: list[str], number: str | None
) -> None:
    """Or not at all."""
    assert numerals_of([cell, *others]).read(cell) == number


@given(st.text(max_size=30))
def test_a_number_is_a_number_or_none(cell: str) -> None:
    """Whatever stands in a cell, of any table."""
    for numerals in (Numerals(), Numerals(decimal=","), Numerals(decimal="."), numerals_of([cell])):
        read = numerals.read(cell)
        assert read is None or Decimal(read).is_finite()


@given(st.binary(max_size=200), st.integers(0, 200))
def test_bytes_are_text_or_none(content: bytes, size: int) -> None:
    """And the beginning of a file is no longer than asked, and the beginning of it."""
    text = decoded(content)
    assert text is None or "\0" not in text
    assert content.startswith(beginning(content, size))
    assert len(beginning(content, size)) <= max(size, 0) + 1


@given(
    st.text(st.characters(codec="cp1252", exclude_characters="\0"), min_size=8, max_size=60),
    st.sampled_from(["utf-8", "utf-16-le", "utf-16-be", "utf-16", "utf-8-sig"]),
)
def test_western_letters_come_back_from_every_encoding(words: str, encoding: str) -> None:
    """Also from UTF-16 without a mark, where there is enough of them."""
    assert decoded(f"date;heures\r\n{words}".encode(encoding)) == f"date;heures\r\n{words}"


def test_the_beginning_of_wide_text_ends_with_a_line() -> None:
    """Cut between letters, and never within one."""
    content = ("Ċ;x\n" * 40 + "line\n" * 40).encode("utf-16-le")
    assert beginning(content, 101).decode("utf-16-le").endswith("\n")


@settings(max_examples=30)
@given(st.binary(max_size=120), st.sampled_from(list(DRESSES.values())))
def test_no_dress_makes_anything_raise(noise: bytes, dress: Dress) -> None:
    """Noise after a sound header is a report or a rejection that keeps every byte."""
    content = dress([["date", "patrol_hours"], [date(2031, 2, 13), Decimal("7.5")]]) + noise
    for line in read_content(content, RECEIPT):
        assert isinstance(line.result, Report | Rejection)
    assert recognise(content)
