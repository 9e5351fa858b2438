"""The step, line by line: small pure functions of single numbers, the same source for the processor and for CUDA.

Velocities are in m/s, times in seconds, places in metres on the run's chart, all float32 unless said.
Nothing here decides what happens to a particle: `passes` (processor) and `cuda` (graphics card) apply these in loops.
"""

from __future__ import annotations

import math
from typing import Any

import numba
import numpy as np
from numba import float32, int32, uint64

PURE: dict[str, Any] = {
    "inline": "always",
    "nogil": True,
    "error_model": "numpy",
    "fastmath": {"contract", "nsz", "arcp"},
}
"""How every function here is compiled. Sums keep their order, so the same build gives the same bits."""

_ONE = float32(1)
_PAIRS = uint64(0x00FF00FF00FF00FF)
_TEN_BITS = uint64(0x3FF)
_GOLDEN = uint64(0x9E3779B97F4A7C15)
_FOUR_BYTES_STD = float32(1 / math.sqrt(4 * (256**2 - 1) / 12))
_CALM = float32(1e-12)


@numba.njit(**PURE)
def mixed(z):
    """Return a 64-bit number with every bit stirred: the finaliser of SplitMix64 (Steele, Lea and Flood 2014)."""
    z = (z ^ (z >> uint64(30))) * uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> uint64(27))) * uint64(0x94D049BB133111EB)
    return z ^ (z >> uint64(31))


@numba.njit(**PURE)
def drawn(key, world, counter):
    """Return the random 64 bits of a world at a counter: a function of the three and of nothing else."""
    return mixed(mixed(world * _GOLDEN + key) + counter * _GOLDEN)


@numba.njit(**PURE)
def two_normals(bits):
    """Return two nearly normal numbers of mean 0 and variance 1 from 64 bits.

    Each is the sum of four of the bytes, put to scale: bounded by 3.45, excess kurtosis -0.3.
    They only ever enter through a sum over many steps, where that is gone (excess -0.3/n after n steps).
    """
    sums = (bits & _PAIRS) + ((bits >> uint64(8)) & _PAIRS)
    sums = sums + (sums >> uint64(16))
    low = int32(sums & _TEN_BITS) - int32(510)
    high = int32((sums >> uint64(32)) & _TEN_BITS) - int32(510)
    return float32(low) * _FOUR_BYTES_STD, float32(high) * _FOUR_BYTES_STD


@numba.njit(**PURE)
def wandered(kept, normal, decay, shock, echo):
    """Return the mean error over this step and what is kept for the next, both in units of sigma.

    The step means of an Ornstein-Uhlenbeck process as an ARMA(1,1); see `ashore.drift.wander.step_means`.
    """
    mean = kept + shock * normal
    return mean, decay * mean + echo * normal


@numba.njit(**PURE)
def on_grid(c, x, y):
    """Return a grid coordinate of a place: a polynomial of degree 5, coefficients by rising power of y, then of x."""
    return (
        c[0]
        + x * (c[1] + x * (c[2] + x * (c[3] + x * (c[4] + x * c[5]))))
        + y
        * (
            c[6]
            + x * (c[7] + x * (c[8] + x * (c[9] + x * c[10])))
            + y
            * (
                c[11]
                + x * (c[12] + x * (c[13] + x * c[14]))
                + y * (c[15] + x * (c[16] + x * c[17]) + y * (c[18] + x * c[19] + y * c[20]))
            )
        )
    )


@numba.njit(**PURE)
def bilinear(slab, first, row, p, q):
    """Return both parts of a vector between four nodes.

    `first` is the place in `slab` of the node below and left, `row` the length of a row, both counted in float32;
    `p` and `q` are how far along the column and the row the place is, 0 to 1.
    """
    # Places without a sign: Numba would look at each whether it counts from the end.
    below, above = uint64(first), uint64(first + row)
    left, low = _ONE - p, _ONE - q
    # Up the columns first, then along: the four numbers of a row lie side by side, and are taken with one load.
    u_left = slab[below] * low + slab[above] * q
    v_left = slab[below + uint64(1)] * low + slab[above + uint64(1)] * q
    u_right = slab[below + uint64(2)] * low + slab[above + uint64(2)] * q
    v_right = slab[below + uint64(3)] * low + slab[above + uint64(3)] * q
    return u_left * left + u_right * p, v_left * left + v_right * p


@numba.njit(**PURE)
def leeway(wind_x, wind_y, dw_slope, dw_offset, cw_slope, cw_offset):
    """Return the velocity that the wind gives a drifting thing (Allen and Plourde 1999; Allen 2005).

    Downwind it is slope · W + offset along the wind, crosswind the same to the right of it.
    In a dead calm there is no downwind, and no offset either.
    """
    per_speed = _ONE / math.sqrt(wind_x * wind_x + wind_y * wind_y + _CALM)
    down = dw_slope + dw_offset * per_speed
    cross = cw_slope + cw_offset * per_speed
    return down * wind_x + cross * wind_y, down * wind_y - cross * wind_x


@numba.njit(**PURE)
def chart_scale(x, y, quarter_curvature):
    """Return metres on the chart for a metre at sea; `quarter_curvature` is 1/(4 R²)."""
    return _ONE + (x * x + y * y) * quarter_curvature


@numba.njit(**PURE)
def moving_time(now, step, release):
    """Return how much of the step from `now` a particle moves: none before its release, or where that is infinite."""
    return min(max(now + step - release, float32(0)), step)


@numba.njit(**PURE)
def waiting_time(bits, mean):
    """Return an exponential waiting time of a mean, from 64 random bits."""
    unit = (float32(bits >> uint64(40)) + float32(0.5)) * float32(1 / 2**24)
    return -mean * math.log(unit)


MISSING = np.float32(np.nan)
