"""A night at sea as it comes in on a desk where the default rule is at work, for the tests of linking on a desk."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from desks import MACHINE, OFFICER

from ashore.desk.commands import Desk, placing
from ashore.desk.commands.acts import LinkMention, OpenCase, ReceiveReports
from ashore.model.facts import CaseFacts, MentionFacts
from ashore.picture import Board, board
from ashore.picture.alarms import Alarm, alarms

BEGINS = datetime(2031, 2, 3, 1, 0, tzinfo=UTC)
OFF_GRAVELINES = (51.03, 1.76)
A_MILE = 1 / 60

ONE, OTHER, THIRD = "+33600000001", "+33600000002", "+33600000003"


def told(
    name: str, minute: float, *, where: tuple[float, float] | None = None, **fields: Any
) -> dict[str, Any]:
    """Return a report said so many minutes into the night: a call from aboard unless the fields say otherwise.

    `where` is a fix good to a hundred metres, or, with `error_m` and `how`, something worse; `phone` the number.
    """
    report: dict[str, Any] = {
        "format": "ashore.report/1",
        "id": name,
        "channel": fields.pop("channel", "phone"),
        "received_at": (BEGINS + timedelta(minutes=minute)).isoformat(),
        "received_by": fields.pop("received_by", "north-centre"),
        "sender": fields.pop("sender", {"role": "aboard"}),
    }
    phone = fields.pop("phone", None)
    if phone is not None:
        report["sender"] = {**report["sender"], "phone": phone}
    if "said_at" in fields:
        report["said_at"] = (BEGINS + timedelta(minutes=fields.pop("said_at"))).isoformat()
    error_m, how = fields.pop("error_m", 100), fields.pop("how", "gnss")
    if where is not None:
        lat, lon = where
        fields["positions"] = [{"lat": lat, "lon": lon, "error_m": error_m, "how": how, "of": "craft"}]
    return report | {"mentions": [fields]}


def met(name: str, minute: float, action: str, **fields: Any) -> dict[str, Any]:
    """Return what a cutter reports of a boat it came to."""
    encounter = {"unit": "cutter", "action": action, **fields.pop("encounter", {})}
    sender = {"role": "unit", "unit": "cutter"}
    return told(name, minute, channel="vhf", sender=sender, encounter=encounter, **fields)


def north(miles: float, of: tuple[float, float] = OFF_GRAVELINES) -> tuple[float, float]:
    """Return the place so many nautical miles north of another."""
    return (of[0] + miles * A_MILE, of[1])


def comes_in(desk: Desk, *reports: dict[str, Any]) -> None:
    """Take reports in one after the other, with the rule at work after each."""
    for each in reports:
        received(desk, each)
        placing.place_waiting(desk)


def received(desk: Desk, *reports: dict[str, Any]) -> None:
    """Take reports in, without the rule."""
    content = b"\n".join(json.dumps(each).encode() for each in reports)
    for outcome in desk.do(ReceiveReports(content=content), MACHINE).outcome:
        assert outcome.error is None, outcome.error


def mention(name: str, channel: str = "phone", by: str = "north-centre") -> str:
    """Return a mention's id."""
    return f"{by}/{channel}/{name}#0"


def opened(desk: Desk, label: str, *names: str) -> str:
    """Have an officer open a case for the first of these calls and link the others to it; return its id."""
    desk.do(OpenCase(label=label, mention=mention(names[0])), OFFICER)
    case = case_of(desk, names[0])
    for name in names[1:]:
        desk.do(LinkMention(mention=mention(name), cases=(case,)), OFFICER)
    return case


def facts(desk: Desk, name: str, channel: str = "phone") -> MentionFacts:
    """Return a mention as the picture holds it."""
    from ashore.picture.cases import mention_facts

    with desk.looking() as picture:
        return mention_facts(picture, mention(name, channel))[0]


def case_of(desk: Desk, name: str, channel: str = "phone") -> str:
    """Return the one case a mention is linked to, "" if it is linked to none."""
    linked = [link.cases[0] for link in facts(desk, name, channel).links if link.standing == "linked"]
    assert len(linked) < 2
    return linked[0] if linked else ""


def proposed_to(desk: Desk, name: str, channel: str = "vhf") -> set[str]:
    """Return the cases that a mention is proposed to."""
    links = facts(desk, name, channel).links
    return {case for link in links if link.standing == "proposed" for case in link.cases}


def shown(desk: Desk) -> Board:
    """Return the board as it stands."""
    now = desk.now()
    with desk.looking() as picture:
        return board(picture, desk.books, now)


def sounding(desk: Desk) -> list[Alarm]:
    """Return the alarms that nobody heard."""
    on_board = shown(desk)
    with desk.looking() as picture:
        return list(alarms(picture, on_board))


def cases(desk: Desk) -> list[CaseFacts]:
    """Return every case there is."""
    with desk.looking() as picture:
        return picture.all_cases()


def heard(desk: Desk, *contents: bytes) -> list[str]:
    """Take files in one after the other, with the rule at work after each; return the keys of their reports."""
    keys = []
    for content in contents:
        for outcome in desk.do(ReceiveReports(content=content), MACHINE).outcome:
            assert outcome.error is None, outcome.error
            keys.append(outcome.report)
        placing.place_waiting(desk)
    return keys


def placed_in(desk: Desk, key: str) -> CaseFacts:
    """Return the one case that a report's mention is linked to."""
    (case,) = [
        each
        for each in cases(desk)
        if any(m.report == key and any(link.standing == "linked" for link in m.links) for m in each.mentions)
    ]
    return case
