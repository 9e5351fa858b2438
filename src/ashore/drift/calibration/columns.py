"""Tell which column of a table of fixes is what, by the names, standard names and units in use among drifter data.

A pair of columns is an east and a north part if one name becomes the other by the usual change (u to v, x to y,
east to north); it is wind, a current, or neither by the words about it.
What cannot be told is asked for, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ashore.drift.faults import DriftFault
from ashore.drift.forcing.naming import metres_per_second

TIMES = ("time", "datetime", "date_time", "timestamp", "time_utc", "utc", "date", "obs_time", "epoch", "t")
LONGITUDES = ("longitude", "lon", "long", "lons", "x_lon", "lon_deg")
LATITUDES = ("latitude", "lat", "lats", "y_lat", "lat_deg")
IDS = (
    "drifter_id drifter_name drifterid drifter trajectory_id trajectory track_id track buoy_id buoy platform "
    "platform_id platform_code device_id d_number deviceid imei id wmo traj name"
).split()
DRIFTERS = (
    "drifter_type",
    "drifter_kind",
    "type",
    "kind",
    "buoy_type",
    "buoytype",
    "typebuoy",
    "design",
    "model_type",
)
PRODUCTS = ("product", "current_product", "ocean_model", "model", "current_model")

WIND_WORDS = re.compile(
    r"wind|wnd|10m|[uv]10|10[uv]|(^|_)[uv](as?|w)(_|\b)|air|atmos|arome|era5|ecmwf|gfs|meps|hirlam|icon"
)
OTHER_WORDS = re.compile(
    r"stokes|wave|swell|drifter|buoy|observed|(^|_)obs(_|\b)|err|std|uncert|residual|(^|_)ice"
)
OCEAN_WORDS = re.compile(r"sea_water|current|curr(_|\b)|ocean")
BARE = ("u", "vx", "velocity_u", "u_velocity", "velocity_x", "x_velocity", "eastward_velocity")
"""Pairs of no name, which beside a named current are the drifter's own velocity."""


class ColumnsUnclear(DriftFault):
    """It cannot be told which column is what."""

    code = "drift.tracks.columns"
    says = "{file} does not make clear which column is {what}. It has: {has}."
    hint = "Name the column."


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """What the asker says of the columns; None where it is to be found out."""

    time: str | None = None
    lon: str | None = None
    lat: str | None = None
    id: str | None = None
    drifter: str | None = None
    product: str | None = None
    current: tuple[str, str] | None = None
    wind: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Which column is what; `currents` are pairs of east and north by the name of their product."""

    time: str
    lon: str
    lat: str
    id: str | None
    drifter: str | None
    product: str | None
    currents: Mapping[str, tuple[str, str]]
    wind: tuple[str, str] | None


def name_columns(
    names: Sequence[str], says: Mapping[str, Mapping[str, str]], naming: Naming, file: str
) -> Columns:
    """Return which of a file's columns is what, given what the file says of them.

    Raises ColumnsUnclear for a time or place that is not there, a named column that is not, and two winds.
    """

    def stated(name: str | None) -> str | None:
        if name is not None and name not in names:
            raise ColumnsUnclear(file=file, what=f"'{name}', as asked for", has=", ".join(names))
        return name

    def needed(asked: str | None, standard: str, usual: Sequence[str], what: str) -> str:
        found = (
            stated(asked) or _standard(names, says, standard) or _usual(names, usual) or _worded(names, usual)
        )
        if found is None:
            raise ColumnsUnclear(file=file, what=what, has=", ".join(names))
        return found

    for asked in (*(naming.current or ()), *(naming.wind or ())):
        stated(asked)
    currents, winds = _pairs(names, says)
    if naming.wind is None and len(winds) > 1:
        has = "; ".join(f"{east} and {north}" for east, north in winds.values())
        raise ColumnsUnclear(file=file, what="the wind", has=has)
    role = next((name for name in names if says.get(name, {}).get("cf_role") == "trajectory_id"), None)
    return Columns(
        time=needed(naming.time, "time", TIMES, "the time"),
        lon=needed(naming.lon, "longitude", LONGITUDES, "the longitude"),
        lat=needed(naming.lat, "latitude", LATITUDES, "the latitude"),
        id=stated(naming.id) or role or _usual(names, IDS),
        drifter=stated(naming.drifter) or _usual(names, DRIFTERS),
        product=stated(naming.product) or _usual(names, PRODUCTS),
        currents={"": naming.current} if naming.current else currents,
        wind=naming.wind or next(iter(winds.values()), None),
    )


def scale_to_metres_a_second(column: str, units: str, file: str) -> float:
    """Return what a speed is multiplied with to be in m/s, from its stated units or a bracket in its name.

    No units stated means m/s. Raises UnknownUnit.
    """
    bracket = re.search(r"[\[(](.*?)[\])]\s*$", column)
    stated = units or (bracket.group(1) if bracket else "")
    return metres_per_second(stated, f"{column} of {file}") if stated.strip() else 1.0


def _standard(names: Sequence[str], says: Mapping[str, Mapping[str, str]], standard: str) -> str | None:
    return next((name for name in names if says.get(name, {}).get("standard_name") == standard), None)


def _usual(names: Sequence[str], usual: Sequence[str]) -> str | None:
    plain = _plain_names(names)
    return next((plain[each] for each in usual if each in plain), None)


def _worded(names: Sequence[str], usual: Sequence[str]) -> str | None:
    """Return the one name that has a usual one for a word, as drifter_lon has lon; None if there are several."""
    found = [name for name in names if set(_plain(name).split("_")) & set(usual)]
    return found[0] if len(found) == 1 else None


def _plain_names(names: Sequence[str]) -> dict[str, str]:
    plain: dict[str, str] = {}
    for name in names:
        plain.setdefault(_plain(name), name)
    return plain


def _plain(name: str) -> str:
    without_units = re.sub(r"[\[(].*$", "", name).strip()
    return re.sub(r"\W+", "_", without_units.lower()).strip("_")


def _pairs(
    names: Sequence[str], says: Mapping[str, Mapping[str, str]]
) -> tuple[dict[str, tuple[str, str]], dict[str, tuple[str, str]]]:
    """Return the pairs of east and north parts that are currents, and the winds, by the rest of their name."""
    plain = _plain_names(names)
    currents: dict[str, tuple[str, str]] = {}
    winds: dict[str, tuple[str, str]] = {}
    for east, name in plain.items():
        north = next((north for north in _norths(east) if north in plain), None)
        about = " ".join(
            [east, *(says.get(name, {}).get(key, "") for key in ("standard_name", "long_name"))]
        ).lower()
        if north is None or OTHER_WORDS.search(about):
            continue
        airy = WIND_WORDS.search(about) and not OCEAN_WORDS.search(about)
        (winds if airy else currents)[_rest(east)] = (name, plain[north])
    named = {rest: pair for rest, pair in currents.items() if _plain(pair[0]) not in BARE}
    return named or currents, winds


def _norths(east: str) -> list[str]:
    """Return what the north part would be called if this were the name of an east part."""
    swaps = (("eastward", "northward"), ("east", "north"), ("zonal", "meridional"))
    found = [east.replace(one, other) for one, other in swaps if one in east]
    parts = east.split("_")
    if parts == ["x"]:  # a place, not a velocity
        return found
    for index, part in enumerate(parts):
        for one, other in (("u", "v"), ("x", "y")):
            if part.startswith(one):
                found.append("_".join([*parts[:index], other + part[1:], *parts[index + 1 :]]))
            if part.endswith(one):
                found.append("_".join([*parts[:index], part[:-1] + other, *parts[index + 1 :]]))
    return found


def _rest(east: str) -> str:
    """Return the name of a pair without what makes it the east part: what tells one product from another."""
    words = [part for part in east.split("_") if part not in ("u", "x", "east", "eastward", "zonal")]
    return "_".join(words) or east
