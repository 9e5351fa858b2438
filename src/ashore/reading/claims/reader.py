"""Text to claims of format 8.3: who is said to be how many, what became of them, and the words that say so."""

from __future__ import annotations

from dataclasses import dataclass

from ashore.model.claims import Claim
from ashore.reading.claims.context import Before, in_context
from ashore.reading.claims.lexicon import lexicon
from ashore.reading.claims.quantities import quantities
from ashore.reading.claims.rates import Rate, rates
from ashore.reading.claims.telling import Told, tell
from ashore.reading.claims.text import Sentence, sentences


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadClaim:
    """A claim and why it was read: the rules that gave its outcome, in their own words."""

    claim: Claim
    because: tuple[str, ...]


def read_claims(text: str) -> tuple[ReadClaim, ...]:
    """Return the claims of a text in its order; never raises on any text."""
    found: list[ReadClaim] = []
    for sentence in sentences(text):
        rules = lexicon(sentence.language)
        told = in_context(sentence, tell(sentence, list(quantities(sentence, rules)), rules), found_before(found), rules)
        kept = [each for each in told if each.outcomes]
        places = {id(each): len(found) + index for index, each in enumerate(kept)}
        for each in kept:
            found.append(
                ReadClaim(claim=_claim(text, sentence, each, _whole(each, told, places, found)), because=each.rules)
            )
        about = kept[-1].outcomes[0] if kept else found[-1].claim.outcome if found else None
        found.extend(_rate(text, sentence, rate, about) for rate in rates(sentence, rules))
    return tuple(found)


def _rate(text: str, sentence: Sentence, rate: Rate, outcome: str | None) -> ReadClaim:
    start, end = sentence.words[rate.first].start, sentence.words[rate.last - 1].end
    return ReadClaim(
        claim=Claim(
            quote=text[start:end],
            start=start,
            end=end,
            value=rate.value,
            qualifier=rate.qualifier,
            low=rate.low,
            high=rate.high,
            unit=rate.unit,
            direction=rate.direction,
            outcome=outcome,
            outcomes=(outcome,) if outcome else (),
            kind="rate",
        ),
        because=(rate.unit,),
    )


def found_before(found: list[ReadClaim]) -> Before:
    """Return what the claims so far leave for a sentence that builds on them."""
    people = [each.claim for each in found if each.claim.unit == "person" and each.claim.kind != "subset"]
    return Before(outcomes=people[-1].outcomes if people else (), unit=people[-1].unit if people else None)


def _whole(told: Told, all_told: list[Told], places: dict[int, int], found: list[ReadClaim]) -> int | None:
    """Return the place of the claim that this one is part of, None where it is part of none that was read."""
    if told.tie != "part" or told.host is None:
        return None
    if told.host >= 0:
        return places.get(id(all_told[told.host]))
    for place in range(len(found) - 1, -1, -1):
        if found[place].claim.unit == "person" and found[place].claim.kind != "subset":
            return place
    return None


def _claim(text: str, sentence: Sentence, told: Told, whole: int | None) -> Claim:
    number = told.quantity.number
    start, end = sentence.words[told.first].start, sentence.words[told.last - 1].end
    return Claim(
        quote=text[start:end],
        start=start,
        end=end,
        value=number.value,
        qualifier=number.qualifier,
        low=number.low,
        high=number.high,
        unit=told.quantity.unit.unit if told.quantity.unit is not None else "person",
        outcome=told.outcomes[0],
        outcomes=told.outcomes,
        subset_of=whole,
        kind="count" if told.tie != "part" else "subset",
    )
