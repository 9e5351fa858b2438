"""AML messages as reports: one line each, from a gateway's log, from a file of messages, or as a telephone posted it.

Nothing of a message names who called: the identifiers of the handset are dropped, its number is sealed with the words.
So two messages that differ in nothing else than those (the same place, to a hundred-thousandth of a degree, in the same
second) have one id, and the second corrects the first.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from itertools import islice

import phonenumbers

from ashore.intake.aml import AmlMessage, NotAml
from ashore.intake.aml_https import NAMES, parse_form, parse_json
from ashore.intake.aml_sms import HEADER, parse_sms, unwrapped
from ashore.intake.rejection import Rejection
from ashore.intake.report_lines import ReadLine
from ashore.intake.strict_json import BOM, MAX_LINE, NotUtf8, TooLong
from ashore.model.errors import BadInput
from ashore.model.report import Mention, Position, Report, Sender
from ashore.model.times import Moment, moment

SOURCE = "aml"

DAY_MS = 86_400_000
"""How far ahead of our clock another may be before we go by ours."""

LOOKED_AT = 20
"""Lines of a file that are looked at to know whether it is of AML messages."""


def is_aml(content: bytes) -> bool:
    """Return whether a file is of AML messages: whether most of its first lines are."""
    if unwrapped(content) is not None:
        return True
    lines = [line for line in islice(content[: 64 * 1024].splitlines(), LOOKED_AT) if line.strip()]
    return bool(lines) and 2 * sum(_is_one(line) for line in lines) >= len(lines)


def read_aml(raw: bytes, *, received_by: str, received_at: Moment) -> Report | Rejection:
    """Return the report in one AML message, or why there is none; it never raises.

    What a gateway wrote before the message on its line is looked through for the time and the sender's number.
    """
    try:
        before, message = _parsed(raw)
    except ExceptionGroup as group:
        return Rejection(source=SOURCE, raw=raw, errors=tuple(_faults(group)))
    number = _number(message.number) or _number_before(before)
    if number:
        before = before.replace(number, "…")
    return Report(
        id=hashlib.sha256(f"{_without_numbers(before)}\n{message.words}".encode()).hexdigest()[:16],
        channel="aml",
        received_by=received_by,
        received_at=_time_before(before, received_at) or received_at,
        source=SOURCE,
        # A telephone looks where it is when the call begins; no form but the posted one says when that was.
        said_at=message.called_at or message.positioned_at,
        # Whoever calls for a boat is aboard it unless somebody says otherwise; a relative ashore may have called.
        sender=Sender(role="aboard", phone=number),
        text=message.words,
        mentions=(Mention(positions=_positions(message)),),
        assumed=("sender.role", *_assumed(message)),
    )


def read_messages(content: bytes, *, received_by: str, received_at: Moment) -> Iterator[ReadLine]:
    """Read a file of AML messages, one a line; blank lines are passed over."""
    whole = unwrapped(content) is not None and len(content.splitlines()) != 1
    for number, raw in enumerate([content] if whole else content.splitlines(), start=1):
        if raw.removeprefix(BOM).strip():
            yield ReadLine(
                number=number, raw=raw, result=read_aml(raw, received_by=received_by, received_at=received_at)
            )


def _is_one(line: bytes) -> bool:
    line = line.removeprefix(BOM)
    if unwrapped(line) is not None:
        return True
    text = line.decode("utf-8", errors="replace")
    if HEADER.search(text[:200]):
        return True
    if text.lstrip().startswith("{"):
        return any(f'"{name}"' in text for name in NAMES) and '"channel"' not in text
    return any(re.match(rf"(?:[^&=\s]+=[^&\s]*&)*{name}=", text) for name in NAMES)


def _parsed(raw: bytes) -> tuple[str, AmlMessage]:
    """Return what stands before a message, and the message. Raises an ExceptionGroup of BadInput."""
    if len(raw) > MAX_LINE:
        raise ExceptionGroup("AML", [TooLong(piece=1)])
    packed = unwrapped(raw)
    if packed is not None:
        return "", parse_sms(packed)
    try:
        text = raw.removeprefix(BOM).decode("utf-8").strip()
    except UnicodeDecodeError as error:
        raise ExceptionGroup("AML", [NotUtf8(at=error.start + 1)]) from error
    text = text.replace("&quot;", '"')
    header = HEADER.search(text)
    if header is not None:
        return text[: header.start()], parse_sms(text[header.start() :])
    if text.startswith("{"):
        return "", parse_json(raw.strip())
    if "=" not in text:
        raise ExceptionGroup("AML", [NotAml()])
    return "", parse_form(text)


def _faults(group: ExceptionGroup[Exception]) -> Iterator[BadInput]:
    return (each for each in group.exceptions if isinstance(each, BadInput))


def _positions(message: AmlMessage) -> tuple[Position, ...]:
    if message.lat is None:
        return ()
    position = Position(
        lat=message.lat,
        lon=message.lon,
        error_m=message.error_m,
        at=message.positioned_at,
        how=message.method or "unknown",
        of="sender",
    )
    return (position,)


def _assumed(message: AmlMessage) -> Iterator[str]:
    """Yield what nobody said, and what a missing letter anywhere may have turned into something else."""
    if message.called_at is None and message.positioned_at is not None:
        yield "said_at"
    if message.lat is None:
        return
    position = "mentions[0].positions[0]"
    if message.error_m is not None and message.confidence_pct is None:
        yield f"{position}.error_m"
    if message.positioned_at is None:
        yield f"{position}.at"
    if message.doubtful:
        yield from (f"{position}.lat", f"{position}.lon")


def _number(stated: str | None) -> str | None:
    """Return a number in E.164, as it was sent where it is none, None where none was sent."""
    if not stated:
        return None
    try:
        number = phonenumbers.parse(re.sub(r"^\s*00", "+", stated), None)
        if phonenumbers.is_possible_number(number):
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    except phonenumbers.NumberParseException:
        pass
    return stated


def _number_before(before: str) -> str | None:
    """Return the one international number that a gateway wrote before a message, None for none or several."""
    found = set(re.findall(r"(?<![0-9:+.-])\+[1-9][0-9]{7,14}(?![0-9])", before))
    return next(iter(found)) if len(found) == 1 else None


def _time_before(before: str, received_at: Moment) -> Moment | None:
    """Return the one time with its offset that a gateway wrote before a message, None for none or several.

    A time that is still to come is a slip of the gateway's clock, and no time.
    """
    found = re.findall(
        r"(?:19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}[T ][0-9:.]{5,15}(?:Z|[+-][0-9]{2}:?[0-9]{2})", before
    )
    if len(found) != 1:
        return None
    try:
        at = moment(found[0])
    except ValueError:
        return None
    return at if at.ms <= received_at.ms + DAY_MS else None


def _without_numbers(before: str) -> str:
    return re.sub(r"\+?[0-9]{9,}", "…", before)
