"""The night's own tide and wind: the made-up tide of the Channel, wrong as a night's may be, and a steady wind."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.random import Generator

from ashore.drift.forcing.constant import KNOT, Constant
from ashore.drift.forcing.source import Patch, Product, Window
from ashore.drift.forcing.tide import SyntheticChannelTide
from ashore.drift.wander import NONE
from ashore.exercise.boats import between
from ashore.exercise.habits import Habits


@dataclass(frozen=True, slots=True, kw_only=True)
class NightTide:
    """A source of current: the made-up tide at another rate, earlier or later, on a current that is no tide.

    `late_s` seconds; `east`, `north` m/s.
    """

    scale: float
    late_s: float
    east: float
    north: float

    @property
    def product(self) -> Product:
        """What is said of it."""
        return replace(SyntheticChannelTide().product, name="the exercise's own tide", wander=NONE)

    def patch(self, window: Window) -> Patch | None:
        """Return the tide over the window, as `drift.forcing.source.Source` asks."""
        asked = replace(window, earliest=window.earliest - self.late_s, latest=window.latest - self.late_s)
        patch = SyntheticChannelTide(wander=NONE).patch(asked)
        if patch is None:
            return None
        return replace(
            patch,
            product=self.product,
            times=patch.times + self.late_s,
            east=patch.east * self.scale + self.east,
            north=patch.north * self.scale + self.north,
        )

    def describe(self) -> dict[str, object]:
        """Return its figures."""
        return {
            "source": "exercise-tide",
            "scale": self.scale,
            "late_s": self.late_s,
            "east": self.east,
            "north": self.north,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class NightSea:
    """What drives the night's boats, and the wind as its forecast has it: knots, and degrees it blows from."""

    tide: NightTide
    wind: Constant
    forecast_kn: float
    forecast_from: float


def night_sea(habits: Habits, chance: Generator) -> NightSea:
    """Return a night's tide and wind, and a forecast of the wind that is wrong as forecasts are."""
    sea = habits["sea"]
    tide = NightTide(
        scale=float(1 + chance.normal(0, sea["tide_scale"])),
        late_s=60 * float(chance.normal(0, sea["tide_late_min"])),
        east=KNOT * float(chance.normal(0, sea["residual_kn"])),
        north=KNOT * float(chance.normal(0, sea["residual_kn"])),
    )
    speed, towards = between(sea["wind_kn"], chance), between((0, 2 * np.pi), chance)
    east, north = speed * np.sin(towards), speed * np.cos(towards)
    said_east, said_north = (part + chance.normal(0, sea["wind_wrong_kn"]) for part in (east, north))
    return NightSea(
        tide=tide,
        wind=Constant("wind", KNOT * east, KNOT * north),
        forecast_kn=round(float(np.hypot(said_east, said_north)), 0),
        forecast_from=round(float(np.degrees(np.arctan2(-said_east, -said_north)) % 360), 0) % 360,
    )
