"""Taking a call: the page, what is understood while it is typed, the draft that is kept, and the logging."""

from __future__ import annotations

from typing import Any

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from ashore.desk.card import QUESTIONS, card, cards
from ashore.desk.commands import asking
from ashore.desk.commands.acts import LogCall
from ashore.desk.commands.desk import Desk
from ashore.desk.commands.errors import RoleMayNot
from ashore.desk.commands.registry import COMMANDS
from ashore.desk.web.api import JSON
from ashore.desk.web.asked import command_id, own_path
from ashore.desk.web.calls_cases import ranked
from ashore.desk.web.calls_shown import shown
from ashore.desk.web.calls_typed import (
    CHANNELS,
    ROLES,
    ZONES,
    Typed,
    number_of,
    read,
    report_line,
    things,
    typed,
)
from ashore.desk.web.card import warnings
from ashore.desk.web.errors import UnreadableRequest, WordsErased
from ashore.desk.web.problems import problem, status_of
from ashore.desk.web.rendering import environment, page, told
from ashore.desk.web.same_boat import advice_of, offered
from ashore.desk.web.telling import Teller
from ashore.desk.web.visitors import Visitor, visitor
from ashore.model.errors import AshoreError, Refused
from ashore.reading.positions import ReadPosition

NONE, NEW, CASE = "none", "new", "case:"
"""To which case a call goes: to none yet, to a new boat, or to the one named after the colon."""


class AnotherLog(Refused):
    """A call was typed on another desk than the one that it reached."""

    code = "another-log"
    says = "This call was typed on another desk, so it was not logged here."
    hint = "It stays on this computer; open the desk it was typed on, and it is sent there."


class HalfTyped(msgspec.Struct, frozen=True, kw_only=True):
    """A draft as the page sends and gets it: each field of the form with its values."""

    version: int
    fields: dict[str, list[str]]


def call_page(request: Request) -> Response:
    """`GET /call?case=&mention=&card=`: an empty form, with the number behind a mention; its opening is logged."""
    desk: Desk = request.app.state.desk
    visiting = _caller(request, desk)
    case, mention = (request.query_params.get(name, "") for name in ("case", "mention"))
    phone = number_behind(desk, mention, visiting) if mention else ""
    call = Typed(id="", begun=desk.now(), phone=phone)
    return _page(request, visiting, call, f"{CASE}{case}" if case else "")


async def show_again(request: Request) -> Response:
    """`POST /call`: the form with what was understood of it, for a browser that runs no scripts."""
    form = await request.form()
    return await run_in_threadpool(_show_again, request, form)


async def understood(request: Request) -> Response:
    """`POST /call/understood`: a fragment that says what is understood of the form, and the cases to choose from."""
    form = await request.form()
    return await run_in_threadpool(_understood, request, form)


async def call_same_boat(request: Request) -> Response:
    """`POST /call/same-boat`: a fragment that says how likely the call is about each case, as far as it is known.

    Never waits: what is not worked out yet is on its way, and the fragment says so.
    """
    form = await request.form()
    return await run_in_threadpool(_same_boat, request, form)


async def log_call(request: Request) -> Response:
    """`POST /call/log`: the call is logged, once however often it is sent.

    `draft` is the call's UUID, `log` the log it was typed for. A script that asks for JSON is answered
    `{"case", "back"}`, or the refusal's envelope; anybody else by the next page.
    """
    form = await request.form()
    return await run_in_threadpool(_log, request, form)


def drafts(request: Request) -> Response:
    """`GET /call/drafts`: what the account has half typed; a draft whose call is logged is finished on the way.

    The answer is `{"drafts": [{"id", "version", "updated", "fields"}], "logged": [ids]}`; `ask` names ids that a
    browser holds, of which it wants to know whether they were logged.
    """
    desk: Desk = request.app.state.desk
    visiting = visitor(request, desk)
    try:
        account = visiting.doer().account
        held = desk.drafts.of(account)
        asked = [each for each in request.query_params.get("ask", "").split(",") if each][:100]
        known = {each.id for each in held} | {command_id(each) or "" for each in asked}
        logged = {each for each in known if each and desk.ledger.by_command(each)}
        for each in held:
            if each.id in logged:
                desk.drafts.finish(each.id, account)
    except AshoreError as error:
        return problem(error, visiting.tongue)
    offered = [
        {"id": each.id, "version": each.version, "updated": each.updated, "fields": msgspec.Raw(each.content)}
        for each in held
        if each.id not in logged
    ]
    return JSON({"drafts": offered, "logged": sorted(logged)})


async def keep_draft(request: Request) -> Response:
    """`PUT /call/draft/{draft}`: keep what is typed so far, sealed; an older version changes nothing."""
    body = await request.body()
    return await run_in_threadpool(_keep, request, body)


def throw_away(request: Request) -> Response:
    """`DELETE /call/draft/{draft}`: the draft and its key are gone."""
    desk: Desk = request.app.state.desk
    visiting = visitor(request, desk)
    try:
        desk.drafts.finish(request.path_params["draft"], visiting.doer().account)
    except AshoreError as error:
        return problem(error, visiting.tongue)
    return Response(status_code=204)


def number_behind(desk: Desk, mention: str, visiting: Visitor) -> str:
    """Return the telephone number that a mention came from, "" where it has none; that it was opened is written down.

    Raises SignInNeeded, WordsNotShown and WordsErased.
    """
    found = asking.ask_mention(desk, mention)
    if not found:
        raise WordsErased
    report = asking.words_of_report(desk, found[0].entry, visiting.opener(desk))
    return (report.sender.phone or "") if report is not None and report.sender is not None else ""


def _keep(request: Request, body: bytes) -> Response:
    desk: Desk = request.app.state.desk
    visiting = visitor(request, desk)
    try:
        who = visiting.doer()
        kept = msgspec.json.decode(body, type=HalfTyped)
        desk.drafts.keep(
            request.path_params["draft"], who.account, kept.version, msgspec.json.encode(kept.fields)
        )
    except msgspec.MsgspecError as error:
        return problem(UnreadableRequest(why=str(error)), visiting.tongue)
    except AshoreError as error:
        return problem(error, visiting.tongue)
    return Response(status_code=204)


def _show_again(request: Request, form: FormData) -> Response:
    desk: Desk = request.app.state.desk
    visiting = _caller(request, desk)
    return _page(request, visiting, _typed(desk, form), _chosen(form))


def _understood(request: Request, form: FormData) -> Response:
    desk: Desk = request.app.state.desk
    visiting = visitor(request, desk)
    try:
        _caller(request, desk)
    except AshoreError as error:
        return problem(error, visiting.tongue)
    fields = _fragment(desk, visiting, _typed(desk, form), _chosen(form))
    html = environment(visiting.tongue.language).get_template("call_understood.html").render(fields)
    return Response(html, media_type="text/html")


def _same_boat(request: Request, form: FormData) -> Response:
    desk: Desk = request.app.state.desk
    visiting = visitor(request, desk)
    try:
        _caller(request, desk)
    except AshoreError as error:
        return problem(error, visiting.tongue)
    call = _typed(desk, form)
    number = number_of(call.phone, call.zone)
    same = desk.reports_from(number.e164) if number is not None else frozenset()
    advised = advice_of(request).call(call.id, report_line(call).encode(), same)
    proposals = advised.answer or ()
    fields = {
        "advised": advised,
        "offers": offered(desk, visiting, proposals, {each.case or "" for each in proposals}),
        "trouble": told(visiting, advised.failed),
    }
    html = environment(visiting.tongue.language).get_template("call_same_boat.html").render(fields)
    return Response(html, media_type="text/html")


def _log(request: Request, form: FormData) -> Response:
    desk: Desk = request.app.state.desk
    visiting = visitor(request, desk)
    scripted = "application/json" in request.headers.get("accept", "")
    call, to = _typed(desk, form), _chosen(form)
    try:
        who = visiting.doer()
        if form.get("log") not in (None, desk.ledger.log):
            raise AnotherLog
        act = LogCall(
            report=report_line(call),
            case=to.removeprefix(CASE) if to.startswith(CASE) else "",
            open="boat" if to == NEW else "",
        )
        done = desk.do(act, who, call.id)
        desk.drafts.finish(call.id, who.account)
    except AshoreError as error:
        if scripted:
            return problem(error, visiting.tongue)
        return _page(request, _caller(request, desk), call, to, error)
    case = next(
        (name for entry in done.entries for name in entry.header.subjects if name.startswith("c-")), ""
    )
    back = own_path(str(form.get("back") or "/"))
    return JSON({"case": case, "back": back}) if scripted else RedirectResponse(back, 303)


def _page(
    request: Request, visiting: Visitor, call: Typed, to: str, refused: AshoreError | None = None
) -> Response:
    desk: Desk = request.app.state.desk
    language = request.query_params.get("card", "")
    beside = card(language) if language else None
    fields = _fragment(desk, visiting, call, to)
    return page(
        request,
        visiting,
        "call.html",
        {
            **fields,
            "log": desk.ledger.log,
            "channels": CHANNELS,
            "roles": ROLES,
            "zones": ZONES,
            "cards": cards(),
            "card": beside,
            "meant": card(visiting.tongue.language),
            "warnings": warnings(beside) if beside is not None else (),
            "questions": QUESTIONS,
            "answered": dict(call.answered),
            "refused": told(visiting, refused),
            "back_to": own_path(request.query_params.get("back", "")),
            "open_cases": [each.row.case for each in fields["choices"]],
            "looked": None,
            "said": {},
        },
        status=200 if refused is None else status_of(refused),
        at="/call" if request.method == "POST" else None,
    )


def _fragment(desk: Desk, visiting: Visitor, call: Typed, to: str) -> dict[str, Any]:
    """Return what the fragment of the understood things shows; without a choice the same telephone's case is it."""
    number = number_of(call.phone, call.zone)
    choices = ranked(
        asking.ask_board(desk).rows,
        _where(call),
        desk.reports_from(number.e164) if number is not None else frozenset(),
        to.removeprefix(CASE) if to.startswith(CASE) else "",
    )
    if not to:
        to = f"{CASE}{choices[0].row.case.id}" if choices and choices[0].same_phone else NONE
    return {
        "call": call,
        "shown": shown(call, visiting.tongue),
        "choices": choices,
        "to": to,
        "teller": Teller(visiting.tongue, [each.row.case for each in choices]),
    }


def _where(call: Typed) -> ReadPosition | None:
    """Return the first place of the boat that was read and not struck, shown already or not."""
    return next(
        (
            each.read
            for each in things(read(call))
            if each.kind == "position" and each.read.of == "craft" and each.name not in call.struck
        ),
        None,
    )


def _typed(desk: Desk, form: FormData) -> Typed:
    """Return the call a form holds; one that came without a name of its own is given one."""
    return typed(form, command_id(str(form.get("draft") or "")) or desk.surroundings.new_id(), desk.now())


def _chosen(form: FormData) -> str:
    """Return to which case a form says the call goes; "" where nobody chose yet."""
    to = str(form.get("to") or "")
    return to if to in (NONE, NEW) or to.startswith(CASE) else ""


def _caller(request: Request, desk: Desk) -> Visitor:
    """Return who may log calls. Raises SignInNeeded and RoleMayNot."""
    visiting = visitor(request, desk)
    who, logging = visiting.doer(), COMMANDS["log-call"]
    if not desk.may(who, logging.name):
        raise RoleMayNot(role=who.role, act=logging.name, roles=", ".join(sorted(logging.roles)))
    return visiting


ROUTES = [
    Route("/call", call_page),
    Route("/call", show_again, methods=["POST"]),
    Route("/call/understood", understood, methods=["POST"]),
    Route("/call/same-boat", call_same_boat, methods=["POST"]),
    Route("/call/log", log_call, methods=["POST"]),
    Route("/call/drafts", drafts),
    Route("/call/draft/{draft}", keep_draft, methods=["PUT"]),
    Route("/call/draft/{draft}", throw_away, methods=["DELETE"]),
]
