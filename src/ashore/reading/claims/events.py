"""The events a sentence speaks of: verbs and nouns that say what became of somebody, and whether it happened."""

from __future__ import annotations

from dataclasses import dataclass

from ashore.reading.claims.inflection import FINITE, INFINITIVE, PARTICIPLE
from ashore.reading.claims.lexicon import Event, Lexicon
from ashore.reading.claims.numbers import may_begin
from ashore.reading.claims.text import Sentence

FOLLOWS = 9
"""Words within which what a rule asks for must follow."""

LONGEST = 4
"""Words of the longest phrase that a rule asks for, or nearly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """An event as a sentence says it: the words [at, last), whose side is counted, and what keeps it from being one.

    `side` is "before" where the counted stand before it, "after" where they stand after.
    `unreal` is why it is no event: a modal, a purpose, a negation; None where it is one.
    `bare` says that it is a participle alone, which speaks only of what stands close before it.
    """

    event: Event
    at: int
    last: int
    side: str
    unreal: str | None
    bare: bool = False


def said_in(sentence: Sentence, rules: Lexicon) -> list[list[Said]]:
    """Return the events a sentence speaks of, in its order: for each the ways to read it, the likeliest first."""
    words = sentence.low
    found = [_events_at(words, at, rules) for at in range(len(words)) if words[at] in rules.events]
    return [readings for readings in found if readings]


def _events_at(words: tuple[str, ...], at: int, rules: Lexicon) -> list[Said]:
    before = words[at - 1] if at else ""
    if before in rules.never_after.get(words[at], ()):
        return []
    if words[at] in rules.grammar["only_after_subject"] and before not in rules.subjects:
        return []
    clause = _clause(words, at + 1, rules)
    readings = []
    for event in rules.events[words[at]]:
        asked = _follows(clause, event) if event.then else 0
        if asked or not event.then:
            said = _said(words, at, event, rules)
            if said is not None:
                readings.append((asked + len(event.particle) + (not event.kinds), said))
    # What asks for the most, and finds it, knows best: "brought to safety" before "brought to".
    return [said for _, said in sorted(readings, key=lambda reading: -reading[0])]


def _said(words: tuple[str, ...], at: int, event: Event, rules: Lexicon) -> Said | None:
    last = at + 1
    if event.particle:
        place = _particle(words, last, event.particle)
        if place is None:
            return None
        last = place if place == last + len(event.particle) else last
    if event.kinds == _BASE and not _is_verb(words, at, event, rules):
        return None
    if event.kinds == {FINITE} and at and words[at - 1] in rules.grammar["determiner"] - {"that", "this"}:
        return None
    if event.active and _passive(words, at, rules):
        return None
    if not event.kinds:
        following = words[last] if last < len(words) else ""
        if following not in rules.grammar["of"] and following not in ("for", "pour"):
            return None
        return Said(event=event, at=at, last=last, side="after", unreal=None)
    side, unreal, bare = _voice(words, at, last, event, rules)
    return Said(event=event, at=at, last=last, side=side, unreal=unreal, bare=bare)


_BASE = frozenset({FINITE, INFINITIVE})
_FEARED = frozenset({"dead", "missing", "dead_or_missing"})


def _is_verb(words: tuple[str, ...], at: int, event: Event, rules: Lexicon) -> bool:
    """Whether an English base form is a verb here: "crews rescue 14", and not "the rescue service"."""
    before = words[at - 1] if at else ""
    after = words[at + 1] if at + 1 < len(words) else ""
    if before in rules.grammar["before_verb"]:
        return True
    if before in rules.before_noun or before.endswith("'s"):
        return False
    if event.counted == "subject":
        return True
    return (
        after[:1].isdecimal()
        or after in rules.before_object
        or may_begin(after)
        or (bool(event.particle) and after == event.particle[0])
    )


def _passive(words: tuple[str, ...], at: int, rules: Lexicon) -> bool:
    """Whether one of the three words before is a form of be: "were carried up the beach" says nothing of a boat."""
    return any(word in rules.grammar["be"] for word in words[max(0, at - 3) : at])


def _particle(words: tuple[str, ...], at: int, particle: tuple[str, ...]) -> int | None:
    """Return where a verb's particle ends: next to it, or after its object."""
    for start in range(at, min(len(words), at + 6)):
        if words[start : start + len(particle)] == particle:
            return start + len(particle)
        if words[start] in (".", ";", ":"):
            return None
    return None


def _follows(clause: tuple[str, ...], event: Event) -> int:
    """Return how many words the longest phrase has that a rule asks for and that stands in what follows; 0 for none."""
    longest = 0
    for place, word in enumerate(clause):
        for phrase in event.then.get(word, ()):
            if len(phrase) > longest and clause[place : place + len(phrase)] == phrase:
                longest = len(phrase)
    return longest


def _clause(words: tuple[str, ...], at: int, rules: Lexicon) -> tuple[str, ...]:
    """Return what follows a word in its clause: up to a stop, and up to where "and 177 were" counts somebody else."""
    window = words[at : at + FOLLOWS + LONGEST]
    for place, word in enumerate(window):
        if word in (".", ";"):
            return window[:place]
        if word in ("and", "et") and place + 2 < len(window) and window[place + 2] in rules.auxiliary:
            after = window[place + 1]
            if after[0].isdecimal() or may_begin(after):
                return window[:place]
    return window


def _voice(
    words: tuple[str, ...], at: int, last: int, event: Event, rules: Lexicon
) -> tuple[str, str | None, bool]:
    """Return on which side of a verb the counted stand, why it is no event, and whether it is a participle alone."""
    grammar = rules.grammar
    back = at - 1
    aux = None
    unreal = None
    steps = 0
    while back >= 0 and steps < 6:
        word = words[back]
        if word in grammar["be"]:
            aux = "be" if aux is None else aux
        elif word in grammar["have"]:
            aux = "have" if aux is None else aux
        elif word in grammar["negation"]:
            unreal = "negated"
        elif word in grammar["modal"]:
            # "may have drowned" is what is feared; "may drown" is nothing yet
            unreal = unreal if aux == "have" and event.outcome in _FEARED else "possible"
        elif (
            word in grammar["able"]
            or word in grammar["adverb"]
            or word in ("to", "se", "s'", "-")
            or word.endswith(("ly", "ment"))
        ):
            pass
        else:
            break
        if word == "to" and event.kinds & {INFINITIVE} and steps == 0:
            before = words[back - 1] if back else ""
            if before not in grammar["able"]:
                unreal = "purpose"
        back -= 1
        steps += 1
    if INFINITIVE in event.kinds and FINITE not in event.kinds:
        earlier = words[max(0, at - 3) : at]
        if not any(word in grammar["able"] for word in earlier):
            unreal = unreal or "purpose"
    if event.counted == "subject":
        return "before", unreal, False
    if event.particle[-1:] in (("à",), ("of",)):
        return "after", unreal, False
    if {"s'", "se"} & set(words[max(0, at - 3) : at]):
        return "before", unreal, False
    participle = PARTICIPLE in event.kinds
    if (
        participle
        and aux == "have"
        and {"que", "qu'", "that", "whom", "which"} & set(words[max(0, at - 6) : at])
    ):
        return "before", unreal, False
    if participle and aux == "be":
        return "before", unreal, False
    if participle and aux == "have":
        return "after", unreal, False
    if participle and FINITE in event.kinds and _object_follows(words, last, rules):
        return "after", unreal, False
    if (
        participle
        and grammar["have"] & set(words[max(0, at - 6) : at])
        and _object_follows(words, last, rules)
    ):
        return "after", unreal, False
    if (
        participle
        and at
        and words[at - 1] in ("et", "and", ",")
        and _object_follows(words, last, rules)
        and FINITE not in event.kinds
        and not words[at].endswith(("ées", "és", "ée"))
    ):
        return "after", unreal, False
    if participle:
        return "before", unreal, True
    return "after", unreal, False


def _object_follows(words: tuple[str, ...], at: int, rules: Lexicon) -> bool:
    """Whether what follows a verb reads as its object: a number, an article, a pronoun, and no preposition."""
    if at >= len(words):
        return False
    word = words[at]
    if word in ("all", "both") and at + 1 < len(words):
        return words[at + 1][0].isdecimal() or may_begin(words[at + 1])
    if rules.phrase_at("before", words, at) is not None and word not in ("in", "on", "at"):
        # "more than", "about" are no prepositions of place
        return True
    small = rules.grammar["preposition"] | rules.grammar["conjunction"] | rules.grammar["adverb"]
    return word[0].isalnum() and word not in small
