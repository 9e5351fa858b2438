"""How uncertain a rate, or the change from one rate to another, is: five intervals side by side.

Arrivals on crossing days vary 77 to 276 times as much as a Poisson count of the same mean, so a Poisson interval would
call almost any change established; it is never given here, nor is one of a fit that comes out as Poisson's.
The negative binomial (NB2, variance m + a·m²) and quasi-Poisson (variance f·m) are Wald intervals of a log rate,
with a and f shared by both periods (McCullagh and Nelder, Generalized Linear Models, 1989, chapters 6 and 9;
Cameron and Trivedi, Regression Analysis of Count Data, 2013, chapter 3).
The bootstraps are percentile intervals (Efron and Tibshirani, 1993): of single days, and of runs of days on end in a
circle (Politis and Romano, 1992), because calm days come in runs.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from ashore.model.phrases import Phrase, say

LEVEL = 0.95
Z = 1.959963984540054
"""The 0.975 quantile of the normal distribution."""

DRAWS = 2000
SEED = 20201109
RUNS = (3, 7)
"""Days on end that a block bootstrap draws together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Days, or weeks, of one period in order: what was counted in each, and how much of the denominator it is.

    An exposure of nought is a day outside the denominator, kept because days on end are drawn together.
    """

    counts: tuple[int, ...]
    exposures: tuple[int, ...]

    @property
    def total(self) -> int:
        """Everything counted."""
        return sum(self.counts)

    @property
    def exposure(self) -> int:
        """The whole denominator."""
        return sum(self.exposures)

    @property
    def rate(self) -> float | None:
        """The count for one of the denominator, None where the denominator is nought."""
        return self.total / self.exposure if self.exposure else None

    @property
    def exposed(self) -> tuple[tuple[int, int], ...]:
        """The days inside the denominator: count and exposure."""
        return tuple(pair for pair in zip(self.counts, self.exposures, strict=True) if pair[1])

    @property
    def counts_outside(self) -> bool:
        """Whether anything was counted on a day outside the denominator."""
        return any(
            count and not exposure for count, exposure in zip(self.counts, self.exposures, strict=True)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """The ends at 95 per cent by one method; `high` None without `because` is no upper end.

    Of a rate, or of a change as a fraction (-0.61 is a fall by 61 per cent). Where `because` stands there is none.
    """

    method: str
    low: float | None
    high: float | None
    because: Phrase | None = None

    @property
    def given(self) -> bool:
        """Whether there is an interval at all."""
        return self.because is None


def change(before: Sample, after: Sample) -> float | None:
    """Return by what fraction the rate changed; None where a denominator is nought or there was nothing before."""
    if not before.total or before.rate is None or after.rate is None:
        return None
    return after.rate / before.rate - 1


def intervals_of_rate(sample: Sample, *, seed: int = SEED, draws: int = DRAWS) -> tuple[Interval, ...]:
    """Return the intervals of one rate by every method."""
    return _every_method((sample,), seed, draws)


def intervals_of_change(
    before: Sample, after: Sample, *, seed: int = SEED, draws: int = DRAWS
) -> tuple[Interval, ...]:
    """Return the intervals of the change from one rate to another by every method."""
    return _every_method((before, after), seed, draws)


_NOTHING = say("nothing was counted in one of the periods")
_TOO_FEW = say("there are too few days")
_POISSON = say(
    "so few days show no more spread than a Poisson count, whose interval is not given: it is too narrow by far"
)
_OUTSIDE = say("what is counted on other days has no day of the denominator to stand on")
_NO_DAY = say("a period has no day of this denominator")


def _every_method(samples: tuple[Sample, ...], seed: int, draws: int) -> tuple[Interval, ...]:
    why, fits = _unfit(samples), (negative_binomial, quasi_poisson)
    found = [
        fit(samples) if why is None else _none(name, why) for name, fit in zip(MODELS, fits, strict=True)
    ]
    names = ("bootstrap", *(f"bootstrap_runs_{run}" for run in RUNS))
    if any(not sample.exposure for sample in samples):
        return (*found, *(_none(name, _NO_DAY) for name in names))
    found.append(bootstrap(samples, seed=seed, draws=draws))
    return (*found, *(block_bootstrap(samples, run, seed=seed, draws=draws) for run in RUNS))


def _unfit(samples: tuple[Sample, ...]) -> Phrase | None:
    """Return why no model of days can be fitted, None if one can."""
    if any(not sample.exposure for sample in samples):
        return _NO_DAY
    if any(sample.counts_outside for sample in samples):
        return _OUTSIDE
    if any(not sample.total for sample in samples):
        return _NOTHING
    return _TOO_FEW if sum(len(sample.exposed) for sample in samples) <= len(samples) else None


def _none(method: str, because: Phrase) -> Interval:
    return Interval(method=method, low=None, high=None, because=because)


def _wald(
    method: str, samples: tuple[Sample, ...], rates: Sequence[float], variances: Sequence[float]
) -> Interval:
    """Return the interval of a log rate, or of the difference of two, back on its own scale."""
    spread = Z * math.sqrt(sum(variances))
    if len(samples) == 1:
        return Interval(method=method, low=rates[0] * math.exp(-spread), high=rates[0] * math.exp(spread))
    ratio = math.log(rates[1] / rates[0])
    return Interval(method=method, low=math.expm1(ratio - spread), high=_expm1(ratio + spread))


def _expm1(value: float) -> float | None:
    """Return exp - 1, None (no upper end) where that is beyond every number."""
    return math.expm1(value) if value < 700 else None


def quasi_poisson(samples: tuple[Sample, ...]) -> Interval:
    """Return the interval with a variance of f times the mean, f by Pearson's statistic over both periods."""
    days = [
        (count, exposure * (sample.rate or 0.0))
        for sample in samples
        for count, exposure in sorted(sample.exposed)
    ]
    pearson = sum((count - mean) ** 2 / mean for count, mean in days)
    spread = pearson / (len(days) - len(samples))
    if spread <= 1:
        return _none("quasi_poisson", _POISSON)
    rates = [sample.rate or 0.0 for sample in samples]
    return _wald("quasi_poisson", samples, rates, [spread / sample.total for sample in samples])


def negative_binomial(samples: tuple[Sample, ...]) -> Interval:
    """Return the interval of a negative binomial (NB2) by maximum likelihood, one dispersion for both periods."""
    # In one order, so that sums in floating point do not hang on the order of the days.
    groups = [tuple(sorted(sample.exposed)) for sample in samples]
    rates = [sample.rate or 0.0 for sample in samples]
    excess = sum(
        (count - rate * exposure) ** 2 - count
        for group, rate in zip(groups, rates, strict=True)
        for count, exposure in group
    )
    if excess <= 0:  # the slope of the likelihood at no dispersion: the fit is Poisson's
        return _none("negative_binomial", _POISSON)
    dispersion = _dispersion(groups)
    fitted = [_nb_rate(group, dispersion) for group in groups]
    variances = [
        1 / sum(rate * exposure / (1 + dispersion * rate * exposure) for _, exposure in group)
        for group, rate in zip(groups, fitted, strict=True)
    ]
    return _wald("negative_binomial", samples, fitted, variances)


Group = tuple[tuple[int, int], ...]


def _dispersion(groups: Sequence[Group]) -> float:
    """Return the dispersion of greatest profile likelihood: a coarse look over its logarithm, then golden section."""

    def height(log_dispersion: float) -> float:
        return _log_likelihood(groups, math.exp(log_dispersion))

    grid = [-16 + 0.5 * step for step in range(57)]
    best = max(range(len(grid)), key=lambda at: height(grid[at]))
    low, high = grid[max(best - 1, 0)], grid[min(best + 1, len(grid) - 1)]
    golden = (math.sqrt(5) - 1) / 2
    while high - low > 1e-8:
        left, right = high - golden * (high - low), low + golden * (high - low)
        if height(left) < height(right):
            low = left
        else:
            high = right
    return math.exp((low + high) / 2)


def _log_likelihood(groups: Sequence[Group], dispersion: float) -> float:
    """Return the NB2 log likelihood at its best rates, up to what does not hang on the dispersion.

    log Γ(y + 1/a) - log Γ(1/a) + y log a is the sum of log(1 + a j) over j < y, which loses no digits at small a.
    """
    most = max(count for group in groups for count, _ in group)
    rising = [0.0, *accumulate(math.log1p(dispersion * each) for each in range(most))]
    total = 0.0
    for group in groups:
        rate = _nb_rate(group, dispersion)
        for count, exposure in group:
            mean = rate * exposure
            grown = math.log1p(dispersion * mean)
            total += rising[count] + count * (math.log(mean) - grown) - grown / dispersion
    return total


def _nb_rate(group: Group, dispersion: float) -> float:
    """Return the rate of greatest likelihood: the plain rate where all exposures are one, else by bisection."""
    plain = sum(count for count, _ in group) / sum(exposure for _, exposure in group)
    if len({exposure for _, exposure in group}) == 1:
        return plain

    def slope(rate: float) -> float:
        return sum(
            (count - rate * exposure) / (1 + dispersion * rate * exposure) for count, exposure in group
        )

    each = [count / exposure for count, exposure in group]
    low, high = min(each), max(each)
    for _ in range(200):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if slope(middle) > 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def bootstrap(samples: tuple[Sample, ...], *, seed: int, draws: int) -> Interval:
    """Return the percentile interval of drawing days anew; days outside the denominator count as they stand in it."""
    chance = random.Random(seed)
    drawn = [_days_drawn(sample, chance, draws) for sample in samples]
    return _percentiles("bootstrap", drawn)


def _days_drawn(sample: Sample, chance: random.Random, draws: int) -> list[tuple[int, int]]:
    # Where nothing was counted outside it, the denominator is as given and only its days are drawn.
    days = (
        list(zip(sample.counts, sample.exposures, strict=True)) if sample.counts_outside else sample.exposed
    )
    sums = []
    for _ in range(draws):
        chosen = chance.choices(days, k=len(days))
        sums.append((sum(count for count, _ in chosen), sum(exposure for _, exposure in chosen)))
    return sums


def block_bootstrap(samples: tuple[Sample, ...], run: int, *, seed: int, draws: int) -> Interval:
    """Return the percentile interval of drawing runs of days on end, the last day followed by the first."""
    method = f"bootstrap_runs_{run}"
    if any(len(sample.counts) < 2 * run for sample in samples):
        return _none(method, _TOO_FEW)
    chance = random.Random(seed)
    return _percentiles(method, [_runs_drawn(sample, run, chance, draws) for sample in samples])


def _runs_drawn(sample: Sample, run: int, chance: random.Random, draws: int) -> list[tuple[int, int]]:
    """Return the sums of each draw, by running sums: a run costs two look-ups, however long it is."""
    length = len(sample.counts)
    counts = [0, *accumulate(sample.counts * 2)]
    exposures = [0, *accumulate(sample.exposures * 2)]
    whole, rest = divmod(length, run)
    lengths = [run] * whole + [rest] * bool(rest)
    sums = []
    for _ in range(draws):
        count = exposure = 0
        for size in lengths:
            start = chance.randrange(length)
            count += counts[start + size] - counts[start]
            exposure += exposures[start + size] - exposures[start]
        sums.append((count, exposure))
    return sums


def _percentiles(method: str, drawn: Sequence[list[tuple[int, int]]]) -> Interval:
    """Return the middle 95 per cent of what was drawn.

    A draw that has no value (nothing to divide by) could be anything: it stands at both ends.
    """
    values: list[float] = []
    undefined = 0
    for sums in zip(*drawn, strict=True):
        value = _value(sums)
        if value is None:
            undefined += 1
        else:
            values.append(value)
    least = 0.0 if len(drawn) == 1 else -1.0
    ordered = sorted([least] * undefined + values)
    upper = sorted(values + [math.inf] * undefined)
    low = quantile(ordered, (1 - LEVEL) / 2)
    high = quantile(upper, (1 + LEVEL) / 2)
    return Interval(method=method, low=low, high=high if math.isfinite(high) else None)


def _value(sums: Sequence[tuple[int, int]]) -> float | None:
    if any(not exposure for _, exposure in sums):
        return None
    rates = [count / exposure for count, exposure in sums]
    if len(rates) == 1:
        return rates[0]
    if not rates[0]:
        return None if not rates[1] else math.inf
    return rates[1] / rates[0] - 1


def quantile(ordered: Sequence[float], share: float) -> float:
    """Return a quantile of sorted numbers, between two of them in proportion (type 7 of Hyndman and Fan, 1996)."""
    at = share * (len(ordered) - 1)
    below = math.floor(at)
    above = min(below + 1, len(ordered) - 1)
    if ordered[below] == ordered[above] or math.isinf(ordered[above]):
        return ordered[above]
    return ordered[below] + (at - below) * (ordered[above] - ordered[below])


MODELS = ("negative_binomial", "quasi_poisson")


def established(found: Iterable[Interval]) -> int | None:
    """Return -1 where every method shows a fall, 1 a rise, 0 where they do not; None where a model gives no interval.

    All must agree: a change that stands by one method and not by another is not established. The bootstraps alone
    establish nothing, because in few days of which some are huge they are too narrow.
    """
    given = [interval for interval in found if interval.given]
    if not {*MODELS} <= {interval.method for interval in given}:
        return None
    if all(interval.high is not None and interval.high < 0 for interval in given):
        return -1
    return 1 if all(interval.low is not None and interval.low > 0 for interval in given) else 0
