"""Land as rings for a picture."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plain_shore import PlainCoast, drawn, islands, made_up

from ashore.drift.coast import Region
from ashore.drift.coast.gshhg import Shoreline

CHANNEL = Region(-6, 48, 4, 52)


def test_the_rings_fill_what_is_land(gshhg: Shoreline) -> None:
    """Without thinning, a place is inside the rings of a box exactly when it is on land."""
    coast = drawn(CHANNEL, gshhg)
    west, south, east, north = 0.5, 50.3, 2.5, 51.6
    rings = coast.outline(west, south, east, north)
    filled = PlainCoast(CHANNEL, rings)
    for lon, lat in np.random.default_rng(10).uniform((west, south), (east, north), (500, 2)):
        assert filled.on_land(lon, lat) == coast.on_land(lon, lat)
    for ring in rings:
        assert (ring[0] == ring[-1]).all()
        assert (ring >= (west - 1e-9, south - 1e-9)).all()
        assert (ring <= (east + 1e-9, north + 1e-9)).all()


@pytest.mark.parametrize("tolerance", [0.001, 0.01])
def test_thinning_moves_no_shore_by_more_than_the_tolerance(tolerance: float, gshhg: Shoreline) -> None:
    """Every vertex of Kent's shore is within the tolerance of the thinned ring, which has few of them."""
    coast = drawn(CHANNEL, gshhg)
    box = (0.5, 50.7, 1.6, 51.5)
    whole = max(coast.outline(*box), key=len)
    thin = max(coast.outline(*box, tolerance), key=len)
    assert len(thin) < len(whole) / 3
    a, ab = thin[:-1], np.diff(thin, axis=0)
    for vertex in whole[::7]:
        share = np.clip(np.sum((vertex - a) * ab, axis=1) / np.sum(ab**2, axis=1), 0, 1)
        assert np.hypot(*(vertex - a - share[:, None] * ab).T).min() <= tolerance * (1 + 1e-9)


def test_a_box_may_name_longitudes_its_own_way(gshhg: Shoreline) -> None:
    """The same box across 180, named from the west or from the east, gives the same rings, 360 apart."""
    coast = drawn(Region(176, -19, 184, -14), gshhg)
    ones, others = coast.outline(178, -18, 181, -16, 0.01), coast.outline(-182, -18, -179, -16, 0.01)
    assert len(ones) == len(others) > 5
    for one, other in zip(ones, others, strict=True):
        assert one == pytest.approx(np.add(other, (360, 0)))


def test_a_box_is_cut_to_the_region_and_may_miss_it(gshhg: Shoreline) -> None:
    """Outside the region there is nothing to draw, and a tolerance larger than every island leaves none."""
    coast = drawn(CHANNEL, gshhg)
    # Land's End is the westernmost of it.
    everything = np.vstack(coast.outline(-40, 10, 40, 80, 0.01))
    assert everything.min(axis=0) == pytest.approx([-5.7175, 48], abs=1e-4)
    assert everything.max(axis=0) == pytest.approx([4, 52], abs=1e-6)
    assert coast.outline(5, 48, 6, 52) == []
    assert coast.outline(0.5, 50.3, 2.5, 51.6, tolerance_deg=10.0) == []


@settings(max_examples=40, deadline=None)
@given(st.lists(islands(), min_size=1, max_size=3), st.integers(0, 2**32 - 1))
def test_any_islands_are_filled(rings: list[np.ndarray], seed: int) -> None:
    """Made-up islands cut by a box, wherever they lie across its edges, fill what is land inside it."""
    coast = drawn(Region(-1, -1, 1, 1), made_up(*rings))
    filled = PlainCoast(coast.region, coast.outline(-0.3, -0.3, 0.3, 0.3))
    for lon, lat in np.random.default_rng(seed).uniform(-0.3, 0.3, (40, 2)):
        assert filled.on_land(lon, lat) == coast.on_land(lon, lat)
