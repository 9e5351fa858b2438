"""A second reader's part of `ashore read`: what both read, what only one did, what was put aside and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ashore.desk.language import speaking
from ashore.intake.rejection import Rejection
from ashore.intake.report_lines import SOURCE as LINES
from ashore.intake.sources import Receipt, read_content, recognise
from ashore.model.claims import Claim
from ashore.model.times import Moment, iso
from ashore.reading.chat import is_chat
from ashore.reading.claims.agreement import Beside, readings_beside, tied_to_first
from ashore.reading.claims.reader import ReadClaim
from ashore.reading.claims.second import PutAside, SecondClaim, SecondReading
from ashore.second_reader.asked import Asked
from ashore.second_reader.faults import TextNotPublic

BOTH, EACH, RULES, SECOND = "both", "each", "rules", "second"
"""Who read a claim: both alike, each otherwise, the rules alone, the second reader alone."""

EPOCH = Moment(ms=0, stated=iso(0))


def refuse_messages(content: bytes, text: str) -> None:
    """Raise TextNotPublic for a file of messages: a chat, mails, calls, whatever a desk would seal."""
    if is_chat(text):
        raise TextNotPublic
    source = recognise(content)
    for each in read_content(content, Receipt(received_by="nobody", received_at=EPOCH)):
        # Words that no source knows are taken for lines of reports, and are none.
        nobodys = isinstance(each.result, Rejection) and source == LINES
        if not nobodys and (isinstance(each.result, Rejection) or not each.result.public):
            raise TextNotPublic


def head(asked: Asked, reading: SecondReading) -> str:
    """Return whose the second reading is, in a line."""
    named = (
        asked.model
        if reading.answered_as in (None, asked.model)
        else f"{asked.model} ({reading.answered_as})"
    )
    return (
        f"Second reader: {named} at {asked.sent_to}, asked {iso(asked.asked_at_ms)}, "
        f"instructions {asked.prompt[:12]}; {len(reading.claims)} claims stand, {len(reading.aside)} put aside"
    )


def merged(
    text: str, first: Sequence[ReadClaim], second: Sequence[SecondClaim]
) -> Iterator[tuple[str, Claim, tuple[str, ...], Beside]]:
    """Yield each claim of both readings once: who read it, the claim, by what it was read or doubted, and the pair."""
    tied = tied_to_first(text, first, second)
    for each in readings_beside(text, first, second):
        if each.first is not None:
            who = BOTH if each.agrees else RULES if each.second is None else EACH
            yield who, first[each.first].claim, first[each.first].because, each
        elif each.second is not None:
            yield SECOND, tied[each.second].claim, tied[each.second].doubts, each


def aside_line(put: PutAside) -> str:
    """Return why a claim of the answer was put aside, in a line."""
    return f"put aside [{put.index}]: {speaking('en').word('put_aside', put.why)}: “{put.quote}”"


def doubted(doubts: Sequence[str]) -> str:
    """Return what the words do not show of a claim, in words."""
    return "; ".join(speaking("en").word("doubt", each) for each in doubts)
