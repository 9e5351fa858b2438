"""A hurdle model of daily arrivals, and how far out it was on days it had not seen.

Two parts, fitted apart: whether anybody arrives (logit), and how many on a day when somebody does (negative binomial
cut off at nought). Both take the time of the year, the level and the share of crossing days of the past, and the
day's waves where a series of them is held. A hurdle and no zero-inflated model, because a published nought is a day
without arrivals whatever its cause (Mullahy, J. Econometrics 33, 1986; Cameron and Trivedi 2013, chapter 4.3).

Every forecast uses only what was known `ahead` days before its day, and parameters fitted on days before that; it is
set against the same weekday a year before, and against the mean of the last year. A fit that did not converge is
refused, and with it the whole answer: what is left out would be the hard months.
"""

from __future__ import annotations

import importlib
import math
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from ashore.figures.observed import Days, Observed
from ashore.model.errors import Refused

YEAR = 365
MONTH = 28
WEEK = 7
SAME_WEEKDAY = 364
LEAST_TRAINING = 2 * YEAR
"""Days a fit must have, besides the year before them that their levels are worked out from."""

INSIDE = 0.9
"""Share of the days that the model's own intervals ought to hold."""


class NoStatistics(Refused):
    """The statistics package is not installed here."""

    code = "no-statistics"
    says = "The statistics package is not installed here, so no model of daily arrivals is fitted."
    hint = (
        "Install Ashore with its “statistics” extra: pip install ashore[statistics]; rates need none of it."
    )


class NotConverged(Refused):
    """A fit that did not reach its best place, so that nothing of it may be printed."""

    code = "not-converged"
    says = "The model’s part “{part}” did not converge on the {days} days up to {day}, so nothing of it is given."
    hint = "Ask for a later period, which leaves more days to fit, or for one without the waves."


class TooFewDays(Refused):
    """Not enough days before the period to fit anything on, or a day of the period itself without a count."""

    code = "too-few-days"
    says = "A fit for {day} needs a count of every day asked for and of {needed} days on end before; {held} are held."
    hint = "Ask for a later period that the series holds to its end, or load a longer series."


class WavesLacking(Refused):
    """A day to be forecast with its waves, of which none are held."""

    code = "waves-lacking"
    says = "No wave height is held for {day}."
    hint = "Ask for a period that the waves cover, or leave them out."


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How far one way of forecasting was out: by the day, and over all days together.

    `mean_error` and `root_mean_square` are persons a day; `expected` is the sum of its forecasts.
    """

    name: str
    expected: float
    mean_error: float
    root_mean_square: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Backtest:
    """What the model and what needs no model would have said of days that none of them had seen.

    `inside` is the share of days within the model's own 90 per cent, `days_said` and `days_seen` how many crossing
    days it expected and how many there were; `fits` how many times it was fitted anew.
    """

    days: Days
    ahead: int
    fits: int
    observed: int
    scores: tuple[Score, ...]
    inside: float
    days_said: float
    days_seen: int
    counted: Observed
    waves: Observed | None

    @property
    def better(self) -> bool:
        """Whether the model was less far out by the day than all that needs no model."""
        model, *others = self.scores
        return all(model.mean_error < other.mean_error for other in others)


def backtest(counted: Observed, days: Days, *, ahead: int = MONTH, waves: Observed | None = None) -> Backtest:
    """Return how the model does on each day of a period, forecast `ahead` days before, fitted anew every 28 or `ahead`.

    `waves` are those that were measured on the day, which no forecast has: with them the errors are too small.
    Raises NoStatistics, TooFewDays and NotConverged.
    """
    numerics = _numerics()
    first, last = days
    history = _History.until(counted, last, first, ahead)
    wave_of = None if waves is None else _waves_of(waves)
    step = max(MONTH, ahead)
    forecasts: list[_Forecast] = []
    start, fits = first, 0
    while start <= last:
        end = min(start + timedelta(days=step - 1), last)
        fitted = _fit(numerics, history, start - timedelta(days=ahead), ahead, wave_of)
        fits += 1
        for number in range((end - start).days + 1):
            forecasts.append(fitted.of(start + timedelta(days=number)))
        start = end + timedelta(days=1)
    seen = [history.count(first + timedelta(days=number)) for number in range(len(forecasts))]
    every = [first + timedelta(days=number) for number in range(len(forecasts))]
    return Backtest(
        days=days,
        ahead=ahead,
        fits=fits,
        observed=sum(seen),
        scores=(
            _score("hurdle", [each.mean for each in forecasts], seen),
            _score("same_weekday_last_year", [_year_before(history, day, ahead) for day in every], seen),
            _score("mean_of_last_year", [history.mean(day, ahead, YEAR) for day in every], seen),
        ),
        inside=sum(each.low <= count <= each.high for each, count in zip(forecasts, seen, strict=True))
        / len(seen),
        days_said=sum(each.chance for each in forecasts),
        days_seen=sum(count > 0 for count in seen),
        counted=counted,
        waves=waves,
    )


def _year_before(history: _History, day: date, ahead: int) -> float:
    """Return the count of the same weekday a year before, or of two years where that was not yet known."""
    return float(history.count(day - timedelta(days=SAME_WEEKDAY * math.ceil(ahead / SAME_WEEKDAY))))


def _score(name: str, said: Sequence[float], seen: Sequence[int]) -> Score:
    errors = [forecast - count for forecast, count in zip(said, seen, strict=True)]
    return Score(
        name=name,
        expected=sum(said),
        mean_error=sum(map(abs, errors)) / len(errors),
        root_mean_square=math.sqrt(sum(error * error for error in errors) / len(errors)),
    )


class _History:
    """Counts of days on end, with their running sums."""

    def __init__(self, first: date, counts: Sequence[int]) -> None:
        self.first = first
        self._counts = counts
        self._sums, self._crossings = [0], [0]
        for count in counts:
            self._sums.append(self._sums[-1] + count)
            self._crossings.append(self._crossings[-1] + (count > 0))

    @classmethod
    def until(cls, counted: Observed, last: date, first_asked: date, ahead: int) -> _History:
        """Return the unbroken run of days that ends with `last`. Raises TooFewDays."""
        counts: list[int] = []
        day = last
        while (count := counted.values.get((day, day))) is not None:
            counts.append(count)
            day -= timedelta(days=1)
        needed = LEAST_TRAINING + YEAR + 2 * ahead
        held = max(0, len(counts) - (last - first_asked).days - 1)
        # Two years before a forecast of more than a year ahead are asked for too.
        if held < max(needed, SAME_WEEKDAY * math.ceil(ahead / SAME_WEEKDAY)):
            raise TooFewDays(day=first_asked, needed=needed, held=held)
        return cls(day + timedelta(days=1), counts[::-1])

    def count(self, day: date) -> int:
        """Return a day's count."""
        return self._counts[(day - self.first).days]

    def mean(self, day: date, ahead: int, length: int) -> float:
        """Return the mean of the `length` days that end `ahead` days before a day."""
        end = (day - self.first).days - ahead + 1
        return (self._sums[end] - self._sums[end - length]) / length

    def share(self, day: date, ahead: int, length: int) -> float:
        """Return the share of crossing days among those days."""
        end = (day - self.first).days - ahead + 1
        return (self._crossings[end] - self._crossings[end - length]) / length


Wave = Callable[[date], list[float] | None]


def _waves_of(waves: Observed) -> Wave:
    def heights(day: date) -> list[float] | None:
        value = waves.values.get((day, day))
        return None if value is None else [value / 1000, (value / 1000) ** 2]

    return heights


def _features(history: _History, day: date, ahead: int, wave_of: Wave | None) -> list[float] | None:
    """Return what is known of a day `ahead` days before, and its waves; None where these are not held."""
    waves = [] if wave_of is None else wave_of(day)
    if waves is None:
        return None
    turn = 2 * math.pi * day.timetuple().tm_yday / 365.25
    return [
        math.sin(turn),
        math.cos(turn),
        math.sin(2 * turn),
        math.cos(2 * turn),
        math.log1p(history.mean(day, ahead, YEAR)),
        math.log1p(history.mean(day, ahead, MONTH)),
        math.log1p(history.mean(day, ahead, WEEK)),
        math.log1p(history.mean(day, ahead, 1)),
        history.share(day, ahead, MONTH),
        *waves,
    ]


@dataclass(frozen=True, slots=True)
class _Forecast:
    chance: float
    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class _Fitted:
    numerics: _Numerics
    history: _History
    ahead: int
    wave_of: Wave | None
    centre: Any
    scale: Any
    crossing: Any
    size: Any
    dispersion: float

    def of(self, day: date) -> _Forecast:
        """Return the forecast of a day: the chance of a crossing, the mean, and the ends of the middle 90 per cent."""
        features = _features(self.history, day, self.ahead, self.wave_of)
        if features is None:
            raise WavesLacking(day=day)
        row = self.numerics.np.concatenate([[1.0], (features - self.centre) / self.scale])
        chance = 1 / (1 + math.exp(-float(row @ self.crossing)))
        mean = math.exp(min(float(row @ self.size), 20.0))
        none = math.exp(-math.log1p(self.dispersion * mean) / self.dispersion)
        inner = [self._quantile(share, chance, mean, none) for share in ((1 - INSIDE) / 2, (1 + INSIDE) / 2)]
        return _Forecast(chance, chance * mean / (1 - none), *inner)

    def _quantile(self, share: float, chance: float, mean: float, none: float) -> float:
        if share <= 1 - chance:
            return 0.0
        within = (share - (1 - chance)) / chance
        number = 1 / self.dispersion
        return float(self.numerics.nbinom.ppf(none + within * (1 - none), number, number / (number + mean)))


def _fit(numerics: _Numerics, history: _History, until: date, ahead: int, wave_of: Wave | None) -> _Fitted:
    """Return both parts fitted on every day up to one whose level can be worked out. Raises NotConverged."""
    np = numerics.np
    first = history.first + timedelta(days=YEAR + ahead)
    rows, counts = [], []
    for number in range((until - first).days + 1):
        day = first + timedelta(days=number)
        features = _features(history, day, ahead, wave_of)
        if features is not None:
            rows.append(features)
            counts.append(history.count(day))
    table, seen = np.array(rows), np.array(counts)
    if len(counts) < LEAST_TRAINING:
        raise TooFewDays(day=until, needed=LEAST_TRAINING, held=len(counts))
    centre, scale = table.mean(axis=0), table.std(axis=0)
    scale[scale == 0] = 1.0
    design = np.column_stack([np.ones(len(seen)), (table - centre) / scale])
    crossing = _converged(
        numerics,
        lambda: numerics.logit(seen > 0, design).fit(disp=0, maxiter=200),
        "crossing",
        seen,
        until,
    )
    some = seen > 0
    level = math.log(float(seen[some].mean()))
    start = np.concatenate([[level], np.zeros(design.shape[1] - 1), [1.0]])
    size = _converged(
        numerics,
        lambda: numerics.truncated(seen[some], design[some]).fit(
            disp=0, start_params=start, method="bfgs", maxiter=1000
        ),
        "number",
        seen,
        until,
    )
    dispersion = float(size[-1])
    if not dispersion > 0:
        raise NotConverged(part="number", days=len(seen), day=until)
    return _Fitted(numerics, history, ahead, wave_of, centre, scale, crossing, size[:-1], dispersion)


def _converged(
    numerics: _Numerics, fit: Callable[[], Any], part: str, seen: Sequence[int], until: date
) -> Any:
    """Return the parameters of a fit. Raises NotConverged unless it says so and all its numbers are finite."""
    refused = NotConverged(part=part, days=len(seen), day=until)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what they say is looked at below, in the result itself
        try:
            result = fit()
            errors = numerics.np.asarray(result.bse)
        except (ValueError, ArithmeticError, numerics.np.linalg.LinAlgError) as error:
            raise refused from error
    parameters = numerics.np.asarray(result.params)
    finite = numerics.np.isfinite(parameters).all() and numerics.np.isfinite(errors).all()
    if not (result.mle_retvals["converged"] and finite and math.isfinite(result.llf)):
        raise refused
    return parameters


@dataclass(frozen=True, slots=True)
class _Numerics:
    np: Any
    nbinom: Any
    logit: Any
    truncated: Any


def _numerics() -> _Numerics:
    """Return what the fits need of the statistics extra. Raises NoStatistics."""
    try:
        np = importlib.import_module("numpy")
        stats = importlib.import_module("scipy.stats")
        discrete = importlib.import_module("statsmodels.discrete.discrete_model")
        truncated = importlib.import_module("statsmodels.discrete.truncated_model")
    except ImportError as error:
        raise NoStatistics from error
    return _Numerics(np, stats.nbinom, discrete.Logit, truncated.TruncatedLFNegativeBinomialP)
