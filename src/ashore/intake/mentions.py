"""What a report says of each thing: where, how many, what craft, what was done."""

from __future__ import annotations

import msgspec

from ashore.intake.counts import read_count, read_range
from ashore.intake.fields import Fields, Missing, decimal_text
from ashore.intake.strict_json import Number, Value
from ashore.model import vocabulary as words
from ashore.model.errors import BadInput
from ashore.model.report import Craft, Encounter, Event, Mention, Movement, OtherWord, Position

MENTION_FIELDS = (
    "about",
    "boats",
    "positions",
    "on_board",
    "craft",
    "danger",
    "encounter",
    "movements",
    "event",
)


class HalfAPosition(BadInput):
    code = "half-a-position"
    says = "{where} has a latitude without a longitude, or the other way round."
    hint = "Send both, or neither and the place in words."


class Nowhere(BadInput):
    code = "nowhere"
    says = "{where} says no place."
    hint = "A position needs lat and lon, a place in words, or an area; leave it out if nobody said where."


class NoSuchPosition(BadInput):
    code = "no-such-position"
    says = "{where} names no other position of this mention."
    hint = "Positions are numbered from 0 in the order in which they stand."


class NotGeoJson(BadInput):
    code = "not-geojson"
    says = "{where} is not a GeoJSON geometry in degrees."
    hint = (
        "Send the geometry alone, without a Feature around it; coordinates are longitude first, "
        "and a polygon's rings close on the point they began with."
    )


class NotAPlace(BadInput):
    code = "not-a-place"
    says = "{where} is not a place people move between."
    hint = "Write a kind, or a kind and a name, as in quay:Dover; the kinds are {kinds}."


def read_mention(fields: Fields) -> Mention:
    """Return one mention; every fault is collected."""
    positions = fields.objects("positions")
    return Mention(
        about=fields.code("about", words.ABOUT) or "craft",
        boats=read_range(fields.object("boats")),
        positions=tuple(_position(each, len(positions), index) for index, each in enumerate(positions)),
        on_board=read_count(fields.object("on_board")),
        craft=_craft(fields.object("craft")),
        danger=fields.codes("danger", words.DANGERS),
        encounter=_encounter(fields.object("encounter")),
        movements=tuple(_movement(each) for each in fields.objects("movements")),
        event=_event(fields.object("event")),
    )


def _position(fields: Fields, total: int, index: int) -> Position:
    lat, lon = fields.decimal("lat", -90, 90), fields.decimal("lon", -180, 180)
    if (fields.values.get("lat") is None) != (fields.values.get("lon") is None):
        fields.refuse(HalfAPosition)
    place, area = fields.text("place"), _area(fields)
    if all(fields.values.get(name) is None for name in ("lat", "lon", "area")) and place is None:
        fields.refuse(Nowhere)
    alternative_of = fields.whole("alternative_of")
    if alternative_of is not None and (alternative_of >= total or alternative_of == index):
        fields.refuse(NoSuchPosition, "alternative_of")
    return Position(
        lat=lat,
        lon=lon,
        error_m=fields.decimal("error_m", 0),
        at=fields.moment("at"),
        at_error_s=fields.whole("at_error_s"),
        how=fields.code("how", words.POSITION_HOW) or "unknown",
        of=fields.code("of", words.POSITION_OF) or "craft",
        place=place,
        area=area,
        alternative_of=alternative_of,
    )


def _craft(fields: Fields | None) -> Craft | None:
    if fields is None:
        return None
    craft = Craft(
        kind=fields.text("kind"),
        name=fields.text("name"),
        colour=fields.text("colour"),
        length_m=fields.decimal("length_m", 0),
        engine=fields.text("engine"),
        fuel=fields.text("fuel"),
        state=fields.text("state"),
        course_deg=fields.decimal("course_deg", 0, 360),
        speed_kn=fields.decimal("speed_kn", 0),
        lifejackets=fields.text("lifejackets"),
        departed_from=fields.text("departed_from"),
        departed_at=fields.moment("departed_at"),
    )
    return None if craft == Craft() else craft


def _encounter(fields: Fields | None) -> Encounter | None:
    if fields is None:
        return None
    encounter = Encounter(
        unit=fields.text("unit"),
        action=fields.code("action", words.ACTIONS),
        set_out=read_count(fields.object("set_out")),
        seen=read_count(fields.object("seen")),
        taken_off=read_count(fields.object("taken_off")),
        left_aboard=read_count(fields.object("left_aboard")),
        in_water=read_count(fields.object("in_water")),
        injured=read_count(fields.object("injured")),
        dead=read_count(fields.object("dead")),
        all_off=fields.code("all_off", words.ALL_OFF) or "not_asked",
        says_who=fields.code("says_who", words.SAYS_WHO),
        craft_after=fields.code("craft_after", words.CRAFT_AFTER),
        place=fields.text("place"),
    )
    return None if encounter == Encounter() else encounter


def _movement(fields: Fields) -> Movement:
    return Movement(
        origin=_account(fields, "from"),
        destination=_account(fields, "to"),
        count=read_count(fields.object("count")),
        at=fields.moment("at"),
    )


def _event(fields: Fields | None) -> Event | None:
    if fields is None:
        return None
    kind = fields.code("kind", words.EVENT_KINDS)
    event = Event(kind=kind or "other", count=read_count(fields.object("count")), place=fields.text("place"))
    if kind is None:
        if event == Event(kind="other"):
            return None
        fields.refuse(Missing, "kind")
    return event


def _account(fields: Fields, name: str) -> str:
    stated = fields.text(name)
    if stated is None:
        if fields.values.get(name) is None:
            fields.refuse(Missing, name)
        return "unknown"
    kind, colon, called = stated.partition(":")
    if not kind.strip() or (colon and not called.strip()):
        fields.refuse(NotAPlace, name, kinds=", ".join(sorted(words.PLACE_KINDS)))
        return "unknown"
    if kind in words.PLACE_KINDS or kind == "other":
        return stated
    fields.found.other_words.append(OtherWord(path=fields.path(name), word=stated))
    return f"other{colon}{called}"


def _area(fields: Fields) -> str | None:
    value = fields.values.get("area")
    if value is None:
        return None
    geometry = _geometry(value)
    if geometry is None:
        fields.refuse(NotGeoJson, "area")
        return None
    return msgspec.json.encode(geometry, order="deterministic").decode()


DIMENSIONS = {
    "Point": 0,
    "MultiPoint": 1,
    "LineString": 1,
    "MultiLineString": 2,
    "Polygon": 2,
    "MultiPolygon": 3,
}
"""Levels of lists around the points of each GeoJSON geometry (RFC 7946)."""

FEWEST = {"LineString": 2, "MultiLineString": 2, "Polygon": 4, "MultiPolygon": 4}
"""Points in each of its lines or rings."""


def _geometry(value: Value) -> dict[str, object] | None:
    if not isinstance(value, dict):
        return None
    kind = value.get("type")
    if kind == "GeometryCollection":
        inner = value.get("geometries")
        members = [_geometry(each) for each in inner] if isinstance(inner, list) else []
        return {"type": kind, "geometries": members} if members and None not in members else None
    if not isinstance(kind, str) or kind not in DIMENSIONS:
        return None
    coordinates = _coordinates(value.get("coordinates"), DIMENSIONS[kind], kind)
    return None if coordinates is None else {"type": kind, "coordinates": coordinates}


def _coordinates(value: Value, levels: int, kind: str) -> list[object] | None:
    if not isinstance(value, list) or not value:
        return None
    if levels == 0:
        return _point(value)
    if levels == 1 and len(value) < FEWEST.get(kind, 1):
        return None
    if levels == 1 and kind in ("Polygon", "MultiPolygon") and value[0] != value[-1]:
        return None
    inner = [_coordinates(each, levels - 1, kind) for each in value]
    return None if None in inner else list(inner)


def _point(value: list[Value]) -> list[object] | None:
    if not 2 <= len(value) <= 3:
        return None
    texts = [decimal_text(each) if isinstance(each, Number) else None for each in value]
    if None in texts:
        return None
    longitude, latitude = (abs(float(text or "")) for text in texts[:2])
    if longitude > 180 or latitude > 90:
        return None
    # Coordinates stay the decimals as sent; msgspec writes such raw text as it is.
    return [msgspec.Raw((text or "").encode()) for text in texts]
