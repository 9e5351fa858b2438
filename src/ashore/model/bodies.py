"""What an entry's open body says, one dataclass per entry type.

A type name and its version are for ever: a changed meaning is a new version with an upcaster.
`BODIES` is the whole list; the ledger's codec and the reference page are made from it.
Entries that change a belief name what they replace in their header, not here.
"""

from __future__ import annotations

from dataclasses import dataclass

from ashore.model.claims import Claim
from ashore.model.report import Position, Report
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
class ClaimJudged:
    """A person accepted, corrected or rejected one claim that was read from a public report's words.

    `claim` is its number among those read, from 0, `read` the claim as it was read, `corrected` what it says instead.
    `read_by` is the entry of the second reading that it is from, null for the rules; `claim` is then where its number
    stands in the text. `corrected_by` is the entry of the second reading that a correction was taken from.
    Nothing that is read from a text reaches a figure but by such an entry.
    """

    report: str
    claim: int
    verdict: str
    read: Claim
    corrected: Claim | None = None
    reason: str = ""
    read_by: str | None = None
    corrected_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondReadingMade:
    """Advice: what a model answered that was asked what a public report's words claim, as it was shown.

    The answer's bytes as they came are the entry's blob; what of them stands beside the words is worked out from both
    whenever somebody looks. `model` is the one asked for, `answered_as` the one its server names; `sent_to` host and
    port; `prompt` the SHA-256 of the instructions, `words` that of the words sent, in hex.
    Nothing is counted by it.
    """

    report: str
    model: str
    sent_to: str
    prompt: str
    words: str
    asked_at: Moment
    answered_as: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRetracted:
    """What the replaced entries said no longer stands, and nothing stands in its place."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActUndone:
    """Whoever wrote the replaced entries undid them at once: they count as never said.

    What they had replaced stands again, as it was and by whom it was; a report of them is withdrawn by another.
    """

    act: str


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
class LinkReason:
    """One level of evidence as it was shown: its name, its natural log-odds in hundredths, and the sentence."""

    evidence: str
    hundredths: int
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkProposal:
    """A case that was proposed, "" for a boat nobody reported yet: parts of a thousand, and what bore on it.

    Where two cases were compared, the one is that they are one boat, and "" that they are two.
    """

    case: str
    per_mille: int
    reasons: tuple[LinkReason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkAdvice:
    """Advice: which boat a mention was worked out to be about, as it stood when somebody, or the rule, decided.

    `case` is what was then decided upon, "" where that was none; with no `mention`, two cases were compared, all that
    was said of the one taken together against all that was said of the other.
    `weights` names the file of weights, `version` that of the engine; `forcing` what its clouds drifted on.
    `doubted` are mentions whose positions cannot all be true: one is old, and the boat is to be asked again.
    Nothing in the book is computed from it.
    """

    case: str
    mention: str
    made_at: Moment
    engine: str
    version: str
    weights: str
    seed: int
    proposals: tuple[LinkProposal, ...] = ()
    forcing: tuple[ForecastForcing, ...] = ()
    doubted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CallTried:
    """The desk called a boat back: answered, no_answer, unreachable or engaged.

    `next_at` is when it is to be called again, where somebody said when; else the rules say.
    """

    case: str
    outcome: str
    at: Moment
    next_at: Moment | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitReported:
    """What a unit was last said to be doing, where it was, and when it promised to arrive; typed by hand.

    `doing` is on_way, on_scene, searching, returning, free or held_back; `case` what it is doing it for.
    """

    unit: str
    doing: str
    at: Moment
    case: str = ""
    position: Position | None = None
    arrives_at: Moment | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestMade:
    """Somebody was asked for something, and is to answer by an instant; the very message, if any, is sealed."""

    to: str
    asks: str
    due: Moment
    case: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderSet:
    """The desk is to look at something by an instant."""

    due: Moment
    reason: str
    case: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorryNoted:
    """Something about a case, or about the whole watch, that somebody fears and nothing yet shows."""

    worry: str
    case: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyMet:
    """What the replaced entry awaited has come, or is awaited no longer.

    `outcome` is done, answered, refused, arrived, left or cancelled.
    """

    outcome: str
    case: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmAcknowledged:
    """A person heard an alarm, named as `picture.alarms` names it; its sound is over, its cause is not."""

    alarm: str
    case: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InterpreterJoined:
    """An interpreter speaks with a case's callers from an instant on; their words are kept apart from the callers'."""

    case: str
    who: str
    language: str
    at: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundsTested:
    """Somebody played the alarms' sounds at the beginning of a watch, and heard them or did not."""

    heard: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemSigned:
    """Whoever takes the watch signs for one item of the handover, as it stood: `says` is its sentence."""

    item: str
    says: str
    case: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchTaken:
    """A person has the watch from now on; `items` were on the handover, `unsigned` those of them nobody signed for."""

    taken_from: str
    items: tuple[str, ...]
    unsigned: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListLine:
    """One line of another centre's list: what they call the boat, and what they say of it, without numbers to call."""

    label: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListReceived:
    """Another centre's list of open boats, as read over the telephone or pasted; its raw text is sealed."""

    centre: str
    at: Moment
    lines: tuple[ListLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LineJudged:
    """A line of another centre's list (`line` from 0) is the `same` as one of our cases, `not_ours`, or `unknown`."""

    list: str
    line: int
    standing: str
    case: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SitrepField:
    """One field of a situation report: its letter, and its text in the language it was sent in."""

    letter: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SitrepIssued:
    """A situation report of a case went out, numbered within the case."""

    case: str
    number: int
    to: tuple[str, ...]
    at: Moment
    language: str
    fields: tuple[SitrepField, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackKept:
    """An excerpt of a track is kept with a case: its fixes, as CSV, are the entry's blob, for tracks themselves go.

    `start` and `end` are what was asked for, `fixes` how many there were between.
    """

    case: str
    track: str
    start: Moment
    end: Moment
    fixes: int
    reason: str = ""


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
    ("claim.judged", 1): ClaimJudged,
    ("entry.retracted", 1): EntryRetracted,
    ("act.undone", 1): ActUndone,
    ("handover.offered", 1): HandoverOffered,
    ("handover.accepted", 1): HandoverAccepted,
    ("question.answered", 1): QuestionAnswered,
    ("case.ended", 1): CaseEnded,
    ("case.reopened", 1): CaseReopened,
    ("advice.same_phone", 1): SamePhone,
    ("advice.forecast", 1): Forecast,
    ("advice.link", 1): LinkAdvice,
    ("advice.second_reading", 1): SecondReadingMade,
    ("call.tried", 1): CallTried,
    ("unit.reported", 1): UnitReported,
    ("request.made", 1): RequestMade,
    ("reminder.set", 1): ReminderSet,
    ("worry.noted", 1): WorryNoted,
    ("duty.met", 1): DutyMet,
    ("alarm.acknowledged", 1): AlarmAcknowledged,
    ("interpreter.joined", 1): InterpreterJoined,
    ("sounds.tested", 1): SoundsTested,
    ("watch.item_signed", 1): ItemSigned,
    ("watch.taken", 1): WatchTaken,
    ("list.received", 1): ListReceived,
    ("list.line_judged", 1): LineJudged,
    ("sitrep.issued", 1): SitrepIssued,
    ("track.kept", 1): TrackKept,
    ("note.written", 1): NoteWritten,
    ("keys.destroyed", 1): KeysDestroyed,
    ("hold.placed", 1): HoldPlaced,
    ("access.signed_in", 1): SignedIn,
    ("access.seal_opened", 1): SealOpened,
}

TYPE_OF: dict[type, tuple[str, int]] = {body: name for name, body in BODIES.items()}
"""The type name and version under which a body is written."""
