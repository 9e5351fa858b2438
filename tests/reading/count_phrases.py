"""The phrase files of counts: each line what is meant, in a few signs, and the words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ashore.model.counts import Count, Part
from ashore.reading.counts import read_counts

HERE = Path(__file__).parent
ABOUT = {"water": "in_water", "off": "taken_off"}
PARTS = {"c": "children", "w": "women", "m": "men"}
WORDS = {
    "several": (3, None, None),
    "plural": (2, None, None),
    "dozens": (24, None, None),
    "some": (1, None, None),
    "?": (None, None, None),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One phrase and what is meant by it."""

    file: str
    number: int
    meant: str
    phrase: str


def lines(name: str) -> Iterator[Line]:
    """Yield the lines of a phrase file."""
    for number, line in enumerate((HERE / name).read_text("utf-8").splitlines(), 1):
        if line and not line.startswith("#"):
            meant, phrase = line.split("\t")
            yield Line(file=name, number=number, meant=meant, phrase=phrase)


def as_meant(line: Line) -> bool:
    """Whether a phrase is read as it is meant."""
    read = read_counts(line.phrase)
    wanted = [] if line.meant == "-" else line.meant.split(" ; ")
    return [signs_of(each.about, each.count) for each in read] == [expected_count(each) for each in wanted]


def expected_count(meant: str) -> tuple[object, ...]:
    """Return what the signs of a phrase file mean."""
    about, _, rest = meant.rpartition(":")
    total, *parts = rest.split()
    if about == "boats":
        return ("boats", _ends(total), ())
    named = sorted((PARTS[part[0]], _ends(part[1:])) for part in parts)
    return (ABOUT.get(about, about or "aboard"), _ends(total), tuple(named))


def _ends(signs: str) -> tuple[int | None, int | None, int | None]:
    """Return low, high, and the value that only about tells."""
    if signs in WORDS:
        return WORDS[signs]
    found = re.fullmatch(r"(>=|<=|>|<|~)?(\d+)(?:\.\.(\d+))?", signs)
    assert found, signs
    number = int(found[2])
    match found[1]:
        case "~":
            return (None, None, number)
        case ">=":
            return (number, None, None)
        case ">":
            return (number + 1, None, None)
        case "<=":
            return (None, number, None)
        case "<":
            return (None, number - 1, None)
    return (number, int(found[3] or number), None)


def signs_of(about: str, count: Count) -> tuple[object, ...]:
    """Return a count as it is compared: low, high, and the value that only about tells."""
    parts = tuple(sorted((name, _of(part)) for name, part in count.parts()))
    total = Part(low=count.low, high=count.high, value=count.value, qualifier=count.qualifier)
    return (about, _of(total), parts)


def _of(part: Part) -> tuple[int | None, int | None, int | None]:
    return (part.low, part.high, part.value if part.qualifier == "about" else None)
