"""A whole run in one call, and the same run again from its record."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ashore.drift.coast import Coast, coast, region_for
from ashore.drift.datums import Datum
from ashore.drift.ensemble import Ensemble, RunRecord
from ashore.drift.forcing.opening import open_source
from ashore.drift.forcing.source import Source, Window
from ashore.drift.run import Now, Progress, Run, utc_now
from ashore.drift.scenarios import Scenario, scenario_of
from ashore.drift.sea import Land
from ashore.drift.terms import Terms


def simulate(
    scenarios: Sequence[Scenario],
    *,
    currents: Sequence[Source],
    winds: Sequence[Source],
    hours: float,
    land: Land | None,
    terms: Terms | None = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
    clock: Now = utc_now,
) -> Ensemble:
    """Return the ensemble of scenarios for some hours after the last of their datums, back in time if negative.

    Sources are asked in order: where the first has nothing, in space or in time, the next is taken.
    `land` gives the coast of a window; with None there is none. `progress` is told the share done.
    Raises BadRun, NoForcing, Cancelled, and whatever a source raises.
    """
    run = Run(
        scenarios, currents=currents, winds=winds, hours=hours, land=land, terms=terms or Terms(), clock=clock
    )
    run.go(abs(hours), progress=progress, cancelled=cancelled)
    return run.ensemble()


def repeat(
    record: RunRecord | Mapping[str, Any], *, progress: Progress | None = None, clock: Now = utc_now
) -> Ensemble:
    """Return the ensemble of a run's record, run again from its request: the same bits by the same build.

    Raises what opening a source raises, if one is no longer where it was.
    """
    request = record.request if isinstance(record, RunRecord) else record
    fields = ("particles", "seed", "step_s", "output_s", "scheme", "leeway")
    more = ("jibes_per_hour", "refloat_half_life_h", "device")
    run = Run(
        [scenario_of(each) for each in request["scenarios"]],
        currents=[source for each in request["currents"] for source in open_source(each)],
        winds=[source for each in request["winds"] for source in open_source(each)],
        hours=request["hours"],
        land=coast_of if request["land"] else None,
        terms=Terms(**{name: request[name] for name in (*fields, *more)}),
        clock=clock,
    )
    run.go(abs(request["hours"]), progress=progress)
    for seen in request["observed"]:
        run.observe(Datum(**seen))
    return run.ensemble()


def coast_of(window: Window) -> Coast:
    """Return the coast of a window, from the cache or drawn and kept there."""
    return coast(region_for(window))


def open_sources(specs: Sequence[str]) -> tuple[list[Source], list[Source]]:
    """Return the currents and the winds that specs name, each in their order; see `forcing.opening.open_source`."""
    sources = [source for spec in specs for source in open_source(spec)]
    currents, winds = (
        [each for each in sources if each.product.kind == kind] for kind in ("current", "wind")
    )
    return currents, winds
