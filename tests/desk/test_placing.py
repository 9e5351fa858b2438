"""The default rule at work on a desk: what is linked, proposed or given a case without a person, and what never is."""

from __future__ import annotations

from pathlib import Path

import pytest
from at_sea import (
    OFF_GRAVELINES,
    ONE,
    OTHER,
    THIRD,
    case_of,
    cases,
    comes_in,
    facts,
    mention,
    met,
    north,
    opened,
    proposed_to,
    received,
    shown,
    sounding,
    told,
)
from desks import OFFICER, a_desk

from ashore.desk.commands import Desk, asking, placing, supervising
from ashore.desk.commands.acts import CompareCases, EndCase, LinkMention, OpenCase, Undo
from ashore.ledger.codec import decode
from ashore.model.phrases import utc_minute


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A live desk."""
    return a_desk(tmp_path)


def test_a_call_that_fits_no_case_gets_one_of_its_own(desk: Desk) -> None:
    """The first call of a boat is a case at once, with a waterfall, opened by the rule and by nobody."""
    comes_in(desk, told("n-1", 0, where=OFF_GRAVELINES, phone=ONE, danger=["taking_water"]))

    [case] = cases(desk)
    assert case_of(desk, "n-1") == case.id
    assert case.phase == "distress"
    [link] = facts(desk, "n-1").links
    assert not link.by_person


def test_the_same_phone_twelve_minutes_later_is_linked_without_a_person(desk: Desk) -> None:
    """Situation B2: the call is linked, raises the phase, and the entry cites the waterfall and the report."""
    comes_in(
        desk,
        told("n-1", 0, where=OFF_GRAVELINES, phone=ONE),
        told("n-2", 12, where=north(0.6), phone=ONE, danger=["sinking"]),
    )

    [case] = cases(desk)
    assert case_of(desk, "n-2") == case.id
    assert case.phase == "distress"
    with desk.looking() as picture:
        [link] = facts(desk, "n-2").links
        causes = {picture.entries[each].type for each in desk.ledger.get(link.entry).header.causes}
    assert causes == {"advice.link", "report.received"}


def test_a_link_without_a_person_lowers_no_phase(desk: Desk) -> None:
    """Situation B2: whatever calmer thing the second call says, the case stays in distress."""
    comes_in(
        desk,
        told("n-1", 0, where=OFF_GRAVELINES, phone=ONE, danger=["sinking"]),
        told("n-2", 12, where=north(0.6), phone=ONE, danger=["none_stated"]),
    )

    assert [case.phase for case in cases(desk)] == ["distress"]


def test_a_place_name_and_another_phone_are_a_second_case(desk: Desk) -> None:
    """Situation B1: four and a half hours apart, both off Gravelines, other phones: two cases, nobody ties them."""
    place = {"where": OFF_GRAVELINES, "error_m": 8_000, "how": "place"}
    comes_in(desk, told("n-1", 4, phone=ONE, **place), told("n-2", 274, phone=OTHER, **place))

    first, second = cases(desk)
    assert (case_of(desk, "n-1"), case_of(desk, "n-2")) == (first.id, second.id)
    assert not first.comparisons


def test_a_call_after_a_rescue_sounds_and_is_given_to_nobody(desk: Desk) -> None:
    """Situation B3: forty minutes after thirty were taken off, the same phone: the alarm, and a person decides."""
    received(desk, told("n-1", 0, where=OFF_GRAVELINES, phone=ONE))
    case = opened(desk, "A", "n-1")
    received(desk, met("u-1", 30, "recovered", encounter={"taken_off": {"value": 30}, "all_off": "yes"}))
    desk.do(LinkMention(mention=mention("u-1", "vhf"), cases=(case,)), OFFICER)
    comes_in(desk, told("n-2", 70, phone=ONE, where=OFF_GRAVELINES, danger=["people_in_water"]))

    assert case_of(desk, "n-2") == ""
    assert ("after", case) in [(alarm.sound, alarm.case) for alarm in sounding(desk)]


def test_what_was_said_before_the_rescue_and_came_late_is_linked_and_sounds_nothing(desk: Desk) -> None:
    """Situation B3: said at ten minutes, rescued at thirty, received at seventy: linked, both times kept, quiet."""
    received(desk, told("n-1", 0, where=OFF_GRAVELINES, phone=ONE))
    case = opened(desk, "A", "n-1")
    received(desk, met("u-1", 30, "recovered", encounter={"taken_off": {"value": 30}, "all_off": "yes"}))
    desk.do(LinkMention(mention=mention("u-1", "vhf"), cases=(case,)), OFFICER)
    comes_in(desk, told("n-2", 70, said_at=10, phone=ONE, where=north(0.3)))

    late = facts(desk, "n-2")
    assert case_of(desk, "n-2") == case
    assert late.known - late.at == 60 * 60_000
    assert not [alarm for alarm in sounding(desk) if alarm.sound == "after"]


def test_two_fixes_no_boat_reaches_are_one_boat_and_one_old_fix(desk: Desk) -> None:
    """Situation B4: eleven miles in six minutes by one phone: linked, both marked, to be asked again in minutes."""
    comes_in(
        desk,
        told("n-1", 0, where=OFF_GRAVELINES, phone=ONE),
        told("n-2", 6, where=north(11), phone=ONE),
    )
    [case] = cases(desk)
    [row] = shown(desk).rows
    assert case_of(desk, "n-2") == case.id
    assert "ask_again" in [due.what for due in row.due]

    comes_in(desk, told("n-3", 9, where=north(11.1), phone=ONE))
    [row] = shown(desk).rows
    assert "ask_again" not in [due.what for due in row.due]


def test_two_phones_live_at_once_far_apart_are_two_boats(desk: Desk) -> None:
    """Situation B4: eleven miles apart in the same minutes by two phones: two cases."""
    comes_in(
        desk,
        told("n-1", 0, where=OFF_GRAVELINES, phone=ONE),
        told("n-2", 6, where=north(11), phone=OTHER),
        told("n-3", 8, where=north(0.2), phone=ONE),
        told("n-4", 10, where=north(11.2), phone=OTHER),
    )

    assert len(cases(desk)) == 2
    assert case_of(desk, "n-1") == case_of(desk, "n-3") != case_of(desk, "n-2") == case_of(desk, "n-4")


def test_a_relays_number_holds_no_boats_together(desk: Desk) -> None:
    """Situation B5: one hotline's number relays four boats: four cases."""
    hotline = {"role": "hotline", "phone": THIRD}
    comes_in(
        desk, *(told(f"n-{n}", 5 * n, where=north(6 * n), sender=hotline, phone=THIRD) for n in range(4))
    )

    assert len({case_of(desk, f"n-{n}") for n in range(4)}) == 4


def test_a_found_boat_that_fits_no_sought_one_is_a_case_that_sounds(desk: Desk) -> None:
    """Situation B8: engine running, dry, 28, beside one with its engine dead and forty: its own case, an alarm."""
    received(
        desk,
        told(
            "n-1",
            0,
            where=OFF_GRAVELINES,
            phone=ONE,
            on_board={"value": 40, "qualifier": "about"},
            craft={"engine": "dead"},
            danger=["taking_water", "people_in_water"],
        ),
    )
    sought = opened(desk, "A", "n-1")
    comes_in(
        desk,
        met(
            "u-1",
            25,
            "alongside",
            where=north(0.4),
            craft={"engine": "running", "state": "dry"},
            danger=["none_stated"],
            encounter={"seen": {"value": 28}},
        ),
    )

    found = case_of(desk, "u-1", "vhf")
    assert found not in ("", sought)
    assert ("distress", found) in [(alarm.sound, alarm.case) for alarm in sounding(desk)]
    assert {case.id: case.phase for case in cases(desk)}[sought] == "distress"

    desk.do(LinkMention(mention=mention("u-1", "vhf"), cases=(found,)), OFFICER)
    assert found not in [alarm.case for alarm in sounding(desk) if alarm.sound == "distress"]


def test_what_an_aircraft_sees_is_proposed_and_lowers_nothing(desk: Desk) -> None:
    """Situation B9: three boats seen, none in distress: each is proposed to the case it may be, and no phase falls."""
    for n, people in enumerate((30, 25, 40)):
        call = told(
            f"n-{n}",
            n,
            where=north(5 * n),
            phone=f"+3360000001{n}",
            on_board={"value": people},
            danger=["sinking"],
        )
        received(desk, call)
        opened(desk, f"B{n}", f"n-{n}")
    for n, people in enumerate((30, 25, 40)):
        seen = told(
            f"a-{n}",
            30 + n,
            where=north(5 * n + 0.3),
            channel="sighting",
            sender={"role": "unit", "unit": "aircraft"},
            on_board={"value": people, "qualifier": "about", "says_who": "aircraft"},
            danger=["none_stated"],
        )
        comes_in(desk, seen)

    for n in range(3):
        assert case_of(desk, f"n-{n}") in proposed_to(desk, f"a-{n}", "sighting")
    assert len(cases(desk)) == 3
    assert {case.phase for case in cases(desk)} == {"distress"}


def test_an_empty_hull_sounds_and_is_proposed_even_to_an_ended_case(desk: Desk) -> None:
    """Situation B10: an empty hull where a boat was is proposed to its case, sounds, and ends nothing."""
    received(
        desk, told("n-1", 0, where=OFF_GRAVELINES, phone=ONE, craft={"kind": "inflatable", "colour": "black"})
    )
    case = opened(desk, "A", "n-1")
    desk.do(EndCase(case=case, how="unexplained", owner="night", review_at="2031-02-09T08:00:00Z"), OFFICER)
    hull = {"kind": "inflatable", "colour": "black"}
    comes_in(desk, met("u-1", 40, "empty_hull", where=north(0.3), craft=hull))

    assert proposed_to(desk, "u-1") == {case}
    assert mention("u-1", "vhf") in [alarm.mention for alarm in sounding(desk)]


def test_an_empty_hull_that_a_unit_left_marked_is_quiet(desk: Desk) -> None:
    """Situation B10: a unit logged leaving that hull, marked: it is proposed and sounds nothing."""
    craft = {"kind": "inflatable", "colour": "black"}
    received(desk, told("n-1", 0, where=OFF_GRAVELINES, phone=ONE, craft=craft))
    case = opened(desk, "A", "n-1")
    left = {"taken_off": {"value": 30}, "all_off": "yes", "craft_after": "marked"}
    received(desk, met("u-1", 30, "recovered", where=north(0.2), encounter=left))
    desk.do(LinkMention(mention=mention("u-1", "vhf"), cases=(case,)), OFFICER)
    comes_in(desk, met("u-2", 60, "empty_hull", where=north(0.3), craft=craft))

    assert proposed_to(desk, "u-2") == {case}
    assert mention("u-2", "vhf") not in [alarm.mention for alarm in sounding(desk)]


def test_the_same_phone_a_day_later_from_another_beach_is_a_new_case(desk: Desk) -> None:
    """Situation B11: twenty-six hours and forty miles on, the phone is on another boat: a case of its own."""
    received(desk, told("n-1", 0, where=OFF_GRAVELINES, phone=ONE))
    case = opened(desk, "A", "n-1")
    received(desk, met("u-1", 30, "recovered", encounter={"taken_off": {"value": 30}, "all_off": "yes"}))
    desk.do(LinkMention(mention=mention("u-1", "vhf"), cases=(case,)), OFFICER)
    comes_in(desk, told("n-2", 26 * 60, where=(50.75, 1.5), phone=ONE))

    assert case_of(desk, "n-2") not in ("", case)
    [told_of] = asking.ask_case(desk, case).came_back
    assert told_of.render(str, utc_minute).startswith(
        "Its people may have come back: their telephone called at"
    )


def test_the_supervisor_sees_an_old_case_that_never_ended_and_whose_phone_is_on_another_boat(
    desk: Desk,
) -> None:
    """Situation B11: nobody was ever taken off the first boat, and its phone calls from another a day later."""
    received(desk, told("n-1", 0, where=OFF_GRAVELINES, phone=ONE))
    case = opened(desk, "A", "n-1")
    assert not supervising.ask_supervised(desk).came_back
    comes_in(desk, told("n-2", 26 * 60, where=(50.75, 1.5), phone=ONE))

    assert case_of(desk, "n-2") not in ("", case)
    assert [row.case.id for row, _ in supervising.ask_supervised(desk).came_back] == [case]


def test_a_silent_call_is_a_sign_of_life_and_is_called_back_in_three_minutes(desk: Desk) -> None:
    """Situation B12: four silent seconds from the phone of an open case are linked and restart its clock."""
    comes_in(desk, told("n-1", 0, where=OFF_GRAVELINES, phone=ONE), told("n-2", 130, phone=ONE))

    [case] = cases(desk)
    [row] = shown(desk).rows
    heard = facts(desk, "n-2").at
    assert case_of(desk, "n-2") == case.id
    assert case.last_sign_of_life == heard
    assert row.call is not None
    assert row.call.due == heard + 3 * 60_000


def test_a_silent_call_from_a_phone_nobody_knows_waits(desk: Desk) -> None:
    """Somebody called and nothing is known of any boat: it is called back, and opens no case."""
    comes_in(desk, told("n-1", 0, phone=ONE))

    assert not cases(desk)
    assert [call.mention for call in shown(desk).calls] == [mention("n-1")]


def test_one_message_forwarded_by_five_people_is_one_case(desk: Desk) -> None:
    """Situation B12: the same fix of the same instant, to the last decimal, from five phones."""
    fix = {
        "lat": 51.0312,
        "lon": 1.7621,
        "error_m": 20,
        "how": "gnss",
        "of": "craft",
        "at": "2031-02-03T01:01:00Z",
    }
    comes_in(
        desk,
        *(
            told(f"n-{n}", 3 + n, phone=f"+3360000002{n}", positions=[fix], channel="whatsapp")
            for n in range(5)
        ),
    )

    assert len(cases(desk)) == 1


def test_what_a_person_held_apart_the_rule_links_to_nothing(desk: Desk) -> None:
    """An officer parts a call from its case: it gets a case of its own and is never put back."""
    comes_in(
        desk,
        told("n-1", 0, where=OFF_GRAVELINES, phone=ONE),
        told("n-2", 12, where=north(0.6), phone=ONE, danger=["sinking"]),
    )
    first = case_of(desk, "n-1")
    desk.do(LinkMention(mention=mention("n-2"), cases=(first,), standing="apart"), OFFICER)
    placing.place_waiting(desk)

    assert case_of(desk, "n-2") not in ("", first)


def test_what_a_person_placed_the_rule_leaves_alone(desk: Desk) -> None:
    """A call that an officer put into another case stays there, and nothing is written of it."""
    received(desk, told("n-1", 0, where=OFF_GRAVELINES, phone=ONE))
    opened(desk, "A", "n-1")
    received(desk, told("n-2", 12, where=north(0.6), phone=ONE))
    other = opened(desk, "B", "n-2")
    before = desk.ledger.latest()
    placing.place_waiting(desk)

    assert desk.ledger.latest() == before
    assert case_of(desk, "n-2") == other


def test_nothing_is_linked_to_an_ended_case(desk: Desk) -> None:
    """The same phone after a case was suspended sounds the alarm, and waits for a person to reopen it."""
    received(desk, told("n-1", 0, where=OFF_GRAVELINES, phone=ONE))
    case = opened(desk, "A", "n-1")
    desk.do(EndCase(case=case, how="suspended", owner="night", review_at="2031-02-09T08:00:00Z"), OFFICER)
    comes_in(desk, told("n-2", 40, where=north(1), phone=ONE))

    assert case_of(desk, "n-2") == ""
    assert ("after", case) in [(alarm.sound, alarm.case) for alarm in sounding(desk)]


def test_a_second_program_on_the_same_desk_places_nothing_twice(desk: Desk) -> None:
    """The rule asks under an id drawn from the mention, so whoever comes second finds it done."""
    received(desk, told("n-1", 0, where=OFF_GRAVELINES, phone=ONE))
    assert placing.place_waiting(desk) == 1
    latest = desk.ledger.latest()

    assert placing.place_waiting(desk) == 0
    assert desk.ledger.latest() == latest


def test_a_replay_plays_its_script_and_the_rule_nothing(tmp_path: Path) -> None:
    """In a replay log what nobody placed stays so."""
    desk = a_desk(tmp_path, "replay")
    received(desk, told("n-1", 0, where=OFF_GRAVELINES, phone=ONE, danger=["sinking"]))

    assert placing.place_waiting(desk) == 0
    assert not cases(desk)


def test_an_exercise_has_the_rule_at_work(tmp_path: Path) -> None:
    """In an exercise log the rule acts as it would on the night."""
    desk = a_desk(tmp_path, "exercise")
    comes_in(desk, told("n-1", 0, where=OFF_GRAVELINES, phone=ONE, danger=["sinking"]))

    assert len(cases(desk)) == 1


def test_an_officer_who_opens_a_case_takes_over_the_one_the_rule_opened(desk: Desk) -> None:
    """The key pressed a second after the rule acted makes no second case of the same call."""
    comes_in(desk, told("n-1", 0, where=OFF_GRAVELINES, phone=ONE))
    desk.do(OpenCase(label="A", mention=mention("n-1")), OFFICER)

    [case] = cases(desk)
    assert case.labels[0].label == "A"
    assert all(link.by_person for link in facts(desk, "n-1").links)


def test_a_case_the_rule_opened_goes_when_a_person_moves_all_it_held(desk: Desk) -> None:
    """Moved to the case it belongs to, a call leaves no empty case behind on the board."""
    comes_in(
        desk,
        told("n-1", 0, where=OFF_GRAVELINES, phone=ONE),
        told("n-2", 40, where=north(5), phone=OTHER),
    )
    first = case_of(desk, "n-1")
    desk.do(LinkMention(mention=mention("n-2"), cases=(first,)), OFFICER)

    assert [case.id for case in cases(desk)] == [first]


def test_a_report_can_be_undone_after_the_rule_answered_it(desk: Desk) -> None:
    """What no person did meanwhile stands in no undoing's way, and goes with the report."""
    import json

    from ashore.desk.commands.acts import LogCall

    desk.do(LogCall(report=json.dumps(told("n-1", 0, where=OFF_GRAVELINES, phone=ONE))), OFFICER)
    placing.place_waiting(desk)
    assert len(cases(desk)) == 1
    desk.do(Undo(), OFFICER)
    placing.place_waiting(desk)

    assert not cases(desk)


def test_two_likely_cases_and_no_phone_bind_to_neither(desk: Desk) -> None:
    """Situation B7: two black boats from one beach, then “black, about forty”: perhaps both, bound to neither."""
    black = {"kind": "inflatable", "colour": "black", "length_m": 8.0, "departed_from": "Wissant"}
    comes_in(
        desk,
        told("n-1", 0, where=OFF_GRAVELINES, phone=ONE, craft=black, on_board={"value": 40}),
        told("n-2", 4, where=north(1.5), phone=OTHER, craft=black, on_board={"value": 42}),
        told(
            "n-3",
            10,
            where=north(0.75),
            craft=black,
            on_board={"value": 40, "qualifier": "about"},
            error_m=2000,
        ),
    )

    ones = [case_of(desk, f"n-{n}") for n in (1, 2, 3)]
    assert len(set(ones)) == 3
    third = next(case for case in cases(desk) if case.id == ones[2])
    perhaps = {case for each in third.comparisons for case in each.cases if each.standing == "perhaps"}
    assert perhaps >= set(ones[:2])


def test_one_hour_apart_between_two_centres_is_proposed_strongly(desk: Desk) -> None:
    """Situation B6: 01:34 by one centre and 02:34 by the other, 0.3 miles apart: perhaps one boat, a range together."""
    other = {"role": "centre", "unit": "south-centre"}
    comes_in(
        desk,
        told(
            "n-1",
            34,
            where=OFF_GRAVELINES,
            sender={"role": "centre", "unit": "north-centre"},
            on_board={"value": 30},
        ),
        told("n-2", 94, where=north(0.3), sender=other, on_board={"value": 32}, received_by="south-centre"),
    )

    first, second = cases(desk)
    assert [each.standing for each in first.comparisons] == ["perhaps"]
    assert [each.standing for each in second.comparisons] == ["perhaps"]
    said = [
        reason.says
        for entry in desk.ledger.read()
        if entry.header.type == "advice.link"
        for proposal in decode("advice.link", 1, entry.body or b"").proposals
        for reason in proposal.reasons
    ]
    assert any("one hour apart, which is two clocks" in each for each in said)
    [joint] = shown(desk).joint
    assert (joint.joint.still_out.total.low or 0) <= 32

    desk.do(CompareCases(cases=(first.id, second.id), standing="same", reason="two clocks"), OFFICER)
