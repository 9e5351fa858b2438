"""Boats and those aboard them: what one does or is done to, the other shares."""

from __future__ import annotations

from dataclasses import replace

from ashore.reading.claims.binding import PEOPLE_ONLY, is_boat, without_parenthesis
from ashore.reading.claims.events import Said
from ashore.reading.claims.lexicon import Lexicon
from ashore.reading.claims.told import Told

Words = tuple[str, ...]

RIDDEN = frozenset({"landed", "arrived", "returned", "intercepted", "missing"})
"""What a boat does or is done to that those aboard share, before that they are aboard."""


_TOGETHER = frozenset({"rescued", "arrived", "landed", "returned", "intercepted"})
"""What happens to somebody together with others: that a boy drowned says nothing of the eleven with him."""


def carried(words: Words, each: Told, of_boats: list[Said], events: list[Said], rules: Lexicon) -> Told:
    """Return who is only said to be aboard as what became of the boat: "docked with 583 people"."""
    with_them = bool(each.rules) and each.rules[0].startswith(tuple(rules.grammar["carrying"]))
    if each.outcomes[:1] != ("aboard",) or not (with_them or _led_by_with(words, each, rules)):
        return _of_the_boat(each, of_boats, words, rules)
    if _unheard(words, each.quantity.number.first, rules):
        return replace(each, outcomes=("missing", *each.outcomes), rules=("unheard", *each.rules))
    own = next((place for place, code in enumerate(each.outcomes) if code in RIDDEN), None)
    if own is not None:  # "a kwassa carrying 38 people was intercepted"
        outcomes, names = list(each.outcomes), list(each.rules)
        outcomes.insert(0, outcomes.pop(own))
        names.insert(0, names.pop(min(own, len(names) - 1)))
        return replace(each, outcomes=tuple(outcomes), rules=tuple(names))
    start = each.quantity.number.first
    if each.quantity.other:  # "elle a été secourue avec 17 autres"
        near = [said for said in events if said.at < start and said.unreal is None and said.event.outcome]
        near = [said for said in near if said.event.outcome in _TOGETHER]
    else:
        near = [
            said
            for said in of_boats
            if said.side == "before" and not said.bare and 0 < start - said.at <= WITH_THEM
        ]
    if each.outcomes != ("aboard",) or not near:
        return _of_the_boat(each, of_boats, words, rules)
    return replace(
        each, outcomes=(near[-1].event.outcome, "aboard"), rules=(near[-1].event.rule, *each.rules)
    )


def _unheard(words: Words, at: int, rules: Lexicon) -> bool:
    """Whether nobody hears any more of the boat of a number at a word: "no news of a boat with 35 people"."""
    boat = next((to for to in range(at - 1, max(-1, at - WITH_THEM), -1) if is_boat(words[to], rules)), None)
    if boat is None or ";" in words[boat:at]:
        return False
    ahead = range(max(0, boat - TO_THE_BOAT), boat)
    behind = range(at, next((to for to in range(at, len(words)) if words[to] == ";"), len(words)))
    return any(rules.phrase_at("unheard_of", words, to) is not None for to in ahead) or any(
        rules.phrase_at("unheard", words, to) is not None for to in behind
    )


TO_THE_BOAT = 7
"""Words between "no news" and the boat of which there is none: "sans nouvelles depuis jeudi d'une pirogue"."""

WITH_THEM = 16
"""Words between what a boat does and those it does it with: "reached La Restinga, on El Hierro, with 142"."""


def _led_by_with(words: Words, each: Told, rules: Lexicon) -> bool:
    """Whether "with" stands before a number whose noun says that they were aboard: "avec en tout 486 passagers"."""
    start = each.quantity.number.first
    return not rules.grammar["carrying"].isdisjoint(words[max(0, start - 3) : start])


def _of_the_boat(each: Told, of_boats: list[Said], words: Words, rules: Lexicon) -> Told:
    """Return who is aboard a boat that is a verb's object as that: "intercepted a dinghy carrying 31"."""
    loaded = each.outcomes[:1] == ("aboard",) and each.rules[0].split(" ")[0] in rules.grammar["aboard_by"]
    start = each.quantity.number.first
    for said in reversed(of_boats):
        if not loaded or said.side != "after" or not 0 < start - said.last <= _TO_THE_LOAD:
            continue
        between = without_parenthesis(words[said.last : start])
        boat = next((at for at, word in enumerate(between) if is_boat(word, rules)), None)
        if boat is None or boat > _TO_ITS_BOAT or not {".", ";", ":"}.isdisjoint(between):
            continue
        return replace(
            each, outcomes=(said.event.outcome, *each.outcomes), rules=(said.event.rule, *each.rules)
        )
    return each


_TO_ITS_BOAT, _TO_THE_LOAD = 6, 12
"""Words between a verb and the boat that is its object, and between it and the number aboard."""


def with_their_boats(words: Words, told: list[Told], index: int, rules: Lexicon) -> Told:
    """Return who is only said to be aboard as the boats before them: "three boats with 149 aboard were stopped"."""
    each = told[index]
    if not index or each.outcomes != ("aboard",):
        return each
    boats = told[index - 1]
    unit = boats.quantity.unit
    if (
        each.rules[0] in rules.grammar["involved"]
        and unit is not None
        and unit.unit == "attempt"
        and boats.outcomes
    ):
        return replace(each, outcomes=boats.outcomes[:1], rules=boats.rules[:1])
    if each.rules[0].split(" ")[0] not in rules.grammar["aboard_by"] and not _led_by_with(words, each, rules):
        return each
    if unit is None or unit.unit != "boat" or not boats.outcomes or boats.outcomes[0] not in RIDDEN:
        return each
    return replace(each, outcomes=(boats.outcomes[0], "aboard"), rules=(*boats.rules[:1], *each.rules))


def carrier(told: list[Told], index: int, words: Words, rules: Lexicon) -> Told:
    """Return boats with nothing said of them as those they carry: "four boats with 71 people aboard arrived"."""
    each = told[index]
    unit = each.quantity.unit
    if each.outcomes or unit is None or unit.unit != "boat" or index + 1 >= len(told):
        return each
    two = told[index + 1]
    gap = words[each.quantity.last : two.quantity.number.first]
    loaded = len(gap) <= 4 and bool(set(gap) & rules.grammar["loaded"])
    return (
        replace(each, outcomes=two.outcomes[:1], rules=two.rules)
        if loaded and two.outcomes[:1] and two.outcomes[0] in RIDDEN
        else each
    )


_AND = (("and",), ("et",))
_STOPPED = (("intercepted",), ("prevented",))
"""What is done to a boat: "442 kwassas ont été détectés et 318 interceptés"."""


def named_before(words: Words, told: list[Told], index: int) -> Told:
    """Return a lone number as one of the boats that were counted before a colon or a dash: "7 boats: 4 arrived"."""
    each = told[index]
    if each.quantity.unit is not None or not index or not PEOPLE_ONLY.isdisjoint(each.outcomes):
        return each
    for earlier in reversed(told[:index]):
        unit = earlier.quantity.unit
        if unit is not None:
            gap = words[earlier.quantity.last : each.quantity.number.first]
            if unit.unit != "person" and "en" in gap[-5:]:
                return replace(each, as_unit=unit.unit)  # "ont détecté 512 kwassas et en ont intercepté 366"
            listed = (unit.unit == "boat" and bool(set(gap) & {":", "-", "–", "—"})) or (
                unit.unit == "boat"
                and earlier.host is None
                and not set(gap) & {"with", "avec", "carrying", "aboard", "bord"}
                and "," in gap
            )
            went_on = unit.unit == "boat" and gap[-1:] in _AND and each.outcomes[:1] in _STOPPED
            return replace(each, as_unit="boat") if listed or went_on else each
    return each
