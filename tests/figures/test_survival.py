"""Kaplan and Meier's estimate beside Efron's, written in other words, and beside what is known in closed form."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ashore.figures.survival import Z_95, Span, kaplan_meier, median

LEUKAEMIA = [6, 6, 6, 7, 10, 13, 16, 22, 23]
CENSORED = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
"""Weeks in remission under 6-MP: Freireich and others (1963), the example of every textbook."""


def spans_of(happened: list[int], censored: list[int]) -> list[Span]:
    return [
        *(Span(length=length, happened=True) for length in happened),
        *(Span(length=length, happened=False) for length in censored),
    ]


def redistributed(spans: list[Span]) -> dict[int, Fraction]:
    """Return the share left after each event, by Efron's redistribution to the right (1967).

    Everybody weighs the same; whoever is censored hands their weight on in equal shares to all followed longer.
    """
    waiting = sorted(spans, key=lambda span: (span.length, not span.happened))
    weights = [Fraction(1, len(waiting)) for _ in waiting]
    gone = Fraction(0)
    left: dict[int, Fraction] = {}
    for at, span in enumerate(waiting):
        if span.happened:
            gone += weights[at]
            left[span.length] = 1 - gone
        elif at + 1 < len(waiting):
            for later in range(at + 1, len(waiting)):
                weights[later] += weights[at] / (len(waiting) - at - 1)
    return left


def test_the_textbook_comes_out() -> None:
    """The shares left at each week, to three places, and a median of 23 weeks."""
    steps = kaplan_meier(spans_of(LEUKAEMIA, CENSORED))
    assert [(step.length, step.at_risk, step.events) for step in steps] == [
        *((6, 21, 3), (7, 17, 1), (10, 15, 1), (13, 12, 1), (16, 11, 1), (22, 7, 1), (23, 6, 1)),
    ]
    shares = [round(float(step.left), 3) for step in steps]
    assert shares == [0.857, 0.807, 0.753, 0.69, 0.627, 0.538, 0.448]
    found = median(steps)
    assert (found.length, found.low, found.high) == (23, 13, None)


spans = st.lists(st.builds(Span, length=st.integers(0, 12), happened=st.booleans()), max_size=14)


@given(spans)
def test_it_is_efrons_estimate(some: list[Span]) -> None:
    """Two ways of counting, one estimate, to the fraction."""
    assert {step.length: step.left for step in kaplan_meier(some)} == redistributed(some)


@given(st.lists(st.integers(0, 30), min_size=1, max_size=20))
def test_with_nobody_censored_it_is_the_share_still_waiting(lengths: list[int]) -> None:
    """The closed form: so many of all waited longer."""
    for step in kaplan_meier(spans_of(lengths, [])):
        assert step.left == Fraction(sum(length > step.length for length in lengths), len(lengths))


@pytest.mark.parametrize("number", [5, 11, 40])
def test_the_interval_has_a_closed_form_where_nobody_is_censored(number: int) -> None:
    """Greenwood's sum is i/(n(n−i)) after i of n: the interval's ends follow from it."""
    found = median(kaplan_meier(spans_of(list(range(1, number + 1)), [])))

    def rules_out(gone: int, sign: int) -> bool:
        share = 1 - gone / number
        if gone == number:
            return True
        spread = math.exp(Z_95 * math.sqrt(gone / (number * (number - gone))) / abs(math.log(share)))
        return share ** (spread**sign) <= 0.5

    assert found.length == -(-number // 2)
    assert found.low == next(gone for gone in range(1, number + 1) if rules_out(gone, 1))
    assert found.high == next(gone for gone in range(1, number + 1) if rules_out(gone, -1))


@given(spans)
def test_the_interval_holds_the_median(some: list[Span]) -> None:
    """Wherever there is one."""
    found = median(kaplan_meier(some))
    if found.length is not None:
        assert found.low is not None
        assert found.low <= found.length
        assert found.high is None or found.length <= found.high


def test_a_boat_never_found_lengthens_the_wait() -> None:
    """Left out, the median is 20; kept as censored, half of them have not been found at all."""
    assert median(kaplan_meier(spans_of([10, 20, 30], []))).length == 20
    assert median(kaplan_meier(spans_of([10, 20, 30], [60, 60, 60, 60]))).length is None


def test_nobody_has_no_median() -> None:
    """Of no boats nothing is said."""
    assert median(kaplan_meier([])).length is None
