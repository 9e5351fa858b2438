"""Claims beside the book: each with its quote, what the book has for the same, and how the two stand to each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ashore.desk.commands import questioning
from ashore.desk.commands.desk import Desk
from ashore.desk.web.asked import cut_of
from ashore.desk.web.problems import status_of
from ashore.desk.web.rendering import page, told
from ashore.desk.web.telling import Teller
from ashore.desk.web.texts import claim_address
from ashore.desk.web.visitors import visitor
from ashore.figures.claims_beside import left_between
from ashore.figures.claims_conflicts import ends
from ashore.figures.claims_rows import VERDICTS, Row
from ashore.figures.claims_said import Said, no_count
from ashore.figures.claims_tables import (
    against_in_words,
    changed_in_words,
    published_in_words,
    verdict_in_words,
)
from ashore.model.errors import AshoreError, BadInput

Unsettled = tuple[tuple[str, int, str], ...]

MOST_ROWS = 60
"""How many rows stand on one page."""


def claims_page(request: Request) -> Response:
    """`GET /claims`: the claims held beside the book, or those of one `verdict`; what contradicts comes first."""
    desk: Desk = request.app.state.desk
    visiting = visitor(request, desk)
    visiting.reader(desk)
    asked = request.query_params
    refused: AshoreError | None = None
    rows: tuple[Row, ...] = ()
    unsettled: Unsettled = ()
    try:
        rows, unsettled = _held(request, desk)
    except BadInput as error:
        refused = error
    verdict = asked.get("verdict", "")
    shown = [row for row in rows if row.verdict == verdict] if verdict in VERDICTS else list(rows)
    first = _whole(asked.get("first", ""))
    return page(
        request,
        visiting,
        "claims.html",
        {
            "rows": shown[first : first + MOST_ROWS],
            "first": first,
            "shown": len(shown),
            "before": _address(asked, first=max(0, first - MOST_ROWS)) if first else "",
            "after": _address(asked, first=first + MOST_ROWS) if first + MOST_ROWS < len(shown) else "",
            "verdicts": [
                (code, Counter(row.verdict for row in rows)[code], _address(asked, verdict=code))
                for code in VERDICTS
            ],
            "every": (len(rows), _address(asked, verdict="")),
            "verdict": verdict if verdict in VERDICTS else "",
            "claims": sum(len(row.claims) for row in rows),
            "texts": len({each.said.document for row in rows for each in row.claims}),
            "sources": len({row.first.chain.said[0].id for row in rows}),
            "unsettled": unsettled,
            "asked": asked,
            "refused": told(visiting, refused),
            "teller": Teller(visiting.tongue, ()),
            "text_of": _text_of,
            "against": against_in_words,
            "published": published_in_words,
            "named": verdict_in_words,
            "changed": changed_in_words,
            "judged_at": claim_address,
            "ends": ends,
            "counts": lambda said: no_count(said.claim) is None,
            "left_between": left_between,
        },
        status=200 if refused is None else status_of(refused),
    )


def _held(request: Request, desk: Desk) -> tuple[tuple[Row, ...], Unsettled]:
    """Return the claims of a cut in rows; while no entry comes in, a filter or a turned page compares nothing anew."""
    cut = cut_of(request)
    asked = (desk.arrived(), cut)
    kept: tuple[object, tuple[Row, ...], Unsettled] | None = request.app.state.claims
    if kept is None or kept[0] != asked:
        found = questioning.claims(desk, cut)
        kept = request.app.state.claims = (asked, found.rows, found.unsettled)
    return kept[1], kept[2]


def _text_of(said: Said) -> str:
    """Return where a claim's quote stands marked in its text; where the words are not open, its entry."""
    if said.text is None or said.number is None:
        return f"/entries/{said.entry}"
    return claim_address(said.document, said.number, said.read_by)


def _address(asked: Mapping[str, str], **other: str | int) -> str:
    kept = {name: value for name, value in asked.items() if name not in ("lang", "first")}
    query = urlencode({name: value for name, value in {**kept, **other}.items() if value})
    return f"/claims?{query}" if query else "/claims"


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 7 else 0


ROUTES = [Route("/claims", claims_page)]
