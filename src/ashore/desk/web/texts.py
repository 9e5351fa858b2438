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

from ashore.desk.commands.acts import JudgeClaim, TakeReport
from ashore.desk.commands.desk import Desk
from ashore.desk.commands.errors import BadValue
from ashore.desk.commands.reading_texts import Judged, TextRead, as_line, ask_text, ask_texts, corrected
from ashore.desk.web.asked import command_id
from ashore.desk.web.rendering import page, told
from ashore.desk.web.telling import Teller
from ashore.desk.web.texts_operations import told_operations
from ashore.desk.web.texts_twice import second_act, second_shown
from ashore.desk.web.visitors import Visitor, visitor
from ashore.model.claims import Claim
from ashore.model.errors import AshoreError
from ashore.model.vocabulary import OUTCOMES, QUALIFIERS

NUMBERED = tuple(sorted(QUALIFIERS - {"several", "dozens", "plural", "none", "indefinite"}))
"""Qualifiers that go with a number."""

UNCOUNTED = frozenset({"time", "attribute", "measure", "trend"})
"""Kinds of claim that say how many of nobody."""


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
        second = second_act(desk, text, form)
        desk.do(second or _judgement(text, form), who, command_id(_typed(form, "command")))
    except AshoreError as error:
        return _shown(request, visiting, text, error)
    shown_at = "second-reader" if second is not None else f"claim-{_typed(form, 'claim')}"
    return RedirectResponse(f"{_address(text.report.key)}#{shown_at}", 303)


def _judgement(text: TextRead, form: FormData) -> JudgeClaim:
    judged = _claim_of(text, _typed(form, "claim"))
    verdict = _typed(form, "verdict")
    return JudgeClaim(
        report=text.report.key,
        claim=str(judged.number),
        verdict=verdict,
        read=as_line(judged.read.claim),
        corrected=as_line(_corrected(judged.read.claim, form)) if verdict == "corrected" else "",
        reason=_typed(form, "reason"),
    )


async def take(request: Request) -> Response:
    """`POST /texts/reports?report=`: a person takes one report that a text makes."""
    form = await request.form()
    return await run_in_threadpool(_take, request, form)


def _take(request: Request, form: FormData) -> Response:
    desk: Desk = request.app.state.desk
    visiting = visitor(request, desk)
    who = visiting.doer()
    text = ask_text(desk, request.query_params.get("report", ""))
    try:
        act = TakeReport(report=text.report.key, line=_typed(form, "line"))
        desk.do(act, who, command_id(_typed(form, "command")))
    except AshoreError as error:
        return _shown(request, visiting, text, error)
    return RedirectResponse(f"{_address(text.report.key)}#reports", 303)


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


_ANCHORS = {"": "stood", "rules": "claim", "second": "second"}


def claim_address(key: str, number: int, read_by: str) -> str:
    """Return where a claim of a report stands marked in its text, by who read it: rules, second, or "" for nobody."""
    return f"{_address(key)}#{_anchor(number, read_by)}"


def _anchor(number: int, read_by: str) -> str:
    return f"{_ANCHORS[read_by]}-{number}"


def _shown(request: Request, visiting: Visitor, text: TextRead, refused: AshoreError | None) -> Response:
    second = second_shown(request.app.state.desk, visiting, text)
    stood = [
        (_anchor(number, ""), claim)
        for number, claim in enumerate(text.report.claims)
        if claim.start is not None and claim.end is not None
    ]
    read = [(_anchor(each.number, "rules"), each.read.claim) for each in text.claims]
    marked = [*stood, *read, *((_anchor(at, "second"), claim) for at, claim in second.alone)]
    return page(
        request,
        visiting,
        "text.html",
        {
            "shown": text,
            "pieces": pieces(text.report.text or "", [claim for _, claim in marked]),
            "anchors": [anchor for anchor, _ in marked],
            "stood": len(stood),
            "by_rules": len(stood) + len(read),
            "outcomes": sorted(OUTCOMES),
            "qualifiers": NUMBERED,
            "uncounted": UNCOUNTED,
            "operations": told_operations(
                request.app.state.desk, visiting, text.report.key, text.report.text or ""
            ),
            "teller": Teller(visiting.tongue, ()),
            "address": _address(text.report.key),
            "refused": told(visiting, refused),
            "address_of": _address,
            "second": second,
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
    Route("/texts/reports", take, methods=["POST"]),
]
