"""What is said of a boat, and how wrong: positions, counts, colours, dangers, as fields of format ashore.report/1."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from numpy.random import Generator

from ashore.exercise.boats import MINUTE, between, pick
from ashore.exercise.habits import Habits, beaches
from ashore.exercise.lives import Life
from ashore.exercise.voyages import metres, offset

Fields = dict[str, Any]

RADIUS_95 = 2.4477
"""Standard deviations of each part of a position to the radius that holds it with probability 0.95 (Rayleigh)."""

MISTAKEN = {
    "black": ("grey", "blue", "brown"),
    "grey": ("black", "white", "blue"),
    "white": ("grey", "yellow"),
    "blue": ("black", "grey", "green"),
    "green": ("black", "blue", "grey"),
    "orange": ("red", "yellow"),
    "red": ("orange", "brown"),
    "brown": ("black", "red", "grey"),
    "yellow": ("orange", "white"),
    "beige": ("white", "grey", "yellow"),
    "purple": ("blue", "black", "red"),
}
"""What a colour is taken for at night; an assumption."""


OUT_BY = {-2: 0.2, -1: 0.3, 1: 0.3, 2: 0.2}
"""By how many a number is wrong that is given as the number itself; an assumption."""


class Saying:
    """What somebody says of a boat, drawn by the habits of a night. Instants UTC milliseconds."""

    def __init__(self, habits: Habits, chance: Generator) -> None:
        self._habits, self._chance = habits["saying"], chance
        self._looking = habits["looking"]

    def from_aboard(self, life: Life, at: int) -> Fields:
        """Return a mention by somebody aboard at an instant."""
        position = self._position(life, at)
        mention: Fields = {"about": "craft"}
        if position is not None:
            mention["positions"] = [position]
        if self._is("count"):
            mention["on_board"] = self._count(life, at)
        craft = self._craft(life, at)
        if craft:
            mention["craft"] = craft
        danger = self._danger(life, at)
        if danger:
            mention["danger"] = danger
        return mention

    def from_afar(self, life: Life, at: int, *, by: str) -> Fields:
        """Return a mention by somebody who sees the boat, from an aircraft or a ship: `by` is how, visual or radar."""
        spread = self._looking["count_spread"]
        lat, lon = self._scattered(*life.track.where(at), self._looking["position_error_m"])
        seen = max(1, round(life.aboard(at) * float(self._chance.lognormal(0, spread)) / 5) * 5)
        mention: Fields = {
            "about": "craft",
            "positions": [self._at(lat, lon, self._looking["position_error_m"], at, by, "craft")],
            "on_board": {"value": seen, "qualifier": "about", "as_said": f"about {seen}", "says_who": "unit"},
        }
        craft: Fields = {"kind": life.boat.kind} if life.boat.kind == "inflatable" else {}
        if self._is("colour"):
            craft["colour"] = self._colour(life.boat.colour)
        craft["engine"] = "running" if life.engine_runs(at) else "stopped"
        mention["craft"] = craft
        if life.failed(at):
            mention["danger"] = ["people_in_water"]
        return mention

    def words(self, mention: Fields) -> str | None:
        """Return a mention in a few words, as whoever took the call wrote them down."""
        said: list[str] = []
        count, craft = mention.get("on_board"), mention.get("craft", {})
        if count:
            said.append(count["as_said"])
            children = count.get("children")
            if children:
                said.append(f"{children['low']} children" if children["low"] else "no children")
        look = " ".join(str(craft[part]) for part in ("colour", "kind") if part in craft)
        if look:
            said.append(look)
        if craft.get("engine") == "stopped":
            said.append("engine dead")
        elif craft.get("engine") == "running":
            said.append("engine running")
        said += [each.replace("_", " ") for each in mention.get("danger", ()) if each != "none_stated"]
        if craft.get("departed_from"):
            said.append(f"left {craft['departed_from']}")
        said += [f"{each['place']}" for each in mention.get("positions", ()) if each.get("place")]
        return ", ".join(said) or None

    # Where

    def _position(self, life: Life, at: int) -> Fields | None:
        turn = self._chance.random()
        lat, lon = life.track.where(at)
        if turn < self._habits["fix"]:
            error = between(self._habits["fix_error_m"], self._chance)
            of = at
            if self._is("stale"):
                of = max(
                    life.boat.leaves, at - round(between(self._habits["stale_min"], self._chance) * MINUTE)
                )
                lat, lon = life.track.where(of)
            lat, lon = self._scattered(lat, lon, error)
            return self._at(lat, lon, error, at, "gnss", "sender")
        turn -= self._habits["fix"]
        if turn < self._habits["cell"]:
            error = self._habits["cell_error_m"]
            lat, lon = self._scattered(lat, lon, error)
            return self._at(round(lat, 2), round(lon, 2), error, at, "cell", "sender")
        turn -= self._habits["cell"]
        if turn < self._habits["place"]:
            return self._named(lat, lon, at)
        return None

    def _named(self, lat: float, lon: float, at: int) -> Fields:
        """Return the place whose name comes to mind: one of the three nearest, the nearest most often."""
        error = self._habits["place_error_m"]
        near = sorted(beaches(), key=lambda spot: metres(lat, lon, spot.lat, spot.lon))[:3]
        spot = pick(dict(zip(near, (0.65, 0.25, 0.1), strict=True)), self._chance)
        off_lat, off_lon = offset(spot.lat, spot.lon, -2_500, 3_500)  # the water before it
        return {**self._at(off_lat, off_lon, error, at, "place", "craft"), "place": f"off {spot.name}"}

    def _scattered(self, lat: float, lon: float, error_m: float) -> tuple[float, float]:
        sigma = error_m / RADIUS_95
        return offset(lat, lon, float(self._chance.normal(0, sigma)), float(self._chance.normal(0, sigma)))

    def _at(self, lat: float, lon: float, error_m: float, at: int, how: str, of: str) -> Fields:
        return {
            "lat": round(lat, 5),
            "lon": round(lon, 5),
            "error_m": round(error_m),
            "at": at,
            "how": how,
            "of": of,
        }

    # How many, and what like

    def _count(self, life: Life, at: int) -> Fields:
        true = life.boat.aboard(at)
        if self._is("count_exact"):
            named = max(1, true + (pick(OUT_BY, self._chance) if self._is("count_out") else 0))
            count: Fields = {
                "low": named,
                "high": named,
                "value": named,
                "qualifier": "exact",
                "as_said": str(named),
            }
        else:
            guess = true * float(self._chance.lognormal(0, self._habits["count_spread"]))
            if self._is("exaggerates"):
                guess *= 4 / 3
            step = (
                1 if not self._is("count_rounds") else 10 if true > 40 and self._chance.random() < 0.5 else 5
            )
            value = max(1, round(guess / step) * step)
            if self._chance.random() < 0.15:
                low, high = value, value + max(2, round(value * 0.15))
                count = {"low": low, "high": high, "as_said": f"{low} to {high}"}
            else:
                count = {"value": value, "qualifier": "about", "as_said": f"about {value}"}
        if self._is("children"):
            there = life.boat.children
            said = max(0, there + int(pick({0: 0.7, -1: 0.15, 1: 0.15}, self._chance)))
            count["children"] = {"low": said, "high": said}
        return {**count, "says_who": "caller"}

    def _craft(self, life: Life, at: int) -> Fields:
        boat = life.boat
        craft: Fields = {}
        if self._is("kind"):
            craft["kind"] = boat.kind
        if self._is("colour"):
            craft["colour"] = self._colour(boat.colour)
        if self._is("length"):
            long = boat.length_m * float(self._chance.lognormal(0, self._habits["length_spread"]))
            craft["length_m"] = max(2.0, float(round(long)))
        if self._is("engine"):
            craft["engine"] = "running" if life.engine_runs(at) else "stopped"
        if self._is("departed"):
            craft["departed_from"] = boat.beach.name
        return craft

    def _colour(self, colour: str) -> str:
        if self._is("colour_wrong"):
            taken_for: Sequence[str] = MISTAKEN[colour]
            return taken_for[int(self._chance.integers(len(taken_for)))]
        return colour

    def _danger(self, life: Life, at: int) -> list[str]:
        if not life.in_danger(at):
            return ["none_stated"] if self._chance.random() < 0.2 else []
        if not self._is("danger"):
            return []
        if life.failed(at):
            return ["people_in_water"]
        boat = life.boat
        if boat.swamps is not None and boat.swamps - at < 90 * MINUTE:
            return ["taking_water"]
        return ["drifting"] if self._chance.random() < 0.6 else ["drifting", "cold"]

    def _is(self, name: str) -> bool:
        return bool(self._chance.random() < self._habits[name])
