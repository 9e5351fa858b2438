"""Every sentence with which a line is refused, provoked once."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ashore.intake import claims, counts, fields, mentions, report_lines, strict_json
from ashore.intake.rejection import Rejection
from ashore.intake.report_lines import read_line
from ashore.model.errors import BadInput

BASE = {"channel": "vhf", "received_at": "2031-02-03T01:12:00+01:00", "text": "MAYDAY"}


def line(**fields: Any) -> bytes:
    return json.dumps({**BASE, **fields}).encode()


def raw(inside: str) -> bytes:
    return ('{"channel":"vhf","received_at":"2031-02-03T01:12:00Z","text":"x",' + inside + "}").encode()


REFUSALS: list[tuple[bytes, str, str]] = [
    (b"", "not-json", "This is not JSON: expecting value at character 1."),
    (b'{"text', "not-json", "This is not JSON: unterminated string at character 2."),
    (b'{"a":1}{"b":2}', "not-json", "This is not JSON: extra data at character 8."),
    (b" " * (2**20 + 1), "line-too-long", "The line is longer than 1 MiB; this is piece 1 of it."),
    (b'{"text":"\xff"}', "not-utf-8", "Byte 10 is not UTF-8."),
    ("{}".encode("utf-16"), "not-utf-8", "Byte 1 is not UTF-8."),
    (b"[{}]", "not-an-object", "The line holds no JSON object."),
    (raw('"id":"a","id":"b"'), "same-name-twice", "One object holds the same name twice, id."),
    (raw('"+336":1,"+336":2'), "same-name-twice", "One object holds the same name twice."),
    (raw('"lat":NaN'), "not-a-number", "The line holds NaN or Infinity, which are no JSON numbers."),
    (
        raw('"lat":' + "9" * 400),
        "number-too-large",
        "The line holds a number with more digits than any reader keeps.",
    ),
    (b"[" * 50_000, "too-deep", "The line nests deeper than 32 levels."),
    (raw('"x":' + "[" * 32 + "]" * 32), "too-deep", "The line nests deeper than 32 levels."),
    (
        raw(r'"language":"\ud83d"'),
        "half-a-character",
        "The line holds half of a character (a lone surrogate).",
    ),
    (raw(r'"\ud83d":1'), "half-a-character", "The line holds half of a character (a lone surrogate)."),
    (line(format="ashore.report/2"), "unknown-format", "The line is not of format ashore.report/1."),
    (line(format=1), "unknown-format", "The line is not of format ashore.report/1."),
    (line(channel=None), "missing", "channel is missing."),
    (line(received_at=None), "missing", "received_at is missing."),
    (line(event={"place": "A16"}), "missing", "event.kind is missing."),
    (line(movements=[{"from": "beach"}]), "missing", "movements[0].to is missing."),
    (line(relates=[{"kind": "repeats"}]), "missing", "relates[0].id is missing."),
    (line(claims=[{"value": 3}]), "missing", "claims[0].quote is missing."),
    (line(channel=7), "wrong-kind", "channel is a number and must be text."),
    (line(sender=True), "wrong-kind", "sender is true or false and must be an object."),
    (line(mentions="two"), "wrong-kind", "mentions is text and must be a list."),
    (line(mentions=[None]), "wrong-kind", "mentions[0] is null and must be an object."),
    (line(zone_assumed="no"), "wrong-kind", "zone_assumed is text and must be true or false."),
    (line(danger=[["fire"]]), "wrong-kind", "danger[0] is a list and must be text."),
    (line(danger=[" "]), "wrong-kind", "danger[0] is blank text and must be text."),
    (line(on_board=13), "wrong-kind", "on_board is a number and must be an object."),
    (line(on_board={"value": True}), "wrong-kind", "on_board.value is true or false and must be a number."),
    (line(positions=[{"lat": 90.5, "lon": 0}]), "out-of-range", "positions[0].lat must be from -90 to 90."),
    (line(positions=[{"lat": 1, "lon": 181}]), "out-of-range", "positions[0].lon must be from -180 to 180."),
    (
        line(positions=[{"place": "x", "error_m": -1}]),
        "out-of-range",
        "positions[0].error_m must be 0 or more.",
    ),
    (line(on_board={"value": -3}), "out-of-range", "on_board.value must be from 0 to 1000000000."),
    (
        line(on_board={"value": 0, "qualifier": "almost"}),
        "out-of-range",
        "on_board.value must be 1 or more after almost.",
    ),
    (line(on_board={"value": 2.5}), "not-whole", "on_board.value must be a whole number."),
    (
        raw('"craft":{"length_m":0.' + "0" * 400 + "1}"),
        "too-many-digits",
        "craft.length_m has more digits than any measurement.",
    ),
    (
        raw('"craft":{"length_m":1e-500}'),
        "too-many-digits",
        "craft.length_m has more digits than any measurement.",
    ),
    (line(said_at="22:04"), "not-a-time", "said_at is not a time."),
    (line(said_at="2031-02-30T01:12Z"), "not-a-time", "said_at is not a time."),
    (line(said_at="0001-01-01T00:00+14:00"), "not-a-time", "said_at is not a time."),
    (line(said_at="2031-02-03T24:00Z"), "not-a-time", "said_at is not a time."),
    (
        line(received_at="2031-02-03T01:12:00", received_zone="Europe/Paris"),
        "no-offset",
        "received_at does not say its offset from UTC.",
    ),
    (
        line(claims=[{"quote": "MAY", "when_start": "9 Dec"}]),
        "not-a-date",
        "claims[0].when_start is not a date.",
    ),
    (line(received_by="a/b"), "not-a-name", "received_by cannot name a receiver."),
    (line(id="a\nb"), "not-a-name", "id cannot name a report."),
    (
        line(mentions=[{"about": "craft"}], danger=["fire"]),
        "one-mention-twice",
        "The line has mentions and, beside them, danger.",
    ),
    (line(text=" "), "says-nothing", "The line says nothing that can be followed up."),
    (
        line(text=None, danger=["sinking"]),
        "says-nothing",
        "The line says nothing that can be followed up.",
    ),
    (
        line(positions=[{"lat": 51}]),
        "half-a-position",
        "positions[0] has a latitude without a longitude, or the other way round.",
    ),
    (line(mentions=[{"positions": [{"how": "gnss"}]}]), "nowhere", "mentions[0].positions[0] says no place."),
    (
        line(positions=[{"place": "x", "alternative_of": 0}]),
        "no-such-position",
        "positions[0].alternative_of names no other position of this mention.",
    ),
    (
        line(positions=[{"place": "x", "alternative_of": 1}]),
        "no-such-position",
        "positions[0].alternative_of names no other position of this mention.",
    ),
    (
        line(positions=[{"area": {"type": "Feature"}}]),
        "not-geojson",
        "positions[0].area is not a GeoJSON geometry in degrees.",
    ),
    (
        line(movements=[{"from": ":x", "to": "boat"}]),
        "not-a-place",
        "movements[0].from is not a place people move between.",
    ),
    (
        line(movements=[{"from": "beach", "to": "boat:"}]),
        "not-a-place",
        "movements[0].to is not a place people move between.",
    ),
    (line(on_board={"low": 5, "high": 2}), "ends-crossed", "on_board has low 5 above high 2."),
    (
        line(claims=[{"quote": "MAY", "unit": "per_cent", "low": 2.5, "high": 2}]),
        "ends-crossed",
        "claims[0] has low 2.5 above high 2.",
    ),
    (
        line(on_board={"value": 30, "qualifier": "about", "high": 35}),
        "end-contradicted",
        "on_board.high is 35, and about 30 entails no end.",
    ),
    (
        line(on_board={"value": 30, "qualifier": "more_than", "low": 30}),
        "end-contradicted",
        "on_board.low is 30, and more_than 30 entails 31.",
    ),
    (
        line(on_board={"qualifier": "several", "low": 2}),
        "end-contradicted",
        "on_board.low is 2, and several entails 3.",
    ),
    (
        line(on_board={"value": 30, "low": 35, "high": 40}),
        "value-outside",
        "on_board has value 30, outside its own low and high.",
    ),
    (
        line(on_board={"qualifier": "at_least", "high": 4}),
        "no-number",
        "on_board says at_least without a number.",
    ),
    (
        line(on_board={"qualifier": "exact", "low": 4, "high": 6}),
        "no-number",
        "on_board says exact without a number.",
    ),
    (
        line(on_board={"value": 6, "children": {"value": 4}, "men": {"qualifier": "several"}}),
        "parts-exceed-total",
        "on_board: children and men make at least 7 together, and the total is at most 6.",
    ),
    (
        line(claims=[{"quote": "SOS"}]),
        "quote-not-there",
        "claims[0].quote is not in the report's text at that place.",
    ),
    (
        line(claims=[{"quote": "MAY", "start": 1, "end": 4}]),
        "quote-not-there",
        "claims[0].quote is not in the report's text at that place.",
    ),
    (
        line(claims=[{"quote": "MAY", "subset_of": 0}]),
        "no-such-claim",
        "claims[0].subset_of names no other claim of this report.",
    ),
    (
        line(claims=[{"quote": "MAY", "repeats": 1}]),
        "no-such-claim",
        "claims[0].repeats names no other claim of this report.",
    ),
    (
        line(claims=[{"quote": "MAY", "when_start": "2020-12-09", "when_end": "2020-12-08"}]),
        "dates-crossed",
        "claims[0] ends before it starts.",
    ),
]


@pytest.mark.parametrize(("sent", "code", "says"), REFUSALS, ids=[code for _, code, _ in REFUSALS])
def test_a_refusal_says_what_is_wrong_and_where(sent: bytes, code: str, says: str) -> None:
    """One fault gives one error with its code, its sentence and something to do, and the bytes are kept."""
    result = read_line(sent, received_by="north")
    assert isinstance(result, Rejection)
    assert (result.code, result.says) == (code, says)
    assert len(result.hint) > 10
    assert "{" not in result.says + result.hint
    assert result.raw == sent


def test_no_sentence_is_left_unprovoked() -> None:
    """Every error class of the line reader stands in the list above."""
    modules = (claims, counts, fields, mentions, report_lines, strict_json)
    known = {
        error.code
        for module in modules
        for error in vars(module).values()
        if isinstance(error, type) and issubclass(error, BadInput) and error.__module__ == module.__name__
    }
    assert known == {code for _, code, _ in REFUSALS}


@pytest.mark.parametrize(
    "area",
    [
        {"type": "Point", "coordinates": [181, 0]},
        {"type": "Point", "coordinates": [1, 2, 3, 4]},
        {"type": "Point", "coordinates": ["1", 2]},
        {"type": "LineString", "coordinates": [[1, 2]]},
        {"type": "Polygon", "coordinates": [[[1, 2], [2, 2], [2, 3], [1, 3]]]},
        {"type": "Polygon", "coordinates": [1, 2]},
        {"type": "GeometryCollection", "geometries": [{"type": "Point"}]},
        {"type": "GeometryCollection"},
        {"type": ["Point"], "coordinates": [1, 2]},
        "Dover Strait",
    ],
    ids=str,
)
def test_what_is_no_geometry_is_refused(area: object) -> None:
    """A wrong range, an open ring, a missing level of lists or a foreign type is no area."""
    result = read_line(line(positions=[{"area": area}]), received_by="north")
    assert isinstance(result, Rejection)
    assert result.code == "not-geojson"
