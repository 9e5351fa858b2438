"""An encounter, by keys in ten seconds: what a unit met, the four questions to put to it, and which boat it may be.

A question that nobody put is stored as not asked, and the watch is reminded at once to ask it. While it is typed, the
boat that was met is held against every boat that is sought: the encounter test, before anything is logged.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from ashore.desk.commands import asking, meeting
from ashore.desk.commands.acts import LogCall, SetReminder
from ashore.desk.commands.desk import Desk
from ashore.desk.web.asked import command_id
from ashore.desk.web.calls_shown import circle
from ashore.desk.web.encounters_typed import (
    ACTIONS,
    CHANNELS,
    CRAFT_AFTER,
    LOOKS,
    checked,
    encounter_line,
    place_of,
    so_far,
    to_ask,
    typed,
)
from ashore.desk.web.problems import problem, status_of
from ashore.desk.web.rendering import environment, page, told
from ashore.desk.web.same_boat import advice_of, offered
from ashore.desk.web.same_boat_told import Offer
from ashore.desk.web.telling import Teller
from ashore.desk.web.visitors import Visitor, visitor
from ashore.model.errors import AshoreError
from ashore.model.facts import CaseFacts

if TYPE_CHECKING:
    from ashore.linking.linker import Proposal

ASK_WITHIN = "1"
"""Minutes until the watch is to have asked what was not asked yet."""

MINUTE = 60_000

NEW = "new"
"""What a form says in place of a case where the boat that was met is none of those that are sought."""


def encounter_page(request: Request) -> Response:
    """`GET /cases/{case}/encounter`: the form."""
    return _page(request, {})


async def log_encounter(request: Request) -> Response:
    """`POST /cases/{case}/encounter`: a report by radio of what a unit met, linked to the case by who typed it.

    With `to=new` a case is opened for it instead: the boat that was met is none of those that are sought.
    """
    return await run_in_threadpool(_log, request, await _said(request))


async def encounter_fits(request: Request) -> Response:
    """`POST /cases/{case}/encounter/fits`: which sought boat it may be by what was typed so far; nothing is logged."""
    return await run_in_threadpool(_fits, request, await _said(request))


async def _said(request: Request) -> dict[str, str]:
    form = await request.form()
    return {name: value for name, value in form.multi_items() if isinstance(value, str)}


def _log(request: Request, said: Mapping[str, str]) -> Response:
    desk: Desk = request.app.state.desk
    case = request.path_params["case"]
    another = said.get("to") == NEW
    try:
        visiting = visitor(request, desk)
        who = visiting.doer()
        command = command_id(said.get("command")) or desk.surroundings.new_id()
        met = checked(typed(said))
        act = LogCall(
            report=encounter_line(met, command, desk.now()),
            case="" if another else case,
            open="boat" if another else "",
        )
        asked = to_ask(met, visiting.tongue)
        if asked:
            # First, and under a name of its own made from the act's: so that undoing takes the encounter back, and
            # a form that is sent twice reminds once.
            reminds = str(uuid.uuid5(uuid.UUID(command), "ask"))
            desk.do(SetReminder(due=ASK_WITHIN, reason=asked, case="" if another else case), who, reminds)
        done = desk.do(act, who, command)
    except AshoreError as error:
        return _page(request, said, error)
    opened = [entry.header.subjects[0] for entry in done.entries if entry.header.type == "case.opened"]
    return RedirectResponse(f"/cases/{opened[0] if opened else case}", 303)


def _fits(request: Request, said: Mapping[str, str]) -> Response:
    desk: Desk = request.app.state.desk
    visiting = visitor(request, desk)
    try:
        visiting.doer()
        case = asking.ask_case(desk, request.path_params["case"]).row.case
        draft = command_id(said.get("command"))
    except AshoreError as error:
        return problem(error, visiting.tongue)
    met = typed(said)
    read = so_far(met)
    fields: dict[str, Any] = {
        "case": case,
        "place": _place(read.position, visiting),
        "not_a_place": bool(met.position) and not read.position,
        "advised": None,
    }
    if draft is not None and read.tells_of_a_boat:
        # By the minute, so that what was typed is one question for as long as it is worked out.
        line = encounter_line(read, draft, desk.now() // MINUTE * MINUTE).encode()
        advised = advice_of(request).met(draft, line)
        proposals = advised.answer or ()
        shown = offered(desk, visiting, proposals, {case.id})
        fields |= {
            "advised": advised,
            "offers": shown,
            "trouble": told(visiting, advised.failed),
            **_doubt(case, proposals, shown),
        }
    html = environment(visiting.tongue.language).get_template("encounter_fits.html").render(fields)
    return Response(html, media_type="text/html", headers={"content-language": visiting.tongue.language})


def _doubt(case: CaseFacts, proposals: Sequence[Proposal], shown: Sequence[Offer]) -> dict[str, Any]:
    """Return what contradicts that the boat is this case's, nothing where it does not, and which it fits better."""
    found = meeting.doubted(case.id, proposals)
    name = {each.case: each.name for each in shown}
    if found is None:
        return {"doubt": (), "better": "", "name": ""}
    ours, other = found
    return {
        "doubt": next(each.against for each in shown if each.case == ours.case),
        "better": "" if other is None else name.get(other.case or "", ""),
        "name": name[case.id],
    }


def _place(stated: str, visiting: Visitor) -> str:
    """Return a place as it was read, in words, "" where none was typed."""
    place = place_of("position", stated)
    if place is None:
        return ""
    at = f"{place.lat} {place.lon}"
    return ", ".join((f"{place.place} ({at})" if place.place else at, circle(place.error_m, visiting.tongue)))


def _page(request: Request, said: Mapping[str, str], refused: AshoreError | None = None) -> Response:
    desk: Desk = request.app.state.desk
    visiting = visitor(request, desk)
    visiting.doer()
    case = request.path_params["case"]
    view = asking.ask_case(desk, case)
    board = asking.ask_board(desk)
    units = [unit.says.unit for unit in view.row.units]
    units += [unit.says.unit for unit in board.units if unit.says.unit not in units]
    return page(
        request,
        visiting,
        "encounter.html",
        {
            "case": view.row.case,
            "units": units,
            "actions": ACTIONS,
            "crafts": CRAFT_AFTER,
            "channels": CHANNELS,
            "looks": LOOKS,
            "said": said,
            "command": said.get("command") or desk.surroundings.new_id(),
            "teller": Teller(visiting.tongue, [view.row.case]),
            "refused": told(visiting, refused),
        },
        status=200 if refused is None else status_of(refused),
        at=f"/cases/{case}/encounter",
    )


ROUTES = [
    Route("/cases/{case}/encounter", encounter_page),
    Route("/cases/{case}/encounter", log_encounter, methods=["POST"]),
    Route("/cases/{case}/encounter/fits", encounter_fits, methods=["POST"]),
]
