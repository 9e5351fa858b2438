"""What says the same once more: a caption, a headline, "all 31", "les 31 personnes"; "another 31" never does."""

from __future__ import annotations

import re
from collections.abc import Sequence

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


def repeated(
    claim: Claim, kind: str, near: Days, words: str, start: int, end: int, found: Sequence[Claim]
) -> int | None:
    """Return the index of the claim that a claim at [start, end) of its sentence says again, None for none.

    It says again one with the same number of the same unit and outcome, unless both name days and share none, or it
    calls them others; and, with the definite article, the last of that number whatever else became of them.
    """
    if kind not in ("count", "subset", "cumulative") or claim.value in (None, 0, 1):
        return None
    at = _number_at(claim.quote)
    if _MORE.search(words[max(0, start - 9) : end]) is not None:
        return None
    said = (claim.value, claim.qualifier, claim.unit, claim.outcome)
    for index, each in enumerate(found):
        if kind == "subset" or each.kind == "subset":
            continue
        if (each.value, each.qualifier, each.unit, each.outcome) == said and _may_be_one(each, near):
            return index if each.repeats is None else each.repeats
    if claim.qualifier != "exact" or at is None or _THE_SAME.search(words[: start + at][-14:]) is None:
        return None
    for index in range(len(found) - 1, max(-1, len(found) - 1 - BACK), -1):
        each = found[index]
        if (each.value, each.unit, each.qualifier) == (
            claim.value,
            claim.unit,
            "exact",
        ) and each.kind != "rate":
            return index if each.repeats is None else each.repeats
    return None


def _number_at(quote: str) -> int | None:
    """Return where in a quote the number itself begins, behind an article that is of it."""
    found = re.match(
        r"(?:all(?: of)?(?: the)? |the |these |those |(?:tou[ts]e?s? )?(?:les |ces ))?", quote, re.IGNORECASE
    )
    return found.end() if found is not None else None


def _may_be_one(earlier: Claim, near: Days) -> bool:
    """Whether two claims can be of one time: one of them names none of its own, or they share a day."""
    if near.first is None or near.last is None or earlier.when_start is None or earlier.when_end is None:
        return True
    if near.rule.startswith("as said") or (earlier.when_rule or "").startswith("as said"):
        return True
    return near.first.isoformat() <= earlier.when_end and earlier.when_start <= near.last.isoformat()
