"""Format 8.1 as `read_line` and `read_lines` take it."""

from __future__ import annotations

import hashlib
import io
import json
from typing import Any

import pytest
import rfc8785

from ashore.intake.rejection import Rejection
from ashore.intake.report_lines import read_line, read_lines
from ashore.intake.strict_json import MAX_LINE
from ashore.model.claims import Claim
from ashore.model.counts import Count, Part, Range
from ashore.model.report import Mention, OtherWord, Report, Sender

AT = "2031-02-03T01:12:00+01:00"


def report(**fields: Any) -> Report:
    """Return the report of a line with these fields and the two that every line needs."""
    result = read(**fields)
    assert isinstance(result, Report), result.says
    return result


def read(**fields: Any) -> Report | Rejection:
    line = {"channel": "phone", "received_at": AT, **fields}
    return read_line(json.dumps(line).encode(), received_by="north")


def on_board(**count: Any) -> Count | None:
    return report(on_board=count).mentions[0].on_board


def test_every_field_of_a_call_is_kept() -> None:
    """A full line becomes a report in which every stated value stands where the format puts it."""
    whole = report(
        format="ashore.report/1",
        id="c-1",
        received_by="south",
        received_zone="Europe/London",
        said_at="2031-02-03T00:11Z",
        sender={"role": "aboard", "phone": "+33 6 00 00 00 00", "battery_pct": 12},
        text="Hilfe",
        relates=[{"kind": "repeats", "id": "c-0"}],
        mentions=[{"about": "craft", "positions": [{"lat": 51.03, "lon": 2.06, "error_m": 4000}]}],
        assumed=["mentions[0].positions[0].lat"],
    )
    assert whole.key == "south/phone/c-1"
    assert whole.received_at.ms == 1927843920000
    assert whole.received_at.stated == AT
    assert whole.said_at is not None
    assert whole.said_at.stated == "2031-02-03T00:11Z"
    assert whole.sender == Sender(role="aboard", phone="+33600000000", battery_pct=12)
    assert whole.relates[0].kind == "repeats"
    assert whole.mentions[0].positions[0].lon == "2.06"
    assert whole.assumed == ("mentions[0].positions[0].lat",)
    assert whole.source == "report_lines"


def test_one_mention_may_stand_at_the_top_level() -> None:
    """The short form of a line with one mention gives the same mention as the long form."""
    mention = {"about": "lorry", "event": {"kind": "lorry_incursion", "count": {"low": 10}}}
    assert report(**mention).mentions == report(mentions=[mention]).mentions


@pytest.mark.parametrize("channel", ["phone", "sms", "whatsapp"])
def test_a_number_alone_is_a_sign_of_life(channel: str) -> None:
    """A silent or missed call is a report, with a mention of a craft that a case can hold."""
    silent = report(channel=channel, sender={"phone": "+33600000000"})
    assert silent.mentions == (Mention(),)


def test_a_number_alone_is_no_report_by_mail() -> None:
    """Only phone, sms and whatsapp make a sign of life of a number."""
    result = read(channel="email", sender={"phone": "+33600000000"})
    assert isinstance(result, Rejection)
    assert result.code == "says-nothing"


def test_words_without_a_mention_can_be_linked_to_a_case() -> None:
    """A private text that describes no boat holds one empty mention; articles and withdrawals hold none."""
    assert report(text="on arrive pas").mentions == (Mention(),)
    assert report(channel="article", text="Thirteen were saved.").mentions == ()
    withdrawn = report(text="It was a fishing boat.", relates=[{"kind": "withdraws", "id": "c-0"}])
    assert withdrawn.mentions == ()
    assert report(text="About 8,448.", claims=[{"quote": "8,448"}]).mentions == ()


@pytest.mark.parametrize(
    "said",
    [
        {"text": "help"},
        {"positions": [{"place": "off Gravelines"}]},
        {"on_board": {"value": 4}},
        {"boats": {"value": 2}},
        {"encounter": {"action": "sighted"}},
        {"movements": [{"from": "beach:Wissant", "to": "boat"}]},
        {"event": {"kind": "camp"}},
        {"claims": [{"quote": "more than 90", "value": 90, "qualifier": "more_than"}]},
        {"relates": [{"kind": "withdraws", "id": "c-0"}]},
    ],
    ids=lambda said: next(iter(said)),
)
def test_one_statement_is_enough(said: dict[str, Any]) -> None:
    """Any one of the things the format lists makes a line a report."""
    assert isinstance(read(channel="vhf", **said), Report)


def test_an_object_that_says_nothing_is_as_if_it_were_absent() -> None:
    """Serialisers write every field as null; that states nothing."""
    nulls = report(
        text="help",
        sender={"role": None, "phone": None},
        on_board={"low": None, "high": None, "value": None},
        encounter={"unit": None, "taken_off": None},
        craft={},
        event=None,
        movements=[],
    )
    assert nulls.sender is None
    assert nulls.mentions == (Mention(),)


def test_a_line_without_id_is_named_by_its_own_bytes() -> None:
    """The id is the first 16 hex of the SHA-256 of the RFC 8785 form, however the line is spelled."""
    line = {"text": "é", "received_at": AT, "channel": "note", "later": [1.50, 2e3, -0.0, 10**25], "b": 7}
    expected = hashlib.sha256(rfc8785.dumps({**line, "later": [1.5, 2000, 0, 1e25]})).hexdigest()[:16]
    for spelled in (
        json.dumps(line),
        json.dumps(line, ensure_ascii=False, indent=1).replace("\n", ""),
        json.dumps(dict(reversed(line.items()))),
    ):
        named = read_line(spelled.encode(), received_by="north")
        assert isinstance(named, Report)
        assert named.id == expected


def test_numbers_stay_the_text_that_was_sent() -> None:
    """51.030 keeps its last digit; an exponent is written out; 13.0 people are 13."""
    raw = (
        b'{"channel":"ais","received_at":"2031-02-03T01:12:00Z","positions":[{"lat":51.030,"lon":-0.0,'
        b'"error_m":1.5E3},{"lat":5.1e1,"lon":0}],"on_board":{"value":13.0}}'
    )
    sent = read_line(raw, received_by="north")
    assert isinstance(sent, Report)
    first, second = sent.mentions[0].positions
    assert (first.lat, first.lon, first.error_m) == ("51.030", "-0.0", "1500")
    assert (second.lat, second.lon) == ("51", "0")
    assert sent.mentions[0].on_board == Count(low=13, high=13, value=13, qualifier="exact")


def test_words_outside_the_codes_are_kept_as_other() -> None:
    """A code nobody knows yet is never refused: it becomes `other` and the word stays, with its path."""
    newer = report(
        channel="drone",
        danger=["taking_water", "sharks"],
        encounter={"action": "hoisted"},
        movements=[{"from": "raft:R 2", "to": "boat"}],
    )
    assert newer.channel == "other"
    assert newer.mentions[0].danger == ("taking_water", "other")
    assert newer.mentions[0].movements[0].origin == "other:R 2"
    assert set(newer.other_words) == {
        OtherWord(path="channel", word="drone"),
        OtherWord(path="mentions[0].danger[1]", word="sharks"),
        OtherWord(path="mentions[0].encounter.action", word="hoisted"),
        OtherWord(path="mentions[0].movements[0].from", word="raft:R 2"),
    }


def test_unknown_fields_are_ignored() -> None:
    """A field of a later version changes nothing but the bytes."""
    assert report(id="a", text="x", mood={"deep": [1]}) == report(id="a", text="x")


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("+33 6 12 34 56 78", "+33612345678"),
        ("0033612345678", "+33612345678"),
        ("tel:+447700900123", "+447700900123"),
    ],
)
def test_phone_numbers_come_out_in_one_form(written: str, kept: str) -> None:
    """A number with its country is E.164, so that the same phone is seen to be the same."""
    caller = report(sender={"phone": written}).sender
    assert caller is not None
    assert caller.phone == kept


@pytest.mark.parametrize("written", ["06 12 34 56 78", "VHF 16", "+1", "+33612345678901234", "withheld"])
def test_a_phone_that_is_no_number_is_kept_and_flagged(written: str) -> None:
    """Nothing is guessed about a number without its country, and nobody's report is refused for it."""
    flagged = report(sender={"phone": written})
    assert flagged.sender is not None
    assert flagged.sender.phone == written
    assert flagged.other_words == (OtherWord(path="sender.phone", word=written),)


@pytest.mark.parametrize(
    ("stated", "read"),
    [
        ({"value": 13}, (13, 13, "exact")),
        ({"low": 13, "high": 13}, (13, 13, "exact")),
        ({"value": 13, "low": None, "high": None}, (None, None, None)),
        ({"low": 25, "high": 30}, (25, 30, None)),
        ({"low": 20, "high": None}, (20, None, None)),
        ({"value": 30, "qualifier": "about"}, (None, None, "about")),
        ({"value": 30, "qualifier": "at_least"}, (30, None, "at_least")),
        ({"value": 1000, "qualifier": "more_than"}, (1001, None, "more_than")),
        ({"low": 6401, "qualifier": "more_than"}, (6401, None, "more_than")),
        ({"value": 40, "qualifier": "at_most"}, (None, 40, "at_most")),
        ({"value": 7000, "qualifier": "almost"}, (None, 6999, "almost")),
        ({"value": 7000, "qualifier": "almost", "low": 6000}, (6000, 6999, "almost")),
        ({"qualifier": "several"}, (3, None, "several")),
        ({"qualifier": "dozens"}, (24, None, "dozens")),
        ({"qualifier": "plural"}, (2, None, "plural")),
        ({"qualifier": "indefinite", "value": 1}, (1, None, "indefinite")),
        ({"qualifier": "indefinite", "value": 1, "high": 1}, (1, 1, "indefinite")),
        ({"qualifier": "none", "low": 2}, (2, None, "none")),
        ({"qualifier": "a good few", "value": 9}, (None, None, "other")),
    ],
    ids=str,
)
def test_a_count_holds_what_its_words_entail(stated: dict[str, Any], read: tuple[Any, ...]) -> None:
    """Each qualifier gives the ends its words entail and no others; "about" gives none."""
    count = on_board(**stated)
    assert count is not None
    assert (count.low, count.high, count.qualifier) == read


def test_parts_are_counts_of_their_own() -> None:
    """Children, women and men are read by the same rules and stay inside the total."""
    count = on_board(value=30, qualifier="about", children={"value": 2}, women={"qualifier": "several"})
    assert count is not None
    assert count.children == Part(low=2, high=2, value=2, qualifier="exact")
    assert count.women == Part(low=3, qualifier="several")
    assert count.men is None


def test_boats_are_a_range() -> None:
    """Boats with only an upper end start at none; an open end stays open."""
    assert report(boats={"qualifier": "at_most", "value": 3}).mentions[0].boats == Range(low=0, high=3)
    assert report(boats={"qualifier": "plural"}).mentions[0].boats == Range(low=2, high=None)


def test_rates_keep_their_decimals_and_their_excluded_bound() -> None:
    """More than 60 per cent is bounded by 60 itself, where more than 60 people are at least 61."""
    stated = {"quote": "q", "value": 60, "qualifier": "more_than"}
    rate, people, ratio = report(
        claims=[
            {**stated, "unit": "per_cent"},
            {**stated, "unit": "person"},
            {"quote": "q", "value": 2.50, "unit": "ratio", "qualifier": "exact"},
        ]
    ).claims
    assert (rate.low, rate.high) == (60, None)
    assert people.low == 61
    assert ratio == Claim(quote="q", value="2.5", low="2.5", high="2.5", unit="ratio", qualifier="exact")


def test_quotes_are_found_in_the_text_by_code_points() -> None:
    """A quote with its place must stand there, counted in code points."""
    claim = {"quote": "31 saved", "start": 2, "end": 10}
    assert report(channel="article", text="😀 31 saved", claims=[claim]).claims[0].end == 10


@pytest.mark.parametrize(
    "path", ["encounter.all_off", "$.encounter.all_off", "mentions[0].encounter.all_off"]
)
def test_assumed_paths_come_out_in_their_long_form(path: str) -> None:
    """However the path of an assumed value is written, it is kept in one form."""
    encounter = {"action": "landed", "all_off": "yes"}
    for fields in ({"encounter": encounter}, {"mentions": [{"encounter": encounter}]}):
        assert report(**fields, assumed=[path]).assumed == ("mentions[0].encounter.all_off",)


def test_areas_are_kept_as_sent_in_one_spelling() -> None:
    """A GeoJSON geometry keeps its decimals and loses what is no geometry."""
    ring = [[1.50, 51.0], [2, 51.0], [2, 51.5], [1.50, 51.0]]
    area = {"coordinates": [ring], "type": "Polygon", "name": "SECRET"}
    kept = report(positions=[{"area": area}]).mentions[0].positions[0].area
    assert kept == '{"coordinates":[[[1.5,51.0],[2,51.0],[2,51.5],[1.5,51.0]]],"type":"Polygon"}'
    nested = {"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [-4, 48, 2]}]}
    assert "[-4,48,2]" in str(report(positions=[{"area": nested}]).mentions[0].positions[0].area)


def test_a_file_is_read_line_by_line() -> None:
    """Blank lines are passed over and counted, a byte-order mark and CRLF are not part of a line."""
    line = json.dumps({"channel": "note", "received_at": AT, "text": "x"}).encode()
    file = io.BytesIO(b"\xef\xbb\xbf" + line + b"\r\n\r\n \t\n{\n" + line)
    read = list(read_lines(file, received_by="north"))
    assert [each.number for each in read] == [1, 4, 5]
    assert isinstance(read[0].result, Report)
    assert isinstance(read[1].result, Rejection)
    assert read[1].result.says.startswith("Line 4: This is not JSON")
    assert read[2].raw == line
    assert read[2].result == read[0].result


def test_a_line_that_is_too_long_is_kept_in_pieces() -> None:
    """Every byte of it is in some rejection, and the lines around it are read."""
    line = json.dumps({"channel": "note", "received_at": AT, "text": "x"}).encode()
    long = b"[" + b"1" * (2 * MAX_LINE + 9) + b"]\r\n"
    first, *pieces, last = read_lines(io.BytesIO(line + b"\n" + long + line), received_by="north")
    assert isinstance(first.result, Report)
    assert isinstance(last.result, Report)
    assert b"".join(piece.raw for piece in pieces) == long
    assert [piece.number for piece in pieces] == [2, 2, 2]
    assert last.number == 3


@pytest.mark.parametrize("end", [b"", b"\n", b"\r\n"])
def test_a_line_of_exactly_one_mebibyte_is_read(end: bytes) -> None:
    """The limit counts the line without its end."""
    head = b'{"channel":"note","received_at":"2031-02-03T01:12:00Z","text":"'
    line = head + b"x" * (MAX_LINE - len(head) - 2) + b'"}'
    (only,) = read_lines(io.BytesIO(line + end), received_by="north")
    assert isinstance(only.result, Report)
    long, *_ = read_lines(io.BytesIO(b" " + line + end), received_by="north")
    assert isinstance(long.result, Rejection)


def test_a_rejection_names_the_report_it_was_meant_to_be() -> None:
    """A correction that cannot be read still says what it wanted to correct."""
    result = read(id="c-7", sender=4)
    assert isinstance(result, Rejection)
    assert result.report == "north/phone/c-7"
    nameless = read(id="c-7", received_by="a/b", text="x")
    assert isinstance(nameless, Rejection)
    assert nameless.report is None


def test_all_faults_of_a_line_are_told_at_once() -> None:
    """Each fault has its sentence; past twenty the rest are counted."""
    result = read(received_at="yesterday", sender={"battery_pct": 400}, positions=[{}])
    assert isinstance(result, Rejection)
    assert result.says == (
        "received_at is not a time. sender.battery_pct must be from 0 to 100. positions[0] says no place."
    )
    many = read(positions=[{}] * 23)
    assert isinstance(many, Rejection)
    assert many.says.count("says no place.") == 20
    assert many.says.endswith("There are 3 more.")
    assert many.hint.count("A position needs") == 1
    assert many.as_json().keys() == {"code", "says", "hint"}


CALL = {
    "id": "n-1",
    "channel": "phone",
    "received_at": "2031-02-03T01:12:00+01:00",
    "text": "engine dead",
    "sender": {"role": "aboard"},
}


@pytest.mark.parametrize(
    "beside",
    [
        {"received_zone": "Calais"},
        {"assumed": ["nothing.here"]},
        {"attachments": [{"name": "photo.jpg"}, 7, None]},
        {"attachments": {"photo": "a.jpg"}},
    ],
)
def test_what_only_describes_a_report_never_costs_it(beside: dict) -> None:
    """A zone nobody knows, a path that leads nowhere or an attachment of another shape refuses no distress call."""
    result = read_line(json.dumps({**CALL, **beside}).encode(), received_by="north")

    assert isinstance(result, Report)
    assert result.received_zone is None or "received_zone" not in beside


def test_a_zone_nobody_knows_is_kept_as_a_word() -> None:
    """An unknown zone is kept beside the report, and no zone is made up."""
    result = read_line(json.dumps({**CALL, "received_zone": "Calais"}).encode(), received_by="north")

    assert isinstance(result, Report)
    assert ("received_zone", "Calais") in [(other.path, other.word) for other in result.other_words]
