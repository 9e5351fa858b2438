"""How fast tracks are taken in, asked for and thinned, beside one plain SQLite table and pandas in the same run.

    python bench/tracks.py [--json] [--quick] [--directory DIR]

Invented ships cross the Channel, each heard every ten seconds. The plain table is what one writes first: a row for each
position, an index on ship and time, one on time, with the same batches and durability. pandas holds the same rows in
memory, in the order of time. Asked is for one ship's track, for a box of six miles over an hour, and for the last
position of each ship. Sentences are read, put together, decoded and told apart, beside pyais alone on the same lines.

Prints a table; with --json, last, one JSON object of figures and ratios, with command, versions and sizes.
"""

from __future__ import annotations

import argparse
import json
import platform
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pyais

from ashore.intake.ais import fixes_in, hear_file
from ashore.ledger.tracks_sqlite import SqliteTracks
from ashore.model.times import moment
from ashore.model.tracks import DEGREE, Box, TrackFix

START = 1_928_000_000_000
HOUR = 3_600_000
EVERY_MS = 10_000
BATCH = 500


@dataclass(frozen=True)
class Sizes:
    """How much is done."""

    ships: int
    hours: int
    questions: int
    sentences: int


FULL = Sizes(ships=300, hours=24, questions=30, sentences=40_000)
QUICK = Sizes(ships=100, hours=6, questions=20, sentences=8_000)


def a_day(sizes: Sizes) -> list[TrackFix]:
    """Return every position of every ship, in the order of time."""
    rng = random.Random(2031)
    ships = [
        (f"ais:{799_000_000 + each}", 49.5 + 2 * rng.random(), -2 + 5 * rng.random(), rng.uniform(-0.2, 0.2))
        for each in range(sizes.ships)
    ]
    return [
        TrackFix(
            track=name,
            at=START + step * EVERY_MS + number,
            lat_e7=round((lat + north * step * EVERY_MS / HOUR / 10) * DEGREE),
            lon_e7=round((lon + north * step * EVERY_MS / HOUR / 5) * DEGREE),
            speed_dkn=120,
            course_ddeg=455,
            source="mast",
        )
        for step in range(sizes.hours * HOUR // EVERY_MS)
        for number, (name, lat, lon, north) in enumerate(ships)
    ]


def seconds(work: Callable[[], object]) -> float:
    """Return how long a piece of work takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def milliseconds(questions: list[Callable[[], object]]) -> float:
    """Return the median time of several questions."""
    return 1000 * statistics.median(seconds(question) for question in questions)


def boxes(sizes: Sizes) -> list[tuple[Box, int, int]]:
    """Return boxes of six miles, each over an hour."""
    rng = random.Random(7)
    asked = []
    for _ in range(sizes.questions):
        south, west = round((50 + rng.random()) * DEGREE), round((0.5 + rng.random()) * DEGREE)
        start = START + round(rng.random() * (sizes.hours - 1) * HOUR)
        box = Box(south_e7=south, west_e7=west, north_e7=south + DEGREE // 10, east_e7=west + DEGREE // 6)
        asked.append((box, start, start + HOUR))
    return asked


def ours(path: Path, day: list[TrackFix], sizes: Sizes) -> dict[str, float]:
    """Return what the track store takes."""
    with closing(SqliteTracks(path / "tracks.sqlite")) as tracks:
        taken = seconds(lambda: [tracks.append(day[at : at + BATCH]) for at in range(0, len(day), BATCH)])
        figures = {
            "fixes in, 1/s": len(day) / taken,
            "track, ms": milliseconds(
                [lambda at=at: tracks.of(day[at].track) for at in range(sizes.questions)]
            ),
            "box, ms": milliseconds([lambda asked=asked: tracks.within(*asked) for asked in boxes(sizes)]),
            "latest, ms": milliseconds([tracks.latest] * sizes.questions),
            "bytes a fix": (path / "tracks.sqlite").stat().st_size / len(day),
        }
        end = START + sizes.hours * HOUR
        figures["thinning a minute, ms"] = 1000 * seconds(lambda: tracks.thin(end))
        figures["thinning a day at once, s"] = seconds(lambda: tracks.thin(end + 24 * HOUR))
    return {f"ours: {name}": value for name, value in figures.items()}


def plain(path: Path, day: list[TrackFix], sizes: Sizes) -> dict[str, float]:
    """Return what a plain table takes."""
    with closing(sqlite3.connect(path / "plain.sqlite", isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode = wal")
        db.execute("PRAGMA synchronous = normal")
        db.execute(
            "CREATE TABLE fixes (ship TEXT, at INTEGER, lat REAL, lon REAL, speed REAL, course REAL, source TEXT)"
        )
        db.execute("CREATE INDEX by_ship ON fixes(ship, at)")
        db.execute("CREATE INDEX by_time ON fixes(at)")

        def append(batch: list[TrackFix]) -> None:
            db.execute("BEGIN IMMEDIATE")
            db.executemany(
                "INSERT INTO fixes VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    (each.track, each.at, each.lat_e7 / DEGREE, each.lon_e7 / DEGREE, 12.0, 45.5, each.source)
                    for each in batch
                ),
            )
            db.execute("COMMIT")

        taken = seconds(lambda: [append(day[at : at + BATCH]) for at in range(0, len(day), BATCH)])
        within = (
            "SELECT * FROM fixes WHERE at BETWEEN ? AND ? AND lat BETWEEN ? AND ? AND lon BETWEEN ? AND ?"
        )
        latest = "SELECT * FROM fixes WHERE (ship, at) IN (SELECT ship, max(at) FROM fixes GROUP BY ship)"
        figures = {
            "fixes in, 1/s": len(day) / taken,
            "track, ms": milliseconds(
                [
                    lambda at=at: db.execute(
                        "SELECT * FROM fixes WHERE ship = ? ORDER BY at", (day[at].track,)
                    ).fetchall()
                    for at in range(sizes.questions)
                ]
            ),
            "box, ms": milliseconds(
                [
                    lambda box=box, start=start, end=end: db.execute(
                        within,
                        (
                            start,
                            end,
                            *(
                                edge / DEGREE
                                for edge in (box.south_e7, box.north_e7, box.west_e7, box.east_e7)
                            ),
                        ),
                    ).fetchall()
                    for box, start, end in boxes(sizes)
                ]
            ),
            "latest, ms": milliseconds([lambda: db.execute(latest).fetchall()] * sizes.questions),
            "bytes a fix": (path / "plain.sqlite").stat().st_size / len(day),
        }
    return {f"plain table: {name}": value for name, value in figures.items()}


def frames(day: list[TrackFix], sizes: Sizes) -> dict[str, float]:
    """Return what pandas takes, nothing where it is not installed."""
    try:
        import pandas as pd
    except ModuleNotFoundError:
        return {}
    frame = pd.DataFrame(
        {
            "ship": pd.Categorical([each.track for each in day]),
            "at": [each.at for each in day],
            "lat": [each.lat_e7 / DEGREE for each in day],
            "lon": [each.lon_e7 / DEGREE for each in day],
        }
    )

    def within(box: Box, start: int, end: int) -> object:
        hour = frame[frame["at"].between(start, end)]
        south, north, west, east = (
            edge / DEGREE for edge in (box.south_e7, box.north_e7, box.west_e7, box.east_e7)
        )
        return hour[hour["lat"].between(south, north) & hour["lon"].between(west, east)]

    return {
        "pandas in memory: track, ms": milliseconds(
            [lambda at=at: frame[frame["ship"] == day[at].track] for at in range(sizes.questions)]
        ),
        "pandas in memory: box, ms": milliseconds(
            [lambda asked=asked: within(*asked) for asked in boxes(sizes)]
        ),
        "pandas in memory: latest, ms": milliseconds(
            [lambda: frame.groupby("ship", observed=True).last()] * sizes.questions
        ),
    }


def sentences(sizes: Sizes) -> dict[str, float]:
    """Return how many sentences a second are read to fixes and reports, and by pyais alone."""
    rng = random.Random(3)
    lines = []
    for number in range(sizes.sentences):
        fields = {"type": 1, "mmsi": 799_000_000 + number % 300, "status": 0, "speed": 12.0, "course": 45.5}
        place = {"lat": 50 + rng.random(), "lon": 1 + rng.random(), "second": number % 60}
        lines += [each.encode() for each in pyais.encode_dict({**fields, **place}, sentence_type="VDM")]
    content, now = b"\r\n".join(lines), moment("2031-02-03T01:12:00+00:00")
    alone = seconds(lambda: [pyais.decode(line) for line in lines])
    tracked = seconds(lambda: sum(1 for _ in fixes_in(content, received_at=now)))
    heard = seconds(lambda: sum(1 for _ in hear_file(content, received_by="mast", received_at=now)))
    return {
        "pyais alone: sentences, 1/s": len(lines) / alone,
        "ours: sentences to fixes, 1/s": len(lines) / tracked,
        "ours: sentences to reports, 1/s": len(lines) / heard,
    }


def main() -> None:
    """Run every comparison and print it."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    arguments.add_argument("--json", action="store_true", help="print one JSON object, last")
    arguments.add_argument(
        "--quick", action="store_true", help="the same comparison, smaller, in under a minute"
    )
    arguments.add_argument("--directory", type=Path, default=Path(), help="where to write the files")
    chosen = arguments.parse_args()
    sizes = QUICK if chosen.quick else FULL
    day = a_day(sizes)
    with tempfile.TemporaryDirectory(dir=chosen.directory, prefix="bench-tracks-") as name:
        figures = ours(Path(name), day, sizes) | plain(Path(name), day, sizes)
    figures |= frames(day, sizes) | sentences(sizes)
    for each in ("track", "box", "latest"):
        figures[f"ratio: {each}, plain table over ours"] = (
            figures[f"plain table: {each}, ms"] / figures[f"ours: {each}, ms"]
        )
    figures["ratio: fixes in, ours over plain table"] = (
        figures["ours: fixes in, 1/s"] / figures["plain table: fixes in, 1/s"]
    )
    for figure, value in figures.items():
        print(f"{figure:42} {value:14,.2f}")
    if chosen.json:
        print(
            json.dumps(
                {
                    "bench": "tracks",
                    "command": " ".join(["python", *sys.argv]),
                    "figures": {figure: round(value, 3) for figure, value in figures.items()},
                    "sizes": vars(sizes) | {"fixes": len(day), "batch": BATCH},
                    "versions": {
                        "python": platform.python_version(),
                        "sqlite": sqlite3.sqlite_version,
                        **{name: _version(name) for name in ("ashore", "apsw", "pyais", "pandas")},
                    },
                    "machine": {"cpu": platform.machine(), "system": platform.platform(terse=True)},
                }
            )
        )


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "none"


if __name__ == "__main__":
    main()
