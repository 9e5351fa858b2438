"""A proof is believed only when it checks."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ashore.people.certificates import (
    Indivisible,
    Overdrawn,
    ProofDoesNotHold,
    Refutation,
    Split,
    leans_on,
    rises_for_ever,
)
from ashore.people.system import Terms

X, Y, SUM = 0, 1, 2
COLUMNS: list[Terms] = [((1, 0),), ((1, 1),), ((1, 0), (1, 1))]


def test_a_sum_below_its_parts_is_refuted_by_the_bounds_that_clash() -> None:
    """x >= 3, y >= 2 and x + y <= 4 cannot be, and the proof leans on just those three bounds."""
    proof = Overdrawn(weights=((1, SUM), (-1, X), (-1, Y)))
    assert leans_on(proof, COLUMNS, [3, 2, None], [None, None, 4]) == {(SUM, 1), (X, -1), (Y, -1)}


@pytest.mark.parametrize(
    "proof",
    [
        pytest.param(Overdrawn(weights=((1, SUM), (-1, X))), id="the weights do not cancel"),
        pytest.param(Overdrawn(weights=((-1, SUM), (1, X), (1, Y))), id="a bound it needs is missing"),
        pytest.param(Overdrawn(weights=()), id="nothing is below zero"),
        pytest.param(Indivisible(weights=((1, SUM), (-1, X), (-1, Y))), id="one divides everything"),
        pytest.param(Indivisible(weights=()), id="nothing is left over"),
        pytest.param(
            Split(
                column=X,
                at=2,
                below=Overdrawn(weights=((1, X), (-1, X))),
                above=Overdrawn(weights=((1, X), (-1, X))),
            ),
            id="one side stays open",
        ),
    ],
)
def test_a_proof_with_a_hole_is_refused(proof: Refutation) -> None:
    """Each of these proves nothing about x >= 3, y >= 2, x + y <= 5, and raises."""
    with pytest.raises(ProofDoesNotHold):
        leans_on(proof, COLUMNS, [3, 2, None], [None, None, 5])


def test_a_doubled_column_cannot_make_an_odd_number() -> None:
    """2x - (x + y) - (x - y) = 0 with the two sums settled at 3 and 4 leaves a remainder of 1."""
    columns: list[Terms] = [*COLUMNS, ((1, 0), (-1, 1))]
    proof = Indivisible(weights=((2, X), (-1, SUM), (-1, 3)))
    assert leans_on(proof, columns, [0, 0, 3, 4], [None, None, 3, 4]) == {
        (SUM, 1),
        (SUM, -1),
        (3, 1),
        (3, -1),
    }


def test_a_split_does_not_lean_on_the_bounds_it_made_itself() -> None:
    """With x <= 2 refuted by x >= 3, and x >= 3 by x + y <= 4 and y >= 2, the split at 2 is no premise."""
    proof = Split(
        column=X,
        at=2,
        below=Overdrawn(weights=((1, X), (-1, X))),
        above=Overdrawn(weights=((1, SUM), (-1, X), (-1, Y))),
    )
    assert leans_on(proof, COLUMNS, [3, 2, None], [None, None, 4]) == {(X, -1), (SUM, 1), (Y, -1)}


def test_a_step_that_meets_a_limit_proves_no_endless_rise() -> None:
    """x may rise for ever while only y has an upper limit, and not once x + y has one."""
    assert rises_for_ever((1, 0), ((1, 0),), COLUMNS, [0, 0, None], [None, 5, None])
    assert not rises_for_ever((1, 0), ((1, 0),), COLUMNS, [0, 0, None], [None, 5, 9])
    assert not rises_for_ever((1, 0), ((1, 1),), COLUMNS, [0, 0, None], [None, 5, None])


LIMITS = st.lists(st.integers(0, 3), min_size=3, max_size=3)
WEIGHTS = st.lists(st.tuples(st.integers(-2, 2), st.integers(0, 2)), max_size=4).map(tuple)
LEAVES = st.builds(lambda weights: Overdrawn(weights=weights), WEIGHTS) | st.builds(
    lambda weights: Indivisible(weights=weights), WEIGHTS
)
PROOFS = st.recursive(
    LEAVES | st.sampled_from([Overdrawn(weights=((1, column), (-1, column))) for column in (X, Y, SUM)]),
    lambda proofs: st.builds(
        lambda column, at, below, above: Split(column=column, at=at, below=below, above=above),
        st.integers(0, 2),
        st.integers(0, 3),
        proofs,
        proofs,
    ),
    max_leaves=4,
)


@given(PROOFS, LIMITS, LIMITS)
def test_no_proof_refutes_what_has_a_point(proof: Refutation, low: list[int], spread: list[int]) -> None:
    """Whatever weights and splits are tried, one that is accepted leaves no integer point within the bounds."""
    high = [floor + more - 1 for floor, more in zip(low, spread, strict=True)]
    try:
        leans_on(proof, COLUMNS, low, high)
    except ProofDoesNotHold:
        return
    values = ((x, y, x + y) for x, y in product(range(7), repeat=2))
    assert not any(
        all(floor <= value <= ceiling for floor, value, ceiling in zip(low, point, high, strict=True))
        for point in values
    )
