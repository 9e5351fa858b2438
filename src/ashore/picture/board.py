"""The board: one row for each open case at an instant, in the order in which they need somebody.

Overdue, silent and priority are worked out here from the facts and the instant asked about; no entry holds them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ashore.model.facts import CaseFacts, MentionFacts
from ashore.model.vocabulary import AT_SEA, PHASES
from ashore.people.account import Bound, CaseBook, PeopleBook
from ashore.picture.books import Books
from ashore.picture.cases import is_linked, mention_facts, sign_of_life_by
from ashore.picture.conflicts import Conflict, conflicts
from ashore.picture.duties import MINUTE, CallBack, Due, Kept, Unit, in_order, kept, soonest, telephoned
from ashore.picture.fold import Picture
from ashore.picture.phases import Urgency, phase_of, urgency

SOUNDS_FOR_MS = 48 * 3_600_000
"""How long after a rescue or an ending a call that fits still sounds the alarm."""


BACK_AGAIN_MS = 12 * 3_600_000
"""So long after a telephone's last call its people may be ashore, and on another boat (assumption)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One case as the list shows it."""

    case: CaseFacts
    book: CaseBook
    urgency: Urgency
    due: tuple[Due, ...]
    units: tuple[Unit, ...]
    call: CallBack | None
    conflicts: tuple[Conflict, ...]
    called_after: tuple[MentionFacts, ...]

    @property
    def still_out(self) -> Bound:
        """How many may still be out."""
        return self.book.still_out

    @property
    def at_sea(self) -> bool:
        """Whether this is a case of people at sea, of whom anybody can still be out."""
        return self.case.kind in AT_SEA

    @property
    def open(self) -> bool:
        """Whether this desk still holds the case open."""
        return self.case.ended is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """Everything that needs somebody at an instant.

    `rows` are the cases on the board; `reviews` those suspended or ended unexplained, with an owner and a time;
    `ended` the rest. `unlinked` are mentions that no standing link places, the most dangerous first;
    `proposed` those that are only perhaps about a case.
    `joint` is for each tied group of several cases the book of them together.
    `calls` is the one ordered call-back list, `units` every unit heard of, `due` what the watch itself awaits.
    """

    now: int
    rows: tuple[Row, ...]
    reviews: tuple[Row, ...]
    ended: tuple[Row, ...]
    unlinked: tuple[MentionFacts, ...]
    proposed: tuple[MentionFacts, ...]
    joint: tuple[PeopleBook, ...]
    calls: tuple[CallBack, ...]
    units: tuple[Unit, ...]
    due: tuple[Due, ...]


def board(picture: Picture, books: Books, now: int) -> Board:
    """Return the board at `now`, which is UTC milliseconds."""
    cases = picture.all_cases()
    by_case = books.of(cases)
    loose, watch = unlinked(picture), kept(picture)
    rows = [row(picture, case, by_case[case.id], loose, watch, now) for case in cases]
    groups = {id(book): book for book in by_case.values() if len(book.cases) > 1}
    perhaps = proposed(cases)
    calls, urgent = _calls(rows, (*loose, *perhaps), watch, now)
    return Board(
        now=now,
        rows=tuple(sorted((each for each in rows if each.open), key=_by_need)),
        reviews=tuple(
            sorted(
                (
                    each
                    for each in rows
                    if each.case.ended is not None and each.case.ended.review_at is not None
                ),
                key=lambda each: (min(due.at for due in each.due), each.case.id),
            )
        ),
        ended=tuple(
            each for each in rows if each.case.ended is not None and each.case.ended.review_at is None
        ),
        unlinked=loose,
        proposed=perhaps,
        joint=tuple(groups.values()),
        calls=in_order(calls, lambda call: urgent[call.case or call.mention]),
        units=watch.units,
        due=watch.of_the_watch(),
    )


def row(
    picture: Picture, case: CaseFacts, book: PeopleBook, loose: Sequence[MentionFacts], watch: Kept, now: int
) -> Row:
    """Return one case's row at `now`; `loose` are the mentions that belong to no case yet, `watch` what is awaited."""
    people = book.case(case.id)
    awaited = case.ended is None and case.kind in AT_SEA and people.still_out.high != 0
    after = called_after_rescue(picture, case, loose, now)
    # Whoever calls after everybody was taken off is somebody of whom the count knows nothing.
    calling = any(is_linked(mention, case.id) and telephoned(mention) for mention in after)
    call = watch.call_back(case, now) if awaited or calling else None
    since = case.first_reported
    if since is None or since > now:
        since = picture.entries[case.opened].wall_ms
    heard = [at for at in (sign_of_life_by(case, now), watch.answered(case.id, now)) if at is not None]
    return Row(
        case=case,
        book=people,
        urgency=urgency(case.phase, max(heard, default=None), since, now, awaited=awaited),
        due=tuple(
            sorted((*watch.due(case), *([Due(what="call", at=call.due)] if call else ())), key=soonest)
        ),
        units=watch.units_of(case),
        call=call,
        conflicts=conflicts(picture, case),
        called_after=after,
    )


def unlinked(picture: Picture) -> tuple[MentionFacts, ...]:
    """Return the mentions about something on the water or the shore that no link or proposal places.

    A report that only publishes figures, and holds nothing else, is not waiting for a case.
    """
    order = {"distress": 0, "alert": 1, "uncertainty": 2}
    return tuple(sorted(picture.loose(), key=lambda facts: (order[phase_of(facts)[0]], facts.said)))


def proposed(cases: Sequence[CaseFacts]) -> tuple[MentionFacts, ...]:
    """Return the mentions that are perhaps about one of these cases and that nobody has linked to any, each once."""
    found = {
        mention.id: mention
        for case in cases
        for mention in case.mentions
        if not any(link.standing == "linked" for link in mention.links)
    }
    return tuple(found.values())


def called_after_rescue(
    picture: Picture, case: CaseFacts, loose: Sequence[MentionFacts], now: int
) -> tuple[MentionFacts, ...]:
    """Return the calls that fit a case and were said after people were taken off it, or after it was ended.

    A call fits if it is linked to this case or proposed for it, or if it is `loose`, in no case yet, and its phone is
    one of this case's; it sounds for 48 hours after the rescue and after the ending.
    What was said before and only came in late is none of these, nor, where nobody was taken off, what the ending knew.
    """
    linked = [mention for mention in case.mentions if is_linked(mention, case.id)]
    rescued = [mention.happened.latest for mention in linked if _takes_off(mention)]
    if not rescued and case.ended is None:
        return ()
    known = set() if rescued else _known_when_ended(picture, case)
    last_known = max((mention.happened.latest for mention in linked if mention.id in known), default=0)
    since = min(rescued, default=last_known)
    spans = [(since, max(rescued, default=last_known))]
    if case.ended is not None:
        # By the desk's clock, which is not a replay's: there the rescue and what was known tell.
        spans.append((case.ended.at, case.ended.at))
    aboard = {mention.report for mention in linked if _from_aboard(mention)}
    calls = [mention for mention in case.mentions if _calls_for_aboard(mention, aboard)]
    calls += [mention for mention in loose if aboard.intersection(mention.same_phone)]
    return tuple(
        sorted(
            (
                call
                for call in calls
                if call.id not in known
                and since < _at_the_latest(call)
                and call.happened.earliest <= now
                and any(
                    first <= _at_the_latest(call) and call.happened.earliest <= last + SOUNDS_FOR_MS
                    for first, last in spans
                )
            ),
            key=lambda call: call.said,
        )
    )


def came_back(picture: Picture, case: CaseFacts) -> tuple[MentionFacts, ...]:
    """Return the later calls by a telephone of this case that are about another boat: its people may have come back.

    Where this one never ended, either they came ashore and nobody said so, or somebody else has their telephone.
    """
    linked = [mention for mention in case.mentions if is_linked(mention, case.id)]
    aboard = {mention.report for mention in linked if _from_aboard(mention)}
    last = max((mention.at for mention in linked if mention.report in aboard), default=0)
    same = {
        report for mention in linked if mention.report in aboard for report in mention.same_phone
    } - aboard
    found = [
        mention
        for report in sorted(same)
        for held in picture.standing(picture.reports.get(report, ()))
        for index in range(max(1, len(held.body.report.mentions)))
        for mention in mention_facts(picture, held.body.report.mention_id(index))
        if mention.at - last >= BACK_AGAIN_MS
        and any(link.standing == "linked" and case.id not in link.cases for link in mention.links)
    ]
    return tuple(sorted(dict.fromkeys(found), key=lambda mention: mention.said))


def last_rescue(case: CaseFacts) -> int | None:
    """Return when people were last taken off a case's boat (UTC milliseconds), None if they never were."""
    linked = [mention for mention in case.mentions if is_linked(mention, case.id)]
    return max((mention.happened.latest for mention in linked if _takes_off(mention)), default=None)


def _at_the_latest(call: MentionFacts) -> int:
    """Return when a call was made at the latest: what is told to the minute may be of any second of it."""
    at = call.happened.earliest
    return at + MINUTE - 1 if at % MINUTE == 0 else at


def _takes_off(mention: MentionFacts) -> bool:
    met = mention.mention.encounter
    return met is not None and (met.taken_off is not None or met.all_off == "yes")


def _from_aboard(mention: MentionFacts) -> bool:
    return mention.sender is not None and mention.sender.role == "aboard"


def _calls_for_aboard(mention: MentionFacts, aboard: set[str]) -> bool:
    """Return whether somebody aboard calls, or somebody for them, or one of the phones of the reports from aboard."""
    if _takes_off(mention):
        return False
    role = mention.sender.role if mention.sender is not None else None
    return (
        telephoned(mention) or role in ("aboard", "hotline") or bool(aboard.intersection(mention.same_phone))
    )


def _known_when_ended(picture: Picture, case: CaseFacts) -> set[str]:
    """Return the mentions of an ended case that stood in it when it was ended."""
    assert case.ended is not None
    over = picture.entries[case.ended.entry].order
    return {
        mention.id
        for mention in case.mentions
        if any(case.id in link.cases and picture.entries[link.entry].order < over for link in mention.links)
    }


def _calls(
    rows: Sequence[Row], loose: Sequence[MentionFacts], watch: Kept, now: int
) -> tuple[list[CallBack], dict[str, int]]:
    """Return whom to call back, and how urgent each case or mention is; `loose` are the mentions nobody linked."""
    calls = [each.call for each in rows if each.call is not None]
    urgent = {each.case.id: each.urgency.priority for each in rows}
    for mention in loose:
        phase, _ = phase_of(mention)
        call = watch.loose_call_back(mention, phase, now)
        if call is not None:
            calls.append(call)
            urgent[mention.id] = PHASES.index(phase) * 1_000
    return calls, urgent


def _by_need(each: Row) -> tuple[bool, bool, int, int, int]:
    """Whoever called after a rescue first, then the most urgent, then the longest silent, then most people.

    A boat of which nobody can be out any more stands below all others, whatever phase it is still held in;
    equals stay in the order they were opened.
    """
    high = each.still_out.high if each.at_sea else 0
    nobody = each.at_sea and high == 0 and not each.called_after
    return (
        nobody,
        not each.called_after,
        -each.urgency.priority,
        -(each.urgency.silent_min or 0),
        -(1_000_000 if high is None else high),
    )
