"""What a map is drawn from: every open boat's positions and forecast, what belongs to no case yet, and the units."""

from __future__ import annotations

from dataclasses import dataclass

from ashore.desk.commands.asking import ask_board, ask_case
from ashore.desk.commands.desk import Desk
from ashore.desk.commands.forecasting import ForecastView, ask_forecast
from ashore.forecast.fixes import Fix, fixes, fixes_of, number
from ashore.model.facts import CaseFacts, MentionFacts
from ashore.picture.duties import Unit
from ashore.reading.gazetteer import PLACES, Place

MOST_CLOUDS = 5
"""For how many of the most urgent boats the whole map has forecasts made: more would hide one another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Boat:
    """A case on the map: its positions, the latest first, and its forecast where one is shown."""

    case: CaseFacts
    fixes: tuple[Fix, ...]
    forecast: ForecastView | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Loose:
    """A mention that belongs to no case yet, and its positions, the latest first."""

    mention: MentionFacts
    fixes: tuple[Fix, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedUnit:
    """A unit whose position was typed in: degrees WGS 84."""

    unit: Unit
    lat: float
    lon: float


@dataclass(frozen=True, slots=True, kw_only=True)
class MapView:
    """Everything a map shows at an instant (UTC milliseconds), the most urgent boat first.

    `boats` has those without any position too, so that nobody is left out because nobody knows where they are.
    """

    now: int
    boats: tuple[Boat, ...]
    loose: tuple[Loose, ...]
    units: tuple[PlacedUnit, ...]


def ask_map(desk: Desk, case: str = "") -> MapView:
    """Return what the map shows: all open boats and what waits for a case, or one case alone. Raises UnknownCase."""
    board = ask_board(desk)
    if case:
        cases = [ask_case(desk, case).row.case]
        loose = []
        units = [unit for unit in board.units if unit.says.case == case]
    else:
        cases = [row.case for row in board.rows if row.at_sea]
        loose = [Loose(mention=mention, fixes=_latest_first(fixes_of(mention))) for mention in board.unlinked]
        units = list(board.units)
    return MapView(
        now=board.now,
        boats=tuple(
            Boat(
                case=each,
                fixes=_latest_first(fixes(each)),
                forecast=ask_forecast(desk, each.id) if rank < MOST_CLOUDS else None,
            )
            for rank, each in enumerate(cases)
        ),
        loose=tuple(each for each in loose if each.fixes),
        units=tuple(found for unit in units if (found := _placed(unit)) is not None),
    )


def places() -> tuple[Place, ...]:
    """Return the ports, beaches, capes, banks and marks as people name them."""
    return tuple(PLACES.values())


def land() -> bytes | None:
    """Return the GeoJSON of the Channel's land; None where the drift extra, which holds the shoreline, is missing."""
    try:
        from ashore.drift.coast.gshhg import ShorelineDamaged, ShorelineMissing
        from ashore.drift.coast.outline import land_of_the_channel
    except ModuleNotFoundError as missing:
        if (missing.name or "").startswith("ashore"):
            raise
        return None
    try:
        return land_of_the_channel()
    except (ShorelineMissing, ShorelineDamaged):
        return None


def _latest_first(found: tuple[Fix, ...]) -> tuple[Fix, ...]:
    return tuple(sorted(found, key=lambda fix: (-fix.at, fix.mention, fix.index)))


def _placed(unit: Unit) -> PlacedUnit | None:
    position = unit.says.position
    if position is None:
        return None
    lat, lon = number(position.lat), number(position.lon)
    if lat is None or lon is None or abs(lat) > 90 or abs(lon) > 360:
        return None
    return PlacedUnit(unit=unit, lat=lat, lon=lon)
