"""Figures as CSV with an HXL tag row: one line for each period and scope, two columns for each figure.

The tags are of HXL 1.1 (https://hxlstandard.org). `#affected +killed`, `+missing` and `+children` are the
standard's own; `+rescued`, `+landed`, `+arrived`, `+detained`, `+returned`, `+prevented` and `+still_out` are ours,
since it has none for them. HXL knows a blank cell and no reason for it: a blank here is not 0, and the package says why
each is missing.
"""

from __future__ import annotations

from collections.abc import Sequence

from ashore.figures.definitions import DEFINITIONS
from ashore.figures.release.columns import NOT_ASKED, Column, Table, days_of
from ashore.figures.release.release import Release

_OUTCOMES = {
    "rescued": "#affected+rescued",
    "rescued_children": "#affected+rescued+children",
    "rescued_boats": "#indicator+boats+rescued",
    "landed": "#affected+landed",
    "arrived": "#affected+arrived",
    "arrived_boats": "#indicator+boats+arrived",
    "detained": "#affected+detained",
    "returned": "#affected+returned",
    "prevented": "#affected+prevented",
    "dead": "#affected+killed",
    "missing": "#affected+missing",
    "still_out": "#affected+still_out",
}
"""The tag of each figure; `+min` or `+max` is added for its ends."""

_CUT = (
    ("first_day", "#date+start"),
    ("last_day", "#date+end"),
    ("clock", "#meta+clock"),
    ("zone", "#meta+timezone"),
    ("place", "#loc+name"),
    ("scope", "#meta+source+scope"),
    ("publisher", "#meta+source"),
    ("known_at", "#date+known"),
    ("status", "#status"),
    ("ids", "#meta+id"),
)


def as_hxl(releases: Sequence[Release]) -> bytes:
    """Return the releases as CSV whose second row holds HXL tags; figures of one cut and clock share a line."""
    shown = [name for name in DEFINITIONS if any(release.figure.figure == name for release in releases)]
    lines: dict[tuple[str, ...], dict[str, Release]] = {}
    for release in releases:
        figure = release.figure
        days = tuple("" if day == NOT_ASKED else day for day in days_of(figure))
        cut = (*days, figure.clock, figure.zone, figure.place or "", figure.scope, release.publisher)
        lines.setdefault((*cut, figure.known_at), {})[figure.figure] = release
    rows = []
    for cut, held in lines.items():
        cells: list[int | str] = [
            *cut,
            " ".join(dict.fromkeys(release.figure.status for release in held.values())),
            " ".join(release.figure.id for release in held.values()),
        ]
        for name in shown:
            found = held.get(name)
            if found is None or not found.held:
                cells += ["", ""]
            else:
                cells += [found.figure.low, "" if found.figure.high is None else found.figure.high]
        rows.append(tuple(cells))
    table = Table(
        name="hxl",
        says="The figures with HXL tags.",
        columns=tuple(
            Column(name=name, type="string", says="")
            for name in (
                *(name for name, _ in _CUT),
                *(f"{name}_{end}" for name in shown for end in ("min", "max")),
            )
        ),
        key=(),
        rows=tuple(rows),
    )
    return table.as_csv(
        tags=[
            *(tag for _, tag in _CUT),
            *(f"{_OUTCOMES[name]}{end}" for name in shown for end in ("+min", "+max")),
        ]
    )
