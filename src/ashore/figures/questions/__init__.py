"""Ten questions people ask of figures, each with one answer. D4 and D9 are asked elsewhere: what changed, calm days."""

from __future__ import annotations

from collections.abc import Callable

from ashore.figures.questions.answer import Answer, Asking, everything_held
from ashore.figures.questions.bridge import bridge
from ashore.figures.questions.children import children
from ashore.figures.questions.clocks import clocks
from ashore.figures.questions.dead_and_missing import dead_and_missing
from ashore.figures.questions.overlap import overlap
from ashore.figures.questions.printing import printing
from ashore.figures.questions.unaccounted import unaccounted
from ashore.figures.questions.waiting import waiting
from ashore.model.errors import BadInput

__all__ = ["QUESTIONS", "Answer", "Asking", "NotAQuestion", "everything_held", "question_named"]

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
"""Every question by its name."""

_NUMBERED = {
    "D1": "clocks",
    "D2": "overlap",
    "D3": "bridge",
    "D5": "unaccounted",
    "D6": "dead-and-missing",
    "D7": "children",
    "D8": "waiting",
    "D10": "printing",
}


class NotAQuestion(BadInput):
    code = "not-a-question"
    says = "There is no question “{name}”."
    hint = "The questions are {names}; what changed (D4) is told by revisions, calm days (D9) by rates."


def question_named(name: str) -> Callable[[Asking], Answer]:
    """Return the question of this name or number (D1). Raises NotAQuestion."""
    named = _NUMBERED.get(name.upper(), name.lower())
    if named not in QUESTIONS:
        numbered = ", ".join(f"{known} ({number})" for number, known in _NUMBERED.items())
        raise NotAQuestion(name=name, names=numbered)
    return QUESTIONS[named]
