"""A drill that a tired watch has just been through, for the pictures of the documentation.

The night is made by the generator, so none of it happened. The watch takes one boat for another for an hour, ends a
case while its people are out, and is slow: what a debrief is for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from busy_night import PASSWORD, PEOPLE, Night, at
from busy_night import Clock as Wall

from ashore.bootstrap import DRILL, drill
from ashore.desk.commands import Done, asking, person
from ashore.desk.commands.acts import AcknowledgeAlarm, EndCase, LinkMention, OpenCase
from ashore.desk.commands.drilling import Drill
from ashore.exercise.clock import DrillClock
from ashore.exercise.files import read_truth
from ashore.exercise.lines import Line, reports_of
from ashore.model.drills import Wanted
from ashore.testing.surroundings import repeatable

MINUTE = 60_000
BEGINS = "18:30"
NIGHT = Wanted(seed=26, boats=8, quality="rich")
QUIET_MS = 40 * MINUTE
"""A wait that a trainer skips."""

READING_MS = 4 * MINUTE
GIVEN_UP_AFTER = 20

TAKEN_FOR, MISTAKEN = "Charlie", "Delta"
LETTERS = "Alfa Bravo Charlie Delta Echo Foxtrot Golf Hotel".split()


@dataclass(kw_only=True)
class DrilledNight(Night):
    """The desk of a drill, who is on it, and the drill."""

    drill: Drill
    timer: DrillClock

    def until(self, at: int) -> None:
        """Let the night go on to an instant; a long wait the trainer skips."""
        if at - self.timer() > QUIET_MS:
            self.drill.skip()
        self.timer.go_on(at=at)
        self.drill.deliver()

    def put(self, mention: str, case: str) -> None:
        """Put a mention to the case of that name, opened for it where there is none."""
        if case not in self.cases:
            opened = self.do_now(OpenCase(label=case))
            self.cases[case] = opened.entries[0].header.subjects[0]
        self.do_now(LinkMention(mention=mention, cases=(self.cases[case],)))

    def give_up(self, case: str) -> None:
        """End a case whose people are out."""
        self.do_now(
            EndCase(
                case=self.cases[case],
                how="suspended",
                reason="nothing found where they said they were",
                owner="Paul",
                review_at="2031-12-01T08:00:00+00:00",
            )
        )

    def do_now(self, act: object) -> Done:
        """Do something as Marie, at the drill's time."""
        return self.desk.do(act, person(self.accounts["Marie"]))


@contextmanager
def drilled_night(folder: Path) -> Iterator[DrilledNight]:
    """Play the drill on a new desk in an empty folder to its end, and open it for as long as the block runs."""
    wall = Wall(at(BEGINS))
    surroundings = replace(repeatable("drilled night"), clock=wall)
    with drill(folder, NIGHT, name="training-room", surroundings=surroundings) as (desk, playing):
        accounts = {name: desk.accounts.create(name, PASSWORD, role) for name, role in PEOPLE.items()}
        night = DrilledNight(
            desk=desk,
            clock=wall,
            accounts=accounts,
            drill=playing,
            timer=DrillClock(folder / DRILL, wall),
        )
        night.timer.go_on()
        truth = read_truth(folder / DRILL / "truth.jsonl")
        _watch(night, reports_of(folder / DRILL / "reports.jsonl", truth.boat_of))
        night.do_now(AcknowledgeAlarm(alarm=tuple(alarm.id for alarm in asking.ask_alarms(desk))))
        playing.end()
        yield night


def _watch(night: DrilledNight, reports: Iterable[Line]) -> None:
    """Keep the watch as a tired officer does: the fourth boat is taken for the third until its fourth report."""
    names: dict[str, str] = {}
    mistaken: list[str] = []
    for number, report in enumerate(reports):
        night.until(report.at)
        night.until(night.timer() + READING_MS)
        for index, boat in enumerate(report.boats):
            mention = f"{report.key}#{index}"
            name = names.setdefault(boat, LETTERS[len(names) % len(LETTERS)])
            if name == MISTAKEN and len(mistaken) < 4:
                mistaken.append(mention)
                night.put(mention, TAKEN_FOR)
                for each in mistaken if len(mistaken) == 4 else ():
                    night.put(each, MISTAKEN)
            else:
                night.put(mention, name)
        if number == GIVEN_UP_AFTER:
            night.give_up("Bravo")
