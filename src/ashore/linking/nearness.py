"""How much likelier a mention's place is for a boat that was where another said than for a boat of anywhere.

Between the two lies what the sea does with a boat that is adrift or under way, and what people do with a position:
they pass on one of half an hour ago as if it were of now, and two posts write it down by clocks an hour apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from ashore.forecast.forcing import Sources
from ashore.forecast.reach import NOWHERE, Reach, reach
from ashore.linking.heard import Heard

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

HOURS = 10.0
"""For how long a position is drifted on; after that it says nothing of where a boat is."""

STALE_MIN = (12.0, 27.0, 45.0)
"""How much older than said a position is taken to be where it is older, each as likely (assumption)."""

CLOCK_MIN = (-60.0, 60.0)

EXACT_M = 2_000.0
"""Only of a position this exact does half an hour make another one."""

AROUND_M = 6_000.0
AROUND = 0.6
SEA_M2 = 8e9
"""A boat nobody told of yet is about where the night's boats are, or anywhere in the strait (assumptions)."""


class Nearness:
    """The clouds of a night's positions, each drifted once, and how near each other position lies to each.

    `weights` are `stale`, the share of positions older than they say; `clock`, of times an hour off; and
    `clock_between`, of those among what one post passed on to another. Not safe for several threads at once.
    """

    def __init__(self, driven: Sources, weights: Mapping[str, float], seed: int = 0) -> None:
        self._driven, self._weights, self._seed = driven, weights, seed
        self._numbers: dict[tuple[object, ...], int] = {}
        self._clouds: list[tuple[Reach, int]] = []
        self._odds = np.full((0, 0), np.nan)

    def near(self, mentions: Sequence[Heard]) -> Floats:
        """Return the log-density of each position after another's, less that of anywhere; NaN where one has none.

        (N, N), from the first index to the second, for mentions in the order of what they say; NaN below the diagonal.
        """
        found = np.full((len(mentions), len(mentions)), np.nan)
        placed = [index for index, each in enumerate(mentions) if each.fix is not None]
        if len(placed) < 2:
            return found
        numbers = self._drifted([mentions[index] for index in placed])
        self._ask([mentions[index] for index in placed], numbers)
        free = anywhere([mentions[index] for index in placed])
        found[np.ix_(placed, placed)] = np.triu(self._odds[np.ix_(numbers, numbers)], 1) - free
        found[np.tril_indices(len(mentions))] = np.nan
        return found

    def _drifted(self, mentions: Sequence[Heard]) -> Whole:
        """Return each position's number; those that are new are drifted, all in one run."""
        keys = [_key(each) for each in mentions]
        new = {key: each for key, each in zip(keys, mentions, strict=True) if key not in self._numbers}
        if new:
            plans = [each.plan for each in new.values() if each.plan is not None]
            made = reach(plans, self._driven, HOURS, self._seed)
            for index, key in enumerate(new):
                self._numbers[key] = len(self._clouds)
                self._clouds.append((made, index))
            if len(self._clouds) > self._odds.shape[0]:
                larger = np.full((2 * len(self._clouds),) * 2, np.nan)
                held = self._odds.shape[0]
                larger[:held, :held] = self._odds
                self._odds = larger
        return np.array([self._numbers[key] for key in keys], np.int64)

    def _ask(self, mentions: Sequence[Heard], numbers: Whole) -> None:
        """Ask the clouds about every pair that is not known yet."""
        first, then = np.triu_indices(len(mentions), 1)
        unknown = np.isnan(self._odds[numbers[first], numbers[then]])
        first, then = first[unknown], then[unknown]
        if not first.size:
            return
        fixes = [each.fix for each in mentions if each.fix is not None]
        at = np.array([each.at / 1_000 for each in fixes])
        lat, lon = np.array([each.lat for each in fixes]), np.array([each.lon for each in fixes])
        error = np.array([each.error_m for each in fixes])
        between = np.array([each.clocks for each in mentions])
        clock = np.where(between, self._weights["clock_between"], self._weights["clock"])
        stale = np.full(len(mentions), self._weights["stale"])
        total = np.full(first.size, -np.inf)
        shifts = [(0.0, 1 - stale - clock)]
        shifts += [(-60 * late, stale / len(STALE_MIN)) for late in STALE_MIN]
        shifts += [(60 * off, clock / len(CLOCK_MIN)) for off in CLOCK_MIN]
        for shift, share in shifts:
            which = np.ones(first.size, bool) if shift == 0 else error[then] < EXACT_M
            density = np.full(first.size, NOWHERE)
            density[which] = self._densities(
                numbers, first[which], then[which], at, at[then[which]] + shift, lat, lon, error
            )
            if shift != 0:
                density[~which] = as_said[~which]
            else:
                as_said = density
            total = np.logaddexp(total, np.log(density) + np.log(share[then]))
        self._odds[numbers[first], numbers[then]] = total

    def _densities(
        self,
        numbers: Whole,
        first: Whole,
        then: Whole,
        at: Floats,
        told_of: Floats,
        lat: Floats,
        lon: Floats,
        error: Floats,
    ) -> Floats:
        """Return the density of the later's place at the instant it is taken to be of, for a boat at the earlier's.

        Where that instant is before the earlier's, the boat went on from the later's place to the earlier's,
        as long after the later as it lies before (the sea is taken to be much the same an hour before).
        """
        forward = told_of >= at[first]
        cloud, place = np.where(forward, first, then), np.where(forward, then, first)
        instant = np.where(forward, told_of, at[then] + (at[first] - told_of))
        found = np.full(first.size, np.nan)
        of = np.array([id(self._clouds[number][0]) for number in numbers])
        index = np.array([self._clouds[number][1] for number in numbers])
        for reached, _ in {id(self._clouds[number][0]): self._clouds[number] for number in numbers}.values():
            asked = np.flatnonzero(of[cloud] == id(reached))
            q = place[asked]
            found[asked] = reached.densities(index[cloud[asked]], instant[asked], lat[q], lon[q], error[q])
        return np.where(np.isnan(found), 1 / SEA_M2, found)


def anywhere(mentions: Sequence[Heard]) -> Floats:
    """Return the log-density of each mention's position for a boat nobody told of yet: about the others', or anywhere.

    (N,), per square metre; every mention has a position.
    """
    fixes = [each.fix for each in mentions if each.fix is not None]
    north = np.array([fix.lat for fix in fixes]) * 111_200
    east = np.array([fix.lon for fix in fixes]) * 111_200 * np.cos(np.radians([fix.lat for fix in fixes]))
    return _anywhere(north, east)


@njit(parallel=True, cache=True)
def _anywhere(north, east):  # pragma: no cover
    n = north.size
    out = np.empty(n)
    for i in prange(n):
        near = 0.0
        for j in range(n):
            if j != i:
                off = (north[i] - north[j]) ** 2 + (east[i] - east[j]) ** 2
                near += np.exp(-0.5 * off / AROUND_M**2)
        around = near / max(1, n - 1) / (2 * np.pi * AROUND_M**2)
        out[i] = np.log(AROUND * around + (1 - AROUND) / SEA_M2)
    return out


def _key(mention: Heard) -> tuple[object, ...]:
    """Return what tells one cloud from another: where and when it begins, and what the boat may do."""
    assert mention.fix is not None and mention.plan is not None
    fix = mention.fix
    ways = tuple((each.key, each.per_mille) for each in mention.plan.hypotheses)
    return (mention.id, fix.lat, fix.lon, fix.error_m, fix.at, mention.clocks, ways)
