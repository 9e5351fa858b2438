"""The phrase files of times: each line the instants that are meant, and the words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from count_phrases import Line, lines

from ashore.model.times import moment
from ashore.reading.times import ReadTime, read_times

NOW = moment("2022-12-14T03:00:00+00:00").ms
ZONES = {"en": "Europe/London", "fr": "Europe/Paris"}

__all__ = ["as_meant", "lines", "read"]


def read(line: Line) -> tuple[ReadTime, ...]:
    """Read a line's phrase on the clock of its file."""
    return read_times(line.phrase, now=NOW, zone=ZONES[line.file.removesuffix(".tsv")[-2:]])


def as_meant(line: Line) -> bool:
    """Whether a phrase is read as it is meant."""
    wanted = [] if line.meant == "-" else line.meant.split(" ; ")
    found = read(line)
    return len(found) == len(wanted) and all(
        _agrees(each, meant) for each, meant in zip(found, wanted, strict=True)
    )


def _agrees(found: ReadTime, meant: str) -> bool:
    hedged, meant = meant.startswith("~"), meant.removeprefix("~")
    if ".." in meant:
        first, last = meant.split("..")
        if hedged:
            return found.earliest >= _ms(first) and found.latest <= _ms(last)
        slack = (_ms(last) - _ms(first)) // 5  # a span that was said has an error of its own
        return abs(found.earliest - _ms(first)) <= slack and found.latest == _ms(last)
    return found.at == _ms(meant) and (found.error_s > 0 or not hedged)


def _ms(signs: str) -> int:
    if "T" in signs:
        return moment(f"{signs}:00+00:00").ms
    found = re.fullmatch(r"(?:(\d\d) )?(\d\d:\d\d)(:\d\d)?", signs)
    assert found, signs
    return moment(f"2022-12-{found[1] or 14}T{found[2]}{found[3] or ':00'}+00:00").ms


def lines_of(*names: str) -> Iterator[Line]:
    """Yield the lines of several files."""
    for name in names:
        yield from lines(name)
