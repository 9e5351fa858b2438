"""The land of a sea area as one file for a map: bounded, closed, kept."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ashore.drift.coast import outline
from ashore.drift.coast.gshhg import Shoreline, installed, shoreline
from ashore.drift.coast.outline import CHANNEL, MOST_BYTES, Outline, land_of_the_channel
from ashore.drift.coast.region import Region

CALAIS = Region(west=1.6, south=50.8, east=2.2, north=51.1)


@pytest.fixture(scope="module")
def shore() -> Shoreline:
    """The installed shoreline, mapped once."""
    return shoreline(installed())


@pytest.fixture(scope="module")
def channel(shore: Shoreline) -> Outline:
    """The Channel's land, drawn once."""
    return outline.outline(shore, CHANNEL)


def rings(drawn: Outline) -> list[list[list[float]]]:
    """Return the outer rings of a drawn land."""
    [feature] = json.loads(drawn.geojson)["features"]
    return [ring for [ring] in feature["geometry"]["coordinates"]]


def test_the_channel_is_drawn_as_finely_as_the_shoreline_is(channel: Outline) -> None:
    """It fits without being thinned, and the Strait of Dover has a vertex every few hundred metres."""
    assert len(channel.geojson) <= MOST_BYTES
    assert channel.tolerance_deg == 0
    lon, lat = np.array([place for ring in rings(channel) for place in ring]).T
    near = (abs(lon - 1.75) < 0.25) & (abs(lat - 50.92) < 0.1)
    assert near.sum() > 50


def test_every_ring_is_closed_and_inside_its_region(channel: Outline) -> None:
    """A browser fills them as they are."""
    for ring in rings(channel):
        assert ring[0] == ring[-1]
        assert len(ring) > 3
        lon, lat = np.array(ring).T
        assert CHANNEL.west <= lon.min() <= lon.max() <= CHANNEL.east
        assert CHANNEL.south <= lat.min() <= lat.max() <= CHANNEL.north


@settings(deadline=None, max_examples=25)
@given(most=st.integers(min_value=500, max_value=40_000))
def test_no_land_is_longer_than_it_may_be(shore: Shoreline, most: int) -> None:
    """The shore is thinned until the file fits, and the file says by how much."""
    drawn = outline.outline(shore, CALAIS, most)
    assert len(drawn.geojson) <= most
    [feature] = json.loads(drawn.geojson)["features"]
    assert feature["properties"]["tolerance_deg"] == drawn.tolerance_deg
    assert drawn.vertices == sum(map(len, rings(drawn)))


def test_more_room_never_gives_a_coarser_shore(shore: Shoreline) -> None:
    """The bound alone decides how fine it is."""
    tolerances = [
        outline.outline(shore, CALAIS, most).tolerance_deg for most in (800, 1_500, 3_000, 6_000, 60_000)
    ]
    assert tolerances == sorted(tolerances, reverse=True)
    assert tolerances[-1] == 0


def test_the_land_is_kept_and_read_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Drawn once, with the notice of its licence beside it; what is kept is what is given."""
    monkeypatch.setenv("ASHORE_CACHE", str(tmp_path))
    drawn = land_of_the_channel()
    [kept] = (tmp_path / "coast").glob("land_*.geojson")
    assert kept.read_bytes() == drawn
    assert "LGPL" in drawn.decode()
    assert "Lesser General Public License" in (tmp_path / "coast" / "NOTICE.txt").read_text("utf-8")
    kept.write_bytes(b"{}")
    assert land_of_the_channel() == b"{}"


def test_a_cache_that_cannot_be_written_costs_only_the_drawing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The map has its land all the same."""
    blocked = tmp_path / "file"
    blocked.write_text("not a directory")
    monkeypatch.setenv("ASHORE_CACHE", str(blocked))
    assert len(land_of_the_channel()) > 100_000
