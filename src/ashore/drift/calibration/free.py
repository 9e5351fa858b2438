"""Forecasts as a desk would make them: the engine run freely from where a drifter was, with a wander to be checked.

A fitted wander is the error of current and wind together, so the winds of these runs have none of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ashore.drift.calibration.containment import Forecast
from ashore.drift.calibration.tracks import HOUR_S, Floats
from ashore.drift.datums import Datum
from ashore.drift.ensemble import Status
from ashore.drift.forcing.source import Patch, Product, Source, Window
from ashore.drift.scenarios import Scenario
from ashore.drift.sea import Land
from ashore.drift.simulation import simulate
from ashore.drift.terms import Terms
from ashore.drift.wander import NONE, Wander


@dataclass(frozen=True, slots=True)
class Wandering:
    """A source as it is, but for what is said of its error."""

    source: Source
    wander: Wander

    @property
    def product(self) -> Product:
        """Return the source's product with this wander."""
        return replace(self.source.product, wander=self.wander)

    def patch(self, window: Window) -> Patch | None:
        """Return the source's own patch, said to err by this wander."""
        patch = self.source.patch(window)
        return None if patch is None else replace(patch, product=replace(patch.product, wander=self.wander))

    def describe(self) -> dict[str, object]:
        """Return the source's own description."""
        return self.source.describe()


def free_forecasts(
    currents: Sequence[Source],
    winds: Sequence[Source],
    *,
    afloat: str,
    fix_error_m: float = 100.0,
    land: Land | None = None,
    terms: Terms | None = None,
) -> Callable[[Wander], Forecast]:
    """Return what makes, of a wander, the forecasts of the engine from these sources.

    `afloat` is what the drifters drift as: a mixture's key, or a published class as in `class:SLDMB`.
    `fix_error_m` is the radius that holds a fix's true place with probability 0.95.
    """
    terms = terms or Terms(particles=1000)

    def of(wander: Wander) -> Forecast:
        streams = [Wandering(source, wander) for source in currents]
        airs = [Wandering(source, NONE) for source in winds]

        def forecast(lon: float, lat: float, start: float, hours: Sequence[float]) -> tuple[Floats, Floats]:
            datum = Datum(lat=lat, lon=lon, error_m=fix_error_m, at=start)
            drifting = Scenario(key="drifter", says="It drifts.", starts=(datum,), afloat=afloat)
            run = simulate([drifting], currents=streams, winds=airs, hours=max(hours), land=land, terms=terms)
            rows = []
            for ahead in hours:
                index = int(np.argmin(np.abs(run.times - (start + ahead * HOUR_S))))
                known = np.isin(run.status[index], (Status.ADRIFT, Status.AGROUND))
                rows.append([np.where(known, each, np.nan) for each in run.places(index)])
            places: Floats = np.array(rows)
            return places[:, 0], places[:, 1]

        return forecast

    return of
