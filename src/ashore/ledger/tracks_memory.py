"""Tracks in memory, for tests and for trying things."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator

from ashore.ledger.tracks import FOR_EVER, MOST_AT_ONCE, Window, windows
from ashore.model.tracks import Box, Keeping, TrackFix


class MemoryTracks:
    """Keeps every track as a dictionary of its fixes by their instants."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._fixes: dict[str, dict[int, TrackFix]] = {}
        self._kept: list[tuple[str, int, int]] = []

    def append(self, fixes: Iterable[TrackFix]) -> int:
        new = 0
        with self._lock:
            for fix in fixes:
                track = self._fixes.setdefault(fix.track, {})
                if fix.at not in track:
                    track[fix.at] = fix
                    new += 1
        return new

    def of(
        self, track: str, start: int = 0, end: int = FOR_EVER, limit: int = MOST_AT_ONCE
    ) -> list[TrackFix]:
        with self._lock:
            found = [fix for fix in self._fixes.get(track, {}).values() if start <= fix.at <= end]
        return sorted(found, key=lambda fix: fix.at)[:limit]

    def last(self, track: str, end: int = FOR_EVER) -> TrackFix | None:
        with self._lock:
            found = (fix for fix in self._fixes.get(track, {}).values() if fix.at <= end)
            return max(found, key=_instant, default=None)

    def within(
        self, box: Box, start: int = 0, end: int = FOR_EVER, limit: int = MOST_AT_ONCE
    ) -> list[TrackFix]:
        with self._lock:
            found = [fix for fix in self._all() if start <= fix.at <= end and box.holds(fix)]
        return sorted(found, key=lambda fix: (fix.at, fix.track))[:limit]

    def latest(self, start: int = 0, end: int = FOR_EVER) -> list[TrackFix]:
        with self._lock:
            found = {
                name: max(
                    (fix for fix in track.values() if start <= fix.at <= end), key=_instant, default=None
                )
                for name, track in self._fixes.items()
            }
        return [fix for _, fix in sorted(found.items()) if fix is not None]

    def keep(self, track: str, start: int, end: int) -> None:
        with self._lock:
            self._kept.append((track, start, end))

    def thin(self, now: int, keeping: Keeping = Keeping()) -> int:  # noqa: B008 - a frozen value
        gone = 0
        with self._lock:
            for window in windows(now, keeping):
                gone += self._let_go(window, keeping.every_ms)
                if sum(map(len, self._fixes.values())) <= keeping.most:
                    break
        return gone

    def count(self) -> int:
        with self._lock:
            return sum(map(len, self._fixes.values()))

    def close(self) -> None:
        """Nothing is open."""

    def _let_go(self, window: Window, every_ms: int) -> int:
        gone = self._remove([fix for fix in self._all() if fix.at < window.kept_from])
        first: dict[tuple[str, int], int] = {}
        for fix in self._all():
            stretch = (fix.track, fix.at // every_ms)
            first[stretch] = min(fix.at, first.get(stretch, fix.at))
        return gone + self._remove(
            [
                fix
                for fix in self._all()
                if fix.at < window.whole_from and fix.at > first[fix.track, fix.at // every_ms]
            ]
        )

    def _remove(self, fixes: list[TrackFix]) -> int:
        going = [fix for fix in fixes if not self._spared(fix)]
        for fix in going:
            del self._fixes[fix.track][fix.at]
        return len(going)

    def _spared(self, fix: TrackFix) -> bool:
        return any(track == fix.track and start <= fix.at <= end for track, start, end in self._kept)

    def _all(self) -> Iterator[TrackFix]:
        for track in self._fixes.values():
            yield from track.values()


def _instant(fix: TrackFix) -> int:
    return fix.at
