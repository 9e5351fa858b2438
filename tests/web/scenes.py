"""Desks with something on them: the built-in night, and an invented watch with a boat that cannot be ended yet."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from ashore.bootstrap import create_desk
from ashore.desk.commands import Desk, Done, person, play
from ashore.desk.commands.acts import LinkMention, OpenCase, ReceiveReports
from ashore.desk.web.app import make_app
from ashore.testing.surroundings import repeatable

PASSWORD = "four unrelated words"
NAME = "Marie"
WATCH_BEGINS_MS = 1_927_920_000_000
"""2031-02-03T21:20:00Z, a little after the last report of the watch."""

HOST = "http://127.0.0.1"

CALL = {
    "id": "n-1",
    "channel": "phone",
    "received_at": "2031-02-03T20:12:00+00:00",
    "received_zone": "Europe/London",
    "received_by": "north-centre",
    "sender": {"role": "aboard", "phone": "+33600000000"},
    "text": "engine dead, water coming in, we are forty",
    "mentions": [
        {
            "positions": [{"how": "place", "of": "craft", "place": "off Gravelines"}],
            "on_board": {"low": 40, "high": 40, "value": 40, "as_said": "we are forty", "says_who": "caller"},
            "craft": {"kind": "inflatable", "engine": "stopped"},
            "danger": ["taking_water"],
        }
    ],
}
RESCUE = {
    "id": "n-2",
    "channel": "vhf",
    "received_at": "2031-02-03T20:50:00+00:00",
    "received_by": "north-centre",
    "sender": {"role": "unit", "unit": "cutter Orme"},
    "text": "thirty-three taken off, nobody left aboard",
    "mentions": [
        {
            "encounter": {
                "unit": "cutter Orme",
                "action": "recovered",
                "taken_off": {"low": 33, "high": 33, "value": 33, "says_who": "unit"},
                "all_off": "yes",
                "says_who": "unit",
                "craft_after": "marked",
            }
        }
    ],
}
LATER_CALL = {
    "id": "n-3",
    "channel": "phone",
    "received_at": "2031-02-03T21:10:00+00:00",
    "received_by": "north-centre",
    "sender": {"role": "aboard", "phone": "+33611111111"},
    "text": "we are cold, help us",
    "mentions": [{"danger": ["cold"]}],
}


def line(report: dict[str, Any]) -> bytes:
    """Return a report as its one line."""
    return json.dumps(report).encode()


def new_desk(folder: Path, kind: str = "live") -> Desk:
    """Return an empty desk whose clock, ids and bytes are the same in every run."""
    surroundings = repeatable(f"web {kind}", start_ms=WATCH_BEGINS_MS, step_ms=1)
    return create_desk(folder / "desk", name="north-centre", kind=kind, surroundings=surroundings)


def played_night(folder: Path) -> Desk:
    """Return a replay desk with the built-in night played in."""
    desk = new_desk(folder, "replay")
    play(desk, resources.files("ashore.examples").joinpath("night-2020-12-08.jsonl").read_bytes())
    return desk


def watch(folder: Path) -> tuple[Desk, str]:
    """Return a live desk with one rescued boat of which seven may still be out, and that case's id."""
    desk = new_desk(folder)
    marie = desk.accounts.create(NAME, PASSWORD, "officer")
    who = person(marie)
    desk.do(ReceiveReports(content=line(CALL) + b"\n" + line(RESCUE)), who)
    opened = desk.do(
        OpenCase(label="2234B", mention="north-centre/phone/n-1#0", reason="first call from this boat"), who
    )
    case = case_of(opened)
    desk.do(
        LinkMention(mention="north-centre/vhf/n-2#0", cases=(case,), reason="the cutter was sent to it"), who
    )
    return desk, case


def case_of(done: Done) -> str:
    """Return the case that an act was about."""
    return next(name for entry in done.entries for name in entry.header.subjects if name.startswith("c-"))


def client_of(desk: Desk, *, near: bool = True, **options: Any) -> TestClient:
    """Return a client of a desk's application, on this machine unless it is far."""
    address = "127.0.0.1" if near else "203.0.113.9"
    return TestClient(make_app(desk, **options), base_url=HOST, client=(address, 50_000))


def signed_in(desk: Desk, name: str = NAME) -> TestClient:
    """Return a client in whose cookie somebody is signed in."""
    client = client_of(desk)
    answer = client.post(
        "/sign-in",
        data={"name": name, "password": PASSWORD},
        headers={"origin": HOST},
        follow_redirects=False,
    )
    assert answer.status_code == 303
    return client
