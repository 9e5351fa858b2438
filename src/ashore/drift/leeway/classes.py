"""The published leeway classes: how fast the wind drives each kind of drifting thing, down the wind and across it.

The figures are measurements by the US Coast Guard and others, compiled by
A. A. Allen and J. V. Plourde, Review of Leeway: Field Experiments and Implementation (report CG-D-08-99, 1999), and
A. A. Allen, Leeway Divergence (report CG-D-05-05, 2005); the list of 85 is the one SAROPS used in 2010.
`classes.tsv` holds them as published; its descriptions are ours.
Sides are the table's own: right is to the right of downwind.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib import resources
from typing import ClassVar

from ashore.drift.faults import DriftFault


class UnknownClass(DriftFault):
    """No published class has this key or number. Fields: `wanted`, `near` (words)."""

    code: ClassVar[str] = "drift.unknown-class"
    says: ClassVar[str] = "No published leeway class is called {wanted}."
    hint: ClassVar[str] = "Use a key such as PIW-1 or a number from 1 to 85. Nearest: {near}."


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Leeway as a straight line in the 10 m wind, and the standard deviation about it, as the table gives them."""

    slope_pct: float
    offset_cm_s: float
    spread_cm_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LeewayClass:
    """One published class: its line down the wind, and one for each side on which it may lie to the wind.

    Crosswind figures are positive to the right of downwind, so those of `left` are mostly negative.
    `note` says what is odd about the published figures; they are used as published all the same.
    """

    number: int
    key: str
    says: str
    downwind: Line
    right: Line
    left: Line
    note: str = ""

    @property
    def row(self) -> int:
        """Return its index in `published()`."""
        return self.number - 1

    @property
    def asymmetric(self) -> bool:
        """Return whether the left side is anything but the mirror image of the right."""
        right, left = self.right, self.left
        return (right.slope_pct, right.offset_cm_s, right.spread_cm_s) != (
            -left.slope_pct,
            -left.offset_cm_s,
            left.spread_cm_s,
        )


@cache
def published() -> tuple[LeewayClass, ...]:
    """Return all 85 published classes in the order of their numbers."""
    text = resources.files("ashore.drift.leeway").joinpath("classes.tsv").read_text(encoding="utf-8")
    return tuple(
        LeewayClass(
            number=int(row["number"]),
            key=row["key"],
            says=row["says"],
            downwind=_line(row, "dw"),
            right=_line(row, "right"),
            left=_line(row, "left"),
            note=row["note"],
        )
        for row in csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    )


def leeway_class(wanted: str | int) -> LeewayClass:
    """Return the class of a key (in any case) or a number, which may come as text.

    Raises UnknownClass, which names the nearest keys.
    """
    text = str(wanted).strip().upper()
    for known in published():
        if text in (known.key.upper(), str(known.number)):
            return known
    keys = {known.key.upper(): known.key for known in published()}
    near = get_close_matches(text, keys, n=3, cutoff=0.4) or ["PIW-1", "SKIFF-1", "LIFE-RAFT-NB-1"]
    raise UnknownClass(wanted=wanted, near=", ".join(keys[key] for key in near))


def _line(row: dict[str, str], part: str) -> Line:
    return Line(
        slope_pct=float(row[f"{part}_slope"]),
        offset_cm_s=float(row[f"{part}_offset"]),
        spread_cm_s=float(row[f"{part}_spread"]),
    )
