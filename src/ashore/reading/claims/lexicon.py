"""The rules as a reader goes by them: every spelling of every word of `rules`, by the word it begins with.

The rules are tables that a linguist can read and mend; each carries a sentence that it must read.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ashore.reading.claims.inflection import Form, english_forms, french_forms
from ashore.reading.claims.tables import table
from ashore.reading.claims.text import cut

LANGUAGES = ("en", "fr")

Phrases = dict[str, tuple[tuple[tuple[str, ...], Any], ...]]
"""Phrases with what they stand for, the longest first, by one of their words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A verb or a noun that says what became of whom.

    `counted` is which side of it is counted: object, subject, or of (a noun's "of"); `kinds` the forms of a verb that a
    spelling may be, empty for a noun. One of the phrases of `then`, by their first words, must follow in its clause:
    "…" in it is a few words of one noun phrase, and "*" a word with a capital. None of those of `unless` may follow at
    once: to cross the road is no crossing.
    `units` is what it can happen to; `nouns`, where given, the only words for whom it means this ("lives lost").
    `active` says that it means this in the active voice only, and `negated` is what it means where it is denied: not
    found is missing. `by` are nouns of which one must stand before it: whether a boat holds people, or a centre does.
    """

    rule: str
    outcome: str
    counted: str
    kinds: frozenset[str]
    particle: tuple[str, ...]
    then: dict[str, tuple[tuple[str, ...], ...]]
    unless: dict[str, tuple[tuple[str, ...], ...]]
    units: frozenset[str]
    nouns: frozenset[str]
    active: bool
    negated: str | None
    by: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A noun that is counted: what it counts, and what it says by itself of who or how.

    `plural` and `singular` are what its spelling may be: "corps" is both.
    `aside` marks rescuers, officers and smugglers, who are counted only where harm came to them or where they are held.
    """

    unit: str
    outcome: str | None
    plural: bool
    part: bool
    aside: bool = False
    singular: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """The rules of one language, by word.

    `phrases` are by their first word, `endings` the same by their last.
    `openings` are words that a number in words can begin with. `never_after` has spellings that are another word after
    these: "une partie" is not the verb partir. The others are unions of `grammar` that many rules ask for.
    """

    events: dict[str, tuple[Event, ...]]
    units: dict[str, Unit]
    grammar: dict[str, frozenset[str]]
    phrases: dict[str, Phrases]
    endings: dict[str, Phrases]
    measures: frozenset[str]
    openings: frozenset[str]
    never_after: dict[str, frozenset[str]]
    subjects: frozenset[str]
    before_noun: frozenset[str]
    before_object: frozenset[str]
    auxiliary: frozenset[str]
    stative: frozenset[str]
    ratios: frozenset[tuple[str, ...]]
    tests: tuple[tuple[str, str, str], ...]

    def phrase_at(self, name: str, words: tuple[str, ...], at: int) -> tuple[int, Any] | None:
        """Return the longest phrase of a table that begins at a word, as its length and what it stands for."""
        if at >= len(words):
            return None
        for spelled, value in self.phrases[name].get(words[at], ()):
            if words[at : at + len(spelled)] == spelled:
                return len(spelled), value
        return None

    def phrase_before(self, name: str, words: tuple[str, ...], end: int) -> tuple[int, Any] | None:
        """Return the longest phrase of a table that ends before a word, as its length and what it stands for."""
        for spelled, value in self.endings[name].get(words[end - 1], ()) if end > 0 else ():
            if len(spelled) <= end and words[end - len(spelled) : end] == spelled:
                return len(spelled), value
        return None


@functools.cache
def lexicon(language: str) -> Lexicon:
    """Return the rules of a language. Raises KeyError for a language without rules."""
    if language not in LANGUAGES:
        raise KeyError(language)
    told = {name: table(f"{name}_{language}") for name in ("events", "units", "grammar")}
    phrases, endings = (
        {name: _phrases(spelled, by) for name, spelled in told["grammar"]["phrases"].items()}
        for by in (0, -1)
    )
    grammar = {name: frozenset(words.split()) for name, words in told["grammar"]["words"].items()}
    return Lexicon(
        events=_events(told["events"], language),
        units=_units(told["units"]),
        grammar=grammar,
        phrases=phrases,
        endings=endings,
        measures=frozenset(told["units"]["measures"].split()),
        openings=grammar["article"].union(
            *(phrases[name] for name in ("vague", "none", "number", "range", "another"))
        ),
        never_after={
            word: frozenset(before.split()) for word, before in told["grammar"]["never_after"].items()
        },
        subjects=grammar["subject"] | grammar["relative"],
        before_noun=grammar["determiner"] | grammar["article"] | grammar["before_noun"],
        before_object=grammar["determiner"]
        | grammar["pronoun"]
        | grammar["article"]
        | grammar["before_object"],
        auxiliary=grammar["be"] | grammar["have"],
        stative=grammar["be"] | grammar["have"] | grammar["adverb"] | grammar["linking"] | grammar["modal"],
        ratios=frozenset(spelled for each in phrases["ratio"].values() for spelled, _ in each),
        tests=tuple((rule["outcome"], named(rule)[0], rule["test"]) for rule in told["events"]["rule"]),
    )


def _events(told: dict[str, Any], language: str) -> dict[str, tuple[Event, ...]]:
    found: defaultdict[str, list[Event]] = defaultdict(list)
    for rule, name in [(each, name) for each in told["rule"] for name in named(each)]:
        first, *particle = cut(name)
        for form in _forms(rule, first, told.get("irregular", {}), language):
            found[form.spelling].append(
                Event(
                    rule=name,
                    outcome=rule["outcome"],
                    counted=rule.get("counts", "of" if "noun" in rule else "object"),
                    kinds=form.kinds,
                    particle=tuple(particle),
                    then=_by_first(cut(each) for each in rule.get("then", ())),
                    unless=_by_first(cut(each) for each in rule.get("unless", ())),
                    units=frozenset(rule.get("units", "person boat").split()),
                    nouns=frozenset(rule.get("nouns", "").split()),
                    active=rule.get("only") == "active",
                    negated=rule.get("negated"),
                    by=frozenset(rule.get("by", "").split()),
                )
            )
    return {word: tuple(each) for word, each in found.items()}


def named(rule: dict[str, Any]) -> list[str]:
    """Return the verbs or the noun that a rule of what became of whom is for."""
    return rule["verbs"].split(", ") if "verbs" in rule else [rule.get("verb") or rule["noun"]]


def _by_first(phrases: Iterable[tuple[str, ...]]) -> dict[str, tuple[tuple[str, ...], ...]]:
    found: defaultdict[str, list[tuple[str, ...]]] = defaultdict(list)
    for phrase in phrases:
        found[phrase[0]].append(phrase)
    return {word: tuple(each) for word, each in found.items()}


def _forms(rule: dict[str, Any], first: str, irregular: dict[str, Any], language: str) -> list[Form]:
    if "noun" in rule:
        return [Form(spelling=word, kinds=frozenset()) for word in (first, *rule.get("also", "").split())]
    made = english_forms(first, irregular) if language == "en" else french_forms(first, irregular)
    return list(made)


def _units(told: dict[str, Any]) -> dict[str, Unit]:
    units: dict[str, Unit] = {}
    for group in told["group"]:
        for spelled, singular, plural in (
            ("one", True, False),
            ("many", False, True),
            ("either", True, True),
        ):
            for word in group.get(spelled, "").split():
                units[word] = Unit(
                    unit=group["unit"],
                    outcome=group.get("outcome"),
                    plural=plural,
                    part=group.get("part", False),
                    singular=singular,
                )
    return units


def _phrases(told: dict[str, Any], by: int) -> Phrases:
    found: defaultdict[str, list[tuple[tuple[str, ...], Any]]] = defaultdict(list)
    for value, spelled in told.items():
        for each in spelled if isinstance(spelled, list) else [spelled]:
            words = cut(each)
            found[words[by]].append((words, value))
    return {word: tuple(sorted(each, key=lambda pair: -len(pair[0]))) for word, each in found.items()}
