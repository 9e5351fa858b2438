"""A run as a NetCDF-4 file of CF trajectories, opened as it is by xarray and trajectory tools, and read back here.

All trajectories share one time axis (CF 1.11, section 9 and appendix H.4, `cf_role = trajectory_id`).
Longitude and latitude are packed in whole numbers of 1e-7 degree, about a centimetre anywhere, where float32 would be a
metre off near 180; they also compress better. zlib at level 2 in blocks of all times by 16,384 particles was measured
on 100,000 particles by 49 times: 11 MB a coordinate in 0.3 s; level 4 gains 1 % for a fifth more time, and 4 blocks by
time 5 % more megabytes. A run of that size takes 2.3 s to write, most of which goes into degrees, and 0.9 s to read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from ashore.drift.chart import Chart
from ashore.drift.ensemble import Ensemble, Part, RunRecord, Status
from ashore.drift.faults import DriftFault

if TYPE_CHECKING:
    from netCDF4 import Dataset, Variable

FORMAT = "ashore.drift/1"
DEGREE = 1e-7
"""The unit of a packed longitude or latitude."""
NOWHERE = np.iinfo(np.int32).min
PARTICLES_A_BLOCK = 16_384
ZLIB_LEVEL: Final = 2


class NotARun(DriftFault):
    """A file that was given as a saved run is not one."""

    code = "drift.not-a-run"
    says = "{path} is not a drift run that Ashore wrote: {why}."
    hint = "Give a file made by `ashore drift --out FILE.nc`, whole and unchanged."


class CannotSave(DriftFault):
    """A run could not be written where it was asked for."""

    code = "drift.cannot-save"
    says = "The run could not be written to {path}: {why}."
    hint = "Choose a folder that exists, may be written to and has room."


def write(ensemble: Ensemble, path: Path) -> None:
    """Write a run to a file, whole or not at all.

    Raises CannotSave.
    """
    from netCDF4 import Dataset

    part = path.with_name(f".{path.name}.part")
    try:
        with Dataset(str(part), "w", format="NETCDF4") as file:
            _describe(file, ensemble)
            _particles(file, ensemble)
            _times(file, ensemble)
            _tracks(file, ensemble)
        part.replace(path)
    except (OSError, RuntimeError) as fault:
        part.unlink(missing_ok=True)
        raise CannotSave(path=path, why=_reason(fault)) from fault


def read(path: Path) -> Ensemble:
    """Return the run a file of ours holds, with its places to about a centimetre.

    Raises NotARun.
    """
    from netCDF4 import Dataset

    try:
        with Dataset(str(path)) as file:
            file.set_auto_maskandscale(False)
            if getattr(file, "ashore_format", None) != FORMAT:
                raise NotARun(path=path, why=f"it doesn't say that it is {FORMAT}")
            return _ensemble(file)
    except (OSError, RuntimeError) as fault:
        raise NotARun(path=path, why=_reason(fault)) from fault
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as fault:
        raise NotARun(path=path, why="a part of it is missing or not what it should be") from fault


def _describe(file: Dataset, ensemble: Ensemble) -> None:
    record = ensemble.record
    made_up = "SYNTHETIC " if record.synthetic else ""
    file.setncatts(
        {
            "Conventions": "CF-1.11",
            "featureType": "trajectory",
            "title": f"{made_up}drift forecast",
            "institution": "Ashore",
            "source": f"{record.engine}; {', '.join(str(each['name']) for each in record.sources)}",
            "history": f"{record.made_at} {record.engine}",
            "comment": " ".join((*record.assumptions, *record.summary)),
            "synthetic": "yes" if record.synthetic else "no",
            "ashore_format": FORMAT,
            "ashore_record": json.dumps(asdict(record), ensure_ascii=False),
            "ashore_scenarios": json.dumps(ensemble.scenarios, ensure_ascii=False),
            "ashore_chart": json.dumps([ensemble.chart.lat, ensemble.chart.lon]),
        }
    )
    file.createDimension("trajectory", len(ensemble.part))
    file.createDimension("time", len(ensemble.times))


def _particles(file: Dataset, ensemble: Ensemble) -> None:
    """Write what a particle is for the whole of the run."""
    names = file.createVariable("trajectory", "i4", ("trajectory",), compression="zlib")
    names.setncatts({"cf_role": "trajectory_id", "long_name": "particle"})
    names[:] = np.arange(len(ensemble.part))
    weight = file.createVariable("weight", "f8", ("trajectory",), compression="zlib")
    weight.setncatts({"long_name": "probability that this particle is the one", "units": "1"})
    weight[:] = ensemble.weight
    world = file.createVariable("world", "i8", ("trajectory",), compression="zlib")
    world.setncatts({"long_name": "particles of one world meet the same errors of current and wind"})
    world[:] = ensemble.world
    part = file.createVariable("part", "i1", ("trajectory",), compression="zlib")
    part.long_name = (
        "what the particle stands for: a boat with its people, the people, or the hull without them"
    )
    _flags(part, (each.name.lower() for each in Part), np.int8)
    part[:] = ensemble.part.astype(np.int8)
    scenario = file.createVariable("scenario", "i2", ("trajectory",), compression="zlib")
    scenario.long_name = "; ".join(f"{key}: {says}" for key, says in ensemble.scenarios)
    _flags(scenario, (key for key, _ in ensemble.scenarios), np.int16)
    scenario[:] = ensemble.scenario


def _times(file: Dataset, ensemble: Ensemble) -> None:
    """Write the time axis and what the run met along it."""
    times = file.createVariable("time", "f8", ("time",))
    times.setncatts(
        {
            "standard_name": "time",
            "units": "seconds since 1970-01-01 00:00:00",
            "calendar": "standard",
            "units_metadata": "leap_seconds: none",
            "axis": "T",
        }
    )
    times[:] = ensemble.times
    for name, standard, values in (
        ("current_east", "eastward_sea_water_velocity", ensemble.mean_current[:, 0]),
        ("current_north", "northward_sea_water_velocity", ensemble.mean_current[:, 1]),
        ("wind_east", "eastward_wind", ensemble.mean_wind[:, 0]),
        ("wind_north", "northward_wind", ensemble.mean_wind[:, 1]),
    ):
        met = file.createVariable(name, "f8", ("time",), fill_value=np.nan)
        met.setncatts(
            {"standard_name": standard, "units": "m s-1", "long_name": "met in the middle of the cloud"}
        )
        met[:] = values


def _tracks(file: Dataset, ensemble: Ensemble) -> None:
    """Write where each particle is at each time, and what has become of it."""
    steps, particles = ensemble.x.shape
    block = (min(PARTICLES_A_BLOCK, particles), steps)
    for name, standard, axis, values in zip(
        ("lon", "lat"), ("longitude", "latitude"), "XY", _packed(ensemble), strict=True
    ):
        track = file.createVariable(
            name,
            "i4",
            ("trajectory", "time"),
            compression="zlib",
            complevel=ZLIB_LEVEL,
            chunksizes=block,
            fill_value=NOWHERE,
        )
        track.set_auto_maskandscale(False)
        units = "degrees_east" if axis == "X" else "degrees_north"
        track.setncatts({"standard_name": standard, "units": units, "axis": axis, "scale_factor": DEGREE})
        track[:] = values
    status = file.createVariable(
        "status",
        "i1",
        ("trajectory", "time"),
        compression="zlib",
        complevel=ZLIB_LEVEL,
        chunksizes=block,
    )
    status.setncatts({"long_name": "what has become of the particle", "coordinates": "lon lat"})
    _flags(status, (each.name.lower() for each in Status), np.int8)
    status[:] = ensemble.status.T.astype(np.int8)


def _packed(ensemble: Ensemble) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return longitude and latitude (particles, times) in whole units of `DEGREE`."""
    steps, particles = ensemble.x.shape
    lon, lat = (np.empty((particles, steps), np.int32) for _ in range(2))

    def pack(index: int) -> None:
        known = np.isfinite(ensemble.x[index])
        for packed, degrees in zip((lon, lat), ensemble.places(index), strict=True):
            packed[:, index] = np.where(known, np.rint(np.where(known, degrees, 0.0) / DEGREE), NOWHERE)

    with ThreadPoolExecutor() as pool:  # arrays this long are worked on outside the interpreter's lock
        list(pool.map(pack, range(steps)))
    return lon, lat


def _flags(variable: Variable[Any], meanings: Iterable[str], kind: type[np.integer[Any]]) -> None:
    words = ["_".join(each.split()) for each in meanings]
    variable.setncatts({"flag_values": np.arange(len(words), dtype=kind), "flag_meanings": " ".join(words)})


def _ensemble(file: Dataset) -> Ensemble:
    chart = Chart(*json.loads(file.ashore_chart))
    lon, lat = (np.asarray(file[name][:]) for name in ("lon", "lat"))
    steps, particles = lon.shape[1], lon.shape[0]
    x, y = (np.empty((steps, particles), np.float32) for _ in range(2))
    for index in range(steps):
        degrees = (
            np.where(each == NOWHERE, np.nan, each * DEGREE) for each in (lon[:, index], lat[:, index])
        )
        x[index], y[index] = chart.project(*degrees)
    record = json.loads(file.ashore_record)
    for name in ("sources", "assumptions", "summary"):
        record[name] = tuple(record[name])
    return Ensemble(
        chart=chart,
        times=np.asarray(file["time"][:], float),
        x=x,
        y=y,
        status=np.ascontiguousarray(file["status"][:].T).astype(np.uint8),
        part=np.asarray(file["part"][:], np.uint8),
        scenario=np.asarray(file["scenario"][:], np.int16),
        scenarios=tuple((str(key), str(says)) for key, says in json.loads(file.ashore_scenarios)),
        world=np.asarray(file["world"][:], np.int64),
        weight=np.asarray(file["weight"][:], float),
        mean_current=np.stack([file["current_east"][:], file["current_north"][:]], axis=1),
        mean_wind=np.stack([file["wind_east"][:], file["wind_north"][:]], axis=1),
        record=RunRecord(**record),
    )


def _reason(fault: Exception) -> str:
    return (
        fault.strerror if isinstance(fault, OSError) and fault.strerror else str(fault) or "no reason given"
    )
