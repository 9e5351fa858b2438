"""The tracks of a desk: thinned each minute by whatever serves it, and asked for by programs and maps."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from ashore.desk.commands.desk import Desk
from ashore.model.errors import AshoreError
from ashore.model.tracks import Keeping

THIN_EVERY_S = 60.0

log = logging.getLogger("ashore.tracks")


@contextmanager
def thinned(desk: Desk, keeping: Keeping = Keeping(), every_s: float = THIN_EVERY_S) -> Iterator[None]:  # noqa: B008
    """Have a desk's tracks thinned with age as long as the block runs; several programs may do so at once."""
    stopped = threading.Event()
    worker = threading.Thread(
        target=_thin, args=(desk, keeping, every_s, stopped), name="ashore-tracks", daemon=True
    )
    worker.start()
    try:
        yield
    finally:
        stopped.set()
        worker.join()


def _thin(desk: Desk, keeping: Keeping, every_s: float, stopped: threading.Event) -> None:
    while not stopped.wait(every_s):
        try:
            desk.tracks.thin(desk.surroundings.clock(), keeping)
        except AshoreError as error:
            log.warning("Tracks could not be thinned: %s", error.sentence())
        except Exception:
            log.exception("tracks could not be thinned; it is tried again")
