"""How the error of a forcing product carries a drifter away: correlated in time, exact for any time step.

The error of a product's velocity, at one drifter, is an Ornstein-Uhlenbeck process of standard deviation `sigma`
(each component) and memory `hours`: its value forgets itself as exp(-t/T).
What a step needs is the error's mean over the step.
The means of an Ornstein-Uhlenbeck process over successive steps are an ARMA(1,1) sequence
(Brockwell and Davis, Introduction to Time Series and Forecasting, the sampled and aggregated CAR(1)),
so one normal number a step gives them their exact joint law, and the spread after a time is the same for every step.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ashore.drift.faults import DriftFault


class BadWander(DriftFault):
    """An error of a product makes no sense. Fields: `what` (words)."""

    code: ClassVar[str] = "drift.bad-wander"
    says: ClassVar[str] = "The error of a product cannot be this: {what}."
    hint: ClassVar[str] = (
        "Give sigma and hours of 0 or more, and a tail of more than 2 degrees of freedom or none."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Wander:
    """The error of a product: `sigma` in m/s for each component, `hours` of memory, and whether it was fitted to it.

    `tail` is the degrees of freedom of the spread of sigma between drifters (Student's t); None for one sigma for all.
    """

    sigma: float
    hours: float
    fitted: bool = False
    basis: str = ""
    tail: float | None = None

    def __post_init__(self) -> None:
        known = 0 <= self.sigma < np.inf and 0 <= self.hours < np.inf
        if not known or (self.tail is not None and not self.tail > 2):
            raise BadWander(what=f"sigma {self.sigma} m/s, memory {self.hours} h, tail {self.tail}")

    def rms_m(self, after_s: ArrayLike) -> NDArray[np.float64]:
        """Return the root mean square of the distance, both components, between truth and a run without error, metres.

        For an Ornstein-Uhlenbeck velocity: 2 σ² T² (t/T - 1 + exp(-t/T)) for each component (Taylor 1921).
        """
        t, memory = np.asarray(after_s, float), self.hours * 3600
        if memory == 0:
            return np.zeros_like(t)
        u = t / memory
        return np.sqrt(2 * 2 * self.sigma**2 * memory**2 * (u + np.expm1(-u)))


@dataclass(frozen=True, slots=True)
class StepMeans:
    """The recursion for the mean error over each step: mean = kept + shock·z, then kept = decay·mean + echo·z."""

    decay: float
    shock: float
    echo: float
    first: float
    """Standard deviation of `kept` before the first step: the process has been going on all along."""


def step_means(wander: Wander, step_s: float) -> StepMeans:
    """Return the ARMA(1,1) of a wander's step means, for a step in seconds.

    With u = step/T, the means have variance 2σ²(u - 1 + e⁻ᵘ)/u² and lag-one covariance σ²(1 - e⁻ᵘ)²/u²;
    the moving-average part is the root inside the unit circle.
    """
    if wander.sigma == 0:
        return StepMeans(0.0, 0.0, 0.0, 0.0)
    if wander.hours == 0:  # white noise of this standard deviation at every step, as other tools have it
        return StepMeans(0.0, wander.sigma, 0.0, 0.0)
    u = step_s / (wander.hours * 3600)
    decay = float(np.exp(-u))
    if u < 1e-3:
        variance, lagged = 1 - u / 3 + u**2 / 12, 1 - u + 7 * u**2 / 12
    else:
        variance, lagged = 2 * (u + np.expm1(-u)) / u**2, (np.expm1(-u) / u) ** 2
    zero = variance * (1 + decay**2) - 2 * decay * lagged
    one = lagged - decay * variance
    half = zero / (2 * one)
    theta = 1 / (half + np.sqrt(half**2 - 1))
    shock = wander.sigma * float(np.sqrt(one / theta))
    echo = float(theta) * shock
    first = float(np.sqrt(max(0.0, wander.sigma**2 * variance - shock**2)))
    return StepMeans(decay, shock, echo, first)


def white(sigma: float) -> Wander:
    """Return white noise of a standard deviation at every step, m/s: as in other tools, its spread goes by the step."""
    return Wander(sigma=sigma, hours=0.0, basis="white noise at every step, for comparison only")


REGIONAL_CURRENT = Wander(
    sigma=0.31,
    hours=8.0,
    basis="default of regional current models: residuals of 248 drifters from two models, not fitted here",
)
"""What a regional current model's error is taken to be where nobody has fitted it."""

REGIONAL_WIND = Wander(
    sigma=1.5,
    hours=12.0,
    basis="assumption: error of a short-range 10 m wind forecast over the sea, not fitted here",
)
"""What a wind forecast's error is taken to be where nobody has fitted it."""

GIVEN_CURRENT = Wander(
    sigma=0.4, hours=12.0, basis="assumption: one current typed in for the whole run, not fitted here"
)
GIVEN_WIND = Wander(
    sigma=2.5, hours=12.0, basis="assumption: one wind typed in for the whole run, not fitted here"
)
"""What the error of a wind or current that somebody typed in is taken to be: it shifts while the run goes on."""

NONE = Wander(sigma=0.0, hours=1.0, basis="no error")
