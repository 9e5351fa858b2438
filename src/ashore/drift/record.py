"""The record of a run: what it was made from, word for word, and what is said of that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ashore import __version__
from ashore.drift.engine.layers import Layer
from ashore.drift.ensemble import RunRecord, Status
from ashore.drift.forcing.source import Kind, Source
from ashore.drift.leeway.mixtures import mixture, version
from ashore.drift.scenarios import Scenario
from ashore.drift.sea import Sea
from ashore.drift.terms import Terms

LIKE_OPENDRIFT = "Made as OpenDrift 1.14 would make it, for comparison only: not for a search."


def run_record(
    *,
    made_at: datetime,
    scenarios: Sequence[Scenario],
    sources: Mapping[Kind, Sequence[Source]],
    sea: Sea,
    terms: Terms,
    zero: float,
    hours: float,
    observed: Sequence[Mapping[str, Any]],
    status: NDArray[np.uint8],
    drawn_again: int,
) -> RunRecord:
    """Return the record of a run that began at `zero` (epoch seconds) and went `hours` past its last datum.

    `status` is every particle's at its end; `observed` are the datums that bore on it since, as JSON values.
    """
    return RunRecord(
        engine=f"ashore.drift {__version__}",
        made_at=made_at.isoformat(timespec="seconds"),
        request={
            "scenarios": [scenario.as_json() for scenario in scenarios],
            "mixtures": version(),
            "currents": [source.describe() for source in sources["current"]],
            "winds": [source.describe() for source in sources["wind"]],
            "land": sea.coast is not None,
            "hours": hours,
            "observed": list(observed),
            "particles": terms.particles,
            "seed": terms.seed,
            "step_s": terms.step_s,
            "output_s": terms.output_s,
            "scheme": terms.scheme,
            "leeway": terms.leeway,
            "jibes_per_hour": terms.jibes_per_hour,
            "refloat_half_life_h": terms.refloat_half_life_h,
            "device": terms.device,
        },
        sources=tuple(_source(each, zero) for each in (*sea.currents, *sea.winds)),
        assumptions=_assumptions(scenarios, terms),
        summary=_summary(status, drawn_again),
    )


def _source(each: Layer, zero: float) -> dict[str, Any]:
    product, wander = each.product, each.product.wander
    issued = product.issued
    resampled = ("resampled to the chart at half its spacing",) if each.resampled else ()
    return {
        "name": product.name,
        "kind": product.kind,
        "synthetic": product.synthetic,
        "origin": product.origin,
        "issued": None
        if issued is None
        else datetime.fromtimestamp(issued, UTC).isoformat(timespec="minutes"),
        "age_h": None if issued is None else round((zero - issued) / 3600, 1),
        "sigma": wander.sigma,
        "hours": wander.hours,
        "fitted": wander.fitted,
        "basis": wander.basis,
        "notes": [*each.notes, *resampled],
    }


def _assumptions(scenarios: Sequence[Scenario], terms: Terms) -> tuple[str, ...]:
    """Return every assumption once: that it is no forecast, the scenarios' own, then those of their mixtures."""
    said = [LIKE_OPENDRIFT] if terms.leeway == "opendrift" else []
    said += [sentence for scenario in scenarios for sentence in scenario.assumptions]
    for scenario in scenarios:
        fails = scenario.fails
        keys = (scenario.afloat, *((fails.people, fails.hull) if fails else ()))
        said += [mixture(key).assumption for key in keys]
    return tuple(dict.fromkeys(sentence for sentence in said if sentence))


def _summary(status: NDArray[np.uint8], drawn_again: int) -> tuple[str, ...]:
    """Return how the particles ended, each gap in a sentence."""
    total, said = status.size, []
    if drawn_again:
        said.append(f"{drawn_again} of {total} starts fell on land and were drawn again at sea.")
    for each, words in (
        (Status.ADRIFT, "are adrift"),
        (Status.AGROUND, "are aground"),
        (Status.NO_CURRENT, "ran out of current: where they went after that is not known"),
        (Status.NO_WIND, "ran out of wind: where they went after that is not known"),
        (Status.WAITING, "have not begun"),
    ):
        count = int((status == each).sum())
        if count:
            said.append(f"{count} of {total} particles {words}.")
    return tuple(said)
