"""Nights that several tests look at, each made once."""

from __future__ import annotations

from collections import Counter
from functools import cache

from ashore.exercise.night import Fields, Night, night

SEEDS = range(4)


@cache
def made(seed: int, boats: int, quality: str) -> Night:
    """Return a night, made once for all tests."""
    return night(seed, boats, quality)


def key(report: Fields) -> str:
    """Return a report's name."""
    return f"{report['received_by']}/{report['channel']}/{report['id']}"


def same_phone(told: Night) -> tuple[float, float, float]:
    """Return pairwise F1, precision and recall of the plain rule: one number is one boat, no number is alone."""
    group: dict[tuple[str, int], object] = {}
    for report in told.reports:
        phone = report["sender"].get("phone")
        for index in range(len(report["mentions"])):
            group[key(report), index] = phone or (key(report), index)
    boat = {(each.report, each.mention): each.boat for each in told.mentioned}

    def pairs(labels: dict[tuple[str, int], object]) -> int:
        return sum(n * (n - 1) // 2 for n in Counter(labels.values()).values())

    both = pairs({each: (group[each], boat[each]) for each in group})
    precision, recall = both / pairs(group), both / pairs(dict(boat))
    return 2 * precision * recall / (precision + recall), precision, recall
