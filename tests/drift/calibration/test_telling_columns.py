"""Columns are told by their names in every fashion drifter data use, and never by guessing between two."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ashore.drift.calibration.columns import Columns, ColumnsUnclear, Naming, name_columns

PLACE = ["time", "lon", "lat"]


def told(*names: str) -> Columns:
    """Return what the columns of a file are, beside a time and a place."""
    return name_columns([*PLACE, *names], {}, Naming(), "file.csv")


@pytest.mark.parametrize(
    ("east", "north"),
    [
        ("u_current", "v_current"),
        ("UCUR", "VCUR"),
        ("uo", "vo"),
        ("water_u", "water_v"),
        ("x_sea_water_velocity", "y_sea_water_velocity"),
        ("sea_water_x_velocity", "sea_water_y_velocity"),
        ("current_east", "current_north"),
        ("eastward_current", "northward_current"),
        ("currentU", "currentV"),
        ("u current (m/s)", "v current (m/s)"),
        ("u", "v"),
    ],
)
def test_currents_are_known_by_many_names(east: str, north: str) -> None:
    """A pair is a current whatever fashion its two parts are told apart in."""
    found = told(east, north, "battery", "sst")
    assert list(found.currents.values()) == [(east, north)]
    assert found.wind is None


@pytest.mark.parametrize(
    ("east", "north"),
    [
        ("u10", "v10"),
        ("10u", "10v"),
        ("x_wind", "y_wind"),
        ("eastward_wind", "northward_wind"),
        ("wind_u_10m", "wind_v_10m"),
        ("era5_u", "era5_v"),
        ("uas", "vas"),
        ("uw", "vw"),
    ],
)
def test_winds_are_known_by_many_names(east: str, north: str) -> None:
    """A pair is a wind by the words about it."""
    found = told(east, north, "uo", "vo")
    assert found.wind == (east, north)
    assert list(found.currents.values()) == [("uo", "vo")]


def test_what_is_neither_is_left_alone() -> None:
    """Waves, the drifter's own velocity and its errors are no forcing."""
    found = told("u_stokes", "v_stokes", "drifter_u", "drifter_v", "u_err", "v_err", "ve", "vn", "x", "y")
    assert found.currents == {}
    assert found.wind is None


def test_a_place_is_known_by_one_word_of_its_name_but_not_between_two() -> None:
    """drifter_lon is the longitude where nothing else could be; of two, neither is."""
    found = name_columns(["obs_time", "drifter_lon", "drifter_lat"], {}, Naming(), "f")
    assert (found.lon, found.lat) == ("drifter_lon", "drifter_lat")
    with pytest.raises(ColumnsUnclear, match="the longitude"):
        name_columns(["time", "drifter_lon", "model_lon", "lat"], {}, Naming(), "f")


def test_standard_names_go_before_names() -> None:
    """What a file says of a column counts more than what it is called."""
    says = {"a": {"standard_name": "longitude"}, "uo": {"standard_name": "eastward_wind"}}
    found = name_columns(["time", "a", "lat", "uo", "vo"], says, Naming(), "f")
    assert found.lon == "a"
    assert found.wind == ("uo", "vo")


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=12), max_size=8))
def test_any_headings_are_told_or_refused_in_a_sentence(names: list[str]) -> None:
    """Whatever the headings, the answer names only columns there are, or is a fault of ours."""
    try:
        found = name_columns(names, {}, Naming(), "f")
    except ColumnsUnclear:
        return
    assert {found.time, found.lon, found.lat} <= set(names)
    assert all(set(pair) <= set(names) for pair in found.currents.values())
