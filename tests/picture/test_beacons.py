"""A beacon's alert in the picture: distress by itself, until the message says otherwise, and nobody heard alive."""

from __future__ import annotations

import pytest
from logs import START, Log, aboard

from ashore.model.report import Mention, Position
from ashore.picture import Picture

PLACED = Mention(positions=(Position(lat="51.02", lon="1.53", how="beacon"),))


def picture_of(log: Log) -> Picture:
    picture = Picture()
    picture.extend(log.entries)
    return picture


def alerted(*mentions: Mention, channel: str = "sarsat") -> Log:
    log = Log()
    log.case("a")
    for index, mention in enumerate(mentions):
        log.report(f"s{index}", mention, channel=channel, role=None, minute=index)
        log.link(f"north/{channel}/s{index}#0", "a")
    return log


@pytest.mark.parametrize("mention", [PLACED, Mention()])
def test_a_beacons_alert_stands_at_distress(mention: Mention) -> None:
    """With a place or without one: a beacon is switched on in distress and for nothing else."""
    assert picture_of(alerted(mention)).case("a").phase == "distress"


def test_a_test_that_came_as_a_note_calls_for_nothing() -> None:
    """Intake puts what calls itself a test on another channel."""
    log = alerted(Mention(danger=("none_stated",)), channel="note")
    assert picture_of(log).case("a").phase == "uncertainty"


def test_a_cancellation_raises_no_phase_and_lowers_none() -> None:
    """What a beacon's user takes back is for an officer to weigh."""
    cancelled = Mention(danger=("none_stated",))
    assert picture_of(alerted(cancelled)).case("a").phase == "uncertainty"
    assert picture_of(alerted(PLACED, cancelled)).case("a").phase == "distress"


def test_a_beacon_that_goes_on_sending_is_no_sign_of_life() -> None:
    """It floats free and sends for days; silence is counted from the last that somebody was heard."""
    log = Log()
    log.case("a")
    log.report("p0", aboard(20))
    log.link("north/phone/p0#0", "a")
    log.report("s0", PLACED, channel="sarsat", role=None, minute=40)
    log.link("north/sarsat/s0#0", "a")
    assert picture_of(log).case("a").last_sign_of_life == START
    assert picture_of(alerted(PLACED)).case("a").last_sign_of_life is None
