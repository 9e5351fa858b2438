"""The sample of the page on figures on the desk is run as it stands, and prints what the page says."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from ashore.bootstrap import verbs

PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "figures-on-the-desk.md").read_text("utf-8")


def test_the_sample_prints_what_the_page_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two releases are taken in, the change between them is told with its sentence, and a picture is drawn."""
    monkeypatch.chdir(tmp_path)
    for number, table in enumerate(re.findall(r"```csv\n(.*?)```", PAGE, flags=re.DOTALL), start=1):
        (tmp_path / f"deaths-{number}.csv").write_text(table, "utf-8")
    [block] = re.findall(r"```sh\n(.*?)```", PAGE, flags=re.DOTALL)
    printed = ""
    for command in block.splitlines():
        done = CliRunner().invoke(verbs(), shlex.split(command)[1:])
        assert done.exit_code == 0, f"{command}\n{done.output}"
        printed += done.output
    [promised] = re.findall(r"`(2030\.A01: [^`]*)`", PAGE)
    assert promised in printed
    assert (tmp_path / "deaths.svg").read_text("utf-8").startswith("<svg")
