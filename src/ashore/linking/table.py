"""Mentions as arrays that grow as they come, so that a new one costs a row and no other is worked out anew."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ashore.linking.beacons import number
from ashore.linking.heard import Heard
from ashore.linking.joint import Arrays, constants
from ashore.linking.nearness import SEA_M2, anywhere
from ashore.linking.states import ASKS, ENGINES, PLIGHTS
from ashore.linking.traits import traits
from ashore.linking.weights import Weights

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

AT_A_TIME = 8
"""Up to so many mentions, as of one report, are filed without waiting for their clouds."""

NOT_HELD = -np.log(SEA_M2)
"""Log-density where nothing is known of how two positions lie to each other."""

ROOM_AHEAD = 64

ABOUT_MS = 6 * 3_600_000
FEWEST = 70
"""As many as on the smallest nights the weights were learned of; among fewer no boat is likelier for that."""


class Near(Protocol):
    """What knows how near positions lie to each other: `nearness.Nearness`, or what stands for it."""

    def drift(self, mentions: Sequence[Heard]) -> None:
        """Have what takes time done before it is asked for."""

    def gather(self) -> None:
        """Put in order what was done for one at a time."""

    def is_drifted(self, mention: Heard) -> bool:
        """Return whether that was done for a mention."""

    def near(self, mentions: Sequence[Heard], first: Whole, then: Whole) -> Floats:
        """Return log-densities as `nearness.Nearness.near`."""


class Table:
    """Mentions, each on a row in the order they came, and how near each lies to each. Not safe for several threads.

    A mention that says something else than before takes a row of its own, and its old one is asked about no more.
    """

    def __init__(self, nearness: Near, weights: Weights, *, only: str = "") -> None:
        """`only` names the one level that will be asked about, "" for all of them."""
        self.nearness, self._only = nearness, only
        self._traits = traits(weights)
        self._constants = constants(weights)
        self._segments = np.cumsum([0, *(one.common.size for one in self._traits)]).astype(np.int64)
        self._common = np.concatenate([one.common for one in self._traits])
        self._mentions: list[Heard] = []
        self._row: dict[str, int] = {}
        self._numbers: dict[str, int] = {}
        self._near = np.full((64, 64), np.nan)
        self._unsettled: list[int] = []
        values = int(self._segments[-1])
        self._columns = {
            "at": np.zeros(64, np.int64),
            "has_fix": np.zeros(64, bool),
            "phone": np.zeros(64, np.int64),
            "mouth": np.zeros(64, np.int64),
            "copy": np.zeros(64, np.int64),
            "gone": np.zeros(64, np.int64),
            "hull": np.zeros(64, bool),
            "engine": np.zeros(64, np.int64),
            "plight": np.zeros(64, np.int64),
            "report": np.zeros(64, np.int64),
            "asks": np.zeros(64, np.int64),
            "beacon": np.zeros(64, np.int64),
            "likely": np.ones((64, values)),
            "spoke": np.zeros((64, len(self._traits)), bool),
            "alone": np.zeros((64, len(self._traits))),
        }

    def rows(self, mentions: Sequence[Heard]) -> Whole:
        """Return the row of each mention; those not here yet are added."""
        new = [each for each in mentions if not self._has(each)]
        if new:
            self._add(new)
        return np.array([self._row[each.id] for each in mentions], np.int64)

    def settle(self) -> None:
        """Drift what was not drifted when it came in, and hold what was said after it to its own cloud."""
        for row in self._unsettled:
            mention = self._mentions[row]
            after = [
                other
                for other, each in enumerate(self._mentions)
                if each.fix is not None and each.said > mention.said
            ]
            told = [mention, *(self._mentions[other] for other in after)]
            then = np.arange(1, len(told))
            self._near[row, after] = self.nearness.near(told, np.zeros_like(then), then)
        self._unsettled.clear()
        self._make_room(len(self._mentions) + ROOM_AHEAD)

    def night(self, mentions: Sequence[Heard]) -> Arrays:
        """Return these mentions alone, as arrays in their order, which is that of what they say."""
        rows = self.rows(mentions)
        self.settle()
        columns = {name: column[rows] for name, column in self._columns.items()}
        return self._arrays(
            columns, self._near[np.ix_(rows, rows)], anywhere(mentions), crowd(mentions), _until(mentions)
        )

    def everything(self, mentions: Sequence[Heard]) -> tuple[Arrays, Whole]:
        """Return all rows as arrays, without a copy, and the rows of these mentions; only these are of anywhere."""
        rows = self.rows(mentions)
        size = len(self._mentions)
        free, among = np.zeros(size), np.zeros(size)
        free[rows], among[rows] = anywhere(mentions), crowd(mentions)
        columns = {name: column[:size] for name, column in self._columns.items()}
        # With its room: a part of it would lie otherwise in memory than a night's, and all loops be compiled once more.
        return self._arrays(columns, self._near, free, among, _until(mentions)), rows

    def _arrays(
        self, columns: dict[str, NDArray[np.generic]], near: Floats, free: Floats, among: Floats, until: Whole
    ) -> Arrays:
        return Arrays(
            near=near,
            free=free,
            crowd=among,
            until=until,
            common=self._common,
            segments=self._segments,
            constants=self._constants,
            **columns,  # type: ignore[arg-type]
        )

    def _has(self, mention: Heard) -> bool:
        row = self._row.get(mention.id)
        if row is None:
            return False
        held = self._mentions[row]
        return held is mention or held == mention

    def _add(self, new: Sequence[Heard]) -> None:
        first_new = len(self._mentions)
        self._make_room(first_new + len(new))
        for row, mention in enumerate(new, first_new):
            self._set(row, mention)
            self._row[mention.id] = row
            self._mentions.append(mention)
        placed = np.array([row for row, each in enumerate(self._mentions) if each.fix is not None], np.int64)
        old = int(np.searchsorted(placed, first_new))
        one = np.concatenate([np.arange(at) for at in range(old, placed.size)] or [np.zeros(0, np.int64)])
        two = np.repeat(np.arange(old, placed.size), np.arange(old, placed.size))
        place = np.empty(placed.size, np.int64)
        place[sorted(range(placed.size), key=lambda each: self._mentions[placed[each]].said)] = np.arange(
            placed.size
        )
        swap = place[one] > place[two]
        earlier, later = np.where(swap, two, one), np.where(swap, one, two)
        told = [self._mentions[row] for row in placed]
        drifted = np.array([self.nearness.is_drifted(each) for each in told], bool)
        if len(new) > AT_A_TIME or not drifted[:old].any():
            self._near[placed[earlier], placed[later]] = self.nearness.near(told, earlier, later)
            return
        # Few that tell of earlier than others do are held to those's clouds, run backwards, and to each other not at
        # all, until their own are drifted: whoever asks about them waits for none.
        back = ~drifted[earlier]
        self._unsettled += [int(row) for row in np.unique(placed[earlier[back]])]
        known = drifted[earlier] | drifted[later]
        first, then = np.where(back, later, earlier)[known], np.where(back, earlier, later)[known]
        self._near[placed[earlier], placed[later]] = NOT_HELD
        self._near[placed[earlier[known]], placed[later[known]]] = self.nearness.near(told, first, then)

    def _set(self, row: int, mention: Heard) -> None:
        columns = self._columns
        columns["at"][row] = mention.at
        columns["has_fix"][row] = mention.fix is not None
        for name in ("phone", "mouth", "copy", "report"):
            columns[name][row] = self._number(name, getattr(mention, name))
        columns["gone"][row] = -1 if mention.gone_from is None else mention.gone_from
        columns["hull"][row] = mention.empty_hull
        columns["engine"][row] = ENGINES.index(mention.engine)
        columns["plight"][row] = PLIGHTS.index(mention.plight)
        columns["asks"][row] = ASKS.index(mention.asks)
        columns["beacon"][row] = number(mention.beacon if mention.phone else "")
        for place, one in enumerate(self._traits):
            said = one.likely(mention) if self._only in ("", one.name) else None
            if said is not None:
                columns["likely"][row, self._segments[place] : self._segments[place + 1]] = said
                columns["alone"][row, place] = np.log(float((one.common * said).sum()))
                columns["spoke"][row, place] = True

    def _number(self, name: str, word: str) -> int:
        return self._numbers.setdefault(f"{name} {word}", len(self._numbers)) if word else -1

    def _make_room(self, size: int) -> None:
        held = self._near.shape[0]
        if size <= held:
            return
        room = max(2 * held, size)
        near = np.full((room, room), np.nan)
        near[:held, :held] = self._near
        self._near = near
        for name, column in self._columns.items():
            larger = (
                np.ones((room, *column.shape[1:]), column.dtype)
                if name == "likely"
                else np.zeros((room, *column.shape[1:]), column.dtype)
            )
            larger[:held] = column
            self._columns[name] = larger


def _until(mentions: Sequence[Heard]) -> Whole:
    """Return until when anything was heard, (1,)."""
    return np.array([max((max(each.at, each.known) for each in mentions), default=0)], np.int64)


def crowd(mentions: Sequence[Heard]) -> Floats:
    """Return the log of how many mentions, for every hundred, there are within six hours of each: (N,).

    What one message says twice is counted twice, which changes little.
    """
    at = np.sort([each.at for each in mentions])
    own = np.array([each.at for each in mentions])
    about = np.searchsorted(at, own + ABOUT_MS, "right") - np.searchsorted(at, own - ABOUT_MS, "left")
    return np.asarray(np.log(np.maximum(about, FEWEST) / 100))
