"""Keep a few numbers of OpenDrift's runs, so that the agreement is tested where OpenDrift is not.

    python bench/drift_parity/record.py tests/drift/parity/opendrift_1.14.12.json

For each paired case, fifty particles: start, side, deviations, end. For each case in law, the moments of the cloud.
They are figures that came out of its runs on the shared data, and nothing of its code.
"""

from __future__ import annotations

import json
import sys
import tempfile
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from drift_parity.agreement import Floats, Moments, about_and_scale, metres, middle, moments
from drift_parity.cases import law_cases, paired_cases
from drift_parity.fields import NATIVE, Fields, on_lat_lon
from drift_parity.peer import VERSION, PeerRun, Request, peer_python, run

KEPT = 50
COLUMNS = {
    "start_lon": 6,
    "start_lat": 6,
    "orientation": 0,
    "downwind_eps": 4,
    "crosswind_eps": 4,
    "end_lon": 6,
    "end_lat": 6,
}
"""What is kept of a particle, and to how many decimals: a tenth of a metre and less."""


def paired_record(request: Request, theirs: PeerRun) -> dict[str, Any]:
    """Return fifty particles of a run, evenly taken from those that were afloat to the end."""
    afloat = np.flatnonzero(theirs.afloat)
    taken = afloat[np.linspace(0, afloat.size - 1, KEPT).astype(int)]
    return {
        "request": _asked(request),
        "particles": [
            [round(float(getattr(theirs, name)[i]), places) for name, places in COLUMNS.items()]
            for i in taken
        ],
    }


def law_record(request: Request, theirs: PeerRun) -> dict[str, Any]:
    """Return the moments of a cloud about its own middle, and of its deviations: enough to compare another with it."""
    lon, lat = theirs.end_lon[theirs.afloat], theirs.end_lat[theirs.afloat]
    around = middle(lon, lat)
    return {
        "request": _asked(request),
        "middle": list(around),
        "places": _moments(*metres(lon, lat, around)),
        "deviations": _moments(theirs.downwind_eps, theirs.crosswind_eps),
    }


def _moments(first: Floats, second: Floats) -> dict[str, Any]:
    about, scale = about_and_scale(first, second)
    held = moments(first, second, about=about, scale=scale)
    return asdict(held) | {"mean": held.mean.tolist(), "covariance": held.covariance.tolist()}


def _asked(request: Request) -> dict[str, Any]:
    asked = {key: value for key, value in asdict(request).items() if key != "fields"}
    return {"grid": request.fields.grid, **asked}


def request_of(held: dict[str, Any], fields: dict[str, Fields]) -> Request:
    """Return the request of a record, on the fields of its grid."""
    asked = dict(held["request"])
    return Request(fields=fields[asked.pop("grid")], **asked)


def peer_of(held: dict[str, Any]) -> PeerRun:
    """Return a paired record as the run it came from, as far as it was kept."""
    columns = dict(zip(COLUMNS, np.array(held["particles"]).T, strict=True))
    columns["orientation"] = columns["orientation"].astype(np.uint8)
    nothing = np.full(len(held["particles"]), np.nan)
    unkept = ("downwind_slope", "downwind_offset", "crosswind_slope", "crosswind_offset")
    return PeerRun(
        **columns,
        **dict.fromkeys(unkept, nothing),
        afloat=np.ones(nothing.size, bool),
        import_s=0.0,
        setup_s=0.0,
        run_s=0.0,
        run_cpu_s=0.0,
        process_s=0.0,
        rss_bytes=0,
    )


def moments_of(held: dict[str, Any]) -> Moments:
    """Return the moments that a record in law holds."""
    about = (held["about"][0], held["about"][1])
    return Moments(
        number=held["number"],
        about=about,
        scale=held["scale"],
        mean=np.array(held["mean"]),
        covariance=np.array(held["covariance"]),
    )


def written(paired: dict[str, Any], in_law: dict[str, Any], command: str) -> str:
    """Return the record as the text of its file, one particle a line."""
    whole = {
        "made": f"{command}, with OpenDrift {VERSION} on the shared files, {datetime.now(UTC):%Y-%m-%d}",
        "columns": list(COLUMNS),
        "paired": paired,
        "in_law": in_law,
    }
    return json.dumps(whole, separators=(",", ":")).replace("],[", "],\n[") + "\n"


def main() -> None:
    """Run OpenDrift on every case and write the record."""
    python = peer_python(install=True)
    with tempfile.TemporaryDirectory() as folder:
        regular = on_lat_lon(Path(folder))
        paired = {
            name: paired_record(request, run(python, request))
            for name, request in paired_cases(NATIVE, regular, number=1000).items()
        }
        in_law = {
            name: law_record(request, run(python, request))
            for name, request in law_cases(NATIVE, regular, number=10_000).items()
        }
    Path(sys.argv[1]).write_text(written(paired, in_law, f"python {' '.join(sys.argv)}"))


if __name__ == "__main__":
    main()
