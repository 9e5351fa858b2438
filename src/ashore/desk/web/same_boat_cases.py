"""Are two cases one boat? All that was said of the one against all that was said of the other, both side by side.

Here somebody joins two cases or holds them apart with what speaks for and against it before their eyes.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from ashore.desk.commands import linking
from ashore.desk.commands.desk import Desk
from ashore.desk.commands.errors import BadValue, UnknownCase
from ashore.desk.web.live_pages import LivePage
from ashore.desk.web.rendering import page, told
from ashore.desk.web.same_boat import advice_of
from ashore.desk.web.same_boat_rivals import address
from ashore.desk.web.same_boat_told import one_boat
from ashore.desk.web.telling import Teller
from ashore.desk.web.visitors import visitor
from ashore.model.facts import CaseFacts, MentionFacts
from ashore.picture.cases import is_linked

NEWEST = 12
"""So many reports of each case stand beside the other's, the newest."""


def two_cases_page(request: Request) -> Response:
    """`GET /same-boat/cases?one=&other=`: whether two cases are one boat, every reason, and their reports."""
    desk: Desk = request.app.state.desk
    visiting = visitor(request, desk)
    visiting.reader(desk)
    first, second = (_case(desk, request.query_params.get(name, "")) for name in ("one", "other"))
    if first.id == second.id:
        raise BadValue(field="other", why="both names mean the same case", hint="Name two different cases")
    advised = advice_of(request).cases(first.id, second.id)
    teller = Teller(visiting.tongue, [first, second])
    return page(
        request,
        visiting,
        "same_boat_cases.html",
        {
            "cases": (first, second),
            "address": address(first.id, second.id),
            "teller": teller,
            "advised": advised,
            "offer": one_boat(advised.answer or (), first, second, teller, visiting.tongue),
            "trouble": told(visiting, advised.failed),
            "reports": {case.id: _reports(case) for case in (first, second)},
            "newest": NEWEST,
            "said": [each for each in first.comparisons if second.id in each.cases],
            "name_of": desk.accounts.name_of,
        },
    )


def from_a_case(request: Request) -> Response:
    """`GET /cases/{case}/beside?cases=`: the form of a case's page that looks at another beside it first."""
    return RedirectResponse(address(request.path_params["case"], request.query_params.get("cases", "")), 303)


def _case(desk: Desk, case: str) -> CaseFacts:
    with desk.looking() as picture:
        if case not in picture.cases:
            raise UnknownCase(case=case)
        return picture.case(case)


def _reports(case: CaseFacts) -> tuple[MentionFacts, ...]:
    """Return what is weighed of a case, the newest first."""
    afloat = [
        each for each in case.mentions if is_linked(each, case.id) and each.mention.about in linking.AFLOAT
    ]
    return tuple(sorted(afloat, key=lambda each: each.said, reverse=True))


ROUTES = [
    LivePage("/same-boat/cases", two_cases_page),
    Route("/cases/{case}/beside", from_a_case),
]
