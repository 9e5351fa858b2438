"""What a desk refuses, and why, in a sentence each."""

from __future__ import annotations

from ashore.model.errors import BadInput, NotFound, Refused


class UnknownCase(NotFound):
    """No case has that id or label."""

    code = "unknown-case"
    says = "There is no case called “{case}” here."
    hint = "Use the search box, or give more of the case's id."


class SeveralCases(Refused):
    """A label that more than one case carries."""

    code = "several-cases"
    says = "“{case}” names more than one case: {cases}."
    hint = "Give the id of the one you mean."


class NothingOnTrack(NotFound):
    """A track has no position in the time asked for."""

    code = "nothing-on-track"
    says = "Nothing was heard of {track} between {since} and {until}."
    hint = (
        "Check its name and the times; what is older than a month is kept only where it was kept with a case."
    )


class UnknownFigure(NotFound):
    """No figure has that id or name."""

    code = "unknown-figure"
    says = "There is no figure “{figure}”."
    hint = "Give an id that `ashore figures --json` printed, or one of these names: {names}."


class NothingToPublish(NotFound):
    """A release without a figure in it."""

    code = "nothing-to-publish"
    says = "No figure of that scope is held for that question."
    hint = "See what is held with `ashore figures`, and name the scope as it stands there."


class NothingToDraw(NotFound):
    """A picture of what is not held."""

    code = "nothing-to-draw"
    says = "There is nothing to draw: {what}."
    hint = "Take in a series with `ashore import`, or name another year."


class OutNotEmpty(Refused):
    """A folder that something stands in already."""

    code = "out-not-empty"
    says = "{folder} holds something already, and a release never overwrites."
    hint = "Name a folder that is empty or is not there yet."


class BadTruth(BadInput):
    """A line of a file of what is so cannot be read."""

    code = "bad-truth"
    says = "Line {line} of {file} says of no mention which boat it is about."
    hint = "Give the truth.jsonl that `ashore exercise` wrote, or lines of kind, report, mention and boat."


class UnknownMention(NotFound):
    """No report held here has that mention."""

    code = "unknown-mention"
    says = "There is no mention “{mention}” here."
    hint = "A mention is written receiver/channel/id#number, as the case's timeline shows it."


class UnknownReport(NotFound):
    """No report held here has that key, or it was corrected or withdrawn."""

    code = "unknown-report"
    says = "There is no report “{report}” here that stands."
    hint = "A report is written receiver/channel/id, as the case's timeline shows it."


class WordsSealed(Refused):
    """A claim was to be judged that was read from words nobody may see in the open."""

    code = "words-sealed"
    says = (
        "The words of {report} are sealed, and a judgement with its quote would stand in the open for ever."
    )
    hint = "What a private report says is counted from its mentions; judge claims of public texts only."


class UnknownEntry(NotFound):
    """No entry of that id can be taken back."""

    code = "cannot-retract"
    says = "Entry {entry} cannot be taken back: {why}."
    hint = "A report is withdrawn by a report that says so; decisions are taken back by their entry's id."


class PlacedMeanwhile(Refused):
    """Something was decided while a mention was being weighed."""

    code = "placed-meanwhile"
    says = "Something was decided while {mention} was being weighed, so nothing was done with it."
    hint = "Ask again: it is weighed against the cases as they stand now."


class NotSignedIn(Refused):
    """Only a signed-in person may do this."""

    code = "person-needed"
    says = "Only a signed-in person can {act}; this came from {role}."
    hint = "Sign in at the desk, or with `ashore sign-in`, and do it yourself."


class RoleMayNot(Refused):
    """This role may not do this."""

    code = "role-may-not"
    says = "An account with the role {role} cannot {act}."
    hint = "Ask somebody with one of these roles: {roles}."


class LiveOnly(Refused):
    """A replay's person in a live log."""

    code = "replay-person-in-live"
    says = "A replay's person cannot act in a live log."
    hint = "Play the replay into a data directory of its own: `ashore demo --data DIR`."


class BadValue(BadInput):
    """A field of a command that cannot be taken as it is."""

    code = "bad-value"
    says = "{field}: {why}."
    hint = "{hint}"


class UnclearPlace(BadInput):
    """What was written as a place is read as none, or as several."""

    code = "unclear-place"
    says = "“{where}” is read as no place, or as several."
    hint = "Write one place: 51 02.1 N 002 03.4 E, or the distance and bearing from a named light"


class PhoneInReason(BadInput):
    """A reason is open text for ever, so a telephone number has no place in it."""

    code = "phone-in-reason"
    says = "The reason holds what looks like a telephone number, and reasons are open text."
    hint = "Leave the number out, or put it into a note, which is sealed."


class AlreadyInACase(Refused):
    """A case is to be opened for a report that somebody linked to another meanwhile."""

    code = "already-in-a-case"
    says = "No case was opened: this report is held to be about {case} already."
    hint = "Look at that case. If the report is about another boat, take its link back there first."


class LinkedMeanwhile(Refused):
    """A report that stood in no case when the form was drawn was linked before it was sent."""

    code = "linked-meanwhile"
    says = "Nothing was changed: meanwhile somebody held this report to be about {case}."
    hint = "Look at that case. If the report is about another boat, move it from there."


class AlreadyEnded(Refused):
    """The case is already ended, or is not."""

    code = "already-ended"
    says = "This case is already ended ({how})."
    hint = "Reopen it first if something has changed."


class NotEnded(Refused):
    """Only an ended case can be reopened."""

    code = "not-ended"
    says = "This case is open."
    hint = "There is nothing to reopen."


class NoOffer(Refused):
    """A handover can be accepted only where it was offered."""

    code = "no-offer"
    says = "This case was not offered to {to}."
    hint = "Offer it first; nobody's people move before it is accepted."


class NothingAwaited(NotFound):
    """The entry awaits nothing, or no longer."""

    code = "nothing-awaited"
    says = "Entry {entry} awaits nothing any more."
    hint = "Somebody may have settled it meanwhile; look at the case's timeline."


class NothingToUndo(Refused):
    """No act of one's own within the last minute."""

    code = "nothing-to-undo"
    says = "You did nothing in the last {seconds} seconds that could be undone."
    hint = "Older decisions are taken back one by one, from the case's timeline, with a reason."


class NotYourLastAct(Refused):
    """The act that was to be undone is no longer one's last that can be."""

    code = "not-your-last-act"
    says = "Nothing was undone: that is not, or is no longer, your last act."
    hint = "You did something since, or your time for it is over. Look at what the button names now."


class NotOnHandover(NotFound):
    """An item that is not, or no longer, on the handover of the watch."""

    code = "not-on-handover"
    says = "“{item}” is not on the handover of the watch."
    hint = "It may have been settled meanwhile; look at the page again."


class UnsignedItems(Refused):
    """Items of a handover that nobody has signed for."""

    code = "unsigned-items"
    says = "{count} items of the handover are not signed for: {items}."
    hint = "Sign for each, or say why you take the watch without."


class EmptyList(BadInput):
    """A list with no boat in it."""

    code = "empty-list"
    says = "No line of this list names a boat."
    hint = "One boat a line: what they call it, how many, where. If they hold none, write: none."


class NotYetDrawn(Refused):
    """A forecast that takes longer than anybody waits."""

    code = "not-yet-drawn"
    says = "The forecast is still being worked out."
    hint = "Ask again in a moment; nothing was written."


class HoldStands(Refused):
    """Keys that may not be destroyed yet."""

    code = "keys-held"
    says = "The keys of case {case} cannot be destroyed: {why}."
    hint = "End the case, account for the missing or lift the hold first."


class TwoPeople(Refused):
    """Two different people destroy a key."""

    code = "two-people"
    says = "Two people must sign for this, and both signatures are {who}'s."
    hint = "Ask somebody else with an account to sign as the second."


class BadSignIn(Refused):
    """Name or password did not match."""

    code = "bad-sign-in"
    says = "That name and password do not go together."
    hint = "Check the name; after five failures in a row the next try waits a minute."


class WeakPassword(BadInput):
    """A password too short to keep."""

    code = "weak-password"
    says = "A password needs at least {least} characters."
    hint = "Four unrelated words are easy to remember and hard to guess."


class NameTaken(Refused):
    """An account of that name exists."""

    code = "name-taken"
    says = "There is already an account called {name}."
    hint = "Choose another name."
