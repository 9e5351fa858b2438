"""The samples on the pages of e-mail, trackers and GPX give what the pages say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ashore.intake.sources import Receipt, read_content, recognise
from ashore.model.report import Report
from ashore.model.times import moment

PAGES = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "sources"
RECEIPT = Receipt(received_by="north", received_at=moment("2031-02-03T04:00:00+01:00"))


def reports_of(page: str, fence: str, source: str) -> list[Report]:
    """Return the reports in a page's sample."""
    sample = re.search(
        rf"^```{fence}\n(.*?)^```", (PAGES / page).read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    assert sample is not None
    content = sample[1].encode()
    assert recognise(content) == source
    read = [each.result for each in read_content(content, RECEIPT)]
    return [each for each in read if isinstance(each, Report)]


def test_the_mail_is_read_as_its_page_says() -> None:
    """45 people with 12 children, a place at 03:15, engine and water."""
    [report] = reports_of("mail.md", "eml", "mail")
    mention = report.mentions[0]

    assert mention.on_board is not None
    assert mention.on_board.children is not None
    assert (mention.on_board.value, mention.on_board.children.value) == (45, 12)
    [position] = mention.positions
    assert position.at is not None
    assert (position.lat, position.lon) == ("51.0312", "1.6712")
    assert position.at.stated == "2031-02-03T03:15:00+01:00"
    assert mention.craft is not None
    assert (mention.craft.engine, mention.danger) == ("stopped", ("taking_water",))


@pytest.mark.parametrize(
    ("page", "fence", "source", "reports"),
    [("trackers.md", "csv", "tracker", 3), ("gpx.md", "gpx", "gpx", 2)],
)
def test_a_sample_gives_as_many_reports_as_its_page_says(
    page: str, fence: str, source: str, reports: int
) -> None:
    """Three rows of two boats; a waypoint and a track."""
    assert len(reports_of(page, fence, source)) == reports
