"""What a sentence leaves to the one before it: "Among them are 119 minors", "Two of them", "in 19 boats"."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ashore.reading.claims.binding import PEOPLE_ONLY
from ashore.reading.claims.lexicon import Lexicon
from ashore.reading.claims.text import Sentence
from ashore.reading.claims.told import Told
from ashore.reading.claims.totals import AS_BEFORE


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What was read last: what became of people, and what was counted, and how many."""

    outcomes: tuple[str, ...]
    unit: str
    value: int | None


def in_context(sentence: Sentence, told: list[Told], before: Before, rules: Lexicon) -> list[Told]:
    """Return what a sentence tells, with what it takes from the sentences before it."""
    if not told:
        return []
    words = sentence.low
    made_up = any(rules.phrase_at("made_up", words, at) is not None for at in range(len(words)))
    if made_up or not rules.grammar["drill"].isdisjoint(words):
        return [replace(each, outcomes=(), unreal="an exercise") for each in told]
    in_camp = any(
        word in rules.grammar["camp"] and rules.grammar["towards"].isdisjoint(words[max(0, at - 3) : at])
        for at, word in enumerate(words)
    )
    placed: list[Told] = []
    for each in told:
        placed.append(_in_a_lorry(_placed(each, words, _since(before, placed), in_camp, rules), words, rules))
    return placed


def _since(before: Before, told: list[Told]) -> Before:
    """Return what was read last, with what the sentence has told of people before a number of its own."""
    person = (each for each in reversed(told) if each.as_unit == "person" and each.outcomes[:1] in _LASTING)
    here = next((each for each in person if each.tie is None), None)
    return before if here is None else replace(before, outcomes=here.outcomes)


_OPEN = ((), ("rescued",), ("prevented",), ("aboard",))


def _in_a_lorry(told: Told, words: tuple[str, ...], rules: Lexicon) -> Told:
    """Return people found in a lorry as that, before the crossing or after it, by who tells and by what they did."""
    person = told.quantity.unit is None or told.quantity.unit.unit == "person"
    into = next((each for each in told.outcomes if each.startswith("lorry")), None)
    if into is not None and told.outcomes[0] in ("dead", "body_recovered"):
        return told
    if into is not None:
        return replace(told, outcomes=tuple(dict.fromkeys((into, *told.outcomes))))
    found = set(words) & rules.grammar["found"]
    if not person or not found or told.outcomes not in _OPEN:
        return told
    lorry = next((hit for at in range(len(words)) if (hit := rules.phrase_at("lorry", words, at))), None)
    if lorry is None:
        return told
    outcome = "lorry_incursion" if set(words) & rules.grammar["entering"] else lorry[1]
    return replace(told, outcomes=(outcome,), rules=(min(found),))


def _placed(told: Told, words: tuple[str, ...], before: Before, in_camp: bool, rules: Lexicon) -> Told:
    person = told.quantity.unit is None or told.quantity.unit.unit == "person"
    if (
        in_camp
        and person
        and (told.quantity.unit is not None or told.outcomes)
        and (not told.outcomes or told.outcomes[0] in ("aboard", "distress"))
        and told.host is None
        and rules.grammar["passing"].isdisjoint(words[told.quantity.last : told.quantity.last + 4])
    ):
        return replace(told, outcomes=("camp",), rules=("camp",))
    if (
        told.outcomes == ("aboard",)
        and told.rules[0].split(" ")[0] in rules.grammar["subject"]
        and told.rules[0].split(" ")[0] not in rules.grammar["ourselves"]
        and (before.outcomes[:1] in _LASTING or (before.outcomes and _is_of_another_time(told, words, rules)))
    ):
        return replace(told, outcomes=before.outcomes[:1], rules=("as before",))
    if told.outcomes[:1] == ("landed",) and _rescue(words, rules):
        return replace(told, outcomes=("rescued", *told.outcomes), rules=("rescue", *told.rules))
    if told.rules == (AS_BEFORE,) and in_camp:
        return replace(told, outcomes=("camp",), rules=("camp",))
    if told.rules == (AS_BEFORE,):
        return replace(told, outcomes=before.outcomes[:1])
    fished = told.quantity.unit is None and told.rules[:1] and told.rules[0] in rules.grammar["fishing"]
    if fished and before.outcomes[:1] == ("body_recovered",):
        return replace(told, outcomes=("body_recovered",))  # "bodies were seen. Two have been recovered"
    if _of_boats_before(told, before) or _goes_on_with_boats(told, before):
        return replace(told, as_unit=before.unit)
    if told.outcomes or told.unreal is not None:
        return told
    if _tallied(words, told, rules):
        return replace(told, outcomes=before.outcomes[:1] or ("arrived",), rules=("a day's tally",))
    if not before.outcomes:
        return told
    if _there_were(words, told, rules) and before.outcomes[0] in _DONE:
        return replace(told, outcomes=before.outcomes[:1], rules=("as before",))
    those = _named_here(words, told, rules) if told.host == -1 and person else None
    if those is not None:
        return replace(told, outcomes=(those,), rules=("those",))
    if told.host == -1 and (person or before.outcomes[0] in _DONE):
        return replace(told, outcomes=before.outcomes[:1], rules=("as before",))
    if _again(words, told, rules) and not any(
        word in rules.units for word in words[: told.quantity.number.first]
    ):
        return replace(told, outcomes=before.outcomes[:1], rules=("as before",))
    if _fragment(words, told, rules) and told.quantity.unit is not None and told.quantity.unit.part:
        return replace(told, outcomes=before.outcomes[:1], rules=("as before",), host=-1, tie="part")
    return told


def _is_of_another_time(told: Told, words: tuple[str, ...], rules: Lexicon) -> bool:
    """Whether a number is of a time before: "elles étaient 31 un an plus tôt"."""
    behind = words[told.quantity.last : told.quantity.last + 4]
    return any(word in rules.measures for word in behind) and not rules.grammar["earlier"].isdisjoint(behind)


def _named_here(words: tuple[str, ...], told: Told, rules: Lexicon) -> str | None:
    """Return what became of those of whom a number is some, where its sentence names them: "those rescued, nine of"."""
    for at in range(told.quantity.number.first - 1, -1, -1):
        found = rules.phrase_at("those", words, at)
        if found is not None:
            return str(found[1])
    return None


def _of_boats_before(told: Told, before: Before) -> bool:
    """Whether "four of them asked for help" is of the boats or the attempts that were counted last."""
    lone = told.quantity.unit is None and told.host == -1 and told.tie == "part"
    return (
        lone
        and before.unit in ("boat", "attempt")
        and bool(told.outcomes)
        and PEOPLE_ONLY.isdisjoint(told.outcomes)
    )


def _goes_on_with_boats(told: Told, before: Before) -> bool:
    """Whether a sentence goes on with the boats that were counted last: "Five boats set out. Three reached England"."""
    number, alone = told.quantity.number, told.quantity.unit is None and told.host is None
    opens = number.first == 0 or told.quantity.other
    fewer = number.value is not None and before.value is not None and 0 < number.value <= before.value
    return (
        alone
        and opens
        and fewer
        and before.unit == "boat"
        and told.as_unit == "person"
        and told.outcomes[:1] in _OF_BOATS
    )


_OF_BOATS = tuple(
    (each,) for each in ("arrived", "attempted", "intercepted", "landed", "prevented", "returned")
)
"""What boats do or have done to them, as people do."""


def _there_were(words: tuple[str, ...], told: Told, rules: Lexicon) -> bool:
    """Whether boats are only said to have been: "there were 414 boats", after those who arrived in them."""
    unit = told.quantity.unit
    if unit is None or unit.unit != "boat" or told.host is not None:
        return False
    return rules.phrase_before("there_were", words, told.quantity.number.first) is not None


def _rescue(words: tuple[str, ...], rules: Lexicon) -> bool:
    """Whether the sentence calls it a rescue, and does not only name a rescue service or a rescue ship."""
    following = (
        after for word, after in zip(words, (*words[1:], "."), strict=True) if word in rules.grammar["rescue"]
    )
    return any(after not in rules.grammar["service"] for after in following)


def _again(words: tuple[str, ...], told: Told, rules: Lexicon) -> bool:
    """Whether a lone number counts once more what was counted before: "in 2014 it was 1,607", "contre 1 380"."""
    start = told.quantity.number.first
    if told.quantity.unit is not None or told.host is not None:
        return False
    return rules.phrase_before("again", words, start) is not None


def _tallied(words: tuple[str, ...], told: Told, rules: Lexicon) -> bool:
    """Whether a number is a day's or a week's tally, with nothing else said of it: "292 on Saturday"."""
    unit = told.quantity.unit
    if (unit is not None and unit.unit not in ("person", "boat")) or told.host is not None:
        return False
    if told.quantity.number.value in (None, 0, 1) or any(word in rules.events for word in words):
        return False
    ahead = words[max(0, told.quantity.number.first - 1) : told.quantity.number.first]
    if (
        unit is None
        and ahead
        and ahead[0].isalpha()
        and ahead[0] not in rules.grammar["adverb"] | rules.auxiliary
    ):
        return False  # "le coefficient de marée atteindra 108 dimanche"
    return rules.phrase_at("tally", words, told.quantity.last) is not None


_DONE = frozenset("rescued prevented intercepted attempted arrived landed returned".split())
"""What boats and operations can have done or had done to them, of what was told of people."""

_LASTING = (("arrived",), ("camp",), ("detained",), ("attempted",), ("prevented",))
"""Of those counted before, whom "they were 310 in 2018" counts again."""


def _fragment(words: tuple[str, ...], told: Told, rules: Lexicon) -> bool:
    """Whether the sentence has no verb: "Two babies."."""
    verbs = rules.grammar["be"] | rules.grammar["have"] | rules.grammar["modal"]
    return len(words) <= 12 and not any(word in verbs or word in rules.events for word in words)
