"""A second reader's claims, held against the text: what its words do not bear is put aside, and said why.

The second reader is a model that may invent. So nothing of its answer is taken on trust:
the quote must stand in the text, the number in the quote as our own reader of numbers reads it,
every code must be a code, and the ends are worked out here from the words.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Literal

import msgspec

from ashore.model.claims import Claim
from ashore.model.counts import entailed
from ashore.model.errors import BadInput
from ashore.model.vocabulary import CLAIM_KINDS, CLAIM_UNITS, OUTCOMES, QUALIFIERS, SOURCE_STANDINGS
from ashore.reading.claims.days import days_in
from ashore.reading.claims.rates import Bound, bounds
from ashore.reading.claims.reply import reply_of
from ashore.reading.claims.spots import COUNTED, Spot, spots
from ashore.reading.claims.text import Sentence, sentences

LONGEST_QUOTE = 600
"""Letters of a quote; one that holds half the text would hold any number."""

LONGEST_SHOWN = 200
"""Letters that are shown of a quote that was put aside: it may be anything."""

MOST_CLAIMS = 500
CODES = OUTCOMES | {"other"}
RATES = frozenset({"per_cent", "ratio"})
NOT_SAID = "no time is said"

WHY_ASIDE = (
    "not_the_form",
    "no_such_code",
    "quote_too_long",
    "quote_not_there",
    "quote_not_one",
    "number_elsewhere",
    "number_nowhere",
    "other_qualifier",
    "other_ends",
    "number_taken",
    "too_many",
)
"""Why a claim of the second reader may be put aside, in the order in which it is asked."""

DOUBTS = (
    "no_count",
    "other_noun",
    "qualifier_unknown",
    "place_not_there",
    "source_not_there",
)
"""What may be said of a claim that stands: what the words do not show, or show otherwise."""


class AnswerUnreadable(BadInput):
    """An answer that is not of the form asked for."""

    code = "second-answer-unreadable"
    says = "The second reader's answer is not in the form that was asked for."
    hint = "What the rules read stands. Smaller models often fail at this; try another, or set answer_form."


class AnswerBrokenOff(BadInput):
    """An answer whose JSON ends before its end, though its server says it is whole."""

    code = "second-answer-broken-off"
    says = "The second reader's answer breaks off in the middle, so none of it was taken."
    hint = "What the rules read stands. Raise most_tokens in its settings, or read a shorter text."


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondClaim:
    """A claim of the second reader that its words bear; `at` is where its number stands, which is its name.

    `doubts` are codes of DOUBTS. `claim.subset_of` counts among the claims that stood, from 0.
    """

    claim: Claim
    at: int
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PutAside:
    """A claim that did not stand: its place in the answer from 0, what it quoted, and a code of WHY_ASIDE."""

    index: int
    quote: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondReading:
    """What the second reader's answer comes to beside the text; `answered_as` is the model its server names."""

    claims: tuple[SecondClaim, ...]
    aside: tuple[PutAside, ...]
    answered_as: str | None


_Whole = Annotated[int, msgspec.Meta(ge=0, le=999_999_999)]


class _Given(msgspec.Struct):
    """One claim as the answer gives it."""

    quote: str
    unit: str
    value: _Whole | None = None
    qualifier: str | None = None
    low: _Whole | None = None
    high: _Whole | None = None
    outcome: str | None = None
    outcomes: list[str] = msgspec.field(default_factory=list)
    kind: str | None = None
    place: str | None = None
    source: str | None = None
    source_standing: str | None = None
    subset_of: _Whole | None = None
    start: _Whole | None = None
    end: _Whole | None = None
    direction: Literal["up", "down"] | None = None


class _Answer(msgspec.Struct):
    claims: list[msgspec.Raw]


_STRAIGHT = str.maketrans("’‘ʼ“”„‐‑\u00a0\u202f\u2009\n\t", "'''\"\"\"--     ")
"""Letter for letter, so that places stay."""


class _Aside(Exception):
    """A claim that does not stand, with its code."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


def read_answer(raw: bytes, text: str, *, published: date | None = None) -> SecondReading:
    """Return what of a reply's bytes stands beside `text`, and what was put aside.

    `published` resolves relative days as it does for the rules. The same bytes and text give the same, for ever.
    Raises AnswerUnreadable, AnswerBrokenOff, and what `reply_of` raises.
    """
    reply = reply_of(raw)
    listed = _listed(reply.words)
    inside, cut = spots(text), tuple(sentences(text))
    taken: set[int] = set()
    stood: dict[int, tuple[SecondClaim, int | None]] = {}
    aside: list[PutAside] = []
    for index, each in enumerate(listed):
        quote = ""
        try:
            if index >= MOST_CLAIMS:
                raise _Aside("too_many")
            given = _given(each)
            quote = given.quote
            claim = _checked(given, text, inside, taken)
            taken.add(claim.at)
            stood[index] = (_when(claim, text, cut, published), given.subset_of)
        except _Aside as put:
            aside.append(PutAside(index=index, quote=_shown(quote), why=put.why))
    return SecondReading(claims=_tied(stood), aside=tuple(aside), answered_as=reply.model)


def _listed(words: str) -> list[msgspec.Raw]:
    try:
        return msgspec.json.decode(words, type=_Answer).claims
    except msgspec.ValidationError as error:
        raise AnswerUnreadable from error
    except msgspec.DecodeError as error:
        # The one sentence of msgspec's that tells a cut from a fault.
        raise (AnswerBrokenOff if "truncated" in str(error) else AnswerUnreadable) from error
    except (ValueError, RecursionError) as error:
        raise AnswerUnreadable from error


def _given(raw: msgspec.Raw) -> _Given:
    try:
        return msgspec.json.decode(raw, type=_Given)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise _Aside("not_the_form") from error


def _shown(quote: str) -> str:
    return quote if len(quote) <= LONGEST_SHOWN else quote[:LONGEST_SHOWN] + "…"


def _checked(given: _Given, text: str, inside: tuple[Spot, ...], taken: set[int]) -> SecondClaim:
    """Return a claim that the text bears. Raises _Aside."""
    _coded(given)
    start, end = _placed(given, text)
    spot = _number(given, inside, start, end, taken)
    qualifier, low, high = _bounded(given, spot)
    doubts = []
    if not spot.counts:
        doubts.append("no_count")
    if spot.noun is not None and spot.noun != given.unit:
        doubts.append("other_noun")
    if qualifier != spot.qualifier:
        doubts.append("qualifier_unknown")
    place, source = _stated(given.place, text), _stated(given.source, text)
    if given.place and place is None:
        doubts.append("place_not_there")
    if given.source and source is None:
        doubts.append("source_not_there")
    claim = Claim(
        quote=text[start:end],
        start=start,
        end=end,
        value=spot.value,
        qualifier=qualifier,
        low=low,
        high=high,
        unit=given.unit,
        direction=spot.direction,
        outcome=given.outcome,
        outcomes=tuple(dict.fromkeys((*filter(None, [given.outcome]), *given.outcomes))),
        place=place,
        source=source,
        source_standing=(given.source_standing or "unknown") if source is not None else "unknown",
        kind=given.kind or ("rate" if given.unit in RATES else "count"),
    )
    return SecondClaim(claim=claim, at=spot.start, doubts=tuple(doubts))


def _coded(given: _Given) -> None:
    coded = (
        given.unit in CLAIM_UNITS
        and (given.qualifier is None or given.qualifier in QUALIFIERS)
        and (given.outcome is None or given.outcome in CODES)
        and all(each in CODES for each in given.outcomes)
        and (given.kind is None or given.kind in CLAIM_KINDS)
        and (given.source_standing is None or given.source_standing in SOURCE_STANDINGS)
    )
    if not coded:
        raise _Aside("no_such_code")


def _placed(given: _Given, text: str) -> tuple[int, int]:
    """Return where the quote stands: at its only place, or at the one of several that the answer gives.

    Models straighten what printers curl: where the quote does not stand in the text as it is, an apostrophe, a
    quotation mark, a hyphen or a space may be of another kind. Letters and digits may not, and what is quoted in the
    end is the text's own words.
    """
    if len(given.quote) > LONGEST_QUOTE:
        raise _Aside("quote_too_long")
    quote = given.quote
    if not quote.strip():
        raise _Aside("quote_not_there")
    if quote not in text:
        text, quote = text.translate(_STRAIGHT), quote.translate(_STRAIGHT)
    at = text.find(quote)
    if at < 0:
        raise _Aside("quote_not_there")
    if text.find(quote, at + 1) >= 0:
        if given.start is None or text[given.start : given.start + len(quote)] != quote:
            raise _Aside("quote_not_one")
        if given.end is not None and given.end != given.start + len(quote):
            raise _Aside("quote_not_one")
        at = given.start
    return at, at + len(quote)


def _number(given: _Given, inside: tuple[Spot, ...], start: int, end: int, taken: set[int]) -> Spot:
    """Return the number in the quote that the answer means, the first that no claim before has."""
    unit = given.unit if given.unit in RATES else COUNTED
    same = [each for each in inside if each.unit == unit and _same_number(given, each)]
    quoted = [each for each in same if start <= each.start and each.end <= end]
    if not quoted:
        raise _Aside("number_elsewhere" if same else "number_nowhere")
    free = [each for each in quoted if each.start not in taken]
    if not free:
        raise _Aside("number_taken")
    return free[0]


def _same_number(given: _Given, spot: Spot) -> bool:
    if given.value is not None and spot.value is not None:
        return given.value == spot.value
    if given.value is None and spot.value is None:
        # No number of its own: a range has its two, and "several" or "dozens" its word.
        if spot.qualifier is None or spot.qualifier == "at_most":
            return (given.low, given.high) == (spot.low, spot.high)
        return given.qualifier == spot.qualifier and given.low in (None, spot.low)
    # "Fewer than 40": the words have 40, and what they entail is at most 39.
    ends = entailed(given.value, given.qualifier)
    return spot.value is None and spot.qualifier == "at_most" and ends == (spot.low, spot.high)


def _bounded(given: _Given, spot: Spot) -> tuple[str | None, Bound, Bound]:
    """Return qualifier and ends as the words entail them.

    Words that qualify a number are not to be passed over; a qualifier for which the rules know no word is taken from
    the answer, and said to be.
    """
    qualifier, low, high = spot.qualifier, spot.low, spot.high
    if spot.qualifier == "exact" and given.qualifier not in (None, "exact", "none") and spot.value:
        if given.qualifier in ("several", "dozens", "plural", "indefinite"):
            raise _Aside("other_qualifier")
        qualifier = given.qualifier
        if spot.unit == COUNTED and isinstance(spot.value, int):
            low, high = entailed(spot.value, qualifier)
        else:
            low, high = bounds(spot.value, qualifier)
    elif given.qualifier not in (None, spot.qualifier) and spot.value:
        raise _Aside("other_qualifier")
    if (given.low, given.high) != (None, None) and (given.low, given.high) != (low, high):
        raise _Aside("other_ends")
    return qualifier, low, high


def _stated(words: str | None, text: str) -> str | None:
    """Return words that stand in the text, None for what does not."""
    return words if words and words.strip() and words in text else None


def _when(second: SecondClaim, text: str, cut: tuple[Sentence, ...], published: date | None) -> SecondClaim:
    """Return a claim with the days that its sentence says, by the rules: a model's dates are not asked for."""
    for sentence in cut:
        if sentence.start <= second.at < sentence.end:
            start, end = (second.claim.start or 0) - sentence.start, (second.claim.end or 0) - sentence.start
            near = min(
                days_in(text[sentence.start : sentence.end], published),
                key=lambda each: (max(each.start - end, start - each.end, 0), each.start),
                default=None,
            )
            if near is not None:
                return replace(
                    second,
                    claim=replace(
                        second.claim,
                        when_start=near.first.isoformat() if near.first is not None else None,
                        when_end=near.last.isoformat() if near.last is not None else None,
                        when_rule=near.rule,
                    ),
                )
    return replace(second, claim=replace(second.claim, when_rule=NOT_SAID))


def _tied(stood: dict[int, tuple[SecondClaim, int | None]]) -> tuple[SecondClaim, ...]:
    """Return the claims with what each is part of; a whole that did not stand, or a ring of parts, ties nothing."""
    places = {index: place for place, index in enumerate(stood)}
    return tuple(
        replace(
            second,
            claim=replace(
                second.claim,
                subset_of=places[whole] if whole in places and not _rings(index, stood) else None,
            ),
        )
        for index, (second, whole) in stood.items()
    )


def _rings(index: int, stood: dict[int, tuple[SecondClaim, int | None]]) -> bool:
    seen = {index}
    at = stood[index][1]
    while at is not None and at in stood:
        if at in seen:
            return True
        seen.add(at)
        at = stood[at][1]
    return False
