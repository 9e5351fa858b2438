"""Every source Ashore reads: how its bytes are known, how they are cut into reports, and which module reads one.

A source is one module and one line here.
The desk seals the raw bytes of a report; its words are shown by reading those bytes once more.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from ashore.intake import ais, home_office, pasted, report_lines
from ashore.intake.rejection import Rejection
from ashore.intake.report_lines import ReadLine
from ashore.model.report import Report
from ashore.model.times import Moment
from ashore.model.tracks import TrackFix


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """Who took bytes in and when; a source whose bytes say so themselves goes by its bytes.

    `before` are the reports of a source that are held already, for one that reports only what is new.
    """

    received_by: str
    received_at: Moment
    before: tuple[Report, ...] = ()


Reader = Callable[[bytes, Receipt], Report | Rejection]
Hearer = Callable[[bytes, Receipt], Iterator[ReadLine]]
Tracker = Callable[[bytes, Receipt], Iterator[TrackFix]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One source: whether bytes are of it, the report in its raw bytes, and the reports that a file of it holds.

    `recognises` looks at a whole file and never raises; None is a source no file is of, such as what was pasted.
    `read` takes the raw bytes of one report. `hear` takes a file and gives each report with its own raw bytes,
    which `read` must make the same report of; None is a file that is one report.
    `track` takes a file and gives the positions in it that belong to tracks and not to reports.
    """

    read: Reader
    recognises: Callable[[bytes], bool] | None
    hear: Hearer | None = None
    track: Tracker | None = None


def _read_line(raw: bytes, receipt: Receipt) -> Report | Rejection:
    return report_lines.read_line(raw, received_by=receipt.received_by)


def _hear_lines(content: bytes, receipt: Receipt) -> Iterator[ReadLine]:
    return report_lines.read_lines(io.BytesIO(content), received_by=receipt.received_by)


def _read_workbook(raw: bytes, receipt: Receipt) -> Report | Rejection:
    return home_office.read_workbook(raw, received_by=receipt.received_by, received_at=receipt.received_at)


def _read_pasted(raw: bytes, receipt: Receipt) -> Report | Rejection:
    return pasted.read_pasted(raw, received_by=receipt.received_by, received_at=receipt.received_at)


def _read_ais(raw: bytes, receipt: Receipt) -> Report | Rejection:
    return ais.read_report(raw, received_by=receipt.received_by, received_at=receipt.received_at)


def _hear_ais(content: bytes, receipt: Receipt) -> Iterator[ReadLine]:
    return ais.hear_file(
        content, received_by=receipt.received_by, received_at=receipt.received_at, before=receipt.before
    )


def _track_ais(content: bytes, receipt: Receipt) -> Iterator[TrackFix]:
    return ais.fixes_in(content, received_at=receipt.received_at)


def _is_zip(content: bytes) -> bool:
    return content.startswith(home_office.ZIP)


SOURCES: dict[str, Source] = {
    home_office.SOURCE: Source(read=_read_workbook, recognises=_is_zip),
    ais.SOURCE: Source(read=_read_ais, recognises=ais.recognises, hear=_hear_ais, track=_track_ais),
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


def read_content(
    content: bytes, receipt: Receipt, *, first_line: int = 1, source: str = ""
) -> Iterator[ReadLine]:
    """Read a file by the source it is said to be of, or that knows it: each report or rejection, with its raw bytes.

    `first_line` is the number of the file's first line where it is part of a longer one.
    """
    source_of = SOURCES[source or recognise(content)]
    if source_of.hear is None:
        yield ReadLine(number=first_line, raw=content, result=source_of.read(content, receipt))
        return
    for heard in source_of.hear(content, receipt):
        number, result = heard.number + first_line - 1, heard.result
        if isinstance(result, Rejection):
            result = replace(result, line=number)
        yield ReadLine(number=number, raw=heard.raw, result=result)


def tracker(content: bytes, source: str = "") -> Tracker | None:
    """Return what reads the positions of a file that are no reports; None for a file of most sources."""
    return SOURCES[source or recognise(content)].track


def reread(source: str, raw: bytes, receipt: Receipt) -> Report:
    """Return once more the report whose raw bytes were kept.

    Raises KeyError for a source this desk does not know,
    and the first BadInput if the bytes no longer make a report, which means that they are not those bytes.
    """
    result = SOURCES[source].read(raw, receipt)
    if isinstance(result, Rejection):
        raise result.errors[0]
    return result
