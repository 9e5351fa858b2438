"""What a forecast leaves unexplained of a drifter's way: residual velocity, and the miss it adds up to over hours.

A leg's residual over a step is what the drifter moved, less the mean current, less the wind's share.
Summed up it is the path of the error, and the miss of a forecast of h hours begun anywhere on the leg is the
difference of two of that path's points: the error taken along the true track, not of a free run.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ashore.drift.calibration.tracks import HOUR_S, Floats, Leg


@dataclass(frozen=True, slots=True, kw_only=True)
class Windage:
    """The wind's share of a drifter's way, as shares of the 10 m wind: downwind, and across it to the right."""

    downwind: float = 0.0
    crosswind: float = 0.0
    fitted: bool = False

    def velocity(self, wind: Floats) -> Floats:
        """Return the leeway in m/s, east and north parts, of winds in m/s, (..., 2)."""
        right = np.stack([wind[..., 1], -wind[..., 0]], axis=-1)
        return self.downwind * wind + self.crosswind * right


NO_WINDAGE = Windage()
ANY_KIND = ""
"""The kind of a drifter of which no kind is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorPath:
    """The path of the error of one leg: regular `times`, epoch seconds (N,), and east and north metres, (N, 2)."""

    track: str
    times: Floats
    error: Floats

    @property
    def step_s(self) -> float:
        """Return the time between two of its times, seconds."""
        return float(self.times[1] - self.times[0])

    @property
    def velocity(self) -> Floats:
        """Return the mean residual velocity of each step, m/s, (N - 1, 2)."""
        return np.diff(self.error, axis=0) / self.step_s


@dataclass(frozen=True, slots=True, kw_only=True)
class Misses:
    """Misses of many forecasts: which drifter (an index into `tracks`), after how many hours, and how far, metres.

    `east` and `north` are truth minus forecast; all arrays are (M,).
    """

    tracks: tuple[str, ...]
    drifter: NDArray[np.intp]
    hours: Floats
    start: Floats
    east: Floats
    north: Floats

    @property
    def distance_m(self) -> Floats:
        """Return how far each miss is, metres."""
        return np.hypot(self.east, self.north)

    def where(self, chosen: NDArray[np.bool_]) -> Misses:
        """Return the chosen misses; drifters keep their numbers."""
        return Misses(
            tracks=self.tracks,
            drifter=self.drifter[chosen],
            hours=self.hours[chosen],
            start=self.start[chosen],
            east=self.east[chosen],
            north=self.north[chosen],
        )

    def rms_m(self, hours: float) -> float:
        """Return the root mean square miss after some hours, metres; NaN where there is none."""
        at = self.hours == hours
        return float(np.sqrt(np.mean(self.distance_m[at] ** 2))) if at.any() else float("nan")


@dataclass(frozen=True, slots=True, kw_only=True)
class Residuals:
    """What is left of the velocity: rms of a component and mean east and north, m/s, and how it remembers itself.

    `autocorrelation` is (hours, correlation) pairs, about zero and not about each leg's mean, since a forecast that is
    wrong in the mean is wrong; legs too short for a lag leave it out.
    """

    rms: float
    bias_east: float
    bias_north: float
    hours: int
    autocorrelation: tuple[tuple[float, float], ...]


LAGS_H = (1, 3, 6, 12, 24)


def fit_windage(legs: Sequence[Leg]) -> Windage:
    """Return the windage that leaves least residual velocity, by least squares beside a constant drift.

    The constant is there so that a mean current error is not read as wind; it is then left in the residual.
    With no wind, or too little change of it to tell, there is no windage.
    """
    rows = [(leg.wind, leg) for leg in legs if leg.wind is not None]
    if not rows:
        return NO_WINDAGE
    # One complex number a vector: downwind - i·crosswind, so that one slope is both parts (right is a turn by -i).
    wind = np.concatenate([_complex(_middle(wind)) for wind, _ in rows])
    rest = np.concatenate([_complex(leg.moved / leg.step_s - _middle(leg.current)) for _, leg in rows])
    wind, rest = wind - wind.mean(), rest - rest.mean()
    power = float(np.sum(np.abs(wind) ** 2))
    if power < 1e-6 * len(wind):
        return NO_WINDAGE
    slope = complex(np.sum(np.conj(wind) * rest) / power)
    return Windage(downwind=slope.real, crosswind=-slope.imag, fitted=True)


def fit_windages(legs: Sequence[Leg]) -> dict[str, Windage]:
    """Return the windage of each kind of drifter by itself, since it is theirs and not the current's.

    Under ANY_KIND is that of all together, for a kind that is not among them.
    """
    kinds = dict.fromkeys(leg.drifter for leg in legs)
    of_each = {kind: fit_windage([leg for leg in legs if leg.drifter == kind]) for kind in kinds}
    return of_each | {ANY_KIND: fit_windage(legs)}


def error_paths(legs: Sequence[Leg], windages: Mapping[str, Windage]) -> list[ErrorPath]:
    """Return the path of the error of each leg, by its kind's windage or else ANY_KIND's.

    A leg without wind is measured as if there were none.
    """
    paths = []
    for leg in legs:
        carried = _middle(leg.current)
        if leg.wind is not None:
            windage = windages.get(leg.drifter) or windages[ANY_KIND]
            carried = carried + windage.velocity(_middle(leg.wind))
        left = leg.moved - carried * leg.step_s
        paths.append(
            ErrorPath(
                track=leg.track,
                times=leg.times,
                error=np.concatenate([np.zeros((1, 2)), np.cumsum(left, axis=0)]),
            )
        )
    return paths


def misses(paths: Sequence[ErrorPath], horizons_h: Sequence[float], every_h: float) -> Misses:
    """Return the misses of forecasts begun every so many hours along each path, at each horizon that still fits."""
    tracks = tuple(dict.fromkeys(path.track for path in paths))
    number = {track: index for index, track in enumerate(tracks)}
    drifter, hours, start, error = [], [], [], []
    for path in paths:
        stride = max(1, round(every_h * HOUR_S / path.step_s))
        for horizon in horizons_h:
            ahead = horizon * HOUR_S / path.step_s
            if ahead < 1 or ahead != round(ahead):
                continue
            begins = np.arange(0, len(path.times) - round(ahead), stride)
            drifter.append(np.full(len(begins), number[path.track]))
            hours.append(np.full(len(begins), float(horizon)))
            start.append(path.times[begins])
            error.append(path.error[begins + round(ahead)] - path.error[begins])
    if not drifter:
        nothing = np.empty(0)
        return Misses(
            tracks=tracks,
            drifter=np.empty(0, np.intp),
            hours=nothing,
            start=nothing,
            east=nothing,
            north=nothing,
        )
    errors = np.concatenate(error)
    return Misses(
        tracks=tracks,
        drifter=np.concatenate(drifter),
        hours=np.concatenate(hours),
        start=np.concatenate(start),
        east=errors[:, 0],
        north=errors[:, 1],
    )


def residuals(paths: Sequence[ErrorPath]) -> Residuals:
    """Return the rms, mean and memory of the residual velocity of error paths, each hour counting alike."""
    velocity = np.concatenate([path.velocity for path in paths])
    lags = []
    for lag in LAGS_H:
        pairs = [
            (series[ahead:], series[:-ahead])
            for path in paths
            if (ahead := round(lag * HOUR_S / path.step_s)) >= 1 and len(series := path.velocity) > ahead
        ]
        if pairs:
            now, then = (np.concatenate(side) for side in zip(*pairs, strict=True))
            scale = np.sqrt(np.sum(now**2) * np.sum(then**2))
            if scale > 0:
                lags.append((float(lag), float(np.sum(now * then) / scale)))
    return Residuals(
        rms=float(np.sqrt(np.mean(velocity**2))),
        bias_east=float(velocity[:, 0].mean()),
        bias_north=float(velocity[:, 1].mean()),
        hours=round(sum(path.times[-1] - path.times[0] for path in paths) / HOUR_S),
        autocorrelation=tuple(lags),
    )


def _middle(values: Floats) -> Floats:
    """The mean of each step, by the trapezium."""
    return (values[1:] + values[:-1]) / 2


def _complex(vectors: Floats) -> NDArray[np.complex128]:
    return vectors[:, 0] + 1j * vectors[:, 1]
