"""Rates as a page shows them: each with its intervals side by side, what may be said of it, and what is under it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from babel.numbers import format_decimal

from ashore.desk.commands.drawing_rates import title_of
from ashore.desk.language import Tongue
from ashore.desk.web.telling import Teller
from ashore.figures.intervals import Interval
from ashore.figures.observed import Days, Observed
from ashore.figures.period import named
from ashore.figures.rate import BY_OUTCOME, SYNTHETIC, Rate, RateLine, Rates, calm_findings, for_each
from ashore.figures.rates import periods_of
from ashore.model.measures import Measure, in_units

MOST_DAYS = 400
"""Of a longer period the days stand in its entry alone."""


_APART = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One rate in one period: the rate, what was counted of how many, and how many days or weeks are not held."""

    rate: str
    counted: str
    of: str
    lacking: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One rate: its name and criterion, its cells, the change, and the ends by each method.

    An end that a method does not give is "" and `why` says why; a row that cannot be computed has only `because`.
    """

    name: str
    criterion: str
    cells: tuple[Cell, ...]
    change: str
    ends: tuple[tuple[str, str], ...]
    because: str
    sources: tuple[Observed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One day or week beneath a rate: what was counted, and what was measured; "" where it is not held."""

    name: str
    counted: str
    measured: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Beneath:
    """The days of one period beneath the rates; `left_out` counts them where they are too many for a page."""

    period: str
    heads: tuple[str, ...]
    days: tuple[Day, ...]
    left_out: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Everything of one numerator: what may be printed of it first, then its rates, then what they rest on.

    A finding stands with the warning without which it would mislead, "" where it needs none.
    """

    numerator: str
    title: str
    findings: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]
    cautions: tuple[str, ...]
    sources: tuple[Observed, ...]
    beneath: tuple[Beneath, ...]

    @property
    def held(self) -> bool:
        """Whether any rate of it could be computed."""
        return bool(self.sources)


def told_rates(answer: Rates, teller: Teller, tongue: Tongue) -> tuple[Told, ...]:
    """Return an answer numerator by numerator, in one language."""
    return tuple(
        _told(answer, name, [line for line in answer.lines if line.numerator == name], teller, tongue)
        for name in dict.fromkeys(line.numerator for line in answer.lines)
    )


def number(value: float, tongue: Tongue, pattern: str = "#,##0.#") -> str:
    """Return a number as the language writes it, with a true minus sign."""
    return format_decimal(value, format=pattern, locale=tongue.language).replace("-", "−")


def _told(answer: Rates, name: str, lines: list[RateLine], teller: Teller, tongue: Tongue) -> Told:
    # Each denominator whole, with all its thresholds under it.
    denominators = [*dict.fromkeys(line.denominator for line in lines)]
    lines = sorted(lines, key=lambda line: denominators.index(line.denominator))
    sources = list({_of(source): source for line in lines for source in line.sources}.values())
    return Told(
        numerator=name,
        title=teller.phrase(title_of(answer, name)),
        findings=tuple(_findings(lines, len(answer.periods) == 2, teller)),
        rows=tuple(_row(line, teller, tongue) for line in lines),
        cautions=tuple(dict.fromkeys(teller.phrase(each) for line in lines for each in line.cautions)),
        sources=tuple(sources),
        beneath=tuple(
            _beneath(period, lines, sources, tongue) for period in periods_of(answer.periods) if sources
        ),
    )


def _of(source: Observed) -> tuple[str, str]:
    return source.scope, source.column


def _findings(lines: list[RateLine], two: bool, teller: Teller) -> Iterator[tuple[str, str]]:
    """Yield what may be printed: of thresholds what they say together, of everything else each for itself."""
    for line in lines:
        if line.criterion is not None:
            continue
        if line.because is not None:
            what = teller.phrase(for_each(line.numerator, line.denominator))
            yield f"{what}. {teller.phrase(line.finding)}", teller.phrase(line.because)
        elif two:
            yield (
                teller.phrase(line.finding),
                teller.phrase(BY_OUTCOME) if BY_OUTCOME in line.cautions else "",
            )
    made_up = teller.phrase(SYNTHETIC) if any(SYNTHETIC in line.cautions for line in lines) else ""
    yield from ((teller.phrase(each), made_up) for each in calm_findings(lines))


def _row(line: RateLine, teller: Teller, tongue: Tongue) -> Row:
    two = line.after is not None
    found = line.intervals if two or line.before is None else line.before.intervals
    scale, pattern = (100.0, "+#,##0.0;-#,##0.0") if two else (1.0, "#,##0.0")
    return Row(
        name=teller.phrase(for_each(line.numerator, line.denominator)),
        criterion="" if line.criterion is None else teller.clause(line.criterion.says),
        cells=tuple(_cell(rate, tongue) for rate in (line.before, line.after) if rate is not None),
        change="" if line.change is None else _per_cent(number(100 * line.change, tongue, pattern)),
        ends=tuple(_ends(each, scale, pattern, teller, tongue) for each in found),
        because="" if line.because is None else teller.phrase(line.because),
        sources=line.sources,
    )


def _cell(rate: Rate, tongue: Tongue) -> Cell:
    return Cell(
        rate="" if rate.rate is None else number(rate.rate, tongue, "#,##0.0"),
        counted=number(rate.counted, tongue),
        of=number(rate.of, tongue),
        lacking=rate.lacking,
    )


def _ends(interval: Interval, scale: float, pattern: str, teller: Teller, tongue: Tongue) -> tuple[str, str]:
    """Return the ends of an interval, or "" and why there are none."""
    if interval.low is None:
        return "", "" if interval.because is None else teller.clause(interval.because)
    low = number(scale * interval.low, tongue, pattern)
    if interval.high is None:
        return tongue.says("{low} with no upper end", low=low if scale == 1 else _per_cent(low)), ""
    # One line on any width: a range that is broken in two is misread.
    ends = f"{low}{_APART}…{_APART}{number(scale * interval.high, tongue, pattern)}"
    return (ends if scale == 1 else _per_cent(ends)), ""


def _per_cent(text: str) -> str:
    return f"{text}{_APART}%"


def _beneath(days: Days, lines: Iterable[RateLine], sources: list[Observed], tongue: Tongue) -> Beneath:
    counted, measures = sources[0], {}
    for line in lines:
        if line.criterion is not None:
            measures.update({_of(source): line.criterion.measure for source in line.sources[1:]})
    beside = sources[1:]
    own = counted.periods(days)
    shown = own if len(own) <= MOST_DAYS else []
    return Beneath(
        period=named(*days),
        heads=tuple(source.column for source in (counted, *beside)),
        days=tuple(
            Day(
                name=named(*each),
                counted=_value(counted.values[each], None, tongue),
                measured=tuple(
                    _value(_on(source, each), measures.get(_of(source)), tongue) for source in beside
                ),
            )
            for each in shown
        ),
        left_out=len(own) - len(shown),
    )


def _on(source: Observed, days: Days) -> int | None:
    """Return what a source holds of a day, or of all days of a week."""
    return source.values[days] if days in source.values else source.sum_of(days)


def _value(value: int | None, measure: Measure | None, tongue: Tongue) -> str:
    if value is None:
        return ""
    return number(value, tongue) if measure is None else in_units(measure, value)
