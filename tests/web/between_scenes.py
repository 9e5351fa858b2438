"""A watch with something of everything that goes from one person to the next."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scenes import CALL, LATER_CALL, NAME, PASSWORD, RESCUE, line, new_desk

from ashore.desk.commands import Desk, Who, person
from ashore.desk.commands.acts import (
    LabelCase,
    LogCall,
    MakeRequest,
    NoteWorry,
    ReceiveList,
    ReceiveReports,
    ReportUnit,
    SetReminder,
)

TAKER = "Paul"
RELAY = "Amina"
OTHERS = {
    TAKER: "officer",
    RELAY: "relay",
    "Supe": "supervisor",
    "Olga": "observer",
    "Tom": "trainer",
    "Ana": "analyst",
}


@dataclass
class Between:
    """The desk, who is on it by name, and its two open boats."""

    desk: Desk
    who: dict[str, Who]
    first: str
    second: str

    def do(self, act: object, name: str = NAME) -> Any:
        """Do something as somebody of the desk."""
        return self.desk.do(act, self.who[name])


def log(between_desk: Desk, who: Who, report: dict[str, Any], **linked: str) -> str:
    """Log a call and return the case it is in, "" for none."""
    done = between_desk.do(LogCall(report=json.dumps(report), **linked), who)
    links = [entry for entry in done.entries if entry.header.type == "mention.linked"]
    return str(links[0].header.subjects[0]) if links else ""


def call(number: int, **said: Any) -> dict[str, Any]:
    """Return a call by telephone, received a little before the watch begins."""
    return {
        **CALL,
        "id": f"b-{number}",
        "received_at": "2031-02-03T21:10:00+00:00",
        "sender": {"role": "aboard", "phone": f"+3360000{number:04}"},
        "text": "invented words of a caller",
        **said,
    }


def between(folder: Path, kind: str = "live") -> Between:
    """Return a watch with two open boats, what was promised, asked and feared, a list, and a loose report."""
    desk = new_desk(folder, kind)
    who = {NAME: person(desk.accounts.create(NAME, PASSWORD, "officer"))}
    for name, role in OTHERS.items():
        who[name] = person(desk.accounts.create(name, PASSWORD, role))
    marie = who[NAME]
    first = log(desk, marie, call(1), open="boat", label="2234B")
    second = log(
        desk,
        marie,
        call(
            2,
            mentions=[
                {
                    "positions": [
                        {"how": "gps", "of": "craft", "lat": 51.0712, "lon": 1.8034, "error_m": 80}
                    ],
                    "on_board": {
                        "value": 30,
                        "qualifier": "about",
                        "children": {"low": 2, "high": 2, "value": 2},
                    },
                    "craft": {"kind": "inflatable", "colour": "grey", "engine": "running"},
                    "danger": ["taking_water"],
                }
            ],
        ),
        open="boat",
        label="K7",
    )
    desk.do(LabelCase(case=first, label="Charlie", given_by="CROSS Gris-Nez"), marie)
    desk.do(ReportUnit(unit="cutter Orme", doing="on_way", case=second, arrives_at="25"), marie)
    desk.do(ReportUnit(unit="lifeboat Anse", doing="held_back", reason="sea state"), marie)
    desk.do(MakeRequest(to=("CROSS Gris-Nez",), asks="a unit for 2234B", case=first), marie)
    desk.do(SetReminder(due="30", reason="the tide turns"), marie)
    desk.do(NoteWorry(worry="the voice of K7 sounded very young", case=second), marie)
    desk.do(ReceiveReports(content=line({**LATER_CALL, "received_at": "2031-02-03T21:15:00+00:00"})), marie)
    desk.do(
        ReceiveList(centre="CROSS Gris-Nez", text="Charlie – 40 people, off Gravelines\nDelta – 20 people\n"),
        marie,
    )
    return Between(desk=desk, who=who, first=first, second=second)


__all__ = ["NAME", "OTHERS", "PASSWORD", "RELAY", "RESCUE", "TAKER", "Between", "between", "call", "log"]
