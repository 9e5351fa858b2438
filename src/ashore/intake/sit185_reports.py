"""Cospas-Sarsat alerts as reports: a file is cut into its alerts, and each becomes one report of one beacon."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from ashore.intake.rejection import Rejection
from ashore.intake.report_lines import ReadLine
from ashore.intake.sit185 import END, Alert, NotSit185, begins, parse_alert, plain, starts
from ashore.intake.sit185_positions import AlertPosition
from ashore.intake.strict_json import MAX_LINE, TooLong
from ashore.model.report import Craft, Mention, Position, Report, Sender
from ashore.model.times import Moment, iso

SOURCE = "sit185"

DAY_MS = 86_400_000
"""How far ahead of our clock another may be before we go by ours."""

LOOKED_AT = 64 * 1024
"""Bytes of a file that are looked at to know whether it is of alerts."""


def is_alerts(content: bytes) -> bool:
    """Return whether a file is of Cospas-Sarsat alerts: one begins near its top, and it is no letter about one."""
    text = plain(_decoded(content[:LOOKED_AT]))
    if text.lstrip("\ufeff \n").startswith("{") or _LETTER.search(text[:2_000]):
        return False
    return begins(text) and re.search(r"\b(?:HEX|DETECTED|DETECTEE?|DOPPLER|MSG)\b", text) is not None


def read_alert(raw: bytes, *, received_by: str, received_at: Moment) -> Report | Rejection:
    """Return the report in one alert, or why there is none; it never raises.

    An alert is received when its centre says that it sent it, where it says so.
    """
    if len(raw) > MAX_LINE:
        return Rejection(source=SOURCE, raw=raw, errors=(TooLong(piece=1),))
    text = _decoded(raw)
    try:
        alert = parse_alert(text)
    except NotSit185 as error:
        return Rejection(source=SOURCE, raw=raw, errors=(error,))
    return Report(
        id=_id(alert),
        # What says that it is a test calls nobody to a rescue; it waits among the notes for a person to see it.
        channel="note" if alert.drill else "sarsat",
        received_by=received_by,
        received_at=_received(alert, received_at),
        source=SOURCE,
        said_at=alert.detected_at,
        sender=_sender(alert),
        language="fr" if re.search(r"\b(?:DETECTEE|ALERTE|PAYS|BALISE)\b", plain(text)) else "en",
        text=text.strip(),
        mentions=(_mention(alert),),
        assumed=tuple(_assumed(alert)),
    )


def read_alerts(content: bytes, *, received_by: str, received_at: Moment) -> Iterator[ReadLine]:
    """Read a file of alerts, one after another; every byte of it goes into one of them."""
    line, counted = 1, 0
    for start, end in _cuts(content):
        raw = content[start:end].lstrip(b"\r\n")
        line += content.count(b"\n", counted, end - len(raw))
        counted = end - len(raw)
        raw = raw.rstrip(b"\r\n")
        if raw.strip():
            result = read_alert(raw, received_by=received_by, received_at=received_at)
            yield ReadLine(number=line, raw=raw, result=result)


def _cuts(content: bytes) -> Iterator[tuple[int, int]]:
    """Yield where each alert begins and ends.

    What follows the end of one stands before the next, and so do the lines of its envelope.
    """
    # One letter for each byte, so that places in the text are places in the bytes.
    text = content.upper().decode("latin-1")
    cuts = []
    for before, start in pairwise(starts(text)):
        ended = [end.end() for end in END.finditer(text, before, start)]
        cuts.append(ended[-1] if ended else start - len(_envelope(text[before:start])))
    yield from zip([0, *cuts], [*cuts, len(content)], strict=True)


def _envelope(text: str) -> str:
    """Return the lines at the end of a text that are the head of a message, each beginning with a stroke or a word."""
    head = 0
    for line in reversed(text.splitlines(keepends=True)):
        if line.strip() and _HEAD.match(line) is None:
            break
        head += len(line)
    return text[len(text) - head :]


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _received(alert: Alert, received_at: Moment) -> Moment:
    """Return when an alert was sent; a date that is still to come is a slip, and it was received when we had it."""
    sent = alert.sent_at
    return sent if sent is not None and sent.ms <= received_at.ms + DAY_MS else received_at


def _id(alert: Alert) -> str:
    """Return a name by the words alone: the same however a centre wraps its lines or orders its paragraphs."""
    said = sorted((name, re.findall(r"[^\s:,;-]+", words)) for name, words in alert.paragraphs.items())
    return hashlib.sha256(repr(said).encode()).hexdigest()[:16]


def _sender(alert: Alert) -> Sender | None:
    beacon = alert.beacon
    if alert.drill or beacon is None or beacon.checked is False:
        return None
    return Sender(device=f"406 MHz {beacon.device}")


def _mention(alert: Alert) -> Mention:
    if alert.drill:
        return Mention(danger=("none_stated",))
    positions = tuple(_position(each, alert) for each in alert.positions)
    labels = [each.label for each in alert.positions]
    if "doppler_a" in labels and "doppler_b" in labels:
        first, second = labels.index("doppler_a"), labels.index("doppler_b")
        rival = replace(positions[second], alternative_of=first)
        positions = (*positions[:second], rival, *positions[second + 1 :])
    cancelled = alert.kind == "cancellation"
    return Mention(
        positions=positions,
        craft=_craft(alert),
        danger=("none_stated",) if cancelled else alert.dangers,
    )


def _position(read: AlertPosition, alert: Alert) -> Position:
    if read.lat is None:
        # It must not vanish: of two Doppler positions the one that is left would look like the only one.
        return Position(place=f"{_LABELS[read.label]}: could not be read", how="beacon", at=alert.detected_at)
    at, half_s = alert.detected_at, (read.age_s or 0) // 2
    if at is not None and half_s:
        # It is as old as that at most, and no younger than the alert.
        at = Moment(ms=at.ms - 1_000 * half_s, stated=iso(at.ms - 1_000 * half_s))
    return Position(
        lat=read.lat,
        lon=read.lon,
        error_m=read.error_m,
        at=at,
        at_error_s=half_s or None,
        how="gnss" if read.label == "encoded" else "beacon",
    )


def _craft(alert: Alert) -> Craft | None:
    kind = "aircraft" if alert.beacon is not None and alert.beacon.kind == "elt" else None
    return Craft(kind=kind, name=alert.vessel or None) if kind or alert.vessel else None


def _assumed(alert: Alert) -> Iterator[str]:
    """Yield what the alert does not say: the zone of its time, how old a place is, how good what is called suspect."""
    if alert.detected_at is not None and not alert.zone_stated:
        yield "said_at"
    for index, read in enumerate(() if alert.drill else alert.positions):
        if read.error_assumed:
            yield f"mentions[0].positions[{index}].error_m"
        if read.age_s is None or not alert.zone_stated:
            yield f"mentions[0].positions[{index}].at"


_LABELS = {
    "confirmed": "confirmed position",
    "doppler_a": "Doppler A",
    "doppler_b": "Doppler B",
    "doa": "position by difference of arrival",
    "encoded": "position sent by the beacon",
}
_HEAD = re.compile(r"[ \t]*(?:/[0-9A-Z]|(?:DATE|FROM|TO|DE|A|SUBJECT|OBJET) *:)")
_LETTER = re.compile(r"^(?:RETURN-PATH|RECEIVED|MIME-VERSION|MESSAGE-ID|DELIVERED-TO): ?", re.MULTILINE)
"""Headers by which a letter is known, in which an alert may stand; letters have a source of their own."""
