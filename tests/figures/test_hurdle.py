"""The model of daily arrivals: honest about days it has not seen, and silent where a fit failed."""

from __future__ import annotations

import importlib
import json
import math
import random
import types
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from loaded import daily, picture_of, read_report, series_report, shared_file, waves

from ashore.figures import hurdle
from ashore.figures.hurdle import Backtest, NoStatistics, NotConverged, TooFewDays, WavesLacking, backtest
from ashore.figures.hurdle_tables import hurdle_json, hurdle_table
from ashore.figures.observed import Observed, measured, vintages_of
from ashore.figures.outside import reports_standing
from ashore.model.measures import WAVE_HEIGHT

FIRST = "2027-01-01"
ASKED = (date(2030, 11, 1), date(2030, 12, 31))


def sea(length: int, seed: int = 3) -> list[float]:
    """Return made-up wave heights, higher in winter, that last some days."""
    chance = random.Random(seed)
    height, heights = 1.0, []
    for number in range(length):
        usual = 1.0 + 0.4 * math.cos(2 * math.pi * number / 365.25)
        height = max(0.1, usual + 0.7 * (height - usual) + chance.gauss(0, 0.3))
        heights.append(round(height, 2))
    return heights


def arrivals(heights: Sequence[float], seed: int = 4) -> list[int]:
    """Return made-up arrivals: on a low sea somebody nearly always crosses, and the more the lower it is."""
    chance = random.Random(seed)
    return [
        1 + int(chance.gammavariate(1.2, 90 / (0.3 + height)))
        if chance.random() < 1 / (1 + math.exp(4 * (height - 0.9)))
        else 0
        for height in heights
    ]


HEIGHTS = sea(1461)
COUNTS = arrivals(HEIGHTS)


def counted(values: Sequence[int | None] = COUNTS) -> Observed:
    """Return made-up counts as a series holds them."""
    picture = picture_of(series_report(daily(values, first=FIRST)))
    return vintages_of(reports_standing(picture), "arrived", "person", "arrived")[-1]


def heights_held(heights: Sequence[str] = tuple(map(str, HEIGHTS))) -> Observed | None:
    """Return made-up waves as a series holds them."""
    picture = picture_of(read_report(waves(heights, first=FIRST)))
    return measured(reports_standing(picture), WAVE_HEIGHT, "highest")


@pytest.fixture(scope="module")
def tested() -> Backtest:
    """The model tried on two months, without waves."""
    pytest.importorskip("statsmodels")
    return backtest(counted(), ASKED, ahead=28)


def test_the_scores_are_of_days_and_sums_that_can_be_checked(tested: Backtest) -> None:
    """The baselines come out as a plain reckoning has them, day by day."""
    start = date.fromisoformat(FIRST)
    days = [(ASKED[0] - start).days + number for number in range(61)]
    assert tested.observed == sum(COUNTS[day] for day in days)
    assert tested.days_seen == sum(COUNTS[day] > 0 for day in days)
    _, weekday, mean = tested.scores
    before = [COUNTS[day - 364] for day in days]
    assert weekday.expected == sum(before)
    assert weekday.mean_error == pytest.approx(
        sum(abs(COUNTS[day] - said) for day, said in zip(days, before, strict=True)) / 61
    )
    usual = [sum(COUNTS[day - 28 - 364 : day - 28 + 1]) / 365 for day in days]
    assert mean.expected == pytest.approx(sum(usual))
    assert mean.root_mean_square == pytest.approx(
        math.sqrt(sum((COUNTS[day] - said) ** 2 for day, said in zip(days, usual, strict=True)) / 61)
    )
    assert tested.fits == 3


def test_no_forecast_sees_its_own_day_or_later(tested: Backtest) -> None:
    """With everything after the day four weeks before changed out of all measure, what was said is the same."""
    known = (ASKED[0] - date.fromisoformat(FIRST)).days - 28
    changed = [*COUNTS[: known + 1], *[5000] * (len(COUNTS) - known - 1)]
    one = (ASKED[0], ASKED[0])
    plain, other = (backtest(counted(values), one, ahead=28) for values in (COUNTS, changed))
    assert plain.scores[0].expected == other.scores[0].expected
    assert plain.days_said == other.days_said
    assert plain.scores[2].expected == other.scores[2].expected
    known_less = [*COUNTS[:known], 5000, *COUNTS[known + 1 :]]
    assert backtest(counted(known_less), one, ahead=28).scores[0].expected != plain.scores[0].expected


def test_on_a_sea_that_governs_the_crossings_the_waves_help(tested: Backtest) -> None:
    """With the waves of the day the errors fall below both baselines, and the page says that no forecast has them."""
    found = backtest(counted(), ASKED, ahead=28, waves=heights_held())
    assert found.scores[0].mean_error < tested.scores[0].mean_error
    assert found.better
    assert "no forecast has" in hurdle_table(found)
    assert "SYNTHETIC" in hurdle_table(found)
    assert 0.75 <= found.inside <= 1
    assert found.days_said == pytest.approx(found.days_seen, abs=8)


def test_a_model_that_is_no_better_is_not_to_be_printed() -> None:
    """Where days are drawn by lot no model beats their mean by much; the table says which it was."""
    pytest.importorskip("statsmodels")
    chance = random.Random(8)
    lots = [int(chance.gammavariate(0.7, 100)) if chance.random() < 0.5 else 0 for _ in range(1461)]
    found = backtest(counted(lots), ASKED, ahead=28)
    assert ("no better than what needs no model" in hurdle_table(found)) is not found.better
    answer = json.loads(hurdle_json(found))
    assert answer["better_than_both"] is found.better
    assert [each["name"] for each in answer["scores"]] == [
        "hurdle",
        "same_weekday_last_year",
        "mean_of_last_year",
    ]


def test_a_fit_that_did_not_converge_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A part that stops before its best place leaves no answer at all."""
    pytest.importorskip("statsmodels")
    real = hurdle._numerics()

    class Stopped:
        """A fit that gives up at once and says so."""

        def __init__(self, counts: Any, design: Any) -> None:
            self.model = real.truncated(counts, design)

        def fit(self, **asked: Any) -> Any:
            return self.model.fit(**(asked | {"maxiter": 1}))

    stopped = hurdle._Numerics(real.np, real.nbinom, real.logit, Stopped)
    monkeypatch.setattr(hurdle, "_numerics", lambda: stopped)
    with pytest.raises(NotConverged) as refused:
        backtest(counted(), ASKED)
    assert "did not converge" in refused.value.sentence()


def test_days_that_tell_nobody_when_no_one_crosses_are_refused() -> None:
    """With an arrival on every day the first part has no best place."""
    pytest.importorskip("statsmodels")
    with pytest.raises(NotConverged):
        backtest(counted([count + 1 for count in COUNTS]), ASKED)


def test_without_the_extra_a_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rates need none of it."""

    def absent(name: str) -> types.ModuleType:
        raise ImportError(name)

    monkeypatch.setattr(importlib, "import_module", absent)
    with pytest.raises(NoStatistics) as refused:
        backtest(counted(), ASKED)
    assert "ashore[statistics]" in refused.value.advice()


@pytest.mark.parametrize(
    ("values", "asked"),
    [
        (COUNTS[-800:], ASKED),
        (COUNTS, (date(2030, 12, 1), date(2031, 1, 5))),
        ([*COUNTS[:-200], None, *COUNTS[-199:]], ASKED),
    ],
    ids=["too short", "beyond the end", "a gap"],
)
def test_too_few_days_on_end_are_refused(values: Sequence[int | None], asked: tuple[date, date]) -> None:
    """The sentence says how many are needed and held."""
    pytest.importorskip("statsmodels")
    first = date(2030, 12, 31) - timedelta(days=len(values) - 1)
    picture = picture_of(series_report(daily(values, first=first.isoformat())))
    found = vintages_of(reports_standing(picture), "arrived", "person", "arrived")[-1]
    with pytest.raises(TooFewDays):
        backtest(found, asked)


def test_a_day_whose_waves_are_not_held_is_refused() -> None:
    """A forecast by the waves needs them for every day of the period."""
    pytest.importorskip("statsmodels")
    heights = [*map(str, HEIGHTS[:-5]), "", *map(str, HEIGHTS[-4:])]
    with pytest.raises(WavesLacking):
        backtest(counted(), ASKED, waves=heights_held(heights))


@pytest.mark.slow
def test_the_published_series_is_forecast_no_worse_than_by_its_mean_a_day_ahead() -> None:
    """A day ahead the model is less far out than both baselines over 2024 and 2025; its own 90 per cent hold."""
    pytest.importorskip("statsmodels")
    picture = picture_of(read_report(shared_file("home_office_small_boats_to_2026-08-20.ods")))
    series = vintages_of(reports_standing(picture), "arrived", "person", "arrived")[-1]
    found = backtest(series, (date(2024, 1, 1), date(2025, 12, 31)), ahead=1)
    assert found.observed == 36816 + 41472
    assert found.better
    assert 0.85 <= found.inside <= 0.98
