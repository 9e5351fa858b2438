"""Keeping watch: calling back, units and what they promised, requests and their answers, reminders, worries, alarms."""

from __future__ import annotations

from ashore.desk.commands.acting import Acting, one_of, reason_text
from ashore.desk.commands.acts import (
    AcknowledgeAlarm,
    JoinInterpreter,
    MakeRequest,
    MeetDuty,
    NoteWorry,
    ReportUnit,
    SetReminder,
    TestSounds,
    TryCall,
)
from ashore.desk.commands.errors import BadValue, NothingAwaited, UnclearPlace
from ashore.desk.commands.instants import due_at
from ashore.desk.commands.registry import DOCUMENTING, command
from ashore.ledger.draft import Seal
from ashore.model.bodies import (
    AlarmAcknowledged,
    CallTried,
    DutyMet,
    InterpreterJoined,
    ReminderSet,
    RequestMade,
    SoundsTested,
    UnitReported,
    WorryNoted,
)
from ashore.model.report import Position
from ashore.model.times import Moment, iso
from ashore.picture.alarms import heard_alarms, is_alarm_name, sounding
from ashore.picture.board import board
from ashore.reading.positions import read_positions

OUTCOMES_OF_CALLS = ("answered", "no_answer", "unreachable", "engaged")
DOINGS = ("on_way", "on_scene", "searching", "returning", "free", "held_back")
OUTCOMES_OF_DUTIES = ("done", "answered", "refused", "arrived", "left", "cancelled")

ANSWER_WITHIN = 15
"""Minutes in which somebody asked is to answer, unless the asker says otherwise."""

_DUTIES = (RequestMade, ReminderSet, WorryNoted, InterpreterJoined, UnitReported)


@command("try-call", TryCall, roles=DOCUMENTING)
def try_call(acting: Acting, act: TryCall) -> None:
    """Write down that a boat was called back, and so when it is to be called again."""
    one_of("outcome", act.outcome, OUTCOMES_OF_CALLS)
    case, now = acting.case(act.case), acting.now
    acting.append(
        CallTried(
            case=case,
            outcome=act.outcome,
            at=_moment(now),
            next_at=due_at("next_at", act.next_at, now) if act.next_at.strip() else None,
            reason=reason_text("reason", act.reason),
        ),
        subjects=[case],
        class_="operational",
    )


@command("report-unit", ReportUnit)
def report_unit(acting: Acting, act: ReportUnit) -> None:
    """Write down what a unit is doing, in place of what it was said to do before."""
    one_of("doing", act.doing, DOINGS)
    unit = reason_text("unit", act.unit, least=1)
    case = acting.case(act.case) if act.case else ""
    now = acting.now
    before = [
        held.id for held in acting.picture.kept(UnitReported) if held.body.unit.casefold() == unit.casefold()
    ]
    acting.append(
        UnitReported(
            unit=unit,
            doing=act.doing,
            at=_moment(now),
            case=case,
            position=_position(act),
            arrives_at=due_at("arrives_at", act.arrives_at, now) if act.arrives_at.strip() else None,
            reason=reason_text("reason", act.reason),
        ),
        subjects=[case] if case else [],
        class_="operational",
        replaces=before,
    )


@command("make-request", MakeRequest, roles=DOCUMENTING)
def make_request(acting: Acting, act: MakeRequest) -> None:
    """Ask one or several for the same thing; each answers for itself."""
    case = acting.case(act.case) if act.case else ""
    due = due_at("due", act.due.strip() or str(ANSWER_WITHIN), acting.now)
    asks = reason_text("asks", act.asks, least=1)
    asked = tuple(dict.fromkeys(reason_text("to", to) for to in act.to if to.strip()))
    if not asked:
        raise BadValue(field="to", why="nobody is named", hint="Name whom you ask")
    for to in asked:
        acting.append(
            RequestMade(to=to, asks=asks, due=due, case=case),
            subjects=[case] if case else [],
            class_="operational",
            sealed=(Seal(class_="personal", plaintext=act.message.encode(), key_name=f"request {to}"),)
            if act.message.strip()
            else (),
        )


@command("set-reminder", SetReminder, roles=DOCUMENTING)
def set_reminder(acting: Acting, act: SetReminder) -> None:
    """Have the desk look at something by an instant."""
    case = acting.case(act.case) if act.case else ""
    acting.append(
        ReminderSet(
            due=due_at("due", act.due, acting.now),
            reason=reason_text("reason", act.reason, least=1),
            case=case,
        ),
        subjects=[case] if case else [],
        class_="operational",
    )


@command("note-worry", NoteWorry, roles=DOCUMENTING)
def note_worry(acting: Acting, act: NoteWorry) -> None:
    """Write down a worry, so that whoever has the watch next hears of it."""
    case = acting.case(act.case) if act.case else ""
    acting.append(
        WorryNoted(worry=reason_text("worry", act.worry, least=1), case=case),
        subjects=[case] if case else [],
        class_="operational",
    )


@command("meet-duty", MeetDuty, roles=DOCUMENTING)
def meet_duty(acting: Acting, act: MeetDuty) -> None:
    """Say that what an entry awaited has come, or is awaited no longer."""
    one_of("outcome", act.outcome, OUTCOMES_OF_DUTIES)
    held = acting.picture.entries.get(act.entry)
    if (
        held is None
        or not isinstance(held.body, _DUTIES)
        or not acting.picture.is_ours(held)
        or not acting.picture.stands(act.entry)
    ):
        raise NothingAwaited(entry=act.entry)
    if isinstance(held.body, UnitReported) and act.outcome == "arrived":
        body = held.body
        arrived = UnitReported(
            unit=body.unit,
            doing="on_scene",
            at=_moment(acting.now),
            case=body.case,
            reason=reason_text("reason", act.reason),
        )
        acting.append(
            arrived, subjects=[body.case] if body.case else [], class_="operational", replaces=[act.entry]
        )
        return
    case = held.body.case
    acting.append(
        DutyMet(outcome=act.outcome, case=case, reason=reason_text("reason", act.reason)),
        subjects=[case] if case else [],
        class_="operational",
        replaces=[act.entry],
    )


@command("acknowledge-alarm", AcknowledgeAlarm, roles=DOCUMENTING, person=True)
def acknowledge_alarm(acting: Acting, act: AcknowledgeAlarm) -> None:
    """Say by name that alarms were heard; what caused them stays on the board.

    One whose cause ended between the sound and the hand needs no word any more, and keeps none of the others unsaid.
    """
    shown = board(acting.picture, acting.books, acting.now)
    cases = {
        name: alarm.case for alarm in sounding(acting.picture, shown) for name in (alarm.id, *alarm.steps)
    }
    heard = heard_alarms(acting.picture)
    for name in dict.fromkeys(act.alarm):
        if not is_alarm_name(name):
            raise BadValue(field="alarm", why="there is no such alarm", hint="Use the name the board gives")
        if name in cases and name not in heard:
            case = cases[name]
            acting.append(
                AlarmAcknowledged(alarm=name, case=case),
                subjects=[case] if case else [],
                class_="operational",
            )


@command("join-interpreter", JoinInterpreter, roles=DOCUMENTING)
def join_interpreter(acting: Acting, act: JoinInterpreter) -> None:
    """Write down that an interpreter joined, in place of the one before in that language."""
    case = acting.case(act.case)
    language = reason_text("language", act.language, least=1)
    before = [
        held.id
        for held in acting.picture.kept(InterpreterJoined)
        if held.body.case == case and held.body.language.casefold() == language.casefold()
    ]
    acting.append(
        InterpreterJoined(
            case=case,
            who=reason_text("who", act.who, least=1),
            language=language,
            at=_moment(acting.now),
        ),
        subjects=[case],
        class_="operational",
        replaces=before,
    )


@command("test-sounds", TestSounds, roles=DOCUMENTING, person=True)
def test_sounds(acting: Acting, act: TestSounds) -> None:
    """Write down whether the alarms can be heard where the watch sits."""
    one_of("heard", act.heard, ("yes", "no"))
    acting.append(SoundsTested(heard=act.heard == "yes"), subjects=[], class_="operational")


def _moment(now: int) -> Moment:
    return Moment(ms=now, stated=iso(now))


def _position(act: ReportUnit) -> Position | None:
    """Return where a unit is, as the text is read; what reads as no place or as several is refused."""
    where = reason_text("where", act.where)
    if not where:
        return None
    read = read_positions(where)
    if len(read) != 1:
        raise UnclearPlace(where=where)
    return Position(lat=read[0].lat, lon=read[0].lon, error_m=read[0].error_m, how=read[0].how, place=where)
