"""What a public text tells of operations, as reports a person may take: proposed, and never posted by themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from ashore.desk.commands.acting import Acting
from ashore.desk.commands.acts import TakeReport
from ashore.desk.commands.desk import Desk
from ashore.desk.commands.errors import UnknownReport
from ashore.desk.commands.receiving import LineOutcome, Taking
from ashore.desk.commands.registry import DOCUMENTING, command
from ashore.figures.outside import reports_standing
from ashore.intake.rejection import Rejection
from ashore.intake.report_lines import FORMAT, read_line
from ashore.model.errors import AshoreError
from ashore.model.report import Report
from ashore.model.times import iso, utc_ms
from ashore.model.vocabulary import SAYS_WHO
from ashore.picture.fold import Held, Picture
from ashore.picture.relations import withdrawn
from ashore.reading.operations.hours import OWN_CLOCK
from ashore.reading.operations.reader import Left, Operations, Proposed, read_operations

SPEAKERS = {"official": "official", "article": "press", "post": "public", "statement": "public"}
"""Who says the numbers of a public text, by its channel, where its sender is not one of those who count."""

ROLES = {"official": "centre"}
"""In what role the sender of a public text speaks, where the text does not say."""


class ReadOtherwise(AshoreError):
    code = "read-otherwise"
    says = "The text makes no such report: it was read otherwise, or changed, since the page was shown."
    hint = "Look at the text again and take what it makes now."


class NothingOffered(AshoreError):
    code = "nothing-offered"
    says = "The text {report} came with what it tells of boats already said, and nothing more is offered from it."
    hint = "Correct that report, if it is wrong."


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """One report that a text makes: its line of format ashore.report/1, what that holds, and the entry that took it.

    `entry` is "" while nobody took it.
    """

    proposed: Proposed
    line: str
    report: Report
    entry: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TextOperations:
    """What a text tells of operations: the reports it makes, what is left to a person, and what was taken before.

    `taken_before` are the reports that somebody took from it and that it is not read to make any more, each with its
    entry; `said_already` that the text came with mentions of its own, so that nothing is offered.
    """

    offered: tuple[Offered, ...]
    left: tuple[Left, ...]
    taken_before: tuple[tuple[str, Report], ...]
    said_already: bool


def ask_operations(desk: Desk, key: str) -> TextOperations:
    """Return what a public text tells of operations, and what of it was taken. Raises UnknownReport."""
    with desk.looking() as picture:
        return _operations(picture, _text(picture, key))


@command("take-report", TakeReport, roles=DOCUMENTING, person=True)
def take_report(acting: Acting, act: TakeReport) -> LineOutcome:
    """Take in a report that a text makes, as it was shown to whoever takes it.

    Raises UnknownReport, NothingOffered, ReadOtherwise.
    """
    held = _text(acting.picture, act.report)
    told = _operations(acting.picture, held)
    if told.said_already:
        raise NothingOffered(report=act.report)
    meant = next((each for each in told.offered if each.line == act.line.strip()), None)
    if meant is None:
        raise ReadOtherwise
    return Taking(acting).report(meant.report, meant.line.encode(), 1)


def lines_of_file(text: str, published: date) -> Iterator[tuple[Proposed, str]]:
    """Yield the reports that a text nobody holds makes, each with its line of format ashore.report/1.

    Its channel and the instant it was known, the end of the day of publication, are assumed and say so.
    """
    told = read_text(text, published)
    zone = OWN_CLOCK[told.language]
    fields = {
        "channel": "official",
        "received_at": iso(_end_of(published, zone), zone),
        "received_zone": zone,
        "zone_assumed": True,
        "sender": {"role": ROLES["official"]},
        "assumed": ["channel", "received_at", "sender.role"],
    }
    for each in told.reports:
        yield each, _line(each, fields)


def read_text(text: str, published: date) -> Operations:
    """Return what a text nobody holds tells of operations, as known at the end of the day of publication."""
    return read_operations(
        text, published=published, until=max(_end_of(published, zone) for zone in OWN_CLOCK.values())
    )


def _end_of(day: date, zone: str) -> int:
    return utc_ms(datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=ZoneInfo(zone)))


def _text(picture: Picture, key: str) -> Held:
    """Return a public text that stands. Raises UnknownReport."""
    for held in picture.standing(picture.reports.get(key, ())):
        if held.body.report.public and held.body.report.text:
            return held
    raise UnknownReport(report=key)


def _operations(picture: Picture, held: Held) -> TextOperations:
    text: Report = held.body.report
    if text.mentions:
        return TextOperations(offered=(), left=(), taken_before=(), said_already=True)
    known = text.said_at or text.received_at
    told = read_operations(
        text.text or "",
        published=datetime.fromisoformat(known.stated).date(),
        until=text.received_at.ms,
        speaker=_speaker(text),
    )
    taken = {
        each.body.report.id: each for each in reports_standing(picture) if _is_of(each.body.report, text)
    }
    offered = tuple(_offered(picture, text, each, taken) for each in told.reports)
    mine = {each.report.id for each in offered if each.entry}
    return TextOperations(
        offered=offered,
        left=told.left,
        taken_before=tuple((each.id, each.body.report) for name, each in taken.items() if name not in mine),
        said_already=False,
    )


def _is_of(report: Report, text: Report) -> bool:
    return any(relation.kind == "relays" and relation.id == text.key for relation in report.relates)


def _speaker(text: Report) -> str:
    role = text.sender.role if text.sender is not None else None
    return role if role in SAYS_WHO else SPEAKERS[text.channel]


def _offered(picture: Picture, text: Report, each: Proposed, taken: Mapping[str, Held]) -> Offered:
    """Return a report as it is offered: under its first name that nobody took and withdrew, and as taken or not."""
    number, name = 1, _name(text, each, 1)
    while name not in taken and _was_taken(picture, text, name):
        number += 1
        name = _name(text, each, number)
    line = _line(each, _fields(text, name))
    report = read_line(line.encode(), received_by=text.received_by)
    assert not isinstance(report, Rejection), report.says
    return Offered(proposed=each, line=line, report=report, entry=taken[name].id if name in taken else "")


def _name(text: Report, each: Proposed, number: int) -> str:
    """Return what a report of a text is called: the text's own id, and the letter at which its words begin."""
    again = f".{number}" if number > 1 else ""
    return f"{text.id[:180]}@{each.start}{again}"


def _was_taken(picture: Picture, text: Report, name: str) -> bool:
    versions = picture.reports.get(f"{text.received_by}/{text.channel_word}/{name}", ())
    return bool(versions) and all(withdrawn(picture, held.body.report) for held in picture.standing(versions))


def _fields(text: Report, name: str) -> dict[str, Any]:
    sender = text.sender
    role = sender.role if sender is not None else None
    return {
        "id": name,
        "channel": text.channel_word,
        "received_at": text.received_at.stated,
        "received_zone": text.received_zone,
        "received_by": text.received_by,
        "sender": {
            "role": role or ROLES.get(text.channel),
            "unit": sender.unit if sender is not None else None,
        },
        "relates": [{"kind": "relays", "id": text.key}],
        "assumed": [] if role or text.channel not in ROLES else ["sender.role"],
    }


def _line(each: Proposed, fields: Mapping[str, Any]) -> str:
    """Return a report as one line; beside the format's fields, `proposed` holds the words of each value."""
    assumed = [*fields.get("assumed", ()), *each.fields.get("assumed", ())]  # type: ignore[misc]
    report = {"format": FORMAT, **fields, **each.fields, "assumed": assumed, "proposed": _beside(each)}
    return msgspec.json.encode({name: value for name, value in report.items() if value is not None}).decode()


def _beside(each: Proposed) -> dict[str, object]:
    return {
        "step": each.step,
        "boats": each.boats,
        "perhaps": each.perhaps,
        "quotes": [asdict(quote) for quote in each.quotes],
    }
