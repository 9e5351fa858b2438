"""Who sees the boats from outside: aircraft that see several at once, passing ships, and units that come alongside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from numpy.random import Generator

from ashore.exercise.boats import HOUR, MINUTE, between, pick
from ashore.exercise.calls import Fields, Told
from ashore.exercise.habits import Habits
from ashore.exercise.lives import Life
from ashore.exercise.saying import OUT_BY, Saying
from ashore.exercise.voyages import metres, offset

MOST_SEEN = 4
UNITS = ("cutter Alse", "cutter Bern", "lifeboat Cley", "lifeboat Doran", "tug Esme", "patrol Faro")
"""Units that there are not."""

OFFSHORE_M = 3_000.0


def flights(lives: Sequence[Life], habits: Habits, chance: Generator) -> Iterator[Told]:
    """Yield what aircraft report: each pass is over some boat at sea, and sees others near it."""
    looking, saying = habits["looking"], Saying(habits, chance)
    for _ in range(int(chance.poisson(looking["flights_a_boat"] * len(lives)))):
        middle, at = _some_boat(lives, chance)
        if middle is None:
            continue
        here = middle.track.where(at)
        seen = [
            life
            for life in _at_sea(lives, at)
            if metres(*here, *life.track.where(at)) <= looking["seen_within_m"]
            and chance.random() < looking["seen"]
        ][:MOST_SEEN]
        if seen:
            yield Told(
                received_by="west-centre" if chance.random() < 0.5 else "east-centre",
                channel="sighting",
                received=at + round(between((1, 6), chance) * MINUTE),
                said=at,
                fields={"sender": {"role": "unit", "unit": "aircraft Gale"}},
                mentions=tuple(saying.from_afar(life, at, by="visual") for life in seen),
                boats=tuple(life.boat.id for life in seen),
            )


def ships(lives: Sequence[Life], habits: Habits, chance: Generator) -> Iterator[Told]:
    """Yield what passing ships report, one boat each."""
    saying = Saying(habits, chance)
    for number in range(int(chance.poisson(habits["looking"]["ships_a_boat"] * len(lives)))):
        life, at = _some_boat(lives, chance)
        if life is not None:
            yield Told(
                received_by="west-centre" if chance.random() < 0.5 else "east-centre",
                channel="vhf",
                received=at + round(between((1, 5), chance) * MINUTE),
                said=at,
                fields={"sender": {"role": "public", "unit": f"ship {number + 1}"}},
                mentions=(saying.from_afar(life, at, by=pick({"visual": 0.7, "radar": 0.3}, chance)),),
                boats=(life.boat.id,),
            )


def encounters(lives: Sequence[Life], habits: Habits, chance: Generator) -> Iterator[Told]:
    """Yield what units report when they come alongside, with the details they get wrong."""
    for life in lives:
        if life.found is not None and life.found <= life.ended:
            yield _encounter(life, life.found, habits, chance)


def _encounter(life: Life, at: int, habits: Habits, chance: Generator) -> Told:
    found = habits["found"]
    there = life.boat.aboard(at)
    counted = max(1, there + (pick(OUT_BY, chance) if chance.random() < found["miscounts"] else 0))
    unit = UNITS[int(chance.integers(len(UNITS)))]
    asked = chance.random() < found["all_off_asked"]
    lat, lon = offset(*life.track.where(at), *(float(part) for part in chance.normal(0, 150, 2)))
    count: Fields = {
        "low": counted,
        "high": counted,
        "value": counted,
        "qualifier": "exact",
        "as_said": str(counted),
    }
    encounter: Fields = {
        "unit": unit,
        "action": "recovered",
        "taken_off": {**count, "says_who": "unit"},
        "all_off": "yes" if asked else "not_asked",
        "says_who": "unit",
        "craft_after": pick({"adrift": 0.3, "marked": 0.3, "towed": 0.2, "sunk": 0.2}, chance),
    }
    if asked and chance.random() < 0.5:
        out = life.boat.aboard(at)
        encounter["set_out"] = {
            "low": out,
            "high": out,
            "value": out,
            "qualifier": "exact",
            "as_said": str(out),
        }
    craft: Fields = {"kind": life.boat.kind}
    if chance.random() < 0.6:
        craft["colour"] = life.boat.colour
    craft["engine"] = "running" if life.engine_runs(at) else "stopped"
    return Told(
        received_by="west-centre" if chance.random() < 0.6 else "east-centre",
        channel="vhf",
        received=at + round(between((2, 25), chance) * MINUTE),
        said=at,
        fields={"sender": {"role": "unit", "unit": unit}},
        mentions=(
            {
                "about": "craft",
                "positions": [
                    {
                        "lat": round(lat, 5),
                        "lon": round(lon, 5),
                        "error_m": 400,
                        "at": at,
                        "how": "gnss",
                        "of": "craft",
                    }
                ],
                "craft": craft,
                "encounter": encounter,
            },
        ),
        boats=(life.boat.id,),
    )


def _at_sea(lives: Sequence[Life], at: int) -> Iterator[Life]:
    for life in lives:
        if life.boat.leaves + HOUR // 4 <= at < life.ended:
            lat, lon = life.track.where(at)
            if metres(lat, lon, life.boat.beach.lat, life.boat.beach.lon) >= OFFSHORE_M:
                yield life


def _some_boat(lives: Sequence[Life], chance: Generator) -> tuple[Life | None, int]:
    """Return a boat at sea at some instant of the night, None where there is none then."""
    first, last = min(life.boat.leaves for life in lives), max(life.ended for life in lives)
    for _ in range(20):
        at = round(between((first, last), chance))
        there = list(_at_sea(lives, at))
        if there:
            return there[int(chance.integers(len(there)))], at
    return None, 0
