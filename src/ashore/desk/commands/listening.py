"""Listening to AIS: what comes in line by line becomes reports at once, tracks within a second, and never an end.

A report that the desk cannot take just now, because its disk is full or busy, waits here and is offered again.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from ashore.desk.commands.acting import Who
from ashore.desk.commands.acts import ReceiveReports
from ashore.desk.commands.desk import Desk
from ashore.intake import ais
from ashore.intake.ais import Ear, Heard, Unread, believed, following, is_report, read_report
from ashore.intake.ais_beacons import Beacons
from ashore.intake.ais_messages import Message, track_of
from ashore.intake.ais_sentences import stamped
from ashore.model.bodies import ReportReceived
from ashore.model.errors import AshoreError
from ashore.model.report import Report
from ashore.model.times import Moment, iso
from ashore.model.tracks import TrackFix

EVERY_MS = 1_000
"""How often tracks are written."""

REFUSED_EVERY_MS = 60_000
MOST_REFUSED_BYTES = 65_536
"""What could not be read is kept once a minute, so much of it; a feed of nothing but noise must not fill the log."""

MOST_FIXES = 100_000
"""Fixes that wait while the tracks cannot be written; past that the oldest go."""


@dataclass(slots=True)
class Counts:
    """What a feed has given so far.

    `refused` are lines that could not be read, `not_kept` those of them that are not even kept;
    `lost_fixes` went while tracks could not be written. `waiting` are reports the desk has not taken yet.
    """

    sentences: int = 0
    fixes: int = 0
    reports: int = 0
    refused: int = 0
    not_kept: int = 0
    lost_fixes: int = 0
    waiting: int = 0
    tracks: set[str] = field(default_factory=set)

    def as_text(self) -> str:
        """Return the counts as a line for whoever looks at the terminal."""
        told = [
            f"{self.sentences} sentences",
            f"{self.fixes} positions of {len(self.tracks)} tracks",
            f"{self.reports} reports",
            f"{self.refused} lines not read",
        ]
        if self.not_kept:
            told.append(f"{self.not_kept} of them not kept")
        if self.lost_fixes:
            told.append(f"{self.lost_fixes} positions LOST")
        if self.waiting:
            told.append(f"{self.waiting} reports WAITING for the desk")
        return ", ".join(told)


class Listener:
    """Takes the lines of one AIS feed into a desk."""

    def __init__(self, desk: Desk, who: Who, *, received_by: str = "") -> None:
        self.counts = Counts()
        self._faults: dict[str, str] = {}
        self._desk = desk
        self._who = who
        self._received_by = received_by
        self._ear = Ear()
        self._beacons = Beacons()
        self._remembered: set[str] = set()
        self._ours: set[str] = set()
        self._fixes: deque[TrackFix] = deque()
        self._reports: deque[bytes] = deque()
        self._refused: list[bytes] = []
        self._refused_bytes = 0
        self._written = self._refused_written = desk.surroundings.clock()

    @property
    def fault(self) -> str:
        """Why something cannot be written just now, as a sentence; "" where everything can."""
        return " ".join(dict.fromkeys(self._faults.values()))

    def hear(self, line: bytes) -> None:
        """Take one line; never raises for what is in it, nor for a desk that cannot write."""
        now = self._desk.surroundings.clock()
        for each in self._ear.hear(line, now):
            self._take(each, now)
        self.tick(now)

    def tick(self, now: int) -> None:
        """Write what is due at `now`, UTC milliseconds: reports at once, tracks each second, the rest each minute."""
        self.counts.sentences = self._ear.sentences
        if self._reports and ("reports" not in self._faults or now - self._written >= EVERY_MS):
            self._offer_reports()
        if abs(now - self._written) >= EVERY_MS:
            self._write_tracks()
            self._written = now
        if abs(now - self._refused_written) >= REFUSED_EVERY_MS:
            self._keep_refused()
            self._refused_written = now

    def finish(self) -> None:
        """Write everything that is still to be written."""
        now = self._desk.surroundings.clock()
        for each in self._ear.rest():
            self._take(each, now)
        self.counts.sentences = self._ear.sentences
        self._offer_reports()
        self._write_tracks()
        self._keep_refused()

    def _take(self, each: Heard | Unread, now: int) -> None:
        if isinstance(each, Unread):
            self.counts.refused += 1
            if self._refused_bytes + len(each.raw) > MOST_REFUSED_BYTES:
                self.counts.not_kept += 1
            else:
                self._refused.append(each.raw)
                self._refused_bytes += len(each.raw) + 1
            return
        message = believed(each.message, now)
        fix = message.fix()
        if fix is not None:
            self._fixes.append(fix)
            self.counts.fixes += 1
            self.counts.tracks.add(fix.track)
            if len(self._fixes) > MOST_FIXES:
                self._fixes.popleft()
                self.counts.lost_fixes += 1
        if is_report(message):
            self._remember()
            telling = self._beacons.tells(message)
            if telling is not None:
                raw = following(_dated(each.raw, message), telling.repeats)
                at = Moment(ms=now, stated=iso(now))
                result = read_report(raw, received_by=self._received_by, received_at=at)
                if isinstance(result, Report):
                    self._beacons.told(result)
                self._reports.append(raw)
                self.counts.waiting = len(self._reports)

    def _remember(self) -> None:
        """Take up what was reported of any beacon by another receiver's program, or by this one before it stopped."""
        with self._desk.looking() as picture:
            received = picture.by_type.get("report.received", set())
            if len(received) == len(self._remembered):
                return
            new = picture.said(received - self._remembered)
            self._remembered |= received
        reports = [held.body.report for held in new if isinstance(held.body, ReportReceived)]
        for report in reports:
            if report.source == ais.SOURCE and report.key not in self._ours:
                last = self._desk.tracks.last(track_of(report.id[:9]))
                self._beacons.remember(report, 0 if last is None else last.at)

    def _offer_reports(self) -> None:
        """Offer what waits to the desk, in its order; what it refuses is offered again."""
        while self._reports:
            try:
                done = self._desk.do(self._act(self._reports[0]), self._who)
            except AshoreError as error:
                self._faults["reports"] = error.sentence()
                break
            self._faults.pop("reports", None)
            self._reports.popleft()
            self._ours.update(outcome.report for outcome in done.outcome if outcome.report is not None)
            self.counts.reports += sum(outcome.status == "accepted" for outcome in done.outcome)
        self.counts.waiting = len(self._reports)

    def _write_tracks(self) -> None:
        if not self._fixes:
            return
        try:
            self._desk.tracks.append(self._fixes)
        except AshoreError as error:
            self._faults["tracks"] = error.sentence()
            return
        self._faults.pop("tracks", None)
        self._fixes.clear()

    def _keep_refused(self) -> None:
        if not self._refused:
            return
        try:
            self._desk.do(self._act(b"\n".join(self._refused)), self._who)
        except AshoreError as error:
            self._faults["refused"] = error.sentence()
            return
        self._faults.pop("refused", None)
        self._refused, self._refused_bytes = [], 0

    def _act(self, content: bytes) -> ReceiveReports:
        return ReceiveReports(content=content, received_by=self._received_by, source=ais.SOURCE)


def _dated(raw: bytes, message: Message) -> bytes:
    """Return a message's lines, with our time before them where nobody gave one."""
    if not message.clock_assumed:
        return raw
    return b"\n".join(stamped(line, message.at) for line in raw.split(b"\n"))
