"""Finds the pair of variables that is the wind or the current, by CF standard name, else by the names products use."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from ashore.drift.faults import DriftFault
from ashore.drift.forcing.source import Kind

if TYPE_CHECKING:
    import xarray

Axes = Literal["earth", "grid"]


class NothingInside(DriftFault):
    code: ClassVar[str] = "drift.forcing.nothing-inside"
    says: ClassVar[str] = "{path} holds no {kind} that could be recognised. It holds: {has}."
    hint: ClassVar[str] = (
        "If two of these are the {kind}, name them: x and y, and whether they are along earth or grid."
    )


class ManyInside(DriftFault):
    code: ClassVar[str] = "drift.forcing.many-inside"
    says: ClassVar[str] = "{path} holds more than one {kind} at the surface: {has}."
    hint: ClassVar[str] = "Name the two variables that are meant."


class UnknownUnit(DriftFault):
    code: ClassVar[str] = "drift.forcing.unknown-unit"
    says: ClassVar[str] = "The variable {variable} is in “{unit}”, which is not a speed known here."
    hint: ClassVar[str] = (
        "Metres, centimetres and kilometres per second or hour, and knots, are read. "
        "If you know the unit, say it where you name the variables."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """Which two variables to take: `x` and `y`, their parts along true east and north (earth) or along the grid's axes.

    `units` stands in for what the file says of their unit, where it says nothing or something wrong.
    """

    x: str
    y: str
    along: Axes = "earth"
    units: str | None = None


_STANDARD: dict[Kind, tuple[tuple[str, str, Axes], ...]] = {
    "current": (
        ("surface_eastward_sea_water_velocity", "surface_northward_sea_water_velocity", "earth"),
        ("eastward_sea_water_velocity", "northward_sea_water_velocity", "earth"),
        ("surface_sea_water_x_velocity", "surface_sea_water_y_velocity", "grid"),
        ("sea_water_x_velocity", "sea_water_y_velocity", "grid"),
        ("x_sea_water_velocity", "y_sea_water_velocity", "grid"),
        ("barotropic_eastward_sea_water_velocity", "barotropic_northward_sea_water_velocity", "earth"),
        ("barotropic_sea_water_x_velocity", "barotropic_sea_water_y_velocity", "grid"),
    ),
    "wind": (
        ("eastward_wind", "northward_wind", "earth"),
        ("x_wind", "y_wind", "grid"),
        ("grid_eastward_wind", "grid_northward_wind", "grid"),
    ),
}
"""Best first: the surface before the volume, true directions before the grid's, the depth mean last."""

_USUAL: dict[Kind, tuple[tuple[str, str, Axes], ...]] = {
    "current": (
        ("uo", "vo", "earth"),
        ("utotal", "vtotal", "earth"),
        ("water_u", "water_v", "earth"),
        ("u_eastward", "v_northward", "earth"),
    ),
    "wind": (
        ("u10", "v10", "earth"),
        ("10u", "10v", "earth"),
        ("u10m", "v10m", "earth"),
        ("ugrd10m", "vgrd10m", "earth"),
        ("UGRD_10maboveground", "VGRD_10maboveground", "earth"),
        ("u-component_of_wind_height_above_ground", "v-component_of_wind_height_above_ground", "earth"),
        ("x_wind_10m", "y_wind_10m", "grid"),
    ),
}
"""Names without a standard name: CMEMS, HYCOM, ROMS; ECMWF, ERA5, WRF, NOMADS, wgrib2, THREDDS."""

_LENGTH = {"m": 1.0, "cm": 0.01, "mm": 0.001, "km": 1000.0}
_WORDS = (
    (
        r"(kilo|centi|milli)?met(?:re|er)s?",
        lambda m: {"kilo": "km", "centi": "cm", "milli": "mm"}.get(m[1], "m"),
    ),
    (r"\bsec(?:ond)?s?\b", lambda m: "s"),
    (r"\bh(?:ou)?rs?\b", lambda m: "h"),
    (r"\bper\b", lambda m: "/"),
)


def metres_per_second(unit: str, variable: str) -> float:
    """Return what one of a unit of speed is in m/s. Raises UnknownUnit, naming the variable."""
    text = (
        unit.strip()
        .lower()
        .replace("**", "")
        .replace("^", "")
        .replace("seconds-1", "s-1")
        .replace("second-1", "s-1")
    )
    if text in {"kn", "kt", "kts", "knot", "knots"}:
        return 1852 / 3600
    for pattern, word in _WORDS:
        text = re.sub(pattern, word, text)
    told = re.fullmatch(r"(km|cm|mm|m)\s*(?:/\s*(s|h)|[.\s*]?\s*(s|h)-1)", text)
    if told is None:
        raise UnknownUnit(variable=variable, unit=unit)
    return _LENGTH[told[1]] / (3600.0 if "h" in (told[2], told[3]) else 1.0)


def find_pair(dataset: xarray.Dataset, kind: Kind, path: object) -> Naming:
    """Return the two variables of a dataset that are its wind at 10 m or its current at the surface.

    Raises NothingInside, listing what is there, and ManyInside where two pairs are as good as each other.
    """
    said: dict[str, list[str]] = {}
    for name, variable in dataset.data_vars.items():
        standard = str(variable.attrs.get("standard_name", "")).split(" ")[0]
        said.setdefault(standard, []).append(str(name))
    for x, y, along in _STANDARD[kind]:
        pairs = _paired(_at_the_surface(said.get(x, [])), _at_the_surface(said.get(y, [])))
        if len(pairs) > 1:
            raise ManyInside(path=path, kind=kind, has=", ".join(f"{a} and {b}" for a, b in pairs))
        if pairs:
            return Naming(x=pairs[0][0], y=pairs[0][1], along=along)
    by_name = {str(name).lower(): str(name) for name in dataset.data_vars}
    for x, y, along in _USUAL[kind]:
        if x.lower() in by_name and y.lower() in by_name:
            return Naming(x=by_name[x.lower()], y=by_name[y.lower()], along=along)
    has = ", ".join(
        f"{name} ({variable.attrs.get('standard_name') or variable.attrs.get('long_name') or 'no standard name'})"
        for name, variable in dataset.data_vars.items()
        if variable.ndim
    )
    raise NothingInside(path=path, kind=kind, has=has or "nothing")


def _at_the_surface(names: list[str]) -> list[str]:
    """Of variables of one standard name keep those that say 10 m, if any does; pressure levels never."""
    at_10_m = [name for name in names if re.search(r"10_?m(?!\d)|(?<!\d)10$", name)]
    return at_10_m or [name for name in names if not name.endswith(("_pl", "_ml"))]


def _paired(xs: list[str], ys: list[str]) -> list[tuple[str, str]]:
    """Pair names that are one name but for u and v, x and y, or east and north; two lone names are a pair."""
    if len(xs) == len(ys) == 1:
        return [(xs[0], ys[0])]
    alike = {_bare(y): y for y in ys}
    return [(x, alike[_bare(x)]) for x in xs if _bare(x) in alike]


def _bare(name: str) -> str:
    bare = re.sub(r"east(ward)?|north(ward)?|zonal|meridional", "*", name.lower())
    return re.sub(r"(?<![a-z])[uvxy](?=[^a-z]|o|$)|^[uv]", "*", bare)
