"""Drifters whose truth is known: a sheared current, a wind, and an error made to a stated law."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from ashore.drift.calibration.tracks import HOUR_S, Track

Floats = NDArray[np.float64]
Law = Callable[[np.random.Generator, int], Floats]

MONTH_H = 720
START = 1_700_000_000.0 // HOUR_S * HOUR_S
DEGREE_M = 111_195.0


def ou(sigma: float, hours: float, tail: float | None = None) -> Law:
    """Return the law of hourly values of an Ornstein-Uhlenbeck velocity, with a sigma of its own for each drifter."""

    def make(random: np.random.Generator, count: int) -> Floats:
        size = sigma if tail is None else sigma * np.sqrt((tail - 2) / random.chisquare(tail))
        fine = 6  # ten-minute values, averaged to hours
        keep = np.exp(-1 / (fine * hours))
        value = random.standard_normal(2)
        out = np.empty((count * fine, 2))
        for step, shock in enumerate(random.standard_normal((count * fine, 2))):
            value = keep * value + np.sqrt(1 - keep**2) * shock
            out[step] = value
        return size * out.reshape(count, fine, 2).mean(axis=1)

    return make


def _root() -> Floats:
    lag = np.abs(np.subtract.outer(np.arange(MONTH_H), np.arange(MONTH_H))).astype(float)
    smooth = (1 + 0.255 * lag) * np.exp(-0.255 * lag)
    return np.linalg.cholesky(0.5 * smooth + 0.5 * np.exp(-lag / 15) + 1e-9 * np.eye(MONTH_H))


ROOT = _root()


def real_looking(sigma: float, *, unlike: float = 0.5, inertial: float = 0.1, burst: float = 0.0) -> Law:
    """Return an error that remembers itself as real ones do (0.95 at 1 h, 0.8 at 3, 0.6 at 6, 0.33 at 12, 0.1 at 24).

    Sigma differs between drifters by exp(`unlike`·normal), turns with an inertial swing of about `inertial` m/s,
    and comes in storms of `burst`.
    """

    def make(random: np.random.Generator, count: int) -> Floats:
        value = (ROOT @ random.standard_normal((MONTH_H, 2)))[:count]
        storm = np.exp(burst * (ROOT @ random.standard_normal(MONTH_H))[:count] - burst**2)
        turn = 2 * np.pi * np.arange(count) / 15 + random.uniform(0, 2 * np.pi)
        swing = inertial * abs(random.standard_normal()) * np.stack([np.cos(turn), -np.sin(turn)], axis=1)
        size = sigma * np.exp(unlike * random.standard_normal() - unlike**2)
        return size * storm[:, None] * value + swing

    return make


def drifters(
    law: Law,
    *,
    number: int,
    seed: int,
    hours: Callable[[np.random.Generator], int] = lambda random: int(random.integers(60, 220)),
    windage: complex = 0.0,
    bias: tuple[float, float] = (0.0, 0.0),
) -> list[Track]:
    """Return tracks with hourly current and wind along them; `windage` is downwind - i·right of the wind."""
    random = np.random.default_rng(seed)
    tracks = []
    for index in range(number):
        count = min(hours(random), MONTH_H - 1)
        times = START + 3600 * np.arange(count + 1)
        phase, tide = random.uniform(0, 6.28), 2 * np.pi * np.arange(count + 1) / 12.42
        current = np.stack([0.2 + 0.6 * np.cos(tide + phase), 0.3 * np.sin(tide + phase)], axis=1)
        wind = 4 + 5 * ou(1.0, 18.0)(random, count + 1)
        carried = (wind[:, 0] + 1j * wind[:, 1]) * windage
        steady = current + np.stack([carried.real, carried.imag], axis=1) + np.array(bias)
        error = law(random, count)
        way = np.cumsum(((steady[1:] + steady[:-1]) / 2 + error) * 3600, axis=0)
        tracks.append(track(f"d{index}", times, np.vstack([np.zeros(2), way]), current, wind))
    return tracks


def track(name: str, times: Floats, way: Floats, current: Floats | None, wind: Floats | None) -> Track:
    """Return a track from places in metres east and north of 58°N 3°E, by short steps on the ellipsoid."""
    e2, a = 0.0066943799901413165, 6378137.0
    lon, lat = [3.0], [58.0]
    for east, north in np.diff(way, axis=0):
        to = lat[-1]
        for _ in range(3):
            bulge = 1 - e2 * np.sin(np.radians((lat[-1] + to) / 2)) ** 2
            to = lat[-1] + np.degrees(north * bulge**1.5 / (a * (1 - e2)))
        middle = np.radians((lat[-1] + to) / 2)
        lon.append(lon[-1] + np.degrees(east * np.sqrt(1 - e2 * np.sin(middle) ** 2) / (a * np.cos(middle))))
        lat.append(to)
    return Track(id=name, times=times, lon=np.array(lon), lat=np.array(lat), current=current, wind=wind)
