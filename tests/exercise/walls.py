"""A wall clock that a test turns by hand, and a desk that keeps what it is sent."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from ashore.model.drills import Kept
from ashore.model.errors import AshoreError, BadInput

START = 1_928_000_000_000


@dataclass
class Wall:
    """The wall's clock; it stands still until it is turned."""

    ms: int = START

    def __call__(self) -> int:
        """Return the time."""
        return self.ms


@dataclass
class Desk:
    """A desk that takes each report once, as a real one does, and notes when."""

    clock: Wall
    kind: str = "exercise"
    name: str = "training-room"
    taken: dict[str, tuple[bytes, int]] = field(default_factory=dict)
    sent: int = 0

    def now(self) -> int:
        """Return the time."""
        return self.clock()

    def fault(self, line: bytes) -> AshoreError | None:
        """Refuse a report from nowhere."""
        return BadInput() if json.loads(line)["received_by"] == "" else None

    def receive(self, lines: bytes) -> None:
        """Keep what is new."""
        for line in lines.splitlines():
            told = json.loads(line)
            self.sent += 1
            self.taken.setdefault(
                f"{told['received_by']}/{told['channel']}/{told['id']}", (line, self.clock())
            )

    def kept(self) -> Kept:
        """Return a desk's view on which nobody did anything."""
        return Kept(received=(), held=(), cases=(), called_back=(), read=(), names={})
