"""The gazetteer: where the places lie, against a shoreline that knows none of them, and how names are matched."""

from __future__ import annotations

import math
from importlib import resources

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ashore.drift.coast import Coast, Region
from ashore.drift.coast.drawing import draw
from ashore.drift.coast.gshhg import installed, shoreline
from ashore.reading.gazetteer import PLACES, Place, find_places, plain
from ashore.reading.offsets import OFF_M, along

AROUND = range(0, 360, 10)
COAST_PLACES = [place for place in PLACES.values() if place.seaward_deg is not None]
SHORE_TOWNS = [place for place in COAST_PLACES if place.kind in ("beach", "port", "sea")]
AFLOAT = [place for place in PLACES.values() if place.seaward_deg is None]


@pytest.fixture(scope="module")
def coast() -> Coast:
    """The shoreline of GSHHG about the gazetteer's places."""
    region = Region(-0.6, 49.2, 3.5, 51.7)
    return Coast(region=region, raster=draw(region, shoreline(installed())))


def on_land(coast: Coast, places: list[tuple[float, float]]) -> list[bool]:
    """Return whether each place, latitude first, is on land."""
    lats, lons = np.array(places).T
    return [bool(found) for found in coast.on_land(lons, lats)]


def test_there_are_more_than_120_places_with_a_kind_a_radius_and_a_source() -> None:
    """Every line of the file is whole."""
    lines = resources.files("ashore.reading").joinpath("places.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")][1:]
    assert len(rows) == len(PLACES) > 120
    for name, kind, lat, lon, radius_m, seaward, source, _ in rows:
        assert kind in ("port", "beach", "cape", "light", "buoy", "bank", "sea", "lane"), name
        assert 49.3 < float(lat) < 51.6, name
        assert -0.3 < float(lon) < 3.4, name
        assert 200 <= int(radius_m) <= 30_000, name
        assert seaward == "" or 0 <= int(seaward) < 360, name
        assert source in ("A", "C", "I", "N", "P", "T"), name


@pytest.mark.parametrize("place", SHORE_TOWNS, ids=lambda place: place.name)
def test_a_town_lies_within_its_radius_of_the_shore(place: Place, coast: Coast) -> None:
    """From the place, land and water are both within the radius that the file gives it."""
    steps = [max(1, place.radius_m * share // 10) for share in range(11)]
    about = [along(place.lat, place.lon, bearing, step) for step in steps for bearing in AROUND]
    assert len(set(on_land(coast, about))) == 2


@pytest.mark.parametrize("place", COAST_PLACES, ids=lambda place: place.name)
def test_off_a_place_is_in_the_sea_and_to_its_open_side(place: Place, coast: Coast) -> None:
    """Three miles to seaward is water, and the bearing is that of the open water about the place, to 30°."""
    assert place.seaward_deg is not None
    assert on_land(coast, [along(place.lat, place.lon, place.seaward_deg, OFF_M)]) == [False]
    about = on_land(coast, [along(place.lat, place.lon, bearing, OFF_M) for bearing in AROUND])
    open_ways = [math.radians(bearing) for bearing, land in zip(AROUND, about, strict=True) if not land]
    middle = math.degrees(math.atan2(sum(map(math.sin, open_ways)), sum(map(math.cos, open_ways))))
    assert abs((middle - place.seaward_deg + 180) % 360 - 180) < 30


@pytest.mark.parametrize("place", AFLOAT, ids=lambda place: place.name)
def test_what_floats_or_is_a_bank_is_in_the_sea(place: Place, coast: Coast) -> None:
    """No buoy, bank or lane stands on dry land."""
    assert on_land(coast, [(place.lat, place.lon)]) == [False]


def found(text: str) -> list[tuple[str, tuple[str, ...], bool]]:
    """Return the words, the places and whether guessed, of each name in a text."""
    return [
        (text[each.start : each.end], tuple(place.name for place in each.places), each.guessed)
        for each in find_places(text)
    ]


@pytest.mark.parametrize("written", ["GRAND FORT PHILIPPE", "grand-fort-philippe", "Grand Fort-Philippe"])
def test_capitals_hyphens_and_accents_do_not_matter(written: str) -> None:
    """As people type it on a telephone."""
    assert found(f"off {written} now") == [(written, ("Grand-Fort-Philippe",), False)]
    assert found("Equihen, ÉQUIHEN, Équihen")[1:] == [
        ("ÉQUIHEN", ("Equihen",), False),
        ("Équihen", ("Equihen",), False),
    ]


def test_a_letter_off_is_matched_in_long_names_and_says_so() -> None:
    """One letter more, less, another, two swapped, or a doubled one; in short names none of it."""
    for wrong in ("Gravelimes", "Gravelins", "Gravellines", "Gravelnies"):
        assert found(f"off {wrong}") == [(wrong, ("Gravelines",), True)]
    assert found("off Calaiz") == []
    assert found("le palais") == []


def test_a_letter_off_is_not_guessed_where_no_place_is_expected() -> None:
    """In small letters and with no word of place before it, a word is a word."""
    assert found("the gravelines") == [("gravelines", ("Gravelines",), False)]
    assert found("some gravelimes") == []


def test_one_name_of_two_places_gives_both() -> None:
    """Nobody chooses in silence."""
    assert found("Goodwin light") == [("Goodwin light", ("East Goodwin", "South Goodwin"), False)]


def test_the_longest_name_wins() -> None:
    """A lighthouse of a town is not the town, and a bank is not its buoy."""
    assert found("phare de Calais")[0][1] == ("Calais light",)
    assert found("Sandettie bank")[0][1] == ("Sandettie bank",)


@given(st.text())
def test_plain_text_keeps_every_place(text: str) -> None:
    """A place in the plain text is the same place in the text."""
    assert len(plain(text)) == len(text)


@given(st.sampled_from(sorted(PLACES)), st.integers(0, 40), st.sampled_from("abcdefghijklmnopqrstuvwxyz"))
def test_any_letter_wrong_in_a_name_gives_that_place_or_none(name: str, at: int, letter: str) -> None:
    """A misspelt name never silently becomes another place: it is that place among others, a guess, or nothing."""
    wrong = name[:at] + letter + name[at + 1 :]
    for words, names, guessed in found(f"off {wrong}"):
        sure = name in names or words != wrong or wrong in PLACES
        assert sure or guessed
