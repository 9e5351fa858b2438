"""Masked nodes beside the sea take the mean of their valid neighbours, twice over and no further."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from ashore.drift.forcing.filling import filled

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
    got, other, count = filled(east, 2 * east, rings)
    expected = plain(east.astype(float), rings)
    np.testing.assert_allclose(got, expected, rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(other, 2 * got, rtol=1e-4, atol=1e-5)
    assert count == (np.isnan(east) & np.isfinite(expected)).any(axis=0).sum()


@settings(deadline=None)
@given(mask=MASKS)
def test_what_was_given_is_never_changed(mask: np.ndarray) -> None:
    """Filling only adds: a valid node keeps its very bits."""
    east = np.where(mask, np.nan, 0.1).astype(np.float32)
    got, _, _ = filled(east, east)
    np.testing.assert_array_equal(got[~mask], east[~mask])


def test_a_node_missing_one_part_is_missing() -> None:
    """An east without a north is no current: both are filled, or neither is there."""
    east, north = np.ones((1, 3, 3), np.float32), np.ones((1, 3, 3), np.float32)
    north[0, 1, 1] = np.nan
    east[0, 1, 1] = 99
    got_east, _, count = filled(east, north)
    assert count == 1
    assert got_east[0, 1, 1] == 1
