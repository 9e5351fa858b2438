"""A drill on a real desk, with a trainer and an officer; the wall's clock stands still until a test turns it."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from scenes import PASSWORD

from ashore.bootstrap import drill, open_desk, open_drill
from ashore.desk.commands import Desk, person
from ashore.desk.commands.acting import Who
from ashore.desk.commands.acts import EndCase, LinkMention, OpenCase
from ashore.desk.commands.drilling import Drill
from ashore.exercise.clock import DrillClock
from ashore.exercise.files import read_truth
from ashore.model.clock import Surroundings
from ashore.model.drills import Wanted

TRAINER, OFFICER = "Tom", "Marie"
START = 1_928_000_000_000
NIGHT = Wanted(seed=3, boats=6, quality="rich", speed=4.0)


@dataclass
class Wall:
    """The wall's clock."""

    ms: int = START

    def __call__(self) -> int:
        """Return the time."""
        return self.ms


class Going(Wall):
    """One that goes, as on a wall."""

    def __call__(self) -> int:
        """Return the time."""
        return self.ms + time.monotonic_ns() // 1_000_000 - _BEGAN


_BEGAN = time.monotonic_ns() // 1_000_000


@dataclass(kw_only=True)
class Drilled:
    """A drill and what it is played on."""

    data: Path
    desk: Desk
    drill: Drill
    wall: Wall
    officer: Who
    cases: dict[str, str] = field(default_factory=dict)

    def play(self, count: int) -> None:
        """Play so many reports."""
        for _ in range(count):
            self.drill.skip()

    def stand_watch(self) -> None:
        """Do as a watch that is right: every report into its boat's case, opened at the first."""
        boat_of = read_truth(self.data / "drill" / "truth.jsonl").boat_of
        with self.desk.looking() as picture:
            loose = {mention.id for mention in picture.loose()}
        for (report, index), boat in boat_of.items():
            mention = f"{report}#{index}"
            if mention not in loose or not boat:
                continue
            if boat in self.cases:
                self.desk.do(LinkMention(mention=mention, cases=(self.cases[boat],)), self.officer)
            else:
                done = self.desk.do(
                    OpenCase(label=boat.replace("boat", "case"), mention=mention), self.officer
                )
                self.cases[boat] = next(
                    name for each in done.entries for name in each.header.subjects if name.startswith("c-")
                )

    def suspend(self, boat: str) -> None:
        """End a boat's case while its people are out."""
        self.desk.do(
            EndCase(
                case=self.cases[boat],
                how="suspended",
                reason="nothing found",
                owner="Paul",
                review_at="2031-03-04T08:00:00+00:00",
            ),
            self.officer,
        )


@cache
def _begun() -> Path:
    """Return the directory of a desk whose drill was begun, made once for all tests."""
    data = Path(mkdtemp(prefix="ashore-drill-")) / "desk"
    with drill(data, NIGHT, name="training-room", surroundings=Surroundings(clock=Wall())):
        return data


@contextmanager
def drilled(folder: Path, wall: Wall | None = None) -> Iterator[Drilled]:
    """Open a copy of the drill, with a trainer's and an officer's account, and its clock running."""
    data = Path(shutil.copytree(_begun(), folder / "desk"))
    wall = wall or Wall()
    desk = open_desk(data, surroundings=Surroundings(clock=wall))
    desk.accounts.create(TRAINER, PASSWORD, "trainer")
    officer = person(desk.accounts.create(OFFICER, PASSWORD, "officer"))
    DrillClock(data / "drill", wall).go_on()
    yield Drilled(data=data, desk=desk, drill=open_drill(data, desk, wall=wall), wall=wall, officer=officer)
    desk.close()
