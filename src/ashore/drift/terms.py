"""How a run is worked out: how many particles, which seed, step and scheme; and whether what is asked makes sense."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np

from ashore.drift.faults import DriftFault
from ashore.drift.scenarios import Scenario

Scheme = Literal["midpoint", "euler"]
Leeway = Literal["table", "opendrift"]
DeviceName = Literal["processor", "graphics"]

AHEAD: dict[Scheme, float] = {"midpoint": 0.5, "euler": 0.0}
JIBES_PER_HOUR = 0.04
"""The share of drifting things that go over to their other side in an hour: other tools' default, not verified."""


class BadRun(DriftFault):
    """What was asked of a run makes no sense. Fields: `what` (words)."""

    code: ClassVar[str] = "drift.bad-run"
    says: ClassVar[str] = "The run cannot be made: {what}."
    hint: ClassVar[str] = (
        "Give at least one scenario, one particle, hours other than 0, and steps that divide the output."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How a run is worked out; what it is about are its scenarios and sources.

    `particles` is the number of worlds; one whose craft fails has two particles.
    `refloat_half_life_h`: the hours in which half of what is aground comes afloat again; None for never.
    `step_s`, `output_s` in seconds; the second is a multiple of the first.
    `leeway`: `table` is the published table as it stands; `opendrift`, for comparison only, mirrors its classes and
    lets a jibe negate the crosswind slope alone (see `leeway.coefficients`).
    `device`: what works out the steps; `graphics` is an NVIDIA card, and not the same to the bit.
    """

    particles: int = 20_000
    seed: int = 0
    step_s: float = 600.0
    output_s: float = 3600.0
    scheme: Scheme = "midpoint"
    leeway: Leeway = "table"
    jibes_per_hour: float = JIBES_PER_HOUR
    refloat_half_life_h: float | None = None
    device: DeviceName = "processor"

    @property
    def ahead(self) -> float:
        """The share of a step at whose place and time velocities are taken."""
        return AHEAD[self.scheme]

    @property
    def jibe_mean_s(self) -> float:
        """The mean time between jibes, seconds, infinite for none."""
        return float(-3600 / np.log1p(-self.jibes_per_hour)) if self.jibes_per_hour > 0 else float("inf")

    @property
    def refloat_mean_s(self) -> float:
        """The mean time aground, seconds, infinite for ever."""
        half = self.refloat_half_life_h
        return float("inf") if half is None else half * 3600 / float(np.log(2))


def check(scenarios: Sequence[Scenario], hours: float, terms: Terms) -> None:
    """Raise BadRun where a run of scenarios over some hours by these terms would make no sense."""
    if not scenarios:
        raise BadRun(what="there is no scenario")
    if not np.isfinite(hours) or hours == 0:
        raise BadRun(what=f"{hours} hours is no time to drift")
    if terms.particles < 1:
        raise BadRun(what=f"{terms.particles} particles are none")
    if not terms.step_s > 0 or terms.output_s < terms.step_s or terms.output_s % terms.step_s:
        raise BadRun(what=f"output every {terms.output_s:g} s is no multiple of a step of {terms.step_s:g} s")
    if not 0 <= terms.jibes_per_hour < 1:
        raise BadRun(what=f"a share of {terms.jibes_per_hour} cannot jibe in an hour")
    if terms.refloat_half_life_h is not None and not terms.refloat_half_life_h > 0:
        raise BadRun(what=f"nothing comes afloat by a half-life of {terms.refloat_half_life_h:g} hours")
    if hours < 0 and any(scenario.way or scenario.fails for scenario in scenarios):
        raise BadRun(
            what="an engine that stops or a craft that fails after its datum has no place in a run back in time"
        )
