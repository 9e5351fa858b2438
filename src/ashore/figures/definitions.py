"""What each figure counts, in one sentence, and what it does not.

The lorry is in no boat figure: only cases of a boat or of a person in the water are counted,
and `prevented` is what others report of a beach, in no sum with the rest.
"""

from __future__ import annotations

from dataclasses import dataclass

from ashore.model.errors import BadInput

CLOCKS = ("reported", "happened", "landed", "arrived", "night", "found", "died", "week_ending")
"""By which instant a case is put into a period.

reported: its first report was received or published; night: the same, each night counted on the day it ends;
happened: the event that the figure counts; landed, arrived, found: that event; died: between the first report
and the finding; week_ending: `happened`, on the Sunday that ends its week.
"""

_EVERY_TIME = ("reported", "night", "happened", "week_ending")


class NotAFigure(BadInput):
    code = "not-a-figure"
    says = "There is no figure named “{name}”."
    hint = "The figures are {names}."


class NotItsClock(BadInput):
    code = "not-its-clock"
    says = "“{name}” cannot be counted by the clock “{clock}”."
    hint = "Its clocks are {clocks}."


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """A figure's name, unit and meaning.

    `event` is the event of a case that it counts, `tally` the figure of the people book that bounds it
    (None: it is read off what was counted), `part` children if only they are counted; `clock` the default
    clock, `clocks` those it can be counted by; `within` the figure that holds it.
    """

    name: str
    unit: str
    event: str
    says: str
    does_not_count: str
    clock: str
    clocks: tuple[str, ...]
    tally: str | None = None
    part: str | None = None
    within: str | None = None


_NOT_LORRIES = "People in lorries, trains and camps; people of whom no report is held here."

_DEFINITIONS = (
    Definition(
        name="rescued",
        unit="person",
        event="rescued",
        says="People taken off a boat or out of the water by a unit, each once, however many units then carried them.",
        does_not_count=f"People escorted, people who reached land by themselves, and the dead. {_NOT_LORRIES}",
        clock="reported",
        clocks=(*_EVERY_TIME, "landed"),
        tally="rescued",
    ),
    Definition(
        name="rescued_children",
        unit="person",
        event="rescued",
        says="Children among the rescued, as far as a source stated them.",
        does_not_count=(
            "Children nobody stated: a blank is not nought but nought to everybody in that boat. "
            f"No age rule is applied; each source used its own. {_NOT_LORRIES}"
        ),
        clock="reported",
        clocks=(*_EVERY_TIME, "landed"),
        tally="rescued",
        part="children",
        within="rescued",
    ),
    Definition(
        name="rescued_boats",
        unit="boat",
        event="rescued",
        says="Boats of which at least one person was rescued.",
        does_not_count="Hulls found empty and boats only seen or escorted.",
        clock="reported",
        clocks=(*_EVERY_TIME, "landed"),
        tally="rescued",
    ),
    Definition(
        name="landed",
        unit="person",
        event="landed",
        says="Rescued people whom a unit brought to a harbour or shore.",
        does_not_count=f"People still aboard a unit, and people who reached land by themselves. {_NOT_LORRIES}",
        clock="landed",
        clocks=(*_EVERY_TIME, "landed"),
        tally="landed",
        within="rescued",
    ),
    Definition(
        name="arrived",
        unit="person",
        event="arrived",
        says="People who reached land in their own boat.",
        does_not_count=f"People a unit brought in: those are landed. Arrivals nobody detected. {_NOT_LORRIES}",
        clock="arrived",
        clocks=(*_EVERY_TIME, "arrived"),
        tally="arrived",
    ),
    Definition(
        name="arrived_boats",
        unit="boat",
        event="arrived",
        says="Boats that reached land with people aboard.",
        does_not_count="Boats towed in, hulls washed ashore, and arrivals nobody detected.",
        clock="arrived",
        clocks=(*_EVERY_TIME, "arrived"),
        tally="arrived",
    ),
    Definition(
        name="detained",
        unit="person",
        event="detained",
        says="People whom an authority detained after they reached land.",
        does_not_count="People their rescuers handed to police or border police, and people seen by a doctor.",
        clock="arrived",
        clocks=(*_EVERY_TIME, "arrived"),
    ),
    Definition(
        name="returned",
        unit="person",
        event="returned",
        says="People who went back by themselves to the shore they had left.",
        does_not_count="People a unit brought back: those are rescued and landed.",
        clock="happened",
        clocks=_EVERY_TIME,
    ),
    Definition(
        name="prevented",
        unit="person",
        event="prevented",
        says="People kept from setting out, as reports of beaches and roads held here count them.",
        does_not_count=(
            "Prevention of which no report is held. Whether the same people set out later, or were rescued, "
            "is not known, so it is added to nothing."
        ),
        clock="happened",
        clocks=_EVERY_TIME,
    ),
    Definition(
        name="dead",
        unit="person",
        event="dead",
        says="People of a boat case whose body was found, who died in care, or whom somebody named declared dead.",
        does_not_count="The missing, and deaths on roads, at camps or in lorries.",
        clock="reported",
        clocks=(*_EVERY_TIME, "found", "died"),
        tally="dead",
    ),
    Definition(
        name="missing",
        unit="person",
        event="missing",
        says="People of a boat case whom somebody reported missing and nobody has found.",
        does_not_count="The dead, and people merely not yet accounted for: those are still out.",
        clock="reported",
        clocks=_EVERY_TIME,
        tally="missing",
        within="still_out",
    ),
    Definition(
        name="still_out",
        unit="person",
        event="reported",
        says="People on the boat, in the water, missing or not known, as the reports held leave it.",
        does_not_count="People aboard a unit, ashore, or dead. Boats of which no report is held.",
        clock="reported",
        clocks=("reported", "night"),
        tally="still_out",
    ),
)

DEFINITIONS = {definition.name: definition for definition in _DEFINITIONS}
"""Every figure by its name, in the order in which they are shown."""


def definition_of(name: str) -> Definition:
    """Return a figure's definition. Raises NotAFigure."""
    if name not in DEFINITIONS:
        raise NotAFigure(name=name, names=", ".join(DEFINITIONS))
    return DEFINITIONS[name]


def clock_of(definition: Definition, clock: str | None) -> str:
    """Return the clock asked for, or the figure's own. Raises NotItsClock."""
    if clock is None:
        return definition.clock
    if clock not in definition.clocks:
        raise NotItsClock(name=definition.name, clock=clock, clocks=", ".join(definition.clocks))
    return clock
