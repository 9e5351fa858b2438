"""Comparing lists: another centre's boats, as read out or pasted, ticked one by one against ours."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from ashore.desk.commands.acting import Acting, one_of, reason_text
from ashore.desk.commands.acts import JudgeLine, ReceiveList
from ashore.desk.commands.asking import ask_board
from ashore.desk.commands.deciding import label_as
from ashore.desk.commands.desk import Desk
from ashore.desk.commands.errors import BadValue, EmptyList, UnknownEntry
from ashore.desk.commands.registry import DOCUMENTING, command
from ashore.ledger.draft import Seal
from ashore.model.bodies import CaseLabelled, EntryRetracted, LineJudged, ListLine, ListReceived
from ashore.model.facts import CaseFacts, Label
from ashore.model.numbers import without_numbers
from ashore.model.times import Moment, iso
from ashore.model.vocabulary import AT_SEA
from ashore.picture import Board, Held, Picture
from ashore.reading.chat import DAY, MONTH, NotInThatOrder, is_chat, read_chat
from ashore.reading.chat_words import plain

LONGEST_LABEL = 60
LONGEST_LINE = 300
MOST_LINES = 200
NOTHING = frozenset(
    "none, nil, nothing, nothing to report, no boat, no boats, we have none, we have nothing, 0, zero, "
    "aucun, aucune, aucun bateau, aucune embarcation, pas de bateau, pas d'embarcation, néant, rien, "
    "rien à signaler, ras, zéro".split(", ")
)
"""What a centre says that holds no boat: its list is empty, and all of ours are missing from it."""

_BULLET = re.compile(r"^\s*(?:[-–—*•·]\s*|\(?[0-9]{1,2}[.)]\s+)")
_PARTED = re.compile(r"\s*(?:\t|;|(?<![0-9])[,:]|[,:](?![0-9])|\s[-–—]\s|\s{2,})\s*")
_EDGES = " \t;,:-–—"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of a list, its number from 0, and what was said of it: same, not_ours, unknown, or "" as yet.

    `open` says whether the case that it is the same as is open here.
    """

    number: int
    line: ListLine
    standing: str = ""
    case: str = ""
    by: str = ""
    open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A centre's last list beside ours: `missing` are our open cases at sea that are not on it.

    These, the lines `remaining` and those `doubled` stay red until they are settled.
    """

    entry: str
    centre: str
    at: int
    lines: tuple[Line, ...]
    missing: tuple[str, ...]

    @property
    def remaining(self) -> tuple[Line, ...]:
        """The lines that nobody has found among our open cases."""
        return tuple(line for line in self.lines if not line.open)

    @property
    def doubled(self) -> tuple[tuple[Line, ...], ...]:
        """The lines that are held one and the same boat of ours, those of each together: two boats, or one twice."""
        by_case: dict[str, list[Line]] = {}
        for line in self.lines:
            if line.open:
                by_case.setdefault(line.case, []).append(line)
        return tuple(tuple(lines) for lines in by_case.values() if len(lines) > 1)


def ask_lists(desk: Desk, shown: Board | None = None) -> tuple[Compared, ...]:
    """Return the last list of each centre beside our open cases: those on `shown`, or on the board as it stands."""
    shown = shown or ask_board(desk)
    with desk.looking() as picture:
        return compared_lists(picture, [row.case for row in shown.rows])


def compared_lists(picture: Picture, ours: Iterable[CaseFacts]) -> tuple[Compared, ...]:
    """Return the last list of each centre beside our open cases, by centre."""
    open_cases = [case for case in ours if case.kind in AT_SEA]
    ids = {case.id for case in open_cases}
    judged = {(held.body.list, held.body.line): held for held in picture.kept(LineJudged)}
    found = []
    for held in picture.kept(ListReceived):
        lines = tuple(
            _line(number, line, judged.get((held.id, number)), ids)
            for number, line in enumerate(held.body.lines)
        )
        listed = {line.case for line in lines if line.open}
        found.append(
            Compared(
                entry=held.id,
                centre=held.body.centre,
                at=held.body.at.ms,
                lines=lines,
                missing=tuple(case.id for case in open_cases if not listed & {case.id, *_same_boat(case)}),
            )
        )
    return tuple(sorted(found, key=lambda each: (each.centre.casefold(), each.at, each.entry)))


def _line(number: int, line: ListLine, held: Held | None, open_cases: Collection[str]) -> Line:
    if held is None:
        return Line(number=number, line=line)
    said: LineJudged = held.body
    return Line(
        number=number,
        line=line,
        standing=said.standing,
        case=said.case,
        by=held.actor,
        open=said.standing == "same" and said.case in open_cases,
    )


def _same_boat(case: CaseFacts) -> set[str]:
    """Return the cases that are held the same boat as this one, and by nobody apart from it."""
    said: dict[str, set[str]] = {}
    for comparison in case.comparisons:
        for other in comparison.cases:
            said.setdefault(other, set()).add(comparison.standing)
    return {other for other, standings in said.items() if standings == {"same"}}


def read_list(text: str) -> tuple[ListLine, ...]:
    """Return the boats of a list: on each line what they call it, and after the first mark that parts, the rest."""
    return tuple(_read(line) for line in _lines(text) if not _is_nothing(line))


def _lines(text: str) -> list[str]:
    """Return the lines that say anything, without what only sets them out; numbers to call are left out."""
    lines = (
        without_numbers(_BULLET.sub("", plain(raw))).strip(_EDGES) for raw in _as_said(text).splitlines()
    )
    return [line for line in lines if any(map(str.isalnum, line))]


def _as_said(text: str) -> str:
    """Return a list that was pasted from a chat without the times, whoever wrote it after the words; else as it is.

    Nothing of a line is lost but the time: a name before a colon may be a boat's.
    """
    if not is_chat(text):
        return text
    try:
        chat = read_chat(text, day_order=DAY)
    except NotInThatOrder:
        chat = read_chat(text, day_order=MONTH)
    said = [chat.before]
    for message in chat.messages:
        first, *more = (message.text or message.written).splitlines()
        by = f"\t({message.speaker})" if message.speaker and not _is_nothing(first) else ""
        said += [first + by, *more]
    return "\n".join(said)


def _is_nothing(line: str) -> bool:
    return line.casefold().strip(" .!") in NOTHING


def _read(line: str) -> ListLine:
    parted = _PARTED.search(line)
    label, rest = (line, "") if parted is None else (line[: parted.start()], line[parted.end() :])
    label = " ".join(label.split())
    rest = " ".join(f"{label[LONGEST_LABEL:]} {rest}".split())
    return ListLine(
        label=without_numbers(label[:LONGEST_LABEL]).strip(), says=without_numbers(rest)[:LONGEST_LINE]
    )


@command("receive-list", ReceiveList, roles=DOCUMENTING)
def receive_list(acting: Acting, act: ReceiveList) -> None:
    """Take in another centre's list in place of its last one; the text as it came is sealed."""
    centre = reason_text("centre", act.centre, least=1)
    lines = read_list(act.text)
    if not lines and not any(map(_is_nothing, _lines(act.text))):
        raise EmptyList
    if len(lines) > MOST_LINES:
        raise BadValue(
            field="text", why="it is longer than any list of boats", hint="One boat a line, and boats alone"
        )
    now = acting.now
    before = [
        held.id
        for held in acting.picture.kept(ListReceived)
        if held.body.centre.casefold() == centre.casefold()
    ]
    acting.append(
        ListReceived(centre=centre, at=Moment(ms=now, stated=iso(now)), lines=lines),
        subjects=[],
        class_="operational",
        replaces=before,
        sealed=(Seal(class_="personal", plaintext=act.text.encode(), key_name="list"),),
    )


@command("judge-line", JudgeLine, roles=DOCUMENTING)
def judge_line(acting: Acting, act: JudgeLine) -> None:
    """Say of a line that it is a case of ours, none, or unknown; a case that it is gets their name for it too.

    Where the line was held the same as another case before, that one loses the name again.
    """
    one_of("standing", act.standing, ("same", "not_ours", "unknown"))
    picture = acting.picture
    held = next((each for each in picture.kept(ListReceived) if each.id == act.list), None)
    if held is None:
        raise UnknownEntry(entry=act.list, why="it is no list, or a newer list stands in its place")
    if not re.fullmatch("[0-9]{1,4}", act.line) or int(act.line) >= len(held.body.lines):
        raise BadValue(field="line", why="the list has no such line", hint="Lines are counted from 0")
    number = int(act.line)
    case = acting.case(act.case) if act.standing == "same" else ""
    before = [
        each for each in picture.kept(LineJudged) if (each.body.list, each.body.line) == (act.list, number)
    ]
    acting.append(
        LineJudged(list=act.list, line=number, standing=act.standing, case=case),
        subjects=[case] if case else [],
        class_="operational",
        replaces=[each.id for each in before],
        causes=[act.list],
    )
    for each in before:
        if each.body.case != case:
            _take_name_back(acting, each)
    name = Label(label=held.body.lines[number].label, given_by=held.body.centre)
    if case and name not in picture.case(case).labels:
        label_as(acting, case, name.label, name.given_by)


def _take_name_back(acting: Acting, judged: Held) -> None:
    """Take back the name that a judgement gave a case, which it no longer holds."""
    command = acting.ledger.get(judged.id).header.command
    given = [
        each
        for each in acting.picture.standing(acting.picture.of_case.get(judged.body.case, ()))
        if isinstance(each.body, CaseLabelled) and acting.ledger.get(each.id).header.command == command
    ]
    if given:
        acting.append(
            EntryRetracted(reason="their list means another boat by it"),
            subjects=[judged.body.case],
            replaces=[each.id for each in given],
        )
