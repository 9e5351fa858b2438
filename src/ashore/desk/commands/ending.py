"""Ending a case, answering what stands in the way, and opening it again."""

from __future__ import annotations

from collections.abc import Sequence

from ashore.desk.commands.acting import Acting, one_of, reason_text
from ashore.desk.commands.acts import AnswerQuestion, EndCase, ReopenCase
from ashore.desk.commands.errors import AlreadyEnded, NotEnded
from ashore.desk.commands.instants import due_at
from ashore.desk.commands.meeting import Tested, tested_of_a_case
from ashore.desk.commands.registry import DOCUMENTING, command
from ashore.desk.commands.waterfalls import write_down
from ashore.model.bodies import CaseEnded, CaseReopened, QuestionAnswered
from ashore.model.facts import CaseFacts
from ashore.model.vocabulary import AT_SEA
from ashore.people.book import people_book
from ashore.people.endings import BASES, QUESTIONS, Objection, check_ending, ended_alone, objections
from ashore.people.hypotheses import tied_groups
from ashore.picture.board import unlinked
from ashore.picture.fold import Picture


@command("answer-question", AnswerQuestion, person=True, first=tested_of_a_case)
def answer_question(acting: Acting, act: AnswerQuestion) -> None:
    """Answer one reason that stands in the way, in place of an earlier answer to it."""
    case = acting.case(act.case)
    one_of("question", act.question, QUESTIONS)
    one_of("basis", act.basis, BASES)
    facts = acting.picture.case(case)
    raised = {
        mention
        for objection in standing_objections(acting.picture, facts, acting.prepared.objections)
        if objection.code == act.question
        for mention in objection.mentions
    }
    acting.append(
        QuestionAnswered(
            case=case,
            question=act.question,
            answer=reason_text("answer", act.answer, least=1),
            basis=act.basis,
            mentions=tuple(sorted(raised | {mention.id for mention in facts.mentions})),
        ),
        subjects=[case],
        replaces=[answer.entry for answer in facts.answers if answer.question == act.question],
    )


@command("end-case", EndCase, person=True, first=tested_of_a_case)
def end_case(acting: Acting, act: EndCase) -> None:
    """End a case, or refuse with every reason at once."""
    facts = acting.picture.case(acting.case(act.case))
    before = facts.ended
    if before is not None and before.how == act.how:
        raise AlreadyEnded(how=before.how)
    boats: Tested = acting.prepared
    standing = standing_objections(acting.picture, facts, boats.objections)
    review_at = due_at("review_at", act.review_at, acting.now) if act.review_at.strip() else None
    check_ending(
        act.how,
        facts,
        standing,
        owner=act.owner.strip(),
        review_at=None if review_at is None else review_at.ms,
    )
    acting.append(
        CaseEnded(
            case=facts.id,
            how=act.how,
            reason=reason_text("reason", act.reason),
            objections=tuple(objection.code for objection in standing),
            alone=ended_alone(facts, acting.who.account, _who_decided(acting.picture, facts)),
            owner=reason_text("owner", act.owner),
            review_at=review_at,
        ),
        subjects=[facts.id],
        replaces=[] if before is None else [before.entry],
        causes=[write_down(acting, each.shown, facts.id, each.mention.id) for each in boats.met],
    )


@command("reopen-case", ReopenCase, roles=DOCUMENTING)
def reopen_case(acting: Acting, act: ReopenCase) -> None:
    """Open an ended case again; nobody has to say why."""
    case = acting.case(act.case)
    ended = acting.standing(acting.picture.of_case[case], CaseEnded)
    if not ended:
        raise NotEnded
    mention = acting.mention(act.mention).id if act.mention else ""
    acting.append(CaseReopened(case=case, mention=mention), subjects=[case], replaces=ended)


def standing_objections(
    picture: Picture, facts: CaseFacts, found_boats: Sequence[Objection] = ()
) -> tuple[Objection, ...]:
    """Return every reason that stands in the way of saying that all of a case's people are accounted for.

    `found_boats` are those of the encounter test.
    A lorry, a train or a camp has nobody at sea, and nothing stands in its way.
    """
    if facts.kind not in AT_SEA:
        return ()
    group = next(group for group in tied_groups(picture.all_cases()) if facts in group)
    return objections(facts, people_book(group), group, unlinked=unlinked(picture), advice=found_boats)


def _who_decided(picture: Picture, facts: CaseFacts) -> set[str]:
    """Return everybody who ever decided anything about a case."""
    decided = set(picture.of_case[facts.id])
    for mention in facts.mentions:
        decided |= picture.links.get(mention.id, set()) | picture.asides.get(mention.id, set())
    return {picture.entries[entry].actor for entry in decided if not picture.undone(entry)}
