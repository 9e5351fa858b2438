"""How like the truth a partition of mentions into boats is: pairwise and B-cubed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import TypeVar

M = TypeVar("M", bound=Hashable)


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """Precision, recall and their harmonic mean, each from 0 to 1; where nothing was claimed or to be found, 1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def pairwise(found: Mapping[M, Hashable], true: Mapping[M, Hashable]) -> Likeness:
    """Return how many of the pairs put together belong together, and the other way about.

    Both map the same mentions to a label.
    """
    both = _pairs(Counter((found[each], true[each]) for each in true))
    put, belong = (_pairs(Counter(labels[each] for each in true)) for labels in (found, true))
    return Likeness(precision=both / put if put else 1.0, recall=both / belong if belong else 1.0)


def b_cubed(found: Mapping[M, Hashable], true: Mapping[M, Hashable]) -> Likeness:
    """Return the mean over mentions of how pure, and how whole, each one's own group is (Bagga and Baldwin 1998)."""
    both = Counter((found[each], true[each]) for each in true)
    put, belong = (Counter(labels[each] for each in true) for labels in (found, true))
    count = max(1, len(true))
    return Likeness(
        precision=sum(n * n / put[label] for (label, _), n in both.items()) / count,
        recall=sum(n * n / belong[label] for (_, label), n in both.items()) / count,
    )


def _pairs(counts: Counter[Hashable]) -> int:
    return sum(n * (n - 1) // 2 for n in counts.values())
