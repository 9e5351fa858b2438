"""A boat of which some were taken off and the rest went on is still at sea, and its telephone still its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from at_sea import OFF_GRAVELINES, ONE, mention, met, north, opened, received, told
from desks import OFFICER, a_desk

from ashore.desk.commands import linking
from ashore.desk.commands.acts import LinkMention

EIGHT = {"taken_off": {"value": 8}}


def against_a_call_afterwards(path: Path, action: str, encounter: dict[str, Any]) -> set[str]:
    """Return what speaks against a call from a boat's telephone being of it, after this was done with its people."""
    desk = a_desk(path)
    received(desk, told("n-1", 0, where=OFF_GRAVELINES, phone=ONE))
    case = opened(desk, "A", "n-1")
    received(desk, met("u-1", 30, action, encounter=encounter))
    desk.do(LinkMention(mention=mention("u-1", "vhf"), cases=(case,)), OFFICER)
    received(desk, told("n-2", 70, phone=ONE, where=north(1)))
    found = next(each for each in linking.proposals(desk, mention("n-2")) if each.case == case)
    return {each.evidence for each in found.against}


@pytest.mark.parametrize(
    "encounter", [EIGHT | {"left_aboard": {"value": 42}}, EIGHT | {"all_off": "no"}], ids=["counted", "asked"]
)
def test_where_some_stayed_aboard_a_later_call_contradicts_nothing(
    tmp_path: Path, encounter: dict[str, Any]
) -> None:
    """Eight taken off a boat of fifty and the rest under way: it may call again."""
    assert "known_otherwise" not in against_a_call_afterwards(tmp_path, "recovered", encounter)


@pytest.mark.parametrize("action", ["recovered", "landed", "detained", "handed_over", "returned_self"])
def test_where_nobody_says_that_some_stayed_a_later_call_contradicts(tmp_path: Path, action: str) -> None:
    """Taken off, landed, detained or back by themselves: its people are off it, and do not call from it."""
    assert "known_otherwise" in against_a_call_afterwards(tmp_path, action, EIGHT)
