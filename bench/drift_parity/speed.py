"""How fast our engine takes a cloud along as every run takes it: correlated errors, jibing, coast, midpoint steps."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from ashore.drift.datums import RADIUS_95, Datum
from ashore.drift.forcing.cf import open_cf
from ashore.drift.forcing.source import Kind
from ashore.drift.leeway.classes import published
from ashore.drift.run import Run
from ashore.drift.scenarios import Scenario
from ashore.drift.terms import Terms
from drift_parity.memory import InMemory, Shores
from drift_parity.peer import Request
from drift_parity.profile import profile

ROOFLINE = 100e6
"""Particle-steps a second that one core can issue: some 17 loads and 95 operations each, at 2.6 GHz (see docs)."""


@dataclass(frozen=True, slots=True)
class Timed:
    """Medians over rounds, seconds: the steps alone, by the clock and by the processor, and all from memory to ends."""

    particle_steps: float
    steps_s: float
    steps_cpu_s: float
    run_s: float

    @property
    def per_s(self) -> float:
        """Particle-steps a second."""
        return self.particle_steps / self.steps_s

    @property
    def share_of_limit(self) -> float:
        """What share of the real limit that is, over the cores the engine may use."""
        return self.per_s / (ROOFLINE * cores())


def cores() -> int:
    """Return how many processor cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(slots=True)
class Engine:
    """Our engine on a request's case, with its wind and current in memory."""

    request: Request
    _sources: dict[Kind, InMemory] = field(init=False)
    _shores: Shores = field(default_factory=Shores)

    def __post_init__(self) -> None:
        paths: dict[Kind, Path] = {"current": self.request.fields.current, "wind": self.request.fields.wind}
        self._sources = {kind: InMemory(open_cf([path], kinds=[kind])[0]) for kind, path in paths.items()}
        self.timed(1000, rounds=1)  # reads the files, and loads the kernels or compiles them

    def timed(self, particles: int, *, rounds: int) -> Timed:
        """Take so many particles through the request's hours, ends only, some times over."""
        walls, cpus, wholes = [], [], []
        for _ in range(rounds):
            whole = time.perf_counter()
            run = self._run(particles)
            wall, cpu = time.perf_counter(), time.process_time()
            run.go(self.request.hours)
            walls.append(time.perf_counter() - wall)
            cpus.append(time.process_time() - cpu)
            wholes.append(time.perf_counter() - whole)
        steps = self.request.hours * 3600 / self.request.step_s
        return Timed(
            particles * steps, statistics.median(walls), statistics.median(cpus), statistics.median(wholes)
        )

    def profile(self, particles: int) -> dict[str, float]:
        """Return nanoseconds a particle-step of each pass, half way through the request's hours."""
        run = self._run(particles)
        run.go(self.request.hours / 2)
        return profile(run._loop)

    def _run(self, particles: int) -> Run:
        request = self.request
        datum = Datum(
            lat=request.lat,
            lon=request.lon,
            error_m=request.radius_m * RADIUS_95,
            at=datetime.fromisoformat(request.start).timestamp(),
        )
        key = published()[request.object_type - 1].key
        scenario = Scenario(key="bench", says="One published class.", starts=(datum,), afloat=f"class:{key}")
        return Run(
            [scenario],
            currents=[self._sources["current"]],
            winds=[self._sources["wind"]],
            hours=request.hours,
            land=self._shores,
            terms=Terms(
                particles=particles, step_s=request.step_s, output_s=request.hours * 3600, seed=request.seed
            ),
        )


@dataclass(frozen=True, slots=True)
class Process:
    """One process from its start to its end: seconds and bytes."""

    wall_s: float
    rss_bytes: int


_APART = """
import json, os, sys, time
begun = time.perf_counter()
child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ)
_, status, used = os.wait4(child, 0)
print(json.dumps([time.perf_counter() - begun, used.ru_maxrss * 1024, status]), file=sys.stderr)
"""
"""Starts a command from a process with little memory: what a process has reached counts what its starter had."""


def whole_command(arguments: Sequence[str]) -> Process:
    """Run the `ashore` command beside this Python in a process of its own. Raises RuntimeError where it fails."""
    command = [str(Path(sys.executable).with_name("ashore")), *arguments]
    done = subprocess.run([sys.executable, "-S", "-c", _APART, *command], capture_output=True, text=True)
    wall_s, rss_bytes, status = json.loads(done.stderr.splitlines()[-1])
    if status:
        raise RuntimeError(f"{' '.join(command)} failed:\n{done.stderr[-2000:]}")
    return Process(wall_s, rss_bytes)
