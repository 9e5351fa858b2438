"""How likely a boat that was in one place is to be told of in another, later: for all the positions of a night at once.

Every position becomes the beginning of a small cloud of its own, by the same plan as a case's forecast: adrift in each
class, under way, failing, by what was said with it. One run drifts them all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ashore.drift.chart import Chart
from ashore.drift.datums import RADIUS_95
from ashore.drift.ensemble import Part
from ashore.drift.run import Run
from ashore.drift.terms import Terms
from ashore.forecast.densities import densities_of, few_densities_of
from ashore.forecast.drifted import scenarios
from ashore.forecast.forcing import Sources
from ashore.forecast.scenarios import Plan

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

PARTICLES = 300
STEP_S = 600.0
FEW = 300
"""So many places at a time are asked about by one thread."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Clouds of many positions: `x`, `y` metres on the chart, float32 (T, N), NaN before a cloud begins.

    `times` epoch seconds (T,); `first` the index of each position's first particle, (P + 1,); `weight` (N,) comes to 1
    for each position; `box` (T, P, 4) how far west, east, south and north each cloud reaches, and `spread` (T, P) the
    standard deviation of a part of its places, metres, NaN before it begins;
    `start_x`, `start_y`, `start_at`, `start_m` where and when each begins and how exact it is.
    """

    chart: Chart
    times: Floats
    x: NDArray[np.float32]
    y: NDArray[np.float32]
    weight: Floats
    first: NDArray[np.int64]
    box: Floats
    spread: Floats
    start_x: Floats
    start_y: Floats
    start_at: Floats
    start_m: Floats

    def densities(self, cloud: Whole, at: Floats, lat: Floats, lon: Floats, error_m: Floats) -> Floats:
        """Return the density, per square metre, of each of Q places and instants (epoch seconds) by a cloud each.

        (Q,); `cloud` is a position's index; `error_m` is the radius that holds a place's truth with probability 0.95.
        NaN where the cloud begins later or has ended.
        """
        x, y = self.chart.project(lon, lat)
        asked = densities_of if len(cloud) > FEW else few_densities_of
        found: Floats = asked(
            self.times,
            self.x,
            self.y,
            self.weight,
            self.first,
            self.box,
            self.spread,
            self.start_x,
            self.start_y,
            self.start_at,
            self.start_m,
            np.asarray(cloud, np.int64),
            np.asarray(at, float),
            np.asarray(x, float),
            np.asarray(y, float),
            np.asarray(error_m, float) / RADIUS_95,
        )
        return found


def reach(plans: Sequence[Plan], driven: Sources, hours: float, seed: int) -> Reach:
    """Return the clouds of plans that each begin at one position, for so many hours after the last of them."""
    fixes = [each.hypotheses[0].datum for each in plans]
    all_scenarios = [
        replace(each, key=f"{index}/{each.key}") for index, one in enumerate(plans) for each in scenarios(one)
    ]
    of_plan = np.array([index for index, one in enumerate(plans) for _ in one.hypotheses])
    run = Run(
        all_scenarios,
        currents=driven.currents,
        winds=driven.winds,
        hours=hours,
        land=None,
        terms=Terms(particles=PARTICLES * len(plans), seed=seed, step_s=STEP_S, output_s=STEP_S),
    )
    run.go(hours)
    whole = run.ensemble()
    people = whole.part != Part.HULL
    plan_of = of_plan[whole.scenario[people]]
    order = np.argsort(plan_of, kind="stable")
    kept = np.flatnonzero(people)[order]
    first = np.searchsorted(plan_of[order], np.arange(len(plans) + 1))
    weight = whole.weight[kept]
    total = np.add.reduceat(weight, first[:-1])
    start_x, start_y = whole.chart.project([fix.lon for fix in fixes], [fix.lat for fix in fixes])
    x, y = (np.ascontiguousarray(part[:, kept]) for part in (whole.x, whole.y))
    edges = [
        reaches.reduceat(part, first[:-1], axis=1)
        for part, reaches in ((x, np.fmin), (x, np.fmax), (y, np.fmin), (y, np.fmax))
    ]
    return Reach(
        chart=whole.chart,
        times=whole.times,
        x=x,
        y=y,
        box=np.stack(edges, axis=-1).astype(float),
        spread=spreads(x, y, weight, first[:-1]),
        weight=weight / total[plan_of[order]],
        first=first.astype(np.int64),
        start_x=np.asarray(start_x, float),
        start_y=np.asarray(start_y, float),
        start_at=np.array([fix.at / 1_000 for fix in fixes]),
        start_m=np.array([fix.error_m for fix in fixes]) / RADIUS_95,
    )


def spreads(x: NDArray[np.float32], y: NDArray[np.float32], weight: Floats, first: Whole) -> Floats:
    """Return the standard deviation of a part of each cloud's places, metres (T, P); NaN where it has none yet.

    As `Reach`; `first` (P,) is the index of each cloud's first particle.
    """
    there = np.where(np.isfinite(x), weight, 0.0)
    total = np.add.reduceat(there, first, axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        squares = np.zeros_like(total)
        for part in (x, y):
            lies = np.where(there > 0, part, 0.0).astype(float)
            mean = np.add.reduceat(there * lies, first, axis=1) / total
            squares += np.add.reduceat(there * lies**2, first, axis=1) / total - mean**2
    return np.asarray(np.sqrt(np.maximum(squares, 0.0) / 2))
