"""What is written of a forecast: an advice entry of whole numbers and text, from which the same run is made again."""

from __future__ import annotations

import json

from ashore.forecast.cloud import Area, Cloud, Forcing
from ashore.model.bodies import Forecast, ForecastArea, ForecastForcing, ForecastScenario
from ashore.model.phrases import utc_minute
from ashore.model.times import Moment, iso

MINUTE = 60_000


def record(cloud: Cloud) -> Forecast:
    """Return the body of the entry that keeps a cloud as it was shown; its sentences are in English."""
    order = cloud.order
    plan = order.plan
    said = [each.render(str, utc_minute) for each in cloud.sentences]
    return Forecast(
        case=plan.case,
        made_at=moment_at(order.now),
        summary=f"{'SYNTHETIC: ' if cloud.made_up else ''}{said[0] if said else ''}",
        engine=cloud.engine,
        version=cloud.version,
        seed=order.seed,
        fingerprint=order.fingerprint,
        particles=cloud.particles,
        rests_on=plan.rests_on,
        forcing=tuple(_forcing(each, order.now) for each in cloud.forcing),
        scenarios=tuple(
            ForecastScenario(key=each.key, says=each.name.render(str, utc_minute), per_mille=each.per_mille)
            for each in plan.hypotheses
        ),
        mixtures=cloud.mixtures,
        assumptions=(*(each.render(str, utc_minute) for each in plan.assumed), *said[1:], *cloud.engine_says),
        areas=tuple(_area(each) for each in cloud.areas),
    )


def moment_at(ms: int) -> Moment:
    """Return an instant of ours as a moment, stated in UTC."""
    return Moment(ms=ms, stated=iso(ms))


def _forcing(each: Forcing, now: int) -> ForecastForcing:
    issued = each.issued
    return ForecastForcing(
        name=each.name,
        kind=each.kind,
        made_up=each.made_up,
        fitted=each.fitted,
        issued_at=None if issued is None else moment_at(issued),
        age_min=None if issued is None else max(0, (now - issued) // MINUTE),
    )


def _area(each: Area) -> ForecastArea:
    lat, lon = each.middle
    return ForecastArea(
        at=moment_at(each.at),
        sought=each.sought,
        per_cent=each.per_cent,
        middle=f"{lat:.4f}, {lon:.4f}",
        area=json.dumps(each.area, separators=(",", ":")),
    )
