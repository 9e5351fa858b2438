"""The command that calibrates a forcing product on drifter tracks: `ashore drift-calibrate TRACKS`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ashore.drift.refusing import refusals

if TYPE_CHECKING:
    from ashore.drift.calibration.calibrate import Calibration, Free
    from ashore.drift.calibration.containment import Containment
    from ashore.drift.forcing.source import Source

GROUPS = {
    "product": lambda track: track.product or "the current along the tracks",
    "drifter": lambda track: track.drifter or "drifters of no stated kind",
    "both": lambda track: " · ".join(word for word in (track.product, track.drifter) if word) or "all tracks",
}
PRINTED = (0.1, 0.3, 0.5, 0.7, 0.9, 0.95)


@click.command("drift-calibrate")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--forcing",
    "forcing",
    multiple=True,
    metavar="SOURCE",
    help="File, feed or constant of current or wind to read along the tracks; again for more, the best first.",
)
@click.option("--current", nargs=2, metavar="EAST NORTH", help="Columns of the current, if it must be said.")
@click.option("--wind", nargs=2, metavar="EAST NORTH", help="Columns of the 10 m wind, if it must be said.")
@click.option("--id", "id_", metavar="COLUMN", help="Column that tells drifters apart.")
@click.option("--by", type=click.Choice(list(GROUPS)), default="product", help="One calibration for each.")
@click.option(
    "--windage",
    nargs=2,
    type=float,
    metavar="DOWNWIND RIGHT",
    help="Share of the wind in %, downwind and across to the right; fitted if not given.",
)
@click.option("--every", "every_h", type=float, default=6.0, help="Hours between forecasts along a track.")
@click.option("--folds", type=click.IntRange(2), default=10, help="Parts the drifters are checked in.")
@click.option("--seed", type=int, default=0, help="Of the draws of drifters.")
@click.option(
    "--free",
    "afloat",
    metavar="CLASS",
    help="Also run forecasts freely from the forcing, drifting as this class, such as class:SLDMB.",
)
@click.option(
    "--picture", type=click.Path(path_type=Path), help="PNG to write, numbered if there are several."
)
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
def drift_calibrate(
    files: tuple[Path, ...],
    forcing: tuple[str, ...],
    current: tuple[str, str] | None,
    wind: tuple[str, str] | None,
    id_: str | None,
    by: str,
    windage: tuple[float, float] | None,
    every_h: float,
    folds: int,
    seed: int,
    afloat: str | None,
    picture: Path | None,
    as_json: bool,
) -> None:
    """Fit how far a current model carries drifters astray, and check it on drifters it was not fitted to."""
    if afloat and not forcing:
        raise click.UsageError("Free runs need the fields themselves: give them with --forcing.")
    with refusals():
        from ashore.drift.calibration.along import force
        from ashore.drift.calibration.calibrate import Settings, calibrate, grouped
        from ashore.drift.calibration.columns import Naming
        from ashore.drift.calibration.reading import read_tracks
        from ashore.drift.calibration.residuals import Windage
        from ashore.drift.simulation import open_sources

        share = Windage(downwind=windage[0] / 100, crosswind=windage[1] / 100) if windage else None
        settings = Settings(every_h=every_h, folds=folds, seed=seed, windage=share)
        tracks = read_tracks(files, Naming(current=current, wind=wind, id=id_))
        currents, winds = open_sources(forcing)
        free = _free(currents, winds, afloat) if afloat else None
        forced = [force(track, currents, winds) for track in tracks]
        found = [
            calibrate(group, settings, group=name, free=free)
            for name, group in grouped(forced, GROUPS[by]).items()
        ]
    for number, calibration in enumerate(found, start=1):
        if picture is not None:
            from ashore.drift.calibration.picture import draw

            draw(calibration, picture if len(found) == 1 else picture.with_stem(f"{picture.stem}-{number}"))
    if as_json:
        click.echo(json.dumps([calibration.as_json() for calibration in found], allow_nan=False))
        return
    for calibration in found:
        click.echo(_printed(calibration))


def _free(currents: list[Source], winds: list[Source], afloat: str) -> Free:
    from ashore.drift.calibration.free import free_forecasts

    return free_forecasts(currents, winds, afloat=afloat)


def _printed(calibration: Calibration) -> str:
    lines = [*calibration.sentences(), ""]
    kept = calibration.residuals
    memory = ", ".join(f"{value:.2f} at {lag:g} h" for lag, value in kept.autocorrelation)
    lines.append(
        f"Residual velocity {kept.rms:.2f} m/s rms a component over {kept.hours} h; correlation {memory}."
    )
    lines += ["", "rms miss, km       seen  fitted  unfitted  white noise"]
    lines += [
        f"  after {row.hours:>4g} h     "
        + "".join(
            f"{metres / 1000:>{width}.1f}"
            for metres, width in (
                (row.observed_m, 6),
                (row.fitted_m, 8),
                (row.unfitted_m, 10),
                (row.white_m, 13),
            )
        )
        for row in calibration.growth
    ]
    lines += ["", "areas of, %" + " " * 34 + "".join(f"{100 * nominal:>5g}" for nominal in PRINTED)]
    lines += [_row(table) for table in calibration.held]
    return "\n".join(lines) + "\n"


def _row(table: Containment) -> str:
    held = "".join(f"{100 * table.share(nominal).observed:>5.0f}" for nominal in PRINTED)
    return f"  held after {table.hours:>3g} h, {table.law:<28}{held}   ({table.forecasts} forecasts)"
