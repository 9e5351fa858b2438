"""How boats leave, go, call and are seen, by quality of night: figures in data files, each with its basis."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, ClassVar

from ashore.model.errors import NotFound

QUALITIES = ("rich", "poor", "shifted")
"""Much is told; little is told; and other habits and errors than anything was fitted to."""


class NoSuchNight(NotFound):
    """No habits are held for what was asked. Fields: `asked`, `known`."""

    code: ClassVar[str] = "exercise.no-such-night"
    says: ClassVar[str] = "No habits of boats are held for “{asked}”."
    hint: ClassVar[str] = "Choose one of {known}."


@dataclass(frozen=True, slots=True)
class Habits:
    """The figures of one quality of night, by section and name."""

    quality: str
    version: int
    sections: Mapping[str, Mapping[str, Any]]

    def __getitem__(self, section: str) -> Mapping[str, Any]:
        return self.sections[section]

    def people_a_boat(self, year: int) -> float:
        """Return the mean load of a year's boats. Raises NoSuchNight for a year that no series is held of."""
        held = self["people_a_boat"]
        if str(year) not in held:
            raise NoSuchNight(asked=str(year), known=", ".join(held))
        mean: float = held[str(year)]
        return mean


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A named place on the water before a shore, degrees WGS 84, and its share of what happens."""

    name: str
    lat: float
    lon: float
    share: float


def habits(quality: str) -> Habits:
    """Return the habits of a quality of night. Raises NoSuchNight."""
    if quality not in QUALITIES:
        raise NoSuchNight(asked=quality, known=", ".join(QUALITIES))
    return _habits(quality)


def bases(quality: str) -> Iterator[tuple[str, str, str]]:
    """Yield every figure's section, name and basis, in the order of the file and of the one it builds upon."""
    for section, entries in _entries(quality).items():
        for name, entry in entries.items():
            yield section, name, entry["basis"]


@cache
def beaches() -> tuple[Spot, ...]:
    """Return the beaches that boats leave from."""
    return tuple(Spot(**each) for each in _file("places")["beach"])


@cache
def aims() -> tuple[Spot, ...]:
    """Return the places on the other shore that boats make for."""
    return tuple(Spot(**each) for each in _file("places")["aim"])


@cache
def _habits(quality: str) -> Habits:
    sections = {
        section: {name: entry["is"] for name, entry in entries.items()}
        for section, entries in _entries(quality).items()
    }
    return Habits(quality=quality, version=_file(quality)["version"], sections=sections)


def _entries(quality: str) -> dict[str, dict[str, Any]]:
    told = _file(quality)
    built: dict[str, dict[str, Any]] = _entries(told["based_on"]) if "based_on" in told else {}
    for section, entries in told.items():
        if isinstance(entries, dict):
            built[section] = {**built.get(section, {}), **entries}
    return built


def _file(name: str) -> dict[str, Any]:
    return tomllib.loads(
        resources.files("ashore.exercise").joinpath("habits", f"{name}.toml").read_text("utf-8")
    )
