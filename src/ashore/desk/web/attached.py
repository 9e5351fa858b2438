"""What is attached to a report, opened for whoever asks: a picture as any browser shows it, or the file itself."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ashore.desk.commands.attachments import open_attached, show_attached
from ashore.desk.commands.desk import Desk
from ashore.desk.web.visitors import visitor


def shown(request: Request) -> Response:
    """`GET /attached/{entry}/{number}`: a picture, upright, with nothing in it but the picture."""
    desk: Desk = request.app.state.desk
    who = visitor(request, desk).opener(desk)
    asked = request.path_params
    return Response(show_attached(desk, asked["entry"], asked["number"], who), media_type="image/jpeg")


def itself(request: Request) -> Response:
    """`GET /attached/{entry}/{number}/file`: the very bytes, to be kept and never to be opened in the page."""
    desk: Desk = request.app.state.desk
    who = visitor(request, desk).opener(desk)
    asked = request.path_params
    return Response(
        open_attached(desk, asked["entry"], asked["number"], who),
        media_type="application/octet-stream",
        headers={"content-disposition": f'attachment; filename="{asked["entry"]}-{asked["number"]}"'},
    )


ROUTES = [
    Route("/attached/{entry}/{number:int}", shown),
    Route("/attached/{entry}/{number:int}/file", itself),
]
