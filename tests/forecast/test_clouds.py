"""Clouds are made beside the desk, one at a time, and a page shows the last one until a newer one is there."""

from __future__ import annotations

import threading

import pytest
from clouds_made import cloud_of, ordered

from ashore.forecast.cloud import Cloud, Order
from ashore.forecast.clouds import MOST_HELD, Cancelled, Clouds, Overtaken
from ashore.forecast.faults import ForecastBroke, NoDrift


def test_an_order_is_known_by_what_it_rests_on() -> None:
    """The same case in the same half hour is the same cloud with the same seed; a later half hour is another."""
    assert ordered(50).fingerprint == ordered(60).fingerprint != ordered(61).fingerprint
    assert ordered(50).seed == ordered(60).seed


def test_the_first_asking_gives_nothing_and_has_it_made() -> None:
    """A page never waits; whoever waits gets the cloud of that order."""
    clouds = Clouds(lambda order, cancelled: cloud_of(order))
    first = clouds.ask(ordered())

    assert first.cloud is None
    assert first.making
    assert clouds.wait(ordered(), 10).cloud is not None
    assert not clouds.ask(ordered()).making
    clouds.close()


def test_the_old_cloud_is_shown_while_a_newer_one_is_made() -> None:
    """What is shown is old and says so, and is replaced when the newer one is done."""
    go_on = threading.Event()

    def make(order: Order, cancelled: Cancelled) -> Cloud:
        if order.fingerprint != ordered(10).fingerprint:
            assert go_on.wait(10)
        return cloud_of(order)

    clouds = Clouds(make)
    clouds.wait(ordered(10), 10)
    meanwhile = clouds.ask(ordered(120))
    go_on.set()
    after = clouds.wait(ordered(120), 10)
    clouds.close()

    assert meanwhile.making
    assert meanwhile.cloud is not None
    assert meanwhile.cloud.order.fingerprint == ordered(10).fingerprint
    assert after.cloud is not None
    assert after.cloud.order.fingerprint == ordered(120).fingerprint


def test_an_order_that_was_overtaken_is_cancelled_where_it_stands() -> None:
    """The run is told that nobody waits for it, and its cloud never shows."""
    started, stopped = threading.Event(), threading.Event()

    def make(order: Order, cancelled: Cancelled) -> Cloud:
        if order.fingerprint == ordered(10).fingerprint:
            started.set()
            while not cancelled():
                pass
            stopped.set()
            raise Overtaken
        return cloud_of(order)

    clouds = Clouds(make)
    clouds.ask(ordered(10))
    assert started.wait(10)
    newer = clouds.wait(ordered(120), 10)
    clouds.close()

    assert stopped.is_set()
    assert newer.cloud is not None
    assert newer.cloud.order.fingerprint == ordered(120).fingerprint


@pytest.mark.parametrize("failure", [NoDrift(), ZeroDivisionError("in the engine")])
def test_a_failure_is_kept_as_a_sentence_and_ends_no_later_forecast(failure: Exception) -> None:
    """What the engine refuses, and what nobody foresaw, stands on the page; the next case is made all the same."""

    def make(order: Order, cancelled: Cancelled) -> Cloud:
        if order.plan.case == "c-bad":
            raise failure
        return cloud_of(order)

    clouds = Clouds(make)
    failed = clouds.wait(ordered(case="c-bad"), 10)
    good = clouds.wait(ordered(), 10)
    clouds.close()

    assert isinstance(failed.failed, NoDrift | ForecastBroke)
    assert failed.cloud is None
    assert not failed.making
    assert good.cloud is not None


def test_a_picture_is_held_only_under_its_own_fingerprint() -> None:
    """An old address never shows a new cloud."""
    clouds = Clouds(lambda order, cancelled: cloud_of(order))
    order = ordered()
    clouds.wait(order, 10)
    clouds.close()

    assert clouds.held(order.plan.case, order.fingerprint) is not None
    assert clouds.held(order.plan.case, "0" * 64) is None
    assert clouds.held("c-other", order.fingerprint) is None


def test_the_case_nobody_asked_for_longest_is_forgotten_first() -> None:
    """Memory is bounded: what is asked for again is made again."""
    clouds = Clouds(lambda order, cancelled: cloud_of(order))
    orders = [ordered(case=f"c-{number}") for number in range(MOST_HELD + 1)]
    for order in orders:
        clouds.ask(order)
    clouds.wait(orders[-1], 10)
    clouds.close()

    assert clouds.held("c-0", orders[0].fingerprint) is None
    assert clouds.held("c-1", orders[1].fingerprint) is not None


def test_a_closed_keeper_starts_nothing() -> None:
    """A desk that shuts waits for no forecast."""
    clouds = Clouds(lambda order, cancelled: cloud_of(order))
    clouds.close()

    assert clouds.ask(ordered()).cloud is None


def test_what_failed_is_tried_again_a_minute_later() -> None:
    """A feed's file that was late costs a minute, not half an hour; until then the reason stands."""
    tries: list[int] = []

    def make(order: Order, cancelled: Cancelled) -> Cloud:
        tries.append(order.now)
        if len(tries) == 1:
            raise NoDrift
        return cloud_of(order)

    clouds = Clouds(make)
    first, soon, later = ordered(50), ordered(50.5), ordered(51)
    assert first.fingerprint == soon.fingerprint == later.fingerprint
    assert isinstance(clouds.wait(first, 10).failed, NoDrift)
    assert isinstance(clouds.wait(soon, 10).failed, NoDrift)
    assert isinstance(clouds.ask(later).failed, NoDrift | None)
    after = clouds.wait(later, 10)
    clouds.close()
    assert after.failed is None
    assert after.cloud is not None
    assert tries == [first.now, later.now]
