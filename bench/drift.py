"""How fast a cloud drifts, beside OpenDrift on the same files in one process tree; no ratio unless the clouds agree.

    python bench/drift.py [--json] [--quick] [--million]

OpenDrift is installed once in an environment of its own (see `drift_parity.peer`); ASHORE_OPENDRIFT names a Python
that has it. Both read the shared files (ASHORE_SHARED, default ../shared), on their own grids, and again on a lat/lon
grid, which is OpenDrift's best case. Before a ratio is printed, the two engines' clouds are held together on that grid:
particle by particle without noise, and in law with jibing.
Ours is timed with correlated errors and jibing on; OpenDrift with jibing on and without its noise, as it is fastest.
With --million OpenDrift too takes a million particles along, which takes it some twenty minutes.
"""

from __future__ import annotations

import argparse
import json
import platform
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from drift_parity.agreement import clouds_in_law, draws_in_law, paired
from drift_parity.cases import JIBE_PER_HOUR, anchor, law_cases, paired_cases
from drift_parity.fields import NATIVE, Fields, on_lat_lon
from drift_parity.ours import as_theirs, drawn_run, own_deviations, paired_run, sea_for
from drift_parity.peer import VERSION, NoPeer, PeerRun, Request, peer_python, run
from drift_parity.speed import Engine, cores, whole_command

from ashore.drift.datums import RADIUS_95

KEY = "REFUGEE-RAFT-1"
DRAWS = 100_000
"""How many deviations of our own are compared with the peer's, which has one for each particle."""


@dataclass(frozen=True)
class Sizes:
    """How much is done."""

    paired: int
    in_law: int
    timed: tuple[tuple[str, int], ...]
    alone: tuple[int, ...]
    rounds: int
    every_case: bool
    coast: bool


FULL = Sizes(
    paired=1000,
    in_law=20_000,
    timed=(("native", 100_000), ("lat/lon", 100_000)),
    alone=(10_000, 1_000_000),
    rounds=5,
    every_case=True,
    coast=True,
)
QUICK = Sizes(
    paired=500,
    in_law=10_000,
    timed=(("lat/lon", 10_000),),
    alone=(10_000, 100_000),
    rounds=3,
    every_case=False,
    coast=False,
)

Figures = dict[str, Any]


class Comparison:
    """What was found so far: figures, and on which grids the clouds agree."""

    def __init__(self, python: Path, grids: Iterable[Fields]) -> None:
        self.python = python
        self.grids = {fields.grid: fields for fields in grids}
        self.figures: Figures = {}
        self.differs: set[str] = set()
        self.compared: set[str] = set()

    def particle_by_particle(self, name: str, request: Request) -> None:
        """Run the peer, take its particles through our loop, and keep how far apart they end."""
        theirs = run(self.python, request)
        ours = paired_run(request, sea_for(request), theirs, as_theirs(request, theirs))
        found = paired((ours.lon, ours.lat, ours.afloat), (theirs.end_lon, theirs.end_lat, theirs.afloat))
        self._keep(request, name, found.agrees, found.sentence())
        self.figures[f"apart_m · {name}"] = round(found.median_m, 2)

    def in_law(self, name: str, request: Request) -> PeerRun:
        """Run the peer, draw a cloud of our own, and keep whether they differ by more than sampling error."""
        theirs = run(self.python, request)
        ours = drawn_run(request, sea_for(request))
        afloat = theirs.afloat
        found = clouds_in_law(ours.places(), (theirs.end_lon[afloat], theirs.end_lat[afloat]))
        self._keep(request, name, found.agrees, found.sentence())
        drawn = draws_in_law(own_deviations(request, DRAWS), (theirs.downwind_eps, theirs.crosswind_eps))
        self._keep(request, f"{name}, its deviations as drawn", drawn.agrees, drawn.sentence())
        self.figures[f"chance · {name}"] = float(f"{found.chance:.3g}")
        return theirs

    def agrees(self, grid: str) -> bool:
        """Return whether every comparison on a grid agreed, and there was one."""
        return grid in self.compared and grid not in self.differs

    def _keep(self, request: Request, name: str, agrees: bool, sentence: str) -> None:
        grid = request.fields.grid
        self.compared.add(grid)
        if not agrees:
            self.differs.add(grid)
        print(f"{'agree ' if agrees else 'DIFFER'} {name} ({grid}): {sentence}", flush=True)


def compare(comparison: Comparison, sizes: Sizes, *, million: bool) -> None:
    """Hold the clouds together, then time both engines; a ratio is kept only for a grid whose clouds agree."""
    native, regular = comparison.grids["native"], comparison.grids["lat/lon"]
    cases = paired_cases(native, regular, number=sizes.paired)
    for name, request in cases.items() if sizes.every_case else list(cases.items())[:2]:
        comparison.particle_by_particle(name, request)
    if sizes.every_case:
        for name, request in law_cases(native, regular, number=sizes.in_law).items():
            comparison.in_law(name, request)
    timed = [*sizes.timed, *((("native", 1_000_000),) if million else ())]
    for grid, number in timed:
        request = replace(
            anchor(comparison.grids[grid], number=number), jibe_per_hour=JIBE_PER_HOUR, coast=sizes.coast
        )
        theirs = comparison.in_law(f"the timed cloud of {number:,}", request)
        speeds(comparison, request, theirs, sizes.rounds)


def speeds(comparison: Comparison, request: Request, theirs: PeerRun, rounds: int) -> None:
    """Time our engine and our whole command on the run that the peer has just made."""
    figures, grid = comparison.figures, request.fields.grid
    where = f"{grid}, {request.number:,}"
    engine = Engine(request)
    ours = engine.timed(request.number, rounds=rounds)
    figures |= {
        f"opendrift_s · {where}": round(theirs.run_s, 2),
        f"opendrift_process_s · {where}": round(theirs.process_s, 2),
        f"opendrift_rss_gb · {where}": round(theirs.rss_bytes / 1e9, 2),
        f"ours_s · {where}": round(ours.steps_s, 4),
        f"ours_cpu_s · {where}": round(ours.steps_cpu_s, 4),
        f"ours_million_steps_per_s · {where}": round(ours.per_s / 1e6, 1),
        f"ours_share_of_limit · {where}": round(ours.share_of_limit, 2),
    }
    command = whole_command(arguments(request))
    figures |= {
        f"ours_process_s · {where}": round(command.wall_s, 2),
        f"ours_process_rss_gb · {where}": round(command.rss_bytes / 1e9, 2),
    }
    print(
        f"{where}: OpenDrift {theirs.run_s:.1f} s, its process {theirs.process_s:.1f} s; "
        f"ours {ours.steps_s:.3f} s ({ours.per_s / 1e6:.0f} M steps/s), our command {command.wall_s:.1f} s, "
        f"{command.rss_bytes / 1e9:.2f} GB",
        flush=True,
    )
    if comparison.agrees(grid):
        figures |= {
            f"ratio_engine · {where}": round(theirs.run_s / ours.steps_s, 1),
            f"ratio_process · {where}": round(theirs.process_s / command.wall_s, 1),
        }


def ours_alone(comparison: Comparison, sizes: Sizes) -> None:
    """Time our engine on sizes that need no peer."""
    engine = Engine(anchor(comparison.grids["native"], number=1))
    for number in sizes.alone:
        ours = engine.timed(number, rounds=min(3, sizes.rounds))
        comparison.figures |= {
            f"ours_s · ends only, {number:,}": round(ours.steps_s, 4),
            f"ours_from_memory_s · ends only, {number:,}": round(ours.run_s, 4),
            f"ours_million_steps_per_s · ends only, {number:,}": round(ours.per_s / 1e6, 1),
            f"ours_share_of_limit · ends only, {number:,}": round(ours.share_of_limit, 2),
        }
    for name, nanoseconds in engine.profile(sizes.alone[0]).items():
        comparison.figures[f"ours_ns_a_step · {name}"] = round(nanoseconds, 2)


def arguments(request: Request) -> list[str]:
    """Return the command line that makes a request's run, from files to answer."""
    return [
        "drift",
        *("--at", f"{request.lat},{request.lon}"),
        *("--since", request.start),
        *("--for", f"{request.hours:g}h"),
        *("--as", f"class:{KEY}"),
        *("--particles", str(request.number)),
        *("--error", f"{request.radius_m * RADIUS_95:.0f}"),
        *("--forcing", str(request.fields.current)),
        *("--forcing", str(request.fields.wind)),
    ]


def main() -> None:
    """Run every comparison and print it; the exit status is 1 where clouds differ."""
    arguments_ = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    arguments_.add_argument("--json", action="store_true", help="print one JSON object, last")
    arguments_.add_argument(
        "--quick", action="store_true", help="the same comparison, smaller, in under a minute"
    )
    arguments_.add_argument("--million", action="store_true", help="let the peer take a million along too")
    chosen = arguments_.parse_args()
    sizes = QUICK if chosen.quick else FULL
    try:
        python = peer_python(install=True)
        with tempfile.TemporaryDirectory(prefix="bench-drift-") as folder:
            comparison = Comparison(python, (NATIVE, on_lat_lon(Path(folder))))
            compare(comparison, sizes, million=chosen.million)
            ours_alone(comparison, sizes)
    except NoPeer as missing:
        sys.exit(str(missing))
    print()
    for figure, value in comparison.figures.items():
        print(f"{figure:64} {value:>14,}")
    if comparison.differs:
        print(f"The clouds differ on {', '.join(sorted(comparison.differs))}: no ratio is given there.")
    if chosen.json:
        print(
            json.dumps(
                {
                    "bench": "drift",
                    "command": " ".join(["python", *sys.argv]),
                    "agree": sorted(grid for grid in comparison.grids if comparison.agrees(grid)),
                    "differ": sorted(comparison.differs),
                    "figures": comparison.figures,
                    "sizes": vars(sizes) | {"cores": cores()},
                    "versions": {
                        "python": platform.python_version(),
                        "opendrift": VERSION,
                        **{name: version(name) for name in ("ashore", "numba", "numpy", "xarray")},
                    },
                    "machine": {"cpu": platform.machine(), "system": platform.platform(terse=True)},
                },
                ensure_ascii=False,
            )
        )
    sys.exit(1 if comparison.differs else 0)


if __name__ == "__main__":
    main()
