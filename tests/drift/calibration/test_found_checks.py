"""Boats found are counted against the areas forecast for them, and no more is said than so many can tell."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ashore.drift.calibration.checks import check_found


def test_nine_of_twenty_is_in_keeping() -> None:
    """The published exact interval of 9 in 20 is 23 to 68 %."""
    check = check_found([0.2] * 9 + [0.8] * 11)
    assert (check.inside, check.found) == (9, 20)
    assert check.low == pytest.approx(0.2306, abs=1e-4)
    assert check.high == pytest.approx(0.6847, abs=1e-4)
    assert check.sentence() == (
        "Of our last 20 found, 9 lay inside the 50 % area: in keeping with it (23 to 68 % would fit)."
    )


def test_areas_that_hold_too_few_or_too_many_are_said() -> None:
    """One in twenty is too small an area, twenty in twenty too large a one."""
    assert "drawn too small" in check_found([0.1] + [0.9] * 19).sentence()
    assert "drawn too large" in check_found([0.1] * 20).sentence()


def test_few_boats_tell_little_and_none_nothing() -> None:
    """One found boat is no verdict, none is no count."""
    assert check_found([0.9]).sentence().startswith("Of the one boat found, 0 lay inside")
    assert "too few yet to tell" in check_found([0.9]).sentence()
    assert check_found([]).sentence() == "No boat has yet been found to check the 50 % area by."


def test_only_the_last_are_counted_where_asked() -> None:
    """Older finds, by older forecasts, fall out of the count."""
    check = check_found([0.9] * 30 + [0.1] * 20, last=20)
    assert (check.inside, check.found) == (20, 20)
    assert check_found([0.9], last=0).found == 0
    assert check.as_json()["sentence"] == check.sentence()


@given(st.lists(st.floats(0, 1), max_size=60), st.sampled_from([0.5, 0.9]))
def test_the_interval_holds_what_was_counted(levels: list[float], nominal: float) -> None:
    """The interval is within 0 and 1 and holds the observed share."""
    check = check_found(levels, nominal)
    assert 0 <= check.low <= check.high <= 1
    if levels:
        assert check.low <= check.inside / check.found <= check.high


@pytest.mark.parametrize("levels", [[1.2], [-0.1], [float("nan")]])
def test_a_level_that_is_none_is_refused(levels: list[float]) -> None:
    """A level outside 0 to 1, or none at all, is a mistake of the caller."""
    with pytest.raises(ValueError, match="between 0 and 1"):
        check_found(levels)
    with pytest.raises(ValueError, match="between 0 and 1"):
        check_found([0.5], nominal=1.0)
