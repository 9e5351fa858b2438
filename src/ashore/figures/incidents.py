"""The incidents that a list of deaths holds, one by one and by their cause: dead and missing always apart."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ashore.figures.revisions import series_held
from ashore.model.claims import Series, SeriesRow
from ashore.picture.fold import Picture

Days = tuple[date, date]


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """One incident as its list has it: counts by the list's columns (None is not stated), labels by its dimensions."""

    day: str
    dead: int | None
    missing: int | None
    counts: Mapping[str, int | None]
    labels: Mapping[str, str | None]
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """What the newest vintage of one list holds of some days, with the days it covers."""

    scope: str
    source: str
    vintage: str
    entry: str
    covers: tuple[str, str]
    incidents: tuple[Incident, ...]


def incidents(picture: Picture, days: Days) -> tuple[Listed, ...]:
    """Return the incidents of some days by each source's widest list, in the order of their days."""
    widest: dict[str, Listed] = {}
    for scope, series, vintages in series_held(picture):
        entry = next((each.entry for each in reversed(vintages) if each.stands), None)
        if series.covers is None or entry is None:
            continue
        found = Listed(
            scope=scope,
            source=series.source,
            vintage=series.vintage,
            entry=entry,
            covers=series.covers,
            incidents=tuple(_incidents(series, days)),
        )
        held = widest.setdefault(series.source, found)
        # A list of one cause lies within the same source's list of all.
        if len(found.incidents) > len(held.incidents):
            widest[series.source] = found
    return tuple(widest.values())


def by_label(listed: Listed, label: str) -> tuple[tuple[str, int, int, int], ...]:
    """Return for each word of a label how many incidents, dead and missing there are; what is not stated counts nought.

    The most deadly come first.
    """
    sums: dict[str, list[int]] = {}
    for one in listed.incidents:
        row = sums.setdefault(one.labels.get(label) or "not stated", [0, 0, 0])
        row[0] += 1
        row[1] += one.dead or 0
        row[2] += one.missing or 0
    ordered = sorted(sums.items(), key=lambda each: (-each[1][1] - each[1][2], each[0]))
    return tuple((word, number, dead, missing) for word, (number, dead, missing) in ordered)


def _incidents(series: Series, days: Days) -> Iterable[Incident]:
    first, last = days[0].isoformat(), days[1].isoformat()
    for row in series.rows:
        if first <= row.start and row.end <= last:
            yield Incident(
                day=row.start,
                dead=_of_outcome(series, row, "dead"),
                missing=_of_outcome(series, row, "missing"),
                counts={column.name: value for column, value in zip(series.columns, row.values, strict=True)},
                labels=dict(zip(series.dimensions, row.labels, strict=False)),
                note=row.note,
            )


def _of_outcome(series: Series, row: SeriesRow, outcome: str) -> int | None:
    return next(
        (
            value
            for column, value in zip(series.columns, row.values, strict=True)
            if column.outcome == outcome
        ),
        None,
    )


def incidents_table(found: Sequence[Listed]) -> str:
    """Return each list's incidents with place, cause and grade, and under them the sums by cause."""
    lines = []
    for listed in found:
        first, last = listed.covers
        lines.append(
            f"{listed.source}, vintage {listed.vintage}, {first} to {last}, entry {listed.entry}: "
            f"{len(listed.incidents)} incidents"
        )
        rows: list[tuple[str, ...]] = [("day", "dead", "missing", "cause", "place", "grade", "id")]
        rows += [
            (
                one.day,
                _cell(one.dead),
                _cell(one.missing),
                *(one.labels.get(name) or "-" for name in ("cause", "place", "quality", "incident")),
            )
            for one in listed.incidents
        ]
        widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
        lines += [
            "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
            for row in rows
        ]
        lines += [
            f"  {word}: {number} incidents, {dead} dead, at least {missing} missing"
            for word, number, dead, missing in by_label(listed, "cause")
        ]
        lines += [f"  {one.labels.get('incident')}: {one.note}" for one in listed.incidents if one.note]
    return "\n".join(lines or ["No list of incidents is held: ashore import FILE"]) + "\n"


def incidents_json(found: Iterable[Listed]) -> str:
    """Return one line for each incident, with the list, vintage and entry it stands in."""
    return "".join(
        json.dumps(
            {
                "series": listed.scope,
                "vintage": listed.vintage,
                "entry": listed.entry,
                "day": one.day,
                **one.labels,
                "counts": dict(one.counts),
                "note": one.note,
            },
            ensure_ascii=False,
        )
        + "\n"
        for listed in found
        for one in listed.incidents
    )


def _cell(value: int | None) -> str:
    return "-" if value is None else str(value)
