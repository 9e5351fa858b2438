"""Tracks in tracks.sqlite, beside the ledger.

A fix lies under its track and its instant, and once more under its cell of a tenth of a degree, so that a box is asked
for by the few cells it meets. A power cut may take the last second of a track, which no entry rests on; the file is
never damaged by it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from ashore.ledger.database import NotALedger, in_plain_words, open_database, transaction
from ashore.ledger.tracks import FOR_EVER, MOST_AT_ONCE, Window, windows
from ashore.model.tracks import DEGREE, Box, Keeping, TrackFix

LAYOUT: Final = 1
APPLICATION_ID: Final = 0x41534854  # "ASHT"
SCHEMA: Final = """
CREATE TABLE tracks (n INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE sources (n INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE fixes (
    track INTEGER NOT NULL,
    at INTEGER NOT NULL,
    cell INTEGER NOT NULL,
    lat INTEGER NOT NULL,
    lon INTEGER NOT NULL,
    error_m INTEGER,
    speed INTEGER,
    course INTEGER,
    source INTEGER NOT NULL,
    assumed INTEGER NOT NULL,
    PRIMARY KEY (track, at)
) WITHOUT ROWID;
CREATE INDEX fixes_by_cell ON fixes(cell, at);
CREATE TABLE kept (track TEXT NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL);
CREATE TABLE held (fixes INTEGER NOT NULL, thinned_to INTEGER NOT NULL);
INSERT INTO held VALUES (0, 0);
"""

CELL: Final = DEGREE // 10
ROW: Final = 10_000
"""Cells are numbered row by row: this many to a row of latitude, which is more than there are."""

FIX: Final = "tracks.name, at, lat, lon, error_m, speed, course, sources.name, assumed"
NAMED: Final = "JOIN tracks ON tracks.n = fixes.track JOIN sources ON sources.n = fixes.source"

# The cells that hold anything, found by skipping from one to the next in the index.
CELLS: Final = """
WITH RECURSIVE cells(cell) AS (
    SELECT min(cell) FROM fixes
    UNION ALL
    SELECT (SELECT min(cell) FROM fixes WHERE fixes.cell > cells.cell) FROM cells WHERE cells.cell IS NOT NULL
)
"""

SPARED: Final = """
EXISTS (
    SELECT 1 FROM kept JOIN tracks ON tracks.name = kept.track
    WHERE tracks.n = fixes.track AND fixes.at BETWEEN kept.start AND kept.end
)
"""


class SqliteTracks:
    """The Tracks of a data directory. Threads and programs may share it.

    Opening raises what opening a file can raise, and NotALedger for a damaged one.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._db = open_database(
            path, journal="wal", layout=LAYOUT, application_id=APPLICATION_ID, schema=SCHEMA
        )
        # A flush for each second of a feed would wear a card out, and no entry rests on the last of them.
        self._db.pragma("synchronous", "NORMAL")
        path.chmod(0o600)

    def append(self, fixes: Iterable[TrackFix]) -> int:
        batch = list(fixes)
        if not batch:
            return 0
        with self._lock, transaction(self._db, self._path):
            tracks = self._numbers("tracks", {fix.track for fix in batch})
            sources = self._numbers("sources", {fix.source for fix in batch})
            before = self._db.total_changes()
            self._db.executemany(
                "INSERT OR IGNORE INTO fixes VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    (
                        tracks[fix.track],
                        fix.at,
                        _row(fix.lat_e7) * ROW + _column(fix.lon_e7),
                        fix.lat_e7,
                        fix.lon_e7,
                        fix.error_m,
                        fix.speed_dkn,
                        fix.course_ddeg,
                        sources[fix.source],
                        fix.clock_assumed,
                    )
                    for fix in batch
                ),
            )
            new = self._db.total_changes() - before
            earliest = min(fix.at for fix in batch)
            # What comes in late is thinned like the rest.
            self._db.execute(
                "UPDATE held SET fixes = fixes + ?, thinned_to = min(thinned_to, ?)", (new, earliest)
            )
        return new

    def of(
        self, track: str, start: int = 0, end: int = FOR_EVER, limit: int = MOST_AT_ONCE
    ) -> list[TrackFix]:
        return self._found(
            f"SELECT {FIX} FROM fixes {NAMED} WHERE fixes.track = (SELECT n FROM tracks WHERE name = ?) "
            "AND at BETWEEN ? AND ? ORDER BY at LIMIT ?",
            (track, start, end, limit),
        )

    def last(self, track: str, end: int = FOR_EVER) -> TrackFix | None:
        found = self._found(
            f"SELECT {FIX} FROM fixes {NAMED} WHERE fixes.track = (SELECT n FROM tracks WHERE name = ?) "
            "AND at <= ? ORDER BY at DESC LIMIT 1",
            (track, end),
        )
        return found[0] if found else None

    def within(
        self, box: Box, start: int = 0, end: int = FOR_EVER, limit: int = MOST_AT_ONCE
    ) -> list[TrackFix]:
        found = [
            fix
            for west, east in box.spans()
            for fix in self._found(
                f"{CELLS} SELECT {FIX} FROM cells CROSS JOIN fixes ON fixes.cell = cells.cell {NAMED} "
                "WHERE cells.cell BETWEEN ? AND ? AND cells.cell % ? BETWEEN ? AND ? "
                "AND at BETWEEN ? AND ? AND lat BETWEEN ? AND ? AND lon BETWEEN ? AND ? "
                "ORDER BY at, tracks.name LIMIT ?",
                (
                    _row(box.south_e7) * ROW,
                    _row(box.north_e7) * ROW + ROW - 1,
                    ROW,
                    _column(west),
                    _column(east),
                    start,
                    end,
                    box.south_e7,
                    box.north_e7,
                    west,
                    east,
                    limit,
                ),
            )
        ]
        return sorted(found, key=lambda fix: (fix.at, fix.track))[:limit]

    def latest(self, start: int = 0, end: int = FOR_EVER) -> list[TrackFix]:
        return self._found(
            f"SELECT {FIX} FROM tracks JOIN fixes ON fixes.track = tracks.n AND fixes.at = "
            "(SELECT max(at) FROM fixes AS last WHERE last.track = tracks.n AND last.at BETWEEN ? AND ?) "
            "JOIN sources ON sources.n = fixes.source ORDER BY tracks.name",
            (start, end),
        )

    def keep(self, track: str, start: int, end: int) -> None:
        with self._lock, transaction(self._db, self._path):
            self._db.execute("INSERT INTO kept VALUES (?, ?, ?)", (track, start, end))

    def thin(self, now: int, keeping: Keeping = Keeping()) -> int:  # noqa: B008 - a frozen value
        gone = 0
        for window in windows(now, keeping):
            gone += self._let_go(window, keeping.every_ms)
            if self.count() <= keeping.most:
                break
        return gone

    def count(self) -> int:
        with self._lock, in_plain_words(self._path):
            return int(self._one("SELECT fixes FROM held"))

    def close(self) -> None:
        with self._lock:
            self._db.close()

    def _let_go(self, window: Window, every_ms: int) -> int:
        """Thin what was not thinned before, and drop what is too old, in one transaction."""
        with self._lock, transaction(self._db, self._path):
            before = self._db.total_changes()
            thinned_to = self._one("SELECT thinned_to FROM held")
            for (track,) in self._db.execute("SELECT n FROM tracks").fetchall():
                self._db.execute(
                    f"DELETE FROM fixes WHERE track = ? AND at < ? AND NOT {SPARED}",
                    (track, window.kept_from),
                )
                self._db.execute(
                    "DELETE FROM fixes WHERE track = ?1 AND at >= ?2 AND at < ?3 AND at > "
                    "(SELECT min(at) FROM fixes AS first WHERE first.track = ?1 AND first.at >= fixes.at / ?4 * ?4) "
                    f"AND NOT {SPARED}",
                    (track, thinned_to // every_ms * every_ms, window.whole_from, every_ms),
                )
            gone = self._db.total_changes() - before
            self._db.execute(
                "UPDATE held SET fixes = fixes - ?, thinned_to = max(thinned_to, ?)",
                (gone, window.whole_from),
            )
            self._db.execute(
                "DELETE FROM tracks WHERE NOT EXISTS (SELECT 1 FROM fixes WHERE track = tracks.n)"
            )
        return gone

    def _numbers(self, table: str, names: set[str]) -> dict[str, int]:
        """Return the number of each name, given to those that are new; another program may give some too."""
        numbers = {}
        for name in names:
            row = self._db.execute(f"SELECT n FROM {table} WHERE name = ?", (name,)).fetchone()
            if row is None:
                self._db.execute(f"INSERT INTO {table}(name) VALUES (?)", (name,))
            numbers[name] = self._db.last_insert_rowid() if row is None else row[0]
        return numbers

    def _found(self, sql: str, values: tuple[object, ...]) -> list[TrackFix]:
        with self._lock, in_plain_words(self._path):
            return list(_fixes(self._db.execute(sql, values)))

    def _one(self, sql: str) -> Any:
        row = self._db.execute(sql).fetchone()
        assert row is not None  # the only row of its table
        return row[0]


def open_tracks(path: Path) -> SqliteTracks:
    """Open a data directory's tracks; a damaged file is set aside under another name, and an empty one begun.

    No desk stays shut for want of where ships were. Raises what opening a file can raise, but for a damaged one.
    """
    try:
        return SqliteTracks(path)
    except NotALedger:
        aside = path.with_suffix(".damaged")
        for ending in ("", "-wal", "-shm"):
            part = path.with_name(path.name + ending)
            if part.exists():
                part.replace(aside.with_name(aside.name + ending))
        return SqliteTracks(path)


def _fixes(rows: Iterable[Any]) -> Iterator[TrackFix]:
    for track, at, lat, lon, error_m, speed, course, source, assumed in rows:
        yield TrackFix(
            track=track,
            at=at,
            lat_e7=lat,
            lon_e7=lon,
            error_m=error_m,
            speed_dkn=speed,
            course_ddeg=course,
            source=source,
            clock_assumed=bool(assumed),
        )


def _row(lat_e7: int) -> int:
    return (lat_e7 + 90 * DEGREE) // CELL


def _column(lon_e7: int) -> int:
    return (lon_e7 + 180 * DEGREE) // CELL
