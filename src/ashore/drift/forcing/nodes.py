"""Finds the grid that a variable of a file lies on: by its grid mapping, else by its longitudes and latitudes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from ashore.drift.faults import DriftFault
from ashore.drift.forcing.grids import Curvilinear, Geographic, Grid, Projected
from ashore.drift.forcing.source import Floats
from ashore.drift.forcing.volume import units_of, variables_of

if TYPE_CHECKING:
    import pyproj
    import xarray


class NoGrid(DriftFault):
    code: ClassVar[str] = "drift.forcing.no-grid"
    says: ClassVar[str] = "{path} does not say where the nodes of its {variable} are: {reason}."
    hint: ClassVar[str] = (
        "Grids of longitudes and latitudes, map projections with a grid_mapping, and rotated poles are read."
    )


class SwappedAxes(DriftFault):
    code: ClassVar[str] = "drift.forcing.swapped-axes"
    says: ClassVar[str] = (
        "In {path} the latitudes ({name}) go from {low:g} to {high:g}; longitude and latitude may be swapped."
    )
    hint: ClassVar[str] = "A latitude lies between -90 and 90. Correct the file where it was made."


def find_grid(dataset: xarray.Dataset, variable: xarray.DataArray, path: object) -> tuple[Grid, str, str]:
    """Return a variable's grid and the names of its dimensions down and across. Raises NoGrid and SwappedAxes."""
    name = str(variable.name)
    crs = _crs(dataset, variable, path)
    if crs is not None:
        xs = _axis_named(
            dataset, variable, ("projection_x_coordinate", "grid_longitude"), "X", ("x", "rlon", "xc")
        )
        ys = _axis_named(
            dataset, variable, ("projection_y_coordinate", "grid_latitude"), "Y", ("y", "rlat", "yc")
        )
        if xs is not None and ys is not None and xs.dims != ys.dims:
            grid = Projected(x=_projected(xs, crs, path), y=_projected(ys, crs, path), crs=crs)
            return grid, str(ys.dims[0]), str(xs.dims[0])
    lons = [
        axis
        for key, axis in variables_of(dataset)
        if _is_longitude(key, axis) and set(axis.dims) <= set(variable.dims)
    ]
    lats = [
        axis
        for key, axis in variables_of(dataset)
        if _is_latitude(key, axis) and set(axis.dims) <= set(variable.dims)
    ]
    for lon in lons:
        for lat in lats:
            if lon.ndim == lat.ndim == 1 and lon.dims != lat.dims and min(lon.size, lat.size) > 1:
                geographic = Geographic(
                    lon=_lon_axis(lon, path), lat=_one_way(_latitudes(lat, path), lat, path)
                )
                return geographic, str(lat.dims[0]), str(lon.dims[0])
    for lon in lons:
        for lat in lats:
            if lon.ndim == 2 and set(lat.dims) == set(lon.dims):
                row, column = _row_and_column(lon)
                nodes = lon.transpose(row, column).values, _latitudes(lat.transpose(row, column), path)
                if not (np.isfinite(nodes[0]).all() and np.isfinite(nodes[1]).all()):
                    raise NoGrid(
                        path=path, variable=name, reason="some of its nodes have no longitude or latitude"
                    )
                return Curvilinear(lon=np.asarray(nodes[0], float), lat=nodes[1]), row, column
    if any(lon.ndim == 1 and lat.dims == lon.dims and lon.size > 1 for lon in lons for lat in lats):
        raise NoGrid(
            path=path, variable=name, reason="they are scattered, or a mesh of triangles, which is not read"
        )
    raise NoGrid(path=path, variable=name, reason="no longitudes and latitudes go with its dimensions")


def _row_and_column(lon: xarray.DataArray) -> tuple[str, str]:
    """Return the dimensions of nodes as row and column: the names say it (x, i), else the order."""
    first, second = (str(dim) for dim in lon.dims)
    swapped = first.lower().startswith(("x", "i", "lon")) and second.lower().startswith(("y", "j", "lat"))
    return (second, first) if swapped else (first, second)


def _crs(dataset: xarray.Dataset, variable: xarray.DataArray, path: object) -> pyproj.CRS | None:
    mapping = str(variable.attrs.get("grid_mapping") or variable.encoding.get("grid_mapping") or "")
    holder = dataset.get(mapping.split(":")[0].strip())
    if holder is None or holder.attrs.get("grid_mapping_name") == "latitude_longitude":
        return None
    import pyproj

    attributes: dict[str, Any] = {
        key: value.item()
        if isinstance(value, np.generic)
        else value.tolist()
        if isinstance(value, np.ndarray)
        else value
        for key, value in holder.attrs.items()
    }
    # said outright, because looking up the usual one by name costs pyproj a fifth of a second
    attributes.setdefault("longitude_of_prime_meridian", 0.0)
    reason = ""
    for read, given in (
        (pyproj.CRS.from_cf, attributes),
        (pyproj.CRS.from_user_input, attributes.get("proj4") or attributes.get("proj4_string")),
    ):
        if not given:
            continue
        try:
            crs = read(given)
            # plain longitudes and latitudes need no projection; about a rotated pole they do
            return None if crs.is_geographic and not crs.is_derived else crs
        except (pyproj.exceptions.CRSError, KeyError, ValueError, TypeError) as fault:
            reason = reason or str(fault).splitlines()[0][:120]
    mapped = f"its map projection “{mapping}” is not understood ({reason})"
    raise NoGrid(path=path, variable=variable.name, reason=mapped)


def _axis_named(
    dataset: xarray.Dataset,
    variable: xarray.DataArray,
    standards: tuple[str, ...],
    letter: str,
    names: tuple[str, ...],
) -> xarray.DataArray | None:
    axes = [
        (key, axis)
        for key, axis in variables_of(dataset)
        if axis.ndim == 1 and axis.size > 1 and axis.dims[0] in variable.dims
    ]
    for said in (
        lambda key, axis: axis.attrs.get("standard_name") in standards,
        lambda key, axis: axis.attrs.get("axis") == letter,
        lambda key, axis: key.lower() in names,
    ):
        for key, axis in axes:
            if said(key, axis):
                return axis
    return None


def _projected(axis: xarray.DataArray, crs: pyproj.CRS, path: object) -> Floats:
    """Return an axis of a projection in metres, or in the CRS' own unit, or in degrees about a rotated pole."""
    values = np.asarray(axis.values, float)
    unit = units_of(axis).lower()
    if not crs.is_geographic:
        metres = 1000.0 if unit.startswith(("km", "kilomet")) else 1.0
        values = values * metres / crs.axis_info[0].unit_conversion_factor
    return _one_way(values, axis, path)


def _lon_axis(lon: xarray.DataArray, path: object) -> Floats:
    around: Floats = np.unwrap(np.asarray(lon.values, float), period=360)
    return _one_way(around, lon, path)


def _latitudes(lat: xarray.DataArray, path: object) -> Floats:
    values = np.asarray(lat.values, float)
    if np.nanmax(np.abs(values)) > 90.01:
        raise SwappedAxes(
            path=path, name=lat.name, low=float(np.nanmin(values)), high=float(np.nanmax(values))
        )
    clipped: Floats = np.clip(values, -90.0, 90.0)
    return clipped


def _one_way(values: Floats, axis: xarray.DataArray, path: object) -> Floats:
    steps = np.diff(values)
    if not ((steps > 0).all() or (steps < 0).all()):
        raise NoGrid(path=path, variable=axis.name, reason="its values do not go one way")
    return values


def _is_longitude(name: str, axis: xarray.DataArray) -> bool:
    return _is_angle(
        name,
        axis,
        "longitude",
        "degree_e degrees_e degreee degreese degree_east degrees_east",
        ("lon", "longitude", "nav_lon", "xlong"),
    )


def _is_latitude(name: str, axis: xarray.DataArray) -> bool:
    return _is_angle(
        name,
        axis,
        "latitude",
        "degree_n degrees_n degreen degreesn degree_north degrees_north",
        ("lat", "latitude", "nav_lat", "xlat"),
    )


def _is_angle(name: str, axis: xarray.DataArray, standard: str, units: str, names: tuple[str, ...]) -> bool:
    said = str(axis.attrs.get("standard_name", ""))
    if said:
        return said == standard
    unit = units_of(axis).lower()
    return unit in units.split() or (name.lower() in names and unit in ("", "degrees", "degree"))
