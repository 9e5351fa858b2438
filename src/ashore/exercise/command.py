"""The verbs of exercises: `ashore exercise` makes a night whose truth is known, `ashore score` holds links to it."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ashore.drift.refusing import refusals
from ashore.exercise.habits import QUALITIES

if TYPE_CHECKING:
    from ashore.exercise.many import NightName


@click.command("exercise")
@click.option("--seed", type=click.IntRange(0), required=True, help="The same seed makes the same night.")
@click.option(
    "--boats", type=click.IntRange(1, 300), default=20, show_default=True, help="How many boats leave."
)
@click.option(
    "--quality", type=click.Choice(QUALITIES), default="rich", show_default=True, help="How much is told."
)
@click.option("--year", type=int, default=2021, show_default=True, help="Of whose loads the boats are.")
@click.option(
    "--nights",
    type=click.IntRange(1),
    default=1,
    show_default=True,
    help="So many, of this seed and those after it.",
)
@click.option(
    "--cluster", help="Address of a Dask scheduler to make many nights on; without one, every core."
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="Folder for reports.jsonl and truth.jsonl; of many nights, a folder seed-N for each.",
)
def exercise(
    seed: int, boats: int, quality: str, year: int, nights: int, cluster: str | None, out: Path
) -> None:
    """Make nights whose truth is known: what a desk would have seen of each, and what was so."""
    with refusals():
        from ashore.exercise.many import NightName, over

        names = [
            NightName(seed=seed + index, boats=boats, quality=quality, year=year) for index in range(nights)
        ]
        if nights == 1:
            made = [written(out, names[0])]
        else:
            made = over(names, partial(written_apart, out.resolve()), cluster=cluster)
    click.echo("\n".join(made))


def written(folder: Path, name: NightName) -> str:
    """Write a night into a folder and return what an exercise's verb says of it."""
    from ashore.exercise.files import write_night

    made = name.made()
    reports, truth = write_night(made, folder)
    ends = [life.ends for life in made.lives]
    said = ", ".join(
        f"{ends.count(end)} {end}" for end in ("landed", "returned", "recovered", "lost") if end in ends
    )
    return (
        f"EXERCISE: {len(made.lives)} boats of {name.year} ({said}), {len(made.reports)} reports with "
        f"{len(made.mentioned)} mentions.\n{reports}\n{truth}\n"
        f'What a desk had of tide and wind: ASHORE_FORCING="{";".join(made.forcing)}"'
    )


def written_apart(folder: Path, name: NightName) -> str:
    """Write a night into a folder of its own within another, and return what is said of it."""
    return written(folder / f"seed-{name.seed}", name)


@click.command("score")
@click.argument("reports", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.argument("truth", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.argument("links", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
def score(reports: Path, truth: Path, links: Path, as_json: bool) -> None:
    """Hold links against the truth of an exercise: how alike, which boats were masked and for how long, how sure."""
    with refusals():
        from ashore.exercise.files import read_truth, received
        from ashore.exercise.score import read_links
        from ashore.exercise.score import score as scored

        told = scored(read_truth(truth), received(reports), read_links(links))
    click.echo(json.dumps(told, allow_nan=False) if as_json else "\n".join(_lines(told)))


def _lines(told: dict[str, Any]) -> list[str]:
    lines = [
        f"{told['mentions']} mentions of {told['boats_reported']} boats reported, of {told['boats']} that left.",
        "",
        f"{'':34}{'every top proposal taken':>26}{'the default rule alone':>26}",
    ]
    for says, parts in (
        ("pairwise F1", ("pairwise", "f1")),
        ("  precision", ("pairwise", "precision")),
        ("  recall", ("pairwise", "recall")),
        ("B-cubed F1", ("b_cubed", "f1")),
        ("boats masked", ("masked_boats",)),
        ("minutes masked", ("minutes_masked",)),
        ("cases for each boat reported", ("cases_per_boat",)),
        ("seconds to a case, median", ("seconds_to_a_case", "median")),
        ("boats that never had one", ("seconds_to_a_case", "never")),
    ):
        row = [_found(told[partition], parts) for partition in ("top", "held")]
        lines.append(f"{says:34}" + "".join(f"{_number(value):>26}" for value in row))
    return [
        *lines,
        "",
        f"Decisions asked of a person: {told['decisions_per_hour']:.1f} an hour.",
        f"Probabilities are {told['calibration']['error']:.3f} from how often they were right, on average.",
    ]


def _found(told: Any, parts: tuple[str, ...]) -> Any:
    for part in parts:
        told = told[part]
    return told


def _number(value: Any) -> str:
    if value is None:
        return "–"
    return str(value) if isinstance(value, int) else f"{value:.3f}" if value < 10 else f"{value:,.0f}"


VERBS = (exercise, score)
