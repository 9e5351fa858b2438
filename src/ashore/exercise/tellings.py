"""What a trainer tells the desk besides: prepared reports about a boat as it truly is, and what report each makes.

They are plain: a trainer wants a wrong count that is plainly wrong and a stale fix that is plainly stale.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, ClassVar

from ashore.exercise.calls import HOTLINE_PHONE, ZONES
from ashore.exercise.fleet import Ship
from ashore.exercise.watching import UNITS
from ashore.model.drills import Telling
from ashore.model.errors import NotFound
from ashore.model.times import iso, moment

STALE_MS = 40 * 60_000
FIX_M, UNIT_M = 50, 400
WRONG = 1.6
"""A wrong count: so many times as many as there are."""


class NoSuchInject(NotFound):
    """No prepared report has that name, or no boat of the drill. Fields: `asked`, `known`."""

    code: ClassVar[str] = "drill.no-such-inject"
    says: ClassVar[str] = "“{asked}” is nothing that could be told in this drill."
    hint: ClassVar[str] = "Choose one of {known}."


Fields = dict[str, Any]

SAYS_WHO = {"aboard": "caller", "survivor": "survivors"}
"""Whose count it is, where that goes by another code than the sender's role."""


def prepared(name: str, ship: Ship, at: int, last: Fields | None) -> Telling:
    """Return a prepared report about a boat at an instant; `last` is its last report. Raises NoSuchInject."""
    if name not in PREPARED:
        raise NoSuchInject(asked=name, known=", ".join(PREPARED))
    return PREPARED[name](ship, at, last)


def _call(ship: Ship, at: int, last: Fields | None = None) -> Telling:
    lat, lon = ship.where(at)
    danger = ship.state(at) == "danger"
    return Telling(
        boat=ship.id,
        phone=ship.phones[0],
        words="we are still here, the engine does not work, when do you come"
        if danger
        else "we see lights, we go on",
        lat=round(lat, 5),
        lon=round(lon, 5),
        error_m=FIX_M,
        people=ship.people(at) or ship.most(),
        danger=("drifting",) if danger else (),
    )


def _silent(ship: Ship, at: int, last: Fields | None) -> Telling:
    return Telling(boat=ship.id, phone=ship.phones[0])


def _wrong_count(ship: Ship, at: int, last: Fields | None) -> Telling:
    people = round((ship.people(at) or ship.most()) * WRONG)
    return replace(_call(ship, at), people=people, exact=True, words=f"we are {people}, hurry")


def _hotline(ship: Ship, at: int, last: Fields | None) -> Telling:
    """A hotline mails what was told before, as if it were news; a boat nobody told of yet, as it is."""
    mail = replace(_call(ship, at), channel="email", role="hotline", phone="")
    if last is None:
        return mail
    mention: Fields = next(iter(last["mentions"]), {})
    position: Fields = next(iter(mention.get("positions", ())), {})
    count: Fields = mention.get("on_board", {})
    fixed = position.get("at")
    return replace(
        mail,
        words=last.get("text") or "they called and nobody spoke",
        lat=position.get("lat"),
        lon=position.get("lon"),
        error_m=position.get("error_m", FIX_M),
        how=position.get("how", "gnss"),
        fixed_at=moment(fixed).ms if fixed else None,
        people=count.get("value", count.get("low")),
        exact=count.get("qualifier") == "exact",
        danger=tuple(mention.get("danger", ())),
    )


def _stale(ship: Ship, at: int, last: Fields | None) -> Telling:
    lat, lon = ship.where(at - STALE_MS)
    return replace(
        _call(ship, at),
        lat=round(lat, 5),
        lon=round(lon, 5),
        words="this is where we are, I send the location",
    )


def _alongside(ship: Ship, at: int, last: Fields | None) -> Telling:
    lat, lon = ship.where(at)
    people, unit = ship.people(at), UNITS[sum(map(ord, ship.id)) % len(UNITS)]
    return Telling(
        boat=ship.id,
        channel="vhf",
        role="unit",
        unit=unit,
        words=f"alongside a {ship.colour} {ship.kind}, I count {people}",
        lat=round(lat, 5),
        lon=round(lon, 5),
        error_m=UNIT_M,
        people=people,
        exact=True,
        action="alongside",
    )


PREPARED: dict[str, Callable[[Ship, int, Fields | None], Telling]] = {
    "call": _call,
    "silent_call": _silent,
    "wrong_count": _wrong_count,
    "hotline_repeats": _hotline,
    "stale_fix": _stale,
    "alongside": _alongside,
}
"""The reports one click tells, by name."""


def report_of(telling: Telling, id_: str, at: int) -> Fields:
    """Return a telling as a report of format ashore.report/1, said and received at an instant."""
    sender: Fields = {"role": telling.role, "phone": telling.phone or None}
    if telling.role == "hotline" and telling.channel == "phone" and not telling.phone:
        sender["phone"] = HOTLINE_PHONE
    if telling.unit:
        sender["unit"] = telling.unit
    return {
        "format": "ashore.report/1",
        "id": id_,
        "channel": telling.channel,
        "received_at": iso(at),
        "received_zone": ZONES.get(telling.received_by, "UTC"),
        "said_at": iso(at),
        "received_by": telling.received_by,
        "sender": sender,
        "language": "en",
        "text": telling.words or None,
        "mentions": [_mention(telling, at)],
    }


def _mention(telling: Telling, at: int) -> Fields:
    mention: Fields = {}
    if telling.lat is not None and telling.lon is not None:
        position = {"lat": telling.lat, "lon": telling.lon, "error_m": telling.error_m}
        fixed = iso(at if telling.fixed_at is None else telling.fixed_at)
        mention["positions"] = [{**position, "at": fixed, "how": telling.how, "of": "craft"}]
    if telling.action:
        mention["encounter"] = {"unit": telling.unit, "action": telling.action, "says_who": "unit"}
        if telling.people is not None:
            counted = "taken_off" if telling.action == "recovered" else "seen"
            mention["encounter"][counted] = {**_count(telling.people, exact=True), "says_who": "unit"}
    elif telling.people is not None:
        says_who = SAYS_WHO.get(telling.role, telling.role)
        mention["on_board"] = {**_count(telling.people, exact=telling.exact), "says_who": says_who}
    if telling.danger:
        mention["danger"] = list(telling.danger)
    return mention


def _count(people: int, *, exact: bool) -> Fields:
    if not exact:
        return {"value": people, "qualifier": "about", "as_said": f"about {people}"}
    return {"low": people, "high": people, "value": people, "qualifier": "exact", "as_said": str(people)}
