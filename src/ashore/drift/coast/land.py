"""A coast as the rest of drift sees it: land or water at places, and outlines for a picture."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ashore.drift.coast.crossing import Raster
from ashore.drift.coast.drawing import on_land
from ashore.drift.coast.region import Region
from ashore.drift.coast.rings import cut, thinned


@dataclass(frozen=True, slots=True)
class Coast:
    """Land and water of a region; `raster` is what compiled loops take (see `ashore.drift.coast.crossing`)."""

    region: Region
    raster: Raster

    def on_land(self, lon: ArrayLike, lat: ArrayLike) -> NDArray[np.bool_]:
        """Return whether each place, degrees, any longitude convention, is on land; outside the region nothing is."""
        lons, lats = np.broadcast_arrays(np.asarray(lon, np.float64), np.asarray(lat, np.float64))
        found = np.empty(lons.size, np.bool_)
        on_land(self.raster, np.ascontiguousarray(lons).ravel(), np.ascontiguousarray(lats).ravel(), found)
        return found.reshape(lons.shape)

    def outline(
        self, west: float, south: float, east: float, north: float, tolerance_deg: float = 0.0
    ) -> list[NDArray[np.float64]]:
        """Return land in a box as closed rings (k, 2) of lon and lat, in the box's own longitudes, for filling.

        Rings are cut along the box and the region, and thinned to a tolerance in degrees;
        those too small to keep three vertices are left out.
        To draw the shore as a line, ask for a box larger than the picture: the cuts then fall outside it.
        """
        raster = self.raster
        per_deg = np.array([raster.cols_per_deg, raster.rows_per_deg])
        turn = 360.0 * round((west + east - self.region.west - self.region.east) / 720.0)
        corner = np.array([raster.west + turn, raster.south])
        low = np.maximum((np.array([west, south]) - corner) * per_deg, 0.0)
        high = np.minimum((np.array([east, north]) - corner) * per_deg, raster.state.shape[::-1])
        if np.any(low >= high):
            return []
        rings = []
        for ring in np.split(raster.shore, raster.ends[:-1]):
            piece = cut(ring, (low[0], low[1]), (high[0], high[1]))
            piece = thinned(piece / per_deg + corner, tolerance_deg)
            if len(piece):
                rings.append(piece)
        return rings


def open_sea(region: Region) -> Raster:
    """Return a raster with no land in it, for a loop that wants one where there is no coast."""
    return Raster(
        west=region.west,
        south=region.south,
        width=region.east - region.west,
        cols_per_deg=1.0,
        rows_per_deg=1.0,
        state=np.empty((0, 0), np.uint8),
        start=np.zeros(1, np.int32),
        listed=np.empty(0, np.int32),
        shore=np.empty((0, 2)),
        ends=np.empty(0, np.int32),
    )
