"""The cloud of a run drawn on a sheet: areas that darken with time, the starts, the mean track, and a legend."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from ashore.drift.datums import Area as DatumArea
from ashore.drift.datums import Datum
from ashore.drift.ensemble import Ensemble
from ashore.drift.products.cloud import (
    WORTH_LEADING,
    NoPlaceKnown,
    Parting,
    Sought,
    cloud_at,
    parting,
    start_of,
    starts,
)
from ashore.drift.products.containment import Area, containment
from ashore.drift.products.sheet import GRID, INK
from ashore.drift.products.words import Translate, say
from ashore.drift.products.writing import utc_hour, utc_minute

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Floats = NDArray[np.float64]

Areas = dict[tuple[Sought, float], tuple[Area, ...]]
"""The areas to draw, by whose they are and the instant."""

DASHED = (0, (4, 2))
VISIBLE = 0.25
"""Nearer than this share of a radius, a second set of lines is clutter; the words say how far the two are apart."""


def areas_to_draw(ensemble: Ensemble, whens: Sequence[float]) -> Areas:
    """Return the people's areas at every instant, and the craft's where the two lie visibly apart.

    Raises NoPlaceKnown where nothing has a known place at any of the instants.
    """
    found: Areas = {}
    nowhere: NoPlaceKnown | None = None
    for when in whens:
        try:
            people = containment(cloud_at(ensemble, when)).areas()
            found[Sought.PEOPLE, when] = people
            if _visibly_apart(parting(ensemble, when), people[0]):
                found[Sought.CRAFT, when] = containment(cloud_at(ensemble, when, Sought.CRAFT)).areas()
        except NoPlaceKnown as fault:
            nowhere = fault
    if not found and nowhere:
        raise nowhere
    return found


def extent(ensemble: Ensemble, areas: Areas) -> tuple[Floats, Floats]:
    """Return places on the chart, metres, about which a sheet must reach."""
    rings = [ring for held in areas.values() for area in held for ring in _rings(area)]
    points = np.concatenate([np.array([start_of(ensemble)]), *rings])
    return points[:, 0], points[:, 1]


def colours(count: int) -> list[Any]:
    """Return colours from light to dark, in an order that greyscale and colour-blind eyes keep."""
    from matplotlib import colormaps

    return [colormaps["inferno_r"](share) for share in np.linspace(0.28, 0.88, count)]


def draw_areas(axes: Axes, areas: Areas, whens: Sequence[float], translate: Translate) -> None:
    """Draw the areas: 50 % filled and named by its hour, 95 % thin, 75 % at the last instant only."""
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    names = _Names(axes)
    for order, (when, colour) in enumerate(zip(whens, colours(len(whens)), strict=True)):
        for sought in Sought:
            people = sought is Sought.PEOPLE
            for area in areas.get((sought, when), ()):
                inner = area.level <= 0.5
                rings = _rings(area)
                if not rings or not (inner or when == whens[-1] or (people and area.level >= 0.9)):
                    continue  # more lines than these are not read
                path = Path.make_compound_path(*(Path(ring, closed=True) for ring in rings))
                if inner and people:
                    axes.add_patch(
                        PathPatch(path, facecolor=colour, alpha=0.3, linewidth=0, zorder=3 + order / 9)
                    )
                line = PathPatch(path, fill=False, edgecolor=colour, linewidth=2.0 if inner else 0.9)
                line.set(linestyle="-" if people else DASHED, zorder=4 + order / 9)
                axes.add_patch(line)
                if inner:
                    hour = utc_hour(when)
                    name = hour if people else say("craft {hour}", hour=hour).sentence(translate)
                    names.write(name, rings, colour)


def draw_track(axes: Axes, ensemble: Ensemble) -> None:
    """Draw the mean track of the people, hour by hour, as long as nearly all of them have a known place."""
    middles = []
    for when in ensemble.times:
        try:
            cloud = cloud_at(ensemble, float(when))
        except NoPlaceKnown:
            continue
        if (
            cloud.missing < WORTH_LEADING
        ):  # the mean of those that are left goes where the forcing is, not they
            middles.append(cloud.middle)
    x, y = np.array(middles).reshape(-1, 2).T
    axes.plot(x, y, color=INK, linewidth=0.9, linestyle=":", marker=".", markersize=3, zorder=6)


def draw_starts(axes: Axes, ensemble: Ensemble) -> None:
    """Draw every datum with the circle that holds it with probability 0.95, segments as lines, areas as outlines."""
    from matplotlib.patches import Circle

    chart = ensemble.chart
    for start in starts(ensemble):
        corners = start.corners()
        x, y = chart.project([corner.lon for corner in corners], [corner.lat for corner in corners])
        if not isinstance(start, DatumArea):
            axes.plot(
                x, y, marker="+", color=INK, markersize=14, markeredgewidth=2.0, linewidth=0.9, zorder=7
            )
        else:
            axes.fill(x, y, fill=False, edgecolor=INK, linewidth=0.9, zorder=6)
        for corner, at_x, at_y in zip(corners, x, y, strict=True):
            if isinstance(start, Datum):
                radius = corner.error_m * float(chart.scale(at_x, at_y))
                axes.add_patch(
                    Circle((at_x, at_y), radius, fill=False, edgecolor=INK, linewidth=0.9, zorder=6)
                )
    if not starts(ensemble):
        axes.plot(*start_of(ensemble), marker="+", color=INK, markersize=14, markeredgewidth=2.0, zorder=7)


def draw_legend(axes: Axes, areas: Areas, whens: Sequence[float], translate: Translate) -> None:
    """Draw the legend in the corner where it hides least, but not on the scale bar nor where a warning stands."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    def line(words: str, **style: Any) -> Line2D:
        return Line2D([], [], color=INK, label=words, **style)

    handles: list[Any] = [
        line(
            say("datum and mean track").sentence(translate),
            marker="+",
            markersize=10,
            markeredgewidth=2,
            linestyle=":",
        ),
        *(
            Patch(facecolor=(*colour[:3], 0.3), edgecolor=colour, linewidth=2, label=utc_minute(when))
            for when, colour in zip(whens, colours(len(whens)), strict=True)
        ),
        line(say("50 % area").sentence(translate), linewidth=2.0),
        line(say("95 % area, and 75 % at the last time").sentence(translate), linewidth=0.9),
    ]
    if any(sought is Sought.CRAFT for sought, _ in areas):
        handles.append(
            line(say("the craft, where people have left it").sentence(translate), linestyle=DASHED)
        )
    box = axes.legend(
        handles=handles, loc=_emptiest_corner(axes, areas), bbox_to_anchor=(0, 0, 1, 0.93), fontsize=8,
        framealpha=0.92, borderpad=0.7, edgecolor=GRID,
    )  # fmt: skip
    box.set_zorder(10)


Corner = Literal["upper right", "upper left", "lower right"]
"""Where a legend may stand; the scale bar has the lower left."""


def _emptiest_corner(axes: Axes, areas: Areas) -> Corner:
    """Return the corner, of those a legend may stand in, with the fewest corners of areas in it."""
    rings = [ring for held in areas.values() for area in held for ring in _rings(area)]
    (left, right), (bottom, top) = axes.get_xlim(), axes.get_ylim()
    points = (np.concatenate(rings) - (left, bottom)) / (right - left, top - bottom)
    x, y = points.T
    wide, high = 0.36, 0.34
    held: dict[Corner, NDArray[np.bool_]] = {
        "upper right": (x > 1 - wide) & (y > 1 - high),
        "upper left": (x < wide) & (y > 1 - high),
        "lower right": (x > 1 - wide) & (y < high),
    }
    return min(held, key=lambda corner: int(held[corner].sum()))


class _Names:
    """Writes names on the rims of areas, each where none stands yet."""

    def __init__(self, axes: Axes) -> None:
        self._axes = axes
        self._written: list[Floats] = []

    def write(self, name: str, rings: Sequence[Floats], colour: Any) -> None:
        """Write a name at the first free place of a rim, the north before the others."""
        from matplotlib.patheffects import withStroke

        points = np.concatenate(rings)
        pixels = self._axes.transData.transform(points)
        for angle in np.radians([0, 25, -25, 50, -50, 75, -75, 110, -110, 145, -145, 180]):
            outward = np.array([np.sin(angle), np.cos(angle)])
            index = int(np.argmax(pixels @ outward))
            at = pixels[index] + 9 * outward
            if all(np.any(np.abs(at - other) > (64, 16)) for other in self._written):
                break
        self._written.append(at)
        self._axes.annotate(
            name,
            tuple(points[index]),
            xytext=tuple(9 * outward),
            textcoords="offset pixels",
            ha="center",
            va="center",
            fontsize=9,
            fontweight="bold",
            color=colour,
            zorder=8,
            path_effects=[withStroke(linewidth=2.5, foreground="white")],
        )


def _visibly_apart(parted: Parting | None, half: Area) -> bool:
    """Return whether hulls lie further from their people than `VISIBLE` of the radius of the people's 50 % area."""
    if parted is None:
        return False
    apart = float(np.hypot(*np.subtract(parted.hull, parted.people)))
    return apart > VISIBLE * float(np.sqrt(half.area_m2 / np.pi))


def _rings(area: Area) -> list[Floats]:
    return list(_each_ring(area))


def _each_ring(area: Area) -> Iterator[Floats]:
    for piece in area.pieces:
        yield from piece.rings
