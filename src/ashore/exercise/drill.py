"""A drill: a night whose truth is known, played into an exercise desk at the times its reports were received.

It lies beside the desk in a folder of its own, and the truth nowhere else:

    drill.json      which night it is, and when it began
    reports.jsonl   what the desk will see
    truth.jsonl     what is so
    injects.jsonl   what the trainer told besides, each with the boat it was about
    skips.jsonl     over which times the trainer put the clock
    clock.json      the drill's time and pace

Reports have ids and the desk takes none twice, so a drill that was killed sends again whatever it may have sent.
"""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar, Protocol

from ashore.exercise.begun import Begun, read_begun, write_begun
from ashore.exercise.clock import DrillClock
from ashore.exercise.debrief import Told, debrief
from ashore.exercise.files import REPORTS, TRUTH, read_truth
from ashore.exercise.fleet import read_fleet
from ashore.exercise.lines import (
    Line,
    append_line,
    as_bytes,
    injects_of,
    line_of,
    reports_of,
    whole_lines,
)
from ashore.exercise.tellings import NoSuchInject, prepared, report_of
from ashore.model.clock import Surroundings
from ashore.model.drills import BoatNow, Coming, Debrief, Kept, Standing, Telling, Wanted
from ashore.model.errors import AshoreError, LedgerFault, Refused

INJECTS, SKIPS = "injects.jsonl", "skips.jsonl"
BOATS, QUALITY = 12, "rich"
"""What a drill is made with where nobody says."""

LEAD_MS = 2 * 60_000
AIM_MS = 5 * 60_000
"""How long before its first report a drill begins, and how soon that report is to come; it may miss by minutes."""

SHOWN = 6
"""How many of the reports to come a trainer is shown."""

MARK_S = 2.0
"""How often it is said again that the drill is being played; well within the clock's lease."""

Fields = dict[str, Any]


class NotAnExercise(Refused):
    """A drill on a desk that is none of an exercise. Fields: `desk`, `kind`."""

    code: ClassVar[str] = "drill.not-an-exercise"
    says: ClassVar[str] = "The log of the desk {desk} is {kind}, and a drill plays only on an exercise log."
    hint: ClassVar[str] = "Name another directory, which is made: ashore --data training drill --seed 7"


class OtherDrill(Refused):
    """A desk that holds another drill already. Fields: `seed`, `boats`, `quality`."""

    code: ClassVar[str] = "drill.another"
    says: ClassVar[str] = "This desk holds another drill already: seed {seed}, {boats} boats, {quality}."
    hint: ClassVar[str] = "Go on with that one, or name another directory for a new one."


class DrillOver(Refused):
    """Something asked of a drill that the trainer ended."""

    code: ClassVar[str] = "drill.over"
    says: ClassVar[str] = "This drill is over, so nothing more is told in it."
    hint: ClassVar[str] = "Look at the debrief. A new drill wants a new directory."


class Desk(Protocol):
    """What a drill needs of the desk it is played on."""

    @property
    def name(self) -> str:
        """What the desk is called."""

    @property
    def kind(self) -> str:
        """The kind of its log."""

    def now(self) -> int:
        """Return the instant the desk is at, UTC milliseconds."""

    def fault(self, line: bytes) -> AshoreError | None:
        """Return why a report would be rejected, None where it would not."""

    def receive(self, lines: bytes) -> None:
        """Take in lines of reports; those that are held already change nothing."""

    def kept(self) -> Kept:
        """Return how the desk's view went, from its log."""


def begin(folder: Path, desk: Desk, wanted: Wanted, surroundings: Surroundings) -> None:
    """Make a drill that begins now, shortly before its first report; one that was begun there before stays.

    Raises NotAnExercise, OtherDrill and NoSuchNight.
    """
    if desk.kind != "exercise":
        raise NotAnExercise(desk=desk.name, kind=desk.kind)
    clock, held = DrillClock(folder, surroundings.clock), read_begun(folder)
    if held is None:
        _make(folder, desk.now(), wanted, clock, surroundings)
        return
    for name in ("seed", "boats", "quality", "year"):
        if getattr(wanted, name) not in (None, getattr(held, name)):
            raise OtherDrill(seed=held.seed, boats=held.boats, quality=held.quality)
    if wanted.speed is not None:
        clock.rest(speed=wanted.speed)


def _make(folder: Path, now: int, wanted: Wanted, clock: DrillClock, surroundings: Surroundings) -> None:
    """Make the night and its clock; only when both are there is it a drill."""
    from ashore.exercise.files import write_night
    from ashore.exercise.night import YEAR, night_from

    seed = wanted.seed if wanted.seed is not None else int.from_bytes(surroundings.random_bytes(2), "big")
    boats, quality, year = wanted.boats or BOATS, wanted.quality or QUALITY, wanted.year or YEAR
    made = night_from(seed, boats, quality, now + AIM_MS, year=year)
    reports, _ = write_night(made, folder)
    first = next((line.at for line in reports_of(reports, {})), now + AIM_MS)
    began = max(first - LEAD_MS, now)
    clock.begin(began, wanted.speed or 1.0)
    write_begun(
        folder,
        Begun(seed=seed, boats=boats, quality=quality, year=year, began=began, forcing=made.forcing),
    )


class Drill:
    """One drill, from its folder, on its desk. Safe to use from several threads."""

    def __init__(self, folder: Path, desk: Desk, clock: DrillClock) -> None:
        begun = read_begun(folder)
        if begun is None:
            raise FileNotFoundError(folder)
        self._folder = folder
        self._desk = desk
        self._clock = clock
        self._lock = threading.RLock()
        self._moved = threading.Event()
        self._begun = begun
        self._truth = read_truth(folder / TRUTH)
        self._fleet = read_fleet(folder / TRUTH)
        self._lines = tuple(reports_of(folder / REPORTS, self._truth.boat_of))
        self._sent = 0
        self._fault: AshoreError | None = None
        self._injects = list(injects_of(folder / INJECTS))
        self._untold = list(self._injects)  # the last one may not have come to the desk before a kill

    # Playing

    def play(self, stop: threading.Event, say: Callable[[Standing], None] = lambda standing: None) -> None:
        """Play the drill until told to stop, or until it is over; `say` is told where it stands at every change."""
        self._clock.go_on()
        said: tuple[object, ...] | None = None
        while not stop.is_set() and not self._clock.reading().over:
            try:
                self.deliver()
                self._fault = None
            except LedgerFault as fault:
                self._fault = fault  # a full disk, a busy ledger: what is due stays due
            standing = self.standing()
            news = (standing.played, standing.injects, standing.paused, standing.speed, standing.fault)
            if news != said:
                said = news
                say(standing)
            self._moved.wait(self._until_next_s())
            self._moved.clear()
            if not stop.is_set() and not self._clock.reading().over:
                self._clock.go_on()
        self._clock.rest()
        if self._clock.reading().over:
            say(self.standing())

    def wake(self) -> None:
        """Have whoever plays look again at once: told to stop, or something was changed."""
        self._moved.set()

    def deliver(self) -> int:
        """Send the desk every report that is due and was not sent yet; return how many."""
        with self._lock:
            due = bisect_right([line.at for line in self._lines], self._clock())
            lines = [*self._untold, *self._lines[self._sent : due]]
            if lines:
                self._desk.receive(b"\n".join(line.raw for line in lines))
                self._untold, self._sent = [], due
            return len(lines)

    # What a trainer asks

    def set_speed(self, speed: float) -> None:
        """Have the drill's clock run so many times as fast as the wall's, from 0.1 to 60."""
        self._go_on(speed=speed)

    def pause(self) -> None:
        """Have the drill's clock stand still."""
        self._go_on(paused=True)

    def go_on(self) -> None:
        """Have it run again."""
        self._go_on(paused=False)

    def skip(self) -> None:
        """Put the clock to when the next report is received."""
        standing = self.standing()
        if standing.coming and not standing.over:
            append_line(self._folder / SKIPS, {"from": standing.now, "to": standing.coming[0].at})
            self._go_on(at=standing.coming[0].at)
            self.deliver()
        elif standing.over:
            raise DrillOver

    def end(self) -> None:
        """End the drill: nothing more comes, and the debrief is open to everybody."""
        if not self._clock.reading().over:
            self._go_on(over=True)

    def prepared(self, name: str, boat: str) -> Telling:
        """Return a prepared report about a boat as it is now. Raises NoSuchInject."""
        if boat not in self._fleet:
            raise NoSuchInject(asked=boat, known=", ".join(self._fleet))
        now = self._clock()
        told = [line for line in self._told(now) if boat in line.boats]
        return prepared(name, self._fleet[boat], now, told[-1].fields if told else None)

    def tell(self, telling: Telling) -> None:
        """Tell the desk a report now, and write down beside the truth which boat it is about.

        Raises DrillOver, NoSuchInject, and what the desk would reject the report for.
        """
        if telling.boat and telling.boat not in self._fleet:
            raise NoSuchInject(asked=telling.boat, known=", ".join(self._fleet))
        with self._lock:
            if self._clock.reading().over:
                raise DrillOver
            fields = report_of(telling, f"inject-{len(self._injects) + 1}", self._clock())
            raw = as_bytes(fields)
            fault = self._desk.fault(raw)
            if fault is not None:
                raise fault
            append_line(self._folder / INJECTS, {"boat": telling.boat or None, "report": fields})
            line = line_of(fields, (telling.boat,))
            self._injects.append(line)
            self._untold.append(line)
            self.deliver()
        self.wake()

    # What is shown

    def standing(self) -> Standing:
        """Return where the drill stands."""
        now, reading = self._clock(), self._clock.reading()
        played = bisect_right([line.at for line in self._lines], now)
        return Standing(
            seed=self._begun.seed,
            quality=self._begun.quality,
            boats=self._begun.boats,
            now=now,
            speed=reading.speed,
            paused=reading.paused,
            playing=self._clock.playing(),
            over=reading.over,
            played=played,
            reports=len(self._lines),
            injects=len(self._injects),
            coming=tuple(_coming(line) for line in self._lines[played : played + SHOWN]),
            fault=self._fault,
        )

    def boats(self) -> tuple[BoatNow, ...]:
        """Return the boats of the night as they truly are now."""
        now = self._clock()
        told = self._told(now)
        found = []
        for ship in self._fleet.values():
            lat, lon = ship.where(now)
            found.append(
                BoatNow(
                    boat=ship.id,
                    state=ship.state(now),
                    lat=round(lat, 4),
                    lon=round(lon, 4),
                    aboard=ship.people(now),
                    kind=ship.kind,
                    colour=ship.colour,
                    phones=ship.phones,
                    told=sum(ship.id in line.boats for line in told),
                    coming=next(
                        (line.at for line in self._lines if line.at > now and ship.id in line.boats), None
                    ),
                )
            )
        return tuple(found)

    def debrief(self) -> Debrief:
        """Return what the drill has come to: so far, or when it ended."""
        reading = self._clock.reading()
        now = reading.at if reading.over else self._clock()
        told = [Told(report=line.key, boats=line.boats, fields=line.fields) for line in self._told(now)]
        return debrief(
            self._fleet,
            told,
            self._desk.kept(),
            seed=self._begun.seed,
            quality=self._begun.quality,
            began=self._begun.began,
            now=now,
            over=reading.over,
            injects=len(self._injects),
            skipped=[(each["from"], each["to"]) for each in whole_lines(self._folder / SKIPS)],
        )

    def _go_on(self, **changed: Any) -> None:
        if self._clock.reading().over:
            raise DrillOver
        self._clock.go_on(**changed)
        self.wake()

    def _told(self, now: int) -> list[Line]:
        """Return every report that has come by an instant, in the order of receipt."""
        come = [line for line in (*self._lines, *self._injects) if line.at <= now]
        return sorted(come, key=lambda line: line.at)

    def _until_next_s(self) -> float:
        pace, coming = self._clock.pace(), self.standing().coming
        if not coming or not pace:
            return MARK_S
        return min(MARK_S, max(0.0, (coming[0].at - self._clock()) / pace / 1_000))


def _coming(line: Line) -> Coming:
    sender = line.fields["sender"]
    return Coming(
        at=line.at,
        report=line.key,
        channel=line.fields["channel"],
        received_by=line.fields["received_by"],
        sender=sender.get("unit") or sender.get("role") or "",
        boats=line.boats,
        words=line.fields.get("text") or "",
        action=next(
            (each["encounter"]["action"] for each in line.fields["mentions"] if "encounter" in each), ""
        ),
    )
