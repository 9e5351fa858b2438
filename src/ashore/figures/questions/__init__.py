"""Ten questions people ask of figures, each with one answer. D4 and D9 are asked elsewhere: what changed, calm days."""

from __future__ import annotations

from collections.abc import Callable

from ashore.figures.questions.answer import Answer, Asking, everything_held
from ashore.figures.questions.bridge import bridge
from ashore.figures.questions.children import children
from ashore.figures.questions.clocks import clocks
from ashore.figures.questions.dead_and_missing import dead_and_missing
from ashore.figures.questions.listing import LISTED, Listed, NotTaken, listed, must_heed
from ashore.figures.questions.overlap import overlap
from ashore.figures.questions.printing import printing
from ashore.figures.questions.unaccounted import unaccounted
from ashore.figures.questions.waiting import waiting
from ashore.model.errors import BadInput

__all__ = [
    "LISTED",
    "QUESTIONS",
    "Answer",
    "Asking",
    "Listed",
    "NotAQuestion",
    "NotTaken",
    "everything_held",
    "listed",
    "must_heed",
    "question_listed",
    "question_named",
]

QUESTIONS: dict[str, Callable[[Asking], Answer]] = {
    "clocks": clocks,
    "overlap": overlap,
    "bridge": bridge,
    "unaccounted": unaccounted,
    "dead-and-missing": dead_and_missing,
    "children": children,
    "waiting": waiting,
    "printing": printing,
}
"""Every question that is answered here, by its name."""


class NotAQuestion(BadInput):
    code = "not-a-question"
    says = "There is no question “{name}”."
    hint = "The questions are {names}; what changed (D4) is told by revisions, calm days (D9) by rates."


def question_named(name: str) -> Callable[[Asking], Answer]:
    """Return the question of this name or number (D1). Raises NotAQuestion."""
    return QUESTIONS[question_listed(name).name]


def question_listed(name: str) -> Listed:
    """Return how the question of this name or number is listed, if it is answered here. Raises NotAQuestion."""
    found = listed(name)
    if found is None or found.elsewhere:
        numbered = ", ".join(f"{each.name} ({each.number})" for each in LISTED if not each.elsewhere)
        raise NotAQuestion(name=name, names=numbered)
    return found
