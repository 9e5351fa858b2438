"""D3: why is it not the official number? Both for the same days, and what is certainly only in one of them.

What was revised since is told apart, and so is what nobody explains.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ashore.figures.compute import answers
from ashore.figures.counting import Question, count
from ashore.figures.definitions import Definition, clock_of, definition_of
from ashore.figures.figure import Figure
from ashore.figures.outside import Outside, series_for, series_known
from ashore.figures.questions.answer import (
    Answer,
    Asking,
    Row,
    answered,
    ends,
    nothing_held,
    reports_needed,
    unheard,
)
from ashore.figures.wording import coded
from ashore.model.phrases import Phrase, say


@dataclass(frozen=True, slots=True, kw_only=True)
class _Gap:
    """What separates a number from the official one; `only_*` are the least that is certainly in one of them alone."""

    low: int
    high: int | None
    only_here: int | None
    only_there: int | None
    revised: int | None


def bridge(asking: Asking) -> Answer:
    """Set our own number and every claim of exactly the period beside the official series for it."""
    rows: list[Row] = []
    shown: list[Figure] = []
    first: list[Phrase] = []
    needs: list[Phrase] = []
    held = False
    # Nobody gives an official number for one place of ours.
    days = None if asking.place else asking.period.days
    for name in asking.names or ("arrived",):
        definition = definition_of(name)
        question = Question(
            definition=definition, period=asking.period, clock=_clock(definition), place=asking.place
        )
        known = not unheard(asking, definition)
        found = [each for each in answers(asking.basis, [question]) if known or each.scope != "cases"]
        shown += found
        if not known:
            first.append(nothing_held(asking))
            needs.append(reports_needed(asking))
        official = [
            each
            for each in (series_for(asking.basis.reports, definition, days) if days else ())
            if each.official
        ]
        held = held or bool(official)
        for series in official:
            first.append(_first(found[0], series) if known else _theirs(asking, series))
            rows += [
                _row(asking, definition, figure, series) for figure in found if figure.scope != series.scope
            ]
    if rows:
        first.append(
            say(
                "Both count whole days, by other definitions; what nothing here explains is said to be unexplained."
            )
        )
    if asking.place:
        first.append(say("No official number is held of one place alone."))
        needs.append(say("The same question without a place."))
    elif not held:
        first.append(say("No official number is held for {period}.", period=asking.period.text))
        needs.append(
            say(
                "An official series that counts {figures} for every day of {period}: `ashore import` takes its file.",
                figures=tuple(say("{figure}", figure=coded(name)) for name in asking.names or ("arrived",)),
                period=asking.period.text,
            )
        )
    return answered(
        asking,
        "D3",
        "bridge",
        say("Why is it not the official number, in {period}?", period=asking.period.text),
        list(dict.fromkeys(first)),
        rows,
        [caution for figure in shown if figure.scope == "cases" for caution in figure.cautions],
        shown,
        needs=needs,
    )


def _theirs(asking: Asking, series: Outside) -> Phrase:
    return say(
        "{source} has {book} for {period}.",
        source=series.source,
        book=str(series.value),
        period=asking.period.text,
    )


def _first(ours: Figure, series: Outside) -> Phrase:
    if not ours.low and ours.high is None:
        return say(
            "{figure}: {number} of ours, {official} by {source}.",
            figure=ours.title,
            number=ours.number,
            official=str(series.value),
            source=series.source,
        )
    low = ours.low - series.low
    high = None if ours.high is None else ours.high - series.low
    if high is None:
        far = say("the difference is at least {low}", low=f"{low:+,}")
    elif low == high:
        far = say("difference {difference}", difference=f"{low:+,}")
    else:
        far = say("difference from {low} to {high}", low=f"{low:+,}", high=f"{high:+,}")
    return say(
        "{figure}: {number} of ours, {official} by {source}; {difference}.",
        figure=ours.title,
        number=ours.number,
        official=str(series.value),
        source=series.source,
        difference=far,
    )


def _clock(definition: Definition) -> str:
    """Return by which clock our own cases are nearest to the official days: that of arriving, where there is one."""
    return clock_of(definition, "arrived" if "arrived" in definition.clocks else None)


def _row(asking: Asking, definition: Definition, figure: Figure, series: Outside) -> Row:
    gap = _gap(asking, definition, figure, series)
    unexplained = _unexplained(gap)
    first, *more = _sentences(figure, series, gap, unexplained)
    return Row(
        says=first,
        more=tuple(more),
        plain={
            "figure": figure.figure,
            "scope": figure.scope,
            "clock": figure.clock,
            **ends(figure.low, figure.high),
            "official": series.scope,
            "official_clock": series.clock,
            "official_value": series.value,
            "same_definition": False if figure.scope == "cases" else None,
            "definition": figure.definition,
            "official_definition": series.definition,
            "difference": {"low": gap.low, "high": gap.high},
            "only_here_at_least": gap.only_here,
            "only_there_at_least": gap.only_there,
            "revised": gap.revised,
            "unexplained": unexplained,
        },
    )


def _gap(asking: Asking, definition: Definition, figure: Figure, series: Outside) -> _Gap:
    official = series.low
    low, high = figure.low - official, None if figure.high is None else figure.high - official
    revised = _revised(asking, definition, figure, series)
    if figure.scope != "cases" or asking.period.days is None:
        return _Gap(low=low, high=high, only_here=None, only_there=None, revised=revised)
    here = there = 0
    for day in asking.period.each_day():
        cells = [
            each
            for each in series_for(asking.basis.reports, definition, (day.first, day.last))  # type: ignore[arg-type]
            if each.scope == series.scope
        ]
        if not cells:
            return _Gap(low=low, high=high, only_here=max(0, low), only_there=_less(high), revised=revised)
        ours = count(
            asking.basis,
            Question(definition=definition, period=day, clock=figure.clock, place=asking.place),
        ).range
        here += max(0, ours.low - (cells[0].high if cells[0].high is not None else ours.low))
        there += 0 if ours.high is None else max(0, cells[0].low - ours.high)
    # A number over several days forces what no single day does: 27 on either day and 26 in the series.
    return _Gap(
        low=low,
        high=high,
        only_here=max(here, low, 0),
        only_there=max(there, _less(high)),
        revised=revised,
    )


def _less(high: int | None) -> int:
    return 0 if high is None else max(0, -high)


def _revised(asking: Asking, definition: Definition, figure: Figure, series: Outside) -> int | None:
    """Return by how much the series was changed since a claim was made, None where no vintage of then is held."""
    if figure.scope == "cases" or asking.period.days is None:
        return None
    made = [each for each in asking.basis.said if each.entry in figure.sources and each.published is not None]
    if not made:
        return None
    on = max(each.published.isoformat() for each in made if each.published is not None)
    then = [
        total
        for vintage, total in series_known(asking.basis.reports, definition, asking.period.days, series.scope)
        if vintage <= on
    ]
    return then[-1] - series.low if then else None


def _unexplained(gap: _Gap) -> dict[str, int | None]:
    """Return what no revision accounts for. What is certainly in one of them alone is counted, and not explained."""
    revised = gap.revised or 0
    return {"low": gap.low - revised, "high": None if gap.high is None else gap.high - revised}


def _sentences(
    figure: Figure, series: Outside, gap: _Gap, unexplained: dict[str, int | None]
) -> Iterator[Phrase]:
    yield say(
        "{figure}: {number} by the clock “{clock}”; {source} {official}.",
        figure=figure.title,
        number=figure.number,
        clock=figure.clock,
        source=series.source,
        official=str(series.value),
    )
    if gap.low == gap.high:
        yield say("Difference {difference}.", difference=f"{gap.low:+,}")
    elif gap.high is not None:
        yield say("Difference from {low} to {high}.", low=f"{gap.low:+,}", high=f"{gap.high:+,}")
    if gap.only_here:
        yield say("At least {number} only in our cases.", number=gap.only_here)
    if gap.only_there:
        yield say(
            "At least {number} only in theirs: of their boats no report is held here.", number=gap.only_there
        )
    if gap.revised:
        yield say("{number} of it by revisions since.", number=f"{gap.revised:+,}")
    if unexplained["low"] == unexplained["high"] and unexplained["low"]:
        yield say("Unexplained: {number}.", number=f"{unexplained['low']:+,}")
