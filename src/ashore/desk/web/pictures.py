"""The page of pictures: what is held of a year, drawn as it may be given out, its definition printed on each."""

from __future__ import annotations

import re
from html import unescape

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ashore.desk.commands import drawing, rating
from ashore.desk.commands.desk import Desk
from ashore.desk.commands.errors import NothingToDraw
from ashore.desk.web.errors import UnknownPage
from ashore.desk.web.problems import status_of
from ashore.desk.web.rendering import page, told
from ashore.desk.web.visitors import visitor
from ashore.figures.period import NotAPeriod
from ashore.model.errors import AshoreError
from ashore.model.times import in_zone

_TOLD = re.compile("<desc>(.*?)</desc>", re.DOTALL)
_YEAR = re.compile("(?:19|2[0-9])[0-9]{2}", re.ASCII)


def pictures_page(request: Request) -> Response:
    """`GET /pictures?year=`: every picture there is of a year, or of all years up to it."""
    desk: Desk = request.app.state.desk
    visiting = visitor(request, desk)
    visiting.reader(desk)
    drawn: dict[str, str] = {}
    refused: AshoreError | None = None
    year = request.query_params.get("year", "").strip() or _latest(desk)
    try:
        drawn = _in_words(desk, _year(year), visiting.tongue.language)
    except NotAPeriod as error:
        refused = error
    return page(
        request,
        visiting,
        "pictures.html",
        {
            "year": year,
            "drawn": drawn,
            "lacking": [kind for kind in drawing.KINDS if kind not in drawn],
            "refused": told(visiting, refused),
        },
        status=200 if refused is None else status_of(refused),
    )


def picture(request: Request) -> Response:
    """`GET /pictures/{kind}.svg?year=`: one picture, in the page's language."""
    desk: Desk = request.app.state.desk
    visiting = visitor(request, desk)
    visiting.reader(desk)
    kind = request.path_params["kind"]
    if kind not in drawing.KINDS:
        raise UnknownPage
    language = visiting.tongue.language
    content = drawing.draw(desk, kind, year=_year(request.query_params.get("year", "")), language=language)
    return Response(content, media_type="image/svg+xml", headers={"content-language": language})


def _year(text: str) -> int:
    if not _YEAR.fullmatch(text):
        raise NotAPeriod(period=text)
    return int(text)


def _in_words(desk: Desk, year: int, language: str) -> dict[str, str]:
    """Return the alternative text of each picture there is, by its kind: every number of it."""
    found = {}
    for kind in drawing.KINDS:
        try:
            content = drawing.draw(desk, kind, year=year, language=language)
        except NothingToDraw:
            continue
        told = _TOLD.search(content.decode())
        found[kind] = unescape(told[1]) if told is not None else ""
    return found


def _latest(desk: Desk) -> str:
    """Return the last year of which a series holds anything, or the desk's own."""
    years = [series.rows[-1].end[:4] for _, series, _ in rating.series_of(desk) if series.rows]
    return max(years, default=f"{in_zone(desk.now(), 'UTC').year}")


ROUTES = [Route("/pictures", pictures_page), Route("/pictures/{kind}.svg", picture)]
