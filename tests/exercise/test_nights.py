"""Nights whose truth is known: the same for the same seed, pinned so that they are not easy, and true to themselves."""

from __future__ import annotations

import json
import statistics
from pathlib import Path

import pytest
from nights import SEEDS, key, made, same_phone

from ashore.exercise.files import read_truth, received, truth_of, write_night
from ashore.exercise.habits import QUALITIES, NoSuchNight, bases, habits
from ashore.exercise.night import night
from ashore.exercise.voyages import metres
from ashore.intake.rejection import Rejection
from ashore.intake.report_lines import read_line
from ashore.model.times import moment

SIZES = (20, 60, 100)

GROUNDS = "assumption MAIB SB_01 inquiry Inquiry situations pin issue Utopia December".split()
"""What a figure may rest on; the word assumption is one."""


def test_a_seed_makes_the_same_night_to_the_byte(tmp_path: Path) -> None:
    """And another seed, size, quality or year makes another."""
    first, again = (write_night(night(5, 12, "poor"), tmp_path / name) for name in ("one", "two"))
    for one, two in zip(first, again, strict=True):
        assert one.read_bytes() == two.read_bytes()
    others = (
        night(6, 12, "poor"),
        night(5, 13, "poor"),
        night(5, 12, "rich"),
        night(5, 12, "poor", year=2025),
    )
    for number, other in enumerate(others):
        reports, _ = write_night(other, tmp_path / str(number))
        assert reports.read_bytes() != first[0].read_bytes()


@pytest.mark.parametrize("quality", QUALITIES)
def test_every_figure_has_a_source_or_is_called_an_assumption(quality: str) -> None:
    """A number nobody measured says so."""
    for section, name, basis in bases(quality):
        assert any(word in basis for word in GROUNDS), f"{section}.{name}: {basis}"


def test_a_quality_or_a_year_nobody_knows_is_refused() -> None:
    """By a sentence that names those there are."""
    with pytest.raises(NoSuchNight, match="“dark”"):
        habits("dark")
    with pytest.raises(NoSuchNight, match="“1999”"):
        night(1, 3, year=1999)


@pytest.mark.parametrize(
    ("quality", "phones", "fixes", "reports", "plain_rule"),
    [
        ("rich", (0.75, 0.85), (0.66, 0.74), (4.5, 5.5), (0.52, 0.65)),
        ("poor", (0.40, 0.60), (0.45, 0.55), (3.1, 3.9), (0.25, 0.40)),
    ],
)
def test_nights_are_as_hard_as_they_are_pinned(
    quality: str,
    phones: tuple[float, float],
    fixes: tuple[float, float],
    reports: tuple[float, float],
    plain_rule: tuple[float, float],
) -> None:
    """So many with a number and a fix, so many a boat, and the plain rule of one number one boat does no better."""
    for size in SIZES:
        found = [_measured(seed, size, quality) for seed in range(max(3, 200 // size))]
        for name, (least, most) in zip(
            ("phones", "fixes", "reports", "plain rule"), (phones, fixes, reports, plain_rule), strict=True
        ):
            mean = statistics.fmean(each[name] for each in found)
            assert least <= mean <= most, f"{name} of {size} boats: {mean:.3f}"


def _measured(seed: int, size: int, quality: str) -> dict[str, float]:
    told = made(seed, size, quality)
    count = len(told.reports)
    return {
        "phones": sum(bool(each["sender"].get("phone")) for each in told.reports) / count,
        "fixes": sum(
            any(
                spot["how"] == "gnss" for mention in each["mentions"] for spot in mention.get("positions", ())
            )
            for each in told.reports
        )
        / count,
        "reports": count / size,
        "plain rule": same_phone(told)[0],
    }


@pytest.mark.parametrize("size", SIZES)
def test_half_the_boats_of_a_poor_night_look_like_another(size: int) -> None:
    """By kind and colour."""
    for seed in SEEDS:
        looks = [(life.boat.kind, life.boat.colour) for life in made(seed, size, "poor").lives]
        alike = sum(looks.count(look) > 1 for look in looks)
        assert 0.4 <= alike / size <= 0.6


@pytest.mark.parametrize("quality", QUALITIES)
def test_every_report_is_one_that_a_desk_takes(quality: str) -> None:
    """Nothing is rejected, nothing is a word outside the codes, and no id comes twice."""
    nights = [made(seed, 60, quality) for seed in SEEDS]
    for told in nights:
        assert len({key(each) for each in told.reports}) == len(told.reports)
    for each in [each for told in nights for each in told.reports]:
        read = read_line(json.dumps(each).encode(), received_by="north-centre")
        assert not isinstance(read, Rejection), read
        assert read.other_words == ()
        assert read.key == key(each)
        assert len(read.mentions) == len(each["mentions"])


@pytest.mark.parametrize("quality", QUALITIES)
def test_what_is_so_agrees_with_itself(quality: str) -> None:
    """Danger within a boat's night, people until its end, and every mention of a boat that there is."""
    told = made(2, 60, quality)
    boats = {life.boat.id: life for life in told.lives}
    assert {each.boat for each in told.mentioned} <= set(boats)
    for life in told.lives:
        assert life.boat.leaves < life.ended
        assert life.ends in ("landed", "returned", "recovered", "lost")
        assert (life.ends == "recovered") or life.found is None or life.found >= life.ended
        for first, last in life.danger:
            assert life.boat.leaves <= first < last <= life.ended
        assert life.aboard(life.ended) == 0
        assert life.aboard(life.ended - 1) >= life.boat.people
        assert all(life.boat.leaves < at < life.ended for at in life.calls)


def test_a_fix_lies_where_its_boat_was_unless_it_is_stale() -> None:
    """Nearly all within their error, and the rest where the boat had been."""
    inside, all_ = 0, 0
    for seed in SEEDS:
        told = made(seed, 60, "rich")
        lives = {life.boat.id: life for life in told.lives}
        boat_of = {(each.report, each.mention): each.boat for each in told.mentioned}
        for report in told.reports:
            if report["sender"]["role"] != "aboard" or report["channel"] == "email":
                continue
            for index, mention in enumerate(report["mentions"]):
                life = lives[boat_of[key(report), index]]
                for spot in mention.get("positions", ()):
                    if spot["how"] != "gnss":
                        continue
                    at = moment(spot["at"]).ms
                    off = [
                        metres(spot["lat"], spot["lon"], *life.track.where(at - late * 60_000))
                        for late in range(55)
                    ]
                    all_ += 1
                    inside += off[0] <= spot["error_m"] + 20  # a second's drift, and degrees of five decimals
                    assert min(off) <= 3 * spot["error_m"] + 250
    assert 0.8 <= inside / all_ <= 0.92  # a tenth are stale, and one in twenty of the others lies outside


def test_the_truth_in_the_file_is_the_truth(tmp_path: Path) -> None:
    """What is read back is what was written, and every mention of the reports is in it."""
    told = made(1, 20, "rich")
    reports, truth = write_night(told, tmp_path)
    assert read_truth(truth) == truth_of(told)
    times = received(reports)
    assert {report for report, _ in read_truth(truth).boat_of} == set(times)


def test_one_telephone_is_now_and_then_on_two_boats() -> None:
    """Its people came back and left again, later, from the same beach."""
    again = [
        (life.boat, told)
        for seed in SEEDS
        for told in [made(seed, 100, "rich")]
        for life in told.lives
        if life.boat.after
    ]
    assert again
    for boat, told in again:
        first = next(life for life in told.lives if life.boat.id == boat.after)
        assert boat.phones == first.boat.phones
        assert boat.beach == first.boat.beach
        assert first.ends in ("returned", "recovered")
        assert first.ended < boat.leaves
