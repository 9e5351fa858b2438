"""What an expression of time means as days: from its match, and the day it is counted from.

Both ends are None where they cannot be told.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from ashore.reading.claims.day_names import MONTHS, WEEKDAYS

DAY = timedelta(days=1)

Found = tuple[date | None, date | None]


def whole_month(year: int, month: int) -> Found:
    """The first and last day of a month."""
    following = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, 1), following - DAY


def dated(found: re.Match[str], published: date | None) -> Found:
    """One day of a named month, of the last such year where none is said."""
    day, month = int(found["day"]), MONTHS[found["month"]]
    stated = found.groupdict().get("year")
    if stated is None and published is None:
        return None, None
    year = int(stated) if stated is not None else last_year_of(published, month, day)
    try:
        when = date(year, month, day)
    except ValueError:
        return None, None
    return when, when


def last_year_of(published: date | None, month: int, day: int) -> int:
    """The year in which a day of a month was last."""
    assert published is not None
    return published.year if (month, day) <= (published.month, published.day) else published.year - 1


def month(found: re.Match[str], published: date | None) -> Found:
    """A month up to the day it is counted from."""
    month, stated = MONTHS[found["month"]], found.groupdict().get("year")
    if stated is None and published is None:
        return None, None
    first, last = whole_month(int(stated) if stated else last_year_of(published, month, 1), month)
    return (
        (first, min(last, published))
        if published is not None and first and last and first <= published
        else (first, last)
    )


def year(found: re.Match[str], published: date | None) -> Found:
    """A year up to the day it is counted from."""
    year = int(found["year"])
    last = date(year, 12, 31)
    return date(year, 1, 1), published if published is not None and published.year == year else last


def weekday(found: re.Match[str], published: date | None) -> Found:
    """The last such weekday, today included."""
    if published is None:
        return None, None
    back = (published.weekday() - WEEKDAYS[found["weekday"]]) % 7
    when = published - back * DAY
    return when, when


def figures(found: re.Match[str], published: date | None) -> Found:
    """A date in figures: the year first where it has four, else the day; the month where that is none or to come."""
    if found.groupdict().get("y") is not None:
        numbers = [(int(found["y"]), int(found["m"]), int(found["d"]))]
    else:
        year = int(found["year"]) + (0 if len(found["year"]) == 4 else 2000)
        one, two = int(found["one"]), int(found["two"])
        numbers = [(year, two, one), (year, one, two)]
    possible = []
    for year, month, day in numbers:
        try:
            possible.append(date(year, month, day))
        except ValueError:
            continue
    known = [each for each in possible if published is None or each <= published]
    when = next(iter(known or possible), None)
    return when, when


def week_before(_found: re.Match[str], published: date | None) -> Found:
    """Monday to Sunday of the week before."""
    if published is None:
        return None, None
    monday = published - published.weekday() * DAY
    return monday - 7 * DAY, monday - DAY


def ago(found: re.Match[str], published: date | None) -> Found:
    """The day so many days before."""
    number = _NUMBERS.get(found["ago"]) or int(found["ago"])
    if published is None or number > 365:
        return None, None
    when = published - number * DAY
    return when, when


_NUMBERS = {
    name: number
    for number, names in enumerate(
        (
            "one un une",
            "two deux",
            "three trois",
            "four quatre",
            "five cinq",
            "six",
            "seven sept",
            "eight huit",
        ),
        1,
    )
    for name in names.split()
}


def past_year(_found: re.Match[str], published: date | None) -> Found:
    """The twelve months up to the day."""
    if published is None:
        return None, None
    day = 28 if (published.month, published.day) == (2, 29) else published.day
    return date(published.year - 1, published.month, day), published


def next_year(_found: re.Match[str], published: date | None) -> Found:
    """The calendar year after."""
    return (
        (None, None)
        if published is None
        else (date(published.year + 1, 1, 1), date(published.year + 1, 12, 31))
    )


def unknown(_found: re.Match[str], _published: date | None) -> Found:
    """Days that only the words before can tell."""
    return None, None


def months(found: re.Match[str], published: date | None) -> Found:
    """From the first of one month to the last of another, of one stated year or the last such."""
    first, last = MONTHS[found["from"]], MONTHS[found["to"]]
    stated = found.groupdict().get("year")
    if stated is None and published is None:
        return None, None
    ended = int(stated) if stated else last_year_of(published, last, 1)
    begun = ended if first <= last else ended - 1
    end = whole_month(ended, last)[1]
    return whole_month(begun, first)[0], min(end, published) if published is not None and end else end


def half(found: re.Match[str], published: date | None) -> Found:
    """The first or the second half of a year."""
    year = int(found["year"])
    first = found["half"].startswith(("first", "premier"))
    return (date(year, 1, 1), date(year, 6, 30)) if first else (date(year, 7, 1), date(year, 12, 31))


def since_day(found: re.Match[str], published: date | None) -> Found:
    """From a day of a month on."""
    first, _ = dated(found, published)
    return first, published if first is not None else None


def weekend(_found: re.Match[str], published: date | None) -> Found:
    """The last Saturday and Sunday up to the day itself, or this Saturday alone."""
    if published is None:
        return None, None
    saturday = published - (published.weekday() - 5) % 7 * DAY
    return saturday, min(saturday + DAY, published)


def for_days(found: re.Match[str], published: date | None) -> Found:
    """So many days up to the day, itself included."""
    number = _NUMBERS.get(found["ago"]) or int(found["ago"])
    if published is None or not 0 < number <= 60:
        return None, None
    return published - (number - 1) * DAY, published


def week_ago(_found: re.Match[str], published: date | None) -> Found:
    """The day a week before."""
    return (None, None) if published is None else (published - 7 * DAY, published - 7 * DAY)


def since_year(found: re.Match[str], published: date | None) -> Found:
    """From the first day of a year on."""
    return (None, None) if published is None else (date(int(found["year"]), 1, 1), published)


def since_weekday(found: re.Match[str], published: date | None) -> Found:
    """From the last such weekday on."""
    first, _ = weekday(found, published)
    return first, published


def between_days(found: re.Match[str], published: date | None) -> Found:
    """Two days of one month, or of two: "entre le 3 et le 5 février"."""
    month = MONTHS[found["month"]]
    stated = found.groupdict().get("year")
    if stated is None and published is None:
        return None, None
    try:
        last_month, last_day = month, int(found["day"])
        year = int(stated) if stated else last_year_of(published, last_month, last_day)
        first, last = date(year, month, int(found["begin"])), date(year, last_month, last_day)
    except ValueError:
        return None, None
    return (first, last) if first <= last else (None, None)


def night_between(found: re.Match[str], published: date | None) -> Found:
    """The last such weekday and the day after."""
    if published is None:
        return None, None
    when, _ = weekday(found, published)
    return (None, None) if when is None else (when, when + DAY)


def back(first: int, last: int) -> Callable[[re.Match[str], date | None], Found]:
    """Return what gives the days from so many before to so many before."""

    def when(_found: re.Match[str], published: date | None) -> Found:
        return (None, None) if published is None else (published - first * DAY, published - last * DAY)

    return when


def this_year(_found: re.Match[str], published: date | None) -> Found:
    """The calendar year so far."""
    return (None, None) if published is None else (date(published.year, 1, 1), published)


def last_year(_found: re.Match[str], published: date | None) -> Found:
    """The calendar year before."""
    return (
        (None, None)
        if published is None
        else (date(published.year - 1, 1, 1), date(published.year - 1, 12, 31))
    )


def this_month(_found: re.Match[str], published: date | None) -> Found:
    """The calendar month so far."""
    return (None, None) if published is None else (published.replace(day=1), published)


def last_month(_found: re.Match[str], published: date | None) -> Found:
    """The calendar month before."""
    if published is None:
        return None, None
    last = published.replace(day=1) - DAY
    return last.replace(day=1), last


def this_week(_found: re.Match[str], published: date | None) -> Found:
    """From Monday on."""
    return (None, None) if published is None else (published - published.weekday() * DAY, published)


def since(found: re.Match[str], published: date | None) -> Found:
    """From the first of a month on."""
    first, _ = month(found, published)
    return first, published
