"""Wind or current from CF files: NetCDF or Zarr, one or several that follow each other in time.

Of several files that hold the same hour, the one of the later forecast counts, or the later in the order given.
Only the steps around the window's hours and the nodes around its sea are read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import NDArray

from ashore.drift.faults import DriftFault
from ashore.drift.forcing.axes import Layout, issued, layout
from ashore.drift.forcing.filling import RULES, Filling
from ashore.drift.forcing.grids import Cut, Geographic
from ashore.drift.forcing.hours import HoursOutside, bridge_s, put_together, steps_within, usual_step_s
from ashore.drift.forcing.naming import Naming, NothingInside, find_pair, metres_per_second
from ashore.drift.forcing.source import Floats, Kind, Patch, Product, Window
from ashore.drift.forcing.turning import turned
from ashore.drift.forcing.volume import ForcingNotFound, opened, units_of
from ashore.drift.wander import REGIONAL_CURRENT, REGIONAL_WIND, Wander

if TYPE_CHECKING:
    import xarray

KINDS: tuple[Kind, ...] = ("current", "wind")

DEFAULT_WANDER: dict[Kind, Wander] = {"current": REGIONAL_CURRENT, "wind": REGIONAL_WIND}

FASTEST: dict[Kind, float] = {"current": 15.0, "wind": 110.0}
"""Metres a second that nothing at sea exceeds: beyond it a value is a fill value nobody declared, and is missing."""


class BoxOutside(DriftFault):
    code: ClassVar[str] = "drift.forcing.box-outside"
    says: ClassVar[str] = "{name} has no {kind} around {lat:.3f}, {lon:.3f}: it covers {extent}."
    hint: ClassVar[str] = (
        "Check the position (west is negative), and that the file has not swapped longitude and latitude; "
        "or add a source that covers this sea."
    )


class AllMasked(DriftFault):
    code: ClassVar[str] = "drift.forcing.all-masked"
    says: ClassVar[str] = (
        "{name} covers {lat:.3f}, {lon:.3f}, but every {kind} there is missing, as over land."
    )
    hint: ClassVar[str] = "Check the position, or add a source that has values for this sea."


class GridsDiffer(DriftFault):
    code: ClassVar[str] = "drift.forcing.grids-differ"
    says: ClassVar[str] = (
        "{one} and {other} are on different grids, so they cannot follow each other in time."
    )
    hint: ClassVar[str] = "Give them as two sources, the better one first."


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One file's share of a source: its pair of variables, how they lie, what makes them m/s, when it was issued."""

    path: Path
    pair: Naming
    layout: Layout
    factor: float
    issued: float | None
    title: str
    depth_mean: bool


class CfSource:
    """Wind or current from files that follow each other in time; see `open_cf`."""

    def __init__(
        self,
        *,
        kind: Kind,
        pieces: Sequence[Piece],
        naming: Naming | None = None,
        wander: Wander | None = None,
        name: str | None = None,
        filling: Filling = "mean",
    ) -> None:
        for other in pieces[1:]:
            if not pieces[0].layout.grid.same(other.layout.grid):
                raise GridsDiffer(one=pieces[0].path.name, other=other.path.name)
        self._pieces = tuple(pieces)
        self._naming, self._wander, self._filling = naming, wander, filling
        self._times, self._piece, self._step = _in_time(pieces)
        known = [piece.issued for piece in pieces if piece.issued is not None]
        files = (
            pieces[0].path.name if len(pieces) == 1 else f"{pieces[0].path.name} and {len(pieces) - 1} more"
        )
        self._product = Product(
            name=name or pieces[0].title,
            kind=kind,
            issued=max(known) if known else None,
            origin=files,
            wander=wander or DEFAULT_WANDER[kind],
        )

    @property
    def product(self) -> Product:
        return self._product

    @property
    def hours(self) -> tuple[float, float]:
        """The first and last time that it holds, epoch seconds."""
        return float(self._times[0]), float(self._times[-1])

    def extent(self) -> str:
        """Return in words what sea it covers."""
        return self._pieces[0].layout.grid.extent()

    def patch(self, window: Window) -> Patch | None:
        """Return what it holds of the window; None where it holds nothing of it. Raises ForcingUnreadable."""
        try:
            return self.insist(window)
        except (HoursOutside, BoxOutside, AllMasked):
            return None

    def insist(self, window: Window) -> Patch:
        """Return what it holds of the window; raises HoursOutside, BoxOutside or AllMasked where that is nothing."""
        kind, name = self._product.kind, self._product.name
        place = {"name": name, "kind": kind, "lat": window.lat, "lon": window.lon}
        within = steps_within(self._times, window, self._product)
        need, rule = np.arange(within.start, within.stop), RULES[self._filling]
        cut = self._pieces[0].layout.grid.cut(window, rule.rings + 1)
        if cut is None:
            raise BoxOutside(**place, extent=self.extent())
        shape = (need.size, *cut.lon.shape)
        x, y = np.empty(shape, np.float32), np.empty(shape, np.float32)
        used = np.unique(self._piece[need])
        for index in used:
            here = self._piece[need] == index
            x[here], y[here] = _read(self._pieces[index], self._step[need[here]], cut)
        notes = list(self._notes(used))
        # NaN compares false, so what is missing already is not counted as too fast
        too_fast = (np.abs(x) > FASTEST[kind]) | (np.abs(y) > FASTEST[kind])
        if too_fast.any():
            x[too_fast] = y[too_fast] = np.nan
            notes.append(
                f"{int(too_fast.sum())} values of {name} above {FASTEST[kind]:g} m/s taken as missing"
            )
        x, y, count = rule(x, y)
        if count:
            notes.append(f"{count} masked nodes of {name} beside the sea filled with {rule.says}")
        if not np.isfinite(x).any():
            raise AllMasked(**place)
        if self._pieces[0].pair.along == "grid" and not isinstance(self._pieces[0].layout.grid, Geographic):
            x, y = turned(x, y, cut.axis())
        made = [self._pieces[index].issued for index in used]
        oldest = min((when for when in made if when is not None), default=None)
        return Patch(
            product=replace(self._product, issued=oldest),
            times=self._times[need],
            lon=cut.lon,
            lat=cut.lat,
            east=x,
            north=y,
            locate=cut.locate,
            bridge_s=bridge_s(self._times),
            notes=tuple(notes),
        )

    def describe(self) -> dict[str, object]:
        """Return what `open_source` needs to open the same files in the same way."""
        said: dict[str, object] = {
            "form": "files",
            "kind": self._product.kind,
            "paths": [str(piece.path) for piece in self._pieces],
            "name": self._product.name,
        }
        if self._naming is not None:
            said["naming"] = asdict(self._naming)
        if self._wander is not None:
            said["wander"] = asdict(self._wander)
        if self._filling != "mean":
            said["filling"] = self._filling
        return said

    def _notes(self, used: NDArray[np.intp]) -> Sequence[str]:
        name, notes = self._product.name, []
        if any(self._pieces[index].depth_mean for index in used):
            notes.append(f"{name} is a mean over the depth, not the current at the surface")
        levels = {self._pieces[index].layout.level for index in used} - {"", "10 m above the sea"}
        notes += [f"{name} is taken {level}" for level in sorted(levels)]
        runs = {self._pieces[index].issued for index in used} - {None}
        if len(runs) > 1:
            notes.append(put_together(self._product, len(runs)))
        if (usual := usual_step_s(self._times)) > 6 * 3600:
            notes.append(
                f"{name} has a value only every {usual / 3600:g} h: tides between them are not in it"
            )
        return notes


def open_cf(
    paths: Sequence[Path],
    *,
    kinds: Sequence[Kind] = KINDS,
    naming: Naming | None = None,
    wander: Wander | None = None,
    name: str | None = None,
    issued_at: Mapping[Path, float] | None = None,
    filling: Filling = "mean",
) -> list[CfSource]:
    """Return a source for each kind that the files hold, current first.

    `naming` names the pair where the file does not say it, and then there is one kind.
    `issued_at` says when a file's forecast was made, where its name tells it and its content does not.
    `filling` is the rule for masked nodes beside the sea; every one but `mean` is for comparison only.
    Raises NothingInside where no file holds any of the kinds, and whatever is wrong with a file that does.
    """
    if not paths:
        raise ForcingNotFound(path="an empty list")
    pieces: dict[Kind, list[Piece]] = {kind: [] for kind in kinds}
    nothing: NothingInside | None = None
    for path in paths:
        with opened(path) as dataset:
            for kind in kinds:
                try:
                    pair = _named(dataset, naming, kind, path) if naming else find_pair(dataset, kind, path)
                except NothingInside as fault:
                    nothing = fault
                    continue
                pieces[kind].append(_piece(dataset, pair, kind, path, (issued_at or {}).get(path)))
    sources = [
        CfSource(kind=kind, pieces=found, naming=naming, wander=wander, name=name, filling=filling)
        for kind, found in pieces.items()
        if found
    ]
    if not sources:
        assert nothing is not None
        raise NothingInside(**{**nothing.fields, "kind": " or ".join(kinds)})
    return sources


def _named(dataset: xarray.Dataset, naming: Naming, kind: Kind, path: Path) -> Naming:
    if naming.x in dataset and naming.y in dataset:
        return naming
    raise NothingInside(path=path.name, kind=kind, has=", ".join(map(str, dataset.data_vars)) or "nothing")


def _piece(dataset: xarray.Dataset, pair: Naming, kind: Kind, path: Path, issued_at: float | None) -> Piece:
    factors = {
        metres_per_second(pair.units if pair.units is not None else units_of(dataset[name]), name)
        for name in (pair.x, pair.y)
    }
    if len(factors) > 1:
        raise NothingInside(
            path=path.name, kind=f"{kind} with both parts in one unit", has=f"{pair.x} and {pair.y}"
        )
    said = (str(dataset.attrs.get(key, "")).strip() for key in ("title", "source"))
    return Piece(
        path=path,
        pair=pair,
        layout=layout(dataset, pair.x, pair.y, kind, path.name),
        factor=factors.pop(),
        issued=issued_at if issued_at is not None else issued(dataset),
        title=next((title for title in said if title.lower() not in ("", "unknown", "none")), path.stem)[:80],
        depth_mean=str(dataset[pair.x].attrs.get("standard_name", "")).startswith("barotropic"),
    )


def _in_time(pieces: Sequence[Piece]) -> tuple[Floats, NDArray[np.intp], NDArray[np.intp]]:
    """Return all times once, ascending, and for each the piece and the step in it that count."""
    order = sorted(range(len(pieces)), key=lambda i: (pieces[i].issued or -np.inf, i))
    times = np.concatenate([pieces[i].layout.times for i in order])
    piece = np.concatenate([np.full(pieces[i].layout.times.size, i, np.intp) for i in order])
    step = np.concatenate([np.arange(pieces[i].layout.times.size) for i in order])
    _, last = np.unique(times[::-1], return_index=True)
    keep = times.size - 1 - last
    return times[keep], piece[keep], step[keep]


def _read(piece: Piece, steps: NDArray[np.intp], cut: Cut) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the two parts in m/s along whatever axes the file has them, shape (steps, ny, nx)."""
    lie = piece.layout
    first = int(steps.min())
    parts = []
    with opened(piece.path) as dataset:
        for name in (piece.pair.x, piece.pair.y):
            across = []
            for columns in cut.columns:
                take = {lie.row: cut.rows, lie.column: columns, **lie.fixed}
                if lie.time is not None:
                    take[lie.time] = slice(first, int(steps.max()) + 1)
                some = dataset[name].isel(take)
                order = [lie.time, lie.row, lie.column] if lie.time is not None else [lie.row, lie.column]
                across.append(
                    np.asarray(some.transpose(*order).values, np.float32).reshape(-1, *_size(cut, columns))
                )
            whole = across[0] if len(across) == 1 else np.concatenate(across, axis=2)
            if piece.factor != 1:
                whole = whole * np.float32(piece.factor)
            parts.append(whole[steps - first])
    return parts[0], parts[1]


def _size(cut: Cut, columns: slice) -> tuple[int, int]:
    return cut.lon.shape[0], columns.stop - columns.start
