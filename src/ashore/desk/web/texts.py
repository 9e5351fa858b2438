"""What public texts claim: the text with its claims marked, and each of them accepted, corrected or rejected."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from ashore.desk.commands.acts import JudgeClaim
from ashore.desk.commands.desk import Desk
from ashore.desk.commands.errors import BadValue
from ashore.desk.commands.reading_texts import Judged, TextRead, as_line, ask_text, ask_texts, corrected
from ashore.desk.web.asked import command_id
from ashore.desk.web.rendering import page, told
from ashore.desk.web.visitors import Visitor, visitor
from ashore.model.claims import Claim
from ashore.model.errors import AshoreError
from ashore.model.vocabulary import OUTCOMES, QUALIFIERS

NUMBERED = tuple(sorted(QUALIFIERS - {"several", "dozens", "plural", "none", "indefinite"}))
"""Qualifiers that go with a number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of a text and the numbers of the claims whose quotes hold it."""

    text: str
    claims: tuple[int, ...]


def texts_page(request: Request) -> Response:
    """`GET /texts`: the articles, posts and statements held, the newest first."""
    desk: Desk = request.app.state.desk
    visiting = visitor(request, desk)
    visiting.reader(desk)
    return page(request, visiting, "texts.html", {"texts": ask_texts(desk)})


def text_page(request: Request) -> Response:
    """`GET /texts/read?report=`: one text, its claims, and what people judged of them."""
    desk: Desk = request.app.state.desk
    visiting = visitor(request, desk)
    visiting.reader(desk)
    return _shown(request, visiting, ask_text(desk, request.query_params.get("report", "")), None)


async def judge(request: Request) -> Response:
    """`POST /texts/read?report=`: a judgement of one claim."""
    form = await request.form()
    return await run_in_threadpool(_judge, request, form)


def _judge(request: Request, form: FormData) -> Response:
    desk: Desk = request.app.state.desk
    visiting = visitor(request, desk)
    who = visiting.doer()
    text = ask_text(desk, request.query_params.get("report", ""))
    try:
        judged = _claim_of(text, _typed(form, "claim"))
        verdict = _typed(form, "verdict")
        desk.do(
            JudgeClaim(
                report=text.report.key,
                claim=str(judged.number),
                verdict=verdict,
                read=as_line(judged.read.claim),
                corrected=as_line(_corrected(judged.read.claim, form)) if verdict == "corrected" else "",
                reason=_typed(form, "reason"),
            ),
            who,
            command_id(_typed(form, "command")),
        )
    except AshoreError as error:
        return _shown(request, visiting, text, error)
    return RedirectResponse(f"{_address(text.report.key)}#claim-{judged.number}", 303)


def _typed(form: FormData, name: str) -> str:
    value = form.get(name)
    return value.strip() if isinstance(value, str) else ""


def _claim_of(text: TextRead, number: str) -> Judged:
    for each in text.claims:
        if str(each.number) == number:
            return each
    raise BadValue(field="claim", why="no claim of this text has it", hint="Look at the text again")


def _corrected(claim: Claim, form: FormData) -> Claim:
    number = _typed(form, "value")
    if not number.isdecimal():
        raise BadValue(field="value", why="it is no whole number", hint="Write how many it should be")
    return corrected(claim, int(number), _typed(form, "qualifier"), _typed(form, "outcome"))


def claim_address(key: str, number: int, *, read: bool) -> str:
    """Return where a claim of a report stands marked in its text: one read from the words, or one it came with."""
    return f"{_address(key)}#{_anchor(number, read=read)}"


def _anchor(number: int, *, read: bool) -> str:
    return f"claim-{number}" if read else f"stood-{number}"


def _shown(request: Request, visiting: Visitor, text: TextRead, refused: AshoreError | None) -> Response:
    read = [(_anchor(each.number, read=True), each.read.claim) for each in text.claims]
    stood = [
        (_anchor(number, read=False), claim)
        for number, claim in enumerate(text.report.claims)
        if claim.start is not None and claim.end is not None
    ]
    return page(
        request,
        visiting,
        "text.html",
        {
            "shown": text,
            "pieces": pieces(text.report.text or "", [claim for _, claim in (*stood, *read)]),
            "anchors": [anchor for anchor, _ in (*stood, *read)],
            "stood": len(stood),
            "outcomes": sorted(OUTCOMES),
            "qualifiers": NUMBERED,
            "address": _address(text.report.key),
            "refused": told(visiting, refused),
            "address_of": _address,
        },
        status=200 if refused is None else 422,
    )


def _address(key: str) -> str:
    return f"/texts/read?report={quote(key, safe='')}"


def pieces(text: str, claims: list[Claim]) -> list[Piece]:
    """Return a text cut where a quote begins or ends, each piece with the claims whose quotes hold it."""
    quotes = [(each.start or 0, each.end or 0) for each in claims]
    cuts = sorted({0, len(text), *(end for quoted in quotes for end in quoted)})
    return [
        Piece(
            text=text[first:last],
            claims=tuple(
                number for number, (start, end) in enumerate(quotes) if start <= first and last <= end
            ),
        )
        for first, last in pairwise(cuts)
    ]


ROUTES = [
    Route("/texts", texts_page),
    Route("/texts/read", text_page),
    Route("/texts/read", judge, methods=["POST"]),
]
