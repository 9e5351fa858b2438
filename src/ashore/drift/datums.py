"""Where and when a drift begins: a reported position with its errors, a segment between two, or an area."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from ashore.drift.chart import Chart
from ashore.drift.faults import DriftFault

Floats = NDArray[np.float64]

RADIUS_95 = float(np.sqrt(-2 * np.log(0.05)))
"""The radius that holds a circular normal with probability 0.95, in its components' standard deviations (Rayleigh)."""
HALF_95 = 1.959963984540054
"""The half-width that holds a normal number with probability 0.95, in standard deviations."""


class BadDatum(DriftFault):
    """A datum makes no sense. Fields: `what` (words)."""

    code: ClassVar[str] = "drift.bad-datum"
    says: ClassVar[str] = "The datum cannot be used: {what}."
    hint: ClassVar[str] = (
        "Give latitude (-90 to 90) and longitude (-180 to 360) in degrees, errors of 0 or more."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Datum:
    """A position in degrees at an epoch second UTC.

    `error_m` is the radius and `at_error_s` the time either side that hold the truth with probability 0.95.
    Raises BadDatum.
    """

    lat: float
    lon: float
    error_m: float
    at: float
    at_error_s: float = 0.0

    def __post_init__(self) -> None:
        if not -90 <= self.lat <= 90:
            raise BadDatum(what=f"latitude {self.lat} is not between -90 and 90")
        if not -180 <= self.lon <= 360:
            raise BadDatum(what=f"longitude {self.lon} is not between -180 and 360")
        if not (0 <= self.error_m < np.inf and 0 <= self.at_error_s < np.inf):
            raise BadDatum(what="an error is negative, without end or not a number")
        if not np.isfinite(self.at):
            raise BadDatum(what="it has no time")

    def corners(self) -> tuple[Datum, ...]:
        """Return the datums that a run has to reach from."""
        return (self,)

    def scatter(self, chart: Chart, draws: Draws) -> tuple[Floats, Floats, Floats]:
        """Return x and y on the chart, metres, and the epoch second, of each particle that starts here."""
        x, y = chart.project(self.lon, self.lat)
        spread = self.error_m / RADIUS_95 * chart.scale(x, y)
        return (
            x + spread * draws.across,
            y + spread * draws.along,
            self.at + self.at_error_s / HALF_95 * draws.late,
        )

    def as_json(self) -> dict[str, Any]:
        """Return it as plain JSON values."""
        return {
            "lat": self.lat,
            "lon": self.lon,
            "error_m": self.error_m,
            "at": self.at,
            "at_error_s": self.at_error_s,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """Anywhere between two datums, each place as likely, its time and its errors going evenly from one to the other."""

    first: Datum
    last: Datum

    def corners(self) -> tuple[Datum, ...]:
        """Return the datums that a run has to reach from."""
        return (self.first, self.last)

    def scatter(self, chart: Chart, draws: Draws) -> tuple[Floats, Floats, Floats]:
        """Return x and y on the chart, metres, and the epoch second, of each particle that starts here."""
        begins, ends = self.first.scatter(chart, draws), self.last.scatter(chart, draws)
        x, y, at = (a + draws.share * (b - a) for a, b in zip(begins, ends, strict=True))
        return x, y, at

    def as_json(self) -> dict[str, Any]:
        """Return it as plain JSON values."""
        return {"first": self.first.as_json(), "last": self.last.as_json()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """Anywhere within a GeoJSON Polygon or MultiPolygon (or a Feature of one), each place as likely.

    `at` is epoch seconds UTC. Raises BadDatum where the geometry holds no area.
    """

    geometry: Mapping[str, Any]
    at: float
    at_error_s: float = 0.0

    def __post_init__(self) -> None:
        if not self._rings():
            raise BadDatum(what="an area needs a GeoJSON Polygon or MultiPolygon with at least three corners")
        for corner in self.corners():  # raises where one is no place
            assert corner.at == self.at

    def corners(self) -> tuple[Datum, ...]:
        """Return the datums that a run has to reach from."""
        return tuple(
            Datum(lat=lat, lon=lon, error_m=0, at=self.at, at_error_s=self.at_error_s)
            for ring in self._rings()
            for lon, lat in ring
        )

    def scatter(self, chart: Chart, draws: Draws) -> tuple[Floats, Floats, Floats]:
        """Return x and y on the chart, metres, and the epoch second, of each particle that starts here."""
        rings = [_unwrapped(np.array(ring)) for ring in self._rings()]
        # A side is straight in longitude and latitude (RFC 7946), so on the chart it bulges; its middle tells how far.
        sides = np.concatenate(
            [np.concatenate([ring, (ring + np.roll(ring, -1, axis=0)) / 2]) for ring in rings]
        )
        corners = np.stack(chart.project(sides[:, 0], sides[:, 1]), axis=1)
        low, high = corners.min(axis=0), corners.max(axis=0)
        x, y = np.full(draws.share.shape, np.nan), np.full(draws.share.shape, np.nan)
        for again in range(400):
            open_ = np.flatnonzero(np.isnan(x))
            if open_.size == 0:
                break
            across = low[0] + (high[0] - low[0]) * draws.more(2 * again)[open_]
            along = low[1] + (high[1] - low[1]) * draws.more(2 * again + 1)[open_]
            inside = _inside(rings, *chart.place(across, along))
            x[open_[inside]], y[open_[inside]] = across[inside], along[inside]
        else:
            raise BadDatum(what="the area is too thin to start particles in; give a segment instead")
        return x, y, self.at + self.at_error_s / HALF_95 * draws.late

    def as_json(self) -> dict[str, Any]:
        """Return it as plain JSON values."""
        return {"geometry": dict(self.geometry), "at": self.at, "at_error_s": self.at_error_s}

    def _rings(self) -> list[list[tuple[float, float]]]:
        geometry = self.geometry
        if geometry.get("type") == "Feature":
            geometry = geometry.get("geometry") or {}
        kind, held = geometry.get("type"), geometry.get("coordinates")
        polygons: Any = {"Polygon": [held], "MultiPolygon": held}.get(str(kind)) or []
        try:
            rings = [[(float(p[0]), float(p[1])) for p in ring] for polygon in polygons for ring in polygon]
        except (TypeError, ValueError, IndexError):
            return []
        return [ring for ring in rings if len(set(ring)) >= 3]


Start = Datum | Segment | Area


@dataclass(frozen=True, slots=True)
class Draws:
    """The numbers from which each particle's start is made, (N,): three standard normal, one between 0 and 1.

    `more(k)` gives a further number between 0 and 1 for every particle, a different one for each k.
    """

    across: Floats
    along: Floats
    late: Floats
    share: Floats
    more: Any


def _unwrapped(ring: Floats) -> Floats:
    """Return a ring with its longitudes going on past 180 where a side, the short way round, crosses it."""
    return np.stack([np.unwrap(ring[:, 0], period=360), ring[:, 1]], axis=1)


def _inside(rings: list[Floats], lon: Floats, lat: Floats) -> NDArray[np.bool_]:
    """Even-odd over all rings, so holes are holes; longitudes by the turn nearest to each ring's first corner."""
    odd = np.zeros(lon.shape, bool)
    for ring in rings:
        east = (lon - ring[0, 0] + 180) % 360 - 180 + ring[0, 0]
        for (lon0, lat0), (lon1, lat1) in zip(ring, np.roll(ring, -1, axis=0), strict=True):
            if lat0 != lat1:
                odd ^= ((lat0 > lat) != (lat1 > lat)) & (
                    east < (lon1 - lon0) * (lat - lat0) / (lat1 - lat0) + lon0
                )
    return odd
