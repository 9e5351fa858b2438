"""What the picture knows of a case, in the form that people, linking, tasking and endings take.

Nothing here is stored: it is folded from entries, and holds no clock reading of our own.
All instants are UTC milliseconds.
"""

from __future__ import annotations

from dataclasses import dataclass

from ashore.model.report import Mention, Sender, index_of
from ashore.model.times import Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One unreplaced decision about which cases a mention is about (see `bodies.MentionLinked`)."""

    entry: str
    cases: tuple[str, ...]
    standing: str
    covers: str
    by: str
    by_person: bool
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionFacts:
    """A mention as the picture holds it.

    `happened` is when what it says was true: exact where a time was stated, else the interval that is known.
    `known` is when a source said it, `recorded` when our log took it.
    `set_aside` are the claims of it that an officer set aside, with the entry that did.
    `same_phone` are reports whose sender's number was the same.
    `language` and `text` are the report's own, "" where it gives none.
    `assumed` are the paths of values that no source gives, `machine_read` of those a machine read.
    """

    id: str
    report: str
    entry: str
    channel: str
    received_by: str
    sender: Sender | None
    mention: Mention
    happened: Interval
    known: int
    recorded: int
    links: tuple[Link, ...]
    set_aside: tuple[tuple[str, str], ...] = ()
    repeats: tuple[str, ...] = ()
    same_phone: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    machine_read: tuple[str, ...] = ()
    public: bool = False
    language: str = ""
    text: str = ""

    @property
    def at(self) -> int:
        """The latest instant at which what this says may have become true: the one to order by."""
        return self.happened.latest

    @property
    def said(self) -> tuple[int, int, str]:
        """The order of mentions everywhere: by happened, then known, then id."""
        return (self.happened.latest, self.known, self.id)

    def assumes(self, field: str) -> bool:
        """Return whether a field of this mention, or what it stands in, is among the values that no source gives."""
        return self._among(field, self.assumed)

    def read_by_machine(self, field: str) -> bool:
        """Return whether a field of this mention was read by a machine, and nobody said it."""
        return self._among(field, self.machine_read)

    def _among(self, field: str, named: tuple[str, ...]) -> bool:
        index = index_of(self.id.partition("~")[0])
        paths = (field, f"mentions[{index}].{field}")
        return any(
            path == given or path.startswith((f"{given}.", f"{given}[")) for path in paths for given in named
        )

    @property
    def speaker(self) -> str:
        """Who speaks, as far as the open part tells: a unit, or a role at a receiver."""
        sender = self.sender
        if sender is not None and sender.unit:
            return sender.unit
        return (sender.role if sender is not None and sender.role else self.channel) or self.channel


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One unreplaced decision that two cases are the same boat, perhaps the same, or apart."""

    entry: str
    cases: tuple[str, str]
    standing: str
    by: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An unreplaced answer to one question in the way of an ending."""

    entry: str
    question: str
    answer: str
    basis: str
    by: str
    mentions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How, by whom and when a case was ended on this desk."""

    entry: str
    how: str
    reason: str
    by: str
    at: int
    alone: bool
    objections: tuple[str, ...]
    owner: str
    review_at: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What somebody calls a case."""

    label: str
    given_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """A case: its mentions, how it stands to other cases, whose book it is on, and how it ended.

    `holder` is the centre on whose book its people stand, "" for this desk.
    `offered_to` is the centre a handover was offered to and has not been accepted by.
    `mentions` holds every mention linked or proposed to it, in the order of `MentionFacts.said`.
    """

    id: str
    kind: str
    opened: str
    labels: tuple[Label, ...] = ()
    mentions: tuple[MentionFacts, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    phase: str = "uncertainty"
    phase_because: tuple[str, ...] = ()
    holder: str = ""
    offered_to: str = ""
    answers: tuple[Answer, ...] = ()
    ended: Ended | None = None
    was_ended: tuple[Ended, ...] = ()
    first_reported: int | None = None
    last_sign_of_life: int | None = None
