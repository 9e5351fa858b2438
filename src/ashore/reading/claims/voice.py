"""Whom a verb counts and whether it happened: active or passive, may, would, not, and what is only awaited."""

from __future__ import annotations

from ashore.reading.claims.doubt import would_be
from ashore.reading.claims.inflection import FINITE, FUTURE, INFINITIVE, PARTICIPLE
from ashore.reading.claims.lexicon import Event, Lexicon
from ashore.reading.claims.numbers import may_begin, may_open

FEARED = frozenset({"dead", "missing", "dead_or_missing"})
"""What is told of people who may have come to it: "may have drowned"."""


def voice(
    words: tuple[str, ...], at: int, last: int, event: Event, rules: Lexicon
) -> tuple[str, str | None, bool]:
    """Return on which side of a verb the counted stand, why it is no event, and whether it is a participle alone.

    The side is "before" or "after"; a participle alone speaks only of what stands close before it.
    """
    grammar = rules.grammar
    back = at - 1
    aux = None
    unreal = "possible" if FUTURE in event.kinds else None
    steps = 0
    participle = PARTICIPLE in event.kinds
    while back >= 0 and steps < 6:
        word = words[back]
        if word in grammar["be"]:
            aux = "be" if aux is None else aux
            if _is_awaited(words, back, rules):
                unreal = unreal or "purpose"
            if word in grammar["wished"] or word in grammar["future"] or would_be(words, back, rules):
                unreal = unreal or "possible"
        elif word in grammar["have"]:
            aux = "have" if aux is None else aux
            if would_be(words, back, rules) or (word in grammar["wished"] and event.outcome not in FEARED):
                unreal = unreal or "possible"
        elif word in grammar["feared"] and event.outcome in FEARED:
            pass
        elif word in grammar["negation"]:
            unreal = "negated"
        elif word in grammar["modal"]:
            # "may have drowned" is what is feared; "may drown" is nothing yet; "could only take off six" they did
            barely = not grammar["barely"].isdisjoint(words[back + 1 : at])
            if not barely and not (
                unreal == "negated"
                or (aux == "have" and event.outcome in FEARED and word not in grammar["untrue"])
            ):
                unreal = "possible"
        elif word in grammar["nearly"]:
            unreal = unreal or "possible"
        elif (
            word in grammar["able"]
            or word in grammar["wanting"]
            or word in grammar["adverb"]
            or word in ("to", "se", "s'", "-")
            or word.endswith(("ly", "ment"))
        ):
            pass
        elif (
            participle
            and word in ("and", "et", "or", "ou")
            and back
            and _is_participle(words[back - 1], rules)
        ):
            back -= 1  # "have been located and detained" has one auxiliary
        elif (passed := rules.phrase_before("adverbial", words, back + 1)) is not None:
            back -= passed[0] - 1
        else:
            break
        if word == "to" and event.kinds & {INFINITIVE} and steps == 0:
            before = words[back - 1] if back else ""
            if before not in grammar["able"]:
                unreal = "purpose"
        back -= 1
        steps += 1
    if rules.phrase_before("unable", words, at) is not None:
        unreal = "negated"  # "unable to save two"
    if rules.phrase_before("short_of", words, at) is not None:
        unreal = unreal or "possible"  # "prevented from rescuing 60", "at risk of drowning"
    if INFINITIVE in event.kinds and FINITE not in event.kinds:
        able = next(
            (place for place in range(at - 1, max(-1, at - 4), -1) if words[place] in grammar["able"]), None
        )
        if able is None:
            unreal = unreal or (None if _so_many_to(words, at, rules) else "purpose")
        elif not grammar["negation"].isdisjoint(words[max(0, able - 3) : able]):
            unreal = "negated"  # "n'ont pas réussi à sauver"
    if event.counted == "subject":
        bare = event.kinds == {PARTICIPLE} and aux is None
        return "after" if _inverted(words, at, last, rules) else "before", unreal, bare
    if event.particle[-1:] and event.particle[-1] in _GOVERNING:
        return "after", unreal, False
    if {"s'", "se"} & set(words[max(0, at - 3) : at]):
        return "after" if _inverted(words, at, last, rules) else "before", unreal, False
    if (
        participle
        and aux == "have"
        and {"que", "qu'", "that", "whom", "which"} & set(words[max(0, at - 6) : at])
        and not _number_follows(words, last, rules)
    ):
        return "before", unreal, False
    theirs = at > 1 and words[at - 1] in rules.grammar["subject"] and words[at - 2] in rules.units
    object_follows = _number_follows(words, last, rules) or (
        last < len(words) and may_open(words[last], rules)
    )
    if theirs and not object_follows:
        return "before", unreal, False  # "the 93 people we rescued"
    if participle and aux == "be":
        return "before", unreal, False
    if participle and aux == "have":
        return "after", unreal, False
    if participle and FINITE in event.kinds and _object_follows(words, last, rules):
        return "after", unreal, False
    if (
        participle
        and grammar["have"] & set(words[max(0, at - 6) : at])
        and _object_follows(words, last, rules)
    ):
        return "after", unreal, False
    if (
        participle
        and at
        and words[at - 1] in ("et", "and", ",")
        and _object_follows(words, last, rules)
        and FINITE not in event.kinds
        and not words[at].endswith(("ées", "és", "ée"))
    ):
        return "after", unreal, False
    if participle:
        return "before", unreal, True
    return "after", unreal, False


_GOVERNING = frozenset({"à", "of", "de", "d'", "avec", "with"})
"""At the end of a verb: whoever follows is its object, and "est intervenue au profit de" is no passive."""


def _is_awaited(words: tuple[str, ...], at: int, rules: Lexicon) -> bool:
    """Whether "be" is what somebody waits for or asks: "waiting to be rescued", "n'ont pas souhaité être secourus"."""
    if words[at] == "être" and at and words[at - 1] in rules.grammar["wanting"]:
        return True
    if words[at] not in ("be", "être") or not at or words[at - 1] not in ("to", "à", "d'", "de", "pour"):
        return False
    return at < 2 or words[at - 2] not in rules.grammar["able"] | rules.auxiliary


def _is_participle(word: str, rules: Lexicon) -> bool:
    return any(PARTICIPLE in event.kinds for event in rules.events.get(word, ()))


def _so_many_to(words: tuple[str, ...], at: int, rules: Lexicon) -> bool:
    """Whether an infinitive says what so many do: "ils sont 1 200 à y vivre", "ils sont une vingtaine à dormir"."""
    to = next((place for place in range(at - 1, max(0, at - 3), -1) if words[place] == "à"), None)
    if to is None:
        return False
    for place in range(to - 1, max(0, to - _SO_MANY), -1):
        if words[place] in rules.grammar["be"]:
            return not rules.subjects.isdisjoint(words[max(0, place - 2) : place])
    return False


_SO_MANY = 9
"""Words between "ils sont" and what they do."""


def _inverted(words: tuple[str, ...], at: int, last: int, rules: Lexicon) -> bool:
    """Whether the subject stands behind its verb: "un bateau où s'entassaient 80 personnes"."""
    opened = words[0] in rules.grammar["preposition"] or bool(
        set(words[max(0, at - 5) : at]) & rules.grammar["inverting"]
    )
    return opened and bool(rules.grammar["inverting"]) and _number_follows(words, last, rules)


def _number_follows(words: tuple[str, ...], at: int, rules: Lexicon) -> bool:
    word = words[at] if at < len(words) else "."
    if word in rules.grammar["article"]:
        return rules.phrase_at("number", words, at) is not None
    qualifier = rules.phrase_at("before", words, at) if word not in rules.grammar["determiner"] else None
    if qualifier is None:
        return word[0].isdecimal() or may_begin(word)
    behind = words[at + qualifier[0]] if at + qualifier[0] < len(words) else "."
    return may_open(behind, rules)  # "dans les 40", and not "dans les dunes"


def _object_follows(words: tuple[str, ...], at: int, rules: Lexicon) -> bool:
    """Whether what follows a verb reads as its object: a number, an article, a pronoun, and no preposition."""
    if at >= len(words):
        return False
    word = words[at]
    if word in ("all", "both") and at + 1 < len(words):
        return words[at + 1][0].isdecimal() or may_begin(words[at + 1])
    if word in rules.grammar["particle"] and _number_follows(words, at + 1, rules):
        return True  # "winched up two people"
    qualifier = rules.phrase_at("before", words, at)
    if qualifier is not None and (qualifier[0] > 1 or word not in ("in", "on", "at")):
        # "more than", "at least" and "about" are no prepositions of place
        return True
    small = rules.grammar["preposition"] | rules.grammar["conjunction"] | rules.grammar["adverb"]
    return word[0].isalnum() and word not in small
