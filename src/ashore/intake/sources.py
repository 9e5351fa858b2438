"""Every source Ashore reads: how its bytes are known, how they are cut into reports, and which module reads one.

A source is one module and one line here.
The desk seals the raw bytes of a report; its words are shown by reading those bytes once more.
"""

from __future__ import annotations

import io
import operator
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from ashore.intake import (
    ais,
    aml_reports,
    effort_series,
    gpx,
    home_office,
    iom,
    mail,
    pasted,
    report_lines,
    sit185_reports,
    tracker,
    weather_series,
)
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
    `same` says whether two raw bytes of one id are one message, sent or fetched twice; for most only equal bytes are.
    """

    read: Reader
    recognises: Callable[[bytes], bool] | None
    hear: Hearer | None = None
    track: Tracker | None = None
    same: Callable[[bytes, bytes], bool] = operator.eq


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


def _read_aml(raw: bytes, receipt: Receipt) -> Report | Rejection:
    return aml_reports.read_aml(raw, received_by=receipt.received_by, received_at=receipt.received_at)


def _hear_aml(content: bytes, receipt: Receipt) -> Iterator[ReadLine]:
    return aml_reports.read_messages(
        content, received_by=receipt.received_by, received_at=receipt.received_at
    )


def _read_alert(raw: bytes, receipt: Receipt) -> Report | Rejection:
    return sit185_reports.read_alert(raw, received_by=receipt.received_by, received_at=receipt.received_at)


def _hear_alerts(content: bytes, receipt: Receipt) -> Iterator[ReadLine]:
    return sit185_reports.read_alerts(
        content, received_by=receipt.received_by, received_at=receipt.received_at
    )


def _read_ais(raw: bytes, receipt: Receipt) -> Report | Rejection:
    return ais.read_report(raw, received_by=receipt.received_by, received_at=receipt.received_at)


def _hear_ais(content: bytes, receipt: Receipt) -> Iterator[ReadLine]:
    return ais.hear_file(
        content, received_by=receipt.received_by, received_at=receipt.received_at, before=receipt.before
    )


def _track_ais(content: bytes, receipt: Receipt) -> Iterator[TrackFix]:
    return ais.fixes_in(content, received_at=receipt.received_at)


def _read_tracker_row(raw: bytes, receipt: Receipt) -> Report | Rejection:
    return tracker.read_row(raw, received_by=receipt.received_by, received_at=receipt.received_at)


def _hear_tracker(content: bytes, receipt: Receipt) -> Iterator[ReadLine]:
    return tracker.hear_tracker(content, received_by=receipt.received_by, received_at=receipt.received_at)


def _read_gpx(raw: bytes, receipt: Receipt) -> Report | Rejection:
    return gpx.read_gpx(raw, received_by=receipt.received_by, received_at=receipt.received_at)


def _hear_gpx(content: bytes, receipt: Receipt) -> Iterator[ReadLine]:
    return gpx.hear_gpx(content, received_by=receipt.received_by, received_at=receipt.received_at)


def _read_mail(raw: bytes, receipt: Receipt) -> Report | Rejection:
    return mail.read_mail(raw, received_by=receipt.received_by, received_at=receipt.received_at)


def _hear_mail(content: bytes, receipt: Receipt) -> Iterator[ReadLine]:
    """Yield each message, and after it the reports in what came with it that some other source knows as its own."""
    for number, raw in enumerate(mail.messages_in(content), start=1):
        result = _read_mail(raw, receipt)
        yield ReadLine(number=number, raw=raw, result=result, attached=mail.pictures_of(raw))
        # What came with a mail was received with it.
        at = receipt if isinstance(result, Rejection) else replace(receipt, received_at=result.received_at)
        within = [each.content for each in mail.enclosures_of(raw)]
        known = [each for each in within if recognise(each) not in _TAKE_ANYTHING]
        # Words that begin as a header does are a forwarded mail's, and were read as such.
        if recognise(words := mail.words_of(raw)) not in _TAKE_ANYTHING | {mail.SOURCE}:
            known.append(words)
        for each in known:
            yield from (replace(heard, number=number) for heard in read_content(each, at))


_TAKE_ANYTHING = frozenset({report_lines.SOURCE, home_office.SOURCE})
"""Sources that nothing in a mail is handed on to: the one takes whatever nobody knows, the other any archive."""


def _is_series(content: bytes) -> bool:
    return content.startswith(home_office.ZIP) or home_office.is_sheet_alone(content)


SOURCES: dict[str, Source] = {
    iom.SOURCE: Source(read=_read_incidents, recognises=iom.is_table),
    weather_series.SOURCE: Source(read=_read_weather, recognises=weather_series.is_table),
    effort_series.SOURCE: Source(read=_read_effort, recognises=effort_series.is_table),
    gpx.SOURCE: Source(read=_read_gpx, recognises=gpx.recognises, hear=_hear_gpx),
    mail.SOURCE: Source(read=_read_mail, recognises=mail.recognises, hear=_hear_mail, same=mail.same_message),
    # A list of boats comes before the series, which takes every workbook that can no longer be opened.
    tracker.SOURCE: Source(read=_read_tracker_row, recognises=tracker.recognises, hear=_hear_tracker),
    home_office.SOURCE: Source(read=_read_workbook, recognises=_is_series),
    ais.SOURCE: Source(read=_read_ais, recognises=ais.recognises, hear=_hear_ais, track=_track_ais),
    pasted.SOURCE: Source(read=_read_pasted, recognises=None),
    sit185_reports.SOURCE: Source(read=_read_alert, recognises=sit185_reports.is_alerts, hear=_hear_alerts),
    aml_reports.SOURCE: Source(read=_read_aml, recognises=aml_reports.is_aml, hear=_hear_aml),
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
        yield replace(heard, number=number, result=result)


def same_report(source: str, one: bytes, other: bytes) -> bool:
    """Return whether the raw bytes of two reports of one id are one message that came twice."""
    return SOURCES[source].same(one, other)


def tracks_of(content: bytes, source: str = "") -> Tracker | None:
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
