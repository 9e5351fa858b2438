"""A drill goes as its page says: its commands print what stands there, and the script is the one on the page."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from ashore.bootstrap import open_desk, verbs
from ashore.desk.commands import asking
from ashore.desk.language.words import WORDS

PAGE = (Path(__file__).parents[2] / "docs/how-to/running-a-drill.md").read_text("utf-8")


def ran(command: str) -> str:
    """Run one command of the page and return what it printed."""
    result = CliRunner().invoke(verbs(), shlex.split(command)[1:])
    assert result.exit_code == 0, f"{command}\n{result.output}"
    return result.stdout


def test_a_script_of_ones_own_goes_as_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The desk is made, the script is played, and its reports stand there for somebody to act on."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    (made,) = re.findall(r"```sh\n([^`]*init[^`]*)```", PAGE)
    (script,) = re.findall(r"```json\n(.*?)```", PAGE, flags=re.DOTALL)
    ((played, printed),) = re.findall(r"<!-- run: (.*?) -->\n\n```text\n(.*?)\n```", PAGE, flags=re.DOTALL)
    Path("first-exercise.jsonl").write_text(script, "utf-8")
    for command in made.splitlines():
        ran(command)
    assert ran(played).strip() == printed
    desk = open_desk(Path("script"))
    held = asking.ask_board(desk).unlinked
    assert {mention.report.rpartition("/")[2] for mention in held} == {
        f"x-{number}" for number in range(1, 6)
    }
    desk.close()


def masked(text: str) -> list[str]:
    """Return the lines of a text with every number and code as one sign: which hour it is differs."""
    return [
        re.sub(r"\b[0-9a-f]{10}\b|[0-9][0-9.:T+-]*", "#", line).rstrip() for line in text.strip().splitlines()
    ]


def test_a_drill_begins_and_is_debriefed_as_shown(tmp_path: Path) -> None:
    """The first command of the page prints the lines beneath it, and so does the debrief."""
    shown = re.findall(r"```text\n(EXERCISE.*?)```", PAGE, flags=re.DOTALL)
    (begin,) = re.findall(r"^(ashore .* drill .*)$", PAGE, flags=re.MULTILINE)
    words = [word.replace("8123", "0") for word in shlex.split(begin)[1:]]
    running = subprocess.Popen(
        [sys.executable, "-u", "-m", "ashore", *words], stdout=subprocess.PIPE, text=True, cwd=tmp_path
    )
    try:
        assert running.stdout is not None
        told = [running.stdout.readline() for _ in range(5)]
    finally:
        running.kill()
        running.communicate(timeout=60)
    # The server and the player say their first lines each by itself.
    like = masked(shown[0])[:5]
    assert sorted(line.partition("; next")[0] for line in masked("".join(told))) == sorted(
        line.partition("; next")[0] for line in like
    )
    debrief = subprocess.run(
        [sys.executable, "-m", "ashore", "--data", "training", "debrief"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=True,
    )
    assert masked(debrief.stdout)[:5] == masked(shown[1])[:5]


def test_every_inject_has_its_row() -> None:
    """The page says of each what the desk gets and what it teaches."""
    assert set(WORDS["inject"].values()) <= set(re.findall(r"^\| ([a-z ]+) \|", PAGE, flags=re.MULTILINE))
