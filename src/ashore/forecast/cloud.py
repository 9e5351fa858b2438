"""What is asked of drift for a case, and the cloud that comes back, in terms that every page and record takes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from ashore.forecast.scenarios import HOUR, Plan
from ashore.model.phrases import Phrase, Translate

AHEAD_H = 6
"""How far past now a forecast goes."""

EVERY = HOUR // 2
"""A forecast is for the half hours: within one, the same case has the same cloud."""

STEP = HOUR // 6
"""A step of a run, and so how soon after its last datum a cloud can be looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A forecast to be made: the plan, until when and for which instant (UTC milliseconds), on which forcing.

    `start` is the first ten minutes by which the boat has been wherever the plan begins.

    `forcing` names what current and wind come from, as configured.
    """

    plan: Plan
    start: int
    end: int
    now: int
    forcing: tuple[str, ...]

    @property
    def fingerprint(self) -> str:
        """The SHA-256, in hex, of everything the cloud rests on: the plan, its times to the half hour, the forcing."""
        rests = {"plan": asdict(self.plan), "start": self.start, "end": self.end, "forcing": self.forcing}
        return hashlib.sha256(json.dumps(rests, sort_keys=True, ensure_ascii=False).encode()).hexdigest()

    @property
    def seed(self) -> int:
        """The seed of the run: 31 bits of the fingerprint, so that the same case gives the same cloud."""
        return int(self.fingerprint[:8], 16) & 0x7FFF_FFFF


@dataclass(frozen=True, slots=True, kw_only=True)
class Forcing:
    """One product under a cloud; `issued` is UTC milliseconds, None where it does not say.

    `made_up` is SYNTHETIC; `assumed` stands where nothing is held at all, and its name says so.
    """

    name: str
    kind: str
    made_up: bool
    fitted: bool
    issued: int | None
    assumed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """The smallest area that holds a share of the cloud at an instant (UTC milliseconds).

    `sought` is people or craft; `area` a GeoJSON geometry in degrees of four decimals; `middle` (lat, lon) its
    densest place; `square_nm` its size.
    """

    at: int
    sought: str
    per_cent: int
    middle: tuple[float, float]
    square_nm: float
    area: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cloud:
    """A forecast that was made: what it says in sentences, its areas, and the record it can be made from again.

    `draw` gives the picture as PNG in a language (its code, and what translates into it), and `geojson` everything
    as a FeatureCollection; each may take a second and may be asked from any thread.
    `level` gives the share held by the smallest area that reaches a place: an instant (UTC milliseconds), latitude,
    longitude, and the key of a hypothesis or None for all together; 1 where no area does.
    `engine_says` are the engine's own sentences, in English: assumptions, and gaps in what it was given.
    """

    order: Order
    engine: str
    version: str
    particles: int
    forcing: tuple[Forcing, ...]
    sentences: tuple[Phrase, ...]
    areas: tuple[Area, ...]
    mixtures: tuple[str, ...]
    engine_says: tuple[str, ...]
    geojson: Callable[[], dict[str, Any]]
    draw: Callable[[str, Translate], bytes]
    level: Callable[[int, float, float, str | None], float]

    @property
    def made_up(self) -> bool:
        """Whether anything under it is SYNTHETIC."""
        return any(each.made_up for each in self.forcing)


def order(plan: Plan, now: int, forcing: tuple[str, ...]) -> Order:
    """Return the order for a plan at an instant: to six hours past the half hour after now."""
    last = max(each.datum.at + each.datum.at_error_s * 1_000 for each in plan.hypotheses)
    start = -(-last // STEP) * STEP + STEP
    return Order(
        plan=plan,
        start=start,
        end=max(start, -(-now // EVERY) * EVERY) + AHEAD_H * HOUR,
        now=now,
        forcing=forcing,
    )
