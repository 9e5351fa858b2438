"""An oracle: what whoever knows exactly how a night's reports come about could make of them, and of nothing else.

It has the true sea of the night, every figure of its habits, how many boats left, and the reports; it knows nothing of
which report is about which boat. It is what a linker is measured against, and no linker: a desk has none of that.
"""

from __future__ import annotations

import numpy as np

from ashore.exercise.habits import habits
from ashore.exercise.night import Night, evening_of
from ashore.exercise.oracle.atlas import Size, atlas
from ashore.exercise.oracle.evidence import Kernel, evidence
from ashore.exercise.oracle.messages import messages
from ashore.exercise.oracle.search import Effort, explain
from ashore.exercise.oracle.tables import priors, words
from ashore.exercise.score import Linked

SEED = 4_711
"""Of the voyages of an atlas; never a seed of a night, whose boats these must not be."""


def oracle(
    night: Night,
    *,
    size: Size = Size(),  # noqa: B008 - frozen
    kernel: Kernel = Kernel(),  # noqa: B008 - frozen
    effort: Effort = Effort(),  # noqa: B008 - frozen
) -> tuple[Linked, ...]:
    """Return the links the oracle makes of a night's reports: the same for the same night."""
    ways, count = habits(night.quality), len(night.lives)
    said = messages(night.reports)
    if not said:
        return ()
    sailed = atlas(ways, night.sea, evening_of(night.seed, night.year), night.year, SEED + night.seed, size)
    before = priors(ways, count, night.year)
    known = evidence(said, sailed, before, words(said, before, ways), ways, kernel, count)
    found = explain(known, night.seed, effort)
    links = []
    for group in np.unique(found.consensus):
        members = np.flatnonzero(found.consensus == group)
        report, mention = said[members[0]].mentions[0]
        for index in members:
            others = members[members != index]
            p = found.together[index, others].mean() if others.size else found.alone[index]
            links += [
                Linked(
                    mention=each, case=f"{report}#{mention}", held_in=f"{report}#{mention}", p_same=float(p)
                )
                for each in said[index].mentions
            ]
    return tuple(links)
