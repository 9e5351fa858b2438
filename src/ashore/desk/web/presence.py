"""Who at this desk is on which case and how: looking, typing, on the phone. In memory only, and soon forgotten.

A page says every few seconds what is done on it; what nobody says again is gone. Two on one case are both named,
and nobody is kept from anything.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ashore.desk.commands.desk import Desk
from ashore.desk.commands.errors import UnknownCase
from ashore.desk.web.errors import UnreadableRequest
from ashore.desk.web.visitors import Visitor, visitor
from ashore.model.clock import Clock

DOING = ("looking", "typing", "phone")
"""What somebody may be doing, the least first: what counts of several pages is the most."""

LEFT = "left"
GONE_MS = 30_000
MOST_PAGES = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """Somebody on a case, and what they are doing there."""

    name: str
    doing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _OnPage:
    name: str
    case: str
    doing: str
    until_ms: int


class Presence:
    """Who is on which case, as their pages last said. To be used on one thread or under the event loop alone."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._pages: Mapping[tuple[str, str], _OnPage] = {}

    def say(self, account: str, page: str, name: str, case: str, doing: str) -> bool:
        """Note what somebody does on one of their pages; return whether that changed who is seen where.

        `doing` is one of `DOING`, or `left`.
        """
        now = self._clock()
        before = self._seen()
        # A new mapping every time: pages are drawn from it on another thread.
        pages = {key: each for key, each in self._pages.items() if each.until_ms > now}
        pages.pop((account, page), None)
        if doing != LEFT and len(pages) < MOST_PAGES:
            pages[account, page] = _OnPage(name=name, case=case, doing=doing, until_ms=now + GONE_MS)
        self._pages = pages
        return self._seen() != before

    def on(self, case: str) -> tuple[Present, ...]:
        """Return who is on a case, by name."""
        found: dict[str, Present] = {}
        now = self._clock()
        for (account, _), each in self._pages.items():
            if each.case == case and each.until_ms > now:
                known = found.get(account)
                if known is None or DOING.index(each.doing) > DOING.index(known.doing):
                    found[account] = Present(name=each.name, doing=each.doing)
        return tuple(sorted(found.values(), key=lambda present: (present.name.casefold(), present.doing)))

    def next_gone_ms(self) -> int | None:
        """Return in how many milliseconds the next is forgotten who says nothing more."""
        until = min((each.until_ms for each in self._pages.values()), default=None)
        return None if until is None else until - self._clock()

    def _seen(self) -> set[tuple[str, str, str]]:
        return {(account, each.case, each.doing) for (account, _), each in self._pages.items()}


async def say_presence(request: Request) -> Response:
    """`POST /presence`: `{"page", "case", "doing"}` of whoever is signed in; 204."""
    desk: Desk = request.app.state.desk
    presence: Presence = request.app.state.presence
    page, case, doing = _said(await request.body())
    visiting = await run_in_threadpool(_known, request, desk, case)
    if presence.say(visiting.doer().account, page, visiting.name, case, doing):
        request.app.state.screens.touch()
    return Response(status_code=204)


def _known(request: Request, desk: Desk, case: str) -> Visitor:
    visiting = visitor(request, desk)
    visiting.doer()
    with desk.looking() as picture:
        if case not in picture.cases:
            raise UnknownCase(case=case)
    return visiting


def _said(body: bytes) -> tuple[str, str, str]:
    try:
        said = json.loads(body)
        page, case, doing = (said[name] for name in ("page", "case", "doing"))
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise UnreadableRequest(why="it says by page, case and doing who is where") from error
    if not all(isinstance(each, str) and len(each) <= 64 for each in (page, case, doing)):
        raise UnreadableRequest(why="page, case and doing are short texts")
    if doing not in (*DOING, LEFT):
        raise UnreadableRequest(why="nobody here knows that doing")
    return page, case, doing


ROUTES = [Route("/presence", say_presence, methods=["POST"])]
