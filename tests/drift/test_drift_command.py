"""`ashore drift` at the keyboard: every slip is a sentence, and nothing that was typed is left out in silence."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.image import imread

from ashore.drift.command import drift
from ashore.drift.typed import NotUnderstood, read_place

AT = ("--at", "51.03,1.5", "--error", "1000", "--since", "2022-12-14T01:53Z", "--for", "1h")
WIND = ("--wind", "18kn@240")
SMALL = (*AT, *WIND, "--as", "afloat-overloaded", "--particles", "50", "--no-coast")
"""A run of an instant."""


def ran(*typed: str) -> Result:
    """Return what the command did; a fault that is no sentence of ours fails the test."""
    result = CliRunner().invoke(drift, list(typed))
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def refused(*typed: str) -> str:
    """Return the sentence, the hint and the code of a refusal, and that no answer was printed before it."""
    result = ran(*typed)
    assert result.exit_code == 3, result.output
    assert result.stdout == ""
    return result.stderr


def test_a_run_is_made_again_from_whatever_it_wrote(tmp_path: Path) -> None:
    """NetCDF, .geojson and .json give the same answer as the run, but for when it was made."""
    files = [tmp_path / name for name in ("run.nc", "run.geojson", "run.json")]
    first = ran(*SMALL, *(part for path in files for part in ("--out", str(path)))).stdout.splitlines()
    for path in files:
        assert ran("--record", str(path)).stdout.splitlines()[:-1] == first[:-1]


@pytest.mark.parametrize(
    "held", ["{", "[]", "7", "{}", '{"record": 3}', '{"record": {"request": {}}}', "\x89PNG"]
)
@pytest.mark.parametrize("name", ["a.geojson", "a.json", "a.png"])
def test_what_is_no_record_is_a_sentence(tmp_path: Path, held: str, name: str) -> None:
    """Cut short, a list, empty, a picture: never a trace of our own code."""
    path = tmp_path / name
    path.write_text(held, "latin-1")
    assert "[drift.not-understood]" in refused("--record", str(path))
    assert "[drift.not-understood]" in refused("--record", str(tmp_path / "none.geojson"))


def test_a_product_that_cannot_be_written_is_refused_before_the_run(tmp_path: Path) -> None:
    """No officer waits for a run whose picture has nowhere to go."""
    assert "has to end in .png" in refused(*SMALL, "--out", str(tmp_path / "a.txt"))
    for name in ("a.png", "a.nc", "a.geojson"):
        assert "there is no such directory" in refused(*SMALL, "--out", str(tmp_path / "none" / name))


def test_a_product_that_fails_to_be_written_is_a_sentence_after_the_answer(tmp_path: Path) -> None:
    """The name of a directory cannot be written over; the answer stands all the same."""
    (tmp_path / "a.geojson").mkdir()
    result = ran(*SMALL, "--out", str(tmp_path / "a.geojson"))
    assert "half of the probability" in result.stdout
    assert "[drift.cannot-save]" in result.stderr


def test_two_areas_in_a_file_are_not_taken_for_one(tmp_path: Path) -> None:
    """The second feature is never dropped in silence."""
    corners = [[1.4, 51.0], [1.6, 51.0], [1.6, 51.1], [1.4, 51.0]]
    feature = {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [corners]}}
    path = tmp_path / "areas.geojson"
    typed = ("--area", str(path), *SMALL[4:])
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature, feature]}))
    assert "MultiPolygon" in refused(*typed)
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    assert "half of the probability" in ran(*typed).stdout


@pytest.mark.parametrize("typed", [
    (*SMALL, "--stops", "1h-2h"),
    ("--area", "area.geojson", *SMALL),
    ("--area", "area.geojson", "--error", "50", *SMALL[4:]),
    ("--record", "run.nc", "--seed", "3"),
    ("--record", "run.nc", "--wind", "18kn@240"),
])  # fmt: skip
def test_what_would_be_left_out_in_silence_is_refused(typed: tuple[str, ...]) -> None:
    """An option that has no part in the run is a misunderstanding of whoever typed it."""
    assert "[drift.not-understood]" in refused(*typed)


def test_a_run_without_a_coast_has_no_land_on_its_picture_when_it_is_made_again(tmp_path: Path) -> None:
    """Land on it would say that it was reckoned with."""
    ran(*SMALL, "--out", str(tmp_path / "run.nc"), "--out", str(tmp_path / "first.png"))
    ran("--record", str(tmp_path / "run.nc"), "--out", str(tmp_path / "again.png"))
    first, again = (imread(tmp_path / name) for name in ("first.png", "again.png"))
    land = np.array([0xDC, 0xD7, 0xC9]) / 255
    assert not any(
        (np.abs(each[:, :, :3] - land).max(axis=2) < 0.01).mean() > 0.001 for each in (first, again)
    )


@pytest.mark.parametrize("said", ["18", "SW4", "18kn@370", "18kn", "500kn@240", "-3@240"])
def test_a_wind_that_cannot_be_read_is_asked_for_as_it_is_typed_here(said: str) -> None:
    """The hint is what to type after --wind, not the form of another option; 500 knots is a slip of the finger."""
    told = refused(*AT, "--wind", said)
    assert "“--wind " in told
    assert "18kn@240" in told
    assert "wind=" not in told


def test_a_wind_may_be_written_as_people_write_it() -> None:
    """A blank, kts and a degree sign are no reason to refuse."""
    first = ran(*SMALL).stdout.splitlines()[:-1]
    for said in ("18 kn@240", "18kts@240", "18kn @ 240°"):
        again = ran(*AT, "--wind", said, *SMALL[len(AT) + 2 :]).stdout.splitlines()[:-1]
        assert again == first


@pytest.mark.parametrize(
    "typed", [("--refloat", "-3"), ("--refloat", "0"), ("--refloat", "nan"), ("--under-way", "400,3")]
)
def test_what_no_sea_or_boat_does_is_refused(typed: tuple[str, str]) -> None:
    """A negative half-life ran silently as one that refloats; a course of 400° went somewhere."""
    assert "cannot be" in refused(*SMALL, *typed)


def test_what_is_assumed_of_a_boat_under_way_is_said() -> None:
    """Its course, speed and the time of stopping move the cloud by miles: their errors are on every product."""
    said = ran(*SMALL, "--under-way", "300,3", "--stops", "1h-2h").stdout
    assert "Under way over the ground at 300° ±20° and 3 ±1 kn (19 times in 20)" in said
    assert "until its engine stops, 1h-2h after the datum" in said
    both = ran(*SMALL, "--under-way", "300,3", "--as", "channel-inflatable").stdout
    assert "– afloat, overloaded, under way first (60 %)" in both
    assert "Under way" not in ran(*SMALL).stdout


def test_several_positions_are_said_to_be_equally_likely() -> None:
    """They are not the track of one boat: the run does not know which of them is right, and says so."""
    said = ran(*SMALL, "--at", "51.05,1.6@2022-12-14T02:03Z").stdout
    assert "Each of the 2 positions given is taken to be as likely as the others." in said
    assert "as likely as the others" not in ran(*SMALL).stdout


def test_back_in_time_says_what_to_type_instead() -> None:
    """The ordinary boat may fail, and so has no past: what may be gone back with is named."""
    back = ("--for", "-2h", "--particles", "50", "--no-coast", *WIND)
    assert "--as afloat-overloaded" in refused(*AT, *back)
    assert "(2 h" in ran(*AT, *back, "--as", "afloat-overloaded").stdout


@pytest.mark.parametrize("said", [
    "50.838333,1.351667", "50.838333 1.351667", "50°50.3'N 1°21.1'E", "50°50′18″N 001°21′06″E",
    "50°50'18\"N, 1°21'06\"E",
    "N50-50.3 E001-21.1", "50-50.3N 001-21.1E", "50 50.3N 001 21.1E", "n50°50.3' e1°21.1'", "50.838333N 1.351667E",
])  # fmt: skip
def test_a_position_is_read_as_radios_and_charts_give_it(said: str) -> None:
    """Degrees, minutes or seconds, the letter before or after."""
    lat, lon = read_place(said)
    assert (lat, lon) == pytest.approx((50 + 50.3 / 60, 1 + 21.1 / 60), abs=1e-5)


@given(st.floats(0, 89.9), st.floats(0, 179.9), st.sampled_from("NS"), st.sampled_from("EW"))
def test_a_position_written_out_is_read_back(lat: float, lon: float, south: str, west: str) -> None:
    """Any place, to the half decimal of a minute."""
    (a, b), (c, d) = (divmod(round(each * 60, 3), 60) for each in (lat, lon))
    read = read_place(f"{a:.0f}°{b:.3f}'{south} {c:.0f}°{d:.3f}'{west}")
    assert read == pytest.approx((lat * (-1) ** (south == "S"), lon * (-1) ** (west == "W")), abs=1e-4)


@pytest.mark.parametrize(
    "said",
    ["50°60'N 1°21'E", "50°50'99\"N 1°21'E", "50°50.3'N", "50.5°20'N 1°E", "E1 N50", "50.1", "fifty north"],
)
def test_a_position_that_is_none_is_refused(said: str) -> None:
    """Ninety minutes are no part of a degree, but a digit misheard."""
    with pytest.raises(NotUnderstood):
        read_place(said)


def test_what_stands_in_for_a_current_is_said_and_nothing_stands_in_for_a_wind() -> None:
    """A tide that nobody asked for is named on the screen; without a wind the refusal says what to type."""
    stood_in = "No current is held: the SYNTHETIC Channel tide"
    assert stood_in in ran(*SMALL).stderr
    assert stood_in not in ran(*SMALL, "--current", "1kn@045").stderr
    assert stood_in not in ran(*SMALL, "--forcing", "synthetic").stderr
    assert "--wind 18kn@240" in refused(*AT)


def test_a_run_for_comparison_says_so_first() -> None:
    """Without errors it looks surer than any forecast: its first words keep it out of a search."""
    said = ran(*SMALL, "--like-opendrift").stdout
    assert said.startswith("SYNTHETIC, made-up currents or wind, not for a real search. FOR COMPARISON ONLY")
    assert "FOR COMPARISON" not in ran(*SMALL).stdout
