"""A report drawn up from the bytes of another format, by the rules of ashore.report/1.

What a source reads is put down as a line of that format and read like any other line, so that there is one
rule for what a report may hold. A source loses no message over what it read into it: where the mention does
not stand, the report is made once more with its words alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import msgspec

from ashore.intake.rejection import Rejection
from ashore.intake.report_lines import FORMAT, read_line
from ashore.model.report import Report
from ashore.model.times import Moment

LONGEST_TEXT = 200_000
"""Letters of a report's words; what is longer stays whole in the raw bytes."""


def draw_report(
    fields: Mapping[str, object], *, source: str, raw: bytes, received_by: str, received_at: Moment
) -> Report | Rejection:
    """Return the report that fields of ashore.report/1 make; `raw` are the bytes that they were read from."""
    words = {"id", "channel", "text", "said_at", "sender", "relates", "attachments", "received_zone"}
    result = _read(fields, received_by, received_at)
    if isinstance(result, Rejection):
        result = _read(
            {name: each for name, each in fields.items() if name in words}, received_by, received_at
        )
    if isinstance(result, Rejection):
        return replace(result, source=source, raw=raw)
    return replace(result, source=source, received_at=received_at)


def clean(text: str) -> str:
    """Return text that can be stored: no halves of letters, no control characters but line breaks and tabs."""
    whole = text[:LONGEST_TEXT].encode("utf-8", "replace").decode("utf-8")
    return "".join(letter for letter in whole if letter in "\n\t" or not _control(letter))


def _control(letter: str) -> bool:
    return letter < " " or "\x7f" <= letter <= "\x9f" or letter in "\u2028\u2029"


def _read(fields: Mapping[str, object], received_by: str, received_at: Moment) -> Report | Rejection:
    held = {name: value for name, value in fields.items() if value not in (None, "", [], {})}
    line = {"format": FORMAT, "received_at": received_at.stated} | held
    return read_line(msgspec.json.encode(line, order="sorted"), received_by=received_by)
