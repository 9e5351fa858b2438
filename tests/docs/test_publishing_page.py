"""The commands that the page on publishing shows are run, in their order, as a reader would type them."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from ashore.bootstrap import verbs
from ashore.figures.release.columns import MISSING
from ashore.figures.release.secmar import OUTCOMES

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "publishing.md").read_text("utf-8")


def test_every_command_of_the_page_does_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A release is written and comes out equal, a picture and a table are made, and the sentence is the one shown."""
    (tmp_path / "src").symlink_to(ROOT / "src")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    (tmp_path / "table.csv").write_text(
        "age,nationality,people\nchild,A,2\nchild,B,50\nadult,A,40\nadult,B,170\n"
    )
    blocks = re.findall(r"```sh\n(.*?)```", PAGE, flags=re.DOTALL)
    commands = [line for block in blocks for line in block.splitlines() if line.startswith("ashore")]
    assert len(commands) == 6
    for command in commands:
        done = CliRunner().invoke(verbs(), shlex.split(command)[1:])
        assert done.exit_code == 0, f"{command}\n{done.output}"
        if "verify-figure" in command:
            assert done.output.count(": equal:") == 2
    (page,) = (tmp_path / "release").glob("rescued-*.en.html")
    (quoted,) = re.findall(r"^> (.*)$", PAGE, flags=re.MULTILINE)
    shown = re.search(r"<blockquote><p>(.*?)</p>", page.read_text("utf-8"))
    assert shown is not None
    assert shown[1].replace("“", '"').replace("”", '"') == quoted
    assert "child,A,withheld" in (tmp_path / "table" / "table.csv").read_text()


def test_every_word_for_a_missing_value_and_every_code_stands_on_the_page() -> None:
    """A reader of a package finds there what each word means."""
    for word in MISSING:
        assert f"| `{word}` |" in PAGE
    for code, _ in OUTCOMES.values():
        assert code in PAGE
