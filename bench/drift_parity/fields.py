"""The shared currents and wind as they are, on their own projected grids, and the same on a plain lat/lon grid.

The lat/lon files are OpenDrift's best case, and a second grid for the clouds to agree on.
They are made anew in a folder of the benchmark's own; both engines then read the same bytes.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

SHARED = Path(os.environ.get("ASHORE_SHARED", "../shared")) / "data/drift"

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """A file of currents and a file of wind, on one kind of grid; `grid` is its name in what is printed."""

    grid: str
    current: Path
    wind: Path


NATIVE = Fields(
    grid="native",
    current=(SHARED / "norkyst800_subset_16Nov2015.nc").absolute(),
    wind=(SHARED / "arome_subset_16Nov2015.nc").absolute(),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Where things stand in a file to be regridded, and the grid it goes on: rows of latitude, columns of longitude."""

    names: tuple[str, str]
    standard: tuple[str, str]
    axes: tuple[str, str]
    mapping: str
    rows: int
    columns: int


CURRENT = Layout(
    names=("u", "v"),
    standard=("eastward_sea_water_velocity", "northward_sea_water_velocity"),
    axes=("X", "Y"),
    mapping="projection_stere",
    rows=314,
    columns=359,
)
WIND = Layout(
    names=("x_wind_10m", "y_wind_10m"),
    standard=("eastward_wind", "northward_wind"),
    axes=("x", "y"),
    mapping="projection_lambert",
    rows=168,
    columns=130,
)


def on_lat_lon(folder: Path, native: Fields = NATIVE) -> Fields:
    """Write the two files regridded to lat/lon into `folder`, about two seconds and 80 MB; nodes outside are masked."""
    made = Fields(grid="lat/lon", current=folder / "current.nc", wind=folder / "wind.nc")
    _regrid(native.current, made.current, CURRENT)
    _regrid(native.wind, made.wind, WIND)
    return made


def _regrid(source: Path, target: Path, layout: Layout) -> None:
    import xarray as xr
    from pyproj import Proj

    with xr.open_dataset(source) as opened:
        project: Any = Proj(opened[layout.mapping].attrs["proj4"])
        x, y = (opened[axis].values.astype(float) for axis in layout.axes)
        corners = np.meshgrid(x[[0, -1]], y[[0, -1]])
        edges = project(*corners, inverse=True)
        lon = np.linspace(np.min(edges[0]), np.max(edges[0]), layout.columns)
        lat = np.linspace(np.min(edges[1]), np.max(edges[1]), layout.rows)
        places = np.meshgrid(lon, lat)
        east_x, east_y = _east(project, *places)
        along, across = (
            _sample(opened[name].squeeze(drop=True).values, x, y, project(*places)) for name in layout.names
        )
        parts = (along * east_x + across * east_y, across * east_x - along * east_y)
        made = xr.Dataset(coords={"time": opened["time"].values, "lat": lat, "lon": lon})
        for name, values in zip(layout.standard, parts, strict=True):
            made[name] = (("time", "lat", "lon"), values.astype("f4"), _says(name))
    made["lat"].attrs = {"units": "degrees_north", "standard_name": "latitude"}
    made["lon"].attrs = {"units": "degrees_east", "standard_name": "longitude"}
    made.to_netcdf(target, encoding={name: {"_FillValue": np.float32(-999)} for name in layout.standard})


def _says(standard_name: str) -> dict[str, str]:
    return {"standard_name": standard_name, "units": "m s-1"}


def _east(project: Any, lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    """Return the unit vector to the east, in the projection's axes, at each place; the projections are conformal."""
    x0, y0 = project(lon, lat - 1e-4)
    x1, y1 = project(lon, lat + 1e-4)
    length = np.hypot(x1 - x0, y1 - y0)
    return (y1 - y0) / length, (x0 - x1) / length


def _sample(values: NDArray[np.float32], x: Floats, y: Floats, at: Sequence[Floats]) -> NDArray[np.float32]:
    """Interpolate every hour bilinearly at projected places; masked where outside, or where any corner is."""
    column, row = (at[0] - x[0]) / (x[1] - x[0]), (at[1] - y[0]) / (y[1] - y[0])
    with np.errstate(invalid="ignore"):
        inside = (column >= 0) & (column < len(x) - 1) & (row >= 0) & (row < len(y) - 1)
    i, j = (np.where(inside, part, 0).astype(int) for part in (column, row))
    s, t = (np.where(inside, part, 0) for part in (column - i, row - j))
    near = values[:, j, i] * (1 - s) + values[:, j, i + 1] * s
    far = values[:, j + 1, i] * (1 - s) + values[:, j + 1, i + 1] * s
    return cast("NDArray[np.float32]", np.where(inside, near * (1 - t) + far * t, np.nan).astype("f4"))
