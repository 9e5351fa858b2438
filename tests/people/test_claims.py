"""How counts are read: what words entail, what is widened, what is a hand count, what is set aside."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from situations import Told, count

from ashore.model.counts import Count
from ashore.people.acts import acts_of
from ashore.people.claims import Statement, read_range, statements, widening


@pytest.mark.parametrize(
    ("said", "low", "high"),
    [
        (30, 25, 35),
        (12, 10, 15),
        (7, 6, 8),
        (8, 6, 10),
        (1, 0, 2),
        (58, 55, 60),
        (60, 50, 70),
        (95, 90, 100),
        (230, 200, 250),
    ],
)
def test_about_is_widened_by_the_rule_file(said: int, low: int, high: int) -> None:
    """A multiple of the step spans one step each way, another number the multiples around it."""
    widened = widening().about(said)
    assert (widened.low, widened.high) == (low, high)


@given(st.integers(min_value=0, max_value=5_000))
def test_about_holds_its_number(said: int) -> None:
    """However "about" is read, the number said is in it and the range is not a single number."""
    widened = widening().about(said)
    assert said in widened
    assert not widened.exact


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        (Count(), None),
        (Count(value=9), (9, 9)),
        (Count(value=9, qualifier="exact"), (9, 9)),
        (Count(value=9, qualifier="several"), None),
        (Count(low=1001, value=1000, qualifier="more_than"), (1001, None)),
        (Count(high=6999, value=7000, qualifier="almost"), (0, 6999)),
        (Count(low=0), None),
        (Count(low=0, high=0), (0, 0)),
        (Count(low=33, high=47), (33, 47)),
    ],
)
def test_only_what_words_entail_bounds(stated: Count, expected: tuple[int, int | None] | None) -> None:
    """No number is not known, and a qualifier without bounds says nothing."""
    reading = read_range(stated)
    assert (None if reading is None else (reading[0].low, reading[0].high)) == expected


def _taken(**told: object) -> list[Statement]:
    desk = Told()
    desk.mention(1, "A", **told)  # type: ignore[arg-type]
    return [each for act in acts_of(desk.mentions[0]) for each in act.statements]


@pytest.mark.parametrize(
    ("told", "hand"),
    [
        ({"encounter": {"unit": "cutter", "action": "recovered", "taken_off": 9}}, True),
        ({"encounter": {"unit": "cutter", "action": "recovered", "taken_off": (8, 9)}}, False),
        ({"encounter": {"unit": "cutter", "action": "recovered", "taken_off": "about 9"}}, False),
        ({"encounter": {"unit": "cutter", "action": "recovered", "taken_off": "9 or more"}}, False),
        (
            {
                "encounter": {
                    "unit": "cutter",
                    "action": "recovered",
                    "taken_off": count(9, says_who="survivors"),
                }
            },
            False,
        ),
        ({"encounter": {"action": "recovered", "taken_off": 9}}, False),
        ({"encounter": {"unit": "plane", "action": "sighted", "taken_off": 9}}, False),
        ({"role": "relative", "encounter": {"unit": "cutter", "action": "recovered", "taken_off": 9}}, False),
        (
            {"channel": "article", "encounter": {"unit": "cutter", "action": "recovered", "taken_off": 9}},
            False,
        ),
        ({"role": "centre", "encounter": {"action": "landed", "taken_off": 9, "place": "Calais"}}, True),
        ({"role": "unit", "movements": (("boat", "unit:cutter", 9),)}, True),
        ({"role": "aboard", "movements": (("boat", "unit:cutter", 9),)}, False),
        ({"role": "unit", "movements": (("boat", "water", 9),)}, False),
    ],
)
def test_what_is_a_hand_count(told: dict[str, object], hand: bool) -> None:
    """Exact, person by person, by a named unit or quay that speaks for itself; anything else is spoken."""
    assert [each.hand for each in _taken(**told)] == [hand]


@pytest.mark.parametrize(
    ("aside", "left"),
    [
        ((), [None, "children"]),
        (("on_board",), []),
        (("*",), []),
        (("on_board.children",), [None]),
        (("encounter",), [None, "children"]),
    ],
)
def test_setting_aside_takes_one_claim_or_all(aside: tuple[str, ...], left: list[str | None]) -> None:
    """A field set aside takes its parts with it, a part only itself."""
    desk = Told()
    desk.mention(1, "A", on_board=count("about 30", children=2), set_aside=aside)
    facts = desk.mentions[0]
    said = statements(facts, "on_board", facts.mention.on_board, may_be_hand=False)
    assert [each.part for each in said] == left


def test_a_widened_count_says_how_it_was_read() -> None:
    """What was not said is marked as read."""
    desk = Told()
    desk.mention(1, "A", on_board="about 12")
    facts = desk.mentions[0]
    [said] = statements(facts, "on_board", facts.mention.on_board, may_be_hand=False)
    assert (said.read_as, said.low, said.high) == ("10–15", 10, 15)
