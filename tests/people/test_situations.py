"""Situations A1 to A17, exactly, and others of each kind with other numbers."""

from __future__ import annotations

import pytest
from situations import Told, count

from ashore.model.counts import Range
from ashore.people import people_book
from ashore.people.account import Bound, PeopleBook

Ends = tuple[int, int | None]


def ends(bound: Bound) -> Ends:
    """The two ends of a bound."""
    return bound.low, bound.high


def out(told: Told, case: str | None = None) -> Ends:
    """How many may still be out of a case, or of all together."""
    book = people_book(told.group())
    assert book.exact
    return ends(book.case(case).still_out if case else book.joint.still_out.total)


@pytest.mark.parametrize("taken", [13, 4, 28, 61])
def test_1_nobody_asked_whether_all_are_off(taken: int) -> None:
    """A count of those taken off alone says nothing of how many are left."""
    told = Told()
    told.mention(10, "A", role="aboard")
    told.mention(
        60, "A", role="unit", encounter={"unit": "lifeboat", "action": "recovered", "taken_off": taken}
    )
    assert out(told) == (0, None)


@pytest.mark.parametrize("taken", [13, 4, 28, 61])
@pytest.mark.parametrize("unit", ["lifeboat", None])
def test_1_all_off_by_survivors_and_two_landing_places(taken: int, unit: str | None) -> None:
    """All off is nobody out, and two places for one landing are one landing in conflict."""
    told = Told()
    told.mention(10, "A", role="aboard")
    told.mention(60, "A", role="unit", encounter={"unit": unit, "action": "recovered", "taken_off": taken})
    off = {"unit": unit, "action": "landed", "taken_off": taken, "set_out": taken, "all_off": "yes"}
    told.mention(90, "A", encounter={**off, "says_who": "survivors", "place": "Calais"})
    told.mention(
        600, "A", channel="article", encounter={"action": "landed", "taken_off": taken, "place": "Boulogne"}
    )
    book = people_book(told.group())
    assert ends(book.case("A").still_out) == (0, 0)
    assert ends(book.joint.rescued.total) == (taken, taken)
    assert ends(book.joint.landed.total) == (taken, taken)
    [conflict] = book.case("A").place_conflicts
    assert {place for place, _ in conflict.places} == {"Calais", "Boulogne"}


@pytest.mark.parametrize(("first", "more"), [(12, 20), (7, 5), (30, 1), (1, 44)])
@pytest.mark.parametrize("counted", [True, False])
def test_2_more_join_at_the_next_beach(first: int, more: int, counted: bool) -> None:
    """People who join are added, and "or more" leaves the most not known."""
    told = Told()
    if counted:
        told.mention(10, "A", role="public", on_board=first)
    else:
        told.mention(10, "A", role="public", movements=(("beach:Wissant", "boat", first),))
    told.mention(40, "A", role="public", movements=(("beach:Tardinghen", "boat", f"{more} or more"),))
    assert out(told) == (first + more, None)


def test_2_two_tell_of_one_beach() -> None:
    """Two who tell of people leaving the same beach tell of the same people."""
    told = Told()
    told.mention(10, "A", role="public", movements=(("beach:Wissant", "boat", 12),))
    told.mention(12, "A", role="police", movements=(("beach:Wissant", "boat", 15),))
    assert out(told) == (12, 15)


def _several_callers(low: int, high: int, other: int, taken: int, *, aside: tuple[str, ...] = ()) -> Told:
    told = Told()
    told.mention(10, "A", role="aboard", on_board=(low, high))
    told.mention(20, "A", role="aboard", on_board=other, set_aside=aside)
    met = {"unit": "cutter", "action": "recovered", "taken_off": taken, "all_off": "yes", "says_who": "unit"}
    told.mention(60, "A", role="unit", encounter=met)
    return told


@pytest.mark.parametrize(
    ("low", "high", "other", "taken"), [(25, 30, 40, 33), (10, 12, 20, 15), (50, 55, 70, 60), (1, 2, 9, 3)]
)
def test_3_the_highest_count_stands_until_an_officer_sets_it_aside(
    low: int, high: int, other: int, taken: int
) -> None:
    """One higher voice keeps people out; set aside, nobody is, and the lower stays listed as exceeded."""
    told = _several_callers(low, high, other, taken)
    assert out(told, "A") == (0, other - taken)
    bound = people_book(told.group()).case("A").still_out
    assert {(each.field, each.low) for each in bound.high_because} == {
        ("on_board", other),
        ("encounter.taken_off", taken),
    }
    told = _several_callers(low, high, other, taken, aside=("on_board",))
    assert out(told, "A") == (0, 0)
    [listed] = people_book(told.group()).case("A").contradictions
    assert (listed.more, listed.fewer) == (taken, high)
    assert listed.settled


@pytest.mark.parametrize(("seen", "taken", "ashore"), [(50, 8, 41), (20, 3, 15), (64, 10, 54), (9, 1, 1)])
@pytest.mark.parametrize("action", ["landed", "arrived", "detained"])
@pytest.mark.parametrize("first", ["refused", "recovered"])
def test_4_the_rest_go_on_and_are_counted_ashore(
    seen: int, taken: int, ashore: int, action: str, first: str
) -> None:
    """Those who went on are out until a person links those who came ashore to them."""
    rest = seen - taken
    for standing, expected in (
        ("linked", (rest - ashore, rest - ashore)),
        ("proposed", (rest - ashore, rest)),
        (None, (rest, rest)),
    ):
        told = Told()
        told.mention(10, "A", encounter={"unit": "cutter", "action": first, "seen": seen, "taken_off": taken})
        about = "A" if standing else None
        told.mention(
            90, about, standing=standing or "", encounter={"unit": "police", "action": action, "seen": ashore}
        )
        assert out(told, "A") == expected


@pytest.mark.parametrize(("a", "b", "landed"), [(30, 25, 52), (10, 4, 13), (5, 5, 3), (41, 60, 95)])
def test_5_one_landing_of_two_boats(a: int, b: int, landed: int) -> None:
    """A joint landing leaves each boat a range and both together one number."""
    told = Told()
    told.mention(1, "A", role="aboard", on_board=a)
    told.mention(2, "B", role="aboard", on_board=b)
    told.mention(
        50, ("A", "B"), covers="all", encounter={"unit": "cutter", "action": "landed", "taken_off": landed}
    )
    missing = a + b - landed
    assert out(told) == (missing, missing)
    assert out(told, "A") == (max(0, a - landed), min(a, missing))
    assert out(told, "B") == (max(0, b - landed), min(b, missing))


def test_5_each_boat_was_there_only_if_somebody_says_so() -> None:
    """27 in two boats that were both there is at least one from each, and 27 of two cases is not."""
    for said, expected in ((True, (1, 26)), (False, (0, 27))):
        told = Told()
        told.mention(
            500,
            ("A", "B"),
            covers="all",
            channel="article",
            boats=2 if said else None,
            encounter={"action": "arrived", "taken_off": 27},
        )
        book = people_book(told.group())
        assert ends(book.joint.arrived.total) == (27, 27)
        assert ends(book.case("A").account.arrived.total) == expected


@pytest.mark.parametrize(("sought", "found", "other"), [(20, 26, 33), (5, 40, 12), (13, 14, 1)])
def test_6_a_surplus_pays_nobody_elses_deficit(sought: int, found: int, other: int) -> None:
    """Finding more than were sought is flagged and leaves the other case as it was."""
    told = Told()
    told.mention(1, "A", role="aboard", on_board=sought)
    told.mention(
        9, "A", encounter={"unit": "cutter", "action": "recovered", "taken_off": found, "all_off": "yes"}
    )
    told.mention(3, "B", role="aboard", on_board=other)
    book = people_book(told.group())
    assert ends(book.case("A").still_out) == (0, 0)
    assert book.case("A").surplus is not None
    assert book.case("A").surplus.number == found - sought
    assert ends(book.case("B").still_out) == (other, other)
    assert book.case("B").surplus is None


def _passed_on(caller: int, first: int, second: int, how: str) -> Told:
    told = Told()
    told.mention(1, "A", role="aboard", on_board=caller)
    told.mention(
        9, "A", role="unit", encounter={"unit": "lifeboat", "action": "recovered", "taken_off": first}
    )
    if how == "transferred":
        met = {"unit": "cutter", "action": "transferred", "taken_off": second}
        told.mention(20, "A", role="unit", encounter=met)
    elif how == "movement":
        told.mention(
            20, "A", role="unit", unit="cutter", movements=(("unit:lifeboat", "unit:cutter", second),)
        )
    else:
        told.mention(
            20, "A", role="centre", encounter={"action": "landed", "taken_off": second, "place": "Calais"}
        )
    return told


@pytest.mark.parametrize(("caller", "second"), [(24, 23), (10, 8), (60, 55)])
@pytest.mark.parametrize("how", ["transferred", "movement", "quay"])
def test_7_a_receiving_unit_counts_fewer(caller: int, second: int, how: str) -> None:
    """Either count may be wrong or somebody was lost between; the people are never counted twice."""
    book = people_book(_passed_on(caller, caller, second, how).group())
    assert ends(book.case("A").still_out) == (0, caller - second)
    assert ends(book.joint.rescued.total) == (second, caller)


@pytest.mark.parametrize("how", ["handed over", "one report", "receiver"])
def test_7_however_the_passing_on_is_told(how: str) -> None:
    """The lifeboat says that it handed over, or one of the two tells of the movement beside its own count."""
    told = Told()
    told.mention(1, "A", role="aboard", on_board=24)
    lifeboat = {"unit": "lifeboat", "action": "recovered", "taken_off": 24}
    cutter = {"unit": "cutter", "action": "recovered", "taken_off": 23}
    if how == "one report":
        moves = (("unit:lifeboat", "unit:cutter", 23),)
        told.mention(9, "A", role="unit", encounter=lifeboat, movements=moves)
    elif how == "receiver":
        told.mention(9, "A", role="unit", encounter=lifeboat)
        told.mention(20, "A", role="unit", encounter=cutter, movements=(("unit:Lifeboat", "unit:cutter"),))
    else:
        told.mention(9, "A", role="unit", encounter=lifeboat)
        told.mention(15, "A", role="unit", encounter={**lifeboat, "action": "handed_over"})
        told.mention(20, "A", role="unit", encounter=cutter)
    book = people_book(told.group())
    assert ends(book.case("A").still_out) == (0, 1)
    assert ends(book.joint.rescued.total) == (23, 24)


@pytest.mark.parametrize(("all_of_them", "children"), [(13, 1), (40, 3), (5, 5)])
def test_8_the_total_does_not_hide_the_part(all_of_them: int, children: int) -> None:
    """The total balances and the children do not."""
    told = Told()
    told.mention(1, "A", role="aboard", on_board=count(all_of_them, children=children))
    off = {
        "unit": "lifeboat",
        "action": "recovered",
        "taken_off": count(all_of_them, children=0),
        "all_off": "yes",
    }
    told.mention(9, "A", encounter=off)
    still_out = people_book(told.group()).case("A").account.still_out
    assert ends(still_out.total) == (0, children)
    part = still_out.part("children")
    assert part is not None
    assert ends(part) == (0, children)


@pytest.mark.parametrize(("fell", "left"), [(2, 30), (1, 7), (5, 52)])
def test_9_some_fell_in_before(fell: int, left: int) -> None:
    """All off speaks of the boat: those who fell in earlier are still out, in the water."""
    told = Told()
    told.mention(100, "A", role="aboard", on_board=left, movements=(("boat", "water", fell, 40),))
    told.mention(
        160, "A", encounter={"unit": "lifeboat", "action": "recovered", "taken_off": left, "all_off": "yes"}
    )
    book = people_book(told.group())
    assert ends(book.case("A").still_out) == (fell, fell)
    assert ends(book.joint.in_water.total) == (fell, fell)


@pytest.mark.parametrize(("winched", "taken", "bodies"), [(2, 28, 1), (1, 5, 1), (4, 40, 3)])
def test_10_a_death_ashore_and_a_birth_aboard(winched: int, taken: int, bodies: int) -> None:
    """A body, a death in hospital and a birth balance without anybody being out."""
    told = Told()
    everybody = winched + taken + bodies
    told.mention(
        1, "A", role="unit", encounter={"unit": "lifeboat", "action": "alongside", "seen": everybody}
    )
    told.mention(
        3, "A", role="unit", encounter={"unit": "helicopter", "action": "winched", "taken_off": winched}
    )
    told.mention(
        5, "A", role="unit", encounter={"unit": "lifeboat", "action": "recovered", "taken_off": taken}
    )
    told.mention(7, "A", role="unit", encounter={"unit": "lifeboat", "action": "body_found", "dead": bodies})
    told.mention(9, "A", role="unit", unit="lifeboat", movements=(("birth", "unit:lifeboat", 1),))
    told.mention(1500, "A", role="centre", movements=(("hospital:Lille", "dead", 1),))
    book = people_book(told.group())
    assert ends(book.case("A").still_out) == (0, 0)
    assert ends(book.joint.safe.total) == (winched + taken, winched + taken)
    assert ends(book.joint.dead.total) == (bodies + 1, bodies + 1)


@pytest.mark.parametrize(("saved", "dead", "missing"), [(15, 4, 3), (20, 1, 2), (3, 9, 6)])
def test_11_a_body_turns_a_missing_person_into_a_dead_one(saved: int, dead: int, missing: int) -> None:
    """Dead and missing together never change when a missing person's body is found."""
    for standing, low, high in (
        (None, missing, missing),
        ("proposed", missing - 1, missing),
        ("linked", missing - 1, missing - 1),
    ):
        told = Told()
        met = {"set_out": saved + dead + missing, "taken_off": saved, "dead": dead}
        told.mention(3000, "A", channel="statement", encounter=met, movements=(("boat", "missing", missing),))
        if standing:
            told.mention(
                95_000, "A", standing=standing, subject="body", encounter={"action": "body_found", "dead": 1}
            )
        book = people_book(told.group())
        assert ends(book.case("A").still_out) == (low, high)
        assert ends(book.joint.missing.total) == (low, high)
        assert ends(book.joint.dead.total) == (dead + missing - high, dead + missing - low)


def test_11_told_as_movements_by_a_centre() -> None:
    """A centre that tells how all of it went gives the number there was before any of it."""
    told = Told()
    moves = (("boat", "quay:Loon", 15), ("boat", "dead", 4), ("boat", "missing", 3))
    told.mention(3000, "A", role="centre", channel="note", on_board=22, movements=moves)
    told.mention(95_000, "A", standing="proposed", subject="body", movements=(("missing", "dead", 1),))
    book = people_book(told.group())
    assert ends(book.case("A").still_out) == (2, 3)
    assert ends(book.joint.dead.total) == (4, 5)


@pytest.mark.parametrize(("a", "b"), [(3, 1), (5, 2), (1, 1)])
def test_12_an_unidentified_body_may_be_neithers(a: int, b: int) -> None:
    """A body proposed to two cases lowers the least of each and the most of none."""
    told = Told()
    for case, missing, saved in (("A", a, 17), ("B", b, 9)):
        told.mention(1, case, role="aboard", on_board=saved + missing)
        off = {"unit": f"unit {case}", "action": "recovered", "taken_off": saved, "all_off": "yes"}
        told.mention(9, case, encounter=off)
        told.mention(50, case, role="survivor", movements=(("boat", "missing", missing),))
    told.mention(
        5000, ("A", "B"), standing="proposed", subject="body", encounter={"action": "body_found", "dead": 1}
    )
    assert out(told, "A") == (a - 1, a)
    assert out(told, "B") == (b - 1, b)
    assert out(told) == (a + b - 1, a + b)


@pytest.mark.parametrize(("aboard", "seen"), [(45, 18), (20, 20), (12, 1)])
@pytest.mark.parametrize("form", ["landed", "arrived", "movement"])
def test_13_a_patrol_sees_some_run_up_a_beach(aboard: int, seen: int, form: str) -> None:
    """ "Or more" ashore lowers the most by those seen and leaves the least at none."""
    told = Told()
    told.mention(1, "A", role="aboard", on_board=aboard)
    if form == "movement":
        told.mention(9, "A", role="police", movements=(("boat", "beach:Sangatte", f"{seen} or more"),))
    else:
        met = {"unit": "patrol", "action": form, "seen": f"{seen} or more"}
        told.mention(9, "A", role="police", encounter=met)
    assert out(told, "A") == (0, aboard - seen)


def test_13_a_landing_only_the_callers_tell_of_may_not_have_happened() -> None:
    """A spoken move ashore that no unit saw is solved each way."""
    told = Told()
    told.mention(1, "A", role="aboard", on_board=45)
    told.mention(90, "A", role="relative", encounter={"action": "returned_self", "seen": 45})
    assert out(told, "A") == (0, 45)


def test_14_the_caller_who_moved_over_is_no_longer_there() -> None:
    """The same word from one who was aboard B leaves the same bounds."""
    told = Told()
    told.mention(1, "A", role="aboard", on_board=40)
    told.mention(2, "B", role="aboard", on_board=15)
    told.mention(10, "B", role="aboard", movements=(("boat", "boat:A"),))
    told.mention(30, "B", role="unit", encounter={"unit": "cutter", "action": "empty_hull"})
    assert out(told, "A") == (40, 55)
    assert out(told, "B") == (0, 15)
    assert out(told) == (55, 55)


@pytest.mark.parametrize(("a", "b"), [(40, 15), (8, 3), (20, 31)])
@pytest.mark.parametrize("said", [True, False])
def test_14_two_boats_tied_together(a: int, b: int, said: bool) -> None:
    """One caller's word that all moved over leaves each boat a range; an empty hull alone is an alarm."""
    for call in (True, False):
        told = Told()
        told.mention(1, "A", role="aboard", on_board=a)
        told.mention(2, "B", role="aboard", on_board=b)
        if call:
            told.mention(10, "A", role="aboard", movements=(("boat:B", "boat:A", b if said else None),))
        told.mention(30, "B", role="unit", encounter={"unit": "cutter", "action": "empty_hull"})
        assert out(told) == (a + b, a + b)
        assert out(told, "A") == ((a, a + b) if call else (a, a))
        assert out(told, "B") == ((0, b) if call else (b, b))


@pytest.mark.parametrize(("x", "y"), [(30, 40), (5, 9), (20, 21)])
def test_15_perhaps_one_boat(x: int, y: int) -> None:
    """While two may be one, only the joint total covers both; a link to one of them lowers the most."""
    for standing, joint in ((None, (x, x + y)), ("linked", (0, y)), ("proposed", (0, x + y))):
        told = Told().compare("X", "Y", "perhaps")
        told.mention(1, "X", role="aboard", on_board=x)
        told.mention(2, "Y", role="aboard", on_board=y)
        if standing:
            off = {"unit": "cutter", "action": "recovered", "taken_off": y, "all_off": "yes"}
            told.mention(30, ("X", "Y"), standing=standing, encounter=off)
        assert out(told) == joint
        if standing is None:
            assert out(told, "X") == (x, x)
            assert out(told, "Y") == (y, y)


@pytest.mark.parametrize("aboard", [38, 4, 77])
def test_15_a_handover_moves_everybody_once(aboard: int) -> None:
    """Those escorted stand on the giver's book until accepted and on the taker's after."""

    def holders(**fields: str) -> dict[str, Ends]:
        told = Told().cases("A", A=fields)
        told.mention(1, "A", encounter={"unit": "patrol boat", "action": "escorting", "seen": aboard})
        book: PeopleBook = people_book(told.group())
        return {total.holder: ends(total.still_out) for total in book.holders}

    assert holders(offered_to="north") == {"": (aboard, aboard)}
    assert holders(holder="north") == {"north": (aboard, aboard)}


@pytest.mark.parametrize(
    ("about", "widened", "low", "high"),
    [(30, (25, 35), 33, 47), (12, (10, 15), 11, 20), (80, (70, 90), 1, 75)],
)
def test_16_ranges_that_overlap_are_alternatives(about: int, widened: Ends, low: int, high: int) -> None:
    """Two spoken counts of the same people are never cut with each other."""
    told = Told()
    told.mention(1, "A", role="aboard", on_board=f"about {about}")
    told.mention(2, "A", role="aboard", on_board=(low, high))
    assert widened[1] is not None
    assert out(told, "A") == (min(low, widened[0]), max(high, widened[1]))


@pytest.mark.parametrize(("caller", "about", "low"), [(45, 30, 25), (60, 12, 10), (9, 4, 2)])
def test_17_a_view_from_the_air_is_spoken(caller: int, about: int, low: int) -> None:
    """An aircraft's estimate never lowers the most."""
    told = Told()
    told.mention(1, "A", role="aboard", on_board=caller)
    told.mention(
        9, "A", role="unit", encounter={"unit": "aircraft", "action": "sighted", "seen": f"about {about}"}
    )
    assert out(told, "A") == (low, caller)


def test_a_range_holds_its_numbers() -> None:
    """A bound's range is the model's."""
    told = Told()
    told.mention(1, "A", role="aboard", on_board=(3, 5))
    assert people_book(told.group()).case("A").still_out.range == Range(low=3, high=5)


def test_a_programs_link_of_an_encounter_never_lowers_the_most() -> None:
    """An encounter that no person linked is a proposal, whatever a program says; a person's link settles it."""
    bounds = []
    for by_person in (False, True):
        told = Told()
        told.mention(0, "A", role="aboard", on_board=40)
        told.mention(
            30,
            "A",
            role="unit",
            unit="cutter",
            by_person=by_person,
            encounter={"unit": "cutter", "action": "recovered", "taken_off": 40, "all_off": "yes"},
        )
        out = people_book(told.group()).cases[0].still_out
        bounds.append((out.low, out.high))

    assert bounds == [(0, 40), (0, 0)]


def test_a_unit_that_says_some_are_left_leaves_at_least_one() -> None:
    """The unit's answer "not all" is a claim like any other: at least one is still aboard."""
    told = Told()
    told.mention(0, "A", role="aboard", on_board=40)
    told.mention(
        30,
        "A",
        role="unit",
        unit="cutter",
        encounter={"unit": "cutter", "action": "recovered", "taken_off": 33, "all_off": "no"},
    )
    unknown = Told()
    unknown.mention(
        30,
        "A",
        role="unit",
        unit="cutter",
        encounter={"unit": "cutter", "action": "recovered", "taken_off": 33, "all_off": "no"},
    )

    assert out(told) == (7, 7)
    assert out(unknown) == (1, None)
