"""Numbers that a total reaches: "the number who arrived reached 1,204", "le bilan est porté à douze"."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ashore.reading.claims.binding import is_boat
from ashore.reading.claims.doubt import doubted
from ashore.reading.claims.events import Said
from ashore.reading.claims.lexicon import Lexicon
from ashore.reading.claims.told import NO_CODE, Told

Words = tuple[str, ...]

AS_BEFORE = "a total of those before"
"""The rule of a total that does not say of what: of what was counted before it."""


def of_a_total(words: Words, each: Told, events: list[Said], rules: Lexicon) -> Told:
    """Return a lone number that a total or a rise reaches as of those it is of; without an outcome where none says.

    A noun close behind "the number of" goes first, then a clause about them, then the nearest noun.
    """
    number = each.quantity.number
    unit = each.quantity.unit
    plain = unit is None or (unit.unit == "person" and unit.outcome is None and not unit.part)
    alone = not each.outcomes and each.host is None and plain
    if not alone or not _reached(words, each, rules) or set(words[: number.first]) & rules.grammar["meaning"]:
        return each
    if doubted(words, number.first, rules):
        return each  # "the toll could rise to 20"
    noun = _noun(words, number.first, rules)
    if unit is not None:
        return each if noun is None else _of(each, noun)
    total = next((at for at in reversed(range(number.first)) if words[at] in rules.grammar["total"]), None)
    if total is not None:
        close = _noun(words, min(total + CLOSE, number.first), rules, total)
        said = next((at for at in events if total < at.at < number.first and at.unreal != "purpose"), None)
        if close is None and said is not None and said.event.outcome:
            return replace(each, outcomes=(said.event.outcome,), rules=("total", said.event.rule), total=True)
        counted = (rules.units.get(word) for word in words[total : min(total + CLOSE, number.first)])
        other = any(unit is not None and unit.outcome is None and unit.unit != "person" for unit in counted)
        noun = close or (None if other else noun)
    if noun is not None:
        return _of(each, noun)
    if total is None:
        return each
    boats = any(is_boat(word, rules) and rules.units[word].plural for word in words[total : number.first])
    return replace(each, rules=(AS_BEFORE,), total=True, as_unit="boat" if boats else each.as_unit)


def _of(each: Told, noun: _Noun) -> Told:
    return replace(each, outcomes=(noun.outcome,), rules=("total",), total=True, as_unit=noun.unit)


CLOSE = 4
"""Words behind "the number" within which a noun says of what: "the number of new arrivals"."""


def _reached(words: Words, each: Told, rules: Lexicon) -> bool:
    """Whether a number is what something reaches or stands at: "fell to 26,900", "had passed 52,000", ", at 7,400,"."""
    number, grammar = each.quantity.number, rules.grammar
    near = words[max(0, number.first - 3) : number.digits]
    if not grammar["reaching"].isdisjoint(near):
        return True
    plain = tuple(word for word in near if word not in grammar["adverb"])
    if plain[-2:-1] and plain[-2] in grammar["total"] and plain[-1] in grammar["be"]:
        return True
    if not grammar["level"].isdisjoint(near):
        changed = grammar["rising"] | grammar["falling"] | grammar["total"] | grammar["coming"] | {","}
        return not changed.isdisjoint(words[: number.first])
    aside = words[max(0, number.first - 2) : number.first]
    behind = words[each.quantity.last] if each.quantity.last < len(words) else "."
    return aside[1:] == (",",) and aside[0].isalpha() and behind == ","


@dataclass(frozen=True, slots=True, kw_only=True)
class _Noun:
    """A noun that says what became of those it counts: arrivals, deaths, the toll."""

    outcome: str
    unit: str = "person"


def _noun(words: Words, end: int, rules: Lexicon, begin: int = 0) -> _Noun | None:
    """Return the nearest such noun before a word."""
    for at in range(end - 1, begin - 1, -1):
        if words[at] in rules.grammar["toll"]:
            return _Noun(outcome="dead")
        unit = rules.units.get(words[at])
        if unit is not None and unit.outcome not in (None, NO_CODE, "aboard") and unit.plural:
            return _Noun(outcome=unit.outcome or "", unit=unit.unit)
        state = rules.phrase_at("state", words, at)
        if state is not None and state[1] in ("dead", "missing", "dead_or_missing"):
            return _Noun(outcome=str(state[1]))
    return None
