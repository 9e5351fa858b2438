"""Decisions about cases: opening, naming, linking, comparing, phases, claims set aside, and taking back."""

from __future__ import annotations

from collections.abc import Iterable

from ashore.desk.commands.acting import Acting, one_of, reason_text
from ashore.desk.commands.acts import (
    AcceptHandover,
    CompareCases,
    LabelCase,
    LinkMention,
    OfferHandover,
    OpenCase,
    Retract,
    SetAside,
    SetPhase,
    WriteNote,
)
from ashore.desk.commands.errors import (
    AlreadyInACase,
    BadValue,
    LinkedMeanwhile,
    NoOffer,
    RoleMayNot,
    UnknownEntry,
)
from ashore.desk.commands.linking import weighed_cases, weighed_mention
from ashore.desk.commands.registry import DOCUMENTING, MAY_HOLD, TAKING_IN, command
from ashore.desk.commands.waterfalls import as_it_stood, shown_of_a_mention
from ashore.ledger.draft import Seal
from ashore.model.bodies import (
    CaseLabelled,
    CaseOpened,
    CasesCompared,
    ClaimSetAside,
    EntryRetracted,
    HandoverAccepted,
    HandoverOffered,
    HoldPlaced,
    MentionLinked,
    NoteWritten,
    PhaseSet,
)
from ashore.model.facts import MentionFacts
from ashore.model.report import report_of
from ashore.model.vocabulary import CASE_KINDS, PHASES
from ashore.picture.cases import MACHINE_ROLES
from ashore.picture.fold import FACTS


@command("open-case", OpenCase, roles=DOCUMENTING, first=shown_of_a_mention)
def open_case(acting: Acting, act: OpenCase) -> None:
    """Open a case, label it, and link its first mention; one that the rule opened for it alone is taken over."""
    one_of("kind", act.kind, CASE_KINDS)
    mention = acting.mention(act.mention) if act.mention else None
    linked = [
        link.cases[0]
        for link in (mention.links if mention is not None else ())
        if link.standing == "linked" and link.by_person
    ]
    if linked:
        raise AlreadyInACase(case=_called(acting, linked[0]))
    case = _its_own(acting, mention) or f"c-{acting.surroundings.new_id()}"
    acting.append(
        CaseOpened(case=case, kind=act.kind, reason=reason_text("reason", act.reason)), subjects=[case]
    )
    if act.label:
        label_as(acting, case, act.label, "")
    if mention is not None:
        reason = reason_text("reason", act.reason)
        link(acting, mention.id, (case,), "linked", "one", reason, as_it_stood(acting, "", mention.id))


@command("label-case", LabelCase, roles=DOCUMENTING)
def label_case(acting: Acting, act: LabelCase) -> None:
    """Write down what somebody calls a case; the same letter may stand for several."""
    label_as(acting, acting.case(act.case), act.label, act.given_by)


@command("link-mention", LinkMention, roles=TAKING_IN, first=weighed_mention)
def link_mention(acting: Acting, act: LinkMention) -> None:
    """Hold a mention to be about cases, in place of what was held about it before."""
    one_of("standing", act.standing, ("linked", "proposed", "apart"))
    one_of("covers", act.covers, ("one", "all"))
    if not act.cases:
        raise BadValue(field="cases", why="no case is named", hint="Name at least one")
    cases = tuple(dict.fromkeys(acting.case(words) for words in act.cases))
    one_of("seen", act.seen, ("", "loose"))
    mention = acting.mention(act.mention)
    placed = [each.cases[0] for each in mention.links if each.standing != "apart" and each.by_person]
    if act.seen and placed and set(placed) != set(cases):
        raise LinkedMeanwhile(case=_called(acting, placed[0]))
    link(
        acting,
        mention.id,
        cases,
        act.standing,
        act.covers,
        reason_text("reason", act.reason),
        as_it_stood(acting, cases[0], mention.id),
    )


@command("compare-cases", CompareCases, roles=DOCUMENTING, first=weighed_cases)
def compare_cases(acting: Acting, act: CompareCases) -> None:
    """Say that two cases are the same boat, perhaps the same, or apart, in place of what was said before."""
    one_of("standing", act.standing, ("same", "perhaps", "apart"))
    first, second = sorted(acting.case(words) for words in act.cases)
    if first == second:
        raise BadValue(field="cases", why="both names mean the same case", hint="Name two different cases")
    before = [
        comparison.entry
        for comparison in acting.picture.case(first).comparisons
        if comparison.cases == (first, second)
    ]
    acting.append(
        CasesCompared(
            cases=(first, second), standing=act.standing, reason=reason_text("reason", act.reason, least=1)
        ),
        subjects=(first, second),
        replaces=before,
        causes=as_it_stood(acting, first),
    )


@command("set-phase", SetPhase, person=True)
def set_phase(acting: Acting, act: SetPhase) -> None:
    """Set a case's phase; facts known later may raise it again, and only another officer's act lowers it."""
    one_of("phase", act.phase, PHASES)
    case = acting.case(act.case)
    acting.append(
        PhaseSet(case=case, phase=act.phase, reason=reason_text("reason", act.reason, least=1)),
        subjects=[case],
        replaces=acting.standing(acting.picture.of_case[case], PhaseSet),
    )


@command("set-aside", SetAside, person=True)
def set_aside(acting: Acting, act: SetAside) -> None:
    """Set a claim aside; it stays listed, and a new mention by the same speaker counts again."""
    mention = acting.mention(act.mention)
    reason = reason_text("reason", act.reason, least=1)
    if not act.claim.strip():
        raise BadValue(field="claim", why="no claim is named", hint="Name its field, or * for all of them")
    acting.append(
        ClaimSetAside(mention=mention.id, claim=reason_text("claim", act.claim), reason=reason),
        subjects=[mention.report],
        causes=[mention.entry],
    )


@command("retract", Retract)
def retract(acting: Acting, act: Retract) -> None:
    """Take a decision back; nothing stands in its place."""
    held = acting.picture.entries.get(act.entry)
    if held is None:
        raise UnknownEntry(entry=act.entry, why="there is no such entry here")
    if held.type in FACTS or held.type.startswith("access."):
        raise UnknownEntry(entry=act.entry, why=f"it is a {held.type}, which is a fact and not a decision")
    if isinstance(held.body, HoldPlaced) and acting.role not in MAY_HOLD:
        raise RoleMayNot(role=acting.who.role, act="lift a hold", roles=", ".join(sorted(MAY_HOLD)))
    if not acting.picture.stands(act.entry):
        raise UnknownEntry(entry=act.entry, why="something else already stands in its place")
    acting.append(
        EntryRetracted(reason=reason_text("reason", act.reason, least=1)),
        subjects=_subjects(held.body),
        replaces=[act.entry],
    )


@command("offer-handover", OfferHandover)
def offer_handover(acting: Acting, act: OfferHandover) -> None:
    """Offer a case to another centre; nobody moves until it accepts."""
    case = acting.case(act.case)
    if not act.to.strip():
        raise BadValue(field="to", why="no centre is named", hint="Name the centre it is offered to")
    to = reason_text("to", act.to)
    acting.append(
        HandoverOffered(case=case, to=to, reason=reason_text("reason", act.reason)),
        subjects=[case],
        replaces=acting.standing(acting.picture.of_case[case], HandoverOffered),
    )


@command("accept-handover", AcceptHandover, person=True)
def accept_handover(acting: Acting, act: AcceptHandover) -> None:
    """Write down that the other centre accepted; all the case's people now stand on its book."""
    case = acting.case(act.case)
    to = reason_text("to", act.to)
    if acting.picture.case(case).offered_to != to:
        raise NoOffer(to=act.to)
    if not act.accepted_by.strip():
        raise BadValue(field="accepted_by", why="nobody is named", hint="Say which post there accepted it")
    acting.append(
        HandoverAccepted(
            case=case,
            to=to,
            accepted_by=reason_text("accepted_by", act.accepted_by),
            reason=reason_text("reason", act.reason),
        ),
        subjects=[case],
        replaces=acting.standing(acting.picture.of_case[case], HandoverOffered, HandoverAccepted),
    )


@command("write-note", WriteNote, roles=DOCUMENTING)
def write_note(acting: Acting, act: WriteNote) -> None:
    """Write a note on a case; its words are sealed."""
    case = acting.case(act.case)
    if not act.text.strip():
        raise BadValue(field="text", why="the note is empty", hint="Write something, or leave it")
    acting.append(
        NoteWritten(case=case),
        subjects=[case],
        class_="operational",
        sealed=(Seal(class_="personal", plaintext=act.text.encode(), key_name="note"),),
    )


def label_as(acting: Acting, case: str, label: str, given_by: str) -> None:
    """Write a label down for a case. Raises BadValue."""
    text = " ".join(label.split())
    if not text or len(text) > 60:
        raise BadValue(field="label", why="a label has 1 to 60 characters", hint="A letter or a short name")
    acting.append(
        CaseLabelled(case=case, label=reason_text("label", text), given_by=reason_text("given_by", given_by)),
        subjects=[case],
        class_="operational",
    )


def link(
    acting: Acting,
    mention: str,
    cases: tuple[str, ...],
    standing: str,
    covers: str,
    reason: str,
    causes: Iterable[str] = (),
) -> None:
    """Link, in place of the mention's standing links: all of them, or for `apart` those to the same cases.

    What a person decided a program never replaces: it stands beside it as a conflict, for people to settle.
    """
    stands = acting.picture.standing(acting.picture.links.get(mention, ()))
    before = [
        held.id
        for held in stands
        if (set(held.body.cases) & set(cases) or (standing != "apart" and held.body.standing != "apart"))
        and (acting.who.person or held.role in MACHINE_ROLES)
    ]
    acting.append(
        MentionLinked(
            mention=mention, cases=tuple(sorted(cases)), standing=standing, covers=covers, reason=reason
        ),
        subjects=(report_of(mention), *cases),
        replaces=before,
        causes=causes,
    )


def _its_own(acting: Acting, mention: MentionFacts | None) -> str:
    """Return the case that the rule opened for this mention and that holds no other, "" if there is none."""
    for each in mention.links if mention is not None else ():
        case = each.cases[0]
        if (
            each.standing == "linked"
            and acting.picture.opened_alone(case)
            and case in acting.picture.cases
            and len(acting.picture.case(case).mentions) == 1
        ):
            return case
    return ""


def _called(acting: Acting, case: str) -> str:
    """Return what a case is called, its id where it has no label."""
    labels = acting.picture.case(case).labels
    return labels[0].label if labels else case


def _subjects(body: object) -> tuple[str, ...]:
    cases = getattr(body, "cases", None) or filter(None, [getattr(body, "case", None)])
    mention = getattr(body, "mention", None)
    return (*cases, *([report_of(mention)] if mention else ()))
