"""Every bad input is refused by a sentence that says what is wrong and a hint that says what to do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import netCDF4
import numpy as np
import pytest
from forcing_files import HOUR, START, write_lat_lon

from ashore.drift.faults import DriftFault
from ashore.drift.forcing import axes, cf, constant, feeds, naming, nodes, opening, volume
from ashore.drift.forcing.cf import open_cf
from ashore.drift.forcing.opening import open_source
from ashore.drift.forcing.source import Window

LON, LAT = np.arange(0.0, 3.0, 0.1), np.arange(50.0, 52.0, 0.1)


def text(path: Path) -> Path:
    path.write_text("wind: strong")
    return path


def empty(path: Path) -> Path:
    path.write_bytes(b"")
    return path


def cut_short(path: Path) -> Path:
    write_lat_lon(path, lon=LON, lat=LAT, hours=range(20))
    path.write_bytes(path.read_bytes()[:2000])
    return path


def other_things(path: Path) -> Path:
    return write_lat_lon(
        path,
        lon=LON,
        lat=LAT,
        names=("so", "thetao"),
        standard=("sea_water_salinity", "sea_water_temperature"),
    )


def no_time(path: Path) -> Path:
    return write_lat_lon(path, lon=LON, lat=LAT, time_units="number")


def odd_unit(path: Path) -> Path:
    return write_lat_lon(path, lon=LON, lat=LAT, units="furlongs per fortnight")


def no_unit(path: Path) -> Path:
    return write_lat_lon(path, lon=LON, lat=LAT, units=None)


def swapped(path: Path) -> Path:
    return write_lat_lon(path, lon=LAT, lat=np.arange(100.0, 130.0), values=None)


def twice(path: Path) -> Path:
    return write_lat_lon(path, lon=LON, lat=LAT, hours=(0, 1, 1, 2))


def to_and_fro(path: Path) -> Path:
    return write_lat_lon(path, lon=LON, lat=LAT, hours=(0, 2, 1))


def model_years(path: Path) -> Path:
    return write_lat_lon(
        path, lon=LON, lat=LAT, time_units="days since 2026-01-05", times=[0, 1, 2], calendar="360_day"
    )


def no_places(path: Path) -> Path:
    write_lat_lon(path, lon=LON, lat=LAT, axis_names=("i", "j"))
    with netCDF4.Dataset(path, "a") as file:
        file["i"].units = file["j"].units = "1"
    return path


def jumbled(path: Path) -> Path:
    return write_lat_lon(path, lon=LON, lat=np.array([50.0, 52.0, 51.0, 53.0]))


def triangles(path: Path) -> Path:
    with netCDF4.Dataset(path, "w") as file:
        file.createDimension("node", 9)
        file.createDimension("time", 2)
        time = file.createVariable("time", "f8", ("time",))
        time.units, time[:] = "hours since 2026-01-05", [0, 1]
        for name, unit in (("lon", "degrees_east"), ("lat", "degrees_north")):
            variable = file.createVariable(name, "f8", ("node",))
            variable.units, variable[:] = unit, np.arange(9.0)
        for name in ("uo", "vo"):
            speed = file.createVariable(name, "f4", ("time", "node"))
            speed.units, speed[:] = "m s-1", 0.0
    return path


def members(path: Path) -> Path:
    with netCDF4.Dataset(path, "w") as file:
        for name, axis, unit in (("lon", LON, "degrees_east"), ("lat", LAT, "degrees_north")):
            file.createDimension(name, axis.size)
            variable = file.createVariable(name, "f8", (name,))
            variable.units, variable[:] = unit, axis
        file.createDimension("time", 1)
        file.createDimension("ensemble_member", 5)
        time = file.createVariable("time", "f8", ("time",))
        time.units, time[:] = "hours since 2026-01-05", [0]
        for name in ("u10", "v10"):
            speed = file.createVariable(name, "f4", ("time", "ensemble_member", "lat", "lon"))
            speed.units, speed[:] = "m/s", 1.0
    return path


def staggered(path: Path) -> Path:
    write_lat_lon(path, lon=LON, lat=LAT)
    with netCDF4.Dataset(path, "a") as file:
        file.renameVariable("vo", "old")
        del file["old"].standard_name
        file.createDimension("lat_v", LAT.size - 1)
        speed = file.createVariable("vo", "f4", ("time", "lat_v", "lon"))
        speed.units, speed.standard_name, speed[:] = "m s-1", "northward_sea_water_velocity", 0.0
    return path


def unknown_projection(path: Path) -> Path:
    write_lat_lon(path, lon=LON, lat=LAT)
    with netCDF4.Dataset(path, "a") as file:
        file.createVariable("crs", "i4", ()).grid_mapping_name = "napkin"
        file["uo"].grid_mapping = file["vo"].grid_mapping = "crs"
    return path


def two_winds(path: Path) -> Path:
    write_lat_lon(path, lon=LON, lat=LAT, names=("ua", "va"), standard=("eastward_wind", "northward_wind"))
    with netCDF4.Dataset(path, "a") as file:
        for name, said in (("ub", "eastward_wind"), ("vb", "northward_wind")):
            speed = file.createVariable(name, "f4", ("time", "lat", "lon"))
            speed.units, speed.standard_name, speed[:] = "m s-1", said, 0.0
    return path


@pytest.mark.parametrize(
    ("write", "fault", "words"),
    [
        (lambda path: path, volume.ForcingNotFound, "no wind or current file at"),
        (text, volume.ForcingUnreadable, "neither NetCDF nor GRIB"),
        (empty, volume.ForcingUnreadable, "it is empty"),
        (cut_short, volume.ForcingUnreadable, "could not be read"),
        (other_things, naming.NothingInside, "no current or wind .* so .sea_water_salinity., thetao"),
        (no_time, axes.NoTimeAxis, "does not say at what times"),
        (odd_unit, naming.UnknownUnit, "uo is in “furlongs per fortnight”|vo is in “furlongs per fortnight”"),
        (no_unit, naming.UnknownUnit, "is in “”"),
        (swapped, nodes.SwappedAxes, "from 100 to 129; longitude and latitude may be swapped"),
        (twice, axes.TimesUnusable, "2026-01-05 01:00 UTC occurs twice"),
        (to_and_fro, axes.TimesUnusable, "2026-01-05 02:00 UTC is followed by an earlier one"),
        (model_years, axes.TimesUnusable, "360_day"),
        (no_places, nodes.NoGrid, "no longitudes and latitudes"),
        (jumbled, nodes.NoGrid, "do not go one way"),
        (triangles, nodes.NoGrid, "mesh of triangles"),
        (members, axes.ExtraDimension, "5 values along “ensemble_member”"),
        (staggered, axes.Staggered, "uo and vo are not on the same nodes"),
        (unknown_projection, nodes.NoGrid, "map projection “crs” is not understood"),
        (two_winds, naming.ManyInside, "ua and va, ub and vb"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_a_bad_file_is_refused_in_words(
    tmp_path: Path, write: Callable[[Path], Path], fault: type[DriftFault], words: str
) -> None:
    """The sentence names what is wrong, and there is a hint; never a traceback of somebody else's."""
    path = write(tmp_path / "bad.nc")
    with pytest.raises(fault, match=words) as caught:
        open_source(str(path))
    assert caught.value.advice()
    assert "{" not in caught.value.sentence() + caught.value.advice()


def test_a_window_over_land_alone_is_said(tmp_path: Path) -> None:
    """A masked datum gets a sentence, and for a run it is no patch: another source may have it."""
    shape = (3, LAT.size, LON.size)
    path = write_lat_lon(tmp_path / "a.nc", lon=LON, lat=LAT, values=(np.full(shape, np.nan),) * 2)
    (source,) = open_cf([path])
    asked = Window(lon=1.5, lat=51.0, reach_m=1e4, earliest=START, latest=START + HOUR)
    assert source.patch(asked) is None
    with pytest.raises(cf.AllMasked, match=r"covers 51\.000, 1\.500, but every current there is missing"):
        source.insist(asked)


def test_another_sea_is_said_with_what_there_is(tmp_path: Path) -> None:
    """A place outside is told with the box that the file has."""
    (source,) = open_cf([write_lat_lon(tmp_path / "a.nc", lon=LON, lat=LAT)])
    asked = Window(lon=-30.0, lat=51.0, reach_m=1e4, earliest=START, latest=START + HOUR)
    with pytest.raises(cf.BoxOutside, match=r"50\.00°N to 51\.90°N, 0\.00°E to 2\.90°E"):
        source.insist(asked)


@pytest.mark.parametrize(
    ("spec", "fault"),
    [
        ("", opening.SourceUnclear),
        ("wind=strong", constant.ConstantUnclear),
        ("current=0.5@400", constant.ConstantUnclear),
        ({}, opening.SourceUnclear),
        ({"form": "tea leaves"}, opening.SourceUnclear),
        ({"form": "files"}, opening.SourceUnclear),
        ({"form": "files", "paths": ["a.nc"], "filling": "concrete"}, opening.SourceUnclear),
        ({"form": "feed", "feed": "met", "directory": "."}, feeds.FeedUnknown),
        ("gfs:/nowhere/at/all", volume.ForcingNotFound),
        ("/nowhere/*.nc", volume.ForcingNotFound),
    ],
)
def test_a_spec_that_says_nothing_is_refused(spec: str | dict[str, object], fault: type[DriftFault]) -> None:
    """What cannot be opened says what could have been written instead."""
    with pytest.raises(fault) as caught:
        open_source(spec)
    assert caught.value.advice()


def test_an_empty_directory_is_refused(tmp_path: Path) -> None:
    """A directory without a single file of wind or current is not a source."""
    with pytest.raises(volume.ForcingNotFound):
        open_source(str(tmp_path))
