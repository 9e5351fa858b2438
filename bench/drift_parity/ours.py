"""Our side of the comparison: the engine's own loop, on the same files, made to go as OpenDrift goes.

Euler steps, no errors but white ones, and each class with OpenDrift's handedness; the rest is what every run uses.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ashore.drift.chart import Chart
from ashore.drift.engine import passes
from ashore.drift.engine.chance import key_of, normals, uniforms
from ashore.drift.engine.layers import Layer, layer
from ashore.drift.engine.loop import Loop, Setting
from ashore.drift.engine.passes import Particles
from ashore.drift.forcing.cf import open_cf
from ashore.drift.forcing.source import Kind, Patch, Window
from ashore.drift.leeway.classes import leeway_class
from ashore.drift.leeway.coefficients import Coefficients, coefficients_as_peer, deviations
from ashore.drift.wander import step_means, white
from drift_parity.peer import PeerRun, Request

Floats = NDArray[np.float64]

REACH_M = 300_000.0
"""How much sea about the datum is read, and put on the chart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cloud:
    """Where particles ended, degrees, and which of them are afloat there."""

    lon: Floats
    lat: Floats
    afloat: NDArray[np.bool_]

    def places(self) -> tuple[Floats, Floats]:
        """Return the places of those afloat."""
        return self.lon[self.afloat], self.lat[self.afloat]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sea:
    """The wind and current that a request needs, read once."""

    current: Patch
    wind: Patch


def sea_for(request: Request) -> Sea:
    """Read wind and current for a request."""
    return Sea(
        current=_patch(request, "current", request.fields.current),
        wind=_patch(request, "wind", request.fields.wind),
    )


def _patch(request: Request, kind: Kind, path: Path) -> Patch:
    begins = datetime.fromisoformat(request.start).timestamp()
    ends = begins + 3600 * request.hours
    (source,) = open_cf([path], kinds=[kind])
    return source.insist(
        Window(
            lon=request.lon,
            lat=request.lat,
            reach_m=REACH_M,
            earliest=min(begins, ends),
            latest=max(begins, ends),
        )
    )


def as_theirs(request: Request, theirs: PeerRun) -> Coefficients:
    """Return the coefficients of the peer's particles: their own deviations and sides, on the lines of our table."""
    known = leeway_class(request.object_type)
    return coefficients_as_peer(known, theirs.downwind_eps, theirs.crosswind_eps, theirs.orientation)


def paired_run(request: Request, sea: Sea, theirs: PeerRun, coefficients: Coefficients) -> Cloud:
    """Take particles from the peer's own starts through our loop, without noise or jibing."""
    chart = Chart(request.lat, request.lon)
    start = chart.project(theirs.start_lon, theirs.start_lat)
    calm = replace(request, jibe_per_hour=0.0)
    lon, lat, afloat = _gone(calm, sea, chart, start, coefficients, theirs.orientation)
    return Cloud(lon=lon, lat=lat, afloat=afloat)


def own_deviations(request: Request, number: int) -> tuple[Floats, Floats]:
    """Return deviations of our own drawing from the request's class, down the wind and across it, cm/s."""
    key, world = key_of(request.seed), np.arange(number, dtype=np.uint64)
    r1, r2 = (normals(key, world, stream) for stream in (2, 3))
    return deviations(leeway_class(request.object_type), r1, r2, np.arange(number) % 2)


def drawn_run(request: Request, sea: Sea) -> Cloud:
    """Take particles of our own drawing through our loop, with jibing and white noise as the request has them."""
    key, world = key_of(request.seed), np.arange(request.number, dtype=np.uint64)
    chart, side = Chart(request.lat, request.lon), np.arange(request.number) % 2
    across, along = (request.radius_m * normals(key, world, stream) for stream in (0, 1))
    eps = own_deviations(request, request.number)
    drawn = coefficients_as_peer(leeway_class(request.object_type), *eps, side)
    lon, lat, afloat = _gone(request, sea, chart, (across, along), drawn, side)
    return Cloud(lon=lon, lat=lat, afloat=afloat)


def _gone(
    request: Request,
    sea: Sea,
    chart: Chart,
    start: tuple[Floats, Floats],
    drawn: Coefficients,
    side: NDArray[np.integer],
) -> tuple[Floats, Floats, NDArray[np.bool_]]:
    """Return longitude, latitude and whether afloat, at the end."""
    mean_s = -3600 / math.log1p(-request.jibe_per_hour) if request.jibe_per_hour else math.inf
    particles = _particles(key_of(request.seed), start, drawn, side, mean_s)

    def on_chart(patch: Patch, sigma: float) -> list[Layer]:
        product = replace(patch.product, wander=white(sigma))
        return [layer(replace(patch, product=product), chart, REACH_M)]

    loop = Loop(
        Setting(
            chart=chart,
            reach_m=REACH_M,
            currents=on_chart(sea.current, request.current_sigma),
            winds=on_chart(sea.wind, request.wind_sigma),
            raster=None,
            zero=datetime.fromisoformat(request.start).timestamp(),
            sign=math.copysign(1.0, request.hours),
            step_s=request.step_s,
            ahead=0.0,
            key=key_of(request.seed),
            current=step_means(white(1.0), request.step_s),
            wind=step_means(white(1.0), request.step_s),
            jibe_mean_s=mean_s,
            refloat_mean_s=math.inf,
        ),
        particles,
    )
    loop.go(round(abs(request.hours) * 3600 / request.step_s))
    lon, lat = chart.place(passes.row(particles, passes.X), passes.row(particles, passes.Y))
    return lon, lat, particles.status == passes.ADRIFT


def _particles(
    key: int,
    start: tuple[Floats, Floats],
    drawn: Coefficients,
    side: NDArray[np.integer],
    jibe_mean_s: float,
) -> Particles:
    number = start[0].size
    world, still = np.arange(number, dtype=np.uint64), np.zeros(number)
    rows = np.zeros((passes.ROWS, number), np.float32)
    rows[passes.X], rows[passes.Y] = start
    rows[passes.NEXT] = -np.inf
    rows[passes.CURRENT_TAIL] = rows[passes.WIND_TAIL] = 1
    never = np.full(number, np.inf, np.float32)
    jibe_at = never.copy()
    if math.isfinite(jibe_mean_s):
        jibe_at = (-jibe_mean_s * np.log(uniforms(key, world, 9))).astype(np.float32)
    stage = np.empty((1, passes.STAGE_ROWS, number), np.float32)
    stage[0, passes.STAGE_DW_SLOPE], stage[0, passes.STAGE_DW_OFFSET] = drawn.dw_slope, drawn.dw_offset
    stage[0, passes.STAGE_OWN_X] = stage[0, passes.STAGE_OWN_Y] = stage[0, passes.STAGE_BEGINS] = still
    for hand, first in enumerate((passes.STAGE_RIGHT, passes.STAGE_LEFT)):
        stage[0, first], stage[0, first + 1] = drawn.cw_slope[hand], drawn.cw_offset[hand]
    return Particles(
        rows=passes.tiled(rows),
        stages=stage,
        world=world,
        status=np.full(number, passes.WAITING, np.uint8),
        stage=np.zeros(number, np.uint8),
        side=np.asarray(side, np.uint8).copy(),
        jibes=np.zeros(number, np.int32),
        refloats=np.zeros(number, np.int32),
        jibe_at=jibe_at,
        refloat_at=never,
    )
