"""The positions of a Cospas-Sarsat alert: confirmed, by Doppler (two, of which one is true), by difference of arrival,
and as the beacon itself sent it; each with how well it is known, as far as the alert says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from itertools import zip_longest

NM_M = Decimal(1852)
SQUARE = Decimal("1.4143")
"""How much longer the way to the corner of a square is than to its side, rounded up."""

GNSS_M = 100
"""Metres that a beacon's own fix may be off besides the cell it is written to (assumption)."""

SUSPECT_M = Decimal(20) * NM_M
"""Metres within which a Doppler position lies that its centre calls suspect (assumption)."""

DOPPLER = frozenset({"doppler_a", "doppler_b"})
_LOST = "?"

_NOTHING = re.compile(
    r"(?:NIL|NONE|UNKNOWN|N/A|NA|NOT (?:AVAILABLE|APPLICABLE|KNOWN)|NEANT|INCONNUE?|AUCUNE?)?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertPosition:
    """One position of an alert: degrees WGS 84 as decimal text, both None where what stands there could not be read.

    `label` is confirmed, doppler_a, doppler_b, doa or encoded. `error_m` is the radius that holds the truth with
    probability 0.95, None where the alert says nothing of it; `error_assumed` whether that is a guess of ours.
    `probability_pct` is what the centre gives a Doppler position. `age_s` is how old the position may be when the
    beacon was heard, None where that is not known; only an encoded one has an age.
    """

    label: str
    lat: str | None = None
    lon: str | None = None
    error_m: str | None = None
    error_assumed: bool = False
    probability_pct: str | None = None
    age_s: int | None = 0


def read_positions_of(paragraphs: Mapping[str, str]) -> tuple[AlertPosition, ...]:
    """Return the positions of an alert's paragraphs in plain text, each kind at most once, the two rivals last."""
    said = _said(paragraphs.get("positions", ""))
    suspect = (
        re.search(r"DOPPLER POSITION[A-Z ]{0,40}[-:]? ?SUSPECT", paragraphs.get("operational", ""))
        is not None
    )
    found = []
    for label in ("confirmed", "doa", "encoded", "doppler_a", "doppler_b"):
        words = said.get(label, _LOST if _rival_of(label, said) else "")
        if is_nothing(words):
            continue
        place = _place(words)
        if place is None or (label not in DOPPLER and re.search("PROB|PERC", words)):
            found.append(AlertPosition(label=label))
            continue
        error, assumed = _error(label, words, paragraphs.get("other", ""), suspect)
        probability = re.search(r"PROB[A-Z]{0,12}[ .:-]{0,8}([0-9]{1,3}(?:\.[0-9]+)?)", words)
        found.append(
            AlertPosition(
                label=label,
                lat=place[0],
                lon=place[1],
                error_m=error,
                error_assumed=assumed,
                probability_pct=probability[1] if probability is not None else None,
                age_s=_age(paragraphs.get("positions", "")) if label == "encoded" else 0,
            )
        )
    return tuple(found)


def is_nothing(words: str) -> bool:
    """Return whether words say that there is nothing to say."""
    return _NOTHING.fullmatch(words.strip(" :.-")) is not None


def _rival_of(label: str, said: Mapping[str, str]) -> bool:
    """Return whether the other of two Doppler positions is given: then this one was as well, and its label was lost."""
    return label in DOPPLER and any(not is_nothing(said.get(other, "")) for other in DOPPLER - {label})


def _said(words: str) -> dict[str, str]:
    """Return what is said under each label; a label that comes again goes on with what was said."""
    marks = list(_LABEL.finditer(words))
    said: dict[str, list[str]] = {}
    for mark, following in zip_longest(marks, marks[1:]):
        label = next(name for name, part in mark.groupdict().items() if part is not None)
        part = words[mark.end() : following.start() if following is not None else len(words)]
        said.setdefault(label, []).append(part.strip(" :-"))
    return {label: " ".join(parts).strip() for label, parts in said.items()}


def _place(words: str) -> tuple[str, str] | None:
    """Return the latitude and the longitude that words begin with; None if they do not, or if more of either follow."""
    words = re.sub(r"(?<=[0-9]),(?=[0-9])", ".", words)
    for sign, written in _SIGNS:
        words = written.sub(sign, words)
    words = _SIDES_FIRST.sub(r"\2 \1 \4 \3 ", words)
    found = _PLACE.match(words)
    if found is None or _MORE.search(words, found.end()):
        return None
    lat, lon = _degrees(found, "lat"), _degrees(found, "lon")
    if lat is None or lon is None or lat > 90 or lon > 180:
        return None
    return _text(-lat if found["lat_side"] == "S" else lat), _text(-lon if found["lon_side"] in "WO" else lon)


def _degrees(found: re.Match[str], name: str) -> Decimal | None:
    decimal, degrees, minutes, seconds = (
        Decimal(found[f"{name}_{part}"] or 0) for part in ("decimal", "degrees", "minutes", "seconds")
    )
    if minutes >= 60 or seconds >= 60:
        return None
    return decimal + degrees + minutes / 60 + seconds / 3600


def _text(value: Decimal) -> str:
    """Return degrees to a millionth, a tenth of a metre: finer than any alert."""
    return f"{value.quantize(Decimal('0.000001')).normalize() + 0:f}"


def _error(label: str, words: str, other: str, suspect: bool) -> tuple[str | None, bool]:
    """Return the radius at 0.95 and whether we guessed it."""
    if label == "encoded":
        cell = re.search(
            r"UNCERTAINTY[A-Z -]{0,60}?([0-9]{1,3}(?:\.[0-9]+)?) *(MINUTE|SECOND|DEGREE|NM|KM|M)", other
        )
        if cell is None:
            return None, False
        metres = Decimal(cell[1]) * _METRES[cell[2]]
        if cell[2] in ("MINUTE", "SECOND", "DEGREE"):
            metres *= SQUARE
        return _metres(metres + GNSS_M), False
    stated = re.search(
        r"(?:ACCURACY|PRECISION)([A-Z ]{0,40})[-:]? ?([0-9]{1,4}(?:[.,][0-9]+)?)"
        r" *(NMS?|NAUT|MILLES?|KM|KILOM|M\b|METRES)",
        words,
    )
    if stated is not None and (number := Decimal(stated[2].replace(",", "."))) > 0:
        unit = "KM" if stated[3].startswith("K") else "NM" if stated[3].startswith(("N", "MIL")) else "M"
        # Over so many miles is farther than that, and nobody says how far.
        over = re.search(r"\b(?:OVER|ABOVE|MORE|GREATER|EXCEED\w*|PLUS DE)\b", stated[1]) is not None
        return _metres(number * _METRES[unit]), over
    if suspect and label.startswith("doppler"):
        return _metres(SUSPECT_M), True
    return None, False


def _metres(metres: Decimal) -> str:
    return str(metres.to_integral_value(ROUND_CEILING))


def _age(words: str) -> int | None:
    """Return how old an encoded position may be, seconds, None where the alert does not know."""
    within = re.search(r"WITHIN ([0-9]{1,2}) (HOUR|MINUTE)", words)
    if within is None:
        return None
    return int(within[1]) * (3600 if within[2] == "HOUR" else 60)


_METRES = {
    "MINUTE": NM_M,
    "SECOND": NM_M / 60,
    "DEGREE": NM_M * 60,
    "NM": NM_M,
    "KM": Decimal(1000),
    "M": Decimal(1),
}


def _angle(name: str, sides: str) -> str:
    # Minutes and seconds are of two digits, and degrees alone have three decimals at least: a digit that was lost or
    # torn off must not make another place.
    return (
        rf"(?:(?P<{name}_decimal>[0-9]{{1,3}}\.[0-9]{{3,8}})"
        rf"|(?P<{name}_degrees>[0-9]{{1,3}})[ °-]{{1,3}}(?P<{name}_minutes>[0-9]{{2}}(?:\.[0-9]{{1,6}})?)"
        rf"(?:[ '-]{{1,3}}(?P<{name}_seconds>[0-9]{{2}}(?:\.[0-9]{{1,4}})?))?)"
        rf"[ '\"°]{{0,3}}(?P<{name}_side>[{sides}])\b"
    )


_SIGNS = (
    ("°", re.compile(r"\bDEG(?:S|REES?)?\b\.?")),
    ("'", re.compile(r"\b(?:MIN|SEC)(?:S|UTES?|ONDS?)?\b\.?")),
)
"""Signs, and the words that some centres write for them."""

_BARE_ANGLE = (
    r"([0-9]{1,3}(?:\.[0-9]{3,8}|[ °-]{1,3}[0-9]{2}(?:\.[0-9]{1,6}|[ '-]{1,3}[0-9]{2}(?:\.[0-9]{1,4})?)))"
    r"(?![0-9.])[ '\"°]{0,3}"
)
# No letter behind it shows that such an angle is whole, so it has decimals, or seconds.
_SIDES_FIRST = re.compile(rf"^[ :-]*([NS]) ?{_BARE_ANGLE}[ ,;/:-]*([EWO]) ?{_BARE_ANGLE}")
"""A place as N51 01.8 E001 45.6 has it."""

_PLACE = re.compile(rf"[ :-]*{_angle('lat', 'NS')}[ ,;/:-]*{_angle('lon', 'EWO')}")
_MORE = re.compile(r"[0-9][ '\"°]*[NSEWO]\b|\b[NSEWO] ?[0-9]{1,3}[ .°-]")
"""The end of another angle, or the beginning of one."""

_LABEL = re.compile(
    r"\b(?:(?P<confirmed>(?:POSITION )?(?:CONFIRME[A-Z]*|RESOLVED|RESOLUE))"
    r"|(?P<doppler_a>DOPPLER[ -]*A)|(?P<doppler_b>DOPPLER[ -]*B)"
    r"|(?P<doa>DOA\b(?: */ *ALTITUDE)?)|(?P<encoded>(?:POSITION )?(?:ENCODED|ENCODEE|CODEE))"
    r"|(?P<updated>(?:TIME OF UPDATE|UPDATE TIME|HEURE DE MISE A JOUR|MISE A JOUR)))\b"
)
