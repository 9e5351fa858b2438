"""The three sounds: what causes them, what they are called, and what makes them cease."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from logs import MINUTE, START, Log, aboard, danger, taken_off
from test_duties import as_ours, at, tried, two_desks
from test_fold import a_night, picture_of

from ashore.model.bodies import ActUndone, AlarmAcknowledged, CaseReopened, ReminderSet, RequestMade
from ashore.picture import Picture, board
from ashore.picture.alarms import Alarm, alarms, sounding
from ashore.picture.books import Books


def heard(log: Log, alarm: str) -> None:
    log.write("alarm.acknowledged", AlarmAcknowledged(alarm=alarm))


def rings(picture: Picture, minute: float) -> list[Alarm]:
    return list(alarms(picture, board(picture, Books(), at(minute).ms)))


def names(log: Log, minute: float, sound: str) -> list[str]:
    return [alarm.id for alarm in rings(picture_of(log), minute) if alarm.sound == sound]


def distress() -> Log:
    log = Log()
    log.case("a")
    log.report("r", danger("sinking"))
    log.link("north/phone/r#0", "a")
    return log


def test_a_new_distress_sounds_until_somebody_hears_it() -> None:
    """A case in distress sounds once; acknowledged, it is silent and stays on the board."""
    log = distress()
    [name] = names(log, 1, "distress")
    heard(log, name)

    assert names(log, 1, "distress") == []
    assert len(board(picture_of(log), Books(), at(1).ms).rows) == 1


def test_an_alarm_says_since_when() -> None:
    """A distress began when it was first said, or when an officer said that it is one."""
    log = distress()
    log.report("r2", danger("capsized"), minute=2)
    log.link("north/phone/r2#0", "a")
    log.case("b")
    log.report("calm", aboard(3), minute=1)
    log.link("north/phone/calm#0", "b")
    raised = log.phase("b", "distress")

    assert {alarm.case: alarm.since for alarm in rings(picture_of(log), 3)} == {
        "a": START,
        "b": raised.wall_ms,
    }


def test_a_further_step_of_silence_sounds_anew() -> None:
    """Silence that goes on is another alarm each fifteen minutes, and says which one it was before."""
    log = distress()
    first = [alarm for alarm in rings(picture_of(log), 16) if alarm.id.startswith("silent:")]
    heard(log, first[0].id)
    quiet = names(log, 29, "silent")
    [again] = [alarm for alarm in rings(picture_of(log), 31) if alarm.id.startswith("silent:")]

    assert len(first) == 1
    assert not [name for name in quiet if name.startswith("silent:")]
    assert again.steps == (first[0].id,)


def test_silence_after_an_answer_is_a_new_silence() -> None:
    """Once they answered, the next silence sounds though the one before it was acknowledged."""
    log = distress()
    heard(log, names(log, 16, "silent")[-1])
    tried(log, "answered", 17)
    assert not [name for name in names(log, 20, "silent") if name.startswith("silent:")]

    assert [name for name in names(log, 33, "silent") if name.startswith("silent:")]


def test_a_mention_heard_in_no_case_does_not_sound_again_in_one() -> None:
    """A distress call sounds while it belongs to no case; heard, the case that is opened for it sounds no more."""
    log = Log()
    log.report("r", danger("sinking"))
    assert names(log, 1, "distress") == ["distress:north/phone/r#0"]
    heard(log, "distress:north/phone/r#0")
    log.case("a")
    log.link("north/phone/r#0", "a")

    assert names(log, 1, "distress") == []


def test_a_mention_linked_to_a_case_that_was_heard_is_silent() -> None:
    """A second distress call, linked to a boat already known in distress, is no new distress."""
    log = distress()
    heard(log, names(log, 1, "distress")[0])
    log.report("r2", danger("capsized"), minute=2)
    assert names(log, 3, "distress") == ["distress:north/phone/r2#0"]
    log.link("north/phone/r2#0", "a")

    assert names(log, 3, "distress") == []


def test_a_reopened_case_sounds() -> None:
    """A case that was ended and is open again in distress is a new distress, though it was heard before."""
    log = distress()
    heard(log, names(log, 1, "distress")[0])
    ended = log.end("a")
    log.write("case.reopened", CaseReopened(case="a"), replaces=(ended.id,))

    assert len(names(log, 1, "distress")) == 1


def test_an_ending_that_was_undone_sounds_nothing() -> None:
    """An ending taken back at once by whoever made it never was: what was heard stays heard."""
    log = distress()
    heard(log, names(log, 1, "distress")[0])
    ended = log.end("a")
    log.write("act.undone", ActUndone(act="case.ended"), replaces=(ended.id,))

    assert picture_of(log).case("a").ended is None
    assert picture_of(log).case("a").was_ended == ()
    assert names(log, 1, "distress") == []


def test_distress_after_an_officer_lowered_it_is_new() -> None:
    """A boat that was held safe and calls in distress again sounds again."""
    log = distress()
    heard(log, names(log, 1, "distress")[0])
    log.phase("a", "alert")
    assert names(log, 2, "distress") == []
    log.report("r2", danger("sinking"), minute=9)
    log.link("north/phone/r2#0", "a")

    assert len(names(log, 9, "distress")) == 1


def test_a_call_after_the_rescue_is_the_gravest_and_sounds_on_an_ended_case_too() -> None:
    """A caller who speaks after people were taken off comes before every other sound."""
    log = distress()
    log.report("off", taken_off(30), minute=20, role="unit", unit="lifeboat", channel="vhf")
    log.link("north/vhf/off#0", "a")
    log.end("a")
    log.report("after", aboard(3), minute=60)
    log.link("north/phone/after#0", "a")
    log.case("b")
    log.report("b", danger("sinking"), minute=60)
    log.link("north/phone/b#0", "b")

    assert [alarm.sound for alarm in rings(picture_of(log), 61)] == ["after", "distress"]
    heard(log, "after:a:north/phone/after#0")
    assert names(log, 61, "after") == []


def test_a_call_linked_to_a_boat_whose_search_was_suspended_sounds() -> None:
    """Nobody was taken off, the search was suspended, and they call: linking the call does not silence it."""
    log = distress()
    log.end("a")
    log.report("known", danger("sinking"), minute=-5)
    log.link("north/phone/known#0", "a")
    assert names(log, 60, "after") == []
    log.report("after", danger("cold"), minute=30)
    log.link("north/phone/after#0", "a")

    assert names(log, 60, "after") == ["after:a:north/phone/after#0"]


@pytest.mark.parametrize("role", ["aboard", "relative", "hotline", None])
@pytest.mark.parametrize("standing", ["linked", "proposed"])
def test_whoever_calls_for_a_boat_after_its_rescue_sounds(role: str | None, standing: str) -> None:
    """A mother or a hotline who calls for them sounds as they do themselves, linked or only proposed."""
    log = distress()
    log.report("off", taken_off(30, all_off="yes"), minute=20, role="unit", unit="lifeboat", channel="vhf")
    log.link("north/vhf/off#0", "a")
    log.report("after", danger("cold"), minute=60, role=role)
    log.link("north/phone/after#0", "a", standing=standing)

    assert names(log, 61, "after") == ["after:a:north/phone/after#0"]


def test_what_a_unit_says_after_the_rescue_sounds_nothing() -> None:
    """Nobody calls for help by telling that people were landed."""
    log = distress()
    log.report("off", taken_off(30, all_off="yes"), minute=20, role="unit", unit="lifeboat", channel="vhf")
    log.link("north/vhf/off#0", "a")
    log.report("said", aboard(30), minute=40, role="unit", unit="lifeboat", channel="vhf")
    log.link("north/vhf/said#0", "a")

    assert names(log, 61, "after") == []


def test_a_call_sounds_for_two_days_after_the_ending_however_long_after_the_rescue() -> None:
    """The search was ended long after somebody was taken off; the 48 hours are the ending's."""
    log = distress()
    log.report("off", taken_off(30), minute=-50 * 60, role="unit", unit="lifeboat", channel="vhf")
    log.link("north/vhf/off#0", "a")
    log.end("a")
    for name, hours in (("after", 47), ("next-week", 49)):
        log.report(name, aboard(3), minute=hours * 60)
        log.link(f"north/phone/{name}#0", "a")

    assert names(log, 60 * 60, "after") == ["after:a:north/phone/after#0"]


def test_a_distress_that_is_only_proposed_for_a_boat_sounds_and_is_called_back() -> None:
    """To hold a cry for perhaps another boat's takes it off no list before somebody heard and answered it."""
    log = distress()
    heard(log, names(log, 1, "distress")[0])
    log.case("b")
    log.report("r2", danger("capsized"), minute=2)
    log.link("north/phone/r2#0", "a", standing="proposed")
    log.link("north/phone/r2#0", "b", standing="proposed")
    shown = board(picture_of(log), Books(), at(3).ms)

    assert [(alarm.id, alarm.case) for alarm in rings(picture_of(log), 3)] == [
        ("distress:north/phone/r2#0", "a")
    ]
    assert [call.mention for call in shown.calls if call.mention] == ["north/phone/r2#0"]


def test_what_is_overdue_sounds_once_for_each_due() -> None:
    """An unanswered request, a reminder and a call that is due sound when their minute comes, and not before."""
    log = distress()
    asked = log.write("request.made", RequestMade(to="south", asks="x", due=at(12), case="a"))
    reminder = log.write("reminder.set", ReminderSet(due=at(13), reason="tide"))

    assert names(log, 9, "silent") == []
    assert names(log, 13, "silent") == [
        f"overdue:a@{at(10).ms}",
        f"overdue:{asked.id}",
        f"overdue:{reminder.id}",
    ]
    heard(log, f"overdue:a@{at(10).ms}")
    tried(log, "no_answer", 13)
    assert f"overdue:a@{at(18).ms}" in names(log, 18, "silent")


def test_news_of_a_distress_sounds_nothing() -> None:
    """A newspaper's report of a sinking waits for a case and calls nobody at night; a cry on a public page does."""
    log = Log()
    log.report("paper", danger("sinking"), channel="article", role="public")
    log.report("cry", danger("sinking"), channel="post", role="public")

    assert names(log, 1, "distress") == ["distress:north/post/cry#0"]


def test_another_desk_hears_no_alarm_of_ours() -> None:
    """An imported acknowledgement, or an ending of theirs taken back, silences and sounds nothing here."""
    ours, theirs = two_desks()
    before = rings(as_ours(ours), 16)
    for alarm in before:
        heard(theirs, alarm.id)
    ended = theirs.end("a")
    theirs.write("case.reopened", CaseReopened(case="a"), replaces=(ended.id,))

    assert rings(as_ours(ours, theirs), 16) == before
    assert {alarm.id.partition(":")[0] for alarm in before} == {"distress", "silent", "overdue"}


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 200), st.randoms(use_true_random=False))
def test_alarms_have_the_same_names_in_any_order_of_arrival(
    seed: int, minute: int, rng: random.Random
) -> None:
    """What sounds, and what it is called, is a function of the entries and the instant."""
    logs = a_night(seed, 16)
    picture = Picture(["ours"])
    picture.extend(held for log in logs for held in log.entries)
    for alarm in rings(picture, minute)[::2]:
        heard(logs[0], alarm.id)
    entries = [held for log in logs for held in log.entries]
    whole, shuffled = Picture(["ours"]), Picture(["ours"])
    whole.extend(entries)
    rng.shuffle(entries)
    shuffled.extend(entries)
    sounds = list(sounding(whole, board(whole, Books(), START + minute * MINUTE)))

    assert rings(whole, minute) == rings(shuffled, minute)
    assert len({alarm.id for alarm in sounds}) == len(sounds)
