"""What became of those who are counted: each quantity of a sentence and the verb, noun or state that speaks of it."""

from __future__ import annotations

from dataclasses import dataclass

from ashore.reading.claims.inflection import FINITE, GERUND, INFINITIVE, PARTICIPLE
from ashore.reading.claims.lexicon import Event, Lexicon
from ashore.reading.claims.quantities import Quantity
from ashore.reading.claims.text import Sentence

REACH = 14
"""Words over which a verb still speaks of its subject; farther off lies another clause."""

FOLLOWS = 7
"""Words within which what a rule asks for must follow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """An event as a sentence says it: the words [at, last), whose side is counted, and what keeps it from being one.

    `side` is "before" where the counted stand before it, "after" where they stand after.
    `unreal` is why it is no event: a modal, a purpose, a negation; None where it is one.
    """

    event: Event
    at: int
    last: int
    side: str
    unreal: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A quantity with what is said of it: the outcomes in order, the rules that gave them, and its host if it is part.

    `host` is the index of the quantity it is some of (`part`) or rides with (`with`).
    """

    quantity: Quantity
    outcomes: tuple[str, ...]
    rules: tuple[str, ...]
    first: int
    last: int
    host: int | None = None
    tie: str | None = None
    unreal: str | None = None


def said_in(sentence: Sentence, rules: Lexicon) -> list[Said]:
    """Return the events a sentence speaks of, in its order."""
    words = tuple(word.low for word in sentence.words)
    found: list[Said] = []
    at = 0
    while at < len(words):
        said = _event_at(words, at, rules)
        if said is None:
            at += 1
        else:
            found.append(said)
            at = said.at + 1
    return found


def _event_at(words: tuple[str, ...], at: int, rules: Lexicon) -> Said | None:
    spoken = [
        said
        for event in rules.events.get(words[at], ())
        if (said := _said(words, at, event, rules)) is not None
    ]
    return spoken[0] if spoken else None


def _said(words: tuple[str, ...], at: int, event: Event, rules: Lexicon) -> Said | None:
    last = at + 1
    if event.particle:
        place = _particle(words, last, event.particle)
        if place is None:
            return None
        last = place if place == last + len(event.particle) else last
    if event.then and not any(_follows(words, last, phrase) for phrase in event.then):
        return None
    if not event.kinds:
        following = words[last] if last < len(words) else ""
        if following not in rules.grammar["of"] and following not in ("for", "pour"):
            return None
        return Said(event=event, at=at, last=last, side="after", unreal=None)
    side, unreal = _voice(words, at, last, event, rules)
    return Said(event=event, at=at, last=last, side=side, unreal=unreal)


def _particle(words: tuple[str, ...], at: int, particle: tuple[str, ...]) -> int | None:
    """Return where a verb's particle ends: next to it, or after its object."""
    for start in range(at, min(len(words), at + 6)):
        if words[start : start + len(particle)] == particle:
            return start + len(particle)
        if words[start] in (".", ";", ":"):
            return None
    return None


def _follows(words: tuple[str, ...], at: int, phrase: tuple[str, ...]) -> bool:
    spelled = " ".join(phrase)
    window = words[at : at + FOLLOWS + len(phrase)]
    text = " " + " ".join(window).replace("' ", "'") + " "
    return f" {spelled}" in text.split(" . ")[0] + " "


def _voice(words: tuple[str, ...], at: int, last: int, event: Event, rules: Lexicon) -> tuple[str, str | None]:
    """Return on which side of a verb the counted stand, and why it is no event, if it is none."""
    grammar = rules.grammar
    back = at - 1
    aux = None
    unreal = None
    steps = 0
    while back >= 0 and steps < 6:
        word = words[back]
        if word in grammar["be"]:
            aux = "be" if aux is None else aux
        elif word in grammar["have"]:
            aux = "have" if aux is None else aux
        elif word in grammar["negation"]:
            unreal = "negated"
        elif word in grammar["modal"]:
            unreal = "possible"
        elif word in grammar["able"] or word in grammar["adverb"] or word in ("to", "se", "s'", "-") or word.endswith(("ly", "ment")):
            pass
        else:
            break
        if word == "to" and event.kinds & {INFINITIVE} and steps == 0:
            before = words[back - 1] if back else ""
            if before not in grammar["able"]:
                unreal = "purpose"
        back -= 1
        steps += 1
    if INFINITIVE in event.kinds and FINITE not in event.kinds:
        earlier = words[max(0, at - 3) : at]
        if not any(word in grammar["able"] for word in earlier):
            unreal = unreal or "purpose"
    if event.counted == "subject":
        return "before", unreal
    participle = PARTICIPLE in event.kinds
    if participle and aux == "be":
        return "before", unreal
    if participle and aux == "have":
        return "after", unreal
    if participle and FINITE in event.kinds:
        return ("after" if _object_follows(words, last, rules) else "before"), unreal
    if participle:
        return "before", unreal
    return "after", unreal


def _object_follows(words: tuple[str, ...], at: int, rules: Lexicon) -> bool:
    """Whether what follows a verb reads as its object: a number, an article, a pronoun, and no preposition."""
    if at >= len(words):
        return False
    word = words[at]
    if word in rules.grammar["preposition"] or not word[0].isalnum():
        # "more than", "about" are no prepositions of place
        return any(rules.phrase_at("before", words, at) is not None for _ in (0,)) and word not in ("in", "on", "at")
    if word in ("when", "after", "while", "and", "as", "before", "but") or word in rules.grammar["adverb"]:
        return False
    return True


def tell(sentence: Sentence, counted: list[Quantity], rules: Lexicon) -> list[Told]:
    """Return each quantity with what the sentence says became of it."""
    words = tuple(word.low for word in sentence.words)
    hosts = [_host(words, counted, index, rules) for index in range(len(counted))]
    heads = [index for index, (host, _) in enumerate(hosts) if host is None]
    found: dict[int, list[tuple[int, Said]]] = {index: [] for index in range(len(counted))}
    for said in said_in(sentence, rules):
        index = _counted(words, said, counted, heads, rules)
        if index is not None:
            distance = abs(said.at - counted[index].number.first)
            found[index].append((distance if said.side == "after" else distance + 1, said))
    told: list[Told] = []
    for index, quantity in enumerate(counted):
        told.append(_told(words, quantity, [said for _, said in sorted(found[index], key=lambda p: p[1].at)], hosts[index], rules))
    _share(words, told, rules)
    return told


def _host(words: tuple[str, ...], counted: list[Quantity], index: int, rules: Lexicon) -> tuple[int | None, str | None]:
    """Return which quantity this one is part of or rides with, and how."""
    quantity = counted[index]
    if index == 0:
        return None, None
    start = quantity.number.first
    earlier = counted[index - 1]
    between = words[earlier.last : start]
    for length in (4, 3, 2, 1):
        if start - length < earlier.last - 1:
            continue
        found = rules.phrase_at("part", words, max(start - length, 0))
        if found is not None and found[0] == length and start - length >= earlier.last - 1:
            if quantity.unit is None or quantity.unit.unit == "person":
                return _whole(counted, index), "part"
    if quantity.unit is not None and quantity.unit.unit == "person" and quantity.unit.part and len(between) <= 2 and all(
        word in (",", "and", "et", "(", "-", "–", "ou", "or") for word in between
    ):
        # a list of some: "including two women and three children"
        host, tie = _host(words, counted, index - 1, rules)
        if tie == "part":
            return host, "part"
        if "(" in between or (earlier.unit is not None and not earlier.unit.part and between in ((",",), ("(",), ("-",), ("–",))):
            return index - 1, "part"
    before = words[start - 1] if start else ""
    if quantity.unit is not None and quantity.unit.unit in ("boat", "lorry") and (
        before in rules.grammar["host"] or words[max(0, start - 3) : start] in (("on", "board"),) or words[max(0, start - 2) : start] in (("on", "board"), ("bord", "de"), ("bord", "d'"), ("via",), ("from",))
    ):
        return index - 1 if earlier.unit is None or earlier.unit.unit == "person" else _whole(counted, index), "with"
    return None, None


def _whole(counted: list[Quantity], index: int) -> int | None:
    for earlier in range(index - 1, -1, -1):
        unit = counted[earlier].unit
        if unit is None or (unit.unit == "person" and not unit.part):
            return earlier
    return index - 1 if index else None


def _counted(words: tuple[str, ...], said: Said, counted: list[Quantity], heads: list[int], rules: Lexicon) -> int | None:
    """Return which of the quantities an event speaks of."""
    if said.side == "after":
        for index in heads:
            start = counted[index].number.first
            if start < said.last:
                continue
            gap = words[said.last : start]
            if len(gap) > 6 or any(word in (";", ".", ":") for word in gap):
                return None
            if any(word in rules.grammar["relative"] for word in gap):
                return None
            return index if _fits(said.event, counted[index]) else None
        return None
    for index in reversed(heads):
        quantity = counted[index]
        end = quantity.last
        if end > said.at:
            continue
        gap = words[end : said.at]
        if len(gap) > REACH or any(word in (";", ".") for word in gap):
            return None
        if quantity.noun is None and not _alone(gap, rules):
            continue
        if not _fits(said.event, quantity):
            continue
        return index
    return None


def _alone(gap: tuple[str, ...], rules: Lexicon) -> bool:
    """Whether what stands between a bare number and its verb lets the number be the verb's subject."""
    return True


def _fits(event: Event, quantity: Quantity) -> bool:
    if quantity.unit is None:
        return "person" in event.units
    unit = quantity.unit.unit
    if unit == "boat" and event.outcome in ("dead", "missing", "hospital", "medical", "handed_over", "body_recovered", "camp", "overboard"):
        return False
    return unit in event.units or unit in ("lorry", "incident", "attempt", "call") and unit in event.units


def _told(words: tuple[str, ...], quantity: Quantity, said: list[Said], host: tuple[int | None, str | None], rules: Lexicon) -> Told:
    real = [each for each in said if each.unreal is None]
    first, last = quantity.number.first, quantity.last
    outcomes = [each.event.outcome for each in real]
    names = [each.event.rule for each in real]
    for each in real[:1]:
        first, last = min(first, each.at), max(last, each.last)
    state = _state(words, quantity, rules)
    if state is not None and (not outcomes or state[2]):
        outcomes.insert(0, state[0])
        names.insert(0, state[1])
        last = max(last, state[3])
    if quantity.unit is not None and quantity.unit.outcome is not None and (
        not outcomes or quantity.unit.outcome == "body_recovered"
    ):
        outcomes.insert(0, quantity.unit.outcome)
        names.insert(0, words[quantity.noun or 0])
    return Told(
        quantity=quantity,
        outcomes=tuple(dict.fromkeys(outcomes)),
        rules=tuple(dict.fromkeys(names)),
        first=first,
        last=last,
        host=host[0],
        tie=host[1],
        unreal=next((each.unreal for each in said if each.unreal), None) if not real else None,
    )


def _state(words: tuple[str, ...], quantity: Quantity, rules: Lexicon) -> tuple[str, str, bool, int] | None:
    """Return a state said right after a quantity: "14 dead", "three were missing", "62 on board"."""
    at = quantity.last
    steps = 0
    while at < len(words) and steps < 7:
        found = rules.phrase_at("state", words, at)
        if found is not None:
            return found[1], " ".join(words[at : at + found[0]]), steps == 0, at + found[0]
        aboard = rules.phrase_at("aboard", words, at)
        if aboard is not None:
            return "aboard", " ".join(words[at : at + aboard[0]]), False, at + aboard[0]
        word = words[at]
        if not (word in rules.grammar["be"] or word in rules.grammar["have"] or word in rules.grammar["adverb"] or word in rules.grammar["other"] or word in ("people", "feared", "left", "confirmed", "reported", "portés", "portées", "retrouvés", "retrouvées", "of", "them", "whom", "still", "d'", "entre", "eux", "elles", "personnes")):
            return None
        at += 1
        steps += 1
    return None


def _share(words: tuple[str, ...], told: list[Told], rules: Lexicon) -> None:
    """Give what rides with or is part of another its host's outcome, and a list's last what its others have."""
    from dataclasses import replace

    for index, each in enumerate(told):
        if not each.outcomes and each.host is not None and told[each.host].outcomes:
            told[index] = replace(each, outcomes=told[each.host].outcomes, rules=told[each.host].rules)
    for index in range(len(told) - 1, 0, -1):
        one, two = told[index - 1], told[index]
        gap = words[one.quantity.last : two.quantity.number.first]
        if two.outcomes and not one.outcomes and one.host is None and 0 < len(gap) <= 3 and set(gap) & {"and", "et", ","}:
            told[index - 1] = replace(one, outcomes=two.outcomes, rules=two.rules)
    for index in range(1, len(told)):
        one, two = told[index - 1], told[index]
        gap = words[one.quantity.last : two.quantity.number.first]
        if one.outcomes and not two.outcomes and two.host is None and 0 < len(gap) <= 10 and set(gap) & {"and", "et", ","}:
            told[index] = replace(two, outcomes=one.outcomes, rules=one.rules)
