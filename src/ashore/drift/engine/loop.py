"""The loop over time: block after block of steps, with the wind and current of just then, where the cloud is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ashore.drift.chart import Chart
from ashore.drift.coast.crossing import SHORE_FROM_WATER, Raster
from ashore.drift.coast.land import open_sea
from ashore.drift.coast.region import SHORTEST_DEGREE_M, Region
from ashore.drift.engine import passes
from ashore.drift.engine.device import Device
from ashore.drift.engine.layers import Layer, Map, places_map
from ashore.drift.engine.passes import Block, Layers, Particles, Shore
from ashore.drift.engine.slabs import blend
from ashore.drift.wander import StepMeans

Floats = NDArray[np.float64]

BLOCK = 6
"""Steps taken before the next look at where the cloud is; a tile of particles stays in the cache for as long."""

MISFIT_DEG = 2e-5
"""How far off the map to longitude and latitude may be where land is met: two metres, finer than the shoreline."""

NOWHERE = open_sea(Region(west=0.0, south=0.0, east=1.0, north=1.0))
"""A coast without land."""

FASTEST_LEEWAY = 0.15
"""More than any class is driven by, as a share of the wind, deviations and all."""
MOST_SIGMAS = 7.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """All that a run's steps rest on besides the particles.

    `zero` epoch second of the run's start; `sign` -1 back in time; `ahead` the share of a step at whose place and time
    velocities are taken: one half is the midpoint scheme, of second order at one look-up a step, and 0 is Euler's.
    `current`, `wind`: how the error's step means go. Mean times infinite where a thing never happens.
    `device` puts particles and a coast where their steps are worked out.
    """

    chart: Chart
    reach_m: float
    currents: Sequence[Layer]
    winds: Sequence[Layer]
    raster: Raster | None
    zero: float
    sign: float
    step_s: float
    ahead: float
    key: int
    current: StepMeans
    wind: StepMeans
    jibe_mean_s: float
    refloat_mean_s: float
    device: Callable[[Particles, Raster], Device]


@dataclass(slots=True)
class Loop:
    """Particles on their way; `taken` is how many steps they have gone."""

    setting: Setting
    particles: Particles
    taken: int = 0
    _slab: NDArray[np.float32] = field(init=False)
    _places: tuple[Map, float] = field(init=False)
    _held: Layers = field(init=False)
    _fastest: float = field(init=False)
    _device: Device = field(init=False)

    def __post_init__(self) -> None:
        total = sum(each.field[0].size for each in self._layers())
        self._slab = np.full((BLOCK, max(total, 1)), np.nan, np.float32)
        self._held = self._holding()
        self._fastest = self._bound()
        reach = np.full(2, self.setting.reach_m)
        self._places = places_map(self.setting.chart, -reach, reach)
        raster = self.setting.raster if self.setting.raster is not None else NOWHERE
        self._device = self.setting.device(self.particles, raster)

    def go(self, steps: int) -> None:
        """Take every particle `steps` steps further."""
        while steps > 0:
            count = min(steps, BLOCK)
            self._go_block(count)
            self.taken += count
            steps -= count

    def bring_home(self) -> None:
        """See to it that all of `particles` is as of now; their places, releases and statuses always are."""
        self._device.bring_home()

    def _layers(self) -> list[Layer]:
        return [*self.setting.currents, *self.setting.winds]

    def _go_block(self, count: int) -> None:
        setting = self.setting
        now = self.taken * setting.step_s
        box = self._box(count * setting.step_s)
        block = Block(
            number=self.taken,
            steps=count,
            now=now,
            step=setting.step_s,
            lead=setting.ahead,
            sign=setting.sign,
            key=np.uint64(setting.key),  # type: ignore[arg-type]
            quarter_curvature=1 / (4 * setting.chart.radius_m**2),
            current=_as_array(setting.current),
            wind=_as_array(setting.wind),
            jibe_mean_s=setting.jibe_mean_s,
            refloat_mean_s=setting.refloat_mean_s,
        )
        self._device.advance(self._blended(now, count, box), self._shore(box), block)

    def _bound(self) -> float:
        """Return a speed that no particle exceeds, m/s: its own, the current, a share of the wind, and their errors."""
        rows, setting = self.particles.rows, self.setting

        def most(layers: Sequence[Layer], tail: int) -> float:
            sigma = max((each.product.wander.sigma for each in layers), default=0.0)
            fastest = max((each.fastest for each in layers), default=0.0)
            return fastest + MOST_SIGMAS * sigma * float(rows[:, tail].max(initial=1.0))

        ways = self.particles.stages[:, passes.STAGE_OWN_X : passes.STAGE_OWN_Y + 1]
        own = 2 * float(np.abs(ways).max(initial=0.0))
        offset = 1.0
        carried, blown = most(setting.currents, passes.CURRENT_TAIL), most(setting.winds, passes.WIND_TAIL)
        return own + carried + offset + FASTEST_LEEWAY * blown

    def _box(self, seconds: float) -> tuple[float, float, float, float]:
        """Return low x, high x, low y and high y of where any particle can be within so many seconds, metres."""
        rows = self.particles.rows
        if not rows.shape[0]:
            return 0.0, 0.0, 0.0, 0.0
        margin = self._fastest * seconds * 1.1
        x, y = rows[:, passes.X], rows[:, passes.Y]
        return (
            float(x.min()) - margin,
            float(x.max()) + margin,
            float(y.min()) - margin,
            float(y.max()) + margin,
        )

    def _blended(self, now: float, count: int, box: tuple[float, float, float, float]) -> Layers:
        """Return the layers with their slabs filled for a block of steps."""
        setting, layers = self.setting, self._layers()
        steps = np.arange(count, dtype=np.float64) + setting.ahead
        times = np.asarray(setting.zero + setting.sign * (now + setting.step_s * steps), np.float64)
        usable = np.zeros((len(layers), count), bool)
        for index, each in enumerate(layers):
            before, share = each.hours(times)
            usable[index] = before >= 0
            rows, columns = self._cells(each.map, each.field.shape[1:3], box)
            if rows[1] > rows[0] and columns[1] > columns[0]:
                blend(each.field, before, share, rows, columns, self._slab[:count], self._held.first[index])
        return self._held._replace(usable=usable)

    def _holding(self) -> Layers:
        """Return what of the layers is the same in every block: all but which steps they have."""
        layers = self._layers()
        sizes = [each.field[0].size for each in layers]
        return Layers(
            slab=self._slab,
            first=np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int64),
            width=np.array([each.field.shape[2] for each in layers], np.int64),
            height=np.array([each.field.shape[1] for each in layers], np.int64),
            maps=np.stack([each.map.coefficients for each in layers]),
            frames=np.stack([each.map.frame for each in layers]),
            usable=np.zeros((len(layers), 0), bool),
            sigma=np.array([each.product.wander.sigma for each in layers], np.float32),
            currents=len(self.setting.currents),
        )

    def _cells(
        self, found: Map, size: tuple[int, ...], box: tuple[float, float, float, float]
    ) -> tuple[tuple[int, int], tuple[int, int]]:
        """Return the rows and the columns of a grid that a box of the chart covers, two to spare."""
        column, row = self._on_grid(found, box)
        height, width = size[0], size[1]
        return (
            (max(0, int(np.floor(row.min())) - 2), min(height, int(np.ceil(row.max())) + 3)),
            (max(0, int(np.floor(column.min())) - 2), min(width, int(np.ceil(column.max())) + 3)),
        )

    def _on_grid(self, found: Map, box: tuple[float, float, float, float]) -> tuple[Floats, Floats]:
        reach = self.setting.reach_m
        # Beyond the reach a polynomial means nothing; nothing is loaded there either.
        x, y = np.meshgrid(
            np.clip(np.linspace(box[0], box[1], 5), -reach, reach),
            np.clip(np.linspace(box[2], box[3], 5), -reach, reach),
        )
        return found.at(x, y)

    def _places_in(self, box: tuple[float, float, float, float]) -> Map:
        """Return the map to longitude and latitude: the window's where that is good enough, else one of the box."""
        found, misfit = self._places
        if misfit <= MISFIT_DEG and max(map(abs, box)) <= self.setting.reach_m:
            return found
        return places_map(self.setting.chart, np.array([box[0], box[2]]), np.array([box[1], box[3]]))[0]

    def _shore(self, box: tuple[float, float, float, float]) -> Shore:
        chart, raster = self.setting.chart, self.setting.raster
        if raster is None:
            found = self._places[0]
            return Shore(False, 0.0, found.coefficients, found.frame, chart.lon, chart.lat)
        found = self._places_in(box)
        x, y = np.meshgrid(np.linspace(box[0], box[1], 5), np.linspace(box[2], box[3], 5))
        lon, lat = found.at(x, y)
        middle = raster.west + raster.width / 2
        east = (lon + chart.lon - middle + 180) % 360 - 180 + raster.width / 2
        columns = np.clip(east * raster.cols_per_deg, 0, raster.state.shape[1]).astype(int)
        lines = (lat + chart.lat - raster.south) * raster.rows_per_deg
        lines = np.clip(lines, 0, raster.state.shape[0]).astype(int)
        held = raster.state[lines.min() : lines.max() + 1, columns.min() : columns.max() + 1]
        near = bool((held >= SHORE_FROM_WATER).any())
        furthest = max(abs(raster.south), abs(raster.south + raster.state.shape[0] / raster.rows_per_deg))
        wide = np.cos(np.radians(min(furthest, 90.0))) / raster.cols_per_deg
        cell_m = SHORTEST_DEGREE_M * float(min(wide, 1 / raster.rows_per_deg))
        return Shore(near, cell_m, found.coefficients, found.frame, chart.lon, chart.lat)


def _as_array(means: StepMeans) -> NDArray[np.float32]:
    return np.array([means.decay, means.shock, means.echo], np.float32)
