"""The facts of one case, read off the picture's indexes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ashore.model.bodies import (
    CaseEnded,
    CaseLabelled,
    CaseOpened,
    CasesCompared,
    HandoverAccepted,
    HandoverOffered,
    PhaseSet,
    QuestionAnswered,
)
from ashore.model.facts import (
    Answer,
    CaseFacts,
    Comparison,
    Ended,
    Label,
    Link,
    MentionFacts,
)
from ashore.model.report import Mention, Report, index_of, report_of
from ashore.model.times import Interval
from ashore.model.vocabulary import AT_SEA
from ashore.picture.phases import higher, phase_of
from ashore.picture.relations import corrected_by, relating, same_source, withdrawn

if TYPE_CHECKING:
    from ashore.picture.fold import Held, Picture

_STATUS = (PhaseSet, HandoverOffered, HandoverAccepted, QuestionAnswered)
"""How a case stands is kept per desk: of these only what a desk that opened the case wrote counts."""

MACHINE_ROLES = frozenset({"machine", "import"})
"""Roles in which nobody decides: a link they make never lowers a phase and never ends a case."""

_SAID_AT_ONCE = frozenset({"phone", "sms", "whatsapp", "vhf", "ais", "aml", "sarsat", "tracker", "sighting"})
"""Channels on which what is said is true when it is received, unless the report says otherwise."""

_PLACING = frozenset({"linked", "proposed"})
_SEEN_ALIVE = frozenset("sighted alongside escorting recovered transferred winched towed refused".split())
_NO_SIGN_OF_LIFE = frozenset({"article", "post", "official", "statement", "note", "ais", "sarsat"})
"""Channels on which nobody aboard is heard: a beacon sends for days, with anybody alive beside it or not."""

_NO_CALL = frozenset({"ais"})
"""Channels on which a report without a mention is no call: a beacon under test, a coast station's warning."""


def case_facts(picture: Picture, case: str) -> CaseFacts:
    """Return what the entries say of a case, whatever order they came in."""
    said = picture.said(picture.of_case[case])
    openings = [held for held in said if isinstance(held.body, CaseOpened)]
    desks = {picture.desk_of(held.order[2]) for held in openings}
    stands = [
        held
        for held in said
        if picture.stands(held.id)
        and (
            not isinstance(held.body, _STATUS)
            or picture.desk_of(held.order[2]) in desks
            or (isinstance(held.body, PhaseSet) and held.body.phase == "distress")
        )
    ]
    # Where two desks opened one case, people may be at sea if either says so.
    opened = next((held for held in openings if held.body.kind in AT_SEA), openings[0])
    mentions = _mentions(picture, case)
    phase, because = _phase(picture, case, stands)
    linked = [mention for mention in mentions if is_linked(mention, case)]
    holder, offered_to = _handover(stands)
    endings = [held for held in said if isinstance(held.body, CaseEnded) and held.role not in MACHINE_ROLES]
    return CaseFacts(
        id=case,
        kind=opened.body.kind,
        opened=opened.id,
        labels=tuple(
            dict.fromkeys(
                Label(label=held.body.label, given_by=held.body.given_by)
                for held in stands
                if isinstance(held.body, CaseLabelled)
            )
        ),
        mentions=mentions,
        comparisons=tuple(_comparison(held) for held in stands if isinstance(held.body, CasesCompared)),
        phase=phase,
        phase_because=because,
        holder=holder,
        offered_to=offered_to,
        answers=tuple(_answer(held) for held in stands if isinstance(held.body, QuestionAnswered)),
        ended=_ended_everywhere(picture, said, endings),
        was_ended=tuple(
            _ended(held) for held in endings if not (picture.stands(held.id) or picture.undone(held.id))
        ),
        first_reported=min((mention.happened.earliest for mention in linked), default=None),
        last_sign_of_life=max((m.happened.latest for m in linked if _sign_of_life(m)), default=None),
    )


def sign_of_life_by(case: CaseFacts, now: int) -> int | None:
    """Return the last sign of life of a case that has come by `now`, None if there was none yet.

    A time ahead of the clock is a slip of somebody's pen or clock, and is no reason to count no silence.
    """
    return max(
        (
            min(mention.happened.latest, now)
            for mention in case.mentions
            if is_linked(mention, case.id) and _sign_of_life(mention) and mention.happened.earliest <= now
        ),
        default=None,
    )


def is_linked(mention: MentionFacts, case: str) -> bool:
    """Return whether a standing link, not a mere proposal, holds this mention to be about the case."""
    return any(link.standing == "linked" and case in link.cases for link in mention.links)


def mention_facts(picture: Picture, mention: str) -> list[MentionFacts]:
    """Return the standing versions of a mention: none if withdrawn, several if two are in conflict.

    A second version that nothing replaced carries its entry in its id, so that both are kept apart.
    """
    key, index = report_of(mention), index_of(mention)
    versions: list[MentionFacts] = []
    for held in picture.standing(picture.reports.get(key, ())):
        report = held.body.report
        if index < len(_mentions_of(report)) and not withdrawn(picture, report):
            name = mention if not versions else f"{mention}~{held.id}"
            versions.append(_mention(picture, held, index, mention, name))
    return versions


def loose_mentions(picture: Picture, key: str) -> tuple[MentionFacts, ...]:
    """Return the mentions of a report that no standing link or proposal places.

    A report that only publishes figures, or relates to another and says nothing besides, is about no boat of its own.
    """
    reports = [held.body.report for held in picture.standing(picture.reports.get(key, ()))]
    most = max((_own_mentions(report) for report in reports), default=0)
    return tuple(
        facts
        for index in range(most)
        for facts in mention_facts(picture, f"{key}#{index}")
        if not any(link.standing in _PLACING for link in facts.links)
    )


def _own_mentions(report: Report) -> int:
    about_no_boat = report.claims or report.series or report.relates or report.channel in _NO_CALL
    return len(report.mentions) or (0 if about_no_boat else 1)


def _mentions(picture: Picture, case: str) -> tuple[MentionFacts, ...]:
    found = [
        facts
        for mention in _linked_ids(picture, case)
        for facts in mention_facts(picture, mention)
        if any(case in link.cases and link.standing != "apart" for link in facts.links)
    ]
    calls = [facts.happened.earliest for facts in found if facts.happened.earliest == facts.happened.latest]
    first = min(calls, default=None)
    return tuple(sorted((_not_before(facts, first) for facts in found), key=lambda facts: facts.said))


def _linked_ids(picture: Picture, case: str) -> set[str]:
    """Return the mentions that some entry linked to the case, and those that take over such a link."""
    ids = set(picture.linked_mentions.get(case, ()))
    return ids.union(*(_corrections(picture, mention) for mention in ids))


def _corrections(picture: Picture, mention: str) -> set[str]:
    """Return the mentions that take over this one's link because their report corrects its report."""
    found: set[str] = set()
    waiting = [mention]
    while waiting:
        current = waiting.pop()
        key, index = report_of(current), index_of(current)
        for version in picture.standing(picture.reports.get(key, ())):
            for held in relating(picture, version.body.report, "corrects"):
                heir = held.body.report.mention_id(index)
                if heir not in found and heir != mention:
                    found.add(heir)
                    waiting.append(heir)
    return found


def _mention(picture: Picture, held: Held, index: int, mention: str, name: str) -> MentionFacts:
    report: Report = held.body.report
    content = _mentions_of(report)[index]
    return MentionFacts(
        id=name,
        report=report.key,
        entry=held.id,
        channel=report.channel,
        received_by=report.received_by,
        sender=report.sender,
        mention=content,
        happened=_happened(picture, report, index),
        known=report.received_at.ms,
        recorded=held.wall_ms,
        links=_links(picture, report, index),
        set_aside=tuple(
            (aside.body.claim, aside.id) for aside in picture.standing(picture.asides.get(mention, ()))
        ),
        repeats=same_source(picture, report),
        same_phone=tuple(sorted(picture.same_phone(report.key))),
        assumed=report.assumed,
        machine_read=report.machine_read,
        public=report.public,
        language=report.language or "",
        text=report.text or "",
    )


def _mentions_of(report: Report) -> tuple[Mention, ...]:
    """A call with nothing said is still a sign of life, so a report without mentions has one empty one."""
    return report.mentions or (Mention(),)


def _links(picture: Picture, report: Report, index: int) -> tuple[Link, ...]:
    """Return the standing links of a mention, or those of the nearest mention that its report corrects."""
    held = picture.standing(picture.links.get(report.mention_id(index), ()))
    before, seen = corrected_by(picture, report), {report.key}
    while before and not held:
        seen.update(before)
        for corrected in before:
            held += picture.standing(picture.links.get(f"{corrected}#{index}", ()))
        versions = [each for key in before for each in picture.standing(picture.reports.get(key, ()))]
        further = [key for each in versions for key in corrected_by(picture, each.body.report)]
        before = [key for key in dict.fromkeys(further) if key not in seen]
    return tuple(
        Link(
            entry=link.id,
            cases=tuple(sorted(link.body.cases)),
            standing=link.body.standing,
            covers=link.body.covers,
            by=link.actor,
            by_person=link.role not in MACHINE_ROLES,
            reason=link.body.reason,
        )
        for link in held
    )


def _happened(picture: Picture, report: Report, index: int, seen: tuple[str, ...] = ()) -> Interval:
    """Return when what a mention says was true.

    A stated time of the craft's position, or else of the report's words, is that time;
    a correction without one corrects what was true then; a call is true when received;
    a text without a time is true by the time it was known, and `earliest` 0 says that nothing bounds it from below.
    """
    for position in _mentions_of(report)[index].positions:
        if position.at is not None and position.of == "craft":
            slack = (position.at_error_s or 0) * 1_000
            return _known_by(report, position.at.ms - slack, position.at.ms + slack)
    if report.said_at is not None:
        return _known_by(report, report.said_at.ms, report.said_at.ms)
    for key in corrected_by(picture, report):
        for held in picture.said(picture.reports.get(key, ())) if key not in seen else ():
            if index < len(_mentions_of(held.body.report)):
                return _happened(picture, held.body.report, index, (*seen, report.key))
    if report.channel in _SAID_AT_ONCE:
        return Interval(earliest=report.received_at.ms, latest=report.received_at.ms)
    return Interval(earliest=0, latest=report.received_at.ms)


def _known_by(report: Report, earliest: int, latest: int) -> Interval:
    """Nothing was known before it happened, whatever another clock says."""
    known = report.received_at.ms
    return Interval(earliest=min(earliest, known), latest=min(latest, known))


def _not_before(facts: MentionFacts, first: int | None) -> MentionFacts:
    """A text with no time of its own tells of something no earlier than the case's first call."""
    if facts.happened.earliest or facts.happened.earliest == facts.happened.latest:
        return facts
    earliest = facts.happened.latest if first is None else min(first, facts.happened.latest)
    return replace(facts, happened=Interval(earliest=earliest, latest=facts.happened.latest))


def _phase(picture: Picture, case: str, stands: list[Held]) -> tuple[str, tuple[str, ...]]:
    """Return the phase and the ids of what holds it there: an officer's act, or mentions known since.

    A report that was corrected or withdrawn still holds the phase it called for:
    a machine, or a second thought on the telephone, never lowers it; an officer does.
    """
    phase, since = "uncertainty", None
    because: tuple[str, ...] = ()
    for held in stands:
        if isinstance(held.body, PhaseSet):
            phase, because, since = held.body.phase, (held.id,), held.order
    raised: tuple[str, ...] = ()
    for mention in _ever_said(picture, case):
        linked = min(picture.entries[link.entry].order for link in mention.links if link.standing == "linked")
        if since is not None and max(picture.entries[mention.entry].order, linked) <= since:
            continue
        called_for, _ = phase_of(mention)
        if higher(called_for, phase) != phase:
            phase, raised = called_for, (mention.id,)
        elif called_for == phase and raised:
            raised += (mention.id,)
    return phase, tuple(dict.fromkeys(raised)) or because


def _ever_said(picture: Picture, case: str) -> list[MentionFacts]:
    """Return every version ever received of the mentions linked to a case, in the order of saying."""
    return sorted(
        (
            facts
            for mention in _linked_ids(picture, case)
            for held in picture.said(picture.reports.get(report_of(mention), ()))
            if index_of(mention) < len(_mentions_of(held.body.report))
            for facts in (_mention(picture, held, index_of(mention), mention, mention),)
            if is_linked(facts, case)
        ),
        key=lambda facts: (*facts.said, facts.entry),
    )


def _handover(stands: list[Held]) -> tuple[str, str]:
    holder = offered_to = ""
    for held in stands:
        if isinstance(held.body, HandoverOffered):
            offered_to = held.body.to
        elif isinstance(held.body, HandoverAccepted):
            holder, offered_to = held.body.to, ""
    return holder, offered_to


def _sign_of_life(mention: MentionFacts) -> bool:
    """Return whether somebody aboard was heard, or seen alive by whoever reports it at first hand."""
    if mention.channel in _NO_SIGN_OF_LIFE or mention.mention.about == "body":
        return False
    encounter = mention.mention.encounter
    if encounter is not None:
        return encounter.action in _SEEN_ALIVE
    return True


def _comparison(held: Held) -> Comparison:
    first, second = sorted(held.body.cases)
    return Comparison(
        entry=held.id,
        cases=(first, second),
        standing=held.body.standing,
        by=held.actor,
        reason=held.body.reason,
    )


def _answer(held: Held) -> Answer:
    body = held.body
    return Answer(
        entry=held.id,
        question=body.question,
        answer=body.answer,
        basis=body.basis,
        by=held.actor,
        mentions=tuple(sorted(body.mentions)),
    )


def _ended_everywhere(picture: Picture, said: list[Held], endings: list[Held]) -> Ended | None:
    """Return the latest ending if every desk that ever held the case has ended it; else the case is open.

    No import ends a case: what another desk ended stays open here until somebody here ends it.
    """
    standing = {picture.desk_of(held.order[2]): held for held in endings if picture.stands(held.id)}
    holding = {picture.desk_of(held.order[2]) for held in said}
    if not standing or holding - standing.keys():
        return None
    return _ended(max(standing.values()))


def _ended(held: Held) -> Ended:
    body: CaseEnded = held.body
    return Ended(
        entry=held.id,
        how=body.how,
        reason=body.reason,
        by=held.actor,
        at=held.wall_ms,
        alone=body.alone,
        objections=body.objections,
        owner=body.owner,
        review_at=None if body.review_at is None else body.review_at.ms,
    )
