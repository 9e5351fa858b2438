"""The encounter test on a desk: every boat a unit came to, held against the boats that are sought.

It ends nothing and opens nothing: it gives an ending the reasons why the boat that was met may be another.
In a replay nothing is weighed: its endings are its script's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ashore.desk.commands.acts import AnswerQuestion, EndCase
from ashore.desk.commands.desk import Desk
from ashore.desk.commands.errors import UnknownMention
from ashore.desk.commands.linking import Everything, everything, half_typed, keep
from ashore.desk.commands.waterfalls import Shown, shown_by
from ashore.forecast.faults import NoDrift
from ashore.model.facts import CaseFacts, MentionFacts
from ashore.model.phrases import Instant, Phrase, say
from ashore.model.vocabulary import AT_SEA
from ashore.people.endings import Objection
from ashore.people.wording import speaker
from ashore.picture.cases import is_linked
from ashore.picture.duties import FROM_AFAR
from ashore.picture.search import meant_case

if TYPE_CHECKING:
    from ashore.linking.linker import Linker, Proposal

WITNESSES = ("survivors", "unit", "quay", "hospital", "centre")
"""Who can tell one boat from another; that an officer holds them to be the same is what is asked about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """A boat that was met, weighed against a case and all open ones: what was found, and the objection if it is one."""

    mention: MentionFacts
    shown: Shown
    objection: Objection | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tested:
    """Every boat that was met and is linked to a case, tested against it."""

    case: str = ""
    met: tuple[Met, ...] = ()

    @property
    def objections(self) -> tuple[Objection, ...]:
        """What stands in the way of an ending."""
        return tuple(each.objection for each in self.met if each.objection is not None)


UNTESTED = Tested()


def met_boats(desk: Desk, mention: str) -> tuple[Proposal, ...]:
    """Return which sought boat one that was met may be, or none of them, with agreement and contradiction in words.

    Held against it are the open cases and that it is linked to, the likeliest first. What is shown is kept until
    somebody decides.
    Raises UnknownMention, and NoDrift where the drift extra is not installed.
    """
    asked = everything(desk)
    facts = next((each.facts for each in asked.told if each.facts.id == mention), None)
    if facts is None:
        raise UnknownMention(mention=mention)
    found = _against(desk, desk.linker(), facts)
    keep(desk, found, mention)
    return found


def weigh_met(desk: Desk, line: bytes) -> tuple[Proposal, ...]:
    """Return which sought boat one may be that a unit reports, by the one line that would be logged of it.

    Nothing is written of it, and what is shown is kept until it is logged; nothing is proposed for what is no report
    yet. Raises NoDrift.
    """
    mention = half_typed(desk, line)
    if mention is None:
        return ()
    found = _against(desk, desk.linker(), mention)
    keep(desk, found, mention.id)
    return found


def doubted(case: str, proposals: Sequence[Proposal]) -> tuple[Proposal, Proposal | None] | None:
    """Return what was weighed of a case that a boat which was met may not be, and a case that it fits better, if any.

    None where nothing says that it is another boat: little evidence is no contradiction.
    """
    from ashore.linking.encounter import another_boat

    ours = next((each for each in proposals if each.case == case), None)
    if ours is None or not another_boat(ours.p, ours.against):
        return None
    return ours, next((each for each in proposals if each.case not in (None, case) and each.p > ours.p), None)


def tested(desk: Desk, case: str) -> Tested:
    """Return every boat that was met and is linked to a case, tested; nothing where nobody met one.

    What is weighed is weighed once for as long as nothing comes in.
    """
    if desk.kind == "replay":
        return UNTESTED
    arrived = desk.ledger.latest()
    held = desk.tested.get(case)
    if held is not None and held[0] == arrived:
        return held[1]
    with desk.looking() as picture:
        facts = picture.case(case) if case in picture.cases else None
        names = {
            each.id: each.labels[0].label if each.labels else each.id[:10] for each in picture.all_cases()
        }
    met = [] if facts is None else list(_boats_met(facts))
    if facts is None or facts.kind not in AT_SEA or not met:
        return UNTESTED
    try:
        linker = desk.linker()
    except NoDrift:
        return UNTESTED
    now = desk.now()
    found = []
    for each in met:
        proposals = _against(desk, linker, each)
        found.append(
            Met(
                mention=each,
                shown=shown_by(linker, proposals, now),
                objection=_objection(facts.id, each, proposals, names),
            )
        )
    made = Tested(case=case, met=tuple(found))
    desk.tested[case] = (arrived, made)
    return made


def last_tested(desk: Desk, facts: CaseFacts) -> tuple[Objection, ...]:
    """Return what the last test of a case found of the boats still linked to it: no page waits for a new one."""
    held = desk.tested.get(facts.id)
    linked = {mention.id for mention in _boats_met(facts)}
    return (
        () if held is None else tuple(each for each in held[1].objections if linked.issuperset(each.mentions))
    )


def test_all(desk: Desk) -> None:
    """Have every open case that a boat was met for tested, so that its page shows what an ending would answer."""
    with desk.looking() as picture:
        cases = [case.id for case in picture.all_cases() if case.ended is None and any(_boats_met(case))]
    for case in cases:
        tested(desk, case)


def tested_of_a_case(desk: Desk, act: AnswerQuestion | EndCase) -> Tested:
    """Return the boats met of the case that somebody answers for or ends, tested before the ledger is held."""
    with desk.looking() as picture:
        meant = meant_case(picture, act.case)
    return tested(desk, meant[0]) if len(meant) == 1 else UNTESTED


def _boats_met(case: CaseFacts) -> Iterator[MentionFacts]:
    """Yield what units reported of a boat they came to, where it is linked to this case and tells of no other."""
    for mention in case.mentions:
        met = mention.mention.encounter
        if (
            met is not None
            and met.action not in FROM_AFAR
            and met.action not in ASHORE
            and is_linked(mention, case.id)
            and all(link.cases == (case.id,) for link in mention.links)
        ):
            yield mention


ASHORE = frozenset("landed arrived detained handed_over medical hospital body_found empty_hull".split())
"""What is told of people after they left the boat, or of a boat without any: no boat was met with people in it."""


def _against(desk: Desk, linker: Linker, mention: MentionFacts) -> tuple[Proposal, ...]:
    asked = everything(desk, mention.at)
    return linker.meet(desk.told(mention), asked.told, _sought(desk, asked, mention))


def _sought(desk: Desk, asked: Everything, mention: MentionFacts) -> dict[str, tuple[str, ...]]:
    with desk.looking() as picture:
        return {
            case: names
            for case, names in asked.cases.items()
            if case in picture.cases
            and (facts := picture.case(case)).kind in AT_SEA
            and (facts.ended is None or is_linked(mention, case))
        }


def _objection(
    case: str, mention: MentionFacts, proposals: tuple[Proposal, ...], names: dict[str, str]
) -> Objection | None:
    """Return why the boat that was met may be another than a case's, None where nothing says so."""
    from ashore.linking.encounter import in_words

    found = doubted(case, proposals)
    if found is None:
        return None
    ours, other = found
    fields: dict[str, int | str | Instant | Phrase | tuple[Phrase, ...]] = {
        "speaker": speaker(mention),
        "time": Instant(ms=mention.at),
        "against": in_words(ours.against),
    }
    if other is not None:
        template = say(
            "The boat that {speaker} met at {time} fits {other} better than this case: {against}",
            **fields,
            other=names[other.case or ""],
        )
    else:
        template = say("The boat that {speaker} met at {time} may be another: {against}", **fields)
    return Objection(code="found-boat", phrase=template, mentions=(mention.id,), bases=WITNESSES)
