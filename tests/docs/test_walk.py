"""The commands that the pages show are run, in their order, as a reader would type them."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from ashore.bootstrap import verbs

ROOT = Path(__file__).parents[2]
REFUSED = {'ashore --data night end-case --case "England 1" --how accounted'}
"""Commands shown because they are refused."""


def shown(page: str) -> list[str]:
    """Return the `ashore` commands in a page's shell blocks, without comments."""
    text = (ROOT / page).read_text("utf-8")
    blocks = re.findall(r"```sh\n(.*?)```", text, flags=re.DOTALL)
    return [
        line.split("#")[0].strip()
        for block in blocks
        for line in block.splitlines()
        if line.startswith("ashore")
    ]


def test_the_walk_through_a_report_runs_as_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every command of the life of a report does what the page says, on an empty directory."""
    (tmp_path / "src").symlink_to(ROOT / "src")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    commands = shown("docs/life-of-a-report.md")
    assert len(commands) > 5
    for command in commands:
        result = CliRunner().invoke(verbs(), shlex.split(command)[1:])
        assert (result.exit_code != 0) == (command in REFUSED), f"{command}\n{result.output}"


def test_what_the_walk_shows_is_what_is_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The numbers in the page's pasted output are those that the commands print today."""
    (tmp_path / "src").symlink_to(ROOT / "src")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    for command in shown("docs/life-of-a-report.md")[:2]:
        CliRunner().invoke(verbs(), shlex.split(command)[1:])
    text = (ROOT / "docs/life-of-a-report.md").read_text("utf-8")
    pasted = re.findall(r"<!-- run: (.*?) -->\n\n```text\n(.*?)\n```", text, flags=re.DOTALL)
    assert pasted
    for command, output in pasted:
        result = CliRunner().invoke(verbs(), shlex.split(command)[1:])
        printed = _without_names(result.stdout + result.stderr)
        for line in _without_names(output).splitlines():
            assert line in printed, f"{command}\n{line}"


def _without_names(text: str) -> str:
    """Leave out what changes from run to run: ids, hashes and our own clock."""
    text = re.sub(
        r"c-[0-9a-f]{8}-[0-9a-f-]{27}|\b[a-z2-7]{32}\b|20(?:2[6-9]|3\d)-\d\d-\d\dT[\d:.]+\+00:00", "…", text
    )
    text = text.replace("c-…", "…").replace("(now)", "…")
    return re.sub(r"[ …]+", " ", text)
