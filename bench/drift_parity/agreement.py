"""Whether two clouds agree: particle by particle where both had the same start, and in law where both drew their own.

Two questions, since each sees what the other can't.
Particle by particle, with noise and jibing off and the same coefficients, a wrong wind or coefficient shows to metres.
In law, with everything drawn, a wrong spread or a jibe that never comes shows in the cloud's shape.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

FALSE_ALARM = 1e-3
"""How often two clouds drawn from one law are said to differ, for each comparison in law."""
MEDIAN_M = 20.0
WORST_TWENTIETH_M = 60.0
"""How far apart the same particle may be at the end in the two: at the median, and at the 95th percentile."""
DIFFERENT_ENDS = 0.005
"""What share of particles may be afloat in one and not in the other: the two coasts are not cut from one raster."""
AT_MOST = 20_000
"""Particles of each cloud compared in law. More would see the metres that the two are allowed to differ by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paired:
    """Distances between the same particles at the end, metres, over those afloat in both."""

    particles: int
    median_m: float
    p95_m: float
    worst_m: float
    mean_east_m: float
    mean_north_m: float
    ends_differ: float

    @property
    def agrees(self) -> bool:
        """Return whether the distances are small enough to be two computers' and not two models'."""
        return (
            self.particles > 0
            and self.median_m <= MEDIAN_M
            and self.p95_m <= WORST_TWENTIETH_M
            and self.ends_differ <= DIFFERENT_ENDS
        )

    def sentence(self) -> str:
        """Say it."""
        return (
            f"particle by particle, {self.particles:,}: median {self.median_m:.2f} m, 95 % within {self.p95_m:.1f} m, "
            f"worst {self.worst_m:.0f} m, mean ({self.mean_east_m:+.1f}, {self.mean_north_m:+.1f}) m"
            + (f", {self.ends_differ:.1%} afloat in only one" if self.ends_differ else "")
        )


def paired(
    ours: tuple[Floats, Floats, NDArray[np.bool_]], theirs: tuple[Floats, Floats, NDArray[np.bool_]]
) -> Paired:
    """Compare two clouds of the same particles: longitude, latitude (degrees) and whether afloat, in the same order."""
    both = ours[2] & theirs[2] & np.isfinite(ours[0]) & np.isfinite(theirs[0])
    if not both.any():
        return Paired(
            particles=0,
            median_m=math.inf,
            p95_m=math.inf,
            worst_m=math.inf,
            mean_east_m=math.nan,
            mean_north_m=math.nan,
            ends_differ=float(np.mean(ours[2] != theirs[2])),
        )
    about = middle(theirs[0][both], theirs[1][both])
    east, north = (
        a - b
        for a, b in zip(
            metres(ours[0][both], ours[1][both], about),
            metres(theirs[0][both], theirs[1][both], about),
            strict=True,
        )
    )
    apart = np.hypot(east, north)
    return Paired(
        particles=int(both.sum()),
        median_m=float(np.median(apart)),
        p95_m=float(np.percentile(apart, 95)),
        worst_m=float(apart.max()),
        mean_east_m=float(east.mean()),
        mean_north_m=float(north.mean()),
        ends_differ=float(np.mean(ours[2] != theirs[2])),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Moments:
    """What is known of a cloud's mean and covariance, and how well: enough to compare it with another.

    `mean` holds the means of u, v, u², uv, v², where (u, v) is `(east, north)` of each particle about `about`, over
    `scale`; `covariance` is the covariance of those five; `number` how many particles there were.
    """

    number: int
    about: tuple[float, float]
    scale: float
    mean: Floats
    covariance: Floats


def moments(first: ArrayLike, second: ArrayLike, *, about: tuple[float, float], scale: float) -> Moments:
    """Return the moments of pairs of numbers about a point; the two sides of a comparison share point and scale."""
    u, v = ((np.asarray(part, float) - at) / scale for part, at in zip((first, second), about, strict=True))
    five = np.stack([u, v, u * u, u * v, v * v])
    return Moments(number=u.size, about=about, scale=scale, mean=five.mean(axis=1), covariance=np.cov(five))


@dataclass(frozen=True, slots=True, kw_only=True)
class InLaw:
    """Whether two clouds have one mean and one covariance, as far as their numbers can tell.

    `chance` is how often two samples of one law would differ by this much or more.
    """

    ours: int
    theirs: int
    distance: float
    chance: float

    @property
    def agrees(self) -> bool:
        """Return whether the difference is within sampling error, at the stated rate of false alarms."""
        return self.chance > FALSE_ALARM

    def sentence(self) -> str:
        """Say it."""
        return (
            f"in law, {self.ours:,} and {self.theirs:,}: mean and covariance differ by T² = {self.distance:.1f}, "
            f"a chance of {self.chance:.2g} (said to differ at {FALSE_ALARM:g})"
        )


def in_law(ours: Moments, theirs: Moments) -> InLaw:
    """Compare means and covariances together: Hotelling's two-sample T² on the five moments.

    For samples in the thousands T² follows chi-squared with five degrees of freedom, whatever the clouds' shape.
    """
    assert ours.about == theirs.about
    assert ours.scale == theirs.scale
    apart = ours.mean - theirs.mean
    spread = ours.covariance / ours.number + theirs.covariance / theirs.number
    distance = float(apart @ np.linalg.pinv(spread, hermitian=True) @ apart)
    return InLaw(ours=ours.number, theirs=theirs.number, distance=distance, chance=_chi2_five(distance))


def clouds_in_law(ours: tuple[Floats, Floats], theirs: tuple[Floats, Floats]) -> InLaw:
    """Compare two clouds' longitudes and latitudes, degrees, in law."""
    around = middle(*theirs)
    first, second = (metres(*_thinned(*cloud), around) for cloud in (ours, theirs))
    about, scale = about_and_scale(*second)
    return in_law(moments(*first, about=about, scale=scale), moments(*second, about=about, scale=scale))


def draws_in_law(ours: tuple[Floats, Floats], theirs: tuple[Floats, Floats]) -> InLaw:
    """Compare in law what was drawn for particles, a pair of numbers each: their own deviations from their class.

    In the clouds these are a small part of the spread, and 5 % of one would not be seen there.
    """
    about, scale = about_and_scale(*theirs)
    return in_law(moments(*ours, about=about, scale=scale), moments(*theirs, about=about, scale=scale))


def about_and_scale(east: Floats, north: Floats) -> tuple[tuple[float, float], float]:
    """Return a cloud's middle and how wide it is, the point and the unit in which its moments are taken."""
    return (float(np.mean(east)), float(np.mean(north))), float(np.hypot(np.std(east), np.std(north))) or 1.0


def _thinned(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    """Return at most AT_MOST of the places, taken by lot: every second one would be all of one hand."""
    if lon.size <= AT_MOST:
        return lon, lat
    kept = np.random.default_rng(0).choice(lon.size, AT_MOST, replace=False)
    return lon[kept], lat[kept]


def middle(lon: Floats, lat: Floats) -> tuple[float, float]:
    """Return a cloud's middle, degrees, wherever longitude begins."""
    turn = np.angle(np.mean(np.exp(1j * np.radians(lon))), deg=True)
    return float(turn), float(np.mean(lat))


def metres(lon: Floats, lat: Floats, about: tuple[float, float]) -> tuple[Floats, Floats]:
    """Return metres east and north of a point, by the radii of WGS 84 there: both clouds are bent alike."""
    e2, a = 0.00669437999014, 6378137.0
    sin, cos = math.sin(math.radians(about[1])), math.cos(math.radians(about[1]))
    across = a / math.sqrt(1 - e2 * sin**2) * cos
    along = a * (1 - e2) / (1 - e2 * sin**2) ** 1.5
    east = (np.asarray(lon, float) - about[0] + 180) % 360 - 180
    return np.radians(east) * across, np.radians(np.asarray(lat, float) - about[1]) * along


def _chi2_five(x: float) -> float:
    """Return the upper tail of chi-squared with five degrees of freedom (Abramowitz and Stegun 26.4.4)."""
    return math.erfc(math.sqrt(x / 2)) + math.sqrt(2 * x / math.pi) * math.exp(-x / 2) * (1 + x / 3)
