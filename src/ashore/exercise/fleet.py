"""The boats of a night as they truly are at any instant, read from the file of its truth."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ashore.exercise.files import BadLine, lines_of
from ashore.model.times import moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Ship:
    """What is so of a boat: instants UTC milliseconds, `path` of (instant, latitude, longitude), degrees.

    `aboard` says from when on how many were aboard; `end` is landed, returned, recovered or lost, and `ended` when.
    """

    id: str
    left: int
    kind: str
    colour: str
    phones: tuple[str, ...]
    children: int
    path: tuple[tuple[int, float, float], ...]
    aboard: tuple[tuple[int, int], ...]
    danger: tuple[tuple[int, int], ...]
    end: str
    ended: int

    def where(self, at: int) -> tuple[float, float]:
        """Return latitude and longitude at an instant: at its beach before it left, at its end after that."""
        times, lat, lon = zip(*self.path, strict=True)
        return float(np.interp(at, times, lat)), float(np.interp(at, times, lon))

    def people(self, at: int) -> int:
        """Return how many were aboard, or in the water beside it, at an instant."""
        place = bisect_right([since for since, _ in self.aboard], at)
        return self.aboard[place - 1][1] if place else 0

    def most(self) -> int:
        """Return the most that were ever aboard."""
        return max((count for _, count in self.aboard), default=0)

    def still_out(self, at: int) -> int:
        """Return how many had not come ashore or aboard a unit by an instant; of a boat that was lost, all of them."""
        if at < self.left:
            return 0
        if self.end == "lost" and at >= self.ended:
            return self.most()
        return self.people(at)

    def state(self, at: int) -> str:
        """Return how it is at an instant: ashore_yet, under_way, danger, or how it ended."""
        if at < self.left:
            return "ashore_yet"
        if at >= self.ended:
            return self.end
        return "danger" if any(first <= at < last for first, last in self.danger) else "under_way"


def read_fleet(truth: Path) -> dict[str, Ship]:
    """Return the boats of a file of truth, by id. Raises BadLine."""
    found: dict[str, Ship] = {}
    for number, told in lines_of(truth):
        if told.get("kind") != "boat":
            continue
        try:
            found[told["boat"]] = _ship(told)
        except (KeyError, TypeError, ValueError) as error:
            raise BadLine(file=truth.name, line=number, why=f"it is no boat: {error}") from error
    return found


def _ship(told: Mapping[str, Any]) -> Ship:
    return Ship(
        id=told["boat"],
        left=_ms(told["left_at"]),
        kind=told["craft"]["kind"],
        colour=told["craft"]["colour"],
        phones=tuple(told["phones"]),
        children=told["children"],
        path=tuple((_ms(at), float(lat), float(lon)) for at, lat, lon in told["path"]),
        aboard=tuple((_ms(at), int(count)) for at, count in told["aboard"]),
        danger=_spans(told["danger"]),
        end=told["end"],
        ended=_ms(told["ended_at"]),
    )


def _spans(told: Sequence[Sequence[str]]) -> tuple[tuple[int, int], ...]:
    return tuple((_ms(first), _ms(last)) for first, last in told)


def _ms(stated: str) -> int:
    return moment(stated).ms
