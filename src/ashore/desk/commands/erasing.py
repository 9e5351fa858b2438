"""Legal holds, and the destruction of keys: what two people do when nothing stands against it."""

from __future__ import annotations

from ashore.desk.commands.acting import Acting, reason_text
from ashore.desk.commands.acts import DestroyKeys, PlaceHold
from ashore.desk.commands.errors import HoldStands, RoleMayNot, TwoPeople
from ashore.desk.commands.registry import MAY_HOLD, WATCH, command
from ashore.model.bodies import HoldPlaced, KeysDestroyed, NoteWritten, RequestMade
from ashore.model.facts import CaseFacts
from ashore.people.book import people_book
from ashore.picture.cases import is_linked
from ashore.picture.fold import Picture
from ashore.picture.relations import relating


@command("place-hold", PlaceHold, roles=MAY_HOLD, person=True)
def place_hold(acting: Acting, act: PlaceHold) -> None:
    """Forbid the destruction of these cases' keys; taking the hold back is a `retract`."""
    cases = tuple(sorted({acting.case(words) for words in act.cases}))
    acting.append(HoldPlaced(cases=cases, reason=reason_text("reason", act.reason, least=1)), subjects=cases)


@command("destroy-keys", DestroyKeys, roles=MAY_HOLD, person=True)
def destroy_keys(acting: Acting, act: DestroyKeys) -> None:
    """Write down whose keys go and who signed; the desk then overwrites them.

    Refused while the case is open, people are missing, another open case shares a report, or a hold stands.
    """
    case = acting.case(act.case)
    second = acting.accounts.check(act.second, act.second_password)
    if second.id == acting.who.account:
        raise TwoPeople(who=second.name)
    if second.role not in WATCH:
        raise RoleMayNot(role=second.role, act="destroy-keys", roles=", ".join(sorted(WATCH)))
    facts = acting.picture.case(case)
    reports = _reports_of(acting.picture, facts)
    _nothing_stands_against(acting, facts, reports)
    entries = [entry for report in reports for entry in acting.picture.reports[report]]
    notes = [
        held.id
        for held in acting.picture.said(
            acting.picture.of_case[case] | acting.picture.keeping.get(case, set())
        )
        if isinstance(held.body, NoteWritten | RequestMade)
    ]
    sealed = {part.key for entry in (*entries, *notes) for part in acting.ledger.get(entry).header.sealed}
    acting.append(
        KeysDestroyed(
            keys=tuple(sorted(sealed)),
            reports=tuple(sorted(reports)),
            reason=reason_text("reason", act.reason, least=1),
            first=acting.who.account,
            second=second.id,
        ),
        subjects=(case, *reports),
    )


def _reports_of(picture: Picture, facts: CaseFacts) -> set[str]:
    """Return the reports about a case: those linked, those withdrawn or corrected since, and those that did it."""
    reports = {mention.report for mention in facts.mentions if is_linked(mention, facts.id)}
    reports |= {
        link.body.mention.rpartition("#")[0]
        for mention in picture.linked_mentions.get(facts.id, ())
        for link in picture.standing(picture.links[mention])
        if link.body.standing == "linked" and facts.id in link.body.cases
    }
    waiting = list(reports)
    while waiting:
        for version in picture.standing(picture.reports.get(waiting.pop(), ())):
            about = relating(picture, version.body.report, "corrects", "withdraws")
            found = {held.body.report.key for held in about} - reports
            reports |= found
            waiting += found
    return reports & picture.reports.keys()


def _nothing_stands_against(acting: Acting, facts: CaseFacts, reports: set[str]) -> None:
    if facts.ended is None:
        raise HoldStands(case=facts.id, why="the case is open")
    if people_book([facts]).joint.missing.total.high != 0:
        raise HoldStands(case=facts.id, why="people are missing")
    for hold in acting.picture.standing(acting.picture.by_type.get("hold.placed", ())):
        if isinstance(hold.body, HoldPlaced) and facts.id in hold.body.cases:
            raise HoldStands(case=facts.id, why=f"a legal hold stands ({hold.body.reason})")
    for other in acting.picture.all_cases():
        if other.ended is None and reports & {mention.report for mention in other.mentions}:
            raise HoldStands(case=facts.id, why=f"a report of it is also in the open case {other.id}")
