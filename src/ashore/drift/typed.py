"""What a person types for a drift: positions, times and lengths of time as they write them, and files they name."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar

import click

from ashore.drift.faults import DriftFault


class NotUnderstood(DriftFault):
    """Something on the command line cannot be read. Fields: `what`, `how` (words)."""

    code: ClassVar[str] = "drift.not-understood"
    says: ClassVar[str] = "“{what}” cannot be read."
    hint: ClassVar[str] = "{how}"


ANGLE = r"(\d+(?:\.\d+)?)(?:\s*[°\s-]\s*(\d+(?:\.\d+)?)\s*['′’]?)?(?:\s*(\d+(?:\.\d+)?)\s*[\"″”])?"
"""Degrees, or degrees and minutes, or with seconds after them."""


def read_place(text: str) -> tuple[float, float]:
    """Read 51.03,2.06 or 51.03 -2.06 or 50°50.3'N 1°21.1'E or N50-50.3 E001-21.1 or 50°50'18"N 1°21'06"E."""
    plain = re.fullmatch(r"\s*([+-]?\d+(?:\.\d+)?)\s*[,; ]\s*([+-]?\d+(?:\.\d+)?)\s*", text)
    if plain:
        return float(plain[1]), float(plain[2])
    after = re.fullmatch(rf"\s*{ANGLE}\s*([NS])\s*[,; ]?\s*{ANGLE}\s*([EW])\s*", text, re.IGNORECASE)
    before = re.fullmatch(rf"\s*([NS])\s*{ANGLE}\s*[,; ]?\s*([EW])\s*{ANGLE}\s*", text, re.IGNORECASE)
    if after:
        angles, letters = _angles(after, (1, 5)), (after[4], after[8])
    elif before:
        angles, letters = _angles(before, (2, 6)), (before[1], before[5])
    else:
        angles = None
    if angles is None:
        raise NotUnderstood(what=text, how="Write latitude and longitude: 51.03,2.06 or 50°50.3'N 1°21.1'E.")
    return angles[0] * (-1 if letters[0] in "sS" else 1), angles[1] * (-1 if letters[1] in "wW" else 1)


def _angles(told: re.Match[str], groups: tuple[int, int]) -> list[float] | None:
    """Return two angles, degrees, whose first parts stand in these groups; None where a part is too large or broken."""
    parts = [[float(told[first + each] or 0) for each in range(3)] for first in groups]
    for degrees, minutes, seconds in parts:
        if max(minutes, seconds) >= 60 or (degrees % 1 and minutes + seconds) or (minutes % 1 and seconds):
            return None
    return [degrees + minutes / 60 + seconds / 3600 for degrees, minutes, seconds in parts]


def read_time(text: str | None) -> float:
    if not text:
        raise NotUnderstood(what="no time", how="Say when it was there, as in --since 2022-12-14T01:53Z.")
    try:
        at = datetime.fromisoformat(text.strip())
    except ValueError:
        raise NotUnderstood(
            what=text, how="Write a time as 2022-12-14T01:53Z or 2022-12-14T02:53+01:00."
        ) from None
    if at.tzinfo is None:
        click.echo(f"{text} has no offset: it is taken as UTC.", err=True)
        at = at.replace(tzinfo=UTC)
    return at.timestamp()


UNITS = {"h": 1.0, "min": 1 / 60, "m": 1 / 60, "s": 1 / 3600, "d": 24.0, "": 1.0}


def read_hours(text: str) -> float:
    told = re.fullmatch(r"\s*([+-]?\d+(?:\.\d+)?)\s*(h|min|m|s|d|)\s*", text)
    if not told:
        raise NotUnderstood(what=text, how="Write a length of time as 12h, 90min or 2d.")
    return float(told[1]) * UNITS[told[2]]


def read_shape(path: Path) -> dict[str, Any]:
    """Return the one geometry or feature that a file holds."""
    read = read_json(path)
    if read.get("type") != "FeatureCollection":
        return read
    features = read.get("features")
    if not isinstance(features, list) or len(features) != 1 or not isinstance(features[0], dict):
        raise NotUnderstood(
            what=str(path), how="It has to hold one feature; several areas are one MultiPolygon."
        )
    return features[0]


def read_json(path: Path) -> dict[str, Any]:
    try:
        read = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as trouble:
        raise NotUnderstood(what=str(path), how=f"It has to be a GeoJSON file ({trouble}).") from None
    if not isinstance(read, dict):
        raise NotUnderstood(what=str(path), how="It has to be a GeoJSON file, and is a list or a bare value.")
    return read
