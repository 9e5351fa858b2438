"""Verbs for people who publish numbers: rates with intervals, series and revisions, the toll by date known."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from ashore.desk.cli.wiring import Session, pass_session
from ashore.desk.commands import rating
from ashore.figures.hurdle_tables import hurdle_json, hurdle_table
from ashore.figures.incidents import incidents_json, incidents_table
from ashore.figures.intervals import DRAWS, SEED
from ashore.figures.rate_tables import as_json, as_table
from ashore.figures.rates import NUMERATORS
from ashore.figures.revisions import SPANS
from ashore.figures.series_tables import (
    revisions_json,
    revisions_table,
    series_json,
    series_table,
    sums_json,
    sums_table,
    toll_json,
    toll_table,
)
from ashore.model.measures import STATISTICS

_KNOWN = click.option(
    "--known-at", default="", help="As any source had said it by then (ISO 8601 with offset)."
)
_RECORDED = click.option(
    "--recorded-at", default="", help="As our log held it by then (ISO 8601 with offset)."
)


def compared_options(verb: Callable[..., None]) -> Callable[..., None]:
    """Give a verb the options by which rates are asked for, beside its periods and what is counted."""
    options = (
        click.option(
            "--calm",
            multiple=True,
            help="What makes a day calm, as in wave_height:highest:1.0; else several thresholds side by side.",
        ),
        _KNOWN,
        _RECORDED,
        click.option(
            "--seed", default=SEED, show_default=True, help="Of the bootstraps; the same seed, the same ends."
        ),
        click.option("--draws", default=DRAWS, show_default=True, type=click.IntRange(200, 100_000)),
    )
    for option in reversed(options):
        verb = option(verb)
    return verb


def compared(before: str, after: str, **asked: Any) -> rating.Compared:
    """Return the question that a verb's arguments ask."""
    return rating.Compared(periods=(before, after) if after else (before,), **asked)


@click.command("rates")
@click.argument("before")
@click.argument("after", required=False, default="")
@click.option(
    "--of", "numerators", multiple=True, type=click.Choice(NUMERATORS), help="Else people and boats."
)
@compared_options
@click.option("--json", "as_json_line", is_flag=True, help="As one JSON object, format ashore.rates/1.")
@pass_session
def rates(session: Session, /, as_json_line: bool, **asked: Any) -> None:
    """Give people and boats for each day, crossing day and calm day of BEFORE, and how that changed by AFTER.

    Each period is a day, a month, a year, or FROM/TO.
    """
    with session.desk() as desk:
        answer = rating.rate(desk, compared(**asked))
    click.echo(as_json(answer) if as_json_line else as_table(answer), nl=False)


@click.command("series")
@click.option("--json", "as_lines", is_flag=True, help="As JSON, one series a line.")
@pass_session
def series(session: Session, as_lines: bool) -> None:
    """List the published series held: what each counts, and every vintage of it."""
    with session.desk() as desk:
        held = rating.series_of(desk)
    click.echo(series_json(held) if as_lines else series_table(held), nl=False)


@click.command("revisions")
@click.argument("period", required=False, default="")
@click.option("--series", "scope", default="", help="Only series whose name holds this.")
@click.option("--by", type=click.Choice(SPANS), help="Sums in every vintage, instead of what changed.")
@click.option("--json", "as_lines", is_flag=True, help="As JSON, one column of a series a line.")
@pass_session
def revisions(session: Session, period: str, scope: str, by: str | None, as_lines: bool) -> None:
    """Say what changed since last time: each vintage by PERIOD, with the reason and the entry of each change."""
    with session.desk() as desk:
        if by is not None:
            sums = rating.sums_of(desk, period, scope, by)
            click.echo(sums_json(sums) if as_lines else sums_table(sums), nl=False)
            return
        found = rating.revisions_of(desk, period, scope)
    click.echo(revisions_json(found) if as_lines else revisions_table(found), nl=False)


@click.command("toll")
@click.argument("period")
@_KNOWN
@_RECORDED
@click.option("--json", "as_lines", is_flag=True, help="As JSON, one statement a line.")
@pass_session
def toll(session: Session, period: str, known_at: str, recorded_at: str, as_lines: bool) -> None:
    """Give the dead and the missing of PERIOD as each source gave them, by the date it was known; nothing is added."""
    with session.desk() as desk:
        found = rating.toll_of(desk, period, known_at, recorded_at)
    click.echo(toll_json(found) if as_lines else toll_table(found), nl=False)


@click.command("incidents")
@click.argument("period")
@click.option("--json", "as_lines", is_flag=True, help="As JSON, one incident a line.")
@pass_session
def incidents(session: Session, period: str, as_lines: bool) -> None:
    """List the incidents of PERIOD that a list of deaths holds: dead, missing, place, cause, source and its grade."""
    with session.desk() as desk:
        found = rating.incidents_of(desk, period)
    click.echo(incidents_json(found) if as_lines else incidents_table(found), nl=False)


@click.command("hurdle")
@click.argument("period")
@click.option(
    "--ahead", default=28, show_default=True, type=click.IntRange(1, 365), help="Days before each forecast."
)
@click.option(
    "--waves",
    type=click.Choice(STATISTICS),
    help="With the wave height measured on the day, by this statistic; a real forecast has none.",
)
@click.option("--json", "as_json_line", is_flag=True, help="As one JSON object, format ashore.hurdle/1.")
@pass_session
def hurdle(session: Session, period: str, ahead: int, waves: str | None, as_json_line: bool) -> None:
    """Fit a model of daily arrivals and say how far out it was in PERIOD, on days that it had not seen.

    It is set beside the same weekday a year before and the mean of the last year, which need no model.
    """
    with session.desk() as desk:
        found = rating.hurdle_of(desk, period, ahead, waves or "")
    click.echo(hurdle_json(found) if as_json_line else hurdle_table(found), nl=False)


VERBS = (rates, series, revisions, toll, incidents, hurdle)
