"""The shape of a rate's answer, and the sentences that may be printed with it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from ashore.figures.intervals import Interval, established
from ashore.figures.observed import Observed
from ashore.model.errors import BadInput
from ashore.model.measures import STATISTICS, WEATHER, Measure, in_units
from ashore.model.phrases import Phrase, say


class NotACriterion(BadInput):
    code = "not-a-criterion"
    says = "“{text}” does not say what a calm day is."
    hint = (
        "Write measure, statistic and the most it may be, as in wave_height:highest:1.0. "
        "The measures are {measures} (metres, metres a second), the statistics {statistics}."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """What makes a day calm: a statistic of a measure at or below a threshold, in the measure's small unit."""

    measure: Measure
    statistic: str
    at_most: int

    @property
    def says(self) -> Phrase:
        """The criterion as it must be printed."""
        return say(
            "{measure}, {statistic} of the day, at most {most}",
            measure=say(_WORDS[self.measure.name]),
            statistic=say(_WORDS[self.statistic]),
            most=in_units(self.measure, self.at_most),
        )


_WORDS = {
    "wave_height": "significant wave height",
    "wind_speed": "wind speed",
    "highest": "the highest",
    "mean": "the mean",
    "lowest": "the lowest",
    "calmest_6h": "the calmest six hours",
}


_CRITERION = re.compile(r"([a-z_]+):([a-z0-9_]+):(\d{1,3}(?:\.\d{1,3})?)", re.ASCII)


def criterion(text: str) -> Criterion:
    """Return the criterion that a text names, as in `wave_height:highest:1.0`. Raises NotACriterion."""
    match = _CRITERION.fullmatch(text.strip())
    if match is None or match[1] not in WEATHER or match[2] not in STATISTICS:
        raise NotACriterion(text=text, measures=", ".join(WEATHER), statistics=", ".join(STATISTICS))
    measure = WEATHER[match[1]]
    return Criterion(measure=measure, statistic=match[2], at_most=int(Decimal(match[3]) * measure.per_unit))


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """A count for one of its denominator in one period.

    `counted` is what was counted on the days of the denominator, `of` the size of the denominator,
    `held` the days or weeks that are held of it and `lacking` those that are not.
    """

    period: str
    counted: int
    of: float
    held: int
    lacking: int
    rate: float | None
    intervals: tuple[Interval, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RateLine:
    """One numerator by one denominator, in one period or in two with the change between them.

    `because` says why there is none; then nothing else of it is held.
    """

    numerator: str
    denominator: str
    criterion: Criterion | None
    before: Rate | None
    after: Rate | None
    change: float | None
    intervals: tuple[Interval, ...]
    finding: Phrase
    cautions: tuple[Phrase, ...]
    sources: tuple[Observed, ...]
    because: Phrase | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """The answer: a line for each numerator and denominator, and what must be said of them all.

    `calm` is what the thresholds of a calm day say together.
    """

    periods: tuple[str, ...]
    known_at: int | None
    lines: tuple[RateLine, ...]
    calm: tuple[Phrase, ...]
    cautions: tuple[Phrase, ...]
    seed: int
    draws: int


OF_ALL = (
    say(
        "A change is established only where every method that gives an interval puts it on one side of nought, and, "
        "for calm days, at every threshold; “not established” does not mean that nothing changed."
    ),
    say("No Poisson interval is given: days vary many times as much as it supposes."),
    say("People for each boat change as well, so that the change of people and the change of boats differ."),
)


NOT_COMPUTABLE = say("Not computable from held sources.")
ONE_PERIOD = say("One period: give a second for the change.")
NO_SERIES = say("No series held counts this.")
NO_WEATHER = say(
    "No series of waves is held by which a day could be called calm; the published counts do not say it. "
    "Load one: docs/series.md."
)
NO_EFFORT = say(
    "No hours of patrol or flight are held, so this says how many were met and not how many tried. "
    "Load them: docs/series.md."
)
AS_MET = say("It rises with those who look as well as with those who cross.")
BY_OUTCOME = say(
    "A crossing day is a day on which somebody arrived: it is chosen by its outcome, so days on which nobody set out "
    "or nobody got through are left out of the count of days, whatever the weather."
)
OURS = say("The threshold is ours: no official wave height of a calm day is published.")
ALL_ARRIVALS = say("Arrivals of every day are divided by the calm days, as is done with red days.")
SYNTHETIC = say("SYNTHETIC: the weather is made up; this says nothing of the sea.")


def finding_of(changed: float | None, found: tuple[Interval, ...], what: Phrase) -> Phrase:
    """Return the sentence that may be printed of a rate named by `what`, with what it is for each of.

    A fall that is not established is never called no fall.
    """
    if changed is None:
        return say("{what}: no change can be given, the first period has nothing to divide by.", what=what)
    given = [each for each in found if each.given]
    match established(found):
        case None:
            return say(
                "{what}: {move} is not established, for a model gives no interval.",
                what=what,
                move=_move(changed),
            )
        case -1:
            least = max(each.high for each in given if each.high is not None)
            return say(
                "{what}: a fall is established by every method, by at least {least} per cent.",
                what=what,
                least=_per_cent(-least),
            )
        case 1:
            least = min(each.low for each in given if each.low is not None)
            return say(
                "{what}: a rise is established by every method, by at least {least} per cent.",
                what=what,
                least=_per_cent(least),
            )
    return say("{what}: {move} is not established.", what=what, move=_move(changed))


def _move(changed: float) -> Phrase:
    if changed == 0:
        return say("a change")
    return say("the fall") if changed < 0 else say("the rise")


_FOR_EACH = {
    ("people", "day"): "People for each day",
    ("people", "crossing_day"): "People for each day with an arrival",
    ("people", "calm_day"): "People on calm days for each calm day",
    ("people", "calm_day_all_arrivals"): "People of all days for each calm day",
    ("boats", "day"): "Boats for each day",
    ("boats", "crossing_day"): "Boats for each day with an arrival",
    ("boats", "calm_day"): "Boats on calm days for each calm day",
    ("boats", "calm_day_all_arrivals"): "Boats of all days for each calm day",
    ("prevented", "week"): "People prevented for each week",
    ("prevented", "patrol_hour"): "People prevented for each hour of patrol",
    ("prevented", "flight_hour"): "People prevented for each hour of flight",
    ("sightings", "day"): "Reports of sightings for each day",
    ("sightings", "patrol_hour"): "Reports of sightings for each hour of patrol",
    ("sightings", "flight_hour"): "Reports of sightings for each hour of flight",
}


def for_each(numerator: str, denominator: str, criterion: Criterion | None = None) -> Phrase:
    """Return how a rate is named, with its denominator and what made a day calm, which are never left out."""
    what = say(_FOR_EACH[numerator, denominator])
    return what if criterion is None else say("{what} ({criterion})", what=what, criterion=criterion.says)


METHODS = {
    "negative_binomial": say("negative binomial"),
    "quasi_poisson": say("quasi-Poisson"),
    "bootstrap": say("bootstrap of days"),
    "bootstrap_runs_3": say("bootstrap, runs of 3 days"),
    "bootstrap_runs_7": say("bootstrap, runs of 7 days"),
}
"""The methods of an interval as people read them, in the order in which they always stand."""


def _per_cent(share: float) -> str:
    return f"{100 * share:.1f}"


def calm_findings(lines: Iterable[RateLine]) -> tuple[Phrase, ...]:
    """Return for each numerator what all its thresholds say together, none picked out.

    A change is established only where it is at every threshold, of at least LEAST_CRITERIA.
    """
    together: dict[tuple[str, str], list[RateLine]] = {}
    for line in lines:
        if line.criterion is not None and line.intervals:
            together.setdefault((line.numerator, line.denominator), []).append(line)
    found = []
    for named, each in together.items():
        signs = [established(line.intervals) for line in each]
        falls, rises = signs.count(-1), signs.count(1)
        found.append(
            say(
                "{what}: of {n} criteria of calm, {falls} show a fall by every method and {rises} a rise; {verdict}",
                what=for_each(*named),
                n=len(each),
                falls=falls,
                rises=rises,
                verdict=_together(len(each), falls, rises),
            )
        )
    return tuple(found)


LEAST_CRITERIA = 3
"""Criteria of calm that must agree: one alone may be the one that suits."""


def _together(criteria: int, falls: int, rises: int) -> Phrase:
    if criteria < LEAST_CRITERIA:
        return say("so few criteria establish nothing, ask for several.")
    if falls == criteria:
        return say("a fall is established.")
    if rises == criteria:
        return say("a rise is established.")
    return say("no change is established whatever the criterion.")
