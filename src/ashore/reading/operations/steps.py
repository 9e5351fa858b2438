"""The steps a clause tells of: called, met, taken off, landed, handed over, each with the words that tell of it."""

from __future__ import annotations

from dataclasses import dataclass

from ashore.reading.operations.clauses import Clause
from ashore.reading.operations.lexicon import Rule, rules

TAKING = frozenset({"recovered", "winched", "transferred", "towed"})
"""Steps by which people get off their boat, or off the water."""

ASHORE = frozenset({"landed", "arrived", "returned_self", "handed_over", "hospital", "medical", "detained"})
"""Steps on land or at its edge: their place is where they happened, and no position of the boat at sea."""

MET = frozenset({"sighted", "alongside"})
"""Steps that say no more than that a unit is there; beside a step that says more they only lend it their time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a rule found at [start, end) of the text: the rule's name."""

    name: str
    start: int
    end: int


def steps_in(clause: Clause, language: str) -> list[Found]:
    """Return the steps a clause tells of, in its order; what could, should or would be is none."""
    told = rules(language)
    return [
        each
        for each in _longest(clause, told.steps)
        if not told.unreal.search(clause.words[: each.start - clause.start])
    ]


def said_beside(clause: Clause, language: str) -> list[Found]:
    """Return what a clause says beside its steps: that all are off, that some stayed, what became of the craft."""
    return _longest(clause, rules(language).after)


def _longest(clause: Clause, among: tuple[Rule, ...]) -> list[Found]:
    """Return what rules find in a clause, none across another: the longest words win, then the first."""
    found = [
        Found(name=rule.name, start=clause.start + said.start(), end=clause.start + said.end())
        for rule in among
        for said in rule.pattern.finditer(clause.words)
        if said.end() > said.start()
    ]
    kept: list[Found] = []
    for each in sorted(found, key=lambda one: (one.start - one.end, one.start, one.name)):
        if all(each.end <= other.start or other.end <= each.start for other in kept):
            kept.append(each)
    return sorted(kept, key=lambda one: one.start)
