"""What a drill came to, as text for a terminal and as plain values for programs: `ashore.debrief/1`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ashore.model.drills import BoatTold, Debrief, Happened
from ashore.model.times import Interval, iso

FORMAT = "ashore.debrief/1"
MINUTE = 60_000


def as_json(told: Debrief) -> dict[str, Any]:
    """Return a debrief as plain values: instants ISO 8601 in UTC, lengths of time in minutes."""
    return {
        "format": FORMAT,
        "kind": "exercise",
        "seed": told.seed,
        "quality": told.quality,
        "began": iso(told.began),
        "now": iso(told.now),
        "over": told.over,
        "reports": told.reports,
        "injects": told.injects,
        "cases": told.cases,
        "masked_boats": told.masked_boats,
        "minutes_masked": _minutes(told.masked_ms),
        "unheard": told.unheard,
        "skipped": _spans(told.skipped),
        "boats": [_boat(each, told) for each in told.boats],
    }


def as_text(told: Debrief, boat: str = "") -> Iterator[str]:
    """Yield a debrief line by line; with a boat, what was known of it when."""
    yield f"EXERCISE, seed {told.seed}, {told.quality}: {iso(told.began)} to {iso(told.now)}."
    if not told.over:
        yield "The drill is not over: this is how it stands."
    yield (
        f"{told.reports} reports, {told.injects} of them the trainer's; {told.cases} cases opened. "
        f"{told.masked_boats} boats masked, {_minutes(told.masked_ms):g} minutes together."
    )
    if told.unheard:
        yield f"{told.unheard} boats were in danger and nobody reported them."
    if told.skipped:
        yield f"The trainer put the clock forward over {_minutes(told.skipped_ms(_all_of(told))):g} minutes in all."
    yield ""
    yield f"{'boat':10}{'first report':>14}{'to a case':>11}{'masked':>9}{'silent':>9}{'wrong':>7}  ended on the desk"
    for each in told.boats:
        if boat in ("", each.boat):
            yield _row(each)
    for each in told.boats:
        if boat == each.boat:
            yield ""
            yield from (_line(happened, told) for happened in each.happened)


def _row(each: BoatTold) -> str:
    delay = "never" if each.to_a_case_ms is None else f"{_minutes(each.to_a_case_ms):g} min"
    silent = "–" if each.silence is None else f"{_length(each.silence):g} min"
    endings = "; ".join(
        f"{ending.how}" + (f", {ending.still_out} STILL OUT" if ending.still_out else "")
        for ending in each.endings
    )
    first = "" if each.reported is None else f"{iso(each.reported)[11:16]}"
    return (
        f"{each.boat:10}{first:>14}{delay:>11}{_minutes(each.masked_ms):>5g} min{silent:>9}{len(each.wrong):>7}"
        f"  {endings}"
    ).rstrip()


def _line(happened: Happened, told: Debrief) -> str:
    side = "AT SEA " if happened.true else "on desk"
    case = f" {told.names.get(happened.case, happened.case[:10])}" if happened.case else ""
    by = f" ({happened.by})" if happened.by else ""
    return f"{iso(happened.at)[11:19]}  {side}  {happened.what}{case} {happened.how}{by}".rstrip()


def _boat(each: BoatTold, told: Debrief) -> dict[str, Any]:
    return {
        "boat": each.boat,
        "people": each.people,
        "left": iso(each.left),
        "danger": _spans(each.danger),
        "end": each.end or None,
        "ended": _at(each.ended),
        "reported": _at(each.reported),
        "case": each.case or None,
        "label": told.names.get(each.case),
        "owned": _at(each.owned),
        "minutes_to_a_case": None if each.to_a_case_ms is None else _minutes(each.to_a_case_ms),
        "masked": _spans(each.masked),
        "minutes_masked": _minutes(each.masked_ms),
        "longest_silence": None if each.silence is None else _spans((each.silence,))[0],
        "minutes_silent": None if each.silence is None else _length(each.silence),
        "alongside": _at(each.alongside),
        "endings": [
            {
                "at": iso(ending.at),
                "case": ending.case,
                "how": ending.how,
                "still_out": ending.still_out,
                "minutes_after_alongside": None if ending.after_ms is None else _minutes(ending.after_ms),
                "entry": ending.entry,
                "by": ending.by,
            }
            for ending in each.endings
        ],
        "wrong_links": [
            {
                "report": wrong.report,
                "mention": wrong.mention,
                "case": wrong.case,
                "boat_of_the_case": wrong.other,
                "since": iso(wrong.since),
                "until": _at(wrong.until),
                "entry": wrong.entry,
                "by": wrong.by,
            }
            for wrong in each.wrong
        ],
        "known_when": [
            {
                "at": iso(happened.at),
                "true": happened.true,
                "what": happened.what,
                "how": happened.how or None,
                "case": happened.case or None,
                "entry": happened.entry or None,
                "by": happened.by or None,
            }
            for happened in each.happened
        ],
    }


def _all_of(told: Debrief) -> Interval:
    return Interval(earliest=told.began, latest=told.now)


def _at(ms: int | None) -> str | None:
    return None if ms is None else iso(ms)


def _spans(spans: tuple[Interval, ...]) -> list[list[str]]:
    return [[iso(each.earliest), iso(each.latest)] for each in spans]


def _length(span: Interval) -> float:
    return _minutes(span.latest - span.earliest)


def _minutes(ms: int) -> float:
    return round(ms / MINUTE, 1)
