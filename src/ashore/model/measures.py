"""What a loaded series measures: the sea's state by the day, and the hours that somebody looked.

A column of such a series is named `measure statistic`; its values are whole numbers of a small unit,
because the book holds no other numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """Something measured: its name, the unit people use, the one it is held in and how many of that, and its limit."""

    name: str
    unit: str
    held_as: str
    per_unit: int
    most: int


MADE_UP = "SYNTHETIC"
"""How the source of a series begins that nobody measured."""

WAVE_HEIGHT = Measure(name="wave_height", unit="m", held_as="mm", per_unit=1000, most=30_000)
"""Significant wave height."""

WIND_SPEED = Measure(name="wind_speed", unit="m/s", held_as="mm/s", per_unit=1000, most=100_000)
"""Mean wind speed at ten metres."""

WEATHER = {measure.name: measure for measure in (WAVE_HEIGHT, WIND_SPEED)}

STATISTICS = ("highest", "mean", "lowest", "calmest_6h")
"""How a day's hours become one number.

calmest_6h is the lowest over the day of the highest value within six hours on end, so that a day has six hours
at or below a height exactly where this is at or below it.
"""

PATROL_TIME = Measure(name="patrol_time", unit="hour", held_as="minute", per_unit=60, most=60 * 24 * 10_000)
"""Hours of patrols ashore or afloat."""

FLIGHT_TIME = Measure(name="flight_time", unit="hour", held_as="minute", per_unit=60, most=60 * 24 * 10_000)
"""Hours of flight over the sea or the shore."""

SURVIVED = "people who survived"
"""What the column of survivors of a list of deaths counts; they were not all rescued, so it is no outcome of ours."""

EFFORT = {measure.name: measure for measure in (PATROL_TIME, FLIGHT_TIME)}


def column_name(measure: Measure, statistic: str) -> str:
    """Return what the column of a measure and statistic is called."""
    return f"{measure.name} {statistic}"


def in_units(measure: Measure, held: int) -> str:
    """Return a held value as people write it: `0.75 m`."""
    number = Decimal(held) / measure.per_unit
    return f"{number.normalize():f} {measure.unit}"
