"""Pages that stay true while they are open, and their live parts: the elements marked `data-live`, each by its id.

What stands in a live part may depend on the role and the language of who looks, and on nothing else of theirs:
it is made once for all of them. Outside live parts a page is as personal as it likes, and stays as it was served.
A part that is the page's own stands there always, empty if need be; parts inside it come and go.

Where a part stands inside another, the outer one has a hole in its place: `<template data-hole="id"></template>`,
which HTML allows wherever an element may stand. So one changed row is sent as that row, and a new order of rows as
a list of holes.
"""

from __future__ import annotations

import hashlib
import re
from html import unescape

from starlette.applications import Starlette
from starlette.routing import Match, Route

from ashore.desk.web.errors import UnknownPage

MARK = "data-live"
# What a template fills in is escaped: a `<` is always a tag's, and a `"` always an attribute's.
_START_TAG = re.compile(r'<([a-z][a-z0-9]*)((?:[^>"]|"[^"]*")*)>')
_QUOTED = re.compile(r'"[^"]*"')
_MARKED = re.compile(rf"\s{MARK}(?![^\s=])")
_ID = re.compile(r'\sid="([^"]*)"')
_TAGS: dict[str, re.Pattern[str]] = {}

DIGEST_BYTES = 6


class LivePage(Route):
    """The route of a page whose live parts are sent to whoever has it open; its function is a plain one."""


class BadPart(ValueError):
    """A template with a live part that has no id, no end, or the id of another."""


def page_at(app: Starlette, path: str) -> tuple[Route, dict[str, str]]:
    """Return the live page at an address, and what its address holds. Raises UnknownPage."""
    asked = {"type": "http", "method": "GET", "path": path, "root_path": "", "headers": []}
    for route in app.routes:
        if isinstance(route, LivePage):
            match, found = route.matches(asked)
            if match is Match.FULL:
                return route, found["path_params"]
    raise UnknownPage


def is_live(app: Starlette, path: str) -> bool:
    """Return whether there is a live page at an address."""
    try:
        page_at(app, path)
    except UnknownPage:
        return False
    return True


def with_digests(html: str) -> str:
    """Return a page with the digests of its live parts on its body, by which its stream knows what it shows."""
    digests = ",".join(digest(part) for part in parts_of(html).values())
    return html.replace(' data-has=""', f' data-has="{digests}"', 1)


def parts_of(html: str) -> dict[str, str]:
    """Return the live parts of a page by id, in the order in which they begin. Raises BadPart."""
    found: dict[str, str] = {}
    _cut(html, 0, len(html), found)
    return found


def digest(part: str) -> str:
    """Return a short name of a part's very bytes."""
    return hashlib.blake2b(part.encode(), digest_size=DIGEST_BYTES).hexdigest()


def _cut(html: str, start: int, end: int, found: dict[str, str]) -> str:
    """Return what stands between two places with a hole for each live part in it, and put the parts into `found`."""
    pieces, at = [], start
    while (opening := _next_live(html, at, end)) is not None:
        named = _ID.search(opening[2])
        if named is None:
            raise BadPart(f"a live part without an id: {opening[0]}")
        name = unescape(named[1])
        if name in found:
            raise BadPart(f"two live parts with the id {name}")
        inner_end, after = _closing(html, opening[1], opening.end(), end)
        found[name] = ""  # keeps its place before the parts inside it
        inside = _cut(html, opening.end(), inner_end, found)
        found[name] = opening[0] + inside + html[inner_end:after]
        pieces += [html[at : opening.start()], f'<template data-hole="{named[1]}"></template>']
        at = after
    pieces.append(html[at:end])
    return "".join(pieces)


def _next_live(html: str, start: int, end: int) -> re.Match[str] | None:
    """Return the next start tag that has the mark as an attribute of its own, not within another's value."""
    while (mark := html.find(MARK, start, end)) >= 0:
        tag = _START_TAG.match(html, max(html.rfind("<", 0, mark), 0), end)
        if tag is not None and tag.end() > mark and _MARKED.search(_QUOTED.sub("", tag[2])):
            return tag
        start = mark + len(MARK)
    return None


def _closing(html: str, tag: str, start: int, end: int) -> tuple[int, int]:
    """Return where the end tag of an element begins and ends whose start tag ends at `start`."""
    pattern = _TAGS.get(tag)
    if pattern is None:
        pattern = _TAGS[tag] = re.compile(rf"<(/?){tag}(?=[\s>])[^>]*>")
    depth = 1
    for found in pattern.finditer(html, start, end):
        depth += -1 if found[1] else 1
        if depth == 0:
            return found.start(), found.end()
    raise BadPart(f"a live {tag} that does not end")
