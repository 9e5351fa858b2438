"""Where does a thing drift? A library of its own: no desk and no ledger is needed.

    from ashore.drift import Datum, boat_scenarios, coast_of, open_sources, simulate

    start = Datum(lat=51.03, lon=2.06, error_m=1000, at=1669255200)
    currents, winds = open_sources(["synthetic", "wind=18kn@240"])
    scenarios = boat_scenarios("channel-inflatable", [start])
    ensemble = simulate(scenarios, currents=currents, winds=winds, hours=12, land=coast_of)

`ashore.drift.products` makes areas, pictures, files and words of an ensemble;
`ashore.drift.calibration` finds how far a product's error really carries drifters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ashore.drift.chart import Chart
    from ashore.drift.datums import Area, Datum, Segment
    from ashore.drift.ensemble import Ensemble, Part, RunRecord, Status
    from ashore.drift.faults import DriftFault
    from ashore.drift.forcing.opening import open_source
    from ashore.drift.run import Run
    from ashore.drift.scenarios import Delay, Failure, Scenario, UnderWay, boat_scenarios
    from ashore.drift.simulation import coast_of, open_sources, repeat, simulate
    from ashore.drift.terms import Terms
    from ashore.drift.wander import Wander

_HOME = {
    "Area": "datums",
    "Chart": "chart",
    "Datum": "datums",
    "Delay": "scenarios",
    "DriftFault": "faults",
    "Ensemble": "ensemble",
    "Failure": "scenarios",
    "Part": "ensemble",
    "Run": "run",
    "RunRecord": "ensemble",
    "Scenario": "scenarios",
    "Segment": "datums",
    "Status": "ensemble",
    "Terms": "terms",
    "UnderWay": "scenarios",
    "Wander": "wander",
    "boat_scenarios": "scenarios",
    "coast_of": "simulation",
    "open_source": "forcing.opening",
    "open_sources": "simulation",
    "repeat": "simulation",
    "simulate": "simulation",
}

__all__ = [
    "Area",
    "Chart",
    "Datum",
    "Delay",
    "DriftFault",
    "Ensemble",
    "Failure",
    "Part",
    "Run",
    "RunRecord",
    "Scenario",
    "Segment",
    "Status",
    "Terms",
    "UnderWay",
    "Wander",
    "boat_scenarios",
    "coast_of",
    "open_source",
    "open_sources",
    "repeat",
    "simulate",
]


def __getattr__(name: str) -> Any:
    """Bring a public name in when it is first asked for: the compiler behind the engine takes half a second to load."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
