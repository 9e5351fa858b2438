"""JSON Lines of format ashore.report/1: one line of bytes to one report, or to a rejection with every fault at once.

Whatever the bytes are, these functions answer and do not raise.
"""

from __future__ import annotations

import functools
import re
import zoneinfo
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

import phonenumbers

from ashore.intake.claims import read_claims
from ashore.intake.fields import FIRST_MENTION, Fields, Found, Missing
from ashore.intake.mentions import MENTION_FIELDS, read_mention
from ashore.intake.rejection import Rejection
from ashore.intake.strict_json import BOM, MAX_LINE, Number, TooLong, Value, fingerprint, parse_object
from ashore.model.errors import BadInput
from ashore.model.report import Mention, OtherWord, Relation, Report, Sender
from ashore.model.times import Moment
from ashore.model.vocabulary import CHANNELS, PUBLIC_CHANNELS, RELATIONS, SENDER_ROLES, SIGN_OF_LIFE_CHANNELS

SOURCE = "report_lines"
FORMAT = "ashore.report/1"


class UnknownFormat(BadInput):
    code = "unknown-format"
    says = "The line is not of format ashore.report/1."
    hint = "Send version 1, or update this desk if the sender already writes a later one."


class OneMentionTwice(BadInput):
    code = "one-mention-twice"
    says = "The line has mentions and, beside them, {where}."
    hint = "Put what belongs to a mention inside it; only a line without mentions holds one at the top level."


class SaysNothing(BadInput):
    code = "says-nothing"
    says = "The line says nothing that can be followed up."
    hint = (
        "A report holds at least one of: text, a position, a count, an encounter, a movement, an event, "
        "a claim, a relates, or, for phone, sms and whatsapp, the sender's phone."
    )


class NotAName(BadInput):
    code = "not-a-name"
    says = "{where} cannot name {what}."
    hint = "Use at most 200 letters, with no line breaks and, in received_by, no slash and no #."


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadLine:
    """One line of a file, or one report of another source: its number from 1, its own bytes, and what they hold.

    `attached` are pictures that came with it, which the desk seals beside it.
    """

    number: int
    raw: bytes
    result: Report | Rejection
    attached: tuple[bytes, ...] = ()


def read_line(raw: bytes, *, received_by: str, line: int | None = None) -> Report | Rejection:
    """Return the report in one line of format ashore.report/1, or why there is none.

    `received_by` stands in where the line names no receiver; `line` is only for the rejection's sentence.
    """
    try:
        values = parse_object(raw)
        _check_format(values)
    except BadInput as error:
        return Rejection(source=SOURCE, raw=raw, errors=(error,), line=line)
    found = Found(shorthand=not values.get("mentions"))
    report = _read_report(Fields(values, found), received_by)
    if not found.errors:
        return report
    faulty = {error.fields.get("where") for error in found.errors}
    named = values.get("id") is not None and not faulty & {"id", "channel", "received_by"}
    return Rejection(
        source=SOURCE, raw=raw, errors=tuple(found.errors), line=line, report=report.key if named else None
    )


def read_lines(stream: BinaryIO, *, received_by: str) -> Iterator[ReadLine]:
    """Read a file line by line, holding one line of it at a time; blank lines are passed over.

    A line longer than MAX_LINE is rejected in pieces of that length, line end included, so that no byte
    of it is lost.
    """
    number = piece = 0
    while chunk := stream.readline(MAX_LINE + 2):
        number += piece == 0
        raw = chunk.removesuffix(b"\n").removesuffix(b"\r")
        if piece or len(raw) > MAX_LINE:
            piece += 1
            rejection = Rejection(source=SOURCE, raw=chunk, errors=(TooLong(piece=piece),), line=number)
            yield ReadLine(number=number, raw=chunk, result=rejection)
            if chunk.endswith(b"\n"):
                piece = 0
        elif raw.removeprefix(BOM).strip():
            yield ReadLine(
                number=number, raw=raw, result=read_line(raw, received_by=received_by, line=number)
            )


def _check_format(values: dict[str, Value]) -> None:
    stated = values.get("format")
    if stated is not None and not (isinstance(stated, str) and re.fullmatch(_FORMATS, stated)):
        raise UnknownFormat


def _read_report(fields: Fields, received_by: str) -> Report:
    channel, received_at = fields.code("channel", CHANNELS), fields.moment("received_at")
    for name in ("channel", "received_at"):
        if fields.values.get(name) is None:
            fields.refuse(Missing, name)
    text, sender = fields.text("text"), _sender(fields.object("sender"))
    relates = tuple(_relation(each) for each in fields.objects("relates"))
    claims = read_claims(fields, text)
    mentions = _mentions(fields)
    sign_of_life = channel in SIGN_OF_LIFE_CHANNELS and sender is not None and sender.phone is not None
    if not fields.found.errors and not (
        text or relates or claims or sign_of_life or any(_says_something(each) for each in mentions)
    ):
        fields.refuse(SaysNothing)
    spoken = text is not None or sign_of_life
    withdrawn = any(relation.kind == "withdraws" for relation in relates)
    if not mentions and not claims and spoken and not withdrawn and channel not in PUBLIC_CHANNELS:
        # Nobody described a boat, but somebody called: without a mention no case could hold the call.
        mentions = (Mention(),)
    return Report(
        id=_name(fields, "id", _ID, "a report") or fingerprint(fields.values),
        channel=channel or "other",
        received_by=_name(fields, "received_by", _RECEIVER, "a receiver") or received_by,
        received_at=received_at or Moment(ms=0, stated=""),
        source=SOURCE,
        received_zone=_zone(fields),
        zone_assumed=fields.truth("zone_assumed"),
        said_at=fields.moment("said_at"),
        sender=sender,
        language=fields.text("language"),
        interpreter=fields.text("interpreter"),
        text=text,
        relates=relates,
        mentions=mentions,
        claims=claims,
        attachments=_attachments(fields),
        assumed=_paths(fields, "assumed"),
        machine_read=_paths(fields, "machine_read"),
        other_words=tuple(fields.found.other_words),
    )


def _mentions(fields: Fields) -> tuple[Mention, ...]:
    beside = [name for name in MENTION_FIELDS if fields.values.get(name) not in (None, [], {})]
    if not fields.found.shorthand:
        for name in beside:
            fields.refuse(OneMentionTwice, name)
        return tuple(read_mention(each) for each in fields.objects("mentions"))
    fields.objects("mentions")
    mention = read_mention(Fields(fields.values, fields.found, FIRST_MENTION))
    return (mention,) if mention != Mention() or "about" in beside else ()


def _says_something(mention: Mention) -> bool:
    return any(
        (
            mention.positions,
            mention.boats,
            mention.on_board,
            mention.encounter,
            mention.movements,
            mention.event,
        )
    )


def _sender(fields: Fields | None) -> Sender | None:
    if fields is None:
        return None
    sender = Sender(
        role=fields.code("role", SENDER_ROLES),
        phone=_phone(fields),
        email=fields.text("email"),
        unit=fields.text("unit"),
        battery_pct=fields.whole("battery_pct", 0, 100),
        relayed_for=fields.text("relayed_for"),
    )
    return None if sender == Sender() else sender


def _phone(fields: Fields) -> str | None:
    """Return a number in E.164, or as it was written and kept among the other words."""
    stated = fields.text("phone")
    if stated is None:
        return None
    try:
        # 00 is the prefix for calls abroad in every country of this sea (ITU-T E.164).
        number = phonenumbers.parse(re.sub(r"^\s*00", "+", stated), None)
        if phonenumbers.is_possible_number(number):
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    except phonenumbers.NumberParseException:
        pass
    fields.found.other_words.append(OtherWord(path=fields.path("phone"), word=stated))
    return stated


def _relation(fields: Fields) -> Relation:
    kind, named = fields.code("kind", RELATIONS), fields.text("id")
    for name in ("kind", "id"):
        if fields.values.get(name) is None:
            fields.refuse(Missing, name)
    return Relation(kind=kind or "other", id=named or "")


def _name(fields: Fields, name: str, pattern: re.Pattern[str], what: str) -> str | None:
    stated = fields.text(name)
    if stated is not None and not pattern.fullmatch(stated):
        fields.refuse(NotAName, name, what=what)
    return stated


def _zone(fields: Fields) -> str | None:
    """Return the IANA zone, or None with the word kept: every time carries its own offset, so nothing is lost."""
    stated = fields.text("received_zone")
    if stated is None or stated in _zones():
        return stated
    fields.found.other_words.append(OtherWord(path="received_zone", word=stated))
    return None


@functools.cache
def _zones() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())


def _paths(fields: Fields, name: str) -> tuple[str, ...]:
    """Return the paths in their long form; one that leads to no value marks nothing and costs nothing."""
    listed = fields.values.get("mentions")
    only_one = fields.found.shorthand or (isinstance(listed, list) and len(listed) == 1)
    paths = []
    for stated in fields.texts(name):
        path = stated.removeprefix("$.")
        if only_one and re.split(r"[.\[]", path)[0] in MENTION_FIELDS:
            path = f"{FIRST_MENTION}.{path}"
        paths.append(path)
    return tuple(paths)


def _attachments(fields: Fields) -> tuple[str, ...]:
    """Return the attachments that are named by a text; what is written otherwise stays in the raw bytes."""
    listed = fields.values.get("attachments")
    if not isinstance(listed, list):
        return ()
    return tuple(
        item for item in listed if isinstance(item, str) and not isinstance(item, Number) and item.strip()
    )


_FORMATS = re.compile(re.escape(FORMAT) + r"(\.[0-9]{1,4})?")
_ID = re.compile("[^\x00-\x1f\x7f-\x9f\u2028\u2029]{1,200}")
_RECEIVER = re.compile("[^/#\x00-\x1f\x7f-\x9f\u2028\u2029]{1,200}")
