"""What a run gives: where each particle was at each output time, and the record it can be made from again."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ashore.drift.chart import Chart

Floats = NDArray[np.float64]


class Status(IntEnum):
    """What has become of a particle."""

    WAITING = 0
    """Its datum is later than this time."""
    ADRIFT = 1
    AGROUND = 2
    NO_CURRENT = 3
    """No source had a current here and now: it stands where the last one left it, and its place is not known after."""
    NO_WIND = 4


class Part(IntEnum):
    """What a particle stands for."""

    BOAT = 0
    """A craft with its people."""
    PEOPLE = 1
    """People in the water, after their craft failed; before that they are aboard, and this is where the craft is."""
    HULL = 2
    """The craft without them; before it failed, where the craft is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRecord:
    """Everything a run can be made from again, and said of, as plain JSON values.

    `request` reproduces it: seed, datums, scenarios, sources, step, times.
    `sources` is one object a source, in order of preference: name, kind, synthetic, issued (ISO or null), age_h at the
    start of the run (or null), sigma, hours, fitted, basis, notes.
    `assumptions` are sentences, each with the word "assumption" in it where that is what it is.
    `summary` counts particles by status at the end, and says each gap in a sentence.
    """

    engine: str
    made_at: str
    request: dict[str, Any]
    sources: tuple[dict[str, Any], ...]
    assumptions: tuple[str, ...] = ()
    summary: tuple[str, ...] = ()

    @property
    def synthetic(self) -> bool:
        """Return whether anything under this run is made up: such a product says SYNTHETIC."""
        return any(source["synthetic"] for source in self.sources)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ensemble:
    """Places of N particles at T output times, in the order of the run (backward runs go back in time).

    `times` epoch seconds UTC (T,); `x`, `y` metres on `chart`, float32 (T, N), NaN while waiting.
    `status` uint8 (T, N), see Status. `part` uint8 (N,), see Part.
    `scenario` int16 (N,), the index into `scenarios`, which are (key, words) pairs.
    `world` int64 (N,): particles of one world meet the same errors; craft and people of one boat share theirs.
    `weight` float64 (N,), 1 over all particles of parts BOAT and PEOPLE (where the people are);
    a HULL has the weight of its PEOPLE, so that BOAT and HULL too come to 1 (where the craft are).
    `mean_current`, `mean_wind` (T, 2): east and north parts, m/s, at the cloud's middle at each output time, or NaN.
    """

    chart: Chart
    times: Floats
    x: NDArray[np.float32]
    y: NDArray[np.float32]
    status: NDArray[np.uint8]
    part: NDArray[np.uint8]
    scenario: NDArray[np.int16]
    scenarios: tuple[tuple[str, str], ...]
    world: NDArray[np.int64]
    weight: Floats
    mean_current: Floats
    mean_wind: Floats
    record: RunRecord

    def places(self, index: int) -> tuple[Floats, Floats]:
        """Return the longitudes and latitudes, degrees, of every particle at one output time."""
        return self.chart.place(self.x[index], self.y[index])
