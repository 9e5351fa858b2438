"""A drill: every report once and in its time at any pace, injects beside the truth, and never on a live desk."""

from __future__ import annotations

import json
import shutil
import threading
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from walls import START, Desk, Wall

from ashore.exercise.begun import PlayedAlready, alone, read_begun
from ashore.exercise.clock import DrillClock
from ashore.exercise.drill import (
    INJECTS,
    LEAD_MS,
    SKIPS,
    Drill,
    DrillOver,
    NotAnExercise,
    OtherDrill,
    begin,
)
from ashore.exercise.files import lines_of
from ashore.exercise.tellings import PREPARED, STALE_MS, NoSuchInject
from ashore.exercise.voyages import metres
from ashore.model.clock import Surroundings
from ashore.model.drills import Telling, Wanted
from ashore.model.errors import BadInput, LedgerFault
from ashore.model.times import Interval, moment

MINUTE = 60_000
NIGHT = Wanted(seed=3, boats=6, quality="rich")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a drill that was begun at the start and never played."""
    folder = tmp_path_factory.mktemp("drill") / "drill"
    wall = Wall()
    begin(folder, Desk(wall), NIGHT, Surroundings(clock=wall))
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(made, tmp_path / "drill"))


def opened(folder: Path, wall: Wall, desk: Desk | None = None) -> tuple[Drill, DrillClock, Desk]:
    """Return a drill, its clock and its desk, with the clock running."""
    clock = DrillClock(folder, wall)
    desk = desk or Desk(wall)
    desk.clock = clock  # type: ignore[assignment]
    clock.go_on()
    return Drill(folder, desk, clock), clock, desk


def night(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Return the reports of the night by key: their bytes, and when they are received."""
    found = {}
    for (_, told), raw in zip(
        lines_of(folder / "reports.jsonl"),
        (folder / "reports.jsonl").read_bytes().splitlines(),
        strict=True,
    ):
        key = f"{told['received_by']}/{told['channel']}/{told['id']}"
        found[key] = raw, moment(told["received_at"]).ms
    return found


def test_it_begins_shortly_before_its_first_report_and_at_the_desks_now(folder: Path) -> None:
    """Nobody waits for hours, and the desk's clock is not far from the wall's."""
    wall = Wall()
    drill, clock, _ = opened(folder, wall)
    first = drill.standing().coming[0].at
    assert 0 < first - clock() <= LEAD_MS
    assert abs(clock() - START) < 15 * MINUTE
    assert drill.standing().played == 0


def test_what_is_said_of_the_night_is_consistent_at_its_new_hour(folder: Path) -> None:
    """No report tells of a time after it was received, and the boats left no more than a night before."""
    for _, told in lines_of(folder / "reports.jsonl"):
        received = moment(told["received_at"]).ms
        assert START - 24 * 60 * MINUTE < received < START + 48 * 60 * MINUTE
        for mention in told["mentions"]:
            for position in mention.get("positions", ()):
                assert (
                    moment(position["at"]).ms <= received + 61 * MINUTE
                )  # an hour's difference is two clocks
    begun = read_begun(folder)
    assert begun is not None
    assert begun.forcing[0] == "synthetic"
    assert read_begun(folder / "elsewhere") is None


PLAY = st.lists(
    st.one_of(
        st.tuples(st.just("wait"), st.integers(1, 40 * MINUTE)),
        st.tuples(st.just("speed"), st.sampled_from([0.5, 1.0, 8.0, 60.0])),
        st.tuples(st.just("pause"), st.just(0)),
        st.tuples(st.just("go on"), st.just(0)),
        st.tuples(st.just("skip"), st.just(0)),
        st.tuples(st.just("kill"), st.integers(0, 10 * MINUTE)),
    ),
    max_size=30,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=30)
@given(PLAY)
def test_at_any_pace_and_through_any_kill_the_same_reports_come(
    made: Path, tmp_path: Path, steps: list[tuple[str, float]]
) -> None:
    """Each once, byte for byte, none before its time, and in the order of the night."""
    folder = tmp_path / "drill"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(made, folder)
    wall = Wall()
    drill, clock, desk = opened(folder, wall)
    for what, value in steps:
        if what == "wait":
            for _ in range(30):
                wall.ms += int(value) // 30
                clock.go_on()
                drill.deliver()
        elif what == "speed":
            drill.set_speed(value)
        elif what == "pause":
            drill.pause()
        elif what == "go on":
            drill.go_on()
        elif what == "skip":
            drill.skip()
        else:
            wall.ms += int(value)
            drill, clock, desk = opened(folder, wall, desk)
            drill.deliver()
    drill.deliver()
    whole = night(folder)
    assert all(raw == whole[key][0] for key, (raw, _) in desk.taken.items())
    assert all(at >= whole[key][1] for key, (_, at) in desk.taken.items())
    assert list(desk.taken) == [key for key in whole if key in desk.taken]
    assert len(desk.taken) == sum(at <= clock() for _, at in whole.values()) == drill.standing().played
    while drill.standing().coming:
        drill.skip()
    assert {key: raw for key, (raw, _) in desk.taken.items()} == {key: raw for key, (raw, _) in whole.items()}


def test_the_desk_is_never_sent_a_word_of_the_truth(folder: Path) -> None:
    """No id of a boat, and no field but those of a report."""
    drill, _, desk = opened(folder, Wall())
    drill.tell(drill.prepared("wrong_count", "boat-001"))
    while drill.standing().coming:
        drill.skip()
    for raw, _ in desk.taken.values():
        assert b"boat-0" not in raw
        assert json.loads(raw).keys() <= {
            *"format id channel received_at received_zone said_at received_by sender language text mentions".split()
        }


def test_played_in_a_thread_it_stops_when_told_and_stands_still(folder: Path) -> None:
    """What was said of where it stands grew by one report a line."""
    wall = Wall()
    drill, clock, desk = opened(folder, wall)
    stop, said = threading.Event(), []
    player = threading.Thread(target=drill.play, args=(stop, said.append))
    player.start()
    for count in (1, 2, 3):
        drill.skip()
        while len(desk.taken) < count:
            stop.wait(0.01)
    stop.set()
    drill.wake()
    player.join()
    assert not clock.playing()
    assert [each.played for each in said] == sorted(each.played for each in said)


def test_what_a_full_disk_refused_is_sent_again(folder: Path) -> None:
    """The drill goes on, says why nothing comes, and loses nothing."""
    wall = Wall()
    drill, _, desk = opened(folder, wall)
    take = desk.receive
    refused = 0

    def full(lines: bytes) -> None:
        nonlocal refused
        refused += 1
        raise LedgerFault

    desk.receive = full  # type: ignore[method-assign]
    stop, said = threading.Event(), []
    player = threading.Thread(target=drill.play, args=(stop, said.append))
    player.start()
    with pytest.raises(LedgerFault):
        drill.skip()
    while not any(each.fault for each in said):
        stop.wait(0.01)
    desk.receive = take  # type: ignore[method-assign]
    while not desk.taken:
        drill.wake()
        stop.wait(0.01)
    stop.set()
    drill.wake()
    player.join()
    assert refused >= 2
    assert list(desk.taken) == list(night(folder))[: drill.standing().played]


def test_an_inject_is_an_ordinary_report_and_its_boat_stands_beside_the_truth(folder: Path) -> None:
    """Also after a restart, and a line that a kill cut short was never told."""
    wall = Wall()
    drill, _, desk = opened(folder, wall)
    drill.skip()
    for name in PREPARED:
        drill.tell(drill.prepared(name, "boat-002"))
    told = [json.loads(raw) for key, (raw, _) in desk.taken.items() if "/inject-" in key]
    assert len(told) == len(PREPARED) == drill.standing().injects
    assert {each["received_at"] for each in told} == {told[0]["received_at"]}
    with (folder / INJECTS).open("ab") as file:
        file.write(b'{"boat": "boat-00')
    again, _, fresh = opened(folder, wall)
    assert again.standing().injects == len(PREPARED)
    again.tell(Telling(words="a ship saw lights"))
    assert (folder / INJECTS).read_bytes().count(b"\n") == len(PREPARED) + 1
    assert next(each for each in again.boats() if each.boat == "boat-002").told >= len(PREPARED)
    again.deliver()
    assert sum("/inject-" in key for key in fresh.taken) == len(PREPARED) + 1


def test_prepared_injects_say_what_their_names_promise(folder: Path) -> None:
    """A wrong count is wrong, a stale fix is stale, a silent call says nothing, a unit is where the boat is."""
    drill, _, _ = opened(folder, Wall())
    while not (at_sea := [each for each in drill.boats() if each.state == "danger" and each.told]):
        drill.skip()
    (boat, *_) = at_sea
    told = {name: drill.prepared(name, boat.boat) for name in PREPARED}
    call, unit = told["call"], told["alongside"]
    assert (call.people, call.phone) == (boat.aboard, boat.phones[0])
    assert call.lat is not None
    assert call.lon is not None
    assert metres(call.lat, call.lon, boat.lat, boat.lon) < 20
    assert told["silent_call"] == Telling(boat=boat.boat, phone=boat.phones[0])
    assert told["wrong_count"].people != boat.aboard
    stale = told["stale_fix"]
    assert stale != replace(call, words=stale.words)
    assert replace(stale, lat=call.lat, lon=call.lon) == replace(call, words=stale.words)
    assert (unit.role, unit.action, unit.people) == ("unit", "alongside", boat.aboard)
    assert told["hotline_repeats"].role == "hotline"
    assert STALE_MS == 40 * MINUTE


def test_a_hotline_repeats_what_was_told_before_with_its_times(folder: Path) -> None:
    """A copy is no second witness: the position is the old one, of the old instant."""
    drill, clock, desk = opened(folder, Wall())
    drill.tell(drill.prepared("call", "boat-001"))
    clock.go_on(at=clock() + 20 * MINUTE)
    first = drill.prepared("hotline_repeats", "boat-001")
    drill.tell(first)
    call, mail = (json.loads(desk.taken[key][0]) for key in desk.taken if "/inject-" in key)
    assert (
        mail["mentions"] == call["mentions"]
        or mail["mentions"][0]["positions"] == call["mentions"][0]["positions"]
    )
    assert mail["received_at"] > call["received_at"]
    assert (mail["channel"], mail["sender"]["role"]) == ("email", "hotline")


def test_what_cannot_be_told_is_refused_and_written_nowhere(folder: Path) -> None:
    """A boat there is not, an inject there is not, and what the desk would reject."""
    drill, _, desk = opened(folder, Wall())
    for ask in (
        lambda: drill.prepared("call", "boat-999"),
        lambda: drill.prepared("a storm", "boat-001"),
        lambda: drill.tell(Telling(boat="boat-999", words="hello")),
    ):
        with pytest.raises(NoSuchInject):
            ask()
    with pytest.raises(BadInput):
        drill.tell(Telling(received_by="", words="hello"))
    assert not (folder / INJECTS).exists()
    assert not desk.taken


def test_when_it_is_over_nothing_more_is_told(folder: Path) -> None:
    """The debrief stands at the instant of the end, whenever somebody looks."""
    wall = Wall()
    drill, clock, _ = opened(folder, wall)
    drill.skip()
    drill.end()
    at = clock()
    wall.ms += 60 * MINUTE
    assert (drill.debrief().now, drill.debrief().over) == (at, True)
    for ask in (drill.pause, drill.skip, lambda: drill.tell(Telling(words="hello"))):
        with pytest.raises(DrillOver):
            ask()
    drill.end()


def test_a_desk_that_is_none_of_an_exercise_is_refused_and_left_alone(tmp_path: Path) -> None:
    """Before anything is made."""
    wall = Wall()
    for kind in ("live", "replay"):
        with pytest.raises(NotAnExercise, match=f"is {kind}, and a drill plays only on an exercise log"):
            begin(tmp_path / "drill", Desk(wall, kind=kind), NIGHT, Surroundings(clock=wall))
    assert not (tmp_path / "drill").exists()


def test_a_drill_begun_before_goes_on_and_another_is_refused(folder: Path) -> None:
    """By the same words or by none; a speed that is named is its speed from then on."""
    wall = Wall()
    before = (folder / "reports.jsonl").read_bytes()
    for wanted in (NIGHT, Wanted(), Wanted(speed=4.0)):
        begin(folder, Desk(wall), wanted, Surroundings(clock=wall))
    assert (folder / "reports.jsonl").read_bytes() == before
    assert DrillClock(folder, wall).reading().speed == 4.0
    for other in (replace(NIGHT, seed=4), Wanted(boats=7), Wanted(quality="poor"), Wanted(year=2020)):
        with pytest.raises(OtherDrill, match="seed 3, 6 boats, rich"):
            begin(folder, Desk(wall), other, Surroundings(clock=wall))


def test_with_no_words_at_all_some_night_is_made(tmp_path: Path) -> None:
    """Of twelve boats, much told, and of a seed that is written down."""
    wall = Wall()
    begin(
        tmp_path,
        Desk(wall),
        Wanted(boats=2),
        Surroundings(clock=wall, random_bytes=lambda count: b"\1" * count),
    )
    begun = read_begun(tmp_path)
    assert begun is not None
    assert (begun.seed, begun.boats, begun.quality) == (257, 2, "rich")


def test_one_program_alone_plays_a_drill(folder: Path) -> None:
    """Two would put each other's clock; what was killed holds nothing."""
    with alone(folder), pytest.raises(PlayedAlready), alone(folder):
        raise AssertionError
    with alone(folder):
        pass


def test_boats_are_shown_as_they_are(folder: Path) -> None:
    """Before they leave, on the way, and how they ended; those aboard never more than ever were."""
    drill, clock, _ = opened(folder, Wall())
    seen: dict[str, list[str]] = {}
    for _ in range(40):
        for boat in drill.boats():
            seen.setdefault(boat.boat, []).append(boat.state)
        clock.go_on(at=clock() + 30 * MINUTE)
    for states in seen.values():
        assert states[-1] in ("landed", "returned", "recovered", "lost")
        order = [one for one, other in pairwise([*states, ""]) if one != other]
        assert order[-1] == states[-1]
        assert "ashore_yet" not in order[1:]


def test_what_the_trainer_skipped_is_told_in_the_debrief(folder: Path) -> None:
    """Nobody could do anything in it; also after a restart, and a skip that a kill cut short never was."""
    wall = Wall()
    drill, clock, desk = opened(folder, wall)
    began = clock()
    drill.skip()
    first = clock()
    wall.ms += 1_000
    clock.go_on()
    drill.skip()
    with (folder / SKIPS).open("ab") as file:
        file.write(b'{"from": 1')
    again, _, _ = opened(folder, wall, desk)
    skipped = again.debrief().skipped
    assert (skipped[0].earliest, skipped[0].latest) == (began, first)
    assert skipped[-1].latest == clock()
    whole = Interval(earliest=began, latest=clock())
    assert again.debrief().skipped_ms(whole) == clock() - began - 1_000
    assert again.debrief().skipped_ms(Interval(earliest=first, latest=first + 400)) == 0
