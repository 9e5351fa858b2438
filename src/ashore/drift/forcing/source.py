"""What gives wind or current: a source, asked for a window of sea and time, gives a patch on its own grid or None."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from ashore.drift.faults import DriftFault
from ashore.drift.wander import Wander

Floats = NDArray[np.float64]

Kind = Literal["current", "wind"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The sea and the time a run needs: a disc (degrees, metres) and epoch seconds UTC, earliest first."""

    lon: float
    lat: float
    reach_m: float
    earliest: float
    latest: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """What is said of a source on every product that rests on it.

    `issued` is when the forecast was made, epoch seconds UTC, None where the file does not say.
    `wander` is how far its error carries a drifter; `wander.fitted` tells whether it was fitted to this product.
    """

    name: str
    kind: Kind
    synthetic: bool = False
    issued: float | None = None
    origin: str = ""
    wander: Wander


@dataclass(frozen=True, slots=True, kw_only=True)
class Patch:
    """Wind or current over a window, on its source's own grid.

    `times` are epoch seconds UTC, ascending, shape (T,); a constant has one time and `bridge_s` infinite.
    `lon`, `lat` are the nodes' places in degrees, shape (ny, nx), finite everywhere.
    `east`, `north` are the true east and north parts, m/s, float32, shape (T, ny, nx): vectors are already turned
    from the grid's axes, masked nodes near shore already filled by `filling`'s rule, and what is still missing is NaN.
    `locate(lon, lat)` gives fractional column and row in this patch (0, 0 the first node) of any places, as float64,
    smooth within and a little beyond the patch; None for a curvilinear grid, which the engine resamples by node places.
    `bridge_s` is the longest step between two of the times that may be interpolated across; a longer one is a gap.
    """

    product: Product
    times: Floats
    lon: Floats
    lat: Floats
    east: NDArray[np.float32]
    north: NDArray[np.float32]
    locate: Callable[[Floats, Floats], tuple[Floats, Floats]] | None
    bridge_s: float = 3 * 3600.0
    notes: tuple[str, ...] = field(default=())


class Source(Protocol):
    """Anything that can be asked for a patch."""

    @property
    def product(self) -> Product: ...

    def patch(self, window: Window) -> Patch | None:
        """Return what it holds of the window, read no further than needed; None where it holds nothing of it.

        Raises a DriftFault where the source cannot be read at all.
        """
        ...

    def describe(self) -> dict[str, object]:
        """Return, as plain JSON values, what a run record needs to ask for the same source again."""
        ...


@runtime_checkable
class Insistent(Protocol):
    """A source that can also be made to say why it holds nothing of a window."""

    def insist(self, window: Window) -> Patch:
        """Return the patch, or raise a DriftFault whose sentence says what the source holds instead."""
        ...


def why_nothing(source: Source, window: Window) -> str:
    """Return, for a source whose `patch` was None, the sentence that says why; its name alone where it cannot say."""
    if isinstance(source, Insistent):
        try:
            source.insist(window)
        except DriftFault as fault:
            return fault.sentence()
    return f"{source.product.name} holds nothing of it."
