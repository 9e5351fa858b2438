"""A trainer's first exercise goes as its page says: the commands are run, and the script is the one on the page."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from ashore.bootstrap import open_desk, verbs
from ashore.desk.commands import asking

PAGE = (Path(__file__).parents[2] / "docs/how-to/a-trainers-first-exercise.md").read_text("utf-8")


def ran(command: str) -> str:
    """Run one command of the page and return what it printed."""
    result = CliRunner().invoke(verbs(), shlex.split(command)[1:])
    assert result.exit_code == 0, f"{command}\n{result.output}"
    return result.stdout


def test_a_trainers_first_exercise_goes_as_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The desk is made, the script is played, and its reports stand there for somebody to act on."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    (made,) = re.findall(r"```sh\n(.*?)```", PAGE, flags=re.DOTALL)
    (script,) = re.findall(r"```json\n(.*?)```", PAGE, flags=re.DOTALL)
    ((played, printed),) = re.findall(r"<!-- run: (.*?) -->\n\n```text\n(.*?)\n```", PAGE, flags=re.DOTALL)
    Path("first-exercise.jsonl").write_text(script, "utf-8")
    for command in made.splitlines():
        ran(command)
    assert ran(played).strip() == printed
    desk = open_desk(Path("training"))
    held = asking.ask_board(desk).unlinked
    assert {mention.report.rpartition("/")[2] for mention in held} == {
        f"x-{number}" for number in range(1, 6)
    }
    desk.close()
