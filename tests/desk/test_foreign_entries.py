"""What another desk's entries may do to our cases when they are brought in: add to what is said, and end nothing."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from desks import OFFICER, SUPERVISOR, line, receive

from ashore.bootstrap import create_desk, open_desk
from ashore.desk.commands import Desk, acts, asking, comparing, handing, keeping, reporting
from ashore.desk.commands.acts import EndCase, OpenCase, PlaceHold
from ashore.desk.commands.errors import NothingAwaited
from ashore.ledger.canonical import canonical
from ashore.ledger.codec import encode
from ashore.ledger.draft import Draft
from ashore.ledger.keys import SigningKey
from ashore.ledger.ledger import Ledger, open_log
from ashore.ledger.memory import MemoryStore
from ashore.ledger.transfer import export
from ashore.model.bodies import (
    ActUndone,
    AlarmAcknowledged,
    CallTried,
    CaseEnded,
    CaseOpened,
    DutyMet,
    EntryRetracted,
    HandoverAccepted,
    ItemSigned,
    KeysDestroyed,
    LineJudged,
    ListReceived,
    MentionLinked,
    PhaseSet,
    ReminderSet,
    SitrepIssued,
    UnitReported,
    WatchTaken,
)
from ashore.model.facts import CaseFacts
from ashore.model.times import Moment

MENTION = "north-centre/phone/n-1#0"


@pytest.fixture
def ours(tmp_path: Path) -> Desk:
    desk = create_desk(tmp_path / "ours", name="ours", kind="live")
    receive(desk, line("n-1", on_board={"value": 30}, danger=["sinking"]))
    return desk


@pytest.fixture
def theirs(tmp_path: Path) -> Desk:
    return create_desk(tmp_path / "theirs", name="theirs", kind="live")


@pytest.fixture
def case(ours: Desk) -> str:
    return str(ours.do(OpenCase(mention=MENTION), OFFICER).entries[0].header.subjects[0])


def write(desk: Desk, body: object, *, replaces: tuple[str, ...] = (), role: str = "officer") -> None:
    name, version, data = encode(body)
    write_raw(desk, name, version, data, replaces=replaces, role=role)


def write_raw(
    desk: Desk, name: str, version: int, data: bytes, *, replaces: tuple[str, ...] = (), role: str = "officer"
) -> None:
    desk.ledger.append(
        Draft(
            type=name,
            type_v=version,
            body=data,
            actor="a-theirs",
            role=role,
            command=desk.surroundings.new_id(),
            class_="decision",
            replaces=replaces,
        )
    )


def take(ours: Desk, theirs: Desk, tmp_path: Path) -> None:
    keeping.export_entries(theirs, tmp_path / "theirs.jsonl")
    keeping.take_entries(ours, tmp_path / "theirs.jsonl")


def facts(desk: Desk, case: str) -> CaseFacts:
    with desk.looking() as picture:
        return picture.case(case)


@pytest.mark.parametrize("claims_it", [False, True])
def test_another_desk_ends_no_case_of_ours(
    ours: Desk, theirs: Desk, case: str, tmp_path: Path, claims_it: bool
) -> None:
    """An imported ending leaves our case open, and so does one of a desk that says it opened it as a lorry."""
    if claims_it:
        write(theirs, CaseOpened(case=case, kind="lorry"))
    write(theirs, CaseEnded(case=case, how="accounted", reason=""))
    take(ours, theirs, tmp_path)

    assert facts(ours, case).ended is None
    assert facts(ours, case).kind == "boat"


def test_another_desk_lowers_no_phase_and_takes_no_people(
    ours: Desk, theirs: Desk, case: str, tmp_path: Path
) -> None:
    """How our case stands is kept by us: neither its phase nor its holder changes by an import."""
    write(theirs, PhaseSet(case=case, phase="uncertainty", reason="x"), role="machine")
    write(theirs, HandoverAccepted(case=case, to="south", accepted_by="watch"))
    take(ours, theirs, tmp_path)

    assert facts(ours, case).phase == "distress"
    assert facts(ours, case).holder == ""


def test_another_desk_takes_back_neither_reports_nor_holds(
    ours: Desk, theirs: Desk, case: str, tmp_path: Path
) -> None:
    """A report is a fact that no retraction removes, and a legal hold is lifted where it was placed."""
    hold = ours.do(PlaceHold(cases=(case,), reason="inquiry"), SUPERVISOR).entries[0].id
    with ours.looking() as picture:
        [report] = picture.reports["north-centre/phone/n-1"]
    write(theirs, EntryRetracted(reason="x"), replaces=(report, hold))
    take(ours, theirs, tmp_path)

    assert [mention.id for mention in facts(ours, case).mentions] == [MENTION]
    with ours.looking() as picture:
        assert picture.stands(hold)


def test_after_a_restore_the_desk_still_ends_its_own_cases(ours: Desk, case: str, tmp_path: Path) -> None:
    """A desk that goes on in a new log is the same desk."""
    ours.close()
    keeping.begin_again_after_restore(tmp_path / "ours")
    again = open_desk(tmp_path / "ours")
    again.do(EndCase(case=case, how="suspended", owner="m", review_at="2 h"), OFFICER)

    ended = facts(again, case).ended
    assert ended is not None
    assert ended.how == "suspended"


@pytest.mark.parametrize("kind", ["live", "replay"])
@pytest.mark.parametrize(
    ("name", "version"),
    [("keys.destroyed", 2), ("keys.destroyed", 1), ("report.received", 2), ("hold.placed", 2)],
)
def test_what_is_not_understood_keeps_no_desk_shut(
    tmp_path: Path, kind: str, name: str, version: int
) -> None:
    """An entry of a newer desk is kept; the board is drawn, and the desk opens again."""
    ours = create_desk(tmp_path / "ours", name="ours", kind=kind)
    theirs = create_desk(tmp_path / "theirs", name="theirs", kind=kind)
    write_raw(theirs, name, version, b"{}")
    take(ours, theirs, tmp_path)
    asking.ask_board(ours)
    ours.close()

    assert asking.ask_board(open_desk(tmp_path / "ours")).rows == ()


@pytest.mark.parametrize(
    "body",
    [
        MentionLinked(mention="no id", cases=("CASE",), standing="linked"),
        PhaseSet(case="CASE", phase="panic", reason="x"),
        CaseOpened(case="c-new", kind="balloon"),
    ],
)
def test_an_entry_that_makes_no_sense_costs_no_other(
    ours: Desk, theirs: Desk, case: str, tmp_path: Path, body: object
) -> None:
    """A mention, a phase or a kind that cannot be is kept, and our case is shown as before."""
    changes = {"cases": (case,)} if isinstance(body, MentionLinked) else {}
    changes |= {"case": case} if isinstance(body, PhaseSet) else {}  # type: ignore[dict-item]
    write(theirs, replace(body, **changes))  # type: ignore[type-var]
    take(ours, theirs, tmp_path)

    assert case in [row.case.id for row in asking.ask_board(ours).rows]
    assert facts(ours, case).phase == "distress"


def test_another_desk_destroys_no_key_and_no_match_of_ours(
    ours: Desk, theirs: Desk, case: str, tmp_path: Path
) -> None:
    """Keys and the matching of numbers stay until two people here destroy them."""
    receive(ours, line("n-2", sender={"role": "aboard", "phone": "+33600000001"}))
    with ours.looking() as picture:
        [report] = picture.reports["north-centre/phone/n-2"]
    part = ours.ledger.get(report).header.sealed[0]
    gone = KeysDestroyed(
        keys=(part.key,), reports=("north-centre/phone/n-2",), reason="x", first="a", second="b"
    )
    write(theirs, gone)
    take(ours, theirs, tmp_path)
    receive(ours, line("n-3", sender={"role": "aboard", "phone": "+33600000001"}))

    assert ours.ledger.open_sealed(ours.ledger.get(report), 0)
    with ours.looking() as picture:
        assert picture.same_phone("north-centre/phone/n-3") == {"north-centre/phone/n-2"}


def test_a_body_that_comes_later_is_in_the_picture_and_in_the_next(
    ours: Desk, theirs: Desk, case: str, tmp_path: Path
) -> None:
    """An entry that came without its body counts as soon as the body comes, and after a restart."""
    keeping.export_entries(ours, tmp_path / "whole.jsonl")
    lines = [json.loads(each) for each in (tmp_path / "whole.jsonl").read_bytes().splitlines()]
    for each in lines[1:]:
        if "report.received" in each["header"]:
            each["body"] = None
    (tmp_path / "part.jsonl").write_bytes(b"".join(canonical(each) + b"\n" for each in lines))
    keeping.take_entries(theirs, tmp_path / "part.jsonl")
    keeping.take_entries(theirs, tmp_path / "whole.jsonl")

    with ours.looking() as one, theirs.looking() as other:
        assert other.case(case) == one.case(case)
    theirs.close()
    again = open_desk(tmp_path / "theirs")
    assert facts(again, case) == facts(ours, case)


def test_a_desk_opens_although_a_body_and_its_parts_were_erased(
    ours: Desk, case: str, tmp_path: Path
) -> None:
    """Erased bytes are in no file of the desk, and it opens without them."""
    with ours.looking() as picture:
        [report] = picture.reports["north-centre/phone/n-1"]
    ours.close()
    first = open_desk(tmp_path / "ours")
    first.ledger.erase(report)
    first.close()
    again = open_desk(tmp_path / "ours")

    assert facts(again, case).mentions == ()
    again.close()
    assert not any(b"sinking" in file.read_bytes() for file in (tmp_path / "ours").iterdir())


def test_after_a_restore_numbers_heard_before_still_match(ours: Desk, tmp_path: Path) -> None:
    """What the desk heard under its old log is still its own under the new one."""
    receive(ours, line("n-2", sender={"role": "aboard", "phone": "+33600000001"}))
    ours.close()
    keeping.begin_again_after_restore(tmp_path / "ours")
    again = open_desk(tmp_path / "ours")
    receive(again, line("n-3", sender={"role": "aboard", "phone": "+33600000001"}))

    with again.looking() as picture:
        assert picture.same_phone("north-centre/phone/n-3") == {"north-centre/phone/n-2"}


def test_a_log_that_only_says_it_follows_ours_is_not_ours(
    ours: Desk, theirs: Desk, case: str, tmp_path: Path
) -> None:
    """Anybody can name our log as a predecessor; only our own key makes it so."""
    opened = replace(theirs.ledger.opening, predecessor=ours.ledger.log)
    signer = SigningKey(b"x" * 32)
    store = MemoryStore()
    open_log(store, signer, replace(opened, public_key=signer.public.hex()), theirs.surroundings)
    forged = Ledger(store, theirs.ledger.keyring, signer, theirs.surroundings)
    with ours.looking() as picture:
        [report] = picture.reports["north-centre/phone/n-1"]
    [key] = {part.key for part in ours.ledger.get(report).header.sealed}
    for body in (
        CaseEnded(case=case, how="accounted", reason=""),
        KeysDestroyed(keys=(key,), reports=("north-centre/phone/n-1",), reason="x", first="a", second="b"),
    ):
        name, version, data = encode(body)
        forged.append(
            Draft(
                type=name,
                type_v=version,
                body=data,
                actor="x",
                role="officer",
                command="c",
                class_="decision",
            )
        )
    with (tmp_path / "forged.jsonl").open("wb") as file:
        export(forged, file)
    keeping.take_entries(ours, tmp_path / "forged.jsonl")

    assert facts(ours, case).ended is None
    assert ours.ledger.open_sealed(ours.ledger.get(report), 0)


def test_another_desk_keeps_no_watch_of_ours(ours: Desk, theirs: Desk, case: str, tmp_path: Path) -> None:
    """What another desk heard, awaits, signed, listed and sent is its own; its units stand under its name."""
    ours.do(acts.MakeRequest(to=("Dover",), asks="a unit", case=case), OFFICER)
    ours.do(acts.ReceiveList(centre="Dover", text="Bravo"), OFFICER)
    [asked] = [due for due in asking.ask_board(ours).rows[0].due if due.what == "answer"]
    now = Moment(ms=ours.now(), stated="2031-02-03T00:00:00+00:00")
    before = kept_by(ours, case)
    with ours.looking() as picture:
        [listed] = picture.by_type["list.received"]
    for body in (
        AlarmAcknowledged(alarm=f"distress:{case}:", case=case),
        CallTried(case=case, outcome="answered", at=now),
        ReminderSet(due=now, reason="theirs", case=case),
        ReminderSet(due=now, reason="theirs"),
        WatchTaken(taken_from="x", items=()),
        ListReceived(centre="Dover", at=now, lines=()),
        LineJudged(list=listed, line=0, standing="same", case=case),
        SitrepIssued(case=case, number=7, to=("x",), at=now, language="en", fields=()),
        *(ItemSigned(item=item.id, says="x") for item in handing.ask_handover(ours).items),
    ):
        write(theirs, body, replaces=(asked.entry, listed))
    write(theirs, DutyMet(outcome="done", case=case), replaces=(asked.entry,))
    write(theirs, ActUndone(act="x"), replaces=(asked.entry, listed))
    write(theirs, UnitReported(unit="RNLI 17", doing="on_way", at=now, case=case, arrives_at=now))
    take(ours, theirs, tmp_path)
    after = kept_by(ours, case)
    [unit] = asking.ask_board(ours).units

    assert after[1:] == before[1:]
    assert before[0] < after[0]
    assert (unit.says.unit, unit.desk) == ("RNLI 17", "theirs")
    with pytest.raises(NothingAwaited):
        ours.do(acts.MeetDuty(entry=unit.entry, outcome="arrived"), OFFICER)
    ours.do(acts.MeetDuty(entry=asked.entry, outcome="answered"), OFFICER)
    assert "answer" not in {due.what for due in asking.ask_board(ours).rows[0].due}


def kept_by(desk: Desk, case: str) -> tuple[object, ...]:
    """Return how the watch stands: entries held, alarms, dues, who signed, lists, and the next report's number."""
    board = asking.ask_board(desk)
    return (
        desk.arrived(),
        {alarm.id for alarm in asking.ask_alarms(desk)},
        [row.due for row in board.rows],
        (board.due, board.calls),
        [(item.kind, item.signed) for item in handing.ask_handover(desk).items],
        handing.ask_handover(desk).last,
        comparing.ask_lists(desk),
        reporting.ask_sitrep(desk, case).number,
    )


def test_another_desk_undoes_only_its_own(ours: Desk, theirs: Desk, case: str, tmp_path: Path) -> None:
    """An undoing by another desk, even in the name of one of our accounts, takes nothing of ours away."""
    with ours.looking() as picture:
        everything = tuple(picture.entries)
    name, version, data = encode(ActUndone(act="case.opened"))
    for actor in ("a-theirs", OFFICER.account):
        theirs.ledger.append(
            Draft(
                type=name,
                type_v=version,
                body=data,
                actor=actor,
                role="officer",
                command=theirs.surroundings.new_id(),
                class_="decision",
                replaces=everything,
            )
        )
    take(ours, theirs, tmp_path)

    assert [row.case.id for row in asking.ask_board(ours).rows] == [case]
    assert [mention.id for mention in facts(ours, case).mentions] == [MENTION]


@pytest.mark.parametrize(
    "name",
    [
        *("call.tried", "unit.reported", "request.made", "reminder.set", "worry.noted", "alarm.acknowledged"),
        *("interpreter.joined", "watch.item_signed", "watch.taken", "list.received", "list.line_judged"),
        *("sitrep.issued", "act.undone"),
    ],
)
def test_a_newer_desks_watch_stops_nothing_here(
    ours: Desk, theirs: Desk, case: str, tmp_path: Path, name: str
) -> None:
    """In a version that is not understood, an entry of keeping watch leaves every page and command working."""
    write_raw(theirs, name, 2, b"{}")
    write_raw(ours, name, 2, b"{}")
    take(ours, theirs, tmp_path)
    ours.do(acts.ReportUnit(unit="u", doing="free"), OFFICER)
    ours.do(acts.ReceiveList(centre="Dover", text="Bravo"), OFFICER)
    [listed] = comparing.ask_lists(ours)
    ours.do(acts.JudgeLine(list=listed.entry, line="0", standing="same", case=case), OFFICER)
    ours.do(acts.JoinInterpreter(case=case, who="A.", language="ku"), OFFICER)

    assert handing.ask_handover(ours).items
    assert asking.ask_alarms(ours)
    assert reporting.ask_sitrep(ours, case).number == 1
    ours.do(acts.Undo(), OFFICER)
