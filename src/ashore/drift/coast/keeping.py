"""Drawing a region's coast once, keeping it in the cache, and reading it back."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from ashore.drift.coast.crossing import Raster
from ashore.drift.coast.drawing import draw
from ashore.drift.coast.gshhg import NOTICE, installed, shoreline
from ashore.drift.coast.land import Coast
from ashore.drift.coast.region import Region
from ashore.drift.engine.compiled import cache_root

LAYOUT = 1
"""Goes up when what a kept file holds, or what it means, changes."""

Says = Callable[[str], None]

NUMBERS = ("west", "south", "width", "cols_per_deg", "rows_per_deg")
ARRAYS = {"state": ("u1", 2), "start": ("i4", 1), "listed": ("i4", 1), "shore": ("f8", 2), "ends": ("i4", 1)}


def coast(region: Region, progress: Says | None = None) -> Coast:
    """Return the coast of a region: read from the cache, or drawn from the shoreline and kept there.

    A kept coast that is damaged is drawn again; a cache that cannot be written costs the drawing, and a sentence.
    `progress` is given a sentence for whatever takes time or did not work.
    Raises ShorelineMissing, ShorelineDamaged.
    """
    says = progress or _silent
    directory = cache_root() / "coast"
    path = directory / _name(region)
    if path.is_file():
        try:
            return Coast(region, _read(path))
        except Exception as damage:  # whatever is wrong with it, nothing is lost: it is drawn again
            says(f"The kept coast {path} is damaged ({damage}). It is drawn again.")
    says(f"Drawing the coast of {_words(region)}, once.")
    raster = draw(region, shoreline(installed()))
    try:
        _write(path, raster)
    except OSError as trouble:
        says(f"The coast could not be kept in {directory} ({trouble}). The next run will draw it again.")
    return Coast(region, raster)


def _silent(sentence: str) -> None:
    pass


def _name(region: Region) -> str:
    edges = (region.west, region.south, region.east, region.north)
    return "_".join(["coast", str(LAYOUT), *(f"{edge:g}" for edge in edges)]) + ".npz"


def _words(region: Region) -> str:
    south, north = (f"{abs(lat):g}°{'N' if lat >= 0 else 'S'}" for lat in (region.south, region.north))
    return f"{south} to {north}, {region.west:g}° to {region.east:g}° east"


def _write(path: Path, raster: Raster) -> None:
    """Write a raster whole or not at all: another process sees the old file, the new one, or none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    (path.parent / "NOTICE.txt").write_text(NOTICE, "utf-8")
    handle, unfinished = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            np.savez(file, allow_pickle=False, **raster._asdict())
        Path(unfinished).chmod(0o644)  # a coast kept by whoever installed Ashore is read by whoever runs it
        Path(unfinished).replace(path)
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise


def _read(path: Path) -> Raster:
    """Read a raster that a loop without bounds checks can trust. The archive's own check sums find flipped bits."""
    # Opened here: of an archive that is cut short, load itself would leave the file open.
    with path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
        values: dict[str, Any] = {name: float(kept[name]) for name in NUMBERS}
        values |= {name: np.ascontiguousarray(kept[name]) for name in ARRAYS}
    raster = Raster(**values)
    shapes = all(
        values[name].dtype == dtype and values[name].ndim == ndim for name, (dtype, ndim) in ARRAYS.items()
    )
    cells, listed, vertices = raster.state.size, len(raster.listed), len(raster.shore)
    if not (
        shapes
        and raster.shore.shape[1] == 2
        and len(raster.start) == cells + 1
        and raster.start[0] == 0
        and raster.start[-1] == listed
        and np.all(raster.start[1:] >= raster.start[:-1])
        and (listed == 0 or (raster.listed.min() >= 0 and raster.listed.max() < vertices - 1))
    ):
        raise ValueError("its parts do not fit one another")
    return raster
