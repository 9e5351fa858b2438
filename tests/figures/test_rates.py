"""Rates by three denominators: what was printed of 2020, calm days, effort, and answers that cannot be given."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from loaded import daily, picture_of, read_report, series_report, shared_file, waves

from ashore.figures.rate import NotACriterion, RateLine, Rates, criterion
from ashore.figures.rate_tables import as_object, as_table
from ashore.figures.rates import NotARate, NotDaysOfARate, PeriodsOverlap, rates
from ashore.figures.wording import in_english
from ashore.model.report import Relation, Report
from ashore.model.times import moment
from ashore.picture.fold import Picture


def line(answer: Rates, numerator: str, denominator: str, at_most: int | None = None) -> RateLine:
    """Return one line of an answer."""
    [found] = [
        each
        for each in answer.lines
        if (each.numerator, each.denominator) == (numerator, denominator)
        and (at_most is None or (each.criterion is not None and each.criterion.at_most == at_most))
    ]
    return found


def ends(found: RateLine, method: str) -> tuple[int, int]:
    """Return the ends of an interval of a change in whole per cent."""
    [each] = [each for each in found.intervals if each.method == method]
    assert each.low is not None
    assert each.high is not None
    return round(100 * each.low), round(100 * each.high)


@pytest.fixture(scope="module")
def autumn() -> Rates:
    """September against November 2020 by the published series alone."""
    picture = picture_of(read_report(shared_file("home_office_small_boats_to_2026-08-20.ods")))
    return rates(picture, ("2020-09", "2020-11"))


def test_the_fall_of_autumn_2020_is_not_established(autumn: Rates) -> None:
    """Raw -60.9 per cent; the models and the bootstrap leave a rise possible, and the sentence says only that."""
    found = line(autumn, "people", "day")
    assert found.before is not None
    assert found.after is not None
    assert (found.before.counted, found.before.of, found.after.counted) == (1946, 30, 761)
    assert round(100 * (found.change or 0), 1) == -60.9
    assert ends(found, "negative_binomial") == (-91, 76)
    assert ends(found, "quasi_poisson") == (-86, 8)
    assert ends(found, "bootstrap")[0] == pytest.approx(-85, abs=2)
    assert ends(found, "bootstrap")[1] == pytest.approx(9, abs=3)
    assert in_english(found.finding) == "People for each day: the fall is not established."


def test_by_crossing_day_it_is_chosen_by_its_outcome_and_says_so(autumn: Rates) -> None:
    """-63.7 per cent on 13 and 14 days, with the warning that such days are picked by what happened on them."""
    found = line(autumn, "people", "crossing_day")
    assert found.before is not None
    assert found.after is not None
    assert (found.before.of, found.after.of, round(100 * (found.change or 0), 1)) == (13, 14, -63.7)
    assert ends(found, "negative_binomial") == (-83, -22)
    assert ends(found, "quasi_poisson") == (-84, -19)
    assert any("chosen by its outcome" in in_english(each) for each in found.cautions)


def test_without_waves_calm_days_are_not_computable(autumn: Rates) -> None:
    """The third denominator is not in the published counts, so the answer is a sentence and no number."""
    found = line(autumn, "people", "calm_day")
    assert (found.before, found.change, found.intervals) == (None, None, ())
    assert in_english(found.finding) == "Not computable from held sources."
    assert "people / calm day: Not computable from held sources." in as_table(autumn)


def test_no_answer_holds_a_poisson_interval_or_says_that_nothing_fell(autumn: Rates) -> None:
    """Neither in the JSON nor in the table, whatever the numbers."""
    methods = {each["method"] for found in as_object(autumn)["lines"] for each in found["intervals"]}
    assert methods == {
        "negative_binomial",
        "quasi_poisson",
        "bootstrap",
        "bootstrap_runs_3",
        "bootstrap_runs_7",
    }
    assert "no fall" not in as_table(autumn)


@pytest.mark.parametrize(
    ("before", "after", "raw", "per_red"),
    [((7567, 27), (11074, 60), 46.3, -34.1)],
)
def test_the_sign_turns_with_the_denominator(
    before: tuple[int, int], after: tuple[int, int], raw: float, per_red: float
) -> None:
    """January to April of 2024 and 2025: more people, on so many more red days that each had fewer."""
    first, second = ([people if number == 0 else 0 for number in range(120)] for people, _ in (before, after))
    heights = ["0.4" if number < before[1] else "2" for number in range(120)]
    heights += ["0.4" if number < after[1] else "2" for number in range(120)]
    picture = picture_of(
        series_report(daily([*first, *second])), read_report(waves(heights), "2031-07-01T00:00:00+00:00")
    )
    turn = date(2031, 2, 1) + timedelta(days=120)
    last = turn + timedelta(days=119)
    periods = (f"2031-02-01/{turn - timedelta(days=1)}", f"{turn}/{last}")
    calm = [criterion("wave_height:highest:0.5")]
    answer = rates(picture, periods, numerators=("people",), criteria=calm, draws=100)
    assert round(100 * (line(answer, "people", "day").change or 0), 1) == raw
    by_calm = line(answer, "people", "calm_day_all_arrivals", 500)
    assert round(100 * (by_calm.change or 0), 1) == per_red
    assert by_calm.before is not None
    assert by_calm.before.rate == pytest.approx(280.3, abs=0.05)


def test_several_thresholds_stand_side_by_side_and_none_is_picked_out() -> None:
    """Calm at half a metre and rough at none: each threshold has its own line, and one sentence for them all."""
    people = [40, 0, 60, 0, 50, 0] * 10
    heights = ["0.3", "0.6", "0.9", "1.1", "1.4", "1.6"] * 10
    picture = picture_of(series_report(daily(people)), read_report(waves(heights)))
    answer = rates(picture, ("2031-02-01/2031-03-02", "2031-03-03/2031-04-01"), draws=100)
    shown = [
        each.criterion.at_most
        for each in answer.lines
        if each.criterion is not None and (each.numerator, each.denominator) == ("people", "calm_day")
    ]
    assert shown == [500, 750, 1000, 1250, 1500]
    counted = [line(answer, "people", "calm_day", each).before for each in shown]
    assert [(each.counted, each.of) for each in counted if each is not None] == [
        (200, 5),
        (200, 10),
        (500, 15),
        (500, 20),
        (750, 25),
    ]
    assert in_english(answer.calm[0]) == (
        "People on calm days for each calm day: of 5 criteria of calm, 0 show a fall by every method and 0 a rise; "
        "no change is established whatever the criterion."
    )
    assert "SYNTHETIC: the weather is made up; this says nothing of the sea." in as_table(answer)


def test_a_day_whose_waves_nobody_measured_is_left_out_and_counted() -> None:
    """It is neither calm nor rough."""
    picture = picture_of(
        series_report(daily([10] * 20)), read_report(waves(["0.4"] * 8 + [""] + ["0.4"] * 11))
    )
    answer = rates(picture, ("2031-02-01/2031-02-10", "2031-02-11/2031-02-20"), draws=100)
    found = line(answer, "people", "calm_day", 500)
    assert found.before is not None
    assert (found.before.of, found.before.lacking, found.before.counted) == (9, 1, 90)
    assert any("1 days or weeks of the periods are not held" in in_english(each) for each in found.cautions)


def test_a_day_not_collected_is_no_day_of_nought() -> None:
    """A dash leaves the day out of people and of days alike."""
    answer = rates(picture_of(series_report(daily([30, None, 0, 30]))), ("2031-02-01/2031-02-04",), draws=100)
    found = line(answer, "people", "day")
    assert found.before is not None
    assert (found.before.counted, found.before.of, found.before.lacking, found.before.rate) == (60, 3, 1, 20)


def test_a_month_without_a_crossing_has_no_rate_for_each_crossing_day() -> None:
    """Nothing is divided by nought, and the sentence says why there is no change."""
    picture = picture_of(series_report(daily([5, 0, 9, 0] + [0] * 4)))
    for periods in (
        ("2031-02-01/2031-02-04", "2031-02-05/2031-02-08"),
        ("2031-02-05/2031-02-08", "2031-02-01/2031-02-04"),
    ):
        found = line(rates(picture, periods, draws=100), "people", "crossing_day")
        assert found.change is None
        assert not [each for each in found.intervals if each.given]
        assert "no change can be given" in in_english(found.finding)


def test_days_that_nobody_holds_have_no_rate() -> None:
    """Of a period outside the series there is a sentence, and no rate of nought."""
    answer = rates(picture_of(series_report(daily([5, 6]))), ("2031-02", "2035-02"), draws=100)
    assert in_english(line(answer, "people", "day").because or line(answer, "people", "day").finding) == (
        "No day or week of 2035-02 is held."
    )


def test_an_earlier_vintage_that_said_otherwise_is_told() -> None:
    """The newest release counts, and what the one before had is printed beside it."""
    picture = picture_of(
        series_report(daily([4, 6], vintage="2031-02-03"), id_="old"),
        series_report(daily([4, 8], vintage="2031-02-10"), id_="new"),
    )
    found = line(rates(picture, ("2031-02-01/2031-02-02",), draws=100), "people", "day")
    assert found.before is not None
    assert found.before.counted == 12
    assert "Vintage 2031-02-03 had 10 in 2031-02-01/2031-02-02; vintages are never added." in [
        in_english(each) for each in found.cautions
    ]


def test_as_known_before_a_release_the_one_before_counts() -> None:
    """A date of knowledge cuts what came later."""
    picture = picture_of(
        series_report(daily([4, 6], vintage="2031-02-03"), id_="old", known="2031-02-04T00:00:00+00:00"),
        series_report(daily([4, 8], vintage="2031-02-10"), id_="new", known="2031-02-11T00:00:00+00:00"),
    )
    cut = moment("2031-02-05T00:00:00+00:00").ms
    found = line(rates(picture, ("2031-02-01/2031-02-02",), known_at=cut, draws=100), "people", "day")
    assert found.before is not None
    assert found.before.counted == 10


EFFORT = b"""# source: a made-up service
date,patrol_hours,flight_hours
2031-02-01,10,
2031-02-02,20,
2031-02-03,10,
2031-02-04,0,
"""


def sighted(number: int, day: str) -> Report:
    """Return a report of a sighting."""
    return Report(
        id=f"s{number}",
        channel="sighting",
        received_by="north",
        received_at=moment(f"{day}T10:00:00+00:00"),
        source="test",
        text="a boat",
    )


def test_sightings_have_hours_to_stand_on_or_say_that_they_have_none() -> None:
    """Three sightings in forty hours of patrol; of flights there is no number, and so no rate."""
    seen = [sighted(1, "2031-02-01"), sighted(2, "2031-02-02"), sighted(3, "2031-02-04")]
    asked = ("2031-02-01/2031-02-04",)
    alone = rates(picture_of(*seen), asked, numerators=("sightings",), draws=100)
    assert "No hours of patrol or flight are held" in in_english(
        line(alone, "sightings", "patrol_hour").because or alone.lines[0].finding
    )
    assert any("No hours of patrol" in in_english(each) for each in line(alone, "sightings", "day").cautions)
    answer = rates(picture_of(*seen, read_report(EFFORT)), asked, numerators=("sightings",), draws=100)
    patrolled = line(answer, "sightings", "patrol_hour").before
    assert patrolled is not None
    assert (patrolled.of, patrolled.held, patrolled.rate) == (40, 4, pytest.approx(2 / 40))
    assert "1 counted in days or weeks without any such hours are left out." in [
        in_english(each) for each in line(answer, "sightings", "patrol_hour").cautions
    ]
    flown = line(answer, "sightings", "flight_hour")
    assert flown.before is None
    assert in_english(flown.because or flown.finding) == "No day or week of 2031-02-01/2031-02-04 is held."


def test_the_prevented_are_counted_by_the_week_and_by_its_hours() -> None:
    """A week of prevention has the hours of its seven days, or is left out."""
    raw = shared_file("home_office_small_boats_to_2026-08-20.ods")
    days = [date(2024, 7, 1) + timedelta(days=number) for number in range(20)]
    effort = "date,patrol_hours\n" + "".join(f"{day},100\n" for day in days)
    picture = picture_of(read_report(raw), read_report(effort.encode()))
    answer = rates(picture, ("2024-07-01/2024-07-21",), numerators=("prevented",), draws=100)
    weeks = line(answer, "prevented", "week").before
    assert weeks is not None
    assert (weeks.held, weeks.of) == (3, 3)
    hours = line(answer, "prevented", "patrol_hour").before
    assert hours is not None
    assert (hours.held, hours.lacking, hours.of) == (2, 1, 1400)


@pytest.mark.parametrize(
    ("periods", "refusal"),
    [
        (("night:2031-02-01",), NotDaysOfARate),
        (("all",), NotDaysOfARate),
        (("2031-02", "2031-02-28/2031-03-05"), PeriodsOverlap),
    ],
)
def test_periods_that_cannot_be_compared_are_refused(periods: tuple[str, ...], refusal: type) -> None:
    """A night is no run of days, and a shared day would stand on both sides."""
    with pytest.raises(refusal):
        rates(picture_of(series_report(daily([1, 2]))), periods)


def test_a_rate_of_nothing_known_is_refused() -> None:
    """The names that can be asked for are said."""
    with pytest.raises(NotARate):
        rates(Picture(), ("2031-02",), numerators=("lorries",))


@pytest.mark.parametrize(
    "text", ["", "wave_height", "wave_height:highest:x", "tide:mean:1", "wave_height:median:1"]
)
def test_a_criterion_that_says_nothing_is_refused(text: str) -> None:
    """Measure, statistic and threshold are all needed."""
    with pytest.raises(NotACriterion):
        criterion(text)


def test_one_threshold_alone_establishes_nothing() -> None:
    """However clear it is by it: it may be the one that suits; three that agree do."""
    chance = random.Random(7)
    people = [chance.randrange(300, 600) for _ in range(30)] + [chance.randrange(20, 60) for _ in range(30)]
    picture = picture_of(series_report(daily(people)), read_report(waves(["0.4"] * 60)))
    periods = ("2031-02-01/2031-03-02", "2031-03-03/2031-04-01")
    for asked, verdict in (
        (
            (0.5,),
            "of 1 criteria of calm, 1 show a fall by every method and 0 a rise; so few criteria establish",
        ),
        (
            (0.5, 1, 2),
            "of 3 criteria of calm, 3 show a fall by every method and 0 a rise; a fall is established.",
        ),
    ):
        calm = [criterion(f"wave_height:highest:{each}") for each in asked]
        answer = rates(picture, periods, numerators=("people",), criteria=calm, draws=100)
        assert verdict in in_english(answer.calm[0])
        assert in_english(answer.lines[2].finding).startswith(
            "People on calm days for each calm day (significant wave height, the highest of the day, at most 0.5 m): "
        )


def test_waves_loaded_in_parts_are_one_series() -> None:
    """A second file of the same place adds its days, and where both have one the newer counts; both are named."""
    first = read_report(waves(["0.4"] * 5 + ["2"]))
    second = read_report(waves(["0.4"] * 5, first="2031-02-06"))
    picture = picture_of(series_report(daily([10] * 10)), first, second)
    found = line(rates(picture, ("2031-02-01/2031-02-10",), draws=100), "people", "calm_day", 500)
    assert found.before is not None
    assert (found.before.of, found.before.lacking) == (10, 0)
    assert found.sources[1].entries == ("e2", "e3")


def test_waves_that_were_measured_go_before_longer_ones_that_were_made_up() -> None:
    """A practice file left in the record decides nothing."""
    real = waves(["2"] * 6).replace(b"# synthetic: yes\n", b"")
    picture = picture_of(series_report(daily([10] * 6)), read_report(waves(["0.4"] * 60)), read_report(real))
    answer = rates(picture, ("2031-02-01/2031-02-06",), draws=100)
    found = line(answer, "people", "calm_day", 500)
    assert found.before is not None
    assert (found.before.of, found.before.held) == (0, 6)
    assert "SYNTHETIC" not in as_table(answer)


def test_a_sighting_told_again_is_one_sighting() -> None:
    """Neither a relay nor a repetition is a second boat seen."""
    again = replace(sighted(2, "2031-02-01"), relates=(Relation(kind="relays", id="s1"),))
    picture = picture_of(sighted(1, "2031-02-01"), again)
    found = line(rates(picture, ("2031-02-01",), numerators=("sightings",), draws=100), "sightings", "day")
    assert found.before is not None
    assert found.before.counted == 1


def test_the_page_of_rates_prints_these_numbers(autumn: Rates) -> None:
    """The table of five methods, as it stands in the documentation."""
    page = (Path(__file__).resolve().parents[2] / "docs" / "rates.md").read_text("utf-8").replace("−", "-")
    names = ("negative binomial", "quasi-Poisson", "bootstrap of days", "bootstrap in runs of 3 days")
    for name, each in zip(
        (*names, "bootstrap in runs of 7 days"), line(autumn, "people", "day").intervals, strict=True
    ):
        assert each.low is not None
        assert each.high is not None
        assert f"| {name} | {100 * each.low:+.1f} % | {100 * each.high:+.1f} % |" in page


def test_a_criterion_is_printed_with_its_threshold() -> None:
    """As it must stand beside the figure."""
    asked = criterion("wave_height:calmest_6h:0.75")
    assert (
        in_english(asked.says) == "significant wave height, the calmest six hours of the day, at most 0.75 m"
    )


@given(
    st.lists(st.integers(0, 300) | st.none(), min_size=4, max_size=24),
    st.lists(st.sampled_from(["", "0.2", "0.8", "1.3", "3"]), min_size=4, max_size=24),
    st.integers(1, 3),
)
@settings(max_examples=40, deadline=None, derandomize=True)
def test_any_series_gets_an_answer(people: list[int | None], heights: list[str], split: int) -> None:
    """Dashes, noughts and days without waves: every line has a finding, and each rate is its count by its days."""
    turn = date(2031, 2, 1) + timedelta(days=split)
    last = date(2031, 2, 1) + timedelta(days=len(people) - 1)
    reports = [series_report(daily(people))]
    if any(heights):
        reports.append(read_report(waves(heights)))
    periods = (f"2031-02-01/{turn - timedelta(days=1)}", f"{turn}/{last}")
    answer = rates(picture_of(*reports), periods, draws=100)
    assert as_table(answer)
    for each in answer.lines:
        assert in_english(each.finding)
        for one in (each.before, each.after):
            if one is not None:
                assert one.rate == (one.counted / one.of if one.of else None)
                assert one.held + one.lacking >= 0
    whole = line(answer, "people", "day")
    if whole.before is not None and whole.after is not None:
        assert whole.before.counted + whole.after.counted == sum(value or 0 for value in people)
