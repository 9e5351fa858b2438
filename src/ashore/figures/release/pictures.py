"""Pictures of counts, as SVG that an analyst could print: each carries its definition, source, vintage and clock.

They take plain numbers, so that a picture can be drawn of anybody's. Every picture is told in words as well, for
whoever does not see it, and no line or bar is known by its colour alone: names stand at the lines, and shapes,
dashes and hatching differ. A count that is a range is drawn as one.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ashore.figures.release import svg
from ashore.figures.release.frame import FILLS, LEFT, RIGHT, TOP, WIDTH, Frame, Notes, Span, shown
from ashore.model.phrases import Translate, say, utc_minute

_LATEST_COLOURS = (svg.BLUE, svg.RED, svg.GREEN, svg.PURPLE)
_DASHES = ("", "9 4", "3 3", "12 4 3 4")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """One count by month: its name, and for each month a span, or None where nothing is held."""

    name: str
    months: tuple[Span | None, ...]


def cumulative(by_day: Mapping[date, int], notes: Notes, translate: Translate) -> str:
    """Return the running total of each year by day of the year, each line with its year and last total at its end.

    A year stops at its last day held; the latest four are drawn strongly, those before them in grey.
    """
    years = _by_year(by_day)
    totals = {year: _running(days) for year, days in years.items()}
    frame = Frame(notes, translate, most=max((run[-1][1] for run in totals.values()), default=0))
    scale = (WIDTH - LEFT - RIGHT) / 366
    shapes = [*frame.axis(), *frame.months(scale * 366)]
    latest = sorted(totals)[-len(_LATEST_COLOURS) :]
    ends = []
    for year, run in totals.items():
        strong = year in latest
        place = latest.index(year) if strong else 0
        colour = _LATEST_COLOURS[place] if strong else "#8a8a8a"
        points = [(LEFT + scale * (day + 1), frame.y(total)) for day, total in run]
        shapes.append(
            svg.path(
                [(LEFT, frame.y(0)), *points],
                colour=colour,
                width=3 if strong and year == latest[-1] else 1.6,
                dash=_DASHES[place] if strong else "",
            )
        )
        ends.append((points[-1], f"{year}: {svg.grouped(run[-1][1])}", colour, strong))
    shapes += _labels(ends)
    told = "; ".join(f"{year}: {run[-1][1]}" for year, run in totals.items())
    return frame.drawing(shapes, say("Running totals by year. {totals}.", totals=told))


def daily(by_day: Mapping[date, int], notes: Notes, translate: Translate) -> str:
    """Return one strip of daily bars for each year, all on one scale, with the day of most people named.

    A day of nought is an empty place; a day that nobody holds is marked under the line.
    """
    years = _by_year(by_day)
    most = max(by_day.values(), default=0)
    tall = 92
    frame = Frame(notes, translate, most=most, tall=(tall + 16) * max(len(years), 1))
    scale = (WIDTH - LEFT - RIGHT) / 366
    top = svg.steps_to(most, about=3)[-1]
    shapes = list(frame.months(scale * 366))
    told = []
    for row, (year, days) in enumerate(years.items()):
        base = TOP + (tall + 16) * row + tall
        first = date(year, 1, 1)
        shapes += [
            svg.line(LEFT, base, LEFT + scale * 366, base),
            svg.line(LEFT, base - tall, LEFT + scale * 366, base - tall, colour=svg.FAINT, dash="2 4"),
            svg.words(LEFT - 8, base - tall + 5, svg.grouped(top), size=12, anchor="end"),
            svg.words(LEFT - 8, base + 1, str(year), size=15, anchor="end", bold=True),
        ]
        for day, count in days.items():
            if count:
                height = tall * count / top
                shapes.append(
                    svg.box(LEFT + scale * (day - first).days, base - height, scale, height, colour=svg.BLUE)
                )
        shapes += _not_held(days, scale, base)
        largest = max(days, key=lambda day: (days[day], -day.toordinal()))
        if days[largest]:
            named = f"{svg.grouped(days[largest])} ({largest:%m-%d})"
            # Above the tallest bar of its year there is no other to cover.
            x = LEFT + scale * ((largest - first).days + 0.5)
            x = min(x, WIDTH - RIGHT - svg.width_of(named, 12) / 2)
            y = base - tall * days[largest] / top
            shapes.append(svg.words(x, y - 4, named, size=12, anchor="middle", halo=True))
        crossing = sum(1 for count in days.values() if count)
        told.append(
            say(
                "{year}: {total} on {days} days with any, most on {day} with {most}",
                year=year,
                total=sum(days.values()),
                days=crossing,
                day=largest.isoformat(),
                most=days[largest],
            ).render(translate, utc_minute)
        )
        shapes.append(
            svg.words(WIDTH - RIGHT + 8, base - 4, svg.grouped(sum(days.values())), size=13, bold=True)
        )
    return frame.drawing(shapes, say("Daily counts by year. {years}.", years="; ".join(told)))


def months_beside(bars: Sequence[Bars], year: int, notes: Notes, translate: Translate) -> str:
    """Return counts by month side by side; a range is a solid bar to its least and an open one to its most.

    A month of which nothing is held has a dot on the line, and no bar; one without an upper limit a dashed line.
    """
    frame = Frame(notes, translate, most=_most(bars), legend=[each.name for each in bars])
    month = (WIDTH - LEFT - RIGHT) / 12
    thick = month * 0.76 / len(bars)
    shapes = [*frame.axis(), *frame.months(month * 12)]
    shapes += frame.legend(FILLS)
    for number, each in enumerate(bars):
        for at, span in enumerate(each.months):
            x = LEFT + month * (at + 0.12) + thick * number
            shapes += frame.bar(x, thick * 0.9, span, number, above=0)
            if span is not None and svg.width_of(shown(span), 10) <= thick + 8:
                shapes.append(frame.number(x + thick * 0.45, shown(span), span.high or span.low))
    told = "; ".join(f"{each.name}: {_told(each)}" for each in bars)
    return frame.drawing(shapes, say("By month of {year}. {counts}.", year=year, counts=told))


def months_stacked(bars: Sequence[Bars], year: int, notes: Notes, translate: Translate) -> str:
    """Return disjoint counts by month on top of each other, each told apart by its hatching and with its number.

    For counts that may be added, as the dead and the missing of one source may.
    """
    columns = zip(*(each.months for each in bars), strict=True)
    most = max(
        (sum((span.high or span.low) if span else 0 for span in column) for column in columns), default=0
    )
    frame = Frame(notes, translate, most=most, legend=[each.name for each in bars])
    month = (WIDTH - LEFT - RIGHT) / 12
    shapes = [*frame.axis(), *frame.months(month * 12)]
    shapes += frame.legend(FILLS)
    for at in range(12):
        above = 0
        for number, each in enumerate(bars):
            span = each.months[at]
            shapes += frame.bar(LEFT + month * (at + 0.2), month * 0.6, span, number, above=above)
            above += 0 if span is None else span.high or span.low
        numbers = [shown(span) for each in bars if (span := each.months[at]) is not None]
        if numbers:
            shapes.append(frame.number(LEFT + month * (at + 0.5), " + ".join(numbers), above))
    told = "; ".join(f"{each.name}: {_told(each)}" for each in bars)
    return frame.drawing(shapes, say("By month of {year}. {counts}.", year=year, counts=told))


def _by_year(by_day: Mapping[date, int]) -> dict[int, dict[date, int]]:
    years: dict[int, dict[date, int]] = {}
    for day in sorted(by_day):
        years.setdefault(day.year, {})[day] = by_day[day]
    return years


def _running(days: Mapping[date, int]) -> list[tuple[int, int]]:
    """Return the running total by day of the year, counted from nought, at each day held."""
    total, run = 0, []
    for day, count in days.items():
        total += count
        # A leap day has a place in every year, so that one date of two years stands above itself.
        place = (date(2020, day.month, day.day) - date(2020, 1, 1)).days
        run.append((place, total))
    return run


def _not_held(days: Mapping[date, int], scale: float, base: float) -> list[str]:
    """Return a mark under every stretch of a year, between its first and last day held, that nobody holds."""
    held = sorted(days)
    shapes = []
    for before, after in itertools.pairwise(held):
        if after - before > timedelta(days=1):
            start = (before - date(before.year, 1, 1)).days + 1
            end = (after - date(after.year, 1, 1)).days
            shapes.append(
                svg.line(
                    LEFT + scale * start, base + 4, LEFT + scale * end, base + 4, colour=svg.RED, width=3
                )
            )
    return shapes


def _labels(ends: list[tuple[tuple[float, float], str, str, bool]]) -> list[str]:
    """Return the name of each line at its end; names that would cover each other are moved apart."""
    shapes = []
    taken: list[float] = []
    for (x, y), name, colour, strong in sorted(ends, key=lambda end: -end[0][1]):
        at = y
        while any(abs(at - other) < 14 for other in taken):
            at -= 1
        taken.append(at)
        shapes.append(svg.line(x, y, max(x + 4, x), y, colour=colour))
        shapes.append(
            svg.words(
                x + 8, at + 4, name, size=12, colour=svg.INK if strong else "#555555", bold=strong, halo=True
            )
        )
    return shapes


def _most(bars: Sequence[Bars]) -> int:
    return max(
        (span.low if span.high is None else span.high for each in bars for span in each.months if span),
        default=0,
    )


def _told(bars: Bars) -> str:
    return ", ".join("–" if span is None else shown(span) for span in bars.months)
