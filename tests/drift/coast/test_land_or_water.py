"""Whether a place is on land, against every segment of the shoreline counted the plain way."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plain_shore import drawn, islands, made_up, met, plain

from ashore.drift.coast import Region
from ashore.drift.coast.crossing import LAND, SHORE_FROM_WATER
from ashore.drift.coast.gshhg import Shoreline

CHANNEL = Region(-6, 48, 4, 52)
BOXES = {
    "Dover": (CHANNEL, (1.0, 50.8, 2.0, 51.3)),
    "Thames": (CHANNEL, (0.4, 51.3, 1.0, 51.6)),
    "Norwegian fjords": (Region(0, 58, 8, 64), (4.5, 60.5, 5.5, 61.5)),
    "Fiji across 180": (Region(176, -19, 184, -14), (178.5, -17.5, 181.0, -16.0)),
    "Chukotka across 180": (Region(170, 62, 196, 72), (178.0, 64.5, 182.0, 72.0)),
    "Wrangel across 180 from the other side": (Region(-184, 70, -176, 72), (-182.0, 70.7, -177.0, 71.7)),
    "Svalbard": (Region(8, 76, 34, 82), (10.0, 78.0, 22.0, 80.8)),
    "Antarctica about its cut": (Region(-10, -74, 10, -68), (-5.0, -71.0, 5.0, -69.0)),
    "the south pole": (Region(-180, -90, 180, -76), (-180.0, -90.0, 180.0, -77.0)),
    "the equator": (Region(102, -2, 106, 2), (103.0, -1.0, 105.0, 1.0)),
}


@pytest.mark.parametrize("name", BOXES)
def test_every_place_is_what_the_plain_count_says(name: str, gshhg: Shoreline) -> None:
    """Random places in hard boxes, half of them within metres of a vertex, agree with whole rings, all of them."""
    region, (west, south, east, north) = BOXES[name]
    coast, slow = drawn(region, gshhg), plain(region, gshhg)
    inside = np.all((slow.a > (west, south)) & (slow.a < (east, north)), axis=1)
    rng = np.random.default_rng(3)
    close = rng.choice(slow.a[inside], 200) + rng.normal(0, 1e-5, (200, 2))
    anywhere = rng.uniform((west, south), (east, north), (200, 2))
    places = np.clip(np.vstack([close, anywhere]), (west, south), (east, north))
    found = coast.on_land(places[:, 0], places[:, 1])
    expected = np.array([slow.on_land(lon, lat) for lon, lat in places])
    assert (found == expected).all()
    assert 0 < expected.mean() < 1


def test_a_place_level_with_a_vertex_is_not_miscounted(gshhg: Shoreline) -> None:
    """Places on the very meridian or parallel of a vertex, and on the edges of cells, come out right."""
    coast, slow = drawn(CHANNEL, gshhg), plain(CHANNEL, gshhg)
    near_dover = np.all((slow.a > (1.0, 50.9)) & (slow.a < (1.5, 51.2)), axis=1)
    rng = np.random.default_rng(4)
    vertices = rng.choice(slow.a[near_dover], 150)
    level = vertices + np.where(rng.random((150, 1)) < 0.5, (1, 0), (0, 1)) * rng.normal(0, 0.01, (150, 1))
    edges = np.round(level * 128) / 128
    places = np.vstack([level, edges])
    expected = [slow.on_land(lon, lat) for lon, lat in places]
    assert coast.on_land(places[:, 0], places[:, 1]).tolist() == expected


@pytest.mark.parametrize(
    ("place", "lat", "lon", "land"),
    [
        ("Dover castle", 51.1297, 1.3214, True),
        ("the middle of the strait", 51.0, 1.5, False),
        ("the Goodwin sands", 51.27, 1.52, False),
        ("Calais", 50.95, 1.85, True),
        ("off Gravelines", 51.03, 2.06, False),
        ("Dungeness", 50.92, 0.96, True),
        ("Alderney", 49.715, -2.2, True),
        ("Greenwich, on the meridian", 51.4779, 0.0, True),
        ("the Channel on the meridian", 50.4, 0.0, False),
    ],
)
def test_known_places(place: str, lat: float, lon: float, land: bool, gshhg: Shoreline) -> None:
    """What everybody knows to be land or water is."""
    coast = drawn(CHANNEL, gshhg)
    assert coast.on_land(lon, lat) == land
    assert coast.on_land(lon + 360, lat) == land


def test_longitudes_mean_the_same_in_any_convention(gshhg: Shoreline) -> None:
    """East of Taveuni is the same place at 180.1, -179.9 and 540.1."""
    coast = drawn(Region(176, -19, 184, -14), gshhg)
    rng = np.random.default_rng(5)
    lon, lat = rng.uniform(178, 182, 2000), rng.uniform(-17.5, -16, 2000)
    found = coast.on_land(lon, lat)
    assert 0 < found.mean() < 1
    assert (coast.on_land(lon - 360, lat) == found).all()
    assert (coast.on_land(lon + 360, lat) == found).all()


def test_outside_the_region_and_without_a_number_there_is_no_land(gshhg: Shoreline) -> None:
    """The Alps are outside the Channel's region, and a place that is not a number is nowhere."""
    coast = drawn(CHANNEL, gshhg)
    lon = [10.0, 2.0, -6.5, np.nan, 2.0, np.inf, 2.0, -1e300]
    lat = [46.5, 47.5, 51.5, 51.0, np.nan, 51.0, -np.inf, 1e300]
    assert not coast.on_land(lon, lat).any()


@pytest.mark.parametrize(
    ("dx", "dy", "land"), [(-1, 0, False), (1, 0, False), (0, -1, False), (0, 1, False), (0, 0, True)]
)
def test_an_island_has_water_on_every_side(dx: int, dy: int, land: bool) -> None:
    """A square island is land inside and water just outside each of its four sides."""
    square = np.array([(10, 20), (10, 20.5), (10.5, 20.5), (10.5, 20)])
    coast = drawn(Region(9, 19, 12, 22), made_up(square))
    for share in (0.0, 0.2499, 0.2501):
        away = share if land else 0.2501 + share
        assert coast.on_land(10.25 + dx * away, 20.25 + dy * away) == land


def test_an_islet_smaller_than_a_cell_is_kept() -> None:
    """An islet of thirty metres, far inside one cell, is land, and the cell's other places are water."""
    islet = np.array([(10.001, 20.001), (10.001, 20.0013), (10.0013, 20.0013), (10.0013, 20.001)])
    coast = drawn(Region(9, 19, 12, 22), made_up(islet))
    assert coast.on_land(
        [10.00115, 10.002, 10.0005, 10.00115], [20.00115, 20.00115, 20.00115, 20.003]
    ).tolist() == [
        True,
        False,
        False,
        False,
    ]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(islands(), min_size=1, max_size=3),
    st.integers(0, 2**32 - 1),
    st.sampled_from([0.0, 179.9, -0.3]),
)
def test_any_islands_are_what_the_plain_count_says(rings: list[np.ndarray], seed: int, shift: float) -> None:
    """Made-up islands, over each other or not, on any meridian, agree with the plain count everywhere."""
    moved = [np.add(ring, (shift, 0)) for ring in rings]
    region = Region(shift - 1, -1, shift + 1, 1)
    shoreline = made_up(*moved)
    coast, slow = drawn(region, shoreline), plain(region, shoreline)
    places = np.random.default_rng(seed).uniform((shift - 0.8, -0.8), (shift + 0.8, 0.8), (60, 2))
    expected = [slow.on_land(lon, lat) for lon, lat in places]
    assert coast.on_land(places[:, 0], places[:, 1]).tolist() == expected


def test_clear_water_is_as_clear_as_its_cell_says(gshhg: Shoreline) -> None:
    """A cell of water that says n has only water for n cells about it, and has something other just beyond."""
    state = drawn(CHANNEL, gshhg).raster.state
    ny, nx = state.shape
    rng = np.random.default_rng(6)
    water = np.argwhere(state < SHORE_FROM_WATER)
    for i, j in rng.choice(water, 400):
        clear = int(state[i, j])
        around = state[max(0, i - clear) : i + clear + 1, max(0, j - clear) : j + clear + 1]
        assert (around < SHORE_FROM_WATER).all()
        wider = state[max(0, i - clear - 1) : i + clear + 2, max(0, j - clear - 1) : j + clear + 2]
        assert (wider >= SHORE_FROM_WATER).any() or clear >= 252
    assert ny == 4 * 128
    assert (state == LAND).any()
    assert nx == 10 * 64


def test_a_step_within_clear_water_meets_nothing(gshhg: Shoreline) -> None:
    """A path as long as its first cell says is clear, in any direction, meets no land the plain way either."""
    coast, slow = drawn(CHANNEL, gshhg), plain(CHANNEL, gshhg)
    raster = coast.raster
    rng = np.random.default_rng(7)
    water = rng.choice(np.argwhere(raster.state < 6), 60)
    at = (water[:, ::-1] + rng.random((60, 2))) / (raster.cols_per_deg, raster.rows_per_deg) + (
        raster.west,
        raster.south,
    )
    clear = raster.state[water[:, 0], water[:, 1], None] / np.array(
        [raster.cols_per_deg, raster.rows_per_deg]
    )
    paths = np.hstack([at, at + clear * rng.choice([-1, 1], (60, 2))])
    assert (met(coast, paths) == 2).all()
    assert all(slow.first_land((a, b), (c, d)) == 2 for a, b, c, d in paths)


def test_a_wide_region_has_coarser_cells_and_the_same_coast(
    gshhg: Shoreline, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With few cells allowed the same places are land: the geometry decides, not the cells."""
    fine = drawn(CHANNEL, gshhg)
    monkeypatch.setattr("ashore.drift.coast.region.MOST_CELLS", 2000)
    coarse = drawn(CHANNEL, gshhg)
    assert coarse.raster.state.size <= 2000
    rng = np.random.default_rng(8)
    lon, lat = rng.uniform(-6, 4, 20000), rng.uniform(48, 52, 20000)
    assert (coarse.on_land(lon, lat) == fine.on_land(lon, lat)).all()
