"""A hotline's desk: what is known of each boat, one report to both centres, and who has not answered."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from ashore.desk.commands.acts import MeetDuty
from ashore.desk.commands.desk import Desk
from ashore.desk.commands.pressing import Boat, ask_relay
from ashore.desk.commands.sitrep_text import utc
from ashore.desk.language import LANGUAGES, Tongue, speaking
from ashore.desk.web.live_pages import LivePage
from ashore.desk.web.problems import status_of
from ashore.desk.web.rendering import page, told
from ashore.desk.web.telling import Teller
from ashore.desk.web.visitors import visitor
from ashore.model.errors import AshoreError
from ashore.model.phrases import Phrase


def the_relay(request: Request) -> Response:
    """`GET /relay`."""
    return relay_page(request)


def relay_page(
    request: Request, *, refused: AshoreError | None = None, typed: Mapping[str, str] | None = None
) -> Response:
    """Return the desk of a hotline, with what was refused and typed if a form of it was."""
    desk: Desk = request.app.state.desk
    visiting = visitor(request, desk)
    visiting.reader(desk)
    shown = ask_relay(desk)
    return page(
        request,
        visiting,
        "relay.html",
        {
            "relayed": shown,
            "messages": {boat.row.case.id: message(boat, desk.name, utc(shown.now)) for boat in shown.boats},
            "teller": Teller(visiting.tongue, [boat.row.case for boat in shown.boats]),
            "refused": told(visiting, refused),
            "typed": dict(typed or {}),
        },
        status=200 if refused is None else status_of(refused),
        at="/relay",
    )


def message(boat: Boat, desk: str, at: str) -> str:
    """Return the report to the centres: the five facts, each line in every language, to be read out or pasted."""
    tongues = [speaking(language) for language in reversed(LANGUAGES)]

    def line(name: str, told_by: str) -> str:
        names = " / ".join(dict.fromkeys(tongue.word("fact", name) for tongue in tongues))
        return f"{names}: {told_by}"

    facts = [
        line(fact.name, " / ".join(dict.fromkeys(_said(fact.says, tongue) for tongue in tongues)))
        for fact in boat.facts
    ]
    return "\n".join([line("boat", _names(boat)), line("from", f"{desk}, {at}"), *facts])


def _names(boat: Boat) -> str:
    """Return what everybody calls the boat, each name with whose it is, or the start of its id."""
    return (
        ", ".join(
            f"{label.label} ({label.given_by})" if label.given_by else label.label
            for label in boat.row.case.labels
        )
        or boat.row.case.id[:10]
    )


def _said(says: Phrase | None, tongue: Tongue) -> str:
    return tongue.word("fact", "not_known") if says is None else says.render(tongue.catalogue.gettext, utc)


async def answered(request: Request) -> Response:
    """`POST /relay/answered`: a centre answered, and with that everything it was asked about a boat."""
    form = await request.form()
    return await run_in_threadpool(_answered, request, form)


def _answered(request: Request, form: FormData) -> Response:
    desk: Desk = request.app.state.desk
    typed = {name: value for name, value in form.multi_items() if isinstance(value, str)}
    try:
        who = visitor(request, desk).doer()
        for entry in form.getlist("entry"):
            desk.do(MeetDuty(entry=str(entry), outcome=typed.get("outcome", "")), who)
    except AshoreError as error:
        return relay_page(request, refused=error, typed={"do": "meet-duty", **typed})
    return RedirectResponse("/relay", 303)


ROUTES = [LivePage("/relay", the_relay), Route("/relay/answered", answered, methods=["POST"])]
