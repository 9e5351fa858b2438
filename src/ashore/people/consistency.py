"""Can these claims all be true? One connected part of a system, and an exact answer every time.

A set of claims is a bit mask: bit i is the i-th claim of the part in the order of ids. What was once found is
used again: an integer point settles every set whose claims it satisfies, a checked contradiction every set
that contains it. Only what neither settles is searched, by simplex and, at a value that is not whole, by
branching. The budget counts every test, remembered or not, and every branch, so that it bounds the work too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import gcd

from ashore.people.certificates import (
    Indivisible,
    ProofDoesNotHold,
    Refutation,
    Split,
    leans_on,
    rises_for_ever,
)
from ashore.people.simplex import Tableau
from ashore.people.system import Claim, MovementsContradict, Row, Terms

DEEPEST = 200
"""Branches within branches at which a search is given up, as if the budget were spent."""


class BudgetSpent(Exception):
    """No further consistency test may be made; never leaves the people book."""


@dataclass(slots=True)
class Budget:
    """How many consistency tests may still be made."""

    left: int

    def spend(self) -> None:
        """Count one test; raises BudgetSpent when there is none left."""
        if self.left <= 0:
            raise BudgetSpent
        self.left -= 1


@dataclass(frozen=True, slots=True)
class AtLeast:
    """The demand that `sign * column >= limit`; with sign -1, that the column is at most `-limit`."""

    column: int
    sign: int
    limit: int


@dataclass(frozen=True, slots=True)
class _Limit:
    column: int
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class _Point:
    claims: int
    values: tuple[int, ...]


def members(claims: int) -> Iterator[int]:
    """The claims of a mask, each as a mask of its own, in the order of ids."""
    while claims:
        first = claims & -claims
        yield first
        claims ^= first


class Part:
    """One connected part of a system, with everything learned about it so far.

    `claims` come in the order of ids; a claim is bit i of every mask.
    """

    def __init__(
        self, variables: int, fixed: Sequence[Row], claims: Sequence[Claim], questions: Sequence[Terms]
    ) -> None:
        self._variables = variables
        self._columns: list[Terms] = [((1, variable),) for variable in range(variables)]
        self._index: dict[Terms, int] = {terms: column for column, terms in enumerate(self._columns)}
        fixed_limits = [self._limit(row) for row in fixed]
        self._claimed = [[self._limit(row) for row in claim.rows] for claim in claims]
        self.questions = [self._factored(terms) for terms in questions]
        size = len(self._columns)
        self._low: list[int | None] = [0] * variables + [None] * (size - variables)
        self._high: list[int | None] = [None] * size
        for limit in fixed_limits:
            _narrow(self._low, self._high, limit)
        self._tableau = Tableau(variables, self._columns[variables:])
        self._points: list[_Point] = []
        self._contradictions: dict[AtLeast | None, list[int]] = {None: []}

    def contradiction(self, claims: int, budget: Budget, demand: AtLeast | None = None) -> int | None:
        """Return claims of these that cannot all be true (with the demand, if any), or None if all can."""
        budget.spend()
        for point in self._points:
            if not claims & ~point.claims and (demand is None or _meets(point, demand)):
                return None
        known = self._contradictions.setdefault(demand, [])
        for cores in (self._contradictions[None], known):
            for core in cores:
                if not core & ~claims:
                    return core
        low, high, lifted, capped = self._bounds(claims, demand)
        found = self._search(low, high, budget, 0)
        if isinstance(found, list):
            self._learn(found, low, high)
            return None
        core = 0
        for column, side in leans_on(found, self._columns, low, high):
            core |= (capped if side > 0 else lifted).get(column, 0)
        if not core and demand is None:
            raise MovementsContradict()
        known.append(core)
        return core

    def contradictions_met(self) -> tuple[int, ...]:
        """Return the contradictions found so far, each proved but perhaps with claims it could spare."""
        return tuple(self._contradictions[None])

    def met_together(self, demand: AtLeast | None) -> list[int]:
        """Return the largest sets of claims true at some point found so far (that meets the demand)."""
        largest: list[int] = []
        met = {point.claims for point in self._points if demand is None or _meets(point, demand)}
        for claims in sorted(met, key=lambda claims: (-claims.bit_count(), claims)):
            if all(claims & ~other for other in largest):
                largest.append(claims)
        return largest

    def most(self, claims: int, column: int, sign: int, budget: Budget) -> int | None:
        """Return the largest integer value of `sign * column` under claims that can all be true.

        None is no limit: some step can be taken for ever from any point, by whole numbers of people.
        """
        ceiling = self.relaxed_most(claims, column, sign)
        if ceiling is None:
            return None
        if self.contradiction(claims, budget, AtLeast(column, sign, ceiling + 1)) is None:
            raise ProofDoesNotHold()
        while self.contradiction(claims, budget, AtLeast(column, sign, ceiling)) is not None:
            ceiling -= 1
        return ceiling

    def relaxed_most(self, claims: int, column: int, sign: int) -> int | None:
        """Return a number that `sign * column` never exceeds under these claims, or None for no limit."""
        low, high, _, _ = self._bounds(claims, None)
        if self._tableau.settle(low, high) is not None:
            raise MovementsContradict()
        step = self._tableau.raise_to_limit(column, sign)
        if step is None:
            return sign * self._tableau.top[column] // self._tableau.scale[column]
        rising = tuple((sign * coefficient, variable) for coefficient, variable in self._columns[column])
        if not rises_for_ever(step, rising, self._columns, low, high):
            raise ProofDoesNotHold()
        return None

    def _limit(self, row: Row) -> _Limit:
        """Write a row as the bounds of a column, rounded to what integers can reach."""
        column, factor = self._factored(row.terms)
        low, high = row.low, row.high
        if factor < 0:
            low, high = (None if high is None else -high), (None if low is None else -low)
        divisor = abs(factor)
        return _Limit(
            column, None if low is None else -(-low // divisor), None if high is None else high // divisor
        )

    def _factored(self, terms: Terms) -> tuple[int, int]:
        """Return the column, new if need be, and the factor of it that a sum is."""
        total: dict[int, int] = {}
        for coefficient, variable in terms:
            total[variable] = total.get(variable, 0) + coefficient
        ordered = sorted((variable, coefficient) for variable, coefficient in total.items() if coefficient)
        factor = gcd(*(coefficient for _, coefficient in ordered)) or 1
        if ordered and ordered[0][1] < 0:
            factor = -factor
        plain = tuple((coefficient // factor, variable) for variable, coefficient in ordered)
        column = self._index.get(plain)
        if column is None:
            column = self._index[plain] = len(self._columns)
            self._columns.append(plain)
        return column, factor

    def _bounds(
        self, claims: int, demand: AtLeast | None
    ) -> tuple[list[int | None], list[int | None], dict[int, int], dict[int, int]]:
        """Return the bounds of all columns under some claims, and whose claim lifts or caps which."""
        low, high = self._low.copy(), self._high.copy()
        lifted: dict[int, int] = {}
        capped: dict[int, int] = {}
        if demand is not None:
            limit = demand.sign * demand.limit
            rising = demand.sign > 0
            _narrow(low, high, _Limit(demand.column, limit if rising else None, None if rising else limit))
        for claim in members(claims):
            for limited in self._claimed[claim.bit_length() - 1]:
                lifts, caps = _narrow(low, high, limited)
                if lifts:
                    lifted[limited.column] = claim
                if caps:
                    capped[limited.column] = claim
        return low, high, lifted, capped

    def _search(
        self, low: list[int | None], high: list[int | None], budget: Budget, depth: int
    ) -> list[int] | Refutation:
        """Return an integer value for every variable within the bounds, or the proof that there is none."""
        if depth > DEEPEST:
            raise BudgetSpent
        tableau = self._tableau
        overdrawn = tableau.settle(low, high)
        if overdrawn is not None:
            return overdrawn
        column = tableau.fraction()
        if column is None:
            return [top // scale for top, scale in zip(tableau.top, tableau.scale, strict=True)][
                : self._variables
            ]
        indivisible = self._indivisible(column, low, high)
        if indivisible is not None:
            return indivisible
        at = tableau.top[column] // tableau.scale[column]
        budget.spend()
        capped, lifted = high.copy(), low.copy()
        capped[column], lifted[column] = at, at + 1
        below = self._search(low, capped, budget, depth + 1)
        if isinstance(below, list):
            return below
        above = self._search(lifted, high, budget, depth + 1)
        if isinstance(above, list):
            return above
        return Split(column=column, at=at, below=below, above=above)

    def _indivisible(self, column: int, low: list[int | None], high: list[int | None]) -> Indivisible | None:
        """Return the proof that the equation of a column has no integer solution, if that is why."""
        weights = self._tableau.equation(column)
        settled, step = 0, 0
        for weight, other in weights:
            limit = low[other]
            if limit is not None and limit == high[other]:
                settled += weight * limit
            else:
                step = gcd(step, weight)
        return Indivisible(weights=weights) if step and settled % step else None

    def _learn(self, values: list[int], low: list[int | None], high: list[int | None]) -> None:
        """Keep an integer point with every claim it satisfies, once its sums are checked term by term."""
        point = tuple(
            sum([coefficient * values[variable] for coefficient, variable in terms])
            for terms in self._columns
        )
        for value, floor, ceiling in zip(point, low, high, strict=True):
            if (floor is not None and value < floor) or (ceiling is not None and value > ceiling):
                raise ProofDoesNotHold()
        claims = 0
        for bit, limits in enumerate(self._claimed):
            if all(
                (limit.low is None or point[limit.column] >= limit.low)
                and (limit.high is None or point[limit.column] <= limit.high)
                for limit in limits
            ):
                claims |= 1 << bit
        self._points.append(_Point(claims, point))


def _narrow(low: list[int | None], high: list[int | None], limit: _Limit) -> tuple[bool, bool]:
    """Tighten one column's bounds by a limit; say whether its lower and its upper bound moved."""
    column = limit.column
    floor, ceiling = low[column], high[column]
    lifts = limit.low is not None and (floor is None or limit.low > floor)
    caps = limit.high is not None and (ceiling is None or limit.high < ceiling)
    if lifts:
        low[column] = limit.low
    if caps:
        high[column] = limit.high
    return lifts, caps


def _meets(point: _Point, demand: AtLeast) -> bool:
    return demand.sign * point.values[demand.column] >= demand.limit
