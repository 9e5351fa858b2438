"""A SYNTHETIC tide of the English Channel, so that all runs with no data: not for navigation or a real search.

It is drawn, not computed: at some thirty places (`channel_tide.tsv`, with what each rests on) it holds the rate, the
direction and the hour of the strongest up-Channel stream of M2, and joins them smoothly.
Two places in the Dover Strait carry printed hours and rates for springs and neaps; elsewhere most are approximate.
S2 and N2 are M2's pattern scaled.
Left out: K2 (8 % of M2), the diurnal tides, M4 and the other overtides, nodal factors (4 %), wind-driven and residual
currents, and everything finer than the distance between the places: races, eddies, banks, harbours.
The tide's hours rest on textbook constants of Dover; see docs/drift-assumptions.md.
"""

from __future__ import annotations

import csv
from dataclasses import asdict, dataclass
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from ashore.drift.forcing.source import Patch, Product, Window
from ashore.drift.wander import Wander

Floats = NDArray[np.float64]

WEST, SOUTH, EAST, NORTH = -6.0, 48.3, 4.0, 52.5
CELL_LON, CELL_LAT = 0.056, 0.036  # 4 km at 51° N
STEP_S = 600.0
BLUNT_M = 8_000.0  # nearer than this to a place, its own figures rule

# The land between the Channel with its North Sea end and the seas beyond: only what lies south-east of it is covered.
NORTH_WEST_SHORE = (
    (-6.0, 50.05),
    (-5.2, 50.15),
    (-4.2, 50.55),
    (-3.2, 50.85),
    (-0.5, 50.95),
    (0.3, 51.1),
    (0.4, 51.7),
    (1.0, 52.1),
    (1.3, 52.5),
)

HIGH_WATER_DEG = 320.0
"""M2's phase lag on Greenwich at high water Dover: 331° (textbook), less 11° by which the overtides hasten it."""

S2_SHARE, S2_LATER_DEG = 0.30, 51.0
"""S2 over M2 from the two printed pairs of rates: (spring - neap)/(spring + neap) is 0.28 and 0.31.
The lag puts springs 50 h after full and new moon (textbook for Dover: S2 22°, M2 331°)."""

N2_SHARE, N2_LATER_DEG = 0.18, -22.0
"""N2, by which streams about the moon's perigee are a third stronger than about its apogee (textbook for Dover)."""

ROUNDNESS = 0.10
"""Minor over major axis of the ellipse, turning anticlockwise: slightly so off Flanders and south of Boulogne
(Ifremer), 0.10 to 0.15 off Belgium and Holland in a test case of a public model. Elsewhere it is not known here."""

M2_DEG_PER_HOUR = 28.9841042

WANDER = Wander(
    sigma=0.4,
    hours=6.0,
    basis="assumption: an hour and a fifth wrong in phase and rate, and no wind-driven current; not fitted here",
)

TRUST = (
    "SYNTHETIC Channel tide: drawn from textbook and printed rates, not for navigation or a real search.",
    "It holds tidal streams only: no wind-driven or residual current.",
)


@dataclass(frozen=True, slots=True)
class SyntheticChannelTide:
    """A source of current from the western Channel to the southern North Sea, for any time at all."""

    wander: Wander = WANDER

    @property
    def product(self) -> Product:
        return Product(
            name="SYNTHETIC Channel tide",
            kind="current",
            synthetic=True,
            origin="drawn from textbook and printed rates (ashore synthetic-channel-tide/1)",
            wander=self.wander,
        )

    def patch(self, window: Window) -> Patch | None:
        """Return the tide on a 4 km grid every ten minutes; None where none of the window's sea is in its region.

        Nodes outside the region are NaN: a gap, never still water.
        """
        nodes = _nodes(window)
        if nodes is None:
            return None
        lon, lat = np.meshgrid(*nodes)
        along_east, along_north = stream(lon, lat)
        first = np.floor(window.earliest / STEP_S)
        times = STEP_S * np.arange(first, np.floor(window.latest / STEP_S) + 2)
        phase = beat(times)
        west, south = nodes[0][0], nodes[1][0]

        def locate(at_lon: Floats, at_lat: Floats) -> tuple[Floats, Floats]:
            middle = (WEST + EAST) / 2
            turned = middle + (at_lon - middle + 180) % 360 - 180
            return (turned - west) / CELL_LON, (at_lat - south) / CELL_LAT

        return Patch(
            product=self.product,
            times=times,
            lon=lon,
            lat=lat,
            east=_real(along_east, phase),
            north=_real(along_north, phase),
            locate=locate,
            bridge_s=2 * STEP_S,
            notes=TRUST,
        )

    def describe(self) -> dict[str, object]:
        """Return what asks for it again."""
        said: dict[str, object] = {
            "source": "synthetic-channel-tide",
            "sigma": self.wander.sigma,
            "hours": self.wander.hours,
        }
        if self.wander != WANDER:
            said["wander"] = asdict(self.wander)
        return said


def beat(times: Floats) -> NDArray[np.complex128]:
    """Return the sum of M2, S2 and N2 at epoch seconds UTC, as a phasor on Greenwich whose M2 is 1.

    Mean longitudes of moon (s), sun (h) and lunar perigee (p) from J2000 (Meeus, Astronomical Algorithms, chapters 25
    and 47, linear terms); arguments after Schureman (1958): M2 2(T + h - s), S2 2T, N2 2T + 2h - 3s + p.
    """
    days = (np.asarray(times, float) - 946_728_000.0) / 86_400.0
    hour_angle = 360.0 * (days + 0.5)
    s = 218.3164477 + 13.17639648 * days
    h = 280.46646 + 0.98564736 * days
    p = 83.3532465 + 0.11140352 * days
    m2 = 2 * (hour_angle + h - s)
    s2 = 2 * hour_angle - S2_LATER_DEG
    n2 = 2 * hour_angle + 2 * h - 3 * s + p - N2_LATER_DEG
    return _turned(m2) + S2_SHARE * _turned(s2) + N2_SHARE * _turned(n2)


def stream(lon: Floats, lat: Floats) -> tuple[NDArray[np.complex128], NDArray[np.complex128]]:
    """Return the east and north parts of M2's stream at each place as phasors, m/s, NaN outside the region.

    The current at a time is the real part of this times `beat`.
    Rate, direction and hour are each the mean of the places' own, weighted by the inverse fourth power of the distance
    (Shepard 1968): joined apart and not as vectors, so that between places of different hours the stream does not die.
    """
    places = _places()
    east_m = 111_320.0 * np.cos(np.radians(51.0)) * (lon[..., None] - places[:, 0])
    north_m = 111_320.0 * (lat[..., None] - places[:, 1])
    weight = (east_m**2 + north_m**2 + BLUNT_M**2) ** -2.0
    weight /= weight.sum(axis=-1, keepdims=True)
    towards, rate, peak_h = np.moveaxis(weight @ places[:, 2:], -1, 0)
    along = np.where(_covered(lon, lat), rate, np.nan) * _turned(-(HIGH_WATER_DEG + M2_DEG_PER_HOUR * peak_h))
    left = -1j * ROUNDNESS * along
    sin, cos = np.sin(np.radians(towards)), np.cos(np.radians(towards))
    return along * sin - left * cos, along * cos + left * sin


def _covered(lon: Floats, lat: Floats) -> NDArray[np.bool_]:
    shore_lon, shore_lat = np.array(NORTH_WEST_SHORE).T
    shore = np.interp(lon, shore_lon, shore_lat, left=-np.inf, right=NORTH)
    inside: NDArray[np.bool_] = (lat >= SOUTH) & (lat <= shore) & (lon >= WEST) & (lon <= EAST)
    return inside


def _nodes(window: Window) -> tuple[Floats, Floats] | None:
    """Return the longitudes and latitudes of the fixed lattice that hold the window, or None where none is covered."""
    middle = (WEST + EAST) / 2
    lon = middle + (window.lon - middle + 180) % 360 - 180
    high = np.degrees(window.reach_m / 6_356_752.0)
    if abs(window.lat) + high >= 90:
        wide = 360.0
    else:
        wide = float(np.degrees(np.arcsin(np.sin(np.radians(high)) / np.cos(np.radians(window.lat)))))
    columns = _lattice(lon - wide, lon + wide, WEST, EAST, CELL_LON)
    rows = _lattice(window.lat - high, window.lat + high, SOUTH, NORTH, CELL_LAT)
    if len(columns) < 2 or len(rows) < 2 or not _covered(*np.meshgrid(columns, rows)).any():
        return None
    return columns, rows


def _lattice(low: float, high: float, start: float, stop: float, cell: float) -> Floats:
    """Return the nodes from the one below `low` to the one above `high`, of those between start and stop."""
    first = max(0.0, np.floor((low - start) / cell))
    last = min(np.floor((stop - start) / cell), np.ceil((high - start) / cell))
    return np.asarray(start + cell * np.arange(first, last + 1))


def _real(stream: NDArray[np.complex128], phase: NDArray[np.complex128]) -> NDArray[np.float32]:
    """Return the real part of a stream (ny, nx) at each phase (T,), float32 (T, ny, nx)."""
    cos, sin = (part.astype(np.float32)[:, None, None] for part in (phase.real, phase.imag))
    swung = cos * stream.real.astype(np.float32)
    swung -= sin * stream.imag.astype(np.float32)
    return swung


def _turned(degrees: Floats | float) -> NDArray[np.complex128]:
    return np.asarray(np.exp(1j * np.radians(degrees)))


@cache
def _places() -> Floats:
    """The drawn places as rows: lon, lat, towards (degrees true), M2 rate (m/s), hour of its peak after HW Dover."""
    text = resources.files("ashore.drift.forcing").joinpath("channel_tide.tsv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    names = ("lon", "lat", "towards", "m2_rate", "peak_h")
    return np.array([[float(row[name]) for name in names] for row in rows])
