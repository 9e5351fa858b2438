"""Every boat found is a free check: of our last twenty, how many lay inside the 50 % area, and is that right?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundCheck:
    """How many of the boats found lay inside the area of a nominal share of the forecast made before.

    `low` and `high` are the exact 95 % interval of the share such areas hold (Clopper and Pearson, Biometrika 1934).
    """

    nominal: float
    found: int
    inside: int
    low: float
    high: float

    def sentence(self) -> str:
        """Return the count in words, and what can be said from so many."""
        area = f"{100 * self.nominal:g} % area"
        if self.found == 0:
            return f"No boat has yet been found to check the {area} by."
        who = "the one boat found" if self.found == 1 else f"our last {self.found} found"
        counted = f"Of {who}, {self.inside} lay inside the {area}"
        share = f"{100 * self.low:.0f} to {100 * self.high:.0f} %"
        if self.high < self.nominal:
            return f"{counted}: such areas hold {share}, so they are drawn too small."
        if self.low > self.nominal:
            return f"{counted}: such areas hold {share}, so they are drawn too large."
        if self.high - self.low > 0.5:
            return f"{counted}: too few yet to tell ({share} would fit)."
        return f"{counted}: in keeping with it ({share} would fit)."

    def as_json(self) -> dict[str, Any]:
        """Return the check as plain JSON values, its sentence with it."""
        return {**asdict(self), "sentence": self.sentence()}


def check_found(levels: Sequence[float], nominal: float = 0.5, last: int | None = None) -> FoundCheck:
    """Return the check of the last so many boats found (all of them for None), from the level each was found at.

    A level is the smallest share of the forecast whose area held the boat, oldest first; a boat that no cloud reached
    has level 1. Raises ValueError for a level or nominal share outside 0 to 1.
    """
    from scipy.stats import beta

    if not 0 < nominal < 1:
        raise ValueError(f"an area holds between 0 and 1 of a forecast, not {nominal}")
    if any(not 0 <= level <= 1 for level in levels):
        raise ValueError("a level is between 0 and 1")
    counted = list(levels) if last is None else list(levels)[max(0, len(levels) - last) :]
    found, inside = len(counted), sum(level <= nominal for level in counted)
    rest = (1 - CONFIDENCE) / 2
    return FoundCheck(
        nominal=nominal,
        found=found,
        inside=inside,
        low=float(beta.ppf(rest, inside, found - inside + 1)) if inside else 0.0,
        high=float(beta.ppf(1 - rest, inside + 1, found - inside)) if inside < found else 1.0,
    )
