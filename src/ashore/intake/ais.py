"""AIS, from a file or a feed: a distress beacon or a safety text is a report, every other position a fix of a track.

    !AIVDM,1,1,,A,1>OrV<fP?w08e@HM<lH>4001P000,0*6B      a beacon: a report, or a fix of one that was reported
    !AIVDM,1,1,,A,>>OrV<Plt:04=@UHD,2*21                 a beacon's text, which may come before it knows where it is
    !AIVDM,1,1,,A,1;qw5h@P1s06P10M97<1ih07P000,0*5A      a vessel: a fix

The raw bytes of a report are the lines of the one message it is made of; before them a line of ours names the report
of the same beacon that went before, so that both are known to be of one source:

    # ashore repeats 970990001-active-20310203T011200Z
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256

import msgspec

from ashore.intake.ais_beacons import Beacons, report_id
from ashore.intake.ais_messages import LAST_KNOWN, Message, decode, message_name, wanted
from ashore.intake.ais_sentences import Assembly, PartMissing, Sentence, Whole, read_sentence
from ashore.intake.fields import FIRST_MENTION, Fields, Found
from ashore.intake.mentions import read_mention
from ashore.intake.rejection import Rejection
from ashore.intake.report_lines import ReadLine
from ashore.intake.strict_json import parse_object
from ashore.model.errors import BadInput
from ashore.model.report import Craft, Mention, Position, Relation, Report, Sender
from ashore.model.times import Moment, iso
from ashore.model.tracks import TrackFix, decimal_degrees, tenths
from ashore.reading.call import as_mention, read_call

SOURCE = "ais"

AHEAD_MS = 60_000
"""A station whose clock is farther ahead of ours than this is not believed."""

STATION_CLOCK_S, OWN_CLOCK_S = 2, 60
"""Seconds by which the time of a position may be wrong: by a station's clock, and by ours at the end of a feed."""

LOOKED_AT = 20
"""Lines of a file's beginning by which it is known."""

TOGETHER_LINES, TOGETHER_BYTES = 200, 65_536
"""Refused lines that follow one another are kept together: a line that is only noise needs no entry of its own."""

ABOUT = {"AIS-MOB": "person_in_water"}
"""What a kind of beacon is about, where not a craft."""


class NoReport(BadInput):
    code = "ais-no-report"
    says = "This is no AIS message of a distress beacon and no safety text."
    hint = "Positions of vessels go to the tracks, and not to the reports."


class NotOneMessage(BadInput):
    code = "ais-not-one-message"
    says = "These lines are not the parts of one AIS message."
    hint = "The raw bytes of an AIS report are one message; send a whole file through `ashore import`."


_REPEATS = re.compile(rb"# ashore repeats (?P<id>[0-9A-Za-z-]{1,64})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A message of a wanted type that came in whole, with its lines and the number of its last."""

    line: int
    raw: bytes
    message: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A line, or a message short of a part, that could not be read."""

    line: int
    raw: bytes
    error: BadInput


class Ear:
    """Hears one feed line by line: whole messages and what could not be read, in the order of their ends.

    `sentences` counts the AIS sentences that were sound.
    """

    def __init__(self) -> None:
        self.sentences = 0
        self._assembly = Assembly()
        self._latest: int | None = None
        self._line = 0

    def hear(self, line: bytes, now: int) -> Iterator[Heard | Unread]:
        """Take one line without its end, heard at `now` (UTC milliseconds); never raises."""
        self._line += 1
        try:
            sentence = read_sentence(line)
        except BadInput as error:
            yield Unread(line=self._line, raw=line, error=error)
            return
        if sentence is None:
            return
        self.sentences += 1
        # A part without a time came with those about it: in a file that may be years ago.
        if sentence.at is not None:
            self._latest = sentence.at
        whole, given_up = self._assembly.add(sentence, now if self._latest is None else self._latest)
        yield from self._short(given_up)
        if whole is not None:
            yield from self._whole(whole, now)

    def rest(self) -> Iterator[Unread]:
        """Give up on what still waits for a part."""
        yield from self._short(self._assembly.rest())

    def _whole(self, whole: Whole, now: int) -> Iterator[Heard | Unread]:
        if not wanted(whole):
            return
        try:
            yield Heard(line=self._line, raw=whole.raw, message=decode(whole, now))
        except BadInput as error:
            yield Unread(line=self._line, raw=whole.raw, error=error)

    def _short(self, given_up: list[tuple[Sentence, ...]]) -> Iterator[Unread]:
        for parts in given_up:
            error = PartMissing(total=parts[0].total, held=len(parts))
            yield Unread(line=self._line, raw=b"\n".join(part.raw for part in parts), error=error)


def recognises(content: bytes) -> bool:
    """Return whether a file is of AIS: among its first lines an AIS sentence, and at least half of them sentences."""
    first = [line.strip() for line in content[:32_768].splitlines()[: 3 * LOOKED_AT] if line.strip()][
        :LOOKED_AT
    ]
    ours = others = 0
    for line in first:
        try:
            sentence = read_sentence(line)
        except BadInput:
            others += 1
        else:
            ours += sentence is not None
    return ours > 0 and others <= len(first) // 2


def read_report(raw: bytes, *, received_by: str, received_at: Moment) -> Report | Rejection:
    """Return the report in the lines of one message, or why there is none; it never raises.

    Where a station said when it heard the message, that is when it was received.
    """
    heard = list(_heard(raw, received_at.ms))
    errors = [each.error for each in heard if isinstance(each, Unread)]
    messages = [each.message for each in heard if isinstance(each, Heard)]
    if not errors and len(messages) != 1:
        errors = [NotOneMessage()]
    if not errors and not is_report(messages[0]):
        errors = [NoReport()]
    if errors:
        return Rejection(source=SOURCE, raw=raw, errors=tuple(errors))
    report = _report(messages[0], raw, received_by, received_at)
    before = _REPEATS.match(raw)
    if before is None:
        return report
    return replace(report, relates=(Relation(kind="repeats", id=before["id"].decode("ascii")),))


def following(raw: bytes, repeats: str) -> bytes:
    """Return the lines of a message with the report before them that they repeat, "" for none."""
    return b"# ashore repeats %s\n%s" % (repeats.encode("ascii"), raw) if repeats else raw


def hear_file(
    content: bytes, *, received_by: str, received_at: Moment, before: Iterable[Report] = ()
) -> Iterator[ReadLine]:
    """Return a file's reports, each with the lines of its message, and what of it could not be read; never raises.

    What begins with a line of ours is the raw bytes of one report already. `before` are the reports of beacons and
    texts that are held, in their order: a file that goes on where another ended does not tell of them again.
    """
    if _REPEATS.match(content):
        result = read_report(content, received_by=received_by, received_at=received_at)
        yield ReadLine(number=1, raw=content, result=result)
        return
    beacons = Beacons()
    for report in before:
        beacons.remember(report)
    together: list[Unread] = []
    for each in _heard(content, received_at.ms):
        if isinstance(each, Unread):
            if len(together) >= TOGETHER_LINES or sum(len(one.raw) for one in together) > TOGETHER_BYTES:
                yield _refused(together)
                together = []
            together.append(each)
            continue
        if together:
            yield _refused(together)
            together = []
        message = believed(each.message, received_at.ms)
        telling = beacons.tells(message) if is_report(message) else None
        if telling is not None:
            raw = following(each.raw, telling.repeats)
            result = read_report(raw, received_by=received_by, received_at=received_at)
            if isinstance(result, Report):
                beacons.told(result)
            yield ReadLine(number=each.line, raw=raw, result=result)
    if together:
        yield _refused(together)


def fixes_in(content: bytes, *, received_at: Moment) -> Iterator[TrackFix]:
    """Return a file's positions, beacons' and vessels' alike, as fixes of tracks; never raises."""
    for each in _heard(content, received_at.ms):
        if isinstance(each, Heard):
            fix = believed(each.message, received_at.ms).fix()
            if fix is not None:
                yield fix


def is_report(message: Message) -> bool:
    """Return whether a message is of the kind that reports are made of: a beacon's, or safety text."""
    return bool(message.device) or bool(message.text)


def _heard(content: bytes, now: int) -> Iterator[Heard | Unread]:
    ear = Ear()
    for line in content.splitlines():
        yield from ear.hear(line, now)
    yield from ear.rest()


def _refused(unread: list[Unread]) -> ReadLine:
    raw = b"\n".join(each.raw for each in unread)
    errors = tuple(each.error for each in unread)
    return ReadLine(
        number=unread[0].line,
        raw=raw,
        result=Rejection(source=SOURCE, raw=raw, errors=errors, line=unread[0].line),
    )


def believed(message: Message, now: int) -> Message:
    """Return a message with our own time where its station's clock is too far ahead."""
    return replace(message, at=now, clock_assumed=True) if message.at > now + AHEAD_MS else message


def _report(message: Message, raw: bytes, received_by: str, received_at: Moment) -> Report:
    message = believed(message, received_at.ms)
    at = received_at if message.clock_assumed else Moment(ms=message.at, stated=iso(message.at))
    name = report_id(message)
    if message.clock_assumed:
        name = f"{name.rpartition('-')[0]}-{sha256(raw).hexdigest()[:16]}"
    mentions, assumed = _mentions(message, at)
    return Report(
        id=name,
        channel="ais",
        received_by=received_by,
        received_at=at,
        source=SOURCE,
        said_at=None if message.clock_assumed else at,
        sender=Sender(unit=message_name(message)),
        text=message.text,
        mentions=mentions,
        assumed=assumed,
    )


def _mentions(message: Message, at: Moment) -> tuple[tuple[Mention, ...], tuple[str, ...]]:
    """Return what a message is about, and the paths of what it does not say.

    A test is about nothing, and so is what a coast station sends out, unless it uses the words of distress.
    """
    if message.drill or (
        message.text and not message.device and message.from_shore and not message.calls_distress
    ):
        return (), ()
    if not message.device:
        mention, assumed = _of_words(message, at)
        return (mention,), assumed
    mention = _of_beacon(message, at)
    dated = any(position.at is not None for position in mention.positions)
    return (mention,), ("mentions[0].positions[0].at",) if dated and message.clock_assumed else ()


def _of_beacon(message: Message, at: Moment) -> Mention:
    device = message.device
    about = ABOUT.get(device, "craft")
    stale = message.second == LAST_KNOWN
    if message.lat_e7 is None or message.lon_e7 is None:
        return Mention(about=about)
    position = Position(
        lat=decimal_degrees(message.lat_e7),
        lon=decimal_degrees(message.lon_e7),
        error_m=None if stale or message.error_m is None else str(message.error_m),
        # Of the last known position nobody says how old it is.
        at=None if stale else at,
        at_error_s=None if stale else OWN_CLOCK_S if message.clock_assumed else STATION_CLOCK_S,
        how="gnss",
    )
    moving = message.speed_dkn is not None and not stale
    craft = (
        Craft(course_deg=tenths(message.course_ddeg) or None, speed_kn=tenths(message.speed_dkn))
        if moving
        else None
    )
    return Mention(about=about, positions=(position,), craft=craft if about == "craft" else None)


def _of_words(message: Message, at: Moment) -> tuple[Mention, tuple[str, ...]]:
    """Return what the words of a safety text say, read as those of a call, and the paths of what they leave open.

    Whatever cannot be read of them, there is a mention: somebody at sea said something about safety.
    """
    said = as_mention(read_call(message.text or "", now=at.ms, zone="UTC", language_hint="en"))
    mentions, assumed = said.get("mentions", []), said.get("assumed", [])
    found, mention = Found(), Mention()
    if isinstance(mentions, list) and mentions:
        mention = read_mention(Fields(parse_object(msgspec.json.encode(mentions[0])), found, FIRST_MENTION))
    if found.errors:
        return Mention(), ()
    return mention, tuple(each for each in _texts(assumed) if each.startswith(FIRST_MENTION))


def _texts(listed: object) -> Iterator[str]:
    yield from (each for each in (listed if isinstance(listed, list) else ()) if isinstance(each, str))
