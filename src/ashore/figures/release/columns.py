"""The tables of a release: figures, what others say, the entries under them, and the steps between.

What is missing has a name of its own, never a blank and never 0: `not-stated` (a source gives none),
`withheld` (known here and not given out), `no-limit` (a range without an upper end), `not-asked` (a cut that
was not made), `not-a-report` (an entry that has no such field), `no-such` (a step that has none).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ashore.figures.figure import Figure
from ashore.figures.lineage import Chain
from ashore.figures.period import period
from ashore.figures.release.citation import query, sentence
from ashore.figures.release.release import Release
from ashore.figures.release.withholding import QUOTE_WITHHELD
from ashore.figures.tables import harmless
from ashore.figures.wording import in_english

NOT_STATED, WITHHELD, NO_LIMIT, NOT_ASKED, NOT_A_REPORT, NO_SUCH = (
    "not-stated",
    "withheld",
    "no-limit",
    "not-asked",
    "not-a-report",
    "no-such",
)

MISSING = {
    NOT_STATED: "No source states it. It is not 0.",
    WITHHELD: "Known to the publisher and not given out. It is not 0.",
    NO_LIMIT: "The range has no upper end: nothing held bounds it.",
    NOT_ASKED: "No cut was made by it: everything is meant.",
    NOT_A_REPORT: "The entry is a decision of the desk and has no such field.",
    NO_SUCH: "A step of this kind has none.",
}
"""Every word that stands where a value is missing, and what it means."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: its name, its Table Schema type, what it holds, and the words that may stand for a missing value."""

    name: str
    type: str
    says: str
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table of a release. A cell is a whole number or a text; a missing one is the word that says why."""

    name: str
    says: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    rows: tuple[tuple[int | str, ...], ...]

    def as_csv(self, tags: Sequence[str] = ()) -> bytes:
        """Return the table as CSV (RFC 4180, UTF-8), with a second header row where tags are given."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow(column.name for column in self.columns)
        if tags:
            writer.writerow(tags)
        writer.writerows([_cell(cell) for cell in row] for row in self.rows)
        return out.getvalue().encode()


def tables_of(releases: Sequence[Release]) -> tuple[Table, ...]:
    """Return the tables of releases of one cut, without rows that stand twice."""
    return (
        _figures(releases),
        _otherwise(releases),
        _overlaps(releases),
        _sources(releases),
        _lineage(releases),
    )


def days_of(figure: Figure) -> tuple[str, str]:
    """Return the first and last civil day of a figure's period, or `not-asked` for everything held."""
    days = period(figure.period, figure.zone).days
    return (NOT_ASKED, NOT_ASKED) if days is None else (days[0].isoformat(), days[1].isoformat())


def _figures(releases: Sequence[Release]) -> Table:
    columns = (
        Column(name="id", type="string", says="The version: id of format ashore.figure/1."),
        Column(name="stable_id", type="string", says="The question, the same for every version."),
        Column(name="figure", type="string", says="What is counted, by its name."),
        Column(name="unit", type="string", says="person or boat."),
        Column(name="first_day", type="date", says="First civil day of the period.", missing=(NOT_ASKED,)),
        Column(name="last_day", type="date", says="Last civil day of the period.", missing=(NOT_ASKED,)),
        Column(name="period", type="string", says="The period as it was asked for."),
        Column(name="clock", type="string", says="The event whose time puts a case into the period."),
        Column(name="zone", type="string", says="Whose civil days are meant (IANA)."),
        Column(name="place", type="string", says="The place asked for.", missing=(NOT_ASKED,)),
        Column(name="scope", type="string", says="cases, or the one series it is of: never added."),
        Column(
            name="low",
            type="integer",
            says="The least it can be; not stated where no report of a boat is held, which is not 0.",
            missing=(NOT_STATED,),
        ),
        Column(name="high", type="integer", says="The most it can be.", missing=(NO_LIMIT, NOT_STATED)),
        Column(
            name="best",
            type="integer",
            says="The one number, where there is one or the preferred source gives one.",
            missing=(NOT_STATED,),
        ),
        Column(name="status", type="string", says="provisional, revised or final."),
        Column(name="known_at", type="datetime", says="As any source had said it by then."),
        Column(name="recorded_at", type="datetime", says="As the log held it by then."),
        Column(name="without_outcome_cases", type="integer", says="Boat cases in nobody's figure."),
        Column(name="without_outcome_low", type="integer", says="The least people in them."),
        Column(
            name="without_outcome_high",
            type="integer",
            says="The most people in them.",
            missing=(NO_LIMIT,),
        ),
        Column(name="definition", type="string", says="What it counts."),
        Column(name="does_not_count", type="string", says="What it does not count."),
        Column(name="sentence", type="string", says="The one sentence that may be printed."),
        Column(name="query", type="string", says="The command that asks a ledger for it again."),
        Column(name="sha256", type="string", says="SHA-256 of the figure's RFC 8785 JSON."),
    )
    rows = []
    for release in releases:
        figure, without = release.figure, release.figure.without_outcome
        rows.append(
            (
                figure.id,
                release.stable_id,
                figure.figure,
                figure.unit,
                *days_of(figure),
                figure.period,
                figure.clock,
                figure.zone,
                NOT_ASKED if figure.place is None else figure.place,
                figure.scope,
                *_ends(release),
                figure.status,
                figure.known_at,
                figure.recorded_at,
                without.cases,
                without.low,
                NO_LIMIT if without.high is None else without.high,
                figure.definition,
                figure.does_not_count,
                sentence(release),
                query(release),
                release.sha256,
            )
        )
    return Table(name="figures", says="The figures.", columns=columns, key=("id",), rows=tuple(rows))


def _ends(release: Release) -> tuple[int | str, int | str, int | str]:
    """Return the least, the most and the one number; nothing held is not stated, where the desk itself shows 0."""
    figure = release.figure
    if not release.held:
        return NOT_STATED, NO_LIMIT if figure.high is None else NOT_STATED, NOT_STATED
    best = NOT_STATED if figure.best is None else figure.best
    return figure.low, NO_LIMIT if figure.high is None else figure.high, best


def _otherwise(releases: Sequence[Release]) -> Table:
    columns = (
        Column(name="figure_id", type="string", says="The figure beside which it is said."),
        Column(name="number", type="integer", says="Its place among what is said."),
        Column(name="source", type="string", says="Who says it."),
        Column(name="value", type="integer", says="The number in the words.", missing=(NOT_STATED,)),
        Column(name="quote", type="string", says="The words.", missing=(WITHHELD,)),
    )
    withheld = in_english(QUOTE_WITHHELD)
    rows = tuple(
        (
            release.figure.id,
            number,
            other.source,
            NOT_STATED if other.value is None else other.value,
            WITHHELD if other.quote == withheld else other.quote,
        )
        for release in releases
        for number, other in enumerate(release.figure.says_otherwise, start=1)
    )
    return Table(
        name="says-otherwise",
        says="What others say of the same outcome and period, or of one event under a figure.",
        columns=columns,
        key=("figure_id", "number"),
        rows=rows,
    )


def _overlaps(releases: Sequence[Release]) -> Table:
    columns = (
        Column(name="figure_id", type="string", says="The figure."),
        Column(name="other", type="string", says="Another of the same question, by its name and scope."),
        Column(name="relation", type="string", says="disjoint, contains, overlaps or unknown."),
    )
    rows = tuple(
        (release.figure.id, overlap.figure, overlap.relation)
        for release in releases
        for overlap in release.figure.overlaps
    )
    return Table(
        name="overlaps",
        says="How figures stand to each other: only disjoint ones may be added.",
        columns=columns,
        key=("figure_id", "other"),
        rows=rows,
    )


def _sources(releases: Sequence[Release]) -> Table:
    of_reports = (NOT_A_REPORT,)
    columns = (
        Column(name="entry", type="string", says="The entry of the log."),
        Column(name="type", type="string", says="What kind of entry it is."),
        Column(name="recorded", type="datetime", says="When the log took it."),
        Column(name="role", type="string", says="In what role its writer wrote it."),
        Column(name="report", type="string", says="The report's name.", missing=of_reports),
        Column(name="channel", type="string", says="Through what it came.", missing=of_reports),
        Column(name="speaker", type="string", says="Who speaks, by unit or role.", missing=of_reports),
        Column(name="known", type="datetime", says="When a source said it.", missing=of_reports),
        Column(
            name="zones",
            type="string",
            says="Half-degree zones of the craft's positions in it, joined by ` | `; points are not given out.",
            missing=(NOT_STATED, NOT_A_REPORT),
        ),
    )
    rows = {}
    for release in releases:
        for source in release.sources:
            missing = NOT_A_REPORT if source.channel is None else NOT_STATED
            rows[source.entry] = (
                source.entry,
                source.type,
                source.recorded,
                source.role,
                source.report or missing,
                source.channel or missing,
                source.speaker or missing,
                source.known or missing,
                " | ".join(source.zones) or missing,
            )
    return Table(
        name="sources",
        says="Every entry under the figures.",
        columns=columns,
        key=("entry",),
        rows=tuple(rows[entry] for entry in sorted(rows)),
    )


def _lineage(releases: Sequence[Release]) -> Table:
    columns = (
        Column(name="figure_id", type="string", says="The figure whose step it is."),
        Column(name="step", type="string", says="Its place in the tree, as 1.2.1."),
        Column(name="kind", type="string", says="What kind of step it is."),
        Column(name="says", type="string", says="The step in a sentence."),
        Column(name="entry", type="string", says="The entry it stands in.", missing=(NO_SUCH,)),
        Column(name="mention", type="string", says="The mention it stands in.", missing=(NO_SUCH,)),
        Column(name="field", type="string", says="The field it stands in.", missing=(NO_SUCH,)),
        Column(
            name="quote",
            type="string",
            says="The words, where anybody may read them.",
            missing=(WITHHELD, NO_SUCH),
        ),
    )
    rows = tuple(
        (
            release.figure.id,
            place,
            step.kind,
            step.says,
            step.entry or NO_SUCH,
            step.mention or NO_SUCH,
            step.field or NO_SUCH,
            _words(step),
        )
        for release in releases
        for place, step in _placed(release.chain, "1")
    )
    return Table(
        name="lineage",
        says="From each figure down to the very words, step by step.",
        columns=columns,
        key=("figure_id", "step"),
        rows=rows,
    )


def _words(step: Chain) -> str:
    """Return a step's words, that they are withheld, or that it has none: a bound or a decision is nobody's words."""
    if step.quote is not None:
        return step.quote
    spoken = step.kind in ("claim", "statement", "source") or (
        step.kind == "event" and step.field is not None
    )
    return WITHHELD if spoken else NO_SUCH


def _placed(chain: Chain, place: str) -> Iterator[tuple[str, Chain]]:
    yield place, chain
    for number, step in enumerate(chain.under, start=1):
        yield from _placed(step, f"{place}.{number}")


def _cell(cell: int | str) -> str:
    return str(cell) if isinstance(cell, int) else harmless(cell)
