"""The supervisor's page: who carries how much, what is overdue, and what this watch must not end with."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from ashore.desk.commands.desk import Desk
from ashore.desk.commands.registry import WATCH
from ashore.desk.commands.supervising import ask_supervised
from ashore.desk.web.errors import LoadNotShown
from ashore.desk.web.live_pages import LivePage
from ashore.desk.web.presence import Present
from ashore.desk.web.rendering import page
from ashore.desk.web.telling import Teller
from ashore.desk.web.visitors import ANYBODY, visitor

LOOKS = WATCH | {ANYBODY.role}
"""Who sees the load of the watch: whoever keeps it, and in a replay whoever sits at this machine."""


def the_load(request: Request) -> Response:
    """`GET /supervisor`."""
    desk: Desk = request.app.state.desk
    visiting = visitor(request, desk)
    reader = visiting.reader(desk)
    if desk.role_of(reader) not in LOOKS:
        raise LoadNotShown(role=reader.role)
    shown = ask_supervised(desk)
    presence = request.app.state.presence
    cases = [row.case for row in (*shown.open_cases, *shown.alone)]
    on: dict[str, list[tuple[str, Present]]] = {}
    for row in (*shown.open_cases, *shown.alone):
        for present in presence.on(row.case.id):
            on.setdefault(present.name, []).append((row.case.id, present))
    names = [desk.accounts.name_of(load.account) for load in shown.loads]
    return page(
        request,
        visiting,
        "supervisor.html",
        {
            "shown": shown,
            "people": [(name, load, on.get(name, [])) for name, load in zip(names, shown.loads, strict=True)]
            + [(name, None, held) for name, held in sorted(on.items()) if name not in names],
            "teller": Teller(visiting.tongue, cases),
            "name_of": desk.accounts.name_of,
        },
    )


ROUTES = [LivePage("/supervisor", the_load)]
