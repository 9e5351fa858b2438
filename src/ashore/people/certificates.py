"""Proofs that rows cannot hold in integers, and the checking of them with integers alone.

A *column* is a sum of variables with a lower and an upper bound, either of which may be None. A refutation
gives weights under which the columns cancel, so that the weighted sum is zero whatever the variables are:

- `Overdrawn`: the bounds keep that same sum below zero (Farkas' lemma);
- `Indivisible`: the columns whose value is settled leave a remainder that the others cannot make up, all of
  their weights being multiples of one number (the equation has no integer solution);
- `Split`: some column is at most `at` or at least `at + 1`, and each side is refuted.

Whoever found a refutation may be wrong without harm: nothing is believed that `leans_on` did not check, and
the claims named in a contradiction are read from the checked proof.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import gcd

from ashore.model.errors import LedgerFault
from ashore.people.system import Terms

Weights = tuple[tuple[int, int], ...]
"""Pairs of (weight, column)."""
Limits = Sequence[int | None]
"""One bound per column."""
Side = tuple[int, int]
"""A bound: the column, and +1 for its upper or -1 for its lower bound."""


class ProofDoesNotHold(LedgerFault):
    """The engine gave a proof that does not check: a fault in the engine, caught before anybody read it."""

    code = "proof-does-not-hold"
    says = "The bounds on how many may be out failed their own check, so none are shown."
    hint = "Count by hand from the reports, and tell whoever looks after the desk: the program is at fault."


@dataclass(frozen=True, slots=True, kw_only=True)
class Overdrawn:
    """Weights that cancel over the variables while the bounds keep the sum below zero."""

    weights: Weights


@dataclass(frozen=True, slots=True, kw_only=True)
class Indivisible:
    """Weights that cancel over the variables while the settled columns leave a remainder."""

    weights: Weights


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """Refuted both where the column is at most `at` and where it is at least `at + 1`."""

    column: int
    at: int
    below: Refutation
    above: Refutation


Refutation = Overdrawn | Indivisible | Split


def leans_on(proof: Refutation, columns: Sequence[Terms], low: Limits, high: Limits) -> frozenset[Side]:
    """Check a refutation and return the bounds it needs; raises ProofDoesNotHold if it proves nothing."""
    match proof:
        case Overdrawn(weights=weights):
            _must(_cancel(weights, columns))
            return _overdrawn(weights, low, high)
        case Indivisible(weights=weights):
            _must(_cancel(weights, columns))
            return _indivisible(weights, low, high)
        case Split(column=column, at=at):
            below = leans_on(proof.below, columns, low, _with(high, column, at))
            above = leans_on(proof.above, columns, _with(low, column, at + 1), high)
            return (below - {(column, 1)}) | (above - {(column, -1)})


def rises_for_ever(
    step: Sequence[int], rising: Terms, columns: Sequence[Terms], low: Limits, high: Limits
) -> bool:
    """Say whether walking along `step` (one whole number per variable) leaves no bound and lifts `rising`.

    From any point that keeps the bounds, each further step then keeps them too: the sum has no upper limit.
    """
    for terms, floor, ceiling in zip(columns, low, high, strict=True):
        climb = _along(terms, step)
        if (climb < 0 and floor is not None) or (climb > 0 and ceiling is not None):
            return False
    return _along(rising, step) > 0


def _along(terms: Terms, step: Sequence[int]) -> int:
    return sum(coefficient * step[variable] for coefficient, variable in terms)


def _with(limits: Limits, column: int, limit: int) -> list[int | None]:
    narrowed = list(limits)
    narrowed[column] = limit
    return narrowed


def _cancel(weights: Weights, columns: Sequence[Terms]) -> bool:
    total: dict[int, int] = {}
    for weight, column in weights:
        for coefficient, variable in columns[column]:
            total[variable] = total.get(variable, 0) + weight * coefficient
    return not any(total.values())


def _overdrawn(weights: Weights, low: Limits, high: Limits) -> frozenset[Side]:
    most = 0
    sides: set[Side] = set()
    for weight, column in weights:
        limit = high[column] if weight > 0 else low[column]
        if limit is None:
            raise ProofDoesNotHold()
        most += weight * limit
        sides.add((column, 1 if weight > 0 else -1))
    _must(most < 0)
    return frozenset(sides)


def _indivisible(weights: Weights, low: Limits, high: Limits) -> frozenset[Side]:
    settled = 0
    step = 0
    sides: set[Side] = set()
    for weight, column in weights:
        limit = low[column]
        if limit is not None and limit == high[column]:
            settled += weight * limit
            sides |= {(column, 1), (column, -1)}
        else:
            step = gcd(step, weight)
    _must(settled % step != 0 if step else settled != 0)
    return frozenset(sides)


def _must(holds: bool) -> None:
    if not holds:
        raise ProofDoesNotHold()
