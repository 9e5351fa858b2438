"""The interface for programs: one envelope, reports line by line, commands once, and nothing that ends in a 500."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scenes import CALL, LATER_CALL, PASSWORD, client_of, line, new_desk
from starlette.testclient import TestClient

from ashore.desk.commands import Desk
from ashore.desk.commands.keeping import check_record
from ashore.desk.web import api
from ashore.desk.web.asked import own_path
from ashore.desk.web.problems import status_of
from ashore.model.errors import AshoreError, BadInput, LedgerFault, NotFound, Refused

COMMAND = "0b6c5a0e-0000-4000-8000-000000000001"


def program_of(desk: Desk, role: str = "machine") -> TestClient:
    """Return a client that holds the token of an account's open session, and no cookie."""
    account = desk.accounts.create(f"a {role}", PASSWORD, role)
    client = client_of(desk)
    client.headers["authorization"] = f"Bearer {desk.accounts.open_session(account)}"
    return client


@pytest.fixture(scope="module")
def radio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, TestClient]]:
    """A live desk and a machine that sends it reports."""
    desk = new_desk(tmp_path_factory.mktemp("radio"))
    yield desk, program_of(desk)
    desk.close()


def answers_of(answer: Any) -> list[dict[str, Any]]:
    """Return the answers to each line."""
    assert answer.status_code == 200, answer.text
    return [json.loads(each) for each in answer.text.splitlines()]


def test_each_line_is_answered_by_its_own_status(empty: Desk) -> None:
    """Accepted, duplicate and rejected stand in the order of the lines, and a bad line costs no other."""
    body = b"\n".join([line(CALL), b"about thirty", line(CALL), line(LATER_CALL)]) + b"\n"
    answers = answers_of(program_of(empty).post("/api/reports", content=body))
    assert [answer["status"] for answer in answers] == ["accepted", "rejected", "duplicate", "accepted"]
    assert all(empty.ledger.get(answer["entry"]) for answer in answers)
    assert set(answers[1]["error"]) == {"code", "says", "hint"}
    assert answers[1]["error"]["says"].startswith("Line 2:")
    assert answers[0]["error"] is None


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(body=st.binary(max_size=300))
def test_any_bytes_are_answered_and_kept(radio: tuple[Desk, TestClient], body: bytes) -> None:
    """No body is a server error; every line that is no report stands in the log with its very bytes."""
    desk, client = radio
    answers = answers_of(client.post("/api/reports", content=body))
    for answer in answers:
        assert answer["status"] in ("accepted", "duplicate", "rejected")
        if answer["status"] == "rejected":
            assert desk.ledger.open_sealed(desk.ledger.get(answer["entry"]), 0) in body


@pytest.mark.parametrize("size", [7, 65_536, 1_000_000])
def test_a_table_is_one_file_however_it_is_cut(empty: Desk, size: int) -> None:
    """A series longer than a piece of the network is taken in whole, and a second time is a duplicate."""
    days = [
        f"{2000 + number // 336}-{number // 28 % 12 + 1:02}-{number % 28 + 1:02}" for number in range(7000)
    ]
    body = "\n".join(["date,wave_height_max_m", *(f"{day},1.2" for day in days), ""]).encode()
    assert len(body) > api.BEGINNING
    client = program_of(empty)
    for status in ("accepted", "duplicate"):
        pieces = [body[at : at + size] for at in range(0, len(body), size)]
        answers = answers_of(client.post("/api/reports", content=iter(pieces)))
        assert [answer["status"] for answer in answers] == [status]


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(cuts=st.lists(st.integers(min_value=0, max_value=900), max_size=6))
def test_how_a_body_is_cut_changes_no_answer(radio: tuple[Desk, TestClient], cuts: list[int]) -> None:
    """A network may cut a stream anywhere; lines stay lines, with their own numbers."""
    _, client = radio
    body = b"\n".join([line(CALL), b"nonsense", b"", line(LATER_CALL), b"more nonsense"])
    bounds = sorted({0, len(body), *(min(cut, len(body)) for cut in cuts)})
    pieces = [body[start:end] for start, end in itertools.pairwise(bounds)]
    answers = answers_of(client.post("/api/reports", content=iter(pieces)))
    assert [answer["status"] == "rejected" for answer in answers] == [False, True, False, True]
    assert answers[3]["error"]["says"].startswith("Line 5:")


ALERT = (
    b"/00001 00000/2279/31 034 0112\n1. DISTRESS COSPAS-SARSAT INITIAL ALERT\n3. DETECTED AT 03 FEB 2031 0110 UTC\n"
    b"8. POSITIONS\nDOPPLER A - 51 01.8 N 001 45.6 E\nDOPPLER B - 48 44.0 N 012 20.1 W\n11. HEX ID 1C6400A2D0FFBFF\n"
)


@pytest.mark.parametrize("size", [1, 7, 40, 1_000])
def test_a_file_of_another_source_is_taken_in_whole(empty: Desk, size: int) -> None:
    """An alert of many lines is one report, however a network cuts it; halves would be no alert at all."""
    pieces = [ALERT[at : at + size] for at in range(0, len(ALERT), size)]
    [answer] = answers_of(program_of(empty).post("/api/reports", content=iter(pieces)))
    assert answer["status"] == "accepted"
    assert empty.ledger.get(answer["entry"]).header.type == "report.received"


def test_a_line_over_the_limit_is_rejected_once_and_kept_whole(empty: Desk) -> None:
    """Its pieces hold every byte, it gets one answer, and the line after it is taken in."""
    long = b"x" * ((1 << 20) + 10)
    answers = answers_of(program_of(empty).post("/api/reports", content=long + b"\n" + line(CALL)))
    assert [answer["status"] for answer in answers] == ["rejected", "accepted"]
    kept = [
        empty.ledger.open_sealed(entry, 0)
        for entry in empty.ledger.read()
        if entry.header.type == "report.rejected"
    ]
    assert b"".join(kept).rstrip(b"\n") == long


def test_an_endless_line_costs_no_line_after_it(empty: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line beyond all measure is answered once and kept whole in pieces, and the next one is taken in."""
    monkeypatch.setattr(api, "MOST_LINE", 1_000)
    pieces = [b"x" * 700 for _ in range(6)] + [b"xyz\n" + line(CALL)]
    answers = answers_of(program_of(empty).post("/api/reports", content=iter(pieces)))
    kept = b"".join(
        empty.ledger.open_sealed(entry, 0)
        for entry in empty.ledger.read()
        if entry.header.type == "report.rejected"
    )

    assert [answer["status"] for answer in answers] == ["rejected", "accepted"]
    assert kept.replace(b"\n", b"") == b"x" * 4_200 + b"xyz"


def test_reports_need_somebody_who_may_send_them(on_watch: tuple[Desk, str]) -> None:
    """Nobody, and an analyst, are refused by the same envelope."""
    desk, _ = on_watch
    nobody = client_of(desk)
    answer = nobody.post("/api/reports", content=line(CALL), headers={"authorization": "Bearer nonsense"})
    assert (answer.status_code, answer.json()["code"]) == (401, "sign-in-needed")
    answer = program_of(desk, "analyst").post("/api/reports", content=line(CALL))
    assert (answer.status_code, answer.json()["code"]) == (403, "role-may-not")


def test_a_command_is_done_once_for_one_id(on_watch: tuple[Desk, str]) -> None:
    """The same UUID again gives the first result, and the log holds it once."""
    desk, case = on_watch
    officer = program_of(desk, "officer")
    ask = {"case": case, "phase": "alert", "reason": "the cutter is alongside"}
    first = officer.post("/api/commands/set-phase", json=ask, headers={"ashore-command": COMMAND})
    again = officer.post("/api/commands/set-phase", json=ask, headers={"ashore-command": COMMAND.upper()})
    assert first.status_code == again.status_code == 200
    assert first.json() == again.json()
    assert len(desk.ledger.by_command(COMMAND)) == 1


@pytest.mark.parametrize(
    ("name", "body", "headers", "status", "code"),
    [
        ("no-such", b"{}", {}, 404, "unknown-command"),
        ("set-phase", b"{", {}, 422, "unreadable-request"),
        ("set-phase", b"[]", {}, 422, "unreadable-request"),
        ("set-phase", b'{"case": "2234B"}', {}, 422, "unreadable-request"),
        ("set-phase", b'{"case":"x","phase":"alert","reason":"r"}', {}, 404, "unknown-case"),
        ("set-phase", b'{"case":"2234B","phase":"calm","reason":"r"}', {}, 422, "bad-value"),
        ("set-phase", b"{}", {"ashore-command": "7"}, 422, "unreadable-request"),
        ("end-case", b'{"case":"2234B","how":"accounted"}', {}, 409, "not-accounted"),
        (
            "destroy-keys",
            b'{"case":"2234B","reason":"r","second":"a","second_password":"b"}',
            {},
            403,
            "role-may-not",
        ),
    ],
)
def test_every_refusal_is_one_envelope(
    on_watch: tuple[Desk, str], name: str, body: bytes, headers: dict[str, str], status: int, code: str
) -> None:
    """A status by branch, and always code, says and hint as the command line prints them."""
    desk, _ = on_watch
    answer = program_of(desk, "officer").post(f"/api/commands/{name}", content=body, headers=headers)
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert (answer.status_code, problem["code"], problem["status"]) == (status, code, status)
    assert problem["says"]
    assert set(problem) == {"type", "status", "title", "code", "says", "hint"}


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    name=st.sampled_from(["open-case", "link-mention", "receive-reports", "nothing"]),
    body=st.binary(max_size=80),
)
def test_any_body_of_a_command_is_answered(radio: tuple[Desk, TestClient], name: str, body: bytes) -> None:
    """No bytes are a server error."""
    assert radio[1].post(f"/api/commands/{name}", content=body).status_code < 500


def test_a_machine_ends_no_case(on_watch: tuple[Desk, str]) -> None:
    """Endings are human, over HTTP as well."""
    desk, case = on_watch
    ask = {"case": case, "how": "suspended", "reason": "r", "owner": "o", "review_at": "2031-02-04T08:00:00Z"}
    assert program_of(desk).post("/api/commands/end-case", json=ask).status_code == 403


def test_board_case_and_entries_agree_with_the_page(on_watch: tuple[Desk, str]) -> None:
    """The same bounds, the statements that force them, and every entry in its order of arrival."""
    desk, case = on_watch
    program = program_of(desk)
    row = program.get("/api/board").json()["rows"][0]
    assert (row["case"], row["still_out"]) == (case, {"low": 0, "high": 7})
    shown = program.get(f"/api/cases/{case}").json()
    assert {said["mention"] for said in shown["high_because"]} == {
        "north-centre/phone/n-1#0",
        "north-centre/vhf/n-2#0",
    }
    page = program.get("/api/entries?after=1").json()
    assert [entry["arrival"] for entry in page["entries"]] == list(range(2, desk.ledger.latest() + 1))
    assert page["next"] == desk.ledger.latest()
    assert page["entries"][0]["header"]["type"] == "report.received"


def test_figures_are_one_a_line_in_their_format(night: Desk) -> None:
    """Format 8.4, for the cut that was asked for."""
    answer = client_of(night).get("/api/figures?name=rescued&period=2020-12-09&clock=reported")
    figures = [json.loads(each) for each in answer.text.splitlines()]
    ours = next(figure for figure in figures if figure["scope"] == "cases")
    assert (ours["format"], ours["figure"], ours["low"], ours["high"]) == (
        "ashore.figure/1",
        "rescued",
        18,
        18,
    )


@pytest.mark.parametrize(
    "query", ["period=soon", "name=joy", "clock=sundial&name=rescued", "known_at=now", "zone=Moon"]
)
def test_a_cut_that_cannot_be_read_is_refused_in_a_sentence(night: Desk, query: str) -> None:
    """By the interface with the envelope, on the page with the form still there."""
    assert client_of(night).get(f"/api/figures?{query}").status_code == 422
    page = client_of(night).get(f"/figures?{query}")
    assert page.status_code == 422
    assert 'name="period"' in page.text


@pytest.mark.parametrize("branch", [BadInput, Refused, NotFound, LedgerFault, AshoreError])
def test_every_error_has_a_status(branch: type[AshoreError]) -> None:
    """The branch gives it, unless the class has one of its own."""

    def every(error: type[AshoreError]) -> Iterator[type[AshoreError]]:
        yield error
        for each in error.__subclasses__():
            yield from every(each)

    assert all(400 <= status_of(error()) <= 599 for error in every(branch))


@given(st.text())
def test_a_way_back_never_leads_off_the_desk(path: str) -> None:
    """Whatever a link carries, the way back is a path here."""
    kept = own_path(path)
    assert kept.startswith("/")
    assert not kept.startswith(("//", "/\\"))


def test_the_desk_of_the_radio_still_verifies(radio: tuple[Desk, TestClient]) -> None:
    """After all that was thrown at it the record is whole."""
    assert all(found.sound for found in check_record(radio[0]))
