"""What says the same once more: a caption, a headline, "all 31", "les 31 personnes"; "another 31" never does."""

from __future__ import annotations

import re
from collections import deque

from ashore.model.claims import Claim
from ashore.reading.claims.days import Days

_MORE = re.compile(
    r"\b(?:another|others?|further|more|additional|extra|autres?|supplémentaires?|de plus|nouve(?:aux|lles)|encore)\b",
    re.IGNORECASE,
)
_THE_SAME = re.compile(
    r"(?:^|\W)(?:all(?: of)?(?: the)?|the|these|those|(?:tou[ts]e?s? )?(?:les|ces)|the same)[ ]$",
    re.IGNORECASE,
)
BACK = 8
"""Claims back over which "all six" means the six that were spoken of."""


class Repeats:
    """What one text has said so far: asked of each claim in its order, and told it afterwards."""

    def __init__(self) -> None:
        self._said: dict[tuple[object, ...], list[tuple[int, Claim]]] = {}
        self._lately: deque[tuple[int, Claim]] = deque(maxlen=BACK)

    def add(self, index: int, claim: Claim) -> None:
        """Note a claim that stands at an index."""
        self._lately.append((index, claim))
        if claim.kind != "subset" and claim.value is not None:
            self._said.setdefault(_what(claim), []).append((index, claim))

    def repeated(self, claim: Claim, kind: str, near: Days, words: str, start: int, end: int) -> int | None:
        """Return the index of the claim that a claim at [start, end) of its sentence says again, None for none.

        It says again one with the same number of the same unit and outcome, unless both name days and share none, or
        it calls them others; and, with the definite article, the last of that number whatever else became of them.
        """
        if kind not in ("count", "subset", "cumulative") or claim.value in (None, 0, 1):
            return None
        if _MORE.search(words[max(0, start - 9) : end]) is not None:
            return None
        if kind != "subset":
            for index, each in self._said.get(_what(claim), ())[:BACK]:
                if _may_be_one(each, near):
                    return index if each.repeats is None else each.repeats
        at = _number_at(claim.quote)
        if claim.qualifier != "exact" or _THE_SAME.search(words[: start + at][-14:]) is None:
            return None
        for index, each in reversed(self._lately):
            if (each.value, each.unit, each.qualifier) == (
                claim.value,
                claim.unit,
                "exact",
            ) and each.kind != "rate":
                return index if each.repeats is None else each.repeats
        return None


def _what(claim: Claim) -> tuple[object, ...]:
    return claim.value, claim.qualifier, claim.unit, claim.outcome


def _number_at(quote: str) -> int:
    """Return where in a quote the number itself begins, behind an article that is of it."""
    found = re.match(
        r"(?:all(?: of)?(?: the)? |the |these |those |(?:tou[ts]e?s? )?(?:les |ces ))?", quote, re.IGNORECASE
    )
    return found.end() if found is not None else 0


def _may_be_one(earlier: Claim, near: Days) -> bool:
    """Whether two claims can be of one time: one of them names none of its own, or they share a day."""
    if near.first is None or near.last is None or earlier.when_start is None or earlier.when_end is None:
        return True
    if near.rule.startswith("as said") or (earlier.when_rule or "").startswith("as said"):
        return True
    return near.first.isoformat() <= earlier.when_end and earlier.when_start <= near.last.isoformat()
