"""The reports of a night as the oracle takes them: every message once, and what is certain about it already settled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ashore.exercise.calls import Fields
from ashore.exercise.files import MentionId
from ashore.exercise.saying import RADIUS_95
from ashore.exercise.voyages import STRAIT
from ashore.model.times import moment

CALL, SIGHT, RESCUE = 0, 1, 2
"""Said by somebody aboard; seen from afar; said by a unit alongside."""

WHOLE_HOUR_S = 3_600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One thing said about one boat, whichever reports carry it; instants are epoch seconds.

    `mentions` are those that carry it, `source` the report it is from: one report never mentions a boat twice.
    `fix` is (x, y, standard deviation), metres on `voyages.STRAIT`; `how` and `place` as in format ashore.report/1.
    `ashore` says that the telephone is a relative's.
    """

    mentions: tuple[MentionId, ...]
    source: str
    at: float
    what: int
    fix: tuple[float, float, float] | None
    how: str
    place: str
    phone: str
    ashore: bool
    language: str
    count: Mapping[str, Any] | None
    counted: int | None
    set_out: int | None
    children: int | None
    kind: str
    colour: str
    length_m: float | None
    engine: str
    danger: tuple[str, ...]
    departed: str


def messages(reports: Sequence[Fields]) -> tuple[Message, ...]:
    """Return what was said of boats, in the order of when; copies are one message.

    A mail or a call that passes a message on has its words, its place and its instant, to the second or, by the other
    centre's clock, a whole hour off. Nothing else of a night agrees in all of these.
    """
    told: dict[tuple[object, ...], list[tuple[Fields, int]]] = {}
    for report in sorted(reports, key=_originals_first):
        at = moment(report["said_at"]).ms / 1_000
        for index, mention in enumerate(report["mentions"]):
            name = _content(report, index, mention)
            passed = report["sender"]["role"] == "centre"
            offsets = (0.0, WHOLE_HOUR_S, -WHOLE_HOUR_S) if passed else (0.0,)
            known = next((key for off in offsets if (key := (*name, at + off)) in told), (*name, at))
            told.setdefault(known, []).append((report, index))
    made = sorted(
        (_message(carried) for carried in told.values()), key=lambda each: (each.at, each.mentions[0])
    )
    return tuple(made)


def _originals_first(report: Fields) -> tuple[bool, str]:
    return report["sender"]["role"] in ("hotline", "centre"), str(report["received_at"])


def _content(report: Fields, index: int, mention: Fields) -> tuple[object, ...]:
    sender = report["sender"]
    if sender["role"] not in ("aboard", "relative", "hotline", "centre"):
        return (_key(report), index)
    spot = mention.get("positions", [{}])[0]
    if not report.get("text") and not spot:
        return (_key(report), index)  # a call in which nothing is said is nobody's copy
    return (report.get("text"), report.get("language"), spot.get("lat"), spot.get("lon"))


def _key(report: Fields) -> str:
    return f"{report['received_by']}/{report['channel']}/{report['id']}"


def _message(carried: Sequence[tuple[Fields, int]]) -> Message:
    report, index = carried[0]
    mention, sender = report["mentions"][index], report["sender"]
    at = moment(report["said_at"]).ms / 1_000
    encounter, craft = mention.get("encounter"), mention.get("craft", {})
    count = mention.get("on_board")
    what = RESCUE if encounter else SIGHT if sender["role"] in ("unit", "public") else CALL
    spot = mention.get("positions", [{}])[0]
    fix = None
    if spot:
        x, y = STRAIT.project([spot["lon"]], [spot["lat"]])
        sigma = 150.0 if what == RESCUE else max(spot["error_m"], 1) / RADIUS_95
        fix = (float(x[0]), float(y[0]), sigma)
    children = (count or {}).get("children")
    return Message(
        mentions=tuple((_key(each), place) for each, place in carried),
        source=_key(report),
        at=at,
        what=what,
        fix=fix,
        how=spot.get("how", ""),
        place=str(spot.get("place", "")).removeprefix("off "),
        phone=(sender.get("phone") or "") if sender["role"] in ("aboard", "relative") else "",
        ashore=sender["role"] == "relative",
        language=report.get("language") or "",
        count=count,
        counted=encounter["taken_off"]["value"] if encounter else None,
        set_out=encounter["set_out"]["value"] if encounter and "set_out" in encounter else None,
        children=None if children is None else int(children["low"]),
        kind=craft.get("kind", ""),
        colour=craft.get("colour", ""),
        length_m=craft.get("length_m"),
        engine=craft.get("engine", ""),
        danger=tuple(mention.get("danger", ())),
        departed=craft.get("departed_from", ""),
    )
