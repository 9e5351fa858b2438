"""What became of one number: the verbs said of it, in what order they count, its state, and its own noun."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from ashore.reading.claims.binding import PEOPLE_ONLY
from ashore.reading.claims.doubt import doubted, said_behind
from ashore.reading.claims.events import Said
from ashore.reading.claims.inflection import GERUND
from ashore.reading.claims.lexicon import Lexicon
from ashore.reading.claims.quantities import Quantity
from ashore.reading.claims.states import State, state_beside
from ashore.reading.claims.ties import Tie
from ashore.reading.claims.told import DOUBTED, NO_CODE, UNSURE, Told

Words = tuple[str, ...]


@dataclass(slots=True, kw_only=True)
class _Fate:
    """What became of a number so far: outcomes, the first of them the main one, the rules of each, and the words."""

    outcomes: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    first: int
    last: int

    def leads(self, outcome: str, name: str) -> None:
        """Put an outcome before all others."""
        self.outcomes.insert(0, outcome)
        self.names.insert(0, name)

    def reaches(self, first: int, last: int) -> None:
        """Take words in that tell of it."""
        self.first, self.last = min(self.first, first), max(self.last, last)

    def nothing(self) -> None:
        """Leave nothing told."""
        self.outcomes, self.names = [], []

    @property
    def main(self) -> str | None:
        """The main outcome, None where nothing is told."""
        return self.outcomes[0] if self.outcomes else None


def told_of(words: Words, quantity: Quantity, said: list[Said], tie: Tie, rules: Lexicon) -> Told:
    """Return a quantity with what became of it, by the events said of it, its state and its own noun."""
    happened, ended = _happened(words, quantity, said, rules)
    fate = _Fate(first=quantity.number.first, last=quantity.last)
    fate.outcomes = [each.event.outcome for each in happened]
    fate.names = [each.event.rule for each in happened]
    if _dead_or_missing(words, happened):
        fate.outcomes[:2] = ["dead_or_missing"]
    for each in happened[:1]:
        fate.reaches(each.at, each.last)
    state = _state(words, quantity, tie, rules)
    if state is not None and _counts(state, fate, ended):
        fate.leads(state.outcome, state.words)
        fate.reaches(state.first, state.last)
    _were_they_dead(words, quantity, happened, fate, rules)
    if not _may_be_told(quantity, fate.outcomes):
        fate.nothing()
    unreal = None
    if fate.outcomes and any(_supposes(words, at, rules) for at in range(max(0, fate.first - 2), fate.first)):
        fate.nothing()
        unreal = "possible" if said else None
    if fate.outcomes and _taken_back(words, happened, fate, rules):
        fate.nothing()
    _by_its_noun(words, quantity, said, state, fate, rules)
    bodies = _bodies_of(words, quantity, rules) if tie[1] != "whole" else None
    if bodies is not None:
        sought = any(
            each.unreal == "negated" and each.event.rule in rules.grammar["finding"] for each in said
        )
        fate.leads("missing" if sought else "body_recovered", "bodies of")
        fate.first = min(fate.first, bodies)
    return Told(
        quantity=quantity,
        outcomes=tuple(dict.fromkeys(fate.outcomes)),
        rules=tuple(dict.fromkeys(fate.names)),
        first=fate.first,
        last=fate.last,
        host=tie[0],
        tie=tie[1],
        unreal=None if fate.outcomes else unreal or _why_not(words, quantity, said, rules),
    )


def _happened(words: Words, quantity: Quantity, said: list[Said], rules: Lexicon) -> tuple[list[Said], bool]:
    """Return what happened to those of a number, the main first, and whether they are no longer sought."""
    none = quantity.number.value == 0  # "personne n'a été blessé": the denial is in the number
    real = [_as_meant(each, none) for each in said if _is_real(each, none)]
    # "The 584 rescued on Monday arrived": the clause says the second, and the first of whom.
    happened = sorted(real, key=lambda each: _aside(words, quantity, each, said, rules))
    found = [
        each.at for each in happened if each.event.outcome in _FOUND and not (each.bare or _goes_on(each))
    ]
    ended = bool(found) or _are_found(said, rules)
    if ended:
        last = max(found, default=len(words))
        happened = [each for each in happened if not (_is_unsure(each) and each.at <= last)]
    happened = [each for each in happened if not _was_another(each, happened)]
    happened.sort(key=lambda each: not _is_the_end(words, each, rules))
    if [each.event.outcome for each in happened[:2]] == ["attempted", "arrived"]:
        happened[:2] = happened[1], happened[0]  # "the 133 who reached El Hierro had left the Gambia"
    return happened, ended


def _is_real(each: Said, none: bool) -> bool:
    """Whether an event happened, or means something where it is denied: not found is missing.

    `none` says that the number is nought, and holds the denial itself.
    """
    denied = each.unreal == "negated"
    if denied and not none:
        return each.event.negated is not None
    return bool(each.event.outcome) and (each.unreal is None or denied)


def _as_meant(each: Said, none: bool) -> Said:
    """Return an event with the outcome it means as it is said: a denied one with what it is where it is denied."""
    if each.unreal != "negated" or none:
        return each
    return replace(each, event=replace(each.event, outcome=each.event.negated or ""))


def _is_unsure(each: Said) -> bool:
    return each.event.outcome in UNSURE and each.bare


def _counts(state: State, fate: _Fate, ended: bool) -> bool:
    """Whether a state is the main thing told of a number, beside the verbs said of it."""
    if state.outcome in UNSURE and ended:
        return False
    found_dead = state.outcome == "dead" and fate.main == "body_recovered"
    return not fate.outcomes or (state.close and state.outcome not in _WEAK and not found_dead)


def _were_they_dead(
    words: Words, quantity: Quantity, happened: list[Said], fate: _Fate, rules: Lexicon
) -> None:
    """Have it lead that those who were taken somewhere were dead."""
    if (
        happened
        and not _were_revived(words, fate.last, rules)
        and fate.main in _TAKEN
        and _were_lifeless(words, happened, fate.last, rules)
    ):
        arrived = fate.main == "arrived" and happened[0].event.rule not in rules.grammar["finding"]
        fate.leads("dead" if arrived else "body_recovered", "dead")
    if not rules.grammar["lifeless"].isdisjoint(_before_the_noun(words, quantity)):
        fate.leads("body_recovered" if "rescued" in fate.outcomes else "dead", "dead")


def _taken_back(words: Words, happened: list[Said], fate: _Fate, rules: Lexicon) -> bool:
    """Whether what is told is then said to be untrue, or the rescue that was named to have failed."""
    if said_behind("refuting", words, fate.last, rules):
        return True
    named = any(not each.event.kinds and each.event.outcome == "rescued" for each in happened)
    return named and said_behind("failing", words, fate.last, rules)


def _by_its_noun(
    words: Words,
    quantity: Quantity,
    said: list[Said],
    state: State | None,
    fate: _Fate,
    rules: Lexicon,
) -> None:
    """Have what the noun itself says lead, where little else is told: survivors, bodies, arrivals."""
    own = _own(words, quantity, said, fate, rules)
    if own == "dead" and fate.main == "rescued" and fate.names[0] in rules.grammar["fishing"]:
        own = "body_recovered"  # "23 victimes ont été repêchées"
    if own is None or (own == "body_recovered" and fate.main == "missing"):
        return
    labelled = state is not None and not state.close and state.first < quantity.number.first
    only_labelled = labelled and not any(
        _is_real(each, quantity.number.value == 0) and each.unreal is None for each in said
    )
    weak = fate.main in (None, "camp") or only_labelled
    lived = own == "rescued" and fate.main in _SURVIVED
    if weak or lived or own in ("body_recovered", NO_CODE):
        fate.leads(own, words[quantity.noun or 0])


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
    return any(_says_dead(words, end, rules) for end in ends)


def _were_revived(words: Words, begin: int, rules: Lexicon) -> bool:
    """Whether they are then said to have been brought back: "repêchées inanimées puis réanimées"."""
    for at in range(begin, len(words)):
        if words[at] in rules.grammar["negation"]:
            return False
        if any(event.rule in rules.grammar["reviving"] for event in rules.events.get(words[at], ())):
            return True
    return False


def _says_dead(words: Words, at: int, rules: Lexicon) -> bool:
    """Whether a word begins that somebody was dead, and not "arrachées à une mort certaine" or "morts de fatigue"."""
    found = rules.phrase_at("lifeless", words, at)
    if found is None or any(words[at - 1] in rules.grammar[name] for name in ("article", "determiner", "of")):
        return False
    return rules.grammar["dead_of"].isdisjoint(words[at + found[0] : at + found[0] + 2])


AT_ONCE = 5
"""Words behind a verb within which it is said that they were dead: "sortis de l'eau sans vie"."""

_TAKEN = frozenset("rescued landed arrived returned lorry_incursion lorry_arrival".split())
"""What may have been done to bodies too."""


def _supposes(words: Words, at: int, rules: Lexicon) -> bool:
    """Whether a word is "if"; an elided one before a pronoun only: "s'il", and not "s'entassaient"."""
    if words[at] not in rules.grammar["conditional"]:
        return False
    return not words[at].endswith("'") or words[at + 1] in rules.subjects


def _was_another(each: Said, happened: list[Said]) -> bool:
    """Whether what was not done was of something else: "could not save the boat but rescued 14"."""
    denied = each.unreal == "negated" and each.side == "after"
    return denied and any(other.at > each.at and not (other.unreal or other.bare) for other in happened)


def _is_the_end(words: Words, each: Said, rules: Lexicon) -> bool:
    """Whether a verb tells how it ended: "jumped, and drowned", "were taken off and could not be revived"."""
    goes_on = each.unreal == "negated" or words[each.at - 1] in rules.grammar["and_then"]
    return each.event.outcome == "dead" and goes_on


def _goes_on(said: Said) -> bool:
    return GERUND in said.event.kinds


def _are_found(said: list[Said], rules: Lexicon) -> bool:
    """Whether they are said to have been found, and no more: "the three missing men have been located"."""
    passive = (each for each in said if each.side == "before" and not each.bare and not each.unreal)
    return any(each.event.rule in rules.grammar["finding"] for each in passive)


_FOUND = frozenset("rescued body_recovered arrived landed returned intercepted hospital".split())
"""What ends being missing: "the twelve missing were found alive"."""

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


def _own(words: Words, quantity: Quantity, said: list[Said], fate: _Fate, rules: Lexicon) -> str | None:
    """Return what the noun itself says became of those it counts: survivors, arrivals, rescue operations."""
    unit = quantity.unit
    own = unit.outcome if unit is not None else None
    if (
        own not in (None, NO_CODE)
        and set(words[max(0, fate.first - 4) : fate.first]) & rules.grammar["foreseen"]
    ):
        own = None
    about = set(_about(words, quantity)) if quantity.noun is not None else set()
    if unit is not None and unit.unit == "attempt" and about & rules.grammar["tried"]:
        own = "attempted"
    if about & rules.grammar["rescue_work"]:
        own = own or "rescued"
    behind = () if quantity.noun is None else words[quantity.noun + 1 : quantity.noun + 4]
    if unit is not None and unit.unit == "call" and {*about, *behind} & rules.grammar["distress"]:
        own = "distress"
    alone = quantity.number.value == 1 and words[quantity.number.digits] in rules.grammar["article"]
    start = quantity.number.first
    if (
        own == "rescued"
        and not (fate.outcomes or said)
        and alone
        and words[max(0, start - 1) : start] not in _AND
    ):
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


def _about(words: Words, quantity: Quantity) -> Words:
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


_SURVIVED = frozenset("aboard attempted arrived overboard distress body_recovered other".split())
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
