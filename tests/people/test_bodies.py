"""A body is one body and nobody's rescue, however it is told."""

from __future__ import annotations

from typing import Any

import pytest
from situations import Told

from ashore.people import people_book


@pytest.mark.parametrize(
    "told_as",
    [
        {},
        {"encounter": {"action": "body_found"}},
        {"encounter": {"action": "body_found", "dead": 1}},
        {"encounter": {"action": "recovered"}},
        {"encounter": {"action": "recovered", "taken_off": 1}},
        {"encounter": {"action": "recovered", "dead": 1}},
        {"encounter": {"action": "landed", "dead": 1}},
        {"encounter": {"unit": "lifeboat", "action": "recovered", "taken_off": 1}},
        {"on_board": 1},
        {"movements": (("unknown", "dead"),)},
        {"movements": (("missing", "dead", 1),)},
        {"movements": (("water", "unit:lifeboat", 1),)},
        {"movements": (("water", "unit:lifeboat", 1), ("unit:lifeboat", "dead", 1))},
        {"encounter": {"action": "body_found"}, "movements": (("missing", "dead", 1),)},
    ],
)
@pytest.mark.parametrize("missing", [3, 5])
def test_a_body_is_one_missing_person_found_dead(told_as: dict[str, Any], missing: int) -> None:
    """Dead and missing together stay as many, and nobody more was rescued."""
    told = Told()
    told.mention(2, "A", role="aboard", on_board=6 + missing)
    told.mention(
        30,
        "A",
        role="unit",
        encounter={"unit": "cutter", "action": "recovered", "taken_off": 6, "all_off": "yes"},
    )
    told.mention(40, "A", role="centre", movements=(("boat", "missing", missing),))
    told.mention(9000, "A", role="police", subject="body", **told_as)
    account = people_book(told.group()).case("A").account
    found = [account.still_out, account.missing, account.dead, account.rescued]
    assert [(each.total.low, each.total.high) for each in found] == [
        (missing - 1, missing - 1),
        (missing - 1, missing - 1),
        (1, 1),
        (6, 6),
    ]
