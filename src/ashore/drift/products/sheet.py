"""The sheet under a drawing: land, a graticule in degrees and minutes, and a scale bar, on the plane of a chart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ashore.drift.chart import Chart
from ashore.drift.products.writing import NM_M, latitude, longitude

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ashore.drift.coast import Coast

Floats = NDArray[np.float64]

SEA, LAND, SHORE, GRID, INK, WARNING = "#f5f9fc", "#dcd7c9", "#8a8473", "#c3d0da", "#1d2730", "#b3122a"
STEPS_MIN = (0.5, 1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 1800, 3600)
"""How far apart the lines of a graticule may be, minutes of arc."""
BARS_NM = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A rectangle of the chart, metres."""

    left: float
    bottom: float
    right: float
    top: float

    def edge(self, count: int = 40) -> tuple[Floats, Floats]:
        """Return places along its edges."""
        x, y = np.linspace(self.left, self.right, count), np.linspace(self.bottom, self.top, count)
        flat = np.ones(count)
        return (
            np.concatenate([x, x, self.left * flat, self.right * flat]),
            np.concatenate([self.bottom * flat, self.top * flat, y, y]),
        )


def sheet_about(x: Floats, y: Floats, shape: float, least_m: float = 6 * NM_M, margin: float = 0.1) -> Sheet:
    """Return the sheet that holds places on the chart with a margin, `shape` times as wide as it is high."""
    width = max(float(np.ptp(x)) * (1 + 2 * margin), least_m)
    height = max(float(np.ptp(y)) * (1 + 2 * margin), least_m)
    width, height = max(width, shape * height), max(height, width / shape)
    middle_x, middle_y = float(x.max() + x.min()) / 2, float(y.max() + y.min()) / 2
    return Sheet(middle_x - width / 2, middle_y - height / 2, middle_x + width / 2, middle_y + height / 2)


def lay(axes: Axes, sheet: Sheet, chart: Chart, coast: Coast | None) -> None:
    """Prepare axes as a sheet: sea, land where a coast is given, graticule and scale bar."""
    axes.set_facecolor(SEA)
    axes.set_xlim(sheet.left, sheet.right)
    axes.set_ylim(sheet.bottom, sheet.top)
    lon, lat = chart.place(*sheet.edge())
    lon = chart.lon + (lon - chart.lon + 180) % 360 - 180  # no jump at 180 within the sheet
    if coast is not None:
        _land(axes, chart, coast, lon, lat)
    _graticule(axes, sheet, chart, lon, lat)
    _scale_bar(axes, sheet, chart)


def _land(axes: Axes, chart: Chart, coast: Coast, lon: Floats, lat: Floats) -> None:
    from matplotlib.collections import PolyCollection

    wide, high = float(np.ptp(lon)), float(np.ptp(lat))
    rings = coast.outline(
        float(lon.min()) - wide / 10,
        max(-90.0, float(lat.min()) - high / 10),
        float(lon.max()) + wide / 10,
        min(90.0, float(lat.max()) + high / 10),
        tolerance_deg=high / 3000,
    )
    drawn = [np.stack(chart.project(*ring.T), axis=1) for ring in rings]
    axes.add_collection(PolyCollection(drawn, facecolor=LAND, edgecolor=SHORE, linewidth=0.6, zorder=1))


def _graticule(axes: Axes, sheet: Sheet, chart: Chart, lon: Floats, lat: Floats) -> None:
    """Draw meridians and parallels, and name each where it meets the lower or the left edge."""
    along_lat = np.linspace(max(-90.0, lat.min() - 1), min(90.0, lat.max() + 1), 200)
    along_lon = np.linspace(lon.min() - 1, lon.max() + 1, 200)
    lines = [
        (chart.project(np.full(200, each), along_lat), each, True)
        for each in _rounded(lon.min(), lon.max(), 5)
    ] + [
        (chart.project(along_lon, np.full(200, each)), each, False)
        for each in _rounded(max(-90.0, lat.min()), min(90.0, lat.max()), 6)
    ]
    ticks: dict[bool, list[tuple[float, str]]] = {True: [], False: []}
    for (x, y), degrees, meridian in lines:
        axes.plot(x, y, color=GRID, linewidth=0.6, zorder=2)
        across, along, edge = (y, x, sheet.bottom) if meridian else (x, y, sheet.left)
        low, high = (sheet.left, sheet.right) if meridian else (sheet.bottom, sheet.top)
        name = longitude if meridian else latitude
        for k in np.flatnonzero((across[:-1] < edge) != (across[1:] < edge)):
            at = along[k] + (edge - across[k]) / (across[k + 1] - across[k]) * (along[k + 1] - along[k])
            if low <= at <= high:
                whole = abs(degrees * 60 - round(degrees * 60)) < 1e-6
                ticks[meridian].append((float(at), name(degrees, 0 if whole else 1)))
    for meridian, axis in ((True, axes.xaxis), (False, axes.yaxis)):
        axis.set_ticks([at for at, _ in ticks[meridian]], labels=[name for _, name in ticks[meridian]])
    axes.tick_params(length=3, labelsize=8, colors=INK)


def _rounded(low: float, high: float, most: int) -> Floats:
    """Return up to about `most` whole steps of arc between two degrees."""
    step = next((each for each in STEPS_MIN if (high - low) * 60 / each <= most), STEPS_MIN[-1]) / 60
    return np.arange(np.ceil(low / step), np.floor(high / step) + 1) * step


def _scale_bar(axes: Axes, sheet: Sheet, chart: Chart) -> None:
    """Draw a bar of whole nautical miles, as long as they are at the lower left."""
    width, height = sheet.right - sheet.left, sheet.top - sheet.bottom
    x, y = sheet.left + 0.03 * width, sheet.bottom + 0.035 * height
    mile = NM_M * float(chart.scale(x, y))
    miles = max((each for each in BARS_NM if each * mile <= 0.28 * width), default=BARS_NM[0])
    for part, colour in ((0, INK), (1, "white")):
        axes.barh(
            y,
            miles * mile / 2,
            0.008 * height,
            x + part * miles * mile / 2,
            color=colour,
            edgecolor=INK,
            linewidth=0.8,
            zorder=9,
        )
    axes.text(
        x + miles * mile,
        y + 0.012 * height,
        f"{miles:g} NM",
        fontsize=8,
        ha="right",
        va="bottom",
        color=INK,
        zorder=9,
    )
