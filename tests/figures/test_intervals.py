"""Intervals of rates: closed forms, another's fit, a slow plain reference, and what must hold of any days."""

from __future__ import annotations

import math
import random
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ashore.figures.intervals import (
    MODELS,
    Interval,
    Sample,
    block_bootstrap,
    bootstrap,
    change,
    established,
    intervals_of_change,
    intervals_of_rate,
    negative_binomial,
    quantile,
    quasi_poisson,
)
from ashore.model.phrases import say

SEPTEMBER = (
    0,
    416,
    0,
    0,
    0,
    90,
    11,
    28,
    0,
    0,
    0,
    0,
    0,
    201,
    165,
    26,
    0,
    0,
    80,
    60,
    0,
    350,
    0,
    0,
    0,
    0,
    0,
    19,
    0,
    0,
)
NOVEMBER = (
    0,
    25,
    61,
    35,
    70,
    110,
    85,
    102,
    64,
    0,
    0,
    0,
    0,
    0,
    8,
    0,
    0,
    28,
    0,
    0,
    33,
    0,
    0,
    29,
    0,
    0,
    0,
    15,
    0,
    0,
)
"""Two made-up months whose days vary as those of 2020 did."""


def every_day(counts: tuple[int, ...]) -> Sample:
    """Return days that each count one in the denominator."""
    return Sample(counts=counts, exposures=(1,) * len(counts))


def by(method: str, found: tuple[Interval, ...]) -> Interval:
    """Return the interval of a method."""
    return next(each for each in found if each.method == method)


two_months = st.tuples(
    *[st.lists(st.integers(0, 400), min_size=2, max_size=35).map(tuple).map(every_day)] * 2
)


def test_a_quasi_poisson_interval_by_hand() -> None:
    """Rates 4 and 2; Pearson's statistic 22 over 4 days less 2 is 11; the log ratio's variance 11 (1/8 + 1/4)."""
    before, after = every_day((1, 7)), every_day((0, 4))
    pearson = (9 + 9) / 4 + (4 + 4) / 2
    spread = 1.959963984540054 * math.sqrt(pearson / 2 * (1 / 8 + 1 / 4))
    found = quasi_poisson((before, after))
    assert found.low == pytest.approx(0.5 * math.exp(-spread) - 1)
    assert found.high == pytest.approx(0.5 * math.exp(spread) - 1)


def test_a_negative_binomial_interval_where_its_dispersion_is_known() -> None:
    """Days of nought and of one number alone: the likelihood's slope is nought at the dispersion found."""
    days = (0, 0, 0, 12)
    found = negative_binomial((every_day(days),))
    assert found.low is not None
    assert found.high is not None
    # The interval is symmetrical in logarithms about the mean, 3; its width gives the dispersion back.
    assert math.sqrt(found.low * found.high) == pytest.approx(3)
    spread = math.log(found.high / 3) / 1.959963984540054
    dispersion = 4 * spread**2 - 1 / 3

    def slope(a: float) -> float:
        k = 1 / a
        rising = sum(1 / (k + j) for j in range(12))
        return 4 * math.log1p(3 * a) - rising + sum((y - 3) / (k + 3) for y in days)

    assert slope(dispersion) == pytest.approx(0, abs=1e-5)


@pytest.mark.parametrize(
    "only", [lambda _count: True, lambda count: count > 0], ids=["every day", "crossing days"]
)
def test_both_models_are_those_of_statsmodels(only: object) -> None:
    """The negative binomial and the quasi-Poisson fit of a package written by others, end for end."""
    np = pytest.importorskip("numpy")
    api = pytest.importorskip("statsmodels.api")
    before, after = (
        tuple(count for count in month if only(count))  # type: ignore[operator]
        for month in (SEPTEMBER, NOVEMBER)
    )
    counts = np.array(before + after)
    design = np.column_stack([np.ones(len(counts)), [0] * len(before) + [1] * len(after)])
    negative = api.NegativeBinomial(counts, design).fit(disp=0)
    quasi = api.GLM(counts, design, family=api.families.Poisson()).fit(scale="X2")
    assert negative.mle_retvals["converged"]
    samples = every_day(before), every_day(after)
    for found, theirs in ((negative_binomial(samples), negative), (quasi_poisson(samples), quasi)):
        assert (found.low, found.high) == pytest.approx(tuple(np.expm1(theirs.conf_int()[1])), abs=2e-4)


def test_the_negative_binomial_by_effort_is_that_of_statsmodels() -> None:
    """Weeks of unlike hours: the same rate and ends as a fit with their logarithm as an offset."""
    np = pytest.importorskip("numpy")
    api = pytest.importorskip("statsmodels.api")
    chance = random.Random(5)
    hours = tuple(chance.randrange(20, 400) for _ in range(40))
    counts = tuple(int(each * chance.gammavariate(0.8, 1.5)) for each in hours)
    theirs = api.NegativeBinomial(
        np.array(counts), np.ones((40, 1)), exposure=np.array(hours, dtype=float)
    ).fit(disp=0, method="bfgs", maxiter=500)
    found = negative_binomial((Sample(counts=counts, exposures=hours),))
    assert (found.low, found.high) == pytest.approx(tuple(np.exp(theirs.conf_int()[0])), rel=2e-3)


def test_the_likelihood_by_a_plain_search_is_nowhere_higher() -> None:
    """A slow reference: over a fine grid of dispersions, with lgamma, none beats the one behind the interval."""
    samples = every_day(SEPTEMBER), every_day(NOVEMBER)

    def plain(a: float) -> float:
        total = 0.0
        for sample in samples:
            mean = sum(sample.counts) / len(sample.counts)
            for y in sample.counts:
                total += math.lgamma(y + 1 / a) - math.lgamma(1 / a)
                total += y * math.log(a * mean / (1 + a * mean)) - math.log(1 + a * mean) / a
        return total

    found = negative_binomial(samples)
    assert found.low is not None
    assert found.high is not None
    spread = math.log((1 + found.high) / (1 + found.low)) / 2 / 1.959963984540054
    means = [sum(sample.counts) / 30 for sample in samples]
    dispersion = (spread**2 * 30 - sum(1 / mean for mean in means)) / 2
    best = plain(dispersion)
    assert all(plain(dispersion * (0.2 + 0.02 * step)) <= best + 1e-6 for step in range(200))


def plain_runs(sample: Sample, run: int, chance: random.Random, draws: int) -> list[tuple[int, int]]:
    """Return what the block bootstrap draws, day by day, with no running sums."""
    length = len(sample.counts)
    drawn = []
    for _ in range(draws):
        days: list[int] = []
        while len(days) < length:
            start = chance.randrange(length)
            days += [(start + step) % length for step in range(min(run, length - len(days)))]
        drawn.append((sum(sample.counts[day] for day in days), sum(sample.exposures[day] for day in days)))
    return drawn


@given(two_months, st.integers(1, 7), st.integers(0, 99))
@settings(max_examples=40, deadline=None, derandomize=True)
def test_the_block_bootstrap_draws_what_a_plain_loop_draws(
    months: tuple[Sample, Sample], run: int, seed: int
) -> None:
    """By running sums or by days, the same seed gives the same ends."""
    found = block_bootstrap(months, run, seed=seed, draws=60)
    if any(len(month.counts) < 2 * run for month in months):
        assert not found.given
        return
    chance = random.Random(seed)
    before, after = (plain_runs(month, run, chance, 60) for month in months)
    values = []
    for (first, days), (second, others) in zip(before, after, strict=True):
        if first == 0:
            values.append(None if second == 0 else math.inf)
        else:
            values.append((second / others) / (first / days) - 1)
    low = quantile(sorted(-1.0 if value is None else value for value in values), 0.025)
    high = quantile(sorted(math.inf if value is None else value for value in values), 0.975)
    assert found.low == pytest.approx(low)
    assert found.high == (None if math.isinf(high) else pytest.approx(high))


def test_a_bootstrap_of_so_few_days_that_every_draw_can_be_listed() -> None:
    """Three days give 27 equally likely draws; with many draws the ends come to theirs."""
    days = (0, 3, 30)
    every = sorted(sum(each) / 3 for each in product(days, repeat=3))
    found = bootstrap((every_day(days),), seed=1, draws=40_000)
    assert found.low == quantile(every, 0.0)
    assert found.high == quantile(every, 1.0)


@given(two_months)
@settings(max_examples=50, deadline=None, derandomize=True)
def test_no_interval_is_as_narrow_as_poissons(months: tuple[Sample, Sample]) -> None:
    """Either model's interval holds the Poisson interval inside it, or is not given."""
    before, after = months
    for found in intervals_of_change(before, after, draws=100):
        if found.method in MODELS and found.given and found.low is not None and found.high is not None:
            spread = 1.959963984540054 * math.sqrt(1 / before.total + 1 / after.total)
            ratio = math.log(1 + (change(before, after) or 0))
            assert math.log1p(found.low) < ratio - spread
            assert math.log1p(found.high) > ratio + spread
    assert not [each for each in intervals_of_change(before, after, draws=100) if each.method == "poisson"]


@given(two_months, st.integers(2, 9))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_counting_in_another_unit_moves_no_bootstrap_and_no_quasi_poisson(
    months: tuple[Sample, Sample], times: int
) -> None:
    """People counted in pairs fall by the same share; a spread is never less than what a unit makes of it."""
    before, after = months
    more = [every_day(tuple(count * times for count in month.counts)) for month in months]
    assert change(*more) == pytest.approx(change(before, after))
    plain, scaled = intervals_of_change(before, after, draws=100), intervals_of_change(*more, draws=100)
    for method in ("bootstrap", "bootstrap_runs_3", "bootstrap_runs_7"):
        one, other = by(method, plain), by(method, scaled)
        assert (one.low, one.high) == pytest.approx((other.low, other.high))
    one, other = by("quasi_poisson", plain), by("quasi_poisson", scaled)
    if one.given:
        assert (one.low, one.high) == pytest.approx((other.low, other.high))


@given(two_months, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_the_models_do_not_care_for_the_order_of_days(
    months: tuple[Sample, Sample], chance: random.Random
) -> None:
    """Days shuffled give the same change and the same model intervals; only runs of days have an order."""
    mixed = [every_day(tuple(chance.sample(month.counts, len(month.counts)))) for month in months]
    assert change(*mixed) == change(*months)
    for method in MODELS:
        one = by(method, intervals_of_change(*months, draws=100))
        other = by(method, intervals_of_change(*mixed, draws=100))
        assert (one.low, one.high) == (other.low, other.high)


@given(
    st.lists(st.tuples(st.integers(0, 900), st.integers(0, 3)), max_size=20),
    st.lists(st.tuples(st.integers(0, 900), st.integers(0, 3)), max_size=20),
)
@settings(max_examples=50, deadline=None, derandomize=True)
def test_any_days_get_an_answer_and_nothing_is_divided_by_nought(
    first: list[tuple[int, int]], second: list[tuple[int, int]]
) -> None:
    """No days, days of nought, denominators of nought: an interval, or the reason why there is none."""
    before, after = (
        Sample(counts=tuple(count for count, _ in days), exposures=tuple(much for _, much in days))
        for days in (first, second)
    )
    for found in (*intervals_of_change(before, after, draws=100), *intervals_of_rate(before, draws=100)):
        if not found.given:
            assert (found.low, found.high) == (None, None)
            continue
        assert found.low is not None
        assert found.low >= -1
        assert found.high is None or found.low <= found.high
    moved = change(before, after)
    assert (moved is None) == (before.total == 0 or not before.exposure or not after.exposure)


@given(st.lists(st.integers(1, 500), min_size=5, max_size=30).map(tuple))
@settings(max_examples=40, deadline=None, derandomize=True)
def test_a_month_against_itself_has_not_changed(counts: tuple[int, ...]) -> None:
    """The change is nought and no interval leaves nought out."""
    month = every_day(counts)
    assert change(month, month) == 0
    found = intervals_of_change(month, month, draws=400)
    assert established(found) in (0, None)


@given(st.lists(st.floats(-5, 5), min_size=1, max_size=30).map(sorted), st.floats(0, 1))
def test_a_quantile_lies_among_its_numbers(numbers: list[float], share: float) -> None:
    """Between the least and the greatest, and at them for 0 and 1."""
    assert numbers[0] <= quantile(numbers, share) <= numbers[-1]
    assert (quantile(numbers, 0), quantile(numbers, 1)) == (numbers[0], numbers[-1])


def interval(method: str, low: float | None, high: float | None) -> Interval:
    """Return an interval by its ends."""
    return Interval(method=method, low=low, high=high)


@pytest.mark.parametrize(
    ("ends", "verdict"),
    [
        (((-0.9, -0.1), (-0.8, -0.2), (-0.9, -0.3)), -1),
        (((-0.9, 0.1), (-0.8, -0.2), (-0.9, -0.3)), 0),
        (((-0.9, -0.1), (-0.8, -0.2), (-0.9, None)), 0),
        (((0.1, 0.9), (0.2, 0.8), (0.1, None)), 1),
        (((-0.1, 0.9), (0.2, 0.8), (0.1, 0.4)), 0),
    ],
)
def test_established_is_what_every_method_shows(
    ends: tuple[tuple[float, float | None], ...], verdict: int
) -> None:
    """One method that leaves nought inside is enough against it."""
    names = (*MODELS, "bootstrap")
    assert established([interval(name, *each) for name, each in zip(names, ends, strict=True)]) == verdict


def test_the_bootstraps_alone_establish_nothing() -> None:
    """Without an interval of both models there is no verdict."""
    why = say("there are too few days")
    without = Interval(method="quasi_poisson", low=None, high=None, because=why)
    found = [interval("negative_binomial", -0.9, -0.1), without, interval("bootstrap", -0.9, -0.5)]
    assert established(found) is None
    assert established([]) is None


@pytest.mark.slow
def test_the_models_and_the_bootstrap_hold_the_truth_about_as_often_as_they_say() -> None:
    """Six hundred pairs of months of one law each: how often nought is inside, for the page to say.

    Of months of thirty days with most days empty the negative binomial holds it at least as often as 95 in 100, the
    others less often; runs of seven days, of which a month has four, least of all.
    """
    chance = random.Random(20)

    def month() -> Sample:
        days = []
        for _ in range(30):
            crossing = chance.random() < 0.45
            days.append(1 + int(chance.gammavariate(0.9, 160)) if crossing else 0)
        return every_day(tuple(days))

    held = dict.fromkeys(("negative_binomial", "quasi_poisson", "bootstrap", "bootstrap_runs_7"), 0)
    for number in range(600):
        found = intervals_of_change(month(), month(), seed=number, draws=400)
        for each in found:
            if each.method in held and each.low is not None:
                held[each.method] += each.low <= 0 <= (math.inf if each.high is None else each.high)
    share = {method: count / 600 for method, count in held.items()}
    assert share["negative_binomial"] >= 0.95, share
    assert 0.88 <= share["quasi_poisson"] <= 0.98, share
    assert 0.86 <= share["bootstrap"] <= 0.98, share
    assert 0.75 <= share["bootstrap_runs_7"] <= share["bootstrap"], share
