"""What people do on the pages: every form is one command, and a refused one comes back with what was typed."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any, get_type_hints
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from ashore.desk.commands.desk import Desk
from ashore.desk.commands.registry import COMMANDS
from ashore.desk.web.asked import act_from, command_id, own_path
from ashore.desk.web.errors import UnknownCommand
from ashore.desk.web.handovers import handover_page
from ashore.desk.web.lists import lists_page
from ashore.desk.web.pages import case_page, list_page
from ashore.desk.web.relays import relay_page
from ashore.desk.web.visitors import visitor
from ashore.model.errors import AshoreError

ON_PAGES = frozenset(
    "open-case label-case link-mention compare-cases set-phase set-aside retract offer-handover accept-handover "
    "answer-question end-case reopen-case write-note draw-up-forecast "
    "try-call report-unit make-request set-reminder note-worry meet-duty acknowledge-alarm join-interpreter "
    "test-sounds sign-item take-watch receive-list judge-line issue-sitrep undo".split()
)
"""The commands that have a form; the others need a file or two people and are done from the command line."""

WITH_FORMS: dict[str, Callable[..., Response]] = {
    "/handover": handover_page,
    "/lists": lists_page,
    "/relay": relay_page,
}
"""Pages beside the list that show what was refused of their own forms, by the address a form leads back to."""


async def act_on_list(request: Request) -> Response:
    """`POST /do/{command}`: a form of the list."""
    form = await request.form()
    return await run_in_threadpool(_do, request, form, None)


async def act_on_case(request: Request) -> Response:
    """`POST /cases/{case}/do/{command}`: a form of a case's page."""
    form = await request.form()
    return await run_in_threadpool(_do, request, form, request.path_params["case"])


def back_to_list(request: Request) -> Response:
    """`GET /do/{command}`: somebody reloaded a refused form."""
    return RedirectResponse("/", 303)


def back_to_case(request: Request) -> Response:
    """`GET /cases/{case}/do/{command}`: somebody reloaded a refused form."""
    return RedirectResponse(f"/cases/{request.path_params['case']}", 303)


def _do(request: Request, form: FormData, case: str | None) -> Response:
    desk: Desk = request.app.state.desk
    name = request.path_params["command"]
    typed = {field: value for field, value in form.multi_items() if isinstance(value, str)}
    try:
        if name not in ON_PAGES:
            raise UnknownCommand(name=name)
        who = visitor(request, desk).doer()
        desk.do(_act(name, form, case), who, command_id(typed.get("command")))
    except AshoreError as error:
        if case is None:
            shown_on = WITH_FORMS.get(urlsplit(typed.get("back", "")).path, list_page)
            return shown_on(request, refused=error, typed={"do": name, **typed})
        return case_page(request, refused=error, typed={"do": name, **typed})
    home = "/" if case is None else f"/cases/{case}"
    return RedirectResponse(own_path(typed.get("back", home)), 303)


def _act(name: str, form: FormData, case: str | None) -> object:
    """Return the act that a form asks for; the page's case stands in `case`, and first among `cases`."""
    act = COMMANDS[name].act
    hints = get_type_hints(act)
    fields: dict[str, Any] = {}
    for field in dataclasses.fields(act):
        values = [value for value in form.getlist(field.name) if isinstance(value, str) and value]
        if field.name == "case" and case is not None:
            fields["case"] = case
        elif hints[field.name] is str:
            if values:
                fields[field.name] = values[-1]
        elif values:
            fields[field.name] = _with(case, values) if field.name == "cases" else values
    return act_from(name, fields)


def _with(case: str | None, values: list[str]) -> list[str]:
    return values if case is None or case in values else [case, *values]


ROUTES = [
    Route("/do/{command}", act_on_list, methods=["POST"]),
    Route("/do/{command}", back_to_list),
    Route("/cases/{case}/do/{command}", act_on_case, methods=["POST"]),
    Route("/cases/{case}/do/{command}", back_to_case),
]
