"""Runs in several threads at once, as a desk's web pages ask for them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

RUNS = """
import threading
from plain_runs import ZERO, adrift, field, run_of
from ashore.drift.forcing.analytic import Oscillating

tide = field(Oscillating(lat=51.0, lon=1.5, x=1.2, y=0.5, period_s=44714, slack=ZERO), spacing_m=1500.0)

def several():
    for _ in range(6):
        run_of(adrift(), currents=[tide], hours=24, particles=2000).go(2)

threads = [threading.Thread(target=several) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("every run ended")
"""


@pytest.mark.slow
def test_runs_at_once_do_not_end_the_process_where_numba_has_only_its_own_threads() -> None:
    """Without TBB and OpenMP numba ends a process in which two threads meet in a parallel loop; ours never do."""
    done = subprocess.run(
        [sys.executable, "-c", RUNS],
        env={**os.environ, "NUMBA_THREADING_LAYER": "workqueue"},
        cwd=Path(__file__).parent,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.stdout.strip() == "every run ended", done.stderr
