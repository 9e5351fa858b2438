"""A drill in plain values: where it stands, what a trainer has told, what the desk held, and what is said afterwards.

The exercise knows what is so and the desk what was held; neither knows the other, and these are what they hand over.
All instants are UTC milliseconds of the drill's own clock.
"""

from __future__ import annotations

from dataclasses import dataclass

from ashore.model.errors import AshoreError
from ashore.model.times import Interval

# Before it begins


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which drill is wanted, None where any will do, or the one that there is: `speed` times as fast as real."""

    seed: int | None = None
    boats: int | None = None
    quality: str | None = None
    year: int | None = None
    speed: float | None = None


# While it runs


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """A report as a trainer tells it: by which channel, from whom, about which boat of the truth, "" for none.

    `lat` and `lon` are degrees, None where no position is given, and `fixed_at` is when the boat was said to be there,
    None for now; `people` is a count, `exact` or about.
    `action` is what a unit says it did there, of the codes of an encounter, "" where it is no unit that speaks.
    """

    boat: str = ""
    received_by: str = "east-centre"
    channel: str = "phone"
    role: str = "aboard"
    phone: str = ""
    unit: str = ""
    words: str = ""
    lat: float | None = None
    lon: float | None = None
    error_m: int = 100
    how: str = "gnss"
    fixed_at: int | None = None
    people: int | None = None
    exact: bool = False
    danger: tuple[str, ...] = ()
    action: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """A report that is still to come: when, its key, from whom, and of which boats it tells, "" for none.

    `action` is what a unit says in it that it did, "" where none speaks.
    """

    at: int
    report: str
    channel: str
    received_by: str
    sender: str
    boats: tuple[str, ...]
    words: str
    action: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoatNow:
    """A boat as it truly is now.

    `state` is ashore_yet (not left), under_way, danger, landed, returned, recovered or lost;
    `told` is how many reports of it have come, `coming` when the next will, None for never.
    """

    boat: str
    state: str
    lat: float
    lon: float
    aboard: int
    kind: str
    colour: str
    phones: tuple[str, ...]
    told: int
    coming: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a drill stands: its clock, how fast that runs, how much has been played, and what comes next.

    `playing` is whether somebody plays it now; `injects` is how many reports the trainer told besides.
    `fault` is why the desk takes no report just now, None where it does; it is sent again every few seconds.
    """

    seed: int
    quality: str
    boats: int
    now: int
    speed: float
    paused: bool
    playing: bool
    over: bool
    played: int
    reports: int
    injects: int
    coming: tuple[Coming, ...]
    fault: AshoreError | None = None


# What the desk held


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """The desk took a report in; `entry` is the log's."""

    at: int
    report: str
    entry: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldIn:
    """From this instant on the desk held a mention to be about these cases, none for none.

    Cases that are held to be one boat go by one of their ids. `by` is the account that decided.
    """

    at: int
    report: str
    mention: int
    cases: tuple[str, ...]
    entry: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseChanged:
    """A case was opened, ended (`how` it was), or opened again, or is gone: held to be one with another, or undone."""

    at: int
    case: str
    what: str
    entry: str
    by: str
    how: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalledBack:
    """Somebody called the boat of a case back, with this outcome."""

    at: int
    case: str
    outcome: str
    entry: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsRead:
    """Somebody opened the words of a report for the first time; `entry` is the report's."""

    at: int
    report: str
    entry: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """How the desk's view went, each list in the order in which it was written down; `names` are the cases' labels."""

    received: tuple[Received, ...]
    held: tuple[HeldIn, ...]
    cases: tuple[CaseChanged, ...]
    called_back: tuple[CalledBack, ...]
    read: tuple[WordsRead, ...]
    names: dict[str, str]


# What is said afterwards


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """One thing that happened to a boat, `true` at sea or on the desk.

    `what` is left, danger, safe, landed, returned, recovered, lost; or report, linked, elsewhere (put to a case
    that is another boat's), loose, read (its words), opened, called_back, ended, reopened; `how` says more of it.
    """

    at: int
    true: bool
    what: str
    how: str = ""
    entry: str = ""
    case: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongLink:
    """A mention of one boat that was held in a case of another, from when until when, None for to the end."""

    since: int
    until: int | None
    report: str
    mention: int
    case: str
    other: str
    entry: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedEnding:
    """A boat's case was ended while so many of its people were truly still out.

    `after_ms` is how long after a unit was first reported alongside, None where none had been.
    """

    at: int
    case: str
    how: str
    still_out: int
    after_ms: int | None
    entry: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BoatTold:
    """How one boat fared: what was so, what the desk held of it, and how long it had nobody.

    `reported` and `owned` are when its first report came and when it first had an open case of its own, None for
    never; `own` are the times in which it had one, `masked` those in which it was in danger, reported, and had none.
    `silence` is the longest time in danger without a report of it or a call back.
    """

    boat: str
    people: int
    left: int
    danger: tuple[Interval, ...]
    end: str
    ended: int | None
    reports: tuple[Received, ...]
    reported: int | None
    owned: int | None
    case: str
    own: tuple[Interval, ...]
    masked: tuple[Interval, ...]
    silence: Interval | None
    alongside: int | None
    endings: tuple[JudgedEnding, ...]
    wrong: tuple[WrongLink, ...]
    happened: tuple[Happened, ...]

    @property
    def masked_ms(self) -> int:
        """For how long it was masked, milliseconds."""
        return sum(each.latest - each.earliest for each in self.masked)

    @property
    def waited(self) -> Interval:
        """From its first report until it had a case of its own, nothing where either is missing."""
        first = self.reported or 0
        return Interval(earliest=first, latest=max(first, self.owned or first))

    @property
    def to_a_case_ms(self) -> int | None:
        """How long after its first report it had a case of its own, milliseconds, None for never."""
        return None if self.owned is None or self.reported is None else max(0, self.owned - self.reported)


@dataclass(frozen=True, slots=True, kw_only=True)
class Debrief:
    """What a drill came to, up to an instant: the boats that were in danger or reported, the worst first.

    `unheard` is how many were in danger and never reported: of those the desk could not know.
    `skipped` are the times over which the trainer put the clock: of the night, but nobody could do anything in them.
    """

    seed: int
    quality: str
    began: int
    now: int
    over: bool
    reports: int
    injects: int
    cases: int
    unheard: int
    skipped: tuple[Interval, ...]
    boats: tuple[BoatTold, ...]
    names: dict[str, str]

    def skipped_ms(self, *spans: Interval) -> int:
        """Return how much of these times the trainer skipped, milliseconds."""
        return sum(
            max(0, min(span.latest, skip.latest) - max(span.earliest, skip.earliest))
            for span in spans
            for skip in self.skipped
        )

    @property
    def masked_boats(self) -> int:
        """How many boats were masked for a time."""
        return sum(bool(each.masked) for each in self.boats)

    @property
    def masked_ms(self) -> int:
        """For how long boats were masked, all together, milliseconds."""
        return sum(each.masked_ms for each in self.boats)
