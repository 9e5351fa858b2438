"""One situation told in the other words that format 8.1 allows."""

from __future__ import annotations

import pytest
from situations import Told, count

from ashore.people import people_book

Ends = tuple[int, int | None]


def _out(told: Told, case: str = "A") -> Ends:
    bound = people_book(told.group()).case(case).still_out
    return bound.low, bound.high


@pytest.mark.parametrize(("fell", "left"), [(2, 30), (3, 22)])
@pytest.mark.parametrize("first", [0, 1])
def test_9_people_in_the_water_as_a_mention_of_their_own(fell: int, left: int, first: int) -> None:
    """A call that tells of the boat and of the people in the water as two mentions loses nobody."""
    told = Told()
    told.mention(
        100,
        "A",
        role="aboard",
        report="desk/phone/call",
        index=first,
        subject="person_in_water",
        on_board=fell,
    )
    told.mention(100, "A", role="aboard", report="desk/phone/call", index=1 - first, on_board=left)
    told.mention(
        160, "A", encounter={"unit": "lifeboat", "action": "recovered", "taken_off": left, "all_off": "yes"}
    )
    assert _out(told) == (fell, fell)


@pytest.mark.parametrize("action", [None, "sighted"])
def test_17_a_unit_that_only_saw_them_counted_nobody(action: str | None) -> None:
    """An exact number with nothing done is a view."""
    told = Told()
    told.mention(1, "A", role="aboard", on_board=52)
    told.mention(9, "A", role="unit", unit="aircraft", encounter={"action": action, "seen": 30})
    assert _out(told) == (30, 52)


def test_14_people_came_over_to_the_boat_spoken_of() -> None:
    """ "To us, from B" is the same move as "from B to A"."""
    told = Told()
    told.mention(1, "A", role="aboard", on_board=26)
    told.mention(2, "B", role="aboard", on_board=9)
    told.mention(10, "A", role="aboard", movements=(("boat:B", "boat", 9),))
    told.mention(30, "B", role="unit", encounter={"unit": "cutter", "action": "empty_hull"})
    assert _out(told, "A") == (26, 35)
    assert _out(told, "B") == (0, 9)
    joint = people_book(told.group()).joint.still_out.total
    assert (joint.low, joint.high) == (35, 35)


def test_4_the_quay_counts_those_who_went_on() -> None:
    """More landed than the cutter took off, by no unit that is named, were on the boat that went on."""
    told = Told()
    told.mention(10, "A", encounter={"unit": "cutter", "action": "refused", "seen": 40, "taken_off": 7})
    told.mention(90, "A", role="centre", encounter={"action": "landed", "taken_off": 31, "place": "quay"})
    assert _out(told) == (2, 2)


@pytest.mark.parametrize("how", ["mention", "movement", "same report", "later", "landed"])
@pytest.mark.parametrize(("fell", "left"), [(2, 33), (4, 20)])
def test_9_the_same_unit_takes_them_out_of_the_water(fell: int, left: int, how: str) -> None:
    """Those it took off the boat and those it took out of the water are two takings, and everybody is found."""
    told = Told()
    told.mention(10, "A", role="aboard", on_board=left, movements=(("boat", "water", fell),))
    off = {"unit": "cutter", "action": "recovered", "taken_off": left, "all_off": "yes"}
    out = (("water", "unit:cutter", fell),)
    if how == "same report":
        told.mention(200, "A", role="unit", unit="cutter", encounter=off, movements=out)
    else:
        told.mention(200, "A", role="unit", unit="cutter", encounter=off)
    if how == "mention":
        met = {"unit": "cutter", "action": "recovered", "taken_off": fell}
        told.mention(220, "A", role="unit", unit="cutter", subject="person_in_water", encounter=met)
    elif how != "same report":
        told.mention(220, "A", role="unit", unit="cutter", movements=out)
    if how == "landed":
        landed = {"action": "landed", "taken_off": left + fell, "place": "Calais"}
        told.mention(300, "A", role="centre", encounter=landed)
    assert _out(told) == (0, 0)
    rescued = people_book(told.group()).joint.rescued.total
    assert (rescued.low, rescued.high) == (left + fell, left + fell)


def test_9_some_of_them_are_taken_out_of_the_water() -> None:
    """Two of five found are three still out."""
    told = Told()
    told.mention(10, "A", role="aboard", on_board=20, movements=(("boat", "water", 5),))
    off = {"unit": "cutter", "action": "recovered", "taken_off": 20, "all_off": "yes"}
    told.mention(
        200, "A", role="unit", unit="cutter", encounter=off, movements=(("water", "unit:cutter", 2),)
    )
    assert _out(told) == (3, 3)


def test_7_those_the_receiver_saw_were_aboard_the_giver() -> None:
    """What a cutter sees on the lifeboat it takes people from is no count of the boat."""
    told = Told()
    told.mention(1, "A", role="aboard", on_board=24)
    told.mention(9, "A", role="unit", encounter={"unit": "lifeboat", "action": "recovered", "taken_off": 24})
    met = {"unit": "cutter", "action": "transferred", "seen": 23, "taken_off": 23, "left_aboard": 0}
    told.mention(20, "A", role="unit", encounter=met)
    assert _out(told) == (0, 1)


@pytest.mark.parametrize("action", ["arrived", "returned_self"])
def test_4_a_boat_arrives_with_so_many_on_board(action: str) -> None:
    """The count on board is of those who came ashore where no other is given."""
    told = Told()
    told.mention(10, "A", encounter={"unit": "cutter", "action": "refused", "seen": 40, "taken_off": 7})
    told.mention(90, "A", role="police", on_board=31, encounter={"unit": "coast", "action": action})
    assert _out(told) == (2, 2)


@pytest.mark.parametrize("by_unit", [True, False])
def test_1_survivors_say_how_many_were_on_board(by_unit: bool) -> None:
    """Survivors speak of before the rescue, in whatever field and whenever they are asked."""
    told = Told()
    told.mention(10, "A", role="aboard")
    off = {"unit": "lifeboat", "action": "recovered", "taken_off": 17}
    told.mention(60, "A", role="unit", unit="lifeboat", encounter=off)
    said = count(17, says_who="survivors") if by_unit else 17
    landed = {"action": "landed", "taken_off": 17, "all_off": "yes"} if by_unit else {"all_off": "yes"}
    told.mention(
        100, "A", role="unit" if by_unit else "survivor", unit="lifeboat", on_board=said, encounter=landed
    )
    assert _out(told) == (0, 0)
