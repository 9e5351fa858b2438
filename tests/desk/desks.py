"""A real desk in a temporary directory, with a clock, ids and random bytes that repeat."""

from __future__ import annotations

import hashlib
import itertools
import json
from pathlib import Path
from typing import Any

from ashore.bootstrap import create_desk
from ashore.desk.commands import Desk, Done, Who
from ashore.desk.commands.acts import ReceiveReports
from ashore.model.clock import Surroundings

START = 1_928_000_000_000
OFFICER = Who(account="a-officer", role="officer", person=True)
SUPERVISOR = Who(account="a-supervisor", role="supervisor", person=True)
MACHINE = Who(account="a-machine", role="machine", person=False)


def repeating() -> Surroundings:
    """Return surroundings whose clock ticks a millisecond a look and whose ids and bytes come in a fixed order."""
    ticks, ids, blocks = itertools.count(START), itertools.count(1), itertools.count(1)

    def some_bytes(count: int) -> bytes:
        return hashlib.shake_256(f"block {next(blocks)}".encode()).digest(count)

    return Surroundings(
        clock=lambda: next(ticks), random_bytes=some_bytes, new_id=lambda: f"id-{next(ids):06d}"
    )


def a_desk(path: Path, kind: str = "live") -> Desk:
    """Make a desk called north-centre."""
    return create_desk(path / "desk", name="north-centre", kind=kind, surroundings=repeating())


def line(id_: str, **fields: Any) -> dict[str, Any]:
    """Return a small report of format ashore.report/1: a call from aboard unless the fields say otherwise."""
    plain = {
        "format": "ashore.report/1",
        "id": id_,
        "channel": "phone",
        "received_at": "2031-02-03T01:12:00+01:00",
        "received_by": "north-centre",
        "sender": {"role": "aboard"},
        "text": f"words of {id_}",
    }
    return plain | fields


def receive(desk: Desk, *lines: dict[str, Any], who: Who = MACHINE) -> Done:
    """Take these lines in as one file."""
    content = b"\n".join(json.dumps(each).encode() for each in lines)
    return desk.do(ReceiveReports(content=content), who)
