"""Files of every source at the desk: imported once, sent again, put right, and what a list no longer holds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from desks import MACHINE, a_desk

from ashore.desk.commands import Desk
from ashore.desk.commands.acts import ReceiveReports
from ashore.desk.commands.files import ask_rows_gone, files_in, is_lines

HEAD = (
    "Received: from mx.example by centre.example; Mon, 03 Feb 2031 02:21:00 +0000\n"
    "From: night@hotline.example\nDate: Mon, 3 Feb 2031 03:20:00 +0100\nMessage-ID: <a1@hotline.example>\n"
    "Subject: boat\n\n"
)
LIST = "Case;Date;Time (UTC);Position;POB\n12;03/02/2031;01:15;51.03 1.67;30\n13;03/02/2031;01:20;51.04 1.68;31\n"


def take(desk: Desk, content: str) -> list[Any]:
    """Take a file in."""
    outcome: list[Any] = desk.do(ReceiveReports(content=content.encode()), MACHINE).outcome
    return outcome


def test_a_mail_by_two_ways_is_one_report(tmp_path: Path) -> None:
    """The headers that servers wrote make no correction; the sender's other words do."""
    desk = a_desk(tmp_path)
    mail = f"{HEAD}45 people\n"
    statuses = [
        take(desk, each)[0].status
        for each in (mail, mail.replace("mx.example", "other.example"), mail.replace("45", "46"), mail)
    ]

    assert statuses == ["accepted", "duplicate", "accepted", "duplicate"]
    with desk.looking() as picture:
        [key] = picture.reports
        [stands] = picture.standing(picture.reports[key])
        assert stands.body.report.mentions[0].on_board.value == 46


def test_a_list_sent_again_takes_in_what_changed_and_says_what_is_gone(tmp_path: Path) -> None:
    """Unchanged rows are duplicates, a changed one a correction, and one that is gone is named, not withdrawn."""
    desk = a_desk(tmp_path)
    take(desk, LIST)
    changed = take(desk, LIST.replace(";31", ";35"))
    shorter = take(desk, LIST.replace("13;03/02/2031;01:20;51.04 1.68;31\n", ""))

    assert [each.status for each in changed] == ["duplicate", "accepted"]
    assert [each.status for each in shorter] == ["duplicate"]
    [gone] = ask_rows_gone(desk, shorter)
    assert gone.startswith("13/2031-02-03/")
    with desk.looking() as picture:
        assert len(picture.reports) == 2


def test_only_lines_are_cut_into_pieces() -> None:
    """A mail cut in two would be two mails."""
    assert is_lines(json.dumps({"channel": "note"}).encode())
    assert not is_lines(f"{HEAD}x".encode())
    assert not is_lines(LIST.encode())


def test_a_maildir_is_its_mails_and_another_folder_its_files(tmp_path: Path) -> None:
    """New and read mails by name, and never what is still being written."""
    for name in ("cur/2.mail", "new/1.mail", "tmp/3.mail"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(HEAD)
    plain = tmp_path / "plain"
    plain.mkdir()
    (plain / "b.eml").write_text(HEAD)
    (plain / ".hidden").write_text("")

    assert [each.name for each in files_in(tmp_path)] == ["1.mail", "2.mail"]
    assert [each.name for each in files_in(plain)] == ["b.eml"]
    assert files_in(plain / "b.eml") == [plain / "b.eml"]
