"""The files of whole calls: what must be read from each, and what is."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from count_phrases import expected_count, signs_of

from ashore.model.times import iso, moment
from ashore.reading.call import CallReading, read_call

NOW = moment("2022-12-14T03:00:00+00:00").ms
ZONE = "Europe/Paris"


def calls(name: str) -> list[dict[str, Any]]:
    """Return the calls of a file."""
    found: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / name).read_text("utf-8"))["call"]
    return found


def read(call: dict[str, Any]) -> CallReading:
    """Read a call as the desk would."""
    return read_call(call["text"], now=NOW, zone=ZONE)


def wrong(call: dict[str, Any]) -> dict[str, object]:
    """Return what was read otherwise than it is meant: by key, what was read."""
    reading = read(call)
    said, left = reading.time_of("said"), reading.time_of("departed")
    placed = [time for time in (reading.position_time(n) for n in range(len(reading.positions))) if time]
    boats = [each.count.low for each in reading.counts if each.about == "boats"]
    length = _value(reading, "length_m")
    is_read: dict[str, object] = {
        "danger": list(reading.dangers),
        "engine": _value(reading, "engine"),
        "fuel": _value(reading, "fuel"),
        "kind": _value(reading, "craft"),
        "colour": _value(reading, "colour"),
        "length": length,
        "lifejackets": _value(reading, "lifejackets"),
        "battery": int(_value(reading, "battery_pct") or -1),
        "language": _value(reading, "language"),
        "interpreter": reading.sign("interpreter") is not None,
        "relates": reading.sign("called_before") is not None,
        "departed_from": reading.departed_from,
        "departed_at": _shown(left.at) if left else None,
        "said": _shown(said.at) if said else None,
        "at": _shown(placed[0].at) if placed else None,
        "positions": len([each for each in reading.positions if each.of != "departure"]),
        "boats": boats[0] if boats else None,
    }
    bad = {key: value for key, value in is_read.items() if key in call and value != call[key]}
    if "on_board" in call:
        found = None if reading.on_board is None else signs_of("aboard", reading.on_board)
        if found != (None if call["on_board"] == "-" else expected_count(call["on_board"])):
            bad["on_board"] = found
    return bad


def _value(reading: CallReading, kind: str) -> str | None:
    sign = reading.sign(kind)
    return sign.value if sign else None


def _shown(ms: int) -> str:
    stated = iso(ms)
    return stated[11:16] if stated[8:10] == "14" else f"{stated[8:10]} {stated[11:16]}"
