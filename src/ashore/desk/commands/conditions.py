"""The hour's sun, moon, stream and wind where a case's boat is believed to be."""

from __future__ import annotations

from dataclasses import dataclass

from ashore.desk.commands.desk import Desk
from ashore.desk.commands.forecasting import ForecastView, ask_forecast
from ashore.forecast import sky, weather
from ashore.forecast.fixes import Fix, fixes
from ashore.forecast.sky import Sky
from ashore.forecast.weather import Heard, Weathers, Where
from ashore.model.facts import CaseFacts

WEATHERS = Weathers()
"""What this process has read of stream and wind; it is of the sea, and no desk's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where conditions are told for, degrees WGS 84 to a hundredth (about a kilometre).

    `fix` is the last known position it is; None where it is the middle of the forecast for now.
    """

    lat: float
    lon: float
    fix: Fix | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """Sun, moon, stream and wind at an instant (UTC milliseconds); without a place, nothing is held of any."""

    now: int
    place: Place | None
    sky: Sky | None
    heard: Heard | None


def ask_conditions(desk: Desk, case: str) -> Conditions:
    """Return what is held of a case's conditions; never waits for a file. Raises UnknownCase."""
    forecast = ask_forecast(desk, case)
    with desk.looking() as picture:
        facts = picture.case(case)
    return conditions(facts, forecast, desk.clouds.forcing)


def conditions(
    facts: CaseFacts, forecast: ForecastView, forcing: tuple[str, ...], *, weathers: Weathers = WEATHERS
) -> Conditions:
    """Return what is held of a case's conditions at the forecast's now; what of it must be read first is on its way."""
    now, place = forecast.now, _place(facts, forecast)
    if place is None:
        return Conditions(now=now, place=None, sky=None, heard=None)
    where = Where(lat=place.lat, lon=place.lon, at=now // weather.EVERY * weather.EVERY, forcing=forcing)
    return Conditions(
        now=now,
        place=place,
        sky=sky.sky(now // sky.MINUTE * sky.MINUTE, place.lat, place.lon),
        heard=weathers.ask(facts.id, where, now),
    )


def _place(facts: CaseFacts, forecast: ForecastView) -> Place | None:
    """Return the forecast's middle for now, or where there is none but a made-up one the last known position."""
    cloud = forecast.cloud
    if cloud is not None and not cloud.made_up:
        middle = next((area.middle for area in cloud.areas if area.sought == "people"), None)
        if middle is not None:
            return _rounded(*middle, None)
    known = fixes(facts)
    return _rounded(known[-1].lat, known[-1].lon, known[-1]) if known else None


def _rounded(lat: float, lon: float, fix: Fix | None) -> Place:
    return Place(lat=round(lat, 2), lon=round((lon + 180) % 360 - 180, 2), fix=fix)
