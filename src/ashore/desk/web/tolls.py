"""The page of the dead and the missing: as known on each date, each definition for itself, nothing added."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ashore.desk.commands import rating
from ashore.desk.commands.desk import Desk
from ashore.desk.web.problems import status_of
from ashore.desk.web.rendering import page, told
from ashore.desk.web.telling import Teller
from ashore.desk.web.visitors import Visitor, visitor
from ashore.figures.incidents import Listed, by_label
from ashore.figures.toll import COUNTED, Stated, TollLine, last_word
from ashore.model.errors import AshoreError
from ashore.model.times import in_zone, iso

_YEAR = re.compile("[12][0-9]{3}", re.ASCII)

ZONE = "Europe/London"
"""By whose days a date of knowledge is named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A date on which something was known anew, and where the toll stands as it was known then."""

    day: date
    address: str
    current: bool


def toll_page(request: Request) -> Response:
    """`GET /toll?period=&known_at=&recorded_at=`: the dead and the missing of a period, by source and date known."""
    desk: Desk = request.app.state.desk
    visiting = visitor(request, desk)
    visiting.reader(desk)
    typed = request.query_params
    period, known_at, recorded_at = (
        typed.get(name, "").strip() for name in ("period", "known_at", "recorded_at")
    )
    lines: tuple[TollLine, ...] = ()
    every: tuple[TollLine, ...] = ()
    listed: tuple[Listed, ...] = ()
    refused: AshoreError | None = None
    if period:
        try:
            lines = rating.toll_of(desk, period, known_at, recorded_at)
            every = rating.toll_of(desk, period, "", recorded_at)
            listed = rating.incidents_of(desk, period, known_at, recorded_at)
        except AshoreError as error:
            refused = error
    return page(
        request,
        visiting,
        "toll.html",
        {
            "asked": typed,
            "period": period if refused is None else "",
            "columns": [name for name, _ in COUNTED],
            "lines": lines,
            "standing": last_word(lines),
            "dates": _dates(every, {"period": period, "recorded_at": recorded_at}, known_at),
            "listed": listed,
            "by_cause": lambda one: by_label(one, "cause"),
            "years": () if period else _years(desk),
            # A picture is of all that is known now, so none stands beside an earlier date.
            "pictured": not (known_at or recorded_at)
            and _YEAR.fullmatch(period) is not None
            and any(_deadly(each) for each in listed),
            "shown": lambda stated: _shown(stated, visiting),
            "teller": Teller(visiting.tongue, ()),
            "refused": told(visiting, refused),
        },
        status=200 if refused is None else status_of(refused),
    )


def _deadly(listed: Listed) -> bool:
    return any(one.dead or one.missing for one in listed.incidents)


def _years(desk: Desk) -> list[str]:
    """Return the years of which a series held counts the dead, the latest first."""
    return sorted(
        {
            row.start[:4]
            for _, series, _ in rating.series_of(desk)
            if any(column.outcome == "dead" for column in series.columns)
            for row in series.rows
        },
        reverse=True,
    )


def _dates(every: tuple[TollLine, ...], asked: Mapping[str, str], known_at: str) -> list[Known]:
    """Return each date on which a source spoke, with where the toll stands as it was known at its end."""
    latest: dict[date, int] = {}
    for line in every:
        day = in_zone(line.known_ms, ZONE).date()
        latest[day] = max(latest.get(day, 0), line.known_ms)
    found = []
    for day, ms in sorted(latest.items()):
        at = iso(ms + 999)  # to the second, and not before the statement
        kept = {name: value for name, value in {**asked, "known_at": at}.items() if value}
        address = f"/toll?{urlencode(kept)}"
        found.append(Known(day=day, address=address, current=at == known_at))
    return found


def _shown(stated: Stated | None, visiting: Visitor) -> str:
    """Return a number as the source bounds it, "" where it states none."""
    if stated is None:
        return ""
    if stated.low == 0 and stated.high is None and stated.value is not None:
        return visiting.tongue.says("about {number}", number=stated.value)
    return Teller(visiting.tongue, ()).number(stated.low, stated.high)


ROUTES = [Route("/toll", toll_page)]
