"""A damaged record: the desk goes on where it can, and verify always runs and says where the damage is."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from ashore.bootstrap import create_desk, open_desk
from ashore.desk.commands import keeping
from ashore.desk.commands.acting import Who
from ashore.desk.commands.acts import ReceiveReports

CALL = (
    b'{"id":"%d","channel":"phone","received_at":"2031-02-03T01:12:00Z",'
    b'"sender":{"phone":"+33600000000"},"text":"help"}'
)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    desk = create_desk(tmp_path / "desk", name="d", kind="live")
    desk.do(
        ReceiveReports(content=CALL % 1 + b"\n" + CALL % 2), Who(account="m", role="machine", person=False)
    )
    desk.close()
    return tmp_path / "desk"


def spoil(data: Path, sql: str) -> None:
    with sqlite3.connect(data / "ledger.sqlite") as connection:
        connection.execute(sql)
    connection.close()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE contents SET content = zeroblob(length(content))",
        "DELETE FROM contents",
    ],
)
def test_sealed_parts_that_cannot_be_opened_do_not_keep_the_desk_from_opening(data: Path, sql: str) -> None:
    """What is sealed may be withheld or damaged; the picture reads open bodies only and stands without it."""
    spoil(data, sql)
    desk = open_desk(data)
    with desk.looking() as picture:
        assert set(picture.reports) == {"d/phone/1", "d/phone/2"}
    desk.close()


@pytest.mark.parametrize(
    ("sql", "says"),
    [
        ("UPDATE contents SET content = zeroblob(length(content))", "was altered"),
        ("UPDATE entries SET header = x'00' WHERE seq = 1", "header cannot be read"),
        ("UPDATE entries SET header = 'no' WHERE seq = 1", "header cannot be read"),
        (
            "UPDATE entries SET body = replace(CAST(body AS TEXT), 'phone', 'phona') WHERE seq = 1",
            "body was altered",
        ),
        ("UPDATE entries SET body = NULL WHERE seq = 0", "names no key"),
    ],
)
def test_verify_says_where_a_record_is_damaged_that_no_desk_opens(data: Path, sql: str, says: str) -> None:
    """Whoever is told to run `ashore verify` is told by it where the damage is."""
    spoil(data, sql)
    ops, _ = keeping.check_files(data)
    assert any(says in finding.says for finding in ops.findings)


@pytest.mark.parametrize("content", [b"", b"{}\n{}", b"[1]", b"[[1,2,3]]", b"\xff", b'[["log",true]]'])
def test_a_file_that_holds_no_heads_is_refused_in_plain_words(tmp_path: Path, content: bytes) -> None:
    """The wrong file given to `ashore verify --heads` gets a sentence, never a traceback."""
    (tmp_path / "heads").write_bytes(content)
    with pytest.raises(keeping.NotHeads):
        keeping.read_heads(tmp_path / "heads")
