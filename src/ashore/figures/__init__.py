"""What we may say: numbers that carry what they mean, who says otherwise, and every report under them."""

from __future__ import annotations

from ashore.figures.compute import figures, night_figures
from ashore.figures.definitions import CLOCKS, DEFINITIONS
from ashore.figures.figure import Figure
from ashore.figures.lineage import Chain, as_text, why
from ashore.figures.period import DEFAULT_ZONE
from ashore.figures.tables import as_csv, as_json_lines, as_table

__all__ = [
    "CLOCKS",
    "DEFAULT_ZONE",
    "DEFINITIONS",
    "Chain",
    "Figure",
    "as_csv",
    "as_json_lines",
    "as_table",
    "as_text",
    "figures",
    "night_figures",
    "why",
]
