"""A sea on which somebody must say which boat: two cases, and reports of no case beside them."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from scenes import line
from sea import Sea, report

from ashore.desk.commands.acts import ReceiveReports
from ashore.desk.web.advice import Advised

T = TypeVar("T")

AGAIN = "north-centre/phone/m-1#0"
"""The first boat's own telephone again, where it may have got to."""

OTHER = "north-centre/phone/m-2#0"
"""Another telephone and another boat, near the second one."""

NOWHERE = "north-centre/phone/m-3#0"
"""A call without a position."""


def told(name: str, minute: int, lat: float, lon: float, phone: str, **said: Any) -> dict[str, Any]:
    """Return a call from a boat with a number of its own, and what else it says."""
    made = report(name, minute, lat, lon)
    made["sender"]["phone"] = phone
    made["mentions"][0] |= said
    return made


def same_boat_sea(folder: Path) -> Sea:
    """Return a live desk with two boats and four reports of no case."""
    sea = Sea(folder)
    silent = told("m-3", 78, 51.0, 1.6, "+33600000007", danger=["cold"])
    del silent["mentions"][0]["positions"]
    calls = [
        told(
            "m-1",
            70,
            51.085,
            1.815,
            "+33600000001",
            on_board={"value": 40, "low": 40, "high": 40, "says_who": "caller"},
            craft={"kind": "inflatable", "colour": "black", "engine": "stopped"},
            danger=["taking_water"],
        ),
        told("m-2", 76, 50.93, 1.50, "+33600000009", craft={"colour": "grey"}),
        silent,
    ]
    sea.desk.do(ReceiveReports(content=b"\n".join(map(line, calls))), sea.who)
    return sea


def until_done(ask: Callable[[], Advised[T]]) -> Advised[T]:
    """Return what is held once no newer answer is on its way: the work is waited for, not the clock."""
    while (advised := ask()).making:
        time.sleep(0.01)
    return advised


def answered(ask: Callable[[], Advised[T]]) -> T:
    """Return an answer once it is there."""
    advised = until_done(ask)
    assert advised.failed is None, advised.failed
    assert advised.answer is not None
    return advised.answer
