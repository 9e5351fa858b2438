"""The page on AIS says what its sample gives."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from ashore.bootstrap import open_desk, verbs

PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "sources" / "ais.md"
SAMPLE = PAGE.with_name("ais-sample.nmea")


def test_the_sample_gives_what_the_page_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The counts on the page are those printed, and the sample leaves three cases at distress."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    data, run = ["--data", str(tmp_path / "desk")], CliRunner()
    assert run.invoke(verbs(), [*data, "init", "--desk", "north-centre"]).exit_code == 0
    done = run.invoke(verbs(), [*data, "listen", "ais", str(SAMPLE)])
    assert done.exit_code == 0, done.output
    assert done.stdout.strip() in PAGE.read_text("utf-8").splitlines()
    desk = open_desk(tmp_path / "desk")
    with desk.looking() as picture:
        assert [(case.kind, case.phase) for case in picture.all_cases()].count(
            ("person_in_water", "distress")
        ) == 1
        assert [case.phase for case in picture.all_cases()] == ["distress"] * 3
    desk.close()


def test_the_sample_names_nobody() -> None:
    """Every number in it is of a beacon or of a country code that nobody was given."""
    assert len(SAMPLE.read_bytes().splitlines()) == 19
    assert set(re.findall(r"\b(?:799|970|972|974)[0-9]{6}\b|\b[0-9]{9}\b", PAGE.read_text("utf-8"))) == {
        "799000010"
    }
