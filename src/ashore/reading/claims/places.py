"""Where a sentence says that something was: the words of a place, as they stand."""

from __future__ import annotations

import re

_NAME = (
    r"(?:the )?(?:[A-ZÀ-Ý][\w'’-]+)(?:[ -](?:(?:of|de|du|des|la|le|les|sur|en)[ -])*[A-ZÀ-Ý][\w'’-]+){0,3}"
)
_AT = (
    r"off(?: the coast of)?|near|au large d(?:e |u |es |['’])|près d(?:e |['’])|devant|in|at|into|to|from|on"
    r"|dans|à|au|en|vers|sur"
)
_PLACE = re.compile(rf"\b(?:(?P<off>{_AT}) ?){_NAME}")


def place_near(text: str, start: int, end: int) -> str | None:
    """Return the words of the place nearest to what stands at [start, end) of a sentence; None for none."""
    found = list(_PLACE.finditer(text))
    if not found:
        return None

    def apart(match: re.Match[str]) -> tuple[int, int]:
        before = max(start - match.end(), 0)
        after = max(match.start() - end, 0)
        # What stands behind belongs to it more often than what stood before.
        return (after + 2 * before, match.start())

    nearest = min(found, key=apart)
    words = nearest[0]
    return (
        words
        if nearest["off"].startswith(("off", "near", "au large", "près", "devant"))
        else words.split(" ", 1)[-1]
    )
