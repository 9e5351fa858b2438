"""Which boat a mention is about: what linking makes of everything the desk holds, as advice to people."""

from __future__ import annotations

import hashlib
import logging
import threading
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ashore.desk.commands.acts import CompareCases, LinkMention
from ashore.desk.commands.errors import UnknownMention
from ashore.desk.commands.waterfalls import Shown, shown_by, shown_of_a_mention
from ashore.forecast.faults import NoDrift
from ashore.intake.rejection import Rejection
from ashore.intake.report_lines import read_line
from ashore.linking.heard import Told
from ashore.model.facts import CaseFacts, Link, MentionFacts
from ashore.model.phrases import Clock, Translate, utc_minute
from ashore.model.report import Mention, index_of, is_mention_id, report_of
from ashore.model.times import Interval
from ashore.picture.cases import is_linked, mention_facts
from ashore.picture.search import meant_case

if TYPE_CHECKING:
    from ashore.desk.commands.desk import Desk
    from ashore.linking.learning import Known
    from ashore.linking.linker import Proposal
    from ashore.linking.night import Linked, Links, Rival
    from ashore.linking.reasons import Reason

AFLOAT = frozenset({"craft", "person_in_water"})
"""What a mention is about where it can be one boat with another."""

WITHIN_MS = 36 * 3_600_000
"""How long before and after a mention others are asked about."""

log = logging.getLogger("ashore.linking")


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


class Overview:
    """What linking is asked about of each case, made again only when the case's facts are others."""

    def __init__(self) -> None:
        self._held: dict[str, _OfCase] = {}
        self._lock = threading.Lock()

    def of(self, desk: Desk, case: CaseFacts) -> _OfCase:
        """Return what linking is asked about of a case."""
        with self._lock:
            held = self._held.get(case.id)
            if held is None or held.facts is not case:
                held = self._held[case.id] = _of_case(desk, case)
            return held

    def forget(self) -> None:
        """Drop everything: what stood for telephones is destroyed."""
        with self._lock:
            self._held.clear()


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfCase:
    facts: CaseFacts
    told: tuple[tuple[str, int, Told], ...]
    names: frozenset[str]


def _of_case(desk: Desk, case: CaseFacts) -> _OfCase:
    afloat = [mention for mention in case.mentions if mention.mention.about in AFLOAT]
    return _OfCase(
        facts=case,
        told=tuple((mention.id, mention.at, desk.told(mention)) for mention in afloat),
        names=frozenset(mention.id for mention in afloat if is_linked(mention, case.id)),
    )


def everything(desk: Desk, around: int | None = None) -> Everything:
    """Return what there is to link, all of it or what was said about an instant (UTC milliseconds)."""
    with desk.looking() as picture:
        cases = picture.all_cases()
        held = [desk.overview.of(desk, case) for case in cases]
        loose = [each for each in picture.loose() if each.mention.about in AFLOAT]
        told = {
            name: each
            for of_case in held
            for name, at, each in of_case.told
            if around is None or abs(at - around) <= WITHIN_MS
        }
        for mention in loose:
            if around is None or abs(mention.at - around) <= WITHIN_MS:
                told[mention.id] = desk.told(mention)
        one_boat = _held_one(cases)
    decided = [(name, each.facts.links) for name, each in told.items() if each.facts.links]
    return Everything(
        told=tuple(told.values()),
        settled={
            name: one_boat.get(link.cases[0], link.cases[0])
            for name, links in decided
            for link in links
            if link.by_person and link.standing == "linked" and len(link.cases) == 1
        },
        apart={name: apart for name, links in decided if (apart := _apart(links))},
        cases={
            of_case.facts.id: tuple(
                name for name, _, _ in of_case.told if name in of_case.names and name in told
            )
            for of_case in held
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

    A case it is in is weighed as if it were not linked yet; one that a person held it apart from is not proposed.
    What is shown is kept until somebody decides.
    Raises UnknownMention, and NoDrift where the drift extra is not installed.
    """
    with desk.looking() as picture:
        here = mention_facts(picture, mention) if is_mention_id(mention) else []
    asked = everything(desk, here[0].at if here else None)
    held = next((each for each in asked.told if each.facts.id == mention), None)
    if held is None:
        raise UnknownMention(mention=mention)
    found = _weighed(desk, asked, held, asked.cases)
    keep(desk, found, mention)
    return found


def weigh_loose(desk: Desk) -> dict[str, tuple[Proposal, ...]]:
    """Return the proposals for each mention that nobody linked to a case yet, by its id.

    Raises NoDrift where the drift extra is not installed.
    """
    asked = everything(desk)
    found = {
        each.facts.id: _weighed(desk, asked, each, asked.cases)
        for each in asked.told
        if not any(link.standing == "linked" for link in each.facts.links)
    }
    for mention, shown in found.items():
        keep(desk, shown, mention)
    return found


def weigh_call(desk: Desk, line: bytes, same: Collection[str]) -> tuple[Proposal, ...]:
    """Return the proposals for a call that is not logged yet, by the one line of ashore.report/1 it would be.

    `same` are the reports that came from its number. Nothing is written of it, and what is shown is kept until it is
    logged; nothing is proposed for what is no report yet. Raises NoDrift.
    """
    mention = half_typed(desk, line)
    if mention is None:
        return ()
    held = desk.told(replace(mention, report=min(same))).phone if same else ""
    number = mention.sender.phone if mention.sender is not None else None
    asked = everything(desk, mention.at)
    # A number that nobody called from yet stands for itself: it is another telephone than theirs.
    told = Told(facts=mention, phone=held or (f"of {mention.report}" if number else ""))
    found = _weighed(desk, asked, told, asked.cases)
    keep(desk, found, mention.id)
    return found


def half_typed(desk: Desk, line: bytes) -> MentionFacts | None:
    """Return the first mention of a report that is not logged yet, by its one line; None for what is no report yet."""
    report = read_line(line, received_by=desk.name)
    if isinstance(report, Rejection):
        return None
    return MentionFacts(
        id=report.mention_id(0),
        report=report.key,
        entry=hashlib.sha256(line).hexdigest(),
        channel=report.channel,
        received_by=report.received_by,
        sender=report.sender,
        mention=report.mentions[0] if report.mentions else Mention(),
        happened=Interval(earliest=report.received_at.ms, latest=report.received_at.ms),
        known=report.received_at.ms,
        recorded=report.received_at.ms,
        links=(),
        language=report.language or "",
        text=report.text or "",
    )


def weigh_members(desk: Desk, case: str) -> tuple[tuple[str, Proposal], ...]:
    """Return how well each mention linked to a case fits the others there, the one that fits worst first.

    Nothing where the case holds fewer than two. What is shown of the worst is kept until somebody decides.
    Raises NoDrift.
    """
    asked = everything(desk)
    names = asked.cases.get(case, ())
    told = {each.facts.id: each for each in asked.told}
    if len(names) < 2:
        return ()
    weighed = {name: _weighed(desk, asked, told[name], {case: names}) for name in names}
    found = [(name, each) for name, shown in weighed.items() for each in shown if each.case == case]
    found.sort(key=lambda each: (each[1].log_odds, each[0]))
    if found:
        worst = found[0][0]
        keep(desk, weighed[worst], worst, case)
    return tuple(found)


def weigh_cases(desk: Desk, one: str, other: str) -> tuple[Proposal, ...]:
    """Return whether two cases are one boat, all that was said of each taken together, the likelier first.

    The proposal of the second by name is that they are one, that of None that they are two; nothing where one of them
    has no mention of its own. What is shown is kept until somebody decides. Raises NoDrift.
    """
    first, second = sorted((one, other))
    asked = everything(desk)
    names = {case: asked.cases.get(case, ()) for case in (first, second)}
    members = {name for each in names.values() for name in each}
    at = [each.facts.at for each in asked.told if each.facts.id in members]
    if not at:
        return ()
    about = [each for each in asked.told if min(at) - WITHIN_MS <= each.facts.at <= max(at) + WITHIN_MS]
    found = desk.linker().compare(about, first, second, names)
    if found:
        keep(desk, found, first, second)
    return found


def weighed_cases(desk: Desk, act: CompareCases) -> Shown | None:
    """Return what was last shown of the two cases that somebody compares, or else what is worked out of them now."""
    with desk.looking() as picture:
        meant = [meant_case(picture, words) for words in act.cases]
    named = sorted({each[0] for each in meant if len(each) == 1})
    if len(named) != 2:
        return None
    return desk.waterfalls.of(*named) or _worked_out(desk, lambda: weigh_cases(desk, *named), *named)


def weighed_mention(desk: Desk, act: LinkMention) -> Shown | None:
    """Return what was last shown of the mention that somebody decides upon.

    What is parted from a case without looking is weighed now. What is linked without looking is not: nobody was shown
    anything, and whole files of reports are linked so.
    """
    shown = shown_of_a_mention(desk, act)
    if shown is not None or act.standing != "apart":
        return shown
    return _worked_out(desk, lambda: proposals(desk, act.mention), act.mention)


def _worked_out(desk: Desk, weigh: Callable[[], object], *of: str) -> Shown | None:
    """Return what a weighing keeps; nothing in a replay, which has its script, and nothing without the drift extra.

    What cannot be worked out stands in no decision's way.
    """
    if desk.kind == "replay":
        return None
    try:
        weigh()
    except (NoDrift, UnknownMention):
        return None
    except Exception:
        log.exception("%s could not be weighed; what was decided of it has no waterfall", " and ".join(of))
        return None
    return desk.waterfalls.of(*of)


def keep(desk: Desk, found: tuple[Proposal, ...], *of: str) -> None:
    """Keep what is about to be shown of a mention, of a mention and its case, or of two cases."""
    desk.waterfalls.keep(of, shown_by(desk.linker(), found, desk.now()))


def _weighed(
    desk: Desk, asked: Everything, held: Told, cases: Mapping[str, tuple[str, ...]]
) -> tuple[Proposal, ...]:
    """Return the proposals for a mention among cases it was not held apart from, by what was said about its time."""
    about = [
        each
        for each in asked.told
        if abs(each.facts.at - held.facts.at) <= WITHIN_MS and each.facts.id != held.facts.id
    ]
    apart = asked.apart.get(held.facts.id, frozenset())
    open_to = {case: names for case, names in cases.items() if names and case not in apart}
    return desk.linker().weigh(held, about, open_to)


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
        "reasons": [reason_as_json(each, translate, clock) for each in linked.reasons],
        "against": [reason_as_json(each, translate, clock) for each in linked.against],
    }


def elsewhere_json(desk: Desk) -> list[dict[str, Any]]:
    """Return, as format 8.2 has it, the mentions of nothing afloat: each alone, since no boat is in question."""
    with desk.looking() as picture:
        found = sorted(
            (each for each in picture.loose() if each.mention.about not in AFLOAT), key=lambda each: each.said
        )
    return [
        {
            "report": report_of(each.id),
            "mention": index_of(each.id.partition("~")[0]),
            "case": each.id,
            "held_in": each.id,
            "p_same": 1.0,
            "alternatives": [{"case": None, "p": 1.0}],
            "reasons": [],
            "against": [],
        }
        for each in found
    ]


def known_night(desk: Desk, boats: Mapping[str, str]) -> Known:
    """Return everything the desk holds with the boat of each mention, for learning; others are of no boat."""
    from ashore.forecast.forcing import sources
    from ashore.linking.heard import heard, in_order
    from ashore.linking.learning import Known

    mentions = in_order(heard(each) for each in everything(desk).told)
    return Known(
        mentions=mentions,
        boats=tuple(boats.get(each.id, "") for each in mentions),
        driven=sources(desk.clouds.forcing),
    )


def rival_sentence(rival: Rival, translate: Translate = str, clock: Clock = utc_minute) -> str:
    """Return what another explanation that is close would mean."""
    return rival.says.render(translate, clock)


def reason_as_json(reason: Reason, translate: Translate = str, clock: Clock = utc_minute) -> dict[str, Any]:
    """Return one reason as format 8.2 has it."""
    return {
        "evidence": reason.evidence,
        "log_odds": round(reason.log_odds, 3),
        "says": reason.says.render(translate, clock),
    }


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


def _apart(links: tuple[Link, ...]) -> frozenset[str]:
    return frozenset(
        case for link in links if link.by_person and link.standing == "apart" for case in link.cases
    )
