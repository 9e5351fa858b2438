"""A file of any source by HTTP: an answer for each report in it, and lines as before."""

from __future__ import annotations

import json
from typing import Any

import pytest
from scenes import CALL, line
from test_web_api import program_of

from ashore.desk.commands import Desk
from ashore.desk.web import api

MAIL = (
    b"From: night@hotline.example\nDate: Mon, 3 Feb 2031 03:20:00 +0100\nMessage-ID: <a1@hotline.example>\n"
    b"Subject: boat\n\n45 people\n"
)
LIST = b"Case;Date;Time (UTC);Position;POB\n" + b"".join(
    b"%d;03/02/2031;01:15;51.03 1.67;30\n" % case for case in range(2_000)
)


def answers_of(answer: Any) -> list[dict[str, Any]]:
    """Return the answers to each report."""
    assert answer.status_code == 200, answer.text
    return [json.loads(each) for each in answer.text.splitlines()]


def test_a_mail_is_posted_as_it_is(empty: Desk) -> None:
    """Sent whole or byte by byte it is one report, and once."""
    client = program_of(empty)
    once = answers_of(client.post("/api/reports", content=MAIL))
    again = answers_of(
        client.post("/api/reports", content=(MAIL[at : at + 7] for at in range(0, len(MAIL), 7)))
    )

    assert [each["status"] for each in once + again] == ["accepted", "duplicate"]


def test_a_list_longer_than_its_beginning_is_taken_in_whole(empty: Desk) -> None:
    """Every row is answered, though what the file is was known from its first part."""
    assert len(LIST) > 60_000
    pieces = (LIST[at : at + 10_000] for at in range(0, len(LIST), 10_000))
    answers = answers_of(program_of(empty).post("/api/reports", content=pieces))

    assert [each["status"] for each in answers] == ["accepted"] * 2_000


def test_a_file_too_long_is_refused_with_a_sentence(empty: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of it is kept, and that is what is said."""
    monkeypatch.setattr(api, "MOST_FILE", 10_000)
    [answer] = answers_of(program_of(empty).post("/api/reports", content=LIST))

    assert answer["status"] == "rejected"
    assert answer["error"]["code"] == "file-too-long"


def test_a_body_of_nothing_and_a_body_of_lines_are_as_before(empty: Desk) -> None:
    """No bytes are no lines."""
    client = program_of(empty)
    assert answers_of(client.post("/api/reports", content=b"")) == []
    assert [each["status"] for each in answers_of(client.post("/api/reports", content=line(CALL)))] == [
        "accepted"
    ]
