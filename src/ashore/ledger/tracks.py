"""What a store of tracks must do; ashore.testing.tracks_contract holds every one to it.

Tracks stand beside the log: bounded, thinned with age, and lost without harm to any entry.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from ashore.model.tracks import Box, Keeping, TrackFix

MOST_AT_ONCE = 100_000
"""Fixes in one answer, the earliest of those asked for."""

FOR_EVER = 2**62
"""After every instant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """What of the past a round of thinning thins and drops, UTC milliseconds: each ends before its instant."""

    whole_from: int
    kept_from: int


class Tracks(Protocol):
    """A store of tracks. Threads may share it."""

    def append(self, fixes: Iterable[TrackFix]) -> int:
        """Keep fixes, durably, and return how many were new; of one track and instant the first stays."""

    def of(
        self, track: str, start: int = 0, end: int = FOR_EVER, limit: int = MOST_AT_ONCE
    ) -> list[TrackFix]:
        """Return a track's fixes from `start` to `end`, both included, the earliest first."""

    def last(self, track: str, end: int = FOR_EVER) -> TrackFix | None:
        """Return a track's last fix by `end`, that included; None where it has none."""

    def within(
        self, box: Box, start: int = 0, end: int = FOR_EVER, limit: int = MOST_AT_ONCE
    ) -> list[TrackFix]:
        """Return the fixes in a box from `start` to `end`, both included, by time and then track."""

    def latest(self, start: int = 0, end: int = FOR_EVER) -> list[TrackFix]:
        """Return each track's last fix from `start` to `end`, both included, by track."""

    def keep(self, track: str, start: int, end: int) -> None:
        """Spare what a track has from `start` to `end`, both included, in every round of thinning to come."""

    def thin(self, now: int, keeping: Keeping = Keeping()) -> int:  # noqa: B008 - a frozen value
        """Let go of what is too old or too much at `now`, but of nothing spared, and return how many fixes went."""

    def count(self) -> int:
        """Return how many fixes are held."""

    def close(self) -> None:
        """Let go of the file."""


def windows(now: int, keeping: Keeping) -> Iterator[Window]:
    """Yield what is thinned at `now`: first by age alone, then, as long as there are too many, more and more of it."""
    whole, drop = keeping.whole_ms, keeping.drop_ms
    yield Window(whole_from=now - whole, kept_from=now - drop)
    while whole >= keeping.every_ms:
        whole //= 2
        yield Window(whole_from=now - whole, kept_from=now - drop)
    while drop >= keeping.every_ms:
        drop //= 2
        yield Window(whole_from=now - whole, kept_from=now - drop)
