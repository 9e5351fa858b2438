"""One step as it is being read: its hour, its numbers, who did it, where, of which boat, and the words of each."""

from __future__ import annotations

from dataclasses import dataclass, field

from ashore.reading.call_signs import Sign
from ashore.reading.claims.text import Sentence
from ashore.reading.operations.counted import Counted
from ashore.reading.operations.hours import Hour
from ashore.reading.operations.steps import ASHORE, TAKING
from ashore.reading.operations.units import Unit
from ashore.reading.positions_said import ReadPosition


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something on land happened: its name, and the words at [start, end) of the text."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What is said beside a step at [start, end) of the text: a field of an encounter and its value."""

    field: str
    value: str
    start: int
    end: int


@dataclass(slots=True, kw_only=True)
class Draft:
    """A step and what the words around it gave so far; `counts` by the field of the report each belongs to.

    `boats` are the numbers of the boats it is of, from 1, none where it is of several told of together;
    `perhaps` those it may be of besides, where the text cannot tell. `further` is a second number of one verb, whose
    words are the number's own: "twenty were taken to the one and sixteen to the other".
    """

    step: str
    start: int
    end: int
    sentence: Sentence
    hour: Hour | None = None
    counts: dict[str, Counted] = field(default_factory=dict)
    parts: dict[str, list[Counted]] = field(default_factory=dict)
    together: Counted | None = None
    further: bool = False
    unit: Unit | None = None
    place: Place | None = None
    positions: list[ReadPosition] = field(default_factory=list)
    signs: list[Sign] = field(default_factory=list)
    beside: list[Beside] = field(default_factory=list)
    restated: list[tuple[int, int]] = field(default_factory=list)
    boats: tuple[int, ...] = ()
    perhaps: tuple[int, ...] = ()

    @property
    def main(self) -> str | None:
        """The field that a number of its people belongs to, None where it counts nobody."""
        if self.step in TAKING or (self.step in ASHORE and self.step != "returned_self"):
            return "taken_off"
        if self.step in (
            "told",
            "sighted",
            "alongside",
            "escorting",
            "refused",
            "lost_sight",
            "returned_self",
        ):
            return "on_board"
        return {"body_found": "dead", "dead": "dead", "prevented": "event"}.get(self.step)

    @property
    def says_something(self) -> bool:
        """Whether there is anything in it beyond that it was."""
        return bool(
            self.hour or self.counts or self.positions or self.place or self.unit or self.beside or self.signs
        ) or self.step not in ("told", "sighted", "alongside", "dead")

    def beside_says(self, name: str) -> str | None:
        """Return what is said beside it of one field, None where nothing is."""
        return next((each.value for each in self.beside if each.field == name), None)

    def take_over(self, gone: Draft) -> None:
        """Join a step that is this one told in other words: what it says and this one does not is kept."""
        self.hour = self.hour or gone.hour
        self.unit = self.unit or gone.unit
        self.place = self.place or gone.place
        self.positions = self.positions or gone.positions
        self.signs += gone.signs
        self.counts = gone.counts | self.counts
        self.parts = gone.parts | self.parts
        self.beside += [each for each in gone.beside if self.beside_says(each.field) is None]
        self.restated.append((gone.start, gone.end))
