"""Hours of patrol and flight: by the day or the week, in minutes, and any bytes answered."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_strategies import calm

from ashore.intake.effort_series import is_table, read_effort
from ashore.intake.rejection import Rejection
from ashore.intake.sources import recognise
from ashore.model.report import Report
from ashore.model.times import moment


def read(raw: bytes) -> Report | Rejection:
    """Read a table."""
    return read_effort(raw, received_by="north", received_at=moment("2031-08-01T00:00:00+00:00"))


def test_hours_become_minutes_and_a_blank_is_not_known() -> None:
    """Nought is nobody out; a blank is not nought."""
    raw = b"# source: a service\n# place: the strait\nDate,Patrol hours,Flight hours\n2031-02-02,0,\n2031-02-01,7.5,3\n"
    assert recognise(raw) == "effort_series"
    result = read(raw)
    assert isinstance(result, Report)
    [series] = result.series
    assert [(row.start, row.values) for row in series.rows] == [
        ("2031-02-01", (450, 180)),
        ("2031-02-02", (0, None)),
    ]
    assert [(column.name, column.unit) for column in series.columns] == [
        ("patrol_time", "minute"),
        ("flight_time", "minute"),
    ]
    assert (series.source, series.name, series.clock) == ("a service", "effort, the strait", "happened")


def test_a_week_is_the_seven_days_that_end_with_its_day() -> None:
    """By the clock of the weekly counts."""
    result = read(b"week_ending,flight_hours\n2031-02-09,12\n")
    assert isinstance(result, Report)
    [series] = result.series
    assert [(row.start, row.end, row.values) for row in series.rows] == [("2031-02-03", "2031-02-09", (720,))]
    assert series.clock == "week_ending"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"date,patrol_hours\n", "no-effort"),
        (b"date,patrol_hours\n2031-02-01,\n", "no-effort"),
        (b"date,patrol_hours\n1 February,7\n", "not-effort-day"),
        (b"date,patrol_hours\n2031-02-01,some\n", "not-hours"),
        (b"date,patrol_hours\n2031-02-01,-7\n", "not-hours"),
        (b"date,patrol_hours\n2031-02-01,9e99\n", "not-hours"),
        (b"date,patrol_hours\n2031-02-01,7\n2031-02-01,8\n", "effort-twice"),
        (b"week_ending,patrol_hours\n2031-02-09,7\n2031-02-11,8\n", "effort-twice"),
        (b"date,week_ending,patrol_hours\n2031-02-01,2031-02-09,7\n", "two-kinds-of-period"),
        (b'date,patrol_hours\n"', "not-csv"),
    ],
)
def test_what_is_no_effort_is_refused_by_its_row(raw: bytes, code: str) -> None:
    """One fault, its code, the bytes kept, and no word of the file."""
    result = read(raw)
    assert isinstance(result, Rejection)
    assert (result.code, result.raw) == (code, raw)
    assert "February" not in result.says
    assert "some" not in result.says


@given(st.binary(max_size=300), st.text("0123456789-", max_size=12), st.text("0123456789.e-", max_size=9))
@calm(max_examples=150)
def test_anything_gets_an_answer(raw: bytes, day: str, hours: str) -> None:
    """Any bytes, and any cells near the format, never raise."""
    for content in (raw, b"date,patrol_hours\n" + raw, f"week_ending,patrol_hours\n{day},{hours}\n".encode()):
        assert isinstance(read(content), Report | Rejection)
        assert is_table(content) in (True, False)
