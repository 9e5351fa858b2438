"""`ashore drift`: where a thing that was somewhere at some time may be now, in plain words first."""

from __future__ import annotations

import json
import math
import os
import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ashore.drift.calibration.command import drift_calibrate
from ashore.drift.refusing import refusals
from ashore.drift.typed import NotUnderstood, read_hours, read_json, read_place, read_shape, read_time

if TYPE_CHECKING:
    from ashore.drift.datums import Start
    from ashore.drift.ensemble import Ensemble
    from ashore.drift.forcing.source import Source
    from ashore.drift.scenarios import Scenario
    from ashore.drift.terms import Terms

ERROR_M = 1000.0
"""The error of a position given without one, metres; said wherever it is taken."""
SYNTHETIC = "synthetic"
FORCING = "ASHORE_FORCING"
"""The environment variable that names sources where none are given: a semicolon between them."""
TYPED = {
    "current": "Write speed and where it sets to: 1kn@045, or 0.5@045 in m/s.",
    "wind": "Write speed and where it blows from: 18kn@240, or 9@240 in m/s.",
}
STRONGEST = {"current": 6.0, "wind": 60.0}
"""What is stronger was mistyped, m/s: no stream of these seas and no wind that a small boat is out in is."""
WRITTEN = (".png", ".nc", ".geojson", ".json")
"""What the names of the files end in that `--out` can write."""
CHANNEL = {"lat": 50.5, "lon": 0.5, "reach_m": 250_000.0}


@click.command("drift")
@click.option(
    "--at", "at", multiple=True, metavar="LAT,LON[@TIME]", help="Where it was; again for more positions."
)
@click.option(
    "--since", metavar="TIME", help="When it was there: 2022-12-14T01:53Z, or with an offset. UTC if none."
)
@click.option(
    "--for",
    "length",
    default="12h",
    show_default=True,
    metavar="12h",
    help="How long; -6h goes back in time.",
)
@click.option(
    "--error", "error_m", type=float, metavar="METRES", help="Radius that holds the truth 19 times in 20."
)
@click.option(
    "--time-error", "time_error", default="0min", metavar="10min", help="Minutes either side, 19 times in 20."
)
@click.option("--between", is_flag=True, help="Anywhere between the first position and the second.")
@click.option("--area", type=click.Path(path_type=Path), help="GeoJSON polygon to start in, instead of --at.")
@click.option(
    "--as",
    "thing",
    default="channel-inflatable",
    show_default=True,
    metavar="KEY",
    help="A kind of boat, a mixture (in-water, swamped, …) or one published class (class:PIW-1).",
)
@click.option("--under-way", metavar="COURSE,KNOTS", help="It was making way over the ground, as in 300,3.")
@click.option(
    "--stops", default="0.5h-6h", show_default=True, metavar="1h-4h", help="When its engine stops, evenly."
)
@click.option(
    "--forcing",
    multiple=True,
    metavar="SOURCE",
    help=f"A file, a pattern, FEED:DIRECTORY or synthetic; in order of preference, again for more. Else {FORCING}.",
)
@click.option("--current", metavar="0.5@045", help="A constant current: m/s (or kn), towards.")
@click.option("--wind", metavar="18kn@240", help="A constant wind: m/s (or kn), from.")
@click.option(
    "--fitted", type=click.Path(path_type=Path), help="Errors as `drift-calibrate --json` found them."
)
@click.option(
    "--like-opendrift", is_flag=True, help="As OpenDrift would make it, without errors: for comparison only."
)
@click.option(
    "--white-noise",
    metavar="CURRENT,WIND",
    help="With --like-opendrift: its noise at every step, m/s, as in 0.1,2.",
)
@click.option("--particles", type=click.IntRange(1), default=20_000, show_default=True)
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True)
@click.option("--step", default="10min", show_default=True, metavar="10min", help="Of the engine.")
@click.option(
    "--refloat", type=float, metavar="HOURS", help="Half of what is aground is afloat again after so many."
)
@click.option(
    "--device",
    type=click.Choice(["processor", "graphics"]),
    default="processor",
    show_default=True,
    help="What works out the steps; graphics needs an NVIDIA card and the gpu extra.",
)
@click.option("--no-coast", is_flag=True, help="As if there were no land.")
@click.option(
    "--out",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Write .png, .nc or .geojson; again for more.",
)
@click.option(
    "--record", type=click.Path(path_type=Path), help="Run again from the record in a .nc, .geojson or .json."
)
@click.option("--json", "as_json", is_flag=True, help="Print the areas and the record as GeoJSON.")
def drift(**given: Any) -> None:
    """Where may it be now? From a position and a time, with wind and current.

    Without --forcing the SYNTHETIC Channel tide stands in for the current, and the wind must be given.
    """
    with refusals():
        import numba as _  # noqa: F401 - said first, and plainly, where the extra is missing

        _agreeing(_typed())
        _writable(given["out"])
        _say_if_compiling()
        progress = _progress()
        ensemble = _again(given["record"], progress) if given["record"] else _run(given, progress)
        _show(ensemble, given)


@click.command("drift-prepare")
def drift_prepare() -> None:
    """Compile the engine for this computer and draw the Channel's coast and map, so that the first run need not."""
    with refusals():
        from time import perf_counter

        from ashore.drift import Datum, Terms, boat_scenarios, coast_of, open_sources, simulate
        from ashore.drift.coast.outline import land_of_the_channel
        from ashore.drift.forcing.source import Window

        _say_if_compiling()
        coast_of(Window(**CHANNEL, earliest=0.0, latest=0.0))
        began = perf_counter()
        land = land_of_the_channel()
        click.echo(
            f"The desk's map of the Channel: {len(land) / 1e6:.1f} MB, in {perf_counter() - began:.1f} s.",
            err=True,
        )
        currents, winds = open_sources([SYNTHETIC, "wind=10@240"])
        start = Datum(lat=50.95, lon=1.45, error_m=2000, at=1_671_000_000.0)
        scenarios = boat_scenarios("channel-inflatable", [start])
        simulate(scenarios, currents=currents, winds=winds, hours=1, land=coast_of, terms=Terms(particles=64))


def _say_if_compiling() -> None:
    """Say what a first run spends its time on, before the silence."""
    from ashore.drift.engine.compiled import kernel_cache

    if not kernel_cache().is_dir():
        click.echo("Compiling the drift engine for this computer, once (about 20 seconds) ...", err=True)


VERBS = (drift, drift_calibrate, drift_prepare)


def _typed() -> set[str]:
    """Return the names of the options that were typed, not left to their defaults."""
    context = click.get_current_context()
    typed = click.core.ParameterSource.COMMANDLINE
    return {name for name in context.params if context.get_parameter_source(name) is typed}


def _agreeing(typed: set[str]) -> None:
    """Refuse options together of which one would be left out in silence."""
    if "record" in typed and typed - {"record", "out", "as_json"}:
        raise NotUnderstood(
            what="--record", how="A record is run again as it was: only --out and --json go with it."
        )
    if "area" in typed and typed & {"at", "between", "error_m"}:
        raise NotUnderstood(what="--area", how="An area stands instead of --at, --between and --error.")
    if "stops" in typed and "under_way" not in typed:
        raise NotUnderstood(what="--stops", how="It is the engine's, and goes with --under-way.")


def _run(given: dict[str, Any], progress: Callable[[float], None]) -> Ensemble:
    from ashore.drift import Terms, coast_of, open_sources, simulate

    scenarios, hours = _scenarios(given), read_hours(given["length"])
    if hours < 0 and any(scenario.way or scenario.fails for scenario in scenarios):
        raise NotUnderstood(
            what=f"--for {given['length']}",
            how="Back in time no engine stops and no craft fails: go without --under-way, and say which drifts, "
            "as in --as afloat-overloaded.",
        )
    constants = [_constant(kind, given[kind]) for kind in ("current", "wind") if given[kind]]
    configured = [spec for spec in os.environ.get(FORCING, "").split(";") if spec.strip()]
    currents, winds = open_sources(given["forcing"] or configured)
    for each in constants:
        (currents if each.product.kind == "current" else winds).append(each)
    if not currents:
        click.echo("No current is held: the SYNTHETIC Channel tide, made up, stands in for it.", err=True)
        currents, _ = open_sources([SYNTHETIC])
    if not winds:
        raise NotUnderstood(
            what="the wind",
            how="None is held: give a file of it with --forcing, or type it in, as in --wind 18kn@240.",
        )
    terms = Terms(
        particles=given["particles"],
        seed=given["seed"],
        step_s=read_hours(given["step"]) * 3600,
        refloat_half_life_h=given["refloat"],
        device=given["device"],
    )
    if given["like_opendrift"]:
        terms, currents, winds = _like_opendrift(given, terms, currents, winds)
    elif given["white_noise"]:
        raise NotUnderstood(what="--white-noise", how="It goes with --like-opendrift alone.")
    elif given["fitted"]:
        currents, winds = _fitted(given["fitted"], currents, winds)
    return simulate(
        scenarios,
        currents=currents,
        winds=winds,
        hours=hours,
        land=None if given["no_coast"] else coast_of,
        terms=terms,
        progress=progress,
    )


def _like_opendrift(
    given: dict[str, Any], terms: Terms, currents: list[Source], winds: list[Source]
) -> tuple[Terms, list[Source], list[Source]]:
    """Return terms and sources that make the run as OpenDrift makes it, for comparison only."""
    from ashore.drift.opendrift import like_opendrift, source_like_opendrift

    if given["fitted"]:
        raise NotUnderstood(
            what="--fitted",
            how="It does not go with --like-opendrift, whose errors are none or --white-noise.",
        )
    told = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*,\s*(\d+(?:\.\d+)?)\s*", given["white_noise"] or "0,0")
    if not told:
        raise NotUnderstood(what=given["white_noise"], how="Write m/s of current and of wind: 0.1,2.")
    return (
        like_opendrift(terms),
        [source_like_opendrift(source, sigma=float(told[1])) for source in currents],
        [source_like_opendrift(source, sigma=float(told[2])) for source in winds],
    )


def _fitted(path: Path, currents: list[Source], winds: list[Source]) -> tuple[list[Source], list[Source]]:
    """Return the same sources with the error that was fitted to them: that of current and wind together."""
    from dataclasses import asdict

    from ashore.drift import open_source
    from ashore.drift.wander import NONE, Wander

    try:
        found = json.loads(path.read_text("utf-8"))
        wander = Wander(**(found[0] if isinstance(found, list) else found)["fit"]["wander"])
    except (OSError, ValueError, KeyError, IndexError, TypeError) as trouble:
        raise NotUnderstood(
            what=str(path), how=f"Give what `ashore drift-calibrate --json` printed ({trouble})."
        ) from None

    def with_error(source: Source, error: Wander) -> list[Source]:
        return open_source({**source.describe(), "wander": asdict(error)})

    return (
        [each for source in currents for each in with_error(source, wander)],
        [each for source in winds for each in with_error(source, NONE)],
    )


def _constant(kind: str, text: str) -> Source:
    """Return a wind or current as typed: one for the whole run, so with more of an error than a forecast's."""
    from ashore.drift.forcing.constant import Constant, ConstantUnclear
    from ashore.drift.wander import GIVEN_CURRENT, GIVEN_WIND

    try:
        given = Constant.read(f"{kind}={text}")
    except ConstantUnclear:
        raise NotUnderstood(what=f"--{kind} {text}", how=TYPED[kind]) from None
    if math.hypot(given.east, given.north) > STRONGEST[kind]:
        raise NotUnderstood(
            what=f"--{kind} {text}", how=f"No {kind} here is over {STRONGEST[kind]:g} m/s. {TYPED[kind]}"
        )
    wander = GIVEN_CURRENT if given.product.kind == "current" else GIVEN_WIND
    return Constant(given.product.kind, given.east, given.north, wander=wander)


def _scenarios(given: dict[str, Any]) -> tuple[Scenario, ...]:
    from dataclasses import replace

    from ashore.drift import boat_scenarios
    from ashore.drift.scenarios import Delay, UnderWay

    starts = _starts(given)
    scenarios = boat_scenarios(given["thing"], starts)
    if len(starts) > 1:
        alike = f"Each of the {len(starts)} positions given is taken to be as likely as the others."
        scenarios = tuple(replace(each, assumptions=(alike, *each.assumptions)) for each in scenarios)
    if not given["under_way"]:
        return scenarios
    told = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*,\s*(\d+(?:\.\d+)?)\s*(?:kn|kt)?\s*", given["under_way"])
    if not told:
        raise NotUnderstood(
            what=given["under_way"], how="Write course and speed over the ground: 300,3 is 300° at 3 kn."
        )
    first, _, last = given["stops"].partition("-")
    stops = Delay(((0.0, read_hours(first)), (1.0, read_hours(last or first))))
    way = UnderWay(course_deg=float(told[1]), speed_kn=float(told[2]), stops=stops)
    taken = (
        f"Under way over the ground at {way.course_deg:03.0f}° ±{way.course_error_deg:.0f}° and {way.speed_kn:g} "
        f"±{way.speed_error_kn:g} kn (19 times in 20) until its engine stops, {given['stops']} after the datum, each "
        "time as likely: the errors and the time of stopping are assumptions."
    )
    return tuple(
        replace(
            each,
            way=way,
            says=f"{each.says.rstrip('.')}, under way first",
            assumptions=(taken, *each.assumptions),
        )
        for each in scenarios
    )


def _starts(given: dict[str, Any]) -> list[Start]:
    from ashore.drift import Area, Datum, Segment

    since, late = given["since"], read_hours(given["time_error"]) * 3600
    if given["area"]:
        return [Area(geometry=read_shape(given["area"]), at=read_time(since), at_error_s=late)]
    if not given["at"]:
        raise NotUnderstood(
            what="--at", how="Give at least one position, as in --at 51.03,2.06, or an --area."
        )
    error = ERROR_M if given["error_m"] is None else given["error_m"]
    if given["error_m"] is None:
        click.echo(f"No error of the position was given: {error:.0f} m is assumed.", err=True)
    datums = []
    for text in given["at"]:
        where, _, when = text.partition("@")
        lat, lon = read_place(where)
        datums.append(Datum(lat=lat, lon=lon, error_m=error, at=read_time(when or since), at_error_s=late))
    if not given["between"]:
        return list(datums)
    if len(datums) != 2:
        raise NotUnderstood(what="--between", how="Between takes exactly two positions.")
    return [Segment(first=datums[0], last=datums[1])]


def _again(path: Path, progress: Callable[[float], None]) -> Ensemble:
    from ashore.drift import repeat

    if path.suffix == ".nc":
        from ashore.drift.products.netcdf import read

        request: Any = read(path).record.request
    else:
        held = read_json(path)
        record = held.get("record", held)
        request = record.get("request") if isinstance(record, dict) else None
    try:
        return repeat(request, progress=progress)
    except (KeyError, TypeError):
        raise NotUnderstood(
            what=str(path), how="It holds no whole run record; use a file that `ashore drift --out` wrote."
        ) from None


def _show(ensemble: Ensemble, given: dict[str, Any]) -> None:
    from ashore.drift.products.netcdf import CannotSave

    if given["as_json"]:
        from ashore.drift.products.geojson import geojson

        click.echo(json.dumps(geojson(ensemble), ensure_ascii=False))
    else:
        from ashore.drift.products.words import answer

        for said in answer(ensemble):
            click.echo(said.sentence())
    for path in given["out"]:
        try:
            _write(ensemble, path)
        except OSError as trouble:
            raise CannotSave(path=path, why=trouble.strerror or trouble) from None
        click.echo(f"Written: {path}", err=True)


def _writable(paths: Iterable[Path]) -> None:
    """Refuse what could not be written before the run is made, not after."""
    from ashore.drift.products.netcdf import CannotSave

    for path in paths:
        if path.suffix.lower() not in WRITTEN:
            raise NotUnderstood(what=str(path), how="The name has to end in .png, .nc or .geojson.")
        if not path.parent.is_dir():
            raise CannotSave(path=path, why="there is no such directory")


def _write(ensemble: Ensemble, path: Path) -> None:
    suffix = path.suffix.lower()
    if suffix == ".nc":
        from ashore.drift.products.netcdf import write

        write(ensemble, path)
    elif suffix in (".geojson", ".json"):
        from ashore.drift.products.geojson import geojson

        path.write_text(json.dumps(geojson(ensemble), ensure_ascii=False), "utf-8")
    else:
        from ashore.drift.products.picture import picture

        path.write_bytes(
            picture(ensemble, _coast_under(ensemble) if ensemble.record.request["land"] else None)
        )


def _coast_under(ensemble: Ensemble) -> Any:
    import numpy as np

    from ashore.drift import coast_of
    from ashore.drift.forcing.source import Window

    reach = float(np.nanmax(np.hypot(ensemble.x, ensemble.y), initial=0.0)) + 40_000
    chart = ensemble.chart
    return coast_of(Window(lon=chart.lon, lat=chart.lat, reach_m=reach, earliest=0.0, latest=0.0))


def _progress() -> Callable[[float], None]:
    """Return what shows the share done on a terminal, and nothing elsewhere."""
    if not sys.stderr.isatty():
        return lambda share: None

    def show(share: float) -> None:
        click.echo(f"\r{share:4.0%} ", err=True, nl=share >= 1)

    return show
