"""One OpenDrift Leeway run, made by OpenDrift's own Python in a process of its own; nothing of Ashore's is here.

    PEER_PYTHON peer_run.py REQUEST.json

The request is the JSON of `peer.Request`. What comes of it is written to the file it names as `out`:
an .npz of the particles' starts, their places and coefficients at the end, and the timings.
"""

import time

BEGUN = time.perf_counter()

import json  # noqa: E402
import logging  # noqa: E402
import resource  # noqa: E402
import sys  # noqa: E402
import warnings  # noqa: E402
from datetime import datetime, timedelta  # noqa: E402
from pathlib import Path  # noqa: E402

import numpy as np  # noqa: E402

warnings.filterwarnings("ignore")
logging.disable(logging.CRITICAL)

from opendrift.models.leeway import Leeway  # noqa: E402
from opendrift.readers import reader_netCDF_CF_generic  # noqa: E402

IMPORTED = time.perf_counter()

COEFFICIENTS = [f"{axis}wind_{part}" for axis in ("down", "cross") for part in ("slope", "offset", "eps")]
FIRST = 0
"""The number of the first particle."""


def main():
    """Read the request, run it, write what came of it."""
    request = json.loads(Path(sys.argv[1]).read_text())
    np.random.seed(request["seed"])
    model = Leeway(loglevel=50)
    model.add_reader([reader_netCDF_CF_generic.Reader(request[name]) for name in ("current", "wind")])
    if not request["coast"]:
        model.set_config("environment:constant:land_binary_mask", 0)
    model.set_config("drift:wind_uncertainty", request["wind_sigma"])
    model.set_config("drift:current_uncertainty", request["current_sigma"])
    model.seed_elements(
        lon=request["lon"],
        lat=request["lat"],
        radius=request["radius_m"],
        number=request["number"],
        time=datetime.fromisoformat(request["start"]).replace(tzinfo=None),
        object_type=request["object_type"],
        jibe_probability=request["jibe_per_hour"],
    )
    begun = time.perf_counter()
    begun_cpu = time.process_time()
    model.run(
        duration=timedelta(hours=abs(request["hours"])),
        time_step=-request["step_s"] if request["hours"] < 0 else request["step_s"],
        time_step_output=3600,
    )
    ended = time.perf_counter()
    # Read by number after the run: numbers are given out anew when a backward run begins.
    ends = [*COEFFICIENTS, "orientation", "lon", "lat"]
    found = {name: np.full(request["number"], np.nan) for name in ends} | {
        "afloat": np.zeros(request["number"], bool)
    }
    for elements, afloat in ((model.elements_deactivated, False), (model.elements, True)):
        if len(elements.ID):
            for name in ends:
                found[name][elements.ID - FIRST] = getattr(elements, name)
            found["afloat"][elements.ID - FIRST] = afloat
    found["end_lon"], found["end_lat"] = found.pop("lon"), found.pop("lat")
    found["orientation"] = found["orientation"].astype(np.uint8)
    begins = model.result.isel(time=0)
    found["start_lon"], found["start_lat"] = begins.lon.values, begins.lat.values
    found["import_s"] = IMPORTED - BEGUN
    found["setup_s"] = begun - IMPORTED
    found["run_s"] = ended - begun
    found["run_cpu_s"] = time.process_time() - begun_cpu
    found["rss_bytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    np.savez(request["out"], **found)


if __name__ == "__main__":
    main()
