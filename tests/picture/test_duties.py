"""What the desk awaits: the call-back list, answers, arrivals, reminders and reviews."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from logs import MINUTE, START, Log, aboard, danger, taken_off
from test_fold import a_night, picture_of

from ashore.ledger.codec import NotUnderstood
from ashore.model.bodies import (
    ActUndone,
    CallTried,
    CaseEnded,
    CaseOpened,
    DutyMet,
    EntryRetracted,
    LogOpened,
    ReminderSet,
    RequestMade,
    SitrepField,
    SitrepIssued,
    UnitReported,
    WorryNoted,
)
from ashore.model.report import Mention
from ashore.model.times import Moment, iso
from ashore.picture import Board, Picture, board
from ashore.picture.books import Books
from ashore.picture.duties import Kept, kept
from ashore.picture.fingerprint import book_bytes
from ashore.picture.fold import Held


def at(minute: float) -> Moment:
    ms = START + int(minute * MINUTE)
    return Moment(ms=ms, stated=iso(ms))


def tried(log: Log, outcome: str, minute: float, *, next_minute: float | None = None) -> Held:
    body = CallTried(
        case="a", outcome=outcome, at=at(minute), next_at=None if next_minute is None else at(next_minute)
    )
    return log.write("call.tried", body)


def calling(*mentions: Mention, minute: int = 0) -> Log:
    """Return a log of a case whose boat called."""
    log = Log()
    log.case("a")
    log.report("r", *mentions, minute=minute)
    log.link("north/phone/r#0", "a")
    return log


def seen(log: Log, minute: float) -> Board:
    return board(picture_of(log), Books(), at(minute).ms)


def minutes(board: Board) -> list[tuple[str, float]]:
    return [(call.case or call.mention, (call.due - START) / MINUTE) for call in board.calls]


@pytest.mark.parametrize(
    ("said", "due"), [(danger("sinking"), 10), (danger("no_fuel"), 20), (aboard(3), 20), (Mention(), 3)]
)
def test_a_boat_is_called_again_by_its_phase_and_soon_after_silence(said: Mention, due: int) -> None:
    """Ten minutes in distress, twenty in alert, and three after a call in which nothing was said (B12)."""
    assert minutes(seen(calling(said), 1)) == [("a", due)]


def test_a_call_that_nobody_answers_is_due_in_five_minutes_again_and_again() -> None:
    """Each try in vain counts on from itself, and the list says how often it was tried."""
    log = calling(danger("sinking"))
    tried(log, "no_answer", 10)
    tried(log, "engaged", 16)
    [call] = seen(log, 17).calls

    assert (call.due, call.tried, call.last) == (at(21).ms, 2, at(0).ms)


def test_a_boat_that_answers_starts_anew() -> None:
    """What was tried before is over once somebody aboard spoke, and the silence is over with it."""
    log = calling(danger("sinking"))
    tried(log, "no_answer", 10)
    tried(log, "answered", 14)
    shown = seen(log, 20)
    [row] = shown.rows

    assert [(call.due, call.tried) for call in shown.calls] == [(at(24).ms, 0)]
    assert (row.urgency.silent_min, row.urgency.raised) == (6, 0)
    assert picture_of(log).case("a").last_sign_of_life == START


def test_who_is_answered_in_silence_is_spoken_with() -> None:
    """A silent call is due in three minutes; once they answered, by the rule of the phase."""
    log = calling(Mention())
    tried(log, "answered", 2)

    assert minutes(seen(log, 3)) == [("a", 22)]


def test_a_call_of_theirs_ends_what_was_tried_before() -> None:
    """When the boat itself calls, an agreed time and tries in vain are over."""
    log = calling(danger("sinking"))
    tried(log, "no_answer", 4, next_minute=60)
    log.report("again", danger("sinking"), minute=8)
    log.link("north/phone/again#0", "a")

    assert minutes(seen(log, 9)) == [("a", 18)]


def test_somebody_may_say_when_to_call() -> None:
    """A time said at the last try goes before the rules, whether they answered or not, until the next try."""
    log = calling(danger("sinking"))
    tried(log, "answered", 4, next_minute=7)
    agreed = minutes(seen(log, 5))
    tried(log, "no_answer", 7)

    assert agreed == [("a", 7)]
    assert minutes(seen(log, 8)) == [("a", 12)]


def test_a_try_taken_back_sets_nothing() -> None:
    """A try that was retracted or undone counts for none."""
    for undo in (EntryRetracted(reason="slip"), ActUndone(act="call.tried")):
        log = calling(danger("sinking"))
        wrong = tried(log, "answered", 9)
        log.write("entry.retracted", undo, replaces=(wrong.id,))

        assert minutes(seen(log, 9)) == [("a", 10)]


def test_who_is_ashore_ended_or_no_boat_is_not_called() -> None:
    """A boat with nobody left on it, an ended case and a lorry are on no list; nor is who never telephoned."""
    rescued = calling(aboard(12))
    rescued.report("off", taken_off(12, all_off="yes"), minute=5, role="unit", unit="l", channel="vhf")
    rescued.link("north/vhf/off#0", "a")
    ended = calling(danger("sinking"))
    ended.end("a")
    lorry = Log()
    lorry.case("a", "lorry")
    lorry.report("r", danger("medical"))
    lorry.link("north/phone/r#0", "a")
    seen_only = Log()
    seen_only.case("a")
    seen_only.report("r", aboard(9), channel="sighting", role="unit")
    seen_only.link("north/sighting/r#0", "a")
    relayed = Log()
    relayed.case("a")
    relayed.report("r", danger("sinking"), role="hotline")
    relayed.link("north/phone/r#0", "a")

    for log in (rescued, ended, lorry, seen_only, relayed):
        assert seen(log, 30).calls == ()


def test_a_caller_in_no_case_is_on_the_list() -> None:
    """A telephone call that belongs to no case yet is called back like any other."""
    log = Log()
    log.report("loose", danger("sinking"))
    log.report("mail", danger("sinking"), channel="email")

    assert minutes(seen(log, 4)) == [("north/phone/loose#0", 10)]


def test_a_call_dated_ahead_is_due_as_if_it_came_when_it_was_written() -> None:
    """A slip of the year in a report puts nobody's next call off, in a case or in none."""
    log = calling(danger("sinking"), minute=500_000)
    log.report("loose", Mention(), minute=500_000)
    due = [(call.case, call.due - START) for call in seen(log, 9).calls]

    assert due == [("", 3 * MINUTE + 3_000), ("a", 10 * MINUTE + 1_000)]
    assert due == [(call.case, call.due - START) for call in seen(log, 12).calls]


def test_the_list_is_in_the_order_in_which_calls_are_due() -> None:
    """What was due first comes first; in the same minute the more urgent boat."""
    log = Log()
    for case, said, minute in (
        ("calm", aboard(3), 0),
        ("late", danger("sinking"), 14),
        ("grave", danger("sinking"), 10),
    ):
        log.case(case)
        log.report(case, said, minute=minute)
        log.link(f"north/phone/{case}#0", case)

    assert [name for name, _ in minutes(seen(log, 15))] == ["grave", "calm", "late"]


def test_a_boat_that_called_after_its_rescue_stands_first_and_one_with_nobody_left_last() -> None:
    """However grave what the empty boat once called for was."""
    log = Log()
    for case, said, minute in (
        ("empty", danger("sinking"), 0),
        ("cold", danger("cold"), 5),
        ("called", danger("sinking"), 2),
    ):
        log.case(case)
        log.report(f"{case}-1", said, minute=minute)
        log.report(f"{case}-2", aboard(12), minute=minute)
        log.link(f"north/phone/{case}-1#0", case)
        log.link(f"north/phone/{case}-2#0", case)
    for case in ("empty", "called"):
        log.report(f"{case}-3", taken_off(12, all_off="yes"), minute=20, role="unit")
        log.link(f"north/phone/{case}-3#0", case)
    log.report("after", danger("cold"), minute=25)
    log.link("north/phone/after#0", "called")
    shown = seen(log, 30)

    assert [row.still_out.high for row in shown.rows if row.case.id == "empty"] == [0]
    assert [row.case.id for row in shown.rows] == ["called", "cold", "empty"]


def test_what_is_awaited_of_a_case_and_of_the_watch() -> None:
    """Answers, arrivals and reminders stand with their case, the earliest first; those of no case with the watch."""
    log = Log()
    log.case("a")
    log.write("request.made", RequestMade(to="south", asks="a lifeboat", due=at(15), case="a"))
    log.write(
        "unit.reported",
        UnitReported(unit="Notre Dame", doing="on_way", at=at(0), case="a", arrives_at=at(12)),
    )
    log.write("unit.reported", UnitReported(unit="Abeille", doing="free", at=at(0), arrives_at=at(3)))
    log.write("reminder.set", ReminderSet(due=at(5), reason="tide turns", case="a"))
    log.write("reminder.set", ReminderSet(due=at(1), reason="change the batteries"))
    shown = seen(log, 0)
    [row] = shown.rows

    assert [(due.what, due.at, due.who) for due in row.due] == [
        ("reminder", at(5).ms, ""),
        ("arrival", at(12).ms, "Notre Dame"),
        ("answer", at(15).ms, "south"),
    ]
    assert [due.says for due in shown.due] == ["change the batteries"]
    assert [unit.says.unit for unit in row.units] == ["Notre Dame"]


def test_what_has_come_is_awaited_no_longer() -> None:
    """A duty met leaves the list, and a unit's newer word takes the place of its older."""
    log = Log()
    log.case("a")
    asked = log.write("request.made", RequestMade(to="south", asks="x", due=at(15), case="a"))
    log.write("duty.met", DutyMet(outcome="answered", case="a"), replaces=(asked.id,))
    first = log.write(
        "unit.reported", UnitReported(unit="Abeille", doing="on_way", at=at(0), case="a", arrives_at=at(9))
    )
    log.write(
        "unit.reported",
        UnitReported(unit="ABEILLE", doing="on_scene", at=at(8), case="a"),
        replaces=(first.id,),
    )
    [row] = seen(log, 20).rows

    assert row.due == ()
    assert [unit.says.doing for unit in row.units] == ["on_scene"]


def test_of_an_ended_case_its_review_and_its_reminders_are_due() -> None:
    """Nobody waits for units or answers for a case that is over; what somebody wanted to be reminded of stays."""
    log = calling(danger("sinking"))
    log.write("request.made", RequestMade(to="south", asks="x", due=at(15), case="a"))
    log.write("reminder.set", ReminderSet(due=at(40), reason="tell the family's lawyer", case="a"))
    log.write("case.ended", CaseEnded(case="a", how="suspended", reason="", owner="m", review_at=at(90)))
    [row] = seen(log, 20).reviews

    assert [due.what for due in row.due] == ["reminder", "review"]


def opened(name: str, key: str = "aa", predecessor: str = "") -> LogOpened:
    return LogOpened(public_key=key, desk=name, stream="ops", kind="live", predecessor=predecessor)


def two_desks() -> tuple[Log, Log]:
    ours, theirs = Log(name="ours"), Log(name="theirs")
    ours.write("log.opened", opened("north"))
    theirs.write("log.opened", opened("south", key="bb"))
    ours.case("a")
    ours.report("r", danger("sinking"))
    ours.link("north/phone/r#0", "a")
    return ours, theirs


def as_ours(*logs: Log) -> Picture:
    picture = Picture(["ours"])
    for log in logs:
        picture.extend(log.entries)
    return picture


def test_another_desk_sets_no_due_of_ours() -> None:
    """What another desk awaits, tried or was answered moves no clock here; its units are shown under its name."""
    ours, theirs = two_desks()
    before = board(as_ours(ours), Books(), at(30).ms)
    tried(theirs, "answered", 25, next_minute=300)
    theirs.write("request.made", RequestMade(to="us", asks="x", due=at(1), case="a"))
    theirs.write("reminder.set", ReminderSet(due=at(1), reason="x"))
    theirs.write(
        "unit.reported", UnitReported(unit="RNLI 17", doing="on_way", at=at(0), case="a", arrives_at=at(2))
    )
    after = board(as_ours(ours, theirs), Books(), at(30).ms)

    assert (after.calls, after.due) == (before.calls, before.due)
    assert [row.due for row in after.rows] == [row.due for row in before.rows]
    assert [row.urgency for row in after.rows] == [row.urgency for row in before.rows]
    assert [(unit.says.unit, unit.desk) for unit in after.units] == [("RNLI 17", "south")]


def test_two_desks_words_of_one_unit_stand_side_by_side() -> None:
    """What the neighbour says of a unit does not hide what we were promised."""
    ours, theirs = two_desks()
    ours.write("unit.reported", UnitReported(unit="Abeille", doing="on_way", at=at(0), arrives_at=at(9)))
    theirs.write("unit.reported", UnitReported(unit="Abeille", doing="free", at=at(3)))
    shown = board(as_ours(ours, theirs), Books(), at(30).ms)

    assert [(unit.desk, unit.says.doing) for unit in shown.units] == [("", "on_way"), ("south", "free")]
    assert [due.who for due in shown.due] == ["Abeille"]


def test_another_desk_meets_and_undoes_no_duty_of_ours() -> None:
    """Whatever an imported entry says it replaces, how we keep our watch is ours to say."""
    ours, theirs = two_desks()
    asked = ours.write("request.made", RequestMade(to="south", asks="x", due=at(15), case="a"))
    for body in (DutyMet(outcome="done"), EntryRetracted(reason="x"), ActUndone(act="request.made")):
        theirs.write("duty.met", body, replaces=(asked.id, ours.entries[1].id))
    picture = as_ours(ours, theirs)

    assert [held.id for held in picture.kept(RequestMade)] == [asked.id]
    assert "a" in picture.cases


def test_a_restored_desk_awaits_what_it_awaited() -> None:
    """A log that goes on from a lost one is the same desk's, and its duties are its own."""
    old, new = Log(name="old"), Log(name="ours")
    old.write("log.opened", opened("north"))
    asked = old.write("request.made", RequestMade(to="south", asks="x", due=at(15)))
    new.write("log.opened", opened("north", predecessor="old"))
    assert kept(as_ours(old, new)).of_the_watch() != ()
    new.write("duty.met", DutyMet(outcome="done"), replaces=(asked.id,))

    assert kept(as_ours(new, old)).of_the_watch() == ()


def test_a_newer_desks_bodies_keep_the_board_drawn() -> None:
    """A unit or a list in a version that is not understood is left out, and nothing breaks."""
    log = calling(danger("sinking"))
    for type_ in ("unit.reported", "call.tried", "request.made", "watch.taken", "alarm.acknowledged"):
        log.write(type_, NotUnderstood(type=type_, type_v=2, body=b"{}", why="newer"))

    assert len(seen(log, 3).rows) == 1


def watch_keeping(rng: random.Random, log: Log, case: str, step: int) -> None:
    """Write one entry of how a watch is kept, at random."""
    bodies: list[tuple[str, Any]] = [
        ("call.tried", CallTried(case=case, outcome=rng.choice(["answered", "no_answer"]), at=at(step))),
        ("unit.reported", UnitReported(unit=f"u{step % 3}", doing="on_way", at=at(step), case=case)),
        ("request.made", RequestMade(to="south", asks="x", due=at(step + 15), case=case)),
        ("worry.noted", WorryNoted(worry="the tide", case=case)),
        (
            "sitrep.issued",
            SitrepIssued(
                case=case,
                number=1,
                to=("south",),
                at=at(step),
                language="en",
                fields=(SitrepField(letter="A", text="x"),),
            ),
        ),
    ]
    log.write(*rng.choice(bodies))


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.randoms(use_true_random=False))
def test_keeping_watch_changes_no_fact_and_leaves_no_trace_of_its_order(
    seed: int, rng: random.Random
) -> None:
    """The book is byte-equal with the watch's entries and without; what is awaited is the same in any order."""
    logs = a_night(seed, 12)
    book = book_bytes(picture_of(*logs))
    for step in range(12):
        watch_keeping(rng, rng.choice(logs), f"case-{rng.randrange(3)}", step)
    first = next(held for held in logs[0].entries if held.type == "case.opened")
    logs[0].write("duty.met", DutyMet(outcome="done"), replaces=tuple(e.id for e in logs[0].entries[-2:]))
    entries = [held for log in logs for held in log.entries]
    ordered = Picture(["ours"])
    ordered.extend(entries)
    expected = board(ordered, Books(), at(70).ms)
    rng.shuffle(entries)
    shuffled = Picture(["ours"])
    for held in entries:
        shuffled.add(held)
        shuffled.all_cases()
        kept(shuffled)

    assert isinstance(first.body, CaseOpened)
    assert book_bytes(shuffled) == book
    assert replace(board(shuffled, Books(), at(70).ms), joint=()) == replace(expected, joint=())


def test_looking_files_nothing() -> None:
    """Reading what is awaited, and what is not, leaves the indexes as they were."""
    picture = picture_of(calling(danger("sinking")))
    indexes = (picture.by_type, picture.keeping, picture.of_case, picture.reports, picture.links)
    before = [set(index) for index in indexes]
    board(picture, Books(), at(9).ms)
    kept(picture)

    assert [set(index) for index in indexes] == before


def test_worries_are_kept_by_case() -> None:
    """A worry about the whole watch is nobody's case's."""
    log = Log()
    log.case("a")
    log.write("worry.noted", WorryNoted(worry="fog", case="a"))
    log.write("worry.noted", WorryNoted(worry="one radio is dead"))
    watch: Kept = kept(picture_of(log))

    assert {case: [held.body.worry for held in said] for case, said in watch.worries.items()} == {
        "a": ["fog"],
        "": ["one radio is dead"],
    }


def test_who_called_after_the_rescue_is_called_back_though_everybody_is_off() -> None:
    """Nobody may still be out by the count, and a mother says that they are: she stays on the list."""
    log = Log()
    log.case("a")
    log.report("first", aboard(30))
    log.link("north/phone/first#0", "a")
    log.report("off", taken_off(30, all_off="yes"), minute=20, role="unit", unit="lifeboat", channel="vhf")
    log.link("north/vhf/off#0", "a")
    assert board(picture_of(log), Books(), at(41).ms).calls == ()
    log.report("mother", danger("cold"), minute=40, role="relative")
    log.link("north/phone/mother#0", "a")
    [call] = board(picture_of(log), Books(), at(41).ms).calls

    assert (call.case, call.last) == ("a", at(40).ms)
