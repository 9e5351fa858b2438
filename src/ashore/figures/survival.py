"""How long until something happened, where for some it has not: Kaplan and Meier's product-limit estimate.

Kaplan EL, Meier P (1958), J Am Stat Assoc 53:457. Variance by Greenwood (1926); the interval of the median by
Brookmeyer and Crowley (1982) on the log(−log) scale, as Klein and Moeschberger, Survival Analysis, 2nd ed., section
4.5, set it out.
The estimate is in exact fractions; only the interval is in floats.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

Z_95 = 1.959963984540054
"""The 0.975 quantile of the normal distribution."""

HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """How long one was followed, in any whole unit, and whether it then happened; if not, it is censored there."""

    length: int
    happened: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A length at which it happened to some: how many were still followed, to how many, and the share left after."""

    length: int
    at_risk: int
    events: int
    left: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Median:
    """The length by which it has happened to half; None where it has not within what is known.

    `low` and `high` are the ends of its 95 % interval, `high` None where it has no upper end.
    """

    length: int | None
    low: int | None
    high: int | None


def kaplan_meier(spans: Sequence[Span]) -> tuple[Step, ...]:
    """Return the steps of the estimate, in rising length; one censored at a length was still followed at it."""
    followed = Counter(span.length for span in spans)
    happened = Counter(span.length for span in spans if span.happened)
    left, at_risk = Fraction(1), len(spans)
    steps = []
    for length in sorted(followed):
        events = happened[length]
        if events:
            left *= Fraction(at_risk - events, at_risk)
            steps.append(Step(length=length, at_risk=at_risk, events=events, left=left))
        at_risk -= followed[length]
    return tuple(steps)


def median(steps: Sequence[Step]) -> Median:
    """Return the median of an estimate with its interval: the lengths at which one half is not ruled out."""
    ends = _pointwise(steps)
    return Median(
        length=next((step.length for step in steps if step.left <= HALF), None),
        low=next((step.length for step, (low, _) in zip(steps, ends, strict=True) if low <= 0.5), None),
        high=next((step.length for step, (_, high) in zip(steps, ends, strict=True) if high <= 0.5), None),
    )


def _pointwise(steps: Sequence[Step]) -> list[tuple[float, float]]:
    """Return for each step the 95 % interval of the share left, on the log(−log) scale."""
    found = []
    greenwood = 0.0
    for step in steps:
        if step.at_risk == step.events:
            found.append((0.0, 0.0))
            continue
        greenwood += step.events / (step.at_risk * (step.at_risk - step.events))
        share = float(step.left)
        spread = math.exp(Z_95 * math.sqrt(greenwood) / abs(math.log(share)))
        found.append((share**spread, share ** (1 / spread)))
    return found
