"""Times as they are said in English and French, to instants: "2234B", "00h34", "10 to 4", "il y a 10 minutes".

An hour without a day is the most recent such hour that is not after now; what was assumed is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from ashore.model.phrases import Instant, Phrase, say
from ashore.model.times import Interval, Moment, utc_ms
from ashore.reading.saying import folded
from ashore.reading.times_clock import Clock, clock_at
from ashore.reading.times_day import Day, day_at, group_at, instants
from ashore.reading.times_length import HOUR, MINUTE, SPAN, lengths
from ashore.reading.times_zone import (
    Zone,
    letter_zone,
    minutes_ahead,
    offset_zone,
    own_zone,
    written_on,
    zone_at,
)

TOLERANCE = 5 * MINUTE
"""How far after now a time may lie before the one a day earlier is meant: clocks and watches differ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadTime:
    """A time read from text: from `earliest` to `latest`, UTC milliseconds, both included.

    `zone` is the clock it was read on (an IANA name or "+02:00"), `zone_stated` the words that named it, or None.
    `assumed` are the sentences on what nobody said, `alternatives` what else the words can mean.
    `since` is a time from which something has lasted until now. `bare` is a number that may be no time at all.
    """

    earliest: int
    latest: int
    zone: str
    zone_stated: str | None
    quote: str
    start: int
    end: int
    assumed: tuple[Phrase, ...] = ()
    alternatives: tuple[Interval, ...] = ()
    since: bool = False
    bare: bool = False

    @property
    def at(self) -> int:
        """The middle of the interval, in UTC milliseconds; for a time since, when it began."""
        return self.earliest if self.since else (self.earliest + self.latest) // 2

    @property
    def error_s(self) -> int:
        """How far the time may lie from `at`, in whole seconds, rounded up."""
        return 0 if self.since else -(-(self.latest - self.earliest) // 2_000)

    def moment(self) -> Moment:
        """Return `at` with the offset of the clock it was said on."""
        return Moment(ms=self.at, stated=written_on(self.at, self.zone))


def read_times(text: str, *, now: int, zone: str) -> tuple[ReadTime, ...]:
    """Return the times that a text states, in its order; never raises on any text.

    `now` is UTC milliseconds and `zone` the IANA name of the clock meant where none is named.
    """
    low = folded(text)
    reader = _Reader(text=text, low=low, now=now, zone=zone)
    found: list[ReadTime] = []
    at = 0
    while at < len(low):
        read = reader.time_at(at) if _WORD_START.match(low, at) else None
        if read is None:
            at += 1
        else:
            found.append(read)
            at = read.end
    return tuple(found)


_WORD_START = re.compile(r"(?<![^\W_])(?<![\d][.,])(?<![\d]['\"°/])(?<!\+)[\d~a-z]")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Hour:
    """An hour with the words about it, before it is put on a day."""

    clock: Clock | None
    day: Day | None
    part: str | None
    zone: Zone
    about: bool
    bare: bool
    end: int
    ahead: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reader:
    text: str
    low: str
    now: int
    zone: str

    def time_at(self, at: int) -> ReadTime | None:
        """Return the time that begins at a place of the text, in the first way that reads it."""
        for way in (self._iso, self._group, self._now, self._ago, self._between, self._since, self._hour):
            if read := way(at):
                return read
        return None

    # Written in full

    def _iso(self, at: int) -> ReadTime | None:
        said = _ISO.match(self.low, at)
        if said is None:
            return None
        try:
            stated = datetime.fromisoformat(said[0].upper().replace(" ", "T", 1).replace(" ", ""))
            if stated.tzinfo is not None:
                ms = utc_ms(stated)
                return self._read(
                    at, said.end(), ms, ms, offset_zone(minutes_ahead(ms, stated.tzinfo), said["zone"])
                )
        except (ValueError, OverflowError):
            pass
        return None

    def _group(self, at: int) -> ReadTime | None:
        group = group_at(self.low, at, today=self._today(own_zone(self.zone)))
        if group is None:
            return None
        return self._on(at, group.end, group.clock, group.day, None, letter_zone(group.letter))

    # Counted back from now

    def _now(self, at: int) -> ReadTime | None:
        said = _NOW.match(self.low, at)
        if said is None:
            return None
        assumed = say("“Just now” is read as within the last {minutes} minutes.", minutes=5)
        return self._read(at, said.end(), self.now - 5 * MINUTE, self.now, self._own(), (assumed,))

    def _ago(self, at: int) -> ReadTime | None:
        if opening := _IL_Y_A.match(self.low, at):
            span, close = SPAN.match(self.low, opening.end()), None
        else:
            opening = _HEDGE.match(self.low, at)
            span = SPAN.match(self.low, opening.end() if opening else at)
            close = _AGO.match(self.low, span.end()) if span else None
            if close is None:
                return None
        if span is None:
            return None
        if span["days"] and (hour := self._said_at(at)) and hour.clock:
            return None  # two days ago at 23:30
        hedged = (opening is not None and opening["about"] is not None) or bool(span["tens"])
        most, least = lengths(span, hedged=hedged)
        assumed = (_hedge_said((most - least) // 2),) if hedged else ()
        end = close.end() if close else span.end()
        return self._read(at, end, self.now - most, self.now - least, self._own(), assumed)

    # From when until when

    def _since(self, at: int) -> ReadTime | None:
        opening = _SINCE.match(self.low, at)
        if opening is None:
            return None
        lasted = opening["lasted"] or opening["either"]
        span = SPAN.match(self.low, opening.end()) if lasted else None
        hour = None if opening["lasted"] else self._said_at(opening.end(), supported=True)
        if span and (hour is None or hour.end <= span.end()) and not _WRITTEN_HOUR.match(span[0]):
            most, least = lengths(span, hedged=opening["about"] is not None)
            began = self.now - (most + least) // 2
            other = self._resolved(at, hour) if hour is not None else None
            said = () if other is None else (
                say("“{words}” is read as how long; it may be the hour {time}.", words=self.text[at : span.end()],
                    time=Instant(ms=other.at)),
            )  # fmt: skip
            also = () if other is None else (Interval(earliest=other.at, latest=self.now),)
            read = self._read(at, span.end(), began, self.now, self._own(), said)
            return replace(read, since=True, alternatives=also)
        begun = None if hour is None else self._resolved(at, hour)
        if begun is None:
            return None
        if opening["before"]:
            assumed = (*begun.assumed, say("“Before” is read as within the hour before."))
            return replace(begun, earliest=begun.earliest - HOUR, assumed=assumed)
        return replace(begun, latest=max(self.now, begun.earliest), since=True)

    def _between(self, at: int) -> ReadTime | None:
        opening = _BETWEEN.match(self.low, at)
        if opening is None:
            return None
        first = self._said_at(opening.end(), supported=True)
        middle = _AND.match(self.low, first.end) if first else None
        if first is None or middle is None:
            return None
        second = self._said_at(middle.end(), supported=True)
        if second is None or (first.bare and second.bare and second.part is None):
            return None
        if second.zone.stated and not first.zone.stated:
            first = replace(first, zone=second.zone)
        if first.bare and second.part and not first.part:
            first = replace(first, part=second.part)
        until = self._resolved(at, second)
        if until is None:
            return None
        earlier = replace(self, now=until.at - TOLERANCE)
        begun = earlier._resolved(at, first)
        if begun is None:
            return None
        assumed = tuple(dict.fromkeys((*begun.assumed, *until.assumed)))
        return replace(until, earliest=begun.earliest, assumed=assumed, alternatives=())

    # An hour, with or without its day

    def _hour(self, at: int) -> ReadTime | None:
        hour = self._said_at(at)
        return None if hour is None else self._resolved(at, hour)

    def _said_at(self, at: int, *, supported: bool = False) -> _Hour | None:
        """Return the hour said at a place; a number that may be anything is one only where something supports it."""
        opening = _AT.match(self.low, at)
        start = opening.end() if opening else at
        ahead = _TO_COME.search(self.low, max(0, at - 30), start) is not None
        about = opening is not None and opening["about"] is not None
        day = self._day_at(start)
        if day is not None:
            start = _past(_BEFORE_HOUR, self.low, day.end)
            if inner := _AT.match(self.low, start):
                about, start = about or inner["about"] is not None, inner.end()
        clock = clock_at(self.low, start)
        if clock is None:
            if day is None or day.part is None or not (day.dates or day.part == "night"):
                return None
            return _Hour(
                clock=None, day=day, part=day.part, zone=self._own(), about=about, bare=False, end=day.end
            )
        end = clock.end
        part = day.part if day else None
        if beside := _PART.match(self.low, end):
            part, end = _PARTS[beside[0].strip()], beside.end()
        zone, end = (self._own(), end) if clock.needs == "before" and part is None else self._zone_at(end)
        if day is None:
            day = self._day_at(_past(_BEFORE_DAY, self.low, end))
            if day is not None:
                part, end = part or day.part, day.end
                if zone.stated is None:
                    zone, end = self._zone_at(end)
        firm = part is not None or zone.stated is not None or day is not None
        at_word = opening is not None and opening["firm"] is not None
        if clock.needs == "beside" and not firm and not (at_word and not _DIGITS_DOT.match(self.low, start)):
            return None
        if clock.needs == "before" and not (firm or supported or opening is not None):
            return None
        number = clock.needs != "nothing" and not firm
        if number and (_NO_TIME.match(self.low, end) or (not supported and _GOES_ON.match(self.low, end))):
            return None
        bare = number and not at_word
        return _Hour(clock=clock, day=day, part=part, zone=zone, about=about, bare=bare, end=end, ahead=ahead)

    def _resolved(self, at: int, hour: _Hour) -> ReadTime | None:
        if hour.clock is not None:
            reader = replace(self, now=self.now + 23 * HOUR) if hour.ahead else self
            read = reader._on(at, hour.end, hour.clock, hour.day, hour.part, hour.zone, bare=hour.bare)
            if read is None or not hour.about:
                return read
            spread = hour.clock.spread_minutes * MINUTE
            assumed = (*read.assumed, _hedge_said(spread))
            return replace(
                read, earliest=read.earliest - spread, latest=read.latest + spread, assumed=assumed
            )
        first, last = _SPANS[hour.part or "night"]
        day = hour.day.dates[0] if hour.day and hour.day.dates else self._today(hour.zone) - timedelta(days=1)
        midnight = datetime(day.year, day.month, day.day, tzinfo=hour.zone.tz)
        begin, end = utc_ms(midnight + timedelta(hours=first)), utc_ms(midnight + timedelta(hours=last))
        if begin > self.now:
            return None
        assumed_part = say(
            "The part of the day is read as {first} to {last} o'clock.", first=first, last=last % 24
        )
        until = min(end - MINUTE, self.now)
        return self._read(at, hour.end, begin, until, hour.zone, (*hour.zone.said, assumed_part))

    def _on(
        self,
        at: int,
        end: int,
        clock: Clock,
        day: Day | None,
        part: str | None,
        zone: Zone,
        *,
        bare: bool = False,
    ) -> ReadTime | None:
        """Return an hour on its day: the most recent one that is not after now, of those the words allow."""
        hours = clock.hours(part)
        near = tuple(self._today(zone) - timedelta(days=ago) for ago in (-1, 0, 1))
        days = (day.dates if day else ()) or near
        shown = sorted({ms for each in days for hour in hours for ms in instants(each, hour, clock, zone.tz)})
        past = [ms for ms in shown if ms <= self.now + TOLERANCE]
        if not shown:
            return None
        ms = past[-1] if past else shown[0]
        said = list(zone.said)
        also: list[int] = []
        if day is None:
            said.append(say("No day was said: the last such hour is taken, {time}.", time=Instant(ms=ms)))
        if len(hours) == 2:
            other = next((each for each in reversed(past) if each != ms), None)
            if other is not None:
                also.append(other)
                said.append(say("It may be of the other half of the day: {time}.", time=Instant(ms=other)))
        elif (
            day is None and part is None and clock.hour <= 12 and self.now - ms > 12 * HOUR and clock.hour > 0
        ):
            also.append(ms + 12 * HOUR)
            said.append(
                say("Read on the 24-hour clock; by the other it was {time}.", time=Instant(ms=ms + 12 * HOUR))
            )
        said.extend(self._changed_clocks(ms, clock, zone, also))
        if zone.also is not None:
            minutes = minutes_ahead(ms, zone.tz)
            habit = ms + (minutes - zone.also) * MINUTE
            also.append(habit)
            said.append(
                say(
                    "B is two hours ahead of UTC; some write it for British summer time, which is {time}.",
                    time=Instant(ms=habit),
                )
            )
        read = self._read(at, end, ms, ms, zone, tuple(said))
        others = tuple(Interval(earliest=each, latest=each) for each in dict.fromkeys(also))
        return replace(read, alternatives=others, bare=bare)

    def _changed_clocks(self, ms: int, clock: Clock, zone: Zone, also: list[int]) -> Iterator[Phrase]:
        """Say where the clock was put forward over an hour, or back so that it came twice."""
        local = datetime.fromtimestamp(ms / 1000, zone.tz)
        if (local.hour, local.minute) != (
            clock.hour % 24,
            clock.minute,
        ) and local.hour % 12 != clock.hour % 12:
            yield say("The clocks of {zone} passed over that hour; the old time is taken.", zone=zone.name)
        twins = instants(local.date(), local.hour, replace(clock, minute=local.minute), zone.tz)
        same = sorted(twins - {ms})
        for twin in same:
            also.append(twin)
            yield say(
                "The clocks of {zone} showed that hour twice; the other is {time}.",
                zone=zone.name,
                time=Instant(ms=twin),
            )

    # Day and zone

    def _day_at(self, at: int) -> Day | None:
        return day_at(self.low, at, today=self._today(self._own()))

    def _today(self, zone: Zone) -> date:
        return datetime.fromtimestamp(self.now / 1000, zone.tz).date()

    def _zone_at(self, at: int) -> tuple[Zone, int]:
        named = zone_at(self.low, at, written=self.text, own=self.zone)
        return named or (self._own(), at)

    def _own(self) -> Zone:
        return own_zone(self.zone)

    def _read(
        self, start: int, end: int, earliest: int, latest: int, zone: Zone, assumed: tuple[Phrase, ...] = ()
    ) -> ReadTime:
        return ReadTime(
            earliest=earliest,
            latest=latest,
            zone=zone.name,
            zone_stated=zone.stated,
            quote=self.text[start:end],
            start=start,
            end=end,
            assumed=assumed,
        )


_ABOUT = (
    r"(?:at about|at around|some time around|about|around|roughly|approximately|approx\.?|circa|maybe|perhaps"
    r"|vers(?: les)?|environ|env\.?|a peu pres|autour de|aux environs de|aux alentours de|peut-etre|~)"
)
_PARTS = {
    "am": "morning",
    "a.m.": "morning",
    "in the morning": "morning",
    "du matin": "morning",
    "du mat": "morning",
    "pm": "afternoon",
    "p.m.": "afternoon",
    "in the afternoon": "afternoon",
    "de l'apres-midi": "afternoon",
    "de l'aprem": "afternoon",
    "in the evening": "evening",
    "du soir": "evening",
    "at night": "night",
}
"""The part of the day beside an hour."""

_SPANS = {"morning": (5, 12), "afternoon": (12, 18), "evening": (18, 24), "night": (20, 29)}
"""From which hour to which a part of the day goes where no hour is said; 29 is 5 of the next day."""

_PART = re.compile(
    rf" ?(?:{'|'.join(re.escape(part) for part in sorted(_PARTS, key=len, reverse=True))})(?![^\W_])"
)
_NOW = re.compile(
    r"(?:just now|right now|a moment ago|moments ago|at this moment|a l'instant|maintenant|en ce moment"
    r"|il y a un instant|tout de suite|a l'heure actuelle)(?![^\W_])"
)
_ISO = re.compile(
    r"\d{4}-\d\d-\d\d[t ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)? ?(?P<zone>z|[+-]\d\d:?\d\d)(?![^\W_])"
)  # fmt: skip
_HEDGE = re.compile(rf"(?P<about>{_ABOUT}) ")
_IL_Y_A = re.compile(rf"(?:il y a|y a|ca fait|voila)(?: deja)? (?P<about>{_ABOUT} )?(?![^\W\d_]+ ago)")
_AGO = re.compile(r" (?:ago|earlier|back)(?![^\W_])")
_SINCE = re.compile(
    r"(?:(?:after|apres|from)(?: about)? |(?P<either>(?:since|depuis)(?P<about> about| environ)? )"
    r"|(?P<lasted>(?:for|pendant)(?: the (?:last|past))?(?: (?:about|around))? )|(?P<before>(?:before"
    r"|avant) ))"
)
_BETWEEN = re.compile(r"(?:between|entre|from|de) ")
_AND = re.compile(r" ?(?:and|et|to|a|-|until|jusqu'a) ?")
_AT = re.compile(
    rf"(?:(?P<about>{_ABOUT})|(?P<firm>at|@|by|departed|depart|left at|left|parti a|partis a)|a"
    rf"|a environ) (?:at )?"
)  # fmt: skip
_BEFORE_HOUR = re.compile(r"[,;]? ?")
_BEFORE_DAY = re.compile(r",? ?")
_DIGITS_DOT = re.compile(r"\d{1,2}\.")
_WRITTEN_HOUR = re.compile(r"\d\dh\d\d|\d\d:\d\d")
_NO_TIME = re.compile(
    r"[.,:/°%]?\d|['\"°%€$]| ?(?:m|metres?|meters?|km|nm|nq|miles?|milles?|nautical|knots?|kn|noeuds?|degrees?|degres"
    r"|deg|people|persons?|personnes?|pers|pax|kids?|children|enfants?|men|women|hommes|femmes|adults?"
    r"|adultes|boats?"
    r"|bateaux|of us|on board|aboard|a bord|others|autres|minutes?|mins?|hours?|days?|years?|ans|litres?"
    r"|hp|cv"
    r"|souls|migrants|per|north|south|east|west|nord|sud|est|ouest|in the water)(?![^\W_])"
)
_TO_COME = re.compile(
    r"\b(?:eta|etd|expected|due|arriv(?:es|ing|al)|will be there|prevue?|arrivera|arrivee"
    r"|tomorrow|demain|will call(?: you)?(?: back)?|rappellera)(?: (?:at|a|vers|is|morning|matin))?"
    r"[ :]{0,2}(?:at |a |vers )?$"
)
"""What an hour to come is said after: then it is the next such hour."""

_GOES_ON = re.compile(r" (?:or|ou|to|and|et)(?![^\W_])")


def _past(pattern: re.Pattern[str], text: str, at: int) -> int:
    """Return where a pattern that begins at a place of the text ends, or the place itself."""
    found = pattern.match(text, at)
    return found.end() if found else at


def _hedge_said(spread: int) -> Phrase:
    return say("“About” is read as {minutes} minutes either way.", minutes=spread // MINUTE)
