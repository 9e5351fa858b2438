"""Spreadsheet trackers: each row of a list of boats is one report, known again when the list is sent again.

The columns are known by their headings (`headings.toml`), wherever in the sheet they stand. A row's raw bytes are
its own: the canonical JSON of heading and cell, so that a list sent again yields only the rows that changed.

A row's id must never be another boat's. Lists are numbered from 1 again each night, and two centres both have a
case 12: the id therefore holds the sheet, the day of the row, and a mark of the list's own headings beside the
number. Where no column numbers the cases, the id is a hash of what was known first and seldom changes; rows that
are alike in that are told by all their cells, because a boat too many costs a patrol and a boat too few a boat.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

import rfc8785

from ashore.intake.cell_times import day_of, month_leads
from ashore.intake.drawn import clean, draw_report
from ashore.intake.headings import Heading, read_heading
from ashore.intake.rejection import Rejection
from ashore.intake.report_lines import ReadLine
from ashore.intake.row import Cell, Clock, is_blank, row_fields
from ashore.intake.strict_json import BOM
from ashore.intake.text_file import beginning, decoded, delimiter_of, rows_of
from ashore.intake.workbook import (
    LONGEST_CELL,
    OldSpreadsheet,
    Sheet,
    SpreadsheetTooLarge,
    is_old,
    is_workbook,
    read_workbook,
    sheet_names,
)
from ashore.model.errors import BadInput
from ashore.model.numbers import holds_number
from ashore.model.report import Report
from ashore.model.times import Moment, in_zone

SOURCE = "tracker"
FORMAT = "ashore.tracker-row/1"
ASSUMED_ZONE = "Europe/Paris"
"""The clock of a list whose headings name none."""

HEADER_WITHIN = 40
"""Rows from the top of a sheet in which its header is looked for."""

BEGINNING = 200_000
"""Bytes of a text in which its header is looked for."""

MOST_COLUMNS = 200
FEWEST_KNOWN = 3
TELLING = frozenset({"aboard", "phone", "departed_from", "departed_at"})
"""Meanings of which a list of boats has at least one; a log of a GPS and a table of arrivals have none."""

FIRST_KNOWN = ("reported_date", "reported_at", "departed_date", "departed_at", "departed_from", "label")
"""What tells the rows of a list without case numbers apart: known first, and seldom put right."""

PUBLISHED = frozenset({"SB_01", "SB_02"})
"""Sheets of the Home Office series, which `home_office` reads."""

OWN_NAME = re.compile(r"(?:sheet|feuil|feuille|tabelle|hoja|foglio|blad)[ _]?\d*", re.IGNORECASE)
"""Names that programs give to sheets, which say nothing."""

TOTALS = frozenset(
    {"total", "totals", "totaux", "sum", "somme", "grand total", "total general", "total général"}
)


class NoBoatColumns(BadInput):
    code = "no-boat-columns"
    says = "No sheet of this workbook has a header that is known as that of a list of boats."
    hint = (
        "The header needs three known columns or more, one of them the people aboard, the telephone or the departure; "
        "the documentation of trackers lists the headings."
    )


class NotATrackerRow(BadInput):
    code = "not-a-tracker-row"
    says = "This is no row of a tracker as this desk keeps them."
    hint = "Send the whole list, as xlsx, ods or csv."


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    """A sheet in which a header was found: the columns that have a heading, and the rows under it."""

    sheet: Sheet
    header: int
    titles: tuple[str, ...]
    headings: tuple[Heading | None, ...]

    def rows(self) -> Iterator[tuple[int, list[Cell]]]:
        """Yield each row that says something with its number; totals and repeats of the header are passed over."""
        for number, row in enumerate(self.sheet.rows[self.header + 1 :], start=self.header + 2):
            cells = [
                Cell(title=title, heading=heading, text=text)
                for title, heading, text in zip(self.titles, self.headings, row, strict=False)
                if title and text.strip()
            ]
            if _says_something(cells) and not _is_total(row) and not _is_header(cells):
                yield number, cells

    def mark(self) -> str:
        """Return what tells this list from another with the same numbers: a mark of its telling headings."""
        held = sorted(
            title.strip().lower()
            for title, heading in zip(self.titles, self.headings, strict=True)
            if heading is not None
            and heading.means in ("case", "reported_at", "reported_date", "aboard", "position")
        )
        return _hash(held)[:6]

    def month_first(self) -> bool:
        """Return whether the dates of this list begin with the month: some must, and none must not."""
        leads = {month_leads(cell.text) for _, cells in self.rows() for cell in cells if _dated(cell)}
        return True in leads and False not in leads


def recognises(content: bytes) -> bool:
    """Return whether a file is a list of boats; a workbook that is no published series is taken for one.

    So is one of an older program, which is then refused by a sentence that says how to save it.
    """
    if is_old(content):
        return True
    try:
        if is_workbook(content):
            return not PUBLISHED & set(sheet_names(content))
        if content.removeprefix(BOM).lstrip()[:1] in (b"{", b"["):
            return False
        sheet = _sheet_of(beginning(content, BEGINNING))
        return sheet is not None and _table(sheet) is not None
    except SpreadsheetTooLarge:
        return True
    except BadInput:
        return False


def hear_tracker(content: bytes, *, received_by: str, received_at: Moment) -> Iterator[ReadLine]:
    """Yield each row of a list with its own raw bytes, which `read_row` makes the same report of."""
    try:
        if is_old(content):
            raise OldSpreadsheet
        if is_workbook(content):
            sheets = read_workbook(content)
        else:
            sheet = _sheet_of(content)
            sheets = () if sheet is None else (sheet,)
        tables = [table for each in sheets if (table := _table(each)) is not None]
        if not tables:
            raise NoBoatColumns
    except BadInput as error:
        yield ReadLine(number=1, raw=content, result=Rejection(source=SOURCE, raw=content, errors=(error,)))
        return
    for table in tables:
        for number, raw in _raw_rows(table, received_at):
            result = read_row(raw, received_by=received_by, received_at=received_at)
            yield ReadLine(number=number, raw=raw, result=result)


def read_row(raw: bytes, *, received_by: str, received_at: Moment) -> Report | Rejection:
    """Return the report in one row's raw bytes, or why there is none; it never raises."""
    try:
        held = json.loads(raw)
        if not isinstance(held, dict) or held.get("format") != FORMAT:
            raise NotATrackerRow
        row, id_ = held["row"], held["id"]
        if not isinstance(row, dict) or not isinstance(id_, str):
            raise NotATrackerRow
        cells = [
            Cell(title=title, heading=read_heading(_once(title)), text=str(text))
            for title, text in row.items()
        ]
        month_first = held.get("dates") == "month_first"
        repeats = held.get("repeats")
        if repeats is not None and not isinstance(repeats, str):
            raise NotATrackerRow
    except (ValueError, KeyError, RecursionError, NotATrackerRow):
        return Rejection(source=SOURCE, raw=raw, errors=(NotATrackerRow(),))
    fields = row_fields(cells, Clock(now=received_at.ms, zone=ASSUMED_ZONE, month_first=month_first))
    return draw_report(
        fields
        | {
            "id": id_,
            "channel": "tracker",
            "received_zone": ASSUMED_ZONE,
            "zone_assumed": True,
            "text": "\n".join(
                f"{_once(cell.title)}: {cell.text}" for cell in sorted(cells, key=_reading_order)
            ),
            "relates": [{"kind": "repeats", "id": repeats}] if repeats else None,
        },
        source=SOURCE,
        raw=raw,
        received_by=received_by,
        received_at=received_at,
    )


def _sheet_of(content: bytes) -> Sheet | None:
    """Return the rows of a text in columns, or None where the bytes are none."""
    text = decoded(content)
    if text is None:
        return None
    delimiter = delimiter_of(text, _worth)
    try:
        rows = [
            tuple(cell.strip()[:LONGEST_CELL] for cell in row)
            for _, row in rows_of(text, delimiter, strict=False)
        ]
    except csv.Error:
        return None
    return Sheet(name="", rows=tuple(rows))


def _worth(row: Sequence[str]) -> int:
    """Return how much a row looks like a header: by its known headings, then by its columns."""
    known = sum(read_heading(each) is not None for each in row[:MOST_COLUMNS])
    return (MOST_COLUMNS + 1) * known + min(len(row), MOST_COLUMNS)


def rows_gone(held: Iterable[str], here: Iterable[str]) -> tuple[str, ...]:
    """Return the ids held of the same lists and days as those here, and not here: rows that somebody took out.

    Only rows with a case number are known again so; the ids are those of `held`, in their order.
    """
    here = set(here)
    lists = {_list_and_day(id_) for id_ in here} - {None}
    return tuple(id_ for id_ in held if id_ not in here and _list_and_day(id_) in lists)


def _list_and_day(id_: str) -> tuple[str, str] | None:
    told = _NUMBERED.fullmatch(id_)
    return None if told is None else (told["day"], told["mark"])


_NUMBERED = re.compile(r".+/(?P<day>(?:night )?\d{4}-\d\d-\d\d)/(?P<mark>[0-9a-f]{6})(?:/\d+)?")


def _table(sheet: Sheet) -> _Table | None:
    """Return a sheet's table, or None; its header is the row of which most headings are known."""
    best: _Table | None = None
    most = 0
    for index in range(min(HEADER_WITHIN, len(sheet.rows))):
        titles = _titles(sheet, index)
        headings = tuple(read_heading(title) if title else None for title in titles)
        known = {each.means for each in headings if each is not None}
        if len(known) > most and len(known) >= FEWEST_KNOWN and known & TELLING:
            most = len(known)
            best = _Table(sheet=sheet, header=index, titles=_apart(titles), headings=headings)
    return best


def _titles(sheet: Sheet, index: int) -> tuple[str, ...]:
    """Return the titles in one row; a title over two rows is the lower one, or the upper where that is blank."""
    row = sheet.rows[index][:MOST_COLUMNS]
    above = sheet.rows[index - 1] if index else ()
    titles = []
    for column, text in enumerate(row):
        upper = above[column].strip() if column < len(above) else ""
        own = " ".join(text.split())
        if not own:
            own = upper if read_heading(upper) is not None else ""
        elif (
            upper
            and upper != text
            and read_heading(own) is None
            and read_heading(f"{upper} {own}") is not None
        ):
            own = f"{upper} {own}"
        titles.append(own)
    return tuple(titles)


def _apart(titles: Sequence[str]) -> tuple[str, ...]:
    """Return the titles with " ·2" behind one that stands there a second time, so that each names one cell."""
    seen: Counter[str] = Counter()
    apart = []
    for title in titles:
        seen[title] += 1
        apart.append(title if seen[title] == 1 or not title else f"{title} ·{seen[title]}")
    return tuple(apart)


def _once(title: str) -> str:
    return re.sub(r" ·\d+$", "", title)


def _raw_rows(table: _Table, received_at: Moment) -> Iterator[tuple[int, bytes]]:
    month_first, mark = table.month_first(), table.mark()
    place = "" if OWN_NAME.fullmatch(table.sheet.name) else table.sheet.name
    rows = [(number, cells, _named(cells)) for number, cells in table.rows()]
    alike = Counter(_known_first(cells) for _, cells, case in rows if not case)
    before: Counter[str] = Counter()
    for number, cells, case in rows:
        row = {clean(cell.title): clean(cell.text) for cell in cells}
        held: dict[str, object] = {"format": FORMAT, "row": row}
        if case:
            day = _day(cells, month_first) or _night(received_at)
            first = "/".join(each for each in (place, case, day, mark) if each)
            before[first] += 1
            id_ = first if before[first] == 1 else f"{first}/{before[first]}"
            if before[first] > 1:
                held["repeats"] = _id(first)
        else:
            known = _known_first(cells)
            told = known if known and alike[known] == 1 else repr(sorted(row.items()))
            first = _hash([place, mark, told])[:16]
            before[first] += 1
            id_ = first if before[first] == 1 else f"{first}/{before[first]}"
        held["id"] = _id(id_)
        if month_first:
            held["dates"] = "month_first"
        yield number, rfc8785.dumps(held)  # type: ignore[arg-type]


def _id(told: str) -> str:
    """Return an id that may stand in the open: short, of one line, and with no number or address of anybody."""
    plain = " ".join(clean(told).split())
    return _hash([told])[:16] if holds_number(plain) or len(plain) > 120 else plain


def _named(cells: Sequence[Cell]) -> str:
    case = next(
        (cell.text for cell in cells if cell.heading is not None and cell.heading.means == "case"), ""
    )
    return "" if is_blank(case) else " ".join(case.split())


def _known_first(cells: Sequence[Cell]) -> str:
    held = {cell.heading.means: cell.text for cell in cells if cell.heading is not None}
    told = [held.get(means, "") for means in FIRST_KNOWN]
    return "" if sum(map(bool, told)) < 2 else "\n".join(told)


def _day(cells: Sequence[Cell], month_first: bool) -> str:
    """Return the day of a row that its own cells name, "" where none does."""
    for means in ("reported_date", "reported_at", "departed_date", "departed_at"):
        for cell in cells:
            if cell.heading is not None and cell.heading.means == means:
                day = day_of(cell.text, month_first=month_first)
                if day:
                    return day
    return ""


def _night(received_at: Moment) -> str:
    """Return the night in which a list without days came in, from noon to noon."""
    return f"night {in_zone(received_at.ms, ASSUMED_ZONE) - timedelta(hours=12):%Y-%m-%d}"


def _says_something(cells: Sequence[Cell]) -> bool:
    """Return whether a row holds more than its number, which many lists fill in beforehand."""
    return any(
        not is_blank(cell.text)
        and (cell.heading is None or cell.heading.means not in ("case", "reported_date", "label"))
        for cell in cells
    )


def _is_total(row: Sequence[str]) -> bool:
    return any(text.strip().lower().rstrip(" :") in TOTALS for text in row)


def _is_header(cells: Sequence[Cell]) -> bool:
    return sum(cell.text == _once(cell.title) for cell in cells) >= FEWEST_KNOWN


def _dated(cell: Cell) -> bool:
    return cell.heading is not None and (cell.heading.means.endswith(("_date", "_at")))


def _reading_order(cell: Cell) -> tuple[int, str]:
    means = None if cell.heading is None else cell.heading.means
    return (_ORDER.index(means) if means in _ORDER else len(_ORDER), cell.title)


_ORDER: tuple[str | None, ...] = (
    *("case", "label", "reported_date", "reported_at", "updated_at", "position", "lat", "lon", "position_at"),
    *("aboard", "children", "women", "men", "phone", "engine", "craft", "colour", "length", "notes"),
)


def _hash(told: Sequence[str]) -> str:
    return hashlib.sha256(json.dumps(list(told)).encode()).hexdigest()
