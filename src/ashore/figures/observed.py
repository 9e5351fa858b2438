"""What the series held say of each day or week: people and boats, the state of the sea, the hours somebody looked.

The newest vintage of one series is taken, an authority's before another's, and it is named in every answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from ashore.figures.outside import scope_of
from ashore.model.claims import Series, SeriesColumn
from ashore.model.measures import MADE_UP, Measure, column_name
from ashore.model.phrases import say
from ashore.model.times import in_zone
from ashore.picture.fold import Held

_DAY = timedelta(days=1)

Days = tuple[date, date]
"""The first and the last day of a period."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """One column of one vintage: a number for each period of the series, None where it was not collected.

    `definition`, `does_not_count` and `clock` are the source's own; where it is ours the sentences are translated.
    The periods are civil days from and to; `entries` are the reports it stands in, several where loaded in parts.
    """

    scope: str
    source: str
    vintage: str
    entries: tuple[str, ...]
    column: str
    definition: str
    does_not_count: str
    clock: str
    values: Mapping[Days, int | None]

    @property
    def title(self) -> str:
        """How it is named in a sentence."""
        return f"{self.source}, “{self.column}”, vintage {self.vintage}"

    @property
    def made_up(self) -> bool:
        """Whether nobody measured it."""
        return self.source.startswith(MADE_UP)

    def periods(self, days: Days) -> list[Days]:
        """Return the series' own periods that lie wholly inside these days, in order."""
        return [each for each in self.values if days[0] <= each[0] and each[1] <= days[1]]

    def sum_of(self, days: Days) -> int | None:
        """Return the sum of exactly these days, None where any of them is not held or a period cuts them."""
        found, next_day = 0, days[0]
        for first, last in self.periods(days):
            value = self.values[first, last]
            if first != next_day or value is None:
                return None
            found, next_day = found + value, last + _DAY
        return found if next_day == days[1] + _DAY else None


def each_day(days: Days) -> list[Days]:
    """Return every day of a period, as a period of one day."""
    length = (days[1] - days[0]).days + 1
    return [(days[0] + number * _DAY,) * 2 for number in range(length)]


def vintages_of(reports: Iterable[Held], outcome: str, unit: str, clock: str) -> tuple[Observed, ...]:
    """Return every vintage of the published counts of an outcome by a clock, oldest first, of one series alone."""

    def counts_it(series: Series, column: SeriesColumn) -> bool:
        return (column.outcome, column.unit) == (outcome, unit) and series.clock == clock

    return _of_one_series(reports, counts_it)


def measured(reports: Iterable[Held], measure: Measure, statistic: str) -> Observed | None:
    """Return a measure's statistic by the day, None where no series held has it."""
    name = column_name(measure, statistic)
    return _put_together(_of_one_series(reports, lambda _series, column: column.name == name))


def effort(reports: Iterable[Held], measure: Measure) -> Observed | None:
    """Return the hours somebody looked, None where no series held has them."""
    return _put_together(_of_one_series(reports, lambda _series, column: column.name == measure.name))


def _put_together(vintages: tuple[Observed, ...]) -> Observed | None:
    """Return one column of files loaded in parts: each day by the newest file that holds it, None where there is none.

    What is measured is measured once for all, while published counts are a vintage as a whole.
    """
    if not vintages:
        return None
    values: dict[Days, int | None] = {}
    entries: dict[Days, str] = {}
    for each in vintages:
        told = {days: value for days, value in each.values.items() if value is not None or days not in values}
        values |= told
        entries |= dict.fromkeys(told, each.entries[0])
    kept = tuple(dict.fromkeys(entries[days] for days in sorted(entries)))
    return replace(vintages[-1], values=dict(sorted(values.items())), entries=kept)


_SIGHTINGS = say("Reports of sightings by the day on which a desk received them.")
_NO_SIGHTINGS = say("Reports that repeat or relay another, and what nobody reported.")


def sightings(reports: Iterable[Held], zone: str) -> Observed | None:
    """Return our own reports of sightings by the day they were received, None where we hold none.

    One that repeats or relays another is no second sighting; a day without one between the first and the last is a
    day of nought.
    """
    received = [
        (in_zone(held.body.report.received_at.ms, zone).date(), held.id)
        for held in reports
        if held.body.report.channel == "sighting" and not _retold(held)
    ]
    if not received:
        return None
    first, last = min(received)[0], max(received)[0]
    values: dict[Days, int | None] = dict.fromkeys(each_day((first, last)), 0)
    for day, _ in received:
        values[day, day] = (values[day, day] or 0) + 1
    return Observed(
        scope="reports",
        source="Sightings received by this desk and those it exchanges with",
        vintage=last.isoformat(),
        entries=tuple(entry for _, entry in sorted(received)),
        column="reports of sightings",
        definition=_SIGHTINGS.template,
        does_not_count=_NO_SIGHTINGS.template,
        clock="reported",
        values=values,
    )


def _retold(held: Held) -> bool:
    return any(relation.kind in ("repeats", "relays") for relation in held.body.report.relates)


def _of_one_series(
    reports: Iterable[Held], wanted: Callable[[Series, SeriesColumn], bool]
) -> tuple[Observed, ...]:
    """Return the vintages of the series that comes first: what is made up last, official first, then the longest."""
    found: dict[str, list[tuple[str, Held, Series, int]]] = {}
    for held in reports:
        for series in held.body.report.series:
            column = next((at for at, each in enumerate(series.columns) if wanted(series, each)), None)
            if column is not None:
                found.setdefault(scope_of(series), []).append((series.vintage, held, series, column))
    if not found:
        return ()

    def order(scope: str) -> tuple[bool, bool, int, str]:
        series = [series for _, _, series, _ in found[scope]]
        official = any(each.source_standing == "official" for each in series)
        made_up = any(each.source.startswith(MADE_UP) for each in series)
        return made_up, not official, -max(len(each.rows) for each in series), scope

    scope = min(found, key=order)
    vintages = sorted(found[scope], key=lambda each: (each[0], each[1].order))
    return tuple(_observed(scope, vintage, held, series, at) for vintage, held, series, at in vintages)


def _observed(scope: str, vintage: str, held: Held, series: Series, column: int) -> Observed:
    values = {
        (date.fromisoformat(row.start), date.fromisoformat(row.end)): row.values[column]
        for row in series.rows
    }
    return Observed(
        scope=scope,
        source=f"{series.source} {series.name}",
        vintage=vintage,
        entries=(held.id,),
        column=series.columns[column].name,
        definition=series.definition,
        does_not_count=series.does_not_count,
        clock=series.clock,
        values=dict(sorted(values.items())),
    )
