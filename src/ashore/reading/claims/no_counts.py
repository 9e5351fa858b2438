"""Numbers that count nobody: dates, hours, ages, names, means, differences, room for so many, half of a ratio."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ashore.reading.claims.day_names import MONTHS
from ashore.reading.claims.lexicon import Lexicon
from ashore.reading.claims.numbers import Number
from ashore.reading.claims.text import Sentence

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """A number where it stands: `before` and `after` are the words about its figures, "" at an end of the sentence."""

    sentence: Sentence
    number: Number
    rules: Lexicon
    before: str
    after: str

    @property
    def words(self) -> Words:
        return self.sentence.low

    @property
    def first(self) -> int:
        return self.number.digits

    @property
    def last(self) -> int:
        return self.number.last

    @property
    def raw(self) -> str:
        return self.sentence.low[self.number.digits]

    @property
    def in_figures(self) -> bool:
        return self.raw[0].isdecimal()

    def ahead(self, far: int) -> Words:
        """Return so many words before the figures, fewer at the beginning."""
        return self.words[max(0, self.first - far) : self.first]

    def behind(self, far: int) -> Words:
        """Return so many words behind the number, fewer at the end."""
        return self.words[self.last : self.last + far]

    def touches(self, one: int) -> bool:
        """Whether a word ends where the next begins, with no space between."""
        return self.sentence.words[one].end == self.sentence.words[one + 1].start


def is_no_count(sentence: Sentence, number: Number, rules: Lexicon) -> bool:
    """Whether a number counts nobody by the words about it."""
    words = sentence.low
    place = _Place(
        sentence=sentence,
        number=number,
        rules=rules,
        before=words[number.digits - 1] if number.digits else "",
        after=words[number.last] if number.last < len(words) else "",
    )
    return any(says(place) for says in _WHY)


def _is_mean(at: _Place) -> bool:
    """Of nobody in particular: "an average of 51 a boat", "61 passagers en moyenne"."""
    rules, words = at.rules, at.words
    if any(rules.phrase_before("mean_of", words, start) for start in (at.number.first, at.first)):
        return True
    return any(rules.phrase_at("mean", words, at.last + more) is not None for more in range(4))


def _is_difference(at: _Place) -> bool:
    grammar = at.rules.grammar
    if at.after in grammar["more_or_fewer"] and not grammar["than"].isdisjoint(at.behind(4)):
        return True  # "18 more deaths than last year"
    ahead = at.words[max(0, at.number.first - 2) : at.number.first]
    if len(ahead) == 2 and ahead[1] in grammar["by_so_many"]:
        changed = grammar["rising"] | grammar["falling"] | grammar["went"]
        return ahead[0] in changed  # "the toll rose by two to 14"
    return any(at.rules.phrase_at("difference", at.words, at.last + more) is not None for more in (0, 1))


def _is_denied(at: _Place) -> bool:
    """Put right by another: "14 bodies, not 12", "it was not 19 who died but nine"."""
    if at.before in ("not", "pas") and not at.rules.grammar["put_right"].isdisjoint(at.behind(PUT_RIGHT)):
        return True
    return at.before in ("not", "non") and at.ahead(2)[:-1] in ((",",), ("and",), ("but",), ("et",))


PUT_RIGHT = 9
"""Words behind "not 19" within which the number that is right follows a "but"."""


def _is_without(at: _Place) -> bool:
    """Nobody: "without a single migrant on board"."""
    ahead = at.words[max(0, at.number.first - 1) : at.number.first]
    return at.number.value == 1 and not at.rules.grammar["without"].isdisjoint(ahead)


def _is_room(at: _Place) -> bool:
    """What a craft or a place is made for."""
    starts = (at.number.first, at.first)
    return any(at.rules.phrase_before("capacity", at.words, start) for start in starts)


def _is_of_another_ship(at: _Place) -> bool:
    """The passengers of a ferry or a liner that came by."""
    noun = at.rules.units.get(at.after)
    grammar = at.rules.grammar
    if noun is None or noun.outcome != "aboard" or grammar["liners"].isdisjoint(at.ahead(6)):
        return False
    if grammar["loaded"].isdisjoint(at.ahead(3)):
        return False
    ends = {event.outcome for word in at.words[at.last :] for event in at.rules.events.get(word, ())}
    return "rescued" in ends and "none" not in ends  # and it did not sink itself


def _is_of_a_town(at: _Place) -> bool:
    """Those who live in a place: "une île de 11 000 habitants"."""
    towns = not at.rules.grammar["towns"].isdisjoint(at.ahead(4))
    return towns and at.before in at.rules.grammar["of"] and at.after in at.rules.grammar["townsfolk"]


def _is_of_a_parent(at: _Place) -> bool:
    """Children by whom one person is named: "a father of four drowned", and not "the parents of two who drowned"."""
    if at.rules.phrase_before("parent_of", at.words, at.number.first) is None:
        return False
    return at.rules.grammar["opening"].isdisjoint(at.behind(2))


def _is_fraction(at: _Place) -> bool:
    following = at.behind(2)[1:]
    return at.after in at.rules.grammar["fraction"] and following != () and following[0] not in at.rules.units


_ROADS = ("a", "e", "m", "n", "rn", "d")
_MARKS_BEFORE = frozenset({"£", "$", "€", "#", "@", "+", "n°", "°"})
_MARKS_BEHIND = frozenset({"%", "€", "$", "£", "°", "'", '"', "º", "x"})


def _is_label(at: _Place) -> bool:
    """Of a road, a form, a sum of money: "A16", "page 3", "£14"."""
    if at.before in at.rules.grammar["naming"] or at.before in _MARKS_BEFORE or at.after in _MARKS_BEHIND:
        return True
    if not at.in_figures or at.before not in _ROADS:
        return False
    words = at.sentence.words
    return words[at.first].start - words[at.first - 1].end <= 1


VOTE = 6
"""Words before a number among which a rise or a fall says that it is no vote."""


def _is_vote(at: _Place) -> bool:
    """Of a vote: "by 318 to 264"; "risen by four to 19" is none."""
    grammar = at.rules.grammar
    if not (grammar["rising"] | grammar["falling"] | grammar["went"]).isdisjoint(at.ahead(VOTE)):
        return False
    return (at.before == "by" and at.after == "to") or at.ahead(3)[::2] == ("by", "to")


LAST_YEAR = 2100


def _is_date(at: _Place) -> bool:
    value = at.number.value or 0
    dated = (at.in_figures and value <= 31) or 1900 <= value <= LAST_YEAR
    month = at.after in MONTHS and (at.after != "may" or at.sentence.words[at.last].capital)
    if (dated and at.before in MONTHS) or month or (at.after in ("er", "th") and at.in_figures):
        return True
    if at.in_figures and value <= 31:  # "dans la nuit du 13 au 14"
        first = at.before == "du" and at.after == "au"
        return first or (at.before == "au" and at.ahead(3)[:1] == ("du",))
    return False


def _is_year(at: _Place) -> bool:
    """A year, or from one year to another: "in 2019", "between 2023 and 2027"."""
    number, noun = at.number, at.after
    ends = (number.value, number.value) if number.value is not None else (number.low, number.high)
    figures = [word for word in at.words[at.first : number.last] if word[0].isdecimal()]
    plain = bool(figures) and all(word.isdecimal() for word in figures)
    if not plain or None in ends or noun in at.rules.units:
        return False
    return all(end is not None and 1900 <= end <= LAST_YEAR for end in ends)


_HOURS = frozenset({"h", "am", "pm", "a.m", "p.m", "gmt", "bst", "utc", "o'clock", "heures", "heure"})


_BEFORE_AN_HOUR = frozenset({"before", "after", "until"})
_OF_A_DAY = frozenset({"morning", "afternoon", "evening"})


def _is_hour(at: _Place) -> bool:
    raw, first = at.raw, at.first
    if at.after in _HOURS or (at.before == "h" and at.in_figures and at.ahead(2)[0].isdecimal()):
        return True
    if (
        not at.in_figures and 0 < (at.number.value or 0) <= 12
    ):  # "shortly before nine", "eight in the evening"
        ends = at.before in _BEFORE_AN_HOUR and not at.after[:1].isalpha()
        if ends or (at.after == "in" and at.behind(3)[2:] != () and at.behind(3)[2] in _OF_A_DAY):
            return True
    alone = raw[0] == "0" or first == 0 or at.before in (".", ")")
    if at.in_figures and ((len(raw) == 4 and alone and raw.isdecimal()) or (raw[0] == "0" and raw != "0")):
        return True
    if at.after not in (":", ".") or not at.behind(2)[1:] or not at.behind(2)[1][:1].isdecimal():
        return False
    return at.touches(at.last - 1) and at.touches(at.last)


_BEARINGS = frozenset("north south east west degrees decimal nord sud ouest".split())


def _is_bearing(at: _Place) -> bool:
    return at.after in _BEARINGS or at.before in ("degrees", "position")


def _is_joined(at: _Place) -> bool:
    """Joined to another word: "14-metre", "Stn-7"."""
    following = at.behind(2)[1:]
    if at.after == "-" and following:
        measure = following[0] in at.rules.measures or following[0].startswith("year")
        return measure or following[0] not in at.rules.units
    return at.before == "-" and at.first >= 2 and at.in_figures and at.touches(at.first - 1)


_AGED = frozenset({"aged", "âgé", "âgée", "âgés", "âgées", "age"})
_YEARS = frozenset({"ans", "an", "year-old", "years-old", "years"})
_EXTREMES = frozenset({"youngest", "oldest", "eldest"})
_OLDEST_OF_ALL = 30
"""Years below which "the boys, all 16," tells an age."""


def _is_age(at: _Place) -> bool:
    if at.before in _AGED or at.after in _YEARS or not _EXTREMES.isdisjoint(at.ahead(4)[:-1]):
        return True
    behind = at.behind(3)
    paired = (
        at.after in ("et", "and", "ou", "or", "à", "to") and len(behind) == 3 and behind[1][0].isdecimal()
    )
    if paired and behind[2] in ("ans", "years", "year", "mois", "months"):
        return True
    if at.before in ("all", "both", "tous", "toutes") and at.ahead(2)[:-1] == (",",):
        return at.after == "," and 0 < (at.number.value or 0) < _OLDEST_OF_ALL
    return _is_of_one(at) or _is_of_two(at) or _is_behind_a_name(at)


def _is_of_one(at: _Place) -> bool:
    """Behind one person: "a boy of 14", "une fillette de 9", "his son of about six"."""
    begin = at.number.first - (at.words[at.number.first] not in at.rules.grammar["of"])
    if begin < 1 or at.words[begin] not in at.rules.grammar["of"] or at.after in at.rules.units:
        return False
    one = at.rules.units.get(at.words[begin - 1])
    return one is not None and one.unit == "person" and one.part and not one.plural


def _is_of_two(at: _Place) -> bool:
    """Of two people: "two Sudanese men, 31 and 44, were held"."""
    ahead, behind = at.ahead(3), at.behind(3)
    if at.before == "," and at.after in ("and", "et") and len(behind) == 3 and behind[2] in (",", "."):
        return _are_ages(at.raw, behind[1])
    second = at.before in ("and", "et") and at.after in (",", ".") and len(ahead) == 3 and ahead[0] == ","
    return second and _are_ages(ahead[1], at.raw)


def _are_ages(one: str, two: str) -> bool:
    return one.isdecimal() and two.isdecimal() and max(int(one), int(two)) < 100


def _is_behind_a_name(at: _Place) -> bool:
    """Between commas behind one person: "Anita, nine, and", "the driver, 44, was"."""
    if at.before != "," or at.after not in (",", ".", ")") or at.first <= 2:
        return False
    named = at.sentence.words[at.first - 2]
    if not named.low.isalpha():
        return False
    unit = at.rules.units.get(named.low)
    alone = unit is not None and unit.unit == "person" and unit.singular and not unit.plural
    led = not at.rules.before_noun.isdisjoint(at.ahead(5)[:-2])
    return (
        named.capital
        or alone
        or named.low in at.rules.grammar["not_persons"]
        or (led and named.low[-1] != "s")
    )


_WHY = (
    _is_mean,
    _is_difference,
    _is_denied,
    _is_without,
    _is_room,
    _is_of_a_parent,
    _is_of_a_town,
    _is_of_another_ship,
    _is_fraction,
    _is_label,
    _is_vote,
    _is_date,
    _is_year,
    _is_hour,
    _is_bearing,
    _is_joined,
    _is_age,
)


def _one_in(words: Words, two: Number, rules: Lexicon) -> bool:
    """Whether a number is the second half of "one child in seven", "une personne sur cinq"."""
    if two.value is None or not 1 < two.value <= _ONE_IN or two.first < 3 or two.last >= len(words):
        return False
    host, noun, article = (words[two.first - back] for back in (1, 2, 3))
    one = article in rules.grammar["article"] and noun.isalpha() and noun not in rules.measures
    after = rules.units.get(words[two.last])
    counted = words[two.last] in rules.measures or (after is not None and after.unit != "person")
    return one and (host,) in rules.ratios and not counted


_ONE_IN = 20
"""Of how many one is at most said to be."""


def ratios(words: Words, said: Sequence[Number], rules: Lexicon) -> set[int]:
    """Return where the numbers begin that are half of a ratio: "nine out of ten", "one child in seven"."""
    found = {
        two.digits
        for two in said
        for length in (1, 2)
        if two.first > length
        and words[two.first - length : two.first] in rules.ratios
        and words[two.first - length - 1] in rules.grammar["article"]
    }
    found |= {two.digits for two in said if _one_in(words, two, rules)}
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
