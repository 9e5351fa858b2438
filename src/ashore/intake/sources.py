"""Every source Ashore reads: how its bytes are known, how they are cut into reports, and which module reads one.

A source is one module and one line here.
The desk seals the raw bytes of a report; its words are shown by reading those bytes once more.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from ashore.intake import effort_series, home_office, iom, pasted, report_lines, weather_series
from ashore.intake.rejection import Rejection
from ashore.intake.report_lines import ReadLine
from ashore.model.report import Report
from ashore.model.times import Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """Who took bytes in and when; a source whose bytes say so themselves goes by its bytes."""

    received_by: str
    received_at: Moment


Reader = Callable[[bytes, Receipt], Report | Rejection]
Hearer = Callable[[bytes, Receipt], Iterator[ReadLine]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One source: whether bytes are of it, the report in its raw bytes, and the reports that a file of it holds.

    `recognises` looks at a whole file and never raises; None is a source no file is of, such as what was pasted.
    `read` takes the raw bytes of one report. `hear` takes a file and gives each report with its own raw bytes,
    which `read` must make the same report of; None is a file that is one report.
    """

    read: Reader
    recognises: Callable[[bytes], bool] | None
    hear: Hearer | None = None


def _read_line(raw: bytes, receipt: Receipt) -> Report | Rejection:
    return report_lines.read_line(raw, received_by=receipt.received_by)


def _hear_lines(content: bytes, receipt: Receipt) -> Iterator[ReadLine]:
    return report_lines.read_lines(io.BytesIO(content), received_by=receipt.received_by)


def _read_workbook(raw: bytes, receipt: Receipt) -> Report | Rejection:
    return home_office.read_workbook(raw, received_by=receipt.received_by, received_at=receipt.received_at)


def _read_incidents(raw: bytes, receipt: Receipt) -> Report | Rejection:
    return iom.read_incidents(raw, received_by=receipt.received_by, received_at=receipt.received_at)


def _read_weather(raw: bytes, receipt: Receipt) -> Report | Rejection:
    return weather_series.read_weather(raw, received_by=receipt.received_by, received_at=receipt.received_at)


def _read_effort(raw: bytes, receipt: Receipt) -> Report | Rejection:
    return effort_series.read_effort(raw, received_by=receipt.received_by, received_at=receipt.received_at)


def _read_pasted(raw: bytes, receipt: Receipt) -> Report | Rejection:
    return pasted.read_pasted(raw, received_by=receipt.received_by, received_at=receipt.received_at)


def _is_zip(content: bytes) -> bool:
    return content.startswith(home_office.ZIP)


SOURCES: dict[str, Source] = {
    home_office.SOURCE: Source(read=_read_workbook, recognises=_is_zip),
    iom.SOURCE: Source(read=_read_incidents, recognises=iom.is_table),
    weather_series.SOURCE: Source(read=_read_weather, recognises=weather_series.is_table),
    effort_series.SOURCE: Source(read=_read_effort, recognises=effort_series.is_table),
    pasted.SOURCE: Source(read=_read_pasted, recognises=None),
    # What nobody else knows is taken for lines, whose reader says best what is wrong with it.
    report_lines.SOURCE: Source(read=_read_line, recognises=lambda _content: True, hear=_hear_lines),
}
"""Each source by the name that `Report.source` carries, in the order in which a file is offered to them."""


def recognise(content: bytes) -> str:
    """Return the source that a whole file is of: the first that knows it."""
    return next(
        name for name, each in SOURCES.items() if each.recognises is not None and each.recognises(content)
    )


def read_content(content: bytes, receipt: Receipt, *, first_line: int = 1) -> Iterator[ReadLine]:
    """Read a file by the source that knows it: each report or rejection, with its own raw bytes and line.

    `first_line` is the number of the file's first line where it is part of a longer one.
    """
    source = SOURCES[recognise(content)]
    if source.hear is None:
        yield ReadLine(number=first_line, raw=content, result=source.read(content, receipt))
        return
    for heard in source.hear(content, receipt):
        number, result = heard.number + first_line - 1, heard.result
        if isinstance(result, Rejection):
            result = replace(result, line=number)
        yield ReadLine(number=number, raw=heard.raw, result=result)


def reread(source: str, raw: bytes, receipt: Receipt) -> Report:
    """Return once more the report whose raw bytes were kept.

    Raises KeyError for a source this desk does not know,
    and the first BadInput if the bytes no longer make a report, which means that they are not those bytes.
    """
    result = SOURCES[source].read(raw, receipt)
    if isinstance(result, Rejection):
        raise result.errors[0]
    return result
