"""What the people of a boat say, to whom, and what of it a watch desk gets: calls, messages, and mails of a hotline."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from numpy.random import Generator

from ashore.exercise.boats import MINUTE, Phone, between, pick
from ashore.exercise.habits import Habits
from ashore.exercise.lives import Life
from ashore.exercise.saying import Saying

ZONES = {"east-centre": "Europe/Paris", "west-centre": "Europe/London", "hotline": "Europe/Paris"}
HOTLINE_PHONE = "+33186950000"
"""Not given to a hotline that there is; every call it passes on comes from this one number."""

Fields = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One report before it has an id: its fields of format ashore.report/1, and what each of its mentions is about.

    `received` and `said` are UTC milliseconds; `boats` has a boat's id, or "" for none, for each mention.
    """

    received_by: str
    channel: str
    received: int
    said: int | None
    fields: Fields
    mentions: tuple[Fields, ...]
    boats: tuple[str, ...]


def calls(life: Life, habits: Habits, chance: Generator) -> Iterator[Told]:
    """Yield what comes of every call of a boat."""
    saying = Saying(habits, chance)
    for at in life.calls:
        yield from _call(life, at, saying, habits, chance)
    if (
        life.found is not None
        and life.calls
        and chance.random() < habits["calling"]["after_rescue"] * len(life.calls)
    ):
        yield _late(life, life.found, saying, habits, chance)


def _call(life: Life, at: int, saying: Saying, habits: Habits, chance: Generator) -> Iterator[Told]:
    calling = habits["calling"]
    phone = _phone(life, calling["main_phone"], chance)
    to = pick(calling["to"], chance)
    relative = chance.random() < calling["relative"]
    mention = {} if chance.random() < calling["silent"] else saying.from_aboard(life, at)
    silent = saying.words(mention) is None and "positions" not in mention
    if silent:  # a call in which nothing is said is a sign of life, and without its number nothing at all
        mention = {}
    shown = chance.random() < calling["number_seen"]
    channel = "whatsapp" if to == "hotline" or chance.random() < 0.25 else "phone"
    if channel == "whatsapp":
        shown = True  # no message without its number
    received = at + round(between((0.2, 2.0), chance) * MINUTE)
    if channel == "whatsapp" and chance.random() < calling["late"]:
        received = at + round(between(calling["late_min"], chance) * MINUTE)
    number = life.boat.relative if relative else phone.number
    sender = {"role": "relative" if relative else "aboard", "phone": number if shown else None}
    if silent and not shown:
        return
    told = Told(
        received_by=to,
        channel=channel,
        received=received,
        said=at,
        fields={"sender": sender, "language": phone.language, "text": saying.words(mention)},
        mentions=(mention,),
        boats=(life.boat.id,),
    )
    if to == "hotline" and not silent:
        yield from _through_the_hotline(told, habits, chance)
    else:
        yield told
    if to != "hotline" and not silent and chance.random() < calling["centre_passes"]:
        yield _passed_on(told, calling["hour_wrong"], chance)


def _phone(life: Life, main: float, chance: Generator) -> Phone:
    phones = life.boat.phones
    if len(phones) == 1 or chance.random() < main:
        return phones[0]
    return phones[1 + int(chance.integers(len(phones) - 1))]


def _through_the_hotline(told: Told, habits: Habits, chance: Generator) -> Iterator[Told]:
    """A hotline is on the desk itself, or mails what it heard to a centre or to both, or phones it through."""
    calling = habits["calling"]
    turn = chance.random()
    later = told.received + round(between(calling["mail_after_min"], chance) * MINUTE)
    if turn < calling["hotline_mails"]:
        sender = {"role": "hotline", "phone": None, "email": "desk@hotline.example"}
        centres = ("east-centre", "west-centre") if chance.random() < 0.5 else ("east-centre",)
        for centre in centres:
            yield _copy(told, centre, "email", later, sender)
    elif turn < calling["hotline_mails"] + calling["hotline_phones"]:
        yield _copy(told, "east-centre", "phone", later, {"role": "hotline", "phone": HOTLINE_PHONE})
    else:
        yield told


def _copy(told: Told, centre: str, channel: str, received: int, sender: Fields) -> Told:
    fields = {**told.fields, "sender": sender}
    return Told(
        received_by=centre,
        channel=channel,
        received=received,
        said=told.said,
        fields=fields,
        mentions=told.mentions,
        boats=told.boats,
    )


def _passed_on(told: Told, hour_wrong: float, chance: Generator) -> Told:
    """One centre rings the other; now and then the time it says is by its own clock."""
    other = "west-centre" if told.received_by == "east-centre" else "east-centre"
    said = told.said
    if said is not None and chance.random() < hour_wrong:
        said += 60 * MINUTE if told.received_by == "east-centre" else -60 * MINUTE
    later = told.received + round(between((5, 25), chance) * MINUTE)
    mentions = tuple(_timed_anew(each, told.said, said) for each in told.mentions)
    copied = _copy(told, other, "phone", later, {"role": "centre", "unit": told.received_by, "phone": None})
    return Told(
        received_by=other,
        channel="phone",
        received=later,
        said=said,
        fields=copied.fields,
        mentions=mentions,
        boats=told.boats,
    )


def _timed_anew(mention: Fields, said: int | None, now: int | None) -> Fields:
    if said is None or now is None or said == now:
        return mention
    positions = [
        {**each, "at": each["at"] + now - said} if "at" in each else each
        for each in mention.get("positions", ())
    ]
    return {**mention, "positions": positions} if positions else mention


def _late(life: Life, found: int, saying: Saying, habits: Habits, chance: Generator) -> Told:
    """A message written after the last call and before the rescue, that comes in after it."""
    last = life.calls[-1]
    at = last + round(between((0.1, 0.9), chance) * (found - last))
    phone = _phone(life, habits["calling"]["main_phone"], chance)
    mention = saying.from_aboard(life, at)
    return Told(
        received_by="west-centre",
        channel="whatsapp",
        received=found + round(between((5, 50), chance) * MINUTE),
        said=at,
        fields={
            "sender": {"role": "aboard", "phone": phone.number},
            "language": phone.language,
            "text": saying.words(mention),
        },
        mentions=(mention,),
        boats=(life.boat.id,),
    )
