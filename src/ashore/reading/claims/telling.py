"""What a sentence tells of each number: every event with whom it speaks of, states, and what they share."""

from __future__ import annotations

from dataclasses import replace

from ashore.reading.claims.afloat import RIDDEN, carried, carrier, named_before, with_their_boats
from ashore.reading.claims.binding import PEOPLE_ONLY, counted_by
from ashore.reading.claims.doubt import doubted, said_behind
from ashore.reading.claims.events import Said, said_in
from ashore.reading.claims.inflection import GERUND
from ashore.reading.claims.lexicon import Lexicon
from ashore.reading.claims.quantities import Quantity
from ashore.reading.claims.sharing import shared
from ashore.reading.claims.states import State, state_beside
from ashore.reading.claims.text import Sentence
from ashore.reading.claims.ties import Tie, tie_of
from ashore.reading.claims.told import DOUBTED, NO_CODE, Told
from ashore.reading.claims.totals import of_a_total

Words = tuple[str, ...]


def tell(sentence: Sentence, counted: list[Quantity], rules: Lexicon) -> list[Told]:
    """Return each quantity of a sentence with what the sentence says became of it."""
    if not counted:
        return []
    words = sentence.low
    ties = [tie_of(words, counted, index, rules) for index in range(len(counted))]
    heads = [index for index, (_, tie) in enumerate(ties) if tie not in ("with", "whole", "excepted")]
    spoken: dict[int, list[Said]] = {index: [] for index in range(len(counted))}
    events = said_in(sentence, rules)
    of_boats: list[Said] = []
    unbound: list[Said] = []
    for readings in events:
        for said in readings:
            index = counted_by(words, said, counted, heads, ties, rules)
            if index is not None:
                spoken[index].append(said)
                if _stands_for_a_boat(counted[index]) and said.event.outcome in RIDDEN and not said.unreal:
                    of_boats.append(said)
                break
        else:
            unbound += readings[:1]
    of_boats = sorted((*of_boats, *(each for each in unbound if _is_shared(each))), key=lambda each: each.at)
    told = [
        _told(words, quantity, spoken[index], ties[index], rules) for index, quantity in enumerate(counted)
    ]
    told = [_as_its_own_clause(words, each, unbound, rules) for each in told]
    likeliest = [readings[0] for readings in events]
    every = range(len(told))
    told = [named_before(words, told, index) for index in every]
    told = [of_a_total(words, each, likeliest, rules) for each in told]
    told = [carried(words, each, of_boats, likeliest, rules) for each in told]
    told = [carrier(told, index, words, rules) for index in every]
    told = [with_their_boats(words, told, index, rules) for index in every]
    return [_all_but(each, ties[index]) for index, each in enumerate(shared(words, told, rules))]


def _is_shared(said: Said) -> bool:
    return said.event.outcome in RIDDEN and not said.unreal


def _as_its_own_clause(words: Words, told: Told, unbound: list[Said], rules: Lexicon) -> Told:
    """Return what a pronoun's people rode in, or happened in, as them: "they had been taken off two boats"."""
    if told.outcomes or told.host != -1 or told.tie != "with":
        return told
    near = [
        each
        for each in unbound
        if each.side == "before"
        and not each.unreal
        and each.event.outcome not in ("", NO_CODE, "aboard")
        and 0 <= told.quantity.number.first - each.last <= NEAR
        and not rules.grammar["subject"].isdisjoint(words[max(0, each.at - NEAR) : each.at])
    ]
    return replace(told, outcomes=(near[-1].event.outcome,), rules=(near[-1].event.rule,)) if near else told


NEAR = 5
"""Words between a pronoun and its verb, and between that and what they rode in."""


def _stands_for_a_boat(quantity: Quantity) -> bool:
    """Whether it is one boat, or one that may be: "a fourth slipped through and reached Chios with 31 on board"."""
    return quantity.number.value == 1 and (quantity.unit is None or quantity.unit.unit == "boat")


def _all_but(told: Told, tie: Tie) -> Told:
    """Return those of whom a sentence says that it does not speak of them, with nothing told."""
    return replace(told, outcomes=(), rules=(), unreal="excepted") if tie[1] == "excepted" else told


def _told(words: Words, quantity: Quantity, said: list[Said], tie: Tie, rules: Lexicon) -> Told:
    none = quantity.number.value == 0  # "personne n'a été blessé": the denial is in the number
    denied = [each for each in said if each.unreal == "negated"]
    real = [
        each for each in said if each.event.outcome and (each.unreal is None or (none and each in denied))
    ]
    negated = [each for each in denied if each.event.negated is not None] if not none else []
    # "The 584 rescued on Monday arrived": the clause says the second, and the first of whom.
    happened = sorted((*real, *negated), key=lambda each: _aside(words, quantity, each, said, rules))
    found = [
        each.at for each in happened if each.event.outcome in _FOUND and not (each.bare or _goes_on(each))
    ]
    ended = bool(found) or _are_found(said, rules)
    if ended:
        last_found = max(found, default=len(words))
        happened = [
            each
            for each in happened
            if each.event.outcome not in _UNSURE or not each.bare or each.at > last_found
        ]
    happened.sort(key=lambda each: not _is_the_end(words, each, negated, rules))
    if (
        len(happened) > 1
        and happened[0].event.outcome == "attempted"
        and happened[1].event.outcome == "arrived"
    ):
        happened[:2] = happened[1], happened[0]  # "the 133 who reached El Hierro had left the Gambia"
    outcomes = [(each.event.negated or "") if each in negated else each.event.outcome for each in happened]
    names = [each.event.rule for each in happened]
    if _dead_or_missing(words, happened):
        outcomes[:2] = ["dead_or_missing"]
    first, last = quantity.number.first, quantity.last
    for each in happened[:1]:
        first, last = min(first, each.at), max(last, each.last)
    state = _state(words, quantity, tie, rules)
    found_dead = state is not None and state.outcome == "dead" and "body_recovered" in outcomes[:1]
    sought = state is not None and state.outcome in _UNSURE and ended
    if state is not None and (
        (not outcomes and not sought)
        or (state.close and state.outcome not in _WEAK and not found_dead and not sought)
    ):
        outcomes.insert(0, state.outcome)
        names.insert(0, state.words)
        first, last = min(first, state.first), max(last, state.last)
    if happened and outcomes[:1] and outcomes[0] in _TAKEN and _were_lifeless(words, happened, last, rules):
        found_there = happened[0].event.rule in rules.grammar["finding"]
        outcomes.insert(0, "dead" if outcomes[0] == "arrived" and not found_there else "body_recovered")
        names.insert(0, "dead")
    if not rules.grammar["lifeless"].isdisjoint(_before_the_noun(words, quantity)):
        outcomes.insert(0, "body_recovered" if "rescued" in outcomes else "dead")
        names.insert(0, "dead")
    if not _may_be_told(quantity, outcomes):
        outcomes, names = [], []
    if outcomes and any(_supposes(words, at, rules) for at in range(max(0, first - 2), first)):
        outcomes, names, said = [], [], [replace(said[0], unreal="possible")] if said else said
    done = any(not each.event.kinds and each.event.outcome == "rescued" for each in happened)
    undone = done and said_behind("failing", words, last, rules)
    if outcomes and (undone or said_behind("refuting", words, last, rules)):
        outcomes, names = [], []
    own = _own(words, quantity, outcomes, said, first, rules)
    labelled = state is not None and not state.close and state.first < quantity.number.first
    weak = not outcomes or outcomes[0] == "camp" or (labelled and not real)
    lived = own == "rescued" and not _SURVIVED.isdisjoint(outcomes[:1])
    if own == "dead" and outcomes[:1] == ["rescued"] and names[:1] and names[0] in rules.grammar["fishing"]:
        own = "body_recovered"  # "23 victimes ont été repêchées"
    lost = own == "body_recovered" and outcomes[:1] == ["missing"]
    if own is not None and not lost and (weak or lived or own in ("body_recovered", NO_CODE)):
        outcomes.insert(0, own)
        names.insert(0, words[quantity.noun or 0])
    bodies = _bodies_of(words, quantity, rules) if tie[1] != "whole" else None
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
        unreal=None if outcomes else _why_not(words, quantity, said, rules),
    )


def _why_not(words: Words, quantity: Quantity, said: list[Said], rules: Lexicon) -> str | None:
    """Return why nothing is told of a number, None where nothing keeps it from being told of."""
    unreal = next((each.unreal for each in said if each.unreal), None)
    if unreal is None and doubted(words, quantity.number.first, rules):
        return DOUBTED
    return unreal


def _were_lifeless(words: Words, happened: list[Said], last: int, rules: Lexicon) -> bool:
    """Whether those who were taken somewhere were dead: "sorties sans vie de l'eau", "14 personnes, toutes mortes"."""
    ends = [last, last + 1] if words[last : last + 1] == (",",) else [last]
    for each in happened[:1]:
        for end in range(each.last, min(len(words), each.last + AT_ONCE)):
            ends.append(end)
            if (
                not words[end][0].isalpha()
                or words[end] in rules.grammar["conjunction"] | rules.grammar["subset"]
            ):
                break
    noun = (
        rules.grammar["article"] | rules.grammar["determiner"] | rules.grammar["of"]
    )  # "arrachées à une mort certaine"
    return any(
        rules.phrase_at("lifeless", words, end) is not None and words[end - 1] not in noun for end in ends
    )


AT_ONCE = 5
"""Words behind a verb within which it is said that they were dead: "sortis de l'eau sans vie"."""

_TAKEN = frozenset("rescued landed arrived returned lorry_incursion lorry_arrival".split())
"""What may have been done to bodies too."""


def _supposes(words: Words, at: int, rules: Lexicon) -> bool:
    """Whether a word is "if"; an elided one before a pronoun only: "s'il", and not "s'entassaient"."""
    if words[at] not in rules.grammar["conditional"]:
        return False
    return not words[at].endswith("'") or words[at + 1] in rules.subjects


def _is_the_end(words: Words, each: Said, negated: list[Said], rules: Lexicon) -> bool:
    """Whether a verb tells how it ended: "jumped, and drowned", "were taken off and could not be revived"."""
    if each in negated:
        return each.event.negated == "dead"
    return each.event.outcome == "dead" and words[each.at - 1] in rules.grammar["and_then"]


def _goes_on(said: Said) -> bool:
    return GERUND in said.event.kinds


def _are_found(said: list[Said], rules: Lexicon) -> bool:
    """Whether they are said to have been found, and no more: "the three missing men have been located"."""
    passive = (each for each in said if each.side == "before" and not each.bare and not each.unreal)
    return any(each.event.rule in rules.grammar["finding"] for each in passive)


_FOUND = frozenset("rescued body_recovered arrived landed returned intercepted hospital".split())
"""What ends being missing: "the twelve missing were found alive"."""

_UNSURE = frozenset({"missing", "dead_or_missing"})

_WEAK = frozenset({"aboard", "distress", "medical"})
"""States that say less than what somebody did or what was done to them."""


def _state(words: Words, quantity: Quantity, tie: Tie, rules: Lexicon) -> State | None:
    """Return the state said beside a number, None for one that cannot be its own."""
    state = state_beside(words, quantity, rules)
    if state is None:
        return None
    if tie[1] == "whole" and (words[state.first] in rules.events or not state.close):
        return None  # "most of the 90 drowned", "none of the 62 is believed to have drowned"
    if rules.phrase_before("supposed", words, quantity.number.first) is not None:
        return None  # "they said there would be 30 on board"
    if doubted(words, quantity.number.first, rules):
        return None  # "hopes of finding 14 people alive"
    boat = quantity.unit is not None and quantity.unit.unit == "boat"
    return None if boat and state.outcome in PEOPLE_ONLY else state


def _may_be_told(quantity: Quantity, outcomes: list[str]) -> bool:
    """Whether what became of them is told of them: of rescuers and of "a man" only what does harm, or holds them."""
    main = outcomes[0] if outcomes else None
    if quantity.unit is not None and quantity.unit.aside and main not in _OF_OTHERS:
        return False
    return quantity.number.qualifier != "indefinite" or main in _OF_ONE


def _own(
    words: Words, quantity: Quantity, outcomes: list[str], said: list[Said], first: int, rules: Lexicon
) -> str | None:
    """Return what the noun itself says became of those it counts: survivors, arrivals, rescue operations."""
    unit = quantity.unit
    own = unit.outcome if unit is not None else None
    if own not in (None, NO_CODE) and set(words[max(0, first - 4) : first]) & rules.grammar["foreseen"]:
        own = None
    about = set(_about(words, quantity, rules)) if quantity.noun is not None else set()
    if unit is not None and unit.unit == "attempt" and about & rules.grammar["tried"]:
        own = "attempted"
    if about & rules.grammar["rescue_work"]:
        own = own or "rescued"
    behind = () if quantity.noun is None else words[quantity.noun + 1 : quantity.noun + 4]
    if unit is not None and unit.unit == "call" and {*about, *behind} & rules.grammar["distress"]:
        own = "distress"
    alone = quantity.number.value == 1 and words[quantity.number.digits] in rules.grammar["article"]
    start = quantity.number.first
    if own == "rescued" and not (outcomes or said) and alone and words[max(0, start - 1) : start] not in _AND:
        return None  # "selon un survivant": whoever tells is not counted
    return own


_AND = (("and",), ("et",))


def _before_the_noun(words: Words, quantity: Quantity) -> Words:
    return words[quantity.number.last : quantity.noun] if quantity.noun is not None else ()


def _dead_or_missing(words: Words, happened: list[Said]) -> bool:
    """Whether the first two things that became of them are said as one: "have died or disappeared"."""
    if {each.event.outcome for each in happened[:2]} != {"dead", "missing"}:
        return False
    first, last = sorted((happened[0].at, happened[1].at))
    return not {"or", "ou"}.isdisjoint(words[first:last])


def _about(words: Words, quantity: Quantity, rules: Lexicon) -> Words:
    """Return the words that say more of a noun: "seven rescue operations", "sept opérations de sauvetage"."""
    noun = quantity.noun or quantity.number.last
    behind = words[noun + 1 : noun + 3]
    return words[quantity.number.last : noun] + (behind if behind[:1] in (("de",), ("d'",)) else ())


def _aside(words: Words, quantity: Quantity, each: Said, said: list[Said], rules: Lexicon) -> bool:
    """Whether an event only says of whom the clause speaks: "those trying to cross were rescued", "who had left"."""
    found = each.event.rule in rules.grammar["finding"] and each.unreal != "negated" and not each.event.then
    living = each.event.counted == "subject" and words[each.at - 1] in rules.grammar["be"]
    if each.bare or found or (GERUND in each.event.kinds and not living):
        return True
    opened = [at for at in range(quantity.last, each.at) if words[at] in rules.grammar["opening"]]
    return bool(opened) and not any(opened[-1] < other.at < each.at for other in said)


_SURVIVED = frozenset("aboard attempted arrived overboard distress other".split())
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
