"""Grids of files: whatever their axes and their conventions, a place gets the value that was written for it."""

from __future__ import annotations

from pathlib import Path

import netCDF4
import numpy as np
import pyproj
import pytest
from forcing_files import HOUR, START, at, field, write_lat_lon
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ashore.drift.forcing.cf import open_cf
from ashore.drift.forcing.grids import Geographic, box, disc, fraction
from ashore.drift.forcing.source import Window
from ashore.drift.forcing.turning import bearing_parts, in_space

EAST = np.arange(0.0, 360.0, 1.0)


def window(lon: float, lat: float, reach_m: float = 60e3) -> Window:
    return Window(lon=lon, lat=lat, reach_m=reach_m, earliest=START, latest=START + 2 * HOUR)


def check(path: Path, lon: float, lat: float, reach_m: float = 60e3, within: float = 2e-3) -> None:
    """Every place of a disc gets, from the patch, what `field` is there."""
    (source,) = open_cf([path])
    patch = source.patch(window(lon, lat, reach_m))
    assert patch is not None
    places = disc(window(lon, lat, reach_m))
    for got, true in zip(at(patch, *places), field(*places), strict=True):
        np.testing.assert_allclose(got, true, atol=within)


@pytest.mark.parametrize(
    ("lon", "lat"),
    [
        (np.arange(-5, 6, 0.5), np.arange(48, 54, 0.5)),
        (np.arange(-5, 6, 0.5), np.arange(54, 48, -0.5)),
        (np.arange(5, -6, -0.5), np.arange(48, 54, 0.5)),
        (np.arange(355, 366, 0.5), np.arange(48, 54, 0.5)),
        (np.arange(-5, 6, 0.5) % 360, np.arange(48, 54, 0.5)),
        (EAST, np.arange(90, -91, -1.0)),
        (EAST - 180, np.arange(-90, 91, 1.0)),
        (np.append(EAST, 360.0), np.arange(-90, 91, 1.0)),
        (EAST[::-1], np.arange(-90, 91, 1.0)),
    ],
    ids=[
        "plain",
        "north first",
        "east first",
        "beyond 360",
        "broken at 0",
        "globe",
        "globe W",
        "globe twice 0",
        "globe back",
    ],
)
@pytest.mark.parametrize("centre", [(1.3, 50.9), (0.0, 51.0), (-0.4, 50.5)])
def test_a_place_about_greenwich_gets_its_own_value(
    tmp_path: Path, lon: np.ndarray, lat: np.ndarray, centre: tuple[float, float]
) -> None:
    """Either order of axes, any convention of longitude, and a window across longitude 0."""
    check(write_lat_lon(tmp_path / "a.nc", lon=lon, lat=lat), *centre)


@pytest.mark.parametrize("lon", [EAST, EAST - 180, np.arange(170, 191, 0.5), np.append(EAST - 180, 180.0)])
@pytest.mark.parametrize("centre", [180.0, -179.8, 179.5])
def test_a_window_across_the_date_line_is_whole(tmp_path: Path, lon: np.ndarray, centre: float) -> None:
    """Longitude 180 is the seam of half of these files, and of none of the others."""
    check(write_lat_lon(tmp_path / "a.nc", lon=lon, lat=np.arange(-30, 31, 1.0)), centre, -17.0)


def test_a_window_that_holds_the_pole_gets_all_longitudes(tmp_path: Path) -> None:
    """Around a pole all meridians are near, so the patch goes once around and closes on itself."""
    path = write_lat_lon(tmp_path / "a.nc", lon=EAST, lat=np.arange(60, 91, 1.0))
    check(path, 30.0, 89.0, reach_m=300e3)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    lon=st.floats(-400, 400),
    lat=st.floats(-86, 86),
    reach_m=st.floats(1e3, 8e5),
    start=st.sampled_from([-180.0, 0.0, -360.0, 20.0, 187.0]),
)
def test_a_globe_serves_every_window(lon: float, lat: float, reach_m: float, start: float) -> None:
    """No window anywhere falls off a global grid, and its places lie within the columns that were cut."""
    grid = Geographic(lon=start + np.arange(0.0, 360.0, 2.0), lat=np.arange(-90.0, 91.0, 2.0))
    asked = window(lon, lat, reach_m)
    cut = grid.cut(asked)
    assert cut is not None
    assert cut.locate is not None
    width = sum(piece.stop - piece.start for piece in cut.columns)
    assert width == cut.lon.shape[1]
    column, row = cut.locate(*disc(asked))
    assert column.min() >= 0
    assert column.max() <= width - 1
    assert row.min() >= 0
    assert row.max() <= cut.lat.shape[0] - 1
    read = np.concatenate([grid.lon[piece] for piece in cut.columns])
    np.testing.assert_allclose((cut.lon[0] - read + 180) % 360 - 180, 0, atol=1e-9)


@settings(deadline=None)
@given(steps=st.lists(st.floats(0.1, 3.0), min_size=2, max_size=30), back=st.booleans())
def test_an_uneven_axis_maps_its_own_values_to_their_indices(steps: list[float], back: bool) -> None:
    """The map from values to indices goes through every node, whichever way the axis runs, and on beyond its ends."""
    axis = np.cumsum(steps) * (-1 if back else 1)
    index = fraction(axis)(axis)
    np.testing.assert_allclose(index, np.arange(axis.size), atol=6e-3 * axis.size)
    assert fraction(axis)(np.array([axis[0] - (axis[1] - axis[0])]))[0] < -0.01


def test_the_box_of_a_window_holds_its_disc() -> None:
    """No place of a window lies outside the degrees that it is said to reach."""
    for lat in (0.0, 51.0, -70.0, 85.0):
        asked = window(10.0, lat, 200e3)
        lon, lats = disc(asked)
        half_lon, half_lat = box(asked)
        assert np.abs((lon - 10 + 180) % 360 - 180).max() <= half_lon + 1e-9
        assert np.abs(lats - lat).max() <= half_lat + 1e-9


def write_projected(
    path: Path,
    crs: pyproj.CRS,
    x: np.ndarray,
    y: np.ndarray,
    *,
    names: tuple[str, str] = ("projection_x_coordinate", "projection_y_coordinate"),
    unit: str = "m",
    along: str = "grid",
    mapping: dict[str, object] | None = None,
) -> Path:
    """Write `field` on a projection, its vectors along the grid's axes, turned by geodesics and not by our code."""
    scale = 1000.0 if unit == "km" else 1.0
    base = crs.geodetic_crs
    base = base.source_crs if base.is_derived else base
    back = pyproj.Transformer.from_crs(crs, base, always_xy=True)
    gx, gy = np.meshgrid(x * scale, y * scale)
    lon, lat = back.transform(gx, gy)
    east, north = field(lon, lat)
    step = 1e-4 * scale * abs(y[1] - y[0])
    above_lon, above_lat = back.transform(gx, gy + step)
    geod = pyproj.Geod(ellps="WGS84")
    bearing = np.radians(geod.inv(lon, lat, above_lon, above_lat)[0])
    along_x = east * np.cos(bearing) - north * np.sin(bearing)
    along_y = east * np.sin(bearing) + north * np.cos(bearing)
    with netCDF4.Dataset(path, "w") as file:
        for name, size in (("time", 3), ("y", y.size), ("x", x.size)):
            file.createDimension(name, size)
        time = file.createVariable("time", "f8", ("time",))
        time.units, time[:] = "hours since 2026-01-05", [0, 1, 2]
        for name, values, said in (("x", x, names[0]), ("y", y, names[1])):
            axis = file.createVariable(name, "f8", (name,))
            axis.standard_name, axis.units, axis[:] = said, unit, values
        file.createVariable("crs", "i4", ()).setncatts(mapping or crs.to_cf())
        said = ("x_wind", "y_wind") if along == "grid" else ("eastward_wind", "northward_wind")
        for name, standard, part in zip(
            ("u", "v"), said, (along_x, along_y) if along == "grid" else (east, north), strict=True
        ):
            speed = file.createVariable(name, "f8", ("time", "y", "x"))
            speed.units, speed.standard_name, speed.grid_mapping = "m/s", standard, "crs"
            speed[:] = part[None]
    return path


STEREO = pyproj.CRS.from_cf(
    {
        "grid_mapping_name": "polar_stereographic",
        "straight_vertical_longitude_from_pole": 70.0,
        "latitude_of_projection_origin": 90.0,
        "standard_parallel": 60.0,
        "earth_radius": 6371000.0,
    }
)
PROJECTIONS = {
    "polar stereographic": (
        STEREO,
        np.arange(-3.3e6, -2.4e6, 2e4),
        np.arange(-1.7e6, -0.8e6, 2e4),
        (5.0, 60.0),
    ),
    "its pole": (STEREO, np.arange(-4e5, 4.1e5, 2e4), np.arange(-4e5, 4.1e5, 2e4), (0.0, 89.7)),
    "Lambert": (
        pyproj.CRS.from_proj4("+proj=lcc +lat_1=63 +lat_2=63 +lat_0=63 +lon_0=15 +R=6371000"),
        np.arange(-8e5, 0, 1e4),
        np.arange(-5e5, 3e5, 1e4),
        (5.0, 61.0),
    ),
    "Lambert, north first": (
        pyproj.CRS.from_epsg(3034),
        np.arange(3.0e6, 3.7e6, 1e4),
        np.arange(3.0e6, 2.4e6, -1e4),
        (1.4, 50.9),
    ),
    "transverse Mercator": (
        pyproj.CRS.from_epsg(27700),
        np.arange(4e5, 7e5, 5e3),
        np.arange(0, 3e5, 5e3),
        (1.0, 50.8),
    ),
    "UTM across the date line": (
        pyproj.CRS.from_epsg(32601),
        np.arange(0, 6e5, 1e4),
        np.arange(5.8e6, 6.4e6, 1e4),
        (-179.9, 55.0),
    ),
}


@pytest.mark.parametrize("name", PROJECTIONS)
def test_vectors_of_a_projected_grid_come_out_true(tmp_path: Path, name: str) -> None:
    """Grid-relative vectors are true east and north after reading, at every place of the window, the pole's too."""
    crs, x, y, (lon, lat) = PROJECTIONS[name]
    path = write_projected(tmp_path / "p.nc", crs, x, y)
    (source,) = open_cf([path])
    patch = source.patch(window(lon, lat))
    assert patch is not None
    off = np.hypot(patch.lat - 90, 0) > 1e-6
    for got, true in zip((patch.east[0], patch.north[0]), field(patch.lon, patch.lat), strict=True):
        np.testing.assert_allclose(got[off], true[off], atol=2e-5)
    rows, columns = np.indices(patch.lon.shape)
    assert patch.locate is not None
    column, row = patch.locate(patch.lon, patch.lat)
    np.testing.assert_allclose(column[off], columns[off], atol=1e-6)
    np.testing.assert_allclose(row[off], rows[off], atol=1e-6)


def test_true_vectors_on_a_projected_grid_are_left_as_they_are(tmp_path: Path) -> None:
    """A variable that says eastward is east already, on whatever grid."""
    crs, x, y, (lon, lat) = PROJECTIONS["Lambert"]
    check(write_projected(tmp_path / "p.nc", crs, x, y, along="earth"), lon, lat)


def test_axes_in_kilometres_are_metres_to_the_projection(tmp_path: Path) -> None:
    """A grid whose axes are in km is where the same grid in metres is."""
    crs, x, y, (lon, lat) = PROJECTIONS["Lambert"]
    check(write_projected(tmp_path / "p.nc", crs, x / 1000, y / 1000, unit="km", along="earth"), lon, lat)


def test_a_mapping_that_only_names_the_ellipsoid_is_no_projection(tmp_path: Path) -> None:
    """Longitudes and latitudes that carry a coordinate system are still a grid that may go round the earth."""
    path = write_lat_lon(tmp_path / "a.nc", lon=EAST, lat=np.arange(-90, 91, 1.0))
    with netCDF4.Dataset(path, "a") as file:
        file.createVariable("crs", "i4", ()).crs_wkt = pyproj.CRS.from_epsg(4326).to_wkt()
        file["lon"].axis, file["lat"].axis = "X", "Y"
        file["uo"].grid_mapping = file["vo"].grid_mapping = "crs"
    check(path, 0.0, 51.0)


ROTATED = {
    "grid_mapping_name": "rotated_latitude_longitude",
    "grid_north_pole_latitude": 39.25,
    "grid_north_pole_longitude": -162.0,
}


def on_sphere(lon: object, lat: object) -> np.ndarray:
    lam, phi = np.radians(lon), np.radians(lat)
    return np.stack((np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)))


def rotate(lon: np.ndarray, lat: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Longitude and latitude about the rotated pole, by turning the sphere; for the test alone."""
    place, pole = on_sphere(lon, lat), on_sphere(-162.0, 39.25)
    zero = on_sphere(18.0, 50.75)
    side = np.cross(pole, zero)
    x, y, z = (np.tensordot(axis, place, axes=1) for axis in (zero, side, pole))
    return np.degrees(np.arctan2(y, x)), np.degrees(np.arcsin(z))


def test_a_rotated_pole_is_turned_back(tmp_path: Path) -> None:
    """Places and vectors about a rotated pole come out where and as they truly are, checked by turning the sphere."""
    rlon, rlat = np.arange(-16.0, -4.0, 0.25), np.arange(-4.0, 10.0, 0.25)
    crs = pyproj.CRS.from_cf({**ROTATED, "earth_radius": 6371229.0})
    path = write_projected(
        tmp_path / "r.nc",
        crs,
        rlon,
        rlat,
        names=("grid_longitude", "grid_latitude"),
        unit="degrees",
        mapping={**ROTATED, "earth_radius": 6371229.0},
    )
    (source,) = open_cf([path])
    patch = source.patch(window(1.4, 51.0))
    assert patch is not None
    for got, true in zip((patch.east[0], patch.north[0]), field(patch.lon, patch.lat), strict=True):
        np.testing.assert_allclose(got, true, atol=2e-5)
    there_lon, there_lat = rotate(patch.lon, patch.lat)
    np.testing.assert_allclose(np.diff(there_lon, axis=1), 0.25, atol=1e-6)
    np.testing.assert_allclose(np.diff(there_lat, axis=0), 0.25, atol=1e-6)


@pytest.mark.parametrize("upside_down", [False, True])
@pytest.mark.parametrize("dims", [("y", "x"), ("x", "y")])
def test_a_curvilinear_grid_is_turned_by_its_nodes(
    tmp_path: Path, upside_down: bool, dims: tuple[str, str]
) -> None:
    """Where only the nodes' places are known their rows tell the axes, also if the file lists its rows from the top."""
    crs, x, y, (lon0, lat0) = PROJECTIONS["transverse Mercator"]
    back = pyproj.Transformer.from_crs(crs, crs.geodetic_crs, always_xy=True)
    gx, gy = np.meshgrid(x, y[::-1] if upside_down else y)
    lon, lat = back.transform(gx, gy)
    east, north = field(lon, lat)
    ahead = in_space(*back.transform(gx, gy + 10)) - in_space(lon, lat)
    sin, cos = bearing_parts(lon, lat, ahead)
    parts = (east * cos - north * sin, east * sin + north * cos)
    path = tmp_path / "c.nc"
    with netCDF4.Dataset(path, "w") as file:
        for name, size in (("time", 1), ("y", y.size), ("x", x.size)):
            file.createDimension(name, size)
        time = file.createVariable("time", "f8", ("time",))
        time.units, time[:] = "hours since 2026-01-05", [1]
        order = (0, 1) if dims == ("y", "x") else (1, 0)
        for name, unit, values in (("lon", "degrees_east", lon), ("lat", "degrees_north", lat)):
            node = file.createVariable(name, "f8", dims)
            node.units, node[:] = unit, values.transpose(order)
        for name, standard, part in zip(
            ("u", "v"), ("sea_water_x_velocity", "sea_water_y_velocity"), parts, strict=True
        ):
            speed = file.createVariable(name, "f8", ("time", *dims))
            speed.units, speed.standard_name, speed.coordinates = "m s-1", standard, "lon lat"
            speed[:] = part.transpose(order)[None]
    (source,) = open_cf([path])
    patch = source.patch(window(lon0, lat0))
    assert patch is not None
    assert patch.locate is None
    assert patch.lon.size < lon.size
    for got, true in zip((patch.east[0], patch.north[0]), field(patch.lon, patch.lat), strict=True):
        np.testing.assert_allclose(got, true, atol=2e-4)
    assert source.patch(window(20.0, 40.0)) is None


@pytest.mark.parametrize("dims", [("time", "lon", "lat"), ("lat", "lon", "time"), ("lon", "lat", "time")])
def test_the_order_of_dimensions_does_not_matter(tmp_path: Path, dims: tuple[str, ...]) -> None:
    """Axes are known by what they say of themselves, not by where they stand."""
    path = write_lat_lon(tmp_path / "a.nc", lon=np.arange(-5, 6, 0.5), lat=np.arange(48, 54, 0.5), dims=dims)
    check(path, 1.0, 51.0)
