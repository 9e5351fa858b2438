"""Everything a person or a program can ask a desk to do, as one readable list.

Each is a plain dataclass: the command line, HTTP and scripts all build these and nothing else.
A `case` is named by its id, or by a label that only one case carries.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveReports:
    """Take in a file of reports: JSON Lines of format ashore.report/1, or another source that is recognised.

    `received_by` stands in where a line names no receiver;
    `first_line` is the number of the first line where `content` is a piece of a longer file.
    """

    content: bytes
    received_by: str = ""
    first_line: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCase:
    """Open a case of a kind, give it a label, and link a first mention to it if one is named."""

    kind: str = "boat"
    label: str = ""
    mention: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelCase:
    """Write down what somebody calls a case."""

    case: str
    label: str
    given_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkMention:
    """Hold a mention to be about a case, or about one or all of several.

    `standing` is linked, proposed or apart; `covers` is one or all.
    """

    mention: str
    cases: tuple[str, ...]
    standing: str = "linked"
    covers: str = "one"
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareCases:
    """Say that two cases are the same boat, perhaps the same, or apart."""

    cases: tuple[str, str]
    standing: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetPhase:
    """Set a case's emergency phase, with the reason."""

    case: str
    phase: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """Set one claim of a mention aside, or all of them (`*`), with the reason."""

    mention: str
    claim: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Retract:
    """Take back a decision: what that entry said no longer stands."""

    entry: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferHandover:
    """Offer a case to another centre; its people stay on the book they are on."""

    case: str
    to: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptHandover:
    """Write down that the other centre accepted the case, and who there did."""

    case: str
    to: str
    accepted_by: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerQuestion:
    """Answer one reason that stands in the way of an ending, naming the basis."""

    case: str
    question: str
    answer: str
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EndCase:
    """End a case: accounted, handed_over, suspended or unexplained.

    The last two need an owner and a time of review (ISO 8601 with offset).
    """

    case: str
    how: str
    reason: str = ""
    owner: str = ""
    review_at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenCase:
    """Open an ended case again; no reason is needed."""

    case: str
    mention: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawUpForecast:
    """Write down where a case's boat is worked out to be, so that what is decided next shows what it rested on."""

    case: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteNote:
    """Write a note on a case; its words are sealed."""

    case: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceHold:
    """Forbid the destruction of these cases' keys until the hold is taken back."""

    cases: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DestroyKeys:
    """Destroy the keys of a case's reports for ever; a second person signs with their password."""

    case: str
    reason: str
    second: str
    second_password: str
