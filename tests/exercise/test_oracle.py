"""The oracle: its sums against plain enumeration, and what it may and may not know of a night."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nights import made

from ashore.exercise.files import truth_of
from ashore.exercise.habits import habits
from ashore.exercise.night import evening_of
from ashore.exercise.oracle import oracle
from ashore.exercise.oracle.atlas import NEVER, Atlas, Size, atlas
from ashore.exercise.oracle.evidence import LAGS_MIN, Evidence, Kernel, evidence
from ashore.exercise.oracle.likelihood import fixes, group, lasting, voices, voyages
from ashore.exercise.oracle.messages import Message, messages
from ashore.exercise.oracle.search import Effort, explain, total
from ashore.exercise.oracle.tables import Priors, Words, priors, words
from ashore.exercise.partitions import pairwise

SMALL = Size(plans=60, worlds=2, again=10, turned=3)
SEED, BOATS = 1_000, 6


@cache
def sailed() -> Atlas:
    """Return a small atlas of a small night."""
    told = made(SEED, BOATS, "rich")
    return atlas(habits("rich"), told.sea, evening_of(SEED, told.year), told.year, 1, SMALL)


@cache
def known() -> tuple[tuple[Message, ...], Priors, Words, Evidence]:
    """Return the messages of a small night, and the evidence they are under a small atlas."""
    told, ways = made(SEED, BOATS, "rich"), habits("rich")
    said = messages(told.reports)
    before = priors(ways, BOATS, told.year)
    stated = words(said, before, ways)
    return said, before, stated, evidence(said, sailed(), before, stated, ways, Kernel(), BOATS)


def some(data: st.DataObject) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Draw a few of the messages, in order of time."""
    count = len(known()[0])
    return np.array(sorted(data.draw(st.sets(st.integers(0, count - 1), min_size=1, max_size=6))))


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_what_lasts_is_summed_as_enumeration_does(data: st.DataObject) -> None:
    """Over every number of people, of children, every look and every length, one product each."""
    members = some(data)
    _, before, said, night = known()
    people = sum(
        before.people[a, c] * math.prod(said.aboard[u, a] * said.children[u, c] for u in members)
        for a, c in np.ndindex(*before.people.shape)
    )
    look = sum(
        before.looks[k] * math.prod(said.look[u, k] for u in members) for k in range(before.looks.size)
    )
    length = sum(
        before.lengths[m] * math.prod(said.length[u, m] for u in members) for m in range(before.lengths.size)
    )
    if min(people, look, length) > 1e-100:
        assert lasting(members, night) == pytest.approx(math.log(people * look * length), abs=1e-6)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["", "A", "B", "C"]), st.sampled_from(["en", "ku", "ti"])),
        min_size=1,
        max_size=5,
    )
)
def test_who_called_is_summed_as_enumeration_does(calls: list[tuple[str, str]]) -> None:
    """Over one to three telephones, every language of each, and which telephone every single call came from."""
    said, before, _, _ = known()
    call = next(each for each in said if each.language)
    told = [
        replace(call, phone=phone, language=language, ashore=False, at=call.at + place)
        for place, (phone, language) in enumerate(calls)
    ]
    ways = habits("rich")
    night = evidence(told, sailed(), before, words(told, before, ways), ways, Kernel(), BOATS)
    plain = enumerated_voices(calls, ways["calling"])
    if plain > 0:
        assert voices(np.arange(len(told)), night) == pytest.approx(math.log(plain), abs=1e-9)
    else:
        assert voices(np.arange(len(told)), night) < -40


def enumerated_voices(calls: list[tuple[str, str]], calling: Any) -> float:
    """Return how likely it is that these calls show these numbers and languages, any number as good as another."""
    shares = {
        name: share / sum(calling["languages"].values()) for name, share in calling["languages"].items()
    }
    numbers = sorted({phone for phone, _ in calls if phone})
    likely = 0.0
    for count in (1, 2, 3):
        weight = (
            [1.0]
            if count == 1
            else [calling["main_phone"]] + [(1 - calling["main_phone"]) / (count - 1)] * (count - 1)
        )
        for spoken in itertools.product(shares, repeat=count):
            prior = sum(
                shares[own] * math.prod(0.8 * (each == own) + 0.2 * shares[each] for each in spoken)
                for own in shares
            )
            for places in itertools.permutations(range(count), len(numbers)):
                ways = 1.0
                for phone, language in calls:
                    slots = [places[numbers.index(phone)]] if phone else range(count)
                    ways *= sum(weight[slot] * (spoken[slot] == language) for slot in slots)
                likely += calling["phones"][str(count)] * prior * ways
    return likely


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_fixes_are_as_likely_as_their_joint_normal_has_them(data: st.DataObject) -> None:
    """The filter, one fix after another, gives what the covariance of all of them gives at once."""
    from scipy.stats import multivariate_normal

    said, _, _, night = known()
    placed = [u for u in range(len(said)) if night.sigma[u] > 0]
    members = np.array(sorted(data.draw(st.sets(st.sampled_from(placed), min_size=1, max_size=4))))
    kernel, ways = Kernel(), habits("rich")
    for v in range(sailed().count):
        if (night.lag[v, members] == 255).any():
            continue
        rows = []
        for u in members:
            at = max(night.at[u] - 60 * LAGS_MIN[night.lag[v, u]], night.leaves[v])
            anew = max(at - night.again[v], 0.0) / 3_600
            rows.append(
                [
                    kernel.here_m,
                    kernel.speed_m_h * (max(min(at, night.stops[v]) - night.leaves[v], 0.0) / 3_600 + anew),
                    kernel.drift_m_h * max(min(at, night.again[v]) - night.stops[v], 0.0) / 3_600,
                    kernel.stopped_m * (at >= night.stops[v]),
                    kernel.again_m_h * anew,
                ]
            )
        design = np.array(rows)
        spread = design @ design.T + np.diag(night.sigma[members] ** 2)
        joint = multivariate_normal(np.zeros(members.size), spread)
        stale = ways["saying"]["stale"]
        plain = joint.logpdf(night.east[v, members]) + joint.logpdf(night.north[v, members])
        for u in members:
            if said[u].what == 0:
                plain += math.log(1 - stale if night.lag[v, u] == 0 else stale / (len(LAGS_MIN) - 1))
        found = fixes(members, v, 0.0, -1e9, np.empty((9, 5)), night)
        assert found >= plain - 1e-6  # a fix out of all reason counts as one, and says nothing of the others
        if plain > math.log(kernel.elsewhere / 8e9):
            assert found == pytest.approx(plain, rel=1e-5)


def test_a_group_is_worth_what_its_three_sums_and_the_number_of_boats_are() -> None:
    """And a partition what its groups are, where no telephone is on two boats."""
    said, _, _, night = known()
    members = np.arange(2)
    parts = voyages(members, night) + lasting(members, night) + voices(members, night)
    assert group(members, night) == pytest.approx(math.log(BOATS) + parts)
    phones = {each.phone: index for index, each in enumerate(said) if each.phone}
    labels = np.array([phones[each.phone] if each.phone else 100 + i for i, each in enumerate(said)])
    worth = sum(group(np.flatnonzero(labels == label), night) for label in np.unique(labels))
    assert total(labels, night) == pytest.approx(worth)


@pytest.mark.parametrize("quality", ["rich", "poor"])
def test_copies_are_one_message_and_nothing_else_is(quality: str) -> None:
    """Every mention is carried by one message, and all that one carries are of one boat."""
    for seed in range(4):
        told = made(seed, 20, quality)
        boat_of = truth_of(told).boat_of
        said = messages(told.reports)
        assert sorted(each for message in said for each in message.mentions) == sorted(boat_of)
        assert all(len({boat_of[each] for each in message.mentions}) == 1 for message in said)


def test_an_atlas_is_the_nights_own_sea_and_not_its_boats() -> None:
    """So many voyages, each with its share, none of them known from the night, the same for the same seed."""
    charted, told = sailed(), made(SEED, BOATS, "rich")
    assert charted.count == SMALL.plans * SMALL.worlds + SMALL.again + SMALL.turned
    assert charted.share.sum() == pytest.approx(1)
    assert not np.isin(charted.leaves, [life.boat.leaves / 1_000 for life in told.lives]).any()
    assert ((charted.until > charted.leaves) & (charted.until < NEVER)).all()
    assert np.isfinite(charted.x).all()
    assert np.isfinite(charted.y).all()
    assert (np.diff(charted.called, axis=1) >= -1e-6).all()


def test_an_oracle_finds_most_of_a_small_night_and_does_not_look_at_its_truth() -> None:
    """With the truth taken away it says the same; held against the truth it is right of most pairs."""
    told = made(SEED, 8, "rich")
    size = Size(plans=400, worlds=3, again=200, turned=20)
    effort = Effort(starts=1, cooling=3, drawing=4)
    links = oracle(told, size=size, effort=effort)
    blind = replace(
        told, mentioned=(), lives=tuple(replace(life, calls=(), found=None) for life in told.lives)
    )
    assert oracle(blind, size=size, effort=effort) == links
    true = truth_of(told).boat_of
    found = {each.mention: each.case for each in links}
    assert set(found) == set(true)
    assert pairwise(found, true).f1 > 0.8
    assert all(0 <= each.p_same <= 1 for each in links)


def test_a_search_ends_no_worse_than_it_might_have_begun() -> None:
    """Not below a boat for each message, nor below one for each telephone."""
    said, _, _, night = known()
    found = explain(night, 1, Effort(starts=1, cooling=3, drawing=4))
    apart = np.arange(len(said))
    phones = {each.phone: index for index, each in enumerate(said) if each.phone}
    by_phone = np.array([phones[each.phone] if each.phone else 100 + i for i, each in enumerate(said)])
    assert found.best_log == pytest.approx(total(found.best, night))
    assert found.best_log >= max(total(apart, night), total(by_phone, night))
