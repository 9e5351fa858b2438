"""Rates drawn with their intervals: each method's bar under the other, so that none can be picked out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ashore.figures.release import svg
from ashore.figures.release.frame import RIGHT, TOP, WIDTH, Frame, Notes
from ashore.model.phrases import Translate, say

NAMES = 320
"""Where the scale begins; the names stand to its left."""

EDGE = WIDTH - RIGHT
SIZE, LINE = 12, 15
BAR, PAD, HEADING = 8, 8, 24

_STYLES = (
    (svg.BLUE, 5.0, ""),
    (svg.RED, 3.0, ""),
    (svg.GREEN, 4.0, "9 2"),
    (svg.GREEN, 4.0, "5 2"),
    (svg.GREEN, 4.0, "2 2"),
)
"""The line of each method; told apart by thickness, dashes and order as well as by colour."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ends:
    """The two ends of an interval, in the unit of the picture; `high` None is no upper end."""

    low: float
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """One rate: its name, what it is made of, its value and the ends by each method, None where one gives none.

    Without a value nothing is drawn, and `otherwise` says in its place why.
    """

    name: str
    counted: str
    value: float | None
    ends: tuple[Ends | None, ...] = ()
    otherwise: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Rates that belong together under one heading, as the thresholds of a calm day do."""

    name: str
    rates: tuple[Drawn, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Where a value lies between the names and the right edge."""

    least: int
    most: int

    def x(self, value: float) -> float:
        """Return the place of a value on the drawing."""
        return NAMES + (EDGE - NAMES) * (value - self.least) / (self.most - self.least)


def rates_drawn(
    groups: Sequence[Group], methods: Sequence[str], unit: str, notes: Notes, translate: Translate
) -> str:
    """Return an SVG of rates with their intervals by each of `methods`, at most five, in that order from the top.

    Nought is a strong line. An interval that goes on beyond the scale ends in an arrow; the alternative text has
    every end.
    """
    every = [rate for group in groups for rate in group.rates]
    steps = _steps(every)
    scale = Scale(least=steps[0], most=steps[-1])
    legend = _legend(methods)
    top = TOP + LINE * (1 + max(row for row, _, _ in legend)) + 6
    height = sum(HEADING + sum(map(_height, group.rates)) for group in groups)
    frame = Frame(notes, translate, most=1, tall=int(top - TOP + height) + 24)
    bottom = top + height

    shapes = []
    for step in steps:
        at, strong = scale.x(step), step == 0
        shapes += [
            svg.line(at, top, at, bottom, colour=svg.INK if strong else svg.FAINT, width=2 if strong else 1),
            svg.words(at, bottom + 18, svg.grouped(step).replace("-", "−"), size=SIZE, anchor="middle"),
        ]
    shapes.append(svg.words(EDGE + 22, bottom + 18, unit, size=SIZE))
    for row, left, number in legend:
        y = TOP - 14 + LINE * row
        shapes += _bar(left, left + 34, y, number)
        shapes.append(svg.words(left + 40, y + 4, methods[number], size=SIZE))
    y = top
    for group in groups:
        shapes.append(svg.words(24, y + 17, group.name, size=13, bold=True, halo=True))
        y += HEADING
        for rate in group.rates:
            shapes += _row(rate, y, scale)
            y += _height(rate)
    told = "; ".join(
        f"{group.name}: {'; '.join(_told(rate, methods, unit) for rate in group.rates)}".rstrip(".")
        for group in groups
    )
    return frame.drawing(shapes, say("Rates with their intervals, {unit}. {rates}.", unit=unit, rates=told))


def tenths(number: float) -> str:
    """Write a number to a tenth with a true minus sign, its thousands apart, the same in every language."""
    return f"{number:,.1f}".replace(",", "\u202f").replace("-", "−").replace("−0.0", "0.0")


def _steps(rates: Sequence[Drawn]) -> list[int]:
    """Return round whole numbers that hold every value and lower end; a far upper end does not squeeze the rest."""
    values = [rate.value for rate in rates if rate.value is not None]
    ends = [each for rate in rates if rate.value is not None for each in rate.ends if each is not None]
    low = min([0.0, *values, *(each.low for each in ends)])
    far = max([0.0, *values, *(each.high for each in ends if each.high is not None)])
    room = max([3 * abs(value) for value in values] + [-2 * low, 1.0])
    return _around(low, max([min(far, room), *values, 1.0]))


def _around(low: float, high: float) -> list[int]:
    """Return at most ten round whole numbers from at most `low` to at least `high`."""
    size = 1
    while True:
        for factor in (1, 2, 5):
            step = factor * size
            if (high - low) / step <= 8:
                first = -int(-(low // step)) if low >= 0 else int(low // step)
                last = max(int(-(-high // step)), first + 1)
                return [step * number for number in range(first, last + 1)]
        size *= 10


def _height(rate: Drawn) -> int:
    return 2 * PAD + max(BAR * len(rate.ends), LINE * len(_named(rate)))


def _named(rate: Drawn) -> list[str]:
    return [*svg.wrapped(rate.name, NAMES - 48, SIZE), *([rate.counted] if rate.counted else [])]


def _row(rate: Drawn, top: float, scale: Scale) -> list[str]:
    """Return one rate's name, bars and value, or in their place why there are none."""
    middle = top + _height(rate) / 2
    lines = _named(rate)
    shapes = [
        svg.words(NAMES - 14, middle + 4 + LINE * (at - (len(lines) - 1) / 2), line, size=SIZE, anchor="end")
        for at, line in enumerate(lines)
    ]
    if rate.value is None:
        return [*shapes, svg.words(NAMES + 8, middle + 4, rate.otherwise, size=SIZE, halo=True)]
    first = middle - BAR * (len(rate.ends) - 1) / 2
    for number, ends in enumerate(rate.ends):
        if ends is None:
            continue
        y = first + BAR * number
        further = ends.high is None or ends.high > scale.most
        right = EDGE if further or ends.high is None else scale.x(ends.high)
        shapes += _bar(scale.x(ends.low), right, y, number)
        if further:
            shapes.append(svg.words(EDGE + 1, y + 4, "▸", size=11, colour=_STYLES[number][0]))
    if rate.value <= scale.most:
        at = scale.x(rate.value)
        shapes.append(svg.line(at, first - 5, at, middle + (middle - first) + 5, width=1))
        shapes.append(svg.diamond(at, middle, colour=svg.INK, radius=5))
    shapes.append(svg.words(EDGE + 22, middle + 5, tenths(rate.value), bold=True))
    return shapes


def _bar(left: float, right: float, y: float, number: int) -> list[str]:
    colour, width, dash = _STYLES[number]
    return [
        svg.line(left, y, right, y, colour=colour, width=width, dash=dash),
        svg.line(left, y - 3, left, y + 3, colour=colour, width=1.5),
        svg.line(right, y - 3, right, y + 3, colour=colour, width=1.5),
    ]


def _legend(methods: Sequence[str]) -> list[tuple[int, float, int]]:
    """Return for each method the row and the place at which its name stands above the scale."""
    placed = []
    row, left = 0, 24.0
    for number, name in enumerate(methods):
        wide = 40 + svg.width_of(name, SIZE) + 22
        if left > 24 and left + wide > WIDTH - 24:
            row, left = row + 1, 24.0
        placed.append((row, left, number))
        left += wide
    return placed


def _told(rate: Drawn, methods: Sequence[str], unit: str) -> str:
    named = " ".join(each for each in (rate.name, rate.counted) if each)
    if rate.value is None:
        return f"{named}: {rate.otherwise}" if named else rate.otherwise
    ends = ", ".join(
        f"{name} {tenths(each.low)} … {'∞' if each.high is None else tenths(each.high)}"
        for name, each in zip(methods, rate.ends, strict=True)
        if each is not None
    )
    return f"{named}: {tenths(rate.value)} {unit} ({ends or '–'})"
