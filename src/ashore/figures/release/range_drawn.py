"""One figure drawn: its range as a bar, and what others say as points on the same scale."""

from __future__ import annotations

from ashore.figures.release import svg
from ashore.figures.release.citation import number
from ashore.figures.release.release import Release
from ashore.model.phrases import Translate, say, utc_minute

_WIDTH, _LEFT, _RIGHT, _LINE = 720, 280, 60, 30


def range_drawn(release: Release, translate: Translate) -> str:
    """Return an SVG of a figure's range beside every number that others give; its alternative text says it all."""
    figure = release.figure
    named = [(other.source, other.value) for other in figure.says_otherwise if other.value is not None]
    most = max([figure.low, figure.high or 0, *(value for _, value in named)])
    steps = svg.steps_to(most)
    scale = (_WIDTH - _LEFT - _RIGHT) / steps[-1]
    top = 34
    bottom = top + _LINE * (1 + len(named))
    shapes = []
    for step in steps:
        x = _LEFT + step * scale
        shapes += [
            svg.line(x, top - 8, x, bottom, colour=svg.FAINT),
            svg.words(x, top - 14, svg.grouped(step), size=12, anchor="middle"),
        ]
    y = top + _LINE / 2
    ours = release.counted_by
    shapes.append(svg.words(_LEFT - 12, y + 5, _short(ours), anchor="end", bold=True))
    left, right = _LEFT + figure.low * scale, _LEFT + (figure.high or 0) * scale
    if figure.high is None:
        right = _WIDTH - 12
        shapes.append(svg.line(left, y, right, y, colour=svg.BLUE, width=8, dash="10 5"))
        shapes.append(svg.words(right, y - 8, "→", anchor="end", colour=svg.BLUE))
    elif figure.low == figure.high:
        shapes.append(svg.dot(left, y, colour=svg.BLUE, radius=7))
        shapes.append(svg.words(left + 12, y + 5, svg.grouped(figure.low), bold=True))
    else:
        shapes.append(svg.line(left, y, right, y, colour=svg.BLUE, width=8))
        shapes += [svg.line(x, y - 9, x, y + 9, colour=svg.BLUE, width=3) for x in (left, right)]
        ends = f"{svg.grouped(figure.low)}–{svg.grouped(figure.high)}"
        shapes.append(svg.words(right + 8, y + 5, ends, bold=True))
    for row, (source, value) in enumerate(named, start=1):
        y = top + _LINE * (row + 0.5)
        shapes += [
            svg.words(_LEFT - 12, y + 5, _short(source), anchor="end"),
            svg.diamond(_LEFT + value * scale, y, colour=svg.RED),
            svg.words(_LEFT + value * scale + 12, y + 5, svg.grouped(value)),
        ]
    said = say("{who}: {number}", who=ours, number=number(release)).render(translate, utc_minute)
    others = [f"{source}: {value}" for source, value in named]
    title = say("{number}, and what others say", number=number(release)).render(translate, utc_minute)
    return svg.drawing(
        _WIDTH, bottom + 10, title=title, alternative="; ".join([said, *others]) + ".", shapes=shapes
    )


def _short(text: str) -> str:
    """Cut a name to what fits beside the scale; the page gives it in full below."""
    return text if len(text) <= 36 else f"{text[:35]}…"
