"""Pasting into the desk: a chat export, a photo or a screenshot, and what became of each of its messages."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ashore.desk.commands import asking
from ashore.desk.commands.acts import Paste
from ashore.desk.commands.desk import Desk
from ashore.desk.commands.pasting import Looked, Pasted, look_over
from ashore.desk.web.calls_typed import ROLES, ZONES
from ashore.desk.web.errors import UnreadableRequest
from ashore.desk.web.guards import LONGER
from ashore.desk.web.problems import status_of
from ashore.desk.web.rendering import page, told
from ashore.desk.web.telling import Teller
from ashore.desk.web.visitors import visitor
from ashore.model.errors import AshoreError, BadInput
from ashore.picture import Board

MOST_FIELDS = 20


class NothingPasted(BadInput):
    """A form without a file and without words."""

    code = "nothing-pasted"
    says = "Nothing was pasted: neither a file nor words."
    hint = "Choose the file, drop it on the page, or paste the chat's words into the field."


async def paste(request: Request) -> Response:
    """`POST /paste`: a file or a chat's words with the clock it shows; a page says what became of each message.

    The file is held in memory alone: its words are never on the disk in the open.
    """
    parser = MultiPartParser(request.headers, request.stream(), max_files=1, max_fields=MOST_FIELDS)
    parser.spool_max_size = LONGER["/paste"]
    try:
        form = await parser.parse()
    except (MultiPartException, KeyError) as error:
        raise UnreadableRequest(why="the form is cut short or too large") from error
    try:
        content, name = await _content(form)
    finally:
        await form.close()
    return await run_in_threadpool(_paste, request, form, content, name)


async def _content(form: FormData) -> tuple[bytes, str]:
    file = form.get("file")
    if isinstance(file, UploadFile):
        content = await file.read()
        if content:
            return content, (file.filename or "")[:200]
    return str(form.get("text") or "").replace("\r\n", "\n").encode(), ""


def _paste(request: Request, form: FormData, content: bytes, name: str) -> Response:
    desk: Desk = request.app.state.desk
    who = visitor(request, desk).doer()
    said = {key: value for key, value in form.multi_items() if isinstance(value, str)}
    looked: Looked | None = None
    outcome: Pasted | None = None
    refused: AshoreError | None = None
    try:
        if not content.strip():
            raise NothingPasted
        looked = look_over(content, said.get("zone", ""), desk.surroundings.clock())
        act = Paste(
            content=content,
            zone=said.get("zone", ""),
            day_order=said.get("day_order", ""),
            we=tuple(each.strip() for each in said.get("we", "").split(";") if each.strip()),
            role=said.get("role", ""),
            case=said.get("case", ""),
            name=name,
            said_at=said.get("said_at", "").strip(),
        )
        outcome = desk.do(act, who).outcome
    except AshoreError as error:
        refused = error
    return _page(request, said, looked, outcome, refused)


def _page(
    request: Request,
    said: dict[str, str],
    looked: Looked | None,
    outcome: Pasted | None,
    refused: AshoreError | None,
) -> Response:
    desk: Desk = request.app.state.desk
    visiting = visitor(request, desk)
    board: Board = asking.ask_board(desk)
    return page(
        request,
        visiting,
        "paste.html",
        {
            "said": said,
            "looked": looked,
            "pasted": outcome,
            "zones": ZONES,
            "roles": ROLES,
            "open_cases": [each.case for each in board.rows],
            "teller": Teller(visiting.tongue, [each.case for each in board.rows]),
            "refused": told(visiting, refused),
        },
        status=200 if refused is None else status_of(refused),
        at="/call",
    )


ROUTES = [Route("/paste", paste, methods=["POST"])]
