"""A second reader of public texts: asked by a person, its answer kept as it came, its claims beside those of the rules.

What stands of an answer is worked out from its bytes and the words whenever somebody looks, without the network.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ashore.desk.commands.acting import Acting
from ashore.desk.commands.acts import AskSecondReader
from ashore.desk.commands.desk import Desk
from ashore.desk.commands.errors import UnknownReport
from ashore.desk.commands.reading_texts import TextRead, published_on
from ashore.desk.commands.registry import JUDGING, command
from ashore.figures.claims_said import judgements_of_second
from ashore.ledger.draft import Blob
from ashore.ledger.ledger import ContentWithheld, Ledger
from ashore.ledger.sealing import SealBroken
from ashore.model.bodies import ClaimJudged, SecondReadingMade
from ashore.model.errors import AshoreError, NotFound
from ashore.model.report import Report
from ashore.model.times import Moment, iso
from ashore.picture.fold import Held, Picture
from ashore.reading.claims.agreement import Beside, readings_beside, tied_to_first
from ashore.reading.claims.reader import ReadClaim, read_claims
from ashore.reading.claims.second import PutAside, SecondClaim, SecondReading, read_answer
from ashore.second_reader.asked import Asked
from ashore.second_reader.faults import NoSecondReader, TextNotPublic
from ashore.second_reader.kept import hash_of_words


class AnswerNotHeld(NotFound):
    """A second reading whose answer is not held here, or was tampered with."""

    code = "second-answer-not-held"
    says = "The second reader's answer is not held here any more."
    hint = "What the rules read stands. Ask the second reader again."


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondClaimJudged:
    """A claim of the second reader, and what people judged of it where only it read that number."""

    second: SecondClaim
    verdicts: tuple[ClaimJudged, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InShort:
    """How many claims of a text were read alike, otherwise, by the rules alone, by the second alone, or put aside."""

    alike: int
    otherwise: int
    rules: int
    second: int
    aside: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadTwice:
    """The newest second reading of a text beside the rules': `made` is its entry.

    `beside` has every claim of both once; `fault` says why there is none of the second's.
    `earlier` are judgements of second readings' claims that are not, or no longer, the second reader's alone.
    """

    entry: str
    made: SecondReadingMade
    claims: tuple[SecondClaimJudged, ...] = ()
    aside: tuple[PutAside, ...] = ()
    beside: tuple[Beside, ...] = ()
    earlier: tuple[ClaimJudged, ...] = ()
    fault: AshoreError | None = None

    @property
    def in_short(self) -> InShort:
        """How many claims both read alike, each otherwise, one alone; and how many were put aside."""
        return InShort(
            alike=sum(each.agrees for each in self.beside),
            otherwise=sum(bool(each.differs) for each in self.beside),
            rules=sum(each.second is None for each in self.beside),
            second=sum(each.first is None for each in self.beside),
            aside=len(self.aside),
        )

    def of_first(self, number: int) -> Beside:
        """Return how the rules' claim of this number stands beside the second reading."""
        return next(each for each in self.beside if each.first == number)

    @property
    def alone(self) -> tuple[SecondClaimJudged, ...]:
        """The claims that only the second reader has."""
        return tuple(
            self.claims[each.second] for each in self.beside if each.first is None and each.second is not None
        )


def ask_second_reading(desk: Desk, text: TextRead) -> ReadTwice | None:
    """Return the newest second reading of a text's very words beside the rules', None where there is none."""
    words = text.report.text or ""
    with desk.looking() as picture:
        made = picture.standing(picture.read_again.get(text.report.key, ()))
        judged = {
            at: tuple(each.body for each in held)
            for at, held in judgements_of_second(picture, text.report.key).items()
        }
    said = hash_of_words(words) if made else ""
    found = next((each for each in reversed(made) if each.body.words == said), None)
    if found is None:
        return None
    first = [each.read for each in text.claims]
    try:
        reading = second_reading(desk.ledger, found.id, text.report, first)
    except AshoreError as fault:
        return ReadTwice(entry=found.id, made=found.body, fault=fault)
    beside = readings_beside(words, first, reading.claims)
    alone = {
        reading.claims[each.second].at for each in beside if each.first is None and each.second is not None
    }
    return ReadTwice(
        entry=found.id,
        made=found.body,
        claims=tuple(
            SecondClaimJudged(second=each, verdicts=judged.get(each.at, ())) for each in reading.claims
        ),
        aside=reading.aside,
        beside=beside,
        earlier=tuple(each for at, bodies in judged.items() if at not in alone for each in bodies),
    )


def second_reading(ledger: Ledger, entry: str, report: Report, first: Sequence[ReadClaim]) -> SecondReading:
    """Return what of a kept answer stands beside a report's words, each part tied to the rules' claims by number.

    Raises AnswerNotHeld, and what `read_answer` raises.
    """
    try:
        raw = ledger.blob(ledger.get(entry), 0)
    except (ContentWithheld, SealBroken, IndexError) as error:
        raise AnswerNotHeld from error
    words = report.text or ""
    reading = read_answer(raw, words, published=published_on(report))
    return replace(reading, claims=tied_to_first(words, first, reading.claims))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answered:
    asked: Asked
    answered_as: str | None


def _ask_first(desk: Desk, act: AskSecondReader) -> _Answered:
    """Ask before the ledger is held: nobody else's command waits for a model."""
    with desk.looking() as picture:
        report = _public(picture, act.report).body.report
    reader = desk.second_reader()
    if reader is None:
        raise NoSecondReader
    asked = reader.ask(report.text)
    reading = read_answer(asked.raw, report.text, published=published_on(report))
    return _Answered(asked=asked, answered_as=reading.answered_as)


@command("ask-second-reader", AskSecondReader, roles=JUDGING, person=True, first=_ask_first)
def ask_second_reader(acting: Acting, act: AskSecondReader) -> None:
    """Keep what a second reader answered beside the report it was asked about.

    Raises UnknownReport, TextNotPublic, NoSecondReader, NoSecondReading, and what is wrong with its answer.
    """
    answered: _Answered = acting.prepared
    asked = answered.asked
    acting.append(
        SecondReadingMade(
            report=act.report,
            model=asked.model,
            sent_to=asked.sent_to,
            prompt=asked.prompt,
            words=asked.words,
            asked_at=Moment(ms=asked.asked_at_ms, stated=iso(asked.asked_at_ms)),
            answered_as=answered.answered_as,
        ),
        subjects=[act.report],
        class_="public",
        causes=[_public(acting.picture, act.report).id],
        blobs=(Blob(media="application/json", content=asked.raw),),
    )


def _public(picture: Picture, key: str) -> Held:
    """Return a public report that stands and has words. Raises UnknownReport and TextNotPublic."""
    stands = picture.standing(picture.reports.get(key, ()))
    if not stands:
        raise UnknownReport(report=key)
    public = next((each for each in stands if each.body.report.public and each.body.report.text), None)
    if public is None:
        raise TextNotPublic
    return public


def first_reading(report: Report) -> tuple[ReadClaim, ...]:
    """Return what the rules read from a report's words."""
    return read_claims(report.text or "", published=published_on(report))
