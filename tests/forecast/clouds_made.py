"""Clouds without an engine, for what only keeps, shows or writes them."""

from __future__ import annotations

from typing import Any

from boats import CASE, at, boat, fixed, said

from ashore.forecast.cloud import Area, Cloud, Forcing, Order, order
from ashore.forecast.scenarios import Plan, plan
from ashore.model.phrases import say

SQUARE: dict[str, Any] = {
    "type": "MultiPolygon",
    "coordinates": [[[[1.0, 50.0], [2.0, 50.0], [2.0, 51.0], [1.0, 51.0], [1.0, 50.0]]]],
}


def ordered(minutes: float = 60, case: str = CASE) -> Order:
    """Return the order for a boat with one position, at so many minutes."""
    made = plan(boat(said("a", 10, fixed())), at(minutes))
    assert isinstance(made, Plan)
    if case != CASE:
        made = Plan(case=case, hypotheses=made.hypotheses, weighed_by=(), assumed=(), rests_on=made.rests_on)
    return order(made, at(minutes), ())


def cloud_of(asked: Order, *, made_up: bool = True) -> Cloud:
    """Return a cloud that says one sentence and holds one square."""
    return Cloud(
        order=asked,
        engine="fake 1",
        version="0",
        particles=3,
        forcing=(Forcing(name="a tide", kind="current", made_up=made_up, fitted=False, issued=at(0)),),
        sentences=(say("Half of it lies here."), say("And more there.")),
        areas=(
            Area(
                at=asked.now,
                sought="people",
                per_cent=50,
                middle=(50.5, 1.5),
                square_nm=12.3,
                area=SQUARE,
            ),
        ),
        mixtures=("afloat-overloaded",),
        engine_says=("Not fitted here.",),
        geojson=lambda: {"type": "FeatureCollection", "features": []},
        level=lambda at, lat, lon, key: 0.5,
        draw=lambda language, translate: f"PNG in {language}".encode(),
    )
