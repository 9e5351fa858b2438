"""What a desk can be asked about: the board, a case with its timeline, and the very words behind a number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ashore.desk.commands.acting import Who
from ashore.desk.commands.desk import Desk
from ashore.desk.commands.ending import standing_objections
from ashore.desk.commands.errors import UnknownCase
from ashore.desk.commands.meeting import last_tested
from ashore.desk.commands.receiving import RAW_PART
from ashore.desk.commands.undoing import WITHIN_S, last_act
from ashore.intake.sources import Receipt, reread
from ashore.ledger.entry import Entry
from ashore.ledger.ledger import ContentWithheld
from ashore.ledger.sealing import KeyDestroyed, KeyNotHeld
from ashore.model.bodies import InterpreterJoined, LineJudged, ListReceived, WorryNoted
from ashore.model.counts import Count
from ashore.model.facts import CaseFacts, MentionFacts
from ashore.model.phrases import Instant, Phrase, say
from ashore.model.report import Report, index_of, is_mention_id
from ashore.people.account import PeopleBook
from ashore.people.endings import Objection
from ashore.picture import Board, Held, Picture, Row, board, find_cases
from ashore.picture.alarms import Alarm, alarms
from ashore.picture.board import came_back, row, unlinked
from ashore.picture.cases import mention_facts
from ashore.picture.duties import kept


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """Everything a page shows of one case: its row, the book of its tied group, and every entry about it.

    `came_back` are the sentences about later boats from which a telephone of it called.
    """

    row: Row
    group: PeopleBook
    tied: tuple[CaseFacts, ...]
    objections: tuple[Objection, ...]
    timeline: tuple[Happening, ...]
    worries: tuple[Held, ...]
    interpreters: tuple[Held, ...]
    believed: tuple[Believed, ...]
    came_back: tuple[Phrase, ...]
    now: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Believed:
    """What another centre says of a boat: its name for it, the line of its last list, or a mention of its own."""

    centre: str
    at: int
    label: str = ""
    says: str = ""
    mention: MentionFacts | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One line of a timeline: an entry, and the mention facts if it is a report."""

    at: int
    entry: Held
    mentions: tuple[MentionFacts, ...] = ()
    stands: bool = True


def ask_board(desk: Desk) -> Board:
    """Return the board as it stands now, or in a replay where it has got to."""
    now = desk.now()
    with desk.looking() as picture:
        return board(picture, desk.books, now)


def ask_alarms(desk: Desk, shown: Board | None = None) -> tuple[Alarm, ...]:
    """Return the alarms that nobody has acknowledged, the gravest first: on `shown`, or on the board as it stands."""
    shown = shown or ask_board(desk)
    with desk.looking() as picture:
        return alarms(picture, shown)


def ask_undo(desk: Desk, who: Who | None) -> tuple[Held, int] | None:
    """Return the entry that somebody's last act began with, and for how many seconds it can be undone."""
    if who is None or not who.person:
        return None
    now = desk.surroundings.clock()
    with desk.looking() as picture:
        last = last_act(picture, desk.ledger, who.account, now)
    return (last[0], WITHIN_S - (now - last[0].wall_ms) // 1_000) if last else None


def ask_case(desk: Desk, case: str) -> CaseView:
    """Return one case by its id. Raises UnknownCase."""
    now = desk.now()
    with desk.looking() as picture:
        if case not in picture.cases:
            raise UnknownCase(case=case)
        facts = picture.case(case)
        group = desk.books.of(picture.all_cases())[case]
        by_report: dict[str, list[MentionFacts]] = {}
        for mention in facts.mentions:
            by_report.setdefault(mention.report, []).append(mention)
        timeline = [
            Happening(at=held.wall_ms, entry=held, stands=picture.stands(held.id))
            for held in picture.said(picture.of_case[case] | picture.keeping.get(case, set()))
        ]
        timeline += [
            Happening(
                at=mentions[0].happened.latest if version.id == mentions[0].entry else version.wall_ms,
                entry=version,
                mentions=tuple(mention for mention in mentions if mention.entry == version.id),
                stands=picture.stands(version.id),
            )
            for report, mentions in by_report.items()
            for version in picture.said(picture.reports[report])
        ]
        return CaseView(
            row=row(picture, facts, group, unlinked(picture), kept(picture), now),
            group=group,
            tied=tuple(picture.case(book.case) for book in group.cases if book.case != case),
            objections=standing_objections(picture, facts, last_tested(desk, facts)),
            worries=tuple(picture.standing(_of_type(picture, case, WorryNoted))),
            interpreters=tuple(picture.standing(_of_type(picture, case, InterpreterJoined))),
            believed=tuple(sorted(_believed(picture, facts), key=lambda said: (-said.at, said.centre))),
            timeline=tuple(sorted(timeline, key=lambda line: (line.at, line.entry.order))),
            came_back=came_back_to(picture, facts),
            now=now,
        )


def came_back_to(picture: Picture, case: CaseFacts) -> tuple[Phrase, ...]:
    """Return a sentence for each later boat from which a telephone of a case called."""
    first: dict[str, MentionFacts] = {}
    for mention in came_back(picture, case):
        for link in mention.links:
            if link.standing == "linked":
                first.setdefault(link.cases[0], mention)
    return tuple(
        say(
            "Its people may have come back: their telephone called at {time} from another boat, {case}.",
            time=Instant(ms=mention.at),
            case=name_of(picture.case(other)),
        )
        for other, mention in first.items()
        if other in picture.cases
    )


def name_of(case: CaseFacts) -> str:
    """Return what a case is called here: its labels, or the start of its id."""
    return " / ".join(dict.fromkeys(label.label for label in case.labels)) or case.id[:10]


def _of_type(picture: Picture, case: str, body: type) -> list[str]:
    return [held for held in picture.keeping.get(case, ()) if isinstance(picture.entries[held].body, body)]


def _believed(picture: Picture, case: CaseFacts) -> Iterator[Believed]:
    """Yield what other centres say of a case: on their lists, and in their own reports."""
    for judged in picture.standing(_of_type(picture, case.id, LineJudged)):
        listed = picture.entries.get(judged.body.list)
        if listed is not None and isinstance(listed.body, ListReceived) and picture.stands(listed.id):
            line = listed.body.lines[judged.body.line]
            yield Believed(centre=listed.body.centre, at=listed.body.at.ms, label=line.label, says=line.says)
    for mention in case.mentions:
        if mention.sender is not None and mention.sender.role == "centre":
            yield Believed(
                centre=mention.sender.unit or mention.received_by, at=mention.known, mention=mention
            )


def ask_cases(desk: Desk, words: str) -> tuple[CaseFacts, ...]:
    """Return the cases that the words in the search box may mean."""
    with desk.looking() as picture:
        return tuple(picture.case(case) for case in find_cases(picture, words))


def ask_mention(desk: Desk, mention: str) -> tuple[MentionFacts, ...]:
    """Return the standing versions of a mention, or the one version that an id with its entry (`~`) names."""
    base, marked, _ = mention.partition("~")
    if not is_mention_id(base):
        return ()
    with desk.looking() as picture:
        return tuple(facts for facts in mention_facts(picture, base) if not marked or facts.id == mention)


def words_of_report(desk: Desk, entry_id: str, who: Who) -> Report | None:
    """Return a report with its words, read again from its raw bytes; None where they were erased.

    Opening a sealed report is written to the access stream.
    """
    entry = desk.ledger.get(entry_id)
    with desk.looking() as picture:
        open_report: Report = picture.entries[entry_id].body.report
    raw = _raw(desk, entry, who)
    if raw is None:
        return None
    receipt = Receipt(received_by=open_report.received_by, received_at=open_report.received_at)
    return reread(open_report.source, raw, receipt)


def words_of_claim(desk: Desk, mention: str, field: str, who: Who) -> str | None:
    """Return the very words of one claim of a mention: the words of its count, else the report's text.

    `field` is a path of format ashore.report/1 within the mention; None where the words were erased.
    """
    found = ask_mention(desk, mention)
    report = words_of_report(desk, found[0].entry, who) if found else None
    if report is None:
        return None
    return said_of(report, mention, field) or report.text


def said_of(report: Report, mention: str, field: str) -> str | None:
    """Return the words of the count at a field of a mention (`movements[0].count`), where it has words of its own."""
    index = index_of(mention.partition("~")[0])
    value: Any = report.mentions[index] if index < len(report.mentions) else None
    for name, at in re.findall(r"([a-z]\w*)(?:\[([0-9]{1,6})\])?", field):
        value = getattr(value, name, None)
        if at:
            value = value[int(at)] if isinstance(value, tuple) and int(at) < len(value) else None
    return value.as_said if isinstance(value, Count) else None


def _raw(desk: Desk, entry: Entry, who: Who) -> bytes | None:
    try:
        if entry.header.blobs:
            return desk.ledger.blob(entry, 0)
        return desk.open_part(entry, RAW_PART, who)
    except (KeyDestroyed, KeyNotHeld, ContentWithheld):
        return None
