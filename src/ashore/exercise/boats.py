"""The boats of a night before they leave: from where and when, with how many, what they look like, whose telephones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from numpy.random import Generator

from ashore.exercise.habits import Habits, Spot, aims, beaches

HOUR = 3_600_000
MINUTE = 60_000

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone:
    """A telephone aboard: its number as dialled from abroad, and the language of whoever holds it."""

    number: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Boat:
    """One boat as it leaves. Instants are UTC milliseconds, lengths metres, speeds knots, headings degrees true.

    `relative` is the number of whoever ashore calls for them.
    `joined` is when further people come aboard and how many, None for none.
    `stops`, `goes_again` and `swamps` are instants, None for never; the engine runs until it stops.
    `turns` is when it turns round and goes back to its beach the way it came, None where it does not.
    `after` is the boat from which these people came back before, `beside` the one this one is tied to from `tied` on.
    """

    id: str
    beach: Spot
    aim: Spot
    leaves: int
    people: int
    children: int
    kind: str
    colour: str
    length_m: float
    speed_kn: float
    wobble_deg: float
    phones: tuple[Phone, ...]
    relative: str
    joined: tuple[int, int] | None
    stops: int | None
    goes_again: int | None
    swamps: int | None
    turns: int | None = None
    after: str = ""

    def aboard(self, at: int) -> int:
        """Return how many are aboard at an instant while nobody has taken any off."""
        if at < self.leaves:
            return 0
        return self.people + (self.joined[1] if self.joined and at >= self.joined[0] else 0)


def boats(habits: Habits, count: int, year: int, evening: int, chance: Generator) -> tuple[Boat, ...]:
    """Return the boats of a night, in the order they leave; `evening` is its midnight before, UTC milliseconds."""
    looks = looks_of(habits, count, chance)
    made: list[Boat] = []
    for index in range(count):
        boat = _boat(habits, index, looks[index], made, year, evening, chance)
        made = [_turned(each, boat, habits, chance) if each.id == boat.after else each for each in made]
        made.append(boat)
    return tuple(sorted(made, key=lambda boat: (boat.leaves, boat.id)))


def pick(shares: Mapping[T, float], chance: Generator) -> T:
    """Return one of these, each as likely as its share."""
    names = list(shares)
    weights = [shares[name] for name in names]
    total = sum(weights)
    return names[int(chance.choice(len(names), p=[weight / total for weight in weights]))]


def between(ends: Sequence[float], chance: Generator) -> float:
    """Return a number evenly between two ends."""
    return float(chance.uniform(ends[0], ends[1]))


def _boat(
    habits: Habits,
    index: int,
    look: tuple[str, str],
    made: Sequence[Boat],
    year: int,
    evening: int,
    chance: Generator,
) -> Boat:
    leaving, going = habits["leaving"], habits["going"]
    back = _came_back(made, chance) if chance.random() < leaving["again"] else None
    with_another = (
        made[int(chance.integers(len(made)))] if made and chance.random() < leaving["together"] else None
    )
    beach = pick({spot: spot.share for spot in beaches()}, chance)
    leaves = evening + round(between((leaving["first_h"], leaving["last_h"]), chance) * HOUR)
    if back is not None:
        beach, leaves = back.beach, back.leaves + round(between(leaving["again_after_h"], chance) * HOUR)
    elif with_another is not None:
        beach, leaves = with_another.beach, with_another.leaves + round(between((0, 10), chance) * MINUTE)
    people = max(2, round(habits.people_a_boat(year) * float(chance.lognormal(0, leaving["spread"]))))
    if back is not None:
        people = back.people
    children = int(chance.binomial(people, leaving["children"]))
    joined = None
    if chance.random() < leaving["join"]:
        joined = (
            leaves + round(between((0.3, 1.0), chance) * HOUR),
            max(2, round(people * between((0.2, 0.8), chance))),
        )
    stops, goes_again, swamps = engine(going, leaves, chance)
    return Boat(
        id=f"boat-{index + 1:03d}",
        beach=beach,
        aim=pick({spot: spot.share for spot in aims()}, chance),
        leaves=leaves,
        people=people,
        children=children,
        kind=look[0],
        colour=look[1],
        length_m=round(between(habits["craft"]["length_m"], chance), 1),
        speed_kn=max(1.0, float(chance.normal(*going["speed_kn"]))),
        wobble_deg=float(chance.normal(0, going["wobble_deg"])),
        phones=back.phones if back is not None else _phones(habits, index, chance),
        relative=back.relative if back is not None else f"+33639982{index:03d}",
        joined=joined,
        stops=stops,
        goes_again=goes_again,
        swamps=swamps,
        after=back.id if back is not None else "",
    )


def _came_back(made: Sequence[Boat], chance: Generator) -> Boat | None:
    """Return the boat these people were on before; nobody leaves more than twice."""
    taken = {boat.after for boat in made}
    able = [boat for boat in made if not boat.after and boat.id not in taken]
    return able[int(chance.integers(len(able)))] if able else None


def _turned(before: Boat, boat: Boat, habits: Habits, chance: Generator) -> Boat:
    """Return the boat these people were on before as it went: out, and back to its beach before they left again."""
    ashore = between(habits["leaving"]["back_by"], chance)
    turns = before.leaves + round(ashore * (boat.leaves - before.leaves) / 2)
    return replace(before, joined=None, stops=None, goes_again=None, swamps=None, turns=turns)


def engine(
    going: Mapping[str, Any], leaves: int, chance: Generator
) -> tuple[int | None, int | None, int | None]:
    """Return when the engine of a boat that leaves at an instant stops, goes again, and when the boat swamps."""
    if chance.random() >= going["stops"]:
        return None, None, None
    stops = leaves + round(between(going["stops_after_h"], chance) * HOUR)
    if chance.random() < going["goes_again"]:
        return stops, stops + round(between(going["goes_again_after_h"], chance) * HOUR), None
    if chance.random() < going["swamps"]:
        return stops, None, stops + round(between(going["swamps_after_h"], chance) * HOUR)
    return stops, None, None


def looks_of(habits: Habits, count: int, chance: Generator) -> list[tuple[str, str]]:
    """Return kind and colour of each boat: a share have theirs with another, and the rest differ while they can."""
    craft = habits["craft"]
    likely = {
        (kind, colour): kind_share * colour_share
        for kind, kind_share in craft["kinds"].items()
        for colour, colour_share in craft["colours"].items()
    }
    alike = round(craft["alike"] * count)
    shared: list[tuple[str, str]] = []
    while len(shared) + 1 < alike:
        look = pick(likely, chance)
        shared += [look] * min(alike - len(shared), 2)
    left = {look: share for look, share in likely.items() if look not in shared}
    looks = list(shared)
    while len(looks) < count:
        look = pick(left or likely, chance)
        left.pop(look, None)
        looks.append(look)
    chance.shuffle(looks)
    return [(str(kind), str(colour)) for kind, colour in looks]


def _phones(habits: Habits, index: int, chance: Generator) -> tuple[Phone, ...]:
    calling = habits["calling"]
    count = int(pick(calling["phones"], chance))
    language = pick(calling["languages"], chance)
    made = []
    for each in range(count):
        # Numbers that are given to nobody: France keeps 06 39 98 for fiction, Britain 07700 900.
        serial = index * 3 + each
        number = f"+33639980{serial:03d}" if chance.random() < 0.6 else f"+447700900{serial:03d}"
        spoken = language if chance.random() < 0.8 else pick(calling["languages"], chance)
        made.append(Phone(number=number, language=spoken))
    return tuple(made)
