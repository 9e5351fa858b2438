"""The register of sources: bytes are recognised, and sealed bytes give the same report again."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import workbooks

from ashore.intake.pasted import write_pasted
from ashore.intake.sources import SOURCES, Receipt, recognise, reread
from ashore.intake.strict_json import NotJson
from ashore.model.report import Report
from ashore.model.times import moment

RECEIPT = Receipt(received_by="north", received_at=moment("2031-02-03T01:12:00+01:00"))
LINE = json.dumps({"channel": "note", "received_at": "2031-02-03T01:00Z", "text": "x"}).encode()
WAVES = b"# place: a buoy\ndate,wave_height_max_m\n2031-02-03,1\n"
EFFORT = b"date,patrol_hours\n2031-02-03,7\n"


@pytest.mark.parametrize(
    ("raw", "source"),
    [
        (LINE, "report_lines"),
        (b"\xef\xbb\xbf" + LINE, "report_lines"),
        (b"", "report_lines"),
        (workbooks.workbook(workbooks.sound()), "home_office"),
        (WAVES, "weather_series"),
        (EFFORT, "effort_series"),
        (b"time,temperature\n2031-02-03,7\n", "report_lines"),
    ],
)
def test_bytes_tell_their_source(raw: bytes, source: str) -> None:
    """A zip archive is a workbook, a table goes by its header; everything else is lines."""
    assert recognise(raw) == source


def test_what_was_pasted_is_read_again_as_it_was_received() -> None:
    """A pasted line holds no time of receipt; the report's open part hands it back."""
    raw = write_pasted({"id": "p-1", "channel": "sms", "text": "x"})
    report = reread("pasted", raw, RECEIPT)

    assert (report.source, report.received_at) == ("pasted", RECEIPT.received_at)
    assert b"received_at" not in raw


@pytest.mark.parametrize("raw", [LINE, WAVES, EFFORT, workbooks.workbook(workbooks.sound())])
def test_sealed_bytes_give_the_same_report_again(raw: bytes) -> None:
    """A report's source and receipt are enough to read its raw bytes once more."""
    first = SOURCES[recognise(raw)].read(raw, RECEIPT)
    assert isinstance(first, Report)
    again = Receipt(received_by=first.received_by, received_at=first.received_at)
    assert reread(first.source, raw, again) == first


def test_every_reader_signs_with_its_own_name() -> None:
    """`Report.source` is the name under which the register holds the reader."""
    for source, raw in (("report_lines", LINE), ("home_office", workbooks.workbook(workbooks.sound()))):
        assert reread(source, raw, RECEIPT).source == source


def test_other_bytes_are_not_read_again() -> None:
    """Bytes that make no report are the fault of whoever kept them, and are said to be."""
    with pytest.raises(NotJson):
        reread("report_lines", b"{", RECEIPT)
    with pytest.raises(KeyError):
        reread("telegraph", LINE, RECEIPT)


@pytest.mark.parametrize(
    ("page", "fence", "source"),
    [
        ("aml", "aml", "aml"),
        ("gpx", "gpx", "gpx"),
        ("mail", "eml", "mail"),
        ("sarsat", "sit185", "sit185"),
        ("trackers", "csv", "tracker"),
    ],
)
def test_each_page_s_sample_is_known_as_its_own_source(page: str, fence: str, source: str) -> None:
    """However many sources there are, none takes another's file for its own."""
    text = (Path(__file__).parents[2] / f"docs/how-to/sources/{page}.md").read_text("utf-8")
    samples = re.findall(rf"```{fence}\n(.*?)```", text, re.DOTALL)
    assert samples
    assert [recognise(each.encode()) for each in samples] == [source] * len(samples)


def test_the_logged_sample_is_known_as_ais() -> None:
    sample = Path(__file__).parents[2] / "docs/how-to/sources/ais-sample.nmea"
    assert recognise(sample.read_bytes()) == "ais"
