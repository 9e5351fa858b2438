"""The page of revisions: a row for each period, a column for each release, and a changed cell that is seen at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ashore.desk.commands import rating
from ashore.desk.commands.desk import Desk
from ashore.desk.language import Tongue
from ashore.desk.web.problems import status_of
from ashore.desk.web.rates_told import number
from ashore.desk.web.rendering import page, told
from ashore.desk.web.telling import Teller
from ashore.desk.web.visitors import visitor
from ashore.figures.revisions import SPANS, Change, Sums, Triangle, Vintage
from ashore.model.errors import AshoreError, BadInput

MOST_ROWS = 300
"""Of a table that changed in more periods the first stand on the page; the command line has them all."""

MOST_RELEASES = 12
"""Of more releases than these the first, the last and those that changed something are shown."""


class NotASpan(BadInput):
    code = "not-a-span"
    says = "“{span}” is nothing that revisions can be summed by."
    hint = "Sum them by {spans}, or leave it out to see what changed."


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A number in one release; `by` is how it differs from the release before it, "" where it does not.

    `change` is the number of the change told below the table, None where no reason is held.
    """

    text: str
    by: str = ""
    change: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One column of a series as a table: the releases shown, its rows, what changed, and how much is left out."""

    scope: str
    column: str
    releases: tuple[Vintage, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]
    changes: tuple[Change, ...]
    same: int
    new: int
    rows_left: int
    releases_left: int


def revisions_page(request: Request) -> Response:
    """`GET /revisions?series=&period=&by=`: what changed in a series from release to release, or sums in each."""
    desk: Desk = request.app.state.desk
    visiting = visitor(request, desk)
    visiting.reader(desk)
    typed = request.query_params
    scope, period, by = (typed.get(name, "").strip() for name in ("series", "period", "by"))
    tables: list[Table] = []
    refused: AshoreError | None = None
    held = rating.series_of(desk)
    if scope:
        try:
            tables = _tables(desk, scope, period, by, visiting.tongue)
        except AshoreError as error:
            refused = error
    return page(
        request,
        visiting,
        "revisions.html",
        {
            "asked": typed,
            "held": held,
            "of": next((each for each in held if each[0] == scope), None),
            "spans": SPANS,
            "summed": bool(by),
            "tables": tables,
            "value": lambda value: _value(value, visiting.tongue),
            "teller": Teller(visiting.tongue, ()),
            "refused": told(visiting, refused),
        },
        status=200 if refused is None else status_of(refused),
    )


def _tables(desk: Desk, scope: str, period: str, by: str, tongue: Tongue) -> list[Table]:
    """Return the columns of one series. Raises NoSuchSeries, NotASpan and NotAPeriod."""
    if by and by not in SPANS:
        raise NotASpan(span=by, spans=", ".join(SPANS))
    tables = (
        [sums_shown(each, tongue) for each in rating.sums_of(desk, period, scope, by) if each.scope == scope]
        if by
        else [
            changes_shown(each, tongue)
            for each in rating.revisions_of(desk, period, scope)
            if each.scope == scope
        ]
    )
    if not tables:
        raise rating.NoSuchSeries
    return tables


def changes_shown(triangle: Triangle, tongue: Tongue) -> Table:
    """Return a triangle of what changed, each changed cell with the number of its change.

    A row that came, went or moved without a number in this column is no change of it.
    """
    told = [row for row in triangle.rows if any(value is not None for value in row[1])]
    kept = {period for period, _ in told[:MOST_ROWS]}
    changes = [
        each
        for each in triangle.changes
        if each.period in kept and not (each.before is None and each.after is None)
    ]
    numbered = {(each.period, each.entry): at for at, each in enumerate(changes)}
    rows = []
    for period, values in told[:MOST_ROWS]:
        cells = []
        for vintage, value in zip(triangle.vintages, values, strict=True):
            at = numbered.get((period, vintage.entry))
            by = "" if at is None else _by(changes[at].before, changes[at].after, tongue)
            cells.append(Cell(text=_value(value, tongue), by=by, change=at))
        rows.append((period, tuple(cells)))
    return _table(
        triangle,
        rows,
        changes=tuple(changes),
        same=triangle.same,
        new=triangle.new,
        rows_left=len(told) - len(rows),
    )


def sums_shown(sums: Sums, tongue: Tongue) -> Table:
    """Return sums by release, each with how it differs from the last release before that held them all."""
    rows = []
    for period, values in sums.rows:
        cells, before = [], None
        for value in values:
            moved = before is not None and value is not None and value != before
            cells.append(Cell(text=_value(value, tongue), by=_by(before, value, tongue) if moved else ""))
            before = before if value is None else value
        rows.append((period, tuple(cells)))
    return _table(sums, rows[:MOST_ROWS], rows_left=max(len(rows) - MOST_ROWS, 0))


def _table(
    of: Triangle | Sums,
    rows: Sequence[tuple[str, tuple[Cell, ...]]],
    changes: tuple[Change, ...] = (),
    same: int = 0,
    new: int = 0,
    rows_left: int = 0,
) -> Table:
    """Return a table with the releases that say something of its rows."""
    count = len(of.vintages)
    shown = [
        at
        for at in range(count)
        if count <= MOST_RELEASES or at in (0, count - 1) or any(cells[at].by for _, cells in rows)
    ]
    return Table(
        scope=of.scope,
        column=of.column,
        releases=tuple(of.vintages[at] for at in shown),
        rows=tuple((period, tuple(cells[at] for at in shown)) for period, cells in rows),
        changes=changes,
        same=same,
        new=new,
        rows_left=rows_left,
        releases_left=count - len(shown),
    )


def _value(value: int | None, tongue: Tongue) -> str:
    return "–" if value is None else number(value, tongue)


def _by(before: int | None, after: int | None, tongue: Tongue) -> str:
    """Return by how much a number moved; where only its day or its note did, that it was moved."""
    if before is None:
        return tongue.says("new")
    if after is None:
        return tongue.says("no longer given")
    return number(after - before, tongue, "+#,##0;-#,##0") if after != before else tongue.says("moved")


ROUTES = [Route("/revisions", revisions_page)]
