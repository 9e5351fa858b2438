"""Positions in links to maps: Google, Apple, OpenStreetMap, Bing, Waze, geo: addresses.

Nothing is fetched. A shortened link holds no position and is answered by what to do instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import unquote_plus

from ashore.model.phrases import Phrase, say
from ashore.reading.positions_said import Near, NotUnderstood, ReadPosition
from ashore.reading.positions_typed import read_typed

VIEW_ERROR_M = 2000
"""Metres: the middle of a map somebody looked at, where no pin was set. An assumption of ours."""


def find_links(text: str) -> Iterator[re.Match[str]]:
    """Yield every link in a text, to a map or not: no other reader looks inside one."""
    return _LINK.finditer(text)


def read_link(link: re.Match[str], near: Near) -> ReadPosition | NotUnderstood | None:
    """Return the position a link holds, or why it holds none; None where it is no link to a map."""
    quote = link.group().rstrip(".,;:!?)]}>»\"'")
    start, end = link.start(), link.start() + len(quote)
    address = quote[:4000]
    for pattern, view in _HOLDS:
        for found in pattern.finditer(address):
            inside = next(read_typed(_cleaned(found["at"]), near), None)
            if isinstance(inside, ReadPosition):
                guessed = inside.guessed
                if view:
                    guessed += (say("The middle of the map that the link shows: no pin was set."),)
                error_m = max(int(inside.error_m), VIEW_ERROR_M) if view else _error(address, inside)
                return replace(
                    inside, quote=quote, start=start, end=end, guessed=guessed, error_m=str(error_m)
                )
    says = _why_none(address)
    return None if says is None else NotUnderstood(quote=quote, start=start, end=end, says=says)


def _cleaned(value: str) -> str:
    """Return what stands in a link as it would be typed; of two bare numbers the first is always the latitude."""
    typed = _MARKER.sub("", unquote_plus(value).removeprefix("loc:"))
    bare = _PLAIN.match(typed)
    return f"lat {bare['lat']} lon {bare['lon']}" if bare else typed


def _error(address: str, inside: ReadPosition) -> int:
    """Return the radius that a geo: address states (RFC 5870, `u`), else that of the figures, metres."""
    stated = _GEO_ERROR.search(address)
    return max(1, round(float(stated["m"]))) if stated else int(inside.error_m)


def _why_none(address: str) -> Phrase | None:
    if _WORDS.search(address):
        return say("Three words are not readable here: ask for the position as numbers.")
    if _SHORT.search(address):
        return say("This link holds no position: open it and paste the long one.")
    if _MAP.search(address):
        return say("There is no position in this link to a map: ask for the position as numbers.")
    return None


_LINK = re.compile(
    r"(?:https?://|geo:(?=[-\d])|www\.|(?<![\w.])(?:maps\.|goo\.gl/|w3w\.co/|google\.[a-z.]{2,6}/maps))[^\s<>]{2,}",
    re.IGNORECASE,
)
_NUMBER = r"[-+]?\d{1,3}(?:\.\d{1,18})?"
_DIVIDED = r"\s*(?:!4d|,|~|%2C|%20|\+|/|\s)+\s*"
_PAIR = rf"{_NUMBER}{_DIVIDED}{_NUMBER}"
_PLAIN = re.compile(rf"\s*(?P<lat>{_NUMBER}){_DIVIDED}(?P<lon>{_NUMBER})(?![\d.])")
_HOLDS = (
    (re.compile(rf"!3d(?P<at>{_NUMBER}!4d{_NUMBER})"), False),
    (
        re.compile(
            r"[?&](?:q|query|destination|daddr|coordinate|sll|ll|center|cp|point)=(?P<at>[^&#]{3,120})", re.I
        ),
        False,
    ),
    (re.compile(rf"[?&#](?P<at>m?lat={_NUMBER}&m?(?:lon|lng|long)={_NUMBER})", re.I), False),
    (
        re.compile(
            rf"/(?:place|search|dir//?)/?(?P<at>(?:{_PAIR}|[^/@?]{{0,12}}(?:°|%C2%B0)[^/@?]{{3,80}}))", re.I
        ),
        False,
    ),
    (re.compile(rf"^geo:(?P<at>{_NUMBER},{_NUMBER})", re.I), False),
    (re.compile(rf"/@(?P<at>{_NUMBER},{_NUMBER})"), True),
    (re.compile(rf"#map=[\d.]{{1,5}}/(?P<at>{_NUMBER}/{_NUMBER})"), True),
)
"""Where links keep a position, a pin before the middle of the map; True marks what is only the map that was shown."""
_MARKER = re.compile(r"\bm(?=l(?:at|on|ng)\w*=)")
_GEO_ERROR = re.compile(r"^geo:[^?]{3,80}?;u=(?P<m>\d{1,6}(?:\.\d{1,3})?)", re.IGNORECASE)
_WORDS = re.compile(r"//(?:www\.)?(?:w3w\.co|what3words\.com)/|^w3w\.co/", re.IGNORECASE)
_SHORT = re.compile(
    r"//(?:maps\.app\.goo\.gl|goo\.gl|g\.co|maps\.apple/p|osm\.org/go|waze\.com/ul/h|bit\.ly|tinyurl\.com|ow\.ly)"
    r"|^(?:goo\.gl|maps\.app\.goo\.gl)/",
    re.IGNORECASE,
)
_MAP = re.compile(
    r"//(?:www\.)?(?:maps\.|google\.[a-z.]{2,6}/maps|openstreetmap\.|bing\.com/maps|waze\.)|^maps\.", re.I
)
