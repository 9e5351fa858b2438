"""Fields given by a formula, sampled like any other source: for tests against closed forms, and for trying things out.

The ready-made ones are flows on the chart about a place, so that a drifter's path in each is a textbook curve there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, is_dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from ashore.drift.chart import Chart
from ashore.drift.faults import DriftFault
from ashore.drift.forcing.lattice import lattice
from ashore.drift.forcing.source import Floats, Kind, Patch, Product, Window
from ashore.drift.wander import NONE, Wander

Field = Callable[[Floats, Floats, float], tuple[Floats, Floats]]
"""From longitudes, latitudes (degrees) and epoch seconds to true east and north, m/s."""


class FieldUnknown(DriftFault):
    code: ClassVar[str] = "drift.forcing.field-unknown"
    says: ClassVar[str] = "The formula “{name}” is not one that can be opened by name."
    hint: ClassVar[str] = "These can: {known}."


@dataclass(frozen=True, slots=True, kw_only=True)
class Uniform:
    """The same velocity on the chart about a place: a drifter goes straight."""

    lat: float
    lon: float
    x: float
    y: float

    def __call__(self, lon: Floats, lat: Floats, seconds: float) -> tuple[Floats, Floats]:
        return _at_sea(self.lat, self.lon, lon, lat, lambda x, y: (self.x + 0 * x, self.y + 0 * y))


@dataclass(frozen=True, slots=True, kw_only=True)
class SolidBody:
    """Turning about a place once in `period_s`, anticlockwise: a drifter goes round on a circle."""

    lat: float
    lon: float
    period_s: float

    def __call__(self, lon: Floats, lat: Floats, seconds: float) -> tuple[Floats, Floats]:
        rate = 2 * np.pi / self.period_s
        return _at_sea(self.lat, self.lon, lon, lat, lambda x, y: (-rate * y, rate * x))


@dataclass(frozen=True, slots=True, kw_only=True)
class Shear:
    """Eastward flow that grows with the distance north of a place, `rate` in m/s for each metre."""

    lat: float
    lon: float
    rate: float

    def __call__(self, lon: Floats, lat: Floats, seconds: float) -> tuple[Floats, Floats]:
        return _at_sea(self.lat, self.lon, lon, lat, lambda x, y: (self.rate * y, 0 * y))


@dataclass(frozen=True, slots=True, kw_only=True)
class Oscillating:
    """A tide to and fro, at most x and y m/s; slack at `slack` (epoch seconds) and every half `period_s` after."""

    lat: float
    lon: float
    x: float
    y: float
    period_s: float
    slack: float = 0.0

    def __call__(self, lon: Floats, lat: Floats, seconds: float) -> tuple[Floats, Floats]:
        phase = float(np.sin(2 * np.pi * (seconds - self.slack) / self.period_s))
        return _at_sea(
            self.lat, self.lon, lon, lat, lambda x, y: (self.x * phase + 0 * x, self.y * phase + 0 * y)
        )


FIELDS: Mapping[str, Callable[..., Field]] = {
    "uniform": Uniform,
    "solid-body": SolidBody,
    "shear": Shear,
    "oscillating": Oscillating,
}


class Analytic:
    """A field given by a formula, sampled over the window every `every_s` seconds at most `spacing_m` metres apart."""

    def __init__(
        self,
        kind: Kind,
        field: Field,
        *,
        spacing_m: float = 2000.0,
        every_s: float = 1800.0,
        wander: Wander = NONE,
        name: str = "",
    ) -> None:
        self.field, self.spacing_m, self.every_s = field, spacing_m, every_s
        self.name = name or next((key for key, made in FIELDS.items() if type(field) is made), "formula")
        self._product = Product(
            name=f"{self.name} {kind}, made up", kind=kind, synthetic=True, origin="a formula", wander=wander
        )

    @property
    def product(self) -> Product:
        return self._product

    def patch(self, window: Window) -> Patch:
        """Return the formula's values over the window, its hours rounded outwards to whole steps."""
        nodes = lattice(window, self.spacing_m)
        first = np.floor(window.earliest / self.every_s)
        last = np.ceil(window.latest / self.every_s)
        times = self.every_s * np.arange(first, max(last, first + 1) + 1)
        shape = (times.size, *nodes.lon.shape)
        east, north = np.empty(shape, np.float32), np.empty(shape, np.float32)
        for step, seconds in enumerate(times):
            east[step], north[step] = self.field(nodes.lon, nodes.lat, float(seconds))
        return Patch(
            product=self._product,
            times=times,
            lon=nodes.lon,
            lat=nodes.lat,
            east=east,
            north=north,
            locate=nodes.locate,
            bridge_s=1.5 * self.every_s,
        )

    def describe(self) -> dict[str, object]:
        """Return what `open_source` needs to make it again; a formula that is not one of FIELDS is only named."""
        field = self.field
        return {
            "form": "analytic",
            "kind": self._product.kind,
            "field": self.name,
            "with": asdict(field) if is_dataclass(field) and not isinstance(field, type) else {},
            "spacing_m": self.spacing_m,
            "every_s": self.every_s,
            "wander": asdict(self._product.wander),
        }


def named_field(name: str, given: Mapping[str, float]) -> Field:
    """Return a ready-made field by its name in FIELDS. Raises FieldUnknown."""
    if name not in FIELDS:
        raise FieldUnknown(name=name, known=", ".join(FIELDS))
    return FIELDS[name](**given)


def _at_sea(
    lat0: float,
    lon0: float,
    lon: Floats,
    lat: Floats,
    on_chart: Callable[[Floats, Floats], tuple[Floats, Floats]],
) -> tuple[Floats, Floats]:
    """Return true east and north, m/s at sea, of a velocity on the chart about a place."""
    chart = Chart(lat0, lon0)
    x, y = chart.project(lon, lat)
    u, v = on_chart(x, y)
    north_x, north_y = chart.north(lon, lat)
    scale: NDArray[np.float64] = chart.scale(x, y)
    return (u * north_y - v * north_x) / scale, (u * north_x + v * north_y) / scale
