"""What the members of a list share, and a part and its whole, where only one of them is told of."""

from __future__ import annotations

from dataclasses import replace

from ashore.reading.claims.binding import PEOPLE_ONLY
from ashore.reading.claims.lexicon import Lexicon
from ashore.reading.claims.told import DOUBTED, Told

Words = tuple[str, ...]


def shared(words: Words, told: list[Told], rules: Lexicon) -> list[Told]:
    """Give what belongs to another its outcome, and the members of a list what one of them has."""
    for index, each in enumerate(told):
        told[index] = _as_its_host(each, told)
    for index in range(1, len(told)):
        one, two = told[index - 1], told[index]
        if one.rules[:1] == ("bodies of",) and words[one.quantity.last : two.quantity.number.first] in _AND:
            told[index] = _as(two, one)  # "the bodies of a woman and two men"
    for index in range(len(told) - 1, 0, -1):
        one, two = told[index - 1], told[index]
        if (
            two.outcomes
            and not one.outcomes
            and one.host is None
            and one.tie != "whole"
            and two.host is None
            and (one.quantity.unit is None or two.quantity.unit is not None)
            and _joined(words, one, two, rules)
        ):
            told[index - 1] = _as(one, two)
    for index in range(1, len(told)):
        one, two = told[index - 1], told[index]
        untold = not two.outcomes and two.host is None and two.tie != "whole" and two.unreal != DOUBTED
        alone = untold and not _does_something_else(words, one, two, rules)
        if one.outcomes and alone and _listed(words, one, two, 10):
            told[index] = _as(two, one)
    for index, each in enumerate(told):
        named = next((other for other in told[:index] if other.outcomes and other.tie != "part"), None)
        if (
            named is not None
            and each.quantity.unit is None
            and each.outcomes == ("overboard",)
            and named.outcomes[0] in ("dead", "missing", "dead_or_missing")
            and ":" in words[named.quantity.last : each.quantity.number.first]
        ):
            told[index] = replace(_as(each, named), host=told.index(named), tie="part")
    for index, each in enumerate(told):
        why = (
            _bare(words, each, rules)
            if index and not each.outcomes and each.unreal is None and each.host is None
            else None
        )
        whole = next(
            (
                other
                for other in reversed(told[:index])
                if other.outcomes and other.tie not in ("part", "with")
            ),
            None,
        )
        if (
            why is not None
            and whole is not None
            and (":" in words[whole.quantity.last : each.quantity.number.first] or why == "compared")
        ):
            told[index] = _as(each, whole)
            if why == "compared" and whole.quantity.unit is not None:
                told[index] = replace(told[index], as_unit=whole.quantity.unit.unit)
            if why == "listed":
                told[index] = replace(told[index], host=told.index(whole), tie="part")
    for index, each in enumerate(told):
        told[index] = _as_its_host(each, told)
    return [
        each if each.host is None or each.host < 0 else _in_hospital(_some_of(each, told[each.host]), told)
        for each in told
    ]


_AND = (("and",), ("et",), ("et", "d'"), ("et", "de"), (",",))


def _as_its_host(one: Told, told: list[Told]) -> Told:
    """Return what belongs to another with its outcome; "on a migrant boat" counts no boat."""
    if one.outcomes or one.host is None or one.host < 0 or one.unreal == "negated":
        return one
    if one.tie == "with" and one.quantity.number.qualifier == "indefinite":
        return one
    host, unit = told[one.host], one.quantity.unit
    if unit is not None and unit.unit == "incident" and "rescued" in host.outcomes:
        # "landed 173 rescued in three operations"
        return replace(one, outcomes=("rescued",), rules=host.rules)
    return _as(one, host) if host.outcomes else one


def _in_hospital(one: Told, told: list[Told]) -> Told:
    """Return some of those in hospital as that too: "13 were taken to hospital, one of them in a critical state"."""
    whole = told[one.host] if one.host is not None else one
    if one.tie != "part" or one.outcomes != ("medical",) or whole.outcomes[:1] != ("hospital",):
        return one
    return replace(one, outcomes=("hospital", "medical"))


def _bare(words: Words, told: Told, rules: Lexicon) -> str | None:
    """Return why a number alone is of what was counted before it: "12 au large de Marck", "against 472 in October"."""
    start, end = told.quantity.number.first, told.quantity.last
    before = words[start - 1] if start else ""
    after = words[end] if end < len(words) else "."
    if before in rules.grammar["against"] or rules.phrase_before("again", words, start) is not None:
        return "compared"
    if before == "from" and set(words[:start]) & (rules.grammar["rising"] | rules.grammar["falling"]):
        return "compared"
    if (
        told.quantity.unit is None
        and before in (":", ",", "et", "and", ";", "(")
        and (after in rules.grammar["preposition"] or after in (",", ".", ";"))
    ):
        return "listed"
    return None


def _does_something_else(words: Words, one: Told, two: Told, rules: Lexicon) -> bool:
    """Whether the second has a verb of its own of which nothing was read: "and the other 40 went on".

    In "two men and a girl have been found" the verb is of both, and "of the 90, 40 were from Sudan" only describes.
    """
    after, what = (*words[two.quantity.last : two.quantity.last + 2], ".", ".")[:2]
    if two.quantity.number.first - one.quantity.last <= 1 or words[0] in rules.grammar["of_all"]:
        return False
    if after in rules.grammar["be"] and what in rules.grammar["preposition"]:
        return False
    return after in rules.auxiliary or after in rules.grammar["went_on"]


def _as(one: Told, other: Told) -> Told:
    return replace(one, outcomes=other.outcomes, rules=other.rules)


def _some_of(one: Told, whole: Told) -> Told:
    """Return a number as some of another, of the same where no noun says of what: "40 crossings, 12 were stopped"."""
    if one.tie != "part" or not PEOPLE_ONLY.isdisjoint(one.outcomes):
        return one
    unit = whole.quantity.unit
    return replace(one, as_unit=unit.unit if unit is not None else whole.as_unit)


def _joined(words: Words, one: Told, two: Told, rules: Lexicon) -> bool:
    """Whether no more than a comma or "and", and a quality, stands between two numbers: a verb behind is of both."""
    gap = words[one.quantity.last : two.quantity.number.first]
    if not _listed(words, one, two, 3):
        return False
    if one.quantity.unit is not None:  # "deux femmes enceintes et un homme"
        return rules.auxiliary.isdisjoint(gap)
    return all(word in rules.grammar["joining"] or not word.isalpha() for word in gap)


def _listed(words: Words, one: Told, two: Told, longest: int) -> bool:
    gap = words[one.quantity.last : two.quantity.number.first]
    kinds = {each.quantity.unit.unit if each.quantity.unit is not None else "person" for each in (one, two)}
    if len(kinds) > 1:
        outcomes = one.outcomes or two.outcomes
        return gap in (("and",), ("et",)) and kinds == {"person", "boat"} and outcomes[0] not in PEOPLE_ONLY
    return 0 < len(gap) <= longest and bool(set(gap) & {"and", "et", ","})
