"""The interface for programs: reports in, commands done, and the board, cases, figures and entries out."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator
from typing import Any

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from ashore.desk.commands import COMMANDS, asking, counting, files, forecasting, questioning
from ashore.desk.commands.acting import Who
from ashore.desk.commands.acts import ReceiveReports
from ashore.desk.commands.desk import Desk
from ashore.desk.commands.errors import RoleMayNot
from ashore.desk.web import shapes
from ashore.desk.web.asked import act_from, command_id, cut_of
from ashore.desk.web.errors import FileTooLong, UnknownCommand, UnreadableRequest
from ashore.desk.web.sitreps import get_sitrep
from ashore.desk.web.tracks import get_tracks
from ashore.desk.web.visitors import Visitor, visitor
from ashore.figures.claims_tables import as_json_lines

MOST_LINE = 4 << 20
"""How much of one line is held: a line over 1 MiB is rejected and kept, one over this ends the request too."""

MOST_FILE = 50 << 20
"""How long a file may be that is no file of lines, and so is held whole."""

BEGINNING = 1 << 16
"""How much of what does not begin as lines do is looked at before it is known what it is."""

MOST_ENTRIES = 1_000


class JSON(Response):
    """A plain answer as JSON."""

    media_type = "application/json"

    def render(self, content: Any) -> bytes:
        """Return the bytes."""
        return msgspec.json.encode(content)


class NDJSON(StreamingResponse):
    """An answer line by line while the request is still coming in."""

    media_type = "application/x-ndjson"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the lines; the request's own reader listens for its end, so nothing else may."""
        await self.stream_response(send)


async def receive_reports(request: Request) -> Response:
    """`POST /api/reports`: reports as NDJSON in (`ashore.report/1`, 1 MiB a line), an answer for each line out.

    A file of any other source that `ashore import` knows may stand in their place, 50 MB at most; it is known by what
    is in it, and an answer is given for each report in it.
    An answer is `{"status": "accepted|duplicate|rejected", "entry", "error": {"code", "says", "hint"}}`, in the
    order of the lines, and is sent while further lines are still coming in. What is rejected is kept.
    """
    desk: Desk = request.app.state.desk
    who = (await _visitor(request)).doer()
    taking = COMMANDS["receive-reports"]
    if not desk.may(who, taking.name):
        raise RoleMayNot(role=who.role, act=taking.name, roles=", ".join(sorted(taking.roles)))
    return NDJSON(_answers(desk, who, request.stream()))


async def _answers(desk: Desk, who: Who, body: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Take in lines as they come, and a file of another source when it is all there."""
    begun = b""
    async for piece in body:
        begun += piece
        # Whoever sends a line may wait for its answer before the next, so what can only be lines waits for nothing.
        if begun.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{" or len(begun) >= BEGINNING:
            break
    if files.is_lines(begun):
        async for line in _of_lines(desk, who, _after(begun, body)):
            yield line
        return
    whole = bytearray(begun)
    async for piece in body:
        whole += piece
        if len(whole) > MOST_FILE:
            yield _line({"status": "rejected", "entry": None, "error": FileTooLong().as_json()})
            return
    for line in await run_in_threadpool(_take_in_file, desk, who, bytes(whole)):
        yield line


async def _after(begun: bytes, body: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield begun
    async for piece in body:
        yield piece


async def _of_lines(desk: Desk, who: Who, body: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Take in the whole lines of each piece of the body as it comes, in one transaction a piece.

    A line longer than MOST_LINE is answered once, as rejected; the rest of it is kept as it comes,
    and what follows it is taken in like any other line.
    """
    held, done, answered = b"", 0, False
    async for piece in body:
        held += piece
        if answered:
            rest, found, after = held.partition(b"\n")
            if not found and len(held) <= MOST_LINE:
                continue
            await run_in_threadpool(_take_in, desk, who, rest, done)
            held, answered, done = after, not found, done + len(found)
        whole, found, rest = held.rpartition(b"\n")
        if found:
            for line in await run_in_threadpool(_take_in, desk, who, whole + found, done):
                yield line
            done, held = done + whole.count(b"\n") + 1, rest
        if len(held) > MOST_LINE:
            for line in (await run_in_threadpool(_take_in, desk, who, held, done))[:1]:
                yield line
            held, answered = b"", True
    for line in await run_in_threadpool(_take_in, desk, who, held, done) if held else ():
        if not answered:
            yield line


def _take_in(desk: Desk, who: Who, content: bytes, before: int) -> list[bytes]:
    """Return the answers to some lines; a line that was kept in several pieces gets one answer."""
    outcome = desk.do(ReceiveReports(content=content, first_line=before + 1), who).outcome
    return [
        _line(next(pieces).as_json()) for _, pieces in itertools.groupby(outcome, key=lambda one: one.line)
    ]


def _take_in_file(desk: Desk, who: Who, content: bytes) -> list[bytes]:
    """Return the answers to the reports of a file; one row or message may be several."""
    return [_line(one.as_json()) for one in desk.do(ReceiveReports(content=content), who).outcome]


def _line(answer: dict[str, Any]) -> bytes:
    return msgspec.json.encode(answer) + b"\n"


async def do_command(request: Request) -> Response:
    """`POST /api/commands/{name}`: a command's fields as a JSON object in, the entries it left in the log out.

    The header `Ashore-Command` may carry the client's UUID: the same one again returns the first result.
    The answer is `{"status": "done", "entries": [{"entry", "type", "subjects"}]}`.
    """
    desk: Desk = request.app.state.desk
    name = request.path_params["name"]
    who = (await _visitor(request)).doer()
    if name not in COMMANDS:
        raise UnknownCommand(name=name)
    command = command_id(request.headers.get("ashore-command"))
    try:
        fields = msgspec.json.decode(await request.body() or b"{}", type=dict[str, Any])
    except msgspec.MsgspecError as error:
        raise UnreadableRequest(why=str(error)) from error
    done = await run_in_threadpool(desk.do, act_from(name, fields), who, command)
    return JSON({"status": "done", "entries": [shapes.entry_line(entry) for entry in done.entries]})


def get_board(request: Request) -> Response:
    """`GET /api/board`: the cases in the order in which they need somebody, as `ashore.board/1`."""
    desk: Desk = request.app.state.desk
    visitor(request, desk).reader(desk)
    return JSON(shapes.board(desk.kind, asking.ask_board(desk)))


def get_case(request: Request) -> Response:
    """`GET /api/cases/{case}`: one case, its bounds, what forces them and its timeline, as `ashore.case/1`."""
    desk: Desk = request.app.state.desk
    visitor(request, desk).reader(desk)
    return JSON(shapes.case(desk.kind, asking.ask_case(desk, request.path_params["case"])))


def get_forecast(request: Request) -> Response:
    """`GET /api/cases/{case}/drift`: where its boat may be now, as `ashore.forecast/1`; never waits for a cloud.

    `state` is none, being_made, ready or failed; `record` is what an `advice.forecast` entry of it would say,
    `areas` its areas as a GeoJSON FeatureCollection, and `kept` the entry of the one last written down.
    """
    desk: Desk = request.app.state.desk
    visitor(request, desk).reader(desk)
    case = request.path_params["case"]
    return JSON(shapes.forecast(desk.kind, case, forecasting.ask_forecast(desk, case)))


def get_figures(request: Request) -> Response:
    """`GET /api/figures?name=&period=&clock=&zone=&place=&known_at=&recorded_at=`: figures, one a line.

    A line is `ashore.figure/1`.

    Every parameter may be left out, and `name` given several times.
    """
    desk: Desk = request.app.state.desk
    visitor(request, desk).reader(desk)
    text = counting.as_text(counting.count(desk, cut_of(request)), "json")
    return Response(text, media_type="application/x-ndjson")


def get_answer(request: Request) -> Response:
    """`GET /api/answers/{question}?name=&period=&zone=&place=&known_at=&recorded_at=&licence=`: `ashore.answer/1`.

    The question goes by its name or its number: clocks or D1. Every parameter may be left out; one that the question
    has no answer by is refused. `needs` says what would have to be held where what is held gives no answer.
    """
    desk: Desk = request.app.state.desk
    visitor(request, desk).reader(desk)
    licence = request.query_params.get("licence", "")
    answer = questioning.ask(desk, request.path_params["question"], cut_of(request), licence)
    return JSON(answer.as_json())


def get_claims(request: Request) -> Response:
    """`GET /api/claims?period=&zone=&known_at=&recorded_at=`: claims beside the book, one a line.

    A line is `ashore.claim-beside/1`.

    Every parameter may be left out; a period gives the claims whose own period shares a day with it.
    """
    desk: Desk = request.app.state.desk
    visitor(request, desk).reader(desk)
    text = as_json_lines(questioning.claims(desk, cut_of(request)).compared)
    return Response(text, media_type="application/x-ndjson")


def get_entries(request: Request) -> Response:
    """`GET /api/entries?after=`: headers and open bodies in the order of their local arrival, 1,000 at once.

    The answer is `ashore.arrivals/1`; its `next` is the `after` of the next page.
    """
    desk: Desk = request.app.state.desk
    visitor(request, desk).reader(desk)
    after = request.query_params.get("after", "0")
    if not after.isdecimal() or len(after) > 15:
        raise UnreadableRequest(why="`after` is not a whole number")
    entries = list(itertools.islice(desk.ledger.read(int(after)), MOST_ENTRIES))
    return JSON(
        {
            "format": "ashore.arrivals/1",
            "entries": [shapes.entry(entry) for entry in entries],
            "next": entries[-1].arrival if entries else int(after),
        }
    )


async def _visitor(request: Request) -> Visitor:
    return await run_in_threadpool(visitor, request, request.app.state.desk)


ROUTES = [
    Route("/api/reports", receive_reports, methods=["POST"]),
    Route("/api/commands/{name}", do_command, methods=["POST"]),
    Route("/api/board", get_board),
    Route("/api/cases/{case}", get_case),
    Route("/api/cases/{case}/drift", get_forecast),
    Route("/api/cases/{case}/sitrep", get_sitrep),
    Route("/api/figures", get_figures),
    Route("/api/tracks", get_tracks),
    Route("/api/answers/{question}", get_answer),
    Route("/api/claims", get_claims),
    Route("/api/entries", get_entries),
]
