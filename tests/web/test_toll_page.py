"""The page of the dead and the missing: each definition for itself, as known on each date, opened to its words."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

import pytest
from scenes import signed_in
from series_scene import series_desk
from starlette.testclient import TestClient


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """An analyst at a desk with a list of deaths and what four others said of the same year."""
    made = series_desk(tmp_path_factory.mktemp("toll"))
    yield signed_in(made)
    made.close()


def toll(client: TestClient, **asked: str) -> str:
    """Return the page of a toll, in English."""
    answer = client.get("/toll", params={**asked, "lang": "en"})
    assert answer.status_code == 200, answer.text
    return answer.text


def standing(page: str) -> dict[str, list[str]]:
    """Return the last word of each source: its numbers by column."""
    part = page[page.index('id="standing"') : page.index('id="told"')]
    rows = re.findall(r'<tr><th scope="row"><b>(.*?)</b>(.*?)</tr>', part, re.DOTALL)
    return {
        html.unescape(source): [
            re.sub("<[^>]+>", "", cell) for cell in re.findall(r'<td class="num"[^>]*>(.*?)</td>', rest)
        ]
        for source, rest in rows
    }


def test_six_definitions_stand_side_by_side_and_nothing_is_added(client: TestClient) -> None:
    """Dead, missing, both where a source gives no more, survivors, aboard; what is not stated is not nought."""
    page = toll(client, period="2030")
    found = standing(page)
    assert found["a prefecture"] == ["6", "3", "not stated", "not stated", "not stated"]
    assert found["a ministry"][2] == "9"
    assert found["a paper"][:2] == ["8", "not stated"]
    assert found["IOM Missing Migrants Project all causes"][:2] == ["6", "at least 2"]
    assert len(found) == 6
    assert "6 definitions side by side" in page
    assert "deaths the paper &lt;counted&gt;" in page


def test_each_number_opens_to_its_words_and_its_entry(client: TestClient) -> None:
    """The very quote, and the report it stands in."""
    page = toll(client, period="2030")
    assert "<blockquote>Dead: 6 dead</blockquote>" in page
    entries = set(re.findall(r'class="entry" href="(/entries/[a-z0-9]+)"', page))
    assert len(entries) == 7  # five statements, and the list as two releases had it
    assert all(client.get(entry).status_code == 200 for entry in entries)


def test_the_toll_as_known_on_each_date_is_one_link_away(client: TestClient) -> None:
    """On the day of the first statement nobody else had spoken."""
    page = toll(client, period="2030")
    addresses = [
        html.unescape(each) for each in re.findall(r'<li><a href="(/toll\?[^"]*known_at[^"]*)"', page)
    ]
    assert len(addresses) == 4
    first = client.get(addresses[0]).text
    assert standing(first) == {"a prefecture": ["5", "4", "not stated", "not stated", "not stated"]}
    assert 'aria-current="date">2031-01-10' in first
    assert (
        "incident" not in first[first.index('id="told"') :]
    )  # no list had come in, and no picture is of then
    assert "/pictures/deaths.svg" not in first


def test_what_moved_between_two_statements_of_one_source_is_said(client: TestClient) -> None:
    """One more found dead and one fewer missing is a total unchanged."""
    assert "dead +1, missing -1, together +0" in toll(client, period="2030")


def test_each_incident_of_the_list_stands_below_with_sums_by_cause(client: TestClient) -> None:
    """So that the number of a list opens to its rows."""
    page = toll(client, period="2030")
    assert "Drowning: 2 incidents, 6 dead, at least 2 missing" in page
    assert "off &lt;a beach&gt;" in page
    assert '<img src="/pictures/deaths.svg?year=2030"' in page


def test_a_period_that_no_source_speaks_of_says_so(client: TestClient) -> None:
    """Exactly this period: a year is no month."""
    assert "No source held gives the dead or missing of exactly this period." in toll(client, period="2029")
    early = toll(client, period="2030", known_at="2020-01-01T00:00:00+00:00")
    assert "Not by that date, at least." in early


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"period": "lately"}, "not-a-period"),
        ({"period": "all"}, "not-days-of-a-rate"),
        ({"period": "2030", "known_at": "x"}, "bad-value"),
    ],
)
def test_what_cannot_be_read_is_refused_beside_the_form(
    client: TestClient, asked: dict[str, str], code: str
) -> None:
    """With what was typed kept."""
    page = client.get("/toll", params=asked)
    assert (page.status_code, code in page.text) == (422, True)


def test_without_a_period_the_years_of_the_lists_are_offered(client: TestClient) -> None:
    """The latest first."""
    page = toll(client)
    assert page.index('href="/toll?period=2031"') < page.index('href="/toll?period=2030"')
