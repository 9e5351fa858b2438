"""Series, their revisions, and the toll by date known, as they leave the program: tables and JSON lines."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from ashore.figures.revisions import Sums, Triangle, Vintage
from ashore.figures.toll import COUNTED, Stated, TollLine
from ashore.figures.wording import in_english, ranged
from ashore.model.claims import Series
from ashore.model.times import iso

HeldSeries = tuple[str, Series, tuple[Vintage, ...]]


def series_table(held: Iterable[HeldSeries]) -> str:
    """Return every series held: what it counts, of which days, and its vintages with their entries."""
    lines = []
    for scope, series, vintages in held:
        first, last = (series.rows[0].start, series.rows[-1].end) if series.rows else ("no", "row")
        lines.append(f"{scope}  {len(series.rows)} rows, {first} to {last}")
        lines.append(f"  counts: {series.definition}")
        lines.append(f"  does not count: {series.does_not_count}")
        lines += [f"  column {column.name}: {column.counted} ({column.unit})" for column in series.columns]
        lines += [f"  vintage {_vintage(each)}" for each in vintages]
    return "\n".join(lines or ["No series is held: ashore import FILE"]) + "\n"


def series_json(held: Iterable[HeldSeries]) -> str:
    """Return one line for each series held."""
    return _lines(
        {
            "series": scope,
            "source": series.source,
            "name": series.name,
            "clock": series.clock,
            "definition": series.definition,
            "does_not_count": series.does_not_count,
            "columns": [
                {"name": column.name, "unit": column.unit, "counts": column.counted}
                for column in series.columns
            ],
            "rows": len(series.rows),
            "vintages": [_vintage_object(each) for each in vintages],
        }
        for scope, series, vintages in held
    )


def revisions_table(found: Sequence[Triangle]) -> str:
    """Return what changed from vintage to vintage, period by period, with the reason and the entry of each change."""
    lines = []
    for triangle in found:
        releases = len(triangle.vintages)
        lines.append(
            f"{triangle.scope}, {triangle.column}: {releases} {'vintage' if releases == 1 else 'vintages'}, "
            f"{len(triangle.rows)} periods changed, {triangle.new} new, {triangle.same} unchanged"
        )
        lines += _by_vintage(triangle) if triangle.rows else []
        lines += [
            f"  {change.period}: {_cell(change.before)} to {_cell(change.after)} in {change.vintage}, "
            f"{in_english(change.reason)} (entry {change.entry})"
            for change in triangle.changes
        ]
    return _with_marks(lines, found)


def sums_table(found: Sequence[Sums]) -> str:
    """Return each column summed by month or year in every vintage, a dash where one does not hold it all."""
    lines = []
    for sums in (each for each in found if each.rows):
        lines += [f"{sums.scope}, {sums.column}", *_by_vintage(sums)]
    return _with_marks(lines, found)


def _by_vintage(table: Triangle | Sums) -> list[str]:
    """Return the rows of a triangle in columns, under the vintages."""
    heads = ["", *(each.vintage + ("" if each.stands else " ×") for each in table.vintages)]
    rows = [heads, *([name, *map(_cell, values)] for name, values in table.rows)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(heads))]
    return [
        "  " + "  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in rows
    ]


def _with_marks(lines: list[str], found: Sequence[Triangle | Sums]) -> str:
    if any(not vintage.stands for table in found for vintage in table.vintages):
        lines = [*lines, "× was corrected or withdrawn since; it is kept, and counts in no figure."]
    return "\n".join(lines or ["No series held answers this: ashore import FILE"]) + "\n"


def revisions_json(found: Iterable[Triangle]) -> str:
    """Return one line for each column of a series, with its triangle and its changes."""
    return _lines(
        {
            "series": triangle.scope,
            "column": triangle.column,
            "vintages": [_vintage_object(each) for each in triangle.vintages],
            "rows": [{"period": period, "values": list(values)} for period, values in triangle.rows],
            "changes": [
                {
                    "period": change.period,
                    "before": change.before,
                    "after": change.after,
                    "vintage": change.vintage,
                    "entry": change.entry,
                    "reason": in_english(change.reason),
                }
                for change in triangle.changes
            ],
            "new": triangle.new,
            "unchanged": triangle.same,
        }
        for triangle in found
    )


def sums_json(found: Iterable[Sums]) -> str:
    """Return one line for each column of a series, with its sums by vintage."""
    return _lines(
        {
            "series": sums.scope,
            "column": sums.column,
            "vintages": [_vintage_object(each) for each in sums.vintages],
            "rows": [{"period": name, "values": list(values)} for name, values in sums.rows],
        }
        for sums in found
    )


def toll_table(lines: Sequence[TollLine]) -> str:
    """Return the toll as each source gave it, by date known: dead and missing apart, nothing added."""
    if not lines:
        return "No source held gives the dead or missing of exactly this period.\n"
    heads = ("known", "source", *(column.replace("_", " ") for column, _ in COUNTED))
    rows = [heads, *(_toll_row(line) for line in lines)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(heads))]
    text = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]
    text.append("")
    for line in lines:
        text.append(f"{line.source}, {iso(line.known_ms)}: {in_english(line.remark)}")
        text.append(f"  counts: {line.definition}")
        text.append(f"  does not count: {line.does_not_count}")
        text.append(f"  entry {line.entry}")
    text.append(
        "Each line is a definition of its own: they are not added, and none is put in place of another."
    )
    return "\n".join(text) + "\n"


def toll_json(lines: Iterable[TollLine]) -> str:
    """Return one line for each statement."""
    return _lines(
        {
            "known_at": iso(line.known_ms),
            "source": line.source,
            "scope": line.scope,
            "definition": line.definition,
            "does_not_count": line.does_not_count,
            **{
                column: None if stated is None else _stated_object(stated)
                for column, _ in COUNTED
                for stated in (line.number(column),)
            },
            "remark": in_english(line.remark),
            "entry": line.entry,
        }
        for line in lines
    )


def _toll_row(line: TollLine) -> tuple[str, ...]:
    numbers = [line.number(column) for column, _ in COUNTED]
    return (
        iso(line.known_ms)[:16],
        line.source,
        *("-" if each is None else _shown(each) for each in numbers),
    )


def _shown(stated: Stated) -> str:
    if stated.low == 0 and stated.high is None and stated.value is not None:
        return f"about {stated.value}"
    shown = ranged(stated.low, stated.high)
    return shown if isinstance(shown, str) else in_english(shown)


def _stated_object(stated: Stated) -> dict[str, Any]:
    return {"value": stated.value, "low": stated.low, "high": stated.high, "quote": stated.quote}


def _vintage(vintage: Vintage) -> str:
    mark = "" if vintage.stands else ", corrected or withdrawn since"
    return f"{vintage.vintage}, recorded {iso(vintage.recorded_ms)[:16]}, entry {vintage.entry}{mark}"


def _vintage_object(vintage: Vintage) -> dict[str, Any]:
    return {
        "vintage": vintage.vintage,
        "recorded_at": iso(vintage.recorded_ms),
        "known_at": iso(vintage.known_ms),
        "entry": vintage.entry,
        "stands": vintage.stands,
    }


def _cell(value: int | None) -> str:
    return "-" if value is None else str(value)


def _lines(objects: Iterable[dict[str, Any]]) -> str:
    return "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in objects)
