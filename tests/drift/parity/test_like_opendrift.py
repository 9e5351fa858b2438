"""The switch that makes a run go as OpenDrift's: what it changes, that a record keeps it, and that it is said."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from ashore.drift import Datum, Ensemble, Scenario, Terms, repeat, simulate
from ashore.drift.command import drift
from ashore.drift.forcing.constant import Constant
from ashore.drift.forcing.opening import open_source
from ashore.drift.opendrift import like_opendrift, source_like_opendrift
from ashore.drift.wander import GIVEN_WIND, white

AT = 1_671_000_000.0
CALM = Constant("current", 0.0, 0.0)
NORTHWARD = Constant("wind", 0.0, 10.0, wander=GIVEN_WIND)


def blown(terms: Terms, *, hours: float = 6.0, sigma: float = 0.0) -> Ensemble:
    """Survival suits, which lie differently to left and right, under a wind that blows north."""
    start = Datum(lat=51.0, lon=1.5, error_m=0.0, at=AT)
    suits = Scenario(key="suits", says="It drifts.", starts=(start,), afloat="class:PIW-4")
    currents, winds = [CALM], [NORTHWARD]
    if terms.leeway == "opendrift":
        currents, winds = ([source_like_opendrift(each, sigma=sigma)] for each in (CALM, NORTHWARD))  # type: ignore[assignment]
    return simulate([suits], currents=currents, winds=winds, hours=hours, land=None, terms=terms)


def test_classes_are_mirrored_and_sides_alternate() -> None:
    """With 1.36 W - 3.3 cm/s called right, PIW-4 goes left of downwind as every second particle, the others right."""
    ensemble = blown(like_opendrift(Terms(particles=2000, jibes_per_hour=0.0)))
    east = ensemble.x[-1] / (6 * 3600)
    assert east[0::2].mean() == pytest.approx(-(1.36 * 10 - 3.3) / 100, abs=0.003)
    assert east[1::2].mean() == pytest.approx(+(0.13 * 10 + 2.65) / 100, abs=0.003)


def test_without_the_switch_right_is_right() -> None:
    """By the table as it stands nobody goes left as far as the peer's mirrored half does."""
    ensemble = blown(Terms(particles=2000, jibes_per_hour=0.0))
    right = ensemble.x[-1] > np.median(ensemble.x[-1])
    assert ensemble.x[-1][right].mean() > 0.05 * 6 * 3600


def test_errors_are_off_or_white() -> None:
    """A source seen as OpenDrift sees it has no error, or white noise, whatever it had before."""
    assert source_like_opendrift(NORTHWARD).product.wander.sigma == 0
    assert source_like_opendrift(NORTHWARD, sigma=2.0).product.wander == white(2.0)
    (tide,) = open_source("synthetic")
    assert source_like_opendrift(tide).product.wander.sigma == 0
    assert source_like_opendrift(tide, sigma=0.1).product.wander == white(0.1)


def test_white_noise_spreads_with_the_root_of_the_step() -> None:
    """A drifter that only noise moves is sigma sqrt(t dt) away in each part: 720 m in a day at ten minutes."""
    start = Datum(lat=51.0, lon=1.5, error_m=0.0, at=AT)
    buoy = Scenario(key="buoy", says="It drifts.", starts=(start,), afloat="class:SLDMB")
    ensemble = simulate(
        [buoy],
        currents=[source_like_opendrift(CALM, sigma=0.1)],
        winds=[source_like_opendrift(NORTHWARD)],
        hours=24,
        land=None,
        terms=like_opendrift(Terms(particles=10_000)),
    )
    wide = np.hypot(ensemble.x[-1], ensemble.y[-1]) / np.sqrt(2)
    assert np.sqrt((wide**2).mean()) == pytest.approx(0.1 * np.sqrt(86_400 * 600), rel=0.03)


def test_a_record_says_what_it_is_for_and_gives_the_same_bits() -> None:
    """Through JSON and back the run is the same, noise and jibes with it; without the switch it is another."""
    terms = Terms(particles=500, seed=3)
    first = blown(like_opendrift(terms), sigma=0.5)
    assert first.record.request["leeway"] == "opendrift"
    assert first.record.request["scheme"] == "euler"
    assert "comparison only" in first.record.assumptions[0]
    again = repeat(json.loads(json.dumps(asdict(first.record)))["request"])
    np.testing.assert_array_equal(again.x, first.x)
    np.testing.assert_array_equal(again.y, first.y)
    assert again.record.assumptions == first.record.assumptions
    plain = blown(terms)
    assert not any("comparison" in said for said in plain.record.assumptions)
    assert not np.array_equal(plain.x, first.x)


def asked(*more: str) -> Result:
    """`ashore drift` from the Strait, an hour, a few particles."""
    places = ("--at", "51.03,2.06", "--since", "2022-12-14T01:53Z", "--error", "500", "--for", "1h")
    fixed = ("--wind", "10@240", "--particles", "200", "--no-coast", "--as", "class:PIW-4")
    return CliRunner().invoke(drift, [*places, *fixed, *more])


def test_the_command_says_that_it_is_for_comparison_only(tmp_path: Path) -> None:
    """With the option the answer says so, and what it wrote holds the terms, the noise and the filling."""
    written = tmp_path / "run.geojson"
    told = asked("--like-opendrift", "--white-noise", "0.1,2", "--out", str(written))
    assert told.exit_code == 0, told.output
    assert "for comparison only" in told.output
    request = json.loads(written.read_text("utf-8"))["record"]["request"]
    assert (request["leeway"], request["scheme"]) == ("opendrift", "euler")
    assert [each["wander"]["sigma"] for each in (*request["currents"], *request["winds"])] == [0.1, 2.0]
    assert "comparison" not in asked().output


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (("--white-noise", "0.1,2"), "--like-opendrift"),
        (("--like-opendrift", "--white-noise", "much"), "0.1,2"),
        (("--like-opendrift", "--fitted", "fit.json"), "--white-noise"),
    ],
)
def test_what_does_not_go_together_is_refused(more: tuple[str, ...], says: str) -> None:
    """Noise without the switch, noise that is no number, and fitted errors with it are each a sentence."""
    told = asked(*more)
    assert told.exit_code != 0
    assert says in told.output
    assert "Traceback" not in told.output
