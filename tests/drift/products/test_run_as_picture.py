"""The picture of a run: drawn at all, with everything that must be on it, and the same each time."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import pytest
from made_up_runs import RECORD, START, drifting, ensemble, parting_run, synthetic
from matplotlib.figure import Figure
from matplotlib.image import imread
from numpy.typing import NDArray

from ashore.drift.datums import Area, Datum, Segment
from ashore.drift.products.cloud import NoPlaceKnown
from ashore.drift.products.picture import picture
from ashore.drift.products.sheet import LAND, lay, sheet_about
from ashore.drift.products.spread import areas_to_draw, draw_legend, draw_track, extent
from ashore.drift.scenarios import Scenario


class Island:
    """A coast of one square island, in place of a region of the shoreline package."""

    def outline(
        self, west: float, south: float, east: float, north: float, tolerance_deg: float = 0.0
    ) -> list[NDArray[np.float64]]:
        """Return the island whatever the box."""
        return [np.array([[1.0, 50.0], [3.0, 50.0], [3.0, 50.96], [1.0, 50.96], [1.0, 50.0]])]


def pixels(png: bytes) -> NDArray[np.float64]:
    """Return a PNG as (rows, columns, 3) between 0 and 1."""
    return np.asarray(imread(io.BytesIO(png), format="png"), float)[:, :, :3]


def said_on(run: object, **given: object) -> set[str]:
    """Return the templates of every text that a picture asks for in the reader's language."""
    heard: set[str] = set()

    def hear(template: str) -> str:
        heard.add(template)
        return template

    picture(run, translate=hear, **given)  # type: ignore[arg-type]
    return heard


def share_of(image: NDArray[np.float64], colour: str) -> float:
    """Return the share of an image that is of a colour."""
    wanted = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return float((np.abs(image - wanted).max(axis=2) < 0.01).mean())


def test_the_same_run_gives_the_same_picture() -> None:
    """Byte for byte: a picture can be compared with the one that was shown."""
    assert picture(drifting(500)) == picture(drifting(500))


def test_it_is_as_large_as_a_page_shows_it() -> None:
    """990 by 1166 dots, and not blank."""
    image = pixels(picture(drifting(500)))
    assert image.shape == (1166, 990, 3)
    assert image.std() > 0.05


def test_land_is_drawn_where_a_coast_is_given_and_its_want_is_said() -> None:
    """An island takes up some of the picture; without a coast a sentence says that no land is drawn."""
    run, warning = drifting(500), "No coastline was given: no land is drawn."
    assert share_of(pixels(picture(run, Island())), LAND) > 0.005  # type: ignore[arg-type]
    assert share_of(pixels(picture(run)), LAND) == 0
    assert warning in said_on(run)
    assert warning not in said_on(run, coast=Island())


def test_a_synthetic_run_has_it_across_the_map() -> None:
    """The word reddens a good part of the map, and a line at the head says it is not for a real search."""
    made_up, real = drifting(500, record=synthetic()), drifting(500)
    reddened = np.abs(pixels(picture(made_up)) - pixels(picture(real))).max(axis=2) > 0.05
    assert reddened[100:830].mean() > 0.05
    assert {"SYNTHETIC", "SYNTHETIC: made-up currents or wind, not for a real search"} <= said_on(made_up)
    assert not any("SYNTHETIC" in template for template in said_on(real))


def test_hours_whose_cloud_is_mostly_not_on_the_map_are_named_on_it() -> None:
    """Areas of a tenth that is left look like any others: the map says so, and its mean track does not follow them."""
    warned, run = "INCOMPLETE, no place known: {shares}", drifting(500, 6)
    status, x = run.status.copy(), np.array(run.x, float)
    status[4:, 50:] = 3
    x[4:, :50] += 30_000
    gone = ensemble(run.times, x, np.array(run.y, float), status=status)
    assert warned in said_on(gone)
    assert warned not in said_on(gone, whens=[START + 3600])
    assert warned not in said_on(run)
    axes = Figure().add_subplot()
    draw_track(axes, gone)
    assert np.asarray(axes.lines[0].get_xdata()).shape == (4,)


@pytest.mark.parametrize("speed", [(0.9, 0.0), (-0.9, 0.0), (0.0, 0.9), (0.6, 0.6), (-0.6, 0.6), (0.6, -0.6)])
def test_the_legend_never_hides_the_scale(speed: tuple[float, float]) -> None:
    """Wherever the cloud goes, the lower left is the scale bar's: without it no distance can be read."""
    run, figure = drifting(500, 12, speed=speed), Figure()
    axes, whens = figure.add_axes((0.1, 0.1, 0.8, 0.8)), [START + 6 * 3600, START + 12 * 3600]
    areas = areas_to_draw(run, whens)
    lay(axes, sheet_about(*extent(run, areas), 1.0), run.chart, None)
    draw_legend(axes, areas, whens, str)
    figure.canvas.draw()
    legend, bars = axes.get_legend(), [patch.get_window_extent() for patch in axes.patches]
    assert legend is not None
    assert bars
    assert not any(legend.get_window_extent().overlaps(bar) for bar in bars)


def test_what_is_taken_to_drift_stands_under_the_map() -> None:
    """Each scenario by name, and that it is an assumption where it is: a picture is passed on without its words."""
    run = drifting(300)
    assert {"What drifts, by assumption: {drifting}", "the engine is dead and she drifts"} <= said_on(run)
    sure = drifting(300, record=replace(RECORD, assumptions=()))
    assert "What drifts: {drifting}" in said_on(sure)


def test_a_run_for_comparison_is_marked_as_one() -> None:
    """A cloud without its errors is passed on as a picture too."""
    marked = "FOR COMPARISON ONLY, not for a search"
    assert marked in said_on(
        drifting(300, record=replace(RECORD, request={"seed": 7, "leeway": "opendrift"}))
    )
    assert marked not in said_on(drifting(300))


def test_craft_are_drawn_only_where_people_have_left_them() -> None:
    """The legend names the craft when some have parted at a time shown, and not before."""
    craft = "the craft, where people have left it"
    assert craft in said_on(parting_run())
    assert craft not in said_on(parting_run(), whens=[START + 3600, START + 7200])


def test_weather_is_shown_from_the_start_even_where_all_wait_at_the_first_output() -> None:
    """Before anything has started there is no middle to sample; the first that was met stands, not "no wind held"."""
    run = drifting(200, 6)
    status, wind = run.status.copy(), run.mean_wind.copy()
    status[0], wind[0] = 0, np.nan
    x = np.array(run.x, float)
    x[0] = np.nan
    late = ensemble(run.times, x, np.array(run.y, float), status=status, mean_wind=wind)
    assert "no wind held" not in said_on(late)


def test_wind_and_current_are_said_as_officers_say_them() -> None:
    """Wind from the south-west, current to the north-east; a gap is said, and still air is calm."""
    run = drifting(300)
    assert {"from {point} {speed} kn", "to {point} {speed} kn", "SW", "NE"} <= said_on(run)
    wind, current = run.mean_wind.copy(), run.mean_current.copy()
    wind[:], current[:] = np.nan, 0.0
    still = ensemble(
        run.times, np.array(run.x, float), np.array(run.y, float), mean_wind=wind, mean_current=current
    )
    assert {"no wind held", "slack"} <= said_on(still)


@pytest.mark.parametrize(("lat", "lon"), [(89.8, 40.0), (-17.0, 179.95), (0.0, 0.0), (-78.0, -170.0)])
def test_it_is_drawn_anywhere(lat: float, lon: float) -> None:
    """At a pole, across 180°, where 0° meets 0°: no warning and no fault, which the test run turns into failures."""
    assert pixels(picture(drifting(300, 6, lat=lat, lon=lon))).std() > 0.05


def test_every_kind_of_start_is_drawn() -> None:
    """A datum, a segment and an area each change the picture."""
    datum = Datum(lat=51.0, lon=2.0, error_m=3000, at=START)
    box = [[1.9, 50.9], [2.1, 50.9], [2.1, 51.1], [1.9, 51.1], [1.9, 50.9]]
    starts = (
        datum,
        Segment(first=datum, last=Datum(lat=51.1, lon=2.1, error_m=100, at=START)),
        Area(geometry={"type": "Polygon", "coordinates": [box]}, at=START),
    )
    plain = picture(drifting(300))
    for start in starts:
        scenario = Scenario(key="a", says="a", starts=(start,), afloat="a").as_json()
        record = replace(RECORD, request={"seed": 7, "scenarios": [scenario]})
        assert picture(drifting(300, record=record)) != plain


def test_a_run_of_one_instant_and_one_place_is_still_a_picture() -> None:
    """Nothing divides by the extent, the duration or the spread."""
    one = ensemble(np.array([START]), np.zeros((1, 3)), np.zeros((1, 3)))
    assert pixels(picture(one)).std() > 0.02


def test_nothing_to_draw_is_a_fault() -> None:
    """A run that lost everything at every time shown raises the sentence, and draws no empty sea."""
    run = drifting(10, 3)
    lost = ensemble(
        run.times,
        np.array(run.x, float),
        np.array(run.y, float),
        status=np.full(run.status.shape, 3, np.uint8),
    )
    with pytest.raises(NoPlaceKnown):
        picture(lost)
