"""The steps on a graphics card: one thread a particle, and each goes through the processor's own passes, alone.

Nothing of the physics is written here. A function of `passes`, `step` or `coast.crossing` becomes the card's by
compiling its very code anew, with the arithmetic's rules kept: Numba would hand the processor's "fast" settings on as
the card's own, which give up NaN and infinity, and both mean something here. Sums may be fused, and logarithms and
roots round otherwise than on the processor: places agree to rounding, not to the bit. On a simulated card that is
millimetres at sea; along a shore that a path grazes it can be metres.
Compiling takes some seconds in each process.
"""

from __future__ import annotations

import warnings
from functools import cache
from types import FunctionType

import numpy as np
from numba import cuda, float32
from numba.core.dispatcher import Dispatcher

from ashore.drift.coast.crossing import Raster
from ashore.drift.engine import passes
from ashore.drift.engine.passes import RELEASE, ROWS, TILE, WORK_ROWS, Block, Layers, Particles, Shore, X, Y

THREADS = 128
"""Threads that a card starts together."""


@cache
def for_card(function):
    """Return a function compiled for the processor as one for the card, and so all that it calls."""
    plain = function.py_func
    known = plain.__globals__
    called = {
        name: known[name] for name in plain.__code__.co_names if isinstance(known.get(name), Dispatcher)
    }
    meant = {**known, **{name: for_card(each) for name, each in called.items()}}
    return cuda.jit(device=True)(FunctionType(plain.__code__, meant, plain.__name__))


advance_particle = for_card(passes.advance_tile)


@cuda.jit
def advance(particles, layers, shore, raster, block):
    """Take every particle through a block of steps; `particles.rows` are (ROWS, N) here."""
    which = cuda.grid(1)
    if which < particles.world.size:
        rows = particles.rows[:, which : which + 1]
        work = cuda.local.array((WORK_ROWS, 1), float32)
        advance_particle(particles, layers, shore, raster, block, rows, which, 1, work)


def sent(values):
    """Return a named tuple with its arrays copied onto the card."""
    return values._make(
        cuda.to_device(np.ascontiguousarray(each)) if isinstance(each, np.ndarray) else each
        for each in values
    )


def missing() -> str:
    """Say what a card lacks to work with; nothing where it can."""
    if cuda.cuda_error() is not None:
        return "no NVIDIA card with a working driver was found"
    return "" if cuda.is_available() else "the compiler that numba-cuda needs, NVVM, is not installed"


class Card:
    """Particles and a coast on a graphics card; see `device.Device`.

    Particles stay there from block to block; what an output needs of them comes back after each.
    """

    def __init__(self, particles: Particles, raster: Raster) -> None:
        self._home, self._raster = particles, sent(raster)
        rows = particles.rows.transpose(1, 0, 2).reshape(ROWS, -1)
        self._particles = sent(particles._replace(rows=rows))

    def advance(self, layers: Layers, shore: Shore, block: Block) -> None:
        grid = -(-self._home.world.size // THREADS)
        with warnings.catch_warnings():
            # Numba finds a run of a few thousand particles small for a card. So it is.
            warnings.filterwarnings("ignore", message="Grid size")
            advance[grid, THREADS](self._particles, sent(layers), sent(shore), self._raster, sent(block))
        for which in (X, Y, RELEASE):
            self._bring_row(which)
        self._particles.status.copy_to_host(self._home.status)

    def bring_home(self) -> None:
        for which in range(ROWS):
            self._bring_row(which)
        for name in ("status", "stage", "side", "jibes", "refloats", "jibe_at", "refloat_at"):
            getattr(self._particles, name).copy_to_host(getattr(self._home, name))

    def _bring_row(self, which: int) -> None:
        self._home.rows[:, which] = self._particles.rows[which].copy_to_host().reshape(-1, TILE)
