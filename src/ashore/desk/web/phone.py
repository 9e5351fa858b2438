"""The phone's page: a form that queues without a network, the worker that keeps the page, and what it asks the desk.

The page holds nothing of any case, so it is the same for everybody and may be kept on a phone.
Its files live under an address made from their content: a kept page and its files are always of one piece.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import PurePosixPath

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from ashore.desk.commands import COMMANDS
from ashore.desk.commands.acting import Who
from ashore.desk.commands.desk import Desk
from ashore.desk.commands.errors import RoleMayNot
from ashore.desk.language import LANGUAGES
from ashore.desk.web.errors import UnknownPage
from ashore.desk.web.rendering import YEAR_S, environment
from ashore.desk.web.themes import THEMES
from ashore.desk.web.visitors import LANGUAGE, keep, tongue_of, visitor

FILES = (
    "desk.css",
    "mark.svg",
    "phone.css",
    "phone.js",
    "phone-draft.js",
    "phone-report.js",
    "phone-sending.js",
    "phone-store.js",
    "phone-theme.js",
)
"""What the page is made of beside itself; the worker keeps these and nothing else."""

WORKER = "phone-worker.js"
MEDIA = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".html": "text/html"}
SENDING = "receive-reports"
"""The command that a phone's reports are taken in by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kit:
    """All that a phone keeps of one desk's page: its files and the page in each language, under one version."""

    version: str
    held: dict[str, bytes]

    @property
    def home(self) -> str:
        """The folder of the files, as the page and the worker name them."""
        return f"/phone/{self.version}/"

    def page(self, language: str) -> bytes:
        """Return the page in one of `LANGUAGES`."""
        return self.held[f"{language}.html"]


@cache
def kit(name: str, kind: str, log: str) -> Kit:
    """Return the page of the desk of that name, log kind and log; its version is the SHA-256 of all it holds."""
    static = resources.files("ashore.desk.web").joinpath("static")
    files = {each: static.joinpath(each).read_bytes() for each in FILES}
    worker = static.joinpath(WORKER).read_bytes()

    def pages(version: str) -> dict[str, bytes]:
        fields = {"desk": name, "kind": kind, "log": log, "at": version, "themes": THEMES}
        return {
            f"{language}.html": environment(language).get_template("phone.html").render(fields).encode()
            for language in LANGUAGES
        }

    digest = hashlib.sha256()
    for path, content in sorted((files | pages("") | {WORKER: worker}).items()):
        digest.update(f"{path} {len(content)}\n".encode() + content)
    version = digest.hexdigest()[:16]
    return Kit(version=version, held=files | pages(version))


def the_phone(request: Request) -> Response:
    """`GET /phone`: the page. Nobody need be signed in to open it or to write; somebody must be for it to send."""
    tongue = tongue_of(request)
    response = HTMLResponse(
        _kit(request).page(tongue.language),
        headers={"content-language": tongue.language, "vary": "accept-language, cookie"},
    )
    if request.query_params.get("lang") in LANGUAGES:
        keep(request, response, LANGUAGE, tongue.language, YEAR_S)
    return response


def the_worker(request: Request) -> Response:
    """`GET /phone/worker.js`: the worker that opens the page without a network, told its version and its files."""
    held = _kit(request)
    kept = [held.home + name for name in held.held]
    source = resources.files("ashore.desk.web").joinpath("static", WORKER).read_text("utf-8")
    told = f"const VERSION = {json.dumps(held.version)};\nconst KEPT = {json.dumps(kept)};\n"
    return Response(told + source, media_type=MEDIA[".js"], headers={"service-worker-allowed": "/phone"})


def a_file(request: Request) -> Response:
    """`GET /phone/{version}/{name}`: one file of the page, or the page as it is kept. Raises UnknownPage."""
    held, name = _kit(request), request.path_params["name"]
    if request.path_params["version"] != held.version or name not in held.held:
        raise UnknownPage
    return Response(held.held[name], media_type=MEDIA[PurePosixPath(name).suffix])


async def here(request: Request) -> Response:
    """`GET /phone/here`: what a phone asks before it sends: the desk's time, its log, and whether it may.

    The answer is `{"now", "log", "version", "signed_in", "says"}`: `now` in milliseconds since 1970 UTC by the clock
    of the log, whatever a replay shows; `says` is why this account may not send, or null.
    """
    return await run_in_threadpool(_here, request)


def _here(request: Request) -> Response:
    desk: Desk = request.app.state.desk
    visiting = visitor(request, desk)
    refused = None if visiting.who is None else _refusal(desk, visiting.who)
    return JSONResponse(
        {
            "now": desk.surroundings.clock(),
            "log": desk.ledger.log,
            "version": _kit(request).version,
            "signed_in": visiting.who is not None,
            "says": None if refused is None else visiting.tongue.error(refused)[0],
        }
    )


def _refusal(desk: Desk, who: Who) -> RoleMayNot | None:
    """Return why an account may not send from a phone: its role, or that it is a program's."""
    if who.person and desk.may(who, SENDING):
        return None
    return RoleMayNot(
        role=who.role, act=SENDING, roles=", ".join(sorted(COMMANDS[SENDING].roles - {"machine"}))
    )


def _kit(request: Request) -> Kit:
    desk: Desk = request.app.state.desk
    return kit(desk.name, desk.kind, desk.ledger.log)


ROUTES = [
    Route("/phone", the_phone),
    Route("/phone/worker.js", the_worker),
    Route("/phone/here", here),
    Route("/phone/{version}/{name}", a_file),
]
