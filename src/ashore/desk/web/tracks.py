"""Tracks for programs: where ships, aircraft and beacons were, as `ashore.tracks/1`."""

from __future__ import annotations

import math
import re
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from ashore.desk.commands.desk import Desk
from ashore.desk.web.errors import UnreadableRequest
from ashore.desk.web.visitors import visitor
from ashore.ledger.tracks import FOR_EVER
from ashore.model.times import in_zone, moment
from ashore.model.tracks import DEGREE, Box, TrackFix

MOST = 10_000
"""Fixes in one answer."""

LATEST_MS = 6 * 3_600_000
"""Without a beginning, tracks are asked for from so long before now."""

_DEGREES = re.compile(r"\s*[-+]?[0-9]{1,3}(?:\.[0-9]{1,12})?\s*")


def get_tracks(request: Request) -> Response:
    """`GET /api/tracks?track=&box=&from=&to=`: positions of ships, aircraft and beacons, as `ashore.tracks/1`.

    With `track` (as `ais:232001234`) all of one track; with `box` (west,south,east,north in degrees; west above east
    crosses 180°) all in it; with neither the last of each. `from` and `to` are ISO 8601 with an offset, and are
    the last six hours where not given. At most 10,000, the earliest first; `more` says that there are further ones.
    """
    desk: Desk = request.app.state.desk
    visitor(request, desk).reader(desk)
    asked = request.query_params
    now = desk.now()
    end = _instant(asked.get("to"), "to", now)
    start = _instant(asked.get("from"), "from", max(0, end - LATEST_MS))
    if asked.get("track"):
        found = desk.tracks.of(asked["track"], start, end, MOST + 1)
    elif asked.get("box"):
        found = desk.tracks.within(_box(asked["box"]), start, end, MOST + 1)
    else:
        found = desk.tracks.latest(start, end)
    answer = {
        "format": "ashore.tracks/1",
        "kind": desk.kind,
        "assets": {each.track: each.name for each in desk.assets},
        "fixes": [_fix(each) for each in found[:MOST]],
        "more": len(found) > MOST,
    }
    return Response(msgspec.json.encode(answer), media_type="application/json")


def _fix(fix: TrackFix) -> dict[str, Any]:
    at = in_zone(fix.at, "UTC").replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"
    return {
        "track": fix.track,
        "at": at,
        "lat": fix.lat_e7 / DEGREE,
        "lon": fix.lon_e7 / DEGREE,
        "error_m": fix.error_m,
        "speed_kn": None if fix.speed_dkn is None else fix.speed_dkn / 10,
        "course_deg": None if fix.course_ddeg is None else fix.course_ddeg / 10,
        "source": fix.source,
        "clock_assumed": fix.clock_assumed,
    }


def _instant(text: str | None, name: str, otherwise: int) -> int:
    if not text:
        return otherwise
    try:
        # A + that was not escaped arrives as a space.
        return min(max(0, moment(text.replace(" ", "+")).ms), FOR_EVER)
    except ValueError as error:
        raise UnreadableRequest(why=f"`{name}` is no time with an offset") from error


def _box(text: str) -> Box:
    edges = [float(each) for each in text.split(",") if _DEGREES.fullmatch(each)]
    if text.count(",") != 3 or len(edges) != 4 or not all(map(math.isfinite, edges)):
        raise UnreadableRequest(why="`box` is not west,south,east,north in degrees")
    west, south, east, north = edges
    if not (-90 <= south <= north <= 90 and -180 <= west <= 180 and -180 <= east <= 180):
        raise UnreadableRequest(why="`box` is not west,south,east,north in degrees")
    return Box(
        south_e7=round(south * DEGREE),
        west_e7=round(west * DEGREE),
        north_e7=round(north * DEGREE),
        east_e7=round(east * DEGREE),
    )
