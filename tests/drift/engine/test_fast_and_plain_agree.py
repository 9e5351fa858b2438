"""The compiled loop and the plain reference are two ways to the same place."""

from __future__ import annotations

import pytest
from plain_runs import ZERO, adrift, beside_reference, datum, field, run_of

from ashore.drift.forcing.analytic import Oscillating, Shear, SolidBody
from ashore.drift.scenarios import Delay, Failure, Scenario, UnderWay
from ashore.drift.wander import REGIONAL_CURRENT, REGIONAL_WIND, Wander

WHERE = {"lat": 51.0, "lon": 1.5}
TIDE = field(Oscillating(**WHERE, x=1.1, y=0.7, period_s=44714, slack=ZERO + 2000), wander=REGIONAL_CURRENT)
BREEZE = field(SolidBody(**WHERE, period_s=60000), kind="wind", wander=REGIONAL_WIND)


@pytest.mark.parametrize("scheme", ["midpoint", "euler"])
@pytest.mark.parametrize("hours", [24.0, -24.0])
def test_everything_at_once_ends_where_the_reference_ends(scheme: str, hours: float) -> None:
    """Tide, turning wind, errors in both, jibes, datum and time errors, either scheme, either way in time."""
    scenario = adrift(
        datum(error_m=3000, at_error_s=900),
        datum(lat=51.2, lon=1.7, at=ZERO + 4000),
        afloat="class:PIW-4",
    )
    run = run_of(scenario, currents=[TIDE], winds=[BREEZE], hours=hours, scheme=scheme, jibes_per_hour=0.3)
    off, fates = beside_reference(run, abs(hours))
    assert not fates.any()
    assert off.max() < 1


def test_boats_that_stop_and_fail_end_where_the_reference_has_them() -> None:
    """Under way against the stream, stopping at unknown times, failing at unknown times, people and hull apart."""
    scenario = Scenario(
        key="fails",
        says="It fails.",
        starts=(datum(error_m=500),),
        afloat="afloat-overloaded",
        way=UnderWay(course_deg=300, speed_kn=3, stops=Delay(((0, 0.5), (1, 4)))),
        fails=Failure(after=Delay(((0, 1), (0.8, 9))), people="in-water", hull="swamped"),
    )
    off, fates = beside_reference(run_of(scenario, currents=[TIDE], winds=[BREEZE], hours=12), 12)
    assert not fates.any()
    assert off.max() < 1


def test_a_heavy_tail_is_the_same_tail_in_both() -> None:
    """A world's own factor on its error is the same number in the loop and in the reference."""
    tailed = field(Shear(**WHERE, rate=1e-5), wander=Wander(sigma=0.3, hours=6, tail=4.0))
    off, fates = beside_reference(run_of(adrift(), currents=[tailed], winds=[BREEZE], hours=24), 24)
    assert not fates.any()
    assert off.max() < 1
