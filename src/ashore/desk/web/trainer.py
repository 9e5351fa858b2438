"""The trainer's page of a drill: what comes next, its pace, and what the trainer tells besides. For trainers alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from ashore.desk.commands.desk import Desk
from ashore.desk.commands.drilling import Drill, NotDrilling
from ashore.desk.commands.errors import BadValue
from ashore.desk.language.words import WORDS
from ashore.desk.web.errors import TrainersOnly, UnknownCommand
from ashore.desk.web.live_pages import LivePage
from ashore.desk.web.problems import status_of
from ashore.desk.web.rendering import page, told
from ashore.desk.web.visitors import Visitor, visitor
from ashore.model.drills import Telling
from ashore.model.errors import AshoreError

SPEEDS = (1, 2, 4, 8, 16, 30, 60)
CHANNELS = ("phone", "sms", "whatsapp", "email", "vhf", "sighting")
ROLES = ("aboard", "relative", "hotline", "unit", "centre", "public", "police")
RECEIVERS = ("east-centre", "west-centre", "hotline")
HOWS = ("gnss", "cell", "place", "visual", "radar")
ACTIONS = ("alongside", "recovered", "nothing_found", "empty_hull", "lost_sight")


def is_trainer(visiting: Visitor) -> bool:
    """Return whether whoever asks leads drills here."""
    return visiting.who is not None and visiting.who.role == "trainer"


def trainers_page(request: Request) -> Response:
    """`GET /trainer?tell=&boat=`: where the drill stands; the form filled with a prepared report about a boat."""
    return _page(request)


async def lead(request: Request) -> Response:
    """`POST /trainer/do/{what}`: pause, go-on, speed, skip, end, inject or tell."""
    form = await request.form()
    typed = {name: value for name, value in form.multi_items() if isinstance(value, str)}
    typed["danger"] = " ".join(str(value) for value in form.getlist("danger"))
    return await run_in_threadpool(_lead, request, typed)


def back(request: Request) -> Response:
    """`GET /trainer/do/{what}`: somebody reloaded a refused form."""
    return RedirectResponse("/trainer", 303)


def _lead(request: Request, typed: Mapping[str, str]) -> Response:
    _, _, drill = _led(request)
    what = request.path_params["what"]
    try:
        _do(drill, what, typed)
    except UnknownCommand:
        raise
    except AshoreError as error:
        return _page(request, refused=error, typed=typed if what == "tell" else None)
    return RedirectResponse("/debrief" if what == "end" else "/trainer", 303)


def _do(drill: Drill, what: str, typed: Mapping[str, str]) -> None:
    if what == "pause":
        drill.pause()
    elif what == "go-on":
        drill.go_on()
    elif what == "speed":
        drill.set_speed(_number("speed", typed.get("speed", "")))
    elif what == "skip":
        drill.skip()
    elif what == "end":
        drill.end()
    elif what == "inject":
        drill.tell(drill.prepared(typed.get("name", ""), typed.get("boat", "")))
    elif what == "tell":
        drill.tell(_telling(typed))
    else:
        raise UnknownCommand(name=what)


def _telling(typed: Mapping[str, str]) -> Telling:
    """Return the report that a form tells. Raises BadValue."""
    given = {name: value.strip() for name, value in typed.items()}
    people = given.get("people", "")
    if people and not people.isdecimal():
        raise BadValue(field="people", why="this is no whole number", hint="Write digits, or leave it empty")
    lat, lon = (_degrees(name, given.get(name, "")) for name in ("lat", "lon"))
    if (lat is None) != (lon is None):
        raise BadValue(field="lat, lon", why="half a position is given", hint="Give both, or neither")
    return Telling(
        boat=given.get("boat", ""),
        received_by=given.get("received_by", ""),
        channel=given.get("channel", ""),
        role=given.get("role", ""),
        phone=given.get("phone", ""),
        unit=given.get("unit", ""),
        words=given.get("words", ""),
        lat=lat,
        lon=lon,
        error_m=round(_number("error_m", given.get("error_m") or "100")),
        how=given.get("how") or "gnss",
        people=int(people) if people else None,
        exact=bool(given.get("exact")),
        danger=tuple(given.get("danger", "").split()),
        action=given.get("action", ""),
    )


def _degrees(field: str, text: str) -> float | None:
    return _number(field, text) if text else None


def _number(field: str, text: str) -> float:
    try:
        number = float(text.replace(",", "."))
    except ValueError as error:
        raise BadValue(field=field, why="this is no number", hint="Write digits, with a point") from error
    if not -1e6 < number < 1e6:
        raise BadValue(field=field, why="this is no number", hint="Write digits, with a point")
    return number


def _page(
    request: Request, *, refused: AshoreError | None = None, typed: Mapping[str, str] | None = None
) -> Response:
    _, visiting, drill = _led(request)
    asked = request.query_params
    telling = Telling()
    if refused is None and asked.get("boat"):
        try:
            telling = drill.prepared(asked.get("tell", "call"), asked["boat"])
        except AshoreError as error:
            refused = error
    standing = drill.standing()
    fields: dict[str, Any] = {
        "standing": standing,
        "fault": told(visiting, standing.fault),
        "boats": drill.boats(),
        "telling": telling if typed is None else None,
        "typed": typed,
        "refused": told(visiting, refused),
        "injects": tuple(WORDS["inject"]),
        "speeds": SPEEDS,
        "channels": CHANNELS,
        "roles": ROLES,
        "receivers": RECEIVERS,
        "hows": HOWS,
        "actions": ACTIONS,
    }
    return page(
        request,
        visiting,
        "trainer.html",
        fields,
        status=200 if refused is None else status_of(refused),
        at="/trainer",
    )


def _led(request: Request) -> tuple[Desk, Visitor, Drill]:
    """Return the drill to whoever leads it. Raises NotDrilling, SignInNeeded and TrainersOnly."""
    desk: Desk = request.app.state.desk
    visiting = visitor(request, desk)
    who = visiting.doer()
    if not is_trainer(visiting):
        raise TrainersOnly(role=who.role)
    drill: Drill | None = request.app.state.drill
    if drill is None:
        raise NotDrilling(desk=desk.name)
    return desk, visiting, drill


ROUTES = [
    LivePage("/trainer", trainers_page),
    Route("/trainer/do/{what}", lead, methods=["POST"]),
    Route("/trainer/do/{what}", back),
]
