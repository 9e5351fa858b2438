"""Small GRIB files for the tests, written with the library that the extra `grib` installs."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Sequence
from pathlib import Path

import numpy as np

GRIB_ABSENT = importlib.util.find_spec("eccodes") is None

MISSING = 9.999e20


def write_grib(
    path: Path,
    *,
    run_h: int = 0,
    steps: Sequence[int] = (0, 3, 6),
    speed: float | None = None,
    current: bool = False,
    relative_to_grid: bool = False,
    hole: bool = False,
    south_first: bool = False,
    level: int = 10,
) -> Path:
    """Write a global 5° GRIB2 file: east is `speed`, or a tenth of the longitude; north a tenth of the latitude."""
    codes = importlib.import_module("eccodes")
    lon, lat = np.arange(0, 360, 5.0), np.arange(90, -91, -5.0)
    if south_first:
        lat = lat[::-1]
    east, north = np.meshgrid(lon, lat)
    with path.open("wb") as file:
        for step in steps:
            for number, values in (
                (2, east / 10 if speed is None else np.full(east.shape, speed)),
                (3, north / 10),
            ):
                handle = codes.codes_grib_new_from_samples("regular_ll_sfc_grib2")
                sea = current
                for key, value in (
                    ("discipline", 10 if sea else 0),
                    ("dataDate", 20260105),
                    ("dataTime", run_h * 100),
                    ("Ni", lon.size),
                    ("Nj", lat.size),
                    ("latitudeOfFirstGridPointInDegrees", float(lat[0])),
                    ("latitudeOfLastGridPointInDegrees", float(lat[-1])),
                    ("longitudeOfFirstGridPointInDegrees", 0.0),
                    ("longitudeOfLastGridPointInDegrees", 355.0),
                    ("iDirectionIncrementInDegrees", 5.0),
                    ("jDirectionIncrementInDegrees", 5.0),
                    ("jScansPositively", int(south_first)),
                    ("uvRelativeToGrid", int(relative_to_grid)),
                    ("parameterCategory", 1 if sea else 2),
                    ("parameterNumber", number),
                    ("typeOfFirstFixedSurface", 1 if sea else 103),
                    ("scaleFactorOfFirstFixedSurface", 0),
                    ("scaledValueOfFirstFixedSurface", 0 if sea else level),
                    ("stepRange", str(step)),
                    ("bitsPerValue", 16),
                ):
                    codes.codes_set(handle, key, value)
                if hole:
                    codes.codes_set(handle, "bitmapPresent", 1)
                    codes.codes_set(handle, "missingValue", MISSING)
                    values = np.where((east > 20) & (east < 60), MISSING, values)
                codes.codes_set_values(handle, values.ravel())
                codes.codes_write(handle, file)
                codes.codes_release(handle)
    return path


def write_lambert_grib(path: Path) -> Path:
    """Write 10 m wind on a 31 x 21 Lambert grid, 20 km, south first: 8 m/s along the grid's x axis."""
    codes = importlib.import_module("eccodes")
    with path.open("wb") as file:
        for number, value in ((2, 8.0), (3, 0.0)):
            handle = codes.codes_grib_new_from_samples("GRIB2")
            for key, wanted in (
                ("gridType", "lambert"),
                ("dataDate", 20260105),
                ("dataTime", 0),
                ("shapeOfTheEarth", 6),
                ("Nx", 31),
                ("Ny", 21),
                ("latitudeOfFirstGridPointInDegrees", 50.0),
                ("longitudeOfFirstGridPointInDegrees", 0.0),
                ("LaDInDegrees", 52.0),
                ("LoVInDegrees", 10.0),
                ("DxInMetres", 20000),
                ("DyInMetres", 20000),
                ("Latin1InDegrees", 52.0),
                ("Latin2InDegrees", 52.0),
                ("iScansNegatively", 0),
                ("jScansPositively", 1),
                ("uvRelativeToGrid", 1),
                ("discipline", 0),
                ("parameterCategory", 2),
                ("parameterNumber", number),
                ("typeOfFirstFixedSurface", 103),
                ("scaleFactorOfFirstFixedSurface", 0),
                ("scaledValueOfFirstFixedSurface", 10),
                ("bitsPerValue", 16),
            ):
                codes.codes_set(handle, key, wanted)
            codes.codes_set_values(handle, np.full(31 * 21, value))
            codes.codes_write(handle, file)
            codes.codes_release(handle)
    return path
