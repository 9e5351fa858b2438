"""What is typed of an encounter, and the one report that is logged of it.

A number, a place or a look that nobody gave stays not said; what cannot be read is refused in a sentence when the
encounter is logged, and left out while it is still being typed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ashore.desk.commands.errors import BadValue
from ashore.desk.language import Tongue
from ashore.model.times import iso
from ashore.reading.counts import read_counts
from ashore.reading.positions import ReadPosition, read_positions

ACTIONS = {
    "r": "recovered",
    "a": "alongside",
    "s": "sighted",
    "c": "escorting",
    "w": "winched",
    "t": "towed",
    "f": "refused",
    "h": "empty_hull",
    "x": "nothing_found",
    "l": "lost_sight",
    "d": "body_found",
}
"""What a unit did, each by the letter that chooses it."""

WITHOUT_A_BOAT = frozenset({"nothing_found", "lost_sight"})
"""What a unit does that has no boat before it: nobody there can be asked anything."""

COUNTS = ("taken_off", "left_aboard", "in_water", "set_out", "injured", "dead")
TELLING = ("taken_off", "set_out", "in_water")
"""The numbers by which one boat can be told from another."""

CRAFT_AFTER = ("marked", "towed", "sunk", "adrift", "under_way")
CHANNELS = ("vhf", "phone")
KINDS = tuple("inflatable rigid wooden_boat fishing_boat sailing_boat rowing_boat kayak jet_ski".split())
COLOURS = tuple("black grey white blue red orange green yellow brown".split())
ENGINES = ("running", "stopped")
INSIDE = ("dry", "taking_water")

LOOKS = {"kind": KINDS, "colour": COLOURS, "engine": ENGINES, "inside": INSIDE}
"""What a unit sees of a boat that tells it from others, each with what it may be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """What was typed of an encounter; "" is what nobody said."""

    unit: str
    action: str
    channel: str
    all_off: str
    craft_after: str
    counts: Mapping[str, str]
    position: str
    looks: Mapping[str, str]
    text: str

    @property
    def tells_of_a_boat(self) -> bool:
        """Whether anything was typed by which one boat can be told from another."""
        said = (self.position, *self.looks.values(), *(self.counts[name] for name in TELLING))
        return self.action not in WITHOUT_A_BOAT and any(said)

    @property
    def open_questions(self) -> tuple[str, ...]:
        """Which of the four questions nobody answered: off, left, in_water, set_out; none where there is no boat."""
        if self.action in WITHOUT_A_BOAT:
            return ()
        said = self.counts
        left_open = []
        if not said["taken_off"]:
            left_open.append("off")
        if self.all_off not in ("yes", "no") and not said["left_aboard"]:
            left_open.append("left")
        if not said["in_water"]:
            left_open.append("in_water")
        if not said["set_out"]:
            left_open.append("set_out")
        return tuple(left_open)


def typed(said: Mapping[str, str]) -> Met:
    """Return what a form holds, complete or not; what no page of ours would send is left out."""
    channel = said.get("channel", "")
    all_off = said.get("all_off", "")
    return Met(
        unit=" ".join(said.get("unit", "").split()),
        action=said.get("action", ""),
        channel=channel if channel in CHANNELS else CHANNELS[0],
        all_off=all_off if all_off in ("yes", "no") else "not_asked",
        craft_after=said.get("craft_after", ""),
        counts={name: said.get(name, "").strip() for name in COUNTS},
        position=said.get("position", "").strip(),
        looks={name: said.get(name, "") if said.get(name) in of else "" for name, of in LOOKS.items()},
        text=said.get("text", ""),
    )


def checked(met: Met) -> Met:
    """Return an encounter that can be logged. Raises BadValue where it names no unit, or contradicts itself."""
    if not met.unit:
        raise BadValue(
            field="unit", why="no unit is named", hint="Name the ship, boat or aircraft that reports"
        )
    left = met.counts["left_aboard"]
    if met.all_off == "yes" and left.strip("0 "):
        raise BadValue(
            field="left_aboard",
            why="all are off, and some are left",
            hint="Ask the unit once more, and write what it says",
        )
    if met.all_off == "no" and left and not left.strip("0 "):
        raise BadValue(
            field="left_aboard",
            why="somebody is left, and nobody is left",
            hint="Ask the unit once more, and write what it says",
        )
    return met


def so_far(met: Met) -> Met:
    """Return an encounter without what cannot be read yet: a number or a place that is still being typed."""
    counts = {
        name: stated if _reads(count_of, name, stated, "unit") else "" for name, stated in met.counts.items()
    }
    position = met.position if _reads(place_of, "position", met.position) else ""
    return replace(met, counts=counts, position=position)


def _reads(read: Callable[..., object], *asked: str) -> bool:
    try:
        read(*asked)
    except BadValue:
        return False
    return True


def count_of(field: str, stated: str, says_who: str) -> dict[str, Any] | None:
    """Return a number as it was typed: "13" is a count by person, "about 13" an estimate; None where none was.

    Raises BadValue.
    """
    said = " ".join(stated.split())
    if not said:
        return None
    if said.isdecimal() and said.isascii() and len(said) < 6:
        return {"value": int(said), "as_said": said, "says_who": says_who}
    counts = [each.count for each in read_counts(said)]
    if len(counts) != 1:
        raise BadValue(
            field=field,
            why=f"“{said}” is not read as one number of people",
            hint="Write 13, about 13, or 13 to 15",
        )
    found = counts[0]
    ends = {} if found.qualifier == "about" else {"low": found.low, "high": found.high}
    stated_parts = {
        name: {"value": part.value, "qualifier": part.qualifier, "low": part.low, "high": part.high}
        for name, part in found.parts()
    }
    count = {"value": found.value, "qualifier": found.qualifier, **ends, **stated_parts}
    return {
        **{name: value for name, value in count.items() if value is not None},
        "as_said": said,
        "says_who": says_who,
    }


def place_of(field: str, stated: str) -> ReadPosition | None:
    """Return a place as it was typed, None where none was. Raises BadValue."""
    said = " ".join(stated.split())
    if not said:
        return None
    found = read_positions(said)
    if len(found) != 1:
        raise BadValue(
            field=field,
            why="it is not read as one place",
            hint="Write 51 02.4 N 1 58.1 E, or the name of a place on the chart",
        )
    return found[0]


def encounter_line(met: Met, id_: str, now: int) -> str:
    """Return an encounter as one line of format ashore.report/1. Raises BadValue."""
    encounter: dict[str, Any] = {
        "unit": met.unit or None,
        "action": met.action or None,
        "all_off": met.all_off,
        "says_who": "unit",
        "craft_after": met.craft_after or None,
    }
    for name in COUNTS:
        # How many set out only those who were aboard can say; the unit passes it on.
        encounter[name] = count_of(name, met.counts[name], "survivors" if name == "set_out" else "unit")
    place = place_of("position", met.position)
    inside = met.looks["inside"]
    craft = {name: value for name, value in met.looks.items() if value and name != "inside"}
    if inside == "dry":
        craft["state"] = inside
    mention: dict[str, Any] = {
        "encounter": {name: value for name, value in encounter.items() if value is not None},
        "positions": [] if place is None else [_position(place)],
        "craft": craft,
        "danger": ["taking_water"] if inside == "taking_water" else [],
    }
    line = {
        "format": "ashore.report/1",
        "id": id_,
        "channel": met.channel,
        "received_at": iso(now),
        "sender": {"role": "unit", "unit": met.unit or None},
        "text": met.text.strip() or None,
        "mentions": [{name: value for name, value in mention.items() if value}],
        "assumed": ["mentions[0].positions[0]"] if place is not None and place.guessed else None,
    }
    return json.dumps({name: value for name, value in line.items() if value is not None})


def _position(place: ReadPosition) -> dict[str, Any]:
    stated = {
        "lat": float(place.lat),
        "lon": float(place.lon),
        "error_m": float(place.error_m),
        "how": place.how,
        "of": "craft",
        "place": place.place,
        "area": None if place.area is None else json.loads(place.area),
    }
    return {name: value for name, value in stated.items() if value is not None}


def to_ask(met: Met, tongue: Tongue) -> str:
    """Return what the watch is reminded to ask, "" where every question was answered."""
    questions = {
        "off": tongue.says("how many are off"),
        "left": tongue.says("is anyone left"),
        "in_water": tongue.says("is anyone in the water"),
        "set_out": tongue.says("how many do they say set out"),
    }
    if not met.open_questions:
        return ""
    asked = ", ".join(questions[each] for each in met.open_questions)
    return tongue.says("Ask {unit} now: {questions}?", unit=met.unit, questions=asked)
