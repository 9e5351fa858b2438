"""One run with everything in it, on the processor and on a graphics card; as a program it says how far apart they end.

As a program, because Numba's simulator of a card has to be asked for before Numba is first imported.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import numpy as np
from plain_runs import ZERO, adrift, datum, field, run_of

from ashore.drift.coast import Region, coast
from ashore.drift.ensemble import Ensemble
from ashore.drift.forcing.analytic import Oscillating, SolidBody
from ashore.drift.scenarios import Delay, Failure, UnderWay
from ashore.drift.wander import REGIONAL_CURRENT, REGIONAL_WIND

WHERE = {"lat": 51.0, "lon": 1.7}
STRAIT = Region(0.0, 50.0, 4.0, 52.0)


def everything(device: str, particles: int) -> Ensemble:
    """Starts in turn, tide, wind, errors, jibes, engines that stop, craft that fail, a shore and coming off it."""
    scenario = adrift(
        datum(lat=51.05, lon=1.5, error_m=8000, at_error_s=1800),
        afloat="class:PIW-4",
        way=UnderWay(course_deg=110, speed_kn=3, stops=Delay(((0, 0.5), (1, 4)))),
        fails=Failure(after=Delay(((0, 1), (0.8, 5))), people="in-water", hull="swamped"),
    )
    tide = Oscillating(**WHERE, x=0.8, y=0.3, period_s=44714, slack=ZERO + 2000)
    run = run_of(
        scenario,
        currents=[field(tide, wander=REGIONAL_CURRENT)],
        winds=[field(SolidBody(**WHERE, period_s=60000), kind="wind", wander=REGIONAL_WIND)],
        hours=5,
        land=lambda window: coast(STRAIT),
        particles=particles,
        output_s=7200.0,  # of two blocks of steps: in between, particles stay on the card
        jibes_per_hour=0.4,
        refloat_half_life_h=1.0,
        device=device,
    )
    # Past the hours that were read: read again, and gone on with what was brought home from the card.
    run.go(5)
    run.go(3)
    return run.ensemble()


def apart(particles: int) -> dict[str, Any]:
    """Return how far apart, metres, each particle ends on the two, and its status at every output on both."""
    one, other = (everything(device, particles) for device in ("processor", "graphics"))
    return {
        "metres": np.hypot(one.x[-1] - other.x[-1], one.y[-1] - other.y[-1]).tolist(),
        "fates": one.status.T.tolist(),
        "fates on a card": other.status.T.tolist(),
    }


if __name__ == "__main__":
    print(json.dumps(apart(int(sys.argv[1]))))
