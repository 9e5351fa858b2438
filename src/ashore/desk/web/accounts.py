"""Signing in and out, and the first account of a new desk."""

from __future__ import annotations

import hmac

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from ashore.desk.commands.accounts import SESSION_MS
from ashore.desk.commands.desk import Desk
from ashore.desk.web.asked import own_path
from ashore.desk.web.errors import FirstAccountMade, WrongCode
from ashore.desk.web.problems import status_of
from ashore.desk.web.rendering import page, told
from ashore.desk.web.visitors import SESSION, keep, visitor
from ashore.model.errors import AshoreError

TRIES = 5


class FirstCode:
    """The code printed in the terminal: it works until the first account is made, or five tries failed."""

    def __init__(self, code: str | None) -> None:
        self._code = code
        self._left = TRIES

    def check(self, given: str) -> None:
        """Return if the code is right. Raises WrongCode."""
        if self._code is None or self._left == 0:
            raise WrongCode
        if not hmac.compare_digest(self._code.encode(), given.strip().lower().encode()):
            self._left -= 1
            raise WrongCode


def sign_in_page(request: Request) -> Response:
    """`GET /sign-in`."""
    return _page(request, "sign_in.html", request.query_params.get("back", "/"))


def first_account_page(request: Request) -> Response:
    """`GET /first-account`: only while there is none."""
    desk: Desk = request.app.state.desk
    if desk.accounts.any():
        raise FirstAccountMade
    return _page(request, "first_account.html", "/")


async def sign_in(request: Request) -> Response:
    """`POST /sign-in`: a name and a password for a session."""
    form = await request.form()
    name, password, back = (str(form.get(field, "")) for field in ("name", "password", "back"))
    return await run_in_threadpool(_sign_in, request, name, password, back)


async def first_account(request: Request) -> Response:
    """`POST /first-account`: the code from the terminal, a name and a password for a supervisor's, or a trainer's."""
    form = await request.form()
    code, name, password = (str(form.get(field, "")) for field in ("code", "name", "password"))
    return await run_in_threadpool(_first_account, request, code, name, password)


async def sign_out(request: Request) -> Response:
    """`POST /sign-out`: the session is over, and every stream opened under it ends."""
    desk: Desk = request.app.state.desk
    token = request.cookies.get(SESSION)
    if token:
        await run_in_threadpool(desk.accounts.close_session, token)
        request.app.state.streams.session_over()
    response = RedirectResponse("/", 303)
    response.delete_cookie(SESSION, httponly=True, samesite="strict")
    return response


def _sign_in(request: Request, name: str, password: str, back: str) -> Response:
    desk: Desk = request.app.state.desk
    try:
        token = desk.sign_in(name, password, through="web")
    except AshoreError as error:
        return _page(request, "sign_in.html", back, error, name)
    response = RedirectResponse(own_path(back), 303)
    keep(request, response, SESSION, token, SESSION_MS // 1_000)
    return response


def _first_account(request: Request, code: str, name: str, password: str) -> Response:
    desk: Desk = request.app.state.desk
    try:
        if desk.accounts.any():
            raise FirstAccountMade
        request.app.state.first_code.check(code)
        # Whoever began a drill leads it; a trainer does in an exercise what a supervisor does.
        desk.accounts.create(name, password, "supervisor" if request.app.state.drill is None else "trainer")
    except AshoreError as error:
        return _page(request, "first_account.html", "/", error, name)
    return _sign_in(request, name, password, "/")


def _page(
    request: Request, template: str, back: str, error: AshoreError | None = None, name: str = ""
) -> Response:
    visiting = visitor(request, request.app.state.desk)
    return page(
        request,
        visiting,
        template,
        {"back": own_path(back), "refused": told(visiting, error), "name": name},
        status=200 if error is None else status_of(error),
    )


ROUTES = [
    Route("/sign-in", sign_in_page),
    Route("/sign-in", sign_in, methods=["POST"]),
    Route("/sign-out", sign_out, methods=["POST"]),
    Route("/first-account", first_account_page),
    Route("/first-account", first_account, methods=["POST"]),
]
