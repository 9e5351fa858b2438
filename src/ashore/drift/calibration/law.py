"""The law a wander sets for how far from its forecast a drifter will be: spread, level, radius and density.

The error of one forecast is an Ornstein-Uhlenbeck velocity summed over time, so its two components are normal
with the variance of Taylor (1921).
Where the wander has a `tail` of ν, each forecast has its own sigma, sqrt((ν - 2)/χ²_ν) times the stated one,
and the miss is then Student's bivariate t: with q the squared distance over one component's variance,
the chance of a miss within q is 1 - (1 + q/(ν - 2))^(-ν/2), which tends to 1 - exp(-q/2) as ν grows
(Kotz and Nadarajah, Multivariate t Distributions and Their Applications, 2004).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ashore.drift.wander import Wander

Floats = NDArray[np.float64]

WHITE_STEP_S = 600.0
"""The step white noise is thought of at, seconds: its spread depends on one, and this is the usual one."""


def spread_m(wander: Wander, after_s: ArrayLike) -> Floats:
    """Return the standard deviation of each component of the miss after a time in seconds, metres."""
    if wander.hours == 0:
        return np.asarray(wander.sigma * np.sqrt(np.asarray(after_s, float) * WHITE_STEP_S))
    return np.asarray(wander.rms_m(after_s) / np.sqrt(2))


def level(wander: Wander, after_s: ArrayLike, distance_m: ArrayLike) -> Floats:
    """Return the smallest share of the forecast, 0 to 1, whose area reaches out to a distance from its middle.

    This is what a found drifter is checked by: were the law right, levels would be uniform.
    """
    squared = (np.asarray(distance_m, float) / spread_m(wander, after_s)) ** 2
    if wander.tail is None:
        return -np.expm1(-squared / 2)
    return -np.expm1(-wander.tail / 2 * np.log1p(squared / (wander.tail - 2)))


def radius_m(wander: Wander, after_s: ArrayLike, share: ArrayLike) -> Floats:
    """Return the radius in metres of the area that holds a share, 0 to 1, of the forecast: `level` turned round."""
    left = np.log1p(-np.asarray(share, float))
    tail = wander.tail
    squared = -2 * left if tail is None else (tail - 2) * np.expm1(-2 / tail * left)
    return np.asarray(spread_m(wander, after_s) * np.sqrt(squared))


def log_density(spread: ArrayLike, heaviness: float, distance_m: ArrayLike) -> Floats:
    """Return the log of the chance per square metre of a miss, for a spread in metres and a heaviness 1/ν.

    Heaviness is between 0, where the law would be the normal one, and a half, where its spread would cease to exist.
    """
    spread = np.asarray(spread, float)
    squared = (np.asarray(distance_m, float) / spread) ** 2
    room = 1 - 2 * heaviness
    tail = (0.5 / heaviness + 1) * np.log1p(squared * heaviness / room)
    return np.asarray(-np.log(2 * np.pi * spread**2 * room) - tail)


def log_density_slopes(spread: ArrayLike, heaviness: float, distance_m: ArrayLike) -> tuple[Floats, Floats]:
    """Return how fast `log_density` grows with the log of the spread, and with the heaviness."""
    squared = (np.asarray(distance_m, float) / np.asarray(spread, float)) ** 2
    room = 1 - 2 * heaviness
    reach = room + squared * heaviness
    by_spread = (1 + 2 * heaviness) * squared / reach - 2
    tail = np.log1p(squared * heaviness / room) / (2 * heaviness**2)
    by_heaviness = 2 / room + tail - (0.5 / heaviness + 1) * squared / (room * reach)
    return np.asarray(by_spread), np.asarray(by_heaviness)
