"""Read drifter tracks from CF trajectory NetCDF, tables, and what pandas or xarray already hold.

Every layout comes down to one table of columns of equal length, one row a fix; `columns` finds out what they are.
A file that carries several currents along its tracks (two models, say) gives each track once for each of them.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ashore.drift.calibration.columns import Columns, Naming, name_columns, scale_to_metres_a_second
from ashore.drift.calibration.tracks import Floats, Track
from ashore.drift.faults import DriftFault

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

COUNTS = ("rowsize", "row_size", "row_count", "obs_count", "count")
MISSING = np.array([-99999.0, -9999.0, -999.0, 9999.0, 99999.0, 999999.0])
"""Numbers that files without a stated fill value use for nothing."""


class TracksUnreadable(DriftFault):
    """A file of tracks cannot be read."""

    code = "drift.tracks.unreadable"
    says = "No tracks could be read from {file}: {why}."
    hint = "Give CF trajectory NetCDF (or Zarr), or a table as CSV or Parquet with a row for each fix."


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Columns of equal length, one row a fix, and what the file says of each: units, standard_name and the like."""

    columns: Mapping[str, NDArray[Any]]
    says: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def read_tracks(paths: Iterable[Path], naming: Naming | None = None) -> list[Track]:
    """Return the tracks of files; a file without a column of ids is one track, named for the file.

    Raises TracksUnreadable for a file that is not tracks, ColumnsUnclear for columns nobody can tell apart,
    TrackUnusable for numbers that cannot be a drifter's.
    """
    return [track for path in paths for track in _tracks(_table(path), naming, path.name)]


def tracks_from_frame(
    frame: pd.DataFrame, naming: Naming | None = None, file: str = "the table"
) -> list[Track]:
    """Return the tracks of a pandas table with a row for each fix; faults as `read_tracks`."""
    return list(_tracks(_from_frame(frame), naming, file))


def tracks_from_dataset(
    dataset: xr.Dataset, naming: Naming | None = None, file: str = "the dataset"
) -> list[Track]:
    """Return the tracks of an xarray dataset in any CF trajectory layout; faults as `read_tracks`."""
    return list(_tracks(_from_dataset(dataset, file), naming, file))


def _table(path: Path) -> Table:
    suffix = path.suffix.lower()
    if not path.exists():
        raise TracksUnreadable(file=path.name, why="there is no such file")
    try:
        if suffix in (".nc", ".nc4", ".cdf", ".zarr"):
            import xarray as xr

            open_ = xr.open_zarr if suffix == ".zarr" else xr.open_dataset
            with open_(path) as dataset:
                return _from_dataset(dataset.load(), path.name)
        if suffix == ".parquet":
            import pandas as pd

            return _from_frame(pd.read_parquet(path).reset_index())
        if suffix in (".csv", ".tsv", ".txt", ".gz"):
            return _from_frame(_csv(path))
    except DriftFault:
        raise
    except Exception as error:  # these libraries raise anything at all on a damaged file
        why = " ".join(str(error).split())[:160] or type(error).__name__
        raise TracksUnreadable(
            file=path.name, why=f"it is damaged or not what its name says ({why})"
        ) from error
    raise TracksUnreadable(file=path.name, why=f"files ending in {suffix or 'nothing'} are not known")


def _csv(path: Path) -> pd.DataFrame:
    import gzip

    import pandas as pd

    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as lines:
        head = next((line for line in lines if line.strip() and not line.startswith("#")), "")
    separator = max(",;\t", key=head.count)
    decimal = "," if separator == ";" else "."
    return pd.read_csv(
        path, sep=separator, decimal=decimal, comment="#", skipinitialspace=True, low_memory=False
    )


def _from_frame(frame: pd.DataFrame) -> Table:
    if any(name is not None for name in frame.index.names):
        frame = frame.reset_index()
    columns = {str(name).strip(): frame[name].to_numpy() for name in frame.columns}
    says: dict[str, Mapping[str, str]] = {}
    if len(frame) and any("degrees" in str(column[0]) for column in columns.values()):
        # ERDDAP's tables carry the units in a second row of headings.
        says = {name: {"units": _word(column[0])} for name, column in columns.items()}
        columns = {name: column[1:] for name, column in columns.items()}
    return Table(columns=columns, says=says)


def _from_dataset(dataset: xr.Dataset, file: str) -> Table:
    says = {
        str(name): {key: str(value) for key, value in variable.attrs.items()}
        for name, variable in dataset.variables.items()
    }
    named = name_columns([str(name) for name in dataset.variables], says, Naming(), file)
    dims = dataset[named.lon].dims
    if len(dims) == 2:
        # Orthogonal or incomplete arrays, as trajectory tools write them; the places of short tracks are padded.
        order = _tracks_first(dataset, named)
        sizes = [dataset.sizes[dim] for dim in order]
        columns = {
            str(name): np.broadcast_to(
                each.transpose(*(dim for dim in order if dim in each.dims)).to_numpy()[
                    tuple(slice(None) if dim in each.dims else None for dim in order)
                ],
                sizes,
            ).ravel()
            for name, each in dataset.variables.items()
            if set(each.dims) <= set(dims)
        }
        if named.id is None or named.id not in columns:
            columns["track_id"] = np.repeat(np.arange(sizes[0]), sizes[1])
        padding = ~np.isfinite(_numbers(columns[named.lon])) & ~np.isfinite(_numbers(columns[named.lat]))
        return Table(columns={name: column[~padding] for name, column in columns.items()}, says=says)
    if len(dims) != 1:
        raise TracksUnreadable(
            file=file, why=f"{named.lon} has {len(dims)} dimensions, where tracks have one or two"
        )
    fixes = dims[0]
    columns = {str(n): v.to_numpy() for n, v in dataset.variables.items() if v.dims == (fixes,)}
    columns |= _of_each_track(dataset, str(fixes), file)
    return Table(columns=columns, says=says)


def _tracks_first(dataset: xr.Dataset, named: Columns) -> list[Hashable]:
    """Return the two dimensions of a wide dataset, the one that counts tracks before the one that counts fixes."""
    dims = list(dataset[named.lon].dims)
    if named.id is not None and len(of_ids := dataset[named.id].dims) == 1 and of_ids[0] in dims:
        tracks = of_ids[0]
    elif len(of_times := dataset[named.time].dims) == 1 and of_times[0] in dims:
        tracks = next(dim for dim in dims if dim != of_times[0])
    else:
        tracks = next(
            (dim for dim in dims if re.search("traj|drifter|buoy|platform|id$", str(dim).lower())), dims[0]
        )
    return [tracks, next(dim for dim in dims if dim != tracks)]


def _of_each_track(dataset: xr.Dataset, fixes: str, file: str) -> dict[str, NDArray[Any]]:
    """Return the columns a ragged file gives once a track, repeated for each of its fixes; none if it is not ragged."""
    for name, variable in dataset.variables.items():
        if variable.dims == (fixes,) and "instance_dimension" in variable.attrs:
            tracks, which = variable.attrs["instance_dimension"], variable.to_numpy().astype(int)
            break
        contiguous = variable.attrs.get("sample_dimension") == fixes or str(name).lower() in COUNTS
        if contiguous and len(variable.dims) == 1 and variable.dims != (fixes,):
            tracks, counts = variable.dims[0], variable.to_numpy().astype(int)
            if counts.sum() != dataset.sizes[fixes]:
                why = f"{name} counts {counts.sum()} fixes, but there are {dataset.sizes[fixes]}"
                raise TracksUnreadable(file=file, why=why)
            which = np.repeat(np.arange(len(counts)), counts)
            break
    else:
        return {}
    columns = {str(n): v.to_numpy()[which] for n, v in dataset.variables.items() if v.dims == (tracks,)}
    return columns | {"track_id": which} if "track_id" not in columns else columns


def _tracks(table: Table, naming: Naming | None, file: str) -> Iterable[Track]:
    named = name_columns(list(table.columns), table.says, naming or Naming(), file)
    columns = table.columns
    if len(columns[named.lon]) == 0:
        raise TracksUnreadable(file=file, why="it holds no fixes")
    times = epoch_seconds(columns[named.time], file)
    lon, lat = _numbers(columns[named.lon]), _numbers(columns[named.lat])
    wind = _vectors(table, named.wind, file) if named.wind else None
    labels = [columns[name] for name in (named.id, named.drifter, named.product) if name]
    for which, (id_, drifter, said) in _groups(labels, named, Path(file).stem, len(lon)):
        for product, pair in named.currents.items() or {"": None}.items():
            current = _vectors(table, pair, file)[which] if pair else None
            yield Track(
                id=id_,
                times=times[which],
                lon=lon[which],
                lat=lat[which],
                current=current,
                wind=wind[which] if wind is not None else None,
                drifter=drifter,
                product=" ".join(word for word in (said, product if len(named.currents) > 1 else "") if word),
            )


def _groups(
    labels: list[NDArray[Any]], named: Columns, stem: str, rows: int
) -> Iterable[tuple[NDArray[np.intp], tuple[str, str, str]]]:
    """Yield the rows of each track, and its id, drifter type and product as the table's own columns tell them."""
    import pandas as pd

    if not labels:
        yield np.arange(rows), (stem, "", "")
        return
    words = pd.DataFrame({str(n): [_word(each) for each in label] for n, label in enumerate(labels)})
    for key, which in words.groupby(list(words.columns), sort=False).indices.items():
        told = iter(key if isinstance(key, tuple) else (key,))
        id_, drifter, said = (next(told) if name else "" for name in (named.id, named.drifter, named.product))
        yield np.asarray(which, np.intp), (id_ or stem, drifter, said)


def _word(value: Any) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace").strip("\0 ")
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else "" if np.isnan(value) else str(value)
    return str(value).strip()


def _vectors(table: Table, pair: tuple[str, str], file: str) -> Floats:
    parts = []
    for name in pair:
        scale = scale_to_metres_a_second(name, table.says.get(name, {}).get("units", ""), file)
        parts.append(_numbers(table.columns[name]) * scale)
    vectors = np.stack(parts, axis=1)
    vectors[~np.isfinite(vectors).all(axis=1)] = np.nan
    return vectors


def _numbers(column: NDArray[Any]) -> Floats:
    """Return a column as numbers, NaN for what is none and for the usual stand-ins for nothing."""
    import pandas as pd

    values: Floats = np.array(pd.to_numeric(pd.Series(column), errors="coerce"), dtype=float)
    values[np.isin(values, MISSING) | (np.abs(values) > 1e15)] = np.nan
    return values


def epoch_seconds(column: NDArray[Any], file: str) -> Floats:
    """Return times as seconds since 1970 UTC: from dates, ISO 8601 words, or seconds or milliseconds; NaN for none.

    Raises TracksUnreadable if what is there is none of these.
    """
    import pandas as pd

    if not np.issubdtype(column.dtype, np.number):
        words = pd.Series(column)
        stamps = pd.to_datetime(words, utc=True, format="ISO8601", errors="coerce")
        wrong = words[stamps.isna() & words.notna()]
        if len(wrong) > len(words) / 2:
            raise TracksUnreadable(
                file=file, why=f"its times, such as “{wrong.iloc[0]}”, are not ISO 8601 dates"
            )
        since = (stamps - pd.Timestamp("1970-01-01", tz="UTC")) / pd.Timedelta(seconds=1)
        return np.asarray(since.to_numpy(dtype=float, na_value=np.nan))
    values = _numbers(column)
    usual = np.nanmedian(np.abs(values)) if np.isfinite(values).any() else 0.0
    if 1e8 < usual < 1e10:
        return values
    if 1e11 < usual < 1e13:
        return values / 1000
    raise TracksUnreadable(
        file=file, why=f"its times are numbers around {usual:g}, and of what it does not say"
    )
