"""A night as every method gets it: one row a mention, with nothing of the truth in it."""

from __future__ import annotations

from typing import Any

from ashore.exercise.night import Fields, Night
from ashore.exercise.voyages import STRAIT
from ashore.model.times import moment

Row = dict[str, Any]


def rows(night: Night) -> list[Row]:
    """Return a night's mentions in the order received.

    `at_s` is epoch seconds of what is said, `x_km` and `y_km` a place on the strait's chart or null, `error_m` its
    radius of 95 %; everything else is as format ashore.report/1 has it, null where it was not said.
    """
    made = []
    for report in night.reports:
        for index, mention in enumerate(report["mentions"]):
            made.append(_row(report, index, mention))
    return made


def _row(report: Fields, index: int, mention: Fields) -> Row:
    spot = (mention.get("positions") or [{}])[0]
    count = mention.get("on_board") or (mention.get("encounter") or {}).get("taken_off") or {}
    craft = mention.get("craft", {})
    value = count.get("value") or count.get("low")
    x = y = None
    if spot:
        east, north = STRAIT.project([spot["lon"]], [spot["lat"]])
        x, y = float(east[0]) / 1_000, float(north[0]) / 1_000
    return {
        "id": f"{report['received_by']}/{report['channel']}/{report['id']}#{index}",
        "at_s": moment(report["said_at"]).ms / 1_000,
        "phone": report["sender"].get("phone"),
        "lat": spot.get("lat"),
        "lon": spot.get("lon"),
        "x_km": x,
        "y_km": y,
        "error_m": spot.get("error_m"),
        "how": spot.get("how"),
        "count": value,
        "children": (count.get("children") or {}).get("low"),
        "colour": craft.get("colour"),
        "kind": craft.get("kind"),
        "length_m": craft.get("length_m"),
        "engine": craft.get("engine"),
        "departed": craft.get("departed_from"),
        "language": report.get("language"),
    }


def same_phone(told: list[Row]) -> dict[str, str]:
    """Return the plain rule's groups: one number is one boat, and a mention without one is alone."""
    return {each["id"]: each["phone"] or each["id"] for each in told}
