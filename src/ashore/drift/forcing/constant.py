"""One wind or current for ever and everywhere: what a ship reports, or what is assumed when there is nothing else."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import ClassVar, Self

import numpy as np

from ashore.drift.faults import DriftFault
from ashore.drift.forcing.lattice import lattice
from ashore.drift.forcing.source import Kind, Patch, Product, Window
from ashore.drift.wander import NONE, Wander

KNOT = 1852 / 3600


class ConstantUnclear(DriftFault):
    code: ClassVar[str] = "drift.forcing.constant-unclear"
    says: ClassVar[str] = "“{text}” is not a speed and a direction."
    hint: ClassVar[str] = "Write current=0.5@045 (0.5 m/s towards 045) or wind=20kn@225 (20 knots from 225)."


class Constant:
    """The same wind or current everywhere and always; `east` and `north` are true, in m/s.

    It has no error of its own unless `wander` gives it one.
    """

    def __init__(self, kind: Kind, east: float, north: float, *, wander: Wander = NONE) -> None:
        if not np.isfinite([east, north]).all():
            raise ConstantUnclear(text=f"{east}, {north}")
        self.east, self.north = float(east), float(north)
        self._product = Product(
            name=f"constant {kind} {self._words(kind)}", kind=kind, origin="as given", wander=wander
        )

    @classmethod
    def read(cls, text: str) -> Self:
        """Return the constant written as current=SPEED@DIRECTION or wind=SPEED@DIRECTION.

        Speed in m/s, or in knots with kn after it; degrees true.
        A current's direction is where it sets to, a wind's where it blows from, as each is always given.
        Raises ConstantUnclear.
        """
        told = re.fullmatch(
            r"(current|wind)=(\d+(?:\.\d+)?)\s*(kn|kts?|m/s)?\s*@\s*(\d{1,3}(?:\.\d+)?)°?", text.strip()
        )
        if told is None or float(told[4]) > 360:
            raise ConstantUnclear(text=text)
        speed = float(told[2]) * (KNOT if told[3] in ("kn", "kt", "kts") else 1.0)
        if told[1] == "current":
            return cls("current", *_parts(speed, float(told[4])))
        return cls("wind", *_parts(-speed, float(told[4])))

    @property
    def product(self) -> Product:
        return self._product

    def patch(self, window: Window) -> Patch:
        """Return the constant over the window: one time, that holds for ever."""
        nodes = lattice(window, max(window.reach_m / 8, 1000.0))
        shape = (1, *nodes.lon.shape)
        return Patch(
            product=self._product,
            times=np.array([window.earliest], float),
            lon=nodes.lon,
            lat=nodes.lat,
            east=np.full(shape, self.east, np.float32),
            north=np.full(shape, self.north, np.float32),
            locate=nodes.locate,
            bridge_s=np.inf,
        )

    def describe(self) -> dict[str, object]:
        """Return what `open_source` needs to make it again."""
        return {
            "form": "constant",
            "kind": self._product.kind,
            "east": self.east,
            "north": self.north,
            "wander": asdict(self._product.wander),
        }

    def _words(self, kind: Kind) -> str:
        speed = float(np.hypot(self.east, self.north))
        towards = float(np.degrees(np.arctan2(self.east, self.north)))
        if kind == "current":
            return f"{speed:.2f} m/s ({speed / KNOT:.1f} kn) towards {round(towards) % 360:03d}°"
        return f"{speed:.1f} m/s ({speed / KNOT:.0f} kn) from {round(towards + 180) % 360:03d}°"


def _parts(speed: float, towards: float) -> tuple[float, float]:
    angle = np.radians(towards)
    return float(speed * np.sin(angle)), float(speed * np.cos(angle))
