"""Runs made up for the tests of the products: normal clouds on a chart, of a kind chosen by each test."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ashore.drift.chart import Chart
from ashore.drift.ensemble import Ensemble, Part, RunRecord, Status

START = 1_700_000_400.0
"""2023-11-14 22:20 UTC."""

RECORD = RunRecord(
    engine="ashore.drift test",
    made_at="2023-11-14T22:20:00Z",
    request={"seed": 7},
    sources=(
        {
            "name": "NorKyst-800",
            "kind": "current",
            "synthetic": False,
            "issued": "2023-11-14T18:00:00Z",
            "age_h": 4.3,
            "sigma": 0.31,
            "hours": 8.0,
            "fitted": False,
            "basis": "default of regional current models, not fitted here",
            "notes": [],
        },
        {
            "name": "AROME",
            "kind": "wind",
            "synthetic": False,
            "issued": None,
            "age_h": None,
            "sigma": 1.5,
            "hours": 12.0,
            "fitted": False,
            "basis": "assumption",
            "notes": [],
        },
    ),
    assumptions=("The raft's class is an assumption: {refugee raft} for an overloaded inflatable.",),
    summary=("99 % are adrift at the end.",),
)


def synthetic(record: RunRecord = RECORD) -> RunRecord:
    """Return a record whose currents are made up."""
    sources = ({**record.sources[0], "name": "Channel tide", "synthetic": True}, *record.sources[1:])
    return RunRecord(
        engine=record.engine, made_at=record.made_at, request=record.request, sources=sources,
        assumptions=record.assumptions, summary=record.summary,
    )  # fmt: skip


def drifting(
    count: int = 2_000,
    hours: int = 12,
    seed: int = 1,
    *,
    lat: float = 51.0,
    lon: float = 2.0,
    sigma_m: float = 1500.0,
    growth_m: float = 600.0,
    speed: tuple[float, float] = (0.4, 0.3),
    record: RunRecord = RECORD,
) -> Ensemble:
    """Return boats adrift: a normal cloud that moves with `speed` (m/s east, north) and widens by the hour."""
    rng = np.random.default_rng(seed)
    after = np.arange(hours + 1) * 3600.0
    z = rng.normal(size=(2, count))
    wide = (sigma_m + growth_m * after / 3600)[:, None]
    return ensemble(
        after + START,
        (speed[0] * after)[:, None] + wide * z[0],
        (speed[1] * after)[:, None] + wide * z[1],
        chart=Chart(lat, lon),
        record=record,
    )


def ensemble(
    times: NDArray[np.float64],
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    *,
    chart: Chart | None = None,
    record: RunRecord = RECORD,
    **parts: object,
) -> Ensemble:
    """Return an ensemble of these places: boats of one scenario and equal weight unless `parts` says otherwise."""
    count, steps = x.shape[1], len(times)
    hours = (times - times[0]) / 3600
    filled: dict[str, object] = {
        "status": np.full((steps, count), Status.ADRIFT, np.uint8),
        "part": np.full(count, Part.BOAT, np.uint8),
        "scenario": np.zeros(count, np.int16),
        "scenarios": (("adrift", "the engine is dead and she drifts"),),
        "world": np.arange(count),
        "weight": np.full(count, 1 / count),
        "mean_current": np.stack([0.6 * np.cos(hours / 2), 0.5 * np.cos(hours / 2)], axis=1),
        "mean_wind": np.stack([5.0 + 0 * hours, 4.0 - hours / 3], axis=1),
        **parts,
    }
    return Ensemble(
        chart=chart or Chart(51.0, 2.0),
        times=times,
        x=x.astype(np.float32),
        y=y.astype(np.float32),
        record=record,
        **filled,  # type: ignore[arg-type]
    )


def parting_run(count: int = 1_500, hours: int = 12, share: float = 0.5, seed: int = 3) -> Ensemble:
    """Return boats of which a share fails after four hours: the hull runs on downwind, the people stay behind."""
    rng = np.random.default_rng(seed)
    whole = round(count * (1 - share))
    after = np.arange(hours + 1) * 3600.0
    z = rng.normal(size=(2, count))
    wide = (1000 + 400 * after / 3600)[:, None]
    x, y = 0.4 * after[:, None] + wide * z[0], 0.2 * after[:, None] + wide * z[1]
    beyond = np.maximum(0.0, after - 4 * 3600)[:, None]
    failed = slice(whole, count)
    people_x, people_y = x[:, failed], y[:, failed]
    hull_x, hull_y = people_x + 0.5 * beyond, people_y + 0.6 * beyond
    each = np.full(count, 1 / count)
    world = np.arange(count)
    return ensemble(
        after + START,
        np.concatenate([x, hull_x], axis=1),
        np.concatenate([y, hull_y], axis=1),
        part=np.r_[
            np.full(whole, Part.BOAT), np.full(count - whole, Part.PEOPLE), np.full(count - whole, Part.HULL)
        ].astype(np.uint8),
        scenario=np.r_[np.zeros(whole), np.ones(2 * (count - whole))].astype(np.int16),
        scenarios=(("afloat", "she stays afloat"), ("swamps", "she swamps after four hours")),
        world=np.r_[world, world[failed]],
        weight=np.r_[each, each[failed]],
    )
