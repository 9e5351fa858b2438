"""AML by HTTPS: the form that a telephone posts, or the same fields as one JSON object.

The names are those of ETSI TS 103 625 as Android sends them (Emergency Location Service); times are milliseconds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from urllib.parse import parse_qsl

from ashore.intake.aml import (
    HIDDEN,
    AmlCut,
    AmlField,
    AmlMessage,
    AmlTwice,
    NotAml,
    degrees,
    quantity,
    utc_since_epoch,
    without_identifiers,
)
from ashore.intake.strict_json import MAX_LINE, parse_object
from ashore.model.errors import BadInput

NAMES = frozenset(
    {"location_latitude", "location_longitude", "location_time", "location_accuracy", "device_number"}
)
"""Fields of which a form or an object holds at least one, or it is no AML message."""

PRIVATE = re.compile(r"device_(imei|imsi|iccid|number)|hmac|.*_(imei|imsi|iccid|msisdn)", re.IGNORECASE)
"""Fields whose value is hidden; all but the number are dropped. The HMAC is a hash of the rest, and so of them."""

METHODS = {"gps": "gnss", "gnss": "gnss", "wifi": "wifi", "cell": "cell"}
MILLISECOND = timedelta(milliseconds=1)


def parse_form(text: str) -> AmlMessage:
    """Return the message in a form (application/x-www-form-urlencoded). Raises an ExceptionGroup of BadInput."""
    if len(text) > MAX_LINE:
        raise ExceptionGroup("AML", [NotAml()])
    try:
        pairs = parse_qsl(text.strip(), keep_blank_values=True, errors="strict", max_num_fields=500)
    except ValueError as error:
        raise ExceptionGroup("AML", [NotAml()]) from error
    fields: dict[str, str] = {}
    for name, value in pairs:
        if fields.setdefault(name, value) != value:
            raise ExceptionGroup("AML", [AmlTwice(field=name if name in NAMES else HIDDEN)])
    return _message(fields)


def parse_json(raw: bytes) -> AmlMessage:
    """Return the message in one JSON object. Raises an ExceptionGroup of BadInput."""
    try:
        values = parse_object(raw)
    except BadInput as error:
        raise ExceptionGroup("AML", [error]) from error
    return _message({name: str(value) for name, value in values.items() if isinstance(value, str)})


def _message(fields: Mapping[str, str]) -> AmlMessage:
    fields = {name: value.strip() for name, value in fields.items() if value.strip()}
    if not NAMES & fields.keys():
        raise ExceptionGroup("AML", [NotAml()])
    faults: list[BadInput] = []
    lat, lon = (
        _degrees("location_latitude", 90, fields, faults),
        _degrees("location_longitude", 180, fields, faults),
    )
    if not faults and (lat is None) != (lon is None):
        faults.append(AmlCut())
    if faults:
        raise ExceptionGroup("AML", faults)
    accuracy = quantity(fields.get("location_accuracy", ""))
    if (
        lat is not None
        and lon is not None
        and not (Decimal(lat) or Decimal(lon))
        and not Decimal(accuracy or 0)
    ):
        lat = lon = None
    country, network = fields.get("cell_network_mcc", ""), fields.get("cell_network_mnc", "")
    return AmlMessage(
        version=fields.get("v", ""),
        words="\n".join(
            f"{name}: {HIDDEN if PRIVATE.fullmatch(name) else without_identifiers(fields[name])}"
            for name in sorted(fields)
        ),
        lat=lat,
        lon=lon,
        radius_m=accuracy if accuracy is not None and Decimal(accuracy) > 0 else None,
        confidence_pct=_confidence(
            fields.get("location_confidence") or fields.get("location_certainty") or ""
        ),
        method="" if lat is None else METHODS.get(fields.get("location_source", "").lower(), "unknown"),
        positioned_at=None if lat is None else utc_since_epoch(fields.get("location_time", ""), MILLISECOND),
        called_at=utc_since_epoch(fields.get("time", ""), MILLISECOND),
        number=fields.get("device_number"),
        dialled=fields.get("emergency_number"),
        network=f"{country}-{network}".strip("-") or None,
        languages=fields.get("device_languages"),
        identifiers=tuple(name for name in fields if PRIVATE.fullmatch(name) and name != "device_number"),
        others=tuple(
            (name, each) for name, each in fields.items() if name not in _READ and not PRIVATE.fullmatch(name)
        ),
    )


def _degrees(name: str, most: int, fields: Mapping[str, str], faults: list[BadInput]) -> str | None:
    if name not in fields:
        return None
    read = degrees(fields[name], most)
    if read is None:
        faults.append(AmlField(field=name, most=most))
    return read


def _confidence(stated: str) -> str | None:
    """Return a confidence in per cent; what is below 1 is a share of one, as Android sends it."""
    read = quantity(stated)
    if read is None or not 0 < Decimal(read) <= 100:
        return None
    return read if Decimal(read) > 1 else f"{Decimal(read) * 100:f}"


_READ = frozenset(
    "v location_latitude location_longitude location_accuracy location_confidence location_certainty location_source "
    "location_time time emergency_number cell_network_mcc cell_network_mnc device_languages".split()
)
