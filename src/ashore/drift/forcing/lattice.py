"""A square lattice of nodes over a window, for sources that have a value anywhere: even on the window's own chart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ashore.drift.chart import Chart
from ashore.drift.forcing.source import Floats, Window


@dataclass(frozen=True, slots=True, kw_only=True)
class Lattice:
    """Nodes (n, n) over a window and one cell more on every side; no pole and no date line is special on it."""

    lon: Floats
    lat: Floats
    locate: Callable[[Floats, Floats], tuple[Floats, Floats]]


def lattice(window: Window, spacing_m: float) -> Lattice:
    """Return nodes at most that many metres apart (measured on the chart at the window's middle), at least 9 across."""
    chart = Chart(window.lat, window.lon)
    angle = min(window.reach_m / chart.radius_m, 2.6)
    # a chart keeps its middle a hundred metres off a pole, so a window there is that far off the lattice's middle
    half = 2 * chart.radius_m * float(np.tan(angle / 2)) * 1.01 + 250.0
    cells = max(4, int(np.ceil(half / spacing_m)))
    spacing = half / cells
    side = spacing * np.arange(-cells - 1, cells + 2)
    lon, lat = chart.place(*np.meshgrid(side, side))

    def locate(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
        x, y = chart.project(lon, lat)
        return (x - side[0]) / spacing, (y - side[0]) / spacing

    return Lattice(lon=lon, lat=lat, locate=locate)
