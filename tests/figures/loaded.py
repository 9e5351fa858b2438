"""Pictures of files that were loaded, made without a desk; and series written out by hand."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

from ashore.intake.sources import SOURCES, Receipt, recognise
from ashore.model.bodies import ReportReceived
from ashore.model.claims import Series, SeriesColumn, SeriesRow
from ashore.model.report import Report
from ashore.model.times import moment
from ashore.picture.fold import Held, Picture


def shared_file(pattern: str) -> bytes:
    """Return the bytes of a shared file, or skip with where it was looked for."""
    folder = Path(os.environ.get("ASHORE_SHARED", "../shared")) / "data"
    found = sorted(folder.glob(pattern))
    if not found:
        pytest.skip(f"no {pattern} in {folder} (set ASHORE_SHARED)")
    return found[-1].read_bytes()


def read_report(raw: bytes, received_at: str = "2031-06-01T00:00:00+00:00") -> Report:
    """Return the one report of a file, by the source that knows it."""
    receipt = Receipt(received_by="north", received_at=moment(received_at))
    result = SOURCES[recognise(raw)].read(raw, receipt)
    assert isinstance(result, Report), result.says
    return result


def series_report(*series: Series, id_: str = "r", known: str = "2031-06-01T00:00:00+00:00") -> Report:
    """Return an official report that holds these series."""
    return Report(
        id=id_,
        channel="official",
        received_by="north",
        received_at=moment(known),
        source="test",
        series=series,
    )


def picture_of(*reports: Report) -> Picture:
    """Return a picture of reports received one after another."""
    picture = Picture()
    for number, report in enumerate(reports, start=1):
        body = ReportReceived(report=report)
        held = Held(
            (number, 0, "log", number), f"e{number}", "report.received", "a", "import", number, (), body
        )
        picture.add(held)
    return picture


def daily(
    values: Sequence[int | None],
    *,
    first: str = "2031-02-01",
    vintage: str = "2031-05-01",
    boats: Sequence[int | None] | None = None,
    notes: dict[str, str] | None = None,
) -> Series:
    """Return a series of people, and of boats, who arrived by the day."""
    start = date.fromisoformat(first)
    second = values if boats is None else boats
    rows = []
    for number, pair in enumerate(zip(values, second, strict=True)):
        day = (start + timedelta(days=number)).isoformat()
        rows.append(SeriesRow(start=day, end=day, values=pair, note=(notes or {}).get(day)))
    return Series(
        name="D",
        source="Coast Office",
        source_standing="official",
        vintage=vintage,
        clock="arrived",
        definition="people who arrived",
        does_not_count="others",
        columns=(
            SeriesColumn(name="People", unit="person", outcome="arrived", counted="people"),
            SeriesColumn(name="Boats", unit="boat", outcome="arrived", counted="boats"),
        ),
        rows=tuple(rows),
    )


def waves(heights: Sequence[str], first: str = "2031-02-01") -> bytes:
    """Return a made-up file of the highest wave of each day; a blank is a day nobody measured."""
    start = date.fromisoformat(first)
    lines = [f"{start + timedelta(days=number)},{height}" for number, height in enumerate(heights)]
    head = ["# source: made up", "# place: a buoy", "# synthetic: yes", "date,wave_height_max_m"]
    return "\n".join([*head, *lines, ""]).encode()
