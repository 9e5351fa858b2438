"""What must hold of every book, whatever is told."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from situations import Told, at
from test_book_against_plain import as_told, random_book

from ashore.model.facts import MentionFacts
from ashore.people import book as book_module
from ashore.people import people_book, tied_groups
from ashore.people.account import FIGURES, Bound, PeopleBook

seeds = st.integers(min_value=0, max_value=10**6)


def told_by(seed: int) -> Told:
    """A random small book's evidence."""
    dice = random.Random(seed)
    return as_told(random_book(dice), dice)


def numbers(book: PeopleBook) -> Iterator[tuple[str, int, int | None]]:
    """Every bound of a book without its reasons."""
    accounts = [("joint", book.joint), *((each.case, each.account) for each in book.cases)]
    for name, account in accounts:
        for figure in FIGURES:
            tally = getattr(account, figure)
            bounds: list[tuple[str, Bound]] = [
                ("", tally.total),
                *((each.part, each.bound) for each in tally.parts),
            ]
            for part, bound in bounds:
                yield f"{name} {figure} {part}", bound.low, bound.high


@example(343, random.Random(1))
@given(seeds, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_order_changes_nothing(seed: int, dice: random.Random) -> None:
    """The same cases and mentions in any order give the same book, reasons and all."""
    group = list(told_by(seed).group())
    before = people_book(group)
    dice.shuffle(group)
    shuffled = []
    for case in group:
        mentions, comparisons = list(case.mentions), list(case.comparisons)
        dice.shuffle(mentions)
        dice.shuffle(comparisons)
        shuffled.append(replace(case, mentions=tuple(mentions), comparisons=tuple(comparisons)))
    assert people_book(shuffled) == before


@given(seeds, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_names_change_no_number(seed: int, dice: random.Random) -> None:
    """Other ids for cases, reports and entries leave every number as it was."""
    group = told_by(seed).group()
    cases = dict(zip([case.id for case in group], dice.sample(["P", "Q", "R", "Z"], len(group)), strict=True))
    reports = sorted({mention.report for case in group for mention in case.mentions})
    keys = dict(zip(reports, (f"n/phone/{n}" for n in dice.sample(range(100), len(reports))), strict=True))

    def renamed(mention: MentionFacts) -> MentionFacts:
        links = tuple(
            replace(link, entry=f"z{link.entry}", cases=tuple(cases[case] for case in link.cases))
            for link in mention.links
        )
        report = keys[mention.report]
        return replace(mention, id=f"{report}#0", report=report, links=links)

    other = [
        replace(
            case,
            id=cases[case.id],
            mentions=tuple(renamed(mention) for mention in case.mentions),
            comparisons=tuple(
                replace(each, cases=(cases[each.cases[0]], cases[each.cases[1]])) for each in case.comparisons
            ),
        )
        for case in group
    ]
    back = {new: old for old, new in cases.items()}
    found = sorted(
        (f"{back.get(name.split()[0], 'joint')} {name.split(' ', 1)[1]}", low, high)
        for name, low, high in numbers(people_book(other))
    )
    assert found == sorted(numbers(people_book(group)))


@given(seeds)
@settings(max_examples=60, deadline=None)
def test_a_proposal_never_narrows(seed: int) -> None:
    """Adding what is only proposed leaves every bound as wide or wider."""
    told = told_by(seed)
    before = people_book(told.group())
    dice = random.Random(seed)
    met = {"unit": "newcomer", "action": "recovered", "taken_off": dice.randint(0, 4), "all_off": "yes"}
    cases = tuple(sorted(case.id for case in told.group()))
    told.mention(450, dice.choice([cases, cases[:1]]), standing="proposed", encounter=met)
    after = {name: (low, high) for name, low, high in numbers(people_book(told.group()))}
    for name, low, high in numbers(before):
        assert after[name][0] <= low
        assert after[name][1] is None or (high is not None and high <= after[name][1])


@given(seeds)
@settings(max_examples=40, deadline=None)
def test_too_many_ways_are_never_narrower(seed: int) -> None:
    """Past the limit on ways every bound is as wide or wider, and the book says that it is not exact."""
    group = told_by(seed).group()
    exact = {name: (low, high) for name, low, high in numbers(people_book(group))}
    limit = book_module.MOST_WAYS
    book_module.MOST_WAYS = 1
    try:
        capped = people_book(group)
    finally:
        book_module.MOST_WAYS = limit
    wide = list(numbers(capped))
    for name, low, high in wide:
        assert low <= exact[name][0]
        assert high is None or (exact[name][1] is not None and exact[name][1] <= high)
    assert not capped.exact or [(name, *exact[name]) for name, _, _ in wide] == wide


def test_a_case_without_words_is_not_known() -> None:
    """No count is not known, and never none."""
    book = people_book(Told().cases("A").group())
    assert (book.case("A").still_out.low, book.case("A").still_out.high) == (0, None)


@pytest.mark.parametrize("standing", ["linked", "proposed"])
def test_groups_are_tied_by_a_mention(standing: str) -> None:
    """A mention held to be about one of two cases ties them; a third stays by itself."""
    told = Told().cases("C")
    told.mention(10, ("A", "B"), standing=standing, on_board=3)
    assert [[case.id for case in group] for group in tied_groups(told.group())] == [["A", "B"], ["C"]]


def test_groups_are_tied_by_a_movement_and_a_comparison() -> None:
    """A movement that names another boat ties it, and so does perhaps being one; apart does not."""
    told = Told().compare("C", "D", "perhaps").compare("D", "E", "apart")
    told.mention(10, "A", movements=(("boat", "boat:B", 3),))
    told.mention(10, "B", on_board=3)
    assert [[case.id for case in group] for group in tied_groups(told.group())] == [
        ["A", "B"],
        ["C", "D"],
        ["E"],
    ]


def test_same_boat_counts_once_and_can_be_undone() -> None:
    """Two cases held the same boat show one account; once another holds them apart they are two."""
    told = Told().compare("A", "B", "same")
    told.mention(1, "A", on_board=30)
    told.mention(2, "B", on_board=30)
    book = people_book(told.group())
    assert book.joint.still_out.total.range == book.case("A").still_out.range
    assert book.case("A").same_as == ("B",)
    assert book.joint.still_out.total.high == 30
    told.compare("B", "A", "apart")
    assert people_book(told.group()).joint.still_out.total.low == 60


def test_a_chain_of_same_that_joins_cases_held_apart_is_only_perhaps() -> None:
    """A and B one, B and C one, A and C apart: no two desks' words are dropped, each way is covered."""
    told = Told().compare("A", "B", "same").compare("B", "C", "same").compare("A", "C", "apart")
    for case in ("A", "B", "C"):
        told.mention(1, case, on_board=10)
    joint = people_book(told.group()).joint.still_out.total
    assert (joint.low, joint.high) == (20, 30)


def test_links_that_disagree_are_each_covered() -> None:
    """Two people linked one landing to two cases: each way counts, and neither case's most is lowered."""
    told = Told()
    told.mention(1, "A", on_board=10)
    told.mention(2, "B", on_board=10)
    told.mention(
        50,
        None,
        links=(("linked", ("A",), "one"), ("linked", ("B",), "one")),
        encounter={"unit": "cutter", "action": "recovered", "taken_off": 10, "all_off": "yes"},
    )
    book = people_book(told.group())
    assert [(each.still_out.low, each.still_out.high) for each in book.cases] == [(0, 10), (0, 10)]
    assert (book.joint.still_out.total.low, book.joint.still_out.total.high) == (10, 10)
    assert {choice.taken for choice in book.case("A").still_out.high_if} == {()}


def test_a_link_held_apart_by_another_is_a_conflict() -> None:
    """A link and an unreplaced parting of the same mention and case are solved each way."""
    told = Told()
    told.mention(1, "A", on_board=10)
    links = (("linked", ("A",), "one"), ("apart", ("A",), "one"))
    told.mention(50, None, links=links, encounter={"unit": "cutter", "action": "recovered", "taken_off": 10})
    bound = people_book(told.group()).case("A").still_out
    assert (bound.low, bound.high) == (0, 10)


def test_a_hand_count_set_aside_leaves_its_movement_standing() -> None:
    """With its number set aside, some were taken off and how many is not known."""
    told = Told()
    told.mention(1, "A", role="aboard", on_board=30)
    met = {"unit": "cutter", "action": "recovered", "taken_off": 20}
    told.mention(50, "A", encounter=met, set_aside=("encounter.taken_off",))
    bound = people_book(told.group()).case("A").still_out
    assert (bound.low, bound.high) == (0, 30)


def test_an_unnamed_rescue_in_the_paper_is_the_named_one() -> None:
    """A paper's total without a unit counts all takings together and never adds to them."""
    told = Told()
    told.mention(1, "A", role="aboard", on_board=31)
    told.mention(50, "A", encounter={"unit": "helicopter", "action": "winched", "taken_off": 2})
    told.mention(60, "A", encounter={"unit": "lifeboat", "action": "recovered", "taken_off": 29})
    told.mention(900, "A", channel="article", encounter={"action": "recovered", "taken_off": 31})
    book = people_book(told.group())
    assert book.joint.rescued.total.range == people_book(told.group()).case("A").account.rescued.total.range
    assert (book.joint.rescued.total.low, book.joint.rescued.total.high) == (31, 31)
    assert (book.joint.still_out.total.low, book.joint.still_out.total.high) == (0, 0)


def test_those_handed_to_police_and_doctors_are_not_counted_again() -> None:
    """Care and custody are of people already off the boat."""
    told = Told()
    told.mention(1, "A", role="aboard", on_board=20)
    told.mention(50, "A", encounter={"unit": "lifeboat", "action": "recovered", "taken_off": 13})
    told.mention(
        80, "A", channel="article", encounter={"action": "handed_over", "taken_off": 13, "place": "police"}
    )
    told.mention(81, "A", encounter={"unit": "doctor", "action": "medical", "seen": 4})
    told.mention(82, "A", role="unit", unit="lifeboat", movements=(("unit:lifeboat", "hospital:Calais", 2),))
    bound = people_book(told.group()).case("A").still_out
    assert (bound.low, bound.high) == (7, 7)


def test_a_second_trip_is_a_second_movement() -> None:
    """The same unit after it landed the first takes others."""
    told = Told()
    told.mention(1, "A", role="aboard", on_board=20)
    told.mention(50, "A", encounter={"unit": "lifeboat", "action": "recovered", "taken_off": 12})
    told.mention(70, "A", encounter={"unit": "lifeboat", "action": "landed", "taken_off": 12})
    told.mention(90, "A", encounter={"unit": "lifeboat", "action": "recovered", "taken_off": 8})
    bound = people_book(told.group()).case("A").still_out
    assert (bound.low, bound.high) == (0, 0)


def test_missing_never_helps() -> None:
    """Calling people missing leaves as many out as before."""
    told = Told()
    told.mention(1, "A", role="aboard", on_board=20)
    told.mention(
        50, "A", encounter={"unit": "lifeboat", "action": "recovered", "taken_off": 17, "all_off": "yes"}
    )
    told.mention(99, "A", role="survivor", movements=(("boat", "missing", 3),))
    bound = people_book(told.group()).case("A").still_out
    assert (bound.low, bound.high) == (3, 3)


def test_those_found_after_an_empty_hull_were_its_people() -> None:
    """A recovery after the hull was found empty draws on those not known."""
    told = Told()
    told.mention(1, "A", role="aboard", on_board=15)
    told.mention(30, "A", encounter={"unit": "cutter", "action": "empty_hull"})
    told.mention(
        90, "A", subject="person_in_water", encounter={"unit": "ferry", "action": "recovered", "taken_off": 6}
    )
    account = people_book(told.group()).case("A").account
    assert (account.still_out.total.low, account.still_out.total.high) == (9, 9)
    assert (account.not_known.total.low, account.not_known.total.high) == (9, 9)


def test_a_taking_from_the_water_draws_on_those_who_fell_first() -> None:
    """Two fell and two are taken from the water: nobody is in it, and the boat keeps its people."""
    told = Told()
    told.mention(10, "A", role="aboard", on_board=30, movements=(("boat", "water", 2),))
    told.mention(
        30, "A", subject="person_in_water", encounter={"unit": "ferry", "action": "recovered", "taken_off": 2}
    )
    account = people_book(told.group()).case("A").account
    assert (account.in_water.total.high, account.on_boat.total.low, account.on_boat.total.high) == (0, 30, 30)


def test_times_told_differently_are_shown() -> None:
    """Two stated times of one fall are a conflict, not two falls."""
    told = Told()
    told.mention(100, "A", role="aboard", on_board=30, movements=(("boat", "water", 2, 40),))
    told.mention(101, "A", role="aboard", movements=(("boat", "water", 2, 70),))
    book = people_book(told.group()).case("A")
    assert {time for time, _ in book.time_conflicts[0].times} == {at(40).ms, at(70).ms}
    assert (book.account.in_water.total.low, book.account.in_water.total.high) == (2, 2)


def test_a_taking_told_after_the_landing_is_the_same_one() -> None:
    """A unit's late report of its taking, of no stated time, is not a second trip."""
    told = Told()
    told.mention(1, "A", role="aboard", on_board=30)
    told.mention(60, "A", encounter={"unit": "lifeboat", "action": "landed", "taken_off": 13})
    told.mention(90, "A", earliest=10, encounter={"unit": "lifeboat", "action": "recovered", "taken_off": 13})
    account = people_book(told.group()).case("A").account
    assert (account.still_out.total.low, account.still_out.total.high) == (17, 17)
    assert (account.rescued.total.low, account.rescued.total.high) == (13, 13)


def test_two_landings_in_one_report_are_two() -> None:
    """One report of two landings by one unit tells of two trips."""
    told = Told()
    told.mention(1, "A", role="aboard", on_board=30)
    for index, taken in enumerate((13, 9)):
        landed = {"unit": "lifeboat", "action": "landed", "taken_off": taken}
        told.mention(60, "A", report="desk/vhf/landings", index=index, encounter=landed)
    bound = people_book(told.group()).case("A").still_out
    assert (bound.low, bound.high) == (8, 8)


def test_a_landing_told_beside_its_taking_is_of_the_same_people() -> None:
    """A taking and the movement ashore said in one minute are one trip."""
    told = Told()
    told.mention(1, "A", role="aboard", on_board=30)
    told.mention(60, "A", role="unit", movements=(("unit:lifeboat", "quay:Calais", 30),))
    told.mention(60, "A", role="unit", encounter={"unit": "lifeboat", "action": "recovered", "taken_off": 30})
    account = people_book(told.group()).case("A").account
    assert (account.rescued.total.low, account.rescued.total.high) == (30, 30)
    assert (account.not_yet_ashore.total.low, account.not_yet_ashore.total.high) == (0, 0)


def test_more_bodies_than_missing_draw_on_the_boat() -> None:
    """Four bodies where three were missing: nobody is missing, and the fourth was on the boat."""
    told = Told()
    told.mention(1, "A", role="aboard", on_board=20)
    told.mention(50, "A", encounter={"unit": "lifeboat", "action": "recovered", "taken_off": 10})
    told.mention(99, "A", role="survivor", movements=(("boat", "missing", 3),))
    told.mention(200, "A", encounter={"unit": "cutter", "action": "body_found", "dead": 4})
    account = people_book(told.group()).case("A").account
    assert (account.missing.total.low, account.missing.total.high) == (0, 0)
    assert (account.still_out.total.low, account.still_out.total.high) == (6, 6)


def test_more_taken_from_the_water_than_fell_draw_on_the_boat() -> None:
    """Two seen in the water and three taken from it: the third left the boat unseen."""
    told = Told()
    told.mention(1, "A", role="aboard", on_board=20)
    told.mention(50, "A", encounter={"unit": "aircraft", "action": "sighted", "in_water": 2})
    told.mention(
        70, "A", subject="person_in_water", encounter={"unit": "ferry", "action": "recovered", "taken_off": 3}
    )
    account = people_book(told.group()).case("A").account
    assert (account.in_water.total.low, account.in_water.total.high) == (0, 0)
    assert (account.on_boat.total.low, account.on_boat.total.high) == (17, 17)
