"""What is attached to a report: a picture pasted at the desk, or sent from a telephone inside the report's own line.

Each is opened by itself, and each look is written down.
"""

from __future__ import annotations

import base64
import binascii

from ashore.desk.commands.acting import Who
from ashore.desk.commands.asking import words_of_report
from ashore.desk.commands.desk import Desk
from ashore.desk.commands.receiving import FIRST_ATTACHMENT
from ashore.intake.image import for_showing
from ashore.ledger.ledger import ContentWithheld
from ashore.ledger.sealing import KeyDestroyed, KeyNotHeld
from ashore.model.errors import NotFound
from ashore.model.report import Report

_DATA, _BASE64 = "data:", ";base64,"


class NotAttached(NotFound):
    """An attachment that the report has not, or that was erased."""

    code = "not-attached"
    says = "Nothing is attached to this report under that number, or it was erased."
    hint = "Open the report's words again: they say what is attached."


def how_many_attached(desk: Desk, entry: str, report: Report) -> int:
    """Return how many things can be opened beside the words of a report."""
    return _sealed_apart(desk, entry) + len(_inside(report))


def names_of_attached(report: Report) -> tuple[str, ...]:
    """Return the names of what was attached when the report was made; a chat names what its export left out."""
    return tuple(each for each in report.attachments if not _is_inside(each))


def open_attached(desk: Desk, entry: str, number: int, who: Who) -> bytes:
    """Return the bytes of one attachment, counted from 0. Raises NotAttached."""
    apart = _sealed_apart(desk, entry)
    if desk.ledger.get(entry).header.type != "report.received":
        raise NotAttached
    if 0 <= number < apart:
        try:
            return desk.open_part(desk.ledger.get(entry), FIRST_ATTACHMENT + number, who)
        except (KeyDestroyed, KeyNotHeld, ContentWithheld) as error:
            raise NotAttached from error
    report = words_of_report(desk, entry, who)
    inside = () if report is None else _inside(report)
    if not 0 <= number - apart < len(inside):
        raise NotAttached
    try:
        return base64.b64decode(inside[number - apart].partition(_BASE64)[2], validate=True)
    except binascii.Error as error:
        raise NotAttached from error


def show_attached(desk: Desk, entry: str, number: int, who: Who) -> bytes:
    """Return one attachment as a picture (JPEG) that any browser shows.

    Raises NotAttached, NotAPicture and PictureTooLarge.
    """
    return for_showing(open_attached(desk, entry, number, who))


def _sealed_apart(desk: Desk, entry: str) -> int:
    return max(len(desk.ledger.get(entry).header.sealed) - FIRST_ATTACHMENT, 0)


def _inside(report: Report) -> tuple[str, ...]:
    return tuple(each for each in report.attachments if _is_inside(each))


def _is_inside(attachment: str) -> bool:
    return attachment.startswith(_DATA) and _BASE64 in attachment[:100]
