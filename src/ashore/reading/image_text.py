"""Reading the text that a picture shows, by the program `tesseract` where it is installed.

The picture goes to the program through a pipe and never onto the disk, for it is somebody's.
What is read is text to look at beside the picture: words it is unsure of are named, so that nobody relies on them.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass, replace

from ashore.reading.positions import ReadPosition, read_positions

SURE = 80
"""Per cent from which a word counts as read; below it the word is shown as unsure."""

NOISE = 25
"""Per cent below which a word is a pattern in a picture and not writing."""

LONGEST_S = 25
"""Seconds after which nobody waits; a full screen of a telephone takes two to five."""

LANGUAGES = ("eng", "fra")
_CLOCK = re.compile(r"(?<![0-9:])[0-9]{1,2}:[0-9]{2}(?![0-9:])")


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageText:
    """The text of a picture, line by line, and where in it the reader was unsure (code points, end exclusive)."""

    text: str
    unsure: tuple[tuple[int, int], ...]

    def is_sure(self, start: int, end: int) -> bool:
        """Return whether every word that touches this stretch was read well."""
        return all(after <= start or before >= end for before, after in self.unsure)


def reader() -> str | None:
    """Return the path of the program that reads pictures, None where there is none on this computer."""
    return shutil.which("tesseract")


def read_text(picture: bytes, program: str) -> ImageText | None:
    """Return the text that a picture (PGM) shows, None where there is none or it could not be read."""
    languages = [each for each in LANGUAGES if each in _installed(program)]
    asked = ["-l", "+".join(languages)] if languages else []
    try:
        done = subprocess.run(
            [program, "stdin", "stdout", "--dpi", "300", *asked, "tsv"],
            input=picture,
            capture_output=True,
            timeout=LONGEST_S,
            check=True,
            # One thread: somebody is working at this computer meanwhile.
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return text_of(done.stdout.decode("utf-8", "replace").splitlines())


def positions_shown(read: ImageText) -> tuple[tuple[ReadPosition, ...], int]:
    """Return the positions in a picture's text of whose every word the reader was sure, and how many others there are.

    Line by line and without the clock beside each message, for a position ends with its line
    and 22:03 is no longitude; places in the text are those of the whole text.
    """
    sure, others, at = [], 0, 0
    for line in read.text.split("\n"):
        for found in read_positions(_CLOCK.sub(lambda clock: " " * len(clock[0]), line)):
            placed = replace(found, start=found.start + at, end=found.end + at, alternative_of=None)
            if read.is_sure(placed.start, placed.end) and found.alternative_of is None and not found.guessed:
                sure.append(placed)
            else:
                others += 1
        at += len(line) + 1
    return tuple(sure), others


def _installed(program: str) -> frozenset[str]:
    try:
        done = subprocess.run([program, "--list-langs"], capture_output=True, timeout=LONGEST_S, check=True)
    except (OSError, subprocess.SubprocessError):
        return frozenset()
    return frozenset(done.stdout.decode("utf-8", "replace").split())


def text_of(table: Iterable[str]) -> ImageText | None:
    """Return the text of the program's table: tab-separated, one word a row, with its line and how sure it is.

    None where no word of two letters or digits was read surely: that is a pattern and no writing.
    """
    text, unsure, line = "", [], None
    well = False
    for row in table:
        cells = row.split("\t")
        if len(cells) != 12 or not cells[11].strip() or not _number(cells[10]) >= NOISE:
            continue
        place, word = cells[1:5], cells[11].strip()
        if text:
            text += " " if place == line else "\n"
        line = place
        if _number(cells[10]) < SURE:
            unsure.append((len(text), len(text) + len(word)))
        elif sum(letter.isalnum() for letter in word) > 1:
            well = True
        text += word
    return ImageText(text=text, unsure=tuple(unsure)) if well else None


def _number(cell: str) -> float:
    try:
        return float(cell)
    except ValueError:
        return -1
