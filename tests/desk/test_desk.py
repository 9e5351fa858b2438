"""A desk beside other programs, after a restart, and when a command fails."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

from desks import OFFICER, a_desk, line, receive

from ashore.bootstrap import open_desk
from ashore.desk.commands.acts import OpenCase
from ashore.picture.fingerprint import fingerprint


def test_what_another_program_writes_is_in_the_picture(tmp_path: Path) -> None:
    """A desk that is being served sees what the command line beside it takes in, and neither loses anything."""
    desk = a_desk(tmp_path)
    receive(desk, line("n-1"))
    reports = tmp_path / "more.jsonl"
    reports.write_text(
        '{"id":"n-2","channel":"phone","received_at":"2031-02-03T01:12:00+01:00","received_by":"north-centre",'
        '"text":"words","sender":{"role":"aboard"}}\n'
    )
    other = [
        sys.executable,
        "-c",
        "from ashore.__main__ import main; main()",
        "--data",
        str(tmp_path / "desk"),
    ]
    subprocess.run([*other, "import", str(reports)], check=True, capture_output=True)
    receive(desk, line("n-3"))

    with desk.looking() as picture:
        assert {"north-centre/phone/n-1", "north-centre/phone/n-2", "north-centre/phone/n-3"} == set(
            picture.reports
        )
    assert desk.ledger.latest() == desk.arrived()


def test_many_at_once_lose_nothing_and_open_nothing_twice(tmp_path: Path) -> None:
    """Threads that ask the same desk at the same time each get their own entry, and one command id gets one."""
    desk = a_desk(tmp_path)

    def ask(number: int) -> None:
        receive(desk, line(f"n-{number}"))
        desk.do(OpenCase(label="A"), OFFICER, command="the same command")

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with desk.looking() as picture:
        assert len(picture.reports) == 12
        assert len(picture.cases) == 1


def test_a_restart_gives_the_same_book(tmp_path: Path) -> None:
    """Closed and opened again, a desk has the same picture to the byte."""
    desk = a_desk(tmp_path)
    receive(desk, line("n-1", on_board={"value": 30}), line("n-2"))
    desk.do(OpenCase(label="A", mention="north-centre/phone/n-1#0"), OFFICER)
    with desk.looking() as picture:
        before = fingerprint(picture)
    desk.close()

    with open_desk(tmp_path / "desk").looking() as picture:
        assert fingerprint(picture) == before


def test_a_failed_command_leaves_nothing(tmp_path: Path) -> None:
    """A command that is refused half way has written nothing and changed no picture."""
    desk = a_desk(tmp_path)
    receive(desk, line("n-1"))
    before = desk.ledger.latest()
    try:
        desk.do(OpenCase(label="x" * 99, mention="north-centre/phone/n-1#0"), OFFICER)
    except Exception as error:
        refused = error

    assert "label" in str(refused)
    assert desk.ledger.latest() == before
    with desk.looking() as picture:
        assert not picture.cases
