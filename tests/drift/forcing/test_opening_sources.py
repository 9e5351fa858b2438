"""What a source says of itself opens the same source again."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from forcing_files import HOUR, START, write_lat_lon

from ashore.drift.forcing.analytic import Analytic, Shear, SolidBody
from ashore.drift.forcing.cf import open_cf
from ashore.drift.forcing.constant import Constant
from ashore.drift.forcing.naming import Naming
from ashore.drift.forcing.opening import open_source
from ashore.drift.forcing.source import Source, Window
from ashore.drift.forcing.tide import SyntheticChannelTide
from ashore.drift.wander import Wander

LON, LAT = np.arange(0.0, 3.0, 0.1), np.arange(50.0, 52.0, 0.1)
HERE = Window(lon=1.5, lat=50.8, reach_m=20e3, earliest=START, latest=START + 2 * HOUR)
FITTED = Wander(sigma=0.2, hours=5.0, fitted=True, basis="fitted on a test", tail=4.0)


def sources(folder: Path) -> list[Source]:
    plain = write_lat_lon(folder / "plain.nc", lon=LON, lat=LAT)
    bare = write_lat_lon(
        folder / "bare.nc", lon=LON, lat=LAT, names=("aa", "bb"), standard=None, units="cm/s"
    )
    return [
        *open_source(str(plain)),
        *open_cf([plain], wander=FITTED, name="ours"),
        *open_cf([plain], filling="opendrift"),
        *open_cf([bare], kinds=["wind"], naming=Naming(x="aa", y="bb", along="grid", units="kn")),
        *open_source("current=1.5kn@045"),
        Constant("wind", 3.0, -4.0, wander=FITTED),
        Analytic("current", SolidBody(lat=50.8, lon=1.5, period_s=1e5), spacing_m=4e3, wander=FITTED),
        Analytic("wind", Shear(lat=50.8, lon=1.5, rate=1e-4), every_s=900),
        *open_source("synthetic"),
        SyntheticChannelTide(wander=FITTED),
    ]


def test_a_record_opens_the_same_source_again(tmp_path: Path) -> None:
    """Through JSON and back: the same product, the same error, the same values."""
    for source in sources(tmp_path):
        (again,) = open_source(json.loads(json.dumps(source.describe())))
        assert again.describe() == source.describe()
        assert again.product == source.product
        one, other = source.patch(HERE), again.patch(HERE)
        assert one is not None
        assert other is not None
        np.testing.assert_array_equal(one.east, other.east)
        np.testing.assert_array_equal(one.north, other.north)


@pytest.mark.parametrize("spec", ["{folder}", "{folder}/part-*.nc"])
def test_a_directory_and_a_pattern_are_one_source_in_time(tmp_path: Path, spec: str) -> None:
    """Files beside each other follow each other."""
    for day in range(3):
        write_lat_lon(tmp_path / f"part-{day}.nc", lon=LON, lat=LAT, hours=24 * day + np.arange(24.0))
    (source,) = open_source(spec.format(folder=tmp_path))
    patch = source.patch(Window(lon=1.5, lat=50.8, reach_m=2e4, earliest=START, latest=START + 71 * HOUR))
    assert patch is not None
    np.testing.assert_array_equal(patch.times, START + HOUR * np.arange(72))


def test_wind_and_current_in_different_files_of_one_directory_are_both_found(tmp_path: Path) -> None:
    """A directory may hold both; each kind takes the files that have it."""
    write_lat_lon(tmp_path / "sea.nc", lon=LON, lat=LAT)
    write_lat_lon(tmp_path / "air.nc", lon=LON - 1, lat=LAT + 1, names=("u10", "v10"), standard=None)
    assert [source.product.kind for source in open_source(str(tmp_path))] == ["current", "wind"]


def test_a_zarr_store_is_read_like_a_file(tmp_path: Path) -> None:
    """The same field from a Zarr store gives the same patch."""
    pytest.importorskip("zarr", reason="zarr is not installed: reading Zarr is checked where it is")
    import xarray

    path = write_lat_lon(tmp_path / "a.nc", lon=LON, lat=LAT)
    with xarray.open_dataset(path, decode_times=False) as dataset:
        dataset.to_zarr(tmp_path / "a.zarr", zarr_format=2)
    (plain,), (store,) = open_source(str(path)), open_source(str(tmp_path / "a.zarr"))
    one, other = plain.patch(HERE), store.patch(HERE)
    assert one is not None
    assert other is not None
    np.testing.assert_array_equal(one.east, other.east)
