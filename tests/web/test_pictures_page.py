"""The page of pictures: what is held is drawn in the reader's language, what is not is named, and nothing fails."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator

import pytest
from scenes import signed_in
from series_scene import arrivals, series_desk
from starlette.testclient import TestClient


@pytest.fixture(scope="module")
def deaths(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """An analyst at a desk with a list of deaths."""
    made = series_desk(tmp_path_factory.mktemp("deaths"))
    yield signed_in(made)
    made.close()


@pytest.fixture(scope="module")
def days(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """An analyst at a desk with a series of daily arrivals."""
    made = arrivals(tmp_path_factory.mktemp("days"))
    yield signed_in(made)
    made.close()


def test_every_picture_there_is_of_a_year_stands_on_the_page(days: TestClient, deaths: TestClient) -> None:
    """Days and running totals of a series; the dead by month of a list; what cannot be drawn is named."""
    page = days.get("/pictures", params={"year": "2030", "lang": "en"}).text
    assert 'src="/pictures/daily.svg?year=2030"' in page
    assert 'src="/pictures/cumulative.svg?year=2030"' in page
    assert "Nothing is held to draw here: Dead and missing by month." in page
    page = deaths.get("/pictures", params={"year": "2030", "lang": "en"}).text
    assert 'src="/pictures/deaths.svg?year=2030"' in page
    assert "/pictures/daily.svg" not in page
    assert (
        "Dead (IOM Missing Migrants Project drowning): 1, 0, 5" in page
    )  # in words, for whoever sees no picture


def test_without_a_year_the_last_that_is_held_is_shown(days: TestClient, deaths: TestClient) -> None:
    """By the last row of any series."""
    assert 'value="2030"' in days.get("/pictures").text
    assert 'value="2031"' in deaths.get("/pictures").text


@pytest.mark.parametrize(
    ("language", "title"), [("en", "Dead and missing by month, 2030"), ("fr", "Morts et disparus")]
)
def test_a_picture_is_drawn_in_the_readers_language(deaths: TestClient, language: str, title: str) -> None:
    """An image with its title and its words."""
    answer = deaths.get("/pictures/deaths.svg", params={"year": "2030", "lang": language})
    assert answer.headers["content-type"] == "image/svg+xml"
    root = ET.fromstring(answer.text)
    assert title in (root.findtext("{http://www.w3.org/2000/svg}title") or "")


@pytest.mark.parametrize(
    ("address", "year", "status"),
    [
        ("/pictures", "lately", 422),
        ("/pictures/deaths.svg", "lately", 422),
        ("/pictures/deaths.svg", "", 422),
        ("/pictures/deaths.svg", "1999", 404),
        ("/pictures/weather.svg", "2030", 404),
    ],
)
def test_what_cannot_be_drawn_is_refused(deaths: TestClient, address: str, year: str, status: int) -> None:
    """No year, a year of which nothing is held, and a picture that there is not."""
    assert deaths.get(address, params={"year": year}).status_code == status
