"""How far out the model of daily arrivals was, as it leaves the program: a table, or JSON (ashore.hurdle/1)."""

from __future__ import annotations

import json

from ashore.figures.hurdle import INSIDE, Backtest

FORMAT = "ashore.hurdle/1"

_NAMES = {
    "hurdle": "hurdle model",
    "same_weekday_last_year": "same weekday last year",
    "mean_of_last_year": "mean of the last year",
}


def hurdle_json(found: Backtest) -> str:
    """Return the errors as one line of JSON; people a day, rounded to a thousandth."""
    sources = [each for each in (found.counted, found.waves) if each is not None]
    answer = {
        "format": FORMAT,
        "period": "/".join(day.isoformat() for day in found.days),
        "days_ahead": found.ahead,
        "fits": found.fits,
        "observed": found.observed,
        "scores": [
            {
                "name": each.name,
                "expected": round(each.expected, 3),
                "mean_error": round(each.mean_error, 3),
                "root_mean_square": round(each.root_mean_square, 3),
            }
            for each in found.scores
        ],
        "better_than_both": found.better,
        "inside_90": round(found.inside, 4),
        "crossing_days": {"expected": round(found.days_said, 3), "observed": found.days_seen},
        "waves_of_the_day_itself": found.waves is not None,
        "from": [
            {
                "series": each.scope,
                "column": each.column,
                "vintage": each.vintage,
                "entries": list(each.entries),
            }
            for each in sources
        ],
    }
    return json.dumps(answer, ensure_ascii=False) + "\n"


def hurdle_table(found: Backtest) -> str:
    """Return the errors as people read them, the model beside what needs no model."""
    first, last = found.days
    days = (last - first).days + 1
    lines = [
        f"{first} to {last}: {found.observed} people arrived on {days} days, {found.days_seen} with an arrival.",
        f"Each day was forecast {found.ahead} days before; the model was fitted anew {found.fits} times, "
        "each time on days before.",
        "",
        f"{'':<24}{'people in all':>14}{'out by':>10}{'a day: mean error':>20}{'root mean square':>18}",
    ]
    for each in found.scores:
        out = f"{100 * (each.expected / found.observed - 1):+.1f} %" if found.observed else "-"
        lines.append(
            f"{_NAMES[each.name]:<24}{each.expected:>14.0f}{out:>10}{each.mean_error:>20.1f}"
            f"{each.root_mean_square:>18.1f}"
        )
    lines += [
        "",
        f"Days inside the model's own {INSIDE:.0%}: {found.inside:.1%}. "
        f"Crossing days it expected: {found.days_said:.1f}.",
        "By the day it was less far out than both."
        if found.better
        else "By the day it was no better than what needs no model: do not print a forecast of it.",
    ]
    nearest = min(found.scores, key=lambda each: abs(each.expected - found.observed))
    lines.append(f"Over the whole period the {_NAMES[nearest.name]} came nearest.")
    if found.waves is not None:
        lines.append(
            "The waves are those measured on the day, which no forecast has: its errors here are too small."
        )
        if found.waves.made_up:
            lines.append("SYNTHETIC: the weather is made up; this says nothing of the sea.")
    lines += [f"  from {each.title}" for each in (found.counted, found.waves) if each is not None]
    return "\n".join(lines) + "\n"
