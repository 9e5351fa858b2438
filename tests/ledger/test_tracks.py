"""Both stores of tracks keep the contract and agree; the file also across openings, programs and damage."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ashore.ledger.database import LedgerNewer
from ashore.ledger.directory import TRACKS, create_data_dir, open_data_dir
from ashore.ledger.tracks import Tracks
from ashore.ledger.tracks_memory import MemoryTracks
from ashore.ledger.tracks_sqlite import SqliteTracks, open_tracks
from ashore.model.tracks import DEGREE, MINUTE_MS, Box, Keeping, TrackFix, decimal_degrees, track_csv
from ashore.testing.surroundings import repeatable
from ashore.testing.tracks_contract import START, TracksContract, fix

SMALL = Keeping(whole_ms=10 * MINUTE_MS, every_ms=MINUTE_MS, drop_ms=30 * MINUTE_MS, most=40)


class TestMemoryTracks(TracksContract):
    """The tracks in memory."""

    @pytest.fixture
    def tracks(self) -> Tracks:  # type: ignore[override]
        return MemoryTracks()


class TestSqliteTracks(TracksContract):
    """The tracks in a file."""

    @pytest.fixture
    def tracks(self, tmp_path: Path) -> Iterator[Tracks]:
        tracks = SqliteTracks(tmp_path / "tracks.sqlite")
        yield tracks
        tracks.close()

    def test_two_programs_share_a_file(self, tmp_path: Path) -> None:
        """What another program wrote is found here, and ours by it."""
        path = tmp_path / "tracks.sqlite"
        tracks = SqliteTracks(path)
        tracks.append([fix("ours")])
        program = (
            "import sys, pathlib\n"
            "from ashore.ledger.tracks_sqlite import SqliteTracks\n"
            "from ashore.testing.tracks_contract import fix\n"
            "tracks = SqliteTracks(pathlib.Path(sys.argv[1]))\n"
            "print(tracks.append([fix('theirs'), fix('ours')]))\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True
        )
        assert done.stdout.strip() == "1"
        assert [each.track for each in tracks.latest()] == ["ours", "theirs"]
        assert tracks.count() == 2
        tracks.close()

    def test_a_file_of_a_later_version_is_left_alone(self, tmp_path: Path) -> None:
        """An older program neither reads nor replaces a newer file."""
        import apsw

        path = tmp_path / "tracks.sqlite"
        SqliteTracks(path).close()
        connection = apsw.Connection(str(path))
        connection.pragma("user_version", 99)
        connection.close()
        with pytest.raises(LedgerNewer):
            open_tracks(path)


fixes = st.builds(
    TrackFix,
    track=st.sampled_from(["a", "b", "c"]),
    at=st.integers(0, 45 * MINUTE_MS).map(lambda ms: START + ms),
    lat_e7=st.one_of(st.integers(-90 * DEGREE, 90 * DEGREE), st.sampled_from([0, -1, 1, 510_000_000])),
    lon_e7=st.one_of(st.integers(-180 * DEGREE, 180 * DEGREE), st.sampled_from([0, -1, 1, 20_000_000])),
    source=st.sampled_from(["", "mast"]),
)
boxes = st.builds(
    lambda south, north, west, east: Box(
        south_e7=min(south, north), north_e7=max(south, north), west_e7=west, east_e7=east
    ),
    st.integers(-90 * DEGREE, 90 * DEGREE),
    st.integers(-90 * DEGREE, 90 * DEGREE),
    st.integers(-180 * DEGREE, 180 * DEGREE),
    st.integers(-180 * DEGREE, 180 * DEGREE),
)
steps = st.lists(
    st.one_of(
        st.lists(fixes, max_size=30).map(lambda batch: ("append", batch)),
        st.integers(0, 120 * MINUTE_MS).map(lambda ms: ("thin", START + ms)),
        st.tuples(st.sampled_from("abc"), st.integers(0, 40), st.integers(0, 5)).map(
            lambda given: ("keep", given)
        ),
    ),
    max_size=8,
)


@given(steps=steps, box=boxes, start=st.integers(0, 30), span=st.integers(0, 30))
@settings(max_examples=30, deadline=None)
def test_both_stores_say_the_same(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, object]], box: Box, start: int, span: int
) -> None:
    """Whatever is appended, spared and thinned, file and memory agree on every question and every number."""
    memory = MemoryTracks()
    file = SqliteTracks(tmp_path_factory.mktemp("tracks") / "tracks.sqlite")
    both: tuple[Tracks, Tracks] = (memory, file)
    try:
        for what, given in steps:
            if what == "append":
                one, other = (tracks.append(given) for tracks in both)  # type: ignore[arg-type]
            elif what == "thin":
                one, other = (tracks.thin(given, SMALL) for tracks in both)  # type: ignore[arg-type]
            else:
                name, minute, long = given  # type: ignore[misc]
                at = START + minute * MINUTE_MS
                one, other = (tracks.keep(name, at, at + long * MINUTE_MS) for tracks in both)
            assert one == other
            assert memory.count() == file.count()
        window = (START + start * MINUTE_MS, START + (start + span) * MINUTE_MS)
        assert memory.within(box) == file.within(box)
        assert memory.within(box, *window, limit=3) == file.within(box, *window, limit=3)
        assert memory.latest(*window) == file.latest(*window)
        for name in "abc":
            assert memory.of(name, *window) == file.of(name, *window)
    finally:
        file.close()


def test_a_data_directory_opens_its_tracks(tmp_path: Path) -> None:
    """The file is made with the desk, kept across openings, and readable by nobody else."""
    create_data_dir(tmp_path / "desk", desk="north", kind="live", surroundings=repeatable("north")).close()
    with open_data_dir(tmp_path / "desk", surroundings=repeatable("later")) as directory:
        directory.tracks.append([fix()])
    with open_data_dir(tmp_path / "desk", surroundings=repeatable("later still")) as directory:
        assert directory.tracks.latest() == [fix()]
    assert (tmp_path / "desk" / TRACKS).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("damage", [b"no database at all" * 100, b"SQLite format 3\x00" + b"\xff" * 4096])
def test_a_damaged_file_keeps_no_desk_shut(tmp_path: Path, damage: bytes) -> None:
    """It is set aside under another name, and a new one begun: no case rests on it."""
    create_data_dir(tmp_path / "desk", desk="north", kind="live", surroundings=repeatable("north")).close()
    path = tmp_path / "desk" / TRACKS
    path.write_bytes(damage)
    with open_data_dir(tmp_path / "desk", surroundings=repeatable("later")) as directory:
        assert directory.tracks.latest() == []
    assert path.with_suffix(".damaged").read_bytes() == damage


def test_an_excerpt_is_exact_and_the_same_for_the_same_fixes() -> None:
    """Decimals are written from whole numbers, in one order, with what is not known left empty."""
    one = fix(
        "a,b", at=START + 1, lat_e7=-5, lon_e7=-1_234_567_891, speed_dkn=7, course_ddeg=3599, error_m=10
    )
    other = fix("a,b", clock_assumed=True)
    content = track_csv([one, other])
    assert content == track_csv([other, one])
    rows = list(csv.DictReader(io.StringIO(content.decode())))
    assert [row["at"] for row in rows] == ["2031-02-03T01:32:00.000Z", "2031-02-03T01:32:00.001Z"]
    assert (rows[1]["lat"], rows[1]["lon"], rows[1]["speed_kn"], rows[1]["course_deg"]) == (
        "-0.0000005",
        "-123.4567891",
        "0.7",
        "359.9",
    )
    assert (rows[0]["track"], rows[0]["speed_kn"], rows[0]["clock_assumed"]) == ("a,b", "", "yes")


@given(value=st.integers(-180 * DEGREE, 180 * DEGREE))
def test_degrees_lose_nothing_in_writing(value: int) -> None:
    """The decimal text, read back, is the same ten-millionths."""
    sign = -1 if decimal_degrees(value).startswith("-") else 1
    whole, part = decimal_degrees(value).lstrip("-").split(".")
    assert sign * (int(whole) * DEGREE + int(part)) == value
