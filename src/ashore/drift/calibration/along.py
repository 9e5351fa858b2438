"""Sample current and wind from sources along a track, each source asked only for the sea and days the track needs.

Bilinear in space on the source's own grid and linear in time, as the engine does, in plain array code.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ashore.drift.calibration.tracks import HOUR_S, Floats, Track
from ashore.drift.chart import Chart
from ashore.drift.forcing.source import Patch, Source, Window

STRETCH_S = 72 * HOUR_S
"""The longest piece of a track that is asked for at once: a month of a region would not fit in memory."""
MARGIN_M = 20_000.0


def force(track: Track, currents: Sequence[Source], winds: Sequence[Source]) -> Track:
    """Return the track with current and wind at its fixes from sources in order of preference, NaN where none has any.

    What the track already carried stays where no source of that kind is given.
    Raises the source's own DriftFault where it cannot be read.
    """
    if currents:
        named = " then ".join(source.product.name for source in currents)
        track = replace(track, current=_sampled(track, currents), product=named)
    return replace(track, wind=_sampled(track, winds)) if winds else track


def _sampled(track: Track, sources: Sequence[Source]) -> Floats:
    values = np.full((len(track.times), 2), np.nan)
    known = np.flatnonzero(np.isfinite(track.times) & np.isfinite(track.lon) & np.isfinite(track.lat))
    if len(known) == 0:
        return values
    known = known[np.argsort(track.times[known], kind="stable")]
    stretch = ((track.times[known] - track.times[known[0]]) // STRETCH_S).astype(int)
    for piece in np.split(known, np.flatnonzero(np.diff(stretch)) + 1):
        window = _window(track.times[piece], track.lon[piece], track.lat[piece])
        for source in sources:
            lacking = piece[np.isnan(values[piece, 0])]
            if len(lacking) and (patch := source.patch(window)) is not None:
                values[lacking] = sample(patch, track.times[lacking], track.lon[lacking], track.lat[lacking])
    return values


def _window(times: Floats, lon: Floats, lat: Floats) -> Window:
    chart = Chart(lat=float(np.median(lat)), lon=float(lon[len(lon) // 2]))
    x, y = chart.project(lon, lat)
    middle_x, middle_y = (float((each.min() + each.max()) / 2) for each in (x, y))
    middle_lon, middle_lat = chart.place(middle_x, middle_y)
    reach = float(np.hypot(x - middle_x, y - middle_y).max())
    return Window(
        lon=float(middle_lon),
        lat=float(middle_lat),
        reach_m=1.02 * reach + MARGIN_M,
        earliest=float(times.min()),
        latest=float(times.max()),
    )


def sample(patch: Patch, times: Floats, lon: Floats, lat: Floats) -> Floats:
    """Return a patch's east and north parts, m/s, (N, 2), at places and times; NaN outside it and across its gaps."""
    column, row = patch.locate(lon, lat) if patch.locate is not None else _located(patch, lon, lat)
    rows, columns = patch.lon.shape
    last = len(patch.times) - 1
    inside = (column >= 0) & (column <= columns - 1) & (row >= 0) & (row <= rows - 1)
    if last == 0:
        before, share = np.zeros(len(times), np.intp), np.zeros(len(times))
        inside &= np.isinf(patch.bridge_s) | (times == patch.times[0])
    else:
        before = np.clip(np.searchsorted(patch.times, times, side="right") - 1, 0, last - 1)
        span = patch.times[before + 1] - patch.times[before]
        share = (times - patch.times[before]) / span
        inside &= (share >= 0) & (share <= 1) & ((span <= patch.bridge_s) | (share == 0) | (share == 1))
    column, row = np.where(inside, column, 0.0), np.where(inside, row, 0.0)
    left = np.clip(column.astype(np.intp), 0, max(columns - 2, 0))
    low = np.clip(row.astype(np.intp), 0, max(rows - 2, 0))
    across, up = column - left, row - low
    after, right, high = min(1, last), min(1, columns - 1), min(1, rows - 1)
    values = np.zeros((len(times), 2))
    for part, field in enumerate((patch.east, patch.north)):
        for later, in_time in ((0, 1 - share), (after, share)):
            for upper, in_row in ((0, 1 - up), (high, up)):
                for righter, in_column in ((0, 1 - across), (right, across)):
                    weight = in_time * in_row * in_column
                    corner = field[before + later, low + upper, left + righter]
                    # A missing node of no weight does not spoil the others.
                    values[:, part] += np.where(weight > 0, weight * corner, 0.0)
    values[~inside] = np.nan
    return values


def _located(patch: Patch, lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    """Return fractional columns and rows on a curvilinear grid, linear between its nodes on a chart."""
    from scipy.interpolate import LinearNDInterpolator

    rows, columns = patch.lon.shape
    chart = Chart(
        lat=float(patch.lat[rows // 2, columns // 2]), lon=float(patch.lon[rows // 2, columns // 2])
    )
    nodes = np.stack([each.ravel() for each in chart.project(patch.lon, patch.lat)], axis=1)
    number = np.stack([each.ravel() for each in np.meshgrid(np.arange(columns), np.arange(rows))], axis=1)
    found: NDArray[np.float64] = LinearNDInterpolator(nodes, number.astype(float))(*chart.project(lon, lat))
    found = np.where(np.isnan(found), -1.0, found)
    return found[:, 0], found[:, 1]
