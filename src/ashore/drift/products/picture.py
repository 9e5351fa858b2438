"""A picture of a run that an officer can read: land, the cloud hour by hour, wind and current, and what it rests on."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from ashore.drift.ensemble import Ensemble
from ashore.drift.products.cloud import WORTH_LEADING, Sought, begins, missing_at, moments
from ashore.drift.products.sheet import INK, WARNING, lay, sheet_about
from ashore.drift.products.spread import (
    areas_to_draw,
    draw_areas,
    draw_legend,
    draw_starts,
    draw_track,
    extent,
)
from ashore.drift.products.weather import draw_weather
from ashore.drift.products.words import (
    Translate,
    as_written,
    for_comparison,
    in_english,
    say,
    source_in_short,
    stated,
)
from ashore.drift.products.writing import utc_hour, utc_minute

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from ashore.drift.coast import Coast

WIDE_IN, HIGH_IN, DOTS = 9.0, 10.6, 110
LEFT, ACROSS = 0.085, 0.89
MAP_LOW, MAP_HIGH = 0.285, 0.63
MET_LOW, MET_HIGH = 0.085, 0.155


def picture(
    ensemble: Ensemble,
    coast: Coast | None = None,
    whens: Sequence[float] | None = None,
    translate: Translate = in_english,
) -> bytes:
    """Return a PNG of a run at some instants (epoch seconds; `moments` where none are given).

    Without a coast no land is drawn, and the picture says so.
    Raises OutsideRun, and NoPlaceKnown where nothing has a known place at any of the instants.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    shown = moments(ensemble) if whens is None else tuple(whens)
    areas = areas_to_draw(ensemble, shown)
    figure = Figure(figsize=(WIDE_IN, HIGH_IN), dpi=DOTS, facecolor="white")
    FigureCanvasAgg(figure)
    sea = figure.add_axes((LEFT, MAP_LOW, ACROSS, MAP_HIGH))
    shape = WIDE_IN * ACROSS / (HIGH_IN * MAP_HIGH)
    lay(sea, sheet_about(*extent(ensemble, areas), shape), ensemble.chart, coast)
    draw_areas(sea, areas, shown, translate)
    draw_track(sea, ensemble)
    draw_starts(sea, ensemble)
    draw_legend(sea, areas, shown, translate)
    _warn_of_gaps(sea, ensemble, shown, translate)
    met = figure.add_axes((LEFT, MET_LOW, ACROSS, MET_HIGH))
    met.axis("off")
    met.set(xlim=(0, WIDE_IN * ACROSS), ylim=(0, HIGH_IN * MET_HIGH))
    draw_weather(met, ensemble, (begins(ensemble), *shown), translate)
    _write(figure, ensemble, translate)
    land = say("No coastline was given: no land is drawn.") if coast is None else say("Coast: GSHHG.")
    figure.text(LEFT, 0.021, land.sentence(translate), fontsize=8, color=WARNING if coast is None else INK)
    png = io.BytesIO()
    figure.savefig(png, format="png")
    return png.getvalue()


def _warn_of_gaps(sea: Axes, ensemble: Ensemble, shown: Sequence[float], translate: Translate) -> None:
    """Write across the head of the map at which of its hours much of the cloud is not on it."""
    missing = {when: missing_at(ensemble, when) for when in shown}
    shares = [
        f"{utc_hour(when)}: {100 * share:.0f} %" for when, share in missing.items() if share >= WORTH_LEADING
    ]
    if shares:
        warned = say("INCOMPLETE, no place known: {shares}", shares=", ".join(shares)).sentence(translate)
        box = {"facecolor": "white", "edgecolor": WARNING, "alpha": 0.92}
        sea.text(
            0.5, 0.97, warned, transform=sea.transAxes, fontsize=10, fontweight="bold", color=WARNING,
            ha="center", va="top", zorder=11, bbox=box,
        )  # fmt: skip


def _what_drifts(ensemble: Ensemble, translate: Translate) -> str:
    """Return what the run takes the craft to be, each with its share of the belief, in at most two lines."""
    people = np.isin(ensemble.part, Sought.PEOPLE.parts)
    shares = np.bincount(ensemble.scenario[people], ensemble.weight[people], len(ensemble.scenarios))
    named = " · ".join(
        f"{as_written(says.rstrip('.')).sentence(translate)} ({100 * share:.0f} %)"
        for (_, says), share in zip(ensemble.scenarios, shares / shares.sum(), strict=True)
    )
    said = (
        say("What drifts, by assumption: {drifting}", drifting=named)
        if ensemble.record.assumptions
        else say("What drifts: {drifting}", drifting=named)
    )
    return textwrap.fill(said.sentence(translate), 132, max_lines=2, placeholder=" …")


def _write(figure: Figure, ensemble: Ensemble, translate: Translate) -> None:
    """Write what it is at the head, the record at the foot, and SYNTHETIC across everything where it is."""
    record = ensemble.record
    head = say(
        "Drift forecast {start} to {end}",
        start=utc_minute(begins(ensemble)),
        end=utc_minute(float(ensemble.times[-1])),
    )
    made = say(
        "Run made {made} by {engine}, seed {seed}, {particles} particles. Arrows point where wind and current go.",
        made=stated(record.made_at),
        engine=record.engine,
        seed=str(record.request.get("seed", "–")),
        particles=f"{len(ensemble.part):,}".replace(",", " "),
    )
    sources = " · ".join(source_in_short(source).sentence(translate) for source in record.sources)
    figure.text(LEFT, 0.946, head.sentence(translate), fontsize=13, fontweight="bold", color=INK)
    figure.text(LEFT, 0.926, sources, fontsize=8.5, color=INK)
    figure.text(LEFT, 0.068, _what_drifts(ensemble, translate), fontsize=8, color=INK, va="center")
    figure.text(LEFT, 0.045, made.sentence(translate), fontsize=8, color=INK)
    if for_comparison(ensemble):
        warned = say("FOR COMPARISON ONLY, not for a search").sentence(translate)
        figure.text(0.975, 0.987, warned, fontsize=9, fontweight="bold", color=WARNING, ha="right")
    if record.synthetic:
        word = say("SYNTHETIC").sentence(translate)
        warned = say("SYNTHETIC: made-up currents or wind, not for a real search").sentence(translate)
        figure.text(LEFT, 0.972, warned, fontsize=12, fontweight="bold", color=WARNING)
        figure.text(
            0.53, 0.6, word, fontsize=92, fontweight="bold", color=WARNING, alpha=0.17, rotation=32,
            ha="center", va="center",
        )  # fmt: skip
