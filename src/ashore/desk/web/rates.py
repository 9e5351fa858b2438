"""The page of rates: two periods side by side, every denominator, threshold and method, and what may be said."""

from __future__ import annotations

import hashlib
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ashore.desk.commands import rating
from ashore.desk.commands.desk import Desk
from ashore.desk.commands.drawing_rates import draw_rates
from ashore.desk.commands.errors import NothingToDraw
from ashore.desk.web.live_pages import LivePage
from ashore.desk.web.problems import status_of
from ashore.desk.web.rates_held import Rated, RatesHeld
from ashore.desk.web.rates_told import told_rates
from ashore.desk.web.rendering import page, told
from ashore.desk.web.telling import Teller
from ashore.desk.web.visitors import STANDING_IN, visitor
from ashore.figures.intervals import DRAWS, LEVEL, SEED
from ashore.figures.rate import METHODS, Rates
from ashore.figures.rate_tables import as_json
from ashore.figures.rates import ARRIVALS, NUMERATORS
from ashore.model.errors import BadInput

WAIT_S = 0.8
"""So long somebody's own request waits: two months without waves are worked out by then, and nothing moves."""


def rates_page(request: Request) -> Response:
    """`GET /rates?before=&after=&of=&calm=&known_at=&recorded_at=`: rates, and by how much they changed.

    What takes longer than a moment is worked out beside the page, which says so and then shows it by itself.
    """
    desk: Desk = request.app.state.desk
    visiting = visitor(request, desk)
    visiting.reader(desk)
    asked, refused, rated = asked_of(request), None, Rated()
    if asked is not None:
        try:
            rating.check(asked)
            rated = _held(request).ask(asked, 0.0 if STANDING_IN in request.scope else WAIT_S)
            refused = rated.failed
        except BadInput as error:
            refused = error
    teller = Teller(visiting.tongue, ())
    return page(
        request,
        visiting,
        "rates.html",
        {
            "asked": request.query_params,
            "chosen": request.query_params.getlist("of") or list(ARRIVALS),
            "numerators": NUMERATORS,
            "working": asked is not None and refused is None and rated.answer is None,
            "done": rated.done,
            "answer": rated.answer,
            "told_rates": () if rated.answer is None else told_rates(rated.answer, teller, visiting.tongue),
            "methods": [teller.phrase(each) for each in METHODS.values()],
            "level": round(100 * LEVEL),
            "seed": SEED,
            "draws": DRAWS,
            "teller": teller,
            "held": rating.series_of(desk) if asked is None else (),
            "picture_of": lambda numerator: _picture_address(desk, request, numerator),
            "data": f"/rates/data.json?{request.url.query}",
            "refused": told(visiting, refused),
        },
        status=200 if refused is None else status_of(refused),
    )


def rates_picture(request: Request) -> Response:
    """`GET /rates/picture.svg?before=&after=&of=`: the picture of one numerator, in the page's language."""
    desk: Desk = request.app.state.desk
    visiting = visitor(request, desk)
    visiting.reader(desk)
    answer = _answer(request)
    numerator = request.query_params.get("draw", "")
    content = draw_rates(desk, answer, numerator, visiting.tongue.language)
    return Response(
        content, media_type="image/svg+xml", headers={"content-language": visiting.tongue.language}
    )


def rates_data(request: Request) -> Response:
    """`GET /rates/data.json?before=&after=&of=`: the same as data, format ashore.rates/1, to be kept."""
    desk: Desk = request.app.state.desk
    visitor(request, desk).reader(desk)
    keep = {"content-disposition": 'attachment; filename="rates.json"'}
    return Response(as_json(_answer(request)), media_type="application/json", headers=keep)


def _answer(request: Request) -> Rates:
    """Return the rates that a request asks for. Raises NothingToDraw until they are there, and what rates refuse."""
    asked = asked_of(request)
    if asked is None:
        raise NothingToDraw(what="no period is named")
    rating.check(asked)
    rated = _held(request).ask(asked, WAIT_S)
    if rated.failed is not None:
        raise rated.failed
    if rated.answer is None:
        raise NothingToDraw(what="it is still being worked out")
    return rated.answer


def asked_of(request: Request) -> rating.Compared | None:
    """Return the rates that a request asks for, None where it names no period."""
    typed = request.query_params
    periods = tuple(text for name in ("period", "before", "after") if (text := typed.get(name, "").strip()))
    if not periods:
        return None
    return rating.Compared(
        periods=periods,
        numerators=tuple(name for name in NUMERATORS if name in typed.getlist("of")),
        calm=tuple(typed.get("calm", "").split()),
        known_at=typed.get("known_at", "").strip(),
        recorded_at=typed.get("recorded_at", "").strip(),
        seed=SEED,
        draws=DRAWS,
    )


def _held(request: Request) -> RatesHeld:
    held: RatesHeld = request.app.state.rates
    return held


def _picture_address(desk: Desk, request: Request, numerator: str) -> str:
    """Return where a picture lies; a new vintage gives it a new address, so that an open page fetches it."""
    under = hashlib.sha256("".join(rating.rests_on(desk)).encode()).hexdigest()[:12]
    asked: list[tuple[str, Any]] = [each for each in request.query_params.multi_items() if each[0] != "lang"]
    return f"/rates/picture.svg?{urlencode([*asked, ('draw', numerator), ('under', under)])}"


ROUTES = [
    LivePage("/rates", rates_page),
    Route("/rates/picture.svg", rates_picture),
    Route("/rates/data.json", rates_data),
]
