"""Numbers and addresses never stand in an open body, whichever field they were written into."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from desks import OFFICER, a_desk, line, receive

from ashore.desk.commands import asking
from ashore.desk.commands.acting import reason_text
from ashore.desk.commands.acts import LabelCase, OfferHandover, OpenCase, SetAside
from ashore.desk.commands.errors import PhoneInReason
from ashore.model.times import moment

NUMBER = "+33612345678"
MENTION = "north-centre/phone/n-1#0"


@pytest.mark.parametrize(
    "text",
    [
        "+33 (0) 6 12 34 56 78",
        "06/12/34/56/78",
        "06\u201312\u201334\u201356\u201378",
        "wa.me/33612345678",
        "\u0660\u0666\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668",
        "write to a@b.org",
        "0033-6-1234-5678",
    ],
)
def test_a_reason_refuses_a_number_however_written(text: str) -> None:
    """Open text is for ever."""
    with pytest.raises(PhoneInReason):
        reason_text("reason", text)


@pytest.mark.parametrize(
    "text", ["seen at 2031-02-03T08:00:00+01:00", "on 03/02/2031 08:15", "MMSI 227003050", "33 exceeds 30"]
)
def test_a_reason_takes_dates_and_ships(text: str) -> None:
    """What is no number is no reason to refuse."""
    assert reason_text("reason", text) == text


def test_no_command_leaves_a_number_in_the_open(tmp_path: Path) -> None:
    """Who gave a label, whom a case is offered to and which claim is set aside are open text too."""
    desk = a_desk(tmp_path)
    receive(desk, line("n-1"))
    case = str(desk.do(OpenCase(mention=MENTION), OFFICER).entries[0].header.subjects[0])
    for act in (
        LabelCase(case=case, label="A", given_by=NUMBER),
        OfferHandover(case=case, to=NUMBER),
        SetAside(mention=MENTION, claim=NUMBER, reason="x"),
    ):
        with pytest.raises(PhoneInReason):
            desk.do(act, OFFICER)


@pytest.mark.parametrize("channel", ["phone", "post"])
def test_a_number_in_any_field_is_in_no_file(tmp_path: Path, channel: str) -> None:
    """A private report's free fields, and a public report's sender, are searched in every byte."""
    desk = a_desk(tmp_path)
    sender = {"role": "aboard", "phone": NUMBER, "email": "a@b.org"}
    fields = {"channel": channel, "sender": sender}
    if channel == "phone":
        fields |= {
            "language": f"ku, call {NUMBER}",
            "sender": {**sender, "unit": f"relay {NUMBER}"},
            "positions": [
                {"place": f"off Gravelines, ring 06 12 34 56 78, {NUMBER}", "lat": 51.03, "lon": 0.123456789}
            ],
            "craft": {"name": NUMBER, "kind": NUMBER, "departed_from": "a@b.org"},
            "encounter": {"unit": NUMBER, "action": "sighted", "place": NUMBER},
            "movements": [{"from": "boat", "to": f"unit:{NUMBER}", "count": {"value": 2}}],
        }
    [entry] = receive(desk, line("n-1", **fields)).entries
    desk.close()

    for file in (tmp_path / "desk").iterdir():
        for secret in (b"612345678", b"06 12 34 56 78", b"a@b.org"):
            assert secret not in file.read_bytes()
    body = json.loads(entry.body or b"")
    if channel == "phone":
        assert body["report"]["mentions"][0]["positions"][0]["lon"] == "0.123456789"


def test_words_of_a_public_report_with_a_sender_are_still_found(tmp_path: Path) -> None:
    """Its raw bytes are sealed for the number in them; its words open as before."""
    desk = a_desk(tmp_path)
    [entry] = receive(desk, line("n-1", channel="post", sender={"role": "aboard", "phone": NUMBER})).entries
    report = asking.words_of_report(desk, entry.id, OFFICER)

    assert report is not None
    assert report.text == "words of n-1"


@pytest.mark.parametrize("text", ["9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+23:00"])
def test_a_time_outside_the_calendar_is_a_bad_value(text: str) -> None:
    """Not a fault of the server."""
    with pytest.raises(ValueError, match="day"):
        moment(text)
