"""A step as fields of ashore.report/1, with the words of each value and what of it nobody said."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ashore.model.counts import PARTS
from ashore.model.phrases import Phrase, say
from ashore.reading.operations.counted import Counted
from ashore.reading.operations.draft import Draft
from ashore.reading.positions_said import ReadPosition

ENCOUNTERED = ("taken_off", "left_aboard", "in_water", "injured", "dead")
"""Numbers that stand in an encounter; those aboard stand beside it, and the missing are a movement."""

NO_ACTION = frozenset({"told", "dead", "prevented"})
"""Steps that are nothing a unit did with a craft."""

_OF_THE_CRAFT = {
    "craft": "kind",
    "colour": "colour",
    "engine": "engine",
    "fuel": "fuel",
    "lifejackets": "lifejackets",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """The words at [start, end) of the text, in code points, that a value was read from: its path in the report."""

    path: str
    quote: str
    start: int
    end: int


def fields_of(
    text: str, draft: Draft, drafts: list[Draft], speaker: str
) -> tuple[dict[str, object], tuple[Phrase, ...]]:
    """Return the fields of a report that a step gives, and the sentences on what was assumed or cannot be told.

    `drafts` are all the steps of the text; `speaker` is who says the numbers, a code of the format.
    """
    assumed: list[str] = []
    notes: list[Phrase] = []
    if draft.hour is not None and draft.hour.assumed:
        assumed.append("said_at")
        notes += draft.hour.assumed
    for index, read in enumerate(draft.positions):
        if read.guessed:
            assumed.append(f"mentions[0].positions[{index}]")
            notes += read.guessed
    if draft.perhaps:
        boats = ", ".join(map(str, draft.perhaps))
        notes.append(
            say(
                "The text does not say whether this is boat {boats} or another: that is left to you.",
                boats=boats,
            )
        )
    if len(draft.boats) != 1:
        notes.append(say("It tells of several boats together; how many came from which is not said."))
    start, end = _run(draft)
    report = {
        "said_at": None if draft.hour is None else draft.hour.moment.stated,
        "language": draft.sentence.language,
        "text": text[start:end],
        "mentions": [_mention(draft, drafts, text, speaker)],
        "assumed": assumed,
    }
    return {name: value for name, value in report.items() if value not in (None, [])}, tuple(
        dict.fromkeys(notes)
    )


def quotes_of(text: str, draft: Draft) -> Iterator[Quote]:
    """Yield the words of each value of a step."""
    for path, start, end in _places(draft):
        yield Quote(path=path, quote=text[start:end], start=start, end=end)


def _places(draft: Draft) -> Iterator[tuple[str, int, int]]:
    named = {"told": "mentions[0]", "dead": "mentions[0]", "prevented": "mentions[0].event.kind"}
    yield named.get(draft.step, "mentions[0].encounter.action"), draft.start, draft.end
    for start, end in draft.restated:
        yield "mentions[0]", start, end
    if draft.hour is not None:
        yield "said_at", draft.hour.start, draft.hour.end
    for name, each in draft.counts.items():
        yield _path(name), each.start, each.end
    for name, some in draft.parts.items():
        for each in some:
            yield f"{_path(name)}.{each.part}", each.start, each.end
    if draft.together is not None:
        yield "mentions[0].boats", draft.together.start, draft.together.end
    if draft.unit is not None:
        yield "mentions[0].encounter.unit", draft.unit.start, draft.unit.end
    if draft.place is not None:
        holder = "event" if draft.step == "prevented" else "encounter"
        yield f"mentions[0].{holder}.place", draft.place.start, draft.place.end
    for index, read in enumerate(draft.positions):
        yield f"mentions[0].positions[{index}]", read.start, read.end
    for sign in draft.signs:
        field = "danger" if sign.kind == "danger" else f"craft.{_OF_THE_CRAFT.get(sign.kind, sign.kind)}"
        yield f"mentions[0].{field}", sign.start, sign.end
    for beside in draft.beside:
        yield f"mentions[0].encounter.{beside.field}", beside.start, beside.end


def _path(name: str) -> str:
    return {
        "on_board": "mentions[0].on_board",
        "missing": "mentions[0].movements[0].count",
        "event": "mentions[0].event.count",
    }.get(name, f"mentions[0].encounter.{name}")


def _run(draft: Draft) -> tuple[int, int]:
    """Return the run of its own sentence that holds the step's words."""
    spans = [
        (start, end)
        for _, start, end in _places(draft)
        if draft.sentence.start <= start and end <= draft.sentence.end
    ]
    return min(start for start, _ in spans), max(end for _, end in spans)


def _mention(draft: Draft, drafts: list[Draft], text: str, speaker: str) -> dict[str, object]:
    counts = {
        name: _count(each, draft.parts.get(name, []), text, speaker) for name, each in draft.counts.items()
    }
    mention: dict[str, object | None] = {
        "about": _about(draft, drafts),
        "boats": _boats(draft),
        "positions": [_position(each, draft) for each in draft.positions],
        "on_board": counts.get("on_board"),
        "craft": {
            _OF_THE_CRAFT.get(sign.kind, sign.kind): float(sign.value)
            if sign.kind == "length_m"
            else sign.value
            for sign in draft.signs
            if sign.kind != "danger"
        },
        "danger": [sign.value for sign in draft.signs if sign.kind == "danger"],
        "encounter": _encounter(draft, counts),
        "movements": [{"from": "boat", "to": "missing", "count": counts["missing"]}]
        if "missing" in counts
        else [],
        "event": _event(draft, counts),
    }
    return {name: value for name, value in mention.items() if value not in (None, [], {})}


def _about(draft: Draft, drafts: list[Draft]) -> str:
    if draft.step == "prevented":
        return "land"
    of_boat = [each for each in drafts if each.boats == draft.boats]
    return "body" if draft.step == "body_found" and of_boat == [draft] else "craft"


def _boats(draft: Draft) -> dict[str, int | None] | None:
    if len(draft.boats) > 1:
        return {"low": len(draft.boats), "high": len(draft.boats)}
    if draft.together is None:
        return None
    if draft.together.unit == "incident":
        return {"low": 1, "high": None}  # several operations may have been for one boat
    return {"low": draft.together.low or 1, "high": draft.together.high}


def _position(read: ReadPosition, draft: Draft) -> dict[str, object]:
    hour = draft.hour if read.of == "craft" else None
    stated: dict[str, object | None] = {
        "lat": float(read.lat),
        "lon": float(read.lon),
        "error_m": int(read.error_m),
        "at": None if hour is None else hour.moment.stated,
        "at_error_s": None if hour is None else hour.error_s,
        "how": read.how,
        "of": read.of,
        "place": read.place,
        "area": None if read.area is None else json.loads(read.area),
    }
    return {name: value for name, value in stated.items() if value is not None}


def _encounter(draft: Draft, counts: dict[str, dict[str, object]]) -> dict[str, object]:
    if draft.step == "prevented":
        return {}
    stated: dict[str, object | None] = {
        "unit": None if draft.unit is None else draft.unit.name,
        "action": None if draft.step in NO_ACTION else draft.step,
        **{name: counts[name] for name in ENCOUNTERED if name in counts},
        "place": None if draft.place is None else draft.place.name,
        **{beside.field: beside.value for beside in draft.beside},
    }
    return {name: value for name, value in stated.items() if value is not None}


def _event(draft: Draft, counts: dict[str, dict[str, object]]) -> dict[str, object]:
    if draft.step != "prevented":
        return {}
    place = draft.positions[0].quote if draft.positions else draft.place.name if draft.place else None
    stated = {"kind": "prevented", "count": counts.get("event"), "place": place}
    return {name: value for name, value in stated.items() if value is not None}


def _count(each: Counted, parts: list[Counted], text: str, speaker: str) -> dict[str, object]:
    named = {name: _part([part for part in parts if part.part == name]) for name in _parts_of(parts)}
    least = sum(max(part.low or 0 for part in parts if part.part == name) for name in named)
    if each.high is not None and least > each.high:
        named = {}
    return {**_ends(each), "as_said": text[each.start : each.end], "says_who": speaker, **named}


def _parts_of(parts: list[Counted]) -> list[str]:
    return [name for name in PARTS if any(part.part == name for part in parts)]


def _part(said: list[Counted]) -> dict[str, Any]:
    """Return one part of a count; told twice, it is at least the larger: one may hold the other, or stand beside it."""
    if len(said) == 1:
        return _ends(said[0])
    return {"value": max(each.low or 0 for each in said), "qualifier": "at_least"}


def _ends(each: Counted) -> dict[str, Any]:
    """Return a number as the format takes it: what its qualifier entails need not be written."""
    if each.value is None and each.qualifier in (None, "exact", "none"):
        return {name: end for name, end in (("low", each.low), ("high", each.high)) if end is not None}
    if each.value is None or each.qualifier == "indefinite":
        return {"qualifier": each.qualifier}
    return {"value": each.value, "qualifier": each.qualifier or "exact"}
