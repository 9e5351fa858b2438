"""Scores of links: closed forms on nights of a few mentions, and what must hold for any."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nights import made

from ashore.exercise.files import BadLine, TrueBoat, Truth, truth_of, write_night
from ashore.exercise.masking import masked, seconds_to_a_case
from ashore.exercise.partitions import b_cubed, pairwise
from ashore.exercise.score import Linked, calibration, read_links, score

MINUTE = 60_000


def night_of(*boats: str) -> tuple[Truth, dict[str, int], list[tuple[str, int]]]:
    """Return a night of a mention each ten minutes, its boats in danger from the second minute to the 100th."""
    mentions = [(f"centre/phone/{number}", 0) for number in range(len(boats))]
    truth = Truth(
        boat_of=dict(zip(mentions, boats, strict=True)),
        boats={
            each: TrueBoat(id=each, danger=((2 * MINUTE, 100 * MINUTE),), end="recovered", ended=100 * MINUTE)
            for each in dict.fromkeys(boats)
            if each
        },
    )
    received = {report: 10 * MINUTE * number for number, (report, _) in enumerate(mentions)}
    return truth, received, mentions


def test_pairwise_and_b_cubed_are_the_textbook_values() -> None:
    """Two boats of three mentions; one case holds four of them."""
    true = dict(enumerate("aaabbb"))
    found = dict(enumerate("111122"))
    pairs = pairwise(found, true)
    assert (pairs.precision, pairs.recall) == (4 / 7, 4 / 6)
    cubed = b_cubed(found, true)
    assert cubed.precision == pytest.approx((3 * 3 / 4 + 1 / 4 + 2) / 6)
    assert cubed.recall == pytest.approx((3 + 1 / 3 + 2 * 2 / 3) / 6)


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=20))
def test_a_likeness_is_a_share_and_blind_to_names(labels: list[tuple[int, int]]) -> None:
    """Between 0 and 1; other names change nothing; the truth itself is perfect; swapping sides swaps the two."""
    found, true = ({i: pair[side] for i, pair in enumerate(labels)} for side in (0, 1))
    for measure in (pairwise, b_cubed):
        one = measure(found, true)
        assert 0 <= one.precision <= 1
        assert 0 <= one.recall <= 1
        assert measure({i: f"case {label}" for i, label in found.items()}, true) == one
        assert measure(true, true).f1 == 1
        other = measure(true, found)
        assert (other.precision, other.recall) == pytest.approx((one.recall, one.precision))


def test_a_boat_in_another_boats_case_is_masked_until_it_has_its_own() -> None:
    """Boat b is heard of at 20 minutes in a's case, and has its own from its next mention, at 50."""
    truth, received, (a1, a2, b1, a3, a4, b2) = night_of("a", "a", "b", "a", "a", "b")
    case_of = {a1: "A", a2: "A", b1: "A", a3: "A", a4: "A", b2: "B"}
    (only,) = masked(truth, received, case_of)
    assert (only.boat, only.minutes) == ("b", 30)
    assert seconds_to_a_case(truth, received, case_of) == {"a": 0, "b": 1_800}


def test_a_distress_mention_without_a_case_masks_its_boat() -> None:
    """Until the danger is over, where it never gets one."""
    truth, received, (a1,) = night_of("a")
    (only,) = masked(truth, received, {a1: None})
    assert (only.first, only.minutes) == (2 * MINUTE, 98)
    assert seconds_to_a_case(truth, received, {a1: None}) == {"a": None}


def test_of_two_boats_in_one_case_the_less_mentioned_is_masked() -> None:
    """The case changes hands as the mentions do; in a tie it is the first one's."""
    truth, received, (a1, b1, b2) = night_of("a", "b", "b")
    times = masked(truth, received, {a1: "X", b1: "X", b2: "X"})
    assert [(each.boat, each.minutes) for each in times] == [("a", 80), ("b", 10)]


def test_a_boat_out_of_danger_or_not_yet_heard_of_is_not_masked() -> None:
    """Nobody can be blamed for what nobody said."""
    truth, received, (a1, b1) = night_of("a", "b")
    calm = Truth(
        boat_of=truth.boat_of,
        boats={**truth.boats, "b": TrueBoat(id="b", danger=(), end="landed", ended=9 * MINUTE)},
    )
    assert masked(calm, received, {a1: "A", b1: "A"}) == ()
    assert masked(truth, received, {a1: "A", b1: "B"}) == ()


@given(st.lists(st.sampled_from("abc"), min_size=1, max_size=9), st.data())
def test_a_case_for_each_boat_masks_none_and_no_boat_is_masked_longer_than_in_danger(
    boats: list[str], data: st.DataObject
) -> None:
    """Whatever the links, minutes masked lie within danger; the truth itself masks nobody."""
    truth, received, mentions = night_of(*boats)
    assert masked(truth, received, dict(truth.boat_of)) == ()
    case_of = {each: data.draw(st.sampled_from(["A", "B", None])) for each in mentions}
    for boat in truth.boats:
        times = [each for each in masked(truth, received, case_of) if each.boat == boat]
        assert sum(each.minutes for each in times) <= 98
        assert all(one.last <= two.first for one, two in itertools.pairwise(times))


def test_calibration_is_how_far_what_was_said_is_from_what_was_right() -> None:
    """Of ten 0.9s nine are right: no error; of two 0.5s none is: an error of a half, a sixth of all."""
    told = calibration([(0.9, index > 0) for index in range(10)])
    assert told["error"] == pytest.approx(0)
    told = calibration([(0.9, index > 0) for index in range(10)] + [(0.5, False)] * 2)
    assert told["error"] == pytest.approx(0.5 * 2 / 12, abs=1e-4)


def test_the_truth_itself_scores_full_marks(tmp_path: Path) -> None:
    """F1 of 1, nobody masked, one case a boat, nothing asked, and sure with reason."""
    told = made(0, 20, "rich")
    reports, _ = write_night(told, tmp_path)
    truth = truth_of(told)
    from ashore.exercise.files import received

    links = [
        Linked(mention=each, case=boat, held_in=boat, p_same=1.0) for each, boat in truth.boat_of.items()
    ]
    marks = score(truth, received(reports), links)
    for partition in ("top", "held"):
        assert marks[partition]["pairwise"]["f1"] == 1
        assert marks[partition]["b_cubed"]["f1"] == 1
        assert marks[partition]["masked_boats"] == 0
        assert marks[partition]["cases_per_boat"] == 1
    assert marks["decisions_per_hour"] == 0
    assert marks["calibration"]["error"] == 0


@pytest.mark.parametrize("line", ["{", "[]", "{}", '{"report": "x", "mention": 0, "case": "c", "p_same": 2}'])
def test_a_line_that_is_no_link_is_named_by_its_number(tmp_path: Path, line: str) -> None:
    """And nothing is scored on half a file."""
    path = tmp_path / "links.jsonl"
    path.write_text(
        '{"report": "x", "mention": 0, "case": "c", "held_in": null, "p_same": 0.5}\n' + line + "\n"
    )
    with pytest.raises(BadLine, match=r"Line 2 of links\.jsonl"):
        read_links(path)
