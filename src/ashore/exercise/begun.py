"""Which drill was begun in a folder: the night it plays, when it began, and that one program alone plays it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import ClassVar

import apsw

from ashore.model.errors import Refused

FILE, LOCK = "drill.json", "playing.sqlite"


class PlayedAlready(Refused):
    """Two programs that would play one drill."""

    code: ClassVar[str] = "drill.played-already"
    says: ClassVar[str] = "Another program plays this drill already."
    hint: ClassVar[str] = "Go to the desk that is served there, or stop it first."


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """A drill as it was begun, at an instant in UTC milliseconds; `forcing` are sources of current and wind."""

    seed: int
    boats: int
    quality: str
    year: int
    began: int
    forcing: tuple[str, ...]


def read_begun(folder: Path) -> Begun | None:
    """Return which drill was begun in a folder, None where none was."""
    try:
        held = json.loads((folder / FILE).read_text("utf-8"))
    except FileNotFoundError:
        return None
    return Begun(**{**held, "forcing": tuple(held["forcing"])})


def write_begun(folder: Path, begun: Begun) -> None:
    """Write it down, whole or not at all: from then on there is a drill in the folder."""
    new = folder / f"{FILE}.new"
    with new.open("w", encoding="utf-8") as file:
        json.dump(asdict(begun), file)
        file.flush()
        os.fsync(file.fileno())
    new.replace(folder / FILE)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Let this program alone play a drill for as long as the block runs. Raises PlayedAlready.

    What was killed holds nothing: the lock on an empty database goes with the process, on any system.
    """
    with closing(apsw.Connection(str(folder / LOCK))) as lock:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except apsw.BusyError as error:
            raise PlayedAlready from error
        yield
