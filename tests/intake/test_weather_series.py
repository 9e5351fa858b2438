"""Waves and wind by the hour or the day: statistics of a civil day, units, gaps, and any bytes answered."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_strategies import calm

from ashore.intake.rejection import Rejection
from ashore.intake.sources import recognise
from ashore.intake.weather_series import WINDOW, calmest, is_table, read_weather
from ashore.model.claims import Series
from ashore.model.report import Report
from ashore.model.times import moment


def read(raw: bytes) -> Report | Rejection:
    """Read a table."""
    return read_weather(raw, received_by="north", received_at=moment("2031-08-01T00:00:00+00:00"))


def series(raw: bytes) -> Series:
    """Return the series of a sound table."""
    result = read(raw)
    assert isinstance(result, Report), result.says
    return result.series[0]


def code(raw: bytes) -> str:
    """Return the code of a refusal."""
    result = read(raw)
    assert isinstance(result, Rejection)
    assert result.raw == raw
    return result.code


def hourly(values: list[str], first: str = "2031-02-01T00:00", column: str = "wave_height_m") -> bytes:
    """Return a table by the hour, in UTC."""
    start = datetime.fromisoformat(first).replace(tzinfo=UTC)
    lines = [
        f"{start + timedelta(hours=number):%Y-%m-%dT%H:%MZ},{value}" for number, value in enumerate(values)
    ]
    return "\n".join([f"time,{column}", *lines, ""]).encode()


def day(of: Series, row: int = 0) -> dict[str, int | None]:
    """Return a row's values by the names of their columns."""
    return dict(zip((column.name for column in of.columns), of.rows[row].values, strict=True))


def test_a_days_hours_become_its_statistics() -> None:
    """Highest, mean, lowest, and the calmest six hours on end, in millimetres."""
    heights = ["1.5"] * 10 + ["0.4", "0.5", "0.3", "0.45", "0.5", "0.2"] + ["2"] * 8
    assert day(series(hourly(heights))) == {
        "wave_height highest": 2000,
        "wave_height mean": round((1.5 * 10 + 2.35 + 16) / 24 * 1000),
        "wave_height lowest": 200,
        "wave_height calmest_6h": 500,
    }


def test_the_day_is_that_of_the_united_kingdom() -> None:
    """In summer a day begins at 23:00 UTC of the day before, and the day the clocks change has 23 hours."""
    summer = series(hourly(["1"] * 24, first="2031-07-09T23:00"))
    assert [row.start for row in summer.rows if row.values[0] is not None] == ["2031-07-10"]
    short = series(hourly(["1"] * 23, first="2031-03-30T00:00"))
    assert [(row.start, row.note) for row in short.rows] == [("2031-03-30", None)]


@pytest.mark.parametrize(("hours", "held"), [(24, True), (21, True), (20, False)])
def test_a_day_that_lacks_more_than_three_hours_has_no_number(hours: int, held: bool) -> None:
    """It might be the rough hours that are missing; a day by its side keeps the file a series."""
    raw = hourly(["1"] * hours) + b"\n".join(hourly(["1"] * 24, "2031-03-01T00:00").split(b"\n")[1:])
    first = series(raw).rows[0]
    assert (first.values[0] is not None) is held
    assert first.note == (None if hours == 24 else f"wave height lacks {24 - hours} hours")


def test_a_statistic_by_the_day_is_taken_as_it_stands() -> None:
    """The header says which; one plain value for a day is assumed to be its mean, and said to be."""
    raw = b"date,wave_height_max_m,wave_height_mean_m\n2031-02-01,1.25,0.7\n2031-02-02,,0.8\n"
    of = series(raw)
    assert [row.values for row in of.rows] == [(1250, 700), (None, 800)]
    plain = read(b"date,wave_height_m\n2031-02-01,0.7\n")
    assert isinstance(plain, Report)
    assert [column.name for column in plain.series[0].columns] == ["wave_height mean"]
    assert plain.assumed == ("series[0].statistic",)


@pytest.mark.parametrize(
    ("column", "value", "held"),
    [
        ("wind_speed_ms", "10", 10_000),
        ("wind_speed_kn", "10", 5_144),
        ("wind_speed_kmh", "36", 10_000),
        ("wind_speed_10m (km/h)", "36", 10_000),
        ("VHM0", "0.7505", 750),
        ("swh", "7.5e-1", 750),
        ("wave_height (m)", "0.75", 750),
    ],
)
def test_units_and_the_names_of_common_files_are_known(column: str, value: str, held: int) -> None:
    """Each to the nearest thousandth of a metre, or of a metre a second; a half goes to the even one."""
    assert series(hourly([value] * 24, column=column)).rows[0].values[0] == held


def test_lines_above_the_header_are_remarks_or_passed_over() -> None:
    """Source, place, and that it is made up; a programme's own lines are no rows."""
    raw = (
        b"# source: a made-up buoy\n# place: mid strait\n# synthetic: yes\n"
        b"latitude,longitude\n51.0,1.5\n\ndate,wave_height_max_m\n2031-02-01,1\n"
    )
    of = series(raw)
    assert (of.source, of.name) == ("SYNTHETIC, a made-up buoy", "weather, mid strait")
    assert recognise(raw) == "weather_series"


def test_a_remark_keeps_no_telephone_number() -> None:
    """What stands above the table is stored in the open."""
    of = series(b"# source: ring +44 7700 900123\ndate,wave_height_max_m\n2031-02-01,1\n")
    assert of.source == "ring …"


def test_a_time_without_an_offset_is_utc_and_said_to_be_assumed() -> None:
    """As such files have it; one with an offset is taken at its word."""
    raw = hourly(["1"] * 24)
    bare = read(raw.replace(b"Z,", b","))
    assert isinstance(bare, Report)
    assert bare.assumed == ("series[0].zone",)
    stated = read(raw)
    assert isinstance(stated, Report)
    assert stated.assumed == ()
    assert stated.series == bare.series


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (hourly(["1"] * 20), "no-weather-days"),
        (b"time,wave_height_m\n", "no-weather-days"),
        (b"time,wave_height_m\nyesterday,1\n", "not-weather-time"),
        (b"time,wave_height_m\n2031-02-30,1\n", "not-weather-time"),
        (b"time,wave_height_m\n2031-02-01T25:00Z,1\n", "not-weather-time"),
        (b"date,wave_height_m\n2031-02-01,9999\n", "not-measured"),
        (b"date,wave_height_m\n2031-02-01,-1\n", "not-measured"),
        (b"date,wave_height_m\n2031-02-01,calm\n", "not-measured"),
        (b"date,wave_height_m\n2031-02-01,9e99\n", "not-measured"),
        (b"date,wind_speed_kn\n2031-02-01,999999999.9\n", "not-measured"),
        (b"date,wave_height_m\n2031-02-01,1\n2031-02-01,2\n", "hour-twice"),
        (b"date,wave_height_m,swh\n2031-02-01,1,1\n", "column-twice"),
        (b'date,wave_height_m\n2031-02-01,"1\n', "not-csv"),
    ],
)
def test_what_is_no_weather_is_refused_by_its_row(raw: bytes, expected: str) -> None:
    """One fault, its code, and no word of the file."""
    assert code(raw) == expected
    result = read(raw)
    assert isinstance(result, Rejection)
    assert not [word for word in ("yesterday", "calm", "9999,") if word in result.says]


@given(st.lists(st.integers(0, 400), min_size=24, max_size=24))
@calm(max_examples=50)
def test_a_days_statistics_are_those_of_a_plain_reckoning(heights: list[int]) -> None:
    """Against one that looks at every six hours by themselves."""
    found = day(series(hourly([f"{height / 100:.2f}" for height in heights])))
    windows = [max(heights[at : at + 6]) for at in range(19)]
    assert found == {
        "wave_height highest": max(heights) * 10,
        "wave_height mean": int(sum(heights) * 10 / 24 + 0.5),
        "wave_height lowest": min(heights) * 10,
        "wave_height calmest_6h": min(windows) * 10,
    }
    assert found["wave_height lowest"] <= found["wave_height calmest_6h"] <= found["wave_height highest"]


@given(st.lists(st.integers(0, 99) | st.none(), max_size=30))
@calm()
def test_no_calm_hours_are_found_across_a_gap(hours: list[int | None]) -> None:
    """Six hours on end are six hours that were all measured."""
    whole = [
        [value for value in hours[at : at + WINDOW] if value is not None]
        for at in range(max(0, len(hours) - WINDOW + 1))
    ]
    windows = [max(window) for window in whole if len(window) == WINDOW]
    assert calmest(hours) == (min(windows) if windows else None)


@given(st.binary(max_size=300), st.integers(0, 400))
@calm()
def test_any_bytes_get_an_answer(raw: bytes, cut: int) -> None:
    """Bytes, and a sound table cut or followed by bytes, never raise."""
    sound = hourly(["0.8"] * 30)
    for content in (raw, sound[:cut] + raw, sound + raw, b"time,wave_height_m\n" + raw):
        assert isinstance(read(content), Report | Rejection)
        assert is_table(content) in (True, False)


@given(
    st.text("0123456789T:-+Z. ", max_size=24),
    st.text("0123456789.eE+-n", max_size=9),
)
@calm(max_examples=200)
def test_any_cells_get_an_answer(time: str, value: str) -> None:
    """Times and numbers near the format are read or refused; what is kept is a measure that can be."""
    result = read(f"time,wave_height_m\n{time},{value}\n2031-02-01,1\n".encode())
    if isinstance(result, Report):
        assert all(
            each is None or 0 <= each <= 30_000 for row in result.series[0].rows for each in row.values
        )


@given(st.permutations(range(48)))
@calm(max_examples=20)
def test_the_order_of_rows_does_not_matter(order: list[int]) -> None:
    """Hours in any order make the same days."""
    head, *lines = hourly([f"{number / 20:.2f}" for number in range(48)]).decode().split()
    mixed = "\n".join([head, *(lines[number] for number in order)]).encode()
    assert series(mixed) == series("\n".join([head, *lines]).encode())
