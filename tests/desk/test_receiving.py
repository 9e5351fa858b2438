"""Taking reports in: accepted, duplicate, corrected, rejected; sealed; and the same phone noticed."""

from __future__ import annotations

import json
from pathlib import Path

from desks import MACHINE, OFFICER, a_desk, line, receive

from ashore.bootstrap import open_desk
from ashore.desk.commands import asking
from ashore.desk.commands.acts import ReceiveReports


def test_a_line_is_accepted_once_and_then_a_duplicate(tmp_path: Path) -> None:
    """The same line sent again is answered with the entry it already has."""
    desk = a_desk(tmp_path)
    [first] = receive(desk, line("n-1")).outcome
    [second] = receive(desk, line("n-1")).outcome

    assert (first.status, second.status) == ("accepted", "duplicate")
    assert first.entry == second.entry


def test_the_same_id_with_other_words_is_a_correction(tmp_path: Path) -> None:
    """A line with a known id and other bytes replaces what was said before; both stay in the log."""
    desk = a_desk(tmp_path)
    receive(desk, line("n-1", on_board={"value": 13}))
    [second] = receive(desk, line("n-1", on_board={"value": 12})).outcome

    assert second.status == "accepted"
    with desk.looking() as picture:
        assert len(picture.reports["north-centre/phone/n-1"]) == 2
        assert [second.entry] == [h.id for h in picture.standing(picture.reports["north-centre/phone/n-1"])]


def test_a_late_copy_of_what_was_corrected_corrects_nothing_back(tmp_path: Path) -> None:
    """The same id and bytes are ignored even after a correction: a file imported again changes nothing."""
    desk = a_desk(tmp_path)
    file = (line("n-1", on_board={"value": 13}), line("n-1", on_board={"value": 12}))
    receive(desk, *file)
    again = receive(desk, *file, *file)

    assert [each.status for each in again.outcome] == ["duplicate"] * 4
    assert again.entries == ()
    with desk.looking() as picture:
        [stands] = picture.standing(picture.reports["north-centre/phone/n-1"])
        assert stands.body.report.mentions[0].on_board.value == 12


def test_a_line_twice_in_one_file_is_one_report(tmp_path: Path) -> None:
    """A file that repeats a line gives one entry."""
    desk = a_desk(tmp_path)
    outcome = receive(desk, line("n-1"), line("n-1")).outcome

    assert [each.status for each in outcome] == ["accepted", "duplicate"]


def test_a_bad_line_costs_no_other_and_is_kept_whole(tmp_path: Path) -> None:
    """What cannot be read is an entry with its reason, its number and its raw bytes; its neighbours are taken in."""
    desk = a_desk(tmp_path)
    content = json.dumps(line("n-1")).encode() + b"\n{broken\n" + json.dumps(line("n-2")).encode()
    done = desk.do(ReceiveReports(content=content, first_line=501), MACHINE)

    assert [each.status for each in done.outcome] == ["accepted", "rejected", "accepted"]
    [rejected] = [entry for entry in done.entries if entry.header.type == "report.rejected"]
    assert desk.open_part(rejected, 0, OFFICER) == b"{broken"
    assert done.outcome[1].line == 502
    assert "502" in done.outcome[1].error["says"]


def test_no_private_word_stands_in_the_open(tmp_path: Path) -> None:
    """Neither the number nor the words of a private report are in any file of the desk."""
    desk = a_desk(tmp_path)
    secret = line("n-1", text="the engine is dead", sender={"role": "aboard", "phone": "+33600000001"})
    receive(desk, secret)
    desk.close()

    for file in (tmp_path / "desk").iterdir():
        content = file.read_bytes()
        assert b"engine is dead" not in content
        assert b"600000001" not in content


def test_two_calls_from_one_number_are_noticed_in_the_open_without_it(tmp_path: Path) -> None:
    """A second report from a number brings an advice entry that names both reports and no number."""
    desk = a_desk(tmp_path)
    phone = {"role": "aboard", "phone": "+33600000001"}
    receive(desk, line("n-1", sender=phone), line("n-2", sender={"role": "aboard", "phone": "+33600000002"}))
    done = receive(desk, line("n-3", sender=phone))

    [advice] = [entry for entry in done.entries if entry.header.type == "advice.same_phone"]
    assert json.loads(advice.body) == {
        "report": "north-centre/phone/n-3",
        "same_as": ["north-centre/phone/n-1"],
    }


def test_a_number_is_recognised_after_a_restart(tmp_path: Path) -> None:
    """The table of numbers is in memory only and made again from what is sealed."""
    phone = {"role": "aboard", "phone": "+33600000001"}
    desk = a_desk(tmp_path)
    receive(desk, line("n-1", sender=phone))
    desk.close()
    again = open_desk(tmp_path / "desk")
    done = receive(again, line("n-2", sender=phone))

    assert [entry.header.type for entry in done.entries] == ["report.received", "advice.same_phone"]


def test_calls_on_both_sides_of_midnight_at_a_months_end_still_meet(tmp_path: Path) -> None:
    """Marks change with the month, and near its end a number carries both."""
    desk = a_desk(tmp_path)
    phone = {"role": "aboard", "phone": "+33600000001"}
    receive(desk, line("n-1", sender=phone, received_at="2031-01-31T23:50:00+00:00"))
    done = receive(desk, line("n-2", sender=phone, received_at="2031-02-01T00:20:00+00:00"))

    assert "advice.same_phone" in [entry.header.type for entry in done.entries]


def test_the_words_open_for_who_looks_and_the_look_is_logged(tmp_path: Path) -> None:
    """Opening a private report's words writes who looked at what into the access stream."""
    desk = a_desk(tmp_path)
    [outcome] = receive(
        desk, line("n-1", on_board={"value": 30, "qualifier": "about", "as_said": "thirty or so"})
    ).outcome
    before = desk.access.latest()
    words = asking.words_of_claim(desk, "north-centre/phone/n-1#0", "on_board", OFFICER)

    assert words == "thirty or so"
    looks = [entry for entry in desk.access.read(before) if entry.header.type == "access.seal_opened"]
    assert [("a-officer", outcome.entry)] == [
        (entry.header.actor, json.loads(entry.body)["entry"]) for entry in looks
    ]


def test_a_published_series_is_one_report_whose_bytes_stay_open(tmp_path: Path, home_office: bytes) -> None:
    """The Home Office workbook becomes one public report with every cell a claim of one vintage."""
    desk = a_desk(tmp_path)
    [outcome] = desk.do(ReceiveReports(content=home_office, received_by="analyst"), MACHINE).outcome

    assert outcome.status == "accepted"
    with desk.looking() as picture:
        report = picture.entries[outcome.entry].body.report
    assert [series.name for series in report.series] == ["SB_01", "SB_02"]
    assert home_office == desk.ledger.blob(desk.ledger.get(outcome.entry), 0)
