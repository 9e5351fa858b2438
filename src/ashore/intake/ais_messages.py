"""What an AIS message says of a place or in words, and who says it (ITU-R M.1371-5, ITU-R M.585-9).

Payloads are decoded by pyais; what stands here is the meaning: which transmitter is a distress beacon, whether it is
active or under test, and which of its values are "not available".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from ashore.intake.ais_sentences import Whole
from ashore.model.errors import BadInput
from ashore.model.tracks import DEGREE, TrackFix

POSITIONS = frozenset({1, 2, 3, 9, 18, 19, 27})
"""Types that carry a vessel's, an aircraft's or a beacon's position."""

TEXTS = frozenset({12, 14})
"""Types that carry safety text: to one station, and to all."""

BINARY = {6: 72, 8: 40}
"""Types that carry data of many kinds, to one station and to all; and at which bit those say what they are."""

WORDS = {0: 12, 29: 10, 30: 10}
"""Kinds of such data that are words, and how many bits stand before them: text (ITU-R M.1371-5, annex 5, 0) and
descriptions, to all (IMO SN.1/Circ.289, 29) and to one (30)."""

DEVICES = {"970": "AIS-SART", "972": "AIS-MOB", "974": "EPIRB-AIS"}
"""Distress beacons by the first digits of their number; the rest is maker and serial, and names no flag or ship."""

ACTIVE, TEST = 14, 15
"""Navigational status of a beacon that is active, and of one under test."""

LAST_KNOWN = 63
"""The second that stands with a position the beacon no longer has: its last known (IEC 61097-14)."""

FINE_M, COARSE_M = 10, 100
"""Metres: what position accuracy 1 promises; and, for 0, which promises nothing, our assumption for a satellite fix."""

LONG_RANGE_M = 200
"""Metres: half the step in which a long-range message (type 27) gives latitude, and more."""


class NotDecoded(BadInput):
    code = "ais-not-decoded"
    says = "The message is whole by its checksum, and its content cannot be read."
    hint = "Its transmitter is faulty or of a newer kind. The bytes are kept."


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One decoded message: who, what type, where, and its words.

    `mmsi` is nine digits; `at` UTC milliseconds when it was heard, `clock_assumed` if by our clock alone.
    Positions are ten-millionths of a degree, None where not available; `second` is the UTC second as sent.
    """

    mmsi: str
    kind: int
    at: int
    clock_assumed: bool
    station: str
    lat_e7: int | None = None
    lon_e7: int | None = None
    error_m: int | None = None
    second: int | None = None
    speed_dkn: int | None = None
    course_ddeg: int | None = None
    status: int | None = None
    text: str | None = None

    @property
    def placed(self) -> bool:
        """Whether the message gives a position."""
        return self.lat_e7 is not None and self.lon_e7 is not None

    @property
    def device(self) -> str:
        """What kind of distress beacon sends, "" if none does.

        By its number; or by what only a beacon says: that it is an active one, or text of the form "SART ACTIVE".
        """
        if self.mmsi[:3] in DEVICES:
            return DEVICES[self.mmsi[:3]]
        said = _BEACON_TEXT.fullmatch(self.text or "")
        if said is not None:
            return next(name for name in DEVICES.values() if said["device"] in name)
        return DEVICES["970"] if self.status == ACTIVE and self.kind in (1, 2, 3) else ""

    @property
    def numbered(self) -> bool:
        """Whether the sender's number is a beacon's, and not only what it says."""
        return self.mmsi[:3] in DEVICES

    @property
    def drill(self) -> bool:
        """Whether the sender says that this is a test or a drill; whoever says both that and MAYDAY is not believed."""
        if self.device and self.text is None:
            return self.status == TEST
        words = self.text or ""
        if self.device:
            return _TESTING.search(words) is not None and not _NO_DRILL.search(words)
        return _BEGINS_AS_DRILL.match(words) is not None and not _NO_DRILL.search(words)

    @property
    def calls_distress(self) -> bool:
        """Whether a text uses the words that are kept for distress."""
        return _DISTRESS.search(self.text or "") is not None

    @property
    def from_shore(self) -> bool:
        """Whether the sender is a coast station, a base station or an aid to navigation."""
        return self.mmsi.startswith(("00", "99"))

    def fix(self) -> TrackFix | None:
        """Return the position as a fix of the sender's track, None if there is none or it is the last known one."""
        if self.lat_e7 is None or self.lon_e7 is None or (self.device and self.second == LAST_KNOWN):
            return None
        return TrackFix(
            track=track_of(self.mmsi),
            at=self.at,
            lat_e7=self.lat_e7,
            lon_e7=self.lon_e7,
            error_m=self.error_m,
            speed_dkn=self.speed_dkn,
            course_ddeg=self.course_ddeg,
            source=self.station,
            clock_assumed=self.clock_assumed,
        )


_BEACON_TEXT = re.compile(r"\s*(?P<device>SART|MOB|EPIRB)[ :-]+(?:ACTIVE|TEST)\b.*", re.DOTALL)
_TESTING = re.compile(r"\b(TEST|DRILL|EXERCI[SC]E)", re.ASCII)
_BEGINS_AS_DRILL = re.compile(
    r"\W*(?:THIS IS (?:A|AN|ONLY A) )?(?:(?:RADIO |SYSTEM |AIS )?TEST(?:ING|S)?\b|DRILL|EXERCI[SC]E|ESSAI)",
    re.ASCII,
)
_NO_DRILL = re.compile(
    r"\b(?:NO|NOT|NOT AN?|PAS UN|NON) (?:DRILL|EXERCI[SC]E|TEST)|MAYDAY|\bS\.?O\.?S\b", re.ASCII
)
_DISTRESS = re.compile(
    r"MAYDAY|\bM'AIDER\b|\bS\.?O\.?S\b|\bDISTRESS|\bD[EÉ]TRESSE|\bMAN OVER ?BOARD|\bOVERBOARD\b|\bMOB\b|\bSINKING|"
    r"\bABANDON|\bCAPSIZ|HOMME A LA MER",
    re.ASCII,
)


def track_of(mmsi: str) -> str:
    """Return the name of the track of whoever has this number."""
    return f"ais:{mmsi}"


DISTRESS_TEXT, SAFETY_TEXT = "AIS distress text", "AIS safety text"


def message_name(message: Message) -> str:
    """Return who speaks, as a report's sender: what is speaking, and its number."""
    words = DISTRESS_TEXT if message.calls_distress else SAFETY_TEXT
    return f"{message.device or words} {message.mmsi}"


def wanted(whole: Whole) -> bool:
    """Return whether a message is of a type that says anything we take, or is data that is words."""
    kind = whole.kind
    return kind in POSITIONS or kind in TEXTS or (kind in BINARY and _is_words(whole))


def _is_words(whole: Whole) -> bool:
    begins = BINARY[whole.kind]
    bits = _bits(whole.parts[0].payload[: begins // 6 + 4])
    area, kind = bits[begins : begins + 10], bits[begins + 10 : begins + 16]
    return len(kind) == 6 and int(area, 2) == 1 and int(kind, 2) in WORDS


def _bits(payload: bytes) -> str:
    return "".join(f"{each - 48 - 8 * (each > 95):06b}" for each in payload)


def decode(whole: Whole, heard_at: int) -> Message:
    """Return what a message of a wanted type says; `heard_at` stands in where nobody gave a time. Raises NotDecoded."""
    # Every verb of the command line knows every source, and few ever hear AIS: 0.15 s each, brought in when needed.
    import pyais

    try:
        said = pyais.decode(*(part.core for part in whole.parts))
        return _message(said, whole, heard_at)
    except Exception as error:
        # Whatever pyais makes of bytes nobody foresaw, a feed goes on.
        raise NotDecoded from error


def _message(said: Any, whole: Whole, heard_at: int) -> Message:
    kind = int(said.msg_type)
    mmsi = f"{int(said.mmsi):09d}"
    if len(mmsi) != 9:
        raise NotDecoded
    heard = Message(
        mmsi=mmsi,
        kind=kind,
        at=heard_at if whole.at is None else whole.at,
        clock_assumed=whole.at is None,
        station=whole.station,
    )
    if kind in TEXTS:
        return replace(heard, text=" ".join((said.text or "").split()))
    if kind in BINARY:
        # Ships send each other much else so; words are taken where they are of distress or a beacon's.
        spoken = replace(heard, text=" ".join(_words(said).split()))
        return spoken if spoken.calls_distress or spoken.device else heard
    lat, lon = _degrees(said.lat, 90), _degrees(said.lon, 180)
    if lat is None or lon is None:
        lat = lon = None
    return replace(
        heard,
        lat_e7=lat,
        lon_e7=lon,
        error_m=None if lat is None else _error_m(kind, bool(said.accuracy)),
        second=getattr(said, "second", None),
        speed_dkn=_speed(kind, said.speed),
        course_ddeg=_course(said.course),
        status=None if kind not in (1, 2, 3) else int(said.status),
    )


def _words(said: Any) -> str:
    """Return the words of data that are words, as far as the first sign that stands for none."""
    for name in ("text", "description"):
        if isinstance(words := getattr(said, name, None), str):
            return words
    bits = "".join(f"{each:08b}" for each in said.data)[WORDS[int(said.fid)] :]
    codes = [int(bits[at : at + 6], 2) for at in range(0, len(bits) - 5, 6)]
    return "".join(chr(code + 64 if code < 32 else code) for code in codes).partition("@")[0]


def _degrees(value: Any, most: int) -> int | None:
    """Return degrees in ten-millionths; 91 and 181 are "not available", and what lies beyond is no place."""
    if value is None or not -most <= value <= most:
        return None
    ten_millionths: int = round(value * DEGREE)
    return ten_millionths


def _error_m(kind: int, fine: bool) -> int:
    if kind == 27:
        return LONG_RANGE_M
    return FINE_M if fine else COARSE_M


def _speed(kind: int, knots: Any) -> int | None:
    """Return the speed in tenths of a knot; an aircraft (9) and a long-range message (27) give whole knots."""
    if knots is None:
        return None
    most = {9: 1022, 27: 62}.get(kind, 102.2)
    return round(knots * 10) if 0 <= knots <= most else None


def _course(degrees: Any) -> int | None:
    return round(degrees * 10) if degrees is not None and 0 <= degrees < 360 else None
