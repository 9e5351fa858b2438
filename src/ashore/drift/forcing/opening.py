"""Opens sources from what is written on a command line or kept in a run record."""

from __future__ import annotations

import glob
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar, cast

from ashore.drift.faults import DriftFault
from ashore.drift.forcing.analytic import Analytic, named_field
from ashore.drift.forcing.cf import DEFAULT_WANDER, KINDS, open_cf
from ashore.drift.forcing.constant import Constant
from ashore.drift.forcing.feeds import FEEDS, open_feed
from ashore.drift.forcing.filling import RULES, Filling
from ashore.drift.forcing.grib import open_grib
from ashore.drift.forcing.naming import Naming
from ashore.drift.forcing.source import Kind, Source
from ashore.drift.forcing.volume import ForcingNotFound, form_of
from ashore.drift.wander import NONE, Wander

_FILES = ("*.nc", "*.nc4", "*.cdf", "*.grib", "*.grib2", "*.grb", "*.grb2", "*.zarr")


class SourceUnclear(DriftFault):
    code: ClassVar[str] = "drift.forcing.source-unclear"
    says: ClassVar[str] = "“{said}” does not say where wind or current should come from."
    hint: ClassVar[str] = (
        "Give a file, a pattern or a directory; a feed with its directory, such as gfs:/data/gfs; "
        "current=0.5@045 or wind=20kn@225; or synthetic for the made-up Channel tide."
    )


def open_source(spec: str | Mapping[str, object]) -> list[Source]:
    """Return the sources that a spec names, one for each kind it holds, in order of preference.

    A text is a file, a pattern, a directory, FEED:DIRECTORY, current=SPEED@DIRECTION, wind=SPEED@DIRECTION
    or "synthetic"; a mapping is what a source's `describe` returned.
    Raises SourceUnclear, and the faults of whichever source it is.
    """
    return _written(spec) if isinstance(spec, str) else _described(spec)


def _written(text: str) -> list[Source]:
    text = text.strip()
    if text == "synthetic":
        return [_synthetic({}, None)]
    if re.match(r"(current|wind)\s*=", text):
        return [Constant.read(text)]
    key, colon, rest = text.partition(":")
    if colon and key in FEEDS:
        return [open_feed(key, Path(rest).expanduser())]
    if not text:
        raise SourceUnclear(said=text)
    return _files(_paths(text), kinds=KINDS, name=None, naming=None, wander=None, filling="mean")


def _described(said: Mapping[str, object]) -> list[Source]:
    # what a run record holds came from `describe`, or was changed by hand: then a key is missing or of the wrong type
    given = cast(Mapping[str, Any], said)
    try:
        wander = Wander(**given["wander"]) if given.get("wander") else None
        if given.get("source") == "synthetic-channel-tide":
            return [_synthetic(given, wander)]
        form, filling = given["form"], given.get("filling", "mean")
        if filling not in RULES:
            raise SourceUnclear(said=dict(said))
        if form == "constant":
            return [Constant(given["kind"], given["east"], given["north"], wander=wander or NONE)]
        if form == "analytic":
            field = named_field(given["field"], given.get("with", {}))
            every: dict[str, float] = {key: given[key] for key in ("spacing_m", "every_s") if key in given}
            return [Analytic(given["kind"], field, wander=wander or NONE, name=given["field"], **every)]
        if form == "feed":
            directory = Path(given["directory"])
            not_after = given.get("not_after")
            return [open_feed(given["feed"], directory, not_after=not_after, wander=wander, filling=filling)]
        if form == "files":
            naming = Naming(**given["naming"]) if given.get("naming") else None
            kinds: Sequence[Kind] = (given["kind"],) if "kind" in given else KINDS
            if not set(kinds) <= set(DEFAULT_WANDER):
                raise SourceUnclear(said=dict(said))
            paths = [Path(path) for path in given["paths"]]
            name = given.get("name")
            return _files(paths, kinds=kinds, name=name, naming=naming, wander=wander, filling=filling)
    except (KeyError, TypeError) as fault:
        raise SourceUnclear(said=dict(said)) from fault
    raise SourceUnclear(said=dict(said))


def _files(
    paths: Sequence[Path],
    *,
    kinds: Sequence[Kind],
    name: str | None,
    naming: Naming | None,
    wander: Wander | None,
    filling: Filling,
) -> list[Source]:
    """Open files, those in GRIB apart from the others, as they are told by their content."""
    grib = [path for path in paths if form_of(path) == "grib"]
    plain = [path for path in paths if path not in set(grib)]
    sources: list[Source] = []
    if plain:
        sources += open_cf(plain, kinds=kinds, naming=naming, wander=wander, name=name, filling=filling)
    if grib:
        sources += open_grib(grib, kinds=kinds, wander=wander, name=name, filling=filling)
    if not sources:
        raise ForcingNotFound(path="an empty list")
    return sources


def _paths(text: str) -> list[Path]:
    path = Path(text).expanduser()
    if path.is_dir() and not any((path / mark).exists() for mark in ("zarr.json", ".zgroup", ".zmetadata")):
        inside = sorted({found for pattern in _FILES for found in path.glob(pattern)})
        if not inside:
            raise ForcingNotFound(path=path / "*.nc")
        return inside
    if path.exists():
        return [path]
    matched = sorted(glob.glob(str(path)))  # noqa: PTH207 - the pattern may be absolute, which Path.glob is not
    if not matched:
        raise ForcingNotFound(path=text)
    return [Path(found) for found in matched]


def _synthetic(said: Mapping[str, Any], wander: Wander | None) -> Source:
    from ashore.drift.forcing.tide import WANDER, SyntheticChannelTide

    sigma, hours = float(said.get("sigma", WANDER.sigma)), float(said.get("hours", WANDER.hours))
    return SyntheticChannelTide(wander=wander or replace(WANDER, sigma=sigma, hours=hours))
