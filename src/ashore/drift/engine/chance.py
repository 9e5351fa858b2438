"""Random numbers of a world by counter, for what is drawn once: where, when, and which deviation.

The same bits as `step.drawn`, on arrays; streams far from those of the steps and of their events.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Words = NDArray[np.uint64]
Floats = NDArray[np.float64]

STREAMS = 1 << 42
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)


def key_of(seed: int) -> int:
    """Return the 64-bit key of a run from its seed, any integer of 0 or more."""
    return int(_mixed(np.array([seed % 2**64], np.uint64) + _GOLDEN)[0])


def bits_of(key: int, world: Words, counter: NDArray[np.int64]) -> Words:
    """Return the random 64 bits of each world at a counter: what `step.drawn` gives."""
    return _mixed(_mixed(world * _GOLDEN + np.uint64(key)) + counter.astype(np.uint64) * _GOLDEN)


def uniforms(key: int, world: Words, stream: int) -> Floats:
    """Return a number between 0 and 1, neither included, for each world in a numbered stream."""
    bits = bits_of(key, world, np.array([STREAMS + stream]))
    return ((bits >> np.uint64(11)).astype(np.float64) + 0.5) / 2**53


def normals(key: int, world: Words, stream: int) -> Floats:
    """Return a standard normal number for each world in a numbered stream, by the inverse of the normal law."""
    from scipy.special import ndtri

    drawn: Floats = ndtri(uniforms(key, world, stream))
    return drawn


def _mixed(z: Words) -> Words:
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))
