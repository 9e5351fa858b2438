"""Many nights at once: the same to the byte wherever they were worked on, in the order asked for."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from ashore.exercise.command import exercise
from ashore.exercise.files import REPORTS, TRUTH, write_night
from ashore.exercise.many import NightName, NoCluster, over
from ashore.exercise.night import night

NIGHTS = [
    NightName(seed=seed, boats=3, quality=quality)
    for seed, quality in ((7, "poor"), (3, "rich"), (5, "poor"))
]


def told(name: NightName) -> bytes:
    """Return a night's reports as bytes."""
    return json.dumps(name.made().reports).encode()


def fails(name: NightName) -> bytes:
    """Raise what a night may raise."""
    raise ZeroDivisionError(name.seed)


@pytest.mark.filterwarnings(
    "default"
)  # Dask's own, of Tornado's loop and of ports in use, are not ours to mend
def test_cores_and_a_cluster_give_the_same_bytes_in_the_order_asked_for() -> None:
    """A local Dask cluster of two workers beside the cores of this computer, and beside one night after another."""
    distributed = pytest.importorskip("distributed")
    plain = [told(name) for name in NIGHTS]
    assert over(NIGHTS, told) == plain
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        assert over(NIGHTS, told, cluster=cluster.scheduler_address) == plain


def test_what_a_night_raises_is_raised() -> None:
    """And nothing of the others is taken for an answer."""
    with pytest.raises(ZeroDivisionError):
        over(NIGHTS, fails)


def test_a_cluster_without_its_packages_is_refused_by_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """That says what to install."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(NoCluster, match="tcp://10\\.0\\.0\\.1:8786") as refused:
        over(NIGHTS, told, cluster="tcp://10.0.0.1:8786")
    assert "cluster extra" in refused.value.advice()


def test_many_nights_are_written_each_in_its_own_folder(tmp_path: Path) -> None:
    """Of the seed and those after it, as each would be by itself."""
    done = CliRunner().invoke(
        exercise, ["--seed", "11", "--boats", "3", "--nights", "2", "--out", str(tmp_path / "many")]
    )
    assert done.exit_code == 0, done.output
    for seed in (11, 12):
        write_night(night(seed, 3), tmp_path / "alone")
        for file in (REPORTS, TRUTH):
            assert (tmp_path / "many" / f"seed-{seed}" / file).read_bytes() == (
                tmp_path / "alone" / file
            ).read_bytes()
