"""A run as a whole: gaps said and not filled, going on, new reports, records, and what it refuses."""

from __future__ import annotations

import json
import math
from dataclasses import asdict
from pathlib import Path

import numba
import numpy as np
import pytest
from plain_runs import CALM, STILL, ZERO, adrift, datum, field, gone, run_of

from ashore.drift import Area, Datum, Delay, Failure, Part, Segment, Status, UnderWay, repeat, simulate
from ashore.drift.coast import Coast, Region, coast
from ashore.drift.datums import BadDatum
from ashore.drift.engine.muster import DatumOnLand
from ashore.drift.forcing.analytic import Oscillating, Shear
from ashore.drift.forcing.constant import Constant
from ashore.drift.forcing.source import Patch, Window
from ashore.drift.run import Cancelled
from ashore.drift.scenarios import BadScenario, boat_scenarios
from ashore.drift.sea import NoForcing
from ashore.drift.terms import BadRun, Terms
from ashore.drift.wander import NONE, REGIONAL_CURRENT, REGIONAL_WIND

WHERE = {"lat": 51.0, "lon": 1.5}
TIDE = field(Oscillating(**WHERE, x=1.2, y=0.5, period_s=44714, slack=ZERO), wander=REGIONAL_CURRENT)
BREEZE = Constant("wind", 4.0, 3.0, wander=REGIONAL_WIND)


class Cut:
    """A source of which only a part is there: nothing east of a longitude, and no times between two."""

    def __init__(self, whole, east_of: float = 180.0, without: tuple[float, float] = (0.0, 0.0)) -> None:  # type: ignore[no-untyped-def]
        self.whole, self.east_of, self.without = whole, east_of, without

    @property
    def product(self):  # type: ignore[no-untyped-def]
        return self.whole.product

    def patch(self, window: Window) -> Patch:
        patch = self.whole.patch(window)
        kept = ~((patch.times > self.without[0]) & (patch.times < self.without[1]))
        east, north = (
            np.where(patch.lon > self.east_of, np.nan, part[kept]) for part in (patch.east, patch.north)
        )
        return Patch(
            product=patch.product,
            times=patch.times[kept],
            lon=patch.lon,
            lat=patch.lat,
            east=east.astype(np.float32),
            north=north.astype(np.float32),
            locate=patch.locate,
            bridge_s=patch.bridge_s,
        )

    def describe(self) -> dict[str, object]:
        return self.whole.describe()


def test_one_thread_and_two_give_the_same_bits() -> None:
    """The same seed on one thread and on all of them ends in the same places, to the last bit."""
    ends = []
    for threads in (1, numba.config.NUMBA_NUM_THREADS):
        numba.set_num_threads(threads)
        ensemble = gone(
            run_of(adrift(datum(error_m=900)), currents=[TIDE], winds=[BREEZE], particles=3000), 12
        )
        ends.append((ensemble.x.copy(), ensemble.y.copy()))
    numba.set_num_threads(numba.config.NUMBA_NUM_THREADS)
    assert np.array_equal(ends[0][0], ends[1][0], equal_nan=True)
    assert np.array_equal(ends[0][1], ends[1][1], equal_nan=True)


def test_a_run_that_goes_on_is_the_run_gone_at_once() -> None:
    """Six hours and then six more are twelve, to within a metre, though the sea was read twice."""
    scenario = boat_scenarios("channel-inflatable", [datum(error_m=900)])
    whole = gone(run_of(scenario, currents=[TIDE], winds=[BREEZE], hours=12), 12)
    parts = run_of(scenario, currents=[TIDE], winds=[BREEZE], hours=6)
    parts.go(6)
    parts.go(6)
    again = parts.ensemble()
    assert np.array_equal(whole.times, again.times)
    assert np.nanmax(np.hypot(whole.x - again.x, whole.y - again.y)) < 1


def test_another_seed_is_another_world() -> None:
    """The seed is what makes a run this one and no other."""
    first, second = (gone(run_of(adrift(), currents=[TIDE], seed=seed)) for seed in (1, 2))
    assert not np.array_equal(first.x[-1], second.x[-1])


def test_a_gap_in_space_stops_a_particle_and_is_said() -> None:
    """Where the only current ends, particles stand still from there, marked, and the summary counts them."""
    ends = Cut(field(Shear(**WHERE, rate=0.0)), east_of=1.55)
    drifting = Constant("wind", 12.0, 0.0)
    run = run_of(adrift(afloat="class:PIW-1"), currents=[ends], winds=[drifting], hours=24)
    ensemble = gone(run, 24)
    lost = ensemble.status[-1] == Status.NO_CURRENT
    assert lost.any()
    lon, _ = ensemble.places(-1)
    assert (lon[lost] < 1.6).all()
    assert any("ran out of current" in line for line in ensemble.record.summary)


def test_the_next_source_takes_over_where_the_first_has_nothing() -> None:
    """In space and in time: beyond the first source's edge, and in its missing hours, the second one carries."""
    first = Cut(
        field(Oscillating(**WHERE, x=0.0, y=0.0, period_s=44714), every_s=3600.0),
        without=(ZERO + 3600, ZERO + 6 * 3600),
    )
    second = Constant("current", 0.0, 0.5)
    ensemble = gone(run_of(adrift(), currents=[first, second], hours=8), 8)
    assert (ensemble.status[-1] == Status.ADRIFT).all()
    # four hours between the times at one and six hours are no bridge: five hours of the second source
    assert ensemble.y[-1] == pytest.approx(0.5 * 5 * 3600, rel=0.05)


def test_a_source_without_error_does_not_take_the_error_of_the_next_away() -> None:
    """Where an exact source has nothing and the next one carries, its error carries too."""
    nowhere = Cut(field(Oscillating(**WHERE, x=0.0, y=0.0, period_s=44714)), east_of=-180.0)
    second = Constant("current", 0.0, 0.0, wander=REGIONAL_CURRENT)
    ensemble = gone(run_of(adrift(), currents=[nowhere, second], hours=24, particles=8000), 24)
    expected = float(REGIONAL_CURRENT.rms_m(24 * 3600))
    assert np.sqrt((np.hypot(ensemble.x[-1], ensemble.y[-1]) ** 2).mean()) == pytest.approx(
        expected, rel=0.03
    )


def test_without_a_second_source_missing_hours_are_a_status() -> None:
    """A gap in time that is too long to bridge is no current, not a current of nothing."""
    first = Cut(
        field(Oscillating(**WHERE, x=0.5, y=0.0, period_s=44714), every_s=3600.0),
        without=(ZERO + 3600, ZERO + 6 * 3600),
    )
    ensemble = gone(run_of(adrift(), currents=[first], hours=8), 8)
    assert (ensemble.status[-1] == Status.NO_CURRENT).all()


def test_no_wind_at_all_is_refused_in_words() -> None:
    """Nobody is given a drift without leeway because a wind was forgotten."""
    with pytest.raises(NoForcing, match="There is no wind"):
        run_of(adrift(), winds=[])


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"hours": 0.0}, "no time to drift"),
        ({"hours": math.nan}, "no time to drift"),
        ({"particles": 0}, "are none"),
        ({"output_s": 1000.0}, "no multiple"),
        ({"jibes_per_hour": 1.0}, "cannot jibe"),
        ({"refloat_half_life_h": 0.0}, "comes afloat"),
        ({"refloat_half_life_h": -1.0}, "comes afloat"),
    ],
)
def test_a_run_that_makes_no_sense_is_refused(asked: dict[str, float], words: str) -> None:
    """Each refusal says what is wrong."""
    with pytest.raises(BadRun, match=words):
        run_of(adrift(), **asked)


def test_a_boat_that_fails_later_has_no_run_back_in_time() -> None:
    """What comes after the datum is not what came before it."""
    fails = adrift(fails=Failure(after=Delay(((0, 1), (1, 2))), people="in-water", hull="swamped"))
    with pytest.raises(BadRun, match="back in time"):
        run_of(fails, hours=-6.0)


@pytest.mark.parametrize(
    "asked",
    [
        {"lat": 91.0},
        {"lat": math.nan},
        {"lon": 361.0},
        {"error_m": -1.0},
        {"at": math.inf},
        {"at_error_s": math.nan},
        {"error_m": math.inf},
        {"at_error_s": math.inf},
    ],
)
def test_a_datum_that_is_no_place_is_refused(asked: dict[str, float]) -> None:
    """Latitude, longitude, errors and time all have to be ones."""
    with pytest.raises(BadDatum):
        datum(**asked)


@pytest.mark.parametrize(
    "by",
    [
        (),
        ((0.5, 2), (0.2, 3)),
        ((0.0, 3), (1.0, 2)),
        ((0.0, -1), (1.0, 2)),
        ((0, 1), (1.5, 2)),
        ((0.0, 1), (1.0, math.inf)),
        ((math.nan, 1),),
    ],
)
def test_a_delay_that_does_not_rise_is_refused(by: tuple[tuple[float, float], ...]) -> None:
    """Probabilities from 0 to 1 and hours from 0, both rising."""
    with pytest.raises(BadScenario):
        Delay(by)


@pytest.mark.parametrize("asked", [{"course_error_deg": math.nan}, {"speed_error_kn": -1.0}])
def test_a_way_with_errors_that_are_none_is_refused(asked: dict[str, float]) -> None:
    """They would be places that are not numbers, or a spread turned round."""
    with pytest.raises(BadScenario, match="error"):
        UnderWay(course_deg=0, speed_kn=3, stops=Delay(((0, 1),)), **asked)


def test_a_weight_without_end_is_refused() -> None:
    """Nobody's belief is infinite."""
    with pytest.raises(BadScenario, match="weight"):
        adrift(weight=math.inf)


def test_a_cancelled_run_says_so() -> None:
    """Asked between outputs; nothing of the run is handed out."""
    seen: list[float] = []
    with pytest.raises(Cancelled):
        simulate(
            [adrift()],
            currents=[STILL],
            winds=[CALM],
            hours=6,
            land=None,
            terms=Terms(particles=10),
            progress=seen.append,
            cancelled=lambda: len(seen) >= 2,
        )
    assert seen == pytest.approx([1 / 6, 2 / 6])


def test_a_run_is_made_again_from_its_record() -> None:
    """The record, through JSON and back, gives the same bits: datums, scenarios, sources, seed and observations."""
    scenarios = boat_scenarios("channel-inflatable", [datum(error_m=900, at_error_s=600)])
    current = Constant("current", 0.3, 0.1, wander=REGIONAL_CURRENT)
    run = run_of(scenarios, currents=[current], winds=[BREEZE], hours=9)
    run.go(9)
    run.observe(datum(lat=51.02, lon=1.6, error_m=8000, at=ZERO + 4 * 3600))
    first = run.ensemble()
    again = repeat(json.loads(json.dumps(asdict(first.record)))["request"])
    assert np.array_equal(first.x, again.x, equal_nan=True)
    assert np.array_equal(first.weight, again.weight)


def test_a_datum_between_two_steps_is_read_for_once_and_made_again() -> None:
    """The sea is read up to the end of the last step: once, and over the same window again from the record."""
    asked: list[Window] = []

    class Asked(Constant):
        def patch(self, window: Window) -> Patch:
            asked.append(window)
            return super().patch(window)

    counted = Asked("current", 0.3, 0.1, wander=REGIONAL_CURRENT)
    run = run_of(adrift(datum(error_m=900, at=ZERO + 123)), currents=[counted], winds=[BREEZE], hours=9)
    first = gone(run, 9)
    assert [window.latest for window in asked] == [first.times[-1]]
    again = repeat(json.loads(json.dumps(asdict(first.record)))["request"])
    assert np.array_equal(first.x, again.x, equal_nan=True)


def test_people_and_hull_are_one_until_the_craft_fails_and_part_after() -> None:
    """Both meet the same errors: before the failure they are in one place, and what parts them is leeway alone."""
    fails = Failure(after=Delay(((0.0, 3.0), (1.0, 3.0))), people="class:PIW-2", hull="class:SKIFF-3")
    wind = Constant("wind", 0.0, 12.0, wander=REGIONAL_WIND)
    ensemble = gone(
        run_of(adrift(afloat="class:SKIFF-1", fails=fails), currents=[TIDE], winds=[wind], hours=9), 9
    )
    people, hull = ensemble.part == Part.PEOPLE, ensemble.part == Part.HULL
    assert np.array_equal(ensemble.world[people], ensemble.world[hull])
    apart = np.hypot(ensemble.x[:, people] - ensemble.x[:, hull], ensemble.y[:, people] - ensemble.y[:, hull])
    assert apart[3].max() == 0
    assert np.median(apart[-1]) > 1000
    assert ensemble.weight[people].sum() == pytest.approx(1)
    assert ensemble.weight[hull].sum() == pytest.approx(1)


def test_a_failure_that_never_comes_leaves_boat_and_people_together() -> None:
    """What is left above the last probability is never."""
    fails = Failure(after=Delay(((0.0, 1.0), (0.4, 2.0))), people="class:PIW-2", hull="class:SKIFF-3")
    wind = Constant("wind", 0.0, 12.0)
    run = run_of(adrift(afloat="class:SKIFF-1", fails=fails), winds=[wind], hours=9, particles=4000)
    ensemble = gone(run, 9)
    people, hull = ensemble.part == Part.PEOPLE, ensemble.part == Part.HULL
    together = (ensemble.x[-1, people] == ensemble.x[-1, hull]) & (
        ensemble.y[-1, people] == ensemble.y[-1, hull]
    )
    assert together.mean() == pytest.approx(0.6, abs=0.03)


def test_a_new_report_bends_a_run_and_the_run_goes_on() -> None:
    """Seen near one side of the cloud: the belief moves there, hulls with their people, and nothing starts again."""
    still = Constant("current", 0.0, 0.0, wander=REGIONAL_CURRENT)
    run = run_of(adrift(), currents=[still], hours=12, particles=20_000)
    run.go(6)
    before = run.ensemble()
    spread = float(before.x[-1].std())
    share = run.observe(
        datum_at(run.chart.place(spread, 0.0), error_m=0.4 * spread * 2.4477, at=float(before.times[-1]))
    )
    after = run.ensemble()
    # normal prior of deviation s, normal report of deviation 0.4 s at s: the middle goes to s/(1 + 0.16)
    middle = float((after.weight * after.x[-1]).sum())
    assert middle == pytest.approx(spread / 1.16, rel=0.05)
    assert 0.02 < share < 0.5
    run.go(6)
    on = run.ensemble()
    assert on.times[-1] == ZERO + 12 * 3600
    assert (on.weight * on.x[-1]).sum() > middle  # the error it had goes on for a while


def test_a_report_far_from_every_world_is_not_believed() -> None:
    """Sixty miles off within the hour: no world carries it, and the belief stays as it was."""
    run = run_of(adrift(), hours=2)
    run.go(2)
    before = run.ensemble().weight.copy()
    assert run.observe(datum(lat=52.0, at=ZERO + 3600, error_m=100)) == 0
    assert np.array_equal(run.ensemble().weight, before)


def test_a_report_from_a_time_the_run_has_not_reached_is_refused() -> None:
    """The run has to go there first."""
    run = run_of(adrift(), hours=2)
    run.go(2)
    with pytest.raises(BadRun, match="has not been"):
        run.observe(datum(at=ZERO + 9 * 3600))


@pytest.mark.parametrize("hours", [3.0, -3.0])
def test_a_report_within_the_first_hour_bears_on_worlds_that_began_between_outputs(hours: float) -> None:
    """A datum five minutes past the hour, a report half an hour later: each world is asked where it was by then."""
    sign = math.copysign(1, hours)
    current = Constant("current", 0.5, 0.0, wander=REGIONAL_CURRENT)
    run = run_of(adrift(datum(error_m=500, at=ZERO + sign * 300)), currents=[current], hours=hours)
    run.go(abs(hours))
    seen = datum_at(run.chart.place(sign * 900.0, 0.0), error_m=1500, at=ZERO + sign * 2100)
    x, _ = run._where(seen.at)
    assert x.mean() == pytest.approx(sign * 900, abs=100)
    assert run.observe(seen) > 0.3
    before, _ = run._where(ZERO)
    assert np.isnan(before).all()


def datum_at(place: tuple[object, object], **more: float) -> Datum:
    return datum(lat=float(place[1]), lon=float(place[0]), **more)  # type: ignore[arg-type]


def test_a_segment_begins_anywhere_between_two_datums() -> None:
    """Places and times go evenly from one to the other, together."""
    way = Segment(first=datum(), last=datum(lat=51.2, at=ZERO + 7200))
    ensemble = gone(run_of(adrift(way), particles=4000, output_s=600.0))
    run = run_of(adrift(way), particles=4000)
    from ashore.drift.engine import passes

    y, release = (passes.row(run._mustered.particles, which) for which in (passes.Y, passes.RELEASE))
    assert np.corrcoef(y, release)[0, 1] > 0.999
    share = (y - y.min()) / np.ptp(y)
    assert share.mean() == pytest.approx(0.5, abs=0.02)
    assert (ensemble.status[0] == Status.WAITING).sum() > 3900


@pytest.mark.parametrize("calls", [12, 29, 70])
def test_every_datum_meets_both_sides(calls: int) -> None:
    """A call every ten minutes for two hours or for twelve: none of them is all of one side."""
    scenario = adrift(*(datum(at=ZERO + 600 * call) for call in range(calls)), afloat="afloat-overloaded")
    mustered = run_of(scenario, particles=2000)._mustered.particles
    from ashore.drift.engine import passes

    call = np.rint(passes.row(mustered, passes.RELEASE) / 600).astype(int)
    each = 2000 / calls
    assert np.abs(np.bincount(call) - each).max() < 1
    left = np.bincount(call, weights=mustered.side) / each
    assert np.abs(left - 0.5).max() < 1 / np.sqrt(each)


def test_an_area_is_filled_evenly_and_its_holes_left_out() -> None:
    """A square with a square hole: as many to each part as it has area, none in the hole."""
    square = [[1.0, 50.0], [1.4, 50.0], [1.4, 50.4], [1.0, 50.4], [1.0, 50.0]]
    hole = [[1.2, 50.2], [1.4, 50.2], [1.4, 50.4], [1.2, 50.4], [1.2, 50.2]]
    area = Area(geometry={"type": "Polygon", "coordinates": [square, hole]}, at=ZERO)
    ensemble = gone(run_of(adrift(area), particles=6000, hours=1), 1)
    lon, lat = ensemble.places(0)
    assert not ((lon > 1.201) & (lat > 50.201)).any()
    assert ((lon < 1.2) & (lat < 50.2)).mean() == pytest.approx(1 / 3, abs=0.02)
    with pytest.raises(BadDatum):
        Area(geometry={"type": "Point", "coordinates": [1, 50]}, at=ZERO)


@pytest.mark.parametrize("ends", [(179.8, -179.8), (-179.8, 179.8), (179.8, 180.2)])
def test_an_area_across_180_is_filled_like_any_other(ends: tuple[float, float]) -> None:
    """One ring with corners either side of the line, as hands draw it: half of the particles to each side."""
    one, other = ends
    ring = [[one, 10.0], [other, 10.0], [other, 10.3], [one, 10.3], [one, 10.0]]
    area = Area(geometry={"type": "Polygon", "coordinates": [ring]}, at=ZERO)
    lon, lat = run_of(adrift(area), particles=3000).ensemble().places(0)
    assert (np.abs(lon) > 179.799).all()
    assert ((lat > 9.999) & (lat < 10.301)).all()
    assert (lon > 0).mean() == pytest.approx(0.5, abs=0.04)


@pytest.fixture(scope="module")
def channel() -> Coast:
    return coast(Region(0.0, 50.0, 4.0, 52.0))


@pytest.mark.parametrize(("east", "north"), [(0.3, -1.0), (1.0, -0.3), (-1.0, 0.2), (-0.3, 1.0)])
def test_nobody_drifts_over_land(channel: Coast, east: float, north: float) -> None:
    """Driven at any shore of the strait particles stop a metre short of it; none is ever on land, none is lost."""
    current = Constant("current", 0.8 * east, 0.8 * north)
    run = run_of(adrift(datum(error_m=3000)), currents=[current], hours=20, land=lambda window: channel)
    ensemble = gone(run, 20)
    for index in range(len(ensemble.times)):
        assert not channel.on_land(*ensemble.places(index)).any()
    aground = ensemble.status[-1] == Status.AGROUND
    assert aground.any()
    assert np.isfinite(ensemble.x[-1]).all()
    still = ensemble.x[-1, aground] == ensemble.x[-2, aground]
    assert still.mean() > 0.8


@pytest.mark.parametrize("hours", [120, 240])
def test_the_shore_is_where_it_is_in_a_long_run_too(channel: Coast, hours: float) -> None:
    """A run of five or ten days reads a wide window; who meets the shore on its first day still stops short of it."""
    current = Constant("current", 0.8, -0.2)
    run = run_of(
        adrift(datum(error_m=3000)),
        currents=[current],
        hours=hours,
        land=lambda window: channel,
        particles=200,
    )
    run._take(120, None, None)
    ensemble = run.ensemble()
    assert (ensemble.status[-1] == Status.AGROUND).all()
    assert not channel.on_land(*ensemble.places(-1)).any()


def test_what_is_aground_comes_afloat_again_by_its_half_life(channel: Coast) -> None:
    """Driven ashore, then off: without refloating nothing leaves; with it everything in time does."""
    turning = field(Oscillating(**WHERE, x=0.8, y=-0.5, period_s=16 * 3600, slack=ZERO))
    ends = {}
    for half in (None, 0.5):
        run = run_of(
            adrift(datum(error_m=2000)),
            currents=[turning],
            hours=16,
            land=lambda window: channel,
            refloat_half_life_h=half,
        )
        ends[half] = gone(run, 16)
    stuck = (ends[None].status[-1] == Status.AGROUND).mean()
    assert stuck > 0.3
    assert (ends[0.5].status[-1] == Status.AGROUND).mean() < stuck / 3
    assert not channel.on_land(*ends[0.5].places(-1)).any()


def test_a_datum_on_land_is_refused_and_one_at_the_shore_begins_at_sea(channel: Coast) -> None:
    """Ten miles inland is a mistake; a position on the beach with its error is people at sea near it."""
    with pytest.raises(DatumOnLand, match="on land"):
        run_of(adrift(datum(lat=50.7, lon=2.4, error_m=500)), land=lambda window: channel)
    run = run_of(adrift(datum(lat=50.96, lon=1.85, error_m=2000)), land=lambda window: channel)
    ensemble = run.ensemble()
    assert not channel.on_land(*ensemble.places(0)).any()
    assert any("drawn again at sea" in line for line in ensemble.record.summary)


def test_14_december_2022_was_inside_the_cloud_of_a_boat_under_way() -> None:
    """50°50.3'N 1°21.1'E at 01:53, 300° at about 3 knots: 76 minutes later it was 3.6 miles on, inside 50 %."""
    from ashore.drift.forcing.tide import SyntheticChannelTide
    from ashore.drift.products.containment import level_of

    called = datum(lat=50 + 50.3 / 60, lon=1 + 21.1 / 60, error_m=100, at=ZERO + 3600 + 53 * 60)
    way = UnderWay(course_deg=300, speed_kn=3, stops=Delay(((0, 0.5), (1, 6))))
    scenarios = [adrift(called, afloat="afloat-overloaded", way=way)]
    run = run_of(
        scenarios,
        currents=[SyntheticChannelTide()],
        winds=[BREEZE],
        hours=3,
        particles=20_000,
        output_s=600.0,
    )
    ensemble = gone(run, 3)
    found = level_of(ensemble, called.at + 76 * 60, 1 + 16.19 / 60, 50 + 52.12 / 60)
    assert found < 0.75
    assert ensemble.record.synthetic


def test_a_pole_and_the_date_line_hold_files_like_anywhere_else() -> None:
    """A formula's grid about a pole is found from the chart as well as one in the Channel."""
    for lat, lon in ((89.7, 40.0), (-70.0, 180.0), (0.0, 0.0)):
        flow = field(Shear(lat=lat, lon=lon, rate=0.0), spacing_m=5000.0)
        ensemble = gone(run_of(adrift(datum(lat=lat, lon=lon)), currents=[flow], hours=3), 3)
        assert (ensemble.status[-1] == Status.ADRIFT).all()
        assert np.hypot(ensemble.x[-1], ensemble.y[-1]).max() < 1


def test_nothing_of_the_error_is_there_without_one() -> None:
    """NONE means none: every particle of a sharp datum ends in one place."""
    ensemble = gone(run_of(adrift(), currents=[Constant("current", 0.4, 0.2, wander=NONE)]))
    assert np.ptp(ensemble.x[-1]) == 0


def test_the_shared_forcing_drifts_a_raft_off_norway() -> None:
    """Real currents and wind on their own projected grids, 24 hours: every particle keeps its forcing."""
    import os

    from ashore.drift import open_sources

    shared = Path(os.environ.get("ASHORE_SHARED", "../shared")) / "data" / "drift"
    if not shared.is_dir():
        pytest.skip("the shared ocean data are not here")
    currents, winds = open_sources([str(shared / "*.nc")])
    at = 1447632000.0
    start = Datum(lat=60.5, lon=3.7, error_m=3000, at=at)
    ensemble = simulate(
        boat_scenarios("class:REFUGEE-RAFT-1", [start]),
        currents=currents,
        winds=winds,
        hours=24,
        land=None,
        terms=Terms(particles=500),
    )
    assert (ensemble.status[-1] == Status.ADRIFT).mean() > 0.95
    assert not ensemble.record.synthetic
