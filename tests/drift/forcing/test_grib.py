"""GRIB is decoded in a process of its own, and read like any other file."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
from forcing_files import HOUR, START, at
from grib_files import GRIB_ABSENT, write_grib, write_lambert_grib

from ashore.drift.forcing.grib import GribExtraMissing, GribSource
from ashore.drift.forcing.hours import HoursOutside
from ashore.drift.forcing.naming import NothingInside
from ashore.drift.forcing.opening import open_source
from ashore.drift.forcing.source import Window
from ashore.drift.forcing.volume import ForcingUnreadable

HERE = Window(lon=12.0, lat=51.0, reach_m=200e3, earliest=START + HOUR, latest=START + 4 * HOUR)

needs_grib = pytest.mark.skipif(
    GRIB_ABSENT, reason="the extra grib (eccodes) is not installed: GRIB is checked where it is"
)


@pytest.mark.skipif(not GRIB_ABSENT, reason="the extra grib is installed here, so its absence cannot be seen")
def test_without_the_extra_grib_is_refused_in_words(tmp_path: Path) -> None:
    """Nothing but GRIB needs the decoder, and where it is missing the sentence says what to install."""
    path = tmp_path / "wind.grib2"
    path.write_bytes(b"GRIB" + bytes(40))
    with pytest.raises(GribExtraMissing, match="what decodes GRIB is not installed") as caught:
        open_source(str(path))
    assert "extra" in caught.value.advice()


@needs_grib
@pytest.mark.parametrize("south_first", [False, True])
def test_wind_comes_out_where_and_when_it_was_put_in(tmp_path: Path, south_first: bool) -> None:
    """Steps become hours, rows either way round become places, and only the steps needed are decoded."""
    path = write_grib(tmp_path / "w.grib2", steps=(0, 3, 6, 9, 12), south_first=south_first)
    (source,) = open_source(str(path))
    assert source.product.kind == "wind"
    assert source.product.issued == START
    patch = source.patch(HERE)
    assert patch is not None
    np.testing.assert_array_equal(patch.times, START + HOUR * np.array([0, 3, 6]))
    east, north = at(patch, np.array([11.0, 13.0]), np.array([50.5, 51.5]))
    np.testing.assert_allclose(east, [1.1, 1.3], atol=2e-3)
    np.testing.assert_allclose(north, [5.05, 5.15], atol=2e-3)


@needs_grib
def test_currents_and_missing_values_are_read(tmp_path: Path) -> None:
    """A bitmap's holes are missing after reading, but for the nodes beside the sea."""
    path = write_grib(tmp_path / "c.grib2", current=True, speed=0.5, hole=True)
    (source,) = open_source(str(path))
    assert source.product.kind == "current"
    asked = Window(lon=30.0, lat=20.0, reach_m=2500e3, earliest=START, latest=START + HOUR)
    patch = source.patch(asked)
    assert patch is not None
    missing = np.isnan(patch.east[0]).all(axis=0)
    np.testing.assert_array_equal(missing, (patch.lon[0] > 30) & (patch.lon[0] < 50))
    assert any("filled" in note for note in patch.notes)


@needs_grib
def test_wind_along_the_axes_of_a_lambert_grid_is_turned(tmp_path: Path) -> None:
    """Ten degrees west of the grid's own meridian its x axis points north of east by ten degrees times sin 52."""
    (source,) = open_source(str(write_lambert_grib(tmp_path / "l.grib2")))
    patch = source.patch(Window(lon=2.0, lat=51.0, reach_m=60e3, earliest=START, latest=START))
    assert patch is not None
    assert patch.locate is None
    west = (10 - patch.lon + 180) % 360 - 180
    angle = np.radians(west * np.sin(np.radians(52.0)))
    np.testing.assert_allclose(patch.east[0], 8 * np.cos(angle), atol=0.02)
    np.testing.assert_allclose(patch.north[0], 8 * np.sin(angle), atol=0.02)


@needs_grib
def test_wind_at_another_height_is_no_wind_here(tmp_path: Path) -> None:
    """The wind at 100 m is not taken for the wind at 10 m."""
    with pytest.raises(NothingInside, match="GRIB messages of other things"):
        open_source(str(write_grib(tmp_path / "w.grib2", level=100)))


@needs_grib
def test_a_grib_file_cut_short_is_refused(tmp_path: Path) -> None:
    """Half a message is a fault that names the file."""
    path = write_grib(tmp_path / "w.grib2")
    path.write_bytes(path.read_bytes()[:-300])
    with pytest.raises(ForcingUnreadable, match=r"w\.grib2"):
        open_source(str(path))


@needs_grib
def test_other_hours_than_the_messages_are_said(tmp_path: Path) -> None:
    """A window after the last step gets no patch, and whoever insists is told the hours."""
    (source,) = open_source(str(write_grib(tmp_path / "w.grib2")))
    assert isinstance(source, GribSource)
    late = Window(lon=12.0, lat=51.0, reach_m=2e5, earliest=START + 30 * HOUR, latest=START + 40 * HOUR)
    assert source.patch(late) is None
    with pytest.raises(HoursOutside, match="to 2026-01-05 06:00 UTC"):
        source.insist(late)


@needs_grib
def test_a_record_opens_the_same_grib_again(tmp_path: Path) -> None:
    """Described and opened again, it gives the same values."""
    (source,) = open_source(str(write_grib(tmp_path / "w.grib2")))
    (again,) = open_source(source.describe())
    assert again.product == source.product
    one, other = source.patch(HERE), again.patch(HERE)
    assert one is not None
    assert other is not None
    np.testing.assert_array_equal(one.east, other.east)


def test_the_decoder_is_never_loaded_in_our_own_process() -> None:
    """Opening sources imports neither the GRIB library nor its child's module."""
    import ashore.drift.forcing.opening

    assert ashore.drift.forcing.opening.open_source is open_source
    assert "ashore.drift.forcing.grib-child" not in sys.modules
