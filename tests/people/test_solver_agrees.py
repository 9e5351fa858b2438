"""The solver and the reference that tries everything answer alike."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from solver_systems import FAMILIES, STEP, Trial, random_trial

from ashore.people.reference import solve_by_trying
from ashore.people.solver import solve
from ashore.people.system import Answer, MovementsContradict, QuestionFallsForEver


def answered(trial: Trial) -> Answer | str:
    """The solver's answer, or the name of what it raised."""
    try:
        return solve(trial.system, trial.questions)
    except (MovementsContradict, QuestionFallsForEver) as error:
        return error.code


def tried(trial: Trial) -> Answer | str:
    """The reference's answer, or the name of what it raised."""
    try:
        return solve_by_trying(trial.system, trial.questions, box=trial.box, step=STEP)
    except (MovementsContradict, QuestionFallsForEver) as error:
        return error.code


def seen_in(trial: Trial, answer: Answer | str) -> list[str]:
    """What this trial puts to the proof."""
    if isinstance(answer, str):
        return [answer, trial.family]
    contradicting = {claims for contradiction in answer.contradictions for claims in contradiction.claims}
    return [
        trial.family,
        *(["no limit"] if any(bound.high is None for bound in answer.bounds) else []),
        *(["contradiction"] if answer.contradictions else []),
        *(["several beliefs"] if answer.sets > 1 else []),
        *(["alternatives only"] if answer.sets > 1 and not contradicting else []),
        *(["reason of two or more"] if any(len(bound.high_because) > 1 for bound in answer.bounds) else []),
        *(
            ["contradiction of three or more"]
            if any(len(each.claims) > 2 for each in answer.contradictions)
            else []
        ),
    ]


def agree_on(seeds: range) -> Counter[str]:
    """Compare the two on one random system per seed and count what those systems had in them."""
    seen: Counter[str] = Counter()
    for seed in seeds:
        trial = random_trial(Random(seed))
        expected = tried(trial)
        assert answered(trial) == expected, f"seed {seed}: {trial}"
        seen.update(seen_in(trial, expected))
    return seen


def test_solver_agrees_with_trying_everything_on_a_thousand_systems() -> None:
    """Bounds, reasons, contradictions and refusals are equal on 1,000 systems that hold every kind of trouble."""
    seen = agree_on(range(1_000))
    assert all(seen[family] > 100 for family in FAMILIES)
    assert seen["contradiction"] > 150
    assert seen["contradiction of three or more"] > 15
    assert seen["several beliefs"] > 100
    assert seen["alternatives only"] > 10
    assert seen["no limit"] > 100
    assert seen["reason of two or more"] > 50
    assert seen["movements-contradict"] > 10
    assert seen["question-falls-for-ever"] > 10


@pytest.mark.slow
@pytest.mark.parametrize("first", range(1_000, 13_000, 2_000))
def test_solver_agrees_with_trying_everything_on_many_more_systems(first: int) -> None:
    """Another 20,000 systems, none of them among the first thousand."""
    assert agree_on(range(first, first + 2_000)).total() > 2_000


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.randoms(use_true_random=False).map(random_trial))
def test_solver_agrees_with_trying_everything_on_systems_that_shrink(trial: Trial) -> None:
    """The same comparison, drawn so that a failure shrinks to a small system."""
    assert answered(trial) == tried(trial)
