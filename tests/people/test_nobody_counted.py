"""A count of nobody: an alarm or a word, never a head count."""

from __future__ import annotations

from typing import Any

import pytest
from situations import Told

from ashore.people import people_book


def _out(told: Told) -> tuple[int, int | None]:
    bound = people_book(told.group()).case("A").still_out
    return bound.low, bound.high


@pytest.mark.parametrize("zero", [{}, {"seen": 0}, {"left_aboard": 0}, {"taken_off": 0}, {"all_off": "yes"}])
def test_an_empty_hull_with_a_zero_is_an_empty_hull(zero: dict[str, Any]) -> None:
    """However it says that nobody is on it, an empty hull accounts for nobody."""
    told = Told()
    told.mention(2, "A", role="aboard", on_board=9)
    told.mention(30, "A", role="unit", encounter={"unit": "cutter", "action": "empty_hull", **zero})
    assert _out(told) == (9, 9)


def test_an_empty_hull_with_nobody_on_board_is_an_empty_hull() -> None:
    """The same said by the count on board."""
    told = Told()
    told.mention(2, "A", role="aboard", on_board=9)
    told.mention(30, "A", role="unit", on_board=0, encounter={"unit": "cutter", "action": "empty_hull"})
    assert _out(told) == (9, 9)


@pytest.mark.parametrize(
    "left", [{"all_off": "yes"}, {"left_aboard": 0}, {"left_aboard": 0, "all_off": "yes"}]
)
def test_nobody_left_aboard_is_as_soft_as_all_off(left: dict[str, Any]) -> None:
    """A caller's higher number still stands against a unit that says it left nobody."""
    told = Told()
    told.mention(2, "A", role="aboard", on_board=31)
    met = {"unit": "cutter", "action": "recovered", "taken_off": 23, **left}
    told.mention(30, "A", role="unit", encounter=met)
    assert _out(told) == (0, 8)


def test_nobody_seen_alongside_hides_nobody() -> None:
    """A unit alongside that sees nobody has not counted nine people away."""
    told = Told()
    told.mention(2, "A", role="aboard", on_board=9)
    told.mention(30, "A", role="unit", encounter={"unit": "cutter", "action": "alongside", "seen": 0})
    assert _out(told) == (0, 9)
