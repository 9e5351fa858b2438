"""What was understood of a call, in words: each thing with its very words, its value, and what was assumed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ashore.desk.language import Tongue
from ashore.desk.web.calls_typed import Number, Thing, Typed, battery_of, number_of, read, things
from ashore.desk.web.clocks import hour, instant
from ashore.model.counts import Count, Part
from ashore.model.phrases import Phrase
from ashore.reading.call import CallReading, TimeOf
from ashore.reading.counts import ReadCount
from ashore.reading.positions import NotUnderstood, ReadPosition

NAUTICAL_MILE_M = 1852
CLAIMS = frozenset(
    "position aboard boats time_said time_departed time_position danger engine fuel lifejackets craft colour "
    "length_m battery_pct language course_deg speed_kn".split()
)
"""Kinds of thing that a report holds in a field of its own; the others stay in its words."""

WORDED = {"danger": "danger", "engine": "engine"}
"""Kinds whose codes have words elsewhere on the desk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One understood thing as the form shows it.

    `struck` that somebody left it out, `claims` that it becomes a field of the report.
    """

    name: str
    kind: str
    quote: str
    value: str
    notes: tuple[str, ...] = ()
    assumed: bool = False
    struck: bool = False
    claims: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Everything understood of a call: its lines, the words marked, what was not understood, and its number.

    `marked` is the text in pieces, each with its mark: "" none, read, assumed, or not (understood).
    """

    lines: tuple[Line, ...]
    marked: tuple[tuple[str, str], ...]
    not_understood: tuple[tuple[str, str], ...]
    number: Number | None
    battery: int | None


def shown(call: Typed, tongue: Tongue) -> Shown:
    """Return what is understood of a call as it stands."""
    reading = read(call)
    found = tuple(things(reading))
    lines = tuple(_line(each, reading, call, tongue) for each in found)
    return Shown(
        lines=lines,
        marked=tuple(_marked(reading.text, found, lines, reading.not_understood)),
        not_understood=tuple((each.quote, _says(each.says, tongue)) for each in reading.not_understood),
        number=number_of(call.phone, call.zone),
        battery=battery_of(call.battery),
    )


def circle(error_m: str, tongue: Tongue) -> str:
    """Return an error circle in words: metres to one kilometre, above it nautical miles and kilometres."""
    metres = float(error_m)
    if metres < 1000:
        return tongue.says("within {metres} m", metres=f"{metres:.0f}")
    miles, kilometres = (_decimal(f"{metres / unit:.1f}", tongue) for unit in (NAUTICAL_MILE_M, 1000))
    return tongue.says("within {miles} NM ({kilometres} km)", miles=miles, kilometres=kilometres)


def bounds(count: Count | Part, tongue: Tongue) -> str:
    """Return what a count entails: its value, then its least and its most, and "not said" for an end nobody gave."""
    if count.low is not None and count.low == count.high:
        return tongue.says("exactly {number}", number=count.low)
    ends = tongue.says(
        "at least {low}, at most {high}",
        low=tongue.says("not said") if count.low is None else count.low,
        high=tongue.says("not said") if count.high is None else count.high,
    )
    if count.value is None:
        return ends
    if count.qualifier == "about":
        return f"{tongue.says('about {number}', number=count.value)} ({ends})"
    return f"{count.value} ({ends})"


def _line(thing: Thing, reading: CallReading, call: Typed, tongue: Tongue) -> Line:
    value, notes, assumed = _value(thing, reading, call, tongue)
    return Line(
        name=thing.name,
        kind=thing.kind,
        quote=thing.quote,
        value=value,
        notes=tuple(_says(each, tongue) for each in notes),
        assumed=assumed,
        struck=thing.name in call.struck,
        claims=thing.kind in CLAIMS,
    )


def _value(
    thing: Thing, reading: CallReading, call: Typed, tongue: Tongue
) -> tuple[str, Sequence[Phrase], bool]:
    """Return a thing's value in words, how it was read, and whether anything of it was assumed."""
    found = thing.read
    if isinstance(found, ReadPosition):
        return _where(found, reading, tongue), found.guessed, bool(found.guessed)
    if isinstance(found, ReadCount):
        parts = [f"{tongue.word('part', name)}: {bounds(part, tongue)}" for name, part in found.count.parts()]
        # What a count entails stands in its value; "exactly 3" is not said a second time.
        notes = [each for each in found.how if not each.template.startswith(("{", "exactly", "about"))]
        passed_over = None if thing.name in call.struck else _unstruck(reading, call).passed_over(found)
        if passed_over is not None:
            notes.append(passed_over)
        return "; ".join([bounds(found.count, tongue), *parts]), notes, found.bare
    if isinstance(found, TimeOf):
        return _when(found, call, tongue), found.read.assumed, bool(found.read.assumed)
    if thing.kind in WORDED:
        return tongue.word(WORDED[thing.kind], found.value), (), False
    return tongue.word("sign", found.value), (), False


def _unstruck(reading: CallReading, call: Typed) -> CallReading:
    """Return a reading without the counts that were left out."""
    struck = {id(each.read) for each in things(reading) if each.name in call.struck}
    return replace(reading, counts=tuple(each for each in reading.counts if id(each) not in struck))


def _where(position: ReadPosition, reading: CallReading, tongue: Tongue) -> str:
    at = f"{position.lat} {position.lon}"
    said = [f"{position.place} ({at})" if position.place else at, circle(position.error_m, tongue)]
    if position.of != "craft":
        said.append(tongue.word("position_of", position.of))
    if position.alternative_of is not None:
        said.append(tongue.says("or the one above: strike the wrong one"))
    return ", ".join(said)


def _when(time: TimeOf, call: Typed, tongue: Tongue) -> str:
    readings = instant(time.read.at, tongue).readings
    clocks = " · ".join(f"{each.hour} {each.clock}" for each in readings)
    day = f"{readings[0].day} " if readings[0].day != instant(call.begun, tongue).readings[0].day else ""
    minutes = (call.begun - time.read.at) // 60_000
    ago = (
        tongue.says("{minutes} min before the call", minutes=minutes)
        if 0 <= minutes < 180
        else tongue.says("{hours} h before the call", hours=round(minutes / 60))
        if minutes >= 180
        else tongue.says("after the call began")
    )
    return f"{day}{clocks}, {ago}"


def _says(phrase: Phrase, tongue: Tongue) -> str:
    return phrase.render(tongue.catalogue.gettext, lambda ms: hour(ms, tongue))


def _marked(
    text: str, found: Sequence[Thing], lines: Sequence[Line], missed: Sequence[NotUnderstood]
) -> list[tuple[str, str]]:
    """Return the text in pieces, each letter marked by the last thing that was read from it."""
    marks = [""] * len(text)
    for thing, line in zip(found, lines, strict=True):
        mark = "" if line.struck else "assumed" if line.assumed else "read"
        end = thing.start + len(thing.quote)
        marks[thing.start : end] = [mark] * (min(end, len(text)) - thing.start)
    for each in missed:
        marks[each.start : each.end] = ["not"] * (each.end - each.start)
    pieces: list[tuple[str, str]] = []
    for letter, mark in zip(text, marks, strict=True):
        if pieces and pieces[-1][1] == mark:
            pieces[-1] = (pieces[-1][0] + letter, mark)
        else:
            pieces.append((letter, mark))
    return pieces


def _decimal(number: str, tongue: Tongue) -> str:
    return number.replace(".", ",") if tongue.language == "fr" else number
