"""The same steps on a graphics card: what compiles for one, what its simulator does, what a real one does."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from card_runs import apart
from plain_runs import adrift, run_of

from ashore.drift.engine import device
from ashore.drift.engine.device import NoCard
from ashore.drift.engine.loop import NOWHERE
from ashore.drift.ensemble import Status

H200 = (9, 0)
"""Compute capability of the card that is compiled for."""

with_numba_cuda = pytest.mark.skipif(
    find_spec("numba_cuda") is None, reason="numba-cuda, the gpu extra, is not installed"
)


def no_card() -> str:
    """Say why there is no card to work on; nothing where there is one."""
    try:
        device.device("graphics")
    except NoCard as fault:
        return fault.sentence()
    return ""


def test_without_numba_cuda_a_run_on_a_card_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before anything is read: the sentence says what is missing and the hint that the processor does it too."""
    monkeypatch.setattr(device, "find_spec", lambda name: None)
    with pytest.raises(NoCard, match="numba-cuda is not installed") as caught:
        run_of(adrift(), device="graphics")
    assert caught.value.code == "drift.no-card"
    assert "on the processor" in caught.value.advice()
    assert "ashore[drift,gpu]" in caught.value.advice()


@with_numba_cuda
def test_without_a_card_a_run_on_one_is_refused_in_words() -> None:
    """A driver that finds no card and no driver at all are one thing to whoever asked."""
    code = "from ashore.drift.engine.device import device; device('graphics')"
    hidden = {**os.environ, "CUDA_VISIBLE_DEVICES": "", "NUMBA_ENABLE_CUDASIM": "0"}
    told = subprocess.run(
        [sys.executable, "-c", code], env=hidden, capture_output=True, text=True, check=False
    )
    assert "no NVIDIA card with a working driver was found" in told.stderr


@with_numba_cuda
def test_the_kernel_compiles_for_a_card_and_keeps_nan_and_infinity(monkeypatch: pytest.MonkeyPatch) -> None:
    """To PTX, card or none: everything in one entry, and none of the arithmetic that a card calls fast."""
    from numba import cuda, typeof, types
    from numba.cuda import dispatcher
    from numba.cuda.cudadrv import nvvm

    if not nvvm.is_available():
        pytest.skip("NVVM, which compiles for a card, is not installed")
    from ashore.drift.engine.cuda import advance

    # Numba asks the card it has before it compiles a function that another calls.
    monkeypatch.setattr(dispatcher, "get_current_device", lambda: SimpleNamespace(compute_capability=H200))
    signature = types.void(*(typeof(each) for each in arguments_of_a_block()))
    ptx, _ = cuda.compile(advance.py_func, signature, device=False, abi="numba", cc=H200)
    assert ptx.count(".entry") == 1
    assert "call.uni" not in ptx
    assert ".ftz" not in ptx
    assert ".approx" not in ptx


def arguments_of_a_block() -> tuple[object, ...]:
    """What a run hands to the kernel, with the particles' rows as they lie on a card."""
    seen: list[object] = []
    run = run_of(adrift(), hours=1)
    loop = run._loop
    loop._device = SimpleNamespace(advance=lambda *given: seen.extend(given), bring_home=lambda: None)  # type: ignore[assignment]
    loop.go(1)
    layers, shore, block = seen
    rows = np.zeros((device.passes.ROWS, 512), np.float32)
    return loop.particles._replace(rows=rows), layers, shore, NOWHERE, block


@with_numba_cuda
def test_a_simulated_card_does_what_the_processor_does() -> None:
    """Thread by thread in plain Python: everything that can happen to a particle, and all within a metre.

    But for those that met the shore: along it, where a path grazes it, decimetres become metres.
    """
    env = {**os.environ, "NUMBA_ENABLE_CUDASIM": "1"}
    program = [sys.executable, "-W", "ignore", str(Path(__file__).with_name("card_runs.py")), "30"]
    told = subprocess.run(program, env=env, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    same, ashore, metres = compared(json.loads(told.stdout))
    assert same.all()
    assert ashore.any()
    assert metres[~ashore].max() < 1
    assert metres[ashore].max() < 10


def test_a_card_does_what_the_processor_does() -> None:
    """All within a metre, and the same fates, but for the few that a rounding took past a headland."""
    missing = no_card()
    if missing:
        pytest.skip(missing)
    same, ashore, metres = compared(apart(5000))
    assert same.mean() > 0.998
    assert ashore.any()
    assert metres[same & ~ashore].max() < 1
    assert np.median(metres[same & ashore]) < 1


def compared(found: dict[str, Any]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return whose fates are the same, who was ever aground, and how far apart each ends, metres."""
    here, there = np.array(found["fates"]), np.array(found["fates on a card"])
    return (here == there).all(axis=1), (here == Status.AGROUND).any(axis=1), np.array(found["metres"])
