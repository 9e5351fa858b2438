"""AML by short message: the text A"ML=1;lt=…, and the same text packed seven bits to a letter in a data message.

Version 1 is ETSI TS 103 625; version 2 the form Android calls ELS Beta. Both times are UTC.
"""

from __future__ import annotations

import base64
import binascii
import re
from datetime import timedelta
from decimal import Decimal

from ashore.intake.aml import (
    HIDDEN,
    AmlCut,
    AmlField,
    AmlMessage,
    AmlTwice,
    AmlVersion,
    NotAml,
    degrees,
    quantity,
    utc_digits,
    utc_since_epoch,
    without_identifiers,
)
from ashore.model.errors import BadInput
from ashore.model.times import Moment

HEADER = re.compile(r"A[\"'“”„«»″]?ML=", re.IGNORECASE)
"""How a message begins; a gateway may have turned its quotation mark into another, or lost it."""

IDENTIFIERS = frozenset({"si", "ei"})
"""IMSI and IMEI."""

METHODS = {"G": "gnss", "W": "wifi", "C": "cell", "N": "", "F": "unknown", "U": "unknown"}
LONGEST = 1_000
"""Characters; a message of version 1 has some 130, and one short message at most 160."""

PORTS = b"\x06\x05\x04"
"""How the header of a data message begins that names the ports it is for (3GPP TS 23.040, 9.2.3.24.4); 7 bytes."""


def parse_sms(text: str) -> AmlMessage:
    """Return the message in the text of a short message.

    Raises an ExceptionGroup of BadInput with every fault; what is wrong beside the position costs no position.
    """
    text = text.strip().replace("&quot;", '"')
    if HEADER.match(text) is None or len(text) > LONGEST:
        raise ExceptionGroup("AML", [NotAml()])
    faults: list[BadInput] = []
    fields = _fields(text, faults)
    version = fields.pop("version")
    if version not in ("1", "2"):
        raise ExceptionGroup("AML", [AmlVersion()])
    read = _version_1 if version == "1" else _version_2
    message = read(text, fields, faults)
    if faults:
        raise ExceptionGroup("AML", faults)
    return message


def unpack(packed: bytes) -> str | None:
    """Return the letters of a data message, packed seven bits to one (3GPP TS 23.038, 6.1.2.1.1); None for no AML."""
    if packed.startswith(PORTS):
        packed = packed[7:]
    if len(packed) > LONGEST:
        return None
    bits = int.from_bytes(packed, "little")
    letters = "".join(chr(bits >> 7 * place & 0x7F) for place in range(len(packed) * 8 // 7))
    # The letters that AML uses are the same ones in ASCII; seven bits left over read as an @, which is letter 0.
    letters = letters.rstrip("\0\r")
    return letters if HEADER.match(letters) else None


def unwrapped(written: bytes) -> str | None:
    """Return the letters of a data message that stands as it is, in hexadecimal or in base 64; None for no AML."""
    letters = unpack(written)
    text = written.strip()
    if letters is None and re.fullmatch(rb"(?:[0-9A-Fa-f]{2}){20,700}", text):
        letters = unpack(bytes.fromhex(text.decode()))
    if letters is None and re.fullmatch(rb"[A-Za-z0-9+/]{20,900}={0,2}", text):
        try:
            letters = unpack(base64.b64decode(text, validate=True))
        except binascii.Error:
            return None
    return letters


def _fields(text: str, faults: list[BadInput]) -> dict[str, str]:
    found: dict[str, str] = {}
    for number, part in enumerate(text.split(";")):
        name, equals, value = (each.strip() for each in part.partition("="))
        name = name.lower() if number else "version"
        if not (name and equals):
            continue
        if found.setdefault(name, value) != value:
            faults.append(AmlTwice(field=name if name in _KNOWN else HIDDEN))
    return found


def _version_1(text: str, fields: dict[str, str], faults: list[BadInput]) -> AmlMessage:
    method = _method(fields.get("pm"))
    nowhere = _says_nowhere(fields)
    lat, lon = (_position(name, most, fields, faults) for name, most in (("lt", 90), ("lg", 180)))
    if nowhere:
        lat = lon = None
    elif not faults and (lat is None or lon is None or next(reversed(fields)) in ("lt", "lg")):
        # Nothing follows the longitude, so nobody can tell how many of its digits are missing.
        faults.append(AmlCut())
    length = fields.get("ml", "")
    return AmlMessage(
        version="1",
        words=_hidden(text),
        lat=lat,
        lon=lon,
        radius_m=_above_zero(fields.get("rd")),
        confidence_pct=_confidence(fields.get("lc")),
        method="" if nowhere else method,
        positioned_at=None if nowhere else utc_digits(fields.get("top", "")),
        called_at=utc_digits(fields.get("top", "")) if nowhere else None,
        network=_network(fields.get("mcc"), fields.get("mnc")),
        length=int(length) if re.fullmatch("[0-9]{1,4}", length) else None,
        found=len(text),
        identifiers=_identifiers(fields),
        others=_others(fields, {"lt", "lg", "rd", "top", "lc", "pm", "mcc", "mnc", "ml"}),
    )


def _version_2(text: str, fields: dict[str, str], faults: list[BadInput]) -> AmlMessage:
    lat = lon = radius = None
    if "lo" in fields:
        placed = [part.strip() for part in fields["lo"].split(",")]
        if len(placed) < 3:
            faults.append(AmlCut())
        else:
            lat, lon, radius = degrees(placed[0], 90), degrees(placed[1], 180), _above_zero(placed[2])
            faults += [] if lat is not None else [_not_degrees("lo (1)", 90)]
            faults += [] if lon is not None else [_not_degrees("lo (2)", 180)]
    called_at = utc_since_epoch(fields.get("et", ""), timedelta(seconds=1))
    return AmlMessage(
        version="2",
        words=_hidden(text),
        lat=lat,
        lon=lon,
        radius_m=radius,
        confidence_pct=_confidence(fields.get("lc")),
        method="" if lat is None else _method(fields.get("ls")),
        positioned_at=None if lat is None else _later(called_at, fields.get("lt", "")),
        called_at=called_at,
        dialled=fields.get("en") or None,
        network=fields.get("nc") or None,
        languages=fields.get("lg") or None,
        identifiers=_identifiers(fields),
        others=_others(fields, {"lo", "et", "lt", "lc", "ls", "en", "nc", "lg"}),
    )


def _says_nowhere(fields: dict[str, str]) -> bool:
    """Return whether a telephone says that it has no position: the zeros it sends then are no place in the Atlantic."""
    placed = [fields.get(name, "").upper() for name in ("lt", "lg")]
    zeros = all(re.fullmatch(r"[+-]?0+(\.0+)?", each) for each in placed)
    if zeros and _confidence(fields.get("lc")) is None:
        return True
    # Whatever the other fields say, figures that are a place are one.
    says_none = "N" in (fields.get("pm", "").upper(), fields.get("rd", "").upper())
    return says_none and (zeros or set(placed) <= {"", "N"})


def _position(name: str, most: int, fields: dict[str, str], faults: list[BadInput]) -> str | None:
    stated = fields.get(name)
    if not stated:
        return None
    read = degrees(stated, most)
    if read is None and not _says_nowhere(fields):
        faults.append(_not_degrees(name, most))
    return read


def _not_degrees(field: str, most: int) -> AmlField:
    return AmlField(field=field, most=most)


def _method(stated: str | None) -> str:
    return METHODS.get((stated or "U").upper(), "unknown")


def _above_zero(stated: str | None) -> str | None:
    """Return a radius; 0 is how some telephones write that they do not know it."""
    read = quantity(stated or "")
    return read if read is not None and Decimal(read) > 0 else None


def _confidence(stated: str | None) -> str | None:
    read = _above_zero(stated)
    return read if read is not None and Decimal(read) <= 100 else None


def _network(country: str | None, network: str | None) -> str | None:
    return f"{country}-{network}" if country and network else country or None


def _later(called_at: Moment | None, seconds: str) -> Moment | None:
    """Return the instant so many seconds after the call began, before it where they are below 0."""
    if called_at is None or not re.fullmatch(r"-?[0-9]{1,7}", seconds):
        return None
    return utc_since_epoch(str(called_at.ms // 1_000 + int(seconds)), timedelta(seconds=1))


def _identifiers(fields: dict[str, str]) -> tuple[str, ...]:
    return tuple(name for name in fields if name in IDENTIFIERS and fields[name])


def _others(fields: dict[str, str], read: set[str]) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in fields.items() if name not in read | IDENTIFIERS)


def _hidden(text: str) -> str:
    text = re.sub(r"(?<![^;])(\s*(?:si|ei)\s*=)[^;]+", rf"\1{HIDDEN}", text, flags=re.IGNORECASE)
    return without_identifiers(text)


_KNOWN = frozenset("version lt lg rd top lc pm si ei mcc mnc ml lo et ls en nc hc lz".split())
