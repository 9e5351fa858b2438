"""Who comes and helps: the lifeboats, ships and aircraft that a clause names, and which of them does a step."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from ashore.reading.operations.clauses import Clause
from ashore.reading.operations.lexicon import rules
from ashore.reading.operations.steps import ASHORE, Found


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A unit at [start, end) of the text: its name, or the words for it where it has none; `noun` its kind."""

    name: str
    noun: str
    named: bool
    start: int
    end: int


def units_in(text: str, clause: Clause) -> list[Unit]:
    """Return the units a clause names, in its order."""
    words = _bare(text[clause.start : clause.end])
    told = rules(clause.sentence.language).unit
    found: list[Unit] = []
    for said in (*told.named.finditer(words), *told.bare.finditer(words)):
        groups = said.groupdict()
        group = next((name for name in ("quoted", "name", "alone", "phrase") if groups.get(name)), None)
        if group is None:
            continue
        first = "phrase" if groups.get("phrase") else group
        start, end = clause.start + said.start(first), clause.start + said.end()
        if any(start < each.end and each.start < end for each in found):
            continue
        name = text[clause.start + said.start(group) : clause.start + said.end(group)].strip(" ,.-")
        noun = (groups.get("kind") or " ").split(" ")[-1].lower()
        found.append(Unit(name=name, noun=noun, named=group != "phrase", start=start, end=end))
    return sorted(found, key=lambda each: each.start)


def doing(
    step: Found, others: list[Found], clause: Clause, units: list[Unit], known: list[Unit]
) -> Unit | None:
    """Return the unit that does a step, or None where the words name none.

    `others` are all steps of the clause, `units` its units and `known` all before it: a pronoun, or a kind alone
    ("the cutter"), means the last one of those.
    """
    told = rules(clause.sentence.language).unit
    before = [each for each in units if each.end <= step.start]
    after = [each for each in units if each.start >= step.end]
    for each in after:
        if any(step.end <= other.start < each.start for other in others):
            break
        by = told.by.search(clause.words[: each.start - clause.start]) or each.noun == ""
        if by or (step.name == "transferred" and each.start - step.end <= len(" the ")):
            return _known(each, known)
    if step.name in ASHORE and not _active(clause, step):
        return None
    if before and not told.by.search(clause.words[: before[-1].start - clause.start]):
        return _known(before[-1], known)
    if not before and known and told.subject.search(clause.words[: step.start - clause.start]):
        return known[-1]
    return None


def _active(clause: Clause, step: Found) -> bool:
    """Whether somebody does the step, and it is not done to those who stand before it."""
    words = re.findall(r"[a-z]+", clause.words[: step.start - clause.start])
    return not {"were", "was", "been", "sont", "est", "ete", "etaient", "are"} & set(words[-4:])


def _known(unit: Unit, known: list[Unit]) -> Unit:
    """Return the named unit that a kind alone means: "the cutter" is the last cutter that was named."""
    if unit.named:
        return unit
    same = [each for each in known if each.named and each.noun and each.noun == unit.noun]
    return same[-1] if same else unit


def _bare(text: str) -> str:
    """Return a text without accents, capitals kept, of the same length."""
    return "".join(_letters(text))


def _letters(text: str) -> Iterator[str]:
    for letter in text:
        if letter in "’‘ʼ":
            yield "'"
        elif letter.isspace():
            yield "\n" if letter in "\n\r" else " "
        else:
            plain = unicodedata.normalize("NFD", letter)[:1]
            yield plain if plain.isascii() else letter
