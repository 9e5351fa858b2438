"""Tracks are read from every layout drifter data come in, and what cannot be told is asked for."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from synthetic_drifters import START, drifters, ou

from ashore.drift.calibration.columns import ColumnsUnclear, Naming
from ashore.drift.calibration.reading import (
    TracksUnreadable,
    read_tracks,
    tracks_from_dataset,
    tracks_from_frame,
)
from ashore.drift.calibration.tracks import Track, TrackUnusable
from ashore.drift.forcing.naming import UnknownUnit

TRACKS = drifters(ou(0.3, 8), number=3, seed=5, hours=lambda random: int(random.integers(5, 12)))


def frame(tracks: list[Track] = TRACKS) -> pd.DataFrame:
    """Return the tracks as a plain table with a row for each fix."""
    return pd.concat(
        pd.DataFrame(
            {
                "drifter_id": track.id,
                "time": pd.to_datetime(track.times, unit="s"),
                "lon": track.lon,
                "lat": track.lat,
                "u_current": track.current[:, 0],
                "v_current": track.current[:, 1],
                "u10": track.wind[:, 0],
                "v10": track.wind[:, 1],
            }
        )
        for track in tracks
        if track.current is not None and track.wind is not None
    ).reset_index(drop=True)


def assert_same(read: list[Track], tracks: list[Track] = TRACKS) -> None:
    """Assert that what was read is what was written, to the precision of a table."""
    assert [track.id for track in read] == [track.id for track in tracks]
    for one, other in zip(read, tracks, strict=True):
        np.testing.assert_allclose(one.times, other.times)
        for mine, theirs in (
            (one.lon, other.lon),
            (one.lat, other.lat),
            (one.current, other.current),
            (one.wind, other.wind),
        ):
            np.testing.assert_allclose(mine, theirs, atol=2e-6)


def ragged() -> xr.Dataset:
    """Return the tracks as a contiguous ragged CF dataset."""
    table = frame()
    data = {name: ("obs", table[name].to_numpy()) for name in table.columns if name != "drifter_id"}
    dataset = xr.Dataset(data)
    dataset["row_size"] = ("traj", [len(track.times) for track in TRACKS], {"sample_dimension": "obs"})
    dataset["name"] = ("traj", [track.id for track in TRACKS], {"cf_role": "trajectory_id"})
    return dataset


def padded(along: tuple[str, str] = ("trajectory", "obs")) -> xr.Dataset:
    """Return the tracks as a two-dimensional CF dataset, short ones padded."""
    longest = max(len(track.times) for track in TRACKS)
    table = frame()
    wide = {}
    for name in table.columns.drop("drifter_id"):
        empty = np.datetime64("NaT") if name == "time" else np.nan
        rows = [np.asarray(part) for _, part in table.groupby("drifter_id", sort=False)[name]]
        rows = [np.append(row, np.full(longest - len(row), empty, row.dtype)) for row in rows]
        wide[name] = (("trajectory", "obs"), np.stack(rows))
    dataset = xr.Dataset(wide).transpose(*along)
    dataset["trajectory_id"] = ("trajectory", [track.id for track in TRACKS], {"cf_role": "trajectory_id"})
    return dataset


@pytest.mark.parametrize("ending", ["csv", "tsv", "csv.gz", "semicolon.csv"])
def test_a_table_gives_its_tracks_back(tmp_path: Path, ending: str) -> None:
    """Commas, tabs, semicolons with decimal commas, and compressed tables are all read."""
    path = tmp_path / f"tracks.{ending}"
    if ending == "semicolon.csv":
        frame().to_csv(path, index=False, sep=";", decimal=",")
    else:
        frame().to_csv(path, index=False, sep="\t" if ending == "tsv" else ",")
    assert_same(read_tracks([path]))


@pytest.mark.parametrize("layout", ["ragged", "padded", "turned", "indexed", "alone"])
def test_every_cf_layout_gives_the_same_tracks(tmp_path: Path, layout: str) -> None:
    """Contiguous and indexed ragged, padded either way round and single trajectories are the same tracks."""
    if layout == "ragged":
        dataset = ragged()
    elif layout == "indexed":
        dataset = ragged().drop_vars("row_size")
        which = np.repeat(np.arange(3), [len(track.times) for track in TRACKS])
        dataset["index"] = ("obs", which, {"instance_dimension": "traj"})
    elif layout == "alone":
        dataset = xr.Dataset.from_dataframe(frame(TRACKS[:1]).drop(columns="drifter_id").set_index("time"))
    else:
        dataset = padded(("obs", "trajectory") if layout == "turned" else ("trajectory", "obs"))
    path = tmp_path / "d0.nc"
    dataset.to_netcdf(path)
    assert_same(read_tracks([path]), TRACKS[:1] if layout == "alone" else TRACKS)


def test_padded_tracks_without_names_are_numbered_whichever_way_they_lie() -> None:
    """Without ids, the dimension named for trajectories counts them, first or second."""
    for along in (("trajectory", "obs"), ("obs", "trajectory")):
        read = tracks_from_dataset(padded(along).drop_vars("trajectory_id"))
        assert [(track.id, len(track.times)) for track in read] == [
            (str(index), len(track.times)) for index, track in enumerate(TRACKS)
        ]


def test_one_time_axis_for_all_tracks_is_shared() -> None:
    """An orthogonal dataset with one row of times gives each track those times."""
    times = pd.to_datetime(START + 3600 * np.arange(4), unit="s")
    fields = {name: (("id", "time"), np.full((2, 4), value)) for name, value in (("lon", 3.0), ("lat", 58.0))}
    read = tracks_from_dataset(xr.Dataset(fields, coords={"time": times, "id": ["a", "b"]}))
    assert [track.id for track in read] == ["a", "b"]
    assert all(list(track.times) == [START + 3600 * hour for hour in range(4)] for track in read)
    assert all(track.current is None and track.wind is None for track in read)


def test_two_models_along_a_track_are_two_products() -> None:
    """Each track is given once for each current along it, and the drifter's own velocity is not a current."""
    table = frame().rename(columns={"u_current": "norkyst_u", "v_current": "norkyst_v"})
    table["topaz_u"], table["topaz_v"] = 2 * table["norkyst_u"], 2 * table["norkyst_v"]
    table["u"], table["v"], table["ve"], table["vn"] = 9.0, 9.0, 9.0, 9.0
    read = tracks_from_frame(table)
    assert [(track.id, track.product) for track in read[:2]] == [("d0", "norkyst"), ("d0", "topaz")]
    assert read[0].current is not None
    assert read[1].current is not None
    np.testing.assert_allclose(read[1].current, 2 * read[0].current)


def test_kinds_and_products_told_in_columns_are_kept() -> None:
    """A column of drifter types and one of products divide the table and are told of each track."""
    table = frame().assign(type="CODE", model="nordic")
    assert {(track.drifter, track.product) for track in tracks_from_frame(table)} == {("CODE", "nordic")}


@pytest.mark.parametrize("units", ["cm/s", "cm s-1", "knots"])
def test_units_are_turned_into_metres_a_second(units: str) -> None:
    """A unit in the heading or the attributes of a speed is applied."""
    factor = 1852 / 3600 if units == "knots" else 0.01
    table = frame()
    table[["u_current", "v_current"]] /= factor
    renamed = {name: f"{name} ({units})" for name in ("u_current", "v_current")}
    assert_same(tracks_from_frame(table.rename(columns=renamed)))
    dataset = ragged()
    for name in renamed:
        dataset[name] = dataset[name] / factor
        dataset[name].attrs["units"] = units
    assert_same(tracks_from_dataset(dataset))


def test_a_second_row_of_units_is_read_as_such(tmp_path: Path) -> None:
    """Tables from ERDDAP have their units in the second row; it is no fix."""
    table = frame().astype(str)
    table["time"] = table["time"].str.replace(" ", "T") + "Z"
    units = ["", "UTC", "degrees_east", "degrees_north", "m s-1", "m s-1", "m s-1", "m s-1"]
    path = tmp_path / "tracks.csv"
    pd.concat([pd.DataFrame([units], columns=table.columns), table]).to_csv(path, index=False)
    assert_same(read_tracks([path]))


def test_times_as_numbers_are_seconds_or_milliseconds() -> None:
    """Numbers of the size of an epoch are taken for one, in seconds or in milliseconds."""
    seconds = np.repeat(START, 3) + 3600.0 * np.arange(3)
    for factor in (1, 1000):
        table = pd.DataFrame({"time": seconds * factor, "lon": 3.0, "lat": 58.0})
        assert list(tracks_from_frame(table)[0].times) == list(seconds)


def test_stand_ins_for_nothing_are_nothing() -> None:
    """-999 and its like are missing values, not places or speeds."""
    table = frame(TRACKS[:1])
    table.loc[1, "lon"] = -999.0
    table.loc[2, "u_current"] = 1e20
    read = tracks_from_frame(table)[0]
    assert read.current is not None
    assert np.isnan(read.lon[1])
    assert np.isnan(read.current[2]).all()


@pytest.mark.parametrize(
    ("change", "fault", "words"),
    [
        (lambda t: t.drop(columns="lon"), ColumnsUnclear, "which column is the longitude"),
        (lambda t: t.assign(u_gfs_wind=1.0, v_gfs_wind=1.0), ColumnsUnclear, "which column is the wind"),
        (lambda t: t.assign(time=np.arange(len(t))), TracksUnreadable, "of what it does not say"),
        (lambda t: t.assign(time="12/05/2020 03:00"), TracksUnreadable, "not ISO 8601"),
        (lambda t: t.iloc[:0], TracksUnreadable, "no fixes"),
        (
            lambda t: t.rename(columns={"u10": "u10 (furlongs/week)", "v10": "v10 (furlongs/week)"}),
            UnknownUnit,
            "furlongs",
        ),
        (lambda t: t.assign(lat=t["lon"] + 90, lon=t["lat"]), TrackUnusable, "swapped"),
        (lambda t: t.assign(lon=t["lon"] * 1e5), TrackUnusable, "are they metres"),
        (lambda t: t.assign(u_current=t["u_current"] + 90), TrackUnusable, "other units"),
    ],
)
def test_what_cannot_be_told_is_said(
    change: Callable[[pd.DataFrame], pd.DataFrame], fault: type[Exception], words: str
) -> None:
    """Missing and double columns, odd times, unknown units and swapped axes are each a clear sentence."""
    with pytest.raises(fault, match=words):
        tracks_from_frame(change(frame()))


def test_named_columns_are_used_or_missed() -> None:
    """What the asker names is taken; a name that is not there is said with those that are."""
    table = frame().rename(columns={"u_current": "alpha", "v_current": "beta"})
    assert_same(tracks_from_frame(table, Naming(current=("alpha", "beta"))))
    with pytest.raises(ColumnsUnclear, match="'gamma', as asked for"):
        tracks_from_frame(table, Naming(current=("alpha", "gamma")))


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("gone.csv", None, "no such file"),
        ("broken.nc", b"not netcdf", "damaged or not what its name says"),
        ("empty.csv", b"", "damaged or not what its name says"),
        ("pipe.pdf", b"%PDF", "are not known"),
        ("broken.csv.gz", gzip.compress(b"time,lon,lat\n" * 99, mtime=0)[:20], "damaged"),
    ],
)
def test_a_file_that_is_no_tracks_is_said(
    tmp_path: Path, name: str, content: bytes | None, words: str
) -> None:
    """A missing, damaged, empty or foreign file is one sentence, not a traceback of a library."""
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(TracksUnreadable, match=words):
        read_tracks([path])


def test_counts_that_do_not_add_up_are_said() -> None:
    """A ragged file whose counts are not its fixes is refused."""
    dataset = ragged()
    dataset["row_size"] = dataset["row_size"] + 1
    with pytest.raises(TracksUnreadable, match=r"counts \d+ fixes, but there are"):
        tracks_from_dataset(dataset)
