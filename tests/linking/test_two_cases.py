"""Two cases weighed against each other: all of the one taken together, with a sentence that names both."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_levels import HERE, MINUTE, WEIGHTS, arrays, people, said

from ashore.linking.heard import Heard, in_order
from ashore.linking.joint import LEVELS, evidence
from ashore.linking.two_cases import Case, Together, together
from ashore.model.phrases import utc_minute

LATE = replace(HERE, at=9 * MINUTE)


def weighed(one: list[Heard], other: list[Heard], near: float = -18.0) -> Together:
    """Return what is said of two cases called A and B; every position lies as near to every other."""
    told = in_order([*one, *other])
    placed = sum(each.fix is not None for each in told)
    night = arrays(told, np.full((placed, placed), near))
    return together(
        Case(id="A", mentions=in_order(one)),
        Case(id="B", mentions=in_order(other)),
        night,
        {each.id: place for place, each in enumerate(told)},
        WEIGHTS,
    )


def sentence(found: Together, evidence_: str) -> str:
    """Return the sentence of one kind of evidence."""
    [reason] = [each for each in found.reasons if each.evidence == evidence_]
    return reason.says.render(str, utc_minute)


def test_ten_calls_of_one_telephone_in_both_name_the_nearest() -> None:
    """The officer reads how close the telephone's calls for the one came to those for the other."""
    found = weighed(
        [said(number, phone="a") for number in (0, 1)], [said(number, phone="a") for number in (3, 4)]
    )
    assert (
        sentence(found, "phone") == "The same telephone called for A and for B, 20 min apart at the nearest."
    )
    assert found.log_odds > 3


def test_what_contradicts_is_said_of_both() -> None:
    """Forty and twenty-eight people, black and grey: both numbers stand in the sentence, each with its boat."""
    found = weighed(
        [said(0, how_many=people(40, about=False), colour="black"), said(1, how_many=people(41))],
        [said(2, how_many=people(20, about=False, by="counted"), colour="grey")],
    )
    assert sentence(found, "how_many") == "People aboard: reports of A say 40, ~41; of B 20."
    assert sentence(found, "colour") == "Colour: reports of A say black; of B grey."


def test_against_one_boat_stands_the_hurry_it_would_have_had_to_make() -> None:
    """Of all positions the two are named that no one boat can have been at, and not those that happen to be near."""
    far = replace(HERE, lat=51.2, at=11 * MINUTE)
    found = weighed([said(0, fix=HERE), said(1, fix=far)], [said(2, fix=LATE)], near=-60.0)
    assert "12.0 NM and 2 min apart: one boat is not likely" in sentence(found, "position")


def test_who_was_taken_off_one_does_not_call_from_the_other() -> None:
    """The time, and how many reports of the other came after it."""
    found = weighed([said(0, gone_from=0)], [said(5, phone="a"), said(6, phone="a")])
    assert sentence(found, "known_otherwise") == (
        "The people of A were taken off at 00:00; of B 2 reports came after that."
    )
    both = weighed([said(0, gone_from=0)], [said(6, gone_from=60 * MINUTE)])
    assert sentence(both, "known_otherwise") == "People were taken off both: A at 00:00, B at 01:00."


def test_a_unit_beside_the_one_is_held_against_what_was_said_of_the_other() -> None:
    """Situation B8 as two cases: sought filling, found dry."""
    found = weighed([said(0, water="in")], [said(1, met=True, water="dry")])
    assert sentence(found, "water") == (
        "B was met by a unit. It is dry; at 00:00 the sought boat was taking in water."
    )


def test_one_message_in_both_is_one_source() -> None:
    """A sentence that names neither case is the one that a single report has."""
    found = weighed([said(0, copy="x"), said(1)], [said(2), said(3, copy="x")])
    assert "one message, and one witness" in sentence(found, "copy")


MENTIONS = st.fixed_dictionaries(
    {
        "phone": st.sampled_from(["", "a", "b"]),
        "beacon": st.sampled_from(["", "", "sarsat", "AIS-MOB"]),
        "colour": st.sampled_from(["", "black", "grey"]),
        "engine": st.sampled_from(["", "running", "stopped"]),
        "copy": st.sampled_from(["", "", "x"]),
        "how_many": st.none() | st.builds(people, st.integers(1, 60)),
        "length_m": st.none() | st.sampled_from([6.0, 9.0]),
        "kind": st.sampled_from(["", "inflatable"]),
        "departed": st.sampled_from(["", "Wissant"]),
        "children": st.none() | st.integers(0, 5),
        "gone_from": st.none() | st.integers(0, 5).map(lambda each: each * 10 * MINUTE),
        "fix": st.none() | st.just(HERE),
        "of_one": st.booleans(),
    }
)


@given(st.lists(MENTIONS, min_size=2, max_size=7))
def test_what_is_said_adds_up_and_is_the_same_from_either_side(told: list[dict[str, Any]]) -> None:
    """The prior and every level come to the sum, no level is left without a sentence, and A with B is B with A."""
    sides: tuple[list[Heard], list[Heard]] = ([], [])
    for number, fields in enumerate(told):
        mine = dict(fields)
        sides[mine.pop("of_one")].append(said(number, **mine))
    one, other = sides
    if not one or not other:
        return
    found, turned = weighed(one, other), weighed(other, one)
    order = in_order([*one, *other])
    night = arrays(order, np.full((len(order),) * 2, -18.0))
    rows = {each.id: place for place, each in enumerate(order)}
    multiply = np.array([WEIGHTS["multiply"][level] for level in LEVELS])
    multiply[LEVELS.index("found")] = 0.0  # that boats are found says nothing of which
    groups = [sorted(rows[each.id] for each in group) for group in (order, one, other)]
    both, first, then = (multiply * evidence(night, group) for group in groups)

    assert found.log_odds == pytest.approx(found.prior + float((both - first - then).sum()))
    assert turned.log_odds == pytest.approx(found.log_odds)
    for each in (*found.reasons, *turned.reasons):
        assert each.says.render(str, utc_minute).strip(" .")
    shown = sum(each.log_odds for each in found.reasons)
    assert abs(found.log_odds - found.prior - shown) <= 0.1 * len(LEVELS)
