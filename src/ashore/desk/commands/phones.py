"""Which reports came from one telephone, without the number ever standing in the open.

A number's mark is an HMAC of its E.164 form under a key for the calendar month, derived from the desk's
match key; near a month's end a report carries both months' marks, so that one night's calls still meet.
What a transmitter says it is, such as a beacon's identity, is marked as a number is.
Marks travel inside sealed parts only; this table is in memory and rebuilt from them.
Whoever holds the match key can try every number there is: a mark is a pseudonym, not secrecy.
"""

from __future__ import annotations

import hashlib
import hmac
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

NEAR = timedelta(days=2)


class PhoneMarks:
    """Makes marks of numbers under one match key."""

    def __init__(self, match_key: bytes) -> None:
        self._match_key = match_key

    def of(self, e164: str, at_ms: int) -> tuple[str, ...]:
        """Return a number's marks at an instant: one, or two within two days of a month's end."""
        at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=at_ms)
        months = sorted({f"{moment:%Y-%m}" for moment in (at - NEAR, at, at + NEAR)})
        return tuple(f"{month}:{self._mark(month, e164)}" for month in months)

    def fingerprint(self, content: bytes) -> str:
        """Return a name for content in an open id: without the match key nobody can try what may have been said."""
        return hmac.digest(self._match_key, b"ashore fingerprint\n" + content, hashlib.sha256).hex()[:16]

    def _mark(self, month: str, e164: str) -> str:
        monthly = hmac.digest(self._match_key, f"ashore phone match {month}".encode(), hashlib.sha256)
        return hmac.new(monthly, e164.encode(), hashlib.sha256).hexdigest()[:32]


class PhoneTable:
    """Which reports carry which marks."""

    def __init__(self) -> None:
        self._reports: defaultdict[str, set[str]] = defaultdict(set)
        self._mark: dict[str, str] = {}

    def add(self, report: str, marks: Iterable[str]) -> None:
        """Note that a report carries these marks."""
        for mark in marks:
            self._reports[mark].add(report)
            self._mark[report] = min(mark, self._mark.get(report, mark))

    def same(self, marks: Iterable[str]) -> set[str]:
        """Return the reports that carry any of these marks."""
        return set().union(*(self._reports.get(mark, ()) for mark in marks))

    def mark(self, report: str) -> str:
        """Return what stands for a report's number, the same for every report of one night, "" where it has none."""
        return self._mark.get(report, "")

    def forget(self, reports: Iterable[str]) -> None:
        """Drop these reports, whose keys were destroyed."""
        gone = set(reports)
        for report in gone:
            self._mark.pop(report, None)
        for mark in list(self._reports):
            self._reports[mark] -= gone
            if not self._reports[mark]:
                del self._reports[mark]
