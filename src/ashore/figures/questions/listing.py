"""The ten questions as somebody chooses among them: what each asks, what it answers with, what may be said to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ashore.model.errors import BadInput
from ashore.model.phrases import Phrase, say

ALWAYS = ("period", "zone", "known_at", "recorded_at")
"""What every question heeds."""


class NotTaken(BadInput):
    code = "question-takes-no"
    says = "The question “{question}” has no answer by “{field}”."
    hint = "Leave it out: it takes {takes}."


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One question: `takes` are the fields of a cut it heeds beside those that all do.

    `counts` is what it counts, None where the figures under its answer say so themselves.

    `verb` is how it is asked at the command line. Two of the ten are no answer of this part: `elsewhere` is True,
    and what changed and what a calm day brings are told by their own verbs and pages.
    """

    number: str
    name: str
    asks: Phrase
    answers: Phrase
    takes: tuple[str, ...] = ()
    counts: Phrase | None = None
    verb: str
    elsewhere: bool = False


LISTED = (
    Listed(
        number="D1",
        name="clocks",
        asks=say("How many on that day?"),
        answers=say("A number by the call, by what happened ashore and by the night: the clock decides."),
        takes=("names", "place"),
        verb="ask clocks",
    ),
    Listed(
        number="D2",
        name="overlap",
        asks=say("Is your number inside theirs?"),
        answers=say(
            "Every pair of numbers: sharing nobody, one within the other, sharing people, or not known; a sum only "
            "where they share nobody."
        ),
        takes=("names", "place"),
        verb="ask overlap",
    ),
    Listed(
        number="D3",
        name="bridge",
        asks=say("Why is it not the official number?"),
        answers=say(
            "Both for the same days, what is certainly only here or only there, what was revised since, what "
            "nobody explains."
        ),
        takes=("names",),
        verb="ask bridge",
    ),
    Listed(
        number="D4",
        name="revisions",
        asks=say("What changed since last time?"),
        answers=say("Every release of a series by period, with the reason and the entry of each change."),
        verb="revisions",
        elsewhere=True,
    ),
    Listed(
        number="D5",
        name="unaccounted",
        asks=say("How many are in nobody's figure?"),
        answers=say("The boats of which nobody says what became of the people, and how many these are."),
        counts=say(
            "Boats first reported in the period of which no settled report says that anybody was taken off, landed, "
            "arrived, went back or died, and that nobody accounted for or handed over; and whoever may still be out "
            "of them."
        ),
        verb="ask unaccounted",
    ),
    Listed(
        number="D6",
        name="dead-and-missing",
        asks=say("Dead or missing, where, of what, and who says so?"),
        answers=say(
            "Two columns at sea, on the shore, on the road and in camps; when found, when they died, who declared it."
        ),
        verb="ask dead-and-missing",
    ),
    Listed(
        number="D7",
        name="children",
        asks=say("How many children?"),
        answers=say(
            "How many were stated, of how many people nobody said, and the range; a blank is never nought."
        ),
        verb="ask children",
    ),
    Listed(
        number="D8",
        name="waiting",
        asks=say("How long did they wait?"),
        answers=say("The median wait with its interval; a boat never found is kept as one that waited on."),
        counts=say(
            "Minutes from the first report of each boat first reported in the period, until its people were first "
            "told to be off it or ashore."
        ),
        verb="ask waiting",
    ),
    Listed(
        number="D9",
        name="rates",
        asks=say("Did crossings on calm days fall?"),
        answers=say(
            "Rates for each day, crossing day and calm day by several thresholds, with intervals; or that it "
            "cannot be computed from what is held."
        ),
        verb="rates",
        elsewhere=True,
    ),
    Listed(
        number="D10",
        name="printing",
        asks=say("May I print this?"),
        answers=say("The sentence, its citation and hash, the licence, and what it does not count."),
        takes=("names", "place", "licence"),
        verb="ask printing",
    ),
)
"""All ten, in their order."""


def must_heed(question: str, takes: Iterable[str], given: Mapping[str, object]) -> None:
    """Refuse what a question would pass over: an answer for all places must not stand under one. Raises NotTaken."""
    heeded = (*ALWAYS, *takes)
    for field, value in given.items():
        if value and field not in heeded:
            raise NotTaken(question=question, field=field, takes=", ".join(heeded))


def listed(name: str) -> Listed | None:
    """Return the question of this name or number, None where there is none."""
    return next((each for each in LISTED if name.upper() == each.number or name.lower() == each.name), None)
