"""Fit a wander to the misses of forecasts: its sigma, its memory and how much drifters differ, with standard errors.

Real residuals are not an Ornstein-Uhlenbeck process (they are smoother within an hour and slower to forget), so their
velocities are the wrong thing to fit: what a forecast needs right is how far a drifter is from it after some hours.
The fit is therefore to the misses themselves at several horizons at once, by the likelihood of Student's bivariate t
(`law`), a composite likelihood since one drifter's misses overlap (Varin, Reid and Firth, Statistica Sinica 2011);
its errors come from resampling whole drifters and not from its curvature.
A drifter of n misses counts for sqrt(n): between every miss alike, where one long-lived drifter would rule, and every
drifter alike, where one lost after a day would count as much as one followed for a month.
Where the tracks say nothing of a figure it stays at the default: a prior worth a few hours of one drifter.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ashore.drift.calibration.law import log_density, log_density_slopes, spread_m
from ashore.drift.calibration.residuals import Misses
from ashore.drift.calibration.tracks import HOUR_S, Floats
from ashore.drift.wander import REGIONAL_CURRENT, Wander

SIGMA_WITHIN = (0.005, 5.0)
HOURS_WITHIN = (0.5, 240.0)
HEAVINESS_WITHIN = (0.001, 0.45)
"""How little and how much drifters may differ, as 1/ν: at a half no spread exists."""
LIGHTEST = 0.02
"""Below this 1/ν drifters are taken to be alike: the law is the normal one to within the width of a line."""

PRIOR_FACTOR = 3.0
"""One standard deviation of the prior: sigma and memory within a factor of three of the default's."""
PRIOR_HEAVINESS = (0.15, 0.15)
"""Prior mean and standard deviation of 1/ν: drifters are expected to differ, an assumption."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Uncertain:
    """A fitted figure with its standard error and central 90 % interval, None where one drifter cannot tell."""

    value: float
    error: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WanderFit:
    """A fitted wander and how well its figures are known; `heaviness` is 1/ν, 0 where all drifters are alike.

    `drifters` and `misses` are how many it rests on, `horizons_h` the hours that were fitted.
    """

    wander: Wander
    sigma: Uncertain
    hours: Uncertain
    heaviness: Uncertain
    drifters: int
    misses: int
    horizons_h: tuple[float, ...]


def fit_wander(misses: Misses, *, prior: Wander = REGIONAL_CURRENT, basis: str = "") -> Wander:
    """Return the wander most likely to have made the misses, which must not be empty; ValueError if they are."""
    return _wander(_best(misses, np.ones(len(misses.tracks)), prior), misses, basis)


def fit_with_errors(
    misses: Misses, *, rounds: int, seed: int, prior: Wander = REGIONAL_CURRENT, basis: str = ""
) -> WanderFit:
    """Return `fit_wander`'s answer with standard errors by refitting `rounds` draws of whole drifters.

    The same seed gives the same errors.
    """
    best = _best(misses, np.ones(len(misses.tracks)), prior)
    present = np.unique(misses.drifter)
    draws = np.full((0, 3), np.nan)
    if len(present) > 1 and rounds > 1:
        random = np.random.default_rng(seed)
        again = []
        for _ in range(rounds):
            drawn = random.choice(present, len(present))
            times = np.bincount(drawn, minlength=len(misses.tracks)).astype(float)
            again.append(_figures(_best(misses, times, prior, start=best)))
        draws = np.array(again)
    sigma, hours, heaviness = (_uncertain(value, draws[:, part]) for part, value in enumerate(_figures(best)))
    return WanderFit(
        wander=_wander(best, misses, basis),
        sigma=sigma,
        hours=hours,
        heaviness=heaviness,
        drifters=len(present),
        misses=len(misses.hours),
        horizons_h=tuple(float(h) for h in np.unique(misses.hours)),
    )


def _best(misses: Misses, times: Floats, prior: Wander, start: Floats | None = None) -> Floats:
    """Return log sigma, log hours and 1/ν at the peak; `times` is how often each drifter counts."""
    from scipy.optimize import minimize

    if len(misses.hours) == 0:
        raise ValueError("a wander cannot be fitted to no misses")
    used = times[misses.drifter] > 0
    distance = np.maximum(misses.distance_m[used], 1.0)
    weight = _weights(misses, times)[used]
    horizons, which = np.unique(misses.hours[used], return_inverse=True)
    centre = np.array([np.log(prior.sigma), np.log(prior.hours), PRIOR_HEAVINESS[0]])
    width = np.array([np.log(PRIOR_FACTOR), np.log(PRIOR_FACTOR), PRIOR_HEAVINESS[1]])

    def cost(figures: Floats) -> tuple[float, Floats]:
        wander = Wander(sigma=float(np.exp(figures[0])), hours=float(np.exp(figures[1])))
        spread, heaviness = spread_m(wander, horizons * HOUR_S)[which], float(figures[2])
        off = (figures - centre) / width
        # Sums and not products of matrices: the linear algebra library's threads cost more than they save here.
        unlikely = np.sum(off**2) / 2 - np.sum(weight * log_density(spread, heaviness, distance))
        by_spread, by_heaviness = log_density_slopes(spread, heaviness, distance)
        by_hours = by_spread * _spread_slope(wander, horizons)[which]
        slopes = np.array([np.sum(weight * by) for by in (by_spread, by_hours, by_heaviness)])
        return float(unlikely), off / width - slopes

    found = minimize(
        cost,
        centre if start is None else start,
        jac=True,
        method="L-BFGS-B",
        bounds=[tuple(np.log(SIGMA_WITHIN)), tuple(np.log(HOURS_WITHIN)), HEAVINESS_WITHIN],
    )
    return np.asarray(found.x)


def _spread_slope(wander: Wander, horizons_h: Floats) -> Floats:
    """Return how fast the log of the spread after some hours grows with the log of the memory."""
    u = horizons_h / wander.hours
    return np.asarray(1 + u * np.expm1(-u) / (u + np.expm1(-u)) / 2)


def _weights(misses: Misses, times: Floats) -> Floats:
    """Return each miss's weight, by which a drifter's n misses at each of its horizons come to sqrt(n) in all."""
    horizons, which = np.unique(misses.hours, return_inverse=True)
    count = np.zeros((len(misses.tracks), len(horizons)))
    np.add.at(count, (misses.drifter, which), 1.0)
    return np.asarray(times[misses.drifter] / np.sqrt(count[misses.drifter, which]) / len(horizons))


def _figures(best: Floats) -> tuple[float, float, float]:
    heaviness = float(best[2]) if best[2] >= LIGHTEST else 0.0
    return float(np.exp(best[0])), float(np.exp(best[1])), heaviness


def _wander(best: Floats, misses: Misses, basis: str) -> Wander:
    sigma, hours, heaviness = _figures(best)
    drifters = len(np.unique(misses.drifter))
    return Wander(
        sigma=sigma,
        hours=hours,
        tail=1 / heaviness if heaviness else None,
        fitted=True,
        basis=basis or f"fitted to the misses of {drifters} drifter{'s' if drifters != 1 else ''}",
    )


def _uncertain(value: float, draws: Floats) -> Uncertain:
    if len(draws) == 0:
        return Uncertain(value=value, error=None, low=None, high=None)
    low, high = np.quantile(draws, [0.05, 0.95])
    return Uncertain(value=value, error=float(np.std(draws, ddof=1)), low=float(low), high=float(high))
