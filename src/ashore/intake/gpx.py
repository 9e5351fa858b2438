"""GPX: each waypoint and each track of a file is one report; a route, and the track of one of our own, is none.

Times in GPX are UTC (Topografix 1.1). Elevation is not read. A track is the boat's, by the word of whoever hands it
in; one whose own name or type says that it is a unit's is refused, because a lifeboat's track in a case would be a
boat that is not there. A route is where somebody meant to go.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from ashore.intake.case_text import case_fields
from ashore.intake.drawn import clean, draw_report
from ashore.intake.gpx_file import NotGpx, Piece, Point, cut, read_piece, recognises
from ashore.intake.pasted import decimal
from ashore.intake.rejection import Rejection
from ashore.intake.report_lines import ReadLine
from ashore.intake.row import Clock
from ashore.model.errors import BadInput
from ashore.model.report import Report
from ashore.model.times import Moment, iso, moment
from ashore.reading.positions_typed import FIX_ERROR_M

SOURCE = "gpx"
MOST_FIXES = 50
"""Fixes of a track that a report holds: the first, the last, and those evenly between them."""

__all__ = ["SOURCE", "hear_gpx", "read_gpx", "recognises"]

_OURS = re.compile(
    r"\b(?:own ?(?:ship|track|position)|unit|sru|lifeboat|patrol|rescue vessel|rescue boat|asset|helicopter|aircraft"
    r"|unité|unite|canot de sauvetage|vedette|patrouilleur|sauveteurs?|hélicoptère|helicoptere|avion)\b",
    re.IGNORECASE,
)
_TIME = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?)(?:\.\d+)?(Z|[+-]\d\d:?\d\d)?")


class NothingInGpx(BadInput):
    code = "nothing-in-gpx"
    says = "The GPX file holds no waypoint and no track."
    hint = "Export it again with its waypoints or its track chosen."


class NoPlaceInGpx(BadInput):
    code = "no-place-in-gpx"
    says = "No point of this waypoint or track has a latitude and a longitude in degrees."
    hint = "Export it again; degrees are decimal, and north and east of 0 are above 0."


class PlannedRoute(BadInput):
    code = "planned-route"
    says = "This is a route: where somebody means to go, and not where anybody was."
    hint = "Export the track instead, or type what the route tells into a call's form."


class TrackOfOurs(BadInput):
    code = "track-of-ours"
    says = "This track is named as that of a unit, and a unit's track is no report of a boat in distress."
    hint = (
        "If it is the boat's after all, take the unit's name out of the track's name and type and send it again; "
        "a unit's own positions come by AIS."
    )


def hear_gpx(content: bytes, *, received_by: str, received_at: Moment) -> Iterator[ReadLine]:
    """Yield each waypoint, track and route with its own bytes, which `read_gpx` makes the same report of."""
    try:
        pieces = list(cut(content))
        if not pieces:
            raise NothingInGpx
    except BadInput as error:
        yield ReadLine(number=1, raw=content, result=Rejection(source=SOURCE, raw=content, errors=(error,)))
        return
    for number, raw in enumerate(pieces, start=1):
        yield ReadLine(
            number=number, raw=raw, result=read_gpx(raw, received_by=received_by, received_at=received_at)
        )


def read_gpx(raw: bytes, *, received_by: str, received_at: Moment) -> Report | Rejection:
    """Return the report in the bytes of one waypoint or track, or why there is none; it never raises."""
    try:
        piece = read_piece(raw)
        _check(piece)
        points = [point for point in piece.points if _on_earth(point)]
        if not points:
            raise NoPlaceInGpx
    except BadInput as error:
        return Rejection(source=SOURCE, raw=raw, errors=(error,))
    return draw_report(
        _fields(piece, points, received_at),
        source=SOURCE,
        raw=raw,
        received_by=received_by,
        received_at=received_at,
    )


def _check(piece: Piece) -> None:
    if piece.kind == "rte":
        raise PlannedRoute
    if piece.kind == "trk" and _OURS.search(" ".join(piece.words.get(name, "") for name in ("name", "type"))):
        raise TrackOfOurs
    if piece.kind not in ("wpt", "trk"):
        raise NotGpx(at=1)


def _fields(piece: Piece, points: list[Point], received_at: Moment) -> dict[str, Any]:
    said = "\n".join(
        dict.fromkeys(clean(piece.words[name]) for name in ("name", "cmt", "desc") if name in piece.words)
    )
    read = case_fields(said, Clock(now=received_at.ms, zone="UTC"))
    mention = dict((read.get("mentions") or [{}])[0])
    kept = _thinned(points)
    assumed: list[str] = []
    positions = [_position(piece.kind, point, index, assumed) for index, point in enumerate(kept)]
    first = points[0]
    told = [piece.kind, piece.words.get("name", ""), first.lat, first.lon, first.time]
    return {
        "id": f"gpx-{hashlib.sha256('|'.join(told).encode('utf-8', 'replace')).hexdigest()[:16]}",
        "channel": "tracker",
        "sender": read.get("sender"),
        "text": "\n".join(each for each in (said, _told(piece, points, kept)) if each),
        "mentions": [mention | {"about": "craft", "positions": positions}],
        "machine_read": [path for path in read.get("machine_read", ()) if "positions" not in path],
        "assumed": [
            *assumed,
            *(path for path in read.get("assumed", ()) if "positions" not in path and path != "said_at"),
        ],
    }


def _position(kind: str, point: Point, index: int, assumed: list[str]) -> dict[str, Any]:
    path = f"mentions[0].positions[{index}]"
    position: dict[str, Any] = {
        "lat": decimal(point.lat),
        "lon": decimal(point.lon),
        "error_m": FIX_ERROR_M,
        # A waypoint may be a device's own fix or typed in by hand; the file does not say.
        "how": "gnss" if kind == "trk" else "unknown",
        "of": "craft",
    }
    assumed.append(f"{path}.error_m")
    at, zoned = _time(point.time)
    if at is not None:
        position |= {"at": at, "at_error_s": 1}
        if not zoned:
            assumed.append(f"{path}.at")
    return position


def _time(stated: str) -> tuple[str | None, bool]:
    """Return a time with its offset, and whether it stated one; without one it is UTC, as the format has it."""
    said = _TIME.fullmatch(stated.strip())
    if said is None:
        return None, False
    try:
        at = moment(f"{said[1]}{said[2] or 'Z'}")
    except ValueError:
        return None, False
    year = int(said[1][:4])
    return (iso(at.ms) if 1970 <= year < 2900 else None), said[2] is not None


def _thinned(points: list[Point]) -> list[Point]:
    """Return at most MOST_FIXES points, the first and the last among them."""
    if len(points) <= MOST_FIXES:
        return points
    last = len(points) - 1
    return [points[index * last // (MOST_FIXES - 1)] for index in range(MOST_FIXES)]


def _told(piece: Piece, points: list[Point], kept: list[Point]) -> str:
    """Return what was left out of a track, so that nobody takes what is shown for the whole."""
    told = []
    if len(kept) < len(points):
        told.append(f"GPX track of {len(points)} fixes, {len(kept)} of them here.")
    if len(points) < len(piece.points):
        told.append(f"Left out for want of a place on earth: {len(piece.points) - len(points)}.")
    return " ".join(told)


def _on_earth(point: Point) -> bool:
    try:
        lat, lon = Decimal(point.lat), Decimal(point.lon)
    except InvalidOperation:
        return False
    plain = len(point.lat) <= 40 and len(point.lon) <= 40 and lat.is_finite() and lon.is_finite()
    # 0, 0 is what a device writes that has no fix.
    return plain and abs(lat) <= 90 and abs(lon) <= 180 and bool(lat or lon)
