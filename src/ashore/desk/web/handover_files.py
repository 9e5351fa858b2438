"""The watch as a file, every hour: what is still there to be read when the power or the desk is gone."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable
from pathlib import Path

from starlette.concurrency import run_in_threadpool

from ashore.model.clock import Clock
from ashore.model.times import iso

KEPT = 48
"""Two days of hours."""

HOUR_MS = 3_600_000
AGAIN_S = 60.0
"""After a file could not be written, so long until it is tried again."""

log = logging.getLogger("ashore.web")


class HandoverFiles:
    """Writes the handover into a folder each hour and keeps the newest files; `made` gives the page to write.

    `written` is when it last could, UTC milliseconds, and `fault` why it last could not, "" where it could.
    """

    def __init__(self, folder: Path, made: Callable[[], str], clock: Clock) -> None:
        self.folder = folder
        self.written: int | None = None
        self.fault = ""
        self._made = made
        self._clock = clock
        self._writing: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Write the first file, then one each hour; to be called on the event loop."""
        self._writing = asyncio.create_task(self._for_ever())

    async def end(self) -> None:
        """Write no more."""
        if self._writing is not None:
            self._writing.cancel()
            await asyncio.gather(self._writing, return_exceptions=True)

    def write(self) -> bool:
        """Write the handover now, whole or not at all, and delete what is older than the newest; return whether."""
        now = self._clock()
        path = self.folder / f"handover-{iso(now)[:16].replace('-', '').replace(':', '')}Z.html"
        try:
            self.folder.mkdir(mode=0o700, exist_ok=True)
            _put(path, self._made().encode())
            for old in sorted(self.folder.glob("handover-*.html"))[:-KEPT]:
                old.unlink()
        except Exception as error:
            # Whatever it was, the next hour's file is tried for, and the page says that this one is not there.
            if isinstance(error, OSError):
                self.fault = error.strerror or type(error).__name__
                log.warning("The handover could not be saved in %s: %s.", self.folder, self.fault)
            else:
                self.fault = type(error).__name__
                log.exception("the handover could not be saved")
            return False
        self.written, self.fault = now, ""
        return True

    async def _for_ever(self) -> None:
        while True:
            written = await run_in_threadpool(self.write)
            await asyncio.sleep((HOUR_MS - self._clock() % HOUR_MS) / 1_000 if written else AGAIN_S)


def _put(path: Path, content: bytes) -> None:
    """Put a file in its place at once: a power cut leaves the old one or the new one, never half of one."""
    beside = path.with_suffix(".part")
    with beside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
