"""Positions as people say and paste them, in any notation, English or French: each an area with its error.

Links first, then codes, then figures, then the names of places; no word is read twice. Reading never raises, fetches
nothing, and invents no certainty: what was assumed is said, and what looks like a position and is none is answered.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ashore.reading.codes import read_codes
from ashore.reading.links import find_links, read_link
from ashore.reading.offsets import read_offsets
from ashore.reading.positions_said import CHANNEL, Near, NotUnderstood, PositionsIn, ReadPosition
from ashore.reading.positions_typed import read_typed

LONGEST = 20_000
"""Letters of a text that are read; a call's words are some hundred."""

__all__ = [
    "CHANNEL",
    "Near",
    "NotUnderstood",
    "PositionsIn",
    "ReadPosition",
    "format_position",
    "positions_in",
    "read_positions",
]

Read = ReadPosition | NotUnderstood


def read_positions(text: str, *, near: Near = CHANNEL) -> tuple[ReadPosition, ...]:
    """Return the positions that a text holds, in its order; `near` is the sea to settle what reads two ways."""
    return positions_in(text, near=near).understood


def positions_in(text: str, *, near: Near = CHANNEL) -> PositionsIn:
    """Return the positions that a text holds, and what looks like one and could not be read."""
    text = text[:LONGEST]
    taken = [False] * len(text)
    found: list[Read] = []
    for link in find_links(text):
        read = read_link(link, near)
        if read is not None:
            found.append(read)
        taken[link.start() : link.end()] = [True] * (link.end() - link.start())
    for each in (*read_codes(text, near), *read_typed(text, near)):
        if not any(taken[each.start : each.end]):
            found.append(each)
            taken[each.start : each.end] = [True] * (each.end - each.start)
    found += [each for each in read_offsets(text) if not any(taken[each.start : each.end])]
    found.sort(key=lambda each: each.start)
    return PositionsIn(
        understood=tuple(_numbered([each for each in found if isinstance(each, ReadPosition)])),
        not_understood=tuple(each for each in found if isinstance(each, NotUnderstood)),
    )


def format_position(lat: float, lon: float) -> str:
    """Return a place in degrees and minutes with three decimals, as it is read over the radio; degrees WGS 84.

    A thousandth of a minute is 2 metres; the figures of a side always have the same width.
    """
    return f"{_spoken(lat, 2, 'NS')} {_spoken((lon + 180) % 360 - 180, 3, 'EW')}"


def _spoken(value: float, width: int, sides: str) -> str:
    thousandths = round(abs(value) * 60_000)
    minutes = f"{thousandths % 60_000 // 1000:02d}.{thousandths % 1000:03d}"
    return f"{thousandths // 60_000:0{width}d}°{minutes}′{sides[value < 0]}"


def _numbered(positions: list[ReadPosition]) -> Iterator[ReadPosition]:
    """Yield the positions, those read from the very same words as alternatives of the first of them."""
    first = 0
    for index, position in enumerate(positions):
        if index and position.start == positions[first].start:
            yield replace(position, alternative_of=first)
        else:
            first = index
            yield position
