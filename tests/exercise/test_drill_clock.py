"""The clock of a drill: a pace of its own, still when nobody plays, and the same for every program that reads it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from walls import START, Wall

from ashore.exercise.clock import FILE, LEASE_MS, MOST_SPEED, DrillClock

MINUTE = 60_000


@pytest.fixture
def wall() -> Wall:
    """A wall's clock."""
    return Wall()


def begun(folder: Path, wall: Wall, speed: float = 1.0) -> DrillClock:
    """Return a clock that stands at the start and is played."""
    clock = DrillClock(folder, wall)
    clock.begin(START, speed)
    clock.go_on()
    return clock


def played(clock: DrillClock, wall: Wall, ms: int) -> None:
    """Let time pass while the drill is played."""
    while ms > 0:
        step = min(ms, LEASE_MS // 2)
        wall.ms += step
        ms -= step
        clock.go_on()


def test_it_runs_at_its_speed_while_it_is_played(tmp_path: Path, wall: Wall) -> None:
    """Four minutes in one at four times; a change of speed changes what comes, not what was."""
    clock = begun(tmp_path, wall, 4.0)
    played(clock, wall, MINUTE)
    assert clock() == START + 4 * MINUTE
    clock.go_on(speed=0.5)
    played(clock, wall, MINUTE)
    assert clock() == START + 4 * MINUTE + MINUTE // 2
    assert clock.pace() == 0.5


def test_it_stands_still_while_paused(tmp_path: Path, wall: Wall) -> None:
    """However long people talk; and then goes on from there."""
    clock = begun(tmp_path, wall)
    clock.go_on(paused=True)
    played(clock, wall, 30 * MINUTE)
    assert (clock(), clock.pace()) == (START, 0.0)
    clock.go_on(paused=False)
    played(clock, wall, MINUTE)
    assert clock() == START + MINUTE


def test_a_killed_drill_stands_still_by_itself(tmp_path: Path, wall: Wall) -> None:
    """It runs on for its lease and no further, and goes on from there when somebody plays it again."""
    clock = begun(tmp_path, wall, 2.0)
    wall.ms += 60 * MINUTE
    assert clock() == START + 2 * LEASE_MS
    assert not clock.playing()
    again = DrillClock(tmp_path, wall)
    again.go_on()
    assert again() == START + 2 * LEASE_MS
    played(again, wall, MINUTE)
    assert again() == START + 2 * LEASE_MS + 2 * MINUTE


def test_stopped_in_order_it_stands_at_once(tmp_path: Path, wall: Wall) -> None:
    """Ctrl-C loses not a second."""
    clock = begun(tmp_path, wall, 8.0)
    played(clock, wall, 3_000)
    clock.rest()
    wall.ms += 60 * MINUTE
    assert clock() == DrillClock(tmp_path, wall)() == START + 24_000
    assert (clock.playing(), clock.pace()) == (False, 0.0)


def test_it_can_be_put_forward_and_never_back(tmp_path: Path, wall: Wall) -> None:
    """A skip; an instant that has passed changes nothing."""
    clock = begun(tmp_path, wall)
    clock.go_on(at=START + 17 * MINUTE)
    assert clock() == START + 17 * MINUTE
    clock.go_on(at=START)
    assert clock() == START + 17 * MINUTE


def test_after_the_end_it_goes_on_as_the_walls_does(tmp_path: Path, wall: Wall) -> None:
    """The desk stays usable for looking back, and nobody needs to play it."""
    clock = begun(tmp_path, wall, 8.0)
    clock.go_on(over=True)
    wall.ms += 60 * MINUTE
    assert clock() == START + 60 * MINUTE
    assert (clock.playing(), clock.pace()) == (False, 1.0)


def test_a_speed_nobody_could_follow_is_held_to_the_most(tmp_path: Path, wall: Wall) -> None:
    """And to the least."""
    clock = begun(tmp_path, wall, 1e9)
    assert clock.reading().speed == MOST_SPEED
    clock.go_on(speed=0.0)
    assert clock.reading().speed == 0.1


def test_a_file_taken_away_stops_no_desk(tmp_path: Path, wall: Wall) -> None:
    """The pages of an exercise stay open, at the time last heard of."""
    clock = begun(tmp_path, wall)
    at = clock()
    (tmp_path / FILE).unlink()
    assert clock() == at
    with pytest.raises(FileNotFoundError):
        DrillClock(tmp_path, wall)()


STEPS = st.one_of(
    st.tuples(st.just("wait"), st.integers(0, 90_000)),
    st.tuples(st.just("wall goes back"), st.integers(0, 5_000)),
    st.tuples(st.just("speed"), st.sampled_from([0.1, 1.0, 4.0, 60.0])),
    st.tuples(st.just("pause"), st.booleans()),
    st.tuples(st.just("skip"), st.integers(-MINUTE, MINUTE)),
    st.tuples(st.just("killed"), st.just(0)),
    st.tuples(st.just("stopped"), st.just(0)),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEPS, max_size=25))
def test_it_never_goes_back_and_everybody_reads_the_same(
    tmp_path: Path, steps: list[tuple[str, int]]
) -> None:
    """Whatever a trainer does, and however often whoever plays it is killed."""
    wall = Wall()
    clock, looker = begun(tmp_path, wall), DrillClock(tmp_path, wall)
    last, went_back = clock(), False
    for what, value in steps:
        if what == "wait":
            wall.ms += int(value)
        elif what == "wall goes back":
            wall.ms -= int(value)
        elif what == "speed":
            clock.go_on(speed=value)
        elif what == "pause":
            clock.go_on(paused=bool(value))
        elif what == "skip":
            clock.go_on(at=clock() + int(value))
        elif what == "killed":
            clock = DrillClock(tmp_path, wall)
        else:
            clock.rest()
        now = clock()
        went_back |= what == "wall goes back"
        assert now >= last or (what == "killed" and went_back)
        assert looker() >= now
        assert looker() == now or went_back
        last = now
