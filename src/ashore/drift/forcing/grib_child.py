"""Decodes GRIB, in a process of its own: `python grib_child.py`, a request as JSON on stdin, the answer on stdout.

It runs apart because the GRIB library and the map projection library carry parts that have clashed in one process.
It imports nothing of ours. {"do": "list", "paths"} answers one object for each message that is part of a wind at 10 m
or a surface current; {"do": "write", "messages", "into"} writes such messages as a CF NetCDF file.
"""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np

MISSING = 9.999e20

ROWS_BEYOND = 4
"""Rows kept beyond the box on either side, for whoever cuts it finely."""

_BY_NUMBERS = {
    (0, 2, 2): ("wind", "x"),
    (0, 2, 3): ("wind", "y"),
    (10, 1, 2): ("current", "x"),
    (10, 1, 3): ("current", "y"),
}
_BY_NAME = {"10u": ("wind", "x"), "10v": ("wind", "y"), "ucurr": ("current", "x"), "vcurr": ("current", "y")}
_STANDARD = {
    ("wind", True): ("x_wind", "y_wind"),
    ("wind", False): ("eastward_wind", "northward_wind"),
    ("current", True): ("sea_water_x_velocity", "sea_water_y_velocity"),
    ("current", False): ("eastward_sea_water_velocity", "northward_sea_water_velocity"),
}


class Refused(Exception):
    """A request that cannot be met: its words go back to whoever asked."""


def messages(codes: Any, path: str) -> Iterator[tuple[int, int]]:
    """Yield the offset and the handle of each message of a file; the handle holds only until the next."""
    with open(path, "rb") as file:  # noqa: PTH123 - the library wants a plain file
        while True:
            offset = file.tell()
            handle = codes.codes_grib_new_from_file(file)
            if handle is None:
                return
            try:
                yield offset, handle
            finally:
                codes.codes_release(handle)


def asked(codes: Any, handle: int, key: str, default: Any = None, kind: Any = None) -> Any:
    """Return a key of a message, or the default where the message does not have it."""
    try:
        return codes.codes_get(handle, key, kind) if kind else codes.codes_get(handle, key)
    except codes.CodesInternalError:
        return default


def part(codes: Any, handle: int) -> tuple[str, str] | None:
    """Return which kind and which part, x or y, a message is; None for whatever is not surface forcing."""
    numbers = tuple(
        asked(codes, handle, key) for key in ("discipline", "parameterCategory", "parameterNumber")
    )
    found = _BY_NUMBERS.get(numbers) or _BY_NAME.get(asked(codes, handle, "shortName", ""))
    if found is None:
        return None
    level, above = asked(codes, handle, "level", 0), asked(codes, handle, "typeOfLevel", "")
    if found[0] == "wind":
        return found if level == 10 and above == "heightAboveGround" else None
    return found if level == 0 or above in ("surface", "oceanSurface") else None


def moment(codes: Any, handle: int, day: str, clock: str) -> float:
    """Return a date key and a time key of a message as epoch seconds."""
    date, hhmm = int(asked(codes, handle, day)), int(asked(codes, handle, clock))
    start = datetime(date // 10000, date // 100 % 100, date % 100, tzinfo=UTC)
    return (start + timedelta(hours=hhmm // 100, minutes=hhmm % 100)).timestamp()


def listed(codes: Any, paths: list[str]) -> list[dict[str, Any]]:
    """Return what the files hold, one object a message."""
    found = []
    for path in paths:
        for offset, handle in messages(codes, path):
            told = part(codes, handle)
            if told is None or asked(codes, handle, "number", 0) not in (0, None):
                continue
            found.append(
                {
                    "path": path,
                    "offset": offset,
                    "kind": told[0],
                    "part": told[1],
                    "valid": moment(codes, handle, "validityDate", "validityTime"),
                    "issued": moment(codes, handle, "dataDate", "dataTime"),
                    "grid": asked(codes, handle, "md5GridSection", ""),
                    "centre": asked(codes, handle, "centreDescription", "")
                    or asked(codes, handle, "centre", ""),
                }
            )
    return found


def nodes(codes: Any, handle: int) -> tuple[Any, Any, bool]:
    """Return longitudes and latitudes of a message's nodes, (ny, nx), and whether they are two plain axes."""
    form = asked(codes, handle, "gridType", "")
    if form.startswith("reduced") or form in ("unstructured_grid", "sh", ""):
        raise Refused(f"its grid is “{form}”, which has no rows and columns")
    if asked(codes, handle, "alternativeRowScanning", 0):
        raise Refused("its rows run to and fro, which is not read")
    shape = rows_and_columns(codes, handle)
    lon = arranged(codes, handle, codes.codes_get_array(handle, "longitudes"), shape)
    lat = arranged(codes, handle, codes.codes_get_array(handle, "latitudes"), shape)
    return lon, lat, form in ("regular_ll", "regular_gg")


def rows_and_columns(codes: Any, handle: int) -> tuple[int, int]:
    """Return how many rows and columns a message has."""
    return int(asked(codes, handle, "Nj") or asked(codes, handle, "Ny")), int(
        asked(codes, handle, "Ni") or asked(codes, handle, "Nx")
    )


def arranged(codes: Any, handle: int, values: Any, shape: tuple[int, int]) -> Any:
    """Return a message's flat values as rows and columns."""
    if asked(codes, handle, "jPointsAreConsecutive", 0):
        return np.asarray(values).reshape(shape[1], shape[0]).T
    return np.asarray(values).reshape(shape)


def written(codes: Any, wanted: list[dict[str, Any]], into: str, box: list[float] | None) -> None:
    """Write messages of one kind, given in pairs by time, as CF; of plain axes only the latitudes within the box."""
    import netCDF4

    times = sorted({message["valid"] for message in wanted})
    places = {(message["path"], message["offset"]): message for message in wanted}
    stack: dict[str, Any] = {}
    lon: Any = None
    lat: Any = None
    plain = along_grid = False
    rows = slice(None)
    for path in sorted({message["path"] for message in wanted}):
        for offset, handle in messages(codes, path):
            message = places.get((path, offset))
            if message is None:
                continue
            if lon is None:
                lon, lat, plain = nodes(codes, handle)
                along_grid = bool(asked(codes, handle, "uvRelativeToGrid", 0)) and not plain
                if plain and box is not None:
                    nearest = int(np.abs(lat[:, 0] - (box[0] + box[1]) / 2).argmin())
                    inside = np.append(np.nonzero((lat[:, 0] >= box[0]) & (lat[:, 0] <= box[1]))[0], nearest)
                    rows = slice(max(0, int(inside.min()) - ROWS_BEYOND), int(inside.max()) + ROWS_BEYOND + 1)
                lon, lat = lon[rows], lat[rows]
            codes.codes_set(handle, "missingValue", MISSING)
            values = arranged(codes, handle, codes.codes_get_values(handle), rows_and_columns(codes, handle))[
                rows
            ]
            if message["part"] not in stack:
                stack[message["part"]] = np.full((len(times), *lon.shape), np.nan, np.float32)
            stack[message["part"]][times.index(message["valid"])] = np.where(
                values == MISSING, np.nan, values
            )
    with netCDF4.Dataset(into, "w") as file:
        file.title = wanted[0]["centre"]
        for name, size in (("time", len(times)), ("lat", lon.shape[0]), ("lon", lon.shape[1])):
            file.createDimension(name, size)
        time = file.createVariable("time", "f8", ("time",))
        time.units, time[:] = "seconds since 1970-01-01 00:00:00", times
        for name, unit, values, dims in (
            ("lon", "degrees_east", lon[0] if plain else lon, ("lon",) if plain else ("lat", "lon")),
            ("lat", "degrees_north", lat[:, 0] if plain else lat, ("lat",) if plain else ("lat", "lon")),
        ):
            axis = file.createVariable(name if plain else name + "_of_node", "f8", dims)
            axis.units, axis[:] = unit, values
        for which, standard in zip("xy", _STANDARD[wanted[0]["kind"], along_grid], strict=True):
            speed = file.createVariable(which + "_part", "f4", ("time", "lat", "lon"))
            speed.units, speed.standard_name, speed[:] = "m s-1", standard, stack[which]


def main() -> int:
    """Answer the request on stdin."""
    request = json.load(sys.stdin)
    try:
        codes = importlib.import_module("eccodes")
    except (ImportError, RuntimeError) as fault:
        json.dump({"absent": str(fault)}, sys.stdout)
        return 0
    try:
        if request["do"] == "list":
            json.dump({"messages": listed(codes, request["paths"])}, sys.stdout)
        else:
            written(codes, request["messages"], request["into"], request.get("box"))
            json.dump({}, sys.stdout)
    except Refused as fault:
        json.dump({"refused": str(fault)}, sys.stdout)
    except (OSError, codes.CodesInternalError) as fault:
        json.dump({"refused": str(fault) or type(fault).__name__}, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
