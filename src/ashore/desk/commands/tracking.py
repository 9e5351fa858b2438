"""The tracks of a desk: thinned each minute by whatever serves it, and an excerpt of one kept with a case.

What is decided by where a lifeboat was must still be there when the track is gone: an excerpt is an entry, whose blob
is the fixes as CSV, and its hash stands in the header.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from ashore.desk.commands.acting import Acting, reason_text
from ashore.desk.commands.acts import KeepTrack
from ashore.desk.commands.desk import Desk
from ashore.desk.commands.errors import BadValue, NothingOnTrack
from ashore.desk.commands.registry import DOCUMENTING, command
from ashore.ledger.draft import Blob
from ashore.model.bodies import TrackKept
from ashore.model.errors import AshoreError
from ashore.model.times import Moment, iso, moment
from ashore.model.tracks import Keeping, TrackFix, track_csv

THIN_EVERY_S = 60.0

MOST_KEPT = 20_000
"""Fixes in one excerpt: two days of a lifeboat heard every ten seconds."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """What a track has between two instants."""

    track: str
    start: Moment
    end: Moment
    fixes: tuple[TrackFix, ...]


def _excerpt(desk: Desk, act: KeepTrack) -> Excerpt:
    """Return the excerpt, and spare it from thinning, before the ledger is held."""
    now = desk.now()
    start = _instant("since", act.since)
    end = _instant("until", act.until) if act.until else Moment(ms=now, stated=iso(now))
    if start.ms > end.ms:
        raise BadValue(field="until", why="it lies before since", hint="Change the two about")
    fixes = desk.tracks.of(act.track, start.ms, end.ms, MOST_KEPT + 1)
    if not fixes:
        raise NothingOnTrack(track=act.track, since=start.stated, until=end.stated)
    if len(fixes) > MOST_KEPT:
        raise BadValue(
            field="since", why="there are too many positions between", hint="Keep a shorter stretch"
        )
    desk.tracks.keep(act.track, start.ms, end.ms)
    return Excerpt(track=act.track, start=start, end=end, fixes=tuple(fixes))


@command("keep-track", KeepTrack, roles=DOCUMENTING, first=_excerpt)
def keep_track(acting: Acting, act: KeepTrack) -> None:
    """Write the excerpt into the log, where it stays when the track is gone."""
    case, excerpt = acting.case(act.case), acting.prepared
    acting.append(
        TrackKept(
            case=case,
            track=excerpt.track,
            start=excerpt.start,
            end=excerpt.end,
            fixes=len(excerpt.fixes),
            reason=reason_text("reason", act.reason),
        ),
        subjects=[case],
        class_="operational",
        blobs=(Blob(media="text/csv", content=track_csv(excerpt.fixes)),),
    )


def _instant(field: str, text: str) -> Moment:
    try:
        return moment(text)
    except ValueError as error:
        raise BadValue(
            field=field, why="this is no time with an offset", hint="Write it as 2031-02-03T01:12:00Z"
        ) from error
