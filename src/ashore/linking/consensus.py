"""From explanations, each drawn as often as it is likely, to one partition, and how sure each mention's place is.

The partition is the one of which most pairs are expected to be right, by the measure links are judged by: the best
explanation of a night is often too sure of itself, as the likeliest word of a sentence read alone is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ashore.linking.kernels import climbed, odds_of, together_of
from ashore.linking.search import Explanations, Settled

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

STARTS = 10
"""So many of the drawn explanations are climbed from, beside the best."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consensus:
    """A partition of a night's N mentions: `label` (N,), settled cases by their own numbers.

    `odds` (N, K + 1): how likely each mention is of each of K boats of it, and last of one that no other tells of.
    `together` (N, N): how likely any two are of one boat. `expected` is the pairwise F1 expected of it.
    """

    label: Whole
    odds: Floats
    together: Floats
    expected: float


def consensus(found: Explanations, settled: Settled) -> Consensus:
    """Return the partition with the greatest expected pairwise F1, 2·Σ P(pair) / (pairs made + pairs expected)."""
    drawn = found.drawn
    together = together_of(drawn)
    expected = float(together.sum() / 2)
    step = max(1, len(drawn) // STARTS)
    best, most = found.best, -1.0
    for start in (found.best, *drawn[step - 1 :: step]):
        label, value = climbed(start, together, expected, settled.case, settled.apart)
        if value > most + 1e-12:
            best, most = label, value
    label = _numbered(best, int(settled.case.max(initial=-1)) + 1)
    return Consensus(label=label, odds=odds_of(drawn, label), together=together, expected=most)


def _numbered(label: Whole, first: int) -> Whole:
    """Return labels from `first` on numbered by the first mention that has them; those below are cases' own."""
    known: dict[int, int] = {}
    return np.array(
        [int(each) if each < first else known.setdefault(int(each), first + len(known)) for each in label],
        np.int64,
    )
