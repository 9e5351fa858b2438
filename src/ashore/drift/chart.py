"""The plane a run is worked out on: a conformal chart about its datum, in metres.

On it no place is special: not longitude 0, not 180, not a pole.
It is the oblique stereographic projection of the WGS 84 ellipsoid by way of its conformal sphere
(EPSG method 9809, Guidance Note 7-2), so an angle on the chart is an angle at sea and one number, `scale`,
turns metres at sea into metres on the chart.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

SEMI_MAJOR_M = 6378137.0
FLATTENING = 1 / 298.257223563
ECCENTRICITY = float(np.sqrt(FLATTENING * (2 - FLATTENING)))


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart about a centre; `lat` and `lon` in degrees, the centre at (0, 0), x east and y north there."""

    lat: float
    lon: float
    radius_m: float = field(init=False)
    _n: float = field(init=False)
    _c: float = field(init=False)
    _sin_centre: float = field(init=False)
    _cos_centre: float = field(init=False)

    def __post_init__(self) -> None:
        phi = np.radians(np.clip(self.lat, -89.999, 89.999))  # at a pole itself the Gauss constants are 0/0
        sin, e2 = np.sin(phi), ECCENTRICITY**2
        meridian = SEMI_MAJOR_M * (1 - e2) / (1 - e2 * sin**2) ** 1.5
        transverse = SEMI_MAJOR_M / np.sqrt(1 - e2 * sin**2)
        n = np.sqrt(1 + e2 * np.cos(phi) ** 4 / (1 - e2))
        first = _gauss(sin, n)
        sin_first = (first - 1) / (first + 1)
        c = (n + sin) * (1 - sin_first) / ((n - sin) * (1 + sin_first))
        sin_centre = (c * first - 1) / (c * first + 1)
        for name, value in (
            ("radius_m", np.sqrt(meridian * transverse)),
            ("_n", n),
            ("_c", c),
            ("_sin_centre", sin_centre),
            ("_cos_centre", np.sqrt(1 - sin_centre**2)),
        ):
            object.__setattr__(self, name, float(value))

    def project(self, lon: ArrayLike, lat: ArrayLike) -> tuple[Floats, Floats]:
        """Return the chart's x and y, metres, of places in degrees; any longitude convention."""
        sphere = self._n * np.radians(_turn(np.asarray(lon, float) - self.lon))
        w = self._c * _gauss(np.sin(np.radians(np.asarray(lat, float))), self._n)
        with np.errstate(invalid="ignore"):
            sin = np.where(np.isinf(w), 1.0, (w - 1) / (w + 1))
        cos = np.sqrt(np.maximum(0.0, 1 - sin**2))
        b = 1 + sin * self._sin_centre + cos * self._cos_centre * np.cos(sphere)
        reach = 2 * self.radius_m / b
        x = reach * cos * np.sin(sphere)
        y = reach * (sin * self._cos_centre - cos * self._sin_centre * np.cos(sphere))
        return x, y

    def place(self, x: ArrayLike, y: ArrayLike) -> tuple[Floats, Floats]:
        """Return the longitude (-180 to 180) and latitude, degrees, of places on the chart in metres."""
        x, y = np.asarray(x, float), np.asarray(y, float)
        distance = np.hypot(x, y)
        angle = 2 * np.arctan(distance / (2 * self.radius_m))
        sin_a, cos_a = np.sin(angle), np.cos(angle)
        with np.errstate(invalid="ignore", divide="ignore"):
            along = np.where(distance > 0, y * sin_a / distance, 0.0)
        sin = np.clip(cos_a * self._sin_centre + along * self._cos_centre, -1, 1)
        east = np.arctan2(x * sin_a, distance * self._cos_centre * cos_a - y * self._sin_centre * sin_a)
        east = np.where(distance == 0, 0.0, east)
        lon = _turn(self.lon + np.degrees(east) / self._n)
        return lon, np.degrees(_geodetic(sin, self._n, self._c))

    def scale(self, x: ArrayLike, y: ArrayLike) -> Floats:
        """Return metres on the chart for a metre at sea, but for the conformal sphere's own scale: 1 to within 2e-6."""
        squared: Floats = np.asarray(x, float) ** 2 + np.asarray(y, float) ** 2
        return 1 + squared / (4 * self.radius_m**2)

    def north(self, lon: ArrayLike, lat: ArrayLike) -> tuple[Floats, Floats]:
        """Return the chart's x and y parts of the unit vector pointing true north at each place.

        East is this turned by a quarter to the right: (y, -x).
        At a pole itself north is along the meridian that was given as the longitude.
        """
        lat = np.asarray(lat, float)
        step = 1e-5
        above, below = np.minimum(lat + step, 90.0), np.maximum(lat - step, -90.0)
        x1, y1 = self.project(lon, above)
        x0, y0 = self.project(lon, below)
        length = np.hypot(x1 - x0, y1 - y0)
        return (x1 - x0) / length, (y1 - y0) / length


def _turn(degrees: ArrayLike) -> Floats:
    return (np.asarray(degrees, float) + 180.0) % 360.0 - 180.0


def _gauss(sin: ArrayLike, n: float) -> Floats:
    """(S1 · S2ᵉ)ⁿ of the method: the tangent of the conformal co-latitude, squared and raised."""
    sin = np.asarray(sin, float)
    with np.errstate(divide="ignore"):
        s1 = (1 + sin) / (1 - sin)
        s2 = (1 - ECCENTRICITY * sin) / (1 + ECCENTRICITY * sin)
        return np.asarray((s1 * s2**ECCENTRICITY) ** n)


def _geodetic(sin_conformal: Floats, n: float, c: float) -> Floats:
    """Return the geodetic latitude, radians, of a sine on the conformal sphere: Newton, on isometric latitude."""
    with np.errstate(divide="ignore"):
        isometric = 0.5 * np.log((1 + sin_conformal) / (c * (1 - sin_conformal))) / n
    finite = np.isfinite(isometric)
    psi = np.where(finite, isometric, 0.0)
    phi = 2 * np.arctan(np.exp(psi)) - np.pi / 2
    e = ECCENTRICITY
    for _ in range(6):
        sin = np.sin(phi)
        here = np.arctanh(np.clip(sin, -1 + 1e-16, 1 - 1e-16)) - e * np.arctanh(e * sin)
        phi = phi - (here - psi) * np.cos(phi) * (1 - e**2 * sin**2) / (1 - e**2)
    return np.where(finite, phi, np.sign(sin_conformal) * np.pi / 2)
