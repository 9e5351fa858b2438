"""The debrief of a drill: for each boat what was so beside what the desk held, drawn first and then in words."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ashore.desk.commands.desk import Desk
from ashore.desk.commands.drilling import Drill, NotDrilling
from ashore.desk.web.errors import NotOverYet
from ashore.desk.web.rendering import page
from ashore.desk.web.strips import hours, strip
from ashore.desk.web.trainer import is_trainer
from ashore.desk.web.visitors import visitor


def the_debrief(request: Request) -> Response:
    """`GET /debrief`: for the trainer at any time, for everybody once the drill is over."""
    desk: Desk = request.app.state.desk
    visiting = visitor(request, desk)
    visiting.reader(desk)
    drill: Drill | None = request.app.state.drill
    if drill is None:
        raise NotDrilling(desk=desk.name)
    if not (is_trainer(visiting) or drill.standing().over):
        raise NotOverYet
    told = drill.debrief()
    return page(
        request,
        visiting,
        "debrief.html",
        {
            "told": told,
            "strips": {each.boat: strip(each, told, visiting.tongue) for each in told.boats},
            "hours": hours(told),
        },
    )


ROUTES = [Route("/debrief", the_debrief)]
