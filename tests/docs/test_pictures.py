"""The pictures of the documentation: the night they show, and that each is there in both languages."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))

from busy_night import LOOKED_AT, Night, at, busy_night
from drilled_night import drilled_night
from make_pictures import LANGUAGES, SHOTS, Shot, addressed, small

from ashore.desk.commands import asking

ROOT = Path(__file__).parents[2]
MOST_BYTES = 120_000


@pytest.fixture
def night(tmp_path: Path) -> Iterator[Night]:
    """The night, whose desk is shut when the test is over."""
    held = busy_night(tmp_path / "desk")
    try:
        yield held
    finally:
        held.desk.close()


def test_the_night_has_something_of_everything(night: Night) -> None:
    """Each of the three sounds, boats that are open, suspended and ended, and reports of no case."""
    board = asking.ask_board(night.desk)
    assert board.now == at(LOOKED_AT)
    assert {alarm.sound for alarm in asking.ask_alarms(night.desk)} == {"distress", "silent", "after"}
    assert [len(rows) for rows in (board.rows, board.reviews, board.ended, board.unlinked)] == [4, 1, 1, 3]
    assert [len(row.called_after) for row in board.rows].count(1) == 1


def test_the_night_is_the_same_every_time(night: Night, tmp_path: Path) -> None:
    """To the last hash of its log: a picture changes only when a page does."""
    again = busy_night(tmp_path / "again")
    assert again.desk.ledger.heads() == night.desk.ledger.heads()
    again.desk.close()


def test_the_drill_has_what_a_debrief_is_for(tmp_path: Path) -> None:
    """Boats masked for long, a boat taken for another, and a case ended while its people were out."""
    with drilled_night(tmp_path / "desk") as night:
        told = night.drill.debrief()
    assert told.over
    assert told.masked_boats == 4
    assert told.masked_ms > 60 * 60_000
    assert [each.still_out for boat in told.boats for each in boat.endings] == [44]
    assert sum(len(boat.wrong) for boat in told.boats) > 3


def test_every_picture_names_a_page_there_is(night: Night) -> None:
    """No label of a case is left standing in an address."""
    assert not [shot.name for shot in SHOTS if "{" in addressed(shot.address, night)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("shot", SHOTS, ids=lambda shot: shot.name)
def test_every_picture_is_there_and_light(shot: Shot, language: str) -> None:
    """In the size of the screen it is of; a page of the documentation loads on a bad line."""
    path = ROOT / "docs" / "pictures" / f"{shot.name}-{language}.png"
    assert path.stat().st_size < MOST_BYTES
    with Image.open(path) as image:
        assert image.size == (shot.size["width"], shot.size["height"])


def test_a_picture_is_made_small_without_losing_its_size(tmp_path: Path) -> None:
    """A page has few colours."""
    Image.linear_gradient("L").convert("RGB").save(tmp_path / "wide.png")
    with Image.open(tmp_path / "wide.png") as before:
        (tmp_path / "few.png").write_bytes(small((tmp_path / "wide.png").read_bytes()))
        with Image.open(tmp_path / "few.png") as after:
            assert (after.mode, after.size) == ("P", before.size)
