"""Mixtures for what nobody measured: documented, weighted, allotted evenly, and never averaged."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ashore.drift.leeway.classes import UnknownClass, leeway_class, published
from ashore.drift.leeway.coefficients import sides
from ashore.drift.leeway.mixtures import (
    Mixture,
    UnknownBoat,
    UnknownMixture,
    allot,
    boat,
    mixture,
    mixtures,
    version,
)
from ashore.drift.scenarios import Delay


def mean_downwind(mixed: Mixture) -> float:
    """Return the mean downwind leeway of a mixture at 10 m/s, m/s."""
    lines = [(weight, leeway_class(key).downwind) for key, weight in mixed.parts]
    return sum(weight * (line.slope_pct * 10 + line.offset_cm_s) / 100 for weight, line in lines)


def test_the_documented_mixtures_are_the_promised_ones() -> None:
    """Afloat light and overloaded, swamped, and people in the water with and without flotation are all there."""
    assert set(mixtures()) == {
        "afloat-light",
        "afloat-overloaded",
        "swamped",
        "in-water-flotation",
        "in-water-no-flotation",
        "in-water",
    }
    assert version().startswith("leeway-mixtures/")


@pytest.mark.parametrize("key", mixtures())
def test_a_mixture_is_shares_of_published_classes_and_says_it_is_an_assumption(key: str) -> None:
    """Weights are above zero and come to 1, each class once; sources are named, and the word assumption is said."""
    mixed = mixture(key)
    names = [name for name, _ in mixed.parts]
    assert all(leeway_class(name).key == name for name in names)
    assert len(set(names)) == len(names)
    assert min(weight for _, weight in mixed.parts) > 0
    assert sum(weight for _, weight in mixed.parts) == pytest.approx(1, abs=1e-12)
    assert mixed.sources
    assert "assumption" in mixed.assumption.lower()
    assert mixed.says


def test_what_lies_deeper_drifts_slower() -> None:
    """A light boat outruns an overloaded one, that one a swamped one, and that one a person in the water."""
    order = [
        mean_downwind(mixture(key)) for key in ("afloat-light", "afloat-overloaded", "swamped", "in-water")
    ]
    assert order == sorted(order, reverse=True)


def test_a_mixture_within_a_mixture_is_laid_out_as_its_classes() -> None:
    """People in the water hold 0.4 of each kind's shares, and a fifth clings to the wreck."""
    weights = dict(mixture("in-water").parts)
    assert weights["SKIFF-3"] == pytest.approx(0.2)
    assert weights["PIW-2"] == pytest.approx(0.4 * 0.4 + 0.4 * 0.3)
    assert weights["PIW-6"] == pytest.approx(0.4 * 0.2)


def test_a_single_published_class_serves_as_a_mixture() -> None:
    """class:piw-1 and class:1 are PIW-1 alone, measured and so without an assumption."""
    one = mixture("class:piw-1")
    assert one == mixture("class:1")
    assert one.key == "class:PIW-1"
    assert one.parts == (("PIW-1", 1.0),)
    assert one.assumption == ""


def test_what_is_not_documented_is_refused_with_what_is() -> None:
    """An unknown mixture, class or boat is refused by a sentence that offers the known ones."""
    with pytest.raises(UnknownMixture, match="dinghy") as refused:
        mixture("dinghy")
    assert "afloat-overloaded" in refused.value.advice()
    with pytest.raises(UnknownClass):
        mixture("class:PIW-99")
    with pytest.raises(UnknownBoat) as no_boat:
        boat("galleon")
    assert "channel-inflatable" in no_boat.value.advice()


def test_the_channel_boat_has_scenarios_that_come_to_one_and_name_known_mixtures() -> None:
    """Shares come to 1; a scenario that fails says when, and what hull and people drift as; jibing has its source."""
    channel = boat()
    assert sum(scenario.share for scenario in channel.scenarios) == pytest.approx(1)
    for scenario in channel.scenarios:
        mixture(scenario.craft)
        failing = (scenario.fails, scenario.hull, scenario.people)
        assert all(failing) or not any(failing)
        for key in filter(None, (scenario.hull, scenario.people)):
            mixture(key)
    assert [scenario.key for scenario in channel.scenarios if scenario.fails] == ["fails"]
    assert channel.jibe_per_hour == 0.04
    assert "4 %" in channel.jibe_source
    assert "assumption" in channel.assumption.lower()


def test_failure_times_are_a_distribution_that_holds_the_documented_ones() -> None:
    """Shares and hours rise, half fail within 2 hours, and the documented 1.1 and 2.5 hours lie well inside."""
    fails = next(scenario.fails for scenario in boat().scenarios if scenario.fails)
    assert fails is not None
    shares, hours = zip(*fails.by, strict=True)
    assert (shares[0], shares[-1]) == (0.0, 1.0)
    assert list(shares) == sorted(set(shares))
    assert list(hours) == sorted(set(hours))
    delay = Delay(fails.by)
    assert delay.hours(np.array([0.5, 0.7, 1.0])) == pytest.approx([2.0, 4.0, 12.0])
    tenth, most = delay.hours(np.array([0.1, 0.9]))
    assert tenth < 1.1 < 2.5 < most
    assert "assumption" in fails.assumption.lower()


def test_the_page_of_assumptions_shows_the_weights_in_use() -> None:
    """The table of docs/drift-assumptions.md names each mixture with the very classes and weights of the data."""
    page = (Path(__file__).parents[3] / "docs" / "drift-assumptions.md").read_text(encoding="utf-8")
    shown = {}
    for key, weights in re.findall(r"^\| `([a-z-]+)` \| [^|]+ \| ([^|]+) \|$", page, re.MULTILINE):
        shown[key] = {name: int(share) / 100 for name, share in re.findall(r"(\S+) (\d+) %", weights)}
    assert shown.keys() == mixtures().keys()
    for key, weights in shown.items():
        assert weights == pytest.approx(dict(mixture(key).parts))


MIXED = st.lists(st.integers(1, 100), min_size=1, max_size=7).flatmap(
    lambda parts: st.tuples(st.just(parts), st.permutations(range(85)))
)


@given(MIXED, st.integers(0, 400), st.integers(0, 4))
def test_an_allotment_holds_each_class_in_its_share_whole_and_in_any_first_part(
    drawn: tuple[list[int], list[int]], count: int, stage: int
) -> None:
    """Whole counts are within one of their share, and those of the first n, for every n, within six."""
    parts, order = drawn
    weights = np.array(parts) / sum(parts)
    keys = [published()[row].key for row, _ in zip(order, parts, strict=False)]
    mixed = Mixture(key="m", says="m", parts=tuple(zip(keys, weights, strict=True)), sources=())
    rows = allot(mixed, count, stage)
    assert len(rows) == count
    for key, weight in mixed.parts:
        here = rows == leeway_class(key).row
        assert abs(here.sum() - weight * count) < 1
        assert (np.abs(np.cumsum(here) - weight * np.arange(1, count + 1)) < 6).all()


@pytest.mark.parametrize("turns", [2, 3, 5])
def test_classes_do_not_go_with_whatever_else_takes_turns(turns: int) -> None:
    """Where datums take turns, every datum meets every class in its share, to a few particles."""
    mixed = mixture("swamped")
    rows = allot(mixed, 9_000)
    for turn in range(turns):
        own = rows[turn::turns]
        for key, weight in mixed.parts:
            assert abs((own == leeway_class(key).row).sum() - weight * len(own)) < 12


def test_what_a_craft_is_says_nothing_of_what_its_hull_or_people_will_be() -> None:
    """Classes at two stages, and the side, meet in the product of their shares, to less than 1 % of the particles."""
    count = 10_000
    afloat, people, hull = mixture("afloat-overloaded"), mixture("in-water"), mixture("swamped")
    dealt = [
        (afloat, allot(afloat, count, 0)),
        (people, allot(people, count, 1)),
        (hull, allot(hull, count, 2)),
    ]
    for (one, first), (other, second) in ((dealt[0], dealt[1]), (dealt[0], dealt[2]), (dealt[1], dealt[2])):
        for key, weight in one.parts:
            for key2, weight2 in other.parts:
                both = (first == leeway_class(key).row) & (second == leeway_class(key2).row)
                assert abs(both.mean() - weight * weight2) < 0.01
    side = sides(dealt[0][1])
    for key, weight in people.parts:
        assert abs(side[dealt[1][1] == leeway_class(key).row].mean() - 0.5) < 0.01 / weight


def test_an_allotment_is_exact_where_shares_allow() -> None:
    """Twenty overloaded boats are five of either skiff and so on; a lone one is of the first of the largest shares."""
    counted = Counter(published()[row].key for row in allot(mixture("afloat-overloaded"), 20))
    assert counted == {
        "SKIFF-1": 5,
        "SKIFF-2": 5,
        "LIFE-RAFT-NB-2": 4,
        "REFUGEE-RAFT-1": 4,
        "SKIFF-4": 2,
    }
    assert [published()[row].key for row in allot(mixture("afloat-overloaded"), 1)] == ["SKIFF-1"]
    assert len(allot(mixture("swamped"), 0)) == 0
