"""The same answers as the solver, found by trying everything: slow, short, and meant to be read.

Every way the people could be is one point: a whole number for each variable. We walk through all points of a
box, note which claims each point makes true, and read everything off that list. It serves to check
`ashore.people.solver` on small systems, and for nothing else.

**How large a box is enough.** If fixed rows cap every variable, a box up to the largest cap holds every point
there is. If they do not, let `a` be the largest absolute value of a determinant of rows of the system (the
rows `x >= 0` too) and `b` the largest absolute limit. A corner of any region cut out by `n` variables' rows
has coordinates of at most `n * a * b`, and an integer point that is feasible (or best) lies within `n * a` of
a corner where the rational optimum is (Cook, Gerards, Schrijver and Tardos, 1986). So `n * a * (b + 1)` is
enough. Whether a sum grows without limit is decided by steps that leave no limit however often they are
taken; the edges of the region's far end are steps with entries of at most `a`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, combinations, product

from ashore.people.system import (
    Answer,
    Bound,
    Contradiction,
    MovementsContradict,
    QuestionFallsForEver,
    Row,
    System,
    Terms,
)

Ids = frozenset[str]


def solve_by_trying(system: System, questions: Sequence[Terms], *, box: int, step: int) -> Answer:
    """Answer as `solve` does, from all points with coordinates up to `box` and steps with entries to `step`.

    Raises what `solve` raises. Takes time like `(box + 1) ** variables` and `2 ** claims`.
    """
    return _Trial(system, questions, box, step).answer()


class _Trial:
    """A system with the list of its points and of its steps, each with the claims that it respects."""

    def __init__(self, system: System, questions: Sequence[Terms], box: int, step: int) -> None:
        self.system = system
        self.questions = questions
        self.ids = sorted(claim.id for claim in system.claims)
        self.points = [
            (true_claims(system, point), point)
            for point in product(range(box + 1), repeat=system.variables)
            if all_hold(system.fixed, point)
        ]
        self.steps = [
            (endless_claims(system, step_), step_)
            for step_ in product(range(step + 1), repeat=system.variables)
            if all(endless(row, step_) for row in system.fixed)
        ]
        self.worlds = {claims for claims, _ in self.points}
        self.reached: dict[tuple[int, Terms], dict[Ids, int]] = {}
        if not self.points:
            raise MovementsContradict()

    def answer(self) -> Answer:
        """All bounds and all contradictions."""
        beliefs = sorted(self.beliefs(), key=sorted)
        dropped = [id_ for id_ in self.ids if any(id_ not in belief for belief in beliefs)]
        contradictions = {tuple(sorted(found)) for id_ in dropped for found in self.contradiction_with(id_)}
        return Answer(
            bounds=tuple(self.bound(question, beliefs) for question in self.questions),
            contradictions=tuple(Contradiction(claims=ids, smallest=True) for ids in sorted(contradictions)),
            exact=True,
            sets=len(beliefs),
        )

    def possible(self, claims: Ids) -> bool:
        """Some point makes all these claims true."""
        return any(claims <= world for world in self.worlds)

    def allowed(self, claims: Ids) -> bool:
        """These claims can be believed together."""
        return self.possible(claims) and not any(claims.issuperset(pair) for pair in self.system.rivals)

    def beliefs(self) -> set[Ids]:
        """Rank by rank, every allowed set that no other allowed set with the same beginning contains."""
        beliefs = {frozenset[str]()}
        for rank in sorted({claim.rank for claim in self.system.claims}):
            ids = sorted(claim.id for claim in self.system.claims if claim.rank == rank)
            grown = {
                belief: [belief | more for more in subsets(ids) if self.allowed(belief | more)]
                for belief in beliefs
            }
            beliefs = {
                one for sets in grown.values() for one in sets if not any(one < other for other in sets)
            }
        return beliefs

    def most(self, claims: Ids, sign: int, question: Terms) -> int | None:
        """The most that `sign * question` can be when these claims are true; None is no limit."""
        if any(claims <= kept and sign * value(question, step) > 0 for kept, step in self.steps):
            return None
        most = self.most_in_each_world(sign, question)
        return max(most[world] for world in self.worlds if claims <= world)

    def most_in_each_world(self, sign: int, question: Terms) -> dict[Ids, int]:
        """The most that `sign * question` is at any point of each world; looked up once for each question."""
        if (sign, question) not in self.reached:
            most: dict[Ids, int] = {}
            for world, point in self.points:
                here = sign * value(question, point)
                if world not in most or here > most[world]:
                    most[world] = here
            self.reached[sign, question] = most
        return self.reached[sign, question]

    def bound(self, question: Terms, beliefs: list[Ids]) -> Bound:
        """The least and the most of a question over all beliefs, with reasons."""
        if self.most(frozenset(), -1, question) is None:
            raise QuestionFallsForEver()
        least, low_because = self.extreme(-1, question, beliefs)
        high, high_because = self.extreme(1, question, beliefs)
        assert least is not None  # claims only narrow
        return Bound(low=-least, high=high, low_because=low_because, high_because=high_because)

    def extreme(self, sign: int, question: Terms, beliefs: list[Ids]) -> tuple[int | None, tuple[str, ...]]:
        """The most of `sign * question` in any belief, and the first smallest part of one that forces it."""
        found = [self.most(belief, sign, question) for belief in beliefs]
        bounded = [most for most in found if most is not None]
        if len(bounded) < len(found):
            return None, ()
        belief = beliefs[found.index(max(bounded))]
        forcing = (some for some in subsets(belief) if self.most(some, sign, question) == max(bounded))
        return max(bounded), tuple(sorted(next(forcing)))

    def contradiction_with(self, id_: str) -> Iterator[Ids]:
        """The first smallest set of claims that is possible without this one and not with it, if any."""
        for others in subsets([other for other in self.ids if other != id_]):
            if self.possible(others) and not self.possible(others | {id_}):
                yield others | {id_}
                return


def value(terms: Terms, point: Sequence[int]) -> int:
    """The sum at a point."""
    total = 0  # of a million points: `sum` over a generator takes three times as long
    for coefficient, variable in terms:
        total += coefficient * point[variable]
    return total


def holds(row: Row, point: Sequence[int]) -> bool:
    """The row is true at a point."""
    total = value(row.terms, point)
    return (row.low is None or row.low <= total) and (row.high is None or total <= row.high)


def all_hold(rows: Iterable[Row], point: Sequence[int]) -> bool:
    """Every row is true at a point."""
    for row in rows:  # noqa: SIM110 - a generator for each of a million points would take as long as the work
        if not holds(row, point):
            return False
    return True


def endless(row: Row, step: Sequence[int]) -> bool:
    """The row stays true however often the step is taken."""
    change = value(row.terms, step)
    return (row.low is None or change >= 0) and (row.high is None or change <= 0)


def true_claims(system: System, point: Sequence[int]) -> Ids:
    """The claims that are true at a point."""
    return frozenset(claim.id for claim in system.claims if all_hold(claim.rows, point))


def endless_claims(system: System, step: Sequence[int]) -> Ids:
    """The claims that stay true however often the step is taken."""
    return frozenset(claim.id for claim in system.claims if all(endless(row, step) for row in claim.rows))


def subsets(ids: Iterable[str]) -> Iterator[Ids]:
    """All subsets, the smallest first, and those of one size in the order of sorted ids."""
    ordered = sorted(ids)
    return map(
        frozenset, chain.from_iterable(combinations(ordered, size) for size in range(len(ordered) + 1))
    )
