"""AIS as receivers write it: lines of VDM and VDO sentences (IEC 61162-1), tag blocks, and parts put together.

    !AIVDM,1,1,,A,15N5s90P00…,0*4D
    \\s:north-mast,c:1927848720*5F\\!AIVDM,2,1,3,B,55N5s9…,0*6A
    !AIVDM,1,1,,A,15N5s90P00…,0*4D,rNORTH,1927848720

A time is taken from the tag block (`c`, IEC 61162-450, seconds or milliseconds since 1970), from what the United States
Coast Guard and others write after the checksum, or from a time at the line's beginning.
A tag block whose own checksum is wrong is not believed; the sentence behind it stands by its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import xor

from ashore.model.errors import BadInput
from ashore.model.times import utc_ms

LONGEST_LINE = 1024
"""Bytes of a line that is looked at; a sentence has at most 82 and a tag block 80."""

PATIENCE_MS = 10_000
"""How long a message's first part waits for its last; they leave the ship within a fifth of a second."""

MOST_WAITING = 64
"""Messages that wait for a part at once: more than there are numbers for them on two channels and many stations."""

EARLIEST_MS, LATEST_MS = 631_152_000_000, 32_503_680_000_000
"""1990 to 2999: what a clock says outside these years is no time."""


class NotASentence(BadInput):
    code = "not-an-ais-sentence"
    says = "This is no whole AIS sentence."
    hint = "A line was cut short or is another device's; if there are many, check the receiver and its line speed."


class BadChecksum(BadInput):
    code = "ais-checksum"
    says = "The checksum of the sentence is wrong: something in it was changed on the way."
    hint = "Nothing was taken from it. One now and then is noise on the line; if there are many, check the receiver."


class PartMissing(BadInput):
    code = "ais-part-missing"
    says = "Of a message in {total} parts only {held} came."
    hint = "The rest was lost on the way; a beacon sends again within a minute."


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence, whole by its checksum: part `number` of `total` of a message.

    `core` is the sentence without what stands before and after it, `raw` its whole line; `at` UTC milliseconds or None.
    `tied` is what its tag block has in common with those of the other parts, "" where that says nothing of the kind.
    """

    raw: bytes
    core: bytes
    total: int
    number: int
    group: str
    channel: str
    payload: bytes
    station: str = ""
    tied: str = ""
    at: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """A message with all its parts, in their order: who heard it and when, UTC milliseconds or None."""

    parts: tuple[Sentence, ...]
    station: str
    at: int | None

    @property
    def raw(self) -> bytes:
        """The lines of the message as they came, one to a line."""
        return b"\n".join(part.raw for part in self.parts)

    @property
    def kind(self) -> int:
        """The message's type (ITU-R M.1371), from its first six bits; -1 where it has none."""
        return message_type(self.parts[0].payload)


_LINE = re.compile(
    rb"(?P<before>[ -~\t]{0,80}?)"
    rb"(?P<tags>(?:\\[^\\]{0,400}\\){0,4})"
    rb"(?P<core>!(?P<sum>[A-Z]{2}VD[MO],(?P<total>[1-9]),(?P<number>[1-9]),(?P<group>[0-9]?),"
    rb"(?P<channel>[A-Z0-9]?),(?P<payload>[0-W`-w]*),[0-5])\*(?P<check>[0-9A-Fa-f]{2}))"
    rb"(?P<after>[ ,;\t][ -~]*)?[ \t\0]*"
)
_WHOLE_TAG = re.compile(rb"\\([^\\]*)\\")
_TIED = re.compile(r"[1-9][0-9]?-[1-9][0-9]?-([0-9]{1,9})")
"""A tag block's group: which line of how many, and the number that its lines have in common."""

_OTHER = re.compile(rb"(?:\\[^\\]*\\)?(?:[$#].*|![A-Z]{2}(?!VD[MO])[A-Z]{3},.*)?", re.DOTALL)
_TAG = re.compile(rb"(?P<fields>.*)\*(?P<check>[0-9A-Fa-f]{2})", re.DOTALL)
_EPOCH = re.compile(r"[0-9]{9,10}(?:[0-9]{3})?(?:\.[0-9]{1,9})?")
_STATION = re.compile(r"[A-Za-z0-9_.-]{1,15}")
_STATION_AFTER = re.compile(r"[A-Za-z][A-Za-z0-9_-]{1,14}")


def read_sentence(line: bytes) -> Sentence | None:
    """Return the AIS sentence on a line without its end; None for an empty line, a comment or another sentence.

    Raises NotASentence and BadChecksum.
    """
    found = _LINE.fullmatch(line) if len(line) <= LONGEST_LINE else None
    if found is None:
        if len(line) <= LONGEST_LINE and _OTHER.fullmatch(line.strip()):
            return None
        raise NotASentence
    total, number = int(found["total"]), int(found["number"])
    if number > total or not found["payload"]:
        raise NotASentence
    if reduce(xor, found["sum"], 0) != int(found["check"], 16):
        raise BadChecksum
    station, at, tied = _tagged(found["tags"])
    after_station, after_at = _after((found["after"] or b"").decode("ascii"))
    return Sentence(
        raw=line,
        core=found["core"],
        total=total,
        number=number,
        group=found["group"].decode("ascii"),
        channel=found["channel"].decode("ascii"),
        payload=found["payload"],
        station=station or after_station,
        tied=tied,
        at=_first(at, after_at, _stamp(found["before"].decode("ascii"))),
    )


def message_type(payload: bytes) -> int:
    """Return the type that a payload begins with, -1 for none."""
    if not payload:
        return -1
    value = payload[0] - 48
    return value - 8 if value > 40 else value


class Assembly:
    """Puts parts together, in whatever order they come, for each station and channel."""

    def __init__(self) -> None:
        self._waiting: dict[tuple[str, str, str, int], dict[int, Sentence]] = {}
        self._since: dict[tuple[str, str, str, int], int] = {}

    def add(self, sentence: Sentence, now: int) -> tuple[Whole | None, list[tuple[Sentence, ...]]]:
        """Take a sentence heard at `now` (UTC milliseconds); return the message it completes, and what was given up.

        Each station's parts wait by its own clock: those of two stations may be hours apart.

        A part that comes twice is one part. One that contradicts the part that waits begins another message.
        """
        given_up = self._overdue(sentence.station, now)
        if sentence.total == 1:
            return whole((sentence,)), given_up
        key = self._key(sentence, now)
        parts = self._waiting.get(key)
        if parts is not None and parts.get(sentence.number, sentence).payload != sentence.payload:
            given_up.append(self._take(key))
            parts = None
        if parts is None:
            if len(self._waiting) >= MOST_WAITING:
                given_up.append(self._take(next(iter(self._waiting))))
            parts = self._waiting[key] = {}
            self._since[key] = now
        if all(part.at is None for part in parts.values()):
            self._since[key] = now  # until a part says when, its message waits by another's clock
        parts.setdefault(sentence.number, sentence)
        if len(parts) < sentence.total:
            return None, given_up
        return whole(self._take(key)), given_up

    def rest(self) -> list[tuple[Sentence, ...]]:
        """Return what still waits for a part, and forget it."""
        return [self._take(key) for key in list(self._waiting)]

    def _key(self, sentence: Sentence, now: int) -> tuple[str, str, str, int]:
        """Return what the parts of a message have in common.

        Many receivers put a tag block before the first part alone: a part that names no station goes with the only
        message that waits for it. Parts of one group of tag blocks belong together in whatever order they come, also
        one that names its station with one that did not; without a group that would be a guess.
        """
        key = (sentence.station, sentence.channel, sentence.group, sentence.total)
        if key in self._waiting:
            return key
        fitting = {
            each: any(part.tied == sentence.tied != "" for part in parts.values())
            for each, parts in self._waiting.items()
            if each[1:] == key[1:] and sentence.number not in parts and (not sentence.station or not each[0])
        }
        tied = [each for each, one_group in fitting.items() if one_group]
        near = [
            each for each in fitting if not sentence.station and abs(now - self._since[each]) <= PATIENCE_MS
        ]
        for found in (tied, near):
            if len(found) == 1:
                return found[0]
        return key

    def _overdue(self, station: str, now: int) -> list[tuple[Sentence, ...]]:
        late = [
            key for key, since in self._since.items() if key[0] == station and abs(now - since) > PATIENCE_MS
        ]
        return [self._take(key) for key in late]

    def _take(self, key: tuple[str, str, str, int]) -> tuple[Sentence, ...]:
        del self._since[key]
        return tuple(part for _, part in sorted(self._waiting.pop(key).items()))


def whole(parts: tuple[Sentence, ...]) -> Whole:
    """Return the message that these parts, all of one and in their order, make."""
    times = [part.at for part in parts if part.at is not None]
    station = next((part.station for part in parts if part.station), "")
    return Whole(parts=parts, station=station, at=min(times, default=None))


def stamped(line: bytes, at: int) -> bytes:
    """Return a line with a time (UTC milliseconds) to the second before it, as logs of feeds without times are kept."""
    return b"%d %s" % (at // 1000, line)


def _tagged(tags: bytes) -> tuple[str, int | None, str]:
    """Return the station, the time and the group of tag blocks; nothing of one whose checksum is wrong."""
    values: dict[str, str] = {}
    for block in _WHOLE_TAG.finditer(tags):
        found = _TAG.fullmatch(block[1])
        if found is not None and reduce(xor, found["fields"], 0) == int(found["check"], 16):
            values |= dict(_pairs(found["fields"].decode("ascii", "replace")))
    station, tied = values.get("s", ""), _TIED.fullmatch(values.get("g", ""))
    return (
        station if _STATION.fullmatch(station) else "",
        _epoch(values.get("c", "")),
        tied[1] if tied is not None else "",
    )


def _pairs(fields: str) -> Iterator[tuple[str, str]]:
    for field in fields.split(","):
        name, colon, value = field.partition(":")
        if colon:
            yield name.strip(), value.strip()


def _after(text: str) -> tuple[str, int | None]:
    """Return the station and the time that stand after a checksum."""
    fields = [field.strip() for field in re.split(r"[,;\t ]", text) if field.strip()]
    station = next((field for field in fields if _STATION_AFTER.fullmatch(field)), "")
    return station, _first(*(_epoch(field) for field in reversed(fields)))


def _stamp(text: str) -> int | None:
    text = text.strip(" ,;\t[]()<>")
    at = _epoch(text)
    if at is not None:
        return at
    try:
        said = datetime.fromisoformat(text.upper())
        return None if said.tzinfo is None else _sound(utc_ms(said))
    except (ValueError, OverflowError):
        return None


def _epoch(text: str) -> int | None:
    if not _EPOCH.fullmatch(text):
        return None
    whole_part, _, fraction = text.partition(".")
    if len(whole_part) > 10:
        return _sound(int(whole_part))
    return _sound(int(whole_part) * 1_000 + int(fraction[:3].ljust(3, "0") or 0))


def _sound(ms: int) -> int | None:
    return ms if EARLIEST_MS <= ms < LATEST_MS else None


def _first(*times: int | None) -> int | None:
    return next((each for each in times if each is not None), None)
