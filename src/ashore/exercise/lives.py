"""What became of each boat: when it was in danger, when its people called, when it was found, how it ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from ashore.exercise.boats import HOUR, MINUTE, Boat, between
from ashore.exercise.habits import Habits
from ashore.exercise.voyages import Track

QUIET, PRESSED = 0.6, 1.25
"""How much less boats call that are never in danger, and how much more the others: about one on average."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """A boat's night. Instants are UTC milliseconds.

    `danger` are the times in which it was in danger: engine stopped, or failed, until it went again or was found.
    `calls` are the instants at which somebody aboard called, `found` when a unit came alongside, None for never.
    `ends` is `landed`, `returned`, `recovered` or `lost`, and `ended` when.
    """

    boat: Boat
    track: Track
    danger: tuple[tuple[int, int], ...]
    calls: tuple[int, ...]
    found: int | None
    ended: int
    ends: str
    tied_to: str = ""

    def in_danger(self, at: int) -> bool:
        """Return whether it was in danger at an instant."""
        return any(first <= at < last for first, last in self.danger)

    def failed(self, at: int) -> bool:
        """Return whether its people were in the water at an instant."""
        return self.boat.swamps is not None and self.boat.swamps <= at < self.ended

    def engine_runs(self, at: int) -> bool:
        """Return whether it was making way at an instant."""
        stops, again = self.boat.stops, self.boat.goes_again
        return stops is None or at < stops or (again is not None and at >= again)

    def aboard(self, at: int) -> int:
        """Return how many were aboard, or in the water beside it, at an instant."""
        return 0 if at >= self.ended else self.boat.aboard(at)

    def aboard_over_time(self) -> tuple[tuple[int, int], ...]:
        """Return from when on how many were aboard."""
        joined = self.boat.joined
        more = [joined[0]] if joined is not None and joined[0] < self.ended else []
        return tuple((at, self.aboard(at)) for at in (self.boat.leaves, *more, self.ended))


def lives(
    boats: Sequence[Boat],
    tracks: Mapping[str, Track],
    tied: Mapping[str, tuple[str, int]],
    habits: Habits,
    chance: Generator,
) -> tuple[Life, ...]:
    """Return what became of each boat, in the boats' order."""
    return tuple(
        _life(boat, tracks[boat.id], tied.get(boat.id, ("", 0))[0], habits, chance) for boat in boats
    )


def _life(boat: Boat, track: Track, tied_to: str, habits: Habits, chance: Generator) -> Life:
    found_habits = habits["found"]
    danger = _danger(boat, track.until)
    calls = _calls(boat, track, danger, habits, chance)
    asked = [at for at in calls if any(first <= at < last for first, last in danger)]
    found = None
    median, spread = found_habits["after_h"]
    if asked:
        found = asked[0] + round(median * HOUR * float(chance.lognormal(0, spread)))
    elif chance.random() < found_habits["escorted"]:
        found = boat.leaves + round((track.until - boat.leaves) * between((0.5, 0.95), chance))
    if found is not None and found >= track.until:
        found = None
    ends, ended = _ending(boat, track, found, found_habits["lost_after_h"])
    if ends == "lost" and found is not None and found >= ended:
        found = None
    return Life(
        boat=boat,
        track=track,
        danger=tuple((first, min(last, ended)) for first, last in danger if first < ended),
        calls=tuple(at for at in calls if at < ended),
        found=found,
        ended=ended,
        ends=ends,
        tied_to=tied_to,
    )


def _danger(boat: Boat, until: int) -> tuple[tuple[int, int], ...]:
    if boat.stops is None or boat.stops >= until:
        return ()
    return ((boat.stops, min(until, boat.goes_again) if boat.goes_again is not None else until),)


def _ending(boat: Boat, track: Track, found: int | None, lost_after_h: float) -> tuple[str, int]:
    dead_by = None if boat.swamps is None else boat.swamps + round(lost_after_h * HOUR)
    ends = [(found, "recovered"), (dead_by, "lost"), (track.until, track.ashore or "recovered")]
    at, how = min((at, how) for at, how in ends if at is not None)
    return how, at


def _calls(
    boat: Boat, track: Track, danger: Sequence[tuple[int, int]], habits: Habits, chance: Generator
) -> list[int]:
    """Return when they call: more often in danger, seldom in the first half hour, some boats far more than others."""
    calling = habits["calling"]
    mean = calling["calls_a_boat"] * (PRESSED if danger else QUIET)
    shape = calling["gathered"]
    count = int(chance.poisson(mean * chance.gamma(shape, 1 / shape)))
    first = boat.leaves + round(calling["first_after_h"] * HOUR)
    minutes = np.arange(first, track.until, MINUTE)
    if not count or not minutes.size:
        return []
    weight = np.ones(minutes.size)
    for begins, ends in danger:
        # Most calls come in the first hours of a danger.
        inside = (minutes >= begins) & (minutes < ends)
        weight[inside] += calling["in_danger"] * np.exp(-(minutes[inside] - begins) / (2 * HOUR))
    drawn = chance.choice(minutes, size=count, p=weight / weight.sum())
    return sorted(int(at) + int(chance.integers(MINUTE)) for at in drawn)
