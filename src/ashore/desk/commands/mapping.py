"""What a map is drawn from: every open boat's positions and forecast, what belongs to no case yet, and the units."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ashore.desk.commands.asking import ask_board, ask_case
from ashore.desk.commands.assets import PlacedAsset, ask_assets
from ashore.desk.commands.desk import Desk
from ashore.desk.commands.forecasting import ForecastView, ask_forecast
from ashore.forecast.fixes import Fix, fixes, fixes_of, number
from ashore.model.facts import CaseFacts, MentionFacts
from ashore.picture.duties import Unit
from ashore.reading.gazetteer import PLACES, Place

MOST_CLOUDS = 5
"""For how many of the most urgent boats the whole map has forecasts made: more would hide one another."""


MOST_OLD = 4
"""On the map of one report, so many positions of each boat, those nearest to it in time."""

TOGETHER_MS = 45 * 60_000
"""A forecast is of a report's time where it is for an instant nearer to it than this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Boat:
    """A case on the map: its positions, the latest first, and its forecast where one is shown.

    On the map of one report the nearest to it in time comes first, and `key` is what the boat is chosen by there.
    """

    case: CaseFacts
    fixes: tuple[Fix, ...]
    forecast: ForecastView | None
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loose:
    """A mention that stands on the map by itself, and its positions, the latest first."""

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
    `units` are placed by what was typed of them, `assets` by their own tracks.
    `loose` are those that belong to no case yet; `asked` is the one report a map is about, None on every other map.
    """

    now: int
    boats: tuple[Boat, ...]
    loose: tuple[Loose, ...]
    units: tuple[PlacedUnit, ...]
    assets: tuple[PlacedAsset, ...] = ()
    asked: Loose | None = None


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
        boats=_boats(desk, cases),
        loose=tuple(each for each in loose if each.fixes),
        units=tuple(found for unit in units if (found := _placed(unit)) is not None),
        assets=ask_assets(desk, board.now),
    )


def ask_map_of_two(desk: Desk, one: str, other: str) -> MapView:
    """Return the map of two cases that are held against each other. Raises UnknownCase."""
    cases = [ask_case(desk, each).row.case for each in (one, other)]
    return MapView(now=desk.now(), boats=_boats(desk, cases), loose=(), units=())


def ask_map_of(desk: Desk, mention: MentionFacts, boats: Mapping[str, str]) -> MapView:
    """Return the map of one report: it and the boats it may be, by what each is chosen by, as they lay at its time.

    `boats` gives a case by its key. Of each are shown its positions of about that time, without the report's own, and
    its forecast where one is held for then.
    """
    own = fixes_of(mention)
    at = own[0].at if own else mention.at
    with desk.looking() as picture:
        cases = {key: picture.case(case) for key, case in boats.items() if case in picture.cases}
    return MapView(
        now=desk.now(),
        boats=tuple(
            Boat(
                case=case,
                fixes=_nearest_first((fix for fix in fixes(case) if fix.mention != mention.id), at),
                forecast=_about(ask_forecast(desk, case.id), at),
                key=key,
            )
            for key, case in cases.items()
        ),
        loose=(),
        units=(),
        asked=Loose(mention=mention, fixes=own),
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


def _boats(desk: Desk, cases: Sequence[CaseFacts]) -> tuple[Boat, ...]:
    return tuple(
        Boat(
            case=each,
            fixes=_latest_first(fixes(each)),
            forecast=ask_forecast(desk, each.id) if rank < MOST_CLOUDS else None,
        )
        for rank, each in enumerate(cases)
    )


def _latest_first(found: tuple[Fix, ...]) -> tuple[Fix, ...]:
    return tuple(sorted(found, key=lambda fix: (-fix.at, fix.mention, fix.index)))


def _nearest_first(found: Iterable[Fix], at: int) -> tuple[Fix, ...]:
    return tuple(sorted(found, key=lambda fix: (abs(fix.at - at), fix.mention, fix.index)))[:MOST_OLD]


def _about(forecast: ForecastView, at: int) -> ForecastView | None:
    """Return a forecast with its areas of the instant nearest to one; None where it has none of about then."""
    if forecast.warm is None or forecast.cloud is None:
        return None
    off = min((abs(area.at - at) for area in forecast.cloud.areas), default=TOGETHER_MS)
    if off >= TOGETHER_MS:
        return None
    areas = tuple(area for area in forecast.cloud.areas if abs(area.at - at) == off)
    return replace(forecast, warm=replace(forecast.warm, cloud=replace(forecast.cloud, areas=areas)))


def _placed(unit: Unit) -> PlacedUnit | None:
    position = unit.says.position
    if position is None:
        return None
    lat, lon = number(position.lat), number(position.lon)
    if lat is None or lon is None or abs(lat) > 90 or abs(lon) > 360:
        return None
    return PlacedUnit(unit=unit, lat=lat, lon=lon)
