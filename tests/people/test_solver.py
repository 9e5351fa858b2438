"""What follows from claims that agree, contradict, and stand beside one another."""

from __future__ import annotations

import pytest
from solver_systems import row

from ashore.people.solver import solve
from ashore.people.system import (
    Bound,
    Claim,
    Contradiction,
    MovementsContradict,
    QuestionFallsForEver,
    Row,
    System,
    Terms,
)

ABOARD, TAKEN_OFF = 0, 1
LEFT: Terms = ((1, ABOARD), (-1, TAKEN_OFF))
NOBODY_BELOW_ZERO = row(LEFT, 0, None)


def spoken(id_: str, low: int, high: int | None, terms: Terms = ((1, ABOARD),)) -> Claim:
    """A claim that a later one may oppose."""
    return Claim(id=id_, rank=1, rows=(row(terms, low, high),))


def counted(id_: str, number: int, terms: Terms = ((1, TAKEN_OFF),)) -> Claim:
    """A hand count."""
    return Claim(id=id_, rank=0, rows=(row(terms, number, number),))


def all_off(id_: str = "all off", terms: Terms = LEFT) -> Claim:
    """A unit says that nobody is left."""
    return spoken(id_, 0, 0, terms)


def one_boat(*claims: Claim, rivals: tuple[tuple[str, str], ...] = ()) -> System:
    """A boat with so many aboard, of whom some were taken off."""
    return System(variables=2, fixed=(NOBODY_BELOW_ZERO,), claims=claims, rivals=frozenset(rivals))


def bound(low: int, high: int | None, low_because: str = "", high_because: str = "") -> Bound:
    """A bound with its reasons in one line, claims parted by commas."""
    lows, highs = (tuple(each for each in ids.split(", ") if each) for ids in (low_because, high_because))
    return Bound(low=low, high=high, low_because=lows, high_because=highs)


def test_nothing_said_means_no_limit() -> None:
    """A boat of which nobody gave a number holds 0 to not known."""
    answer = solve(one_boat(counted("cutter 13", 13)), [LEFT])
    assert answer.bounds == (bound(0, None),)
    assert answer.contradictions == ()
    assert (answer.exact, answer.sets) == (True, 1)


def test_claims_that_agree_close_the_account() -> None:
    """The survivors say 13, the cutter took off 13 and says all: nobody is left, and all-off alone says so."""
    answer = solve(one_boat(spoken("survivors 13", 13, 13), counted("cutter 13", 13), all_off()), [LEFT])
    assert answer.bounds == (bound(0, 0, "", "all off"),)


def test_one_caller_who_said_more_keeps_the_account_open() -> None:
    """Callers say 25 to 30 and 40, 33 are taken off, all off: 0 to 7, and 7 is forced by the 40 and the 33."""
    claims = (
        spoken("caller 25-30", 25, 30),
        spoken("caller 40", 40, 40),
        counted("cutter 33", 33),
        all_off(),
    )
    answer = solve(one_boat(*claims), [LEFT])
    assert answer.bounds == (bound(0, 7, "", "caller 40, cutter 33"),)
    assert answer.sets == 2
    assert answer.contradictions == (
        Contradiction(claims=("all off", "caller 40", "cutter 33"), smallest=True),
        Contradiction(claims=("caller 25-30", "caller 40"), smallest=True),
    )


def test_a_count_above_every_call_is_a_contradiction() -> None:
    """Without the 40 the account closes, and that 33 exceeds 30 stays listed."""
    answer = solve(one_boat(spoken("caller 25-30", 25, 30), counted("cutter 33", 33), all_off()), [LEFT])
    assert answer.bounds == (bound(0, 0, "", "all off"),)
    assert answer.contradictions == (Contradiction(claims=("caller 25-30", "cutter 33"), smallest=True),)


def test_a_joint_landing_leaves_each_boat_open_and_the_sum_closed() -> None:
    """30 and 25 set out and 52 landed from both: 0 to 3 each, and 3 together."""
    boat_b: Terms = ((1, 2), (-1, 3))
    system = System(
        variables=4,
        fixed=(NOBODY_BELOW_ZERO, row(boat_b, 0, None)),
        claims=(
            spoken("A 30", 30, 30),
            spoken("B 25", 25, 25, ((1, 2),)),
            counted("landed 52", 52, ((1, TAKEN_OFF), (1, 3))),
        ),
    )
    everything = "A 30, B 25, landed 52"
    assert solve(system, [LEFT, boat_b, (*LEFT, *boat_b)]).bounds == (
        bound(0, 3, "", everything),
        bound(0, 3, "", everything),
        bound(3, 3, everything, everything),
    )


def test_rivals_are_alternatives_where_their_ranges_meet() -> None:
    """25 to 35 and 33 to 47 of the same people are 25 to 47, not 33 to 35, and contradict nothing."""
    claims = (spoken("about 30", 25, 35), spoken("33 to 47", 33, 47))
    answer = solve(one_boat(*claims, rivals=(("33 to 47", "about 30"),)), [((1, ABOARD),)])
    assert answer.bounds == (bound(25, 47, "about 30", "33 to 47"),)
    assert answer.contradictions == ()
    assert answer.sets == 2


def test_the_total_does_not_hide_the_part() -> None:
    """13 with one child, 13 taken off of whom none a child, all off by part: total 0 to 1, children 0 to 1."""
    children: Terms = ((1, 0), (-1, 2))
    others: Terms = ((1, 1), (-1, 3))
    system = System(
        variables=4,
        fixed=(row(children, 0, None), row(others, 0, None)),
        claims=(
            spoken("caller 13", 13, 13, ((1, 0), (1, 1))),
            spoken("caller one child", 1, 1, ((1, 0),)),
            counted("off 13", 13, ((1, 2), (1, 3))),
            counted("off no child", 0, ((1, 2),)),
            all_off("all children off", children),
            all_off("all others off", others),
        ),
    )
    answer = solve(system, [(*children, *others), children])
    assert [(each.low, each.high) for each in answer.bounds] == [(0, 1), (0, 1)]
    assert answer.bounds[1].high_because == ("caller one child",)


def test_a_lower_rank_is_never_dropped_for_a_higher() -> None:
    """Two hand counts that disagree leave two beliefs, and no spoken count chooses between them."""
    claims = (
        counted("quay 23", 23),
        counted("lifeboat 24", 24),
        spoken("survivors", 24, 24, ((1, TAKEN_OFF),)),
    )
    answer = solve(one_boat(*claims), [((1, TAKEN_OFF),)])
    assert answer.bounds == (bound(23, 24, "quay 23", "lifeboat 24"),)
    assert answer.contradictions == (
        Contradiction(claims=("lifeboat 24", "quay 23"), smallest=True),
        Contradiction(claims=("quay 23", "survivors"), smallest=True),
    )


def test_people_come_whole() -> None:
    """Three pairs of 1 each cannot be three halves: one of the three is not true."""
    pairs = {"a": (0, 1), "b": (1, 2), "c": (0, 2)}
    claims = tuple(counted(id_, 1, tuple((1, each) for each in pair)) for id_, pair in pairs.items())
    answer = solve(System(variables=3, fixed=(), claims=claims), [((1, 0), (1, 1), (1, 2))])
    assert answer.contradictions == (Contradiction(claims=("a", "b", "c"), smallest=True),)
    assert answer.bounds == (bound(1, 2, "a", "a, b"),)


def test_a_contradiction_names_the_claims_that_need_each_other() -> None:
    """A claim is named with what it is needed for, not with a shorter quarrel of others."""
    claims = (
        spoken("p 30", 30, 30),
        spoken("q 40", 40, 40),
        spoken("r", 5, 5, ((1, 1),)),
        spoken("s", 5, 5, ((1, 2),)),
        spoken("r and s", 11, 11, ((1, 1), (1, 2))),
    )
    answer = solve(System(variables=3, fixed=(), claims=claims), [])
    assert [each.claims for each in answer.contradictions] == [("p 30", "q 40"), ("r", "r and s", "s")]


def test_parts_that_share_nothing_are_combined() -> None:
    """Two boats with two callers each have four beliefs, and the sum's reason is one caller of each."""
    claims = tuple(
        spoken(f"{boat} {number}", number, number, ((1, variable),))
        for variable, boat in enumerate("AB")
        for number in (20, 30)
    )
    answer = solve(System(variables=2, fixed=(), claims=claims), [((1, 0), (1, 1))])
    assert answer.sets == 4
    assert answer.bounds == (bound(40, 60, "A 20, B 20", "A 30, B 30"),)


def test_two_claims_that_push_each_other_up_for_ever_contradict() -> None:
    """x above y and y above x end in a contradiction, not in a loop."""
    claims = (spoken("x > y", 1, None, ((1, 0), (-1, 1))), spoken("y > x", 1, None, ((1, 1), (-1, 0))))
    answer = solve(System(variables=2, fixed=(), claims=claims), [((1, 0),)])
    assert answer.contradictions == (Contradiction(claims=("x > y", "y > x"), smallest=True),)
    assert answer.bounds == (bound(0, None),)


@pytest.mark.parametrize(
    "fixed",
    [
        pytest.param((row(((1, 0),), 3, 2),), id="one row against itself"),
        pytest.param((row((), 1, None),), id="nothing is at least one"),
        pytest.param((row((), None, -1),), id="nothing is below zero"),
        pytest.param((row(((2, 0),), 1, 1),), id="half a person"),
        pytest.param((row(((1, 0), (-1, 0)), 1, 1),), id="a sum that cancels"),
    ],
)
def test_fixed_rows_without_a_solution_are_a_fault(fixed: tuple[Row, ...]) -> None:
    """What always holds must be able to hold; the book upstream is wrong, and the error says what to do."""
    with pytest.raises(MovementsContradict) as caught:
        solve(System(variables=1, fixed=fixed, claims=(spoken("caller", 1, 1),)), [((1, 0),)])
    assert caught.value.as_json()["code"] == "movements-contradict"


def test_a_question_without_a_floor_is_a_fault() -> None:
    """No count of people falls below every number."""
    with pytest.raises(QuestionFallsForEver):
        solve(System(variables=1, fixed=(), claims=()), [((-1, 0),)])


def test_rows_without_a_solution_are_told_before_a_question_without_a_floor() -> None:
    """When both are wrong, in two parts that share nothing, the rows are named: nothing follows from them."""
    system = System(variables=2, fixed=(row(((1, 1),), None, -1),), claims=())
    with pytest.raises(MovementsContradict):
        solve(system, [((-1, 0),)])


def test_a_question_about_nobody_is_zero() -> None:
    """An empty sum is 0 for no reason, and a coefficient counts each person that often."""
    system = System(variables=1, fixed=(), claims=(spoken("caller", 2, 3, ((1, 0),)),))
    assert solve(system, [(), ((2, 0),), ((1, 0), (-1, 0))]).bounds == (
        bound(0, 0),
        bound(4, 6, "caller", "caller"),
        bound(0, 0),
    )


@pytest.mark.parametrize(
    ("claims", "rivals"),
    [
        pytest.param((spoken("a", 1, 1), spoken("a", 2, 2)), (), id="an id used twice"),
        pytest.param((spoken("a", 1, 1),), (("a", "b"),), id="a rival that is not there"),
        pytest.param((spoken("a", 1, 1),), (("a", "a"),), id="a rival of itself"),
        pytest.param((spoken("a", 1, 1, ((1, 2),)),), (), id="a variable that is not there"),
    ],
)
def test_a_system_that_names_what_is_not_there_is_refused(
    claims: tuple[Claim, ...], rivals: tuple[tuple[str, str], ...]
) -> None:
    """Mistakes of whoever writes the system are caught before anything is solved."""
    with pytest.raises(ValueError, match=r"claim|variable"):
        one_boat(*claims, rivals=rivals)
