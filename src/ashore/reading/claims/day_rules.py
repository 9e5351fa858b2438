"""The expressions of time that are known, each with the days it means: patterns, tried on words in lower case."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from ashore.reading.claims.day_names import MONTHS, WEEKDAYS
from ashore.reading.claims.day_spans import (
    Found,
    ago,
    back,
    between_days,
    dated,
    figures,
    for_days,
    half,
    last_month,
    last_year,
    month,
    months,
    next_year,
    night_between,
    past_year,
    since,
    since_day,
    since_weekday,
    since_year,
    this_month,
    this_week,
    this_year,
    unknown,
    week_ago,
    week_before,
    weekday,
    weekend,
    year,
)

SAME_DAY = "the day said before"
DAY_AFTER = "the day after the one said before"
DAY_BEFORE = "the day before the one said before"
FROM_BEFORE = {SAME_DAY: 0, DAY_AFTER: 1, DAY_BEFORE: -1}
"""Expressions that count from a day said earlier, and how many days from it."""


_MONTH = "(?P<month>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
_WEEKDAY = "(?P<weekday>" + "|".join(WEEKDAYS) + r")\b"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th|er)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)\b"
_ANY_MONTH = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + ")"
_TO = r"(?:to|and|until|à|et|au|-|–)"

_SAID: tuple[tuple[str, str, Callable[[re.Match[str], date | None], Found]], ...] = (
    ("day, month and year", rf"\b{_DAY} {_MONTH},? {_YEAR}", dated),
    ("day, month and year", rf"\b{_MONTH} {_DAY},? {_YEAR}", dated),
    ("day, month and year in figures", r"\b(?P<y>20\d\d|19\d\d)-(?P<m>\d\d)-(?P<d>\d\d)\b", figures),
    (
        "day, month and year in figures",
        r"\b(?P<one>\d\d?)(?P<sep>[/.])(?P<two>\d\d?)(?P=sep)(?P<year>20\d\d|19\d\d|\d\d)\b",
        figures,
    ),
    (
        "from one day of a month to another",
        rf"\b(?P<begin>[0-3]?\d)(?:er|st|nd|rd|th)? {_TO} (?:the |le )?{_DAY} {_MONTH}(?: {_YEAR})?",
        between_days,
    ),
    (
        "from one month to another",
        rf"\b(?:from|between|de|d'|entre|depuis) ?(?P<from>{_ANY_MONTH})\b {_TO} ?(?P<to>{_ANY_MONTH})\b(?: {_YEAR})?",
        months,
    ),
    (
        "half of the year",
        rf"\b(?P<half>first|second|premier|second|deuxième) (?:half of|semestre) (?:de )?{_YEAR}",
        half,
    ),
    ("last such month", rf"\b(?:since|depuis(?: le)?(?: mois de)?) {_MONTH}(?: {_YEAR})?", since),
    (
        "since the last such day",
        rf"\b(?:since|depuis le)(?: the)? {_DAY}(?: of)? {_MONTH}(?:,? {_YEAR})?",
        since_day,
    ),
    ("last such month", rf"\bdepuis le début du mois de {_MONTH}(?: {_YEAR})?", since),
    ("since the year", rf"\b(?:since|depuis) {_YEAR}", since_year),
    ("since the last such weekday", rf"\b(?:since|depuis)(?: last)? {_WEEKDAY}", since_weekday),
    ("last such day", rf"\b{_DAY} {_MONTH}", dated),
    ("last such day", rf"\b{_MONTH} {_DAY}(?!\d|[.:h]\d|,? (?:19|20)\d\d)\b", dated),
    ("month and year", rf"\b{_MONTH},? \(?{_YEAR}", month),
    (
        "last such month",
        rf"\b(?:in|during|of|late|early|mid|last|en|au mois de|d'|de|fin|début|mi)[ -]?{_MONTH}(?! \(?\d)",
        month,
    ),
    ("night between two days", rf"\b(?:dans la )?nuit de {_WEEKDAY} à \w+", night_between),
    ("night between two days", rf"\bnight (?:from|of|between) {_WEEKDAY} (?:to|and) \w+", night_between),
    ("last such weekday", rf"\b{_WEEKDAY}", weekday),
    (
        "the night before publication",
        r"\b(?:overnight|last night|cette nuit|la nuit dernière|dans la nuit)\b",
        back(1, 0),
    ),
    (
        "the day before the day before publication",
        r"\b(?:the day before yesterday|avant-hier)\b",
        back(2, 2),
    ),
    (
        "the day of publication",
        r"\b(?:today|this morning|this afternoon|this evening|tonight|earlier today"
        r"|aujourd'hui|ce matin|ce midi|ce soir|cet après-midi|ce jour)\b(?!-là)",
        back(0, 0),
    ),
    ("the day before publication", r"\b(?:yesterday|hier)\b", back(1, 1)),
    (
        "so many days before publication",
        r"\b(?P<ago>\d{1,3}|one|two|three|four|five|six|seven|eight) days? ago\b",
        ago,
    ),
    (
        "so many days before publication",
        r"\bil y a (?P<ago>\d{1,3}|un|deux|trois|quatre|cinq|six|sept|huit) jours?\b",
        ago,
    ),
    ("a week before publication", r"\b(?:a week ago|il y a une semaine)\b", week_ago),
    (
        "the last weekend",
        r"\b(?:(?:at|over|this|last) (?:the )?weekend|(?:ce|le) week-end(?: dernier)?)\b",
        weekend,
    ),
    (
        "so many days up to publication",
        r"\b(?:(?:with)?in|over|during|en|depuis) (?:the (?:last |past )?|les )?"
        r"(?P<ago>two|three|four|five|six|seven|eight|deux|trois|quatre|cinq|six|sept|huit|[2-9])"
        r" (?:days|jours|derniers jours)\b",
        for_days,
    ),
    (
        "the day and night up to publication",
        r"\b(?:(?:the |these )?(?:past|last|previous) 24 hours|(?:ces |les )?dernières (?:24|vingt-quatre) heures"
        r"|en 24 heures|in 24 hours)\b",
        back(1, 0),
    ),
    (
        "the year of publication so far",
        r"\b(?:this year|so far this year|year to date|(?:total )?for the year|cette année|depuis le début de l'année"
        r"|depuis le 1er janvier|depuis janvier|since (?:the start|the beginning) of the year|since january)\b",
        this_year,
    ),
    (
        "the year up to publication",
        r"\b(?:(?:over|in) the (?:last|past) (?:twelve|12) months"
        r"|(?:ces |les )?(?:douze|12) derniers mois)\b",
        past_year,
    ),
    ("the year up to publication", r"\b(?:over|in) the (?:last|past) year\b", past_year),
    ("the year up to publication", r"\b(?:sur|en) un an\b", past_year),
    (
        "the year before publication",
        r"\b(?:last year|l'an dernier|l'an passé|l'année dernière|l'année passée)\b",
        last_year,
    ),
    ("the year after publication", r"\b(?:next year|l'an prochain|l'année prochaine)\b", next_year),
    (
        "the month of publication so far",
        r"\b(?:this month|(?:so far )?this month|ce mois(?:-ci)?|depuis le début du mois)\b",
        this_month,
    ),
    ("the month before publication", r"\b(?:last month|le mois dernier)\b", last_month),
    ("the week of publication so far", r"\b(?:this week|cette semaine)\b", this_week),
    (
        "the seven days up to publication",
        r"\b(?:(?:in|over|during) the (?:last|past) (?:week|seven days|7 days)"
        r"|(?:ces |les )?(?:sept|7) derniers jours)\b",
        back(7, 0),
    ),
    ("the week before publication", r"\b(?:last week|la semaine dernière|la semaine passée)\b", week_before),
    (
        SAME_DAY,
        r"\b(?:the same (?:day|morning|evening|night)|that (?:day|morning|evening|night)|le même jour|la même nuit"
        r"|le même soir|ce jour-là|cette nuit-là|ce soir-là|ce matin-là)\b",
        unknown,
    ),
    (DAY_AFTER, r"\b(?:the (?:next|following) (?:day|morning)|le lendemain(?: matin)?)\b", unknown),
    (DAY_BEFORE, r"\b(?:the (?:previous day|day before|night before)|la veille(?: au soir)?)\b", unknown),
    ("the year", rf"\b(?:in|en|during|of|for) {_YEAR}", year),
    ("the year", rf"\b(?:de|pour|l'année|the year) {_YEAR}", year),
    ("last such month", rf"^{_MONTH}(?= [a-zé])", month),
)


@dataclass(frozen=True, slots=True)
class Rule:
    """An expression: what it is called, how it reads, the days it means, and words of which one must be there.

    `named` is the name of a month or a weekday about which alone it is sought.
    """

    says: str
    pattern: re.Pattern[str]
    when: Callable[[re.Match[str], date | None], Found]
    needs: frozenset[str]
    named: re.Pattern[str] | None


A_MONTH = re.compile(rf"\b{_ANY_MONTH}\b")
A_WEEKDAY = re.compile(rf"\b(?:{'|'.join(WEEKDAYS)})\b")


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


def _named(pattern: str) -> re.Pattern[str] | None:
    if _MONTH in pattern or _ANY_MONTH in pattern:
        return A_MONTH
    return A_WEEKDAY if _WEEKDAY in pattern else None


RULES = tuple(
    Rule(rule, re.compile(pattern), when, _needs(rule, pattern), _named(pattern))
    for rule, pattern, when in _SAID
)
