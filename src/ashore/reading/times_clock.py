"""An hour of the clock as it is said: 22:04, 00h34, 2234, half past two, trois heures moins le quart, midnight."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from ashore.reading.numerals import ENGLISH_BELOW_100, FRENCH_BELOW_100, spoken_value

Needs = Literal["nothing", "before", "beside"]
"""What makes digits an hour: nothing more, a word before them ("at"), or a zone, a day or a half of the day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """An hour as said, up to `end` in the text; `twelve` is said on the twelve-hour clock, and may mean either half."""

    hour: int
    minute: int
    end: int
    second: int = 0
    twelve: bool = False
    needs: Needs = "nothing"

    @property
    def possible(self) -> bool:
        """Whether a clock can show it."""
        return self.hour * 60 + self.minute <= 24 * 60 and self.minute < 60 and self.second < 60

    @property
    def spread_minutes(self) -> int:
        """How many minutes either way "about" is read as: the rounder the hour, the more."""
        if self.minute == 0:
            return 30
        return 15 if self.minute in (15, 30, 45) else 5

    def hours(self, part: str | None) -> tuple[int, ...]:
        """Return the hours of the day that it can mean, given the part of the day."""
        if self.hour > 12 or (self.hour == 0 and part is None):
            return (self.hour,)
        half = self.hour % 12
        match part:
            case "morning":
                return (half,)
            case "afternoon":
                return (half + 12,)
            case "evening":
                return (half + 12 if half else 24,)
            case "night":
                return (half + 12,) if half >= 6 else (half,)
        return (half, half + 12) if self.twelve else (self.hour,)


def clock_at(text: str, at: int) -> Clock | None:
    """Return the hour that begins at a place of a folded text, or None."""
    for pattern, reader in _FORMS:
        if (said := pattern.match(text, at)) and (clock := reader(said)) is not None and clock.possible:
            return clock
    return None


_ENGLISH = rf"(?:\d{{1,2}}|{ENGLISH_BELOW_100})"
_FRENCH = rf"(?:\d{{1,2}}|{FRENCH_BELOW_100})"
_STOP = r"(?![^\W_])"

_COLON = re.compile(r"(\d{1,2}):(\d\d)(?::(\d\d))?(?:\.\d{1,6})?(?=[a-z]?\b|[ap]m|utc|h)(?!:?\d)")
_DOT = re.compile(r"(\d{1,2})\.(\d\d)(?!\.?\d)")
_FOUR = re.compile(r"(\d\d)(\d\d)(?!\d)(?P<hours> ?(?:h|hrs|hours)\b)?(?![.,]\d|['\"°/])")
_H = re.compile(r"(\d{1,2}) ?h(?:rs)?(?: ?(\d\d)(?!\d)(?: ?(?:m|min|mn) ?(?:(\d\d) ?s?)?)?)?(?=[a-z]?\b)")
_HALF = re.compile(rf"half (?:past )?({_ENGLISH}){_STOP}(?! an| hour)")
_PAST = re.compile(
    rf"(?:(?P<quarter>(?:a )?quarter)|(?P<minutes>{_ENGLISH})(?: minutes?| mins?)?) (?P<way>past|after|to"
    rf"|before|of)"
    rf" (?P<hour>{_ENGLISH}|midnight|noon){_STOP}(?: o'clock)?"
)
_HEURES = re.compile(
    rf"(?P<hour>{_FRENCH}|midi|minuit) ?(?:heures?|h)?"
    rf"(?: (?P<less>moins )(?:(?P<lessquarter>le quart)|(?P<lessminutes>{_FRENCH}))"
    rf"| et (?:(?P<half>demie?)|(?P<quarter>quart))| (?P<minutes>{_FRENCH}))?{_STOP}"
)
_WHOLE = re.compile(r"(?P<midnight>midnight|minuit)|(?P<noon>noon|midday|midi)")
_OCLOCK = re.compile(rf"({_ENGLISH})(?P<oclock> ?o'?clock)?(?=[ap]\.?m\b|\b)(?!\w* ?(?:h\b|heures?\b))")


def _colon(said: re.Match[str]) -> Clock:
    return Clock(hour=int(said[1]), minute=int(said[2]), second=int(said[3] or 0), end=said.end())


def _dot(said: re.Match[str]) -> Clock:
    return Clock(hour=int(said[1]), minute=int(said[2]), end=said.end(), needs="beside")


def _four(said: re.Match[str]) -> Clock:
    year = said[1] in ("19", "20") and not said["hours"]
    needs: Needs = "beside" if year else "nothing"
    return Clock(hour=int(said[1]), minute=int(said[2]), end=said.end(), needs=needs)


def _h(said: re.Match[str]) -> Clock:
    return Clock(hour=int(said[1]), minute=int(said[2] or 0), second=int(said[3] or 0), end=said.end())


def _half(said: re.Match[str]) -> Clock | None:
    hour = spoken_value(said[1])
    return Clock(hour=hour, minute=30, end=said.end(), twelve=True) if 1 <= hour <= 12 else None


def _past(said: re.Match[str]) -> Clock | None:
    minutes = 15 if said["quarter"] else spoken_value(said["minutes"])
    hour = {"midnight": 24, "noon": 12}.get(said["hour"]) or spoken_value(said["hour"])
    before = said["way"] in ("to", "before", "of")
    if not 1 <= minutes <= 30 or not (1 <= hour <= 12 or hour == 24):
        return None
    if before and not said["quarter"] and minutes not in (5, 10, 20, 25) and "minute" not in said[0]:
        return None
    total = (hour * 60 + (-minutes if before else minutes)) % (24 * 60)
    twelve = hour != 24
    return Clock(hour=total // 60 or (12 if twelve else 0), minute=total % 60, end=said.end(), twelve=twelve)


def _heures(said: re.Match[str]) -> Clock | None:
    named = {"midi": 12, "minuit": 0}.get(said["hour"])
    if named is None and not re.search(r"\dh|heure| h", said[0]):
        return None
    hour = spoken_value(said["hour"]) if named is None else named
    minute = 30 if said["half"] else 15 if said["quarter"] else spoken_value(said["minutes"] or "0")
    if said["less"]:
        less = 15 if said["lessquarter"] else spoken_value(said["lessminutes"])
        hour, minute = (hour - 1) % 24, 60 - less
    if not 0 <= minute < 60:
        return None
    twelve = named is None and 1 <= hour <= 12 and not said["hour"].isdigit()
    return Clock(hour=hour, minute=minute, end=said.end(), twelve=twelve)


def _whole(said: re.Match[str]) -> Clock:
    return Clock(hour=0 if said["midnight"] else 12, minute=0, end=said.end())


def _oclock(said: re.Match[str]) -> Clock | None:
    hour = spoken_value(said[1])
    if not 1 <= hour <= (12 if said["oclock"] else 24):
        return None
    needs: Needs = "nothing" if said["oclock"] else "before"
    return Clock(hour=hour, minute=0, end=said.end(), twelve=hour <= 12, needs=needs)


_FORMS = (
    (_COLON, _colon),
    (_DOT, _dot),
    (_HALF, _half),
    (_PAST, _past),
    (_FOUR, _four),
    (_HEURES, _heures),
    (_H, _h),
    (_WHOLE, _whole),
    (_OCLOCK, _oclock),
)
