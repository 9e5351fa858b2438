"""What is asked for and has not happened: "dozens of children must be reunited with their families"."""

from __future__ import annotations

from dataclasses import replace

from ashore.reading.claims.events import said_in
from ashore.reading.claims.kinds import demanded
from ashore.reading.claims.lexicon import Lexicon
from ashore.reading.claims.text import Sentence
from ashore.reading.claims.told import Told

DEMANDED = "demanded"
"""Among the rules of what is told, that it is only asked for."""

FAR = 8
"""Words between "must be" and what must be."""


def demands(sentence: Sentence, told: list[Told], rules: Lexicon) -> list[Told]:
    """Return what a sentence tells, with what it asks for: the outcome it would have, marked as demanded."""
    if not any(not each.outcomes and each.unreal is not None for each in told):
        return told
    words = tuple(word.low for word in sentence.words)
    asked = [
        (at, at + len(phrase))
        for phrase in demanded(sentence.language)
        for at in range(len(words))
        if words[at : at + len(phrase)] == phrase
    ]
    if not asked:
        return told
    events = [said for readings in said_in(sentence, rules) for said in readings[:1] if said.event.outcome]
    return [_demanded(each, asked, [(said.at, said.event.outcome) for said in events]) for each in told]


def _demanded(each: Told, asked: list[tuple[int, int]], events: list[tuple[int, str]]) -> Told:
    if each.outcomes or each.unreal is None:
        return each
    for start, end in asked:
        if each.quantity.last <= start <= each.quantity.last + FAR:
            for at, outcome in events:
                if end <= at <= end + FAR:
                    return replace(each, outcomes=(outcome,), rules=(DEMANDED,), last=max(each.last, at + 1))
    return each
