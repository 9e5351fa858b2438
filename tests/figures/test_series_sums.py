"""The official series adds up to the digit: every month and year, boats, crossing days and the fullest day."""

from __future__ import annotations

from datetime import date

import pytest
from loaded import picture_of, read_report, shared_file

from ashore.figures.observed import Observed, vintages_of
from ashore.figures.outside import reports_standing
from ashore.figures.period import period
from ashore.figures.revisions import releases, sums_of_releases
from ashore.picture.fold import Picture

MONTHS = {
    2018: "7 0 0 0 0 4 0 10 7 23 110 138",
    2019: "45 88 66 80 150 163 195 342 210 75 151 278",
    2020: "94 183 188 558 743 727 1111 1470 1946 472 761 209",
    2021: "224 308 831 750 1627 2177 3512 3053 4602 2701 6971 1770",
    2022: "1339 143 3066 2143 2916 3140 3687 8631 7964 6900 4082 1744",
    2023: "1180 1773 840 2153 1664 3823 3299 5369 4729 1869 1661 1077",
    2024: "1335 920 3180 2132 2881 3041 3414 4149 4192 5417 2901 3254",
    2025: "1098 958 4586 4432 3738 5170 5454 3567 5084 2867 2338 2180",
    2026: "933 1276 2232 1975 2726 2742 2316 1697",
}
YEARS = {
    2018: (299, 43, 29, 45, "2018-12-25"),
    2019: (1843, 164, 81, 86, "2019-09-10"),
    2020: (8462, 641, 130, 401, "2020-09-22"),
    2021: (28526, 1034, 154, 1250, "2021-11-11"),
    2022: (45755, 1110, 162, 1305, "2022-09-03"),
    2023: (29437, 602, 140, 872, "2023-09-02"),
    2024: (36816, 695, 151, 973, "2024-10-05"),
    2025: (41472, 672, 139, 1195, "2025-05-31"),
    2026: (15897, 234, 79, 752, "2026-07-29"),
}
"""People, boats, days with an arrival, the fullest day's people and that day; 2026 to 20 August."""

LAST = "2026-08-20"


@pytest.fixture(scope="module")
def picture() -> Picture:
    """A picture of the published workbook alone."""
    return picture_of(read_report(shared_file("home_office_small_boats_to_2026-08-20.ods")))


def observed(picture: Picture, unit: str, outcome: str = "arrived", clock: str = "arrived") -> Observed:
    """Return the newest vintage of a count."""
    return vintages_of(reports_standing(picture), outcome, unit, clock)[-1]


def days_of(year: int, month: int | None = None) -> tuple[date, date]:
    """Return the first and last day of a year or a month, as far as the series goes."""
    days = period(f"{year}" if month is None else f"{year}-{month:02}").days
    assert days is not None
    return days[0], min(days[1], date.fromisoformat(LAST))


@pytest.mark.parametrize("year", MONTHS)
def test_every_month_adds_up(picture: Picture, year: int) -> None:
    """The days of each month sum to what was published for it."""
    people = observed(picture, "person")
    said = [int(number) for number in MONTHS[year].split()]
    assert [people.sum_of(days_of(year, month)) for month in range(1, len(said) + 1)] == said


@pytest.mark.parametrize("year", YEARS)
def test_every_year_adds_up(picture: Picture, year: int) -> None:
    """People, boats, days with an arrival, and the fullest day."""
    people, boats = observed(picture, "person"), observed(picture, "boat")
    days = days_of(year)
    by_day = {first: people.values[first, last] or 0 for first, last in people.periods(days)}
    fullest = max(by_day, key=lambda day: by_day[day])
    crossing = sum(count > 0 for count in by_day.values())
    found = (people.sum_of(days), boats.sum_of(days), crossing, by_day[fullest], fullest.isoformat())
    assert found == YEARS[year]


@pytest.mark.parametrize(
    ("first", "last", "people", "incidents"),
    [
        ("2024-04-29", "2024-12-29", 21317, 694),
        ("2024-12-30", "2025-12-28", 22476, 845),
        ("2025-12-29", "2026-08-16", 8231, 382),
    ],
)
def test_the_prevented_add_up(picture: Picture, first: str, last: str, people: int, incidents: int) -> None:
    """The weeks in which prevention was counted, year by year."""
    days = date.fromisoformat(first), date.fromisoformat(last)
    assert observed(picture, "person", "prevented", "week_ending").sum_of(days) == people
    assert observed(picture, "incident", "prevented", "week_ending").sum_of(days) == incidents


@pytest.mark.parametrize(("year", "total"), [(2022, 6691), (2023, 5946), (2024, 7567), (2025, 11074)])
def test_january_to_april_is_as_printed_with_the_red_days(picture: Picture, year: int, total: int) -> None:
    """The four sums that the note on crossing conditions prints."""
    days = period(f"{year}-01-01/{year}-04-30").days
    people, *_ = sums_of_releases(releases(picture, "SB_01"), "month", days)
    assert sum(value or 0 for _, (value,) in people.rows) == total
