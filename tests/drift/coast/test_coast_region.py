"""The box a coast is drawn for."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ashore.drift.coast import Region, region_for
from ashore.drift.coast.region import MOST_CELLS, RegionUnclear
from ashore.drift.forcing.source import Window

EARTH_M = 6_371_000.0


def window(lon: float, lat: float, reach_m: float) -> Window:
    """A window at any time."""
    return Window(lon=lon, lat=lat, reach_m=reach_m, earliest=0.0, latest=3600.0)


def reached(lon: float, lat: float, bearing: float, distance_m: float) -> tuple[float, float]:
    """The place a distance off along a great circle."""
    a, phi, turn = distance_m / EARTH_M, math.radians(lat), math.radians(bearing)
    sin = math.sin(phi) * math.cos(a) + math.cos(phi) * math.sin(a) * math.cos(turn)
    east = math.atan2(math.sin(turn) * math.sin(a) * math.cos(phi), math.cos(a) - math.sin(phi) * sin)
    return lon + math.degrees(east), math.degrees(math.asin(max(-1.0, min(1.0, sin))))


@given(
    st.floats(-540, 540),
    st.floats(-90, 90),
    st.floats(100, 2_000_000),
    st.floats(0, 360),
    st.floats(0, 0.99),
)
def test_the_whole_disc_is_inside(
    lon: float, lat: float, reach_m: float, bearing: float, share: float
) -> None:
    """Any place within reach, over a pole or across 180 too, is inside the region, whose cells are not too many."""
    region = region_for(window(lon, lat, reach_m))
    there_lon, there_lat = reached(lon, lat, bearing, share * reach_m)
    assert region.south <= there_lat + 1e-9
    assert there_lat - 1e-9 <= region.north
    assert (there_lon - region.west + 1e-9) % 360 <= region.east - region.west + 2e-9
    cols, rows = region.cells_per_deg
    assert (region.east - region.west) * cols * (region.north - region.south) * rows <= MOST_CELLS


def test_near_windows_share_a_region() -> None:
    """Two calls a few miles apart ask for the same coast."""
    assert (
        region_for(window(1.5, 51.0, 60_000)) == region_for(window(1.3, 50.9, 70_000)) == Region(0, 50, 4, 52)
    )


def test_cells_are_about_square_at_sea() -> None:
    """There are half as many to a degree of longitude at 60 north, and a quarter at 76."""
    assert Region(0, -2, 4, 2).cells_per_deg == (128, 128)
    assert Region(0, 59, 4, 61).cells_per_deg == (64, 128)
    assert Region(0, 74, 4, 78).cells_per_deg == (32, 128)


@pytest.mark.parametrize(
    "edges",
    [
        (0, 10, 4, 10),
        (0, 12, 4, 10),
        (4, 10, 0, 12),
        (0, 10, 361, 12),
        (0, -91, 4, 0),
        (0, 0, 4, 91),
        (0, 0, math.nan, 1),
    ],
)
def test_what_is_no_box_is_refused_with_a_sentence(edges: tuple[float, float, float, float]) -> None:
    """Edges the wrong way round, beyond a pole, all round twice or without a number are said plainly."""
    with pytest.raises(RegionUnclear, match="cannot be drawn between") as refused:
        Region(*edges)
    assert refused.value.advice().startswith("Give south below north")
