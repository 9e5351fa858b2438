"""The numbers a sentence says, with their qualifiers: "at least 40", "une trentaine", "between 30 and 40"."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ashore.model.counts import entailed
from ashore.reading.claims.lexicon import Lexicon
from ashore.reading.claims.text import Sentence
from ashore.reading.numerals import numeral_at
from ashore.reading.saying import folded

ROUND = {"tens": 20, "scores": 40, "hundreds": 200, "thousands": 2000}
"""Words for many that have no code of their own, and what they are at least."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number in a sentence, by words: [first, last) with its qualifier, [digits, last) without.

    `value`, `qualifier`, `low` and `high` are as in format 8.3.
    """

    first: int
    digits: int
    last: int
    value: int | None
    qualifier: str | None
    low: int | None
    high: int | None


def numbers(sentence: Sentence, rules: Lexicon) -> Iterator[Number]:
    """Yield the numbers of a sentence in its order, none inside another."""
    words = sentence.low
    at = 0
    while at < len(words):
        if not may_open(words[at], rules):
            at += 1
            continue
        found = _number_at(words, at, rules)
        if found is None:
            at += 1
        else:
            yield _qualified(words, found, rules)
            at = found.last


def may_open(word: str, rules: Lexicon) -> bool:
    """Whether a number can open with a word: with digits, with a number spoken, or with words such as "several"."""
    return word in rules.openings or word[0].isdecimal() or may_begin(word)


def _number_at(words: tuple[str, ...], at: int, rules: Lexicon) -> Number | None:
    word = words[at]
    if word == "cent" and at and words[at - 1] in ("per", "pour"):
        return None
    opens, phrases = word[0].isdecimal() or may_begin(word), rules.phrases
    for read, may in (
        (_vague, word in phrases["vague"]),
        (_none, word in phrases["none"]),
        (_range, opens or word in phrases["range"]),
        (_whole_or_collective, opens or word in phrases["number"]),
        (_another, word in phrases["another"]),
        (_article, word in rules.grammar["article"] or word in rules.grammar["one_more"]),
    ):
        found = read(words, at, rules) if may else None
        if found is not None:
            return found
    return None


def _whole_or_collective(words: tuple[str, ...], at: int, rules: Lexicon) -> Number | None:
    """Return the longer of two readings: "a hundred" and "one hundred and twenty"."""
    found = [each for each in (_collective(words, at, rules), _plain(words, at, rules)) if each is not None]
    return max(found, key=lambda each: each.last, default=None)


def _made(at: int, last: int, value: int | None, qualifier: str | None) -> Number:
    low, high = entailed(value, qualifier)
    if qualifier in ROUND:
        low, qualifier = ROUND[qualifier], "at_least"
    return Number(first=at, digits=at, last=last, value=value, qualifier=qualifier, low=low, high=high)


def _vague(words: tuple[str, ...], at: int, rules: Lexicon) -> Number | None:
    found = rules.phrase_at("vague", words, at)
    return None if found is None else _made(at, at + found[0], None, found[1])


def _collective(words: tuple[str, ...], at: int, rules: Lexicon) -> Number | None:
    """A dozen, une trentaine: about so many where the language says it so."""
    found = rules.phrase_at("number", words, at)
    if found is None:
        return None
    value = int(found[1])
    rounded = words[at] in ("une", "un") or words[at + 1 : at + 2] == ("couple",) or value in (100, 1000, 20)
    return _made(at, at + found[0], value, "about" if rounded or value % 6 == 0 else "exact")


def _none(words: tuple[str, ...], at: int, rules: Lexicon) -> Number | None:
    found = rules.phrase_at("none", words, at)
    qualified = rules.phrase_at("before", words, at)
    if found is not None and qualified is not None and qualified[0] > found[0]:
        return None
    return None if found is None else _made(at, at + found[0], 0, "exact")


_SCALE = {
    "million": 1_000_000,
    "millions": 1_000_000,
    "billion": 10**9,
    "milliard": 10**9,
    "milliards": 10**9,
}


DECIMAL = re.compile(r"\d{1,3}[.,]\d{1,2}")
"""A number with a decimal mark, in either language."""


def _whole(words: tuple[str, ...], at: int) -> tuple[int, int] | None:
    """Return a whole number that begins at a word, and the word after it."""
    if at >= len(words):
        return None
    word = words[at]
    if word[0].isdecimal():
        bare = re.sub(r"[ ,\u00a0\u202f](?=\d{3}(?!\d))", "", word)
        if re.fullmatch(r"\d{1,3}(?:\.\d{3})+", bare):
            bare = bare.replace(".", "")
        scaled = words[at + 1] if at + 1 < len(words) else ""
        if DECIMAL.fullmatch(word) and scaled in _SCALE:
            return round(float(word.replace(",", ".")) * _SCALE[scaled]), at + 2
        if not bare.isdecimal() or len(bare) > 9:
            return None
        value, last = int(bare), at + 1
        if last < len(words) and words[last] in ("mille", "thousand", "hundred"):
            return value * (100 if words[last] == "hundred" else 1000), last + 1
        return (
            (value * _SCALE[words[last]], last + 1)
            if last < len(words) and words[last] in _SCALE
            else (value, last)
        )
    spoken = _said_by_digits(words, at) or _spoken(words, at)
    if spoken is not None and 11 <= spoken[0] <= 19 and words[spoken[1] : spoken[1] + 1] in _HUNDREDS:
        return spoken[0] * 100, spoken[1] + 1
    return spoken


_HUNDREDS = (("hundred",), ("cent",), ("cents",))


_DIGITS = {
    "zero": 0,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "niner": 9,
}


def _said_by_digits(words: tuple[str, ...], at: int) -> tuple[int, int] | None:
    """Two digits as the radio says them: "four five" is 45."""
    if (
        at + 1 >= len(words)
        or words[at] not in _DIGITS
        or words[at + 1] not in _DIGITS
        or words[at] == "zero"
    ):
        return None
    if (at + 2 < len(words) and words[at + 2] in _DIGITS) or (at and words[at - 1] in _DIGITS):
        return None
    return _DIGITS[words[at]] * 10 + _DIGITS[words[at + 1]], at + 2


@functools.cache
def may_begin(word: str) -> bool:
    """Whether a spoken number can begin with a word."""
    return numeral_at(_fold(word), 0) is not None


@functools.lru_cache(maxsize=8192)
def _fold(word: str) -> str:
    return folded(word).replace("-", " ")


_GOES_ON = frozenset("and et hundred thousand million cent cents mille".split())
"""Words that stand inside a spoken number and begin none."""

_AFTER_A = (("hundred",), ("thousand",))


def _spoken(words: tuple[str, ...], at: int) -> tuple[int, int] | None:
    if not may_begin(words[at]) and not (words[at] == "a" and words[at + 1 : at + 2] in _AFTER_A):
        return None
    text, ends = "", list[int]()
    for word in words[at : at + 8]:
        if ends and not (word in _GOES_ON or may_begin(word)):
            break
        text += _fold(word)
        ends.append(len(text))
        text += " "
    read = numeral_at(text, 0)
    if read is None or read.start or read.end not in ends or read.article:
        return None
    last = at + ends.index(read.end) + 1
    # "a hundred" alone is about a hundred, and no number that was counted
    return None if words[at] == "a" and last <= at + 2 else (read.value, last)


def _plain(words: tuple[str, ...], at: int, rules: Lexicon) -> Number | None:
    found = _whole(words, at)
    return None if found is None else _made(at, found[1], found[0], "exact")


def _article(words: tuple[str, ...], at: int, rules: Lexicon) -> Number | None:
    """A, un: one, where a noun of persons follows it closely."""
    if words[at] not in rules.grammar["article"] | rules.grammar["one_more"] or (
        at
        and words[at - 1] in ("de", "d'", "comme", "as", "of", "such")
        and not (_of_a_body(words, at, rules) or _of_an_event(words, at, rules))
    ):
        return None
    if words[at] in ("un", "une") and _alone(words, at, rules):
        return _made(at, at + 1, 1, "exact")
    begin = behind_age(words, at + 1)
    for place in range(begin, min(len(words), begin + 3)):
        if words[place] in rules.grammar["others"] and not words[place].endswith("s"):
            return _one(at, words[at] in ("un", "une", "one"))
        unit = rules.units.get(words[place])
        if unit is not None:
            following = words[place + 1] if place + 1 < len(words) else "."
            if not unit.singular or unit.unit != "person" or following == "-":
                return None
            if following in rules.grammar["camp"]:
                return None  # "a migrant camp"
            return _one(at, words[at] in ("un", "une", "one"))
        if (
            not words[place].replace("-", "").isalpha()
            or words[place] in rules.grammar["preposition"]
            or words[place] in rules.events
            or words[place] in rules.grammar["not_persons"]
        ):
            return None
    return None


def _one(at: int, exact: bool) -> Number:
    """Return one person as a word says it: "une femme" and "one woman" are one, "a woman" at least one."""
    return Number(
        first=at,
        digits=at,
        last=at + 1,
        value=1,
        qualifier="exact" if exact else "indefinite",
        low=1,
        high=1 if exact else None,
    )


def behind_age(words: tuple[str, ...], at: int) -> int:
    """Return the word behind an age in figures that begins at a word, or that word: "a 24-year-old man"."""
    aged = len(words) > at + 3 and words[at].isdecimal() and words[at + 1] == "-"
    return at + 3 if aged and words[at + 2].endswith("-old") else at


def _another(words: tuple[str, ...], at: int, rules: Lexicon) -> Number | None:
    """One more, where what became of them follows at once: "one died and another was hurt", "un autre a disparu"."""
    found = rules.phrase_at("another", words, at)
    if found is None or at + found[0] >= len(words) or (at and words[at - 1] in rules.grammar["of"]):
        return None
    last = at + found[0]
    plain = rules.grammar["be"] | rules.grammar["have"] | rules.grammar["adverb"] | rules.grammar["negation"]
    stated = rules.phrase_at("state", words, last) is not None
    follows = (
        words[last] in plain
        or (words[last] == "," and (words[at] == "l'" or _set_off(words, last, rules)))
        or (found[1] != "exact" and (words[last] in rules.events or stated))
    )
    told = any(
        word in rules.events or rules.phrase_at("state", words, last + place) is not None
        for place, word in enumerate(words[last : last + (12 if words[last] == "," else 5)])
    )
    return replace(_one(at, found[1] == "exact"), last=last) if told and follows else None


def _set_off(words: tuple[str, ...], at: int, rules: Lexicon) -> bool:
    """Whether only a quality is set off behind one: "another, unconscious, was"; not "a second, with 52"."""
    behind = words[at + 1] if at + 1 < len(words) else "with"
    return behind not in rules.grammar["preposition"] | rules.grammar["relative"]


def _of_an_event(words: tuple[str, ...], at: int, rules: Lexicon) -> bool:
    """Whether an article stands behind a noun of what became of somebody: "the death of a woman"."""
    nouns = rules.events.get(words[at - 2], ()) if at > 1 and words[at - 1] in rules.grammar["of"] else ()
    return any(not event.kinds for event in nouns)


def _of_a_body(words: tuple[str, ...], at: int, rules: Lexicon) -> bool:
    """Whether an article stands behind "the body of", with a word or two between at most: "le corps sans vie d'une"."""
    if words[at - 1] not in rules.grammar["of"]:
        return False
    near = (rules.units.get(word) for word in words[max(0, at - 4) : at - 1])
    return any(unit is not None and unit.outcome == "body_recovered" and unit.singular for unit in near)


def _corrected(words: tuple[str, ...], low: tuple[int, int]) -> tuple[int, int] | None:
    """Return the second of two numbers that a speaker gives for one: "forty, forty-five", "38/39"."""
    at = low[1]
    if at + 1 >= len(words) or words[at] not in (",", "/"):
        return None
    start = at + 1
    while start < len(words) and words[start] in ("maybe", "peut-être", "perhaps"):
        start += 1
    high = _whole(words, start)
    if high is None or not low[0] < high[0] <= low[0] * 1.4 or low[0] < 5:
        return None
    if words[low[1] - 1].isdecimal() != words[high[1] - 1].isdecimal():
        return None
    if words[at] == "/":
        return high
    after = words[high[1]] if high[1] < len(words) else "."
    return high if start > at + 1 or after in (",", ".", "people", "persons", "person", "»") else None


def _alone(words: tuple[str, ...], at: int, rules: Lexicon) -> bool:
    """Whether a French "un" stands for one person: "un mort", "dont une inconsciente", "un est passé"."""
    after = words[at + 1] if at + 1 < len(words) else ""
    before = words[at - 1] if at else ""
    if after in rules.units:
        return False
    if rules.phrase_at("state", words, at + 1) is not None:
        return True
    opened = before in ("", "dont", ",", "et", ";", ":", "-", "–")
    return opened and (after in ("est", "a", "était", "avait", "sera") or after in rules.events)


_CHANGED_FROM = (("from",), ("by",), ("de",))


def _range(words: tuple[str, ...], at: int, rules: Lexicon) -> Number | None:
    opened = rules.phrase_at("range", words, at)
    begun = at if opened is not None else at - 1
    if (
        words[begun : begun + 1] in _CHANGED_FROM
        and set(words[max(0, begun - 5) : begun]) & rules.grammar["went"]
    ):
        return None  # "rose from 25 to 41": one number, and then another
    start = at + (opened[0] if opened is not None and opened[1] == "between" else 0)
    low = _whole(words, start)
    if low is None:
        return None
    joined = rules.phrase_at("range", words, low[1])
    spoken = _corrected(words, low) if at == start else None
    if spoken is not None and (at == 0 or words[at - 1] not in (",", "and", "et")):
        return Number(
            first=at, digits=at, last=spoken[1], value=None, qualifier=None, low=low[0], high=spoken[0]
        )
    if joined is None or joined[1] != "joined":
        return None
    high = _whole(words, low[1] + joined[0])
    word = words[low[1]]
    far = high is not None and word in ("-", "–", "—") and high[0] > 4 * low[0]
    if (
        high is None
        or high[0] <= low[0]
        or far
        or (word in ("and", "et") and words[at] not in ("between", "entre"))
    ):
        return None
    if start > at and words[at] in ("from", "de") and word in ("and", "et"):
        return None
    return Number(first=at, digits=at, last=high[1], value=None, qualifier=None, low=low[0], high=high[0])


def _qualified(words: tuple[str, ...], number: Number, rules: Lexicon) -> Number:
    """Return a number with the qualifier that stands before or after it."""
    first, qualifier = number.first, None
    before = rules.phrase_before("before", words, first)
    if before is not None and not set(words[:first][-before[0] - 1 : -before[0]]) & rules.grammar["over_to"]:
        first, qualifier = first - before[0], before[1]
    after = rules.phrase_at("after", words, number.last)
    last = number.last
    if after is not None:
        qualifier, last = after[1], number.last + after[0]
    if qualifier in (None, "exact"):
        return number if first == number.first else replace(number, first=first)
    if qualifier == "about":
        # "at least some 40", "up to around 40": the one that bounds
        bound = rules.phrase_before("before", words, first)
        if bound is not None and bound[1] not in ("exact", "about"):
            qualifier, first = bound[1], first - bound[0]
    if number.value is None:
        return replace(number, first=first, last=last)
    if qualifier == "fewer":
        return replace(
            number, first=first, last=last, value=None, qualifier="at_most", low=None, high=number.value - 1
        )
    low, high = entailed(number.value, qualifier)
    return replace(number, first=first, last=last, qualifier=qualifier, low=low, high=high)
