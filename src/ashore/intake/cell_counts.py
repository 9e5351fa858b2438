"""A number of people as a cell holds it: 45, "30-35", "~40", "40+", "45?", "45 (12 children)"; blank is not known."""

from __future__ import annotations

import re
from typing import Any

from ashore.model.counts import Count, Part, entailed
from ashore.reading.counts import read_counts

_PLAIN = re.compile(
    r"(?P<sign>~|≈|±|\+/-|>=|≥|<=|≤|>|<|ca?\.|ca|circa|approx\.?|env\.?|environ|about|around)?\s*"
    r"(?P<number>\d{1,6})\s*(?P<after>\?+|\+|ish)?",
    re.IGNORECASE,
)
_SUM = re.compile(r"(\d{1,5})\s*\+\s*(\d{1,5})")
_SIGNS = {
    ">=": "at_least",
    "≥": "at_least",
    "+": "at_least",
    ">": "more_than",
    "<=": "at_most",
    "≤": "at_most",
    "<": "almost",
}
_RANGE = re.compile(r"(\d{1,5})\s*(?:-|–|—|/|à|to|ou|or)\s*(\d{1,5})\s*(\?)?")


def count_of(cell: str) -> dict[str, Any] | None:
    """Return a cell's count with the parts it names, as a count of ashore.report/1, or None where it holds none."""
    return _bounded(cell) or _said(cell)


def part_of(cell: str) -> dict[str, Any] | None:
    """Return the count of a cell that is about one part of those aboard, or None."""
    bounded = _bounded(cell)
    if bounded is not None:
        return bounded
    said = _said(cell)
    if said is None:
        return None
    if {"low", "high", "value", "qualifier"} & said.keys():
        return {name: value for name, value in said.items() if name in ("low", "high", "value", "qualifier")}
    named = [said[name] for name in ("children", "women", "men") if name in said]
    return named[0] if len(named) == 1 else None


def fits(count: dict[str, Any]) -> bool:
    """Return whether the parts of a count can all be in it."""
    parts = [count[name] for name in ("children", "women", "men") if name in count]
    least = sum(_ends(part)[0] or 0 for part in parts)
    _, high = _ends(count)
    return high is None or least <= high


def _bounded(cell: str) -> dict[str, Any] | None:
    """Return the count of a cell that is nothing but figures and their signs."""
    text = cell.strip()
    if span := _RANGE.fullmatch(text):
        low, high = int(span[1]), int(span[2])
        if low > high:
            return None
        if span[3]:
            return {"value": (low + high + 1) // 2, "qualifier": "about"}
        return {"low": low, "high": high}
    if added := _SUM.fullmatch(text):
        # Two groups, or a number put right: the sum is shown, and nothing is entailed by it.
        return {"value": int(added[1]) + int(added[2]), "qualifier": "about"}
    plain = _PLAIN.fullmatch(text)
    if plain is None:
        return None
    value, sign = int(plain["number"]), plain["sign"] or plain["after"]
    qualifier = _SIGNS.get(sign, "about") if sign else "exact"
    return None if qualifier == "almost" and value == 0 else {"value": value, "qualifier": qualifier}


def _said(cell: str) -> dict[str, Any] | None:
    """Return the count of a cell in words."""
    aboard = [read.count for read in read_counts(cell) if read.about == "aboard"]
    if not aboard or re.match(r"\s*[<>≤≥]", cell):
        return None
    totals = [total for count in aboard if (total := count.value or count.high)]
    if len(totals) > 1:
        # Two numbers of all aboard, and nothing in the cell says which stands: neither bounds anything.
        return {"value": max(totals), "qualifier": "about"}
    whole = _stated(aboard[-1])
    for name, part in aboard[-1].parts():
        whole[name] = _stated(part)
    return whole or None


def _stated(stated: Count | Part) -> dict[str, Any]:
    held: dict[str, Any] = {"value": stated.value, "qualifier": stated.qualifier}
    if stated.qualifier != "about":
        held |= {"low": stated.low, "high": stated.high}
    return {name: value for name, value in held.items() if value is not None}


def _ends(count: dict[str, Any]) -> tuple[int | None, int | None]:
    low, high = entailed(count.get("value"), count.get("qualifier"))
    return count.get("low", low), count.get("high", high)
