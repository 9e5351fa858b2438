"""How many fall in a period: tied boats, unsettled times and links, and what is in nobody's figure."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from played import Watch, asked, call, ends, exactly, linked, met, one, opened, report

from ashore.figures import figures, night_figures
from ashore.figures.definitions import DEFINITIONS, NotAFigure, NotItsClock
from ashore.model.times import moment

FIRST, SECOND = "2031-02-03", "2031-02-04"


def _two_boats(a: int, b: int, landed: int) -> list[dict[str, Any]]:
    return [
        call("a", "2031-02-03T22:00:00+01:00", on_board=exactly(a)),
        opened("A", "north/phone/a#0"),
        call("b", "2031-02-04T01:00:00+01:00", on_board=exactly(b)),
        opened("B", "north/phone/b#0"),
        met("both", "2031-02-04T03:00:00+01:00", "cutter", "recovered", landed),
        linked("north/vhf/both#0", "A", "B", covers="all"),
    ]


@pytest.mark.parametrize(("a", "b", "taken"), [(30, 25, 52), (8, 6, 14), (40, 3, 41)])
def test_a_joint_number_of_two_boats_is_joint_and_each_day_what_it_leaves(
    tmp_path: Path, a: int, b: int, taken: int
) -> None:
    """52 from boats of 30 and 25 are 52 together; alone each has what the other cannot hold."""
    picture = Watch(tmp_path).tell(*_two_boats(a, b, taken)).picture
    assert ends(asked(picture, "rescued", f"{FIRST}/{SECOND}")) == (taken, taken)
    assert ends(asked(picture, "rescued", FIRST)) == (taken - b, a)
    assert ends(asked(picture, "rescued", SECOND)) == (taken - a, b)
    assert ends(asked(picture, "rescued", SECOND, clock="happened")) == (taken, taken)


def test_two_boats_that_are_perhaps_one_count_once_at_least(tmp_path: Path) -> None:
    """Perhaps the same: one boat or two, and on the day of the second call perhaps none."""
    picture = (
        Watch(tmp_path)
        .tell(
            call("a", "2031-02-03T22:00:00+01:00"),
            opened("A", "north/phone/a#0"),
            met("off-a", "2031-02-03T23:00:00+01:00", "lifeboat", "recovered", 13),
            linked("north/vhf/off-a#0", "A"),
            call("b", "2031-02-04T01:00:00+01:00"),
            opened("B", "north/phone/b#0"),
            met("off-b", "2031-02-04T02:00:00+01:00", "patrol", "recovered", 14),
            linked("north/vhf/off-b#0", "B"),
            {"do": "compare-cases", "cases": ["A", "B"], "standing": "perhaps", "reason": "same place"},
        )
        .picture
    )
    assert ends(asked(picture, "rescued_boats", "2031")) == (1, 2)
    assert ends(asked(picture, "rescued_boats", SECOND)) == (0, 1)
    assert ends(asked(picture, "rescued", "2031")) == (27, 27)
    assert asked(picture, "rescued", SECOND).low == 0
    assert any("Perhaps one boat" in caveat for caveat in asked(picture, "rescued", "2031").caveats)


def test_the_same_boat_is_counted_once(tmp_path: Path) -> None:
    """Two cases held the same are one boat, first reported by the first call."""
    picture = (
        Watch(tmp_path)
        .tell(
            call("a", "2031-02-03T22:00:00+01:00"),
            opened("A", "north/phone/a#0"),
            call("b", "2031-02-04T01:00:00+01:00"),
            opened("B", "north/phone/b#0"),
            met("off", "2031-02-04T02:00:00+01:00", "patrol", "recovered", 14),
            linked("north/vhf/off#0", "B"),
            {"do": "compare-cases", "cases": ["A", "B"], "standing": "same", "reason": "same phone"},
        )
        .picture
    )
    assert ends(asked(picture, "rescued", FIRST)) == (14, 14)
    assert ends(asked(picture, "rescued", SECOND)) == (0, 0)
    assert ends(asked(picture, "rescued_boats", "2031")) == (1, 1)


@pytest.mark.parametrize(("standing", "low", "high"), [("linked", 33, 33), ("proposed", 0, 33)])
def test_a_proposed_rescue_is_only_perhaps_one(tmp_path: Path, standing: str, low: int, high: int) -> None:
    """What a person has not linked widens the figure and never counts surely."""
    picture = (
        Watch(tmp_path)
        .tell(
            call("a", "2031-02-03T22:00:00+01:00", on_board=exactly(33)),
            opened("A", "north/phone/a#0"),
            met("off", "2031-02-03T23:00:00+01:00", "lifeboat", "recovered", 33),
            linked("north/vhf/off#0", "A", standing=standing),
        )
        .picture
    )
    assert ends(asked(picture, "rescued", FIRST)) == (low, high)
    assert ends(asked(picture, "rescued_boats", FIRST)) == (min(low, 1), 1)


def test_a_later_article_does_not_unsettle_a_time_the_unit_gave(tmp_path: Path) -> None:
    """The lifeboat says when; a paper a week later, giving no time, tells of the same landing."""
    watch = Watch(tmp_path).tell(
        call("a", "2031-02-03T22:00:00+01:00"),
        opened("A", "north/phone/a#0"),
        met("in", "2031-02-03T23:00:00+01:00", "lifeboat", "landed", 13, place="Dunkirk"),
        linked("north/vhf/in#0", "A"),
    )
    assert ends(asked(watch.picture, "landed", FIRST)) == (13, 13)
    watch.tell(
        report(
            "paper",
            "2031-02-10T08:00:00+01:00",
            channel="article",
            mentions=[{"about": "craft", "encounter": {"action": "landed", "taken_off": exactly(13)}}],
        ),
        linked("north/article/paper#0", "A"),
    )
    assert ends(asked(watch.picture, "landed", FIRST)) == (13, 13)


def test_an_article_alone_gives_no_day(tmp_path: Path) -> None:
    """A landing told only by a text without a time was some time before; by its report it is that day."""
    picture = (
        Watch(tmp_path)
        .tell(
            report(
                "paper",
                "2031-02-10T08:00:00+01:00",
                channel="article",
                mentions=[{"about": "craft", "encounter": {"action": "landed", "taken_off": exactly(13)}}],
            ),
            opened("A", "north/article/paper#0"),
        )
        .picture
    )
    assert ends(asked(picture, "landed", "2031-02-10")) == (0, 13)
    assert ends(asked(picture, "landed", "2031-02-11")) == (0, 0)
    assert ends(asked(picture, "landed", "2031-02-10", clock="reported")) == (13, 13)


def test_those_who_went_back_are_returned_and_not_arrived(tmp_path: Path) -> None:
    """Going back by themselves is no arrival, in people or boats."""
    picture = (
        Watch(tmp_path)
        .tell(
            call("a", "2031-02-03T22:00:00+01:00", on_board=exactly(9)),
            opened("A", "north/phone/a#0"),
            met(
                "back",
                "2031-02-03T23:30:00+01:00",
                "patrol",
                "returned_self",
                seen=exactly(9),
                place="Wissant",
            ),
            linked("north/vhf/back#0", "A"),
        )
        .picture
    )
    assert ends(asked(picture, "returned", FIRST)) == (9, 9)
    assert ends(asked(picture, "arrived", FIRST)) == (0, 0)
    assert ends(asked(picture, "arrived_boats", FIRST)) == (0, 0)


def test_two_different_numbers_of_one_detention_are_alternatives(tmp_path: Path) -> None:
    """26 and 27 detained from one landing are 26 to 27, not 53."""
    watch = Watch(tmp_path).tell(
        call("a", "2031-02-03T22:00:00+01:00"),
        opened("A", "north/phone/a#0"),
    )
    for number in (26, 27):
        detained = {"action": "detained", "taken_off": exactly(number), "place": "Dover"}
        watch.tell(
            report(
                f"said-{number}",
                "2031-02-04T08:00:00+01:00",
                channel="statement",
                said_at="2031-02-04T05:00:00+01:00",
                mentions=[{"about": "craft", "encounter": detained}],
            ),
            linked(f"north/statement/said-{number}#0", "A"),
        )
    assert ends(asked(watch.picture, "detained", SECOND)) == (26, 27)


def test_a_case_in_nobodys_figure_stands_beside_every_total(tmp_path: Path) -> None:
    """Of two boats one was landed; the other, never found, is said beside each figure with its people."""
    picture = (
        Watch(tmp_path)
        .tell(
            call("a", "2031-02-03T22:00:00+01:00"),
            opened("A", "north/phone/a#0"),
            met("in", "2031-02-03T23:00:00+01:00", "lifeboat", "landed", 13),
            linked("north/vhf/in#0", "A"),
            call("b", "2031-02-03T22:30:00+01:00", on_board={"low": 25, "high": 30}),
            opened("B", "north/phone/b#0"),
        )
        .picture
    )
    for name in DEFINITIONS:
        beside = asked(picture, name, FIRST).without_outcome
        assert (beside.cases, beside.low, beside.high) == (1, 25, 30)
    assert asked(picture, "rescued", SECOND).without_outcome.cases == 0
    still_out = asked(picture, "still_out", FIRST)
    assert still_out.low == 25


def test_a_case_counts_from_its_first_known_report_even_if_that_was_withdrawn(tmp_path: Path) -> None:
    """Before its report was known there was no case; a withdrawn call leaves one of whom nothing is known."""
    watch = Watch(tmp_path).tell(
        call("a", "2031-02-03T22:00:00+01:00", on_board=exactly(9)), opened("A", "north/phone/a#0")
    )
    earlier = moment("2031-02-03T21:00:00+01:00").ms
    assert asked(watch.picture, "rescued", FIRST, known_at=earlier).without_outcome.cases == 0
    watch.tell(
        report("b", "2031-02-03T23:00:00+01:00", relates=[{"kind": "withdraws", "id": "a"}], text="a mistake")
    )
    beside = asked(watch.picture, "rescued", FIRST).without_outcome
    assert (beside.cases, beside.low, beside.high) == (1, 0, None)


def test_escorted_and_gone_on_is_no_outcome(tmp_path: Path) -> None:
    """A boat a unit only saw is still in nobody's figure."""
    picture = (
        Watch(tmp_path)
        .tell(
            call("a", "2031-02-03T22:00:00+01:00", on_board=exactly(42)),
            opened("A", "north/phone/a#0"),
            met("by", "2031-02-03T23:00:00+01:00", "patrol", "escorting"),
            linked("north/vhf/by#0", "A"),
        )
        .picture
    )
    assert asked(picture, "rescued", FIRST).without_outcome.cases == 1


def test_a_corrected_report_makes_the_figure_revised(tmp_path: Path) -> None:
    """Thirteen, corrected to twelve: twelve, and revised; as recorded before the correction, thirteen."""
    watch = Watch(tmp_path).tell(
        call("a", "2031-02-03T22:00:00+01:00"),
        opened("A", "north/phone/a#0"),
        met("in", "2031-02-03T23:00:00+01:00", "lifeboat", "landed", 13),
        linked("north/vhf/in#0", "A"),
    )
    before = watch.now
    watch.tell(
        {
            **met("in-2", "2031-02-04T09:00:00+01:00", "lifeboat", "landed", 12),
            "said_at": "2031-02-03T23:00:00+01:00",
            "relates": [{"kind": "corrects", "id": "in"}],
        }
    )
    now = asked(watch.picture, "landed", "2031-02")
    then = asked(watch.picture, "landed", "2031-02", recorded_at=before)
    assert (ends(now), now.status) == ((12, 12), "revised")
    assert (ends(then), then.status) == ((13, 13), "provisional")
    known = asked(watch.picture, "landed", "2031-02", known_at=moment("2031-02-04T08:59:59+01:00").ms)
    assert ends(known) == (13, 13)


def test_the_wreck_as_each_date_knew_it(tmp_path: Path) -> None:
    """27 October 2020: 3 missing, then 2 or 3, then 2; dead 4, then 4 or 5, then 5; the survivors always 15."""
    watch = Watch(tmp_path).tell(
        report(
            "first",
            "2020-10-27T13:00:00+01:00",
            channel="article",
            said_at="2020-10-27T12:00:00+01:00",
            mentions=[
                {
                    "about": "craft",
                    "encounter": {"action": "recovered", "taken_off": exactly(18), "dead": exactly(1)},
                }
            ],
        ),
        {**opened("wreck", "north/article/first#0")},
        report(
            "prosecutor",
            "2020-10-29T18:00:00+01:00",
            channel="statement",
            said_at="2020-10-29T18:00:00+01:00",
            relates=[{"kind": "corrects", "id": "first"}],
            mentions=[
                {
                    "about": "craft",
                    "encounter": {
                        "action": "recovered",
                        "set_out": exactly(22),
                        "taken_off": exactly(15),
                        "dead": exactly(4),
                    },
                    "movements": [{"from": "boat", "to": "missing", "count": exactly(3)}],
                }
            ],
        ),
    )
    october = watch.now
    watch.tell(
        report(
            "karmoy",
            "2021-01-01T15:00:00+01:00",
            channel="article",
            said_at="2021-01-01T12:00:00+01:00",
            mentions=[{"about": "body", "encounter": {"action": "body_found", "dead": exactly(1)}}],
        ),
        linked("north/article/karmoy#0", "wreck", standing="proposed"),
    )
    january = watch.now
    watch.now = moment("2021-06-07T12:00:00+02:00").ms
    watch.tell(linked("north/article/karmoy#0", "wreck", standing="linked"))
    picture = watch.picture
    for recorded_at, dead, missing in (
        (october, (4, 4), (3, 3)),
        (january, (4, 5), (2, 3)),
        (None, (5, 5), (2, 2)),
    ):
        found = figures(
            picture,
            ["dead", "missing", "rescued", "still_out"],
            "2020",
            clock="reported",
            recorded_at=recorded_at,
        )
        assert ends(one(found, "dead")) == dead
        assert ends(one(found, "missing")) == missing
        assert ends(one(found, "still_out")) == missing
        assert ends(one(found, "rescued")) == (15, 15)
        assert dead[0] + missing[1] == 7 == dead[1] + missing[0]
    known = asked(picture, "dead", "2020", known_at=moment("2020-10-27T20:00:00+01:00").ms)
    assert known.low == 1


def test_an_unknown_figure_or_a_clock_that_is_not_its_own_is_refused(tmp_path: Path) -> None:
    """Both refusals say what there is instead."""
    picture = Watch(tmp_path).picture
    with pytest.raises(NotAFigure, match="saved") as unknown:
        figures(picture, ["saved"], "2031")
    assert "rescued" in unknown.value.advice()
    with pytest.raises(NotItsClock, match="died") as clock:
        figures(picture, ["rescued"], "2031", clock="died")
    assert "reported" in clock.value.advice()


def test_no_names_ask_for_all_that_keep_the_clock(tmp_path: Path) -> None:
    """Asked for everything by landing, those come that can be counted by it."""
    found = figures(Watch(tmp_path).picture, [], "2031", clock="landed")
    assert [figure.figure for figure in found] == ["rescued", "rescued_children", "rescued_boats", "landed"]


def test_a_watch_within_one_day_is_not_said_twice(tmp_path: Path) -> None:
    """Where the whole is one day, its line by report time stands once."""
    picture = (
        Watch(tmp_path)
        .tell(
            call("a", "2031-02-03T22:00:00+01:00"),
            opened("A", "north/phone/a#0"),
            met("in", "2031-02-03T23:00:00+01:00", "lifeboat", "landed", 13),
            linked("north/vhf/in#0", "A"),
        )
        .picture
    )
    lines = [(each.figure, each.period, each.clock) for each in night_figures(picture)]
    assert len(lines) == len(set(lines))
    assert lines[0] == ("rescued", FIRST, "reported")
