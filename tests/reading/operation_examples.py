"""Communiqués with the reports they make, one label a line, and how a reading of one compares with its labels.

A label is `boats; step; hour; field=value; …`: the boats joined by +, with those it may be instead after a question
mark, none for several told of together; the hour with its offset, or - where none is said; a number as ~40 (about),
>40 (more than), >=40, <40 (almost), <=40, 20-25.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from ashore.model.times import utc_ms
from ashore.reading.operations.reader import Operations, Proposed, read_operations

HERE = Path(__file__).parent
COUNTS = ("on_board", "taken_off", "left_aboard", "in_water", "injured", "dead", "missing", "count")
MARKS = {"about": "~", "more_than": ">", "at_least": ">=", "almost": "<", "at_most": "<="}
BESIDE = ("place", "unit", "all_off", "craft_after", "danger", "boats")


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One communiqué, the day it was published, and the labels of its reports."""

    id: str
    published: date
    text: str
    reports: tuple[str, ...]


def examples(name: str) -> list[Example]:
    """Return the communiqués of one file beside this module."""
    rows = [json.loads(line) for line in (HERE / f"{name}.jsonl").read_text("utf-8").splitlines()]
    return [
        Example(
            id=row["id"],
            published=date.fromisoformat(row["published"]),
            text=row["text"],
            reports=tuple(row["reports"]),
        )
        for row in rows
    ]


def read_as(text: str, published: date) -> Operations:
    """Return a text's reports, as known at the end of the day of publication in Paris."""
    end = datetime(published.year, published.month, published.day, tzinfo=ZoneInfo("Europe/Paris"))
    return read_operations(text, published=published, until=utc_ms(end + timedelta(days=1)))


def labelled(label: str) -> dict[str, str]:
    """Return a label as its fields."""
    boats, step, hour, *rest = (each.strip() for each in label.split(";"))
    told = {"boats_of": boats, "step": step, "hour": hour} | dict(each.split("=", 1) for each in rest)
    return {name: value for name, value in told.items() if value}


def as_labelled(read: Proposed) -> dict[str, str]:
    """Return a proposed report as the fields of a label."""
    [mention] = read.fields["mentions"]
    met, event = mention.get("encounter", {}), mention.get("event", {})
    hour = read.fields.get("said_at")
    told = {
        "boats_of": "+".join(map(str, read.boats))
        + ("?" + "+".join(map(str, read.perhaps)) if read.perhaps else ""),
        "step": "call" if read.step == "told" else read.step,
        "hour": "-" if hour is None else _minute(hour),
    }
    counted = dict(met) | {"on_board": mention.get("on_board"), "count": event.get("count")}
    counted["missing"] = next((each["count"] for each in mention.get("movements", ())), None)
    for name in COUNTS:
        if counted.get(name):
            told[name] = _number(counted[name])
            told |= {
                part: _number(counted[name][part])
                for part in ("children", "women", "men")
                if part in counted[name]
            }
    places = [_place(each) for each in mention.get("positions", ()) if each.get("of") == "craft"]
    told["place"] = met.get("place") or next(iter(places), "")
    told["unit"] = met.get("unit", "")
    told["all_off"], told["craft_after"] = met.get("all_off", ""), met.get("craft_after", "")
    told["danger"] = "+".join(mention.get("danger", ()))
    boats = mention.get("boats")
    told["boats"] = "" if boats is None else _number(boats)
    return {name: value for name, value in told.items() if value}


def _minute(hour: str) -> str:
    return hour[:16] + hour[-6:]


def _number(count: dict[str, Any]) -> str:
    qualifier, value = count.get("qualifier"), count.get("value")
    if qualifier == "indefinite":
        return "1"
    if value is None:
        low, high = count.get("low"), count.get("high")
        return str(low) if low == high and low is not None else f"{low}-{'' if high is None else high}"
    return MARKS.get(qualifier or "", "") + str(value)


def _place(position: dict[str, Any]) -> str:
    from ashore.reading.gazetteer import find_places

    if position.get("place"):
        named = next(iter(find_places(position["place"])), None)
        return named.places[0].name if named else position["place"]
    return f"{position['lat']:.2f},{position['lon']:.2f}"


def core(told: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """Return what must be right for a report to count as read: boat, step, hour and every number."""
    names = ("boats_of", "step", "hour", *COUNTS, "children", "women", "men")
    return tuple((name, told[name]) for name in names if name in told)


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How many reports were labelled, read, and read rightly; and of those, how many of the fields beside."""

    labelled: int
    read: int
    right: int
    beside: int
    beside_right: int

    @property
    def precision(self) -> float:
        return self.right / max(self.read, 1)

    @property
    def recall(self) -> float:
        return self.right / max(self.labelled, 1)


def score(some: list[Example]) -> Score:
    """Return how well communiqués are read: a report is right if its boat, step, hour and every number are."""
    total: Counter[str] = Counter()
    for example in some:
        read = [as_labelled(each) for each in read_as(example.text, example.published).reports]
        wanted = [labelled(each) for each in example.reports]
        total["labelled"] += len(wanted)
        total["read"] += len(read)
        for want in wanted:
            same = next((each for each in read if core(each) == core(want)), None)
            if same is None:
                continue
            read.remove(same)
            total["right"] += 1
            for name in BESIDE:
                if name in want or name in same:
                    total["beside"] += 1
                    total["beside_right"] += want.get(name) == same.get(name)
    return Score(
        labelled=total["labelled"],
        read=total["read"],
        right=total["right"],
        beside=total["beside"],
        beside_right=total["beside_right"],
    )
