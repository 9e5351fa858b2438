"""Opens one file of gridded wind or current: NetCDF or Zarr, told by its content, read lazily through xarray."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Literal

from ashore.drift.faults import DriftFault

if TYPE_CHECKING:
    import xarray

Form = Literal["netcdf", "zarr", "grib"]


class ForcingNotFound(DriftFault):
    code: ClassVar[str] = "drift.forcing.not-found"
    says: ClassVar[str] = "There is no wind or current file at {path}."
    hint: ClassVar[str] = "Check the path; a pattern such as currents-*.nc must match at least one file."


class ForcingUnreadable(DriftFault):
    code: ClassVar[str] = "drift.forcing.unreadable"
    says: ClassVar[str] = "{path} could not be read: {reason}."
    hint: ClassVar[str] = "Fetch the file again; it may have been cut short. NetCDF, Zarr and GRIB are read."


def form_of(path: Path) -> Form:
    """Return what a file is by its first bytes, or what a directory is by what lies in it.

    Raises ForcingNotFound, and ForcingUnreadable for anything that is none of the three.
    """
    if path.is_dir():
        if any((path / name).exists() for name in ("zarr.json", ".zgroup", ".zmetadata")):
            return "zarr"
        raise ForcingUnreadable(path=path, reason="this directory is not a Zarr store")
    try:
        with path.open("rb") as file:
            head = file.read(8)
    except OSError as fault:
        if isinstance(fault, FileNotFoundError):
            raise ForcingNotFound(path=path) from None
        raise ForcingUnreadable(path=path, reason=fault.strerror or "it may not be opened") from None
    if head[:4] == b"GRIB":
        return "grib"
    if head[:3] == b"CDF" or head == b"\x89HDF\r\n\x1a\n":
        return "netcdf"
    raise ForcingUnreadable(path=path, reason="it is neither NetCDF nor GRIB" if head else "it is empty")


@contextmanager
def opened(path: Path) -> Iterator[xarray.Dataset]:
    """Open a NetCDF file or Zarr store for the length of a `with`: masked, unpacked, times as numbers.

    Whatever the reading inside trips over becomes ForcingUnreadable, naming the file.
    """
    form = form_of(path)
    if form == "grib":
        raise ForcingUnreadable(path=path, reason="it is GRIB, which is decoded apart")
    import xarray

    try:
        with warnings.catch_warnings():
            # two different fill values, both masked: xarray warns, and does what is right
            warnings.simplefilter("ignore", xarray.SerializationWarning)
            dataset = xarray.open_dataset(
                path, engine="netcdf4" if form == "netcdf" else "zarr", decode_times=False, cache=False
            )
    except (OSError, RuntimeError, ValueError, KeyError, ImportError) as fault:
        raise ForcingUnreadable(path=path, reason=_short(fault)) from fault
    try:
        yield dataset
    except (OSError, RuntimeError) as fault:
        raise ForcingUnreadable(path=path, reason=_short(fault)) from fault
    finally:
        dataset.close()


def _short(fault: Exception) -> str:
    text = str(fault).strip().splitlines()
    return text[0].rstrip(".")[:160] if text else type(fault).__name__


def variables_of(dataset: xarray.Dataset) -> Iterator[tuple[str, xarray.DataArray]]:
    """Yield every variable of a dataset, its axes among them, with its name."""
    for name in dataset.variables:
        yield str(name), dataset[name]


def units_of(variable: xarray.DataArray) -> str:
    """Return what a variable says of its units, the empty string where it says nothing."""
    return str(variable.attrs.get("units", ""))
