"""The handover of the watch: one page on which whoever takes it signs for each thing, and the same on paper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from ashore.desk.commands import asking, handing
from ashore.desk.commands.desk import Desk
from ashore.desk.commands.errors import UnsignedItems
from ashore.desk.commands.handing import Handover, Item
from ashore.desk.language import LANGUAGES, speaking
from ashore.desk.web.live_pages import LivePage
from ashore.desk.web.problems import status_of
from ashore.desk.web.rendering import environment, page, told
from ashore.desk.web.telling import Teller
from ashore.desk.web.visitors import visitor
from ashore.forecast.fixes import fixes
from ashore.model.bodies import SoundsTested
from ashore.model.errors import AshoreError
from ashore.model.times import iso

NAMED = 5
"""How many unsigned items a refusal names."""


def the_handover(request: Request) -> Response:
    """`GET /handover`."""
    return handover_page(request)


def handover_page(
    request: Request, *, refused: AshoreError | None = None, typed: Mapping[str, str] | None = None
) -> Response:
    """Return the handover, with what was refused and typed if a form of it was."""
    desk: Desk = request.app.state.desk
    visiting = visitor(request, desk)
    visiting.reader(desk)
    shown = handing.ask_handover(desk)
    teller = Teller(visiting.tongue, ())
    if isinstance(refused, UnsignedItems) and visiting.who is not None:
        # The command refused in English; the same items stand here in the reader's language.
        unsigned = shown.unsigned(visiting.who.account)
        refused = UnsignedItems(
            count=len(unsigned), items="; ".join(teller.phrase(item.says) for item in unsigned[:NAMED])
        )
    with desk.looking() as picture:
        tests = picture.kept(SoundsTested)
    return page(
        request,
        visiting,
        "handover.html",
        {
            "handover": shown,
            "groups": _groups(shown),
            "teller": teller,
            "tested": tests[-1] if tests else None,
            "files": request.app.state.handover_files,
            "name_of": desk.accounts.name_of,
            "refused": told(visiting, refused),
            "typed": dict(typed or {}),
        },
        status=200 if refused is None else status_of(refused),
        at="/handover",
    )


def paper(desk: Desk) -> str:
    """Return the watch as it stands, in each language, as one HTML page that needs nothing else to be read.

    It holds no number to call and no words of a private report: what came in is named by its id.
    """
    shown, board = handing.ask_handover(desk), asking.ask_board(desk)
    sides = []
    for language in LANGUAGES:
        tongue = speaking(language)
        teller = Teller(tongue, ())
        sides.append(
            environment(language)
            .get_template("handover_paper.html")
            .render(
                {
                    "desk": desk.name,
                    "kind": desk.kind,
                    "groups": _groups(shown),
                    "board": board,
                    "teller": teller,
                    "last": shown.last,
                    "name_of": desk.accounts.name_of,
                    "held_at": {row.case.id: fixes(row.case)[-1:] for row in board.rows},
                }
            )
        )
    return (
        environment(next(iter(LANGUAGES)))
        .get_template("handover_file.html")
        .render({"desk": desk.name, "at": iso(shown.now), "sides": sides})
    )


def _groups(shown: Handover) -> list[tuple[str, list[Item]]]:
    """Return the items by kind, in the order in which they are handed over."""
    return [(kind, list(items)) for kind, items in groupby(_by_kind(shown), key=lambda item: item.kind)]


def _by_kind(shown: Handover) -> Iterator[Item]:
    order: dict[str, Any] = {item.kind: None for item in shown.items}
    for kind in order:
        yield from (item for item in shown.items if item.kind == kind)


ROUTES = [LivePage("/handover", the_handover)]
