"""When a sentence says that something was: civil dates as intervals, each with the rule that gave it.

Relative words are resolved against the day of publication, or of the text that one is embedded in; without it they
give no dates, and the rule says so. Of two ways to write a date in figures the day comes first, unless only the month
can.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan janvier janv",
            "february feb février févr fév",
            "march mar mars",
            "april apr avril avr",
            "may mai",
            "june jun juin",
            "july jul juillet juil juill",
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
    """An expression of time at [start, end) of a text: its first and last day, None where they cannot be told.

    `running` says that it ends with the day it is resolved against, `compared` that it is of what a number is set
    against: "than in 2022", "on last year".
    """

    start: int
    end: int
    first: date | None
    last: date | None
    rule: str
    running: bool = False
    compared: bool = False


SAME_DAY = "the day said before"
DAY_AFTER = "the day after the one said before"
DAY_BEFORE = "the day before the one said before"
FROM_BEFORE = {SAME_DAY: 0, DAY_AFTER: 1, DAY_BEFORE: -1}
"""Expressions that count from a day said earlier, and how many days from it."""

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


def _figures(found: re.Match[str], published: date | None) -> Found:
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


def _week_before(_found: re.Match[str], published: date | None) -> Found:
    if published is None:
        return None, None
    monday = published - published.weekday() * DAY
    return monday - 7 * DAY, monday - DAY


def _ago(found: re.Match[str], published: date | None) -> Found:
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


def _past_year(_found: re.Match[str], published: date | None) -> Found:
    if published is None:
        return None, None
    day = 28 if (published.month, published.day) == (2, 29) else published.day
    return date(published.year - 1, published.month, day), published


def _next_year(_found: re.Match[str], published: date | None) -> Found:
    return (
        (None, None)
        if published is None
        else (date(published.year + 1, 1, 1), date(published.year + 1, 12, 31))
    )


def _unknown(_found: re.Match[str], _published: date | None) -> Found:
    return None, None


def _months(found: re.Match[str], published: date | None) -> Found:
    """From the first of one month to the last of another, of one stated year or the last such."""
    first, last = MONTHS[found["from"]], MONTHS[found["to"]]
    stated = found.groupdict().get("year")
    if stated is None and published is None:
        return None, None
    ended = int(stated) if stated else _last_year_of(published, last, 1)
    begun = ended if first <= last else ended - 1
    end = _whole_month(ended, last)[1]
    return _whole_month(begun, first)[0], min(end, published) if published is not None and end else end


def _half(found: re.Match[str], published: date | None) -> Found:
    year = int(found["year"])
    first = found["half"].startswith(("first", "premier"))
    return (date(year, 1, 1), date(year, 6, 30)) if first else (date(year, 7, 1), date(year, 12, 31))


def _since_day(found: re.Match[str], published: date | None) -> Found:
    first, _ = _dated(found, published)
    return first, published if first is not None else None


def _weekend(_found: re.Match[str], published: date | None) -> Found:
    """The last Saturday and Sunday up to the day itself, or this Saturday alone."""
    if published is None:
        return None, None
    saturday = published - (published.weekday() - 5) % 7 * DAY
    return saturday, min(saturday + DAY, published)


def _for_days(found: re.Match[str], published: date | None) -> Found:
    number = _NUMBERS.get(found["ago"]) or int(found["ago"])
    if published is None or not 0 < number <= 60:
        return None, None
    return published - (number - 1) * DAY, published


def _week_ago(_found: re.Match[str], published: date | None) -> Found:
    return (None, None) if published is None else (published - 7 * DAY, published - 7 * DAY)


def _since_year(found: re.Match[str], published: date | None) -> Found:
    return (None, None) if published is None else (date(int(found["year"]), 1, 1), published)


def _since_weekday(found: re.Match[str], published: date | None) -> Found:
    first, _ = _weekday(found, published)
    return first, published


def _between_days(found: re.Match[str], published: date | None) -> Found:
    """Two days of one month, or of two: "entre le 3 et le 5 février"."""
    month = MONTHS[found["month"]]
    stated = found.groupdict().get("year")
    if stated is None and published is None:
        return None, None
    try:
        last_month, last_day = month, int(found["day"])
        year = int(stated) if stated else _last_year_of(published, last_month, last_day)
        first, last = date(year, month, int(found["begin"])), date(year, last_month, last_day)
    except ValueError:
        return None, None
    return (first, last) if first <= last else (None, None)


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


_ANY_MONTH = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + ")"
_TO = r"(?:to|and|until|à|et|au|-|–)"

_RULES: tuple[tuple[str, str, Callable[[re.Match[str], date | None], Found]], ...] = (
    ("day, month and year", rf"\b{_DAY} {_MONTH},? {_YEAR}", _dated),
    ("day, month and year", rf"\b{_MONTH} {_DAY},? {_YEAR}", _dated),
    ("day, month and year in figures", r"\b(?P<y>20\d\d|19\d\d)-(?P<m>\d\d)-(?P<d>\d\d)\b", _figures),
    (
        "day, month and year in figures",
        r"\b(?P<one>\d\d?)(?P<sep>[/.])(?P<two>\d\d?)(?P=sep)(?P<year>20\d\d|19\d\d|\d\d)\b",
        _figures,
    ),
    (
        "from one day of a month to another",
        rf"\b(?P<begin>[0-3]?\d)(?:er|st|nd|rd|th)? {_TO} (?:the |le )?{_DAY} {_MONTH}(?: {_YEAR})?",
        _between_days,
    ),
    (
        "from one month to another",
        rf"\b(?:from|between|de|d'|entre|depuis) ?(?P<from>{_ANY_MONTH})\b {_TO} ?(?P<to>{_ANY_MONTH})\b(?: {_YEAR})?",
        _months,
    ),
    (
        "half of the year",
        rf"\b(?P<half>first|second|premier|second|deuxième) (?:half of|semestre) (?:de )?{_YEAR}",
        _half,
    ),
    ("last such month", rf"\b(?:since|depuis(?: le)?(?: mois de)?) {_MONTH}(?: {_YEAR})?", _since),
    (
        "since the last such day",
        rf"\b(?:since|depuis le)(?: the)? {_DAY}(?: of)? {_MONTH}(?:,? {_YEAR})?",
        _since_day,
    ),
    ("last such month", rf"\bdepuis le début du mois de {_MONTH}(?: {_YEAR})?", _since),
    ("since the year", rf"\b(?:since|depuis) {_YEAR}", _since_year),
    ("since the last such weekday", rf"\b(?:since|depuis)(?: last)? {_WEEKDAY}", _since_weekday),
    ("last such day", rf"\b{_DAY} {_MONTH}", _dated),
    ("last such day", rf"\b{_MONTH} {_DAY}(?!\d|[.:h]\d|,? (?:19|20)\d\d)\b", _dated),
    ("month and year", rf"\b{_MONTH},? \(?{_YEAR}", _month),
    (
        "last such month",
        rf"\b(?:in|during|of|late|early|mid|last|en|au mois de|d'|de|fin|début|mi)[ -]?{_MONTH}(?! \(?\d)",
        _month,
    ),
    ("night between two days", rf"\b(?:dans la )?nuit de {_WEEKDAY} à \w+", _night_between),
    ("night between two days", rf"\bnight (?:from|of|between) {_WEEKDAY} (?:to|and) \w+", _night_between),
    ("last such weekday", rf"\b{_WEEKDAY}", _weekday),
    (
        "the night before publication",
        r"\b(?:overnight|last night|cette nuit|la nuit dernière|dans la nuit)\b",
        _back(1, 0),
    ),
    (
        "the day before the day before publication",
        r"\b(?:the day before yesterday|avant-hier)\b",
        _back(2, 2),
    ),
    (
        "the day of publication",
        r"\b(?:today|this morning|this afternoon|this evening|tonight|earlier today"
        r"|aujourd'hui|ce matin|ce midi|ce soir|cet après-midi|ce jour)\b(?!-là)",
        _back(0, 0),
    ),
    ("the day before publication", r"\b(?:yesterday|hier)\b", _back(1, 1)),
    (
        "so many days before publication",
        r"\b(?P<ago>\d{1,3}|one|two|three|four|five|six|seven|eight) days? ago\b",
        _ago,
    ),
    (
        "so many days before publication",
        r"\bil y a (?P<ago>\d{1,3}|un|deux|trois|quatre|cinq|six|sept|huit) jours?\b",
        _ago,
    ),
    ("a week before publication", r"\b(?:a week ago|il y a une semaine)\b", _week_ago),
    (
        "the last weekend",
        r"\b(?:(?:at|over|this|last) (?:the )?weekend|(?:ce|le) week-end(?: dernier)?)\b",
        _weekend,
    ),
    (
        "so many days up to publication",
        r"\b(?:(?:with)?in|over|during|en|depuis) (?:the (?:last |past )?|les )?"
        r"(?P<ago>two|three|four|five|six|seven|eight|deux|trois|quatre|cinq|six|sept|huit|[2-9]) (?:days|jours|derniers jours)\b",
        _for_days,
    ),
    (
        "the day and night up to publication",
        r"\b(?:(?:the |these )?(?:past|last|previous) 24 hours|(?:ces |les )?dernières (?:24|vingt-quatre) heures"
        r"|en 24 heures|in 24 hours)\b",
        _back(1, 0),
    ),
    (
        "the year of publication so far",
        r"\b(?:this year|so far this year|year to date|(?:total )?for the year|cette année|depuis le début de l'année"
        r"|depuis le 1er janvier|depuis janvier|since (?:the start|the beginning) of the year|since january)\b",
        _this_year,
    ),
    (
        "the year up to publication",
        r"\b(?:(?:over|in) the (?:last|past) (?:twelve|12) months"
        r"|(?:ces |les )?(?:douze|12) derniers mois)\b",
        _past_year,
    ),
    ("the year up to publication", r"\b(?:over|in) the (?:last|past) year\b", _past_year),
    ("the year up to publication", r"\b(?:sur|en) un an\b", _past_year),
    (
        "the year before publication",
        r"\b(?:last year|l'an dernier|l'an passé|l'année dernière|l'année passée)\b",
        _last_year,
    ),
    ("the year after publication", r"\b(?:next year|l'an prochain|l'année prochaine)\b", _next_year),
    (
        "the month of publication so far",
        r"\b(?:this month|(?:so far )?this month|ce mois(?:-ci)?|depuis le début du mois)\b",
        _this_month,
    ),
    ("the month before publication", r"\b(?:last month|le mois dernier)\b", _last_month),
    ("the week of publication so far", r"\b(?:this week|cette semaine)\b", _this_week),
    (
        "the seven days up to publication",
        r"\b(?:(?:in|over|during) the (?:last|past) (?:week|seven days|7 days)"
        r"|(?:ces |les )?(?:sept|7) derniers jours)\b",
        _back(7, 0),
    ),
    ("the week before publication", r"\b(?:last week|la semaine dernière|la semaine passée)\b", _week_before),
    (
        SAME_DAY,
        r"\b(?:the same (?:day|morning|evening|night)|that (?:day|morning|evening|night)|le même jour|la même nuit"
        r"|le même soir|ce jour-là|cette nuit-là|ce soir-là|ce matin-là)\b",
        _unknown,
    ),
    (DAY_AFTER, r"\b(?:the (?:next|following) (?:day|morning)|le lendemain(?: matin)?)\b", _unknown),
    (DAY_BEFORE, r"\b(?:the (?:previous day|day before|night before)|la veille(?: au soir)?)\b", _unknown),
    ("the year", rf"\b(?:in|en|during|of|for) {_YEAR}", _year),
    ("the year", rf"\b(?:de|pour|l'année|the year) {_YEAR}", _year),
    ("last such month", rf"^{_MONTH}(?= [a-zé])", _month),
)


@dataclass(frozen=True, slots=True)
class _Rule:
    says: str
    pattern: re.Pattern[str]
    when: Callable[[re.Match[str], date | None], Found]
    needs: frozenset[str]


_NEEDS = {
    "day, month and year in figures": "/",
    "half of the year": "half semestre",
    "since the year": "since depuis",
    "the night before publication": "overnight night nuit",
    "the day before the day before publication": "day avant",
    "the day of publication": "today this tonight aujourd ce cet",
    "the day before publication": "yesterday hier",
    "so many days before publication": "ago il",
    "a week before publication": "week semaine",
    "the last weekend": "weekend week",
    "so many days up to publication": "days jours",
    "the day and night up to publication": "hours heures",
    "the year of publication so far": "year date année depuis since",
    "the year up to publication": "twelve months mois derniers",
    "the year before publication": "last an année",
    "the year after publication": "next an année",
    "the month of publication so far": "month mois",
    "the month before publication": "last mois",
    "the week of publication so far": "week semaine",
    "the seven days up to publication": "week days jours",
    "the week before publication": "week semaine",
    SAME_DAY: "same that même là",
    DAY_AFTER: "next following lendemain",
    DAY_BEFORE: "previous day night veille",
}
"""Words of which a sentence must hold one for a rule to be tried at all; "0" is a year, "/" a date in figures."""


def _needs(says: str, pattern: str) -> frozenset[str]:
    if says == "the year up to publication" and "months" not in pattern:
        return frozenset({"year", "an"} if "un an" not in pattern else {"an"})
    if says in _NEEDS:
        return frozenset(_NEEDS[says].split())
    if _WEEKDAY in pattern:
        return frozenset(WEEKDAYS)
    return frozenset(MONTHS) if _MONTH in pattern or _ANY_MONTH in pattern else frozenset("0")


_COMPILED = tuple(
    _Rule(rule, re.compile(pattern), when, _needs(rule, pattern)) for rule, pattern, when in _RULES
)
_WORDS = re.compile(r"[^\W\d_]+")
_COMPARED = re.compile(
    r"(?:\b(?:than|as)(?: in| on| for| at)?|compared (?:with|to)(?: the)?|against|(?:up|down|per cent|%) on|the same "
    r"(?:period|point|time|months?|date|day) (?:of|in|on)?|\bqu'(?:en|au|à)?|\bque"
    r"|par rapport (?:à|au|aux)(?: l'année)?|\bcontre(?: [\d ]+%?)?|chiffres? (?:de|d')|(?:total|highest|record|plus haut) of|revised? (?:from|in))"
    r"(?: the| le| la| l')?(?: same (?:period|point|time|months?|date) (?:of|in)?)? ?$"
)
_A_YEAR = re.compile(r"(?:19|20)\d\d")
_FIGURES = re.compile(r"\d[/.-]\d")


def days_in(text: str, published: date | None, at: int = 0) -> Iterator[Days]:
    """Yield the expressions of time in a sentence that begins at a place, in its order, none inside another."""
    low = text.lower().replace("’", "'")
    words = set(_WORDS.findall(low))
    if _A_YEAR.search(low) is not None:
        words.add("0")
    if _FIGURES.search(low) is not None:
        words.add("/")
    found = [
        (match.start(), -match.end(), rule.says, match, rule.when)
        for rule in _COMPILED
        if not rule.needs.isdisjoint(words)
        for match in rule.pattern.finditer(low)
    ]
    end = 0
    for start, back, rule, match, when in sorted(found, key=lambda each: each[:2]):
        if start < end:
            continue
        end = -back
        first, last = when(match, published)
        unresolved = "" if first is not None else " (not resolved: the day of publication is not known)"
        running = published is not None and last == published
        yield Days(
            start=at + start,
            end=at + end,
            first=first,
            last=last,
            rule=rule + unresolved,
            running=running,
            compared=_COMPARED.search(low, max(0, start - 40), start) is not None,
        )


def from_before(days: Days, earlier: Days | None) -> Days:
    """Return an expression such as "the same day" as of the day said before it; as it is where none is known."""
    away = next((n for rule, n in FROM_BEFORE.items() if days.rule.startswith(rule)), None)
    if away is None or earlier is None or earlier.first is None or earlier.last is None:
        return days
    when = (earlier.last if away > 0 else earlier.first) + away * DAY
    last = earlier.last if away == 0 else when
    return replace(
        days, first=when, last=last, rule=next(rule for rule in FROM_BEFORE if days.rule.startswith(rule))
    )
