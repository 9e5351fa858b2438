"""The published classes: all there, figures as printed, found by key or number."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from ashore.drift.leeway.classes import LeewayClass, UnknownClass, leeway_class, published

# Rows read from the reports' list, independently of the file the library reads.
PRINTED = {
    1: ("PIW-1", 0.96, 0, 12, 0.54, 0, 9.4, -0.54, 0, 9.4),
    3: ("PIW-3", 1.60, -3.98, 2.42, 0.13, 0.33, 2.11, -0.13, -0.33, 2.11),
    4: ("PIW-4", 1.71, 1.12, 3.93, 1.36, -3.30, 1.71, -0.13, -2.65, 1.62),
    6: ("PIW-6", 1.117, 10.2, 3.04, 0.04, 3.90, 4.05, -0.04, -3.90, 4.05),
    7: ("LIFE-RAFT-DB-10", 3.52, -2.50, 6.10, 0.62, -3.00, 3.50, -0.45, -0.20, 3.60),
    27: ("LIFE-RAFT-NB-2", 5.34, 9.91, 9.82, 2.26, 1.04, 9.08, -2.26, -1.04, 9.08),
    45: ("SKIFF-2", 2.87, 3.98, 3.33, 0.32, -2.93, 2.53, -0.62, 1.03, 3.05),
    46: ("SKIFF-3", 1.65, 0, 3.10, 0.39, 0, 2.90, -0.39, 0, 2.90),
    57: ("SAILBOAT-1", 4.5, 0, 19.4, 4.95, 0, 18.42, -2.82, 0, 24.95),
    67: ("SLDMB", 0, 0, 0, 0, 0, 0, 0, 0, 0),
    76: ("REFUGEE-RAFT-1", 1.56, 8.30, 1.53, 0.078, 2.70, 1.52, -0.078, -2.70, 1.52),
    77: ("REFUGEE-RAFT-2", 6.43, -3.47, 3.63, 2.22, 0, 7.12, -2.22, 0, 7.12),
}


def figures(known: LeewayClass) -> tuple[float, ...]:
    """Return the nine figures of a class in the order of the reports."""
    lines = (known.downwind, known.right, known.left)
    return tuple(f for line in lines for f in (line.slope_pct, line.offset_cm_s, line.spread_cm_s))


def test_all_85_classes_are_there_in_order_each_with_its_own_key_and_words() -> None:
    """Numbers run 1 to 85, no key or description is used twice, and each has a description."""
    classes = published()
    assert [known.number for known in classes] == list(range(1, 86))
    assert len({known.key for known in classes}) == 85
    assert len({known.says for known in classes}) == 85
    assert all(known.says for known in classes)
    assert [known.row for known in classes] == list(range(85))


@pytest.mark.parametrize("number", PRINTED)
def test_figures_are_the_printed_ones(number: int) -> None:
    """Rows copied from the printed list by hand are the rows the library holds."""
    key, *printed = PRINTED[number]
    known = leeway_class(number)
    assert known.key == key
    assert figures(known) == tuple(printed)


def test_spreads_are_never_negative_and_nothing_is_said_to_drift_into_the_wind() -> None:
    """Every spread is at least zero, and so is every downwind slope."""
    for known in published():
        assert min(figures(known)[2::3]) >= 0
        assert known.downwind.slope_pct >= 0


def test_the_odd_left_slope_of_the_submarine_raft_is_kept_and_noted() -> None:
    """SB-10 alone has a left slope above zero; it stays as published, with a note that says so."""
    odd = [known for known in published() if known.left.slope_pct > 0]
    assert [known.key for known in odd] == ["LIFE-RAFT-SB-10"]
    assert odd[0].left.slope_pct == 0.1
    assert "as published" in odd[0].note


def test_a_class_is_asymmetric_when_its_sides_are_no_mirror_images() -> None:
    """Survival suits and V-hull skiffs lie differently on either side; swamped skiffs and unknown people do not."""
    assert leeway_class("PIW-4").asymmetric
    assert leeway_class("SKIFF-2").asymmetric
    assert not leeway_class("SKIFF-3").asymmetric
    assert not leeway_class("PIW-1").asymmetric
    assert not leeway_class("SLDMB").asymmetric


def test_a_class_is_found_by_key_in_any_case_and_by_number_as_text() -> None:
    """People type piw-1, 1 and " PIW-1 " and mean one class."""
    assert leeway_class("piw-1") is leeway_class(1) is leeway_class("1") is leeway_class(" PIW-1 ")
    assert leeway_class("sailboat-6B").number == 63


@pytest.mark.parametrize("wanted", ["skif 3", "PIW-9", 0, 86, -1, "", "inflatable", "1.0"])
def test_an_unknown_class_is_refused_with_near_keys(wanted: str | int) -> None:
    """What was not found is repeated, and keys that exist are offered."""
    with pytest.raises(UnknownClass) as refused:
        leeway_class(wanted)
    assert refused.value.code == "drift.unknown-class"
    assert str(wanted) in refused.value.sentence()
    keys = {known.key for known in published()}
    offered = refused.value.advice().split("Nearest: ")[1].rstrip(".").split(", ")
    assert offered
    assert set(offered) <= keys


def test_a_slip_of_the_keyboard_is_offered_the_class_that_was_meant() -> None:
    """The nearest key to "skif 3" is SKIFF-3."""
    with pytest.raises(UnknownClass) as refused:
        leeway_class("skif 3")
    assert "SKIFF-3" in refused.value.advice()


def test_every_figure_equals_the_peers_table() -> None:
    """With OpenDrift at hand (ASHORE_OPENDRIFT names its Python), all 85 rows are its rows."""
    python = os.environ.get("ASHORE_OPENDRIFT")
    if not python or not Path(python).exists():
        pytest.skip("no OpenDrift: ASHORE_OPENDRIFT does not name its Python")
    find = "import importlib.util as u; print(u.find_spec('opendrift').submodule_search_locations[0])"
    found = subprocess.run([python, "-c", find], capture_output=True, text=True, check=True).stdout.strip()
    lines = (Path(found) / "models" / "OBJECTPROP.DAT").read_text(encoding="utf-8").splitlines()
    for known in published():
        key, number = lines[3 * known.row].split()
        assert (key, int(number)) == (known.key, known.number)
        assert tuple(float(f) for f in lines[3 * known.row + 2].split()) == figures(known)
