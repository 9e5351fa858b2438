"""The box of sea a coast is drawn for."""

from __future__ import annotations

import math
from dataclasses import dataclass

from ashore.drift.faults import DriftFault
from ashore.drift.forcing.source import Window

SHORTEST_DEGREE_M = 110_574.0
"""A degree of latitude at the equator, WGS 84: the shortest there is, so a box made with it is never too small."""

FINEST_ROWS_PER_DEG = 128
MOST_CELLS = 1 << 24


class RegionUnclear(DriftFault):
    """The box is not a box on the earth."""

    code = "drift.region-unclear"
    says = "A coast cannot be drawn between {south} and {north} north, {west} and {east} east."
    hint = "Give south below north, both from -90 to 90, and an east that is more than west by 360 at most."


@dataclass(frozen=True, slots=True)
class Region:
    """A box in degrees; `east` is more than `west`, also across 180, and by 360 at most.

    Raises RegionUnclear.
    """

    west: float
    south: float
    east: float
    north: float

    def __post_init__(self) -> None:
        sound = -90 <= self.south < self.north <= 90 and self.west < self.east <= self.west + 360
        if not (sound and abs(self.west) <= 360):
            raise RegionUnclear(west=self.west, south=self.south, east=self.east, north=self.north)

    @property
    def cells_per_deg(self) -> tuple[int, int]:
        """Return how many cells there are to a degree of longitude and of latitude, both powers of two.

        1/128 of a degree of latitude, coarser only where there would be more than 16 million cells;
        nearly square at the middle latitude.
        A power of two makes a place's cell exact.
        """
        middle = math.radians((self.south + self.north) / 2)
        squeeze = 1 << max(0, round(-math.log2(max(math.cos(middle), 1 / 64))))
        rows = FINEST_ROWS_PER_DEG
        area = (self.east - self.west) * (self.north - self.south)
        while rows > 1 and area * rows * max(1, rows // squeeze) > MOST_CELLS:
            rows //= 2
        return max(1, rows // squeeze), rows


def region_for(window: Window) -> Region:
    """Return the box that holds a window's disc, outward to even degrees, so that one drawing serves many runs."""
    reach, lon = window.reach_m / SHORTEST_DEGREE_M, (window.lon + 180.0) % 360.0 - 180.0
    south, north = _even_below(window.lat - reach), _even_above(window.lat + reach)
    if south <= -90 or north >= 90:
        # All the way round, the seam opposite.
        west = _even_below(lon) - 180
        return Region(west, max(south, -90.0), west + 360, min(north, 90.0))
    wide = math.degrees(math.asin(math.sin(math.radians(reach)) / math.cos(math.radians(window.lat))))
    west = _even_below(lon - wide)
    return Region(west, south, min(_even_above(lon + wide), west + 360), north)


def _even_below(degrees: float) -> float:
    return 2.0 * math.floor(degrees / 2)


def _even_above(degrees: float) -> float:
    return 2.0 * math.ceil(degrees / 2)
