"""Which boat a mention is about: what linking makes of everything the desk holds, as advice to people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ashore.desk.commands.errors import UnknownMention
from ashore.desk.commands.waterfalls import shown_by
from ashore.linking.heard import Told
from ashore.model.facts import CaseFacts, MentionFacts
from ashore.model.phrases import Clock, Translate, utc_minute
from ashore.model.report import index_of, report_of
from ashore.picture.cases import is_linked
from ashore.picture.fold import Picture

if TYPE_CHECKING:
    from ashore.desk.commands.desk import Desk
    from ashore.linking.linker import Proposal
    from ashore.linking.night import Linked, Links, Rival
    from ashore.linking.reasons import Reason

AFLOAT = frozenset({"craft", "person_in_water"})
"""What a mention is about where it can be one boat with another."""

WITHIN_MS = 36 * 3_600_000
"""How long before and after a mention others are asked about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Everything:
    """What linking is asked about: every mention of something afloat, and what people decided of it.

    `settled` names the case of each mention that a person put in one, `apart` the cases that a person held one apart
    from, `cases` the mentions each case holds, whoever put them there.
    """

    told: tuple[Told, ...]
    settled: Mapping[str, str]
    apart: Mapping[str, frozenset[str]]
    cases: Mapping[str, tuple[str, ...]]


def everything(desk: Desk, around: int | None = None) -> Everything:
    """Return what there is to link, all of it or what was said about an instant (UTC milliseconds)."""
    with desk.looking() as picture:
        cases = picture.all_cases()
        mentions = {
            each.id: each
            for each in _mentions(picture, cases)
            if each.mention.about in AFLOAT and (around is None or abs(each.at - around) <= WITHIN_MS)
        }
        one_boat = _held_one(cases)
        return Everything(
            told=tuple(desk.told(each) for each in mentions.values()),
            settled={
                each.id: one_boat.get(link.cases[0], link.cases[0])
                for each in mentions.values()
                for link in each.links
                if link.by_person and link.standing == "linked" and len(link.cases) == 1
            },
            apart={each.id: apart for each in mentions.values() if (apart := _apart(each))},
            cases={
                case.id: tuple(
                    each.id for each in case.mentions if is_linked(each, case.id) and each.id in mentions
                )
                for case in cases
            },
        )


def night_links(desk: Desk) -> Links:
    """Return how everything the desk holds is linked, jointly; some seconds for a large night.

    Raises NoDrift where the drift extra is not installed.
    """
    asked = everything(desk)
    return desk.linker().night(asked.told, asked.settled, asked.apart)


def proposals(desk: Desk, mention: str) -> tuple[Proposal, ...]:
    """Return which cases a mention may be about, and whether it is a boat nobody reported yet, the likeliest first.

    What is shown is kept until somebody decides.
    Raises UnknownMention, and NoDrift where the drift extra is not installed.
    """
    held = next((each for each in everything(desk).told if each.facts.id == mention), None)
    if held is None:
        raise UnknownMention(mention=mention)
    asked = everything(desk, held.facts.at)
    cases = {case: names for case, names in asked.cases.items() if names}
    linker = desk.linker()
    found = linker.weigh(held, asked.told, cases)
    desk.waterfalls.keep((mention,), shown_by(linker, found, desk.now()))
    return found


def as_json(linked: Linked, translate: Translate = str, clock: Clock = utc_minute) -> dict[str, Any]:
    """Return one mention's link as format 8.2 has it."""
    alternatives = [{"case": each.case, "p": round(each.p, 6)} for each in linked.alternatives]
    if alternatives:
        alternatives[0]["p"] = round(1 - sum(float(each["p"] or 0) for each in alternatives[1:]), 6)
    return {
        "report": report_of(linked.mention),
        "mention": index_of(linked.mention.partition("~")[0]),
        "case": linked.case,
        "held_in": linked.held_in,
        "p_same": round(linked.p_same, 6),
        "alternatives": alternatives,
        "reasons": [_reason(each, translate, clock) for each in linked.reasons],
        "against": [_reason(each, translate, clock) for each in linked.against],
    }


def rival_sentence(rival: Rival, translate: Translate = str, clock: Clock = utc_minute) -> str:
    """Return what another explanation that is close would mean."""
    return rival.says.render(translate, clock)


def _reason(reason: Reason, translate: Translate, clock: Clock) -> dict[str, Any]:
    return {
        "evidence": reason.evidence,
        "log_odds": round(reason.log_odds, 3),
        "says": reason.says.render(translate, clock),
    }


def _mentions(picture: Picture, cases: list[CaseFacts]) -> Iterator[MentionFacts]:
    for case in cases:
        yield from case.mentions
    yield from picture.loose()


def _held_one(cases: list[CaseFacts]) -> dict[str, str]:
    """Return, for each case that a person holds to be the same boat as another, the first of them by name."""
    name = {case.id: case.id for case in cases}

    def first(case: str) -> str:
        while name[case] != case:
            case = name[case]
        return case

    for case in cases:
        for each in case.comparisons:
            if each.standing == "same":
                one, two = sorted(first(part) for part in each.cases)
                name[two] = one
    return {case: first(case) for case in name}


def _apart(mention: MentionFacts) -> frozenset[str]:
    return frozenset(
        case for link in mention.links if link.by_person and link.standing == "apart" for case in link.cases
    )
