"""What every request passes first: its host, its origin, its size; and the headers every answer carries."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ashore.desk.language import speaking
from ashore.desk.web.errors import ForeignOrigin, TooLarge, UnknownHost
from ashore.desk.web.problems import problem
from ashore.model.errors import AshoreError

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
MOST_BYTES = 1 << 20
"""The longest body taken whole; reports come as a stream and are bounded by the line."""

UNBOUNDED = frozenset({"/api/reports"})
LONGER = {"/paste": 32 << 20}
"""Where a photo comes whole: a telephone makes them of some ten megabytes."""

HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "x-content-type-options": "nosniff",
    # Not `no-referrer`: under it browsers send `Origin: null` with our own forms, which the check below refuses.
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "geolocation=(), camera=(), microphone=()",
}

LOCATED = {**HEADERS, "permissions-policy": "geolocation=(self), camera=(), microphone=()"}
"""On the phone's page a person may ask their phone where it is; nowhere else does a page get to ask."""


class Guards:
    """Refuses what comes under a foreign name, from a foreign page or too long, before anything else looks."""

    def __init__(self, app: ASGIApp, hosts: frozenset[str]) -> None:
        self._app = app
        self._hosts = LOOPBACK | hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer it here."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                located = scope["path"].split("/")[1:2] == ["phone"]
                for name, value in (LOCATED if located else HEADERS).items():
                    headers[name] = value
                if "cache-control" not in headers:
                    headers["cache-control"] = "no-store"
            await send(message)

        error = self._refusal(scope)
        if error is not None:
            await problem(error, speaking("en"))(scope, receive, send_guarded)
            return
        bounded = receive if scope["path"] in UNBOUNDED else _bounded(receive, _most(scope))
        await self._app(scope, bounded, send_guarded)

    def _refusal(self, scope: Scope) -> AshoreError | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if _host_name(host) not in self._hosts:
            return UnknownHost()
        if scope["method"] in ("GET", "HEAD"):
            return None
        origin = headers.get("origin")
        if origin is None and not headers.get("authorization", "").lower().startswith("bearer "):
            return ForeignOrigin()
        if origin is not None and origin.lower() != f"{scope['scheme']}://{host}".lower():
            return ForeignOrigin()
        length = headers.get("content-length", "0")
        most = _most(scope)
        if scope["path"] not in UNBOUNDED and (not length.isdecimal() or int(length) > most):
            return TooLarge(most=most)
        return None


def _host_name(host: str) -> str | None:
    try:
        return urlsplit(f"//{host}").hostname
    except ValueError:
        return None


def _most(scope: Scope) -> int:
    return LONGER.get(scope["path"], MOST_BYTES)


def _bounded(receive: Receive, most: int) -> Receive:
    """Count a body that came without its length, and stop at the same bound."""
    taken = 0

    async def receive_bounded() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > most:
            raise TooLarge(most=most)
        return message

    return receive_bounded
