"""Feeds, in directories laid out and files written as their makers do."""

from __future__ import annotations

import shutil
from pathlib import Path

import netCDF4
import numpy as np
import pytest
from forcing_files import HOUR, START
from grib_files import GRIB_ABSENT, write_grib
from hypothesis import given, settings
from hypothesis import strategies as st

from ashore.drift.forcing.feeds import FEEDS, FeedEmpty, open_feed
from ashore.drift.forcing.opening import open_source
from ashore.drift.forcing.source import Window, why_nothing
from ashore.drift.forcing.volume import ForcingUnreadable

DAY = 24 * HOUR
DOVER = (1.4, 51.0)


def window(first_h: float, last_h: float) -> Window:
    return Window(
        lon=DOVER[0],
        lat=DOVER[1],
        reach_m=30e3,
        earliest=START + first_h * HOUR,
        latest=START + last_h * HOUR,
    )


def write_shelf(folder: Path, bulletin: str, day: str, speed: float) -> Path:
    """One day of the shelf model: shorts with a scale on time, depth, lat, lon, hourly, north-east of a corner."""
    start = {"20260104": -24, "20260105": 0, "20260106": 24}[day]
    lon, lat = np.arange(0.0, 3.0, 0.03), np.arange(50.0, 52.0, 0.0135)
    path = folder / f"metoffice_foam1_amm15_NWS_CUR_b{bulletin}_hi{day}.nc"
    with netCDF4.Dataset(path, "w") as file:
        file.title = "hourly-instantaneous currents (3D)"
        file.Conventions = "CF-1.7"
        for name, axis, unit in (
            ("depth", np.array([0.0, 3.0, 10.0]), "m"),
            ("lat", lat, "degrees_north"),
            ("lon", lon, "degrees_east"),
        ):
            file.createDimension(name, axis.size)
            variable = file.createVariable(name, "f4", (name,))
            variable.units, variable[:] = unit, axis
        file["depth"].positive, file["depth"].standard_name = "down", "depth"
        file.createDimension("time", None)
        time = file.createVariable("time", "f8", ("time",))
        time.units, time.calendar, time.standard_name = (
            "seconds since 1970-01-01 00:00:00",
            "gregorian",
            "time",
        )
        time[:] = START + (start + np.arange(24)) * HOUR
        for name, way in (("uo", "eastward"), ("vo", "northward")):
            current = file.createVariable(name, "i2", ("time", "depth", "lat", "lon"), fill_value=-32768)
            current.scale_factor, current.add_offset = 0.001, 0.0
            current.standard_name, current.units = f"{way}_sea_water_velocity", "m s-1"
            values = np.ma.masked_array(np.full((24, 3, lat.size, lon.size), speed if name == "uo" else 0.0))
            values[:, 1:] += 5
            values[:, :, :, :20] = np.ma.masked
            current[:] = values
    return path


def test_the_shelf_model_is_read_from_its_own_files(tmp_path: Path) -> None:
    """Packed, with depths, one file a day: each day's surface from the latest bulletin, and the oldest one's age."""
    write_shelf(tmp_path, "20260104", "20260104", 0.1)
    write_shelf(tmp_path, "20260104", "20260105", 0.2)
    write_shelf(tmp_path, "20260105", "20260105", 0.3)
    write_shelf(tmp_path, "20260105", "20260106", 0.4)
    source = open_feed("cmems-nws", tmp_path)
    assert source.product.issued == START
    patch = source.patch(window(-3, 30))
    assert patch is not None
    middle = patch.lon.shape[1] // 2
    got = patch.east[:, 5, middle]
    np.testing.assert_allclose(got[patch.times < START], 0.1, atol=1e-6)
    np.testing.assert_allclose(got[(patch.times >= START) & (patch.times < START + DAY)], 0.3, atol=1e-6)
    np.testing.assert_allclose(got[patch.times >= START + DAY], 0.4, atol=1e-6)
    assert patch.product.issued == START - DAY
    assert patch.product.name == "CMEMS North-West Shelf (Met Office AMM15)"
    assert any("2 forecasts" in note for note in patch.notes)


def test_only_files_that_can_hold_the_window_are_opened(tmp_path: Path) -> None:
    """A spoilt file of another day does no harm; one of the day itself does."""
    write_shelf(tmp_path, "20260105", "20260105", 0.3)
    spoilt = write_shelf(tmp_path, "20260104", "20260104", 0.1)
    spoilt.rename(tmp_path / spoilt.name.replace("20260104", "20251201"))
    (tmp_path / spoilt.name.replace("20260104", "20251201")).write_bytes(b"not a file any more")
    write_shelf(tmp_path, "20260104", "20260104", 0.1)
    patch = open_feed("cmems-nws", tmp_path).patch(window(-1, 2))
    assert patch is not None
    assert patch.product.origin == "feed cmems-nws, 2 files"
    with pytest.raises(ForcingUnreadable, match="hi20251201"):
        open_feed("cmems-nws", tmp_path).patch(window(-35 * 24, -34 * 24 + 2))


def test_a_record_of_a_feed_does_not_see_later_forecasts(tmp_path: Path) -> None:
    """A run made again takes the forecasts that were there, not the one that has come since."""
    write_shelf(tmp_path, "20260104", "20260105", 0.2)
    source = open_feed("cmems-nws", tmp_path)
    write_shelf(tmp_path, "20260105", "20260105", 0.3)
    (again,) = open_source(source.describe())
    (fresh,) = open_source(f"cmems-nws:{tmp_path}")
    for one, speed in ((again, 0.2), (fresh, 0.3)):
        patch = one.patch(window(2, 4))
        assert patch is not None
        assert np.nanmax(patch.east) == pytest.approx(speed)


def test_a_feed_has_nothing_for_hours_it_does_not_reach(tmp_path: Path) -> None:
    """Beyond its last hour a feed gives no patch, so that the next source is asked."""
    write_shelf(tmp_path, "20260105", "20260105", 0.3)
    source = open_feed("cmems-nws", tmp_path)
    assert source.patch(window(80, 90)) is None
    assert source.patch(window(-90, -80)) is None
    assert "it goes from 2026-01-05 00:00 UTC to 2026-01-06 00:00 UTC" in why_nothing(source, window(80, 90))


@pytest.mark.parametrize("key", FEEDS)
def test_an_empty_feed_says_what_it_looked_for(tmp_path: Path, key: str) -> None:
    """The sentence names the product and the hint a file as it should be called."""
    (tmp_path / "readme.txt").write_text("nothing yet")
    with pytest.raises(FeedEmpty, match="there is no file of") as caught:
        open_feed(key, tmp_path)
    assert FEEDS[key].example in caught.value.advice()


@pytest.mark.parametrize("key", FEEDS)
def test_a_feeds_example_is_one_of_its_files(key: str) -> None:
    """The name shown to people is a name that is read."""
    assert FEEDS[key].share(Path(FEEDS[key].example)) is not None


@pytest.mark.parametrize(
    ("path", "issued", "valid"),
    [
        ("gfs.20260105/06/atmos/gfs.t06z.pgrb2.0p25.f012", 6, 18),
        ("2026010518/gfs.t18z.pgrb2.0p25.f000", 18, 18),
        ("20260105_gfs.t00z.pgrb2.0p25.f120.grib2", 0, 120),
    ],
)
def test_a_gfs_file_tells_its_run_and_its_hour(path: str, issued: float, valid: float) -> None:
    """The day stands in a directory or before the name, as fetchers have it."""
    share = FEEDS["gfs"].share(Path("/data") / path)
    assert share is not None
    assert (share.issued, share.first, share.last) == (
        START + issued * HOUR,
        START + valid * HOUR,
        START + valid * HOUR,
    )


@settings(deadline=None)
@given(
    name=st.one_of(
        st.text(max_size=40),
        st.from_regex(r"metoffice_foam1_amm15_NWS_CUR_b\d{8}_hi\d{8}\.nc", fullmatch=True),
        st.from_regex(r"\d{10}0000-\d{1,4}h-oper-fc\.grib2", fullmatch=True),
        st.from_regex(r"20\d{6}/gfs\.t\d\dz\.pgrb2\.0p25\.f\d{3}", fullmatch=True),
    )
)
def test_no_name_of_a_file_upsets_a_feed(name: str) -> None:
    """Whatever lies in the directory, also a name with a date that there is not, is the product's file or is not."""
    for feed in FEEDS.values():
        share = feed.share(Path(name))
        assert share is None or share.first <= share.last


def test_a_gfs_run_in_netcdf_is_read(tmp_path: Path) -> None:
    """As THREDDS writes it: north first, 0 to 360, a height axis, a reference time, no standard names."""
    path = tmp_path / "GFS_Global_0p25deg_20260105_0600.grib2.nc"
    lon, lat = np.arange(0, 360, 2.5), np.arange(90, -90.1, -2.5)
    with netCDF4.Dataset(path, "w") as file:
        for name, axis, unit in (
            ("lat", lat, "degrees_north"),
            ("lon", lon, "degrees_east"),
            ("height_above_ground2", np.array([10.0, 80.0]), "m"),
        ):
            file.createDimension(name, axis.size)
            variable = file.createVariable(name, "f4", (name,))
            variable.units, variable[:] = unit, axis
        file.createDimension("time1", 9)
        time = file.createVariable("time1", "f8", ("time1",))
        time.units, time.standard_name = "Hour since 2026-01-05T06:00:00Z", "time"
        time[:] = 3.0 * np.arange(9)
        made = file.createVariable("reftime", "f8", ())
        made.units, made.standard_name = "Hour since 2026-01-05T06:00:00Z", "forecast_reference_time"
        made[...] = 0.0
        for way in "uv":
            wind = file.createVariable(
                f"{way}-component_of_wind_height_above_ground",
                "f4",
                ("time1", "height_above_ground2", "lat", "lon"),
            )
            wind.units, wind.Grib_Variable_Id = "m/s", "VAR_0-2-2_L103"
            wind[:] = np.array([7.0, 99.0])[None, :, None, None]
    patch = open_feed("gfs", tmp_path).patch(window(8, 20))
    assert patch is not None
    np.testing.assert_allclose(patch.east, 7.0)
    assert patch.product.issued == START + 6 * HOUR
    assert patch.bridge_s == 4.5 * HOUR


@pytest.mark.skipif(
    GRIB_ABSENT, reason="the extra grib (eccodes) is not installed: GRIB feeds are checked where it is"
)
@pytest.mark.parametrize("key", ["ecmwf", "gfs"])
def test_a_feed_in_grib_is_put_together_from_two_runs(tmp_path: Path, key: str) -> None:
    """One file a step, two runs: each hour from the later run that has it, with the steps on both sides."""
    for run in (0, 6):
        for step in (0, 3, 6, 9, 12):
            if key == "ecmwf":
                stream = "oper" if run == 0 else "scda"
                path = tmp_path / f"20260105{run:02d}0000-{step}h-{stream}-fc.grib2"
            else:
                path = tmp_path / f"gfs.20260105/{run:02d}/atmos/gfs.t{run:02d}z.pgrb2.0p25.f{step:03d}"
            path.parent.mkdir(parents=True, exist_ok=True)
            write_grib(path, run_h=run, steps=(step,), speed=float(run + step))
    source = open_feed(key, tmp_path)
    assert source.product.issued == START + 6 * HOUR
    patch = source.patch(window(4, 11))
    assert patch is not None
    np.testing.assert_array_equal(patch.times, START + HOUR * np.array([3, 6, 9, 12]))
    np.testing.assert_allclose(patch.east[:, 3, 3], [3, 6, 9, 12], atol=0.02)
    assert patch.product.issued == START
    assert patch.product.name == FEEDS[key].name


def test_the_directory_of_a_feed_must_be_there(tmp_path: Path) -> None:
    """A feed whose directory has gone is a fault, not an empty feed."""
    write_shelf(tmp_path, "20260105", "20260105", 0.3)
    said = open_feed("cmems-nws", tmp_path).describe()
    shutil.rmtree(tmp_path)
    with pytest.raises(Exception, match="no wind or current file"):
        open_source(said)
