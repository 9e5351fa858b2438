"""A run in plain words, the answer first: where half of the probability is, and where to look.

Sentences are templates with fields, so that a catalogue can translate a template by its English.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import numpy as np

from ashore.drift.ensemble import Ensemble
from ashore.drift.products.cloud import (
    WORTH_LEADING,
    Cloud,
    NoPlaceKnown,
    Sought,
    begins,
    cloud_at,
    parting,
    start_of,
)
from ashore.drift.products.containment import Containment, containment
from ashore.drift.products.writing import (
    bearing_deg,
    compass,
    hours_and_minutes,
    nautical_miles,
    place,
    square_miles,
    utc_minute,
)

Translate = Callable[[str], str]
"""Returns a template, found by its English, in the reader's language."""

WORTH_SAYING = 0.005
"""A share below this is not said."""


def in_english(template: str) -> str:
    """Return a template as it stands."""
    return template


@dataclass(frozen=True, slots=True)
class Said:
    """A template, which is the id of its translation, and what stands in its fields: text, or a sentence of its own."""

    template: str
    fields: Mapping[str, str | Said | tuple[Said, ...]] = field(default_factory=dict)

    def sentence(self, translate: Translate = in_english) -> str:
        """Return it in the reader's language; several sentences in one field are joined by semicolons."""
        shown = {}
        for name, value in self.fields.items():
            if isinstance(value, Said):
                shown[name] = value.sentence(translate)
            elif isinstance(value, tuple):
                shown[name] = "; ".join(each.sentence(translate) for each in value)
            else:
                shown[name] = value
        return translate(self.template).format(**shown)


def say(template: str, **fields: str | Said | tuple[Said, ...]) -> Said:
    """Return a sentence; the template, written out where it is said, is the id of its translation."""
    return Said(template, fields)


def as_written(text: str) -> Said:
    """Return words that come from elsewhere, and hold no fields of ours, as a sentence."""
    return Said(text.replace("{", "{{").replace("}", "}}"))


def answer(ensemble: Ensemble, when: float | None = None) -> tuple[Said, ...]:
    """Return what a run says of an instant (epoch seconds UTC; its end if none is given), the most needed first.

    Raises OutsideRun, and NoPlaceKnown where nothing has a known place then.
    """
    at = float(ensemble.times[-1]) if when is None else when
    cloud = cloud_at(ensemble, at)
    density = containment(cloud)
    return (
        _where(ensemble, density),
        *_apart(ensemble, at),
        _areas(density),
        *_gaps(cloud),
        *_scenarios(ensemble, at),
        *(_source(source) for source in ensemble.record.sources),
        *(as_written(text) for text in (*ensemble.record.assumptions, *ensemble.record.summary)),
        say(
            "Run made {made} by {engine}, seed {seed}.",
            made=stated(ensemble.record.made_at),
            engine=ensemble.record.engine,
            seed=str(ensemble.record.request.get("seed", "–")),
        ),
    )


def _where(ensemble: Ensemble, density: Containment) -> Said:
    cloud = density.cloud
    hours = (cloud.when - begins(ensemble)) / 3600
    time, after = utc_minute(cloud.when), hours_and_minutes(hours)
    groups = density.groups()
    if len(groups) > 1:
        places = tuple(
            say(
                "{share} % about {place}, {way}",
                share=f"{100 * group.share:.0f}",
                place=place(*_degrees(cloud, group.x, group.y)),
                way=_way(ensemble, group.x, group.y),
            )
            for group in groups
        )
        where = say(
            "half of the probability lies in {count} places: {places}.", count=str(len(groups)), places=places
        )
    else:
        x, y = _middle(density)
        where = say(
            "half of the probability lies within {radius} NM of {place}; look first {way}.",
            radius=nautical_miles(cloud.radius(x, y)),
            place=place(*_degrees(cloud, x, y)),
            way=_way(ensemble, x, y),
        )
    timed = (
        say("At {time} ({after} before): {where}", time=time, after=after, where=where)
        if hours < 0
        else say("By {time} ({after} on): {where}", time=time, after=after, where=where)
    )
    if cloud.missing >= WORTH_LEADING:
        timed = say(
            "INCOMPLETE: {share} % has no known place, for want of currents or wind. Of the rest: {known}",
            share=f"{min(99.0, 100 * cloud.missing):.0f}",
            known=timed,
        )
    if for_comparison(ensemble):
        timed = say(
            "FOR COMPARISON ONLY, as another tool would make it, not for a search. {known}", known=timed
        )
    if ensemble.record.synthetic:
        return say("SYNTHETIC, made-up currents or wind, not for a real search. {answer}", answer=timed)
    return timed


def for_comparison(ensemble: Ensemble) -> bool:
    """Return whether a run was made as another tool makes it, its errors left out."""
    return bool(ensemble.record.request.get("leeway", "table") != "table")


def _middle(density: Containment) -> tuple[float, float]:
    """Return the middle of the 50 % area where it is in one piece, else of the whole cloud, metres on the chart."""
    groups = density.groups()
    return (groups[0].x, groups[0].y) if len(groups) == 1 else density.cloud.middle


def _way(ensemble: Ensemble, x: float, y: float) -> Said:
    """Return how far and which way a place is from the start of the run."""
    x0, y0 = start_of(ensemble)
    distance = float(np.hypot(x - x0, y - y0) / ensemble.chart.scale(x, y))
    if distance < 0.1 * 1852:
        return say("at the datum")
    return say(
        "{distance} NM {point} of the datum",
        distance=nautical_miles(distance),
        point=_point(ensemble, x0, y0, x, y),
    )


def _point(ensemble: Ensemble, x0: float, y0: float, x: float, y: float) -> Said:
    """Return the point of the compass from one place on the chart to another, by the true north of the first."""
    lon, lat = ensemble.chart.place(x0, y0)
    north_x, north_y = (float(part) for part in ensemble.chart.north(lon, lat))
    east, north = (x - x0) * north_y - (y - y0) * north_x, (x - x0) * north_x + (y - y0) * north_y
    return Said(compass(bearing_deg(east, north)))


def _apart(ensemble: Ensemble, when: float) -> Iterator[Said]:
    parted = parting(ensemble, when)
    if parted is None:
        return
    (x, y), (hull_x, hull_y) = parted.people, parted.hull
    distance = float(np.hypot(hull_x - x, hull_y - y) / ensemble.chart.scale(x, y))
    yield say(
        "Boat and people have parted company in {share} of 100 cases by then: "
        "the hull is about {place}, {distance} NM {point} of the people. Search for them apart.",
        share=f"{max(1, round(100 * parted.share))}",
        place=place(*(float(each) for each in ensemble.chart.place(hull_x, hull_y))),
        distance=nautical_miles(distance),
        point=_point(ensemble, x, y, hull_x, hull_y),
    )


def _areas(density: Containment) -> Said:
    half, most, nearly = density.areas()
    return say(
        "Areas then: 50 % in {half} square NM, 75 % in {most}, 95 % in {nearly}.",
        half=square_miles(half.area_m2),
        most=square_miles(most.area_m2),
        nearly=square_miles(nearly.area_m2),
    )


def _scenarios(ensemble: Ensemble, when: float) -> Iterator[Said]:
    """Yield a line for each scenario, and how far apart they are: their spread is not averaged away."""
    if len(ensemble.scenarios) < 2:
        return
    people = np.isin(ensemble.part, Sought.PEOPLE.parts)
    middles, radii, lines = [], [], []
    for index, (key, says) in enumerate(ensemble.scenarios):
        weight = float(ensemble.weight[people & (ensemble.scenario == index)].sum())
        named: dict[str, str | Said] = {"says": as_written(says.rstrip(".")), "weight": f"{100 * weight:.0f}"}
        try:
            cloud = cloud_at(ensemble, when, Sought.PEOPLE, key)
        except NoPlaceKnown:
            lines.append(say("– {says} ({weight} %): no place known then.", **named))
            continue
        middle = _middle(containment(cloud))
        middles.append(middle)
        radii.append(cloud.radius(*middle))
        lines.append(
            say(
                "– {says} ({weight} %): half within {radius} NM of {place}, {way}.",
                **named,
                radius=nautical_miles(radii[-1]),
                place=place(*_degrees(cloud, *middle)),
                way=_way(ensemble, *middle),
            )
        )
    if len(middles) > 1:
        x, y = np.array(middles).T
        apart = float(np.hypot(x[:, None] - x, y[:, None] - y).max())
        yield _differing(apart, min(radii))
    yield from lines


def _differing(apart: float, radius: float) -> Said:
    miles = nautical_miles(apart)
    if apart > radius:
        return say(
            "What is assumed of the boat matters: the middles of these lie up to {distance} NM apart.",
            distance=miles,
        )
    return say(
        "Whichever of these is true, their middles lie within {distance} NM of each other.", distance=miles
    )


def _gaps(cloud: Cloud) -> Iterator[Said]:
    if WORTH_SAYING <= cloud.missing < WORTH_LEADING:
        yield say(
            "{share} % has no known place: no currents or no wind were held there. The areas leave it out.",
            share=f"{100 * cloud.missing:.0f}",
        )
    if cloud.waiting >= WORTH_SAYING:
        yield say("{share} % has not started by then, and is left out.", share=f"{100 * cloud.waiting:.0f}")
    if cloud.aground >= WORTH_SAYING:
        yield say("{share} % is on the shore by then.", share=f"{100 * cloud.aground:.0f}")


def source_in_short(source: Mapping[str, Any]) -> Said:
    """Return what a source is and how old, as a clause."""
    name = as_written(str(source["name"]))
    kind = say("Currents") if source["kind"] == "current" else say("Wind")
    if source["synthetic"]:
        unsaid = "SYNTHETIC" not in name.template
        return say("{kind}: {name}", kind=kind, name=say("SYNTHETIC {name}", name=name) if unsaid else name)
    if source.get("origin") == "assumed":
        return say("{kind}: {name}", kind=kind, name=name)
    return say("{kind}: {name}, {age}", kind=kind, name=name, age=_age(source))


def _age(source: Mapping[str, Any]) -> Said:
    if source.get("origin") == "as given":
        return say("given by hand")
    if source.get("issued") is None:
        return say("age not stated")
    issued, age = stated(source["issued"]), source.get("age_h")
    if age is None:
        return say("made {issued}", issued=issued)
    if age < 0:
        return say("made {issued}, {age} h after the start", issued=issued, age=f"{-age:.0f}")
    return say("made {issued}, {age} h before the start", issued=issued, age=f"{age:.0f}")


def _source(source: Mapping[str, Any]) -> Said:
    if not source["sigma"]:
        return say("{source}; taken as free of error.", source=source_in_short(source))
    fitted = say("fitted to drifters' tracks") if source["fitted"] else say("not fitted here")
    return say(
        "{source}; its error is taken as {sigma} m/s remembered for {hours} h, {fitted}.",
        source=source_in_short(source),
        sigma=f"{source['sigma']:.2g}",
        hours=f"{source['hours']:.2g}",
        fitted=fitted,
    )


def stated(text: str) -> str:
    """Write an ISO 8601 instant with its offset as products do."""
    return utc_minute(datetime.fromisoformat(text).timestamp())


def _degrees(cloud: Cloud, x: float, y: float) -> tuple[float, float]:
    lon, lat = cloud.chart.place(x, y)
    return float(lon), float(lat)
