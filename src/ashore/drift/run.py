"""A drift run: scenarios and sources in, an ensemble out; it can go on, and a new report bends it as it goes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from ashore.drift.chart import Chart
from ashore.drift.coast import Coast
from ashore.drift.datums import HALF_95, RADIUS_95, Datum
from ashore.drift.engine import passes
from ashore.drift.engine.chance import key_of
from ashore.drift.engine.compiled import ONE_AT_A_TIME
from ashore.drift.engine.device import device
from ashore.drift.engine.layers import sample
from ashore.drift.engine.loop import Loop, Setting
from ashore.drift.engine.muster import DRAWN, Mustered, muster
from ashore.drift.ensemble import Ensemble, Part, RunRecord, Status
from ashore.drift.faults import DriftFault
from ashore.drift.forcing.source import Kind, Source, Window
from ashore.drift.record import run_record
from ashore.drift.scenarios import Scenario
from ashore.drift.sea import Land, Sea, read_sea
from ashore.drift.terms import BadRun, Terms, check
from ashore.drift.wander import NONE, Wander, step_means

Floats = NDArray[np.float64]
DRIFT_SPEED = 1.5
"""How fast a cloud is taken to spread when the window to read is chosen, m/s; where it was too little, more is read."""
MOST_REACH_M = 1_500_000.0
"""As far as a chart and its polynomials are asked to reach."""
LATE_SIGMAS = 3.0


def utc_now() -> datetime:
    return datetime.now(UTC)


class Cancelled(DriftFault):
    """Somebody stopped the run."""

    code: ClassVar[str] = "drift.cancelled"
    says: ClassVar[str] = "The drift run was stopped before its end."
    hint: ClassVar[str] = "Start it again; nothing of it was kept."


Progress = Callable[[float], None]
Now = Callable[[], datetime]


class Run:
    """A run under way: `go` takes it on, `observe` lets a report bear on it, `ensemble` gives what it has so far."""

    def __init__(
        self,
        scenarios: Sequence[Scenario],
        *,
        currents: Sequence[Source],
        winds: Sequence[Source],
        hours: float,
        land: Land | None,
        terms: Terms,
        clock: Now = utc_now,
    ) -> None:
        check(scenarios, hours, terms)
        self.scenarios, self.terms = tuple(scenarios), terms
        self._device = device(terms.device)
        self._sources: dict[Kind, Sequence[Source]] = {"current": currents, "wind": winds}
        self._land, self._clock = land, clock
        self._sign = 1.0 if hours > 0 else -1.0
        corners = [
            corner for scenario in scenarios for start in scenario.starts for corner in start.corners()
        ]
        self._zero, self._latest = _span(corners, self._sign, terms.step_s)
        self.chart = _chart(corners)
        self._key = key_of(terms.seed)
        self._seen: list[dict[str, Any]] = []
        seconds = self._steps(0, abs(hours)) * terms.step_s
        self._sea = self._read_sea(self._zero + self._sign * seconds, self._reach_of(corners, seconds))
        wanders = [self._wander(kind) for kind in ("current", "wind")]
        self._means = [
            step_means(replace(wander, sigma=1.0 if wander.sigma else 0.0), terms.step_s)
            for wander in wanders
        ]
        self._mustered = self._muster(wanders)
        self._weight = self._mustered.weight
        self._starts = [
            passes.row(self._mustered.particles, each) for each in (passes.RELEASE, passes.X, passes.Y)
        ]
        self._loop = Loop(self._setting(), self._mustered.particles)
        self._outputs: list[tuple[float, NDArray[np.float32], NDArray[np.float32], NDArray[np.uint8]]] = []
        self._keep()

    @property
    def now(self) -> float:
        """The epoch second the run has got to."""
        return self._zero + self._sign * self._loop.taken * self.terms.step_s

    def go(
        self, hours: float, *, progress: Progress | None = None, cancelled: Callable[[], bool] | None = None
    ) -> None:
        """Take the run on until so many hours after the later of where it is and its last datum.

        A source is read again where the cloud has come to the edge of what was read.
        """
        steps = self._steps(self._loop.taken, hours) - self._loop.taken
        before, gone = self._state(), self._mustered.particles.status.size + 1
        while True:
            self._ready(self._loop.taken + steps)
            self._take(steps, progress, cancelled)
            fell = self._fell_off()
            if not 0 < fell < gone:
                return
            gone = fell
            self._restore(before)
            self._read(self._loop.taken + steps, 2 * self._sea.window.reach_m)

    def observe(self, fix: Datum) -> float:
        """Let a new position bear on the run: worlds are believed by how near they were to it, then.

        Returns the share of the worlds that still carry the belief (Kish's effective number); close to 0 the report
        contradicts the run, or is of another boat, and the run should be begun anew from it.
        Raises BadRun for a time the run has not reached or was not at.
        """
        x, y = self._where(fix.at)
        at_x, at_y = self.chart.project(fix.lon, fix.lat)
        off = np.hypot(x - at_x, y - at_y)
        # How far it may have drifted within the error of the report's time is part of the report's error.
        late_x, late_y = self._where(self._within(fix.at + fix.at_error_s))
        drifted = np.hypot(late_x - x, late_y - y) / HALF_95
        spread = np.hypot(max(fix.error_m, 1.0) / RADIUS_95, np.nan_to_num(drifted))
        weight = self._weight * np.exp(-0.5 * (off / spread) ** 2) / spread**2
        weight = np.where(np.isfinite(weight), weight, 0.0)
        people = self._mustered.part != Part.HULL
        total = weight[people].sum()
        if not total > 0:
            return 0.0
        hull = ~people
        if hull.any():  # a hull is believed as its people are
            of_world = np.zeros(int(self._mustered.world.max()) + 1)
            of_world[self._mustered.world[people]] = weight[people]
            weight[hull] = of_world[self._mustered.world[hull]]
        self._weight = weight / total
        self._seen.append(fix.as_json())
        kept = self._weight[people]
        return float(1 / (kept**2).sum() / kept.size)

    def ensemble(self) -> Ensemble:
        """Return what the run has so far."""
        times, xs, ys, statuses = (list(part) for part in zip(*self._outputs, strict=True))
        x, y = np.stack(xs), np.stack(ys)
        mustered = self._mustered
        at = np.array(times)
        currents, winds = self._middle(at, x, y)
        return Ensemble(
            chart=self.chart,
            times=at,
            x=x,
            y=y,
            status=np.stack(statuses),
            part=mustered.part,
            scenario=mustered.scenario,
            scenarios=tuple((scenario.key, scenario.says) for scenario in self.scenarios),
            world=mustered.world,
            weight=self._weight,
            mean_current=currents,
            mean_wind=winds,
            record=self._record(statuses[-1]),
        )

    # Reading

    def _reach_of(self, corners: Sequence[Datum], seconds: float) -> float:
        x, y = self.chart.project([c.lon for c in corners], [c.lat for c in corners])
        begins = np.hypot(x, y) + 2 * np.array([c.error_m for c in corners])
        ways = [
            scenario.way.speed_kn + scenario.way.speed_error_kn for scenario in self.scenarios if scenario.way
        ]
        own = max(ways, default=0.0) * 0.52 * min(seconds, 12 * 3600)
        return float(begins.max()) + 10_000 + DRIFT_SPEED * seconds + own

    def _read_sea(self, until: float, reach_m: float) -> Sea:
        window = Window(
            lon=self.chart.lon,
            lat=self.chart.lat,
            reach_m=reach_m,
            earliest=min(self._zero, until),
            latest=max(self._zero, until),
        )
        return read_sea(self._sources, self._land, window, self.chart)

    def _ready(self, taken: int) -> None:
        """See to it that what is read covers the time up to a number of steps."""
        until = self._zero + self._sign * taken * self.terms.step_s
        if not self._sea.holds(until):
            rows = self._mustered.particles.rows
            far = float(np.hypot(rows[:, passes.X], rows[:, passes.Y]).max())
            self._read(taken, max(self._sea.window.reach_m, far + DRIFT_SPEED * abs(until - self.now)))

    def _read(self, taken: int, reach_m: float) -> None:
        """Read the sources again, up to a number of steps and over a reach, and go on with those."""
        self._sea = self._read_sea(self._zero + self._sign * taken * self.terms.step_s, reach_m)
        self._loop = Loop(self._setting(), self._mustered.particles, self._loop.taken)

    def _fell_off(self) -> int:
        """Return how many particles ran out of wind or current where no more sea had been read."""
        particles = self._mustered.particles
        gone = particles.status >= Status.NO_CURRENT
        if not gone.any() or self._sea.window.reach_m > MOST_REACH_M:
            return 0
        x, y = (passes.row(particles, each)[gone] for each in (passes.X, passes.Y))
        return int((np.maximum(np.abs(x), np.abs(y)) > 0.97 * self._sea.window.reach_m / np.sqrt(2)).sum())

    # Going

    def _steps(self, taken: int, hours: float) -> int:
        """Return how many steps in all it takes until so many hours after the later of `taken` and the last datum."""
        after = max(self._sign * (self._latest - self._zero), taken * self.terms.step_s)
        return int(np.ceil((after + hours * 3600) / self.terms.step_s - 1e-9))

    def _wander(self, kind: Kind) -> Wander:
        # One process of error goes on for each kind, whichever source is asked, scaled by that source's own sigma;
        # its memory is that of the first source that errs at all.
        layers = self._sea.currents if kind == "current" else self._sea.winds
        return next((each.product.wander for each in layers if each.product.wander.sigma), NONE)

    def _muster(self, wanders: Sequence[Wander]) -> Mustered:
        sea, terms = self._sea, self.terms

        def stream(x: Floats, y: Floats, at: Floats) -> tuple[Floats, Floats]:
            return sample(sea.currents, x, y, at)

        return muster(
            self.scenarios,
            self.chart,
            worlds=terms.particles,
            key=self._key,
            zero=self._zero,
            sign=self._sign,
            stream=stream,
            ashore=None if sea.coast is None else self._ashore(sea.coast),
            jibe_mean_s=self.terms.jibe_mean_s,
            kept=(self._means[0].first, self._means[1].first),
            tails=(wanders[0].tail, wanders[1].tail),
            leeway=DRAWN[terms.leeway],
        )

    def _ashore(self, coast: Coast) -> Callable[[Floats, Floats], NDArray[np.bool_]]:
        return lambda x, y: coast.on_land(*self.chart.place(x, y))

    def _setting(self) -> Setting:
        return Setting(
            chart=self.chart,
            reach_m=self._sea.window.reach_m,
            currents=self._sea.currents,
            winds=self._sea.winds,
            raster=self._sea.coast.raster if self._sea.coast else None,
            zero=self._zero,
            sign=self._sign,
            step_s=self.terms.step_s,
            ahead=self.terms.ahead,
            key=self._key,
            current=self._means[0],
            wind=self._means[1],
            jibe_mean_s=self.terms.jibe_mean_s,
            refloat_mean_s=self.terms.refloat_mean_s,
            device=self._device,
        )

    def _take(self, steps: int, progress: Progress | None, cancelled: Callable[[], bool] | None) -> None:
        every = round(self.terms.output_s / self.terms.step_s)
        first, last = self._loop.taken, self._loop.taken + steps
        while self._loop.taken < last:
            if cancelled is not None and cancelled():
                raise Cancelled()
            count = min(every - self._loop.taken % every, last - self._loop.taken)
            with ONE_AT_A_TIME:
                self._loop.go(count)
            self._keep()
            if progress is not None:
                progress((self._loop.taken - first) / steps)

    def _keep(self) -> None:
        particles = self._mustered.particles
        status = particles.status.copy()
        x, y = passes.row(particles, passes.X), passes.row(particles, passes.Y)
        waiting = status == Status.WAITING
        begun = waiting & (passes.row(particles, passes.RELEASE) <= self._loop.taken * self.terms.step_s)
        status[begun], waiting = Status.ADRIFT, waiting & ~begun
        x[waiting], y[waiting] = np.nan, np.nan
        self._outputs.append((self.now, x, y, status))

    def _state(self) -> tuple[int, int, list[NDArray[Any]]]:
        self._loop.bring_home()
        return self._loop.taken, len(self._outputs), [part.copy() for part in self._mustered.particles]

    def _restore(self, state: tuple[int, int, list[NDArray[Any]]]) -> None:
        self._loop.taken, kept, parts = state
        del self._outputs[kept:]
        for part, was in zip(self._mustered.particles, parts, strict=True):
            part[...] = was

    # Looking back

    def _within(self, at: float) -> float:
        times = [output[0] for output in self._outputs]
        return min(max(at, min(times)), max(times))

    def _where(self, at: float) -> tuple[Floats, Floats]:
        """Return where each particle was at an epoch second, straight from its start or an output to the next."""
        when = self._sign * (at - self._zero)
        times = self._sign * (np.array([output[0] for output in self._outputs]) - self._zero)
        if not times[0] <= when <= times[-1]:
            raise BadRun(what="a position was reported for a time that the run has not been at")
        after = max(1, int(np.searchsorted(times, when))) if times.size > 1 else 0
        (_, first_x, first_y, _), (_, x, y, _) = self._outputs[max(0, after - 1)], self._outputs[after]
        release, start_x, start_y = self._starts
        waited = np.isnan(first_x)
        since = np.where(waited, release, times[max(0, after - 1)])
        # A particle that starts later than this is not anywhere yet.
        spent = np.where(since <= when, when - since, np.nan)
        share = np.divide(spent, times[after] - since, out=0 * spent, where=times[after] > since)
        from_x, from_y = np.where(waited, start_x, first_x), np.where(waited, start_y, first_y)
        return (1 - share) * from_x + share * x, (1 - share) * from_y + share * y

    def _middle(self, times: Floats, x: NDArray[np.float32], y: NDArray[np.float32]) -> tuple[Floats, Floats]:
        """Return the true east and north parts of current and wind at the cloud's middle at each time, (T, 2)."""
        people = self._mustered.part != Part.HULL
        weight = np.where(people, self._weight, 0.0)
        mid_x, mid_y = np.zeros(times.size), np.zeros(times.size)
        empty = np.zeros(times.size, bool)
        for t in range(times.size):
            known = np.isfinite(x[t])
            total = float(weight[known].sum())
            empty[t] = total == 0
            if total:
                mid_x[t], mid_y[t] = (float(weight[known] @ part[t][known]) / total for part in (x, y))
        north_x, north_y = self.chart.north(*self.chart.place(mid_x, mid_y))
        found = []
        for layers in (self._sea.currents, self._sea.winds):
            u, v = sample(layers, mid_x, mid_y, times)
            pair = np.stack([u * north_y - v * north_x, u * north_x + v * north_y], axis=1)
            pair[empty] = np.nan
            found.append(pair)
        return found[0], found[1]

    def _record(self, status: NDArray[np.uint8]) -> RunRecord:
        return run_record(
            made_at=self._clock(),
            scenarios=self.scenarios,
            sources=self._sources,
            sea=self._sea,
            terms=self.terms,
            zero=self._zero,
            hours=float(self._sign * abs(self.now - self._latest) / 3600),
            observed=self._seen,
            status=status,
            drawn_again=self._mustered.drawn_again,
        )


def _span(corners: Sequence[Datum], sign: float, step_s: float) -> tuple[float, float]:
    """Return the run's zero, on a whole step before any start, and the last datum's time, as the run goes."""
    first = min(sign * corner.at - LATE_SIGMAS * corner.at_error_s / HALF_95 for corner in corners)
    last = max(sign * corner.at for corner in corners)
    return float(sign * np.floor(first / step_s) * step_s), float(sign * last)


def _chart(corners: Sequence[Datum]) -> Chart:
    """Return the chart about the middle of the datums, wherever on Earth they are."""
    lon, lat = np.radians([c.lon for c in corners]), np.radians([c.lat for c in corners])
    middle = np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)]).mean(axis=1)
    return Chart(
        float(np.degrees(np.arctan2(middle[2], np.hypot(middle[0], middle[1])))),
        float(np.degrees(np.arctan2(middle[1], middle[0]))),
    )
