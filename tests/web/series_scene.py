"""A desk with made-up series: weather, and a list of deaths in three releases with statements beside it."""

from __future__ import annotations

import json
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from scenes import NAME, PASSWORD, new_desk

sys.path.insert(0, str(Path(__file__).parent.parent / "intake"))
from workbooks import DAILY_HEADER, WEEKLY_HEADER, Cell, workbook

from ashore.desk.commands import Desk, Who
from ashore.desk.commands.acts import ReceiveReports

CLI = Who(account="cli", role="machine", person=False)

HEAD = (
    "Main ID,Incident ID,Incident date,No. dead,No. missing,No. dead/missing,No. survivors,"
    "Cause of death (category),Route,Location of death\n"
)
LIST = "series:iom-missing-migrants-project/all causes"

RELEASES = (
    (("a", "2030-01-01", 1, 0), ("b", "2030-03-01", 4, 3), ("c", "2030-12-30", 2, 0)),
    (
        ("a", "2030-01-01", 1, 0),
        ("b", "2030-03-01", 5, 2),
        ("c", "2030-12-30", 2, 0),
        ("d", "2031-01-05", 1, 0),
    ),
    (
        ("a", "2030-01-01", 1, 0),
        ("b", "2030-03-01", 5, 2),
        ("d", "2031-01-06", 1, 0),
        ("e", "2031-01-09", 1, 0),
    ),
)

SAID = (
    ("s-1", "2031-01-10T09:00:00+00:00", "a prefecture", "at sea, French side", {"dead": 5, "missing": 4}),
    ("s-2", "2031-02-02T09:00:00+00:00", "a prefecture", "at sea, French side", {"dead": 6, "missing": 3}),
    ("s-3", "2031-02-03T09:00:00+00:00", "a paper", "deaths the paper <counted>", {"dead": 8}),
    ("s-4", "2031-02-04T09:00:00+00:00", "the associations", "on the whole border", {"dead": 9}),
    ("s-5", "2031-02-04T10:00:00+00:00", "a ministry", "told of in its releases", {"dead_or_missing": 9}),
)


def deaths(rows: tuple[tuple[str, str, int, int], ...]) -> bytes:
    """Return a made-up release of the list of deaths."""
    lines = [
        f"{key},{key},{day},{dead},{missing},{dead + missing},,Drowning,Mainland Europe to the UK,off <a beach>\n"
        for key, day, dead, missing in rows
    ]
    return (HEAD + "".join(lines)).encode()


def statement(id_: str, at: str, source: str, definition: str, counted: dict[str, int]) -> dict[str, Any]:
    """Return an article in which a source gives numbers of the year 2030."""
    claims = [
        {
            "quote": f"{value} {outcome}",
            "value": value,
            "qualifier": "exact",
            "unit": "person",
            "outcome": outcome,
            "kind": "cumulative",
            "period": "2030",
            "source": source,
            "definition": definition,
        }
        for outcome, value in counted.items()
    ]
    text = "; ".join(str(claim["quote"]) for claim in claims)
    return {
        "id": id_,
        "channel": "article",
        "received_by": "north-centre",
        "received_at": at,
        "text": text,
        "claims": claims,
    }


def series_desk(folder: Path) -> Desk:
    """Return a live desk with an analyst, three releases of a list of deaths, and five statements beside it."""
    desk = new_desk(folder)
    desk.accounts.create(NAME, PASSWORD, "analyst")
    for rows in RELEASES:
        desk.do(ReceiveReports(content=deaths(rows)), CLI)
    lines = "\n".join(json.dumps(statement(*each)) for each in SAID)
    desk.do(ReceiveReports(content=lines.encode()), CLI)
    return desk


def arrivals(folder: Path) -> Desk:
    """Return a live desk with an analyst and made-up arrivals: February and March 2030, a quarter fewer in March."""
    desk = new_desk(folder)
    desk.accounts.create(NAME, PASSWORD, "analyst")
    first = date(2030, 2, 1)
    people = [
        (number * 37 % 90 if number % 2 else 0) * (4 if number < 28 else 3) // 4 for number in range(59)
    ]
    days: list[list[Cell]] = [
        [first + timedelta(days=number), count, -(-count // 20), "-", ""]
        for number, count in enumerate(people)
    ]
    weeks: list[list[Cell]] = [
        [first + timedelta(days=last), sum(people[last - 6 : last + 1]), 8, "-", 40, 3, ""]
        for last in range(6, 59, 7)
    ]
    sheets = {"SB_01": [list(DAILY_HEADER), *days], "SB_02": [list(WEEKLY_HEADER), *weeks]}
    desk.do(ReceiveReports(content=workbook({"Cover_sheet": [["Migrants detected"]], **sheets})), CLI)
    return desk


def waves(days: int, first: str = "2030-02-01") -> bytes:
    """Return made-up waves, calm every other day."""
    start = date.fromisoformat(first)
    rows = [f"{start + timedelta(days=number)},{'0.4' if number % 2 else '1.4'}" for number in range(days)]
    head = ["# source: made up", "# place: a buoy", "# synthetic: yes", "date,wave_height_max_m"]
    return "\n".join([*head, *rows, ""]).encode()
