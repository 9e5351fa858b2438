"""States said beside a number, with no verb that happens to anybody: "14 dead", "POB 56", "45 in one dinghy"."""

from __future__ import annotations

from dataclasses import dataclass

from ashore.reading.claims.doubt import would_be
from ashore.reading.claims.inflection import PARTICIPLE
from ashore.reading.claims.lexicon import Lexicon
from ashore.reading.claims.numbers import may_open
from ashore.reading.claims.quantities import Quantity
from ashore.reading.claims.told import UNSURE

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A state that stands beside a quantity: its outcome, its words [first, last), and whether it follows at once."""

    outcome: str
    words: str
    close: bool
    first: int
    last: int


def state_beside(words: Words, quantity: Quantity, rules: Lexicon) -> State | None:
    """Return a state said beside a quantity: "14 dead", "three were missing", "62 on board", "POB 56"."""
    return (
        _behind(words, quantity, rules)
        or _predicated(words, quantity.last, rules)
        or _label(words, quantity, rules)
        or _short_label(words, quantity, rules)
        or _in_one_boat(words, quantity, rules)
        or _before(words, quantity, rules)
    )


FAR = 7
"""Words that may stand between a number and its state."""

_SUPPOSED = frozenset({"aboard", "missing", "dead_or_missing"})
"""What "may be" says of somebody: that people may be safe says nothing."""


def _behind(words: Words, quantity: Quantity, rules: Lexicon) -> State | None:
    supposed = False
    headed = rules.phrase_at("heading", words, quantity.last)
    begin = _behind_ages(words, quantity.last, rules) if headed is None else quantity.last + headed[0]
    if words[begin : begin + 1] == (",",) and not rules.grammar["every_one"].isdisjoint(
        words[begin + 1 : begin + 2]
    ):
        begin += 2  # "53 people, all safe"
    opened = words[begin] in rules.grammar["opening"] if begin + 1 < len(words) else False
    if opened and words[begin + 1] in rules.grammar["be"]:
        begin += 1  # "two men who are missing"
    for at in range(begin, min(len(words), begin + FAR)):
        found = rules.phrase_at("state", words, at)
        if found is not None and (not supposed or found[1] in _SUPPOSED):
            since = _predicated(words, at + found[0], rules) if found[1] in UNSURE else None
            return (
                since
                or State(  # "twelve people reported missing were safe"
                    outcome=found[1],
                    words=" ".join(words[at : at + found[0]]),
                    close=at == begin,
                    first=at,
                    last=at + found[0],
                )
            )
        supposed = supposed or words[at] in rules.grammar["modal"]
        if words[at] not in rules.stative:
            return None
    return None


def _predicated(words: Words, begin: int, rules: Lexicon) -> State | None:
    """Return what people are said to be behind more words about them: "les 9 occupants de la barque sont saufs"."""
    begin = _behind_aside(words, begin, rules)
    for at in range(begin, min(len(words), begin + FAR)):
        if words[at] in rules.grammar["negation"]:
            return None
        if words[at] in rules.grammar["be"]:
            said = at + 1
            while said < len(words) and words[said] in rules.grammar["adverb"]:
                said += 1
            found = rules.phrase_at("state", words, said)
            if found is None or found[1] not in _PREDICATES or would_be(words, at, rules):
                return None
            return State(
                outcome=found[1],
                words=" ".join(words[said : said + found[0]]),
                close=True,
                first=said,
                last=said + found[0],
            )
        if words[at] in rules.grammar["modal"]:
            return None  # "60 people would be dead"
        small = words[at] in rules.grammar["relative"] or words[at] in rules.grammar["conjunction"]
        if small or not words[at][0].isalpha() or words[at] in rules.events or words[at] in rules.auxiliary:
            return None
    return None


def _behind_aside(words: Words, at: int, rules: Lexicon) -> int:
    """Return the word behind an aside between commas that begins at a word, or that word: "two men, 31 and 44, are"."""
    if words[at : at + 1] != (",",):
        return at
    closed = next((end for end in range(at + 1, min(len(words), at + ASIDE)) if words[end] == ","), at)
    behind = words[closed + 1] if closed + 1 < len(words) else "."
    return closed + 1 if behind in rules.auxiliary else at


ASIDE = 10
"""Words of the longest aside between commas that still lets what follows be said of those before it."""

_PREDICATES = frozenset("aboard dead missing dead_or_missing rescued hospital medical detained".split())
"""What people are said to be, and not only where."""


def _behind_ages(words: Words, at: int, rules: Lexicon) -> int:
    """Return the word behind ages that begin at a word, or that word: ", aged two to eleven,", "aged 16 and 19"."""
    set_off = words[at : at + 1] == (",",)
    begin = at + set_off
    if begin >= len(words) or words[begin] not in rules.grammar["age"]:
        return at
    if set_off:
        return next((end + 1 for end in range(begin + 1, min(len(words), at + 10)) if words[end] == ","), at)
    end = begin
    while end < len(words) and (words[end] in rules.grammar["age"] or _of_an_age(words, end, rules)):
        end += 1
    return end


def _of_an_age(words: Words, at: int, rules: Lexicon) -> bool:
    small = rules.grammar["level"] | rules.grammar["of"] | rules.grammar["conjunction"]
    return may_open(words[at], rules) or words[at] in small


def _before(words: Words, quantity: Quantity, rules: Lexicon) -> State | None:
    start = quantity.number.first
    while start and words[start - 1] in _OPENED:
        start -= 1
    found = rules.phrase_before("state_before", words, start)
    if found is None:
        return None
    begin = start - found[0]
    if set(words[max(0, begin - 1) : begin]) & rules.grammar["comparing"]:
        return None
    behind = words[quantity.last : quantity.last + 2]
    if quantity.unit is None and behind[:1] == ("à",) and behind != ("à", "bord"):
        return None  # "ils étaient une vingtaine à se recueillir"
    accompanied = quantity.other or _boat_before(words, begin, rules)
    if found[0] == 1 and words[begin] in rules.grammar["together"] and not accompanied:
        return None
    noun = rules.units.get(words[begin - 1]) if begin else None
    bodies = noun is not None and noun.outcome == "body_recovered" and found[1] == "rescued"
    return State(  # "corps récupérés : trois"
        outcome="body_recovered" if bodies else found[1],
        words=" ".join(words[begin:start]),
        close=False,
        first=begin,
        last=quantity.last,
    )


def _boat_before(words: Words, at: int, rules: Lexicon) -> bool:
    """Whether a boat, or what points back to one, stands before "with": "a family with two boys" are in none."""
    for word in words[max(0, at - 8) : at]:
        unit = rules.units.get(word)
        if (unit is not None and unit.unit == "boat") or word in rules.grammar["pointing"]:
            return True
    return at == 0


def _in_one_boat(words: Words, quantity: Quantity, rules: Lexicon) -> State | None:
    """Return who is said to be in one boat as aboard: "24 of us in a nine metre boat", "45 in one dinghy"."""
    at = quantity.last
    while at < len(words) and at < quantity.last + 3 and words[at] in rules.grammar["us"]:
        at += 1
    if at + 1 >= len(words) or words[at] not in rules.grammar["host"]:
        return None
    if words[at + 1] not in rules.grammar["one_of"]:
        return None
    for end in range(at + 2, min(len(words), at + 7)):
        unit = rules.units.get(words[end])
        if unit is not None:
            if unit.unit != "boat" or unit.plural:
                return None
            return State(
                outcome="aboard", words=words[end], close=False, first=quantity.number.first, last=end + 1
            )
        if words[end] in rules.grammar["preposition"] or not words[end][0].isalnum():
            return None
    return None


_OPENED = frozenset({"«", "“", "‘", '"'})


def _short_label(words: Words, quantity: Quantity, rules: Lexicon) -> State | None:
    """Return the state that stands between a mark and a number alone, as in a log: "Dead 4, missing 12, rescued 40"."""
    start = quantity.number.first
    after = words[quantity.last] if quantity.last < len(words) else "."
    if (
        quantity.unit is not None
        or (start != 1 and words[start - 2 : start - 1] not in _MARKS)
        or after.isalnum()
    ):
        return None
    found = rules.phrase_before("state", words, start)
    events = [
        each
        for each in rules.events.get(words[start - 1], ())
        if each.kinds == {PARTICIPLE} and not each.then and not each.particle
    ]
    outcome = found[1] if found is not None else events[0].outcome if events else None
    if not outcome:
        return None
    return State(outcome=outcome, words=words[start - 1], close=True, first=start - 1, last=quantity.last)


_MARKS = ((",",), (";",), (".",), ("|",), ("/",))


def _done_in_a_label(words: Words, quantity: Quantity, end: int, rules: Lexicon) -> State | None:
    """Return what a participle says right behind the noun of a label: "Boats seized in May: 12"."""
    noun = quantity.noun
    if noun is None or quantity.unit is None or noun >= end:
        return None
    for at in range(noun + 1, end + 1):
        for each in rules.events.get(words[at], ()):
            if (
                each.kinds == {PARTICIPLE}
                and not each.then
                and each.outcome
                and quantity.unit.unit in each.units
            ):
                return State(
                    outcome=each.outcome, words=words[at], close=True, first=noun, last=quantity.last
                )
    return None


def _label(words: Words, quantity: Quantity, rules: Lexicon) -> State | None:
    """Return the label a number stands behind, as on a form: "Survivors ashore: 49", "BLESSÉS : 0"."""
    start = quantity.number.first
    behind = quantity.noun is not None and quantity.noun >= start
    if behind or not start or words[start - 1] != ":":
        return None
    after = words[quantity.last] if quantity.last < len(words) else "."
    if after.isalpha() and after not in rules.grammar["subset"]:
        return None
    done = _done_in_a_label(words, quantity, start - 2, rules)
    if done is not None:
        return done
    for at in range(start - 2, max(-1, start - 7), -1):
        if words[at] in (".", ";", ",", ":"):
            return None
        state = rules.phrase_before("state", words, at + 1) or rules.phrase_at("state", words, at)
        unit = rules.units.get(words[at])
        events = [each for each in rules.events.get(words[at], ()) if not each.then and each.outcome]
        outcome = (
            state[1]
            if state is not None
            else unit.outcome
            if unit is not None and unit.outcome
            else events[0].outcome
            if events
            else None
        )
        if outcome is not None:
            return State(outcome=outcome, words=words[at], close=False, first=at, last=quantity.last)
    return None
