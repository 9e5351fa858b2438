"""Files handed to the desk: whether they may be cut into lines, what a folder holds, what a list no longer holds."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ashore.desk.commands.desk import Desk
from ashore.desk.commands.receiving import LineOutcome
from ashore.intake import report_lines
from ashore.intake.sources import recognise
from ashore.intake.tracker import rows_gone

_OF_TRACKERS = "/tracker/"


def is_lines(content: bytes) -> bool:
    """Return whether a file, or its first part, is of lines, which may be taken in piece by piece."""
    return recognise(content) == report_lines.SOURCE


def files_in(path: Path) -> list[Path]:
    """Return the file itself, the mails of a Maildir, or the files of any other folder, by name."""
    if not path.is_dir():
        return [path]
    boxes = [path / name for name in ("new", "cur") if (path / name).is_dir()] or [path]
    return sorted(
        (each for box in boxes for each in box.iterdir() if each.is_file() and not each.name.startswith(".")),
        key=lambda each: (each.name, str(each)),
    )


def ask_rows_gone(desk: Desk, outcomes: Iterable[LineOutcome]) -> tuple[str, ...]:
    """Return the ids of the rows of a list that this desk holds and that were not in the file just taken in.

    Nothing is withdrawn by that: somebody may have tidied their list while the boat is at sea.
    """
    here = [_told(each.report) for each in outcomes if each.report and _OF_TRACKERS in each.report]
    with desk.looking() as picture:
        held = [_told(key) for key in picture.reports if _OF_TRACKERS in key]
    return tuple(
        id_
        for receiver in sorted({by for by, _ in here})
        for id_ in rows_gone(
            (id_ for by, id_ in held if by == receiver), (id_ for by, id_ in here if by == receiver)
        )
    )


def _told(key: str) -> tuple[str, str]:
    receiver, _, id_ = key.partition(_OF_TRACKERS)
    return receiver, id_
