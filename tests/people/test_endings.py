"""What stands in the way of an ending (situations C), each reason alone and all together."""

from __future__ import annotations

from dataclasses import replace

import pytest
from situations import Told, answer, count

from ashore.model.facts import CaseFacts
from ashore.model.phrases import Phrase
from ashore.people import people_book
from ashore.people.endings import (
    QUESTIONS,
    NobodyKeepsIt,
    NoSuchEnding,
    NotAccepted,
    NotAccounted,
    Objection,
    afterwards,
    check_ending,
    ended_alone,
    objections,
)

ALL_OFF = {"unit": "cutter", "action": "recovered", "all_off": "yes", "says_who": "unit"}


def standing(told: Told, case: str = "A", **more: object) -> list[Objection]:
    """The reasons that stand in the way of a case's ending."""
    group = told.group()
    mine = next(each for each in group if each.id == case)
    return list(objections(mine, people_book(group), group, **more))  # type: ignore[arg-type]


def settled(taken: int = 33, **more: object) -> Told:
    """A boat whose people are all off and counted."""
    told = Told()
    told.mention(171, "A", role="aboard", on_board=taken)
    told.mention(200, "A", role="unit", encounter={**ALL_OFF, "taken_off": taken, **more})
    return told


def codes(told: Told, case: str = "A", **more: object) -> list[str]:
    """The codes of the reasons, in the order they are put."""
    found = [each.code for each in standing(told, case, **more)]
    assert found == sorted(found, key=QUESTIONS.index)
    return found


def test_nothing_stands_in_the_way_of_a_balanced_case() -> None:
    """Hours off the quay, with no answer from anybody, is no reason."""
    assert codes(settled()) == []


def test_not_known_how_many_stands_in_the_way_even_after_a_unit_said_all_off() -> None:
    """A caller's "at least forty" against a unit's thirty-three and "all off" leaves no upper end, and no ending."""
    told = Told()
    told.mention(171, "A", role="aboard", on_board="40 or more")
    told.mention(200, "A", role="unit", encounter={**ALL_OFF, "taken_off": 33})

    [reason] = standing(told)

    assert reason.code == "still-out"
    assert reason.sentence() == "How many may still be out is not known: what was said disagrees."


def test_people_may_still_be_out() -> None:
    """The sentence holds the words that force it."""
    told = Told()
    told.mention(171, "A", role="aboard", on_board=40)
    told.mention(200, "A", role="unit", encounter={**ALL_OFF, "taken_off": 33})
    [reason] = standing(told)
    assert reason.code == "still-out"
    assert reason.sentence() == "7 may still be out: the caller at 02:51 said 40, the cutter took off 33."
    assert "officer" not in reason.bases


@pytest.mark.parametrize(
    ("aboard", "left"), [(50, "50 are still out"), ("50 or more", "At least 50 are still out")]
)
def test_people_who_are_still_out_need_evidence_and_no_answer(aboard: object, left: str) -> None:
    """While at least one is out there is no basis to answer on, missing or not."""
    told = Told()
    told.mention(171, "A", role="aboard", on_board=aboard)
    [reason] = standing(told)
    assert reason.sentence().startswith(left)
    assert reason.bases == ()


def test_nobody_has_said_how_many_set_out() -> None:
    """Thirteen said by a bystander and thirteen taken off still leaves the question."""
    told = Told()
    told.mention(171, "A", role="public", on_board=13)
    told.mention(200, "A", role="unit", encounter={"unit": "cutter", "action": "recovered", "taken_off": 13})
    assert codes(told) == ["nobody-said"]
    told.mention(
        230,
        "A",
        role="unit",
        encounter={"unit": "cutter", "action": "alongside", "set_out": 13, "says_who": "survivors"},
    )
    assert codes(told) == []


def test_a_phone_called_after_the_rescue() -> None:
    """A call after the rescue stands in the way, and one said before it and received late does not."""
    told = settled()
    told.mention(199, "A", role="aboard", channel="whatsapp", known=290)
    assert codes(told) == []
    told.mention(211, "A", role="aboard", channel="whatsapp", set_aside=("sender.role",))
    [reason] = standing(told)
    assert reason.code == "phone-after-rescue"
    assert reason.sentence() == "A phone of this boat wrote at 03:31, after the rescue at 03:20."


def test_a_later_landing_or_paper_does_not_move_the_rescue() -> None:
    """The call came after people were taken off, though before they were landed."""
    told = settled()
    told.mention(211, "A", role="aboard", channel="whatsapp", set_aside=("sender.role",))
    told.mention(300, "A", encounter={"unit": "cutter", "action": "landed", "taken_off": 33})
    told.mention(301, "A", role="unit", encounter={**ALL_OFF, "taken_off": 33})
    told.mention(900, "A", channel="article", encounter={"action": "recovered", "taken_off": 33})
    assert codes(told) == ["phone-after-rescue"]


def test_a_call_from_the_same_phone_that_nobody_linked_counts() -> None:
    """A report of no case from a phone of this boat fits it."""
    told = settled()
    told.mention(211, None, same_phone=(told.mentions[0].report,))
    group = told.group()
    found = objections(group[0], people_book(group), group, unlinked=[told.mentions[-1]])
    assert [each.code for each in found] == ["phone-after-rescue", "unsettled-mention"]


def test_people_in_the_water_were_mentioned() -> None:
    """A word of people in the water stands until somebody accounts for them."""
    told = settled()
    told.mention(172, "A", role="aboard", danger=("people_in_water",))
    assert codes(told) == ["in-the-water"]


def test_those_who_fell_and_were_taken_from_the_water_are_accounted_for() -> None:
    """Two fell, two were taken from the water, the rest from the boat."""
    told = Told()
    told.mention(100, "A", role="aboard", on_board=30, movements=(("boat", "water", 2),))
    told.mention(
        150,
        "A",
        subject="person_in_water",
        encounter={"unit": "ferry", "action": "recovered", "taken_off": 2},
    )
    told.mention(200, "A", encounter={**ALL_OFF, "taken_off": 30})
    assert codes(told) == []


def test_a_part_out_of_balance() -> None:
    """The children do not balance though the total may."""
    told = Told()
    told.mention(171, "A", role="aboard", on_board=count(13, children=1))
    told.mention(200, "A", role="unit", encounter={**ALL_OFF, "taken_off": count(13, children=0)})
    assert codes(told) == ["still-out", "children"]


@pytest.mark.parametrize("case", ["A", "B"])
def test_neither_case_of_a_shared_landing_may_end(case: str) -> None:
    """52 from two boats of 30 and 25: people may be out of each, and the total is shared."""
    told = Told()
    told.mention(1, "A", role="aboard", on_board=30)
    told.mention(2, "B", role="aboard", on_board=25)
    landed = {"unit": "cutter", "action": "landed", "taken_off": 52, "all_off": "yes"}
    told.mention(50, ("A", "B"), covers="all", encounter=landed)
    assert codes(told, case) == ["still-out", "shared-landing"]


def test_a_proposed_mention_would_be_swallowed() -> None:
    """A call that only a machine proposed must be settled first."""
    told = settled()
    told.mention(172, "A", standing="proposed", role="public", on_board=33)
    assert codes(told) == ["unsettled-mention"]


def test_linkings_advice_stands_among_the_reasons() -> None:
    """What linking says of the boat that was met is put with the rest, and can be answered."""
    told = settled()
    other = Objection(
        code="found-boat", phrase=Phrase(template="The boat met may be another."), mentions=("m",)
    )
    assert codes(told, advice=[other]) == ["found-boat"]


@pytest.mark.parametrize("by_person", [True, False])
def test_an_encounter_no_person_linked(by_person: bool) -> None:
    """A machine's link of an encounter ends nothing."""
    told = Told()
    told.mention(171, "A", role="aboard", on_board=33)
    told.mention(200, "A", role="unit", encounter={**ALL_OFF, "taken_off": 33}, by_person=by_person)
    assert codes(told) == ([] if by_person else ["still-out", "unlinked-encounter"])


@pytest.mark.parametrize(
    ("after", "expected"), [("adrift", ["hull-adrift"]), ("sunk", []), ("marked", []), (None, [])]
)
def test_the_hull_adrift_and_unmarked(after: str | None, expected: list[str]) -> None:
    """A hull left unmarked will be reported again."""
    assert codes(settled(craft_after=after)) == expected


def test_a_neighbour_still_holds_the_boat_open() -> None:
    """What the neighbour holds is what its last report said."""
    told = settled()
    told.mention(205, "A", role="centre", unit="north", channel="email")
    assert codes(told) == ["neighbour-open"]
    told.mention(
        260,
        "A",
        role="centre",
        unit="north",
        encounter={"unit": "cutter", "action": "landed", "taken_off": 33},
    )
    assert codes(told) == []


def test_all_reasons_are_shown_at_once() -> None:
    """Nothing hides behind the first reason, and the refusal says all of them."""
    told = Told()
    told.mention(171, "A", role="aboard", on_board=count(40, children=2), danger=("people_in_water",))
    taken = {
        "unit": "cutter",
        "action": "recovered",
        "taken_off": count(33, children=0),
        "craft_after": "adrift",
    }
    told.mention(200, "A", role="unit", encounter={**taken, "all_off": "yes"})
    told.mention(211, "A", role="aboard", channel="whatsapp")
    told.mention(212, "A", standing="proposed", on_board=9)
    told.mention(213, "A", role="centre", unit="north")
    told.mention(
        230, "A", standing="proposed", encounter={"unit": "ferry", "action": "recovered", "taken_off": 1}
    )
    found = codes(told)
    assert found == [
        "still-out",
        "phone-after-rescue",
        "in-the-water",
        "children",
        "unsettled-mention",
        "unlinked-encounter",
        "hull-adrift",
        "neighbour-open",
    ]
    group = told.group()
    with pytest.raises(NotAccounted) as refused:
        check_ending("accounted", group[0], standing(told))
    said = refused.value.sentence()
    assert said.startswith("Cannot say all accounted for. 1. ")
    assert all(f" {number}. " in said for number in range(1, len(found) + 1))
    assert refused.value.advice() == "Answer each, or choose Suspend."


def test_an_answer_stands_until_a_new_mention_touches_it() -> None:
    """The same answer is never asked twice, and a newer higher count asks again."""
    told = Told()
    told.mention(171, "A", role="aboard", on_board=40)
    told.mention(200, "A", role="unit", encounter={**ALL_OFF, "taken_off": 33})
    known = tuple(mention.id for mention in told.mentions)
    told.cases(A={"answers": (answer("still-out", "survivors", known),)})
    assert codes(told) == []
    told.mention(190, "A", role="relative", on_board=45)
    assert codes(told) == ["still-out"]


@pytest.mark.parametrize(("basis", "expected"), [("officer", ["still-out"]), ("unit", [])])
def test_an_officers_belief_answers_no_count(basis: str, expected: list[str]) -> None:
    """Who saw them leave the boat is named; an officer who did not is no basis (A13)."""
    told = Told()
    told.mention(1, "A", role="aboard", on_board=45)
    told.mention(
        9, "A", role="police", encounter={"unit": "patrol", "action": "landed", "seen": "18 or more"}
    )
    known = tuple(mention.id for mention in told.mentions)
    told.cases(A={"answers": (answer("still-out", basis, known),)})
    assert codes(told) == expected


def _case(**fields: object) -> CaseFacts:
    return replace(settled().group()[0], **fields)  # type: ignore[arg-type]


def test_the_other_endings_have_their_own_conditions() -> None:
    """Handed over only once accepted; suspended and unexplained only with an owner and a review."""
    with pytest.raises(NotAccepted):
        check_ending("handed_over", _case(offered_to="north"), [])
    check_ending("handed_over", _case(holder="north"), [])
    for how in ("suspended", "unexplained"):
        with pytest.raises(NobodyKeepsIt):
            check_ending(how, _case(), [], owner="marie")
        with pytest.raises(NobodyKeepsIt):
            check_ending(how, _case(), [], review_at=5)
        check_ending(how, _case(), [], owner="marie", review_at=5)
    with pytest.raises(NoSuchEnding):
        check_ending("closed", _case(), [])
    check_ending("accounted", _case(), [])


def test_distress_ended_by_one_person_is_marked() -> None:
    """Alone is alone in distress; a second person or a lower phase is not."""
    assert ended_alone(_case(phase="distress"), "marie", ["marie"])
    assert not ended_alone(_case(phase="distress"), "marie", ["jean"])
    assert not ended_alone(_case(phase="alert"), "marie")


def test_what_is_left_to_do_is_no_reason() -> None:
    """Landing, doctors, the relay and those alerted are a list for afterwards."""
    told = settled()
    book = people_book(told.group()).case("A")
    assert [each.code for each in afterwards(told.group()[0], book)] == [
        "landing",
        "care",
        "relay",
        "alerted",
    ]
    told.mention(300, "A", encounter={"unit": "cutter", "action": "landed", "taken_off": 33})
    told.mention(310, "A", encounter={"action": "handed_over", "taken_off": 33})
    book = people_book(told.group()).case("A")
    assert [each.code for each in afterwards(told.group()[0], book)] == ["relay", "alerted"]
    assert codes(told) == []


def test_people_in_the_water_whom_nobody_counted_stand_in_the_way() -> None:
    """Somebody fell in, nobody said how many: that everybody else balances does not account for them."""
    told = settled()
    told.mention(180, "A", role="relative", movements=(("boat", "water"),))
    assert codes(told) == ["in-the-water"]


@pytest.mark.parametrize("moves", [(("boat", "unit:cutter", 33),), (("unit:cutter", "quay:Calais", 33),)])
def test_a_landing_told_as_a_movement_is_shared_too(moves: tuple[tuple[str, str, int], ...]) -> None:
    """A movement says what an encounter says in short."""
    told = Told()
    told.mention(171, "A", role="aboard", on_board=20)
    told.mention(172, "B", role="aboard", on_board=13)
    told.mention(200, ("A", "B"), covers="all", role="unit", unit="cutter", movements=moves)
    assert "shared-landing" in codes(told)


def test_a_call_after_a_unit_came_alongside_is_not_after_a_rescue() -> None:
    """Nobody was taken off, so there was no rescue to call after."""
    told = Told()
    told.mention(171, "A", role="aboard", on_board=33)
    told.mention(200, "A", role="unit", encounter={"unit": "cutter", "action": "alongside", "seen": 33})
    told.mention(211, "A", role="aboard")
    assert codes(told) == ["still-out"]


def test_a_call_after_the_boat_was_seen_to_land_is_after_the_rescue() -> None:
    """People counted ashore by the police and then a call from aboard."""
    told = Told()
    told.mention(171, "A", role="aboard", on_board=33)
    told.mention(200, "A", role="police", movements=(("boat", "shore:Dover", 33),))
    told.mention(211, "A", role="aboard")
    assert "phone-after-rescue" in codes(told)
