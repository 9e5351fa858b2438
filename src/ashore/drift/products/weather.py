"""Wind and current along a run, as arrows to where they go and in the words an officer would use."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ashore.drift.ensemble import Ensemble, Status
from ashore.drift.products.sheet import INK, WARNING
from ashore.drift.products.words import Said, Translate, say
from ashore.drift.products.writing import KNOT_MS, bearing_deg, compass, utc_hour

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Floats = NDArray[np.float64]

WIND, CURRENT = "#2b5d8a", "#0f7a5f"
SLACK_MS = 0.05 * KNOT_MS
"""Below this there is no direction worth an arrow."""


def draw_weather(axes: Axes, ensemble: Ensemble, whens: Sequence[float], translate: Translate) -> None:
    """Draw, on axes whose units are inches, the wind and the current in the middle of the cloud at some instants.

    A gap in either is said where its arrow would be.
    """
    width, height = axes.get_xlim()[1], axes.get_ylim()[1]
    step = (width - 0.7) / len(whens)
    columns = [0.7 + step * (index + 0.5) for index in range(len(whens))]
    for x, when in zip(columns, whens, strict=True):
        _text(axes, x, height, utc_hour(when), INK, 8.5, bold=True)
    for row, (name, values, colour) in enumerate(
        ((say("Wind"), ensemble.mean_wind, WIND), (say("Current"), ensemble.mean_current, CURRENT))
    ):
        y = (height - 0.2) * (0.75 - 0.5 * row)
        axes.text(0.0, y, name.sentence(translate), fontsize=9, fontweight="bold", color=colour, va="center")
        speeds = np.hypot(*values.T)
        fastest = float(speeds[np.isfinite(speeds)].max(initial=SLACK_MS))
        for x, when in zip(columns, whens, strict=True):
            east, north = (_at(ensemble, part, when) for part in values.T)
            speed = float(np.hypot(east, north))
            said = _wind(east, north) if row == 0 else _current(east, north)
            held = bool(np.isfinite(speed))
            _text(axes, x, y - 0.26, said.sentence(translate), INK if held else WARNING, 7.5)
            if held and speed >= SLACK_MS:
                half = 0.23 * (0.4 + 0.6 * speed / fastest) / speed
                _arrow(axes, x, y + 0.1, east * half, north * half, colour)


def _wind(east: float, north: float) -> Said:
    if not np.isfinite(east + north):
        return say("no wind held")
    if np.hypot(east, north) < SLACK_MS:
        return say("calm")
    return say(
        "from {point} {speed} kn", point=say(compass(bearing_deg(-east, -north))), speed=_knots(east, north)
    )


def _current(east: float, north: float) -> Said:
    if not np.isfinite(east + north):
        return say("no current held")
    if np.hypot(east, north) < SLACK_MS:
        return say("slack")
    return say(
        "to {point} {speed} kn", point=say(compass(bearing_deg(east, north))), speed=_knots(east, north)
    )


def _arrow(axes: Axes, x: float, y: float, dx: float, dy: float, colour: str) -> None:
    style = {"arrowstyle": "-|>", "color": colour, "linewidth": 1.8, "shrinkA": 0, "shrinkB": 0}
    axes.annotate("", (x + dx, y + dy), (x - dx, y - dy), arrowprops=style)


def _text(axes: Axes, x: float, y: float, text: str, colour: str, size: float, *, bold: bool = False) -> None:
    weight = "bold" if bold else "normal"
    axes.text(x, y, text, fontsize=size, fontweight=weight, ha="center", va="center", color=colour)


def _at(ensemble: Ensemble, values: Floats, when: float) -> float:
    """Return a value at an instant; before anything has started the first that was met is taken, a gap stays a gap."""
    begun = np.flatnonzero((ensemble.status != Status.WAITING).any(axis=1))
    order = begun[np.argsort(ensemble.times[begun])]
    return float(np.interp(when, ensemble.times[order], values[order])) if len(order) else np.nan


def _knots(east: float, north: float) -> str:
    knots = float(np.hypot(east, north)) / KNOT_MS
    return f"{knots:.0f}" if knots >= 9.5 else f"{knots:.1f}"
