"""Text to claims of format 8.3: who is said to be how many, what became of them, and the words that say so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ashore.model.claims import Claim
from ashore.reading.claims.events import Told, tell
from ashore.reading.claims.lexicon import lexicon
from ashore.reading.claims.quantities import quantities
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
        found.extend(_of_sentence(text, sentence, len(found)))
    return tuple(found)


def _of_sentence(text: str, sentence: Sentence, before: int) -> Iterator[ReadClaim]:
    rules = lexicon(sentence.language)
    told = tell(sentence, list(quantities(sentence, rules)), rules)
    kept = [each for each in told if each.outcomes]
    places = {id(each): before + index for index, each in enumerate(kept)}
    for each in kept:
        host = told[each.host] if each.host is not None and each.tie == "part" else None
        yield ReadClaim(claim=_claim(text, sentence, each, places.get(id(host)) if host else None), because=each.rules)


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
