"""The command reads tracks, says what it found in words or JSON, draws it, and refuses in a sentence."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from click.testing import CliRunner
from synthetic_drifters import START, drifters, ou

from ashore.drift.calibration.command import drift_calibrate


@pytest.fixture
def csv(tmp_path: Path) -> Path:
    """Return a table of six drifters with a current and a wind along them."""
    parts = [
        pd.DataFrame(
            {
                "drifter_id": track.id,
                "type": "CODE" if index % 2 else "OSKER",
                "time": pd.to_datetime(track.times, unit="s"),
                "lon": track.lon,
                "lat": track.lat,
                "u_current": np.zeros(0) if track.current is None else track.current[:, 0],
                "v_current": np.zeros(0) if track.current is None else track.current[:, 1],
                "x_wind": np.zeros(0) if track.wind is None else track.wind[:, 0],
                "y_wind": np.zeros(0) if track.wind is None else track.wind[:, 1],
            }
        )
        for index, track in enumerate(drifters(ou(0.3, 8), number=6, seed=1, windage=0.02))
    ]
    path = tmp_path / "tracks.csv"
    pd.concat(parts).to_csv(path, index=False)
    return path


def test_the_answer_is_said_first_in_words(csv: Path, tmp_path: Path) -> None:
    """The first line is the fit in words; tables of misses and areas, fitted and unfitted, follow."""
    picture = tmp_path / "calibration.png"
    result = CliRunner().invoke(drift_calibrate, [str(csv), "--picture", str(picture)])
    assert result.exit_code == 0, result.output
    first = result.output.splitlines()[0]
    assert first.startswith("the current along the tracks: fitted to 6 drifters, the error is 0.")
    for words in (
        "of drifters it was not fitted on; unfitted,",
        "rms miss, km",
        "held after  24 h, unfitted",
    ):
        assert words in result.output
    assert picture.exists()


def test_json_holds_one_calibration_for_each_kind(csv: Path, tmp_path: Path) -> None:
    """Asked by kind of drifter, there are two calibrations and two numbered pictures."""
    picture = tmp_path / "c.png"
    result = CliRunner().invoke(
        drift_calibrate, [str(csv), "--by", "drifter", "--json", "--picture", str(picture)]
    )
    told = json.loads(result.output)
    assert [each["group"] for each in told] == ["OSKER", "CODE"]
    assert {path.name for path in tmp_path.glob("c-*.png")} == {"c-1.png", "c-2.png"}


def test_forcing_files_are_read_along_tracks_that_carry_none(tmp_path: Path) -> None:
    """Tracks of places alone are calibrated against a NetCDF current."""
    tracks = drifters(ou(0.2, 8), number=2, seed=1, hours=lambda random: 40)
    parts = [
        pd.DataFrame(
            {
                "id": track.id,
                "time": pd.to_datetime(track.times, unit="s"),
                "lon": track.lon,
                "lat": track.lat,
            }
        )
        for track in tracks
    ]
    pd.concat(parts).to_csv(tmp_path / "bare.csv", index=False)
    lon, lat = np.linspace(1, 6, 26), np.linspace(56.5, 59.5, 31)
    shape = (48, len(lat), len(lon))
    axes = {
        "time": pd.to_datetime(START + 3600 * np.arange(48), unit="s"),
        "lat": ("lat", lat, {"units": "degrees_north", "standard_name": "latitude"}),
        "lon": ("lon", lon, {"units": "degrees_east", "standard_name": "longitude"}),
    }
    east = {"standard_name": "eastward_sea_water_velocity", "units": "m s-1"}
    north = {"standard_name": "northward_sea_water_velocity", "units": "m s-1"}
    xr.Dataset(
        {
            "uo": (("time", "lat", "lon"), np.full(shape, 0.2, np.float32), east),
            "vo": (("time", "lat", "lon"), np.zeros(shape, np.float32), north),
        },
        coords=axes,
    ).to_netcdf(tmp_path / "current.nc")
    result = CliRunner().invoke(
        drift_calibrate, [str(tmp_path / "bare.csv"), "--forcing", str(tmp_path / "current.nc"), "--json"]
    )
    assert result.exit_code == 0, result.output
    (told,) = json.loads(result.output)
    assert told["drifters"] == 2
    bare = CliRunner().invoke(drift_calibrate, [str(tmp_path / "bare.csv")])
    assert bare.exit_code == 3
    assert "no current is known along it, and no forcing was given" in bare.output


def test_free_runs_are_made_of_the_forcing_given(csv: Path) -> None:
    """With fields and a class, free runs stand in the table; without fields the asker is told to give them."""
    table = pd.read_csv(csv)
    short = csv.with_name("short.csv")
    table[table["drifter_id"].isin(["d0", "d1"])].groupby("drifter_id").head(8).to_csv(short, index=False)
    asked = [str(short), "--free", "class:SLDMB", "--every", "12"]
    fields = ["--forcing", "current=0.2@090", "--forcing", "wind=5@000"]
    result = CliRunner().invoke(drift_calibrate, [*asked, *fields])
    assert result.exit_code == 0, result.output
    assert "held after   3 h, free run, fitted on others" in result.output
    refused = CliRunner().invoke(drift_calibrate, asked)
    assert refused.exit_code == 2
    assert "give them with --forcing" in refused.output


def test_named_columns_and_a_given_windage_are_used(csv: Path) -> None:
    """What is said on the command line goes before what is guessed."""
    named = ["--current", "u_current", "v_current", "--wind", "x_wind", "y_wind", "--windage", "2", "0"]
    result = CliRunner().invoke(drift_calibrate, [str(csv), *named])
    assert "2.0 % of its speed downwind and 0.0 % to the right (given)." in result.output


def test_a_fault_is_a_sentence_and_a_hint(tmp_path: Path) -> None:
    """A missing file ends with a sentence, not a traceback."""
    result = CliRunner().invoke(drift_calibrate, [str(tmp_path / "none.csv")])
    assert result.exit_code == 3
    assert "No tracks could be read from none.csv: there is no such file." in result.output
