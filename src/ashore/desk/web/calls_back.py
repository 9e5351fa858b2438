"""Calling back: the one ordered list, and for each boat its number, what was last said, and an outcome by one key."""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ashore.desk.commands import asking
from ashore.desk.commands.desk import Desk
from ashore.desk.commands.watching import OUTCOMES_OF_CALLS
from ashore.desk.web.calls_typed import ZONES, number_of
from ashore.desk.web.errors import WordsErased
from ashore.desk.web.live_pages import LivePage
from ashore.desk.web.rendering import page
from ashore.desk.web.telling import Teller
from ashore.desk.web.visitors import Visitor, visitor
from ashore.model.facts import CaseFacts, MentionFacts
from ashore.model.report import Report
from ashore.model.vocabulary import CASE_KINDS
from ashore.picture.cases import is_linked
from ashore.picture.duties import CallBack, telephoned

NOBODY_SAID = next(iter(ZONES))
"""In whose national form a number is shown as well, where it was kept as it was typed."""


def the_calls(request: Request) -> Response:
    """`GET /calls`: whom to call back, the one that is most overdue first."""
    desk: Desk = request.app.state.desk
    visiting = visitor(request, desk)
    visiting.reader(desk)
    return page(request, visiting, "call_list.html", {"board": asking.ask_board(desk)})


def call_back_case(request: Request) -> Response:
    """`GET /cases/{case}/call-back`: the boat's last number, opened, and that written down."""
    desk: Desk = request.app.state.desk
    case = request.path_params["case"]
    visiting = _opening(request, desk)
    facts = asking.ask_case(desk, case).row.case
    calls = [each for each in facts.mentions if is_linked(each, case) and telephoned(each)]
    calls.sort(key=lambda each: (each.known, each.id), reverse=True)
    return _page(request, desk, visiting, calls, case)


def call_back_mention(request: Request) -> Response:
    """`GET /call-back?mention=`: the number of a caller of no case yet. Raises WordsErased."""
    desk: Desk = request.app.state.desk
    visiting = _opening(request, desk)
    found = asking.ask_mention(desk, request.query_params.get("mention", ""))
    if not found:
        raise WordsErased
    return _page(request, desk, visiting, list(found[:1]), "")


def _page(request: Request, desk: Desk, visiting: Visitor, calls: list[MentionFacts], case: str) -> Response:
    mention, report = _last_with_number(desk, visiting, calls)
    phone = report.sender.phone if report is not None and report.sender is not None else None
    board = asking.ask_board(desk)
    return page(
        request,
        visiting,
        "call_back.html",
        {
            "case": case,
            "mention": mention,
            "report": report,
            "phone": phone,
            "number": number_of(phone, NOBODY_SAID) if phone else None,
            "outcomes": OUTCOMES_OF_CALLS,
            "kinds": CASE_KINDS,
            "board": board,
            "next": _after(board.calls, case, mention.id if mention is not None else ""),
            "answer": "/call?"
            + urlencode({name: value for name, value in _prefill(case, mention).items() if value}),
            "teller": Teller(visiting.tongue, [CaseFacts(id="", kind="", opened="", mentions=tuple(calls))]),
        },
    )


def _prefill(case: str, mention: MentionFacts | None) -> dict[str, str]:
    return {"case": case, "mention": mention.id if mention is not None else ""}


def _last_with_number(
    desk: Desk, visiting: Visitor, calls: list[MentionFacts]
) -> tuple[MentionFacts | None, Report | None]:
    """Return the latest call whose number is held, with its words; without any, the latest call.

    Only as many are opened as it takes, for every look is written down.
    """
    who = visiting.opener(desk)
    latest: tuple[MentionFacts | None, Report | None] = (None, None)
    for mention in calls:
        report = asking.words_of_report(desk, mention.entry, who)
        if report is not None and report.sender is not None and report.sender.phone:
            return mention, report
        if latest == (None, None):
            latest = (mention, report)
    return latest


def address(call: CallBack) -> str:
    """Return the page on which somebody is called back."""
    if call.case:
        return f"/cases/{call.case}/call-back"
    return f"/call-back?{urlencode({'mention': call.mention})}"


def _after(calls: tuple[CallBack, ...], case: str, mention: str) -> str:
    """Return the page of whoever is next on the list after this one, "" where nobody is."""
    here = [at for at, call in enumerate(calls) if (call.case or call.mention) in (case, mention)]
    rest = calls[here[0] + 1 :] + calls[: here[0]] if here else calls
    return address(rest[0]) if rest else ""


def _opening(request: Request, desk: Desk) -> Visitor:
    """Return who asks, if they may open words. Raises SignInNeeded and WordsNotShown."""
    visiting = visitor(request, desk)
    visiting.opener(desk)
    return visiting


ROUTES = [
    LivePage("/calls", the_calls),
    Route("/cases/{case}/call-back", call_back_case),
    Route("/call-back", call_back_mention),
]
