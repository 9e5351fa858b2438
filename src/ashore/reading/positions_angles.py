"""One angle as people type it: degrees, minutes, seconds, with whatever signs, on the side of the world they say.

The figures stay exact decimals; half of the last digit typed is what the angle may be off by.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from ashore.model.phrases import Phrase, say
from ashore.reading.gazetteer import plain

UNITS = (Decimal(1), Decimal(60), Decimal(3600))
"""Degrees, minutes and seconds in a degree."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Angle:
    """One angle as typed: degrees with sign as exact decimal, half the last digit typed in degrees, its side.

    `axis` is lat, lon, or empty where the words do not tell; `marked` whether more than bare digits speak for it.
    `fault` is set where it looks like an angle and is none.
    """

    start: int
    end: int
    degrees: Decimal
    half: Decimal
    axis: str
    marked: bool
    decimals: int
    parts: int
    fault: Phrase | None = None


def find_angles(text: str) -> Iterator[Angle]:
    """Yield what is typed like an angle, marked as one or not, in its order; a whole bare number is none."""
    for found in _ANGLE.finditer(plain(text)):
        said = found.groupdict()
        numbers = _numbers(said)
        side = next((said[name] for name in _SIDE_GROUPS if said[name]), None)
        letter = _SIDES[side] if side else ""
        label = said["label"]
        named = ("lat" if label.startswith("lat") else "lon") if label else ""
        axis = _AXIS_OF[letter] or named
        if named and named != axis:
            continue
        degree_sign = any(said[name] for name in ("dms_deg", "dm_deg", "sp_deg", "d_deg"))
        if len(numbers) == 1 and "." not in numbers[0] and not (label or (letter and degree_sign)):
            continue
        minute_sign = any(said[name] for name in ("dm_min", "dms_min", "sp_m"))
        values = [Decimal(number) for number in numbers]
        degrees = sum((value / unit for value, unit in zip(values, UNITS, strict=False)), Decimal(0))
        decimals = len(numbers[-1].partition(".")[2])
        yield Angle(
            start=found.start(),
            end=found.end(),
            # Beside a side, or with a blank after it, a minus is a dash between the two halves.
            degrees=-degrees if letter in ("s", "w") or (not letter and said["sign"] == "-") else degrees,
            half=Decimal(5).scaleb(-decimals - 1) / UNITS[len(values) - 1],
            axis=axis,
            marked=bool(axis) or (degree_sign and (len(numbers) == 1 or minute_sign)),
            decimals=decimals,
            parts=len(numbers),
            fault=_fault(values, degrees, axis),
        )


def _numbers(said: dict[str, str | None]) -> list[str]:
    """Return degrees, minutes and seconds as typed, with a point for decimals, as many of them as there are."""
    north, east = said["packed_lat"] or said["north_packed"], said["packed_lon"] or said["east_packed"]
    if north or east:
        return _unpacked(north or east or "", 2 if north else 3)
    minutes = f"{said['sp_m']}.{said['sp_f']}" if said["sp_m"] else said["dms_m"] or said["dm_m"]
    typed = (said["dms_d"] or said["dm_d"] or said["sp_d"] or said["d"], minutes, said["dms_s"])
    return [each.replace(",", ".") for each in typed if each]


def _unpacked(digits: str, width: int) -> list[str]:
    """Return degrees, minutes and seconds of figures without blanks: 5105.2, 510512, 5105."""
    whole, _, fraction = digits.replace(",", ".").partition(".")
    parts = [whole[:width], whole[width : width + 2], whole[width + 2 :]]
    parts = [part for part in parts if part]
    return [*parts[:-1], f"{parts[-1]}.{fraction}" if fraction else parts[-1]]


def _fault(values: list[Decimal], degrees: Decimal, axis: str) -> Phrase | None:
    if any(value >= 60 for value in values[1:]):
        return say("Minutes and seconds end at 59: ask for the position again.")
    if degrees > 180 or (axis == "lat" and degrees > 90):
        return say("A latitude goes to 90 degrees and a longitude to 180: ask for the position again.")
    return None


_AXIS_OF = {"": "", "n": "lat", "s": "lat", "e": "lon", "w": "lon"}
_SIDE_GROUPS = ("before", "after", "packed_lat_side", "packed_lon_side", "north_side", "east_side")
_SIDES = {
    "n": "n", "north": "n", "nord": "n", "s": "s", "south": "s", "sud": "s",
    "e": "e", "east": "e", "est": "e", "w": "w", "west": "w", "o": "w", "ouest": "w",
}  # fmt: skip
_SIDE = r"(?:north|south|east|west|nord|sud|est|ouest)(?![a-z])|[nsewo](?![^\W\d_]|')"
_DEG = r"(?:\s?[°º˚ᵒ∘⁰]|\s?degrees?\b|\s?degres?\b|\s?degs?\b\.?|d(?=\s?\d))"
_MIN = r"(?:\s?['′`´]|\s?minutes?\b|\s?mins?\b\.?|m(?![a-z]))"
_SEC = r"(?:\s?[\"″”“]|\s?''|\s?seconds?\b|\s?secondes?\b|\s?secs?\b\.?|s(?=[\s,;]{1,2}[nsewo]\b))"

_ANGLE = re.compile(
    rf"""
    (?: (?<![\w.:°+]) | (?<=[\d'′´"″”°][ns])(?=\d) )
    (?! (?:[01]?\d|2[0-3]):[0-5]\d \s{{1,2}} (?:[ns]\s?)? [+-]?\d )  # an hour before a position
    (?:(?P<label>latitude|lat|longitude|long|lon|lng)\b\.?"?\s{{0,2}}[:=]?\s{{0,2}}"?)?
    (?:
      (?P<packed_lat>\d{{4}}(?:[.,]\d{{1,5}})?|\d{{6}}(?:\.\d{{1,3}})?)[\s,]?(?P<packed_lat_side>[ns])(?![a-z])
    | (?P<north_side>[ns])\s?(?P<north_packed>\d{{4}}(?:[.,]\d{{1,5}})?|\d{{6}}(?:\.\d{{1,3}})?)(?!\d)
    | (?P<east_side>[ewo])\s?(?P<east_packed>\d{{5}}(?:[.,]\d{{1,5}})?|\d{{7}}(?:\.\d{{1,3}})?)(?!\d)
    | (?P<packed_lon>\d{{5}}(?:[.,]\d{{1,5}})?|\d{{7}}(?:\.\d{{1,3}})?)[\s,]?(?P<packed_lon_side>[ewo])(?![a-z])
    | (?:(?P<before>{_SIDE})\s{{0,2}})? (?P<sign>[+-]\s?)?
      (?:
        (?P<dms_d>\d{{1,3}})(?:(?P<dms_deg>{_DEG})\s?|[\s:-])(?P<dms_m>\d{{1,2}})(?:(?P<dms_min>{_MIN})\s?|[\s:-])
          (?P<dms_s>\d{{1,2}}(?:[.,]\d{{1,4}})?)(?:{_SEC})?
      | (?P<sp_d>\d{{1,3}})(?P<sp_deg>{_DEG})\s?(?P<sp_m>\d{{1,2}})\s(?:decimale?|point|virgule)\s(?P<sp_f>\d{{1,4}})
          (?:{_MIN})?
      | (?P<dm_d>\d{{1,3}})(?:(?P<dm_deg>{_DEG})[\s-]?|[\s:-])(?P<dm_m>\d{{1,2}}(?:[.,]\d{{1,5}})?)
          (?P<dm_min>{_MIN})?
      | (?P<d>\d{{1,3}}(?:[.,]\d{{1,15}})?)(?P<d_deg>{_DEG})?
      )
      (?! \d | [.:]\d )
      (?(before)|(?:\s{{0,2}}(?P<after>{_SIDE}))?)
    )
    """,
    re.VERBOSE,
)
