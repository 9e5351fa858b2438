"""Our engine beside what OpenDrift did on the same files, from a record of its figures; and that the check can fail.

The record holds fifty particles of each run, and the moments of whole clouds; `bench/drift_parity/record.py` made it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from drift_parity.agreement import InLaw, Paired, in_law, metres, moments, paired
from drift_parity.fields import NATIVE, Fields, on_lat_lon
from drift_parity.ours import Sea, as_theirs, drawn_run, own_deviations, paired_run, sea_for
from drift_parity.peer import Request
from drift_parity.record import moments_of, peer_of, request_of
from numpy.typing import NDArray

from ashore.drift.forcing.opening import open_source
from ashore.drift.forcing.source import Patch, Product, Source, Window
from ashore.drift.leeway.coefficients import Coefficients

Floats = NDArray[np.float64]

RECORD: dict[str, Any] = json.loads(Path(__file__).with_name("opendrift_1.14.12.json").read_text())
ANCHOR = "refugee raft, 48 h"
NUMBER = 20_000


@pytest.fixture(scope="session")
def grids(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Fields]:
    """The shared files on their own grids, and the same on a lat/lon grid."""
    if not NATIVE.current.exists():
        pytest.skip(f"no NorKyst and AROME files in {NATIVE.current.parent} (set ASHORE_SHARED)")
    return {"native": NATIVE, "lat/lon": on_lat_lon(tmp_path_factory.mktemp("regular"))}


@cache
def _sea(request: Request) -> Sea:
    return sea_for(request)


def beside(
    name: str,
    grids: dict[str, Fields],
    *,
    wind_turned_deg: float = 0.0,
    off: tuple[str, float] | None = None,
) -> Paired:
    """Take the recorded particles of a case through our loop, perhaps with the wind turned or a coefficient off."""
    held = RECORD["paired"][name]
    request, theirs = request_of(held, grids), peer_of(held)
    sea, drawn = _sea(request), as_theirs(request, theirs)
    if wind_turned_deg:
        sea = replace(sea, wind=Turned(sea.wind, wind_turned_deg))
    if off is not None:
        drawn = replace(drawn, **{off[0]: getattr(drawn, off[0]) * off[1]})
    ours = paired_run(request, sea, theirs, drawn)
    return paired((ours.lon, ours.lat, ours.afloat), (theirs.end_lon, theirs.end_lat, theirs.afloat))


@dataclass(frozen=True, slots=True)
class Turned:
    """The same wind, blowing from a little further round."""

    source: Source
    degrees: float

    @property
    def product(self) -> Product:
        return self.source.product

    def patch(self, window: Window) -> Patch | None:
        patch = self.source.patch(window)
        assert patch is not None
        angle = np.radians(self.degrees)
        sin, cos = np.float32(np.sin(angle)), np.float32(np.cos(angle))
        return replace(
            patch, east=patch.east * cos + patch.north * sin, north=patch.north * cos - patch.east * sin
        )

    def describe(self) -> dict[str, object]:
        return self.source.describe()


def in_law_with(
    name: str, grids: dict[str, Fields], *, jibes: bool = True, wind_turned_deg: float = 0.0
) -> InLaw:
    """Compare a cloud of our own drawing with the recorded moments of OpenDrift's."""
    held = RECORD["in_law"][name]
    request = replace(request_of(held, grids), number=NUMBER)
    sea = _sea(request)
    if wind_turned_deg:
        sea = replace(sea, wind=Turned(sea.wind, wind_turned_deg))
    if not jibes:
        request = replace(request, jibe_per_hour=0.0)
    theirs, around = moments_of(held["places"]), (held["middle"][0], held["middle"][1])
    ours = metres(*drawn_run(request, sea).places(), around)
    return in_law(moments(*ours, about=theirs.about, scale=theirs.scale), theirs)


@pytest.mark.parametrize("name", RECORD["paired"])
def test_each_particle_ends_where_opendrift_has_it(name: str, grids: dict[str, Fields]) -> None:
    """With its starts, deviations and sides, the median particle ends within 20 m after tens of kilometres."""
    found = beside(name, grids)
    assert found.particles >= 49
    assert found.agrees, found.sentence()


@pytest.mark.parametrize("name", RECORD["in_law"])
def test_a_cloud_of_our_own_drawing_has_its_mean_and_covariance(name: str, grids: dict[str, Fields]) -> None:
    """With jibing, and once with white noise, the two clouds differ by no more than sampling error."""
    found = in_law_with(name, grids)
    assert found.agrees, found.sentence()


@pytest.mark.parametrize("name", RECORD["in_law"])
def test_the_deviations_that_we_draw_have_its_law(name: str, grids: dict[str, Fields]) -> None:
    """How particles differ from their class has the same mean and covariance in both."""
    held = RECORD["in_law"][name]
    theirs = moments_of(held["deviations"])
    ours = own_deviations(request_of(held, grids), 100_000)
    assert in_law(moments(*ours, about=theirs.about, scale=theirs.scale), theirs).agrees
    for axis in (0, 1):
        wide = [part * (1.05 if which == axis else 1.0) for which, part in enumerate(ours)]
        assert not in_law(moments(*wide, about=theirs.about, scale=theirs.scale), theirs).agrees


@pytest.mark.parametrize(
    ("name", "coefficient"),
    [
        (ANCHOR, "dw_slope"),
        (ANCHOR, "dw_offset"),
        (ANCHOR, "cw_offset"),
        ("V-hull skiff, 30 h, asymmetric", "cw_slope"),
        ("survival suit, 30 h, asymmetric", "cw_slope"),
        ("refugee raft, 48 h, lat/lon", "dw_slope"),
        ("raft without ballast, 12 h, inshore", "dw_slope"),
        ("survival suit, 18 h, inshore, asymmetric, lat/lon", "cw_slope"),
    ],
)
@pytest.mark.parametrize("factor", [0.95, 1.05])
def test_the_check_fails_when_one_coefficient_is_off_by_five_per_cent(
    name: str, coefficient: str, factor: float, grids: dict[str, Fields]
) -> None:
    """A slope or an offset wrong by a twentieth is a disagreement."""
    assert not beside(name, grids, off=(coefficient, factor)).agrees


@pytest.mark.parametrize("degrees", [-10.0, 10.0])
def test_the_check_fails_when_the_wind_is_turned_by_ten_degrees(
    degrees: float, grids: dict[str, Fields]
) -> None:
    """A wind that blows from ten degrees further round is a disagreement, particle by particle and in law."""
    assert not beside(ANCHOR, grids, wind_turned_deg=degrees).agrees
    assert not in_law_with(f"{ANCHOR}, jibing", grids, wind_turned_deg=degrees).agrees


@pytest.mark.parametrize("name", RECORD["in_law"])
def test_the_check_fails_when_nothing_jibes(name: str, grids: dict[str, Fields]) -> None:
    """A cloud whose particles keep their side has another covariance than OpenDrift's."""
    assert not in_law_with(name, grids, jibes=False).agrees


def test_the_check_fails_when_the_sides_are_not_mirrored(grids: dict[str, Fields]) -> None:
    """With right and left as the table has them, an asymmetric class does not land on OpenDrift's mirrored one."""
    name = "V-hull skiff, 30 h, asymmetric"
    held = RECORD["paired"][name]
    request, theirs = request_of(held, grids), peer_of(held)
    mirrored = as_theirs(request, theirs)
    plain: Coefficients = replace(mirrored, cw_slope=-mirrored.cw_slope, cw_offset=-mirrored.cw_offset)
    ours = paired_run(request, _sea(request), theirs, plain)
    assert not paired(
        (ours.lon, ours.lat, ours.afloat), (theirs.end_lon, theirs.end_lat, theirs.afloat)
    ).agrees


@pytest.mark.parametrize("name", [name for name in RECORD["paired"] if "inshore" in name])
def test_inshore_the_check_fails_with_our_own_filling(name: str, grids: dict[str, Fields]) -> None:
    """With masked nodes filled as every other run has them, the inshore clouds are not the peer's."""
    held = RECORD["paired"][name]
    request, theirs = request_of(held, grids), peer_of(held)
    (mean,) = open_source({**_sea(request).current.describe(), "filling": "mean"})
    ours = paired_run(request, replace(_sea(request), current=mean), theirs, as_theirs(request, theirs))
    assert not paired(
        (ours.lon, ours.lat, ours.afloat), (theirs.end_lon, theirs.end_lat, theirs.afloat)
    ).agrees
