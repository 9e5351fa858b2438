"""The real currents and winds of November 2015: polar stereographic shorts, and a Lambert grid."""

from __future__ import annotations

import os
from pathlib import Path

import netCDF4
import numpy as np
import pyproj
import pytest

from ashore.drift.forcing.opening import open_source
from ashore.drift.forcing.source import Window

SHARED = Path(os.environ.get("ASHORE_SHARED", Path(__file__).parents[4] / "shared")) / "data" / "drift"
NORKYST, AROME = SHARED / "norkyst800_subset_16Nov2015.nc", SHARED / "arome_subset_16Nov2015.nc"
FROM = 1_447_632_000.0  # 2015-11-16 00:00 UTC
HOUR = 3600.0
OFF_NORWAY = Window(lon=3.7, lat=60.5, reach_m=100e3, earliest=FROM, latest=FROM + 48 * HOUR)

pytestmark = pytest.mark.skipif(not NORKYST.exists(), reason=f"the shared drift data are not at {SHARED}")


def test_the_nodes_of_the_wind_are_where_its_file_says() -> None:
    """The file also lists its nodes' places, worked out by its makers: ours are the same to a metre."""
    (source,) = open_source(str(AROME))
    patch = source.patch(OFF_NORWAY)
    assert patch is not None
    with netCDF4.Dataset(AROME) as file:
        lon, lat = np.array(file["longitude"][:]), np.array(file["latitude"][:])
    assert patch.locate is not None
    column, row = patch.locate(lon, lat)
    first_row, first_column = -round(float(row[0, 0])), -round(float(column[0, 0]))
    ny, nx = patch.lon.shape
    np.testing.assert_allclose(
        patch.lon, lon[first_row : first_row + ny, first_column : first_column + nx], atol=1e-5
    )
    np.testing.assert_allclose(
        patch.lat, lat[first_row : first_row + ny, first_column : first_column + nx], atol=1e-5
    )


def test_turning_keeps_the_speed_and_no_sea_is_lost() -> None:
    """Vectors are turned, not stretched; packed shorts come out as their makers' numbers."""
    (source,) = open_source(str(NORKYST))
    patch = source.patch(OFF_NORWAY)
    assert patch is not None
    assert patch.locate is not None
    with netCDF4.Dataset(NORKYST) as file:
        u, v = file["u"][5, 0], file["v"][5, 0]
        back = pyproj.Proj(file["projection_stere"].proj4)
        corner = back(float(file["X"][0]), float(file["Y"][0]), inverse=True)
    sea = np.ma.filled(np.hypot(u, v).astype(float), np.nan)
    column, row = patch.locate(np.array(corner[0]), np.array(corner[1]))
    ny, nx = patch.lon.shape
    part = sea[-round(float(row)) :, -round(float(column)) :][:ny, :nx]
    speed = np.hypot(patch.east[5], patch.north[5])
    given = np.isfinite(part)
    assert given.any()
    assert part.shape != sea.shape
    np.testing.assert_allclose(speed[given], part[given], atol=2e-6)
    assert patch.times.size == 49


@pytest.mark.parametrize(
    ("path", "kind", "name"), [(NORKYST, "current", "NorKyst"), (AROME, "wind", "AROME")]
)
def test_each_file_is_told_for_what_it_is(path: Path, kind: str, name: str) -> None:
    """One kind each, named as its makers name it, nothing synthetic."""
    (source,) = open_source(str(path))
    assert source.product.kind == kind
    assert name in source.product.name
    assert not source.product.synthetic
