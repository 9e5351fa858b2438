"""Sun and moon over a place: how high, when they rise and set, and how light it is.

Positions are those of the `ephem` library (VSOP87 and its lunar theory, good to seconds of arc), which needs no data.
Rising and setting are by the convention of the printed almanacs (HM Nautical Almanac Office, Information Sheet 7):
at sea level, refraction of 34′ on the horizon, the upper edge of the disc.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

import ephem

MINUTE = 60_000
HOUR = 60 * MINUTE

REFRACTION_DEG = 34 / 60
SUNRISE_DEG = -50 / 60
"""The altitude of the sun's centre at its rising: refraction of 34′ and a half-diameter of 16′."""

CIVIL_DEG, NAUTICAL_DEG = -6.0, -12.0

REACH = 25 * HOUR
"""How far back and ahead is looked: the moon's day is 24 h 50 min, so what does not come within this does not come."""

EVERY = 15 * MINUTE
"""How closely it is looked: a day or a night shorter than this, at a polar circle, is not seen."""

STRIP_BEFORE, STRIP_AFTER = 2 * HOUR, 10 * HOUR

_DAY = 24 * HOUR
_UNIX_IN_EPHEM = 25_567.5
"""1970-01-01 in the library's days, which begin at noon of the last day of 1899."""

_PHASES = (
    "new",
    "waxing_crescent",
    "first_quarter",
    "waxing_gibbous",
    "full",
    "waning_gibbous",
    "last_quarter",
    "waning_crescent",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Passages:
    """When a body last went and next goes up, and down, through one altitude; UTC milliseconds.

    None where it does not within REACH: above a polar circle the sun may stay up, or down, for weeks.
    """

    last_up: int | None
    next_up: int | None
    last_down: int | None
    next_down: int | None

    @property
    def instants(self) -> tuple[int, ...]:
        """All that there are, in no order."""
        return tuple(
            at for at in (self.last_up, self.next_up, self.last_down, self.next_down) if at is not None
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A stretch of time (UTC milliseconds) and how light it is: day, civil, nautical or night."""

    start: int
    end: int
    light: str


@dataclass(frozen=True, kw_only=True)
class Sky:
    """The sky over a place (degrees WGS 84) at an instant (UTC milliseconds).

    Altitudes are of the centre of the disc above the true horizon, degrees, without refraction.
    `moon_share` is the part of the moon's disc that is lit, 0 to 1; `moon_phase` one of eight names;
    `moon_up` whether its upper edge, as it is seen, is above the horizon.
    """

    at: int
    lat: float
    lon: float
    sun_altitude: float
    moon_altitude: float
    moon_up: bool
    moon_share: float
    moon_phase: str
    sun: Passages
    civil: Passages
    nautical: Passages
    moon: Passages

    @property
    def light(self) -> str:
        """How light it is now."""
        return light(self.sun_altitude)

    @cached_property
    def strip(self) -> tuple[Stretch, ...]:
        """The light of the hours about now, from STRIP_BEFORE it to STRIP_AFTER it, without a gap."""
        first, last = self.at - STRIP_BEFORE, self.at + STRIP_AFTER
        levels = (self.sun, self.civil, self.nautical)
        within = {at for level in levels for at in level.instants if first < at < last}
        edges = [first, *sorted(within), last]
        place = _Place(self.lat, self.lon)
        return tuple(
            Stretch(start=start, end=end, light=light(place.sun((start + end) // 2)))
            for start, end in pairwise(edges)
        )


def light(sun_altitude: float) -> str:
    """Return how light it is under a sun of this altitude: day, civil, nautical or night."""
    for least, name in ((SUNRISE_DEG, "day"), (CIVIL_DEG, "civil"), (NAUTICAL_DEG, "nautical")):
        if sun_altitude >= least:
            return name
    return "night"


@lru_cache(maxsize=256)
def sky(at: int, lat: float, lon: float) -> Sky:
    """Return the sky over a place at an instant (UTC milliseconds; degrees)."""
    place = _Place(lat, lon)
    share, phase = place.moon_seen(at)
    grid = range((at - REACH) // EVERY * EVERY, at + REACH + EVERY, EVERY)
    suns = [place.sun(each) for each in grid]
    return Sky(
        at=at,
        lat=lat,
        lon=lon,
        sun_altitude=place.sun(at),
        moon_altitude=place.moon(at),
        moon_up=place.moon_edge(at) >= -REFRACTION_DEG,
        moon_share=share,
        moon_phase=phase,
        sun=_passages(at, grid, suns, place.sun, SUNRISE_DEG),
        civil=_passages(at, grid, suns, place.sun, CIVIL_DEG),
        nautical=_passages(at, grid, suns, place.sun, NAUTICAL_DEG),
        moon=_passages(at, grid, [place.moon_edge(each) for each in grid], place.moon_edge, -REFRACTION_DEG),
    )


class _Place:
    """A place at sea level, and how high the bodies stand there at an instant."""

    def __init__(self, lat: float, lon: float) -> None:
        self._observer = ephem.Observer()
        self._observer.lat, self._observer.lon = math.radians(lat), math.radians(lon)
        self._observer.elevation = 0
        self._observer.pressure = 0  # no air: refraction is in the altitudes that are asked for
        self._sun, self._moon = ephem.Sun(), ephem.Moon()

    def sun(self, at: int) -> float:
        """Return the altitude of the sun's centre, degrees."""
        self._look(self._sun, at)
        return math.degrees(self._sun.alt)

    def moon(self, at: int) -> float:
        """Return the altitude of the moon's centre, degrees."""
        self._look(self._moon, at)
        return math.degrees(self._moon.alt)

    def moon_edge(self, at: int) -> float:
        """Return the altitude of the moon's upper edge, degrees: its size changes by an eighth within a month."""
        return self.moon(at) + math.degrees(self._moon.radius)

    def moon_seen(self, at: int) -> tuple[float, str]:
        """Return the part of its disc that is lit, 0 to 1, and the name of its phase."""
        self._look(self._sun, at)
        self._look(self._moon, at)
        ahead = math.degrees(ephem.Ecliptic(self._moon).lon - ephem.Ecliptic(self._sun).lon) % 360
        return self._moon.phase / 100, _PHASES[round(ahead / 45) % 8]

    def _look(self, body: ephem.Sun | ephem.Moon, at: int) -> None:
        self._observer.date = _UNIX_IN_EPHEM + at / _DAY
        body.compute(self._observer)


def _passages(
    at: int, grid: range, altitudes: list[float], altitude: Callable[[int], float], level: float
) -> Passages:
    ups: list[int] = []
    downs: list[int] = []
    for start, before, after in zip(grid, altitudes, altitudes[1:], strict=False):
        if (before < level) != (after < level):
            (ups if before < level else downs).append(_meeting(start, start + EVERY, altitude, level))
    (last_up, next_up), (last_down, next_down) = _about(ups, at), _about(downs, at)
    return Passages(last_up=last_up, next_up=next_up, last_down=last_down, next_down=next_down)


def _meeting(start: int, end: int, altitude: Callable[[int], float], level: float) -> int:
    """Return the instant within half a second at which an altitude goes through a level between two others."""
    below = altitude(start) < level
    while end - start > 500:
        middle = (start + end) // 2
        if (altitude(middle) < level) == below:
            start = middle
        else:
            end = middle
    return end


def _about(instants: list[int], at: int) -> tuple[int | None, int | None]:
    """Return the last of some ascending instants that is not after another, and the first that is, within REACH."""
    index = bisect_right(instants, at)
    last = instants[index - 1] if index else None
    following = instants[index] if index < len(instants) else None
    return (
        last if last is not None and at - last <= REACH else None,
        following if following is not None and following - at <= REACH else None,
    )
