"""Values of files: units, packing, levels, times, several files, filling; and that no more is read than is needed."""

from __future__ import annotations

from pathlib import Path

import netCDF4
import numpy as np
import pytest
from forcing_files import HOUR, START, at, write_lat_lon
from hypothesis import given, settings
from hypothesis import strategies as st

from ashore.drift.forcing.cf import GridsDiffer, open_cf
from ashore.drift.forcing.hours import HoursOutside
from ashore.drift.forcing.naming import Naming, UnknownUnit, metres_per_second
from ashore.drift.forcing.source import Window
from ashore.drift.forcing.volume import ForcingUnreadable

LON, LAT = np.arange(0.0, 3.0, 0.1), np.arange(50.0, 52.0, 0.1)
HERE = Window(lon=1.5, lat=51.0, reach_m=20e3, earliest=START, latest=START + 2 * HOUR)


def flat(east: float, north: float, hours: int = 3) -> tuple[np.ndarray, np.ndarray]:
    shape = (hours, LAT.size, LON.size)
    return np.full(shape, east), np.full(shape, north)


def by_hour(hours: int) -> tuple[np.ndarray, np.ndarray]:
    """A current whose east part is the hour, so that a value says when it is from; in cm/s, to stay believable."""
    east = np.broadcast_to(np.arange(hours, dtype=float)[:, None, None], (hours, LAT.size, LON.size))
    return east, np.zeros_like(east)


@pytest.mark.parametrize(
    ("unit", "factor"),
    [
        ("m s-1", 1),
        ("m/s", 1),
        ("m s**-1", 1),
        ("m s^-1", 1),
        ("m.s-1", 1),
        ("ms-1", 1),
        ("meter second-1", 1),
        ("metres per second", 1),
        ("cm s-1", 0.01),
        ("cm/s", 0.01),
        ("km/h", 1 / 3.6),
        ("knots", 1852 / 3600),
        ("kt", 1852 / 3600),
    ],
)
def test_units_are_converted(tmp_path: Path, unit: str, factor: float) -> None:
    """Each way of writing a speed comes out in metres a second."""
    path = write_lat_lon(tmp_path / "a.nc", lon=LON, lat=LAT, units=unit, values=flat(3.0, -2.0))
    patch = open_cf([path])[0].patch(HERE)
    assert patch is not None
    np.testing.assert_allclose(patch.east, 3.0 * factor, rtol=1e-6)
    np.testing.assert_allclose(patch.north, -2.0 * factor, rtol=1e-6)


def test_a_length_alone_is_no_speed() -> None:
    """A unit that is nearly one of those read is refused all the same."""
    for unit in ("m", "m2 s-1", "s-1", "m s-2", "m h", "mm s", "Pa", ""):
        with pytest.raises(Exception, match="not a speed"):
            metres_per_second(unit, "u")


@settings(deadline=None)
@given(
    text=st.one_of(
        st.text(max_size=20), st.from_regex(r"[kcm]?m ?[/. ]? ?[sh](\*\*|\^)?-?[12]?", fullmatch=True)
    )
)
def test_any_unit_is_a_speed_or_is_refused(text: str) -> None:
    """No text gives anything but a positive factor or the one fault."""
    try:
        factor = metres_per_second(text, "u")
    except UnknownUnit:
        return
    assert 0 < factor <= 1000


def test_packed_integers_are_unpacked_and_their_fill_is_missing(tmp_path: Path) -> None:
    """Shorts with a scale and an offset, as most products are published, become the numbers they stand for."""
    path = tmp_path / "packed.nc"
    with netCDF4.Dataset(path, "w") as file:
        for name, axis, unit in (("lon", LON, "degrees_east"), ("lat", LAT, "degrees_north")):
            file.createDimension(name, axis.size)
            variable = file.createVariable(name, "f4", (name,))
            variable.units, variable[:] = unit, axis
        file.createDimension("time", 2)
        time = file.createVariable("time", "i4", ("time",))
        time.units, time[:] = "minutes since 2026-01-05", [0, 60]
        for name, said in (("uo", "eastward_sea_water_velocity"), ("vo", "northward_sea_water_velocity")):
            speed = file.createVariable(name, "i2", ("time", "lat", "lon"), fill_value=-32768)
            speed.scale_factor, speed.add_offset = np.float32(0.001), np.float32(0.5)
            speed.missing_value = np.int16(-32767)
            speed.units, speed.standard_name = "m s-1", said
            values = np.full((2, LAT.size, LON.size), 0.731)
            speed[:] = values
            speed.set_auto_maskandscale(False)
            speed[:, :10, :] = -32768
            speed[:, 10, :] = -32767
    patch = open_cf([path])[0].patch(HERE)
    assert patch is not None
    seen = np.isfinite(patch.east[0])
    np.testing.assert_allclose(patch.east[0][seen], 0.731, atol=6e-4)
    # rows 0 to 10 were masked, and the two next to the sea were filled
    np.testing.assert_array_equal(seen.all(axis=1), patch.lat[:, 0] > LAT[8] + 0.01)
    assert any("filled" in note for note in patch.notes)


def test_a_fill_value_nobody_declared_is_missing(tmp_path: Path) -> None:
    """32.767 m/s of current is a packed fill value, not a current."""
    east, north = flat(0.4, 0.1)
    east[:, 6:14, 11:19] = 32.767
    path = write_lat_lon(tmp_path / "a.nc", lon=LON, lat=LAT, values=(east, north))
    patch = open_cf([path])[0].patch(HERE)
    assert patch is not None
    assert np.nanmax(patch.east) < 0.5
    assert np.isnan(patch.east).any()
    assert any("taken as missing" in note for note in patch.notes)


def test_of_depths_the_uppermost_is_taken(tmp_path: Path) -> None:
    """With a depth axis the current is the one nearest the surface, wherever on the axis that stands."""
    path = write_levels(
        tmp_path / "d.nc", "depth", "m", [20.0, 5.0, 0.5], ("uo", "vo"), "eastward_sea_water_velocity"
    )
    patch = open_cf([path])[0].patch(HERE)
    assert patch is not None
    np.testing.assert_allclose(patch.east, 0.5)
    assert patch.notes == ("d is taken 0.5 m deep",)


def test_of_heights_ten_metres_is_taken(tmp_path: Path) -> None:
    """With a height axis the wind is that at 10 m, as THREDDS lays out the GFS."""
    names = ("u-component_of_wind_height_above_ground", "v-component_of_wind_height_above_ground")
    path = write_levels(tmp_path / "h.nc", "height_above_ground1", "m", [80.0, 10.0, 2.0], names, None)
    source = open_cf([path])[0]
    patch = source.patch(HERE)
    assert patch is not None
    assert source.product.kind == "wind"
    np.testing.assert_allclose(patch.east, 10.0)
    assert patch.notes == ()


def write_levels(
    path: Path, axis: str, unit: str, levels: list[float], names: tuple[str, str], standard: str | None
) -> Path:
    """Write a file with a vertical axis whose values are the level itself."""
    with netCDF4.Dataset(path, "w") as file:
        for name, values, said in (
            ("lon", LON, "degrees_east"),
            ("lat", LAT, "degrees_north"),
            (axis, np.array(levels), unit),
        ):
            file.createDimension(name, values.size)
            variable = file.createVariable(name, "f8", (name,))
            variable.units, variable[:] = said, values
        file.createDimension("time", 3)
        time = file.createVariable("time", "f8", ("time",))
        time.units, time[:] = "hours since 2026-01-05 00:00", [0, 1, 2]
        for name in names:
            speed = file.createVariable(name, "f4", ("time", axis, "lat", "lon"))
            speed.units = "m/s"
            if standard:
                speed.standard_name = standard if name == names[0] else standard.replace("east", "north")
            speed[:] = np.array(levels)[None, :, None, None]
    return path


@pytest.mark.parametrize(
    ("units", "times", "calendar"),
    [
        ("days since 1950-01-01", None, None),
        ("hours since 1900-01-01 00:00:0.0", None, "gregorian"),
        ("minutes since 2026-01-05 02:00 +02:00", None, "proleptic_gregorian"),
        ("seconds since 2026-01-05T00:00:00Z", None, "standard"),
    ],
)
def test_times_come_out_as_epoch_seconds(
    tmp_path: Path, units: str, times: None, calendar: str | None
) -> None:
    """Any unit and any origin of time of the ordinary calendar, with an offset of zone as well."""
    step = {"days": 86400, "hours": 3600, "minutes": 60, "seconds": 1}[units.split()[0]]
    origin = {"1950": -631_152_000, "1900": -2_208_988_800, "2026": START}[units.split()[2][:4]]
    stamps = (START + np.arange(3) * HOUR - origin) / step
    path = write_lat_lon(
        tmp_path / "a.nc", lon=LON, lat=LAT, time_units=units, times=stamps, calendar=calendar
    )
    patch = open_cf([path])[0].patch(HERE)
    assert patch is not None
    np.testing.assert_array_equal(patch.times, START + np.arange(3) * HOUR)


def test_times_that_go_back_are_put_in_order(tmp_path: Path) -> None:
    """A file that lists its hours from the last is read as the same hours."""
    path = write_lat_lon(
        tmp_path / "a.nc", lon=LON, lat=LAT, hours=(2, 1, 0), units="cm/s", values=by_hour(3)
    )
    patch = open_cf([path])[0].patch(HERE)
    assert patch is not None
    np.testing.assert_allclose(patch.east[:, 5, 5] * 100, [2, 1, 0], atol=1e-5)
    assert (np.diff(patch.times) > 0).all()


def test_only_the_steps_around_the_window_come(tmp_path: Path) -> None:
    """The hours asked for and the one on either side to interpolate from, not the rest."""
    path = write_lat_lon(
        tmp_path / "a.nc", lon=LON, lat=LAT, hours=range(48), units="cm/s", values=by_hour(48)
    )
    asked = Window(lon=1.5, lat=51, reach_m=2e4, earliest=START + 10.5 * HOUR, latest=START + 12.5 * HOUR)
    patch = open_cf([path])[0].patch(asked)
    assert patch is not None
    np.testing.assert_allclose(patch.east[:, 4, 4] * 100, [10, 11, 12, 13], atol=1e-5)


def test_a_window_partly_outside_gets_what_there_is(tmp_path: Path) -> None:
    """Hours and sea that the file does not have are left out, not made up and not refused."""
    path = write_lat_lon(tmp_path / "a.nc", lon=LON, lat=LAT)
    asked = Window(lon=0.1, lat=50.1, reach_m=50e3, earliest=START - 9 * HOUR, latest=START + HOUR)
    patch = open_cf([path])[0].patch(asked)
    assert patch is not None
    assert patch.times[0] == START
    assert patch.lon.min() == 0.0
    assert patch.lat.min() == 50.0
    assert np.isfinite(patch.east).all()


def test_a_window_wholly_outside_gets_nothing(tmp_path: Path) -> None:
    """Neither other hours nor other seas give a patch."""
    (source,) = open_cf([write_lat_lon(tmp_path / "a.nc", lon=LON, lat=LAT)])
    after = START + 30 * HOUR
    assert source.patch(Window(lon=1.5, lat=51, reach_m=1e4, earliest=after, latest=after + HOUR)) is None
    assert source.patch(Window(lon=30, lat=51, reach_m=1e4, earliest=START, latest=START + HOUR)) is None


@pytest.fixture
def chunked(tmp_path: Path) -> Path:
    """A file of 24 hours in 4 tiles, each stored apart with a checksum, all but two hours of one tile spoilt."""
    path = tmp_path / "chunks.nc"
    lon, lat = np.linspace(0, 4, 80), np.linspace(50, 52, 40)
    tile = np.array([[1, 2], [3, 4]]).repeat(20, axis=0).repeat(40, axis=1)
    values = (tile[None] + np.arange(24)[:, None, None] * 10).astype("f4") / 100
    with netCDF4.Dataset(path, "w") as file:
        for name, axis, unit in (("lon", lon, "degrees_east"), ("lat", lat, "degrees_north")):
            file.createDimension(name, axis.size)
            variable = file.createVariable(name, "f8", (name,))
            variable.units, variable[:] = unit, axis
        file.createDimension("time", 24)
        time = file.createVariable("time", "f8", ("time",))
        time.units, time[:] = "hours since 2026-01-05", np.arange(24)
        for name, said in (("uo", "eastward_sea_water_velocity"), ("vo", "northward_sea_water_velocity")):
            speed = file.createVariable(
                name, "f4", ("time", "lat", "lon"), chunksizes=(1, 20, 40), fletcher32=True
            )
            speed.units, speed.standard_name, speed[:] = "m s-1", said, values
    stored = bytearray(path.read_bytes())
    for hour in range(24):
        for number in (1, 2, 3, 4):
            if number == 4 and hour in (10, 11):
                continue
            chunk = np.full(800, np.float32((number + hour * 10) / 100)).tobytes()
            assert stored.count(chunk) == 2
            stored = stored.replace(chunk, b"\xff" + chunk[1:])
    path.write_bytes(bytes(stored))
    return path


def test_only_the_hours_and_the_box_needed_are_read(chunked: Path) -> None:
    """With every other part of the file spoilt, what a small window needs is still read."""
    (source,) = open_cf([chunked])
    asked = Window(lon=3.2, lat=51.6, reach_m=10e3, earliest=START + 10 * HOUR, latest=START + 11 * HOUR)
    patch = source.patch(asked)
    assert patch is not None
    np.testing.assert_allclose(patch.east[:, 3, 3], [1.04, 1.14], rtol=1e-6)


def test_a_spoilt_part_that_is_needed_is_said(chunked: Path) -> None:
    """Reading what is spoilt is a fault that names the file, never numbers."""
    (source,) = open_cf([chunked])
    with pytest.raises(ForcingUnreadable, match=r"chunks\.nc"):
        source.patch(Window(lon=3.2, lat=51.6, reach_m=10e3, earliest=START, latest=START + HOUR))


def test_files_follow_each_other_in_time(tmp_path: Path) -> None:
    """Files in any order are one source; the hour that two of them hold is the later forecast's."""
    late = write_lat_lon(
        tmp_path / "late.nc",
        lon=LON,
        lat=LAT,
        hours=(2, 3, 4),
        values=flat(0.2, 0),
        attributes={"forecast_reference_time": "2026-01-05T00:00:00Z"},
    )
    early = write_lat_lon(
        tmp_path / "early.nc",
        lon=LON,
        lat=LAT,
        hours=(0, 1, 2),
        values=flat(0.1, 0),
        attributes={"bulletin_date": "2026-01-04"},
    )
    for paths in ([late, early], [early, late]):
        (source,) = open_cf(paths)
        assert source.product.issued == START
        patch = source.patch(Window(lon=1.5, lat=51, reach_m=1e4, earliest=START, latest=START + 4 * HOUR))
        assert patch is not None
        np.testing.assert_allclose(patch.east[:, 4, 4], [0.1, 0.1, 0.2, 0.2, 0.2])
        assert patch.product.issued == START - 24 * HOUR
        assert "2 forecasts" in patch.notes[0]


def test_files_on_different_grids_are_refused(tmp_path: Path) -> None:
    """Two products are two sources, not one."""
    one = write_lat_lon(tmp_path / "a.nc", lon=LON, lat=LAT)
    other = write_lat_lon(tmp_path / "b.nc", lon=LON + 0.05, lat=LAT, hours=(3, 4, 5))
    with pytest.raises(GridsDiffer, match=r"a\.nc and b\.nc"):
        open_cf([one, other])


def test_a_file_with_both_gives_two_sources(tmp_path: Path) -> None:
    """Current first, then wind, each found by its own standard names."""
    path = write_lat_lon(tmp_path / "both.nc", lon=LON, lat=LAT)
    with netCDF4.Dataset(path, "a") as file:
        for name, said in (("u10", "eastward_wind"), ("v10", "northward_wind")):
            wind = file.createVariable(name, "f4", ("time", "lat", "lon"))
            wind.units, wind.standard_name, wind[:] = "m s**-1", said, 7.0
    sources = open_cf([path])
    assert [source.product.kind for source in sources] == ["current", "wind"]
    patch = sources[1].patch(HERE)
    assert patch is not None
    np.testing.assert_allclose(patch.east, 7.0)


def test_a_pair_may_be_named(tmp_path: Path) -> None:
    """Variables that say nothing of themselves are read when somebody says which they are, and in what unit."""
    path = write_lat_lon(
        tmp_path / "a.nc", lon=LON, lat=LAT, names=("aa", "bb"), standard=None, units=None, values=flat(30, 0)
    )
    (source,) = open_cf([path], kinds=["wind"], naming=Naming(x="aa", y="bb", units="km/h"))
    patch = source.patch(HERE)
    assert patch is not None
    np.testing.assert_allclose(patch.east, 30 / 3.6, rtol=1e-6)


def test_true_directions_are_preferred_to_the_grids(tmp_path: Path) -> None:
    """A file that holds a current both ways is read the way that needs no turning; the depth mean comes last."""
    path = write_lat_lon(tmp_path / "a.nc", lon=LON, lat=LAT, values=flat(0.3, 0.0))
    with netCDF4.Dataset(path, "a") as file:
        for x, y in (
            ("sea_water_x_velocity", "sea_water_y_velocity"),
            ("barotropic_eastward_sea_water_velocity", "barotropic_northward_sea_water_velocity"),
        ):
            for name in (x, y):
                speed = file.createVariable(name, "f4", ("time", "lat", "lon"))
                speed.units, speed.standard_name, speed[:] = "m s-1", name, 0.9
    patch = open_cf([path])[0].patch(HERE)
    assert patch is not None
    np.testing.assert_allclose(patch.east, 0.3)


def test_one_missing_hour_is_bridged_and_a_long_gap_is_not(tmp_path: Path) -> None:
    """What may be interpolated across follows from the product's usual step."""
    hourly = write_lat_lon(tmp_path / "h.nc", lon=LON, lat=LAT, hours=(0, 1, 2))
    slow = write_lat_lon(tmp_path / "s.nc", lon=LON, lat=LAT, hours=(0, 6, 12))
    bridges = []
    for path in (hourly, slow):
        patch = open_cf([path])[0].patch(HERE)
        assert patch is not None
        bridges.append(patch.bridge_s)
    assert bridges == [3 * HOUR, 9 * HOUR]


def test_one_moment_without_an_axis_is_read(tmp_path: Path) -> None:
    """A time that is a single number beside the field, as some analyses have it, is its time."""
    path = tmp_path / "moment.nc"
    with netCDF4.Dataset(path, "w") as file:
        for name, axis, unit in (("lon", LON, "degrees_east"), ("lat", LAT, "degrees_north")):
            file.createDimension(name, axis.size)
            variable = file.createVariable(name, "f8", (name,))
            variable.units, variable[:] = unit, axis
        time = file.createVariable("time", "f8", ())
        time.units, time[...] = "hours since 2026-01-05", 1
        for name in ("u10", "v10"):
            speed = file.createVariable(name, "f4", ("lat", "lon"))
            speed.units, speed[:] = "m/s", 6.0
    (source,) = open_cf([path])
    patch = source.patch(HERE)
    assert patch is not None
    assert patch.east.shape[0] == 1
    np.testing.assert_array_equal(patch.times, [START + HOUR])


def test_insisting_says_which_hours_there_are(tmp_path: Path) -> None:
    """Whoever must have a patch is told what the file has instead."""
    (source,) = open_cf([write_lat_lon(tmp_path / "a.nc", lon=LON, lat=LAT)])
    late = Window(lon=1.5, lat=51, reach_m=1e4, earliest=START + 99 * HOUR, latest=START + 100 * HOUR)
    with pytest.raises(HoursOutside, match="from 2026-01-05 00:00 UTC to 2026-01-05 02:00 UTC"):
        source.insist(late)


def test_places_beside_a_filled_shore_have_a_current(tmp_path: Path) -> None:
    """A drifter between the last wet node and the land has the mean of what is near, not nothing."""
    east, north = flat(0.6, 0.2)
    east[:, :, :14] = np.nan
    path = write_lat_lon(tmp_path / "a.nc", lon=LON, lat=LAT, values=(east, north))
    patch = open_cf([path])[0].patch(HERE)
    assert patch is not None
    got = at(patch, np.array([1.35, 1.25, 1.15]), np.array([51.0, 51.0, 51.0]))[0]
    np.testing.assert_allclose(got[:2], 0.6, rtol=1e-6)
    assert np.isnan(got[2])
