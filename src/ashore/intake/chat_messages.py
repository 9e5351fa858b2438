"""The messages of a chat as reports: one line each, the same bytes however often the chat is pasted.

A message is told by its minute on the chat's own clock, its speaker, its words, and how many equal ones stand
before it in that minute. So lines copied during the night and the whole export in the morning are one set of
reports; and where a second pasting gives another zone, it corrects the times of the first.
The fingerprint is made with the desk's key, because an id stands in the open and a number is soon guessed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from ashore.intake.pasted import decimal, write_pasted
from ashore.reading.chat import Chat, ChatMessage
from ashore.reading.chat_words import file_of, link_of
from ashore.reading.positions import ReadPosition, read_positions

Fingerprint = Callable[[bytes], str]
"""Returns a name for bytes that tells nothing of them to whoever lacks the desk's key."""

_NUMBER = re.compile(r"\+?[0-9][0-9\s().\-\u00a0\u202f\u2010\u2011]{5,}")
_TOLD = frozenset({"stated", "written", "above_12", "same"})
"""Ways of knowing the order of dates that leave nothing to suppose."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatAnswers:
    """What a chat does not say, answered by whoever pastes it.

    `zone` is the IANA zone of the clock it was copied from; `we` the names under which this desk speaks in it;
    `role` who the others are, "" if not known.
    """

    zone: str
    channel: str = "whatsapp"
    we: tuple[str, ...] = ()
    role: str = ""


def is_number(speaker: str) -> bool:
    """Return whether a chat shows a telephone number for a speaker, as it does for whoever is in no address book."""
    return _NUMBER.fullmatch(speaker) is not None


def reports_of(
    chat: Chat, answers: ChatAnswers, fingerprint: Fingerprint
) -> Iterator[tuple[ChatMessage, bytes]]:
    """Yield each message that somebody sent with its report as a line; notices of the program are passed over.

    The desk's own messages are notes: nobody aboard was heard in them.
    """
    equal: Counter[tuple[object, ...]] = Counter()
    before: datetime | None = None
    for message in chat.messages:
        if message.kind == "notice":
            continue
        minute = message.at.replace(second=0).isoformat()
        told = (minute, message.speaker, " ".join(message.text.split()))
        equal[told] += 1
        id_ = fingerprint("\n".join((*told, str(equal[told]))).encode())
        before = _instant(message.at, answers.zone, before)
        yield message, _line(chat, message, answers, id_, before)


def _line(chat: Chat, message: ChatMessage, answers: ChatAnswers, id_: str, at: datetime) -> bytes:
    ours = message.speaker in answers.we
    sender = None
    if not ours:
        phone = message.speaker if is_number(message.speaker) else None
        sender = {name: value for name, value in (("role", answers.role), ("phone", phone)) if value}
    place = None if ours else _place(message)
    assumed = [] if chat.because in _TOLD else ["said_at"]
    mention = None
    if place is not None:
        mention = {"positions": [_position(place, message, at)]}
        assumed.append("mentions[0].positions[0].error_m")
    return write_pasted(
        {
            "id": id_,
            "channel": "note" if ours else answers.channel,
            "received_zone": answers.zone,
            "zone_assumed": True,
            "said_at": at.isoformat(),
            "sender": sender,
            "text": message.text,
            "mentions": [mention] if mention else None,
            "attachments": [name] if (name := file_of(message.text)) else None,
            "machine_read": ["mentions[0].positions[0]"] if mention else None,
            "assumed": assumed,
            # Kept beside the report and read by nobody: what it was made from.
            "chat": {"kind": message.kind, "speaker": message.speaker, "written": message.written},
        }
    )


def _place(message: ChatMessage) -> ReadPosition | None:
    """Return the one place of a message that is nothing but a place; none that has to be guessed from its link."""
    link = link_of(message.text) if message.kind == "location" else None
    read = read_positions(link) if link else ()
    return read[0] if len(read) == 1 and not read[0].guessed else None


def _position(place: ReadPosition, message: ChatMessage, at: datetime) -> dict[str, object]:
    """Return the sender's place as their telephone gave it, at the time the chat shows to the second or the minute."""
    position: dict[str, object] = {
        "lat": decimal(place.lat),
        "lon": decimal(place.lon),
        "error_m": decimal(place.error_m),
        "at": at.isoformat(),
        "at_error_s": 1 if message.to_second else 60,
        "how": "gnss",
        "of": "sender",
    }
    return position


def _instant(at: datetime, zone: str, before: datetime | None) -> datetime:
    """Return the time with its zone; in the hour that comes twice in autumn, the one that runs on from the last."""
    aware = at.replace(tzinfo=ZoneInfo(zone))
    if before is not None and _earlier(aware, before):
        later = aware.replace(fold=1)
        return aware if _earlier(later, before) else later
    return aware


def _earlier(one: datetime, other: datetime) -> bool:
    # Both have one zone, where plain comparison goes by the hands of the clock and not by the instant.
    return one.timestamp() < other.timestamp() - timedelta(minutes=1).total_seconds()
