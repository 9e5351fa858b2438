"""What the identities of beacons say of a boat: nothing beside a telephone, and of each kind by itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_levels import HERE, WEIGHTS, arrays, said, weigh
from test_two_cases import sentence, weighed

from ashore.linking.beacons import KINDS, WORN
from ashore.linking.heard import Heard, Told, heard, in_order
from ashore.linking.joint import LEVELS, evidence
from ashore.linking.placing import Incoming, Weighed, place
from ashore.linking.reasons import reasons
from ashore.linking.rule import beyond_doubt
from ashore.model.facts import MentionFacts
from ashore.model.report import Mention, Sender
from ashore.model.times import Interval

ALIKE = tuple(kind for kind in KINDS if kind not in WORN)


def sent(number: int, by: str, kind: str = "sarsat", **given: Any) -> Heard:
    """Return what a beacon sent of which only its identity is known."""
    return said(number, phone=by, mouth=by, beacon=kind, **given)


@pytest.mark.parametrize("kind", KINDS)
def test_a_beacon_after_a_telephone_is_no_other_telephone(kind: str) -> None:
    """Nor is a telephone after a beacon, nor a beacon of another kind: one EPIRB sends under two identities."""
    assert weigh("phone", said(0, phone="a"), sent(1, "b", kind)) == 0
    assert weigh("phone", sent(0, "b", kind), said(1, phone="a")) == 0
    for other in KINDS:
        if other != kind:
            assert weigh("phone", sent(0, "b", kind), sent(1, "c", other)) == 0


@pytest.mark.parametrize("kind", ALIKE)
def test_two_beacons_of_a_kind_speak_for_two_boats(kind: str) -> None:
    """More than a second telephone does."""
    beacons = weigh("phone", sent(0, "b", kind), sent(1, "c", kind))
    assert beacons < 3 * weigh("phone", said(0, phone="a"), said(1, phone="d")) < 0


@pytest.mark.parametrize("kind", sorted(WORN))
def test_two_beacons_that_people_wear_say_nothing(kind: str) -> None:
    """Two people overboard wear one each."""
    assert weigh("phone", sent(0, "b", kind), sent(1, "c", kind)) == 0


@pytest.mark.parametrize("kind", KINDS)
def test_a_beacon_heard_again_speaks_for_one_boat(kind: str) -> None:
    """Also where a telephone called between."""
    again = weigh("phone", sent(0, "b", kind), sent(1, "b", kind))
    assert again > 5
    assert weigh("phone", sent(0, "b", kind), said(1, phone="a"), sent(2, "b", kind)) > 5


WHO = st.lists(st.tuples(st.sampled_from(["", *KINDS]), st.sampled_from("abc")), min_size=2, max_size=7)


@given(WHO)
def test_telephones_and_each_kind_of_beacon_are_weighed_apart(who: list[tuple[str, str]]) -> None:
    """All together come to the sum of each by itself, however they follow one another."""
    told = [sent(number, by, kind) for number, (kind, by) in enumerate(who)]
    apart = [[each for each in told if each.beacon == kind] for kind in ("", *KINDS)]
    assert weigh("phone", *told) == pytest.approx(
        sum(weigh("phone", *each) for each in apart if len(each) > 1)
    )


def test_beyond_doubt_is_a_satellite_beacon_and_no_number_that_is_given_twice() -> None:
    """Makers give serials of four digits on AIS, and two beacons of one number are two boats."""
    assert beyond_doubt(sent(0, "b"), sent(1, "b"))
    assert not beyond_doubt(sent(0, "b"), sent(1, "c"))
    assert not any(
        beyond_doubt(sent(0, "b", kind), sent(1, "b", kind))
        for kind in KINDS
        if kind.startswith(("AIS", "EPIRB"))
    )


@pytest.mark.parametrize("kind", KINDS)
def test_a_number_given_twice_links_no_boat_far_away(kind: str) -> None:
    """Though the other boat lies still: both would be looked for where one of them is."""
    held = (said(0, engine="stopped", fix=HERE), sent(1, "b", kind, fix=HERE))
    levels = tuple({"where": -2.9, "phone": 12.3}.get(name, 0.0) for name in LEVELS)
    weighed = [Weighed(case="c-1", p=0.99, levels=levels, members=held), Weighed(case=None, p=0.01)]
    later = sent(30, "b", kind, fix=replace(HERE, lat=52.0))
    placing = place(Incoming(heard=later), weighed)
    assert (placing.standing == "linked") == (kind == "sarsat")
    if placing.standing == "linked":
        assert placing.doubted == (held[1].id, later.id)


def test_officers_read_of_which_kind_an_identity_is() -> None:
    """A beacon is called a beacon and a telephone a telephone, and only those alike are counted."""
    told = in_order([sent(0, "b"), said(1, phone="a"), sent(2, "c"), said(3, phone="d"), sent(4, "b")])
    night = arrays(told, np.zeros((0, 0)))

    def read(index: int, others: list[int]) -> str:
        found = reasons(night, dict(enumerate(told)), index, others, WEIGHTS)  # type: ignore[arg-type]
        [reason] = [each for each in found if each.evidence == "phone"]
        return reason.says.render(str, str)

    assert read(2, [0, 1]) == "Another beacon than that of any of its alerts so far (1)."
    assert read(3, [0, 1]) == "Another telephone than any of its calls so far (1)."
    assert read(4, [0, 1]).startswith("The same beacon as 1 of its alerts, the nearest 40 min apart")
    assert not [
        each
        for each in reasons(night, dict(enumerate(told)), 1, [0], WEIGHTS)  # type: ignore[arg-type]
        if each.evidence == "phone"
    ]


def test_two_cases_are_told_apart_by_what_is_alike() -> None:
    """Two beacons; one beacon in both; two telephones, whatever beacons of other kinds there are."""
    assert sentence(weighed([said(0, phone="a"), sent(1, "b")], [sent(2, "c")]), "phone") == (
        "No beacon in common; of alerts there are 1 for A and 1 for B."
    )
    assert sentence(weighed([sent(0, "b")], [said(2, phone="a"), sent(3, "b")]), "phone") == (
        "The same beacon sent for A and for B, 30 min apart at the nearest."
    )
    assert sentence(weighed([said(0, phone="a"), sent(1, "b")], [said(2, phone="d")]), "phone") == (
        "No telephone in common; of calls there are 1 for A and 1 for B."
    )


def told_by(channel: str, *, unit: str | None = None, phone: str = "") -> Heard:
    """Return a report of a channel as linking hears it."""
    facts = MentionFacts(
        id=f"centre/{channel}/1#0",
        report=f"centre/{channel}/1",
        entry="",
        channel=channel,
        received_by="centre",
        sender=Sender(unit=unit),
        mention=Mention(),
        happened=Interval(earliest=0, latest=0),
        known=0,
        recorded=0,
        links=(),
        language="",
        text="",
    )
    return heard(Told(facts=facts, phone=phone))


def test_who_sent_is_known_by_the_channel_and_the_name_that_intake_gives() -> None:
    """A ship's words on AIS are no beacon's, and an alert without digits has no identity."""
    alert = told_by("sarsat", phone="mark")
    assert (alert.beacon, alert.phone, alert.mouth) == ("sarsat", "mark", "mark")
    assert (told_by("sarsat").beacon, told_by("sarsat").phone) == ("", "")
    sart = told_by("ais", unit="AIS-SART 970990001")
    assert (sart.beacon, sart.phone, sart.mouth) == ("AIS-SART", "AIS-SART 970990001", "AIS-SART 970990001")
    ship = told_by("ais", unit="AIS distress text 799000001")
    assert (ship.beacon, ship.phone) == ("", "")
    call = told_by("phone", unit="AIS-SART 970990001", phone="mark")
    assert (call.beacon, call.phone) == ("", "mark")


def test_place_decides_between_a_telephone_and_a_beacon() -> None:
    """With nothing said by identities, one place is one boat's and a far one is not."""
    for near, sign in ((-6.0, 1), (-60.0, -1)):
        told = in_order([said(0, phone="a", fix=HERE), sent(1, "b", fix=HERE)])
        found = evidence(arrays(told, np.full((2, 2), near)), [0, 1])
        assert (
            sign * sum(WEIGHTS["multiply"][name] * odds for name, odds in zip(LEVELS, found, strict=True))
            > 0.5
        )
