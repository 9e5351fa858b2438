"""What the desk makes of something pasted: a line of format ashore.report/1 that does not say when it was received.

So the same message or picture, pasted again, is the same bytes, and a duplicate by the rule for every report.
When it was received stands in the report's open part, and is handed back when the line is read once more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import msgspec

from ashore.intake.rejection import Rejection
from ashore.intake.report_lines import FORMAT, read_line
from ashore.model.report import Report
from ashore.model.times import Moment

SOURCE = "pasted"


def decimal(text: str) -> msgspec.Raw:
    """Return decimal text as a JSON number with the digits as they stand."""
    return msgspec.Raw(format(Decimal(text), "f").encode())


def write_pasted(fields: Mapping[str, object]) -> bytes:
    """Return the line; a field that is None, empty text or an empty list is left out."""
    held = {name: value for name, value in fields.items() if value not in (None, "", [], {})}
    return msgspec.json.encode({"format": FORMAT} | held, order="sorted")


def read_pasted(raw: bytes, *, received_by: str, received_at: Moment) -> Report | Rejection:
    """Return the report in a line that `write_pasted` made, as it was received then."""
    dated = b'{"received_at":' + msgspec.json.encode(received_at.stated) + b"," + raw.removeprefix(b"{")
    result = read_line(dated, received_by=received_by)
    if isinstance(result, Rejection):
        return replace(result, source=SOURCE, raw=raw)
    # What was stated is to the second; the instant it was received at orders what was pasted together.
    return replace(result, source=SOURCE, received_at=received_at)
