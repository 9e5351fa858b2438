"""Which boat a clause speaks of: the one in hand, another, one named before; and when that cannot be told."""

from __future__ import annotations

from dataclasses import dataclass

from ashore.reading.operations.clauses import Clause
from ashore.reading.operations.lexicon import rules


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """How a clause speaks of a boat.

    `way` is label, ordinal, another, again (another call, which may be the same boat's), indefinite, background,
    definite or none; `key` the label or the ordinal's
    number; `indefinite_article` whether an ordinal brings a new one in ("a second boat").
    """

    way: str
    key: str = ""


def reference_in(
    text: str, clause: Clause, taken: list[tuple[int, int]], labels: frozenset[str]
) -> Reference:
    """Return how a clause speaks of a boat; `taken` are the places of units, which are no boats in distress.

    `labels` are those that boats were given before, by which alone they may be called: "B landed".
    """
    told = rules(clause.sentence.language).boat

    def free(start: int, end: int) -> bool:
        return all(clause.start + end <= begin or stop <= clause.start + start for begin, stop in taken)

    for said in told.label.finditer(clause.words):
        at = clause.start + said.start("label")
        label = text[at : at + len(said["label"])]
        if (label.isdecimal() or label.isupper()) and free(*said.span()):
            return Reference(way="label", key=label)
    for said in told.alone.finditer(text[clause.start : clause.end]):
        if said["label"] in labels and free(*said.span()):
            return Reference(way="label", key=said["label"])
    for said in told.ordinal.finditer(clause.words):
        number = next((n for n, word in enumerate(told.ordinals, 1) if _begins(said["ordinal"], word)), None)
        if number is not None and free(*said.span()):
            return Reference(way="ordinal", key=str(number))
    for said in told.another.finditer(clause.words):
        if free(*said.span()):
            return Reference(way="another")
    if told.again.search(clause.words) is not None:
        return Reference(way="again")
    for said in told.indefinite.finditer(clause.words):
        if free(*said.span()):
            before = told.background.search(clause.words[said.end() :])
            return Reference(way="background" if before is not None else "indefinite")
    for said in told.noun.finditer(clause.words):
        if free(*said.span()):
            return Reference(way="definite")
    return Reference(way="none")


def each_ordinal(text: str, clause: Clause, taken: list[tuple[int, int]]) -> list[tuple[int, Reference]]:
    """Return the boats that a clause tells apart by their order, each with where it is named: none unless several.

    "22 were taken from the first and 31 from the second" is of two boats.
    """
    told = rules(clause.sentence.language).boat
    named = [
        (clause.start + said.start(), Reference(way="ordinal", key=str(number)))
        for said in told.ordinal.finditer(clause.words)
        for number, word in enumerate(told.ordinals, 1)
        if _begins(said["ordinal"], word)
        and all(
            clause.start + said.end() <= begin or stop <= clause.start + said.start() for begin, stop in taken
        )
    ]
    return named if len({reference.key for _, reference in named}) > 1 else []


def _begins(said: str, word: str) -> bool:
    """Whether a spelling is of an ordinal: première, second and seconde are those of premier and deuxième."""
    return said.startswith(word) or (word == "deuxieme" and said.startswith("second"))


def cannot_be_told(clause: Clause) -> bool:
    """Whether a clause says that nobody knows whether this is the boat told of before."""
    return rules(clause.sentence.language).boat.unsure.search(clause.words) is not None


def of_everybody(clause: Clause) -> bool:
    """Whether a clause speaks of all who were told of before."""
    return rules(clause.sentence.language).boat.everybody.search(clause.words) is not None
