"""The built-in night, played through a real desk: every number of it, and what stands beside each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from played import Watch, asked, claimed, ends, one

from ashore.bootstrap import example
from ashore.figures import Figure, as_json_lines, figures, night_figures
from ashore.picture.fold import Picture

WHOLE = "2020-12-08/2020-12-09"


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Picture:
    """The picture of the whole night."""
    return Watch(tmp_path_factory.mktemp("night")).play(example()).picture


@pytest.fixture(scope="module")
def lines(night: Picture) -> tuple[Figure, ...]:
    """The night's figures."""
    return night_figures(night)


@pytest.mark.parametrize(
    ("figure", "low", "high"),
    [
        ("rescued", 31, 31),
        ("rescued_children", 2, 6),
        ("rescued_boats", 3, 3),
        ("landed", 31, 31),
        ("arrived", 27, 27),
        ("arrived_boats", 2, 2),
        ("detained", 27, 27),
        ("returned", 0, 0),
        ("dead", 0, 0),
        ("missing", 0, 0),
        ("still_out", 0, 0),
    ],
)
def test_the_whole_night_stands_first(lines: tuple[Figure, ...], figure: str, low: int, high: int) -> None:
    """The first line of each name is the whole night's, in our own cases."""
    first = next(each for each in lines if each.figure == figure)
    assert (first.scope, first.period, ends(first)) == ("cases", WHOLE, (low, high))
    assert lines[0].figure == "rescued"


def test_the_papers_two_children_stand_beside_two_to_six(lines: tuple[Figure, ...]) -> None:
    """The part nobody stated is a range; the paper's number is said beside it and does not replace it."""
    children = one(lines, "rescued_children", period=WHOLE)
    assert [(other.value, other.quote) for other in children.says_otherwise] == [(2, "two of them children")]
    assert children.best is None


@pytest.mark.parametrize(
    ("clock", "low", "high"), [("reported", 18, 18), ("landed", 18, 31), ("night", 31, 31)]
)
def test_three_rows_by_clock(night: Picture, clock: str, low: int, high: int) -> None:
    """How many on 9 December: by call 18, by landing 18 to 31, by night 31, and the clock always said."""
    figure = asked(night, "rescued", "2020-12-09", clock=clock)
    assert ends(figure) == (low, high)
    assert any(f"Clock “{clock}”" in caveat for caveat in figure.caveats)


def test_the_rows_by_clock_are_among_the_nights_lines(lines: tuple[Figure, ...]) -> None:
    """Whoever reads the demo's output finds 18 by report time for 9 December."""
    assert ends(one(lines, "rescued", period="2020-12-09", clock="reported")) == (18, 18)
    assert ends(one(lines, "landed", period="2020-12-09", clock="landed")) == (18, 31)


def test_the_night_from_noon_to_noon_is_31(night: Picture) -> None:
    """The period of a night counts whoever was first reported in it."""
    assert ends(asked(night, "rescued", "night:2020-12-08", clock="reported")) == (31, 31)
    assert ends(asked(night, "rescued", "night:2020-12-08", clock="night")) == (31, 31)


@pytest.mark.parametrize("day", ["2020-12-08", "2020-12-09"])
def test_a_day_two_sentences_dispute_is_nought_to_27(night: Picture, day: str) -> None:
    """Today or yesterday: either day alone may have none of the 27, and both sentences are said."""
    figure = asked(night, "arrived", day)
    assert ends(figure) == (0, 27)
    said = sorted(other.quote for other in figure.says_otherwise)
    assert len(said) == 2
    assert [any(word in quote for quote in said) for word in ("today", "yesterday")] == [True, True]


@pytest.mark.parametrize("zone", ["Europe/Paris", "Europe/London"])
def test_both_days_together_are_27_and_never_54(night: Picture, zone: str) -> None:
    """One landing told twice is one landing."""
    assert ends(asked(night, "arrived", WHOLE, zone=zone)) == (27, 27)
    assert ends(asked(night, "detained", WHOLE, zone=zone)) == (27, 27)


def test_the_lorry_is_in_no_boat_figure(night: Picture, lines: tuple[Figure, ...]) -> None:
    """No figure of our cases rests on the lorry's case, nor is its dozen anywhere in a sum."""
    (lorry,) = [case for case in night.all_cases() if case.kind == "lorry"]
    assert all(lorry.opened not in figure.sources for figure in lines if figure.scope == "cases")


def test_what_others_claim_stands_for_its_own_period_alone(lines: tuple[Figure, ...]) -> None:
    """8,448, 249, more than 1,000 and more than 90 are lines of their own, unrepaired and in no sum."""
    assert ends(claimed(lines, "arrived", 8448, "2020-01-01/2020-12-09")) == (8448, 8448)
    assert ends(claimed(lines, "arrived", 249, "2020-12-01/2020-12-09")) == (249, 249)
    november = claimed(lines, "prevented", 1001, "2020-11")
    assert (ends(november), november.best) == ((1001, None), None)
    assert any("more than 1000" in caveat and "at least 1001" in caveat for caveat in november.caveats)
    assert ends(claimed(lines, "prevented", 91, "2020-12-09")) == (91, None)


def test_overlap_with_the_31_is_unknown_for_the_ministers_90(night: Picture) -> None:
    """More than 90 stopped today may or may not hold the 31: nobody may add them."""
    found = figures(night, ["rescued", "prevented"], "2020-12-09")
    ninety = claimed(found, "prevented", 91, "2020-12-09")
    assert {overlap.relation for overlap in ninety.overlaps} == {"unknown"}


def test_the_31_and_the_27_are_disjoint_and_the_landed_are_contained(lines: tuple[Figure, ...]) -> None:
    """The matrix says which may be added."""
    rescued = one(lines, "rescued", period=WHOLE)
    relations = {overlap.figure: overlap.relation for overlap in rescued.overlaps}
    assert relations["arrived"] == "disjoint"
    assert relations["landed"] == relations["rescued_children"] == "contains"
    assert relations[claimed(lines, "rescued", 31, WHOLE).name] == "unknown"


def test_what_the_replay_supplied_is_said(lines: tuple[Figure, ...]) -> None:
    """Nobody still out rests on words no source said, and the figure says so, and REPLAY."""
    still_out = one(lines, "still_out", period=WHOLE)
    assert any(caveat.startswith("REPLAY") for caveat in still_out.caveats)
    assert any(caveat.startswith("No source says that all are off") for caveat in still_out.caveats)
    assert any(caveat.startswith("No source says how many set out") for caveat in still_out.caveats)


def test_two_sources_on_a_landing_place_are_both_kept(lines: tuple[Figure, ...]) -> None:
    """Dunkirk and the harbour, Boulogne and Dunkirk: the 13 and the 14 are landed once, in two places."""
    caveats = " ".join(one(lines, "landed", period=WHOLE).caveats)
    assert "Gravelines 1: sources name different places" in caveats
    assert "Gravelines 2: sources name different places" in caveats


@pytest.mark.parametrize(
    ("place", "low", "high"), [("Dunkirk", 0, 27), ("Boulogne", 4, 18), ("Calais", 0, 0)]
)
def test_a_place_two_sources_dispute_widens_the_range(
    night: Picture, place: str, low: int, high: int
) -> None:
    """People landed at a harbour are those all tellers put there, up to those any teller does."""
    assert ends(asked(night, "landed", WHOLE, place=place)) == (low, high)


def test_every_source_is_an_entry_of_the_log(night: Picture, lines: tuple[Figure, ...]) -> None:
    """`from` names reports, links and decisions that are there."""
    for figure in lines:
        assert set(figure.sources) <= night.entries.keys()
    types = {night.entries[entry].type for entry in lines[0].sources}
    assert {"report.received", "mention.linked", "case.ended"} <= types


def test_a_changed_report_changes_every_number(tmp_path: Path) -> None:
    """With 12 instead of 13 everywhere it is said, 30 were rescued, and no trace of 31 is left in our cases."""
    script = (
        example()
        .replace(b'"value": 13', b'"value": 12')
        .replace(b'"low": 13, "high": 13', b'"low": 12, "high": 12')
    )
    picture = Watch(tmp_path).play(script).picture
    assert ends(asked(picture, "rescued", WHOLE)) == (30, 30)
    assert ends(asked(picture, "landed", "2020-12-09")) == (18, 30)
    ours = [figure for figure in night_figures(picture) if figure.scope == "cases"]
    assert 31 not in {end for figure in ours for end in ends(figure)}


def test_the_format_has_exactly_its_fields_in_order(lines: tuple[Figure, ...]) -> None:
    """A line holds the fields of format ashore.figure/1 in their order, whole numbers and nothing else for counts."""
    plain: dict[str, Any] = lines[0].as_json()
    assert (
        list(plain)
        == (
            "format id figure unit period clock zone place scope low high best status known_at recorded_at heads "
            "definition does_not_count says_otherwise overlaps without_outcome from caveats"
        ).split()
    )
    assert plain["format"] == "ashore.figure/1"
    assert type(plain["low"]) is type(plain["high"]) is int


def test_an_empty_picture_has_no_figures_and_no_error() -> None:
    """Before anything came in there is nothing to say."""
    assert as_json_lines(night_figures(Picture())) == ""
    assert ends(asked(Picture(), "rescued", "2020")) == (0, 0)
    assert ends(asked(Picture(), "prevented", "2020")) == (0, None)


def test_prevented_is_never_disjoint_from_anything(night: Picture) -> None:
    """Whether people kept from setting out are among the rescued is not known, so they are never to be added."""
    found = figures(night, ["rescued", "prevented"], "2020-12-08/2020-12-09")

    relations = {
        overlap.relation for figure in found for overlap in figure.overlaps if overlap.figure == "prevented"
    }
    assert relations == {"unknown"}
