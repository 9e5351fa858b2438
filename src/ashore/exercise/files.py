"""The files of an exercise: `reports.jsonl`, what the desk sees, and `truth.jsonl`, what is so."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from ashore.exercise.lives import Life
from ashore.exercise.night import Night
from ashore.model.errors import BadInput
from ashore.model.times import iso, moment

REPORTS, TRUTH, FORCING = "reports.jsonl", "truth.jsonl", "forcing.txt"
FORMAT = "ashore.truth/1"

MentionId = tuple[str, int]
"""A report's key, and the index of a mention in it."""


class BadLine(BadInput):
    """A line of a file of ours cannot be read. Fields: `file`, `line`, `why`."""

    code: ClassVar[str] = "exercise.bad-line"
    says: ClassVar[str] = "Line {line} of {file} cannot be read: {why}."
    hint: ClassVar[str] = (
        "Give the files that ashore exercise and ashore link wrote, unchanged and in this order."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueBoat:
    """What is so of a boat: its danger from and until, and how it ended and when; instants UTC milliseconds."""

    id: str
    danger: tuple[tuple[int, int], ...]
    end: str
    ended: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What is so of a night: the boat of each mention, "" for none, and the boats."""

    boat_of: Mapping[MentionId, str]
    boats: Mapping[str, TrueBoat]


def write_night(night: Night, folder: Path) -> tuple[Path, Path]:
    """Write a night's reports and its truth into a folder, made if need be; return the two files.

    Beside them stands what the desk had of tide and wind, which `ashore link` reads where none is named.
    """
    folder.mkdir(parents=True, exist_ok=True)
    reports, truth = folder / REPORTS, folder / TRUTH
    reports.write_text("".join(_line(each) for each in night.reports), "utf-8")
    truth.write_text("".join(_line(each) for each in _truth_lines(night)), "utf-8")
    (folder / FORCING).write_text("".join(f"{each}\n" for each in night.forcing), "utf-8")
    return reports, truth


def received(reports: Path) -> dict[str, int]:
    """Return when each report of a file was received, by its key. Raises BadLine."""
    found: dict[str, int] = {}
    for number, told in _lines(reports):
        try:
            key = f"{told['received_by']}/{told['channel']}/{told['id']}"
            found[key] = moment(told["received_at"]).ms
        except (KeyError, TypeError, ValueError) as error:
            raise BadLine(
                file=reports.name, line=number, why=f"it is no report with an id: {error}"
            ) from error
    return found


def read_truth(path: Path) -> Truth:
    """Return what a file says is so. Raises BadLine."""
    boat_of: dict[MentionId, str] = {}
    boats: dict[str, TrueBoat] = {}
    for number, told in _lines(path):
        try:
            if told["kind"] == "mention":
                boat_of[told["report"], told["mention"]] = told["boat"] or ""
            elif told["kind"] == "boat":
                boats[told["boat"]] = TrueBoat(
                    id=told["boat"],
                    danger=tuple((moment(first).ms, moment(last).ms) for first, last in told["danger"]),
                    end=told["end"],
                    ended=moment(told["ended_at"]).ms,
                )
        except (KeyError, TypeError, ValueError) as error:
            raise BadLine(
                file=path.name, line=number, why=f"it says nothing of a mention or a boat: {error}"
            ) from error
    return Truth(boat_of=boat_of, boats=boats)


def lines_of(path: Path) -> Sequence[tuple[int, dict[str, Any]]]:
    """Return the objects of a file of lines, each with its number. Raises BadLine."""
    return tuple(_lines(path))


def truth_of(night: Night) -> Truth:
    """Return what is so of a night, as `read_truth` would of its file."""
    return Truth(
        boat_of={(each.report, each.mention): each.boat for each in night.mentioned},
        boats={
            life.boat.id: TrueBoat(
                id=life.boat.id,
                danger=tuple((_second(first), _second(last)) for first, last in life.danger),
                end=life.ends,
                ended=_second(life.ended),
            )
            for life in night.lives
        },
    )


def _second(ms: int) -> int:
    return ms // 1_000 * 1_000  # files hold whole seconds


def _truth_lines(night: Night) -> Iterator[dict[str, Any]]:
    yield {
        "kind": "night",
        "format": FORMAT,
        "seed": night.seed,
        "boats": len(night.lives),
        "quality": night.quality,
        "year": night.year,
        "forcing": list(night.forcing),
    }
    for each in night.mentioned:
        yield {"kind": "mention", "report": each.report, "mention": each.mention, "boat": each.boat or None}
    for life in night.lives:
        yield _boat_line(life)


def _boat_line(life: Life) -> dict[str, Any]:
    boat, track = life.boat, life.track
    path = [
        [iso(int(at * 1_000)), round(float(lat), 5), round(float(lon), 5)]
        for at, lat, lon in zip(track.at, track.lat, track.lon, strict=True)
        if at * 1_000 <= life.ended
    ]
    return {
        "kind": "boat",
        "boat": boat.id,
        "from": boat.beach.name,
        "left_at": iso(boat.leaves),
        "after": boat.after or None,
        "tied_to": life.tied_to or None,
        "craft": {"kind": boat.kind, "colour": boat.colour, "length_m": boat.length_m},
        "phones": [phone.number for phone in boat.phones],
        "children": boat.children,
        "path": path,
        "aboard": [[iso(at), count] for at, count in life.aboard_over_time()],
        "danger": [[iso(first), iso(last)] for first, last in life.danger],
        "end": life.ends,
        "ended_at": iso(life.ended),
    }


def _line(told: Mapping[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")) + "\n"


def _lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            try:
                told = json.loads(line)
            except (ValueError, RecursionError) as error:
                raise BadLine(file=path.name, line=number, why="it is no JSON") from error
            if not isinstance(told, dict):
                raise BadLine(file=path.name, line=number, why="it is no JSON object")
            yield number, told
