"""A boat's telephone and then its beacon, where the rule is at work: other kinds of identity, and perhaps one boat."""

from __future__ import annotations

from pathlib import Path

import pytest
from ais_lines import MOB, SART, beacon, tagged
from at_sea import OFF_GRAVELINES, cases, comes_in, heard, north, placed_in, told
from desks import a_desk

from ashore.desk.commands import Desk
from ashore.ledger.codec import decode
from ashore.model.bodies import LinkAdvice, LinkProposal

ONE_NUMBER = "+33600000001"
ONE_BEACON, OTHER_BEACON = "1C6400A2D0FFBFF", "1C650A8D80FFBFF"
"""Two EPIRBs with invented MMSIs."""

AT_0115 = 1927847700
"""The third of February 2031, 01:15 UTC."""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A live desk."""
    return a_desk(tmp_path)


def confirmed(time: str, hex_id: str = ONE_BEACON, where: tuple[float, float] = OFF_GRAVELINES) -> bytes:
    """Return an alert that confirms where a beacon is."""
    lat, lon = where
    return (
        f"1. DISTRESS COSPAS-SARSAT POSITION CONFIRMED ALERT\n2. MSG NO 00001 XXMCC REF {time}\n"
        f"3. DETECTED AT 03 FEB 2031 {time} UTC BY SARSAT S99\n8. POSITIONS\n"
        f"CONFIRMED - {lat:.4f} N {lon:.4f} E\n11. HEX ID {hex_id}\nEND OF MESSAGE\n"
    ).encode()


def proposed(desk: Desk, key: str) -> list[LinkProposal]:
    """Return the proposals by which the rule placed a report, the likeliest first."""
    (link,) = next(each.links for each in placed_in(desk, key).mentions if each.report == key)
    cause = desk.ledger.get(desk.ledger.get(link.entry).header.causes[0])
    body = decode("advice.link", 1, cause.body or b"")
    assert isinstance(body, LinkAdvice)
    return sorted(body.proposals, key=lambda each: -each.per_mille)


def called(desk: Desk, minute: float = 8, phone: str = ONE_NUMBER) -> str:
    """Have somebody call from off Gravelines; return the call's case."""
    before = {each.id for each in cases(desk)}
    comes_in(desk, told(f"n-{minute}", minute, where=OFF_GRAVELINES, phone=phone))
    (case,) = [each.id for each in cases(desk) if each.id not in before]
    return case


@pytest.mark.parametrize(
    "alert",
    [
        confirmed("0115"),
        tagged(beacon(SART, *OFF_GRAVELINES), AT_0115),
        tagged(beacon(MOB, *OFF_GRAVELINES), AT_0115),
    ],
    ids=["406", "SART", "MOB"],
)
def test_a_beacon_where_a_boat_just_called_is_proposed_to_that_boat(desk: Desk, alert: bytes) -> None:
    """Nothing is said against it by its being no telephone."""
    boat = called(desk)
    (key,) = heard(desk, alert)
    first = proposed(desk, key)[0]
    assert first.case == boat
    assert not any(each.evidence == "phone" for each in first.reasons)


def test_a_telephone_where_a_beacon_just_sent_is_proposed_to_its_boat(desk: Desk) -> None:
    """Whichever of the two comes first."""
    (key,) = heard(desk, confirmed("0110"))
    boat = placed_in(desk, key).id
    comes_in(desk, told("n-1", 17, where=OFF_GRAVELINES, phone=ONE_NUMBER))
    assert proposed(desk, "north-centre/phone/n-1")[0].case == boat


def test_a_beacon_ten_miles_off_is_another_boat(desk: Desk) -> None:
    """No boat goes ten miles in seven minutes."""
    boat = called(desk)
    (key,) = heard(desk, confirmed("0115", where=north(10)))
    assert placed_in(desk, key).id != boat
    assert proposed(desk, key)[0].case not in (boat,)


def test_two_beacons_of_one_place_are_two_boats_until_a_person_says_otherwise(desk: Desk) -> None:
    """The second is a case of its own, and likelier so than the first one's."""
    first, second = heard(desk, confirmed("0110"), confirmed("0115", hex_id=OTHER_BEACON))
    assert placed_in(desk, first).id != placed_in(desk, second).id
    before = {each.case: each.per_mille for each in proposed(desk, second)}
    assert before[placed_in(desk, first).id] < 200
    again = heard(desk, confirmed("0125", hex_id=OTHER_BEACON))
    assert placed_in(desk, again[0]).id == placed_in(desk, second).id
