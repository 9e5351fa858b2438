"""Where a path first meets land, against the intersection with every segment."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plain_shore import drawn, islands, made_up, met, plain

from ashore.drift.coast import Coast, Region, open_sea
from ashore.drift.coast.crossing import first_land
from ashore.drift.coast.gshhg import Shoreline

BOXES = {
    "Dover": (Region(-6, 48, 4, 52), (1.0, 50.8, 2.0, 51.3)),
    "Norwegian fjords": (Region(0, 58, 8, 64), (4.5, 60.5, 5.2, 61.5)),
    "Fiji across 180": (Region(176, -19, 184, -14), (178.5, -17.5, 181.0, -16.0)),
    "Svalbard": (Region(8, 76, 34, 82), (10.0, 78.0, 22.0, 80.8)),
}


@pytest.mark.parametrize("name", BOXES)
@pytest.mark.parametrize("length", [0.003, 0.03, 0.3])
def test_every_path_meets_land_where_the_plain_way_says(name: str, length: float, gshhg: Shoreline) -> None:
    """Short, long and very long random paths near hard shores stop at the same fraction, to rounding."""
    region, (west, south, east, north) = BOXES[name]
    coast, slow = drawn(region, gshhg), plain(region, gshhg)
    inside = np.all((slow.a > (west, south)) & (slow.a < (east, north)), axis=1)
    rng = np.random.default_rng(9)
    starts = rng.choice(slow.a[inside], 120) + rng.normal(0, length, (120, 2))
    paths = np.hstack([starts, starts + rng.normal(0, length, (120, 2))])
    expected = np.array([slow.first_land((a, b), (c, d)) for a, b, c, d in paths])
    assert met(coast, paths) == pytest.approx(expected, abs=1e-7)
    assert {0.0, 2.0} < set(np.where((expected > 0) & (expected <= 1), 0.5, expected))


@settings(max_examples=40, deadline=None)
@given(st.lists(islands(lon=180.0), min_size=1, max_size=3), st.integers(0, 2**32 - 1))
def test_any_path_about_any_islands(rings: list[np.ndarray], seed: int) -> None:
    """Made-up islands about 180: the fraction is the plain one, with water before it; a path that ends ashore stops."""
    region, shoreline = Region(179, -1, 181, 1), made_up(*rings)
    coast, slow = drawn(region, shoreline), plain(region, shoreline)
    rng = np.random.default_rng(seed)
    starts = rng.uniform((179.2, -0.8), (180.8, 0.8), (40, 2))
    paths = np.hstack([starts, starts + rng.normal(0, 0.1, (40, 2))])
    found = met(coast, paths)
    assert found == pytest.approx([slow.first_land((a, b), (c, d)) for a, b, c, d in paths], abs=1e-7)
    for (a, b, c, d), fraction in zip(paths, found, strict=True):
        if slow.on_land(c, d):
            assert fraction <= 1
        for share in (0.5, 0.9, 0.999):
            if 1e-6 < fraction <= 1:
                assert not coast.on_land(a + share * fraction * (c - a), b + share * fraction * (d - b))


def test_a_long_step_over_a_narrow_spit_is_caught() -> None:
    """A spit two metres wide stops a step of thirty kilometres, whichever way it is crossed."""
    spit = np.array([(10.5, 20.1), (10.5, 20.9), (10.50002, 20.9), (10.50002, 20.1)])
    coast = drawn(Region(10, 20, 11, 21), made_up(spit))
    raster = coast.raster
    assert first_land(raster, 10.35, 20.5, 10.65, 20.5) == pytest.approx(0.5, abs=1e-6)
    assert first_land(raster, 10.65, 20.31, 10.35, 20.69) == pytest.approx(0.49993, abs=1e-4)
    assert first_land(raster, 10.35, 20.95, 10.65, 20.95) == 2
    assert first_land(raster, 10.35, 20.2, 10.499, 20.2) == 2
    assert first_land(raster, 10.50001, 20.5, 10.6, 20.5) == 0


@pytest.mark.parametrize(("dx", "dy"), [(1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1)])
def test_an_island_stops_a_path_from_every_side(dx: int, dy: int) -> None:
    """From every side, and through every corner, a path to the middle of a square island stops at its edge."""
    square = np.array([(10, 20), (10, 20.5), (10.5, 20.5), (10.5, 20)])
    raster = drawn(Region(9, 19, 12, 22), made_up(square)).raster
    assert first_land(raster, 10.25 + dx, 20.25 + dy, 10.25, 20.25) == pytest.approx(0.75, abs=1e-6)
    assert first_land(raster, 10.25 + dx, 20.25 + dy, 10.25 + dx, 20.25 + dy) == 2
    assert first_land(raster, 10.25, 20.25, 10.25 + dx, 20.25 + dy) == 0


@pytest.mark.parametrize("cells", [1, 2, 3, 7])
@pytest.mark.parametrize(("dx", "dy"), [(1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, -1)])
def test_clear_water_is_not_trusted_a_cell_too_far(cells: int, dx: int, dy: int) -> None:
    """From the n-th cell off an islet that fills the middle of one cell, a path of n cells towards it meets it."""
    cell = 1 / 128
    middle = np.array([10 + cell / 2, 0.25 + cell / 2])
    corners = [(-0.4, -0.4), (-0.4, 0.4), (0.4, 0.4), (0.4, -0.4)]
    raster = drawn(Region(9, -1, 12, 2), made_up(middle + np.array(corners) * cell)).raster
    assert raster.cols_per_deg == raster.rows_per_deg == 128
    lon, lat = middle - np.array([dx, dy]) * cells * cell
    state = raster.state[int((lat - raster.south) * 128), int((lon - raster.west) * 128)]
    assert state == cells - 1
    assert first_land(raster, lon, lat, *middle) == pytest.approx(1 - 0.4 / cells, abs=1e-3)


def test_a_path_takes_the_short_way_across_180() -> None:
    """From 179.9 to -179.9 is a step of 0.2 degrees, and an island on 180 stops it half way."""
    island = np.array([(179.99, -0.1), (179.99, 0.1), (180.01, 0.1), (180.01, -0.1)])
    raster = drawn(Region(179, -1, 181, 1), made_up(island)).raster
    assert first_land(raster, 179.9, 0.0, -179.9, 0.0) == pytest.approx(0.45, abs=1e-4)
    assert first_land(raster, -179.9, 0.0, 179.9, 0.0) == pytest.approx(0.45, abs=1e-4)
    assert first_land(raster, 179.9, 0.5, -179.9, 0.5) == 2


def test_only_the_part_inside_the_region_counts() -> None:
    """Land is met where a path comes into the region; a path that leaves it first, or never comes in, meets none."""
    square = np.array([(10.2, 20.2), (10.2, 20.8), (12.0, 20.8), (12.0, 20.2)])
    raster = drawn(Region(10, 20, 11, 21), made_up(square)).raster
    assert first_land(raster, 9.0, 20.5, 11.5, 20.5) == pytest.approx(0.48, abs=1e-6)
    assert first_land(raster, 11.5, 20.5, 9.0, 20.5) == pytest.approx(0.2, abs=1e-6)
    assert first_land(raster, 9.0, 21.5, 12.0, 21.5) == 2
    assert first_land(raster, 9.0, 20.5, 9.9, 20.5) == 2
    assert first_land(raster, 10.1, 20.1, 9.0, 19.0) == 2


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, 1e300])
@pytest.mark.parametrize("which", range(4))
def test_what_is_not_a_place_meets_no_land_and_breaks_nothing(bad: float, which: int) -> None:
    """A path with a value that is no number, or absurd, comes back with an answer and never reads past the arrays."""
    square = np.array([(10.2, 20.2), (10.2, 20.8), (10.8, 20.8), (10.8, 20.2)])
    raster = drawn(Region(10, 20, 11, 21), made_up(square)).raster
    path = [10.1, 20.1, 10.1, 20.15]
    path[which] = bad
    assert first_land(raster, *path) in (0.0, 2.0) or 0 < first_land(raster, *path) <= 1


def test_the_open_sea_has_no_land() -> None:
    """The raster for a run without a coast answers like any other: water, and no path stops."""
    region = Region(0, 50, 2, 52)
    raster = open_sea(region)
    assert not Coast(region, raster).on_land(1.0, 51.0)
    assert first_land(raster, 0.0, 50.0, 2.0, 52.0) == 2
