"""Masked nodes beside the sea take the mean of their valid neighbours, twice over; or the largest, as a peer has it."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from ashore.drift.forcing.filling import RULES, largest_of_neighbours, mean_of_neighbours

MASKS = array_shapes(min_dims=3, max_dims=3, min_side=1, max_side=7).flatmap(
    lambda shape: arrays(bool, shape, elements=st.booleans())
)


def plain(east: np.ndarray, rings: int) -> np.ndarray:
    """The rule, node by node and time by time."""
    east = east.copy()
    for _ in range(rings):
        before = east.copy()
        for t, j, i in zip(*np.nonzero(np.isnan(before)), strict=True):
            near = before[t, max(0, j - 1) : j + 2, max(0, i - 1) : i + 2]
            if np.isfinite(near).any():
                east[t, j, i] = np.nanmean(near)
    return east


@settings(deadline=None)
@given(mask=MASKS, rings=st.integers(1, 3), seed=st.integers(0, 99))
def test_filling_is_its_rule(mask: np.ndarray, rings: int, seed: int) -> None:
    """The fast way gives what going through the nodes one by one gives, for any mask that changes with time."""
    east = np.where(mask, np.nan, np.random.default_rng(seed).normal(size=mask.shape)).astype(np.float32)
    got, other, count = mean_of_neighbours(east, 2 * east, rings)
    expected = plain(east.astype(float), rings)
    np.testing.assert_allclose(got, expected, rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(other, 2 * got, rtol=1e-4, atol=1e-5)
    assert count == (np.isnan(east) & np.isfinite(expected)).any(axis=0).sum()


@settings(deadline=None)
@given(mask=MASKS)
def test_what_was_given_is_never_changed(mask: np.ndarray) -> None:
    """Filling only adds: a valid node keeps its very bits."""
    east = np.where(mask, np.nan, 0.1).astype(np.float32)
    for rule in RULES.values():
        got, _, _ = rule(east, east)
        np.testing.assert_array_equal(got[~mask], east[~mask])


def test_a_node_missing_one_part_is_missing() -> None:
    """An east without a north is no current: both are filled, or neither is there."""
    east, north = np.ones((1, 3, 3), np.float32), np.ones((1, 3, 3), np.float32)
    north[0, 1, 1] = np.nan
    east[0, 1, 1] = 99
    got_east, _, count = RULES["mean"](east, north)
    assert count == 1
    assert got_east[0, 1, 1] == 1


@settings(deadline=None)
@given(mask=MASKS, rings=st.integers(1, 12), seed=st.integers(0, 99))
def test_the_largest_neighbour_is_taken_of_each_part(mask: np.ndarray, rings: int, seed: int) -> None:
    """By the peer's rule a node has the largest value of the ring about it, each part and each time by itself."""
    values = np.random.default_rng(seed).normal(size=mask.shape).astype(np.float32)
    east, north = (np.where(mask, np.nan, part) for part in (values, -values))
    for part, got in zip((east, north), largest_of_neighbours(east, north, rings)[:2], strict=True):
        expected = part.copy()
        for _ in range(rings):
            before = expected.copy()
            for t, j, i in zip(*np.nonzero(np.isnan(before)), strict=True):
                near = before[t, max(0, j - 1) : j + 2, max(0, i - 1) : i + 2]
                expected[t, j, i] = np.fmax.reduce(near, axis=None)
        np.testing.assert_array_equal(got, expected)
    count = largest_of_neighbours(east, north, rings)[2]
    assert count == (np.isnan(east) & np.isfinite(expected)).any(axis=0).sum()


def test_the_peers_rule_goes_ten_nodes_inland() -> None:
    """Of a masked half the ten rows beside the sea are filled, and what lies further in stays missing."""
    east = np.full((1, 30, 4), np.nan, np.float32)
    east[0, :10] = [0.1, 0.2, 0.3, -0.4]
    got, _, count = RULES["opendrift"](east, -east)
    assert np.isfinite(got[0, :20]).all()
    assert np.isnan(got[0, 20:]).all()
    assert count == 40
    np.testing.assert_array_equal(got[0, 12], np.float32([0.3, 0.3, 0.3, 0.3]))


def test_by_the_peers_rule_a_node_missing_one_part_is_given_that_part() -> None:
    """There each part is filled by itself: the part that is there stays as it is."""
    east, north = np.ones((1, 3, 3), np.float32), np.ones((1, 3, 3), np.float32)
    north[0, 1, 1] = np.nan
    east[0, 1, 1] = 99
    got_east, got_north, count = RULES["opendrift"](east, north)
    assert (count, got_east[0, 1, 1], got_north[0, 1, 1]) == (1, 99, 1)
