"""What follows from a book whose claims disagree: exact bounds, what forces them, and what contradicts what.

A *belief* is a set of claims that can all be true, with no two rivals, made rank by rank: as many of the
first rank as can be added, then as many of the next. A bound ranges over every such belief. Nothing is
decided by a float, and nothing by a count of voices.

The system falls into parts that share no variable and no rivalry. Each is solved alone: limits of a sum over
parts add up, and the beliefs of the whole are all combinations.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import reduce
from math import prod
from operator import and_

from ashore.people.beliefs import irreducible, maximal_sets
from ashore.people.consistency import AtLeast, Budget, BudgetSpent, Part, members
from ashore.people.fewest import fewest
from ashore.people.parts import Share, split
from ashore.people.system import Answer, Bound, Contradiction, QuestionFallsForEver, System, Terms

ASIDE = 100
"""Tests allowed beside the budget: for the fixed rows of a part, and to make one contradiction irreducible."""

Extreme = Callable[[int, int], tuple[int | None, tuple[str, ...]]]
"""For a column and a sign: the most `sign * column` can be (None: no limit), and claims that force it."""


def solve(system: System, questions: Sequence[Terms], budget: int = 20_000) -> Answer:
    """Bound every question over all beliefs of a system, and name the contradictions between its claims.

    `budget` is how many consistency tests may be made; past it the answer says `exact=False` (see `Answer`).
    The answer does not depend on the order of the claims or the naming of the variables.
    Raises MovementsContradict if the fixed rows alone have no solution, and QuestionFallsForEver if they
    leave a question without a lower limit.
    """
    tests = Budget(budget)
    parts = [_PartSolver(share, tests) for share in split(system, questions)]
    for part in parts:
        part.check_fixed_rows()
    solved = [part.solve() for part in parts]
    nothing = Bound(low=0, high=0, low_because=(), high_because=())
    bounds = [
        reduce(_sum, [each.bounds[number] for each in solved if number in each.bounds], nothing)
        for number in range(len(questions))
    ]
    contradictions = {contradiction for each in solved for contradiction in each.contradictions}
    return Answer(
        bounds=tuple(bounds),
        contradictions=tuple(sorted(contradictions, key=lambda each: each.claims)),
        exact=all(each.exact for each in solved),
        sets=prod(each.sets for each in solved),
    )


def _sum(one: Bound, other: Bound) -> Bound:
    """Add the bounds of two parts: what forces the sum is what forces each."""
    high = None if one.high is None or other.high is None else one.high + other.high
    return Bound(
        low=one.low + other.low,
        high=high,
        low_because=tuple(sorted(one.low_because + other.low_because)),
        high_because=() if high is None else tuple(sorted(one.high_because + other.high_because)),
    )


@dataclass(frozen=True, slots=True)
class _Solved:
    """What one part says: a bound for its share of each question that has one, by the question's number."""

    bounds: dict[int, Bound]
    contradictions: set[Contradiction]
    exact: bool
    sets: int


class _PartSolver:
    """The search for one part's beliefs, bounds and contradictions, on one budget of tests."""

    def __init__(self, share: Share, tests: Budget) -> None:
        self._share = share
        self._tests = tests
        self._part = Part(share.variables, share.fixed, share.claims, [terms for _, terms in share.questions])
        self._all = (1 << len(share.claims)) - 1
        self._beliefs = [0]

    def check_fixed_rows(self) -> None:
        """Raise MovementsContradict if what always holds cannot; an undecided search passes for a solution."""
        with suppress(BudgetSpent):
            self._part.contradiction(0, Budget(ASIDE))

    def solve(self) -> _Solved:
        """Answer for this part, exactly or, when the budget ends first, by what no belief drops."""
        try:
            self._believe()
            bounds, exact = self._bounds(self._over_all_beliefs), True
        except BudgetSpent:
            bounds, exact = self._bounds(self._over_what_is_certain), False
        return _Solved(bounds, self._contradictions(), exact, len(self._beliefs))

    def _believe(self) -> None:
        """Find all beliefs rank by rank; when the budget ends, those of the ranks that were finished stay."""
        for rank in sorted({claim.rank for claim in self._share.claims}):
            candidates = sum(1 << bit for bit, claim in enumerate(self._share.claims) if claim.rank == rank)
            self._beliefs = [
                belief
                for base in self._beliefs
                for belief in maximal_sets(base, candidates, self._conflict, self._tests)
            ]
        self._beliefs.sort(key=self._ids)

    def _conflict(self, claims: int) -> int | None:
        """The test of a belief: rivals in it, or claims of it that cannot all be true, or None."""
        for claim in members(claims):
            rivals = self._share.rivals[claim.bit_length() - 1] & claims
            if rivals:
                return claim | (rivals & -rivals)
        return self._contradicted(claims)

    def _contradicted(self, claims: int) -> int | None:
        return self._part.contradiction(claims, self._tests)

    def _bounds(self, extreme: Extreme) -> dict[int, Bound]:
        bounds = {}
        for (number, _), (column, factor) in zip(self._share.questions, self._part.questions, strict=True):
            rising = 1 if factor > 0 else -1
            if self._part.relaxed_most(0, column, -rising) is None:
                raise QuestionFallsForEver()
            most, high_because = extreme(column, rising)
            least, low_because = extreme(column, -rising)
            assert least is not None  # claims only add rows
            bounds[number] = Bound(
                low=-abs(factor) * least,
                high=None if most is None else abs(factor) * most,
                low_because=low_because,
                high_because=high_because,
            )
        return bounds

    def _over_all_beliefs(self, column: int, sign: int) -> tuple[int | None, tuple[str, ...]]:
        """The most of `sign * column` in any belief, and fewest claims of the first belief that has it."""
        most, where = None, 0
        for belief in self._beliefs:
            if most is not None:
                beyond = AtLeast(column, sign, most + 1)
                if self._part.contradiction(belief, self._tests, beyond) is not None:
                    continue
            most, where = self._part.most(belief, column, sign, self._tests), belief
            if most is None:
                return None, ()
        assert most is not None
        return most, self._ids(self._forcing(where, AtLeast(column, sign, most + 1)))

    def _over_what_is_certain(self, column: int, sign: int) -> tuple[int | None, tuple[str, ...]]:
        """A number `sign * column` cannot pass under the claims that every belief found so far holds."""
        certain = reduce(and_, self._beliefs)
        most = self._part.relaxed_most(certain, column, sign)
        if most is None:
            return None, ()
        return most, self._ids(
            self._part.contradiction(certain, Budget(1), AtLeast(column, sign, most + 1)) or 0
        )

    def _forcing(self, belief: int, beyond: AtLeast) -> int:
        """Fewest claims of a belief that rule out a demand which the whole belief rules out."""

        def ruled_out(claims: int) -> int | None:
            return self._part.contradiction(claims, self._tests, beyond)

        try:
            claims = fewest(
                belief, ruled_out, lambda _: None, self._tests, idle=self._part.met_together(beyond)
            )
        except BudgetSpent:
            claims = self._part.contradiction(belief, Budget(1), beyond)
        assert claims is not None
        return claims

    def _contradictions(self) -> set[Contradiction]:
        """For every claim that some belief drops, the smallest contradiction it is needed for."""
        proved, met = set(), set()
        for claim in members(self._all & ~reduce(and_, self._beliefs)):
            try:
                others = self._fewest_against(claim)
            except BudgetSpent:
                met |= self._contradiction_met(claim)
            else:
                proved |= set() if others is None else {others | claim}
        return {Contradiction(claims=self._ids(core), smallest=True) for core in proved} | {
            Contradiction(claims=self._ids(core), smallest=False) for core in met - proved
        }

    def _fewest_against(self, claim: int) -> int | None:
        def contradicted_with(claims: int) -> int | None:
            return self._contradicted(claims | claim)

        return fewest(
            self._all & ~claim,
            contradicted_with,
            self._contradicted,
            self._tests,
            idle=[together for together in self._part.met_together(None) if together & claim],
            spoils=self._part.contradictions_met(),
        )

    def _contradiction_met(self, claim: int) -> set[int]:
        """The smallest contradiction with a claim among those the search has met, made irreducible."""
        met = [core for core in self._part.contradictions_met() if core & claim]
        if not met:
            return set()
        smallest = min(met, key=lambda core: (core.bit_count(), self._ids(core)))
        tests = Budget(ASIDE)
        try:
            return {irreducible(smallest, lambda claims: self._part.contradiction(claims, tests))}
        except BudgetSpent:
            return set()

    def _ids(self, claims: int) -> tuple[str, ...]:
        return tuple([self._share.claims[claim.bit_length() - 1].id for claim in members(claims)])
