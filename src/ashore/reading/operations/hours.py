"""When each thing was: the hours of a text on their days, across midnight, on the clock that is said or assumed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from ashore.model.phrases import Instant, Phrase, say
from ashore.model.times import Moment, utc_ms
from ashore.reading.claims.days import days_in
from ashore.reading.operations.clauses import Clause
from ashore.reading.operations.lexicon import rules
from ashore.reading.saying import folded
from ashore.reading.times import ReadTime, read_times
from ashore.reading.times_length import HOUR
from ashore.reading.times_zone import written_on, zone_at

OWN_CLOCK = {"en": "Europe/London", "fr": "Europe/Paris"}
"""The clock that a text of a language is read on where none is named."""

DAY = timedelta(days=1)
LONGEST_NIGHT = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Hour:
    """An hour of the text at [start, end) of it: the instant, how far it may lie off, and what of it nobody said."""

    start: int
    end: int
    moment: Moment
    error_s: int
    assumed: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Placed:
    """An hour put on a day: UTC milliseconds, and whether any words gave the day."""

    read: ReadTime
    ms: int
    dated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """The clock a text is read on: an IANA name, and whether the text names it."""

    zone: str
    stated: bool


def clock_of(text: str, language: str) -> Clock:
    """Return the clock that a text says all its hours are on, or that of its language where it says none."""
    low, own = folded(text), OWN_CLOCK[language]
    told = rules(language)
    for said in told.clocks.finditer(low):
        named = zone_at(low, said.end(), written=text, own=own)
        if named is not None:
            zone = named[0].name
            return Clock(zone=_AS_NAMED.get(zone, zone) if zone[0] in "+-" else zone, stated=True)
    if told.here.search(low):
        return Clock(zone=own, stated=True)
    return Clock(zone=own, stated=False)


_AS_NAMED = {"+00:00": "UTC", "+01:00": "Etc/GMT-1", "+02:00": "Etc/GMT-2"}


def hours_in(
    text: str,
    clauses: list[Clause],
    *,
    published: date,
    until: int,
    clock: Clock,
    masked: list[tuple[int, int]],
) -> list[Hour]:
    """Return the hours a text states, each on its day, in its order.

    `published` is the day of publication and `until` the instant it was known, UTC milliseconds, after which nothing
    told can have happened; `masked` are the places of positions and the like, whose figures are no hours.
    An hour without a day follows the one before it, across midnight where that is nearer than back through the day;
    where no day is said at all, the last hour is the latest that was not after `until`.
    """
    placed: list[_Placed] = []
    span: tuple[date, date] | None = None
    for clause in clauses:
        words = _without(text, clause, masked)
        named = list(days_in(words, published))
        days = [(each.first, each.last) for each in named if each.first is not None and each.last is not None]
        fresh = False
        if days and (days[-1][1] - days[-1][0]).days < LONGEST_NIGHT:
            span, fresh = _night(words, days), True
        # Days are read apart from hours: "Monday 3" is the third, and no hour of a Monday.
        words = _dotted(words, [(each.start, each.end) for each in named])
        if not fresh and span is not None and _NEXT_DAY.search(folded(words)) is not None:
            span, fresh = (span[1] + DAY, span[1] + DAY), True
        elif not fresh and _DAY_BEFORE.search(folded(words)) is not None:
            before = (published if span is None else span[0]) - DAY
            span, fresh = (before, before), True
        for read in _read(words, clause, until, clock):
            placed.append(_placed(read, span, fresh, placed[-1] if placed else None, published))
            fresh = fresh and placed[-1].dated
            if read.zone_stated is not None and not clock.stated:
                # Who wrote one hour in UTC went on in UTC; that nobody said so again is named as assumed.
                clock = Clock(
                    zone=_AS_NAMED.get(read.zone, clock.zone) if read.zone[0] in "+-" else read.zone,
                    stated=False,
                )
    return [_hour(each, clock) for each in _not_after(placed, until)]


def _read(words: str, clause: Clause, until: int, clock: Clock) -> Iterator[ReadTime]:
    for read in read_times(words, now=until, zone=clock.zone):
        part = any(each.template.startswith("The part of the day") for each in read.assumed)
        if (
            read.bare
            or part
            or _LENGTH.match(folded(words), read.end)
            or _COUNTED_BACK.search(folded(read.quote))
        ):
            continue
        yield replace(read, start=read.start + clause.start, end=read.end + clause.start)


def _placed(
    read: ReadTime, span: tuple[date, date] | None, fresh: bool, before: _Placed | None, published: date
) -> _Placed:
    own_day = not any(each.template.startswith("No day was said") for each in read.assumed)
    if own_day:
        return _Placed(read=read, ms=read.at, dated=True)
    tz = _tz(read.zone)
    local = datetime.fromtimestamp(read.at / 1000, UTC).astimezone(tz)
    halves = {local.hour, (local.hour + 12) % 24} if _either_half(read) else {local.hour}
    if span is not None and (fresh or before is None):
        days = {span[0], span[1]}
        shown = [
            _on(day, hour, local, tz)
            for hour in sorted(halves)
            for day in ([span[0] if hour >= 12 else span[1]] if len(days) > 1 else [span[1]])
        ]
        return _Placed(read=read, ms=min(shown), dated=True)
    if before is not None:
        near = datetime.fromtimestamp(before.ms / 1000, UTC).astimezone(tz).date()
        shown = [_on(near + ahead * DAY, hour, local, tz) for ahead in (-1, 0, 1) for hour in sorted(halves)]
        return _Placed(read=read, ms=min(shown, key=lambda ms: _way(ms - before.ms)), dated=before.dated)
    return _Placed(read=read, ms=_on(published, min(halves), local, tz), dated=False)


def _way(apart: int) -> int:
    """How unlikely it is that one hour follows another so far apart: a story goes on more often than back."""
    return apart if apart >= 0 else -2 * apart


def _on(day: date, hour: int, local: datetime, tz: tzinfo) -> int:
    return utc_ms(datetime(day.year, day.month, day.day, hour, local.minute, local.second, tzinfo=tz))


def _either_half(read: ReadTime) -> bool:
    return any(each.template.startswith("It may be of the other half") for each in read.assumed)


def _not_after(placed: list[_Placed], until: int) -> list[_Placed]:
    """Return the hours moved back by a day where one that no words date would be after all was known."""
    undated = [each.ms for each in placed if not each.dated]
    back = 24 * HOUR if undated and max(undated) > until else 0
    moved = [each if each.dated else replace(each, ms=each.ms - back) for each in placed]
    return [replace(each, ms=each.ms - 24 * HOUR, dated=False) if each.ms > until else each for each in moved]


def _hour(placed: _Placed, clock: Clock) -> Hour:
    read = placed.read
    assumed = []
    if read.zone_stated is None and not clock.stated:
        assumed.append(say("No clock was named: read on that of {zone}.", zone=read.zone))
    if not placed.dated:
        assumed.append(
            say("No day was said: the last such hour is taken, {time}.", time=Instant(ms=placed.ms))
        )
    other_fold = _came_twice(placed.ms, read.zone)
    if other_fold is not None:
        assumed.append(
            say(
                "The clocks of {zone} showed that hour twice; the other is {time}.",
                zone=read.zone,
                time=Instant(ms=other_fold),
            )
        )
    if _either_half(read):
        other = Instant(ms=placed.ms + 12 * HOUR)
        assumed.append(say("It may be of the other half of the day: {time}.", time=other))
    return Hour(
        start=read.start,
        end=read.end,
        moment=Moment(ms=placed.ms, stated=written_on(placed.ms, read.zone)),
        error_s=read.error_s,
        assumed=tuple(assumed),
    )


def _came_twice(ms: int, zone: str) -> int | None:
    """Return the other instant at which a clock that was put back showed the same hour, None where there is none."""
    shown = datetime.fromtimestamp(ms / 1000, UTC).astimezone(_tz(zone)).replace(tzinfo=None)
    both = {utc_ms(shown.replace(tzinfo=_tz(zone), fold=fold)) for fold in (0, 1)}
    return next((each for each in sorted(both) if each != ms), None)


def _night(words: str, days: list[tuple[date, date]]) -> tuple[date, date]:
    """Return the two days of a night that is named by both of them, or else the last day that is named.

    Of "from 3 to 4 February" only the last is read as a date; the day before is the figure beside it.
    """
    low, last = folded(words), days[-1]
    if _NIGHT.search(low) is None or last[0] != last[1]:
        return last
    before = last[1] - DAY
    said = _NIGHT_OF.search(low)
    if (before, before) in days or (said is not None and int(said["first"]) == before.day):
        return before, last[1]
    return last


def _without(text: str, clause: Clause, masked: list[tuple[int, int]]) -> str:
    """Return a clause with a full stop for each letter of what is masked."""
    inside = [
        (max(start, clause.start) - clause.start, min(end, clause.end) - clause.start)
        for start, end in masked
    ]
    return _dotted(text[clause.start : clause.end], [(start, end) for start, end in inside if start < end])


def _dotted(words: str, spans: list[tuple[int, int]]) -> str:
    for start, end in spans:
        words = words[:start] + "." * (end - start) + words[end:]
    return words


def _tz(zone: str) -> tzinfo:
    if zone[0] in "+-":
        return datetime.fromisoformat(f"2000-01-01T00:00:00{zone}").tzinfo or UTC
    return ZoneInfo(zone)


_NIGHT = re.compile(r"\b(?:nuit|night|overnight|between|entre)\b")
_NIGHT_OF = re.compile(
    r"\b(?:du |from |of |between )(?:\w+day |\w+di )?(?:the )?(?P<first>\d{1,2})(?:er|st|nd|rd|th)?"
    r"(?: \w+)? (?:au|to|and) "
)
_NEXT_DAY = re.compile(r"\b(?:lendemain|(?:the )?(?:next|following) (?:day|morning))\b")
_DAY_BEFORE = re.compile(
    r"\b(?:la veille|(?:the )?(?:day|evening|night) before|(?:the )?previous (?:day|evening|night))\b"
)
_LENGTH = re.compile(r" (?:plus tard|later|de mer|at sea|apres)\b")
_COUNTED_BACK = re.compile(
    r"^(?:il y a|depuis|since|pendant|for )|ago$|^(?:just|right) now|^a l'instant|^en ce moment"
)
