"""Claims that others publish: single ones with their quote, and whole series with their vintage."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A figure somebody states, with the words that state it.

    `low` and `high` are as entailed by the words; `when_start` and `when_end` civil dates;
    `value` is a whole number, or decimal text where it is none.
    """

    quote: str
    start: int | None = None
    end: int | None = None
    value: int | str | None = None
    qualifier: str | None = None
    low: int | str | None = None
    high: int | str | None = None
    unit: str | None = None
    counted: str | None = None
    direction: str | None = None
    outcome: str | None = None
    outcomes: tuple[str, ...] = ()
    subset_of: int | None = None
    repeats: int | None = None
    inside: int | None = None
    place: str | None = None
    when_start: str | None = None
    when_end: str | None = None
    when_rule: str | None = None
    source: str | None = None
    source_standing: str | None = None
    kind: str | None = None
    definition: str | None = None
    period: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesRow:
    """One period of a series: civil dates, a value per column (None is not collected), and its note.

    In a list of events the row is one event, and `labels` say what kind, a word for each of the series' dimensions.
    """

    start: str
    end: str
    values: tuple[int | None, ...]
    note: str | None = None
    labels: tuple[str | None, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesColumn:
    """What one column of a series counts; `qualifier` at_least where each of its numbers is a least number."""

    name: str
    unit: str
    outcome: str
    counted: str
    qualifier: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A published table of counts by period: each cell is a claim, all of one vintage.

    `vintage` is the civil date the publisher gave the release; `definition` what a cell counts
    and `does_not_count` what it leaves out, in our words.
    A list of events has `covers`: the first and last day of which it holds every event it knows of,
    so that a day without a row has none in this list; `dimensions` name what each row's labels say.
    """

    name: str
    source: str
    source_standing: str
    vintage: str
    clock: str
    definition: str
    does_not_count: str
    columns: tuple[SeriesColumn, ...]
    rows: tuple[SeriesRow, ...]
    covers: tuple[str, str] | None = None
    dimensions: tuple[str, ...] = ()
