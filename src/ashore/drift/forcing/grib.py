"""Wind or current from GRIB files, decoded in a process of its own to CF and read from there like any other file.

The decoder is the extra `grib`; without it everything else works and a GRIB file is refused by a sentence.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from ashore.drift.faults import DriftFault
from ashore.drift.forcing.cf import DEFAULT_WANDER, KINDS, AllMasked, BoxOutside, open_cf
from ashore.drift.forcing.filling import Filling
from ashore.drift.forcing.grids import box
from ashore.drift.forcing.hours import HoursOutside, bridge_s, put_together, steps_within
from ashore.drift.forcing.naming import NothingInside
from ashore.drift.forcing.source import Kind, Patch, Product, Window
from ashore.drift.forcing.volume import ForcingUnreadable
from ashore.drift.wander import Wander

_CHILD = Path(__file__).with_name("grib_child.py")
_CHILD_LIMIT_S = 300


class GribExtraMissing(DriftFault):
    code: ClassVar[str] = "drift.forcing.grib-extra-missing"
    says: ClassVar[str] = "{path} is GRIB, and what decodes GRIB is not installed here."
    hint: ClassVar[str] = "Install Ashore with its extra “grib”, or give the same product as NetCDF."


class GribSource:
    """Wind or current from GRIB messages; see `open_grib`."""

    def __init__(
        self,
        *,
        kind: Kind,
        messages: Sequence[dict[str, Any]],
        paths: Sequence[Path],
        wander: Wander | None = None,
        name: str | None = None,
        filling: Filling = "mean",
    ) -> None:
        self._paths, self._wander, self._filling = tuple(paths), wander, filling
        self._messages = _chosen(messages)
        self._times = np.array(sorted(self._messages), float)
        self._product = Product(
            name=name or f"{messages[0]['centre']} (GRIB)",
            kind=kind,
            issued=max(message["issued"] for message in messages),
            origin=self._paths[0].name if len(paths) == 1 else f"{paths[0].name} and {len(paths) - 1} more",
            wander=wander or DEFAULT_WANDER[kind],
        )

    @property
    def product(self) -> Product:
        return self._product

    @property
    def hours(self) -> tuple[float, float]:
        """The first and last time that it holds, epoch seconds."""
        return float(self._times[0]), float(self._times[-1])

    def patch(self, window: Window) -> Patch | None:
        """Return what it holds of the window; None where it holds nothing of it. Raises ForcingUnreadable."""
        try:
            return self.insist(window)
        except (HoursOutside, BoxOutside, AllMasked):
            return None

    def insist(self, window: Window) -> Patch:
        """Return what it holds of the window; raises HoursOutside, BoxOutside or AllMasked where that is nothing."""
        times = self._times
        within = steps_within(times, window, self._product)
        wanted = [message for time in times[within] for message in self._messages[time]]
        high = box(window)[1]
        with tempfile.TemporaryDirectory(prefix="ashore-grib-") as folder:
            into = Path(folder) / "decoded.nc"
            bounds = [window.lat - high, window.lat + high]
            _child({"do": "write", "messages": wanted, "into": str(into), "box": bounds}, self._paths[0])
            source = open_cf(
                [into],
                kinds=(self._product.kind,),
                wander=self._product.wander,
                name=self._product.name,
                filling=self._filling,
            )[0]
            patch = source.insist(window)
        runs = {message["issued"] for message in wanted}
        notes = patch.notes
        if len(runs) > 1:
            notes += (put_together(self._product, len(runs)),)
        return replace(
            patch,
            product=replace(self._product, issued=min(runs)),
            bridge_s=bridge_s(times),
            notes=notes,
        )

    def describe(self) -> dict[str, object]:
        """Return what `open_source` needs to open the same files in the same way."""
        said: dict[str, object] = {
            "form": "files",
            "kind": self._product.kind,
            "paths": [str(path) for path in self._paths],
            "name": self._product.name,
        }
        if self._wander is not None:
            said["wander"] = asdict(self._wander)
        if self._filling != "mean":
            said["filling"] = self._filling
        return said


def open_grib(
    paths: Sequence[Path],
    *,
    kinds: Sequence[Kind] = KINDS,
    wander: Wander | None = None,
    name: str | None = None,
    filling: Filling = "mean",
) -> list[GribSource]:
    """Return a source for each kind that the files hold: 10 m wind, surface current; the control of an ensemble.

    Raises GribExtraMissing, ForcingUnreadable, and NothingInside where no message is either.
    """
    found = _child({"do": "list", "paths": [str(path) for path in paths]}, paths[0])["messages"]
    sources = []
    for kind in kinds:
        mine = [message for message in found if message["kind"] == kind]
        if _chosen(mine):
            sources.append(
                GribSource(kind=kind, messages=mine, paths=paths, wander=wander, name=name, filling=filling)
            )
    if not sources:
        raise NothingInside(path=paths[0].name, kind=" or ".join(kinds), has="GRIB messages of other things")
    return sources


def _chosen(messages: Sequence[dict[str, Any]]) -> dict[float, list[dict[str, Any]]]:
    """Return for each time the two parts of the latest forecast that has both; the commonest grid only."""
    grids = [message["grid"] for message in messages]
    pairs: dict[float, dict[float, dict[str, dict[str, Any]]]] = {}
    for message in messages:
        if message["grid"] == max(grids, key=grids.count):
            pairs.setdefault(message["valid"], {}).setdefault(message["issued"], {})[message["part"]] = (
                message
            )
    chosen = {}
    for valid, runs in pairs.items():
        whole = [issued for issued, parts in runs.items() if len(parts) == 2]
        if whole:
            chosen[valid] = list(runs[max(whole)].values())
    return chosen


def _child(request: dict[str, Any], path: Path) -> dict[str, Any]:
    """Ask the decoder. Raises GribExtraMissing and ForcingUnreadable."""
    try:
        done = subprocess.run(
            [sys.executable, str(_CHILD)],
            input=json.dumps(request),
            capture_output=True,
            text=True,
            timeout=_CHILD_LIMIT_S,
            check=True,
        )
        answer: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError) as fault:
        raise ForcingUnreadable(path=path, reason="decoding it came to no end") from fault
    if "absent" in answer:
        raise GribExtraMissing(path=path)
    if "refused" in answer:
        raise ForcingUnreadable(path=path, reason=answer["refused"])
    return answer
