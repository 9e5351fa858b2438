"""Comparing lists: what another centre has, line by line beside what is open here, until nothing is left over."""

from __future__ import annotations

import re
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from ashore.desk.commands import asking, comparing
from ashore.desk.commands.comparing import Compared, Line
from ashore.desk.commands.desk import Desk
from ashore.desk.web.live_pages import LivePage
from ashore.desk.web.problems import status_of
from ashore.desk.web.rendering import page, told
from ashore.desk.web.telling import Teller
from ashore.desk.web.visitors import visitor
from ashore.model.errors import AshoreError
from ashore.picture import Board, Row

_COUNTED = re.compile("(?:no?|nr|n°|#)?[ .]*[0-9]{1,2}")
"""What is more likely the place of a boat on a list than its name: the next list begins with it again."""


def the_lists(request: Request) -> Response:
    """`GET /lists`."""
    return lists_page(request)


def lists_page(
    request: Request, *, refused: AshoreError | None = None, typed: Mapping[str, str] | None = None
) -> Response:
    """Return the lists beside our open cases, with what was refused and typed if a form of it was."""
    desk: Desk = request.app.state.desk
    visiting = visitor(request, desk)
    visiting.reader(desk)
    board = asking.ask_board(desk)
    ours = _numbered(desk, board)
    lists = comparing.ask_lists(desk, board)
    return page(
        request,
        visiting,
        "lists.html",
        {
            "board": board,
            "lists": lists,
            "ours": ours,
            "numbers": {row.case.id: number for number, row in enumerate(ours, start=1)},
            "suggested": {
                (listed.entry, line.number): suggestion(listed, line, ours)
                for listed in lists
                for line in listed.lines
            },
            "doubled": {
                (listed.entry, line.number): [each.line.label for each in lines if each is not line]
                for listed in lists
                for lines in listed.doubled
                for line in lines
            },
            "centres": tuple(dict.fromkeys((*(each.centre for each in lists), *_names(ours)))),
            "teller": Teller(visiting.tongue, [row.case for row in ours]),
            "name_of": desk.accounts.name_of,
            "refused": told(visiting, refused),
            "typed": dict(typed or {}),
        },
        status=200 if refused is None else status_of(refused),
        at="/lists",
    )


def _numbered(desk: Desk, shown: Board) -> list[Row]:
    """Return our open boats in the order in which they were opened.

    The most urgent first would give a boat another number between the look at it and the key.
    """
    with desk.looking() as picture:
        return sorted(
            (row for row in shown.rows if row.at_sea), key=lambda row: picture.entries[row.case.opened].order
        )


def suggestion(listed: Compared, line: Line, ours: list[Row]) -> str:
    """Return the one open case that this centre itself calls as the line does, "" where none or several are.

    A letter that only we, or another centre, use for a boat says nothing of what this centre means by it;
    nor does one that stands twice on its list, or the number of a line.
    """
    centre, name = listed.centre.casefold(), line.line.label.casefold()
    if _COUNTED.fullmatch(name) or [each.line.label.casefold() for each in listed.lines].count(name) > 1:
        return ""
    found = [
        row.case.id
        for row in ours
        if any(
            label.given_by.casefold() == centre and label.label.casefold() == name
            for label in row.case.labels
        )
    ]
    return found[0] if len(found) == 1 else ""


def _names(ours: list[Row]) -> tuple[str, ...]:
    """Return everybody who ever gave one of our open cases a name."""
    return tuple(label.given_by for row in ours for label in row.case.labels if label.given_by)


ROUTES = [LivePage("/lists", the_lists)]
