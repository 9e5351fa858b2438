"""Keeping watch at a real desk: calling back, units, requests, reminders, worries and alarms."""

from __future__ import annotations

from pathlib import Path

import pytest
from desks import OFFICER, SUPERVISOR
from watches import MINUTE, RELAY, Watch

from ashore.desk.commands import acts
from ashore.desk.commands.acts import (
    AcknowledgeAlarm,
    EndCase,
    JoinInterpreter,
    MakeRequest,
    MeetDuty,
    NoteWorry,
    ReportUnit,
    SetReminder,
    TryCall,
)
from ashore.desk.commands.errors import (
    BadValue,
    NothingAwaited,
    NotSignedIn,
    PhoneInReason,
    UnclearPlace,
    UnknownCase,
)
from ashore.model.bodies import InterpreterJoined


@pytest.fixture
def watch(tmp_path: Path) -> Watch:
    return Watch(tmp_path)


def test_a_try_sets_when_to_call_again(watch: Watch) -> None:
    """No answer is due in five minutes, an agreed time at that time, an answer by the phase."""
    case = watch.boat()
    for act, minutes in (
        (TryCall(case=case, outcome="no_answer"), 5),
        (TryCall(case=case, outcome="answered", next_at="7"), 7),
        (TryCall(case=case, outcome="answered"), 10),
    ):
        watch.do(act)
        [call] = watch.board.calls
        assert call.due - watch.clock.ms == minutes * MINUTE


def test_a_silent_call_from_a_boats_phone_is_called_back_in_three_minutes(watch: Watch) -> None:
    """Four silent seconds, linked as a sign of life, restart the clock and are due in three minutes (B12)."""
    case = watch.boat()
    watch.pass_(minutes=14)
    watch.call(case, text=None, sender={"role": "aboard", "phone": "+33600000000"}, danger=[])
    shown = watch.board
    received = watch.facts(case).mentions[-1].known

    assert [(call.due - received, call.silent) for call in shown.calls] == [(3 * MINUTE, True)]
    assert shown.rows[0].urgency.silent_min == 0


def test_an_answer_quiets_the_silence(watch: Watch) -> None:
    """Who was spoken with a minute ago is not silent, and the desk does not say so."""
    case = watch.boat()
    watch.pass_(minutes=14)
    watch.do(TryCall(case=case, outcome="answered"))
    watch.pass_(minutes=2)

    assert not [alarm for alarm in watch.alarms if alarm.id.startswith("silent:")]


def test_a_unit_promises_arrives_and_is_late(watch: Watch) -> None:
    """A promise is awaited until the unit is on scene; when it passes, the desk sounds."""
    case = watch.boat()
    watch.do(ReportUnit(unit="Abeille", doing="on_way", case=case, arrives_at="30", where="5101.8N 00203.6W"))
    [promise] = [due for due in watch.board.rows[0].due if due.what == "arrival"]
    watch.pass_(minutes=31)
    assert f"overdue:{promise.entry}" in {alarm.id for alarm in watch.alarms}
    watch.do(MeetDuty(entry=promise.entry, outcome="arrived"))
    shown = watch.board

    assert [unit.says.doing for unit in shown.units] == ["on_scene"]
    assert [due for due in shown.rows[0].due if due.what == "arrival"] == []
    assert f"overdue:{promise.entry}" not in {alarm.id for alarm in watch.alarms}


@pytest.mark.parametrize(
    ("action", "late"), [("alongside", False), ("nothing_found", True), ("sighted", True)]
)
def test_a_unit_that_met_the_boat_has_arrived(watch: Watch, action: str, late: bool) -> None:
    """Who is alongside needs no second word to keep its promise; who saw a boat from afar, or none, is awaited."""
    case = watch.boat()
    watch.do(ReportUnit(unit="Abeille", doing="on_way", case=case, arrives_at="30"))
    watch.pass_(minutes=25)
    watch.call(
        case,
        channel="vhf",
        sender={"role": "unit", "unit": "ABEILLE"},
        danger=[],
        encounter={"unit": "ABEILLE", "action": action},
    )
    watch.pass_(minutes=6)
    [row] = watch.board.rows

    assert [due.what for due in row.due if due.what == "arrival"] == ["arrival"] * late
    assert [unit.says.doing for unit in row.units] == ["on_way" if late else "on_scene"]


def test_what_is_asked_and_promised_after_an_ending_is_awaited(watch: Watch) -> None:
    """A page opened before a colleague ended the case still asks and promises, and neither is forgotten for it."""
    case = watch.boat()
    watch.do(MakeRequest(to=("before",), asks="x", case=case))
    watch.do(EndCase(case=case, how="suspended", reason="x", owner="m", review_at="8 h"))
    watch.do(MakeRequest(to=("hospital",), asks="how many came", case=case))
    watch.do(ReportUnit(unit="Abeille", doing="on_way", case=case, arrives_at="20"))
    watch.pass_(minutes=25)
    [row] = watch.board.reviews

    assert [(due.what, due.who) for due in row.due] == [
        ("answer", "hospital"),
        ("arrival", "Abeille"),
        ("review", "m"),
    ]
    assert [alarm.who for alarm in watch.alarms] == ["hospital", "Abeille"]


def test_a_unit_has_one_word_that_stands(watch: Watch) -> None:
    """What a unit does now stands in place of what it did, however its name is spelt."""
    watch.do(ReportUnit(unit="Abeille  Liberté", doing="on_way", arrives_at="20"))
    watch.do(ReportUnit(unit="ABEILLE LIBERTÉ", doing="held_back", reason="fog"))

    assert [(unit.says.doing, unit.says.reason) for unit in watch.board.units] == [("held_back", "fog")]
    assert watch.board.due == ()


@pytest.mark.parametrize(
    ("where", "lat", "lon"),
    [
        ("51 01.8 N 002 03.6 E", "51.0300", "2.0600"),
        ("51.03, -2.06", "51.03", "-2.06"),
        ("off Gravelines", "51", "2"),
    ],
)
def test_a_unit_is_where_it_is_said_to_be_in_any_notation(
    watch: Watch, where: str, lat: str, lon: str
) -> None:
    """As it is read over the radio, as figures, or by a name; the words stay beside what was read."""
    watch.do(ReportUnit(unit="Abeille", doing="free", where=where))
    [unit] = watch.board.units
    position = unit.says.position

    assert position is not None
    assert position.place == where
    assert str(position.lat).startswith(lat.rstrip("0"))
    assert str(position.lon).startswith(lon.rstrip("0"))


@pytest.mark.parametrize("where", ["somewhere", "91 N 2 E", "nan", "51", "51.03, 2.06 or 51.20, 1.90"])
def test_a_place_that_is_none_or_two_is_refused(watch: Watch, where: str) -> None:
    """Before anything is written; the unit itself stays what it was."""
    with pytest.raises(UnclearPlace, match=f"“{where}”"):
        watch.do(ReportUnit(unit="Abeille", doing="free", where=where))
    assert watch.board.units == ()


def test_each_one_asked_answers_for_themselves(watch: Watch) -> None:
    """One request to two is two awaited answers, fifteen minutes ahead; the message is sealed."""
    case = watch.boat()
    done = watch.do(
        MakeRequest(to=("Gris-Nez", "Dover", "Gris-Nez"), asks="a unit", case=case, message="13 aboard"),
        RELAY,
    )
    dues = [due for due in watch.board.rows[0].due if due.what == "answer"]

    assert [due.who for due in dues] == ["Gris-Nez", "Dover"] or [due.who for due in dues] == [
        "Dover",
        "Gris-Nez",
    ]
    assert {due.at for due in dues} == {watch.clock.ms + 15 * MINUTE}
    assert [len(entry.header.sealed) for entry in done.entries] == [1, 1]
    assert all(b"13 aboard" not in (entry.body or b"") for entry in done.entries)
    watch.do(MeetDuty(entry=dues[0].entry, outcome="refused"))
    assert [due.who for due in watch.board.rows[0].due if due.what == "answer"] == [dues[1].who]


def test_what_was_settled_awaits_nothing_more(watch: Watch) -> None:
    """Meeting a duty twice, or something that is none, is refused by a sentence."""
    watch.do(SetReminder(due="10", reason="tide"))
    [due] = watch.board.due
    watch.do(MeetDuty(entry=due.entry))
    with pytest.raises(NothingAwaited):
        watch.do(MeetDuty(entry=due.entry))
    with pytest.raises(NothingAwaited):
        watch.do(MeetDuty(entry="nothing"))


def test_what_is_open_for_ever_holds_no_number(watch: Watch) -> None:
    """Names and reasons of the watch are open text, and refuse what looks like a telephone number."""
    case = watch.boat()
    for act in (
        MakeRequest(to=("+33 6 00 00 00 00",), asks="x"),
        MakeRequest(to=("x",), asks="call +33600000000"),
        SetReminder(due="5", reason="call +33600000000"),
        NoteWorry(worry="0600000000 is off"),
        ReportUnit(unit="0600000000", doing="free"),
        TryCall(case=case, outcome="no_answer", reason="+33600000000"),
        JoinInterpreter(case=case, who="+33600000000", language="ku"),
    ):
        with pytest.raises(PhoneInReason):
            watch.do(act)


def test_one_interpreter_in_a_language_at_a_time(watch: Watch) -> None:
    """The next interpreter takes the place of the last in that language, and leaves others be."""
    case = watch.boat()
    for who, language in (("A.", "ku"), ("B.", "ar"), ("C.", "KU")):
        watch.do(JoinInterpreter(case=case, who=who, language=language))

    with watch.desk.looking() as picture:
        assert [held.body.who for held in picture.kept(InterpreterJoined)] == ["B.", "C."]


def test_an_alarm_is_heard_by_name_once_it_sounds(watch: Watch) -> None:
    """Who acknowledges is written down; an alarm that does not sound yet cannot be silenced beforehand."""
    case = watch.boat()
    [alarm] = watch.alarms
    [entry] = watch.do(AcknowledgeAlarm(alarm=(alarm.id,)), SUPERVISOR).entries
    assert (entry.header.actor, entry.header.subjects) == (SUPERVISOR.account, (case,))
    assert watch.alarms == ()
    assert watch.do(AcknowledgeAlarm(alarm=(alarm.id,)), OFFICER).entries == ()
    sign = watch.facts(case).last_sign_of_life
    ahead = (f"silent:{case}:{sign}:1", f"overdue:{case}@{watch.board.calls[0].due}")
    assert watch.do(AcknowledgeAlarm(alarm=ahead)).entries == ()
    for none in ("x", "", "silent"):
        with pytest.raises(BadValue):
            watch.do(AcknowledgeAlarm(alarm=(none,)))
    watch.pass_(minutes=16)
    assert set(ahead) <= {alarm.id for alarm in watch.alarms}


def test_an_alarm_heard_a_step_late_is_heard(watch: Watch) -> None:
    """Whoever presses the key just as silence takes a further step makes no mistake, and the new step sounds."""
    case = watch.boat()
    watch.pass_(minutes=16)
    first = next(alarm.id for alarm in watch.alarms if alarm.id.startswith("silent:"))
    watch.pass_(minutes=15)
    watch.do(AcknowledgeAlarm(alarm=(first,)))

    assert [alarm.case for alarm in watch.alarms if alarm.id.startswith("silent:")] == [case]


def test_a_program_hears_nothing(watch: Watch) -> None:
    """Only a person acknowledges an alarm, or says that the sounds were heard."""
    watch.boat()
    machine_as_officer = type(OFFICER)(account="a-x", role="officer", person=False)
    for act in (AcknowledgeAlarm(alarm=(watch.alarms[0].id,)), acts.TestSounds(heard="yes")):
        with pytest.raises(NotSignedIn):
            watch.do(act, machine_as_officer)
    assert watch.do(acts.TestSounds(heard="no"), OFFICER).entries[0].header.type == "sounds.tested"


def test_keeping_watch_is_no_decision_about_a_case(watch: Watch) -> None:
    """A colleague who called, asked and worried decided nothing: distress ended by one person is ended alone."""
    case = watch.boat()
    for act in (
        TryCall(case=case, outcome="no_answer"),
        MakeRequest(to=("Dover",), asks="x", case=case),
        NoteWorry(worry="the tide", case=case),
        ReportUnit(unit="Abeille", doing="on_way", case=case),
    ):
        watch.do(act, SUPERVISOR)
    watch.do(
        EndCase(case=case, how="suspended", reason="x", owner="m", review_at="2031-02-10T08:00:00+01:00")
    )

    ended = watch.facts(case).ended
    assert ended is not None
    assert ended.alone


def test_a_replays_watch_is_kept_by_the_nights_clock(tmp_path: Path) -> None:
    """In a replay dues are counted from where the night has got to, and not from when somebody watches it."""
    watch = Watch(tmp_path, kind="replay")
    case = watch.boat(received_at="2020-12-08T22:00:00+00:00")
    watch.do(TryCall(case=case, outcome="no_answer"))
    watch.do(MakeRequest(to=("Dover",), asks="x", case=case))
    watch.do(ReportUnit(unit="Abeille", doing="on_way", case=case, arrives_at="2230"))
    shown = watch.board

    assert [(due.what, (due.at - shown.now) // MINUTE) for due in shown.rows[0].due] == [
        ("call", 5),
        ("answer", 15),
        ("arrival", 30),
    ]
    watch.call(case, received_at="2020-12-08T22:40:00+00:00")
    assert {alarm.due for alarm in watch.alarms if alarm.due} == {"answer", "arrival"}


def test_an_exercise_goes_on_at_the_pace_of_the_clock(tmp_path: Path) -> None:
    """In an exercise time passes between reports too, from the hour of its night, and never runs back."""
    watch = Watch(tmp_path, kind="exercise")
    case = watch.boat(received_at="2020-12-08T22:00:00+00:00")
    watch.pass_(minutes=11)
    assert "overdue" in {alarm.id.partition(":")[0] for alarm in watch.alarms}
    watch.do(TryCall(case=case, outcome="no_answer"))
    before = watch.desk.now()
    watch.call(case, received_at="2020-12-08T22:02:00+00:00")
    watch.pass_(minutes=5)

    assert watch.desk.now() == before + 5 * MINUTE + 1_000
    assert [call.due - before for call in watch.board.calls] == [5 * MINUTE]


def test_a_duty_of_no_case_here_is_refused(watch: Watch) -> None:
    """Nothing is awaited for a boat that nobody knows."""
    for act in (TryCall(case="?", outcome="answered"), SetReminder(due="5", reason="x", case="?")):
        with pytest.raises(UnknownCase):
            watch.do(act)
    with pytest.raises(BadValue):
        watch.do(MakeRequest(to=(" ",), asks="x"))
    with pytest.raises(BadValue):
        watch.do(SetReminder(due="yesterday", reason="x"))


def test_an_alarm_whose_cause_ended_meanwhile_keeps_no_other_from_being_heard(watch: Watch) -> None:
    """The silence is broken between the sound and the hand; the distress beside it is acknowledged all the same."""
    case = watch.boat(danger=["sinking"])
    watch.pass_(minutes=40)
    names = tuple(alarm.id for alarm in watch.alarms)
    silent = [name for name in names if name.startswith("silent:")]
    assert silent
    watch.do(TryCall(case=case, outcome="answered"))
    watch.do(AcknowledgeAlarm(alarm=names))

    assert not [alarm for alarm in watch.alarms if alarm.sound == "distress"]
    with pytest.raises(BadValue, match="no such alarm"):
        watch.do(AcknowledgeAlarm(alarm=("nonsense",)))
