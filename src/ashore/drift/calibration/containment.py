"""Does the 50 % area hold half of them? Where the truth lay in each forecast, and the shares that areas held.

A level is the smallest share of a forecast whose area contains where the drifter really was.
Were the forecasts right, levels would be uniform: the area of p % would hold p % of drifters (Gneiting, Balabdaoui
and Raftery, J. R. Stat. Soc. B 69, 2007).
Misses of one drifter hang together, so intervals come from resampling whole drifters.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ashore.drift.calibration.law import level
from ashore.drift.calibration.residuals import Misses
from ashore.drift.calibration.tracks import HOUR_S, Floats, Leg, displacement
from ashore.drift.wander import Wander

NOMINAL = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)

Forecast = Callable[[float, float, float, Sequence[float]], tuple[Floats, Floats]]
"""Makes a forecast from a longitude, latitude, degrees, and epoch seconds, for some hours ahead, ascending.

It returns longitudes and latitudes of its samples, each counting alike, (hours, samples); NaN for one not known.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What areas of a nominal share held: the share observed and its central 95 % interval, None if one drifter."""

    nominal: float
    observed: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Containment:
    """What the areas of one law held after some hours, of how many forecasts of how many drifters."""

    law: str
    hours: float
    forecasts: int
    drifters: int
    shares: tuple[Share, ...]

    def share(self, nominal: float) -> Share:
        """Return what was held at one of the nominal shares."""
        return next(share for share in self.shares if share.nominal == nominal)


def levels(misses: Misses, wander: Wander) -> Floats:
    """Return the level at which each miss lay in the law of a wander."""
    return level(wander, misses.hours * HOUR_S, misses.distance_m)


def containment(
    law: str, level_of_each: Floats, misses: Misses, *, rounds: int, seed: int
) -> tuple[Containment, ...]:
    """Return what areas held at each horizon, given the level of each miss; the same seed, the same intervals."""
    tables = []
    for hours in np.unique(misses.hours):
        at = (misses.hours == hours) & np.isfinite(level_of_each)
        if at.any():
            shares = shares_held(level_of_each[at], misses.drifter[at], rounds=rounds, seed=seed)
            tables.append(
                Containment(
                    law=law,
                    hours=float(hours),
                    forecasts=int(at.sum()),
                    drifters=len(np.unique(misses.drifter[at])),
                    shares=shares,
                )
            )
    return tuple(tables)


def shares_held(
    level_of_each: Floats, drifter: NDArray[np.intp], *, rounds: int, seed: int
) -> tuple[Share, ...]:
    """Return the share of forecasts whose truth lay within each nominal area, every forecast counting alike."""
    present, which = np.unique(drifter, return_inverse=True)
    within = level_of_each[:, None] <= np.array(NOMINAL)
    held = np.zeros((len(present), len(NOMINAL)))
    np.add.at(held, which, within.astype(float))
    count = np.bincount(which).astype(float)
    observed = held.sum(axis=0) / count.sum()
    if len(present) < 2 or rounds < 2:
        return tuple(
            Share(nominal=nominal, observed=float(share), low=None, high=None)
            for nominal, share in zip(NOMINAL, observed, strict=True)
        )
    random = np.random.default_rng(seed)
    drawn = random.multinomial(len(present), np.full(len(present), 1 / len(present)), size=rounds)
    low, high = np.quantile(drawn @ held / (drawn @ count)[:, None], [0.025, 0.975], axis=0)
    return tuple(
        Share(nominal=nominal, observed=float(share), low=float(bottom), high=float(top))
        for nominal, share, bottom, top in zip(NOMINAL, observed, low, high, strict=True)
    )


def folds(drifters: int, number: int, seed: int) -> NDArray[np.intp]:
    """Return the fold of each drifter, drawn once; as even as can be and never more folds than drifters."""
    return np.random.default_rng(seed).permutation(drifters) % min(number, drifters)


def free_running(
    legs: Sequence[Leg], forecast_for: Callable[[str], Forecast], horizons_h: Sequence[float], every_h: float
) -> tuple[Misses, Floats]:
    """Return the misses and levels of real forecasts begun every so many hours along legs, and run freely.

    `forecast_for` gives the forecast to use for a track of an id.
    A miss is from the middle of the samples; a level is NaN where too few samples are known.
    """
    tracks = tuple(dict.fromkeys(leg.track for leg in legs))
    horizons = sorted(horizons_h)
    rows: list[tuple[int, float, float, float, float, float]] = []
    for leg in legs:
        forecast = forecast_for(leg.track)
        stride = max(1, round(every_h * HOUR_S / leg.step_s))
        for begin in range(0, len(leg.times) - 1, stride):
            ends = {hours: begin + hours * HOUR_S / leg.step_s for hours in horizons}
            ahead = {h: round(end) for h, end in ends.items() if end == round(end) and end < len(leg.times)}
            if not ahead:
                continue
            here = leg.place[begin]
            lon, lat = forecast(float(here[0]), float(here[1]), float(leg.times[begin]), list(ahead))
            for row, (hours, end) in enumerate(ahead.items()):
                there = np.isfinite(lon[row])
                x, y = displacement(leg.place[end, 0], leg.place[end, 1], lon[row][there], lat[row][there]).T
                east, north = (-float(each.mean()) if len(each) else np.nan for each in (x, y))
                known = (tracks.index(leg.track), hours, leg.times[begin], east, north)
                rows.append((*known, level_among(x, y)))
    table = np.array(rows, dtype=float).reshape(-1, 6)
    found = Misses(
        tracks=tracks,
        drifter=table[:, 0].astype(np.intp),
        hours=table[:, 1],
        start=table[:, 2],
        east=table[:, 3],
        north=table[:, 4],
    )
    return found, table[:, 5]


FEWEST_SAMPLES = 20


def level_among(x: Floats, y: Floats) -> float:
    """Return the level of the origin among samples in metres: the share of them that lie where samples are denser.

    Density is by the distance to the k-th nearest other, k the root of their number, the origin being one of them:
    were it drawn as they were, its rank would be exactly uniform, whatever the shape of the cloud
    (the conformal argument: Vovk, Gammerman and Shafer, Algorithmic Learning in a Random World, 2005).
    NaN for fewer than 20 samples.
    """
    from scipy.spatial import cKDTree

    if len(x) < FEWEST_SAMPLES:
        return float("nan")
    places = np.stack([np.append(x, 0.0), np.append(y, 0.0)], axis=1)
    nearest = round(np.sqrt(len(places)))
    reach = cKDTree(places).query(places, k=[nearest + 1])[0][:, 0]
    denser, alike = np.sum(reach < reach[-1]), np.sum(reach == reach[-1])
    return float((denser + alike / 2) / len(places))
