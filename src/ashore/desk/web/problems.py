"""The one place where a refusal becomes an HTTP answer: a status, and one envelope of code, says and hint."""

from __future__ import annotations

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from ashore.desk.commands.errors import BadSignIn, NotSignedIn, RoleMayNot
from ashore.desk.language import Tongue
from ashore.desk.web.errors import (
    ForeignOrigin,
    LoadNotShown,
    NotOverYet,
    SignInNeeded,
    TooLarge,
    TooManyStreams,
    TrainersOnly,
    UnknownHost,
    WordsErased,
    WordsNotShown,
)
from ashore.model.errors import AshoreError, BadInput, LedgerFault, NotFound, Refused

STATUS: dict[type[AshoreError], int] = {
    BadInput: HTTPStatus.UNPROCESSABLE_ENTITY,
    Refused: HTTPStatus.CONFLICT,
    NotFound: HTTPStatus.NOT_FOUND,
    LedgerFault: HTTPStatus.SERVICE_UNAVAILABLE,
    AshoreError: HTTPStatus.INTERNAL_SERVER_ERROR,
    SignInNeeded: HTTPStatus.UNAUTHORIZED,
    BadSignIn: HTTPStatus.UNAUTHORIZED,
    NotSignedIn: HTTPStatus.FORBIDDEN,
    RoleMayNot: HTTPStatus.FORBIDDEN,
    WordsNotShown: HTTPStatus.FORBIDDEN,
    LoadNotShown: HTTPStatus.FORBIDDEN,
    TrainersOnly: HTTPStatus.FORBIDDEN,
    NotOverYet: HTTPStatus.FORBIDDEN,
    ForeignOrigin: HTTPStatus.FORBIDDEN,
    UnknownHost: HTTPStatus.MISDIRECTED_REQUEST,
    TooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    TooManyStreams: HTTPStatus.SERVICE_UNAVAILABLE,
    WordsErased: HTTPStatus.GONE,
}
"""By class; a class that is not named here takes its branch's status."""


FOR_SCRIPTS = frozenset({"/events", "/screen", "/presence"})


def status_of(error: AshoreError) -> int:
    """Return the HTTP status of an error: that of the nearest class above it that has one."""
    return next(int(STATUS[each]) for each in type(error).__mro__ if each in STATUS)


def problem(error: AshoreError, tongue: Tongue) -> Response:
    """Return an error as application/problem+json."""
    says, hint = tongue.error(error)
    status = status_of(error)
    return JSONResponse(
        {
            "type": "about:blank",
            "status": status,
            "title": says,
            "code": error.code,
            "says": says,
            "hint": hint,
        },
        status_code=status,
        media_type="application/problem+json",
    )


def for_a_program(request: Request) -> bool:
    """Return whether a request is answered with the envelope rather than with a page."""
    return request.url.path.startswith("/api/") or request.url.path in FOR_SCRIPTS
