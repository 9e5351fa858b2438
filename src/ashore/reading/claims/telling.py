"""What a sentence tells of each number: every event with whom it speaks of, states, and what they share."""

from __future__ import annotations

from dataclasses import replace

from ashore.reading.claims.afloat import RIDDEN, carried, carrier, named_before, with_their_boats
from ashore.reading.claims.binding import counted_by
from ashore.reading.claims.events import Said, said_in
from ashore.reading.claims.fate import told_of
from ashore.reading.claims.lexicon import Lexicon
from ashore.reading.claims.quantities import Quantity
from ashore.reading.claims.sharing import shared
from ashore.reading.claims.text import Sentence
from ashore.reading.claims.ties import Tie, tie_of
from ashore.reading.claims.told import NO_CODE, Told
from ashore.reading.claims.totals import of_a_total

Words = tuple[str, ...]


def tell(sentence: Sentence, counted: list[Quantity], rules: Lexicon) -> list[Told]:
    """Return each quantity of a sentence with what the sentence says became of it."""
    if not counted:
        return []
    words = sentence.low
    ties = [tie_of(words, counted, index, rules) for index in range(len(counted))]
    heads = [index for index, (_, tie) in enumerate(ties) if tie not in ("with", "whole", "excepted")]
    spoken: dict[int, list[Said]] = {index: [] for index in range(len(counted))}
    events = said_in(sentence, rules)
    of_boats: list[Said] = []
    unbound: list[Said] = []
    for readings in events:
        for said in readings:
            index = counted_by(words, said, counted, heads, ties, rules)
            if index is not None:
                spoken[index].append(said)
                if _stands_for_a_boat(counted[index]) and said.event.outcome in RIDDEN and not said.unreal:
                    of_boats.append(said)
                break
        else:
            unbound += readings[:1]
    of_boats = sorted(
        (*of_boats, *(each for each in unbound if _is_done_by_a_boat(each))), key=lambda each: each.at
    )
    told = [
        told_of(words, quantity, spoken[index], ties[index], rules) for index, quantity in enumerate(counted)
    ]
    told = [_as_its_own_clause(words, each, unbound, rules) for each in told]
    likeliest = [readings[0] for readings in events]
    every = range(len(told))
    told = [named_before(words, told, index) for index in every]
    told = [of_a_total(words, each, likeliest, rules) for each in told]
    told = [carried(words, each, of_boats, likeliest, rules) for each in told]
    told = [carrier(told, index, words, rules) for index in every]
    told = [with_their_boats(words, told, index, rules) for index in every]
    return [_all_but(each, ties[index]) for index, each in enumerate(shared(words, told, rules))]


def _is_done_by_a_boat(said: Said) -> bool:
    return said.event.outcome in RIDDEN and not said.unreal


def _as_its_own_clause(words: Words, told: Told, unbound: list[Said], rules: Lexicon) -> Told:
    """Return what a pronoun's people rode in, or happened in, as them: "they had been taken off two boats"."""
    if told.outcomes or told.host != -1:
        return told
    if told.tie == "part":
        return _as_its_heads(words, told, unbound)
    near = [
        each
        for each in unbound
        if each.side == "before"
        and not each.unreal
        and each.event.outcome not in ("", NO_CODE, "aboard")
        and 0 <= told.quantity.number.first - each.last <= NEAR
        and not rules.grammar["subject"].isdisjoint(words[max(0, each.at - NEAR) : each.at])
    ]
    return replace(told, outcomes=(near[-1].event.outcome,), rules=(near[-1].event.rule,)) if near else told


def _as_its_heads(words: Words, told: Told, unbound: list[Said]) -> Told:
    """Return some of those whom no number counts as them: "the survivors, among them nine minors, were put ashore"."""
    end = told.quantity.last
    for each in unbound:
        plain = (
            each.side == "before"
            and not (each.bare or each.unreal)
            and each.event.outcome not in ("", NO_CODE)
        )
        if plain and 0 < each.at - end <= NEAR and words[end : end + 1] == (",",):
            return replace(told, outcomes=(each.event.outcome,), rules=(each.event.rule,))
    return told


NEAR = 5
"""Words between a pronoun and its verb, and between that and what they rode in."""


def _stands_for_a_boat(quantity: Quantity) -> bool:
    """Whether it is one boat, or one that may be: "a fourth slipped through and reached Chios with 31 on board"."""
    return quantity.number.value == 1 and (quantity.unit is None or quantity.unit.unit == "boat")


def _all_but(told: Told, tie: Tie) -> Told:
    """Return those of whom a sentence says that it does not speak of them, with nothing told."""
    return replace(told, outcomes=(), rules=(), unreal="excepted") if tie[1] == "excepted" else told
