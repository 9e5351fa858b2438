"""Whatever comes in: an answer, never an exception, and nothing private in what is stored in the open."""

from __future__ import annotations

import io
import json
from typing import Any

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from line_writer import write_line
from report_strategies import SECRETS, anything, calm, disturbed, encoded, lines

from ashore.intake.rejection import Rejection
from ashore.intake.report_lines import read_line, read_lines
from ashore.model.counts import Count, Part
from ashore.model.report import Report, open_part
from ashore.model.vocabulary import PUBLIC_CHANNELS

SAMPLE = encoded(
    {
        "format": "ashore.report/1",
        "id": "s-1",
        "channel": "phone",
        "received_at": "2031-02-03T01:12:00+01:00",
        "sender": {"role": "aboard", "phone": "+33600000000", "battery_pct": 12},
        "text": "moteur mort, de l'eau 😀",
        "positions": [{"lat": 51.030, "lon": 2.06, "error_m": 4e3, "at": "2031-02-03T01:10Z"}],
        "on_board": {"value": 30, "qualifier": "about", "children": {"low": 2, "high": 2}},
        "encounter": {"action": "recovered", "taken_off": {"value": 13}, "all_off": "yes"},
        "movements": [{"from": "water", "to": "unit:Abeille", "count": {"value": 2}}],
        "assumed": ["encounter.all_off"],
    }
)


def check(raw: bytes) -> Report | Rejection:
    """Read a line and hold the result to what is promised of any line."""
    result = read_line(raw, received_by="north")
    if isinstance(result, Rejection):
        assert result.raw == raw
        assert result.says
        assert result.hint
        return result
    assert read_line(raw, received_by="north") == result
    assert msgspec.json.decode(msgspec.json.encode(result), type=Report) == result
    for mention in result.mentions:
        for count in (mention.on_board, *(move.count for move in mention.movements)):
            if count is not None:
                check_count(count)
    return result


def check_count(count: Count) -> None:
    stated: list[Count | Part] = [count, *(part for _, part in count.parts())]
    for each in stated:
        assert each.low is None or each.low >= 0
        assert each.low is None or each.high is None or each.low <= each.high
        assert each.qualifier != "about" or (each.low, each.high) == (None, None)
    least = sum(part.low or 0 for _, part in count.parts())
    assert count.high is None or least <= count.high


@given(raw=st.binary(max_size=200))
@calm()
def test_any_bytes_get_an_answer(raw: bytes) -> None:
    """No bytes make the reader raise."""
    check(raw)
    for each in read_lines(io.BytesIO(raw), received_by="north"):
        assert isinstance(each.result, Report | Rejection)


@given(value=anything)
@calm()
def test_any_json_gets_an_answer(value: Any) -> None:
    """No JSON value makes the reader raise, NaN and lone surrogates included."""
    check(json.dumps(value).encode())


@given(line=lines())
@calm()
def test_every_sound_line_is_read(line: dict[str, Any]) -> None:
    """What keeps to the format is never refused."""
    result = check(encoded(line))
    assert isinstance(result, Report), result.says


@given(line=disturbed())
@calm(max_examples=150)
def test_a_line_with_anything_in_it_gets_an_answer(line: dict[str, Any]) -> None:
    """Foreign values in known places are refused with a reason or read, and never raise."""
    check(json.dumps(line).encode())


@given(st.data())
@calm(max_examples=150)
def test_a_damaged_line_gets_an_answer(data: st.DataObject) -> None:
    """Flipped bits, cut ends, doubled and dropped pieces of a sound line never raise."""
    raw = bytearray(SAMPLE)
    for _ in range(data.draw(st.integers(1, 3))):
        at, to = sorted(data.draw(st.tuples(*[st.integers(0, len(raw))] * 2)))
        match data.draw(st.sampled_from(["flip", "cut", "drop", "double", "digit"])):
            case "flip" if at < len(raw):
                raw[at] ^= 1 << data.draw(st.integers(0, 7))
            case "cut":
                del raw[at:]
            case "drop":
                del raw[at:to]
            case "double":
                raw[to:to] = raw[at:to]
            case _:
                raw[at:at] = b"9" * data.draw(st.sampled_from([1, 30, 400]))
    check(bytes(raw))


def test_every_truncation_of_a_line_gets_an_answer() -> None:
    """A line cut anywhere is refused, and only the whole one is read."""
    assert isinstance(check(SAMPLE), Report)
    for end in range(len(SAMPLE)):
        assert isinstance(check(SAMPLE[:end]), Rejection)


@given(line=lines())
@calm()
def test_the_open_part_of_a_private_report_holds_none_of_its_words(line: dict[str, Any]) -> None:
    """Text, numbers, addresses, quoted and unknown words are left to the sealed raw bytes."""
    report = check(encoded(line))
    assert isinstance(report, Report)
    assume(not report.public)
    stored = msgspec.json.encode(open_part(report)).decode()
    leaked = [name for name, secret in SECRETS.items() if secret in stored]
    assert leaked == []
    assert "SECRET" not in stored


@given(line=lines(), channel=st.sampled_from(sorted(PUBLIC_CHANNELS)))
@calm(max_examples=30)
def test_a_public_report_keeps_its_words(line: dict[str, Any], channel: str) -> None:
    """What anybody could read already stays readable; the sender's number and address are sealed all the same."""
    report = check(encoded({**line, "channel": channel}))
    assert isinstance(report, Report)
    shown = open_part(report)
    assert (shown.text, shown.mentions, shown.claims) == (report.text, report.mentions, report.claims)
    assert (
        shown.sender is None
        or (shown.sender.phone, shown.sender.email, shown.sender.relayed_for) == (None,) * 3
    )
    if not report.has_address:
        assert shown == report


def texts(value: Any) -> Any:
    """Return a JSON value with every text in it replaced by a secret that stands nowhere else."""
    if isinstance(value, dict):
        return {name: texts(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [texts(inner) for inner in value]
    return "SECRET-WORD" if isinstance(value, str) else value


@given(line=disturbed(), all_texts=st.booleans())
@calm(max_examples=150)
def test_a_rejection_repeats_no_word_of_the_line(line: dict[str, Any], all_texts: bool) -> None:
    """The sentences are stored in the open, so they name places and numbers but quote no text."""
    sent = texts(line) if all_texts else {**line, "received_at": "SECRET"}
    result = check(json.dumps(sent).encode())
    assert isinstance(result, Rejection)
    assert "SECRET" not in result.says + result.hint
    assert not [secret for secret in SECRETS.values() if secret in result.says]


@given(line=lines())
@calm(max_examples=150)
def test_a_written_report_reads_back_the_same(line: dict[str, Any]) -> None:
    """`write_line` is the way back of `read_line`, other words, open ends and all."""
    report = check(encoded(line))
    assert isinstance(report, Report)
    written = write_line(report)
    assert b"\n" not in written
    assert read_line(written, received_by="elsewhere") == report
    assert write_line(report) == written


def test_numbers_are_written_as_they_were_sent() -> None:
    """A decimal keeps its digits on the way in and out."""
    report = check(SAMPLE.replace(b"51.03,", b"51.0300,"))
    assert isinstance(report, Report)
    assert b'"lat":51.0300,' in write_line(report)


@pytest.mark.slow
@given(raw=st.binary(max_size=4000) | st.text(max_size=2000).map(str.encode))
@calm(max_examples=5000)
def test_many_more_bytes_get_an_answer(raw: bytes) -> None:
    """The same promise over many more and longer inputs."""
    check(raw)


@pytest.mark.slow
@given(line=disturbed())
@calm(max_examples=2500)
def test_many_more_disturbed_lines_get_an_answer(line: dict[str, Any]) -> None:
    """The same promise over many more lines near the format."""
    check(json.dumps(line).encode())
