"""Past the budget the answer is wider, says so, and still holds."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from solver_systems import STEP, Trial, random_trial, row

from ashore.people.reference import solve_by_trying
from ashore.people.solver import solve
from ashore.people.system import (
    Answer,
    Bound,
    Claim,
    MovementsContradict,
    QuestionFallsForEver,
    Row,
    System,
    Terms,
)


def claimed(id_: str, total: int) -> Claim:
    """A spoken count of everybody in a system of two variables."""
    return Claim(id=id_, rank=1, rows=(row(((1, 0), (1, 1)), total, total),))


def covers(wide: Bound, narrow: Bound) -> bool:
    """No number that the narrow bound allows lies outside the wide one."""
    below = wide.low <= narrow.low
    return below and (wide.high is None or (narrow.high is not None and narrow.high <= wide.high))


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.randoms(use_true_random=False).map(random_trial), st.integers(0, 120))
def test_a_spent_budget_never_narrows_a_bound(trial: Trial, budget: int) -> None:
    """At any budget the bounds cover the true ones, equal them where `exact`, and rest on true reasons."""
    try:
        exact = solve_by_trying(trial.system, trial.questions, box=trial.box, step=STEP)
    except (MovementsContradict, QuestionFallsForEver):
        return
    found = solve(trial.system, trial.questions, budget)
    for wide, narrow in zip(found.bounds, exact.bounds, strict=True):
        assert covers(wide, narrow)
        if found.exact:
            assert (wide.low, wide.high) == (narrow.low, narrow.high)
    for contradiction in found.contradictions:
        assert only(trial, contradiction.claims).contradictions[0].claims == contradiction.claims
        assert not contradiction.smallest or contradiction in exact.contradictions


def only(trial: Trial, ids: tuple[str, ...]) -> Answer:
    """The reference's answer on some of the claims, each as easily dropped as the others."""
    some = tuple(
        Claim(id=claim.id, rank=0, rows=claim.rows) for claim in trial.system.claims if claim.id in ids
    )
    system = System(variables=trial.system.variables, fixed=trial.system.fixed, claims=some)
    return solve_by_trying(system, (), box=trial.box, step=STEP)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.randoms(use_true_random=False).map(random_trial), st.integers(0, 150), st.integers(0, 2**32))
def test_order_and_naming_change_nothing_at_any_budget(trial: Trial, budget: int, shuffle: int) -> None:
    """Claims in another order and variables under other numbers give the same answer, exact or not."""
    system, random = trial.system, Random(shuffle)
    numbers = random.sample(range(system.variables), system.variables)
    claims = random.sample(system.claims, len(system.claims))

    def renamed(terms: Terms) -> Terms:
        return tuple((coefficient, numbers[variable]) for coefficient, variable in terms)

    def renamed_rows(rows: tuple[Row, ...]) -> tuple[Row, ...]:
        return tuple(row(renamed(each.terms), each.low, each.high) for each in rows)

    other = System(
        variables=system.variables,
        fixed=renamed_rows(system.fixed),
        claims=tuple(Claim(id=each.id, rank=each.rank, rows=renamed_rows(each.rows)) for each in claims),
        rivals=frozenset((two, one) for one, two in system.rivals),
    )
    questions = [renamed(question) for question in trial.questions]
    try:
        expected = solve(system, trial.questions, budget)
    except (MovementsContradict, QuestionFallsForEver) as error:
        with pytest.raises(type(error)):
            solve(other, questions, budget)
    else:
        assert solve(other, questions, budget) == expected


def test_without_any_budget_only_what_always_holds_is_used() -> None:
    """With no test allowed, a boat of at most 50 by its fixed row is 0 to 50, and the answer is not exact."""
    system = System(
        variables=2, fixed=(row(((1, 0), (1, 1)), None, 50),), claims=(claimed("a", 30), claimed("b", 40))
    )
    answer = solve(system, [((1, 0), (1, 1))], budget=0)
    assert answer.bounds == (Bound(low=0, high=50, low_because=(), high_because=()),)
    assert not answer.exact


def test_ranks_that_were_finished_still_count() -> None:
    """Hand counts agreed on before the budget ended keep bounding, whatever the spoken ones say."""
    spoken = tuple(claimed(f"spoken-{total}", total) for total in range(20, 40))
    hand = Claim(id="hand", rank=0, rows=(row(((1, 0),), 7, 7),))
    system = System(variables=2, fixed=(), claims=(hand, *spoken))
    answer = solve(system, [((1, 0),), ((1, 1),)], budget=20)
    assert not answer.exact
    assert answer.bounds[0] == Bound(low=7, high=7, low_because=("hand",), high_because=("hand",))
    assert answer.bounds[1].high is None


def test_a_contradiction_not_proved_smallest_says_so() -> None:
    """When the budget ends between the beliefs and the proofs, what is named is irreducible and marked."""
    claims = tuple(claimed(f"caller-{total}", total) for total in (30, 31, 32, 33))
    system = System(variables=2, fixed=(), claims=claims)
    answers = [solve(system, [((1, 0), (1, 1))], budget) for budget in range(200)]
    marked = [
        contradiction
        for answer in answers
        for contradiction in answer.contradictions
        if not contradiction.smallest
    ]
    assert marked
    assert all(len(contradiction.claims) == 2 for contradiction in marked)
    assert answers[-1].exact
    assert all(contradiction.smallest for contradiction in answers[-1].contradictions)


def test_a_search_that_could_branch_for_ever_ends() -> None:
    """3x - 3y + 2z = 1 with z at most 1 has rational solutions without limit and no integer one."""
    odd = Claim(id="odd", rank=1, rows=(row(((3, 0), (-3, 1), (2, 2)), 1, 1),))
    few = Claim(id="few", rank=1, rows=(row(((1, 2),), 0, 1),))
    answer = solve(System(variables=3, fixed=(), claims=(odd, few)), [((1, 2),)])
    assert (answer.bounds[0].low, answer.bounds[0].high) == (0, None)
    assert answer.contradictions[0].claims == ("few", "odd")
