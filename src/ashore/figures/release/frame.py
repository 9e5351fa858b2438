"""The frame of a picture: its title, its scale, its months, its bars, and what is printed at its foot."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ashore.figures.release import svg
from ashore.model.phrases import Phrase, Translate, say, utc_minute

WIDTH, LEFT, RIGHT, TOP, TALL = 960, 76, 110, 64, 380
"""The width of every picture and the place of its lines in it, in units of the drawing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notes:
    """What is printed on a picture, in the reader's language: its title, and the lines under it."""

    title: str
    counts: str
    does_not_count: str
    source: str
    vintage: str
    clock: str
    caution: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A count by its ends; `high` None is no upper limit."""

    low: int
    high: int | None


FILLS = (svg.BLUE, svg.ORANGE, svg.GREEN, svg.PURPLE)


class Frame:
    """The space of a picture: its title, its scale, its months, and its notes at the foot."""

    def __init__(
        self,
        notes: Notes,
        translate: Translate,
        *,
        most: int,
        tall: int = TALL,
        legend: Sequence[str] = (),
    ) -> None:
        self._notes = notes
        self._translate = translate
        self._steps = svg.steps_to(most)
        self._tall = tall
        self._legend = legend
        self._base = TOP + tall + (26 if legend else 0)

    def y(self, count: float) -> float:
        """Return the height of a count on the scale."""
        return self._base - self._tall * count / self._steps[-1]

    def axis(self) -> list[str]:
        """Return the lines of the scale with their numbers."""
        shapes = []
        for step in self._steps:
            y = self.y(step)
            shapes.append(svg.line(LEFT, y, WIDTH - RIGHT, y, colour=svg.FAINT if step else svg.INK))
            shapes.append(svg.words(LEFT - 8, y + 4, svg.grouped(step), size=12, anchor="end"))
        return shapes

    def months(self, wide: float) -> list[str]:
        """Return the names of the months under the lines."""
        return [
            svg.words(
                LEFT + wide * (number + 0.5) / 12,
                self._base + 20,
                name.render(self._translate, utc_minute),
                size=12,
                anchor="middle",
            )
            for number, name in enumerate(_MONTHS)
        ]

    def legend(self, fills: Sequence[str]) -> list[str]:
        """Return what each kind of bar stands for, above the lines."""
        shapes = []
        x: float = LEFT
        for number, name in enumerate(self._legend):
            shapes += [svg.box(x, TOP - 16, 14, 14, colour=fills[number], outline=svg.INK)]
            shapes += _hatched(x, TOP - 16, 14, 14, number)
            shapes.append(svg.words(x + 20, TOP - 4, name, size=13))
            x += 44 + svg.width_of(name, 13)
        return shapes

    def bar(self, x: float, thick: float, span: Span | None, number: int, *, above: int) -> list[str]:
        """Return one bar of a count: solid to its least, open to its most; a dot where nothing is held."""
        if span is None:
            return [svg.dot(x + thick / 2, self._base, colour="#8a8a8a", radius=2.5)]
        base = self.y(above)
        solid = self.y(above + span.low)
        top = solid if span.high is None else self.y(above + span.high)
        shapes = []
        if span.low:
            shapes.append(svg.box(x, solid, thick, base - solid, colour=FILLS[number], outline=svg.INK))
            shapes += _hatched(x, solid, thick, base - solid, number)
        if span.high is None:
            shapes.append(
                svg.line(x + thick / 2, solid, x + thick / 2, solid - 26, colour=FILLS[number], dash="4 3")
            )
        elif span.high > span.low:
            shapes.append(svg.box(x, top, thick, solid - top, colour=svg.PAPER, outline=FILLS[number]))
        return shapes

    def number(self, x: float, text: str, above: int) -> str:
        """Return a number standing on a bar of that many."""
        return svg.words(x, self.y(above) - 4, text, size=10, anchor="middle", halo=True)

    def drawing(self, shapes: Iterable[str], alternative: Phrase) -> str:
        """Return the whole picture with its title above and its notes below."""
        notes, wide = self._notes, WIDTH - 48
        y = self._base + 52
        written: list[str] = []
        lines = (
            (notes.caution, None),
            (notes.counts, say("Counts: {text}", text=notes.counts)),
            (notes.does_not_count, say("Does not count: {text}", text=notes.does_not_count)),
            (notes.source, say("Source: {text}", text=notes.source)),
            (notes.vintage, say("Vintage: {text}", text=notes.vintage)),
            (notes.clock, say("Clock: {text}", text=notes.clock)),
        )
        for text, labelled in lines:
            said = text if labelled is None else labelled.render(self._translate, utc_minute)
            for line in svg.wrapped(said, wide, 12) if text else ():
                written.append(svg.words(24, y, line, size=12, bold=labelled is None))
                y += 17
        told = alternative.render(self._translate, utc_minute)
        words = " ".join(
            part
            for part in (f"{notes.title}.", told, notes.caution, notes.counts, notes.source, notes.vintage)
            if part
        )
        return svg.drawing(
            WIDTH,
            y + 8,
            title=notes.title,
            alternative=words,
            shapes=[svg.words(24, 32, notes.title, size=20, bold=True), *shapes, *written],
        )


_MONTHS = (
    say("Jan"),
    say("Feb"),
    say("Mar"),
    say("Apr"),
    say("May"),
    say("Jun"),
    say("Jul"),
    say("Aug"),
    say("Sep"),
    say("Oct"),
    say("Nov"),
    say("Dec"),
)


def shown(span: Span) -> str:
    """Write a count in as few letters as it takes, the same in every language."""
    if span.low == span.high:
        return svg.grouped(span.low)
    return f"≥{svg.grouped(span.low)}" if span.high is None else f"{span.low}–{span.high}"


def _hatched(x: float, y: float, width: float, height: float, number: int) -> list[str]:
    """Return the lines that tell a bar from its neighbours without its colour; the first kind has none."""
    if number == 0:
        return []
    step = {1: 6.0, 2: 4.0}.get(number, 3.0)
    shapes = []
    at = y + step
    while at < y + height:
        shapes.append(svg.line(x, at, x + width, at, colour=svg.INK, width=0.7))
        at += step
    return shapes
