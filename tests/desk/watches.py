"""A watch at a real desk whose clock is moved by hand."""

from __future__ import annotations

import itertools
import json
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from desks import OFFICER, START, line, repeating

from ashore.bootstrap import create_desk, open_desk
from ashore.desk.commands import Desk, Done, Who, asking
from ashore.desk.commands.acts import LogCall
from ashore.model.clock import Surroundings
from ashore.model.facts import CaseFacts
from ashore.model.times import iso
from ashore.picture import Board
from ashore.picture.alarms import Alarm

MINUTE = 60_000
SECOND = 1_000
NEXT_WATCH = Who(account="a-next", role="officer", person=True)
RELAY = Who(account="a-relay", role="relay", person=True)


@dataclass
class Clock:
    """A clock that stands still until it is moved."""

    ms: int = START

    def __call__(self) -> int:
        return self.ms


@dataclass
class Watch:
    """A desk, its clock, and the calls that come in."""

    path: Path
    kind: str = "live"
    clock: Clock = field(default_factory=Clock)
    desk: Desk = field(init=False)
    surroundings: Surroundings = field(init=False)

    def __post_init__(self) -> None:
        self.surroundings = replace(repeating(), clock=self.clock)
        self.desk = create_desk(
            self.path / "desk", name="north-centre", kind=self.kind, surroundings=self.surroundings
        )
        self._calls = itertools.count(1)

    def again(self) -> None:
        """Shut the desk and open it again."""
        self.desk.close()
        self.open()

    def open(self) -> None:
        """Open the desk, which was shut."""
        self.desk = open_desk(self.path / "desk", surroundings=self.surroundings)

    def pass_(self, *, minutes: float = 0, seconds: float = 0) -> None:
        """Let time go by."""
        self.clock.ms += int(minutes * MINUTE + seconds * SECOND)

    def do(self, act: object, who: Who = OFFICER) -> Done:
        """Do something, a second later."""
        self.pass_(seconds=1)
        return self.desk.do(act, who)

    def call(
        self, case: str = "", *, who: Who = OFFICER, open_: str = "", label: str = "", **said: Any
    ) -> str:
        """Log a call from aboard, received now; return the case it is in, "" for none."""
        said = {"received_at": iso(self.desk.now()), "danger": ["sinking"]} | said
        report = json.dumps(line(f"n-{next(self._calls)}", **said))
        done = self.do(LogCall(report=report, case=case, open=open_, label=label), who)
        links = [entry for entry in done.entries if entry.header.type == "mention.linked"]
        return str(links[0].header.subjects[0]) if links else ""

    def boat(self, label: str = "", **said: Any) -> str:
        """Log a call and open a case for it."""
        return self.call(open_="boat", label=label, **said)

    @property
    def board(self) -> Board:
        return asking.ask_board(self.desk)

    @property
    def alarms(self) -> tuple[Alarm, ...]:
        return asking.ask_alarms(self.desk)

    def facts(self, case: str) -> CaseFacts:
        with self.desk.looking() as picture:
            return picture.case(case)
