"""The hours of a source: those a window needs, how long a gap may be bridged, and what is said where there are none."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from ashore.drift.faults import DriftFault
from ashore.drift.forcing.axes import words
from ashore.drift.forcing.source import Floats, Product, Window

_LEAST_BRIDGE_S = 3 * 3600.0


class HoursOutside(DriftFault):
    code: ClassVar[str] = "drift.forcing.hours-outside"
    says: ClassVar[str] = (
        "{name} has no {kind} from {wanted_first} to {wanted_last}: it goes from {first} to {last}."
    )
    hint: ClassVar[str] = "Fetch the hours that are needed, or add a second source to fall back on."


def hours_outside(product: Product, window: Window, first: float, last: float) -> HoursOutside:
    """Return the fault of a source that goes from `first` to `last`, epoch seconds, and so holds none of a window."""
    return HoursOutside(
        name=product.name,
        kind=product.kind,
        wanted_first=words(window.earliest),
        wanted_last=words(window.latest),
        first=words(first),
        last=words(last),
    )


def steps_within(times: Floats, window: Window, product: Product) -> slice:
    """Return the steps within a window's hours and the one on either side. Raises HoursOutside where there is none."""
    if window.latest < times[0] or window.earliest > times[-1]:
        raise hours_outside(product, window, float(times[0]), float(times[-1]))
    first = max(0, int(np.searchsorted(times, window.earliest, "right")) - 1)
    last = min(times.size - 1, int(np.searchsorted(times, window.latest, "left")))
    return slice(first, last + 1)


def usual_step_s(times: Floats) -> float:
    """Return the usual step between times, seconds; 0 for a single one."""
    return float(np.median(np.diff(times))) if times.size > 1 else 0.0


def bridge_s(times: Floats) -> float:
    """Return half as much again as the usual step, three hours at least: a missing hour of hourly ones is bridged."""
    return max(_LEAST_BRIDGE_S, 1.5 * usual_step_s(times))


def put_together(product: Product, runs: int) -> str:
    """Say that a source's hours come from several forecasts."""
    return f"{product.name} is put together from {runs} forecasts, each hour from the latest that has it"
