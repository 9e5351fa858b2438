"""Splink, scikit-learn and Stone Soup as peers: an environment of their own, and one run in a process of its own.

Its Python is at ASHORE_LINKING_PEERS where that is set; else they are installed once, about a minute and 1 GB, into a
virtual environment under ASHORE_CACHE (default ~/.cache/ashore).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from linking_peers.rows import Row

PACKAGES = {"splink": "5.0.0", "scikit-learn": "1.9.1", "stonesoup": "1.9.1"}
RUN = Path(__file__).with_name("peer_run.py")


class NoPeer(Exception):
    """The peers are not there, or their run failed; the message says which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A night for training: its rows, and the boat of each by its id."""

    rows: Sequence[Row]
    boat_of: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerRun:
    """What the peers did: by method and night the group of each mention, what each chose in training, and seconds."""

    groups: Mapping[str, Mapping[str, Mapping[str, str]]]
    chosen: Mapping[str, Any]
    seconds: Mapping[str, float]


def peer_python() -> Path:
    """Return the Python that has the peers; where there is none, install it. Raises NoPeer."""
    named = os.environ.get("ASHORE_LINKING_PEERS")
    if named:
        if not Path(named).exists():
            raise NoPeer(f"ASHORE_LINKING_PEERS names {named}, which is not there.")
        return Path(named)
    cache = Path(os.environ.get("ASHORE_CACHE", Path.home() / ".cache/ashore"))
    folder = cache / ("bench/linking-" + "-".join(PACKAGES.values()))
    python, whole = folder / "bin/python", folder / "installed"
    if whole.exists():
        return python
    print(
        "Installing Splink, scikit-learn and Stone Soup in an environment of their own ...", file=sys.stderr
    )
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    wanted = [f"{name}=={version}" for name, version in PACKAGES.items()]
    if subprocess.run([*pip, *wanted], check=False).returncode:
        raise NoPeer("Splink, scikit-learn and Stone Soup could not be installed: is the network there?")
    whole.touch()
    return python


def run(python: Path, training: Sequence[Labelled], nights: Mapping[str, Sequence[Row]]) -> PeerRun:
    """Train every peer on nights of one quality, and let it group others, in one fresh process. Raises NoPeer."""
    with tempfile.TemporaryDirectory(prefix="ashore-linking-") as name:
        asked, answered = Path(name) / "asked.json", Path(name) / "answered.json"
        asked.write_text(
            json.dumps(
                {
                    "training": [{"rows": each.rows, "boat_of": each.boat_of} for each in training],
                    "nights": nights,
                }
            )
        )
        done = subprocess.run(
            [str(python), str(RUN), str(asked), str(answered)], capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise NoPeer(f"The peers' run failed:\n{done.stderr[-3000:]}")
        return PeerRun(**json.loads(answered.read_text()))
