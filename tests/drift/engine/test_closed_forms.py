"""Flows whose paths are known curves, and errors whose spread is a known formula."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plain_runs import CALM, STILL, ZERO, adrift, datum, field, gone, run_of

from ashore.drift.chart import Chart
from ashore.drift.forcing.analytic import Oscillating, Shear, SolidBody, Uniform
from ashore.drift.forcing.constant import Constant
from ashore.drift.wander import NONE, REGIONAL_CURRENT, BadWander, Wander, white

WHERE = {"lat": 51.0, "lon": 1.5}


def middle(run, hours=6.0):  # type: ignore[no-untyped-def]
    ensemble = gone(run, hours)
    return ensemble, ensemble.x[-1].astype(float), ensemble.y[-1].astype(float)


def test_a_uniform_flow_carries_in_a_straight_line() -> None:
    """0.5 and 0.3 m/s on the chart for six hours are 10.8 and 6.48 km."""
    _, x, y = middle(run_of(adrift(), currents=[field(Uniform(**WHERE, x=0.5, y=0.3))]))
    assert x == pytest.approx(10_800, abs=1)
    assert y == pytest.approx(6_480, abs=1)


def test_a_constant_current_goes_as_far_as_a_geodesic_says() -> None:
    """1 m/s due north for a day is 86.4 km on the ellipsoid: checked by the meridian arc."""
    ensemble = gone(run_of(adrift(datum(lat=50.0)), currents=[Constant("current", 0.0, 1.0)], hours=24), 24)
    _, lat = ensemble.places(-1)
    e2 = 0.00669437999014
    from_, to = np.radians(50.0), np.radians(float(lat[0]))
    arc = np.trapezoid(
        6378137 * (1 - e2) / (1 - e2 * np.sin(p := np.linspace(from_, to, 2001)) ** 2) ** 1.5, p
    )
    assert arc == pytest.approx(86_400, rel=1e-4)


def test_solid_body_rotation_comes_round_to_where_it_began() -> None:
    """A turn in twelve hours at 10 km: the midpoint scheme nearly closes it, Euler's spirals out as theory has it.

    The midpoint's velocity comes from the step before, three quarters of a step old: 3/8 (ωh)³ of a radian a step.
    """
    start = Chart(51.0, 1.5).place(10_000.0, 0.0)
    offs = {}
    for scheme in ("midpoint", "euler"):
        run = run_of(
            [adrift(datum(lat=float(start[1]), lon=float(start[0])))],
            currents=[field(SolidBody(**WHERE, period_s=43_200))],
            hours=12,
            scheme=scheme,
        )
        ensemble = gone(run, 12)
        x, y = run.chart.project(*(float(part[0]) for part in ensemble.places(-1)))
        offs[scheme] = math.hypot(float(x), float(y))
    angle = 2 * math.pi * 600 / 43_200
    assert offs["midpoint"] == pytest.approx(10_000 * 72 * 3 / 8 * angle**3, rel=0.25)
    assert offs["euler"] == pytest.approx(10_000 * ((1 + angle**2) ** 36 - 1), rel=0.1)


def test_a_shear_carries_each_by_its_own_line() -> None:
    """Flow that grows northwards: those 5 km further north go further by the shear times the time."""
    north = Chart(51.0, 1.5).place(0.0, 5_000.0)
    run = run_of(
        adrift(datum(), datum(lat=float(north[1]), lon=float(north[0]))),
        currents=[field(Shear(**WHERE, rate=1e-4))],
        particles=2,
    )
    ensemble = gone(run)
    went = ensemble.x[-1] - ensemble.x[0]
    assert went[1] - went[0] == pytest.approx(1e-4 * 5_000 * 21_600, rel=1e-3)


def test_a_tide_carries_to_and_fro() -> None:
    """A whole period of M2 brings a drifter back; half of it carries it by v·T/π."""
    period = 12.4206012 * 3600
    tide = field(Oscillating(**WHERE, x=1.5, y=0.4, period_s=period, slack=ZERO))
    run = run_of(adrift(), currents=[tide], hours=period / 3600, step_s=period / 72, output_s=period / 2)
    ensemble = gone(run, period / 3600)
    assert ensemble.x[1] == pytest.approx(1.5 * period / math.pi, rel=2e-3)
    assert abs(ensemble.x[-1]).max() < 20  # of 21 km


@pytest.mark.parametrize("step_s", [300.0, 600.0, 1800.0, 3600.0])
def test_correlated_error_spreads_by_its_formula_whatever_the_step(step_s: float) -> None:
    """The spread of an Ornstein-Uhlenbeck error is Taylor's at 6, 24 and 48 hours for every step, to sampling error."""
    still = Constant("current", 0.0, 0.0, wander=REGIONAL_CURRENT)
    run = run_of(adrift(), currents=[still], hours=48, particles=20_000, step_s=step_s, output_s=3600.0)
    ensemble = gone(run, 48)
    for hours in (6, 24, 48):
        rms = np.hypot(ensemble.x[hours], ensemble.y[hours]).astype(float)
        expected = float(REGIONAL_CURRENT.rms_m(hours * 3600))
        assert np.sqrt((rms**2).mean()) == pytest.approx(expected, rel=0.02)


def test_white_noise_spreads_by_the_step_as_other_tools_have_it() -> None:
    """0.1 m/s at every 600 s step is 720 m a component after a day; it is there for comparison only."""
    still = Constant("current", 0.0, 0.0, wander=white(0.1))
    ensemble = gone(run_of(adrift(), currents=[still], hours=24, particles=20_000), 24)
    assert ensemble.x[-1].std() == pytest.approx(720, rel=0.02)


def test_a_heavy_tail_keeps_the_spread_and_fattens_it() -> None:
    """Student's t between worlds: the same variance, more of it far out."""
    ends = {}
    for tail in (None, 5.0):
        still = Constant("current", 0.0, 0.0, wander=Wander(sigma=0.3, hours=8, tail=tail))
        ends[tail] = (
            gone(run_of(adrift(), currents=[still], hours=24, particles=40_000), 24).x[-1].astype(float)
        )
    assert ends[5.0].std() == pytest.approx(ends[None].std(), rel=0.05)

    def kurtosis(x):  # type: ignore[no-untyped-def]
        return ((x - x.mean()) ** 4).mean() / x.var() ** 2

    assert kurtosis(ends[None]) == pytest.approx(3, abs=0.15)
    assert kurtosis(ends[5.0]) > 4


@pytest.mark.parametrize("afloat", ["class:PIW-1", "class:LIFE-RAFT-NB-1"])
def test_the_wind_drives_by_the_table(afloat: str) -> None:
    """10 m/s from the south for an hour: northward by slope·W + offset on average, and off to either side alike."""
    run = run_of(
        adrift(afloat=afloat),
        winds=[Constant("wind", 0.0, 10.0)],
        hours=1,
        particles=40_000,
        jibes_per_hour=0.0,
    )
    _, x, y = middle(run, 1)
    stage = run._mustered.particles.stages[0]
    right = run._mustered.particles.side == 0
    assert y.mean() == pytest.approx(3600 * (stage[0].mean() * 10 + stage[1].mean()), rel=1e-4)
    assert x[right].mean() > 0 > x[~right].mean()
    assert x.mean() == pytest.approx(0, abs=4 * x.std() / 200)


def test_there_is_no_leeway_in_a_dead_calm() -> None:
    """A class with an offset has no direction to drift in where there is no wind."""
    _, x, y = middle(run_of(adrift(afloat="class:PIW-6"), winds=[CALM]))
    assert np.abs(x).max() == 0
    assert np.abs(y).max() == 0


def test_jibes_come_at_their_rate_and_turn_the_side() -> None:
    """After t hours the share on its first side is (1 + exp(-2rt))/2, with r = -ln(1 - p)."""
    run = run_of(adrift(), hours=24, particles=40_000, jibes_per_hour=0.04)
    first = run._mustered.particles.side.copy()
    run.go(24)
    rate = -math.log(1 - 0.04)
    still = (run._mustered.particles.side == first).mean()
    assert still == pytest.approx((1 + math.exp(-2 * rate * 24)) / 2, abs=0.01)


def test_backward_of_forward_returns() -> None:
    """Without errors of its own a run back from where another ended comes back to within the scheme's error."""
    tide = field(SolidBody(**WHERE, period_s=44_714))
    out = gone(run_of(adrift(datum(lat=51.05)), currents=[tide], hours=12), 12)
    lon, lat = out.places(-1)
    end = datum(lat=float(lat[0]), lon=float(lon[0]), at=float(out.times[-1]))
    back = gone(run_of(adrift(end), currents=[tide], hours=-12), 12)
    lon, lat = back.places(-1)
    assert back.times[-1] == ZERO
    x, y = Chart(51.05, 1.5).project(lon, lat)
    assert np.hypot(x, y).max() < 100  # of 34 km gone


def test_the_midpoint_scheme_is_of_second_order() -> None:
    """Halving the step quarters its error in a turning flow; Euler's is only halved."""
    start = Chart(51.0, 1.5).place(15_000.0, 0.0)

    def end(scheme: str, step_s: float) -> tuple[float, float]:
        run = run_of(
            adrift(datum(lat=float(start[1]), lon=float(start[0]))),
            currents=[field(SolidBody(**WHERE, period_s=30_000), spacing_m=8_000)],
            hours=6,
            particles=1,
            scheme=scheme,
            step_s=step_s,
        )
        ensemble = gone(run, 6)
        return float(ensemble.x[-1, 0]), float(ensemble.y[-1, 0])

    true = end("midpoint", 25.0)
    errors = {
        scheme: [math.dist(end(scheme, step_s), true) for step_s in (1200.0, 600.0)]
        for scheme in ("midpoint", "euler")
    }
    assert errors["midpoint"][0] / errors["midpoint"][1] == pytest.approx(4, rel=0.35)
    assert errors["euler"][0] / errors["euler"][1] == pytest.approx(2, rel=0.2)


@settings(max_examples=25, deadline=None)
@given(
    lat=st.floats(-89.5, 89.5),
    lon=st.one_of(st.floats(-180, 180), st.sampled_from([0.0, 180.0, -180.0, 359.9])),
    toward=st.floats(0, 2 * math.pi),
)
def test_no_place_on_earth_is_special(lat: float, lon: float, toward: float) -> None:
    """The same drift anywhere, longitude 0 and 180 and next to a pole: as far, and by the same bearing at its start."""
    current = Constant("current", math.sin(toward), math.cos(toward))
    run = run_of(adrift(datum(lat=lat, lon=lon)), currents=[current], hours=0.5, particles=3, output_s=600.0)
    ensemble = gone(run, 0.5)
    last = ensemble.status[-1]
    assert (last == 1).all()
    x, y = ensemble.x[-1].astype(float), ensemble.y[-1].astype(float)
    assert np.hypot(x, y) == pytest.approx(1_800, rel=1e-3)
    if abs(lat) < 89:
        assert np.hypot(x - 1800 * math.sin(toward), y - 1800 * math.cos(toward)).max() < 60


def test_what_does_not_drift_stays() -> None:
    """No current, no wind, no error: every particle ends where it began."""
    ensemble = gone(run_of(adrift(datum(error_m=2000)), currents=[STILL]))
    assert np.array_equal(ensemble.x[0], ensemble.x[-1])
    assert NONE.sigma == 0


def test_a_datums_errors_are_the_radius_and_the_time_that_hold_95_per_cent() -> None:
    """19 in 20 starts are within the radius, and 19 in 20 within the minutes either side."""
    run = run_of(adrift(datum(error_m=4000, at_error_s=1800)), particles=40_000)
    rows = run._mustered.particles
    from ashore.drift.engine import passes

    off = np.hypot(passes.row(rows, passes.X), passes.row(rows, passes.Y))
    late = passes.row(rows, passes.RELEASE).astype(float) + run._zero - ZERO
    assert (off < 4000).mean() == pytest.approx(0.95, abs=0.005)
    assert (np.abs(late) < 1800).mean() == pytest.approx(0.95, abs=0.005)


@pytest.mark.parametrize("asked", [{"sigma": -1.0}, {"sigma": math.nan}, {"hours": math.inf}, {"tail": 2.0}])
def test_an_error_that_makes_no_sense_is_refused(asked: dict[str, float]) -> None:
    """A tail of 2 would be no error at all, and a fitted file with one is a mistake."""
    with pytest.raises(BadWander):
        Wander(**{"sigma": 0.3, "hours": 8.0, **asked})
