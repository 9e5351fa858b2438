"""Current and wind along a track come from sources' own grids, in order, and are missing where nobody has them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from synthetic_drifters import START, Floats

from ashore.drift.calibration.along import force, sample
from ashore.drift.calibration.tracks import Track
from ashore.drift.chart import Chart
from ashore.drift.forcing.source import Patch, Product, Window
from ashore.drift.wander import NONE


def patch(
    *,
    lon: tuple[float, float] = (2.0, 4.0),
    times: Floats | None = None,
    slope: float = 0.1,
    curvilinear: bool = False,
    bridge_s: float = 3 * 3600.0,
) -> Patch:
    """Return a patch whose east part is linear in longitude and hours, and whose north part is linear in latitude."""
    times = START + 3600 * np.arange(25.0) if times is None else times
    columns, rows = np.linspace(*lon, 21), np.linspace(57, 59, 11)
    node_lon, node_lat = np.meshgrid(columns, rows)
    hours = ((times - START) / 3600)[:, None, None]
    east = slope * (node_lon[None] - 3) + 0.01 * hours
    north = 0.2 * (node_lat[None] - 58) + 0 * hours

    def locate(place_lon: Floats, place_lat: Floats) -> tuple[Floats, Floats]:
        return (place_lon - lon[0]) / (lon[1] - lon[0]) * 20, (place_lat - 57) * 5

    return Patch(
        product=Product(name="made", kind="current", wander=NONE),
        times=times,
        lon=node_lon,
        lat=node_lat,
        east=east.astype(np.float32),
        north=north.astype(np.float32),
        locate=None if curvilinear else locate,
        bridge_s=bridge_s,
    )


class Made:
    """A source of one patch, that remembers what it was asked."""

    def __init__(self, make: Callable[[Window], Patch | None], name: str = "made") -> None:
        self.product = Product(name=name, kind="current", wander=NONE)
        self.make = make
        self.asked: list[Window] = []

    def patch(self, window: Window) -> Patch | None:
        """Return the patch, whatever the window."""
        self.asked.append(window)
        return self.make(window)

    def describe(self) -> dict[str, object]:
        """Return nothing: it is made here."""
        return {}


@given(st.floats(2, 4), st.floats(57, 59), st.floats(0, 24))
def test_a_linear_field_is_sampled_exactly(lon: float, lat: float, hour: float) -> None:
    """Bilinear in space and linear in time leave a linear field as it is, to its edges and its last hour."""
    values = sample(patch(), np.array([START + 3600 * hour]), np.array([lon]), np.array([lat]))
    np.testing.assert_allclose(values[0], [0.1 * (lon - 3) + 0.01 * hour, 0.2 * (lat - 58)], atol=1e-6)


def test_a_curvilinear_patch_is_located_by_its_nodes() -> None:
    """Without a map of its own a grid is searched by the places of its nodes."""
    places = np.array([2.31, 3.77, 5.0]), np.array([57.4, 58.9, 58.0])
    values = sample(patch(curvilinear=True), np.full(3, START), *places)
    np.testing.assert_allclose(values[:2, 0], 0.1 * (places[0][:2] - 3), atol=2e-4)
    np.testing.assert_allclose(values[:2, 1], 0.2 * (places[1][:2] - 58), atol=2e-4)
    assert np.isnan(values[2]).all()


def test_outside_and_across_a_gap_nothing_is_made_up() -> None:
    """Off the grid, before and after its hours, and between hours too far apart, the value is missing."""
    gappy = patch(times=START + 3600 * np.array([0.0, 1.0, 9.0, 10.0]))
    hours = np.array([0.5, 5.0, 9.5, -0.1, 10.1, 0.5, 9.0])
    lon = np.array([3.0, 3.0, 3.0, 3.0, 3.0, 4.1, 3.0])
    values = sample(gappy, START + 3600 * hours, lon, np.full(7, 58.0))
    assert list(np.isfinite(values[:, 0])) == [True, False, True, False, False, False, True]


def test_a_constant_holds_at_all_times() -> None:
    """A patch of one time and no limit to bridging is the same for ever."""
    steady = patch(times=np.array([START]), bridge_s=float("inf"))
    values = sample(steady, START + np.array([-1e7, 0.0, 1e7]), np.full(3, 3.5), np.full(3, 58.0))
    np.testing.assert_allclose(values[:, 0], 0.05, atol=1e-6)


def test_a_missing_node_spoils_only_its_own_cells() -> None:
    """Next to a missing node there is no value; on a good node beside it there is."""
    holed = patch()
    holed.east[:, 5, 10] = np.nan
    lon, lat = np.array([3.0, 3.05, 3.1, 2.5]), np.array([58.0, 58.1, 58.0, 58.5])
    values = sample(holed, np.full(4, START), lon, lat)
    assert list(np.isfinite(values[:, 0])) == [False, False, True, True]


def test_the_second_source_fills_what_the_first_lacks() -> None:
    """The first source that has a value gives it; where none has one it is missing; the product names both."""
    track = Track(
        id="t", times=START + 3600 * np.arange(3.0), lon=np.array([2.5, 3.5, 7.0]), lat=np.full(3, 58.0)
    )
    near = Made(lambda window: patch(lon=(2.0, 3.0), slope=1.0), "near")
    far = Made(lambda window: patch(), "far")
    forced = force(track, [near, Made(lambda window: None, "never"), far], [])
    assert forced.current is not None
    np.testing.assert_allclose(forced.current[:2, 0], [-0.5, 0.06], atol=1e-6)
    assert np.isnan(forced.current[2]).all()
    assert forced.product == "near then never then far"
    assert forced.wind is None
    assert force(track, [], [near]).wind is not None


def test_only_the_days_and_the_sea_of_each_stretch_are_asked_for() -> None:
    """A track of nine days is asked for in three-day stretches, each window holding its own fixes."""
    times = START + 3600 * np.arange(9 * 24.0)
    track = Track(id="t", times=times, lon=2.5 + times * 0 + np.arange(216) / 216, lat=np.full(216, 58.0))
    source = Made(lambda window: None)
    force(track, [source], [])
    assert len(source.asked) == 3
    for window, begin in zip(source.asked, (0, 72, 144), strict=True):
        assert (window.earliest, window.latest) == (times[begin], times[begin + 71])
        x, y = Chart(lat=window.lat, lon=window.lon).project(track.lon[begin : begin + 72], np.full(72, 58.0))
        assert np.hypot(x, y).max() < window.reach_m < np.hypot(x, y).max() + 25_000


def test_a_track_of_no_fixes_asks_for_nothing() -> None:
    """Without a single place nothing is read."""
    nothing = np.full(2, np.nan)
    source = Made(lambda window: patch())
    forced = force(Track(id="t", times=nothing, lon=nothing, lat=nothing), [source], [])
    assert source.asked == []
    assert forced.current is not None
    assert np.isnan(forced.current).all()


def test_longitudes_of_either_convention_are_one_place() -> None:
    """357° and -3° ask for the same window."""
    for lon in (357.0, -3.0):
        source = Made(lambda window: None)
        force(Track(id="t", times=np.array([START]), lon=np.array([lon]), lat=np.array([58.0])), [source], [])
        assert source.asked[0].lon == pytest.approx(-3.0)
