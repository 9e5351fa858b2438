"""Is it the same boat? What linking proposes for a mention: beside the list, on a page of its own, and for programs.

Advice is read as it is held and never waited for (`advice`); only a program that asks waits for its answer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ashore.desk.commands import asking, linking, mapping
from ashore.desk.commands.desk import Desk
from ashore.desk.commands.errors import UnknownMention
from ashore.desk.commands.mapping import MapView
from ashore.desk.language import Tongue
from ashore.desk.web.advice import Advice, Advised
from ashore.desk.web.api import JSON
from ashore.desk.web.live_pages import LivePage
from ashore.desk.web.map_ties import ties
from ashore.desk.web.rendering import environment, page, told
from ashore.desk.web.same_boat_rivals import Reading, address, readings
from ashore.desk.web.same_boat_told import Offer, offers, one_boat
from ashore.desk.web.telling import Teller
from ashore.desk.web.visitors import Visitor, visitor
from ashore.forecast.fixes import fixes_of
from ashore.model.facts import CaseFacts, MentionFacts
from ashore.model.report import index_of, report_of
from ashore.picture.board import proposed
from ashore.picture.cases import is_linked

if TYPE_CHECKING:
    from ashore.linking.linker import Proposal
    from ashore.linking.night import Rival


MOST_BESIDE = 30
"""Beside so many reports, the most urgent, their proposals stand on the list; the others lead to theirs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A mention and what is held of the boats it may be: the cases it is linked to, and every offer by its key."""

    mention: MentionFacts
    advised: Advised[tuple[Proposal, ...]]
    cases: Mapping[str, CaseFacts]
    mine: tuple[str, ...]
    teller: Teller
    offers: tuple[Offer, ...]

    def on_the_map(self, desk: Desk) -> MapView:
        """Return the map of the mention and these boats."""
        return mapping.ask_map_of(
            desk, self.mention, {each.key: each.case for each in self.offers if each.case}
        )


def weighed_mention(request: Request, desk: Desk, visiting: Visitor) -> Weighed:
    """Return what is held of the mention that a request names. Raises UnknownMention."""
    mention = request.query_params.get("mention", "")
    found = asking.ask_mention(desk, mention)
    if not found:
        raise UnknownMention(mention=mention)
    facts = found[0]
    advised = advice_of(request).mention(facts.id)
    cases = _cases(desk, [advised.answer or ()], facts)
    teller = Teller(visiting.tongue, [*cases.values(), _alone(facts)])
    mine = tuple(link.cases[0] for link in facts.links if link.standing == "linked")
    return Weighed(
        mention=facts,
        advised=advised,
        cases=cases,
        mine=mine,
        teller=teller,
        offers=offers(advised.answer or (), cases, teller, visiting.tongue, mine),
    )


def same_boat_page(request: Request) -> Response:
    """`GET /same-boat?mention=`: one mention, the boats it may be about, every reason, and where they lie."""
    desk, visiting = _reading(request)
    weighed = weighed_mention(request, desk, visiting)
    facts, mine, teller, shown = weighed.mention, weighed.mine, weighed.teller, weighed.offers
    rival = next((each for each in shown if mine and each.case and not each.mine), None)
    beside = None
    if rival is not None:
        beside = _beside(request, weighed.cases[mine[0]], weighed.cases[rival.case], teller, visiting)
    return page(
        request,
        visiting,
        "same_boat.html",
        {
            "mention": facts,
            "teller": teller,
            "offers": shown,
            "advised": weighed.advised,
            "trouble": told(visiting, weighed.advised.failed),
            "mine": mine,
            "rival": rival,
            "beside": beside,
            "loose": not mine,
            "ties": ties(weighed.on_the_map(desk), teller, visiting.tongue),
            "placed": bool(fixes_of(facts)),
            "public": _public_words(desk, visiting, facts),
        },
    )


def _beside(
    request: Request, one: CaseFacts, other: CaseFacts, teller: Teller, visiting: Visitor
) -> tuple[str, Offer | None]:
    """Return where a mention's case is held against the likeliest other, and how likely the two are one boat."""
    weighed = advice_of(request).cases(one.id, other.id).answer or ()
    return address(one.id, other.id), one_boat(weighed, one, other, teller, visiting.tongue)


def beside_the_list(request: Request) -> Response:
    """`GET /same-boat/loose`: a fragment with the proposals of each mention that waits for a case.

    It is fetched once the list is there. What is not weighed yet says so, and has the fragment asked for again.
    """
    desk, visiting = _reading(request)
    advised = advice_of(request).loose()
    board = asking.ask_board(desk)
    weighed = advised.answer or {}
    cases = _cases(desk, weighed.values())
    teller = Teller(visiting.tongue, cases.values())
    html = (
        environment(visiting.tongue.language)
        .get_template("same_boat_beside.html")
        .render(
            {
                "waiting": [
                    each
                    for each in (*board.unlinked, *proposed([row.case for row in board.rows]))
                    if each.mention.about in linking.AFLOAT
                ][:MOST_BESIDE],
                "offers": {
                    mention: offers(proposals, cases, teller, visiting.tongue)
                    for mention, proposals in weighed.items()
                },
                "advised": advised,
                "trouble": told(visiting, advised.failed),
                "now": desk.now(),
                "teller": teller,
                "may": lambda act: visiting.who is not None and desk.may(visiting.who, act),
            }
        )
    )
    return Response(html, media_type="text/html", headers={"content-language": visiting.tongue.language})


def get_proposals(request: Request) -> Response:
    """`GET /api/proposals?mention=`: which cases a mention may be about, and a boat nobody reported yet (null).

    The answer is `ashore.proposals/1`, which has the fields of format 8.2 and, for each of its `alternatives`, the
    `reasons` and `against` of that case, strongest first. It is advice, worked out as it is asked for.
    """
    desk, _ = _reading(request)
    mention = request.query_params.get("mention", "")
    found = asking.ask_mention(desk, mention)
    if not found:
        raise UnknownMention(mention=mention)
    return JSON(as_json(desk.kind, found[0], linking.proposals(desk, found[0].id)))


def as_json(kind: str, mention: MentionFacts, proposals: Sequence[Proposal]) -> dict[str, Any]:
    """Return the proposals for a mention: `ashore.proposals/1`."""
    shares = [round(each.p, 6) for each in proposals]
    shares[0] = round(1 - sum(shares[1:]), 6)
    alternatives = [
        {
            "case": each.case,
            "p": p,
            "reasons": [linking.reason_as_json(reason) for reason in each.reasons],
            "against": [linking.reason_as_json(reason) for reason in each.against],
        }
        for each, p in zip(proposals, shares, strict=True)
    ]
    best = alternatives[0]
    held = [link.cases[0] for link in mention.links if link.standing == "linked" and len(link.cases) == 1]
    return {
        "format": "ashore.proposals/1",
        "kind": kind,
        "report": report_of(mention.id),
        "mention": index_of(mention.id.partition("~")[0]),
        "case": best["case"],
        "held_in": held[0] if held else None,
        "p_same": best["p"],
        "alternatives": alternatives,
        "reasons": best["reasons"],
        "against": best["against"],
    }


def advice_of(request: Request) -> Advice:
    """Return the application's advice."""
    advice: Advice = request.app.state.advice
    return advice


def offered(
    desk: Desk, visiting: Visitor, proposals: Sequence[Proposal], always: Collection[str]
) -> tuple[Offer, ...]:
    """Return the best cases of those proposed, those that stand there `always`, and a new boat, with their reasons."""
    cases = _cases(desk, [proposals])
    return offers(proposals, cases, Teller(visiting.tongue, cases.values()), visiting.tongue, always)


def ago_min(advised: Advised[Any], now: int) -> int:
    """Return how old an answer is, in whole minutes."""
    return max(0, now - advised.at) // 60_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitting:
    """Which of a case's mentions fits the others worst, as an offer of its own case; None where that is not known.

    `several` says whether there are others to fit, `doubtful` that it is likelier to be of another boat.
    """

    several: bool
    advised: Advised[tuple[tuple[str, Proposal], ...]]
    mention: str
    worst: Offer | None
    doubtful: bool
    trouble: tuple[str, str, str] | None


def fitting(advice: Advice, case: CaseFacts, teller: Teller, visiting: Visitor) -> Fitting:
    """Return which mention of a case fits the others worst, as far as that is worked out."""
    several = (
        sum(is_linked(each, case.id) and each.mention.about in linking.AFLOAT for each in case.mentions) > 1
    )
    advised = advice.members(case.id) if several else Advised(answer=None, at=0, making=False, failed=None)
    mention, worst, doubtful = "", None, False
    if advised.answer and advised.answer[0][0] in teller.mentions:
        mention, proposal = advised.answer[0]
        worst = offers([proposal], {case.id: case}, teller, visiting.tongue)[0]
        doubtful = proposal.p < 0.5
    return Fitting(
        several=several,
        advised=advised,
        mention=mention,
        worst=worst,
        doubtful=doubtful,
        trouble=told(visiting, advised.failed),
    )


def other_readings(
    advised: Advised[tuple[Rival, ...]], cases: Iterable[CaseFacts], teller: Teller, tongue: Tongue
) -> tuple[Reading, ...]:
    """Return the other readings of the night that are about these cases, as far as they are worked out."""
    return readings(advised.answer or (), {case.id: case for case in cases}, teller, tongue)


def _cases(
    desk: Desk, weighed: Collection[Sequence[Proposal]], mention: MentionFacts | None = None
) -> dict[str, CaseFacts]:
    """Return the facts of every case that is proposed, or that a mention is in."""
    named = {each.case for proposals in weighed for each in proposals if each.case is not None}
    if mention is not None:
        named |= {case for link in mention.links for case in link.cases}
    with desk.looking() as picture:
        return {case: picture.case(case) for case in sorted(named) if case in picture.cases}


def _public_words(desk: Desk, visiting: Visitor, mention: MentionFacts) -> str | None:
    if not mention.public:
        return None
    report = asking.words_of_report(desk, mention.entry, visiting.reader(desk))
    return None if report is None else report.text


def _alone(mention: MentionFacts) -> CaseFacts:
    """Return a mention in the form that a teller takes."""
    return CaseFacts(id="", kind="", opened="", mentions=(mention,))


def _reading(request: Request) -> tuple[Desk, Visitor]:
    desk: Desk = request.app.state.desk
    visiting = visitor(request, desk)
    visiting.reader(desk)
    return desk, visiting


ROUTES = [
    LivePage("/same-boat", same_boat_page),
    Route("/same-boat/loose", beside_the_list),
    Route("/api/proposals", get_proposals),
]
