"""What is counted: the numbers of a sentence that are of people, boats or the like, and the noun they count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ashore.model.counts import entailed
from ashore.reading.claims.day_names import MONTHS, WEEKDAYS
from ashore.reading.claims.lexicon import Lexicon, Unit
from ashore.reading.claims.numbers import Number, behind_age
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
    taken, ratios = -1, _ratios(words, said, rules)
    for number in said:
        if number.digits in ratios or (number.first and words[number.first - 1] in rules.grammar["each"]):
            continue
        if number.first < taken and number.digits < taken:
            continue
        found = _counting(sentence, words, number, rules, taken >= 0)
        if found is not None:
            taken = found.last
            yield found


def _counting(
    sentence: Sentence, words: tuple[str, ...], number: Number, rules: Lexicon, others: bool
) -> Quantity | None:
    """Return what a number counts, None for nobody; `others` is that the sentence has counted somebody before."""
    if _is_no_count(sentence, words, number, rules):
        return None
    if number.value == 0 and words[number.digits] in rules.grammar["no_noun"]:
        return _one_alone(words, number, rules)
    at, other = behind_age(words, number.last), False
    passed = 0
    while at < len(words) and passed <= 4:
        word = words[at]
        if _is_earlier(words, at, rules):
            break
        if word in rules.measures:
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
            if not unit.plural and following in rules.units:
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
    while alone < len(words) and words[alone] in rules.grammar["ordinal"]:
        alone += 1
    if alone < len(words) and not _may_stand_alone(words, alone, rules):
        return None
    label = _labelled(words, number, alone, rules)
    return Quantity(
        number=number,
        noun=label,
        unit=rules.units[words[label]] if label is not None else None,
        last=alone,
        other=other,
    )


def _describes(words: tuple[str, ...], at: int, rules: Lexicon) -> bool:
    """Whether a spelling of a verb only describes the noun behind it: "nine attempted crossings"."""
    return words[at].endswith("ed") and at + 1 < len(words) and words[at + 1] in rules.units


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
    unit = rules.units.get(words[at]) if at >= 0 else None
    return at if unit is not None and unit.plural and (at == 0 or not words[at - 1][:1].isdecimal()) else None


def _one_alone(words: tuple[str, ...], number: Number, rules: Lexicon) -> Quantity | None:
    """Return "one", "nobody" as a count where a verb or a state follows at once: "one was lost", "nobody died"."""
    following = words[number.last : number.last + 1]
    near = words[number.last : number.last + 4]
    plain = rules.grammar["be"] | rules.grammar["have"] | rules.grammar["adverb"]
    if not following or not (
        following[0] in plain
        or following[0] in rules.events
        or rules.phrase_at("state", words, number.last) is not None
    ):
        return None
    if not any(
        word in rules.events or rules.phrase_at("state", words, number.last + at) is not None
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
    return (behind in (",", ".", ";") or behind in rules.grammar["conjunction"]) and not {
        ",",
        "and",
        "et",
    }.isdisjoint(before)


def _is_a_name(sentence: Sentence, words: tuple[str, ...], number: Number, rules: Lexicon) -> bool:
    """Whether a lone number belongs to a name: "Rescue 163", "Sasemar 103"; "POB 56" and "SAUVÉS 71" are no names."""
    before = number.digits - 1
    if before >= 0 and (
        words[before] in rules.units
        or any(rules.phrase_at(name, words, before) is not None for name in ("state", "state_before"))
    ):
        return False
    return (
        before >= 1
        and words[number.digits][0].isdecimal()
        and sentence.words[before].capital
        and words[before] not in WEEKDAYS
        and words[before].isalpha()
        and not sentence.words[before - 1].low.endswith((".", ":", "-", "–"))
    )


def _is_no_count(sentence: Sentence, words: tuple[str, ...], number: Number, rules: Lexicon) -> bool:
    first, last = number.digits, number.last
    before = words[first - 1] if first else ""
    after = words[last] if last < len(words) else ""
    raw = words[first]
    numeric = raw[0].isdecimal()
    if _is_mean(words, number, rules) or rules.phrase_at("difference", words, last) is not None:
        return True
    if before in ("not", "non") and words[max(0, first - 2) : first - 1] in (
        (",",),
        ("and",),
        ("but",),
        ("et",),
    ):
        return True  # "14 bodies, not 12"
    if any(rules.phrase_before("capacity", words, start) for start in (number.first, first)):
        return True
    if (
        after in rules.grammar["fraction"]
        and words[last + 1 : last + 2]
        and words[last + 1] not in rules.units
    ):
        return True
    if before in rules.grammar["naming"] or (
        before in ("a", "e", "m", "n", "rn", "d")
        and numeric
        and sentence.words[first].start - sentence.words[first - 1].end <= 1
    ):
        return True
    if before == "h" and numeric and first >= 2 and words[first - 2].isdecimal():
        return True
    if before in ("£", "$", "€", "#", "@", "+", "n°", "°") or after in (
        "%",
        "€",
        "$",
        "£",
        "°",
        "'",
        '"',
        "º",
        "x",
    ):
        return True
    if number.value is None and numeric and number.low is not None and number.high is not None:
        years = 1900 <= number.low and number.high <= 2100 and "," not in raw and " " not in raw
        if years and (last >= len(words) or words[last] not in rules.units):
            return True  # "between 2023 and 2027"
    if (before == "by" and after == "to") or words[max(0, first - 3) : first : 2] == ("by", "to"):
        return True  # "voted by 318 to 264"
    if numeric and (number.value or 0) <= 31 and _is_of_two_days(words, first):
        return True
    dated = (numeric and (number.value or 0) <= 31) or (number.value or 0) >= 1900
    if (dated and before in MONTHS) or after in MONTHS or (after in ("er", "th") and numeric):
        return True
    if (
        numeric
        and number.value is not None
        and 1900 <= number.value <= 2100
        and "," not in raw
        and " " not in raw
    ):
        noun = words[last] if last < len(words) else ""
        if noun not in rules.units:
            return True
    if (
        numeric
        and len(raw) == 4
        and (raw[0] == "0" or (first == 0 or before in (".", ")")))
        and raw.isdecimal()
    ):
        return True
    if numeric and raw[0] == "0" and raw != "0":
        return True
    if (
        after in ("et", "and", "ou", "or", "à", "to")
        and last + 2 < len(words)
        and words[last + 1][0].isdecimal()
        and words[last + 2] in ("ans", "years", "year", "mois", "months")
    ):
        return True
    if after in (
        "north",
        "south",
        "east",
        "west",
        "degrees",
        "decimal",
        "nord",
        "sud",
        "ouest",
    ) or before in ("degrees", "position"):
        return True
    if after in ("h", "am", "pm", "a.m", "p.m", "gmt", "bst", "utc", "o'clock", "heures", "heure"):
        return True
    if (
        after in (":", ".")
        and last + 1 < len(words)
        and words[last + 1][:1].isdecimal()
        and sentence.words[last].start == sentence.words[last - 1].end
        and sentence.words[last + 1].start == sentence.words[last].end
    ):
        return True
    if (
        after == "-"
        and last + 1 < len(words)
        and (
            words[last + 1] in rules.measures
            or words[last + 1].startswith("year")
            or words[last + 1] not in rules.units
        )
    ):
        return True
    if (
        before == "-"
        and first >= 2
        and sentence.words[first].start == sentence.words[first - 1].end
        and numeric
    ):
        return True
    if before in ("aged", "âgé", "âgée", "âgés", "âgées", "age"):
        return True
    if after in ("ans", "an", "year-old", "years-old") or (after == "years"):
        return True
    if _of_age(words, number, rules):
        return True
    if before in ("all", "both", "tous", "toutes") and words[max(0, first - 2) : first - 1] == (",",):
        return after == "," and 0 < (number.value or 0) < 30  # "the boys, all 16, arrived": an age
    if before == "," and after in ("and", "et") and first >= 2 and last + 2 < len(words):
        two = words[last + 1]  # "two Sudanese men, 31 and 44, were held"
        if (
            raw.isdecimal()
            and two.isdecimal()
            and words[last + 2] in (",", ".")
            and max(int(raw), int(two)) < 100
        ):
            return True
    if before in ("and", "et") and after in (",", ".") and first >= 3 and raw.isdecimal():
        one, mark = words[first - 2], words[first - 3]
        if one.isdecimal() and mark == "," and max(int(raw), int(one)) < 100:
            return True
    # "Anita, nine, and": an age after a name
    if before == "," and after in (",", ".", ")") and first >= 2 and sentence.words[first - 2].low.isalpha():
        one = rules.units.get(words[first - 2])
        alone = one is not None and one.unit == "person" and one.singular and not one.plural
        named = sentence.words[first - 2].capital or words[first - 2] in rules.grammar["not_persons"]
        single = not words[first - 2].endswith("s") and not rules.before_noun.isdisjoint(
            words[max(0, first - 5) : first - 2]
        )
        return first > 2 and (named or alone or single)
    return False


def _is_of_two_days(words: tuple[str, ...], at: int) -> bool:
    """Whether a number is one of two days: "dans la nuit du 13 au 14"."""
    before, behind = words[max(0, at - 3) : at], words[at + 1 : at + 3]
    return (before[-1:] == ("du",) and behind[:1] == ("au",)) or (
        before[-1:] == ("au",) and before[:1] == ("du",)
    )


def _is_mean(words: tuple[str, ...], number: Number, rules: Lexicon) -> bool:
    """Whether a number is of nobody in particular: "an average of 51 a boat", "61 passagers en moyenne"."""
    if any(rules.phrase_before("mean_of", words, start) for start in (number.first, number.digits)):
        return True
    return any(rules.phrase_at("mean", words, number.last + more) is not None for more in range(4))


def _of_age(words: tuple[str, ...], number: Number, rules: Lexicon) -> bool:
    """Whether a number is an age behind one person: "a boy of 14", "une fillette de 9", "his son of about six"."""
    at = number.first - 1
    if at < 1 or words[at] not in rules.grammar["of"]:
        return False
    behind = rules.units.get(words[at - 1])
    after = words[number.last] if number.last < len(words) else "."
    return (
        behind is not None
        and behind.unit == "person"
        and behind.part
        and not behind.plural
        and after not in rules.units
    )


def _ratios(words: tuple[str, ...], said: Sequence[Number], rules: Lexicon) -> set[int]:
    """Return where the numbers begin that are half of a ratio: "nine out of ten", "one child in seven"."""
    found = {
        two.digits
        for two in said
        for length in (1, 2)
        if two.first > length
        and words[two.first - length : two.first] in rules.ratios
        and words[two.first - length - 1] in rules.grammar["article"]
    }
    for one, two in pairwise(said):
        gap = words[one.last : two.first]
        if one.value is None or two.value is None or not 1 <= len(gap) <= 5 or one.value >= two.value:
            continue
        if not any(gap[-length:] in rules.ratios for length in (1, 2)):
            continue
        if two.value > 10 and one.value > 1:
            continue
        after = words[two.last] if two.last < len(words) else "."
        if after in rules.measures or (after in rules.units and gap[-1] in rules.grammar["host"]):
            continue
        found |= {one.digits, two.digits}
    return found
