"""AIS as a receiver would write it, of invented vessels and beacons (799 is no country's code)."""

from __future__ import annotations

from functools import reduce
from operator import xor
from typing import Any

import pyais

SART, MOB, EPIRB = "970990001", "972990002", "974990003"
SHIP, COAST, AIRCRAFT = "799000001", "007990000", "111799001"


def said(kind: int, mmsi: str, *, seq: int = 0, channel: str = "A", **fields: Any) -> list[bytes]:
    """Return the sentences of one message."""
    values = {"type": kind, "mmsi": mmsi, **fields}
    return [
        each.encode()
        for each in pyais.encode_dict(values, sentence_type="VDM", radio_channel=channel, seq_id=seq)
    ]


def beacon(mmsi: str = SART, lat: float = 51.03, lon: float = 1.9, **fields: Any) -> bytes:
    """Return the position of an active beacon."""
    values = {"status": 14, "second": 12, "course": 360, "speed": 102.3, **fields}
    return said(1, mmsi, lat=lat, lon=lon, **values)[0]


def text(words: str, mmsi: str = SART, **fields: Any) -> list[bytes]:
    """Return the sentences of a safety text to all."""
    return said(14, mmsi, text=words, **fields)


def ship(mmsi: str = SHIP, lat: float = 50.5, lon: float = 1.2, **fields: Any) -> bytes:
    """Return the position of a vessel under way."""
    return said(
        1, mmsi, lat=lat, lon=lon, **{"status": 0, "second": 3, "speed": 12.3, "course": 45.5, **fields}
    )[0]


def tagged(line: bytes, at_s: int, station: str = "north-mast") -> bytes:
    """Return a line with a tag block of its station and time."""
    return in_block(f"s:{station},c:{at_s}", line)


def in_block(fields: str, line: bytes) -> bytes:
    """Return a line with a tag block of these fields before it."""
    block = fields.encode()
    return b"\\%s*%02X\\%s" % (block, reduce(xor, block, 0), line)


def spoilt(line: bytes) -> bytes:
    """Return a sentence with one bit of its payload changed on the way."""
    at = line.rindex(b",") - 3
    return line[:at] + bytes([line[at] ^ 1]) + line[at + 1 :]


def binary(
    words: str, mmsi: str = SHIP, *, to: str = "", area: int = 1, kind: int = 29, before: int = 10
) -> list[bytes]:
    """Return the sentences of a binary message whose data are words: to all, or to one station."""
    head = f"{6:06b}00{int(mmsi):030b}00{int(to):030b}00" if to else f"{8:06b}00{int(mmsi):030b}00"
    bits = f"{head}{area:010b}{kind:06b}{0:0{before}b}"
    bits += "".join(f"{ord(letter) - 64 * (letter >= '@'):06b}" for letter in words)
    fill = -len(bits) % 6
    bits += "0" * fill
    values = [int(bits[at : at + 6], 2) for at in range(0, len(bits), 6)]
    payload = "".join(chr(value + 48 + 8 * (value > 39)) for value in values)
    parts = [payload[at : at + 56] for at in range(0, len(payload), 56)]
    lines = []
    for number, part in enumerate(parts, start=1):
        last = fill if number == len(parts) else 0
        core = f"AIVDM,{len(parts)},{number},{4 if len(parts) > 1 else ''},A,{part},{last}".encode()
        lines.append(b"!%s*%02X" % (core, reduce(xor, core, 0)))
    return lines
