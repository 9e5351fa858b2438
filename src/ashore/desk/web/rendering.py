"""Pages from templates: one environment for each language, and what every page is given."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from ashore import __version__
from ashore.desk.commands import asking
from ashore.desk.commands.desk import Desk
from ashore.desk.language import LANGUAGES, speaking
from ashore.desk.web.clocks import instant
from ashore.desk.web.live_pages import is_live, with_digests
from ashore.desk.web.themes import THEMES, theme_of
from ashore.desk.web.visitors import LANGUAGE, STANDING_IN, Visitor, keep
from ashore.model.errors import AshoreError

YEAR_S = 365 * 86_400
INSTANTS = 10_000
"""How many instants are kept in words: a page says the same ones again each time it is drawn."""

COLON = {"en": ": ", "fr": "\N{NO-BREAK SPACE}: "}
"""What stands between a name and what is said of it."""

BARE = "/about"
"""What the screen of a page without live parts of its own follows: the clock, and that the server is there."""


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
    made.globals["colon"] = COLON[language]
    made.filters["fingerprint"] = lambda text: hashlib.sha256(text.encode()).hexdigest()[:12]
    made.filters["clocks"] = lru_cache(INSTANTS)(lambda ms: instant(ms, tongue))
    return made


def _caller(desk: Desk) -> Callable[[str], str]:
    """Return what gives a case's name by its id; the names are looked up once, when a page first asks for one."""
    names: dict[str, str] = {}

    def called(case: str) -> str:
        if not names:
            with desk.looking() as picture:
                names.update((each.id, asking.name_of(each)) for each in picture.all_cases())
        return names.get(case, case[:10])

    return called


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
    """Return a page. `at` is the address it can be asked for again, where that is not the request's own.

    A page that shows the `board` names it among its `fields`, and its alarms are those of that very board.
    """
    desk: Desk = request.app.state.desk
    path = at or request.url.path
    query = request.url.query if at is None else ""
    address = f"{path}?{query}" if query else path
    html = (
        environment(visitor.tongue.language)
        .get_template(template)
        .render(
            {
                "desk": desk.name,
                "kind": desk.kind,
                "visitor": visitor,
                "any_account": desk.accounts.any(),
                "now": desk.now(),
                "here": address,
                "screen": (address if is_live(request.app, path) else BARE) if visitor.reads(desk) else "",
                "theme": theme_of(request),
                "themes": THEMES,
                "presence": request.app.state.presence.on,
                "path": path,
                "asked_again": urlencode(
                    [(name, value) for name, value in request.query_params.multi_items() if name != "lang"]
                ),
                "query": {name: value for name, value in request.query_params.items() if name != "lang"},
                "arrived": desk.arrived(),
                "alarms": asking.ask_alarms(desk, fields.get("board")) if visitor.reads(desk) else (),
                "undoable": asking.ask_undo(desk, visitor.who),
                "may": lambda act: visitor.who is not None and desk.may(visitor.who, act),
                "called": _caller(desk),
                "drill": request.app.state.drill,
                **fields,
            }
        )
    )
    response = HTMLResponse(
        html if STANDING_IN in request.scope else with_digests(html),
        status_code=status,
        headers={"content-language": visitor.tongue.language, "vary": "accept-language, cookie"},
    )
    if request.query_params.get("lang") in LANGUAGES:
        keep(request, response, LANGUAGE, visitor.tongue.language, YEAR_S)
    return response
