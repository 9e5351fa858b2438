"""Advanced Mobile Location: what a telephone tells of where it is when somebody calls an emergency number.

The fields of ETSI TS 103 625, whichever of its carriers brought them (`aml_sms`, `aml_https`), as one `AmlMessage`.
What names the handset or its card (IMSI, IMEI, ICCID) is dropped while reading: only which of them stood there is kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import ROUND_CEILING, Decimal, localcontext

from ashore.model.errors import BadInput
from ashore.model.times import Moment

USUAL_CONFIDENCE = Decimal(68)
"""Per cent, where a radius comes without its confidence: what Android sends as a rule (assumption)."""

DIGIT_M = Decimal(157_000)
"""Metres that a position may be off by for each whole degree cut from its end, both ways together."""

HIDDEN = "…"
"""Stands in the words of a message where an identifier or a telephone number stood."""


class NotAml(BadInput):
    code = "not-aml"
    says = "This is no AML message."
    hint = 'An AML message begins A"ML=, or is the form or the JSON object of a telephone with location_latitude.'


class AmlVersion(BadInput):
    code = "aml-version"
    says = "The AML message is of a version that is not known here."
    hint = "Versions 1 and 2 are read; the fields of a later one may mean something else. Read the words yourself."


class AmlField(BadInput):
    code = "aml-field"
    says = "The AML message: {field} is no number of degrees from -{most} to {most}."
    hint = "The message was changed or broken on its way; ask the caller where they are."


class AmlTwice(BadInput):
    code = "aml-twice"
    says = "The AML message gives {field} twice, and not the same."
    hint = "Nobody can tell which was meant; ask the caller where they are."


class AmlCut(BadInput):
    code = "aml-cut"
    says = "The AML message breaks off in or before its position."
    hint = "Half a number is another place: ask the caller where they are, or have the telephone asked again."


@dataclass(frozen=True, slots=True, kw_only=True)
class AmlMessage:
    """One AML message: decimal texts as sent, None for what is not given.

    `lat` and `lon` are degrees WGS 84, both None where the telephone had no position; `radius_m` metres, the radius
    that holds the telephone with `confidence_pct` per cent; `method` gnss, wifi, cell or unknown, "" for none.
    `positioned_at` is when it was there, `called_at` when the emergency call began.
    `number` is the telephone's own, as it was sent; `dialled` the emergency number.
    `length` is the number of characters the message says it has, `found` how many it has.
    `words` are the message with every identifier and number hidden; `identifiers` the names of the fields that held
    one; `others` the fields this module has no use for, in their order, each name with its value.
    """

    version: str
    words: str
    lat: str | None = None
    lon: str | None = None
    radius_m: str | None = None
    confidence_pct: str | None = None
    method: str = ""
    positioned_at: Moment | None = None
    called_at: Moment | None = None
    number: str | None = None
    dialled: str | None = None
    network: str | None = None
    languages: str | None = None
    length: int | None = None
    found: int | None = None
    identifiers: tuple[str, ...] = ()
    others: tuple[tuple[str, str], ...] = ()

    @property
    def doubtful(self) -> bool:
        """Whether the message is not as long as it says, so that a digit may be missing anywhere in it."""
        return self.length is not None and self.length != self.found

    @property
    def error_m(self) -> str | None:
        """The radius that holds the telephone with probability 0.95, whole metres rounded up; None if not known."""
        if self.radius_m is None or self.lat is None or self.lon is None:
            return None
        # The finer of the two: a program that writes 1.50000 as 1.5 has cut nothing off.
        digits = max(_decimals(self.lat), _decimals(self.lon))
        radius = radius_at_95(Decimal(self.radius_m), Decimal(self.confidence_pct or USUAL_CONFIDENCE))
        return str(max(radius, (DIGIT_M / 10**digits).to_integral_value(ROUND_CEILING)))


def radius_at_95(radius_m: Decimal, confidence_pct: Decimal) -> Decimal:
    """Return the radius that holds the truth with probability 0.95, whole metres rounded up.

    The errors are taken to be normal and alike in every direction, so that a radius r holds a share
    p = 1 − exp(−r² / 2σ²) of them: r₉₅ = r · √(ln 0.05 / ln(1 − p)), which is 1.63 r for 68 per cent (1.622), 1.40 r
    for 78 and r for 95. A confidence above 95 makes no radius smaller. Decimal arithmetic, so that every computer
    gets the same metres. `confidence_pct` is above 0.
    """
    if confidence_pct < 95:
        with localcontext(prec=28):
            share = (Decimal("0.05").ln() / (1 - confidence_pct / 100).ln()).sqrt()
            radius_m *= share
    return radius_m.to_integral_value(ROUND_CEILING)


def degrees(text: str, most: int) -> str | None:
    """Return degrees as plain decimal text, without a plus sign or padding; None if they are none up to `most`."""
    shape = _DEGREES.fullmatch(text)
    if shape is None or abs(Decimal(text)) > most:
        return None
    return f"{shape[1].replace('+', '')}{shape[2]}{shape[3] or ''}"


def quantity(text: str) -> str | None:
    """Return a number that is not below 0 as plain decimal text, None for any other text."""
    return text if _QUANTITY.fullmatch(text) else None


def without_identifiers(text: str) -> str:
    """Return a text without runs of digits as long as an IMEI, whatever field they stand in; no other value is."""
    return re.sub(r"[0-9]{15,}", HIDDEN, text)


def utc_digits(text: str) -> Moment | None:
    """Return the instant that yyyyMMddHHmmss gives in UTC, None if there is none."""
    if not re.fullmatch(r"(?:19|20|21)[0-9]{12}", text):
        return None
    try:
        at = datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None
    return _moment(at)


def utc_since_epoch(text: str, unit: timedelta) -> Moment | None:
    """Return the instant so many units after 1970 began in UTC, None outside the years 1990 to 2199."""
    if not re.fullmatch(r"[0-9]{1,16}", text):
        return None
    try:
        at = datetime(1970, 1, 1, tzinfo=UTC) + int(text) * unit
    except OverflowError:
        return None
    return _moment(at) if 1990 <= at.year < 2200 else None


def _moment(at: datetime) -> Moment:
    stated = at.isoformat(timespec="milliseconds" if at.microsecond else "seconds")
    since = at - datetime(1970, 1, 1, tzinfo=UTC)
    return Moment(ms=since // timedelta(milliseconds=1), stated=stated)


def _decimals(text: str) -> int:
    return len(text.partition(".")[2])


_DEGREES = re.compile(r"([+-]?)0{0,2}([0-9]{1,3})(\.[0-9]{1,15})?")
_QUANTITY = re.compile(r"[0-9]{1,9}(\.[0-9]{1,6})?")
