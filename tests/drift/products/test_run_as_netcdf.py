"""The NetCDF file of a run: CF as xarray reads it, whole or not at all, and read back as the same run."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import xarray as xr
from made_up_runs import START, drifting, ensemble, parting_run, synthetic

from ashore.drift.ensemble import Part, Status
from ashore.drift.products.cloud import cloud_at
from ashore.drift.products.containment import containment
from ashore.drift.products.netcdf import CannotSave, NotARun, read, write


def waiting_run() -> object:
    """Return three boats of which one starts an hour late and one strands."""
    x = np.array([[0.0, np.nan, 10.0], [100.0, 4000.0, 10.0], [200.0, 4100.0, 10.0]])
    status = np.array([[1, 0, 1], [1, 1, 2], [1, 1, 2]], np.uint8)
    return ensemble(START + np.arange(3) * 3600.0, x, 0 * x, status=status)


@pytest.mark.parametrize("lon", [2.0, 179.99, -179.99])
def test_a_run_comes_back_as_it_was(tmp_path: Path, lon: float) -> None:
    """Everything is equal, places to two centimetres, also across 180°."""
    run = drifting(300, 6, lon=lon)
    write(run, tmp_path / "run.nc")
    back = read(tmp_path / "run.nc")
    assert np.abs(back.x - run.x).max() < 0.02
    assert np.abs(back.y - run.y).max() < 0.02
    for name in ("times", "status", "part", "scenario", "world", "weight", "mean_current", "mean_wind"):
        assert np.array_equal(getattr(back, name), getattr(run, name)), name
        assert getattr(back, name).dtype == getattr(run, name).dtype, name
    assert (back.record, back.scenarios, back.chart) == (run.record, run.scenarios, run.chart)


def test_products_drawn_from_the_file_are_those_of_the_run(tmp_path: Path) -> None:
    """The areas of a run read back are the areas of the run."""
    run = parting_run()
    write(run, tmp_path / "run.nc")
    was, now = (
        containment(cloud_at(each, START + 30_000)).areas() for each in (run, read(tmp_path / "run.nc"))
    )
    assert [area.area_m2 for area in now] == pytest.approx([area.area_m2 for area in was], rel=1e-3)


def test_what_has_not_started_has_no_place_in_the_file(tmp_path: Path) -> None:
    """A waiting particle is missing data there, and not a number here."""
    write(waiting_run(), tmp_path / "run.nc")
    assert np.isnan(read(tmp_path / "run.nc").x[0, 1])
    with xr.open_dataset(tmp_path / "run.nc") as file:
        assert np.isnan(file.lon.values[1, 0])
        assert np.isfinite(file.lon.values[1, 1:]).all()


def test_xarray_opens_it_as_cf_trajectories(tmp_path: Path) -> None:
    """One trajectory id, one time axis decoded as dates, longitude and latitude in degrees, flags with meanings."""
    run = parting_run()
    write(run, tmp_path / "run.nc")
    with xr.open_dataset(tmp_path / "run.nc") as file:
        assert file.attrs["featureType"] == "trajectory"
        assert file.attrs["Conventions"] == "CF-1.11"
        assert file.trajectory.attrs["cf_role"] == "trajectory_id"
        assert file.lon.dims == file.lat.dims == file.status.dims == ("trajectory", "time")
        assert file.time.values[0] == np.datetime64("2023-11-14T22:20:00")
        lon, lat = run.places(5)
        assert np.abs(file.lon.values[:, 5] - lon).max() < 1e-7
        assert np.abs(file.lat.values[:, 5] - lat).max() < 1e-7
        assert file.lon.attrs["standard_name"] == "longitude"
        meanings = file.status.attrs["flag_meanings"].split()
        assert list(file.status.attrs["flag_values"]) == list(range(len(meanings)))
        assert meanings[Status.AGROUND] == "aground"
        assert file.part.attrs["flag_meanings"].split()[Part.HULL] == "hull"
        assert file.scenario.attrs["flag_meanings"] == "afloat swamps"


def test_the_run_record_is_in_the_file(tmp_path: Path) -> None:
    """Whoever has the file has what it was made from, and its assumptions in words."""
    run = drifting(10)
    write(run, tmp_path / "run.nc")
    with xr.open_dataset(tmp_path / "run.nc") as file:
        record = json.loads(file.attrs["ashore_record"])
        assert record["request"] == {"seed": 7}
        assert record["sources"][0]["name"] == "NorKyst-800"
        assert "assumption" in file.attrs["comment"]


@pytest.mark.parametrize("made_up", [True, False])
def test_a_synthetic_run_says_so_in_its_title(tmp_path: Path, made_up: bool) -> None:
    """The title begins with SYNTHETIC when, and only when, something under the run is made up."""
    run = drifting(10, record=synthetic()) if made_up else drifting(10)
    write(run, tmp_path / "run.nc")
    with xr.open_dataset(tmp_path / "run.nc") as file:
        assert file.attrs["title"].startswith("SYNTHETIC") is made_up


def test_another_programs_file_is_refused(tmp_path: Path) -> None:
    """A NetCDF file that isn't ours gets a sentence, and so does text."""
    xr.Dataset({"a": ("x", [1.0])}).to_netcdf(tmp_path / "other.nc")
    (tmp_path / "words.nc").write_text("not NetCDF at all")
    for name, why in (("other.nc", "it doesn't say that it is"), ("words.nc", "Unknown file format")):
        with pytest.raises(NotARun, match=why):
            read(tmp_path / name)
    with pytest.raises(NotARun, match="No such file"):
        read(tmp_path / "none.nc")


@pytest.mark.parametrize("kept", [0.2, 0.5, 0.9])
def test_a_cut_file_is_refused_not_half_read(tmp_path: Path, kept: float) -> None:
    """A file cut short by a full disk is not taken for a run."""
    write(drifting(500), tmp_path / "run.nc")
    whole = (tmp_path / "run.nc").read_bytes()
    (tmp_path / "cut.nc").write_bytes(whole[: int(kept * len(whole))])
    with pytest.raises(NotARun):
        read(tmp_path / "cut.nc")


def test_a_missing_variable_is_said(tmp_path: Path) -> None:
    """Somebody took the weights out: that is no run any more."""
    write(drifting(20), tmp_path / "run.nc")
    with xr.open_dataset(tmp_path / "run.nc") as file:
        file.drop_vars("weight").to_netcdf(tmp_path / "less.nc")
    with pytest.raises(NotARun, match="a part of it is missing"):
        read(tmp_path / "less.nc")


def test_a_folder_that_is_not_there_is_said_and_nothing_is_left(tmp_path: Path) -> None:
    """Writing to nowhere is a sentence; an older file of the same name is not touched by a failure."""
    with pytest.raises(CannotSave, match="could not be written to"):
        write(drifting(5), tmp_path / "nowhere" / "run.nc")
    (tmp_path / "run.nc").mkdir()
    with pytest.raises(CannotSave):
        write(drifting(5), tmp_path / "run.nc")
    assert [path.name for path in tmp_path.iterdir()] == ["run.nc"]
