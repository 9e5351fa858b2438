"""The cloud at an instant: between output times, forward and backward, with what waits, strands or is lost."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up_runs import START, drifting, ensemble, parting_run

from ashore.drift.ensemble import Status
from ashore.drift.products.cloud import (
    NoPlaceKnown,
    NoSuchScenario,
    OutsideRun,
    Sought,
    cloud_at,
    moments,
    parting,
    start_of,
)

HOURS = np.array([0.0, 3600.0, 7200.0])


def three_hours(status: list[list[int]] | None = None) -> object:
    """Return two boats at x = 0, 1000, 3000 m and y = 0, the second 500 m north of the first."""
    x = np.array([[0.0, 0.0], [1000.0, 1000.0], [3000.0, 3000.0]])
    y = np.array([[0.0, 500.0]] * 3)
    parts = {} if status is None else {"status": np.array(status, np.uint8)}
    return ensemble(START + HOURS, x, y, **parts)


def test_between_output_times_places_are_on_the_straight_line() -> None:
    """A quarter of the way between two hours is a quarter of the way between two places."""
    cloud = cloud_at(three_hours(), START + 3600 + 900)
    assert cloud.x == pytest.approx([1500.0, 1500.0])
    assert cloud.y == pytest.approx([0.0, 500.0])


def test_a_backward_run_is_read_in_its_own_order() -> None:
    """A run that goes back in time gives the same places at the same instants as the forward one."""
    forward = three_hours()
    backward = ensemble(START + HOURS[::-1], np.array(forward.x)[::-1], np.array(forward.y)[::-1])
    for after in (0, 900, 3600, 5000, 7200):
        assert cloud_at(backward, START + after).x == pytest.approx(cloud_at(forward, START + after).x)


def test_what_strands_stays_in_the_cloud_and_is_counted() -> None:
    """People on a beach are somewhere: they count, and their share is said."""
    cloud = cloud_at(
        three_hours([[1, 1], [2, 1], [2, 1]]),
        START + 5400,
    )
    assert cloud.x == pytest.approx([1000.0, 2000.0])
    assert cloud.aground == pytest.approx(0.5)


@pytest.mark.parametrize("gap", [Status.NO_CURRENT, Status.NO_WIND])
def test_what_has_no_forcing_is_left_out_and_its_share_said(gap: Status) -> None:
    """A gap is no place: the rest is the cloud, and half is missing."""
    cloud = cloud_at(three_hours([[1, 1], [1, int(gap)], [1, int(gap)]]), START + 1800)
    assert cloud.x == pytest.approx([500.0])
    assert cloud.weight == pytest.approx([1.0])
    assert cloud.missing == pytest.approx(0.5)


def test_what_has_not_started_waits_until_its_output_time() -> None:
    """A datum later than the instant is no part of the cloud yet."""
    run = three_hours([[1, 0], [1, 1], [1, 1]])
    assert cloud_at(run, START + 1800).waiting == pytest.approx(0.5)
    assert cloud_at(run, START + 3600).waiting == 0


def test_nothing_left_is_a_sentence_not_an_empty_picture() -> None:
    """Where every particle is lost the fault says how many and why."""
    with pytest.raises(NoPlaceKnown, match="100% had no currents or no wind"):
        cloud_at(three_hours([[1, 1], [3, 3], [3, 3]]), START + 3600)


@pytest.mark.parametrize("when", [START - 1, START + 7201])
def test_an_instant_outside_the_run_is_refused(when: float) -> None:
    """The refusal names the run's own first and last minute."""
    with pytest.raises(OutsideRun, match="2023-11-14 22:20 UTC to 2023-11-15 00:20 UTC"):
        cloud_at(three_hours(), when)


def test_a_scenario_is_asked_for_by_its_key() -> None:
    """One scenario's cloud has its particles alone, and an unknown key is refused with those there are."""
    run = parting_run()
    assert len(cloud_at(run, START, scenario="afloat").x) == 750
    with pytest.raises(NoSuchScenario, match="called sunk") as refused:
        cloud_at(run, START, scenario="sunk")
    assert refused.value.advice() == "It has: afloat, swamps."


def test_people_and_craft_are_each_the_whole_of_the_probability() -> None:
    """Boats with the people, or boats with the hulls: either way it comes to 1."""
    run = parting_run()
    for sought in Sought:
        assert cloud_at(run, START + 3600, sought).weight.sum() == pytest.approx(1.0)


def test_people_part_from_the_hull_only_after_it_failed() -> None:
    """Half of the boats fail after four hours; until then nobody has parted."""
    run = parting_run(share=0.5)
    assert parting(run, START + 4 * 3600) is None
    apart = parting(run, START + 8 * 3600)
    assert apart is not None
    assert apart.share == pytest.approx(0.5)
    moved = np.subtract(apart.hull, apart.people)
    assert moved == pytest.approx([0.5 * 4 * 3600, 0.6 * 4 * 3600], rel=1e-3)


def test_the_start_is_where_particles_first_are() -> None:
    """A particle that starts later counts with its own first place."""
    x = np.array([[0.0, np.nan], [100.0, 4000.0]])
    run = ensemble(START + HOURS[:2], x, 0 * x, status=np.array([[1, 0], [1, 1]], np.uint8))
    assert start_of(run)[0] == pytest.approx(2000.0)


@given(hours=st.integers(1, 96), most=st.integers(1, 8))
def test_moments_end_with_the_run_and_are_never_too_many(hours: int, most: int) -> None:
    """The instants shown rise, stay within the run, and the last is its end."""
    run = drifting(2, hours)
    shown = moments(run, most)
    assert 1 <= len(shown) <= most + 1
    assert shown[-1] == run.times[-1]
    assert all(earlier < later for earlier, later in pairwise(shown))
    assert shown[0] > run.times[0]


@given(share=st.floats(0.0, 1.0))
def test_the_radius_holds_its_share(share: float) -> None:
    """As many of the particles are within the radius as were asked for, to one particle."""
    cloud = cloud_at(drifting(400, 1), START)
    radius = cloud.radius(0.0, 0.0, share)
    inside = np.hypot(cloud.x, cloud.y) <= radius * 1.0000001
    assert share - 1e-9 <= cloud.weight[inside].sum() <= share + 1.5 / 400
