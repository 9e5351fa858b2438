"""How likely a boat that was in one place is to be told of in another, later: for all the positions of a night at once.

Every position becomes the beginning of a small cloud of its own, by the same plan as a case's forecast: adrift in each
class, under way, failing, by what was said with it. One run drifts them all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from ashore.drift.chart import Chart
from ashore.drift.datums import RADIUS_95
from ashore.drift.ensemble import Part
from ashore.drift.run import Run
from ashore.drift.terms import Terms
from ashore.forecast.drifted import scenarios
from ashore.forecast.forcing import Sources
from ashore.forecast.scenarios import Plan

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

PARTICLES = 300
STEP_S = 600.0
SMOOTH = 0.35
"""The kernel's width as a share of a cloud's own spread: about what a few hundred particles need (Silverman 1986)."""

LEAST_M = 150.0
"""No kernel is narrower: what a position and ten minutes' drift leave open at the least."""

NOWHERE = 1e-14
"""Density per square metre where no particle is near: one boat somewhere in ten million square kilometres."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Clouds of many positions: `x`, `y` metres on the chart, float32 (T, N), NaN before a cloud begins.

    `times` epoch seconds (T,); `first` the index of each position's first particle, (P + 1,); `weight` (N,) comes to 1
    for each position; `start_x`, `start_y`, `start_at`, `start_m` where and when each begins and how exact it is.
    """

    chart: Chart
    times: Floats
    x: NDArray[np.float32]
    y: NDArray[np.float32]
    weight: Floats
    first: NDArray[np.int64]
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
        return _densities(
            self.times,
            self.x,
            self.y,
            self.weight,
            self.first,
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
    return Reach(
        chart=whole.chart,
        times=whole.times,
        x=np.ascontiguousarray(whole.x[:, kept]),
        y=np.ascontiguousarray(whole.y[:, kept]),
        weight=weight / total[plan_of[order]],
        first=first.astype(np.int64),
        start_x=np.asarray(start_x, float),
        start_y=np.asarray(start_y, float),
        start_at=np.array([fix.at / 1_000 for fix in fixes]),
        start_m=np.array([fix.error_m for fix in fixes]) / RADIUS_95,
    )


@njit(parallel=True, cache=True)
def _densities(
    times, x, y, weight, first, start_x, start_y, start_at, start_m, cloud, at, qx, qy, q_m
):  # pragma: no cover
    asked = at.size
    out = np.full(asked, np.nan)
    step = times[1] - times[0]
    for q in prange(asked):
        p = cloud[q]
        if at[q] < start_at[p] or at[q] > times[-1]:
            continue
        lo, hi = first[p], first[p + 1]
        k = min(max(int(np.floor((at[q] - times[0]) / step)), 0), times.size - 2)
        share = (at[q] - times[k]) / step
        began = start_at[p] > times[k]
        if began:  # before the first output after its start it is on the way there
            share = (at[q] - start_at[p]) / max(times[k + 1] - start_at[p], 1.0)
        # Where the particles are, and how far apart.
        mx, my, mxx, total = 0.0, 0.0, 0.0, 0.0
        for i in range(lo, hi):
            ax = start_x[p] if began else x[k, i]
            ay = start_y[p] if began else y[k, i]
            px = ax + share * (x[k + 1, i] - ax)
            py = ay + share * (y[k + 1, i] - ay)
            if px != px:
                continue
            w = weight[i]
            total += w
            mx += w * px
            my += w * py
            mxx += w * (px * px + py * py)
        if total <= 0:
            continue
        spread = np.sqrt(max(mxx / total - (mx / total) ** 2 - (my / total) ** 2, 0.0) / 2)
        own = (SMOOTH * spread) ** 2 + LEAST_M**2 + q_m[q] ** 2
        if began:
            own += start_m[p] ** 2
        sum_ = 0.0
        for i in range(lo, hi):
            ax = start_x[p] if began else x[k, i]
            ay = start_y[p] if began else y[k, i]
            px = ax + share * (x[k + 1, i] - ax)
            py = ay + share * (y[k + 1, i] - ay)
            if px != px:
                continue
            off = ((px - qx[q]) ** 2 + (py - qy[q]) ** 2) / own
            if off < 60.0:
                sum_ += weight[i] * np.exp(-0.5 * off)
        out[q] = sum_ / total / (2 * np.pi * own) + NOWHERE
    return out
