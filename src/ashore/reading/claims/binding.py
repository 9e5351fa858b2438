"""Whom an event speaks of: the number before its verb or behind it, in the same clause."""

from __future__ import annotations

from ashore.reading.claims.events import Said
from ashore.reading.claims.inflection import FINITE, GERUND, PARTICIPLE
from ashore.reading.claims.lexicon import Event, Lexicon
from ashore.reading.claims.quantities import Quantity
from ashore.reading.claims.ties import Tie

Words = tuple[str, ...]

REACH = 16
"""Words over which a verb still speaks of its subject; farther off lies another clause."""

BEFORE_OBJECT = 7
"""Words between a verb and what it happens to."""

_STOPS = frozenset({";", ".", ":", "»", "”"})


def counted_by(
    words: Words, said: Said, counted: list[Quantity], heads: list[int], ties: list[Tie], rules: Lexicon
) -> int | None:
    """Return which of the quantities an event speaks of, None for none."""
    if said.side == "after":
        close = next((index for index, each in enumerate(counted) if each.number.first == said.last), None)
        if said.event.particle and close is not None and _fits(words, said.event, counted[close]):
            return close  # "ont mis la main sur 112 bateaux": the boats are no more than that verb's
        for index in heads:
            start = counted[index].number.first
            if start < said.last:
                continue
            gap = without_parenthesis(words[said.last : start])
            if len(gap) > BEFORE_OBJECT or any(word in _STOPS for word in gap):
                return None
            if not said.event.kinds and not _of_the_noun(gap or words[start : start + 1], rules):
                return None  # "after the death of a woman, 40 people were rescued"
            if said.event.outcome == "dead" and any(is_boat(word, rules) for word in gap):
                return None  # "en percutant un canot de 40 migrants"
            if any(word in rules.grammar["relative"] for word in gap) or _has_verb(gap, rules):
                return None
            if not rules.grammar["new_clause"].isdisjoint(gap):
                return None  # "detained the ship after it saved 64"
            if gap and rules.phrase_before("again", words, start) is not None:
                return None  # "ont débarqué dans le pays, contre 31 200"
            own = set(words[counted[index].last : counted[index].last + 3]) & rules.auxiliary
            if own and not {"and", "et"}.isdisjoint(gap):
                return None  # "kept the boats ashore and 88 people have come": they have a verb of their own
            verbs = (word for word in gap if word not in rules.grammar["other"])
            if any(GERUND in each.kinds for word in verbs for each in rules.events.get(word, ())):
                return None  # "hit a boat carrying 29"
            if gap in (("to",), ("à",)) and said.event.outcome in ("landed", "returned"):
                return None  # "un chiffre ramené à neuf"
            if gap[-1:] in (("to",), ("à",)) and _brings_a_total(words, gap, counted[index], rules):
                return None  # "bringing the total to 1,204": what is brought is the total
            return index if _fits(words, said.event, counted[index]) else None
        return None
    if said.bare and FINITE not in said.event.kinds:
        behind = next((index for index, each in enumerate(counted) if each.last == said.at), None)
        if behind is not None and ties[behind][1] == "whole":  # "une partie des 176 débarqués"
            return behind if _fits(words, said.event, counted[behind]) else None
    for index, quantity in enumerate(counted):
        opened = words[quantity.last : quantity.last + 1] and words[quantity.last] in rules.grammar["opening"]
        close = quantity.last < said.at <= quantity.last + 3
        if ties[index][1] == "whole" and opened and close:  # "most of the 90 people who crossed were men"
            return index if _fits(words, said.event, quantity) else None
    for index in reversed(heads):
        quantity = counted[index]
        if quantity.last > said.at:
            continue
        if ties[index][1] == "part" and (
            _closed(words, quantity, counted, ties[index][0], said.at) or _named_among(words, quantity, rules)
        ):
            continue
        gap = words[quantity.last : said.at]
        gap = gap if said.bare and gap[:1] != ("(",) else _without_aside(gap)
        if len(gap) > (3 if said.bare else REACH) or any(word in _STOPS for word in gap):
            return None
        if said.bare and "," in gap and gap != (",",) and not _passives_before(words, said.at, rules):
            return None
        if _told_of_one(words, said, counted, index, rules):
            continue
        if not _fits(words, said.event, quantity):
            return None
        if _of_another(gap, rules):
            return None
        if _starts_anew(gap, rules) and ties[index][1] != "part":
            return None
        return index
    return None


def _of_the_noun(gap: Words, rules: Lexicon) -> bool:
    """Whether nothing but "of" and small words stand between a noun and whom it is of: "the rescue of the 14"."""
    small = rules.grammar["of"] | rules.grammar["determiner"] | rules.grammar["adverb"] | _FOR
    return bool(gap) and all(word in small for word in gap)


_FOR = frozenset({"for", "pour"})


def is_boat(word: str, rules: Lexicon) -> bool:
    """Return whether a word is a boat, or boats."""
    unit = rules.units.get(word)
    return unit is not None and unit.unit == "boat"


def _brings_a_total(words: Words, gap: Words, quantity: Quantity, rules: Lexicon) -> bool:
    """Whether a total is brought to a number: "brings arrivals to 2,260", "brings to 1,475 the number rescued"."""
    units = (rules.units.get(word) for word in gap)
    told = any(unit is not None and unit.outcome is not None and unit.plural for unit in units)
    headed = rules.phrase_at("heading", words, quantity.number.last) is not None
    return told or headed or not rules.grammar["total"].isdisjoint(gap)


def without_parenthesis(gap: Words) -> Words:
    """Return what stands between a verb and a number without what stands between commas: ", à 80 km de Dakar,"."""
    if gap.count(",") < 2:
        return gap
    first = gap.index(",")
    return gap[:first] + gap[gap.index(",", first + 1) + 1 :]


def _without_aside(gap: Words) -> Words:
    """Return what stands between a number and a verb without an aside behind the number, in commas or brackets."""
    if gap[:1] == ("(",) and ")" in gap:
        return gap[gap.index(")") + 1 :]
    if gap[:1] == (",",) and "," in gap[1:]:
        return gap[gap.index(",", 1) + 1 :]
    return gap


def _passives_before(words: Words, at: int, rules: Lexicon) -> bool:
    return any(word in rules.grammar["be"] for word in words[max(0, at - 8) : at])


def _has_verb(gap: Words, rules: Lexicon) -> bool:
    return any(word in rules.grammar["be"] for word in gap)


def _named_among(words: Words, quantity: Quantity, rules: Lexicon) -> bool:
    """Whether some are named without a comma, so that the verb is of all: "73 migrants dont onze enfants ont été"."""
    found = rules.phrase_before("part", words, quantity.number.first)
    kind = quantity.unit is not None and quantity.unit.part
    return found is not None and kind and words[quantity.number.first - found[0] - 1] not in _PARENTHESIS


def _closed(words: Words, quantity: Quantity, counted: list[Quantity], host: int | None, at: int) -> bool:
    """Whether a parenthesis that names some of them ends before the verb: "31, including two children, were ..."."""
    begin = counted[host].last if host is not None and host >= 0 else max(0, quantity.number.first - 4)
    if not set(words[begin : quantity.number.first]) & _PARENTHESIS:
        return False
    return bool(set(words[quantity.last : at]) & _PARENTHESIS)


_PARENTHESIS = frozenset({",", "(", ")", "-", "–", "—"})


_UNDER = (("on",), ("in",), ("with",), ("of",))
"""Before a pronoun that is no subject: "the 24 who were on it had been taken off"."""


def _told_of_one(words: Words, said: Said, counted: list[Quantity], index: int, rules: Lexicon) -> bool:
    """Whether the verb is of the one before, who is told of: "un homme qui a perdu ses deux frères a été secouru"."""
    if not index or counted[index - 1].number.value != 1 or counted[index].number.value == 1:
        return False
    auxiliary = next((word for word in words[counted[index].last : said.at] if word in rules.auxiliary), "")
    between = words[counted[index - 1].last : counted[index].number.first]
    return auxiliary in rules.grammar["singular"] and not rules.grammar["relative"].isdisjoint(between)


def _of_another(gap: Words, rules: Lexicon) -> bool:
    """Whether the verb is in a clause about a boat or a lorry: "14 were found in a lorry that came off the ferry"."""
    for place in range(1, len(gap)):
        if gap[place] in rules.grammar["opening"]:
            unit = rules.units.get(gap[place - 1])
            if unit is not None and unit.unit in ("boat", "lorry"):
                return True
    return False


def _starts_anew(gap: Words, rules: Lexicon) -> bool:
    """Whether another subject comes between: a pronoun, or "and" with an article."""
    if gap and gap[0] in ("que", "qu'", "whom", "that"):
        return False
    plain = (
        rules.grammar["adverb"] | rules.grammar["be"] | rules.grammar["have"] | rules.grammar["preposition"]
    )
    if any(rules.phrase_at("those_who", gap, place) is not None for place in range(len(gap))):
        return True  # "attended a memorial for those who drowned"
    for place, word in enumerate(gap):
        if word in (",", ";") and gap[place + 1 : place + 3] != () and _the_others(gap, place + 1, rules):
            return True
        if word in rules.grammar["subject"] and place and gap[place - 1 : place] not in _UNDER:
            return True  # and not "the 93 people we rescued"
        if word in rules.grammar["conditional"] and place and word[-1] != "'":
            return True  # "20 dead if the missing are not found"
        if word in rules.grammar["clause"] and place + 1 < len(gap):
            after = gap[place + 1]
            if after.isalpha() and after not in plain and not _goes_on_with_them(after, rules):
                return True  # "for two hours before help arrived"
        if (
            word in ("and", "but", "et", "mais", "while", "when", "after", "tandis")
            and place + 1 < len(gap)
            and gap[place + 1] in rules.grammar["determiner"] | {"a", "an", "un", "une"}
            and not _of_theirs(gap, place + 1, rules)
            and not (place > 1 and gap[place - 2] in rules.grammar["preposition"])
        ):
            return True
    return False


def _goes_on_with_them(word: str, rules: Lexicon) -> bool:
    """Whether a word is a verb that goes on with the same people: "after setting off they were rescued"."""
    return any(event.kinds & {GERUND, PARTICIPLE} for event in rules.events.get(word, ()))


def _the_others(gap: Words, at: int, rules: Lexicon) -> bool:
    """Whether the others are spoken of from here: "Quatorze ont réussi, les autres sont revenus"."""
    return gap[at] in rules.grammar["determiner"] and not rules.grammar["other"].isdisjoint(
        gap[at + 1 : at + 2]
    )


def _of_theirs(gap: Words, at: int, rules: Lexicon) -> bool:
    """Whether a word and the next are somebody of those counted: "a man and his son drowned"."""
    unit = rules.units.get(gap[at + 1]) if at + 1 < len(gap) else None
    return gap[at] in rules.grammar["possessive"] and unit is not None and unit.unit == "person"


def _fits(words: Words, event: Event, quantity: Quantity) -> bool:
    if event.nouns and (quantity.noun is None or words[quantity.noun] not in event.nouns):
        return False
    if quantity.unit is None:
        return "person" in event.units
    unit = quantity.unit.unit
    if unit == "boat" and event.outcome in PEOPLE_ONLY:
        return False
    return unit in event.units


PEOPLE_ONLY = frozenset(
    "dead hospital medical handed_over body_recovered camp overboard aboard detained".split()
)
