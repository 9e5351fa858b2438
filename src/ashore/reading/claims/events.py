"""The events a sentence speaks of: verbs and nouns that say what became of somebody, and whether it happened."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ashore.reading.claims.doubt import doubted, dreaded
from ashore.reading.claims.inflection import FINITE, GERUND, INFINITIVE, PARTICIPLE
from ashore.reading.claims.lexicon import Event, Lexicon
from ashore.reading.claims.numbers import may_begin, may_open
from ashore.reading.claims.text import Sentence
from ashore.reading.claims.voice import FEARED, voice

FOLLOWS = 9
"""Words within which what a rule asks for must follow."""

LONGEST = 4
"""Words of the longest phrase that a rule asks for, or nearly."""

GAP, NAME = "…", "*"
BETWEEN = 9
"""Words that may stand for a gap: "to … hospital" is also "to the county's only hospital"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """An event as a sentence says it: the words [at, last), whose side is counted, and what keeps it from being one.

    `side` is "before" where the counted stand before it, "after" where they stand after.
    `unreal` is why it is no event: a modal, a purpose, a negation; None where it is one.
    `bare` says that it is a participle alone, which speaks only of what stands close before it.
    """

    event: Event
    at: int
    last: int
    side: str
    unreal: str | None
    bare: bool = False


def said_in(sentence: Sentence, rules: Lexicon) -> list[list[Said]]:
    """Return the events a sentence speaks of, in its order: for each the ways to read it, the likeliest first."""
    found = [_events_at(sentence, at, rules) for at, word in enumerate(sentence.low) if word in rules.events]
    return [readings for readings in found if readings]


def _events_at(sentence: Sentence, at: int, rules: Lexicon) -> list[Said]:
    words = sentence.low
    before = words[at - 1] if at else ""
    if before in rules.never_after.get(words[at], ()):
        return []
    if words[at] in rules.grammar["only_after_subject"] and before not in rules.subjects:
        return []
    behind = words[at + 1] if at + 1 < len(words) else ""
    if words[at] in rules.grammar["feared"] and any(
        each.outcome in FEARED for each in rules.events.get(behind, ())
    ):
        return []  # "80 feared drowned, 16 saved": the drowned are told of, and nobody is feared
    if words[at] in rules.units and before and (before[0].isdecimal() or may_begin(before)):
        return []  # "40 lives" are a noun
    clause = _clause(words, at + 1, rules)
    readings = []
    for event in rules.events[words[at]]:
        if event.counted == "object" and before in rules.grammar["inverting"] and event.kinds == _BARE:
            continue  # "l'île a vu débarquer 1 890 personnes": they landed, and nobody landed them
        if event.by and not _done_by(words, at, event, rules):
            continue
        if event.outcome in FEARED and (before in rules.grammar["feared"] or dreaded(words, at, rules)):
            event = replace(event, outcome="dead_or_missing")
        if doubted(words, at, rules):
            continue
        if event.unless and _opens(sentence, at + 1 + len(event.particle), event.unless, rules):
            continue
        asked = _follows(sentence, at + 1, clause, event, rules) if event.then else 0
        if asked or not event.then:
            said = _said(words, at, event, rules)
            if said is not None:
                readings.append((asked + len(event.particle) + bool(event.by) + (not event.kinds), said))
    # What asks for the most, and finds it, knows best: "brought to safety" before "brought to".
    # Of two that ask for as much, the active voice goes before a participle: "14 landed", with nobody landing them.
    return [said for _, said in sorted(readings, key=lambda reading: (-reading[0], reading[1].bare))]


SUBJECT = 8
"""Words before a verb within which who does it is sought."""


def _done_by(words: tuple[str, ...], at: int, event: Event, rules: Lexicon) -> bool:
    """Whether one of those that a rule asks for stands before its verb; "boat" is any of its kind, or a pronoun."""
    earlier = words[max(0, at - SUBJECT) : at]
    if not event.by.isdisjoint(earlier):
        return True
    units = (rules.units.get(word) for word in earlier)
    afloat = any(unit is not None and unit.unit in ("boat", "lorry") for unit in units)
    return "boat" in event.by and (afloat or not rules.grammar["pointing"].isdisjoint(earlier))


def _said(words: tuple[str, ...], at: int, event: Event, rules: Lexicon) -> Said | None:
    last = at + 1
    if event.particle:
        place = _particle(words, last, event.particle, rules)
        if place is None:
            return None
        begin = next((to for to in range(last, place) if words[to] not in rules.grammar["adverb"]), last)
        last = place if words[begin] == event.particle[0] else last
    if event.kinds == _BASE and not _is_verb(words, at, event, rules):
        return None
    if event.kinds == {FINITE} and at and words[at - 1] in rules.grammar["determiner"] - {"that", "this"}:
        return None
    if event.kinds == {PARTICIPLE} and at and words[at - 1] in rules.grammar["of_a_noun"]:
        return None  # "tenter la traversée", "avant l'arrivée"
    if PARTICIPLE in event.kinds and at and words[at - 1] in rules.grammar["of_them_all"]:
        return None  # "a vigil for the drowned"
    if (
        event.kinds == {GERUND}
        and at
        and words[at - 1] in rules.grammar["determiner"] | rules.grammar["article"]
    ):
        return None  # "charged in connection with the crossing"
    passive = PARTICIPLE in event.kinds and _passive(words, at, rules)
    if event.active and (passive or (event.kinds == {PARTICIPLE} and not _has(words, at, rules))):
        return None
    if not event.kinds:
        if rules.phrase_before("short_of", words, at) is not None:
            return None  # "averted the death of 25"
        while last < len(words) and words[last] in rules.grammar["adverb"]:
            last += 1  # "la découverte samedi d'un corps"
        if words[last : last + 1] == (",",):  # "l'interpellation, ce mardi, de six individus"
            last = next(
                (to + 1 for to in range(last + 1, min(len(words), last + 6)) if words[to] == ","), last
            )
        following = words[last] if last < len(words) else ""
        if following not in rules.grammar["of"] and following not in ("for", "pour"):
            return None
        return Said(event=event, at=at, last=last, side="after", unreal=None)
    side, unreal, bare = voice(words, at, last, event, rules)
    if unreal == "negated" and _only_so_many(words, last, rules):
        return Said(event=event, at=at, last=last + 1, side="after", unreal=None)
    if side == "after" and unreal is None and _by_nobody(words, at, rules):
        unreal = "negated"
    return Said(event=event, at=at, last=last, side=side, unreal=unreal, bare=bare)


def _by_nobody(words: tuple[str, ...], at: int, rules: Lexicon) -> bool:
    """Whether nobody does it: "no ship rescued the 40 people", "nobody came to their aid"."""
    for place in range(at - 1, max(-1, at - NOBODY), -1):
        if not words[place][0].isalpha() or words[place] in rules.grammar["conjunction"]:
            return False
        if rules.phrase_at("none", words, place) is not None:
            return not place or words[place - 1] not in rules.grammar["preposition"]  # "in no time"
    return False


NOBODY = 5
"""Words before a verb within which its subject may be nobody."""


def _only_so_many(words: tuple[str, ...], at: int, rules: Lexicon) -> bool:
    """Whether a negation only says that there were no more: "n'ont pu sauver que trois personnes"."""
    return at + 1 < len(words) and words[at] in rules.grammar["only"] and may_open(words[at + 1], rules)


_BASE = frozenset({FINITE, INFINITIVE})
_BARE = frozenset({INFINITIVE})


def _is_verb(words: tuple[str, ...], at: int, event: Event, rules: Lexicon) -> bool:
    """Whether an English base form is a verb here: "crews rescue 14", and not "the rescue service"."""
    before = words[at - 1] if at else ""
    after = words[at + 1] if at + 1 < len(words) else ""
    if before in rules.grammar["before_verb"]:
        return True
    if before in rules.before_noun or before.endswith("'s"):
        return False
    if event.counted == "subject":
        return True
    return (
        after[:1].isdecimal()
        or after in rules.before_object
        or may_begin(after)
        or (bool(event.particle) and after == event.particle[0])
    )


def _passive(words: tuple[str, ...], at: int, rules: Lexicon) -> bool:
    """Whether one of the three words before is a form of be: "were carried up the beach" says nothing of a boat."""
    return any(word in rules.grammar["be"] for word in words[max(0, at - 3) : at])


def _has(words: tuple[str, ...], at: int, rules: Lexicon) -> bool:
    """Whether one of the four words before is a form of have: a participle without it is passive."""
    return any(word in rules.grammar["have"] for word in words[max(0, at - 4) : at])


def _particle(words: tuple[str, ...], at: int, particle: tuple[str, ...], rules: Lexicon) -> int | None:
    """Return where a verb's particle ends: next to it, or after its object.

    An adverb may stand inside it, and before its last "à" a time: "porter secours, dans la nuit, à 40 personnes".
    """
    for start in range(at, min(len(words), at + 6)):
        end = start
        for index, word in enumerate(particle):
            if index and word == "à" and index + 1 == len(particle):
                end = next((to for to in range(end, min(len(words), end + BETWEEN)) if words[to] == "à"), end)
            elif index and end < len(words) and words[end] != word and words[end] in rules.grammar["adverb"]:
                end += 1
            if end >= len(words) or words[end] != word:
                break
            end += 1
        else:
            return end
        if words[start] in (".", ";", ":"):
            return None
    return None


def _follows(sentence: Sentence, at: int, clause: tuple[str, ...], event: Event, rules: Lexicon) -> int:
    """Return how many words the longest phrase has that a rule asks for and that stands in what follows; 0 for none.

    `clause` is what follows from the word `at` on.
    """
    longest = 0
    for place, word in enumerate(clause):
        if word in event.then and _is_named(sentence.low, at + place, rules):
            continue
        for phrase in event.then.get(word, ()):
            end = _phrase_end(sentence, at + place, at + len(clause), phrase, rules)
            longest = max(longest, end - at - place)
    return longest


def _is_named(words: tuple[str, ...], at: int, rules: Lexicon) -> bool:
    """Whether a word for the dead is a noun there: "entre la vie et la mort"."""
    if rules.phrase_at("lifeless", words, at) is None:
        return False
    return words[at - 1] in rules.grammar["article"] | rules.grammar["determiner"]


def _opens(
    sentence: Sentence, at: int, phrases: dict[str, tuple[tuple[str, ...], ...]], rules: Lexicon
) -> bool:
    """Whether one of some phrases begins at a word, or behind adverbs there."""
    words = sentence.low
    while at < len(words) and words[at] in rules.grammar["adverb"]:
        at += 1
    may = phrases.get(words[at], ()) if at < len(words) else ()
    capital = phrases.get(NAME, ()) if at < len(words) else ()
    return any(_phrase_end(sentence, at, len(words), phrase, rules) > at for phrase in (*may, *capital))


def _phrase_end(sentence: Sentence, at: int, end: int, phrase: tuple[str, ...], rules: Lexicon) -> int:
    """Return where a phrase ends that begins at a word, or that word where it does not stand there before `end`."""
    begun, words = at, sentence.low
    for index, asked in enumerate(phrase):
        if asked == GAP:
            rest = phrase[index + 1 :]
            for start in range(at, min(end, at + BETWEEN + 1)):
                if words[start : start + len(rest)] == rest:
                    return start + len(rest)
                if _ends_a_phrase(words[start], rules):
                    break
            return begun
        if at >= end or (asked != words[at] and not (asked == NAME and sentence.words[at].capital)):
            return begun
        at += 1
    return at


def _ends_a_phrase(word: str, rules: Lexicon) -> bool:
    grammar = rules.grammar
    return (
        not word[0].isalnum()
        or word in ("to", "vers")
        or any(word in grammar[name] for name in ("conjunction", "be", "have", "relative"))
    )


def _clause(words: tuple[str, ...], at: int, rules: Lexicon) -> tuple[str, ...]:
    """Return what follows a word in its clause: up to a stop, and up to where "and 177 were" counts somebody else."""
    window = words[at : at + FOLLOWS + LONGEST]
    for place, word in enumerate(window):
        if word in (".", ";"):
            return window[:place]
        if word == "," and _tells_of_some(window, place + 1, rules):
            # "recovered 14 people, two of them dead"
            return (*window[: place + 1], *_behind_some(window[place + 1 :], rules))
        if word in rules.grammar["subset"]:  # "soixante repêchées, dont quatre sans vie": only the four
            return window[:place] + _behind_some(window[place:], rules)
        following = window[place + 1] if place + 1 < len(window) else ""
        if word in rules.grammar["and_then"] and following in rules.events:
            return window[:place]  # "winched up and flown to hospital": the second verb says whither
        if word in ("and", "et") and place + 2 < len(window) and window[place + 2] in rules.auxiliary:
            after = window[place + 1]
            if after[0].isdecimal() or may_begin(after):
                return window[:place]
    return window


def _tells_of_some(words: tuple[str, ...], at: int, rules: Lexicon) -> bool:
    """Whether a word begins what is told of some of those just counted: "two of them dead", "two were dead"."""
    at += at < len(words) and words[at] in rules.grammar["only_some"]
    if at + 1 >= len(words) or not (words[at][0].isdecimal() or may_begin(words[at])):
        return False
    if words[at + 1] in rules.auxiliary:
        return True
    return any(rules.phrase_at(name, words, at + 1) is not None for name in ("of_them", "state"))


def _behind_some(window: tuple[str, ...], rules: Lexicon) -> tuple[str, ...]:
    """Return a clause that opens with some of those counted, without what is said of them: "dont deux morts, à".

    Where no comma ends it, what is said of all goes on with a preposition: "dont deux enfants à Calais".
    """
    closed = next((place for place, word in enumerate(window) if word == ","), None)
    if closed is None:
        onward = rules.grammar["towards"] | rules.grammar["level"]
        closed = next(
            (place for place, word in enumerate(window) if place > 1 and word in onward), len(window)
        )
        if not rules.auxiliary.isdisjoint(window[:closed]):
            closed = len(window)
    return (",",) * closed + window[closed:]
