"""The sea of a run: its wind, current and coast over a window, on the run's chart."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar

from ashore.drift.chart import Chart
from ashore.drift.coast import Coast
from ashore.drift.engine.layers import Layer, layer
from ashore.drift.faults import DriftFault
from ashore.drift.forcing.source import Kind, Source, Window, why_nothing

Land = Callable[[Window], Coast]
"""Gives the coast of a window."""


class NoForcing(DriftFault):
    """No source holds any wind, or any current, where and when it is asked for. Fields: `kind`, `tried`, `window`."""

    code: ClassVar[str] = "drift.no-forcing"
    says: ClassVar[str] = "There is no {kind} for {window}: {tried}."
    hint: ClassVar[str] = (
        "Give a source that has it, or say what it is (a constant {kind}), or that it is calm."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Sea:
    """What has been read of the sources over a window, layers in order of preference."""

    window: Window
    currents: list[Layer]
    winds: list[Layer]
    coast: Coast | None

    def holds(self, at: float) -> bool:
        """Return whether an epoch second lies in what was read."""
        return self.window.earliest <= at <= self.window.latest


def read_sea(
    sources: Mapping[Kind, Sequence[Source]], land: Land | None, window: Window, chart: Chart
) -> Sea:
    """Return the sea of a window, read no further than needed; without `land` there is no coast.

    Raises NoForcing, and whatever a source raises.
    """
    return Sea(
        window=window,
        currents=_layers("current", sources["current"], window, chart),
        winds=_layers("wind", sources["wind"], window, chart),
        coast=land(window) if land else None,
    )


def _layers(kind: Kind, sources: Sequence[Source], window: Window, chart: Chart) -> list[Layer]:
    patches = [source.patch(window) for source in sources]
    layers = [layer(patch, chart, window.reach_m) for patch in patches if patch is not None]
    if not layers:
        tried = "; ".join(why_nothing(source, window).rstrip(".") for source in sources)
        raise NoForcing(kind=kind, tried=tried or "no source was given", window=_words(window))
    return layers


def _words(window: Window) -> str:
    """Say a window's time and place."""
    begins, ends = (
        datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d %H:%M") for at in (window.earliest, window.latest)
    )
    north, east = ("S" if window.lat < 0 else "N"), ("W" if window.lon < 0 else "E")
    place = f"{abs(window.lat):.2f}{north} {abs(window.lon):.2f}{east}"
    return f"{begins} to {ends} UTC within {window.reach_m / 1852:.0f} NM of {place}"
