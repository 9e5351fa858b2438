"""A drifter's track as it was recorded, and the unbroken hourly legs of it that can be measured against a forecast.

Cutting a track into legs is where its faults are dealt with: fixes without a place, told twice, or impossibly far,
times it lay still ashore or in harbour, and gaps.
Nothing is mended in silence: `Losses` counts what was left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields

import numpy as np
from numpy.typing import NDArray

from ashore.drift.chart import FLATTENING, SEMI_MAJOR_M
from ashore.drift.faults import DriftFault

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

HOUR_S = 3600.0


class TrackUnusable(DriftFault):
    """A track's own numbers cannot be a drifter's."""

    code = "drift.tracks.unusable"
    says = "The track {track} cannot be used: {why}."
    hint = "Each fix has a time, a longitude and a latitude in degrees, and a current (and wind) in m/s."


class NoTracks(DriftFault):
    """Nothing is left to calibrate with."""

    code = "drift.tracks.none"
    says = "No track is left to calibrate with: {why}."
    hint = "A track needs at least {hours} hours without a gap, and a current (and a wind, if it has any) all along."


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """One drifter's fixes, and the forecast current and wind at them where they are known.

    `times` epoch seconds UTC, `lon` and `lat` degrees, all (N,), in any order; NaN for a fix that is missing.
    `current` and `wind` are east and north parts in m/s, (N, 2), NaN where unknown; None where there are none.
    `drifter` is its type, `product` the name of the current's source: what tracks are grouped by.
    """

    id: str
    times: Floats
    lon: Floats
    lat: Floats
    current: Floats | None = None
    wind: Floats | None = None
    drifter: str = ""
    product: str = ""

    def __post_init__(self) -> None:
        shape = self.times.shape
        if self.times.ndim != 1 or self.lon.shape != shape or self.lat.shape != shape:
            raise TrackUnusable(
                track=self.id, why="times, longitudes and latitudes are not one row of equal length"
            )
        for name, vectors in (("current", self.current), ("wind", self.wind)):
            if vectors is not None and vectors.shape != (*shape, 2):
                raise TrackUnusable(
                    track=self.id, why=f"its {name} is not an east and a north part for each fix"
                )
        if np.any(np.abs(self.lat) > 90):
            swapped = np.all(np.abs(self.lon[np.isfinite(self.lon)]) <= 90)
            why = "it has latitudes beyond the poles" + (
                "; longitude and latitude look swapped" if swapped else ""
            )
            raise TrackUnusable(track=self.id, why=why)
        if np.any(np.abs(self.lon) > 540):
            raise TrackUnusable(
                track=self.id, why="it has longitudes of more than a turn and a half; are they metres?"
            )
        if self.current is not None:
            self._plausible("current", self.current, 4.0)
        if self.wind is not None:
            self._plausible("wind", self.wind, 45.0)

    def _plausible(self, name: str, vectors: Floats, most: float) -> None:
        speed = np.hypot(vectors[:, 0], vectors[:, 1])
        speed = speed[np.isfinite(speed)]
        if len(speed) and (middle := float(np.median(speed))) > most:
            why = f"half of its {name} is faster than {middle:.0f} m/s; is it in other units?"
            raise TrackUnusable(track=self.id, why=why)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What is taken for a fault of a track.

    `fastest` m/s: a fix that needs more speed than this is wrong.
    `gap_s`: a longer silence breaks the track; where fixes are usually far apart, 2.2 times the usual.
    `still_m` over `still_s`: a drifter that keeps within so little for so long lies ashore or in harbour.
    `shortest_s`: a shorter leg is left out.
    """

    fastest: float = 4.0
    gap_s: float = 3 * HOUR_S
    still_m: float = 150.0
    still_s: float = 12 * HOUR_S
    shortest_s: float = 3 * HOUR_S


@dataclass(slots=True)
class Losses:
    """Counts of what was left out of tracks, fix by fix, and of the gaps and short pieces that cutting made."""

    missing: int = field(default=0, metadata={"says": "without time or place"})
    repeated: int = field(default=0, metadata={"says": "told twice for one time"})
    impossible: int = field(default=0, metadata={"says": "impossibly far from their neighbours"})
    still: int = field(default=0, metadata={"says": "lying still ashore or in harbour"})
    unforced: int = field(default=0, metadata={"says": "of an hour without a current or wind"})
    short: int = field(default=0, metadata={"says": "of an hour in a piece too short to use"})

    def add(self, other: Losses) -> None:
        """Count another's losses with these."""
        for each in fields(self):
            setattr(self, each.name, getattr(self, each.name) + getattr(other, each.name))

    def sentences(self) -> tuple[str, ...]:
        """Return a sentence for each kind of loss that happened."""
        return tuple(
            f"{count} {'fix was' if count == 1 else 'fixes were'} left out, {each.metadata['says']}."
            for each in fields(self)
            if (count := getattr(self, each.name))
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """An unbroken hourly stretch of a track: regular times a step apart, (N,), and what was there.

    `track` is the id and `drifter` the kind of what drifted.
    `place` is longitude and latitude, degrees, (N, 2).
    `current` and `wind` m/s, (N, 2), finite; `wind` is None where the track has none.
    """

    track: str
    drifter: str
    times: Floats
    place: Floats
    current: Floats
    wind: Floats | None

    @property
    def step_s(self) -> float:
        """Return the time between two of its times, seconds."""
        return float(self.times[1] - self.times[0])

    @property
    def moved(self) -> Floats:
        """Return how far east and north the drifter went in each step, metres, (N - 1, 2)."""
        lon, lat = self.place.T
        return displacement(lon[:-1], lat[:-1], lon[1:], lat[1:])


def cut(tracks: Iterable[Track], limits: Limits | None = None) -> tuple[list[Leg], Losses]:
    """Return the legs of tracks that carry their current, and what was left out; a leg has at least two times.

    Raises TrackUnusable for a track without a current.
    """
    limits = limits or Limits()
    legs: list[Leg] = []
    losses = Losses()
    for track in tracks:
        if track.current is None:
            raise TrackUnusable(track=track.id, why="no current is known along it, and no forcing was given")
        legs += _legs(track, track.current, limits, losses)
    return legs, losses


def _legs(track: Track, current: Floats, limits: Limits, losses: Losses) -> list[Leg]:
    known = np.flatnonzero(np.isfinite(track.times) & np.isfinite(track.lon) & np.isfinite(track.lat))
    losses.missing += len(track.times) - len(known)
    times, first = np.unique(track.times[known], return_index=True)
    losses.repeated += len(known) - len(first)
    fixes = known[first]
    sound = _possible(times, track.lon[fixes], track.lat[fixes], limits.fastest)
    losses.impossible += len(times) - int(sound.sum())
    times, fixes = times[sound], fixes[sound]
    if len(times) < 2:
        losses.short += len(times)
        return []
    moving = ~_still(times, track.lon[fixes], track.lat[fixes], limits)
    losses.still += int((~moving).sum())

    step = HOUR_S * max(1.0, float(np.round(np.median(np.diff(times)) / HOUR_S)))
    gap = max(limits.gap_s, 2.2 * float(np.median(np.diff(times))))
    grid = np.arange(np.ceil(times[0] / HOUR_S) * HOUR_S, times[-1] + 1e-3, step)
    lon = np.unwrap(track.lon[fixes], period=360.0)
    # Forcing is filled from its own finite values, so that a fix dropped for its place still tells its current.
    place = np.stack(
        [_between(grid, times[moving], each[moving], gap) for each in (lon, track.lat[fixes])], axis=1
    )
    force = [_vectors(grid, track.times, current, gap)]
    if track.wind is not None:
        force.append(_vectors(grid, track.times, track.wind, gap))
    placed = np.asarray(np.isfinite(place).all(axis=1))
    forced = np.asarray(np.isfinite(np.hstack(force)).all(axis=1))
    losses.unforced += int((placed & ~forced).sum())

    legs: list[Leg] = []
    for run in _runs(placed & forced):
        if (len(run) - 1) * step < max(limits.shortest_s, step):
            losses.short += len(run)
            continue
        legs.append(
            Leg(
                track=track.id,
                drifter=track.drifter,
                times=grid[run],
                place=place[run],
                current=force[0][run],
                wind=force[1][run] if track.wind is not None else None,
            )
        )
    return legs


def displacement(lon: Floats, lat: Floats, to_lon: Floats, to_lat: Floats) -> Floats:
    """Return how far east and north one place is from another, metres, (..., 2), for ways of some km.

    By the radii of curvature of the WGS 84 ellipsoid at the middle latitude.
    """
    e2 = FLATTENING * (2 - FLATTENING)
    middle = np.radians((lat + to_lat) / 2)
    bulge = 1 - e2 * np.sin(middle) ** 2
    turn = (to_lon - lon + 180.0) % 360.0 - 180.0
    east = np.radians(turn) * SEMI_MAJOR_M * np.cos(middle) / np.sqrt(bulge)
    north = np.radians(to_lat - lat) * SEMI_MAJOR_M * (1 - e2) / bulge**1.5
    return np.stack([east, north], axis=-1)


def _apart(lon: Floats, lat: Floats, to_lon: Floats, to_lat: Floats) -> Floats:
    moved = displacement(lon, lat, to_lon, to_lat)
    return np.hypot(moved[..., 0], moved[..., 1])


def _possible(times: Floats, lon: Floats, lat: Floats, fastest: float) -> Flags:
    """Return which fixes can stand: while some step is too fast, the end of it whose loss slows the way more goes."""
    kept = np.arange(len(times))
    while len(kept) > 1:
        speed = _speed(times[kept], lon[kept], lat[kept])
        worst = int(np.argmax(speed))
        if speed[worst] <= fastest:
            break
        without = [_bypass(times, lon, lat, kept, at) for at in (worst, worst + 1)]
        kept = np.delete(kept, worst if without[0] < without[1] else worst + 1)
    flags = np.zeros(len(times), dtype=bool)
    flags[kept] = True
    return flags


def _bypass(times: Floats, lon: Floats, lat: Floats, kept: NDArray[np.intp], at: int) -> float:
    """Return the speed past one fix, from its neighbours; at an end, of the next step inward, which must then stand."""
    if at == 0:
        pair = kept[1:3]
    elif at == len(kept) - 1:
        pair = kept[-3:-1]
    else:
        pair = kept[[at - 1, at + 1]]
    return float(_speed(times[pair], lon[pair], lat[pair])[0]) if len(pair) == 2 else 0.0


def _speed(times: Floats, lon: Floats, lat: Floats) -> Floats:
    return _apart(lon[:-1], lat[:-1], lon[1:], lat[1:]) / np.diff(times)


def _still(times: Floats, lon: Floats, lat: Floats, limits: Limits) -> Flags:
    """Return which fixes belong to a time, of `still_s` or longer, in which it never left `still_m`."""
    still = np.zeros(len(times), dtype=bool)
    starts = np.flatnonzero(times + limits.still_s <= times[-1])
    ends = np.searchsorted(times, times[starts] + limits.still_s)
    chord = _apart(lon[starts], lat[starts], lon[ends], lat[ends])
    for start, end in zip(starts[chord <= limits.still_m], ends[chord <= limits.still_m], strict=True):
        span = slice(start, end + 1)
        if _apart(lon[start], lat[start], lon[span], lat[span]).max() <= limits.still_m:
            still[span] = True
    return still


def _between(grid: Floats, times: Floats, values: Floats, gap: float) -> Floats:
    """Return values at grid times, linear between known ones no further apart than a gap, NaN elsewhere."""
    if len(times) == 0:
        return np.full(len(grid), np.nan)
    after = np.clip(np.searchsorted(times, grid), 0, len(times) - 1)
    before = np.where(times[after] == grid, after, np.maximum(after - 1, 0))
    inside = (times[before] <= grid) & (grid <= times[after]) & (times[after] - times[before] <= gap)
    return np.where(inside, np.interp(grid, times, values), np.nan)


def _vectors(grid: Floats, times: Floats, vectors: Floats, gap: float) -> Floats:
    known = np.isfinite(times) & np.isfinite(vectors).all(axis=1)
    at, first = np.unique(times[known], return_index=True)
    parts = [_between(grid, at, vectors[known][first, part], gap) for part in (0, 1)]
    return np.stack(parts, axis=1)


def _runs(flags: Flags) -> list[NDArray[np.intp]]:
    at = np.flatnonzero(flags)
    return [run for run in np.split(at, np.flatnonzero(np.diff(at) > 1) + 1) if len(run)]
