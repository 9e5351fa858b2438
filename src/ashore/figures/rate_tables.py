"""Rates as they leave the program: a table for a terminal, and JSON of format ashore.rates/1."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from ashore.figures.intervals import LEVEL, Interval
from ashore.figures.rate import Rate, RateLine, Rates
from ashore.figures.wording import in_english
from ashore.model.times import iso

FORMAT = "ashore.rates/1"

DIGITS = 6
"""Decimals of a number in the JSON: a rate is advice, and the last bits of a computer's are nobody's."""

_METHODS = {
    "negative_binomial": "neg. binomial",
    "quasi_poisson": "quasi-Poisson",
    "bootstrap": "bootstrap",
    "bootstrap_runs_3": "in runs of 3",
    "bootstrap_runs_7": "in runs of 7",
}


def as_object(answer: Rates) -> dict[str, Any]:
    """Return an answer as the plain object of format ashore.rates/1."""
    return {
        "format": FORMAT,
        "periods": list(answer.periods),
        "known_at": None if answer.known_at is None else iso(answer.known_at),
        "level": LEVEL,
        "seed": answer.seed,
        "draws": answer.draws,
        "lines": [_line(line) for line in answer.lines],
        "calm": [in_english(each) for each in answer.calm],
        "caveats": [in_english(each) for each in answer.cautions],
    }


def as_json(answer: Rates) -> str:
    """Return an answer as one line of JSON."""
    return json.dumps(as_object(answer), ensure_ascii=False) + "\n"


def as_table(answer: Rates) -> str:
    """Return an answer as people read it: each rate, its change, its intervals side by side, and what may be said."""
    rows = [("", *answer.periods, *(("change", *_METHODS.values()) if len(answer.periods) == 2 else ()))]
    rows += [_row(line) for line in answer.lines if line.because is None]
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    text = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]
    text.append("")
    text += [f"{_name(line)}: {_why_not(line)}" for line in answer.lines if line.because is not None]
    if len(answer.periods) == 1:
        text += [_spread(line) for line in answer.lines if line.before is not None]
    text += [in_english(line.finding) for line in answer.lines if line.after and line.criterion is None]
    text += [in_english(each) for each in answer.calm]
    cautions = [each for line in answer.lines for each in line.cautions] + list(answer.cautions)
    text += [f"  {each}" for each in dict.fromkeys(in_english(each) for each in cautions)]
    sources = dict.fromkeys(source.title for line in answer.lines for source in line.sources)
    text += [f"  from {source}" for source in sources]
    return "\n".join(text) + "\n"


def _line(line: RateLine) -> dict[str, Any]:
    criterion = line.criterion
    return {
        "numerator": line.numerator,
        "denominator": line.denominator,
        "criterion": None
        if criterion is None
        else {
            "measure": criterion.measure.name,
            "statistic": criterion.statistic,
            "at_most": criterion.at_most / criterion.measure.per_unit,
            "unit": criterion.measure.unit,
        },
        "computable": line.because is None,
        "because": None if line.because is None else in_english(line.because),
        "before": _rate(line.before),
        "after": _rate(line.after),
        "change": _rounded(line.change),
        "intervals": _intervals(line.intervals),
        "finding": in_english(line.finding),
        "caveats": [in_english(each) for each in line.cautions],
        "from": [
            {
                "series": each.scope,
                "column": each.column,
                "vintage": each.vintage,
                "entries": list(each.entries),
            }
            for each in line.sources
        ],
    }


def _rate(rate: Rate | None) -> dict[str, Any] | None:
    if rate is None:
        return None
    return {
        "period": rate.period,
        "counted": rate.counted,
        "of": _rounded(rate.of),
        "held": rate.held,
        "not_held": rate.lacking,
        "rate": _rounded(rate.rate),
        "intervals": _intervals(rate.intervals),
    }


def _intervals(found: Iterable[Interval]) -> list[dict[str, Any]]:
    return [
        {
            "method": each.method,
            "low": _rounded(each.low),
            "high": _rounded(each.high),
            "none_because": None if each.because is None else in_english(each.because),
        }
        for each in found
    ]


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, DIGITS)


def _name(line: RateLine) -> str:
    criterion = f", {in_english(line.criterion.says)}" if line.criterion is not None else ""
    return f"{line.numerator} / {line.denominator.replace('_', ' ')}{criterion}"


def _row(line: RateLine) -> tuple[str, ...]:
    cells = [_name(line), *(_shown(each) for each in (line.before, line.after) if each is not None)]
    if line.after is not None:
        cells += ["none" if line.change is None else _per_cent(line.change)]
        cells += [_ends(each) for each in line.intervals]
    return tuple(cells)


def _shown(rate: Rate) -> str:
    counted = f"{rate.counted} / {rate.of:g}"
    return f"{counted} = none" if rate.rate is None else f"{counted} = {rate.rate:.1f}"


def _ends(interval: Interval) -> str:
    if interval.low is None:
        return "none"
    return f"{_per_cent(interval.low)}..{'no end' if interval.high is None else _per_cent(interval.high)}"


def _per_cent(share: float) -> str:
    return f"{100 * share:+.1f} %"


def _why_not(line: RateLine) -> str:
    because = "" if line.because is None else in_english(line.because)
    return f"{in_english(line.finding)} {because}"


def _spread(line: RateLine) -> str:
    """Return the intervals of one period's rate, each method by its name."""
    rate = line.before
    found = () if rate is None else rate.intervals
    ends = [
        f"{_METHODS[each.method]} {each.low:.1f}..{'no end' if each.high is None else f'{each.high:.1f}'}"
        for each in found
        if each.low is not None
    ]
    return f"{_name(line)}, 95 per cent: {'; '.join(ends) or 'no method gives an interval'}"
