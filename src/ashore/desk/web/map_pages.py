"""The map: its page, what it draws, the same in words, and the files under it."""

from __future__ import annotations

import gzip
import hashlib
import json
from functools import cache
from importlib import resources
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ashore.desk.commands import asking, mapping
from ashore.desk.commands.desk import Desk
from ashore.desk.commands.mapping import MapView
from ashore.desk.web.map_state import named_places, notes, state
from ashore.desk.web.map_ties import ties
from ashore.desk.web.rendering import page
from ashore.desk.web.same_boat import weighed_mention
from ashore.desk.web.telling import Teller
from ashore.desk.web.visitors import Visitor, visitor
from ashore.forecast.fixes import degrees
from ashore.model.errors import NotFound
from ashore.model.facts import CaseFacts

GEOJSON = "application/geo+json"


class NoLand(NotFound):
    """The shoreline is not installed, so there is no land to draw."""

    code = "no-land"
    says = "No shoreline is held here, so the map has no land on it."
    hint = "Install Ashore with its drift extra."


def the_map(request: Request) -> Response:
    """`GET /map`: the map alone, of everything or of one case (`?case=`)."""
    desk, visiting = _reading(request)
    case = _case(request)
    name = Teller(visiting.tongue, ()).label(asking.ask_case(desk, case).row.case) if case else ""
    return page(request, visiting, "map.html", {"map_case": case, "name": name})


def the_state(request: Request) -> Response:
    """`GET /map/state?case=`: what is drawn on the map now, as GeoJSON in parts.

    With `?mention=` of one report and the boats it may be, with `?one=&other=` of two cases.
    """
    desk, visiting = _reading(request)
    view = _view(request, desk, visiting)
    return JSONResponse(
        state(view, _teller(visiting, view), visiting.tongue, live=desk.kind == "live"),
        headers={"content-language": visiting.tongue.language},
    )


def the_words(request: Request) -> Response:
    """`GET /map/words`: the same map in words, for whoever cannot or will not see it."""
    desk, visiting = _reading(request)
    view = _view(request, desk, visiting)
    teller = _teller(visiting, view)
    return page(
        request,
        visiting,
        "map_words.html",
        {
            "view": view,
            "teller": teller,
            "degrees": degrees,
            "ties": ties(view, teller, visiting.tongue),
            "notes": list(notes(view, teller, visiting.tongue)),
            "limits": [
                each["properties"] for each in limits()["features"] if each["properties"]["what"] == "limit"
            ],
        },
    )


def the_limits(request: Request) -> Response:
    """`GET /map/limits.geojson`: where one centre's search and rescue region ends, as far as that is published."""
    _reading(request)
    return JSONResponse(limits(), media_type=GEOJSON)


def the_places(request: Request) -> Response:
    """`GET /map/places.geojson`: ports, beaches, capes, banks and marks, named as people name them."""
    _reading(request)
    return JSONResponse(named_places(mapping.places()), media_type=GEOJSON)


def the_land(request: Request) -> Response:
    """`GET /map/land.geojson`: the land of the Channel. Raises NoLand where none is held."""
    _reading(request)
    drawn = _land()
    if drawn is None:
        raise NoLand
    packed, tag = drawn
    # The shoreline is nobody's secret and the same for years: the browser may keep it, and asks whether it still holds.
    headers = {"etag": tag, "cache-control": "private, no-cache", "vary": "accept-encoding"}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(packed, media_type=GEOJSON, headers=headers | {"content-encoding": "gzip"})
    return Response(gzip.decompress(packed), media_type=GEOJSON, headers=headers)


@cache
def limits() -> dict[str, Any]:
    """Return the file of the limits; each says how exact it is and where it is published."""
    charted = resources.files("ashore.desk.web").joinpath("charted", "limits.geojson")
    held: dict[str, Any] = json.loads(charted.read_text("utf-8"))
    return held


@cache
def _land() -> tuple[bytes, str] | None:
    """Return the land packed, and its tag; asked for once, for it changes with the installation alone."""
    held = mapping.land()
    if held is None:
        return None
    return gzip.compress(held, mtime=0), f'"{hashlib.sha256(held).hexdigest()[:20]}"'


def _reading(request: Request) -> tuple[Desk, Visitor]:
    desk: Desk = request.app.state.desk
    visiting = visitor(request, desk)
    visiting.reader(desk)
    return desk, visiting


def _view(request: Request, desk: Desk, visiting: Visitor) -> MapView:
    """Return the map that is asked for: of everything, of a case, of two, or of a report and the boats it may be."""
    asked = request.query_params
    if asked.get("mention"):
        return weighed_mention(request, desk, visiting).on_the_map(desk)
    if asked.get("other"):
        return mapping.ask_map_of_two(desk, asked.get("one", ""), asked["other"])
    return mapping.ask_map(desk, _case(request))


def _case(request: Request) -> str:
    return request.query_params.get("case", "")


def _teller(visiting: Visitor, view: MapView) -> Teller:
    alone = view.loose if view.asked is None else (*view.loose, view.asked)
    loose = CaseFacts(id="", kind="", opened="", mentions=tuple(each.mention for each in alone))
    return Teller(visiting.tongue, [*(boat.case for boat in view.boats), loose])


ROUTES = (
    Route("/map", the_map),
    Route("/map/state", the_state),
    Route("/map/words", the_words),
    Route("/map/limits.geojson", the_limits),
    Route("/map/places.geojson", the_places),
    Route("/map/land.geojson", the_land),
)
