"""Verbs that give figures out, and that count a published one again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from ashore.desk.cli.looking import cut_options
from ashore.desk.cli.rating import compared, compared_options
from ashore.desk.cli.wiring import Session, pass_session
from ashore.desk.commands import counting, drawing, drawing_rates, publishing, rating
from ashore.desk.commands.errors import OutNotEmpty
from ashore.desk.language import LANGUAGES
from ashore.figures.rates import NUMERATORS
from ashore.figures.release.disclosure import THRESHOLD
from ashore.figures.release.release import DEFAULT_LICENCE, LICENCES, licence_of
from ashore.figures.release.verification import Verification
from ashore.figures.wording import in_english, ranged
from ashore.model.phrases import say

_SAID = {
    "equal": "equal: the entries it names give the same figure.",
    "differs": "differs: the entries it names do not give this figure.",
    "tampered": "tampered: it was changed after it was published.",
    "other-ledger": "another ledger: it was counted from entries that are not held here.",
}


_PICTURES = {
    "cumulative": "Running totals of each year, from the newest vintage of a series of daily arrivals.",
    "daily": "The days of such a series, a strip for each year, all on one scale.",
    "outcomes": "Rescued beside arrived, by month.",
    "deaths": "The dead and the missing by month.",
}
_language = click.option("--language", type=click.Choice(list(LANGUAGES)), default="en", show_default=True)
_svg = click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The SVG file, made anew."
)


@click.command("publish")
@click.argument("names", nargs=-1)
@cut_options
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="A new or empty folder."
)
@click.option(
    "--as",
    "forms",
    type=click.Choice([*publishing.FORMS, "all"]),
    multiple=True,
    default=["page", "package"],
    show_default=True,
    help="In which form; may be given again.",
)
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    help="cases, or a scope that `ashore figures` shows; else our cases and every series.",
)
@click.option(
    "--licence",
    type=click.Choice(list(LICENCES)),
    default=DEFAULT_LICENCE,
    show_default=True,
    envvar="ASHORE_LICENCE",
    show_envvar=True,
    help="Under which the numbers are given out; quotes remain their authors'.",
)
@pass_session
def publish(
    session: Session,
    /,
    out: Path,
    forms: tuple[str, ...],
    scopes: tuple[str, ...],
    licence: str,
    **cut: Any,
) -> None:
    """Give figures out with their lineage: pages, a data package, PROV, HXL, SECMAR, Parquet."""
    wanted = tuple(publishing.FORMS) if "all" in forms else forms
    _must_be_empty(out)
    with session.desk() as desk:
        files = publishing.release_files(
            desk, counting.Cut(**cut), scopes=scopes, licence=licence_of(licence), forms=wanted
        )
    write(out, files)
    for name in sorted(files):
        click.echo(f"{len(files[name]):>9}  {name}")


@click.command("verify-figure")
@click.argument("file", type=click.Path(path_type=Path, exists=True))
@click.option("--json", "as_json", is_flag=True, help="One JSON object a figure.")
@pass_session
def verify_figure(session: Session, file: Path, as_json: bool) -> None:
    """Count a published figure again from this ledger: FILE is its JSON, page or package, or a folder of them."""
    with session.desk() as desk:
        found = publishing.check(desk, file)
    for each in found:
        click.echo(json.dumps(each.as_json(), ensure_ascii=False) if as_json else _told(each))
    publishing.refuse_unless_equal(file, found)


@click.group("draw")
def draw() -> None:
    """Draw what is held as SVG: a series by day, outcomes or deaths by month, rates with their intervals."""


def _kind_of_picture(kind: str) -> click.Command:
    @click.command(kind, help=_PICTURES[kind])
    @click.option(
        "--year", type=click.IntRange(1900, 2999), required=True, help="The year, or the last of several."
    )
    @_language
    @_svg
    @pass_session
    def draw_kind(session: Session, year: int, language: str, out: Path) -> None:
        with session.desk() as desk:
            picture = drawing.draw(desk, kind, year=year, language=language)
        _keep(picture, out)

    return draw_kind


@click.command("rates")
@click.argument("before")
@click.argument("after", required=False, default="")
@click.option(
    "--of",
    "numerator",
    type=click.Choice(NUMERATORS),
    default=NUMERATORS[0],
    show_default=True,
    help="Of what.",
)
@compared_options
@_language
@_svg
@pass_session
def draw_rates(session: Session, /, numerator: str, language: str, out: Path, **asked: Any) -> None:
    """The change from BEFORE to AFTER, or the rates of one period, by every denominator and method."""
    with session.desk() as desk:
        answer = rating.rate(desk, compared(numerators=(numerator,), **asked))
        picture = drawing_rates.draw_rates(desk, answer, numerator, language)
    _keep(picture, out)


for _kind in drawing.KINDS:
    draw.add_command(_kind_of_picture(_kind))
draw.add_command(draw_rates)


def _keep(picture: bytes, out: Path) -> None:
    out.write_bytes(picture)
    click.echo(f"{len(picture):>9}  {out}")


@click.command("publish-table")
@click.argument("table", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="A new or empty folder."
)
@click.option(
    "--threshold",
    type=int,
    default=THRESHOLD,
    show_default=True,
    help="Counts from 1 to below this are withheld.",
)
@click.option("--open-rows", is_flag=True, help="Always give each row's total, as of days or outcomes.")
@click.option("--licence", type=click.Choice(list(LICENCES)), default=DEFAULT_LICENCE, show_default=True)
def publish_table(table: Path, out: Path, threshold: int, open_rows: bool, licence: str) -> None:
    """Give out a table of people by two attributes without small cells, nor what would give them away.

    TABLE is CSV with a header and three columns: row, column, count.
    """
    _must_be_empty(out)
    files = publishing.table_files(
        table.read_bytes(), table.name, threshold=threshold, open_rows=open_rows, licence=licence_of(licence)
    )
    write(out, files)
    for name in sorted(files):
        click.echo(f"{len(files[name]):>9}  {name}")


def write(out: Path, files: dict[str, bytes]) -> None:
    """Write files below a folder, which need not be there yet."""
    for name, content in files.items():
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _must_be_empty(out: Path) -> None:
    if out.exists() and any(out.iterdir()):
        raise OutNotEmpty(folder=out.name)


def _told(found: Verification) -> str:
    lines = [f"{found.figure}: {_SAID[found.verdict]}"]
    lines += [f"  {broken}" for broken in found.broken]
    lines += [f"  not held here: the log and its entry {missing}" for missing in found.missing]
    lines += [
        f"  {each.field}: published {_shown(each.published)}; the entries give {_shown(each.recomputed)}"
        for each in found.differences
    ]
    if found.without_body:
        lines.append(f"  {found.without_body} of its entries have no body here: withheld, or erased.")
    if found.since is not None:
        now = say("{number}", number=ranged(found.since.low, found.since.high))
        lines.append(
            f"  {found.since.entries} entries came in since; with them the same question gives {in_english(now)}."
        )
    return "\n".join(lines)


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 160 else f"{text[:159]}…"


VERBS = (publish, publish_table, draw, verify_figure)
