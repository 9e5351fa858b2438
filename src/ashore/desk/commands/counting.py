"""Figures as a desk is asked for them, and why each is what it is."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ashore.desk.commands.acting import Who
from ashore.desk.commands.asking import words_of_claim
from ashore.desk.commands.desk import Desk
from ashore.desk.commands.errors import BadValue, UnknownFigure
from ashore.figures.compute import figures, night_figures
from ashore.figures.definitions import DEFINITIONS
from ashore.figures.figure import Figure
from ashore.figures.lineage import Chain
from ashore.figures.lineage import as_text as chain_as_text
from ashore.figures.lineage import why as chain_of
from ashore.figures.period import ALL, DEFAULT_ZONE
from ashore.figures.tables import as_csv, as_json_lines, as_table
from ashore.model.times import moment

FORMS = {"table": as_table, "csv": as_csv, "json": as_json_lines}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """Which figures, of which period, by which clock, as known and as recorded when; text as typed.

    An empty name list is every figure; an empty period everything held; an empty clock each figure's own.
    """

    names: tuple[str, ...] = ()
    period: str = ""
    clock: str = ""
    zone: str = DEFAULT_ZONE
    place: str = ""
    known_at: str = ""
    recorded_at: str = ""


def count(desk: Desk, cut: Cut) -> tuple[Figure, ...]:
    """Return the figures of a cut. Raises BadValue, and what figures refuse."""
    with desk.looking() as picture:
        return figures(
            picture,
            cut.names,
            cut.period or ALL,
            clock=cut.clock or None,
            zone=cut.zone,
            place=cut.place or None,
            known_at=instant_of("known_at", cut.known_at),
            recorded_at=instant_of("recorded_at", cut.recorded_at),
            books=desk.books,
        )


def night(desk: Desk) -> tuple[Figure, ...]:
    """Return the figures of everything held, the whole first, then by day and clock, then outside claims."""
    with desk.looking() as picture:
        return night_figures(picture, books=desk.books)


def find(desk: Desk, name: str, cut: Cut | None = None) -> Figure:
    """Return the figure of that id, or our own of that name, in a cut; without one, of everything held.

    An id is known as long as nothing was written since it was printed. Raises UnknownFigure.
    """
    figure = name if name in DEFINITIONS else name.rpartition("-")[0]
    if figure not in DEFINITIONS:
        raise UnknownFigure(figure=name, names=", ".join(DEFINITIONS))
    whole = Cut(names=(figure,))
    for held in (*(night(desk) if cut is None else ()), *count(desk, replace(cut or whole, names=(figure,)))):
        if held.id == name or (held.figure == name and held.scope == "cases"):
            return held
    raise UnknownFigure(figure=name, names=", ".join(DEFINITIONS))


def chain(desk: Desk, figure: Figure) -> Chain:
    """Return what is under a figure, down to mentions and fields."""
    with desk.looking() as picture:
        return chain_of(picture, figure)


def why(desk: Desk, name: str, who: Who, cut: Cut | None = None) -> str:
    """Return the chain from a figure down to the words behind it, as text. Raises UnknownFigure."""
    figure = find(desk, name, cut)
    return chain_as_text(
        chain(desk, figure), lambda mention, field: words_of_claim(desk, mention, field, who)
    )


def as_text(found: tuple[Figure, ...], form: str) -> str:
    """Return figures as a table, as CSV, or as JSON lines."""
    return FORMS[form](found)


def instant_of(field: str, text: str) -> int | None:
    if not text:
        return None
    try:
        return moment(text).ms
    except ValueError as error:
        hint = "Write it as in 2020-10-29T12:00:00+01:00"
        raise BadValue(field=field, why="a time with its offset from UTC is needed", hint=hint) from error
