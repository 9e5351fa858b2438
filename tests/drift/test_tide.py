"""The synthetic Channel tide: runs as the strait is known to run, springs after the moon, and ends in a gap."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ashore.drift.forcing.source import Source, Window
from ashore.drift.forcing.tide import (
    HIGH_WATER_DEG,
    N2_SHARE,
    S2_SHARE,
    SyntheticChannelTide,
    beat,
    stream,
)

KNOT = 1852 / 3600


def epoch(text: str) -> float:
    """Return the epoch seconds of a UTC instant."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()


def window(lon: float, lat: float, km: float = 30, at: str = "2022-12-14T00:00", hours: float = 3) -> Window:
    """Return a window about a place."""
    return Window(lon=lon, lat=lat, reach_m=km * 1000, earliest=epoch(at), latest=epoch(at) + hours * 3600)


def at_place(lon: float, lat: float, times: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the east and north current at one place, m/s."""
    east, north = stream(np.array(lon), np.array(lat))
    return (east * beat(times)).real, (north * beat(times)).real


def rises(times: np.ndarray, speed: np.ndarray) -> np.ndarray:
    """Return the times at which a speed passes from below zero to above it."""
    return times[1:][(speed[1:] > 0) & (speed[:-1] <= 0)]


def test_the_strait_turns_to_the_north_east_an_hour_and_a_half_before_high_water_dover() -> None:
    """By UKHO's high water of 1 January 2002, 12:01: NE-going from 1.5 h before it to 4.5 h after, within 3/4 h."""
    times = epoch("2002-01-01T00:00") + np.arange(0, 86_400, 60.0)
    east, north = at_place(1.45, 50.97, times)
    high = epoch("2002-01-01T12:01")
    begins = rises(times, east + north)
    ends = rises(times, -(east + north))
    assert np.abs(begins - (high - 1.5 * 3600)).min() < 45 * 60
    assert np.abs(ends - (high + 4.5 * 3600)).min() < 45 * 60


def test_the_strait_runs_three_knots_at_mean_springs_and_about_half_at_neaps() -> None:
    """Springs (M2 + S2) lie between 3 and 4 knots in mid-strait, neaps at 0.5 to 0.6 of them."""
    east, north = (complex(part) for part in stream(np.array(1.45), np.array(50.97)))
    turn = np.exp(1j * np.linspace(0, 2 * np.pi, 721))
    m2 = np.hypot((east * turn).real, (north * turn).real).max()
    assert 3.0 < m2 * (1 + S2_SHARE) / KNOT < 4.0
    assert 0.5 < (1 - S2_SHARE) / (1 + S2_SHARE) < 0.6
    assert m2 * (1 + S2_SHARE + N2_SHARE) / KNOT < 4.0


@pytest.mark.parametrize(
    ("lon", "lat", "springs_kn", "neaps_kn", "towards", "begins_h", "ends_h"),
    [(1.515, 51.153, 2.25, 1.25, 35, -2.0, 4.0), (1.453, 51.272, 3.0, 1.6, 20, -1 - 35 / 60, 4 + 35 / 60)],
)
def test_the_two_printed_places_have_their_printed_rates_directions_and_hours(
    lon: float, lat: float, springs_kn: float, neaps_kn: float, towards: float, begins_h: float, ends_h: float
) -> None:
    """Off South Foreland and Ramsgate: rates within 0.25 kn of the printed, directions within 10°, hours within 1/2."""
    east, north = (complex(part) for part in stream(np.array(lon), np.array(lat)))
    phase = np.radians(np.arange(0, 360, 0.25))
    u, v = (east * np.exp(1j * phase)).real, (north * np.exp(1j * phase)).real
    speed = np.hypot(u, v)
    assert speed.max() * (1 + S2_SHARE) / KNOT == pytest.approx(springs_kn, abs=0.25)
    assert speed.max() * (1 - S2_SHARE) / KNOT == pytest.approx(neaps_kn, abs=0.25)
    northmost = np.argmax(np.where(v > 0, speed, 0))
    assert np.degrees(np.arctan2(u[northmost], v[northmost])) == pytest.approx(towards, abs=10)
    hours = (np.degrees(phase) - HIGH_WATER_DEG) / 28.984
    middle = (hours[northmost] + 6.21) % 12.42 - 6.21
    assert middle == pytest.approx((begins_h + ends_h) / 2, abs=0.5)


@pytest.mark.parametrize(
    "moon", ["2021-12-04T07:43", "2022-12-08T04:08", "2022-12-23T10:17", "2024-03-25T07:00"]
)
def test_springs_come_one_to_three_days_after_new_and_full_moon(moon: str) -> None:
    """The fortnight's largest beat of M2 and S2 lies about two days after the syzygy, as at Dover."""
    times = epoch(moon) + np.arange(-6 * 86_400, 8 * 86_400, 600.0)
    largest = times[np.argmax(np.abs(beat(times)))]
    assert 0.5 < (largest - epoch(moon)) / 86_400 < 3.5


def test_the_streams_of_channel_and_north_sea_meet_and_part_about_dungeness() -> None:
    """At high water Dover the stream sets west off Beachy Head and north-east in the strait."""
    high = np.exp(1j * np.radians(HIGH_WATER_DEG))
    west, _ = ((part * high).real for part in stream(np.array(-0.3), np.array(50.4)))
    east, north = ((part * high).real for part in stream(np.array(1.5), np.array(51.0)))
    assert west < 0
    assert east + north > 0


def test_off_the_cotentin_it_runs_hardest() -> None:
    """The race of Alderney is the strongest stream of the region, and no mean spring passes 7 knots."""
    lon, lat = np.meshgrid(np.arange(-6, 4, 0.05), np.arange(48.3, 52.5, 0.05))
    east, north = stream(lon, lat)
    major = np.hypot(np.abs(east), np.abs(north))
    row, column = np.unravel_index(np.nanargmax(major), major.shape)
    assert lon[row, column] == pytest.approx(-2.05, abs=0.15)
    assert lat[row, column] == pytest.approx(49.72, abs=0.15)
    assert np.nanmax(major) * (1 + S2_SHARE) / KNOT < 7


@pytest.mark.parametrize(
    ("lon", "lat"), [(-30.0, 50.0), (3.7, 60.5), (-4.5, 51.3), (-3.0, 51.2), (0.0, 53.5), (180.0, 0.0)]
)
def test_outside_its_region_there_is_no_tide_rather_than_none(lon: float, lat: float) -> None:
    """The Bristol Channel, Norway, the ocean: nothing at all is returned."""
    assert SyntheticChannelTide().patch(window(lon, lat)) is None


def test_at_the_edge_of_its_region_nodes_are_gaps() -> None:
    """A window half outside gives NaN there at every time, and numbers inside at every time."""
    patch = SyntheticChannelTide().patch(window(-3.5, 50.9, km=60))
    assert patch is not None
    missing = np.isnan(patch.east)
    assert missing.any()
    assert not missing.all()
    assert (missing == missing[0]).all()
    assert (missing == np.isnan(patch.north)).all()
    assert np.isfinite(patch.lon).all()
    assert np.isfinite(patch.lat).all()


def test_it_says_synthetic_wherever_it_goes() -> None:
    """Its name and its notes say SYNTHETIC, its product is marked so, and its error is an assumption, not a fit."""
    tide: Source = SyntheticChannelTide()
    assert tide.product.synthetic
    assert "SYNTHETIC" in tide.product.name
    assert "assumption" in tide.product.wander.basis
    assert not tide.product.wander.fitted
    patch = tide.patch(window(1.4, 51.0))
    assert patch is not None
    assert patch.product == tide.product
    assert any("SYNTHETIC" in note for note in patch.notes)
    assert tide.describe()["source"] == "synthetic-channel-tide"


PLACES = st.tuples(st.floats(-7, 5), st.floats(47.5, 53), st.floats(0, 200))


@settings(deadline=None, max_examples=50)
@given(PLACES, st.floats(1e6, 4e9), st.floats(0, 12))
def test_a_patch_holds_its_window_in_time_and_on_its_own_grid(
    place: tuple[float, float, float], earliest: float, hours: float
) -> None:
    """Times every ten minutes span the window, shapes agree, and each node is located at its own column and row."""
    lon, lat, km = place
    asked = Window(lon=lon, lat=lat, reach_m=km * 1000, earliest=earliest, latest=earliest + hours * 3600)
    patch = SyntheticChannelTide().patch(asked)
    if patch is None:
        return
    assert len(patch.times) >= 2
    assert patch.times[0] <= asked.earliest
    assert patch.times[-1] >= asked.latest
    assert (np.diff(patch.times) == 600).all()
    assert patch.east.shape == patch.north.shape == (len(patch.times), *patch.lon.shape)
    assert patch.east.dtype == patch.north.dtype == np.float32
    assert patch.locate is not None
    columns, rows = patch.locate(patch.lon + 360, patch.lat)
    assert columns == pytest.approx(np.broadcast_to(np.arange(patch.lon.shape[1]), patch.lon.shape), abs=1e-6)
    assert rows == pytest.approx(np.arange(patch.lon.shape[0])[:, None] + 0 * patch.lon, abs=1e-6)


@settings(deadline=None)
@given(st.floats(0.5, 2.5), st.floats(49.5, 51), st.floats(1, 40), st.floats(-180, 179))
def test_any_place_of_the_window_inside_the_region_lies_among_the_nodes(
    lon: float, lat: float, km: float, bearing: float
) -> None:
    """Every place of the disc that the region covers falls between the patch's first and last column and row."""
    patch = SyntheticChannelTide().patch(window(lon + 360, lat, km, hours=0))
    assert patch is not None
    assert patch.locate is not None
    away = np.degrees(km * 1000 / 6_378_137) * 0.999
    at_lat = lat + away * np.cos(np.radians(bearing))
    at_lon = lon + away * np.sin(np.radians(bearing)) / np.cos(np.radians(lat))
    column, row = patch.locate(np.array(at_lon), np.array(at_lat))
    assert -1e-6 <= column <= patch.lon.shape[1] - 1 + 1e-6
    assert -1e-6 <= row <= patch.lon.shape[0] - 1 + 1e-6


def test_two_windows_see_one_tide() -> None:
    """A node that two windows share has the same place and the same current in both, to the bit."""
    tide = SyntheticChannelTide()
    small, large = tide.patch(window(1.4, 51.0, 20)), tide.patch(window(1.3, 50.9, 90))
    assert small is not None
    assert large is not None
    assert small.locate is not None
    columns, rows = small.locate(large.lon, large.lat)
    here = (
        (np.abs(columns - np.round(columns)) < 1e-6)
        & (columns > -0.5)
        & (columns < small.lon.shape[1] - 0.5)
        & (rows > -0.5)
        & (rows < small.lon.shape[0] - 0.5)
    )
    assert here.sum() == small.lon.size
    for wide, narrow in ((large.east, small.east), (large.north, small.north)):
        assert np.array_equal(wide[:, here].reshape(narrow.shape), narrow, equal_nan=True)
    assert np.array_equal(large.lon[here].reshape(small.lon.shape), small.lon)


def test_the_field_is_smooth_to_its_grid() -> None:
    """Between neighbouring nodes the largest rate changes by less than a third of a knot, but in the Alderney race."""
    lon, lat = np.meshgrid(np.arange(-6, 4, 0.056), np.arange(48.3, 52.5, 0.036))
    east, north = stream(lon, lat)
    major = np.hypot(np.abs(east), np.abs(north))
    away = np.hypot((lon + 2.05) * np.cos(np.radians(50)), lat - 49.72) > 0.5
    for axis in (0, 1):
        change = np.abs(np.diff(major, axis=axis))
        calm = np.delete(away, -1, axis=axis)
        assert np.nanmax(change[calm]) < KNOT / 3
