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
    `first_line` is the number of the first line where `content` is a piece of a longer file;
    `source` names the source it is of, "" to have it recognised by its bytes.
    """

    content: bytes
    received_by: str = ""
    first_line: int = 1
    source: str = ""


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
    `seen` is `loose` where the asker was shown that it belongs to no case: a link made meanwhile is then kept.
    """

    mention: str
    cases: tuple[str, ...]
    standing: str = "linked"
    covers: str = "one"
    reason: str = ""
    seen: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceMention:
    """Do with a mention that nobody placed what the default rule says: link it, propose it, or open a case for it."""

    mention: str


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
class JudgeClaim:
    """Accept, correct or reject one claim that was read from a public report's words; only then may it be counted.

    `report` is the report's key (receiver/channel/id), `claim` the claim's number among those read, from 0, and `read`
    the claim as it was read: one line of `ashore read --json`. `verdict` is accepted, corrected or rejected;
    `corrected` the line as it should be. A correction and a rejection need a reason.
    `read_by` names the entry of a second reading whose claim it is, `claim` then being where its number stands in the
    text; `corrected_by` the one from which a correction is taken as it stands.
    """

    report: str
    claim: str
    verdict: str
    read: str
    corrected: str = ""
    reason: str = ""
    read_by: str = ""
    corrected_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskSecondReader:
    """Send a public report's words to the configured second reader, and keep what it answers beside the report.

    `report` is the report's key (receiver/channel/id). Nothing that it answers is counted before a person accepts it.
    """

    report: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeReport:
    """Take in one report that a public text was read to make: proposed by a machine, taken by a person.

    `report` is the text's key (receiver/channel/id), `line` the report as it was shown: one line of format
    ashore.report/1 that the text still makes.
    """

    report: str
    line: str


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
class LogCall:
    """Log a call, with what was understood of it, and say in the same act which case it is about.

    `report` is one line of format ashore.report/1. `case` links it to a case; `open` opens one of that kind for it,
    called `label`.
    """

    report: str
    case: str = ""
    open: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TryCall:
    """Write down that a boat was called back: answered, no_answer, unreachable or engaged.

    `next_at` is when to call it again, where the rules are not to say.
    """

    case: str
    outcome: str
    next_at: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportUnit:
    """Write down what a unit is doing, where it is, and when it promises to arrive.

    `doing` is on_way, on_scene, searching, returning, free or held_back; `where` a place in any notation or in words.
    """

    unit: str
    doing: str
    case: str = ""
    where: str = ""
    arrives_at: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeRequest:
    """Ask somebody for something, and await the answer by an instant (15 minutes unless told).

    `message` is the very text that was sent or read out; it is sealed.
    """

    to: tuple[str, ...]
    asks: str
    case: str = ""
    due: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetReminder:
    """Have the desk look at something by an instant."""

    due: str
    reason: str
    case: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteWorry:
    """Write down what you fear about a case, or about the watch, and cannot show yet."""

    worry: str
    case: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetDuty:
    """Say that what was awaited has come: a request answered, a unit arrived, a reminder or a worry done with.

    `entry` is what awaited it; `outcome` is done, answered, refused, arrived, left or cancelled.
    """

    entry: str
    outcome: str = "done"
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AcknowledgeAlarm:
    """Say by name that you heard an alarm, or several of one boat; their sound is over."""

    alarm: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinInterpreter:
    """Write down that an interpreter joined the calls of a case: who, in which language."""

    case: str
    who: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TestSounds:
    """Write down that the alarms' sounds were played, and whether you heard them: `heard` is yes or no."""

    heard: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignItem:
    """Sign for one item of the handover of the watch, as it stands."""

    item: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeWatch:
    """Take the watch; an item nobody signed for needs a reason."""

    taken_from: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveList:
    """Take in another centre's list of open boats, a boat a line, as read out or pasted."""

    centre: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeLine:
    """Say of one line of another centre's list that it is the same as a case of ours, not ours, or unknown.

    `list` is the entry of the list, `line` counts from 0; `standing` is same, not_ours or unknown.
    """

    list: str
    line: str
    standing: str
    case: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueSitrep:
    """Write down the situation report of a case as it goes out, to whom and in which language.

    `fields` are the letter, a colon and the text of each field that was written by hand.
    `number` is the one it went out under, and refused where another report took it meanwhile; empty takes the next.
    """

    case: str
    to: tuple[str, ...]
    language: str = "en"
    fields: tuple[str, ...] = ()
    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paste:
    """Take in a chat, a photo or a screenshot: every message a report with its own time, and only what is new.

    `zone` is the IANA zone of the clock that it shows; `day_order` is day or month where a chat's dates do not tell.
    `we` are the names under which this desk speaks in a chat, so that its own words are nobody's aboard;
    `role` who the others are: aboard, relative and so on. `case` links what was pasted to a case.
    `said_at` is when a picture was sent, ISO 8601 with offset: one that tells no time is only a note without it,
    for nobody knows that its sender was still alive.
    """

    content: bytes
    zone: str
    channel: str = "whatsapp"
    day_order: str = ""
    we: tuple[str, ...] = ()
    role: str = ""
    case: str = ""
    name: str = ""
    said_at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Undo:
    """Undo your own last act, within a minute of it; the log keeps both.

    `entry` is its first entry, where the asker was shown which act it is: then no other is undone.
    """

    entry: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepTrack:
    """Keep an excerpt of a track with a case, before it is thinned: who was where when it was decided.

    `track` is its name, as `ais:232001234`; `since` and `until` are ISO 8601 with an offset, `until` now if not given.
    """

    case: str
    track: str
    since: str
    until: str = ""
    reason: str = ""


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
