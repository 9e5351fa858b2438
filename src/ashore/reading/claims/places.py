"""Where a claim says that something was: the words of a place, of its sentence or of the one before."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from ashore.model.claims import Claim
from ashore.reading.claims.day_names import MONTHS, WEEKDAYS
from ashore.reading.claims.text import Sentence

_NAME = (
    r"[A-ZÀ-Ý][\w'’-]+(?:[ -](?:(?:of|de|du|des|la|le|les|sur|en|d['’]|l['’])[ -]?)*[A-ZÀ-Ý][\w'’-]+){0,3}"
)
_WATERS = (
    r"(?:mer|détroit|golfe|baie|île|îles|cap|port|plage|camp|canal|hôpital|phare|côte|route|jungle|tunnel)"
)
_ASIDE = (
    r"off(?: the (?:coast|coasts|port|beach|island) of)?|near"
    r"|north(?:-?(?:east|west))? of|south(?:-?(?:east|west))? of|east of|west of"
    r"|au large d(?:e |u |es |['’])|près d(?:e |u |['’])|à proximité d(?:e |u |['’])|devant"
    r"|au (?:nord|sud)(?:-(?:est|ouest))? d(?:e |u |['’])|à l['’](?:est|ouest) d(?:e |u |['’])"
)
_AT = r"in|at|into|to|on|across|through|inside|dans|à|au|aux|en|vers|sur|depuis|from|outside"
_PLACE = re.compile(
    rf"(?<![\w'’-])(?:(?P<aside>{_ASIDE})|(?P<at>{_AT})) ?"
    rf"(?P<name>(?:the |la |le |les |l['’])?(?:{_WATERS} (?:(?:de|du|des|of) |d['’])?(?:la |le |les |l['’])?)?{_NAME})"
)
_NO_PLACE = re.compile(
    r"^(?:the |la |le |les |l['’])?"
    r"(?:french|british|english|belgian|spanish|italian|greek|turkish|libyan|tunisian|german|dutch"
    r"|january|christmas|boxing day|easter|noël|pâques|mr|mrs|ms|dr|mme|m|i|bst|gmt|utc"
    r"|home office|border force|border police|rnli|snsm|coastguard|mrcc|cross|police|parliament"
    r"|facebook|twitter|whatsapp|signal|telegram|instagram)$",
    re.IGNORECASE,
)
_ORGANISATION = re.compile(
    r"\b(?:Coastguard|Police|Office|Force|Agency|Service|Ministry|Ministère|Secretary|Minister|Prefecture|Préfecture"
    r"|CROSS|MRCC"
    r"|Committee|Council|Association|RNLI|SNSM|BBC|AFP)\b"
)
NEAREST = 5
"""Places before and behind a claim among which its own is sought."""

FROM = frozenset({"from", "depuis"})
"""Words before where they came from: of two places the other is where it was."""


@dataclass(frozen=True, slots=True)
class _Place:
    start: int
    end: int
    words: str
    left: bool


class Where:
    """The places of one text, each found once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._found: dict[int, tuple[_Place, ...]] = {}

    def said(self, sentences: Sequence[Sentence], claim: Claim) -> str | None:
        """Return the words of the place nearest to a claim of the last of these sentences.

        Where its sentence names none, the last that the sentence before it in the paragraph names; None for none, and
        for an age or a measure.
        """
        if claim.kind in ("attribute", "measure"):
            return None
        here = sentences[-1]
        start, end = claim.start or 0, claim.end or 0
        places = self._of(here)
        at = bisect_left(places, start, key=lambda each: each.start)
        places = places[max(0, at - NEAREST) : at + NEAREST]

        def apart(each: _Place) -> tuple[int, int]:
            # What stands behind belongs to it more often than what stood before.
            return max(each.start - end, 0) + 2 * max(start - each.end, 0) + 40 * each.left, each.start

        if places:
            return min(places, key=apart).words
        if len(sentences) < 2 or sentences[-2].paragraph != here.paragraph:
            return None
        before = [each for each in self._of(sentences[-2]) if not each.left]
        return before[-1].words if before else None

    def _of(self, sentence: Sentence) -> tuple[_Place, ...]:
        if sentence.start not in self._found:
            self._found[sentence.start] = tuple(
                _Place(
                    found.start(),
                    found.end(),
                    found[0] if found["aside"] else found["name"],
                    found["at"] in FROM,
                )
                for found in _PLACE.finditer(self._text, sentence.start, sentence.end)
                if _is_place(found["name"])
            )
        return self._found[sentence.start]


def _is_place(name: str) -> bool:
    first = name.split()[0].lower()
    if first in MONTHS or first in WEEKDAYS or _NO_PLACE.match(name) is not None:
        return False
    return _ORGANISATION.search(name) is None
