"""Which of the many messages of a beacon, or repeats of a text, are a report: those after which more is known.

A beacon sends eight messages a minute for four days. A report is made of the first, of the first with a position, of
one that has moved by MOVED_M and MOVED_MS since the last report, of one heard again after SILENT_MS, of a test that
becomes real, of one that says for ACTIVE_MS nothing but test after it was active, and of one too far away to be the
same: numbers of beacons repeat. Everything between stands on its track. These figures are ours.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections import OrderedDict
from dataclasses import dataclass

from ashore.intake.ais_messages import LAST_KNOWN, Message
from ashore.model.report import Report
from ashore.model.times import iso
from ashore.model.tracks import DEGREE

MOVED_M = 926
"""Half a nautical mile."""

MOVED_MS = 10 * 60_000
SILENT_MS = 15 * 60_000
ACTIVE_MS = 2 * 60_000
"""A beacon that says both test and active is active: so long after it last did."""

TEXT_SILENT_MS = 30 * 60_000
SHORE_SILENT_MS = 24 * 3_600_000
"""A coast station repeats one warning for days."""

FASTEST_M_S = 40
"""Faster than a beacon aboard a rescue unit; what is farther away than that allows is another beacon."""

MOST = 20_000
"""Senders remembered, those heard last."""

MOST_OF_ONE_NUMBER = 8
"""Beacons of one number told apart; past that its positions are noise, and it is told of as one that moves."""

METRES_A_DEGREE = 111_195


@dataclass(slots=True)
class _Known:
    """What is known of one beacon, or of one text of one sender."""

    state: str
    last_at: int
    reported_at: int
    active_at: int
    lat_e7: int | None = None
    lon_e7: int | None = None
    last_lat_e7: int | None = None
    last_lon_e7: int | None = None
    report: str = ""
    report_at: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """Why a message is a report (first, placed, moved, again, state), and the id of the beacon's report before it."""

    why: str
    repeats: str


class Beacons:
    """What has been reported of each beacon and text; one for each feed, and it forgets nothing while it listens."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, list[_Known]] = OrderedDict()
        self._told: _Known | None = None

    def tells(self, message: Message) -> Telling | None:
        """Return why a beacon's message or a safety text is a report, None where it is none."""
        known, why = self._beacon(message) if message.device else self._text(message)
        self._told = known if why else None
        # A file of earlier days, taken in late, repeats nothing that came after it.
        later = message.at >= known.report_at
        return Telling(why=why, repeats=known.report if later else "") if why else None

    def told(self, report: Report) -> None:
        """Take note of the report that was made of the message last told."""
        if self._told is not None and report.mentions:
            self._told.report, self._told.report_at = report.id, _at(report)

    def _beacon(self, message: Message) -> tuple[_Known, str]:
        key, state = message.mmsi, state_of(message)
        known = self._recall(key)
        here = _placed(message)
        same = next((each for each in known if _may_be(each, message, here)), None)
        if same is None and len(known) >= MOST_OF_ONE_NUMBER:
            same = max(known, key=lambda each: each.last_at)
        if same is None:
            known.append(_known(state, message.at))
            _set_down(known[-1], here, reported=True)
            return known[-1], "first"
        if state == "active":
            same.active_at = max(same.active_at, message.at)
        elif same.state == "active" and abs(message.at - same.active_at) <= ACTIVE_MS:
            same.last_at = max(same.last_at, message.at)
            return same, ""
        why = _why(same, message, state, here)
        same.state, same.last_at = state, max(same.last_at, message.at)
        _set_down(same, here, reported=bool(why))
        if why:
            same.reported_at = max(same.reported_at, message.at)
        return same, why

    def remember(self, report: Report, last_heard: int = 0) -> None:
        """Take up what a report that was made earlier says, so that a feed begun anew does not say it again.

        `last_heard` is when its sender was last heard by its track, UTC milliseconds.
        """
        named = _ID.fullmatch(report.id)
        if named is None:
            return
        positions = report.mentions[0].positions if report.mentions else ()
        lat, lon = (None, None) if not positions else (_e7(positions[0].lat), _e7(positions[0].lon))
        at = _at(report)
        found = _known(named["what"], at)
        found.last_at = max(at, last_heard)
        found.report, found.report_at = (report.id, at) if report.mentions else ("", 0)
        _set_down(found, None if lat is None or lon is None else (lat, lon), reported=True)
        key = named["mmsi"] + (named["text"] or "")
        self._recall(key)[:] = [found]

    def _text(self, message: Message) -> tuple[_Known, str]:
        digest = text_digest(message)
        known = self._recall(message.mmsi + digest)
        silence = SHORE_SILENT_MS if message.from_shore and not message.calls_distress else TEXT_SILENT_MS
        if not known:
            known.append(_known("text", message.at))
            return known[0], "first"
        again = abs(message.at - known[0].last_at) > silence
        known[0].last_at = max(known[0].last_at, message.at)
        return known[0], "again" if again else ""

    def _recall(self, key: str) -> list[_Known]:
        known = self._known.setdefault(key, [])
        self._known.move_to_end(key)
        if len(self._known) > MOST:
            self._known.popitem(last=False)
        return known


def _known(state: str, at: int) -> _Known:
    return _Known(state=state, last_at=at, reported_at=at, active_at=at if state == "active" else 0)


def report_id(message: Message) -> str:
    """Return the id of the report that a message makes: its sender, what it is, and when it was heard.

    Where nobody said when, its bytes stand for the time, and whoever keeps them adds them.
    """
    what = state_of(message) if message.device else f"text-{text_digest(message)}"
    stamp = iso(message.at).replace("+00:00", "Z").replace("-", "").replace(":", "")
    return f"{message.mmsi}-{what}-{stamp}"


def state_of(message: Message) -> str:
    """Return a beacon's state: test where it says so itself, else active, whatever else it says."""
    return "test" if message.drill else "active"


def text_digest(message: Message) -> str:
    """Return what tells one text of a sender from another, for use in names."""
    return hashlib.sha256((message.text or "").encode()).hexdigest()[:8]


_ID = re.compile(r"(?P<mmsi>[0-9]{9})-(?P<what>active|test|text-(?P<text>[0-9a-f]{8}))-[0-9A-Za-z]+")


def _why(known: _Known, message: Message, state: str, here: tuple[int, int] | None) -> str:
    if state != known.state:
        return "state"
    if abs(message.at - known.last_at) > SILENT_MS:
        return "again"
    if here is None:
        return ""
    if state == "test":
        return ""
    if known.lat_e7 is None or known.lon_e7 is None:
        return "placed"
    moved = _metres((known.lat_e7, known.lon_e7), here) > MOVED_M
    # A vessel that says of itself to be a beacon goes about its way, and is told of once.
    return "moved" if moved and message.numbered and message.at - known.reported_at >= MOVED_MS else ""


def _may_be(known: _Known, message: Message, here: tuple[int, int] | None) -> bool:
    if here is None or known.last_lat_e7 is None or known.last_lon_e7 is None:
        return True
    reach = MOVED_M + FASTEST_M_S * abs(message.at - known.last_at) / 1000
    return _metres((known.last_lat_e7, known.last_lon_e7), here) <= reach


def _set_down(known: _Known, here: tuple[int, int] | None, *, reported: bool) -> None:
    if here is None:
        return
    known.last_lat_e7, known.last_lon_e7 = here
    if reported:
        known.lat_e7, known.lon_e7 = here


def _placed(message: Message) -> tuple[int, int] | None:
    """Return where a beacon says it is now; its last known place is where it was."""
    if message.lat_e7 is None or message.lon_e7 is None or message.second == LAST_KNOWN:
        return None
    return message.lat_e7, message.lon_e7


def _metres(one: tuple[int, int], other: tuple[int, int]) -> float:
    """Return the distance of two near places, metres, on a sphere; over a few miles it errs by less than a metre."""
    north = (other[0] - one[0]) / DEGREE
    east = (other[1] - one[1]) / DEGREE
    east = (east + 180) % 360 - 180
    return METRES_A_DEGREE * math.hypot(
        north, east * math.cos(math.radians((one[0] + other[0]) / 2 / DEGREE))
    )


def _at(report: Report) -> int:
    return (report.said_at or report.received_at).ms


def _e7(text: str | None) -> int | None:
    try:
        return None if text is None else round(float(text) * DEGREE)
    except (ValueError, OverflowError):
        return None
