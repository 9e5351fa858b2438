"""Beacon alerts and phone positions where the default rule is at work: a case at once, and one to a beacon."""

from __future__ import annotations

from pathlib import Path

import pytest
from at_sea import OFF_GRAVELINES, cases, comes_in, heard, placed_in, shown, sounding, told
from desks import a_desk

from ashore.desk.commands import Desk
from ashore.desk.commands.pressing import ask_relay
from ashore.desk.language import speaking
from ashore.desk.web.telling import Teller
from ashore.forecast.fixes import fixes
from ashore.ledger.codec import decode
from ashore.model.bodies import LinkAdvice

NUMBER = "+33600000001"
BEACON, ANOTHER = "1C6400A2D0FFBFF", "1C650A8D80FFBFF"
"""Two EPIRBs with invented MMSIs."""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A live desk."""
    return a_desk(tmp_path)


def alert(
    time: str = "0110",
    *,
    title: str = "INITIAL ALERT",
    hex_id: str = BEACON,
    doppler: tuple[str, str] = (
        "51 01.8 N 001 45.6 E PROB 70 PERCENT",
        "48 44.0 N 012 20.1 W PROB 30 PERCENT",
    ),
    confirmed: str = "NIL",
    remarks: str = "NIL",
) -> bytes:
    """Return an alert of the night of the third of February 2031."""
    return (
        f"1. DISTRESS COSPAS-SARSAT {title}\n2. MSG NO 00001 XXMCC REF {time}\n"
        f"3. DETECTED AT 03 FEB 2031 {time} UTC BY SARSAT S99\n8. POSITIONS\nCONFIRMED - {confirmed}\n"
        f"DOPPLER A - {doppler[0]}\nDOPPLER B - {doppler[1]}\n11. HEX ID {hex_id}\n16. REMARKS {remarks}\n"
        "END OF MESSAGE\n"
    ).encode()


def advice_of(desk: Desk, key: str) -> LinkAdvice:
    """Return the advice by which the rule linked a report."""
    (link,) = next(each.links for each in placed_in(desk, key).mentions if each.report == key)
    cause = desk.ledger.get(desk.ledger.get(link.entry).header.causes[0])
    body = decode("advice.link", 1, cause.body or b"")
    assert isinstance(body, LinkAdvice)
    return body


def test_a_beacons_alert_is_a_case_at_distress_and_sounds(desk: Desk) -> None:
    """With two Doppler positions of which nobody knows which: a case at once, and the alarm for new distress."""
    (key,) = heard(desk, alert())
    case = placed_in(desk, key)
    assert case.phase == "distress"
    assert "distress" in {alarm.sound for alarm in sounding(desk)}
    assert case.last_sign_of_life is None


def test_both_places_are_told_to_whoever_is_pressed(desk: Desk) -> None:
    """A relay that read out only one of two Doppler positions might send everybody to the image."""
    (key,) = heard(desk, alert())
    (boat,) = [each for each in ask_relay(desk).boats if each.row.case.id == placed_in(desk, key).id]
    (place,) = [fact.says for fact in boat.facts if fact.name == "place"]
    assert place is not None
    said = place.render(str, str)
    assert said.startswith("either 51.03, 1.76 or 48.733333, -12.335")


def test_the_page_says_that_only_one_of_two_is_true(desk: Desk) -> None:
    """And that a radius which is a guess of ours is one."""
    (key,) = heard(
        desk, alert().replace(b"16.", b"15. OPERATIONAL INFORMATION DOPPLER POSITION DATA - SUSPECT\n16.")
    )
    case = placed_in(desk, key)
    (mention,) = case.mentions
    said = [each.says for each in Teller(speaking("en"), [case]).details(mention)]
    assert said == [
        "51.03, 1.76 ± 37040 m (assumed) (one of several, of which only one is true)",
        "48.733333, -12.335 ± 37040 m (assumed) (one of several, of which only one is true)",
    ]
    assert all("only one is true" in fix.sentence.render(str, str) for fix in fixes(case))


def test_an_alert_without_a_position_is_a_case_at_distress(desk: Desk) -> None:
    """Nobody knows where; somebody is."""
    (key,) = heard(desk, alert(doppler=("NIL", "NIL")))
    assert placed_in(desk, key).phase == "distress"


@pytest.mark.parametrize("minutes", ["0125", "0150"])
def test_the_next_alert_of_one_beacon_belongs_to_its_case(desk: Desk, minutes: str) -> None:
    """The first placed it twice, the next confirms one: one boat, linked without a person by the beacon's identity."""
    first, second = heard(
        desk,
        alert(),
        alert(
            minutes,
            title="POSITION CONFIRMED ALERT",
            doppler=("NIL", "NIL"),
            confirmed="51 02.0 N 001 46.0 E",
        ),
    )
    assert placed_in(desk, first).id == placed_in(desk, second).id
    says = [reason.says for each in advice_of(desk, second).proposals for reason in each.reasons]
    assert any(each.startswith("The same beacon as 1 of its alerts") for each in says), says


def test_another_beacon_is_another_case(desk: Desk) -> None:
    """Two beacons at one place may be two boats, or one boat's two: a person says."""
    first, second = heard(desk, alert(), alert("0125", hex_id=ANOTHER))
    assert placed_in(desk, first).id != placed_in(desk, second).id


@pytest.mark.parametrize("changed", [{"title": "ALERT THIS IS A TEST"}, {"remarks": "THIS IS AN EXERCISE"}])
def test_a_test_raises_no_case_and_no_alarm(desk: Desk, changed: dict[str, str]) -> None:
    """It waits in the list of what belongs to no case, for somebody to see."""
    heard(desk, alert(**changed))
    assert cases(desk) == []
    assert sounding(desk) == []
    assert len(shown(desk).unlinked) == 1


def test_a_cancellation_leaves_the_case_as_it_stands(desk: Desk) -> None:
    """It belongs to the beacon's case and lowers nothing: what cancels a distress is a person."""
    first, second = heard(desk, alert(), alert("0120", title="USER CANCELLATION ALERT"))
    assert placed_in(desk, first).id == placed_in(desk, second).id
    assert placed_in(desk, first).phase == "distress"


def test_a_telephones_position_belongs_to_the_call_from_it(desk: Desk) -> None:
    """The same number called: its place is linked to the call's case, and the phase is the alert that a call is."""
    comes_in(desk, told("n-1", 8, where=OFF_GRAVELINES, phone=NUMBER))
    (key,) = heard(
        desk,
        b"v=2&device_number=%2B33600000001&location_latitude=51.03100&location_longitude=1.76100"
        b"&location_time=1927847400000&location_accuracy=20&location_source=GPS&location_confidence=0.68",
    )
    (case,) = cases(desk)
    assert placed_in(desk, key).id == case.id
    assert case.phase == "alert"


def test_a_telephones_position_alone_is_a_case_at_alert(desk: Desk) -> None:
    """Somebody dialled an emergency number at sea, and nobody has spoken with them yet."""
    (key,) = heard(
        desk, b'A"ML=1;lt=+51.03100;lg=+001.76100;rd=20;top=20310203010900;lc=68;pm=G;mcc=208;mnc=01;ml=90'
    )
    assert placed_in(desk, key).phase == "alert"
    [row] = shown(desk).rows
    # That its owner is aboard is a guess, and a guess bounds nobody.
    assert (row.still_out.low, row.still_out.high) == (0, None)


def test_nothing_of_a_beacon_or_a_handset_stands_in_the_open(desk: Desk) -> None:
    """The log's open bodies hold neither the beacon's digits nor the handset's."""
    imei = "490154203237518"
    heard(
        desk,
        alert(),
        f'A"ML=1;lt=+51.03100;lg=+001.76100;rd=20;top=20310203010900;lc=68;pm=G;ei={imei};ml=109'.encode(),
    )
    bodies = b"".join(entry.body or b"" for entry in desk.ledger.read())
    assert BEACON.encode() not in bodies
    assert imei.encode() not in bodies
