"""What `bench/linking.py` adds to scores: bounds on rare things, pairs hard to tell, and rows without truth."""

from __future__ import annotations

import math

import pytest
from linking_peers.figures import f1_of_counts, upper_bound
from linking_peers.hard import HARD, counted, hard_pairs, stale
from linking_peers.peer_run import f1, joined
from linking_peers.rows import rows
from linking_peers.rows import same_phone as plain_rule
from nights import SEEDS, key, made, same_phone


def test_of_nothing_seen_the_bound_is_the_rule_of_threes() -> None:
    """1 - 0.05 ** (1 / n), a little under 3 / n; all seen leave no bound; more seen, a higher one."""
    for trials in (1, 10, 200, 12_000):
        assert upper_bound(0, trials) == pytest.approx(1 - 0.05 ** (1 / trials))
        assert upper_bound(0, trials) <= 3 / trials
        assert upper_bound(trials, trials) == 1
    assert [upper_bound(count, 50) for count in range(51)] == sorted(
        upper_bound(count, 50) for count in range(51)
    )


def test_a_bound_is_the_rate_at_which_so_few_come_one_time_in_twenty() -> None:
    """By the binomial itself, summed out."""
    for count, trials in ((0, 30), (1, 30), (4, 60)):
        rate = upper_bound(count, trials)
        few = sum(math.comb(trials, k) * rate**k * (1 - rate) ** (trials - k) for k in range(count + 1))
        assert few == pytest.approx(0.05)


def test_pairs_are_counted_over_all_nights_together() -> None:
    """Not as a mean of nights, of which many have no such pair; where there are none, nothing was got wrong."""
    found = f1_of_counts([(1, 2, 1), (0, 0, 0), (2, 2, 5)])
    assert found == {"pairs": 6, "precision": 0.75, "recall": 0.5, "f1": 0.6}
    assert f1_of_counts([(0, 0, 0)])["f1"] == 1


def test_hard_pairs_are_of_stale_fixes_and_of_boats_easily_taken_for_each_other() -> None:
    """Each bears on the boats it says, a tenth or so of fixes are stale, and the truth itself gets all pairs right."""
    old = fixes = 0
    for seed in SEEDS:
        told = made(seed, 20, "rich")
        boat_of = {(each.report, each.mention): each.boat for each in told.mentioned}
        lives = {life.boat.id: life.boat for life in told.lives}
        hard = hard_pairs(told)
        assert set(hard) == set(HARD)
        for one, two in hard["left together"]:
            first, second = lives[boat_of[one]], lives[boat_of[two]]
            assert first.beach == second.beach
            assert abs(first.leaves - second.leaves) <= 600_000
        for one, two in hard["one phone on two boats"]:
            assert lives[boat_of[one]].phones == lives[boat_of[two]].phones
        of_old = set(stale(told))
        assert all(of_old & {one, two} for one, two in hard["a stale fix"])
        assert len(hard["a stale fix"]) >= len(of_old) * (len(boat_of) - 1) / 2
        for pairs in hard.values():
            right, put, belong = counted(pairs, boat_of, boat_of)
            assert right == put == belong
        old += len(of_old)
        fixes += sum(each["how"] == "gnss" for each in rows(told))
    assert 0.05 < old / fixes < 0.15


def test_rows_hold_nothing_of_the_truth_and_the_plain_rule_is_the_one_nights_are_pinned_by() -> None:
    """No boat's name in any field, a row for each mention, and the same F1 as the pins have."""
    told = made(1, 20, "poor")
    said = rows(told)
    boat_of = {f"{each.report}#{each.mention}": each.boat for each in told.mentioned}
    assert {each["id"] for each in said} == set(boat_of)
    assert not any(str(value).startswith("boat-") for each in said for value in each.values())
    assert {each["id"].rpartition("#")[0] for each in said} == {key(each) for each in told.reports}
    assert f1(plain_rule(said), boat_of) == pytest.approx(same_phone(told)[0])


def test_groups_are_the_connected_parts_of_what_is_linked() -> None:
    """A chain is one group, and who is linked to nobody is alone."""
    found = joined("abcdef", [("a", "b"), ("b", "c"), ("e", "f")])
    assert found["a"] == found["b"] == found["c"]
    assert found["e"] == found["f"]
    assert len({found[each] for each in "ade"}) == 3
