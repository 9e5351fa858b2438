"""The picture of a calibration: what areas held against what they promised, and how far drifters went astray."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ashore.drift.calibration.calibrate import FITTED, UNFITTED, WHITE, Calibration
from ashore.drift.calibration.containment import Containment

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Dark to light by horizon, apart for colour-blind eyes; the laws differ by line style as well.
LAWS = ((FITTED, "#0b5394", "-"), (UNFITTED, "#b45f06", "--"), (WHITE, "#7f7f7f", ":"))


def draw(calibration: Calibration, path: Path) -> None:
    """Write a PNG: nominal against observed containment at each horizon, and the rms miss over the hours."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(11, 5.2), layout="constrained")
    FigureCanvasAgg(figure)
    reliability, growth = figure.subplots(1, 2)
    _reliability(calibration, reliability)
    _growth(calibration, growth)
    wander = calibration.fit.wander
    tail = f", tail {wander.tail:.1f}" if wander.tail else ""
    drifters = f"{calibration.drifters} drifter{'s' if calibration.drifters != 1 else ''}"
    figure.suptitle(
        f"{calibration.group}: {drifters}, fitted {wander.sigma:.2f} m/s, {wander.hours:.1f} h{tail}",
        fontsize=12,
    )
    figure.savefig(path, dpi=130)


def _reliability(calibration: Calibration, axes: Axes) -> None:
    axes.plot([0, 100], [0, 100], color="black", linewidth=0.8, zorder=1)
    for nominal, low, high in ((50, 40, 60), (90, 82, 96)):
        axes.plot([nominal, nominal], [low, high], color="#6aa84f", linewidth=7, alpha=0.5, zorder=1)
    for law, colour, line in LAWS:
        tables = calibration.table(law)
        for index, table in enumerate(tables):
            strength = 0.35 + 0.65 * (index + 1) / len(tables)
            _curve(axes, table, colour, line, strength, law if index == len(tables) - 1 else None)
    axes.set(xlim=(0, 100), ylim=(0, 100), aspect="equal")
    axes.set_xlabel("share the area promises, %")
    axes.set_ylabel("share of drifters it held, %")
    axes.set_title("What the areas held (each horizon a line, the longest darkest)", fontsize=10)
    axes.legend(loc="upper left", fontsize=8, frameon=False)


def _curve(
    axes: Axes, table: Containment, colour: str, line: str, strength: float, label: str | None
) -> None:
    nominal = [0.0, *(100 * share.nominal for share in table.shares)]
    observed = [0.0, *(100 * share.observed for share in table.shares)]
    axes.plot(nominal, observed, line, color=colour, alpha=strength, label=label, zorder=3)
    if table.law == FITTED and label is not None:
        bars = [share for share in table.shares if share.low is not None and share.high is not None]
        for share in bars:
            ends = [100 * end for end in (share.low, share.high) if end is not None]
            axes.plot([100 * share.nominal] * 2, ends, color=colour, alpha=0.4, linewidth=1, zorder=2)


def _growth(calibration: Calibration, axes: Axes) -> None:
    hours = [row.hours for row in calibration.growth]
    axes.plot(hours, [row.observed_m / 1000 for row in calibration.growth], "ko", label="drifters", zorder=4)
    rows = (
        [row.fitted_m for row in calibration.growth],
        [row.unfitted_m for row in calibration.growth],
        [row.white_m for row in calibration.growth],
    )
    for (law, colour, line), metres in zip(LAWS, rows, strict=True):
        name = "fitted" if law == FITTED else law
        axes.plot(hours, [each / 1000 for each in metres], line, color=colour, label=name)
    axes.set(xlim=(0, None), ylim=(0, None))
    axes.set_xlabel("hours after the start")
    axes.set_ylabel("rms distance from the forecast, km")
    axes.set_title("How far drifters left the forecast (along the true track)", fontsize=10)
    axes.legend(loc="upper left", fontsize=8, frameon=False)
