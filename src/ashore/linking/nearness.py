"""How likely a boat that was where one mention says is to be told of where another says.

Between the two lies what the sea does with a boat that is adrift or under way, and what people do with a position:
they pass on one of half an hour ago as if it were of now, and two posts write it down by clocks an hour apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from ashore.forecast.forcing import Sources
from ashore.forecast.reach import Reach, reach
from ashore.linking.heard import Heard
from ashore.linking.kernels import about

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

HOURS = 10.0
"""For how long a position is drifted on; after that it says nothing of where a boat is."""

AT_ONCE = 96
"""So many positions are drifted in one run: enough to be quick, few enough that they are of about one time."""

GATHERED_FROM = 16
"""From so many small runs on they are made one."""

STALE_MIN = (12.0, 27.0, 45.0)
"""How much older than said a position is taken to be where it is older, each as likely (assumption)."""

CLOCK_MIN = (-60.0, 60.0)

EXACT_M = 2_000.0
"""Only of a position this exact does half an hour make another one."""

VAGUE_M = (9_000.0, 28_000.0)
"""How far off a place somebody names they may be, whatever was made of it: each holds half of them with 0.95.

Who sees no land names the town they make for (assumption)."""

WAYS = np.array(
    [
        (0.0, 0.0),
        *((-60 * late, 0.0) for late in STALE_MIN),
        *((60 * off, 0.0) for off in CLOCK_MIN),
        *((0.0, off) for off in VAGUE_M),
    ]
)
"""What a position may truly be: of so many seconds later than said, and further off by so many metres."""

AROUND_M = 6_000.0
AROUND = 0.6
SEA_M2 = 8e9
"""A boat nobody told of yet is about where the night's boats are, or anywhere in the strait (assumptions)."""


class Nearness:
    """The clouds of a night's positions, each drifted once. Not safe for several threads at once.

    `weights` are `stale`, the share of positions older than they say, and `clock_between`, of times an hour off among
    what one post passed on to another.
    """

    def __init__(self, driven: Sources, weights: Mapping[str, float], seed: int = 0) -> None:
        self._driven, self._weights, self._seed = driven, weights, seed
        self._clouds: dict[tuple[object, ...], tuple[Reach, int]] = {}
        # By the object: nobody compares every field of every mention for each question. Held, so that no id returns.
        self._of: dict[int, tuple[Heard, Reach, int]] = {}

    def drift(self, mentions: Sequence[Heard]) -> None:
        """Drift the positions that were not drifted yet, so that nobody waits for it later."""
        cold = [each for each in mentions if each.plan is not None and not self.is_drifted(each)]
        plans = {_key(each): each.plan for each in cold if each.plan is not None}
        new = sorted(
            (plan.hypotheses[0].datum.at, key) for key, plan in plans.items() if key not in self._clouds
        )
        for begin in range(0, len(new), AT_ONCE):
            keys = [key for _, key in new[begin : begin + AT_ONCE]]
            made = reach([plans[key] for key in keys], self._driven, HOURS, self._seed)
            self._clouds |= {key: (made, index) for index, key in enumerate(keys)}
        for each in cold:
            self._of[id(each)] = (each, *self._clouds[_key(each)])

    def gather(self) -> None:
        """Drift again together what came in one by one: a question then goes to few runs, and not to one for each."""
        alone = [
            each
            for each in self._of.values()
            if each[1].first.size <= AT_ONCE // 4  # its clouds, and one
        ]
        if len({id(reached) for _, reached, _ in alone}) < GATHERED_FROM:
            return
        for mention, _, _ in alone:
            del self._of[id(mention)]
            self._clouds.pop(_key(mention), None)
        self.drift([mention for mention, _, _ in alone])

    def is_drifted(self, mention: Heard) -> bool:
        """Return whether a mention's position was drifted already; the very object is asked about."""
        return id(mention) in self._of

    def near(self, mentions: Sequence[Heard], first: Whole, then: Whole) -> Floats:
        """Return the log-density, per square metre, of the position of each of `then` for a boat at that of `first`.

        (M,); both are indices into the mentions, which all have a position. Where `first` says it later, the boat
        went on from the other to it, as in `_density`.
        """
        if not first.size:
            return np.zeros(0)
        asked_of = np.unique(first)
        self.drift([mentions[index] for index in asked_of])
        numbers, of = np.zeros(len(mentions), np.int64), np.zeros(len(mentions), np.int64)
        reaches: dict[int, Reach] = {}
        for index in asked_of:
            _, reached, number = self._of[id(mentions[index])]
            numbers[index], of[index] = number, id(reached)
            reaches[id(reached)] = reached
        places = _places(mentions)
        shares = self._shares(mentions, first, then, places)
        density = np.full(shares.shape, np.nan)
        for name, reached in reaches.items():
            here = np.flatnonzero(of[first] == name)
            way, pair = np.nonzero(shares[:, here])
            pair = here[pair]
            density[way, pair] = _density(
                reached,
                numbers[first[pair]],
                places.of(first[pair]),
                places.of(then[pair]).wider(WAYS[way, 1]),
                WAYS[way, 0],
            )
        density = np.where(np.isnan(density), 1 / SEA_M2, density)
        return np.asarray(np.log((shares * density).sum(axis=0)))

    def _shares(self, mentions: Sequence[Heard], first: Whole, then: Whole, places: _Places) -> Floats:
        """Return how likely each of WAYS is for each pair, (W, M)."""
        named = np.array([each.fix is not None and each.fix.how == "place" for each in mentions])
        vague = named[first] | named[then]
        exact = (places.error[then] < EXACT_M) & ~vague
        clock = np.where(
            exact & np.array([each.clocks for each in mentions])[then], self._weights["clock_between"], 0.0
        )
        stale = np.where(exact, self._weights["stale"], 0.0)
        return np.array(
            [
                np.where(vague, 0.0, 1 - stale - clock),
                *[stale / len(STALE_MIN)] * len(STALE_MIN),
                *[clock / len(CLOCK_MIN)] * len(CLOCK_MIN),
                *[vague / len(VAGUE_M)] * len(VAGUE_M),
            ]
        )


class _Places:
    def __init__(self, lat: Floats, lon: Floats, error: Floats, at: Floats) -> None:
        self.lat, self.lon, self.error, self.at = lat, lon, error, at

    def wider(self, by_m: Floats) -> _Places:
        return _Places(self.lat, self.lon, np.hypot(self.error, by_m), self.at)

    def of(self, which: Whole) -> _Places:
        return _Places(self.lat[which], self.lon[which], self.error[which], self.at[which])


def _places(mentions: Sequence[Heard]) -> _Places:
    fixes = [each.fix for each in mentions if each.fix is not None]
    return _Places(
        np.array([fix.lat for fix in fixes]),
        np.array([fix.lon for fix in fixes]),
        np.array([fix.error_m for fix in fixes]),
        np.array([fix.at / 1_000 for fix in fixes]),
    )


def _density(reached: Reach, index: Whole, first: _Places, then: _Places, shift: Floats) -> Floats:
    """Return the density of the later's place, taken to be of so many seconds later than it says.

    Where that is before the earlier's, the boat went on from there to the earlier's place: in a sea that is much the
    same an hour before, as likely as to the place as far off on the other side.
    """
    after = then.at + shift - first.at
    back = after < 0
    lat = np.where(back, 2 * first.lat - then.lat, then.lat)
    lon = np.where(back, 2 * first.lon - then.lon, then.lon)
    return reached.densities(index, first.at + np.abs(after), lat, lon, then.error)


def anywhere(mentions: Sequence[Heard]) -> Floats:
    """Return the log-density of each mention's position for a boat nobody told of yet: about the others', or anywhere.

    (N,), per square metre; 0 where it has no position.
    """
    placed = np.array([each.fix is not None for each in mentions], bool)
    found = np.zeros(len(mentions))
    if placed.any():
        at = _places(mentions)
        found[placed] = about(
            at.lat * 111_200, at.lon * 111_200 * np.cos(np.radians(at.lat)), AROUND_M, AROUND, SEA_M2
        )
    return found


def _key(mention: Heard) -> tuple[object, ...]:
    """Return what tells one cloud from another: where and when it begins, and what the boat may do."""
    assert mention.fix is not None
    assert mention.plan is not None
    fix = mention.fix
    ways = tuple((each.key, each.per_mille) for each in mention.plan.hypotheses)
    return (mention.id, fix.lat, fix.lon, fix.error_m, fix.at, ways)
