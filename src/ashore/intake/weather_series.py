"""Wave height and wind by the hour or by the day (CSV), as they are drawn from a model or a buoy.

A header with a time and at least one measure in a stated unit; remarks above it say whose it is.
Hours become days here, by the civil days of the United Kingdom, since arrivals are counted by those: the highest,
mean and lowest of a day, and its calmest six hours. A day that lacks more than three hours has no number.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from ashore.intake.csv_table import (
    CsvRow,
    CsvTable,
    NumberTwoWays,
    is_blank,
    names_in,
    read_table,
    said_in,
    scaled,
)
from ashore.intake.numerals import may_be_two_numbers
from ashore.intake.rejection import Rejection
from ashore.intake.series_dates import dates_of
from ashore.model.claims import Series, SeriesColumn, SeriesRow
from ashore.model.errors import BadInput
from ashore.model.measures import MADE_UP, STATISTICS, WAVE_HEIGHT, WEATHER, WIND_SPEED, Measure, column_name
from ashore.model.report import Report
from ashore.model.times import Moment

SOURCE = "weather_series"
ZONE = ZoneInfo("Europe/London")
HOURS_LACKING = 3
"""Hours of a day that may be missing for its statistics to stand."""

WINDOW = 6
"""Hours of the calmest window: about as long as a crossing of the Strait takes a slow boat."""


class NotWeatherTime(BadInput):
    code = "not-weather-time"
    says = "Row {row}: the time is neither a day nor a day with hours and minutes."
    hint = "Write 2031-02-03 for a day, or 2031-02-03T05:00Z for an hour, all rows alike."


class NotMeasured(BadInput):
    code = "not-measured"
    says = "Row {row}, {column}: a number from 0 to {most} {unit} is needed, or nothing."
    hint = "Check the unit that the header states; a value used for “none”, such as 9999, must be left blank."


class HourTwice(BadInput):
    code = "hour-twice"
    says = "Row {row}: this time stands in an earlier row with another value."
    hint = "Send one series of one place; which of two values holds is not guessed."


class NoWeather(BadInput):
    code = "no-weather-days"
    says = (
        "The table has no day with a value: at least {hours} of a day's hours are needed, or rows by the day."
    )
    hint = "For one value a day write the day alone, as in 2031-02-03, and the statistic in the header."


_KNOT, _KILOMETRE_AN_HOUR = Decimal(1852) / Decimal(3600), Decimal(1000) / Decimal(3600)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Column:
    """A column as a header may name it: what it measures, by which statistic (None: by the hour), its unit's factor."""

    measure: Measure
    statistic: str | None
    factor: Decimal


def _columns() -> dict[str, _Column]:
    named: dict[str, _Column] = {}
    units = (
        (WAVE_HEIGHT, "wave_height", "m", Decimal(1)),
        (WIND_SPEED, "wind_speed", "ms", Decimal(1)),
        (WIND_SPEED, "wind_speed", "kn", _KNOT),
        (WIND_SPEED, "wind_speed", "kmh", _KILOMETRE_AN_HOUR),
    )
    for measure, name, unit, factor in units:
        for word, statistic in (("", None), ("_max", "highest"), ("_mean", "mean"), ("_min", "lowest")):
            named[f"{name}{word}_{unit}"] = _Column(
                measure=measure, statistic=statistic, factor=factor * measure.per_unit
            )
    return named


COLUMNS = _columns()
"""The names of our own layout: wave_height_m, wave_height_max_m, wind_speed_kn and so on."""

_OTHERS = {
    # Copernicus Marine, ERA5, WAVEWATCH III and buoys of the WaveNet kind name significant wave height so.
    "vhm0": "wave_height_m",
    "swh": "wave_height_m",
    "hs": "wave_height_m",
    "hm0": "wave_height_m",
    "wave_height (m)": "wave_height_m",
    "wave_height_max (m)": "wave_height_max_m",
    "significant wave height (m)": "wave_height_m",
    "wind_speed_10m (m/s)": "wind_speed_ms",
    "wind_speed_10m (kn)": "wind_speed_kn",
    "wind_speed_10m (km/h)": "wind_speed_kmh",
    "hauteur significative (m)": "wave_height_m",
    "hauteur significative des vagues (m)": "wave_height_m",
    "hauteur significative maximale (m)": "wave_height_max_m",
    "hauteur significative moyenne (m)": "wave_height_mean_m",
    "vitesse du vent (m/s)": "wind_speed_ms",
    "vitesse du vent (nœuds)": "wind_speed_kn",
    "vitesse du vent (noeuds)": "wind_speed_kn",
    "vitesse du vent (km/h)": "wind_speed_kmh",
}
_TIMES = frozenset(
    {"time", "date", "datetime", "timestamp", "valid_time", "jour", "date et heure", "date/heure"}
)


def name_of(column: str) -> str | None:
    """Return what a column of a weather table is here: `time`, a name of COLUMNS, or None."""
    name = " ".join(column.lower().split())
    if name in _TIMES:
        return "time"
    return _OTHERS.get(name, name if name in COLUMNS else None)


def _enough(names: frozenset[str]) -> bool:
    return "time" in names and not names.isdisjoint(COLUMNS)


def is_table(content: bytes) -> bool:
    """Return whether a file is a table of waves or wind; never raises."""
    return _enough(names_in(content, name_of))


def read_weather(raw: bytes, *, received_by: str, received_at: Moment) -> Report | Rejection:
    """Return one report with one series of days, or why there is none; it never raises."""
    errors: list[BadInput] = []
    try:
        table = read_table(raw, name_of, _enough)
    except BadInput as error:
        return Rejection(source=SOURCE, raw=raw, errors=(error,))
    read = _Reading(CsvTable(columns=(), rows=()) if table is None else table)
    read.all(errors)
    rows = read.days()
    if not errors and not rows:
        errors.append(NoWeather(hours=24 - HOURS_LACKING))
    if errors or table is None:
        return Rejection(source=SOURCE, raw=raw, errors=tuple(errors))
    return Report(
        id=f"weather-to-{rows[-1].end}-{hashlib.sha256(raw).hexdigest()[:8]}",
        channel="official",
        received_by=received_by,
        received_at=received_at,
        source=SOURCE,
        series=(_series(table, read.columns, rows),),
        assumed=tuple(sorted(read.assumed)),
    )


def _series(table: CsvTable, columns: Sequence[tuple[Measure, str]], rows: tuple[SeriesRow, ...]) -> Series:
    source = said_in(table, "source") or "source not stated"
    place = said_in(table, "place") or "place not stated"
    made_up = (said_in(table, "synthetic") or "").lower() in ("yes", "true", "1")
    return Series(
        name=f"weather, {place}",
        source=f"{MADE_UP}, {source}" if made_up else source,
        source_standing="unknown",
        vintage=rows[-1].end,
        clock="happened",
        definition=(
            f"Significant wave height or wind at one place ({place}) by the civil day of the United Kingdom, "
            "from the values of its hours: highest, mean, lowest, and the lowest over the day of the highest value "
            f"within {WINDOW} hours on end. Times without an offset are read as UTC, "
            "one plain value for a day as its mean."
        ),
        does_not_count=(
            "Other places of the Strait, currents, visibility and cold; what people saw or were told before they set "
            f"out; days that lack more than {HOURS_LACKING} hours."
        ),
        columns=tuple(
            SeriesColumn(
                name=column_name(measure, statistic),
                unit=measure.held_as,
                outcome="other",
                counted=f"{measure.name.replace('_', ' ')}, {statistic.replace('_', ' ')} of the day",
            )
            for measure, statistic in columns
        ),
        rows=rows,
    )


_TIME = re.compile(
    r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::\d{2}(?:\.0+)?)?(Z|[+-]\d{2}:?\d{2})?)?", re.ASCII
)


class _Reading:
    """The rows of a table as they are read: values by hour or by day, and what of them had to be assumed."""

    def __init__(self, table: CsvTable) -> None:
        self._table = table
        self._dates = dates_of(row.cells.get("time", "") for row in table.rows)
        self.assumed: set[str] = {"series[0].dates"} if self._dates.assumed else set()
        self._hours: dict[str, dict[datetime, int]] = defaultdict(dict)
        self._daily: dict[tuple[str, str], dict[date, int]] = defaultdict(dict)

    def all(self, errors: list[BadInput]) -> None:
        """Read the rows, every fault noted."""
        times = [self._time(self._dates.iso(row.cells.get("time", ""))) for row in self._table.rows]
        by_the_hour = any(isinstance(at, datetime) for at in times)
        for row, at in zip(self._table.rows, times, strict=True):
            if at is None:
                errors.append(NotWeatherTime(row=row.number))
            elif by_the_hour and not isinstance(at, datetime) and self._has_hours(row):
                # A spreadsheet holds midnight as a day without an hour.
                self.assumed.add("series[0].zone")
                self._row(row, datetime(at.year, at.month, at.day, tzinfo=UTC), errors)
            else:
                self._row(row, at, errors)

    def _has_hours(self, row: CsvRow) -> bool:
        """Return whether a row has a value that is no statistic of a day."""
        return any(
            not is_blank(cell) and COLUMNS[name].statistic is None
            for name, cell in row.cells.items()
            if name != "time"
        )

    def _row(self, row: CsvRow, at: datetime | date, errors: list[BadInput]) -> None:
        for name, cell in row.cells.items():
            if name == "time" or is_blank(cell):
                continue
            column = COLUMNS[name]
            measure = column.measure
            value = scaled(cell, column.factor, self._table.numerals)
            if value is None and may_be_two_numbers(cell):
                errors.append(NumberTwoWays(row=row.number, column=name))
            elif value is None or not 0 <= value <= measure.most:
                most = measure.most // measure.per_unit
                errors.append(NotMeasured(row=row.number, column=name, most=most, unit=measure.unit))
            elif not self._keep(column, at, value):
                errors.append(HourTwice(row=row.number))

    @property
    def columns(self) -> tuple[tuple[Measure, str], ...]:
        """The measures and statistics of which any value was read, in their fixed order."""
        return tuple(
            (measure, statistic)
            for measure in WEATHER.values()
            for statistic in STATISTICS
            if self._hours.get(measure.name) or self._daily.get((measure.name, statistic))
        )

    def days(self) -> tuple[SeriesRow, ...]:
        """Return the days with any value, in order; a day that lacks hours has none and says how many it has."""
        by_measure = {measure: _by_day(values) for measure, values in self._hours.items()}
        days = {day for hours in by_measure.values() for day in hours}
        days |= {day for values in self._daily.values() for day in values}
        rows = []
        for day in sorted(days):
            found: dict[tuple[str, str], int | None] = {}
            notes = []
            for measure, by_day in by_measure.items():
                hours = by_day.get(day, {})
                found |= {(measure, name): value for name, value in _statistics(day, hours).items()}
                lacking = _hours_of(day) - len({hour.replace(minute=0) for hour in hours})
                if lacking:
                    notes.append(f"{measure.replace('_', ' ')} lacks {lacking} hours")
            for key, values in self._daily.items():
                # A stated statistic of the day goes before one from its hours.
                found[key] = values.get(day, found.get(key))
            values_of = tuple(found.get((measure.name, statistic)) for measure, statistic in self.columns)
            note = "; ".join(notes) or None
            rows.append(SeriesRow(start=day.isoformat(), end=day.isoformat(), values=values_of, note=note))
        return tuple(rows) if any(value is not None for row in rows for value in row.values) else ()

    def _time(self, text: str) -> datetime | date | None:
        match = _TIME.fullmatch(text)
        try:
            if match is None or not 1900 <= int(match[1][:4]) < 3000:
                return None
            if match[2] is None:
                return date.fromisoformat(match[1])
            at = datetime.fromisoformat(f"{match[1]}T{match[2]}{match[3] or '+00:00'}").astimezone(UTC)
        except (ValueError, OverflowError):
            return None
        if match[3] is None:
            self.assumed.add("series[0].zone")
        return at

    def _keep(self, column: _Column, at: datetime | date, value: int) -> bool:
        """Keep a value; False where another stands at that time."""
        if isinstance(at, datetime):
            # A statistic of the day beside an hour stands on every hour of it, as some programs write it.
            if column.statistic is not None:
                day = at.astimezone(ZONE).date()
                return self._daily[column.measure.name, column.statistic].setdefault(day, value) == value
            return self._hours[column.measure.name].setdefault(at, value) == value
        if column.statistic is None:
            self.assumed.add("series[0].statistic")  # one plain value for a whole day is taken for its mean
        statistic = column.statistic or "mean"
        return self._daily[column.measure.name, statistic].setdefault(at, value) == value


def _by_day(values: dict[datetime, int]) -> dict[date, dict[datetime, int]]:
    days: dict[date, dict[datetime, int]] = defaultdict(dict)
    for at, value in values.items():
        days[at.astimezone(ZONE).date()][at] = value
    return days


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=ZONE).astimezone(UTC)


def _hours_of(day: date) -> int:
    """Return how many hours a civil day has: 24, and 23 or 25 where the clocks change."""
    return round((_midnight(day + timedelta(days=1)) - _midnight(day)) / timedelta(hours=1))


def _statistics(day: date, readings: dict[datetime, int]) -> dict[str, int | None]:
    """Return a day's statistics of its readings by instant, all None where too many of its hours are missing."""
    midnight, length = _midnight(day), _hours_of(day)
    highest_of: dict[int, int] = {}
    for at, value in readings.items():
        hour = int((at - midnight) / timedelta(hours=1))
        highest_of[hour] = max(highest_of.get(hour, value), value)
    if length - len(highest_of) > HOURS_LACKING:
        return dict.fromkeys(STATISTICS)
    values = readings.values()
    return {
        "highest": max(values),
        "mean": _mean(values),
        "lowest": min(values),
        "calmest_6h": calmest([highest_of.get(hour) for hour in range(length)]),
    }


def _mean(values: Iterable[int]) -> int:
    """Return the mean to the nearest whole unit, a half up."""
    held = list(values)
    return (2 * sum(held) + len(held)) // (2 * len(held))


def calmest(hours: Sequence[int | None]) -> int | None:
    """Return the lowest highest value of WINDOW hours on end that are all held, None where there are none such."""
    windows = [hours[at : at + WINDOW] for at in range(len(hours) - WINDOW + 1)]
    return min(
        (max(value for value in window if value is not None) for window in windows if None not in window),
        default=None,
    )
