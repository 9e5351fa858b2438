"""Who an event happened to: each quantity of a sentence with what the sentence says became of it."""

from __future__ import annotations

from dataclasses import replace

from ashore.reading.claims.events import Said, said_in
from ashore.reading.claims.inflection import FINITE, GERUND
from ashore.reading.claims.lexicon import Event, Lexicon
from ashore.reading.claims.quantities import Quantity
from ashore.reading.claims.states import state_beside
from ashore.reading.claims.text import Sentence
from ashore.reading.claims.ties import Tie, tie_of
from ashore.reading.claims.told import NO_CODE, Told
from ashore.reading.claims.totals import of_a_total

REACH = 16
"""Words over which a verb still speaks of its subject; farther off lies another clause."""

BEFORE_OBJECT = 7
"""Words between a verb and what it happens to."""

Words = tuple[str, ...]


def tell(sentence: Sentence, counted: list[Quantity], rules: Lexicon) -> list[Told]:
    """Return each quantity of a sentence with what the sentence says became of it."""
    if not counted:
        return []
    words = sentence.low
    ties = [tie_of(words, counted, index, rules) for index in range(len(counted))]
    heads = [index for index, (_, tie) in enumerate(ties) if tie not in ("with", "whole")]
    spoken: dict[int, list[Said]] = {index: [] for index in range(len(counted))}
    events = said_in(sentence, rules)
    of_boats: list[Said] = []
    for readings in events:
        for said in readings:
            index = _counted(words, said, counted, heads, ties, rules)
            if index is not None:
                spoken[index].append(said)
                break
        else:
            of_boats.extend(
                each for each in readings[:1] if each.event.outcome in _RIDDEN and not each.unreal
            )
    told = [
        _told(words, quantity, spoken[index], ties[index], rules) for index, quantity in enumerate(counted)
    ]
    first_readings = [readings[0] for readings in events]
    named = [
        _carried(
            of_a_total(words, _named(words, told, index), first_readings, rules),
            of_boats,
            first_readings,
            rules,
        )
        for index in range(len(told))
    ]
    named = [_carrier(named, index, words, rules) for index in range(len(named))]
    named = [_with_their_boats(named, index) for index in range(len(named))]
    return _shared(words, named, rules)


_RIDDEN = frozenset({"landed", "arrived", "returned", "intercepted"})
"""What a boat does or is done to that those aboard share, before that they are aboard."""


_TOGETHER = frozenset({"rescued", "arrived", "landed", "returned", "intercepted"})
"""What happens to somebody together with others: that a boy drowned says nothing of the eleven with him."""


def _carried(each: Told, of_boats: list[Said], events: list[Said], rules: Lexicon) -> Told:
    """Return who is only said to be aboard as what became of the boat: "docked with 583 people"."""
    if each.outcomes[:1] != ("aboard",) or not each.rules[0].startswith(tuple(rules.grammar["carrying"])):
        return each
    own = next((place for place, code in enumerate(each.outcomes) if code in _RIDDEN), None)
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
            said for said in of_boats if said.side == "before" and not said.bare and 0 < start - said.at <= 9
        ]
    if each.outcomes != ("aboard",) or not near:
        return each
    return replace(
        each, outcomes=(near[-1].event.outcome, "aboard"), rules=(near[-1].event.rule, *each.rules)
    )


def _with_their_boats(told: list[Told], index: int) -> Told:
    """Return who is only said to be aboard as the boats before them: "three boats with 149 aboard were stopped"."""
    each = told[index]
    if not index or each.outcomes != ("aboard",) or each.rules[0].split(" ")[0] not in _LOADED:
        return each
    boats = told[index - 1]
    unit = boats.quantity.unit
    if unit is None or unit.unit != "boat" or not boats.outcomes or boats.outcomes[0] not in _RIDDEN:
        return each
    return replace(each, outcomes=(boats.outcomes[0], "aboard"), rules=(*boats.rules[:1], *each.rules))


_LOADED = frozenset(
    {"with", "avec", "carry", "transporter", "carrying", "aboard", "on", "à", "porter", "boat"}
)
"""Words that begin the rules by which somebody is aboard a boat named before them."""


def _carrier(told: list[Told], index: int, words: Words, rules: Lexicon) -> Told:
    """Return boats with nothing said of them as those they carry: "four boats with 71 people aboard arrived"."""
    each = told[index]
    unit = each.quantity.unit
    if each.outcomes or unit is None or unit.unit != "boat" or index + 1 >= len(told):
        return each
    two = told[index + 1]
    gap = words[each.quantity.last : two.quantity.number.first]
    loaded = len(gap) <= 4 and bool(set(gap) & rules.grammar["loaded"])
    return (
        _as(each, replace(two, outcomes=two.outcomes[:1]))
        if loaded and two.outcomes[:1] and two.outcomes[0] in _RIDDEN
        else each
    )


def _named(words: Words, told: list[Told], index: int) -> Told:
    """Return a lone number as one of the boats that were counted before a colon or a dash: "7 boats: 4 arrived"."""
    each = told[index]
    if each.quantity.unit is not None or not index or not _PEOPLE_ONLY.isdisjoint(each.outcomes):
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
            return replace(each, as_unit="boat") if listed else each
    return each


_STOPS = frozenset({";", ".", ":", "»", "”"})


def _counted(
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
            gap = words[said.last : start]
            if len(gap) > BEFORE_OBJECT or any(word in _STOPS for word in gap):
                return None
            if any(word in rules.grammar["relative"] for word in gap) or _has_verb(gap, rules):
                return None
            own = set(words[counted[index].last : counted[index].last + 3]) & rules.auxiliary
            if own and not {"and", "et"}.isdisjoint(gap):
                return None  # "kept the boats ashore and 88 people have come": they have a verb of their own
            verbs = (word for word in gap if word not in rules.grammar["other"])
            if any(GERUND in each.kinds for word in verbs for each in rules.events.get(word, ())):
                return None  # "hit a boat carrying 29"
            if gap[-1:] in (("to",), ("à",)) and set(gap) & rules.grammar["total"]:
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
        gap = words[quantity.last : said.at]
        gap = gap if said.bare else _without_aside(gap)
        if len(gap) > (3 if said.bare else REACH) or any(word in _STOPS for word in gap):
            return None
        if said.bare and "," in gap and gap != (",",) and not _passives_before(words, said.at, rules):
            return None
        if ties[index][1] == "part" and (
            _closed(words, quantity, counted, ties[index][0], said.at) or _named_among(words, quantity, rules)
        ):
            continue
        if not _fits(words, said.event, quantity):
            return None
        if _of_another(gap, rules):
            return None
        if _starts_anew(gap, rules) and ties[index][1] != "part":
            return None
        return index
    return None


def _without_aside(gap: Words) -> Words:
    """Return what stands between a number and a verb without what stands between commas right behind the number."""
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
    for place, word in enumerate(gap):
        if word in rules.grammar["subject"] and gap[place - 1 : place] not in _UNDER:
            return True
        if word in rules.grammar["clause"] and place + 1 < len(gap):
            after = gap[place + 1]
            if after.isalpha() and after not in plain and after not in rules.events:
                return True  # "for two hours before help arrived"
        if (
            word in ("and", "but", "et", "mais", "while", "when", "after", "tandis")
            and place + 1 < len(gap)
            and gap[place + 1] in rules.grammar["determiner"] | {"a", "an", "un", "une"}
            and not _of_theirs(gap, place + 1, rules)
        ):
            return True
    return False


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
    if unit == "boat" and event.outcome in _PEOPLE_ONLY:
        return False
    return unit in event.units


_PEOPLE_ONLY = frozenset(
    "dead hospital medical handed_over body_recovered camp overboard aboard detained".split()
)


def _told(words: Words, quantity: Quantity, said: list[Said], tie: Tie, rules: Lexicon) -> Told:
    none = quantity.number.value == 0  # "personne n'a été blessé": the denial is in the number
    real = [
        each
        for each in said
        if (each.unreal is None or (none and each.unreal == "negated")) and each.event.outcome
    ]
    # "The 584 rescued on Monday arrived": the clause says the second, and the first of whom.
    real.sort(key=lambda each: _aside(words, quantity, each, said, rules))
    negated = [
        each for each in said if not none and each.unreal == "negated" and each.event.negated is not None
    ]
    outcomes = [each.event.outcome for each in real] + [each.event.negated or "" for each in negated]
    names = [each.event.rule for each in real] + [each.event.rule for each in negated]
    if _dead_or_missing(words, real):
        outcomes[:2] = ["dead_or_missing"]
    first, last = quantity.number.first, quantity.last
    for each in (*real[:1], *negated[:1]):
        first, last = min(first, each.at), max(last, each.last)
    state = state_beside(words, quantity, rules)
    if state is not None and tie[1] == "whole" and words[state.first] in rules.events:
        state = None  # "most of the 90 drowned"
    boat = quantity.unit is not None and quantity.unit.unit == "boat"
    if state is not None and boat and state.outcome in _PEOPLE_ONLY:
        state = None
    if state is not None and (
        not outcomes or (state.close and state.outcome not in ("aboard", "distress", "medical"))
    ):
        outcomes.insert(0, state.outcome)
        names.insert(0, state.words)
        first, last = min(first, state.first), max(last, state.last)
    if (
        quantity.noun is not None
        and set(words[quantity.number.last : quantity.noun]) & rules.grammar["lifeless"]
    ):
        outcomes.insert(0, "body_recovered" if "rescued" in outcomes else "dead")
        names.insert(0, "dead")
    aside = quantity.unit is not None and quantity.unit.aside
    if aside and (not outcomes or outcomes[0] not in _OF_OTHERS):
        outcomes, names = [], []
    if quantity.number.qualifier == "indefinite" and (not outcomes or outcomes[0] not in _OF_ONE):
        outcomes, names = [], []
    own = quantity.unit.outcome if quantity.unit is not None else None
    if own not in (None, NO_CODE) and set(words[max(0, first - 4) : first]) & rules.grammar["foreseen"]:
        own = None
    if outcomes and set(words[max(0, first - 2) : first]) & rules.grammar["conditional"]:
        outcomes, names, said = [], [], [replace(said[0], unreal="possible")] if said else said
    if quantity.noun is not None and set(_about(words, quantity, rules)) & rules.grammar["rescue"]:
        own = own or "rescued"
    called = quantity.unit is not None and quantity.unit.unit == "call"
    if called and set(_about(words, quantity, rules)) & rules.grammar["distress"]:
        own = "distress"
    if (
        own == "rescued"
        and not outcomes
        and quantity.number.value == 1
        and _by_an_article(words, quantity, rules)
    ):
        own = None  # "selon un survivant": whoever tells is not counted
    labelled = state is not None and state.first < quantity.number.first
    weak = not outcomes or outcomes[0] == "camp" or (labelled and not real)
    lived = own == "rescued" and outcomes[:1] in _SURVIVED
    if own is not None and (weak or lived or own in ("body_recovered", NO_CODE)):
        outcomes.insert(0, own)
        names.insert(0, words[quantity.noun or 0])
    bodies = _bodies_of(words, quantity, rules)
    if bodies is not None:
        outcomes.insert(0, "body_recovered")
        names.insert(0, "bodies of")
        first = min(first, bodies)
    return Told(
        quantity=quantity,
        outcomes=tuple(dict.fromkeys(outcomes)),
        rules=tuple(dict.fromkeys(names)),
        first=first,
        last=last,
        host=tie[0],
        tie=tie[1],
        unreal=next((each.unreal for each in said if each.unreal), None) if not outcomes else None,
    )


def _dead_or_missing(words: Words, real: list[Said]) -> bool:
    """Whether the first two things that became of them are said as one: "have died or disappeared"."""
    if {each.event.outcome for each in real[:2]} != {"dead", "missing"}:
        return False
    first, last = sorted((real[0].at, real[1].at))
    return not {"or", "ou"}.isdisjoint(words[first:last])


def _by_an_article(words: Words, quantity: Quantity, rules: Lexicon) -> bool:
    return words[quantity.number.digits] in rules.grammar["article"]


def _about(words: Words, quantity: Quantity, rules: Lexicon) -> Words:
    """Return the words that say more of a noun: "seven rescue operations", "sept opérations de sauvetage"."""
    noun = quantity.noun or quantity.number.last
    behind = words[noun + 1 : noun + 3]
    return words[quantity.number.last : noun] + (behind if behind[:1] in (("de",), ("d'",)) else ())


def _aside(words: Words, quantity: Quantity, each: Said, said: list[Said], rules: Lexicon) -> bool:
    """Whether an event only says of whom the clause speaks: "those trying to cross were rescued", "who had left"."""
    if each.bare or GERUND in each.event.kinds or each.event.rule in rules.grammar["finding"]:
        return True
    opened = [at for at in range(quantity.last, each.at) if words[at] in rules.grammar["opening"]]
    return bool(opened) and not any(opened[-1] < other.at < each.at for other in said)


_SURVIVED = (["hospital"], ["aboard"], ["attempted"], ["arrived"], ["overboard"], ["other"])
"""Of survivors, what is told beside that they survived."""

_OF_OTHERS = frozenset("dead missing dead_or_missing body_recovered detained hospital".split())
_OF_ONE = frozenset("dead missing dead_or_missing body_recovered hospital medical overboard detained".split())
"""What is told of "a man": that a man was aboard or walked past counts nobody."""


def _bodies_of(words: Words, quantity: Quantity, rules: Lexicon) -> int | None:
    """Return where "the bodies of" begins before a number, None where it does not: "le corps sans vie d'une femme"."""
    start = quantity.number.first
    if not start or words[start - 1] not in rules.grammar["of"]:
        return None
    for at in range(start - 2, max(-1, start - 5), -1):
        unit = rules.units.get(words[at])
        if unit is not None:
            return at if unit.outcome == "body_recovered" else None
    return None


def _shared(words: Words, told: list[Told], rules: Lexicon) -> list[Told]:
    """Give what belongs to another its outcome, and the members of a list what one of them has."""
    for index, each in enumerate(told):
        if not each.outcomes and each.host is not None and each.host >= 0 and told[each.host].outcomes:
            told[index] = _as(each, told[each.host])
    for index in range(len(told) - 1, 0, -1):
        one, two = told[index - 1], told[index]
        if (
            two.outcomes
            and not one.outcomes
            and one.host is None
            and two.host is None
            and _listed(words, one, two, 3)
        ):
            told[index - 1] = _as(one, two)
    for index in range(1, len(told)):
        one, two = told[index - 1], told[index]
        if one.outcomes and not two.outcomes and two.host is None and _listed(words, one, two, 10):
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
        if not each.outcomes and each.host is not None and each.host >= 0 and told[each.host].outcomes:
            told[index] = _as(each, told[each.host])
    return told


_COMPARED = frozenset({"contre", "against", "versus"})
"""Words before a number of the same for another time."""


def _bare(words: Words, told: Told, rules: Lexicon) -> str | None:
    """Return why a number alone is of what was counted before it: "12 au large de Marck", "against 472 in October"."""
    start, end = told.quantity.number.first, told.quantity.last
    before = words[start - 1] if start else ""
    after = words[end] if end < len(words) else "."
    if before in _COMPARED or rules.phrase_before("again", words, start) is not None:
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


def _as(one: Told, other: Told) -> Told:
    return replace(one, outcomes=other.outcomes, rules=other.rules)


def _listed(words: Words, one: Told, two: Told, longest: int) -> bool:
    gap = words[one.quantity.last : two.quantity.number.first]
    kinds = {each.quantity.unit.unit if each.quantity.unit is not None else "person" for each in (one, two)}
    if len(kinds) > 1:
        outcomes = one.outcomes or two.outcomes
        return gap in (("and",), ("et",)) and kinds == {"person", "boat"} and outcomes[0] not in _PEOPLE_ONLY
    return 0 < len(gap) <= longest and bool(set(gap) & {"and", "et", ","})
