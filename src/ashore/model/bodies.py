"""What an entry's open body says, one dataclass per entry type.

A type name and its version are for ever: a changed meaning is a new version with an upcaster.
`BODIES` is the whole list; the ledger's codec and the reference page are made from it.
Entries that change a belief name what they replace in their header, not here.
"""

from __future__ import annotations

from dataclasses import dataclass

from ashore.model.report import Report
from ashore.model.times import Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class LogOpened:
    """The first entry of a log: whose it is, which stream, and of what kind."""

    public_key: str
    desk: str
    stream: str
    kind: str
    predecessor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRotated:
    """From the next entry on, this desk signs with another key; this entry is signed by the old one."""

    public_key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportReceived:
    """One message came in; its words are in the sealed raw bytes unless its source is public."""

    report: Report


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRejected:
    """Something came in that could not be read; its raw bytes are kept."""

    source: str
    code: str
    says: str
    hint: str
    line: int | None = None
    report: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOpened:
    """A case exists: the hypothesis that some mentions are one boat, person, lorry, train, place or camp."""

    case: str
    kind: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLabelled:
    """Somebody calls a case by this letter or nickname; labels collide and are never keys."""

    case: str
    label: str
    given_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionLinked:
    """A mention is held to be about a case, or about some of several.

    `standing` is linked, proposed or apart.
    With several cases, `covers` says whether the mention is about `one` of them, not settled which,
    or about `all` of them together, as one landing of two boats is.
    """

    mention: str
    cases: tuple[str, ...]
    standing: str
    covers: str = "one"
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CasesCompared:
    """Two cases are the `same` boat, `perhaps` the same, or held `apart`."""

    cases: tuple[str, str]
    standing: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseSet:
    """An officer sets a case's emergency phase, with the reason."""

    case: str
    phase: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimSetAside:
    """An officer sets one claim of a mention aside; it stays listed and bounds nothing.

    `claim` names the field as in format ashore.report/1 (`on_board`, `encounter.taken_off`), or `*` for all of them.
    """

    mention: str
    claim: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRetracted:
    """What the replaced entries said no longer stands, and nothing stands in its place."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverOffered:
    """The desk offers a case to another centre; nobody moves until it is accepted."""

    case: str
    to: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverAccepted:
    """The other centre accepted the case, and all its people now stand on that centre's book."""

    case: str
    to: str
    accepted_by: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionAnswered:
    """A person answers one reason that stood in the way of an ending, naming the basis.

    `basis` is survivors, unit, quay, hospital, centre or officer; `mentions` what the case held of it then,
    so that a later mention puts the question again.
    """

    case: str
    question: str
    answer: str
    basis: str
    mentions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEnded:
    """A signed-in person ends a case on this desk.

    `how` is accounted, handed_over, suspended or unexplained; `objections` the reasons that still stood;
    `alone` marks distress ended by one person by themselves.
    `owner` and `review_at` keep a suspended or unexplained case in somebody's hands.
    """

    case: str
    how: str
    reason: str
    objections: tuple[str, ...] = ()
    alone: bool = False
    owner: str = ""
    review_at: Moment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseReopened:
    """An ended case is open again; no reason is needed, and the mention that did it is named."""

    case: str
    mention: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SamePhone:
    """Advice: a report came from a number that these reports also came from.

    Found by the desk when the report came in, from the sealed parts;
    kept so that the picture can be replayed without a key.
    """

    report: str
    same_as: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastForcing:
    """One product that a forecast's current or wind came from, and how old it was then.

    `kind` is current or wind; `age_min` whole minutes from its issue to the forecast, null where it does not say.
    `made_up` marks one that is SYNTHETIC; `fitted` whether its error was fitted to it.
    """

    name: str
    kind: str
    made_up: bool
    fitted: bool
    issued_at: Moment | None = None
    age_min: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastScenario:
    """One thing the boat may have been doing, in words, and its share in parts of a thousand."""

    key: str
    says: str
    per_mille: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastArea:
    """The smallest area that held this share of the cloud at an instant, as GeoJSON text in degrees of four decimals.

    `sought` is people or craft; `middle` is its densest place as latitude, longitude in decimal text.
    """

    at: Moment
    sought: str
    per_cent: int
    middle: str
    area: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """Advice: where a case's boat and people were worked out to be, as shown to whoever asked for it.

    `rests_on` are the mentions its positions and states came from, `fingerprint` the hash of everything it rests on,
    from which its seed is drawn: the same engine makes the same cloud of it again.
    `assumptions` are the sentences about what no source says.
    Nothing in the book is computed from it.
    """

    case: str
    made_at: Moment
    summary: str
    engine: str
    version: str
    seed: int
    fingerprint: str
    particles: int
    rests_on: tuple[str, ...] = ()
    forcing: tuple[ForecastForcing, ...] = ()
    scenarios: tuple[ForecastScenario, ...] = ()
    mixtures: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()
    areas: tuple[ForecastArea, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteWritten:
    """Somebody wrote a note on a case; its words are sealed."""

    case: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeysDestroyed:
    """Two people destroyed the keys of these reports' sealed parts; what they said stays in the open body."""

    keys: tuple[str, ...]
    reports: tuple[str, ...]
    reason: str
    first: str
    second: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldPlaced:
    """A legal hold: no key of these cases may be destroyed until it is lifted."""

    cases: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """An account opened a session (access stream)."""

    account: str
    through: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SealOpened:
    """An account looked at a sealed part of an entry (access stream)."""

    account: str
    entry: str
    part: int


BODIES: dict[tuple[str, int], type] = {
    ("log.opened", 1): LogOpened,
    ("key.rotated", 1): KeyRotated,
    ("report.received", 1): ReportReceived,
    ("report.rejected", 1): ReportRejected,
    ("case.opened", 1): CaseOpened,
    ("case.labelled", 1): CaseLabelled,
    ("mention.linked", 1): MentionLinked,
    ("cases.compared", 1): CasesCompared,
    ("phase.set", 1): PhaseSet,
    ("claim.set_aside", 1): ClaimSetAside,
    ("entry.retracted", 1): EntryRetracted,
    ("handover.offered", 1): HandoverOffered,
    ("handover.accepted", 1): HandoverAccepted,
    ("question.answered", 1): QuestionAnswered,
    ("case.ended", 1): CaseEnded,
    ("case.reopened", 1): CaseReopened,
    ("advice.same_phone", 1): SamePhone,
    ("advice.forecast", 1): Forecast,
    ("note.written", 1): NoteWritten,
    ("keys.destroyed", 1): KeysDestroyed,
    ("hold.placed", 1): HoldPlaced,
    ("access.signed_in", 1): SignedIn,
    ("access.seal_opened", 1): SealOpened,
}

TYPE_OF: dict[type, tuple[str, int]] = {body: name for name, body in BODIES.items()}
"""The type name and version under which a body is written."""
