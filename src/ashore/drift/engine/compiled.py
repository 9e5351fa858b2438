"""Compiling a loop once and keeping it: the machine code is cached under a digest of everything it is made from.

Numba's own cache looks only at the file of the function that is cached; a changed `step` under an unchanged `passes`
would go on running the old physics.
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numba
from numba.core import config as _config

from ashore import __version__

CONFIG: Any = _config
"""Numba's settings, which it makes at run time and has no types for."""

os.environ.setdefault("GOMP_SPINCOUNT", "0")
# Threads that wait for a block's end by spinning take the processor from those that still work, and from the desk:
# on a busy computer of two cores a run of 0.1 s took 1 s.

KERNELS = ("engine/step.py", "engine/passes.py", "engine/slabs.py", "coast/crossing.py")
"""The sources, under `ashore/drift`, that are compiled into one another."""


ONE_AT_A_TIME = threading.Lock()
"""To be held around every parallel loop: where numba has neither TBB nor OpenMP, two threads in any end the process."""


def cache_root() -> Path:
    """Return where Ashore keeps what can be made again: ASHORE_CACHE, else the user's cache directory."""
    given = os.environ.get("ASHORE_CACHE")
    if given:
        return Path(given)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "ashore"


@cache
def kernel_cache() -> Path:
    """Return the directory that holds the machine code of these very sources."""
    digest = hashlib.sha256(f"{__version__} numba {numba.__version__}".encode())
    for name in KERNELS:
        digest.update((Path(__file__).parent.parent / name).read_bytes())
    return cache_root() / "kernels" / digest.hexdigest()[:16]


def compiled(**more: Any) -> Callable[[Callable[..., Any]], Any]:
    """Return a decorator that compiles a loop for the processor, and keeps the machine code.

    `more` are Numba's own options: `parallel=True`; or `_nrt=False` for a loop that allocates nothing and calls others
    with arrays for each particle: counting the references would take longer than the work.
    """

    def keep(function: Callable[..., Any]) -> Any:
        before = CONFIG.CACHE_DIR
        CONFIG.CACHE_DIR = str(kernel_cache())
        try:
            return numba.njit(
                cache=True,
                nogil=True,
                error_model="numpy",
                fastmath={"contract", "nsz", "arcp"},
                **more,
            )(function)
        finally:
            CONFIG.CACHE_DIR = before

    return keep
