"""The page on AIS says what its sample gives."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from ashore.bootstrap import open_desk, verbs
from ashore.intake.ais import Ear, Heard

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
    """Every number in it is a beacon's with an invented serial, or of a country code that nobody was given."""
    ear, numbers = Ear(), set()
    for line in SAMPLE.read_bytes().splitlines():
        numbers |= {each.message.mmsi for each in ear.hear(line, 0) if isinstance(each, Heard)}
    assert {number[:6] for number in numbers} == {"799000", "111799", "007990", "970990", "972990", "974990"}
