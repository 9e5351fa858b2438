"""The reports of a drill: those of its night, and those the trainer told, each with the boats it is about."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ashore.exercise.files import MentionId, lines_of
from ashore.model.times import moment

Fields = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A report of the drill: when it is received, its key, its bytes and fields, and the boats of its mentions."""

    at: int
    key: str
    raw: bytes
    fields: Fields
    boats: tuple[str, ...]


def reports_of(reports: Path, boat_of: Mapping[MentionId, str]) -> Iterator[Line]:
    """Yield the reports of a night's file, `boat_of` being its truth. Raises BadLine."""
    for _, fields in lines_of(reports):
        key = _key(fields)
        yield line_of(
            fields, tuple(boat_of.get((key, index), "") for index in range(len(fields["mentions"])))
        )


def injects_of(path: Path) -> Iterator[Line]:
    """Yield the reports the trainer told."""
    for told in whole_lines(path):
        yield line_of(told["report"], (told["boat"] or "",))


def whole_lines(path: Path) -> Iterator[Fields]:
    """Yield what was appended to a file; a last line that a kill cut short was never said."""
    if path.exists():
        yield from map(json.loads, _whole(path.read_bytes()).splitlines())


def append_line(path: Path, held: Fields) -> None:
    """Add a line, on the disk before this returns; what a kill cut short before it is cut away."""
    if path.exists():
        os.truncate(path, len(_whole(path.read_bytes())))
    with path.open("ab") as file:
        file.write(as_bytes(held) + b"\n")
        file.flush()
        os.fsync(file.fileno())


def _whole(held: bytes) -> bytes:
    return held[: held.rfind(b"\n") + 1]


def line_of(fields: Fields, boats: Sequence[str]) -> Line:
    return Line(
        at=moment(fields["received_at"]).ms,
        key=_key(fields),
        raw=as_bytes(fields),
        fields=fields,
        boats=tuple(boats),
    )


def _key(fields: Fields) -> str:
    return f"{fields['received_by']}/{fields['channel']}/{fields['id']}"


def as_bytes(fields: Fields) -> bytes:
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()
