"""The debrief: closed forms on one or two boats, held over links as they stood through time."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ashore.exercise.debrief import Told, debrief
from ashore.exercise.fleet import Ship
from ashore.exercise.masking import Placed, both, own_cases, together, without
from ashore.model.drills import CalledBack, CaseChanged, Debrief, HeldIn, Kept, Received, WordsRead
from ashore.model.times import Interval

MINUTE = 60_000
END = 200


def ship(id_: str, **told: Any) -> Ship:
    """Return a boat of twenty that left at 0, is in danger from the 10th minute, and is recovered at the 150th."""
    plain: dict[str, Any] = {
        "left": 0,
        "kind": "inflatable",
        "colour": "black",
        "phones": ("+33639980000",),
        "children": 0,
        "path": ((0, 51.0, 1.8), (150 * MINUTE, 51.1, 1.7)),
        "aboard": ((0, 20), (150 * MINUTE, 0)),
        "danger": ((10 * MINUTE, 150 * MINUTE),),
        "end": "recovered",
        "ended": 150 * MINUTE,
    }
    return Ship(id=id_, **(plain | told))


class Watch:
    """A watch told of in minutes: what came, and what the desk made of it."""

    def __init__(self) -> None:
        self.told: list[Told] = []
        self.received: list[Received] = []
        self.held: list[HeldIn] = []
        self.cases: list[CaseChanged] = []
        self.calls: list[CalledBack] = []
        self.reads: list[WordsRead] = []

    def report(self, at: int, name: str, *boats: str, action: str = "") -> None:
        """A report comes, with a mention of each boat."""
        mention = {"encounter": {"action": action}} if action else {}
        fields = {"mentions": [mention] * len(boats)}
        self.told.append(Told(report=name, boats=boats, fields=fields))
        self.received.append(Received(at=at * MINUTE, report=name, entry=f"e-{name}"))

    def link(self, at: int, name: str, *cases: str, mention: int = 0) -> None:
        """The desk holds a mention to be about these cases."""
        self.held.append(
            HeldIn(at=at * MINUTE, report=name, mention=mention, cases=cases, entry=f"e-{at}", by="Marie")
        )

    def case(self, at: int, case: str, what: str = "opened", how: str = "") -> None:
        """A case changes."""
        self.cases.append(
            CaseChanged(at=at * MINUTE, case=case, what=what, how=how, entry=f"e-{at}", by="Marie")
        )

    def call(self, at: int, case: str) -> None:
        """The desk calls a boat back."""
        self.calls.append(
            CalledBack(at=at * MINUTE, case=case, outcome="no_answer", entry=f"e-{at}", by="Marie")
        )

    def debrief(self, *fleet: Ship, now: int = END, over: bool = True) -> Debrief:
        """Return what it came to."""
        kept = Kept(
            received=tuple(self.received),
            held=tuple(self.held),
            cases=tuple(self.cases),
            called_back=tuple(self.calls),
            read=tuple(self.reads),
            names={"A": "Alfa"},
        )
        return debrief(
            {each.id: each for each in fleet},
            self.told,
            kept,
            seed=1,
            quality="rich",
            began=0,
            now=now * MINUTE,
            over=over,
            injects=0,
        )


def minutes(spans: tuple[Interval, ...]) -> list[tuple[float, float]]:
    """Return times in minutes."""
    return [(each.earliest / MINUTE, each.latest / MINUTE) for each in spans]


def test_a_boat_is_masked_from_its_first_report_until_it_has_a_case() -> None:
    """And not while it was in no danger yet."""
    watch = Watch()
    watch.report(5, "r1", "a")
    watch.case(25, "A")
    watch.link(25, "r1", "A")
    (told,) = watch.debrief(ship("a")).boats
    assert minutes(told.masked) == [(10, 25)]
    assert (told.case, told.to_a_case_ms) == ("A", 20 * MINUTE)
    assert minutes(told.own) == [(25, 200)]


def test_a_boat_taken_for_another_is_masked_until_its_report_is_moved() -> None:
    """What the night of November 2021 was about; the wrong link is named with when and who."""
    watch = Watch()
    watch.report(20, "r1", "a")
    watch.report(22, "r2", "a")
    watch.report(30, "r3", "b")
    watch.case(21, "A")
    watch.link(21, "r1", "A")
    watch.link(23, "r2", "A")
    watch.link(31, "r3", "A")
    watch.case(90, "B")
    watch.link(90, "r3", "B")
    told = watch.debrief(ship("a"), ship("b"))
    b, a = told.boats
    assert (b.boat, minutes(b.masked), minutes(a.masked)) == ("b", [(30, 90)], [(20, 21)])
    (wrong,) = b.wrong
    assert (wrong.since, wrong.until, wrong.other, wrong.by) == (31 * MINUTE, 90 * MINUTE, "a", "Marie")
    assert [each.what for each in b.happened if not each.true] == ["report", "elsewhere", "opened", "linked"]
    assert (told.masked_boats, told.masked_ms) == (2, 61 * MINUTE)
    assert not a.wrong


def test_a_case_that_changes_hands_masks_whom_it_leaves() -> None:
    """More mentions of b come into a's case: from then on it is b's, and nobody looks for a."""
    watch = Watch()
    for at, name, boat in ((20, "r1", "a"), (30, "r2", "b"), (40, "r3", "b")):
        watch.report(at, name, boat)
        watch.link(at, name, "A")
    watch.case(20, "A")
    told = {each.boat: each for each in watch.debrief(ship("a"), ship("b")).boats}
    assert minutes(told["a"].masked) == [(40, 150)]
    assert minutes(told["b"].masked) == [(30, 40)]


def test_an_ended_case_is_nobodys_and_its_ending_is_held_against_the_truth() -> None:
    """Twenty were still out; reopened, it is the boat's again."""
    watch = Watch()
    watch.report(20, "r1", "a")
    watch.case(20, "A")
    watch.link(20, "r1", "A")
    watch.case(60, "A", "ended", "accounted")
    watch.case(80, "A", "reopened")
    watch.report(148, "r2", "a", action="alongside")
    watch.link(148, "r2", "A")
    watch.case(160, "A", "ended", "accounted")
    (told,) = watch.debrief(ship("a")).boats
    assert minutes(told.masked) == [(60, 80)]
    assert [(each.still_out, each.after_ms) for each in told.endings] == [(20, None), (0, 12 * MINUTE)]
    assert told.alongside == 148 * MINUTE


def test_of_a_boat_that_was_lost_all_are_still_out() -> None:
    """Ended as accounted for, an hour after nobody was left."""
    watch = Watch()
    watch.report(20, "r1", "a")
    watch.case(20, "A")
    watch.link(20, "r1", "A")
    watch.case(190, "A", "ended", "accounted")
    (told,) = watch.debrief(ship("a", end="lost")).boats
    assert [each.still_out for each in told.endings] == [20]


def test_the_longest_silence_is_broken_by_a_report_or_a_call_back() -> None:
    """In danger, once reported, and until a unit came; a call to another boat breaks nothing."""
    watch = Watch()
    watch.report(20, "r1", "a")
    watch.case(20, "A")
    watch.case(20, "B")
    watch.link(20, "r1", "A")
    watch.call(50, "A")
    watch.call(70, "B")
    watch.report(95, "r2", "a")
    watch.report(110, "r3", "a", action="recovered")
    (told,) = watch.debrief(ship("a")).boats
    assert told.silence == Interval(earliest=50 * MINUTE, latest=95 * MINUTE)


def test_a_boat_nobody_reported_is_counted_and_blamed_on_nobody() -> None:
    """It is in no row; and one in no danger nobody needed."""
    watch = Watch()
    watch.report(20, "r1", "a")
    told = watch.debrief(ship("a"), ship("b"), ship("c", danger=()))
    assert [each.boat for each in told.boats] == ["a"]
    assert told.unheard == 1


def test_what_an_officer_typed_has_no_truth_and_makes_a_case_nobodys_other() -> None:
    """A call the trainer made by telephone is in the desk's log alone."""
    watch = Watch()
    watch.report(20, "r1", "a")
    watch.case(20, "A")
    watch.link(20, "typed/phone/1", "A")
    watch.link(21, "r1", "A")
    (told,) = watch.debrief(ship("a")).boats
    assert minutes(told.own) == [(21, 200)]


def test_one_report_of_two_boats_is_one_tick_on_each() -> None:
    """An aircraft sees both; each mention goes its own way."""
    watch = Watch()
    watch.report(20, "r1", "a", "b")
    watch.case(21, "A")
    watch.link(21, "r1", "A", mention=0)
    told = {each.boat: each for each in watch.debrief(ship("a"), ship("b")).boats}
    assert len(told["a"].reports) == len(told["b"].reports) == 1
    assert minutes(told["b"].masked) == [(20, 150)]
    assert told["b"].to_a_case_ms is None


def test_halfway_only_what_has_happened_is_told() -> None:
    """Of a boat still out there is no end, and danger and masking stop at now."""
    watch = Watch()
    watch.report(20, "r1", "a")
    (told,) = watch.debrief(ship("a"), now=60, over=False).boats
    assert (told.end, told.ended) == ("", None)
    assert minutes(told.danger) == [(10, 60)]
    assert minutes(told.masked) == [(20, 60)]
    assert [each.what for each in told.happened] == ["left", "danger", "report"]


SPANS = st.lists(st.tuples(st.integers(0, 50), st.integers(1, 20)), max_size=6).map(
    lambda spans: together([(first, first + length) for first, length in spans])
)


@given(SPANS, SPANS, st.integers(-5, 75))
def test_times_are_sets_of_instants(one: Any, other: Any, at: int) -> None:
    """Both, without and together say of every instant what sets say."""

    def holds(spans: Any) -> bool:
        return any(first <= at + 0.5 < last for first, last in spans)

    assert holds(both(one, other)) == (holds(one) and holds(other))
    assert holds(without(one)) != holds(one)
    assert holds(together([*one, *other])) == (holds(one) or holds(other))


@given(st.lists(st.tuples(st.integers(0, 9), st.frozensets(st.sampled_from("XYZ"), max_size=2)), max_size=25))
def test_whose_a_case_is_at_an_instant_is_who_has_most_mentions_in_it(
    moves: list[tuple[int, frozenset[str]]],
) -> None:
    """However mentions are moved about: counted anew at every instant, it comes out the same."""
    boat_of = {(f"r{number}", 0): "abc"[number % 3] for number in range(10)}
    placed = [
        Placed(at=index, mention=(f"r{number}", 0), cases=cases)
        for index, (number, cases) in enumerate(moves)
    ]
    own = own_cases(boat_of, placed)
    where: dict[Any, frozenset[Any]] = {}
    first: dict[Any, int] = {}
    for each in placed:
        where[each.mention] = each.cases
        first.setdefault(each.mention, each.at)
        for boat in "abc":
            expected = False
            for case in "XYZ":
                inside = [mention for mention, cases in where.items() if case in cases]
                counts = {
                    name: (
                        sum(boat_of[mention] == name for mention in inside),
                        -min((first[mention] for mention in inside if boat_of[mention] == name), default=99),
                    )
                    for name in "abc"
                }
                expected |= bool(inside) and max(counts, key=lambda name: counts[name]) == boat
            held = any(begins <= each.at + 0.5 < ends for begins, ends in own.get(boat, ()))
            assert held == expected


def test_a_ship_is_where_its_path_says_and_holds_whom_it_holds() -> None:
    """Between two points it is between them; after its end nobody is aboard."""
    boat = ship("a")
    assert boat.where(75 * MINUTE) == pytest.approx((51.05, 1.75))
    assert [boat.people(at * MINUTE) for at in (-1, 0, 149, 150)] == [0, 20, 20, 0]
    assert [boat.state(at * MINUTE) for at in (-1, 5, 10, 150)] == [
        "ashore_yet",
        "under_way",
        "danger",
        "recovered",
    ]


def test_when_the_words_of_a_report_were_read_stands_in_its_boats_minutes() -> None:
    """And in no other boat's."""
    watch = Watch()
    watch.report(20, "r1", "a")
    watch.report(20, "r2", "b")
    watch.reads.append(WordsRead(at=33 * MINUTE, report="r1", entry="e-r1", by="Marie"))
    told = {each.boat: each for each in watch.debrief(ship("a"), ship("b")).boats}
    assert [(each.at, each.by) for each in told["a"].happened if each.what == "read"] == [
        (33 * MINUTE, "Marie")
    ]
    assert not [each for each in told["b"].happened if each.what == "read"]
