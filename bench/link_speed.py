"""How soon a desk says which boat a new report is about: 200 open cases, 1,000 reports, clouds warm.

    python bench/link_speed.py [--json] [--quick] [--directory DIR]

A night of an exercise is taken into a desk, and a case opened for each boat as it was. Then further reports come in one
at a time. Timed is the whole answer to each: everything the desk holds, the new position's density under every live
scenario of every case, each level of evidence, and the reasons of the likeliest in words. What the new report does to
later ones, its own drift, is done beside, as on a desk that is served, and timed apart. Beside the clock's time stands
the processors', all threads together, which other work on the machine does not lengthen.

Prints a table; with --json, last, one JSON object of figures and ratios, with command, versions and sizes.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import platform
import resource
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from ashore.bootstrap import create_desk
from ashore.desk.commands import Desk, linking
from ashore.desk.commands.acts import LinkMention, OpenCase, ReceiveReports
from ashore.desk.commands.replaying import REPLAYING
from ashore.exercise.files import read_truth, write_night
from ashore.exercise.night import night

SEED = 5_150_001
"""Used for no fitting and no test of how well boats are told apart."""


@dataclass(frozen=True)
class Sizes:
    """How much is done."""

    cases: int = 200
    reports: int = 1_000
    asked: int = 200


FULL, QUICK = Sizes(), Sizes(cases=40, reports=200, asked=40)


def a_night(folder: Path, sizes: Sizes) -> tuple[Desk, list[bytes]]:
    """Return a desk that holds the first reports of a night, a case for each boat, and the reports still to come."""
    made = night(SEED, round(1.5 * sizes.cases), "rich")
    reports, truth = write_night(made, folder)
    boats = {f"{report}#{index}": boat for (report, index), boat in read_truth(truth).boat_of.items()}
    lines = reports.read_bytes().splitlines()
    desk = create_desk(folder / "desk", name="bench", kind="replay", forcing=tuple(made.forcing))
    desk.do(ReceiveReports(content=b"\n".join(lines[: sizes.reports])), REPLAYING)
    cases: dict[str, str] = {}
    with desk.looking() as picture:
        loose = sorted((each for each in picture.loose() if each.id in boats), key=lambda each: each.said)
    for mention in loose:
        boat = boats[mention.id]
        if not boat:
            continue
        if boat in cases:
            desk.do(LinkMention(mention=mention.id, cases=(cases[boat],)), REPLAYING)
        elif len(cases) < sizes.cases:
            done = desk.do(OpenCase(label=f"B{len(cases)}", mention=mention.id), REPLAYING)
            cases[boat] = done.entries[0].header.subjects[0]
    return desk, lines[sizes.reports : sizes.reports + sizes.asked]


def timed(desk: Desk, lines: list[bytes]) -> dict[str, float]:
    """Take each report in, and return how long the answers took, and what was done beside."""
    answers, beside, worked = [], [], []
    begun = time.perf_counter()
    desk.linker().warm(linking.everything(desk).told)
    gc.freeze()  # as a desk that is served does
    warming_s = time.perf_counter() - begun
    for line in lines:
        [outcome] = desk.do(ReceiveReports(content=line), REPLAYING).outcome
        begun, work = time.perf_counter(), time.process_time()
        linking.proposals(desk, f"{outcome.report}#0")
        answers.append(1_000 * (time.perf_counter() - begun))
        worked.append(1_000 * (time.process_time() - work))
        begun = time.perf_counter()
        desk.linker().warm(linking.everything(desk).told)
        beside.append(1_000 * (time.perf_counter() - begun))
    return {
        "answer_p50_ms": statistics.median(answers),
        "answer_p99_ms": statistics.quantiles(answers, n=100)[98],
        "answer_max_ms": max(answers),
        "answer_cpu_p50_ms": statistics.median(worked),
        "answer_cpu_p99_ms": statistics.quantiles(worked, n=100)[98],
        "beside_p50_ms": statistics.median(beside),
        "beside_p99_ms": statistics.quantiles(beside, n=100)[98],
        "warming_all_s": warming_s,
        "memory_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def main() -> None:
    """Make the night, ask of each new report, and print how long it took."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    arguments.add_argument("--json", action="store_true", help="print one JSON object, last")
    arguments.add_argument(
        "--quick", action="store_true", help="the same comparison, smaller, in under a minute"
    )
    arguments.add_argument("--directory", type=Path, default=Path(), help="where to write the files")
    chosen = arguments.parse_args()
    sizes = QUICK if chosen.quick else FULL
    with tempfile.TemporaryDirectory(dir=chosen.directory, prefix="bench-link-") as name:
        desk, lines = a_night(Path(name), sizes)
        try:
            with desk.looking() as picture:
                held = {
                    "open_cases": float(len(picture.cases)),
                    "reports": float(len(picture.reports)),
                    "asked": float(len(lines)),
                }
            figures = held | timed(desk, lines)
        finally:
            desk.close()
    for figure, value in figures.items():
        print(f"{figure:32} {value:12,.2f}")
    if chosen.json:
        print(
            json.dumps(
                {
                    "bench": "link_speed",
                    "command": " ".join(["python", *sys.argv]),
                    "figures": {figure: round(value, 3) for figure, value in figures.items()},
                    "sizes": vars(sizes),
                    "versions": {
                        "python": platform.python_version(),
                        **{each: version(each) for each in ("ashore", "numpy", "numba")},
                    },
                    "machine": {
                        "cpu": platform.machine(),
                        "cores": os.cpu_count(),
                        "system": platform.platform(terse=True),
                    },
                }
            )
        )


if __name__ == "__main__":
    main()
