"""The picture is what the entries say, in whatever order they came."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from logs import MINUTE, START, Log, aboard, danger, taken_off

from ashore.ledger.codec import NotUnderstood
from ashore.model.bodies import CaseEnded, CaseLabelled, LogOpened, SamePhone
from ashore.picture import Picture, board, find_cases
from ashore.picture.books import Books
from ashore.picture.conflicts import conflicts
from ashore.picture.fingerprint import book_bytes, fingerprint


def picture_of(*logs: Log) -> Picture:
    picture = Picture()
    for log in logs:
        picture.extend(log.entries)
    return picture


def a_night(seed: int, steps: int, logs: tuple[str, ...] = ("ours", "theirs")) -> list[Log]:
    """Return logs of several desks that act on the same cases at random, replacing and contradicting."""
    rng = random.Random(seed)
    made = [Log(name=name) for name in logs]
    cases = [f"case-{number}" for number in range(3)]
    for case in cases:
        made[0].case(case)
    reports: list[str] = []
    for step in range(steps):
        log = rng.choice(made)
        earlier = tuple(
            held.id
            for held in rng.sample(log.entries, min(len(log.entries), 2))
            if held.type in ("mention.linked", "cases.compared", "phase.set", "claim.set_aside")
        )
        match rng.randrange(10):
            case 0 | 1 | 2:
                mention = rng.choice(
                    [aboard(rng.randrange(1, 6)), taken_off(rng.randrange(1, 6)), danger("sinking")]
                )
                relates = ()
                if reports and rng.random() < 0.3:
                    relates = ((rng.choice(["corrects", "withdraws", "repeats"]), rng.choice(reports)),)
                reports.append(f"r{step}")
                log.report(f"r{step}", mention, minute=rng.randrange(60), relates=relates)
            case 3 | 4 | 5 if reports:
                log.link(
                    f"north/phone/{rng.choice(reports)}#0",
                    *rng.sample(cases, rng.choice([1, 1, 2])),
                    standing=rng.choice(["linked", "linked", "proposed", "apart"]),
                    replaces=tuple(e for e in earlier if rng.random() < 0.5),
                )
            case 6:
                log.compare(*rng.sample(cases, 2), rng.choice(["same", "perhaps", "apart"]), replaces=earlier)
            case 7:
                log.phase(
                    rng.choice(cases), rng.choice(["uncertainty", "alert", "distress"]), replaces=earlier
                )
            case 8 if len(reports) > 1:
                one, other = (f"north/phone/{name}" for name in rng.sample(reports, 2))
                log.write("advice.same_phone", SamePhone(report=one, same_as=(other,)))
            case _ if reports:
                log.aside(f"north/phone/{rng.choice(reports)}#0", "*")
    return made


@pytest.mark.parametrize("seed", range(6))
def test_any_order_of_arrival_gives_the_same_bytes(seed: int) -> None:
    """The book of a night is byte-equal whatever order the entries of its logs came in."""
    entries = [held for log in a_night(seed, 18) for held in log.entries]
    expected = book_bytes(_added(entries))
    rng = random.Random(seed)

    for _ in range(4):
        rng.shuffle(entries)

        assert expected == book_bytes(_added(entries))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.randoms(use_true_random=False))
def test_looking_between_arrivals_changes_nothing(seed: int, rng: random.Random) -> None:
    """A picture that was looked at after every entry ends as one that never was."""
    entries = [held for log in a_night(seed, 12) for held in log.entries]
    rng.shuffle(entries)
    looked = Picture()
    for held in entries:
        looked.add(held)
        looked.all_cases()
        looked.loose()

    assert fingerprint(_added(entries)) == fingerprint(looked)


def test_the_same_entry_twice_is_one_entry() -> None:
    """An entry that arrives again changes nothing."""
    [ours, theirs] = a_night(1, 10)
    picture = picture_of(ours, theirs)
    before = fingerprint(picture)
    picture.extend(ours.entries)

    assert before == fingerprint(picture)


def test_a_late_entry_refolds_only_the_case_it_touches() -> None:
    """When a report of one case comes late, no other case's facts are made again."""
    log = Log()
    for number in range(5):
        log.case(f"case-{number}")
        log.report(f"r{number}", aboard(10), minute=number)
        log.link(f"north/phone/r{number}#0", f"case-{number}")
    picture = picture_of(log)
    picture.all_cases()
    before = picture.refolds
    log.report("late", taken_off(10), minute=30, role="unit", relates=(("answers", "r3"),))
    log.link("north/phone/late#0", "case-3")
    picture.extend(log.entries)
    picture.all_cases()

    assert picture.refolds == before + 1


def test_two_links_that_nobody_replaced_are_a_conflict() -> None:
    """Two desks that link one mention to different cases are shown to disagree; neither wins."""
    ours, theirs = Log(name="ours"), Log(name="theirs")
    ours.case("a")
    ours.case("b")
    ours.report("r", aboard(12))
    ours.link("north/phone/r#0", "a")
    theirs.link("north/phone/r#0", "b")
    picture = picture_of(ours, theirs)

    assert [conflict.about for conflict in conflicts(picture, picture.case("a"))] == ["links"]
    assert [conflict.about for conflict in conflicts(picture, picture.case("b"))] == ["links"]


def test_joined_by_one_desk_and_parted_by_another_is_a_conflict() -> None:
    """Cases that one desk calls the same and another apart are in conflict until somebody settles it."""
    ours, theirs = Log(name="ours"), Log(name="theirs")
    ours.case("a")
    ours.case("b")
    ours.compare("a", "b", "same")
    theirs.compare("a", "b", "apart")
    picture = picture_of(ours, theirs)

    assert [conflict.about for conflict in conflicts(picture, picture.case("a"))] == ["sameness"]


def test_a_retracted_link_leaves_the_mention_without_a_case() -> None:
    """Taking a link back puts the mention among those that belong to no case."""
    log = Log()
    log.case("a")
    log.report("r", aboard(12))
    link = log.link("north/phone/r#0", "a")
    log.retract(link.id)
    picture = picture_of(log)

    assert picture.case("a").mentions == ()
    assert [facts.id for facts in board(picture, Books(), START).unlinked] == ["north/phone/r#0"]


def test_a_correction_by_another_channel_takes_over_the_link() -> None:
    """A report that corrects another stands in its case, and the corrected one no longer counts."""
    log = Log()
    log.case("a")
    log.report("r", aboard(12))
    log.link("north/phone/r#0", "a")
    log.report("r2", aboard(14), channel="email", minute=5, relates=(("corrects", "r"),))
    picture = picture_of(log)

    assert [facts.id for facts in picture.case("a").mentions] == ["north/email/r2#0"]


def test_a_withdrawn_report_keeps_the_phase_it_called_for() -> None:
    """Withdrawing a distress call takes its counts out and leaves the phase to an officer."""
    log = Log()
    log.case("a")
    log.report("r", danger("sinking"))
    log.link("north/phone/r#0", "a")
    log.report("r2", minute=4, relates=(("withdraws", "r"),))
    picture = picture_of(log)

    assert picture.case("a").mentions == ()
    assert picture.case("a").phase == "distress"


def test_an_officer_lowers_a_phase_and_a_later_fact_raises_it() -> None:
    """Only an officer's act lowers a phase, and what is known afterwards raises it again."""
    log = Log()
    log.case("a")
    log.report("r", danger("sinking"))
    log.link("north/phone/r#0", "a")
    log.phase("a", "uncertainty")
    lowered = picture_of(log).case("a").phase
    log.report("r2", danger("capsized"), minute=9)
    log.link("north/phone/r2#0", "a")

    assert lowered == "uncertainty"
    assert picture_of(log).case("a").phase == "distress"


def test_a_view_from_the_air_never_lowers_a_phase() -> None:
    """An aircraft that sees no distress leaves a case in distress."""
    log = Log()
    log.case("a")
    log.report("r", danger("taking_water"))
    log.link("north/phone/r#0", "a")
    log.report("seen", danger("none_stated"), minute=3, channel="sighting", role="unit", unit="aircraft")
    log.link("north/sighting/seen#0", "a")

    assert picture_of(log).case("a").phase == "distress"


@pytest.mark.parametrize(
    ("word", "minutes", "phase", "raised"),
    [
        ("sinking", 14, "distress", 0),
        ("sinking", 15, "distress", 1),
        ("sinking", 46, "distress", 3),
        ("no_fuel", 29, "alert", 0),
        ("no_fuel", 30, "distress", 1),
        ("no_fuel", 45, "distress", 2),
    ],
)
def test_silence_raises_priority_when_looked_at(word: str, minutes: int, phase: str, raised: int) -> None:
    """After 15 minutes of silence in distress and 30 in alert the priority rises, and no entry is written."""
    log = Log()
    log.case("a")
    log.report("r", danger(word))
    log.link("north/phone/r#0", "a")
    picture = picture_of(log)
    [row] = board(picture, Books(), START + minutes * MINUTE).rows

    assert (phase, raised, minutes) == (row.urgency.phase, row.urgency.raised, row.urgency.silent_min)


def test_a_report_dated_ahead_of_the_clock_does_not_quiet_the_silence() -> None:
    """A slip of the year in one report counts for no sign of life until that instant comes."""
    log = Log()
    log.case("a")
    log.report("r", danger("sinking"))
    log.report("slip", danger("sinking"), minute=500_000)
    for name in ("r", "slip"):
        log.link(f"north/phone/{name}#0", "a")
    [row] = board(picture_of(log), Books(), START + 20 * MINUTE).rows

    assert (row.urgency.silent_min, row.urgency.raised) == (20, 1)


def test_a_case_of_reports_dated_ahead_alone_is_silent_since_it_was_opened() -> None:
    """Even where every report is dated ahead, silence is counted from when the desk knew of the case."""
    log = Log()
    log.case("a")
    log.report("slip", danger("sinking"), minute=500_000)
    log.link("north/phone/slip#0", "a")
    [row] = board(picture_of(log), Books(), START + 20 * MINUTE).rows

    assert (row.urgency.silent_min, row.urgency.raised) == (None, 1)


def test_silence_after_everybody_is_off_is_normal() -> None:
    """A case whose people are all accounted for does not rise for being silent."""
    log = Log()
    log.case("a")
    log.report("r", aboard(12))
    log.link("north/phone/r#0", "a")
    log.report("off", taken_off(12, all_off="yes"), minute=20, role="unit", unit="lifeboat", channel="vhf")
    log.link("north/vhf/off#0", "a")
    [row] = board(picture_of(log), Books(), START + 600 * MINUTE).rows

    assert row.urgency.raised == 0


def test_a_call_after_the_rescue_is_on_the_row() -> None:
    """A caller who speaks after people were taken off that boat is shown; one heard late is not."""
    log = Log()
    log.case("a")
    log.report("off", taken_off(30), minute=20, role="unit", unit="lifeboat", channel="vhf")
    log.link("north/vhf/off#0", "a")
    log.report("late", aboard(30), minute=40, said_minute=10)
    log.link("north/phone/late#0", "a")
    log.report("after", aboard(3), minute=60)
    log.link("north/phone/after#0", "a")
    [row] = board(picture_of(log), Books(), START + 60 * MINUTE).rows

    assert [mention.id for mention in row.called_after] == ["north/phone/after#0"]


def test_a_call_from_the_boats_phone_sounds_after_the_ending_though_nobody_linked_it() -> None:
    """For 48 hours a call in no case from a phone of an ended case stands on that case; then it is a new night."""
    log = Log()
    log.case("a")
    log.report("first", aboard(30))
    log.link("north/phone/first#0", "a")
    log.report("off", taken_off(30), minute=20, role="unit", unit="lifeboat", channel="vhf")
    log.link("north/vhf/off#0", "a")
    log.end("a")
    for name, minute in (("after", 60), ("next-week", 60 * 24 * 7)):
        log.report(name, aboard(3), minute=minute)
        log.write(
            "advice.same_phone", SamePhone(report=f"north/phone/{name}", same_as=("north/phone/first",))
        )
    shown = board(picture_of(log), Books(), START + 60 * 24 * 8 * MINUTE)
    [row] = shown.ended

    assert [mention.id for mention in row.called_after] == ["north/phone/after#0"]
    assert len(shown.unlinked) == 2


def test_another_desks_ending_leaves_the_case_open_here() -> None:
    """Status is kept per desk: a case is open while any desk that held it has it open."""
    ours, theirs = Log(name="ours"), Log(name="theirs")
    ours.case("a")
    theirs.end("a")
    open_here = picture_of(ours, theirs).case("a").ended
    ours.end("a")

    assert open_here is None
    assert picture_of(ours, theirs).case("a").ended is not None


def test_a_program_ends_nothing() -> None:
    """An ending signed by a program's account, however it got into a log, is no ending."""
    log = Log()
    log.case("a")
    log.write("case.ended", CaseEnded(case="a", how="accounted", reason=""), role="machine")

    assert picture_of(log).case("a").ended is None


def test_a_restored_desk_is_the_same_desk() -> None:
    """A case opened in a log that was lost and ended in the one that goes on from it is ended."""
    old, new = Log(name="old"), Log(name="new")
    opened = LogOpened(public_key="aa", desk="north", stream="ops", kind="live")
    old.write("log.opened", opened)
    old.case("a")
    new.write("log.opened", replace(opened, predecessor="old"))
    new.end("a")
    picture = picture_of(old)
    assert picture.case("a").ended is None
    picture.extend(reversed(new.entries))

    assert picture.case("a").ended is not None


def test_a_letter_that_two_cases_carry_finds_both() -> None:
    """Labels collide, and one search finds every case that carries the letter, its id or its report."""
    log = Log()
    for case in ("c-1", "c-2"):
        log.case(case)
    log.write("case.labelled", CaseLabelled(case="c-1", label="Charlie"))
    log.write("case.labelled", CaseLabelled(case="c-2", label="Charlie", given_by="south"))
    log.report("n-114", aboard(3))
    log.link("north/phone/n-114#0", "c-2")
    picture = picture_of(log)

    assert find_cases(picture, "charlie") == ["c-1", "c-2"]
    assert find_cases(picture, "N-114") == ["c-2"]
    assert find_cases(picture, "c-1") == ["c-1"]


def test_as_of_a_date_forgets_what_was_said_later() -> None:
    """The picture as known at an instant holds the reports received by then and our decisions about them."""
    log = Log()
    log.case("a")
    log.report("first", aboard(20), minute=0)
    log.report("second", aboard(22), minute=120)
    log.link("north/phone/first#0", "a")
    log.link("north/phone/second#0", "a")
    then = picture_of(log).as_of(known=START + 60 * MINUTE)

    assert [facts.id for facts in then.case("a").mentions] == ["north/phone/first#0"]


def test_an_unknown_type_is_kept_and_shown_as_such() -> None:
    """An entry from a newer desk is held, changes nothing else, and can be listed."""
    log = Log()
    log.case("a")
    held = log.write(
        "weather.noted", NotUnderstood(type="weather.noted", type_v=1, body=b"{}", why="unknown")
    )
    picture = picture_of(log)

    assert {held.id} == picture.not_understood
    assert picture.case("a").id == "a"


def _added(entries: list) -> Picture:
    picture = Picture()
    picture.extend(entries)
    return picture


def test_a_correction_without_a_time_corrects_what_was_true_then() -> None:
    """A caller's number corrected after the rescue is the number before it, and puts nobody back aboard."""
    log = Log()
    log.case("a")
    log.report("r", aboard(40))
    log.link("north/phone/r#0", "a")
    log.report("off", taken_off(33, all_off="yes"), minute=20, role="unit", unit="lifeboat", channel="vhf")
    log.link("north/vhf/off#0", "a")
    log.report("r2", aboard(36), minute=60, relates=(("corrects", "r"),))
    [row] = board(picture_of(log), Books(), START + 90 * MINUTE).rows

    assert (row.still_out.low, row.still_out.high) == (0, 3)


def test_reports_of_one_phone_are_together_whichever_two_were_noted() -> None:
    """Each report names one other of its number; whoever looks finds them all, in any order of the entries."""
    log = Log()
    for name in ("a", "b", "c", "d"):
        log.report(name, aboard(3))
    for one, other in (("c", "d"), ("b", "a"), ("d", "b")):
        log.write(
            "advice.same_phone", SamePhone(report=f"north/phone/{one}", same_as=(f"north/phone/{other}",))
        )
    for entries in (log.entries, list(reversed(log.entries))):
        picture = Picture()
        picture.extend(entries)
        assert picture.same_phone("north/phone/a") == {f"north/phone/{name}" for name in "bcd"}
        assert picture.same_phone("north/phone/x") == set()
