"""A chat's messages as reports: the same bytes each time, and every one a line that the format's reader takes."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ashore.intake.chat_file import MOST_BYTES, NotText, TooMuchText, chat_text
from ashore.intake.chat_messages import ChatAnswers, is_number, reports_of
from ashore.intake.pasted import SOURCE
from ashore.intake.rejection import Rejection
from ashore.intake.sources import SOURCES, Receipt, reread
from ashore.model.report import Report, open_part
from ashore.model.times import moment
from ashore.reading.chat import read_chat

PARIS = ChatAnswers(zone="Europe/Paris", we=("Marie",), role="aboard")
RECEIPT = Receipt(received_by="north", received_at=moment("2031-02-03T01:12:00+01:00"))


def lines_of(text: str, answers: ChatAnswers = PARIS) -> list[bytes]:
    """Return the lines of a chat, their ids plain hashes."""
    return [
        line
        for _, line in reports_of(
            read_chat(text), answers, lambda told: hashlib.sha256(told).hexdigest()[:16]
        )
    ]


def report_of(message: str) -> Report:
    """Return the report of one message sent by a number on 14 December 2022 at 22:04 in Paris."""
    [line] = lines_of(f"14/12/2022, 22:04 - +33 6 00 00 00 01: {message}")
    return reread(SOURCE, line, RECEIPT)


@pytest.mark.parametrize(
    "message",
    [
        "location: https://maps.google.com/?q=51.03,2.06",
        "localisation : https://maps.google.com/?q=51.03,2.06",
        "https://maps.google.com/?q=51.03,2.06",
    ],
)
def test_a_place_sent_as_one_is_a_fix_of_the_sender(message: str) -> None:
    """In both languages, and as a window copies it; its error is the link's digits', which no source states."""
    report = report_of(message)
    [position] = report.mentions[0].positions

    assert (position.lat, position.lon, position.of) == ("51.03", "2.06", "sender")
    assert report.machine_read == ("mentions[0].positions[0]",)
    assert report.assumed == ("mentions[0].positions[0].error_m",)


@pytest.mark.parametrize(
    "message",
    [
        "live location shared",
        "Position en direct partagée",
        "we are at 51.03, 2.06",
        "my brother is here https://maps.google.com/?q=51.03,2.06",
        "location: https://maps.app.goo.gl/abc",
        "location: https://maps.google.com/?q=999,999",
        "Port of Calais (Quai): https://maps.google.com/?q=51.03,2.06",
    ],
)
def test_words_and_places_of_others_are_no_fix(message: str) -> None:
    """A live place without figures, figures among words, somebody else's place, a named place: only words."""
    report = report_of(message)
    assert (report.mentions[0].positions, report.text) == ((), message)


def test_a_file_that_was_with_a_message_is_named_in_the_sealed_part_only() -> None:
    """Pictures left out of an export are attachments by name."""
    report = report_of("IMG-20221214-WA0001.jpg (file attached)\nlook")

    assert report.attachments == ("IMG-20221214-WA0001.jpg",)
    assert open_part(report).attachments == ()


@pytest.mark.parametrize(
    ("speaker", "number"),
    [
        ("+33 6 00 00 00 01", True),
        ("+1 (555) 000-0000", True),
        ("0600000001", True),
        ("Awa 2", False),
        ("~ Awa", False),
    ],
)
def test_a_number_is_told_from_a_name(speaker: str, number: bool) -> None:
    """Only a number is somebody's telephone; a name is kept in the sealed line and becomes no field."""
    assert is_number(speaker) is number
    [line] = lines_of(f"14/12/2022, 22:04 - {speaker}: help")
    report = reread(SOURCE, line, RECEIPT)
    assert (report.sender.phone is not None) is number


def test_two_equal_messages_of_one_minute_are_two() -> None:
    """Their ids differ by how many stand before, so that a second ok is not lost."""
    ids = [
        json.loads(line)["id"]
        for line in lines_of("14/12/2022, 22:04 - Awa: ok\n14/12/2022, 22:04 - Awa: ok\n")
    ]
    assert len(set(ids)) == 2


_said = st.text(st.characters(codec="utf-8"), max_size=80)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.lists(st.tuples(st.integers(0, 59), _said), min_size=1, max_size=5))
def test_whatever_was_said_is_a_report_that_can_be_read_again(said: list[tuple[int, str]]) -> None:
    """Every message of a number, even an empty one, gives a line that its reader takes, the same bytes each time."""
    text = "".join(f"14/12/2022, 22:{minute:02} - +33 6 00 00 00 01: {words}\n" for minute, words in said)
    lines = lines_of(text)

    assert lines == lines_of(text)
    for line in lines:
        result = SOURCES[SOURCE].read(line, RECEIPT)
        assert not isinstance(result, Rejection), result.says
        assert result.received_at == RECEIPT.received_at


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.binary(max_size=200).map(lambda tail: b"PK\x03\x04" + tail) | st.binary(max_size=100))
def test_no_bytes_break_a_chats_file(content: bytes) -> None:
    """Text, an archive, or a sentence."""
    with suppress(NotText):
        assert isinstance(chat_text(content), str)


def test_an_archive_that_unpacks_to_a_flood_is_refused() -> None:
    """A few bytes that claim to be gigabytes of chat are not unpacked; an archive without a text is no chat."""
    flood, empty = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(flood, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("_chat.txt", bytes(b"x" * (MOST_BYTES + 10)))
    with zipfile.ZipFile(empty, "w") as archive:
        archive.writestr("photo.jpg", b"x")
    with pytest.raises(TooMuchText):
        chat_text(flood.getvalue())
    with pytest.raises(NotText):
        chat_text(empty.getvalue())
