"""Figures as they leave the program: a plain table, CSV, JSON lines."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence

from ashore.figures.figure import Figure

_SHOWN = ("figure", "number", "unit", "period", "clock", "scope", "status", "no outcome")

NOTED = 6
"""The most figures a table has notes for."""

_COLUMNS = (
    "id figure unit period clock zone place scope low high best status known_at recorded_at definition "
    "does_not_count says_otherwise without_outcome_cases without_outcome_low without_outcome_high caveats from"
).split()


def as_table(figures: Sequence[Figure]) -> str:
    """Return a table for a terminal, and under it what each figure does not count and who says otherwise.

    A long table has no notes, since nobody reads 500 lines of them; it says where they are.
    """
    rows = [_SHOWN, *(_row(figure) for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_SHOWN))]
    lines = [
        "  ".join(
            cell.rjust(width) if column == 1 else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
    notes = []
    if len(figures) > NOTED:
        notes.append(
            "What each counts, does not count and who says otherwise: `ashore figures NAME`, or --json."
        )
    for figure in figures if len(figures) <= NOTED else ():
        notes.append(f"{figure.name}, {figure.period}, {figure.clock}: {figure.shown}")
        notes.append(f"  counts: {figure.definition}")
        notes.append(f"  does not count: {figure.does_not_count}")
        notes += [
            f"  {other.source} says {'no number' if other.value is None else other.value}: “{other.quote}”"
            for other in figure.says_otherwise
        ]
        notes += [f"  {caveat}" for caveat in figure.caveats]
    return "\n".join([*lines, "", *notes]) + "\n"


def as_csv(figures: Iterable[Figure]) -> str:
    """Return CSV with one header row: values as in the JSON, lists joined by ` | `, an open end left empty."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for figure in figures:
        plain = figure.as_json()
        without = plain["without_outcome"]
        plain |= {f"without_outcome_{name}": value for name, value in without.items()}
        plain["says_otherwise"] = [
            f"{other.source}: {'' if other.value is None else other.value} “{other.quote}”"
            for other in figure.says_otherwise
        ]
        writer.writerow([_cell(plain[column]) for column in _COLUMNS])
    return out.getvalue()


def as_json_lines(figures: Iterable[Figure]) -> str:
    """Return one line of format ashore.figure/1 for each figure."""
    return "".join(json.dumps(figure.as_json(), ensure_ascii=False) + "\n" for figure in figures)


def _row(figure: Figure) -> tuple[str, ...]:
    without = figure.without_outcome
    people = "not known" if without.high is None else str(without.high)
    return (
        figure.figure,
        figure.shown,
        figure.unit,
        figure.period,
        figure.clock,
        figure.scope,
        figure.status,
        f"{without.cases} cases, {without.low} to {people} people",
    )


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return " | ".join(harmless(str(each)) for each in value)
    return harmless(str(value))


def harmless(text: str) -> str:
    """A spreadsheet must not take a source's words for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
