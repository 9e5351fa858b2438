"""What a 406 MHz beacon's identity says of itself: country, kind, and whose it is, as far as the public coding goes.

A first-generation beacon has 15 hexadecimal digits, bits 26 to 85 of its message (C/S T.001); one of the second
generation 23 (C/S T.018, 3.6). A whole message of the first generation, 22 or 30 digits, is read too: it carries check
bits, and its 15 digits follow from it. The 15 and 23 digits alone carry none: nothing shows a wrong digit in them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ashore.intake.beacon_bits import BCH_1, BCH_2, Bits, letters

ON_AIR, SELF_TEST = "FFFE2F", "FFFED0"
"""The 24 bits of synchronisation that stand before a message on the air (T.001, 2.2.2), the second for a self-test."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beacon:
    """One beacon: its identity in capital hexadecimal digits, 15 or 23; `device` is the same however many are given.

    `country` is the maritime identification digits (ITU) under which it is coded, as three digits;
    `kind` epirb, elt, plb, ship_security, test, orbitography, national or unknown; `protocol` the coding's name.
    `mmsi` are the nine digits of the ship's identity, its flag those of `country` in the first generation, which holds
    six; `call_sign` the ship's; `aircraft` a registration, or the 24-bit address in hexadecimal.
    `certificate` and `serial` are the maker's type approval and number; `of_ship` which of a ship's beacons it is.
    `checked` is whether check bits were there and right, None where there were none; bits that do not fit, in a whole
    message, make it False and everything here doubtful.
    `self_test` marks a whole message that says on the air that its beacon is only being tried.
    """

    hex_id: str
    generation: int
    country: str
    kind: str
    protocol: str
    mmsi: str | None = None
    call_sign: str | None = None
    aircraft: str | None = None
    certificate: int | None = None
    serial: int | None = None
    of_ship: str | None = None
    checked: bool | None = None
    self_test: bool = False

    @property
    def device(self) -> str:
        """Its first 15 digits, which no other beacon has; of the second generation, 15 or 23 may be given."""
        return self.hex_id[:15]

    @property
    def test(self) -> bool:
        """Whether it is being tried, coded for tests, or a reference of the system, and so is in no distress."""
        return self.self_test or self.kind in ("test", "orbitography")


def read_beacon(digits: str) -> Beacon | None:
    """Return the beacon whose identity or message these hexadecimal digits are, None if they are neither."""
    digits = digits.upper()
    if not re.fullmatch("[0-9A-F]+", digits):
        return None
    if len(digits) in (15, 23):
        second = _second(Bits.of(digits, first=1))
        return _first(Bits.of(digits, first=26), None) if second is None and len(digits) == 15 else second
    if len(digits) in (28, 36) and digits.startswith((ON_AIR, SELF_TEST)):
        beacon = read_beacon(digits[6:])
        return replace(beacon, self_test=digits.startswith(SELF_TEST)) if beacon is not None else None
    if len(digits) in (22, 30):
        message = Bits.of(digits, first=25)
        right = BCH_1.fits(message, 25, 106)
        if len(digits) == 30 and message.number(25, 25) and "0" in message.part(113, 144):
            # A satellite that heard only the first half leaves the second all ones.
            right = right and BCH_2.fits(message, 107, 144)
        return _first(message, right)
    return None


def _first(bits: Bits, checked: bool | None) -> Beacon | None:
    country = bits.number(27, 36)
    if not 200 <= country <= 799:
        return None
    user = bits.number(26, 26) == 1
    return (_user if user else _location)(bits, f"{country:03}", checked)


def _user(bits: Bits, country: str, checked: bool | None) -> Beacon:
    """Return a beacon of the user protocols (T.001, section A3.2): all its 60 bits are its identity."""
    code = bits.number(37, 39)
    kind, protocol = _USER.get(code, ("unknown", "spare user"))
    mmsi = call_sign = aircraft = of_ship = None
    certificate = serial = None
    if code == 0b010:
        said = letters(bits, 40, 75)
        mmsi = f"{country}{said}" if re.fullmatch("[0-9]{6}", said) else None
        call_sign = said if mmsi is None else None
        of_ship = letters(bits, 76, 81)
    elif code == 0b110:
        call_sign = letters(bits, 40, 63) + _decimals(bits, 64, 75)
        of_ship = letters(bits, 76, 81)
    elif code == 0b001:
        aircraft = letters(bits, 40, 81)
    elif code == 0b011:
        inner = bits.number(40, 42)
        kind = _SERIAL.get(inner, "unknown")
        certificate = bits.number(74, 83) if bits.number(43, 43) else None
        if inner == 0b011:
            aircraft = f"{bits.number(44, 67):06X}"
        elif inner == 0b001:
            aircraft, serial = letters(bits, 44, 61), bits.number(62, 73)
        else:
            serial = bits.number(44, 63)
    return Beacon(
        hex_id=bits.digits(26, 85),
        generation=1,
        country=country,
        kind=kind,
        protocol=protocol,
        mmsi=mmsi,
        call_sign=call_sign or None,
        aircraft=aircraft or None,
        certificate=certificate,
        serial=serial,
        of_ship=of_ship or None,
        checked=checked,
    )


def _location(bits: Bits, country: str, checked: bool | None) -> Beacon:
    """Return a beacon of the location protocols (T.001, A3.3); its identity has no place where its message has one."""
    code = bits.number(37, 40)
    kind, protocol, last = _LOCATION.get(code, ("unknown", "spare location", 85))
    mmsi = aircraft = of_ship = None
    certificate = serial = None
    if code in (0b0010, 0b1100):
        mmsi = f"{country}{bits.number(41, 60):06}"
        of_ship = str(bits.number(61, 64)) if code == 0b0010 else None
    elif code in (0b0100, 0b0110, 0b0111):
        certificate, serial = bits.number(41, 50), bits.number(51, 64)
    elif code == 0b0011:
        aircraft = f"{bits.number(41, 64):06X}"
    elif code == 0b0101:
        aircraft, serial = letters(bits, 41, 55, width=5), bits.number(56, 64)
    elif code in (0b1000, 0b1010, 0b1011):
        serial = bits.number(41, 58)
    elif code == 0b1101:
        kind = _RETURN_LINK[bits.number(41, 42)]
        if bits.number(43, 46) == 0b1111:
            mmsi = f"{country}{bits.number(47, 66):06}"
            kind = "epirb" if bits.number(41, 42) < 2 else kind
        else:
            certificate, serial = bits.number(43, 52), bits.number(53, 66)
    elif code == 0b1001 and bits.number(41, 42) == 0b00:
        aircraft = f"{bits.number(43, 66):06X}"
    if mmsi is not None and len(mmsi) != 9:
        mmsi = None  # six digits hold no number above 999 999
    return Beacon(
        hex_id=bits.with_ending(last, _NO_PLACE[last]).digits(26, 85) if last < 85 else bits.digits(26, 85),
        generation=1,
        country=country,
        kind=kind,
        protocol=protocol,
        mmsi=mmsi,
        aircraft=aircraft or None,
        certificate=certificate,
        serial=serial,
        of_ship=of_ship,
        checked=checked,
    )


def _second(bits: Bits) -> Beacon | None:
    """Return a beacon of the second generation (T.018, table 3.11) by its 23 digits, or by the first 15 of them.

    They say what carries it, if anything does, and not what kind it is.
    """
    country = bits.number(2, 11)
    if bits.number(1, 1) != 1 or bits.number(12, 14) != 0b101 or not 200 <= country <= 799:
        return None
    whole = len(bits.row) == 92
    carrier = bits.number(46, 48)
    mmsi = call_sign = aircraft = None
    if whole and carrier == 0b001:
        mmsi = f"{bits.number(49, 78):09}"
        mmsi = None if mmsi == "000111111" or len(mmsi) != 9 else mmsi
    elif whole and carrier == 0b010:
        call_sign = letters(bits, 49, 90)
    elif whole and carrier == 0b011:
        aircraft = letters(bits, 49, 90)
    elif whole and carrier == 0b100:
        aircraft = f"{bits.number(49, 72):06X}"
    elif whole and carrier == 0b101:
        aircraft = letters(bits, 49, 63, width=5)
    test = bits.number(45, 45) == 1 or carrier == 0b111
    aloft = carrier in (0b011, 0b100, 0b101)
    return Beacon(
        hex_id=bits.digits(1, len(bits.row)),
        generation=2,
        country=f"{country:03}",
        kind="test" if test else "elt" if aloft else "unknown",
        protocol="second generation",
        mmsi=mmsi,
        call_sign=call_sign or None,
        aircraft=aircraft or None,
        certificate=bits.number(15, 30),
        serial=bits.number(31, 44),
    )


def _decimals(bits: Bits, first: int, last: int) -> str:
    """Return decimal digits of four bits each; what is above 9 stands for none."""
    found = (bits.number(at, at + 3) for at in range(first, last, 4))
    return "".join(str(digit) for digit in found if digit <= 9)


_USER = {
    0b000: ("orbitography", "orbitography"),
    0b001: ("elt", "aviation user"),
    0b010: ("epirb", "maritime user"),
    0b011: ("unknown", "serial user"),
    0b100: ("national", "national user"),
    0b110: ("epirb", "radio call sign user"),
    0b111: ("test", "test user"),
}
_SERIAL = {0b000: "elt", 0b001: "elt", 0b010: "epirb", 0b011: "elt", 0b100: "epirb", 0b110: "plb"}
_LOCATION = {
    0b0010: ("epirb", "standard location", 64),
    0b0011: ("elt", "standard location", 64),
    0b0100: ("elt", "standard location", 64),
    0b0101: ("elt", "standard location", 64),
    0b0110: ("epirb", "standard location", 64),
    0b0111: ("plb", "standard location", 64),
    0b1000: ("elt", "national location", 58),
    0b1001: ("elt", "ELT(DT) location", 66),
    0b1010: ("epirb", "national location", 58),
    0b1011: ("plb", "national location", 58),
    0b1100: ("ship_security", "standard location", 64),
    0b1101: ("unknown", "return link location", 66),
    0b1110: ("test", "standard location", 64),
    0b1111: ("test", "national location", 58),
}
"""Kind, name and last bit of the identity for each location protocol."""

_RETURN_LINK = {0b00: "elt", 0b01: "epirb", 0b10: "plb", 0b11: "test"}
_NO_PLACE = {58: "011111110000001111111100000", 64: "011111111101111111111", 66: "0111111110111111111"}
"""The bits up to the 85th that stand in an identity where the message holds a place."""
