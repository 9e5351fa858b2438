"""OpenDrift itself, where it is installed, beside our engine on the shared files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from drift_parity.agreement import clouds_in_law, paired
from drift_parity.cases import inshore_cases, law_cases, paired_cases
from drift_parity.fields import NATIVE, Fields, on_lat_lon
from drift_parity.ours import as_theirs, drawn_run, paired_run, sea_for
from drift_parity.peer import NoPeer, peer_python, run

from ashore.drift.leeway.classes import published

pytestmark = pytest.mark.slow

SOME_CLASSES = (3, 6, 10, 26, 44, 48, 67, 77)


@pytest.fixture(scope="module")
def python() -> Path:
    """The Python that has OpenDrift; where there is none the test says so and does not run."""
    if not NATIVE.current.exists():
        pytest.skip(f"no NorKyst and AROME files in {NATIVE.current.parent} (set ASHORE_SHARED)")
    try:
        return peer_python(install=False)
    except NoPeer as missing:
        pytest.skip(f"{missing} (ASHORE_OPENDRIFT names a Python that has it)")


@pytest.fixture(scope="module")
def regular(tmp_path_factory: pytest.TempPathFactory) -> Fields:
    """The shared files on a lat/lon grid."""
    return on_lat_lon(tmp_path_factory.mktemp("regular"))


@pytest.mark.parametrize("object_type", SOME_CLASSES)
def test_other_classes_end_where_opendrift_has_them(object_type: int, python: Path) -> None:
    """Classes that the record does not hold, over twelve hours, keep within metres; and the table is the same."""
    (request,) = (
        replace(each, object_type=object_type, number=200)
        for name, each in paired_cases(NATIVE, NATIVE, number=200).items()
        if name == "raft without ballast, 12 h, wide"
    )
    theirs, known = run(python, request), published()[object_type - 1]
    right = theirs.orientation == 0
    assert np.allclose(theirs.downwind_slope, known.downwind.slope_pct)
    assert np.allclose(theirs.downwind_offset, known.downwind.offset_cm_s)
    for side, line in ((right, known.right), (~right, known.left)):
        assert np.allclose(theirs.crosswind_slope[side], line.slope_pct)
        assert np.allclose(theirs.crosswind_offset[side], line.offset_cm_s)
    ours = paired_run(request, sea_for(request), theirs, as_theirs(request, theirs))
    found = paired((ours.lon, ours.lat, ours.afloat), (theirs.end_lon, theirs.end_lat, theirs.afloat))
    assert found.agrees, found.sentence()


def test_the_lat_lon_cloud_agrees_in_law_with_another_seed(python: Path, regular: Fields) -> None:
    """A cloud that OpenDrift draws anew has the mean and covariance of ours."""
    request = replace(
        law_cases(NATIVE, regular, number=5000)["refugee raft, 48 h, jibing, lat/lon"], seed=20151116
    )
    theirs, ours = run(python, request), drawn_run(request, sea_for(request))
    afloat = theirs.afloat
    found = clouds_in_law(ours.places(), (theirs.end_lon[afloat], theirs.end_lat[afloat]))
    assert found.agrees, found.sentence()


@pytest.mark.parametrize("object_type", [76, 27, 45])
@pytest.mark.parametrize("grid", ["native", "lat/lon"])
def test_inshore_particles_end_where_opendrift_has_them(
    object_type: int, grid: str, python: Path, regular: Fields
) -> None:
    """From a patch half over the model's land, which the record does not hold, they keep within metres."""
    fields = NATIVE if grid == "native" else regular
    request = replace(
        inshore_cases(fields, number=300)["refugee raft, 48 h, inshore"],
        object_type=object_type,
        lon=4.8,
        lat=60.7,
        hours=15.0,
        seed=7,
    )
    theirs = run(python, request)
    ours = paired_run(request, sea_for(request), theirs, as_theirs(request, theirs))
    found = paired((ours.lon, ours.lat, ours.afloat), (theirs.end_lon, theirs.end_lat, theirs.afloat))
    assert found.agrees, found.sentence()
