"""`ashore drill` and `ashore debrief`: one command begins it, a kill loses nothing, and a live desk refuses."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest
from click.testing import CliRunner, Result

from ashore.bootstrap import create_desk, drill, open_desk, verbs
from ashore.desk.commands.acts import OpenCase
from ashore.desk.commands.replaying import REPLAYING
from ashore.exercise.clock import DrillClock
from ashore.model.clock import wall_clock
from ashore.model.drills import Wanted
from ashore.model.times import moment

LONGEST_S = 120.0
"""Seconds after which a drill that never says what is waited for is ended, and its test fails."""

SMALL = "--seed 3 --boats 4 --quality rich --speed 60 --port 0".split()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The directory of a desk whose drill has begun and was never played."""
    data = tmp_path_factory.mktemp("drill") / "desk"
    with drill(data, Wanted(seed=3, boats=4, speed=60.0), name="training-room"):
        return data


@pytest.fixture
def data(made: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(made, tmp_path / "desk"))


def ashore(data: Path, *words: str) -> Result:
    """Run a verb as a user would."""
    return CliRunner().invoke(verbs(), ["--data", str(data), *words])


class Playing:
    """`ashore drill` in a process of its own, which can be stopped or killed."""

    def __init__(self, data: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "ashore", "--data", str(data), "drill", *SMALL],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )

    def until(self, pattern: str) -> re.Match[str]:
        """Read what it prints up to a line like this."""
        out: IO[str] = self.process.stdout  # type: ignore[assignment]
        watch = threading.Timer(LONGEST_S, self.process.kill)
        watch.start()
        try:
            for line in out:
                found = re.search(pattern, line)
                if found:
                    return found
        finally:
            watch.cancel()
        raise AssertionError(f"it ended, or {LONGEST_S:.0f} s went by, before it said {pattern}")

    def until_played(self, least: int) -> None:
        """Read what it prints until so many reports have come: on a busy machine several come in one breath."""
        while int(self.until(r"  (\d+) of \d+, 60 times")[1]) < least:
            pass

    def end(self, how: signal.Signals) -> str:
        """End it, wait until it is gone, and return what it said last."""
        self.process.send_signal(how)
        return self.process.communicate(timeout=60)[0]


@pytest.fixture
def player(data: Path) -> Iterator[type[Playing]]:
    """What starts the drill in a process; whatever is left of it is ended with the test."""
    begun: list[Playing] = []

    class Begun(Playing):
        def __init__(self) -> None:
            super().__init__(data)
            begun.append(self)

    yield Begun
    for each in begun:
        if each.process.poll() is None:
            each.end(signal.SIGKILL)


def reports(data: Path) -> list[str]:
    """Return the reports in a desk's log in the order in which they came."""
    desk = open_desk(data)
    with desk.looking() as picture:
        keys = [held.body.report.key for held in picture if held.type == "report.received"]
    desk.close()
    return keys


def night(data: Path) -> list[str]:
    """Return the keys of the reports of the night."""
    told = map(json.loads, (data / "drill" / "reports.jsonl").read_text("utf-8").splitlines())
    return [f"{each['received_by']}/{each['channel']}/{each['id']}" for each in told]


def nearly_there(data: Path, count: int) -> None:
    """Put the drill's clock to shortly before so many reports have come, as a trainer would."""
    told = (data / "drill" / "reports.jsonl").read_text("utf-8").splitlines()[count - 1]
    DrillClock(data / "drill", wall_clock).go_on(at=moment(json.loads(told)["received_at"]).ms - 60_000)


def test_a_killed_drill_goes_on_where_it_was_and_tells_nothing_twice(
    player: type[Playing], data: Path
) -> None:
    """Killed after its first reports and begun again by the same words."""
    first = player()
    first.until(r"The desk is at http://127\.0\.0\.1:")
    nearly_there(data, 1)
    first.until_played(1)
    first.end(signal.SIGKILL)
    at = DrillClock(data / "drill", wall_clock)()
    come = len(reports(data))
    assert reports(data) == night(data)[:come]
    again = player()
    assert int(again.until(r"(\d+) played")[1]) >= come >= 1
    again.until(r"The desk is at http://")
    nearly_there(data, come + 1)
    again.until_played(come + 1)
    assert "Stopped: the desk's clock stands at " in again.end(signal.SIGINT)
    assert again.process.returncode == 0
    assert DrillClock(data / "drill", wall_clock)() >= at
    held = reports(data)
    assert held == night(data)[: len(held)]
    assert len(held) > come


def test_every_program_on_the_desk_goes_by_the_drills_clock(data: Path) -> None:
    """Also one that was started beside it; and stopped, it stands still."""
    at = DrillClock(data / "drill", wall_clock)()
    desk = open_desk(data)
    try:
        assert (desk.now(), desk.pace()) == (at, 0.0)
    finally:
        desk.close()
    assert "EXERCISE" in ashore(data, "cases").output


def test_the_debrief_is_text_for_people_and_json_for_programs(data: Path) -> None:
    """Both say that it is an exercise."""
    with drill(data, Wanted(), name="") as (desk, playing):
        while not playing.standing().played:
            playing.skip()
        mention = f"{night(data)[0]}#0"
        desk.do(OpenCase(label="Alfa", mention=mention), REPLAYING)
        playing.skip()
    text = ashore(data, "debrief").output
    assert text.startswith("EXERCISE, seed 3, rich")
    assert "The drill is not over" in text
    told = json.loads(ashore(data, "debrief", "--json").output)
    assert (told["format"], told["kind"], told["over"]) == ("ashore.debrief/1", "exercise", False)
    boat = next(each for each in told["boats"] if each["label"] == "Alfa")
    assert [each["what"] for each in boat["known_when"] if not each["true"]][:3] == [
        "report",
        "opened",
        "linked",
    ]
    minute = ashore(data, "debrief", "--boat", boat["boat"]).output
    assert "AT SEA   left" in minute
    assert "on desk  opened Alfa" in minute


def test_the_same_words_go_on_and_other_words_are_refused(data: Path) -> None:
    """A second night wants a second directory."""
    refused = ashore(data, "drill", "--seed", "4", "--boats", "4")
    assert refused.exit_code == 1
    assert "This desk holds another drill already: seed 3, 4 boats, rich." in refused.output


@pytest.mark.parametrize("kind", ["live", "replay"])
def test_no_other_log_takes_a_drill(tmp_path: Path, kind: str) -> None:
    """By a sentence, with nothing written."""
    create_desk(tmp_path / "desk", name="north-centre", kind=kind).close()
    refused = ashore(tmp_path / "desk", "drill", "--seed", "3", "--boats", "2")
    assert refused.exit_code == 1
    assert (
        f"The log of the desk north-centre is {kind}, and a drill plays only on an exercise log."
        in refused.output
    )
    assert not (tmp_path / "desk" / "drill").exists()
    none = ashore(tmp_path / "desk", "debrief")
    assert none.exit_code == 4
    assert "No drill is played on the desk north-centre." in none.output


def test_a_live_desk_goes_by_its_own_clock_whatever_lies_beside_it(data: Path, tmp_path: Path) -> None:
    """A folder copied by mistake makes no exercise of it."""
    create_desk(tmp_path / "live", name="north-centre", kind="live").close()
    shutil.copytree(data / "drill", tmp_path / "live" / "drill")
    desk = open_desk(tmp_path / "live")
    assert desk.pace() == 1.0
    assert abs(desk.now() - wall_clock()) < 60_000
    desk.close()


def test_a_night_nobody_knows_is_refused_by_name(tmp_path: Path) -> None:
    """With the names there are."""
    refused = ashore(tmp_path / "desk", "drill", "--seed", "3", "--quality", "dark")
    assert "No habits of boats are held for “dark”" in refused.output
    assert "rich, poor, shifted" in refused.output
