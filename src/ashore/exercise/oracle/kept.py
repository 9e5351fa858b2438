"""Compiled loops of the oracle, kept under a digest of every source that is compiled into another.

Numba's own cache looks only at the file of the function that is kept: a changed likelihood under an unchanged search
would go on finding what the old one found.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numba

from ashore import __version__
from ashore.drift.engine.compiled import CONFIG, cache_root

SOURCES = ("likelihood.py", "search.py")


def kept(**more: Any) -> Callable[[Callable[..., Any]], Any]:
    """Return a decorator that compiles a loop and keeps its machine code; `more` are Numba's own options."""

    def keep(function: Callable[..., Any]) -> Any:
        before = CONFIG.CACHE_DIR
        CONFIG.CACHE_DIR = str(_folder())
        try:
            return numba.njit(cache=True, **more)(function)
        finally:
            CONFIG.CACHE_DIR = before

    return keep


@cache
def _folder() -> Path:
    digest = hashlib.sha256(f"{__version__} numba {numba.__version__}".encode())
    for name in SOURCES:
        digest.update(Path(__file__).with_name(name).read_bytes())
    return cache_root() / "oracle" / digest.hexdigest()[:16]
