"""Pictures of what a desk holds: a published series by day, and counts by month of our cases beside others'."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from ashore.desk.commands.desk import Desk
from ashore.desk.commands.errors import NothingToDraw
from ashore.desk.language import Tongue, speaking
from ashore.figures.basis import Basis
from ashore.figures.counting import Question, count
from ashore.figures.definitions import DEFINITIONS
from ashore.figures.outside import Outside, series_for
from ashore.figures.period import DEFAULT_ZONE, Period, period
from ashore.figures.release import pictures
from ashore.figures.release.frame import Notes, Span
from ashore.figures.release.pictures import Bars
from ashore.figures.wording import coded
from ashore.model.claims import Series
from ashore.model.phrases import Phrase, say, utc_minute
from ashore.model.times import Interval

_DAILY: dict[str, Callable[..., str]] = {"cumulative": pictures.cumulative, "daily": pictures.daily}
_MONTHLY: dict[str, tuple[Callable[..., str], tuple[str, ...]]] = {
    "outcomes": (pictures.months_beside, ("rescued", "arrived")),
    "deaths": (pictures.months_stacked, ("dead", "missing")),
}

KINDS = (*_DAILY, *_MONTHLY)
"""Every picture that a desk can be asked for: running totals and days of a series, outcomes and deaths by month."""


def draw(desk: Desk, kind: str, *, year: int, language: str) -> bytes:
    """Return a picture as SVG: the same bytes for the same ledger.

    Pictures by day are of the newest vintage of a series of daily arrivals, of all its years up to `year`. Those
    by month are of our own cases, except where a published series holds at least as many months of the year: the
    legend says which. Raises NothingToDraw.
    """
    with desk.looking() as picture:
        basis = Basis(picture, books=desk.books)
    if kind in _DAILY:
        return _by_day(basis, kind, year, language)
    return _by_month(basis, desk.name, kind, year, language)


def _by_day(basis: Basis, kind: str, year: int, language: str) -> bytes:
    found = sorted(
        (
            (series.vintage, held.order, series, number)
            for held in basis.reports
            for series in held.body.report.series
            for number, column in enumerate(series.columns)
            if (column.outcome, column.unit) == ("arrived", "person") and _is_daily(series)
        ),
        key=lambda each: each[:2],
    )
    if not found:
        raise NothingToDraw(what="no series of daily arrivals is held")
    vintage, _, series, number = found[-1]
    by_day = {
        date.fromisoformat(row.start): value
        for row in series.rows
        if (value := row.values[number]) is not None and int(row.start[:4]) <= year
    }
    if not by_day:
        raise NothingToDraw(what=f"the series holds no day up to {year}")
    tongue = speaking(language)
    translate = tongue.catalogue.gettext
    title = {
        "cumulative": say("Arrivals since 1 January, by year"),
        "daily": say("Arrivals by day"),
    }[kind]
    notes = Notes(
        title=_said(title, language),
        counts=translate(series.definition),
        does_not_count=translate(series.does_not_count),
        source=f"{series.source}, {series.name}, “{series.columns[number].name}”",
        vintage=_said(
            say(
                "{vintage}; days {first} to {last}",
                vintage=vintage,
                first=str(min(by_day)),
                last=str(max(by_day)),
            ),
            language,
        ),
        clock=tongue.word("clock", series.clock),
    )
    return _DAILY[kind](by_day, notes, translate).encode()


def _is_daily(series: Series) -> bool:
    return bool(series.rows) and all(row.start == row.end for row in series.rows)


def _by_month(basis: Basis, name: str, kind: str, year: int, language: str) -> bytes:
    drawing, wanted = _MONTHLY[kind]
    tongue = speaking(language)
    scopes = {figure: _scope(basis, figure, year) for figure in wanted}
    if kind == "deaths" and len(set(scopes.values())) > 1:
        # One on top of the other is a sum, and two sources are never summed.
        scopes = dict.fromkeys(wanted, "cases")
    found = {figure: _months(basis, name, figure, scope, year, tongue) for figure, scope in scopes.items()}
    bars = [
        Bars(name=f"{_named(figure, scopes[figure], tongue)} ({held.source})", months=held.months)
        for figure, held in found.items()
    ]
    if not any(span is not None and span.high != 0 for each in bars for span in each.months):
        raise NothingToDraw(what=f"nothing is held of {year}")
    title = {
        "outcomes": say("Rescued and arrived by month, {year}", year=year),
        "deaths": say("Dead and missing by month, {year}", year=year),
    }[kind]
    cautions = [say("{kind}: this log is no live record.", kind=coded(each.upper())) for each in basis.kinds]
    if len(set(scopes.values())) > 1:
        cautions.append(say("Not to be added: the same people may stand in both."))
    parts = found.values()
    notes = Notes(
        title=_said(title, language),
        counts=" ".join(dict.fromkeys(f"{held.source}: {held.counts}" for held in parts)),
        does_not_count=" ".join(dict.fromkeys(f"{held.source}: {held.does_not_count}" for held in parts)),
        source="; ".join(dict.fromkeys(held.source for held in parts)),
        vintage="; ".join(dict.fromkeys(held.vintage for held in parts)),
        clock="; ".join(dict.fromkeys(f"{held.source}: {held.clock}" for held in parts))
        + f" ({DEFAULT_ZONE})",
        caution=" ".join(_said(each, language) for each in cautions),
    )
    return drawing(bars, year, notes, tongue.catalogue.gettext).encode()


def _scope(basis: Basis, figure: str, year: int) -> str:
    """Return the series that holds most months of a year, or our own cases where they hold more."""
    held: dict[str, int] = {}
    ours = sum(_heard_of(basis, period(month)) for month in _each_month(year))
    for month in _each_month(year):
        days = period(month).days
        assert days is not None
        for one in series_for(basis.reports, DEFINITIONS[figure], days):
            held[one.scope] = held.get(one.scope, 0) + 1
    most = max(held, key=lambda scope: (held[scope], scope), default="cases")
    return most if held.get(most, 0) >= max(ours, 1) else "cases"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """One count by month, and what is printed of it."""

    months: tuple[Span | None, ...]
    source: str
    counts: str
    does_not_count: str
    vintage: str
    clock: str


def _months(basis: Basis, name: str, figure: str, scope: str, year: int, tongue: Tongue) -> _Held:
    """Return a figure by month: of our own cases, or of one series; a month of which nothing is held is None."""
    definition = DEFINITIONS[figure]
    cuts = [period(month) for month in _each_month(year)]
    if scope == "cases":
        counted = [
            count(basis, Question(definition=definition, period=cut, clock=definition.clock)) for cut in cuts
        ]
        return _Held(
            # No boat in a month is nobody heard of, and not nobody rescued.
            months=tuple(
                Span(low=each.range.low, high=each.range.high)
                if each.boats or _heard_of(basis, cut)
                else None
                for each, cut in zip(counted, cuts, strict=True)
            ),
            source=name,
            counts=tongue.says(definition.says),
            does_not_count=tongue.says(definition.does_not_count),
            vintage=_said(
                say("as known at {known}", known=basis.says_known_at(DEFAULT_ZONE)[:16]), tongue.language
            ),
            clock=tongue.word("clock", definition.clock),
        )
    spans: list[Outside | None] = []
    for cut in cuts:
        assert cut.days is not None
        others = series_for(basis.reports, definition, cut.days)
        spans.append(next((one for one in others if one.scope == scope), None))
    last = next(one for one in reversed(spans) if one is not None)
    return _Held(
        months=tuple(None if one is None else Span(low=one.low, high=one.high) for one in spans),
        source=last.source,
        counts=tongue.says(last.definition),
        does_not_count=tongue.says(last.does_not_count),
        vintage=_vintage(basis, last),
        clock=tongue.word("clock", last.clock or definition.clock),
    )


def _heard_of(basis: Basis, cut: Period) -> bool:
    return any(cut.may_hold(Interval(earliest=boat.reported, latest=boat.reported)) for boat in basis.boats)


def _vintage(basis: Basis, one: Outside) -> str:
    """Return the vintage of the series that a number is of."""
    vintages: list[str] = [
        series.vintage
        for held in basis.reports
        if held.id == one.entry
        for series in held.body.report.series
        if f"{series.source} {series.name}" == one.source
    ]
    return max(vintages)


def _named(figure: str, scope: str, tongue: Tongue) -> str:
    """Name a count: ours by what it counts, another's by the outcome alone, since it counts in its own way."""
    if scope == "cases":
        return tongue.word("figure", figure)
    return tongue.says(DEFINITIONS[figure].event).capitalize()


def _each_month(year: int) -> list[str]:
    return [f"{year:04}-{month:02}" for month in range(1, 13)]


def _said(phrase: Phrase, language: str) -> str:
    return phrase.render(speaking(language).catalogue.gettext, utc_minute)
