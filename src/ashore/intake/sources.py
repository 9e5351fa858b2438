"""Every source Ashore reads: how its bytes are known, and which module reads them, again and again.

A source is one module and one line here.
The desk seals the raw bytes of a report; its words are shown by reading those bytes once more.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ashore.intake import home_office, pasted, report_lines
from ashore.intake.rejection import Rejection
from ashore.model.report import Report
from ashore.model.times import Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """Who took bytes in and when; a source whose bytes say so themselves goes by its bytes."""

    received_by: str
    received_at: Moment


Reader = Callable[[bytes, Receipt], Report | Rejection]


def _read_line(raw: bytes, receipt: Receipt) -> Report | Rejection:
    return report_lines.read_line(raw, received_by=receipt.received_by)


def _read_workbook(raw: bytes, receipt: Receipt) -> Report | Rejection:
    return home_office.read_workbook(raw, received_by=receipt.received_by, received_at=receipt.received_at)


def _read_pasted(raw: bytes, receipt: Receipt) -> Report | Rejection:
    return pasted.read_pasted(raw, received_by=receipt.received_by, received_at=receipt.received_at)


READERS: dict[str, Reader] = {
    report_lines.SOURCE: _read_line,
    home_office.SOURCE: _read_workbook,
    pasted.SOURCE: _read_pasted,
}
"""The reader of each source, by the name that `Report.source` carries."""


def recognise(head: bytes) -> str:
    """Return the source that bytes beginning with `head` are read by; four bytes are enough.

    What is no zip archive is taken for lines, whose reader says best what is wrong with it.
    """
    return home_office.SOURCE if head.startswith(home_office.ZIP) else report_lines.SOURCE


def reread(source: str, raw: bytes, receipt: Receipt) -> Report:
    """Return once more the report whose raw bytes were kept.

    Raises KeyError for a source this desk does not know,
    and the first BadInput if the bytes no longer make a report, which means that they are not those bytes.
    """
    result = READERS[source](raw, receipt)
    if isinstance(result, Rejection):
        raise result.errors[0]
    return result
