"""Drawing as SVG text: shapes, words and a scale, with the same bytes for the same numbers on any computer.

Nothing is measured and no font is asked for: widths are guessed generously from the count of letters.
Coordinates are written to a tenth, so that no last digit of a computer's arithmetic is seen.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

BLUE, ORANGE, GREEN, RED, PURPLE = (
    "#0072b2",
    "#e69f00",
    "#009e73",
    "#d55e00",
    "#cc79a7",
)
"""Colours that stay apart for colour-blind readers (Okabe and Ito 2008); shapes and words never rest on them alone."""

INK, FAINT, PAPER = "#111111", "#bbbbbb", "#ffffff"

LETTER = 0.56
"""The width of an average letter as a share of the size of its type."""


def drawing(width: int, height: int, *, title: str, alternative: str, shapes: Iterable[str]) -> str:
    """Return an SVG image with a title and an alternative text that say what it shows."""
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
            f'height="{height}" role="img" font-family="system-ui, \'DejaVu Sans\', sans-serif">',
            f"<title>{escape(title)}</title>",
            f"<desc>{escape(alternative)}</desc>",
            f'<rect width="{width}" height="{height}" fill="{PAPER}"/>',
            *shapes,
            "</svg>",
        ]
    )


def line(
    x1: float, y1: float, x2: float, y2: float, *, colour: str = INK, width: float = 1, dash: str = ""
) -> str:
    """Return a straight line."""
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<line x1="{_at(x1)}" y1="{_at(y1)}" x2="{_at(x2)}" y2="{_at(y2)}" stroke="{colour}" '
        f'stroke-width="{_at(width)}"{dashed}/>'
    )


def path(points: Iterable[tuple[float, float]], *, colour: str, width: float = 2, dash: str = "") -> str:
    """Return a line through points."""
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    through = " ".join(f"{_at(x)},{_at(y)}" for x, y in points)
    return f'<polyline points="{through}" fill="none" stroke="{colour}" stroke-width="{_at(width)}"{dashed}/>'


def box(x: float, y: float, width: float, height: float, *, colour: str, outline: str = "none") -> str:
    """Return a filled rectangle."""
    return (
        f'<rect x="{_at(x)}" y="{_at(y)}" width="{_at(width)}" height="{_at(height)}" fill="{colour}" '
        f'stroke="{outline}"/>'
    )


def dot(x: float, y: float, *, colour: str, radius: float = 5) -> str:
    """Return a filled circle."""
    return f'<circle cx="{_at(x)}" cy="{_at(y)}" r="{_at(radius)}" fill="{colour}" stroke="{PAPER}"/>'


def diamond(x: float, y: float, *, colour: str, radius: float = 6) -> str:
    """Return a filled square standing on its corner."""
    corners = ((x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y))
    through = " ".join(f"{_at(a)},{_at(b)}" for a, b in corners)
    return f'<polygon points="{through}" fill="{colour}" stroke="{PAPER}"/>'


def words(
    x: float,
    y: float,
    text: str,
    *,
    size: int = 13,
    anchor: str = "start",
    colour: str = INK,
    bold: bool = False,
    halo: bool = False,
) -> str:
    """Return a line of text whose base line is at y; a halo keeps it readable over lines."""
    weight = ' font-weight="bold"' if bold else ""
    around = f' paint-order="stroke" stroke="{PAPER}" stroke-width="4"' if halo else ""
    return (
        f'<text x="{_at(x)}" y="{_at(y)}" font-size="{size}" text-anchor="{anchor}" fill="{colour}"'
        f"{weight}{around}>{escape(text)}</text>"
    )


def width_of(text: str, size: int) -> float:
    """Return about how wide a text is."""
    return len(text) * size * LETTER


def wrapped(text: str, width: float, size: int) -> list[str]:
    """Return a text cut between its words into lines no wider than `width`."""
    lines: list[str] = []
    for word in text.split():
        if lines and width_of(f"{lines[-1]} {word}", size) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def steps_to(most: int, about: int = 5) -> list[int]:
    """Return round whole numbers from 0 to at least `most`, about that many apart evenly."""
    most = max(most, 1)
    size = 1
    while True:
        for factor in (1, 2, 5):
            step = factor * size
            if step * about >= most:
                return [step * number for number in range(-(-most // step) + 1)]
        size *= 10


def grouped(number: int) -> str:
    """Return a number with a narrow space between its thousands, which no language takes for a decimal sign."""
    return f"{number:,}".replace(",", "\u202f")


def _at(number: float) -> str:
    text = f"{number:.1f}"
    return text.removesuffix(".0") if text != "-0.0" else "0"
