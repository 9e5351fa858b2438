"""How long, as it is said: 10 min, half an hour, 1h30, deux heures et demie, une vingtaine de minutes."""

from __future__ import annotations

import re

from ashore.reading.numerals import ENGLISH_BELOW_100, FRENCH_BELOW_100, spoken_value

MINUTE = 60_000
HOUR = 60 * MINUTE
"""Milliseconds."""

_NUMBER = rf"(?:\d{{1,3}}|{ENGLISH_BELOW_100}|{FRENCH_BELOW_100})"
_SMALL = rf"(?:\d{{1,2}}|{ENGLISH_BELOW_100}|{FRENCH_BELOW_100})"

_MINUTES = r"(?:minutes?|mins?|mn|m|')"
_HOURS = r"(?:hours?|hrs?|heures?|h)"
SPAN = re.compile(
    rf"(?:(?P<half>(?:half an|a half|half|une demi|demi)[ -]?(?:hour|heure))"
    r"|(?P<quarters>three|trois|3)[ -](?:quarters of an hour|quarts d'heure)"
    r"|(?P<quarter>(?:a |un )?(?:quarter of an hour|quart d'heure))"
    r"|(?P<onehalf>(?:one|1) and a half hours?)"
    r"|(?P<few>(?:a few|quelques) (?:minutes|mins|min))|(?P<couple>a couple of (?:minutes|mins|min))"
    rf"|(?P<tens>(?:une |la )?(?:dizaine|quinzaine|vingtaine|trentaine|quarantaine) de) {_MINUTES}"
    rf"|(?P<h>{_NUMBER}|an?) ?{_HOURS}(?P<more> and a half| et demie?| et quart| (?:and "
    rf"|et )?{_SMALL} ?{_MINUTES}?|\d\d(?: ?min)?)?"
    rf"|(?P<m>{_NUMBER}|a) ?{_MINUTES}|(?P<s>{_NUMBER}) ?(?:seconds?|secs?|secondes?)"
    r"|(?P<days>\d{1,2}|two|three|deux|trois) (?:days|jours))(?![^\W_])"
)


def lengths(span: re.Match[str], *, hedged: bool) -> tuple[int, int]:
    """Return the longest and the shortest that a span of time may be, in milliseconds.

    What was said without a doubt is good to a tenth of it, at least a minute; what was said with one, to a quarter.
    """
    if span["few"]:
        return 10 * MINUTE, 2 * MINUTE
    length = _length(span)
    spread = max(length // 4, 2 * MINUTE) if hedged else max(length // 10, MINUTE)
    return length + spread, max(length - spread, 0)


def _length(span: re.Match[str]) -> int:
    if span["half"]:
        return 30 * MINUTE
    if span["quarters"]:
        return 45 * MINUTE
    if span["quarter"]:
        return 15 * MINUTE
    if span["onehalf"]:
        return 90 * MINUTE
    if span["couple"]:
        return 2 * MINUTE
    if span["tens"]:
        return next(many for word, many in _TENS.items() if word in span["tens"]) * MINUTE
    if span["h"]:
        return _count(span["h"]) * HOUR + _more(span["more"] or "") * MINUTE
    if span["m"]:
        return _count(span["m"]) * MINUTE
    if span["s"]:
        return _count(span["s"]) * 1_000
    return _count(span["days"]) * 24 * HOUR


_TENS = {"dizaine": 10, "quinzaine": 15, "vingtaine": 20, "trentaine": 30, "quarantaine": 40}


def _count(said: str) -> int:
    return 1 if said in ("a", "an") else spoken_value(said)


def _more(said: str) -> int:
    if "half" in said or "demi" in said:
        return 30
    if "quart" in said:
        return 15
    number = re.sub(r"(?:and|et)? ?(.*?) ?(?:minutes?|mins?|mn|m|')?$", r"\1", said.strip())
    return spoken_value(number) if number else 0
