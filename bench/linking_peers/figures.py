"""From what each method did on each night to the figures of the table."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from scipy.stats import beta

from ashore.exercise.score import BINS

Marks = Mapping[str, Any]


def upper_bound(count: int, trials: int) -> float:
    """Return the 95 % upper bound on a rate of which so many were seen (Clopper and Pearson 1934, one-sided).

    Of none seen it is 1 - 0.05 ** (1 / trials), which the rule of three calls 3 / trials.
    """
    return 1.0 if count >= trials else float(beta.ppf(0.95, count + 1, trials - count))


def of_cell(marks: Sequence[Marks]) -> dict[str, float]:
    """Return the figures of one method on one kind of night: means over nights, and sums over boats.

    `decisions an hour` and `calibration error` mean something only of a method that says how sure it is.
    """
    figures: dict[str, float] = {}
    for partition in ("top", "held"):
        parts = [each[partition] for each in marks]
        for measure in ("pairwise", "b_cubed"):
            for name in ("precision", "recall", "f1"):
                figures[f"{partition} {measure} {name}"] = _mean(part[measure][name] for part in parts)
        reported = sum(each["boats_reported"] for each in marks)
        masked = sum(part["masked_boats"] for part in parts)
        figures[f"{partition} masked boats"] = masked
        figures[f"{partition} boats"] = reported
        figures[f"{partition} masked at most"] = round(upper_bound(masked, reported), 6)
        figures[f"{partition} minutes masked"] = round(math.fsum(part["minutes_masked"] for part in parts), 1)
        figures[f"{partition} cases a boat"] = round(
            sum(part["cases"] for part in parts) / max(1, reported), 4
        )
    figures["decisions an hour"] = _mean(each["decisions_per_hour"] for each in marks)
    figures["calibration error"] = round(_calibration_error(marks), 4)
    return figures


def f1_of_counts(counts: Iterable[Sequence[int]]) -> dict[str, float]:
    """Return precision, recall and F1 of pairs counted over many nights: right, put together, belonging together."""
    right, put, belong = (sum(each) for each in zip(*counts, strict=True))
    return {
        "pairs": belong,
        "precision": round(right / put, 4) if put else 1.0,
        "recall": round(right / belong, 4) if belong else 1.0,
        "f1": round(2 * right / (put + belong), 4) if put + belong else 1.0,
    }


def _calibration_error(marks: Sequence[Marks]) -> float:
    """Return the mean difference between what was said and what was right, over tenths and over all the nights."""
    total, off = 0, 0.0
    for index in range(BINS):
        bins = [one for each in marks for one in each["calibration"]["bins"] if one["from"] == index / BINS]
        count = sum(one["count"] for one in bins)
        total += count
        off += abs(sum(one["count"] * (one["said"] - one["right"]) for one in bins))
    return off / total if total else 0.0


def _mean(values: Iterable[float]) -> float:
    return round(statistics.fmean(values), 4)
