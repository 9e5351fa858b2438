"""E-mail: a message as it came (RFC 5322) or a mailbox of them (mbox), each message one report.

A report's id is the sender's Message-ID, so that a mail sent on to two addresses, or fetched twice, is one report:
`same_message` passes over what the ways it came by wrote into its header.
An address is nobody's proof: the sender is whom the mail names, and is sealed.
"""

from __future__ import annotations

import email
import hashlib
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import getaddresses, parsedate_to_datetime
from typing import Any

from ashore.intake.case_text import case_fields
from ashore.intake.drawn import clean, draw_report
from ashore.intake.image import is_image, read_image
from ashore.intake.mail_history import Written, is_reply, written_now
from ashore.intake.mail_text import Enclosed, MailParts, decoded, parts_of
from ashore.intake.pasted import decimal
from ashore.intake.rejection import Rejection
from ashore.intake.row import Clock
from ashore.intake.telephones import e164
from ashore.model.errors import BadInput
from ashore.model.report import Report
from ashore.model.times import Moment, iso, utc_ms
from ashore.reading.times import read_times

SOURCE = "mail"
ASSUMED_ZONE = "Europe/Paris"
"""The clock of a mail that does not say its own."""

AHEAD_MS = 5 * 60_000
"""So far the clock of the server that took a mail in may run before the desk's."""

DEEPEST = 8
"""Mails within mails that are handed on; what lies deeper stays in the raw bytes."""

_FIELD = re.compile(rb"[!-9;-~]{1,76}[ \t]*:")
_ENVELOPE = re.compile(rb"From [^\r\n]{1,200}\d\d:\d\d[^\r\n]{0,40}\d{4}[^\r\n]{0,20}\r?\n")
_CUT = re.compile(
    rb"(?:\A|(?<=\n\n)|(?<=\r\n\r\n))From [^\r\n]{1,200}\d\d:\d\d[^\r\n]{0,40}\d{4}[^\r\n]{0,20}\r?\n"
)
_TELLING = frozenset(
    {b"from", b"date", b"subject", b"message-id", b"received", b"to", b"mime-version", b"return-path"}
)
_ON_THE_WAY = re.compile(
    rb"(?:received|return-path|delivered-to|x-[^:]*|arc-[^:]*|dkim-signature|authentication-results|received-spf"
    rb"|status|envelope-to|delivery-date|list-[^:]*|precedence|errors-to|sender|bcc|lines|content-length)$"
)


class NotAMail(BadInput):
    code = "not-a-mail"
    says = "This e-mail has no header that can be read and no words."
    hint = "Save the message again as .eml, or copy its words into a call's form."


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mail:
    """A mail taken apart."""

    message: Message
    parts: MailParts
    subject: str
    written: Written
    said_at: datetime | None


def recognises(content: bytes) -> bool:
    """Return whether bytes begin as a mail or a mailbox does: with a header of which two fields are a mail's."""
    envelope = _ENVELOPE.match(content)
    head = content[envelope.end() if envelope else 0 :][:65_536]
    told = set()
    for number, line in enumerate(head.split(b"\n")):
        if not line.strip():
            break
        field = _FIELD.match(line)
        if field is None and not (number and line[:1] in b" \t"):
            return False
        if field is not None:
            told.add(field[0].rstrip(b" \t:").lower())
    return len(told & _TELLING) >= 2


def messages_in(content: bytes) -> Iterator[bytes]:
    """Yield each message of a mailbox, without the line that parts it from the one before; or the one message."""
    starts = [(cut.start(), cut.end()) for cut in _CUT.finditer(content)]
    if not starts or starts[0][0] != 0:
        yield content
        return
    ends = [*(start for start, _ in starts[1:]), len(content)]
    for (_, start), end in zip(starts, ends, strict=True):
        message = content[start:end]
        # The blank line before the next one is the mailbox's.
        yield message.removesuffix(b"\n").removesuffix(b"\r") if end < len(content) else message


def read_mail(raw: bytes, *, received_by: str, received_at: Moment) -> Report | Rejection:
    """Return the report in one message, or why there is none; it never raises."""
    mail = _taken_apart(raw)
    if not (mail.parts.text.strip() or mail.subject or mail.parts.enclosed):
        return Rejection(source=SOURCE, raw=raw, errors=(NotAMail(),))
    received = _received(mail.message, received_at)
    said = mail.said_at
    zone = _zone(said)
    inner = _inner_date(mail.written, received.ms if said is None else utc_ms(said), zone)
    stated = inner or said
    clock = Clock(now=received.ms if stated is None else utc_ms(stated), zone=zone)
    read = case_fields(_words_to_read(mail), clock)
    assumed = [path for path in read.get("assumed", ()) if path != "said_at"]
    if said is not None and said.tzinfo is UTC and _header(mail.message, "date").strip().endswith("-0000"):
        assumed.append("said_at")
    fields: dict[str, Any] = read | {
        "id": _id(_header(mail.message, "message-id")) or f"mail-{hashlib.sha256(raw).hexdigest()[:16]}",
        "channel": "email",
        "said_at": None if stated is None else stated.isoformat(),
        "sender": _sender(mail, read.get("sender", {})),
        "text": clean(_text(mail)),
        "relates": _relates(mail.message),
        "attachments": [clean(each.name or each.media) for each in mail.parts.enclosed],
        "assumed": assumed,
    }
    _add_pictures(mail, fields)
    return draw_report(fields, source=SOURCE, raw=raw, received_by=received_by, received_at=received)


def enclosures_of(raw: bytes) -> tuple[Enclosed, ...]:
    """Return what came with a message, for other sources to know as theirs."""
    if raw.lower().count(b"message/rfc822") > DEEPEST:
        return ()
    return _taken_apart(raw).parts.enclosed


def words_of(raw: bytes) -> bytes:
    """Return a message's words, which may be another source's whole report, as a centre's alert by mail is."""
    return _taken_apart(raw).parts.text.strip().encode("utf-8", "replace")


def pictures_of(raw: bytes) -> tuple[bytes, ...]:
    """Return the pictures that came with a message."""
    return tuple(each.content for each in _taken_apart(raw).parts.enclosed if is_image(each.content))


def same_message(one: bytes, other: bytes) -> bool:
    """Return whether two messages are one but for what the ways they came by wrote into their headers."""
    return one == other or _as_sent(one) == _as_sent(other)


def _as_sent(raw: bytes) -> bytes:
    head, _, body = raw.replace(b"\r\n", b"\n").partition(b"\n\n")
    fields = re.split(rb"\n(?![ \t])", head)
    kept = [each for each in fields if not _ON_THE_WAY.fullmatch(each.partition(b":")[0].strip().lower())]
    return b"\n".join(sorted(kept)) + b"\n\n" + body.rstrip(b"\n")


def _taken_apart(raw: bytes) -> _Mail:
    try:
        message = email.message_from_bytes(raw)
        parts = parts_of(message)
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError):
        # The parser of the standard library trips over damaged parts in many ways; the words are still words.
        message = BytesHeaderParser().parsebytes(raw)
        parts = MailParts(text=decoded(raw, ""), enclosed=())
    subject = " ".join(clean(_header(message, "subject")).split())
    return _Mail(
        message=message,
        parts=parts,
        subject=subject,
        written=written_now(parts.text, subject),
        said_at=_date(_header(message, "date")),
    )


def _header(message: Message, name: str) -> str:
    """Return a header as text, whatever it was written in; "" where there is none."""
    try:
        stated = str(message.get(name) or "")
        pieces = decode_header(stated)
    except (HeaderParseError, ValueError, LookupError):
        return stated
    words = "".join(
        piece if isinstance(piece, str) else decoded(piece, charset or "") for piece, charset in pieces
    )
    # Bytes beyond ASCII that no charset was named for come as halves of letters.
    return (
        decoded(words.encode("utf-8", "surrogateescape"), "")
        if re.search("[\udc80-\udcff]", words)
        else words
    )


def _date(stated: str) -> datetime | None:
    with suppress(ValueError, TypeError, IndexError, OverflowError):
        at = parsedate_to_datetime(stated.strip())
        # "-0000" is an instant in UTC of somebody whose clock is not known (RFC 5322, 3.3).
        at = at.replace(tzinfo=UTC) if at.tzinfo is None else at
        if 1970 <= at.year < 3000 and abs(at.utcoffset() or timedelta()) < timedelta(hours=15):
            return at.replace(microsecond=0)
    return None


def _received(message: Message, received_at: Moment) -> Moment:
    """Return when the last server took the mail in, or when the desk did where none says so, or says a later time."""
    latest = str(message.get("received") or "")
    at = _date(latest.rpartition(";")[2])
    if at is None or utc_ms(at) > received_at.ms + AHEAD_MS:
        return received_at
    return Moment(ms=utc_ms(at), stated=at.isoformat())


def _zone(said: datetime | None) -> str:
    """Return the zone whose clock the sender's offset is of, in the name that tz gives whole hours."""
    offset = None if said is None else said.utcoffset()
    if offset is None:
        return ASSUMED_ZONE
    hours = offset.total_seconds() / 3600
    if hours == 0 or hours % 1 or not -12 <= hours <= 14:
        return "UTC" if hours == 0 else ASSUMED_ZONE
    return f"Etc/GMT{-int(hours):+d}"


def _inner_date(written: Written, now: int, zone: str) -> datetime | None:
    """Return when a forwarded mail was sent, where its header can be read."""
    if not written.sent_at:
        return None
    exact = _date(written.sent_at)
    if exact is not None and re.search(r"[+-]\d{4}|GMT|UTC|UT\b", written.sent_at):
        return exact
    read = read_times(written.sent_at[:200], now=now, zone=zone)
    return datetime.fromisoformat(iso(read[0].at, zone)) if len(read) == 1 else None


def _words_to_read(mail: _Mail) -> str:
    """Return what is read for a boat: the subject too, unless it is only that of the mail answered."""
    subject = re.sub(r"^\s*(?:(?:fwd?|tr|wg)\s*:\s*)+", "", mail.subject, flags=re.IGNORECASE)
    repeated = is_reply(mail.subject) or (subject and subject.lower() in mail.written.words.lower())
    return clean(mail.written.words if repeated else f"{subject}\n\n{mail.written.words}".strip())


def _text(mail: _Mail) -> str:
    written = mail.written
    return "\n\n".join(each for each in (mail.subject, written.text, written.forwarded or "") if each)


def _sender(mail: _Mail, read: dict[str, Any]) -> dict[str, Any]:
    address = _address(_header(mail.message, "from"))
    first = _address(mail.written.sent_by) or clean(mail.written.sent_by)[:200]
    sender = dict(read) | {"email": address or None, "relayed_for": first or None}
    return {name: value for name, value in sender.items() if value is not None}


def _address(stated: str) -> str:
    with suppress(ValueError, TypeError, IndexError):
        return next((clean(address)[:300] for _, address in getaddresses([stated]) if "@" in address), "")
    return ""


def _relates(message: Message) -> list[dict[str, str]]:
    answered = re.findall(r"<([^<>\s]+)>", _header(message, "in-reply-to")) or [
        _header(message, "in-reply-to")
    ]
    id_ = _id(answered[0])
    return [{"kind": "answers", "id": id_}] if id_ else []


def _id(stated: str) -> str:
    """Return a Message-ID as a report's id; a hash of one that is long, or holds somebody's number."""
    plain = re.sub(r"\s+", "", clean(stated)).strip("<>")
    named = plain.partition("@")[0]
    if len(plain) > 150 or any(e164(figures) for figures in re.findall(r"\+?\d{9,15}", named)):
        return f"mail-{hashlib.sha256(plain.encode()).hexdigest()[:16]}"
    return plain


def _add_pictures(mail: _Mail, fields: dict[str, Any]) -> None:
    """Add where the cameras of the pictures say they were: the sender's place, and not the boat's."""
    for each in mail.parts.enclosed:
        if not is_image(each.content):
            continue
        try:
            photo = read_image(each.content)
        except BadInput:
            continue
        if photo.place is None or len(fields.get("mentions") or [{}]) > 1:
            continue
        mentions = fields.get("mentions") or [{}]
        positions = mentions[0].setdefault("positions", [])
        place = photo.place
        at = place.at or photo.taken
        positions.append(
            {
                "lat": decimal(place.lat),
                "lon": decimal(place.lon),
                "how": "gnss",
                "of": "sender",
                **({"error_m": decimal(place.error_m)} if place.error_m is not None else {}),
                **({"at": at.isoformat()} if at is not None and at.tzinfo is not None else {}),
            }
        )
        fields["mentions"] = mentions
        fields["machine_read"] = [
            *fields.get("machine_read", ()),
            f"mentions[0].positions[{len(positions) - 1}]",
        ]
