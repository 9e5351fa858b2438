"""OpenDrift as the peer: an environment of its own, and one Leeway run in a process of its own.

Its Python is at ASHORE_OPENDRIFT where that is set; else it is installed once, about a minute and 1.3 GB, into a
virtual environment under ASHORE_CACHE (default ~/.cache/ashore).
Nothing of it is imported here: what it did comes back as numbers.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from drift_parity.fields import Fields

VERSION = "1.14.12"
RUN = Path(__file__).with_name("peer_run.py")

Floats = NDArray[np.float64]


class NoPeer(Exception):
    """OpenDrift is not there, or its run failed; the message says which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One run: N particles of one published class from a Gaussian patch; backward where `hours` is negative.

    `lon`, `lat` in degrees; `radius_m` is the standard deviation of each of x and y; `start` ISO 8601 UTC.
    `jibe_per_hour` is the probability of a jibe in an hour; the sigmas are OpenDrift's white noise, m/s at every step.
    With `coast` the global land mask is loaded and consulted, without it there is no land.
    """

    fields: Fields
    object_type: int
    number: int
    lon: float
    lat: float
    start: str = "2015-11-16T00:00:00+00:00"
    radius_m: float = 3000.0
    hours: float = 48.0
    step_s: float = 600.0
    jibe_per_hour: float = 0.0
    wind_sigma: float = 0.0
    current_sigma: float = 0.0
    coast: bool = False
    seed: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerRun:
    """What OpenDrift did: degrees; slopes in per cent, offsets and eps in cm/s, in its own sign; seconds; bytes.

    Every array has one value a particle. `afloat` is False where it stranded or met missing data, and then the end
    place is where that happened. Coefficients are those at the end, those at the start too where nothing jibes.
    `process_s` is the wall time of the whole process.
    """

    start_lon: Floats
    start_lat: Floats
    end_lon: Floats
    end_lat: Floats
    afloat: NDArray[np.bool_]
    orientation: NDArray[np.uint8]
    downwind_slope: Floats
    downwind_offset: Floats
    downwind_eps: Floats
    crosswind_slope: Floats
    crosswind_offset: Floats
    crosswind_eps: Floats
    import_s: float
    setup_s: float
    run_s: float
    run_cpu_s: float
    process_s: float
    rss_bytes: int


def peer_python(*, install: bool) -> Path:
    """Return the Python that has OpenDrift; where there is none, install it if asked to.

    Raises NoPeer where it is not there, or cannot be installed.
    """
    named = os.environ.get("ASHORE_OPENDRIFT")
    if named:
        if not Path(named).exists():
            raise NoPeer(f"ASHORE_OPENDRIFT names {named}, which is not there.")
        return Path(named)
    cache = Path(os.environ.get("ASHORE_CACHE", Path.home() / ".cache/ashore"))
    folder = cache / f"bench/opendrift-{VERSION}"
    python, whole = folder / "bin/python", folder / "installed"
    if whole.exists():
        return python
    if not install:
        raise NoPeer(f"OpenDrift {VERSION} is not installed for benchmarks: bench/drift.py installs it once.")
    print(f"Installing OpenDrift {VERSION} in an environment of its own, about a minute ...", file=sys.stderr)
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    done = subprocess.run([*pip, f"opendrift=={VERSION}"], check=False)
    if done.returncode:
        raise NoPeer(f"OpenDrift {VERSION} could not be installed: is the network there?")
    whole.touch()
    return python


def run(python: Path, request: Request) -> PeerRun:
    """Run OpenDrift once, in a fresh process, and return what it did. Raises NoPeer where the run fails."""
    with tempfile.TemporaryDirectory(prefix="ashore-opendrift-") as name:
        folder = Path(name)
        asked = {key: value for key, value in asdict(request).items() if key != "fields"}
        asked |= {"current": str(request.fields.current), "wind": str(request.fields.wind)}
        asked |= {"out": str(folder / "out.npz")}
        (folder / "request.json").write_text(json.dumps(asked))
        begun = time.perf_counter()
        done = subprocess.run(
            [str(python), str(RUN), str(folder / "request.json")], capture_output=True, text=True, check=False
        )
        process_s = time.perf_counter() - begun
        if done.returncode:
            raise NoPeer(f"OpenDrift's run failed:\n{done.stderr[-2000:]}")
        with np.load(folder / "out.npz") as found:
            arrays = {key: found[key] for key in found if found[key].ndim}
            numbers = {key: found[key].item() for key in found if not found[key].ndim}
    return PeerRun(**arrays, **numbers, process_s=process_s)
