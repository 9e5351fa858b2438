"""Which of the numbers of a sentence belong to others: "including two children", "in three dinghies"."""

from __future__ import annotations

from ashore.reading.claims.inflection import PARTICIPLE
from ashore.reading.claims.lexicon import Lexicon
from ashore.reading.claims.numbers import may_open
from ashore.reading.claims.quantities import Quantity

Words = tuple[str, ...]
Tie = tuple[int | None, str | None]

_LIST = frozenset({",", "and", "et", "(", "-", "–", "ou", "or", "—"})


def tie_of(words: Words, counted: list[Quantity], index: int, rules: Lexicon) -> Tie:
    """Return which quantity this one belongs to, and how."""
    quantity = counted[index]
    if _is_excepted(words, quantity, rules):
        return None, "excepted"
    if index + 1 < len(counted) and (
        _joined(words, quantity, counted[index + 1], "among", rules)
        or _of_the(words, quantity, counted[index + 1], rules)
    ):
        return index + 1, "part"
    if index and _of_the(words, counted[index - 1], quantity, rules):
        return None, "whole"
    if _is_divided(words, quantity, rules) or rules.phrase_at("except", words, quantity.last) is not None:
        return None, "whole"
    whole = _summed(words, counted, index)
    if whole is not None:
        return whole, "part"
    start, person = quantity.number.first, quantity.unit is None or quantity.unit.unit == "person"
    if person and rules.phrase_at("of_them", words, quantity.last) is not None:
        return _whole(counted, index), "part"
    if person and _is_described(words, quantity, rules):
        return _whole(counted, index), "part"
    earlier = counted[index - 1] if index else None
    floor = earlier.last - 1 if earlier is not None else -1
    if person:
        found = rules.phrase_before("part", words, start)
        if found is not None and start - found[0] >= floor:
            return _whole(counted, index), "part"
    if quantity.unit is not None and quantity.unit.unit in ("boat", "lorry", "incident"):
        if rules.phrase_before("riding", words, start) is not None:
            return (_nearest_people(counted, index) if index else -1), "with"
        return None, None
    if earlier is None:
        return None, None
    between = words[earlier.last : start]
    if (
        quantity.unit is not None
        and quantity.unit.part
        and len(between) <= 2
        and all(w in _LIST for w in between)
    ):
        host, tie = tie_of(words, counted, index - 1, rules)
        if tie == "part":
            return host, "part"
        if (
            "(" in between
            or earlier.unit is quantity.unit
            or (
                between
                and earlier.unit is not None
                and not earlier.unit.part
                and "and" not in between
                and "et" not in between
            )
        ):
            return index - 1, "part"
    return None, None


def _of_the(words: Words, one: Quantity, two: Quantity, rules: Lexicon) -> bool:
    """Whether one number is some of the next: "54 of the 83 passengers"."""
    return one.unit is None and _joined(words, one, two, "of_the", rules)


def _joined(words: Words, one: Quantity, two: Quantity, name: str, rules: Lexicon) -> bool:
    """Whether nothing but a phrase of a table stands between: "seven children were among 55 people picked up"."""
    found = rules.phrase_at(name, words, one.last)
    return found is not None and one.last + found[0] in (two.number.first, two.number.digits)


def _summed(words: Words, counted: list[Quantity], index: int) -> int | None:
    """Return the number that this one and its neighbours come to: "three dead, two women and a man"."""
    if not _is_part(counted[index]):
        return None
    first = index
    while first and _is_part(counted[first]) and _listed(words, counted[first - 1], counted[first]):
        first -= 1
    if first == index or _is_part(counted[first]):
        return None
    last = index + 1
    while (
        last < len(counted) and _is_part(counted[last]) and _listed(words, counted[last - 1], counted[last])
    ):
        last += 1
    parts = [each.number.value for each in counted[first + 1 : last]]
    total = counted[first].number.value
    return first if len(parts) > 1 and None not in parts and total == sum(filter(None, parts)) else None


def _is_part(quantity: Quantity) -> bool:
    return quantity.unit is not None and quantity.unit.unit == "person" and quantity.unit.part


def _listed(words: Words, one: Quantity, two: Quantity) -> bool:
    """Whether no more than a few words and a mark or "and" stand between two numbers."""
    gap = words[one.last : two.number.first]
    return len(gap) <= 4 and bool(set(gap) & (_LIST | {":"}))


def _is_divided(words: Words, quantity: Quantity, rules: Lexicon) -> bool:
    """Whether only some of a number are spoken of, and not it: "two thirds of the 90", "nobody among the 62"."""
    if words[quantity.last : quantity.last + 1] == (",",) and words[0] in rules.grammar["of_all"]:
        opened = quantity.number.digits <= OPENED
        if opened and not may_open(words[quantity.number.digits - 1], rules):
            return True  # "of the 55, 12 were detained"
    for name in ("of_the", "among_the"):
        found = rules.phrase_before(name, words, quantity.number.digits)
        end = quantity.number.digits - found[0] if found is not None else 0
        portion = rules.phrase_before("portion", words, end) if end else None
        if end and (words[end - 1] in rules.grammar["fraction"] or (portion and portion[1] == "some")):
            return True
    return False


OPENED = 3
"""Words before the number that a sentence opens with to tell of some of it."""


def _is_excepted(words: Words, quantity: Quantity, rules: Lexicon) -> bool:
    """Whether the clause tells of all but these: "all but three drowned", "tous sauf deux ont été secourus".

    Those of whom something of their own is said are counted by it: "sauf une femme, portée disparue", "all but 40 of
    them from Sudan", "all but six were men".
    """
    if rules.phrase_before("except", words, quantity.number.first) is None:
        return False
    at = quantity.last
    while at < len(words) and (words[at] == "," or words[at] in rules.grammar["trait"]):
        at += 1
    said = rules.events.get(words[at], ()) if at < len(words) else ()
    of_their_own = (
        (at < len(words) and words[at] in rules.grammar["opening"])
        or any(event.kinds == {PARTICIPLE} for event in said)
        or any(rules.phrase_at(name, words, at) is not None for name in ("state", "of_them"))
    )
    return not of_their_own and not _is_described(words, quantity, rules)


def _is_described(words: Words, quantity: Quantity, rules: Lexicon) -> bool:
    """Whether a lone number is only said to be of a kind: "nine were children", "five are pregnant"."""
    if (
        quantity.unit is not None
        or quantity.last >= len(words)
        or words[quantity.last] not in rules.grammar["be"]
    ):
        return False
    for word in words[quantity.last + 1 : quantity.last + 4]:
        unit = rules.units.get(word)
        if word in rules.grammar["trait"] or (unit is not None and unit.unit == "person" and unit.part):
            return True
        if word not in rules.grammar["adverb"] | rules.grammar["article"] | rules.grammar["determiner"]:
            return False
    return False


def _whole(counted: list[Quantity], index: int) -> int:
    """Return the quantity of people before this one that it can be some of; -1 where the sentence has none."""
    for earlier in range(index - 1, -1, -1):
        unit = counted[earlier].unit
        if unit is None or (unit.unit == "person" and not unit.part):
            return earlier
    return index - 1 if index else -1


def _nearest_people(counted: list[Quantity], index: int) -> int:
    for earlier in range(index - 1, -1, -1):
        unit = counted[earlier].unit
        if unit is None or unit.unit == "person":
            return earlier
    return index - 1
