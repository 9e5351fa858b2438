"""Pictures: well-formed, told in words, the same bytes, inside their frame, and never by colour alone."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ashore.desk.language import speaking
from ashore.figures.release import svg
from ashore.figures.release.frame import Notes, Span
from ashore.figures.release.pictures import Bars, cumulative, daily, months_beside, months_stacked
from ashore.figures.release.rates_drawn import Drawn, Ends, Group, rates_drawn

NOTES = Notes(
    title="A title & more",
    counts="What it counts.",
    does_not_count="What it leaves out.",
    source="A made-up series",
    vintage="2031-02-03",
    clock="by arrival",
    caution="EXERCISE: this log is no live record.",
)

SVG = "{http://www.w3.org/2000/svg}"

spans = st.none() | st.tuples(st.integers(0, 3_000), st.none() | st.integers(0, 3_000)).map(
    lambda ends: Span(low=ends[0], high=None if ends[1] is None else ends[0] + ends[1])
)
twelve = st.lists(spans, min_size=12, max_size=12).map(tuple)
some_days = st.dictionaries(
    st.dates(date(2029, 1, 1), date(2032, 12, 31)), st.integers(0, 2_000), min_size=1, max_size=40
)


def read(picture: str) -> ET.Element:
    """Return a picture as a tree, having looked that nothing of it lies outside its frame or is unsaid."""
    root = ET.fromstring(picture)
    width, height = (float(root.get(side, "0")) for side in ("width", "height"))
    assert root.get("role") == "img"
    assert (root.findtext(f"{SVG}title") or "").strip()
    assert (root.findtext(f"{SVG}desc") or "").strip()
    for each in root.iter():
        for name in ("x", "x1", "x2", "cx"):
            if each.get(name) is not None:
                assert -1 <= float(each.get(name, "")) <= width + 1
        for name in ("y", "y1", "y2", "cy"):
            if each.get(name) is not None:
                assert -1 <= float(each.get(name, "")) <= height + 1
        for name in ("width", "height", "r"):
            if each.get(name) is not None:
                assert float(each.get(name, "")) >= 0
        assert not any("http" in value and "w3.org" not in value for value in each.attrib.values())
    return root


def said(root: ET.Element) -> str:
    """Return every word that stands on a picture."""
    return " ".join(text.text or "" for text in root.iter(f"{SVG}text"))


@settings(max_examples=40, deadline=None)
@given(some_days)
def test_days_are_drawn_inside_the_frame_and_told(by_day: dict[date, int]) -> None:
    """Any years, any gaps: running totals and days, with each year's total in the words."""
    for drawing in (cumulative, daily):
        picture = drawing(by_day, NOTES, str)
        root = read(picture)
        told = root.findtext(f"{SVG}desc") or ""
        for year in {day.year for day in by_day}:
            total = sum(count for day, count in by_day.items() if day.year == year)
            assert f"{year}: {total}" in told
        assert picture == drawing(dict(reversed(by_day.items())), NOTES, str)


@settings(max_examples=40, deadline=None)
@given(twelve, twelve)
def test_months_are_drawn_inside_the_frame_and_told(one: tuple, other: tuple) -> None:
    """Ranges, open ends and months of which nothing is held."""
    bars = [Bars(name="Dead", months=one), Bars(name="Missing", months=other)]
    for drawing in (months_beside, months_stacked):
        root = read(drawing(bars, 2031, NOTES, str))
        told = root.findtext(f"{SVG}desc") or ""
        assert told.count(",") >= 22
        assert "Dead" in said(root)
        assert "Missing" in said(root)


METHODS = ("negative binomial", "quasi-Poisson", "bootstrap", "in runs of 3", "in runs of 7")

far = st.floats(0, 1e6)
ends = st.none() | st.tuples(far, st.none() | far)


@st.composite
def drawn_rates(draw: st.DrawFn) -> Drawn:
    """One rate with any of its intervals, or one that cannot be computed."""
    if draw(st.booleans()):
        return Drawn(name="by a criterion", counted="", value=None, otherwise="Not computable.")
    value = draw(st.floats(-100, 1e5))
    found = [
        None
        if each is None
        else Ends(low=max(value - each[0], -100.0), high=None if each[1] is None else value + each[1])
        for each in draw(st.lists(ends, min_size=5, max_size=5))
    ]
    return Drawn(
        name="by a criterion " * draw(st.integers(0, 6)), counted="9 / 3", value=value, ends=tuple(found)
    )


groups = st.lists(
    st.lists(drawn_rates(), min_size=1, max_size=4).map(
        lambda held: Group(name="For each day", rates=tuple(held))
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=60, deadline=None)
@given(groups)
def test_rates_are_drawn_with_every_interval_inside_the_frame(found: list[Group]) -> None:
    """However far an interval goes; nought stands among the lines, and each method by its name."""
    root = read(rates_drawn(found, METHODS, "%", NOTES, str))
    assert " 0 " in f" {said(root)} "
    assert all(name in said(root) for name in METHODS)
    told = root.findtext(f"{SVG}desc") or ""
    given_ends = sum(each is not None for group in found for rate in group.rates for each in rate.ends)
    assert told.count("…") == given_ends
    lacking = sum(rate.value is None for group in found for rate in group.rates)
    assert told.count("Not computable") == lacking


def test_an_interval_without_an_upper_end_goes_off_the_scale_and_is_told() -> None:
    """It ends in an arrow, and the words give no number for it."""
    rate = Drawn(name="", counted="9 / 3", value=-50.0, ends=(Ends(low=-90.0, high=None), *(None,) * 4))
    root = read(rates_drawn([Group(name="For each day", rates=(rate,))], METHODS, "%", NOTES, str))
    assert "▸" in said(root)
    assert "negative binomial −90.0 … ∞" in (root.findtext(f"{SVG}desc") or "")


def test_what_may_be_said_is_told_to_whoever_does_not_see_the_picture() -> None:
    """The caution is among the alternative text as it is on the picture."""
    rate = Drawn(name="", counted="9 / 3", value=1.0, ends=(None,) * 5)
    root = read(rates_drawn([Group(name="For each day", rates=(rate,))], METHODS, "%", NOTES, str))
    assert NOTES.caution in (root.findtext(f"{SVG}desc") or "")


_RATE = Drawn(name="", counted="9 / 3", value=1.0, ends=(Ends(low=0.0, high=2.0),) * 5)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_definition_source_vintage_clock_and_caution_stand_on_every_picture(language: str) -> None:
    """Cut out and passed on, a picture still says what it is of."""
    translate = speaking(language).catalogue.gettext
    bars = [Bars(name="Dead", months=(Span(low=1, high=2),) * 12)]
    for picture in (
        cumulative({date(2031, 1, 1): 3}, NOTES, translate),
        daily({date(2031, 1, 1): 3}, NOTES, translate),
        months_beside(bars, 2031, NOTES, translate),
        months_stacked(bars, 2031, NOTES, translate),
        rates_drawn([Group(name="a", rates=(_RATE,))], METHODS, "%", NOTES, translate),
    ):
        words = said(read(picture))
        for part in (
            NOTES.title,
            NOTES.counts,
            NOTES.does_not_count,
            NOTES.source,
            NOTES.vintage,
            NOTES.clock,
            NOTES.caution,
        ):
            assert part in words


def test_a_month_of_nought_and_a_month_nobody_holds_look_different() -> None:
    """0 is written; nothing held is a dot."""
    nought = months_beside([Bars(name="Dead", months=(Span(low=0, high=0),) * 12)], 2031, NOTES, str)
    nothing = months_beside([Bars(name="Dead", months=(None,) * 12)], 2031, NOTES, str)
    assert (nought.count("<circle"), nothing.count("<circle")) == (0, 12)
    assert nought.count(">0</text>") > nothing.count(">0</text>")


def test_a_day_that_nobody_holds_is_marked_and_a_day_of_nought_is_not() -> None:
    """A gap in the series is no calm day."""
    first = date(2031, 1, 1)
    whole = {first + timedelta(days=number): number % 2 for number in range(30)}
    holed = {day: count for day, count in whole.items() if not 10 <= day.day <= 15}
    assert svg.RED not in daily(whole, NOTES, str)
    assert svg.RED in daily(holed, NOTES, str)


def test_stacked_counts_are_told_apart_without_colour() -> None:
    """The second kind is hatched, and each bar has its numbers."""
    months = (Span(low=4, high=4),) + (Span(low=0, high=0),) * 11
    picture = months_stacked(
        [Bars(name="Dead", months=months), Bars(name="Missing", months=months)], 2031, NOTES, str
    )
    assert ">4 + 4</text>" in picture
    assert picture.count('stroke-width="0.7"') > 3


@given(st.integers(0, 10**7), st.integers(2, 8))
def test_a_scale_begins_at_nought_holds_the_most_and_has_few_round_steps(most: int, about: int) -> None:
    """1, 2 or 5 times a power of ten."""
    steps = svg.steps_to(most, about)
    assert steps[0] == 0
    assert steps[-1] >= most
    assert 2 <= len(steps) <= about + 1
    assert str(steps[1]).rstrip("0") in ("1", "2", "5")
