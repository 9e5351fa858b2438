"""Who is asking: a person by the session cookie, a program by its bearer token, or nobody."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from ashore.desk.commands.acting import Who
from ashore.desk.commands.desk import Desk
from ashore.desk.commands.registry import DOCUMENTING
from ashore.desk.language import Tongue, chosen_language, speaking
from ashore.desk.web.errors import SignInNeeded, WordsNotShown

SESSION = "ashore-session"
STANDING_IN = "ashore.standing_in"
"""Where a request that nobody sent, made to draw what several screens share, holds who stands in for their people."""

LANGUAGE = "ashore-language"

ANYBODY = Who(account="visitor", role="visitor", person=False)
"""Who looks where nobody signed in: allowed only where nothing shown is about living people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Who asks, in which language; `who` is None where nobody is signed in."""

    who: Who | None
    name: str
    token: str | None
    near: bool
    tongue: Tongue

    def reads(self, desk: Desk) -> bool:
        """Return whether this visitor may read the desk's pages."""
        return self.who is not None or (desk.kind != "live" and self.near)

    def reader(self, desk: Desk) -> Who:
        """Return who reads. Raises SignInNeeded.

        A live log is read by signed-in accounts alone. A replay or an exercise holds nobody's present distress,
        so whoever sits at this very machine may read it without an account.
        """
        if not self.reads(desk):
            raise SignInNeeded
        return self.who or ANYBODY

    def opener(self, desk: Desk) -> Who:
        """Return who opens the words of a private report. Raises SignInNeeded and WordsNotShown."""
        reader = self.reader(desk)
        if desk.role_of(reader) not in DOCUMENTING and reader is not ANYBODY:
            raise WordsNotShown(role=reader.role)
        return reader

    def doer(self) -> Who:
        """Return who acts; always somebody signed in. Raises SignInNeeded."""
        if self.who is None:
            raise SignInNeeded
        return self.who


def visitor(request: Request, desk: Desk) -> Visitor:
    """Return who is asking."""
    standing_in: Visitor | None = request.scope.get(STANDING_IN)
    if standing_in is not None:
        return standing_in
    scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
    token = bearer.strip() if scheme.lower() == "bearer" else request.cookies.get(SESSION)
    who = desk.who(token)
    return Visitor(
        who=who,
        name=desk.accounts.name_of(who.account) if who is not None else "",
        token=token,
        near=_near(request),
        tongue=tongue_of(request),
    )


def tongue_of(request: Request) -> Tongue:
    """Return the language a request is answered in: the one asked for, the one kept, or the browser's."""
    return speaking(
        chosen_language(
            request.query_params.get("lang"),
            request.cookies.get(LANGUAGE),
            request.headers.get("accept-language", ""),
        )
    )


def keep(request: Request, response: Response, name: str, value: str, seconds: int) -> None:
    """Keep a value in the browser, out of reach of scripts and of other sites."""
    response.set_cookie(
        name, value, max_age=seconds, httponly=True, samesite="strict", secure=request.url.scheme == "https"
    )


def _near(request: Request) -> bool:
    """Return whether the request comes from this machine itself."""
    if request.client is None:
        return False
    try:
        return ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False
