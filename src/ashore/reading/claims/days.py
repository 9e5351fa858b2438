"""When a sentence says that something was: civil dates as intervals, each with the rule that gave it.

Relative words are resolved against the day of publication; without it they give no dates, and the rule says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan janvier janv",
            "february feb février fév",
            "march mar mars",
            "april apr avril avr",
            "may mai",
            "june jun juin",
            "july jul juillet juil",
            "august aug août",
            "september sept sep septembre",
            "october oct octobre",
            "november nov novembre",
            "december dec décembre déc",
        ),
        1,
    )
    for name in names.split()
}
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday lundi",
            "tuesday mardi",
            "wednesday mercredi",
            "thursday jeudi",
            "friday vendredi",
            "saturday samedi",
            "sunday dimanche",
        )
    )
    for name in names.split()
}
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """An expression of time at [start, end) of a text: its first and last day, None where they cannot be told."""

    start: int
    end: int
    first: date | None
    last: date | None
    rule: str


_MONTH = "(?P<month>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
_WEEKDAY = "(?P<weekday>" + "|".join(WEEKDAYS) + r")\b"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th|er)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)\b"

Found = tuple[date | None, date | None]


def _whole_month(year: int, month: int) -> Found:
    following = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, 1), following - DAY


def _dated(found: re.Match[str], published: date | None) -> Found:
    day, month = int(found["day"]), MONTHS[found["month"]]
    stated = found.groupdict().get("year")
    if stated is None and published is None:
        return None, None
    year = int(stated) if stated is not None else _last_year_of(published, month, day)
    try:
        when = date(year, month, day)
    except ValueError:
        return None, None
    return when, when


def _last_year_of(published: date | None, month: int, day: int) -> int:
    assert published is not None
    return published.year if (month, day) <= (published.month, published.day) else published.year - 1


def _month(found: re.Match[str], published: date | None) -> Found:
    month, stated = MONTHS[found["month"]], found.groupdict().get("year")
    if stated is None and published is None:
        return None, None
    first, last = _whole_month(int(stated) if stated else _last_year_of(published, month, 1), month)
    return (
        (first, min(last, published))
        if published is not None and first and last and first <= published
        else (first, last)
    )


def _year(found: re.Match[str], published: date | None) -> Found:
    year = int(found["year"])
    last = date(year, 12, 31)
    return date(year, 1, 1), published if published is not None and published.year == year else last


def _weekday(found: re.Match[str], published: date | None) -> Found:
    if published is None:
        return None, None
    back = (published.weekday() - WEEKDAYS[found["weekday"]]) % 7
    when = published - back * DAY
    return when, when


def _night_between(found: re.Match[str], published: date | None) -> Found:
    if published is None:
        return None, None
    when, _ = _weekday(found, published)
    return (None, None) if when is None else (when, when + DAY)


def _back(first: int, last: int) -> Callable[[re.Match[str], date | None], Found]:
    def when(_found: re.Match[str], published: date | None) -> Found:
        return (None, None) if published is None else (published - first * DAY, published - last * DAY)

    return when


def _this_year(_found: re.Match[str], published: date | None) -> Found:
    return (None, None) if published is None else (date(published.year, 1, 1), published)


def _last_year(_found: re.Match[str], published: date | None) -> Found:
    return (
        (None, None)
        if published is None
        else (date(published.year - 1, 1, 1), date(published.year - 1, 12, 31))
    )


def _this_month(_found: re.Match[str], published: date | None) -> Found:
    return (None, None) if published is None else (published.replace(day=1), published)


def _last_month(_found: re.Match[str], published: date | None) -> Found:
    if published is None:
        return None, None
    last = published.replace(day=1) - DAY
    return last.replace(day=1), last


def _this_week(_found: re.Match[str], published: date | None) -> Found:
    return (None, None) if published is None else (published - published.weekday() * DAY, published)


def _since(found: re.Match[str], published: date | None) -> Found:
    first, _ = _month(found, published)
    return first, published


_RULES: tuple[tuple[str, str, Callable[[re.Match[str], date | None], Found]], ...] = (
    ("day, month and year", rf"\b{_DAY} {_MONTH} {_YEAR}", _dated),
    ("day, month and year", rf"\b{_MONTH} {_DAY},? {_YEAR}", _dated),
    ("last such month", rf"\b(?:since|depuis(?: le)?(?: mois de)?) {_MONTH}(?: {_YEAR})?", _since),
    ("last such day", rf"\b{_DAY} {_MONTH}", _dated),
    ("month and year", rf"\b{_MONTH},? {_YEAR}", _month),
    ("last such month", rf"\b(?:in|during|of|en|au mois de|d'|de) {_MONTH}(?! \d)", _month),
    ("night between two days", rf"\b(?:dans la )?nuit de {_WEEKDAY} à \w+", _night_between),
    ("night between two days", rf"\bnight (?:from|of) {_WEEKDAY} to \w+", _night_between),
    ("last such weekday", rf"\b{_WEEKDAY}", _weekday),
    (
        "the night before publication",
        r"\b(?:overnight|last night|cette nuit|la nuit dernière|dans la nuit)\b",
        _back(1, 0),
    ),
    (
        "the day of publication",
        r"\b(?:today|this morning|this afternoon|this evening|tonight|earlier today"
        r"|aujourd'hui|ce matin|ce soir|cet après-midi|ce jour)\b",
        _back(0, 0),
    ),
    ("the day before publication", r"\b(?:yesterday|hier)\b", _back(1, 1)),
    (
        "the year of publication so far",
        r"\b(?:this year|so far this year|year to date|cette année|depuis le début de l'année|depuis janvier)\b",
        _this_year,
    ),
    (
        "the year before publication",
        r"\b(?:last year|l'an dernier|l'an passé|l'année dernière|l'année passée)\b",
        _last_year,
    ),
    (
        "the month of publication so far",
        r"\b(?:this month|ce mois(?:-ci)?|depuis le début du mois)\b",
        _this_month,
    ),
    ("the month before publication", r"\b(?:last month|le mois dernier)\b", _last_month),
    ("the week of publication so far", r"\b(?:this week|cette semaine)\b", _this_week),
    ("the year", rf"\b(?:in|en|during|of|for) {_YEAR}", _year),
)
_COMPILED = tuple((rule, re.compile(pattern), when) for rule, pattern, when in _RULES)


def days_in(text: str, published: date | None) -> Iterator[Days]:
    """Yield the expressions of time in a sentence, in its order, none inside another."""
    low = text.lower().replace("’", "'")
    found = [
        (match.start(), -match.end(), rule, match, when)
        for rule, pattern, when in _COMPILED
        for match in pattern.finditer(low)
    ]
    end = 0
    for start, back, rule, match, when in sorted(found, key=lambda each: each[:2]):
        if start < end:
            continue
        end = -back
        first, last = when(match, published)
        unresolved = "" if first is not None else " (not resolved: the day of publication is not known)"
        yield Days(start=start, end=end, first=first, last=last, rule=rule + unresolved)
