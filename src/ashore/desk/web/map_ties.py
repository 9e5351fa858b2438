"""Why a report may be of a boat, on the map: how far from it each boat that it may be was, and how long before."""

from __future__ import annotations

from dataclasses import dataclass

from ashore.desk.commands.mapping import MapView
from ashore.desk.language import Tongue
from ashore.desk.web.clocks import hour
from ashore.desk.web.telling import Teller
from ashore.forecast.fixes import Fix, distance_m

NM = 1852.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """From the report that a map is about to the position of a boat nearest to it in time; `key` is the boat's."""

    key: str
    case: str
    start: Fix
    end: Fix
    label: str
    says: str


def ties(view: MapView, teller: Teller, tongue: Tongue) -> tuple[Tie, ...]:
    """Return how far each boat was from the report that a map is about; of a boat without a position nothing."""
    if view.asked is None or not view.asked.fixes:
        return ()
    own = view.asked.fixes[0]
    found = []
    for boat in view.boats:
        if not boat.fixes:
            continue
        other = boat.fixes[0]
        nm = f"{distance_m(own.lat, own.lon, other.lat, other.lon) / NM:.1f}"
        minutes = abs(own.at - other.at) // 60_000
        fields = {
            "boat": teller.label(boat.case),
            "nm": nm,
            "minutes": minutes,
            "time": hour(other.at, tongue),
        }
        found.append(
            Tie(
                key=boat.key,
                case=boat.case.id,
                start=own,
                end=other,
                label=tongue.says("{nm} NM, {minutes} min", nm=nm, minutes=minutes),
                says=tongue.says("{boat} was {nm} NM away {minutes} min later, at {time}.", **fields)
                if other.at > own.at
                else tongue.says("{boat} was {nm} NM away {minutes} min before, at {time}.", **fields),
            )
        )
    return tuple(found)
