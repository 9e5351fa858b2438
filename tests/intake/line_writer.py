"""A report as one line of format ashore.report/1, for the desk's own reports and for whoever hands reports on."""

from __future__ import annotations

import dataclasses
import re
from typing import Any

import msgspec

from ashore.intake.report_lines import FORMAT
from ashore.model.counts import Count, Part
from ashore.model.report import Report
from ashore.model.times import Moment

RENAMED = {"origin": "from", "destination": "to"}

AS_SENT = frozenset("lat lon error_m length_m course_deg speed_kn area value low high".split())
"""Fields whose text is a JSON number, or a geometry, as it was sent."""

NOT_WRITTEN = frozenset({"source", "series", "other_words"})
"""What the reading of a line finds out by itself."""


def write_line(report: Report) -> bytes:
    """Return a report as one line without its end; `read_line` gives the same report back.

    Raises ValueError for a report with series: they are read from their own source and no line holds them.
    """
    if report.series:
        raise ValueError("format ashore.report/1 holds no series")
    line = _plain(report)
    for other in report.other_words:
        _put(line, other.path, other.word)
    return msgspec.json.encode({"format": FORMAT, **line})


def _plain(value: Any) -> Any:
    if isinstance(value, Moment):
        return value.stated
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if not dataclasses.is_dataclass(value):
        return value
    members: dict[str, Any] = {}
    for member in dataclasses.fields(value):
        held = getattr(value, member.name)
        if held is None or held == ():
            continue
        if isinstance(value, Report) and member.name in NOT_WRITTEN:
            continue
        if isinstance(held, str) and member.name in AS_SENT:
            members[member.name] = msgspec.Raw(held.encode())
        else:
            members[RENAMED.get(member.name, member.name)] = _plain(held)
    if isinstance(value, Count | Part) and value.qualifier is None:
        # Written out as not known, or a bare value would read as exact.
        members.setdefault("low", None)
    return members


def _put(line: Any, path: str, word: str) -> None:
    """Put a word outside the codes back where it was written."""
    steps = [step.strip("[]") for step in re.findall(r"[a-z_]+|\[[0-9]+\]", path)]
    for step in steps[:-1]:
        line = line[int(step)] if step.isdigit() else line[step]
    line[int(steps[-1]) if isinstance(line, list) else steps[-1]] = word
