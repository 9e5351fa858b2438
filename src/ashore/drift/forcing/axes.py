"""Reads what a variable's dimensions mean: its times as epoch seconds, its level at the surface."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from ashore.drift.faults import DriftFault
from ashore.drift.forcing.grids import Grid
from ashore.drift.forcing.nodes import find_grid
from ashore.drift.forcing.source import Floats, Kind
from ashore.drift.forcing.volume import units_of, variables_of

if TYPE_CHECKING:
    import xarray


class NoTimeAxis(DriftFault):
    code: ClassVar[str] = "drift.forcing.no-time-axis"
    says: ClassVar[str] = "{path} does not say at what times its {variable} holds."
    hint: ClassVar[str] = "A time axis is known by units such as “seconds since 1970-01-01”."


class TimesUnusable(DriftFault):
    code: ClassVar[str] = "drift.forcing.times-unusable"
    says: ClassVar[str] = "The times in {path} cannot be used: {reason}."
    hint: ClassVar[str] = (
        "Times must each occur once and go one way, in the ordinary calendar. Fetch the file again or cut it."
    )


class LevelMissing(DriftFault):
    code: ClassVar[str] = "drift.forcing.level-missing"
    says: ClassVar[str] = "{path} has its {variable} at {has}, none of which is {wanted}."
    hint: ClassVar[str] = "Leeway needs the wind at 10 m and the current at the surface."


class ExtraDimension(DriftFault):
    code: ClassVar[str] = "drift.forcing.extra-dimension"
    says: ClassVar[str] = (
        "In {path} the {variable} has {size} values along “{dimension}”, and nothing says which is meant."
    )
    hint: ClassVar[str] = "Cut out one, for instance one member of an ensemble, and give that."


class Staggered(DriftFault):
    code: ClassVar[str] = "drift.forcing.staggered"
    says: ClassVar[str] = "In {path} {x} and {y} are not on the same nodes."
    hint: ClassVar[str] = "Bring both to the middle of the cells first, as most published products have them."


_REFERENCE_NAMES = ("reftime", "forecast_reference_time", "reference_time", "analysis_time", "run_time")


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How one variable pair lies in one file: epoch seconds of its steps, names of its dimensions, its grid.

    `fixed` is the index to take along every dimension that is neither time nor space; `level` says it in words.
    `time` is None where the file holds one moment without an axis for it.
    """

    times: Floats
    time: str | None
    row: str
    column: str
    fixed: dict[str, int]
    level: str
    grid: Grid


def layout(dataset: xarray.Dataset, x: str, y: str, kind: Kind, path: object) -> Layout:
    """Return how a pair of variables lies in its file. Raises the faults of this module."""
    variable = dataset[x]
    if set(variable.dims) != set(dataset[y].dims):
        raise Staggered(path=path, x=x, y=y)
    time, times = _times(dataset, variable, path)
    grid, row, column = find_grid(dataset, variable, path)
    fixed, level = {}, ""
    for name in (str(dim) for dim in variable.dims):
        if name in (time, row, column):
            continue
        axis = dataset.get(name)
        if axis is not None and _is_vertical(name, axis):
            fixed[name], level = _level(axis, kind, x, path)
        elif dataset.sizes[name] == 1:
            fixed[name] = 0
        else:
            raise ExtraDimension(path=path, variable=x, dimension=name, size=dataset.sizes[name])
    return Layout(times=times, time=time, row=row, column=column, fixed=fixed, level=level, grid=grid)


def words(epoch: float) -> str:
    """Return an instant as people read it, to the minute."""
    return datetime.fromtimestamp(epoch, UTC).strftime("%Y-%m-%d %H:%M UTC")


def issued(dataset: xarray.Dataset) -> float | None:
    """Return when the forecast in a file was made, epoch seconds, where a reference time or an attribute says so."""
    for key, variable in variables_of(dataset):
        if _is_reference(key, variable) and "since" in units_of(variable) and variable.size:
            return float(np.nanmax(_epoch(variable, "forecast reference time")))
    for name in (
        "forecast_reference_time",
        "analysis_time",
        "bulletin_date",
        "reference_time",
        "forecast_date",
    ):
        said = str(dataset.attrs.get(name, "")).replace("UTC", "").strip().rstrip("Z")
        try:
            return datetime.fromisoformat(said).replace(tzinfo=UTC).timestamp()
        except ValueError:
            continue
    return None


def _times(dataset: xarray.Dataset, variable: xarray.DataArray, path: object) -> tuple[str | None, Floats]:
    candidates = [
        (name, axis)
        for name, axis in variables_of(dataset)
        if "since" in units_of(axis)
        and axis.ndim <= 1
        and set(axis.dims) <= set(variable.dims)
        and not _is_reference(name, axis)
    ]
    candidates.sort(
        key=lambda c: (c[1].ndim == 0, c[1].dims != (c[0],), c[1].attrs.get("standard_name") != "time")
    )
    if not candidates:
        raise NoTimeAxis(path=path, variable=variable.name)
    axis = candidates[0][1]
    times = np.atleast_1d(_epoch(axis, path))
    if not np.isfinite(times).all():
        raise TimesUnusable(path=path, reason="one of them is missing")
    steps = np.diff(times)
    if not ((steps > 0).all() or (steps < 0).all()):
        at = (
            int(np.argmax(steps == 0))
            if (steps == 0).any()
            else int(np.argmax(steps * np.sign(steps[0]) < 0))
        )
        what = "occurs twice" if (steps == 0).any() else "is followed by an earlier one"
        raise TimesUnusable(path=path, reason=f"{words(times[at])} {what}")
    return (str(axis.dims[0]) if axis.ndim else None), times


def _is_reference(name: str, axis: xarray.DataArray) -> bool:
    said = axis.attrs.get("standard_name")
    return said == "forecast_reference_time" or (said is None and name.lower() in _REFERENCE_NAMES)


def _epoch(axis: xarray.DataArray, path: object) -> Floats:
    import cftime  # type: ignore[import-untyped]

    calendar = str(axis.attrs.get("calendar", "standard")).lower()
    if calendar not in ("standard", "gregorian", "proleptic_gregorian"):
        raise TimesUnusable(path=path, reason=f"they are in the calendar “{calendar}”, not the ordinary one")
    values = np.ma.masked_invalid(np.asarray(axis.values, float))
    try:
        dates = cftime.num2date(values, units_of(axis), calendar)
        epoch = cftime.date2num(dates, "seconds since 1970-01-01 00:00:00", calendar)
    except (ValueError, OverflowError) as fault:
        raise TimesUnusable(path=path, reason=f"“{units_of(axis)}” is not understood") from fault
    seconds: Floats = np.round(np.ma.filled(np.ma.asarray(epoch, float), np.nan)).astype(float)
    return seconds


def _level(axis: xarray.DataArray, kind: Kind, variable: str, path: object) -> tuple[int, str]:
    """Return the index nearest the surface for a current, at 10 m for a wind."""
    values = np.atleast_1d(np.asarray(axis.values, float))
    unit = units_of(axis)
    if kind == "current":
        nearest = int(np.argmin(np.abs(values)))
        return nearest, f"{abs(values[nearest]):g} {unit or 'depth'} deep" if values[nearest] else ""
    nearest = int(np.argmin(np.abs(values - 10)))
    if not unit.lower().startswith("m") or abs(values[nearest] - 10) > 1:
        has = ", ".join(f"{value:g} {unit}" for value in values[:8])
        raise LevelMissing(path=path, variable=variable, has=has, wanted="10 m")
    return nearest, f"{values[nearest]:g} m above the sea"


def _is_vertical(name: str, axis: xarray.DataArray) -> bool:
    standard = str(axis.attrs.get("standard_name", ""))
    return (
        axis.attrs.get("axis") == "Z"
        or "positive" in axis.attrs
        or standard in ("depth", "height", "altitude", "air_pressure")
        or standard.startswith("ocean_s")
        or name.lower().startswith(("depth", "height", "lev", "z", "s_rho", "isobaric", "pressure"))
    )
