"""Taking reports in: each line a report, a duplicate, a correction or a rejection, and its raw bytes kept."""

from __future__ import annotations

import itertools
import json
import logging
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ashore.desk.commands.acting import Acting, one_of
from ashore.desk.commands.acts import ReceiveReports
from ashore.desk.commands.phones import PhoneTable
from ashore.desk.commands.registry import TAKING_IN, command
from ashore.intake.rejection import Rejection
from ashore.intake.report_lines import ReadLine
from ashore.intake.sources import SOURCES, Receipt, read_content, same_report, tracks_of
from ashore.ledger.draft import Blob, Seal
from ashore.ledger.entry import Entry
from ashore.ledger.ledger import ContentWithheld
from ashore.ledger.sealing import KeyDestroyed, KeyNotHeld, SealBroken
from ashore.model.bodies import ReportReceived, ReportRejected, SamePhone
from ashore.model.clock import Surroundings
from ashore.model.errors import LedgerFault
from ashore.model.report import Report, open_part
from ashore.model.times import Moment, iso

if TYPE_CHECKING:
    from ashore.desk.commands.desk import Desk

log = logging.getLogger("ashore.receiving")

FIXES_AT_ONCE = 10_000
"""Of a file's positions, written together."""

RAW_PART = 0
MARKS_PART = 1
FIRST_ATTACHMENT = 2
"""Where a private report's entry seals its raw bytes, the marks of its sender's number, and what came with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineOutcome:
    """What became of one line: accepted, duplicate or rejected, with the entry that says so."""

    line: int
    status: str
    entry: str
    report: str | None = None
    error: dict[str, str] | None = None

    def as_json(self) -> dict[str, object]:
        """Return the answer that a sender gets for one line."""
        return {"status": self.status, "entry": self.entry, "error": self.error}


def _heard_first(desk: Desk, act: ReceiveReports) -> list[ReadLine] | None:
    """Read a file that holds positions besides reports before the ledger is held: a day of them takes minutes.

    Its positions go to their tracks at once; twice does no harm, and no report is refused because a track could not be
    written. None of any other file, which is read under the ledger's lock.
    """
    one_of("source", act.source, ("", *SOURCES))
    track = tracks_of(act.content, act.source)
    if track is None:
        return None
    receipt = _receipt(act, desk.name, desk.surroundings)
    fixes = track(act.content, receipt)
    try:
        while batch := list(itertools.islice(fixes, FIXES_AT_ONCE)):
            desk.tracks.append(batch)
    except LedgerFault as fault:
        log.warning("Positions that came in are on no track: %s", fault.sentence())
    receipt = replace(receipt, before=_reported(desk))
    return list(read_content(act.content, receipt, first_line=act.first_line, source=act.source))


@command("receive-reports", ReceiveReports, roles=TAKING_IN, first=_heard_first)
def receive_reports(acting: Acting, act: ReceiveReports) -> list[LineOutcome]:
    """Take in every line of a file, in one transaction; a bad line costs no other."""
    taking = Taking(acting)
    heard: Iterable[ReadLine] | None = acting.prepared
    if heard is None:
        receipt = _receipt(act, acting.desk, acting.surroundings)
        heard = read_content(act.content, receipt, first_line=act.first_line, source=act.source)
    return [
        taking.rejection(read.result, read.number)
        if isinstance(read.result, Rejection)
        else taking.report(read.result, read.raw, read.number, read.attached)
        for read in heard
    ]


def _receipt(act: ReceiveReports, desk: str, surroundings: Surroundings) -> Receipt:
    now = surroundings.clock()
    return Receipt(received_by=act.received_by or desk, received_at=Moment(ms=now, stated=iso(now)))


def _reported(desk: Desk) -> tuple[Report, ...]:
    """Return the reports of beacons that are held: a beacon sends for days, and only what is new of it is a report."""
    with desk.looking() as picture:
        bodies = [held.body for held in picture.said(picture.by_type.get("report.received", ()))]
    return tuple(
        body.report for body in bodies if isinstance(body, ReportReceived) and body.report.channel == "ais"
    )


class Taking:
    """One file being taken in: what its earlier lines held counts for its later ones."""

    def __init__(self, acting: Acting) -> None:
        self._acting = acting
        self._new: defaultdict[str, list[tuple[str, bytes]]] = defaultdict(list)
        self._new_phones = PhoneTable()

    def rejection(self, rejection: Rejection, line: int) -> LineOutcome:
        """Keep what could not be read."""
        entry = self._acting.append(
            ReportRejected(
                source=rejection.source,
                code=rejection.code,
                says=rejection.says,
                hint=rejection.hint,
                line=rejection.line,
                report=rejection.report,
            ),
            subjects=(),
            class_="operational",
            sealed=(Seal(class_="personal", plaintext=rejection.raw, key_name="raw"),),
        )
        return LineOutcome(line=line, status="rejected", entry=entry.id, error=rejection.as_json())

    def report(self, report: Report, raw: bytes, line: int, attached: tuple[bytes, ...] = ()) -> LineOutcome:
        """Take in a report with what is attached to it, or say which entry already holds it."""
        standing = self._standing(report.key)
        # A copy of what was corrected since, sent again by a network or a patient sender, corrects nothing back.
        for entry, kept in (*standing, *self._corrected(report.key)):
            again = (
                self._says_the_same(entry, report) if kept is None else same_report(report.source, kept, raw)
            )
            if again:
                return LineOutcome(line=line, status="duplicate", entry=entry, report=report.key)
        accepted = self._append(report, raw, attached, replaces=[entry for entry, _ in standing])
        self._new[report.key].append((accepted.id, raw))
        return LineOutcome(line=line, status="accepted", entry=accepted.id, report=report.key)

    def _says_the_same(self, entry: str, report: Report) -> bool:
        """Whether a report says what the open part of one says whose key was destroyed; its words must stay gone."""
        return bool(self._acting.picture.entries[entry].body.report == open_part(report))

    def _standing(self, key: str) -> list[tuple[str, bytes | None]]:
        """Return the versions of a report that stand, each with its raw bytes, None where its key is gone."""
        if self._new[key]:
            return [self._new[key][-1]]
        acting = self._acting
        held = acting.picture.standing(acting.picture.reports.get(key, ()))
        return [(version.id, raw_bytes(acting, acting.ledger.get(version.id))) for version in held]

    def _corrected(self, key: str) -> list[tuple[str, bytes]]:
        """Return the versions of a report that were corrected since, with the raw bytes of those still readable."""
        acting = self._acting
        earlier = [
            (entry, raw_bytes(acting, acting.ledger.get(entry)))
            for entry in acting.picture.reports.get(key, ())
        ]
        return [*self._new[key][:-1], *((entry, raw) for entry, raw in earlier if raw is not None)]

    def _append(self, report: Report, raw: bytes, attached: tuple[bytes, ...], replaces: list[str]) -> Entry:
        acting = self._acting
        body = ReportReceived(report=open_part(report))
        if report.public and not report.has_address:
            return acting.append(
                body,
                subjects=[report.key],
                class_="public",
                replaces=replaces,
                blobs=(Blob(media="application/octet-stream", content=raw),),
            )
        # What could not be read as a number ("withheld", "channel 16") is nobody's mark.
        marks = tuple(
            mark for name in _sent_from(report) for mark in acting.marks.of(name, report.received_at.ms)
        )
        entry = acting.append(
            body,
            subjects=[report.key],
            class_="operational",
            replaces=replaces,
            sealed=(
                Seal(class_="personal", plaintext=raw, key_name="report"),
                Seal(class_="personal", plaintext=json.dumps(marks).encode(), key_name="report"),
                *(
                    Seal(class_="personal", plaintext=each, key_name=f"attachment {number}")
                    for number, each in enumerate(attached)
                ),
            ),
        )
        self._advise_same_phone(report.key, marks, entry.id)
        return entry

    def _advise_same_phone(self, report: str, marks: tuple[str, ...], entry: str) -> None:
        """Say in the open that two reports share a number, without the number."""
        acting = self._acting
        same = (acting.phones.same(marks) | self._new_phones.same(marks)) - {report}
        self._new_phones.add(report, marks)
        if same:
            acting.append(
                # One is enough to find the rest by; a chat of a thousand messages would name half a million.
                SamePhone(report=report, same_as=(min(same),)),
                subjects=[report, min(same)],
                class_="operational",
                causes=[entry],
            )


def _sent_from(report: Report) -> tuple[str, ...]:
    """Return the number and the device a report came from: what is marked, so that the next one from it is known."""
    sender = report.sender
    if sender is None:
        return ()
    number = sender.phone if sender.phone is not None and sender.phone.startswith("+") else None
    return tuple(name for name in (number, sender.device) if name)


def raw_bytes(acting: Acting, entry: Entry) -> bytes | None:
    """Return a report's bytes as they came in, or None where they were erased."""
    try:
        if entry.header.blobs:
            return acting.ledger.blob(entry, 0)
        return acting.ledger.open_sealed(entry, RAW_PART)
    except (KeyDestroyed, KeyNotHeld, ContentWithheld, SealBroken):
        return None
