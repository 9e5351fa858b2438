"""The clock of a drill: it runs at a pace of its own, and stands still while paused and while nobody plays.

What it shows is worked out from one small file and the wall's clock, so every program that has the desk open reads the
same. Whoever plays the drill says again every few seconds that they do; when they are killed the clock runs on for
`LEASE_MS` and no further, and whoever plays it next goes on from there.
"""

from __future__ import annotations

import json
import os
import threading
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from ashore.model.clock import Clock

FILE = "clock.json"
LEASE_MS = 6_000
LEAST_SPEED, MOST_SPEED = 0.1, 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """At `wall` the drill's time was `at`, and ran `speed` times as fast as the wall's; both UTC milliseconds.

    `resting` is whether whoever played it stopped in order; `over` whether the trainer ended the drill, after which
    its clock goes on at the wall's own pace.
    """

    wall: int
    at: int
    speed: float
    paused: bool = False
    resting: bool = False
    over: bool = False


class DrillClock:
    """The drill's time, read from its file whenever that has changed. Safe to use from several threads."""

    def __init__(self, folder: Path, wall: Clock) -> None:
        self._file = folder / FILE
        self._wall = wall
        self._lock = threading.RLock()
        self._seen: tuple[int, int, int] | None = None
        self._read: Reading | None = None
        self._last = 0

    def __call__(self) -> int:
        """Return the drill's time, which never goes back."""
        with self._lock:
            reading, wall = self.reading(), self._wall()
            self._last = max(self._last, _shown(reading, wall))
            return self._last

    def reading(self) -> Reading:
        """Return what the file says; where it was taken away meanwhile, what it said last."""
        with self._lock:
            try:
                found = self._file.stat()
            except FileNotFoundError:
                if self._read is None:
                    raise
                return self._read
            seen = (found.st_ino, found.st_mtime_ns, found.st_size)
            if self._read is None or seen != self._seen:
                self._read, self._seen = Reading(**json.loads(self._file.read_text("utf-8"))), seen
            return self._read

    def playing(self) -> bool:
        """Return whether somebody has said lately that they play the drill."""
        reading = self.reading()
        return not (reading.over or reading.resting) and self._wall() - reading.wall < LEASE_MS

    def pace(self) -> float:
        """Return how fast the drill's clock runs beside the wall's, 0 where it stands still."""
        reading = self.reading()
        if reading.over:
            return 1.0
        return reading.speed if self.playing() and not reading.paused else 0.0

    def go_on(
        self,
        *,
        at: int | None = None,
        speed: float | None = None,
        paused: bool | None = None,
        over: bool | None = None,
    ) -> None:
        """Say that the drill is being played on, and what of its pace changes; what is not given stays."""
        with self._lock:
            now, was = self(), self.reading()
            self._write(
                replace(
                    was,
                    wall=self._wall(),
                    at=max(now, at or now),
                    speed=was.speed if speed is None else _held_in(speed),
                    paused=was.paused if paused is None else paused,
                    over=was.over if over is None else over,
                    resting=False,
                )
            )

    def begin(self, at: int, speed: float) -> None:
        """Write the first reading: the clock stands at an instant until somebody plays."""
        self._write(Reading(wall=self._wall(), at=at, speed=_held_in(speed), resting=True))

    def rest(self, *, speed: float | None = None) -> None:
        """Say that nobody plays the drill for now, and how fast it will go on where that changes."""
        with self._lock:
            was = self.reading()
            if not was.over:
                speed = was.speed if speed is None else _held_in(speed)
                self._write(replace(was, wall=self._wall(), at=self(), speed=speed, resting=True))

    def _write(self, reading: Reading) -> None:
        """Put the reading into the place of the old one, whole or not at all."""
        new = self._file.with_suffix(".new")
        with new.open("w", encoding="utf-8") as file:
            json.dump(asdict(reading), file)
            file.flush()
            os.fsync(file.fileno())
        new.replace(self._file)
        self._read = None


def _held_in(speed: float) -> float:
    return min(max(speed, LEAST_SPEED), MOST_SPEED)


def _shown(reading: Reading, wall: int) -> int:
    gone = max(0, wall - reading.wall)
    if reading.over:
        return reading.at + gone
    stands = reading.paused or reading.resting
    return reading.at + (0 if stands else round(reading.speed * min(gone, LEASE_MS)))
