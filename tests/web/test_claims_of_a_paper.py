"""The built-in night beside the published series: what a paper printed that day, as the page and the bridge say it."""

from __future__ import annotations

import html
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from scenes import client_of, played_night
from starlette.testclient import TestClient

sys.path.insert(0, str(Path(__file__).parents[1] / "figures"))

from loaded import shared_file

from ashore.desk.commands.acting import Who
from ashore.desk.commands.acts import ReceiveReports


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The night with the workbook as it was published, or a skip that says where it was looked for."""
    workbook = shared_file("home_office*.ods")
    desk = played_night(tmp_path_factory.mktemp("paper"))
    desk.do(ReceiveReports(content=workbook), Who(account="import", role="machine", person=False))
    yield client_of(desk)
    desk.close()


def words_of(page: str) -> str:
    return " ".join(html.unescape(re.sub("<[^>]+>", " ", page)).split())


@pytest.mark.parametrize(
    ("quote", "official", "period", "by"),
    [
        ("8,448 so far", "8389", "2020-01-01/2020-12-09", "+59"),
        ("249 so far", "136", "2020-12-01/2020-12-09", "+113"),
        ("8,448 so far … 249 so far", "8253", "2020-01-01/2020-11-30", "−54"),
    ],
)
def test_a_papers_number_contradicts_the_series_by_so_much(
    client: TestClient, quote: str, official: str, period: str, by: str
) -> None:
    """Each stands among the contradictions, with the number that the series has for the same days."""
    page = client.get("/claims?verdict=contradicts").text
    rows = [
        words_of(each) for each in re.findall(r"<article class=\"beside-row.*?</article>", page, re.DOTALL)
    ]
    [row] = [each for each in rows if f"by {by} “{quote}”" in each]
    assert f"Home Office SB_01 has {official} for {period}" in row
    if "…" in quote:
        assert "the text itself does not print it" in row


def test_the_bridge_of_the_day_is_27_to_26(client: TestClient) -> None:
    """One more of ours by the paper than theirs, and the paper's year 59 over, which nothing explains."""
    day = words_of(client.get("/questions/bridge?period=2020-12-09").text)
    assert "26 by Home Office SB_01" in day
    year = words_of(client.get("/questions/bridge?period=2020-01-01/2020-12-09").text)
    assert re.search(
        r"claimed by [^,]+, by arrival 8448 8389 home-office/SB_01 \+59 – – not known \+59", year
    )
