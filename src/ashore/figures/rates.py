"""People and boats for each day, each crossing day and each calm day, and by how much that changed.

Three denominators give three honest answers, so all are given: every day held; days with an arrival, which is to
choose days by what happened on them; days that an outside criterion calls calm, at several thresholds.
A rate is advice: it is worked out from the series held and is in no book.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ashore.figures.intervals import (
    DRAWS,
    SEED,
    Interval,
    Sample,
    change,
    intervals_of_change,
    intervals_of_rate,
)
from ashore.figures.observed import (
    Days,
    Observed,
    each_day,
    effort,
    measured,
    sightings,
    vintages_of,
)
from ashore.figures.outside import reports_standing
from ashore.figures.period import Period, named
from ashore.figures.period import period as read_period
from ashore.figures.rate import (
    ALL_ARRIVALS,
    AS_MET,
    BY_OUTCOME,
    NO_EFFORT,
    NO_SERIES,
    NO_WEATHER,
    NOT_COMPUTABLE,
    OF_ALL,
    ONE_PERIOD,
    OURS,
    SYNTHETIC,
    Criterion,
    Rate,
    RateLine,
    Rates,
    calm_findings,
    finding_of,
    for_each,
)
from ashore.model.errors import BadInput
from ashore.model.measures import EFFORT, STATISTICS, WAVE_HEIGHT, Measure
from ashore.model.phrases import Phrase, say
from ashore.picture.fold import Held, Picture

THRESHOLDS_MM = (500, 750, 1000, 1250, 1500)
"""Wave heights at or below which a day may be called calm. No official one is published, so none of these is it."""

_WANTED = ("highest", "calmest_6h")

ZONE = "Europe/London"
"""Whose civil days are meant: the published counts go by those of the United Kingdom."""


class NotARate(BadInput):
    code = "not-a-rate"
    says = "Nothing called “{name}” can be counted for a rate."
    hint = "What can be is {names}."


class NotDaysOfARate(BadInput):
    code = "not-days-of-a-rate"
    says = "“{period}” is not a run of whole days."
    hint = "Write a day, a month, a year, or from and to, as in 2020-09 or 2020-09-01/2020-09-30."


class PeriodsOverlap(BadInput):
    code = "periods-overlap"
    says = "The two periods share days."
    hint = "Compare periods that have no day in common; a shared day would be set against itself."


_NUMERATORS: dict[str, tuple[str, str, str]] = {
    "people": ("arrived", "person", "arrived"),
    "boats": ("arrived", "boat", "arrived"),
    "prevented": ("prevented", "person", "week_ending"),
}
"""What of a published series is counted: outcome, unit and clock."""

NUMERATORS = (*_NUMERATORS, "sightings")
ARRIVALS = ("people", "boats")


def rates(
    picture: Picture,
    period_texts: Sequence[str],
    *,
    numerators: Sequence[str] = ARRIVALS,
    criteria: Sequence[Criterion] = (),
    known_at: int | None = None,
    recorded_at: int | None = None,
    seed: int = SEED,
    draws: int = DRAWS,
) -> Rates:
    """Return rates in one period, or in two with the change from the first to the second, as `rates_of` does.

    `known_at` and `recorded_at` (UTC milliseconds) leave out what came later.
    """
    return rates_of(
        reports_known(picture, known_at, recorded_at),
        period_texts,
        numerators=numerators,
        criteria=criteria,
        known_at=known_at,
        seed=seed,
        draws=draws,
    )


def reports_known(picture: Picture, known_at: int | None, recorded_at: int | None) -> list[Held]:
    """Return the reports that stand, as they were known and recorded by then (UTC milliseconds, None for now)."""
    uncut = known_at is None and recorded_at is None
    return reports_standing(picture if uncut else picture.as_of(known=known_at, recorded=recorded_at))


def rates_of(
    reports: Sequence[Held],
    period_texts: Sequence[str],
    *,
    numerators: Sequence[str] = ARRIVALS,
    criteria: Sequence[Criterion] = (),
    known_at: int | None = None,
    seed: int = SEED,
    draws: int = DRAWS,
    worked: Callable[[], None] = lambda: None,
) -> Rates:
    """Return rates by the series in these reports, in one period, or in two with the change to the second.

    Without criteria, the thresholds of THRESHOLDS_MM by the highest wave of a day and by its calmest six hours.
    Years of several thresholds take tens of seconds: `worked` is called as each line of the answer is done.
    Raises NotAPeriod, NotDaysOfARate, PeriodsOverlap and NotARate.
    """
    periods = periods_of(period_texts)
    for name in numerators:
        if name not in NUMERATORS:
            raise NotARate(name=name, names=", ".join(NUMERATORS))
    working = _Working(reports=reports, periods=periods, seed=seed, draws=draws)
    lines = []
    for name in dict.fromkeys(numerators):
        for line in working.arrivals(name, criteria) if name in ARRIVALS else working.by_effort(name):
            lines.append(line)
            worked()
    return Rates(
        periods=tuple(named(*days) for days in periods),
        known_at=known_at,
        lines=tuple(lines),
        calm=calm_findings(lines),
        cautions=OF_ALL if len(periods) == 2 else (),
        seed=seed,
        draws=draws,
    )


def periods_of(texts: Sequence[str]) -> tuple[Days, ...]:
    """Return the days of each period. Raises NotAPeriod, NotDaysOfARate and PeriodsOverlap."""
    periods = tuple(_days(read_period(text, ZONE)) for text in texts)
    if len(periods) == 2 and periods[0][0] <= periods[1][1] and periods[1][0] <= periods[0][1]:
        raise PeriodsOverlap
    return periods


def _days(asked: Period) -> Days:
    if asked.days is None or asked.night:
        raise NotDaysOfARate(period=asked.text)
    return asked.days


@dataclass(frozen=True, slots=True)
class _Series:
    """A numerator as one series has it, and the vintages before it."""

    newest: Observed
    earlier: tuple[Observed, ...] = ()


Exposure = Callable[[Days], int | None]
"""How much of a denominator one day or week is, None where that is not held."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Working:
    reports: Sequence[Held]
    periods: tuple[Days, ...]
    seed: int
    draws: int

    def arrivals(self, name: str, criteria: Sequence[Criterion]) -> Iterable[RateLine]:
        """Yield a numerator by every day, by crossing day, and by calm day at each threshold."""
        outcome, unit, clock = _NUMERATORS[name]
        found = vintages_of(self.reports, outcome, unit, clock)
        if not found:
            yield _not_computable(name, "day", NO_SERIES)
            return
        counted = _Series(found[-1], found[:-1])
        yield self._line(name, "day", counted, lambda _days: 1)
        yield self._line(
            name, "crossing_day", counted, lambda days: int(bool(counted.newest.values[days])), (BY_OUTCOME,)
        )
        yield from self._calm(name, counted, criteria)

    def by_effort(self, name: str) -> Iterable[RateLine]:
        """Yield a numerator by its own periods, and by the hours that somebody looked."""
        if name in _NUMERATORS:
            found = vintages_of(self.reports, *_NUMERATORS[name])
            counted = _Series(found[-1], found[:-1]) if found else None
        else:
            ours = sightings(self.reports, ZONE)
            counted = None if ours is None else _Series(ours)
        own = "day" if name == "sightings" else "week"
        if counted is None:
            yield _not_computable(name, own, NO_SERIES)
            return
        looked = {measure: effort(self.reports, measure) for measure in EFFORT.values()}
        alone = (NO_EFFORT,) if all(hours is None for hours in looked.values()) else ()
        yield self._line(name, own, counted, lambda _days: 1, (AS_MET, *alone))
        for measure, hours in looked.items():
            denominator = measure.name.replace("_time", "_hour")
            if hours is None:
                yield _not_computable(name, denominator, NO_EFFORT)
            else:
                outside = self._without_hours(counted.newest, hours)
                yield self._line(
                    name,
                    denominator,
                    counted,
                    hours.sum_of,
                    (AS_MET, *outside),
                    sources=(hours,),
                    unit=measure,
                )

    def _without_hours(self, counted: Observed, hours: Observed) -> tuple[Phrase, ...]:
        """Return the caution that something was counted while nobody of the effort held was out."""
        left = sum(
            counted.values[each] or 0
            for days in self.periods
            for each in counted.periods(days)
            if hours.sum_of(each) == 0
        )
        if not left:
            return ()
        return (say("{n} counted in days or weeks without any such hours are left out.", n=left),)

    def _calm(self, name: str, counted: _Series, criteria: Sequence[Criterion]) -> Iterable[RateLine]:
        wanted = list(criteria) or self._criteria()
        if not wanted:
            yield _not_computable(name, "calm_day", NO_WEATHER)
        for criterion in wanted:
            weather = measured(self.reports, criterion.measure, criterion.statistic)
            if weather is None:
                yield _not_computable(name, "calm_day", NO_WEATHER, criterion)
                continue

            def calm(days: Days, weather: Observed = weather, criterion: Criterion = criterion) -> int | None:
                value = weather.values.get(days)
                return None if value is None else int(value <= criterion.at_most)

            cautions = (OURS, SYNTHETIC) if weather.made_up else (OURS,)
            for denominator, restricted in (("calm_day", True), ("calm_day_all_arrivals", False)):
                yield self._line(
                    name,
                    denominator,
                    counted,
                    calm,
                    cautions if restricted else (*cautions, ALL_ARRIVALS),
                    sources=(weather,),
                    criterion=criterion,
                    outside_counts=not restricted,
                )

    def _criteria(self) -> list[Criterion]:
        """Return every threshold by the highest wave of a day and by its calmest six hours, or by what is held."""
        held = [each for each in STATISTICS if measured(self.reports, WAVE_HEIGHT, each) is not None]
        return [
            Criterion(measure=WAVE_HEIGHT, statistic=statistic, at_most=threshold)
            for statistic in [each for each in held if each in _WANTED] or held
            for threshold in THRESHOLDS_MM
        ]

    def _line(
        self,
        name: str,
        denominator: str,
        counted: _Series,
        exposure: Exposure,
        cautions: tuple[Phrase, ...] = (),
        *,
        sources: tuple[Observed, ...] = (),
        criterion: Criterion | None = None,
        unit: Measure | None = None,
        outside_counts: bool = False,
    ) -> RateLine:
        drawn = [_sample(counted.newest, days, exposure, outside_counts) for days in self.periods]
        scale = 1 if unit is None else unit.per_unit
        shown = [
            self._rate(days, sample, lacking, scale)
            for days, (sample, lacking) in zip(self.periods, drawn, strict=True)
        ]
        samples = [sample for sample, _ in drawn]
        empty = next(
            (days for days, sample in zip(self.periods, samples, strict=True) if not sample.counts), None
        )
        if empty is not None:
            because = say("No day or week of {period} is held.", period=named(*empty))
            return _not_computable(name, denominator, because, criterion)
        two = len(samples) == 2
        found = intervals_of_change(samples[0], samples[1], seed=self.seed, draws=self.draws) if two else ()
        changed = change(samples[0], samples[1]) if two else None
        lacking = sum(missing for _, missing in drawn)
        return RateLine(
            numerator=name,
            denominator=denominator,
            criterion=criterion,
            before=shown[0],
            after=shown[1] if two else None,
            change=changed,
            intervals=found,
            finding=finding_of(changed, found, for_each(name, denominator, criterion)) if two else ONE_PERIOD,
            cautions=(
                *cautions,
                *(
                    (say("{days} days or weeks of the periods are not held and left out.", days=lacking),)
                    if lacking
                    else ()
                ),
                *self._revised(counted),
            ),
            sources=(counted.newest, *sources),
        )

    def _rate(self, days: Days, sample: Sample, lacking: int, scale: int) -> Rate:
        """Return the rate for one whole unit of a denominator that is held in `scale` parts of it."""
        plain = sample.rate
        found = () if len(self.periods) == 2 else intervals_of_rate(sample, seed=self.seed, draws=self.draws)
        return Rate(
            period=named(*days),
            counted=sample.total,
            of=sample.exposure / scale,
            held=len(sample.counts),
            lacking=lacking,
            rate=None if plain is None else plain * scale,
            intervals=tuple(_scaled(each, scale) for each in found),
        )

    def _revised(self, counted: _Series) -> Iterable[Phrase]:
        for days in self.periods:
            now = counted.newest.sum_of(days)
            for old in counted.earlier:
                then = old.sum_of(days)
                if then is not None and then != now:
                    yield say(
                        "Vintage {vintage} had {number} in {period}; vintages are never added.",
                        vintage=old.vintage,
                        number=then,
                        period=named(*days),
                    )


def _scaled(interval: Interval, scale: int) -> Interval:
    return Interval(
        method=interval.method,
        low=None if interval.low is None else interval.low * scale,
        high=None if interval.high is None else interval.high * scale,
        because=interval.because,
    )


def _sample(counted: Observed, days: Days, exposure: Exposure, outside_counts: bool) -> tuple[Sample, int]:
    """Return the days or weeks of a period that are held, and how many are not.

    Unless what happened on other days counts as well, a day outside the denominator has nothing counted on it.
    """
    counts, exposures, lacking = [], [], 0
    own = counted.periods(days)
    for each in own:
        value = counted.values[each]
        much = None if value is None else exposure(each)
        if value is None or much is None:
            lacking += 1
            continue
        counts.append(value if much or outside_counts else 0)
        exposures.append(much)
    whole = len(each_day(days)) if all(first == last for first, last in counted.values) else len(own)
    return Sample(counts=tuple(counts), exposures=tuple(exposures)), lacking + whole - len(own)


def _not_computable(
    name: str, denominator: str, because: Phrase, criterion: Criterion | None = None
) -> RateLine:
    return RateLine(
        numerator=name,
        denominator=denominator,
        criterion=criterion,
        before=None,
        after=None,
        change=None,
        intervals=(),
        finding=NOT_COMPUTABLE,
        cautions=(),
        sources=(),
        because=because,
    )
