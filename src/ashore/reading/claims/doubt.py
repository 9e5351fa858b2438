"""What a sentence only doubts: the words about an event by which it is denied, hoped for, feared or found untrue."""

from __future__ import annotations

from ashore.reading.claims.lexicon import Lexicon
from ashore.reading.claims.numbers import may_open

Words = tuple[str, ...]

AHEAD = 9
"""Words behind "denied that", "fears that" in which what they say is said."""

BEHIND = 10
"""Words behind an event in which it may be said to be untrue."""

_OPENED = frozenset({",", ":", "«", "(", "–", "—", "que"})
"""Behind these a condition may open."""

_STOPS = frozenset({".", ";", ":"})


def dreaded(words: Words, at: int, rules: Lexicon) -> bool:
    """Return whether what a word says is feared, and not known: "fears that 20 drowned"."""
    return not rules.grammar["dreading"].isdisjoint(_ahead(words, at, rules))


def doubted(words: Words, at: int, rules: Lexicon) -> bool:
    """Return whether what a word says is denied, hoped for or unlikely: "police denied that 20 had drowned"."""
    ahead = _ahead(words, at, rules)
    if rules.phrases["doubting"].keys().isdisjoint(ahead):
        return False
    return any(rules.phrase_at("doubting", ahead, place) is not None for place in range(len(ahead)))


def said_behind(name: str, words: Words, end: int, rules: Lexicon) -> bool:
    """Return whether a phrase of a table stands behind what ends before a word, in its clause.

    So it is said to be untrue ("that 15 had drowned turned out to be false") or undone ("the rescue of the 60 failed").
    Whatever stands behind another number is said of that one.
    """
    for at in range(end, min(len(words), end + BEHIND)):
        if words[at] in _STOPS or may_open(words[at], rules):
            return False
        if rules.phrase_at(name, words, at) is not None:
            return True
    return False


def would_be(words: Words, at: int, rules: Lexicon) -> bool:
    """Return whether an auxiliary says what would have been: "sans les secours, 60 personnes seraient mortes".

    In French alone "seraient mortes" is only reported, and not supposed.
    """
    if words[at] not in rules.grammar["would_be"]:
        return False
    if words[at + 1 : at + 2] and words[at + 1] in rules.grammar["could"]:
        return True  # "60 personnes auraient pu mourir"
    opened = [0, *(place + 1 for place in range(at) if words[place] in _OPENED)]
    return any(rules.phrase_at("supposing", words, place) is not None for place in opened)


def _ahead(words: Words, at: int, rules: Lexicon) -> Words:
    """Return the words before one, back to a stop or to where another clause opens."""
    opens = rules.grammar["new_clause"]
    begin = max(0, at - AHEAD)
    for place in range(at - 1, begin - 1, -1):
        if words[place] in _STOPS or words[place] in opens:
            return words[place + 1 : at]
    return words[begin:at]
