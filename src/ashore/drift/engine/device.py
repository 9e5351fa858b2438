"""What the steps are worked out on: the processor, or a graphics card."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from typing import TYPE_CHECKING, ClassVar, Protocol

from ashore.drift.coast.crossing import Raster
from ashore.drift.engine import passes
from ashore.drift.engine.passes import Block, Layers, Particles, Shore
from ashore.drift.faults import DriftFault

if TYPE_CHECKING:
    from ashore.drift.terms import DeviceName


class NoCard(DriftFault):
    """There is no graphics card that Ashore can use. Fields: `why` (words)."""

    code: ClassVar[str] = "drift.no-card"
    says: ClassVar[str] = "The run cannot be made on a graphics card: {why}."
    hint: ClassVar[str] = (
        "Make it on the processor, which needs nothing more. "
        "A card needs to be NVIDIA's, with its driver, and Ashore with its gpu extra: pip install 'ashore[drift,gpu]'."
    )


class Device(Protocol):
    """Particles under way on something that works out their steps."""

    def advance(self, layers: Layers, shore: Shore, block: Block) -> None:
        """Take every particle through a block of steps; then their places, releases and statuses are at hand."""

    def bring_home(self) -> None:
        """See to it that all else of the particles is at hand too."""


class Processor:
    """Particles worked on where they are."""

    def __init__(self, particles: Particles, raster: Raster) -> None:
        self._particles, self._raster = particles, raster

    def advance(self, layers: Layers, shore: Shore, block: Block) -> None:
        passes.advance(self._particles, layers, shore, self._raster, block)

    def bring_home(self) -> None:
        """They never left."""


def device(name: DeviceName) -> Callable[[Particles, Raster], Device]:
    """Return what puts particles and a coast on a device. Raises NoCard where there is none to put them on."""
    if name == "processor":
        return Processor
    if find_spec("numba_cuda") is None:
        raise NoCard(why="the package numba-cuda is not installed")
    from ashore.drift.engine import cuda

    missing = cuda.missing()
    if missing:
        raise NoCard(why=missing)
    return cuda.Card
