"""Evidence levels: each tried alone on what an officer would say, and the fast engine against the slow and plain."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from importlib import resources
from typing import Any

import numba
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from ashore.forecast.fixes import Fix
from ashore.linking import levels
from ashore.linking.beacons import KINDS
from ashore.linking.heard import Heard, HowMany, in_order
from ashore.linking.joint import LEVELS, Arrays, evidence, parts
from ashore.linking.nearness import anywhere
from ashore.linking.table import Table
from ashore.linking.traits import traits

WEIGHTS: dict[str, Any] = json.loads(
    resources.files("ashore.linking").joinpath("weights.json").read_text("utf-8")
)
MINUTE = 60_000


def said(number: int = 0, **given: Any) -> Heard:
    """Return a mention of which only what is given was said."""
    nothing: dict[str, Any] = {
        "id": f"centre/phone/{number:03d}#0",
        "at": number * 10 * MINUTE,
        "known": number * 10 * MINUTE,
        "phone": "",
        "mouth": f"mouth {number}",
        "copy": "",
        "fix": None,
        "plan": None,
        "clocks": False,
        "how_many": None,
        "children": None,
        "kind": "",
        "colour": "",
        "length_m": None,
        "departed": "",
        "engine": "",
        "danger": frozenset(),
        "gone_from": None,
        "empty_hull": False,
    }
    return Heard(**{**nothing, **given})


def people(low: int, high: int | None = None, *, about: bool = True, by: str = "said") -> HowMany:
    """Return a number as said."""
    return HowMany(low=low, high=low if high is None else high, about=about, by=by)


HERE = Fix(
    mention="", index=0, lat=51.0, lon=1.5, error_m=100.0, at=0, at_error_s=0, how="gnss", who="somebody"
)


class Lying:
    """Stands for the clouds: each position lies as near to another as a matrix says."""

    def __init__(self, near: NDArray[np.float64]) -> None:
        self._near = near

    def gather(self) -> None:
        """There is nothing to gather."""

    def is_drifted(self, mention: Heard) -> bool:
        """Nothing has to be waited for."""
        return True

    def drift(self, mentions: Sequence[Heard]) -> None:
        """There is nothing to drift."""

    def near(
        self, mentions: Sequence[Heard], first: NDArray[np.int64], then: NDArray[np.int64]
    ) -> NDArray[np.float64]:
        """Return what the matrix says of each pair."""
        return self._near[first, then]


def arrays(mentions: Sequence[Heard], near: NDArray[np.float64]) -> Arrays:
    """Return mentions as the engine takes them; `near` is of those with a position, (P, P)."""
    return Table(Lying(near), WEIGHTS).night(mentions)


def weigh(name: str, *mentions: Heard) -> float:
    """Return one level's log-odds."""
    return float(
        evidence(arrays(mentions, np.zeros((len(mentions),) * 2)), range(len(mentions)))[LEVELS.index(name)]
    )


@pytest.mark.parametrize("name", [level for level in LEVELS if level != "when"])
def test_what_nobody_said_counts_for_neither_side(name: str) -> None:
    """Not for one boat and not for two."""
    assert weigh(name, said(0), said(1), said(2)) == 0


def test_one_number_speaks_for_one_boat_and_another_little_against() -> None:
    """The boats have one to three telephones, so that a second number is no surprise."""
    same = weigh("phone", said(0, phone="a"), said(1, phone="a"))
    other = weigh("phone", said(0, phone="a"), said(1, phone="b"))
    assert same > 3
    assert -2 < other < 0
    fifth = weigh("phone", *(said(index, phone=name) for index, name in enumerate("abcde")))
    assert fifth < 4 * other


def test_numbers_of_people_speak_by_how_far_they_are_apart() -> None:
    """About 30 and 32 are one boat; 12 and 60 are two; a guess says less than a hand count."""
    near = weigh("how_many", said(0, how_many=people(30)), said(1, how_many=people(32)))
    far = weigh("how_many", said(0, how_many=people(12)), said(1, how_many=people(60)))
    assert near > 0.5
    assert far < -2
    counted = [people(41, about=False, by="counted"), people(44, about=False, by="counted")]
    guessed = [people(41), people(44)]
    assert weigh("how_many", said(0, how_many=counted[0]), said(1, how_many=counted[1])) < weigh(
        "how_many", said(0, how_many=guessed[0]), said(1, how_many=guessed[1])
    )


def test_a_common_colour_says_less_than_a_rare_one_and_a_wrong_one_little() -> None:
    """Black boats are many; at night black is taken for grey."""
    black, yellow = (
        weigh("colour", said(0, colour=word), said(1, colour=word)) for word in ("black", "yellow")
    )
    assert 0 < black < yellow
    assert weigh("colour", said(0, colour="black"), said(1, colour="yellow")) < 0


def test_one_mouth_is_one_witness_however_often_it_speaks() -> None:
    """Ten calls of one person weigh no more than one; ten people do."""
    first = said(0, how_many=people(30))
    one = weigh("how_many", first, said(1, how_many=people(30)))
    ten_times = weigh(
        "how_many", first, *(said(1 + index, how_many=people(30), mouth="m") for index in range(10))
    )
    ten_people = weigh("how_many", first, *(said(1 + index, how_many=people(30)) for index in range(10)))
    assert ten_times == pytest.approx(one)
    assert ten_people > 3 * one


def test_a_message_sent_by_five_is_one_source() -> None:
    """It is one boat for certain, and what it says counts once."""
    message = {"copy": "51.0 1.9 0", "how_many": people(30), "colour": "grey"}
    five = [said(index, **message) for index in range(5)]
    assert weigh("copies", *five) > 10
    assert weigh("how_many", *five) == 0
    assert weigh("colour", said(9, colour="grey", id="z"), *five) == pytest.approx(
        weigh("colour", said(9, colour="grey", id="z"), five[0])
    )


def test_who_was_taken_off_does_not_call_again() -> None:
    """What was said before the rescue and came in after it is no contradiction."""
    rescue = said(1, gone_from=10 * MINUTE)
    assert weigh("rescue", said(0), rescue) == 0
    assert weigh("rescue", rescue, said(5)) < -1
    assert weigh("rescue", rescue, said(5, empty_hull=True)) == 0
    assert weigh("rescue", rescue, said(5, gone_from=50 * MINUTE)) < -1


def test_an_engine_that_ran_a_moment_ago_runs() -> None:
    """And after some hours anything is as likely."""
    soon = weigh("state", said(0, engine="running"), said(1, engine="stopped"))
    late = weigh("state", said(0, engine="running"), said(60, engine="stopped"))
    assert soon < 0 < weigh("state", said(0, engine="running"), said(1, engine="running"))
    assert soon + 1 < late
    assert abs(late) < 0.5


def test_who_was_in_the_water_is_not_under_way_later() -> None:
    """A boat that ran may be swamped an hour after; the other way round it is another boat."""
    running, failed = {"engine": "running", "plight": "well"}, {"plight": "overboard"}
    sank = weigh("state", said(0, **running), said(6, **failed))
    rose = weigh("state", said(0, **failed), said(6, **running))
    assert rose < sank - 0.3
    assert rose < -1
    assert weigh("state", said(0, **failed), said(1, **failed)) > 1


def test_two_boats_of_one_report_are_two() -> None:
    """Whoever sees both at once tells them apart, however alike they are."""
    both = [said(0, id=f"air/sighting/1#{index}") for index in range(2)]
    assert weigh("told_apart", *both) <= -5
    assert weigh("told_apart", both[0], said(1)) == 0


def test_a_place_out_of_reach_speaks_against_by_no_more_than_positions_are_wrong() -> None:
    """One fix in thirty is stale or of somewhere else, and so much it may cost."""
    mentions = in_order(said(index, fix=HERE) for index in range(2))
    floor = math.log(1 - (1 - WEIGHTS["where"]["elsewhere"]) ** 2)
    free = anywhere(mentions)[1]
    found = [
        evidence(arrays(mentions, np.full((2, 2), free + near)), [0, 1])[0] for near in (-40.0, -1.0, 4.0)
    ]
    assert found[0] == pytest.approx(floor)
    assert floor < found[1] < 0 < found[2] < 4.1


def test_after_hours_without_a_word_a_report_is_hardly_of_that_boat() -> None:
    """Ten minutes say nothing, some hours little, a day that it is another boat."""
    soon, later, next_day = (weigh("when", said(0), said(index)) for index in (1, 18, 156))
    assert 0 > soon > -0.2
    assert soon > later > next_day
    assert next_day < -1.5


def test_a_telephone_that_calls_again_after_a_day_may_be_on_another_boat() -> None:
    """Within the hour it is the same boat; 26 hours later its people may have come back and left anew."""
    soon, next_day = (weigh("phone", said(0, phone="a"), said(index, phone="a")) for index in (1, 156))
    assert soon > next_day + 2


NUMBERS = st.builds(
    people, st.integers(1, 90), about=st.booleans(), by=st.sampled_from(["said", "seen", "counted"])
)
MENTIONS = st.lists(
    st.fixed_dictionaries(
        {
            "phone": st.sampled_from(["", "", "a", "b", "c"]),
            "beacon": st.sampled_from(["", "", "", *KINDS]),
            "mouth": st.sampled_from(["m", "n", "o"]),
            "copy": st.sampled_from(["", "", "", "x"]),
            "fix": st.sampled_from([None, HERE]),
            "how_many": st.none() | NUMBERS,
            "children": st.none() | st.integers(0, 12),
            "kind": st.sampled_from(["", "inflatable", "kayak", "submarine"]),
            "colour": st.sampled_from(["", "black", "grey", "tartan"]),
            "length_m": st.none() | st.floats(3, 14),
            "engine": st.sampled_from(["", "running", "stopped"]),
            "plight": st.sampled_from(["", "well", "adrift", "filling", "overboard"]),
            "language": st.sampled_from(["", "ku", "eo"]),
            "gone_from": st.none() | st.integers(0, 100 * MINUTE),
            "empty_hull": st.booleans(),
            "call": st.booleans(),
        }
    ),
    min_size=1,
    max_size=7,
)


@given(MENTIONS, st.integers(0, 2**32 - 1))
def test_the_fast_engine_agrees_with_the_slow_and_plain(told: list[dict[str, Any]], seed: int) -> None:
    """Level by level, for any mentions and any densities."""
    mentions = in_order(
        said(index, id=f"c/phone/{index // 2}#{index % 2}", **each) for index, each in enumerate(told)
    )
    placed = [each.id for each in mentions if each.fix is not None]
    near = np.random.default_rng(seed).normal(-20, 6, (len(placed),) * 2)
    free = dict(zip((each.id for each in mentions), anywhere(mentions).tolist(), strict=True))
    found = dict(zip(LEVELS, evidence(arrays(mentions, near), range(len(mentions))), strict=True))
    plain = {
        "where": levels.where(
            mentions,
            lambda one, two: float(near[placed.index(one.id), placed.index(two.id)]),
            lambda one: free[one.id],
            WEIGHTS["where"],
        ),
        "when": levels.when(mentions, WEIGHTS["when"]),
        "phone": levels.phone(mentions, WEIGHTS["phone"]),
        "copies": levels.copies(mentions, WEIGHTS["copies"]),
        "rescue": levels.rescue(mentions, WEIGHTS["rescue"]),
        "state": levels.state(mentions, WEIGHTS["state"]),
        "told_apart": levels.told_apart(mentions, WEIGHTS["told_apart"]),
        "found": levels.found(mentions, max(max(each.at, each.known) for each in mentions), WEIGHTS["found"]),
        **{one.name: levels.trait(mentions, one) for one in traits(WEIGHTS)},
    }
    if len(mentions) < 2:
        plain = dict.fromkeys(plain, 0.0)
    assert set(found) == set(plain)
    for name, odds in plain.items():
        assert found[name] == pytest.approx(odds, rel=1e-9, abs=1e-9), name


@pytest.mark.parametrize("number", [1, 2, 70])
def test_a_call_and_a_night_are_asked_about_by_the_same_compiled_loops(number: int) -> None:
    """However many were told, arrays lie in memory alike: what was compiled for one question serves the other."""
    mentions = [said(each) for each in range(number)]
    table = Table(Lying(np.empty((0, 0))), WEIGHTS)
    everything, rows = table.everything(mentions)
    assert rows.tolist() == list(range(number))
    assert numba.typeof(parts(everything)) == numba.typeof(parts(table.night(mentions)))
