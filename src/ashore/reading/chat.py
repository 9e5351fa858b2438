"""A messenger's chat as text, to its messages with their own times: WhatsApp's export, or lines copied from a window.

The text says neither its zone nor, mostly, whether the day or the month comes first.
The zone is left to whoever calls; the order is found in the whole text, or asked for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ashore.model.errors import BadInput
from ashore.reading.chat_words import Kind, kind_of, plain, says_what_somebody_did

DAY, MONTH, YEAR = "day", "month", "year"
"""What a written date begins with."""


class NotAChat(BadInput):
    code = "not-a-chat"
    says = "No line of this begins with a date and a time, so it is no chat that can be read."
    hint = (
        "Export the chat in WhatsApp, or copy whole messages with their times; type anything else as a call."
    )


class WhichDayOrder(BadInput):
    code = "which-day-order"
    says = "Nothing in this chat tells whether {shown} begins with the day or with the month."
    hint = "Look at how the phone it came from writes dates, say day or month, and paste it again."


class NotInThatOrder(BadInput):
    code = "not-in-that-order"
    says = "This chat holds {shown}, which is no date with the {order} first."
    hint = "Paste it again with the other order, or leave the order out."


class NotADayOrder(BadInput):
    code = "not-a-day-order"
    says = "A date begins with the day or with the month."
    hint = "Write day or month, or leave it out to have it found."


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatMessage:
    """One message as the chat shows it.

    `line` is counted from 1; `at` the time on the clock of the phone or computer it was copied from, with no zone;
    `to_second` whether that clock showed seconds; `speaker` the number or name shown, "" where none is;
    `text` the words without the marks of writing direction around them; `written` the very lines.
    """

    line: int
    at: datetime
    to_second: bool
    speaker: str
    text: str
    kind: Kind
    written: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """A chat's messages in the order in which they stand.

    `order` is what its dates begin with, and `because` how that is known: stated, written, above_12, same,
    not_yet, forward or separator. `before` is what stood before the first message.
    """

    messages: tuple[ChatMessage, ...]
    order: str
    because: str
    before: str

    @property
    def speakers(self) -> tuple[str, ...]:
        """Whoever speaks in it, as the chat shows them, in the order of their first words."""
        spoken = (each.speaker for each in self.messages if each.kind != "notice" and each.speaker)
        return tuple(dict.fromkeys(spoken))


@dataclass(frozen=True, slots=True)
class _Head:
    """The beginning of a message: its date as three numbers, its clock, and what follows."""

    line: int
    parts: tuple[int, int, int]
    shown: str
    separator: str
    clock: tuple[int, int, int | None]
    speaker: str
    rest: str

    def on(self, order: str) -> date | None:
        """Return the date if its parts stand in this order, None if there is no such day."""
        first, second, third = self.parts
        day, month, year = (third, second, first) if order == YEAR else (first, second, third)
        if order == MONTH:
            day, month = month, day
        try:
            return date(year if year > 99 else 2000 + year, month, day)
        except ValueError:
            return None


_M = "[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]*"
"""Marks of writing direction, which phones put where nobody sees them."""

_S = "[ \u00a0\u2009\u202f]"
_DATE = (
    rf"{_M}(?P<a>\d{{4}}|\d{{1,2}}){_M}(?P<sep>[./-]){_S}?{_M}(?P<b>\d{{1,2}}){_M}(?P=sep){_S}?{_M}"
    rf"(?P<c>\d{{4}}|\d{{1,2}}){_M}\.?"
)
_TIME = (
    rf"{_M}(?P<hour>\d{{1,2}})(?:[:.]|{_S}?h{_S}?)(?P<minute>\d\d)(?:[:.](?P<second>\d\d))?"
    rf"(?:{_S}*{_M}(?:(?P<half>[AaPp])\.?{_S}?[Mm]\.?|(?P<arabic>[صم])))?{_M}"
)
_BETWEEN = rf"[,،]?{_S}*(?:(?:à|at|um|klo){_S}+)?"
_FORMS = {
    "android": rf"{_DATE}{_BETWEEN}{_TIME}{_S}[-–]{_S}(?P<rest>.*)",
    "iphone": rf"{_M}\[{_DATE}{_BETWEEN}{_TIME}\]{_S}?(?P<rest>.*)",
    "window": rf"{_M}\[{_TIME},{_S}*{_DATE}\]{_S}?(?P<rest>.*)",
    "telegram": rf"{_M}(?P<speaker>[^\[\]]{{1,100}}?),{_S}\[{_DATE}{_BETWEEN}{_TIME}\](?P<rest>)",
}
"""How a message begins: exported on Android, on an iPhone, copied from WhatsApp's window, from Telegram's."""

_PATTERNS = {name: re.compile(form, re.DOTALL) for name, form in _FORMS.items()}
_SPOKEN = re.compile(rf"(?P<speaker>[^:\n]{{1,100}}):(?:{_S}|(?=\n)|$)(?P<text>.*)", re.DOTALL)


def is_chat(text: str) -> bool:
    """Return whether any line begins as a message of a chat does."""
    return any(_form(line) is not None for line in _lines(text))


def read_chat(text: str, *, day_order: str = "", not_after: datetime | None = None) -> Chat:
    """Return the messages of a chat.

    `day_order` is day or month where somebody said so, "" to have it found; `not_after` the reading of the same
    clock now: a date that would lie more than a day ahead of it was not meant.
    The form of the first message is that of all: a line in another form is a line of the message before it.
    Raises NotAChat, WhichDayOrder, NotInThatOrder and NotADayOrder.
    """
    if day_order not in ("", DAY, MONTH):
        raise NotADayOrder
    lines = _lines(text)
    form = next((found for found in map(_form, lines) if found is not None), None)
    if form is None:
        raise NotAChat
    heads = [head for number, line in enumerate(lines, 1) if (head := _head(form, line, number)) is not None]
    order, because = _order(heads, day_order, not_after)
    begun = [(head, on) for head in heads if (on := head.on(order)) is not None]
    ends = [head.line - 1 for head, _ in begun[1:]] + [len(lines)]
    return Chat(
        messages=tuple(
            _message(head, on, lines[head.line - 1 : end])
            for (head, on), end in zip(begun, ends, strict=True)
        ),
        order=order,
        because=because,
        before="\n".join(lines[: begun[0][0].line - 1]),
    )


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").rstrip("\n").split("\n")


def _form(line: str) -> str | None:
    return next((form for form in _PATTERNS if _head(form, line, 0) is not None), None)


def _head(form: str, line: str, number: int) -> _Head | None:
    """Return how a message begins if this line does; no hour and no minute that no clock shows."""
    found = _PATTERNS[form].fullmatch(line)
    if found is None:
        return None
    hour, minute = int(found["hour"]), int(found["minute"])
    second = None if found["second"] is None else int(found["second"])
    half = found["half"] or found["arabic"]
    if hour > (12 if half else 23) or minute > 59 or (second or 0) > 59 or (half and hour == 0):
        return None
    if half:
        hour = hour % 12 + (12 if half in "pPم" else 0)
    parts = (int(found["a"]), int(found["b"]), int(found["c"]))
    head = _Head(
        line=number,
        parts=parts,
        shown=found["sep"].join((found["a"], found["b"], found["c"])),
        separator=found["sep"],
        clock=(hour, minute, second),
        speaker=found.groupdict().get("speaker") or "",
        rest=found["rest"],
    )
    return head if any(head.on(order) for order in _possible(head)) else None


def _possible(head: _Head) -> tuple[str, ...]:
    """Return the orders in which a date may stand; a year of four digits says where it is."""
    return (YEAR,) if head.parts[0] > 99 else (DAY, MONTH)


def _order(heads: Sequence[_Head], stated: str, not_after: datetime | None) -> tuple[str, str]:
    """Return what the dates begin with and how that is known; what cannot be known is asked for."""
    if heads[0].parts[0] > 99:
        return YEAR, "written"
    dated = [head for head in heads if head.parts[0] <= 99]
    read = {order: [head.on(order) for head in dated] for order in (DAY, MONTH)}
    possible = {
        order: [each for each in days if each is not None] for order, days in read.items() if None not in days
    }
    if stated:
        if possible and stated not in possible:
            raise NotInThatOrder(shown=next(h.shown for h in dated if h.on(stated) is None), order=stated)
        return stated, "stated"
    if not possible:
        raise WhichDayOrder(shown=dated[0].shown)
    if len(possible) == 1:
        return next(iter(possible)), "above_12"
    if possible[DAY] == possible[MONTH]:
        return DAY, "same"
    if not_after is not None:
        latest = not_after.date() + timedelta(days=1)
        past = [order for order, days in possible.items() if max(days) <= latest]
        if len(past) == 1:
            return past[0], "not_yet"
    forward = [order for order, days in possible.items() if days == sorted(days)]
    if len(forward) == 1:
        return forward[0], "forward"
    if all(head.separator != "/" for head in dated):
        # Every language and country in CLDR that writes the month first writes it with slashes.
        return DAY, "separator"
    raise WhichDayOrder(shown=next(h.shown for h in dated if h.on(DAY) != h.on(MONTH)))


def _message(head: _Head, on: date, lines: Sequence[str]) -> ChatMessage:
    hour, minute, second = head.clock
    text = "\n".join((head.rest, *lines[1:]))
    speaker, text = (head.speaker, text) if head.speaker else _parted(text)
    return ChatMessage(
        line=head.line,
        at=datetime(on.year, on.month, on.day, hour, minute, second or 0),  # noqa: DTZ001 - its zone is not known
        to_second=second is not None,
        speaker=plain(speaker),
        text=plain(text),
        kind=kind_of(speaker, text),
        written="\n".join(lines),
    )


def _parted(text: str) -> tuple[str, str]:
    """Return speaker and words; what WhatsApp itself says has no speaker, even if it quotes a colon."""
    found = _SPOKEN.fullmatch(text)
    if found is None or says_what_somebody_did(found["speaker"]):
        return "", text
    return found["speaker"], found["text"]
