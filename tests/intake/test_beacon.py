"""Identities of 406 MHz beacons: examples that others published, and identities built here bit by bit."""

from __future__ import annotations

import pytest
from alert_writer import (
    bits,
    checked,
    epirb_call_sign,
    epirb_mmsi,
    hexadecimal,
    radio_call_sign,
    second_generation,
    spelt,
)
from hypothesis import given
from hypothesis import strategies as st
from report_strategies import calm

from ashore.intake.beacon import read_beacon
from ashore.intake.beacon_bits import LETTERS


def test_a_published_message_is_read_whole() -> None:
    """The coding guide's example of an EPIRB with an MMSI: both check codes are right, and its 15 digits follow."""
    beacon = read_beacon("90127B92922BC022FF103504422535")
    assert beacon is not None
    assert (beacon.hex_id, beacon.checked) == ("2024F72524FFBFF", True)
    assert (beacon.kind, beacon.country, beacon.mmsi, beacon.of_ship) == ("epirb", "257", "257506153", "2")


def test_a_wrong_bit_in_a_whole_message_shows() -> None:
    """One digit of the 30 changed anywhere but at the unchecked end, and the check bits do not fit."""
    sound = "90127B92922BC022FF103504422535"
    for at in range(len(sound)):
        digit = f"{int(sound[at], 16) ^ 1:X}"
        beacon = read_beacon(sound[:at] + digit + sound[at + 1 :])
        assert beacon is None or beacon.checked is not True, at


@pytest.mark.parametrize(
    ("digits", "kind", "certificate", "serial"),
    [
        ("400E77A1FCFFBFF", "plb", 239, 4350),
        ("222E60801EFFBFF", "plb", 193, 15),
        ("C1ADE28809C0185", "elt", 97, None),
    ],
)
def test_published_identities_say_what_their_alerts_say(
    digits: str, kind: str, certificate: int, serial: int | None
) -> None:
    """The alerts in which these stand give certificate and serial in words as well."""
    beacon = read_beacon(digits)
    assert beacon is not None
    assert (beacon.kind, beacon.certificate, beacon.serial) == (kind, certificate, serial)


def test_an_aircrafts_address_is_read() -> None:
    """A serial user ELT holds the 24-bit address that its alert gives in words."""
    beacon = read_beacon("C1ADE28809C0185")
    assert beacon is not None
    assert beacon.aircraft == "8A2027"


@given(country=st.integers(200, 799), six=st.integers(0, 999_999), number=st.integers(0, 15))
@calm()
def test_an_mmsi_is_read_back(country: int, six: int, number: int) -> None:
    """Country and six digits together are the ship's nine; leading zeros stay, and in a whole message as well."""
    identity = epirb_mmsi(country, six, number)
    beacon, whole = read_beacon(identity), read_beacon(checked(identity))
    assert beacon is not None
    assert whole is not None
    assert (beacon.mmsi, beacon.of_ship, beacon.hex_id) == (f"{country}{six:06}", str(number), identity)
    assert (whole.mmsi, whole.hex_id, whole.checked) == (beacon.mmsi, identity, True)


def test_a_place_in_a_message_is_no_part_of_the_identity() -> None:
    """The 15 digits of a beacon stay the same wherever it is."""
    identity = epirb_mmsi(227, 5210)
    row = bits(int(identity, 16), 60)
    elsewhere = read_beacon(checked(hexadecimal(row[:39] + "0" + bits(204, 9) + "0" + bits(6, 10))))
    assert elsewhere is not None
    assert elsewhere.hex_id == identity


@given(call_sign=st.text(sorted(set(LETTERS.values()) - {" "}), min_size=1, max_size=6))
@calm()
def test_a_call_sign_is_read_back(call_sign: str) -> None:
    """Six digits are the end of an MMSI; anything else is a call sign."""
    beacon = read_beacon(epirb_call_sign(227, call_sign))
    assert beacon is not None
    if len(call_sign) == 6 and call_sign.isdigit():
        assert (beacon.mmsi, beacon.call_sign) == (f"227{call_sign}", None)
    else:
        assert (beacon.mmsi, beacon.call_sign) == (None, call_sign)


@pytest.mark.parametrize(
    ("four", "three", "read"), [("FABC", "", "FABC"), ("FA", "12", "FA12"), ("XABC", "123", "XABC123")]
)
def test_a_radio_call_sign_ends_in_decimal_digits(four: str, three: str, read: str) -> None:
    """Its last three are digits of four bits, of which 10 stands for a space."""
    beacon = read_beacon(radio_call_sign(227, four, three))
    assert beacon is not None
    assert (beacon.protocol, beacon.call_sign) == (
        "radio call sign user",
        read if len(three) != 2 else "FA12",
    )


@given(
    country=st.integers(200, 799),
    certificate=st.integers(0, 2**16 - 1),
    serial=st.integers(0, 2**14 - 1),
    mmsi=st.integers(200_000_000, 799_999_999),
    test=st.booleans(),
)
@calm()
def test_a_second_generation_beacon_is_read_back(
    country: int, certificate: int, serial: int, mmsi: int, test: bool
) -> None:
    """23 digits hold the whole MMSI, certificate, serial, and whether the beacon is for tests."""
    beacon = read_beacon(second_generation(country, certificate, serial, mmsi, test=test))
    assert beacon is not None
    assert (beacon.generation, beacon.country, beacon.mmsi) == (2, str(country), str(mmsi))
    assert (beacon.certificate, beacon.serial, beacon.test) == (certificate, serial, test)


def test_the_first_digits_of_a_second_generation_beacon_are_the_same_beacon() -> None:
    """Older programs hold 15: certificate, serial and whether it is for tests are there, its ship is not."""
    whole = second_generation(227, 12_345, 678, 227_005_210, test=True)
    beacon, cut = read_beacon(whole), read_beacon(whole[:15])
    assert beacon is not None
    assert cut is not None
    assert (cut.generation, cut.certificate, cut.serial, cut.test, cut.mmsi) == (2, 12_345, 678, True, None)
    assert cut.device == beacon.device


@pytest.mark.parametrize(
    ("row", "test"),
    [
        ("1" + bits(227, 10) + "111" + "0" * 46, True),
        ("1" + bits(227, 10) + "000" + spelt("REFER", 5) + "0" * 16, True),
        ("0" + bits(227, 10) + "1110" + "0" * 45, True),
        ("0" + bits(227, 10) + "1111" + "0" * 45, True),
        ("0" + bits(227, 10) + "110111" + "0" * 43, True),
        ("0" + bits(227, 10) + "0110" + "0" * 45, False),
        ("1" + bits(227, 10) + "100" + "0" * 46, False),
    ],
)
def test_beacons_for_tests_and_references_are_told(row: str, test: bool) -> None:
    """By their protocol alone; national coding is never taken for a test."""
    beacon = read_beacon(hexadecimal(row))
    assert beacon is not None
    assert beacon.test is test


def test_a_self_test_on_the_air_is_told() -> None:
    """Its synchronisation is another one; the identity is the same."""
    identity = epirb_mmsi(227, 5210)
    live, self_test = (read_beacon(f"{sync}{checked(identity)}") for sync in ("FFFE2F", "FFFED0"))
    assert live is not None
    assert self_test is not None
    assert (live.test, self_test.test) == (False, True)
    assert live.hex_id == self_test.hex_id == identity


@pytest.mark.parametrize(
    "digits", ["", "G" * 15, "2024F72524FFBF", "0" * 15, "F" * 15, "0" * 23, "F" * 23, "F" * 30]
)
def test_what_is_no_beacon_is_none(digits: str) -> None:
    """Other lengths, other letters, and countries that the Union has given nobody."""
    assert read_beacon(digits) is None


@given(digits=st.text("0123456789ABCDEFabcdef", max_size=40))
@calm(max_examples=300)
def test_any_digits_get_an_answer(digits: str) -> None:
    """No row of digits makes it raise, and an identity is itself again."""
    beacon = read_beacon(digits)
    if beacon is not None:
        again = read_beacon(beacon.hex_id)
        assert again is not None
        assert again.hex_id == beacon.hex_id
