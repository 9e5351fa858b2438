"""How many are said to be: numbers with their qualifiers, and the noun they count, by the words of one sentence."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ashore.reading.claims.lexicon import Lexicon, Unit
from ashore.reading.claims.text import Sentence
from ashore.reading.numerals import numeral_at
from ashore.reading.saying import folded

FEWEST = {"several": 3, "dozens": 24, "tens": 20, "hundreds": 200, "thousands": 2000, "plural": 2}
"""What a vague word is taken to be at least."""


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


def bounds(value: int | None, qualifier: str | None) -> tuple[int | None, int | None]:
    """Return the least and the most that a value with a qualifier entails."""
    if value is None:
        return FEWEST.get(qualifier or ""), None
    return {
        "exact": (value, value),
        "at_least": (value, None),
        "more_than": (value + 1, None),
        "at_most": (None, value),
        "almost": (None, value - 1),
        "indefinite": (value, None),
    }.get(qualifier or "", (None, None))


def numbers(sentence: Sentence, rules: Lexicon) -> Iterator[Number]:
    """Yield the numbers of a sentence in its order, none inside another."""
    words = tuple(word.low for word in sentence.words)
    at = 0
    while at < len(words):
        found = _number_at(words, at, rules)
        if found is None:
            at += 1
        else:
            yield _qualified(words, found, rules)
            at = found.last


def _number_at(words: tuple[str, ...], at: int, rules: Lexicon) -> Number | None:
    for read in (_vague, _none, _range, _whole_or_collective, _article):
        found = read(words, at, rules)
        if found is not None:
            return found
    return None


def _whole_or_collective(words: tuple[str, ...], at: int, rules: Lexicon) -> Number | None:
    """Return the longer of two readings: "a hundred" and "one hundred and twenty"."""
    found = [each for each in (_collective(words, at, rules), _plain(words, at, rules)) if each is not None]
    return max(found, key=lambda each: each.last, default=None)


def _made(at: int, last: int, value: int | None, qualifier: str | None) -> Number:
    low, high = bounds(value, qualifier)
    if qualifier in ("tens", "hundreds", "thousands"):
        qualifier = {"tens": "dozens"}.get(qualifier, "at_least")
    return Number(first=at, digits=at, last=last, value=value, qualifier=qualifier, low=low, high=high)


def _vague(words: tuple[str, ...], at: int, rules: Lexicon) -> Number | None:
    found = rules.phrase_at("vague", words, at)
    return None if found is None else _made(at, at + found[0], None, found[1])


def _collective(words: tuple[str, ...], at: int, rules: Lexicon) -> Number | None:
    """A dozen, une trentaine: about so many where the language says it so."""
    found = rules.phrase_at("number", words, at)
    if found is None or found[1] == "2" and words[at] == "two":
        return None
    value = int(found[1])
    rounded = words[at] in ("une", "un") or words[at + 1 : at + 2] == ("couple",) or value in (100, 1000, 20)
    exactly = value % 12 == 0 and words[at] not in ("une", "un") and value not in (6,)
    return _made(at, at + found[0], value, "about" if rounded and not exactly else "exact")


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


def _whole(words: tuple[str, ...], at: int) -> tuple[int, int] | None:
    """Return a whole number that begins at a word, and the word after it."""
    if at >= len(words):
        return None
    word = words[at]
    if word[0].isdigit():
        bare = re.sub(r"[ ,\u00a0\u202f](?=\d{3}(?!\d))", "", word)
        if re.fullmatch(r"\d{1,3}(?:\.\d{3})+", bare):
            bare = bare.replace(".", "")
        if not bare.isdigit() or len(bare) > 9:
            return None
        value, last = int(bare), at + 1
        if last < len(words) and words[last] in ("mille", "thousand", "hundred"):
            return value * (100 if words[last] == "hundred" else 1000), last + 1
        return (
            (value * _SCALE[words[last]], last + 1)
            if last < len(words) and words[last] in _SCALE
            else (value, last)
        )
    return _said_by_digits(words, at) or _spoken(words, at)


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
    if at + 2 < len(words) and words[at + 2] in _DIGITS or at and words[at - 1] in _DIGITS:
        return None
    return _DIGITS[words[at]] * 10 + _DIGITS[words[at + 1]], at + 2


@functools.cache
def _may_begin(word: str) -> bool:
    """Whether a spoken number can begin with a word."""
    return numeral_at(folded(word).replace("-", " "), 0) is not None


def _spoken(words: tuple[str, ...], at: int) -> tuple[int, int] | None:
    if not _may_begin(words[at]):
        return None
    folds = [folded(word).replace("-", " ") for word in words[at : at + 8]]
    text, ends = "", []
    for each in folds:
        text += each
        ends.append(len(text))
        text += " "
    read = numeral_at(text, 0)
    if read is None or read.start or read.end not in ends or read.article:
        return None
    if folds[0] == "a":
        return None
    return read.value, at + ends.index(read.end) + 1


def _plain(words: tuple[str, ...], at: int, rules: Lexicon) -> Number | None:
    found = _whole(words, at)
    return None if found is None else _made(at, found[1], found[0], "exact")


def _article(words: tuple[str, ...], at: int, rules: Lexicon) -> Number | None:
    """A, un: one, where a noun of persons follows it closely."""
    if words[at] not in rules.grammar["article"] or (
        at and words[at - 1] in ("de", "d'", "comme", "as", "of", "such")
    ):
        return None
    for place in range(at + 1, min(len(words), at + 4)):
        unit = rules.units.get(words[place])
        if unit is not None:
            if unit.plural or unit.unit != "person" or words[place + 1 : place + 2] in (("-",),):
                return None
            return Number(
                first=at,
                digits=at,
                last=at + 1,
                value=1,
                qualifier="exact" if words[at] in ("un", "une", "one") else "indefinite",
                low=1,
                high=1 if words[at] in ("un", "une", "one") else None,
            )
        if (
            not words[place].isalpha()
            or words[place] in rules.grammar["preposition"]
            or words[place] in rules.events
            or words[place] in rules.grammar["not_persons"]
        ):
            return None
    return None


def _range(words: tuple[str, ...], at: int, rules: Lexicon) -> Number | None:
    opened = rules.phrase_at("range", words, at)
    start = at + (opened[0] if opened is not None and opened[1] == "between" else 0)
    low = _whole(words, start)
    if low is None:
        return None
    joined = rules.phrase_at("range", words, low[1])
    if joined is None or joined[1] != "joined":
        return None
    high = _whole(words, low[1] + joined[0])
    word = words[low[1]]
    if high is None or high[0] <= low[0] or (word in ("and", "et") and words[at] not in ("between", "entre")):
        return None
    if start > at and words[at] in ("from", "de") and word in ("and", "et"):
        return None
    return Number(first=at, digits=at, last=high[1], value=None, qualifier=None, low=low[0], high=high[0])


_OVER_TO = frozenset("hand handed hands handing turn turned turns turning took".split())
"""Verbs that end in "over": "handed over 14" is 14."""


def _qualified(words: tuple[str, ...], number: Number, rules: Lexicon) -> Number:
    """Return a number with the qualifier that stands before or after it."""
    first, qualifier = number.first, None
    for length in (4, 3, 2, 1):
        found = rules.phrase_at("before", words, number.first - length) if number.first >= length else None
        if found is not None and found[0] == length:
            if (
                words[number.first - length - 1 : number.first - length]
                and words[number.first - length - 1] in _OVER_TO
            ):
                break
            qualifier = found[1]
            first = number.first - length
            break
    after = rules.phrase_at("after", words, number.last)
    last = number.last
    if after is not None:
        qualifier, last = after[1], number.last + after[0]
    if qualifier in (None, "exact"):
        return replace(number, first=first)
    if first >= 1 and qualifier == "about":
        # "at least some 40", "up to around 40": the one that bounds
        for length in (3, 2, 1):
            found = rules.phrase_at("before", words, first - length) if first >= length else None
            if found is not None and found[0] == length and found[1] not in ("exact", "about"):
                qualifier, first = found[1], first - length
                break
    if number.value is None:
        if number.qualifier is None and qualifier in ("at_least", "more_than"):
            return replace(number, first=first, last=last)
        return replace(number, first=first, last=last)
    if qualifier == "fewer":
        return replace(
            number, first=first, last=last, value=None, qualifier="at_most", low=None, high=number.value - 1
        )
    low, high = bounds(number.value, qualifier)
    return replace(number, first=first, last=last, qualifier=qualifier, low=low, high=high)


_MONTHS = frozenset(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug sept sep oct nov dec "
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
)
_BEFORE_A_NAME = frozenset(
    "route motorway section article chapter page annex channel group class flight bus line number no n° § clause paragraph phase "
    "article annexe canal autoroute ligne numéro vol groupe room chambre force stage type level version act cas case dossier exhibit item question".split()
)


def quantities(sentence: Sentence, said: Sequence[Number], rules: Lexicon) -> Iterator[Quantity]:
    """Yield what is counted in a sentence, of the numbers said in it: each number that is one of people, boats or the like, or stands alone.

    Hours, dates, years, ages, measures, names of roads and the like are passed over.
    """
    words = tuple(word.low for word in sentence.words)
    taken = -1
    for number in said:
        if number.first < taken and number.digits < taken:
            continue
        found = _counting(sentence, words, number, rules)
        if found is not None:
            taken = found.last
            yield found


def _counting(sentence: Sentence, words: tuple[str, ...], number: Number, rules: Lexicon) -> Quantity | None:
    if _is_no_count(sentence, words, number, rules):
        return None
    at, other = number.last, False
    passed = 0
    while at < len(words) and passed <= 4:
        word = words[at]
        if word in rules.measures:
            return None
        if word in rules.grammar["not_persons"]:
            return None
        unit = rules.units.get(word)
        if unit is not None:
            following = words[at + 1] if at + 1 < len(words) else ""
            if following in rules.grammar["not_persons"]:
                return None
            return _after_the_noun(
                words, Quantity(number=number, noun=at, unit=unit, last=at + 1, other=other), rules
            )
        if word in rules.grammar["other"]:
            other = True
        elif word in ("»", '"', "”") and passed == 0:
            pass
        elif (
            word in ("of", "des", "de", "d'", "the", "les", "these", "those", "ces", "them", "-")
            and passed <= 1
        ):
            pass
        elif (
            not word.isalpha()
            and "-" not in word
            or word in rules.grammar["preposition"]
            or word in rules.grammar["conjunction"]
            or word in rules.grammar["be"]
            or word in rules.grammar["have"]
            or word in rules.grammar["relative"]
            or word in rules.grammar["pronoun"]
            or word in rules.grammar["modal"]
            or word in rules.grammar["negation"]
            or word in rules.events
        ):
            break
        passed += 1
        at += 1
    if _is_a_name(sentence, words, number) or words[number.digits] in rules.grammar["article"] | {
        "nobody",
        "no-one",
        "no",
    }:
        return None
    alone = number.last + (1 if other else 0)
    return Quantity(number=number, noun=None, unit=None, last=alone, other=other)


def _after_the_noun(words: tuple[str, ...], quantity: Quantity, rules: Lexicon) -> Quantity:
    """Return a quantity with what is said behind its noun: "dix-huit personnes au moins"."""
    found = rules.phrase_at("after", words, quantity.last)
    number = quantity.number
    if found is None or number.value is None or number.qualifier != "exact" or number.value == 0:
        return quantity
    low, high = bounds(number.value, found[1])
    return replace(
        quantity,
        number=replace(number, qualifier=found[1], low=low, high=high),
        last=quantity.last + found[0],
    )


def _is_a_name(sentence: Sentence, words: tuple[str, ...], number: Number) -> bool:
    """Whether a lone number belongs to a name: "Rescue 163", "Sasemar 103"."""
    before = number.digits - 1
    return (
        before >= 1
        and words[number.digits][0].isdigit()
        and sentence.words[before].capital
        and words[before].isalpha()
        and not sentence.words[before - 1].low.endswith((".", ":", "-", "–"))
    )


def _is_no_count(sentence: Sentence, words: tuple[str, ...], number: Number, rules: Lexicon) -> bool:
    first, last = number.digits, number.last
    before = words[first - 1] if first else ""
    after = words[last] if last < len(words) else ""
    raw = words[first]
    numeric = raw[0].isdigit()
    if (
        before in _BEFORE_A_NAME
        or before in ("a", "e", "m", "n", "rn", "d")
        and numeric
        and sentence.words[first].start - sentence.words[first - 1].end <= 1
    ):
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
    if before in _MONTHS or (after in _MONTHS) or (after in ("er", "th") and numeric):
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
        and raw.isdigit()
    ):
        return True
    if numeric and raw[0] == "0" and raw != "0":
        return True
    if (
        after in ("et", "and", "ou", "or", "à", "to")
        and last + 2 < len(words)
        and words[last + 1][0].isdigit()
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
        and words[last + 1][:1].isdigit()
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
    # "Anita, nine, and": an age after a name
    if before == "," and after in (",", ".", ")") and first >= 2 and sentence.words[first - 2].low.isalpha():
        return sentence.words[first - 2].capital and first > 2
    return False
