"""Where the boats of a night go: they drive, stop, drift, fail and come ashore in the drift engine, all at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from ashore.drift.chart import Chart
from ashore.drift.datums import Datum
from ashore.drift.ensemble import Ensemble, Part, Status
from ashore.drift.run import Run
from ashore.drift.scenarios import Delay, Failure, Scenario, UnderWay
from ashore.drift.simulation import coast_of
from ashore.drift.terms import Terms
from ashore.exercise.boats import HOUR, Boat
from ashore.exercise.habits import Habits
from ashore.exercise.sea import NightSea

Floats = NDArray[np.float64]

GOES_ON_H = 14.0
"""How long after the last boat left the night is followed."""

STEP_S = 600.0
START_ERROR_M = 400.0
NEVER = Delay(((0.0, 0.0),))
STRAIT = Chart(51.0, 1.7)
"""Where distances are measured: metres on it are metres at sea to a part in ten thousand."""

MIDDLE = ((0.9, 50.6), (2.0, 51.35))
"""A line along the strait, (lon, lat): west of it is the other shore."""

TIED_WITHIN_M = 3_000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """Where a boat was: every ten minutes from when it left until it came ashore or the night was over.

    `at` are epoch seconds, `lat` and `lon` degrees; of a boat that failed they are its people's, `hull_*` the hull's.
    `ashore` is how it came ashore by itself, `landed` or `returned`, and "" where it did not.
    """

    at: Floats
    lat: Floats
    lon: Floats
    hull_lat: Floats
    hull_lon: Floats
    ashore: str

    @property
    def until(self) -> int:
        """The last instant of it, UTC milliseconds."""
        return int(self.at[-1] * 1_000)

    def where(self, at: int, *, hull: bool = False) -> tuple[float, float]:
        """Return latitude and longitude at an instant, at its end after it is over."""
        lat, lon = (self.hull_lat, self.hull_lon) if hull else (self.lat, self.lon)
        return float(np.interp(at / 1_000, self.at, lat)), float(np.interp(at / 1_000, self.at, lon))


def sail(boats: Sequence[Boat], sea: NightSea, seed: int) -> dict[str, Track]:
    """Return the track of every boat, by its id."""
    until = max(boat.leaves for boat in boats) / 1_000 + GOES_ON_H * 3_600
    first = leg([leaving(boat) for boat in boats], sea, until, seed)
    tracks = {boat.id: _track(first, index) for index, boat in enumerate(boats)}
    again = [
        boat
        for boat in boats
        if boat.goes_again is not None
        and boat.goes_again < min(tracks[boat.id].until, until * 1_000) - HOUR // 6
    ]
    if again:
        second = leg([_going_again(boat, tracks[boat.id]) for boat in again], sea, until, seed + 1)
        for index, boat in enumerate(again):
            tracks[boat.id] = _joined(tracks[boat.id], _track(second, index))
    return {boat.id: _turned(tracks[boat.id], boat) for boat in boats}


def tie_up(
    boats: Sequence[Boat], tracks: Mapping[str, Track], habits: Habits, chance: Generator
) -> tuple[dict[str, Track], dict[str, tuple[str, int]]]:
    """Return the tracks with some boats tied to another that lay still near by, and to which and when they were."""
    tied: dict[str, tuple[str, int]] = {}
    new = dict(tracks)
    for boat in boats:
        if boat.stops is None or chance.random() >= habits["going"]["tied"]:
            continue
        near = [
            (metres(*tracks[boat.id].where(at), *tracks[other.id].where(at)), other.id, at)
            for other in boats
            if other.id != boat.id and other.stops is not None and other.id not in tied
            for at in [max(boat.stops, other.stops) + HOUR // 2]
            if at < min(tracks[boat.id].until, tracks[other.id].until)
        ]
        if near and min(near)[0] <= TIED_WITHIN_M and boat.id not in {one for one, _ in tied.values()}:
            _, other_id, at = min(near)
            tied[boat.id] = (other_id, at)
            new[boat.id] = _follows(tracks[boat.id], tracks[other_id], at)
    return new, tied


def metres(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Return the distance between two places of the strait, metres."""
    x, y = STRAIT.project([lon, other_lon], [lat, other_lat])
    return float(np.hypot(x[1] - x[0], y[1] - y[0]))


def offset(lat: float, lon: float, east_m: float, north_m: float) -> tuple[float, float]:
    """Return the place so many metres east and north of another, degrees."""
    return lat + north_m / 111_200, lon + east_m / (111_200 * float(np.cos(np.radians(lat))))


def leaving(boat: Boat) -> Scenario:
    """Return how a boat goes from its beach, as the drift engine takes it."""
    start = Datum(lat=boat.beach.lat, lon=boat.beach.lon, error_m=START_ERROR_M, at=boat.leaves / 1_000)
    fails = None
    if boat.swamps is not None:
        after = _exactly((boat.swamps - boat.leaves) / HOUR)
        fails = Failure(after=after, people="in-water", hull="swamped")
    stops = NEVER if boat.stops is None else _exactly((boat.stops - boat.leaves) / HOUR)
    return _scenario(boat, start, stops, fails)


def _going_again(boat: Boat, track: Track) -> Scenario:
    assert boat.goes_again is not None
    lat, lon = track.where(boat.goes_again)
    return _scenario(boat, Datum(lat=lat, lon=lon, error_m=1.0, at=boat.goes_again / 1_000), NEVER, None)


def _scenario(boat: Boat, start: Datum, stops: Delay, fails: Failure | None) -> Scenario:
    way = UnderWay(
        course_deg=(_bearing_deg(start, boat) + boat.wobble_deg) % 360,
        speed_kn=boat.speed_kn,
        course_error_deg=0.0,
        speed_error_kn=0.0,
        over="water",
        stops=stops,
    )
    load = "light" if boat.people <= 8 else "overloaded"
    return Scenario(key=boat.id, says=boat.id, starts=(start,), afloat=f"afloat-{load}", way=way, fails=fails)


def _bearing_deg(start: Datum, boat: Boat) -> float:
    x, y = STRAIT.project([start.lon, boat.aim.lon], [start.lat, boat.aim.lat])
    return float(np.degrees(np.arctan2(x[1] - x[0], y[1] - y[0])) % 360)


def _exactly(hours: float) -> Delay:
    return Delay(((0.0, hours), (1.0, hours)))


def leg(
    scenarios: Sequence[Scenario], sea: NightSea, until: float, seed: int, *, worlds: int = 1
) -> Ensemble:
    """Run scenarios until an epoch second, so many worlds of each."""
    latest = max(
        corner.at for scenario in scenarios for start in scenario.starts for corner in start.corners()
    )
    hours = max((until - latest) / 3_600, STEP_S / 3_600)
    run = Run(
        scenarios,
        currents=(sea.tide,),
        winds=(sea.wind,),
        hours=hours,
        land=coast_of,
        terms=Terms(
            particles=worlds * len(scenarios), seed=seed & 0x7FFF_FFFF, step_s=STEP_S, output_s=STEP_S
        ),
    )
    run.go(hours)
    return run.ensemble()


def _track(ensemble: Ensemble, index: int) -> Track:
    of_it = ensemble.scenario == index
    people = int(np.flatnonzero(of_it & (ensemble.part != Part.HULL))[0])
    hulls = np.flatnonzero(of_it & (ensemble.part == Part.HULL))
    hull = int(hulls[0]) if hulls.size else people
    started = np.isfinite(ensemble.x[:, people])
    aground = np.flatnonzero(started & (ensemble.status[:, people] == Status.AGROUND))
    last = int(aground[0]) if aground.size else len(ensemble.times) - 1
    kept = np.flatnonzero(started & (np.arange(len(ensemble.times)) <= last))
    lon, lat = ensemble.chart.place(ensemble.x[kept, people], ensemble.y[kept, people])
    hull_lon, hull_lat = ensemble.chart.place(ensemble.x[kept, hull], ensemble.y[kept, hull])
    return Track(
        at=ensemble.times[kept],
        lat=lat,
        lon=lon,
        hull_lat=hull_lat,
        hull_lon=hull_lon,
        ashore=("landed" if _across(lat[-1], lon[-1]) else "returned") if aground.size else "",
    )


def _across(lat: float, lon: float) -> bool:
    """Return whether a place is on the far side of the strait."""
    (west, south), (east, north) = MIDDLE
    return (east - west) * (lat - south) - (north - south) * (lon - west) > 0


def _turned(track: Track, boat: Boat) -> Track:
    """Return the track of a boat that turned round: the way it came, as long back as out (assumption)."""
    if boat.turns is None or boat.turns >= track.until:
        return track
    turned = boat.turns / 1_000
    out = track.at < turned
    at = np.concatenate([track.at[out], [turned], (2 * turned - track.at[out])[::-1]])
    of = np.where(at <= turned, at, 2 * turned - at)
    lat, lon = np.interp(of, track.at, track.lat), np.interp(of, track.at, track.lon)
    return Track(at=at, lat=lat, lon=lon, hull_lat=lat, hull_lon=lon, ashore="returned")


def _joined(first: Track, second: Track) -> Track:
    kept = first.at < second.at[0]
    return Track(
        at=np.concatenate([first.at[kept], second.at]),
        lat=np.concatenate([first.lat[kept], second.lat]),
        lon=np.concatenate([first.lon[kept], second.lon]),
        hull_lat=np.concatenate([first.lat[kept], second.lat]),
        hull_lon=np.concatenate([first.lon[kept], second.lon]),
        ashore=second.ashore,
    )


def _follows(track: Track, other: Track, since: int) -> Track:
    """Return a track that is another's from an instant on."""
    before, after = track.at * 1_000 < since, other.at * 1_000 >= since
    lat = np.concatenate([track.lat[before], other.lat[after]])
    lon = np.concatenate([track.lon[before], other.lon[after]])
    at = np.concatenate([track.at[before], other.at[after]])
    return Track(at=at, lat=lat, lon=lon, hull_lat=lat, hull_lon=lon, ashore=other.ashore)
