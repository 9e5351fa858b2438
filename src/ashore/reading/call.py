"""A call read as a whole: where, how many, when, and what is wrong, each with the words that say it.

Everything here is a proposal on the call's form, which an officer looks at before Enter; nothing is made certain.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ashore.model.counts import Count, Part
from ashore.model.phrases import Phrase, say
from ashore.reading.call_signs import Sign, read_signs
from ashore.reading.counts import ReadCount, read_counts
from ashore.reading.numerals import numeral_at
from ashore.reading.positions import CHANNEL, LONGEST, Near, NotUnderstood, ReadPosition, positions_in
from ashore.reading.saying import folded
from ashore.reading.times import ReadTime, read_times

SAID, POSITION, DEPARTED, CALLED, OTHER = "said", "position", "departed", "called", "other"
"""What a time is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeOf:
    """A time and what it is of: said, departed, called (an earlier call), position (its index in `position`), other."""

    read: ReadTime
    of: str
    position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """One thing that was understood: what kind, its words, and how they were read."""

    kind: str
    value: str
    quote: str
    start: int
    end: int
    how: tuple[Phrase, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CallReading:
    """All that was read from a call's words; what looks like a number or a time and was not read is in the last."""

    text: str
    language_hint: str | None = None
    positions: tuple[ReadPosition, ...] = ()
    counts: tuple[ReadCount, ...] = ()
    times: tuple[TimeOf, ...] = ()
    signs: tuple[Sign, ...] = ()
    not_understood: tuple[NotUnderstood, ...] = ()

    def sign(self, kind: str) -> Sign | None:
        """Return the first sign of a kind."""
        return next((sign for sign in self.signs if sign.kind == kind), None)

    def time_of(self, of: str) -> ReadTime | None:
        """Return the first time of something."""
        return next((each.read for each in self.times if each.of == of), None)

    def position_time(self, index: int) -> ReadTime | None:
        """Return when a position was true, where that was said."""
        return next((each.read for each in self.times if each.position == index), None)

    @property
    def dangers(self) -> tuple[str, ...]:
        """The codes of the dangers that were told, people in the water also by their number."""
        told = {sign.value for sign in self.signs if sign.kind == "danger"}
        in_water = [read.count for read in self.counts if read.about == "in_water"]
        if in_water and all(count.high == 0 for count in in_water):
            told.discard("people_in_water")
        elif in_water:
            told.add("people_in_water")
        return tuple(sorted(told))

    @property
    def on_board(self) -> Count | None:
        """How many are aboard as this call says it, with parts that were told apart from the total.

        Of several totals the last, as people put themselves right; of two boats or more, only a total that
        stands alone. Those of some nations are the total only where no other was said.
        """
        said = [read.count for read in self.counts if read.about == "aboard"]
        total = self._total
        if not said or (total is None and any(map(_has_total, said))):
            return None
        whole = total.count if total is not None else said[0]
        for count in said:
            if count is not whole and (not _has_total(count) or _same_total(count, whole)):
                whole = _with_parts(whole, count)
        return whole

    def passed_over(self, read: ReadCount) -> Phrase | None:
        """Return why `on_board` does not give a total that was said aboard, None where it does."""
        total = self._total
        if read.about != "aboard" or not _has_total(read.count):
            return None
        if total is None:
            return say("Several totals, and not clear of which boat: none is taken. Leave out all but one.")
        if _same_total(read.count, total.count):
            return None
        return say("“{total}” is taken for all aboard: leave that out if this is right.", total=total.quote)

    @property
    def _total(self) -> ReadCount | None:
        """The total aboard that is taken, None where there is none or nothing tells which."""
        totals = [read for read in self.counts if read.about == "aboard" and _has_total(read.count)]
        of_all = [read for read in totals if not read.nations]
        several_boats = any((read.count.low or 0) > 1 for read in self.counts if read.about == "boats")
        if len(of_all or totals) > 1 and (several_boats or not of_all):
            return None
        return next(reversed(of_all or totals), None)

    @property
    def departed_from(self) -> str | None:
        """The place it left from, as the words name it."""
        return next(
            (
                each.names[0] if each.names else each.place
                for each in self.positions
                if each.of == "departure"
            ),
            None,
        )

    @property
    def understood(self) -> tuple[Understood, ...]:
        """Everything understood in the order of the words, for one line each on the form."""
        return tuple(sorted(_understood(self), key=lambda each: (each.start, each.end)))


def read_call(
    text: str, *, now: int, zone: str, near: Near = CHANNEL, language_hint: str | None = None
) -> CallReading:
    """Return what the first LONGEST letters of a call's words say; pure, never raises.

    `now` is UTC milliseconds, `zone` the IANA name of the clock meant where none is named, `near` the sea looked
    after; `language_hint` is the caller's language where somebody set it.
    """
    text = text[:LONGEST]
    where = positions_in(text, near=near)
    located: tuple[ReadPosition | NotUnderstood, ...] = (*where.understood, *where.not_understood)
    rest = _without(text, [(each.start, each.end) for each in located])
    # What stands in a link or a position is no telephone number and no battery.
    signs = tuple(
        sign for sign in read_signs(text)
        if sign.kind not in _WITH_FIGURES or not any(_meet(sign, each) for each in located)
    )  # fmt: skip
    figures = [(sign.start, sign.end) for sign in signs if sign.kind in _WITH_FIGURES]
    rest = _without(rest, figures)
    times = read_times(rest, now=now, zone=zone)
    firm = [(read.start, read.end) for read in times if not read.bare]
    counts = tuple(
        replace(read, quote=text[read.start : read.end], count=replace(read.count, as_said=text[read.start : read.end]))
        for read in read_counts(_without(rest, firm))
    )  # fmt: skip
    times = tuple(read for read in times if not any(_meet(read, count) for count in counts))
    reading = CallReading(
        text=text,
        language_hint=language_hint,
        positions=where.understood,
        counts=counts,
        times=tuple(_attached(text, read, where.understood) for read in times),
        signs=signs,
        not_understood=where.not_understood,
    )
    return replace(reading, not_understood=(*where.not_understood, *_left_over(reading)))


_Quoted = ReadPosition | NotUnderstood | ReadCount | ReadTime | Sign

_WITH_FIGURES = ("phone", "battery_pct", "length_m", "course_deg", "speed_kn")


def as_mention(reading: CallReading) -> dict[str, object]:
    """Return what was read as fields of ashore.report/1: those beside the mention, one mention, and what was assumed.

    A field that nothing was read for is left out.
    """
    assumed: list[str] = []
    positions = [_position(reading, index, assumed) for index in range(len(reading.positions))]
    craft = _craft(reading, assumed)
    boats = next((read.count for read in reading.counts if read.about == "boats"), None)
    battery, language = reading.sign("battery_pct"), reading.sign("language")
    said = reading.time_of(SAID)
    if sum(read.about == "aboard" and _has_total(read.count) for read in reading.counts) > 1:
        assumed.append("mentions[0].on_board")
    if said is not None and said.assumed:
        assumed.append("said_at")
    mention = {
        "about": "craft",
        "boats": None if boats is None else {"low": boats.low, "high": boats.high},
        "positions": positions,
        "on_board": None if reading.on_board is None else _count(reading.on_board),
        "craft": craft or None,
        "danger": list(reading.dangers),
    }
    report = {
        "said_at": None if said is None else said.moment().stated,
        "language": language.value if language else reading.language_hint,
        "sender": None if battery is None else {"battery_pct": int(battery.value)},
        "mentions": [{name: value for name, value in mention.items() if value not in (None, [], {})}],
        "assumed": assumed,
    }
    return {name: value for name, value in report.items() if value not in (None, [], {})}


def _position(reading: CallReading, index: int, assumed: list[str]) -> dict[str, object]:
    read = reading.positions[index]
    when = reading.position_time(index)
    stated: dict[str, object | None] = {
        "lat": float(read.lat),
        "lon": float(read.lon),
        "error_m": float(read.error_m),
        "at": None if when is None else when.moment().stated,
        "at_error_s": None if when is None else when.error_s,
        "how": read.how,
        "of": read.of,
        "place": read.place,
        "area": None if read.area is None else json.loads(read.area),
        "alternative_of": read.alternative_of,
    }
    path = f"mentions[0].positions[{index}]"
    if read.guessed:
        assumed.append(path)
    if when is not None and when.assumed:
        assumed.append(f"{path}.at")
    return {name: value for name, value in stated.items() if value is not None}


def _craft(reading: CallReading, assumed: list[str]) -> dict[str, object]:
    left = reading.time_of(DEPARTED)
    figures = {
        kind: float(sign.value)
        for kind in ("length_m", "course_deg", "speed_kn")
        if (sign := reading.sign(kind)) is not None
    }
    values = {
        name: sign.value
        for name, kind in (("kind", "craft"), *((kind, kind) for kind in ("colour", "engine", "fuel", "lifejackets")))
        if (sign := reading.sign(kind)) is not None
    }  # fmt: skip
    if left is not None and left.assumed:
        assumed.append("mentions[0].craft.departed_at")
    stated: dict[str, object | None] = {
        **values,
        **figures,
        "departed_from": reading.departed_from,
        "departed_at": None if left is None else left.moment().stated,
    }
    return {name: value for name, value in stated.items() if value is not None}


def _count(count: Count) -> dict[str, object]:
    stated: dict[str, object | None] = {
        **_ends(count),
        "as_said": count.as_said,
        **{name: _ends(part) for name, part in count.parts()},
    }
    return {name: value for name, value in stated.items() if value is not None}


def _ends(stated: Count | Part) -> dict[str, object | None]:
    """Return low and high even where they are null: null is "no end follows", absent is "as the value entails"."""
    ends: dict[str, object | None] = {"value": stated.value, "qualifier": stated.qualifier}
    bounds = {} if stated.qualifier == "about" else {"low": stated.low, "high": stated.high}
    return {name: value for name, value in (ends | bounds).items() if value is not None}


def _has_total(count: Count) -> bool:
    return (count.low, count.high, count.value, count.qualifier) != (None, None, None, None)


def _same_total(one: Count, other: Count) -> bool:
    return (one.low, one.high, one.value) == (other.low, other.high, other.value)


def _with_parts(whole: Count, other: Count) -> Count:
    """Return a total with the parts that were said apart from it, where they fit into it."""
    held = dict(whole.parts())
    said = {name: part for name, part in other.parts() if name not in held or held[name].value is None}
    least = sum(part.low or 0 for part in (held | said).values())
    if not said or (whole.high is not None and least > whole.high):
        return whole
    return replace(
        whole,
        as_said=f"{whole.as_said} … {other.as_said}",
        children=said.get("children", whole.children),
        women=said.get("women", whole.women),
        men=said.get("men", whole.men),
    )


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    """Return the text with a full stop for each letter of what was read already, so that places stay the same."""
    for start, end in spans:
        text = text[:start] + "." * (end - start) + text[end:]
    return text


def _meet(one: _Quoted, other: _Quoted) -> bool:
    return one.start < other.end and other.start < one.end


# What a time is of

_BREAK = re.compile(r"[,;!?\n]|\.(?=\s|$)")
_SAYING = re.compile(
    r"\b(?:said|says|told|reported|message|msg|sent|texted|wrote|dit|disait|ecrit|envoye|signale|recu"
    r"|received)\b"
)
_LEAVING = re.compile(
    r"\b(?:left|leave|departed|departure|dep|set off|set out|partis?|parties?|depart"
    r"|quitte|mise? a l'eau)\b"
)
_CALLING = re.compile(r"\b(?:called|calling|call|appele|appelle|appel|rappele|contact)\b")
_PLACED = re.compile(r"\b(?:position|pos|posn|located|gps|seen|location|localisation|vus?|point)\b")


def _attached(text: str, read: ReadTime, positions: tuple[ReadPosition, ...]) -> TimeOf:
    """Return a time with what its clause, or the one before it, speaks of."""
    low = folded(text)
    start = max((each.end() for each in _BREAK.finditer(low, 0, read.start)), default=0)
    stop = _BREAK.search(low, read.end)
    end = stop.start() if stop else len(low)
    clause = low[start : read.start] + " " + low[read.end : end]
    if _LEAVING.search(low, start, end):  # "left at" is read as a part of the time
        return TimeOf(read=read, of=DEPARTED)
    for of, pattern in ((SAID, _SAYING), (CALLED, _CALLING)):
        if pattern.search(clause):
            return TimeOf(read=read, of=of)
    placed = [
        index for index, each in enumerate(positions)
        if each.of != "departure" and each.alternative_of is None
        and start <= each.start < end
    ]  # fmt: skip
    if not placed and not clause.strip(" .:-"):
        before = [index for index, each in enumerate(positions) if 0 <= start - each.end <= 3]
        placed = [index for index in before if positions[index].of != "departure"]
    if placed:
        nearest = min(placed, key=lambda index: abs(positions[index].start - read.start))
        return TimeOf(read=read, of=POSITION, position=nearest)
    if _PLACED.search(clause) and len(positions) == 1:
        return TimeOf(read=read, of=POSITION, position=0)
    return TimeOf(read=read, of=OTHER)


# What was understood, and what was not

_FIGURES = re.compile(r"(?<![^\s,;])[^\s,;]*\d[^\s,;]*")
_HALF_A_POSITION = re.compile(r"[\d.]*\d[nsewo]")
_NAMED = re.compile(
    r"(?<![^\W_])(?:vhf|channel|chan|canal|mmsi|imo|case|dossier|rorc)(?: (?:no|n°))?[ :]{0,2}$"
)
"""What says before a number that it is a name: a channel's, a ship's, a case's."""

_LETTERS = re.compile(r"[^\W\d_]+")
LEAST_IN_WORDS, FIRST_MILE = 10, 1000
"""A smaller number in words is too often no number (one, deux), and mille may be a mile."""
_SOMETHING_ELSE = re.compile(
    r" ?(?:years?|yrs|ans|an|months?|mois|hp|cv|ch|chevaux|euros?|€|pounds?|£|minutes?|mins?|hours?"
    r"|heures?|knots?|kts?|kn|noeuds?"
    r"|litres?|m|metres?|km|miles?|milles?|nm)(?![^\W_])"
)


def _left_over(reading: CallReading) -> Iterator[NotUnderstood]:
    """Yield the numbers that nothing was read from and that no word beside them explains, in figures or in words."""
    low = folded(reading.text)
    taken = [(each.start, each.end) for each in reading.understood]
    taken += [(each.start, each.end) for each in reading.not_understood]
    for start, end in (*_in_figures(low), *_in_words(low)):
        explained = _SOMETHING_ELSE.match(low, end) or _NAMED.search(low, max(0, start - 20), start)
        if explained or any(start < stop and begin < end for begin, stop in taken):
            continue
        yield NotUnderstood(
            quote=reading.text[start:end],
            start=start,
            end=end,
            says=say("It is not clear what this number says; write what it is of."),
        )


def _in_figures(low: str) -> Iterator[tuple[int, int]]:
    """Yield where figures stand, but for those that end in letters, as names and quantities do."""
    for found in _FIGURES.finditer(low):
        if not found[0][-1].isalpha() or _HALF_A_POSITION.fullmatch(found[0]):
            yield found.start(), found.start() + len(found[0].rstrip(".:!?)"))


def _in_words(low: str) -> Iterator[tuple[int, int]]:
    """Yield where numbers stand that are said in words."""
    at = 0
    for word in _LETTERS.finditer(low):
        number = numeral_at(low, word.start()) if word.start() >= at else None
        if number is not None:
            at = number.end
            if LEAST_IN_WORDS <= number.value < FIRST_MILE:
                yield number.start, number.end


def _understood(reading: CallReading) -> Iterator[Understood]:
    for position in reading.positions:
        yield Understood(
            kind="position",
            value=position.place or f"{position.lat} {position.lon}",
            quote=position.quote,
            start=position.start,
            end=position.end,
            how=position.guessed,
        )
    for read in reading.counts:
        yield Understood(
            kind=read.about, value=read.quote, quote=read.quote, start=read.start, end=read.end, how=read.how
        )
    for time in reading.times:
        yield Understood(
            kind=f"time_{time.of}",
            value=time.read.moment().stated,
            quote=reading.text[time.read.start : time.read.end],
            start=time.read.start,
            end=time.read.end,
            how=time.read.assumed,
        )
    for sign in reading.signs:
        if sign.kind == "danger" and sign.value not in reading.dangers:
            continue
        yield Understood(kind=sign.kind, value=sign.value, quote=sign.quote, start=sign.start, end=sign.end)
