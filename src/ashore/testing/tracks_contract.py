"""What every store of tracks must do, as one suite.

A test module subclasses `TracksContract` and supplies a `tracks` fixture that yields an empty store.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from ashore.ledger.tracks import Tracks
from ashore.model.tracks import DAY_MS, DEGREE, MINUTE_MS, Box, Keeping, TrackFix

START = 1_927_848_720_000
"""2031-02-03T01:32:00Z, the beginning of a minute."""

CHANNEL = Box(south_e7=50 * DEGREE, west_e7=0, north_e7=52 * DEGREE, east_e7=3 * DEGREE)


def fix(track: str = "ais:232001234", at: int = START, **more: object) -> TrackFix:
    """Return a fix off an invented coast."""
    held = {"lat_e7": 51 * DEGREE, "lon_e7": DEGREE, "source": "mast", **more}
    return TrackFix(track=track, at=at, **held)  # type: ignore[arg-type]


class TracksContract:
    """Held by every store of tracks."""

    @pytest.fixture
    def tracks(self) -> Iterator[Tracks]:
        """Yield an empty store, and close it."""
        raise NotImplementedError

    def test_an_empty_store_has_no_track(self, tracks: Tracks) -> None:
        """A new store answers every question with nothing rather than an error."""
        assert tracks.of("ais:232001234") == []
        assert tracks.within(CHANNEL) == []
        assert tracks.latest() == []
        assert tracks.count() == 0
        assert tracks.thin(START) == 0
        assert tracks.append([]) == 0

    def test_a_fix_comes_back_as_it_was(self, tracks: Tracks) -> None:
        """Everything known of a fix, and everything not known, is kept."""
        whole = fix(error_m=10, speed_dkn=123, course_ddeg=3599, clock_assumed=True, lon_e7=-1)
        bare = fix("ais:111232001", source="")
        assert tracks.append([whole, bare]) == 2
        assert tracks.of(whole.track) == [whole]
        assert tracks.of(bare.track) == [bare]

    def test_of_one_track_and_instant_the_first_stays(self, tracks: Tracks) -> None:
        """A message heard by two stations, or a file read twice, is one fix."""
        assert tracks.append([fix(), fix(source="other mast"), fix(at=START + 1)]) == 2
        assert tracks.append([fix(lat_e7=0)]) == 0
        assert [each.source for each in tracks.of(fix().track)] == ["mast", "mast"]
        assert tracks.count() == 2

    def test_a_track_comes_in_the_order_of_time_and_within_its_ends(self, tracks: Tracks) -> None:
        """Both ends asked for are included, and the limit takes the earliest."""
        tracks.append(fix(at=START + 1000 * each) for each in (4, 0, 3, 1, 2))
        assert [each.at - START for each in tracks.of(fix().track, START + 1000, START + 3000)] == [
            1000,
            2000,
            3000,
        ]
        assert [each.at - START for each in tracks.of(fix().track, limit=2)] == [0, 1000]

    def test_a_box_holds_what_lies_on_its_edges(self, tracks: Tracks) -> None:
        """A corner is in the box; a ten-millionth of a degree beyond it is not."""
        corner = fix("a", lat_e7=CHANNEL.north_e7, lon_e7=CHANNEL.west_e7)
        outside = fix("b", lat_e7=CHANNEL.north_e7, lon_e7=CHANNEL.west_e7 - 1)
        tracks.append([corner, outside, fix("c", at=START + 1)])
        assert [each.track for each in tracks.within(CHANNEL)] == ["a", "c"]
        assert [each.track for each in tracks.within(CHANNEL, START + 1)] == ["c"]
        assert [each.track for each in tracks.within(CHANNEL, limit=1)] == ["a"]

    def test_a_box_may_cross_the_antimeridian(self, tracks: Tracks) -> None:
        """With west above east the box is the narrow one across 180 degrees."""
        tracks.append(fix(str(lon), lon_e7=lon * DEGREE) for lon in (-180, -179, 0, 179, 180))
        across = Box(south_e7=-90 * DEGREE, west_e7=179 * DEGREE, north_e7=90 * DEGREE, east_e7=-179 * DEGREE)
        assert [each.track for each in tracks.within(across)] == ["-179", "-180", "179", "180"]

    def test_the_latest_is_the_last_of_each_track(self, tracks: Tracks) -> None:
        """What is older than asked for is no present position, and what comes after the instant is not known yet."""
        tracks.append([fix("a"), fix("a", at=START + 5), fix("b", at=START - DAY_MS), fix("c", at=START + 9)])
        assert [(each.track, each.at - START) for each in tracks.latest(START, START + 8)] == [("a", 5)]
        assert [each.track for each in tracks.latest()] == ["a", "b", "c"]
        assert tracks.last("a") == fix("a", at=START + 5)
        assert tracks.last("a", START + 4) == fix("a")
        assert tracks.last("a", START - 1) is tracks.last("d") is None

    def test_age_thins_a_track_and_then_drops_it(self, tracks: Tracks) -> None:
        """Every fix of the last day; then the first of each minute; then none."""
        tracks.append(fix(at=START + 10_000 * each) for each in range(18))
        keeping = Keeping(drop_ms=2 * DAY_MS)
        assert tracks.thin(START + DAY_MS, keeping) == 0
        assert tracks.thin(START + DAY_MS + 2 * MINUTE_MS, keeping) == 10
        assert tracks.thin(START + DAY_MS + 3 * MINUTE_MS, keeping) == 5
        assert [each.at - START for each in tracks.of(fix().track)] == [0, MINUTE_MS, 2 * MINUTE_MS]
        assert tracks.thin(START + 2 * DAY_MS + 1, keeping) == 1
        assert tracks.thin(START + 9 * DAY_MS, keeping) == 2
        assert tracks.count() == len(tracks.latest()) == 0

    def test_what_comes_in_late_is_thinned_like_the_rest(self, tracks: Tracks) -> None:
        """A file of last week, taken in today, is thinned by its own age."""
        now = START + 3 * DAY_MS
        tracks.append([fix(at=now)])
        tracks.thin(now)
        tracks.append(fix(at=START + 1000 * each) for each in range(60))
        assert tracks.thin(now) == 59
        assert [each.at for each in tracks.of(fix().track)] == [START, now]

    def test_what_is_spared_is_neither_thinned_nor_dropped(self, tracks: Tracks) -> None:
        """A case's stretch of a track outlives the rest, of that track alone."""
        tracks.append(fix(track, at=START + 10_000 * each) for track in ("a", "b") for each in range(6))
        tracks.keep("a", START + 10_000, START + 20_000)
        assert tracks.thin(START + 99 * DAY_MS) == 10
        assert [each.at - START for each in tracks.of("a")] == [10_000, 20_000]
        assert tracks.of("b") == []

    def test_too_much_is_thinned_before_its_time(self, tracks: Tracks) -> None:
        """A flood takes no more room than was given to it, and the newest stay longest."""
        tracks.append(fix(at=START + 1000 * each) for each in range(7200))
        keeping = Keeping(most=3700)
        assert tracks.thin(START + 7_200_000, keeping) > 0
        assert tracks.count() <= 3700
        assert tracks.of(fix().track)[-1].at == START + 7_199_000
        left = tracks.count()
        assert tracks.thin(START + 7_200_000, keeping) == 0
        assert tracks.count() == left

    def test_threads_lose_nothing(self, tracks: Tracks) -> None:
        """Several feeds write at once, and every fix is there."""
        together = threading.Barrier(4)

        def feed(number: int) -> int:
            together.wait()
            return sum(tracks.append([fix(f"t{number}", at=START + each)]) for each in range(25))

        with ThreadPoolExecutor(4) as pool:
            assert list(pool.map(feed, range(4))) == [25] * 4
        assert tracks.count() == 100
