"""Sun, moon, stream and wind of the hour: as sentences, as a strip of the light to come, and for programs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ashore.desk.commands.conditions import Conditions, ask_conditions
from ashore.desk.commands.desk import Desk
from ashore.desk.language import Tongue
from ashore.desk.web.api import JSON
from ashore.desk.web.visitors import visitor
from ashore.forecast.fixes import degrees
from ashore.forecast.sky import HOUR, MINUTE, Passages, Sky
from ashore.forecast.weather import Flow
from ashore.model.phrases import utc_minute
from ashore.model.times import iso

UNIT = 2 * MINUTE
"""The unit of the strip: as many to its twelve hours as a phone has pixels, so that its letters stay legible there."""

SLACK_KN = 0.05
"""Below this a stream or a wind has no direction worth saying."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One sentence about stream or wind, what it rests on, and whether that is made up."""

    says: str
    rests: str
    made_up: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A stretch of the strip from its left end, and what light it is."""

    start: int
    width: int
    light: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """Twelve hours of light, two minutes a unit: its bands, where now is, the even hours, and it all in words."""

    width: int
    now: int
    bands: tuple[Band, ...]
    moon: tuple[tuple[int, int], ...]
    hours: tuple[tuple[int, str], ...]
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionsTold:
    """What a page shows of a case's conditions, in one language; `soon` where stream and wind are being read."""

    where: str
    light: str
    sun: tuple[str, ...]
    moon: str
    sea: tuple[Told, ...]
    trouble: str
    strip: Strip | None
    soon: bool


def told(tongue: Tongue, held: Conditions) -> ConditionsTold:
    """Return a case's conditions as a page shows them."""
    heard = held.heard
    weather = None if heard is None else heard.weather
    failed = None if heard is None else heard.failed
    return ConditionsTold(
        where=_where(tongue, held),
        light="" if held.sky is None else tongue.word("light", held.sky.light),
        sun=() if held.sky is None else _sun(tongue, held.sky),
        moon="" if held.sky is None else _moon(tongue, held.sky),
        sea=()
        if weather is None
        else (_stream(tongue, weather.stream, held.now), _wind(tongue, weather.wind, held.now)),
        trouble="" if failed is None else " ".join(tongue.error(failed)),
        strip=None if held.sky is None else _strip(tongue, held.sky),
        soon=heard is not None and heard.reading,
    )


def _where(tongue: Tongue, held: Conditions) -> str:
    place = held.place
    if place is None:
        return tongue.says("No position of this boat is known, so sun, moon, stream and wind are not told.")
    at = degrees(place.lat, place.lon)
    if place.fix is None:
        return tongue.says("At the middle of the forecast, {where}.", where=at)
    return tongue.says(
        "At the last known position, {where}, of {time} UTC, {span} ago.",
        where=at,
        time=utc_minute(place.fix.at),
        span=_span(tongue, held.now - place.fix.at),
    )


def _sun(tongue: Tongue, sky: Sky) -> tuple[str, ...]:
    up = sky.light == "day"
    coming = sky.sun.next_down if up else sky.sun.next_up
    lines = [_sun_comes(tongue, sky, coming)]
    if up and coming is None:
        return tuple(lines)
    if _ends_first(sky.nautical) or _ends_first(sky.civil):
        lines.append(_dusk(tongue, sky))
    if not up:
        lines.append(_dawn(tongue, sky))
    return tuple(line for line in lines if line)


def _sun_comes(tongue: Tongue, sky: Sky, coming: int | None) -> str:
    up = sky.light == "day"
    if coming is None and up:
        return tongue.says("The sun does not set within a day here.")
    if coming is None:
        return tongue.says("The sun does not rise within a day here.")
    time, span = utc_minute(coming), _span(tongue, coming - sky.at)
    if up:
        return tongue.says("Sun sets {time} UTC, in {span}.", time=time, span=span)
    return tongue.says("Sun rises {time} UTC, in {span}.", time=time, span=span)


def _ends_first(level: Passages) -> bool:
    """Return whether a twilight ends before it next begins."""
    return level.next_down is not None and (level.next_up is None or level.next_down < level.next_up)


def _dusk(tongue: Tongue, sky: Sky) -> str:
    civil = sky.civil.next_down if sky.light in ("day", "civil") else None
    nautical = sky.nautical.next_down if _ends_first(sky.nautical) else None
    if civil is None:
        return (
            ""
            if nautical is None
            else tongue.says("Nautical twilight ends {time}.", time=utc_minute(nautical))
        )
    if nautical is None:
        return tongue.says("Civil twilight ends {time}; nautical lasts all night.", time=utc_minute(civil))
    return tongue.says(
        "Civil twilight ends {civil}, nautical {nautical}.",
        civil=utc_minute(civil),
        nautical=utc_minute(nautical),
    )


def _dawn(tongue: Tongue, sky: Sky) -> str:
    nautical, civil = sky.nautical.next_up, sky.civil.next_up
    if sky.sun.next_up is not None:
        nautical = nautical if nautical is not None and nautical < sky.sun.next_up else None
        civil = civil if civil is not None and civil < sky.sun.next_up else None
    if civil is None:
        return ""
    if nautical is None:
        return tongue.says("Civil twilight begins {time}.", time=utc_minute(civil))
    return tongue.says(
        "Nautical twilight begins {nautical}, civil {civil}.",
        nautical=utc_minute(nautical),
        civil=utc_minute(civil),
    )


def _moon(tongue: Tongue, sky: Sky) -> str:
    share, phase = round(sky.moon_share * 100), tongue.word("moon", sky.moon_phase)
    if sky.moon_up:
        high, coming = max(0, round(sky.moon_altitude)), sky.moon.next_down
        stands = tongue.says(
            "Moon up, {high}° high, {share} % lit, {phase}", high=high, share=share, phase=phase
        )
        if coming is None:
            return tongue.says("{moon}; it does not set within a day here.", moon=stands)
        time, span = utc_minute(coming), _span(tongue, coming - sky.at)
        return tongue.says("{moon}; sets {time} UTC, in {span}.", moon=stands, time=time, span=span)
    stands, coming = (
        tongue.says("Moon down, {share} % lit, {phase}", share=share, phase=phase),
        sky.moon.next_up,
    )
    if coming is None:
        return tongue.says("{moon}; it does not rise within a day here.", moon=stands)
    time, span = utc_minute(coming), _span(tongue, coming - sky.at)
    return tongue.says("{moon}; rises {time} UTC, in {span}.", moon=stands, time=time, span=span)


def _stream(tongue: Tongue, flow: Flow | None, now: int) -> Told:
    if flow is None:
        return Told(says=tongue.says("Stream not held."), rests="", made_up=False)
    says = (
        tongue.says("Stream slack.")
        if flow.knots < SLACK_KN
        else tongue.says(
            "Stream {knots} kn towards {degrees}°.", knots=f"{flow.knots:.1f}", degrees=_course(flow)
        )
    )
    return Told(says=says, rests=_rests(tongue, flow, now), made_up=flow.made_up)


def _wind(tongue: Tongue, flow: Flow | None, now: int) -> Told:
    if flow is None:
        return Told(says=tongue.says("Wind not held."), rests="", made_up=False)
    says = (
        tongue.says("Wind calm.")
        if flow.knots < SLACK_KN
        else tongue.says("Wind {knots} kn from {degrees}°.", knots=round(flow.knots), degrees=_course(flow))
    )
    return Told(says=says, rests=_rests(tongue, flow, now), made_up=flow.made_up)


def _course(flow: Flow) -> str:
    return f"{round(flow.degrees) % 360:03d}"


def _rests(tongue: Tongue, flow: Flow, now: int) -> str:
    name = tongue.catalogue.gettext(flow.product)
    if flow.made_up:
        return name
    if flow.issued is None:
        return tongue.says("{product}, its age not stated", product=name)
    return tongue.says(
        "{product}, issued {time} UTC, {span} ago",
        product=name,
        time=utc_minute(flow.issued),
        span=_span(tongue, now - flow.issued),
    )


def _span(tongue: Tongue, ms: int) -> str:
    """Return a length of time in hours and minutes, past two days in days."""
    minutes = max(0, ms) // MINUTE
    if minutes < 60:
        return tongue.says("{minutes} min", minutes=minutes)
    if minutes < 48 * 60:
        return tongue.says("{hours} h {minutes} min", hours=minutes // 60, minutes=minutes % 60)
    return tongue.says("{days} days", days=minutes // (24 * 60))


def _strip(tongue: Tongue, sky: Sky) -> Strip:
    first, last = sky.strip[0].start, sky.strip[-1].end

    def across(at: int) -> int:
        return (min(max(at, first), last) - first) // UNIT

    first_hour = -(-first // (2 * HOUR)) * 2 * HOUR
    return Strip(
        width=across(last),
        now=across(sky.at),
        bands=tuple(
            Band(start=across(each.start), width=across(each.end) - across(each.start), light=each.light)
            for each in sky.strip
        ),
        moon=tuple((across(start), across(end)) for start, end in _moon_up(sky, first, last)),
        hours=tuple((across(at), utc_minute(at)) for at in range(first_hour, last + 1, 2 * HOUR)),
        says=_strip_words(tongue, sky, first),
    )


def _strip_words(tongue: Tongue, sky: Sky, first: int) -> str:
    bands = tuple(
        tongue.says(
            "{light} until {time}", light=tongue.word("light", each.light).lower(), time=utc_minute(each.end)
        )
        for each in sky.strip
    )
    return tongue.says(
        "The light from {first} UTC on: {bands}. It is {now} now.",
        first=utc_minute(first),
        bands=", ".join(bands),
        now=utc_minute(sky.at),
    )


def _moon_up(sky: Sky, first: int, last: int) -> list[tuple[int, int]]:
    """Return from when to when the moon is up between two instants about now."""
    edges = sorted(at for at in sky.moon.instants if first < at < last)
    rising = {sky.moon.last_up, sky.moon.next_up}
    up = sky.moon_up if not edges or edges[0] > sky.at else edges[0] not in rising
    spans: list[tuple[int, int]] = []
    for start, end in zip((first, *edges), (*edges, last), strict=True):
        if up:
            spans.append((start, end))
        up = not up
    return spans


def get_conditions(request: Request) -> Response:
    """`GET /api/cases/{case}/conditions`: sun, moon, stream and wind of the hour, as `ashore.conditions/1`.

    Speeds in knots, degrees true, a stream by where it sets towards and a wind by where it blows from; null where
    nothing is held. `state` is none (no position is known), being_read, failed or ready. Never waits for a file.
    """
    desk: Desk = request.app.state.desk
    visitor(request, desk).reader(desk)
    case = request.path_params["case"]
    return JSON(as_json(desk.kind, case, ask_conditions(desk, case)))


def as_json(kind: str, case: str, held: Conditions) -> dict[str, Any]:
    """Return a case's conditions: `ashore.conditions/1`."""
    place, sky, heard = held.place, held.sky, held.heard
    weather = None if heard is None else heard.weather
    failed = None if heard is None else heard.failed
    state = "none" if heard is None else "being_read" if heard.reading else "failed" if failed else "ready"
    return {
        "format": "ashore.conditions/1",
        "kind": kind,
        "case": case,
        "now": iso(held.now),
        "state": state,
        "error": None if failed is None else failed.as_json(),
        "place": None
        if place is None
        else {
            "lat": place.lat,
            "lon": place.lon,
            "of": "forecast" if place.fix is None else "last_known_position",
            "at": iso(held.now if place.fix is None else place.fix.at),
        },
        "sun": None
        if sky is None
        else {
            "altitude_deg": round(sky.sun_altitude, 1),
            "light": sky.light,
            **_passages("rise", "set", sky.sun),
            "civil_twilight": _passages("begin", "end", sky.civil),
            "nautical_twilight": _passages("begin", "end", sky.nautical),
        },
        "moon": None
        if sky is None
        else {
            "altitude_deg": round(sky.moon_altitude, 1),
            "up": sky.moon_up,
            "lit": round(sky.moon_share, 2),
            "phase": sky.moon_phase,
            **_passages("rise", "set", sky.moon),
        },
        "read_for": None if weather is None else iso(weather.where.at),
        "stream": None if weather is None else _flow("towards_deg", weather.stream),
        "wind": None if weather is None else _flow("from_deg", weather.wind),
    }


def _passages(up: str, down: str, level: Passages) -> dict[str, str | None]:
    return {
        name: None if at is None else iso(at)
        for name, at in (
            (f"last_{up}", level.last_up),
            (f"next_{up}", level.next_up),
            (f"last_{down}", level.last_down),
            (f"next_{down}", level.next_down),
        )
    }


def _flow(direction: str, flow: Flow | None) -> dict[str, Any] | None:
    if flow is None:
        return None
    return {
        "knots": round(flow.knots, 1),
        direction: round(flow.degrees) % 360,
        "product": flow.product,
        "synthetic": flow.made_up,
        "issued": None if flow.issued is None else iso(flow.issued),
    }


ROUTES = [Route("/api/cases/{case}/conditions", get_conditions)]
