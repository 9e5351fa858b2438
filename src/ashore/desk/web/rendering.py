"""Pages from templates: one environment for each language, and what every page is given."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from http import HTTPStatus
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from ashore import __version__
from ashore.desk.commands.desk import Desk
from ashore.desk.language import LANGUAGES, speaking
from ashore.desk.web.clocks import instant
from ashore.desk.web.visitors import LANGUAGE, Visitor, keep
from ashore.model.errors import AshoreError

YEAR_S = 365 * 86_400


@cache
def environment(language: str) -> Environment:
    """Return the templates' environment in one language; what is filled in is always escaped."""
    tongue = speaking(language)
    made = Environment(
        loader=PackageLoader("ashore.desk.web"),
        extensions=["jinja2.ext.i18n"],
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.install_gettext_translations(tongue.catalogue, newstyle=True)  # type: ignore[attr-defined]
    made.globals.update(word=tongue.word, language=language, languages=LANGUAGES, version=__version__)
    made.filters["clocks"] = lambda ms: instant(ms, tongue)
    return made


def told(visitor: Visitor, error: AshoreError | None) -> tuple[str, str, str] | None:
    """Return an error as a page shows it: its code, what it says and what it hints."""
    return None if error is None else (error.code, *visitor.tongue.error(error))


def page(
    request: Request,
    visitor: Visitor,
    template: str,
    fields: Mapping[str, Any],
    *,
    status: int = HTTPStatus.OK,
    at: str | None = None,
) -> Response:
    """Return a page. `at` is the address it can be asked for again, where that is not the request's own."""
    desk: Desk = request.app.state.desk
    path = at or request.url.path
    query = request.url.query if at is None else ""
    response = HTMLResponse(
        environment(visitor.tongue.language)
        .get_template(template)
        .render(
            {
                "desk": desk.name,
                "kind": desk.kind,
                "visitor": visitor,
                "any_account": desk.accounts.any(),
                "now": desk.now(),
                "here": f"{path}?{query}" if query else path,
                "path": path,
                "query": {name: value for name, value in request.query_params.items() if name != "lang"},
                "arrived": desk.arrived(),
                **fields,
            }
        ),
        status_code=status,
        headers={"content-language": visitor.tongue.language, "vary": "accept-language, cookie"},
    )
    if request.query_params.get("lang") in LANGUAGES:
        keep(request, response, LANGUAGE, visitor.tongue.language, YEAR_S)
    return response
