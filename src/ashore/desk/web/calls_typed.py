"""A call as it is typed: its words read, and the one report that is logged of it.

What is shown and what is logged come from the same reading at the same instant. A thing that was read and not shown,
or that was struck, stays in the words and claims nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import phonenumbers
from starlette.datastructures import FormData

from ashore.model.times import iso, moment
from ashore.reading.call import CallReading, TimeOf, as_mention, read_call
from ashore.reading.positions import ReadPosition

ZONES = {"Europe/Paris": "FR", "Europe/London": "GB", "UTC": ""}
"""The clocks a caller may mean, each with the country whose telephone numbers are then written without a prefix."""

CHANNELS = ("phone", "vhf", "whatsapp", "sms", "email", "note")
ROLES = ("aboard", "relative", "hotline", "centre", "unit", "police", "public", "survivor")
SAYS = {"aboard": "caller", "survivor": "survivors"}
"""Who says a count, by the sender's role, where it is not called the same."""

NEWEST_FIELDS = 200
"""So many fields a call's form holds at most; a form with more was made by no page of ours."""

ANSWERS: Mapping[str, Mapping[str, str]] = {
    "water_in": {"yes": "water is coming in", "no": "no water coming in"},
    "engine": {"yes": "engine working", "no": "engine dead"},
    "in_water": {"yes": "people in the water", "no": "nobody in the water"},
    "hurt": {"yes": "somebody is injured", "no": "nobody injured"},
    "lifejackets": {"yes": "all have lifejackets", "no": "no lifejackets"},
}
STATED = {
    "people": "{} people aboard",
    "children": "{} children",
    "left_from": "left from {}",
    "battery": "battery {} %",
}
"""What an answer to the caller's card says in words: those are logged, and read like any others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A telephone number as it was read; `assumed` says that nobody named its country."""

    e164: str
    national: str
    international: str
    assumed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A call's form as it stands; `begun` is its first keystroke, from which its times count, UTC milliseconds.

    `shown` and `struck` are names of things that were read (`Thing.name`).
    """

    id: str
    begun: int
    text: str = ""
    channel: str = "phone"
    role: str = "aboard"
    phone: str = ""
    zone: str = "Europe/Paris"
    battery: str = ""
    interpreter: str = ""
    joined: str = ""
    interpreted: str = ""
    answered: tuple[tuple[str, str], ...] = ()
    shown: frozenset[str] = frozenset()
    struck: frozenset[str] = frozenset()

    @property
    def voices(self) -> tuple[tuple[str, str], ...]:
        """Who said which words: the caller, the caller's card, the interpreter."""
        said = "; ".join(filter(None, (answer_in_words(*each) for each in self.answered)))
        every = (("caller", self.text), ("card", said), ("interpreter", self.interpreted))
        return tuple((voice, words.strip()) for voice, words in every if words.strip())

    @property
    def words(self) -> str:
        """All that was said, a paragraph a voice, for reading."""
        return "\n\n".join(words for _, words in self.voices)

    @property
    def empty(self) -> bool:
        """Whether nothing was typed that would be missed."""
        return not (self.words or self.phone.strip())


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """One thing that was read: its kind, what it was read from, and the name it keeps while others are typed."""

    kind: str
    read: Any
    name: str
    start: int
    quote: str


def typed(form: FormData, id_: str, now: int) -> Typed:
    """Return what a call's form holds; what no page of ours would send is left out rather than refused."""
    fields = [(name, value) for name, value in form.multi_items() if isinstance(value, str)][:NEWEST_FIELDS]
    one = dict(fields)
    begun = int(one["begun"]) if re.fullmatch(r"[0-9]{1,15}", one.get("begun", "")) else now
    return Typed(
        id=id_,
        begun=min(begun, now),
        text=_lines(one.get("text", "")),
        channel=one.get("channel") or "phone",
        role=one.get("role") or "aboard",
        phone=one.get("phone", ""),
        zone=one["zone"] if one.get("zone") in ZONES else "Europe/Paris",
        battery=one.get("battery", ""),
        interpreter=" ".join(one.get("interpreter", "").split()),
        joined=one.get("joined", ""),
        interpreted=_lines(one.get("interpreted", "")),
        answered=tuple(
            (name.removeprefix("card."), value) for name, value in fields if name.startswith("card.")
        ),
        shown=frozenset(value for name, value in fields if name == "shown"),
        struck=frozenset(value for name, value in fields if name == "struck"),
    )


def read(call: Typed) -> CallReading:
    """Return what the words of a call say."""
    return read_call(call.words, now=call.begun, zone=call.zone)


def things(reading: CallReading) -> Iterator[Thing]:
    """Yield each thing that was read, in the order in which it matters on a form."""
    for position in reading.positions:
        yield _thing("position", position, position, f"{position.lat} {position.lon} {position.of}")
    for count in reading.counts:
        yield _thing(count.about, count, count, "")
    for time in reading.times:
        yield _thing(f"time_{time.of}", time, time.read, str(time.read.at))
    for sign in reading.signs:
        if sign.kind != "danger" or sign.value in reading.dangers:
            yield _thing(sign.kind, sign, sign, sign.value)


def claimed(reading: CallReading, call: Typed) -> CallReading:
    """Return the reading with only what was shown and not struck."""
    kept = {
        id(each.read) for each in things(reading) if each.name in call.shown and each.name not in call.struck
    }
    indexes = [at for at, each in enumerate(reading.positions) if id(each) in kept]
    return replace(
        reading,
        positions=tuple(_renumbered(reading.positions[at], indexes) for at in indexes),
        counts=tuple(each for each in reading.counts if id(each) in kept),
        times=tuple(_reattached(each, indexes) for each in reading.times if id(each) in kept),
        signs=tuple(each for each in reading.signs if id(each) in kept),
    )


def report_line(call: Typed) -> str:
    """Return the call as one line of format ashore.report/1, with what was understood and stands."""
    said = as_mention(claimed(read(call), call))
    assumed = list(said.pop("assumed", []))  # type: ignore[call-overload]
    number = number_of(call.phone, call.zone)
    if number is not None and number.assumed:
        assumed.append("sender.phone")
    sender: dict[str, object] = {"role": call.role, **said.pop("sender", {})}  # type: ignore[dict-item]
    if call.phone.strip():
        sender["phone"] = number.e164 if number is not None else call.phone.strip()
    if battery_of(call.battery) is not None:
        sender["battery_pct"] = battery_of(call.battery)
    mentions: list[dict[str, Any]] = said.pop("mentions", [])  # type: ignore[assignment]
    for mention in mentions:
        if "on_board" in mention:
            mention["on_board"]["says_who"] = SAYS.get(call.role, call.role)
    at = iso(call.begun)
    line = {
        "format": "ashore.report/1",
        "id": call.id,
        "channel": call.channel,
        "received_at": at,
        "received_zone": call.zone,
        **said,
        "sender": sender,
        "interpreter": call.interpreter or None,
        "text": _told(call) or None,
        "words": [{"voice": voice, "at": _since(call, voice), "text": words} for voice, words in call.voices],
        "mentions": mentions if call.words else None,
        "assumed": assumed,
    }
    return json.dumps({name: value for name, value in line.items() if value not in (None, [])})


def number_of(stated: str, zone: str) -> Number | None:
    """Return a telephone number as it is read, or None where what was typed is none.

    One without its country's prefix is taken to be of the country whose clock was chosen.
    """
    text = re.sub(r"^\s*00", "+", stated)
    try:
        read_number = phonenumbers.parse(text, ZONES.get(zone) or None)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(read_number):
        return None
    forms = phonenumbers.PhoneNumberFormat
    return Number(
        e164=phonenumbers.format_number(read_number, forms.E164),
        national=phonenumbers.format_number(read_number, forms.NATIONAL),
        international=phonenumbers.format_number(read_number, forms.INTERNATIONAL),
        assumed=not text.lstrip().startswith("+"),
    )


def battery_of(stated: str) -> int | None:
    """Return a battery's per cent, None where none was typed or what was is no such number."""
    found = re.fullmatch(r"\s*([0-9]{1,3})\s*%?\s*", stated)
    return int(found[1]) if found and int(found[1]) <= 100 else None


def answer_in_words(question: str, answer: str) -> str:
    """Return an answer to the caller's card as a phrase that the reader understands; "" where it says nothing."""
    if question in ANSWERS:
        return ANSWERS[question].get(answer, "")
    words = " ".join(answer.split()).rstrip("%").strip()
    return STATED[question].format(words) if question in STATED and words else ""


def _thing(kind: str, read_: Any, words: Any, value: str) -> Thing:
    quote = " ".join(words.quote.split())
    return Thing(kind=kind, read=read_, name=f"{kind}|{quote}|{value}", start=words.start, quote=words.quote)


def _renumbered(position: ReadPosition, indexes: list[int]) -> ReadPosition:
    """Return a position whose competitor, where it is left, is known by its new place in the list."""
    other = position.alternative_of
    return replace(position, alternative_of=indexes.index(other) if other in indexes else None)


def _reattached(time: TimeOf, indexes: list[int]) -> TimeOf:
    """Return a time with its position's new place in the list; without that position it is of nothing."""
    if time.position is None:
        return time
    if time.position in indexes:
        return replace(time, position=indexes.index(time.position))
    return replace(time, of="other", position=None)


def _told(call: Typed) -> str:
    """Return the words as they stand in the report: the interpreter's and the card's apart from the caller's."""
    head = {
        "caller": "",
        "card": "[card] ",
        "interpreter": f"[interpreter {call.interpreter}".rstrip() + "] ",
    }
    return "\n\n".join(head[voice] + words for voice, words in call.voices)


def _since(call: Typed, voice: str) -> str:
    """Return when a voice began to speak: the interpreter when they joined, where that was written down."""
    if voice == "interpreter" and call.joined:
        try:
            moment(call.joined)
        except ValueError:
            pass
        else:
            return call.joined
    return iso(call.begun)


def _lines(text: str) -> str:
    """Return a text with plain line ends: a form sends them as CR LF, and a place in it must not move."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
