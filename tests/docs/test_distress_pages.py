"""The pages on telephones' positions and beacon alerts: their samples are read as they say, their programs run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ashore.intake.beacon import read_beacon
from ashore.intake.sources import Receipt, read_content, recognise
from ashore.model.report import Report
from ashore.model.times import moment

PAGES = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "sources"
RECEIPT = Receipt(received_by="north", received_at=moment("2031-11-12T05:00:00Z"))


def block(page: str, language: str) -> str:
    """Return what stands in a page's first block of a language."""
    found = re.search(
        rf"^```{language}\n(.*?)^```", (PAGES / page).read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    assert found is not None
    return found[1]


def reports(page: str, language: str) -> list[Report]:
    """Return the reports in a page's sample, which its source knows by itself."""
    content = block(page, language).encode()
    assert recognise(content) == language
    heard = [each.result for each in read_content(content, RECEIPT)]
    return [each for each in heard if isinstance(each, Report)]


def test_the_sample_of_telephones_is_read_as_its_page_says() -> None:
    """Four messages: a fix, a mast through a gateway, no position, a posted form; all of the length they say."""
    first, second, third, fourth = reports("aml.md", "aml")
    fix, mast = first.mentions[0].positions[0], second.mentions[0].positions[0]
    assert (fix.lat, fix.lon, fix.error_m, fix.how) == ("51.03212", "1.53004", "23", "gnss")
    assert (mast.how, mast.error_m, third.mentions[0].positions) == ("cell", "1200", ())
    assert second.sender is not None
    assert fourth.sender is not None
    assert second.sender.phone == fourth.sender.phone == "+33600000012"
    assert not [path for each in (first, second) for path in each.assumed if path.endswith(("lat", "lon"))]


def test_the_sample_of_alerts_is_read_as_its_page_says() -> None:
    """Two alerts of one beacon: two rivals, then one confirmed place with the beacon's own beside it."""
    first, second = reports("sarsat.md", "sit185")
    assert [each.alternative_of for each in first.mentions[0].positions] == [None, 0]
    assert [each.how for each in second.mentions[0].positions] == ["beacon", "gnss"]
    assert first.sender == second.sender
    assert first.sender is not None
    beacon = read_beacon((first.sender.device or "").split()[-1])
    assert beacon is not None
    assert beacon.mmsi == "227001302"


@pytest.mark.parametrize("page", ["aml.md", "sarsat.md"])
def test_the_program_of_a_page_runs(page: str) -> None:
    """Whoever takes the parsers alone begins with these lines."""
    exec(block(page, "python"), {})
