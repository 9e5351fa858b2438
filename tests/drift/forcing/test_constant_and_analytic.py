"""Sources without a file: constants as people give them, and formulas sampled on a lattice."""

from __future__ import annotations

import numpy as np
import pytest
from forcing_files import HOUR, START, at
from hypothesis import given, settings
from hypothesis import strategies as st

from ashore.drift.chart import Chart
from ashore.drift.forcing.analytic import Analytic, Oscillating, Shear, SolidBody, Uniform
from ashore.drift.forcing.constant import Constant, ConstantUnclear
from ashore.drift.forcing.grids import disc
from ashore.drift.forcing.lattice import lattice
from ashore.drift.forcing.source import Window


def window(lon: float = 1.4, lat: float = 51.0, reach_m: float = 50e3) -> Window:
    return Window(lon=lon, lat=lat, reach_m=reach_m, earliest=START + 700, latest=START + 3 * HOUR)


@pytest.mark.parametrize(
    ("text", "east", "north"),
    [
        ("current=0.5@090", 0.5, 0.0),
        ("current=1kn@180", 0.0, -1852 / 3600),
        ("wind=10@270", 10.0, 0.0),
        ("wind=20kn@225", 20 * 1852 / 3600 * np.sin(np.pi / 4), 20 * 1852 / 3600 * np.cos(np.pi / 4)),
        ("wind=0@0", 0.0, 0.0),
    ],
)
def test_a_current_sets_towards_and_a_wind_blows_from(text: str, east: float, north: float) -> None:
    """The two directions are given the opposite way round, as at sea."""
    source = Constant.read(text)
    assert (source.east, source.north) == pytest.approx((east, north), abs=1e-12)


@settings(deadline=None)
@given(speed=st.integers(0, 5000), towards=st.integers(0, 359), kind=st.sampled_from(["current", "wind"]))
def test_what_is_written_is_what_is_read(speed: int, towards: int, kind: str) -> None:
    """Speed and direction come back out of the vector, whatever they are."""
    source = Constant.read(f"{kind}={speed / 100:.2f}@{towards:03d}")
    assert np.hypot(source.east, source.north) == pytest.approx(speed / 100)
    if speed:
        sense = 1 if kind == "current" else -1
        angle = np.degrees(np.arctan2(sense * source.east, sense * source.north))
        assert (angle - towards + 180) % 360 - 180 == pytest.approx(0, abs=1e-9)


@settings(deadline=None)
@given(text=st.one_of(st.text(max_size=30), st.from_regex(r"(wind|current)=[\d.]*(kn|m/s)?@[\d.]*")))
def test_any_other_text_is_refused_as_unclear(text: str) -> None:
    """No text makes anything but a constant or the one fault, and a constant is always finite."""
    try:
        source = Constant.read(text)
    except ConstantUnclear:
        return
    assert np.isfinite([source.east, source.north]).all()


def test_a_constant_says_itself_in_words() -> None:
    """Its name reads as it was given."""
    assert Constant.read("wind=8@225").product.name == "constant wind 8.0 m/s (16 kn) from 225°"
    assert Constant.read("current=0.5@045").product.name == "constant current 0.50 m/s (1.0 kn) towards 045°"


@settings(deadline=None)
@given(lon=st.floats(-360, 360), lat=st.floats(-90, 90), reach_m=st.floats(0, 2e6))
def test_a_lattice_holds_its_window(lon: float, lat: float, reach_m: float) -> None:
    """Anywhere, poles and date line too, the window lies within the lattice, and nodes map to themselves."""
    asked = window(lon, lat, reach_m)
    nodes = lattice(asked, max(reach_m / 8, 1000.0))
    column, row = nodes.locate(*disc(asked))
    n = nodes.lon.shape[0]
    assert min(column.min(), row.min()) >= 0
    assert max(column.max(), row.max()) <= n - 1
    rows, columns = np.indices(nodes.lon.shape)
    got_column, got_row = nodes.locate(nodes.lon, nodes.lat)
    np.testing.assert_allclose(got_column, columns, atol=2e-3)
    np.testing.assert_allclose(got_row, rows, atol=2e-3)


def test_a_constant_is_true_east_and_north_everywhere() -> None:
    """It is the same true vector at every node, and holds for ever."""
    patch = Constant.read("current=0.7@090").patch(window(reach_m=300e3))
    np.testing.assert_allclose(patch.east, 0.7, rtol=1e-6)
    np.testing.assert_allclose(patch.north, 0, atol=1e-7)
    assert patch.times.size == 1
    assert np.isinf(patch.bridge_s)


@pytest.mark.parametrize(
    ("field", "rate"),
    [
        (Uniform(lat=51, lon=1.4, x=0.4, y=-0.3), lambda x, y: (0.4 + 0 * x, -0.3 + 0 * y)),
        (
            SolidBody(lat=51, lon=1.4, period_s=86400),
            lambda x, y: (-2 * np.pi / 86400 * y, 2 * np.pi / 86400 * x),
        ),
        (Shear(lat=51, lon=1.4, rate=1e-5), lambda x, y: (1e-5 * y, 0 * y)),
    ],
)
def test_a_formula_is_its_flow_on_the_chart(field: object, rate: object) -> None:
    """Brought back to the chart, between the nodes as well, the flow is the textbook's."""
    patch = Analytic("current", field).patch(window())  # type: ignore[arg-type]
    lon, lat = disc(window(reach_m=45e3))
    east, north = at(patch, lon, lat)
    chart = Chart(51, 1.4)
    x, y = chart.project(lon, lat)
    north_x, north_y = chart.north(lon, lat)
    scale = chart.scale(x, y)
    expected = rate(x, y)  # type: ignore[operator]
    np.testing.assert_allclose(scale * (east * north_y + north * north_x), expected[0], atol=2e-5)
    np.testing.assert_allclose(scale * (north * north_y - east * north_x), expected[1], atol=2e-5)


def test_a_tide_turns_and_is_sampled_around_its_window() -> None:
    """Slack at the stated time, strongest a quarter period on, the samples on both sides of the hours asked for."""
    field = Oscillating(lat=51, lon=1.4, x=1.0, y=0.0, period_s=12 * HOUR, slack=START)
    patch = Analytic("current", field, every_s=600).patch(window())
    assert patch.times[0] == START + 600
    assert patch.times[-1] == START + 3 * HOUR
    middle = patch.lon.shape[0] // 2
    np.testing.assert_allclose(
        patch.east[:, middle, middle], np.sin(2 * np.pi * (patch.times - START) / (12 * HOUR)), atol=1e-6
    )
    assert patch.product.synthetic
