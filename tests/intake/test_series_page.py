"""The samples on the page of series are read as the page says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ashore.intake.sources import Receipt, read_content, recognise, reread
from ashore.intake.weather_series import COLUMNS
from ashore.model.report import Report
from ashore.model.times import moment

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "series.md").read_text("utf-8")
SAMPLES = re.findall(r"^```csv\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
RECEIPT = Receipt(received_by="north", received_at=moment("2031-08-01T00:00:00+00:00"))


@pytest.mark.parametrize(
    ("sample", "source", "rows"),
    list(
        zip(SAMPLES, ("weather_series", "iom", "weather_series", "effort_series"), (3, 2, 2, 2), strict=True)
    ),
    ids=["dressed", "incidents", "weather", "effort"],
)
def test_each_sample_is_taken_by_its_source(sample: str, source: str, rows: int) -> None:
    """Known by its content, one report of the whole file, and read again the same from its bytes."""
    raw = sample.encode()
    assert recognise(raw) == source
    [heard] = read_content(raw, RECEIPT)
    assert isinstance(heard.result, Report)
    assert heard.raw == raw
    # A day on which nothing was measured has no row.
    assert len(heard.result.series[0].rows) == rows
    assert reread(source, raw, RECEIPT) == heard.result


def test_the_page_names_every_measure_in_every_unit() -> None:
    """A column that is read and not documented would be found by nobody."""
    bare = {re.sub(r"_(max|mean|min)(?=_)", "", name) for name in COLUMNS}
    assert not [name for name in sorted(bare) if f"`{name}`" not in PAGE]
