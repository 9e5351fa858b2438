"""Small CF files for the tests of forcing, written as their makers lay them out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import netCDF4
import numpy as np

START = 1_767_571_200.0  # 2026-01-05 00:00 UTC
HOUR = 3600.0


def field(lon: Any, lat: Any) -> tuple[Any, Any]:
    """A smooth flow with different values everywhere and no jump at any longitude, to tell where a value is from."""
    lam, phi = np.radians(lon), np.radians(lat)
    return 0.5 + 0.3 * np.cos(lam) * np.cos(phi) + 0.1 * np.sin(phi), 0.2 * np.sin(lam) * np.cos(phi) - 0.1


def write_lat_lon(
    path: Path,
    *,
    lon: Any,
    lat: Any,
    hours: Sequence[float] = (0, 1, 2),
    names: tuple[str, str] = ("uo", "vo"),
    standard: tuple[str, str] | None = ("eastward_sea_water_velocity", "northward_sea_water_velocity"),
    units: str | None = "m s-1",
    values: tuple[Any, Any] | None = None,
    time_units: str = "seconds since 1970-01-01 00:00:00",
    times: Any = None,
    calendar: str | None = None,
    dims: tuple[str, ...] = ("time", "lat", "lon"),
    axis_names: tuple[str, str] = ("lon", "lat"),
    attributes: dict[str, Any] | None = None,
) -> Path:
    """Write a file on two axes of degrees; its values are `field`'s at every hour, or those given."""
    lon, lat = np.asarray(lon, float), np.asarray(lat, float)
    if values is None:
        east, north = field(*np.meshgrid(lon, lat))
        values = tuple(np.repeat(part[None], len(hours), axis=0) for part in (east, north))
    with netCDF4.Dataset(path, "w") as file:
        file.setncatts(attributes or {})
        size = {"time": len(hours), "lat": lat.size, "lon": lon.size}
        for name in dims:
            file.createDimension(name, size[name])
        time = file.createVariable("time", "f8", ("time",))
        time.units = time_units
        if calendar:
            time.calendar = calendar
        time[:] = START + np.asarray(hours) * HOUR if times is None else times
        for name, dim, unit, axis in (
            (axis_names[0], "lon", "degrees_east", lon),
            (axis_names[1], "lat", "degrees_north", lat),
        ):
            variable = file.createVariable(name, "f8", (dim,))
            variable.units, variable[:] = unit, axis
        for name, said, value in zip(names, standard or ("", ""), values, strict=True):
            variable = file.createVariable(name, "f4", dims, fill_value=1e20)
            if units is not None:
                variable.units = units
            if said:
                variable.standard_name = said
            order = [("time", "lat", "lon").index(dim) for dim in dims]
            variable[:] = np.ma.masked_invalid(np.transpose(value, order))
    return path


def at(patch: Any, lon: Any, lat: Any, step: int = 0) -> tuple[Any, Any]:
    """East and north of a patch at places, bilinearly between its nodes as `locate` has them."""
    column, row = patch.locate(np.asarray(lon, float), np.asarray(lat, float))
    ny, nx = patch.lon.shape
    assert (column >= -1e-9).all(), "west of the patch"
    assert (column <= nx - 1 + 1e-9).all(), "east of the patch"
    assert (row >= -1e-9).all(), "south of the patch"
    assert (row <= ny - 1 + 1e-9).all(), "north of the patch"
    i = np.clip(np.floor(column).astype(int), 0, nx - 2)
    j = np.clip(np.floor(row).astype(int), 0, ny - 2)
    a, b = column - i, row - j
    return tuple(
        (1 - b) * ((1 - a) * part[step, j, i] + a * part[step, j, i + 1])
        + b * ((1 - a) * part[step, j + 1, i] + a * part[step, j + 1, i + 1])
        for part in (patch.east, patch.north)
    )
