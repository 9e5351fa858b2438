"""How dense clouds are at places and instants: the compiled loop of `reach`."""

from __future__ import annotations

import numpy as np
from numba import njit, prange

SMOOTH = 0.35
"""The kernel's width as a share of a cloud's own spread: about what a few hundred particles need (Silverman 1986).

Between two outputs the spread is taken to grow evenly."""

LEAST_M = 150.0
"""No kernel is narrower: what a position and ten minutes' drift leave open at the least."""

NOWHERE = 1e-14
"""Density per square metre where no particle is near: one boat somewhere in ten million square kilometres."""

FAR = 60.0
"""Squared distance, in squared kernel widths, beyond which a particle adds nothing."""


@njit(parallel=True, cache=True)
def densities_of(
    times, x, y, weight, first, box, spread, start_x, start_y, start_at, start_m, cloud, at, qx, qy, q_m
):  # pragma: no cover
    """Return each place's density, as `reach.Reach.densities`, whose arrays these are, in metres of its chart."""
    out = np.full(at.size, np.nan)
    for q in prange(at.size):
        out[q] = _density(
            times,
            x,
            y,
            weight,
            first,
            box,
            spread,
            start_x,
            start_y,
            start_at,
            start_m,
            cloud[q],
            at[q],
            qx[q],
            qy[q],
            q_m[q],
        )
    return out


@njit(cache=True)
def few_densities_of(
    times, x, y, weight, first, box, spread, start_x, start_y, start_at, start_m, cloud, at, qx, qy, q_m
):  # pragma: no cover
    """Return the same by one thread: for a few, waking the others takes longer than the work."""
    out = np.full(at.size, np.nan)
    for q in range(at.size):
        out[q] = _density(
            times,
            x,
            y,
            weight,
            first,
            box,
            spread,
            start_x,
            start_y,
            start_at,
            start_m,
            cloud[q],
            at[q],
            qx[q],
            qy[q],
            q_m[q],
        )
    return out


@njit(cache=True)
def _density(
    times, x, y, weight, first, box, spread, start_x, start_y, start_at, start_m, p, at, qx, qy, q_m
):  # pragma: no cover
    """Return the density of one place and instant by cloud `p`, NaN outside its time."""
    step = times[1] - times[0]
    if at < start_at[p] or at > times[-1]:
        return np.nan
    lo, hi = first[p], first[p + 1]
    k = min(max(int(np.floor((at - times[0]) / step)), 0), times.size - 2)
    share = (at - times[k]) / step
    began = start_at[p] > times[k]
    if began:  # before the first output after its start it is on the way there
        share = (at - start_at[p]) / max(times[k + 1] - start_at[p], 1.0)
    if _beyond(box, k, p, began, start_x[p], start_y[p], start_m[p], qx, qy, q_m):
        return NOWHERE
    wide = share * spread[k + 1, p] + (0.0 if began else (1 - share) * spread[k, p])
    own = (SMOOTH * wide) ** 2 + LEAST_M**2 + q_m**2
    if began:
        own += start_m[p] ** 2
    sum_, total = 0.0, 0.0
    for i in range(lo, hi):
        ax = start_x[p] if began else x[k, i]
        ay = start_y[p] if began else y[k, i]
        px = ax + share * (x[k + 1, i] - ax)
        py = ay + share * (y[k + 1, i] - ay)
        if px != px:
            continue
        total += weight[i]
        off = ((px - qx) ** 2 + (py - qy) ** 2) / own
        if off < FAR:
            sum_ += weight[i] * np.exp(-0.5 * off)
    return np.nan if total <= 0 else sum_ / total / (2 * np.pi * own) + NOWHERE


@njit(cache=True)
def _beyond(box, k, p, began, start_x, start_y, start_m, qx, qy, q_m):  # pragma: no cover
    """Return whether a place is too far from all of a cloud for any particle to count, whatever the cloud's spread.

    By the box about it before and after, half whose diagonal no spread exceeds: most places are, and cost no more.
    """
    west, east = box[k + 1, p, 0], box[k + 1, p, 1]
    south, north = box[k + 1, p, 2], box[k + 1, p, 3]
    if began:
        west, east = min(west, start_x), max(east, start_x)
        south, north = min(south, start_y), max(north, start_y)
    else:
        west, east = min(west, box[k, p, 0]), max(east, box[k, p, 1])
        south, north = min(south, box[k, p, 2]), max(north, box[k, p, 3])
    if not west <= east:
        return False
    half = 0.25 * ((east - west) ** 2 + (north - south) ** 2)
    far = np.sqrt(FAR * (SMOOTH**2 * half + LEAST_M**2 + q_m**2 + start_m**2))
    return qx < west - far or qx > east + far or qy < south - far or qy > north + far
