"""Small runs for the engine's tests: sources by formula about one place, and a run beside its reference."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import deepcopy
from datetime import UTC, datetime

import numpy as np

from ashore.drift.datums import Datum
from ashore.drift.engine.reference import reference
from ashore.drift.ensemble import Ensemble
from ashore.drift.forcing.analytic import Analytic
from ashore.drift.forcing.constant import Constant
from ashore.drift.forcing.source import Source
from ashore.drift.run import Run
from ashore.drift.scenarios import Scenario
from ashore.drift.terms import Terms
from ashore.drift.wander import NONE, Wander

ZERO = datetime(2022, 12, 14, tzinfo=UTC).timestamp()
CALM = Constant("wind", 0.0, 0.0)
STILL = Constant("current", 0.0, 0.0)
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def datum(
    lat: float = 51.0, lon: float = 1.5, error_m: float = 0.0, at: float = ZERO, at_error_s: float = 0.0
) -> Datum:
    return Datum(lat=lat, lon=lon, error_m=error_m, at=at, at_error_s=at_error_s)


def adrift(*starts: Datum, afloat: str = "class:SLDMB", **more: object) -> Scenario:
    """A scenario of one class; SLDMB is the one that the wind does not move."""
    return Scenario(key="adrift", says="It drifts.", starts=starts or (datum(),), afloat=afloat, **more)  # type: ignore[arg-type]


def field(
    motion: Callable[..., tuple[np.ndarray, np.ndarray]],
    *,
    kind: str = "current",
    wander: Wander = NONE,
    spacing_m: float = 4000.0,
    every_s: float = 600.0,
) -> Analytic:
    return Analytic(kind, motion, spacing_m=spacing_m, every_s=every_s, wander=wander)  # type: ignore[arg-type]


def run_of(
    scenarios: Sequence[Scenario] | Scenario,
    *,
    currents: Sequence[Source] = (STILL,),
    winds: Sequence[Source] = (CALM,),
    hours: float = 6.0,
    land: object = None,
    **terms: object,
) -> Run:
    given = (scenarios,) if isinstance(scenarios, Scenario) else tuple(scenarios)
    settings = Terms(**{"particles": 400, "seed": 7, **terms})  # type: ignore[arg-type]
    return Run(
        given,
        currents=currents,
        winds=winds,
        hours=hours,
        land=land,
        terms=settings,
        clock=lambda: NOON,  # type: ignore[arg-type]
    )


def gone(run: Run, hours: float = 6.0) -> Ensemble:
    run.go(abs(hours))
    return run.ensemble()


def beside_reference(run: Run, hours: float) -> tuple[np.ndarray, np.ndarray]:
    """Return how far, metres, each particle ends from where the reference has it, and whose fates differ."""
    before = type(run._mustered.particles)(*(deepcopy(part) for part in run._mustered.particles))
    setting = run._setting()
    window = run._sea.window
    currents = [source.patch(window) for source in run._sources["current"]]
    winds = [source.patch(window) for source in run._sources["wind"]]
    run.go(hours)
    x, y, status = reference(before, currents, winds, setting, run._loop.taken)  # type: ignore[arg-type]
    last = run.ensemble()
    return np.hypot(last.x[-1] - x, last.y[-1] - y), last.status[-1] != status
