"""Our side of the comparison: our own runs on the same files, with the switch that makes them go as OpenDrift's go."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ashore.drift.datums import RADIUS_95, Datum
from ashore.drift.engine import passes
from ashore.drift.engine.chance import key_of, normals
from ashore.drift.engine.muster import stage_rows
from ashore.drift.ensemble import Ensemble, Status
from ashore.drift.forcing.cf import open_cf
from ashore.drift.forcing.source import Kind, Source
from ashore.drift.leeway.classes import leeway_class, published
from ashore.drift.leeway.coefficients import Coefficients, coefficients_as_peer, deviations
from ashore.drift.opendrift import like_opendrift, source_like_opendrift
from ashore.drift.run import Run
from ashore.drift.scenarios import Scenario
from ashore.drift.terms import Terms
from drift_parity.memory import InMemory
from drift_parity.peer import PeerRun, Request

Floats = NDArray[np.float64]


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
    """The wind and current of a request."""

    current: Source
    wind: Source


def sea_for(request: Request) -> Sea:
    """Open wind and current for a request, with its noise; each window of them is read once."""

    def opened(kind: Kind, path: Path, sigma: float) -> Source:
        (source,) = open_cf([path], kinds=[kind])
        return InMemory(source_like_opendrift(source, sigma=sigma))

    return Sea(
        current=opened("current", request.fields.current, request.current_sigma),
        wind=opened("wind", request.fields.wind, request.wind_sigma),
    )


def as_theirs(request: Request, theirs: PeerRun) -> Coefficients:
    """Return the coefficients of the peer's particles: their own deviations and sides, on the lines of our table."""
    known = leeway_class(request.object_type)
    return coefficients_as_peer(known, theirs.downwind_eps, theirs.crosswind_eps, theirs.orientation)


def own_deviations(request: Request, number: int) -> tuple[Floats, Floats]:
    """Return deviations of our own drawing from the request's class, down the wind and across it, cm/s."""
    key, world = key_of(request.seed), np.arange(number, dtype=np.uint64)
    r1, r2 = (normals(key, world, stream) for stream in (2, 3))
    return deviations(leeway_class(request.object_type), r1, r2, np.arange(number) % 2)


def drawn_run(request: Request, sea: Sea) -> Cloud:
    """Take particles of our own drawing along, with jibing and white noise as the request has them."""
    return _gone(_run(request, sea), request)


def paired_run(request: Request, sea: Sea, theirs: PeerRun, coefficients: Coefficients) -> Cloud:
    """Take the peer's own particles along, without jibing: its starts, with sides and coefficients as given."""
    run = _run(replace(request, number=theirs.start_lon.size, jibe_per_hour=0.0), sea)
    particles, still = run._mustered.particles, np.zeros(theirs.start_lon.size)
    rows = np.stack([passes.row(particles, which) for which in range(passes.ROWS)])
    rows[passes.X], rows[passes.Y] = run.chart.project(theirs.start_lon, theirs.start_lat)
    particles.rows[...] = passes.tiled(rows)
    (stage,) = particles.stages
    stage[: passes.STAGE_BEGINS] = stage_rows(coefficients, still, still)
    particles.side[...] = theirs.orientation
    return _gone(run, request)


def _run(request: Request, sea: Sea) -> Run:
    """Return the request's run before its first step, without a coast."""
    datum = Datum(
        lat=request.lat,
        lon=request.lon,
        error_m=request.radius_m * RADIUS_95,
        at=datetime.fromisoformat(request.start).timestamp(),
    )
    key = published()[request.object_type - 1].key
    return Run(
        [Scenario(key="beside", says="One published class.", starts=(datum,), afloat=f"class:{key}")],
        currents=[sea.current],
        winds=[sea.wind],
        hours=request.hours,
        land=None,
        terms=like_opendrift(
            Terms(
                particles=request.number,
                seed=request.seed,
                step_s=request.step_s,
                output_s=math.fabs(request.hours) * 3600,
                jibes_per_hour=request.jibe_per_hour,
            )
        ),
    )


def _gone(run: Run, request: Request) -> Cloud:
    """Return where a run's particles are at the request's end."""
    run.go(math.fabs(request.hours))
    found: Ensemble = run.ensemble()
    lon, lat = found.chart.place(found.x[-1], found.y[-1])
    return Cloud(lon=lon, lat=lat, afloat=found.status[-1] == Status.ADRIFT)
