"""What is counted: the numbers of a sentence that are of people, boats or the like, and the noun they count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ashore.model.counts import entailed
from ashore.reading.claims.day_names import WEEKDAYS
from ashore.reading.claims.lexicon import Lexicon, Unit
from ashore.reading.claims.no_counts import is_no_count, ratios
from ashore.reading.claims.numbers import Number, behind_age, may_begin
from ashore.reading.claims.text import Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number and the noun it counts; `noun` is its place, None where the number stands alone.

    `other` says that the words call them others of a kind named before.
    """

    number: Number
    noun: int | None
    unit: Unit | None
    last: int
    other: bool


def quantities(sentence: Sentence, said: Sequence[Number], rules: Lexicon) -> Iterator[Quantity]:
    """Yield what is counted in a sentence, of the numbers said in it: people, boats or the like, or a number alone.

    Hours, dates, years, ages, measures, names of roads and the like are passed over.
    """
    words = sentence.low
    taken, halves = -1, ratios(words, said, rules)
    beasts = any(word.low in rules.grammar["animals"] and not word.capital for word in sentence.words)
    for number in said:
        if number.digits in halves or (number.first and words[number.first - 1] in rules.grammar["each"]):
            continue
        if number.first < taken and number.digits < taken:
            continue
        found = _counting(sentence, words, number, rules, taken >= 0)
        if found is not None and not (beasts and found.unit is None):
            taken = found.last
            yield found


def _counting(
    sentence: Sentence, words: tuple[str, ...], number: Number, rules: Lexicon, others: bool
) -> Quantity | None:
    """Return what a number counts, None for nobody; `others` is that the sentence has counted somebody before."""
    if is_no_count(sentence, number, rules):
        return None
    if number.value == 0 and words[number.digits] in rules.grammar["no_noun"]:
        return _one_alone(words, number, rules)
    headed = rules.phrase_at("heading", words, number.last)
    at, other = behind_age(words, number.last) if headed is None else number.last + headed[0], False
    passed = 0
    while at < len(words) and passed <= 4:
        word = words[at]
        if _is_earlier(words, at, rules) or _is_of_time(words, at, rules):
            break
        if number.value == 0 and passed and may_begin(word):
            return None  # "no news of one boat"
        if word in rules.measures or rules.phrase_at("per_cent", words, at) is not None:
            return None
        if word in rules.grammar["others"]:
            return Quantity(number=number, noun=at, unit=_OTHERS, last=at + 1, other=other)
        if word in rules.grammar["not_persons"]:
            return None
        if word in rules.grammar["other"] and at + 1 < len(words) and words[at + 1] in rules.units:
            other, at = True, at + 1
            continue  # "cinq autres tentatives"
        unit = rules.units.get(word) or _of_a_nation(sentence, at, rules) or _initial(sentence, at)
        if unit is not None:
            following = words[at + 1] if at + 1 < len(words) else ""
            if following in rules.grammar["not_persons"]:
                return None
            if unit.unit == "incident" and passed and words[at - 1] in rules.grammar["of"]:
                return None  # "24 gilets de sauvetage"
            if unit.unit == "boat" and set(words[number.last : at + 3]) & rules.grammar["ours"]:
                return None
            if following in rules.units and (not unit.plural or _may_describe(unit)):
                passed, at = passed + 1, at + 1
                continue
            return _after_the_noun(
                words, Quantity(number=number, noun=at, unit=unit, last=at + 1, other=other), rules
            )
        if word in rules.grammar["other"]:
            other = True
        elif (word in ("»", '"', "”") and passed == 0) or (
            word in ("of", "des", "de", "d'", "the", "les", "these", "those", "ces", "them", "-")
            and passed <= 1
        ):
            pass
        elif (
            (not word.isalpha() and "-" not in word)
            or word in rules.grammar["determiner"]
            or word in rules.grammar["preposition"]
            or word in rules.grammar["conjunction"]
            or word in rules.grammar["be"]
            or word in rules.grammar["have"]
            or word in rules.grammar["relative"]
            or word in rules.grammar["pronoun"]
            or word in rules.grammar["modal"]
            or word in rules.grammar["negation"]
            or (word in rules.events and not _describes(words, at, rules))
        ):
            break
        passed += 1
        at += 1
    if _is_a_name(sentence, words, number, rules) and not (others and _shares(words, number, rules)):
        return None
    single = number.value in (0, 1) and (number.last == number.digits + 1 or number.value == 0)
    if single and words[number.digits] in rules.grammar["article"] | rules.grammar["nobody"]:
        return _one_alone(words, number, rules)
    alone = number.last + (1 if other else 0)
    while (
        alone < len(words)
        and words[alone] in rules.grammar["ordinal"]
        and not _is_of_time(words, alone, rules)
    ):
        alone += 1
    if alone < len(words) and _is_of_time(words, alone, rules):
        return Quantity(number=number, noun=None, unit=None, last=alone, other=other)
    if alone < len(words) and not (_may_stand_alone(words, alone, rules) or _is_earlier(words, alone, rules)):
        return None
    label = _labelled(words, number, alone, rules)
    return Quantity(
        number=number,
        noun=label,
        unit=rules.units[words[label]] if label is not None else None,
        last=alone,
        other=other,
    )


def _is_of_time(words: tuple[str, ...], at: int, rules: Lexicon) -> bool:
    """Whether a word begins an expression of time: "fell to 29,437 last year"."""
    behind = words[at + 1] if at + 1 < len(words) else "."
    return words[at] in rules.grammar["lately"] and behind in rules.measures


def _may_describe(unit: Unit) -> bool:
    """Whether a noun of persons also stands before another: "three Vietnamese women"."""
    return unit.singular and unit.unit == "person" and unit.outcome is None


def _describes(words: tuple[str, ...], at: int, rules: Lexicon) -> bool:
    """Whether a spelling of a verb only describes the noun behind it: "nine attempted crossings"."""
    if not words[at].endswith("ed") or at + 1 >= len(words):
        return False
    return words[at + 1] in rules.units or rules.phrase_at("state", words, at + 1) is not None


def _is_earlier(words: tuple[str, ...], at: int, rules: Lexicon) -> bool:
    """Whether a number ends before a time with which it is compared: "27,630 a year earlier", "148 un an plus tôt"."""
    grammar = rules.grammar
    return (
        words[at] in grammar["article"] | grammar["determiner"]
        and words[at + 1 : at + 2] != ()
        and words[at + 1] in rules.measures
        and words[at + 2 : at + 3] != ()
        and words[at + 2] in grammar["earlier"]
    )


def _labelled(words: tuple[str, ...], number: Number, last: int, rules: Lexicon) -> int | None:
    """Return where the noun stands that a number follows as on a form: "boats 12", "TRAVERSÉES : 26"."""
    if last < len(words) and words[last] not in (".", ",", ";", ")", "-", "–"):
        return None
    at = number.digits - 1
    while at > 0 and words[at] in (":", "est", "="):
        at -= 1
    if words[number.digits - 1] == ":":
        at = _head(words, at, rules)
    unit = rules.units.get(words[at]) if at >= 0 else None
    return at if unit is not None and unit.plural and (at == 0 or not words[at - 1][:1].isdecimal()) else None


def _head(words: tuple[str, ...], end: int, rules: Lexicon) -> int:
    """Return the first noun of a label that ends at a word: "Bodies recovered", "Tentatives de traversée empêchées"."""
    begin = end
    while begin > 0 and end - begin < _LABEL and words[begin - 1] not in (".", ";", ",", ":"):
        begin -= 1
    return next((at for at in range(begin, end) if words[at] in rules.units), end)


_LABEL = 8
"""Words of the longest label before a number."""


def _one_alone(words: tuple[str, ...], number: Number, rules: Lexicon) -> Quantity | None:
    """Return "one", "nobody" as a count where a verb or a state follows at once: "one was lost", "nobody died"."""
    of_them = rules.phrase_at("of_them", words, number.last)
    last = number.last + (of_them[0] if of_them is not None else 0)
    following = words[last : last + 1]
    near = words[last : last + 4]
    plain = rules.grammar["be"] | rules.grammar["have"] | rules.grammar["adverb"]
    if not following or not (
        following[0] in plain
        or following[0] in rules.events
        or rules.phrase_at("state", words, last) is not None
    ):
        return None
    if not any(
        word in rules.events or rules.phrase_at("state", words, last + at) is not None
        for at, word in enumerate(near)
    ):
        return None
    return Quantity(number=number, noun=None, unit=None, last=number.last, other=False)


_OTHERS = Unit(unit="person", outcome=None, plural=True, part=False, aside=True)
_NATION = Unit(unit="person", outcome=None, plural=True, part=False)


def _of_a_nation(sentence: Sentence, at: int, rules: Lexicon) -> Unit | None:
    """Return a people's name as a noun of persons: "ten Hondurans", "dix Honduriens"."""
    word = sentence.words[at]
    if at and word.capital and word.low.endswith(tuple(rules.grammar["nation"])) and len(word.low) > 5:
        return _NATION
    return None


_INITIAL = Unit(unit="person", outcome=None, plural=True, part=True)


def _initial(sentence: Sentence, at: int) -> Unit | None:
    """Return the initial for men or women that stands behind digits: "24 M, 6 F"."""
    word = sentence.words[at]
    behind = at and sentence.words[at - 1].low.isdecimal()
    return _INITIAL if behind and word.capital and word.low in ("m", "f", "h") else None


def _may_stand_alone(words: tuple[str, ...], at: int, rules: Lexicon) -> bool:
    """Whether what follows a lone number leaves it alone: no noun that nobody here counts ("14 sheep")."""
    word = words[at]
    if not word[0].isalpha():
        return True
    small = (
        "preposition",
        "conjunction",
        "be",
        "have",
        "relative",
        "pronoun",
        "modal",
        "negation",
        "adverb",
        "linking",
    )
    return (
        any(word in rules.grammar[name] for name in small)
        or word in rules.grammar["determiner"] | rules.grammar["age"] | rules.grammar["subset"]
        or word in rules.events
        or any(rules.phrase_at(name, words, at) is not None for name in ("state", "of_them", "part", "after"))
    )


def _after_the_noun(words: tuple[str, ...], quantity: Quantity, rules: Lexicon) -> Quantity:
    """Return a quantity with what is said behind its noun: "dix-huit personnes au moins"."""
    found = rules.phrase_at("after", words, quantity.last)
    number = quantity.number
    if found is None or number.value is None or number.qualifier != "exact" or number.value == 0:
        return quantity
    if words[quantity.last] == "+":  # "50+" is at least 50, and "three people + a dog" are three
        return quantity
    low, high = entailed(number.value, found[1])
    return replace(
        quantity,
        number=replace(number, qualifier=found[1], low=low, high=high),
        last=quantity.last + found[0],
    )


def _shares(words: tuple[str, ...], number: Number, rules: Lexicon) -> bool:
    """Whether a number behind a name is that one's part of what was told: "Walmer took 22, Ramsgate 18"."""
    behind = words[number.last] if number.last < len(words) else "."
    before = words[max(0, number.digits - 4) : number.digits]
    ends = behind in (",", ".", ";") or behind in rules.grammar["conjunction"]
    return ends and not {",", "and", "et"}.isdisjoint(before)


def _is_a_name(sentence: Sentence, words: tuple[str, ...], number: Number, rules: Lexicon) -> bool:
    """Whether a lone number belongs to a name: "Rescue 163", "Sasemar 103"; "POB 56" and "SAUVÉS 71" are no names."""
    before = number.digits - 1
    if before >= 0 and (
        words[before] in rules.units
        or any(rules.phrase_at(name, words, before) is not None for name in ("state", "state_before"))
    ):
        return False
    named = (
        before >= 0
        and words[number.digits][0].isdecimal()
        and sentence.words[before].capital
        and words[before] not in WEEKDAYS
        and words[before].replace("-", "").isalpha()
    )
    if not named:
        return False
    if "-" in words[before]:
        return _does_it_to_others(words, number, rules) or not _is_said_of_them(words, number, rules)
    if before == 0:
        return _does_it_to_others(words, number, rules)
    return not sentence.words[before - 1].low.endswith((".", ":", "-", "–"))


def _is_said_of_them(words: tuple[str, ...], number: Number, rules: Lexicon) -> bool:
    """Whether a state or "were" follows a number: "Boulogne-sur-Mer 14 morts", and not "Sea-Watch 5 a secouru"."""
    after = words[number.last] if number.last < len(words) else "."
    return after in rules.grammar["be"] or rules.phrase_at("state", words, number.last) is not None


def _does_it_to_others(words: tuple[str, ...], number: Number, rules: Lexicon) -> bool:
    """Whether a verb follows whose object is a number: "Humanity 1 rescued 77 people"."""
    if number.last + 1 >= len(words) or not (
        words[number.last + 1][0].isdecimal() or may_begin(words[number.last + 1])
    ):
        return False
    return any(event.counted == "object" for event in rules.events.get(words[number.last], ()))
