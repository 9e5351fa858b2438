"""What a map draws, as GeoJSON: positions with the circle that holds them, areas of forecasts, units.

Longitude comes first here and nowhere else on the desk.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from ashore.desk.commands.assets import PlacedAsset
from ashore.desk.commands.mapping import Boat, MapView, PlacedUnit
from ashore.desk.language import Tongue
from ashore.desk.web.clocks import hour, instant
from ashore.desk.web.map_ties import Tie, ties
from ashore.desk.web.telling import Teller
from ashore.forecast.cloud import Area, Cloud
from ashore.forecast.fixes import EARTH_M, Fix
from ashore.reading.gazetteer import Place

RANKS = ("port", "cape", "beach", "bank", "light", "buoy")
"""Kinds of places, those first whose names matter most on a map."""

CORNERS = 64
"""Of a circle: it lies within a thousandth of its radius of the true one."""

Feature = dict[str, Any]


def state(view: MapView, teller: Teller, tongue: Tongue, *, live: bool) -> dict[str, Any]:
    """Return what the map's module takes.

    `positions`, `errors`, `clouds`, `units`, `ties` (from the one report a map is about to each boat):
    FeatureCollections; `instants`: the times there are areas for;
    `notes`: what must be written on the map as long as areas are drawn; `bounds`: west, south, east, north.
    `live` says whether ages go on by themselves.
    """
    positions, errors = [], []
    for boat in view.boats:
        for rank, fix in enumerate(boat.fixes):
            name = f"{boat.key} {teller.label(boat.case)}".strip()
            named = {"case": boat.case.id, "name": name, "link": f"/cases/{boat.case.id}"}
            positions.append(_position(fix, rank == 0, named, teller))
            errors.append(_error(fix, rank == 0, boat.case.id))
    for each in view.loose:
        for rank, fix in enumerate(each.fixes):
            named = {
                "case": "",
                "name": tongue.says("{who} (no case yet)", who=teller.who(each.mention)),
                "link": "/",
            }
            positions.append(_position(fix, rank == 0, named, teller))
            errors.append(_error(fix, rank == 0, ""))
    for rank, fix in enumerate(view.asked.fixes if view.asked is not None else ()):
        named = {"case": "", "name": tongue.says("this report"), "link": ""}
        positions.append(_position(fix, rank == 0, named, teller))
        errors.append(_error(fix, rank == 0, ""))
    clouds = [area for boat in view.boats for area in _areas(boat, teller, tongue)]
    at = sorted({area["properties"]["at"] for area in clouds})
    return {
        "now": view.now,
        "live": live,
        "positions": _collection(positions),
        "errors": _collection(errors),
        "clouds": _collection(clouds),
        "units": _collection([*(_unit(each, tongue) for each in view.units), *map(_asset, view.assets)]),
        "ties": _collection([_tie(each) for each in ties(view, teller, tongue)]),
        "instants": [{"at": each, "says": hour(each, tongue)} for each in at],
        "notes": [note._asdict() for note in notes(view, teller, tongue)],
        "bounds": _bounds(view),
    }


class Note(NamedTuple):
    """A line that stands on the map as long as an area does; `made_up` where the area is SYNTHETIC."""

    says: str
    made_up: bool


def notes(view: MapView, teller: Teller, tongue: Tongue) -> Iterator[Note]:
    """Yield how old the areas of each boat are and what they rest on; those made up together in one line."""
    made_up = []
    for boat in view.boats:
        cloud = None if boat.forecast is None else boat.forecast.cloud
        if cloud is None or boat.forecast is None:
            continue
        worked_out = {"boat": teller.label(boat.case), "ago": teller.span_ago(boat.forecast.age_min)}
        if cloud.made_up:
            made_up.append(tongue.says("{boat} ({ago})", **worked_out))
        else:
            on = ", ".join(_forcing(cloud, view.now, teller, tongue))
            says = tongue.says("{boat}: areas worked out {ago}, on {forcing}.", **worked_out, forcing=on)
            yield Note(says, made_up=False)
    if made_up:
        says = tongue.says(
            "SYNTHETIC, no guide to a search: the areas of {boats} rest on what is made up.",
            boats=", ".join(made_up),
        )
        yield Note(says, made_up=True)


def named_places(places: Iterable[Place]) -> dict[str, Any]:
    """Return places as a FeatureCollection; of names that would cover one another the lowest `rank` is written."""
    return _collection(
        [
            _feature(
                {"type": "Point", "coordinates": [each.lon, each.lat]},
                name=each.name,
                kind=each.kind,
                rank=RANKS.index(each.kind) if each.kind in RANKS else len(RANKS),
            )
            for each in places
        ]
    )


def circle(lat: float, lon: float, radius_m: float) -> list[list[float]]:
    """Return a closed ring of places so many metres from one, on a sphere of the Earth's mean radius; six decimals.

    Anticlockwise, longitudes continuous about `lon`. Where the circle holds a pole or wraps it, it is drawn as it
    falls: no boat of ours is there.
    """
    reach = radius_m / EARTH_M
    phi = math.radians(lat)
    ring = []
    for corner in range(CORNERS):
        bearing = -2 * math.pi * corner / CORNERS
        north = math.asin(
            math.sin(phi) * math.cos(reach) + math.cos(phi) * math.sin(reach) * math.cos(bearing)
        )
        east = math.atan2(
            math.sin(bearing) * math.sin(reach) * math.cos(phi),
            math.cos(reach) - math.sin(phi) * math.sin(north),
        )
        ring.append([round(lon + math.degrees(east), 6), round(math.degrees(north), 6)])
    return [*ring, ring[0]]


def _position(fix: Fix, last: bool, named: dict[str, str], teller: Teller) -> Feature:
    return _feature(
        {"type": "Point", "coordinates": [fix.lon, fix.lat]},
        **named,
        at=fix.at,
        last=last,
        says=teller.phrase(fix.sentence),
    )


def _error(fix: Fix, last: bool, case: str) -> Feature:
    ring = circle(fix.lat, fix.lon, fix.error_m)
    return _feature({"type": "Polygon", "coordinates": [ring]}, case=case, last=last)


def _tie(tie: Tie) -> Feature:
    line = [[tie.start.lon, tie.start.lat], [tie.end.lon, tie.end.lat]]
    return _feature({"type": "LineString", "coordinates": line}, case=tie.case, label=tie.label)


def _clouds(boat: Boat) -> tuple[Area, ...]:
    cloud = None if boat.forecast is None else boat.forecast.cloud
    return () if cloud is None else cloud.areas


def _areas(boat: Boat, teller: Teller, tongue: Tongue) -> Iterator[Feature]:
    for area in _clouds(boat):
        yield _feature(
            area.area,
            case=boat.case.id,
            name=teller.label(boat.case),
            at=area.at,
            clock=_clock(area.at, tongue),
            sought=area.sought,
            per_cent=area.per_cent,
        )


def _unit(placed: PlacedUnit, tongue: Tongue) -> Feature:
    says = placed.unit.says
    promised = (
        ""
        if says.arrives_at is None
        else tongue.says("there {time}", time=_clock(says.arrives_at.ms, tongue))
    )
    return _feature(
        {"type": "Point", "coordinates": [placed.lon, placed.lat]},
        case=says.case,
        name=says.unit,
        at=says.at.ms,
        doing=tongue.word("doing", says.doing),
        promised=promised,
    )


def _asset(placed: PlacedAsset) -> Feature:
    return _feature(
        {"type": "Point", "coordinates": [placed.lon, placed.lat]},
        case="",
        name=placed.asset.name,
        at=placed.at,
        doing="",
        promised="",
    )


def _clock(ms: int, tongue: Tongue) -> str:
    reading = instant(ms, tongue).readings[0]
    return f"{reading.hour} {reading.clock}"


def _forcing(cloud: Cloud, now: int, teller: Teller, tongue: Tongue) -> Iterator[str]:
    for each in cloud.forcing:
        name = teller.defined(each.name)
        if each.issued is None:
            yield name if each.assumed else tongue.says("{product} (age not stated)", product=name)
        else:
            ago = teller.span_ago(max(0, now - each.issued) // 60_000)
            yield tongue.says("{product} ({ago})", product=name, ago=ago)


def _bounds(view: MapView) -> list[float] | None:
    """Return the box of every latest position with its circle, and of a boat alone with its areas; None of nothing."""
    alone = view.loose if view.asked is None else (*view.loose, view.asked)
    found = [*(boat.fixes for boat in view.boats), *(each.fixes for each in alone)]
    corners = [place for each in found for fix in each[:1] for place in circle(fix.lat, fix.lon, fix.error_m)]
    corners += [[unit.lon, unit.lat] for unit in view.units]
    if len(view.boats) == 1 and view.asked is None:
        corners += [
            corner
            for area in _clouds(view.boats[0])
            for rings in area.area["coordinates"]
            for corner in rings[0]
        ]
    if not corners:
        return None
    lons, lats = zip(*corners, strict=True)
    return [min(lons), min(lats), max(lons), max(lats)]


def _feature(geometry: dict[str, Any], **properties: Any) -> Feature:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _collection(features: list[Feature]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": features}
